// Package reviews reads what forges export of pull and merge requests, each form by the fields that its documentation
// gives it: who reviewed which commit, when, and what became of the review. What has no known form is refused by name.
// Whether a review is worth anything is decided by package approval.
package reviews

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"clausebook/internal/history"
)

// Key names a request: its project as the forge names it (host and path, or a number), and its number with the forge's mark, as
// in "#12" or "!7".
type Key struct{ Project, Number string }

// Request is a pull or merge request, as one or several files describe it.
type Request struct {
	Key    Key
	Opener Account
	Head   history.Hash   // the last commit of its branch
	Base   history.Hash   // the commit where its branch began; empty where the form does not say
	Landed []history.Hash // the commits that brought it in: the merge, the squash; none while it is open
	Merged time.Time      // zero while it is open, and where the form does not say
	Count  int            // of the commits of its branch; 0 where the form does not say
	Closed bool           // the form says that it was closed without being merged, or that it is still open
	Unsure bool           // files contradict each other, so that nothing is known of what it landed as
	Pushed time.Time      // when commits were last added, where the form says so
	Files  []string       // that describe it
	Frame  []string       // those of them that say more than who reviewed it: what it was merged as, from where, who opened it
	Forms  []Form         // of these
	given  []Review

	settled  bool // standing is known
	standing []Review
}

// MaxReviewers is how many people may review a request before nothing of it is read: no request has so many, and a file that says so
// was made to keep readers busy.
const MaxReviewers = 200

// Crowded tells whether more people reviewed a request than can be.
func (q *Request) Crowded() bool { return len(q.Standing()) > MaxReviewers }

// Account is a user of a forge.
type Account struct {
	Host, ID, Login, Name string
	Email                 string // where the forge shows it
	Bot                   bool
}

// same tells whether two accounts are one user: by number where both have one, else by login.
func (a Account) same(b Account) bool {
	if a.ID != "" && b.ID != "" {
		return a.Host == b.Host && a.ID == b.ID
	}
	return a.Host == b.Host && strings.EqualFold(a.Login, b.Login)
}

// IsZero tells whether no user is given: a team, or one whose account was deleted.
func (a Account) IsZero() bool { return a.Login == "" && a.ID == "" }

// State is what a reviewer said last.
type State string

// The states of reviews. Comments, requests for a review and reviews that were not submitted are none.
const (
	Approved   State = "approved"
	Changes    State = "changes requested"
	Dismissed  State = "dismissed"  // an approval or a request for changes that was taken away
	Stale      State = "stale"      // of a commit before the last one, as the forge says
	Unofficial State = "unofficial" // of somebody whose review the forge does not count
)

// Review is what one user said of a request.
type Review struct {
	By    Account
	State State
	Head  history.Hash // the commit that was reviewed; empty where the form does not say
	When  time.Time    // zero where the form does not say
	File  string
}

// Standing gives the last word of each reviewer, in the order in which these first spoke.
func (q *Request) Standing() []Review {
	if q.settled {
		return q.standing
	}
	given := slices.DeleteFunc(slices.Clone(q.given), func(v Review) bool { return v.By.IsZero() })
	slices.SortStableFunc(given, func(a, b Review) int { return a.When.Compare(b.When) })
	var w words
	for _, v := range given {
		w.say(v)
	}
	return w.last
}

// words are the last words of reviewers, found by number and by login: a file may hold very many.
type words struct {
	last    []Review
	byID    map[[2]string]int   // host and number
	byLogin map[[2]string][]int // host and login, in order
}

// say takes in the next word of somebody.
func (w *words) say(v Review) {
	if w.byID == nil {
		w.byID, w.byLogin = map[[2]string]int{}, map[[2]string][]int{}
	}
	at := w.find(v.By)
	if at < 0 {
		at = len(w.last)
		w.last = append(w.last, v)
	} else if known := w.last[at].By; known != v.By {
		w.forget(known, at)
		w.last[at] = v
	} else {
		w.last[at] = v
		return
	}
	if v.By.ID != "" {
		w.byID[[2]string{v.By.Host, v.By.ID}] = at
	}
	login := [2]string{v.By.Host, strings.ToLower(v.By.Login)}
	spot, _ := slices.BinarySearch(w.byLogin[login], at)
	w.byLogin[login] = slices.Insert(w.byLogin[login], spot, at)
}

