package history

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/mapped"
	"clausebook/internal/objects"

	"github.com/go-git/go-git/v5/plumbing"
)

// That a line was rewritten follows from no commit: it shows only against the heads that it had when it was read before. They
// are remembered in a small file of their own, so that they outlive the index of the history, which another version of the tool
// makes anew and which a short history does not have.
//
// Only protected lines are watched. Elsewhere amending and rebasing is how people work; and which branch is checked out, or
// none, says nothing of them. What a protected line has lost is told at every reading until it is part of the line again.

// headsFormat is raised whenever the meaning of the file changes.
const headsFormat = "clausebook heads 2\n"

// maxHeads bounds what is remembered.
const maxHeads = 64

// Memory is what is known of the protected lines from earlier readings.
type Memory struct {
	Lines []string // the protected lines that the repository has, such as origin/main
	Kept  bool     // there is a place to remember heads in
	Known bool     // an earlier head of one of the lines is remembered
	Lost  []Lost
}

// Lost is a commit that was the head of a protected line when it was read before and is no longer part of it, as after a forced
// push, a rebase or a reset.
type Lost struct {
	Line      string
	Head, Now Hash
}

// pastHead is where a line was when it was read. It is lost if a later reading found it no longer part of the line.
type pastHead struct {
	line string // the full name of the reference
	head oid
	lost bool
}

// protectedLines gives the references of the lines that are protected: those that are named, as the remote has them or else the
// clone; else the default branch of the remote; else main or master. What the repository does not have is left out.
func (r *repository) protectedLines(named []string) []plumbing.ReferenceName {
	var out []plumbing.ReferenceName
	first := func(names ...plumbing.ReferenceName) bool {
		for _, name := range names {
			if _, err := r.ref(name); err == nil {
				out = append(out, name)
				return true
			}
		}
		return false
	}
	for _, name := range named {
		name = strings.TrimPrefix(strings.TrimPrefix(name, "refs/heads/"), "origin/")
		first(plumbing.NewRemoteReferenceName("origin", name), plumbing.NewBranchReferenceName(name))
	}
	if len(named) > 0 {
		return out
	}
	if target, ok := r.remoteDefault(); ok && first(target) {
		return out
	}
	first(plumbing.NewBranchReferenceName("main"), plumbing.NewBranchReferenceName("master"))
	return out
}

// remoteDefault gives the branch that origin/HEAD names.
func (r *repository) remoteDefault() (target plumbing.ReferenceName, ok bool) {
	err := mapped.Guard(func() error {
		ref, err := r.refs.Reference(plumbing.NewRemoteHEADReferenceName("origin"))
		if err == nil && ref.Type() == plumbing.SymbolicReference {
			target, ok = ref.Target(), true
		}
		return err
	})
	return target, ok && err == nil
}

// remember notes where the protected lines are now, and tells which commits they lost since they were read before.
func (c *historyCache) remember(ctx context.Context, repo *repository, protected []string, read reading, g *graph) Memory {
	m := Memory{Kept: c.heads.file != ""}
	known := parseHeads(c.heads.Load())
	var kept []pastHead
	for _, ref := range repo.protectedLines(protected) {
		now, err := repo.ref(ref)
		if err != nil {
			continue
		}
		m.Lines = append(m.Lines, ref.Short())
		kept = append(kept, pastHead{line: ref.String(), head: now})
		for _, h := range known {
			if h.line != ref.String() {
				continue
			}
			m.Known = true
			if h.head != now && repo.left(ctx, h.head, now, read, g) {
				m.Lost = append(m.Lost, Lost{ref.Short(), hashOf(h.head), hashOf(now)})
				kept = append(kept, pastHead{h.line, h.head, true})
			}
		}
	}
	for _, h := range known {
		if !slices.ContainsFunc(kept, func(k pastHead) bool { return k.line == h.line }) {
			kept = append(kept, h) // of a line that is not there or not protected at present
		}
	}
	if m.Kept && !slices.Equal(kept, known) && len(kept) > 0 {
		c.note(c.heads.save(formatHeads(kept[:min(len(kept), maxHeads)])))
	}
	return m
}

// left tells whether a commit cannot be reached from another one. In a partial clone a commit that is not there may just not have
// been fetched.
func (r *repository) left(ctx context.Context, old, now oid, read reading, g *graph) bool {
	if _, reached := g.find(old); reached && read.head == now {
		return false
	}
	if _, err := r.commit(old); err != nil {
		return !r.promisor
	}
	base, known, err := r.mergeBase(ctx, old, now)
	return err == nil && (!known || base != old)
}

// formatHeads writes one head a line, behind the word lost where the line has lost it.
func formatHeads(heads []pastHead) []byte {
	var out strings.Builder
	for _, h := range heads {
		if h.lost {
			out.WriteString("lost ")
		}
		fmt.Fprintf(&out, "%s %s\n", h.head, h.line)
	}
	return []byte(out.String())
}

// parseHeads reads what formatHeads wrote. Other lines, which the checksum makes unlikely, are passed over.
func parseHeads(text []byte) (heads []pastHead) {
	for line := range strings.Lines(string(text)) {
		line, lost := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "lost ")
		digits, name, ok := strings.Cut(line, " ")
		if head, valid := objects.ParseID(digits); ok && valid && name != "" {
			heads = append(heads, pastHead{name, head, lost})
		}
	}
	return heads
}
