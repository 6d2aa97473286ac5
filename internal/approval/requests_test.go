package approval

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"clausebook/internal/history"
)

// A number binds nothing: what landed is told by commits, the one that the export names or the last one of the branch.
func TestNumberThatTwoProjectsShare(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		merges map[string]string // project -> what its pull request gives as merge commit: HERE, ELSEWHERE or nothing
		counts bool
	}{
		"the reviewed commit is here": {map[string]string{"sms": "", "web": ""}, true},
		"and the other one landed it": {map[string]string{"sms": "", "web": "HERE"}, true},
		"this one":                    {map[string]string{"sms": "HERE", "web": ""}, true},
		"both landed somewhere else":  {map[string]string{"sms": "ELSEWHERE", "web": "ELSEWHERE2"}, false},
		"each its own commit":         {map[string]string{"sms": "HERE", "web": "ELSEWHERE"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			r, _, head, merge := requested(t, dan, false)
			commits := map[string]string{"": "", "HERE": string(merge), "ELSEWHERE": strings.Repeat("ab", 20),
				"ELSEWHERE2": strings.Repeat("cd", 20)}
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
		"merge, a second later":       {false, plus(time.Second), newest, sound},
		"merge, in the same second":   {false, plus(0), newest, sound},
		"merge, a second earlier":     {false, plus(-time.Second), newest, stale},
		"merge, no time":              {false, noTime, newest, stale},
		"merge, no head given":        {false, plus(time.Hour), func(_, _ history.Hash) history.Hash { return "" }, sound},
		"merge, another head":         {false, plus(time.Hour), func(older, _ history.Hash) history.Hash { return older }, stale},
		"merge, a head that is gone":  {false, plus(time.Hour), func(_, _ history.Hash) history.Hash { return gone }, stale},
		"squash, a second later":      {true, plus(time.Second), newest, sound},
		"squash, in the same second":  {true, plus(0), newest, sound},
		"squash, a second earlier":    {true, plus(-time.Second), newest, stale},
		"squash, no time":             {true, noTime, newest, stale},
		"squash, no head given":       {true, plus(time.Hour), func(_, _ history.Hash) history.Hash { return "" }, stale},
		"squash, a head that is gone": {true, plus(time.Hour), func(_, _ history.Hash) history.Hash { return gone }, stale},
		"squash, a head of another project": {true, plus(100 * time.Hour),
			func(_, _ history.Hash) history.Hash { return gone[:39] + "0" }, stale},
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
			r.exports(map[string]string{"request.json": gitlabRequest(c.head(older, last), merge),
				"approvals.json": fmt.Sprintf(`{"id": 1, "iid": 12, "project_id": 3, "approved_by": [%s]}`, approved)})
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

// What several files say of one request comes together, whichever is read first.
func TestFilesOfOneRequest(t *testing.T) {
	r, _, head, merge := requested(t, dan, true)
	gone := history.Hash(strings.Repeat("cd", 20))
	reviews := githubReviews(r.day, "bea-gh:22:APPROVED:"+string(gone))
	pull := githubPull("ada-gh", "11", gone, merge)
	for _, names := range [][2]string{{"a.json", "deep/er/B.JSON"}, {"z.json", "b.json"}} {
		r.git(dan, "rm", "-rq", "--ignore-unmatch", "trust")
		r.exports(map[string]string{names[0]: reviews, names[1]: pull})
		r.wantApproval(true)
	}
	r.exports(map[string]string{"0.json": strings.ReplaceAll(pull, string(gone), string(head)), "b.json": "[]"})
	r.wantApproval(false) // the export that names another last commit: the reviewed one is gone, and not the last
}

// gh gives logins without their numbers; the address that the forge gives for commits joins them.
func TestReviewThatGhShows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		login, head string
		counts      bool
	}{
		"of what landed":    {"bea-gh", "HEAD", true},
		"of an older head":  {"bea-gh", "OLDER", false},
		"by another person": {"bea", "HEAD", false},
	} {
		t.Run(name, func(t *testing.T) {
			r, older, head, merge := requested(t, dan, false)
			at := map[string]history.Hash{"HEAD": head, "OLDER": older}[c.head]
			r.exports(map[string]string{"view.json": fmt.Sprintf(`{"number": 12, "url": "https://github.com/org/sms/pull/12",
				"headRefOid": %q, "author": {"login": "ada-gh"}, "state": "MERGED",
				"mergeCommit": {"oid": %q}, "reviews": [{"author": {"login": %q}, "state": "APPROVED", "submittedAt": %q, "commit": {"oid": %q}}]}`,
				head, merge, c.login, r.day.Format(time.RFC3339), at)})
			r.wantApproval(c.counts)
		})
	}
}
