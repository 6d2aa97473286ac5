package history

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// Options say which history is read and how.
type Options struct {
	Dir    string             // the project root, a folder anywhere in a work tree
	Folder string             // the folder of documents, relative to Dir, with slashes; empty for all of Dir
	Rev    string             // a revision or a date as YYYY-MM-DD; empty for HEAD
	Reader func([]byte) Facts // derives what a document says of itself from its bytes; may be nil
}

// Read reads the history of a folder of documents. A history that cannot be had or relied on is no error: the
// Log's State and Reason say so. An error says that the revision does not exist or that reading failed.
func Read(ctx context.Context, o Options) (*Log, error) {
	log, err := read(ctx, o)
	var state *StateError
	if errors.As(err, &state) {
		if log == nil {
			log = &Log{}
		}
		log.State, log.Reason, log.Mend = state.State, state.Reason, state.Mend
		return log, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	return log, nil
}

// read is Read with states as errors. A log given beside a StateError holds what is certain all the same.
func read(ctx context.Context, o Options) (*Log, error) {
	repo, err := open(o.Dir)
	if err != nil {
		return nil, err
	}
	defer repo.close()
	log := &Log{State: Complete, Notes: repo.notes}
	if _, log.Branch, err = repo.head(); err != nil {
		return log, err
	}
	head, err := repo.resolve(o.Rev)
	if err != nil {
		return log, err
	}
	log.Head = hashOf(head)
	w := newWalker(repo, o)
	if err := w.listHead(log, head); err != nil {
		return log, err
	}
	if w.graph, err = readGraph(ctx, repo, head); err != nil {
		return log, err
	}
	log.Commits, log.Notes = len(w.graph.vertices), append(log.Notes, w.graph.notes...)
	if err := w.collect(ctx); err != nil {
		return log, err
	}
	if err := w.tell(log); err != nil {
		return log, err
	}
	return log, w.state()
}

// walker carries one reading of the history.
type walker struct {
	repo    *repository
	graph   *graph
	differ  *differ
	facts   *factBook
	folder  string // of the documents, from the top of the repository; empty for all of it
	records []record
	people  *mailmap
	ignored map[oid]struct{} // commits listed in .git-blame-ignore-revs
}

// newWalker gives a walker for the folder that the options name.
func newWalker(repo *repository, o Options) *walker {
	return &walker{
		repo:   repo,
		differ: &differ{forest: newForest(repo.objects), names: map[string]string{}},
		facts:  newFactBook(repo.objects, o.Reader),
		folder: repo.absolute(o.Folder),
	}
}

// inside tells whether a path of the repository lies in the folder of documents.
func (w *walker) inside(path string) bool {
	return w.folder == "" || strings.HasPrefix(path, w.folder+"/")
}

// scope gives the scope of the folder of documents.
func (w *walker) scope() *scope {
	s := &scope{}
	if w.folder == "" {
		s.all = true
	} else {
		s.add(w.folder + "/")
	}
	return s
}

// listHead reads what the tree of the head commit says: its files, the mailmap and the commits to ignore.
func (w *walker) listHead(log *Log, head oid) error {
	c, err := w.repo.commit(head)
	if err != nil {
		return err
	}
	log.head = map[string]Hash{}
	files, err := w.differ.diff(c.tree, []oid{{}}, w.scope())
	if err != nil {
		return w.repo.lost("tree", err)
	}
	for _, f := range files {
		log.head[w.repo.relative(f.path)] = hashOf(f.new.blob)
	}
	if err := w.listRoot(log, c.tree); err != nil {
		return w.repo.lost("tree", err)
	}
	w.people = parseMailmap(w.text(c.tree, ".mailmap"))
	w.ignored = map[oid]struct{}{}
	for _, file := range []string{".git-blame-ignore-revs", w.repo.absolute(".git-blame-ignore-revs")} {
		for line := range strings.Lines(w.text(c.tree, file)) {
			digits, _, _ := strings.Cut(line, "#")
			if id, ok := parseOID(strings.TrimSpace(digits)); ok {
				w.ignored[id] = struct{}{}
			}
		}
	}
	return nil
}

// listRoot adds the files that stand in the project root itself.
func (w *walker) listRoot(log *Log, tree oid) error {
	root, err := w.differ.forest.find(tree, w.repo.prefix)
	if err != nil || root.mode&modeMask != modeTree {
		return err
	}
	entries, err := w.differ.forest.read(root.blob)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.folder() {
			log.head[e.name] = hashOf(e.blob)
		}
	}
	return nil
}

// text gives a small text file of a tree; nothing if there is none.
func (w *walker) text(tree oid, path string) string {
	at, err := w.differ.forest.find(tree, path)
	if err != nil || !at.regular() {
		return ""
	}
	data, err := w.repo.objects.readAs(plumbing.BlobObject, at.blob)
	if err != nil || len(data) > maxDocument {
		return ""
	}
	return string(data)
}

// collect finds what every commit did to the folder, and for documents that came from outside it, what was done to
// them there.
func (w *walker) collect(ctx context.Context) error {
	in := w.scope()
	outside, err := w.pass(ctx, in, true)
	seen := map[string]bool{}
	// Each round follows documents one move further out. A history that moves them more often ends there.
	for round := 0; err == nil && round < 8; round++ {
		next, found := &scope{}, false
		for _, p := range outside {
			if !seen[p] {
				seen[p], found = true, true
				next.add(p)
			}
		}
		if !found {
			break
		}
		outside, err = w.pass(ctx, next, false)
	}
	return err
}

