package phrase

import (
	"fmt"
	"strings"
)

// List words names: "A", "A and B", "A, B and 4 more". Most is the number of names that are given at most; whole names the list
// that has all of them.
func List(names []Phrase, most int, whole string) Phrase {
	switch n := len(names); {
	case n == 0:
		return Of("nothing")
	case n == 1:
		return names[0]
	case n > most:
		return Join([]Phrase{Join(names[:most-1], ", "), More(n-most+1, whole)}, " ")
	default:
		return Of("%s and %s", Join(names[:n-1], ", "), names[n-1])
	}
}

// More says how many things of a list are left out. Whoever shows it can lead from there to the list that has all of them,
// which whole names.
func More(n int, whole string) Phrase {
	p := Of("and %d more", n)
	p.whole = whole
	return p
}

// Texts gives names as phrases.
func Texts[S ~string](names []S) []Phrase {
	out := make([]Phrase, len(names))
	for i, n := range names {
		out[i] = Text(string(n))
	}
	return out
}

// Some gives the first of many names for a line of a terminal: "A, B and 4 more (`ls` lists all)". Command is what lists all of
// them.
func Some(names []string, most int, command string) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more (`%s` lists all)", strings.Join(names[:most], ", "), len(names)-most, command)
}

// Or joins words: "a, b or c".
func Or(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// Short gives a text, of one with more characters than these the first of them and "…".
func Short(text string, most int) string {
	n := 0
	for at := range text {
		if n++; n > most {
			return string([]rune(text[:at])) + "…"
		}
	}
	return text
}

// First names the first of several things and says how many are left: "a, b, and 2 more".
func First[T any](all []T, most int, name func(T) string) string {
	var out []string
	for _, one := range all[:min(len(all), most)] {
		out = append(out, name(one))
	}
	if more := len(all) - len(out); more > 0 {
		out = append(out, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(out, ", ")
}
