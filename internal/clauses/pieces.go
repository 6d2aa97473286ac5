package clauses

import (
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// chainRow follows one piece of evidence from the clause to the approval. Anchor names the first row of an item; None tells
// that there is nothing to follow.
type chainRow struct {
	Anchor   string
	None     bool
	For      view.Link
	State    view.Tag // of the evidence; where there is none, of the item
	Evidence view.EvidenceRow
	Version  string
	Approval string
	Approver view.Link
	Grade    string
	Record   []view.Link // what shows it on paper
	Doubt    theme.Text
}

// piece is one piece of evidence with the item that it is for. An item without evidence has one piece that shows nothing.
type piece struct {
	Ref      standard.Ref
	Evidence trace.Evidence
}

// none tells that there is no evidence for the item.
func (x piece) none() bool { return x.Evidence.Document == "" && x.Evidence.Path == "" }

// chain gathers pieces, and knows what it has.
type chain struct {
	s      *view.View
	pieces []piece
	shown  map[[2]string]bool // documents and sections that stand in it for any item
}

// add adds all evidence of an item.
func (c *chain) add(ref standard.Ref) {
	evidence := c.s.Cell(ref.Standard, ref.Item).Evidence
	for _, e := range evidence {
		c.piece(ref, e)
	}
	if len(evidence) == 0 {
		c.pieces = append(c.pieces, piece{Ref: ref})
	}
}

// rest adds the evidence of an item that stands in the chain for no other.
func (c *chain) rest(ref standard.Ref) {
	for _, e := range c.s.Cell(ref.Standard, ref.Item).Evidence {
		if !c.shown[[2]string{e.Path, e.Section}] {
			c.piece(ref, e)
		}
	}
}

func (c *chain) piece(ref standard.Ref, e trace.Evidence) {
	c.shown[[2]string{e.Path, e.Section}] = true
	c.pieces = append(c.pieces, piece{ref, e})
}

// clausePieces lists the evidence of a clause: of each requirement, of each required document, whether or not there is any, and
// then what covers the clause beside them.
func clausePieces(s *view.View, std *standard.Standard, c *standard.Clause) []piece {
	out := chain{s: s, shown: map[[2]string]bool{}}
	for i := range c.Requirements {
		out.add(std.Ref(c.Requirements[i].ID))
	}
	for _, id := range askedBy(std, c) {
		out.add(std.Ref(id))
	}
	out.rest(std.Ref(c.ID))
	return out.pieces
}

// askedBy lists the required documents of a clause, whichever of the two names the other.
func askedBy(std *standard.Standard, c *standard.Clause) []string {
	out := slices.Clone(c.Required)
	for i := range std.Required {
		if r := &std.Required[i]; slices.Contains(r.Clauses, c.ID) && !slices.Contains(out, r.ID) {
			out = append(out, r.ID)
		}
	}
	return out
}

// processPieces lists the evidence of a process: of each outcome, and then what covers the process beside them.
func processPieces(s *view.View, std *standard.Standard, proc *standard.Process) []piece {
	out := chain{s: s, shown: map[[2]string]bool{}}
	for i := range proc.Outcomes {
		for _, e := range outcomeEvidence(s, std, proc, proc.Outcomes[i].ID) {
			out.piece(std.Ref(proc.Outcomes[i].ID), e)
		}
	}
	out.rest(std.Ref(proc.ID))
	return out.pieces
}

// outcomeEvidence gives those pieces of the evidence of a process that cover one of its outcomes.
func outcomeEvidence(s *view.View, std *standard.Standard, proc *standard.Process, outcome string) []trace.Evidence {
	var out []trace.Evidence
	for _, e := range s.Cell(std.ID, proc.ID).Evidence {
		for _, u := range s.Matrix.Uses(e.Document) {
			if u.Ref == std.Ref(outcome) && u.Section == e.Section {
				out = append(out, e)
				break
			}
		}
	}
	return out
}

// chainAnchor names the first row of an item in a chain of evidence.
func chainAnchor(ref standard.Ref) string { return address.Anchor("chain", ref.Item) }

// chainRows follows pieces of evidence to the commit and the approval.
func chainRows(p view.Page, pieces []piece) []chainRow {
	out := make([]chainRow, len(pieces))
	for i, x := range pieces {
		out[i] = chainRowOf(p, x)
		if i == 0 || pieces[i-1].Ref != x.Ref {
			out[i].Anchor = chainAnchor(x.Ref)
		}
	}
	return out
}

func chainRowOf(p view.Page, x piece) chainRow {
	row := chainRow{For: p.Item(x.Ref), State: p.State(x.Evidence.State)}
	if x.none() {
		row.None, row.State = true, p.State(p.Cell(x.Ref.Standard, x.Ref.Item).State)
		return row
	}
	row.Evidence = p.EvidenceRow(x.Evidence)
	d := p.Docs.ByID(x.Evidence.Document)
	if d == nil {
		return row
	}
	v, ok := p.Approvals.Current(d)
	if !ok {
		row.Approval = p.Plain(d.Assent(phrase.Of("no approved version")))
		return row
	}
	row.Version, row.Approval, row.Grade = v.Version, v.On.String(), p.Plain(v.Grade.Words())
	row.Approver, row.Record = p.Approver(v), p.OnPaper(v)
	if len(v.Verdicts) > 0 {
		row.Doubt = p.Say(v.Verdicts[0].Message)
	}
	return row
}
