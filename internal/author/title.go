package author

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// heading is a title taken apart: what it is about, and what kind of document its words say that it is.
type heading struct {
	about  []string // sorted, in the words that required documents are compared by
	kind   string   // a type; empty where no word names one
	aid    bool     // it says that it is a help for the work, such as a template, or a collection of documents
	words  int      // that it was written with, without numbers and names of editions
	ending string   // its last word
}

// kindWords are the words that say what kind of document something is. They are compared as they are written: logging is no log, and
// programming no programme.
var kindWords = both(map[string]string{
	"policy": "policy", "standard": "policy", "plan": "plan", "process": "process", "procedure": "procedure", "runbook": "procedure",
	"playbook": "procedure", "sop": "procedure", "instruction": "procedure", "catalogue": "catalogue", "catalog": "catalogue",
	"agreement": "agreement", "ola": "agreement", "contract": "contract", "register": "register",
	"inventory": "register", "list": "register", "matrix": "register",
	"database": "register", "programme": "programme", "program": "programme", "report": "report", "minute": "minutes",
	"meeting": "minutes", "record": "record", "log": "record", "postmortem": "report",
})

// aidWords say that a document helps to make others, or to understand them: it is none of those itself.
var aidWords = both(map[string]string{
	"template": "guide", "checklist": "guide", "form": "guide", "guide": "guide", "guideline": "guide", "guidance": "guide",
	"handbook": "guide", "manual": "guide", "howto": "guide", "tutorial": "guide", "slide": "guide", "presentation": "guide",
	"course": "guide", "quiz": "guide", "faq": "guide", "example": "guide", "sample": "guide", "agenda": "guide", "question": "guide",
	"questionnaire": "guide", "boilerplate": "guide", "cheatsheet": "guide", "introduction": "guide", "overview": "guide",
	"glossary": "guide", "tmpl": "guide",
})

// both adds the plural of every word.
func both(singular map[string]string) map[string]string {
	out := map[string]string{}
	for w, kind := range singular {
		out[w], out[plural(w)] = kind, kind
	}
	return out
}

func plural(w string) string {
	switch {
	case strings.HasSuffix(w, "y"):
		return strings.TrimSuffix(w, "y") + "ies"
	case strings.HasSuffix(w, "ix"):
		return strings.TrimSuffix(w, "ix") + "ices"
	case strings.HasSuffix(w, "s"):
		return w + "es"
	}
	return w + "s"
}

// collections are the plurals of what exists once: "our policies" is a page about policies and none of them.
var collections = []string{"policies", "plans", "processes", "procedures", "sops", "runbooks", "playbooks", "programmes", "registers"}

// trade are names of the trade and abbreviations, as required documents name the same thing. Longer ones come first.
var trade = []struct{ said, meant string }{
	{"information security management system", "isms"}, {"service management system", "sms"},
	{"documents and records control", controlled}, {"document and records control", controlled}, {"document and record control", controlled},
	{"control of documents and records", controlled}, {"control of documented information", controlled}, {"control of documents", controlled},
	{"control of records", controlled}, {"document control", controlled}, {"records control", controlled},
	{"document management", controlled}, {"records management", controlled},
	{"continual service improvement", "continual improvement"}, {"continuous improvement", "continual improvement"},
	{"configuration management database", "configuration information"}, {"operational level agreement", "internal supplier agreement"},
	{"service level agreement", "service level agreement"}, {"sla", "service level agreement"}, {"slas", "service level agreement"},
	{"ola", "internal supplier agreement"}, {"business continuity", "service continuity"}, {"disaster recovery", "service continuity"},
	{"continuity of service", "service continuity"}, {"change control", "change management"}, {"change enablement", "change management"},
	{"incident handling", "incident management"}, {"incident response", "incident management"}, {"problem handling", "problem management"},
	{"it security", "information security"}, {"cyber security", "information security"}, {"cybersecurity", "information security"},
	{"infosec", "information security"}, {"information asset", "asset"}, {"third party", "supplier"}, {"third parties", "supplier"},
	{"3rd party", "supplier"}, {"vendor", "supplier"}, {"vendors", "supplier"}, {"stakeholder", "interested party"},
	{"stakeholders", "interested parties"}, {"statutory", "legal"}, {"kedb", "known error database"}, {"bcp", "service continuity plan"},
	{"drp", "service continuity plan"}, {"cmdb", "configuration information"}, {"csat", "customer satisfaction"},
	{"csi", "continual improvement"}, {"rfcs", "requests for change"}, {"smp", "service management plan"},
	{"risk assessment methodology", "risk management methodology"}, {"risk management framework", "risk management methodology"},
	{"pir", "change review"}, {"mim", "major incident"}, {"catalog", "catalogue"}, {"program", "programme"}, {"org", "organization"},
	{"organisation", "organization"}, {"competency", "competence"}, {"skills", "competence"}, {"work instruction", "instruction"},
	{"work instructions", "instructions"}, {"minutes of", "minutes"}, {"post mortem", "postmortem"}, {"post mortems", "postmortems"},
}

