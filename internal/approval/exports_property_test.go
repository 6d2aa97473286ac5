package approval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/longtest"
)

// chronicle is a random history of one document: what each commit holds, and as which commits each version landed. It is kept apart
// from what the judge finds out, which is compared with it.
type chronicle struct {
	*testRepo
	rand   *rand.Rand
	text   map[history.Hash]string // of the document, at each commit
	when   map[history.Hash]time.Time
	main   map[history.Hash]bool     // the commits that HEAD reaches
	landed map[string][]history.Hash // version -> the commits of the main line that brought it, the last one first
	of     map[history.Hash]string   // the version whose request a commit is of
	tips   []history.Hash            // last commits of branches
	all    []history.Hash
}

// tell writes a history of some requests, each merged, squashed or rebased.
func tell(t *testing.T, seed uint64) *chronicle {
	t.Helper()
	c := &chronicle{testRepo: newRepo(t), rand: rand.New(rand.NewPCG(seed, 1)), text: map[history.Hash]string{},
		when: map[history.Hash]time.Time{}, main: map[history.Hash]bool{}, landed: map[string][]history.Hash{},
		of: map[history.Hash]string{}}
	c.policy.Exports = "trust/reviews"
	c.commit(ada, "Start", with(page("0.1", "draft", "Text 0."), "content/people.yaml", forgePeople))
	c.note("Text 0.")
	for i := range 4 {
		c.request(fmt.Sprintf("%d.0", i+1))
	}
	for _, h := range strings.Fields(c.git(ada, "rev-list", "HEAD")) {
		c.main[history.Hash(h)] = true
	}
	return c
}

// note writes down what HEAD holds.
func (c *chronicle) note(text string) history.Hash {
	h := c.head()
	c.text[h], c.when[h] = text, c.day
	c.all = append(c.all, h)
	return h
}

// request writes a version on a branch of one to three commits and lands it.
func (c *chronicle) request(version string) {
	before := c.text[c.head()]
	c.git(ada, "checkout", "-q", "-b", "v"+version)
	var texts []string
	for i := range 1 + c.rand.IntN(3) {
		text := fmt.Sprintf("Text %d.", 1+c.rand.IntN(4)) // few texts, so that one comes again in another request
		texts = append(texts, text)
		c.commit(ada, "Write "+version, with(page(version, "approved", text, byChangeManager), "n"+version, fmt.Sprint(i)))
		c.of[c.note(text)] = version
	}
	c.tips = append(c.tips, c.head())
	last := texts[len(texts)-1]
	c.git(ada, "checkout", "-q", "main")
	switch c.rand.IntN(3) {
	case 0:
		c.merge(dan, "v"+version, "Merge it")
		c.landed[version] = []history.Hash{c.note(last)}
	case 1:
		c.git(dan, "merge", "-q", "--squash", "v"+version)
		c.commit(ada+"|"+github, "All of it (#9)", nil)
		c.landed[version] = []history.Hash{c.note(last)}
	default:
		c.commit(dan, "In between", map[string]string{"between-" + version: "x"})
		c.note(before)
		c.day = c.day.AddDate(0, 0, 1)
		for i, text := range texts {
			c.git(ada+"|"+github, "cherry-pick", fmt.Sprintf("v%s~%d", version, len(texts)-1-i))
			c.landed[version] = slices.Insert(c.landed[version], 0, c.note(text))
		}
	}
	for _, h := range c.landed[version] {
		c.of[h] = version
	}
}

// say is what one random export claims.
type say struct {
	lab      bool // GitLab, which does not say what was reviewed
	bare     bool // without the request
	login    string
	state    string
	seen     history.Hash // that was reviewed
	head     history.Hash // the last commit of the branch
	merged   history.Hash
	count    int
	when, at time.Time // of the review, and of the merge
}

// pick gives a commit: any one, the last of a branch, or one that nobody has.
func (c *chronicle) pick() history.Hash {
	switch c.rand.IntN(4) {
	case 0:
		return history.Hash(strings.Repeat(fmt.Sprintf("%02x", 0xa0+c.rand.IntN(4)), 20))
	case 1:
		return c.tips[c.rand.IntN(len(c.tips))]
	}
	return c.all[c.rand.IntN(len(c.all))]
}

