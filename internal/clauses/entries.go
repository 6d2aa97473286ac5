package clauses

import (
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// EntryRow is a way into the standards by subject or stage, for readers who do not think in clause numbers.
type EntryRow struct {
	Link    view.Link
	Anchor  string
	Summary theme.Text
	State   view.Tag
	Share   string // how many of its parts are evidenced, where not all are
	Total   int
	Groups  []PartGroup // its parts by their states
}

// Ways lists the areas or the stages of every standard that has them.
func Ways(p view.Page, kind string) []EntryRow {
	var out []EntryRow
	for _, std := range p.StandardsOnce() {
		for _, x := range std.Subjects() {
			if x.Kind == kind {
				out = append(out, entryRow(p, std, x))
			}
		}
	}
	return out
}

// Beside gives the standards in use beside the first one, each with how much of what it asks for is evidenced.
func Beside(p view.Page) []EntryRow {
	var out []EntryRow
	for _, std := range p.StandardsOnce() {
		if cells := asked(p.MatrixOf(std.ID)); std != p.Standards.Primary() && len(cells) > 0 {
			out = append(out, besideRow(p, std, cells))
		}
	}
	return out
}

func besideRow(p view.Page, std *standard.Standard, cells []trace.Cell) EntryRow {
	n, state := trace.Tally(cells), trace.Met
	for _, c := range cells {
		if c.State != trace.NotApplicable {
			state = trace.Worst(state, c.State)
		}
	}
	return EntryRow{Link: p.Link(view.NameOf(std), p.Addr.Standards[std.ID]), State: p.State(state),
		Share: p.T("%d of %d", n[trace.Met], len(cells)-n[trace.NotApplicable]), Total: len(cells)}
}

// asked gives what a standard asks for: documents and records, else requirements, else what its processes are to reach.
func asked(m trace.StandardMatrix) []trace.Cell {
	for _, cells := range [][]trace.Cell{m.Required, m.Requirements, m.Processes} {
		if len(cells) > 0 {
			return cells
		}
	}
	return nil
}

// entryRow shows an area or stage with its parts by their states.
func entryRow(p view.Page, std *standard.Standard, x *standard.Subject) EntryRow {
	parts := p.SubjectParts(std, x)
	return EntryRow{Link: subjectLink(p, std, x), Summary: p.Stated(std, x.Summary), State: p.State(p.SubjectState(std, x)),
		Share: evidencedOf(p, parts), Total: len(parts), Groups: partGroups(p, parts)}
}

// evidencedOf says how many of several parts are evidenced; nothing where all are. The worst alone would not tell one gap from many.
func evidencedOf(p view.Page, parts []standard.Ref) string {
	met := 0
	for _, ref := range parts {
		if p.Cell(ref.Standard, ref.Item).State == trace.Met {
			met++
		}
	}
	if met == len(parts) {
		return ""
	}
	return p.T("%d of %d", met, len(parts))
}
