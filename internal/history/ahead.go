package history

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"clausebook/internal/objects"

	"github.com/go-git/go-git/v5/plumbing"
)

// ahead compares commits with their parents while the graph is still being read: reading it is one chain of commits, each
// named by the one before, and leaves the other processors idle.
type ahead struct {
	in      *scope
	jobs    []*comparison // by the place in which the commits are read
	sent    int           // of these
	batches chan []*comparison
	done    sync.WaitGroup
	stop    context.CancelFunc
}

// comparison is a commit with its parents, and what came of comparing them.
type comparison struct {
	tree    oid
	parents []oid
	cut     bool
	found   []change
	err     error
}

// aheadBatch is how many commits go to a worker at once: neighbours share most of their trees.
const aheadBatch = 256

// compareAhead starts the workers, one for each processor but that on which the graph is read. They read packs of their own, so
// that this comes before anything else is read.
func (w *walker) compareAhead(ctx context.Context) *ahead {
	ctx, stop := context.WithCancel(ctx)
	a := &ahead{in: w.scope(), batches: make(chan []*comparison, 1024), stop: stop}
	workers := max(runtime.GOMAXPROCS(0)-1, 1)
	for range workers {
		d := newDiffer(w.repo.objects.Fork(objects.Keep / (workers + 1)))
		a.done.Go(func() { a.compare(ctx, d) })
	}
	return a
}

// compare compares what there is to compare, until there is no more.
func (a *ahead) compare(ctx context.Context, d *differ) {
	for batch := range a.batches {
		for _, c := range batch {
			if ctx.Err() == nil {
				c.found, c.err = d.diffCommit(c.tree, c.parents, c.cut, a.in)
			}
		}
	}
}

// read takes note that one more commit was read, and sends those to the workers whose parents were read too.
func (a *ahead) read(g *graph) {
	for len(a.jobs) < len(g.vertices) {
		v := &g.vertices[len(a.jobs)]
		if v.raw == nil || !g.haveRead(v.parents) {
			return
		}
		a.jobs = append(a.jobs, &comparison{tree: v.tree, parents: g.trees(v), cut: v.cut})
		if len(a.jobs)-a.sent == aheadBatch {
			a.batches <- a.jobs[a.sent:len(a.jobs):len(a.jobs)]
			a.sent = len(a.jobs)
		}
	}
}

// haveRead tells whether commits were read.
func (g *graph) haveRead(places []int32) bool {
	for _, p := range places {
		if g.vertices[p].raw == nil {
			return false
		}
	}
	return true
}

// trees gives the trees of a commit's parents; that of a first commit is the empty one.
func (g *graph) trees(v *vertex) []oid {
	if len(v.parents) == 0 {
		return []oid{{}}
	}
	trees := make([]oid, len(v.parents))
	for i, p := range v.parents {
		trees[i] = g.vertices[p].tree
	}
	return trees
}

// wait takes part in what is left, and gives what each commit changed, in the order that the graph has come into.
func (a *ahead) wait(ctx context.Context, g *graph, d *differ) ([][]change, error) {
	a.batches <- a.jobs[a.sent:]
	close(a.batches)
	a.compare(ctx, d)
	a.done.Wait()
	a.batches = nil
	all := make([][]change, len(g.order))
	for n, i := range g.order {
		if err := a.jobs[i].err; err != nil {
			return nil, err
		}
		all[n] = a.jobs[i].found
	}
	g.order = nil
	return all, nil
}

// end stops the workers where they are, if they still are.
func (a *ahead) end() {
	if a.stop(); a.batches != nil {
		close(a.batches)
		a.done.Wait()
	}
}

// verifier checks that commits are what their names say while more of them are read.
type verifier struct {
	batches chan []named
	waiting []named
	failed  chan error
}

// named is the content of a commit with its name.
type named struct {
	id   oid
	data []byte
}

// newVerifier starts the check.
func newVerifier() *verifier {
	v := &verifier{batches: make(chan []named, 16), failed: make(chan error, 1)}
	go func() {
		var failed error
		for batch := range v.batches {
			for _, c := range batch {
				if got := plumbing.ComputeHash(plumbing.CommitObject, c.data); got != c.id && failed == nil {
					failed = damaged(fmt.Errorf("commit %s has the content of %s", c.id, got))
				}
			}
		}
		v.failed <- failed
	}()
	return v
}

// add has a commit checked.
func (v *verifier) add(id oid, data []byte) {
	if v.waiting = append(v.waiting, named{id, data}); len(v.waiting) == 64 {
		v.batches <- v.waiting
		v.waiting = nil
	}
}

// wait gives the first commit that is not what its name says.
func (v *verifier) wait() error {
	v.batches <- v.waiting
	close(v.batches)
	return <-v.failed
}
