package author

import (
	"slices"
	"strings"
)

// germanKinds are the words with which German names of documents end that say of what kind they are, longest first: a Notfallplan is
// a plan.
var germanKinds = []struct{ end, kind string }{
	{"verfahrensanweisung", "procedure"}, {"arbeitsanweisung", "procedure"}, {"anweisung", "procedure"}, {"verfahren", "procedure"},
	{"auditbericht", "audit-report"}, {"managementbewertung", "report"}, {"aufzeichnung", "record"}, {"vereinbarung", "agreement"},
	{"verzeichnis", "register"},
	{"richtlinie", "policy"}, {"leitlinie", "policy"}, {"politik", "policy"}, {"nachweis", "record"}, {"protokoll", "minutes"},
	{"programm", "programme"}, {"katalog", "catalogue"}, {"bericht", "report"}, {"prozess", "process"}, {"vertrag", "contract"},
	{"register", "register"}, {"liste", "register"}, {"plan", "plan"},
}

// germanAids are those of what helps to make documents, or to understand them.
var germanAids = []string{"handbuch", "leitfaden", "vorlage", "formular", "formblatt", "formblätter", "checkliste", "merkblatt",
	"anleitung", "schulungsunterlage"}

// germanEndings are those of plurals.
var germanEndings = []string{"", "e", "en", "n", "s"}

// kindOf gives the type that a word says; empty where it says none. An English word is compared as it is written, a German one by its
// end, as German writes in one word what a document is and what it is about.
func kindOf(word string) string {
	if kind := kindWords[word]; kind != "" {
		return kind
	}
	for _, k := range germanKinds {
		if endsIn(word, k.end) {
			return k.kind
		}
	}
	return ""
}

// isAid tells whether a word says that a document is a help for the work.
func isAid(word string) bool {
	if aidWords[word] != "" {
		return true
	}
	for _, end := range germanAids {
		if endsIn(word, end) {
			return true
		}
	}
	return false
}

// compounded tells whether a word says what a document is about beside its kind.
func compounded(word string) bool {
	if kindWords[word] != "" {
		return false
	}
	for _, k := range germanKinds {
		for _, ending := range germanEndings {
			if word == k.end+ending {
				return false
			}
		}
	}
	return true
}

// endsIn tells whether a word ends in another, in the singular or plural. Short ones tell nothing as a part of English words.
func endsIn(word, end string) bool {
	for _, ending := range germanEndings {
		rest, ok := strings.CutSuffix(word, end+ending)
		if ok && (rest == "" && ending == "" || len(rest) >= 3 && (len(end) > 4 || ending == "")) {
			return true
		}
	}
	return false
}

// germanAidFolder tells whether the last word of a folder's name says that it holds forms or templates.
func germanAidFolder(word string) bool {
	for _, end := range []string{"vorlage", "formular", "formblatt", "formblätter", "checkliste"} {
		whole, ok := strings.CutPrefix(word, end)
		if endsIn(word, end) || ok && slices.Contains(germanEndings, whole) {
			return true
		}
	}
	return false
}
