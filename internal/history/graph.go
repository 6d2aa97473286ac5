package history

import (
	"bytes"
	"cmp"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/objects"

	"github.com/go-git/go-git/v5/plumbing"
)

// vertex is a commit in the graph of all that can be reached.
type vertex struct {
	id      oid
	tree    oid
	parents []int32 // positions in the graph
	when    int64   // committer's time, seconds
	raw     []byte  // the commit object
	odd     string  // headers that it has twice
	footer  string  // the key of a footer of Gerrit's; empty where it has none
	cut     bool    // its parents are not in the repository, as a shallow clone has it
	landed  int32   // the mainline commit that brought it in
	main    bool    // on the first-parent line
	place   int32   // of a mainline commit, counted from the first
}

// graph is every commit that can be reached from a head, newest first: a commit always stands before its parents,
// and otherwise the later committer's time comes first.
type graph struct {
	vertices []vertex
	at       map[oid]int32
	order    []int32  // where each commit stood before they were put in order; nil where they were not
	from     []int32  // of each commit its place in an older graph, of which all are here in their order; else nil
	early    *ahead   // hears of each commit that is read; may be nil
	cut      bool     // a shallow boundary was reached
	notes    []string // commits that are not as git writes them
}

// readGraph reads every commit that can be reached from head. Those that an older graph knows are taken from there;
// it may be nil.
func readGraph(ctx context.Context, r *repository, head oid, older *graph, early *ahead) (*graph, error) {
	if older == nil {
		older = &graph{}
	}
	g := &graph{at: make(map[oid]int32, 64), early: early}
	g.vertex(head)
	// First only as far as the older graph does not know.
	if err := g.extend(ctx, r, func(i int) bool { _, ok := older.find(g.vertices[i].id); return ok }); err != nil {
		return nil, err
	}
	if !g.grow(older) {
		err := g.extend(ctx, r, func(i int) bool {
			n, ok := older.find(g.vertices[i].id)
			if ok {
				g.adopt(i, older, n)
			}
			return ok
		})
		if err != nil {
			return nil, err
		}
		g.sort(nil)
		g.from = g.placesIn(older)
	}
	g.early = nil
	g.land()
	g.note()
	return g, nil
}

// extend reads the commits that are not read yet, but for those that are known otherwise. A commit that is not what its name
// says could make the graph run in a circle, so the names are checked.
func (g *graph) extend(ctx context.Context, r *repository, known func(i int) bool) error {
	names := newVerifier()
	err := g.readOn(ctx, r, known, names)
	if wrong := names.wait(); wrong != nil {
		return wrong
	}
	return err
}

// readOn is extend without the check of names.
func (g *graph) readOn(ctx context.Context, r *repository, known func(i int) bool, names *verifier) error {
	for i := 0; i < len(g.vertices); i++ {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if g.vertices[i].raw != nil || known(i) {
			continue
		}
		id := g.vertices[i].id
		data, err := r.objects.ReadAs(plumbing.CommitObject, id)
		if err != nil {
			return r.lost("commit", err)
		}
		if err := g.link(i, data, r.shallow); err != nil {
			return damaged(fmt.Errorf("commit %s: %w", id, err))
		}
		names.add(id, g.vertices[i].raw)
		if g.early != nil {
			g.early.read(g)
		}
	}
	return nil
}

// grow puts new commits before those of an older graph, which is much cheaper than to sort them all. It does so, and
// says so, only where the result is the same: the older head must be reached, for then all behind it are, and it
// must come after all new commits.
func (g *graph) grow(older *graph) bool {
	if len(older.vertices) == 0 {
		return false
	}
	before, ok := g.at[older.vertices[0].id]
	if !ok || before == 0 {
		return false
	}
	fresh := &graph{at: g.at, vertices: slices.Clone(g.vertices)}
	for i := range fresh.vertices {
		fresh.vertices[i].parents = slices.Clone(fresh.vertices[i].parents)
	}
	fresh.vertices[before].when = older.vertices[0].when
	if !fresh.sort(func(v *vertex) bool { return v.raw != nil }) {
		return false
	}
	return g.prepend(fresh, older)
}

