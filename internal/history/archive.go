package history

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"clausebook/internal/mapped"
	"clausebook/internal/objects"

	"github.com/go-git/go-git/v5/plumbing"
)

// Archive gives the tree of any commit and the signed words of tags. It opens the repository once and keeps the trees
// that it met, so that looking at many commits is cheap. It may be used by several goroutines.
type Archive struct {
	mu     sync.Mutex
	repo   *repository
	forest *forest
	zone   *time.Location  // of judgement
	maps   map[oid]Mailmap // by blob
}

// Tag is an annotated tag that leads to a commit.
type Tag struct {
	Name   string // without refs/tags/
	Commit Hash   // the commit that it leads to
	Tagger Stamp
	Text   string // the message, without a signature
	Raw    []byte // the tag object as stored; not to be changed
}

// OpenArchive opens the repository of a project root. Days are told in a zone; nil stands for UTC. A repository that cannot be read is a
// *StateError.
func OpenArchive(dir string, zone *time.Location) (*Archive, error) {
	repo, err := open(dir)
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	return &Archive{repo: repo, forest: newForest(repo.objects), zone: zone, maps: map[oid]Mailmap{}}, nil
}

// Close lets go of the repository. The trees that At gave cannot be read any more.
func (a *Archive) Close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.repo.close()
}

// At gives the files below the project root as a commit has them, as Snapshot does. A commit that does not have the
// project root gives an error that is fs.ErrNotExist.
func (a *Archive) At(commit Hash) (fs.FS, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	id, ok := objects.ParseID(string(commit))
	if !ok {
		return nil, fmt.Errorf("%q is not a commit", commit)
	}
	c, err := a.repo.commit(id)
	if err != nil {
		return nil, fmt.Errorf("read commit %s: %w", commit, err)
	}
	root, err := a.forest.find(c.tree, a.repo.prefix)
	if err != nil {
		return nil, fmt.Errorf("read the tree of commit %s: %w", commit, a.repo.lost("tree", err))
	}
	if root.mode&modeMask != modeTree {
		return nil, fmt.Errorf("folder %s in commit %s: %w", a.repo.prefix, commit, fs.ErrNotExist)
	}
	when := parseStamp(c.committer, validText).When
	return &snapshot{mu: &a.mu, repo: a.repo, forest: a.forest, root: root.blob, when: when}, nil
}

// Mailmap gives the .mailmap of a commit, which stands in the root of the repository. Without one nothing is mapped.
func (a *Archive) Mailmap(commit Hash) (Mailmap, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	id, ok := objects.ParseID(string(commit))
	if !ok {
		return Mailmap{}, fmt.Errorf("%q names no commit", commit)
	}
	c, err := a.repo.commit(id)
	if err != nil {
		return Mailmap{}, fmt.Errorf("read commit %s: %w", commit, err)
	}
	at, err := a.forest.find(c.tree, ".mailmap")
	if err != nil {
		return Mailmap{}, fmt.Errorf("read the tree of commit %s: %w", commit, a.repo.lost("tree", err))
	}
	if !at.regular() {
		return Mailmap{}, nil
	}
	if known, ok := a.maps[at.blob]; ok {
		return known, nil
	}
	data, err := a.repo.objects.ReadUpTo(maxControl, plumbing.BlobObject, at.blob)
	if err != nil {
		return Mailmap{}, fmt.Errorf("read .mailmap of commit %s: %w", commit, a.repo.lost("blob", err))
	}
	a.maps[at.blob] = Mailmap{parseMailmap(string(data))}
	return a.maps[at.blob], nil
}

// eachRef visits the references of the repository.
func (a *Archive) eachRef(visit func(*plumbing.Reference)) error {
	return mapped.Guard(func() error {
		refs, err := a.repo.refs.IterReferences()
		if err != nil {
			return err
		}
		defer refs.Close()
		return refs.ForEach(func(ref *plumbing.Reference) error { visit(ref); return nil })
	})
}

// Notes gives the names of the references below refs/notes/ that the clone has, in order. No clone fetches them by itself.
func (a *Archive) Notes() ([]string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var names []string
	err := a.eachRef(func(ref *plumbing.Reference) {
		if ref.Name().IsNote() {
			names = append(names, ref.Name().String())
		}
	})
	if err != nil {
		return nil, fmt.Errorf("list notes: %w", err)
	}
	slices.Sort(names)
	return names, nil
}

// FetchNotes gives the command that fetches notes, from the remote that the clone has.
func (a *Archive) FetchNotes() string { return a.repo.fetchCommand(notesSpec) }

// Tags gives the annotated tags of commits, by name. Tags that cannot be read or lead elsewhere are left out: they
// can name no version of a document.
func (a *Archive) Tags() ([]Tag, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var tags []Tag
	err := a.eachRef(func(ref *plumbing.Reference) {
		if ref.Name().IsTag() && ref.Type() == plumbing.HashReference {
			if t, ok := a.tag(ref); ok {
				tags = append(tags, t)
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("list tags: %w", err)
	}
	slices.SortFunc(tags, func(x, y Tag) int { return strings.Compare(x.Name, y.Name) })
	return tags, nil
}

// tag reads an annotated tag.
func (a *Archive) tag(ref *plumbing.Reference) (Tag, bool) {
	data, err := a.repo.objects.ReadAs(plumbing.TagObject, ref.Hash())
	if err != nil {
		return Tag{}, false
	}
	commit, err := a.repo.peel(ref.Hash())
	if err != nil {
		return Tag{}, false
	}
	t := Tag{Name: ref.Name().Short(), Commit: hashOf(commit), Raw: bytes.Clone(data)}
	header, message, _ := bytes.Cut(t.Raw, []byte("\n\n"))
	for line := range bytes.Lines(header) {
		if who, ok := bytes.CutPrefix(line, []byte("tagger ")); ok {
			t.Tagger = parseStamp(bytes.TrimRight(who, "\n"), validText).in(a.zone)
		}
	}
	text, _, _ := bytes.Cut(message, []byte("-----BEGIN "))
	t.Text = validText(text)
	return t, true
}
