package demo

import (
	"context"
	"strings"
	"testing"

	example "clausebook"
	"clausebook/internal/date"
	"clausebook/internal/doc"
)

var spring = knowledge{
	day:     date.New(2026, 4, 1),
	since:   map[doc.ID]date.Date{"REP-MON-2026Q1": date.New(2026, 4, 20), "PRC-INC": date.New(2025, 2, 24)},
	tickets: map[string]date.Date{"HB-2026-02117": date.New(2026, 5, 14), "HB-2026-00217": date.New(2026, 1, 14)},
}

// TestRecallLeavesOutWhatNobodyKnew: sentences, rows and references that tell of later days go, what plans stays.
func TestRecallLeavesOutWhatNobodyKnew(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ body, want string }{
		{"It was revised on 9 June 2026. It binds all.\n", "It binds all.\n"},
		{"The review is due by 2026-06-30. It binds all.\n", "The review is due by 2026-06-30. It binds all.\n"},
		{"After HB-2026-02117 a rule came. After HB-2026-00217 another.\n", "After HB-2026-00217 another.\n"},
		{"Results ([[REP-MON-2026Q1]]) and incidents ([[PRC-INC]]).\n", "Results and incidents ([[PRC-INC]]).\n"},
		{"- [[REP-MON-2026Q1]]: results\n- [[PRC-INC]]: incidents\n", "- [[PRC-INC]]: incidents\n"},
		{
			"| No. | Due | Done |\n|---|---|---|\n| 1 | 2026-06-30 | 2026-06-16 |\n",
			"| No. | Due | Done |\n|---|---|---|\n| 1 | 2026-06-30 | open |\n",
		},
		{
			"| Date | Change |\n|---|---|\n| 2026-02-01 | one |\n| 2026-05-01 | two |\n",
			"| Date | Change |\n|---|---|\n| 2026-02-01 | one |\n",
		},
		{"| Date | Change |\n|---|---|\n| 2026-05-01 | two |\n", "\n"},
		{"## Review of 9 October 2026\n\nNine entries.\n", "## Review\n\nNine entries.\n"},
		{"Taken up by the manager, done 2026-05-14.\n", "\n"},
		{"2026-10-20, 10:00. The customer got these minutes.\n", "2026-10-20, 10:00. The customer got these minutes.\n"},
		{
			"Actions were followed up until 2026-08-12. All actions of October are closed.\n",
			"All actions of October are closed.\n",
		},
		{
			"```mermaid\nA --> B\n```\n\nThe storage split of July 2026 is done. It stands.\n",
			"```mermaid\nA --> B\n```\n\nIt stands.\n",
		},
	} {
		if got := spring.recall(c.body, nil); got != c.want {
			t.Errorf("recall(%q) = %q, want %q", c.body, got, c.want)
		}
	}
}

// TestRecallIsDoneOnce: what is left could be known, so a second look finds nothing more; and it never knows more later.
func TestRecallIsDoneOnce(t *testing.T) {
	t.Parallel()
	s, err := load(context.Background(), example.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range s.set.Documents {
		_, body := split(string(d.Source))
		short := 0
		for _, day := range []date.Date{date.New(2025, 1, 1), date.New(2026, 3, 1), date.New(2026, 8, 1), date.New(2030, 1, 1)} {
			k := knowledge{day: day, since: s.since, tickets: s.tickets}
			once := k.recall(body, nil)
			if twice := k.recall(once, nil); twice != once {
				t.Errorf("%s on %s: a second look leaves out more", d.ID, day)
			}
			if n := strings.Count(once, "\n"); n < short {
				t.Errorf("%s knows less on %s than before", d.ID, day)
			} else {
				short = n
			}
			if day.Year() == 2030 && strings.TrimSpace(once) != strings.TrimSpace(strings.ReplaceAll(body, "\n\n\n", "\n\n")) {
				t.Errorf("%s: in 2030 something is left out that had happened", d.ID)
			}
		}
	}
}

// TestClaimsWaitForTheirDay: reviews and closures enter the front matter when they happen.
func TestClaimsWaitForTheirDay(t *testing.T) {
	t.Parallel()
	const head = "---\nid: NC-1\napproved_on: 2026-03-01\n"
	const closure = "closed_on: 2026-07-01\nresult: good\neffectiveness: it\n  works\n"
	const action = ", closed_on: 2026-05-11,\n  closed_by: a.b"
	const text = head + "reviewed_on: 2026-06-01\nactions:\n- {id: A, due: 2026-05-15" + action + "}\n" + closure + "---\n\nText.\n"
	unread := strings.NewReplacer("2026-06-01", "2026-03-01", closure, "")
	for day, want := range map[date.Date]string{
		date.New(2026, 4, 1):  strings.Replace(unread.Replace(text), action, "", 1),
		date.New(2026, 5, 11): unread.Replace(text),
		date.New(2026, 7, 1):  text,
	} {
		if got := claimed(text, day); got != want {
			t.Errorf("on %s:\n%s\nwant:\n%s", day, got, want)
		}
	}
}

// TestAnEditThatDoesNotFitIsAMistake: former versions are told by edits that each fit once.
func TestAnEditThatDoesNotFitIsAMistake(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"nothing of it", "twice and twice"} {
		if _, err := (former{version: "1.0", edits: []edit{{now: "twice", then: "once"}}}).unwrite("A", text); err == nil {
			t.Errorf("an edit was made in %q", text)
		}
	}
}
