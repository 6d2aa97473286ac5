package history

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/mapped"
	"clausebook/internal/nearest"
	"clausebook/internal/objects"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// ErrUnknownRevision says that a name leads to no commit that the repository has.
var ErrUnknownRevision = errors.New("unknown revision")

// head gives the commit of HEAD and its branch, which is empty where HEAD is detached.
func (r *repository) head() (id oid, branch string, err error) {
	var ref *plumbing.Reference
	err = mapped.Guard(func() error {
		ref, err = r.refs.Reference(plumbing.HEAD)
		return err
	})
	if err != nil {
		return oid{}, "", &StateError{Unsupported, fmt.Sprintf("HEAD of the repository cannot be read: %v", err), "git status"}
	}
	if ref.Type() == plumbing.SymbolicReference {
		branch = ref.Target().Short()
	}
	id, err = r.ref(plumbing.HEAD)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return oid{}, branch, &StateError{NoCommits, "the branch has no commits yet", "git commit"}
	}
	return id, branch, err
}

// ref gives the object that a reference leads to.
func (r *repository) ref(name plumbing.ReferenceName) (id oid, err error) {
	err = mapped.Guard(func() error {
		ref, err := storer.ResolveReference(r.refs, name)
		if err == nil {
			id = ref.Hash()
		}
		return err
	})
	return id, err
}

// resolve gives the commit that a revision names: empty or HEAD, a branch or tag, the digits of a commit, each
// with any number of ~n and ^n, or a date, which stands for the newest first-parent commit up to the end of that
// day in the zone of judgement.
func (r *repository) resolve(rev string, zone *time.Location) (oid, error) {
	if zone == nil {
		zone = time.UTC
	}
	if day, err := time.ParseInLocation(time.DateOnly, rev, zone); err == nil {
		return r.onDay(day)
	}
	base := rev
	if i := strings.IndexAny(rev, "~^"); i >= 0 {
		base = rev[:i]
	}
	id, err := r.named(base)
	if err != nil {
		return oid{}, err
	}
	if id, err = r.peel(id); err != nil {
		return oid{}, fmt.Errorf("revision %q: %w", rev, err)
	}
	return r.ancestor(id, rev, rev[len(base):])
}

// named gives the object that a name without suffixes stands for.
func (r *repository) named(name string) (oid, error) {
	if name == "" || name == "HEAD" || name == "@" {
		id, _, err := r.head()
		return id, err
	}
	if id, ok := objects.ParseID(name); ok {
		return id, nil
	}
	for _, form := range []string{"%s", "refs/%s", "refs/tags/%s", "refs/heads/%s", "refs/remotes/%s", "refs/remotes/%s/HEAD"} {
		full := plumbing.ReferenceName(fmt.Sprintf(form, name))
		if !strings.HasPrefix(string(full), "refs/") || full.Validate() != nil {
			continue
		}
		id, err := r.ref(full)
		if err == nil {
			return id, nil
		}
		if !errors.Is(err, plumbing.ErrReferenceNotFound) {
			return oid{}, fmt.Errorf("read ref %s: %w", full, err)
		}
	}
	return r.abbreviated(name)
}

// abbreviated gives the one commit whose name begins with some digits.
func (r *repository) abbreviated(name string) (oid, error) {
	if len(name) < 4 || strings.Trim(name, "0123456789abcdef") != "" {
		return oid{}, fmt.Errorf("%w %q%s", ErrUnknownRevision, name, r.meant(name))
	}
	ids, err := r.objects.WithPrefix(name)
	if err != nil {
		return oid{}, fmt.Errorf("look up revision %q: %w", name, err)
	}
	var found []oid
	for _, id := range ids {
		kind, _, err := r.objects.Read(id)
		if err == nil && (kind == plumbing.CommitObject || kind == plumbing.TagObject) {
			found = append(found, id)
		}
	}
	switch len(found) {
	case 0:
		return oid{}, fmt.Errorf("%w %q%s", ErrUnknownRevision, name, r.meant(name))
	case 1:
		return found[0], nil
	}
	return oid{}, fmt.Errorf("revision %q is ambiguous: %d commits begin so", name, len(found))
}

