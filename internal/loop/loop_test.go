package loop

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"clausebook/internal/aims"
	"clausebook/internal/date"
	"clausebook/internal/doc"
)

// read reads documents, each given as `ID type: front matter in flow form`, with a text behind ` // `.
func read(t testing.TB, day string, documents ...string) *Book {
	t.Helper()
	files := fstest.MapFS{}
	for _, all := range documents {
		all, text, _ := strings.Cut(all, " // ")
		id, rest, _ := strings.Cut(all, " ")
		kind, front, _ := strings.Cut(rest, ": ")
		if !strings.Contains(front, "status: ") {
			front += ", status: approved"
		}
		files["content/"+id+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\n{id: %s, type: %s, owner: o, %s}\n---\n%s\n", id, kind, front, text)}
	}
	set, err := (&doc.Reader{Folder: "content"}).Load(t.Context(), files, 1)
	if err != nil {
		t.Fatal(err)
	}
	on, err := date.Parse(day)
	if err != nil {
		t.Fatal(err)
	}
	return Read(Source{Day: on, Docs: set, Aims: aims.Read(on, set, nil), Due: func(d *doc.Document) date.Date { return d.Day("due") }})
}

// told writes the cases of a book, one a line.
func told(b *Book) string {
	var lines []string
	for _, c := range b.All() {
		steps := ""
		for _, s := range c.Steps {
			steps += " " + string(s.State)
		}
		lines = append(lines, fmt.Sprintf("%s %s:%s; %s", c.Name(), c.State, steps, c.Why))
	}
	return strings.Join(lines, "\n")
}

func TestCases(t *testing.T) {
	t.Parallel()
	const raised = "I improvement: raised_on: 2026-01-10"
	for name, c := range map[string]struct {
		docs []string
		want string
	}{
		"raised lately":     {[]string{"I improvement: raised_on: 2026-05-10"}, "I open: done open open open; "},
		"nobody decided":    {[]string{raised}, "I stuck: done stuck open open; raised on 2026-01-10, and nothing says what was decided"},
		"the day counts":    {[]string{"I improvement: raised_on: 2026-03-01"}, "I open: done open open open; "},
		"approved, no day":  {[]string{raised + ", decision: approved, decided_on: 2026-02-01"}, "I stuck: done done stuck open; approved, and nothing says by when it is done"},
		"approved with day": {[]string{raised + ", decision: approved, decided_on: 2026-02-01, due: 2026-12-01"}, "I open: done done open open; "},
		"rejected":          {[]string{raised + ", decision: rejected, decided_on: 2026-02-01"}, "I declined: done done unsaid unsaid; "},
		"parked and over": {[]string{raised + ", decision: parked, decided_on: 2026-02-01, due: 2026-05-01"},
			"I stuck: done stuck unsaid unsaid; parked until 2026-05-01, and not decided again"},
		"an action is late": {[]string{raised + ", decision: approved, decided_on: 2026-02-01, due: 2026-12-01, actions: [{id: A-1, text: Do, due: 2026-04-01}]"},
			"I stuck: done done stuck open; the action A-1 was due on 2026-04-01"},
		"closed without a word": {[]string{raised + ", closed_on: 2026-05-01"}, "I stuck: done open done stuck; closed on 2026-05-01, and nothing says what came of it"},
		"closed with a result":  {[]string{raised + ", closed_on: 2026-05-01, result: Good"}, "I done: done open done done; "},
		"time for measuring": {[]string{raised + ", closed_on: 2026-05-01, benefits: [{id: B-1, text: T, better: lower, target: 1}]"},
			"I open: done open done open; "},
		"measured, not met": {[]string{raised + ", closed_on: 2026-05-01, benefits: [{id: B-1, text: T, better: lower, target: 1}], measured: [{of: B-1, value: 2, period: 2026-05}]"},
			"I done: done open done done; "},
		"a nonconformity without a cause": {[]string{"N nonconformity: grade: minor, raised_on: 2026-01-10"},
			"N stuck: done stuck open open; raised on 2026-01-10, and no cause is given"},
		"a nonconformity that had its effect": {[]string{"N nonconformity: grade: minor, raised_on: 2026-01-10, root_cause: C, closed_on: 2026-04-01, effectiveness: E"},
			"N done: done done done done; "},
		"nobody took it up": {[]string{"A audit-report: date: 2026-01-10, auditors: [x], audit_findings: [{id: F-1, grade: opportunity, text: T}]"},
			"A#F-1 stuck: done stuck unsaid unsaid; found on 2026-01-10, and nothing says what was decided about it"},
		"somebody spoke of it": {[]string{"A audit-report: date: 2026-01-10, auditors: [x], audit_findings: [{id: F-1, grade: opportunity, text: T}]",
			"M minutes: date: 2026-02-01, chair: x, attendees: [x] // F-1 was declined."}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := told(read(t, "2026-06-01", c.docs...)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestAnswersJoin: a missed objective is a case until something answers it, by whichever name.
func TestAnswersJoin(t *testing.T) {
	t.Parallel()
	plan := "P plan: objectives: [{id: O-1, text: T, better: higher, target: 5, due: 2026-03-31}], measured: [{of: O-1, value: 4, period: 2026-Q1}]"
	for answers, want := range map[string]int{"": 1, ", answers: [O-1]": 0, ", answers: [P#O-1]": 0, ", answers: [P]": 1, ", answers: [O-2]": 1} {
		b := read(t, "2026-06-01", plan, "I improvement: raised_on: 2026-05-10"+answers)
		n := 0
		for _, c := range b.Stuck() {
			if c.Kind == Missed {
				n++
			}
		}
		if n != want {
			t.Errorf("%q: %d missed objectives that nobody answers, not %d", answers, n, want)
		}
		if unknown := len(b.Unknown); (unknown == 1) != strings.Contains(answers, "O-2") {
			t.Errorf("%q: %d unknown names", answers, unknown)
		}
	}
}
