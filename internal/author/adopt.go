package author

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"clausebook/internal/check"
	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/generator"
	"clausebook/internal/owners"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/strictyaml"
)

// Adoption is a proposal of how a repository of foreign Markdown can be read as it is.
type Adoption struct {
	Content   content.Place
	Standards []string
	Fields    []Field
	Values    map[string]map[string]string // a key of ours -> a word of the documents -> ours
	Defaults  []Line
	Left      int     // documents whose line found no room
	Unsure    []Match // documents that may be an entry of the standard, for somebody to decide
	Matched   int     // documents that are proposed to fulfil something
	Documents int
	Unknown   Unknown        // what the documents do not tell
	People    []Person       // seen in the history, for people.yaml
	Notes     []string       // what could not be used
	site      generator.Site // that is made of the documents already
	library   *standard.Library
}

// Unknown counts what nothing in the documents tells.
type Unknown struct {
	Types, Owners, Versions, Statuses, Reviews int
	Untyped                                    []string // some of them
}

// Line is front matter for the documents of a pattern.
type Line struct {
	Pattern string
	Values  []Value
	Why     []string // what it rests on

	Documents int // that it says to fulfil something
}

// Value is one key of it, with a text or a list.
type Value struct {
	Key  string
	Text string
	List []string
}

// Unversioned is the version of documents that name none: to invent a number would be to claim that there was one
// before.
const Unversioned = "unversioned"

// Foreign is what a proposal is made of.
type Foreign struct {
	Dossier   *dossier.Dossier // the documents, read without the names and defaults of a configuration
	Standards []string
	Owners    []byte   // the forge's CODEOWNERS file, or nothing
	Tree      fs.FS    // the files around the documents; nil where nothing beside them is to be read
	Top       fs.FS    // those of the repository, of which the project may be a folder; nil where they are the same
	People    []Person // seen in the history
}

// Adopt reads documents as they are and proposes names, words, types, owners, ids and what each fulfils.
func Adopt(in Foreign) *Adoption {
	d := in.Dossier
	a := &adopter{dossier: d, tree: in.Tree}
	a.proposal = &Adoption{Content: d.Docs.Folder, Standards: in.Standards, Documents: len(d.Docs.Documents), People: in.People,
		library: d.Standards, site: generator.SiteOf(in.Tree)}
	byForge, passedOver := check.ForgeOwners(in.Owners)
	a.proposal.Notes = append(a.proposal.Notes, passedOver...)
	inFolders := owners.New(cmp.Or(in.Top, in.Tree))
	a.owner = func(file string) (names []string, why string) {
		if names := byForge(d.History.InRepository(file)); len(names) > 0 {
			return names, "CODEOWNERS"
		}
		return inFolders.Of(d.History.InRepository(file)), "OWNERS"
	}
	a.proposal.Fields, a.proposal.Values = findFields(d.Docs.Documents, in.Tree, d.Standards, d.AsOf.Day)
	a.guessAll()
	a.nameFields()
	a.match()
	a.propose()
	a.countUnknown()
	a.proposal.bound()
	return a.proposal
}

type adopter struct {
	dossier  *dossier.Dossier
	tree     fs.FS
	owner    func(string) (names []string, why string)
	guesses  []*guess
	proposal *Adoption
}

// guess is what is supposed about one document.
type guess struct {
	doc    *doc.Document
	front  *strictyaml.Node // what it says itself, under our names
	rel    string           // path within the content folder
	title  string
	id     string // from the file's name, empty if the document gives one
	kind   string // type, empty where nothing tells
	why    string // what tells it
	aid    bool   // it is a template, a form, a guide, a decision or a proposal: not itself what it is about
	former bool   // a line says that it was replaced or put away
	owner  string
	file   string    // of owners, that names it
	day    date.Date // from the file's name
	covers []string
	match  *Match
}

