package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/standard"
)

var rq007 = Rule{
	ID:       "RQ007",
	Title:    "waiver or condition for an unknown item",
	Why:      "It has no effect, and nobody notices.",
	Fix:      "Use an id from the data of the standard, which its pages list.",
	Severity: diag.Error,
	Run:      unknownTargets,
}

func unknownTargets(in *Input) []diag.Finding {
	var out []diag.Finding
	targets, known := newHints(requiredNames(in.Standards)), newHints(conditionNames(in.Standards))
	for _, w := range in.Waivers {
		_, kind, ok := in.Standards.Resolve(w.Target)
		if ok && (kind == standard.KindRequired || kind == standard.KindRequirement) {
			continue
		}
		out = append(out, diag.Finding{Rule: "RQ007", Pos: w.Pos, Subject: w.Target,
			Message: fmt.Sprintf("the waiver names `%s`, which is not a required document or a requirement", w.Target),
			Hint:    targets.near(w.Target), About: itemRef(in, targets.name(w.Target))})
	}
	for name, c := range in.Conditions {
		if conditionOf(in.Standards, name) == nil {
			out = append(out, diag.Finding{Rule: "RQ007", Pos: c.Pos, Subject: name,
				Message: fmt.Sprintf(
					"no standard in use has the condition `%s`",
					name,
				), Hint: known.near(name), About: conditionRef(in.Standards, known.name(strings.ReplaceAll(name, "_", "-")))})
		}
	}
	return out
}

// conditionNames lists the conditions of all standards in use.
func conditionNames(l *standard.Library) []string {
	var out []string
	for _, s := range l.Standards {
		for _, c := range s.Conditions {
			out = append(out, c.ID)
		}
	}
	return out
}

// conditionRef gives the qualified id of a condition; nothing if no standard in use has it.
func conditionRef(l *standard.Library, id string) string {
	id = strings.ReplaceAll(id, "_", "-")
	for _, s := range l.Standards {
		if s.Condition(id) != nil {
			return standard.Ref{Standard: s.ID, Item: id}.String()
		}
	}
	return ""
}

// conditionOf gives the condition with this id; in the configuration underscores may stand for hyphens.
func conditionOf(l *standard.Library, id string) *standard.Condition {
	id = strings.ReplaceAll(id, "_", "-")
	for _, s := range l.Standards {
		if c := s.Condition(id); c != nil {
			return c
		}
	}
	return nil
}
