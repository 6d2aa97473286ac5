// Package said gives what rules say, their titles, reasons and fixes, and the messages of findings, in another language than English.
//
// A finding is worded in English by whoever finds it. What is known in a language stands in one table, from the form of the English to
// the form of the other, as in "unknown key `%s`". Where a form is known the whole text is said in the other language, else none of it.
package said

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/phrase"
)

// Book holds a language. The nil Book knows none, so that all stays English. It is not safe for concurrent use while it says something.
type Book struct {
	language string
	whole    map[string]string // texts in which nothing is filled in
	forms    []form
	spoken   map[string]bool // what has been said in the language

	// Words says the English text that is given in its parts as well, if it can. It may be nil.
	Words func(parts phrase.Phrase, english string) (said string, ok bool)

	// Foreign tells whether a message quotes something in English, which could not be marked in it; it then stays English as a whole.
	// It may be nil.
	Foreign func(english string) bool
}

// form is a text with places: %s stands for what is the same in all languages, %w for words that the table has as well.
type form struct {
	begin, end string // literally
	match      *regexp.Regexp
	words      []bool // of each place, whether it holds words
	own        string
	letters    int // that are given literally
}

// In reads findings/LANGUAGE.json from files. A language without a file, and English, give the nil Book.
func In(files fs.FS, language string) (*Book, error) {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	name := "findings/" + base + ".json"
	src, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // a language that nobody has written; the nil Book is one to be used
	}
	table := map[string]string{}
	if err := json.Unmarshal(src, &table); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	b := &Book{language: base, whole: map[string]string{}, spoken: map[string]bool{}}
	for english, own := range table {
		if !place.MatchString(english) {
			b.whole[strings.ReplaceAll(english, "%%", "%")] = strings.ReplaceAll(own, "%%", "%")
			continue
		}
		f, err := read(english, own)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		b.forms = append(b.forms, f)
	}
	slices.SortFunc(b.forms, func(x, y form) int { return cmp.Or(cmp.Compare(y.letters, x.letters), cmp.Compare(x.own, y.own)) })
	return b, nil
}

var place = regexp.MustCompile(`%(\[\d\])?[sw]`)

// read makes a form ready to be looked for.
func read(english, own string) (form, error) {
	f := form{own: own}
	var pattern strings.Builder
	pattern.WriteString("(?s)^")
	at := 0
	for _, p := range place.FindAllStringIndex(english, -1) {
		literal := strings.ReplaceAll(english[at:p[0]], "%%", "%")
		if at == 0 {
			f.begin = literal
		}
		f.letters += len(literal)
		pattern.WriteString(regexp.QuoteMeta(literal) + "(.+?)")
		f.words = append(f.words, english[p[1]-1] == 'w')
		at = p[1]
	}
	f.end = strings.ReplaceAll(english[at:], "%%", "%")
	f.letters += len(f.end)
	if err := f.fits(); err != nil {
		return f, fmt.Errorf("%q: %w", english, err)
	}
	match, err := regexp.Compile(pattern.String() + regexp.QuoteMeta(f.end) + "$")
	f.match = match
	return f, err
}

// fits tells whether the form in the other language uses each place, and no other.
func (f form) fits() error {
	used := map[int]bool{}
	next := -1
	for _, verb := range place.FindAllString(f.own, -1) {
		if next = index(verb, next+1); next < 0 || next >= len(f.words) {
			return fmt.Errorf("%q fills place %d of %d", f.own, next+1, len(f.words))
		}
		used[next] = true
	}
	if len(used) < len(f.words) {
		return fmt.Errorf("%q uses %d of %d places", f.own, len(used), len(f.words))
	}
	return nil
}

// index gives the place that a verb names, else the next one.
func index(verb string, next int) int {
	if strings.HasPrefix(verb, "%[") {
		n, _ := strconv.Atoi(verb[2:3])
		return n - 1
	}
	return next
}

// Say gives a text in the language; ok is false where the table lacks it, and the text stays English.
func (b *Book) Say(text string) (said string, ok bool) {
	if b == nil || text == "" {
		return text, false
	}
	if own, ok := b.whole[text]; ok {
		return own, true
	}
	for _, f := range b.forms {
		if !strings.HasPrefix(text, f.begin) || !strings.HasSuffix(text, f.end) {
			continue
		}
		if own, ok := b.fill(f, text); ok {
			return own, true
		}
	}
	return text, false
}

// fill gives the text in the language if it is of the form, and what stands at its places can be said.
func (b *Book) fill(f form, text string) (string, bool) {
	found := f.match.FindStringSubmatch(text)
	if found == nil {
		return "", false
	}
	parts := found[1:]
	for i, words := range f.words {
		if !words {
			continue
		}
		own, ok := b.Say(parts[i])
		if !ok {
			return "", false
		}
		parts[i] = own
	}
	next := -1
	out := place.ReplaceAllStringFunc(f.own, func(verb string) string {
		next = index(verb, next+1)
		return parts[next]
	})
	return strings.ReplaceAll(out, "%%", "%"), true
}

// Turn says the texts in the language where it can.
func (b *Book) Turn(texts ...*string) {
	if b == nil {
		return
	}
	for _, text := range texts {
		if own, ok := b.Say(*text); ok {
			*text = own
			b.spoken[own] = true
		}
	}
}

// turn says a text in the language by its parts, where it has any, else by its form.
func (b *Book) turn(text *string, parts phrase.Phrase) {
	if b.Foreign != nil && b.Foreign(*text) {
		return
	}
	if b.Words != nil && !parts.IsZero() {
		if own, ok := b.Words(parts, *text); ok {
			*text = own
			b.spoken[own] = true
			return
		}
	}
	b.Turn(text)
}

// Phrase gives a phrase in the language, or in English where it cannot be said as a whole.
func (b *Book) Phrase(p phrase.Phrase) string {
	english := p.String()
	if b == nil || b.Words == nil || p.IsZero() {
		return english
	}
	if own, ok := b.Words(p, english); ok {
		return own
	}
	return english
}

// Findings says findings in the language, with what belongs to them.
func (b *Book) Findings(all []diag.Finding) {
	if b == nil {
		return
	}
	for i := range all {
		f := &all[i]
		b.turn(&f.Message, f.Words)
		b.turn(&f.Hint, f.Advice)
		f.Related = slices.Clone(f.Related)
		for j := range f.Related {
			b.Turn(&f.Related[j].Message)
		}
		f.Consequences = slices.Clone(f.Consequences)
		b.Findings(f.Consequences)
	}
}

// LanguageOf gives the language of a text of a finding or rule that has been turned.
func (b *Book) LanguageOf(text string) string {
	if b != nil && b.spoken[text] {
		return b.language
	}
	return "en"
}
