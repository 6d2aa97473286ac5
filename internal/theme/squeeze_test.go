package theme

import (
	"io/fs"
	"strings"
	"testing"

	"clausebook/themes"
)

func TestSqueezeCSS(t *testing.T) {
	for src, want := range map[string]string{
		"/* why */\na  b ,\n c { color : red ;\n  margin: 0 1px; }\n":          "a b,c{color :red;margin:0 1px}\n",
		"a :hover { width: calc(1px + 2px); }":                                 "a :hover{width:calc(1px + 2px)}\n",
		"@media (min-width: 1px) and print { a { b: c; } }\n\np { d: e }":      "@media (min-width:1px) and print{a{b:c}}p{d:e}\n",
		`a::after { content: " ;  } /* x */ "; b: 'c:  d' }`:                   `a::after{content:" ;  } /* x */ ";b:'c:  d'}` + "\n",
		"a { font: \"Segoe UI\", sans-serif; } .b > .c + d ~ e { --x: none; }": "a{font:\"Segoe UI\",sans-serif}.b>.c + d ~ e{--x:none}\n",
	} {
		if got := string(squeezeCSS([]byte(src))); got != want {
			t.Errorf("%q becomes\n%q, want\n%q", src, got, want)
		}
	}
}

func TestSqueezeJS(t *testing.T) {
	src := "// why\n(() => {\n  const a = 'b'; // c\n\n  // d\n  a.e('//f')\n})();\n"
	if got, want := string(squeezeJS([]byte(src))), "(()=>{\nconst a='b';\na.e('//f')\n})();\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What stands in quotes stays as it is.
func TestSqueezeJSKeepsTexts(t *testing.T) {
	for src, want := range map[string]string{
		"a = ', b; ' + c; // it's":               "a=', b; '+c;// it's\n", // a quote in a comment: it stays
		"a = \" => \", b = ` && ${c} = ; `;":     "a=\" => \",b=` && ${c} = ; `;\n",
		"for (;;) x === y && z || w":             "for (;;) x===y&&z||w\n",
		"if (a) { b = c ? 'd ? e' : f + ') {' }": "if (a){ b=c?'d ? e':f+') {' }\n",
		"u = 'https://x' // why, and how":        "u='https://x'\n",
	} {
		if got := string(squeezeJS([]byte(src))); got != want {
			t.Errorf("%q becomes %q, want %q", src, got, want)
		}
	}
}

// TestThemeCanBeSqueezed holds the built-in files to what squeezing takes for granted.
func TestThemeCanBeSqueezed(t *testing.T) {
	names, err := fs.Glob(themes.Default(), "assets/*.js")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, name := range names {
		src, err := fs.ReadFile(themes.Default(), name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(src), "\n") {
			if strings.Contains(line, "+ +") {
				t.Errorf("%s:%d: two signs would become one", name, i+1)
			}
			if strings.Count(line, "`")%2 != 0 || strings.HasSuffix(line, `\`) {
				t.Errorf("%s:%d: a text may go on in the next line", name, i+1)
			}
		}
	}
}
