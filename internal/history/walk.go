package history

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"

	"clausebook/internal/objects"

	"github.com/go-git/go-git/v5/plumbing"
	"golang.org/x/sync/errgroup"
)

// walker carries one reading of the history into an index.
type walker struct {
	repo   *repository
	index  *index
	differ *differ
	facts  *factBook
	area   area
	early  *ahead // compares commits while the graph is read; nil where an older index knows most of them
}

// newWalker gives a walker for the folder that the options name.
func newWalker(repo *repository, o Options) *walker {
	x := newIndex()
	return &walker{
		repo: repo, index: x, differ: newDiffer(repo.objects), area: repo.area(o.Folder),
		facts: &factBook{objects: repo.objects, reader: o.Reader, index: x},
	}
}

// inside tells whether a path of the repository is of the place of documents.
func (w *walker) inside(path string) bool { return w.area.holds(path) }

// scope gives the scope of the place of documents.
func (w *walker) scope() *scope { return w.area.scope() }

// listHead reads what the tree of the head commit says: its files, the mailmap and the commits to ignore.
func (w *walker) listHead(head oid) error {
	c, err := w.repo.commit(head)
	if err != nil {
		return err
	}
	files, err := w.differ.diff(c.tree, []oid{{}}, w.scope())
	if err != nil {
		return w.repo.lost("tree", err)
	}
	for _, f := range files {
		if w.inside(f.path) {
			w.listFile(f.path, f.new.blob)
		}
	}
	if err := w.listRoot(c.tree); err != nil {
		return w.repo.lost("tree", err)
	}
	w.index.mailmap = w.text(c.tree, ".mailmap")
	w.index.ignored = w.text(c.tree, ".git-blame-ignore-revs")
	if w.repo.prefix != "" {
		w.index.ignored += "\n" + w.text(c.tree, w.repo.absolute(".git-blame-ignore-revs"))
	}
	return nil
}

// listFile notes a file of the head.
func (w *walker) listFile(path string, blob oid) {
	w.index.files = append(w.index.files, version{w.index.path(path), w.index.blob(blob)})
}

// listRoot adds the files that stand in the project root itself, unless that is the folder of documents.
func (w *walker) listRoot(tree oid) error {
	root, err := w.differ.forest.find(tree, w.repo.prefix)
	if err != nil || root.mode&modeMask != modeTree {
		return err
	}
	entries, err := w.differ.forest.read(root.blob)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if p := w.repo.absolute(e.name); !e.folder() && !w.inside(p) {
			w.listFile(p, e.blob)
		}
	}
	return nil
}

// maxControl bounds the file by which git is steered, in bytes.
const maxControl = 4 << 20

// overlong begins the comment that stands for a file which is too large to be read. It is kept with the index, so that
// the file is named in every run.
const overlong = "# clausebook: not read: "

// text gives a small text file of a tree; nothing if there is none.
func (w *walker) text(tree oid, path string) string {
	at, err := w.differ.forest.find(tree, path)
	if err != nil || !at.regular() {
		return ""
	}
	data, err := w.repo.objects.ReadUpTo(maxControl, plumbing.BlobObject, at.blob)
	var large *objects.TooLargeError
	if errors.As(err, &large) {
		return fmt.Sprintf("%s%s has %d bytes; more than %d are not read\n", overlong, path, large.Size, large.Limit)
	}
	if err != nil {
		return ""
	}
	return string(data)
}

// collect finds what every commit did to the folder, and to documents before they came into it. What an older index
// knows is taken over; it may be nil.
func (w *walker) collect(ctx context.Context, older *index) error {
	x := w.index
	x.changesets = make([]*changeset, len(x.graph.vertices))
	fresh := make([]int32, 0, 64)
	for i, n := range x.graph.from {
		if n == none {
			fresh = append(fresh, int32(i))
		} else { // as it was
			x.changesets[i] = older.changesets[n]
		}
	}
	for i := 0; i < len(x.graph.vertices) && x.graph.from == nil; i++ {
		n, known := older.commit(x.graph.vertices[i].id)
		switch {
		case !known:
			fresh = append(fresh, int32(i))
		case older.changesets[n] != nil:
			x.changesets[i] = x.adopt(older, older.changesets[n])
		}
	}
	if err := w.inner(ctx, fresh); err != nil {
		return err
	}
	if older != nil {
		done, err := w.outerAsBefore(ctx, older, fresh)
		w.index.extends = done && w.index.graph.from != nil
		if err != nil || done {
			return err
		}
	}
	return w.outerAnew(ctx)
}

// commit gives the number of a commit, if the index knows it. A nil index knows nothing.
func (x *index) commit(id oid) (int32, bool) {
	if x == nil {
		return 0, false
	}
	return x.graph.find(id)
}

