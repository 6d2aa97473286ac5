package trust

import (
	"slices"
	"strings"

	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
)

// PartiesOf gives the parties that a document names, each once.
func PartiesOf(f history.Facts) []string {
	list := strings.FieldsFunc(f.Parties, func(r rune) bool { return r == ',' })
	slices.Sort(list)
	return slices.Compact(list)
}

// SpanOf words the days of a deputyship.
func SpanOf(d people.Deputyship) phrase.Phrase {
	switch {
	case d.To.IsZero():
		return phrase.Of("from %s on", d.From)
	case d.From.IsZero():
		return phrase.Of("until %s", d.To)
	}
	return phrase.Of("from %s to %s", d.From, d.To)
}