const controlled = "documented information control"

// hollow are words of titles that name an edition, a time or an owner, and not what the document is about.
var hollow = map[string]bool{"it": true, "ict": true, "itsm": true, "corporate": true, "company": true, "group": true, "annual": true,
	"yearly": true, "quarterly": true, "monthly": true, "weekly": true, "final": true, "current": true, "new": true, "draft": true,
	"version": true, "rev": true, "revision": true, "edition": true, "we": true, "how": true, "organization": true,
	"organizational": true, "january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true,
	"august": true, "september": true, "october": true, "november": true, "december": true, "nil": true, "return": true, "year": true,
	"quarter": true, "month": true}

// edition is what tells one edition of a document from another: a year, a quarter, a version, a number.
var edition = regexp.MustCompile(`^(v?\d[\d.]*|fy\d{2,4}|q[1-4]|h[12]|[a-z]?\d+[a-z]?)$`)

// apart is what stands between the name of a document and what this one of its kind is about.
var apart = regexp.MustCompile(`\s*(?:: | [–—-] |\(|, | with | between | before | for | of )`)

// TypeOfTitle gives the document type that the words of a title name; empty where they name none.
func TypeOfTitle(title string) string { return takeApart(title).kind }

// takeApart reads a title.
func takeApart(title string) heading {
	text := " " + strings.Join(lowerWords(title), " ") + " "
	for _, t := range trade {
		text = strings.ReplaceAll(text, " "+t.said+" ", " "+t.meant+" ")
	}
	var h heading
	kind := -1
	words := strings.Fields(text)
	for i, w := range words {
		switch {
		case isAid(w):
			h.aid = true
		case kindOf(w) != "" && (kind < 0 || !leads(words[kind])) && !(isModifier[w] && modifies(words[i+1:])):
			kind = i
		}
		if slices.Contains(collections, w) {
			h.aid = true
		}
	}
	for i, w := range words {
		if fillWords[w] || edition.MatchString(w) {
			continue
		}
		h.words, h.ending = h.words+1, w
		if hollow[w] {
			continue
		}
		if i == kind {
			h.kind = kindOf(w)
			if !compounded(w) {
				continue
			}
		}
		if s := stem(w); !slices.Contains(h.about, s) {
			h.about = append(h.about, s)
		}
	}
	slices.Sort(h.about)
	return h
}

// isModifier are words for kinds that as often say what something else is about: "database outage", "log management".
var isModifier = map[string]bool{"database": true, "log": true, "contract": true, "list": true, "standard": true}

// modifies tells whether a word before these goes with the next one.
func modifies(next []string) bool {
	return len(next) > 0 && !fillWords[next[0]] && !hollow[next[0]] && !edition.MatchString(next[0]) && kindWords[next[0]] == ""
}

// leads tells whether a word says the kind where it comes first: "list of suppliers", "SOP internal audit".
func leads(w string) bool { return w == "sop" || w == "list" || w == "protokoll" }

// lowerWords gives the words of a text in lower case, without what stands between them. A full stop within one stays: 3.2.
func lowerWords(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.'
	})
	out := words[:0]
	for _, w := range words {
		if w = strings.Trim(w, "."); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// head gives a title without what follows a separator, and whether something does.
func head(title string) (string, bool) {
	at := apart.FindStringIndex(title)
	if at == nil || at[0] == 0 {
		return title, false
	}
	return title[:at[0]], true
}
