package doc

import (
	"strings"
	"testing"
)

// TestTemplates leaves out the tags of templates and nothing else, says so once, and keeps every line where it is.
func TestTemplates(t *testing.T) {
	t.Parallel()
	front := "---\ntitle: Change\n---\n"
	for name, c := range map[string]struct{ file, body, want, finding string }{
		"a title":              {"a.html.md.erb", "# <%= current_page.data.title %>\n", "# Change\n", ""},
		"a title of Go":        {"a.md.tmpl", "# {{ .Title }}\n{{- $.Params.title }}\n", "# Change\nChange\n", ""},
		"over several lines":   {"a.md.erb", "a <% if x\n  y %> b\n<% end %>\nc\n", "a \n b\n\nc\n", "4:3 MD009 2 tags are left out of the page, for"},
		"never closed":         {"a.md.erb", "a <% b\n", "a <% b\n", ""},
		"in plain Markdown":    {"a.md", "a <% b %> c\n", "a <% b %> c\n", ""},
		"of the other program": {"a.md.erb", "a {{ b }} c\n", "a {{ b }} c\n", ""},
		"behind wide letters":  {"a.md.tmpl", "Größe\nüä{{ x }}\n", "Größe\nüä\n", "5:3 MD009 1 tag is left out of the page, for"},
	} {
		d := reader(t).Parse("content/"+c.file, []byte(front+c.body))
		if got := string(d.Text()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		said := ""
		for _, f := range lines(d.Findings) {
			if strings.Contains(f, "MD009") {
				said += strings.TrimPrefix(f, "content/"+c.file+":")
			}
		}
		if !strings.HasPrefix(said, c.finding) || (c.finding == "") != (said == "") {
			t.Errorf("%s: %q, want %q", name, said, c.finding)
		}
		if string(d.Source) != front+c.body {
			t.Errorf("%s: the source is changed", name)
		}
	}
}
