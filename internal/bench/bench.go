// Package bench writes the repositories on which clausebook and its peers are measured: documents with front matter,
// tables, code, diagrams and links, and a history of edits, moves, branches and merges.
//
// The documents are copies of an example, unit by unit as of an organization with many branches, the ids of each unit
// its own; the history is invented. The same example, size and form give the same bytes. One corpus is written in the
// form of each tool, with the same commits at the same times, so that both are given the same work. Nothing of the
// product imports this package; package measure in it takes the times.
package bench

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
)

// Size is how much a corpus holds.
type Size struct{ Documents, Commits int }

// SizeOf gives the size of a corpus of so many documents: five commits for two of them.
func SizeOf(documents int) Size { return Size{documents, documents * 5 / 2} }

// Form is how a tool wants to find the corpus.
type Form struct {
	Files    map[string]string        // beside the documents, from the first commit on
	Document func(text string) string // turns a document of ours into one of the tool's
}

// Write writes a corpus as a stream for git fast-import, with the branch main. Example is a tree that holds
// clausebook.yaml and content/. The corpus has at least the documents of one unit, for they link to each other.
func Write(w io.Writer, example fs.FS, s Size, form Form) error {
	e, err := readExample(example)
	if err != nil {
		return err
	}
	if s.Documents < len(e.paths) || s.Commits < s.Documents {
		return fmt.Errorf("a corpus has at least %d documents, and a commit for each", len(e.paths))
	}
	out := bufio.NewWriterSize(w, 1<<20)
	c := newChronicler(out, e, s, form)
	c.run()
	return out.Flush() // which gives the first error of all writes
}
