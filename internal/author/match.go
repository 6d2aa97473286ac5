package author

import (
	"cmp"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"clausebook/internal/standard"
)

// Match says how much the title of a document is like that of a required document.
type Match struct {
	Path  string
	Title string  // of the document
	Name  string  // of the required document, as front matter names it
	Like  string  // its title
	Score float64 // 0 to 1: twice the weight of the words they share, in that of all words of both
}

// From what score on a match is proposed, and from what it is shown.
const (
	sure     = 0.8
	possible = 0.6
)

func (m *Match) words() string {
	return fmt.Sprintf("%q is like %q (score %.2f)", remark(m.Title), remark(m.Like), m.Score)
}

// otherNames are titles by which organizations know a required document of the standards that clausebook brings along, beside the
// standard's own.
var otherNames = map[string][]string{
	"internal-audit-programme":        {"internal audit plan", "audit programme", "internal audit schedule", "audit plan"},
	"risk-and-opportunity-register":   {"risk register", "risks and opportunities", "risk log"},
	"risk-management-approach":        {"risk management methodology", "risk acceptance criteria"},
	"obligations-register":            {"legal register", "legal and regulatory requirements", "compliance obligations register"},
	"documented-information-register": {"master list of documents", "master document list", "document register"},
	"asset-register":                  {"asset inventory", "inventory of assets"},
	"competence-matrix":               {"competence matrix", "training plan"},
	"competence-records":              {"training record", "training records", "competence record"},
	"context-analysis":                {"context of the organization", "context analysis"},
	"roles-and-responsibilities":      {"roles and responsibilities"},
	"interested-parties-register":     {"interested parties", "needs and expectations of interested parties"},
	"process-continual-improvement": {"corrective action process", "corrective and preventive action process",
		"continual improvement process"},
	"improvement-register":          {"continual improvement register", "improvement log"},
	"customer-satisfaction-report":  {"customer satisfaction survey report", "customer satisfaction survey"},
	"change-schedule":               {"forward schedule of change", "change schedule", "change calendar"},
	"information-security-controls": {"statement of applicability"},
	"other-parties-register": {"list of suppliers", "supplier register", "list of approved suppliers",
		"list of qualified suppliers"},
	"external-supplier-contract":             {"supplier contract"},
	"internal-supplier-agreement":            {"internal supplier agreement"},
	"request-for-change-records":             {"change requests"},
	"known-error-records":                    {"known error database"},
	"major-incident-procedure":               {"major incident process"},
	"sms-process-map":                        {"process map", "process landscape of the sms"},
	"process-release-and-deployment":         {"release management process", "deployment management process"},
	"process-service-availability":           {"availability management process"},
	"process-service-continuity":             {"continuity management process"},
	"process-documented-information-control": {controlled + " process"},
	"process-control-of-other-parties":       {"supplier control process"},
	"test-results":                           {"restore test", "acceptance test results"},
	"service-continuity-plan":                {"disaster recovery policy"},
	"service-catalogue":                      {"catalogue of services"},
}

// candidate is a required document under one of its names.
type candidate struct {
	subject Subject
	about   []string
	kind    string
	weight  float64
	short   bool // a process without the word management: "incident process"
}

// index holds the required documents, and how much each word weighs: the rarer the more, and one that no required document has,
// such as "patch" or "literature", the most of all.
type index struct {
	candidates []candidate
	weight     map[string]float64
	strange    float64
	only       map[string]*candidate // by type: the required document that alone is of a type, such as the page of a service
}

func newIndex(library *standard.Library) *index {
	x := &index{weight: map[string]float64{}}
	for _, s := range library.Standards {
		for i := range s.Required {
			x.add(subjectOf(library, standard.Ref{Standard: s.ID, Item: s.Required[i].ID}))
		}
	}
	counts := map[string]map[string]bool{} // word -> required documents
	for _, c := range x.candidates {
		for _, w := range c.about {
			if counts[w] == nil {
				counts[w] = map[string]bool{}
			}
			counts[w][c.subject.Required.ID] = true
		}
	}
	all := map[string]bool{}
	for _, c := range x.candidates {
		all[c.subject.Required.ID] = true
	}
	x.strange = math.Log(2 + float64(len(all)))
	for w, in := range counts {
		x.weight[w] = math.Log(1 + float64(len(all))/float64(len(in)))
	}
	for i := range x.candidates {
		x.candidates[i].weight = x.weigh(x.candidates[i].about)
	}
	x.findOnly()
	return x
}

