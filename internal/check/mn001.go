package check

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/standard"
)

var mn001 = Rule{
	ID:    "MN001",
	Title: "management review leaves out a required input",
	Why: "The standard lists what top management has to consider; if an input is not in the minutes, there is no evidence that it was " +
		"considered.",
	Fix:      "Add a section for the input and name the requirement below its heading: `<!-- covers: 9.3-f -->`.",
	Clauses:  []string{"9.3"},
	Severity: diag.Error,
	Run:      missingInputs,
}

// missingInputs looks at the newest approved minutes of a management review: every requirement that asks for the
// minutes must be named by them. Minutes that name none of them are not marked up at all; whether their sections are
// there is then a question of the required set.
func missingInputs(in *Input) []diag.Finding {
	minutes := newestReview(in)
	if minutes == nil {
		return nil
	}
	covered := map[string]bool{}
	for _, c := range minutes.Covers {
		if ref, _, ok := in.Standards.Resolve(c.Target); ok {
			covered[ref.String()] = true
		}
	}
	var out []diag.Finding
	for _, s := range in.Standards.Standards {
		missing, some := unnamed(s, covered)
		for _, r := range missing {
			if some {
				out = append(
					out,
					diag.Finding{
						Rule:     "MN001",
						Pos:      minutes.Pos("covers"),
						Document: string(minutes.ID),
						Subject:  standard.Ref{Standard: s.ID, Item: r.ID}.String(),
						Message: fmt.Sprintf(
							"the minutes do not cover %s: %s",
							r.ID,
							strings.TrimSuffix(r.Text, "."),
						),
						Hint: fmt.Sprintf("add `<!-- covers: %s -->` below the heading that deals with it", r.ID),
					},
				)
			}
		}
	}
	return out
}

// unnamed gives the requirements that ask for the minutes and that they do not name, and whether they name any.
func unnamed(s *standard.Standard, covered map[string]bool) (missing []standard.Requirement, some bool) {
	for _, c := range s.Clauses {
		for _, r := range c.Requirements {
			if !slices.Contains(r.Required, "management-review-minutes") || len(r.Required) > 1 {
				continue
			}
			if covered[standard.Ref{Standard: s.ID, Item: r.ID}.String()] {
				some = true
				continue
			}
			missing = append(missing, r)
		}
	}
	return missing, some
}

// newestReview gives the approved minutes of the latest management review.
func newestReview(in *Input) *doc.Document {
	var newest *doc.Document
	for _, d := range ofType(in, "minutes") {
		if fulfils(d, "management-review-minutes") && (newest == nil || d.Date.After(newest.Date)) {
			newest = d
		}
	}
	return newest
}
