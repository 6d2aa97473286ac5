package approval

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/trust"
)

// A text in review counts once evidence from elsewhere approves this very text; the lines beside it approve nothing.
func TestInReview(t *testing.T) {
	t.Parallel()
	const approve = "Merge it\n\nApproved-by: " + bea
	yes := ruling{"1.0", "bea", "change-manager", "trailer", "", true}
	for name, c := range map[string]struct {
		do     func(r *testRepo)
		want   []ruling
		status doc.Status
	}{
		"with a trailer": {func(r *testRepo) {
			r.commit(ada, approve, page("1.0", "in-review", "Text.", byChangeManager))
		}, []ruling{yes}, doc.Approved},
		"without evidence": {func(r *testRepo) {
			r.commit(ada, "Ask", page("1.0", "in-review", "Text.", byChangeManager))
		}, nil, doc.InReview},
		"with lines alone": {func(r *testRepo) {
			r.commit(bea, "Ask", page("1.0", "in-review", "Text.", byChangeManager, "approved_by: bea", "approved_on: 2024-05-03"))
		}, nil, doc.InReview},
		"with a trailer of its author": {func(r *testRepo) {
			r.commit(ada, "Ask\n\nApproved-by: "+ada, page("1.0", "in-review", "Text.", byChangeManager))
		}, nil, doc.InReview},
		"with a trailer without the role": {func(r *testRepo) {
			r.commit(ada, "Ask\n\nApproved-by: "+dan, page("1.0", "in-review", "Text.", byChangeManager))
		}, nil, doc.InReview},
		"a draft with a trailer": {func(r *testRepo) {
			r.commit(ada, approve, page("1.0", "draft", "Text.", byChangeManager))
		}, nil, doc.Draft},
		"another text after it": {func(r *testRepo) {
			r.commit(ada, approve, page("1.0", "in-review", "Text.", byChangeManager))
			r.commit(ada, "Write on", page("1.0", "in-review", "Other text.", byChangeManager))
		}, []ruling{yes}, doc.InReview},
		"another text in the work tree": {func(r *testRepo) {
			r.commit(ada, approve, page("1.0", "in-review", "Text.", byChangeManager))
			r.write(page("1.0", "in-review", "Other text.", byChangeManager))
		}, []ruling{yes}, doc.InReview},
		"the same text, written otherwise": {func(r *testRepo) {
			r.commit(ada, approve, page("1.0", "in-review", "Text.", byChangeManager))
			r.commit(ada, "Reformat", page("1.0", "in-review", "*Text.*", byChangeManager, "tags: [x]"))
		}, []ruling{yes}, doc.Approved},
		"by a commit that names it": {func(r *testRepo) {
			r.commit(ada, "Ask", page("1.0", "in-review", "Text.", byChangeManager))
			r.commit(cy, "Approve\n\nDocument: POL-CHG 1.0\nApproved-by: "+bea, nil)
		}, []ruling{yes}, doc.Approved},
		"on a branch that went on": {func(r *testRepo) {
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, approve, page("1.0", "in-review", "Text.", byChangeManager))
			r.commit(ada, "Write on", page("1.0", "in-review", "Other text.", byChangeManager))
			r.git(ada, "checkout", "-q", "main")
			r.merge(cy, "change", "Merge it")
		}, nil, doc.InReview},
		"then taken back": {func(r *testRepo) {
			r.commit(ada, approve, page("1.0", "in-review", "Text.", byChangeManager))
			r.commit(dan, "Withdraw", page("1.0", "in-review", "Text.", byChangeManager,
				"withdrawn: [{version: \"1.0\", from: 2024-05-04, by: bea, reason: It is wrong.}]"))
		}, []ruling{{"1.0", "bea", "change-manager", "trailer", "AP020!", false}}, doc.Withdrawn},
		"then said to be approved": {func(r *testRepo) {
			r.commit(ada, approve, page("1.0", "in-review", "Text.", byChangeManager))
			r.commit(ada, "Say so", page("1.0", "approved", "Text.", byChangeManager))
		}, []ruling{yes, yes}, doc.Approved},
		"then said to be approved, with another text": {func(r *testRepo) {
			r.commit(ada, approve, page("1.0", "in-review", "Text.", byChangeManager))
			r.commit(ada, "Say so", page("1.0", "approved", "Other text.", byChangeManager))
		}, []ruling{{"1.0", "", "", "none", "AP007!", false}, yes}, doc.Approved},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			c.do(r)
			r.want(c.want...)
			in := r.input()
			if got := Judge(in).Status(in.Docs.ByID("POL-CHG")); got != c.status {
				t.Errorf("status %s, want %s", got, c.status)
			}
		})
	}
}

