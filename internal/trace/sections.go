package trace

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// sections looks for the sections that an auditor expects. An expected section is found as a heading of any level, as
// a column of a table or of the data beside the document, as a bold label, or as a key of the front matter.
//
// A document that exists once, or as one or more, may be spread over several files: what one lacks another may have.
// One for each service, supplier, customer or event must have all sections itself. Of records that keep coming, the
// newest must have them: earlier ones are not rewritten when expectations change. A record kept in another system has
// no sections here to look at.
func sections(r *requirer) {
	switch r.doc.Cardinality {
	case "per-service", "per-service-or-customer", "per-supplier", "per-event":
		for _, c := range r.judged {
			r.lacking([]claim{c})
		}
	case "many":
		if newest := newestRecord(r.judged); !newest.IsZero() {
			r.lacking(slices.DeleteFunc(slices.Clone(r.judged), func(c claim) bool { return c.until != newest }))
			return
		}
		r.lacking(r.judged)
	default:
		r.lacking(r.judged)
	}
}

// lacking reports the expected sections that none of the documents has.
func (r *requirer) lacking(claims []claim) {
	if slices.ContainsFunc(claims, func(c claim) bool { return c.Location != "" }) {
		return
	}
	var missing []string
	for _, name := range r.doc.Sections {
		if !slices.ContainsFunc(claims, func(c claim) bool { return c.has(name, r.standard) }) {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return
	}
	words := phrase.Of("%s lacks %s", list(ids(claims), allEvidence(r.cell.Ref)), r.quoted(missing))
	if len(claims) > 1 {
		words = phrase.Of("%s lack %s", list(ids(claims), allEvidence(r.cell.Ref)), r.quoted(missing))
	}
	r.fault(
		fault{
			state:    Partly,
			sections: true,
			missing:  missing,
			share:    Share{len(r.doc.Sections) - len(missing), len(r.doc.Sections)},
			fix:      do(phrase.Of("write %s in %s", r.quoted(missing), claims[0].Path)),
			at:       claims[0].ID,
			words:    words,
		},
	)
}

// quoted words names of sections, which may hold commas and spaces and are in the language of the standard.
func (r *requirer) quoted(names []string) phrase.Phrase {
	out := make([]phrase.Phrase, len(names))
	for i, n := range names {
		out[i] = phrase.Of("“%s”", r.standard.Say(n))
	}
	return phrase.List(out, listed, allMissing(r.cell.Ref))
}

// has tells whether the document has a section, by the name that is shown or by the one that the standard's file has.
func (d *judged) has(section string, s *standard.Standard) bool {
	names := d.names()
	return names[fold(section)] || names[fold(s.Original(section))]
}

// names gives the folded names of everything in the document that can stand for a section.
func (d *judged) names() map[string]bool {
	if d.words != nil {
		return d.words
	}
	d.words = map[string]bool{}
	for _, h := range d.Body.Headings {
		d.words[fold(h.Text)] = true
		d.words[unnumbered.ReplaceAllString(fold(h.Text), "")] = true
	}
	for _, t := range d.Body.Tables {
		d.addNames(t.Header)
	}
	d.addNames(d.Body.Labels)
	if d.Data != nil {
		d.addNames(d.Data.Header)
	}
	for k, v := range d.Front.Pairs() {
		if !v.IsNull() {
			d.words[fold(k.Raw)] = true
		}
	}
	return d.words
}

func (d *judged) addNames(names []string) {
	for _, n := range names {
		d.words[fold(n)] = true
	}
}

// unnumbered matches the number that a folded heading may begin with, such as "3 2 ".
var unnumbered = regexp.MustCompile(`^(\d+ )+`)

// fold makes names comparable: lower case, and one space for whatever is neither letter nor digit.
func fold(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
