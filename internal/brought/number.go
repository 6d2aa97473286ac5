package brought

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"clausebook/internal/slug"
)

// number gives every part an id of the form that ours have, no two the same: the number of the file; where that is taken, or there is
// none, what else names it; else that of the part above with a letter. It fails where the parts are too many or lie too deep.
func (s *source) number() error {
	n := numberer{taken: map[string]bool{}}
	if err := n.count(s.roots, 1); err != nil {
		return err
	}
	if n.parts == 0 {
		return fmt.Errorf("it is %s and holds no numbered part", s.form)
	}
	for _, stated := range []bool{true, false} { // what the file numbers keeps its number
		for i, r := range s.roots {
			n.assign(r, nil, i, stated)
		}
	}
	for _, r := range s.roots {
		n.below(r)
	}
	return nil
}

// numberer gives ids.
type numberer struct {
	taken map[string]bool
	parts int
}

func (n *numberer) count(nodes []*node, depth int) error {
	if depth > maxDepth && len(nodes) > 0 {
		return fmt.Errorf("%s: parts lie more than %d deep", nodes[0].place, maxDepth)
	}
	for _, x := range nodes {
		if n.parts += 1 + len(x.texts); n.parts > MaxParts {
			return fmt.Errorf("it has more than %d parts; take the chapters that you work by into a file of their own", MaxParts)
		}
		if err := n.count(x.below, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// assign numbers a part and those below it: those with a number of the file, or then the others.
func (n *numberer) assign(x, above *node, at int, stated bool) {
	if x.id == "" {
		n.choose(x, above, at, stated)
	}
	for i, b := range x.below {
		n.assign(b, x, i, stated)
	}
}

func (n *numberer) choose(x, above *node, at int, stated bool) {
	if stated {
		n.take(x, numberOf(x.number))
		return
	}
	if n.take(x, numberOf(x.spare)) {
		return
	}
	for ; ; at++ {
		id := letters(at)
		if above != nil {
			id = above.id + "-" + id
		}
		if n.take(x, id) {
			return
		}
	}
}

// below names what a part asks for: each requirement by the part and a letter, each document by its title.
func (n *numberer) below(x *node) {
	at := 0
	for range x.texts {
		for x.needed = append(x.needed, ""); !n.claim(&x.needed[len(x.needed)-1], x.id+"-"+letters(at)); at++ {
			continue
		}
		at++
	}
	for _, d := range x.needs {
		base := cmp.Or(slugOf(d.title), "document")
		for i := 1; d.id == "" && !n.claim(&d.id, base); i++ {
			base = fmt.Sprintf("%s-%d", cmp.Or(slugOf(d.title), "document"), i+1)
		}
	}
	for _, b := range x.below {
		n.below(b)
	}
}

func (n *numberer) take(x *node, id string) bool {
	return n.claim(&x.id, id)
}

// claim gives an id to whoever comes first.
func (n *numberer) claim(to *string, id string) bool {
	if id == "" || n.taken[id] {
		return false
	}
	*to, n.taken[id] = id, true
	return true
}

// longest is how long a number of ours may be.
const longest = 80 // of 100: letters of requirements come behind it

// numberOf writes a number in the form that ours have: letters and digits of ASCII with single dots or hyphens between them. It gives
// nothing for what holds none of them.
func numberOf(text string) string {
	var b strings.Builder
	gap := rune(0)
	for _, r := range text {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			if gap != 0 && b.Len() > 0 {
				b.WriteRune(gap)
			}
			gap = 0
			b.WriteRune(r)
			continue
		}
		switch {
		case r == '.' || r == '(' || r == ')' || r == '[' || r == '/':
			gap = '.'
		case gap == 0:
			gap = '-'
		}
	}
	if b.Len() > longest {
		return strings.TrimRight(b.String()[:longest], ".-")
	}
	return b.String()
}

// letters counts in letters from nought: a, b, … z, aa, ab.
func letters(n int) string {
	out := ""
	for n++; n > 0; n /= 26 {
		n--
		out = string(rune('a'+n%26)) + out
	}
	return out
}

var notOfSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slugOf makes an id of a standard, or of a required document, of a name.
func slugOf(name string) string {
	id := strings.Trim(notOfSlug.ReplaceAllString(slug.Fold(strings.ToLower(name)), "-"), "-")
	return strings.Trim(id[:min(len(id), longest)], "-")
}

// tree hangs parts below those that they name, in the order of the file. Above tells which part one names, by what the others are called.
func tree(nodes []*node, names []string, above func(i int) string) ([]*node, error) {
	byName := make(map[string]int, len(nodes))
	for i, name := range names {
		if first, twice := byName[name]; twice && name != "" {
			return nil, fmt.Errorf("%s and %s are both called `%s`; give each its own name", nodes[first].place, nodes[i].place, name)
		}
		byName[name] = i
	}
	var roots []*node
	parent := make([]int, len(nodes))
	for i, x := range nodes {
		name := above(i)
		at, known := byName[name]
		switch {
		case name == "":
			parent[i] = -1
			roots = append(roots, x)
			continue
		case !known:
			return nil, fmt.Errorf("%s: there is no part `%s` to which it could belong", x.place, name)
		}
		parent[i] = at
		nodes[at].below = append(nodes[at].below, x)
	}
	return roots, noCircle(nodes, names, parent)
}

// noCircle sees that every part lies below one that lies below none.
func noCircle(nodes []*node, names []string, parent []int) error {
	done := make([]bool, len(nodes))
	for i := range nodes {
		var way []int
		at := i
		for at >= 0 && !done[at] {
			if from := slices.Index(way, at); from >= 0 {
				var circle []string
				for _, j := range append(way[from:], at) {
					circle = append(circle, "`"+names[j]+"`")
				}
				return fmt.Errorf("%s: the parts go round in a circle: %s", nodes[at].place, strings.Join(circle, " is below "))
			}
			if way = append(way, at); len(way) > 2*maxDepth {
				return fmt.Errorf("%s: parts lie more than %d deep, or go round in a circle", nodes[i].place, maxDepth)
			}
			at = parent[at]
		}
		for _, j := range way {
			done[j] = true
		}
	}
	return nil
}
