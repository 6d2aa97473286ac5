// Package worded turns values that are written for programs into what a reader says: P3Y into 3 years, raised_on into Raised on.
//
// A value that is no such form stays as it is written; nothing is guessed.
package worded

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/date"
	"clausebook/internal/phrase"
)

const untilSuperseded = "until-superseded"

// Period says a period, and how long something is kept: "P3Y" is 3 years, "until-superseded-plus-P3Y" is until superseded, then 3
// years. Ok is false for anything else.
func Period(text string) (said phrase.Phrase, ok bool) {
	rest, superseded := strings.CutPrefix(text, untilSuperseded)
	if superseded && rest == "" {
		return phrase.Of("until superseded"), true
	}
	if superseded {
		if rest, ok = strings.CutPrefix(rest, "-plus-"); !ok {
			return phrase.Phrase{}, false
		}
	}
	p, err := date.ParsePeriod(rest)
	switch {
	case err != nil:
		return phrase.Phrase{}, false
	case superseded:
		return phrase.Of("until superseded, then %s", p.Words()), true
	}
	return p.Words(), true
}

// columnForm is a name of a column as programs write it: small letters, joined by underscores or hyphens.
var columnForm = regexp.MustCompile(`^[\p{Ll}\p{N}]+(?:[_-][\p{Ll}\p{N}]+)*$`)

// shortForms are words of such names that are written in capitals.
var shortForms = map[string]string{"id": "ID", "ids": "IDs", "ci": "CI", "sla": "SLA", "slas": "SLAs", "url": "URL", "rto": "RTO",
	"rpo": "RPO", "kpi": "KPI", "sms": "SMS", "ip": "IP"}

// Column gives the name of a column as a heading: raised_on is "Raised on", asset_id is "Asset ID". A name that somebody has written
// for readers, with capitals or spaces, stays.
func Column(name string) string {
	if !columnForm.MatchString(name) || !strings.ContainsAny(name, "_-") {
		return name // a single word is one already; the style sheet begins it with a capital letter
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' })
	for i, w := range words {
		if short := shortForms[w]; short != "" {
			words[i] = short
		}
	}
	out := strings.Join(words, " ")
	first, size := utf8.DecodeRuneInString(out)
	return string(unicode.ToUpper(first)) + out[size:]
}

// languages are names of languages in themselves, for readers who look for their own.
var languages = map[string]string{"ar": "العربية", "bg": "Български", "cs": "Čeština", "da": "Dansk", "de": "Deutsch", "el": "Ελληνικά",
	"en": "English", "es": "Español", "et": "Eesti", "fi": "Suomi", "fr": "Français", "he": "עברית", "hr": "Hrvatski", "hu": "Magyar",
	"it": "Italiano", "ja": "日本語", "ko": "한국어", "lt": "Lietuvių", "lv": "Latviešu", "nb": "Norsk", "nl": "Nederlands", "no": "Norsk",
	"pl": "Polski", "pt": "Português", "ro": "Română", "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina", "sv": "Svenska",
	"tr": "Türkçe",
	"uk": "Українська", "zh": "中文"}

// Language names a language in itself; with its region, where the tag has one. A language that is not known has the name of its tag.
func Language(tag string) string {
	base, rest, regional := strings.Cut(tag, "-")
	name := languages[strings.ToLower(base)]
	switch {
	case name == "":
		return tag
	case regional:
		return name + " (" + rest + ")"
	}
	return name
}
