package certification

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/witness"
)

// Book is what the documents say of certification, as known on the day of judgement.
type Book struct {
	Day      date.Date
	Scheme   *Scheme        // nil where none can be used: then it is known what was held, and not what comes next
	Findings []diag.Finding // what is wrong with the file of the scheme

	Lines []Line          // by standard, then body
	Stray []*doc.Document // audits of a stage of which it is not told for which certificate they were held
	Early []*doc.Document // audits of a stage where there is no certificate as yet

	docs *doc.Set
	acts *witness.Book
}

// Line is what one body certified by one standard: its certificates, one after the other.
type Line struct {
	Standard, Body string
	Cycles         []Cycle // the first one first
}

// Cycle is one certificate with what belongs to it.
type Cycle struct {
	Certificate *doc.Document
	From        date.Date // the day of the decision, else of issue
	Decided     bool      // From is the day of a decision
	Expires     date.Date // zero where the certificate gives none
	First       bool      // nothing that is known came before it
	Next        *doc.Document
	Audits      []Held // of its stages, by day
	Steps       []Step // in the order in which they are due
}

// Held is an audit that was held.
type Held struct {
	Report *doc.Document
	Stage  Stage
	Day    date.Date
}

// Read joins certificates and audits, as known on a day, by the scheme of the book.
func (b *Book) Read(day date.Date, docs *doc.Set, acts *witness.Book) *Book {
	b = &Book{Day: day, Scheme: b.Scheme, Findings: b.Findings, docs: docs, acts: acts}
	of := map[doc.ID]*Line{}
	for _, d := range docs.Documents {
		if d.Type == "certificate" && counts(d) && !b.issued(d).IsZero() {
			b.line(d).add(b.cycle(d))
		}
	}
	slices.SortFunc(b.Lines, func(x, y Line) int {
		return cmp.Or(cmp.Compare(x.Standard, y.Standard), cmp.Compare(x.Body, y.Body))
	})
	for i := range b.Lines {
		l := &b.Lines[i]
		l.order()
		for k := range l.Cycles {
			of[l.Cycles[k].Certificate.ID] = l
		}
	}
	held, planned := b.audits()
	b.assign(held, of)
	for i := range b.Lines {
		for k := range b.Lines[i].Cycles {
			b.judge(&b.Lines[i].Cycles[k], b.ofLine(planned, of, &b.Lines[i]))
		}
	}
	return b
}

// counts tells whether a document says something: a draft says nothing yet, and what was withdrawn nothing any more.
func counts(d *doc.Document) bool { return d.Status != doc.Draft && d.Status != doc.Withdrawn }

// issued gives the day on which a certificate was issued, if that counts as done by the day of judgement.
func (b *Book) issued(d *doc.Document) date.Date {
	if on := b.acts.Held(d, doc.IssueAct); !on.After(b.Day) {
		return on
	}
	return date.Date{}
}

func (b *Book) line(d *doc.Document) *Line {
	standard, body := d.Front.Get("standard").Text(), d.Front.Get("body").Text()
	i := slices.IndexFunc(b.Lines, func(l Line) bool { return l.Standard == standard && l.Body == body })
	if i < 0 {
		i = len(b.Lines)
		b.Lines = append(b.Lines, Line{Standard: standard, Body: body})
	}
	return &b.Lines[i]
}

func (b *Book) cycle(d *doc.Document) Cycle {
	c := Cycle{Certificate: d, From: b.issued(d), Expires: d.Day("expires_on")}
	if decided := d.Day("decided_on"); !decided.IsZero() && !decided.After(c.From) {
		c.From, c.Decided = decided, true
	}
	return c
}

func (l *Line) add(c Cycle) { l.Cycles = append(l.Cycles, c) }

// order puts the certificates one after the other.
func (l *Line) order() {
	slices.SortFunc(l.Cycles, func(x, y Cycle) int {
		return cmp.Or(x.From.Compare(y.From), cmp.Compare(x.Certificate.ID, y.Certificate.ID))
	})
	for i := range l.Cycles {
		l.Cycles[i].First = i == 0
		if i+1 < len(l.Cycles) {
			l.Cycles[i].Next = l.Cycles[i+1].Certificate
		}
	}
}

