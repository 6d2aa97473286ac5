package author

import (
	"fmt"
	"strings"

	"clausebook/internal/phrase"
)

// Config writes the proposal as a configuration, with what each line rests on as comments.
func (p *Adoption) Config() []byte {
	l := &lines{}
	l.line(
		fmt.Sprintf(
			"# Proposal based on %s in %s. Nothing there was changed. Correct what is wrong.",
			phrase.Plural(p.Documents, "document", "documents"),
			remark(p.Content.String()),
		),
	)
	for _, note := range p.Notes {
		l.line("# Note: ", remark(note))
	}
	l.line("title: Service management system")
	l.place(p.Content)
	l.list("standards", p.Standards)
	l.line("")
	p.fieldLines(l)
	l.line("# Front matter for documents that do not set it themselves. If several lines match, the last one wins.")
	l.line("defaults:")
	for _, d := range p.Defaults {
		for _, why := range d.Why {
			l.line("  # ", remark(why))
		}
		l.line("  - path: ", quoted(d.Pattern))
		l.line("    front_matter: {", strings.Join(pairs(d.Values), ", "), "}")
	}
	p.unsureLines(l)
	l.line("")
	conditionLines(l, p.library)
	return []byte(strings.TrimRight(l.String(), "\n") + "\n")
}

func pairs(values []Value) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v.Key + ": " + flowScalar(v.Text)
		if len(v.List) > 0 {
			out[i] = v.Key + ": " + flowList(v.List)
		}
	}
	return out
}

func (p *Adoption) fieldLines(l *lines) {
	if taken := mapped(p.Fields); len(taken) > 0 {
		l.line("# Keys that the documents use, and the clausebook key for each.")
		l.line("fields:")
		for _, f := range taken {
			l.line("  ", quoted(f.Foreign), ": ", f.Ours, " # ", f.words())
		}
		l.line("")
	}
	rest := false
	for _, f := range p.Fields {
		if f.Ours != "" {
			continue
		}
		if !rest {
			l.line("# Keys that were not mapped:")
			rest = true
		}
		l.line("#   ", remark(f.Foreign), ": ", f.words())
	}
	if rest {
		l.line("")
	}
}

// mostUnsure bounds the matches that are shown for somebody to decide: nobody reads thousands.
const mostUnsure = 200

// unsureLines shows what may be meant, as lines that only have to be uncommented.
func (p *Adoption) unsureLines(l *lines) {
	for i, m := range p.Unsure {
		if i == mostUnsure {
			l.line(fmt.Sprintf("  # and %d more", len(p.Unsure)-i))
			break
		}
		if i == 0 {
			l.line("  # Less certain; uncomment the right ones:")
		}
		l.line("  # ", m.words())
		l.line("  # - path: ", quoted(literal(m.Path)))
		l.line("  #   front_matter: {fulfils: ", flowList([]string{m.Name}), "}")
	}
}
