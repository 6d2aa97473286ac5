package check

import (
	"fmt"
	"path"
	"strings"

	"clausebook/internal/diag"
)

var fs008 = Rule{
	ID:       "FS008",
	Title:    "file of a word processor among the documents",
	Why:      "It is not read, so it is no evidence, nobody finds it, and history cannot tell what changed in it.",
	Fix:      "Convert it to Markdown, or link to it from a document if it is an attachment.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		linked := map[string]bool{}
		for _, l := range in.links {
			linked[l.to.Asset] = true
		}
		var out []diag.Finding
		for _, p := range in.Docs.Texts {
			if name := path.Base(p); !linked[p] && !strings.HasPrefix(name, "~$") { // which Word makes while a file is open
				out = append(out, diag.Finding{Rule: "FS008", Pos: diag.Pos{File: p}, Message: "a file of a word processor, which is not read",
					Hint: fmt.Sprintf("if it is a document: pandoc -t gfm -o '%s.md' '%s'", strings.TrimSuffix(name, path.Ext(name)), name)})
			}
		}
		return out
	},
}