// inner finds what some commits did within the folder.
func (w *walker) inner(ctx context.Context, commits []int32) error {
	in := w.scope()
	all, err := w.innerChanges(ctx, commits, in)
	if err != nil {
		return err
	}
	for n, i := range commits {
		if len(all[n]) == 0 {
			continue
		}
		w.facts.gaveUp = false
		moves, err := w.match(i, all[n], in)
		if err != nil {
			return w.repo.lost("tree", err)
		}
		d := &changeset{gaveUp: w.facts.gaveUp}
		w.index.add(d, all[n], moves, w.facts)
		d.innerEdits, d.innerShifts = int32(len(d.edits)), int32(len(d.shifts))
		w.index.changesets[i] = d
	}
	return nil
}

// innerChanges compares some commits with their parents, all of them if that has begun while the graph was read.
func (w *walker) innerChanges(ctx context.Context, commits []int32, in *scope) ([][]change, error) {
	if w.early == nil {
		return w.diffAll(ctx, commits, in)
	}
	all, err := w.early.wait(ctx, w.index.graph, w.differ)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, w.repo.lost("tree", err)
	}
	return all, w.facts.learn(ctx, all)
}

// outer finds what some commits did to certain files outside the folder.
func (w *walker) outer(ctx context.Context, commits []int32, paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	in := &scope{}
	for _, p := range paths {
		in.add(p)
	}
	all, err := w.diffAll(ctx, commits, in)
	if err != nil {
		return err
	}
	for n, i := range commits {
		d := w.index.changesets[i]
		if d == nil {
			if len(all[n]) == 0 {
				continue
			}
			d = &changeset{}
			w.index.changesets[i] = d
		}
		d.trim()
		if len(all[n]) == 0 {
			continue
		}
		w.facts.gaveUp = false
		moves, err := w.matchOuter(i, all[n], in)
		if err != nil {
			return w.repo.lost("tree", err)
		}
		d.gaveUp = d.gaveUp || w.facts.gaveUp
		w.index.add(d, all[n], moves, w.facts)
	}
	return nil
}

// maxRounds bounds how many moves outside the folder a document is followed.
const maxRounds = 8

// outerAnew looks for the documents that came from outside in all commits, each round one move further out, until
// nothing new is found.
func (w *walker) outerAnew(ctx context.Context) error {
	everything := make([]int32, len(w.index.changesets))
	for i := range everything {
		everything[i] = int32(i)
		if d := w.index.changesets[i]; d != nil {
			if d.trim(); len(d.edits) == 0 {
				w.index.changesets[i] = nil
			}
		}
	}
	seen := map[string]bool{}
	for range maxRounds {
		before := len(seen)
		for _, d := range w.index.changesets {
			for _, p := range w.origins(d) {
				seen[p] = true
			}
		}
		if len(seen) == before {
			break
		}
		if err := w.outer(ctx, everything, sortedKeys(seen)); err != nil {
			return err
		}
	}
	w.index.outside = sortedKeys(seen)
	return nil
}

// outerAsBefore follows the documents from outside that an older index followed, in the commits that it does not
// know. It gives up where a commit that came or went brought in such a document: then others may have to be
// followed, in all commits.
func (w *walker) outerAsBefore(ctx context.Context, older *index, fresh []int32) (done bool, err error) {
	for i, d := range older.changesets {
		if w.index.graph.from != nil {
			break // nothing went
		}
		if d == nil || len(d.shifts) == 0 {
			continue
		}
		if _, still := w.index.commit(older.graph.vertices[i].id); !still && w.fromOutside(older, d) {
			return false, nil
		}
	}
	if err := w.outer(ctx, fresh, older.outside); err != nil {
		return false, err
	}
	for _, i := range fresh {
		if len(w.origins(w.index.changesets[i])) > 0 {
			return false, nil
		}
	}
	w.index.outside = older.outside
	return true, nil
}

// origins gives the paths outside the folder from which a commit moved documents.
func (w *walker) origins(d *changeset) (paths []string) {
	if d == nil {
		return nil
	}
	for _, s := range d.shifts {
		if p := w.index.paths[s.from]; !w.inside(p) {
			paths = append(paths, p)
		}
	}
	return paths
}

// fromOutside tells whether a changeset of another index moved a document from outside.
func (w *walker) fromOutside(x *index, d *changeset) bool {
	for _, s := range d.shifts {
		if !w.inside(x.paths[s.from]) {
			return true
		}
	}
	return false
}

