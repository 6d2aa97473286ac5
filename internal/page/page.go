// Package page is the kinds of pages: each a value of its own, with the function that gathers from a view what its template
// is given.
//
// A kind is one file and one line in Kinds; addresses, menus, plan and checks follow from the value. Go decides what stands
// on a page, the template how. What several kinds show is in package view.
package page

import (
	"clausebook/internal/clauses"
	"clausebook/internal/days"
	"clausebook/internal/editions"
	"clausebook/internal/loop"
	"clausebook/internal/progress"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// Menus lists the places in the menus, in the order of the kinds.
func Menus() []view.Menu {
	var out []view.Menu
	for _, k := range Kinds {
		if m := k.Menu; m != (view.Menu{}) {
			m.At = k.Fixed[0]
			if m.Under == "" {
				m.Under = m.At
			}
			out = append(out, m)
		}
	}
	return out
}

// Kinds are all kinds of pages, in the order in which they claim addresses and stand in the menus.
var Kinds = []sheet.Kind{
	homeKind, days.TrendKind, days.ReadinessKind, days.ActivityKind,
	clauses.StandardsKind, clauses.StandardKind, clauses.RequiredKind, clauses.ApplicabilityKind, clauses.SourcesKind,
	clauses.ClauseKind, clauses.ProcessKind, clauses.ChainKind,
	clauses.SubjectKind,
	clauses.MatrixKind, clauses.GridKind, clauses.BackwardKind, clauses.StatesKind,
	gapsKind,
	documentsKind, standingKind, documentKind, editions.HistoryKind, editions.RedlineKind, editions.VersionKind, editions.VersionsKind,
	dataKind,
	referencesKind,
	clauses.ProcessesKind, recordsKind, actionsKind, days.AuditsKind, progress.ObjectivesKind, progress.ImprovementKind, days.SinceKind,
	servicesKind,
	days.ReviewsKind, days.PeriodsKind, days.PeriodKind, days.LogbookKind, days.ForceKind, days.ForceDayKind, days.LineKind,
	peopleKind, partiesKind, roleKind, personKind, partyKind,
	clauses.BriefKind, clauses.EvidenceKind, ownersKind, days.MonthKind, // after those whose addresses theirs begin with
	aboutKind, exportsKind, findingsKind, foundKind, causedKind, exceptedKind, rulesKind, glossaryKind, spelledKind, searchKind, titlesKind,
	packKind,
	missingKind, redirectKind,
}

// Empty gives what the template of each kind is tried with.
func Empty() map[string]any {
	out := map[string]any{"redline-alone": editions.AlonePage{}}
	for _, k := range Kinds {
		out[k.Name] = k.Empty
	}
	return out
}

// Claim keeps the addresses that carry no id, so that no document or standard can take them, and gives out the others.
func Claim(s *view.View) {
	for _, k := range Kinds {
		for _, at := range k.Fixed {
			s.Addr.Take(at)
		}
	}
	claimFiles(s)
	for _, k := range Kinds {
		if k.Claim != nil {
			k.Claim(s)
		}
	}
}

// Reserved lists the addresses that carry no id.
func Reserved() []string {
	var out []string
	for _, k := range Kinds {
		out = append(out, k.Fixed...)
	}
	return out
}

// claimFiles gives addresses to the files that are copied.
func claimFiles(s *view.View) {
	if !s.Copies {
		return
	}
	for _, a := range s.Docs.Assets {
		if a.Path != s.People.Path { // it holds addresses and keys, which pages do not show either
			s.Addr.Files[a.Path] = s.Addr.File(s.Docs.Folder.Folder(), a.Path)
		}
	}
	for _, d := range s.Docs.Documents {
		if d.Data != nil && s.Addr.Files[d.Data.Path] == "" {
			s.Addr.Files[d.Data.Path] = s.Addr.File(s.Docs.Folder.Folder(), d.Data.Path)
		}
	}
}

// TableWords lists the words of the tables of this package, for those who look whether a language has them all.
func TableWords() []string {
	var out []string
	for _, part := range days.TrendParts {
		out = append(out, part.Series.Name)
	}
	out = append(append(out, loop.Steps[:]...), loop.Cause)
	for _, k := range partyKinds {
		out = append(out, k.title)
	}
	for _, term := range terms {
		out = append(out, term.Word, term.Meaning)
	}
	return out
}
