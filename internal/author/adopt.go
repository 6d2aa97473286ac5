package author

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/check"
	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// Adoption is a proposal of how a repository of foreign Markdown can be read as it is.
type Adoption struct {
	Content   content.Place
	Standards []string
	Fields    []Field
	Defaults  []Line
	Unsure    []Match // documents that may be an entry of the standard, for somebody to decide
	Matched   int     // documents that are proposed to fulfil something
	Documents int
	Notes     []string // what could not be used
	library   *standard.Library
}

// Line is front matter for the documents of a pattern.
type Line struct {
	Pattern string
	Values  []Value
	Why     []string // what it rests on
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

// Adopt reads documents as they are and proposes names, types, owners, ids and what each fulfils. owners is the forge's
// CODEOWNERS file, or nothing. The documents must have been read without the names and defaults of a configuration.
func Adopt(d *dossier.Dossier, standards []string, owners []byte) *Adoption {
	a := &adopter{dossier: d}
	a.proposal = &Adoption{Content: d.Docs.Folder, Standards: standards, Documents: len(d.Docs.Documents), library: d.Standards}
	byForge, passedOver := check.ForgeOwners(owners)
	a.proposal.Notes = append(a.proposal.Notes, passedOver...)
	a.owner = func(file string) []string { return byForge(d.History.InRepository(file)) }
	a.proposal.Fields = findFields(d.Docs.Documents, d.Standards)
	a.guessAll()
	a.match()
	a.propose()
	return a.proposal
}

type adopter struct {
	dossier  *dossier.Dossier
	owner    func(string) []string
	guesses  []*guess
	proposal *Adoption
}

// guess is what is supposed about one document.
type guess struct {
	doc    *doc.Document
	rel    string // path within the content folder
	title  string
	id     string // from the file's name, empty if the front matter gives one
	kind   string // type, empty where nothing tells
	owner  string
	day    string // YYYY-MM-DD from the file's name
	covers []string
	match  *Match
}

// idInName is an id at the start of a file's name: letters, then a number.
var idInName = regexp.MustCompile(`^([A-Z]{2,8}(?:[-_][A-Z]{2,8})*[-_]?\d{1,4})(?:[^0-9A-Za-z].*)?$`)

// yearInName is what looks like an id and is a year: FY2026.
var yearInName = regexp.MustCompile(`(19|20)\d\d$`)

var dayInName = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d-\d\d-\d\d)(?:\D|$)`)

func (a *adopter) guessAll() {
	ids := map[string]int{}
	for _, d := range a.dossier.Docs.Documents {
		g := &guess{doc: d, rel: a.dossier.Docs.Folder.Rel(d.Path)}
		name := strings.TrimSuffix(path.Base(g.rel), path.Ext(g.rel))
		if m := idInName.FindStringSubmatch(name); m != nil && !yearInName.MatchString(m[1]) {
			g.id = m[1]
			ids[key(doc.ID(g.id))]++
		}
		g.title = a.titleOf(d, name)
		if g.id != "" {
			g.title = strings.TrimSpace(strings.TrimLeft(strings.TrimPrefix(g.title, g.id), " :.–—-_"))
		}
		if m := dayInName.FindStringSubmatch(name); m != nil {
			if day, err := date.Parse(m[1]); err == nil {
				g.day = day.String()
			}
		}
		g.kind, g.owner = typeOf(g.rel, g.title), a.ownerOf(d)
		g.covers = clausesIn(d, a.dossier.Standards.Primary())
		a.guesses = append(a.guesses, g)
	}
	for _, g := range a.guesses {
		if ids[key(doc.ID(g.id))] > 1 || a.given(g.doc, "id") != "" { // an id of two files is none
			g.id = ""
		}
	}
}

// given is the value that the document itself gives for one of our keys, under our name or its own.
func (a *adopter) given(d *doc.Document, ours string) string {
	if v := d.Front.Get(ours); v != nil {
		return cmp.Or(v.Text(), strings.Join(v.Texts(), " "))
	}
	for _, f := range a.proposal.Fields {
		if v := d.Front.Get(f.Foreign); f.Ours == ours && v != nil {
			return cmp.Or(v.Text(), strings.Join(v.Texts(), " "))
		}
	}
	return ""
}

// titleOf gives the title, or words made of the file's name.
func (a *adopter) titleOf(d *doc.Document, name string) string {
	if title := a.given(d, "title"); title != "" {
		return title
	}
	if h := d.Body.Headings; len(h) > 0 && h[0].Level == 1 && h[0].Text != "" {
		return h[0].Text
	}
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
}

var roleForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// ownerOf gives the first owner in CODEOWNERS whose name can be a role's: a team, a user, or what stands before the
// sign of an address.
func (a *adopter) ownerOf(d *doc.Document) string {
	for _, name := range a.owner(d.Path) {
		local, _, _ := strings.Cut(name, "@")
		if role := strings.ReplaceAll(strings.ToLower(local), "_", "-"); roleForm.MatchString(role) {
			return role
		}
	}
	return ""
}

// typeWords are words of folders and titles by which a type is known.
var typeWords = map[string]string{
	"policy": "policy", "plan": "plan", "process": "process", "procedure": "procedure", "runbook": "procedure", "playbook": "procedure",
	"sop": "procedure", "instruction": "procedure",
	"catalogue": "catalogue", "catalog": "catalogue", "agreement": "agreement", "sla": "agreement", "ola": "agreement",
	"contract": "contract", "register": "register", "inventory": "register",
	"programme": "programme", "program": "programme", "report": "report", "minute": "minutes", "meeting": "minutes", "record": "record",
	"log": "record", "audit": "audit-report",
	"nonconformity": "nonconformity", "capa": "nonconformity", "improvement": "improvement", "guide": "guide", "guideline": "guide",
	"handbook": "guide", "manual": "guide", "howto": "guide",
}

// folderWords are words that tell a type only where they name a folder.
var folderWords = map[string]string{"service": "service", "supplier": "contract", "customer": "agreement"}

var stemmedTypes = stemKeys(typeWords)
var stemmedFolders = stemKeys(folderWords)

func stemKeys(words map[string]string) map[string]string {
	out := map[string]string{}
	for w, kind := range words {
		out[stem(w)] = kind
	}
	return out
}

// typeOf tells the type from the words of the folders, the nearest first, and else from those of the title, the last
// first: what a "change management policy" is, its last word says.
func typeOf(rel, title string) string {
	folders := strings.Split(path.Dir(rel), "/")
	for _, folder := range slices.Backward(folders) {
		words := wordsOf(folder)
		for _, w := range slices.Backward(words) {
			if kind := stemmedTypes[w]; kind != "" {
				return kind
			}
			if kind := stemmedFolders[w]; kind != "" && len(words) == 1 {
				return kind
			}
		}
	}
	for _, w := range slices.Backward(wordsOf(title)) {
		if kind := stemmedTypes[w]; kind != "" {
			return kind
		}
	}
	return ""
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

// propose makes the lines of defaults: what holds for all, for folders, and for single files.
func (a *adopter) propose() {
	all := a.proposal
	base := Line{Pattern: "**", Why: []string{"applies unless a line below or the document itself says otherwise"}}
	base.Values = append(base.Values, Value{Key: "version", Text: Unversioned}, Value{Key: "status", Text: "draft"})
	kinds := a.spread("type", "guide", func(g *guess) string { return g.kind })
	owners := a.spread("owner", check.Unnamed, func(g *guess) string { return g.owner })
	all.Defaults = join(base, kinds, owners)
	for _, g := range a.guesses {
		if line, ok := a.lineOf(g); ok {
			all.Defaults = append(all.Defaults, line)
		}
	}
	all.Defaults = mergeSame(all.Defaults)
}

// lineOf gives what holds for one file alone.
func (a *adopter) lineOf(g *guess) (Line, bool) {
	l := Line{Pattern: literal(g.rel)}
	if g.id != "" {
		l.Values = append(l.Values, Value{Key: "id", Text: g.id})
	}
	if dayKey(g.kind) == "date" && g.day != "" && a.given(g.doc, "date") == "" {
		l.Values = append(l.Values, Value{Key: "date", Text: g.day})
	}
	if g.match != nil && a.given(g.doc, "fulfils") == "" {
		l.Values = append(l.Values, Value{Key: "fulfils", List: []string{g.match.Name}})
		l.Why = append(l.Why, g.match.words())
		a.proposal.Matched++
	}
	if len(g.covers) > 0 && a.given(g.doc, "covers") == "" {
		l.Values = append(l.Values, Value{Key: "covers", List: g.covers})
		l.Why = append(l.Why, "clauses named in its comments")
	}
	return l, len(l.Values) > 0
}

// literal makes a pattern that matches one path.
func literal(p string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(p)
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