// findOnly finds the types of which the standards require one document alone, of which there may be many.
func (x *index) findOnly() {
	x.only = map[string]*candidate{}
	for i := range x.candidates {
		c := &x.candidates[i]
		switch was, seen := x.only[c.subject.Type]; {
		case !seen && c.subject.Required.Cardinality != "one":
			x.only[c.subject.Type] = c
		case !seen || was != nil && was.subject.Required != c.subject.Required:
			x.only[c.subject.Type] = nil
		}
	}
}

// add takes a required document up under its title, the words of its id, which often are the shorter name, and the names of the trade.
func (x *index) add(s Subject) {
	title, _, _ := strings.Cut(s.Required.Title, " (")
	names := append([]string{title, strings.ReplaceAll(s.Required.ID, "-", " ")}, otherNames[s.Required.ID]...)
	practice, isPractice := strings.CutSuffix(title, " management process")
	if isPractice {
		names = append(names, practice+" process") // as people say
	}
	for i, name := range names {
		h := takeApart(name)
		c := candidate{subject: s, about: h.about, kind: h.kind, short: isPractice && i == len(names)-1}
		if c.kind == "" {
			c.kind = s.Type
		}
		if len(c.about) > 0 && !slices.ContainsFunc(x.candidates, c.equal) {
			x.candidates = append(x.candidates, c)
		}
	}
}

func (c candidate) equal(other candidate) bool {
	return c.subject.Required == other.subject.Required && c.kind == other.kind && slices.Equal(c.about, other.about)
}

// weigh adds up words. They are sorted, so that the sum does not depend on chance.
func (x *index) weigh(words []string) float64 {
	sum := 0.0
	for _, w := range words {
		if n, ok := x.weight[w]; ok {
			sum += n
		} else {
			sum += x.strange
		}
	}
	return sum
}

// What a score is worth where title and folder say something else of the kind than the required document, or where it is about one of
// several things of that kind.
const (
	otherKind  = 0.6
	otherPlace = 0.85
	oneOfKind  = 0.95
	namedAfter = 0.9
)

// best gives the required document that a title names, or that it is most like: the title as a whole, what comes before a separator,
// or what follows the name of an organization.
func (x *index) best(title, kind string) (candidate, float64) {
	h := takeApart(title)
	if h.aid {
		return candidate{}, 0
	}
	best, most := x.like(h, kind)
	if (h.ending == "runbook" || h.ending == "playbook") && most < 0.99 { // it is about a part of the work, not the process
		most = math.Min(most, most*otherKind)
	}
	if short, cut := head(title); cut && most < sure {
		if c, score := x.like(takeApart(short), kind); score > sure {
			best, most = c, math.Max(most, score*oneOfKind)
		}
	}
	if first, rest, ok := strings.Cut(strings.TrimSpace(title), " "); ok && most < sure && x.isStrange(first) {
		if c, score := x.like(takeApart(rest), kind); score > 0.99 && len(c.about) > 1 {
			best, most = c, score*namedAfter
		}
	}
	return best, most
}

// isStrange tells whether a word can be the name of an organization: nothing that the trade knows.
func (x *index) isStrange(word string) bool {
	h := takeApart(word)
	return h.kind == "" && len(h.about) == 1 && x.weight[h.about[0]] == 0
}

// like compares a title with every required document. Where several are equally like it, which happens where no word tells the kind,
// a title that ends in "management" is the process; else it names none of them.
func (x *index) like(h heading, folder string) (candidate, float64) {
	if len(h.about) == 0 || h.words < 2 && h.kind == "" && folder == "" {
		return candidate{}, 0 // one word alone names too little
	}
	own := x.weigh(h.about)
	var best []candidate
	most := 0.0
	for _, c := range x.candidates {
		score := 2 * x.shared(h.about, c.about) / math.Max(own+c.weight, 1e-9) * fit(h.kind, folder, c)
		switch {
		case score > most+1e-9:
			best, most = []candidate{c}, score
		case score > most-1e-9:
			best = append(best, c)
		}
	}
	return choose(best, h), most * certainty(best, h)
}

