package history

import (
	"cmp"
	"path"
	"slices"
)

// move says that the document at one path is what stood at another one before the commit.
type move struct {
	from string
	old  side
	to   string
	new  side
	join bool // of a merge: where one parent had the document, while the revision itself follows another parent
}

// The bounds of the search for similar files, per commit.
const (
	maxWork    = 32 << 20 // pieces of files looked up; beyond it the search is given up, which is said
	maxCompare = 1 << 20  // bytes of a file that is compared
)

// matcher finds out, within one commit, which files that came are files that went.
type matcher struct {
	facts   *factBook
	sources []candidate // what stood before
	targets []candidate // what stands now
	moves   []move
	work    int // pieces that may still be looked up
}

// candidate is a file that went or came.
type candidate struct {
	path string
	side
	id    string // what the document calls itself, if anything
	taken bool
}

// matchChanges finds the moves of a commit among its changes: first by the document's id, then by equal bytes, then
// by similarity. A file that was changed in place counts as gone and come only where its id changed.
func matchChanges(changes []change, facts *factBook) []move {
	m := &matcher{facts: facts, work: maxWork}
	if len(changes) < 2 {
		return nil
	}
	var contested []string
	for _, c := range changes {
		was, is := facts.identify(c.path, c.old), facts.identify(c.path, c.new)
		if !c.old.absent() && !c.new.absent() {
			if was == "" || is == "" || was == is {
				continue
			}
			contested = append(contested, c.path)
		}
		if c.old.regular() {
			m.sources = append(m.sources, candidate{path: c.path, side: c.old, id: was})
		}
		if c.new.regular() {
			m.targets = append(m.targets, candidate{path: c.path, side: c.new, id: is})
		}
	}
	m.byID()
	m.keep(contested)
	m.byContent()
	m.bySimilarity()
	return m.moves
}

// byID matches files by the id that the documents give themselves.
func (m *matcher) byID() { m.match(func(c *candidate) string { return c.id }) }

// keep leaves documents that changed their id in place where they are, unless their old or new id is elsewhere.
func (m *matcher) keep(paths []string) {
	for _, p := range paths {
		from, to := find(m.sources, p), find(m.targets, p)
		if from != nil && to != nil && !from.taken && !to.taken {
			from.taken, to.taken = true, true
		}
	}
}

// byContent matches files with equal bytes.
func (m *matcher) byContent() { m.match(func(c *candidate) string { return string(c.blob[:]) }) }

// match pairs every free target with the best free source that has the same key: one with the same bytes, then one
// with the same file name, then the first. An empty key matches nothing.
func (m *matcher) match(key func(*candidate) string) {
	sources := map[string][]*candidate{}
	for _, from := range free(m.sources) {
		if k := key(from); k != "" {
			sources[k] = append(sources[k], from)
		}
	}
	for _, to := range free(m.targets) {
		var best *candidate
		for _, from := range sources[key(to)] {
			if from.taken || from.path == to.path {
				continue
			}
			if best == nil || closeness(from, to) > closeness(best, to) {
				best = from
			}
		}
		if best != nil {
			m.pair(best, to)
		}
	}
}

// closeness ranks sources of one key: equal bytes before an equal file name.
func closeness(from, to *candidate) int {
	n := 0
	if from.blob == to.blob {
		n += 2
	}
	if path.Base(from.path) == path.Base(to.path) {
		n++
	}
	return n
}

// pair notes a move.
func (m *matcher) pair(from, to *candidate) {
	from.taken, to.taken = true, true
	m.moves = append(m.moves, move{from: from.path, old: from.side, to: to.path, new: to.side})
}

// likeness is a pair of files with the share of bytes they have in common.
type likeness struct {
	from, to *candidate
	score    int // of 60,000, as git counts
}

// bySimilarity matches files that have at least half of their bytes in common, the most similar ones first. Files
// whose documents call themselves differently are different documents, however much they resemble each other. Where many files
// moved in one commit, those that kept their names are looked at first, and then those of nearest size; a search that takes too
// much work is given up, and what it had found stands.
func (m *matcher) bySimilarity() {
	from, to := free(m.sources), free(m.targets)
	if len(from) == 0 || len(to) == 0 {
		return
	}
	prints := map[oid]*fingerprint{}
	if len(from)*len(to) > manyPairs {
		byName := map[string][]*candidate{}
		for _, f := range from {
			byName[path.Base(f.path)] = append(byName[path.Base(f.path)], f)
		}
		m.settle(m.alike(prints, to, func(t *candidate) []*candidate { return byName[path.Base(t.path)] }))
		from, to = free(m.sources), free(m.targets)
	}
	sizes := newSizes(m, prints, from)
	m.settle(m.alike(prints, to, sizes.near))
}

// manyPairs is the number of pairs from which names decide before likeness does.
const manyPairs = 40_000

// alike compares targets with the sources that others give for each, as long as there is work left for it.
func (m *matcher) alike(prints map[oid]*fingerprint, to []*candidate, sources func(*candidate) []*candidate) (pairs []likeness) {
	for _, t := range to {
		for _, f := range sources(t) {
			if f.path == t.path || f.id != "" && t.id != "" {
				continue
			}
			if m.work <= 0 {
				m.facts.gaveUp = true
				return pairs
			}
			if s := m.similarity(m.print(prints, f), m.print(prints, t)); s >= maxScore/2 {
				pairs = append(pairs, likeness{f, t, s})
			}
		}
	}
	return pairs
}

