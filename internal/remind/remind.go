// Package remind writes to people what waits for them: a view of a project -> one mail for each person, as text. Nothing is sent.
//
// What is due and which approvals are awaited is what pages and calendar show; here it is only sorted by who has to act. A role
// is whoever holds it on the as-of day, so that somebody with three roles gets one mail.
package remind

import (
	"cmp"
	"fmt"
	"maps"
	"net/mail"
	"slices"
	"strings"

	"clausebook/internal/days"
	"clausebook/internal/people"
	"clausebook/internal/report"
	"clausebook/internal/view"
)

// Letter is what waits for one person.
type Letter struct {
	To        people.Person
	Overdue   []string // one text each, of one line or two
	Soon      []string
	Approvals []string
}

// Post is all letters, with what can be told to nobody.
type Post struct {
	Letters []Letter
	Unsaid  []string // what waits for nobody who can be written to, each with the reason
}

// Of sorts what waits by who has to act. Asks says of an owner or approver whether it is asked for.
func Of(s *view.View, asks func(report.Owner) bool) Post {
	c := clerk{View: s, asks: asks, letters: map[string]*Letter{}}
	for _, e := range days.DueNow(s) {
		switch {
		case e.OfApproval():
		case e.Day.Before(s.AsOf.Day):
			c.tell(e.Owner, c.due(e), func(l *Letter) *[]string { return &l.Overdue })
		default:
			c.tell(e.Owner, c.due(e), func(l *Letter) *[]string { return &l.Soon })
		}
	}
	for _, x := range days.PendingApprovals(s) {
		c.tell(x.By(), c.approval(x), func(l *Letter) *[]string { return &l.Approvals })
	}
	out := Post{Unsaid: c.unsaid}
	for _, id := range slices.Sorted(maps.Keys(c.letters)) {
		out.Letters = append(out.Letters, *c.letters[id])
	}
	return out
}

// clerk sorts what waits.
type clerk struct {
	*view.View
	asks    func(report.Owner) bool
	letters map[string]*Letter
	unsaid  []string
}

// item is one thing that waits, without who has to act.
type item struct{ title, text, at string }

// tell adds something to the letters of all who hold a role, or of one person.
func (c *clerk) tell(owner string, it item, list func(*Letter) *[]string) {
	if !c.asks(report.OwnerOf(c.Dossier, owner, "")) {
		return
	}
	role := ""
	ids := []string{owner}
	if r, is := c.People.Role(owner); is {
		role, ids = cmp.Or(r.Title, r.ID), c.People.Holders(owner, c.AsOf.Day)
	}
	if owner == "" || len(ids) == 0 {
		c.leave(it, owner, "nobody is named", "nobody holds the role")
		return
	}
	for _, id := range ids {
		p, known := c.People.Person(id)
		if !known || len(p.Emails) == 0 {
			c.leave(it, id, "", "has no address in people.yaml")
			continue
		}
		if c.letters[id] == nil {
			c.letters[id] = &Letter{To: p}
		}
		into := list(c.letters[id])
		*into = append(*into, it.words(role))
	}
}

// leave notes what can be told to nobody.
func (c *clerk) leave(it item, owner, without, why string) {
	if owner == "" {
		c.unsaid = append(c.unsaid, it.title+": "+without)
		return
	}
	c.unsaid = append(c.unsaid, fmt.Sprintf("%s: %s, %s", it.title, owner, why))
}

func (it item) words(role string) string {
	text := it.text
	if role != "" {
		text += " [" + role + "]"
	}
	if it.at != "" {
		text += "\n" + it.at
	}
	return text
}

// due words what falls due: the day, how far away it is, what and of which document.
func (c *clerk) due(e view.DueDay) item {
	row := c.At("", "reviews.html").DueRow(e)
	title := e.Title() + " (" + e.ID() + ")"
	text := fmt.Sprintf("%s, %s: %s, %s", row.Day, row.Away, row.What, title)
	if !e.Detail.IsZero() {
		text += ": " + c.Plain(e.Detail)
	}
	return item{title, text, c.web(c.DueAt(e))}
}

// approval words an approval that is awaited.
func (c *clerk) approval(x days.Pending) item {
	title := view.TitleOf(x.Document) + " (" + string(x.Document.ID) + ")"
	text := title + ", " + c.T("version %s", view.PlainVersion(x.Document.Version)) + ": " + c.Plain(x.Why)
	if !x.Until.IsZero() {
		text += "; " + c.T("to be shown by %s", x.Until.String())
	}
	return item{title, text, c.web(c.Addr.Documents[x.Document])}
}

// web gives the address of a page where the site stands in the web; empty where that is not known.
func (c *clerk) web(at string) string {
	if c.Site.BaseURL == "" || at == "" {
		return ""
	}
	return strings.TrimRight(c.Site.BaseURL, "/") + "/" + at
}

// Mails writes the letters.
func (p Post) Mails(s *view.View, from mail.Address) []Mail {
	out := make([]Mail, len(p.Letters))
	for i, l := range p.Letters {
		out[i] = mailOf(s, l, from)
	}
	return out
}
