package site

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/masks"
	"clausebook/internal/output"
	"clausebook/internal/people"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
)

// site is a plan being made, and later what its pages read. Nothing in it changes once Plan has returned.
type site struct {
	*dossier.Dossier
	masks *masks.Masks // nil where people are shown by name
	theme *theme.Theme
	tree  fs.FS // attachments are read from it; nil leaves them out
	blob  func(history.Hash) ([]byte, error)
	addr  *addresses
	index index
	files []output.File

	abbreviations abbreviations
}

// kinds holds an empty value of what each page template is given; the key names the template.
var kinds = map[string]any{
	"about":      aboutPage{},
	"audits":     auditsPage{},
	"clause":     clausePage{},
	"data":       dataPage{},
	"document":   documentPage{},
	"documents":  documentsPage{},
	"findings":   findingsPage{},
	"excepted":   exceptedPage{},
	"gaps":       gapsPage{},
	"glossary":   glossaryPage{},
	"history":    historyPage{},
	"home":       homePage{},
	"logbook":    logbookPage{},
	"matrix":     matrixPage{},
	"actions":    actionsPage{},
	"backward":   backwardPage{},
	"grid":       gridPage{},
	"chain":      chainPage{},
	"month":      monthPage{},
	"party":      partyPage{},
	"references": referencesPage{},
	"versions":   versionsPage{},
	"missing":    missingPage{},
	"pack":       packPage{},
	"parties":    partiesPage{},
	"people":     peoplePage{},
	"period":     periodPage{},
	"periods":    periodsPage{},
	"person":     personPage{},
	"process":    processPage{},
	"processes":  processesPage{},
	"records":    recordsPage{},
	"redline":    redlinePage{},
	"redirect":   redirectPage{},
	"required":   requiredPage{},
	"reviews":    reviewsPage{},
	"role":       rolePage{},
	"rules":      rulesPage{},
	"search":     searchPage{},
	"services":   servicesPage{},
	"standard":   standardPage{},
	"standards":  standardsPage{},
	"titles":     titlesPage{},
	"trend":      trendPage{},
}

func newSite(d *dossier.Dossier, t *theme.Theme, tree fs.FS) *site {
	s := &site{Dossier: d, theme: t, tree: tree, addr: newAddresses()}
	if d.Site.Pseudonyms.On {
		s.masks = masks.New(masks.Sources{Key: d.Site.Pseudonyms.Key, Day: d.AsOf.Day, People: d.People, Docs: d.Docs, History: d.History, Approvals: d.Approvals, T: t.Words.T})
		d.People = s.masks.Register(d.People)
	}
	s.index = newIndex(s)
	s.abbreviations = findAbbreviations(d.Docs, s.language())
	return s
}

// plan claims every address first, so that pages can link to each other whatever their order, and then lists them.
func (s *site) plan() {
	s.reserve()
	s.claim()
	s.planFixed()
	s.planStandards()
	s.planTrend()
	s.planMatrices()
	s.planRegisters()
	s.planDocuments()
	s.planPacks()
	s.planPeople()
	s.planReviews()
	s.planPeriods()
	s.planData()
	s.planAssets()
	s.planLook()
	s.planRedirects()
	s.planFormer()
}

// fixed lists the pages that stand at the root, by the template that renders them.
func (s *site) fixed() map[string]func(page) any {
	return map[string]func(page) any{
		"index.html home":          page.home,
		"standards.html standards": page.standards,
		"processes.html processes": page.processes,
		"audits.html audits":       page.audits,
		"search.html search":       page.search,
		"about.html about":         page.about,
		"404.html missing":         page.missing,
	}
}

// reserve keeps addresses that carry no id, so that no document or standard can take them.
func (s *site) reserve() {
	for at := range s.fixed() {
		path, _, _ := strings.Cut(at, " ")
		s.addr.Take(path)
	}
	for _, at := range []string{"gaps.html", "matrix.html", "matrix-documents.html", "documents.html", "records.html", actionsPath, "findings.html", exceptedPath, "titles.html", trendPath, "rules.html", "people.html", "services.html", "reviews.html", partiesPath, overduePath, laterPath, glossaryPath, periodsPath,
		"matrix.json", "documents.json", linkedData, wholePath, "reviews.ics", "changes.atom", "sitemap.xml"} {
		s.addr.Take(at)
	}
	for _, asset := range append(s.theme.Assets[:len(s.theme.Assets):len(s.theme.Assets)], lookPath, s.logoPath()) {
		s.addr.Take(asset)
	}
}

