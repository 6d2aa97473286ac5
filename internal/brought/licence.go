package brought

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/form"
	"clausebook/internal/phrase"
)

// The words by which a licence allows that its text is shown with the name of its author, those by which one restricts that, and those
// by which one forbids it. What is none of them is not known.
var (
	allows = regexp.MustCompile(`(?i)\bCC0\b|\bCC[ -]BY([ -]SA)?\b|creative ?commons (attribution|zero)|` +
		`creativecommons\.org/(licenses/by(-sa)?/|publicdomain)|` +
		`public domain|considered public information|open government licen[cs]e|licence ouverte|open licence|\betalab\b|\bdl-de[/-]by\b|` +
		`\bMIT licen[cs]e\b|\bapache licen[cs]e\b|\bEUPL\b|GNU free documentation`)
	restricts = regexp.MustCompile(`(?i)\bBY[ -](NC|ND)\b|[ /-](NC|ND)\b|non-?commercial|no ?derivatives?|no-?derivs`)
	forbids   = regexp.MustCompile(`(?i)all rights reserved|proprietary|confidential|(may|must|shall|can) ?not (be )?(\w+,? (or )?){0,4}` +
		`(reproduc|copi|publish|shown?|redistribut|distribut|shar)|no part of|without (the )?(prior |written |express )*(permission|consent)|` +
		`alle rechte vorbehalten|tous droits réservés|\biso\.org\b|copyright (is )?(held|owned) by|© ?(ISO|IEC|BSI|DIN)\b|fair use`)
)

// license decides whether the texts are taken. Text says that the reader knows that they may be shown.
func (s *source) license(text bool) ([]string, error) {
	quoted := "“" + form.Clean(short(s.licence)) + "”"
	switch {
	case s.own && s.licence == "":
		return nil, nil
	case forbids.MatchString(s.licence) && text:
		return nil, fmt.Errorf("its licence forbids showing its text: %s; without --text, numbers and titles are taken", quoted)
	case forbids.MatchString(s.licence):
		return []string{fmt.Sprintf("its licence forbids showing its text (%s): only numbers and titles were taken, %s left out; "+
			"write in your own words what each part asks for", quoted, s.strip())}, nil
	case allows.MatchString(s.licence) && !restricts.MatchString(s.licence):
		return []string{fmt.Sprintf("its licence allows showing its text with its author named: %s; pages do so", quoted)}, nil
	case text:
		return []string{"its texts were taken because you asked for them with --text; whether they may be shown is yours to know"}, nil
	case s.licence == "":
		return []string{fmt.Sprintf("it states no licence: only numbers and titles were taken, %s left out; "+
			"where you know that you may show them, add --text", s.strip())}, nil
	}
	return []string{fmt.Sprintf("its licence does not say in words known here that its text may be shown (%s): only numbers and titles "+
		"were taken, %s left out; where you know that you may show them, add --text", quoted, s.strip())}, nil
}

// strip leaves out all sentences, and says how many there were.
func (s *source) strip() string {
	n := 0
	var each func(nodes []*node)
	each = func(nodes []*node) {
		for _, x := range nodes {
			n += len(x.texts)
			if x.about != "" {
				n++
			}
			x.texts, x.needed, x.about = nil, nil, ""
			each(x.below)
		}
	}
	each(s.roots)
	return phrase.Plural(n, "text was", "texts were")
}

// short cuts a licence for one line.
func short(text string) string { return phrase.Short(oneLine(text), 160) }

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// leftOut counts what a file says and ours has no place for, by its names.
type leftOut map[string]int

// notes names what was left out, each with how often.
func (l leftOut) notes() []string {
	names := make([]string, 0, len(l))
	for name := range l {
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	more := ""
	if n := len(names) - maxNamed; n > 0 {
		names, more = names[:maxNamed], " and "+phrase.Plural(n, "other name", "other names")
	}
	for i, name := range names {
		names[i] = fmt.Sprintf("`%s` (%d)", form.Clean(short(name)), l[name])
	}
	return []string{"left out, as there is no place for it: " + strings.Join(names, ", ") + more}
}

// maxNamed is how many names of what was left out are listed.
const maxNamed = 30
