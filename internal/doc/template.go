package doc

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"

	"clausebook/internal/content"
	"clausebook/internal/phrase"
)

// Text is the body of the document as it is read: of a template without the tags that a program would fill in.
func (d *Document) Text() []byte {
	if d.Filled != nil {
		return d.Filled
	}
	return d.Source[min(d.BodyAt, len(d.Source)):]
}

// The tags of templates, by the ending of the file, and those of them that stand for the title of the document.
var (
	templateTags = map[string]*regexp.Regexp{".erb": regexp.MustCompile(`(?s)<%.*?%>`), ".tmpl": regexp.MustCompile(`(?s)\{\{.*?\}\}`)}
	titleTag     = regexp.MustCompile(`^(?:<%=\s*(?:current_page\.(?:data|metadata|title)|page|frontmatter|data)?\.?title\s*-?%>|` +
		`\{\{-?\s*(?:\.|\$\.)(?:Params\.|Page\.|Site\.)?[Tt]itle\s*-?\}\})$`)
)

// fillTemplate leaves out the tags of a template, which is said once. A tag for the title becomes the title. Lines stay where they
// are.
func (d *Document) fillTemplate() {
	tags := templateTags[strings.ToLower(path.Ext(d.Path))]
	body := d.Text()
	if tags == nil || !content.IsTemplate(d.Path) || !tags.Match(body) {
		return
	}
	title, left, first := d.Front.Get("title").Text(), 0, -1
	var out bytes.Buffer
	at := 0
	for _, span := range tags.FindAllIndex(body, -1) {
		out.Write(body[at:span[0]])
		tag := body[span[0]:span[1]]
		if at = span[1]; title != "" && titleTag.Match(tag) {
			out.WriteString(title)
			continue
		}
		if left++; first < 0 {
			first = span[0]
		}
		out.WriteString(strings.Repeat("\n", bytes.Count(tag, []byte("\n"))))
	}
	out.Write(body[at:])
	d.Filled = out.Bytes()
	if left > 0 {
		line, col := advance(d.BodyLine, 1, string(body[:first]))
		d.find(RuleTemplate, line, col, fmt.Sprintf("%s left out of the page, for no program fills in this template",
			phrase.Plural(left, "tag is", "tags are")), "write what should stand there, or keep the document as plain Markdown")
	}
}
