package aside

import (
	"cmp"
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// Summary is what tools keep of reviews in git beside the branches.
type Summary struct {
	Reviews []Kept // that speak for a document here, or cannot be used
	More    int    // of them that are not listed
	Others  []Kept // that are about nothing here, as of other branches, of changes that did not land, or given once more
	Rest    int    // of them that are not listed
}

// Most bounds how many reviews of either kind are listed, and how many faults are reported.
const Most = 200

// Bounded gives a summary of reviews in order, so many as are listed.
func Bounded(reviews, others []Kept) Summary {
	var out Summary
	out.Reviews, out.More = listed(reviews)
	out.Others, out.Rest = listed(others)
	return out
}

func listed(all []Kept) (some []Kept, more int) {
	slices.SortStableFunc(all, func(a, b Kept) int {
		return cmp.Or(cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.What.String(), b.What.String()))
	})
	n := min(len(all), Most)
	return all[:n], len(all) - n
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
