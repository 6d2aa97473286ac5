package history

import (
	"context"
	"errors"
	"fmt"
	"time"

	"clausebook/internal/content"
)

// Options say which history is read and how.
type Options struct {
	Dir       string        // the project root, a folder anywhere in a work tree
	Folder    content.Place // where the documents are, relative to Dir; empty for all of Dir
	Rev       string        // a revision or a date as YYYY-MM-DD; empty for HEAD
	Protected []string      // branches whose heads are remembered; nil for the default branch of the remote, else main or master

	// WorkTree says that what is read is the work tree, which is the next commit: its .mailmap and .git-blame-ignore-revs hold.
	WorkTree bool

	Moves *Moves // by which former names of commits are understood; nil for none

	Zone   *time.Location     // of judgement, in which the day of a commit is told; nil for UTC
	Reader func([]byte) Facts // derives what a document says of itself from its bytes; may be nil; several goroutines call it

	// CacheDir is the folder of the persistent cache; empty for none. What is kept there depends on nothing but the
	// commits and the version of the tool.
	CacheDir string
	Version  string // of the tool: what another version kept is not used, for its Reader may have read otherwise

	// Known, unless nil, is a Log of the same repository. If it was read with the same folder and Version and Rev can be
	// reached from its head, what it knows is taken from it, and neither read again nor looked up in the cache.
	Known *Log

	cacheFrom int // in tests, in place of CacheFrom
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
		log.State, log.Reason, log.Fix = state.State, state.Reason, state.Fix
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
	log := &Log{State: Complete, Notes: repo.notes, Prefix: repo.prefix}
	tip, branch, err := repo.head()
	log.Branch = branch
	if err != nil {
		return log, err
	}
	head := tip
	if o.Rev != "" {
		if head, err = repo.resolve(o.Rev, o.Zone); err != nil {
			return log, err
		}
	}
	log.Head = hashOf(head)
	err = log.fill(ctx, repo, o, reading{head: head, branch: branch, tip: head == tip})
	log.Unfetched = repo.unfetched(head, log)
	return log, err
}

// reading is what one call of Read is about.
type reading struct {
	head   oid
	branch string
	tip    bool // head is that of HEAD, not of some earlier moment
}

// fill reads the history from the cache, from the repository, or from both.
func (l *Log) fill(ctx context.Context, repo *repository, o Options, now reading) error {
	l.key = indexKey(repo, o)
	kept := openCache(repo, o, now.head)
	err := l.look(ctx, repo, o, now, kept)
	if err == nil && now.tip {
		l.view.mu.Lock()
		l.Memory = kept.remember(ctx, repo, o.Protected, now, l.view.index.graph)
		l.view.mu.Unlock()
	}
	l.Notes = append(l.Notes, kept.notes...)
	return err
}

// look reads the history with the help of the log that the options give, else of the cache.
func (l *Log) look(ctx context.Context, repo *repository, o Options, now reading, kept *historyCache) error {
	if older, done := o.Known.lend(l.key, now.head); older != nil {
		defer done()
		err := l.build(ctx, repo, o, now, &historyCache{}, older) // nothing is kept of what was not looked up
		if older.head == now.head && o.Known.Moved.alike(l.Moved) && o.Known.view.said == l.view.said {
			l.view = o.Known.view // with its lock, for an index is for one reader at a time
		}
		return err
	}
	return l.build(ctx, repo, o, now, kept, kept.load())
}

// build makes the view of the log, with the help of what an older index knows; it may be nil.
func (l *Log) build(ctx context.Context, repo *repository, o Options, now reading, kept *historyCache, older *index) error {
	x := older
	var state error
	if older == nil || older.head != now.head {
		w := newWalker(repo, o)
		state = w.run(ctx, now.head, older)
		x = w.index
		if state == nil && (now.tip || older == nil) {
			kept.save(x)
		}
	}
	l.view = newView(x, repo, o)
	l.Moved = o.Moves.resolve(x.graph, o.Zone)
	l.Moved.ignore(l.view.ignored)
	l.Notes = append(l.Notes, x.overlong(repo)...)
	if x.graph != nil {
		l.Commits, l.Notes = len(x.graph.vertices), append(l.Notes, x.graph.notes...)
	}
	return state
}

// lend gives the index of a log to a reading of an earlier head, until done is called; nil where it is of no use. Only
// what leads back from its own head is lent: such a reading copies, where one of a later head would take apart.
func (l *Log) lend(key string, head oid) (x *index, done func()) {
	if l == nil || l.view == nil || l.key != key || !l.Reliable() {
		return nil, nil
	}
	l.view.mu.Lock()
	if _, reached := l.view.index.graph.find(head); !reached {
		l.view.mu.Unlock()
		return nil, nil
	}
	return l.view.index, l.view.mu.Unlock
}

// run reads the history that ends at head. An index that is not complete, which the error says, still holds the
// files of the head.
func (w *walker) run(ctx context.Context, head oid, older *index) error {
	w.index.head = head
	var known *graph
	if older != nil {
		known = older.graph
	}
	if older == nil {
		w.early = w.compareAhead(ctx)
		defer w.early.end()
	}
	g, err := readGraph(ctx, w.repo, head, known, w.early)
	if err == nil && g.from != nil {
		w.index.share(older)
	}
	if err := w.listHead(head); err != nil {
		return err
	}
	if err != nil {
		return err
	}
	w.index.graph = g
	if err := w.collect(ctx, older); err != nil {
		return err
	}
	w.follow()
	return w.state()
}
