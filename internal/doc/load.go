package doc

import (
	"bytes"
	"context"
	"crypto/sha1" //nolint:gosec // git's name for the content, not a proof
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"clausebook/internal/config"
	"clausebook/internal/content"
	"clausebook/internal/diag"
	"clausebook/internal/fingerprint"
	"clausebook/internal/history"
	"clausebook/internal/kept"
	"clausebook/internal/markdown"
	"clausebook/internal/plain"
	"clausebook/internal/schemacheck"
	"clausebook/internal/strictyaml"
)

// MaxFile is the largest document that is read, in bytes. Larger files are reported and not rendered.
const MaxFile = history.MaxDocument

// Reader knows how to read the documents of one repository.
type Reader struct {
	Folder   content.Place                // where the documents are, relative to the project root
	Fields   map[string]string            // names that the documents use -> ours
	Values   map[string]map[string]string // a key of ours -> words that the documents use -> ours
	Defaults []config.Default
	Schemas  map[string]*schemacheck.Schema // by document type

	// Previous, unless nil, is a Set that was read with the same settings. A file that still has the same bytes is taken
	// from it, with the findings of its parsing, instead of being parsed again.
	Previous *Set
	// Kept, unless nil, holds what earlier runs read of files, each under all that it follows from. The schemas of whoever keeps there come
	// with the program.
	Kept *kept.Store
	// NoAssets leaves out what stands beside the documents; a Set of documents alone is cheaper.
	NoAssets bool

	naming sync.Once
	named  fingerprint.Digest // of the settings

	memory  markdown.Memory // of Facts, which reads the versions of a document one after the other
	entries strictyaml.Memory
}

// Load reads every Markdown file of the place of documents in fsys, which is rooted at the project root. A file
// that cannot be understood becomes findings, never an error; an error means that the folder itself cannot be read.
func (r *Reader) Load(ctx context.Context, fsys fs.FS, workers int) (*Set, error) {
	found, err := walk(fsys, r.Folder)
	if err != nil {
		return nil, err
	}
	documents, given := make([]*Document, len(found.documents)), newGivens(r.Defaults)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(workers, 1))
	for i, p := range found.documents {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			documents[i] = r.load(fsys, p, given)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if r.NoAssets {
		found.assets = nil
	}
	if r.Folder.Whole() {
		found.assets = linkedFiles(documents, found.assets)
	}
	assets, large, findings := hashAssets(fsys, found.assets, documents)
	set := NewSet(r.Folder, documents, assets, append(found.findings, findings...))
	set.apart, set.LeftOut, set.Idle, set.Texts = found.apart, found.leftOut, found.idle, found.texts
	set.bare, set.large = r.NoAssets, large
	return set, nil
}

// One reads the document at a path, as Load does.
func (r *Reader) One(fsys fs.FS, p string) *Document { return r.load(fsys, p, newGivens(r.Defaults)) }

