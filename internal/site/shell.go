package site

import (
	"path"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/approval"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
)

// Link is text that may lead somewhere. Href is relative to the page that shows it, or leads to the forge; without
// one the text stands alone.
type Link struct {
	Text, Href, Title string
	Lang              string // of text and title, where it is not that of the page
	ID                bool   // the text is an identifier, which must not break over lines
}

// NavLink is a link of a menu. Current says that it leads to the page being shown, Open that it leads to its section.
type NavLink struct {
	Link
	Current, Open bool
	Count         string
}

// Heading is a line of the page's own table of contents.
type Heading struct {
	Text, Href string
	Lang       string // of the text, where it is not that of the page
	Level      int
}

// Meta is a name and a value for the head of the page.
type Meta struct{ Name, Content string }

// Shell is what every page has: the frame around its main part.
type Shell struct {
	Kind         string // of the page, names its template
	Lang, Dir    string
	Title        string
	Headline     theme.Text // the title with its languages told apart
	Eyebrow      string     // what kind of thing the page shows, above its title
	Tags         []Tag      // its state, below the title
	Site         string
	Organization string
	Description  theme.Text
	Root         string // leads to the root of the site, "" or "../"
	Canonical    string
	Logo         string
	Look         bool // the configuration gives colours, which stand in a file of their own
	Custom       bool // the user's theme brings assets/custom.css
	Scripts      []string
	Linked       string   // the page's subject as linked data
	Styles       []string // beside those of every page
	Crumbs       []Link
	Sections     []NavLink
	Local        []NavLink
	LocalTitle   string
	TOC          []Heading
	Meta         []Meta
	AsOf         string // the sentence that says on which day dates were judged
	Source       string // the sentence that says which commit was read
	Commit       Link
	Tool         string
	Printed      string // for the foot of printed pages: what this is, in which version
	Prev, Next   Link
	Masked       bool   // people are shown by pseudonym
	Labels       []Tag  // that such a script gives
	Relabel      string // the day for which what falls due is labelled, where a script may label it for another
}

// page is one page while it is put together. It knows where it stands, so that each link it gives leads from there.
type page struct {
	*site
	kind, path, root string
}

func (p page) href(to string) string {
	if to == "" {
		return ""
	}
	return address.Relative(p.root, to)
}

func (p page) link(text, to string) Link { return Link{Text: text, Href: p.href(to)} }

// shell makes the frame. Section is the address of the menu entry that the page belongs to.
func (p page) shell(title, section string, crumbs ...Link) Shell {
	s := Shell{
		Kind: p.kind, Lang: p.language(), Dir: direction(p.language()), Title: title, Headline: theme.Own(title),
		Site: p.title(), Organization: p.Site.Organization, Root: p.root, Tool: p.Tool,
		Custom: p.theme.Has("custom.css"), Look: p.Site.Look.Coloured(), AsOf: p.asOf(), Crumbs: crumbs,
		Commit: p.commit(string(p.History.Head)), Source: p.readFrom(), Masked: p.masks != nil,
	}
	if p.Site.Look.Logo != "" && p.copies {
		s.Logo = p.href(p.logoPath())
	}
	for _, logo := range []string{"logo.svg", "logo.png"} {
		if s.Logo == "" && p.theme.Has(logo) {
			s.Logo = p.href("assets/" + logo)
		}
	}
	if p.Site.BaseURL != "" {
		s.Canonical = p.absolute(p.path)
	}
	s.Sections = p.sections(section)
	return s
}

// titled makes the frame of a page whose title quotes something that may be in another language.
func (p page) titled(title phrase.Phrase, section string, crumbs ...Link) Shell {
	headline := p.say(title)
	s := p.shell(headline.String(), section, crumbs...)
	s.Headline = headline
	return s
}

// sections is the menu of the whole site.
func (p page) sections(current string) []NavLink {
	var out []NavLink
	for _, m := range p.menus {
		if m.Section != "" {
			out = append(out, NavLink{Link: p.link(p.t(m.Section), m.At), Current: p.path == m.At, Open: current == m.At})
		}
	}
	return out
}

