package witness_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/gittest"
	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/witness"
)

func on(s string) date.Date {
	d, err := date.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// repo is a project in a repository made by native git.
type repo struct{ gittest.Repo }

func newRepo(t *testing.T) repo { return repo{gittest.New(t)} }

// by is Ada on a day, or at an instant.
func by(when string) gittest.Run {
	if !strings.Contains(when, "T") {
		when += "T12:00:00Z"
	}
	return gittest.Run{Author: "Ada <ada@example.org>", When: when}
}

func (r repo) git(when string, args ...string) {
	r.Helper()
	r.Git(by(when), args...)
}

// write puts a document with some front matter into the work tree.
func (r repo) write(name, front string) {
	r.Helper()
	r.Write(map[string]string{"content/" + name: "---\n" + front + "\n---\nText of " + fmt.Sprint(time.Now().UnixNano()) + ".\n"})
}

// commit writes a document and commits it on a day.
func (r repo) commit(when, name, front string) {
	r.Helper()
	r.write(name, front)
	r.Commit(by(when), "change")
}

// read judges the acts of the work tree as of a day.
func (r repo) read(clock witness.Clock) (*witness.Book, *doc.Set) {
	r.Helper()
	reader := &doc.Reader{Folder: "content"}
	docs, err := reader.Load(context.Background(), os.DirFS(r.Dir), 1)
	if err != nil {
		r.Fatal(err)
	}
	log, err := history.Read(
		context.Background(),
		history.Options{Dir: r.Dir, Folder: "content", Reader: reader.Facts, Version: reader.FactsVersion()},
	)
	if err != nil {
		r.Fatal(err)
	}
	return witness.Read(docs, log, nil, clock), docs
}

const note = "id: N\ntype: guide\nstatus: approved\n"

func TestActsAgainstTheirLandings(t *testing.T) {
	t.Parallel()
	type step struct{ day, front string }
	for name, c := range map[string]struct {
		steps []step
		work  string // uncommitted front matter
		asOf  string
		want  witness.State
		known string
	}{
		"stated on its day":            {[]step{{"2026-03-01", "reviewed_on: 2026-03-01"}}, "", "2026-06-01", witness.Held, "2026-03-01"},
		"stated later":                 {[]step{{"2026-05-01", "reviewed_on: 2026-03-01"}}, "", "2026-06-01", witness.Held, "2026-05-01"},
		"a day ahead is within clocks": {[]step{{"2026-03-01", "reviewed_on: 2026-03-02"}}, "", "2026-06-01", witness.Held, "2026-03-01"},
		"two days ahead is not":        {[]step{{"2026-03-01", "reviewed_on: 2026-03-03"}}, "", "2026-06-01", witness.Impossible, ""},
		"ahead, and carried on later": {[]step{{"2026-03-01", "reviewed_on: 2026-04-01"}, {"2026-04-05",
			"reviewed_on: 2026-04-01\nowner: x"}}, "", "2026-06-01", witness.Held, "2026-04-05"},
		"ahead, carried on too early": {[]step{{"2026-03-01", "reviewed_on: 2026-04-01"}, {"2026-03-05",
			"reviewed_on: 2026-04-01\nowner: x"}}, "", "2026-06-01", witness.Impossible, ""},
		"ahead, taken back, stated anew": {[]step{{"2026-03-01", "reviewed_on: 2026-04-01"}, {"2026-03-05", "owner: x"}, {"2026-05-01",
			"reviewed_on: 2026-04-01"}}, "", "2026-06-01", witness.Held, "2026-05-01"},
		"ahead in a draft only": {[]step{{"2026-03-01", "status: draft\nreviewed_on: 2026-04-01"}, {"2026-04-02",
			"reviewed_on: 2026-04-01"}}, "", "2026-06-01", witness.Held, "2026-04-02"},
		"tomorrow":      {[]step{{"2026-06-01", "reviewed_on: 2026-06-02"}}, "", "2026-06-01", witness.NotYet, "2026-06-01"},
		"in the future": {[]step{{"2026-06-01", "reviewed_on: 2026-06-03"}}, "", "2026-06-01", witness.Future, ""},
		"work tree is the next commit": {[]step{{"2026-03-01", "owner: x"}}, "reviewed_on: 2026-05-30", "2026-06-01", witness.Held,
			"2026-06-01"},
		"ahead, work tree carries it on": {[]step{{"2026-03-01", "reviewed_on: 2026-05-30"}}, "reviewed_on: 2026-05-30", "2026-06-01",
			witness.Held, "2026-06-01"},
		"landed after the pinned day": {[]step{{"2026-07-01", "reviewed_on: 2026-05-30"}}, "", "2026-06-01", witness.Held, "2026-06-01"},
		"of before the first commit":  {[]step{{"2026-07-01", "reviewed_on: 2019-05-30"}}, "", "2026-08-01", witness.Held, "2026-07-01"},
		"years on either side":        {[]step{{"2026-03-01", "reviewed_on: 2096-05-30"}}, "", "2026-06-01", witness.Future, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			for _, s := range c.steps {
				front := note + s.front
				if strings.Contains(s.front, "status:") {
					front = strings.Replace(note, "status: approved\n", "", 1) + s.front
				}
				r.commit(s.day, "n.md", front)
			}
			if c.work != "" {
				r.write("n.md", note+c.work)
			}
			book, docs := r.read(witness.Clock{Day: on(c.asOf), Pinned: true})
			w := book.Act(docs.ByID("N"), doc.ReviewAct)
			if w.State != c.want || w.Known.String() != c.known {
				t.Errorf("state %d known %q; want %d %q", w.State, w.Known, c.want, c.known)
			}
			held := !book.LastReview(docs.ByID("N")).IsZero()
			if held != (c.want == witness.Held) {
				t.Errorf("counted as reviewed: %v", held)
			}
		})
	}
}

