package view

import (
	"cmp"
	"html/template"
	"slices"
	"sync"

	"clausebook/internal/anchors"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/fingerprint"
	"clausebook/internal/history"
	"clausebook/internal/inforce"
	"clausebook/internal/kept"
	"clausebook/internal/ledger"
	"clausebook/internal/markdown"
	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
	"clausebook/internal/theme"
)

// stateKinds are the styles and icons of the states of versions.
var stateKinds = map[inforce.State]string{inforce.Draft: "draft", inforce.Proposed: "review", inforce.Unevidenced: "unapproved",
	inforce.Scheduled: "soon", inforce.InForce: "met", inforce.Superseded: "superseded", inforce.Withdrawn: "withdrawn"}

// Life says where a version, or the text of a document, is in its life.
func (s *View) Life(state inforce.State) Tag { return Tag{stateKinds[state], s.Plain(state.Words())} }

// Edition links to the text of a version under its number; without a page the number stands alone.
func (p Page) Edition(v *inforce.Tenure) Link {
	if v == nil {
		return Link{}
	}
	l := p.Link(PlainVersion(v.Number()), p.Addr.Texts[v])
	l.ID = true
	return l
}

// EditionOf links to the text of a version that the ledger has.
func (p Page) EditionOf(v ledger.Version) Link { return p.Edition(p.InForce.Find(v)) }

// Days says on which days a version was in force, and since when that is known.
func (s *View) Days(v *inforce.Tenure) (days string, said theme.Text) {
	for i, span := range v.Spans {
		if i > 0 {
			days += ", "
		}
		if span.To.IsZero() {
			days += s.T("since %s", span.From)
		} else {
			days += s.T("%s to %s", span.From, span.To)
		}
	}
	return days, s.Said(v)
}

// Said says since when the repository knows of a version, where that is later than what it says.
func (s *View) Said(v *inforce.Tenure) theme.Text {
	if v.Said.IsZero() {
		return nil
	}
	return theme.Own(s.T("said on %s", v.Said))
}

// TextOf reads a version from its own blob: what its front matter says, its headings and links, without its text. What the configuration
// gives to documents today is no part of it. What was read of a blob before need not be read again.
func (p Page) TextOf(v *inforce.Tenure) (*doc.Document, error) {
	name := fingerprint.Of("former", v.Revision.Blob, v.Revision.Path, p.Reader.Folder, p.Reader.FactsVersion())
	var failed error
	d := kept.Value(p.Memory, name, func() (doc.Document, bool) {
		d, _, err := p.readings.Document(v.Revision)
		if err != nil {
			failed = err
			return doc.Document{}, false
		}
		return withoutText(d), true
	})
	d.Language = cmp.Or(d.Language, v.Document.Language)
	return &d, failed
}

// withoutText gives of a former version what its page looks at before its text is rendered.
func withoutText(d *doc.Document) doc.Document {
	short := *d
	short.Source, short.Filled = nil, nil
	short.Covers, short.Fulfils, short.Tags, short.Aliases, short.Blob = nil, nil, nil, nil, ""
	short.Front, short.Body = shownFront(d.Front), markdown.Body{Top: d.Body.Top}
	for _, h := range d.Body.Headings {
		short.Body.Headings = append(short.Body.Headings, markdown.Heading{Level: h.Level, Text: h.Text, ID: h.ID, Marks: h.Marks})
	}
	for _, l := range d.Body.Links {
		if asked := (markdown.Link{Kind: l.Kind, Target: l.Target, Fragment: l.Fragment}); !slices.Contains(short.Body.Links, asked) {
			short.Body.Links = append(short.Body.Links, asked)
		}
	}
	short.Findings = slices.DeleteFunc(slices.Clone(d.Findings), func(f diag.Finding) bool { return !unreadFront(f) })
	return short
}

// shownFront gives of the front matter of a former version what its page shows: the facts and tables of its type, and whether it has data.
func shownFront(n *strictyaml.Node) *strictyaml.Node {
	out := &strictyaml.Node{Kind: strictyaml.Map}
	for key, value := range n.Pairs() {
		if shownKeys()[key.Raw] {
			out.Keys, out.Values = append(out.Keys, withoutPlaces(key)), append(out.Values, withoutPlaces(value))
		}
	}
	return out
}

// shownKeys are the keys of front matter that facts and tables are made of.
var shownKeys = sync.OnceValue(func() map[string]bool {
	keys := map[string]bool{"data": true}
	for _, f := range typeFacts {
		keys[f.key] = true
	}
	for _, t := range typeTables {
		keys[t.key] = true
	}
	return keys
})

