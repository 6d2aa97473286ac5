// Package aside reads what tools keep of reviews in a repository beside the branches: notes of Gerrit and attestations of gittuf.
//
// Whoever may push these references can write them, so that what is read is bounded, a part that cannot be read is reported and leaves
// the others, and nothing here decides what a review is worth: package approval does, by the people and keys of the repository.
package aside

import (
	"fmt"
	"io/fs"
	"slices"

	"clausebook/internal/gerrit"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
)

// Reader reads the references.
type Reader struct {
	Log    *history.Log
	Main   []history.MainRef                                       // the branches that the main line may be of
	Open   func(ref string) (*history.Line, error)                 // nil where there is none
	Report func(what phrase.Phrase, ref string, why phrase.Phrase) // of what cannot be used
}

// line opens a line; nil where there is none or it cannot be read, which is reported.
func (r *Reader) line(ref string) *history.Line {
	l, err := r.Open(ref)
	if err != nil {
		r.Report(phrase.Text(ref), ref, Fault(err))
	}
	return l
}

// Fault tells what is wrong with something that was read.
func Fault(err error) phrase.Phrase { return phrase.In(phrase.Source, gerrit.Clean(err.Error())) }

// Note is what Gerrit's note on a commit says.
type Note struct {
	gerrit.Note
	Since history.LineCommit // that brought it as it is
}

// Notes are the notes of Gerrit; nil where there are none.
type Notes struct{ line *history.Line }

// Notes opens the notes of Gerrit.
func (r *Reader) Notes() *Notes {
	if l := r.line(gerrit.Ref); l != nil {
		return &Notes{l}
	}
	return nil
}

// On reads the note on a commit and finds the commit that brought it; nil where there is none.
func (n *Notes) On(about history.Hash) (*Note, error) {
	tip, _ := n.line.At(0)
	tree := n.line.Tree(tip)
	paths, err := history.NotePaths(tree, about)
	if err != nil {
		return nil, fmt.Errorf("the tree of notes cannot be read: %w", err)
	}
	if len(paths) == 0 {
		return nil, nil
	}
	var text []byte
	for _, p := range paths {
		part, err := plain.Read(tree, p, gerrit.MaxNote)
		if err != nil {
			return nil, fmt.Errorf("it cannot be read: %w", err)
		}
		text = append(append(text, part...), '\n')
	}
	out := &Note{}
	if out.Note, err = gerrit.Parse(text); err != nil {
		return nil, err
	}
	blob := history.ObjectName(tree, paths[0])
	out.Since = n.line.Since(0, func(tree fs.FS) bool {
		then, err := history.NotePaths(tree, about)
		return err == nil && slices.ContainsFunc(then, func(p string) bool { return history.ObjectName(tree, p) == blob })
	})
	return out, nil
}
