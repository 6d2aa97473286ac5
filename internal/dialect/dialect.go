// Package dialect knows what other programs write into Markdown: the marks that they alone read, the lines that open boxes, the names
// of places, and the addresses of links that they would fill in.
//
// It looks at lines and texts alone. What stands in code is no mark of anybody: who asks leaves code out.
package dialect

import (
	"bytes"
	"regexp"
)

// Span is a range of bytes of what was looked at, Stop exclusive.
type Span struct{ Start, Stop int }

// form is a mark that is shown as it is written. Sign is looked for first.
type form struct {
	name, sign string
	mark       *regexp.Regexp
}

// Two forms of which one line can be either: an option goes first.
const (
	optionForm = "an option of MyST, `:name: …`"
	iconForm   = "an icon or emoji by its name, `:name:`"
)

// mystOptions are the options of directives, which stand where names of icons do.
const mystOptions = "class|name|open|icon|label|caption|alt|align|width|height|scale|figwidth|figclass|widths|header-rows|stub-columns|" +
	"maxdepth|hidden|glob|numbered|titlesonly|lineno-start|linenos|emphasize-lines|color|margin|columns|gutter|link|link-type|sync|animate"

// forms are the marks of other programs, as they stand in a line.
var forms = []form{
	{"a tag of Liquid or Jinja, `{% … %}`", "{%", regexp.MustCompile(`(?:^|[^{])(\{%[-+]?\s*[A-Za-z])`)},
	{"a shortcode of Hugo, `{{< … >}}`", "{{", regexp.MustCompile(`\{\{[<%]`)},
	{"a tag of ERB, `<% … %>`", "<%", regexp.MustCompile(`<%[-=#]?\s*[A-Za-z_@]`)},
	{"markup of kramdown, `{::…}`", "{:", regexp.MustCompile(`\{:(?::[a-z]+|/)[^}\n]*\}`)},
	{optionForm, ":", regexp.MustCompile(`^:(?:` + mystOptions + `):(?:[ \t]|$)`)},
	{"a citation of Pandoc, `[@…]`", "@", regexp.MustCompile(`\[-?@[A-Za-z][\w:.-]*[^\]\[\n]*\]`)},
	{"a reference of Quarto, `@fig-…`", "@", regexp.MustCompile(`(?:^|[^\w@])(-?@(?:fig|tbl|eq|lst|thm)-[A-Za-z0-9][\w-]*)`)},
	{"a list of attributes, `{: … }`", "{:", regexp.MustCompile(`\{:[ \t]*[.#A-Za-z]`)},
	{"a list of attributes, `{#… .…}`", "{",
		regexp.MustCompile(`(?:^|[ \t\]:)*_])\{[ \t]*(?:[#.][A-Za-z_][\w:.-]*[ \t]*)+\}[ \t]*$|\]\{[#.][^}\n]*\}`)},
	{"code of MDX, `name={…}`", "={", regexp.MustCompile(`(?:^|[ \t])[A-Za-z]\w*=\{`)},
	{"a value of MDX, `{name.…}`", "{", regexp.MustCompile(`(?:^|[^{$\\])\{(?:frontMatter|props|metadata|customFields|siteConfig)\.[\w.]+\}`)},
	{iconForm, ":",
		regexp.MustCompile(`(?:^|[\s(\[|])(:(?:[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+|[a-z]{3,}|\+1|-1):)(?:$|[\s).,;!?{|\]])`)},
	{"a key to press, `++ctrl+c++`", "++", regexp.MustCompile(`(?:^|[^+\w{])(\+\+[a-z0-9"][\w" -]*(?:\+[\w" -]+)*\+\+)(?:$|[^+\w}])`)},
	{"a suggested change, `{++…++}`", "{", regexp.MustCompile(`\{(?:\+\+.+?\+\+|--.+?--|>>.+?<<|~~.+?~>.*?~~|==.+?==)\}`)},
	{"a raised text, `^…^`", "^", regexp.MustCompile(`\w\^[\w+-]{1,20}\^(?:$|[^\w^])|\^\^[^\s^][^^\n]*\^\^`)},
	{"a hint of Docsify, `?> …`", ">", regexp.MustCompile(`^([?!]>)[ \t]+\S`)},
	{"a list of tags, `[TAGS]`", "[", regexp.MustCompile(`^\[TAGS\]$`)},
	{"a table of contents, `[TOC]`", "[", regexp.MustCompile(`^\[(?i:toc)\]$`)},
	{"an inserted file, `--8<--`", "8<", regexp.MustCompile(`^-*8<-+`)},
	{"an inserted file, `<<< …`", "<<<", regexp.MustCompile(`^<<<[ \t]*[@./A-Za-z][^<>]*$`)},
	{"an inserted file, `@[code](…)`", "@[", regexp.MustCompile(`^@\[[a-z]+[^\]\n]*\]\(`)},
	{"an inserted file, `!!!include(…)!!!`", "!!!", regexp.MustCompile(`^!!!include\([^)\n]*\)!!!`)},
	{"an import of MDX, `import … from`", "import", regexp.MustCompile(`^import\s+[\w{}*, \t]+\s+from\s+['"]`)},
	{"an export of MDX, `export const`", "export", regexp.MustCompile(`^export\s+(?:const|let|default|function)\s`)},
	{"a comment of MDX, `{/* … */}`", "{/*", regexp.MustCompile(`\{/\*`)},
	{"a directive of reStructuredText, `.. name::`", "..", regexp.MustCompile(`^\.\.[ \t]+[A-Za-z][\w:-]*::`)},
	{"a link of reStructuredText, `… <…>`_", ">`_", regexp.MustCompile(">`_")},
	{"a directive, `::name[…]`", "::", regexp.MustCompile(`^::[A-Za-z][\w-]*[\[{]`)},
	{"a table of Pandoc, `+---+`", "--", regexp.MustCompile(`^\+(?:[-=:]+\+)+$|^-{2,}(?: +-{2,})+$`)},
	{"a block of AsciiDoc, `[NOTE]`", "[", regexp.MustCompile(`^\[(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION|source(?:,[^\]]*)?)\]`)},
	{"a macro of AsciiDoc, `name::…[]`", "::", regexp.MustCompile(`^(?:image|include|video|audio|toc)::[^\s\[]*\[[^\]]*\]`)},
	{"markup of a Confluence wiki, `{name}`", "{",
		regexp.MustCompile(`\{(?:info|note|warning|tip|code|panel|toc|noformat|expand|quote|excerpt|children)(?::[^}\n]*)?\}`)},
	{"a heading of a wiki, `h2.`", "h", regexp.MustCompile(`^h[1-6]\. +\S`)},
	{"a heading of a wiki, `== … ==`", "==", regexp.MustCompile(`^={2,6} *\S[^=]* ={2,6}$`)},
	{"a table of a wiki, `||…||`", "||", regexp.MustCompile(`^\|\|[^|]+\|\|`)},
	{"a tag of mdBook, `{{#…}}`", "{{", regexp.MustCompile(`\{\{\s*#[a-z]`)},
	{"a template of a wiki, `{{name|…}}`", "{{", regexp.MustCompile(`\{\{[A-Za-z][\w ]*\|[^}\n]*\}\}`)},
	{"a comment of Obsidian, `%%…%%`", "%%", regexp.MustCompile(`%%[^%\n]+%%`)},
	{"a mark around words, `==…==`", "==", regexp.MustCompile(`==[^\s=](?:[^=\n]*[^\s=])?==`)},
	{"the name of a paragraph, `^name`", "^", regexp.MustCompile(`[ \t]\^[A-Za-z0-9][A-Za-z0-9-]*$`)},
}

