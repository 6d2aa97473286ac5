package site

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/ledger"
	"clausebook/internal/trust"
)

// TestPeriodPages holds the numbers of a period against its lists.
func TestPeriodPages(t *testing.T) {
	pages := render(t, planOf(t, sample(t), Options{Source: sampleTree()}))
	for at, wants := range map[string][]string{
		"periods.html":              {`href="periods/p1.html"`, "2026-01-01", "2026-06-30"},
		"periods/p1.html":           {"181 days", "1 approval<", "2 reviews", "Clauses that require a document but have none"},
		"periods/p1-versions.html":  {"POL-SCO", "Bob Boss", "2026-01-10"},
		"periods/p1-approvals.html": {"POL-SCO", "Bob Boss", "2026-01-10"},
		"periods/p1-reviews.html":   {"POL-SCO"},
		"periods/p1-late.html":      {"POL-SCO", "Held late"},
		"periods/p1-documents.html": {"PLN-X"},
		"periods/p1-clauses.html":   {"8.5"},
		"reviews.html":              {`href="periods.html"`},
	} {
		for _, want := range wants {
			if !strings.Contains(pages[at], want) {
				t.Errorf("%s lacks %q", at, want)
			}
		}
	}
	if strings.Contains(pages["periods/p1-versions.html"], "2025-01-09") {
		t.Error("an approval of the year before stands in the period")
	}
}

func TestNoPeriods(t *testing.T) {
	d := sample(t)
	d.Site.Periods = nil
	pages := render(t, planOf(t, d, Options{}))
	for at := range pages {
		if strings.HasPrefix(at, "period") {
			t.Errorf("%s stands there without a period", at)
		}
	}
	if strings.Contains(pages["reviews.html"], "periods") {
		t.Error("the menu leads to periods that are not there")
	}
}

// TestPeriodsOfHostileNames plans periods whose ids would collide with each other or with lists of another one.
func TestPeriodsOfHostileNames(t *testing.T) {
	d := sample(t)
	from, to := day(t, "2026-01-01"), day(t, "2026-06-30")
	d.Site.Periods = []dossier.Period{{ID: "a", From: from, To: to}, {ID: "A", From: from, To: to}, {ID: "a-versions", From: from},
		{ID: "../x", Name: "<b>", From: day(t, "2027-01-01"), To: day(t, "2027-12-31")}}
	crawl(t, render(t, planOf(t, d, Options{Source: sampleTree()})))
}

// TestLongPeriod keeps pages within bounds when everything was approved in one period.
func TestLongPeriod(t *testing.T) {
	d := sample(t)
	given := map[doc.ID][]ledger.Version{}
	for i := range 400 {
		id := doc.ID(fmt.Sprintf("POL-%03d", i))
		d.Docs.Documents = append(d.Docs.Documents, write(t, fmt.Sprintf("content/more/%03d.md", i),
			fmt.Sprintf(`{id: %s, title: Policy of a long name with the number %d, type: policy, version: "1.0", status: approved, `+
				`owner: manager, approved_on: 2026-02-01, review_every: P1M, covers: [4.1]}`, id, i), "Text.\n"))
		given[id] = []ledger.Version{{Document: id, Version: "1.0", On: day(t, "2026-02-01"), Grade: ledger.Merge,
			Approver: trust.Person{ID: "bob", Name: "Bob Boss"}}}
	}
	d.Docs = doc.NewSet(d.Docs.Folder, d.Docs.Documents, d.Docs.Assets, nil)
	d.Approvals = ledger.NewLedger(ledger.Declared, given)
	pages := render(t, planOf(t, d, Options{Source: sampleTree()}))
	rows := 0
	for at, src := range pages {
		if !strings.HasPrefix(at, "periods/") {
			continue
		}
		if len(src) > 100_000 {
			t.Errorf("%s has %d bytes", at, len(src))
		}
		if strings.HasPrefix(at, "periods/p1-versions") {
			rows += strings.Count(src, "<tr><td>")
		}
	}
	if rows != 400 {
		t.Errorf("%d approvals on the pages of the period, want 400", rows)
	}
}
