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
		"none":                       {nil, ""},
		"one approval":               {[]review{say("github.com/bea:1", true, 1)}, "bea"},
		"one refusal":                {[]review{say("github.com/bea:1", false, 1)}, ""},
		"taken back":                 {[]review{say("github.com/bea:1", true, 1), say("github.com/bea:1", false, 2)}, ""},
		"taken back, newest first":   {[]review{say("github.com/bea:1", false, 2), say("github.com/bea:1", true, 1)}, ""},
		"given after all":            {[]review{say("github.com/bea:1", false, 1), say("github.com/bea:1", true, 2)}, "bea"},
		"given after all, new first": {[]review{say("github.com/bea:1", true, 2), say("github.com/bea:1", false, 1)}, "bea"},
		"three words": {[]review{say("github.com/bea:1", true, 1), say("github.com/bea:1", false, 2),
			say("github.com/bea:1", true, 3)}, "bea"},
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
			r.exports(map[string]string{"12.json": fmt.Sprintf(`{"id": 1, "iid": 12, "project_id": 3, "sha": %q, "merge_commit_sha": %q,
				"approved_by": [%s]}`,
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

// Each form of export says which request it speaks of, who opened it, what was its last commit, which commit brought it
// in, and who said what. What a form does not give stays empty.
func TestParseExport(t *testing.T) {
	t.Parallel()
	a, b, c := strings.Repeat("a1", 20), strings.Repeat("b2", 20), strings.Repeat("c3", 20)
	noon := time.Date(2024, 5, 3, 12, 0, 0, 0, time.UTC)
	github := func(login, id string) account { return account{host: "github.com", login: login, id: id} }
	fill := strings.NewReplacer("AAA", a, "BBB", b, "CCC", c)
	sms := requestKey{"github.com/org/sms", "#12"}
	for name, c := range map[string]struct {
		text string
		want []request
		err  string
	}{
		"GitHub review": {`{"pull_request_url": "https://api.github.com/repos/Org/SMS/pulls/12/", "commit_id": "AAA",
			"submitted_at": "2024-05-03T12:00:00Z", "state": "approved", "user": {"login": "bea", "id": 22}}`,
			[]request{{key: sms, reviews: []review{{by: github("bea", "22"), approves: true, head: "AAA", when: noon}}}}, ""},
		"GitHub review, changes": {`[{"pull_request_url": "https://api.github.com/repos/org/sms/pulls/12", "commit_id": "AAA",
			"state": "CHANGES_REQUESTED", "user": {"login": "bea", "id": 22}}]`,
			[]request{{key: sms, reviews: []review{{by: github("bea", "22"), head: "AAA"}}}}, ""},
		"GitHub review, dismissed": {`{"pull_request_url": "https://api.github.com/repos/org/sms/pulls/12", "state": "DISMISSED",
			"user": {"login": "bea", "id": 22}}`,
			[]request{{key: sms, reviews: []review{{by: github("bea", "22")}}}}, ""},
		"GitHub review, pending": {`{"pull_request_url": "https://api.github.com/repos/org/sms/pulls/12", "state": "PENDING",
			"user": {"login": "bea", "id": 22}}`,
			[]request{{key: sms}}, ""},
		"GitHub review of an enterprise": {`{"pull_request_url": "https://git.example/api/v3/repos/org/sms/pulls/12",
			"state": "APPROVED", "user": {"login": "bea", "id": 22}}`,
			[]request{{key: requestKey{"git.example/org/sms", "#12"}, reviews: []review{{by: account{host: "git.example", login: "bea",
				id: "22"}, approves: true}}}}, ""},
		"GitHub review by a machine": {`{"pull_request_url": "https://api.github.com/repos/org/sms/pulls/12", "state": "APPROVED",
			"user": {"login": "robot", "id": 1, "type": "Bot"}}`,
			[]request{{key: sms, reviews: []review{{by: account{host: "github.com", login: "robot", id: "1", bot: true}, approves: true}}}}, ""},
		"GitHub review by a marked login": {`{"pull_request_url": "https://api.github.com/repos/org/sms/pulls/12", "state": "APPROVED",
			"user": {"login": "robot[bot]"}}`,
			[]request{{key: sms, reviews: []review{{by: account{host: "github.com", login: "robot[bot]", bot: true}, approves: true}}}}, ""},
		"GitHub review of an issue": {`{"pull_request_url": "https://api.github.com/repos/org/sms/issues/12",
			"user": {"login": "bea"}}`, nil, "is not the address of a pull request"},
		"GitHub review of no number": {`{"pull_request_url": "/sms/pulls/12", "user": {"login": "bea"}}`, nil,
			"is not the address of a pull request"},
		"GitHub review of no address": {`{"pull_request_url": "%", "user": {"login": "bea"}}`, nil, "pull_request_url: "},
		"GitHub pull request": {`{"number": 12, "html_url": "https://github.com/Org/SMS/pull/12", "user": {"login": "ada", "id": 11,
			"name": "Ada"}, "head": {"sha": "AAA"}, "merge_commit_sha": "BBB"}`,
			[]request{{key: sms, opener: account{host: "github.com", login: "ada", id: "11", name: "Ada"}, head: "AAA", merged: "BBB"}}, ""},
		"GitHub pull request, open": {`{"number": 12, "html_url": "https://github.com/org/sms/pull/12", "head": {"sha": "AAA"},
			"merge_commit_sha": null}`,
			[]request{{key: sms, head: "AAA"}}, ""},
		"GitHub pull request, odd names": {`{"number": 12, "html_url": "https://github.com/org/sms/pull/12", "head": {"sha": "AAAa"},
			"merge_commit_sha": "XBBB"}`,
			[]request{{key: sms}}, ""},
		"GitHub pull request, odd head": {`{"number": 12, "html_url": "https://github.com/org/sms/pull/12", "head": "AAA"}`, nil, "head: "},
		"GitHub pull request, no number": {`{"number": 0, "html_url": "https://github.com/org/sms/pull/12", "head": {"sha": "AAA"}}`,
			nil, "unknown form"},
		"GitHub pull request, no address": {`{"number": 12, "head": {"sha": "AAA"}}`, nil, "unknown form"},
		"GitHub pull request, no head":    {`{"number": 12, "html_url": "https://github.com/org/sms/pull/12"}`, nil, "unknown form"},
		"gh pr view": {`{"number": 12, "url": "https://github.com/org/sms/pull/12", "headRefOid": "AAA", "author": {"login": "ada",
			"id": "MDQ6VXNlcjE=", "is_bot": true},
			"reviews": [{"author": {"login": "bea"}, "state": "CHANGES_REQUESTED"}, {"author": {"login": "bea"}, "state": "COMMENTED"},
				{"author": null, "state": "APPROVED"},
			{"author": {"login": "bea"}, "state": "APPROVED", "submittedAt": "2024-05-03T12:00:00Z", "commit": {"oid": "CCC"}}]}`,
			[]request{{key: sms, head: "AAA", opener: account{host: "github.com", login: "ada", bot: true},
				reviews: []review{{by: github("bea", "")}, {by: github("bea", ""), approves: true, head: "CCC", when: noon}}}}, ""},
		"gh pr view, no number": {`{"url": "https://github.com/org/sms/pull/12", "headRefOid": "AAA"}`, nil, "unknown form"},
		"gh pr view, no head":   {`{"number": 12, "url": "https://github.com/org/sms/pull/12"}`, nil, "unknown form"},
		"gh pr view, no url":    {`{"number": 12, "headRefOid": "AAA"}`, nil, "unknown form"},
		"GitLab merge request": {`{"iid": 12, "project_id": 3, "sha": "AAA", "merge_commit_sha": "BBB", "squash_commit_sha": "CCC",
			"author": {"id": 6, "username": "ada", "name": "Ada", "web_url": "https://GitLab.example/ada"}}`,
			[]request{{key: requestKey{"3", "!12"}, head: "AAA", merged: "BBB", opener: account{host: "gitlab.example", login: "ada",
				id: "6", name: "Ada"}}}, ""},
		"GitLab merge request, squashed": {`{"iid": 12, "project_id": 3, "sha": "AAA", "merge_commit_sha": null,
			"squash_commit_sha": "CCC", "author": {"username": "ada", "web_url": "%"}}`,
			[]request{{key: requestKey{"3", "!12"}, head: "AAA", merged: "CCC", opener: account{login: "ada"}}}, ""},
		"GitLab approvals": {`{"iid": 12, "project_id": 3, "approved_by": [{"user": null}, {"user": {"id": 5, "username": "bea",
			"web_url": "https://gitlab.example/bea"}, "approved_at": "2024-05-03T12:00:00Z"}]}`,
			[]request{{key: requestKey{"3", "!12"}, reviews: []review{{by: account{host: "gitlab.example", login: "bea", id: "5"},
				approves: true, when: noon}}}}, ""},
		"GitLab, no project": {`{"iid": 12, "sha": "AAA"}`, nil, "unknown form"},
		"GitLab, no request": {`{"project_id": 3, "sha": "AAA"}`, nil, "unknown form"},
		"a mark of order":    {"\xef\xbb\xbf\n {\"iid\": 1, \"project_id\": 3} ", []request{{key: requestKey{"3", "!1"}}}, ""},
		"a list of none":     {"[]", nil, ""},
		"a list with a bad": {`[{"iid": 1, "project_id": 3}, {"a": 1}, {"iid": 2, "project_id": 3}]`, []request{{key: requestKey{"3",
			"!1"}}}, "entry 2: "},
		"half a list": {"[", nil, "JSON"},
		"a text":      {`"12"`, nil, "JSON of an unknown form"},
		"nothing":     {"", nil, "JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := parseExport([]byte(fill.Replace(c.text)))
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("error %v, want %q", err, c.err)
			}
			for i := range c.want {
				q := &c.want[i]
				q.head, q.merged = history.Hash(fill.Replace(string(q.head))), history.Hash(fill.Replace(string(q.merged)))
				for k := range q.reviews {
					q.reviews[k].head = history.Hash(fill.Replace(string(q.reviews[k].head)))
				}
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(request{}, requestKey{}, account{}, review{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

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
				"headRefOid": %q, "author": {"login": "ada-gh"},
				"mergeCommit": {"oid": %q}, "reviews": [{"author": {"login": %q}, "state": "APPROVED", "submittedAt": %q, "commit": {"oid": %q}}]}`,
				head, merge, c.login, r.day.Format(time.RFC3339), at)})
			r.wantApproval(c.counts)
		})
	}
}
