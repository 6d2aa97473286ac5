package config

import (
	"clausebook/internal/diag"
	"clausebook/internal/strictyaml"
)

// History says which lines of the repository must not lose commits, and which losses are known.
type History struct {
	Protected    []string // branches; nil for the default branch of the remote, else main or master
	Acknowledged []Acknowledged
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
}
