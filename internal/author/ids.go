package author

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/plain"
)

// Taken are the ids that a new document must not have, with where each was met. The zero value is not usable; see
// NewTaken.
type Taken map[string]string

// NewTaken gathers the ids of the documents that are there and of those that the history remembers: an id is never
// given twice.
func NewTaken(d *dossier.Dossier) Taken {
	t := Taken{}
	if d.History != nil {
		for _, trail := range d.History.Former() {
			for _, r := range trail.Revisions {
				t.add(doc.ID(r.Facts.ID), "a removed document: "+trail.Path)
			}
		}
	}
	for _, other := range d.Docs.Documents {
		t.add(other.ID, other.Path)
	}
	return t
}

func (t Taken) add(id doc.ID, where string) {
	if id != "" {
		t[key(id)] = where
	}
}

// AddBranches adds the ids that documents have on other branches, local or fetched. A folder or file that was read
// once is not read again on another branch, so that the cost lies in what differs. It gives the branches that could
// not be read; their ids are not known.
func (t Taken) AddBranches(
	a *history.Archive,
	at content.Place,
	facts func([]byte) history.Facts,
	seen map[history.Hash]bool,
) ([]string, error) {
	branches, err := a.Branches()
	if err != nil {
		return nil, err
	}
	var unread []string
	for _, b := range branches {
		tree, err := a.At(b.Commit)
		if err == nil {
			err = t.addTree(tree, at, "branch "+b.Name, facts, seen)
		}
		if err != nil {
			unread = append(unread, b.Name)
		}
	}
	return unread, nil
}

func (t Taken) addTree(tree fs.FS, at content.Place, where string, facts func([]byte) history.Facts, seen map[history.Hash]bool) error {
	for _, part := range at.Parts() {
		if err := t.addPart(tree, part, at.Files(), where, facts, seen); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err // a branch without the folder has no ids
		}
	}
	return nil
}

func (t Taken) addPart(
	tree fs.FS, part string, files *content.Files, where string, facts func([]byte) history.Facts, seen map[history.Hash]bool,
) error {
	return fs.WalkDir(tree, part, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return fmt.Errorf("read %s: %w", p, err)
		}
		name, _ := info.Sys().(history.Hash)
		switch {
		case seen[name] && e.IsDir():
			return fs.SkipDir
		case e.IsDir(), seen[name], !e.Type().IsRegular(), !content.IsMarkdown(p), !files.Holds(p):
			seen[name] = true
			return nil
		}
		raw, err := plain.Read(tree, p, doc.MaxFile)
		if plain.Refused(err) {
			seen[name] = true // what it says is not known, as for every document of that size
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", p, err)
		}
		seen[name] = true
		if id := doc.ID(facts(raw).ID); t[key(id)] == "" {
			t.add(id, where+": "+p)
		}
		return nil
	})
}

// idForm is an id that counts: letters, perhaps a year, and a number.
var idForm = regexp.MustCompile(`^([A-Za-z][A-Za-z-]*-)(20\d\d-)?(\d{1,4})$`)

// count is a way of giving ids: POL-007 or NC-2026-03.
type count struct {
	prefix string
	yearly bool
	width  int
}

// nextID gives the first free id for a type, counting as the documents of that type do; where none counts, from
// prefix-001.
func nextID(d *dossier.Dossier, kind string, on date.Date, taken Taken) doc.ID {
	c := countOf(d, kind)
	prefix := c.prefix
	if c.yearly {
		prefix += fmt.Sprintf("%04d-", on.Year())
	}
	highest := 0
	for id := range taken {
		if rest, ok := strings.CutPrefix(id, strings.ToLower(prefix)); ok {
			if n, err := strconv.Atoi(rest); err == nil {
				highest = max(highest, n)
			}
		}
	}
	return doc.ID(fmt.Sprintf("%s%0*d", prefix, c.width, highest+1))
}

// countOf gives the way of counting that most documents of a type follow.
func countOf(d *dossier.Dossier, kind string) count {
	best, most, seen := count{prefix: customOf(kind).prefix + "-", width: 3}, 0, map[count]int{}
	for _, other := range d.Docs.Documents {
		m := idForm.FindStringSubmatch(string(other.ID))
		if other.Type != kind || other.DerivedID || m == nil || m[2] == "" && len(m[3]) == 4 && m[3][:2] == "20" { // a year is no count
			continue
		}
		c := count{m[1], m[2] != "", len(m[3])}
		if seen[c]++; seen[c] > most {
			best, most = c, seen[c]
		}
	}
	return best
}
