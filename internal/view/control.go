package view

import (
	"cmp"
	"net/url"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/certification"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
	"clausebook/internal/theme"
	"clausebook/internal/thread"
	"clausebook/internal/witness"
	"clausebook/internal/worded"
)

// Control makes the control header: the facts by which a document is identified and controlled. A fact that is not
// given is shown as not given, because its absence is what an auditor looks for.
func (p Page) Control(d *doc.Document) []FactRow {
	none := Link{Text: p.T("not given")}
	fact := func(label string, l Link) FactRow {
		if l.Text == "" {
			l = none
		}
		return FactRow{Label: label, Values: []Link{l}}
	}
	one := func(label string, l Link) FactRow { return fact(p.T(label), l) }
	rows := []FactRow{
		one("Document ID", Link{Text: string(d.ID)}),
		one("Version", Link{Text: d.Version}),
		one("Owner", p.Role(d.Owner)),
	}
	rows[2].Note = theme.Own(p.holders(d.Owner))
	rows = append(rows, p.approvalFacts(d, fact)...)
	if !d.EffectiveFrom.IsZero() {
		rows = append(rows, one("Effective from", Link{Text: p.Day(d.EffectiveFrom)}))
	}
	for _, w := range p.PlannedWithdrawals(d) {
		rows = append(rows, one("To be withdrawn on", Link{Text: p.Day(w.From)}))
	}
	rows = append(rows, p.reviewFacts(d, one)...)
	rows = append(rows, one("Classification", p.Quoted(Link{Text: d.Classification}, d.Language)))
	if d.Retention != "" {
		rows = append(rows, one("Retention", p.worded(d, d.Retention)))
	}
	rows = append(rows, p.relationFacts(d)...)
	if len(d.Tags) > 0 {
		rows = append(rows, one("Tags", p.Quoted(Link{Text: strings.Join(d.Tags, ", ")}, d.Language)))
	}
	return rows
}

// worded says a value of a document that is written for programs; any other stands as the document has it.
func (p Page) worded(d *doc.Document, text string) Link {
	if said, ok := worded.Period(text); ok {
		return Link{Text: p.Plain(said), Title: text}
	}
	return p.Quoted(Link{Text: text}, d.Language)
}

// holders names the persons who hold a role on the as-of day.
func (p Page) holders(role string) string {
	var names []string
	for _, id := range p.People.Holders(role, p.AsOf.Day) {
		names = append(names, p.Person(id).Text)
	}
	return strings.Join(names, ", ")
}

// assent is what the labels of an approval are called: documents are approved, records are confirmed.
type assent struct{ who, by, on, toCome, basis string }

func (p Page) assentTo(d *doc.Document) assent {
	if d != nil && d.IsRecord() {
		return assent{p.T("To be confirmed by"), p.T("Confirmed by"), p.T("Confirmed on"), p.T("To be confirmed by"),
			p.T("Confirmation is based on")}
	}
	return assent{p.T("Approver"), p.T("Approved by"), p.T("Approved on"), p.T("To be approved by"), p.T("Approval is based on")}
}

func (p Page) approvalFacts(d *doc.Document, one func(string, Link) FactRow) []FactRow {
	w, approver := p.assentTo(d), cmp.Or(d.Front.Get("chair").Text(), d.Approver)
	if d.Status != doc.Approved && p.Approvals.Status(d) != doc.Approved {
		return []FactRow{one(w.toCome, p.Whoever(approver))}
	}
	v, ok := p.Approvals.Current(d)
	if !ok {
		return []FactRow{one(w.who, p.Whoever(approver)), one(w.on, Link{Text: d.ApprovedOn.String()})}
	}
	by := FactRow{Label: p.T(w.by), Values: p.Approvers(v), Note: p.Say(d.Assent(p.authority(v)))}
	on := one(w.on, Link{Text: v.On.String()})
	shown := one(w.basis, Link{Text: p.grade(v)})
	for _, e := range v.Evidence {
		if e.Commit != "" && e.Grade == v.Grade {
			shown.Values = append(shown.Values, p.Commit(string(e.Commit)))
			break
		}
	}
	if !v.Counts(p.Approvals.Least) {
		shown.Tag = Tag{"unapproved", p.T("does not count")}
	}
	rows := []FactRow{by, on, shown}
	if v.Record.Path != "" {
		rows = append(rows, p.recordFact(v))
	}
	return rows
}

