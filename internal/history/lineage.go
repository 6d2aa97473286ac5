package history

// lineage joins the revisions of a document across its moves. What is joined are versions: a blob at a path. A
// change joins the version before with the version after, in whichever branch it happened; what is joined is one
// document. So a path that is used again for another document does not mix the two.
type lineage struct {
	index  *index
	first  []firstNode       // by blob: the first path at which it was met, where nearly all stay
	others map[version]int32 // the versions whose blob was met at another path first
	parent []int32
}

// firstNode is a path with the number of the version there, plus one; 0 where the blob was not met.
type firstNode struct{ path, node int32 }

// version is a file with certain bytes at a certain path, in the numbers of the index.
type version struct{ path, blob int32 }

// newLineage gives a lineage without versions.
func newLineage(x *index) *lineage {
	return &lineage{index: x, first: make([]firstNode, len(x.blobs)), others: map[version]int32{}, parent: make([]int32, 0, len(x.blobs))}
}

// at gives the number of a version that was met.
func (l *lineage) at(v version) (int32, bool) {
	if f := l.first[v.blob]; f.node > 0 && f.path == v.path {
		return f.node - 1, true
	}
	i, ok := l.others[v]
	return i, ok
}

// node gives the number of a version, which is added if it is new.
func (l *lineage) node(path int32, s slot) int32 {
	v := version{path, s.blob}
	if i, ok := l.at(v); ok {
		return i
	}
	i := int32(len(l.parent))
	l.parent = append(l.parent, i)
	if l.first[s.blob].node == 0 {
		l.first[s.blob] = firstNode{path, i + 1}
	} else {
		l.others[v] = i
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

// follow joins the versions of all changesets.
func (l *lineage) follow() {
	back := returns{lineage: l, gone: map[int32]departure{}, goneByID: map[string][]departure{},
		came: map[string][]arrival{}, live: make([]slot, len(l.index.paths))}
	var links []link
	for i := len(l.index.changesets) - 1; i >= 0; i-- {
		d := l.index.changesets[i]
		if d == nil {
			continue
		}
		links = d.links(links[:0])
		for _, k := range links {
			if k.old.mode != 0 && k.new.mode != 0 {
				l.join(l.node(k.from, k.old), l.node(k.to, k.new))
			}
		}
		for _, s := range d.shifts {
			l.join(l.node(s.from, s.old), l.node(s.to, s.new))
		}
		for j := range d.edits {
			if d.edits[j].others != nil {
				l.followParents(&d.edits[j], d)
			}
		}
		back.take(links)
	}
}

// followParents joins a merged file with what each parent had at its path. Where the commit moved another document
// to the path, what stood there is not the same document.
func (l *lineage) followParents(e *edit, d *changeset) {
	if e.new.mode == 0 {
		return
	}
	for _, s := range d.shifts {
		if !s.join && (s.to == e.path || s.from == e.path) {
			return
		}
	}
	for _, was := range e.others {
		if was.mode != 0 {
			l.join(l.node(e.path, was), l.node(e.path, e.new))
		}
	}
}

// returns recognizes documents that were deleted in one commit and added in another: by their id, or by their path
// where they have none.
type returns struct {
	lineage  *lineage
	gone     map[int32]departure    // path -> the last deletion there
	goneByID map[string][]departure // id -> deletions that no addition took up
	came     map[string][]arrival   // id -> additions
	live     []slot                 // by path: what stands there now
}

// departure is a version that was deleted.
type departure struct {
	node, path int32
	id         string
}

// arrival is a version that was added.
type arrival struct{ node, path int32 }

// identify gives the id of the document at a path.
func (x *index) identify(path int32, s slot) string {
	if s.mode&modeMask != 0o100000 || !isDocument(x.paths[path]) {
		return ""
	}
	return packedID(x.facts[s.blob])
}

// take goes one commit further, oldest first.
func (b *returns) take(links []link) {
	for _, k := range links {
		if k.new.mode == 0 {
			b.leave(k)
		}
	}
	for _, k := range links {
		if k.new.mode != 0 && k.old.mode == 0 {
			b.arrive(k)
		}
	}
	for _, k := range links {
		if k.from != k.to && k.new.mode != 0 && b.live[k.from] == k.old {
			b.live[k.from] = slot{}
		}
	}
	for _, k := range links {
		if k.new.mode != 0 {
			b.live[k.to] = k.new
		}
	}
}

// alive tells whether the document with an id stands at a path now.
func (b *returns) alive(path int32, id string) bool {
	return b.lineage.index.identify(path, b.live[path]) == id
}

// leave notes a deletion. If the document had been added elsewhere before, that is where it went.
func (b *returns) leave(k link) {
	id := b.lineage.index.identify(k.from, k.old)
	node := b.lineage.node(k.from, k.old)
	b.live[k.from] = slot{}
	if id != "" {
		for i := len(b.came[id]) - 1; i >= 0; i-- {
			if to := b.came[id][i]; to.path != k.from && b.alive(to.path, id) {
				b.lineage.join(node, to.node)
				return
			}
		}
		b.goneByID[id] = append(b.goneByID[id], departure{node, k.from, id})
	}
	b.gone[k.from] = departure{node, k.from, id}
}

// arrive joins an addition with the deletion that it undoes, if there was one.
func (b *returns) arrive(k link) {
	id := b.lineage.index.identify(k.to, k.new)
	node := b.lineage.node(k.to, k.new)
	if id != "" {
		b.came[id] = append(b.came[id], arrival{node, k.to})
		if gone := b.goneByID[id]; len(gone) > 0 {
			last := gone[len(gone)-1]
			b.goneByID[id] = gone[:len(gone)-1]
			b.lineage.join(last.node, node)
			if b.gone[last.path] == last {
				delete(b.gone, last.path)
			}
			return
		}
	}
	if was, ok := b.gone[k.to]; ok && (was.id == "" || id == "" || was.id == id) {
		b.lineage.join(was.node, node)
		delete(b.gone, k.to)
	}
}