// reader reads documents by the names and words that were found.
func (a *adopter) reader() *doc.Reader {
	r := &doc.Reader{Folder: a.dossier.Docs.Folder, Fields: map[string]string{}, Values: a.proposal.Values}
	for _, f := range mapped(a.proposal.Fields) {
		r.Fields[f.Foreign] = f.Ours
	}
	return r
}

func (a *adopter) guessAll() {
	reader := a.reader()
	for _, d := range a.dossier.Docs.Documents {
		g := &guess{doc: d, front: reader.Says(a.tree, d), rel: a.dossier.Docs.Folder.Rel(d.Path)}
		g.id, g.day = doc.NameID(d.Path), doc.NameDate(d.Path)
		g.title = g.titleOf()
		a.guesses = append(a.guesses, g)
	}
	a.cutTitles()
	for _, g := range a.guesses {
		debate, _ := debateOf(g.doc.Path)
		g.aid = aidWord(namedBy(g.rel)+" "+g.title) != "" || isAidFolder(path.Base(path.Dir(g.rel))) || debate != ""
		g.kind, _, g.why = weighed(signsOf(g.doc, g.doc.Path, g.title))
		g.owner, g.file = a.ownerOf(g.doc)
		g.covers = clausesIn(g.doc, a.dossier.Standards.Primary())
		if g.given("id") {
			g.id = ""
		}
	}
}

// cutTitles takes from titles what says nothing of the document: the name of the wiki's space that stands before all of them, and the id.
func (a *adopter) cutTitles() {
	titles := make([]string, len(a.guesses))
	for i, g := range a.guesses {
		titles[i] = g.title
	}
	common := commonHead(titles)
	for _, g := range a.guesses {
		g.title = strings.TrimSpace(strings.TrimPrefix(g.title, common))
		if id := cmp.Or(g.id, doc.NameID(g.title)); id != "" {
			if rest := strings.TrimSpace(strings.TrimLeft(strings.TrimPrefix(g.title, id), " :.–—-_")); rest != "" {
				g.title = rest
			}
		}
	}
}

// stemOf gives the name of a file without what tells how it is written.
func stemOf(rel string) string { return content.Stem(rel) }

// given tells whether the document itself gives a value for one of our keys, under our name or its own.
func (g *guess) given(ours string) bool { return !g.front.Get(ours).IsNull() }

