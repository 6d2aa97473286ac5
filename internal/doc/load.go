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
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/plain"
	"clausebook/internal/schemacheck"
)

// MaxFile is the largest document that is read, in bytes. Larger files are reported and not rendered.
const MaxFile = history.MaxDocument

// Reader knows how to read the documents of one repository.
type Reader struct {
	Folder   string            // the content folder, relative to the repository root
	Fields   map[string]string // names that the documents use -> ours
	Defaults []config.Default
	Schemas  map[string]*schemacheck.Schema // by document type

	// Previous, unless nil, is a Set that was read with the same settings. A file that still has the same bytes is taken
	// from it, with the findings of its parsing, instead of being parsed again.
	Previous *Set
	// NoAssets leaves out what stands beside the documents; a Set of documents alone is cheaper.
	NoAssets bool
}

// Load reads every Markdown file below the content folder of fsys, which is rooted at the repository root. A file
// that cannot be understood becomes findings, never an error; an error means that the folder itself cannot be read.
func (r *Reader) Load(ctx context.Context, fsys fs.FS, workers int) (*Set, error) {
	found, err := r.walk(fsys)
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
	assets, findings := hashAssets(fsys, found.assets)
	set := NewSet(r.Folder, documents, assets, append(found.findings, findings...))
	set.apart = found.apart
	return set, nil
}

// ErrNoFolder says that the content folder is not there. It is an fs.ErrNotExist, too.
var ErrNoFolder error = noFolderError{}

type noFolderError struct{}

func (noFolderError) Error() string { return "the folder does not exist" }
func (noFolderError) Unwrap() error { return fs.ErrNotExist }

type listing struct {
	apart     []string // folders that are repositories of their own
	documents []string
	assets    []string
	findings  []diag.Finding
}

// walk lists the files below the content folder. Symbolic links are reported and never followed: what a link shows
// is not what the commit holds.
func (r *Reader) walk(fsys fs.FS) (listing, error) {
	var l listing
	switch info, err := fs.Stat(fsys, r.Folder); {
	case errors.Is(err, fs.ErrNotExist):
		return l, fmt.Errorf("read the content folder %s: %w", r.Folder, ErrNoFolder)
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		return l, fmt.Errorf("read the content folder %s: it %w", r.Folder, plain.ErrLink)
	case err == nil && info.Mode()&fs.ModeIrregular != 0:
		return l, fmt.Errorf("read the content folder %s: it is a git submodule, whose files are in another repository: "+
			"read them without --as-of, or run clausebook in the submodule", r.Folder)
	case err == nil && !info.IsDir():
		return l, fmt.Errorf("read the content folder %s: it is not a folder", r.Folder)
	}
	folded := map[string]string{}
	err := fs.WalkDir(fsys, r.Folder, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			if p == r.Folder {
				return err
			}
			l.find(RuleUnreadable, p, "cannot be read: "+reason(err), "check the permissions of the file")
			return nil
		}
		if p != r.Folder && strings.HasPrefix(e.Name(), ".") {
			if e.Name() == ".git" {
				l.apart = append(l.apart, path.Dir(p))
				l.find(RuleSubmodule, path.Dir(p), "a git submodule or a repository of its own, so the history of its documents is not read",
					"run clausebook in that repository, or keep the documents in this one")
			}
			return skip(e)
		}
		if p != r.Folder && (!utf8.ValidString(p) || unsafeName(path.Base(p))) {
			l.find(RuleFileName, strings.ToValidUTF8(p, "\ufffd"), "not read, because not every system can store its name",
				"use letters, digits, hyphens, underscores and dots")
			return skip(e)
		}
		l.add(p, e, folded)
		return nil
	})
	if err != nil {
		return l, fmt.Errorf("read the content folder %s: %w", r.Folder, err)
	}
	return l, nil
}

func skip(e fs.DirEntry) error {
	if e.IsDir() {
		return fs.SkipDir
	}
	return nil
}

