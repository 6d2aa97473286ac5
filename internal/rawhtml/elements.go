package rawhtml

import (
	"html"
	"regexp"
	"strconv"
	"strings"
)

// form is how an element stands among others.
type form uint8

const (
	unknown form = iota
	group        // stands for what is in it
	block        // holds blocks
	words        // holds words
	parts        // holds its own parts alone: rows, cells, items
	set          // sets its words, as bold type does
	through      // words whose setting is not taken over
	single       // holds nothing
)

// elements are those that are taken over.
var elements = named(map[form]string{
	group:   "div section article header footer main aside nav center figure address body html hgroup fieldset legend",
	block:   "li dd blockquote details td th",
	words:   "p h1 h2 h3 h4 h5 h6 dt summary caption figcaption pre",
	parts:   "ul ol menu dl table thead tbody tfoot tr colgroup",
	set:     "a b strong i em cite dfn var s del strike sub sup kbd code samp tt",
	through: "span font u ins mark small big abbr acronym bdi bdo time data label nobr picture ruby rt rp rb",
	single:  "br wbr hr img col source input",
})

// as gives the element that is written for another one.
var as = map[string]string{"b": "strong", "i": "em", "cite": "em", "dfn": "em", "var": "em", "s": "del", "strike": "del",
	"samp": "code", "tt": "code", "menu": "ul"}

// whole are elements whose content is no text of the page. They are shown as they are written, with all that is in them.
var whole = setOf("script style textarea title xmp iframe noembed noframes noscript plaintext svg math object applet template " +
	"select video audio canvas head")

func named(forms map[form]string) map[string]form {
	out := map[string]form{}
	for f, names := range forms {
		for name := range strings.FieldsSeq(names) {
			out[name] = f
		}
	}
	return out
}

func setOf(names string) map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		out[name] = true
	}
	return out
}

// written gives the name under which an element is written.
func written(name string) string {
	if other := as[name]; other != "" {
		return other
	}
	return name
}

// Inline tells what a tag is among words: Known if it is taken over, and the element to write; none where its words alone are.
func Inline(name string) (element string, known bool) {
	switch elements[name] {
	case set:
		return written(name), true
	case through:
		return "", true
	}
	return "", false
}

// Block tells whether an element stands between paragraphs and not in one.
func Block(name string) bool {
	switch elements[name] {
	case group, block, words, parts:
		return true
	}
	return name == "hr"
}

// Attributes are what is taken over of a tag beside its name.
type Attributes struct {
	ID                           string // of the place, by which links find it; or its name
	Href, Src, Alt, Title, Align string
	ColSpan, RowSpan, From       int // 0 where the tag does not say
	Width, Height                int
	Checkbox, Checked            bool
	Linked                       bool   // it has an address, though that be empty
	Label                        string // of a component of MDX: what it shows beside what is in it
}

// The bounds of what a tag says.
const (
	maxName = 200  // bytes of an id
	maxSpan = 64   // columns
	maxRows = 1000 // rows that a cell covers
	maxSize = 4000 // of a picture, in pixels
)