// diffAll compares some commits with their parents within a scope, in several goroutines, and reads the documents
// that they changed.
func (w *walker) diffAll(ctx context.Context, commits []int32, in *scope) ([][]change, error) {
	const batch = 256 // neighbours share most of their trees
	all := make([][]change, len(commits))
	var next atomic.Int64
	group, stop := errgroup.WithContext(ctx)
	workers := min(runtime.GOMAXPROCS(0), len(commits)/batch+1)
	differs := []*differ{w.differ} // all before the first one begins, which turns its packs round as it reads
	for len(differs) < workers {
		differs = append(differs, newDiffer(w.repo.objects.Fork(objects.Keep/workers)))
	}
	for _, d := range differs {
		group.Go(func() error {
			for {
				from := int(next.Add(batch)) - batch
				if from >= len(commits) {
					return nil
				}
				for k := from; k < min(from+batch, len(commits)); k++ {
					if err := stop.Err(); err != nil {
						return err
					}
					var err error
					v := &w.index.graph.vertices[commits[k]]
					if all[k], err = d.diffCommit(v.tree, w.index.graph.trees(v), v.cut, in); err != nil {
						return w.repo.lost("tree", err)
					}
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return all, w.facts.learn(ctx, all)
}

// diffCommit compares the tree of a commit with those of its parents within a scope. What a commit changed whose parents are
// cut off is not known.
func (d *differ) diffCommit(tree oid, parents []oid, cut bool, in *scope) ([]change, error) {
	if cut || slices.Contains(parents, tree) {
		return nil, nil
	}
	found, err := d.diff(tree, parents, in)
	if in.holds != nil {
		found = slices.DeleteFunc(found, func(c change) bool { return !in.holds(c.path) })
	}
	return found, err
}

// match finds the moves of a commit among its changes in the folder, and those that came into it from outside.
func (w *walker) match(i int32, changes []change, in *scope) ([]move, error) {
	if len(w.index.graph.vertices[i].parents) > 1 {
		return w.matchMerge(i, changes, in)
	}
	moves := matchChanges(changes, w.facts)
	more, err := w.matchOutside(i, changes, moves)
	return append(moves, more...), err
}

// matchOuter finds the moves of a commit whose targets are among its changes outside the folder.
func (w *walker) matchOuter(i int32, changes []change, in *scope) ([]move, error) {
	if len(w.index.graph.vertices[i].parents) > 1 {
		return w.matchMerge(i, changes, in)
	}
	var taken []move
	for _, s := range w.index.changesets[i].shifts {
		taken = append(taken, move{from: w.index.paths[s.from], to: w.index.paths[s.to]})
	}
	return w.matchOutside(i, changes, taken)
}

// matchOutside looks for files that came into view among those that went elsewhere in the repository. Files that
// were matched before are left out.
func (w *walker) matchOutside(i int32, changes []change, matched []move) ([]move, error) {
	v := &w.index.graph.vertices[i]
	came, went := map[string]bool{}, map[string]bool{}
	for _, m := range matched {
		came[m.to], went[m.from] = true, true
	}
	var pool []change
	for _, c := range changes {
		if c.old.absent() && c.new.regular() && !came[c.path] {
			pool = append(pool, c)
		}
	}
	if len(pool) == 0 || len(v.parents) == 0 {
		return nil, nil
	}
	all, err := w.differ.diff(v.tree, w.index.graph.trees(v), &scope{all: true})
	if err != nil {
		return nil, err
	}
	arrived := len(pool)
	for _, c := range all {
		if c.new.absent() && !went[c.path] {
			pool = append(pool, c)
		}
	}
	if len(pool) == arrived {
		return nil, nil
	}
	return matchChanges(pool, w.facts), nil
}

// matchMerge finds for files that a merge changed where they stood in a parent that has them elsewhere.
func (w *walker) matchMerge(i int32, changes []change, in *scope) (moves []move, err error) {
	v := &w.index.graph.vertices[i]
	for n, parent := range w.index.graph.trees(v) {
		came := map[string]bool{}
		for _, c := range changes {
			if c.others[n].absent() && c.new.regular() {
				came[c.path] = true
			}
		}
		if len(came) == 0 {
			continue
		}
		all, err := w.differ.diff(v.tree, []oid{parent}, in)
		if err != nil {
			return nil, err
		}
		var pool []change
		for _, c := range all {
			if came[c.path] || c.new.absent() {
				pool = append(pool, c)
			}
		}
		for _, m := range matchChanges(pool, w.facts) {
			m.join = joined(changes, moves, m)
			moves = append(moves, m)
		}
	}
	return moves, nil
}

// joined tells whether a merged file already has something before it: in a parent, or by an earlier move.
func joined(changes []change, moves []move, m move) bool {
	for _, c := range changes {
		if c.path == m.to && !c.old.absent() {
			return true
		}
	}
	return slices.ContainsFunc(moves, func(k move) bool { return k.to == m.to && !k.join })
}

// state says what of the history could not be read, if anything.
func (w *walker) state() error {
	switch {
	case w.index.graph.cut:
		return w.repo.cutOff()
	case w.facts.missing > 0:
		return w.repo.missing(fmt.Sprintf("%d versions of documents are not in the repository", w.facts.missing))
	case w.facts.broken != nil:
		return damaged(w.facts.broken)
	}
	return nil
}
