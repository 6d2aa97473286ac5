package phrase

// List words names: "A", "A and B", "A, B and 4 more". Most is the number of names that are given at most.
func List(names []Phrase, most int) Phrase {
	switch n := len(names); {
	case n == 0:
		return Of("nothing")
	case n == 1:
		return names[0]
	case n > most:
		return Of("%s and %d more", Join(names[:most-1], ", "), n-most+1)
	default:
		return Of("%s and %s", Join(names[:n-1], ", "), names[n-1])
	}
}

// Texts gives names as phrases.
func Texts[S ~string](names []S) []Phrase {
	out := make([]Phrase, len(names))
	for i, n := range names {
		out[i] = Text(string(n))
	}
	return out
}
