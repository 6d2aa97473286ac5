package site

import (
	"slices"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/approval"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
)

// historyPage lists every revision of a document and every version that was said to be approved.
type historyPage struct {
	Shell
	ID       string
	Document Link
	Words    theme.Text
	Mend     string
	Versions []VersionRow
	Rest     Link // to the versions that have no room here
	Rows     []RevisionRow
	Pager    Pager
}

// versionsPage lists the versions of a document that were said to be approved, where they are many.
type versionsPage struct {
	Shell
	Document Link
	Versions []VersionRow
	Pager    Pager
}

// RevisionRow is a document at one commit. Approver and Compare are those of the approved version that begins there.
type RevisionRow struct {
	Day, Time string
	Version   string
	Status    string
	Approver  Link
	Compare   Link
	Class     string
	Size      string // how many lines came and went, on the page of the history
	Subject   string
	Author    string
	CoAuthors []string
	Commit    Link
	Request   Link
	Moved     string
	Signed    bool
}

// VersionRow is a version that was said to be approved, with what shows it and what speaks against it.
type VersionRow struct {
	Version  string
	On       string
	Approver Link
	Role     Link
	Grade    string
	Counts   Tag
	Authors  []Link
	Evidence []ProofRow
	Doubts   []DoubtRow
	Commit   Link
	Content  string
	Current  bool
	Compare  Link // what it changed
}

// ProofRow is one thing that an approval rests on.
type ProofRow struct {
	What   theme.Text
	Commit Link
	Place  string // file:line
}

// DoubtRow is a doubt about an approval.
type DoubtRow struct {
	Text   theme.Text
	Rule   Link
	Commit Link
	Voids  bool
}

const (
	revisionsPerPage = 120
	shownVersions    = 25 // on the page of the history
	versionsPerPage  = 60
)

var historyKind = Kind{Name: "history", Empty: historyPage{}, Golden: "history/pol-sco.html",
	Claim: func(s *site) {
		for _, d := range s.Docs.Documents {
			s.addr.histories[d] = s.addr.Page("history/", s.fileNameOf(d))
		}
	},
	Pages: func(s *site) []Sheet {
		return s.eachDocument(s.addr.histories, func(d *doc.Document, at string) []Sheet {
			give := func(p page, part Pager) any { return p.history(d, part) }
			return parts(at, len(s.History.Revisions(d.Path)), revisionsPerPage, give)
		})
	}}

var versionsKind = Kind{Name: "versions", Empty: versionsPage{}, Golden: "history/pol-sco-versions.html", Crowded: true,
	Claim: func(s *site) {
		for _, d := range s.Docs.Documents {
			if len(s.Approvals.Versions(d.ID)) > shownVersions {
				s.addr.versions[d] = s.addr.Page("history/", s.fileNameOf(d)+"-versions")
			}
		}
	},
	Pages: func(s *site) []Sheet {
		return s.eachDocument(s.addr.versions, func(d *doc.Document, at string) []Sheet {
			give := func(p page, part Pager) any { return p.versionsPage(d, part) }
			return parts(at, len(s.Approvals.Versions(d.ID)), versionsPerPage, give)
		})
	}}

func (p page) history(d *doc.Document, at Pager) any {
	out := historyPage{Shell: p.titled(phrase.Of("History of %s", titleWords(d)), p.sectionOf(d), p.link(p.t("Documents"), "documents.html"), p.named(d)),
		ID: string(d.ID), Document: p.named(d), Words: p.historyOf(d), Mend: p.History.Mend, Pager: at}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
	if at.From == 0 {
		out.Versions = p.versions(d, 0, shownVersions)
		out.Rest = p.more(len(p.Approvals.Versions(d.ID))-len(out.Versions), p.addr.versions[d])
	}
	out.Rows = p.revisions(d, at.From, at.To)
	p.measure(out.Rows, p.known(d, at.From, at.To))
	return out
}

func (p page) versionsPage(d *doc.Document, at Pager) any {
	out := versionsPage{Shell: p.titled(phrase.Of("Versions of %s", titleWords(d)), p.sectionOf(d), p.link(p.t("Documents"), "documents.html"), p.named(d), p.link(p.t("History"), p.addr.histories[d])),
		Document: p.named(d), Versions: p.versions(d, at.From, at.To), Pager: at}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
	return out
}

// historyOf says what is known of the history of a document.
func (p page) historyOf(d *doc.Document) theme.Text {
	revisions := p.Dossier.History.Revisions(d.Path)
	switch {
	case !p.Dossier.History.Reliable():
		return p.historyWords()
	case len(revisions) == 0:
		return theme.Own(p.t("No commit holds this document yet."))
	}
	first, last := revisions[len(revisions)-1].Commit, revisions[0].Commit
	if first == nil || last == nil {
		return nil
	}
	return theme.Own(p.t("%s from %s to %s.", p.n(len(revisions), "revision", "revisions"), dayOf(first), dayOf(last)))
}

const (
	maxNames   = 8   // of authors beside a version or revision
	maxSubject = 200 // runes of what a commit message says first
)

