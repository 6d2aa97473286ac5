package approval

import "testing"

// TestCopiedTrailersSpeakOfTheTextTheyWereWrittenFor copies an approved commit with its message onto a text that is the same or another.
func TestCopiedTrailersSpeakOfTheTextTheyWereWrittenFor(t *testing.T) {
	t.Parallel()
	const first, third = "First rule.\n\nSecond rule.\n\nThird rule.", "First rule.\n\nSecond rule.\n\nThird rule, stricter."
	const message = "Approve the policy\n\nApproved-by: Bea Boss <bea@example.org>"
	approved := page("1.0", "approved", "First rule, new.\n\nSecond rule.\n\nThird rule.", byChangeManager)
	stricter := page("1.0", "draft", third, byChangeManager)
	counts := ruling{"1.0", "bea", "change-manager", "trailer", "", true}
	stale := ruling{"1.0", "bea", "change-manager", "trailer", "AP008!", false}
	for name, c := range map[string]struct {
		do   func(*testRepo)
		want ruling
	}{
		"named, onto another text": {func(r *testRepo) {
			r.commit(ada, "Stricter", stricter)
			r.pick("-x")
		}, stale},
		"named, onto the same text": {func(r *testRepo) {
			r.commit(ada, "Something else", map[string]string{"b.txt": "B"})
			r.pick("-x")
		}, counts},
		"named, of a branch that is gone": {func(r *testRepo) {
			r.commit(ada, "Stricter", stricter)
			r.pick("-x")
			r.git(ada, "branch", "-q", "-D", "change")
		}, stale},
		"reverted, and copied onto another text": {func(r *testRepo) {
			r.merge(dan, "change", "Merge it")
			r.day = r.day.AddDate(0, 0, 1)
			r.git(dan, "revert", "-m", "1", "--no-edit", "HEAD")
			r.commit(ada, "Stricter", stricter)
			r.pick()
		}, ruling{"1.0", "bea", "change-manager", "trailer", "AP003!", false}},
		"repeated with its author and time, for another version": {func(r *testRepo) {
			written := r.day
			r.merge(dan, "change", "Merge it")
			now := r.day
			r.day = written.AddDate(0, 0, -1)
			r.commit(ada, message, page("1.1", "approved", third, byChangeManager))
			r.day = now
		}, ruling{"1.1", "bea", "change-manager", "trailer", "AP008!", false}},
		"by somebody who approves the result": {func(r *testRepo) {
			r.commit(ada, "Stricter", stricter)
			r.pick("-x")
			r.commit(bea, "Approve what came of it\n\nDocument: POL-CHG 1.0\nApproved-by: Bea Boss <bea@example.org>", map[string]string{"c.txt": "C"})
		}, counts},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(ada, "Write", page("1.0", "draft", first, byChangeManager))
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, message, approved)
			r.git(ada, "checkout", "-q", "main")
			c.do(r)
			r.wantLatest(c.want)
		})
	}
}

// pick copies the last commit of the branch `change`.
func (r *testRepo) pick(args ...string) {
	r.t.Helper()
	r.day = r.day.AddDate(0, 0, 1)
	r.git(ada, append(append([]string{"cherry-pick"}, args...), "change")...)
}

// wantLatest holds what becomes of the latest text.
func (r *testRepo) wantLatest(want ruling) {
	r.t.Helper()
	l := r.judge()
	versions := l.Versions("POL-CHG")
	if len(versions) == 0 {
		r.t.Fatal("there is no version")
	}
	for _, d := range versions[0].Verdicts {
		r.t.Logf("%s %s", d.Rule, d.Message)
	}
	if got := rulingOf(versions[0], l.Least); got != want {
		r.t.Errorf("got %+v, want %+v", got, want)
	}
}
