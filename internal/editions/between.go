package editions

import (
	"slices"
	"strings"

	"clausebook/internal/ledger"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// Between gives the page that compares any two versions of a document, which is made when somebody asks for it. The document is known by
// the address of its history; of versions with the same number the newest is meant. Whichever is asked for first, the older one is on the
// left.
func Between(s *view.View, history, from, to string) (sheet.Sheet, bool) {
	for d, at := range s.Addr.Histories {
		if at != history {
			continue
		}
		all := withText(s.Approvals.Versions(d.ID)) // newest first
		find := func(number string) int {
			return slices.IndexFunc(all, func(v ledger.Version) bool { return view.PlainVersion(v.Version) == number })
		}
		i, j := find(from), find(to)
		if i < 0 || j < 0 || i == j {
			return sheet.Sheet{}, false
		}
		step := view.RedlineStep{At: strings.TrimSuffix(history, ".html") + "/compare.html", Older: all[max(i, j)], Newer: all[min(i, j)]}
		return sheet.Sheet{At: step.At, Data: func(p view.Page) any { return redlineData(p, d, step) }}, true
	}
	return sheet.Sheet{}, false
}

// withText gives the versions of which a commit is known, so that they can be compared.
func withText(all []ledger.Version) []ledger.Version {
	return slices.DeleteFunc(slices.Clone(all), func(v ledger.Version) bool { return v.Revision == nil || v.Revision.Blob == "" })
}
