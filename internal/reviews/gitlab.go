package reviews

import (
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The forms of GitLab: https://docs.gitlab.com/api/merge_requests/, /merge_request_approvals/ and /notes/, version 4. GitLab does
// not say which commit an approval is of; the notes tell whether commits were added after it.

type gitlabUser struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	Name     string `json:"name"`
	Page     string `json:"web_url"`
	Bot      bool   `json:"bot"`
}

// botName is what GitLab calls the users of access tokens.
var botName = regexp.MustCompile(`^(?:project|group)_\d+_bot`)

func (u *gitlabUser) account() Account {
	if u == nil || u.Username == "" || strings.EqualFold(u.Username, ghost) {
		return Account{}
	}
	return Account{Host: hostOf(u.Page), ID: strconv.FormatInt(u.ID, 10), Login: u.Username, Name: u.Name,
		Bot: u.Bot || botName.MatchString(u.Username)}
}

func (u *gitlabUser) page() string {
	if u == nil {
		return ""
	}
	return u.Page
}

// gitlabKey names a merge request. All forms have the two numbers, and only one has the address.
type gitlabKey struct {
	IID     int64 `json:"iid"`
	Project int64 `json:"project_id"`
}

func (k gitlabKey) key() (Key, error) {
	if k.IID <= 0 || k.Project <= 0 {
		return Key{}, errors.New("`iid` or `project_id` is no number of a merge request")
	}
	return Key{"project " + strconv.FormatInt(k.Project, 10), "!" + strconv.FormatInt(k.IID, 10)}, nil
}

func gitlabRequest(item json.RawMessage) (Request, error) {
	x, err := decode[struct {
		gitlabKey
		Author   *gitlabUser `json:"author"`
		SHA      *string     `json:"sha"`
		Merge    *string     `json:"merge_commit_sha"`
		Squash   *string     `json:"squash_commit_sha"`
		MergedAt *time.Time  `json:"merged_at"`
		State    string      `json:"state"`
		Diff     struct {
			Base string `json:"base_sha"`
		} `json:"diff_refs"` // lists do not have it
	}](item)
	if err != nil {
		return Request{}, err
	}
	key, err := x.key()
	if err != nil {
		return Request{}, err
	}
	q := Request{Key: key, Opener: x.Author.account(), Merged: given(x.MergedAt), Closed: x.State != "" && x.State != "merged",
		Base: hash(x.Diff.Base)}
	if x.SHA != nil {
		q.Head = hash(*x.SHA)
	}
	if q.Closed {
		return q, nil
	}
	for _, h := range []*string{x.Merge, x.Squash} {
		if h != nil {
			q.Landed = append(q.Landed, hashes(*h)...)
		}
	}
	if len(q.Landed) == 0 && x.State == "merged" && q.Head != "" { // fast-forward: what landed is the branch itself
		q.Landed = hashes(string(q.Head))
	}
	return q, nil
}

func gitlabApprovals(item json.RawMessage) (Request, error) {
	x, err := decode[struct {
		gitlabKey
		By []struct {
			User *gitlabUser `json:"user"`
			At   *time.Time  `json:"approved_at"`
		} `json:"approved_by"`
	}](item)
	if err != nil {
		return Request{}, err
	}
	key, err := x.key()
	if err != nil {
		return Request{}, err
	}
	q := Request{Key: key}
	for _, a := range x.By {
		q.given = append(q.given, Review{By: a.User.account(), State: Approved, When: given(a.At)})
	}
	return q, nil
}

// addedCommits is the note that GitLab writes when somebody pushes to the branch.
var addedCommits = regexp.MustCompile(`^added \d+ commits?\b`)

// resetApprovals is the note that it writes beside that where the push takes the approvals of some users away.
var resetApprovals = regexp.MustCompile(`^reset approvals from (.+) by pushing to the branch`)

// mention is how a note names a user.
var mention = regexp.MustCompile(`@([A-Za-z0-9_][A-Za-z0-9_.-]*)`)

// takenBack gives the end of the approvals of the users whom a note names.
func takenBack(names, host string, when time.Time) []Review {
	var out []Review
	for _, m := range mention.FindAllStringSubmatch(names, MaxReviewers) {
		by := Account{Host: host, Login: strings.TrimRight(m[1], ".-")}
		out = append(out, Review{By: by, State: Dismissed, When: when})
	}
	return out
}

func gitlabNote(item json.RawMessage) (Request, error) {
	x, err := decode[struct {
		Type    string      `json:"noteable_type"`
		IID     int64       `json:"noteable_iid"`
		Project int64       `json:"project_id"`
		System  bool        `json:"system"`
		Body    string      `json:"body"`
		Author  *gitlabUser `json:"author"`
		At      time.Time   `json:"created_at"`
	}](item)
	switch {
	case err != nil:
		return Request{}, err
	case x.Type != "MergeRequest":
		return Request{}, errors.New("it is a note on something else than a merge request")
	}
	key, err := gitlabKey{x.IID, x.Project}.key()
	if err != nil {
		return Request{}, err
	}
	q := Request{Key: key}
	if !x.System {
		return q, nil // what people write is no review
	}
	switch body := strings.TrimSpace(x.Body); {
	case body == "approved this merge request":
		q.given = []Review{{By: x.Author.account(), State: Approved, When: x.At}}
	case body == "unapproved this merge request":
		q.given = []Review{{By: x.Author.account(), State: Dismissed, When: x.At}}
	case body == "requested changes":
		q.given = []Review{{By: x.Author.account(), State: Changes, When: x.At}}
	case addedCommits.MatchString(body):
		q.Pushed = x.At
	case resetApprovals.MatchString(body):
		q.Pushed = x.At
		q.given = takenBack(resetApprovals.FindStringSubmatch(body)[1], hostOf(x.Author.page()), x.At)
	}
	return q, nil
}

// gitlabState refuses a form that does not say of which merge request it speaks.
func gitlabState(json.RawMessage) (Request, error) {
	return Request{}, errors.New("that form does not name its merge request; export `approvals` of the merge request in its place")
}
