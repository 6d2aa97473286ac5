package author

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"clausebook/internal/content"
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
	for _, note := range firstOf(p.Notes, mostNotes) {
		l.line("# Note: ", remark(note))
	}
	p.siteLines(l)
	l.line("standards: ", flowList(p.Standards))
	l.line("")
	p.fieldLines(l)
	p.valueLines(l)
	p.unmappedLines(l)
	l.line("# Front matter for documents that do not set it themselves. If several lines match, the last one wins.")
	l.line("defaults:")
	for i, d := range p.Defaults {
		why := remark(strings.Join(d.Why, "; "))
		if i == 0 {
			l.line("  # ", why)
			why = ""
		}
		if why != "" {
			why = " # " + why
		}
		l.line("  - {path: ", Quoted(d.Pattern), ", front_matter: {", strings.Join(pairs(d.Values), ", "), "}}", why)
	}
	if p.Left > 0 {
		l.line(fmt.Sprintf("  # %s had no room here; add rules by folder or by name", phrase.Plural(p.Left, "line",
			"lines")))
	}
	p.unsureLines(l)
	l.line("")
	conditionLines(l, p.library)
	p.peopleLines(l)
	p.questionLines(l)
	return []byte(strings.TrimRight(l.String(), "\n") + "\n")
}

const mostNotes = 5

// siteLines says how the site is called, where the documents lie, and where they are published already.
func (p *Adoption) siteLines(l *lines) {
	if p.site.Title == "" {
		l.text("title", systemOf(p.library))
	} else {
		l.line("title: ", Quoted(p.site.Title), " # as in ", remark(p.site.File))
	}
	l.place(p.Content)
	if p.site.Address != "" {
		l.line("site_urls: ", flowList([]string{p.site.Address}), " # as in ", remark(p.site.File), "; links to it lead to the documents here")
	}
}

// firstOf gives the first n of a list.
func firstOf[T any](list []T, n int) []T { return list[:min(len(list), n)] }

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

// Nobody reads more of either.
const (
	mostFields   = 20
	mostUnmapped = 8
	mostUnsure   = 15
)

func (p *Adoption) fieldLines(l *lines) {
	taken := mapped(p.Fields)
	if len(taken) == 0 {
		return
	}
	l.line("# Names that the documents use, and the clausebook key for each.")
	l.line("fields:")
	for _, f := range firstOf(taken, mostFields) {
		l.line("  ", Quoted(f.Foreign), ": ", f.Ours, " # ", f.words())
	}
	l.line("")
}

// valueLines writes the words that the documents use as values.
func (p *Adoption) valueLines(l *lines) {
	if len(p.Values) == 0 {
		return
	}
	l.line("# Words that the documents use as values, and those of clausebook.")
	l.line("values:")
	for _, key := range slices.Sorted(maps.Keys(p.Values)) {
		words := p.Values[key]
		items := make([]string, 0, len(words))
		for _, w := range slices.Sorted(maps.Keys(words)) {
			items = append(items, Quoted(w)+": "+flowScalar(words[w]))
		}
		l.line("  ", key, ": {", strings.Join(items, ", "), "}")
	}
	l.line("")
}

func (p *Adoption) unmappedLines(l *lines) {
	rest := slices.DeleteFunc(slices.Clone(p.Fields), func(f Field) bool { return f.Ours != "" })
	if len(rest) == 0 {
		return
	}
	l.line("# Keys that were not mapped. One that is to be passed over in silence: `fields: {NAME: ignore}`.")
	for _, f := range firstOf(rest, mostUnmapped) {
		l.line("#   ", remark(f.Foreign), ": ", f.words())
	}
	if more := len(rest) - mostUnmapped; more > 0 {
		l.line(fmt.Sprintf("#   and %d more", more))
	}
	l.line("")
}

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
		l.line("  # - {path: ", Quoted(content.Literal(m.Path)), ", front_matter: {fulfils: ", flowList([]string{m.Name}), "}} # ", m.words())
	}
}

// questionLines ends the proposal with what it could not know, and what is worth asking.
func (p *Adoption) questionLines(l *lines) {
	u := p.Unknown
	l.blank()
	l.line("# What the documents do not tell:")
	for _, one := range []struct {
		n    int
		what string
	}{
		{u.Types, "type, read as the default above" + examples(u.Untyped)}, {u.Owners, "owner"}, {u.Versions, "version"},
		{u.Statuses, "status, read as in use without evidence of an approval"}, {u.Reviews, "when it was reviewed and how often it is"},
	} {
		if one.n > 0 {
			l.line("#   ", fmt.Sprintf("%s: %s", phrase.Plural(one.n, "document", "documents"), remark(one.what)))
		}
	}
	l.line("# Three questions worth asking:")
	for i, q := range p.questions() {
		l.line(fmt.Sprintf("#   %d. %s", i+1, q))
	}
}

func examples(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " (" + strings.Join(names, ", ") + ")"
}

// questions gives the three questions whose answers change most.
func (p *Adoption) questions() []string {
	u := p.Unknown
	var out []string
	if u.Owners > 0 {
		out = append(out, fmt.Sprintf("Who answers for the %s nobody? Write `owner:` in a line above.",
			phrase.Plural(u.Owners, "document that names", "documents that name")))
	}
	out = append(out, "Who may approve? List people and their roles in people.yaml; until then nobody's authority is judged.")
	if len(p.Unsure) > 0 {
		out = append(out, "Which of the less certain matches above are right?")
	}
	if u.Reviews > 0 {
		out = append(out,
			"How often are the documents reviewed? `review_every: P1Y` in a line above says so, and the day of the last review must "+
				"stand in the document.")
	}
	out = append(out, "Which of the conditions above hold?",
		"Which documents are no longer used? Give them `status: withdrawn` in a line above.")
	return firstOf(out, 3)
}

const mostPeople = 12

// peopleLines lists who was seen in the history, as a people.yaml to be confirmed.
func (p *Adoption) peopleLines(l *lines) {
	if len(p.People) == 0 {
		return
	}
	l.blank()
	l.line("# People seen in git. Confirm them, give them roles, and move them to ", p.Content.In("people.yaml"), ":")
	l.line("# people:")
	for _, one := range firstOf(p.People, mostPeople) {
		l.line("#   - {id: ", flowScalar(one.ID), ", name: ", flowScalar(remark(one.Name)), ", emails: ", flowList(one.Emails), ", roles: []} # ",
			remark(one.seen()))
	}
	if more := len(p.People) - mostPeople; more > 0 {
		l.line(fmt.Sprintf("#   and %d more", more))
	}
}
