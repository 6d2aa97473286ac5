package demo

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/memory"
	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"clausebook/internal/date"
	"clausebook/internal/people"
)

// writer adds commits to a repository without a work tree: the files of the next commit stand in memory.
type writer struct {
	repo    *git.Repository
	files   map[string]plumbing.Hash
	bytes   map[string][]byte
	objects *memory.Storage // of the commits, until they are packed
	order   []plumbing.Hash // of objects, as they came
	head    plumbing.Hash
	side    plumbing.Hash // where the branch began, zero outside a branch
	commits int
	failure error
}

type commit struct {
	day          date.Date
	hour, minute int
	author       people.Person
	message      string
	sign         bool
}

func newWriter(dir string) (*writer, error) {
	repo, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{InitOptions: git.InitOptions{DefaultBranch: plumbing.Main}})
	if err != nil {
		return nil, fmt.Errorf("create a repository in %s: %w", dir, err)
	}
	return &writer{repo: repo, files: map[string]plumbing.Hash{}, bytes: map[string][]byte{}, objects: memory.NewStorage()}, nil
}

// put sets a file of the next commit. A failure is kept for the commit.
func (w *writer) put(p string, content []byte) {
	o := w.objects.NewEncodedObject()
	o.SetType(plumbing.BlobObject)
	out, err := o.Writer()
	if err == nil {
		_, err = out.Write(content)
	}
	if err == nil {
		err = out.Close()
	}
	var hash plumbing.Hash
	if err == nil {
		hash, err = w.keep(o)
	}
	if err != nil && w.failure == nil {
		w.failure = fmt.Errorf("store %s: %w", p, err)
	}
	w.files[p], w.bytes[p] = hash, content
}

// keep stores an object, once: most folders are the same in the next commit.
func (w *writer) keep(o plumbing.EncodedObject) (plumbing.Hash, error) {
	if hash := o.Hash(); w.objects.HasEncodedObject(hash) == nil {
		return hash, nil
	}
	hash, err := w.objects.SetEncodedObject(o)
	w.order = append(w.order, hash)
	return hash, err
}

// pack writes all objects into one file of the repository.
func (w *writer) pack() error {
	packs, ok := w.repo.Storer.(storer.PackfileWriter)
	if !ok {
		return errors.New("the repository takes no packs")
	}
	out, err := packs.PackfileWriter()
	if err != nil {
		return fmt.Errorf("begin a pack: %w", err)
	}
	_, err = packfile.NewEncoder(out, w.objects, false).Encode(w.order, window)
	if err := errors.Join(err, out.Close()); err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	return nil
}

// window is how many objects each is compared with to store what differs. To look for none takes half the time, and a megabyte.
const window = 0

func (w *writer) remove(p string) {
	delete(w.files, p)
	delete(w.bytes, p)
}

// branch begins a side line at the present commit; merge ends it.
func (w *writer) branch() { w.side = w.head }

func (w *writer) commit(c commit) error {
	var parents []plumbing.Hash
	if !w.head.IsZero() {
		parents = []plumbing.Hash{w.head}
	}
	return w.store(c, parents)
}

// merge joins the side line with where it began, as a forge does that never fast-forwards.
func (w *writer) merge(c commit) error {
	parents := []plumbing.Hash{w.side, w.head}
	w.side = plumbing.ZeroHash
	return w.store(c, parents)
}

func (w *writer) store(c commit, parents []plumbing.Hash) error {
	if w.failure != nil {
		return w.failure
	}
	tree, err := w.tree("")
	if err != nil {
		return err
	}
	when := c.day.Time().Add(time.Duration(c.hour)*time.Hour + time.Duration(c.minute)*time.Minute)
	who := object.Signature{Name: c.author.Name, Email: c.author.Emails[0], When: when}
	o := &object.Commit{Author: who, Committer: who, Message: c.message + "\n", TreeHash: tree, ParentHashes: parents}
	if c.sign {
		if o.PGPSignature, err = sign(o, c.author); err != nil {
			return err
		}
	}
	encoded := w.objects.NewEncodedObject()
	if err := o.Encode(encoded); err != nil {
		return fmt.Errorf("encode a commit: %w", err)
	}
	if w.head, err = w.keep(encoded); err != nil {
		return fmt.Errorf("store a commit: %w", err)
	}
	w.commits++
	return nil
}

