package site

import (
	"cmp"
	"slices"
	"strconv"

	"clausebook/internal/address"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
)

// clausePage shows what a clause asks for and how far it is evidenced, down to the commit and the approval.
type clausePage struct {
	Shell
	Standard     Link
	ID           string
	Untitled     bool
	Informative  bool
	Summary      theme.Text
	Note         theme.Text
	Reason       theme.Text
	Children     []TreeRow
	Requirements []RequirementRow
	Required     []RequiredRow
	Brief        []RequiredRow // the same in a table, where there are many
	BriefRest    Link
	Chain        []ChainRow
	ChainRest    Link // to the rows that have no room here
	Changes      []RecentRow
	Processes    []Link
	Crosswalk    []FactRow
	Matrix       Link
	Pack         Link
}

// RequirementRow is a requirement with its state.
type RequirementRow struct {
	ID, Anchor string
	Text       theme.Text
	Kind       string
	Planned    bool
	Since      string
	Condition  theme.Text
	State      Tag
	Reason     theme.Text
	Documents  []Link // required documents that would show it
	Evidence   []EvidenceRow
	Rest       Link // to the evidence that is not shown
	Owner      Link
	Due        string
	Waiver     *WaiverRow
	Mend       *MendRow
}

// RequiredRow is a required document with its state.
type RequiredRow struct {
	ID, Anchor string
	Link       Link
	Title      theme.Text
	Kind       string
	Strength   string
	Clauses    []Link
	Cadence    theme.Text
	Retention  theme.Text
	Usual      theme.Text // the role that commonly owns it
	Sections   []theme.Text
	Note       theme.Text
	State      Tag
	Reason     theme.Text
	Since      theme.Text // since when it is missing
	Missing    []theme.Text
	Evidence   []EvidenceRow
	Rest       Link
	Owner      Link
	Due        string
	Mend       *MendRow
	Waiver     *WaiverRow
}

// EvidenceRow is one piece of evidence: a document or a section of it.
type EvidenceRow struct {
	Document Link
	Title    theme.Text
	Section  Link
	How      string
	State    Tag
	Reason   theme.Text
	Place    string // file:line
	Commit   Link
	Revised  string
}

// ChainRow follows one piece of evidence from the clause to the approval.
type ChainRow struct {
	For      Link
	Evidence EvidenceRow
	Version  string
	Approval string
	Approver Link
	Grade    string
	Doubt    theme.Text
}

// WaiverRow is an accepted gap.
type WaiverRow struct {
	Reason     string
	ApprovedBy Link
	Expires    string
	Place      string
}

const (
	maxEvidence  = 2  // pieces shown beside a requirement; the chain below has the others
	maxChain     = 20 // rows of the chain on a clause page
	chainPerPage = 80 // rows of the chain on a page of its own

	fullRequired = 6  // required documents that a clause page shows in full
	maxBrief     = 24 // and in a table, the worst first
)

var clauseKind = Kind{Name: "clause", Empty: clausePage{}, Golden: "standards/one-2018/8.5.html",
	Claim: func(s *site) {
		for _, std := range s.standardsOnce() {
			for _, c := range std.Clauses {
				at := s.addr.Page(standardFolder(std), c.ID)
				s.addr.items[std.Ref(c.ID)] = at
				for _, r := range c.Requirements {
					s.addr.items[std.Ref(r.ID)] = at + "#" + address.Anchor("req", r.ID)
				}
			}
		}
	},
	Pages: func(s *site) []Sheet {
		var out []Sheet
		for _, std := range s.standardsOnce() {
			for i := range std.Clauses {
				if c := &std.Clauses[i]; std.Clause(c.ID) == c { // a file of the user's may name a clause twice
					out = append(out, Sheet{s.addr.items[std.Ref(c.ID)], func(p page) any { return p.clausePage(std, i) }})
				}
			}
		}
		return out
	}}

