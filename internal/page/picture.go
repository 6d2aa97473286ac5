package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/markdown"
	"clausebook/internal/phrase"
	"clausebook/internal/thread"
	"clausebook/internal/view"
)

// maxPicture is the number of services up to which a picture still helps; the lists beside it are always complete.
const maxPicture = 40

// picture draws which of these services depends on which; empty where there is nothing to draw.
//
// It goes the way of a diagram in a document, through Markdown: package markdown bounds what is drawn, shows the source
// where it cannot be drawn and beside it for those who do not see, and is the one place where an SVG becomes HTML. A
// way of its own would be a second one to keep safe. Titles lose what could end the label or the code block.
func picture(p view.Page, services []*doc.Document) template.HTML {
	edges := dependencies(services)
	if len(edges) == 0 || len(services) > maxPicture {
		return ""
	}
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart LR\n")
	for i, d := range services {
		if named := fmt.Sprintf("s%d", i); slices.ContainsFunc(edges, func(e [2]string) bool { return e[0] == named || e[1] == named }) {
			fmt.Fprintf(&b, "  %s[\"%s\"]\n", named, label(view.TitleOf(d)))
		}
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "  %s --> %s\n", e[0], e[1])
	}
	b.WriteString("```\n")
	html, err := markdown.Render([]byte(b.String()), 1, nil, markdown.Options{Diagram: p.Drawing(p.Language(), p.Plain), Say: p.Plain})
	if err != nil {
		return p.Theme.Fragment("problem", err.Error())
	}
	return html
}

// dependencies gives the arrows between services, each as the names of its ends.
func dependencies(services []*doc.Document) [][2]string {
	at := map[doc.ID]int{}
	for i, d := range services {
		at[d.ID] = i
	}
	var out [][2]string
	for i, d := range services {
		for _, id := range thread.IDs(d.Front.Get("depends_on").Texts()) {
			if j, ok := at[id]; ok && i != j {
				out = append(out, [2]string{fmt.Sprintf("s%d", i), fmt.Sprintf("s%d", j)})
			}
		}
	}
	return out
}

// neighbours gives a service with those that it depends on and those that depend on it.
func neighbours(p view.Page, d *doc.Document) []*doc.Document {
	out := []*doc.Document{d}
	add := func(x *doc.Document) {
		if x != nil && x.Type == "service" && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	for _, id := range thread.IDs(d.Front.Get("depends_on").Texts()) {
		add(p.Docs.ByID(id))
	}
	for _, b := range p.Index.Backlinks()[d.ID] {
		if b.Relation == "depends" {
			add(b.From)
		}
	}
	return out
}

// label keeps of a title what cannot be taken for a mark of the diagram's language.
func label(title string) string {
	kept := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune("\"`#;&<>|{}[]()\\%", r) {
			return ' '
		}
		return r
	}, title)
	return strings.Join(strings.Fields(phrase.Short(kept, 180)), " ")
}
