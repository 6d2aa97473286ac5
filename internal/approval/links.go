package approval

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/markdown"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
	"clausebook/internal/routes"
)

// This file judges what an approval binds beyond the text itself: images and attachments by their bytes, links by the
// document to which they lead, and the columns of a file of rows. They are compared as they landed with the approval and
// as they are now, for the version that the document claims. What they were is told from history, so that hardly a file of
// the past is read.

// shift is something outside the text that is not what it was when the text was approved.
type shift struct {
	what   phrase.Phrase
	commit *history.Commit // that changed it; nil for the work tree
}

// shifted finds the first thing outside the text that changed since an approval; nil if there is none.
func (s *timeline) shifted(e *entry) *shift {
	d := s.doc
	if e != s.current || e.revision == nil || e.landing == s.Next {
		return nil
	}
	was, is := s.linksAt(e), doc.BoundLinks(d.Front, d.Body, doc.RowsApart(e.facts))
	for i := range min(len(was), len(is)) {
		if found := s.led(e, was[i], is[i]); found != nil {
			return found
		}
	}
	return s.columns(e)
}

// linksAt gives the relative links of the text that was approved. As long as they are written as they are now, nothing has
// to be read.
func (s *timeline) linksAt(e *entry) []markdown.Link {
	apart := doc.RowsApart(e.facts)
	if s.sameLinks(e) {
		return doc.BoundLinks(s.doc.Front, s.doc.Body, apart)
	}
	raw, err := s.fileAt(e, e.revision.Path, doc.MaxFile)
	if err != nil {
		return nil
	}
	parts := doc.Take(raw)
	return doc.BoundLinks(parts.Front, markdown.Parse(parts.Body, parts.BodyLine), apart)
}

// sameLinks tells whether the paths of relative links are those that were approved.
func (s *timeline) sameLinks(e *entry) bool {
	blob := history.Hash(s.doc.Blob)
	if blob == e.revision.Blob {
		return true
	}
	now, known := s.seen[blob]
	if !known {
		now = s.doc.Facts()
	}
	return now.Links == e.facts.Links
}

// fileAt reads a file as it was when an approval landed.
func (s *timeline) fileAt(e *entry, name string, limit int64) ([]byte, error) {
	if s.In.At == nil {
		return nil, errors.ErrUnsupported
	}
	tree, err := s.In.At(e.landing.Hash)
	if err != nil {
		return nil, err
	}
	return plain.Read(tree, name, limit)
}

// led compares where a link led when the text was approved with where it leads now. One that leads nowhere is another
// rule's business, unless it was turned there.
func (s *timeline) led(e *entry, was, is markdown.Link) *shift {
	from, to := path.Join(path.Dir(e.revision.Path), was.Target), s.leadsTo(is)
	meant := []string{from}
	if to != path.Join(path.Dir(s.doc.Path), is.Target) {
		meant = append(routes.Files(from), from)
		from = s.leadsTo(was) // written without its ending, or from a root: as it would be followed now
	}
	turned := from != to && path.Clean(was.Target) != path.Clean(is.Target)
	name := "`" + path.Clean(is.Target) + "`"
	if s.docs.ByPath(to) != nil {
		if then := s.stood(e, to); then != nil && then.Path == from || from == to && s.missed(e, meant) {
			return nil
		}
		return &shift{phrase.Of("the link to %s leads to another document", name), s.turnedBy(to, turned)}
	}
	now := s.blobNow(to)
	switch {
	case now == "" && turned:
		return &shift{phrase.Of("the link to %s leads nowhere", name), s.turnedBy(to, turned)}
	case now == "" || now == s.blobThen(e, from, to) || s.isStored(e, from, to):
		return nil
	case is.Kind == markdown.LinkDocument && s.wasMoved(e, to, now):
		return nil
	}
	return &shift{phrase.Of("%s is another file", name), s.turnedBy(to, turned)}
}

// leadsTo gives the path to which a link of the document leads; of one that leads nowhere the path as it is written.
func (s *timeline) leadsTo(l markdown.Link) string {
	t := s.docs.Resolve(s.doc, l)
	if t.Document != nil && s.docs.ByPath(t.Document.Path) != nil {
		return t.Document.Path
	}
	s.elsewhere = s.elsewhere || t.Asset == ""
	if t.Document != nil {
		return t.Document.Path
	}
	return cmp.Or(t.Asset, t.Beyond, path.Join(path.Dir(s.doc.Path), l.Target))
}

// wasMoved tells whether a file that a text calls by its name alone stood elsewhere when the text was approved, as it is now.
func (s *timeline) wasMoved(e *entry, to string, now history.Hash) bool {
	then := s.stood(e, to)
	return then != nil && then.Blob == now && path.Base(then.Path) == path.Base(to)
}

