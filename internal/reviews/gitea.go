package reviews

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// The forms of Gitea and Forgejo: /repos/OWNER/REPO/pulls/N and /pulls/N/reviews of their interface, as a server of version
// 1.26 writes them; testdata/gitea-1.26.0 holds what it wrote.

type giteaUser struct {
	ID    int64  `json:"id"`
	Login string `json:"login"`
	Name  string `json:"full_name"`
	Email string `json:"email"`
	Page  string `json:"html_url"`
}

// account gives the account of a user; null stands for a team, and a negative number for a deleted account or a program.
func (u *giteaUser) account(host string) Account {
	if u == nil || u.Login == "" || u.ID == -1 {
		return Account{}
	}
	return Account{Host: host, ID: strconv.FormatInt(u.ID, 10), Login: u.Login, Name: u.Name, Email: u.Email,
		Bot: u.ID < 0 || strings.HasSuffix(u.Login, "[bot]")}
}

var giteaStates = map[string]State{"APPROVED": Approved, "REQUEST_CHANGES": Changes, "COMMENT": "", "PENDING": "", "REQUEST_REVIEW": ""}

func giteaReview(item json.RawMessage) (Request, error) {
	x, err := decode[struct {
		URL       string     `json:"pull_request_url"`
		Commit    string     `json:"commit_id"`
		Submitted time.Time  `json:"submitted_at"`
		User      *giteaUser `json:"user"`
		State     string     `json:"state"`
		Official  bool       `json:"official"`
		Dismissed bool       `json:"dismissed"`
		Stale     bool       `json:"stale"`
	}](item)
	if err != nil {
		return Request{}, err
	}
	host, project, number, err := address(x.URL, "pulls")
	if err != nil {
		return Request{}, err
	}
	state, err := known(giteaStates, "state", x.State)
	if err != nil {
		return Request{}, err
	}
	q := Request{Key: Key{host + "/" + project, "#" + number}}
	switch {
	case state == "":
		return q, nil
	case x.Dismissed:
		state = Dismissed
	case state == Approved && x.Stale:
		state = Stale
	case state == Approved && !x.Official:
		state = Unofficial
	}
	q.given = []Review{{By: x.User.account(host), State: state, Head: hash(x.Commit), When: x.Submitted}}
	return q, nil
}

func giteaPull(item json.RawMessage) (Request, error) {
	x, err := decode[struct {
		Page     string     `json:"html_url"`
		User     *giteaUser `json:"user"`
		Head     *tip       `json:"head"`
		Merged   bool       `json:"merged"`
		MergedAt *time.Time `json:"merged_at"`
		Merge    *string    `json:"merge_commit_sha"`
		Base     string     `json:"merge_base"`
	}](item)
	if err != nil {
		return Request{}, err
	}
	q, host, err := pullAt(x.Page, "pulls", x.Head)
	if err != nil {
		return Request{}, err
	}
	q.Opener, q.Merged, q.Closed, q.Base = x.User.account(host), given(x.MergedAt), !x.Merged, hash(x.Base)
	if x.Merged && x.Merge != nil {
		q.Landed = hashes(*x.Merge)
	}
	return q, nil
}
