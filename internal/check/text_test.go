package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/doc"
	"clausebook/internal/trace"
)

// loaded gives a body as the rules read it.
func loaded(body string) *text {
	t := &text{}
	t.load(new(doc.Reader).Parse("a.md", []byte("---\nid: A\n---\n"+body)))
	return t
}

// TestProse wants code, comments and addresses gone byte for byte, shown as dots, and everything else left alone.
func TestProse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ body, want string }{
		{"plain words", "plain words"},
		{"a `b c` d", "a ..... d"},
		{"a ``b ` c`` d", "a ......... d"},
		{"a `b\nc` d", "a ..\n.. d"},
		{"a `b\n\nc` d", "a `b\n\nc` d"},
		{"a `b``c d", "a `b``c d"},
		{"a `` b ` c", "a `` b ` c"},
		{"`a` b `c`", "... b ..."},
		{"`a`", "..."},
		{"`a", "`a"},
		{"[a](b c) d", "[a](...) d"},
		{"[a] (b) d", "[a] (b) d"},
		{"(b) d", "(b) d"},
		{"[a](b\nc) d", "[a](.\nc) d"},
		{"[a](b", "[a](b"},
		{"a <b> c", "a ... c"},
		{"a < b > c", "a < b > c"},
		{"a <b\n> c", "a <b\n> c"},
		{"a <b", "a <b"},
		{"a <!-- b --> c", "a .......... c"},
		{"a <!-- b\nc --> d", "a ......\n..... d"},
		{"a <!-- b --> c <!-- d --> e", "a .......... c .......... e"},
		{"a <!-- b\nc", "a ......\n."},
		{"a <!-- b\n```\nc --> d", "a ......\n...\n..... d"},
		{"```\na\n```\nb", "...\n.\n...\nb"},
		{"```go x\na\n```\nb", ".......\n.\n...\nb"},
		{"~~~ `x`\na\n~~~\nb", ".......\n.\n...\nb"},
		{"``` `x`\na", "``` ...\na"},
		{"````\na\n```\nb\n````\nc", "....\n.\n...\n.\n....\nc"},
		{"```\na\n`````\nb", "...\n.\n.....\nb"},
		{"```\na\n``` x\nb\n```\nc", "...\n.\n.....\n.\n...\nc"},
		{"```\na\n~~~\nb\n```\nc", "...\n.\n...\n.\n...\nc"},
		{"```\na", "...\n."},
		{"```", "..."},
		{"> ```\n> a\n> ```\nb", ".....\n...\n.....\nb"},
		{"```\n<!--\n```\na --> b", "...\n....\n...\na --> b"},
		{"``\na\n``\nb", "..\n.\n..\nb"},
		{"~~\na", "~~\na"},
	} {
		got := []byte(loaded(c.body).prose)
		for i := range got { // a blanked byte is shown as a dot
			if got[i] == ' ' && c.body[i] != ' ' || got[i] == ' ' && c.want[i] == '.' {
				got[i] = '.'
			}
		}
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.body, diff)
		}
	}
}

// TestWords wants words with the hyphens within them, in every script.
func TestWords(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"One, two-three (four) 5 x9": "One|two-three|four|5|x9", "-a- b-": "a|b", "a--b": "a|b",
		"größe Ελλάς re\u0301sume\u0301": "größe|Ελλάς|re\u0301sume\u0301",
		"it’s a_b":                       "it|s|a|b", "a-": "a", "": "", "– —": "", "AZaz09": "AZaz09",
	} {
		x := loaded(body)
		var got []string
		x.words(func(from, to int) { got = append(got, string(x.prose[from:to])) })
		if strings.Join(got, "|") != want {
			t.Errorf("%q: got %q, want %q", body, got, want)
		}
	}
}

// TestSentenceEnd wants sentences, blocks, rows and items apart.
func TestSentenceEnd(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"One. Two! Three? Four":           "One.| Two!| Three?| Four",
		"Version 1.5 of a.b":              "Version 1.5 of a.b",
		"One.\nTwo.":                      "One.|\nTwo.",
		"One\ntwo":                        "One\ntwo",
		"One\n\ntwo":                      "One\n|\ntwo",
		"a\n- b\n* c\n+ d\n# e\n> f\n| g": "a\n|- b\n|* c\n|+ d\n|# e\n|> f\n|| g",
		"One\n":                           "One\n",
	} {
		var got []string
		for from := 0; from < len(body); {
			to := sentenceEnd([]byte(body), from)
			got, from = append(got, body[from:to]), to
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: got %q, want %q", body, strings.Join(got, "|"), want)
		}
	}
}

