package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/strictyaml"
	"clausebook/internal/theme"
)

// documentsPage is the register of documents, or the part of it that holds one type.
type documentsPage struct {
	Shell
	Types []TypeRow
	Rows  []DocumentRow
	Pager Pager
}

// TypeRow is a type of documents with their number.
type TypeRow struct {
	Link                      Link
	Count                     int
	Draft, Overdue, Withdrawn int
}

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

// servicesPage is the service catalogue.
type servicesPage struct {
	Shell
	Picture  template.HTML // which service depends on which
	Services []ServiceRow
	Pager    Pager
}

// ServiceRow is a service in the catalogue.
type ServiceRow struct {
	ID          string
	Link        Link
	Owner       Link
	State       string
	Criticality string
	Hours       string
	Customers   []Link
	DependsOn   []Link
	UsedBy      []Link
	Agreements  []Link
	Status      Tag
}

// recordsPage lists the records of what was done, and what was decided to be done.
type recordsPage struct {
	Shell
	Actions []ActionRow
	Rest    Link // to the actions that have no room here
	Rows    []DocumentRow
	Pager   Pager
}

// actionsPage lists the actions that are not closed, where they are many.
type actionsPage struct {
	Shell
	Actions []ActionRow
	Pager   Pager
}

// ActionRow is an action that a meeting decided on.
type ActionRow struct {
	Number string
	Text   theme.Text
	Owner  Link
	Due    string
	State  Tag
	From   Link
}

// auditsPage brings together audits, what they found, and what was improved.
type auditsPage struct {
	Shell
	Audits          []AuditRow
	Nonconformities []CaseRow
	Improvements    []CaseRow
	// Whole leads to the register of a type, by type, where not all of its documents are shown.
	Whole      map[string]Link
	Programmes []DocumentRow
	Reviews    []DocumentRow
	Periods    []FactRow
}

// AuditRow is an audit.
type AuditRow struct {
	Date, Period string
	Link         Link
	Auditors     []Link
	Scope        theme.Text
	Findings     []FactRow // number of findings by grade
	Status       Tag
}

// CaseRow is a nonconformity or an improvement.
type CaseRow struct {
	ID               string
	Link             Link
	Grade            string
	Raised, Due, End string
	State            Tag
	Owner            Link
	From             Link
}

const rowsPerPage = 150

// typeOrder puts the types in the order in which a reader looks for them.
var typeOrder = []string{"policy", "plan", "process", "procedure", "catalogue", "service", "agreement", "contract", "register", "programme",
	"report", "minutes", "record", "audit-report", "nonconformity", "improvement", "guide"}

var typeNames = map[string][2]string{
	"policy": {"Policy", "Policies"}, "plan": {"Plan", "Plans"}, "process": {"Process", "Processes"}, "procedure": {"Procedure", "Procedures"},
	"catalogue": {"Catalogue", "Catalogues"}, "service": {"Service", "Services"}, "agreement": {"Agreement", "Agreements"},
	"contract": {"Contract", "Contracts"}, "register": {"Register", "Registers"}, "programme": {"Programme", "Programmes"},
	"report": {"Report", "Reports"}, "minutes": {"Minutes", "Minutes"}, "record": {"Record", "Records"},
	"audit-report": {"Audit report", "Audit reports"}, "nonconformity": {"Nonconformity", "Nonconformities"},
	"improvement": {"Improvement", "Improvements"}, "guide": {"Guide", "Guides"}, "": {"Untyped document", "Untyped documents"},
}

func (s *site) typeWord(t string) string  { return s.typeName(t, 0) }
func (s *site) typeWords(t string) string { return s.typeName(t, 1) }

func (s *site) typeName(t string, number int) string {
	if names, ok := typeNames[t]; ok {
		return s.t(names[number])
	}
	first, size := utf8.DecodeRuneInString(t)
	return string(unicode.ToUpper(first)) + strings.ReplaceAll(t[size:], "-", " ")
}