// TestMergeLandsLate: what was written on a branch is known from the merge, and by whom from its own commit.
func TestMergeLandsLate(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("2026-01-01", "other.md", "id: O\ntype: guide\nstatus: approved")
	r.git("2026-02-01", "checkout", "-q", "-b", "change")
	r.commit("2026-02-01", "n.md", note+"reviewed_on: 2026-02-01")
	r.git("2026-02-02", "checkout", "-q", "main")
	r.git("2026-04-01", "merge", "-q", "--no-ff", "-m", "Merge", "change")
	book, docs := r.read(witness.Clock{Day: on("2026-06-01")})
	w := book.Act(docs.ByID("N"), doc.ReviewAct)
	if w.Known != on("2026-04-01") || w.Earliest != on("2026-02-01") || w.By.Name != "Ada" || w.Imported || w.Late(date.Period{Days: 59}) || !w.Late(date.Period{Days: 58}) {
		t.Errorf("%+v", w)
	}
}

// TestImport: what the first documents bring along has no known author and is not late.
func TestImport(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("2026-01-01", "n.md", note+"reviewed_on: 2019-02-01")
	r.commit("2026-03-01", "m.md", "id: M\ntype: guide\nstatus: approved\nreviewed_on: 2019-02-01")
	book, docs := r.read(witness.Clock{Day: on("2026-06-01")})
	first, second := book.Act(docs.ByID("N"), doc.ReviewAct), book.Act(docs.ByID("M"), doc.ReviewAct)
	if !first.Imported || first.By.Name != "" || first.Late(date.Period{}) {
		t.Errorf("imported: %+v", first)
	}
	if second.Imported || second.By.Name != "Ada" || !second.Late(date.Period{Days: 31}) {
		t.Errorf("a late claim: %+v", second)
	}
}

