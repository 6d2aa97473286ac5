package history

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/date"
	"clausebook/internal/longtest"
)

// eventful makes a repository with every kind of record: edits, moves, a merge of both, a document from outside the
// folder, one that is no more, a mailmap and commits to ignore.
func eventful(t testing.TB) *testRepo {
	t.Helper()
	r := newRepo(t)
	r.commit("add", map[string]string{"content/a.md": "id: A\n---\n" + long("apple", 20), "docs/c.md": long("cherry", 20),
		"content/gone.md": long("date", 9)})
	r.git("checkout", "-q", "-b", "side")
	edit := r.commit("edit", map[string]string{"content/a.md": "id: A\n---\nfirst\n" + long("apple", 20)})
	r.git("checkout", "-q", "main")
	r.commit("move", map[string]string{"content/a.md": "", "content/b.md": "id: A\n---\n" + long("apple", 20) + "last\n"})
	r.now += 60
	r.git("merge", "-q", "-m", "merge", "side")
	r.commit("bring in", map[string]string{"docs/c.md": "", "content/c.md": long("cherry", 20), "content/gone.md": ""})
	r.commit("people", map[string]string{".mailmap": mailmapText, ".git-blame-ignore-revs": string(edit) + "\n"})
	return r
}

// indexOf reads a repository and gives its index with the repository, which is open until the test ends.
func (r *testRepo) indexOf() (*index, *repository) {
	r.t.Helper()
	repo, err := open(r.dir)
	r.must(err)
	r.t.Cleanup(repo.close)
	return r.read(Options{}).view.index, repo
}

// encoded writes an index.
func encoded(t testing.TB, x *index) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := encodeIndex(&out, x, "key"); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestIndexRoundTrip reads an index as it was written, record by record, and no index written with another key.
func TestIndexRoundTrip(t *testing.T) {
	t.Parallel()
	x, _ := eventful(t).indexOf()
	kinds := 0
	for _, d := range x.changesets {
		if d != nil && len(d.shifts) > 0 {
			kinds |= 1
		}
		if d != nil && slices.ContainsFunc(d.edits, func(e edit) bool { return len(e.others) > 1 }) {
			kinds |= 2
		}
	}
	if kinds != 3 || len(x.outside) == 0 || x.mailmap == "" || x.ignored == "" {
		t.Fatalf("the repository lacks a kind of record: %d, %v", kinds, x.outside)
	}
	data := encoded(t, x)
	again, err := decodeIndex(data, "key")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dump(x), dump(again)); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	for _, key := range []string{"", "ke", "kez", "key2"} {
		if _, err := decodeIndex(data, key); !errors.Is(err, errDamaged) {
			t.Errorf("with the key %q: %v", key, err)
		}
	}
}

// TestLargeIndexRoundTrip writes more than fits into the buffer, in texts and in numbers.
func TestLargeIndexRoundTrip(t *testing.T) {
	t.Parallel()
	x, _ := eventful(t).indexOf()
	x.mailmap = strings.Repeat("Proper Name <proper@example.org>\n", writeBuffer/16)
	for len(x.paths) < writeBuffer/64 {
		x.paths = append(x.paths, strings.Repeat("folder/", len(x.paths)%97)+"a.md")
		x.revisions = append(x.revisions, x.revisions[0])
		x.facts, x.blobs = append(x.facts, packFacts(Facts{Title: strings.Repeat("t", len(x.paths)%89)})), append(x.blobs, x.blobs[0])
	}
	again, err := decodeIndex(encoded(t, x), "key")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dump(x), dump(again)); diff != "" || !slices.Equal(x.paths, again.paths) || !slices.Equal(x.facts, again.facts) ||
		!slices.Equal(x.revisions, again.revisions) {
		t.Errorf("(-written +read):\n%s", diff)
	}
}