// Forms tells of the marks of other programs in a line, each kind once.
func Forms(line []byte, tell func(name string, at Span)) {
	option := false
	for _, f := range forms {
		if !bytes.Contains(line, []byte(f.sign)) || option && f.name == iconForm {
			continue
		}
		if at := f.mark.FindSubmatchIndex(line); at != nil {
			at = at[len(at)-2:] // what is in brackets, where what stands before it decides
			option = option || f.name == optionForm
			tell(f.name, Span{at[0], at[1]})
		}
	}
}

// Attributes are what a list of attributes after a link or image is called.
const Attributes = "a list of attributes, `{…}`"

var afterLink = regexp.MustCompile(`^\{[ \t]*(?::[ \t]*)?[.#\w][^{}\n]*\}`)

// AfterLink gives the end of the attributes in braces with which a text after a link or image begins; 0 if there are none.
func AfterLink(text []byte) int {
	if at := afterLink.FindIndex(text); at != nil {
		return at[1]
	}
	return 0
}

var (
	role      = regexp.MustCompile(`(?:^|[^\w` + "`" + `])(\{[a-z][\w:+-]*\}|:[a-z][\w:+-]*:)$`)
	directive = regexp.MustCompile(`^\{([A-Za-z][\w:-]*)\}`)
)

