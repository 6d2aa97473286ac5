// Package bundle writes the history of some references as a git bundle, and reads such a bundle into a repository.
//
// No program is run. Objects are written whole and not as deltas on each other, in the order in which they are met: the same
// references give the same bytes, which git clones as it does its own. What is read is untrusted and bounded.
package bundle

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"crypto/sha1" //nolint:gosec // git ends a pack with it
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"clausebook/internal/objects"
)

// Ref is a reference with the name of the object that it leads to.
type Ref struct{ Name, Hash string }

// signature is the first line of a bundle.
const signature = "# v2 git bundle\n"

// Write writes the history of references, of the repository whose folder of objects is given. The first one is what a clone checks out.
func Write(w io.Writer, folder string, refs []Ref) error {
	store, err := objects.Open(folder)
	if err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	defer store.Close()
	ids, err := reachable(store, refs)
	if err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	var head strings.Builder
	head.WriteString(signature)
	for i, r := range refs {
		head.WriteString(r.Hash + " " + r.Name + "\n")
		if i == 0 {
			head.WriteString(r.Hash + " HEAD\n") // what a clone checks out
		}
	}
	head.WriteString("\n")
	if _, err := io.WriteString(w, head.String()); err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	return writePack(w, store, ids)
}

// reachable lists the objects that can be reached from references, each once: a commit before its tree and its parents.
func reachable(store *objects.Store, refs []Ref) ([]objects.ID, error) {
	var out, next []objects.ID
	seen := map[objects.ID]bool{}
	push := func(id objects.ID) {
		if !seen[id] {
			seen[id] = true
			next = append(next, id)
		}
	}
	for _, r := range refs {
		id, ok := objects.ParseID(r.Hash)
		if !ok {
			return nil, fmt.Errorf("%s is no object", r.Hash)
		}
		push(id)
	}
	for len(next) > 0 {
		id := next[len(next)-1]
		next = next[:len(next)-1]
		out = append(out, id)
		kind, data, err := store.Read(id)
		if err != nil {
			return nil, fmt.Errorf("object %s: %w", id, err)
		}
		links, err := linksOf(kind, data)
		if err != nil {
			return nil, fmt.Errorf("object %s: %w", id, err)
		}
		for _, l := range links {
			push(l)
		}
	}
	return out, nil
}

// errForm says that an object is not as git writes it.
var errForm = errors.New("it is not as git writes it")

// linksOf gives the objects that an object names. Submodules are of other repositories.
func linksOf(kind plumbing.ObjectType, data []byte) ([]objects.ID, error) {
	switch kind {
	case plumbing.TreeObject:
		return treeLinks(data)
	case plumbing.CommitObject, plumbing.TagObject:
		var out []objects.ID
		for line := range bytes.Lines(data) {
			key, value, ok := strings.Cut(strings.TrimSuffix(string(line), "\n"), " ")
			if !ok || !slices.Contains([]string{"tree", "parent", "object"}, key) {
				break
			}
			id, ok := objects.ParseID(value)
			if !ok {
				return nil, errForm
			}
			out = append(out, id)
		}
		return out, nil
	}
	return nil, nil
}

func treeLinks(data []byte) ([]objects.ID, error) {
	var out []objects.ID
	for len(data) > 0 {
		zero := bytes.IndexByte(data, 0)
		if zero < 0 || len(data) < zero+1+objects.IDSize {
			return nil, errForm
		}
		mode, _, _ := strings.Cut(string(data[:zero]), " ")
		if mode != "160000" {
			out = append(out, objects.ID(data[zero+1:zero+1+objects.IDSize]))
		}
		data = data[zero+1+objects.IDSize:]
	}
	return out, nil
}

