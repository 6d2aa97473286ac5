package author

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"clausebook/internal/applicability"
	"clausebook/internal/check"
	"clausebook/internal/standard"
)

// body writes the headings that an auditor expects, each with what it covers, guidance, and a placeholder. Registers
// and records become a table of these columns.
func (n *newDocument) body() string {
	var b strings.Builder
	p := n.plan()
	b.WriteString("\n" + guidance([]string{n.opening()}))
	b.WriteString("\n" + blank(n.purpose()) + "\n")
	if words := spellOut(p.sections); words != "" {
		b.WriteString("\n" + words + "\n")
	}
	if g := guidance(n.askWhole(p)); g != "" {
		b.WriteString("\n" + g)
	}
	if n.rows != nil {
		b.WriteString("\n" + guidance([]string{n.aboutRows(path.Base(n.rows.Path))}))
	} else if n.tabular() {
		b.WriteString("\n" + table(p.sections))
	}
	if n.tabular() {
		return b.String()
	}
	for i, section := range p.sections {
		b.WriteString("\n## " + inline(section) + "\n")
		if asked := p.bySection[i]; len(asked) > 0 {
			b.WriteString("\n<!-- covers: " + strings.Join(n.names(asked), ", ") + " -->\n")
			b.WriteString("\n" + guidance(n.ask(asked)))
		}
		b.WriteString("\n" + blank("describe how you do this") + "\n")
	}
	return b.String()
}

// purpose asks what a document of the type is for.
func (n *newDocument) purpose() string {
	switch n.subject.Type {
	case "minutes":
		return "what these minutes are for"
	case applicability.Type:
		return "what this statement is for"
	}
	return "what this " + strings.ReplaceAll(n.subject.Type, "-", " ") + " is for"
}

// abbreviations are those that the standards' data uses in headings. A document that has such a heading spells it out,
// or nobody does.
var abbreviations = [...]struct{ short, long string }{
	{
		"CI",
		"configuration item",
	}, {"CMDB", "configuration management database"}, {"SLA", "service level agreement"}, {"SMS", "service management system"},
}

