package site

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
)

// packPage is documents in full, to be printed together: those that serve a clause, or the whole set. It is as heavy
// as what it holds, so a long one is cut into parts.
type packPage struct {
	Shell
	Words     string
	Facts     []FactRow
	Contents  []PackEntry
	Parts     []Link // where the contents of all parts are too many to list on the first
	Lacking   []Link // required documents and records for which there is nothing to print
	Documents []PackDocument
	Pager     Pager
}

// PackEntry is a line of the table of contents.
type PackEntry struct {
	ID       string
	Link     Link
	Version  string
	Status   Tag
	Approved string
}

// PackDocument is one document of a pack. Anchor stands before every id within it.
type PackDocument struct {
	Anchor      string
	Title       theme.Text
	Type        string
	Tags        []Tag
	Banners     []Banner
	Control     []FactRow
	Facts       []FactRow
	Tables      []FactTable
	Covers      Coverage
	Body        template.HTML
	BodyLang    string
	BodyDir     string
	Data        *DataTable
	Attachments []AttachmentRow
	Printed     string // for the foot of its pages
}

const (
	packSource    = 300 << 10 // bytes of Markdown in one part, unless one document has more
	packDocuments = 100       // documents in one part
	packContents  = 400       // documents up to which the first part lists the contents of all
	wholePack     = 2000      // documents up to which the whole set is offered as one pack: nobody prints more
)

// wholePath is the address of the pack of the whole set.
const wholePath = "packs/all.html"

var packKind = Kind{Name: "pack", Fixed: []string{wholePath}, Empty: packPage{}, Golden: "packs/4.html",
	Claim: (*site).claimPacks, Pages: (*site).packSheets}

// claimPacks gives an address to the pack of each top-level clause of the standard that counts, where there is
// anything to print.
func (s *site) claimPacks() {
	std := s.Standards.Primary()
	if std == nil {
		return
	}
	for _, c := range children(std, "") {
		if len(s.clauseDocuments(std, c.ID)) > 0 {
			s.addr.packs[std.Ref(c.ID)] = s.addr.Page("packs/", c.ID)
		}
	}
}

func (s *site) packSheets() []Sheet {
	var out []Sheet
	if documents := s.wholeSet(); len(documents) > 0 && len(documents) <= wholePack {
		out = pack(wholePath, documents, page.wholePack)
	}
	std := s.Standards.Primary()
	if std == nil {
		return out
	}
	for _, c := range children(std, "") {
		if at := s.addr.packs[std.Ref(c.ID)]; at != "" {
			out = append(out, pack(at, s.clauseDocuments(std, c.ID), func(p page) packPage { return p.clausePack(std, c) })...)
		}
	}
	return out
}

// packs links to what can be printed together: the whole set first, then the clauses.
func (p page) packs() []Link {
	var out []Link
	if n := len(p.wholeSet()); n > 0 && n <= wholePack {
		out = append(out, p.link(p.t("Document set"), wholePath))
	}
	std := p.Standards.Primary()
	if std == nil {
		return out
	}
	for _, c := range children(std, "") {
		if at := p.addr.packs[standard.Ref{Standard: std.ID, Item: c.ID}]; at != "" {
			out = append(out, p.clauseLink(std, c, at))
		}
	}
	return out
}

// pack lists the parts of a pack. Head gives what stands above the documents.
func pack(at string, documents []*doc.Document, head func(page) packPage) []Sheet {
	return cut(packParts(at, documents), func(p page, part Pager) any {
		out := head(p)
		p.fillPack(&out, documents, part)
		return out
	})
}

// packParts cuts documents into parts by what they weigh.
func packParts(base string, documents []*doc.Document) []Pager {
	return weighed(base, len(documents), packDocuments, packSource, func(i int) int { return len(documents[i].Source) })
}

// clauseDocuments lists the documents that are evidence of a clause or of anything below it, in the order of ids.
func (s *site) clauseDocuments(std *standard.Standard, clause string) []*doc.Document {
	var out []*doc.Document
	seen := map[doc.ID]bool{}
	add := func(item string) {
		for _, e := range s.cell(std.ID, item).Evidence {
			if d := s.Docs.ByID(e.Document); d != nil && !seen[e.Document] {
				seen[e.Document] = true
				out = append(out, d)
			}
		}
	}
	for _, c := range below(std, clause) {
		add(c.ID)
		for _, r := range c.Requirements {
			add(r.ID)
		}
	}
	for _, id := range s.index.required()[standard.Ref{Standard: std.ID, Item: clause}] {
		add(id)
	}
	slices.SortStableFunc(out, compareDocuments)
	return out
}

