package check

import (
	"cmp"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// byStrength gives how grave a gap is by the strength with which the standard asks for it.
var byStrength = map[standard.Strength]diag.Severity{
	standard.Explicit:    diag.Error,
	standard.Implied:     diag.Warning,
	standard.Recommended: diag.Info,
}

// Weight tells as what a gap counts of which the standard asks so firmly. What has no strength is taken as firm.
func Weight(s standard.Strength) diag.Severity { return cmp.Or(byStrength[s], diag.Error) }

// GapRule gives the rule by which the state of a required document is a gap and nothing else; for other states it is also a
// finding, or none.
func GapRule(c trace.Cell) (diag.RuleID, bool) {
	switch {
	case c.CarriedInPart():
		return "ST006", true
	case c.State == trace.Missing:
		return "RQ001", true
	case c.State == trace.Draft:
		return "RQ002", true
	case recordsMissing(c):
		return "RQ010", true
	}
	return "", false
}

// requiredIn gives a finding for each required document that is in this state, at the place in the best evidence
// that shows it, as far as the filter accepts. The matrix has already judged; the rule only puts it into a finding, so
// that both agree.
func requiredIn(in *Input, rule diag.RuleID, state trace.State, accept func(trace.Cell) bool) []diag.Finding {
	var out []diag.Finding
	for _, s := range in.Matrix.Standards {
		for _, c := range s.Required {
			if c.State != state || !accept(c) || c.Listed != (standard.Ref{}) {
				continue // what several standards ask for alike is one finding
			}
			out = append(out, cellFinding(in, rule, c))
		}
	}
	return out
}

// cellFinding puts the state of a required document into a finding.
func cellFinding(in *Input, rule diag.RuleID, c trace.Cell) diag.Finding {
	f := diag.Finding{Rule: rule, Severity: byStrength[c.Strength], Subject: c.Ref.String(),
		Words: phrase.Join([]phrase.Phrase{phrase.Text(c.Title + ofStandard(in, c.Ref)), c.Reason}, ": ")}
	f.Message, f.Advice = f.Words.String(), c.Fix.Do
	if f.Hint = c.Fix.Do.String(); c.Fix.Command != "" {
		f.Hint = "`" + c.Fix.Command + "`"
		f.Advice = phrase.Text(f.Hint)
	}
	if e, ok := culprit(c); ok && !c.CarriedInPart() {
		d := in.Docs.ByPath(e.Path)
		f.Document, f.Pos, f.Commit = string(e.Document), shows(d, c.State), string(e.Commit)
		if d != nil && d.Adopted && (c.State == trace.Partly || c.State == trace.Unapproved) {
			f.Severity = diag.Info // it was not written for the standard: what it lacks is told by the list of gaps
		}
	}
	return f
}

// ofStandard names the standard of an item, where several in use ask for documents.
func ofStandard(in *Input, ref standard.Ref) string {
	asking := 0
	for _, s := range in.Standards.Standards {
		if len(s.Required) > 0 {
			asking++
		}
	}
	if s := in.Standards.Standard(ref.Standard); s != nil && asking > 1 {
		return " (" + s.Label() + ")"
	}
	return ""
}

func everyCell(trace.Cell) bool { return true }

// culprit gives the piece of evidence whose fault the state of the cell is, else the first.
func culprit(c trace.Cell) (trace.Evidence, bool) {
	for _, e := range c.Evidence {
		if e.Document == c.At {
			return e, true
		}
	}
	if len(c.Evidence) > 0 {
		return c.Evidence[0], true
	}
	return trace.Evidence{}, false
}

// shows gives the line of the front matter that shows why the document is in the state.
func shows(d *doc.Document, state trace.State) diag.Pos {
	if d == nil {
		return diag.Pos{}
	}
	keys := map[trace.State]string{trace.Draft: "status", trace.Overdue: "reviewed_on", trace.Unapproved: "approved_on"}
	key := keys[state]
	if key == "reviewed_on" && d.IsRecord() {
		key = "date"
	}
	if key == "" || d.Front.Get(key) == nil {
		return d.Pos("fulfils")
	}
	return d.Pos(key)
}
