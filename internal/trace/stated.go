package trace

import (
	"strings"

	"clausebook/internal/applicability"
	"clausebook/internal/date"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// takeStated notes what statements of applicability name as evidence of controls that apply.
func (j *joiner) takeStated() {
	j.statements = map[*applicability.Statement]*judged{}
	for _, s := range j.stated.All() {
		j.statements[s] = j.judge(s.Document)
		for _, row := range s.Rows {
			if row.Answer == applicability.DoesNot {
				continue
			}
			for _, id := range row.Evidence {
				j.claim(j.covering, claim{j.judge(j.Docs.ByID(id)), s.Standard.Ref(row.Control), standard.KindClause, "stated", -1, 0})
			}
		}
	}
}

// statement gives what the statement of its standard says of a cell, with how far the statement itself can be relied on.
func (j *joiner) statement(cell *Cell) (*applicability.Statement, applicability.Row, *judged) {
	s := j.stated.Of(cell.Ref.Standard)
	if s == nil {
		return nil, applicability.Row{}, nil
	}
	row, listed := s.Row(cell.Ref.Item)
	if !listed {
		return nil, applicability.Row{}, nil
	}
	return s, row, j.statements[s]
}

// leaveOut makes a control not applicable, if a statement in force says so and gives the reason. One that is not in force, or gives
// none, leaves the control as it is and is named.
func (j *joiner) leaveOut(cell *Cell) {
	s, row, d := j.statement(cell)
	if s == nil || row.Answer != applicability.DoesNot {
		return
	}
	id := s.Document.ID
	switch {
	case row.Reason == "":
		cell.Reason = phrase.Of("%s; %s says that it does not apply, but gives no reason", cell.Reason, id)
		return
	case d.state == Draft || d.state == Unapproved:
		cell.Reason = phrase.Of("%s; %s says that it does not apply, but %s", cell.Reason, id, d.reason)
		return
	}
	was := cell.State
	cell.State, cell.Fix, cell.Missing, cell.Share = NotApplicable, Fix{}, nil, Share{}
	cell.Since, cell.SinceBy = date.Date{}, phrase.Phrase{}
	cell.Reason = phrase.Of("does not apply by %s: %s", id, phrase.In(s.Document.Language, strings.TrimSuffix(row.Reason, ".")))
	if len(cell.Evidence) > 0 && was != Draft {
		cell.Reason = phrase.Of("%s, although %s covers it", cell.Reason, cell.Evidence[0].Document)
	}
}

// holdBack keeps a control that its statement calls unfinished from counting as met.
func (j *joiner) holdBack(cell *Cell) {
	s, row, _ := j.statement(cell)
	if s == nil || cell.State != Met || row.Status != applicability.Partly && row.Status != applicability.Planned {
		return
	}
	cell.State = Partly
	cell.Reason = phrase.Of("%s calls it %s; %s", s.Document.ID, row.Status.Words(), cell.Reason)
	cell.Fix = do(phrase.Of("finish it, and say so in %s", s.Document.Path))
}
