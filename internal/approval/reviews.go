package approval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// reviews is what committed exports of forges say of pull and merge requests.
type reviews struct {
	requests map[requestKey]*request
	byMerge  map[history.Hash]*request // by the commit that brought them in, where the export gives it
}

// requestKey names a request: its project as the forge names it, and its number with the forge's mark.
type requestKey struct{ project, number string }

// request is a pull or merge request, from as many files as speak of it.
type request struct {
	key     requestKey
	opener  account
	head    history.Hash // the last commit of its branch
	merged  history.Hash // the commit that brought it in
	reviews []review
}

// account is a user of a forge.
type account struct {
	host, id, login, name string
	bot                   bool
}

// review is one approval, or its withdrawal.
type review struct {
	by       account
	approves bool
	head     history.Hash // the commit that was reviewed; empty where the forge does not say
	when     time.Time    // zero where it does not say
	file     string
}

// readReviews reads the exports of a folder as the judged commit has them. Exports are made after a request was
// brought in, so they cannot be read from before it.
func (j *judge) readReviews(folder string) *reviews {
	r := &reviews{requests: map[requestKey]*request{}, byMerge: map[history.Hash]*request{}}
	if folder == "" {
		return r
	}
	tree, err := j.in.At(j.log.Head)
	if err == nil {
		err = fs.WalkDir(tree, path.Clean(folder), func(name string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if e.Type().IsRegular() && strings.EqualFold(path.Ext(name), ".json") {
				j.readExport(r, tree, name)
			}
			return nil
		})
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		j.report(folder, "the review exports cannot be read: "+err.Error())
	}
	for _, q := range r.requests {
		if q.merged != "" {
			r.byMerge[q.merged] = q
		}
	}
	return r
}

// readExport takes in one file.
func (j *judge) readExport(r *reviews, tree fs.FS, name string) {
	text, err := readEvidence(tree, name)
	if err != nil {
		j.report(name, "the review export cannot be read: "+err.Error())
		return
	}
	found, err := parseExport(text)
	if err != nil {
		j.report(name, err.Error())
	}
	for _, q := range found {
		r.merge(q, name)
	}
}

// merge adds what a file says of a request to what is known.
func (r *reviews) merge(q request, file string) {
	known := r.requests[q.key]
	if known == nil {
		known = &request{key: q.key}
		r.requests[q.key] = known
	}
	if q.opener != (account{}) {
		known.opener = q.opener
	}
	if q.head != "" {
		known.head = q.head
	}
	if q.merged != "" {
		known.merged = q.merged
	}
	for _, v := range q.reviews {
		v.file = file
		known.reviews = append(known.reviews, v)
	}
}

// of gives the request that a commit of the main line brought in: the one whose export names the commit, else the one with
// the number in the commit's message, if only one project has a request of that number.
func (r *reviews) of(c *history.Commit) []*request {
	if q := r.byMerge[c.Hash]; q != nil {
		return []*request{q}
	}
	if c.Request == "" {
		return nil
	}
	var out []*request
	for _, q := range r.requests {
		if q.key.number == c.Request && q.merged == "" {
			out = append(out, q)
		}
	}
	if len(out) != 1 {
		return nil // two projects have the number, and nothing says which is meant
	}
	return out
}

// opener gives who opened the request that a commit of the main line brought in.
func (r *reviews) opener(c *history.Commit) (account, bool) {
	for _, q := range r.of(c) {
		if q.opener != (account{}) && !q.opener.bot {
			return q.opener, true
		}
	}
	return account{}, false
}

// approvals gives each reviewer's last word if it is an approval.
func (q *request) approvals() []review {
	last := map[account]int{}
	var order []account
	for i, v := range q.reviews {
		key := account{host: v.by.host, id: v.by.id, login: v.by.login}
		at, ok := last[key]
		if !ok {
			order = append(order, key)
		}
		if !ok || !v.when.Before(q.reviews[at].when) {
			last[key] = i
		}
	}
	var out []review
	for _, key := range order {
		if v := q.reviews[last[key]]; v.approves && !v.by.bot {
			out = append(out, v)
		}
	}
	return out
}

