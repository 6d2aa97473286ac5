package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/fingerprint"
	"clausebook/internal/markdown"
	"clausebook/internal/phrase"
)

// Abbreviations are the short forms that the documents of the set spell out, sorted. What a superseded or withdrawn
// document calls something holds on its own page alone.
type Abbreviations struct {
	named map[string]abbreviation // by short form
	Rows  []glossaryRow
	All   []glossaryRow // with those that the glossary has no room for
	Crowd []Crowd       // what the glossary shows the most usual meanings of
	key   fingerprint.Digest
}

// Key names all that a text can be told about its short forms.
func (a Abbreviations) Key() fingerprint.Digest { return a.key }

// said is what a text in a language is told about a short form.
type said struct{ at, title, lang string }

// keyed names the dictionary by what it says in each language of the set.
func (a Abbreviations) keyed(languages []string) fingerprint.Digest {
	all := map[string][]said{}
	for short, of := range a.named {
		for _, language := range languages {
			title, lang := of.title(language)
			all[short] = append(all[short], said{of.at, title, lang})
		}
	}
	return fingerprint.Of(languages, all)
}

// abbreviation is a short form and where the glossary has it.
type abbreviation struct {
	at       string
	meanings []meaning // the most usual first
}

// Crowd is a short form with more meanings than the glossary has room for.
type Crowd struct {
	Short    string
	meanings []meaning
}

// glossaryRow is a short form with one of its meanings. Anchor is that of its first.
type glossaryRow struct {
	anchor, short string
	meaning
	left int // meanings that the glossary does not show, on the last row of its short form
}

// meaning is what a short form stands for, in a language, and the documents that say so.
type meaning struct {
	long, lang string
	from       []SpelledOut
}

// SpelledOut is a document that spells a short form out, with its words and the section in which it does.
type SpelledOut struct {
	from *doc.Document
	markdown.Abbreviation
}

// findAbbreviations gathers what the documents spell out. Each document brings what its own text was found to hold when
// it was read, so that an edit costs a walk over short lists and no reading of other texts.
func findAbbreviations(set *doc.Set, language string) Abbreviations {
	found := map[string]map[string][]SpelledOut{} // short form -> language and folded words -> where
	for _, d := range set.Documents {
		if d.Status == doc.Superseded || d.Status == doc.Withdrawn {
			continue
		}
		for _, a := range d.Body.Abbreviations {
			if found[a.Short] == nil {
				found[a.Short] = map[string][]SpelledOut{}
			}
			key := cmp.Or(d.Language, language) + "\x00" + strings.TrimSuffix(strings.ToLower(a.Long), "s")
			found[a.Short][key] = append(found[a.Short][key], SpelledOut{d, a})
		}
	}
	out := Abbreviations{named: map[string]abbreviation{}}
	taken := map[string]bool{}
	for _, short := range SortedKeys(found) {
		at := freeAnchor(taken, short)
		a := abbreviation{address.Numbered(GlossaryPath, len(out.Rows)/GlossaryRows) + "#" + at, meaningsOf(found[short])}
		out.named[short] = a
		shown := min(len(a.meanings), mostMeanings)
		for _, m := range a.meanings[:shown] {
			out.Rows = append(out.Rows, glossaryRow{anchor: at, short: short, meaning: m})
			at = ""
		}
		for _, m := range a.meanings {
			out.All = append(out.All, glossaryRow{short: short, meaning: m})
		}
		if shown < len(a.meanings) {
			out.Rows[len(out.Rows)-1].left = len(a.meanings) - shown
			out.Crowd = append(out.Crowd, Crowd{short, a.meanings})
		}
	}
	out.key = out.keyed(languagesOf(set, language))
	return out
}

// languagesOf lists the languages that documents are read in.
func languagesOf(set *doc.Set, language string) []string {
	all := map[string]bool{language: true}
	for _, d := range set.Documents {
		all[cmp.Or(d.Language, language)] = true
	}
	return SortedKeys(all)
}

// meaningsOf gives the meanings of one short form, the most usual first.
func meaningsOf(found map[string][]SpelledOut) []meaning {
	var out []meaning
	for _, key := range SortedKeys(found) {
		lang, _, _ := strings.Cut(key, "\x00")
		out = append(out, newMeaning(lang, found[key]))
	}
	slices.SortStableFunc(out, func(m, n meaning) int { return cmp.Compare(len(n.from), len(m.from)) })
	return out
}

// freeAnchor gives a fragment of its own to a short form that may differ from another in capitals alone.
func freeAnchor(taken map[string]bool, short string) string {
	at := address.Anchor("abbr", short)
	for n := 2; taken[at]; n++ {
		at = fmt.Sprintf("%s-%d", address.Anchor("abbr", short), n)
	}
	taken[at] = true
	return at
}

// newMeaning takes the words that most documents use, of those used alike the shorter ones.
func newMeaning(lang string, from []SpelledOut) meaning {
	count := map[string]int{}
	for _, f := range from {
		count[f.Long]++
	}
	best := slices.MaxFunc(SortedKeys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[a], count[b]), cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	slices.SortStableFunc(from, func(a, b SpelledOut) int { return CompareDocuments(a.from, b.from) })
	return meaning{best, lang, from}
}

