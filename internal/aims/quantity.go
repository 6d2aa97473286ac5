package aims

import (
	"regexp"
	"strconv"
	"strings"

	"clausebook/internal/phrase"
)

// Quantity is a number as somebody wrote it. The zero value is none.
type Quantity struct {
	Written string
	number  float64
}

// IsZero tells whether there is no number.
func (q Quantity) IsZero() bool { return q.Written == "" }

// Number gives the number, for drawings alone: what is shown is as it was written.
func (q Quantity) Number() float64 { return q.number }

var decimal = regexp.MustCompile(`^[+-]?[0-9]{1,15}(\.[0-9]{1,9})?$`)

// quantity reads a number with a decimal point, without separators of thousands.
func quantity(text string) (Quantity, bool) {
	text = strings.TrimSpace(text)
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !decimal.MatchString(text) {
		return Quantity{}, false
	}
	return Quantity{text, n}, true
}

// meant gives the number that a text with a unit or a decimal comma means, where it can mean only one.
func meant(text, unit string) (string, bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), unit))
	if whole, part, comma := strings.Cut(text, ","); comma && len(part) > 0 && len(part) != 3 {
		text = whole + "." + part
	}
	_, ok := quantity(text)
	return text, ok
}

// Words gives the number with the unit of the aim.
func (a *Aim) Words(q Quantity) phrase.Phrase {
	if a.Unit == "" {
		return phrase.Text(q.Written)
	}
	return phrase.Of("%s %s", phrase.Text(q.Written), phrase.In(a.Document.Language, a.Unit))
}

// Wants words the target.
func (a *Aim) Wants() phrase.Phrase {
	if a.Lower {
		return phrase.Of("at most %s", a.Words(a.Target))
	}
	return phrase.Of("at least %s", a.Words(a.Target))
}

// reaches tells whether a value meets the target. The target itself does.
func (a *Aim) reaches(q Quantity) bool {
	if a.Lower {
		return q.number <= a.Target.number
	}
	return q.number >= a.Target.number
}

// against tells how a value is to an earlier one.
func (a *Aim) against(q, earlier Quantity) Trend {
	switch {
	case q.number == earlier.number:
		return Same
	case (q.number < earlier.number) == a.Lower:
		return Better
	}
	return Worse
}
