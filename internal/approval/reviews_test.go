package approval

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/history"
)

const forgePeople = `people:
  - {id: ada, name: Ada Author, emails: [ada@example.org, 11+ada-gh@users.noreply.github.com]}
  - {id: bea, name: Bea Boss, emails: [bea@example.org, 22+bea-gh@users.noreply.github.com, 5-bea@users.noreply.gitlab.example]}
  - {id: cy, name: Cy Coauthor, emails: [cy@example.org]}
  - id: dan
    name: Dan Nobody
    emails: [dan@example.org]
    keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBl/ayPhbIUyxqvIOPrNXqeJvgx2spIDNAOb+os9No1h]
roles:
  - {id: change-manager, title: Change manager, holders: [{person: bea, from: 2024-01-01}]}
`

// githubReviews writes what the reviews interface of GitHub gives for pull request 12: "login:id:STATE:head" each.
func githubReviews(day time.Time, reviews ...string) string {
	var items []string
	for i, r := range reviews {
		f := strings.Split(r, ":")
		items = append(items, fmt.Sprintf(`{"id": %d, "node_id": "PRR_x", "user": {"login": %q, "id": %s, "type": "User"}, "body": "", "state": %q,
			"html_url": "https://github.com/org/sms/pull/12#pullrequestreview-%d", "pull_request_url": "https://api.github.com/repos/org/sms/pulls/12",
			"submitted_at": %q, "commit_id": %q, "author_association": "MEMBER"}`, 900+i, f[0], f[1], f[2], 900+i, day.Add(time.Duration(i)*time.Minute).Format(time.RFC3339), f[3]))
	}
	return "[" + strings.Join(items, ",\n") + "]"
}

// githubPull writes what the interface gives for the pull request itself.
func githubPull(login, id string, head, merged history.Hash) string {
	return fmt.Sprintf(`{"id": 1, "node_id": "PR_x", "number": 12, "html_url": "https://github.com/org/sms/pull/12", "state": "closed",
		"user": {"login": %q, "id": %s, "type": "User"}, "head": {"ref": "change", "sha": %q}, "merge_commit_sha": %q,
		"merged_at": "2024-06-30T12:00:00Z", "merged": true}`, login, id, head, merged)
}

// requested makes a pull request of two commits, merges it as somebody and gives both heads and the merge.
func requested(t *testing.T, merger string, squash bool) (r *testRepo, older, head, merge history.Hash) {
	t.Helper()
	t.Parallel()
	r, older, head = branched(t)
	if !squash {
		return r, older, head, r.merge(merger, "change", "Merge pull request #12 from org/change")
	}
	r.git(ada, "merge", "-q", "--squash", "change")
	return r, older, head, r.commit(merger, "Change the policy (#12)", nil)
}

// branched makes a branch of two commits, of which the second changes the text of the first, and goes back to the main line.
func branched(t *testing.T) (r *testRepo, older, head history.Hash) {
	t.Helper()
	r = newRepo(t)
	r.policy.Exports = "trust/reviews"
	r.commit(ada, "Start", with(page("1.0", "draft", "Text."), "content/people.yaml", forgePeople))
	r.git(ada, "checkout", "-q", "-b", "change")
	older = r.commit(ada, "Write", page("1.0", "approved", "Harmless text.", byChangeManager))
	head = r.commit(ada, "Write on", page("1.0", "approved", "Everybody may do anything.", byChangeManager))
	r.git(ada, "checkout", "-q", "main")
	return r, older, head
}

// gitlabRequest writes what the interface of GitLab gives for merge request 12.
func gitlabRequest(head, merged history.Hash) string {
	return fmt.Sprintf(`{"id": 1, "iid": 12, "project_id": 3, "state": "merged", "sha": %q, "merge_commit_sha": %q, "squash_commit_sha": null,
		"web_url": "https://gitlab.example/org/sms/-/merge_requests/12", "merged_at": "2024-06-30T12:00:00Z",
		"author": {"id": 6, "username": "ada", "name": "Ada Author", "web_url": "https://gitlab.example/ada"}}`, head, merged)
}

// exports records files of the exports' folder, in a commit signed by Dan, who wrote none of the texts.
func (r *testRepo) exports(files map[string]string) {
	all := map[string]string{}
	for name, text := range files {
		all["trust/reviews/"+name] = text
	}
	before := r.config
	r.signing(newSSHKey(r.t, 42)).commit(dan, "Keep the reviews", all, "-S")
	r.config = before
}

