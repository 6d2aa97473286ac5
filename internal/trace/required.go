package trace

import (
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// requirer gathers what is wrong with one required document.
type requirer struct {
	doc      *standard.RequiredDocument
	standard *standard.Standard
	claims   []claim // all documents that fulfil it
	current  []claim // of these the approved ones
	judged   []claim // of these the ones that still matter: everything but records of more than a year ago
	faults   []fault
	cell     *Cell
}

// fault is one reason why an item is not met.
type fault struct {
	state    State
	words    phrase.Phrase
	missing  []string
	fix      Fix
	at       doc.ID        // whose fault it is; empty for what no document can show
	since    date.Date     // the day of its cause; zero where nothing tells
	by       phrase.Phrase // what shows that
	sections bool          // only sections are missing
	share    Share
}

func (r *requirer) fault(f fault) { r.faults = append(r.faults, f) }

// due notes a day on which something is due; the earliest counts.
func (r *requirer) due(d date.Date) {
	if !d.IsZero() && (r.cell.Due.IsZero() || d.Before(r.cell.Due)) {
		r.cell.Due = d
	}
}

// required gives the cell of a required document. Candidates are the documents whose `fulfils` names it. Drafts do not
// count beside approved documents. Everything that is wrong is named in the reason; the worst of it gives the state.
func (j *joiner) required(s *standard.Standard, d *standard.RequiredDocument) Cell {
	ref := standard.Ref{Standard: s.ID, Item: d.ID}
	claims := j.fulfilling[ref]
	cell := Cell{
		Ref:      ref,
		Kind:     standard.KindRequired,
		Title:    d.Title,
		Strength: d.Strength,
		Evidence: evidenceOf(claims),
		Owner:    ownerOf(claims),
	}
	r := &requirer{doc: d, standard: s, claims: claims, cell: &cell}
	for _, c := range claims {
		if c.state != Draft {
			r.current = append(r.current, c)
		}
	}
	r.judged = j.stillMatters(r.current)
	j.find(r)
	r.conclude()
	if cell.State == Partly && !slices.ContainsFunc(r.faults, func(f fault) bool { return !f.sections }) {
		j.sectionsOnly[ref] = true
	}
	if cell.State == Missing {
		cell.Owner = j.role(d.Owner)
	}
	j.excuse(&cell, s, d.Condition)
	j.carryOver(&cell)
	return cell
}

// find looks for everything that is wrong.
func (j *joiner) find(r *requirer) {
	switch {
	case len(r.claims) == 0:
		each, about := j.unserved(r)
		f := fault{state: Missing, words: j.unfulfilled(r.doc), fix: j.writeEach(r, about, each.missing)}
		f.since, f.by = j.missingSince(r.cell.Ref)
		r.fault(f)
		return
	case len(r.current) == 0:
		best := r.claims[0]
		r.fault(fault{state: Draft, words: draftsOnly(r.cell.Ref, r.claims), fix: best.fix, at: best.ID, since: best.since, by: best.by})
		return
	}
	for _, c := range r.judged {
		r.due(c.due)
		if c.state == Overdue || c.state == Unapproved {
			r.fault(fault{state: c.state, words: c.reason, fix: c.fix, at: c.ID, since: c.since, by: c.by})
		}
	}
	j.rhythm(r)
	j.spread(r)
	sections(r)
}

// named gives the name by which a command knows an item: its own where it means no other one, else with the standard before it.
func (j *joiner) named(ref standard.Ref) string {
	if s := j.Standards.Primary(); s != nil && s.ID != ref.Standard {
		return ref.String()
	}
	return ref.Item
}

// unfulfilled words that nothing is there, and what could excuse it.
func (j *joiner) unfulfilled(d *standard.RequiredDocument) phrase.Phrase {
	none := phrase.Of("no document fulfils it")
	if _, declared := j.condition(d.Condition); d.Condition == "" || declared {
		return none
	}
	return phrase.Of("%s; it is required unless the configuration says that the condition %s does not hold", none, d.Condition)
}

func draftsOnly(ref standard.Ref, claims []claim) phrase.Phrase {
	if len(claims) == 1 {
		return claims[0].reason
	}
	return phrase.Of("nothing is approved: %s are drafts", list(ids(claims), allEvidence(ref)))
}

// stillMatters leaves out records of more than a year ago, unless there is nothing newer: they are evidence of their
// time, and nobody reviews or approves them again.
func (j *joiner) stillMatters(claims []claim) []claim {
	since := j.AsOf.Add(date.Period{Years: -1})
	newest := newestRecord(claims)
	return slices.DeleteFunc(slices.Clone(claims), func(c claim) bool {
		return c.record() && c.until.Before(since) && c.until.Before(newest)
	})
}

// newestRecord is the last day that any of the records covers; zero where there is none.
func newestRecord(claims []claim) date.Date {
	var newest date.Date
	for _, c := range claims {
		if c.until.After(newest) {
			newest = c.until
		}
	}
	return newest
}

// conclude turns the faults into state, reason, fix and what is missing, the worst first.
func (r *requirer) conclude() {
	if len(r.faults) == 0 {
		r.cell.State, r.cell.Reason = Met, r.standing()
		return
	}
	slices.SortStableFunc(r.faults, func(a, b fault) int { return a.state.Rank() - b.state.Rank() })
	worst := r.faults[0]
	r.cell.State, r.cell.Fix, r.cell.At, r.cell.Share = worst.state, worst.fix, worst.at, worst.share
	r.cell.Since, r.cell.SinceBy = oldest(r.faults)
	var words []phrase.Phrase
	for _, f := range r.faults {
		words = append(words, f.words)
		r.cell.Missing = append(r.cell.Missing, f.missing...)
	}
	r.cell.Reason = cut(words, 5, allEvidence(r.cell.Ref))
}

// oldest gives the earliest cause of those faults that give the state, which stand first.
func oldest(faults []fault) (since date.Date, by phrase.Phrase) {
	for _, f := range faults {
		if f.state != faults[0].state {
			break
		}
		if by.IsZero() || !f.since.IsZero() && (since.IsZero() || f.since.Before(since)) {
			since, by = f.since, f.by
		}
	}
	return since, by
}

// standing words a required document that is met.
func (r *requirer) standing() phrase.Phrase {
	n := len(r.current)
	if n == 1 {
		return r.current[0].reason
	}
	s := phrase.Of("%d documents fulfil it", n)
	if newest := newestRecord(r.current); !newest.IsZero() {
		s = phrase.Of("%s, the newest of %s", s, newest)
	}
	if r.doc.Cardinality == "one" {
		s = phrase.Of("%s; usually it is one document, here it is split over %s", s, list(ids(r.current), allEvidence(r.cell.Ref)))
	}
	return s
}

// role gives the id of the role that a standard names in words, if the organization has it: by its id or its title.
func (j *joiner) role(words string) string {
	id := strings.ReplaceAll(strings.ToLower(words), " ", "-")
	for _, r := range j.People.Roles {
		if words != "" && (r.ID == id || strings.EqualFold(r.Title, words)) {
			return r.ID
		}
	}
	return ""
}