// recordFact leads to what shows an approval on paper, with the hashes by which anybody can tell that it is the same still.
func (p Page) recordFact(v ledger.Version) FactRow {
	row := FactRow{Label: p.T("Record on paper"), Values: p.OnPaper(v)}
	if v.Record.SHA256 != "" {
		row.Note = p.Say(phrase.Of("SHA-256 %s, git %s", v.Record.SHA256, v.Record.Blob))
	}
	return row
}

// OnPaper leads to what shows an approval on paper: a file, or a version of a document; nowhere where nothing does.
func (p Page) OnPaper(v ledger.Version) []Link {
	switch {
	case v.Record.Path == "":
		return nil
	case v.Record.Document != "":
		return []Link{p.Document(v.Record.Document), {Text: v.Record.Version, ID: true}}
	}
	return []Link{p.attachment(v.Record.Path)}
}

// GradeCell tells the grade of an approval in a table, with what shows it on paper.
func (p Page) GradeCell(v ledger.Version) FactCell {
	return FactCell{Values: append([]Link{{Text: p.Plain(v.Grade.Words())}}, p.OnPaper(v)...)}
}

// authority says in which role and for whom a version was approved, and how many of how many did where several are needed.
func (p Page) authority(v ledger.Version) phrase.Phrase {
	var out []phrase.Phrase
	if v.Role != "" {
		out = append(out, phrase.Text(p.Role(v.Role).Text))
	}
	for _, g := range v.Given {
		if !g.As.IsZero() {
			out = append(out, phrase.Of("%s as deputy of %s", p.identity(g.Person).Text, p.identity(g.As).Text))
		}
		if party, ok := p.People.Party(g.Party); ok {
			out = append(out, phrase.Of("%s for %s", p.identity(g.Person).Text, party.Name))
		}
	}
	if v.Minor {
		out = append(out, phrase.Of("minor correction, approved by the owner"))
	}
	if v.Needed > 1 {
		out = append(out, phrase.Of("%d of %d approvals", min(len(v.Given), v.Needed), v.Needed))
	}
	return phrase.Join(out, "; ")
}

func (p Page) reviewFacts(d *doc.Document, one func(string, Link) FactRow) []FactRow {
	var rows []FactRow
	if all := p.Acts.Reviews(d); len(all) > 0 {
		rows = append(rows, one("Last review", Link{Text: all[len(all)-1].String()}))
	}
	if due := p.ReviewDue(d); !due.IsZero() {
		next := one("Next review", Link{Text: p.Day(due)})
		next.Tag = p.Review(d)
		next.Note = p.Say(d.ReviewEvery.Every())
		rows = append(rows, next)
	} else if !d.IsRecord() {
		rows = append(rows, one("Next review", p.noReview(d)))
	}
	return rows
}

// noReview says why no review is due of a document that has an interval; nothing where it has none.
func (p Page) noReview(d *doc.Document) Link {
	if d.ReviewEvery.IsZero() || p.Approvals.Status(d).Current() {
		return Link{}
	}
	return Link{Text: p.T("none while the document is not in use")}
}

func (p Page) relationFacts(d *doc.Document) []FactRow {
	var rows []FactRow
	add := func(label string, ids []doc.ID) {
		if len(ids) == 0 {
			return
		}
		row := FactRow{Label: p.T(label)}
		for _, id := range ids {
			row.Values = append(row.Values, p.Document(id))
		}
		rows = append(rows, row)
	}
	add("Supersedes", d.Supersedes)
	if d.TranslationOf != "" {
		add("Translation of", []doc.ID{d.TranslationOf})
	}
	add("Related", d.Related)
	return rows
}

// factKind says what the values of a front matter key are, and so where they lead.
type factKind uint8

const (
	factText factKind = iota
	factRole
	factPerson
	factWhoever
	factParty
	factDocument
	factClause
	factDay
	factAddress
	factState
	factLevel
	factStandard
	factStage
)

type factSpec struct {
	key, label string
	kind       factKind
}

