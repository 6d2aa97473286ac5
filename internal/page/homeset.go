package page

import (
	"clausebook/internal/doc"
	"clausebook/internal/view"
)

// setOf says what documents are there, where they were adopted or where there is no standard to hold them against.
type setOf struct {
	Words []string
	Types []SetRow
	Next  string // what to do with them
}

// SetRow is the documents of one type.
type SetRow struct {
	Type                   view.Link
	Count, Approved, InUse int
	Reviewed, Overdue      int
}

// homeSet is nothing for a set that was written for a standard.
func homeSet(p view.Page) *setOf {
	if p.Standards.Primary() != nil && !hasAdopted(p.Docs) || len(p.Docs.Documents) == 0 {
		return nil
	}
	out := &setOf{}
	all := SetRow{}
	for _, t := range p.Types() {
		row := setRow(p, t)
		all.add(row)
		out.Types = append(out.Types, row)
	}
	out.Words = []string{p.T("%s here, changed by %s.", p.N(all.Count, "document is", "documents are"), p.N(peopleSeen(p), "person",
		"people"))}
	if all.Approved > 0 {
		out.Words = append(out.Words, p.T("An approval was found for %d.", all.Approved))
	}
	if all.InUse > 0 {
		out.Words = append(out.Words, p.T("In use, not evidenced: %d.", all.InUse))
	}
	if all.Reviewed > 0 {
		out.Words = append(out.Words, p.T("Reviewed on a stated day: %d, of which %d are overdue.", all.Reviewed, all.Overdue))
	}
	out.Next = p.T("To see what the set still lacks for a standard, name one under “standards” in clausebook.yaml.")
	if p.Standards.Primary() != nil {
		out.Next = p.T("What they are evidence of for the standard follows below. " +
			"List people and roles in people.yaml, so that approvals can be judged.")
	}
	return out
}

func hasAdopted(s *doc.Set) bool {
	for _, d := range s.Documents {
		if d.Adopted {
			return true
		}
	}
	return false
}

func setRow(p view.Page, t string) SetRow {
	row := SetRow{Type: p.Link(p.TypeWords(t), p.Addr.Types[t])}
	for _, d := range p.Index.ByType()[t] {
		row.Count++
		switch p.Standing(d) {
		case doc.Approved:
			row.Approved++
		case doc.InUse:
			row.InUse++
		}
		if !d.ReviewedOn.IsZero() {
			row.Reviewed++
		}
		if p.Review(d).Kind == "overdue" {
			row.Overdue++
		}
	}
	return row
}

func (r *SetRow) add(o SetRow) {
	r.Count, r.Approved, r.InUse = r.Count+o.Count, r.Approved+o.Approved, r.InUse+o.InUse
	r.Reviewed, r.Overdue = r.Reviewed+o.Reviewed, r.Overdue+o.Overdue
}

// peopleSeen counts who changed documents, by address.
func peopleSeen(p view.Page) int {
	seen := map[string]bool{}
	for _, d := range p.Docs.Documents {
		for _, r := range p.History.Revisions(d.Path) {
			if r.Commit == nil {
				continue
			}
			seen[r.Commit.Author.Email] = true
			for _, who := range r.Commit.CoAuthors {
				seen[who.Email] = true
			}
		}
	}
	return len(seen)
}
