// Package language answers what a writer asks of a project while writing: what is wrong, what may stand here, what is meant there, what
// else changes. It knows no protocol: places are those of findings, in lines and characters.
package language

import (
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/check"
	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/dossier"
	"clausebook/internal/view"
)

// Answers are what can be said of a project as it was judged. They are never changed.
type Answers struct {
	*dossier.Dossier
	config config.Config
}

// Of gives the answers of a project.
func Of(d *dossier.Dossier, c config.Config) *Answers { return &Answers{d, c} }

// Problem is a finding as a writer sees it beside the text.
type Problem struct {
	diag.Finding
	Fix  string // how to fix it: its own words, else those of its rule
	Page string // the address of the page of its rule; empty where the site has none
}

// Problems gives the findings by file. One of no file is told at the configuration.
func (a *Answers) Problems() map[string][]Problem {
	out := map[string][]Problem{}
	pages := a.pages()
	for _, f := range a.Findings {
		p := Problem{Finding: f, Fix: f.Hint, Page: pages[f.Rule]}
		if p.Fix == "" {
			rule, _ := check.Find(string(f.Rule))
			p.Fix = rule.Fix
		}
		if p.Pos.File == "" {
			p.Pos.File = a.config.Path
		}
		for _, follows := range f.Consequences {
			p.Related = append(p.Related, diag.Note{Pos: follows.Pos, Message: string(follows.Rule) + " follows from it: " + follows.Message})
		}
		out[p.Pos.File] = append(out[p.Pos.File], p)
	}
	return out
}

// pages gives the addresses of the pages of rules on the site; none where the site has no address.
func (a *Answers) pages() map[diag.RuleID]string {
	out := map[diag.RuleID]string{}
	base := strings.TrimSuffix(a.Site.BaseURL, "/")
	for i, r := range a.Rules {
		if base != "" {
			out[r.ID] = base + "/" + address.Numbered("rules.html", i/view.RulesPerPage) + "#" + address.Anchor("rule", string(r.ID))
		}
	}
	return out
}
