package trace

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// shown is how many pieces of evidence an item repeats of each required document or clause that it follows from; that
// one has all of them.
const shown = 12

// requirement gives the cell of a requirement.
//
// Its required documents speak first: the worst of them, leaving aside those that are only recommended and those that
// do not apply. Where all of them are only recommended, the best of them is enough. Beside them stand the documents
// and sections that name the requirement or its clause in `covers`; the best of these counts.
//
//   - A requirement for a document or record asks for that very thing. Covering it elsewhere does not replace it. Only
//     where the required document is there and lacks other sections, a part of it that is current, approved and
//     answers this requirement by name is enough.
//   - A requirement for an activity has indirect evidence: the better of its required documents and of what covers it.
//   - Where no required document is named, what covers it decides; where nothing does, it is missing.
func (j *joiner) requirement(s *standard.Standard, r *standard.Requirement, cells map[string]*Cell) Cell {
	ref := standard.Ref{Standard: s.ID, Item: r.ID}
	required := pick(r.Required, cells)
	covers := j.coversOf(ref, standard.Ref{Standard: s.ID, Item: r.Clause})
	cell := Cell{Ref: ref, Kind: standard.KindRequirement, Title: r.Text, Strength: firmest(r, required)}
	for _, c := range required {
		cell.From = append(cell.From, c.Ref)
	}
	cell.Evidence = evidenceFor(covers, required)
	j.answer(&cell, r, weigh(required, s), covers)
	if cell.Owner == "" {
		cell.Owner = firstOwner(ownerOf(covers), required)
	}
	j.excuse(&cell, s, r.Condition)
	j.carryOver(&cell)
	return cell
}

// coversOf gives what covers a requirement, or its clause as a whole; of the latter the best.
func (j *joiner) coversOf(requirement, clause standard.Ref) []claim {
	whole := j.covering[clause]
	covers := slices.Concat(j.covering[requirement], whole[:min(len(whole), shown)])
	sortByWorth(covers)
	return covers
}

// pick gives the cells of the items.
func pick(items []string, cells map[string]*Cell) []*Cell {
	var out []*Cell
	for _, id := range items {
		if c := cells[id]; c != nil {
			out = append(out, c)
		}
	}
	return out
}

// needs is what the required documents say about a requirement.
type needs struct {
	state    State
	by       *Cell // the cell that decides; nil where there are no required documents
	all      []*Cell
	standard *standard.Standard
}

// weigh finds what the required documents say: the worst of the firm ones that apply, else the best of the
// recommended ones that apply, else not applicable.
func weigh(all []*Cell, s *standard.Standard) needs {
	n := needs{all: all, standard: s}
	firm := slices.ContainsFunc(all, func(c *Cell) bool { return c.Strength != standard.Recommended })
	for _, c := range all {
		if c.State == NotApplicable || firm && c.Strength == standard.Recommended {
			continue
		}
		worse := n.by == nil || c.State.Rank() < n.by.State.Rank()
		better := n.by == nil || c.State.Rank() > n.by.State.Rank()
		if firm && worse || !firm && better {
			n.by, n.state = c, c.State
		}
	}
	if i := slices.IndexFunc(all, func(c *Cell) bool { return c.State == NotApplicable }); n.by == nil && i >= 0 {
		n.by, n.state = all[i], NotApplicable
	}
	return n
}

// answer decides the state of a requirement and words it.
func (j *joiner) answer(cell *Cell, r *standard.Requirement, n needs, covers []claim) {
	best, covered := bestOf(covers)
	switch {
	case n.by == nil && !covered:
		cell.State, cell.Reason = Missing, phrase.Of("nothing covers it")
		cell.Fix = do(phrase.Of("list %s under covers in the document that answers it", cell.Ref.Item))
		return
	case n.by == nil, covered && j.outweighs(best, r, n):
		cell.State, cell.Reason = best.state, answeredBy(cell.Ref, best, len(covers))
		if best.state != Met {
			cell.Reason = phrase.Of("%s, but %s", cell.Reason, best.reason)
			cell.Fix, cell.Since, cell.SinceBy = best.fix, best.since, best.by
		}
		cell.Owner, cell.Due = best.Owner, best.due
		return
	}
	cell.State, cell.Reason, cell.Owner, cell.Due = n.state, n.words(cell.Ref, covers), n.by.Owner, n.due()
	cell.Fix, cell.Missing, cell.Waiver = n.by.Fix, n.by.Missing, n.by.Waiver
	cell.Since, cell.SinceBy = n.by.Since, n.by.SinceBy
}

// outweighs tells whether what covers the requirement counts for more than its required documents.
func (j *joiner) outweighs(best claim, r *standard.Requirement, n needs) bool {
	if n.state == NotApplicable || best.state.Rank() <= n.state.Rank() {
		return false
	}
	if r.Kind == "activity" || n.by.Strength == standard.Recommended {
		return true
	}
	return best.state == Met && j.sectionsOnly[n.by.Ref] && j.fulfils(best, n.by.Ref)
}

