package history

import (
	"container/heap"
	"context"
	"fmt"
	"slices"
)

// MergeBase gives the commit at which the line of a revision and that of another, HEAD if it is empty, last were one:
// what a pull request is compared with. Of several, as after merges crosswise, it is the newest. known is false where
// there is none or where history is cut off before it; tip is the commit that rev itself names.
//
// The cost follows the commits since the two lines parted, not all there are.
func MergeBase(ctx context.Context, dir, rev, other string) (base, tip Hash, known bool, err error) {
	repo, err := open(dir)
	if err != nil {
		return "", "", false, fmt.Errorf("open repository: %w", err)
	}
	defer repo.close()
	from, err := repo.resolve(rev, nil)
	if err != nil {
		return "", "", false, fmt.Errorf("find the base: %w", err)
	}
	to, err := repo.resolve(other, nil)
	if err != nil {
		return "", "", false, fmt.Errorf("find what is compared with the base: %w", err)
	}
	id, known, err := repo.mergeBase(ctx, from, to)
	if err != nil {
		return "", "", false, fmt.Errorf("find where %s parted: %w", rev, err)
	}
	if !known {
		return "", hashOf(from), false, nil
	}
	return hashOf(id), hashOf(from), true, nil
}

// The marks of the walk: which of the two revisions a commit can be reached from, and whether only a common commit
// leads to it, so that it is none of interest any more.
const (
	fromOne = 1 << iota
	fromTwo
	beyond
	fromBoth = fromOne | fromTwo
)

// mergeBase walks back from both commits, newest first, until nothing is left but what lies behind a common one. Where
// it met several common ones it walks on to the end: clocks that go wrong may have shown one before what leads to it.
func (r *repository) mergeBase(ctx context.Context, one, two oid) (oid, bool, error) {
	p := parting{repo: r, marks: map[oid]int{}, waiting: map[oid]int{}}
	if err := p.mark(one, fromOne); err != nil {
		return oid{}, false, err
	}
	if err := p.mark(two, fromTwo); err != nil {
		return oid{}, false, err
	}
	var found []oid
	for steps := 0; p.open > 0 || len(found) > 1 && len(p.queue) > 0; steps++ {
		if steps%1024 == 0 && ctx.Err() != nil {
			return oid{}, false, ctx.Err()
		}
		c, common, err := p.step()
		if err != nil {
			return oid{}, false, err
		}
		if common && !slices.Contains(found, c) {
			found = append(found, c)
		}
	}
	for _, c := range found {
		if p.marks[c]&beyond == 0 {
			return c, true, nil
		}
	}
	return oid{}, false, nil
}

// parting is a walk back from two commits.
type parting struct {
	repo    *repository
	queue   dateQueue
	marks   map[oid]int
	waiting map[oid]int // how often a commit stands in the queue
	open    int         // entries of the queue that are not beyond a common commit
}

type queued struct {
	id      oid
	when    int64
	parents []oid
}

// mark adds marks to a commit and puts it into the queue if they are news.
func (p *parting) mark(id oid, marks int) error {
	had := p.marks[id]
	if had|marks == had {
		return nil
	}
	c, err := p.repo.commit(id)
	if err != nil {
		return err
	}
	if had&beyond == 0 && marks&beyond != 0 {
		p.open -= p.waiting[id]
	}
	p.marks[id] = had | marks
	p.waiting[id]++
	if (had|marks)&beyond == 0 {
		p.open++
	}
	next := queued{id: id, when: c.committed()}
	if _, cut := p.repo.shallow[id]; !cut {
		next.parents = c.parents
	}
	heap.Push(&p.queue, next)
	return nil
}

// step takes the newest commit of the queue and hands its marks to its parents. common tells that both lines reach it
// and that it was not yet known to lie beyond another common commit.
func (p *parting) step() (id oid, common bool, err error) {
	c := heap.Pop(&p.queue).(queued)
	marks := p.marks[c.id]
	p.waiting[c.id]--
	if marks&beyond == 0 {
		p.open--
	}
	common = marks == fromBoth
	if common {
		marks |= beyond
	}
	for _, parent := range c.parents {
		if err := p.mark(parent, marks); err != nil {
			return c.id, common, err
		}
	}
	return c.id, common, nil
}

// dateQueue is a heap of commits, the latest committer's time first.
type dateQueue []queued

// Len is the number of commits.
func (q dateQueue) Len() int { return len(q) }

// Less puts the later commit first.
func (q dateQueue) Less(i, j int) bool { return q[i].when > q[j].when }

// Swap exchanges two commits.
func (q dateQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push appends a commit.
func (q *dateQueue) Push(x any) { *q = append(*q, x.(queued)) }

// Pop takes the last commit off.
func (q *dateQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