// menu lists the kinds of pages that stand in the menu of a section.
func (p page) menu(section string) []NavLink {
	var out []NavLink
	for _, m := range p.menus {
		if m.Under == section && m.Local != "" {
			out = append(out, p.nav(p.t(m.Local), m.At))
		}
	}
	return out
}

// local fills the menu of the section.
func (p page) local(s *Shell, title string, links ...NavLink) {
	s.LocalTitle, s.Local = title, links
}

func (p page) nav(text, to string) NavLink {
	return NavLink{Link: p.link(text, to), Current: p.path == to}
}

// clauseNav leads to a clause, or to what stands for it at another address.
func (p page) clauseNav(std *standard.Standard, c *standard.Clause, to string) NavLink {
	return NavLink{Link: p.clauseLink(std, c, to), Current: p.path == to}
}

func (p page) clauseLink(std *standard.Standard, c *standard.Clause, to string) Link {
	return p.quoted(p.link(c.ID+" "+c.Title, to), std.Language)
}

// quoted marks a link whose text or title is in a language that may be another than that of the page.
func (p page) quoted(l Link, language string) Link {
	l.Lang = p.other(language)
	return l
}

// untitled leaves out what a link says when it is pointed at. An identifier alone is in no language.
func (l Link) untitled() Link {
	l.Title = ""
	if l.ID {
		l.Lang = ""
	}
	return l
}

// quote gives text in a language that may be another than that of the page.
func (s *site) quote(language, text string) theme.Text { return s.say(phrase.In(language, text)) }

// logoPath is where the logo of the configuration is copied to.
func (s *site) logoPath() string {
	return "assets/own-logo" + strings.ToLower(path.Ext(s.Site.Look.Logo))
}

func (s *site) title() string {
	if s.Site.Title != "" {
		return s.Site.Title
	}
	return s.t("Service management system")
}

func (s *site) language() string {
	if s.Site.Language != "" {
		return s.Site.Language
	}
	return "en"
}

