package author

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"clausebook/internal/content"
	"clausebook/internal/phrase"
)

// spread says a value of every document in as few lines as it can: the commonest for all, then for each folder whose documents mostly
// have another, for folders of one name wherever they are, for files with one word in their names, and at last for single files.
// Documents that give the value themselves are left out; where nothing is known of a document it gets what its folder gets, and
// fallback where nothing is known at all.
func (a *adopter) spread(name, fallback string, value func(*guess) (string, string)) []Line {
	s := &spreading{key: name, known: map[string]string{}, why: map[string]string{}}
	for _, g := range a.guesses {
		s.paths = append(s.paths, g.rel)
		if v, why := value(g); v != "" && !g.given(name) {
			s.known[g.rel], s.why[g.rel] = v, why
		}
	}
	s.count()
	base := fallback
	if v, share := s.commonest("."); share > 0.5 && s.speaksFor(".", v) && 2*len(s.known) > len(a.guesses) {
		base = v
	}
	s.lines = []Line{{Pattern: "**", Values: []Value{{Key: name, Text: base}}}}
	inherited := map[string]string{".": base}
	var folders []string
	for _, folder := range a.folders() {
		up := inherited[path.Dir(folder)]
		inherited[folder] = up
		if v, share := s.commonest(folder); share >= 0.6 && v != up && s.speaksFor(folder, v) {
			inherited[folder] = v
			folders = append(folders, folder)
		}
	}
	s.ofFolders(folders, inherited)
	s.ofNames()
	s.ofFiles()
	return s.lines
}

// spreading is the making of the lines of one key.
type spreading struct {
	key    string
	paths  []string
	known  map[string]string         // path -> value
	why    map[string]string         // path -> what tells it
	counts map[string]map[string]int // folder -> value -> documents below it
	lines  []Line
	given  map[string]string // path -> what the lines so far give
}

// count counts the values below each folder; "." is all.
func (s *spreading) count() {
	s.counts = map[string]map[string]int{}
	for p, v := range s.known {
		for at := path.Dir(p); ; at = path.Dir(at) {
			if s.counts[at] == nil {
				s.counts[at] = map[string]int{}
			}
			s.counts[at][v]++
			if at == "." {
				break
			}
		}
	}
}

// commonest gives the value that most documents below a folder have, and its share among those of which one is known.
func (s *spreading) commonest(folder string) (value string, share float64) {
	all, most := 0, 0
	for _, v := range slices.Sorted(maps.Keys(s.counts[folder])) {
		n := s.counts[folder][v]
		all += n
		if n > most {
			value, most = v, n
		}
	}
	return value, float64(most) / float64(max(all, 1))
}

// speaksFor tells whether a value may be said of a folder as a whole. Who answers for some of it answers for the rest; that one document
// in it is a policy says nothing of the others.
func (s *spreading) speaksFor(folder, value string) bool {
	all := 0
	for _, p := range s.paths {
		if content.Within(p, folder) {
			all++
		}
	}
	n := s.counts[folder][value]
	return s.key != "type" || 2*n > all || 2*n == all && folder == "."
}

// ofFolders writes lines for folders. Folders of one name and value that lie in different places get one line together.
func (s *spreading) ofFolders(folders []string, inherited map[string]string) {
	places := map[string][]string{} // name -> folders
	for _, f := range folders {
		places[path.Base(f)] = append(places[path.Base(f)], f)
	}
	var wide []Line
	done := map[string]bool{}
	for _, f := range folders {
		name, v := path.Base(f), inherited[f]
		same := len(places[name]) > 1 && !slices.ContainsFunc(places[name], func(o string) bool { return inherited[o] != v })
		if !same {
			s.lines = append(s.lines, s.line(content.Literal(f)+"/**", v, func(p string) bool { return strings.HasPrefix(p, f+"/") }))
			continue
		}
		if !done[name] {
			done[name] = true
			wide = append(wide, s.line("**/"+content.Literal(name)+"/**", v, func(p string) bool { return strings.Contains("/"+p, "/"+name+"/") }))
		}
	}
	s.lines = append(s.lines, wide...)
	s.given = map[string]string{}
	for _, p := range s.paths {
		for at := path.Dir(p); ; at = path.Dir(at) {
			if v, ok := inherited[at]; ok {
				s.given[p] = v
				break
			}
		}
		for _, w := range wide {
			if content.Match(w.Pattern, p) {
				s.given[p] = w.Values[0].Text
			}
		}
	}
}

// line makes a line with how many documents it is right for, and what tells it of the first.
func (s *spreading) line(pattern, value string, within func(string) bool) Line {
	right, all, why := 0, 0, ""
	for _, p := range s.paths {
		if s.known[p] == "" || !within(p) {
			continue
		}
		all++
		if s.known[p] == value {
			right++
			why = cmp.Or(why, s.why[p])
		}
	}
	return Line{Pattern: pattern, Values: []Value{{Key: s.key, Text: value}},
		Why: []string{fmt.Sprintf("%s: %d of %s, by %s", s.key, right, phrase.Plural(all, "document", "documents"), why)}}
}

// wrong lists the documents that the lines so far give another value than they have.
func (s *spreading) wrong() []string {
	var out []string
	for _, p := range s.paths {
		if v := s.known[p]; v != "" && v != s.given[p] {
			out = append(out, p)
		}
	}
	return out
}