// withoutPlaces gives the values of front matter without where they stand: no finding is about a former version.
func withoutPlaces(n *strictyaml.Node) *strictyaml.Node {
	if n == nil {
		return nil
	}
	out := &strictyaml.Node{Kind: n.Kind, Raw: n.Raw, Quoted: n.Quoted, Tag: n.Tag}
	for _, key := range n.Keys {
		out.Keys = append(out.Keys, withoutPlaces(key))
	}
	for _, value := range n.Values {
		out.Values = append(out.Values, withoutPlaces(value))
	}
	return out
}

// FormerBody renders the text of a version as it was, with its links as of then.
func (p Page) FormerBody(d *doc.Document, v *inforce.Tenure) Body {
	r := formerResolver{resolver{p, d}, v}
	return fingerprint.Later(p.textKey(d, r), func() template.HTML {
		_, text, err := p.readings.Document(v.Revision)
		if err != nil {
			return p.Theme.Fragment("problem", p.T("The text cannot be shown: %s", err))
		}
		return p.rendered(d, text, r, markdown.Options{BaseLevel: 2})
	})
}

// formerResolver gives the addresses of links in a former version of a document. A document leads to the version of it that
// was in force when this one took effect, else to the first one that was while this one was, else to its page of today. A file
// leads to its bytes of then, where the site has them.
type formerResolver struct {
	resolver // from is the former text
	version  *inforce.Tenure
}

// Resolve implements markdown.Resolver.
func (r formerResolver) Resolve(l markdown.Link) markdown.Reference {
	switch l.Kind {
	case markdown.LinkDocument:
		if d := r.Docs.Resolve(r.from, l).Document; d != nil {
			return r.then(d, l.Fragment)
		}
	case markdown.LinkFragment:
		return r.within(l.Fragment)
	case markdown.LinkRelative:
		return r.file(l)
	}
	return r.resolver.Resolve(l)
}

// within leads to a heading of the text itself.
func (r formerResolver) within(fragment string) markdown.Reference {
	headings := r.from.Body.Headings
	if i, ok := r.from.Body.Anchors().Find(fragment); ok && i != anchors.Top {
		return markdown.Reference{Href: "#" + markdown.Anchor(headings[i].ID), Text: headings[i].Text}
	}
	return markdown.Reference{Href: "#main", Text: fragment, Title: r.T("%s has no heading “%s”", r.version.Document.ID, fragment)}
}

// day is the one by which links are resolved: the first one in force, or the landing of what never was.
func (r formerResolver) day() date.Date {
	if r.version.From.IsZero() && r.version.Landed != nil {
		return r.version.Landed.Committer.Day()
	}
	return r.version.From
}

// then leads to a document as it was when the version took effect.
func (r formerResolver) then(d *doc.Document, fragment string) markdown.Reference {
	was := r.InForce.Of(d).Beside(r.version, r.day())
	at := r.Addr.Texts[was]
	switch {
	case was == r.version && fragment != "":
		return r.within(fragment)
	case was == nil || at == "" || at == r.Addr.Documents[d]:
		return r.to(r.Docs.To(d, fragment), fragment)
	}
	return markdown.Reference{Href: r.Href(at), Text: TitleOf(d), Title: r.T("%s, version %s, in force then", d.ID, was.Number())}
}

// file leads to the document or file that stood at a path when the version landed.
func (r formerResolver) file(l markdown.Link) markdown.Reference {
	at := beside(r.from.Path, l.Target)
	if d := r.stood(at); d != nil {
		return r.then(d, l.Fragment)
	}
	if d := r.Docs.Resolve(r.from, l).Document; d != nil && d.Path != at { // written without its ending, or from another root
		return r.then(d, l.Fragment)
	}
	blob, known := r.blobThen(at)
	now := r.Docs.Asset(at)
	switch kept := r.Addr.Then[blob]; {
	case !known || now != nil && string(blob) == now.Blob:
		return r.resolver.Resolve(l)
	case blob == "":
		return markdown.Reference{Text: l.Target, Missing: r.T("%s did not exist then", at)}
	case kept != "":
		return markdown.Reference{Href: r.Href(kept), Text: l.Target, Title: r.T("%s as it was then", at)}
	}
	return markdown.Reference{Text: l.Target, Missing: r.T("%s has changed since, and this site does not keep the file of then", at)}
}