// titleOf gives the title, or words made of the file's name.
func (g *guess) titleOf() string {
	if title := g.front.Get("title").Text(); title != "" {
		return title
	}
	if title := doc.TitleIn(g.doc.Body.Headings); title != "" {
		return title
	}
	return strings.Join(strings.FieldsFunc(stemOf(g.rel), func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
}

// machines are owners in CODEOWNERS that answer for nothing.
var machines = regexp.MustCompile(`(?i)(^|[-_])(bots?|ci|renovate|dependabot|automation|everyone|all)([-_]|$)|\[bot\]$`)

// ownerOf gives the first owner that is no machine, with the kind of file that names it: a team, a user, or what stands before the sign of
// an address.
func (a *adopter) ownerOf(d *doc.Document) (owner, file string) {
	names, why := a.owner(d.Path)
	for _, name := range names {
		if role := doc.RoleOf(name); role != "" && !machines.MatchString(name) {
			return role, why
		}
	}
	return "", ""
}

// clauseForm is the number of a clause below the top, or of a requirement.
var clauseForm = regexp.MustCompile(`(?:^|[^\w.-])(\d{1,2}(?:\.\d{1,2}){1,4}(?:-[a-z]{1,2})?)(?:[^\w.-]|\.?$|\.\s)`)

var (
	ofOurs    = regexp.MustCompile(`(?i)20000|\b(clauses?|iso|req|requirements?|refs?|covers|maps?|satisfies|implements|evidence)\b|§`)
	ofOthers  = regexp.MustCompile(`(?i)\b(27001|27002|9001|22301|14001|nist|cis|soc ?2|tisax)\b`)
	numbersBy = regexp.MustCompile(`^[\d\s.,;§a-z-]{0,200}$`)
)

// clausesIn gives the clauses that the HTML comments of a document name, as far as the standard has them. What speaks
// of other standards alone is left out, and so is our own form, which needs no help.
func clausesIn(d *doc.Document, s *standard.Standard) []string {
	if s == nil {
		return nil
	}
	var out []string
	for _, c := range d.Body.Comments {
		text := inline(c.Text)
		if strings.HasPrefix(text, "covers:") || !ofOurs.MatchString(text) && !numbersBy.MatchString(text) ||
			ofOthers.MatchString(text) && !strings.Contains(text, "20000") {
			continue
		}
		for rest := text; ; {
			m := clauseForm.FindStringSubmatchIndex(rest)
			if m == nil {
				break
			}
			name := rest[m[2]:m[3]]
			if kind, ok := s.Kind(name); ok && (kind == standard.KindClause || kind == standard.KindRequirement) && !slices.Contains(out, name) {
				out = append(out, name)
			}
			rest = rest[m[3]:]
		}
	}
	return out
}

// mostByHand is how many documents with an id that another has as well get a line; beyond it ids in names are no ids.
const mostByHand = 20

// nameFields proposes to read ids and days from the names of files, where these have them. An id of two files is none: they get lines of
// their own, with the id that their path gives.
func (a *adopter) nameFields() {
	ids, given, named, dated := map[string]int{}, map[string]bool{}, 0, 0
	for _, g := range a.guesses {
		if g.id != "" {
			ids[key(doc.ID(g.id))]++
			named++
		} else if said := g.front.Get("id").Text(); said != "" {
			given[key(doc.ID(said))] = true
		}
		if dayKey(g.kind) == "date" && !g.day.IsZero() && !g.given("date") {
			dated++
		}
	}
	twice := 0
	for _, n := range ids {
		if n > 1 {
			twice += n
		}
	}
	use := named > 0 && twice <= mostByHand && twice < named
	for _, g := range a.guesses {
		switch {
		case !use:
			g.id = ""
		case g.id != "" && (ids[key(doc.ID(g.id))] > 1 || given[key(doc.ID(g.id))]):
			g.id = string(doc.DerivedID(a.dossier.Docs.Folder, g.doc.Path))
		default:
			g.id = ""
		}
	}
	if use {
		a.proposal.Fields = append(a.proposal.Fields, Field{Foreign: doc.FromNameID, Ours: "id", Like: "id", Fit: named - twice,
			Of:      named - twice,
			Example: a.example(func(g *guess) string { return doc.NameID(g.doc.Path) })})
	}
	a.nameMeetings()
	a.nameRest(doc.FromNameVersion, "version", doc.NameVersion)
	a.nameRest(doc.FromNameStatus, "status", doc.NameStatus)
	if dated > 0 {
		a.proposal.Fields = append(a.proposal.Fields, Field{Foreign: doc.FromNameDate, Ours: "date", Like: "date", Fit: dated, Of: dated,
			Example: a.example(func(g *guess) string { return g.day.String() })})
	}
}

// nameRest proposes to read something from the names of files where some say it and the documents do not.
func (a *adopter) nameRest(foreign, ours string, of func(string) string) {
	f := Field{Foreign: foreign, Ours: ours, Like: ours}
	for _, g := range a.guesses {
		if said := of(g.doc.Path); said != "" && !g.given(ours) {
			f.count(&strictyaml.Node{Raw: said}, true)
		}
	}
	if f.Of > 0 {
		a.proposal.Fields = append(a.proposal.Fields, f)
	}
}

// nameMeetings proposes to read who took part in meetings from the texts of minutes.
func (a *adopter) nameMeetings() {
	chaired := Field{Foreign: doc.FromTextChair, Ours: "chair", Like: "chair"}
	attended := Field{Foreign: doc.FromTextAttendees, Ours: "attendees", Like: "attendees"}
	for _, g := range a.guesses {
		if g.kind != "minutes" && g.front.Get("type").Text() != "minutes" {
			continue
		}
		chair, present := doc.Attendance(g.doc.Text())
		if chair != "" && !g.given("chair") {
			chaired.count(&strictyaml.Node{Raw: chair}, true)
		}
		if len(present) > 0 && !g.given("attendees") {
			attended.count(&strictyaml.Node{Raw: strings.Join(present, ", ")}, true)
		}
	}
	for _, f := range []Field{chaired, attended} {
		if f.Of > 0 {
			a.proposal.Fields = append(a.proposal.Fields, f)
		}
	}
}

// example gives the first text that is there.
func (a *adopter) example(text func(*guess) string) string {
	for _, g := range a.guesses {
		if t := text(g); t != "" {
			return t
		}
	}
	return ""
}

// propose makes the lines of defaults: what holds for all, for folders, for names, and for single files.
func (a *adopter) propose() {
	all := a.proposal
	base := Line{Pattern: "**", Why: []string{"applies unless a line below or the document itself says otherwise"}}
	base.Values = append(base.Values, Value{Key: "version", Text: Unversioned}, Value{Key: "status", Text: string(doc.InUse)})
	kinds := a.spread("type", "guide", func(g *guess) (string, string) { return g.kind, g.why })
	answer := a.spread("owner", check.Unnamed, func(g *guess) (string, string) { return g.owner, g.file })
	files := append(a.formerLines(), append(a.listLines(fulfilled), a.listLines(covered)...)...)
	for _, g := range a.guesses {
		if line, ok := a.lineOf(g); ok {
			files = append(files, line)
		}
	}
	all.Defaults = mergeSame(append(join(base, kinds, answer), files...))
}

// formerLines says of folders whose names tell it that what is in them was replaced or put away. Records stay what they are, in an archive
// too.
func (a *adopter) formerLines() []Line {
	var out []Line
	for _, folder := range a.folders() {
		word := formerWord(folder)
		if word == "" || isFormer(folder) || slices.ContainsFunc(a.guesses, func(g *guess) bool {
			return content.Within(g.rel, folder) && dayKey(g.kind) != ""
		}) {
			continue
		}
		for _, g := range a.guesses {
			g.former = g.former || content.Within(g.rel, folder)
		}
		out = append(out, Line{Pattern: content.Literal(folder) + "/**", Values: []Value{{Key: "status", Text: string(formerFolders[word])}},
			Why: []string{"status by folder " + path.Base(folder)}})
	}
	return out
}

// statement is what is said of a document as a list, such as the entries that it fulfils.
type statement struct {
	key   string
	items []string
	why   string
}

// listLines says what documents fulfil and cover: in one line for documents of one folder of which the same is said, if a pattern tells
// them from all others there, else in one for each.
func (a *adopter) listLines(of func(*guess) statement) []Line {
	byFolder := map[string][]*guess{}
	var folders []string
	for _, g := range a.guesses {
		at := path.Dir(g.rel)
		if byFolder[at] == nil {
			folders = append(folders, at)
		}
		byFolder[at] = append(byFolder[at], g)
	}
	var out []Line
	for _, at := range folders {
		out = append(out, linesIn(at, byFolder[at], of)...)
	}
	return out
}

// linesIn gives the lines for one folder.
func linesIn(at string, here []*guess, of func(*guess) statement) []Line {
	same := map[string][]*guess{}
	for _, g := range here {
		said := strings.Join(of(g).items, " ")
		same[said] = append(same[said], g)
	}
	var out []Line
	done := map[string]bool{"": true}
	for _, g := range here {
		s := of(g)
		said := strings.Join(s.items, " ")
		if done[said] {
			continue
		}
		l := Line{Pattern: content.Literal(g.rel), Values: []Value{{Key: s.key, List: s.items}}, Why: []string{s.why}}
		if pattern := patternOf(at, same[said], here); pattern != "" {
			done[said] = true
			l.Pattern, l.Why = pattern, []string{fmt.Sprintf("%d documents, by %s", len(same[said]), s.why)}
		}
		if s.key == "fulfils" {
			l.Documents = 1
			if done[said] {
				l.Documents = len(same[said])
			}
		}
		out = append(out, l)
	}
	return out
}

// fulfilled is what a document is proposed to fulfil.
func fulfilled(g *guess) statement {
	if g.match == nil {
		return statement{}
	}
	return statement{"fulfils", []string{g.match.Name}, g.match.words()}
}

// covered is what a document is proposed to cover.
func covered(g *guess) statement {
	if g.given("covers") {
		return statement{}
	}
	return statement{"covers", g.covers, "clauses named in its comments"}
}

// leastPrefix is how long the common beginning of names must be to tell them from others to come.
const leastPrefix = 4

// patternOf gives a pattern that matches some documents of a folder and no other one there: the folder as a whole, or the beginning of
// their names; empty where there is none, or only one document.
func patternOf(at string, some, all []*guess) string {
	if len(some) < 2 {
		return ""
	}
	folder := ""
	if at != "." {
		folder = content.Literal(at) + "/"
		if len(some) == len(all) && len(all) > 2 {
			return folder + "*"
		}
	}
	prefix := stemOf(some[0].rel)
	for _, g := range some {
		for !strings.HasPrefix(path.Base(g.rel), prefix) {
			prefix = prefix[:len(prefix)-1]
		}
	}
	prefix = prefix[:strings.LastIndexAny(prefix, "-_ .")+1]
	if len(prefix) < leastPrefix || strings.Trim(prefix, "0123456789-_ .") == "" || !utf8.ValidString(prefix) {
		return ""
	}
	for _, g := range all {
		if strings.HasPrefix(path.Base(g.rel), prefix) && !slices.Contains(some, g) {
			return ""
		}
	}
	return folder + content.Literal(prefix) + "*"
}

// lineOf gives what else holds for one file alone.
func (a *adopter) lineOf(g *guess) (Line, bool) {
	l := Line{Pattern: content.Literal(g.rel)}
	if g.id != "" {
		l.Values, l.Why = append(l.Values, Value{Key: "id", Text: g.id}), append(l.Why, "another file has the id in its name as well")
	}
	return l, len(l.Values) > 0
}

// someNames is how many documents are named as examples.
const someNames = 3

// countUnknown counts what the documents do not tell and nothing else told.
func (a *adopter) countUnknown() {
	u := &a.proposal.Unknown
	count := func(n *int, unknown bool) bool {
		if unknown {
			*n++
		}
		return unknown
	}
	for _, g := range a.guesses {
		if count(&u.Types, g.kind == "" && !g.given("type")) && len(u.Untyped) < someNames {
			u.Untyped = append(u.Untyped, g.rel)
		}
		count(&u.Owners, g.owner == "" && !g.given("owner"))
		count(&u.Versions, !g.given("version") && doc.NameVersion(g.doc.Path) == "")
		count(&u.Statuses, !g.given("status") && doc.NameStatus(g.doc.Path) == "" && !g.former)
		count(&u.Reviews, !doc.RecordType(g.kind) && !g.former && (!g.given("reviewed_on") || !g.given("review_every")))
	}
}

// Summary says in a sentence what was found.
func (p *Adoption) Summary() string {
	return fmt.Sprintf(
		"%s in %s: %d matched to a required document, %d possible; %s mapped",
		phrase.Plural(
			p.Documents,
			"document",
			"documents",
		),
		p.Content,
		p.Matched,
		len(p.Unsure),
		phrase.Plural(len(mapped(p.Fields)), "field name", "field names"),
	)
}