// spellOut writes a sentence with what the abbreviations of headings mean; nothing where there are none.
func spellOut(headings []string) string {
	used := map[string]bool{}
	for _, h := range headings {
		for _, w := range strings.FieldsFunc(h, func(r rune) bool { return !unicode.IsLetter(r) }) {
			used[strings.TrimSuffix(w, "s")] = true
		}
	}
	var out []string
	for _, a := range abbreviations {
		if used[a.short] {
			out = append(out, a.long+" ("+a.short+")")
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "Abbreviations: " + strings.Join(out, ", ") + "."
}

// tabular tells whether the expected sections are columns rather than headings.
func (n *newDocument) tabular() bool {
	return n.subject.Type == "register" || n.subject.Type == "record"
}

func table(columns []string) string {
	head, rule, row := "|", "|", "|"
	for _, c := range columns {
		head += " " + strings.ReplaceAll(inline(c), "|", `\|`) + " |"
		rule += "---|"
		row += " " + blank("…") + " |"
	}
	return head + "\n" + rule + "\n" + row + "\n"
}

// plan says which requirement is answered where.
type plan struct {
	sections  []string
	bySection [][]*standard.Requirement
	whole     []string                // names of those that the document answers as a whole
	wholeFull []*standard.Requirement // the same, themselves
}

// plan puts each requirement that the document serves under the section whose words it shares most; one that shares
// none belongs to the document as a whole.
func (n *newDocument) plan() plan {
	p := plan{sections: n.custom.sections}
	if n.subject.Required == nil {
		p.bySection = make([][]*standard.Requirement, len(p.sections))
		return p
	}
	if len(n.subject.Required.Sections) > 0 && n.subject.Type != applicability.Type { // whose sections are the columns of its rows
		p.sections = n.subject.Required.Sections
	}
	p.bySection = make([][]*standard.Requirement, len(p.sections))
	for _, r := range n.serves() {
		at := -1
		if !n.tabular() {
			at = fitting(p.sections, r.Text)
		}
		if at < 0 {
			p.wholeFull = append(p.wholeFull, r)
			continue
		}
		p.bySection[at] = append(p.bySection[at], r)
	}
	p.whole = n.names(p.wholeFull)
	return p
}

// serves gives the requirements that name the required document as their evidence.
func (n *newDocument) serves() []*standard.Requirement {
	var out []*standard.Requirement
	for i := range n.subject.Standard.Clauses {
		c := &n.subject.Standard.Clauses[i]
		for j := range c.Requirements {
			if slices.Contains(c.Requirements[j].Required, n.subject.Required.ID) {
				out = append(out, &c.Requirements[j])
			}
		}
	}
	return out
}

// names gives the names by which a `covers` comment refers to requirements.
func (n *newDocument) names(asked []*standard.Requirement) []string {
	out := make([]string, len(asked))
	for i, r := range asked {
		out[i] = n.subject.name(r.ID)
	}
	return out
}

// fitting gives the section that shares most of its words with a text, or -1 where none shares half of them.
func fitting(sections []string, text string) int {
	have := map[string]bool{}
	for _, w := range wordsOf(text) {
		have[w] = true
	}
	best, most := -1, 0.0
	for i, s := range sections {
		words, shared := wordsOf(s), 0
		for _, w := range words {
			if have[w] {
				shared++
			}
		}
		if share := float64(shared) / float64(max(len(words), 1)); share >= 0.5 && share > most {
			best, most = i, share
		}
	}
	return best
}

// ask words what requirements ask for, with their ids, in the wording of the standard's data.
func (n *newDocument) ask(asked []*standard.Requirement) []string {
	var out []string
	for _, r := range asked {
		line := r.ID + ": " + r.Text
		if c := n.subject.Standard.Condition(r.Condition); c != nil {
			line += " (depends on: " + c.Text + ")"
		}
		out = append(out, line)
	}
	return out
}

// askWhole words what the document as a whole has to answer; where no requirement names it, what its clauses are about.
func (n *newDocument) askWhole(p plan) []string {
	out := n.ask(p.wholeFull)
	if n.subject.Required == nil || len(out) > 0 ||
		slices.ContainsFunc(p.bySection, func(asked []*standard.Requirement) bool { return len(asked) > 0 }) {
		return out
	}
	for _, id := range n.subject.Required.Clauses {
		if c := n.subject.Standard.Clause(id); c != nil {
			out = append(out, strings.TrimSuffix(c.ID+" "+c.Title+": "+c.Summary, ": "))
		}
	}
	return out
}

// guidance writes a comment that says what to write, and that `check` finds while it is there.
func guidance(said []string) string {
	if len(said) == 0 {
		return ""
	}
	if len(said) == 1 {
		return "<!-- " + check.Guidance + " " + comment(said[0]) + " -->\n"
	}
	var b strings.Builder
	b.WriteString("<!-- " + check.Guidance + "\n")
	for _, s := range said {
		b.WriteString("  " + comment(s) + "\n")
	}
	b.WriteString("-->\n")
	return b.String()
}

// comment makes text safe to stand in an HTML comment: nothing in it can end the comment.
func comment(s string) string {
	return strings.NewReplacer("--", "—", ">", "›", "<", "‹").Replace(inline(s))
}

// inline makes one line of a text.
func inline(s string) string { return strings.Join(strings.Fields(s), " ") }

// clauses words a list of clauses: "clause 4.3", "clauses 5.2.1 and 7.5.4".
func clauses(ids []string) string {
	switch len(ids) {
	case 0:
		return "no clause by number"
	case 1:
		return "clause " + ids[0]
	}
	return fmt.Sprintf("clauses %s and %s", strings.Join(ids[:len(ids)-1], ", "), ids[len(ids)-1])
}
