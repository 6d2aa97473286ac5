package characters

import (
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"a": "a", `a\*b`: "a*b", `a\bc`: `a\bc`, "&amp;": "&", "&AMP;": "&", "&copy;": "©", "&nosuch;": "&nosuch;", "&copy": "&copy", "&#65;&#x41;": "AA",
		"&#0;": "\uFFFD", "&#xD800;": "\uFFFD", "&#99999999;": "&#99999999;", "&#1114112;": "\uFFFD", `\&amp;`: "&amp;", "&NotEqualTilde;": "≂̸",
		"a\x00b\xff": "a\uFFFDb\uFFFD", "&;": "&;", "&": "&", "&CounterClockwiseContourIntegral;": "∳", `\`: `\`, "&ampx;": "&ampx;", "&notit;": "&notit;",
	} {
		if got := Decode([]byte(raw)); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

// FuzzDecode holds names of entities against the list of the parser, and that what comes out is text.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"amp", "copy", "notin", "x", "#65", "lt", "NotEqualTilde"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := Decode([]byte("&" + name + ";"))
		if !utf8.ValidString(got) {
			t.Fatalf("%q: %q", name, got)
		}
		if e, ok := util.LookUpHTML5EntityByName(name); ok && got != Clean(string(e.Characters)) {
			t.Fatalf("%q: %q, the parser has %q", name, got, e.Characters)
		}
	})
}