// wholeSet lists what is valid or being made. What was superseded or withdrawn stays on the screen, where its banner
// cannot be lost.
func (s *site) wholeSet() []*doc.Document {
	var out []*doc.Document
	for _, d := range s.Docs.Documents {
		if d.Status != doc.Superseded && d.Status != doc.Withdrawn {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, compareDocuments)
	return out
}

func (p page) wholePack() packPage {
	out := packPage{Shell: p.shell(p.t("Document set"), "about.html", p.link(p.t("About"), "about.html"))}
	out.Words = p.t("All documents of the system, apart from those that were superseded or withdrawn.")
	return out
}

func (p page) clausePack(std *standard.Standard, c *standard.Clause) packPage {
	out := packPage{Shell: p.titled(phrase.Of("Documents for clause %s %s", c.ID, phrase.In(std.Language, c.Title)), "standards.html", append(p.clauseCrumbs(std, c), p.stepTo(std, c))...)}
	out.Eyebrow = nameOf(std)
	out.Words = p.t("The documents and records that serve as evidence for this clause of %s.", nameOf(std))
	for _, id := range p.index.required()[standard.Ref{Standard: std.ID, Item: c.ID}] {
		if cell := p.cell(std.ID, id); cell.State.Gap() && len(cell.Evidence) == 0 {
			out.Lacking = append(out.Lacking, p.item(cell.Ref))
		}
	}
	return out
}

// fillPack puts the documents of one part into a pack. The first part lists the contents of all, the others their own.
func (p page) fillPack(out *packPage, documents []*doc.Document, at Pager) {
	out.Pager = at
	out.Facts = p.cover(at)
	if at.part > 0 {
		out.Lacking = nil
	}
	parts := packParts(at.base, documents)
	whole := at.part == 0 && len(documents) <= packContents
	for part, other := range parts {
		if at.part == 0 && !whole {
			out.Parts = append(out.Parts, p.link(p.t("Part %d: %s to %s", part+1, documents[other.From].ID, documents[other.To-1].ID), address.Numbered(at.base, part)))
		}
		if !whole && at.part != part {
			continue
		}
		for i := other.From; i < other.To; i++ {
			out.Contents = append(out.Contents, p.packEntry(documents[i], address.Numbered(at.base, part)+"#"+packAnchor(i)))
		}
	}
	for i := at.From; i < at.To; i++ {
		out.Documents = append(out.Documents, p.packDocument(documents[i], packAnchor(i)))
	}
}

// packAnchor names the i-th document of a pack. A number is followed by no digit in what is made of it, so that no
// heading of one document can be taken for another document.
func packAnchor(i int) string { return fmt.Sprintf("d%d", i+1) }

// cover says whose documents these are, as of when, and from which commit.
func (p page) cover(at Pager) []FactRow {
	row := func(label, text string) FactRow {
		return FactRow{Label: p.t(label), Values: []Link{{Text: text}}}
	}
	rows := []FactRow{row("Organization", cmp.Or(p.Site.Organization, p.title())), row("As-of day", p.AsOf.Day.String())}
	if head := string(p.History.Head); head != "" {
		rows = append(rows, row("Commit", head))
	}
	rows = append(rows, row("Read from", p.readFrom()), row("Documents", theme.Group(at.Total)))
	if at.Many() {
		rows = append(rows, row("Part", p.t("%d of %d", at.part+1, at.parts)))
	}
	return rows
}

func (p page) packEntry(d *doc.Document, at string) PackEntry {
	e := PackEntry{ID: string(d.ID), Link: p.quoted(p.link(titleOf(d), at), d.Language), Version: d.Version, Status: p.status(d.Status)}
	if v, ok := p.Approvals.Current(d); ok && d.Status == doc.Approved {
		e.Approved = v.On.String()
	}
	return e
}

func (p page) packDocument(d *doc.Document, anchor string) PackDocument {
	out := PackDocument{Anchor: anchor, Title: p.say(titleWords(d)), Type: p.typeWord(d.Type), Tags: p.documentTags(d), Banners: p.banners(d),
		Control: p.control(d), Facts: p.facts(d), Tables: append(p.tables(d), p.serviceTables(d)...), Covers: Coverage{Rows: p.covers(d, -1)},
		Body: p.body(d, anchor+"-", 3), Data: p.beginning(d), Attachments: p.attachments(d), Printed: p.printed(d)}
	out.BodyLang = cmp.Or(d.Language, p.language())
	out.BodyDir = direction(out.BodyLang)
	for i := range out.Tables {
		out.Tables[i].ID = anchor + "-" + out.Tables[i].ID
	}
	return out
}

// printed identifies a document at the foot of every printed page.
func (p page) printed(d *doc.Document) string {
	text := p.t("%s, version %s, %s", d.ID, cmp.Or(d.Version, "–"), p.status(d.Status).Text)
	switch head := p.History.Head; {
	case p.uncommitted(d):
		text += ", " + p.t("not committed as shown")
	case head != "":
		text += ", " + p.t("commit %s", head.Short())
	}
	return text
}
