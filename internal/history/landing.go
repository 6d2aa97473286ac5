package history

import (
	"bytes"
	"cmp"
	"iter"
	"slices"

	"clausebook/internal/date"
)

// Landing is what one commit of the main line brought to a document: itself, or the commits of the branch that it
// merged. What a branch went through before it landed was never in force.
type Landing struct {
	By        *Commit
	Revisions []*Revision // oldest first
}

// Last gives the revision that landed: the newest one.
func (l Landing) Last() *Revision { return l.Revisions[len(l.Revisions)-1] }

// Day is the day on which it landed, in the zone of judgement; zero where the commit's time cannot be read.
func (l Landing) Day() date.Date { return l.By.Committer.Day() }

// Landings gives the history of the document at this path at HEAD in the order in which it reached the main line. A
// branch that was started early and merged late comes late. They are put in order once; they are not to be changed.
func (l *Log) Landings(path string) []Landing {
	if l.view == nil {
		return nil
	}
	path = l.StoodAt(path)
	l.view.mu.Lock()
	found, known := l.view.landings[path]
	l.view.mu.Unlock()
	if known {
		return found
	}
	found = l.landings(path)
	l.view.mu.Lock()
	defer l.view.mu.Unlock()
	l.view.landings[path] = found
	return found
}

func (l *Log) landings(path string) []Landing {
	revisions := l.Revisions(path)
	var out []Landing
	at := map[Hash]int{}
	for i := len(revisions) - 1; i >= 0; i-- {
		r := &revisions[i]
		by := l.LandedBy(r.Commit)
		n, ok := at[by.Hash]
		if !ok {
			n = len(out)
			at[by.Hash] = n
			out = append(out, Landing{By: by})
		}
		out[n].Revisions = append(out[n].Revisions, r)
	}
	slices.SortStableFunc(out, func(a, b Landing) int { return cmp.Compare(a.By.Place, b.By.Place) })
	return out
}

// Mentioning gives the commits of the main line whose message or headers hold a text, the newest first.
func (l *Log) Mentioning(text string) []*Commit {
	if l.view == nil || l.view.index.graph == nil {
		return nil
	}
	l.view.mu.Lock()
	defer l.view.mu.Unlock()
	var out []*Commit
	for i := range l.view.index.graph.vertices {
		if v := &l.view.index.graph.vertices[i]; v.main && bytes.Contains(v.raw, []byte(text)) {
			out = append(out, l.view.commit(int32(i)))
		}
	}
	return out
}

// LandedBy gives the commit of the main line that brought in c.
func (l *Log) LandedBy(c *Commit) *Commit {
	if c.Mainline {
		return c
	}
	if by := l.Commit(c.Landed); by != nil {
		return by
	}
	return c
}

// MainLine gives the commits of the first-parent line, the oldest first.
func (l *Log) MainLine() iter.Seq[*Commit] {
	return func(yield func(*Commit) bool) {
		if l.view == nil || l.view.index.graph == nil {
			return
		}
		for i := len(l.view.index.graph.vertices) - 1; i >= 0; i-- {
			if c := l.mainCommit(int32(i)); c != nil && !yield(c) { //nolint:gosec // places of vertices are int32
				return
			}
		}
	}
}

// mainCommit gives the commit at a place of the graph if it is of the main line.
func (l *Log) mainCommit(i int32) *Commit {
	if !l.view.index.graph.vertices[i].main {
		return nil
	}
	l.view.mu.Lock()
	defer l.view.mu.Unlock()
	return l.view.commit(i)
}

// Proper gives the proper identity of one that a text names, by the .mailmap of the head.
func (l *Log) Proper(who Identity) Identity {
	if l.view == nil {
		return who
	}
	return l.view.people.proper(who)
}

// Mailmap gives the .mailmap by which that goes.
func (l *Log) Mailmap() Mailmap {
	if l.view == nil {
		return Mailmap{}
	}
	return Mailmap{l.view.people}
}

// Fork gives the last commit of the first-parent line that a revision off it has as well; nil where it has none of them.
func (l *Log) Fork(rev Hash) *Commit {
	c := l.Commit(rev)
	for c != nil && !c.Mainline {
		if len(c.Parents) == 0 {
			return nil
		}
		c = l.Commit(c.Parents[0])
	}
	return c
}