func TestWithdrawal(t *testing.T) {
	t.Parallel()
	const (
		approve = "Approve\n\nApproved-by: " + bea
		entry   = "withdrawn: [{version: \"1.0\", from: 2024-05-04, by: bea, reason: It is wrong.}]"
		later   = "withdrawn: [{version: \"1.0\", from: 2025-01-01, by: bea, reason: It is wrong.}]"
	)
	yes := ruling{"1.0", "bea", "change-manager", "trailer", "", true}
	gone := ruling{"1.0", "bea", "change-manager", "trailer", "AP020!", false}
	approved := func(more ...string) map[string]string {
		return page("1.0", "approved", "Text.", append([]string{byChangeManager}, more...)...)
	}
	for name, c := range map[string]struct {
		do       func(r *testRepo)
		want     []ruling
		status   doc.Status
		findings string // words of them
	}{
		"takes it back":    {func(r *testRepo) { r.commit(dan, "Withdraw", approved(entry)) }, []ruling{gone}, doc.Withdrawn, ""},
		"in the work tree": {func(r *testRepo) { r.write(approved(entry)) }, []ruling{gone}, doc.Withdrawn, ""},
		"of another version": {func(r *testRepo) { r.commit(dan, "Withdraw", approved(strings.Replace(entry, "1.0", "1.1", 1))) },
			[]ruling{yes}, doc.Approved, "version 1.1 was never approved"},
		"to come": {func(r *testRepo) { r.commit(dan, "Withdraw", approved(later)) }, []ruling{yes}, doc.Approved, "ends on 2024-12-31"},
		"to come, then called off": {func(r *testRepo) {
			r.commit(dan, "Withdraw", approved(later))
			r.commit(dan, "Call off", approved())
		}, []ruling{yes}, doc.Approved, ""},
		"taken out again": {func(r *testRepo) {
			r.commit(dan, "Withdraw", approved(entry))
			r.commit(ada, "Tidy", approved())
		}, []ruling{gone}, doc.Withdrawn, "taken out by Ada Author on 2024-05-05, but it stands"},
		"taken out in the work tree": {func(r *testRepo) {
			r.commit(dan, "Withdraw", approved(entry))
			r.write(approved())
		}, []ruling{gone}, doc.Withdrawn, "taken out by"},
		"approved again, by lines": {func(r *testRepo) {
			r.commit(dan, "Withdraw", approved(entry))
			r.commit(bea, "Approve again", approved(entry, "approved_by: bea", "approved_on: 2024-05-05"))
		}, []ruling{{"1.0", "bea", "change-manager", "own-hand", "", true}, gone}, doc.Approved, ""},
		"approved again, by a trailer": {func(r *testRepo) {
			r.commit(dan, "Withdraw", approved(entry))
			r.commit(cy, "Approve again\n\nDocument: POL-CHG 1.0\nApproved-by: "+bea, nil)
		}, []ruling{yes, gone}, doc.Approved, ""},
		"reaching back before the approval": {func(r *testRepo) {
			r.commit(dan, "Withdraw", approved(strings.Replace(entry, "2024-05-04", "2024-05-01", 1)))
		}, []ruling{gone}, doc.Withdrawn, "was approved only later"},
		"another version after it": {func(r *testRepo) {
			r.commit(dan, "Withdraw", approved(entry))
			r.commit(ada, approve, page("1.1", "approved", "Other text.", byChangeManager, entry))
		}, []ruling{{"1.1", "bea", "change-manager", "trailer", "", true}, gone}, doc.Approved, ""},
		"without a day": {func(r *testRepo) {
			r.commit(dan, "Withdraw", approved("withdrawn: [{version: \"1.0\", by: bea, reason: It is wrong.}]"))
		}, []ruling{yes}, doc.Approved, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.clock = date.New(2024, 6, 1)
			r.commit(ada, approve, approved())
			c.do(r)
			versions := r.want(c.want...)
			if last := versions[len(versions)-1]; last.VoidedBy() != nil && (last.Until.IsZero() || !last.Counted(ledger.Declared)) {
				t.Errorf("it counted until %q: %v", last.Until, last.Counted(ledger.Declared))
			}
			in := r.input()
			l := Judge(in)
			if got := l.Status(in.Docs.ByID("POL-CHG")); got != c.status {
				t.Errorf("status %s, want %s", got, c.status)
			}
			var said []string
			for _, f := range l.Findings {
				said = append(said, f.Message)
			}
			if all := strings.Join(said, "\n"); c.findings == "" && all != "" || !strings.Contains(all, c.findings) {
				t.Errorf("findings %q, want %q", all, c.findings)
			}
		})
	}
}