// types lists the types that occur, in reading order.
func (s *site) types() []string {
	var out []string
	for t := range s.index.byType() {
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

var documentsKind = Kind{Name: "documents", Fixed: []string{"documents.html"}, Menu: Menu{Section: "Documents", Local: "All documents"},
	Empty: documentsPage{}, Golden: "documents.html",
	Claim: func(s *site) {
		for _, d := range s.Docs.Documents {
			if _, known := s.addr.types[d.Type]; !known {
				s.addr.types[d.Type] = s.addr.Page("", "documents-"+plainType(d.Type))
			}
		}
	},
	Pages: func(s *site) []Sheet {
		all := s.inOrder()
		out := parts("documents.html", len(all), rowsPerPage, func(p page, at Pager) any { return p.register(all, at) })
		for _, t := range s.types() {
			n := len(s.index.byType()[t])
			out = append(out, parts(s.addr.types[t], n, rowsPerPage, func(p page, at Pager) any { return p.typeRegister(t, at) })...)
		}
		return out
	}}

var servicesKind = Kind{Name: "services", Fixed: []string{"services.html"}, Menu: Menu{Section: "Services"}, Empty: servicesPage{},
	Golden: "services.html",
	Pages: func(s *site) []Sheet {
		return parts("services.html", len(s.index.byType()["service"]), servicesPerPage, page.services)
	}}

var recordsKind = Kind{Name: "records", Fixed: []string{"records.html"}, Menu: Menu{Under: "documents.html", Local: "Records and actions"},
	Empty: recordsPage{}, Golden: "records.html",
	Pages: func(s *site) []Sheet {
		records := s.records()
		return parts("records.html", len(records), recordsPerPage, func(p page, at Pager) any { return p.recordsPage(records, at) })
	}}

// A list of actions that fits on the page of the records has no page of its own.
var actionsKind = Kind{Name: "actions", Fixed: []string{actionsPath}, Empty: actionsPage{}, Golden: actionsPath, Crowded: true,
	Pages: func(s *site) []Sheet {
		n := len(s.index.actions())
		if n <= shownActions {
			return nil
		}
		return parts(actionsPath, n, actionsPerPage, page.actionsPage)
	}}

var auditsKind = Kind{Name: "audits", Fixed: []string{"audits.html"}, Menu: Menu{Under: "documents.html", Local: "Audits and improvement"},
	Pages: fixed("audits.html", page.audits), Empty: auditsPage{}, Golden: "audits.html"}

func plainType(t string) string {
	if t == "" {
		return "untyped"
	}
	return t
}

// menuTypes is how many types the menu lists. There are fewer; only documents that make up types of their own have more,
// and those stand in the register.
const menuTypes = 30

// documentsNav is the menu of the documents.
func (p page) documentsNav() []NavLink {
	out := p.menu("documents.html")
	types := p.types()
	for _, t := range types[:min(len(types), menuTypes)] {
		link := p.nav(p.typeWords(t), p.addr.types[t])
		link.Count = theme.Group(len(p.index.byType()[t]))
		out = append(out, link)
	}
	return out
}

// register is the register of all documents. Its first part says how many there are of each type.
func (p page) register(documents []*doc.Document, at Pager) any {
	out := documentsPage{Shell: p.shell(p.t("Register of documents"), "documents.html"), Pager: at}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
	out.Rows = p.documentRows(documents[at.From:at.To])
	if at.From == 0 {
		for _, t := range p.types() {
			out.Types = append(out.Types, p.typeRow(t))
		}
	}
	return out
}

// typeRegister is the register of one type.
func (p page) typeRegister(t string, at Pager) any {
	out := documentsPage{Shell: p.shell(p.typeWords(t), "documents.html", p.link(p.t("Documents"), "documents.html")), Pager: at}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
	out.Rows = p.documentRows(p.index.byType()[t][at.From:at.To])
	return out
}

func (p page) documentRows(documents []*doc.Document) []DocumentRow {
	var out []DocumentRow
	for _, d := range documents {
		out = append(out, p.documentRow(d))
	}
	return out
}

func (p page) typeRow(t string) TypeRow {
	row := TypeRow{Link: p.link(p.typeWords(t), p.addr.types[t])}
	for _, d := range p.index.byType()[t] {
		row.Count++
		switch {
		case d.Status == doc.Draft || d.Status == doc.InReview:
			row.Draft++
		case p.review(d).Kind == "overdue":
			row.Overdue++
		case d.Status == doc.Withdrawn || d.Status == doc.Superseded:
			row.Withdrawn++
		}
	}
	return row
}

func (p page) documentRow(d *doc.Document) DocumentRow {
	row := DocumentRow{ID: string(d.ID), Link: p.named(d), Type: p.link(p.typeWord(d.Type), p.addr.types[d.Type]), Version: d.Version,
		Status: p.status(d.Status), Owner: p.owner(d.Owner), Review: p.review(d), Date: d.Date.String()}
	if due := d.ReviewDue(); !due.IsZero() && d.Status.Current() {
		row.Due = due.String()
	}
	return row
}

const (
	servicesPerPage = 60
	serviceLinks    = 6 // of one kind beside a service
)

func (p page) services(at Pager) any {
	services := p.index.byType()["service"]
	out := servicesPage{Shell: p.shell(p.t("Services"), "services.html"), Pager: at}
	for _, d := range services[at.From:at.To] {
		out.Services = append(out.Services, p.serviceRow(d))
	}
	out.Picture = p.picture(services)
	return out
}

// few keeps the first of many links, and leads to the page of the service for the others.
func (p page) few(links []Link, d *doc.Document) []Link {
	if len(links) <= serviceLinks {
		return links
	}
	return append(links[:serviceLinks], p.more(len(links)-serviceLinks, p.addr.documents[d]))
}

func (p page) serviceRow(d *doc.Document) ServiceRow {
	row := ServiceRow{ID: string(d.ID), Link: p.named(d), Owner: p.owner(cmp.Or(d.Front.Get("service_owner").Text(), d.Owner)),
		State: p.serviceState(d.Front.Get("state").Text()), Criticality: p.t(d.Front.Get("criticality").Text()), Hours: d.Front.Get("hours").Text(),
		Status: p.status(d.Status)}
	for _, id := range d.Front.Get("customers").Texts() {
		row.Customers = append(row.Customers, p.party(id))
	}
	for _, id := range ids(d.Front.Get("depends_on").Texts()) {
		row.DependsOn = append(row.DependsOn, p.document(id))
	}
	for _, b := range p.index.backlinks()[d.ID] {
		switch {
		case b.relation == "depends":
			row.UsedBy = append(row.UsedBy, p.documentLink(b.from))
		case b.relation == "services" && b.from.Type == "agreement":
			row.Agreements = append(row.Agreements, p.documentLink(b.from))
		}
	}
	for _, links := range []*[]Link{&row.Customers, &row.DependsOn, &row.UsedBy, &row.Agreements} {
		*links = p.few(*links, d)
	}
	return row
}

func (s *site) serviceState(state string) string {
	switch state {
	case "pipeline":
		return s.t("in preparation")
	case "live":
		return s.t("live")
	case "retired":
		return s.t("retired")
	}
	return state
}

// records lists what is evidence of something done on a day, newest first.
func (s *site) records() []*doc.Document {
	var out []*doc.Document
	for _, d := range s.Docs.Documents {
		if d.IsRecord() {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b *doc.Document) int { return cmp.Or(b.Date.Compare(a.Date), compareDocuments(a, b)) })
	return out
}

func (p page) recordsPage(records []*doc.Document, at Pager) any {
	out := recordsPage{Shell: p.shell(p.t("Records and actions"), "documents.html", p.link(p.t("Documents"), "documents.html")), Pager: at}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
	for _, d := range records[at.From:at.To] {
		out.Rows = append(out.Rows, p.documentRow(d))
	}
	if actions := p.index.actions(); at.From == 0 {
		out.Actions = p.actionRows(actions[:min(len(actions), shownActions)])
		out.Rest = p.more(len(actions)-len(out.Actions), actionsPath)
	}
	return out
}

const (
	recordsPerPage = 100
	actionsPath    = "actions.html"
	actionsPerPage = 150
	shownActions   = 60 // on the page of the records
)

// openAction is an action that a meeting decided on and that is not closed.
type openAction struct {
	due  date.Date
	item *strictyaml.Node
	from *doc.Document
}

// findActions lists the actions of all minutes that are not closed, the oldest due day first.
func findActions(minutes []*doc.Document) []openAction {
	var out []openAction
	for _, d := range minutes {
		for _, item := range d.Front.Get("actions").Items() {
			if item.Get("closed_on").Text() == "" {
				due, _ := date.Parse(item.Get("due").Text())
				out = append(out, openAction{due, item, d})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b openAction) int { return a.due.Compare(b.due) })
	return out
}

func (p page) actionRows(actions []openAction) []ActionRow {
	var out []ActionRow
	for _, a := range actions {
		out = append(out, ActionRow{Number: a.item.Get("id").Text(), Text: p.quote(a.from.Language, a.item.Get("text").Text()), Owner: p.whoever(a.item.Get("owner").Text()),
			Due: p.day(a.due), State: p.actionState(a.item), From: p.named(a.from)})
	}
	return out
}

func (p page) actionsPage(at Pager) any {
	out := actionsPage{Shell: p.shell(p.t("Open actions"), "documents.html", p.link(p.t("Documents"), "documents.html"), p.link(p.t("Records and actions"), "records.html")), Pager: at}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
	out.Actions = p.actionRows(p.index.actions()[at.From:at.To])
	return out
}

func (p page) audits() any {
	out := auditsPage{Shell: p.shell(p.t("Audits and improvement"), "documents.html", p.link(p.t("Documents"), "documents.html")), Whole: map[string]Link{}}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
	for _, d := range newestFirst(p.index.byType()["audit-report"]) {
		out.Audits = append(out.Audits, p.auditRow(d))
	}
	for _, d := range newestFirst(p.index.byType()["nonconformity"]) {
		out.Nonconformities = append(out.Nonconformities, p.caseRow(d))
	}
	for _, d := range newestFirst(p.index.byType()["improvement"]) {
		out.Improvements = append(out.Improvements, p.caseRow(d))
	}
	for _, d := range newestFirst(p.index.byType()["programme"]) {
		out.Programmes = append(out.Programmes, p.documentRow(d))
	}
	for _, kind := range []string{"audit-report", "nonconformity", "improvement", "programme"} {
		if n := len(p.index.byType()[kind]); n > shownCases {
			out.Whole[kind] = p.link(p.t("All %d", n), p.addr.types[kind])
		}
	}
	for _, x := range p.Site.Periods {
		out.Periods = append(out.Periods, FactRow{Label: cmp.Or(x.Name, x.ID), Values: []Link{{Text: p.span(doc.Span{From: x.From, To: x.To})}}})
	}
	return out
}

const shownCases = 30 // of each kind

// newestFirst sorts cases by the day they are of, and shows at most as many as a page bears.
func newestFirst(documents []*doc.Document) []*doc.Document {
	out := slices.Clone(documents)
	day := func(d *doc.Document) date.Date {
		if !d.Date.IsZero() {
			return d.Date
		}
		raised, _ := date.Parse(d.Front.Get("raised_on").Text())
		return raised
	}
	slices.SortStableFunc(out, func(a, b *doc.Document) int { return cmp.Or(day(b).Compare(day(a)), compareDocuments(a, b)) })
	return out[:min(len(out), shownCases)]
}

func (p page) auditRow(d *doc.Document) AuditRow {
	row := AuditRow{Date: d.Date.String(), Link: p.named(d), Scope: p.quote(d.Language, d.Front.Get("scope").Text()), Status: p.status(d.Status)}
	if !d.Period.IsZero() {
		row.Period = p.span(d.Period)
	}
	for _, who := range d.Front.Get("auditors").Texts() {
		row.Auditors = append(row.Auditors, p.person(who))
	}
	count := map[string]int{}
	for _, f := range d.Front.Get("audit_findings").Items() {
		count[f.Get("grade").Text()]++
	}
	for _, grade := range sortedKeys(count) {
		row.Findings = append(row.Findings, FactRow{Label: p.t(grade), Note: theme.Own(theme.Group(count[grade]))})
	}
	return row
}

func (p page) caseRow(d *doc.Document) CaseRow {
	text := func(key string) string { return d.Front.Get(key).Text() }
	row := CaseRow{ID: string(d.ID), Link: p.named(d), Grade: p.t(text("grade")), Raised: text("raised_on"), Due: text("due"), End: text("closed_on"), Owner: p.owner(d.Owner)}
	due, err := date.Parse(row.Due)
	switch {
	case row.End != "":
		row.State = Tag{"met", p.t("Closed")}
	case err == nil && due.Before(p.AsOf.Day):
		row.State = Tag{"overdue", p.t("Overdue")}
	default:
		row.State = Tag{"soon", p.t("Open")}
	}
	if from := text("raised_by"); from != "" {
		row.From = p.document(doc.ID(from))
	}
	return row
}
