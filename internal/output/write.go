package output

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"clausebook/internal/fingerprint"
)

// Write renders all files into a folder of its own and swaps that in when every one of them is written. Until then, and
// where anything fails, the output folder stays as it was. Files in it that are not of the site are kept. progress is
// told the number of files written so far; it may be nil.
func Write(ctx context.Context, t Target, files []File, progress func(done int)) (Done, error) {
	if err := checkPlan(files); err != nil {
		return Done{}, err
	}
	dir, err := t.resolve()
	if err != nil {
		return Done{}, err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return Done{}, fmt.Errorf("create the parent folder of %s: %w", dir, err)
	}
	p, err := t.enter(ctx, dir)
	if err != nil {
		return Done{}, err
	}
	m := &maker{old: readRecord(t.Record), from: p.dir, now: record{t.Note, make(map[string]standing, len(files))}, progress: progress}
	err = p.replace(ctx, files, m)
	if err == nil && t.Record != "" && (t.Doubtful == nil || !t.Doubtful()) {
		_ = m.now.write(t.Record) // what cannot be kept is made again the next time
	}
	return Done{len(files), int(m.kept.Load())}, errors.Join(err, p.leave())
}

// step is told how far a run has come; tests end a process there.
var step = func(string) {}

// replace puts the files in the place of the old site.
func (p *place) replace(ctx context.Context, files []File, m *maker) error {
	if err := p.recover(); err != nil {
		return err
	}
	if err := adopt(p.dir, files); err != nil {
		return err
	}
	// Looked at before rendering, which may take long, and again when nothing can come between any more.
	if _, err := strangers(p.dir, files); err != nil {
		return err
	}
	fresh := p.fresh()
	err := m.makeSite(ctx, fresh, files)
	var kept []string
	if err == nil {
		kept, err = strangers(p.dir, files)
	}
	if err == nil {
		err = p.swap(kept)
	}
	if err != nil {
		return errors.Join(err, p.retire(fresh))
	}
	return nil
}

// checkPlan refuses a plan that would write outside its folder, over the list of its files, or one file twice, also
// where a file system does not tell upper from lower case.
func checkPlan(files []File) error {
	seen := map[string]string{marker: marker, manifest: manifest, strings.ToLower(sums): sums}
	for _, f := range files {
		if !fs.ValidPath(f.Path) || !filepath.IsLocal(filepath.FromSlash(f.Path)) || f.Path == "." || strings.Contains(f.Path, "\n") {
			return fmt.Errorf("the path %q is outside the site", f.Path)
		}
		key := strings.ToLower(f.Path)
		if first, dup := seen[key]; dup {
			return fmt.Errorf("two files of the site share one path: %q and %q", first, f.Path)
		}
		seen[key] = f.Path
	}
	return nil
}

// makeSite writes a whole site into a new folder: the list of its files first, so that every file in it can be told to
// be its own at any moment, and the marker last.
func (m *maker) makeSite(ctx context.Context, dir string, files []File) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return fmt.Errorf("make a folder for the new site: %w", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return fmt.Errorf("set the permissions of %s: %w", dir, err)
	}
	step("folder made")
	if err := writeManifest(dir, files); err != nil {
		return err
	}
	step("list written")
	if err := m.writeAll(ctx, dir, files); err != nil {
		return err
	}
	if err := m.writeSums(dir); err != nil {
		return err
	}
	step("pages written")
	said := "made by clausebook; the next build replaces the files that " + manifest + " lists\n"
	if err := os.WriteFile(filepath.Join(dir, marker), []byte(said), 0o644); err != nil {
		return fmt.Errorf("mark the new site: %w", err)
	}
	return nil
}

// maker makes the files of a site, or takes them over from the site before.
type maker struct {
	old      record // of the site that stands
	from     string // its folder
	progress func(done int)
	kept     atomic.Int64

	mu  sync.Mutex
	now record // of the site that is being made
}

func (m *maker) writeAll(ctx context.Context, dir string, files []File) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open %s: %w", dir, err)
	}
	defer root.Close() //nolint:errcheck // nothing is written through the handle itself
	if err := makeFolders(root, files); err != nil {
		return err
	}
	var done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range inTurn(files) {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := m.make(root, f); err != nil {
				return err
			}
			n := int(done.Add(1))
			if n == 1 {
				step("one page written")
			}
			if m.progress != nil {
				m.progress(n)
			}
			return nil
		})
	}
	return group.Wait()
}

// makeFolders makes the folders of all files, each once.
func makeFolders(root *os.Root, files []File) error {
	made := map[string]bool{".": true}
	for _, f := range files {
		folder := path.Dir(f.Path)
		if made[folder] {
			continue
		}
		if err := root.MkdirAll(filepath.FromSlash(folder), 0o755); err != nil {
			return fmt.Errorf("create the folder of %s: %w", f.Path, err)
		}
		for ; !made[folder]; folder = path.Dir(folder) {
			made[folder] = true
		}
	}
	return nil
}