func TestGitHubReviews(t *testing.T) {
	t.Parallel()
	gone := strings.Repeat("ab", 20)
	forged := ruling{"1.0", "bea", "change-manager", "forge", "", true}
	for name, c := range map[string]struct {
		reviews []string // HEAD and OLDER stand for commits
		want    ruling
	}{
		"of what landed":            {[]string{"bea-gh:22:APPROVED:HEAD"}, forged},
		"of an older head":          {[]string{"bea-gh:22:APPROVED:OLDER"}, ruling{"1.0", "bea", "change-manager", "forge", "AP008!", false}},
		"of an older head and anew": {[]string{"bea-gh:22:APPROVED:OLDER", "bea-gh:22:APPROVED:HEAD"}, forged},
		"of a commit that is gone":  {[]string{"bea-gh:22:APPROVED:" + gone}, ruling{"1.0", "", "", "none", "AP007!", false}},
		"taken back": {[]string{"bea-gh:22:APPROVED:HEAD", "bea-gh:22:CHANGES_REQUESTED:HEAD"}, ruling{"1.0", "", "", "none",
			"AP007!", false}},
		"dismissed": {[]string{"bea-gh:22:APPROVED:HEAD", "bea-gh:22:DISMISSED:HEAD"}, ruling{"1.0", "", "", "none", "AP007!",
			false}},
		"commented afterwards":  {[]string{"bea-gh:22:APPROVED:HEAD", "bea-gh:22:COMMENTED:HEAD"}, forged},
		"only commented":        {[]string{"bea-gh:22:COMMENTED:HEAD"}, ruling{"1.0", "", "", "none", "AP007!", false}},
		"by the author":         {[]string{"ada-gh:11:APPROVED:HEAD"}, ruling{"1.0", "ada", "", "forge", "AP002! AP001!", false}},
		"by a login taken over": {[]string{"bea-gh:23:APPROVED:HEAD"}, ruling{"1.0", "bea-gh", "", "forge", "AP002!", false}},
		"by a stranger":         {[]string{"eve:99:APPROVED:HEAD"}, ruling{"1.0", "eve", "", "forge", "AP002!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			r, older, head, _ := requested(t, dan, false)
			var reviews []string
			for _, v := range c.reviews {
				reviews = append(reviews, strings.NewReplacer("HEAD", string(head), "OLDER", string(older)).Replace(v))
			}
			r.exports(map[string]string{"12-reviews.json": githubReviews(r.day, reviews...)})
			versions := r.want(c.want)
			if c.want.Grade == "forge" && versions[0].Evidence[0].Pos.File != "trust/reviews/12-reviews.json" {
				t.Errorf("the evidence stands in %s", versions[0].Evidence[0].Pos)
			}
		})
	}
}

// The text that landed is what counts: a later commit of the branch that leaves the document alone makes no review stale.
func TestReviewOfAnOlderHeadWithTheSameText(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.policy.Exports = "trust/reviews"
	r.commit(ada, "Start", with(page("1.0", "draft", "Text."), "content/people.yaml", forgePeople))
	r.git(ada, "checkout", "-q", "-b", "change")
	reviewed := r.commit(ada, "Write", page("1.0", "approved", "Better text.", byChangeManager))
	r.commit(ada, "Something else", map[string]string{"README.md": "Read me.\n"})
	r.git(ada, "checkout", "-q", "main")
	r.merge(dan, "change", "Merge pull request #12 from org/change")
	r.exports(map[string]string{"12.json": githubReviews(r.day, "bea-gh:22:APPROVED:"+string(reviewed))})
	r.want(ruling{"1.0", "bea", "change-manager", "forge", "", true})
}

