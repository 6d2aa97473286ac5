package site

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/gorilla/feeds"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/search"
	"clausebook/internal/trace"
)

// machineFile is a file that machines read.
type machineFile struct {
	kind, at string
	write    func(*site, io.Writer) error
}

// machineFiles are the matrix, the register, the calendar and the feed. The site map and the index of the search come in
// parts and are listed by functions of their own; only the address of the site map is kept here.
var machineFiles = []machineFile{
	{"matrix-json", "matrix.json", (*site).writeMatrix},
	{"documents-json", "documents.json", (*site).writeDocuments},
	{"linked-data", linkedData, (*site).writeLinked},
	{"calendar", "reviews.ics", (*site).writeCalendar},
	{"feed", "changes.atom", (*site).writeFeed},
	{"sitemap", sitemapPath, nil},
}

func (s *site) planData() {
	for _, f := range machineFiles {
		if f.write != nil {
			s.file(f.at, f.kind, func(w io.Writer) error { return f.write(s, w) })
		}
	}
	if s.Site.BaseURL != "" {
		s.planSitemap()
	}
	s.planSearch()
}

func (s *site) planSearch() {
	labels := search.Labels{Kind: s.t("Type"), Status: s.t("Status"), Owner: s.t("Owner"), Standard: s.t("Standard")}
	texts, words := search.Files(s.searchItems(), labels)
	for _, f := range texts {
		s.file(f.Path, f.Kind, f.Write)
	}
	s.files = append(s.files, words...)
}

// jsonCell is a cell of the matrix as matrix.json has it.
type jsonCell struct {
	Item     string         `json:"item"`
	Kind     string         `json:"kind"`
	Title    string         `json:"title"`
	Strength string         `json:"strength,omitempty"`
	State    trace.State    `json:"state"`
	Reason   string         `json:"reason"`
	Owner    string         `json:"owner,omitempty"`
	Due      string         `json:"due,omitempty"`
	Missing  []string       `json:"missing,omitempty"`
	Mend     string         `json:"mend,omitempty"`
	Page     string         `json:"page,omitempty"`
	Evidence []jsonEvidence `json:"evidence"`
}

type jsonEvidence struct {
	Document string      `json:"document"`
	Path     string      `json:"path"`
	Line     int         `json:"line,omitempty"`
	Section  string      `json:"section,omitempty"`
	How      string      `json:"how"`
	State    trace.State `json:"state"`
	Commit   string      `json:"commit,omitempty"`
	Revised  string      `json:"revised,omitempty"`
}

// jsonHead says from what and as of when a file was made.
type jsonHead struct {
	AsOf   string `json:"as_of"`
	Commit string `json:"commit,omitempty"`
	Tool   string `json:"tool,omitempty"`
}

func (s *site) head() jsonHead {
	return jsonHead{AsOf: s.AsOf.Day.String(), Commit: string(s.History.Head), Tool: s.Tool}
}

func (s *site) writeMatrix(w io.Writer) error {
	type standardCells struct {
		Standard string     `json:"standard"`
		Cells    []jsonCell `json:"cells"`
	}
	out := struct {
		jsonHead
		Standards []standardCells `json:"standards"`
	}{jsonHead: s.head(), Standards: []standardCells{}}
	for _, m := range s.Matrix.Standards {
		all := standardCells{Standard: m.Standard, Cells: []jsonCell{}}
		for _, cells := range [][]trace.Cell{m.Clauses, m.Requirements, m.Required, m.Processes} {
			for _, c := range cells {
				all.Cells = append(all.Cells, s.jsonCell(c))
			}
		}
		out.Standards = append(out.Standards, all)
	}
	return writeJSON(w, out)
}

func (s *site) jsonCell(c trace.Cell) jsonCell {
	out := jsonCell{Item: c.Ref.Item, Kind: string(c.Kind), Title: c.Title, Strength: string(c.Strength), State: c.State, Reason: c.Reason.String(),
		Owner: c.Owner, Due: c.Due.String(), Missing: c.Missing, Mend: c.Mend.String(), Page: s.addr.items[c.Ref], Evidence: []jsonEvidence{}}
	for _, e := range c.Evidence {
		out.Evidence = append(out.Evidence, jsonEvidence{Document: string(e.Document), Path: e.Path, Line: e.Line, Section: e.Section, How: e.How,
			State: e.State, Commit: string(e.Commit), Revised: e.Revised.String()})
	}
	return out
}

