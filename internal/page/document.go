package page

import (
	"cmp"
	"html/template"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/editions"
	"clausebook/internal/machine"
	"clausebook/internal/markdown"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// documentPage shows one document with what an auditor asks of it first: what it is, who answers for it, who
// approved it and when, and when it is due again.
type documentPage struct {
	view.Shell
	ID, Type     string
	TypeLink     view.Link
	Languages    []editions.LanguageRow
	Banners      []view.Banner
	Control      []view.FactRow
	Facts        []view.FactRow
	Tables       []view.FactTable
	Text         view.Body
	Picture      template.HTML // of a service and its neighbours
	BodyLang     string
	BodyDir      string
	Covers       view.Coverage // of the document as a whole
	Data         *view.DataTable
	RowChanges   view.FactTable // rows that were changed or removed
	Attachments  []view.AttachmentRow
	Uses         []view.UseRow
	UsesRest     view.Link
	Backlinks    []view.BacklinkGroup
	Versions     []view.VersionRow
	Revisions    []view.RevisionRow
	HistoryWords theme.Text
	History      view.Link
	Findings     []view.FindingRow
	FindingsRest view.Link
	Path         string
	Edit, Raw    string
	Report       string
	SHA256       string
}

// Body is the text.
func (p documentPage) Body() template.HTML { return p.Text.Get() }

const (
	shownRevisions = 5
	shownBacklinks = 40
	shownUses      = 60
	shownFindings  = 20
)

var documentKind = sheet.Kind{Name: "document", Empty: documentPage{}, Golden: "documents/pol-sco.html",
	Claim: func(s *view.View) {
		for _, d := range s.Docs.Documents {
			s.Addr.Documents[d] = s.Addr.Page("documents/", string(d.ID))
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		return sheet.EachDocument(s, s.Addr.Documents, func(d *doc.Document, at string) []sheet.Sheet {
			return []sheet.Sheet{{At: at, Data: func(p view.Page) any { return documentData(p, d) }}}
		})
	}}

func documentData(p view.Page, d *doc.Document) any {
	at := p.Addr.Types[d.Type]
	out := documentPage{Shell: p.Titled(view.TitleWords(d), view.SectionOfType(d.Type), p.Section(view.SectionOfType(d.Type)),
		p.Link(p.TypeWords(d.Type), at)),
		ID: string(d.ID), Type: d.Type, TypeLink: p.Link(p.TypeWord(d.Type), at), Path: d.Path, Edit: p.Edit(d.Path),
		Raw: p.SourceFile(d.Path), Report: p.Report(d), SHA256: d.SHA256}
	p.TypeNav(&out.Shell, d)
	out.Commit = p.LastChange(d)
	out.Eyebrow, out.Tags = string(d.ID)+" · "+p.TypeWord(d.Type), p.DocumentTags(d)
	out.Languages = editions.Languages(p, d)
	out.Banners = append(editions.StaleTranslation(p, d), p.Banners(d)...)
	out.Control = p.Control(d)
	out.Facts, out.Tables = p.Facts(d), append(p.Tables(d), p.ServiceTables(d)...)
	out.BodyLang, out.BodyDir = cmp.Or(d.Language, p.Language()), view.Direction(cmp.Or(d.Language, p.Language()))
	out.Text = p.Body(d, "", 2)
	out.Covers = view.Coverage{Rows: p.Covers(d, -1)}
	if d.Type == "service" {
		out.Picture = picture(p, neighbours(p, d))
	}
	out.Data, out.RowChanges = p.Beginning(d), editions.RowChanges(p, d)
	if acts := p.ActsTable(d); len(acts.Rows) > 0 {
		out.Tables = append(out.Tables, acts)
	}
	out.Attachments = p.Attachments(d)
	out.Uses, out.UsesRest = uses(p, d)
	out.Backlinks = backlinks(p, d)
	out.Versions = p.Versions(d, 0, 1)
	out.Revisions = p.Revisions(d, 0, shownRevisions)
	out.HistoryWords, out.History = p.HistoryOf(d), p.Link(p.T("Complete history"), p.Addr.Histories[d])
	findings := p.Index.Findings()[d.Path]
	out.Findings = p.FindingRows(findings, shownFindings)
	out.FindingsRest = p.More(len(findings)-len(out.Findings), p.Addr.Lists[fileKey(d)])
	describe(p, &out, d)
	return out
}

// describe fills the head of the page and the foot of its print.
func describe(p view.Page, out *documentPage, d *doc.Document) {
	out.TOC = toc(p, d, out)
	out.Description = theme.Own(strings.TrimSpace(p.T("%s of %s", p.TypeWord(d.Type), cmp.Or(p.Site.Organization, p.Title()))))
	out.Printed = p.Printed(d)
	if view.Public(d) {
		out.Linked = p.Href(machine.LinkedData)
	}
	for _, m := range []view.Meta{{Name: "DC.identifier", Content: string(d.ID)}, {Name: "DC.title", Content: view.TitleOf(d)},
		{Name: "DC.type", Content: d.Type}, {Name: "DC.creator", Content: d.Owner},
		{Name: "DC.date", Content: d.ApprovedOn.String()}, {Name: "DC.format", Content: "text/html"}, {Name: "DC.source", Content: d.Path},
		{Name: "DC.language", Content: d.Language}, {Name: "DC.publisher", Content: p.Site.Organization}} {
		if m.Content != "" {
			out.Meta = append(out.Meta, m)
		}
	}
}

func toc(p view.Page, d *doc.Document, out *documentPage) []view.Heading {
	var toc []view.Heading
	for _, h := range d.Body.Headings {
		if h.Level <= 3 && !(h.Level == 1 && h.Text == d.Title) {
			toc = append(toc, view.Heading{Text: h.Text, Lang: p.Other(d.Language), Href: "#" + markdown.Anchor(h.ID),
				Level: min(max(h.Level-1, 1), 2)})
		}
	}
	add := func(there bool, text, fragment string) {
		if there {
			toc = append(toc, view.Heading{Text: text, Href: "#" + fragment, Level: 1})
		}
	}
	add(out.Data != nil, p.T("Entries"), "entries")
	add(len(out.Attachments) > 0, p.T("Attachments"), "attachments")
	add(len(out.Uses) > 0, p.T("What it serves"), "uses")
	add(len(out.Backlinks) > 0, p.T("Documents that refer to it"), "backlinks")
	add(true, p.T("History"), "history")
	return toc
}

func uses(p view.Page, d *doc.Document) ([]view.UseRow, view.Link) {
	var out []view.UseRow
	all := served(p.Matrix.Uses(d.ID))
	for _, u := range all[:min(len(all), shownUses)] {
		out = append(out, p.Use(d, u))
	}
	return out, p.More(len(all)-len(out), p.Addr.Refs[d])
}

func backlinks(p view.Page, d *doc.Document) []view.BacklinkGroup {
	out := p.Grouped(p.Index.Backlinks()[d.ID])
	for i := range out {
		links := out[i].Links
		shown := min(len(links), shownBacklinks)
		out[i].Links, out[i].Rest = links[:shown], p.More(len(links)-shown, p.Addr.Refs[d])
	}
	return out
}
