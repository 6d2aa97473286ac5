package site

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/address"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
)

// aboutPage says what this site was made from, and how far that can be relied on.
type aboutPage struct {
	Shell
	Facts     []FactRow
	Standards []StandardRow
	History   theme.Text
	Mend      string
	Notes     []theme.Text
	Counts    []FactRow
	Grade     string
	Feeds     []Link
	Packs     []Link
}

// rulesPage explains every rule that was run.
type rulesPage struct {
	Shell
	Rules []RuleRow
	Pager Pager
}

// RuleRow is a rule.
type RuleRow struct {
	ID, Anchor       string
	Title, Why, Mend theme.Text
	Severity         Tag
	Clauses          []Link
	Findings         int
	Excepted         Link // how many findings documents except
}

// findingsPage lists what the rules found.
type findingsPage struct {
	Shell
	Counts   []FactRow
	Rows     []FindingRow
	Excepted Link // leads to what documents except; empty where they except nothing
	Pager    Pager
}

// exceptedPage lists what documents except from the checks, each with the reason and its last day.
type exceptedPage struct {
	Shell
	Rows  []ExceptedRow
	Pager Pager
}

// ExceptedRow is a finding that its document accepts for a time.
type ExceptedRow struct {
	Finding FindingRow
	Reason  theme.Text
	Until   string
	By      string // where the document says so
}

var aboutKind = Kind{Name: "about", Fixed: []string{"about.html"}, Menu: Menu{Section: "About", Local: "About this build"},
	Pages: fixed("about.html", page.about), Empty: aboutPage{}, Golden: "about.html"}

var findingsKind = Kind{Name: "findings", Fixed: []string{"findings.html"}, Menu: Menu{Under: "about.html", Local: "Findings"}, Empty: findingsPage{},
	Golden: "findings.html", Pages: func(s *site) []Sheet { return parts("findings.html", len(s.Findings), findingsPerPage, page.findings) }}

var exceptedKind = Kind{Name: "excepted", Fixed: []string{exceptedPath}, Empty: exceptedPage{}, Golden: exceptedPath,
	Pages: func(s *site) []Sheet {
		if len(s.Excepted) == 0 {
			return nil
		}
		return parts(exceptedPath, len(s.Excepted), findingsPerPage, page.excepted)
	}}

var rulesKind = Kind{Name: "rules", Fixed: []string{"rules.html"}, Menu: Menu{Under: "about.html", Local: "Rules"}, Empty: rulesPage{},
	Golden: "rules.html", Pages: func(s *site) []Sheet { return parts("rules.html", len(s.Rules), rulesPerPage, page.rules) }}

var glossaryKind = Kind{Name: "glossary", Fixed: []string{glossaryPath}, Menu: Menu{Under: "about.html", Local: "Words and abbreviations"},
	Empty: glossaryPage{}, Golden: glossaryPath,
	Pages: func(s *site) []Sheet {
		return parts(glossaryPath, len(s.abbreviations.rows), glossaryRows, page.glossary)
	}}

var searchKind = Kind{Name: "search", Fixed: []string{"search.html"}, Menu: Menu{Under: "about.html", Local: "Search and index"},
	Pages: fixed("search.html", page.search), Empty: searchPage{}, Golden: "search.html"}

var titlesKind = Kind{Name: "titles", Fixed: []string{"titles.html"}, Empty: titlesPage{}, Golden: "titles.html",
	Pages: func(s *site) []Sheet {
		return parts("titles.html", len(s.index.titles()), titlesPerPage, page.titlesPage)
	}}

var missingKind = Kind{Name: "missing", Fixed: []string{"404.html"}, Pages: fixed("404.html", page.missing), Empty: missingPage{},
	Golden: "404.html"}

const exceptedPath = "excepted.html"

// FindingRow is a finding.
type FindingRow struct {
	Severity Tag
	Rule     Link
	Place    string
	Document Link
	Subject  Link
	Message  theme.Text
	Hint     theme.Text
	Related  []theme.Text
	Edit     string

	Hence     []Consequence // what is mended with it, the first few
	MoreHence string        // how many more
}

// Consequence is a finding that another one has caused.
type Consequence struct {
	Rule, Subject, Document Link
	Place                   string
}

// searchPage finds documents and clauses; without scripts it leads to the index of titles and clauses.
type searchPage struct {
	Shell
	Titles    []TitlePart
	Standards []StandardIndex
}

// TitlePart leads to a part of the index of titles.
type TitlePart struct{ Link Link }

