package view

import (
	"cmp"
	"slices"
	"time"

	"clausebook/internal/check"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/inforce"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/thread"
	"clausebook/internal/trace"
	"clausebook/internal/witness"
)

// DueRow is one thing that falls due. Anchor names the first row of its day on the page of the month.
type DueRow struct {
	Anchor    string
	Day, Away string
	What      string
	Link      Link
	Detail    theme.Text // which of several of the document
	Owner     Link
	Tag       Tag
}

// DueDay is one thing that falls due: a review, a record, an action, an approval, the end of a term or of what somebody has
// accepted for a time. It is of a document or of an item of a standard.
type DueDay struct {
	Day      date.Date
	What     string
	Owner    string // id of a role or person
	Document *doc.Document
	Entry    string        // which entry of the document, by a name that stays
	Detail   phrase.Phrase // the same in words
	fragment string        // of the entry on the page of the document
	cell     *trace.Cell
}

// Due lists all that falls due, the earliest first. Pages, calendar and feed show this list or a part of it; nothing else
// decides what is due.
func (s *View) Due() []DueDay { return s.Index.due() }

func findDue(s *View) []DueDay {
	var out []DueDay
	for _, d := range s.Docs.Documents {
		out = append(out, s.dueOf(d)...)
	}
	out = slices.Concat(out, s.dueActions(), s.dueApprovals(), s.dueExceptions(), s.dueSteps())
	for _, m := range s.Matrix.Standards {
		for i := range m.Required {
			if c := &m.Required[i]; c.State == trace.Waived && c.Waiver != nil && !c.Waiver.Expires.IsZero() {
				out = append(out, DueDay{Day: c.Waiver.Expires, What: "Gap accepted by management until this day", Owner: c.Owner, cell: c})
			} else if r := requiredOf(s, c); !c.Due.IsZero() && r == "record" && !c.Lent() {
				out = append(out, DueDay{Day: c.Due, What: "Next record", Owner: c.Owner, cell: c})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b DueDay) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.What, b.What), cmp.Compare(a.ID(), b.ID()), cmp.Compare(a.Entry, b.Entry))
	})
	return out
}

// dueOf gives what falls due by the front matter of a document. What was superseded or withdrawn owes nothing any more.
func (s *View) dueOf(d *doc.Document) []DueDay {
	var out []DueDay
	if day := s.ReviewDue(d); !day.IsZero() && !s.putOff(d, day) {
		out = append(out, DueDay{Day: day, What: "Review", Owner: d.Owner, Document: d, Detail: s.lastReview(d)})
	}
	if day, _ := s.Ends(d); !day.IsZero() && s.Approvals.Status(d).Current() {
		out = append(out, DueDay{Day: day, What: "End of the term", Owner: d.Owner, Document: d})
	}
	out = append(out, s.dueWithdrawals(d)...)
	if day := announcedFor(s, d); !day.IsZero() && !retired(d) {
		out = append(out, DueDay{Day: day, What: "Announced record", Owner: d.Owner, Document: d})
	}
	due := s.Certified.CaseDue(d)
	if due.IsZero() || retired(d) || !s.Acts.Held(d, doc.ClosureAct).IsZero() {
		return out
	}
	switch d.Type {
	case "nonconformity":
		out = append(out, DueDay{Day: due, What: "Corrective action", Owner: d.Owner, Document: d})
	case "improvement":
		out = append(out, DueDay{Day: due, What: "Improvement", Owner: d.Owner, Document: d})
	}
	return out
}

// dueSteps gives what comes next of certificates, as far as somebody has set a day.
func (s *View) dueSteps() []DueDay {
	var out []DueDay
	for _, a := range s.Certified.Ahead() {
		e := DueDay{Day: a.By, What: "Audit of the certification body", Owner: a.Certificate.Owner, Document: a.Certificate, Entry: a.Name,
			Detail: phrase.Of("%s: %s", a.What, a.Reason)}
		if !e.Day.IsZero() {
			out = append(out, e)
		}
	}
	return out
}