// known gives the revisions of a document from one index to another, as far as their commits are known.
func (p page) known(d *doc.Document, from, to int) []history.Revision {
	all := p.Dossier.History.Revisions(d.Path)
	return slices.DeleteFunc(slices.Clone(all[min(from, len(all)):min(to, len(all))]), func(r history.Revision) bool { return r.Commit == nil })
}

func (p page) revisions(d *doc.Document, from, to int) []RevisionRow {
	begins := map[history.Hash]approval.Version{}
	for _, v := range p.Approvals.Versions(d.ID) {
		if v.Revision != nil && v.Revision.Commit != nil {
			begins[v.Revision.Commit.Hash] = v
		}
	}
	var out []RevisionRow
	for _, r := range p.known(d, from, to) {
		row := p.revisionRow(r)
		if v, approved := begins[r.Commit.Hash]; approved && v.Revision.Path == r.Path {
			p.approve(&row, d, v)
		}
		out = append(out, row)
	}
	return out
}

// approve says who approved the version that begins with a revision, and leads to what it changed.
func (p page) approve(row *RevisionRow, d *doc.Document, v approval.Version) {
	row.Approver = p.approver(v)
	if !v.Counts(p.Approvals.Least) {
		row.Approver = Link{Text: p.t("Does not count")}
	}
	if step, ok := p.redlineTo(d, v); ok {
		row.Compare = p.link(p.t("compare with %s", plainVersion(step.older.Version)), step.at)
	}
}

func (p page) revisionRow(r history.Revision) RevisionRow {
	c := r.Commit
	row := RevisionRow{Day: dayOf(c), Time: c.Committer.When.UTC().Format("2006-01-02T15:04:05Z"), Version: r.Facts.Version,
		Class: p.what(r), Subject: short(c.Subject, maxSubject), Author: p.author(c.Author.Identity), Commit: p.commit(string(c.Hash)), Moved: r.From,
		Signed: c.Signature != history.Unsigned}
	if r.Facts.Status != "" {
		row.Status = p.status(doc.Status(r.Facts.Status)).Text
	}
	if c.Request != "" {
		row.Request = p.request(c.Request)
	}
	if row.Request.Href == "" && strings.Contains(c.Subject, c.Request) {
		row.Request = Link{}
	}
	for _, other := range c.CoAuthors[:min(len(c.CoAuthors), maxNames)] {
		row.CoAuthors = append(row.CoAuthors, p.author(other))
	}
	return row
}

// versions shows the versions of a document from one index up to another, the newest first.
func (p page) versions(d *doc.Document, from, to int) []VersionRow {
	var out []VersionRow
	current, known := p.Approvals.Current(d)
	all := p.Approvals.Versions(d.ID)
	holds := slices.IndexFunc(all, func(v approval.Version) bool { return known && v.Version == current.Version })
	for i := from; i < min(to, len(all)); i++ {
		row := p.versionRow(all[i])
		if step, ok := p.redlineTo(d, all[i]); ok {
			row.Compare = p.link(p.t("What changed since version %s", plainVersion(step.older.Version)), step.at)
		}
		row.Current = i == holds
		out = append(out, row)
	}
	return out
}

func (p page) versionRow(v approval.Version) VersionRow {
	row := VersionRow{Version: v.Version, On: v.On.String(), Approver: p.approver(v), Grade: p.grade(v.Grade),
		Content: v.Content[:min(len(v.Content), 12)], Counts: Tag{"met", p.t("Counts")}}
	if !v.Counts(p.Approvals.Least) {
		row.Counts = Tag{"unapproved", p.t("Does not count")}
	}
	if v.Role != "" {
		row.Role = p.role(v.Role)
	}
	if v.Revision != nil && v.Revision.Commit != nil {
		row.Commit = p.commit(string(v.Revision.Commit.Hash))
	}
	for _, who := range v.Authors[:min(len(v.Authors), maxNames)] {
		row.Authors = append(row.Authors, p.identity(who))
	}
	if left := p.more(len(v.Authors)-len(row.Authors), ""); left.Text != "" {
		row.Authors = append(row.Authors, left)
	}
	for _, e := range v.Evidence {
		row.Evidence = append(row.Evidence, p.proof(e))
	}
	for _, doubt := range v.Verdicts {
		row.Doubts = append(row.Doubts, DoubtRow{Text: p.say(doubt.Message), Rule: p.rule(string(doubt.Rule)), Commit: p.commit(string(doubt.Commit)), Voids: doubt.Voids})
	}
	return row
}

// proof shows one thing that an approval rests on: what, at which place, in which commit.
func (p page) proof(e approval.Evidence) ProofRow {
	row := ProofRow{What: p.say(e.What), Place: strings.TrimPrefix(e.Pos.String(), "-")}
	if e.Commit != "" {
		row.Commit = p.commit(string(e.Commit))
	}
	return row
}

// rule links to a rule, if it was run.
func (p page) rule(id string) Link {
	for i, r := range p.Rules {
		if string(r.ID) == id {
			return p.quoted(Link{Text: id, Href: p.href(address.Numbered("rules.html", i/rulesPerPage) + "#" + address.Anchor("rule", id)), Title: r.Title}, phrase.Source)
		}
	}
	return Link{Text: id}
}
