package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
)

// MonthName gives a month in words and as the short form under a column.
func (s *View) MonthName(first date.Date) (name, label string) {
	return s.month(first.Month()) + " " + strconv.Itoa(first.Year()), fmt.Sprintf("%04d-%02d", first.Year(), int(first.Month()))
}

// ActivityMonths is how far the home page looks back.
const ActivityMonths = 12

// MonthActivity is what a month brought: revisions of documents, and approvals that count, the newest first.
type MonthActivity struct {
	Revisions []Change
	Approvals []ledger.Version
}

// activity is that of the last months, the newest last.
type activity [ActivityMonths]MonthActivity

// activityOf goes over every revision and every approval; the site does so once.
func activityOf(documents []*doc.Document, revisions func(path string) []history.Revision, l *ledger.Ledger, day date.Date) activity {
	var a activity
	of := func(on date.Date) *MonthActivity {
		i := ActivityMonths - 1 + 12*(on.Year()-day.Year()) + int(on.Month()) - int(day.Month())
		if on.IsZero() || i < 0 || i >= ActivityMonths {
			return nil
		}
		return &a[i]
	}
	seen := map[doc.ID]bool{}
	for _, d := range documents {
		for _, r := range revisions(d.Path) {
			if r.Commit == nil {
				continue
			}
			if m := of(r.Commit.Committer.Day()); m != nil {
				m.Revisions = append(m.Revisions, Change{d, r})
			}
		}
		if seen[d.ID] {
			continue
		}
		seen[d.ID] = true
		for _, v := range l.Versions(d.ID) {
			if m := of(v.On); m != nil && v.Counts(l.Least) {
				m.Approvals = append(m.Approvals, v)
			}
		}
	}
	for i := range a {
		slices.SortStableFunc(a[i].Revisions, func(a, b Change) int {
			return newestFirst(a.Revision.Commit, b.Revision.Commit, a.Document, b.Document)
		})
		slices.SortStableFunc(a[i].Approvals, func(v, w ledger.Version) int {
			return cmp.Or(w.On.Compare(v.On), cmp.Compare(v.Document, w.Document))
		})
	}
	return a
}