// lastReview says when a document was reviewed last, and who wrote that down; nothing where it never was.
func (s *View) lastReview(d *doc.Document) phrase.Phrase {
	w := s.Acts.Reviewed(d)
	switch {
	case w.State != witness.Held:
		return phrase.Phrase{}
	case w.Act.By == "":
		return phrase.Of("last review on %s (%s)", w.Day, s.writtenBy(w))
	}
	return phrase.Of("last review on %s by %s (%s)", w.Day, s.At("", "reviews.html").Person(w.Act.By).Text, s.writtenBy(w))
}

// dueWithdrawals gives the days on which approvals end by a withdrawal that is to come, of versions that may be relied on until
// then.
func (s *View) dueWithdrawals(d *doc.Document) []DueDay {
	var out []DueDay
	for _, w := range s.PlannedWithdrawals(d) {
		out = append(out, DueDay{Day: w.From, What: "Withdrawal takes effect", Owner: d.Owner, Document: d, Entry: "withdrawn " + w.Version,
			Detail: phrase.Of("version %s: %s", PlainVersion(w.Version), phrase.In(d.Language, phrase.Short(w.Reason, maxDetail)))})
	}
	return out
}

// PlannedWithdrawals gives the entries of `withdrawn` whose day is to come, of versions that are in force or will be.
func (s *View) PlannedWithdrawals(d *doc.Document) []doc.Withdrawal {
	var out []doc.Withdrawal
	for _, w := range d.Withdrawals() {
		holds := func(v *inforce.Tenure) bool {
			state := v.State(s.AsOf.Day)
			return v.Number() == w.Version && (state == inforce.InForce || state == inforce.Scheduled)
		}
		if w.From.After(s.AsOf.Day) && !retired(d) && slices.ContainsFunc(s.InForce.Of(d).Versions, holds) {
			out = append(out, w)
		}
	}
	return out
}

func retired(d *doc.Document) bool { return d.Status.Retired() }

// announcedFor gives the day for which a record is written ahead: it is then that somebody has to say what came of it.
func announcedFor(s *View, d *doc.Document) date.Date {
	switch {
	case !s.Acts.Ahead(d):
		return date.Date{}
	case d.Date.IsZero():
		return d.Period.From
	}
	return d.Date
}

// putOff tells whether a deadline of a document gives way to an accepted gap: all that the document is required for is
// accepted to be missing until that day or a later one.
func (s *View) putOff(d *doc.Document, day date.Date) bool {
	required := 0
	for _, u := range s.Matrix.Uses(d.ID) {
		if u.Kind != standard.KindRequired {
			continue
		}
		required++
		c := s.Cell(u.Ref.Standard, u.Ref.Item)
		if c.State != trace.Waived || c.Waiver == nil || c.Waiver.Expires.Before(day) {
			return false
		}
	}
	return required > 0
}

// dueActions gives the days by which actions of meetings are to be done.
func (s *View) dueActions() []DueDay {
	var out []DueDay
	for _, a := range s.Index.Actions() {
		if a.Due.IsZero() || retired(a.From) {
			continue
		}
		fragment := ""
		if at := thread.EntryAnchor(a.Item); at != "" {
			fragment = "#" + at
		}
		out = append(out, DueDay{Day: a.Due, What: "Action", fragment: fragment, Owner: a.Item.Get("owner").Text(), Document: a.From,
			Entry: doc.ActionName(a.Item), Detail: phrase.In(a.From.Language, phrase.Short(a.Item.Get("text").Text(), maxDetail))})
	}
	return out
}

// OfApproval tells whether an approval has still to be shown.
func (e DueDay) OfApproval() bool { return e.What == "Approval" }

const maxDetail = 300 // runes of the text of an action

