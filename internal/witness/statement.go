package witness

import (
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/people"
)

// Statement is an act with its witness as programs read it: what was done and when, who wrote that down, and since when it is known.
type Statement struct {
	Act       string    `json:"act"`            // the key under which the document states it
	Item      string    `json:"item,omitempty"` // the entry of a list that it is of, where that has an id
	On        date.Date `json:"on"`
	By        string    `json:"by,omitempty"` // person id
	State     string    `json:"state"`        // held, or why it does not count
	WrittenBy Hand      `json:"written_by"`
	Trailer   bool      `json:"trailer,omitempty"` // a trailer of the commit names the person
	Known     date.Date `json:"known_since,omitzero"`
	Commit    string    `json:"commit,omitempty"`
}

// Statements gives all acts that a document states, in the order of its front matter.
func (b *Book) Statements(d *doc.Document, log *history.Log, people *people.Register) []Statement {
	out := []Statement{}
	for _, w := range b.Acts(d) {
		s := Statement{Act: string(w.Kind), On: w.Day, By: w.Act.By, State: w.State.String(), WrittenBy: w.Hand(people),
			Trailer: w.Trailed(log, people), Known: w.Known, Commit: string(w.Commit)}
		if !strings.HasPrefix(w.Item, "~") {
			s.Item = w.Item
		}
		out = append(out, s)
	}
	return out
}
