package editions

import (
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/fingerprint"
	"clausebook/internal/history"
	"clausebook/internal/kept"
	"clausebook/internal/view"
)

// Measure says of each revision how many lines came and went, one row for each. The older text of one revision is
// mostly the newer one of the next, and is read once. What cannot be read is left open.
func Measure(p view.Page, rows []view.RevisionRow, revisions []history.Revision) {
	if p.Blob == nil {
		return
	}
	blobs := make([][2]history.Hash, len(revisions))
	for i, r := range revisions {
		blobs[i] = [2]history.Hash{r.Blob, r.OldBlob}
	}
	sizes := kept.Value(p.Memory, fingerprint.Of("sizes", blobs), func() ([]size, bool) { return measured(p, revisions) })
	for i, s := range sizes {
		if s.Known {
			rows[i].Size = p.T("lines: %d added, %d removed", s.Added, s.Removed)
		}
	}
}

// size is how many lines of a version came and went.
type size struct {
	Known          bool
	Added, Removed int
}

// measured reads the versions. Whole tells whether each of them could be read.
func measured(p view.Page, revisions []history.Revision) (sizes []size, whole bool) {
	var at history.Hash
	var lines map[string]int
	sizes, whole = make([]size, len(revisions)), true
	for i, r := range revisions {
		if r.Blob == r.OldBlob {
			continue
		}
		is := lines
		if r.Blob != at || is == nil {
			is = linesOf(p, r.Blob)
		}
		was := linesOf(p, r.OldBlob)
		if is != nil && was != nil {
			sizes[i] = size{true, lacking(was, is), lacking(is, was)}
		}
		whole = whole && is != nil && was != nil
		at, lines = r.OldBlob, was
	}
	return sizes, whole
}

// maxMeasured bounds the versions whose lines are counted, in bytes.
const maxMeasured = doc.MaxFile

// linesOf counts the lines of a version that say something, nil where it cannot be read. No version has none.
func linesOf(p view.Page, blob history.Hash) map[string]int {
	out := map[string]int{}
	if blob == "" {
		return out
	}
	raw, err := p.Blob(blob)
	if err != nil || len(raw) > maxMeasured {
		return nil
	}
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" {
			out[line]++
		}
	}
	return out
}

// lacking counts the lines that from lacks.
func lacking(from, of map[string]int) int {
	n := 0
	for line, count := range of {
		n += max(0, count-from[line])
	}
	return n
}
