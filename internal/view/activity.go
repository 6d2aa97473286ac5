package view

import (
	"fmt"
	"strconv"
	"time"

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

// activity counts, for each of the last months, the newest last, revisions of documents and approvals that count.
type activity struct{ Revisions, Approvals [ActivityMonths]int }

// activityOf counts over every revision and every approval; the site does so once.
func activityOf(documents []*doc.Document, revisions func(path string) []history.Revision, l *ledger.Ledger, day date.Date) activity {
	var a activity
	add := func(to *[ActivityMonths]int, year int, month time.Month) {
		if i := ActivityMonths - 1 + 12*(year-day.Year()) + int(month) - int(day.Month()); i >= 0 && i < ActivityMonths {
			to[i]++
		}
	}
	for _, d := range documents {
		for _, r := range revisions(d.Path) {
			if r.Commit != nil {
				if day := r.Commit.Committer.Day(); !day.IsZero() {
					add(&a.Revisions, day.Year(), day.Month())
				}
			}
		}
		for _, v := range l.Versions(d.ID) {
			if v.Counts(l.Least) {
				add(&a.Approvals, v.On.Year(), v.On.Month())
			}
		}
	}
	return a
}