// account joins a user of a forge to an identity, by the addresses that forges give their users for commits. A login alone
// proves nothing: anybody can choose one.
func (d *directory) account(a account) history.Identity {
	name := a.name
	if name == "" {
		name = a.login
	}
	for _, form := range []string{a.id + "+" + a.login, a.id + "-" + a.login, a.login} {
		address := form + "@users.noreply." + a.host
		if d.byEmail[foldAddress(address)] != nil {
			return history.Identity{Name: name, Email: address}
		}
	}
	return history.Identity{Name: name, Email: a.login + "@users.noreply." + a.host}
}

// inAccount gives a function that finds the person behind a user of a forge.
func inAccount(a account) func(*directory) (Person, bool) {
	return func(d *directory) (Person, bool) { return d.join(d.account(a)) }
}

// fromReviews gives the approvers whom exported reviews name for the request that brought a version in.
func (s *timeline) fromReviews(e *entry, a act) []candidate {
	if a.commit != a.by || s.policyBefore(a.by).Exports == "" {
		return nil
	}
	var out []candidate
	for _, q := range s.reviews.of(a.commit) {
		for _, v := range q.approvals() {
			out = append(out, s.fromReview(e, a, q, v))
		}
	}
	return out
}

// fromReview gives one reviewer as approver, with the doubt that another text was reviewed than the one that landed.
func (s *timeline) fromReview(e *entry, a act, q *request, v review) candidate {
	c := candidate{who: inAccount(v.by), day: dayOf(a.commit), change: a.by}
	if !v.when.IsZero() {
		c.day = date.Of(v.when)
		c.late = s.later(c.day, a.by)
	}
	c.person, _ = c.who(s.now)
	c.evidence = Evidence{Grade: Forge, Commit: a.commit.Hash, Pos: diag.Pos{File: v.file},
		What: phrase.Of("review of %s by %s (%s) on %s", q.key.number, c.person, v.by.login, c.day)}
	switch {
	case a.text != e.content:
		c.stale(e, a)
	case v.head != "" && !s.reviewed(e, a, q, v.head):
		c.doubt(RuleStaleHead, a.commit.Hash, phrase.Of("%s reviewed commit %s of %s, but a different text was merged as %s in commit %s",
			c.person, v.head.Short(), q.key.number, e.claim.words(), a.commit.Hash.Short()))
	case v.head == "" && !s.reviewedLast(a, q, v.when):
		c.doubt(RuleStaleHead, a.commit.Hash, phrase.Of("nothing shows that %s reviewed the text of %s that was merged as %s in commit %s",
			c.person, q.key.number, e.claim.words(), a.commit.Hash.Short()))
	}
	return c
}

// reviewed tells whether the reviewed commit has the text that landed. If the repository does not have that commit, as after
// a squash, it must be the last commit of the request by the export.
func (s *timeline) reviewed(e *entry, a act, q *request, head history.Hash) bool {
	if blob, ok := s.blobAt(head, a.seen.Path, a.seen.From); ok {
		for _, r := range s.log.Revisions(s.doc.Path) {
			if r.Blob == blob && !r.Deleted() {
				return s.binds(r.Facts) == e.content
			}
		}
		return false
	}
	if a.commit.Merge() {
		return head == a.commit.Parents[1]
	}
	return q.head != "" && head == q.head
}

// blobAt gives the document as a commit has it, under one of its paths; nothing if the commit is not in the
// repository. A commit without the document gives an empty name.
func (s *timeline) blobAt(commit history.Hash, paths ...string) (history.Hash, bool) {
	tree, err := s.in.At(commit)
	if err != nil {
		return "", false
	}
	for _, p := range paths {
		if p == "" {
			continue
		}
		if name := objectName(tree, p); name != "" {
			return history.Hash(name), true
		}
	}
	return "", true
}

// reviewedLast is for forges that do not say which commit was reviewed. It tells whether the review is not older than the
// last commit of the branch, so that it cannot have been of an earlier one.
func (s *timeline) reviewedLast(a act, q *request, when time.Time) bool {
	head := q.head
	if a.commit.Merge() {
		if head != "" && head != a.commit.Parents[1] {
			return false
		}
		head = a.commit.Parents[1]
	}
	last := s.log.Commit(head)
	return last != nil && !when.IsZero() && !when.Before(last.Committer.When)
}

