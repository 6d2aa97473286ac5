package config

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/strictyaml"
)

// History says which lines of the repository must not lose commits, and which losses are known.
type History struct {
	Protected    []string // branches; nil for the default branch of the remote, else main or master
	Acknowledged []Acknowledged
	Moved        Moved // when the history was rewritten or brought over; nothing where it is zero
}

// Moved says that the commits up to one go under other names since the history was moved.
type Moved struct {
	Commit string    // the last commit that was moved, by its full name; empty where a day says it
	Day    date.Date // the last day of what was moved; zero where a commit says it
	Reason string
	Map    string // path of the file of former and present names
	Pos    diag.Pos
}

// IsZero tells whether nothing was moved.
func (m Moved) IsZero() bool { return m.Map == "" }

// At gives the end of the move as the configuration writes it.
func (m Moved) At() string {
	if m.Commit != "" {
		return m.Commit
	}
	return m.Day.String()
}

// Acknowledged is a commit that a protected line lost, with the reason for which that is in order.
type Acknowledged struct {
	Lost   string // the first digits of the commit, seven at least
	Reason string
	By     string // person id
	Pos    diag.Pos
}

func (r *reader) fillHistory(h *History, n *strictyaml.Node) {
	h.Protected = n.Get("protected").Texts()
	for _, item := range n.Get("acknowledged").Items() {
		a := Acknowledged{Lost: item.Get("lost").Text(), Reason: reason(item), By: item.Get("by").Text(), Pos: r.pos(item)}
		if at := item.Get("reason"); a.Reason == "" && at.Text() != "" { // the schema reports the other ways to give none
			r.wrong(at, "a lost commit is acknowledged without a reason", "say why the history was rewritten, and who agreed to it")
		}
		h.Acknowledged = append(h.Acknowledged, a)
	}
	r.fillMoved(&h.Moved, n.Get("moved"))
}

// fillMoved reads when the history was moved.
func (r *reader) fillMoved(m *Moved, n *strictyaml.Node) {
	if n.IsNull() {
		return
	}
	*m = Moved{Reason: reason(n), Map: path.Clean(n.Get("map").Text()), Pos: r.pos(n.Get("map"))}
	if at := n.Get("reason"); m.Reason == "" && at.Text() != "" { // the schema reports the other ways to give none
		r.wrong(at, "`history.moved` has no reason", "say why the history was moved, and from where")
	}
	if name := n.Get("map").Text(); name != "" && (!fs.ValidPath(m.Map) || strings.ContainsAny(name, `\:`)) {
		r.wrong(n.Get("map"), fmt.Sprintf("`history.moved.map: %s` is not a file in the repository", name), "give a relative path without `..`")
	}
	m.Commit, m.Day = r.fixed(n.Get("at"), "history.moved.at")
}