// direction gives the writing direction of a language.
func direction(language string) string {
	switch theme.Base(language) {
	case "ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}

// asOf says on which day dates were judged, and who says so.
func (s *site) asOf() string {
	if s.AsOf.Pinned {
		return s.t("Dates judged as of %s (pinned by the configuration or a flag)", s.AsOf.Day)
	}
	return s.t("Dates judged as of %s, the day of this build", s.AsOf.Day)
}

// readFrom says what was read: a revision, or the work tree of a branch.
func (s *site) readFrom() string {
	switch {
	case s.AsOf.Revision != "":
		return s.t("documents as they stood at revision %s", s.AsOf.Revision)
	case s.History.Branch != "":
		return s.t("documents of the work tree on branch %s", s.History.Branch)
	}
	return s.t("documents of the work tree")
}

// absolute gives the address of a path on the server that the configuration names.
func (s *site) absolute(to string) string {
	return address.Relative(strings.TrimSuffix(s.Site.BaseURL, "/")+"/", to)
}

// document links to a document by id. An id that no document has stays as text.
func (p page) document(id doc.ID) Link {
	if d := p.Docs.ByID(id); d != nil {
		return p.documentLink(d)
	}
	return Link{Text: string(id)}
}

func (p page) documentLink(d *doc.Document) Link {
	return p.quoted(Link{Text: string(d.ID), Href: p.href(p.addr.documents[d]), Title: titleOf(d), ID: true}, d.Language)
}

// named links to a document by its title.
func (p page) named(d *doc.Document) Link {
	return p.quoted(Link{Text: titleOf(d), Href: p.href(p.addr.documents[d]), Title: string(d.ID)}, d.Language)
}

// titleWords gives the title of a document in its language.
func titleWords(d *doc.Document) phrase.Phrase { return phrase.In(d.Language, titleOf(d)) }

func titleOf(d *doc.Document) string {
	if d.Title != "" {
		return d.Title
	}
	return string(d.ID)
}

// item links to a clause, requirement, required document or process.
func (p page) item(ref standard.Ref) Link {
	std := p.Standards.Standard(ref.Standard)
	l := Link{Text: ref.Item, Href: p.href(p.addr.items[ref])}
	if std == nil {
		return Link{Text: ref.String()}
	}
	kind, _ := std.Kind(ref.Item)
	if std != p.Standards.Primary() && (kind == standard.KindClause || kind == standard.KindRequirement) {
		l.Text = std.Name + " " + ref.Item
		if std.Name == p.Standards.Primary().Name {
			l.Text = std.Name + ":" + std.Edition + " " + ref.Item
		}
	}
	switch kind {
	case standard.KindClause:
		l.ID = true
		l.Title = std.Clause(ref.Item).Title
	case standard.KindRequirement:
		l.ID = true
		l.Title = std.Requirement(ref.Item).Text
	case standard.KindRequired:
		l.Text, l.Title = std.RequiredDocument(ref.Item).Title, ref.Item
	case standard.KindProcess:
		l.Text, l.Title = std.Process(ref.Item).Name, ref.Item
	}
	return p.quoted(l, std.Language)
}

func (p page) clause(std, id string) Link { return p.item(standard.Ref{Standard: std, Item: id}) }

// clauses links to several clauses of one standard.
func (p page) clauses(std string, ids []string) []Link {
	out := make([]Link, len(ids))
	for i, id := range ids {
		out[i] = p.clause(std, id)
	}
	return out
}

// role links to a role by its title.
func (p page) role(id string) Link {
	if _, ok := p.People.Role(id); ok {
		return Link{Text: p.roleTitle(id), Href: p.href(p.addr.roles[id]), Title: id}
	}
	return Link{Text: id}
}

// roleTitle gives the title of a role, or its id where it has none.
func (s *site) roleTitle(id string) string {
	if r, ok := s.People.Role(id); ok && r.Title != "" {
		return r.Title
	}
	return id
}

// person links to a person by name.
func (p page) person(id string) Link {
	if m, ok := p.People.Person(id); ok {
		text := m.Name
		if text == "" {
			text = id
		}
		return Link{Text: text, Href: p.href(p.addr.people[id])}
	}
	if known := p.masks.Mask(id); p.masks == nil || id == "" || known != id {
		return Link{Text: known}
	}
	return Link{Text: p.unlisted(approval.Person{Name: id})}
}

// whoever links to what is a role or a person.
func (p page) whoever(id string) Link {
	if _, ok := p.People.Role(id); ok {
		return p.role(id)
	}
	return p.person(id)
}

func (p page) party(id string) Link {
	if x, ok := p.People.Party(id); ok {
		text := x.Name
		if text == "" {
			text = id
		}
		return Link{Text: text, Href: p.href(p.addr.parties[id])}
	}
	return Link{Text: id}
}

// relativeDay says how far a day is from the as-of day, in words.
func (s *site) relativeDay(d date.Date) string {
	switch n := s.AsOf.Day.DaysUntil(d); {
	case n == 0:
		return s.t("today")
	case n == 1:
		return s.t("in %s day", theme.Group(n))
	case n > 0:
		return s.t("in %s days", theme.Group(n))
	case n == -1:
		return s.t("%s day ago", theme.Group(-n))
	default:
		return s.t("%s days ago", theme.Group(-n))
	}
}

func (s *site) t(text string, args ...any) string { return s.theme.Words.T(text, args...) }

// n gives a number with the word that fits it.
func (s *site) n(count int, one, many string) string { return s.theme.Words.N(count, one, many) }

// other gives a language if it is not that of the pages.
func (s *site) other(language string) string { return s.theme.Words.Other(language) }

func (s *site) say(p phrase.Phrase) theme.Text { return s.theme.Words.Say(p) }

// plain is for sentences in which nothing is quoted.
func (s *site) plain(p phrase.Phrase) string { return s.say(p).String() }
