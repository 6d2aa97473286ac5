package dialect

import (
	"bytes"
	"regexp"
	"strings"

	"clausebook/internal/phrase"
)

// Box is what a line says that opens a box: what kind it is, empty where it only groups, and where its title stands in the line.
type Box struct {
	Kind  string
	Name  string // by which links find it
	Title Span
	End   End
}

// Kind says how a kind looks and what it is called.
type Kind struct {
	Class string // note, tip, important, warning or caution
	Word  phrase.Phrase
}

// Kinds are the kinds with a name that pages know.
var Kinds = map[string]Kind{
	"note": {"note", phrase.Of("Note")}, "info": {"note", phrase.Of("Information")}, "abstract": {"note", phrase.Of("Summary")},
	"summary": {"note", phrase.Of("Summary")}, "tldr": {"note", phrase.Of("Summary")}, "todo": {"note", phrase.Of("To do")},
	"example": {"note", phrase.Of("Example")}, "question": {"note", phrase.Of("Question")}, "help": {"note", phrase.Of("Question")},
	"faq": {"note", phrase.Of("Question")}, "quote": {"note", phrase.Of("Quotation")}, "cite": {"note", phrase.Of("Quotation")},
	"seealso": {"note", phrase.Of("See also")}, "details": {"note", phrase.Of("Details")},
	"tip": {"tip", phrase.Of("Tip")}, "hint": {"tip", phrase.Of("Tip")}, "success": {"tip", phrase.Of("Success")},
	"check": {"tip", phrase.Of("Success")}, "done": {"tip", phrase.Of("Success")},
	"important": {"important", phrase.Of("Important")}, "attention": {"important", phrase.Of("Attention")},
	"warning": {"warning", phrase.Of("Warning")}, "caution": {"caution", phrase.Of("Caution")}, "danger": {"caution", phrase.Of("Danger")},
	"error": {"caution", phrase.Of("Error")}, "failure": {"caution", phrase.Of("Failure")}, "fail": {"caution", phrase.Of("Failure")},
	"missing": {"caution", phrase.Of("Failure")}, "bug": {"caution", phrase.Of("Fault")},
}

// IsNamed tells whether a kind has a name that pages know.
func IsNamed(kind string) bool { return Kinds[kind].Class != "" }

// KindTab is the kind of a tab, which has a title of its own.
const KindTab = "tab"

// End is the line that closes a box: a row of marks, or a tag.
type End struct {
	mark  byte
	count int
	tag   string // that closes, without its brackets where they are of templates: endhint, /callout, </TabItem>
}

// None tells whether nothing closes the box, as it is told by how far it is indented.
func (e End) None() bool { return e.count == 0 && e.tag == "" }

// Tag gives the words of the tag that closes the box; nothing where marks do. Without it no box begins.
func (e End) Tag() string { return e.tag }

// Element tells whether an element of HTML or MDX is closed, whose lines may be indented.
func (e End) Element() bool { return strings.HasPrefix(e.tag, "<") }

// Closes tells whether a line closes the box.
func (e End) Closes(line []byte) bool {
	line = bytes.TrimSpace(line)
	if e.Element() {
		return string(line) == e.tag
	}
	if e.tag != "" {
		inner, ok := inTag(line)
		return ok && strings.TrimSpace(inner) == e.tag
	}
	return e.count > 0 && len(line) >= e.count && len(bytes.Trim(line, string(rune(e.mark)))) == 0
}

var (
	admonitionMark = regexp.MustCompile(`^(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z][\w-]*)` +
		`(?:(?:[ \t]+[\w-]+)*[ \t]+"(.*)"|(?:[ \t]+(?:inline|end|annotate))*(?:[ \t]+([^" \t\r\n].*?))?)[ \t\r\n]*$`)
	tabMark = regexp.MustCompile(`^===[!+]?[ \t]+"(.+)"[ \t\r\n]*$`)
)

// Indented reads a line that opens a box of MkDocs, whose text is indented.
func Indented(line []byte) (Box, bool) {
	if m := tabMark.FindSubmatchIndex(line); m != nil {
		return Box{Kind: KindTab, Title: Span{m[2], m[3]}}, true
	}
	m := admonitionMark.FindSubmatchIndex(line)
	if m == nil {
		return Box{}, false
	}
	b := Box{Kind: strings.ToLower(string(line[m[2]:m[3]]))}
	switch {
	case m[4] >= 0:
		b.Title = Span{m[4], m[5]}
	case m[6] >= 0 && !IsNamed(b.Kind): // three exclamation marks and some words
		return Box{}, false
	case m[6] >= 0: // the quotes were forgotten
		b.Title = Span{m[6], m[7]}
	}
	return b, true
}

