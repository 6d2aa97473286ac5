package report

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/certification"
	"clausebook/internal/check"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// Gaps is the report on missing documentation: the required documents and records that are not met, worst first.
// What is waived stands apart.
type Gaps struct {
	Title    string // of the site
	Tool     string
	AsOf     date.Date
	Commit   string
	Open     []Gap
	Waived   []Gap
	Points   []Gap               // what else stands open: conditions that nobody has decided and clauses that no document covers
	Required int                 // required documents that the filter lets through
	States   map[trace.State]int // of all these
	Trend    *Trend              // against an earlier revision; nil where none was asked for
	Ahead    []Ahead             // what comes next of certificates, where Next was asked for
	All      int                 // how many were open before Next cut them; 0 where it did not
	steps    []Ahead             // for Next
}

// Ahead is a step of the cycle of a certificate that is still to be done.
type Ahead struct {
	Certificate string              `json:"certificate"`
	Step        string              `json:"step"`
	State       certification.State `json:"state"`
	By          date.Date           `json:"by,omitzero"`
	Owner       Owner               `json:"owner"`
	Reason      string              `json:"reason"`
}

// aheadOf gives what comes next of certificates, the earliest first.
func aheadOf(d *dossier.Dossier, filter Filter) []Ahead {
	var out []Ahead
	for _, a := range d.Certified.Ahead() {
		owner := OwnerOf(d, a.Certificate.Owner, "")
		if has(filter.Owners, owner.Is) {
			out = append(out, Ahead{string(a.Certificate.ID), a.What.String(), a.State, a.By, owner, a.Reason.String()})
		}
	}
	return out
}

// kindCertificate is the kind of the rows of a table that are steps of certificates.
const kindCertificate = "certificate"

// stepRows gives what comes next of certificates as rows of a table of gaps, which they are not: they count as none.
func (g Gaps) stepRows() []Gap {
	var out []Gap
	for _, a := range g.Ahead {
		out = append(out, Gap{Item: a.Certificate, Title: a.Step, Kind: kindCertificate, State: trace.State(a.State), Reason: a.Reason,
			Owner: a.Owner, Due: a.By})
	}
	return out
}

// Trend is what became of the gaps since an earlier revision.
type Trend struct {
	Since  string    `json:"since"` // the revision as it was asked for
	AsOf   date.Date `json:"as_of"`
	Commit string    `json:"commit,omitempty"`
	Before int       `json:"before"` // gaps then, without the waived ones
	Now    int       `json:"now"`
	New    []string  `json:"new"`    // qualified ids of what is a gap now and was none then
	Closed []string  `json:"closed"` // of what was a gap then and is none now; a waiver closes one
}

// Against gives the gaps together with their trend since earlier ones, which the same filter let through.
func (g Gaps) Against(before Gaps, since string) Gaps {
	t := Trend{
		Since:  since,
		AsOf:   before.AsOf,
		Commit: before.Commit,
		Before: len(before.Open),
		Now:    len(g.Open),
		New:    []string{},
		Closed: []string{},
	}
	then := map[string]trace.State{}
	for _, gap := range before.Open {
		then[gap.ref()] = gap.State
	}
	g.Open = slices.Clone(g.Open)
	for i := range g.Open {
		gap := &g.Open[i]
		switch state, known := then[gap.ref()]; {
		case !known:
			gap.Change = "new"
			t.New = append(t.New, gap.ref())
		case state != gap.State:
			gap.Change = "was " + string(state)
		}
		delete(then, gap.ref())
	}
	for ref := range then {
		t.Closed = append(t.Closed, ref)
	}
	slices.Sort(t.Closed)
	g.Trend = &t
	g.Points = slices.Clone(g.Points)
	for i := range g.Points {
		point := &g.Points[i]
		if !slices.ContainsFunc(before.Points, func(p Gap) bool { return p.ref() == point.ref() }) {
			point.Change = "new"
		}
	}
	return g
}

// Changed gives nothing but the gaps that are new or in another state since the earlier revision.
func (g Gaps) Changed() Gaps {
	return g.without(func(gap Gap) bool { return gap.Change == "" })
}

// unchanged gives the gaps that were there at the earlier revision, in the same state.
func (g Gaps) unchanged() Gaps { return g.without(func(gap Gap) bool { return gap.Change != "" }) }