// stood gives the document that stood at a path when the version landed; one that stands there now where that is not known.
func (r formerResolver) stood(at string) *doc.Document {
	if r.version.Landed != nil {
		for _, d := range r.Index.Stood()[at] {
			if last := r.landing(d.Path); last != nil && last.Path == at && !last.Deleted() {
				return d
			}
		}
	}
	return r.Docs.ByPath(at)
}

// blobThen gives the file that stood at a path when the version landed, empty where none did, and whether that is known.
func (r formerResolver) blobThen(at string) (history.Hash, bool) {
	if r.version.Landed == nil || len(r.History.Landings(at)) == 0 {
		return "", false
	}
	if last := r.landing(at); last != nil {
		return last.Blob, true
	}
	return "", true
}

// landing gives what the file that has a path now was when the version landed; nil if it was not there.
func (r formerResolver) landing(now string) *history.Revision {
	var last *history.Revision
	for _, l := range r.History.Landings(now) {
		if l.By.Place > r.version.Landed.Place {
			break
		}
		last = l.Last()
	}
	return last
}

// findStood lists by path the documents that ever stood there.
func findStood(set *doc.Set, log *history.Log) map[string][]*doc.Document {
	out := map[string][]*doc.Document{}
	for _, d := range set.Documents {
		for _, r := range log.Revisions(d.Path) {
			if !slices.Contains(out[r.Path], d) {
				out[r.Path] = append(out[r.Path], d)
			}
		}
	}
	return out
}

// FormerNotes says of a former text what cannot be shown of it.
func (p Page) FormerNotes(d *doc.Document) []string {
	var out []string
	if slices.ContainsFunc(d.Findings, unreadFront) {
		out = append(out, p.T("The front matter of this version cannot be read, so its control data are not known."))
	}
	if d.Front.Get("data").Text() != "" {
		out = append(out, p.T("The rows of its data file are records of their own and are not part of the version."))
	}
	return out
}

// unreadFront tells whether a finding says that the front matter could not be read.
func unreadFront(f diag.Finding) bool {
	return f.Rule == doc.RuleUnclosed || f.Rule == doc.RuleSyntax || f.Rule == doc.RuleLimit
}

// rendered renders the Markdown of a document with what all pages share.
func (p Page) rendered(d *doc.Document, text *markdown.Text, r markdown.Resolver, o markdown.Options) template.HTML {
	words := p.Language()
	o.Say = p.Plain
	if p.Other(d.Language) != "" { // what is said within the body is in its language or, for want of words, in English
		words, o.Say = phrase.Source, phrase.Phrase.String
	}
	o.OmitTitle, o.Diagram = d.Title, p.Drawing(words, o.Say)
	html, err := text.Render(r, o)
	if err != nil {
		return p.Theme.Fragment("problem", p.T("The text cannot be shown: %s", err))
	}
	return p.Masks.ShieldHTML(html)
}

// VersionControl makes the control header of a version: what identifies it, who approved it, and when it was in force. Then is
// its text, nil where that cannot be read.
func (p Page) VersionControl(v *inforce.Tenure, then *doc.Document) []FactRow {
	words := p.assentTo(v.Document)
	row := func(label string, l Link, note theme.Text) FactRow {
		if l.Text == "" {
			l.Text = p.T("not given")
		}
		return FactRow{Label: label, Values: []Link{l}, Note: note}
	}
	days, said := p.Days(v)
	switch {
	case days == "" && v.From.IsZero():
		days = p.T("not shown")
	case days == "":
		days = p.T("on no day")
	}
	by := row(words.by, p.Approver(v.Version), p.Say(v.Document.Assent(p.authority(v.Version))))
	if all := p.Approvers(v.Version); len(all) > 1 {
		by.Values = all
	}
	rows := []FactRow{row(p.T("In force"), Link{Text: days}, said), by,
		row(words.on, Link{Text: v.On.String()}, nil), row(words.basis, Link{Text: p.grade(v.Version)}, nil)}
	if v.Record.Path != "" {
		rows = append(rows, p.recordFact(v.Version))
	}
	if then != nil {
		rows = append(rows, row(p.T("Owner"), p.Role(then.Owner), nil))
		if !then.EffectiveFrom.IsZero() {
			rows = append(rows, row(p.T("Effective from"), Link{Text: then.EffectiveFrom.String()}, nil))
		}
		rows = append(rows, row(p.T("Classification"), p.Quoted(Link{Text: then.Classification}, then.Language), nil))
	}
	if c := v.Revision.Commit; c != nil {
		commit := p.Commit(string(c.Hash))
		rows = append(rows, row(p.T("First in commit"), commit, theme.Own(DayOf(c))))
	}
	return rows
}
