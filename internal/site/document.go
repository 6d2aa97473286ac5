package site

import (
	"cmp"
	"html/template"
	"path"
	"strings"

	"clausebook/internal/approval"
	"clausebook/internal/diag"
	"clausebook/internal/diagram"
	"clausebook/internal/doc"
	"clausebook/internal/markdown"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
)

// documentPage shows one document with what an auditor asks of it first: what it is, who answers for it, who
// approved it and when, and when it is due again.
type documentPage struct {
	Shell
	ID, Type     string
	TypeLink     Link
	Banners      []Banner
	Control      []FactRow
	Facts        []FactRow
	Tables       []FactTable
	Body         template.HTML
	Picture      template.HTML // of a service and its neighbours
	BodyLang     string
	BodyDir      string
	Covers       Coverage // of the document as a whole
	Data         *DataTable
	Attachments  []AttachmentRow
	Uses         []UseRow
	UsesRest     Link
	Backlinks    []BacklinkGroup
	Versions     []VersionRow
	Revisions    []RevisionRow
	HistoryWords theme.Text
	History      Link
	Findings     []FindingRow
	Path         string
	Edit, Raw    string
	Report       string
	SHA256       string
}

// Banner is a warning above the document, with where to go instead.
type Banner struct {
	Kind  string
	Text  theme.Text
	Links []Link
}

// FactRow is a label with its values.
type FactRow struct {
	Label  string
	Values []Link
	Note   theme.Text
	Tag    Tag
}

// Long tells whether the values read better below each other than in a line.
func (f FactRow) Long() bool {
	size := 0
	for _, v := range f.Values {
		size += len(v.Text)
	}
	return len(f.Values) > 2 && size > 120
}

// FactTable is a list of entries of the front matter.
type FactTable struct {
	ID, Caption string
	Header      []string
	Rows        [][]FactCell
	Rest        Link // to what has no room here
}

// FactCell is one cell of such a table.
type FactCell struct {
	Values []Link
	Tag    Tag
}

// CoverRow is one thing that a document or section covers.
type CoverRow struct {
	Link  Link
	State Tag
}

// Coverage is what a document or section covers. Lang is the language of the page, where the text around it is in
// another.
type Coverage struct {
	Rows []CoverRow
	Lang string
}

// AttachmentRow is a file that the document links.
type AttachmentRow struct {
	Link   Link
	Size   string
	SHA256 string
}

// UseRow is one thing that the document serves.
type UseRow struct {
	Link    Link
	Title   theme.Text
	Kind    string
	How     string
	Section Link
	State   Tag
}

// BacklinkGroup is the documents that speak of this one in one way.
type BacklinkGroup struct {
	Relation string
	Links    []Link
	Rest     Link
}

const shownData = 60 // rows on the page of the document

const (
	shownRevisions = 5
	shownBacklinks = 40
	shownUses      = 60
)

var documentKind = Kind{Name: "document", Empty: documentPage{}, Golden: "documents/pol-sco.html",
	Claim: func(s *site) {
		for _, d := range s.Docs.Documents {
			s.addr.documents[d] = s.addr.Page("documents/", string(d.ID))
		}
	},
	Pages: func(s *site) []Sheet {
		return s.eachDocument(s.addr.documents, func(d *doc.Document, at string) []Sheet {
			return []Sheet{{at, func(p page) any { return p.documentPage(d) }}}
		})
	}}

// eachDocument lists the pages that stand at the addresses which documents have, if they have one.
func (s *site) eachDocument(at map[*doc.Document]string, sheets func(*doc.Document, string) []Sheet) []Sheet {
	var out []Sheet
	for _, d := range s.Docs.Documents {
		if at[d] != "" {
			out = append(out, sheets(d, at[d])...)
		}
	}
	return out
}

// fileNameOf gives the name that the pages of a document share.
func (s *site) fileNameOf(d *doc.Document) string {
	return strings.TrimSuffix(path.Base(s.addr.documents[d]), ".html")
}

