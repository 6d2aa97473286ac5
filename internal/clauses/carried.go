package clauses

import (
	"clausebook/internal/carry"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// CarriedRow says what the evidence for an item of another standard counts for an item of this one.
type CarriedRow struct {
	Here, There, By view.Link
	Relation        string
	Reviewed        bool
	State           view.Tag // of the other item
	Counts          string
}

// carriedRows lists what other standards' evidence counts for a clause, its requirements and its required documents.
func carriedRows(p view.Page, std *standard.Standard, c *standard.Clause) []CarriedRow {
	refs := []standard.Ref{std.Ref(c.ID)}
	for _, r := range c.Requirements {
		refs = append(refs, std.Ref(r.ID))
	}
	for _, cell := range requiredCells(p.View, std, std.Ref(c.ID)) {
		refs = append(refs, cell.Ref)
	}
	var out []CarriedRow
	for _, ref := range refs {
		for _, x := range p.Cell(ref.Standard, ref.Item).Carried {
			row := CarriedRow{Here: p.Item(ref), There: p.Item(x.From()), Relation: p.Plain(x.Relation().Words()), Reviewed: x.Reviewed(),
				State: p.State(x.State), Counts: countsAs(p, x)}
			if len(x.Rows) > 1 {
				row.By = p.Item(x.Rows[0].To)
			}
			out = append(out, row)
		}
	}
	return out
}

func countsAs(p view.Page, x trace.Carried) string {
	switch {
	case x.Worth() == carry.Hint:
		return p.T("a hint only")
	case !x.Counted:
		return p.T("not needed: this item's own state is as good")
	case x.Worth() == carry.Part:
		return p.T("in part")
	}
	return p.T("in full")
}

// onlyHere gives the gaps of a standard that no other standard in use has too, and counts the others. Where one standard alone is in
// use, that would be the list of gaps over again.
func onlyHere(p view.Page, std *standard.Standard) ([]OnlyRow, int) {
	asking := 0
	for _, s := range p.StandardsOnce() {
		if len(s.Required) > 0 {
			asking++
		}
	}
	if asking < 2 {
		return nil, 0
	}
	var only []OnlyRow
	shared := 0
	for _, c := range p.MatrixOf(std.ID).Required {
		switch {
		case !c.State.Gap():
		case c.Also != nil || c.Listed.Item != "":
			shared++
		default:
			only = append(only, OnlyRow{Link: p.Item(c.Ref)})
		}
	}
	return only, shared
}

// requirementsOnlyHere gives the requirements of a standard for which nothing is evidenced, neither here nor elsewhere, and counts
// those for which evidence counts that another standard asks for. It is for standards that ask for no documents by name.
func requirementsOnlyHere(p view.Page, std *standard.Standard) ([]OnlyRow, int) {
	var only []OnlyRow
	lent := 0
	for _, c := range p.MatrixOf(std.ID).Requirements {
		switch {
		case c.Lent():
			lent++
		case c.State.Gap():
			only = append(only, OnlyRow{p.Item(c.Ref), p.Quote(std.Language, std.Requirement(c.Ref.Item).Text)})
		}
	}
	return only, lent
}