// find gives the place of the first word that somebody said, or -1. Without a number, the login has to do.
func (w *words) find(a Account) int {
	found := -1
	if at, ok := w.byID[[2]string{a.Host, a.ID}]; ok && a.ID != "" {
		found = at
	}
	for _, at := range w.byLogin[[2]string{a.Host, strings.ToLower(a.Login)}] {
		if w.last[at].By.same(a) {
			if found < 0 || at < found {
				found = at
			}
			break
		}
	}
	return found
}

// forget takes away how somebody's word was found, since they have another login or number now.
func (w *words) forget(a Account, at int) {
	delete(w.byID, [2]string{a.Host, a.ID})
	login := [2]string{a.Host, strings.ToLower(a.Login)}
	w.byLogin[login] = slices.DeleteFunc(w.byLogin[login], func(i int) bool { return i == at })
}

// Times gives the times that a request states.
func (q *Request) Times() []time.Time {
	out := []time.Time{q.Merged, q.Pushed}
	for _, v := range q.given {
		out = append(out, v.When)
	}
	return out
}

// Set is what all files of a folder say.
type Set struct {
	byKey map[Key]*Request
	order []*Request
}

// Requests gives them in the order of their keys.
func (s *Set) Requests() []*Request {
	if s == nil {
		return nil
	}
	out := slices.Clone(s.order)
	for _, q := range out {
		q.standing, q.settled = q.Standing(), true
	}
	slices.SortFunc(out, func(a, b *Request) int {
		return cmp.Or(cmp.Compare(a.Key.Project, b.Key.Project), compareNumbers(a.Key.Number, b.Key.Number))
	})
	return out
}

// compareNumbers orders "#9" before "#10".
func compareNumbers(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// Add takes in what a file says of requests. It gives those of which the file says something else than the files before it.
func (s *Set) Add(file string, form Form, found []Request) (contradicted []*Request) {
	if s.byKey == nil {
		s.byKey = map[Key]*Request{}
	}
	for _, q := range found {
		known := s.byKey[q.Key]
		if known == nil {
			known = &Request{Key: q.Key}
			s.byKey[q.Key] = known
			s.order = append(s.order, known)
		}
		if !known.merge(q, file, form) {
			contradicted = append(contradicted, known)
		}
	}
	return contradicted
}

// merge adds what another file says; false if that cannot be true beside what is known.
func (q *Request) merge(other Request, file string, form Form) bool {
	q.standing, q.settled = nil, false
	unsure, agrees := q.Unsure, !q.contradicts(other)
	switch {
	case unsure: // and nothing more is learnt of it
	case !agrees:
		q.Unsure = true
	case other.Head != "" && (q.Head == "" || len(other.Landed) > 0):
		q.Head = other.Head // of the two the one of the merged request is the later
	}
	if other.Base != "" {
		q.Base = other.Base
	}
	if other.Opener != (Account{}) {
		q.Opener = other.Opener
	}
	for _, h := range other.Landed {
		if !unsure && !slices.Contains(q.Landed, h) { // who contradicts themselves is not heard to the end
			q.Landed = append(q.Landed, h)
		}
	}
	q.Merged, q.Pushed = later(q.Merged, other.Merged), later(q.Pushed, other.Pushed)
	q.Count = max(q.Count, other.Count)
	q.Closed = (q.Closed || other.Closed) && len(q.Landed) == 0
	if !slices.Contains(q.Files, file) {
		q.Files = append(q.Files, file)
	}
	if other.frames() && !slices.Contains(q.Frame, file) {
		q.Frame = append(q.Frame, file)
	}
	if !slices.Contains(q.Forms, form) {
		q.Forms = append(q.Forms, form)
	}
	for _, v := range other.given {
		v.File = file
		q.given = append(q.given, v)
	}
	return agrees
}

// frames tells whether a description says more of a request than who reviewed it.
func (q *Request) frames() bool {
	return q.Opener != (Account{}) || q.Head != "" || q.Base != "" || len(q.Landed) > 0 || q.Count > 0 || q.Closed || !q.Merged.IsZero() ||
		!q.Pushed.IsZero()
}

// contradicts tells whether two descriptions cannot both be of one request: both say what it was merged as, and not the same.
func (q *Request) contradicts(other Request) bool {
	if q.Unsure || len(q.Landed) == 0 || len(other.Landed) == 0 {
		return false
	}
	return !slices.ContainsFunc(other.Landed, func(h history.Hash) bool { return slices.Contains(q.Landed, h) }) ||
		q.Head != "" && other.Head != "" && q.Head != other.Head
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