// TestHasWord wants whole words only, and of several words the first that is there at all.
func TestHasWord(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		"must": 0, "it must": 3, "must it": 0, "mustard must": 8, "a-must": -1, "must-do": -1, "a_must": -1, "0must": -1, "must9": -1,
		"zmust": -1, "amust": -1, "musta": -1, "émust": -1,
		"(must)": 1, "shall it must": 9, "it shall": 3, "": -1, "mus": -1,
	} {
		if got := hasWord([]byte(body), duties[:]); got != want {
			t.Errorf("%q: got %d, want %d", body, got, want)
		}
	}
}

// TestFillers wants placeholders by their length, and links and prose left alone.
func TestFillers(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		"[insert name] x": 13, "[Insert name]": 13, "[date]": 6, "[dated]": 0, "[…] x": 5, "[insert name](x)": 0, "[insert\nname]": 0,
		"[insert name": 0, "[x insert y]": 0, "[]": 0,
	} {
		if got := filler([]byte(body), strings.IndexAny(body, "]\n")); got != want {
			t.Errorf("filler(%q) = %d, want %d", body, got, want)
		}
	}
	long := func(n int) string { return "{{" + strings.Repeat("x", n) + "}}" }
	for body, want := range map[string]int{"{{x}} y": 5, "{{}}": 4, "{{x": 0, "{x}}": 0, "}}": 0, long(blankLength - 4): blankLength,
		long(blankLength - 3): 0} {
		if got := blank([]byte(body)); got != want {
			t.Errorf("blank(%q) = %d, want %d", body, got, want)
		}
	}
	for value, want := range map[string]bool{"to-be-named": true, "a to-be-named": false, "a {{x}}": true, "{{x}}": true,
		"{{x": false, "x}} {{": false, "": false} {
		if got := IsBlank(value); got != want {
			t.Errorf("IsBlank(%q) = %v", value, got)
		}
	}
}

// TestHiddenNames wants each group of hidden characters called by one name from its first to its last.
func TestHiddenNames(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, group := range [][]rune{
		{0x202a, 0x202c, 0x202e, 0x2066, 0x2069}, {0x200e, 0x200f, 0x061c}, {0xe0000, 0xe007f}, {0xfe00, 0xfe0f, 0xe0100, 0xe01ef},
		{0x200d, 0x2065, 0x206a, 0xe0080, 0xe00ff, 0xe01f0, 0xfeff},
	} {
		name := hiddenName(group[0])
		if names[name] {
			t.Errorf("two groups are called %q", name)
		}
		names[name] = true
		for _, r := range group {
			if got := hiddenName(r); got != name {
				t.Errorf("U+%04X is called %q, and U+%04X %q", r, got, group[0], name)
			}
		}
	}
}

// TestHintsAreBounded wants the same hint for the same word for ever, and none for further words once there were many.
func TestHintsAreBounded(t *testing.T) {
	t.Parallel()
	h := newHints([]string{"policy", "process"})
	first := h.near("polcy")
	if !strings.Contains(first, "`policy`") || h.near("quite-another") != "" {
		t.Errorf("hints %q and %q", first, h.near("quite-another"))
	}
	for i := 0; len(h.known) < mostHints; i++ {
		h.near(strings.Repeat("x", 20+i))
	}
	if h.near("polcy") != first || h.near("prces") != "" {
		t.Errorf("after very many words: %q and %q", h.near("polcy"), h.near("prces"))
	}
}

