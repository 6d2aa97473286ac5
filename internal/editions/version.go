// Package editions is the kinds of pages that tell of versions: the history of a document, the text of a former version, and what
// changed from one to the next.
package editions

import (
	"html/template"
	"path"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/inforce"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// versionPage shows a former version of a document with its full text. There may be very many of them, so the frame is a small
// one: no menu, no script, no index of the page.
type versionPage struct {
	view.Shell
	Banner   view.Banner
	Control  []view.FactRow
	Notes    []string
	Facts    []view.FactRow
	Tables   []view.FactTable
	Text     view.Body
	BodyLang string
	BodyDir  string
	Steps    []view.Link
	Source   string // command that gives the file of then
}

// Body is the text of the version.
func (p versionPage) Body() template.HTML { return p.Text.Get() }

// VersionKind shows every version that was said to be approved but the one whose text the document's own page shows.
var VersionKind = sheet.Kind{Name: "version", Empty: versionPage{}, Golden: "versions/pol-sco/0.9.html",
	Claim: func(s *view.View) {
		for _, d := range s.Docs.Documents {
			claimVersions(s, d)
		}
		claimFormerFiles(s)
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, d := range s.Docs.Documents {
			for _, v := range s.InForce.Of(d).Versions {
				if at := s.Addr.Texts[v]; at != "" && at != s.Addr.Documents[d] {
					out = append(out, sheet.Sheet{At: at, With: beforeRedline(s, v), Data: func(p view.Page) any { return versionData(p, v) }})
				}
			}
		}
		return out
	}}

// beforeRedline lets the page of a version be written just before the redline to it, or where it is the first one from it, which compares
// the text that the page has read.
func beforeRedline(s *view.View, v *inforce.Tenure) string {
	with := ""
	for _, step := range s.Addr.Redlines[v.Document] {
		switch v.Revision {
		case step.Newer.Revision:
			return strings.TrimSuffix(step.At, ".html")
		case step.Older.Revision:
			with = strings.TrimSuffix(step.At, ".html")
		}
	}
	return with
}

// claimVersions gives the text of each version an address, the oldest first, so that none changes when others follow. The
// text that the tree has stands on the page of the document.
func claimVersions(s *view.View, d *doc.Document) {
	life := s.InForce.Of(d)
	folder := "versions/" + sheet.FileNameOf(s, d) + "/"
	for _, v := range life.Versions {
		switch {
		case v == life.Present || d.Blob != "" && v.Blob() == d.Blob:
			s.Addr.Texts[v] = s.Addr.Documents[d]
		case s.Blob != nil && v.Blob() != "":
			s.Addr.Texts[v] = s.Addr.Page(folder, view.PlainVersion(v.Number()))
		}
	}
}

// maxFormerFiles is how many files of former versions are kept beside those of today.
const maxFormerFiles = 500

// formerTypes are the endings of files that are kept as they were: what a reader of a text sees or opens. Rows of data are not
// part of any version.
var formerTypes = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf"}

// claimFormerFiles gives addresses to the former contents of images and attachments, which history tells without reading any
// text.
func claimFormerFiles(s *view.View) {
	if s.Blob == nil || !s.Copies {
		return
	}
	for _, at := range s.History.Paths() {
		if a := s.Docs.Asset(at); a != nil {
			claimFormer(s, at, s.History.Revisions(at), history.Hash(a.Blob))
		}
	}
	for _, trail := range s.History.Former() {
		claimFormer(s, trail.Path, trail.Revisions, "")
	}
}

func claimFormer(s *view.View, at string, revisions []history.Revision, now history.Hash) {
	ext := strings.ToLower(path.Ext(at))
	if !slices.Contains(formerTypes, ext) {
		return
	}
	for _, r := range revisions {
		if r.Blob == "" || r.Blob == now || s.Addr.Then[r.Blob] != "" || len(s.Addr.Then) >= maxFormerFiles {
			continue
		}
		s.Addr.Then[r.Blob] = s.Addr.File(s.Docs.Folder.Folder(), strings.TrimSuffix(at, path.Ext(at))+"-"+r.Blob.Short()+path.Ext(at))
	}
}

func versionData(p view.Page, v *inforce.Tenure) any {
	d := v.Document
	out := versionPage{Shell: p.Titled(phrase.Of("%s, version %s", view.TitleWords(d), view.PlainVersion(v.Number())), "",
		p.Section(view.SectionOfType(d.Type)), p.Named(d), p.Link(p.T("History"), p.Addr.Histories[d]))}
	out.Eyebrow = string(d.ID) + " · " + p.TypeWord(d.Type)
	out.Tags = []view.Tag{p.Life(v.State(p.AsOf.Day))}
	out.Printed = p.T("%s, version %s, %s", d.ID, view.PlainVersion(v.Number()), out.Tags[0].Text)
	out.Banner, out.Steps = versionBanner(p, v), versionSteps(p, v)
	out.Source = "git show " + string(v.Revision.Commit.Hash) + ":" + v.Revision.Path
	then, err := p.TextOf(v)
	if err != nil {
		out.Control = p.VersionControl(v, nil)
		out.Notes = []string{p.T("The text of this version cannot be shown: %s", err)}
		return out
	}
	out.Control, out.Notes = p.VersionControl(v, then), p.FormerNotes(then)
	out.Facts, out.Tables = p.Facts(then), p.Tables(then)
	out.BodyLang, out.BodyDir = p.Language(), view.Direction(p.Language())
	if then.Language != "" {
		out.BodyLang, out.BodyDir = then.Language, view.Direction(then.Language)
	}
	out.Text = p.FormerBody(then, v)
	return out
}

// versionBanner says first of all what became of the version, and which one is in force.
func versionBanner(p view.Page, v *inforce.Tenure) view.Banner {
	state := v.State(p.AsOf.Day)
	b := view.Banner{Kind: p.Life(state).Kind, Text: p.Say(versionFate(v, state))}
	if now := p.InForce.Of(v.Document).On(p.AsOf.Day); now == nil {
		b.Text = append(b.Text, theme.Own(" "+p.T("No version is in force on %s.", p.AsOf.Day))...)
	} else if now != v {
		link := p.Edition(now)
		link.Text = p.T("version %s", link.Text)
		b.Text, b.Links = append(b.Text, theme.Own(" "+p.T("In force on %s:", p.AsOf.Day))...), []view.Link{link}
	} else {
		b.Links = []view.Link{p.Named(v.Document)}
	}
	return b
}

// versionFate says what became of a version.
func versionFate(v *inforce.Tenure, state inforce.State) phrase.Phrase {
	switch {
	case state == inforce.Superseded && v.Next != nil && v.From.IsZero():
		return phrase.Of("Superseded by version %s on %s. It came with the first documents, and nothing that counts shows its approval.",
			view.PlainVersion(v.Next.Number()), v.Next.From)
	case state == inforce.Unevidenced:
		return phrase.Of("In use, not evidenced: it came with the first documents, and nothing that counts shows its approval.")
	case state == inforce.Superseded && v.Next != nil && len(v.Spans) == 0:
		return phrase.Of("Never in force: version %s took its place on %s.", view.PlainVersion(v.Next.Number()), v.Next.From)
	case state == inforce.Superseded && v.Next != nil:
		return phrase.Of("Superseded by version %s on %s.", view.PlainVersion(v.Next.Number()), v.Next.From)
	case state == inforce.Superseded:
		return phrase.Of("Superseded: the document is no longer valid.")
	case state == inforce.Withdrawn:
		return phrase.Of("Withdrawn: this version is no longer valid.")
	case state == inforce.Scheduled:
		return phrase.Of("Not yet in force: this version takes effect on %s.", v.From)
	case state == inforce.InForce:
		return phrase.Of("In force. The text of the document has been changed since, and the change is not approved:")
	}
	if doubt := v.VoidedBy(); doubt != nil {
		return phrase.Of("Not shown to have been in force, because its approval does not count: %s.", doubt.Message)
	}
	return phrase.Of("Not shown to have been in force, because its approval does not count.")
}

// versionSteps leads to the redlines from and to a version.
func versionSteps(p view.Page, v *inforce.Tenure) []view.Link {
	var out []view.Link
	for _, step := range p.Addr.Redlines[v.Document] {
		switch v.Revision {
		case step.Newer.Revision:
			out = append(out, p.Link(p.T("What changed since version %s", view.PlainVersion(step.Older.Version)), step.At))
		case step.Older.Revision:
			out = append(out, p.Link(p.T("What changed in version %s", view.PlainVersion(step.Newer.Version)), step.At))
		}
	}
	slices.Reverse(out)
	return out
}
