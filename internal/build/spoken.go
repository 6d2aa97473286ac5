package build

import (
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/phrase"
	"clausebook/internal/said"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/schemas"
	"clausebook/themes"
)

// spoken gives the language in which rules and findings are told.
func spoken(language string) (*said.Book, error) {
	book, err := said.In(schemas.FS, language)
	if book == nil || err != nil {
		return nil, err
	}
	words, err := theme.Spoken(themes.Default(), language)
	if err != nil {
		return nil, err
	}
	book.Words = func(parts phrase.Phrase, english string) (string, bool) {
		for _, p := range []phrase.Phrase{parts, parts.Reworded(doc.Confirming)} {
			if p.String() == english { // else it was changed after it was worded
				return words.Whole(p)
			}
		}
		return "", false
	}
	return book, nil
}

// tell says rules and findings in the language of the set, as far as they are known in it.
func tell(d *dossier.Dossier, cfg config.Config) {
	if d.Spoken == nil {
		return
	}
	d.Spoken.Foreign = quotesOne(titlesNotIn(d.Standards, cfg.Language))
	d.Rules = slices.Clone(d.Rules)
	for i := range d.Rules {
		d.Spoken.Turn(&d.Rules[i].Title, &d.Rules[i].Why, &d.Rules[i].Fix)
	}
	d.Spoken.Findings(d.Findings)
	d.Spoken.Findings(d.Gaps)
	for i := range d.Excepted {
		one := []diag.Finding{d.Excepted[i].Finding}
		d.Spoken.Findings(one)
		d.Excepted[i].Finding = one[0]
	}
}

// titlesNotIn lists the titles of clauses and required documents that nobody has put into a language.
func titlesNotIn(lib *standard.Library, language string) (out []string) {
	for _, std := range lib.Standards {
		note := func(title string) {
			if theme.Base(std.LanguageOf(title)) != theme.Base(language) {
				out = append(out, title)
			}
		}
		for _, c := range std.Clauses {
			note(c.Title)
		}
		for _, r := range std.Required {
			note(r.Title)
		}
	}
	return out
}

// quotesOne makes the function that tells whether a message quotes one of the titles, or begins with it.
func quotesOne(titles []string) func(string) bool {
	return func(message string) bool {
		return slices.ContainsFunc(titles, func(title string) bool {
			rest, begins := strings.CutPrefix(message, title)
			return begins && (strings.HasPrefix(rest, " (") || strings.HasPrefix(rest, ":")) || strings.Contains(message, "“"+title+"”")
		})
	}
}