// writePack writes objects as git's pack of version 2.
func writePack(w io.Writer, store *objects.Store, ids []objects.ID) error {
	sum := sha1.New() //nolint:gosec // as above
	out := io.MultiWriter(w, sum)
	head := binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), uint32(len(ids)))
	if _, err := out.Write(head); err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	for _, id := range ids {
		kind, data, err := store.Read(id)
		if err == nil {
			err = writeObject(out, kind, data)
		}
		if err != nil {
			return fmt.Errorf("write the bundle: object %s: %w", id, err)
		}
	}
	if _, err := w.Write(sum.Sum(nil)); err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	return nil
}

func writeObject(w io.Writer, kind plumbing.ObjectType, data []byte) error {
	size := uint64(len(data))
	head := []byte{byte(kind)<<4 | byte(size&15)}
	for size >>= 4; size > 0; size >>= 7 {
		head[len(head)-1] |= 0x80
		head = append(head, byte(size&0x7f))
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	z := zlib.NewWriter(w)
	if _, err := z.Write(data); err != nil {
		return err
	}
	return z.Close()
}

// Limits bound what is read of a bundle.
type Limits struct {
	Objects int
	Bytes   int64 // of all objects, unpacked
}

// ErrLimit says that a bundle holds more than is read.
var ErrLimit = errors.New("the bundle holds more than is read")

// Unpack reads a bundle into a new repository in a folder, and gives its references. The name of every object is made anew of its
// bytes, so that what the repository holds is what its names say. Bundles with deltas, which other programs write, are refused.
func Unpack(r io.Reader, dir string, limits Limits) ([]Ref, error) {
	refs, err := unpack(bufio.NewReaderSize(r, 1<<16), dir, limits)
	if err != nil {
		return nil, fmt.Errorf("read the bundle: %w", err)
	}
	return refs, nil
}

func unpack(in *bufio.Reader, dir string, limits Limits) ([]Ref, error) {
	refs, err := readRefs(in)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()                                                        //nolint:errcheck // every file is closed by then
	u := unpacker{in: summed{in, sha1.New()}, root: root, left: limits.Bytes} //nolint:gosec // as above
	if err := u.objects(limits.Objects); err != nil {
		return nil, err
	}
	put := func(name, text string) {
		if err == nil {
			err = u.put(name, []byte(text))
		}
	}
	put(".git/HEAD", "ref: "+refs[0].Name+"\n")
	put(".git/config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n")
	for _, ref := range refs {
		put(".git/"+ref.Name, ref.Hash+"\n")
	}
	return refs, err
}

// readRefs reads the head of a bundle. One that rests on commits that it does not hold is refused.
func readRefs(in *bufio.Reader) ([]Ref, error) {
	line, err := readLine(in)
	if err != nil || line != signature {
		return nil, errors.New("it is no bundle of version 2")
	}
	var refs []Ref
	seen := map[string]bool{}
	for {
		line, err := readLine(in)
		if err != nil {
			return nil, err
		}
		if line == "\n" {
			break
		}
		hash, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if len(refs) == 1 && name == "HEAD" && hash == refs[0].Hash {
			continue
		}
		if _, ok := objects.ParseID(hash); !ok || !refName(name) || len(refs) >= 100_000 {
			return nil, fmt.Errorf("%q is no reference that can be taken", strings.TrimSuffix(line, "\n"))
		}
		if seen[name] {
			return nil, fmt.Errorf("it has the reference %s twice", name)
		}
		seen[name] = true
		refs = append(refs, Ref{name, hash})
	}
	if len(refs) == 0 {
		return nil, errors.New("it has no reference")
	}
	return refs, nil
}

func readLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadSlice('\n') // bounded by the buffer
	if err != nil {
		return "", fmt.Errorf("its head is damaged: %w", err)
	}
	return string(line), nil
}

// refName tells whether a name is one that git gives to references (git-check-ref-format(1)) and that may be written as a file.
func refName(name string) bool {
	odd := func(r rune) bool { return r <= ' ' || strings.ContainsRune("~^:?*[\\\x7f", r) }
	if !strings.HasPrefix(name, "refs/") || path.Clean(name) != name || !filepath.IsLocal(name) || strings.ContainsFunc(name, odd) ||
		strings.Contains(name, "..") || strings.Contains(name, "@{") || strings.HasSuffix(name, ".") {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".lock") {
			return false
		}
	}
	return true
}

