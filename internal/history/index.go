package history

// index is what a walk found, in numbers: commits by their place in the graph's order, paths and blobs by their
// place in a table. It is what the cache keeps; the view of a Log is made from it.
type index struct {
	head       oid
	graph      *graph
	paths      []string
	blobs      []oid
	facts      []string     // by blob: packed facts; empty for a blob that was never read as a document
	changesets []*changeset // by commit, newest first; nil for a commit that did nothing here
	outside    []string     // paths outside the folder whose documents came into it, in order
	files      []version    // at the head: those of the folder, and those of the project root itself
	mailmap    string       // the text of .mailmap at the head
	ignored    string       // the text of .git-blame-ignore-revs at the head
	trails     []trail
	revisions  []revision

	extends bool    // it is an older index with new commits before its own, and nothing else is other than it was
	known   int     // blobs that the older index has
	learned []int32 // of these, those whose facts it lacks

	pathAt map[string]int32
	blobAt map[oid]int32
}

// slot is what stands at a path on one side of an edit; mode 0 says that nothing does.
type slot struct {
	mode uint32
	blob int32
}

// edit is a change in numbers.
type edit struct {
	path     int32
	old, new slot
	class    class
	others   []slot // of a merge: in each parent
}

// shift is a move in numbers.
type shift struct {
	from, to int32
	old, new slot
	class    class
	join     bool
}

// changeset is what one commit did. The first parts belong to the folder of documents, the rest to documents that later
// came into it.
type changeset struct {
	edits       []edit
	shifts      []shift
	innerEdits  int32
	innerShifts int32
	gaveUp      bool // not all moves were found
}

// class is a Class in a byte.
type class uint8

// classes are the classes by their number.
var classes = [...]Class{Move, Metadata, Formatting, Substance}

// The numbers of the classes.
const (
	classMove class = iota
	classMetadata
	classFormatting
	classSubstance
)

// newIndex gives an empty index.
func newIndex() *index {
	return &index{pathAt: map[string]int32{}, blobAt: map[oid]int32{}}
}

// path gives the number of a path, which is added if it is new.
func (x *index) path(p string) int32 {
	n, ok := x.pathAt[p]
	if !ok {
		n = int32(len(x.paths))
		x.pathAt[p] = n
		x.paths = append(x.paths, p)
	}
	return n
}

// blob gives the number of a blob, which is added if it is new.
func (x *index) blob(id oid) int32 {
	n, ok := x.blobAt[id]
	if !ok {
		n = int32(len(x.blobs))
		x.blobAt[id] = n
		x.blobs = append(x.blobs, id)
		x.facts = append(x.facts, "")
	}
	return n
}

// learn notes the facts of a blob.
func (x *index) learn(blob int32, packed string) {
	x.facts[blob] = packed
	if int(blob) < x.known {
		x.learned = append(x.learned, blob)
	}
}

// slot gives a side in numbers.
func (x *index) slot(s side) slot {
	if s.absent() {
		return slot{}
	}
	return slot{s.mode, x.blob(s.blob)}
}

// add puts the changes and moves of a commit into its changeset, with their classes.
func (x *index) add(d *changeset, changes []change, moves []move, facts *factBook) {
	for _, c := range changes {
		e := edit{path: x.path(c.path), old: x.slot(c.old), new: x.slot(c.new), class: facts.classOf(c.path, c.old, c.path, c.new)}
		for _, o := range c.others {
			e.others = append(e.others, x.slot(o))
		}
		d.edits = append(d.edits, e)
	}
	for _, m := range moves {
		d.shifts = append(d.shifts, shift{from: x.path(m.from), to: x.path(m.to), old: x.slot(m.old), new: x.slot(m.new),
			class: facts.classOf(m.from, m.old, m.to, m.new), join: m.join})
	}
}

// share takes over the tables of an index that is not used any more. All its numbers stay good.
func (x *index) share(older *index) {
	x.paths, x.blobs, x.facts, x.known = older.paths, older.blobs, older.facts, len(older.blobs)
	for i, p := range x.paths {
		x.pathAt[p] = int32(i)
	}
	x.blobAt = make(map[oid]int32, len(x.blobs)+256)
	for i := range x.blobs {
		x.blobAt[x.blobs[i]] = int32(i)
	}
}

// adopt puts what another index knows of a commit into this one.
func (x *index) adopt(from *index, d *changeset) *changeset {
	own := &changeset{innerEdits: d.innerEdits, innerShifts: d.innerShifts, gaveUp: d.gaveUp,
		edits: make([]edit, len(d.edits)), shifts: make([]shift, len(d.shifts))}
	for i, e := range d.edits {
		e.path, e.old, e.new = x.path(from.paths[e.path]), x.take(from, e.old), x.take(from, e.new)
		others := e.others
		e.others = nil
		for _, o := range others {
			e.others = append(e.others, x.take(from, o))
		}
		own.edits[i] = e
	}
	for i, s := range d.shifts {
		s.from, s.to, s.old, s.new = x.path(from.paths[s.from]), x.path(from.paths[s.to]), x.take(from, s.old), x.take(from, s.new)
		own.shifts[i] = s
	}
	return own
}

// take gives the slot of another index in the numbers of this one, and takes over the facts of its blob.
func (x *index) take(from *index, s slot) slot {
	if s.mode == 0 {
		return s
	}
	n := x.blob(from.blobs[s.blob])
	if x.facts[n] == "" {
		x.facts[n] = from.facts[s.blob]
	}
	return slot{s.mode, n}
}

// trim takes off what a changeset says of documents that were outside the folder.
func (d *changeset) trim() {
	d.edits, d.shifts = d.edits[:d.innerEdits:d.innerEdits], d.shifts[:d.innerShifts:d.innerShifts]
}

// link is one document before and after a commit, in numbers: added if it was not before, deleted if it is not
// after.
type link struct {
	from, to int32
	old, new slot
	class    class
}

// links gives what a commit did, document by document, out of its edits and shifts. It is appended to a list.
func (d *changeset) links(out []link) []link {
	if len(d.shifts) == 0 {
		for i := range d.edits {
			e := &d.edits[i]
			out = append(out, link{e.path, e.path, e.old, e.new, e.class})
		}
		return out
	}
	came, went := map[int32]bool{}, map[int32]bool{}
	for _, s := range d.shifts {
		if !s.join {
			came[s.to], went[s.from] = true, true
			out = append(out, link{s.from, s.to, s.old, s.new, s.class})
		}
	}
	for _, e := range d.edits {
		l := link{e.path, e.path, e.old, e.new, e.class}
		if came[e.path] {
			l.new, l.class = slot{}, classSubstance
		}
		if went[e.path] {
			l.old, l.class = slot{}, classSubstance
		}
		if l.old.mode != 0 || l.new.mode != 0 {
			out = append(out, l)
		}
	}
	return out
}
