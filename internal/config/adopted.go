package config

import (
	"fmt"
	"regexp"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/strictyaml"
)

// fullName is the whole name of a commit.
var fullName = regexp.MustCompile(`^[0-9a-f]{40}$`)

// fillAdopted reads up to where texts are adopted.
func (r *reader) fillAdopted(a *Adopted, n *strictyaml.Node) {
	if n == nil || n.IsNull() {
		return
	}
	*a = Adopted{LeastGrade: "declared", Reason: reason(n), Pos: r.pos(n.Get("until"))}
	if grade := n.Get("least_grade").Text(); grade != "" {
		a.LeastGrade = grade
	}
	if at := n.Get("reason"); a.Reason == "" && at.Text() != "" { // the schema reports the other ways to give none
		r.wrong(at, "`approval.adopted` has no reason", "say where the texts came from, and why their approvals are taken as they are")
	}
	a.Commit, a.Day = r.fixed(n.Get("until"), "approval.adopted.until")
}

// fixed reads a commit by its full name, or a day. Whatever could mean another commit tomorrow is refused.
func (r *reader) fixed(n *strictyaml.Node, key string) (commit string, day date.Date) {
	text := strings.ToLower(strings.TrimSpace(n.Text()))
	day, err := date.Parse(text)
	switch {
	case text == "" || err == nil:
		return "", day
	case fullName.MatchString(text):
		return text, date.Date{}
	case len(text) >= 7 && len(text) < 40 && strings.Trim(text, "0123456789abcdef") == "":
		r.wrong(n, fmt.Sprintf("`%s: %s` is an abbreviated commit, which may mean another one tomorrow", key, text),
			"write all 40 digits, as `git rev-parse "+text+"` gives them")
	default:
		r.wrong(n, fmt.Sprintf("`%s: %s` is neither the full name of a commit nor a day", key, n.Text()),
			"branches, tags and words such as `today` move; write the 40 digits of a commit, or a day as YYYY-MM-DD")
	}
	return "", date.Date{}
}