// prepend makes the graph of sorted new commits, behind which stand some of an older graph, and of all of that. The
// older graph gives away its lists of parents: after this only the names of its commits are good.
func (g *graph) prepend(fresh, older *graph) bool {
	count := 0
	for count < len(fresh.vertices) && fresh.vertices[count].raw != nil {
		count++
	}
	all := make([]vertex, 0, count+len(older.vertices))
	for _, v := range fresh.vertices[:count] {
		for k, p := range v.parents {
			if int(p) >= count {
				n, _ := older.find(fresh.vertices[p].id) // it stopped there because it is known
				v.parents[k] = n + int32(count)
			}
		}
		all = append(all, v)
	}
	for _, v := range older.vertices {
		for k := range v.parents { // in place: 20,000 small slices cost more than all the rest
			v.parents[k] += int32(count)
		}
		v.landed, v.main, v.place = -1, false, 0
		all = append(all, v)
	}
	g.vertices, g.at, g.from = all, nil, make([]int32, len(all))
	for i := range g.from {
		g.from[i] = max(int32(i-count), none)
	}
	return true
}

// placesIn gives of each commit its place in an older graph, none of those that it lacks; nil where it has commits that are no more,
// or in another order.
func (g *graph) placesIn(older *graph) []int32 {
	from, next := make([]int32, len(g.vertices)), int32(0)
	for i := range from {
		from[i] = none
		if n, ok := older.find(g.vertices[i].id); ok {
			if n != next {
				return nil
			}
			from[i], next = n, n+1
		}
	}
	if next == 0 || int(next) != len(older.vertices) {
		return nil
	}
	return from
}

// adopt fills the vertex of a commit with what an older graph knows of it.
func (g *graph) adopt(i int, older *graph, n int32) {
	v := older.vertices[n]
	parents := v.parents
	v.parents, v.landed, v.main, v.place = make([]int32, len(parents)), -1, false, 0
	g.vertices[i] = v
	for k, p := range parents {
		v.parents[k] = g.vertex(older.vertices[p].id)
	}
}

// note lists the commits that have a header twice.
func (g *graph) note() {
	for i := range g.vertices {
		v := &g.vertices[i]
		if v.odd != "" {
			g.notes = append(g.notes, fmt.Sprintf("commit %s has the header %s more than once; the first counts", v.id, v.odd))
		}
	}
}

// find gives the position of a commit. It is for one goroutine at a time, for it may have to number the commits.
func (g *graph) find(id oid) (int32, bool) {
	if g.at == nil {
		g.at = make(map[oid]int32, len(g.vertices))
		for i := range g.vertices {
			g.at[g.vertices[i].id] = int32(i)
		}
	}
	i, ok := g.at[id]
	return i, ok
}

// vertex gives the position of a commit, which is added if it is new.
func (g *graph) vertex(id oid) int32 {
	if i, ok := g.at[id]; ok {
		return i
	}
	i := int32(len(g.vertices))
	g.at[id] = i
	g.vertices = append(g.vertices, vertex{id: id, landed: -1})
	return i
}

// link fills the vertex of a commit and adds its parents.
func (g *graph) link(i int, data []byte, shallow map[oid]struct{}) error {
	raw, err := parseCommit(data)
	if err != nil {
		return err
	}
	v := vertex{id: g.vertices[i].id, tree: raw.tree, when: raw.committed(), raw: bytes.Clone(data), landed: -1,
		odd: strings.Join(raw.odd, ", "), footer: gerritFooter(raw)}
	if _, v.cut = shallow[v.id]; v.cut && len(raw.parents) > 0 {
		g.cut = true
	} else {
		v.cut = false
		for _, p := range raw.parents {
			v.parents = append(v.parents, g.vertex(p))
		}
	}
	g.vertices[i] = v
	return nil
}

// sort puts the commits in order: of those whose children all stand, the one with the latest time comes next. Where
// some commits must come first, it tells whether they do; otherwise the order is only begun.
func (g *graph) sort(first func(*vertex) bool) bool {
	children := make([]int32, len(g.vertices))
	for i := range g.vertices {
		for _, p := range g.vertices[i].parents {
			children[p]++
		}
	}
	ready := &readyQueue{g: g}
	for i, n := range children {
		if n == 0 {
			ready.at = append(ready.at, int32(i))
		}
	}
	heap.Init(ready)
	order := make([]int32, 0, len(g.vertices))
	for ready.Len() > 0 {
		i := heap.Pop(ready).(int32)
		if n := len(order); first != nil && n > 0 && first(&g.vertices[i]) && !first(&g.vertices[order[n-1]]) {
			return false
		}
		order = append(order, i)
		for _, p := range g.vertices[i].parents {
			if children[p]--; children[p] == 0 {
				heap.Push(ready, p)
			}
		}
	}
	g.renumber(order)
	return true
}

