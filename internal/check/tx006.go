package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/markdown"
)

var tx006 = Rule{
	ID:       "TX006",
	Title:    "section without text",
	Why:      "An expected heading with nothing below it looks like an answer but is not one.",
	Fix:      "Write the section, or say why there is nothing to say: “None, because …”.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning, // in drafts it only informs
	Run:      emptySections,
}

func emptySections(in *Input) []diag.Finding {
	var out []diag.Finding
	say := func(d *doc.Document, f diag.Finding) {
		f.Rule, f.Document = "TX006", string(d.ID)
		if d.Status != doc.Approved {
			f.Severity = diag.Info
		}
		out = append(out, f)
	}
	for _, d := range in.Docs.Documents {
		if d.Data != nil && len(d.Data.Rows) == 0 && !d.Data.Partial {
			say(d, diag.Finding{Pos: diag.Pos{File: d.Data.Path, Line: 1}, Message: "there are columns and no rows",
				Hint: "write a row for each entry, or one that says why there is none"})
		}
		filled := filledSections(d)
		for i, h := range d.Body.Headings {
			if filled[i] || h.Level == 1 && i == 0 {
				continue
			}
			say(d, diag.Finding{Pos: place(d, h.Place), Message: fmt.Sprintf("the section “%s” is empty", h.Text),
				Hint: "write it, or say why there is nothing to say"})
		}
	}
	return out
}

// filledSections tells which sections hold something: words, code, a table, a picture, or a section that does. A
// reference shows words of its own, and rows beside the document fill it as a whole.
func filledSections(d *doc.Document) []bool {
	filled := make([]bool, len(d.Body.Headings))
	fill := func(section int) {
		for i := section; i >= 0 && !filled[i]; i = d.Body.Headings[i].Parent {
			filled[i] = true
		}
	}
	for i, h := range d.Body.Headings {
		if h.Words > 0 || d.Data != nil {
			fill(i)
		}
		if h.Parent >= 0 {
			fill(h.Parent)
		}
	}
	for _, f := range d.Body.Fences {
		fill(f.Section)
	}
	for _, t := range d.Body.Tables {
		fill(t.Section)
	}
	for _, l := range d.Body.Links {
		if l.Image || l.Kind == markdown.LinkDocument || l.Kind == markdown.LinkClause {
			fill(l.Section)
		}
	}
	return filled
}
