package page

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/clauses"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// packPage is documents in full, to be printed together: those that serve a clause, or the whole set. It is as heavy
// as what it holds, so a long one is cut into parts.
type packPage struct {
	view.Shell
	Words     string
	Facts     []view.FactRow
	Contents  []PackEntry
	Parts     []view.Link // where the contents of all parts are too many to list on the first
	Lacking   []view.Link // required documents and records for which there is nothing to print
	Documents []PackDocument
	Pager     view.Pager
}

// PackEntry is a line of the table of contents.
type PackEntry struct {
	ID       string
	Link     view.Link
	Version  string
	Status   view.Tag
	Approved string
}

// PackDocument is one document of a pack. Anchor stands before every id within it.
type PackDocument struct {
	Anchor      string
	Title       theme.Text
	Type        string
	Tags        []view.Tag
	Banners     []view.Banner
	Control     []view.FactRow
	Facts       []view.FactRow
	Tables      []view.FactTable
	Covers      view.Coverage
	Text        view.Body
	BodyLang    string
	BodyDir     string
	Data        *view.DataTable
	Attachments []view.AttachmentRow
	Printed     string // for the foot of its pages
}

// Body is the text of the document.
func (d PackDocument) Body() template.HTML { return d.Text.Get() }

const (
	packSource    = 300 << 10 // bytes of Markdown in one part, unless one document has more
	packDocuments = 100       // documents in one part
	packContents  = 400       // documents up to which the first part lists the contents of all
	wholePack     = 2000      // documents up to which the whole set is offered as one pack: nobody prints more
)

// wholePath is the address of the pack of the whole set.
const wholePath = "packs/all.html"

var packKind = sheet.Kind{Name: "pack", Fixed: []string{wholePath}, Empty: packPage{}, Golden: "packs/4.html",
	Claim: claimPacks, Pages: packSheets}

// claimPacks gives an address to the pack of each top-level clause of the standard that counts, where there is
// anything to print.
func claimPacks(s *view.View) {
	std := s.Standards.Primary()
	if std == nil {
		return
	}
	for _, c := range std.Children("") {
		if put(s, len(clauseDocuments(s, std, c.ID))) {
			s.Addr.Packs[std.Ref(c.ID)] = s.Addr.Page("packs/", c.ID)
		}
	}
}

func packSheets(s *view.View) []sheet.Sheet {
	var out []sheet.Sheet
	if documents := wholeSet(s); hasWhole(s, len(documents)) {
		out = pack(wholePath, documents, wholeHead)
	}
	std := s.Standards.Primary()
	if std == nil {
		return out
	}
	for _, c := range std.Children("") {
		if at := s.Addr.Packs[std.Ref(c.ID)]; at != "" {
			out = append(out, pack(at, clauseDocuments(s, std, c.ID), func(p view.Page) packPage { return clauseHead(p, std, c) })...)
		}
	}
	return out
}

// hasWhole tells whether so many documents of the whole set are a pack.
func hasWhole(s *view.View, documents int) bool {
	return documents <= wholePack && s.Packs != view.ChapterPacks && put(s, documents)
}

// put tells whether so many documents are put together to be printed.
func put(s *view.View, documents int) bool {
	return documents > 0 && s.Packs != view.NoPacks && (s.Packs != view.UsualPacks || documents <= view.UsualPack)
}

// packs links to what can be printed together: the whole set first, then the clauses.
func packs(p view.Page) []view.Link {
	var out []view.Link
	if hasWhole(p.View, len(wholeSet(p.View))) {
		out = append(out, p.Link(p.T("Document set"), wholePath))
	}
	std := p.Standards.Primary()
	if std == nil {
		return out
	}
	for _, c := range std.Children("") {
		if at := p.Addr.Packs[standard.Ref{Standard: std.ID, Item: c.ID}]; at != "" {
			out = append(out, p.ClauseLink(std, c, at))
		}
	}
	return out
}

// pack lists the parts of a pack. Head gives what stands above the documents.
func pack(at string, documents []*doc.Document, head func(view.Page) packPage) []sheet.Sheet {
	return sheet.Cut(packParts(at, documents), func(p view.Page, part view.Pager) any {
		out := head(p)
		fillPack(p, &out, documents, part)
		return out
	})
}

// packParts cuts documents into parts by what they weigh.
func packParts(base string, documents []*doc.Document) []view.Pager {
	return view.Weighed(base, len(documents), packDocuments, packSource, func(i int) int { return len(documents[i].Source) })
}

// clauseDocuments lists the documents that are evidence of a clause or of anything below it, in the order of ids.
func clauseDocuments(s *view.View, std *standard.Standard, clause string) []*doc.Document {
	var out []*doc.Document
	seen := map[doc.ID]bool{}
	add := func(item string) {
		for _, e := range s.Cell(std.ID, item).Evidence {
			if d := s.Docs.ByID(e.Document); d != nil && !seen[e.Document] {
				seen[e.Document] = true
				out = append(out, d)
			}
		}
	}
	for _, c := range std.Below(clause) {
		add(c.ID)
		for _, r := range c.Requirements {
			add(r.ID)
		}
	}
	for _, id := range s.Index.Required()[standard.Ref{Standard: std.ID, Item: clause}] {
		add(id)
	}
	slices.SortStableFunc(out, view.CompareDocuments)
	return out
}

