// Package witness joins what documents say was done to what the history shows of it: who stated it, and since when
// the repository holds the statement.
//
// There are two clocks. An act is said to have happened on one day; the repository knows of it since another. The two
// are never one date. A statement counts only from a revision that landed when the act could already have happened, so
// that a day written ahead of its time is no evidence.
package witness

import (
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/people"
)

// State tells whether an act counts as done.
type State uint8

// The states of an act.
const (
	Unstated   State = iota // the document does not say so
	Held                    // stated by a revision that landed when it could have been done
	NotYet                  // the day after the day of judgement: not counted, and nothing is wrong
	Future                  // later than that
	Impossible              // every revision that states it landed before it
	Announced               // likewise, and it is the date of a record, which minutes may give ahead as an agenda
)

// Witness is an act with what the history shows of it.
type Witness struct {
	doc.Act
	State    State
	Known    date.Date        // since when the repository holds a statement that counts; zero where the history is not known
	Stated   date.Date        // when the first revision landed that states it, whether it counts or not
	Earliest date.Date        // the author's day of that revision
	By       history.Identity // who wrote that revision; empty where it came with the import, or is not committed
	Commit   history.Hash     // by which the counting statement landed, or the first one; empty for the work tree
	Imported bool             // it came from elsewhere
}

// Key names where the act is written, as a reader of the front matter finds it: "closed_on", or "reviews[2].on".
func (w Witness) Key() string {
	if len(w.Path) < 3 {
		return string(w.Kind)
	}
	return w.Path[0] + "[" + w.Path[1] + "]." + w.Path[2]
}

// Late tells whether more time lies between an act and the landing of its statement than is usual. What was imported, and
// what nobody knows, is never late.
func (w Witness) Late(usual date.Period) bool {
	return w.State == Held && !w.Imported && !w.Known.IsZero() && w.Known.After(w.Day.Add(usual))
}

// Hand tells who wrote down that somebody did something.
type Hand string

// The hands, the best first.
const (
	OwnHand   Hand = "own-hand"      // the person who did it
	OtherHand Hand = "somebody-else" // another one
	Unnamed   Hand = "nobody-named"  // the document names nobody who did it
	Unknown   Hand = "unknown"       // the statement came with the import, or is not committed
)

// Hand tells who wrote the statement, by the people that there are.
func (w Witness) Hand(people *people.Register) Hand {
	switch {
	case w.By == history.Identity{}:
		return Unknown
	case w.Act.By == "":
		return Unnamed
	}
	if author, ok := people.ByEmail(w.By.Email); ok && author.ID == w.Act.By {
		return OwnHand
	}
	return OtherHand
}

// Trailed tells whether a trailer of the commit by which an act is known names the person who did it.
func (w Witness) Trailed(log *history.Log, people *people.Register) bool {
	who, listed := people.Person(w.Act.By)
	if log == nil || w.Commit == "" || !listed {
		return false
	}
	c := log.Commit(w.Commit)
	return c != nil && slices.ContainsFunc(c.Trailers, func(t history.Trailer) bool {
		return says(t.Key) && slices.ContainsFunc(who.Emails, func(email string) bool {
			return strings.Contains(strings.ToLower(t.Value), "<"+strings.ToLower(email)+">")
		})
	})
}

// says tells whether the key of a trailer says that somebody looked.
func says(key string) bool {
	return slices.ContainsFunc([]string{"Reviewed-by", "Approved-by", "Acked-by"}, func(k string) bool { return strings.EqualFold(k, key) })
}

// String gives the word for the state as programs read it.
func (s State) String() string {
	return [...]string{"unstated", "held", "not-yet", "future", "impossible", "announced"}[s]
}

// Book holds the witnesses of all acts of a set of documents. It is not changed once read. The methods of a nil Book
// take every act at its word, for a set without history.
type Book struct {
	clock    Clock
	begun    date.Date
	imported date.Date // the landing of the first documents; zero where that is not known
	of       map[*doc.Document][]Witness
	approved func(*doc.Document) date.Date // nil until approvals are judged
}

// Approved gives the book with the days of the approvals that count: evidence outside of a document has its day too.
func (b *Book) Approved(day func(*doc.Document) date.Date) *Book {
	out := *b
	out.approved = day
	return &out
}

// Clock gives the clock by which acts were judged.
func (b *Book) Clock() Clock { return b.clock }

