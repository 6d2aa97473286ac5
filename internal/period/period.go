package period

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/inforce"
	"clausebook/internal/standard"
	"clausebook/internal/witness"
)

// Of tells what a period brought. The cost follows the number of documents, of their versions and of clauses.
func Of(p Period, in Input) Report {
	r := Report{Period: p, Until: p.To}
	if r.Until.IsZero() || in.AsOf.Before(r.Until) {
		r.Until = in.AsOf
	}
	if r.Until.Before(p.From) {
		return r
	}
	if in.Acts == nil {
		in.Acts = witness.Read(in.Docs, nil, nil, witness.Clock{Day: in.AsOf})
	}
	if in.InForce == nil {
		in.InForce = inforce.Read(inforce.Input{Docs: in.Docs, Approvals: in.Approvals, Clock: witness.Clock{Day: in.AsOf}})
	}
	t := assessment{Input: in, span: Span{p.From, r.Until}, valid: map[*doc.Document][]Span{}}
	r.Days = t.span.Days()
	if day := in.Acts.Imported(); t.holds(day) {
		t.known, r.Known = day, day
	}
	for _, d := range in.Docs.Documents {
		r.Approvals = append(r.Approvals, t.approvals(d)...)
		r.Effects = append(r.Effects, t.effects(d)...)
		if !maintained(d) {
			continue
		}
		t.valid[d] = t.inForce(d)
		reviews := t.turns(d)
		r.Reviews = append(r.Reviews, t.inPeriod(reviews)...)
		r.Documents = append(r.Documents, t.document(d, reviews))
	}
	r.Series, r.Clauses = t.series(), t.clauses()
	slices.SortStableFunc(r.Effects, func(a, b Effect) int { return a.On.Compare(b.On) })
	slices.SortStableFunc(r.Approvals, func(a, b Approval) int { return a.Version.On.Compare(b.Version.On) })
	slices.SortStableFunc(r.Reviews, func(a, b Review) int { return cmp.Or(a.day().Compare(b.day()), a.Due.Compare(b.Due)) })
	return r
}

// assessment is what is gathered of one period.
type assessment struct {
	Input
	span  Span
	valid map[*doc.Document][]Span // when an approved version was in force, of maintained documents
	known date.Date                // as in Report
}

func (t assessment) holds(day date.Date) bool {
	return !day.IsZero() && !day.Before(t.span.From) && !day.After(t.span.To)
}

// maintained tells whether a document has to have a valid text: no record, and not retired. When a retired document
// ceased to hold, nothing tells.
func maintained(d *doc.Document) bool {
	return !d.IsRecord() && d.Status != doc.Withdrawn && d.Status != doc.Superseded
}

// approvals gives the approvals of a document that were given in the period.
func (t assessment) approvals(d *doc.Document) []Approval {
	var out []Approval
	for _, v := range slices.Backward(t.InForce.Of(d).Versions) {
		if t.holds(v.On) {
			out = append(out, Approval{v, inforce.Approved(v.Version, t.Approvals.Least)})
		}
	}
	return out
}

// effects gives the versions of a document that took effect in the period.
func (t assessment) effects(d *doc.Document) []Effect {
	var out []Effect
	for _, v := range t.InForce.Of(d).Versions {
		if len(v.Spans) > 0 && t.holds(v.Spans[0].From) {
			out = append(out, Effect{v, v.Spans[0].From})
		}
	}
	return out
}

// inForce gives the days on which some version was in force.
func (t assessment) inForce(d *doc.Document) []Span {
	var out []Span
	for _, v := range t.InForce.Of(d).Versions {
		for _, s := range v.Spans {
			out = append(out, Span(s))
		}
	}
	return out
}

// document counts the days without a valid text, and those with an overdue review.
func (t assessment) document(d *doc.Document, reviews []Review) Document {
	out := Document{Document: d}
	out.Gaps, out.Unknown = t.without(t.valid[d])
	out.Without = sum(out.Gaps)
	for _, r := range reviews {
		overdue := Span{From: r.Due.AddDays(1)}
		if !r.Held.IsZero() {
			overdue.To = r.Held.AddDays(-1)
			if overdue.To.Before(overdue.From) {
				continue
			}
		}
		if s, ok := overdue.within(t.span); ok {
			out.Overdue += s.Days()
		}
	}
	return out
}

// without gives the days on which nothing was valid, and counts those of which that is not known: before the first documents landed
// there may have been other versions and documents.
func (t assessment) without(valid []Span) (gaps []Span, unknown int) {
	for _, s := range t.span.rest(valid) {
		if s.From.Before(t.known) {
			before := Span{s.From, t.known.AddDays(-1)}
			if s.To.Before(before.To) {
				before.To = s.To
			}
			unknown += before.Days()
			s.From = before.To.AddDays(1)
		}
		if !s.To.Before(s.From) {
			gaps = append(gaps, s)
		}
	}
	return gaps, unknown
}

// clauses counts for each clause the days on which nothing valid served it. A clause that no maintained document serves
// is listed if the standard asks for one there; what only records serve has its series.
func (t assessment) clauses() []Clause {
	serving := t.serving()
	var out []Clause
	for _, s := range t.Standards.Standards {
		asked := askedClauses(s)
		for _, c := range s.Clauses {
			ref := standard.Ref{Standard: s.ID, Item: c.ID}
			docs := serving[ref]
			if len(docs) == 0 && !asked[c.ID] {
				continue
			}
			var valid []Span
			for _, d := range docs {
				valid = append(valid, t.valid[d]...)
			}
			gaps, unknown := t.without(valid)
			out = append(out, Clause{Ref: ref, Title: c.Title, Documents: docs, Without: sum(gaps), Unknown: unknown, Gaps: gaps})
		}
	}
	return out
}

// askedClauses gives the clauses for which a standard asks a maintained document explicitly.
func askedClauses(s *standard.Standard) map[string]bool {
	out := map[string]bool{}
	for _, r := range s.Required {
		if r.Kind == "document" && r.Strength == standard.Explicit {
			for _, c := range r.Clauses {
				out[c] = true
			}
		}
	}
	return out
}

// serving gives the maintained documents that serve each clause: they fulfil a required document of it, or cover it or
// a requirement of it.
func (t assessment) serving() map[standard.Ref][]*doc.Document {
	out := map[standard.Ref][]*doc.Document{}
	for _, d := range t.Docs.Documents {
		if !maintained(d) {
			continue
		}
		add := func(std, clause string) {
			ref := standard.Ref{Standard: std, Item: clause}
			if !slices.Contains(out[ref], d) {
				out[ref] = append(out[ref], d)
			}
		}
		for _, name := range d.Fulfils {
			t.each(name, add)
		}
		for _, c := range d.Covers {
			t.each(c.Target, add)
		}
	}
	return out
}

// each tells of the clauses that a name of a standard leads to.
func (t assessment) each(name string, add func(std, clause string)) {
	ref, kind, ok := t.Standards.Resolve(name)
	if !ok {
		return // reported where documents are checked
	}
	s := t.Standards.Standard(ref.Standard)
	switch kind {
	case standard.KindClause:
		add(s.ID, ref.Item)
	case standard.KindRequirement:
		add(s.ID, s.Requirement(ref.Item).Clause)
	case standard.KindRequired:
		for _, c := range s.RequiredDocument(ref.Item).Clauses {
			add(s.ID, c)
		}
	}
}