// StandardIndex is the clauses of one standard, or its processes where it has no clauses.
type StandardIndex struct {
	Name    string
	Clauses []Link
}

// titlesPage is the index of titles, from A to Z.
type titlesPage struct {
	Shell
	Letters []LetterRow
	Pager   Pager
}

// LetterRow is the titles under one letter.
type LetterRow struct {
	Letter, Anchor string
	Links          []Link
}

// glossaryPage explains the words of the site, and the short forms that the documents use.
type glossaryPage struct {
	Shell
	Words         []Term // on the first page
	Abbreviations []AbbreviationRow
	Pager         Pager
}

// Term is a word and what it means here.
type Term struct{ Word, Meaning string }

// missingPage is shown where an address leads nowhere.
type missingPage struct{ Shell }

const rulesPerPage = 80

const findingsPerPage = 100

const titlesPerPage = 400

func (p page) about() any {
	out := aboutPage{Shell: p.shell(p.t("About this build"), "about.html"), History: p.historyWords(), Mend: p.Dossier.History.Mend, Notes: p.quotes(phrase.Source, p.Dossier.History.Notes)}
	p.local(&out.Shell, p.t("About"), p.menu("about.html")...)
	fact := func(label, text string) {
		if text != "" {
			out.Facts = append(out.Facts, FactRow{Label: p.t(label), Values: []Link{{Text: text}}})
		}
	}
	if head := string(p.Dossier.History.Head); head != "" {
		commit := p.commit(head)
		commit.Text = head
		out.Facts = append(out.Facts, FactRow{Label: p.t("Commit"), Values: []Link{commit}})
	}
	fact("Branch", p.Dossier.History.Branch)
	fact("Revision read", p.AsOf.Revision)
	fact("Dates judged as of", p.asOf())
	fact("Made by", strings.TrimSpace("clausebook "+p.Tool))
	out.Grade = p.t("An approval counts from the grade “%s” upwards.", p.plain(p.Approvals.Least.Words()))
	for _, std := range p.standardsOnce() {
		out.Standards = append(out.Standards, p.standardRow(std))
	}
	out.Counts = p.counts()
	out.Feeds = []Link{p.link(p.t("Register of documents (JSON)"), "documents.json"), p.link(p.t("Register of documents (JSON-LD)"), linkedData), p.link(p.t("Traceability matrix (JSON)"), "matrix.json"),
		p.link(p.t("Review calendar (iCalendar)"), "reviews.ics"), p.link(p.t("Changes (Atom)"), "changes.atom")}
	out.Packs = p.packs()
	return out
}

func (p page) counts() []FactRow {
	row := func(label string, n int, to string) FactRow {
		return FactRow{Label: p.t(label), Values: []Link{p.link(theme.Group(n), to)}}
	}
	uncommitted := 0
	for _, d := range p.Docs.Documents {
		if p.uncommitted(d) {
			uncommitted++
		}
	}
	return []FactRow{row("Documents", len(p.Docs.Documents), "documents.html"), row("Attachments", len(p.Docs.Assets), ""),
		row("Documents not committed as shown", uncommitted, ""), row("Commits", p.Dossier.History.Commits, ""),
		row("Findings", len(p.Dossier.Findings), "findings.html"), row("Rules", len(p.Dossier.Rules), "rules.html")}
}

func (p page) rules(at Pager) any {
	out := rulesPage{Shell: p.shell(p.t("Rules"), "about.html", p.link(p.t("About"), "about.html")), Pager: at}
	p.local(&out.Shell, p.t("About"), p.menu("about.html")...)
	found, excepted := map[diag.RuleID]int{}, map[diag.RuleID]int{}
	for _, f := range p.Dossier.Findings {
		found[f.Rule]++
	}
	for _, x := range p.Dossier.Excepted {
		excepted[x.Finding.Rule]++
	}
	for _, r := range p.Dossier.Rules[at.From:at.To] {
		row := RuleRow{ID: string(r.ID), Anchor: address.Anchor("rule", string(r.ID)), Title: p.quote(phrase.Source, r.Title), Why: p.quote(phrase.Source, r.Why), Mend: p.quote(phrase.Source, r.Mend), Severity: p.severity(r.Severity), Findings: found[r.ID]}
		if n := excepted[r.ID]; n > 0 {
			row.Excepted = p.link(p.t("%d excepted", n), exceptedPath)
		}
		for _, c := range r.Clauses {
			if ref, _, ok := p.Standards.Resolve(c); ok {
				row.Clauses = append(row.Clauses, p.item(ref))
			} else {
				row.Clauses = append(row.Clauses, Link{Text: c})
			}
		}
		out.Rules = append(out.Rules, row)
	}
	return out
}