func (g Gaps) without(leave func(Gap) bool) Gaps {
	g.Open = slices.DeleteFunc(slices.Clone(g.Open), leave)
	g.Points = slices.DeleteFunc(slices.Clone(g.Points), leave)
	g.Waived = nil
	return g
}

// Next gives the gaps to close first, those of one owner together: n of them, or all where there are fewer. They are the worst, in the
// order in which pages list them.
func (g Gaps) Next(n int) Gaps {
	g.All = len(g.Open)
	g.Open = trace.Foremost(g.Open, n, func(gap Gap) string { return gap.Owner.Words() })
	g.Points, g.Waived, g.Ahead = nil, nil, g.steps
	return g
}

func (g Gap) ref() string { return standard.Ref{Standard: g.Standard, Item: g.Item}.String() }

// Gap is one required document or record that is not met.
type Gap struct {
	Standard string            `json:"standard"`
	Item     string            `json:"item"`
	Also     []string          `json:"also,omitempty"` // the items of other standards that ask for the same
	Kind     string            `json:"kind"`           // document | record
	Title    string            `json:"title"`
	Clauses  []string          `json:"clauses"`
	Why      []Reason          `json:"why"` // what of the standard asks for it, in our words
	Strength standard.Strength `json:"strength"`
	State    trace.State       `json:"state"`
	Reason   string            `json:"reason"`
	Missing  []string          `json:"missing,omitempty"` // sections, services, suppliers or months
	Owner    Owner             `json:"owner"`
	Due      date.Date         `json:"due,omitzero"`   // when it is or was due, or when the waiver expires
	Since    date.Date         `json:"since,omitzero"` // since when it is a gap; zero where that is not known
	SinceBy  string            `json:"since_by,omitempty"`
	Age      *int              `json:"age_days,omitempty"` // from Since to the as-of day
	Change   string            `json:"change,omitempty"`   // against an earlier revision: new, or the state it had then
	Evidence []Place           `json:"evidence"`
	Fix      string            `json:"fix"`
	Each     []string          `json:"each,omitempty"` // where several documents are missing: the command that writes each
	Waiver   *GapWaiver        `json:"waiver,omitempty"`
	Severity string            `json:"severity"`        // as what it counts: error, warning, info or off
	Cause    string            `json:"cause,omitempty"` // the finding from which it follows
}

// The kinds and states of points, which are no required documents.
const (
	kindCondition             = "condition"
	kindClause                = "clause"
	undecided     trace.State = "undecided"
	uncovered     trace.State = "uncovered"
)

// PointStates are the states of what stands open beside the required documents.
func PointStates() []trace.State { return []trace.State{undecided, uncovered, stuck} }

// Reason is a requirement, or a clause where no requirement names the document, with its words.
type Reason struct {
	Item   string `json:"item"`
	Clause string `json:"clause"`
	Text   string `json:"text"`
}

// GapWaiver is who accepted a gap, why and until when.
type GapWaiver struct {
	Reason     string    `json:"reason"`
	ApprovedBy string    `json:"approved_by"` // name
	Expires    date.Date `json:"expires,omitzero"`
}

// Filter narrows a report down. An empty list lets everything through; of several words in a list one is enough.
type Filter struct {
	Standards []string
	Clauses   []string // a clause includes its sub-clauses
	Owners    []string // see Owner.Is
	Strengths []standard.Strength
	States    []trace.State
}

// GapsOf gives the gaps of a dossier, in the order of Matrix.Gaps.
func GapsOf(d *dossier.Dossier, filter Filter) Gaps {
	g := Gaps{Title: d.Site.Title, Tool: d.Tool, AsOf: d.AsOf.Day, Commit: Head(d), States: map[trace.State]int{},
		steps: aheadOf(d, filter)}
	s := gapSeeker{Dossier: d, asked: askedBy(d.Standards), told: gapsTold(d.Gaps)}
	for _, m := range d.Matrix.Standards {
		for _, c := range m.Required {
			if filter.lets(s.gap(c), false) {
				g.Required++
				g.States[c.State]++
			}
		}
	}
	for _, c := range d.Matrix.Gaps() {
		gap := s.gap(c)
		switch {
		case !filter.lets(gap, true):
		case c.State == trace.Waived:
			g.Waived = append(g.Waived, gap)
		default:
			g.Open = append(g.Open, gap)
		}
	}
	for _, f := range d.Gaps {
		if point, is := s.point(f); is && f.Severity != diag.Off && filter.letsPoint(point) {
			g.Points = append(g.Points, point)
		}
	}
	place := func(g Gap) int { return slices.Index(PointStates(), g.State) }
	slices.SortStableFunc(g.Points, func(a, b Gap) int { return cmp.Compare(place(a), place(b)) })
	return g
}