func (p page) clausePage(std *standard.Standard, i int) any {
	c := &std.Clauses[i]
	ref := standard.Ref{Standard: std.ID, Item: c.ID}
	out := clausePage{Shell: p.titled(phrase.In(std.Language, c.ID+" "+c.Title), "standards.html", p.clauseCrumbs(std, c)...),
		Standard: p.link(nameOf(std), p.addr.standards[std.ID]), ID: c.ID, Untitled: c.Untitled, Informative: c.Informative,
		Summary: p.quote(std.Language, c.Summary), Note: p.quote(std.Language, c.Note)}
	p.local(&out.Shell, p.t("Standards"), p.standardsNav(std)...)
	p.openTop(&out.Shell, std, c)
	out.Description = out.Summary
	cell := p.cell(std.ID, c.ID)
	out.Eyebrow, out.Tags, out.Reason = nameOf(std), []Tag{p.state(cell.State)}, p.say(cell.Reason)
	out.Children = p.treeRows(std, children(std, c.ID))
	for j := range c.Requirements {
		out.Requirements = append(out.Requirements, p.requirementRow(std, &c.Requirements[j], maxEvidence))
	}
	p.fillRequired(&out, std, ref)
	pieces := p.pieces(std, c)
	out.Chain = p.chainRows(pieces[:min(len(pieces), maxChain)])
	out.ChainRest = p.more(len(pieces)-len(out.Chain), p.addr.chains[ref])
	out.Changes = p.clauseChanges(out.Chain, 8)
	out.Processes = p.processesOf(ref)
	out.Crosswalk = p.crosswalk(std, c.ID)
	if i > 0 {
		out.Prev = p.stepTo(std, &std.Clauses[i-1])
	}
	if i+1 < len(std.Clauses) {
		out.Next = p.stepTo(std, &std.Clauses[i+1])
	}
	if at := p.addr.matrices[std.ID]; at != "" {
		out.Matrix = p.link(p.t("Matrix"), p.slice(std, c.ID))
	}
	if at := p.addr.packs[standard.Ref{Standard: std.ID, Item: top(std, c).ID}]; at != "" {
		out.Pack = p.link(p.t("Print the documents of clause %s", top(std, c).ID), at)
	}
	return out
}

