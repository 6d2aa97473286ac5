package view

import "time"

// TableWords lists the words of the tables of this package, for those who look whether a language has them all.
func TableWords() []string {
	var out []string
	for _, tag := range stateTags {
		out = append(out, tag.Text)
	}
	for _, tag := range statusTags {
		out = append(out, tag.Text)
	}
	for _, names := range typeNames {
		out = append(out, names[0], names[1])
	}
	for _, text := range relationWords {
		out = append(out, text)
	}
	for _, text := range gradeWords {
		out = append(out, text)
	}
	for _, f := range typeFacts {
		out = append(out, f.label)
	}
	for _, spec := range typeTables {
		out = append(out, spec.caption)
		for _, c := range spec.columns {
			out = append(out, c.label)
		}
	}
	out = append(out, "higher", "lower", "approved", "parked", "rejected") // of keys whose values are one of a list
	for m := time.January; m <= time.December; m++ {
		out = append(out, m.String())
	}
	return out
}
