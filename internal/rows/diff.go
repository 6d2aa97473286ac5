package rows

import (
	"strconv"
	"strings"
)

// comparison is what became of the rows of one version in the next one.
type comparison struct {
	changed, moved [][2]*row // before and after
	removed, added []*row
}

// compare finds the rows of one version in the next one. A row that says the same in the same table stays and hands on since
// when it stands. Of the others, those are one row that say the same elsewhere, that begin alike, or that differ in their
// first cell alone.
func compare(before, after []*table) comparison {
	var c comparison
	pairs, lost, won := pair(before, after)
	for _, t := range lost {
		c.removed = append(c.removed, t.under(t.header)...)
	}
	for _, t := range won {
		c.added = append(c.added, t.under(t.header)...)
	}
	for _, p := range pairs {
		gone, fresh := match(p[0].under(renamed(p[0].header, p[1].header)), p[1].under(p[1].header), same,
			(*row).handOn)
		c.removed, c.added = append(c.removed, gone...), append(c.added, fresh...)
	}
	into := func(list *[][2]*row) func(was, is *row) {
		return func(was, is *row) { *list = append(*list, [2]*row{was, is}) }
	}
	c.removed, c.added = match(c.removed, c.added, same, into(&c.moved))
	c.removed, c.added = match(c.removed, c.added, begins, into(&c.changed))
	c.removed, c.added = match(c.removed, c.added, goesOn, into(&c.changed))
	return c
}

// pair puts tables together that are the same one: under the same heading and at the same place among those under it, or else
// with the same columns.
func pair(before, after []*table) (pairs [][2]*table, lost, won []*table) {
	into := func(was, is *table) { pairs = append(pairs, [2]*table{was, is}) }
	lost, won = match(before, after, func(t *table) string { return "under " + fold(t.title) }, into)
	lost, won = match(lost, won, func(t *table) string { return strings.Join(t.header, "\x00") }, into)
	return pairs, lost, won
}

// match goes through two lists and tells of what has the same name in both, in their order, each once. It gives what is left of
// them. What has no name is left.
func match[T any](before, after []T, name func(T) string, found func(was, is T)) (lost, won []T) {
	waiting := map[string][]int{}
	for i, one := range before {
		if n := name(one); n != "" {
			waiting[n] = append(waiting[n], i)
		}
	}
	taken := make([]bool, len(before))
	for _, one := range after {
		queue := waiting[name(one)]
		if len(queue) == 0 {
			won = append(won, one)
			continue
		}
		waiting[name(one)], taken[queue[0]] = queue[1:], true
		found(before[queue[0]], one)
	}
	for i, one := range before {
		if !taken[i] {
			lost = append(lost, one)
		}
	}
	return lost, won
}

// under gives the rows with what they say under names of columns.
func (t *table) under(names []string) []*row {
	for _, r := range t.rows {
		r.names, r.compared = names, r.hash(names)
	}
	return t.rows
}

func same(r *row) string { return strconv.FormatUint(r.compared, 36) }

// begins names a row by its first cell.
func begins(r *row) string {
	if len(r.said) == 0 {
		return ""
	}
	return r.said[0]
}

// goesOn names a row by what stands beside its first cell.
func goesOn(r *row) string {
	if len(r.said) == 0 || r.said[0] == "" {
		return same(r)
	}
	rest := r.compared - cell(r.names[0], r.said[0])
	if rest == 0 {
		return ""
	}
	return strconv.FormatUint(rest, 36)
}

// renamed gives the columns of a version under their names in the next one: where as many are gone as are new, they are the
// same ones in their order.
func renamed(before, after []string) []string {
	was, is := without(before, after), without(after, before)
	if len(was) == 0 || len(was) != len(is) {
		return before
	}
	to := map[string]string{}
	for i, name := range was {
		to[name] = is[i]
	}
	out := make([]string, len(before))
	for i, name := range before {
		if out[i] = name; to[name] != "" {
			out[i] = to[name]
		}
	}
	return out
}

// without gives the names that another list lacks.
func without(names, other []string) []string {
	has := map[string]bool{}
	for _, n := range other {
		has[n] = true
	}
	var out []string
	for _, n := range names {
		if !has[n] {
			out = append(out, n)
		}
	}
	return out
}

// differences gives the cells in which a row differs from one of the next version; of a row that is gone all of them.
func differences(was, is *row) []Difference {
	var out []Difference
	now := map[string]int{}
	if is != nil {
		for i, name := range is.in.header {
			now[name] = i
		}
	}
	for i, name := range was.names {
		before, after := was.cell(i), ""
		if at, ok := now[name]; ok && is != nil {
			after = is.cell(at)
			if i < len(was.said) && at < len(is.said) && was.said[i] == is.said[at] {
				after = before
			}
			delete(now, name)
		}
		if before != after {
			out = append(out, Difference{was.in.shown[i], before, after})
		}
	}
	if is == nil {
		return out
	}
	for i, name := range is.in.header { // columns that are new
		if _, left := now[name]; left && is.cell(i) != "" {
			out = append(out, Difference{is.in.shown[i], "", is.cell(i)})
		}
	}
	return out
}

// maxCell bounds what is kept of a cell, in bytes.
const maxCell = 300

// cell gives the words of a cell.
func (r *row) cell(i int) string {
	if i >= len(r.words) {
		return ""
	}
	text := strings.Join(strings.Fields(r.words[i]), " ")
	if len(text) > maxCell {
		text = strings.ToValidUTF8(text[:maxCell], "") + "…"
	}
	return text
}