// Role names what stands between the text before code and the code, as in {ref}`name`; nothing where there is no role.
func Role(before []byte) (name string, at Span) {
	m := role.FindSubmatchIndex(before)
	if m == nil {
		return "", Span{}
	}
	if before[m[2]] == ':' {
		return "a role of reStructuredText, `:name:`", Span{m[2], m[3]}
	}
	return "a role of MyST, `{name}`", Span{m[2], m[3]}
}

// shownCode are the directives whose text is code for readers too.
var shownCode = map[string]bool{"code": true, "code-block": true, "code-cell": true, "sourcecode": true, "math": true}

// Fenced names what the word after the mark of a block of code stands for, where another program would make more of it than code.
func Fenced(word string) string {
	if m := directive.FindStringSubmatch(word); m != nil && !shownCode[m[1]] {
		return "a directive of MyST, `{name}`"
	}
	switch word {
	case "dataview", "dataviewjs", "tasks", "query":
		return "a query of Obsidian, `dataview`"
	}
	return ""
}

var namespaced = regexp.MustCompile(`^(?:ac|ri|at|st1|mso|xsl|svg|xlink):[A-Za-z][A-Za-z0-9-]*$`)

// IsTag tells whether what stands between angle brackets is the name of a tag with a namespace rather than an address.
func IsTag(text []byte) bool { return namespaced.Match(text) }

var abbreviation = regexp.MustCompile(`^\*\[([^\]\r\n]+)\]:[ \t]*(\S.*?)[ \t\r\n]*$`)

// Abbreviation reads a line that explains a short form, as MkDocs and Markdown Extra do, and gives where both stand in it.
func Abbreviation(line []byte) (short, long Span, ok bool) {
	m := abbreviation.FindSubmatchIndex(line)
	if m == nil {
		return Span{}, Span{}, false
	}
	return Span{m[2], m[3]}, Span{m[4], m[5]}, true
}

// Cells gives where the cells of a row of a table stand, as forges cut them: at every bar that no backslash escapes, in code too.
func Cells(row []byte) []Span {
	at, stop := len(row)-len(bytes.TrimLeft(row, " \t")), len(bytes.TrimRight(row, " \t\r\n"))
	from := at
	if at < stop && row[at] == '|' {
		at++
	}
	if at < stop && row[stop-1] == '|' {
		stop--
	}
	var cells []Span
	for at < stop {
		end := at
		for end < stop && (row[end] != '|' || end > from && row[end-1] == '\\') {
			end++
		}
		cells = append(cells, Span{at, end})
		at = end + 1
	}
	return cells
}

var blankValue = regexp.MustCompile(`(?m)^[ \t]*(?:- )?[\w-]+:[ \t]+(\{\{[^{}"\\\n]*\}\})[ \t]*\r?$`)

// QuoteBlanks gives front matter in which the values that a program for notes is to fill in, {{date}}, are texts. Nothing moves.
func QuoteBlanks(front []byte) []byte {
	if !bytes.Contains(front, []byte("{{")) {
		return front
	}
	out := bytes.Clone(front)
	for _, m := range blankValue.FindAllSubmatchIndex(front, -1) {
		out[m[2]], out[m[3]-1] = '"', '"'
	}
	return out
}
