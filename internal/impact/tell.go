package impact

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/certification"
	"clausebook/internal/doc"
	"clausebook/internal/markdown"
	"clausebook/internal/standard"
)

// Tell is a change of which the body behind a certificate wants to hear, by the scheme.
type Tell struct {
	Certificate doc.ID
	Title       string
	Body        string
	What        string   // scope, organization, locations
	Changes     []string // in words, such as "text of `SCP-SMS`"
	Says        string   // what the rule rests on
}

// tells gives what certification bodies have to be told of, by certificate. The scheme and the certificates of before decide: a change
// that takes one away has to be told all the more. Where nothing is certified or no scheme can be used, nobody is to be told.
func tells(before, after Side, pairs []pair) []Tell {
	book := before.Certified
	if book == nil || book.Scheme == nil {
		return nil
	}
	t := teller{before, after, pairs}
	var out []Tell
	for i := range book.Lines {
		c, ok := book.Lines[i].Current()
		if !ok || !c.Expires.IsZero() && c.Expires.Before(book.Day) {
			continue
		}
		for _, rule := range book.Scheme.Tell {
			if changes := t.changes(rule, book.Lines[i].Standard); len(changes) > 0 {
				says := book.Scheme.Says(rule.Basis).String()
				out = append(out, Tell{c.Certificate.ID, c.Certificate.Title, book.Lines[i].Body, rule.What, changes, says})
			}
		}
	}
	return out
}

type teller struct {
	before, after Side
	pairs         []pair
}

// changes words what changed of what a rule speaks of, for a certificate of a standard.
func (t teller) changes(rule certification.TellRule, of string) []string {
	var out []string
	for _, p := range t.speaking(rule, of) {
		switch {
		case p.before == nil:
			out = append(out, fmt.Sprintf("`%s` is new", p.after.ID))
		case p.after == nil:
			out = append(out, fmt.Sprintf("`%s` is removed", p.before.ID))
		case said(p.before, rule.Headings) != said(p.after, rule.Headings):
			out = append(out, fmt.Sprintf("text of `%s`", p.after.ID))
		}
	}
	if slices.Contains(rule.Settings, "organization") && t.before.Config.Organization != t.after.Config.Organization {
		out = append(out, "`organization` in the configuration")
	}
	if rule.Services {
		out = append(out, t.services()...)
	}
	return out
}

// speaking gives the documents that answer the required documents of a rule, before or after. Those of other standards than that of the
// certificate are passed over, where the rule knows it.
func (t teller) speaking(rule certification.TellRule, of string) []pair {
	known := slices.ContainsFunc(rule.Required, func(name string) bool {
		ref, ok := referenceOf(name)
		return ok && ref.Standard == of
	})
	ids := map[doc.ID]bool{}
	for _, name := range rule.Required {
		ref, ok := referenceOf(name)
		if !ok || known && ref.Standard != of {
			continue
		}
		for _, side := range []Side{t.before, t.after} {
			if cell := side.Matrix.Cell(ref); cell != nil {
				for _, e := range cell.Evidence {
					ids[e.Document] = true
				}
			}
		}
	}
	var out []pair
	for _, p := range t.pairs {
		if p.before != nil && ids[p.before.ID] || p.after != nil && ids[p.after.ID] {
			out = append(out, p)
		}
	}
	return out
}

// referenceOf reads the name of an item with its standard.
func referenceOf(name string) (standard.Ref, bool) {
	std, item, ok := strings.Cut(name, ":")
	return standard.Ref{Standard: std, Item: item}, ok
}

// services words which services came, went, began or ended.
func (t teller) services() []string {
	var out []string
	for _, p := range t.pairs {
		if p.now().Type != "service" {
			continue
		}
		switch {
		case p.before == nil:
			out = append(out, fmt.Sprintf("service `%s` is new", p.after.ID))
		case p.after == nil:
			out = append(out, fmt.Sprintf("service `%s` is removed", p.before.ID))
		case stateOf(p.before) != stateOf(p.after):
			out = append(out, fmt.Sprintf("service `%s` is %s, was %s", p.after.ID, stateOf(p.after), stateOf(p.before)))
		}
	}
	return out
}

func stateOf(d *doc.Document) string {
	if s := d.Front.Get("state").Text(); s != "" {
		return s
	}
	return "without a state"
}

// said gives the words of the sections under headings with one of these words in them; of the whole text where no word is given. Words
// alone count: a comma more is nothing that a body wants to hear of.
func said(d *doc.Document, words []string) string {
	body := bodyOf(d)
	if len(words) == 0 {
		return markdown.Prose(body)
	}
	var out bytes.Buffer
	for _, s := range markdown.Sections(body) {
		if under(d.Body.Headings, s.Heading, words) {
			fmt.Fprintln(&out, s.Text)
		}
	}
	return out.String()
}

// under tells whether a heading, or one that it stands below, has one of the words in it.
func under(headings []markdown.Heading, at int, words []string) bool {
	for ; at >= 0 && at < len(headings); at = headings[at].Parent {
		title := strings.ToLower(headings[at].Text)
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(title, w) }) {
			return true
		}
	}
	return false
}
