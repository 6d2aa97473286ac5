package reviews

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// The forms of GitHub: https://docs.github.com/en/rest/pulls/reviews and /pulls/pulls, version 2022-11-28, and
// https://cli.github.com/manual/gh_pr_view.

// githubUser is a user of the REST interface; null stands for a deleted account.
type githubUser struct {
	ID    int64  `json:"id"`
	Login string `json:"login"`
	Type  string `json:"type"`
}

// ghost stands at GitHub and GitLab for everybody whose account was deleted.
const ghost = "ghost"

func (u *githubUser) account(host string) Account {
	if u == nil || u.Login == "" || strings.EqualFold(u.Login, ghost) {
		return Account{}
	}
	a := Account{Host: host, Login: u.Login, Bot: u.Type == "Bot" || strings.HasSuffix(u.Login, "[bot]")}
	if u.ID > 0 {
		a.ID = strconv.FormatInt(u.ID, 10)
	}
	return a
}

// githubStates are what a review of GitHub can be. Comments say nothing of approval; PENDING ones were not submitted.
var githubStates = map[string]State{"APPROVED": Approved, "CHANGES_REQUESTED": Changes, "DISMISSED": Dismissed, "COMMENTED": "",
	"PENDING": ""}

func githubReview(item json.RawMessage) (Request, error) {
	x, err := decode[struct {
		URL       string      `json:"pull_request_url"`
		Commit    *string     `json:"commit_id"`
		Submitted *time.Time  `json:"submitted_at"`
		User      *githubUser `json:"user"`
		State     string      `json:"state"`
	}](item)
	if err != nil {
		return Request{}, err
	}
	host, project, number, err := address(x.URL, "pulls")
	if err != nil {
		return Request{}, err
	}
	host, project = githubSite(host, project)
	state, err := known(githubStates, "state", x.State)
	if err != nil {
		return Request{}, err
	}
	q := Request{Key: Key{host + "/" + project, "#" + number}}
	if state != "" {
		v := Review{By: x.User.account(host), State: state, When: given(x.Submitted)}
		if x.Commit != nil {
			v.Head = hash(*x.Commit)
		}
		q.given = []Review{v}
	}
	return q, nil
}

// githubSite gives host and project as pages have them, of an address of the interface: api.github.com/repos/ORG/REPO, or
// HOST/api/v3/repos/ORG/REPO of a server of one's own.
func githubSite(host, project string) (string, string) {
	host = strings.TrimPrefix(host, "api.")
	project = strings.TrimPrefix(project, "api/v3/")
	return host, strings.TrimPrefix(project, "repos/")
}

func given(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func githubPull(item json.RawMessage) (Request, error) {
	x, err := decode[struct {
		Page     string      `json:"html_url"`
		User     *githubUser `json:"user"`
		Head     *tip        `json:"head"`
		Merge    *string     `json:"merge_commit_sha"`
		MergedAt *time.Time  `json:"merged_at"`
		Commits  int         `json:"commits"` // lists do not have it
	}](item)
	if err != nil {
		return Request{}, err
	}
	q, host, err := pullAt(x.Page, "pull", x.Head)
	if err != nil {
		return Request{}, err
	}
	q.Opener, q.Merged, q.Count, q.Closed = x.User.account(host), given(x.MergedAt), x.Commits, x.MergedAt == nil
	if x.Merge != nil && x.MergedAt != nil { // before the merge, it names a commit that GitHub makes to try it out
		q.Landed = hashes(*x.Merge)
	}
	return q, nil
}

// ghUser is a user as gh prints them; its id is no number, so only the login tells them apart.
type ghUser struct {
	Login string `json:"login"`
	Name  string `json:"name"`
	IsBot bool   `json:"is_bot"`
}

func (u *ghUser) account(host string) Account {
	if u == nil || u.Login == "" || strings.EqualFold(u.Login, ghost) {
		return Account{}
	}
	return Account{Host: host, Login: u.Login, Name: u.Name, Bot: u.IsBot || strings.HasSuffix(u.Login, "[bot]") ||
		strings.HasPrefix(u.Login, "app/")}
}

type ghCommit struct {
	OID string `json:"oid"`
}

// ghView reads the fields number, url, author, headRefOid, state, mergeCommit, mergedAt, commits and reviews.
func ghView(item json.RawMessage) (Request, error) {
	x, err := decode[struct {
		URL      string     `json:"url"`
		Author   *ghUser    `json:"author"`
		Head     string     `json:"headRefOid"`
		Merge    *ghCommit  `json:"mergeCommit"`
		MergedAt *time.Time `json:"mergedAt"`
		State    string     `json:"state"`
		Commits  []ghCommit `json:"commits"`
		Reviews  []struct {
			Author    *ghUser    `json:"author"`
			State     string     `json:"state"`
			Submitted *time.Time `json:"submittedAt"`
			Commit    *ghCommit  `json:"commit"`
		} `json:"reviews"`
	}](item)
	if err != nil {
		return Request{}, err
	}
	host, project, number, err := address(x.URL, "pull")
	if err != nil {
		return Request{}, err
	}
	q := Request{Key: Key{host + "/" + project, "#" + number}, Opener: x.Author.account(host), Head: hash(x.Head),
		Merged: given(x.MergedAt), Count: len(x.Commits), Closed: x.State == "OPEN" || x.State == "CLOSED"}
	if x.Merge != nil {
		q.Landed = hashes(x.Merge.OID)
	}
	for _, r := range x.Reviews {
		state, err := known(githubStates, "reviews.state", r.State)
		if err != nil {
			return Request{}, err
		}
		if state == "" {
			continue
		}
		v := Review{By: r.Author.account(host), State: state, When: given(r.Submitted)}
		if r.Commit != nil {
			v.Head = hash(r.Commit.OID)
		}
		q.given = append(q.given, v)
	}
	return q, nil
}
