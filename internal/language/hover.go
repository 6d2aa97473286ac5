package language

import (
	"fmt"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// Hover says what a thing is, how it stands and who answers for it, as Markdown.
func (a *Answers) Hover(t Thing) string {
	switch t.What {
	case Document:
		return a.aboutDocument(t)
	case Item:
		return a.aboutItem(t)
	case Role:
		r, _ := a.People.Role(t.Name)
		return fmt.Sprintf("**%s** (role `%s`)\n\n%s", r.Title, r.ID, a.names(a.People.Holders(r.ID, a.AsOf.Day), "held by nobody today"))
	case Person:
		p, _ := a.People.Person(t.Name)
		return fmt.Sprintf("**%s** (`%s`)\n\n%s", p.Name, p.ID, listed(a.People.RolesOf(p.ID, a.AsOf.Day), "holds no role today"))
	case Party:
		p, _ := a.People.Party(t.Name)
		return fmt.Sprintf("**%s** (%s `%s`)", p.Name, p.Kind, p.ID)
	}
	return ""
}

func listed(words []string, none string) string {
	if len(words) == 0 {
		return none
	}
	return strings.Join(words, ", ")
}

// names gives the names of persons.
func (a *Answers) names(ids []string, none string) string {
	var out []string
	for _, id := range ids {
		name := id
		if p, ok := a.People.Person(id); ok {
			name = p.Name
		}
		out = append(out, name)
	}
	return listed(out, none)
}

func (a *Answers) aboutDocument(t Thing) string {
	d := a.Docs.ByID(doc.ID(t.Name))
	if d == nil {
		return ""
	}
	lines := []string{fmt.Sprintf("**%s** `%s` %s", d.Title, d.ID, d.Version)}
	for _, h := range d.Body.Headings {
		if h.ID == t.Heading && t.Heading != "" {
			lines[0] = fmt.Sprintf("**%s** in %s `%s`", h.Text, d.Title, d.ID)
		}
	}
	lines = append(lines, a.Standing(d))
	if d.Owner != "" {
		lines = append(lines, "Owner: "+a.roleWords(d.Owner))
	}
	for _, use := range a.Matrix.Uses(d.ID) {
		if use.How == "fulfils" {
			lines = append(lines, fmt.Sprintf("Serves as: %s (%s)", use.Title, use.State))
		}
	}
	return strings.Join(lines, "\n\n")
}

// Standing says how a document stands: which version is in force since when and who approved it, and what its present text is.
func (a *Answers) Standing(d *doc.Document) string {
	life := a.InForce.Of(d)
	if life == nil {
		return "Status: " + string(a.Approvals.Status(d))
	}
	text := life.Text().Words().String()
	v := life.On(a.AsOf.Day)
	if v == nil {
		return text + ": no approved version is in force"
	}
	said := fmt.Sprintf("Version %s in force since %s", v.Number(), v.From)
	var names []string
	for _, g := range v.Given {
		names = append(names, g.Name)
	}
	if len(names) == 0 && v.Approver.Name != "" {
		names = []string{v.Approver.Name}
	}
	if len(names) > 0 {
		said += ", approved by " + strings.Join(names, " and ")
	}
	if life.Present == nil || life.Present != v {
		said += "; the present text is not that version (" + strings.ToLower(text) + ")"
	}
	return said
}

// roleWords names a role with who holds it.
func (a *Answers) roleWords(id string) string {
	r, ok := a.People.Role(id)
	if !ok {
		return "`" + id + "`"
	}
	return r.Title + " (" + a.names(a.People.Holders(id, a.AsOf.Day), "held by nobody today") + ")"
}

// maxEvidence is how many documents are named as evidence.
const maxEvidence = 5

func (a *Answers) aboutItem(t Thing) string {
	ref, kind, ok := a.Standards.Resolve(t.Name)
	std := a.Standards.Standard(ref.Standard)
	if !ok || std == nil {
		return ""
	}
	var lines []string
	switch kind {
	case standard.KindClause:
		c := std.Clause(ref.Item)
		lines = append(lines, fmt.Sprintf("**%s %s** %s %s:%s", c.ID, c.Title, "·", std.Name, std.Edition), c.Summary)
	case standard.KindRequirement:
		r := std.Requirement(ref.Item)
		lines = append(lines, fmt.Sprintf("**%s** · %s:%s, in our words", r.ID, std.Name, std.Edition), r.Text)
	case standard.KindRequired:
		r := std.RequiredDocument(ref.Item)
		lines = append(lines, fmt.Sprintf("**%s** (`%s`) · required document of %s:%s", r.Title, r.ID, std.Name, std.Edition), r.Note)
	case standard.KindProcess:
		p := std.Process(ref.Item)
		lines = append(lines, fmt.Sprintf("**%s** · process of %s:%s", p.Name, std.Name, std.Edition), p.Purpose)
	}
	if cell := a.Matrix.Cell(ref); cell != nil {
		lines = append(lines, a.cellWords(cell)...)
	}
	var out []string
	for _, l := range lines {
		if l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n\n")
}

func (a *Answers) cellWords(c *trace.Cell) []string {
	lines := []string{"State: " + string(c.State) + ". " + c.Reason.String()}
	if c.Owner != "" {
		lines = append(lines, "Owner: "+a.roleWords(c.Owner))
	}
	for i, e := range c.Evidence {
		if i == maxEvidence {
			lines = append(lines, fmt.Sprintf("and %d more", len(c.Evidence)-i))
			break
		}
		where := string(e.Document)
		if e.Heading != "" {
			where += ", " + e.Heading
		}
		lines = append(lines, fmt.Sprintf("Evidence: `%s` (%s)", where, e.State))
	}
	return lines
}
