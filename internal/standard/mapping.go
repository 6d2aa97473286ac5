package standard

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
)

// Relation says how what one item asks for lies to what an item of another standard asks for.
type Relation string

// The relations, of the item of this standard to that of the other one.
const (
	Same     Relation = "same"     // both ask for the same
	Narrower Relation = "narrower" // this one asks for a part of what the other asks for
	Broader  Relation = "broader"  // this one asks for more than the other
	Related  Relation = "related"  // they have a subject in common
)

// Turned gives the relation as the other item sees it.
func (r Relation) Turned() Relation {
	switch r {
	case Narrower:
		return Broader
	case Broader:
		return Narrower
	}
	return r
}

// Words gives the relation as it is said within a sentence.
func (r Relation) Words() phrase.Phrase {
	switch r {
	case Same:
		return phrase.Of("same")
	case Narrower:
		return phrase.Of("narrower")
	case Broader:
		return phrase.Of("broader")
	}
	return phrase.Of("related")
}

// Firmness ranks relations by what they claim.
func (r Relation) Firmness() int {
	switch r {
	case Same:
		return 2
	case Narrower, Broader:
		return 1
	}
	return 0
}

// Mapping is how the items of a standard lie to those of another one.
type Mapping struct {
	To       string // id of the other standard, which need not be in use
	Basis    string // what the rows rest on
	Reviewed bool   // somebody compared the rows with the texts of both standards
	Rows     []MappingRow
}

// MappingRow says how one item lies to items of the other standard.
type MappingRow struct {
	Item     string
	To       []string
	Relation Relation
	Basis    string // of this row; empty for that of the mapping
}

// mappings decodes the mappings of a standard. Their own items must exist; those of the others are looked at once all are read.
func (d *decoder) mappings(root *strictyaml.Node, s *Standard) {
	for _, n := range root.Get("mappings").Items() {
		m := Mapping{To: n.Get("to").Text(), Basis: n.Get("basis").Text(), Reviewed: truth(n.Get("reviewed"))}
		if m.To == s.ID {
			d.report(n.Get("to"), "a standard cannot be mapped to itself", "name the other standard")
			continue
		}
		for _, r := range n.Get("rows").Items() {
			item := d.ref(r.Get("item"), d.items, "item")
			row := MappingRow{Item: item, Relation: Relation(r.Get("relation").Text()),
				Basis: r.Get("basis").Text(), To: r.Get("to").Texts()}
			if item != "" {
				m.Rows = append(m.Rows, row)
				d.mapped = append(d.mapped, mapped{m.To, row, r.Get("to")})
			}
		}
		s.Mappings = append(s.Mappings, m)
	}
}

// mapped is a row of a mapping with the place of the items to which it leads.
type mapped struct {
	standard string
	row      MappingRow
	to       *strictyaml.Node
}

// holdMappings reports what mappings say of items that the other standard does not hold, and pairs of which two files, or two rows, say
// what cannot be true together.
func (l *Library) holdMappings(files map[string]*file, rows map[string][]mapped) {
	said := map[[2]Ref]told{}
	for _, s := range l.Standards {
		for _, m := range rows[s.ID] {
			other := l.Standard(m.standard)
			if other == nil {
				continue
			}
			for _, n := range m.to.Items() {
				if _, known := other.Kind(n.Text()); !known {
					files[s.ID].report(RuleMapping, n,
						fmt.Sprintf("%s has no item `%s`, so the row for `%s` carries nothing there", other.ID, n.Text(), m.row.Item),
						"correct the row; an item may have another number in another edition")
					continue
				}
				l.contradicts(said, files[s.ID], s.Ref(m.row.Item), other.Ref(n.Text()), m.row.Relation, n)
			}
		}
	}
}

// told is a relation with the place that states it.
type told struct {
	relation Relation
	at       diag.Pos
}

func (l *Library) contradicts(said map[[2]Ref]told, f *file, a, b Ref, relation Relation, n *strictyaml.Node) {
	if b.String() < a.String() {
		a, b, relation = b, a, relation.Turned()
	}
	first, known := said[[2]Ref{a, b}]
	if !known {
		said[[2]Ref{a, b}] = told{relation, pos(f.path, n)}
		return
	}
	if first.relation != relation {
		f.findings = append(f.findings, diag.Finding{Rule: RuleMapping, Pos: pos(f.path, n),
			Message: fmt.Sprintf("%s is said to be %s to %s and %s as well; the one that claims less counts",
				a, first.relation, b, relation),
			Hint: "keep one of the rows", Related: []diag.Note{{Pos: first.at, Message: "said here"}}})
	}
}
