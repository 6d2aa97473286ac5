package view

import (
	"cmp"
	"html/template"
	"path"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/fingerprint"
	"clausebook/internal/inforce"
	"clausebook/internal/ledger"
	"clausebook/internal/markdown"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/thread"
	"clausebook/internal/trace"
	"clausebook/internal/worded"
)

// Printed identifies a document at the foot of every printed page.
func (p Page) Printed(d *doc.Document) string {
	text := p.T("%s, version %s, %s", d.ID, cmp.Or(d.Version, "–"), p.StatusOf(d).Text)
	switch last := p.lastCommit(d.Path); {
	case p.Uncommitted(d):
		text += ", " + p.T("uncommitted changes")
	case last != "":
		text += ", " + p.T("commit %s", last.Short())
	}
	return text
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
	Said   theme.Text // in place of the values, where the ids in them lead somewhere
	Note   theme.Text
	Tag    Tag
}

// Long tells whether the values read better below each other than in a line.
func (f FactRow) Long() bool {
	size := 0
	for _, v := range f.Values {
		size += len(v.Text)
	}
	return len(f.Values) > 2 && size > 120 && size/len(f.Values) > shortValue
}

// shortValue is how long the values may be, taken together, that are read one after the other: names, clauses, ids.
const shortValue = 28

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
	Said   theme.Text // in place of the values, where the ids in them lead somewhere
	Rest   []Link     // what is folded away
	Tag    Tag
	Anchor string // of an entry, or of the first row of several that have this cell in common
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

// UseRow is one thing that the document serves, by one or more of its sections.
type UseRow struct {
	Link     Link
	Title    theme.Text
	Kind     string
	How      string
	Sections []Link
	State    Tag
}

// BacklinkGroup is the documents that speak of this one in one way.
type BacklinkGroup struct {
	Relation string
	Links    []Link
	Rest     Link
}

const shownData = 60 // rows on the page of the document

// DocumentTags says how a document stands: its status, its review and its approval.
func (p Page) DocumentTags(d *doc.Document) []Tag {
	tags := []Tag{p.StatusOf(d)}
	if r := p.Review(d); r != (Tag{}) {
		tags = append(tags, r)
	}
	if v, ok := p.Approvals.Current(d); ok && !v.Counts(p.Approvals.Least) && p.Standing(d) != doc.Withdrawn {
		tags = append(tags, Tag{"unapproved", p.Plain(d.Assent(phrase.Of("Approval does not count")))})
	} else if d.Status == doc.Approved && !ok {
		tags = append(tags, Tag{"unapproved", p.Plain(d.Assent(phrase.Of("Approval not evidenced")))})
	}
	return tags
}

// Uncommitted tells whether the text differs from the one that the head commit holds.
func (s *View) Uncommitted(d *doc.Document) bool {
	return s.AsOf.Revision == "" && s.History.Head != "" && d.Blob != "" && string(s.History.HeadBlob(d.Path)) != d.Blob &&
		!s.Docs.Apart(d.Path)
}

// Banners warns of everything because of which a reader must not rely on the page as it stands, worst first.
func (p Page) Banners(d *doc.Document) []Banner {
	var out []Banner
	add := func(kind string, text phrase.Phrase, links ...Link) {
		out = append(out, Banner{kind, p.Say(d.Assent(text)), links})
	}
	switch p.Approvals.Status(d) {
	case doc.Withdrawn:
		out = append(out, p.withdrawn(d)...)
		add("withdrawn", phrase.Of("Withdrawn: this document is kept as evidence of what was in force. Do not use it."))
	case doc.Superseded:
		add("superseded", phrase.Of("Superseded: this document is no longer valid. It was replaced by"), p.replacements(d)...)
	case doc.Draft:
		add("draft", phrase.Of("Draft: this document has not been approved. Do not rely on it."))
	case doc.InReview:
		add("review", phrase.Of("In review: this document is being reviewed and has not been approved in this form."))
	case doc.InUse:
		add("info", phrase.Of("In use, not evidenced: people work by this text, and nothing here shows whether it was approved."))
	case doc.Approved:
		out = append(out, p.approvalBanners(d)...)
	default:
		add("unapproved", phrase.Of("This document has no status."))
	}
	if due := p.ReviewDue(d); !due.IsZero() && due.Before(p.AsOf.Day) {
		add("overdue", phrase.Of("Overdue: this document was due for review by %s (%s) and may be out of date. Responsible:", due,
			p.relativeDay(due)), p.Role(d.Owner))
	}
	if b, ok := p.forceBanner(d); ok {
		out = append(out, b)
	}
	if p.Uncommitted(d) {
		add("unapproved", phrase.Of("Not committed: the text shown here differs from the last commit. It is not evidence until it is committed."))
	}
	return out
}

