package view

import (
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/rows"
)

// shownChanges is how many changed rows stand on the page of a document; the export has all of them.
const shownChanges = 30

// RowChanges lists the rows of a register, report or record that were changed, moved or removed, the newest first.
func (p Page) RowChanges(d *doc.Document) FactTable {
	t := FactTable{ID: "row-changes", Caption: p.T("Rows that were changed or removed"),
		Header: []string{p.T("Day"), p.T("Row"), p.T("What happened"), p.T("Author"), p.T("Commit")}}
	log := p.Rows.Of(d)
	if log == nil {
		return t
	}
	for _, e := range log.Events[:min(len(log.Events), shownChanges)] {
		by, commit := Link{Text: p.T("not committed")}, Link{}
		if e.At.Commit != "" {
			by, commit = p.rowAuthors(e.At), p.Commit(string(e.At.Commit))
		}
		t.Rows = append(t.Rows, []FactCell{
			{Values: []Link{{Text: e.At.Day.String()}}},
			{Values: []Link{p.Quoted(Link{Text: p.Masks.Shield(e.Key)}, d.Language)}},
			{Values: p.happened(e)},
			{Values: []Link{by}}, {Values: []Link{commit}}})
	}
	if more := len(log.Events) + log.More - len(t.Rows); more > 0 {
		t.Rest = Link{Text: p.N(more, "earlier change: the command `clausebook export --format json` has it",
			"earlier changes: the command `clausebook export --format json` has them")}
	}
	if log.Unread > 0 && t.Rest.Text == "" {
		t.Rest = Link{Text: p.N(log.Unread, "version could not be compared", "versions could not be compared")}
	}
	return t
}

// rowAuthors names those who wrote what landed.
func (p Page) rowAuthors(at rows.Landing) Link {
	var names []phrase.Phrase
	for _, who := range at.By {
		names = append(names, phrase.Text(p.Author(who)))
	}
	return Link{Text: p.Plain(phrase.Join(names, ", "))}
}

// happened says what became of a row, cell by cell.
func (p Page) happened(e rows.Event) []Link {
	var said []phrase.Phrase
	switch {
	case e.Kind == rows.Removed:
		said = append(said, phrase.Of("removed"))
	case e.Kind == rows.Moved:
		said = append(said, phrase.Of("moved from “%s” to “%s”", p.Masks.Shield(e.Cells[0].Was), p.Masks.Shield(e.Cells[0].Is)))
	case len(e.Cells) == 0: // a link leads elsewhere
		said = append(said, phrase.Of("changed"))
	default:
		for _, c := range e.Cells {
			said = append(said, phrase.Of("%s: “%s”, before “%s”", p.Masks.Shield(c.Column), p.Masks.Shield(c.Is), p.Masks.Shield(c.Was)))
		}
	}
	if e.Undone {
		said = append(said, phrase.Of("since then undone"))
	}
	out := make([]Link, len(said))
	for i, s := range said {
		out[i].Text = p.Plain(s)
	}
	return out
}