func (p page) documentPage(d *doc.Document) any {
	at := p.addr.types[d.Type]
	out := documentPage{Shell: p.titled(titleWords(d), p.sectionOf(d), p.link(p.t("Documents"), "documents.html"), p.link(p.typeWords(d.Type), at)),
		ID: string(d.ID), Type: d.Type, TypeLink: p.link(p.typeWord(d.Type), at), Path: d.Path, Edit: p.edit(d.Path), Raw: p.sourceFile(d.Path), Report: p.report(d), SHA256: d.SHA256}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
	out.Eyebrow, out.Tags = string(d.ID)+" · "+p.typeWord(d.Type), p.documentTags(d)
	out.Banners = p.banners(d)
	out.Control = p.control(d)
	out.Facts, out.Tables = p.facts(d), append(p.tables(d), p.serviceTables(d)...)
	out.BodyLang, out.BodyDir = cmp.Or(d.Language, p.language()), direction(cmp.Or(d.Language, p.language()))
	out.Body = p.body(d, "", 2)
	out.Covers = Coverage{Rows: p.covers(d, -1)}
	if d.Type == "service" {
		out.Picture = p.picture(p.neighbours(d))
	}
	out.Data = p.beginning(d)
	out.Attachments = p.attachments(d)
	out.Uses, out.UsesRest = p.uses(d)
	out.Backlinks = p.backlinks(d)
	out.Versions = p.versions(d, 0, 1)
	out.Revisions = p.revisions(d, 0, shownRevisions)
	out.HistoryWords, out.History = p.historyOf(d), p.link(p.t("Whole history"), p.addr.histories[d])
	out.Findings = p.findingRows(p.index.findings()[d.Path], 20)
	p.describe(&out, d)
	return out
}

// describe fills the head of the page and the foot of its print.
func (p page) describe(out *documentPage, d *doc.Document) {
	out.TOC = p.toc(d, out)
	out.Description = theme.Own(strings.TrimSpace(p.t("%s of %s", p.typeWord(d.Type), cmp.Or(p.Site.Organization, p.title()))))
	out.Printed = p.printed(d)
	if public(d) {
		out.Linked = p.href(linkedData)
	}
	for _, m := range []Meta{{"DC.identifier", string(d.ID)}, {"DC.title", titleOf(d)}, {"DC.type", d.Type}, {"DC.creator", d.Owner},
		{"DC.date", d.ApprovedOn.String()}, {"DC.format", "text/html"}, {"DC.source", d.Path}, {"DC.language", d.Language}, {"DC.publisher", p.Site.Organization}} {
		if m.Content != "" {
			out.Meta = append(out.Meta, m)
		}
	}
}

func (p page) sectionOf(d *doc.Document) string {
	if d.Type == "service" {
		return "services.html"
	}
	return "documents.html"
}

func (p page) documentTags(d *doc.Document) []Tag {
	tags := []Tag{p.status(d.Status)}
	if r := p.review(d); r != (Tag{}) {
		tags = append(tags, r)
	}
	if v, ok := p.Approvals.Current(d); ok && !v.Counts(p.Approvals.Least) {
		tags = append(tags, Tag{"unapproved", p.t("Approval does not count")})
	} else if d.Status == doc.Approved && !ok {
		tags = append(tags, Tag{"unapproved", p.t("Approval not shown")})
	}
	return tags
}

// uncommitted tells whether the text differs from the one that the head commit holds.
func (s *site) uncommitted(d *doc.Document) bool {
	return s.AsOf.Revision == "" && s.History.Head != "" && d.Blob != "" && string(s.History.HeadBlob(d.Path)) != d.Blob
}

// banners warns of everything because of which a reader must not rely on the page as it stands, worst first.
func (p page) banners(d *doc.Document) []Banner {
	var out []Banner
	add := func(kind string, text phrase.Phrase, links ...Link) {
		out = append(out, Banner{kind, p.say(text), links})
	}
	switch d.Status {
	case doc.Withdrawn:
		add("withdrawn", phrase.Of("Withdrawn: this document is kept as evidence of what was valid. Do not use it."))
	case doc.Superseded:
		add("superseded", phrase.Of("Superseded: this document is no longer valid. It was replaced by"), p.replacements(d)...)
	case doc.Draft:
		add("draft", phrase.Of("Draft: this document has not been approved. Do not rely on it."))
	case doc.InReview:
		add("review", phrase.Of("In review: this document is being reviewed and has not been approved in this form."))
	case doc.Approved:
		out = append(out, p.approvalBanners(d)...)
	default:
		add("unapproved", phrase.Of("This document does not say in which state it is."))
	}
	if due := d.ReviewDue(); d.Status.Current() && !due.IsZero() && due.Before(p.AsOf.Day) {
		add("overdue", phrase.Of("Overdue: this document was to be reviewed by %s (%s). What it says might be out of date. Answerable:", due, p.relativeDay(due)), p.role(d.Owner))
	}
	if p.uncommitted(d) {
		add("unapproved", phrase.Of("Not committed: the text shown here differs from the last commit. It is no evidence until it is committed."))
	}
	return out
}