// bySeverity gives the findings, the gravest first.
func (s *site) bySeverity() []diag.Finding {
	out := slices.Clone(s.Dossier.Findings)
	slices.SortStableFunc(out, func(a, b diag.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return out
}

func (p page) findings(at Pager) any {
	out := findingsPage{Shell: p.shell(p.t("Findings"), "about.html", p.link(p.t("About"), "about.html")), Pager: at}
	p.local(&out.Shell, p.t("About"), p.menu("about.html")...)
	n := diag.Count(p.Dossier.Findings)
	for _, c := range []struct {
		v diag.Severity
		n int
	}{{diag.Error, n.Errors}, {diag.Warning, n.Warnings}, {diag.Info, n.Infos}} {
		out.Counts = append(out.Counts, FactRow{Tag: p.severity(c.v), Note: theme.Own(theme.Group(c.n))})
	}
	out.Rows = p.findingRows(p.index.graded()[at.From:at.To], findingsPerPage)
	if n := len(p.Dossier.Excepted); n > 0 {
		out.Excepted = p.link(p.n(n, "finding is excepted by its document", "findings are excepted by their documents"), exceptedPath)
	}
	return out
}

func (p page) excepted(at Pager) any {
	out := exceptedPage{Shell: p.shell(p.t("Excepted findings"), "about.html", p.link(p.t("About"), "about.html"), p.link(p.t("Findings"), "findings.html")), Pager: at}
	p.local(&out.Shell, p.t("About"), p.menu("about.html")...)
	for _, x := range p.Dossier.Excepted[at.From:at.To] {
		language := ""
		if d := p.Docs.ByPath(x.Pos.File); d != nil {
			language = d.Language
		}
		out.Rows = append(out.Rows, ExceptedRow{Finding: p.findingRow(x.Finding), Reason: p.quote(language, x.Reason), Until: x.Until.String(), By: x.Pos.String()})
	}
	return out
}

func (p page) findingRow(f diag.Finding) FindingRow {
	row := FindingRow{Severity: p.severity(f.Severity), Rule: p.rule(string(f.Rule)), Message: p.quote(phrase.Source, f.Message), Hint: p.quote(phrase.Source, f.Hint)}
	if f.Pos.File != "" {
		row.Place = f.Pos.String()
	}
	if d := p.Docs.ByPath(f.Pos.File); d != nil {
		row.Document = p.documentLink(d)
	} else if f.Document != "" {
		row.Document = p.document(doc.ID(f.Document))
	}
	if ref, _, ok := p.Standards.Resolve(f.Subject); ok {
		row.Subject = p.item(ref)
	} else if f.Subject != "" {
		row.Subject = Link{Text: f.Subject}
	}
	for _, note := range f.Related {
		row.Related = append(row.Related, p.say(phrase.Join([]phrase.Phrase{phrase.Text(note.Pos.String()), phrase.In(phrase.Source, note.Message)}, ": ")))
	}
	row.Hence, row.MoreHence = p.consequences(f)
	return row
}

// consequencesShown is how many consequences of a finding are named.
const consequencesShown = 3

func (p page) consequences(f diag.Finding) (rows []Consequence, more string) {
	n := min(len(f.Consequences), consequencesShown)
	for _, c := range f.Consequences[:n] {
		row := p.findingRow(c)
		rows = append(rows, Consequence{Rule: row.Rule, Subject: row.Subject, Document: row.Document, Place: row.Place})
	}
	if left := len(f.Consequences) - n; left > 0 {
		more = p.t("and %d more", left)
	}
	return rows, more
}

// findTitles lists the documents that may be relied on or were, sorted by title. Drafts are not offered to a search.
func (s *site) findTitles() []*doc.Document {
	var out []*doc.Document
	for _, d := range s.Docs.Documents {
		if public(d) {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b *doc.Document) int {
		return cmp.Or(cmp.Compare(strings.ToLower(titleOf(a)), strings.ToLower(titleOf(b))), compareDocuments(a, b))
	})
	return out
}

// public tells whether a document may be found by search, feeds and the site map. What was never approved is not
// offered to a reader who may take it for valid; it stands in the register and among the gaps, with its status.
func public(d *doc.Document) bool {
	return d.Status == doc.Approved || d.Status == doc.Superseded || d.Status == doc.Withdrawn
}

func (p page) titlesPage(at Pager) any {
	out := titlesPage{Shell: p.shell(p.t("Index of titles"), "about.html", p.link(p.t("Search"), "search.html")), Pager: at}
	p.local(&out.Shell, p.t("About"), p.menu("about.html")...)
	for _, d := range p.index.titles()[at.From:at.To] {
		letter := initial(titleOf(d))
		if n := len(out.Letters); n == 0 || out.Letters[n-1].Letter != letter {
			out.Letters = append(out.Letters, LetterRow{Letter: letter, Anchor: address.Anchor("letter", letter)})
		}
		last := &out.Letters[len(out.Letters)-1]
		last.Links = append(last.Links, p.named(d))
	}
	return out
}

// initial gives the letter under which a title stands; "#" for what starts with no letter.
func initial(title string) string {
	if r, _ := utf8.DecodeRuneInString(strings.ToUpper(title)); unicode.IsLetter(r) {
		return string(r)
	}
	return "#"
}

func (p page) search() any {
	out := searchPage{Shell: p.shell(p.t("Search"), "about.html")}
	out.Scripts = []string{p.href("assets/search.js")}
	p.local(&out.Shell, p.t("About"), p.menu("about.html")...)
	titles := p.index.titles()
	for i, part := range pagers("titles.html", len(titles), titlesPerPage) {
		text := p.t("All titles")
		if part.Many() {
			text = initial(titleOf(titles[part.From])) + " – " + initial(titleOf(titles[part.To-1]))
		}
		out.Titles = append(out.Titles, TitlePart{p.link(text, address.Numbered("titles.html", i))})
	}
	for _, std := range p.standardsOnce() {
		ix := StandardIndex{Name: nameOf(std)}
		for _, c := range children(std, "") {
			ix.Clauses = append(ix.Clauses, p.stepTo(std, c))
		}
		if len(ix.Clauses) == 0 {
			for _, x := range std.Processes {
				ix.Clauses = append(ix.Clauses, p.clause(std.ID, x.ID))
			}
		}
		out.Standards = append(out.Standards, ix)
	}
	return out
}

// terms are the words that a reader from outside needs.
var terms = []Term{
	{"Approval", "the act by which a person with authority declares a version of a document valid. The person who wrote it, or who stored it, is not called its approver."},
	{"Approved version", "a document as it stood when it was approved. Older ones stay readable in its history."},
	{"As-of day", "the day on which everything on this site was judged: what was due, who held which role."},
	{"Clause", "a numbered part of a standard."},
	{"Commit", "one stored step in the history of the documents, with author, day and reason. Its number can be checked by anybody who has the repository."},
	{"Document", "a text that is kept up to date, such as a policy, a plan or the description of a process."},
	{"Evidenced", "something is there that shows it: the right document or record, approved and up to date. Whether it is good enough is for the auditor to judge."},
	{"Finding", "something in the documents that needs work, with the place where it stands."},
	{"Gap", "a required document or record that is missing, not approved, out of date or incomplete."},
	{"Grade of an approval", "what the approval rests on, from a mere statement in the document up to a personal signature."},
	{"Record", "evidence of something that was done on a day, such as minutes, a report or the result of a test."},
	{"Required document", "a document or record that the standard asks for, or that is commonly kept to show that a requirement is met."},
	{"Requirement", "one thing that the standard asks for and that can be checked. The wording here is our own."},
	{"Revision", "a document as one commit left it."},
	{"SLA", "service level agreement: what was agreed with a customer about a service."},
	{"SMS", "service management system: how an organization directs and controls its services."},
	{"Waiver", "a gap that somebody with authority has accepted until a given day, for a given reason."},
}

func (p page) glossary(at Pager) any {
	out := glossaryPage{Shell: p.shell(p.t("Words and abbreviations"), "about.html", p.link(p.t("About"), "about.html")), Pager: at}
	p.local(&out.Shell, p.t("About"), p.menu("about.html")...)
	for _, g := range p.abbreviations.rows[at.From:at.To] {
		out.Abbreviations = append(out.Abbreviations, p.abbreviationRow(g))
	}
	if at.From > 0 {
		return out
	}
	for _, term := range terms {
		out.Words = append(out.Words, Term{p.t(term.Word), p.t(term.Meaning)})
	}
	return out
}

// missing is served from anywhere, so its links start at the site's root where that is known.
func (p page) missing() any {
	if p.Site.BaseURL != "" {
		p.root = strings.TrimSuffix(p.Site.BaseURL, "/") + "/"
	}
	return missingPage{p.shell(p.t("Page not found"), "")}
}