// wholeSet lists what is valid or being made. What was superseded or withdrawn stays on the screen, where its banner
// cannot be lost.
func wholeSet(s *view.View) []*doc.Document {
	var out []*doc.Document
	for _, d := range s.Docs.Documents {
		if d.Status != doc.Superseded && d.Status != doc.Withdrawn {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, view.CompareDocuments)
	return out
}

func wholeHead(p view.Page) packPage {
	out := packPage{Shell: p.Shell(p.T("Document set"), "about.html", p.Link(p.T("About"), "about.html"))}
	out.Words = p.T("All documents of the system except superseded and withdrawn ones.")
	return out
}

func clauseHead(p view.Page, std *standard.Standard, c *standard.Clause) packPage {
	out := packPage{Shell: p.Titled(phrase.Of("Documents for clause %s %s", c.ID, std.Say(c.Title)), "standards.html",
		append(clauses.Crumbs(p, std, c), p.StepTo(std, c))...)}
	out.Eyebrow = view.NameOf(std)
	out.Words = p.T("The documents and records that serve as evidence for this clause of %s.", view.NameOf(std))
	for _, id := range p.Index.Required()[standard.Ref{Standard: std.ID, Item: c.ID}] {
		if cell := p.Cell(std.ID, id); cell.State.Gap() && len(cell.Evidence) == 0 {
			out.Lacking = append(out.Lacking, p.Item(cell.Ref))
		}
	}
	return out
}

// fillPack puts the documents of one part into a pack. The first part lists the contents of all, the others their own.
func fillPack(p view.Page, out *packPage, documents []*doc.Document, at view.Pager) {
	out.Pager = at
	out.Facts = cover(p, at)
	if at.Part > 0 {
		out.Lacking = nil
	}
	parts := packParts(at.Base, documents)
	whole := at.Part == 0 && len(documents) <= packContents
	for part, other := range parts {
		if at.Part == 0 && !whole {
			out.Parts = append(out.Parts, p.Link(p.T("Part %d: %s to %s", part+1, documents[other.From].ID, documents[other.To-1].ID),
				address.Numbered(at.Base, part)))
		}
		if !whole && at.Part != part {
			continue
		}
		for i := other.From; i < other.To; i++ {
			out.Contents = append(out.Contents, packEntry(p, documents[i], address.Numbered(at.Base, part)+"#"+packAnchor(i)))
		}
	}
	for i := at.From; i < at.To; i++ {
		out.Documents = append(out.Documents, packDocument(p, documents[i], packAnchor(i)))
	}
}

// packAnchor names the i-th document of a pack. A number is followed by no digit in what is made of it, so that no
// heading of one document can be taken for another document.
func packAnchor(i int) string { return fmt.Sprintf("d%d", i+1) }

// cover says whose documents these are, as of when, and from which commit.
func cover(p view.Page, at view.Pager) []view.FactRow {
	row := func(label, text string) view.FactRow {
		return view.FactRow{Label: p.T(label), Values: []view.Link{{Text: text}}}
	}
	rows := []view.FactRow{row("Organization", cmp.Or(p.Site.Organization, p.Title())), row("As-of day", p.AsOf.Day.String())}
	if head := string(p.History.Head); head != "" && at.Part == 0 { // a commit would change every part else
		rows = append(rows, row("Commit", head))
	}
	if p.AsOf.Revision != "" {
		rows = append(rows, row("Read from", p.ReadFrom()))
	}
	rows = append(rows, row("Documents", theme.Group(at.Total)))
	if at.Many() {
		rows = append(rows, row("Part", p.T("%d of %d", at.Part+1, at.Count)))
	}
	return rows
}

func packEntry(p view.Page, d *doc.Document, at string) PackEntry {
	e := PackEntry{ID: string(d.ID), Link: p.Quoted(p.Link(view.TitleOf(d), at), d.Language), Version: d.Version, Status: p.StatusOf(d)}
	if v, ok := p.Approvals.Current(d); ok && d.Status == doc.Approved {
		e.Approved = v.On.String()
	}
	return e
}

func packDocument(p view.Page, d *doc.Document, anchor string) PackDocument {
	out := PackDocument{Anchor: anchor, Title: p.Say(view.TitleWords(d)), Type: p.TypeWord(d.Type), Tags: p.DocumentTags(d),
		Banners: p.Banners(d),
		Control: p.Control(d), Facts: p.Facts(d), Tables: append(p.Tables(d), p.ServiceTables(d)...),
		Covers: view.Coverage{Rows: p.Covers(d, -1)},
		Text:   p.Body(d, anchor+"-", 3), Data: p.Beginning(d).Bundled(), Attachments: p.Attachments(d), Printed: p.Printed(d)}
	out.BodyLang = cmp.Or(d.Language, p.Language())
	out.BodyDir = view.Direction(out.BodyLang)
	for i := range out.Tables {
		prefix(&out.Tables[i], anchor+"-")
	}
	return out
}

// prefix sets all anchors of a table apart from those of others on the page.
func prefix(t *view.FactTable, with string) {
	t.ID = with + t.ID
	for _, row := range t.Rows {
		for i := range row {
			if row[i].Anchor != "" {
				row[i].Anchor = with + row[i].Anchor
			}
		}
	}
}