// gapsTold gives the findings of rules that are gaps, by what they speak of.
func gapsTold(gaps []diag.Finding) map[gapKey]diag.Finding {
	out := map[gapKey]diag.Finding{}
	for _, f := range gaps {
		out[gapKey{f.Rule, f.Subject}] = f
	}
	return out
}

// gapKey is a rule and what its finding speaks of.
type gapKey struct {
	rule    diag.RuleID
	subject string
}

// Fails tells whether a gap is open that counts as what the standard asks for at least this firmly. A waived gap fails
// nothing.
func (g Gaps) Fails(least standard.Strength) bool {
	return slices.ContainsFunc(slices.Concat(g.Open, g.Points), func(gap Gap) bool {
		return grave(gap.Severity) >= grave(check.Weight(least).String())
	})
}

// grave orders severities by their names, the gravest last.
func grave(name string) diag.Severity {
	s, _ := diag.ParseSeverity(name)
	return s
}

// Head names the commit that a report speaks of; nothing where there is none.
func Head(d *dossier.Dossier) string {
	if d.AsOf.Revision != "" {
		return d.AsOf.Revision
	}
	if d.History == nil {
		return ""
	}
	return string(d.History.Head)
}

// lets tells whether the filter lets a gap through; states are looked at only if byState.
func (f Filter) lets(g Gap, byState bool) bool {
	return has(f.Standards, func(s string) bool { return s == g.Standard || slices.ContainsFunc(g.Also, ofStandard(s)) }) &&
		has(f.Strengths, func(s standard.Strength) bool { return s == g.Strength }) &&
		has(f.Owners, g.Owner.Is) &&
		has(f.Clauses, func(c string) bool {
			return slices.ContainsFunc(g.Clauses, func(own string) bool { return within(own, c) })
		}) &&
		(!byState || has(f.States, func(s trace.State) bool { return s == g.State }))
}

// ofStandard tells of the qualified name of an item whether it is one of this standard.
func ofStandard(id string) func(string) bool {
	return func(item string) bool { return strings.HasPrefix(item, id+":") }
}

// letsPoint tells whether the filter lets a point through. It has no strength, and an owner only where it is of improvement: who asks
// for those does not ask for it.
func (f Filter) letsPoint(point Gap) bool {
	return (len(f.Owners) == 0 || point.Kind == kindImprovement) && len(f.Strengths) == 0 && f.lets(point, true)
}

// has tells whether one of the list is as asked, or whether nothing is asked.
func has[T any](list []T, is func(T) bool) bool {
	return len(list) == 0 || slices.ContainsFunc(list, is)
}

// within tells whether a clause is the other one or stands below it.
func within(clause, other string) bool {
	return clause == other || strings.HasPrefix(clause, other+".")
}

// gapSeeker knows what a gap needs beside its cell.
type gapSeeker struct {
	*dossier.Dossier
	asked map[standard.Ref][]Reason
	told  map[gapKey]diag.Finding
}

// askedBy gives for each required document the requirements that name it.
func askedBy(lib *standard.Library) map[standard.Ref][]Reason {
	asked := map[standard.Ref][]Reason{}
	for _, s := range lib.Standards {
		for _, c := range s.Clauses {
			for _, r := range c.Requirements {
				for _, id := range r.Required {
					ref := standard.Ref{Standard: s.ID, Item: id}
					asked[ref] = append(asked[ref], Reason{r.ID, r.Clause, r.Text})
				}
			}
		}
	}
	return asked
}

