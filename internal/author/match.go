package author

import (
	"fmt"
	"math"
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
	Score float64 // 0 to 1: the cosine of the words they share, rare words counting more
}

// From what score on a match is proposed, and from what it is shown.
const (
	sure     = 0.76
	possible = 0.5
)

func (m *Match) words() string {
	return fmt.Sprintf("%q is like %q (score %.2f)", remark(m.Title), remark(m.Like), m.Score)
}

// synonyms are abbreviations and words of the trade, written out.
var synonyms = map[string]string{
	"sla": "service level agreement", "ola": "internal agreement supplier", "bcp": "service continuity plan", "dr": "continuity",
	"disaster": "continuity", "infosec": "information security",
	"isms": "information security", "capa": "nonconformity corrective action", "cmdb": "configuration information",
	"rfc": "request for change", "rfcs": "request for change",
	"kedb": "known error", "catalog": "catalogue", "program": "programme", "smp": "service management plan", "csat": "customer satisfaction",
	"pir": "change review", "objective": "objectives",
	"vendor": "supplier", "vendors": "supplier", "3rd": "supplier", "third": "supplier", "kb": "knowledge base", "mim": "major incident",
	"stakeholder": "interested party", "stakeholders": "interested parties",
	"legal": "obligation", "risks": "risk", "org": "organization",
}

// tokens gives the words by which titles are compared.
func tokens(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text),
		func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r < 0x80 }) {
		if strings.Trim(w, "0123456789") == "" {
			continue // numbers and years tell nothing
		}
		if long, ok := synonyms[w]; ok {
			w = long
		}
		for _, s := range wordsOf(w) {
			out[s] = true
		}
	}
	return out
}

// candidate is a required document to compare with.
type candidate struct {
	subject Subject
	words   []string // with those of its type, sorted: sums of fractions depend on the order
	bare    []string // without
	length  float64
	own     float64 // length of bare
}

// index holds the required documents, and how much each word weighs: the rarer the more.
type index struct {
	candidates []candidate
	weight     map[string]float64
}

// strange is the weight of a word that no required document has, such as the name of the organization.
const strange = 1.0

func newIndex(library *standard.Library) *index {
	x := &index{weight: map[string]float64{}}
	for _, s := range library.Standards {
		for i := range s.Required {
			subject := subjectOf(library, standard.Ref{Standard: s.ID, Item: s.Required[i].ID})
			title, _, _ := strings.Cut(s.Required[i].Title, " (")
			words := tokens(title + " " + subject.Type)
			for w := range words {
				x.weight[w]++
			}
			x.candidates = append(x.candidates, candidate{subject: subject, words: sorted(words), bare: bare(words)}, shorter(subject))
		}
	}
	for w, n := range x.weight {
		x.weight[w] = math.Log(1 + float64(len(x.candidates)/2)/n)
	}
	for i := range x.candidates {
		c := &x.candidates[i]
		c.length, c.own = x.length(c.words), x.length(c.bare)
	}
	return x
}

func (x *index) weigh(w string) float64 {
	if n, ok := x.weight[w]; ok {
		return n
	}
	return strange
}

func (x *index) length(words []string) float64 {
	sum := 0.0
	for _, w := range words {
		sum += x.weigh(w) * x.weigh(w)
	}
	return math.Sqrt(sum)
}

// shorter gives the required document by the words of its id, which often is the shorter name.
func shorter(s Subject) candidate {
	words := tokens(s.Required.ID + " " + s.Type)
	return candidate{subject: s, words: sorted(words), bare: bare(words)}
}

// bare gives the words that name no type.
func bare(words map[string]bool) []string {
	return slices.DeleteFunc(sorted(words), func(w string) bool { return stemmedTypes[w] != "" })
}

// otherType is what a score is worth where folder or title say that the document is of another type.
const otherType = 0.85

// leastBare is how much of the score must come from words that name no type: that two documents are policies does not
// make them like each other.
const leastBare = 0.45

// best gives the required document whose words are most like those of the title and type; of equal ones the first.
func (x *index) best(title, kind string) (candidate, float64) {
	words := tokens(title + " " + kind)
	own := bare(words)
	length, ownLength := x.length(sorted(words)), x.length(own)
	var best candidate
	most := 0.0
	for _, c := range x.candidates {
		score := x.shared(words, c.words) / math.Max(length*c.length, 1e-9)
		if kind != "" && kind != c.subject.Type {
			score *= otherType
		}
		if score > most+1e-9 && x.shared(words, c.bare) >= leastBare*ownLength*c.own {
			best, most = c, score
		}
	}
	return best, most
}

// shared weighs the words that two titles share.
func (x *index) shared(words map[string]bool, others []string) float64 {
	sum := 0.0
	for _, w := range others {
		if words[w] {
			sum += x.weigh(w) * x.weigh(w)
		}
	}
	return sum
}

func sorted(words map[string]bool) []string {
	out := make([]string, 0, len(words))
	for w := range words {
		out = append(out, w)
	}
	slices.Sort(out)
	return out
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
		if a.given(g.doc, "fulfils") != "" {
			continue
		}
		c, score := x.best(g.title, g.kind)
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
		rival := holders[m.Name]
		switch {
		case score < sure:
			a.proposal.Unsure = append(a.proposal.Unsure, *m)
		case c.subject.Required.Cardinality == "one" && rival != nil && rival.match.Score >= m.Score:
			a.proposal.Unsure = append(a.proposal.Unsure, *m)
		default:
			if c.subject.Required.Cardinality == "one" && rival != nil {
				a.proposal.Unsure = append(a.proposal.Unsure, *rival.match)
				rival.match = nil
			}
			g.match, holders[m.Name] = m, g
		}
	}
	for _, g := range a.guesses {
		if g.match != nil && g.kind == "" {
			if ref, _, ok := a.dossier.Standards.Resolve(g.match.Name); ok {
				g.kind = subjectOf(a.dossier.Standards, ref).Type
			}
		}
	}
	slices.SortFunc(a.proposal.Unsure, func(p, q Match) int { return strings.Compare(p.Path, q.Path) })
}
