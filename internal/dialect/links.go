package dialect

import (
	"bytes"
	"regexp"

	"clausebook/internal/rawhtml"
)

// linkForms are the addresses of links that another program would fill in, after the bracket or the colon before them. Of their groups
// those that are there make up the address, after a root from which the program tells it.
var linkForms = []struct {
	root string
	mark *regexp.Regexp
}{
	// {{< ref "page.md#head" >}} and {{% relref path="page.md" %}} of Hugo, with or without a heading after it
	{byName, regexp.MustCompile(`^\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?["` + "`" + `]?([^"` + "`" + `\s]+?)["` + "`" + `]?` +
		`(?:\s+(?:lang|outputFormat)="[^"]*")?\s*[>%]\}\}(#[^\s)]*)?`)},
	// {{ "/page/" | relURL }} of Hugo and {{ '/page/' | relative_url }} of Jekyll
	{"", regexp.MustCompile(`^\{\{-?\s*["']([^"'\s]+)["']\s*\|\s*` +
		`(?:relURL|absURL|relLangURL|absLangURL|relative_url|absolute_url|url)\s*-?\}\}([^\s)]*)`)},
	// {% link page.md %} of Jekyll, and its root before it
	{"/", regexp.MustCompile(`^(?:\{\{\s*site\.(?:base)?url\s*\}\})*\{%-?\s*link\s+"?([^"\s]+?)"?\s*-?%\}(#[^\s)]*)?`)},
	// the root of the site before a path, as Jekyll and Hugo write it
	{"", regexp.MustCompile(`^(?:\{\{\s*(?:site\.(?:base)?url|\.?Site\.BaseURL|page\.baseurl)\s*\}\})+(/[^\s)]*)`)},
}

// byName begins an address that is the name of a page, wherever that stands: of Hugo.
const byName = "ref:"

var bareName = regexp.MustCompile(`^[^/.:#]+#[^/:#]+$`)

// opening are the bytes before an address: the end of the words of a link, or a label and its colon.
var opening = regexp.MustCompile(`\]\(|(?m:^ {0,3}\[[^\]\n]+\]:[ \t]*)`)

// Links gives a text in which the addresses that another program would fill in are those that it would write there. Each takes the place
// of as many bytes, the rest of which are spaces, so that all stays where it is; so do values of tags that are code, roles of MyST and its
// labels. A text without one is given back as it is.
func Links(text []byte) []byte {
	text = rawhtml.QuoteCode(text)
	if len(text) == 0 {
		return text
	}
	out := roles(text, labels(text, text))
	if !bytes.Contains(text, []byte("{{")) && !bytes.Contains(text, []byte("{%")) && !bytes.Contains(text, []byte(" =")) {
		return out
	}
	for _, at := range opening.FindAllIndex(text, -1) {
		start, size, address := at[1], 0, []byte(nil)
		rest := text[start:LineEnd(text, start)]
		if len(rest) < 2 || rest[0] != '{' {
			size, address = pictureSize(text, at[0], rest)
		} else {
			size, address = filledIn(rest)
		}
		if size == 0 || len(address) > size || text[at[0]] == ']' && !closes(rest[size:]) {
			continue
		}
		out = put(text, out, start, start+size, string(address))
	}
	return out
}

// filledIn gives the size of an address that another program would fill in, and what it would be; 0 where there is none.
func filledIn(rest []byte) (size int, address []byte) {
	for _, form := range linkForms {
		m := form.mark.FindSubmatchIndex(rest)
		if m == nil {
			continue
		}
		if form.root != byName {
			address = append(address, form.root...)
		} else if name := rest[m[2]:m[3]]; !bytes.ContainsAny(name, "/.:#") || m[4] < 0 && bareName.Match(name) {
			address = append(address, byName...)
		}
		for i := 2; i < len(m); i += 2 {
			if m[i] >= 0 {
				address = append(address, rest[m[i]:m[i+1]]...)
			}
		}
		return m[1], address
	}
	return 0, nil
}

var sizeMark = regexp.MustCompile(`^([^\s()]+) =\d*x\d*`)

// pictureSize reads the size that wikis of Azure write after the address of a picture.
func pictureSize(text []byte, bracket int, rest []byte) (size int, address []byte) {
	m := sizeMark.FindSubmatchIndex(rest)
	if m == nil || !bytes.Contains(text[max(0, bracket-200):bracket], []byte("![")) {
		return 0, nil
	}
	return m[1], rest[m[2]:m[3]]
}

// closes tells whether a link ends here, perhaps after a title.
func closes(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t")
	return len(rest) > 0 && (rest[0] == ')' || rest[0] == '"')
}

// longest bounds an address with what is around it, in bytes.
const longest = 4096

// LineEnd gives where the line ends, as far as it is looked at.
func LineEnd(text []byte, from int) int {
	stop := min(len(text), from+longest)
	if n := bytes.IndexByte(text[from:stop], '\n'); n >= 0 {
		return from + n
	}
	return stop
}
