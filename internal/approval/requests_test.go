package approval

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/history"
)

// A number alone names no request where exports of two projects have it: a review in one must not approve what landed
// through the other.
func TestNumberThatTwoProjectsShare(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		merges map[string]string // project -> what its pull request gives as merge commit: HERE, ELSEWHERE or nothing
		counts bool
	}{
		"nothing says which":         {map[string]string{"sms": "", "web": ""}, false},
		"the other one":              {map[string]string{"sms": "", "web": "HERE"}, false},
		"this one":                   {map[string]string{"sms": "HERE", "web": ""}, true},
		"both landed somewhere else": {map[string]string{"sms": "ELSEWHERE", "web": "ELSEWHERE2"}, false},
		"each its own commit":        {map[string]string{"sms": "HERE", "web": "ELSEWHERE"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			r, _, head, merge := requested(t, dan, false)
			commits := map[string]string{"": "", "HERE": string(merge), "ELSEWHERE": strings.Repeat("ab", 20), "ELSEWHERE2": strings.Repeat("cd", 20)}
			files := map[string]string{"reviews.json": githubReviews(r.day, "bea-gh:22:APPROVED:"+string(head))}
			for project, at := range c.merges {
				pull := githubPull("ada-gh", "11", head, history.Hash(commits[at]))
				files[project+".json"] = strings.ReplaceAll(pull, "org/sms", "org/"+project)
			}
			r.exports(files)
			r.wantApproval(c.counts)
		})
	}
}