// Read finds the witness of every act that documents state. Without a history that can be relied on, an act counts
// unless it lies after the day of judgement. What came from elsewhere is found in the history where nil is given.
func Read(docs *doc.Set, log *history.Log, elsewhere *imported.Scope, clock Clock) *Book {
	if elsewhere == nil {
		elsewhere = imported.Read(imported.Input{Docs: docs, History: log})
	}
	r := &reader{log: log, clock: clock, imported: elsewhere, known: log != nil && log.Reliable()}
	b := &Book{clock: clock, of: make(map[*doc.Document][]Witness, len(docs.Documents))}
	for _, d := range docs.Documents {
		if found := r.document(d); len(found) > 0 {
			b.of[d] = found
		}
	}
	b.begun = r.begun(b, docs)
	if first := r.imported.First; first != nil {
		b.imported, _ = r.clock.Landed(first.Committer.Day())
	}
	return b
}

// Begun gives the first day of which anything tells: an act that counts, what a record covers, or the landing of the first
// documents. Nothing can be asked of a set of documents for the time before; zero where nothing tells.
func (b *Book) Begun() date.Date {
	if b == nil {
		return date.Date{}
	}
	return b.begun
}

// Imported gives the day on which the first documents landed: of the days before it the repository holds only what documents say
// themselves. Zero where the history does not tell.
func (b *Book) Imported() date.Date {
	if b == nil {
		return date.Date{}
	}
	return b.imported
}

func (r *reader) begun(b *Book, docs *doc.Set) date.Date {
	var first date.Date
	if r.imported.First != nil {
		first, _ = r.clock.Landed(r.imported.First.Committer.Day())
	}
	for _, d := range docs.Documents {
		for _, w := range b.of[d] {
			if w.State == Held {
				first = earlier(first, w.Day)
			}
		}
		if span, ok := b.Evidence(d); ok {
			first = earlier(first, earlier(span.To, span.From))
		}
	}
	return first
}

// reader carries what all documents share.
type reader struct {
	log      *history.Log
	known    bool // the history can be relied on
	clock    Clock
	imported *imported.Scope
}

// document gives the witnesses of the acts of one document, in the order of its front matter.
func (r *reader) document(d *doc.Document) []Witness {
	acts := d.Acts()
	if len(acts) == 0 {
		return nil
	}
	var landings []history.Landing
	if r.known {
		landings = r.log.Landings(d.Path)
	}
	out := make([]Witness, len(acts))
	for i, a := range acts {
		out[i] = r.witness(d, a, landings)
	}
	return out
}

// witness finds the landings that state an act, and judges it by them.
func (r *reader) witness(d *doc.Document, a doc.Act, landings []history.Landing) Witness {
	w := Witness{Act: a}
	if a.In == doc.InBeside && r.clock.Came(a.Day) { // since when that file states it is not followed
		w.State, w.Imported = Held, true
		return w
	}
	stating := false // by a revision that is no draft
	for _, l := range landings {
		last := l.Last()
		if last.Deleted() || !a.StatedIn(last.Path, last.Facts.Acts) {
			continue
		}
		landed, _ := r.clock.Landed(l.Day())
		if w.Stated.IsZero() {
			r.first(&w, l, a, landed)
		}
		stating = stating || last.Facts.Status != string(doc.Draft)
		if w.Known.IsZero() && !a.Day.After(landed.AddDays(Grace)) {
			w.Known, w.Commit = landed, l.By.Hash
		}
	}
	uncommitted := !r.known || history.Hash(d.Blob) != r.log.HeadBlob(d.Path)
	if uncommitted && w.Known.IsZero() && r.clock.Came(a.Day) { // the work tree is the next commit, and lands today
		w.Commit = ""
		if r.known {
			w.Known, w.Imported = r.clock.Day, w.Imported || w.Stated.IsZero() && r.imported.First == nil
		}
		w.State = Held
		return w
	}
	w.State = r.judge(w, stating || d.Status != doc.Draft)
	return w
}

// judge gives the state of an act by its landings.
func (r *reader) judge(w Witness, stating bool) State {
	switch {
	case r.clock.Day.IsZero():
		return Held
	case r.clock.Future(w.Day) && w.Kind == doc.RecordAct:
		return Announced
	case r.clock.Future(w.Day):
		return Future
	case !r.clock.Came(w.Day):
		return NotYet
	case !w.Known.IsZero():
		return Held
	case w.Kind == doc.RecordAct:
		return Announced
	case !stating:
		return Unstated
	}
	return Impossible
}

// first notes who stated an act first.
func (r *reader) first(w *Witness, l history.Landing, a doc.Act, landed date.Date) {
	w.Stated, w.Commit = landed, l.By.Hash
	w.Imported = r.imported.Brings(l.By, a.Day.AddDays(Grace).Before(landed))
	stating := func(v *history.Revision) bool { return a.StatedIn(v.Path, v.Facts.Acts) }
	author := l.Revisions[slices.IndexFunc(l.Revisions, stating)].Commit.Author
	w.Earliest = author.Day()
	if !w.Imported {
		w.By = author.Identity
	}
}
