package editions

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/redline"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// redlinePage shows what an approved version changed against the one approved before it.
type redlinePage struct {
	view.Shell
	view.RedlineView
	Document view.Link
	History  view.Link
	Command  string // that compares any two versions
}

// AlonePage is a redline as a page that needs no other file.
type AlonePage struct {
	Lang, Dir, Title, Tool string
	Style                  template.CSS
	Policy                 string // of what the page may load: its own style, by its hash
	view.RedlineView
}

// RedlineKind has a page for each step from one approved version to the next, in the small frame of former versions.
var RedlineKind = sheet.Kind{Name: "redline", Empty: redlinePage{}, Golden: "history/pol-sco/0.9-1.0.html",
	Claim: func(s *view.View) {
		if s.Blob == nil {
			return
		}
		for _, d := range s.Docs.Documents {
			claimRedlines(s, d)
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, d := range s.Docs.Documents {
			steps := s.Addr.Redlines[d]
			if whole, ok := s.Addr.Whole[d]; ok {
				steps = append(slices.Clone(steps), whole)
			}
			for _, step := range steps {
				out = append(out, sheet.Sheet{At: step.At, Data: func(p view.Page) any { return redlineData(p, d, step) }})
			}
		}
		return out
	}}

// claimRedlines gives each pair of consecutive approved versions of a document a page, and the first and the last where there are more.
// Versions of which no commit is known have none.
func claimRedlines(s *view.View, d *doc.Document) {
	folder := strings.TrimSuffix(s.Addr.Histories[d], ".html") + "/"
	all := withText(s.Approvals.Versions(d.ID))
	claim := func(older, newer ledger.Version) view.RedlineStep {
		at := s.Addr.Page(folder, view.PlainVersion(older.Version)+"-"+view.PlainVersion(newer.Version))
		return view.RedlineStep{At: at, Older: older, Newer: newer}
	}
	for i := 1; i < len(all); i++ {
		s.Addr.Redlines[d] = append(s.Addr.Redlines[d], claim(all[i], all[i-1]))
	}
	if len(all) > 2 {
		s.Addr.Whole[d] = claim(all[len(all)-1], all[0])
	}
}

func redlineData(p view.Page, d *doc.Document, step view.RedlineStep) any {
	steps := p.Addr.Redlines[d]
	i := slices.IndexFunc(steps, func(s view.RedlineStep) bool { return s.At == step.At })
	older, newer := view.PlainVersion(step.Older.Version), view.PlainVersion(step.Newer.Version)
	out := redlinePage{Shell: p.Titled(phrase.Of("%s, from version %s to %s", view.TitleWords(d), older, newer), "",
		p.Section(view.SectionOfType(d.Type)), p.Named(d),
		p.Link(p.T("History"), p.Addr.Histories[d])), Document: p.Named(d),
		History: p.Link(p.T("All versions and revisions"), p.Addr.Histories[d])}
	if c := step.Newer.Revision.Commit; c != nil {
		out.Commit = p.Commit(string(c.Hash))
	}
	out.Eyebrow, out.Styles = p.T("Redline"), []string{p.Href("assets/redline.css")}
	out.Scripts = []string{p.Href("assets/redline.js")}
	out.Printed = p.T("%s, version %s, %s", d.ID, newer, p.T("Redline"))
	if i > 0 {
		out.Next = p.Link(p.T("version %s", view.PlainVersion(steps[i-1].Newer.Version)), steps[i-1].At)
	}
	if i >= 0 && i+1 < len(steps) {
		out.Prev = p.Link(p.T("version %s", view.PlainVersion(steps[i+1].Newer.Version)), steps[i+1].At)
	}
	out.Command = "clausebook diff " + string(d.ID) + " " + older + " " + newer
	out.RedlineView = p.RedlineView(d, step)
	return out
}

// Alone shows a redline on a page that needs no other file: no script, and its one style under a policy that lets no other
// in.
func Alone(t *theme.Theme, d *dossier.Dossier, title string, r redline.Redline) (AlonePage, error) {
	var css strings.Builder
	for _, name := range []string{"templates/redline-alone.css", "assets/redline.css"} {
		src, err := t.Source(name)
		if err != nil {
			return AlonePage{}, err
		}
		css.WriteString(strings.ReplaceAll(strings.ToValidUTF8(string(src), "\uFFFD"), "\r", ""))
	}
	hash := sha256.Sum256([]byte(css.String()))
	style := "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
	lang := cmp.Or(d.Site.Language, "en")
	return AlonePage{Lang: lang, Dir: view.Direction(lang), Title: title, Tool: d.Tool, Style: template.CSS(css.String()),
		Policy:      "default-src 'none'; style-src " + style + "; base-uri 'none'; form-action 'none'",
		RedlineView: view.RedlineOf(t.Words, r)}, nil
}