type jsonDocument struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Type      string     `json:"type"`
	Version   string     `json:"version,omitempty"`
	Status    doc.Status `json:"status"`
	Owner     string     `json:"owner,omitempty"`
	Approved  string     `json:"approved_on,omitempty"`
	ReviewDue string     `json:"review_due,omitempty"`
	Path      string     `json:"path"`
	Page      string     `json:"page"`
	SHA256    string     `json:"sha256,omitempty"`
}

func (s *site) writeDocuments(w io.Writer) error {
	out := struct {
		jsonHead
		Documents []jsonDocument `json:"documents"`
	}{jsonHead: s.head(), Documents: []jsonDocument{}}
	for _, d := range s.Docs.Documents {
		j := jsonDocument{ID: string(d.ID), Title: titleOf(d), Type: d.Type, Version: d.Version, Status: d.Status, Owner: d.Owner,
			ReviewDue: d.ReviewDue().String(), Path: d.Path, Page: s.addr.documents[d], SHA256: d.SHA256}
		if v, ok := s.Approvals.Current(d); ok {
			j.Approved = v.On.String()
		}
		out.Documents = append(out.Documents, j)
	}
	return writeJSON(w, out)
}

// linkedData is the address of what search engines and catalogues read. It stands beside the pages, for a page holds no
// script, not even one that is data.
const linkedData = "documents.jsonld"

// linkedDocument is a document in the words of schema.org. Addresses are relative to the file unless the site's own is
// known.
type linkedDocument struct {
	ID         string     `json:"@id"`
	Type       string     `json:"@type"`
	Identifier string     `json:"identifier"`
	Name       string     `json:"name"`
	Genre      string     `json:"genre,omitempty"`
	Version    string     `json:"version,omitempty"`
	Status     doc.Status `json:"creativeWorkStatus"`
	Published  string     `json:"datePublished,omitempty"`
	Language   string     `json:"inLanguage,omitempty"`
	Owner      *linkedOne `json:"maintainer,omitempty"`
	Publisher  *linkedOne `json:"publisher,omitempty"`
}

type linkedOne struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// writeLinked lists the documents that may be found by a search. The vocabulary is named and not loaded: whoever reads
// the file needs no connection.
func (s *site) writeLinked(w io.Writer) error {
	context := map[string]string{"@vocab": "https://schema.org/"}
	if s.Site.BaseURL != "" {
		context["@base"] = s.absolute("")
	}
	out := struct {
		Context map[string]string `json:"@context"`
		Graph   []linkedDocument  `json:"@graph"`
	}{context, []linkedDocument{}}
	for _, d := range s.index.titles() {
		out.Graph = append(out.Graph, s.linkedDocument(d))
	}
	return writeJSON(w, out)
}

func (s *site) linkedDocument(d *doc.Document) linkedDocument {
	l := linkedDocument{ID: address.Relative("", s.addr.documents[d]), Type: "DigitalDocument", Identifier: string(d.ID), Name: titleOf(d), Genre: d.Type,
		Version: d.Version, Status: d.Status, Language: cmp.Or(d.Language, s.language())}
	if v, ok := s.Approvals.Current(d); ok {
		l.Published = v.On.String()
	}
	if r, ok := s.People.Role(d.Owner); ok {
		l.Owner = &linkedOne{"Role", cmp.Or(r.Title, d.Owner)}
	}
	if s.Site.Organization != "" {
		l.Publisher = &linkedOne{"Organization", s.Site.Organization}
	}
	return l
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// writeCalendar writes what falls due as all-day events. The time stamp is the as-of day, so that two builds agree.
func (s *site) writeCalendar(w io.Writer) error {
	cal := ics.NewCalendar()
	cal.SetProductId("-//clausebook//reviews//EN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(plain(s.title()))
	seen := map[string]int{}
	for _, e := range s.due() {
		uid := address.Slug(e.id() + "-" + e.what)
		if seen[uid]++; seen[uid] > 1 {
			uid += fmt.Sprintf("-%d", seen[uid])
		}
		event := cal.AddEvent(uid + "@clausebook")
		event.SetDtStampTime(s.AsOf.Day.Time())
		event.SetAllDayStartAt(e.day.Time())
		event.SetAllDayEndAt(e.day.AddDays(1).Time())
		event.SetSummary(plain(s.masks.Mask(s.t(e.what) + ": " + e.title())))
		event.SetDescription(plain(s.masks.Mask(e.id() + ", " + cmp.Or(e.owner, s.t("nobody named")))))
		if s.Site.BaseURL != "" && e.document != nil {
			event.SetURL(s.absolute(s.addr.documents[e.document]))
		}
	}
	return cal.SerializeTo(w, ics.WithNewLineWindows)
}

// plain keeps control characters out of formats that are made of lines.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
}

const feedEntries = 50

// writeFeed writes the newest changes of documents that may be relied on.
func (s *site) writeFeed(w io.Writer) error {
	feed := &feeds.AtomFeed{Xmlns: "http://www.w3.org/2005/Atom", Title: s.t("Changes of %s", s.title()),
		Id: s.feedID(""), Updated: s.AsOf.Day.Time().Format(time.RFC3339), Subtitle: s.asOf(),
		Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: cmp.Or(s.Site.Organization, s.title())}}}
	if s.Site.BaseURL != "" {
		feed.Link = &feeds.AtomLink{Href: s.absolute("changes.atom"), Rel: "self"}
	}
	for i, c := range s.newest(s.index.titles(), feedEntries) {
		when := c.revision.Commit.Committer.When.UTC().Format(time.RFC3339)
		if i == 0 {
			feed.Updated = when
		}
		feed.Entries = append(feed.Entries, s.feedEntry(c, when))
	}
	text, err := feeds.ToXML(feed)
	if err != nil {
		return fmt.Errorf("write the feed: %w", err)
	}
	_, err = io.WriteString(w, text)
	return err
}

