package dialect

import "testing"

// TestDestinationsOfOtherPrograms reads addresses that only one program, or one computer, follows.
func TestDestinationsOfOtherPrograms(t *testing.T) {
	t.Parallel()
	for dest, want := range map[string]Destination{
		"@site/docs/a.md#who":         {Target: "/docs/a.md", Fragment: "who"},
		"@site/static/img/zones.png":  {Target: "/img/zones.png"},
		"pathname:///files/form.pdf":  {Target: "/files/form.pdf"},
		"pathname:x":                  {Refused: "pathname"},
		"@sites/a.md":                 {Target: "@sites/a.md"},
		`S:/ict/contracts/netz.pdf`:   {Refused: "a path on a Windows drive, which no other computer has"},
		`C:\Users\anna\a.docx`:        {Refused: "a path on a Windows drive, which no other computer has"},
		`\server\share\x.pdf`:         {Refused: "a path in a Windows network, which browsers do not open"},
		"mailto:info@netz.example":    {External: true, Target: "mailto:info@netz.example"},
		"file:///S:/contracts/a.docx": {Refused: "file"},
	} {
		if got := ReadDestination(dest); got != want {
			t.Errorf("%s: %+v, want %+v", dest, got, want)
		}
	}
}

// TestHeadingsWithAttributes takes the lists of attributes off headings that MkDocs, Pandoc and kramdown read.
func TestHeadingsWithAttributes(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]struct{ id, words string }{
		`Exceptions { #exc .wide data-toc-label="Exc #1" }`: {"exc", "Exceptions"},
		`Scope {: .lead title='To whom' #scope}`:            {"scope", "Scope"},
		`Roles {data-search-exclude=""}`:                    {"", "Roles"},
		`The set {a=b}`:                                     {"", "The set {a=b}"},
		`The set {a, b}`:                                    {"", "The set {a, b}"},
		`Name {"x"}`:                                        {"", `Name {"x"}`},
	} {
		id, at := HeadingID([]byte(line))
		words := line
		if at >= 0 {
			words = line[:at]
		}
		if id != want.id || words != want.words {
			t.Errorf("%s: %q %q, want %q %q", line, id, words, want.id, want.words)
		}
	}
}

// TestAttributesAfterLinks finds lists of attributes with spaces in the braces and without.
func TestAttributesAfterLinks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{`{ width="300" }`: 15, `{ .md-button }`: 14, `{: .right }`: 11, `{#id}`: 5, `{target=_blank} and`: 15,
		"{ }": 0, "{*x*}": 0, " {.x}": 0} {
		if got := AfterLink([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