// inTurn gives the files in the order in which they are written.
func inTurn(files []File) []File {
	turn := func(f File) string { return cmp.Or(f.With, f.Path) }
	return slices.SortedStableFunc(slices.Values(files), func(a, b File) int { return cmp.Compare(turn(a), turn(b)) })
}

// make takes a file over where it would be made of the same, and writes it where not.
func (m *maker) make(root *os.Root, f File) error {
	prepare := f.Prepare
	if prepare == nil {
		prepare = f.whole
	}
	key, write, err := prepare()
	if err != nil {
		return fmt.Errorf("write %s: %w", f.Path, err)
	}
	if m.takeOver(root, f.Path, key) {
		m.remember(f.Path, m.old.files[f.Path])
		return nil
	}
	sum, err := writeOne(root, f.Path, write)
	if err != nil {
		return err
	}
	left, err := m.leave(root, f.Path, sum)
	if err != nil {
		return err
	}
	if was := m.old.files[f.Path]; left {
		m.remember(f.Path, standing{key, sum, was.size, was.time})
		return nil
	}
	return m.note(root, f.Path, key, sum)
}

// whole names a file by its bytes.
func (f File) whole() (fingerprint.Digest, func(io.Writer) error, error) {
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return fingerprint.Digest{}, nil, err
	}
	return sha256.Sum256(b.Bytes()), func(w io.Writer) error { _, err := w.Write(b.Bytes()); return err }, nil
}

// writeSums writes the sums of all files, for whoever gets a copy of the site and has no clausebook.
func (m *maker) writeSums(dir string) error {
	var lines []string
	for path, s := range m.now.files {
		lines = append(lines, fmt.Sprintf("%x  %s\n", s.sum, path))
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[2*sha256.Size:], b[2*sha256.Size:]) })
	text := strings.Join(lines, "")
	name := filepath.Join(dir, sums)
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		return fmt.Errorf("write the sums of the site: %w", err)
	}
	size, time, err := look(name)
	if err != nil {
		return fmt.Errorf("look at %s: %w", sums, err)
	}
	sum := fingerprint.Digest(sha256.Sum256([]byte(text)))
	m.now.files[sums] = standing{sum, sum, size, time}
	return nil
}

// leave takes over the file of the site before instead of one that was written with the same bytes, so that what copies sites has less to
// do. It tells whether it did.
func (m *maker) leave(root *os.Root, path string, sum fingerprint.Digest) (bool, error) {
	was, known := m.old.files[path]
	name := filepath.FromSlash(path)
	old, fresh := filepath.Join(m.from, name), filepath.Join(root.Name(), name)
	if !known || was.sum != sum || !was.stands(old) {
		return false, nil
	}
	beside := fresh + "~"
	if link(old, beside) != nil {
		return false, nil
	}
	if err := os.Rename(beside, fresh); err != nil {
		return false, fmt.Errorf("take over %s: %w", path, err)
	}
	m.kept.Add(1)
	return true, nil
}

// takeOver links a file of the site before into the new one, if it was made of the same and nobody has changed it since.
func (m *maker) takeOver(root *os.Root, path string, key fingerprint.Digest) bool {
	was, known := m.old.files[path]
	name := filepath.FromSlash(path)
	if !known || was.key != key || !was.stands(filepath.Join(m.from, name)) {
		return false
	}
	if link(filepath.Join(m.from, name), filepath.Join(root.Name(), name)) != nil {
		return false // a file system without links, or a file with too many
	}
	m.kept.Add(1)
	return true
}

// link gives a file a second name; tests replace it by that of a file system without links.
var link = os.Link

// note remembers what a file was made of and how it looks.
func (m *maker) note(root *os.Root, path string, key, sum fingerprint.Digest) error {
	size, time, err := look(filepath.Join(root.Name(), filepath.FromSlash(path)))
	if err != nil {
		return fmt.Errorf("look at %s: %w", path, err)
	}
	m.remember(path, standing{key, sum, size, time})
	return nil
}

// remember keeps how a file stands. Of one that was taken over that is how it stood when it was written: where somebody changed it since
// it was looked at, the next build has to see it.
func (m *maker) remember(path string, s standing) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.files[path] = s
}

// writers are used by one file after the other.
var writers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 64<<10) }}

// writeOne writes a file and gives the sum of its bytes.
func writeOne(root *os.Root, path string, write func(io.Writer) error) (sum fingerprint.Digest, err error) {
	w, err := root.OpenFile(filepath.FromSlash(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return sum, fmt.Errorf("create %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	digest := sha256.New()
	buffered := writers.Get().(*bufio.Writer)
	defer writers.Put(buffered)
	buffered.Reset(io.MultiWriter(w, digest))
	if err := write(buffered); err != nil {
		return sum, fmt.Errorf("write %s: %w", path, err)
	}
	if err := buffered.Flush(); err != nil {
		return sum, fmt.Errorf("write %s: %w", path, err)
	}
	return fingerprint.Digest(digest.Sum(nil)), nil
}
