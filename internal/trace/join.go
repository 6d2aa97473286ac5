package trace

import (
	"slices"

	"clausebook/internal/applicability"
	"clausebook/internal/carry"
	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/standard"
	"clausebook/internal/witness"
)

// Input is what Join looks at. Whatever is nil counts as empty.
type Input struct {
	AsOf       date.Date // the day on which dates are judged; zero judges none
	Docs       *doc.Set
	Standards  *standard.Library
	History    *history.Log
	Approvals  *ledger.Ledger
	Acts       *witness.Book
	People     *people.Register
	Conditions map[string]config.Condition // by id; one that is not declared holds
	Waivers    []config.Waiver
	Periods    []doc.Span // audit periods
}

// Join gives the matrix: every required document, requirement, clause and process of every standard gets exactly one
// cell. What a document says of itself and what the history proves is judged once for each document; then required
// documents follow from the documents that fulfil them, requirements from their required documents and from what
// covers them, clauses from their requirements and sub-clauses. The cost is linear in the documents. Where mappings lead from one
// standard to another, all is judged by the documents first, and then once more with what that carries over (carried.go).
func Join(in Input) *Matrix {
	j := newJoiner(in)
	m := NewMatrix(in.AsOf, j.standards(), nil)
	if j.ways = carry.Read(j.Standards); !j.ways.Empty() {
		j.own = m
		m = NewMatrix(in.AsOf, j.standards(), nil)
		j.gather(m)
	}
	m.uses, m.Stated = j.uses(m), j.stated
	return m
}

func (j *joiner) standards() []StandardMatrix {
	clear(j.sectionsOnly)
	clear(j.bottom)
	var all []StandardMatrix
	for _, s := range j.Standards.Standards {
		all = append(all, j.standard(s))
	}
	return all
}

// joiner holds what is known before the first cell: documents as judged, and what they claim by item.
type joiner struct {
	Input
	fulfilling map[standard.Ref][]claim // the best first, as in all lists of claims
	covering   map[standard.Ref][]claim
	live       []doc.ID
	waivers    map[standard.Ref]config.Waiver
	lost       map[standard.Ref]loss // how what is missing came to be; nil until it is asked for
	// sectionsOnly marks required documents that are partly there for want of sections alone.
	sectionsOnly map[standard.Ref]bool
	// bottom holds for each clause the requirement, or bare clause, that its state comes from.
	bottom map[standard.Ref]*Cell
	ways   *carry.Book
	stated *applicability.Book // what statements of applicability say of controls
	// statements holds each statement as it is judged itself.
	statements map[*applicability.Statement]*judged
	own        *Matrix // what documents show by themselves; nil where nothing is to be carried, and while that is being found out
}

// claim is one document's word that it fulfils or covers an item.
type claim struct {
	*judged
	ref     standard.Ref
	kind    standard.Kind
	how     string // fulfils | covers | stated
	section int    // index of the heading, -1 for the document as a whole
	line    int
}

func newJoiner(in Input) *joiner {
	if in.Docs == nil {
		in.Docs = &doc.Set{}
	}
	if in.Standards == nil {
		in.Standards = &standard.Library{}
	}
	if in.People == nil {
		in.People = &people.Register{}
	}
	if in.Acts == nil {
		in.Acts = witness.Read(in.Docs, in.History, nil, witness.Clock{Day: in.AsOf})
	}
	j := &joiner{Input: in, fulfilling: map[standard.Ref][]claim{}, covering: map[standard.Ref][]claim{},
		waivers: map[standard.Ref]config.Waiver{}, sectionsOnly: map[standard.Ref]bool{}, bottom: map[standard.Ref]*Cell{}}
	for _, d := range in.Docs.Documents {
		j.take(d)
	}
	j.stated = applicability.Read(in.Docs, in.Standards)
	j.takeStated()
	for _, by := range []map[standard.Ref][]claim{j.fulfilling, j.covering} {
		for _, claims := range by {
			sortByWorth(claims)
		}
	}
	for _, w := range in.Waivers {
		ref, _, ok := in.Standards.Resolve(w.Target)
		if ok && w.Expires.After(j.waivers[ref].Expires) {
			j.waivers[ref] = w
		}
	}
	return j
}

