// Package phrase keeps a sentence in its parts, so that one and the same sentence can be read in several languages.
//
// Whoever knows a fact words it once, in English: Of("the review of %s was due on %s", id, day). String gives that
// English, which terminal, JSON and tables show. A page that is in another language looks up the English format in
// its table of words and fills in the same parts, which may be phrases themselves. There is no second place where a
// sentence is computed, and none where it is taken apart again.
package phrase

import (
	"fmt"
	"strconv"
	"strings"
)

// Source is the language that formats are written in.
const Source = "en"

// Phrase is a sentence or a part of one. The zero Phrase says nothing.
type Phrase struct {
	format   string // the key of its translation; empty where the parts just stand one after another
	language string // of the parts, where they are a quotation; empty for that of the sentence around them
	whole    string // of what says how many are left out: the name of the whole list
	parts    []any  // Phrase, string or int
}

// Of words a sentence. The format must be a literal, because it is looked up in the tables of words, which a test
// holds to be complete. Its verbs are %s and %d; a translation may name the places, as in %[2]s. Arguments are phrases,
// which are translated, and names, days and numbers, which are not.
func Of(format string, args ...any) Phrase {
	p := Phrase{format: format, parts: make([]any, len(args))}
	for i, a := range args {
		switch a := a.(type) {
		case Phrase, string, int:
			p.parts[i] = a
		default:
			p.parts[i] = fmt.Sprint(a)
		}
	}
	return p
}

// Count words a number of things: one where it is 1, else many. Both formats begin their arguments with the number.
func Count(n int, one, many string) Phrase {
	if n == 1 {
		return Of(one, n)
	}
	return Of(many, n)
}

// Plural gives a number and the word that fits it, for text that is English alone: Plural(1, "day", "days") is "1 day".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Text gives what is the same in all languages, such as a name.
func Text(s string) Phrase { return In("", s) }

// In quotes text of another language, such as the data of a standard. Empty stands for the language around it.
func In(language, text string) Phrase {
	if text == "" {
		return Phrase{}
	}
	return Phrase{language: language, parts: []any{text}}
}

// Join puts parts one after another with a sign between them that is the same in all languages.
func Join(parts []Phrase, sign string) Phrase {
	var p Phrase
	for i, part := range parts {
		if i > 0 {
			p.parts = append(p.parts, sign)
		}
		p.parts = append(p.parts, part)
	}
	return p
}

// IsZero tells whether the phrase says nothing.
func (p Phrase) IsZero() bool { return p.format == "" && len(p.parts) == 0 }

// Reworded gives the phrase with other formats throughout, its own and those of the phrases in it. What they are filled with stays
// as it is, quotations as well.
func (p Phrase) Reworded(words func(format string) string) Phrase {
	if p.format != "" {
		p.format = words(p.format)
	}
	parts := make([]any, len(p.parts))
	for i, part := range p.parts {
		if inner, is := part.(Phrase); is {
			part = inner.Reworded(words)
		}
		parts[i] = part
	}
	p.parts = parts
	return p
}

// Equal tells whether two phrases say the same in English.
func (p Phrase) Equal(q Phrase) bool { return p.String() == q.String() }

// String gives the phrase in English.
func (p Phrase) String() string {
	runs := p.Runs(func(format string) (string, bool) { return format, true })
	if len(runs) == 1 {
		return runs[0].Text
	}
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// MarshalText gives the phrase in English, so that JSON has a string.
func (p Phrase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Run is a stretch of a phrase in one language. An empty Lang stands for the language of the table. Whole is empty but for
// a stretch that says how many things are left out; there it names the list that has them all, or says where that stands.
type Run struct{ Text, Lang, Whole string }

// Runs gives the phrase by a table, which turns a format into another language or tells that it cannot. What it
// cannot turn stays English and says so; quotations stay as they are.
func (p Phrase) Runs(table func(format string) (string, bool)) []Run {
	s := speaker{table: table}
	s.phrase(&p, "")
	s.end()
	return s.runs
}

// speaker says one phrase. The run that goes on is in first, and in text as soon as there is more of it.
type speaker struct {
	table    func(format string) (string, bool)
	runs     []Run
	first    string
	text     []byte
	language string // of the run that goes on
}

func (s *speaker) phrase(p *Phrase, language string) {
	if p.whole != "" {
		part := *p
		part.whole = ""
		inner := speaker{table: s.table}
		inner.phrase(&part, language)
		if inner.end(); len(inner.runs) > 0 {
			s.end()
		}
		for _, r := range inner.runs {
			s.runs = append(s.runs, Run{r.Text, r.Lang, p.whole})
		}
		return
	}
	if p.language != "" {
		language = p.language
	}
	if p.format == "" {
		for i := range p.parts {
			s.part(p, i, language)
		}
		return
	}
	if format, ok := s.table(p.format); ok {
		s.fill(p, format, "")
		return
	}
	s.fill(p, p.format, Source)
}

// fill says a format with its places filled. A place that the phrase has no part for stands as it is written.
func (s *speaker) fill(p *Phrase, format, language string) {
	next := 0
	for {
		at := strings.IndexByte(format, '%')
		if at < 0 {
			s.say(format, language)
			return
		}
		s.say(format[:at], language)
		i, size := place(format[at:], next)
		switch {
		case i >= 0 && i < len(p.parts):
			s.part(p, i, language)
			next = i + 1
		case strings.HasPrefix(format[at:], "%%"):
			s.say("%", language)
			size = 2
		default:
			s.say(format[at:at+size], language)
		}
		format = format[at+size:]
	}
}

func (s *speaker) part(p *Phrase, i int, language string) {
	switch part := p.parts[i].(type) {
	case Phrase:
		s.phrase(&part, language)
	case string:
		s.say(part, language)
	case int:
		s.say(strconv.Itoa(part), language)
	}
}

// say goes on with the run if that is in the same language.
func (s *speaker) say(text, language string) {
	switch {
	case text == "":
	case s.first == "" || s.language != language:
		s.end()
		s.first, s.language = text, language
	case len(s.text) == 0:
		s.text = append(append(s.text, s.first...), text...)
	default:
		s.text = append(s.text, text...)
	}
}

// end ends the run that goes on, if any.
func (s *speaker) end() {
	if s.first == "" {
		return
	}
	whole := s.first
	if len(s.text) > 0 {
		whole = string(s.text)
	}
	s.runs = append(s.runs, Run{Text: whole, Lang: s.language})
	s.first, s.text = "", s.text[:0]
}

// place reads a verb: %s and %d stand for the next part, %[2]s for the second. It gives the index of the part, -1 if
// this is no verb, and the bytes read.
func place(verb string, next int) (index, size int) {
	rest := verb[1:]
	if number, after, ok := strings.Cut(rest, "]"); ok && strings.HasPrefix(number, "[") {
		n, err := strconv.Atoi(number[1:])
		if err != nil {
			return -1, 1
		}
		next, rest = n-1, after
	}
	if rest == "" || rest[0] != 's' && rest[0] != 'd' {
		return -1, 1
	}
	return next, len(verb) - len(rest) + 1
}