// stood gives what the file that has a path now was when an approval landed; nil if there was none.
func (s *timeline) stood(e *entry, now string) *history.Revision {
	var last *history.Revision
	for _, l := range s.Log.Landings(now) {
		if l.By.Place > e.landing.Place {
			break
		}
		last = l.Last()
	}
	if last == nil || last.Deleted() {
		return nil
	}
	return last
}

// missed tells whether a link led nowhere when the text was approved: to none of the files that it may have meant.
func (s *timeline) missed(e *entry, meant []string) bool {
	if s.In.At == nil {
		return true
	}
	tree, err := s.In.At(e.landing.Hash)
	if err != nil {
		return true // nothing is known, so nothing is said
	}
	return !slices.ContainsFunc(meant, func(name string) bool {
		_, err := fs.Lstat(tree, name)
		return !errors.Is(err, fs.ErrNotExist)
	})
}

// blobThen gives the file to which a link led when the text was approved.
func (s *timeline) blobThen(e *entry, from, to string) history.Hash {
	for _, now := range []string{to, from} {
		if then := s.stood(e, now); then != nil && then.Path == from {
			return then.Blob
		}
	}
	if !s.docs.Holds(to) {
		return s.blobBeside(e, from, to)
	}
	return ""
}

// changedBeside gives the commit of the main line that made a file outside the place of documents what it is now; nil where that was
// done in the work tree.
func (s *timeline) changedBeside(name string, now history.Hash) (by *history.Commit) {
	for c := range s.Log.MainLine() {
		tree, err := s.In.At(c.Hash)
		if err != nil {
			continue
		}
		switch info, err := fs.Lstat(tree, name); {
		case err != nil || info.Sys() != any(now):
			by = nil
		case by == nil:
			by = c
		}
	}
	return by
}

// blobBeside gives a file outside the place of documents as it was when the text was approved; of its history nothing is kept. Where
// the commit cannot be read nothing is known, and the file passes for unchanged.
func (s *timeline) blobBeside(e *entry, from, to string) history.Hash {
	if s.In.At == nil {
		return s.blobNow(to)
	}
	tree, err := s.In.At(e.landing.Hash)
	if err != nil {
		return s.blobNow(to)
	}
	info, err := fs.Lstat(tree, path.Clean(from))
	if err != nil {
		return ""
	}
	blob, _ := info.Sys().(history.Hash)
	return blob
}

// blobNow gives a file as it is now.
func (s *timeline) blobNow(name string) history.Hash {
	if a := s.docs.Asset(name); a != nil && a.Blob != "" {
		return history.Hash(a.Blob)
	}
	return s.Log.HeadBlob(name)
}

// isStored tells whether what was approved is a pointer that Git LFS keeps in place of the file as it is now.
func (s *timeline) isStored(e *entry, from, to string) bool {
	a := s.docs.Asset(to)
	if a == nil || s.Log.HeadBlob(to) != s.blobThen(e, from, to) {
		return false
	}
	raw, err := s.fileAt(e, from, 1<<10)
	pointer := string(raw)
	return err == nil && strings.HasPrefix(pointer, "version https://git-lfs.github.com/spec/") &&
		strings.Contains(pointer, "oid sha256:"+a.SHA256)
}

// turnedBy gives the commit of the main line that changed where a link leads: the last one that changed the text where the
// link was turned, else the one that changed the file. It gives nil where that was done in the work tree.
func (s *timeline) turnedBy(to string, turned bool) *history.Commit {
	name, now := to, s.blobNow(to)
	if turned {
		name, now = s.doc.Path, history.Hash(s.doc.Blob)
	} else if d := s.docs.ByPath(to); d != nil {
		now, s.elsewhere = history.Hash(d.Blob), true
	}
	if !s.docs.Holds(name) && s.In.At != nil {
		return s.changedBeside(name, now)
	}
	all := s.Log.Landings(name)
	if len(all) == 0 || s.Log.HeadBlob(name) != now {
		return nil
	}
	return all[len(all)-1].By
}

// columns compares the columns of the file of rows beside a document, whose rows are records of their own.
func (s *timeline) columns(e *entry) *shift {
	data := s.doc.Data
	if data == nil {
		return nil
	}
	from := path.Join(path.Dir(e.revision.Path), path.Base(data.Path))
	if then := s.stood(e, data.Path); then != nil && then.Path == from && then.Blob == history.Hash(data.Blob) {
		return nil
	}
	raw, err := s.fileAt(e, from, doc.MaxData)
	if err != nil && !errors.Is(err, fs.ErrNotExist) || slices.Equal(doc.RowsOf(from, data.Sheet, raw).Header, data.Header) {
		return nil
	}
	return &shift{phrase.Of("the columns of %s changed", "`"+path.Base(data.Path)+"`"), s.turnedBy(data.Path, false)}
}