// pass compares every commit with its parents within a scope and gives the paths outside the folder from which
// documents came. The first pass makes the records, later ones add to them.
func (w *walker) pass(ctx context.Context, in *scope, first bool) (outside []string, err error) {
	before := w.records
	w.records = make([]record, 0, len(before))
	for n, i := range w.graph.order {
		if n%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r := record{vertex: i}
		if len(before) > 0 && before[0].vertex == i {
			r, before = before[0], before[1:]
		}
		sources, err := w.examine(&r, in)
		if err != nil {
			return nil, w.repo.lost("tree", err)
		}
		outside = append(outside, sources...)
		if len(r.changes) > 0 {
			w.records = append(w.records, r)
		}
	}
	return outside, nil
}

// examine adds to a record what its commit changed within a scope, and gives the paths outside from which files
// came.
func (w *walker) examine(r *record, in *scope) (outside []string, err error) {
	v := &w.graph.vertices[r.vertex]
	if v.cut {
		return nil, nil // what it changed is not known
	}
	parents := w.parentTrees(v)
	for _, p := range parents {
		if p == v.tree {
			return nil, nil
		}
	}
	changes, err := w.differ.diff(v.tree, parents, in)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	r.changes = append(r.changes, changes...)
	if len(parents) > 1 {
		return nil, w.matchMerge(r, changes, v.tree, parents, in)
	}
	m := matchChanges(changes, w.facts)
	r.moves = append(r.moves, m.moves...)
	return w.matchOutside(r, changes, m, v.tree, parents)
}

// parentTrees gives the trees of a commit's parents; that of a first commit is the empty one.
func (w *walker) parentTrees(v *vertex) []oid {
	if len(v.parents) == 0 {
		return []oid{{}}
	}
	trees := make([]oid, len(v.parents))
	for i, p := range v.parents {
		trees[i] = w.graph.vertices[p].tree
	}
	return trees
}

// matchOutside looks for files that came into the scope among those that went elsewhere in the repository.
func (w *walker) matchOutside(r *record, changes []change, m *matcher, tree oid, parents []oid) (outside []string, err error) {
	arrived := map[string]bool{}
	for _, c := range changes {
		arrived[c.path] = c.old.absent() && c.new.regular()
	}
	taken := map[string]bool{}
	for _, k := range r.moves {
		taken[k.from], arrived[k.to] = true, false
	}
	var pool []change
	for _, c := range changes {
		if arrived[c.path] {
			pool = append(pool, c)
		}
	}
	if len(pool) == 0 || parents[0].IsZero() {
		return nil, nil
	}
	all, err := w.differ.diff(tree, parents, &scope{all: true})
	if err != nil {
		return nil, err
	}
	came := len(pool)
	for _, c := range all {
		if c.new.absent() && !taken[c.path] {
			pool = append(pool, c)
		}
	}
	if len(pool) == came {
		return nil, nil
	}
	for _, k := range matchChanges(pool, w.facts).moves {
		r.moves = append(r.moves, k)
		if !w.inside(k.from) {
			outside = append(outside, k.from)
		}
	}
	return outside, nil
}

// matchMerge finds for files that a merge changed where they stood in a parent that has them elsewhere.
func (w *walker) matchMerge(r *record, changes []change, tree oid, parents []oid, in *scope) error {
	for i, parent := range parents {
		came := map[string]bool{}
		for _, c := range changes {
			if c.others[i].absent() && c.new.regular() {
				came[c.path] = true
			}
		}
		if len(came) == 0 {
			continue
		}
		all, err := w.differ.diff(tree, []oid{parent}, in)
		if err != nil {
			return err
		}
		var pool []change
		for _, c := range all {
			if came[c.path] || c.new.absent() {
				pool = append(pool, c)
			}
		}
		for _, k := range matchChanges(pool, w.facts).moves {
			k.join = joined(changes, r.moves, k)
			r.moves = append(r.moves, k)
		}
	}
	return nil
}

// joined tells whether a merged file already has something before it: in a parent, or by an earlier move.
func joined(changes []change, moves []move, k move) bool {
	for _, c := range changes {
		if c.path == k.to && !c.old.absent() {
			return true
		}
	}
	for _, m := range moves {
		if m.to == k.to && !m.join {
			return true
		}
	}
	return false
}

// state says whether blobs were missing, which leaves the history of a partial clone incomplete.
func (w *walker) state() error {
	switch {
	case w.graph.cut:
		return w.repo.cutOff()
	case w.facts.missing > 0:
		return w.repo.missing(fmt.Sprintf("%d versions of documents are not in the repository", w.facts.missing))
	case w.facts.broken != nil:
		return damaged(w.facts.broken)
	}
	return nil
}

// tell turns the records into the log.
func (w *walker) tell(log *Log) error {
	t := teller{walker: w, log: log, lineage: newLineage(len(w.records) * 2), stories: map[int32]*story{}}
	t.lineage.follow(w.records, w.facts)
	log.commits = map[Hash]*Commit{}
	if _, err := t.commit(w.graph.at[mustOID(log.Head)]); err != nil {
		return err
	}
	for i := range w.records {
		if err := t.record(&w.records[i]); err != nil {
			return err
		}
	}
	return t.assign()
}

// mustOID reads a name that was written from one.
func mustOID(h Hash) oid { return plumbing.NewHash(string(h)) }