// dueApprovals gives the days by which approvals have to be shown of texts that say they are approved.
func (s *View) dueApprovals() []DueDay {
	var out []DueDay
	for _, a := range s.Awaited {
		if !s.putOff(a.Document, a.Until) {
			out = append(out, DueDay{Day: a.Until, What: "Approval", Owner: cmp.Or(a.Document.Approver, a.Document.Owner), Document: a.Document})
		}
	}
	return out
}

// dueExceptions gives the last days of what documents except from the checks, each exception once.
func (s *View) dueExceptions() []DueDay {
	var out []DueDay
	seen := map[string]bool{}
	for _, x := range s.Excepted {
		d := s.Docs.ByPath(x.Pos.File)
		if d == nil || x.Until.IsZero() || seen[x.Pos.String()] {
			continue
		}
		seen[x.Pos.String()] = true
		out = append(out, exceptionEnds(d, x))
	}
	return out
}

func exceptionEnds(d *doc.Document, x check.Excepted) DueDay {
	return DueDay{Day: x.Until, What: "Exception ends", Owner: d.Owner, Document: d, Entry: string(x.Finding.Rule),
		Detail: phrase.Join([]phrase.Phrase{phrase.Text(string(x.Finding.Rule)), phrase.In(d.Language, x.Reason)}, ": ")}
}

// requiredOf tells whether a cell is of a document or of a record.
func requiredOf(s *View, c *trace.Cell) string {
	if std := s.Standards.Standard(c.Ref.Standard); std != nil {
		if r := std.RequiredDocument(c.Ref.Item); r != nil {
			return r.Kind
		}
	}
	return ""
}

// ID names what falls due: a document, or an item of a standard.
func (e DueDay) ID() string {
	if e.Document != nil {
		return string(e.Document.ID)
	}
	return e.cell.Ref.String()
}

// Title is that of what falls due.
func (e DueDay) Title() string {
	if e.Document != nil {
		return TitleOf(e.Document)
	}
	return e.cell.Title
}

// DueAt gives the page of what falls due, and where on it an action stands.
func (s *View) DueAt(e DueDay) string {
	if e.Document != nil {
		return s.Addr.Documents[e.Document] + e.fragment
	}
	return s.Addr.Items[e.cell.Ref]
}

// DueRow shows one thing that falls due.
func (p Page) DueRow(e DueDay) DueRow {
	row := DueRow{Day: e.Day.String(), Away: p.relativeDay(e.Day), What: p.T(e.What), Detail: p.Thread(p.Say(e.Detail))}
	if e.Owner != "" {
		row.Owner = p.Whoever(e.Owner)
	}
	if e.Document != nil {
		row.Link = p.Named(e.Document)
		row.Link.Href = p.Href(p.DueAt(e))
	} else {
		row.Link = p.Item(e.cell.Ref)
		row.Link.Text = cmp.Or(e.cell.Title, row.Link.Text)
	}
	row.Tag = p.DueTag(e.Day)
	return row
}

// DueTag says of what is due on a day whether it is overdue or due soon; nothing where it is neither.
func (s *View) DueTag(day date.Date) Tag {
	switch days := s.AsOf.Day.DaysUntil(day); {
	case days < 0:
		return Tag{"overdue", s.T("Overdue")}
	case days <= DueSoon:
		return Tag{"soon", s.T("Due soon")}
	}
	return Tag{}
}

// Ends gives the day on which the term of a document ends, and how near it is while the document is in use; no day where none is given.
func (s *View) Ends(d *doc.Document) (day date.Date, near Tag) {
	day, err := date.Parse(d.Front.Get("ends_on").Text())
	if err != nil {
		return date.Date{}, Tag{}
	}
	if s.Approvals.Status(d).Current() {
		near = s.DueTag(day)
	}
	return day, near
}

// Number is that of an action; empty for all else.
func (e DueDay) Number() string {
	if e.fragment == "" {
		return ""
	}
	return e.Entry
}

func (s *View) month(m time.Month) string { return s.T(m.String()) }
