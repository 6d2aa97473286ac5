package doc

import (
	"path"

	"clausebook/internal/history"
)

// Stood tells where the head has what the work tree has elsewhere, as far as that is certain: documents by their ids, the data files
// beside them, and attachments by their bytes. What was copied stands where it did.
func (s *Set) Stood(log *history.Log) map[string]string {
	if !log.Reliable() {
		return nil
	}
	byID, byBlob := s.gone(log)
	out := map[string]string{}
	for _, d := range s.Documents {
		if log.HeadBlob(d.Path) != "" || d.DerivedID || byID[d.ID] == "" {
			continue
		}
		out[d.Path] = byID[d.ID]
		if d.Data == nil {
			continue
		}
		if old := path.Join(path.Dir(byID[d.ID]),
			path.Base(d.Data.Path)); log.HeadBlob(d.Data.Path) == "" && log.HeadBlob(old) != "" && !s.has(old) {
			out[d.Data.Path] = old
		}
	}
	for _, a := range s.Assets {
		if old := byBlob[history.Hash(a.Blob)]; old != "" && log.HeadBlob(a.Path) == "" && out[a.Path] == "" {
			out[a.Path] = old
		}
	}
	return out
}

// gone gives the files of the head that the work tree has no more where they were: documents by id, all by their bytes.
func (s *Set) gone(log *history.Log) (byID map[ID]string, byBlob map[history.Hash]string) {
	byID, byBlob = map[ID]string{}, map[history.Hash]string{}
	for _, p := range log.Paths() {
		if s.has(p) {
			continue
		}
		byBlob[log.HeadBlob(p)] = p
		if all := log.Landings(p); len(all) > 0 && all[len(all)-1].Last().Facts.ID != "" {
			byID[ID(all[len(all)-1].Last().Facts.ID)] = p
		}
	}
	return byID, byBlob
}

// has tells whether a file of the set stands at a path.
func (s *Set) has(p string) bool { return s.ByPath(p) != nil || s.Asset(p) != nil }