// parseExport reads a file that the interfaces of GitHub or GitLab gave: a list of reviews, a pull request, the
// output of gh pr view, a merge request, or its approvals. An error says that the file is none of them.
func parseExport(text []byte) ([]request, error) {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	if bytes.HasPrefix(text, []byte("[")) {
		var items []json.RawMessage
		if err := json.Unmarshal(text, &items); err != nil {
			return nil, fmt.Errorf("the review export is not JSON: %w", err)
		}
		var out []request
		for i, item := range items {
			q, err := parseRequest(item)
			if err != nil {
				return out, fmt.Errorf("entry %d: %w", i+1, err)
			}
			out = append(out, q)
		}
		return out, nil
	}
	q, err := parseRequest(text)
	if err != nil {
		return nil, err
	}
	return []request{q}, nil
}

// exported holds the fields that matter of all the forms. Names that two forms give different types stay raw.
type exported struct {
	// a review of GitHub
	PullRequestURL string    `json:"pull_request_url"`
	CommitID       string    `json:"commit_id"`
	SubmittedAt    time.Time `json:"submitted_at"`
	User           *user     `json:"user"`
	State          string    `json:"state"`
	// a pull request of GitHub
	Number  int             `json:"number"`
	HTMLURL string          `json:"html_url"`
	Head    json.RawMessage `json:"head"`
	Merged  string          `json:"merge_commit_sha"`
	// gh pr view --json number,url,author,headRefOid,mergeCommit,reviews
	URL     string    `json:"url"`
	Author  *user     `json:"author"`
	HeadOID string    `json:"headRefOid"`
	Commit  *ghCommit `json:"mergeCommit"`
	Reviews []viewed  `json:"reviews"`
	// a merge request of GitLab, and its approvals
	IID        int        `json:"iid"`
	ProjectID  int        `json:"project_id"`
	SHA        string     `json:"sha"`
	Squash     string     `json:"squash_commit_sha"`
	WebURL     string     `json:"web_url"`
	ApprovedBy []approved `json:"approved_by"`
}

// user is a user of either forge.
type user struct {
	ID       json.RawMessage `json:"id"` // a number; gh gives a text that is no number
	Login    string          `json:"login"`
	Username string          `json:"username"`
	Name     string          `json:"name"`
	Type     string          `json:"type"`
	IsBot    bool            `json:"is_bot"`
	WebURL   string          `json:"web_url"`
}

// ghCommit is a commit as gh gives it.
type ghCommit struct {
	OID string `json:"oid"`
}

// viewed is a review as gh gives it.
type viewed struct {
	Author      *user     `json:"author"`
	State       string    `json:"state"`
	SubmittedAt time.Time `json:"submittedAt"`
	Commit      *ghCommit `json:"commit"`
}

// approved is an approval of GitLab.
type approved struct {
	User       *user     `json:"user"`
	ApprovedAt time.Time `json:"approved_at"`
}

// parseRequest reads one object of an export.
func parseRequest(text []byte) (request, error) {
	var x exported
	if err := json.Unmarshal(text, &x); err != nil {
		return request{}, fmt.Errorf("the review export is JSON of an unknown form: %w", err)
	}
	switch {
	case x.PullRequestURL != "" && x.User != nil:
		return x.githubReview()
	case x.IID > 0 && x.ProjectID > 0:
		return x.gitlab(), nil
	case x.HeadOID != "" && x.Number > 0 && x.URL != "":
		return x.ghView(), nil
	case x.Number > 0 && x.HTMLURL != "" && len(x.Head) > 0:
		return x.githubPull()
	}
	return request{}, errors.New(
		"the review export has an unknown form; known are GitHub reviews or pull request, gh pr view, GitLab merge request or approvals",
	)
}

// hash gives the name of a commit if it is one.
func hash(text string) history.Hash {
	if len(text) != 40 || strings.Trim(text, "0123456789abcdef") != "" {
		return ""
	}
	return history.Hash(text)
}

