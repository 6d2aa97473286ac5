package view

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/strictyaml"
	"clausebook/internal/theme"
	"clausebook/internal/witness"
)

// DocumentRow is a document in a register.
type DocumentRow struct {
	ID      string
	Link    Link
	Type    Link
	Version string
	Status  Tag
	Owner   Link
	Review  Tag
	Due     string
	Date    string
}

// typeOrder puts the types in the order in which a reader looks for them.
var typeOrder = []string{"policy", "plan", "process", "procedure", "catalogue", "service", "agreement", "contract", "register", "programme",
	"report", "minutes", "record", "certificate", "audit-report", "nonconformity", "improvement", "applicability", "guide"}

var typeNames = map[string][2]string{
	"policy": {"Policy", "Policies"}, "plan": {"Plan", "Plans"}, "process": {"Process", "Processes"}, "procedure": {"Procedure", "Procedures"},
	"catalogue": {"Catalogue", "Catalogues"}, "service": {"Service", "Services"}, "agreement": {"Agreement", "Agreements"},
	"contract": {"Contract", "Contracts"}, "register": {"Register", "Registers"}, "programme": {"Programme", "Programmes"},
	"report": {"Report", "Reports"}, "minutes": {"Minutes", "Minutes"}, "record": {"Record", "Records"},
	"certificate":  {"Certificate", "Certificates"},
	"audit-report": {"Audit report", "Audit reports"}, "nonconformity": {"Nonconformity", "Nonconformities"},
	"improvement": {"Improvement", "Improvements"}, "applicability": {"Statement of applicability", "Statements of applicability"},
	"guide": {"Guide", "Guides"}, "": {"Untyped document", "Untyped documents"},
}

// TypeWord names one document of a type.
func (s *View) TypeWord(t string) string { return s.typeName(t, 0) }

// TypeWords names several documents of a type.
func (s *View) TypeWords(t string) string { return s.typeName(t, 1) }

func (s *View) typeName(t string, number int) string {
	if names, ok := typeNames[t]; ok {
		return s.T(names[number])
	}
	first, size := utf8.DecodeRuneInString(t)
	return string(unicode.ToUpper(first)) + strings.ReplaceAll(t[size:], "-", " ")
}

// Types lists the types that occur, in reading order.
func (s *View) Types() []string {
	var out []string
	for t := range s.Index.ByType() {
		out = append(out, t)
	}
	rank := func(t string) int {
		if i := slices.Index(typeOrder, t); i >= 0 {
			return i
		}
		return len(typeOrder)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	return out
}

// PlainType gives the type as addresses have it.
func PlainType(t string) string {
	if t == "" {
		return "untyped"
	}
	return t
}

// menuTypes is how many types the menu lists. There are fewer; only documents that make up types of their own have more,
// and those stand in the register.
const menuTypes = 30

// SectionOfType gives the section of the menu in which documents of a type stand: the address of its first page.
func SectionOfType(t string) string {
	switch {
	case t == "service":
		return "services.html"
	case slices.Contains([]string{"audit-report", "nonconformity", "improvement", "programme", "certificate"}, t):
		return "audits.html"
	case doc.RecordType(t):
		return "records.html"
	}
	return "documents.html"
}

// Section leads to a section of the menu, under its name.
func (p Page) Section(at string) Link {
	for _, m := range p.menus {
		if m.At == at {
			return p.Link(p.T(m.Section), p.begin(at))
		}
	}
	return Link{}
}

// TypesNav fills the menu of a section with its lists, and with the types of the documents that stand in it.
func (p Page) TypesNav(s *Shell, section string) {
	links := p.Menu(section)
	types := slices.DeleteFunc(p.Types(), func(t string) bool { return SectionOfType(t) != section })
	for _, t := range types[:min(len(types), menuTypes)] {
		link := p.Nav(p.TypeWords(t), p.Addr.Types[t])
		link.Count = theme.Group(len(p.Index.ByType()[t]))
		links = append(links, link)
	}
	if more := p.More(len(types)-menuTypes, "documents.html#types"); more.Text != "" {
		links = append(links, NavLink{Link: more})
	}
	p.Local(s, p.Section(section).Text, links...)
}

// TypeNav fills the menu beside a document: of the types, which every list of documents has, its own alone.
func (p Page) TypeNav(s *Shell, d *doc.Document) {
	section := SectionOfType(d.Type)
	own := p.Nav(p.TypeWords(d.Type), p.Addr.Types[d.Type])
	own.Open = true
	p.Local(s, p.Section(section).Text, append(p.Menu(section), own)...)
}

// DocumentRows shows documents in a register.
func (p Page) DocumentRows(documents []*doc.Document) []DocumentRow {
	var out []DocumentRow
	for _, d := range documents {
		out = append(out, p.DocumentRow(d))
	}
	return out
}

// DocumentRow shows a document in a register.
func (p Page) DocumentRow(d *doc.Document) DocumentRow {
	row := DocumentRow{ID: string(d.ID), Link: p.Named(d), Type: p.Link(p.TypeWord(d.Type), p.Addr.Types[d.Type]), Version: d.Version,
		Status: p.StatusOf(d), Owner: p.Owner(d.Owner), Review: p.Review(d), Date: d.Date.String()}
	row.Due = p.ReviewDue(d).String()
	return row
}

// ServiceState says in words whether a service is live.
func (s *View) ServiceState(state string) string {
	switch state {
	case "pipeline":
		return s.T("in preparation")
	case "live":
		return s.T("live")
	case "retired":
		return s.T("retired")
	}
	return state
}

// OpenAction is an action that was decided on, in a meeting or for an improvement or a nonconformity, and that is not closed.
type OpenAction struct {
	Due  date.Date
	Item *strictyaml.Node
	From *doc.Document
}

// findActions lists the actions of documents that are not closed, the oldest due day first.
func findActions(acts *witness.Book, documents []*doc.Document) []OpenAction {
	var out []OpenAction
	for _, d := range documents {
		for _, item := range d.Front.Get("actions").Items() {
			if !acts.Done(d, item) {
				due, _ := date.Parse(item.Get("due").Text())
				out = append(out, OpenAction{due, item, d})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b OpenAction) int { return a.Due.Compare(b.Due) })
	return out
}
