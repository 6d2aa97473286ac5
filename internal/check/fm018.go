package check

import (
	"fmt"
	"strconv"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm018 = Rule{
	ID:       "FM018",
	Title:    "alias that cannot lead to the document",
	Why:      "Old links and printed references to that address lead nowhere, or to another document.",
	Fix:      "Correct the alias, or remove it where another page has the address.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run:      refusedAliases,
}

// refusedAliases goes through the aliases as the site does, which gives an address to the first that asks for it.
func refusedAliases(in *Input) []diag.Finding {
	taken := map[string]*doc.Document{} // nil for a page that shows no document
	for _, at := range in.Reserved {
		taken[strings.ToLower(at)] = nil
	}
	for _, d := range in.Docs.Documents {
		at := "documents/" + address.Slug(string(d.ID)) + ".html"
		if _, ok := taken[at]; !ok {
			taken[at] = d
		}
	}
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		for i, alias := range d.Aliases {
			message, hint := "", "remove it, or give the document another alias"
			at, ok := address.AliasPath(alias)
			switch holder, held := taken[strings.ToLower(at)]; {
			case !ok && d.Adopted && !strings.Contains(alias, "/"): // another name, as programs for notes have them
			case !ok:
				message = fmt.Sprintf("the alias `%s` cannot be an address of the site", alias)
				hint = "use a relative path of letters, digits, hyphens, underscores and dots, such as `old/change.html`"
			case !held:
				taken[strings.ToLower(at)] = d
			case holder == nil:
				message = fmt.Sprintf("the alias `%s` is the address of a page of the site", alias)
			case holder != d:
				message = fmt.Sprintf("the alias `%s` leads to `%s`", alias, holder.ID)
			}
			if message != "" {
				out = append(out, diag.Finding{Rule: "FM018", Pos: d.Pos("aliases", strconv.Itoa(i)), Document: string(d.ID),
					Message: message, Hint: hint, About: alias})
			}
		}
	}
	return out
}
