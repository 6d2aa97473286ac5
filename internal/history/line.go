package history

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"clausebook/internal/date"
)

// maxLine bounds how many commits of a line are read.
const maxLine = 200_000

// Line is a reference beside the branches, such as refs/notes/review, with its commits along the first parents. What tools keep there
// stands in the trees of its commits; since when, the commits tell. They are read as far as somebody asks, the newest first.
type Line struct {
	Ref     string
	archive *Archive
	commits []LineCommit
	next    oid // the one to read next; zero at the end
	cut     bool
	err     error
}

// LineCommit is a commit of a Line.
type LineCommit struct {
	Hash      Hash
	Author    Identity
	Committer Stamp
	Message   string
	tree      oid
}

// Line gives the line of a reference, such as refs/notes/review, without its newest commits of days that have not come; nil where the
// repository has no such reference, or nothing of it had been made by then.
func (a *Archive) Line(ref string, came func(date.Date) bool) (*Line, error) {
	a.mu.Lock()
	id, err := a.repo.ref(plumbing.ReferenceName(ref))
	a.mu.Unlock()
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	l := &Line{Ref: ref, archive: a, next: id}
	for l.load(1); len(l.commits) > 0 && !came(l.commits[0].Committer.Day()); l.load(1) {
		l.commits = nil
	}
	switch {
	case len(l.commits) > 0:
		return l, nil
	case l.err != nil:
		return nil, fmt.Errorf("read %s: %w", ref, l.err)
	}
	return nil, nil
}

// load reads commits until there are so many, or no more.
func (l *Line) load(n int) bool {
	l.archive.mu.Lock()
	defer l.archive.mu.Unlock()
	for len(l.commits) < n && !l.next.IsZero() {
		if len(l.commits) >= maxLine {
			l.cut, l.next = true, oid{}
			break
		}
		if err := l.read(l.next); err != nil {
			l.cut, l.err, l.next = true, l.archive.repo.lost("commit", err), oid{}
		}
	}
	return len(l.commits) >= n
}

// read takes in one commit.
func (l *Line) read(id oid) error {
	data, err := l.archive.repo.objects.ReadAs(plumbing.CommitObject, id)
	if err != nil {
		return err
	}
	c, err := parseCommit(data)
	if err != nil {
		return err
	}
	decode := decoder(c.encoding)
	l.commits = append(l.commits, LineCommit{Hash: hashOf(id), tree: c.tree, Author: parseStamp(c.author, decode).Identity,
		Committer: parseStamp(c.committer, decode).in(l.archive.zone), Message: decode(cutNUL(bytes.Clone(c.message)))})
	_, boundary := l.archive.repo.shallow[id]
	switch l.next = (oid{}); {
	case boundary:
		l.cut = true
	case len(c.parents) > 0:
		l.next = c.parents[0]
	}
	return nil
}

// At gives a commit of the line, counted from the newest; false where it has no more.
func (l *Line) At(i int) (LineCommit, bool) {
	if !l.load(i + 1) {
		return LineCommit{}, false
	}
	return l.commits[i], true
}

// Find gives the place of a commit, counted from the newest; -1 where the line does not have it.
func (l *Line) Find(h Hash) int {
	for i := 0; ; i++ {
		c, ok := l.At(i)
		switch {
		case !ok:
			return -1
		case c.Hash == h:
			return i
		}
	}
}

// FetchGittuf gives the command that fetches what gittuf keeps, from the remote that the clone has.
func (l *Line) FetchGittuf() string { return l.archive.repo.fetchCommand(gittufSpec) }

// Cut tells whether older commits of the line exist than can be read, and why where that is a fault.
func (l *Line) Cut() (bool, error) { return l.cut, l.err }

// Tree gives the files of a commit of the line.
func (l *Line) Tree(c LineCommit) fs.FS {
	return &snapshot{mu: &l.archive.mu, repo: l.archive.repo, forest: l.archive.forest, root: c.tree, when: c.Committer.When}
}

// Since gives the commit since which something holds, from the one at a place on, in which it does. What came, went and came again
// may be found at either coming.
func (l *Line) Since(from int, holds func(fs.FS) bool) LineCommit {
	at := func(i int) bool {
		c, ok := l.At(i)
		return ok && holds(l.Tree(c))
	}
	good, step := from, 1
	for at(good + step) {
		good, step = good+step, 2*step
	}
	good += sort.Search(step, func(i int) bool { return !at(good + 1 + i) })
	return l.commits[good]
}

// MainRef is a branch that the main line may be of.
type MainRef struct {
	Name string // such as refs/heads/main
	Ref  string // where this clone has it, such as refs/remotes/origin/main
}

// MainRefs gives the branches that the main line may be of: those that are protected, else the one that is checked out.
func (a *Archive) MainRefs(protected []string) []MainRef {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []MainRef
	for _, ref := range a.repo.protectedLines(protected) {
		name := ref.Short()
		if ref.IsRemote() {
			_, name, _ = strings.Cut(name, "/")
		}
		out = append(out, MainRef{"refs/heads/" + name, ref.String()})
	}
	if len(out) == 0 {
		if _, branch, err := a.repo.head(); err == nil && branch != "" {
			out = append(out, MainRef{"refs/heads/" + branch, "refs/heads/" + branch})
		}
	}
	return out
}

// NotePaths gives the files of a tree of notes that are about a commit: its name stands in a path, cut in pairs of digits from the
// front, as git does it the further the more notes there are.
func NotePaths(tree fs.FS, about Hash) ([]string, error) {
	var found []string
	folder, rest := "", string(about)
	for {
		info, err := fs.Stat(tree, path.Join(folder, rest))
		switch {
		case err == nil && info.Mode().IsRegular():
			found = append(found, path.Join(folder, rest))
		case err == nil && !info.IsDir():
			return found, fmt.Errorf("%s is no file", path.Join(folder, rest))
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return found, err
		}
		if len(rest) <= 2 {
			return found, nil
		}
		next := path.Join(folder, rest[:2])
		info, err = fs.Stat(tree, next)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return found, err
		}
		if err != nil || !info.IsDir() {
			return found, nil
		}
		folder, rest = next, rest[2:]
	}
}