// Read gives what is taken over of a tag.
func Read(tag []byte) Attributes {
	var a Attributes
	isAnchor := len(tag) > 2 && (tag[1] == 'a' || tag[1] == 'A') && strings.IndexByte(nameBytes, tag[2]) < 0
	isLink := strings.HasPrefix(string(tag), "<Link")
	isComponent := len(tag) > 2 && tag[1] >= 'A' && tag[1] <= 'Z' && tag[2] >= 'a' && tag[2] <= 'z'
	attributes(string(tag), func(name, value string) {
		switch name {
		case "id", "name":
			if value != "" && len(value) <= maxName && (name == "id" || a.ID == "" && isAnchor) {
				a.ID = value
			}
		case "href":
			a.Href, a.Linked = inCode(value), true
		case "to":
			if to := inCode(value); isLink && !strings.HasPrefix(to, "{") { // what stands in braces is code
				a.Href, a.Linked = to, true
			}
		case "src":
			a.Src = inCode(value)
		case "alt":
			a.Alt = value
		case "title":
			a.Title = value
			a.label(isComponent, inCode(value))
		case "label", "heading", "header", "summary":
			a.label(isComponent, inCode(value))
		case "values":
			a.label(isComponent, labels(value))
		case "align":
			a.Align = strings.ToLower(value)
		case "colspan":
			a.ColSpan = number(value, maxSpan)
		case "rowspan":
			a.RowSpan = number(value, maxRows)
		case "start":
			a.From = number(value, 1<<20)
		case "width":
			a.Width = number(value, maxSize)
		case "height":
			a.Height = number(value, maxSize)
		case "type":
			a.Checkbox = strings.EqualFold(value, "checkbox")
		case "checked":
			a.Checked = true
		}
	})
	return a
}

// label takes what a component shows, unless that is code.
func (a *Attributes) label(isComponent bool, value string) {
	if isComponent && !strings.HasPrefix(value, "{") {
		a.Label = value
	}
}

var labelForm = regexp.MustCompile(`\blabel:\s*(?:"([^"]*)"|'([^']*)')`)

// labels gives the labels in a list of the tabs of Docusaurus.
func labels(code string) string {
	var out []string
	for _, m := range labelForm.FindAllStringSubmatch(code, -1) {
		out = append(out, m[1]+m[2])
	}
	return strings.Join(out, " · ")
}

var codeForm = regexp.MustCompile(`^\{\s*(?:(?:useBaseUrl|require)\(\s*)?(?:"([^"{}$]+)"|'([^'{}$]+)'|` + "`([^`{}$]+)`" +
	`)\s*\)?(?:\.default)?\s*\}$`)

// inCode gives an address that stands in code of MDX as a text and nothing else; any other value as it is.
func inCode(value string) string {
	value = strings.TrimSpace(value)
	if m := codeForm.FindStringSubmatch(value); m != nil {
		return m[1] + m[2] + m[3]
	}
	return value
}

// number reads a number from 1 on, of which what is over the bound is the bound; 0 for what is none.
func number(value string, most int) int {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.Trim(value, "{} \t\r\n"), "px"))
	if err != nil || n < 1 {
		return 0
	}
	return min(n, most)
}

// attributes gives the names and values of a tag, the first one of each name.
func attributes(tag string, visit func(name, value string)) {
	rest := strings.TrimSuffix(strings.TrimLeft(tag, "</"), ">")
	rest = strings.TrimLeft(rest, nameBytes)
	seen := map[string]bool{}
	for {
		rest = strings.TrimLeft(rest, " \t\r\n/\f")
		if rest == "" {
			return
		}
		end := strings.IndexAny(rest[1:], " \t\r\n/=\f") + 1
		if end == 0 {
			end = len(rest)
		}
		name := strings.ToLower(rest[:end])
		rest = strings.TrimLeft(rest[end:], " \t\r\n\f")
		value := ""
		if after, ok := strings.CutPrefix(rest, "="); ok {
			value, rest = attributeValue(strings.TrimLeft(after, " \t\r\n\f"))
		}
		if !seen[name] {
			seen[name] = true
			visit(name, html.UnescapeString(value))
		}
	}
}

const nameBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:._-"

func attributeValue(rest string) (value, after string) {
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		if end := strings.IndexByte(rest[1:], rest[0]); end >= 0 {
			return rest[1 : 1+end], rest[end+2:]
		}
	}
	if strings.HasPrefix(rest, "{") {
		if end := codeEnd(rest); end > 0 {
			return rest[:end], rest[end:]
		}
	}
	end := strings.IndexAny(rest, " \t\r\n\f")
	if end < 0 {
		end = len(rest)
	}
	return rest[:end], rest[end:]
}