func (s *site) claim() {
	for _, std := range s.Standards.Standards {
		s.claimStandard(std)
	}
	for _, d := range s.Docs.Documents {
		at := s.addr.Page("documents/", string(d.ID))
		s.addr.documents[d] = at
		name := strings.TrimSuffix(path.Base(at), ".html")
		s.addr.histories[d] = s.addr.Page("history/", name)
		s.claimRedlines(d, redlineName(s.addr.histories[d]))
		if len(s.Approvals.Versions(d.ID)) > shownVersions {
			s.addr.versions[d] = s.addr.Page("history/", name+"-versions")
		}
		if d.Data != nil && shownRows(d.Data.Rows) < len(d.Data.Rows) {
			s.addr.data[d] = s.addr.Page("data/", name)
		}
		if _, known := s.addr.types[d.Type]; !known {
			s.addr.types[d.Type] = s.addr.Page("", "documents-"+plainType(d.Type))
		}
	}
	for _, r := range s.People.Roles {
		s.claimOnce(s.addr.roles, "roles/", r.ID)
	}
	for _, m := range s.People.People {
		s.claimPerson(m)
	}
	for _, x := range s.People.Parties {
		s.claimOnce(s.addr.parties, "parties/", x.ID)
	}
	for i := range calendarMonths {
		_, label := s.monthName(s.monthAt(i))
		s.addr.months = append(s.addr.months, s.addr.Page("reviews/", label))
	}
	s.claimReferences()
	s.claimPeriods()
	s.claimPacks()
	s.claimFiles()
}

// claimOnce gives an id an address; of two with one id the first keeps it.
func (s *site) claimOnce(addresses map[string]string, folder, id string) {
	if _, known := addresses[id]; !known {
		addresses[id] = s.addr.Page(folder, id)
	}
}

// claimPerson gives a person an address, which does not name the person where pages do not.
func (s *site) claimPerson(m people.Person) {
	switch _, known := s.addr.people[m.ID]; {
	case known:
	case s.masks != nil:
		s.addr.people[m.ID] = s.addr.Page("people/", m.Name)
	default:
		s.addr.people[m.ID] = s.addr.Page("people/", m.ID)
	}
}

func plainType(t string) string {
	if t == "" {
		return "untyped"
	}
	return t
}

func (s *site) claimStandard(std *standard.Standard) {
	if _, known := s.addr.standards[std.ID]; known {
		return
	}
	folder := "standards/" + address.Slug(std.ID) + "/"
	s.addr.standards[std.ID] = s.addr.Claim(folder, "index", ".html")
	s.addr.sets[std.ID] = s.addr.Claim(folder, "documentation", ".html")
	ref := func(id string) standard.Ref { return standard.Ref{Standard: std.ID, Item: id} }
	for _, c := range std.Clauses {
		at := s.addr.Page(folder, c.ID)
		s.addr.items[ref(c.ID)] = at
		for _, r := range c.Requirements {
			s.addr.items[ref(r.ID)] = at + "#" + address.Anchor("req", r.ID)
		}
	}
	for i, r := range std.Required {
		s.addr.items[ref(r.ID)] = address.Numbered(s.addr.sets[std.ID], i/requiredPerPage) + "#" + address.Anchor("doc", r.ID)
	}
	for _, p := range std.Processes {
		at := s.addr.Page(folder, "process-"+p.ID)
		s.addr.items[ref(p.ID)] = at
		for _, o := range p.Outcomes {
			s.addr.items[ref(o.ID)] = at + "#" + address.Anchor("outcome", o.ID)
		}
	}
	s.claimChains(std, folder)
	s.claimMatrix(std)
}

func (s *site) claimFiles() {
	if s.tree == nil {
		return
	}
	for _, a := range s.Docs.Assets {
		if a.Path != s.People.Path { // it holds addresses and keys, which pages do not show either
			s.addr.files[a.Path] = s.addr.File(s.Docs.Folder, a.Path)
		}
	}
	for _, d := range s.Docs.Documents {
		if d.Data != nil && s.addr.files[d.Data.Path] == "" {
			s.addr.files[d.Data.Path] = s.addr.File(s.Docs.Folder, d.Data.Path)
		}
	}
}

