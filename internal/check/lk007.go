package check

import (
	"clausebook/internal/content"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"strings"
)

var lk007 = Rule{
	ID:       "LK007",
	Title:    "no link leads to the document",
	Why:      "Nobody who should follow the document will find it if no other document refers to it and it serves no requirement.",
	Fix:      "Link to it from a document that relies on it, say what it `covers`, or withdraw it.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
	Run:      orphans,
}

// orphans reports documents in force to which neither a link nor a relation leads and that serve no item of a
// standard: pages of clauses lead to those that do.
func orphans(in *Input) []diag.Finding {
	found, lists := reached(in), startPages(in)
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		if d.Status.Current() && !found[d.ID] && !lists[d.ID] && len(d.Fulfils) == 0 && len(d.Covers) == 0 {
			out = append(out, diag.Finding{Rule: "LK007", Pos: d.Pos(), Document: string(d.ID),
				Message: "no other document links to this one, and it serves no requirement", Hint: "link to it from the document that needs it"})
		}
	}
	return out
}

// startPages gives the documents at which readers of a folder begin: by their names they are lists of what is there, and they are.
func startPages(in *Input) map[doc.ID]bool {
	out := map[doc.ID]bool{}
	for _, l := range in.links {
		switch strings.ToLower(content.Stem(l.from.Path)) {
		case "index", "_index", "readme", "home":
			out[l.from.ID] = out[l.from.ID] || l.to.Document != nil && l.to.Document != l.from
		}
	}
	return out
}

// reached gives the documents that another one links to or names in its front matter.
func reached(in *Input) map[doc.ID]bool {
	out := map[doc.ID]bool{}
	for _, l := range in.links {
		if l.to.Document != nil && l.to.Document != l.from {
			out[l.to.Document.ID] = true
		}
	}
	for _, d := range in.Docs.Documents {
		for _, key := range relations {
			for _, id := range d.Front.Get(key).Texts() {
				if doc.ID(id) != d.ID {
					out[doc.ID(id)] = true
				}
			}
		}
		for _, f := range d.Front.Get("audit_findings").Items() {
			out[doc.ID(f.Get("nonconformity").Text())] = true
		}
	}
	return out
}