func (s gapSeeker) gap(c trace.Cell) Gap {
	g := Gap{
		Standard: c.Ref.Standard,
		Item:     c.Ref.Item,
		Title:    c.Title,
		Strength: c.Strength,
		State:    c.State,
		Reason:   s.Spoken.Phrase(c.Reason),
		Missing:  c.Missing,
		Due:      c.Due,
		Fix:      cmp.Or(c.Fix.Command, s.Spoken.Phrase(c.Fix.Do)),
		Each:     c.Fix.Each,
		Evidence: []Place{},
		Clauses:  []string{},
	}
	for _, ref := range c.Also {
		g.Also = append(g.Also, ref.String())
	}
	usual := ""
	if std := s.Standards.Standard(c.Ref.Standard); std != nil {
		if r := std.RequiredDocument(c.Ref.Item); r != nil {
			g.Kind, usual, g.Clauses = r.Kind, r.Owner, append(g.Clauses, r.Clauses...)
		}
		g.Why = reasons(std, s.asked[c.Ref], g.Clauses)
	}
	g.Owner = OwnerOf(s.Dossier, c.Owner, usual)
	for _, e := range c.Evidence {
		g.Evidence = append(g.Evidence, PlaceOfEvidence(s.Dossier, e))
	}
	if c.Waiver != nil {
		g.Waiver = &GapWaiver{Reason: c.Waiver.Reason, ApprovedBy: NameOf(s.Dossier, c.Waiver.ApprovedBy), Expires: c.Waiver.Expires}
		g.Due = c.Waiver.Expires
	}
	g.Severity, g.Cause = s.weigh(c)
	g.Since, g.SinceBy = c.Since, s.Spoken.Phrase(c.SinceBy)
	if !g.Since.IsZero() {
		days := g.Since.DaysUntil(s.AsOf.Day)
		g.Age = &days
	}
	return g
}

// weigh gives as what a gap counts, and what it follows from. Strength decides, and for what the list of gaps alone tells the
// severity of its rule, where the configuration sets one.
func (s gapSeeker) weigh(c trace.Cell) (severity, cause string) {
	weight := check.Weight(c.Strength)
	rule, alone := check.GapRule(c)
	if !alone {
		return weight.String(), ""
	}
	f, told := s.told[gapKey{rule, c.Ref.String()}]
	switch {
	case c.State == trace.Waived:
		return weight.String(), ""
	case !told:
		return diag.Off.String(), ""
	}
	return f.Severity.String(), causeOf(f)
}

// causeOf names the finding from which a gap follows.
func causeOf(f diag.Finding) string {
	var out []string
	for _, n := range f.Related {
		out = append(out, strings.TrimPrefix(n.Pos.String()+": ", "-: ")+n.Message)
	}
	return strings.Join(out, "; ")
}

// point gives what stands open beside the required documents, if a gap is that.
func (s gapSeeker) point(f diag.Finding) (Gap, bool) {
	g := Gap{Title: f.Message, Reason: f.Message, Fix: f.Hint, Severity: f.Severity.String(), Cause: causeOf(f), Why: []Reason{},
		Clauses: []string{}, Evidence: []Place{}}
	if stuck, is := s.stuckPoint(f, g); is {
		return stuck, true
	}
	g.Standard, g.Item, _ = strings.Cut(f.Subject, ":")
	std := s.Standards.Standard(g.Standard)
	switch {
	case std == nil:
		return g, false
	case f.Rule == "CV003":
		g.Kind, g.State, g.Clauses = kindClause, uncovered, []string{g.Item}
	case f.Rule == "RQ009":
		g.Kind, g.State = kindCondition, undecided
		for _, d := range std.Required {
			if d.Condition == g.Item {
				g.Clauses = append(g.Clauses, d.Clauses...)
			}
		}
		slices.Sort(g.Clauses)
		g.Clauses = slices.Compact(g.Clauses)
	default:
		return g, false
	}
	return g, true
}

// reasons gives what asks for a required document: the requirements that name it, those of its own clauses first, or
// where there are none those clauses.
func reasons(std *standard.Standard, asked []Reason, clauses []string) []Reason {
	out := slices.Clone(asked)
	place := func(r Reason) int {
		if i := slices.Index(clauses, r.Clause); i >= 0 {
			return i
		}
		return len(clauses)
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(place(a), place(b)) })
	if len(out) > 0 {
		return out
	}
	out = []Reason{}
	for _, id := range clauses {
		if c := std.Clause(id); c != nil {
			out = append(out, Reason{id, id, cmp.Or(c.Summary, c.Title)})
		}
	}
	return out
}

// DayOf gives the day on which a commit was made, in the zone of judgement.
func DayOf(c *history.Commit) date.Date {
	if c == nil {
		return date.Date{}
	}
	return c.Committer.Day()
}
