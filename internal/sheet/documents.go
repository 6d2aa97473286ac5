package sheet

import (
	"path"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/view"
)

// EachDocument lists the pages that stand at the addresses which documents have, if they have one.
func EachDocument(s *view.View, at map[*doc.Document]string, sheets func(*doc.Document, string) []Sheet) []Sheet {
	var out []Sheet
	for _, d := range s.Docs.Documents {
		if at[d] != "" {
			out = append(out, sheets(d, at[d])...)
		}
	}
	return out
}

// FileNameOf gives the name that the pages of a document share.
func FileNameOf(s *view.View, d *doc.Document) string {
	return strings.TrimSuffix(path.Base(s.Addr.Documents[d]), ".html")
}

// InOrder lists all documents in the order of ids.
func InOrder(s *view.View) []*doc.Document {
	return slices.SortedFunc(slices.Values(s.Docs.Documents), view.CompareDocuments)
}
