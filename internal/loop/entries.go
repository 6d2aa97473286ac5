package loop

import (
	"clausebook/internal/doc"
	"clausebook/internal/thread"
)

// lists are the entries of front matter that a case can answer.
var lists = []string{"audit_findings", "decisions", "actions"}

// entriesOf gives what a case can answer beside objectives and documents: entries of front matter and rows, by their ids, with the document
// of the first that has them. One that several documents have is named with its document.
func entriesOf(docs *doc.Set) map[string]doc.ID {
	out := map[string]doc.ID{}
	for id, at := range thread.Of(docs) {
		if at.Row >= 0 || at.Anchor != "" {
			out[id] = at.Document.ID
		}
	}
	for _, d := range docs.Documents {
		for _, key := range lists {
			for _, item := range d.Front.Get(key).Items() {
				if id := item.Get("id").Text(); id != "" && out[id] == "" {
					out[id] = d.ID
				}
			}
		}
	}
	return out
}

// has tells whether a document has an entry or a row of an id.
func (r *reader) has(document doc.ID, id string) bool {
	d := r.Docs.ByID(document)
	if d == nil {
		return false
	}
	for _, key := range lists {
		for _, item := range d.Front.Get(key).Items() {
			if item.Get("id").Text() == id {
				return true
			}
		}
	}
	return r.entries[id] == document
}