// typeFacts are the keys that only some types have, in the order in which they are shown.
var typeFacts = []factSpec{
	{"purpose", "Purpose", factText}, {"inputs", "Inputs", factText}, {"outputs", "Outputs", factText}, {"roles", "Roles", factRole},
	{"service_owner", "Service owner", factRole}, {"state", "State of the service", factState}, {"criticality", "Criticality", factLevel},
	{"customers", "Customers", factParty}, {"hours", "Service hours", factText}, {"suppliers", "Suppliers", factParty},
	{"internal_suppliers", "Internal suppliers", factParty}, {"supplier", "Supplier", factParty}, {"depends_on", "Depends on", factDocument},
	{"parties", "Parties", factParty}, {"services", "Services", factDocument}, {"ends_on", "Ends on", factDay}, {"date", "Date", factDay},
	{"chair", "Chair", factPerson}, {"attendees", "Present", factPerson}, {"quorum", "Quorum", factText}, {"auditors", "Auditors", factPerson},
	{"stage", "Stage", factStage}, {"certificates", "Certificates", factDocument},
	{"scope", "Scope", factText}, {"clauses", "Clauses", factClause}, {"grade", "Grade", factLevel}, {"raised_on", "Raised on", factDay},
	{"raised_by", "Raised by", factDocument}, {"answers", "Answers", factText}, {"decision", "Decision", factLevel},
	{"decided_by", "Decided by", factWhoever}, {"decided_in", "Decided in", factDocument}, {"clause", "Clause", factClause},
	{"due", "Due", factDay}, {"closed_on", "Closed on", factDay},
	{"root_cause", "Root cause", factText}, {"correction", "Correction", factText}, {"corrective_action", "Corrective action", factText},
	{"effectiveness", "Effectiveness", factText}, {"evidence", "Evidence", factDocument}, {"verified_on", "Verified on", factDay},
	{"verified_by", "Verified by", factPerson}, {"body", "Certification body", factText}, {"standard", "Standard", factStandard},
	{"certificate_number", "Number of the certificate", factText}, {"scope_statement", "Scope as the certificate words it", factText},
	{"locations", "Locations", factText}, {"decided_on", "Decided on", factDay}, {"issued_on", "Issued on", factDay},
	{"expires_on", "Expires on", factDay}, {"mark", "Use of the mark", factText}, {"benefit", "Benefit", factText},
	{"result", "Result", factText},
	{"location", "Kept at", factAddress}, {"seen_on", "Seen on", factDay}, {"seen_by", "Seen by", factPerson},
}

// Facts shows what the type of the document adds to the control header.
func (p Page) Facts(d *doc.Document) []FactRow {
	var rows []FactRow
	for _, f := range typeFacts {
		var values []Link
		for _, text := range d.Front.Get(f.key).Texts() {
			values = append(values, p.value(d, f.kind, text))
		}
		if f.kind == factDay && len(values) > 0 {
			values[0] = p.doubted(d, values[0], p.Acts.Act(d, doc.ActKind(f.key)))
		}
		if len(values) > 0 {
			row := FactRow{Label: p.T(f.label), Values: values}
			if f.kind == factText && len(values) == 1 {
				row.Said = p.leading(d, values[0].Text)
			}
			if f.key == "ends_on" && p.now(d) {
				_, row.Tag = p.Ends(d)
			}
			rows = append(rows, row)
		}
	}
	if in := p.CaseTime(d); in != "" && p.now(d) {
		rows = append(rows, FactRow{Label: p.T("In time"), Values: []Link{{Text: in}}, Note: p.WrittenBy(p.Acts.Act(d, doc.ClosureAct))})
	}
	if !d.Period.IsZero() {
		rows = append(rows, FactRow{Label: p.T("Period"), Values: []Link{{Text: p.Span(d.Period)}}})
	}
	return rows
}

// Span says from when to when.
func (s *View) Span(x doc.Span) string {
	return s.T("%s to %s", cmp.Or(x.From.String(), "…"), cmp.Or(x.To.String(), "…"))
}

// value shows a value of the front matter of a document.
func (p Page) value(d *doc.Document, kind factKind, text string) Link {
	switch kind {
	case factRole:
		return p.Role(text)
	case factPerson:
		return p.Person(text)
	case factWhoever:
		return p.Whoever(text)
	case factParty:
		return p.Party(text)
	case factDocument:
		return p.Document(doc.ID(text))
	case factState:
		return Link{Text: p.ServiceState(text)}
	case factLevel:
		return Link{Text: p.T(text)}
	case factStage:
		return Link{Text: p.Plain(certification.Stage(text).Words())}
	case factStandard:
		if std := p.Standards.Standard(text); std != nil {
			return p.Link(NameOf(std), p.Addr.Standards[std.ID])
		}
	case factClause:
		if ref, _, ok := p.Standards.Resolve(text); ok {
			return p.Item(ref)
		}
	case factDay:
		if day, err := date.Parse(text); err == nil {
			return Link{Text: p.Day(day)}
		}
	case factAddress:
		if u, err := url.Parse(text); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
			return Link{Text: text, Href: text}
		}
	}
	return p.Quoted(Link{Text: text}, d.Language)
}