// TestIndexGuards refuses an index in which a number counts nothing that there is, or in which history runs in a circle:
// the checksum is no guard against malice.
func TestIndexGuards(t *testing.T) {
	t.Parallel()
	r := eventful(t)
	data := encoded(t, func() *index { x, _ := r.indexOf(); return x }())
	edits := func(x *index) *changeset {
		return x.changesets[slices.IndexFunc(x.changesets, func(d *changeset) bool {
			return d != nil && slices.ContainsFunc(d.edits, func(e edit) bool { return len(e.others) > 1 })
		})]
	}
	shifts := func(x *index) *changeset {
		return x.changesets[slices.IndexFunc(x.changesets, func(d *changeset) bool { return d != nil && len(d.shifts) > 0 })]
	}
	merged := func(x *index) *edit {
		d := edits(x)
		return &d.edits[slices.IndexFunc(d.edits, func(e edit) bool { return len(e.others) > 1 })]
	}
	last := func(x *index) int { return len(x.graph.vertices) - 1 }
	bad := map[string]func(x *index){
		"a commit that is its own parent":    func(x *index) { x.graph.vertices[1].parents = []int32{1} },
		"a commit whose parent is its child": func(x *index) { x.graph.vertices[2].parents = []int32{1} },
		"the first commit above the head":    func(x *index) { x.graph.vertices[last(x)].parents = []int32{0} },
		"the head above itself":              func(x *index) { x.graph.vertices[0].parents = []int32{0} },
		"a parent beyond the commits":        func(x *index) { x.graph.vertices[0].parents = []int32{int32(last(x)) + 1} },
		"a parent below zero":                func(x *index) { x.graph.vertices[0].parents = []int32{-1} },
		"a commit that nothing leads to":     func(x *index) { x.graph.vertices[0].parents = []int32{int32(last(x))} },
		"another head":                       func(x *index) { x.head[0] ^= 1 },
		"no commits":                         func(x *index) { x.graph.vertices, x.changesets = nil, nil },
		"what a commit beyond the last did":  func(x *index) { x.changesets = append(x.changesets, &changeset{}) },
		"facts of no blob":                   func(x *index) { x.facts = append(x.facts, "") },
		"a blob without facts":               func(x *index) { x.facts = x.facts[1:] },
		"more inner edits than edits":        func(x *index) { edits(x).innerEdits = int32(len(edits(x).edits)) + 1 },
		"inner edits below zero":             func(x *index) { edits(x).innerEdits = -1 },
		"more inner shifts than shifts":      func(x *index) { shifts(x).innerShifts = int32(len(shifts(x).shifts)) + 1 },
		"inner shifts below zero":            func(x *index) { shifts(x).innerShifts = -1 },
		"an edit of no class":                func(x *index) { merged(x).class = class(len(classes)) },
		"a shift of no class":                func(x *index) { shifts(x).shifts[0].class = class(len(classes)) },
		"a revision of no class":             func(x *index) { x.revisions[0].class = class(len(classes)) },
		"a revision from below none":         func(x *index) { x.revisions[0].from = none - 1 },
		"a trail that starts below zero":     func(x *index) { x.trails[0].start = -1 },
		"a trail without revisions":          func(x *index) { x.trails[0].end = x.trails[0].start },
		"a trail that ends before it starts": func(x *index) { x.trails[0].start, x.trails[0].end = 2, 1 },
		"a trail beyond the revisions":       func(x *index) { x.trails[0].end = int32(len(x.revisions)) + 1 },
	}
	// Every number that counts a path, a blob or a commit.
	numbers := map[string]func(x *index) (*int32, int){
		"the path of an edit":          func(x *index) (*int32, int) { return &merged(x).path, len(x.paths) },
		"the blob before an edit":      func(x *index) (*int32, int) { return &merged(x).old.blob, len(x.blobs) },
		"the blob after an edit":       func(x *index) (*int32, int) { return &merged(x).new.blob, len(x.blobs) },
		"the blob of a parent":         func(x *index) (*int32, int) { return &present(merged(x).others).blob, len(x.blobs) },
		"the path before a shift":      func(x *index) (*int32, int) { return &shifts(x).shifts[0].from, len(x.paths) },
		"the path after a shift":       func(x *index) (*int32, int) { return &shifts(x).shifts[0].to, len(x.paths) },
		"the blob before a shift":      func(x *index) (*int32, int) { return &shifts(x).shifts[0].old.blob, len(x.blobs) },
		"the blob after a shift":       func(x *index) (*int32, int) { return &shifts(x).shifts[0].new.blob, len(x.blobs) },
		"the path of a file":           func(x *index) (*int32, int) { return &x.files[0].path, len(x.paths) },
		"the blob of a file":           func(x *index) (*int32, int) { return &x.files[0].blob, len(x.blobs) },
		"the commit of a revision":     func(x *index) (*int32, int) { return &x.revisions[0].commit, len(x.graph.vertices) },
		"the path of a revision":       func(x *index) (*int32, int) { return &x.revisions[0].to, len(x.paths) },
		"the path before a revision":   func(x *index) (*int32, int) { return &x.revisions[0].from, len(x.paths) },
		"the blob of a revision":       func(x *index) (*int32, int) { return &x.revisions[0].new.blob, len(x.blobs) },
		"the path of a trail":          func(x *index) (*int32, int) { return &x.trails[0].path, len(x.paths) },
		"the end of the last revision": func(x *index) (*int32, int) { return &x.trails[0].end, len(x.revisions) + 1 },
	}
	for name, number := range numbers {
		set := func(to func(n int) int32) func(x *index) {
			return func(x *index) { at, n := number(x); *at = to(n) }
		}
		bad[name+" is too large"] = set(func(n int) int32 { return int32(n) })
		if !strings.HasSuffix(name, "before a revision") { // there -1 stands for none
			bad[name+" is below zero"] = set(func(int) int32 { return -1 })
		}
		x := decoded(t, data)
		set(func(n int) int32 { return int32(n) - 1 })(x)
		if _, err := decodeIndex(encoded(t, x), "key"); err != nil {
			t.Errorf("%s is the last one: %v", name, err)
		}
	}
	for name, spoil := range bad {
		x := decoded(t, data)
		spoil(x)
		if _, err := decodeIndex(encoded(t, x), "key"); !errors.Is(err, errDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	x := decoded(t, data)
	merged(x).others = merged(x).others[:1] // of no merge that there is, but well-formed
	if again := decoded(t, encoded(t, x)); len(parentsOf(again)) != 1 {
		t.Error("the one parent of an edit is lost")
	}
}

// present gives the first slot in which something stands.
func present(slots []slot) *slot {
	return &slots[slices.IndexFunc(slots, func(s slot) bool { return s.mode != 0 })]
}

// parentsOf gives the parents' slots of the first edit that has any.
func parentsOf(x *index) []slot {
	for _, d := range x.changesets {
		if d == nil {
			continue
		}
		for _, e := range d.edits {
			if len(e.others) > 0 {
				return e.others
			}
		}
	}
	return nil
}

// decoded reads an index that can be read.
func decoded(t testing.TB, data []byte) *index {
	t.Helper()
	x, err := decodeIndex(data, "key")
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestDamagedIndexBody changes every byte behind the checksum, and cuts the body at every one. What is read all the same
// can be told to its end: no number leads out of its table, and history runs in no circle.
func TestDamagedIndexBody(t *testing.T) {
	t.Parallel()
	x, repo := eventful(t).indexOf()
	body, err := unseal(encoded(t, x), "key")
	if err != nil {
		t.Fatal(err)
	}
	accepted := 0
	for i := range body {
		if _, err := decodeBody(body[:i]); !errors.Is(err, errDamaged) {
			t.Errorf("cut at %d: %v", i, err)
		}
		others := []byte{body[i] ^ 0x80, body[i] ^ 1, 0xff, 0}
		for k := range longtest.Rounds(1, len(others)) {
			to := others[(i+k)%len(others)]
			bad := bytes.Clone(body)
			bad[i] = to
			x, err := decodeBody(bad)
			if err != nil {
				continue
			}
			accepted++
			l := &Log{view: newView(x, repo, Options{Reader: func([]byte) Facts { return Facts{} }})}
			for _, p := range l.Paths() {
				l.Revisions(p)
			}
			l.Former()
			l.First()
			l.Until(date.New(1970, 1, 1))
		}
	}
	if accepted == 0 {
		t.Error("nothing was accepted, so nothing was told")
	}
	if _, err := decodeBody(append(bytes.Clone(body), 0)); !errors.Is(err, errDamaged) {
		t.Errorf("a byte too many: %v", err)
	}
}

// TestWriteFails gives the error of the first write that fails, wherever that is.
func TestWriteFails(t *testing.T) {
	t.Parallel()
	x, _ := eventful(t).indexOf()
	x.mailmap = strings.Repeat("Proper Name <proper@example.org>\n", writeBuffer/16)
	for allowed := range 3 {
		if err := encodeIndex(&fullDisk{allowed}, x, "key"); !errors.Is(err, errFull) {
			t.Errorf("after %d writes: %v", allowed, err)
		}
	}
}

// fullDisk takes a number of writes and no more.
type fullDisk struct{ left int }

var errFull = errors.New("the disk is full")

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.left--; d.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}