// unsafeName tells whether a file of that name cannot exist on some file system, or would change its name there.
func unsafeName(name string) bool {
	control := strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*\`, r) })
	return content.Device(name) || control || strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ")
}

func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// load reads and parses one file. A file that cannot be read still becomes a document, so that it is never missing
// from the register in silence.
func (r *Reader) load(fsys fs.FS, p string, given *givens) *Document {
	info, err := fs.Stat(fsys, p)
	if err == nil {
		if d := r.sameBlob(p, info); d != nil {
			return d
		}
	}
	if err == nil && info.Size() > MaxFile {
		return r.unread(p, RuleTooLarge, fmt.Sprintf("not read, because it has %d bytes, more than the limit of %d", info.Size(), MaxFile),
			"split it, or move long tables to a data file")
	}
	var raw []byte
	if err == nil {
		raw, err = plain.Read(fsys, p, MaxFile)
	}
	if err != nil {
		return r.unread(p, RuleUnreadable, "cannot be read: "+reason(err), "check the permissions of the file")
	}
	if d := r.unchanged(fsys, p, raw); d != nil {
		return d
	}
	if isPointer(raw) {
		return r.unread(p, RulePointer, "the document was not fetched: here is only its pointer for Git LFS", fetchHint)
	}
	d := r.parseOnce(p, raw, given, r.beside(fsys, p))
	r.loadData(fsys, d)
	return d
}

// sameBlob gives the document that the previous set has for a file whose git name is known without reading it, as that
// of a file at a commit is; else nil.
func (r *Reader) sameBlob(p string, info fs.FileInfo) *Document {
	name, ok := info.Sys().(history.Hash)
	if d := r.previous(p); ok && d != nil && d.Blob == string(name) && d.Front.Get("data") == nil {
		return d
	}
	return nil
}

// unchanged gives the document that the previous set has for these bytes, and for those of the rows beside it; else nil.
func (r *Reader) unchanged(fsys fs.FS, p string, raw []byte) *Document {
	if d := r.previous(p); d != nil && bytes.Equal(d.Source, raw) && sameRows(fsys, d) {
		return d
	}
	return nil
}

// sameRows tells whether the file of rows beside a document, if it names one, is what was read. One that could not be used is read again.
func sameRows(fsys fs.FS, d *Document) bool {
	if d.Front.Get("data") == nil || d.Data == nil {
		return d.Front.Get("data") == nil
	}
	raw, err := plain.Read(fsys, d.Data.Path, MaxData)
	return err == nil && blobName(raw) == d.Data.Blob
}

// previous gives the document that the previous set has at a path, if it depends on nothing but the bytes of that file and of the rows
// that it names.
func (r *Reader) previous(p string) *Document {
	if r.Previous == nil || r.needsBeside() {
		return nil
	}
	d := r.Previous.ByPath(p)
	if d == nil || d.SHA256 == "" {
		return nil // an empty hash: the file could not be read then
	}
	return d
}

func (r *Reader) unread(p string, rule diag.RuleID, message, hint string) *Document {
	d := &Document{Path: p, ID: DerivedID(r.Folder, p), DerivedID: true, Title: path.Base(p), BodyLine: 1}
	d.Findings = append(d.Findings, diag.Finding{Rule: rule, Pos: diag.Pos{File: p}, Message: message, Hint: hint, Document: string(d.ID)})
	return d
}

// MaxAsset is the largest file beside documents that becomes part of the site, in bytes.
const MaxAsset = 100 << 20

// hashAssets reads the files beside the documents, and tells which are too large; the rows of some are read as data of a document already.
func hashAssets(fsys fs.FS, paths []string, documents []*Document) (assets []Asset, large map[string]bool, findings []diag.Finding) {
	assets, large = make([]Asset, 0, len(paths)), map[string]bool{}
	data := map[string]bool{}
	for _, d := range documents {
		data[d.Data.path()] = true
	}
	var l listing
	for _, p := range paths {
		var rows bytes.Buffer
		a, err := hashAsset(fsys, p, &rows)
		switch {
		case err != nil:
			l.find(RuleUnreadable, p, "cannot be read: "+reason(err), "check the permissions of the file")
			continue
		case a.Size > MaxAsset:
			large[p] = true
			l.find(RuleTooLarge, p, fmt.Sprintf("left out of the site, because it has %d bytes, more than the limit of %d", a.Size, MaxAsset),
				"keep it where large files are kept, and name that place in the document")
			continue
		case !data[p] && rows.Len() > 0:
			l.findings = append(l.findings, formulasIn(p, rows.Bytes())...)
		}
		assets = append(assets, a)
	}
	slices.SortFunc(assets, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })
	return assets, large, l.findings
}

// hashAsset reads a file, and hands on what it holds if that is rows as text.
func hashAsset(fsys fs.FS, p string, rows io.Writer) (Asset, error) {
	f, err := fsys.Open(p)
	if err != nil {
		return Asset{}, err
	}
	defer f.Close() //nolint:errcheck // read only
	info, err := f.Stat()
	if err != nil {
		return Asset{}, err
	}
	if info.Size() > MaxAsset {
		return Asset{Path: p, Size: info.Size()}, nil
	}
	h, git := sha256.New(), sha1.New() //nolint:gosec // git's name for the content, not a proof
	fmt.Fprintf(git, "blob %d\x00", info.Size())
	if !isTable(p) || info.Size() > MaxData {
		rows = io.Discard
	}
	head := make([]byte, min(info.Size(), int64(len(pointerMark))))
	if _, err := io.ReadFull(f, head); err != nil {
		return Asset{}, err
	}
	n, err := io.Copy(io.MultiWriter(h, git, rows), io.MultiReader(bytes.NewReader(head), f))
	return Asset{Path: p, Size: n, SHA256: hex.EncodeToString(h.Sum(nil)), Blob: hex.EncodeToString(git.Sum(nil)),
		Pointer: n <= maxPointer && isPointer(head)}, err
}

// What Git LFS keeps in the repository in place of a file: a text of a few lines that begins in this way.
const (
	pointerMark = "version https://git-lfs.github.com/spec/"
	maxPointer  = 1 << 10
	fetchHint   = "run `git lfs pull`; in a pipeline, check out with LFS"
)

// isPointer tells whether a file is a pointer of Git LFS, by its first bytes.
func isPointer(raw []byte) bool {
	return len(raw) <= maxPointer && bytes.HasPrefix(raw, []byte(pointerMark))
}