// fit says how well the kind of a title and of its folder goes with that of a required document.
func fit(kind, folder string, c candidate) float64 {
	switch {
	case c.short && cmp.Or(kind, folder) != "process":
		return otherKind // an incident runbook is not the process of incidents
	case c.short:
		return namedAfter
	case kind != "" && !sameKind(kind, c.kind) && !sameKind(kind, c.subject.Type):
		return otherKind
	case kind == "" && folder != "" && !sameKind(folder, c.kind) && !sameKind(folder, c.subject.Type):
		return otherPlace
	}
	return 1
}

// sameKind tells whether two words say the same of a document: a procedure, a SOP and a process are one thing.
func sameKind(a, b string) bool { return a == b || isProcess(a) && isProcess(b) }

func isProcess(kind string) bool { return kind == "process" || kind == "procedure" }

// choose takes the one of equals that the title means.
func choose(equal []candidate, h heading) candidate {
	if len(equal) == 0 {
		return candidate{}
	}
	for _, c := range equal {
		if h.kind == "" && h.ending == "management" && c.subject.Type == "process" {
			return c
		}
	}
	return equal[0]
}

// certainty is 1 where one required document is meant, and nothing where several are.
func certainty(equal []candidate, h heading) float64 {
	for _, c := range equal {
		if c.subject.Required != equal[0].subject.Required && (h.kind != "" || h.ending != "management") {
			return 0
		}
	}
	return 1
}

// shared weighs the words that two sorted lists have in common.
func (x *index) shared(a, b []string) float64 {
	sum := 0.0
	for _, w := range a {
		if slices.Contains(b, w) {
			sum += x.weight[w]
		}
	}
	return sum
}

// match compares each document with the required documents. An entry that exists once takes the document that is most
// like it; the others may be it, for somebody to decide.
func (a *adopter) match() {
	x := newIndex(a.dossier.Standards)
	if len(x.candidates) == 0 {
		return
	}
	holders := map[string]*guess{}
	for _, g := range a.guesses {
		if g.aid || g.given("fulfils") || isFormer(g.rel) {
			continue
		}
		c, score := x.best(g.title, g.kind)
		if only := x.only[g.kind]; score < sure && only != nil && namedAs(path.Base(path.Dir(g.rel)), g.kind) {
			c, score = *only, sure // whatever such a document is called
		}
		if score < possible {
			continue
		}
		m := &Match{
			Path:  g.rel,
			Title: g.title,
			Name:  c.subject.name(c.subject.Required.ID),
			Like:  c.subject.Required.Title,
			Score: math.Round(score*100) / 100,
		}
		a.hold(holders, g, m, c.subject.Required.Cardinality == "one")
	}
	for _, g := range a.guesses {
		if g.match != nil && g.kind == "" {
			if ref, _, ok := a.dossier.Standards.Resolve(g.match.Name); ok {
				g.kind, g.why = subjectOf(a.dossier.Standards, ref).Type, "what it fulfils"
			}
		}
	}
	slices.SortFunc(a.proposal.Unsure, func(p, q Match) int { return strings.Compare(p.Path, q.Path) })
}

// namedAs tells whether a folder is named after a type.
func namedAs(folder, kind string) bool {
	return strings.EqualFold(folder, kind) || strings.EqualFold(folder, plural(kind))
}

// hold gives a match to its document, or puts it aside where it is not sure or where another document is more like an entry that
// exists once.
func (a *adopter) hold(holders map[string]*guess, g *guess, m *Match, once bool) {
	rival := holders[m.Name]
	if m.Score < sure || once && rival != nil && rival.match.Score >= m.Score {
		a.proposal.Unsure = append(a.proposal.Unsure, *m)
		return
	}
	if once && rival != nil {
		a.proposal.Unsure = append(a.proposal.Unsure, *rival.match)
		rival.match = nil
	}
	g.match, holders[m.Name] = m, g
}

// commonHead gives what the titles of most documents begin with, up to a separator, as exports of wikis put the name of the space
// there; empty where there is none.
func commonHead(titles []string) string {
	counts := map[string]int{}
	for _, t := range titles {
		for _, by := range []string{" : ", " - ", " | "} {
			if before, _, ok := strings.Cut(t, by); ok {
				counts[before+by]++
				break
			}
		}
	}
	best := ""
	for h, n := range counts {
		if n >= 3 && 5*n >= 4*len(titles) && (n > counts[best] || n == counts[best] && h < best) {
			best = h
		}
	}
	return best
}