// githubReview reads one review. Its pull request is named by the address of the interface.
func (x exported) githubReview() (request, error) {
	u, err := url.Parse(x.PullRequestURL)
	if err != nil {
		return request{}, fmt.Errorf("pull_request_url: %w", err)
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	n := len(parts)
	if n < 4 || parts[n-2] != "pulls" {
		return request{}, fmt.Errorf("pull_request_url %q is not the address of a pull request", x.PullRequestURL)
	}
	host := strings.TrimPrefix(u.Hostname(), "api.")
	q := request{key: requestKey{strings.ToLower(host + "/" + parts[n-4] + "/" + parts[n-3]), "#" + parts[n-1]}}
	if v, ok := githubState(x.State); ok {
		q.reviews = []review{{by: x.User.account(host), approves: v, head: hash(x.CommitID), when: x.SubmittedAt}}
	}
	return q, nil
}

// githubState tells whether a review approves. A comment says nothing about it.
func githubState(state string) (approves, says bool) {
	switch strings.ToUpper(state) {
	case "APPROVED":
		return true, true
	case "CHANGES_REQUESTED", "DISMISSED":
		return false, true
	}
	return false, false
}

// githubPull reads a pull request.
func (x exported) githubPull() (request, error) {
	var head struct {
		SHA string `json:"sha"`
	}
	if err := json.Unmarshal(x.Head, &head); err != nil {
		return request{}, fmt.Errorf("head: %w", err)
	}
	key, host := githubKey(x.HTMLURL, x.Number)
	return request{key: key, opener: x.User.account(host), head: hash(head.SHA), merged: hash(x.Merged)}, nil
}

// githubKey names a pull request by the address of its page.
func githubKey(page string, number int) (requestKey, string) {
	u, err := url.Parse(page)
	if err != nil {
		return requestKey{page, "#" + strconv.Itoa(number)}, ""
	}
	project, _, _ := strings.Cut(strings.ToLower(u.Hostname()+u.Path), "/pull/")
	return requestKey{project, "#" + strconv.Itoa(number)}, u.Hostname()
}

// ghView reads the output of gh pr view.
func (x exported) ghView() request {
	key, host := githubKey(x.URL, x.Number)
	q := request{key: key, opener: x.Author.account(host), head: hash(x.HeadOID)}
	if x.Commit != nil {
		q.merged = hash(x.Commit.OID)
	}
	for _, v := range x.Reviews {
		approves, says := githubState(v.State)
		if !says || v.Author == nil {
			continue
		}
		r := review{by: v.Author.account(host), approves: approves, when: v.SubmittedAt}
		if v.Commit != nil {
			r.head = hash(v.Commit.OID)
		}
		q.reviews = append(q.reviews, r)
	}
	return q
}

// gitlab reads a merge request or its approvals.
func (x exported) gitlab() request {
	q := request{key: requestKey{strconv.Itoa(x.ProjectID), "!" + strconv.Itoa(x.IID)}, head: hash(x.SHA), merged: hash(x.Merged)}
	if q.merged == "" {
		q.merged = hash(x.Squash)
	}
	if x.Author != nil {
		q.opener = x.Author.account(hostOf(x.Author.WebURL))
	}
	for _, a := range x.ApprovedBy {
		if a.User != nil {
			q.reviews = append(q.reviews, review{by: a.User.account(hostOf(a.User.WebURL)), approves: true, when: a.ApprovedAt})
		}
	}
	return q
}

// hostOf gives the host of an address.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// account gives the account of a user, who may be missing. Only a number identifies; what gh gives as an id is none,
// and the login has to do.
func (u *user) account(host string) account {
	if u == nil {
		return account{}
	}
	a := account{host: strings.ToLower(host), login: u.Login, name: u.Name}
	if id := string(u.ID); id != "" && strings.Trim(id, "0123456789") == "" {
		a.id = id
	}
	if a.login == "" {
		a.login = u.Username
	}
	a.bot = u.IsBot || u.Type == "Bot" || strings.HasSuffix(a.login, "[bot]")
	return a
}