// TestFulfils wants a required document known with the standard in front of it and without.
func TestFulfils(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"item": true, "std:item": true, "other": false, "std:other": false, "item:std": false, "": false} {
		if got := fulfils(&doc.Document{Fulfils: []string{"x", name}}, "item"); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

// TestWelcome wants hidden characters let pass beside the scripts that need them, from the first to the last of each
// kind, and nowhere else.
func TestWelcome(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		before string
		runes  []rune
		after  string
		want   bool
	}{
		{"ᠮ", []rune{0x180b, 0x180d, 0x180f}, "", true}, {"a", []rune{0x180b, 0x180f}, "ᠮ", false},
		{"葛", []rune{0xe0100, 0xe01ef, 0xfe00, 0xfe0f}, "", true}, {"a", []rune{0xe0100, 0xe01ef, 0xfe00, 0xfe0f}, "葛", false},
		{"葛", []rune{0xe00ff, 0xe01f0}, "", false},
		{"❤", []rune{0xfe00, 0xfe0f}, "", true}, {"ᠮ", []rune{0xfe00}, "", true}, {"က", []rune{0xfe00}, "", true},
		{"1", []rune{0xfe0f}, "", true},
		{"🏴", []rune{0xe0020, 0xe007f}, "", true}, {"🏴", []rune{0xe001f, 0xe0080}, "", false}, {"a", []rune{0xe0020, 0xe007f}, "🏴", false},
		{"ក", []rune{0x17b4, 0x17b5}, "", true}, {"a", []rune{0x17b4, 0x17b5}, "ក", false},
		{"가", []rune{0x115f, 0x1160}, "", true}, {"a", []rune{0x115f, 0x1160}, "가", true}, {"a", []rune{0x115f, 0x1160}, "b", false},
		{"ก", []rune{0x200b}, "a", true}, {"a", []rune{0x200b}, "ก", true}, {"a", []rune{0x200b}, "b", false},
		{"क", []rune{0x200c, 0x200d}, "", true}, {"", []rune{0x200c, 0x200d}, "क", true}, {"a", []rune{0x200c, 0x200d}, "b", false},
		{"👨", []rune{0x200d}, "👩", true}, {"👨", []rune{0x200d}, "a", false}, {"a", []rune{0x200d}, "👩", false}, {"👨", []rune{0x200c}, "👩", false},
		{"س", []rune{0x200e, 0x200f, 0x061c}, "", true}, {"a", []rune{0x200e, 0x200f, 0x061c}, "b", false},
		{"אa b c d", []rune{0x200e}, "e", true},
		{"س", []rune{0x202d, 0x202e}, "", false}, {"س", []rune{0x202a, 0x202b, 0x202c, 0x2066, 0x2067, 0x2068, 0x2069}, "", false},
		{"س", []rune{0x2065, 0x206a, 0x2060, 0xfeff}, "", false}, {"a", []rune{0x2066}, "b\u2069", false},
		{"س", []rune{0x2066, 0x2067, 0x2068}, "b\u2069", true},
		{"س\u2066a", []rune{0x2069}, "", true}, {"س", []rune{0x202a, 0x202b}, "b\u202c", true}, {"س\u202aa", []rune{0x202c}, "", true},
		{"س\u2069", []rune{0x2066}, "", false}, {"س\u202c", []rune{0x202a}, "", false}, {"س\u202a", []rune{0x2066}, "\u2069", false},
	} {
		for _, r := range c.runes {
			line := []rune(c.before + string(r) + c.after)
			leftward, closed := func() bool { return hasScript(line, rightToLeft) }, func() bool { return balanced(line) }
			if got := welcome(line, len([]rune(c.before)), leftward, closed); got != c.want {
				t.Errorf("U+%04X between %q and %q: welcome %v, want %v", r, c.before, c.after, got, c.want)
			}
		}
	}
}

// TestNeighbour wants the next visible character, over no more hidden ones than a family of pictographs has.
func TestNeighbour(t *testing.T) {
	t.Parallel()
	over := func(n int) []rune { return []rune("a" + strings.Repeat("\u200d", n) + "b") }
	if got := neighbour(over(7), 0, 1); got != 'b' {
		t.Errorf("over seven: %q", got)
	}
	if got := neighbour(over(8), 0, 1); got != 0 {
		t.Errorf("over eight: %q", got)
	}
	if got := neighbour(over(3), 4, -1); got != 'a' {
		t.Errorf("to the left: %q", got)
	}
	if neighbour(over(1), 0, -1) != 0 || neighbour(over(1), 2, 1) != 0 {
		t.Error("there is something beyond the line")
	}
}

// TestCulprit wants the document whose fault the state is, else the first, of one as of several.
func TestCulprit(t *testing.T) {
	t.Parallel()
	a, b := trace.Evidence{Document: "A"}, trace.Evidence{Document: "B"}
	for _, c := range []struct {
		at       doc.ID
		evidence []trace.Evidence
		want     doc.ID
	}{{"", nil, ""}, {"", []trace.Evidence{a}, "A"}, {"", []trace.Evidence{a, b}, "A"}, {"B", []trace.Evidence{a, b}, "B"},
		{"C", []trace.Evidence{a}, "A"}} {
		if got, ok := culprit(trace.Cell{At: c.at, Evidence: c.evidence}); got.Document != c.want || ok != (c.want != "") {
			t.Errorf("at %q of %d: got %q, %v; want %q", c.at, len(c.evidence), got.Document, ok, c.want)
		}
	}
}