// The last word of each reviewer counts, in the order of time and not of the file; who reviews under two accounts has
// two words.
func TestLastWordOfEachReviewer(t *testing.T) {
	t.Parallel()
	noon := time.Date(2024, 5, 3, 12, 0, 0, 0, time.UTC)
	say := func(who string, approves bool, minute int) review {
		host, rest, _ := strings.Cut(who, "/")
		login, id, _ := strings.Cut(rest, ":")
		return review{by: account{host: host, login: login, id: id}, approves: approves, when: noon.Add(time.Duration(minute) * time.Minute)}
	}
	bot := say("github.com/robot:9", true, 1)
	bot.by.bot = true
	for name, c := range map[string]struct {
		reviews []review
		want    string
	}{
		"none":                         {nil, ""},
		"one approval":                 {[]review{say("github.com/bea:1", true, 1)}, "bea"},
		"one refusal":                  {[]review{say("github.com/bea:1", false, 1)}, ""},
		"taken back":                   {[]review{say("github.com/bea:1", true, 1), say("github.com/bea:1", false, 2)}, ""},
		"taken back, newest first":     {[]review{say("github.com/bea:1", false, 2), say("github.com/bea:1", true, 1)}, ""},
		"given after all":              {[]review{say("github.com/bea:1", false, 1), say("github.com/bea:1", true, 2)}, "bea"},
		"given after all, new first":   {[]review{say("github.com/bea:1", true, 2), say("github.com/bea:1", false, 1)}, "bea"},
		"three words":                  {[]review{say("github.com/bea:1", true, 1), say("github.com/bea:1", false, 2), say("github.com/bea:1", true, 3)}, "bea"},
		"at once: the later entry":     {[]review{say("github.com/bea:1", true, 1), say("github.com/bea:1", false, 1)}, ""},
		"at once: the later approves":  {[]review{say("github.com/bea:1", false, 1), say("github.com/bea:1", true, 1)}, "bea"},
		"somebody else's refusal":      {[]review{say("github.com/bea:1", true, 1), say("github.com/dan:2", false, 2)}, "bea"},
		"two approve, in their order":  {[]review{say("github.com/dan:2", true, 2), say("github.com/bea:1", true, 1)}, "dan bea"},
		"the login at another forge":   {[]review{say("github.com/bea:1", true, 1), say("gitlab.example/bea:1", false, 2)}, "bea"},
		"the login with another id":    {[]review{say("github.com/bea:1", true, 1), say("github.com/bea:3", false, 2)}, "bea"},
		"another login with that id":   {[]review{say("github.com/bea:1", true, 1), say("github.com/boss:1", false, 2)}, "bea"},
		"a machine approves":           {[]review{bot}, ""},
		"a machine, and a person does": {[]review{bot, say("github.com/bea:1", true, 1)}, "bea"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, v := range (&request{reviews: c.reviews}).approvals() {
				got = append(got, v.by.login)
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A forge that does not say which commit was reviewed shows by the time alone that the last one was: the approval must
// not be older than the last commit of the branch, and that commit must be the one that landed.
func TestApprovalWithoutAReviewedCommit(t *testing.T) {
	t.Parallel()
	const sound, stale = true, false
	gone := history.Hash(strings.Repeat("ab", 20))
	for name, c := range map[string]struct {
		squash bool
		at     func(last time.Time) string // approved_at
		head   func(older, last history.Hash) history.Hash
		counts bool
	}{
		"merge, a second later":             {false, plus(time.Second), newest, sound},
		"merge, in the same second":         {false, plus(0), newest, sound},
		"merge, a second earlier":           {false, plus(-time.Second), newest, stale},
		"merge, no time":                    {false, noTime, newest, stale},
		"merge, no head given":              {false, plus(time.Hour), func(_, _ history.Hash) history.Hash { return "" }, sound},
		"merge, another head":               {false, plus(time.Hour), func(older, _ history.Hash) history.Hash { return older }, stale},
		"merge, a head that is gone":        {false, plus(time.Hour), func(_, _ history.Hash) history.Hash { return gone }, stale},
		"squash, a second later":            {true, plus(time.Second), newest, sound},
		"squash, in the same second":        {true, plus(0), newest, sound},
		"squash, a second earlier":          {true, plus(-time.Second), newest, stale},
		"squash, no time":                   {true, noTime, newest, stale},
		"squash, no head given":             {true, plus(time.Hour), func(_, _ history.Hash) history.Hash { return "" }, stale},
		"squash, a head that is gone":       {true, plus(time.Hour), func(_, _ history.Hash) history.Hash { return gone }, stale},
		"squash, a head of another project": {true, plus(100 * time.Hour), func(_, _ history.Hash) history.Hash { return gone[:39] + "0" }, stale},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.policy.Exports = "trust/reviews"
			r.commit(ada, "Start", with(page("1.0", "draft", "Text."), "content/people.yaml", forgePeople))
			r.git(ada, "checkout", "-q", "-b", "change")
			older := r.commit(ada, "Write", page("1.0", "approved", "Harmless text.", byChangeManager))
			last := r.commit(ada, "Write on", page("1.0", "approved", "Better text.", byChangeManager))
			written := r.day
			r.git(ada, "checkout", "-q", "main")
			r.day = r.day.AddDate(0, 0, 7)
			merge := r.land(c.squash)
			if c.squash { // the branch stays within what HEAD reaches, so that its last commit is known
				r.git(dan, "merge", "-q", "-s", "ours", "-m", "Close the branch", "change")
			}
			approved := `{"user": {"id": 5, "username": "bea", "name": "Bea Boss", "web_url": "https://gitlab.example/bea"}` + c.at(written) + `}`
			r.exports(map[string]string{"12.json": fmt.Sprintf(`{"id": 1, "iid": 12, "project_id": 3, "sha": %q, "merge_commit_sha": %q, "approved_by": [%s]}`,
				c.head(older, last), merge, approved)})
			r.wantApproval(c.counts)
		})
	}
}

// wantApproval tells whether version 1.0 counts as approved, which only a review by Bea can make it. What grade that has
// and how a doubt is called are matters of other tests.
func (r *testRepo) wantApproval(counts bool) {
	r.t.Helper()
	l := r.judge()
	versions := l.Versions("POL-CHG")
	if len(versions) != 1 {
		r.t.Fatalf("%d versions, want one", len(versions))
	}
	v := versions[0]
	if v.Counts(l.Least) != counts || counts && v.Approver.ID != "bea" {
		r.t.Errorf("%+v counts: %v, want %v", rulingOf(v, l.Least), v.Counts(l.Least), counts)
	}
}

// land brings the branch in as one merge or as one squashed commit, and gives it.
func (r *testRepo) land(squash bool) history.Hash {
	const message = "Change the policy\n\nSee merge request org/sms!12"
	if !squash {
		return r.merge(dan, "change", message)
	}
	r.git(dan, "merge", "-q", "--squash", "change")
	return r.commit(ada+"|"+dan, message, nil)
}

func newest(_, last history.Hash) history.Hash { return last }

func plus(d time.Duration) func(time.Time) string {
	return func(last time.Time) string {
		return fmt.Sprintf(`, "approved_at": %q`, last.Add(d).Format(time.RFC3339))
	}
}

func noTime(time.Time) string { return "" }
