// Package brought reads standards as other programs keep them (a catalog of OSCAL, a library of CISO Assistant, a table of an
// organization) and makes files of them in the form that package standard reads.
//
// It only makes bytes, and says what it did and what it left out. Whose text may be shown is asked first: where the file's licence does
// not allow it by name, numbers and titles are taken and no sentence. What was made is read again as every standard is, and what that
// finds fault with is never handed on.
package brought

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/unsaved"
	"clausebook/schemas"
)

// MaxFile is the largest file that is read, in bytes; MaxParts is how many numbered parts one may have.
const (
	MaxFile  = 48 << 20
	MaxParts = 50_000
	maxDepth = 16
)

// Folder is where the files of an organization's standards are written.
const Folder = "standards"

// Options say what a file does not, or says otherwise than its reader wants.
type Options struct {
	ID, Name, Edition string   // instead of what the file says
	Text              bool     // take sentences where the licence is not known; the reader knows that they may be shown
	Taken             []string // ids that are in use already
}

// Result is a standard in our form.
type Result struct {
	Path  string   // where it belongs, below the folder of the project
	Bytes []byte   // the file
	ID    string   // of the standard
	Notes []string // what was done, what was left out, and what to do next, a sentence each
}

// source is a standard as another program has it.
type source struct {
	form                  string // what the file is, for readers
	id, name, edition     string
	title, published, url string
	language              string
	publisher, licence    string
	own                   bool // the texts are the organization's own
	roots                 []*node
	left                  leftOut // what the form has and ours has not
}

// node is a numbered part with those below it, in the order of the file.
type node struct {
	number string // as the file says it; empty where it gives none
	spare  string // what names it where the number does not, such as the end of its URN
	place  string // where in the file it stands, for readers
	title  string
	texts  []string // what it asks for, a requirement each
	about  string   // a sentence that asks for nothing
	asks   bool     // it can be assessed
	kind   string   // of its requirements: document, record or activity
	needs  []*document
	below  []*node

	id     string   // ours, once it is numbered
	needed []string // ids of what the texts ask for
}

// document is a document that a part asks for.
type document struct {
	id                                  string // ours, once it is numbered
	title, kind, typ, strength, cadence string
	clauses                             []string // that ask for it, quoted; filled in when it is written
}

// Read makes a standard of a file, whose name tells a table from YAML and JSON. What cannot be taken as it stands is an error that says
// what to do.
func Read(name string, raw []byte, o Options) (Result, error) {
	s, err := parse(name, raw)
	if err != nil {
		return Result{}, err
	}
	s.name, s.edition = cmp.Or(o.Name, s.name), cmp.Or(o.Edition, s.edition)
	s.id = cmp.Or(o.ID, s.id)
	if err := s.free(o.Taken); err != nil {
		return Result{}, err
	}
	if err := s.number(); err != nil {
		return Result{}, err
	}
	notes, err := s.license(o.Text)
	if err != nil {
		return Result{}, err
	}
	w := &writer{source: s, from: path.Base(name)}
	out := Result{ID: s.id, Path: path.Join(Folder, s.id+".yaml"), Bytes: w.file()}
	if err := again(out); err != nil {
		return Result{}, err
	}
	out.Notes = append([]string{w.sum()}, notes...)
	if w.cut > 0 {
		out.Notes = append(out.Notes, phrase.Plural(w.cut, "text is longer than a file of ours holds and ends in …",
			"texts are longer than a file of ours holds and end in …"))
	}
	out.Notes = append(out.Notes, s.left.notes()...)
	return out, nil
}

// parse reads the file in the form that it has.
func parse(name string, raw []byte) (*source, error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".json":
		return readOSCAL(raw)
	case ".yaml", ".yml":
		return readLibrary(raw)
	case ".csv", ".tsv", ".xlsx", ".xlsm":
		return readTable(name, raw)
	case ".xml":
		return nil, errors.New("OSCAL in XML is not read; convert it to JSON, as with `oscal-cli catalog convert --to=json`")
	}
	return nil, errors.New("its name ends in none of .json (OSCAL), .yaml (CISO Assistant), .csv, .tsv and .xlsx (a table)")
}

// free sees that the standard has an id that no other one has.
func (s *source) free(taken []string) error {
	s.id = slugOf(cmp.Or(s.id, s.name))
	if s.id == "" {
		return errors.New("it says no name from which an id could be made; give one with --id")
	}
	for _, id := range taken {
		if id == s.id {
			return fmt.Errorf("there is a standard `%s` already, and two with one id cannot be told apart; give this one another with --id", s.id)
		}
	}
	return nil
}

// again reads what was made as every standard is read.
func again(r Result) error {
	if len(r.Bytes) > standard.MaxFile {
		return fmt.Errorf("the standard made of it would have %.1f MB, more than the %.1f MB that one may have; leave --text out, or take the "+
			"chapters that you work by into a file of their own", float64(len(r.Bytes))/(1<<20), float64(standard.MaxFile)/(1<<20))
	}
	lib, err := standard.Load(schemas.FS, unsaved.Over(none{}, map[string][]byte{r.Path: r.Bytes}), []string{r.Path})
	if err != nil {
		return fmt.Errorf("what was made of it cannot be read: %w", err)
	}
	for _, f := range lib.Findings {
		if f.Pos.File == r.Path {
			return fmt.Errorf("what was made of it is no sound standard: line %d: %s", f.Pos.Line, f.Message)
		}
	}
	return nil
}

// none is a tree without files.
type none struct{}

// Open finds nothing.
func (none) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
