package redline

import "slices"

// pair says that the i-th of the old and the j-th of the new are the same.
type pair struct{ i, j int }

// budget bounds the steps of a comparison.
type budget struct {
	left int
	met  bool // it was used up, or a passage had too many differences
}

// newBudget gives the steps for two versions of so many bytes together.
func newBudget(size int) budget { return budget{left: 1<<20 + 256*size} }

// spend takes steps, and tells whether there were any left.
func (b *budget) spend(steps int) bool {
	b.left -= steps
	if b.left < 0 {
		b.met = true
	}
	return b.left >= 0
}

const (
	// maxDifferences bounds the differences that are looked for in a passage between two anchors. Beyond it the
	// passage counts as replaced. Memory is its square.
	maxDifferences = 400
	// maxDirect is the length of both sides up to which no anchors are needed.
	maxDirect = 400
	// maxNesting bounds anchors found between anchors.
	maxNesting = 32
)

// match aligns two sequences: in order, nothing twice. What both have only once serves as anchors (patience), and
// what lies between is compared by Myers' greedy algorithm.
func match(a, b []int32, budget *budget) []pair {
	m := &matcher{a: a, b: b, budget: budget}
	m.passage(0, len(a), 0, len(b), 0)
	return m.out
}

type matcher struct {
	a, b   []int32
	budget *budget
	out    []pair
}

// passage aligns a[i:k] with b[j:l].
func (m *matcher) passage(i, k, j, l, nesting int) {
	for i < k && j < l && m.a[i] == m.b[j] {
		m.out = append(m.out, pair{i, j})
		i, j = i+1, j+1
	}
	tail := 0
	for i < k-tail && j < l-tail && m.a[k-tail-1] == m.b[l-tail-1] {
		tail++
	}
	m.middle(i, k-tail, j, l-tail, nesting)
	for n := range tail {
		m.out = append(m.out, pair{k - tail + n, l - tail + n})
	}
}

// middle aligns a passage whose ends differ.
func (m *matcher) middle(i, k, j, l, nesting int) {
	if i == k || j == l || !m.budget.spend(k-i+l-j) {
		return
	}
	if k-i+l-j > maxDirect && nesting < maxNesting {
		if anchors := m.anchors(i, k, j, l); len(anchors) > 0 {
			for _, p := range append(anchors, pair{k, l}) {
				m.passage(i, p.i, j, p.j, nesting+1)
				if p.i < k {
					m.out = append(m.out, p)
				}
				i, j = p.i+1, p.j+1
			}
			return
		}
	}
	m.greedy(i, k, j, l)
}

// anchors gives the longest series of what either side of a passage has once.
func (m *matcher) anchors(i, k, j, l int) []pair {
	const none, twice = -1, -2
	type places struct{ old, new int }
	at := make(map[int32]places, k-i)
	for n := i; n < k; n++ {
		if _, again := at[m.a[n]]; again {
			at[m.a[n]] = places{twice, none}
		} else {
			at[m.a[n]] = places{n, none}
		}
	}
	var candidates []pair
	for n := j; n < l; n++ {
		p, known := at[m.b[n]]
		switch {
		case !known || p.old == twice:
		case p.new == none:
			at[m.b[n]] = places{p.old, len(candidates)}
			candidates = append(candidates, pair{p.old, n})
		case p.new >= 0:
			candidates[p.new].i = none
			at[m.b[n]] = places{twice, none}
		}
	}
	candidates = slices.DeleteFunc(candidates, func(p pair) bool { return p.i == none })
	return rising(candidates)
}

// rising gives the longest series of pairs that rises on the old side, of pairs that rise on the new one.
func rising(pairs []pair) []pair {
	var tops []int // the pair on which a series of each length can end lowest
	before := make([]int, len(pairs))
	for n, p := range pairs {
		at, _ := slices.BinarySearchFunc(tops, p.i, func(top, i int) int { return pairs[top].i - i })
		if before[n] = -1; at > 0 {
			before[n] = tops[at-1]
		}
		if at == len(tops) {
			tops = append(tops, n)
		} else {
			tops[at] = n
		}
	}
	out := make([]pair, len(tops))
	for at, n := len(tops)-1, last(tops); at >= 0; at, n = at-1, before[n] {
		out[at] = pairs[n]
	}
	return out
}

func last(s []int) int {
	if len(s) == 0 {
		return -1
	}
	return s[len(s)-1]
}

// greedy aligns a passage by Myers' algorithm. What the other side does not have at all is left out first: it would
// only count as differences.
func (m *matcher) greedy(i, k, j, l int) {
	olds, news := shared(m.a[i:k], m.b[j:l]), shared(m.b[j:l], m.a[i:k])
	if len(olds) == 0 {
		return
	}
	a, b := pick(m.a[i:k], olds), pick(m.b[j:l], news)
	found, ok := myers(a, b, m.budget)
	if !ok {
		m.budget.met = true
	}
	for _, p := range found {
		m.out = append(m.out, pair{i + olds[p.i], j + news[p.j]})
	}
}

// shared gives the places in a of what b has too.
func shared(a, b []int32) []int {
	has := make(map[int32]bool, len(b))
	for _, x := range b {
		has[x] = true
	}
	var out []int
	for n, x := range a {
		if has[x] {
			out = append(out, n)
		}
	}
	return out
}

func pick(from []int32, at []int) []int32 {
	out := make([]int32, len(at))
	for n, i := range at {
		out[n] = from[i]
	}
	return out
}

// myers gives a longest common subsequence, or not ok where there are more than maxDifferences differences or the
// steps are used up; then nothing is aligned.
func myers(a, b []int32, budget *budget) (out []pair, ok bool) {
	limit := min(len(a)+len(b), maxDifferences)
	reach := make([]int, 2*limit+3) // by diagonal: how far in a
	var trace [][]int               // reach before each round, for the diagonals from -d to d
	for d := 0; d <= limit; d++ {
		trace = append(trace, slices.Clone(reach[limit+1-d:limit+2+d]))
		for k := -d; k <= d; k += 2 {
			x := reach[limit+1+k-1] + 1
			if k == -d || k != d && reach[limit+1+k-1] < reach[limit+1+k+1] {
				x = reach[limit+1+k+1]
			}
			start := x
			for x < len(a) && x-k < len(b) && x-k >= 0 && a[x] == b[x-k] {
				x++
			}
			reach[limit+1+k] = x
			if !budget.spend(1 + x - start) {
				return nil, false
			}
			if x >= len(a) && x-k >= len(b) {
				return backtrack(a, b, trace, d), true
			}
		}
	}
	return nil, false
}

// backtrack reads the alignment off the rounds of myers.
func backtrack(a, b []int32, trace [][]int, rounds int) []pair {
	var out []pair
	x, y := len(a), len(b)
	for d := rounds; d > 0; d-- {
		k := x - y
		from := k - 1
		if k == -d || k != d && trace[d][k-1+d] < trace[d][k+1+d] {
			from = k + 1
		}
		fx := trace[d][from+d]
		fy := fx - from
		for x > fx && y > fy {
			x, y = x-1, y-1
			out = append(out, pair{x, y})
		}
		x, y = fx, fy
	}
	for x > 0 && y > 0 {
		x, y = x-1, y-1
		out = append(out, pair{x, y})
	}
	slices.Reverse(out)
	return out
}