var alertMark = regexp.MustCompile(`^[ \t]*\[!([A-Za-z]+)\][+-]?(?:[ \t]+(.*?))?[ \t\r\n]*$`)

// Alert reads the first line of a quotation that is an alert of a forge. A word after its kind is its title.
func Alert(line []byte) (Box, bool) {
	m := alertMark.FindSubmatchIndex(line)
	if m == nil {
		return Box{}, false
	}
	b := Box{Kind: strings.ToLower(string(line[m[2]:m[3]]))}
	if m[4] >= 0 {
		b.Title = Span{m[4], m[5]}
	}
	return b, true
}

// Closed reads a line that opens a box which another line closes: a container between colons, a box of MyST between the marks of code,
// a tag of GitBook or Hugo, or of an element that holds Markdown, in a line of its own. A kind that pages do not know only groups.
func Closed(line []byte) (b Box, ok bool) {
	switch line[0] {
	case ':':
		b, ok = container(line)
	case '`', '~':
		b, ok = mystBox(line)
	case '{':
		b, ok = tagBox(line)
	case '<':
		b, ok = elementBox(line)
	}
	if b.Kind = strings.ToLower(b.Kind); b.Kind != KindTab && !IsNamed(b.Kind) {
		b.Kind = ""
	}
	return b, ok
}

var (
	containerMark = regexp.MustCompile(`^(:{3,})[ \t]*(?:\{([^{}\n]*)\}|([A-Za-z][\w-]*))[ \t]*` +
		`(?:\[(.*)\][ \t]*(?:\{([^{}\n]*)\})?|(?:\{([^{}\n]*)\})?[ \t]*(.*?))[ \t]*:*[ \t\r\n]*$`)
	containerTitle = regexp.MustCompile(`title="([^"]*)"`)
	containerName  = regexp.MustCompile(`(?:^|\s)\.?([A-Za-z][\w-]*)(?:\s|$)`)
)

// container reads the line that opens a container of Docusaurus, VitePress, Pandoc, Quarto or MyST.
func container(line []byte) (Box, bool) {
	m := containerMark.FindSubmatchIndex(line)
	if m == nil {
		return Box{}, false
	}
	group := func(i int) []byte {
		if m[2*i] < 0 {
			return nil
		}
		return line[m[2*i]:m[2*i+1]]
	}
	b := Box{Kind: string(group(3)), End: End{mark: ':', count: m[3] - m[2]}}
	if name := containerName.FindSubmatch(group(2)); name != nil {
		b.Kind = strings.TrimPrefix(string(name[1]), "callout-") // of Quarto
	}
	for _, i := range [...]int{2, 5, 6} {
		if t := containerTitle.FindSubmatchIndex(group(i)); t != nil {
			b.Title = Span{m[2*i] + t[2], m[2*i] + t[3]}
		}
	}
	switch {
	case len(group(4)) > 0:
		b.Title = Span{m[8], m[9]}
	case len(group(7)) > 0:
		b.Title = Span{m[14], m[15]}
		if inner := group(7); len(inner) > 2 && inner[0] == '"' && inner[len(inner)-1] == '"' {
			b.Title = Span{m[14] + 1, m[15] - 1}
		}
	}
	return b, true
}

var mystMark = regexp.MustCompile("^(`{3,}|~{3,}|:{3,})[ \\t]*\\{([A-Za-z][\\w-]*)\\}[ \\t]*([^`\\r\\n]*?)[ \\t\\r\\n]*$")

// mystBox reads the line that opens a box of MyST between the marks of code.
func mystBox(line []byte) (Box, bool) {
	m := mystMark.FindSubmatchIndex(line)
	if m == nil {
		return Box{}, false
	}
	b := Box{Kind: strings.ToLower(string(line[m[4]:m[5]])), Title: Span{m[6], m[7]}, End: End{mark: line[0], count: m[3] - m[2]}}
	switch b.Kind {
	case "admonition":
		b.Kind = "note"
	case "dropdown":
		b.Kind = "details"
	}
	return b, IsNamed(b.Kind)
}

