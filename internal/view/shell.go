package view

import (
	"path"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/trust"
	"clausebook/internal/whole"
)

// Link is text that may lead somewhere. Href is relative to the page that shows it, or leads to the forge; without
// one the text stands alone.
type Link struct {
	Text, Href, Title string
	Lang              string // of text and title, where it is not that of the page
	ID                bool   // the text is an identifier, which must not break over lines
}

// Class gives the class of an identifier, which does not break over lines outside tables either, unless it is long.
func (l Link) Class() string {
	switch {
	case !l.ID:
		return ""
	case len(l.Text) > whole.Longest:
		return "ref long"
	}
	return "ref"
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
	Source       string // the words that say which revision was read, where it is not the work tree
	Commit       Link   // that the subject of the page is from
	Tool         string
	Printed      string // for the foot of printed pages: what this is, in which version
	Prev, Next   Link
	Masked       bool   // people are shown by pseudonym
	Labels       []Tag  // that such a script gives
	Relabel      string // the day for which what falls due is labelled, where a script may label it for another
}

// Page is one page while it is put together. It knows where it stands, so that each link it gives leads from there.
type Page struct {
	*View
	kind, Path, Root string
	Anywhere         bool // the page may be shown under any address, and Root leads from each of them
}

// Href leads from the page to a path of the site; nothing leads nowhere.
func (p Page) Href(to string) string {
	if to == "" {
		return ""
	}
	if p.Anywhere {
		return address.Relative(p.Root, to)
	}
	return address.Between(p.Path, to)
}

// Link is text that leads to a path of the site.
func (p Page) Link(text, to string) Link { return Link{Text: text, Href: p.Href(to)} }

// Shell makes the frame. Section is the address of the menu entry that the page belongs to.
func (p Page) Shell(title, section string, crumbs ...Link) Shell {
	s := Shell{
		Kind: p.kind, Lang: p.Language(), Dir: Direction(p.Language()), Title: title, Headline: theme.Own(title),
		Site: p.Title(), Organization: p.Site.Organization, Root: p.Root, Tool: p.Tool,
		Custom: p.Theme.Has("custom.css"), Look: p.Site.Look.Coloured(), AsOf: p.JudgedOn(), Crumbs: crumbs,
		Masked: p.Masks != nil,
	}
	if p.Site.Look.Logo != "" && p.Copies {
		s.Logo = p.Href(p.LogoPath())
	}
	for _, logo := range []string{"logo.svg", "logo.png"} {
		if s.Logo == "" && p.Theme.Has(logo) {
			s.Logo = p.Href("assets/" + logo)
		}
	}
	if p.Site.BaseURL != "" {
		s.Canonical = p.Absolute(p.Path)
	}
	if p.AsOf.Revision != "" {
		s.Source = p.ReadFrom()
	}
	s.Sections = p.sections(section)
	return s
}

// LastChange gives the commit that a document is from, for the foot of the pages about it. The commit that the site was built from
// is on the page about that alone: on every page, each commit would change them all.
func (p Page) LastChange(d *doc.Document) Link {
	if known := p.Known(d, 0, 1); len(known) > 0 && known[0].Commit != nil && !p.Uncommitted(d) {
		return p.Commit(string(known[0].Commit.Hash))
	}
	return Link{}
}

// Titled makes the frame of a page whose title quotes something that may be in another language.
func (p Page) Titled(title phrase.Phrase, section string, crumbs ...Link) Shell {
	headline := p.Say(title)
	s := p.Shell(headline.String(), section, crumbs...)
	s.Headline = headline
	return s
}

// sections is the menu of the whole site.
func (p Page) sections(current string) []NavLink {
	var out []NavLink
	for _, m := range p.menus {
		if m.Section != "" {
			at := p.begin(m.At)
			out = append(out, NavLink{Link: p.Link(p.T(m.Section), at), Current: p.Path == at, Open: current == m.At})
		}
	}
	return out
}

// begin gives the page at which a section begins: that of the clauses with those of the standard that counts, rather than with a list
// of standards.
func (s *View) begin(section string) string {
	if primary := s.Standards.Primary(); section == "standards.html" && primary != nil {
		return s.Addr.Standards[primary.ID]
	}
	return section
}

// Menu lists the kinds of pages that stand in the menu of a section.
func (p Page) Menu(section string) []NavLink {
	var out []NavLink
	for _, m := range p.menus {
		if m.Under == section && m.Local != "" {
			out = append(out, p.Nav(p.T(m.Local), m.At))
		}
	}
	return out
}

// Local fills the menu of the section.
func (p Page) Local(s *Shell, title string, links ...NavLink) {
	s.LocalTitle, s.Local = title, links
}

// Nav is an entry of a menu.
func (p Page) Nav(text, to string) NavLink {
	return NavLink{Link: p.Link(text, to), Current: p.Path == to}
}

// ClauseNav leads to a clause, or to what stands for it at another address.
func (p Page) ClauseNav(std *standard.Standard, c *standard.Clause, to string) NavLink {
	return NavLink{Link: p.ClauseLink(std, c, to), Current: p.Path == to}
}

