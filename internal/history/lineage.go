package history

// lineage joins the revisions of a document across its moves. What is joined are versions: a blob at a path. A
// change joins the version before with the version after, in whichever branch it happened; what is joined is one
// document. So a path that is used again for another document does not mix the two.
type lineage struct {
	at     map[version]int32
	parent []int32
}

// version is a file with certain bytes at a certain path.
type version struct {
	path string
	blob oid
}

// newLineage gives a lineage without versions.
func newLineage(size int) *lineage {
	return &lineage{at: make(map[version]int32, size)}
}

// node gives the number of a version.
func (l *lineage) node(path string, s side) int32 {
	v := version{path, s.blob}
	i, ok := l.at[v]
	if !ok {
		i = int32(len(l.parent))
		l.at[v] = i
		l.parent = append(l.parent, i)
	}
	return i
}

// document gives the number that all versions of the same document share.
func (l *lineage) document(i int32) int32 {
	for l.parent[i] != i {
		l.parent[i] = l.parent[l.parent[i]]
		i = l.parent[i]
	}
	return i
}

// join makes two versions the same document.
func (l *lineage) join(a, b int32) {
	a, b = l.document(a), l.document(b)
	if a != b {
		l.parent[max(a, b)] = min(a, b)
	}
}

// link is one document before and after a commit: added if it was not before, deleted if it is not after.
type link struct {
	from string
	old  side
	to   string
	new  side
}

// links gives what a commit did, document by document, out of its changes and moves.
func (r *record) links() []link {
	came, went := map[string]bool{}, map[string]bool{}
	var out []link
	for _, m := range r.moves {
		if !m.join {
			came[m.to], went[m.from] = true, true
			out = append(out, link{m.from, m.old, m.to, m.new})
		}
	}
	for _, c := range r.changes {
		l := link{c.path, c.old, c.path, c.new}
		if came[c.path] {
			l.new = side{}
		}
		if went[c.path] {
			l.old = side{}
		}
		if !l.old.absent() || !l.new.absent() {
			out = append(out, l)
		}
	}
	return out
}

// follow joins the versions of all records, which stand newest first.
func (l *lineage) follow(records []record, facts *factBook) {
	back := returns{lineage: l, facts: facts, gone: map[string]departure{}, goneByID: map[string][]departure{},
		came: map[string][]arrival{}, live: map[string]string{}}
	for i := len(records) - 1; i >= 0; i-- {
		r := &records[i]
		links := r.links()
		for _, k := range links {
			if !k.old.absent() && !k.new.absent() {
				l.join(l.node(k.from, k.old), l.node(k.to, k.new))
			}
		}
		for _, m := range r.moves {
			l.join(l.node(m.from, m.old), l.node(m.to, m.new))
		}
		for _, c := range r.changes {
			l.followParents(c, r)
		}
		back.take(links)
	}
}

// followParents joins a merged file with what each parent had at its path. Where the commit moved another document
// to the path, what stood there is not the same document.
func (l *lineage) followParents(c change, r *record) {
	if c.new.absent() {
		return
	}
	for _, m := range r.moves {
		if !m.join && (m.to == c.path || m.from == c.path) {
			return
		}
	}
	for _, was := range c.others {
		if !was.absent() {
			l.join(l.node(c.path, was), l.node(c.path, c.new))
		}
	}
}

// returns recognizes documents that were deleted in one commit and added in another: by their id, or by their path
// where they have none.
type returns struct {
	lineage  *lineage
	facts    *factBook
	gone     map[string]departure   // path -> the last deletion there
	goneByID map[string][]departure // id -> deletions that no addition took up
	came     map[string][]arrival   // id -> additions that no deletion took up
	live     map[string]string      // path -> id of what stands there now
}

// departure is a version that was deleted.
type departure struct {
	node int32
	id   string
}

// arrival is a version that was added.
type arrival struct {
	node int32
	path string
}

// take goes one commit further, oldest first.
func (b *returns) take(links []link) {
	for _, k := range links {
		if k.new.absent() {
			b.leave(k)
		}
	}
	for _, k := range links {
		if k.new.absent() {
			continue
		}
		id := b.facts.identify(k.to, k.new)
		if k.old.absent() {
			b.arrive(k, id)
		}
		if k.from != k.to && b.live[k.from] == id {
			delete(b.live, k.from)
		}
		b.live[k.to] = id
	}
}

// leave notes a deletion. If the document had been added elsewhere before, that is where it went.
func (b *returns) leave(k link) {
	id := b.facts.identify(k.from, k.old)
	node := b.lineage.node(k.from, k.old)
	delete(b.live, k.from)
	if id != "" {
		for i := len(b.came[id]) - 1; i >= 0; i-- {
			if to := b.came[id][i]; to.path != k.from && b.live[to.path] == id {
				b.lineage.join(node, to.node)
				return
			}
		}
		b.goneByID[id] = append(b.goneByID[id], departure{node, id})
	}
	b.gone[k.from] = departure{node, id}
}

// arrive joins an addition with the deletion that it undoes, if there was one.
func (b *returns) arrive(k link, id string) {
	node := b.lineage.node(k.to, k.new)
	if id != "" {
		b.came[id] = append(b.came[id], arrival{node, k.to})
		if gone := b.goneByID[id]; len(gone) > 0 {
			b.goneByID[id] = gone[:len(gone)-1]
			b.lineage.join(gone[len(gone)-1].node, node)
			return
		}
	}
	if was, ok := b.gone[k.to]; ok && (was.id == "" || id == "" || was.id == id) {
		b.lineage.join(was.node, node)
		delete(b.gone, k.to)
	}
}
