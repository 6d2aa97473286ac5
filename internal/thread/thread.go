// Package thread tells what is called by which id: a document, an entry of front matter such as an action, or a row of a table or data
// file. By it every page leads from an id to what is called so. It also tells which documents speak of which.
//
// An id that several things of one kind share leads nowhere, as nobody can tell which is meant.
package thread

import (
	"clausebook/internal/doc"
	"clausebook/internal/ids"
	"clausebook/internal/strictyaml"
)

// Place is where something stands that is called by an id.
type Place struct {
	Document *doc.Document
	Row      int    // of its data file; -1 where it is none
	Anchor   string // on the page of the document; empty for the document itself, and for rows of data files
}

// Index is the places by their ids.
type Index map[string]Place

// The weights of places: of several kinds that share an id the lightest is meant. A row of a register that lists documents speaks of the
// documents, and one of a report of the row of the register.
const (
	ofDocument = iota
	ofEntry
	ofRegister // rows of data files, then of tables
	_
	ofRecord
	_
	ofOther
	_
)

// entries are the lists of front matter whose items have ids.
var entries = []string{"actions", "audit_findings", "decisions", "objectives", "benefits"}

// indexer gathers places.
type indexer struct {
	places map[string]Place
	weight map[string]int
	shared map[string]bool // several things of this weight are called so
}

// Of makes the index of a set. Entries and rows of what is no longer in use, and of translations, have no place in it.
func Of(set *doc.Set) Index {
	x := indexer{places: Index{}, weight: map[string]int{}, shared: map[string]bool{}}
	for _, d := range set.Documents {
		if ids.Is(string(d.ID)) {
			x.add(string(d.ID), ofDocument, Place{Document: d, Row: -1})
		}
		if d.TranslationOf == "" && d.Status != doc.Superseded && d.Status != doc.Withdrawn {
			x.entries(d)
			x.rows(d)
		}
	}
	for id := range x.shared {
		delete(x.places, id)
	}
	return x.places
}

// entries adds what the front matter of a document lists.
func (x *indexer) entries(d *doc.Document) {
	for _, key := range entries {
		for _, item := range d.Front.Get(key).Items() {
			if anchor := EntryAnchor(item); anchor != "" {
				x.add(item.Get("id").Text(), ofEntry, Place{Document: d, Row: -1, Anchor: anchor})
			}
		}
	}
}

// EntryAnchor names an entry of front matter on the page of its document, by its id; empty where it has none of that form.
func EntryAnchor(item *strictyaml.Node) string {
	if id := item.Get("id").Text(); ids.Is(id) {
		return "item-" + id // a row of the text may have the same id
	}
	return ""
}

// rows adds the rows of a data file and of the tables of a text. An id that both have is that of the file's.
func (x *indexer) rows(d *doc.Document) {
	weight, holds := weightOf(d)
	if d.Data != nil {
		for i, row := range d.Data.Rows {
			if id := RowID(row); id != "" {
				x.add(id, weight, Place{Document: d, Row: i})
			}
		}
	}
	if holds {
		for _, id := range d.Body.Rows {
			x.add(id, weight+1, Place{Document: d, Row: -1, Anchor: ids.Anchor(id)})
		}
	}
}

// RowID gives the id by which a row of a data file is called.
func RowID(row []string) string {
	return ids.OfRow(func(i int) string {
		if i < len(row) {
			return row[i]
		}
		return ""
	})
}

// weightOf gives the weight of the rows of a document, and whether rows of its tables stand for themselves.
func weightOf(d *doc.Document) (weight int, holds bool) {
	switch d.Type {
	case "register":
		return ofRegister, true
	case "record":
		return ofRecord, true
	}
	return ofOther, d.IsRecord() || len(d.Front.Get("rows").Texts()) > 0
}

// add puts a place under an id, unless a lighter one has it.
func (x *indexer) add(id string, weight int, at Place) {
	switch last, taken := x.weight[id]; {
	case !taken || weight < last:
		x.places[id], x.weight[id] = at, weight
		delete(x.shared, id)
	case weight == last:
		x.shared[id] = true
	}
}