// shownMeanings bounds what a tooltip says of a short form that stands for several things.
const shownMeanings = 3

// expansions explains short forms on the page of a document: as the document itself does, else as others in its
// language do. One with several meanings is given all of them, as nobody but its author knows which is meant.
func (p Page) expansions(d *doc.Document) func(string) (markdown.Expansion, bool) {
	own := map[string]string{}
	for _, a := range d.Body.Abbreviations {
		own[a.Short] = a.Long
	}
	language := cmp.Or(d.Language, p.Language())
	return func(short string) (markdown.Expansion, bool) {
		a, known := p.Abbreviations.named[short]
		if !known {
			return markdown.Expansion{Title: own[short]}, own[short] != ""
		}
		out := markdown.Expansion{Title: own[short], Href: p.Href(a.at)}
		if out.Title == "" {
			title, lang := a.title(language)
			out.Title, out.Lang = p.Masks.Mask(title), lang // initials may stand for a person
		}
		return out, true
	}
}

// title says what a short form stands for, and in which language where that is another one.
func (a abbreviation) title(language string) (title, lang string) {
	if !slices.ContainsFunc(a.meanings, func(m meaning) bool { return m.lang == language }) {
		lang = a.meanings[0].lang
	}
	var longs []string
	for _, m := range a.meanings {
		if m.lang == cmp.Or(lang, language) && len(longs) < shownMeanings {
			longs = append(longs, m.long)
		}
	}
	return strings.Join(longs, " / "), lang
}

// GlossaryPath is where the glossary stands, GlossaryRows how many meanings stand on one part of it; links into it count on
// both.
const (
	GlossaryPath   = "glossary.html"
	GlossaryRows   = 60 // on a page
	mostMeanings   = 12 // of one short form in the glossary; all of them have a page of their own
	shownSpellings = 3  // documents beside a meaning
)

// AbbreviationRow is a short form with one of its meanings. Anchor is empty from its second meaning on.
type AbbreviationRow struct {
	Anchor, Short string
	Long, Lang    string // Lang where it is not that of the page
	From          []Link
	Others        []Link // documents that are folded away
	Rest          Link   // to all documents, where they are too many for that
	Left          Link   // to all meanings, where the glossary does not show all of them
}

// AbbreviationRow shows a row of the glossary.
func (p Page) AbbreviationRow(g glossaryRow) AbbreviationRow {
	row := AbbreviationRow{Anchor: g.anchor, Short: g.short, Long: g.long}
	if g.lang != p.Language() {
		row.Lang = g.lang
	}
	row.Left = p.More(g.left, p.Addr.Lists[MeaningsKey(g.short)])
	row.From = p.SpelledOut(g, 0, shownSpellings)
	if at := p.Addr.Lists[g.Key()]; at != "" {
		row.Rest = p.More(len(g.from)-len(row.From), at)
	} else {
		row.Others = p.SpelledOut(g, shownSpellings, len(g.from))
	}
	return row
}

// Key names the list of the documents that spell a short form out in one way.
func (g glossaryRow) Key() ListKey {
	return ListKey{"documents that spell out", g.short + "\x00" + g.lang + "\x00" + g.long}
}

// MeaningsKey names the list of all meanings of a short form.
func MeaningsKey(short string) ListKey { return ListKey{"meanings of", short} }

// Count tells how many meanings there are.
func (c Crowd) Count() int { return len(c.meanings) }

// MeaningRows shows the meanings of a short form from one index up to another, with the documents that use each.
func (p Page) MeaningRows(c Crowd, from, to int) []AbbreviationRow {
	var out []AbbreviationRow
	for _, m := range c.meanings[from:to] {
		out = append(out, p.AbbreviationRow(glossaryRow{short: c.Short, meaning: m}))
	}
	return out
}

// Short gives the short form.
func (g glossaryRow) Short() string { return g.short }

// Usual tells how many documents spell a short form out in this way.
func (g glossaryRow) Usual() int { return len(g.from) }

// Words gives a short form with what it stands for.
func (g glossaryRow) Words() phrase.Phrase {
	return phrase.Join([]phrase.Phrase{phrase.Text(g.short), phrase.In(g.lang, g.long)}, ": ")
}

// SpelledOut links to the documents that spell a short form out, from one index up to another.
func (p Page) SpelledOut(g glossaryRow, from, to int) []Link {
	var out []Link
	for _, f := range g.from[min(from, len(g.from)):min(to, len(g.from))] {
		out = append(out, p.spelledOut(f))
	}
	return out
}

// spelledOut links to the section in which a document spells a short form out.
func (p Page) spelledOut(f SpelledOut) Link {
	l := p.Named(f.from)
	if f.Section >= 0 && f.Section < len(f.from.Body.Headings) {
		l.Href += "#" + markdown.Anchor(f.from.Body.Headings[f.Section].ID)
	}
	return l
}