// meant says what a name that leads nowhere most likely stands for: a day in another form, or a branch or tag. Nothing where
// neither is near.
func (r *repository) meant(name string) string {
	if day, ok := date.InWords(name); ok {
		return fmt.Sprintf("; write the day as %s", day)
	}
	if strings.ContainsAny(name, "./-") && strings.Trim(name, "0123456789./-") == "" {
		return "; if a day is meant, " + date.Advice(name)
	}
	var names []string
	err := mapped.Guard(func() error {
		refs, err := r.refs.IterReferences()
		if err != nil {
			return err
		}
		return refs.ForEach(func(ref *plumbing.Reference) error {
			if n := ref.Name(); n.IsBranch() || n.IsTag() || n.IsRemote() {
				names = append(names, n.Short())
			}
			return nil
		})
	})
	if near, ok := nearest.Name(name, names); err == nil && ok {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	if _, branch, err := r.head(); err == nil && branch != "" && !strings.Contains(name, "/") {
		return fmt.Sprintf("; the branch here is %q", branch)
	}
	return ""
}

// peel follows annotated tags to the commit they name.
func (r *repository) peel(id oid) (oid, error) {
	for range 10 {
		kind, data, err := r.objects.Read(id)
		if err != nil {
			return oid{}, r.lost("commit", err)
		}
		switch kind {
		case plumbing.CommitObject:
			return id, nil
		case plumbing.TagObject:
			digits, _, _ := bytes.Cut(bytes.TrimPrefix(data, []byte("object ")), []byte("\n"))
			next, ok := objects.ParseID(string(digits))
			if !ok {
				return oid{}, fmt.Errorf("tag %s has no valid object", id)
			}
			id = next
		default:
			return oid{}, fmt.Errorf("object %s is a %s, not a commit", id, kind)
		}
	}
	return oid{}, errors.New("tags name tags ten times over")
}

// ancestor follows suffixes such as ~2 and ^2.
func (r *repository) ancestor(id oid, rev, suffix string) (oid, error) {
	for suffix != "" {
		mark := suffix[0]
		digits := len(suffix[1:]) - len(strings.TrimLeft(suffix[1:], "0123456789"))
		n := 1
		if digits > 0 {
			var err error
			if n, err = strconv.Atoi(suffix[1 : 1+digits]); err != nil {
				return oid{}, fmt.Errorf("%w %q", ErrUnknownRevision, rev)
			}
		}
		if suffix = suffix[1+digits:]; mark != '~' && mark != '^' {
			return oid{}, fmt.Errorf("%w %q: only ~n and ^n may follow a name", ErrUnknownRevision, rev)
		}
		var err error
		for step := 0; err == nil && mark == '~' && step < n; step++ {
			id, err = r.parent(id, 1)
		}
		if mark == '^' && n > 0 {
			id, err = r.parent(id, n)
		}
		if err != nil {
			return oid{}, fmt.Errorf("revision %q: %w", rev, err)
		}
	}
	return id, nil
}

// parent gives the nth parent of a commit, counted from 1.
func (r *repository) parent(id oid, n int) (oid, error) {
	c, err := r.commit(id)
	if err != nil {
		return oid{}, err
	}
	if _, cut := r.shallow[id]; cut && len(c.parents) > 0 {
		return oid{}, r.cutOff()
	}
	if n > len(c.parents) {
		return oid{}, fmt.Errorf("commit %s has no parent %d", id, n)
	}
	return c.parents[n-1], nil
}

// commit reads a commit object.
func (r *repository) commit(id oid) (*rawCommit, error) {
	data, err := r.commitBytes(id)
	if err != nil {
		return nil, err
	}
	c, err := parseCommit(data)
	if err != nil {
		return nil, damaged(fmt.Errorf("commit %s: %w", id, err))
	}
	return c, nil
}

// onDay gives the newest first-parent commit whose committer's time is not after the end of a day. A shallow
// clone may not know it and says so.
func (r *repository) onDay(day time.Time) (oid, error) {
	end := day.AddDate(0, 0, 1).Unix()
	id, _, err := r.head()
	for err == nil {
		var c *rawCommit
		if c, err = r.commit(id); err != nil {
			break
		}
		if c.committed() < end {
			return id, nil
		}
		if len(c.parents) == 0 {
			return oid{}, fmt.Errorf("no commit is as old as %s", day.Format(time.DateOnly))
		}
		if _, cut := r.shallow[id]; cut {
			return oid{}, r.cutOff()
		}
		id = c.parents[0]
	}
	return oid{}, err
}

// cutOff gives the state of a shallow clone.
func (r *repository) cutOff() *StateError {
	return &StateError{Shallow, "the clone is shallow: history is cut off, so that a first commit is not the first",
		"git fetch --unshallow"}
}