// commitWords are the ways in which messages name a commit, or one to come.
var commitWords = regexp.MustCompile(`\s*(?:in a change that is not committed|\(commit [0-9a-f]{12}\)|(?:by )?commit [0-9a-f]{12}|` +
	`the change|, which is not committed,)`)

// plainly gives what is said of all versions, without the names of commits.
func plainly(l *ledger.Ledger) []string {
	var out []string
	for _, v := range l.Versions("POL-CHG") {
		out = append(out, fmt.Sprintf("%+v %s %s", rulingOf(v, l.Least), v.On, v.Authors))
		for _, d := range v.Verdicts {
			out = append(out, fmt.Sprintf("%s %s", d.Rule, commitWords.ReplaceAllString(d.Message.String(), "")))
		}
	}
	for _, f := range l.Findings {
		out = append(out, fmt.Sprintf("%s %s %s", f.Rule, f.Pos.File, commitWords.ReplaceAllString(f.Message, "")))
	}
	slices.Sort(out)
	return out
}

// What is judged of the work tree is what is judged once it is committed, by whoever git says works here.
func TestBeforeIsAfterTheCommit(t *testing.T) {
	t.Parallel()
	people := []string{ada, bea, cy, dan}
	for seed := range uint64(16) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 20))
			r := newRepo(t)
			r.commit(ada, "Start", with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", peopleFile))
			for range 4 {
				who := people[rnd.IntN(len(people))]
				r.write(someChange(rnd, date.Of(r.day)))
				next := r.day.AddDate(0, 0, 1)
				r.clock = date.Of(next)
				in := r.input()
				in.Next = &trust.Next{Author: trust.ParseIdentity(who)}
				before := plainly(Judge(in))
				message := "Change"
				r.commit(who, message, nil)
				in = r.input()
				in.Next = &trust.Next{Author: trust.ParseIdentity(who)}
				if diff := cmp.Diff(before, plainly(Judge(in))); diff != "" {
					t.Fatalf("by %s on %s (-before +after):\n%s", who, r.day.Format(time.DateOnly), diff)
				}
				if rnd.IntN(3) == 0 {
					r.commit(cy, "Approve\n\nDocument: POL-CHG\nApproved-by: "+people[rnd.IntN(len(people))], nil)
				}
			}
		})
	}
}

