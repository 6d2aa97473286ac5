package site

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/machine"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/view"
	"clausebook/internal/witness"
)

// viewOf looks at a dossier as a site of it would, with every address claimed.
func viewOf(t *testing.T, d *dossier.Dossier) *view.View {
	t.Helper()
	p, err := newPlan(d, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p.View
}

// dueWords lists what is due, each as day, kind and id.
func dueWords(t *testing.T, d *dossier.Dossier) []string {
	t.Helper()
	var out []string
	for _, e := range viewOf(t, d).Due() {
		out = append(out, fmt.Sprint(e.Day, " ", e.What, " ", e.ID()))
	}
	return out
}

// with gives the sample with more documents, judged anew.
func with(t *testing.T, documents ...*doc.Document) *dossier.Dossier {
	d := sample(t)
	d.Docs = doc.NewSet("content", append(slices.Clone(d.Docs.Documents), documents...), d.Docs.Assets, nil)
	d.Acts = witness.Read(d.Docs, nil, nil, d.AsOf.Clock())
	return d
}

func TestWhatIsDue(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ front, want string }{
		"corrective action": {`{id: X, type: nonconformity, status: draft, owner: manager, raised_on: 2026-05-02, due: 2026-08-01}`,
			"2026-08-01 Corrective action X"},
		"closed": {`{id: X, type: nonconformity, status: approved, due: 2026-08-01, closed_on: 2026-05-20}`, ""},
		"closed on a day to come": {`{id: X, type: nonconformity, status: approved, due: 2026-08-01, closed_on: 2026-07-20}`,
			"2026-08-01 Corrective action X"},
		"withdrawn":           {`{id: X, type: nonconformity, status: withdrawn, due: 2026-08-01}`, ""},
		"improvement":         {`{id: X, type: improvement, status: in-review, due: 2026-08-02}`, "2026-08-02 Improvement X"},
		"contract that ends":  {`{id: X, type: contract, status: approved, ends_on: 2026-12-31}`, "2026-12-31 End of the term X"},
		"contract of before":  {`{id: X, type: contract, status: superseded, ends_on: 2026-12-31}`, ""},
		"announced minutes":   {`{id: X, type: minutes, status: draft, date: 2026-09-10}`, "2026-09-10 Announced record X"},
		"minutes of a day":    {`{id: X, type: minutes, status: approved, date: 2026-06-10}`, ""},
		"action":              {`{id: X, type: minutes, status: approved, actions: [{id: A, text: Do, due: 2026-08-03}]}`, "2026-08-03 Action X"},
		"action without day":  {`{id: X, type: minutes, status: approved, actions: [{id: A, text: Do}]}`, ""},
		"action of a retired": {`{id: X, type: minutes, status: withdrawn, actions: [{id: A, text: Do, due: 2026-08-03}]}`, ""},
		"action closed by somebody": {`{id: X, type: minutes, status: approved, actions: [{id: A, text: Do, due: 2026-08-03, closed_by: ann}]}`,
			""},
		"action closed on a day to come": {`{id: X, type: minutes, status: approved, actions: [{id: A, text: Do, due: 2026-08-03, ` +
			`closed_on: 2026-08-01}]}`, "2026-08-03 Action X"},
		"no date": {`{id: X, type: improvement, status: approved, due: soon}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, e := range dueWords(t, with(t, write(t, "content/x.md", c.front, "Text.\n"))) {
				if strings.HasSuffix(e, " X") {
					got = append(got, e)
				}
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("due is %q, want %q", got, c.want)
			}
		})
	}
}

// TestAcceptedGapStandsForItsDeadlines: while a gap is accepted, the review and the approval of a document that serves nothing
// else are put off; what falls due after the gap does is not.
func TestAcceptedGapStandsForItsDeadlines(t *testing.T) {
	t.Parallel()
	const accepted = "2026-12-31 Gap accepted by management until this day one-2018:demand-report"
	for name, c := range map[string]struct {
		also   string // another required document that it serves
		review string
		want   bool
	}{"until then": {"", "P1Y", false}, "and something else": {"scope", "P1Y", true}, "after that": {"", "P2Y", true}} {
		d := with(t, write(t, "content/x.md", `{id: X, type: report, status: approved, owner: manager, approved_on: 2025-05-01, review_every: `+
			c.review+`}`, "Text.\n"))
		uses := []trace.Use{}
		for _, item := range []string{"demand-report", c.also} {
			if item != "" {
				uses = append(uses, trace.Use{Ref: standard.Ref{Standard: "one-2018", Item: item}, Kind: standard.KindRequired, How: "fulfils"})
			}
		}
		d.Matrix = trace.NewMatrix(d.AsOf.Day, d.Matrix.Standards, map[doc.ID][]trace.Use{"X": uses})
		d.Awaited = []check.Awaited{{Document: d.Docs.ByID("X"), Until: day(t, "2026-07-03")}}
		got := dueWords(t, d)
		review := slices.ContainsFunc(got, func(e string) bool { return strings.HasSuffix(e, " Review X") })
		approval := slices.Contains(got, "2026-07-03 Approval X")
		if review != c.want || approval != (c.also != "") || !slices.Contains(got, accepted) {
			t.Errorf("%s: review due %v, want %v; approval due %v: %q", name, review, c.want, approval, got)
		}
	}
}

// TestAnExceptionEndsOnce, however many findings it excepts.
func TestAnExceptionEndsOnce(t *testing.T) {
	t.Parallel()
	d := sample(t)
	again := d.Excepted[0]
	again.Finding = diag.Finding{Rule: "FM001", Message: "a third thing"}
	d.Excepted = append(d.Excepted, again)
	n := 0
	for _, e := range dueWords(t, d) {
		if e == "2026-12-31 Exception ends POL-SCO" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the exception ends %d times", n)
	}
}

// TestEventsKeepTheirNames: an event is called the same whatever else comes and goes, and on another day of judgement.
func TestEventsKeepTheirNames(t *testing.T) {
	t.Parallel()
	two := func(first string) *dossier.Dossier {
		return with(t, write(t, "content/x.md", `{id: X, type: minutes, status: approved, actions: [`+first+
			`{text: Two, due: 2026-08-03}]}`, "Text.\n"))
	}
	names := func(d *dossier.Dossier) map[string]string {
		out, taken := map[string]string{}, map[string]bool{}
		for _, e := range machine.CalendarOf(viewOf(t, d)).Events {
			if taken[e.ID] {
				t.Errorf("two events are called %s", e.ID)
			}
			taken[e.ID] = true
			out[e.Summary+e.Description] = e.ID
		}
		return out
	}
	before, after := names(two("{text: One, due: 2026-08-03}, ")), two("")
	after.AsOf.Day = day(t, "2026-07-01")
	n := 0
	for what, id := range names(after) {
		if strings.HasPrefix(what, "Action") {
			n++
		}
		if before[what] != id {
			t.Errorf("%s was called %q and is %q", what, before[what], id)
		}
	}
	if n < 2 {
		t.Errorf("%d actions are due", n)
	}
}

// TestCalendarOfHostileTitles folds and escapes what would break the lines of a calendar.
func TestCalendarOfHostileTitles(t *testing.T) {
	t.Parallel()
	title := strings.Repeat("Überprüfung; Prüfung, \\\\ und Ähnliches ", 6) + "\\r\\nBEGIN:VEVENT"
	d := with(t, write(t, "content/x.md", `{id: X, title: "`+title+`", type: contract, status: approved, ends_on: 2026-12-31}`, "Text.\n"))
	src := render(t, planOf(t, d, Options{}))[machine.CalendarPath]
	if got, want := strings.Count(src, "\r\nBEGIN:VEVENT\r\n"), len(viewOf(t, d).Due()); got != want {
		t.Errorf("%d events begin, want %d", got, want)
	}
	for line := range strings.SplitSeq(src, "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || strings.Contains(line, "\uFFFD") {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
	if whole := strings.ReplaceAll(src, "\r\n ", ""); !strings.Contains(whole, `Überprüfung\; Prüfung\, \\ und Ähnliches`) {
		t.Errorf("the title is not escaped:\n%s", whole)
	}
}

// TestFeedsAreAtom holds both feeds against what RFC 4287 asks of a feed and of each entry.
func TestFeedsAreAtom(t *testing.T) {
	t.Parallel()
	type entry struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Links   []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
	}
	d := sample(t)
	d.Site.BaseURL = "https://sms.example.org/"
	pages := render(t, planOf(t, d, Options{}))
	ids := map[string]bool{}
	for at, least := range map[string]int{machine.FeedPath: 0, machine.DueFeedPath: 5} {
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			entry
			Author  []string `xml:"author>name"`
			Entries []entry  `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(pages[at]), &feed); err != nil {
			t.Errorf("%s: %v", at, err)
		}
		if len(feed.Author) != 1 || len(feed.Entries) < least || !strings.Contains(pages[at], `href="https://sms.example.org/`+at) {
			t.Errorf("%s has %d authors and %d entries, or not its own address", at, len(feed.Author), len(feed.Entries))
		}
		for _, e := range append(feed.Entries, feed.entry) {
			if ids[e.ID] || !strings.HasPrefix(e.ID, "tag:") || e.Title == "" || len(e.Updated) != len("2026-01-01T00:00:00Z") ||
				e.Updated > d.AsOf.Day.AddDays(1).String() || len(e.Links) == 0 || e.Links[0].Href == "" {
				t.Errorf("%s: %+v", at, e)
			}
			ids[e.ID] = true
		}
	}
}
