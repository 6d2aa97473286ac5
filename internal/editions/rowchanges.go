package editions

import (
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/rows"
	"clausebook/internal/view"
)

// shownChanges is how many changed rows stand on the page of a document; the export has all of them.
const shownChanges = 30

// RowChanges lists the rows of a register, report or record that were changed, moved or removed, the newest first.
func RowChanges(p view.Page, d *doc.Document) view.FactTable {
	t := view.FactTable{ID: "row-changes", Caption: p.T("Rows that were changed or removed"),
		Header: []string{p.T("Day"), p.T("Row"), p.T("What happened"), p.T("Author"), p.T("Commit")}}
	log := p.Rows.Of(d)
	if log == nil {
		return t
	}
	for _, e := range log.Events[:min(len(log.Events), shownChanges)] {
		by, commit := view.Link{Text: p.T("not committed")}, view.Link{}
		if e.At.Commit != "" {
			by, commit = rowAuthors(p, e.At), p.Commit(string(e.At.Commit))
		}
		t.Rows = append(t.Rows, []view.FactCell{
			{Values: []view.Link{{Text: e.At.Day.String()}}},
			{Values: []view.Link{p.Quoted(view.Link{Text: p.Masks.Shield(e.Key)}, d.Language)}},
			{Values: happened(p, e, d.Language)},
			{Values: []view.Link{by}}, {Values: []view.Link{commit}}})
	}
	if more := len(log.Events) + log.More - len(t.Rows); more > 0 {
		t.Rest = view.Link{Text: p.N(more, "earlier change: the command `clausebook export --format json` has it",
			"earlier changes: the command `clausebook export --format json` has them")}
	}
	if log.Unread > 0 && t.Rest.Text == "" {
		t.Rest = view.Link{Text: p.N(log.Unread, "version could not be compared", "versions could not be compared")}
	}
	return t
}

// rowAuthors names those who wrote what landed.
func rowAuthors(p view.Page, at rows.Landing) view.Link {
	var names []phrase.Phrase
	for _, who := range at.By {
		names = append(names, phrase.Text(p.Author(who)))
	}
	return view.Link{Text: p.Plain(phrase.Join(names, ", "))}
}

// happened says what became of a row, cell by cell: what stood there, and what stands there now.
func happened(p view.Page, e rows.Event, language string) []view.Link {
	var said []view.Link
	turned := func(before, was, is string) {
		said = append(said, p.Quoted(view.Link{Text: p.Masks.Shield(before + "“" + was + "” → “" + is + "”")}, language))
	}
	switch {
	case e.Kind == rows.Removed:
		said = append(said, view.Link{Text: p.T("removed")})
	case e.Kind == rows.Moved:
		said = append(said, view.Link{Text: p.T("moved")})
		turned("", e.Cells[0].Was, e.Cells[0].Is)
	case len(e.Cells) == 0: // a link leads elsewhere
		said = append(said, view.Link{Text: p.T("changed")})
	default:
		for _, c := range e.Cells {
			turned(c.Column+": ", c.Was, c.Is)
		}
	}
	if e.Undone {
		said = append(said, view.Link{Text: p.T("since then undone")})
	}
	return said
}