// take judges a document and notes what it claims. Superseded and withdrawn documents claim nothing any more, and a
// translation leaves it to the original.
func (j *joiner) take(d *doc.Document) {
	if d.Status.Retired() {
		return
	}
	if d.TranslationOf != "" && j.Docs.ByID(d.TranslationOf) != nil {
		return
	}
	if d.Type == "service" && d.Front.Get("state").Text() == "live" {
		j.live = append(j.live, d.ID)
	}
	if len(d.Fulfils) == 0 && len(d.Covers) == 0 {
		return
	}
	judged := j.judge(d)
	for i, name := range d.Fulfils {
		if ref, kind, ok := j.Standards.Resolve(name); ok && kind == standard.KindRequired {
			j.claim(j.fulfilling, claim{judged, ref, kind, "fulfils", -1, d.Pos("fulfils", itoa(i)).Line})
		}
	}
	for _, c := range d.Covers {
		if ref, kind, ok := j.Standards.Resolve(c.Target); ok && kind != standard.KindRequired {
			j.claim(j.covering, claim{judged, ref, kind, "covers", c.Section, c.Pos.Line})
		}
	}
}

// claim notes a claim once, even where the document makes it twice.
func (j *joiner) claim(by map[standard.Ref][]claim, c claim) {
	made := by[c.ref]
	for i := len(made) - 1; i >= 0 && made[i].Document == c.Document; i-- {
		if made[i].section == c.section {
			return
		}
	}
	by[c.ref] = append(made, c)
}

// standard gives the cells of one standard.
func (j *joiner) standard(s *standard.Standard) StandardMatrix {
	m := StandardMatrix{Standard: s.ID}
	cells := map[string]*Cell{}
	m.Required = make([]Cell, len(s.Required))
	for i := range s.Required {
		m.Required[i] = j.required(s, &s.Required[i])
		cells[s.Required[i].ID] = &m.Required[i]
	}
	for i := range s.Clauses {
		for k := range s.Clauses[i].Requirements {
			m.Requirements = append(m.Requirements, j.requirement(s, &s.Clauses[i].Requirements[k], cells))
		}
	}
	for i := range m.Requirements {
		cells[m.Requirements[i].Ref.Item] = &m.Requirements[i]
	}
	m.Clauses = j.clauses(s, cells)
	for i := range s.Processes {
		m.Processes = append(m.Processes, j.process(s, &s.Processes[i]))
	}
	return m
}

// uses gives the backward direction: what each document serves, in the order of the standards.
func (j *joiner) uses(m *Matrix) map[doc.ID][]Use {
	uses := map[doc.ID][]Use{}
	for _, ref := range refs(j.Standards) {
		for _, c := range slices.Concat(j.fulfilling[ref], j.covering[ref]) {
			uses[c.ID] = append(uses[c.ID], j.use(m, c))
		}
	}
	return uses
}

func (j *joiner) use(m *Matrix, c claim) Use {
	u := Use{Ref: c.ref, Kind: c.kind, How: c.how}
	if h := c.Section(c.section); h != nil {
		u.Section = h.ID
	}
	if cell := m.Cell(c.ref); cell != nil {
		u.Title, u.State = cell.Title, cell.State
	} else if p, o := outcome(j.Standards.Standard(c.ref.Standard), c.ref.Item); o != nil {
		u.Title, u.State = o.Text, m.Cell(standard.Ref{Standard: c.ref.Standard, Item: p.ID}).State
	}
	return u
}

// refs lists all items in the order of the standards: required documents, clauses each followed by its requirements,
// processes each followed by its outcomes.
func refs(lib *standard.Library) []standard.Ref {
	var out []standard.Ref
	for _, s := range lib.Standards {
		add := func(item string) { out = append(out, standard.Ref{Standard: s.ID, Item: item}) }
		for _, d := range s.Required {
			add(d.ID)
		}
		for _, c := range s.Clauses {
			add(c.ID)
			for _, r := range c.Requirements {
				add(r.ID)
			}
		}
		for _, p := range s.Processes {
			add(p.ID)
			for _, o := range p.Outcomes {
				add(o.ID)
			}
		}
	}
	return out
}
