package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/markdown"
)

var lk010 = Rule{
	ID:       "LK010",
	Title:    "link to this site by its web address",
	Why:      "The link leaves the reader's copy of the site, breaks when the site moves, and is never checked.",
	Fix:      "Refer to the document by its id, `[[POL-CHG]]`, or by a relative path.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		site := strings.ToLower(strings.TrimRight(in.BaseURL, "/"))
		if site == "" {
			return nil
		}
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			for _, l := range d.Body.Links {
				target := strings.ToLower(l.Target)
				if l.Kind == markdown.LinkExternal && !in.Docs.Own(l) && (target == site || strings.HasPrefix(target, site+"/")) {
					out = append(
						out,
						link{from: d, Link: l}.finding("LK010", fmt.Sprintf("`%s` is an address on this site", l.Target), "refer to the document by its id"),
					)
				}
			}
		}
		return out
	},
}