// fillRequired lists the required documents of a clause: in full where they are few, else in a table.
func (p page) fillRequired(out *clausePage, std *standard.Standard, clause standard.Ref) {
	ids := p.index.required()[clause]
	if len(ids) <= fullRequired {
		for _, id := range ids {
			out.Required = append(out.Required, p.requiredRow(std, std.RequiredDocument(id), maxEvidence))
		}
		return
	}
	if len(ids) > maxBrief {
		rank := func(id string) int { return p.cell(std.ID, id).State.Rank() }
		ids = slices.SortedStableFunc(slices.Values(ids), func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
		out.BriefRest = p.more(len(ids)-maxBrief, p.addr.sets[std.ID])
		ids = ids[:maxBrief]
	}
	for _, id := range ids {
		out.Brief = append(out.Brief, p.requiredRow(std, std.RequiredDocument(id), 0))
	}
}

func (p page) stepTo(std *standard.Standard, c *standard.Clause) Link {
	return p.clauseLink(std, c, p.addr.items[standard.Ref{Standard: std.ID, Item: c.ID}])
}

// openTop marks the top-level clause of the page in the menu.
func (p page) openTop(s *Shell, std *standard.Standard, c *standard.Clause) {
	at := p.href(p.addr.items[standard.Ref{Standard: std.ID, Item: top(std, c).ID}])
	for i := range s.Local {
		if s.Local[i].Href == at {
			s.Local[i].Open = true
		}
	}
}

func (p page) clauseCrumbs(std *standard.Standard, c *standard.Clause) []Link {
	crumbs := []Link{p.link(p.t("Standards"), "standards.html"), p.link(nameOf(std), p.addr.standards[std.ID])}
	var above []Link
	at := std.Clause(c.Parent)
	for range std.Clauses {
		if at == nil {
			break
		}
		above = append(above, p.stepTo(std, at))
		at = std.Clause(at.Parent)
	}
	slices.Reverse(above)
	return append(crumbs, above...)
}

func (p page) treeRows(std *standard.Standard, clauses []*standard.Clause) []TreeRow {
	var out []TreeRow
	for _, c := range clauses {
		cell := p.cell(std.ID, c.ID)
		out = append(out, TreeRow{Level: c.Level, Clause: p.clause(std.ID, c.ID), Title: p.quote(std.Language, c.Title),
			State: p.state(cell.State), Reason: p.say(cell.Reason), Bar: p.bar(p.requirementCells(std, c.ID))})
	}
	return out
}

func (p page) requirementRow(std *standard.Standard, r *standard.Requirement, evidence int) RequirementRow {
	cell := p.cell(std.ID, r.ID)
	row := RequirementRow{ID: r.ID, Anchor: address.Anchor("req", r.ID), Text: p.quote(std.Language, r.Text), Kind: r.Kind, Planned: r.Planned, Since: r.Since,
		Condition: p.condition(std, r.Condition), State: p.state(cell.State), Reason: p.say(cell.Reason), Owner: p.owner(cell.Owner),
		Due: p.dueWords(cell), Waiver: p.waiver(cell), Mend: p.mend(cell)}
	for _, id := range r.Required {
		row.Documents = append(row.Documents, p.item(standard.Ref{Standard: std.ID, Item: id}))
	}
	row.Evidence, row.Rest = p.evidence(cell, evidence)
	return row
}

func (p page) requiredRow(std *standard.Standard, r *standard.RequiredDocument, evidence int) RequiredRow {
	cell := p.cell(std.ID, r.ID)
	row := RequiredRow{ID: r.ID, Anchor: address.Anchor("doc", r.ID), Title: p.quote(std.Language, r.Title), Kind: p.kindWords(r), Strength: p.strength(r.Strength),
		Link: p.item(standard.Ref{Standard: std.ID, Item: r.ID}), Clauses: p.clauses(std.ID, r.Clauses), Cadence: p.say(cadence(std, *r)),
		Retention: p.quote(std.Language, r.Retention), Usual: p.quote(std.Language, r.Owner), Sections: p.quotes(std.Language, r.Sections), Note: p.quote(std.Language, r.Note), State: p.state(cell.State), Since: p.missingSince(cell), Reason: p.say(cell.Reason),
		Missing: p.lacking(cell, r.Sections, std.Language), Owner: p.owner(cell.Owner), Due: p.dueWords(cell), Mend: p.mend(cell), Waiver: p.waiver(cell)}
	row.Evidence, row.Rest = p.evidence(cell, evidence)
	return row
}

const maxMissing = 8 // things named that are still missing

// lacking names what is missing, and counts what there is no room to name: sections as the standard calls them, in its
// language, or services, suppliers and months, which have names of their own.
func (s *site) lacking(c trace.Cell, sections []string, language string) []theme.Text {
	var out []theme.Text
	for _, name := range c.Missing[:min(len(c.Missing), maxMissing)] {
		if slices.Contains(sections, name) {
			out = append(out, s.quote(language, name))
		} else {
			out = append(out, theme.Own(name))
		}
	}
	if more := len(c.Missing) - len(out); more > 0 {
		out = append(out, theme.Own(s.t("and %d more", more)))
	}
	return out
}

// cadence says whose interval it is. The standard's own data decides; where it names none, nothing is said.
func cadence(std *standard.Standard, r standard.RequiredDocument) phrase.Phrase {
	if r.Cadence.IsZero() && r.CadenceNote != "" {
		return phrase.In(std.Language, r.CadenceNote)
	}
	return r.CadenceWords()
}

func (p page) kindWords(r *standard.RequiredDocument) string {
	if r.Kind == "record" {
		return p.t("record")
	}
	return p.t("document")
}

func (p page) strength(s standard.Strength) string {
	switch s {
	case standard.Explicit:
		return p.t("asked for in writing")
	case standard.Implied:
		return p.t("implied: cannot be shown otherwise")
	case standard.Recommended:
		return p.t("recommended practice")
	}
	return string(s)
}

func (p page) condition(std *standard.Standard, id string) theme.Text {
	if id == "" {
		return nil
	}
	words := phrase.Text(id)
	if c := std.Condition(id); c != nil {
		words = phrase.In(std.Language, c.Text)
	}
	return p.say(phrase.Of("only if: %s", words))
}

func (p page) owner(id string) Link {
	if id == "" {
		return Link{}
	}
	return p.role(id)
}

func (p page) dueWords(c trace.Cell) string {
	if c.Due.IsZero() {
		return ""
	}
	return p.day(c.Due)
}

// day gives a day with its distance from the as-of day.
func (p page) day(d date.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String() + " (" + p.relativeDay(d) + ")"
}

func (p page) waiver(c trace.Cell) *WaiverRow {
	if c.Waiver == nil {
		return nil
	}
	return &WaiverRow{Reason: c.Waiver.Reason, ApprovedBy: p.whoever(c.Waiver.ApprovedBy), Expires: p.day(c.Waiver.Expires), Place: c.Waiver.Pos.String()}
}

// evidence gives the first n pieces of a cell, and the way to the others.
func (p page) evidence(c trace.Cell, n int) ([]EvidenceRow, Link) {
	var out []EvidenceRow
	for _, e := range c.Evidence[:min(n, len(c.Evidence))] {
		out = append(out, p.evidenceRow(e))
	}
	return out, p.more(len(c.Evidence)-len(out), p.chainOf(c.Ref))
}

func (p page) evidenceRow(e trace.Evidence) EvidenceRow {
	row := EvidenceRow{Document: p.document(e.Document).untitled(), How: e.How, State: p.state(e.State), Reason: p.say(e.Reason), Place: e.Path,
		Commit: p.commit(string(e.Commit)), Revised: e.Revised.String()}
	if e.Line > 0 {
		row.Place += ":" + strconv.Itoa(e.Line)
	}
	if d := p.Docs.ByID(e.Document); d != nil {
		row.Title = p.say(titleWords(d))
		if e.Section != "" {
			row.Section = p.section(d, e.Section)
		}
	}
	return row
}

// evidenceLinks gives the documents of the first n pieces of evidence, each once.
func (p page) evidenceLinks(all []trace.Evidence, n int) []Link {
	var out []Link
	seen := map[doc.ID]bool{}
	for _, e := range all {
		if !seen[e.Document] && len(out) < n {
			seen[e.Document] = true
			out = append(out, p.document(e.Document))
		}
	}
	return out
}

// piece is one piece of evidence with what it is for.
type piece struct {
	ref      standard.Ref
	evidence trace.Evidence
}

// pieces lists the evidence of a clause and of its requirements, each document or section once.
func (s *site) pieces(std *standard.Standard, c *standard.Clause) []piece {
	items := make([]string, 0, len(c.Requirements)+len(c.Required)+1)
	for _, r := range c.Requirements {
		items = append(items, r.ID)
	}
	type key struct {
		document doc.ID
		section  string
	}
	var out []piece
	seen := map[key]bool{}
	for _, id := range append(append(items, c.Required...), c.ID) {
		cell := s.cell(std.ID, id)
		for _, e := range cell.Evidence {
			if k := (key{e.Document, e.Section}); !seen[k] {
				seen[k] = true
				out = append(out, piece{cell.Ref, e})
			}
		}
	}
	return out
}

// chainRows follows pieces of evidence to the commit and the approval.
func (p page) chainRows(pieces []piece) []ChainRow {
	var out []ChainRow
	for _, x := range pieces {
		out = append(out, p.chainRow(x.ref, x.evidence))
	}
	return out
}

func (p page) chainRow(ref standard.Ref, e trace.Evidence) ChainRow {
	row := ChainRow{For: p.item(ref), Evidence: p.evidenceRow(e)}
	d := p.Docs.ByID(e.Document)
	if d == nil {
		return row
	}
	v, ok := p.Approvals.Current(d)
	if !ok {
		row.Approval = p.t("no approved version")
		return row
	}
	row.Version, row.Approval, row.Grade = v.Version, v.On.String(), p.plain(v.Grade.Words())
	row.Approver = p.approver(v)
	if len(v.Verdicts) > 0 {
		row.Doubt = p.say(v.Verdicts[0].Message)
	}
	return row
}

// clauseChanges lists the newest changes of the documents in a chain.
func (p page) clauseChanges(chain []ChainRow, n int) []RecentRow {
	var documents []*doc.Document
	for _, row := range chain {
		if d := p.Docs.ByID(doc.ID(row.Evidence.Document.Text)); d != nil && !slices.Contains(documents, d) {
			documents = append(documents, d)
		}
	}
	var out []RecentRow
	for _, c := range p.newest(documents, n) {
		out = append(out, p.recentRow(c))
	}
	return out
}

// processesOf lists the processes of other standards with the same subject as a clause.
func (p page) processesOf(ref standard.Ref) []Link {
	var out []Link
	for _, std := range p.standardsOnce() {
		for _, proc := range std.Processes {
			if slices.Contains(proc.Clauses[ref.Standard], ref.Item) {
				out = append(out, p.item(standard.Ref{Standard: std.ID, Item: proc.ID}))
			}
		}
	}
	return out
}

// crosswalk lists where a clause came from, where it went, and its counterparts elsewhere.
func (p page) crosswalk(std *standard.Standard, id string) []FactRow {
	var out []FactRow
	if std == p.Standards.Primary() {
		out = append(out, p.primaryCrosswalk(std, id)...)
	}
	if primary := p.Standards.Primary(); primary != nil && primary.Supersedes == std.ID {
		for _, m := range p.Standards.Crosswalk.Moves {
			if m.From == id {
				out = append(out, FactRow{Label: nameOf(primary), Values: p.clauses(primary.ID, m.To), Note: p.quote(phrase.Source, m.Note)})
			}
		}
	}
	return out
}

func (p page) primaryCrosswalk(std *standard.Standard, id string) []FactRow {
	var out []FactRow
	if note := p.Standards.Crosswalk.New[id]; note != "" {
		out = append(out, FactRow{Label: p.t("New in this edition"), Note: p.quote(phrase.Source, note)})
	}
	if old := p.Standards.Standard(std.Supersedes); old != nil {
		for _, m := range p.Standards.Crosswalk.Moves {
			if slices.Contains(m.To, id) {
				out = append(out, FactRow{Label: nameOf(old), Values: []Link{p.clause(old.ID, m.From)}, Note: p.quote(phrase.Source, m.Note)})
			}
		}
	}
	for _, row := range p.Standards.Crosswalk.Rows {
		if row.Clause != id {
			continue
		}
		for _, other := range sortedKeys(row.Others) {
			f := FactRow{Label: other, Note: p.quote(phrase.Source, row.Note)}
			for _, v := range row.Others[other] {
				f.Values = append(f.Values, p.quoted(Link{Text: v}, phrase.Source))
			}
			if len(f.Values) > 0 {
				out = append(out, f)
			}
		}
	}
	return out
}
