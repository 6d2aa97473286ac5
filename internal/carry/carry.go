// Package carry finds which items of standards stand for each other, along the mappings that the files of standards hold.
//
// What is evidenced for one item can show something for an item of another standard. How much depends on the relations of the
// rows on the way: `same` carries the whole, `narrower` and `broader` a part, `related` nothing but a hint. A way is never longer
// than MaxRows, passes no item twice, and begins at evidence of the documents themselves: nothing that was carried is carried on, so
// that no circle proves itself.
package carry

import (
	"cmp"
	"slices"

	"clausebook/internal/standard"
)

// MaxRows is how many rows of mappings a way may have. Two lead from one standard to another through a third, which both are mapped to.
const MaxRows = 2

// Worth says how much of what is evidenced at the one end of a way counts at the other.
type Worth int

// The worths, least first.
const (
	Hint Worth = iota
	Part
	Whole
)

// Row is a row of a mapping as it is read from the item for which evidence is sought.
type Row struct {
	From, To standard.Ref      // evidence of From is looked at for To
	Relation standard.Relation // of To to From: "To is narrower than From"
	Reviewed bool              // somebody compared both with the texts of the standards
	Basis    string            // what the row rests on
}

// Way leads from an item that documents speak of to another item. The first row begins at From, the last ends at the other item.
type Way struct{ Rows []Row }

// From is where the evidence is.
func (w Way) From() standard.Ref { return w.Rows[0].From }

// To is the item for which it is looked at.
func (w Way) To() standard.Ref { return w.Rows[len(w.Rows)-1].To }

// Reviewed tells whether every row was compared with the texts of the standards.
func (w Way) Reviewed() bool {
	return !slices.ContainsFunc(w.Rows, func(r Row) bool { return !r.Reviewed })
}

// Worth gives how much the way carries: the whole where every row says `same`, a part where all others say `narrower` or all say
// `broader`, else nothing but a hint. Of two items that are both narrower than a third nobody knows whether they meet.
func (w Way) Worth() Worth {
	narrower, broader := 0, 0
	for _, r := range w.Rows {
		switch r.Relation {
		case standard.Same:
		case standard.Narrower:
			narrower++
		case standard.Broader:
			broader++
		default:
			return Hint
		}
	}
	switch {
	case narrower+broader == 0:
		return Whole
	case narrower > 0 && broader > 0:
		return Hint
	}
	return Part
}

// Relation is the relation of the two ends to each other.
func (w Way) Relation() standard.Relation {
	if w.Worth() == Hint {
		return standard.Related
	}
	for _, r := range w.Rows {
		if r.Relation != standard.Same {
			return r.Relation
		}
	}
	return standard.Same
}

// Book holds the rows of all standards in use, by the item that they end at.
type Book struct{ into map[standard.Ref][]Row }

// Read gives the book of a library. A row holds in both directions; one about an item of a standard that is not in use is left out.
func Read(lib *standard.Library) *Book {
	b := &Book{into: map[standard.Ref][]Row{}}
	if lib == nil {
		return b
	}
	for _, s := range lib.Standards {
		for _, m := range s.Mappings {
			b.take(lib, s, m)
		}
	}
	for _, rows := range b.into {
		slices.SortStableFunc(rows, func(x, y Row) int { return cmp.Compare(y.Relation.Firmness(), x.Relation.Firmness()) })
	}
	return b
}

func (b *Book) take(lib *standard.Library, s *standard.Standard, m standard.Mapping) {
	other := lib.Standard(m.To)
	if other == nil || other == s {
		return
	}
	for _, r := range m.Rows {
		if _, known := s.Kind(r.Item); !known {
			continue
		}
		for _, item := range r.To {
			if _, known := other.Kind(item); known {
				row := Row{From: other.Ref(item), To: s.Ref(r.Item), Relation: r.Relation, Reviewed: m.Reviewed,
					Basis: cmp.Or(r.Basis, m.Basis)}
				b.add(row)
				row.From, row.To, row.Relation = row.To, row.From, r.Relation.Turned()
				b.add(row)
			}
		}
	}
}

// add takes a row once, however many files tell it. Where two contradict each other, the one that claims less stands.
func (b *Book) add(r Row) {
	rows := b.into[r.To]
	i := slices.IndexFunc(rows, func(x Row) bool { return x.From == r.From })
	switch {
	case i < 0:
		b.into[r.To] = append(rows, r)
	case rows[i].Relation == r.Relation:
		rows[i].Reviewed = rows[i].Reviewed || r.Reviewed
	case rows[i].Relation.Firmness() == r.Relation.Firmness(): // narrower and broader at once
		rows[i].Relation, rows[i].Reviewed = standard.Related, false
	case rows[i].Relation.Firmness() > r.Relation.Firmness():
		rows[i] = r
	}
}

// Empty tells whether there is nothing to carry.
func (b *Book) Empty() bool { return len(b.into) == 0 }

// To gives the ways that end at an item, one from each item that has any: the one that carries most and, of these, the shortest.
func (b *Book) To(ref standard.Ref) []Way {
	best := map[standard.Ref]Way{}
	var order []standard.Ref
	b.walk(ref, nil, func(w Way) {
		old, known := best[w.From()]
		if !known {
			order = append(order, w.From())
		}
		if !known || w.Worth() > old.Worth() || w.Worth() == old.Worth() && len(w.Rows) < len(old.Rows) {
			best[w.From()] = w
		}
	})
	out := make([]Way, len(order))
	for i, from := range order {
		out[i] = best[from]
	}
	slices.SortStableFunc(out, func(x, y Way) int {
		return cmp.Or(cmp.Compare(y.Worth(), x.Worth()), cmp.Compare(len(x.Rows), len(y.Rows)))
	})
	return out
}

// walk tells of every way that ends at the item with the rows after it.
func (b *Book) walk(at standard.Ref, after []Row, tell func(Way)) {
	if len(after) == MaxRows {
		return
	}
	for _, r := range b.into[at] {
		if slices.ContainsFunc(after, func(x Row) bool { return x.To == r.From }) {
			continue // an item is passed once
		}
		rows := slices.Concat([]Row{r}, after)
		if r.From.Standard != rows[len(rows)-1].To.Standard {
			tell(Way{rows})
		}
		b.walk(r.From, rows, tell)
	}
}

// Same gives the items of other standards that ask for the same as this one.
func (b *Book) Same(ref standard.Ref) []standard.Ref {
	var out []standard.Ref
	for _, w := range b.To(ref) {
		if w.Worth() == Whole {
			out = append(out, w.From())
		}
	}
	return out
}
