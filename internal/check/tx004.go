package check

import (
	"bytes"
	"fmt"
	"strings"

	"clausebook/internal/diag"
)

var tx004 = Rule{
	ID:       "TX004",
	Title:    "abbreviation is not explained",
	Why:      "New staff and auditors cannot know what it stands for, and readers may understand different things.",
	Fix:      "Spell it out once, with the abbreviation in brackets: “service level agreement (SLA)”.",
	Clauses:  []string{"7.4", "7.5.2"},
	Severity: diag.Info,
	Run:      unexplained,
}

// wellKnown are abbreviations that need no explanation among people who run services.
var wellKnown = map[string]bool{
	"ISO": true, "IEC": true, "UTC": true, "EU": true, "UK": true, "US": true, "USA": true, "OK": true, "ID": true, "IT": true, "HR": true,
	"PDF": true, "CSV": true,
	"URL": true, "HTML": true, "HTTP": true, "HTTPS": true, "YAML": true, "JSON": true, "XML": true, "DNS": true, "IP": true, "TCP": true,
	"SSH": true, "TLS": true,
	"VPN": true, "CPU": true, "RAM": true, "SSD": true, "API": true, "SQL": true, "GB": true, "TB": true, "MB": true, "KB": true, "FAQ": true,
	"CEO": true,
	"NOT": true, "AND": true, "OR": true, "MUST": true, "SHALL": true, "MAY": true, "TODO": true, "TBD": true, "FIXME": true, "TBC": true,
	"II": true, "III": true, "IV": true,
	"MS": true, "LTD": true, "AG": true, "PLC": true, "LLC": true, "GMBH": true, "VAT": true, "GDPR": true,
}

// brand is how far before an abbreviation a bracket may open that holds it and the name of a maker.
const brand = 24

// shortForm is a word of capitals in one document: where it is first used, or that it needs no explanation.
type shortForm struct {
	word      string
	use       diag.Finding
	explained bool
}

// shortForms gives the words of capitals of a text, each once.
func shortForms(t *text) []shortForm {
	var out []shortForm
	at := map[string]int{}
	t.words(func(from, to int) {
		if !abbreviated(t.prose[from:to]) {
			return
		}
		word := string(bytes.TrimSuffix(t.prose[from:to], []byte("s")))
		i, met := at[word]
		if !met {
			i = len(out)
			at[word], out = i, append(out, shortForm{word: word, use: t.finding("TX004", from, to, "", "")})
		}
		out[i].explained = out[i].explained || shouted(t.prose, from, to) || explains(t.prose, from, to)
	})
	return out
}

// abbreviation is where one is first used in the set.
type abbreviation struct {
	shortForm
	count int // documents that use it
}

// unexplained reports an abbreviation once, at its first use, if several documents use it and none explains it. One
// document's own code or product name is left to its readers.
func unexplained(in *Input) []diag.Finding {
	explained, used := idParts(in), map[string]*abbreviation{}
	var order []*abbreviation
	for _, d := range in.Docs.Documents {
		for _, s := range in.alone(d).short {
			switch a := used[s.word]; {
			case s.explained:
				explained[s.word] = true
			case a == nil:
				a = &abbreviation{s, 1}
				used[s.word], order = a, append(order, a)
			default:
				a.count++
			}
		}
	}
	var out []diag.Finding
	for _, a := range order {
		if a.count > 1 && !explained[a.word] {
			a.use.Message = fmt.Sprintf("`%s` is used in %d documents, but none explains it", a.word, a.count)
			a.use.Hint = fmt.Sprintf("spell it out at its first use: “… (%s)”", a.word)
			out = append(out, a.use)
		}
	}
	return out
}

// idParts gives the words that ids consist of: where SVC-MAIL is a service, MAIL alone is its short name.
func idParts(in *Input) map[string]bool {
	out := map[string]bool{}
	for _, d := range in.Docs.Documents {
		for _, part := range strings.Split(string(d.ID), "-") {
			out[part] = true
		}
	}
	return out
}

// abbreviated tells whether a word consists of two to five capitals, perhaps with an s, and is not known to all.
func abbreviated(w []byte) bool {
	w = bytes.TrimSuffix(w, []byte("s"))
	if len(w) < 2 || len(w) > 5 || wellKnown[string(w)] {
		return false
	}
	for _, b := range w {
		if b < 'A' || b > 'Z' {
			return false
		}
	}
	return true
}

// shout is how many words in capitals follow each other where a passage is written so, as disclaimers are. Abbreviations in a row have
// commas between them.
const shout = 4

// around is how far on either side of a word its passage is looked at, in bytes.
const around = 80

// shouted tells whether a word belongs to such a passage. It is no abbreviation then, wherever else it stands in capitals.
func shouted(s []byte, from, to int) bool {
	begins := max(from-around, 0)
	s, from, to = s[begins:min(to+around, len(s))], from-begins, to-begins
	n := 1
	for at := from; n < shout; n++ {
		before := bytes.TrimRight(s[:at], " \n")
		begin := bytes.LastIndexAny(before, " \n\"(") + 1
		if len(before) == at || !capitals(before[begin:]) {
			break
		}
		at = begin
	}
	for at := to; n < shout; n++ {
		after := bytes.TrimLeft(s[at:], " \n")
		word, _, _ := bytes.Cut(after, []byte(" "))
		word, _, _ = bytes.Cut(word, []byte("\n"))
		if len(after) == len(s)-at || !capitals(bytes.TrimRight(word, ".;:!?)\"")) {
			break
		}
		at = len(s) - len(after) + len(word)
	}
	return n >= shout
}

// capitals tells whether a word consists of capitals.
func capitals(word []byte) bool {
	return len(word) > 0 && !bytes.ContainsFunc(word, func(r rune) bool { return r < 'A' || r > 'Z' })
}

// explains tells whether the abbreviation stands where it is explained: in brackets after its words, before brackets
// that hold them, in bold or as a cell of its own as glossaries have it, or with a word that says so.
func explains(s []byte, from, to int) bool {
	after := bytes.TrimLeft(s[to:min(to+24, len(s))], "s*_")
	before := bytes.TrimRight(s[max(from-4, 0):from], "*_ ")
	switch {
	case len(after) > 1 && after[0] == '/' && after[1] >= '0' && after[1] <= '9': // part of a number, such as TN/0417
		return true
	case bytes.HasSuffix(before, []byte("(")), bytes.HasPrefix(after, []byte(" (")), bytes.HasPrefix(after, []byte(": ")):
		return true
	case bytes.HasPrefix(after, []byte(" stands for")),
		bytes.HasPrefix(after, []byte(" means")),
		bytes.HasPrefix(after, []byte(" is short for")):
		return true
	}
	if open := bytes.LastIndexByte(s[max(from-brand, 0):from], '('); open >= 0 && bytes.HasPrefix(after, []byte(")")) &&
		!bytes.ContainsAny(s[max(from-brand, 0):from][open:], ")\n,;") {
		return true // behind a brand: "Amazon Elastic Container Service (Amazon ECS)"
	}
	return bytes.HasSuffix(before, []byte("|")) && bytes.HasPrefix(bytes.TrimLeft(after, " "), []byte("|"))
}
