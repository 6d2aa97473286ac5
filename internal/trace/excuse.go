package trace

import (
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// condition gives what the configuration declares about a condition; keys may be written with underscores.
func (j *joiner) condition(id string) (config.Condition, bool) {
	if c, ok := j.Conditions[id]; ok {
		return c, true
	}
	c, ok := j.Conditions[strings.ReplaceAll(id, "-", "_")]
	return c, ok
}

// excuse applies what the configuration says about the item: a condition that does not hold, with a reason, makes it
// not applicable, whatever there is; a waiver that has not expired turns a gap into an accepted one.
func (j *joiner) excuse(cell *Cell, s *standard.Standard, conditionID string) {
	c, declared := j.condition(conditionID)
	switch {
	case conditionID == "" || !declared || c.Holds:
	case strings.TrimSpace(c.Reason) == "":
		cell.Reason = phrase.Of("%s; the configuration says that the condition %s does not hold, but gives no reason", cell.Reason, conditionID)
	default:
		cell.notApplicable(conditionID, c, s)
		return
	}
	j.waive(cell)
}

func (cell *Cell) notApplicable(id string, c config.Condition, s *standard.Standard) {
	was := cell.State
	cell.State, cell.Fix, cell.Missing = NotApplicable, Fix{}, nil
	cell.Since, cell.SinceBy = date.Date{}, phrase.Phrase{}
	cell.Reason = phrase.Of("does not apply: %s", strings.TrimSuffix(strings.TrimSpace(c.Reason), "."))
	if known := s.Condition(id); known != nil {
		cell.Reason = phrase.Of("%s (%s No.)", cell.Reason, s.Say(known.Text))
	}
	if len(cell.Evidence) > 0 && was != Draft {
		cell.Reason = phrase.Of("%s, although %s covers it", cell.Reason, cell.Evidence[0].Document)
	}
}

// waive applies the waiver of a gap.
func (j *joiner) waive(cell *Cell) {
	w, ok := j.waivers[cell.Ref]
	if !ok || !cell.State.Gap() || cell.State == Waived {
		return
	}
	if w.Expires.Before(j.AsOf) {
		cell.Reason = phrase.Of("%s; its waiver expired on %s", cell.Reason, w.Expires)
		return
	}
	cell.Reason = phrase.Of(
		"waived until %s: %s; without the waiver: %s, %s",
		w.Expires,
		strings.TrimSuffix(strings.TrimSpace(w.Reason), "."),
		cell.State.words(),
		cell.Reason,
	)
	cell.State, cell.Due = Waived, w.Expires
	cell.Waiver = &Waiver{Reason: w.Reason, ApprovedBy: w.ApprovedBy, Expires: w.Expires, Pos: w.Pos}
}