func (p page) approvalBanners(d *doc.Document) []Banner {
	var out []Banner
	if !d.EffectiveFrom.IsZero() && d.EffectiveFrom.After(p.AsOf.Day) {
		out = append(out, Banner{Kind: "soon", Text: p.say(phrase.Of("Not yet in force: this version takes effect on %s (%s).", d.EffectiveFrom, p.relativeDay(d.EffectiveFrom)))})
	}
	v, ok := p.Approvals.Current(d)
	switch {
	case !ok || v.Grade == approval.None:
		out = append(out, Banner{Kind: "unapproved", Text: p.say(phrase.Of("Approval not shown: the document says that it is approved, but nothing shows by whom and when."))})
	case v.Grade < p.Approvals.Least:
		out = append(out, Banner{Kind: "unapproved", Text: p.say(phrase.Of("Approval too weak: it is only %s; this organization asks for at least “%s”.", p.grade(v.Grade), p.Approvals.Least.Words()))})
	}
	for _, doubt := range v.Verdicts {
		switch {
		case doubt.Rule == approval.RuleChangedAfter:
			out = append(out, Banner{Kind: "unapproved", Text: p.say(phrase.Of("Changed after approval: %s", doubt.Message)), Links: p.commits(doubt)})
		case doubt.Voids:
			out = append(out, Banner{Kind: "unapproved", Text: p.say(phrase.Of("Approval does not count: %s", doubt.Message)), Links: p.commits(doubt)})
		}
	}
	return out
}

// commits gives the commit that shows a doubt, unless its message names it.
func (p page) commits(doubt approval.Verdict) []Link {
	if doubt.Commit == "" || strings.Contains(doubt.Message.String(), doubt.Commit.Short()) {
		return nil
	}
	return []Link{p.commit(string(doubt.Commit))}
}

// replacements lists the documents that supersede one.
func (p page) replacements(d *doc.Document) []Link {
	var out []Link
	for _, b := range p.index.backlinks()[d.ID] {
		if b.relation == "supersedes" {
			out = append(out, p.named(b.from))
		}
	}
	if len(out) == 0 {
		out = append(out, Link{Text: p.t("no document that is known here")})
	}
	return out
}

// body renders the Markdown, with what each section covers beside its heading. Prefix stands before its ids; level is
// that of its highest headings.
func (p page) body(d *doc.Document, prefix string, level int) template.HTML {
	other := p.other(d.Language)
	say := p.plain
	if other != "" { // what is said within the body is in its language or, for want of words, in English
		say = phrase.Phrase.String
	}
	html, err := markdown.Render(d.Source[min(d.BodyAt, len(d.Source)):], d.BodyLine, resolver{p, d}, markdown.Options{
		OmitTitle:    d.Title,
		IDPrefix:     prefix,
		BaseLevel:    level,
		Diagram:      p.drawing(say),
		Say:          say,
		Abbreviation: p.expansions(d),
		AfterHeading: func(i int) template.HTML { return p.coverage(p.covers(d, i), p.besides(other)) },
	})
	if err != nil {
		return p.theme.Fragment("problem", p.t("The text cannot be shown: %s", err))
	}
	return p.masks.ShieldHTML(html)
}

// coverage shows beside a heading what its section covers. Language is that of the page, where the text around it is in
// another.
func (p page) coverage(rows []CoverRow, language string) template.HTML {
	if len(rows) == 0 {
		return ""
	}
	return p.theme.Fragment("coverage", Coverage{rows, language})
}

// besides gives the language of the page for what stands within text of another language; nothing where it is the same.
func (p page) besides(other string) string {
	if other == "" {
		return ""
	}
	return p.language()
}

// drawing draws diagrams with words in a language.
func (p page) drawing(say func(phrase.Phrase) string) func(language, source string) ([]byte, error) {
	return func(language, source string) ([]byte, error) { return diagram.DrawIn(language, source, say) }
}

// covers lists what a section covers; -1 stands for the document as a whole.
func (p page) covers(d *doc.Document, section int) []CoverRow {
	var out []CoverRow
	for _, c := range d.Covers {
		if c.Section != section {
			continue
		}
		row := CoverRow{Link: Link{Text: c.Target}}
		if ref, _, ok := p.Standards.Resolve(c.Target); ok {
			row = CoverRow{Link: p.item(ref), State: p.state(p.cell(ref.Standard, ref.Item).State)}
		}
		out = append(out, row)
	}
	return out
}

// section links to a section of a document by its fragment.
func (p page) section(d *doc.Document, fragment string) Link {
	for _, h := range d.Body.Headings {
		if h.ID == fragment {
			return p.quoted(Link{Text: h.Text, Href: p.href(p.addr.documents[d] + "#" + markdown.Anchor(h.ID))}, d.Language)
		}
	}
	return Link{Text: fragment}
}