// ClauseLink leads to what stands for a clause, under its number and title.
func (p Page) ClauseLink(std *standard.Standard, c *standard.Clause, to string) Link {
	return p.Quoted(p.Link(c.ID+" "+c.Title, to), std.LanguageOf(c.Title))
}

// Quoted marks a link whose text or title is in a language that may be another than that of the page.
func (p Page) Quoted(l Link, language string) Link {
	l.Lang = p.Other(language)
	return l
}

// Untitled leaves out what a link says when it is pointed at. An identifier alone is in no language.
func (l Link) Untitled() Link {
	l.Title = ""
	if l.ID {
		l.Lang = ""
	}
	return l
}

// Quote gives text in a language that may be another than that of the page.
func (s *View) Quote(language, text string) theme.Text { return s.Say(phrase.In(language, text)) }

// LogoPath is where the logo of the configuration is copied to.
func (s *View) LogoPath() string {
	return "assets/own-logo" + strings.ToLower(path.Ext(s.Site.Look.Logo))
}

// Title is that of the site.
func (s *View) Title() string {
	if s.Site.Title != "" {
		return s.Site.Title
	}
	return s.T("Service management system")
}

// Language is that of the pages.
func (s *View) Language() string {
	if s.Site.Language != "" {
		return s.Site.Language
	}
	return "en"
}