// TestAgenda: the date of a record may be given ahead, before and after a commit, and counts from the first revision on or
// after that day.
func TestAgenda(t *testing.T) {
	t.Parallel()
	const agenda = "id: M\ntype: minutes\nstatus: approved\ndate: 2026-07-01"
	r := newRepo(t)
	r.write("m.md", agenda)
	for _, c := range []struct {
		do    func()
		asOf  string
		state witness.State
	}{
		{func() {}, "2026-06-01", witness.Announced},
		{func() { r.commit("2026-06-01", "m.md", agenda) }, "2026-06-02", witness.Announced},
		{func() {}, "2026-07-05", witness.Announced},
		{func() { r.commit("2026-07-02", "m.md", agenda) }, "2026-07-05", witness.Held},
	} {
		c.do()
		book, docs := r.read(witness.Clock{Day: on(c.asOf)})
		if w := book.Act(docs.ByID("M"), doc.RecordAct); w.State != c.state || book.Ahead(docs.ByID("M")) == (c.state == witness.Held) {
			t.Errorf("as of %s: state %d, ahead %v; want %d", c.asOf, w.State, book.Ahead(docs.ByID("M")), c.state)
		}
	}
}

// TestItems: an action is known again by its id, or by its text, wherever it stands in the list.
func TestItems(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	front := "id: M\ntype: minutes\nstatus: approved\ndate: 2026-01-05\nactions:\n"
	r.commit(
		"2026-01-05",
		"m.md",
		front+"  - {id: A1, text: One, closed_on: 2026-04-01}\n  - {text: Two, closed_on: 2026-01-04}\n  - {text: Three}",
	)
	r.commit(
		"2026-02-01",
		"m.md",
		front+"  - {text: Three}\n  - {text: Two, closed_on: 2026-01-04}\n  - {id: A1, text: One in other words, closed_on: 2026-04-01}",
	)
	book, docs := r.read(witness.Clock{Day: on("2026-06-01")})
	m := docs.ByID("M")
	items := m.Front.Get("actions").Items()
	if w := book.Closed(m, items[0]); w.State != witness.Unstated {
		t.Errorf("an open action: %+v", w)
	}
	if w := book.Closed(m, items[1]); w.State != witness.Held || w.Known != on("2026-01-05") {
		t.Errorf("moved in the list: %+v", w)
	}
	if w := book.Closed(m, items[2]); w.State != witness.Impossible {
		t.Errorf("closed ahead of its day: %+v", w)
	}
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		front, landed, from, to string
		ahead                   bool
	}{
		"a date": {"type: record\ndate: 2026-03-01", "2026-03-02", "", "2026-03-01", false},
		"a period that was over": {"type: report\ndate: 2026-04-05\nperiod: {from: 2026-01-01, to: 2026-03-31}", "2026-04-05",
			"2026-01-01", "2026-03-31", false},
		"a period that goes on": {"type: report\ndate: 2026-04-05\nperiod: {from: 2026-01-01, to: 2035-03-31}", "2026-04-05",
			"2026-01-01", "2026-04-05", false},
		"without a date, up to now": {"type: register\nperiod: {from: 2026-01-01, to: 2035-03-31}", "2026-04-05", "2026-01-01",
			"2026-06-01", false},
		"minutes speak of their day": {"type: minutes\ndate: 2026-04-05\nperiod: {from: 2026-01-01, to: 2026-03-31}", "2026-04-05", "",
			"2026-04-05", false},
		"dated ahead":                      {"type: minutes\ndate: 2026-05-05", "2026-04-05", "", "", true},
		"dated after the day of judgement": {"type: record\ndate: 2027-05-05", "2026-04-05", "", "", true},
		"a period that has not begun":      {"type: report\nperiod: {from: 2027-01-01, to: 2027-03-31}", "2026-04-05", "", "", true},
		"nothing":                          {"type: record", "2026-04-05", "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.commit(c.landed, "r.md", "id: R\nstatus: approved\n"+c.front)
			book, docs := r.read(witness.Clock{Day: on("2026-06-01")})
			span, ok := book.Evidence(docs.ByID("R"))
			if span.From.String() != c.from || span.To.String() != c.to || ok != (c.to != "") || book.Ahead(docs.ByID("R")) != c.ahead {
				t.Errorf("%s..%s %v, ahead %v", span.From, span.To, ok, book.Ahead(docs.ByID("R")))
			}
		})
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		day, at, landed string
		pinned, right   bool
	}{
		{"2026-06-01", "2026-05-01", "2026-05-01", false, true},
		{"2026-06-01", "2026-06-02", "2026-06-01", false, true}, // a zone ahead
		{"2026-06-01", "2026-06-03", "2026-06-01", false, false},
		{"2026-06-01", "2099-01-01", "2026-06-01", false, false},
		{"2026-06-01", "2099-01-01", "2026-06-01", true, true},
		{"2026-06-01", "1989-12-31", "2026-06-01", true, false},
		{"2026-06-01", "1990-01-01", "1990-01-01", true, true},
	} {
		landed, right := witness.Clock{Day: on(c.day), Pinned: c.pinned}.Landed(on(c.at))
		if landed.String() != c.landed || right != c.right {
			t.Errorf("%s, read on %s (pinned %v): landed %s, right %v", c.at, c.day, c.pinned, landed, right)
		}
	}
	if landed, right := (witness.Clock{Day: on("2026-06-01")}).Landed(date.Date{}); landed != on("2026-06-01") || right {
		t.Errorf("no time: landed %s, right %v", landed, right)
	}
}