func (s *site) feedEntry(c change, when string) *feeds.AtomEntry {
	d, commit := c.document, c.revision.Commit
	href := s.addr.documents[d]
	if s.Site.BaseURL != "" {
		href = s.absolute(href)
	}
	return &feeds.AtomEntry{Title: plain(string(d.ID) + ": " + titleOf(d)), Updated: when, Id: s.feedID(string(commit.Hash) + "/" + address.Slug(string(d.ID))),
		Links:   []feeds.AtomLink{{Href: href, Rel: "alternate"}},
		Summary: &feeds.AtomSummary{Type: "text", Content: plain(commit.Subject + " (" + s.what(c.revision) + ", " + commit.Hash.Short() + ")")},
		Author:  &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: plain(s.author(commit.Author.Identity))}}}
}

// feedID gives a name that stays the same wherever the site stands.
func (s *site) feedID(part string) string {
	return "tag:clausebook,2026:" + address.Slug(cmp.Or(s.Site.BaseURL, s.Site.Organization, s.title())) + "/" + part
}

const sitemapPath = "sitemap.xml"

const sitemapSize = 40_000 // addresses in one file; the format allows 50,000

// planSitemap lists the pages that may be found. The home page and the clauses are listed, drafts are not.
func (s *site) planSitemap() {
	at := []string{"index.html", "standards.html", "matrix.html", "documents.html", "services.html"}
	for _, std := range s.standardsOnce() {
		at = append(at, s.addr.standards[std.ID])
	}
	for _, d := range s.index.titles() {
		at = append(at, s.addr.documents[d])
	}
	slices.Sort(at)
	if len(at) <= sitemapSize {
		s.file(sitemapPath, "sitemap", func(w io.Writer) error { return s.writeSitemap(w, at) })
		return
	}
	var parts []string
	for i := 0; i < len(at); i += sitemapSize {
		name := fmt.Sprintf("sitemap~%d.xml", len(parts)+1)
		part := at[i:min(i+sitemapSize, len(at))]
		s.file(name, "sitemap", func(w io.Writer) error { return s.writeSitemap(w, part) })
		parts = append(parts, name)
	}
	s.file(sitemapPath, "sitemap", func(w io.Writer) error { return s.writeSitemapIndex(w, parts) })
}

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

type sitemapEntry struct {
	Loc string `xml:"loc"`
}

func (s *site) writeSitemap(w io.Writer, at []string) error {
	return writeXML(w, struct {
		XMLName xml.Name       `xml:"urlset"`
		Space   string         `xml:"xmlns,attr"`
		URLs    []sitemapEntry `xml:"url"`
	}{Space: sitemapSpace, URLs: s.entries(at)})
}

func (s *site) writeSitemapIndex(w io.Writer, at []string) error {
	return writeXML(w, struct {
		XMLName xml.Name       `xml:"sitemapindex"`
		Space   string         `xml:"xmlns,attr"`
		Maps    []sitemapEntry `xml:"sitemap"`
	}{Space: sitemapSpace, Maps: s.entries(at)})
}

func (s *site) entries(at []string) []sitemapEntry {
	out := make([]sitemapEntry, len(at))
	for i, path := range at {
		out[i].Loc = s.absolute(path)
	}
	return out
}

func writeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	if err := xml.NewEncoder(w).Encode(v); err != nil {
		return fmt.Errorf("write XML: %w", err)
	}
	return nil
}
