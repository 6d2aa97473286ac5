package clauses

import (
	"sync"

	"clausebook/internal/doc"
	"clausebook/internal/inforce"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// AnswerRow is a document that answers a requirement: in which version, approved by whom, and on what evidence. Where it stands in git
// is for those who ask.
type AnswerRow struct {
	Document  view.Link // by its title
	ID        string
	Sections  []view.Link        // of it that answer; none where the whole does
	Places    []view.EvidenceRow // where it or they stand in git
	Day       string             // of a record
	Version   view.Link          // in force, leading to its text
	Since     string             // from when on
	Assent    string             // "approved by" or "confirmed by"
	Approvers []view.Link
	On        string
	Basis     string // what the approval rests on
	Paper     []view.Link
	None      string   // says that there is no approval
	Tag       view.Tag // that the evidence lacks something, or that its review is due
	Doubt     theme.Text
}

const shownPlaces = 3 // of one document beside a requirement

// answers gives the first n documents that answer a requirement, each with the places in it that do, and the way to the others.
func answers(p view.Page, c trace.Cell, n int) ([]AnswerRow, view.Link) {
	var out []AnswerRow
	at, left := map[doc.ID]int{}, 0
	for _, e := range c.Evidence {
		row, known := at[e.Document]
		switch {
		case known && len(out[row].Places) < shownPlaces:
			out[row].add(p.EvidenceRow(e))
		case known:
			left++
		case len(out) < n:
			at[e.Document] = len(out)
			out = append(out, answer(p, p.EvidenceRow(e), e))
		default:
			left++
		}
	}
	return out, p.More(left, p.Addr.Rows[c.Ref])
}

// add adds a place in the document that answers as well.
func (r *AnswerRow) add(piece view.EvidenceRow) {
	r.Places = append(r.Places, piece)
	if piece.Section.Text != "" {
		r.Sections = append(r.Sections, piece.Section)
	}
}

func answer(p view.Page, piece view.EvidenceRow, e trace.Evidence) AnswerRow {
	out := AnswerRow{Document: piece.Document}
	out.add(piece)
	if e.State != trace.Met {
		out.Tag = piece.State
	}
	d := p.Docs.ByID(e.Document)
	if d == nil {
		return out
	}
	out.Document, out.ID = p.Named(d).Untitled(), string(d.ID)
	if d.IsRecord() {
		out.Day = d.Date.String()
		if !d.Period.IsZero() {
			out.Day = p.Span(d.Period)
		}
	}
	if due := p.Review(d); due.Text != "" && out.Tag.Text == "" {
		out.Tag = due
	}
	v, ok := p.Approvals.Current(d)
	if held := p.InForce.Of(d).On(p.AsOf.Day); held != nil && inforce.Maintained(d) {
		v, ok = held.Version, true
		out.Version, out.Since = p.Edition(held), held.From.String()
	}
	if !ok {
		out.None = p.Plain(d.Assent(phrase.Of("no approved version")))
		return out
	}
	approval(p, d, v, &out)
	return out
}

// approval says who approved a version, when, and on what evidence.
func approval(p view.Page, d *doc.Document, v ledger.Version, out *AnswerRow) {
	out.Assent = p.Plain(d.Assent(phrase.Of("approved by")))
	out.Approvers, out.On, out.Basis, out.Paper = p.Approvers(v), v.On.String(), p.Basis(v), p.OnPaper(v)
	if len(v.Verdicts) > 0 {
		out.Doubt = p.Say(v.Verdicts[0].Message)
	}
}

// sinceAudit is what became of documents since the last audit.
type sinceAudit struct {
	audit   *doc.Document // nil where there was none, or where the history cannot tell
	changes map[*doc.Document][]inforce.Change
}

// changedSince looks up once for all clauses what changed since the last audit.
func changedSince(s *view.View) func() sinceAudit {
	return sync.OnceValue(func() sinceAudit {
		held := sheet.HeldAudits(s)
		if len(held) == 0 || !s.History.Reliable() {
			return sinceAudit{}
		}
		out := sinceAudit{held[0], map[*doc.Document][]inforce.Change{}}
		for _, c := range s.InForce.Changes(sheet.AuditDay(held[0]), s.AsOf.Day) {
			if c.Document != nil {
				out.changes[c.Document] = append(out.changes[c.Document], c)
			}
		}
		return out
	})
}

// SinceAudit tells what became of the documents of a clause since the last audit.
type SinceAudit struct {
	Audit  view.Link
	Day    string
	Count  string // how many changes
	Table  view.FactTable
	Rest   view.Link
	Nobody bool // nothing changed
}

const shownSince = 6 // changes on the page of a clause

// since shows what became of documents since the last audit; nil where there was none.
func since(p view.Page, last sinceAudit, documents []*doc.Document) *SinceAudit {
	if last.audit == nil || len(documents) == 0 {
		return nil
	}
	var changes []inforce.Change
	for _, d := range documents {
		changes = append(changes, last.changes[d]...)
	}
	sheet.NewestFirst(changes)
	shown := changes[:min(len(changes), shownSince)]
	out := &SinceAudit{Audit: p.Named(last.audit), Day: sheet.AuditDay(last.audit).String(), Nobody: len(changes) == 0,
		Count: p.N(len(changes), "change to these documents", "changes to these documents"), Table: sheet.ChangesTable(p, shown)}
	if len(changes) > len(shown) {
		out.Rest = p.Link(p.T("All changes since the audit, also of other documents"), p.Addr.Since[last.audit])
	}
	return out
}