type tableSpec struct {
	key, caption string
	columns      []factSpec
}

// aimColumns are those of objectives and benefits.
var aimColumns = []factSpec{{"id", "Number", factText}, {"text", "Statement", factText}, {"measure", "Measure", factText},
	{"unit", "Unit", factText}, {"better", "Better", factLevel}, {"baseline", "Before", factText}, {"target", "Target", factText},
	{"due", "Due", factDay}, {"owner", "Owner", factWhoever}}

// typeTables are the lists of entries that some types have.
var typeTables = []tableSpec{
	{"targets", "Targets", []factSpec{{"name", "Target", factText}, {"target", "Value", factText}, {"measured_by", "Measured by", factText}}},
	{"measures", "Measures", []factSpec{{"name", "Measure", factText}, {"target", "Target", factText}}},
	{"objectives", "Objectives", aimColumns}, {"benefits", "Benefits", aimColumns},
	{"measured", "What was measured", []factSpec{{"of", "Of", factText}, {"period", "Period", factText}, {"value", "Value", factText}}},
	{"decisions", "Decisions", []factSpec{{"id", "Number", factText}, {"text", "Decision", factText}}},
	{"actions", "Actions", []factSpec{{"id", "Number", factText}, {"text", "Action", factText}, {"owner", "Owner", factWhoever},
		{"due", "Due", factDay}, {"closed_on", "Closed on", factDay}, {"closed_by", "Closed by", factText}}},
	{"audit_findings", "Audit findings", []factSpec{{"grade", "Grade", factLevel}, {"id", "Number", factText},
		{"clause", "Clause", factClause},
		{"text", "Finding", factText}, {"nonconformity", "Nonconformity", factDocument}, {"due", "Due", factDay},
		{"follow_up", "What became of it", factText}}},
}

// Tables shows the lists of entries that the type of the document has.
func (p Page) Tables(d *doc.Document) []FactTable {
	var out []FactTable
	for _, spec := range typeTables {
		items := d.Front.Get(spec.key).Items()
		if len(items) == 0 {
			continue
		}
		t := FactTable{ID: "table-" + strings.ReplaceAll(spec.key, "_", "-"), Caption: p.T(spec.caption)}
		for _, c := range spec.columns {
			t.Header = append(t.Header, p.T(c.label))
		}
		if stated[spec.key] && p.now(d) {
			t.Header = append(t.Header, p.T("State"))
		}
		if spec.key == "audit_findings" {
			items = doc.ByGrade(items)
		}
		for i, item := range items {
			row := p.tableRow(d, spec, item)
			if grade := item.Get("grade").Text(); spec.key == "audit_findings" && (i == 0 || items[i-1].Get("grade").Text() != grade) {
				row[0].Anchor = FindingsAnchor(grade)
			}
			t.Rows = append(t.Rows, row)
		}
		out = append(out, t)
	}
	return out
}

// stated are the lists whose entries are open or closed.
var stated = map[string]bool{"actions": true, "audit_findings": true}

// FindingsAnchor names the first finding of a grade in the table of an audit.
func FindingsAnchor(grade string) string { return address.Anchor("findings", grade) }

// now tells whether a document is of the set, rather than a former version of one, of whose actions nobody knows how they stood.
func (s *View) now(d *doc.Document) bool { return s.Docs.ByPath(d.Path) == d }

func (p Page) tableRow(d *doc.Document, spec tableSpec, item *strictyaml.Node) []FactCell {
	var row []FactCell
	for _, c := range spec.columns {
		var cell FactCell
		for _, text := range item.Get(c.key).Texts() {
			cell.Values = append(cell.Values, p.value(d, c.kind, text))
		}
		switch {
		case c.key == "id" && p.now(d):
			cell.Anchor = thread.EntryAnchor(item)
		case c.kind == factText && len(cell.Values) == 1:
			cell.Said = p.leading(d, cell.Values[0].Text)
		}
		if c.key == string(doc.ClosureAct) && len(cell.Values) > 0 {
			cell.Values[0] = p.doubted(d, cell.Values[0], p.Acts.Closed(d, item))
		}
		row = append(row, cell)
	}
	switch {
	case !stated[spec.key] || !p.now(d):
	case spec.key == "actions":
		row = append(row, FactCell{Tag: p.ActionState(d, item)})
	default:
		row = append(row, FactCell{Tag: p.FindingState(item)})
	}
	return row
}