// tree stores the tree of a folder and gives its hash.
func (w *writer) tree(folder string) (plumbing.Hash, error) {
	entries := map[string]object.TreeEntry{}
	for p, blob := range w.files {
		rest, ok := strings.CutPrefix(p, folder)
		if !ok {
			continue
		}
		name, below, nested := strings.Cut(rest, "/")
		switch {
		case !nested:
			entries[name] = object.TreeEntry{Name: name, Mode: filemode.Regular, Hash: blob}
		case below != "" && entries[name].Name == "":
			hash, err := w.tree(folder + name + "/")
			if err != nil {
				return hash, err
			}
			entries[name] = object.TreeEntry{Name: name, Mode: filemode.Dir, Hash: hash}
		}
	}
	t := &object.Tree{}
	for _, e := range entries {
		t.Entries = append(t.Entries, e)
	}
	slices.SortFunc(t.Entries, func(a, b object.TreeEntry) int { return strings.Compare(sortName(a), sortName(b)) })
	encoded := w.objects.NewEncodedObject()
	if err := t.Encode(encoded); err != nil {
		return plumbing.ZeroHash, fmt.Errorf("encode the tree of %s: %w", path.Clean(folder), err)
	}
	hash, err := w.keep(encoded)
	if err != nil {
		return hash, fmt.Errorf("store the tree of %s: %w", path.Clean(folder), err)
	}
	return hash, nil
}

// sortName is the name by which git sorts: folders as if they ended in a slash.
func sortName(e object.TreeEntry) string {
	if e.Mode == filemode.Dir {
		return e.Name + "/"
	}
	return e.Name
}

// checkout packs the objects, sets the branch and writes files and index, so that git sees a clean work tree.
func (w *writer) checkout(dir string) error {
	if err := w.pack(); err != nil {
		return err
	}
	main := plumbing.NewHashReference(plumbing.NewBranchReferenceName("main"), w.head)
	if err := w.repo.Storer.SetReference(main); err != nil {
		return fmt.Errorf("set the branch: %w", err)
	}
	for p, content := range w.bytes {
		if err := os.MkdirAll(filepath.Dir(local(dir, p)), 0o755); err != nil {
			return fmt.Errorf("create the folder of %s: %w", p, err)
		}
		if err := os.WriteFile(local(dir, p), content, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", p, err)
		}
	}
	tree, err := w.repo.Worktree()
	if err == nil {
		err = tree.Reset(&git.ResetOptions{Mode: git.MixedReset, Commit: w.head})
	}
	if err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	return nil
}

// key is the invented person's signing key, made from the name alone: it protects nothing.
func key(p people.Person) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("clausebook demo key of " + p.ID))
	return ed25519.NewKeyFromSeed(seed[:])
}

func allowedSigners(persons ...people.Person) []byte {
	var b strings.Builder
	b.WriteString("# Keys of the demonstration, derived from the names. They protect nothing.\n")
	for _, p := range persons {
		signer, err := ssh.NewSignerFromKey(key(p))
		if err != nil {
			continue // cannot happen: the key is a valid ed25519 key
		}
		fmt.Fprintf(&b, "%s namespaces=\"git\",valid-after=\"20241201\" %s", p.Emails[0], ssh.MarshalAuthorizedKey(signer.PublicKey()))
	}
	return []byte(b.String())
}

// sign gives the armored SSH signature over the commit as git signs it.
func sign(c *object.Commit, p people.Person) (string, error) {
	encoded := &plumbing.MemoryObject{}
	if err := c.EncodeWithoutSignature(encoded); err != nil {
		return "", fmt.Errorf("encode a commit to sign: %w", err)
	}
	reader, err := encoded.Reader()
	if err != nil {
		return "", fmt.Errorf("read a commit to sign: %w", err)
	}
	signer, err := ssh.NewSignerFromKey(key(p))
	if err != nil {
		return "", fmt.Errorf("create the key of %s: %w", p.ID, err)
	}
	sig, err := sshsig.Sign(io.Reader(reader), signer, sshsig.HashSHA512, "git")
	if err != nil {
		return "", fmt.Errorf("sign for %s: %w", p.ID, err)
	}
	return string(sshsig.Armor(sig)), nil
}