// someChange makes a change of the document, its front matter, the people or the rules.
func someChange(rnd *rand.Rand, day date.Date) map[string]string {
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	more := []string{byChangeManager}
	if rnd.IntN(2) == 0 {
		more = append(more, "approved_by: "+pick("ada", "bea", "cy", "dan", "_tbd_"),
			"approved_on: "+day.AddDays(rnd.IntN(4)-1).String())
	}
	if rnd.IntN(5) == 0 {
		more = append(more, fmt.Sprintf("withdrawn: [{version: %q, from: %s, by: bea, reason: Wrong.}]", pick("1.0", "1.1"),
			day.AddDays(rnd.IntN(3)-1)))
	}
	files := page(pick("1.0", "1.0", "1.1"), pick("draft", "in-review", "approved", "approved"), pick("Text.", "*Text.*", "Other text."), more...)
	switch rnd.IntN(6) {
	case 0:
		files["content/people.yaml"] = strings.Replace(peopleFile, "person: bea", "person: "+pick("ada", "dan", "bea"), 1)
	case 1:
		files["clausebook.yaml"] = "approval: {least_grade: " + pick("declared", "own-hand", "trailer") + "}\n"
	}
	return files
}

// A document that is moved in the work tree keeps its history, and a merge in progress the authors of its branch.
func TestNextOfMovesAndMerges(t *testing.T) {
	t.Parallel()
	declared := []string{byChangeManager, "approved_by: bea", "approved_on: 2024-05-03"}
	t.Run("move", func(t *testing.T) {
		r := start(t)
		r.commit(bea, "Approve", page("1.0", "approved", "Text.", declared...))
		before := plainly(r.judge())
		r.must(os.Rename(r.dir+"/content/policies/change.md", r.dir+"/content/change.md"))
		in := r.input()
		in.Next = &trust.Next{Author: trust.ParseIdentity(cy)}
		if diff := cmp.Diff(before, plainly(Judge(in))); diff != "" {
			t.Errorf("moved (-before +after):\n%s", diff)
		}
	})
	t.Run("unknown author", func(t *testing.T) {
		r := start(t)
		r.write(page("1.0", "approved", "Other text.", declared...))
		in := r.input()
		in.Next = &trust.Next{}
		l := Judge(in)
		if len(l.Findings) != 1 || l.Findings[0].Rule != ledger.RuleAnonymous || l.Next == nil {
			t.Errorf("findings %v, next %v", l.Findings, l.Next)
		}
		r.commit(ada, "Commit", nil)
		in = r.input()
		in.Next = &trust.Next{}
		if l := Judge(in); len(l.Findings) > 0 || l.Next != nil {
			t.Errorf("clean: findings %v, next %v", l.Findings, l.Next)
		}
	})
	t.Run("merge", func(t *testing.T) {
		r := start(t)
		r.git(ada, "checkout", "-q", "-b", "change")
		r.commit(bea, "Write", page("1.1", "in-review", "Other text.", byChangeManager))
		branch := r.head()
		r.git(ada, "checkout", "-q", "main")
		r.commit(ada, "Beside", map[string]string{"notes.txt": "x"})
		r.git(dan, "merge", "-q", "--no-ff", "--no-commit", "change")
		r.write(page("1.1", "approved", "Other text.", byChangeManager, "approved_by: bea", "approved_on: "+date.Of(r.day).String()))
		r.clock = date.Of(r.day).AddDays(1)
		in := r.input()
		in.Next = &trust.Next{Author: trust.ParseIdentity(dan), Merged: r.logs(branch)}
		before := plainly(Judge(in))
		r.commit(dan, "Merge branch 'change'", nil)
		if diff := cmp.Diff(before, plainly(Judge(r.input()))); diff != "" {
			t.Errorf("merged (-before +after):\n%s", diff)
		}
		if !strings.Contains(strings.Join(before, "\n"), "AP004 Bea Boss approved") {
			t.Errorf("who wrote the branch does not count as its author: %q", before)
		}
	})
}
