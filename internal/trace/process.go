package trace

import (
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// process gives the cell of a process: missing if nothing covers it, draft if only drafts do, otherwise as good as
// the worst of the approved documents that cover it. Where no document covers the process as a whole, all of its
// outcomes must be covered one by one.
func (j *joiner) process(s *standard.Standard, p *standard.Process) Cell {
	ref := standard.Ref{Standard: s.ID, Item: p.ID}
	claims := slices.Clone(j.covering[ref])
	whole := current(claims)
	uncovered := j.uncovered(s, p, &claims)
	sortByWorth(claims)
	cell := Cell{Ref: ref, Kind: standard.KindProcess, Title: p.Name, Strength: standard.Recommended,
		Evidence: distinct(evidenceOf(claims)), Owner: ownerOf(claims)}
	valid := current(claims)
	switch {
	case len(claims) == 0:
		cell.State, cell.Reason, cell.Fix = Missing, phrase.Of("no document covers it"), run("new", "process")
	case len(valid) == 0:
		cell.State, cell.Reason, cell.Fix = Draft, draftsOnly(ref, claims), claims[0].fix
		cell.Since, cell.SinceBy = claims[0].since, claims[0].by
	default:
		cell.take(valid)
		if len(whole) == 0 && len(uncovered) > 0 && Partly.Rank() < cell.State.Rank() {
			cell.State, cell.Missing, cell.Fix = Partly, uncovered, do(
				phrase.Of("list %s under covers in %s, or in the documents that answer them", list(uncovered, allMissing(ref)), valid[0].Path),
			)
			cell.Reason = withDocument(ref, len(p.Outcomes), uncovered)
			cell.Since, cell.SinceBy = date.Date{}, phrase.Phrase{}
		}
	}
	return cell
}

// withDocument says which of the outcomes of a process have no document.
func withDocument(ref standard.Ref, all int, uncovered []string) phrase.Phrase {
	of, have := phrase.Count(all, "%d outcome", "%d outcomes"), all-len(uncovered)
	if len(uncovered) == 1 {
		return phrase.Of("%d of %s have a document, %s does not", have, of, uncovered[0])
	}
	return phrase.Of("%d of %s have a document, %s do not", have, of, list(uncovered, allMissing(ref)))
}

// uncovered adds the claims to cover outcomes and gives the outcomes that no approved document covers.
func (j *joiner) uncovered(s *standard.Standard, p *standard.Process, claims *[]claim) []string {
	var out []string
	for _, o := range p.Outcomes {
		of := j.covering[standard.Ref{Standard: s.ID, Item: o.ID}]
		*claims = append(*claims, of...)
		if len(current(of)) == 0 {
			out = append(out, o.ID)
		}
	}
	return out
}

// current leaves out drafts.
func current(claims []claim) []claim {
	return slices.DeleteFunc(slices.Clone(claims), func(c claim) bool { return c.state == Draft })
}

// take gives the cell the worst state of the claims, which are sorted, and the earliest day on which a review is due.
func (cell *Cell) take(claims []claim) {
	worst := claims[len(claims)-1]
	cell.State, cell.Fix, cell.Since, cell.SinceBy = worst.state, worst.fix, worst.since, worst.by
	cell.Reason = covering(cell.Ref, ids(claims))
	if worst.state != Met {
		cell.Reason = phrase.Of("%s, but %s", cell.Reason, worst.reason)
	}
	for _, c := range claims {
		if !c.due.IsZero() && (cell.Due.IsZero() || c.due.Before(cell.Due)) {
			cell.Due = c.due
		}
	}
}

func covering(ref standard.Ref, documents []string) phrase.Phrase {
	if len(documents) == 1 {
		return phrase.Of("%s covers it", documents[0])
	}
	return phrase.Of("%s cover it", list(documents, allEvidence(ref)))
}

// outcome gives the process and the outcome with this id, or nil.
func outcome(s *standard.Standard, id string) (*standard.Process, *standard.Outcome) {
	for i := range s.Processes {
		for k := range s.Processes[i].Outcomes {
			if s.Processes[i].Outcomes[k].ID == id {
				return &s.Processes[i], &s.Processes[i].Outcomes[k]
			}
		}
	}
	return nil, nil
}
