package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/plain"
	"clausebook/internal/redline"
)

// ErrNoDocument says that no document, present or former, has a name.
var ErrNoDocument = errors.New("no such document")

// Compared is the redline of a document.
type Compared struct {
	Document string
	Title    string
	Redline  redline.Redline
}

// Diff compares two versions of a document, named by its id or path. A version is named as the document calls it, or
// by a commit, tag or day (YYYY-MM-DD); an empty one is the file as it was read, and an empty older one the version
// approved last. A document that nobody knows is ErrNoDocument.
func Diff(ctx context.Context, p *Project, name, older, newer string) (Compared, error) {
	s, ok := p.subject(name)
	if !ok {
		return Compared{}, ErrNoDocument
	}
	old, err := s.older(ctx, older)
	if err != nil {
		return Compared{}, err
	}
	is, err := s.version(ctx, newer)
	if err != nil {
		return Compared{}, err
	}
	r := redline.Compare(old.text(), is.text())
	r.Old, r.New = old.Edition, is.Edition
	return Compared{Document: string(s.id), Title: s.title, Redline: r}, nil
}

// subject is a document with its past.
type subject struct {
	project   *Project
	blobs     *history.Blobs
	id        doc.ID
	title     string
	now       *doc.Document // nil for a document that was deleted
	revisions []history.Revision
	versions  []ledger.Version
}

// edition is one version of a document.
type edition struct {
	redline.Edition
	raw []byte
}

func (e edition) text() redline.Text {
	t := doc.Take(e.raw)
	return redline.Text{Front: t.Front, Block: t.Block, Body: t.Body, BodyLine: t.BodyLine}
}

// subject finds a document by id or path, also one that was deleted.
func (p *Project) subject(name string) (subject, bool) {
	d := p.Dossier
	s := subject{project: p, blobs: history.NewBlobs(p.Dir), now: d.Docs.ByID(doc.ID(name))}
	if s.now == nil {
		s.now = d.Docs.ByPath(name)
	}
	if s.now != nil {
		s.id, s.title, s.revisions = s.now.ID, s.now.Title, d.History.Revisions(s.now.Path)
		s.versions = d.Approvals.Versions(s.id)
		return s, true
	}
	for _, trail := range d.History.Former() {
		if len(trail.Revisions) > 0 && (trail.Path == name || trail.Revisions[0].Facts.ID == name) {
			facts := trail.Revisions[0].Facts
			s.id, s.title, s.revisions = doc.ID(facts.ID), facts.Title, trail.Revisions
			s.versions = d.Approvals.Versions(s.id)
			return s, true
		}
	}
	return s, false
}

// older gives the version to compare with: the one that was approved last, if none is named.
func (s subject) older(ctx context.Context, name string) (edition, error) {
	if name != "" {
		return s.version(ctx, name)
	}
	for _, v := range s.versions {
		if v.Revision != nil {
			return s.revision(*v.Revision)
		}
	}
	return edition{}, fmt.Errorf("%s has no approved version in the history; give two versions or commits%s", s.id, s.known())
}

// version gives a version by name.
func (s subject) version(ctx context.Context, name string) (edition, error) {
	if name == "" {
		return s.present()
	}
	for _, v := range s.versions {
		if v.Version == name && v.Revision != nil {
			return s.revision(*v.Revision)
		}
	}
	for _, r := range s.revisions {
		named := r.Facts.Version == name && !r.Deleted()
		if named || len(name) >= 7 && r.Commit != nil && strings.HasPrefix(string(r.Commit.Hash), name) {
			return s.revision(r)
		}
	}
	return s.at(ctx, name)
}

// present gives the file as it was read.
func (s subject) present() (edition, error) {
	d := s.now
	if d == nil {
		return edition{}, fmt.Errorf("%s was deleted; give the newer version or commit as well%s", s.id, s.known())
	}
	e := edition{redline.Edition{Version: d.Version, Status: string(d.Status), Path: d.Path, Blob: d.Blob}, d.Source}
	if s.project.Dossier.History.HeadBlob(d.Path) == history.Hash(d.Blob) && len(s.revisions) > 0 {
		e.dated(s.revisions[0].Commit)
	}
	return e, nil
}

func (e *edition) dated(c *history.Commit) {
	if c != nil {
		e.Commit, e.Day = string(c.Hash), c.Committer.Day().String()
	}
}

// revision gives the document as a commit left it.
func (s subject) revision(r history.Revision) (edition, error) {
	if r.Deleted() {
		return edition{}, fmt.Errorf("commit %s deleted %s", r.Commit.Hash.Short(), s.id)
	}
	raw, err := s.blobs.Read(r.Blob)
	if err != nil {
		return edition{}, fmt.Errorf("read %s: %w", s.id, err)
	}
	e := edition{redline.Edition{Version: r.Facts.Version, Status: r.Facts.Status, Path: r.Path, Blob: string(r.Blob)}, raw}
	e.dated(r.Commit)
	return e, nil
}

// at gives the document as it stood at a commit, tag or day.
func (s subject) at(ctx context.Context, rev string) (edition, error) {
	tree, info, err := history.Snapshot(ctx, s.project.Dir, rev, s.project.Config.Zone())
	if err != nil {
		return edition{}, fmt.Errorf("%s has no version %q, and there is no such commit either: %w%s", s.id, rev, err, s.known())
	}
	cfg := s.project.Config
	reader := &doc.Reader{Folder: cfg.Content, Fields: cfg.Fields, Values: cfg.Values, Defaults: cfg.Defaults}
	for _, at := range s.paths() {
		raw, err := plain.Read(tree, at, doc.MaxFile)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return edition{}, fmt.Errorf("read %s at %s: %w", at, rev, err)
		}
		facts := reader.Facts(raw)
		if facts.ID != "" && facts.ID != string(s.id) {
			continue // another document stood there then
		}
		e := edition{redline.Edition{Version: facts.Version, Status: facts.Status, Path: at}, raw}
		e.Commit, e.Day = string(info.Commit), info.Time.UTC().Format("2006-01-02")
		return e, nil
	}
	return edition{}, fmt.Errorf("%s does not exist at %s", s.id, rev)
}

// paths gives every path that the document had, the latest first.
func (s subject) paths() []string {
	var out []string
	if s.now != nil {
		out = append(out, s.now.Path)
	}
	for _, r := range s.revisions {
		for _, at := range []string{r.Path, r.From} {
			if at != "" && !slices.Contains(out, at) {
				out = append(out, at)
			}
		}
	}
	return out
}

// known lists the versions that can be named.
func (s subject) known() string {
	var names []string
	for _, r := range s.revisions {
		if v := r.Facts.Version; v != "" && !slices.Contains(names, v) {
			names = append(names, v)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "\nknown versions: " + strings.Join(names, ", ")
}
