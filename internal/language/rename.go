package language

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/markdown"
	"clausebook/internal/plain"
)

// Change is a text that takes the place of what stands at a place, which is of one line.
type Change struct {
	Pos  diag.Pos
	Text string
}

// Rename gives all changes by which a document gets another id, or a heading other words. It fails, with the reason, where the new name
// would not do or something would break that no change of text can keep.
func (a *Answers) Rename(m Mention, name string, files fs.FS) ([]Change, error) {
	d := a.Docs.ByID(doc.ID(m.Name))
	switch {
	case m.What != Document || d == nil:
		return nil, errors.New("only ids of documents and headings can be renamed here")
	case m.Heading != "":
		return a.renameHeading(d, m.Heading, name)
	}
	return a.renameID(d, name, files)
}

// Renamed gives the place and the words that a renaming would change.
func (a *Answers) Renamed(m Mention) (at diag.Pos, words string, err error) {
	d := a.Docs.ByID(doc.ID(m.Name))
	if m.What != Document || d == nil {
		return at, "", errors.New("only ids of documents and headings can be renamed here")
	}
	if i := headingOf(d, m.Heading); i >= 0 {
		words = d.Body.Headings[i].Text
	} else if err := a.fixed(d); err != nil {
		return at, "", err
	} else {
		words = string(d.ID)
	}
	old := string(d.ID)
	if m.Heading != "" && m.link != nil {
		old = m.link.Fragment
	} else if m.Heading != "" {
		old = words
	}
	from := a.Docs.ByPath(m.Pos.File)
	at, ok := within(from, m.Pos, old)
	if !ok {
		return at, "", fmt.Errorf("`%s` is not written out here; rename it where it stands, in %s", old, d.Path)
	}
	return at, words, nil
}

func headingOf(d *doc.Document, fragment string) int {
	return slices.IndexFunc(d.Body.Headings, func(h markdown.Heading) bool { return fragment != "" && h.ID == fragment })
}

// fixed tells why an id has to stay; nil where it may change.
func (a *Answers) fixed(d *doc.Document) error {
	if d.DerivedID {
		return fmt.Errorf("the id `%s` comes from the path of the file; write an `id:` into its front matter first", d.ID)
	}
	for _, v := range a.Approvals.Versions(d.ID) {
		return fmt.Errorf("version %s was approved as `%s`: approvals, tags and minutes name that id, and would no longer count; "+
			"to replace the document, write a new one with `supersedes: [%s]`", v.Version, d.ID, d.ID)
	}
	return nil
}

func (a *Answers) renameID(d *doc.Document, name string, files fs.FS) ([]Change, error) {
	if err := a.fixed(d); err != nil {
		return nil, err
	}
	if !doc.ValidID(name) {
		return nil, fmt.Errorf("`%s` cannot be an id: letters, digits, dots, hyphens and underscores, at most 64", name)
	}
	if other := a.Docs.ByID(doc.ID(name)); other != nil && other != d {
		return nil, fmt.Errorf("`%s` is the id of %s", name, other.Path)
	}
	if err := a.elsewhere(d, files); err != nil {
		return nil, err
	}
	var out []Change
	for _, m := range a.References(Thing{What: Document, Name: string(d.ID)}, true) {
		if m.Self && m.Heading != "" || m.link != nil && (m.link.Kind != markdown.LinkDocument || m.link.Target != string(d.ID)) {
			continue // it leads there by a path or a title, which stay
		}
		at, ok := within(a.Docs.ByPath(m.Pos.File), m.Pos, string(d.ID))
		if !ok {
			return nil, fmt.Errorf("%s names `%s` in a form that cannot be changed safely", m.Pos, d.ID)
		}
		out = append(out, Change{at, name})
	}
	return out, nil
}