// doubted says of a day that does not count as yet that it does not.
func (p Page) doubted(d *doc.Document, day Link, w witness.Witness) Link {
	if p.now(d) && w.Kind != "" && w.State != witness.Held {
		day.Text = p.T("%s, which does not count yet", day.Text)
	}
	return day
}

// FindingState tells whether the nonconformity that a finding of an audit led to is closed; nothing where it led to none.
func (p Page) FindingState(finding *strictyaml.Node) Tag {
	if d := p.Docs.ByID(doc.ID(finding.Get("nonconformity").Text())); d != nil {
		return p.CaseState(d)
	}
	return Tag{}
}

// CaseState tells whether a nonconformity or an improvement is closed, open or late, or no longer pursued.
func (p Page) CaseState(d *doc.Document) Tag {
	due := p.Certified.CaseDue(d)
	switch {
	case !p.Acts.Held(d, doc.ClosureAct).IsZero():
		return Tag{"met", p.T("Closed")}
	case retired(d):
		return p.StatusOf(d)
	case !due.IsZero() && due.Before(p.AsOf.Day):
		return Tag{"overdue", p.T("Overdue")}
	}
	return Tag{"soon", p.T("Open")}
}

// CaseTime says how a case stands to the day by which it was due: closed in time or so many days late, or open and so many days overdue;
// nothing where no day was set or the case is no longer pursued.
func (p Page) CaseTime(d *doc.Document) string {
	due := p.Certified.CaseDue(d)
	if due.IsZero() || d.Type != "nonconformity" && d.Type != "improvement" {
		return ""
	}
	closed := p.Acts.Held(d, doc.ClosureAct)
	late := due.DaysUntil(cmp.Or(closed, p.AsOf.Day))
	switch {
	case !closed.IsZero() && late <= 0:
		return p.T("closed in time")
	case !closed.IsZero():
		return p.T("closed %s late", p.N(late, "day", "days"))
	case retired(d):
		return ""
	case late > 0:
		return p.T("open, %s overdue", p.N(late, "day", "days"))
	}
	return p.T("open, %s left", p.N(-late, "day", "days"))
}

// ActionState tells whether an action is closed, open or late. A closure that cannot have happened when it was written
// leaves it open.
func (p Page) ActionState(d *doc.Document, item *strictyaml.Node) Tag {
	due, err := date.Parse(item.Get("due").Text())
	switch {
	case p.Acts.Done(d, item):
		return Tag{"met", p.T("Closed")}
	case err == nil && due.Before(p.AsOf.Day):
		return Tag{"overdue", p.T("Overdue")}
	}
	return Tag{"soon", p.T("Open")}
}

const shownAround = 24 // documents of one type around a service

// ServiceTables shows around a service what other documents say of it: agreements, reports, contracts of suppliers.
func (p Page) ServiceTables(d *doc.Document) []FactTable {
	if d.Type != "service" {
		return nil
	}
	about := map[string][]*doc.Document{}
	for _, b := range p.Index.Backlinks()[d.ID] {
		if b.Relation == "services" || b.Relation == "supplies" {
			about[b.From.Type] = append(about[b.From.Type], b.From)
		}
	}
	var out []FactTable
	for _, kind := range []string{"agreement", "contract", "report", "record"} {
		if documents := about[kind]; len(documents) > 0 {
			t := p.documentTable("service-"+kind, p.TypeWords(kind), documents[:min(len(documents), shownAround)])
			t.Rest = p.More(len(documents)-len(t.Rows), cmp.Or(p.Addr.Refs[d], p.Addr.Documents[d]+"#backlinks"))
			out = append(out, t)
		}
	}
	return out
}

func (p Page) documentTable(id, caption string, documents []*doc.Document) FactTable {
	t := FactTable{ID: id, Caption: caption, Header: []string{p.T("Document"), p.T("ID"), p.T("Date"), p.T("Status")}}
	for _, d := range documents {
		day := cmp.Or(d.Date.String(), d.ApprovedOn.String())
		t.Rows = append(t.Rows, []FactCell{{Values: []Link{p.Named(d)}}, {Values: []Link{{Text: string(d.ID), ID: true}}},
			{Values: []Link{{Text: day}}},
			{Tag: p.StatusOf(d)}})
	}
	return t
}