// audits gives the audits of stages by others, those that were held and those that are announced, by day.
func (b *Book) audits() (held, planned []Held) {
	for _, d := range b.docs.Documents {
		if !External(d) || StageOf(d) == "" || !counts(d) || d.Status == doc.Superseded {
			continue
		}
		a := Held{Report: d, Stage: StageOf(d), Day: auditDay(d)}
		switch on := b.acts.Held(d, doc.RecordAct); {
		case b.acts.Ahead(d) || a.Day.After(b.Day) && !a.Day.IsZero():
			planned = append(planned, a)
		case !on.IsZero():
			held = append(held, a)
		}
	}
	byDay := func(x, y Held) int { return cmp.Or(x.Day.Compare(y.Day), cmp.Compare(x.Report.ID, y.Report.ID)) }
	slices.SortFunc(held, byDay)
	slices.SortFunc(planned, byDay)
	return held, planned
}

// External tells whether an audit was held by others: its report says so, or it is of a stage and does not say otherwise.
func External(d *doc.Document) bool {
	kind := d.Front.Get("kind").Text()
	return d.Type == "audit-report" && (kind == "external" || kind == "" && StageOf(d) != "")
}

// auditDay is the last day on which an audit was held; its report may be of a later one.
func auditDay(d *doc.Document) date.Date {
	if to := d.Period.To; !to.IsZero() && (d.Date.IsZero() || to.Before(d.Date)) {
		return to
	}
	return d.Date
}

// assign gives each audit to the lines of the certificates that its report names; to the only line where it names none.
func (b *Book) assign(held []Held, of map[doc.ID]*Line) {
	for _, a := range held {
		lines := b.linesOf(a.Report, of)
		switch {
		case len(b.Lines) == 0:
			b.Early = append(b.Early, a.Report)
		case len(lines) == 0:
			b.Stray = append(b.Stray, a.Report)
		}
		for _, l := range lines {
			l.take(a)
		}
	}
}

func (b *Book) linesOf(d *doc.Document, of map[doc.ID]*Line) []*Line {
	var out []*Line
	named := d.Front.Get("certificates").Texts()
	for _, id := range named {
		if l := of[doc.ID(id)]; l != nil && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	if len(named) == 0 && len(b.Lines) == 1 {
		out = append(out, &b.Lines[0])
	}
	return out
}

// ofLine gives the audits that are announced for a line.
func (b *Book) ofLine(planned []Held, of map[doc.ID]*Line, l *Line) []Held {
	var out []Held
	for _, a := range planned {
		if slices.Contains(b.linesOf(a.Report, of), l) {
			out = append(out, a)
		}
	}
	return out
}

// take gives an audit to the cycle in which it was held. Before the first decision that is the first one, to which it led.
func (l *Line) take(a Held) {
	at := 0
	for i := range l.Cycles {
		if !a.Day.Before(l.Cycles[i].From) {
			at = i
		}
	}
	l.Cycles[at].Audits = append(l.Cycles[at].Audits, a)
}

// Current is the last certificate of a line; false where it says itself that it is superseded.
func (l *Line) Current() (*Cycle, bool) {
	c := &l.Cycles[len(l.Cycles)-1]
	return c, c.Certificate.Status != doc.Superseded
}

// Ahead gives the steps that are still to be done, of all lines, the earliest first; those without a day come last.
func (b *Book) Ahead() []Ahead {
	if b == nil {
		return nil
	}
	var out []Ahead
	for i := range b.Lines {
		c, is := b.Lines[i].Current()
		for k := range c.Steps {
			if is && c.Steps[k].State.Open() {
				out = append(out, Ahead{c.Certificate, &c.Steps[k]})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Ahead) int {
		if x.By.IsZero() != y.By.IsZero() {
			return y.By.Compare(x.By)
		}
		return x.By.Compare(y.By)
	})
	return out
}

// Ahead is a step that is still to be done.
type Ahead struct {
	Certificate *doc.Document
	*Step
}

// States words what a certificate states, of a standard by the name that it has here. It is what the document says, and no word of ours.
func (c *Cycle) States(standard string) phrase.Phrase {
	d := c.Certificate
	body, of := phrase.In(d.Language, d.Front.Get("body").Text()), phrase.Text(standard)
	issued := d.Day("issued_on")
	if c.Expires.IsZero() {
		return phrase.Of("%s states that %s issued it for %s on %s; it names no last day", phrase.Text(string(d.ID)), body, of, issued)
	}
	return phrase.Of("%s states that %s issued it for %s on %s, up to %s", phrase.Text(string(d.ID)), body, of, issued, c.Expires)
}