// renumber puts the commits where an order has them.
func (g *graph) renumber(order []int32) {
	g.order = order
	place := make([]int32, len(order))
	for n, i := range order {
		place[i] = int32(n)
	}
	sorted := make([]vertex, len(order))
	for n, i := range order {
		v := g.vertices[i]
		for k, p := range v.parents {
			v.parents[k] = place[p]
		}
		sorted[n] = v
		g.at[v.id] = int32(n)
	}
	g.vertices = sorted
}

// readyQueue holds the commits that may come next, latest first, by name where times are equal.
type readyQueue struct {
	g  *graph
	at []int32
}

// Len, Less, Swap, Push and Pop make it a heap.
func (q *readyQueue) Len() int { return len(q.at) }

// Less puts the later commit first.
func (q *readyQueue) Less(i, j int) bool {
	a, b := &q.g.vertices[q.at[i]], &q.g.vertices[q.at[j]]
	return cmp.Or(cmp.Compare(b.when, a.when), bytes.Compare(a.id[:], b.id[:])) < 0
}

// Swap exchanges two commits.
func (q *readyQueue) Swap(i, j int) { q.at[i], q.at[j] = q.at[j], q.at[i] }

// Push adds a commit.
func (q *readyQueue) Push(x any) { q.at = append(q.at, x.(int32)) }

// Pop removes the last commit.
func (q *readyQueue) Pop() any {
	last := q.at[len(q.at)-1]
	q.at = q.at[:len(q.at)-1]
	return last
}

// land marks the first-parent line from the head, which comes first, and for every other commit which mainline commit brought it in:
// the oldest from which it can be reached.
func (g *graph) land() {
	var line []int32
	for i := int32(0); ; i = g.vertices[i].parents[0] {
		line = append(line, i)
		g.vertices[i].main = true
		if len(g.vertices[i].parents) == 0 {
			break
		}
	}
	for n := len(line) - 1; n >= 0; n-- {
		g.vertices[line[n]].place = int32(len(line) - 1 - n)
		g.claim(line[n])
	}
}

// claim marks all that can be reached from a mainline commit and has not landed yet.
func (g *graph) claim(main int32) {
	stack := []int32{main}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if g.vertices[i].landed >= 0 {
			continue
		}
		g.vertices[i].landed = main
		stack = append(stack, g.vertices[i].parents...)
	}
}

// commitBytes reads a commit object that is what its name says.
func (r *repository) commitBytes(id oid) ([]byte, error) {
	data, err := r.objects.ReadAs(plumbing.CommitObject, id)
	if err != nil {
		return nil, r.lost("commit", err)
	}
	if got := plumbing.ComputeHash(plumbing.CommitObject, data); got != id {
		return nil, damaged(fmt.Errorf("commit %s has the content of %s", id, got))
	}
	return data, nil
}

// lost turns a failure to read an object into the state that it means.
func (r *repository) lost(what string, err error) error {
	if !errors.Is(err, objects.ErrMissing) {
		return damaged(err)
	}
	return r.missing(fmt.Sprintf("a %s that the history needs is not in the repository: %v", what, err))
}

// missing gives the state of a repository that lacks objects.
func (r *repository) missing(reason string) *StateError {
	if r.promisor {
		return &StateError{Partial, "partial clone: " + reason, fixPartial + r.remote()}
	}
	return &StateError{Partial, reason, "git fsck, then clone again"}
}

// fixPartial fetches what a partial clone left out, from the remote that is named after it.
const fixPartial = "git fetch --refetch --no-filter "

// damaged gives the state of a repository with an object that cannot be read.
func damaged(err error) error {
	return &StateError{Partial, fmt.Sprintf("the repository is damaged: %v", err), "git fsck, then clone again"}
}