// forceBanner names the version in force where the text of the page is not it.
func (p Page) forceBanner(d *doc.Document) (Banner, bool) {
	life := p.InForce.Of(d)
	now := life.On(p.AsOf.Day)
	if now == nil || now == life.Present {
		return Banner{}, false
	}
	link := p.Edition(now)
	link.Text, link.ID = p.T("version %s, in force since %s", link.Text, now.From), false
	text := phrase.Of("The text on this page is only proposed. Until it is approved, use")
	if life.Text() == inforce.Scheduled {
		text = phrase.Of("The text on this page is not in force yet. Until then, use")
	}
	return Banner{"review", p.Say(text), []Link{link}}, true
}

// withdrawn says that the approval of a document was taken back, and why.
func (p Page) withdrawn(d *doc.Document) []Banner {
	v, _ := p.Approvals.Current(d)
	doubt := v.VoidedBy()
	if doubt == nil {
		return nil
	}
	return []Banner{{Kind: "withdrawn", Text: p.Say(doubt.Message), Links: p.commits(*doubt)}}
}

func (p Page) approvalBanners(d *doc.Document) []Banner {
	var out []Banner
	add := func(text phrase.Phrase, links ...Link) {
		out = append(out, Banner{"unapproved", p.Say(d.Assent(text)), links})
	}
	if !d.EffectiveFrom.IsZero() && d.EffectiveFrom.After(p.AsOf.Day) {
		out = append(out, Banner{Kind: "soon",
			Text: p.Say(phrase.Of("Not yet in force: this version takes effect on %s (%s).", d.EffectiveFrom, p.relativeDay(d.EffectiveFrom)))})
	}
	v, ok := p.Approvals.Current(d)
	switch {
	case !ok || v.Grade == ledger.None:
		add(phrase.Of("Approval not evidenced: the document says that it is approved, but nothing shows by whom and when."))
	case v.Grade < p.Approvals.Least:
		add(phrase.Of("Approval too weak: it is only %s; this organization requires at least “%s”.", p.grade(v), p.Approvals.Least.Words()))
	}
	for _, doubt := range v.Verdicts {
		switch {
		case doubt.Rule == ledger.RuleChangedAfter:
			add(phrase.Of("Changed after approval: %s", doubt.Message), p.commits(doubt)...)
		case doubt.Voids:
			add(phrase.Of("Approval does not count: %s", doubt.Message), p.commits(doubt)...)
		}
	}
	return out
}

// commits gives the commit that shows a doubt, unless its message names it.
func (p Page) commits(doubt ledger.Verdict) []Link {
	if doubt.Commit == "" || strings.Contains(doubt.Message.String(), doubt.Commit.Short()) {
		return nil
	}
	return []Link{p.Commit(string(doubt.Commit))}
}

// replacements lists the documents that supersede one.
func (p Page) replacements(d *doc.Document) []Link {
	var out []Link
	for _, b := range p.Index.Backlinks()[d.ID] {
		if b.Relation == "supersedes" {
			out = append(out, p.Named(b.From))
		}
	}
	if len(out) == 0 {
		out = append(out, Link{Text: p.T("no known document")})
	}
	return out
}

// Body renders the Markdown, with what each section covers beside its heading. Prefix stands before its ids; level is
// that of its highest headings.
func (p Page) Body(d *doc.Document, prefix string, level int) Body {
	var covers [][]CoverRow
	if len(d.Covers) > 0 {
		for i := range d.Body.Headings {
			covers = append(covers, p.Covers(d, i))
		}
	}
	key := fingerprint.Of(p.textKey(d, resolver{p, d}), prefix, level, covers, p.Abbreviations.Key(), p.named(d))
	return fingerprint.Later(key, func() template.HTML {
		return p.rendered(d, markdown.Read(d.Text(), d.BodyLine), resolver{p, d}, markdown.Options{IDPrefix: prefix, BaseLevel: level,
			Abbreviation: p.expansions(d), Thread: func(id string) (markdown.Reference, bool) { return p.called(id, d) },
			AfterHeading: func(i int) template.HTML { return p.coverage(p.Covers(d, i), p.besides(p.Other(d.Language))) }})
	})
}

// Unjudged renders the Markdown of a document that was read since the rest was judged: without what its sections cover, and without
// the words for short forms, which follow from what other documents say and from what was judged.
func (p Page) Unjudged(d *doc.Document) template.HTML {
	return p.rendered(d, markdown.Read(d.Text(), d.BodyLine), resolver{p, d}, markdown.Options{BaseLevel: 2})
}

// Body is a text as a page shows it, rendered when it is asked for.
type Body = fingerprint.Lazy[template.HTML]

// textKey names what the rendering of a text follows from, apart from its options: the file, what the configuration says of it, and
// where each of its links leads.
func (p Page) textKey(d *doc.Document, r markdown.Resolver) fingerprint.Digest {
	to := make([]markdown.Reference, len(d.Body.Links))
	for i, l := range d.Body.Links {
		to[i] = r.Resolve(l)
	}
	return fingerprint.Of(d.SHA256, d.Path, d.Title, d.Language, p.Language(), to)
}