// mostWords is how many words of names are tried.
const mostWords = 40

// ofNames writes lines for files with a word in their names, such as `**/*template*`, where that word tells the value of all of them.
func (s *spreading) ofNames() {
	type choice struct{ word, value string }
	counts := map[choice]int{}
	for _, p := range s.wrong() {
		for _, w := range nameWords(p) {
			counts[choice{w, s.known[p]}]++
		}
	}
	choices := slices.SortedFunc(maps.Keys(counts), func(a, b choice) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(a.word, b.word), strings.Compare(a.value, b.value))
	})
	for _, c := range choices[:min(len(choices), mostWords)] {
		pattern := "**/*" + content.Literal(c.word) + "*"
		all := slices.DeleteFunc(slices.Clone(s.paths), func(p string) bool { return !strings.Contains(path.Base(p), c.word) })
		gains := 0
		for _, p := range all {
			switch v := s.known[p]; {
			case v != "" && v != c.value:
				gains = -len(all)
			case v != "" && s.given[p] != v:
				gains++
			}
		}
		if gains < 2 {
			continue
		}
		s.lines = append(s.lines, s.line(pattern, c.value, func(p string) bool { return strings.Contains(path.Base(p), c.word) }))
		for _, p := range all {
			s.given[p] = c.value
		}
	}
}

// nameWords gives the words of a file's name as they are written there, long enough to tell something.
func nameWords(p string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(stemOf(p), func(r rune) bool { return strings.ContainsRune("-_. ,()", r) }),
		func(w string) bool {
			return len(w) < 4 || edition.MatchString(strings.ToLower(w)) || strings.Trim(w, "0123456789") == ""
		})
}

// ofFiles writes a line for each document that is left.
func (s *spreading) ofFiles() {
	for _, p := range s.wrong() {
		s.lines = append(s.lines, Line{Pattern: content.Literal(p), Values: []Value{{Key: s.key, Text: s.known[p]}},
			Why: []string{s.key + " by " + s.why[p]}})
	}
}

// folders lists the folders that hold documents, at any depth, each after those above it.
func (a *adopter) folders() []string {
	seen := map[string]bool{}
	var out []string
	for _, g := range a.guesses {
		for at := path.Dir(g.rel); at != "." && !seen[at]; at = path.Dir(at) {
			seen[at] = true
			out = append(out, at)
		}
	}
	slices.Sort(out)
	return out
}

// wideness orders lines: what holds for all, for a folder, for folders or files of a name, for a file.
func wideness(pattern string) int {
	switch {
	case pattern == "**":
		return 0
	case strings.HasPrefix(pattern, "**/") && strings.HasSuffix(pattern, "/**"):
		return 2
	case strings.HasPrefix(pattern, "**/"):
		return 3
	case strings.HasSuffix(pattern, "/**"):
		return 1
	}
	return 4
}

// join puts the lines of several values together: those for all into one, then folders, then names, then files.
func join(base Line, lists ...[]Line) []Line {
	var rest []Line
	for _, list := range lists {
		for _, l := range list {
			if l.Pattern == base.Pattern {
				base.Values = append(base.Values, l.Values...)
			} else {
				rest = append(rest, l)
			}
		}
	}
	slices.SortStableFunc(rest, func(x, y Line) int {
		if by := wideness(x.Pattern) - wideness(y.Pattern); by != 0 || wideness(x.Pattern) > 1 {
			return by
		}
		return strings.Compare(x.Pattern, y.Pattern) // a folder comes after the one above it
	})
	return append([]Line{base}, rest...)
}

// mergeSame puts lines of one pattern into one, at the place of the first.
func mergeSame(lines []Line) []Line {
	at := map[string]int{}
	var out []Line
	for _, l := range lines {
		i, seen := at[l.Pattern]
		if !seen {
			at[l.Pattern] = len(out)
			out = append(out, l)
			continue
		}
		out[i].Values, out[i].Why = append(out[i].Values, l.Values...), append(out[i].Why, l.Why...)
		out[i].Documents += l.Documents
	}
	return out
}

// MostLines bounds a proposal. Nobody reads more, and the rest is for rules that somebody writes who knows the documents.
const MostLines = 200

// bound leaves out lines where there are too many: first those for single files that say only type, owner or clauses, then matches from the
// end, then folders, from the deepest.
func (p *Adoption) bound() {
	lines := p.Defaults
	p.Defaults = nil
	room := MostLines - 2 - bytes.Count(p.Config(), []byte("\n"))
	left := len(lines) - room
	drop := func(which func(Line) bool) {
		for i := len(lines) - 1; i > 0 && left > 0; i-- {
			if which(lines[i]) {
				lines = slices.Delete(lines, i, i+1)
				left, p.Left = left-1, p.Left+1
			}
		}
	}
	drop(func(l Line) bool { return wideness(l.Pattern) == 4 && l.Documents == 0 })
	drop(func(l Line) bool { return l.Documents == 1 })
	drop(func(l Line) bool { return strings.Count(l.Pattern, "/") > 1 })
	drop(func(Line) bool { return true })
	p.Defaults = lines
	for _, l := range lines {
		p.Matched += l.Documents
	}
}
