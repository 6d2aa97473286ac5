package pack

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/export"
	"clausebook/internal/inforce"
	"clausebook/internal/nearest"
	"clausebook/internal/standard"
)

// Scope says of which documents and days a pack has the texts and approvals.
type Scope struct {
	words     string // as it was asked for
	documents []*doc.Document
	span      doc.Span // zero ends are open
}

// String gives the scope as it is asked for.
func (s Scope) String() string { return s.words }

// ScopeError says that a scope cannot be what was meant.
type ScopeError struct{ message string }

func (e *ScopeError) Error() string { return e.message }

// ScopeHelp says which scopes there are.
const ScopeHelp = "all, period:ID, clauses:ID,... or documents:ID,..."

// ParseScope reads what was asked for.
func ParseScope(words string, d *dossier.Dossier) (Scope, error) {
	kind, list, named := strings.Cut(words, ":")
	names := slices.DeleteFunc(strings.Split(list, ","), func(n string) bool { return strings.TrimSpace(n) == "" })
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	slices.Sort(names)
	names = slices.Compact(names)
	s := Scope{words: kind, documents: slices.Clone(d.Docs.Documents)}
	if named {
		s.words = kind + ":" + strings.Join(names, ",")
	}
	var err error
	switch {
	case kind == "all" && !named:
	case len(names) == 0:
		err = &ScopeError{fmt.Sprintf("--scope %s: must be %s", words, ScopeHelp)}
	case kind == "period" && len(names) == 1:
		s.span, err = periodOf(d, names[0])
	case kind == "clauses":
		s.documents, err = ofClauses(d, names)
	case kind == "documents":
		s.documents, err = ofNames(d, names)
	default:
		err = &ScopeError{fmt.Sprintf("--scope %s: must be %s", words, ScopeHelp)}
	}
	slices.SortFunc(s.documents, func(a, b *doc.Document) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Path, b.Path)) })
	return s, err
}

func periodOf(d *dossier.Dossier, id string) (doc.Span, error) {
	var known []string
	for _, p := range d.Site.Periods {
		if p.ID == id {
			return doc.Span{From: p.From, To: p.To}, nil
		}
		known = append(known, p.ID)
	}
	if len(known) == 0 {
		return doc.Span{}, &ScopeError{fmt.Sprintf("there is no audit period %q: `periods:` of the configuration names none", id)}
	}
	return doc.Span{}, &ScopeError{fmt.Sprintf("there is no audit period %q: the configuration has %s", id, strings.Join(known, ", "))}
}

// ofClauses gives the documents that serve clauses, what lies below them included.
func ofClauses(d *dossier.Dossier, names []string) ([]*doc.Document, error) {
	items := map[standard.Ref]bool{}
	for _, name := range names {
		ref, kind, ok := d.Standards.Resolve(name)
		if !ok || kind != standard.KindClause {
			return nil, &ScopeError{fmt.Sprintf("there is no clause %q in the standards in use", name)}
		}
		below(d.Standards.Standard(ref.Standard), ref, items)
	}
	return slices.DeleteFunc(slices.Clone(d.Docs.Documents), func(x *doc.Document) bool {
		for _, use := range d.Matrix.Uses(x.ID) {
			if items[use.Ref] {
				return false
			}
		}
		return true
	}), nil
}

// below adds a clause and all that stands below it: clauses, requirements and required documents.
func below(s *standard.Standard, clause standard.Ref, items map[standard.Ref]bool) {
	for _, c := range s.Below(clause.Item) {
		items[s.Ref(c.ID)] = true
		for _, r := range c.Requirements {
			items[s.Ref(r.ID)] = true
		}
	}
	for _, r := range s.Required {
		if slices.ContainsFunc(r.Clauses, func(c string) bool { return items[s.Ref(c)] }) {
			items[s.Ref(r.ID)] = true
		}
	}
}

func ofNames(d *dossier.Dossier, names []string) ([]*doc.Document, error) {
	var out []*doc.Document
	for _, name := range names {
		found := export.FindDocument(d, name)
		if found == nil {
			message := fmt.Sprintf("there is no document %q", name)
			if near, ok := nearest.Name(name, export.DocumentNames(d)); ok {
				message += fmt.Sprintf(": did you mean %s?", near)
			}
			return nil, &ScopeError{message}
		}
		if !slices.Contains(out, found) {
			out = append(out, found)
		}
	}
	return out, nil
}

// versions gives the versions of a document that were in force on a day of the scope, up to the day of judgement, the oldest first.
func (s Scope) versions(d *dossier.Dossier, x *doc.Document) []*inforce.Tenure {
	var out []*inforce.Tenure
	for _, v := range d.InForce.Of(x).Versions {
		if slices.ContainsFunc(v.Spans, func(on doc.Span) bool { return !on.From.After(d.AsOf.Day) && s.touches(on) }) {
			out = append(out, v)
		}
	}
	return out
}

// touches tells whether some days have one in common with the scope.
func (s Scope) touches(on doc.Span) bool {
	startsInTime := s.span.To.IsZero() || on.From.IsZero() || !on.From.After(s.span.To)
	endsInTime := s.span.From.IsZero() || on.To.IsZero() || !on.To.Before(s.span.From)
	return startsInTime && endsInTime
}

// record tells whether a document is a record that is evidence of days of the scope.
func (s Scope) record(d *dossier.Dossier, x *doc.Document) bool {
	if !x.IsRecord() || d.Approvals.Status(x) == doc.Draft {
		return false
	}
	on, ok := d.Acts.Evidence(x)
	if on.From.IsZero() {
		on.From = on.To
	}
	return ok && s.touches(on)
}
