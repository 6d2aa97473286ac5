package author

import (
	"fmt"
	"path"
	"strings"

	"clausebook/internal/applicability"
	"clausebook/internal/check"
	"clausebook/internal/standard"
)

// blank makes a placeholder of a few words.
func blank(words string) string { return check.BlankOpen + words + check.BlankClose }

// front writes the front matter: all that the type's schema asks for, and what a reader looks for first.
func (n *newDocument) front() string {
	l := &lines{}
	l.line("---")
	l.text("id", string(n.id))
	l.text("title", n.title)
	l.text("type", n.subject.Type)
	l.line(`version: "0.1"`)
	l.line("status: draft")
	l.text("owner", n.owner)
	if r := n.subject.Required; r != nil {
		l.text("approver", roleFor(r.Approver, n.register()))
	}
	if key := dayKey(n.subject.Type); key != "" {
		l.text(key, n.day.String())
	}
	n.ofType(l)
	n.relations(l)
	if r := n.subject.Required; r != nil {
		if !dated(n.subject.Type) {
			l.text("review_every", r.Cadence.String())
		}
		l.list("fulfils", []string{n.subject.name(r.ID)})
		l.list("covers", n.plan().whole)
		l.text("retention", r.Retention)
	}
	if n.rows != nil {
		l.text("data", path.Base(n.rows.Path))
	}
	l.line("---")
	return l.String()
}

// ofType writes the keys that only this type has.
func (n *newDocument) ofType(l *lines) {
	switch n.subject.Type {
	case "process":
		l.text("purpose", blank("what the process is for, in one sentence"))
		l.list("inputs", []string{blank("what starts it")})
		l.list("outputs", []string{blank("what it leaves")})
		l.list("roles", []string{n.owner})
		l.line("measures:")
		l.line("  - {name: ", scalar(blank("what is measured")), ", target: ", scalar(blank("a number and a unit")), "}")
	case "service":
		l.text("service_owner", n.owner)
		l.line("state: pipeline # pipeline, live or retired")
		l.text("hours", blank("when the service is delivered"))
	case "agreement":
		l.list("parties", n.parties())
	case "contract":
		l.text("supplier", orUnnamed(n.wish.Supplier))
	case "minutes":
		l.text("chair", check.Unnamed)
		l.list("attendees", []string{check.Unnamed})
	case "audit-report":
		l.line("kind: internal # internal or external; an external one has a stage: stage-1, stage-2, surveillance, recertification or follow-up")
		l.list("auditors", []string{check.Unnamed})
	case "plan":
		if r := n.subject.Required; r != nil && strings.HasSuffix(r.ID, "objectives") {
			n.objectives(l)
		}
	case "nonconformity":
		l.line("grade: minor # minor or major")
	case "certificate":
		l.text("body", blank("the certification body"))
		l.text("standard", n.standardID())
		l.text("scope_statement", blank("the scope as the certificate words it"))
		l.line("# decided_on: the day of the decision, from which surveillance counts; expires_on: the last day")
	case applicability.Type:
		l.text("standard", n.chosenFrom())
	case "improvement":
		l.text("benefit", blank("what will be better, and by how much"))
	}
}

// objectives shows how objectives are written so that values can be held against them.
func (n *newDocument) objectives(l *lines) {
	l.line("# objectives: # values are held against each target; clausebook explain IM001 says how")
	l.line(`#   - {id: O-1, text: Quick restoration, measure: Incidents resolved in time, unit: "%", better: higher, target: 95,`)
	l.line("#      due: ", fmt.Sprintf("%04d", n.day.Year()), "-12-31, every: P3M}")
}

// standardID gives the primary standard, which is the one that a first certificate names.
func (n *newDocument) standardID() string {
	if primary := n.dossier.Standards.Primary(); primary != nil {
		return primary.ID
	}
	return blank("the standard that it names")
}

// relations writes the services and the supplier that the document is about.
func (n *newDocument) relations(l *lines) {
	switch {
	case n.service != nil:
		l.list("services", []string{string(n.service.ID)})
	case n.subject.Type == "agreement":
		l.list("services", []string{check.Unnamed})
	}
	if n.subject.Type == "agreement" {
		return // which names whom it is with
	}
	if n.wish.Supplier != "" && n.subject.Type != "contract" {
		l.text("supplier", n.wish.Supplier)
	}
	if n.wish.Customer != "" {
		l.list("customers", []string{n.wish.Customer})
	}
}

// parties gives who an agreement is made with: the supplier or customer that is named, or the customers of the service.
func (n *newDocument) parties() []string {
	if party := n.party(); party != "" {
		return []string{party}
	}
	if n.service != nil && len(n.service.Customers) > 0 {
		return n.service.Customers
	}
	return []string{check.Unnamed}
}

func orUnnamed(name string) string {
	if name == "" {
		return check.Unnamed
	}
	return name
}

// asks words how firmly a standard wants a document.
var asks = map[standard.Strength]string{
	standard.Explicit:    "requires it in",
	standard.Implied:     "does not name it, but it shows that you meet",
	standard.Recommended: "does not require it; it is common practice for",
}

// opening writes the text that opens the body: what the document is for, in the standard's data's own words.
func (n *newDocument) opening() string {
	r := n.subject.Required
	if r == nil {
		return "W" + n.purpose()[1:] + ", and who it applies to, in one or two sentences above the first heading. Delete these comments once " +
			"you have followed them."
	}
	words := fmt.Sprintf("%s. %s %s %s.", r.Title, n.subject.Standard.Name, asks[r.Strength], clauses(r.Clauses))
	if !r.Cadence.IsZero() {
		words += " Interval: " + r.CadenceWords().String() + "."
	}
	for _, more := range []string{r.CadenceNote, r.Note} {
		if more != "" {
			words += " " + more
		}
	}
	return words + " Delete these comments once you have followed them."
}
