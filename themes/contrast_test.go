package themes_test

import (
	"io/fs"
	"maps"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"clausebook/themes"
)

// grounds says on which ground each colour of the style sheet stands as text.
var grounds = map[string]string{
	"--text": "--bg --surface --code --mark --green-tint --amber-tint --red-tint --blue-tint --plum-tint --grey-tint",
	"--k":    "--code", "--s": "--code", "--c": "--code", "--n": "--code", "--o": "--code", // words of code
	"--secondary": "--bg --surface --code", "--link": "--bg --surface", "--on-accent": "--accent", "--focus-text": "--focus",
	"--green": "--green-tint --bg", "--amber": "--amber-tint --bg", "--red": "--red-tint --bg", "--blue": "--blue-tint --bg",
	"--plum": "--plum-tint --bg", "--grey": "--grey-tint --bg",
}

// TestTextCanBeRead asks of the colours that ship, on light ground, on dark ground and on paper, a contrast of 4.5:1 with
// what they stand on, as WCAG 2 asks of text.
func TestTextCanBeRead(t *testing.T) {
	t.Parallel()
	sheet := read(t, "site.css")
	for scheme, colour := range schemes(t, sheet) {
		check := func(name, ground string) {
			if colour[name] == "" || colour[ground] == "" {
				t.Errorf("%s has no %s or no %s", scheme, name, ground)
			} else if ratio := contrast(t, colour[name], colour[ground]); ratio < 4.5 {
				t.Errorf("%s: %s %s on %s %s: %.2f:1", scheme, name, colour[name], ground, colour[ground], ratio)
			}
		}
		for name, on := range grounds {
			for ground := range strings.FieldsSeq(on) {
				check(name, ground)
			}
		}
		for _, pair := range tags.FindAllStringSubmatch(sheet, -1) {
			check(pair[1], pair[2])
		}
	}
	if n := len(tags.FindAllString(sheet, -1)); n < 8 {
		t.Errorf("%d rules give tags their colours", n)
	}
}

// tags finds the rules that give tags and banners their colour and ground.
var tags = regexp.MustCompile(`--ink: var\((--[\w-]+)\); --tint: var\((--[\w-]+)\)`)

// TestEveryColourOfTextHasItsGround finds a variable that some rule uses as the colour of text and that the test above
// does not look at.
func TestEveryColourOfTextHasItsGround(t *testing.T) {
	t.Parallel()
	used := regexp.MustCompile(`[{;\s]color: var\((--[\w-]+)\)`).FindAllStringSubmatch(read(t, "site.css"), -1)
	if len(used) < 20 {
		t.Fatalf("%d rules set a colour of text", len(used))
	}
	for _, u := range used {
		if grounds[u[1]] == "" && u[1] != "--ink" {
			t.Errorf("%s is a colour of text; say on which ground it stands", u[1])
		}
	}
}

func read(t *testing.T, asset string) string {
	t.Helper()
	raw, err := fs.ReadFile(themes.Default(), "assets/"+asset)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// schemes gives the variables of the style sheet for each way in which it is shown. On paper the print rules lay a few of
// their own over the light ones.
func schemes(t *testing.T, sheet string) map[string]map[string]string {
	t.Helper()
	screen, print, ok := strings.Cut(sheet, "@media print")
	if !ok {
		t.Fatal("no rules for print")
	}
	light, dark := map[string]string{}, map[string]string{}
	for _, m := range regexp.MustCompile(`(--[\w-]+): light-dark\((#\w+), (#\w+)\)`).FindAllStringSubmatch(screen, -1) {
		light[m[1]], dark[m[1]] = m[2], m[3]
	}
	single := regexp.MustCompile(`(--[\w-]+): (#\w+);`)
	for _, m := range single.FindAllStringSubmatch(screen, -1) {
		light[m[1]], dark[m[1]] = m[2], m[2]
	}
	paper := maps.Clone(light)
	for _, m := range single.FindAllStringSubmatch(print, -1) {
		paper[m[1]] = m[2]
	}
	return map[string]map[string]string{"light": light, "dark": dark, "paper": paper}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of a colour such as "#a0b1c2" or "#fff", as WCAG 2 defines it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	digits := colour[1:]
	if len(digits) == 3 {
		digits = strings.Join([]string{digits[:1], digits[:1], digits[1:2], digits[1:2], digits[2:], digits[2:]}, "")
	}
	sum := 0.0
	for i, w := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(digits[2*i:2*i+2], 16, 8)
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
