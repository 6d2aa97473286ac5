package days

import (
	"cmp"
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/certification"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// auditsPage brings together audits, what they found, and what was improved.
type auditsPage struct {
	view.Shell
	Audits          []AuditGroup
	Nonconformities []CaseRow
	Improvements    []CaseRow
	// Whole leads to the register of a type, by type, where not all of its documents are shown.
	Whole      map[string]view.Link
	Programmes []view.DocumentRow
	Reviews    []view.DocumentRow
	Periods    []view.FactRow
	Certified  *Certified
}

// AuditGroup is the audits of one kind.
type AuditGroup struct {
	Title, Anchor string
	Rows          []AuditRow
}

// AuditRow is an audit.
type AuditRow struct {
	Date, Period string
	DateBy       theme.Text // who wrote that date down
	Link         view.Link
	Auditors     []view.Link
	Scope        theme.Text
	Kind         string
	Stage        theme.Text
	Changes      view.Link // what has changed since
	Findings     []FindingCount
	Status       view.Tag
}

// FindingCount is how many findings of a grade an audit had, leading to them.
type FindingCount struct {
	Grade, grade string
	Count        view.Link
}

// CaseRow is a nonconformity or an improvement.
type CaseRow struct {
	ID               string
	Link             view.Link
	Grade            string
	Raised, Due, End string
	RaisedBy, EndBy  theme.Text // who wrote these days down
	State            view.Tag
	InTime           string
	Owner            view.Link
	From             view.Link
	Evidence         []view.Link // documents that show what was done
	Effect           theme.Text  // what showed that it worked, beginning of the text
	Verified         view.Link   // who verified it
	VerifiedOn       string
}

// AuditsKind has one page: audits, nonconformities and improvements.
var AuditsKind = sheet.Kind{Name: "audits", Fixed: []string{"audits.html"},
	Menu:  view.Menu{Section: "Audits", Local: "Audits and improvement"},
	Pages: sheet.Fixed("audits.html", auditsData), Empty: auditsPage{}, Golden: "audits.html"}

func auditsData(p view.Page) any {
	out := auditsPage{Shell: p.Shell(p.T("Audits and improvement"), "audits.html"),
		Whole: map[string]view.Link{}}
	p.TypesNav(&out.Shell, "audits.html")
	out.Certified = certified(p)
	out.Audits = auditGroups(p, newestFirst(p.Index.ByType()["audit-report"]))
	for _, d := range newestFirst(p.Index.ByType()["nonconformity"]) {
		out.Nonconformities = append(out.Nonconformities, caseRow(p, d))
	}
	for _, d := range newestFirst(p.Index.ByType()["improvement"]) {
		out.Improvements = append(out.Improvements, caseRow(p, d))
	}
	for _, d := range newestFirst(p.Index.ByType()["programme"]) {
		out.Programmes = append(out.Programmes, p.DocumentRow(d))
	}
	for _, kind := range []string{"audit-report", "nonconformity", "improvement", "programme"} {
		if n := len(p.Index.ByType()[kind]); n > shownCases {
			out.Whole[kind] = p.Link(p.T("All %d", n), p.Addr.Types[kind])
		}
	}
	for _, x := range p.Site.Periods {
		out.Periods = append(out.Periods, view.FactRow{Label: cmp.Or(x.Name, x.ID),
			Values: []view.Link{{Text: p.Span(doc.Span{From: x.From, To: x.To})}}})
	}
	return out
}

// auditGroups sets audits by others apart from those of our own, and from those whose report does not say.
func auditGroups(p view.Page, reports []*doc.Document) []AuditGroup {
	var out []AuditGroup
	for _, g := range []struct{ kind, title string }{{"external", p.T("External audits")}, {"internal", p.T("Internal audits")},
		{"", p.T("Audits of a kind that is not given")}} {
		group := AuditGroup{Title: g.title, Anchor: address.Anchor("audits", cmp.Or(g.kind, "other"))}
		for _, d := range reports {
			if auditKind(d) == g.kind || g.kind == "" && auditKindWords(p, d) == "" {
				group.Rows = append(group.Rows, auditRow(p, d))
			}
		}
		if len(group.Rows) > 0 {
			out = append(out, group)
		}
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
	slices.SortStableFunc(out, func(a, b *doc.Document) int { return cmp.Or(day(b).Compare(day(a)), view.CompareDocuments(a, b)) })
	return out[:min(len(out), shownCases)]
}

func auditRow(p view.Page, d *doc.Document) AuditRow {
	row := AuditRow{Date: d.Date.String(), DateBy: p.WrittenBy(p.Acts.Act(d, doc.RecordAct)), Link: p.Named(d),
		Scope:  p.Thread(p.Quote(d.Language, d.Front.Get("scope").Text())),
		Status: p.StatusOf(d), Kind: auditKindWords(p, d), Stage: p.Say(certification.StageOf(d).Words())}
	if at := p.Addr.Since[d]; at != "" {
		row.Changes = p.Link(p.T("Changes since"), at)
	}
	if !d.Period.IsZero() {
		row.Period = p.Span(d.Period)
	}
	for _, who := range d.Front.Get("auditors").Texts() {
		row.Auditors = append(row.Auditors, p.Person(who))
	}
	row.Findings = findingCounts(p, d)
	return row
}

// findingCounts gives how many findings of each grade an audit had, the gravest first, leading to them.
func findingCounts(p view.Page, d *doc.Document) []FindingCount {
	var out []FindingCount
	counts := map[string]int{}
	for _, f := range doc.ByGrade(d.Front.Get("audit_findings").Items()) {
		grade := f.Get("grade").Text()
		if counts[grade]++; counts[grade] == 1 {
			out = append(out, FindingCount{grade: grade})
		}
	}
	for i := range out {
		n := counts[out[i].grade]
		out[i].Count = sheet.NumberTo(p, n, p.Addr.Documents[d]+"#"+view.FindingsAnchor(out[i].grade))
		out[i].Grade = gradeWord(p, out[i].grade, n)
	}
	return out
}

// gradeWord gives the word for so many findings of a grade, as it stands behind their number.
func gradeWord(p view.Page, grade string, n int) string {
	switch {
	case grade == "opportunity" && n > 1:
		return p.T("opportunities")
	case grade == "good-practice" && n > 1:
		return p.T("good practices")
	case grade == "good-practice":
		return p.T("good practice")
	}
	return p.T(grade)
}

func caseRow(p view.Page, d *doc.Document) CaseRow {
	text := func(key string) string { return d.Front.Get(key).Text() }
	row := CaseRow{ID: string(d.ID), Link: p.Named(d), Grade: p.T(text("grade")), Raised: text("raised_on"),
		Due: p.Certified.CaseDue(d).String(),
		End: p.Acts.Held(d, doc.ClosureAct).String(), Owner: p.Owner(d.Owner), RaisedBy: p.WrittenBy(p.Acts.Act(d, doc.RaisingAct)),
		EndBy: p.WrittenBy(p.Acts.Act(d, doc.ClosureAct))}
	row.State, row.InTime = p.CaseState(d), p.CaseTime(d)
	if from := text("raised_by"); from != "" {
		row.From = p.Document(doc.ID(from))
	}
	for _, id := range d.Front.Get("evidence").Texts() {
		row.Evidence = append(row.Evidence, p.Document(doc.ID(id)))
	}
	if row.End != "" {
		row.Effect = p.Thread(p.Quote(d.Language, phrase.Short(cmp.Or(text("effectiveness"), text("result")), shownText)))
	}
	if by := text("verified_by"); by != "" {
		row.Verified, row.VerifiedOn = p.Person(by), p.Acts.Held(d, doc.VerifyAct).String()
	}
	return row
}