// imagine gives a random export, often one that is nearly right.
func (c *chronicle) imagine() say {
	s := say{lab: c.rand.IntN(3) == 0, bare: c.rand.IntN(4) == 0, login: "bea-gh:22", state: "APPROVED", seen: c.pick(), head: c.pick(),
		merged: c.pick(), count: c.rand.IntN(4)}
	if c.rand.IntN(2) == 0 {
		s.head = s.seen
	}
	if c.rand.IntN(2) == 0 {
		landed := c.landed[fmt.Sprintf("%d.0", 1+c.rand.IntN(4))]
		s.merged = landed[c.rand.IntN(len(landed))]
	}
	if c.rand.IntN(6) == 0 {
		s.state = []string{"DISMISSED", "CHANGES_REQUESTED", "COMMENTED"}[c.rand.IntN(3)]
	}
	if c.rand.IntN(6) == 0 {
		s.login = []string{"ada-gh:11", "eve:99", "dan:7"}[c.rand.IntN(3)]
	}
	s.at = c.day.AddDate(0, 0, -c.rand.IntN(20))
	if at, ok := c.when[s.merged]; ok && c.rand.IntN(2) == 0 {
		s.at = at
	}
	s.when = s.at.Add(time.Duration(c.rand.IntN(200)-150) * time.Hour)
	return s
}

// files writes it as the forge would.
func (s say) files() []string {
	if s.lab {
		request := strings.Replace(gitlabRequest(s.head, s.merged), "2024-06-30T12:00:00Z", s.at.Format(time.RFC3339), 1)
		approvals := `{"id": 1, "iid": 12, "project_id": 3, "approved_by": []}`
		if s.state == "APPROVED" {
			approvals = fmt.Sprintf(`{"id": 1, "iid": 12, "project_id": 3, "approved_by": [{"user": {"id": 5, "username": %q, "name": "X",
				"web_url": "https://gitlab.example/x"}, "approved_at": %q}]}`, strings.TrimSuffix(s.login, "-gh:22"), s.when.Format(time.RFC3339))
		}
		if s.bare {
			return []string{approvals}
		}
		return []string{approvals, request}
	}
	reviews := githubReviews(s.when, s.login+":"+s.state+":"+string(s.seen))
	pull := strings.Replace(githubPull("ada-gh", "11", s.head, s.merged), "2024-06-30T12:00:00Z", s.at.Format(time.RFC3339), 1)
	pull = strings.Replace(pull, `"merged": true`, fmt.Sprintf(`"merged": true, "commits": %d`, s.count), 1)
	if s.bare {
		return []string{reviews}
	}
	return []string{reviews, pull}
}

// binds tells whether an export may approve the text of a version, by what is known of the history: Bea approved it, and either she
// saw a commit of the history that has this very text, or the export names a commit of the version's own request that has it, and the
// head that she saw, not later than the merge. It is generous where the rules are stricter.
func (c *chronicle) binds(s say, version, text string) bool {
	if s.state != "APPROVED" || s.login != "bea-gh:22" {
		return false
	}
	names := !s.bare && c.of[s.merged] == version && c.main[s.merged] && c.text[s.merged] == text
	if s.lab {
		head, known := c.when[s.head]
		return !s.bare && known && c.main[s.head] && c.text[s.head] == text && !s.when.Before(head) && !s.when.After(s.at)
	}
	if c.main[s.seen] {
		return c.text[s.seen] == text
	}
	if seen, here := c.text[s.seen]; here && seen != text {
		return false // a commit that only this clone has speaks against it
	}
	return names && s.seen == s.head && !s.when.After(s.at)
}

// No export can raise what a version is worth whose text it does not bind, whatever it says of commits, people and times. Of those
// that do bind, some have to count, or the property would say nothing.
func TestExportsRaiseNothingThatTheyDoNotBind(t *testing.T) {
	t.Parallel()
	counted, tried, each := 0, 0, longtest.Rounds(12, 40)
	for seed := range uint64(4) {
		c := tell(t, seed)
		judge := c.makeSlots()
		for range each {
			s := c.imagine()
			l := judge(s.files()...)
			for _, v := range l.Versions("POL-CHG") {
				if c.landed[v.Version] == nil {
					continue
				}
				tried++
				counts := v.Grade != ledger.None && v.VoidedBy() == nil
				if counts {
					counted++
				}
				if counts && !c.binds(s, v.Version, c.text[v.Revision.Commit.Hash]) {
					t.Errorf("seed %d: version %s counts as %+v by %+v", seed, v.Version, rulingOf(v, l.Least), s)
				}
			}
		}
	}
	if counted < each/4 || tried < 12*each {
		t.Errorf("%d of %d versions counted, which shows little", counted, tried)
	}
	t.Logf("%d of %d versions counted", counted, tried)
}
