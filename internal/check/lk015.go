package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk015 = Rule{
	ID:       "LK015",
	Title:    "link from the root of a site that cannot be judged",
	Why:      "Such an address may belong to another part of the site that publishes the documents. The pages made here cannot follow it.",
	Fix:      "Refer to a document by its id or by a relative path. If the documents are published below a path, name it in `site_urls:`.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		return faultyLinks(in, "LK015", doc.FaultRooted, any)
	},
}