// page puts a page into the plan. Make gathers its data when it is rendered.
func (s *site) page(at, kind string, make func(page) any) {
	p := page{site: s, kind: kind, path: at, root: address.Up(at)}
	s.file(at, kind, func(w io.Writer) error { return s.theme.Render(w, kind, make(p)) })
}

// file puts any file into the plan.
func (s *site) file(at, kind string, write func(io.Writer) error) {
	if s.masks != nil {
		write = s.masks.Over(write)
	}
	s.copied(at, kind, write)
}

// copied puts a file into the plan that is written as it is: an asset of the theme, or what documents bring along.
func (s *site) copied(at, kind string, write func(io.Writer) error) {
	s.files = append(s.files, output.File{Path: at, Kind: kind, Write: write})
}

func (s *site) planFixed() {
	for at, make := range s.fixed() {
		path, kind, _ := strings.Cut(at, " ")
		s.page(path, kind, make)
	}
	s.parts(glossaryPath, "glossary", len(s.abbreviations.rows), glossaryRows, page.glossary)
}

// parts cuts a list of n rows into pages of at most size, at least one. The first stands at the base address, the
// others at numbered ones. Give is called for each with the range of its rows.
func (s *site) parts(base, kind string, n, size int, give func(page, Pager) any) {
	s.cut(base, kind, pagers(base, n, size), give)
}

func (s *site) cut(base, kind string, parts []Pager, give func(page, Pager) any) {
	for i, pager := range parts {
		at := address.Numbered(base, i)
		s.page(at, kind, func(p page) any { return give(p, pager.from(p)) })
	}
}

// Pager says which rows of a longer list a page shows, and leads to the others.
type Pager struct {
	From, To, Total int // rows From to To (exclusive, 0-based) of Total
	Parts           []NavLink
	base            string
	part, parts     int
}

// Many tells whether the list goes over more than one page.
func (p Pager) Many() bool { return p.parts > 1 }

// First is the number of the first row for a reader, who counts from 1.
func (p Pager) First() int { return p.From + 1 }

func pagers(base string, n, size int) []Pager {
	parts := max(1, (n+size-1)/size)
	out := make([]Pager, parts)
	for i := range out {
		out[i] = Pager{From: i * size, To: min(n, (i+1)*size), Total: n, base: base, part: i, parts: parts}
	}
	return out
}

// weighed cuts a list of n rows into parts of at most size rows that weigh at most so much together; a row that is
// heavier than that stands alone.
func weighed(base string, n, size, most int, weight func(i int) int) []Pager {
	out := []Pager{{Total: n, base: base}}
	sum := 0
	for i := range n {
		last := &out[len(out)-1]
		if sum += weight(i); i > last.From && (sum > most || i-last.From >= size) {
			out = append(out, Pager{From: i, Total: n, base: base, part: len(out)})
			sum = weight(i)
		}
		out[len(out)-1].To = i + 1
	}
	for i := range out {
		out[i].parts = len(out)
	}
	return out
}

// from fills in the links to the other parts: all of up to nine, else those near and the ends.
func (p Pager) from(at page) Pager {
	for i := range p.parts {
		if near := max(i-p.part, p.part-i); p.parts <= 9 || near <= 2 || i == 0 || i == p.parts-1 {
			link := NavLink{Link: at.link(fmt.Sprint(i+1), address.Numbered(p.base, i)), Current: i == p.part}
			p.Parts = append(p.Parts, link)
		}
	}
	return p
}

func (s *site) planDocuments() {
	for _, d := range s.Docs.Documents {
		s.page(s.addr.documents[d], "document", func(p page) any { return p.documentPage(d) })
		n := len(s.History.Revisions(d.Path))
		if at := s.addr.data[d]; at != "" {
			rows := d.Data.Rows
			s.cut(at, "data", weighed(at, len(rows), dataPerPage, dataBytes, func(i int) int { return rowBytes(rows[i]) }), func(p page, r Pager) any { return p.dataPage(d, r) })
		}
		s.parts(s.addr.histories[d], "history", n, revisionsPerPage, func(p page, r Pager) any { return p.history(d, r) })
		if at := s.addr.versions[d]; at != "" {
			s.parts(at, "versions", len(s.Approvals.Versions(d.ID)), versionsPerPage, func(p page, r Pager) any { return p.versionsPage(d, r) })
		}
		s.planReferences(d)
		s.planRedlines(d)
	}
}
