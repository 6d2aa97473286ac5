package view

import (
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
	"clausebook/internal/witness"
)

// actWords names what documents say was done. Approvals have the table of versions, and records their date.
func actWords(kind doc.ActKind) phrase.Phrase {
	switch kind {
	case doc.ReviewAct:
		return phrase.Of("Review")
	case doc.SightingAct:
		return phrase.Of("Sighting")
	case doc.RaisingAct:
		return phrase.Of("Raised")
	case doc.ClosureAct:
		return phrase.Of("Closure")
	case doc.IssueAct:
		return phrase.Of("Issue of the certificate")
	case doc.VerifyAct:
		return phrase.Of("Verification")
	case doc.DecisionAct:
		return phrase.Of("Decision")
	}
	return phrase.Phrase{}
}

// ActsTable lists what a document says was done, who wrote that down and since when it is known.
func (p Page) ActsTable(d *doc.Document) FactTable {
	t := FactTable{ID: "acts", Caption: p.T("Reviews, sightings and closures, and what shows them"),
		Header: []string{p.T("What"), p.T("Day"), p.T("By"), p.T("Written down by"), p.T("Known since"), p.T("Commit")}}
	for _, w := range p.Acts.Acts(d) {
		kind := actWords(w.Kind)
		if kind.IsZero() || w.State != witness.Held {
			continue
		}
		known, commit := Link{Text: w.Known.String()}, Link{}
		if w.Late(p.Site.LateAfter) {
			known.Text = p.T("said on %s", w.Known)
		}
		if w.Commit != "" {
			commit = p.Commit(string(w.Commit))
		}
		by := Link{}
		if w.Act.By != "" {
			by = p.Person(w.Act.By)
		}
		what := p.Plain(kind)
		if w.Item != "" && !strings.HasPrefix(w.Item, "~") {
			what += " " + p.Masks.Shield(w.Item)
		}
		t.Rows = append(t.Rows, []FactCell{{Values: []Link{{Text: what}}}, {Values: []Link{{Text: w.Day.String()}}}, {Values: []Link{by}},
			{Values: []Link{{Text: p.Plain(p.hand(w))}}}, {Values: []Link{known}}, {Values: []Link{commit}}})
	}
	return t
}

// WrittenBy says who wrote down that something was done; nothing where it does not count.
func (p Page) WrittenBy(w witness.Witness) theme.Text {
	if w.State != witness.Held {
		return nil
	}
	return p.Say(p.writtenBy(w))
}

// writtenBy says the same in a sentence of its own.
func (s *View) writtenBy(w witness.Witness) phrase.Phrase {
	switch {
	case w.Hand(s.People) != witness.Unknown:
		return phrase.Of("written down by %s", s.hand(w))
	case w.Imported:
		return phrase.Of("imported, author unknown")
	}
	return phrase.Of("not known who wrote it down")
}

// hand says who wrote down that something was done, and what else shows it.
func (s *View) hand(w witness.Witness) phrase.Phrase {
	said := phrase.Of("unknown")
	switch w.Hand(s.People) {
	case witness.OwnHand:
		said = phrase.Of("that person")
	case witness.OtherHand, witness.Unnamed:
		said = phrase.Text(s.Author(w.By))
	case witness.Unknown:
		if w.Imported {
			said = phrase.Of("imported, author unknown")
		}
	}
	if w.Trailed(s.History, s.People) {
		return phrase.Of("%s; a trailer of the commit names that person", said)
	}
	return said
}