// Direction gives the writing direction of a language.
func Direction(language string) string {
	switch theme.Base(language) {
	case "ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}

// JudgedOn says on which day dates were judged, and who says so.
func (s *View) JudgedOn() string {
	if s.AsOf.Pinned {
		return s.T("Dates judged as of %s (set in the configuration or by a flag)", s.AsOf.Day)
	}
	return s.T("Dates judged as of %s, the day of this build", s.AsOf.Day)
}

// ReadFrom says what was read: a revision, or the work tree of a branch.
func (s *View) ReadFrom() string {
	switch {
	case s.AsOf.Revision != "":
		return s.T("documents as of revision %s", s.AsOf.Revision)
	case s.History.Branch != "":
		return s.T("documents of the work tree on branch %s", s.History.Branch)
	}
	return s.T("documents of the work tree")
}

// Absolute gives the address of a path on the server that the configuration names.
func (s *View) Absolute(to string) string {
	return address.Relative(strings.TrimSuffix(s.Site.BaseURL, "/")+"/", to)
}

// Document links to a document by id. An id that no document has stays as text.
func (p Page) Document(id doc.ID) Link {
	if d := p.Docs.ByID(id); d != nil {
		return p.DocumentLink(d)
	}
	return Link{Text: string(id)}
}

// DocumentLink leads to a document under its id.
func (p Page) DocumentLink(d *doc.Document) Link {
	return p.Quoted(Link{Text: string(d.ID), Href: p.Href(p.Addr.Documents[d]), Title: TitleOf(d), ID: true}, d.Language)
}

// Named links to a document by its title.
func (p Page) Named(d *doc.Document) Link {
	return p.Quoted(Link{Text: TitleOf(d), Href: p.Href(p.Addr.Documents[d]), Title: string(d.ID)}, d.Language)
}

// TitleWords gives the title of a document in its language.
func TitleWords(d *doc.Document) phrase.Phrase { return phrase.In(d.Language, TitleOf(d)) }

// TitleOf gives the title of a document, or its id where it has none.
func TitleOf(d *doc.Document) string {
	if d.Title != "" {
		return d.Title
	}
	return string(d.ID)
}

// Item links to a clause, requirement, required document or process.
func (p Page) Item(ref standard.Ref) Link {
	std := p.Standards.Standard(ref.Standard)
	l := Link{Text: ref.Item, Href: p.Href(p.Addr.Items[ref])}
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
	said := ""
	switch kind {
	case standard.KindClause:
		said = std.Clause(ref.Item).Title
		l.ID, l.Title = true, said
	case standard.KindRequirement:
		said = std.Requirement(ref.Item).Text
		l.ID, l.Title = true, said
	case standard.KindRequired:
		said = std.RequiredDocument(ref.Item).Title
		l.Text, l.Title = said, ref.Item
	case standard.KindProcess:
		said = std.Process(ref.Item).Name
		l.Text, l.Title = said, ref.Item
	}
	return p.Quoted(l, std.LanguageOf(said))
}

// Clause leads to a clause under its number.
func (p Page) Clause(std, id string) Link { return p.Item(standard.Ref{Standard: std, Item: id}) }

// Clauses links to several clauses of one standard.
func (p Page) Clauses(std string, ids []string) []Link {
	out := make([]Link, len(ids))
	for i, id := range ids {
		out[i] = p.Clause(std, id)
	}
	return out
}

// Role links to a role by its title.
func (p Page) Role(id string) Link {
	if _, ok := p.People.Role(id); ok {
		return Link{Text: p.RoleTitle(id), Href: p.Href(p.Addr.Roles[id]), Title: id}
	}
	return Link{Text: id}
}

// RoleTitle gives the title of a role, or its id where it has none.
func (s *View) RoleTitle(id string) string {
	if r, ok := s.People.Role(id); ok && r.Title != "" {
		return r.Title
	}
	return id
}

// Person links to a person by name.
func (p Page) Person(id string) Link {
	if m, ok := p.People.Person(id); ok {
		text := m.Name
		if text == "" {
			text = id
		}
		return Link{Text: text, Href: p.Href(p.Addr.People[id])}
	}
	if known := p.Masks.Mask(id); p.Masks == nil || id == "" || known != id {
		return Link{Text: known}
	}
	return Link{Text: p.unlisted(trust.Person{Name: id})}
}

// Whoever links to what is a role or a person.
func (p Page) Whoever(id string) Link {
	if _, ok := p.People.Role(id); ok {
		return p.Role(id)
	}
	return p.Person(id)
}

// Party leads to a customer or supplier.
func (p Page) Party(id string) Link {
	if x, ok := p.People.Party(id); ok {
		text := x.Name
		if text == "" {
			text = id
		}
		return Link{Text: text, Href: p.Href(p.Addr.Parties[id])}
	}
	return Link{Text: id}
}

// relativeDay says how far a day is from the as-of day, in words.
func (s *View) relativeDay(d date.Date) string {
	switch n := s.AsOf.Day.DaysUntil(d); {
	case n == 0:
		return s.T("today")
	case n == 1:
		return s.T("in %s day", theme.Group(n))
	case n > 0:
		return s.T("in %s days", theme.Group(n))
	case n == -1:
		return s.T("%s day ago", theme.Group(-n))
	default:
		return s.T("%s days ago", theme.Group(-n))
	}
}

// T gives a text in the language of the pages, with the arguments filled in as fmt does.
func (s *View) T(text string, args ...any) string { return s.Theme.Words.T(text, args...) }

// N gives a number with the word that fits it.
func (s *View) N(count int, one, many string) string { return s.Theme.Words.N(count, one, many) }

// Other gives a language if it is not that of the pages.
func (s *View) Other(language string) string { return s.Theme.Words.Other(language) }

// Say gives a sentence that another package has worded.
func (s *View) Say(p phrase.Phrase) theme.Text { return s.say(p, func(string) string { return "" }) }

// Say gives a sentence that another package has worded. What it leaves out of a list leads to the whole list.
func (p Page) Say(words phrase.Phrase) theme.Text {
	return p.say(words, func(whole string) string { return p.Href(p.wholeAt(trace.WholeNamed(whole))) })
}

// say puts the address of a list in the place of its name.
func (s *View) say(p phrase.Phrase, at func(whole string) string) theme.Text {
	out := s.Theme.Words.Say(p)
	for i := range out {
		if out[i].Whole != "" {
			out[i].Whole = at(out[i].Whole)
		}
	}
	return out
}

// wholeAt gives the place of a list that an item has.
func (s *View) wholeAt(list trace.Whole) string {
	if at := s.Addr.Rows[list.Of]; at != "" && list.List == trace.EvidenceList {
		return at
	}
	return s.Addr.Items[list.Of]
}

// Plain is for sentences in which nothing is quoted.
func (s *View) Plain(p phrase.Phrase) string { return s.Say(p).String() }

// Menu is a place in the menus. Section is the word in the menu of the whole site, Local that in the menu of the section
// whose address is Under, or of its own section. At is the first fixed address of the kind.
type Menu struct{ At, Section, Under, Local string }

// More leads to the rest of a list of which a page shows the beginning; the zero Link where nothing is left.
func (p Page) More(left int, to string) Link {
	if left <= 0 {
		return Link{}
	}
	return p.Link(p.T("and %d more", left), to)
}

// Quotes gives several texts in one language.
func (p Page) Quotes(language string, texts []string) []theme.Text {
	var out []theme.Text
	for _, t := range texts {
		out = append(out, p.Quote(language, t))
	}
	return out
}

// Stated gives a text of a standard, marked where it is in another language than the page.
func (p Page) Stated(std *standard.Standard, text string) theme.Text {
	return p.Quote(std.LanguageOf(text), text)
}

// AllStated gives several texts of a standard.
func (p Page) AllStated(std *standard.Standard, texts []string) []theme.Text {
	var out []theme.Text
	for _, t := range texts {
		out = append(out, p.Stated(std, t))
	}
	return out
}

// StepTo leads to the page of a clause.
func (p Page) StepTo(std *standard.Standard, c *standard.Clause) Link {
	return p.ClauseLink(std, c, p.Addr.Items[standard.Ref{Standard: std.ID, Item: c.ID}])
}

// Day gives a day with its distance from the as-of day.
func (p Page) Day(d date.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String() + " (" + strings.ReplaceAll(p.relativeDay(d), " ", "\u00a0") + ")" // it breaks before the words, not within them
}