// TestWithoutHistory takes acts at their word up to the day of judgement.
func TestWithoutHistory(t *testing.T) {
	t.Parallel()
	dir := repo{gittest.Repo{TB: t, Dir: t.TempDir()}}
	dir.write("n.md", note+"review_every: P1Y\nreviewed_on: 2026-03-01")
	book, docs := dir.read(witness.Clock{Day: on("2026-06-01")})
	n := docs.ByID("N")
	if got := book.ReviewDue(n); got != on("2027-03-01") {
		t.Errorf("due on %s", got)
	}
	if w := book.Act(n, doc.ReviewAct); !w.Known.IsZero() || w.State != witness.Held {
		t.Errorf("known since a day that nobody knows: %+v", w)
	}
	var none *witness.Book
	if got := none.ReviewDue(n); got != on("2027-03-01") {
		t.Errorf("without a book, due on %s", got)
	}
}

// TestReviewDue counts the interval from the last review, else from the approval.
func TestReviewDue(t *testing.T) {
	t.Parallel()
	for front, want := range map[string]string{
		"review_every: P1M\napproved_on: 2026-01-31":                                 "2026-02-28",
		"review_every: P1Y\napproved_on: 2026-01-31\nreviewed_on: 2026-03-31":        "2027-03-31",
		"review_every: P1Y\nreviewed_on: 2026-01-31\nreviews:\n  - {on: 2026-05-02}": "2027-05-02",
		"review_every: P1Y\napproved_on: 2026-01-31\nreviewed_on: 2031-03-31":        "2027-01-31", // a day to come
		"review_every: P1Y":       "",
		"approved_on: 2026-01-31": "",
	} {
		r := repo{gittest.Repo{TB: t, Dir: t.TempDir()}}
		r.write("n.md", note+front)
		book, docs := r.read(witness.Clock{Day: on("2026-06-01")})
		if got := book.ReviewDue(docs.ByID("N")).String(); got != want {
			t.Errorf("%q: due %q, want %q", front, got, want)
		}
	}
}

// TestHands tells who wrote down that somebody did something: the person, another one, or nobody knows.
func TestHands(t *testing.T) {
	t.Parallel()
	reg := &people.Register{People: []people.Person{{ID: "ada", Emails: []string{"Ada@Example.org"}}, {ID: "bea", Emails: []string{"bea@example.org"}}}}
	ada := history.Identity{Name: "Ada", Email: "ada@example.org"}
	for name, c := range map[string]struct {
		w    witness.Witness
		want witness.Hand
	}{
		"herself":                   {witness.Witness{Act: doc.Act{By: "ada"}, By: ada}, witness.OwnHand},
		"of somebody else":          {witness.Witness{Act: doc.Act{By: "bea"}, By: ada}, witness.OtherHand},
		"by somebody not listed":    {witness.Witness{Act: doc.Act{By: "ada"}, By: history.Identity{Email: "x@example.org"}}, witness.OtherHand},
		"of nobody":                 {witness.Witness{By: ada}, witness.Unnamed},
		"imported or not committed": {witness.Witness{Act: doc.Act{By: "ada"}}, witness.Unknown},
	} {
		if got := c.w.Hand(reg); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