func TestReviewsOfASquash(t *testing.T) {
	t.Parallel()
	const fine, stale = "HEAD", "OLDER"
	for name, c := range map[string]struct {
		reviewed, pull string // the head that was reviewed; who opened the request, empty for no file
		squasher       string
		gone           bool // the branch has been pruned
		want           ruling
	}{
		"the head is known":     {fine, "ada-gh:11", ada + "|" + github, true, ruling{"1.0", "bea", "change-manager", "forge", "", true}},
		"an older head":         {stale, "ada-gh:11", ada + "|" + github, true, ruling{"1.0", "bea", "change-manager", "forge", "AP008!", false}},
		"the head is not known": {fine, "", ada + "|" + github, true, ruling{"1.0", "", "", "none", "AP007!", false}},
		"the branch is there":   {fine, "", ada + "|" + github, false, ruling{"1.0", "", "", "none", "AP007!", false}}, // in this clone alone
		"the author was hidden": {fine, "bea-gh:22", cy + "|" + github, true, ruling{"1.0", "bea", "change-manager", "forge", "AP004!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			r, older, head, merge := requested(t, c.squasher, true)
			if c.gone {
				older, head = history.Hash(strings.Repeat("ab", 20)), history.Hash(strings.Repeat("cd", 20))
			}
			files := map[string]string{
				"reviews.json": githubReviews(
					r.day,
					strings.NewReplacer("HEAD", string(head), "OLDER", string(older)).Replace("bea-gh:22:APPROVED:"+c.reviewed),
				),
			}
			if login, id, ok := strings.Cut(c.pull, ":"); ok {
				files["pull.json"] = githubPull(login, id, head, merge)
			}
			r.exports(files)
			r.want(c.want)
		})
	}
}

// A stale review stays visible beside a trailer that claims more.
func TestStaleReviewIsToldBesideATrailer(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.policy.Exports = "trust/reviews"
	r.commit(ada, "Start", with(page("1.0", "draft", "Text."), "content/people.yaml", forgePeople))
	r.git(ada, "checkout", "-q", "-b", "change")
	older := r.commit(ada, "Write", page("1.0", "approved", "Harmless text.", byChangeManager))
	r.commit(ada, "Write on", page("1.0", "approved", "Everybody may do anything.", byChangeManager))
	r.git(ada, "checkout", "-q", "main")
	r.merge(dan, "change", "Merge pull request #12 from org/change\n\nReviewed-by: "+bea)
	r.exports(map[string]string{"12.json": githubReviews(r.day, "bea-gh:22:APPROVED:"+string(older))})
	r.want(ruling{"1.0", "bea", "change-manager", "trailer", "AP008", true})
}

func TestGitLabApprovals(t *testing.T) {
	t.Parallel()
	approvals := func(at time.Time) string {
		return fmt.Sprintf(
			`{"id": 1, "iid": 12, "project_id": 3, "title": "Change", "state": "merged", "approvals_required": 1, "approvals_left": 0,
			"approved_by": [{"user": {"id": 5, "username": "bea", "name": "Bea Boss", "state": "active", "web_url": "https://gitlab.example/bea"}, "approved_at": %q}]}`,
			at.Format(time.RFC3339),
		)
	}
	for name, c := range map[string]struct {
		late time.Duration // of the approval, after the last commit
		with bool          // the merge request itself
		want ruling
	}{
		"without the request":    {time.Hour, false, ruling{"1.0", "", "", "none", "AP007!", false}},
		"with the request":       {time.Hour, true, ruling{"1.0", "bea", "change-manager", "forge", "", true}},
		"before the last commit": {-time.Hour, true, ruling{"1.0", "bea", "change-manager", "forge", "AP008!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.policy.Exports = "trust/reviews"
			r.commit(ada, "Start", with(page("1.0", "draft", "Text."), "content/people.yaml", forgePeople))
			r.git(ada, "checkout", "-q", "-b", "change")
			head := r.commit(ada, "Write", page("1.0", "approved", "Better text.", byChangeManager))
			approved := r.day.Add(c.late)
			r.git(ada, "checkout", "-q", "main")
			merge := r.merge(dan, "change", "Merge branch 'change' into 'main'\n\nSee merge request org/sms!12")
			files := map[string]string{"approvals.json": approvals(approved)}
			if c.with {
				files["mr.json"] = gitlabRequest(head, merge)
			}
			r.exports(files)
			r.want(c.want)
		})
	}
}

func TestUnusableExportsAreReported(t *testing.T) {
	r, _, _, _ := requested(t, dan, false)
	r.exports(
		map[string]string{"a.json": "{", "b.json": `{"hello": 1}`, "c.json": `[{"pull_request_url": "x", "user": {}}]`, "d.txt": "not read"},
	)
	var got []string
	for _, f := range r.judge().Findings {
		got = append(got, f.Pos.File+" "+string(f.Rule))
	}
	if diff := cmp.Diff([]string{"trust/reviews/a.json AP010", "trust/reviews/b.json AP010", "trust/reviews/c.json AP010"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
