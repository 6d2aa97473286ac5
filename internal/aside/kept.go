package aside

import (
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// Summary is what tools keep of reviews in git beside the branches.
type Summary struct {
	Reviews []Kept // that speak for a document here, or cannot be used
	More    int    // of them that are not listed
	Others  int    // that are about nothing here: other branches, or changes that did not land
}

// Kept is a review that is kept in git, or a reference with such reviews, and what it shows.
type Kept struct {
	What      phrase.Phrase
	Ref       string // where it is kept
	Change    string // the address of the change, where it is known
	Landed    history.Hash
	Documents []doc.ID      // whose approved versions it speaks for
	Brought   phrase.Phrase // by which commit of its own line
	Problem   phrase.Phrase // why it shows nothing; empty if it does
}