func (p page) toc(d *doc.Document, out *documentPage) []Heading {
	var toc []Heading
	for _, h := range d.Body.Headings {
		if h.Level <= 3 && !(h.Level == 1 && h.Text == d.Title) {
			toc = append(toc, Heading{Text: h.Text, Lang: p.other(d.Language), Href: "#" + markdown.Anchor(h.ID), Level: min(max(h.Level-1, 1), 2)})
		}
	}
	add := func(there bool, text, fragment string) {
		if there {
			toc = append(toc, Heading{Text: text, Href: "#" + fragment, Level: 1})
		}
	}
	add(out.Data != nil, p.t("Entries"), "entries")
	add(len(out.Attachments) > 0, p.t("Attachments"), "attachments")
	add(len(out.Uses) > 0, p.t("What it serves"), "uses")
	add(len(out.Backlinks) > 0, p.t("Documents that refer to it"), "backlinks")
	add(true, p.t("History"), "history")
	return toc
}

func (p page) attachments(d *doc.Document) []AttachmentRow {
	var out []AttachmentRow
	for _, a := range p.index.attached()[d.ID] {
		out = append(out, AttachmentRow{Link: p.attachment(a.Path), Size: sizeWords(a.Size), SHA256: a.SHA256})
	}
	return out
}

// attachment links to a copied file; without a copy its name stands alone.
func (p page) attachment(file string) Link {
	return p.link(path.Base(file), p.addr.files[file])
}

func (p page) uses(d *doc.Document) ([]UseRow, Link) {
	var out []UseRow
	all := p.Matrix.Uses(d.ID)
	for _, u := range all[:min(len(all), shownUses)] {
		out = append(out, p.use(d, u))
	}
	return out, p.more(len(all)-len(out), p.addr.refs[d])
}

func (p page) use(d *doc.Document, u trace.Use) UseRow {
	row := UseRow{Link: p.item(u.Ref), Title: p.useTitle(u), Kind: p.itemKind(u.Kind), How: p.how(u.How), State: p.state(u.State)}
	if u.Section != "" {
		row.Section = p.section(d, u.Section)
	}
	return row
}

// useTitle gives the title of what a document serves; nothing where the link to it is the title.
func (p page) useTitle(u trace.Use) theme.Text {
	std := p.Standards.Standard(u.Ref.Standard)
	if u.Title == p.item(u.Ref).Text || std == nil {
		return nil
	}
	return p.quote(std.Language, u.Title)
}

func (p page) itemKind(k standard.Kind) string {
	switch k {
	case standard.KindClause:
		return p.t("clause")
	case standard.KindRequirement:
		return p.t("requirement")
	case standard.KindRequired:
		return p.t("required document")
	case standard.KindProcess:
		return p.t("process")
	case standard.KindOutcome:
		return p.t("outcome")
	}
	return string(k)
}

func (p page) how(how string) string {
	switch how {
	case "fulfils":
		return p.t("fulfils")
	case "covers":
		return p.t("covers")
	}
	return how
}

// relationWords names each relation as seen from the document that is spoken of.
var relationWords = map[string]string{
	"depends":     "Services that depend on it",
	"finding":     "Audits that found it",
	"mentions":    "Mentioned in",
	"raised":      "Raised from it",
	"related":     "Related documents",
	"services":    "Documents about this service",
	"supersedes":  "Superseded by",
	"translation": "Translations",
}

func (p page) backlinks(d *doc.Document) []BacklinkGroup {
	out := p.grouped(p.index.backlinks()[d.ID])
	for i := range out {
		links := out[i].Links
		shown := min(len(links), shownBacklinks)
		out[i].Links, out[i].Rest = links[:shown], p.more(len(links)-shown, p.addr.refs[d])
	}
	return out
}

// grouped puts backlinks, which stand in the order of their relations, into a group for each relation.
func (p page) grouped(links []backlink) []BacklinkGroup {
	var out []BacklinkGroup
	last := ""
	for _, b := range links {
		if b.relation != last {
			last = b.relation
			out = append(out, BacklinkGroup{Relation: p.t(relationWords[b.relation])})
		}
		g := &out[len(out)-1]
		g.Links = append(g.Links, p.named(b.from))
	}
	return out
}

// findingRows shows the first n findings.
func (p page) findingRows(fs []diag.Finding, n int) []FindingRow {
	var out []FindingRow
	for _, f := range fs[:min(n, len(fs))] {
		out = append(out, p.findingRow(f))
	}
	return out
}
