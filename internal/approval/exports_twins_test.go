package approval

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"clausebook/internal/history"
	"clausebook/internal/ledger"
)

// told is one way in which a forge tells of a review: forms of GitHub and GitLab as documented, written by hand.
type told struct {
	files func(c claimed) []string
	heads bool // the form says which commit was reviewed
}

// claimed is what an export says.
type claimed struct {
	login, id    string // of the reviewer
	state        string // approved, dismissed or changes
	seen         history.Hash
	head, merged history.Hash
	when, pushed time.Time
}

func (c claimed) at(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// githubState and gitlabNoteOf word a state as the forges do.
func (c claimed) githubState() string {
	return map[string]string{"approved": "APPROVED", "dismissed": "DISMISSED", "changes": "CHANGES_REQUESTED"}[c.state]
}

func (c claimed) githubReview() string {
	return fmt.Sprintf(`[{"id": 1, "node_id": "PRR_1", "user": {"login": %q, "id": %s, "type": "User"}, "body": "", "state": %q,
		"pull_request_url": "https://api.github.com/repos/org/sms/pulls/12", "submitted_at": %q, "commit_id": %q}]`,
		c.login, c.id, c.githubState(), c.at(c.when), c.seen)
}

func (c claimed) githubView() string {
	return fmt.Sprintf(`{"number": 12, "url": "https://github.com/org/sms/pull/12", "headRefOid": %q, "state": "MERGED",
		"author": {"login": "ada-gh"}, "mergeCommit": {"oid": %q}, "mergedAt": "2024-06-30T12:00:00Z",
		"reviews": [{"author": {"login": %q}, "state": %q, "submittedAt": %q, "commit": {"oid": %q}}]}`,
		c.head, c.merged, c.login, c.githubState(), c.at(c.when), c.seen)
}

func (c claimed) gitlabUser() string {
	return fmt.Sprintf(`{"id": %s, "username": %q, "name": "X", "web_url": "https://gitlab.example/%s"}`, c.id, c.login, c.login)
}

func (c claimed) gitlabApprovals() string {
	if c.state != "approved" {
		return `{"id": 1, "iid": 12, "project_id": 3, "approved_by": []}`
	}
	return fmt.Sprintf(`{"id": 1, "iid": 12, "project_id": 3, "approved_by": [{"user": %s, "approved_at": %q}]}`, c.gitlabUser(), c.at(c.when))
}

func (c claimed) gitlabNotes() string {
	note := func(body string, at time.Time) string {
		return fmt.Sprintf(`{"id": 9, "body": %q, "system": true, "noteable_type": "MergeRequest", "noteable_iid": 12, "project_id": 3,
			"created_at": %q, "author": %s}`, body, c.at(at), c.gitlabUser())
	}
	lines := []string{note("approved this merge request", c.when)}
	switch c.state {
	case "dismissed":
		lines = append(lines, note("unapproved this merge request", c.when.Add(time.Minute)))
	case "changes":
		lines = append(lines, note("requested changes", c.when.Add(time.Minute)))
	}
	if !c.pushed.IsZero() {
		lines = append(lines, note("added 1 commit\n\n<ul><li>x</li></ul>", c.pushed))
	}
	return "[" + strings.Join(lines, ",") + "]"
}

var waysOfTelling = map[string]told{
	"GitHub, reviews": {func(c claimed) []string { return []string{c.githubReview()} }, true},
	"GitHub, reviews and request": {func(c claimed) []string {
		return []string{c.githubReview(), githubPull("ada-gh", "11", c.head, c.merged)}
	}, true},
	"GitHub, list of requests": {func(c claimed) []string {
		return []string{"[" + githubPull("ada-gh", "11", c.head, c.merged) + "]", c.githubReview()}
	}, true},
	"GitHub, as gh prints it": {func(c claimed) []string { return []string{c.githubView()} }, true},
	"GitLab, request and approvals": {func(c claimed) []string {
		return []string{gitlabRequest(c.head, c.merged), c.gitlabApprovals()}
	}, false},
	"GitLab, request and notes": {func(c claimed) []string { return []string{gitlabRequest(c.head, c.merged), c.gitlabNotes()} }, false},
	"GitLab, all three": {func(c claimed) []string {
		return []string{gitlabRequest(c.head, c.merged), c.gitlabApprovals(), c.gitlabNotes()}
	}, false},
}

// Each form is green when it tells the truth, and red for each way in which it would be of something else: the persons swapped, the
// head changed, the approval taken back or turned into a request for changes, given too late for what only the export binds.
func TestFormsAndTheirTwins(t *testing.T) {
	t.Parallel()
	r, older, head := branched(t)
	merge := r.merge(dan, "change", "Merge the change")
	written := r.day.Add(-24 * time.Hour) // the day of the last commit of the branch; a day later it was merged
	judge := r.makeSlots()
	const github, gitlab = "bea-gh:22", "bea:5"
	for name, way := range waysOfTelling {
		bea, author := github, "ada-gh:11"
		if strings.HasPrefix(name, "GitLab") {
			bea, author = gitlab, "ada:6"
		}
		base := claimed{state: "approved", seen: head, head: head, merged: merge, when: written.Add(time.Hour)}
		for twin, c := range map[string]struct {
			who    string
			change func(*claimed)
			want   bool
		}{
			"as it was":         {bea, func(*claimed) {}, true},
			"persons swapped":   {author, func(*claimed) {}, false},
			"a stranger":        {"eve:99", func(*claimed) {}, false},
			"the number of Bea": {"eve:" + strings.Split(bea, ":")[1], func(*claimed) {}, false},
			"dismissed":         {bea, func(c *claimed) { c.state = "dismissed" }, false},
			"changes requested": {bea, func(c *claimed) { c.state = "changes" }, false},
			"head changed": {bea, func(c *claimed) {
				if c.seen = older; !way.heads {
					c.when, c.pushed = written.Add(-2*time.Hour), written.Add(-time.Hour)
				}
			}, false},
			"another request's commit": {bea, func(c *claimed) {
				c.seen, c.head, c.merged = history.Hash(strings.Repeat("ab", 20)), history.Hash(strings.Repeat("ab", 20)), history.Hash(strings.Repeat("cd", 20))
			}, false},
		} {
			x := base
			x.login, x.id, _ = strings.Cut(c.who, ":")
			c.change(&x)
			l := judge(way.files(x)...)
			v := l.Versions("POL-CHG")[0]
			if got := v.Grade >= ledger.Forge && v.Counts(l.Least); got != c.want {
				t.Errorf("%s, %s: counts %v, want %v; %+v %v %v", name, twin, got, c.want, rulingOf(v, l.Least), v.Verdicts, l.Findings)
			}
		}
	}
}
