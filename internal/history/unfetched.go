package history

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/shell"

	"github.com/go-git/go-git/v5/plumbing"
)

// The references beside the branches in which tools keep reviews.
const (
	ReviewNotes        = "refs/notes/review"
	GittufAttestations = "refs/gittuf/attestations"
	GittufLog          = "refs/gittuf/reference-state-log"
	GittufPolicy       = "refs/gittuf/policy"

	gittufSpec = "'refs/gittuf/*:refs/gittuf/*'"
	notesSpec  = "'refs/notes/*:refs/notes/*'"
)

// Unfetched is a reference with reviews of which the repository speaks and which this clone does not have: git clone fetches
// branches and tags alone.
type Unfetched struct {
	Ref     string
	Because string // what speaks of it
	Fetch   string // the command that fetches it
}

// unfetched tells which references with reviews are missing. It needs no whole history.
func (r *repository) unfetched(head oid, l *Log) []Unfetched {
	var out []Unfetched
	if !r.has(ReviewNotes) {
		if because := r.footer(head, l); because != "" {
			out = append(out, r.toFetch(ReviewNotes, because, ReviewNotes+":"+ReviewNotes))
		}
	}
	if ref, because := r.gittufGap(head); ref != "" {
		out = append(out, r.toFetch(ref, because, gittufSpec))
	}
	return out
}

func (r *repository) has(ref plumbing.ReferenceName) bool {
	_, err := r.ref(ref)
	return err == nil
}

// toFetch gives a missing reference with the command that fetches it.
func (r *repository) toFetch(ref, because, spec string) Unfetched {
	return Unfetched{ref, because, r.fetchCommand(spec)}
}

// fetchCommand gives the command that fetches references from the remote that the clone has.
func (r *repository) fetchCommand(spec string) string { return "git fetch " + r.remote() + " " + spec }

// remote gives the name of the remote that commands are to fetch from, as a shell reads it.
func (r *repository) remote() string {
	if len(r.remotes) > 0 && !slices.Contains(r.remotes, "origin") {
		return shell.Quote(r.remotes[0])
	}
	return "origin"
}

// gittufGap gives the first of gittuf's references that is missing though something speaks of it.
func (r *repository) gittufGap(head oid) (ref, because string) {
	switch {
	case r.has(GittufAttestations) && !r.has(GittufLog):
		return GittufLog, GittufAttestations + " is here, and the log says which of its states count"
	case r.has(GittufAttestations):
		return "", ""
	case r.has(GittufLog):
		if r.logMentions(GittufAttestations) {
			return GittufAttestations, GittufLog + " speaks of it"
		}
		return "", "" // the log is here and tells of none
	case r.has(GittufPolicy):
		return GittufAttestations, GittufPolicy + " is here"
	}
	for _, remote := range r.remotes {
		if tracked := "refs/remotes/" + remote + "/gittuf/reference-state-log"; r.has(plumbing.ReferenceName(tracked)) {
			return GittufAttestations, tracked + " is here"
		}
	}
	if c, err := r.commit(head); err == nil {
		if at, err := newForest(r.objects).find(c.tree, ".gittuf"); err == nil && !at.absent() {
			return GittufAttestations, "the repository has .gittuf"
		}
	}
	return "", ""
}

// maxAsked bounds how many commits are asked what they speak of where the history was not read.
const maxAsked = 5_000

// logMentions tells whether gittuf's log records a reference.
func (r *repository) logMentions(ref string) bool {
	id, err := r.ref(GittufLog)
	found := false
	r.firstParents(id, err, func(raw []byte) bool {
		found = found || bytes.Contains(raw, []byte("\nref: "+ref+"\n"))
		return !found
	})
	return found
}

// firstParents visits the bytes of the commits from one back, as far as they are here, until visit is content.
func (r *repository) firstParents(id oid, err error, visit func(raw []byte) bool) {
	for n := 0; err == nil && n < maxAsked; n++ {
		var raw []byte
		if raw, err = r.commitBytes(id); err != nil || !visit(raw) {
			return
		}
		var c *rawCommit
		if c, err = parseCommit(raw); err != nil || len(c.parents) == 0 {
			return
		}
		id = c.parents[0]
	}
}

// footer tells which footer of Gerrit a commit bears; nothing where none does. Where the history was read, all commits are asked.
func (r *repository) footer(head oid, l *Log) string {
	says := func(id oid, key string) string {
		return fmt.Sprintf("commit %s has the footer %s", hashOf(id).Short(), key)
	}
	if l.view != nil && l.view.index.graph != nil {
		l.view.mu.Lock()
		defer l.view.mu.Unlock()
		for i := len(l.view.index.graph.vertices) - 1; i >= 0; i-- {
			if v := &l.view.index.graph.vertices[i]; v.footer != "" {
				return says(v.id, v.footer)
			}
		}
		return ""
	}
	found := ""
	r.firstParents(head, nil, func(raw []byte) bool {
		c, err := parseCommit(raw)
		if err != nil {
			return false
		}
		if key := gerritFooter(c); key != "" {
			found = says(plumbing.ComputeHash(plumbing.CommitObject, raw), key)
		}
		return found == ""
	})
	return found
}

// gerritFooter gives the key of a footer by which Gerrit knows its changes; nothing where a commit has none.
func gerritFooter(c *rawCommit) string {
	if !bytes.Contains(c.message, []byte("\nChange-Id: I")) && !bytes.Contains(c.message, []byte("\nReviewed-on: ")) {
		return ""
	}
	_, _, trailers := splitMessage(validText(cutNUL(c.message)))
	for _, t := range trailers {
		if t.Key == "Change-Id" && changeID.MatchString(t.Value) || t.Key == "Reviewed-on" && strings.Contains(t.Value, "://") {
			return strings.Clone(t.Key) // and not the whole message with it
		}
	}
	return ""
}
