package language

import (
	"bytes"
	"fmt"

	"clausebook/internal/doc"
	"clausebook/internal/impact"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// Touched gives the text of a document with a change of substance: another paragraph at its end.
func Touched(d *doc.Document) []byte {
	return append(bytes.TrimRight(bytes.Clone(d.Source), "\n"), "\n\nA sentence more.\n"...)
}

// Loss says what a change takes away, held against how things stand now.
func (a *Answers) Loss(then *Answers) string {
	change := impact.Compare(impact.Side{Dossier: a.Dossier, Config: a.config}, impact.Side{Dossier: then.Dossier, Config: then.config})
	worse := func(kind standard.Kind) (n int) {
		for _, c := range change.Of(kind) {
			if c.Worse {
				n++
			}
		}
		return n
	}
	requirements, required := worse(standard.KindRequirement), worse(standard.KindRequired)
	if requirements+required == 0 {
		return "No requirement loses evidence if you change this"
	}
	return fmt.Sprintf("Evidence lost if you change this, until it is approved again: of %s, %s",
		phrase.Plural(requirements, "requirement", "requirements"), phrase.Plural(required, "required document", "required documents"))
}