// fulfils tells whether the document that makes the claim fulfils the required document.
func (j *joiner) fulfils(c claim, ref standard.Ref) bool {
	return slices.ContainsFunc(j.fulfilling[ref], func(f claim) bool { return f.Document == c.Document })
}

// bestOf gives the best of the claims, if there are any.
func bestOf(claims []claim) (claim, bool) {
	if len(claims) == 0 {
		return claim{}, false
	}
	return claims[0], true
}

func answeredBy(ref standard.Ref, best claim, n int) phrase.Phrase {
	s := phrase.Text(string(best.ID))
	if h := best.Section(best.section); h != nil {
		s = phrase.Of("%s, section “%s”,", s, h.Text)
	}
	if n > 1 {
		return phrase.Of("%s cover it", phrase.Join([]phrase.Phrase{s, phrase.More(n-1, allEvidence(ref))}, " "))
	}
	return phrase.Of("%s covers it", s)
}

// words gives the reason that follows from the required documents.
func (n needs) words(ref standard.Ref, covers []claim) phrase.Phrase {
	if n.state == Met {
		s := phrase.Of("the required document is met: %s", n.title(n.by))
		if len(n.all) > 1 {
			var titles []phrase.Phrase
			for _, c := range n.counted() {
				titles = append(titles, n.title(c))
			}
			s = phrase.Of("the required documents are met: %s", phrase.List(titles, listed, allRequired(ref)))
		}
		if best, ok := bestOf(covers); ok && best.state == Met {
			s = phrase.Join([]phrase.Phrase{s, answeredBy(ref, best, len(covers))}, "; ")
		}
		return s
	}
	switch n.state {
	case Waived:
		return phrase.Of("%s is %s", n.title(n.by), n.by.Reason) // "waived until ..."
	case NotApplicable:
		return phrase.Join([]phrase.Phrase{n.title(n.by), n.by.Reason}, " ") // "does not apply: ..."
	}
	return phrase.Of("%s is %s: %s", n.title(n.by), n.state.told(), n.by.Reason)
}

// due is the day on which the deciding required document is due; where all are met, the earliest day.
func (n needs) due() date.Date {
	due := n.by.Due
	for _, c := range n.counted() {
		if n.state == Met && !c.Due.IsZero() && (due.IsZero() || c.Due.Before(due)) {
			due = c.Due
		}
	}
	return due
}

// counted gives the required documents that are as good as the one that decides.
func (n needs) counted() []*Cell {
	return slices.DeleteFunc(slices.Clone(n.all), func(c *Cell) bool { return c.State != n.state })
}

// title names a required document as a reader does.
func (n needs) title(c *Cell) phrase.Phrase {
	return phrase.Of("“%s”", n.standard.Say(c.Title))
}

// firmest gives the strength of a requirement: a demand for a document or record is explicit by its nature, an
// activity as firm as the firmest of the documents that show it.
func firmest(r *standard.Requirement, required []*Cell) standard.Strength {
	if r.Kind != "activity" {
		return standard.Explicit
	}
	return firmestOf(required)
}

var firmness = map[standard.Strength]int{standard.Explicit: 0, standard.Implied: 1, standard.Recommended: 2}

func firmestOf(cells []*Cell) standard.Strength {
	if len(cells) == 0 {
		return standard.Implied
	}
	return slices.MinFunc(cells, func(a, b *Cell) int { return cmp.Compare(firmness[a.Strength], firmness[b.Strength]) }).Strength
}

// evidenceFor gathers what covers an item and the best evidence of its required documents.
func evidenceFor(covers []claim, required []*Cell) []Evidence {
	out := evidenceOf(covers)
	for _, c := range required {
		out = append(out, c.Evidence[:min(len(c.Evidence), shown)]...)
	}
	return distinct(out)
}

// distinct keeps each document, and each section of one, once and sorts the best to the front. What covers an item by name and
// fulfils one of its required documents as well is said to cover it, which is the narrower claim.
func distinct(evidence []Evidence) []Evidence {
	type piece struct{ path, section string }
	at := map[piece]int{}
	var out []Evidence
	for _, e := range evidence {
		k := piece{e.Path, e.Section}
		i, known := at[k]
		switch {
		case !known:
			at[k] = len(out)
			out = append(out, e)
		case out[i].How != "covers" && e.How == "covers":
			out[i] = e
		}
	}
	slices.SortStableFunc(out, func(a, b Evidence) int { return cmp.Compare(b.State.Rank(), a.State.Rank()) })
	return out
}

func firstOwner(owner string, cells []*Cell) string {
	for _, c := range cells {
		owner = cmp.Or(owner, c.Owner)
	}
	return owner
}