// coverage shows beside a heading what its section covers. Language is that of the page, where the text around it is in
// another.
func (p Page) coverage(rows []CoverRow, language string) template.HTML {
	if len(rows) == 0 {
		return ""
	}
	return p.Theme.Fragment("coverage", Coverage{rows, language})
}

// besides gives the language of the page for what stands within text of another language; nothing where it is the same.
func (p Page) besides(other string) string {
	if other == "" {
		return ""
	}
	return p.Language()
}

// Drawing draws diagrams with words in a language.
func (p Page) Drawing(words string, say func(phrase.Phrase) string) func(language, source string) ([]byte, error) {
	return func(language, source string) ([]byte, error) { return p.pictures.Draw(language, source, words, say) }
}

// Covers lists what a section covers; -1 stands for the document as a whole.
func (p Page) Covers(d *doc.Document, section int) []CoverRow {
	var out []CoverRow
	for _, c := range d.Covers {
		if c.Section != section {
			continue
		}
		row := CoverRow{Link: Link{Text: c.Target}}
		if ref, _, ok := p.Standards.Resolve(c.Target); ok {
			row = CoverRow{Link: p.Item(ref), State: p.State(p.Cell(ref.Standard, ref.Item).State)}
		}
		if !slices.Contains(out, row) { // named twice, or by two names
			out = append(out, row)
		}
	}
	return out
}

// SectionLink leads to a section of a document by its fragment.
func (p Page) SectionLink(d *doc.Document, fragment string) Link {
	if fragment == "" {
		return Link{Text: p.T("whole document")}
	}
	for _, h := range d.Body.Headings {
		if h.ID == fragment {
			return p.Quoted(Link{Text: h.Text, Href: p.Href(p.Addr.Documents[d] + "#" + markdown.Anchor(h.ID))}, d.Language)
		}
	}
	return Link{Text: fragment}
}

// Attachments lists the files that a document links.
func (p Page) Attachments(d *doc.Document) []AttachmentRow {
	var out []AttachmentRow
	for _, a := range p.Index.attached()[d.ID] {
		out = append(out, AttachmentRow{Link: p.attachment(a.Path), Size: worded.Size(a.Size), SHA256: a.SHA256})
	}
	return out
}

// attachment links to a copied file; without a copy its name stands alone.
func (p Page) attachment(file string) Link {
	return p.Link(path.Base(file), p.Addr.Files[file])
}

// Use shows one thing that a document serves, by whatever parts of it.
func (p Page) Use(d *doc.Document, parts []trace.Use) UseRow {
	u := parts[0]
	row := UseRow{Link: p.Item(u.Ref), Title: p.useTitle(u), Kind: p.itemKind(u.Kind), How: p.How(u.How), State: p.State(u.State)}
	if row.Title != nil {
		row.Link.Title = "" // it stands beside it
	}
	for _, part := range parts {
		row.Sections = append(row.Sections, p.SectionLink(d, part.Section))
	}
	return row
}

// useTitle gives the title of what a document serves; nothing where the link to it is the title.
func (p Page) useTitle(u trace.Use) theme.Text {
	std := p.Standards.Standard(u.Ref.Standard)
	if u.Title == p.Item(u.Ref).Text || std == nil {
		return nil
	}
	return p.Stated(std, u.Title)
}

func (p Page) itemKind(k standard.Kind) string {
	switch k {
	case standard.KindClause:
		return p.T("clause")
	case standard.KindRequirement:
		return p.T("requirement")
	case standard.KindRequired:
		return p.T("required document")
	case standard.KindProcess:
		return p.T("process")
	case standard.KindOutcome:
		return p.T("outcome")
	}
	return string(k)
}

// How says in words how a document serves something.
func (p Page) How(how string) string {
	switch how {
	case "fulfils":
		return p.T("fulfils")
	case "covers":
		return p.T("covers")
	case "stated":
		return p.T("named by the statement of applicability")
	}
	return how
}

// relationWords names each relation as seen from the document that is spoken of.
var relationWords = map[string]string{
	"audited":     "Audits for this certificate",
	"depends":     "Services that depend on it",
	"finding":     "Audits that found it",
	"mentions":    "Mentioned in",
	"proven":      "Corrective actions of which it is evidence",
	"raised":      "Raised from it",
	"related":     "Related documents",
	"services":    "Documents about this service",
	"supersedes":  "Superseded by",
	"supplies":    "Contracts with its suppliers",
	"translation": "Translations",
}

// Grouped puts backlinks, which stand in the order of their relations, into a group for each relation.
func (p Page) Grouped(links []thread.Backlink) []BacklinkGroup {
	var out []BacklinkGroup
	last := ""
	for _, b := range links {
		if b.Relation != last {
			last = b.Relation
			out = append(out, BacklinkGroup{Relation: p.T(relationWords[b.Relation])})
		}
		g := &out[len(out)-1]
		g.Links = append(g.Links, p.Named(b.From))
	}
	return out
}
