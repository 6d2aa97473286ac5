package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
)

// Words translates what the site itself says. English text is its own key, so templates stay readable and a text
// without a translation still reads; what documents and standards say is never translated.
type Words struct {
	language string
	table    map[string]string
}

// loadWords reads words/<language>.yaml, a map from English to the language. English needs no file. A language
// without one is shown in English, with the page's own language named correctly.
func loadWords(files layers, language string) (*Words, error) {
	name := Base(language)
	w := &Words{language: phrase.Source, table: map[string]string{}}
	if name == "" || name == phrase.Source || !plainName(name) {
		return w, nil
	}
	file := "words/" + name + ".yaml"
	src, err := files.read(file)
	if errors.Is(err, fs.ErrNotExist) {
		return w, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the theme's %s: %w", file, err)
	}
	root, problems := strictyaml.Parse(src, 1, strictyaml.Limits{Bytes: 1 << 20})
	for _, p := range problems {
		return nil, fmt.Errorf("the theme's %s:%d:%d: %s", file, p.Line, p.Col, p.Message)
	}
	w.language = name
	for key, value := range root.Pairs() {
		if strings.Count(key.Raw, "%") != strings.Count(value.Text(), "%") {
			return nil, fmt.Errorf("the theme's %s:%d: the translation of %q has different %% placeholders", file, key.Line, key.Raw)
		}
		w.table[key.Raw] = value.Text()
	}
	return w, nil
}

// Spoken gives the words of the built-in theme in a language.
func Spoken(files fs.FS, language string) (*Words, error) {
	return loadWords(layersOf(files, nil), language)
}

// Whole gives a sentence in the language as plain text, if all of it is known in that and it quotes nothing in another one, which could not
// be marked.
func (w *Words) Whole(p phrase.Phrase) (said string, ok bool) {
	ok = true
	var b strings.Builder
	for _, r := range p.Runs(func(format string) (string, bool) {
		own, known := w.look(format)
		ok = ok && known
		return own, known
	}) {
		ok = ok && (r.Lang == "" || w.Other(r.Lang) == "")
		b.WriteString(r.Text)
	}
	return b.String(), ok && !p.IsZero()
}

// Base gives the language without script and region.
func Base(language string) string {
	own, _, _ := strings.Cut(strings.ToLower(language), "-")
	return own
}

func plainName(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}

// T gives the text in the site's language, with the arguments filled in as fmt does.
func (w *Words) T(text string, args ...any) string {
	if own := w.table[text]; own != "" {
		text = own
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Text is a sentence in the language of the page, with the stretches that are in another.
type Text []phrase.Run

// String gives the sentence without telling the languages apart.
func (t Text) String() string {
	var b strings.Builder
	for _, r := range t {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Lang gives the language of a text that is in another as a whole, such as a quotation, so that the element around it
// can be marked at once.
func (t Text) Lang() string {
	if len(t) != 1 {
		return ""
	}
	return t[0].Lang
}

// Own gives text in the language of the page.
func Own(text string) Text {
	if text == "" {
		return nil
	}
	return Text{{Text: text}}
}

// Say gives a sentence that another package has worded. What is quoted in the page's own language is not marked.
func (w *Words) Say(p phrase.Phrase) Text {
	runs := p.Runs(w.look)
	for i := range runs {
		runs[i].Lang = w.Other(runs[i].Lang)
	}
	return runs
}

// Other gives a language if it is not that of the page, so that a text in it has to be marked.
func (w *Words) Other(language string) string {
	if Base(language) == w.language {
		return ""
	}
	return language
}

// look finds the translation of a format; English pages need none.
func (w *Words) look(format string) (string, bool) {
	if own := w.table[format]; own != "" {
		return own, true
	}
	return format, w.language == phrase.Source
}

// N gives a number with the word that fits it: n(1, "document", "documents") is "1 document".
func (w *Words) N(count int, one, many string) string {
	if count == 1 {
		many = one
	}
	return fmt.Sprintf("%s %s", Group(count), w.T(many))
}

// Group writes thousands apart with a thin no-break space, which every language reads.
func Group(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}
