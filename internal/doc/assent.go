package doc

import (
	"regexp"
	"strings"

	"clausebook/internal/phrase"
)

// Assent puts a sentence that speaks of approvals into the words for this document: documents are approved, records are confirmed.
func (d *Document) Assent(p phrase.Phrase) phrase.Phrase {
	if d == nil || !d.IsRecord() {
		return p
	}
	return p.Reworded(Confirming)
}

// AssentWords does the same to English text.
func (d *Document) AssentWords(english string) string {
	if d == nil || !d.IsRecord() {
		return english
	}
	return Confirming(english)
}

// approving finds the words of an approval, with what decides beside them: the status and the command bear their names whatever the
// document is, and so does the trailer.
var approving = regexp.MustCompile(`\b(status |clausebook )?(?:([Aa])n )?([Aa])pprov(als|al|ed|es|e|ing)\b(-by)?`)

// confirming are the endings of "confirm" for those of "approv".
var confirming = map[string]string{"al": "ation", "als": "ations", "ed": "ed", "es": "s", "e": "", "ing": "ing"}

// Confirming gives an English sentence on approvals as it reads of a record. What stands in backticks is a key or a command, and stays.
func Confirming(english string) string {
	return inWords(english, func(_, confirm string) string { return confirm })
}

// EitherAssent gives an English sentence on approvals as it reads of documents and records alike.
func EitherAssent(english string) string {
	return inWords(english, func(approve, confirm string) string {
		bare := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(confirm), "a "), "an ")
		return approve + " or " + bare
	})
}

// inWords puts other words in place of those of an approval, given these and the same in the words of records.
func inWords(english string, instead func(approve, confirm string) string) string {
	parts := strings.Split(english, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = confirmWords(parts[i], instead)
	}
	return strings.Join(parts, "`")
}

func confirmWords(english string, instead func(approve, confirm string) string) string {
	if !strings.Contains(english, "pprov") {
		return english
	}
	return approving.ReplaceAllStringFunc(english, func(found string) string {
		m := approving.FindStringSubmatch(found)
		if m[1] != "" || m[5] != "" {
			return found
		}
		article, first := "", "c"
		if m[2] != "" {
			article = m[2] + " "
		}
		if m[3] == "A" {
			first = "C"
		}
		return instead(found, article+first+"onfirm"+confirming[m[4]])
	})
}