// IsDiagram tells whether a line opens a diagram between colons, as wikis of Azure have them, and gives its mark and the place of the
// word that says of what kind it is.
func IsDiagram(line []byte) (end End, word Span, ok bool) {
	m := diagramMark.FindSubmatchIndex(line)
	if m == nil {
		return End{}, Span{}, false
	}
	return End{mark: ':', count: m[3] - m[2]}, Span{m[4], m[5]}, true
}

var diagramMark = regexp.MustCompile(`^(:{3,})[ \t]*(mermaid)[ \t\r\n]*$`)

// inTag gives what stands in a tag that fills a line: {% … %}, {{< … >}}, {{% … %}}.
func inTag(line []byte) (inner string, ok bool) {
	line = bytes.TrimSpace(line)
	for _, ends := range [...][2]string{{"{{<", ">}}"}, {"{{%", "%}}"}, {"{%", "%}"}} {
		if bytes.HasPrefix(line, []byte(ends[0])) && bytes.HasSuffix(line, []byte(ends[1])) && len(line) >= len(ends[0])+len(ends[1]) {
			inner := line[len(ends[0]) : len(line)-len(ends[1])]
			return strings.Trim(string(inner), "-+ \t"), !bytes.Contains(inner, []byte(ends[1]))
		}
	}
	return "", false
}

// boxTags are the tags that open a box, with the kind of one that says no other; empty for those that only group.
var boxTags = map[string]string{"hint": "note", "callout": "note", "notice": "note", "alert": "note", "admonition": "note", "note": "note",
	"info": "info", "tip": "tip", "important": "important", "warning": "warning", "caution": "caution", "danger": "danger",
	"success": "success", "details": "details", "expand": "details", "collapse": "details", "accordion": "details", "tab": KindTab,
	"tabitem": KindTab, "aside": "note", "tabs": "", "tabpane": "",
	"pageinfo": "", "panel": "", "steps": "", "stepper": "", "step": "", "columns": "", "column": "", "content-ref": ""}

// tagColors are words with which themes say how a box looks.
var tagColors = map[string]string{"primary": "note", "secondary": "note", "error": "danger", "warn": "warning"}

var (
	tagName = regexp.MustCompile(`^([A-Za-z][\w-]*)(?:\s+(.*))?$`)
	tagWord = regexp.MustCompile(`(?:([A-Za-z][\w-]*)=)?(?:"([^"]*)"|“([^”]*)”|'([^']*)'|([^\s"'=]+))`)
)

// tagBox reads a tag that opens a box and fills its line.
func tagBox(line []byte) (Box, bool) {
	inner, ok := inTag(line)
	m := tagName.FindStringSubmatch(inner)
	if !ok || m == nil || strings.HasSuffix(inner, "/") {
		return Box{}, false
	}
	kind, known := boxTags[m[1]]
	if !known {
		return Box{}, false
	}
	b := Box{Kind: kind, End: End{tag: "/" + m[1]}}
	if !bytes.HasPrefix(line, []byte("{{")) {
		b.End.tag = "end" + m[1]
	}
	from := bytes.Index(line, []byte(m[1])) + len(m[1])
	for _, w := range tagWord.FindAllSubmatchIndex(line[from:from+len(m[2])+bytes.Index(line[from:], []byte(m[2]))], -1) {
		b.says(line[from:], w, from)
	}
	return b, true
}

// says takes in a word of a tag, whose groups are a key and a value in one of four forms of quotes.
func (b *Box) says(words []byte, groups []int, from int) {
	key, at := "", Span{}
	if groups[2] >= 0 {
		key = strings.ToLower(string(words[groups[2]:groups[3]]))
	}
	for g := 4; g < len(groups); g += 2 {
		if groups[g] >= 0 {
			at = Span{groups[g], groups[g+1]}
		}
	}
	value := strings.ToLower(string(words[at.Start:at.Stop]))
	if other := tagColors[value]; other != "" {
		value = other
	}
	title := Span{from + at.Start, from + at.Stop}
	switch key {
	case "type", "style", "color", "kind", "":
		switch {
		case IsNamed(value) && b.Kind != KindTab:
			b.Kind = value
		case key == "" && b.Title.Stop == 0:
			b.Title = title
		}
	case "title", "name", "label", "header", "heading", "summary", "tabname":
		b.Title = title
	}
}