// elsewhere tells which file names an id beside links and ids in front matter, where a changed text could break something.
func (a *Answers) elsewhere(d *doc.Document, files fs.FS) error {
	word := regexp.MustCompile(`(^|[^A-Za-z0-9._-])` + regexp.QuoteMeta(string(d.ID)) + `($|[^A-Za-z0-9._-])`)
	for _, other := range a.Docs.Documents {
		if other.Data != nil {
			for i, row := range other.Data.Rows {
				if slices.ContainsFunc(row, word.MatchString) {
					return fmt.Errorf("%s names `%s` in its rows; change it there first", rowAt(other.Data, i), d.ID)
				}
			}
		}
		for key, value := range other.Front.Pairs() {
			for _, n := range leaves(value) {
				if _, known := a.named(key.Text(), n); !known && n.Line > 0 && key.Text() != "id" && word.MatchString(n.Text()) {
					return fmt.Errorf("%s:%d names `%s` under `%s`; change it there first", other.Path, n.Line, d.ID, key.Text())
				}
			}
		}
	}
	for _, file := range []string{a.config.Path, a.People.Path} {
		if file == "" {
			continue
		}
		raw, err := plain.Read(files, file, maxConfig)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("read %s: %w", file, err)
		}
		if word.Match(raw) {
			return fmt.Errorf("%s names `%s`; change it there first", file, d.ID)
		}
	}
	return nil
}

// maxConfig is the largest configuration or list of people that is looked through, in bytes.
const maxConfig = 4 << 20

func rowAt(data *doc.Data, i int) string {
	if i < len(data.Lines) {
		return fmt.Sprintf("%s:%d", data.Path, data.Lines[i])
	}
	return data.Path
}

// renameHeading gives the heading other words, and every link that leads to a heading whose address changes by that the new address.
func (a *Answers) renameHeading(d *doc.Document, fragment, words string) ([]Change, error) {
	i := headingOf(d, fragment)
	words = strings.TrimSpace(words)
	if i < 0 || words == "" || strings.ContainsAny(words, "\n\r") {
		return nil, errors.New("a heading has to be one line of words")
	}
	h := d.Body.Headings[i]
	at, ok := within(d, diag.Pos{File: d.Path, Line: h.Line, Col: 1, EndCol: maxColumn}, h.Text)
	if !ok {
		return nil, fmt.Errorf("the heading in %s:%d has markup in it; change its words by hand", d.Path, h.Line)
	}
	changed := markdown.Parse(edited(d.Source[d.BodyAt:], h.Line-d.BodyLine, at, words), d.BodyLine)
	if len(changed.Headings) != len(d.Body.Headings) {
		return nil, fmt.Errorf("%q would not be a heading", words)
	}
	out := []Change{{at, words}}
	for n, was := range d.Body.Headings {
		now := changed.Headings[n]
		if now.ID == was.ID {
			continue
		}
		for _, m := range a.References(Thing{Document, string(d.ID), was.ID}, false) {
			at, ok := fragmentAt(a.Docs.ByPath(m.Pos.File), m)
			if !ok {
				return nil, fmt.Errorf("%s leads to this heading in a form that cannot be changed safely", m.Pos)
			}
			out = append(out, Change{at, now.ID})
		}
	}
	return out, nil
}

// maxColumn stands for the end of a line.
const maxColumn = 1 << 30

// fragmentAt gives the place of the fragment of a link.
func fragmentAt(d *doc.Document, m Mention) (diag.Pos, bool) {
	if m.link == nil {
		return diag.Pos{}, false
	}
	for _, written := range []string{m.link.Fragment, url.PathEscape(m.link.Fragment)} {
		if at, ok := within(d, m.Pos, "#"+written); ok {
			at.Col++
			return at, true
		}
	}
	return diag.Pos{}, false
}

// edited gives a text in which a place of a line, counted from 0, has other words.
func edited(source []byte, line int, at diag.Pos, words string) []byte {
	lines := strings.Split(string(source), "\n")
	if line < 0 || line >= len(lines) {
		return source
	}
	runes := []rune(lines[line])
	lines[line] = string(runes[:at.Col-1]) + words + string(runes[at.EndCol-1:])
	return []byte(strings.Join(lines, "\n"))
}

// within finds a text in a place of a document's line.
func within(d *doc.Document, p diag.Pos, text string) (diag.Pos, bool) {
	if d == nil || p.Line < 1 || text == "" {
		return p, false
	}
	runes := []rune(d.Line(p.Line))
	from := min(max(p.Col-1, 0), len(runes))
	to := min(max(p.EndCol-1, from), len(runes))
	before, _, found := strings.Cut(string(runes[from:to]), text)
	p.Col = from + utf8.RuneCountInString(before) + 1
	p.EndCol = p.Col + utf8.RuneCountInString(text)
	return p, found
}
