package approval

import (
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// binds is doc.Binds of a revision, whose type the defaults of the configuration may give.
func (s *timeline) binds(f history.Facts) string { return doc.Binds(s.fill(f)) }

// remember keeps the facts of all versions of the document.
func (s *timeline) remember() {
	for _, l := range s.landings {
		for _, r := range l.Revisions {
			if !r.Deleted() && !r.Unread {
				s.seen[r.Blob] = r.Facts
				written := r.Commit.Author.When.Unix()
				s.written[written] = append(s.written[written], r)
			}
		}
	}
}

// rewrites tells whether a revision makes whoever committed it an author of the text: whether it changes what an approval
// binds.
func (s *timeline) rewrites(r *history.Revision) bool {
	if r.Deleted() || r.Added() {
		return !r.Deleted()
	}
	was, is := s.fill(s.seen[r.OldBlob]), s.fill(r.Facts)
	switch {
	case doc.Binds(was) == "" || doc.Binds(is) == "":
		return r.Class == history.Substance
	case was.Structure != is.Structure || doc.BoundRows(was) != doc.BoundRows(is):
		return true
	case r.Class == history.Substance && was.Links != is.Links && !doc.RowsApart(is):
		return true
	}
	return slices.ContainsFunc(doc.BoundChanged(was, is), func(key string) bool { return !comesWithApproval[key] })
}

// comesWithApproval are bound keys that an approver sets in approving: who approves, and from when the text holds. Setting
// them makes nobody an author.
var comesWithApproval = map[string]bool{"approver": true, "effective_from": true}

// howChanged says how a text differs from the one that was approved, where its words do not tell.
func howChanged(was, is history.Facts) phrase.Phrase {
	keys := doc.BoundChanged(was, is)
	switch {
	case was.Structure != is.Structure && was.Prose != is.Prose:
		return phrase.Phrase{}
	case len(keys) > 0:
		return phrase.Of("%s changed", "`"+strings.Join(keys, "`, `")+"`")
	case was.Structure != is.Structure:
		return phrase.Of("the structure of the text changed (headings, lists, columns, quotations, code or links)")
	}
	return phrase.Of("a table changed")
}
