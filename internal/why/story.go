package why

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"clausebook/internal/phrase"
)

// Story is what there is to say of a page.
type Story struct {
	Path     string
	Document string // whose page it is, in words; empty for other pages
	Names    []Group
	Template string // in words; empty for a file without one
	Words    string // the language
	Day      string // on which dates are judged
	Program  string

	Site    string // the folder of the site that was built
	Known   bool   // a build of it is remembered
	Compare bool   // the page is in both
	Changed []string
	Same    []string
}

// Group is the things of one sort that a page names.
type Group struct {
	Sort  string
	Names []string
}

// shown is how many names of a group are printed.
const shown = 12

// Write tells the story.
func (s Story) Write(w io.Writer) error {
	var b strings.Builder
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(&b, "  %-10s %s\n", label, text)
		}
	}
	fmt.Fprintf(&b, "%s stands on:\n", s.Path)
	line("document", s.Document)
	for _, g := range s.Names {
		line(g.Sort, phrase.Some(g.Names, shown, "the page itself"))
	}
	line("template", s.Template)
	line("words", s.Words)
	line("day", s.Day)
	line("program", s.Program)
	b.WriteString("\n" + s.since())
	_, err := io.WriteString(w, b.String())
	return err
}

// since says what has changed since the site was built.
func (s Story) since() string {
	switch {
	case s.Template == "":
		return "It is compared as a whole: the next build writes it where any byte of it is another one.\n"
	case !s.Known:
		return fmt.Sprintf("No build of %s is remembered, so it cannot be told what has changed: run 'clausebook build' first.\n", s.Site)
	case !s.Compare:
		return fmt.Sprintf("The site in %s does not have it yet: the next build adds it.\n", s.Site)
	case len(s.Changed) == 0:
		return fmt.Sprintf("Nothing of it has changed since %s was built: the next build takes it over.\n", s.Site)
	}
	return fmt.Sprintf("Changed since %s was built: %s.\nThe same: %s.\n", s.Site, inWords(s.Changed), inWords(s.Same))
}

// inWords lists names of parts as they are read: RowChanges is "row changes".
func inWords(names []string) string {
	words := make([]string, len(names))
	for i, name := range names {
		var b strings.Builder
		runes := []rune(name)
		upper := func(j int) bool { return j >= 0 && j < len(runes) && unicode.IsUpper(runes[j]) }
		lower := func(j int) bool { return j < len(runes) && unicode.IsLower(runes[j]) }
		for j, r := range runes {
			if j > 0 && upper(j) && (!upper(j-1) || lower(j+1)) {
				b.WriteByte(' ')
			}
			if !upper(j+1) && !(upper(j-1) && !lower(j+1)) {
				r = unicode.ToLower(r)
			}
			b.WriteRune(r)
		}
		words[i] = b.String()
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}
