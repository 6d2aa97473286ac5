package markdown

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// luminance is the relative luminance of a colour such as "#a0b1c2", as WCAG 2 defines it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	weights, sum := []float64{0.2126, 0.7152, 0.0722}, 0.0
	for i, w := range weights {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += w * c
	}
	return sum
}

// TestCodeCanBeRead asks of every colour in the style sheet a contrast of 4.5:1 with its ground.
func TestCodeCanBeRead(t *testing.T) {
	t.Parallel()
	var sheet bytes.Buffer
	if err := CSS(&sheet); err != nil {
		t.Fatal(err)
	}
	rules := regexp.MustCompile(`--code-ground: (#\w{6});(.*) }`).FindAllStringSubmatch(sheet.String(), -1)
	if len(rules) != 3 {
		t.Fatalf("%d rules set colours, want light, dark by system, dark by choice", len(rules))
	}
	for _, rule := range rules {
		ground := luminance(t, rule[1])
		colours := regexp.MustCompile(`--code-(\w+): (#\w{6});`).FindAllStringSubmatch(rule[2], -1)
		if len(colours) != len(inks)+1 {
			t.Errorf("%d colours, want %d", len(colours), len(inks)+1)
		}
		for _, c := range colours {
			ink := luminance(t, c[2])
			if ratio := (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05); ratio < 4.5 {
				t.Errorf("%s %s on %s: %.2f:1", c[1], c[2], rule[1], ratio)
			}
		}
	}
}

// TestEveryInkIsUsed: a variable that no class uses is a slip in the list of token types.
func TestEveryInkIsUsed(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, i := range inks {
		classes := inkClasses(i.name)
		if len(classes) == 0 {
			t.Errorf("%s colours nothing", i.name)
		}
		for _, c := range classes {
			if seen[c] != "" {
				t.Errorf("class %s has two inks, %s and %s", c, seen[c], i.name)
			}
			seen[c] = i.name
		}
	}
	if strings.Contains(strings.Join(inkClasses("keyword"), " "), "kt") {
		t.Error("types have the ink of keywords")
	}
}