// similarity compares two files and counts the work.
func (m *matcher) similarity(a, b *fingerprint) int {
	m.work--
	if a != nil && b != nil && min(a.size, b.size)*2 >= max(a.size, b.size) {
		m.work -= min(len(a.pieces), len(b.pieces))
	}
	return similarity(a, b)
}

// settle pairs the likeliest first.
func (m *matcher) settle(pairs []likeness) {
	slices.SortStableFunc(pairs, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(closeness(b.from, b.to), closeness(a.from, a.to)))
	})
	for _, p := range pairs {
		if !p.from.taken && !p.to.taken {
			m.pair(p.from, p.to)
		}
	}
}

// sizes finds sources of a size like that of a target. Others have too little in common with it to be looked at.
type sizes struct {
	matcher *matcher
	prints  map[oid]*fingerprint
	sources []*candidate // by size
	size    []int
	place   map[*candidate]int // in the order of the commit
}

func newSizes(m *matcher, prints map[oid]*fingerprint, from []*candidate) *sizes {
	s := &sizes{matcher: m, prints: prints, sources: slices.Clone(from), place: map[*candidate]int{}}
	for i, f := range from {
		s.place[f] = i
	}
	if len(from) == 0 {
		return s
	}
	slices.SortStableFunc(s.sources, func(a, b *candidate) int { return cmp.Compare(s.sizeOf(a), s.sizeOf(b)) })
	for _, f := range s.sources {
		s.size = append(s.size, s.sizeOf(f))
	}
	return s
}

func (s *sizes) sizeOf(c *candidate) int {
	if p := s.matcher.print(s.prints, c); p != nil {
		return p.size
	}
	return 0
}

// near gives the sources of at least half and at most twice the size of a target: of many those of nearest size first, of few in
// the order of the commit.
func (s *sizes) near(t *candidate) []*candidate {
	size := s.sizeOf(t)
	if size == 0 {
		return nil
	}
	low, _ := slices.BinarySearch(s.size, (size+1)/2)
	high, _ := slices.BinarySearch(s.size, size*2+1)
	out := slices.Clone(s.sources[low:high])
	slices.SortFunc(out, func(a, b *candidate) int {
		if len(s.sources) > fewSources {
			if by := cmp.Compare(gapOf(s.sizeOf(a), size), gapOf(s.sizeOf(b), size)); by != 0 {
				return by
			}
		}
		return cmp.Compare(s.place[a], s.place[b])
	})
	return out
}

// fewSources are so few that all of them are compared, in the order of the commit.
const fewSources = 200

func gapOf(a, b int) int { return max(a, b) - min(a, b) }

// print gives the fingerprint of a file, or nil if it cannot be read or is too large.
func (m *matcher) print(prints map[oid]*fingerprint, c *candidate) *fingerprint {
	p, ok := prints[c.blob]
	if !ok {
		if data, err := m.facts.blob(c.blob); err == nil && len(data) <= maxCompare {
			p = newFingerprint(data)
			m.work -= len(p.pieces)
		}
		prints[c.blob] = p
	}
	return p
}

// free gives the candidates that are not matched yet.
func free(cs []candidate) []*candidate {
	var out []*candidate
	for i := range cs {
		if !cs[i].taken {
			out = append(out, &cs[i])
		}
	}
	return out
}

// find gives the candidate at a path, or nil.
func find(cs []candidate, p string) *candidate {
	for i := range cs {
		if cs[i].path == p {
			return &cs[i]
		}
	}
	return nil
}

// maxScore is the similarity of equal files.
const maxScore = 60_000

// fingerprint counts the bytes of a file by the hash of the piece they stand in: a line, or 64 bytes of a long one.
type fingerprint struct {
	size   int
	pieces map[uint64]int
}

// newFingerprint cuts a file into pieces. A carriage return before a line feed does not count, as in git.
func newFingerprint(data []byte) *fingerprint {
	f := &fingerprint{size: len(data), pieces: map[uint64]int{}}
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	hash, n := uint64(offset), 0
	for i, c := range data {
		if c == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			continue
		}
		hash, n = (hash^uint64(c))*prime, n+1
		if c == '\n' || n == 64 {
			f.pieces[hash] += n
			hash, n = offset, 0
		}
	}
	if n > 0 {
		f.pieces[hash] += n
	}
	return f
}

// similarity gives the share of the larger file that both have in common, of maxScore.
func similarity(a, b *fingerprint) int {
	if a == nil || b == nil || a.size == 0 || b.size == 0 {
		return 0
	}
	if min(a.size, b.size)*2 < max(a.size, b.size) {
		return 0
	}
	if len(a.pieces) > len(b.pieces) {
		a, b = b, a
	}
	common := 0
	for piece, n := range a.pieces {
		common += min(n, b.pieces[piece])
	}
	return common * maxScore / max(a.size, b.size)
}