// summed reads byte by byte and sums what was read.
type summed struct {
	in  *bufio.Reader
	sum hash.Hash
}

func (s summed) ReadByte() (byte, error) {
	b, err := s.in.ReadByte()
	if err == nil {
		s.sum.Write([]byte{b})
	}
	return b, err
}

func (s summed) Read(p []byte) (int, error) {
	n, err := s.in.Read(p)
	s.sum.Write(p[:n])
	return n, err
}

type unpacker struct {
	in   summed
	root *os.Root
	left int64
}

// objects reads the pack.
func (u *unpacker) objects(most int) error {
	head := make([]byte, 12)
	if _, err := io.ReadFull(u.in, head); err != nil || string(head[:8]) != "PACK\x00\x00\x00\x02" {
		return errors.New("it holds no pack of version 2")
	}
	count := binary.BigEndian.Uint32(head[8:])
	if int64(count) > int64(most) {
		return fmt.Errorf("%w: %d objects", ErrLimit, count)
	}
	for range count {
		if err := u.object(); err != nil {
			return err
		}
	}
	want := u.in.sum.Sum(nil)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(u.in.in, got); err != nil || !bytes.Equal(got, want) {
		return errors.New("its sum is another one")
	}
	if _, err := u.in.in.ReadByte(); !errors.Is(err, io.EOF) {
		return errors.New("something follows it")
	}
	return nil
}

// object reads one object and writes it as a loose one.
func (u *unpacker) object() error {
	b, err := u.in.ReadByte()
	if err != nil {
		return err
	}
	kind, size := plumbing.ObjectType(b>>4&7), int64(b&15)
	for shift := 4; b&0x80 != 0; shift += 7 {
		if b, err = u.in.ReadByte(); err != nil || shift > 40 {
			return errors.New("the length of an object is damaged")
		}
		size |= int64(b&0x7f) << shift
	}
	if kind < plumbing.CommitObject || kind > plumbing.TagObject {
		return errors.New("it holds objects that are deltas on others, as other programs than clausebook write it")
	}
	if u.left -= size; u.left < 0 || size > objects.MaxSize {
		return ErrLimit
	}
	z, err := zlib.NewReader(u.in)
	if err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(z, size+1))
	if err == nil && int64(len(data)) != size {
		err = errors.New("an object has another length than is said")
	}
	if err = errors.Join(err, z.Close()); err != nil {
		return err
	}
	return u.loose(kind, data)
}

func (u *unpacker) loose(kind plumbing.ObjectType, data []byte) error {
	id := plumbing.ComputeHash(kind, data).String()
	var b bytes.Buffer
	z, err := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	if err == nil {
		_, err = fmt.Fprintf(z, "%s %d\x00", kind, len(data))
	}
	if err == nil {
		_, err = z.Write(data)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		return err
	}
	return u.put(".git/objects/"+id[:2]+"/"+id[2:], b.Bytes())
}

func (u *unpacker) put(name string, content []byte) error {
	if err := u.root.MkdirAll(filepath.FromSlash(path.Dir(name)), 0o700); err != nil {
		return err
	}
	return u.root.WriteFile(filepath.FromSlash(name), content, 0o600)
}

// Whole tells whether a repository that Unpack wrote holds every object that its references lead to.
func Whole(dir string, refs []Ref) error {
	store, err := objects.Open(filepath.Join(dir, ".git", "objects"))
	if err != nil {
		return fmt.Errorf("read the bundle: %w", err)
	}
	defer store.Close()
	if _, err := reachable(store, refs); err != nil {
		return fmt.Errorf("the bundle is not whole: %w", err)
	}
	return nil
}