func (l *listing) add(p string, e fs.DirEntry, folded map[string]string) {
	switch {
	case e.IsDir():
	case e.Type()&fs.ModeSymlink != 0:
		l.find(RuleSymlink, p, "symbolic link; links are not followed", "put the file here instead, or link to it from a document")
	case e.Type()&fs.ModeIrregular != 0:
		l.find(RuleSubmodule, p, "a git submodule, whose documents are not read here, because they are in another repository",
			"read them without --as-of, or keep them in this repository")
	case !e.Type().IsRegular():
		l.find(RuleUnreadable, p, "not a regular file", "remove it from the content folder")
	case folded[strings.ToLower(p)] != "":
		l.find(
			RuleFileName,
			p,
			fmt.Sprintf("not read, because its name differs from `%s` only in upper and lower case", folded[strings.ToLower(p)]),
			"rename one of the two",
		)
	case strings.EqualFold(path.Ext(p), ".md"):
		l.documents = append(l.documents, p)
		folded[strings.ToLower(p)] = p
	default:
		l.assets = append(l.assets, p)
		folded[strings.ToLower(p)] = p
	}
}

func (l *listing) find(rule diag.RuleID, p, message, hint string) {
	l.findings = append(l.findings, diag.Finding{Rule: rule, Pos: diag.Pos{File: p}, Message: message, Hint: hint})
}

// unsafeName tells whether a file of that name cannot exist on some file system, or would change its name there.
func unsafeName(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	reserved := base == "con" || base == "prn" || base == "aux" || base == "nul" ||
		len(base) == 4 && (strings.HasPrefix(base, "com") || strings.HasPrefix(base, "lpt")) && base[3] >= '0' && base[3] <= '9'
	control := strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*\`, r) })
	return reserved || control || strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ")
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
	if d := r.unchanged(p, raw); d != nil {
		return d
	}
	if isPointer(raw) {
		return r.unread(p, RulePointer, "the document was not fetched: here is only its pointer for Git LFS", fetchHint)
	}
	d := r.parse(p, raw, given)
	r.loadData(fsys, d)
	return d
}

// sameBlob gives the document that the previous set has for a file whose git name is known without reading it, as that
// of a file at a commit is; else nil.
func (r *Reader) sameBlob(p string, info fs.FileInfo) *Document {
	name, ok := info.Sys().(history.Hash)
	if d := r.previous(p); ok && d != nil && d.Blob == string(name) {
		return d
	}
	return nil
}

// unchanged gives the document that the previous set has for these bytes, or nil.
func (r *Reader) unchanged(p string, raw []byte) *Document {
	if d := r.previous(p); d != nil && bytes.Equal(d.Source, raw) {
		return d
	}
	return nil
}

// previous gives the document that the previous set has at a path, if it depends on the bytes of that file alone: one
// with rows in a file beside it may have changed with that file.
func (r *Reader) previous(p string) *Document {
	if r.Previous == nil {
		return nil
	}
	d := r.Previous.ByPath(p)
	if d == nil || d.SHA256 == "" || d.Front.Get("data") != nil {
		return nil // an empty hash: the file could not be read then
	}
	return d
}

func (r *Reader) unread(p string, rule diag.RuleID, message, hint string) *Document {
	d := &Document{Path: p, ID: DerivedID(r.Folder, p), DerivedID: true, Title: path.Base(p), BodyLine: 1}
	d.Findings = append(d.Findings, diag.Finding{Rule: rule, Pos: diag.Pos{File: p}, Message: message, Hint: hint, Document: string(d.ID)})
	return d
}

func hashAssets(fsys fs.FS, paths []string) ([]Asset, []diag.Finding) {
	var l listing
	assets := make([]Asset, 0, len(paths))
	for _, p := range paths {
		a, err := hashAsset(fsys, p)
		if err != nil {
			l.find(RuleUnreadable, p, "cannot be read: "+reason(err), "check the permissions of the file")
			continue
		}
		assets = append(assets, a)
	}
	slices.SortFunc(assets, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })
	return assets, l.findings
}

func hashAsset(fsys fs.FS, p string) (Asset, error) {
	f, err := fsys.Open(p)
	if err != nil {
		return Asset{}, err
	}
	defer f.Close() //nolint:errcheck // read only
	info, err := f.Stat()
	if err != nil {
		return Asset{}, err
	}
	h, git := sha256.New(), sha1.New() //nolint:gosec // git's name for the content, not a proof
	fmt.Fprintf(git, "blob %d\x00", info.Size())
	head := make([]byte, min(info.Size(), int64(len(pointerMark))))
	if _, err := io.ReadFull(f, head); err != nil {
		return Asset{}, err
	}
	n, err := io.Copy(io.MultiWriter(h, git), io.MultiReader(bytes.NewReader(head), f))
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
