package build

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"clausebook/internal/keys"

	"clausebook/internal/history"
)

// Evidence is what there is in a project that an approval can be shown by, apart from documents and commits.
type Evidence struct {
	Keys    []TrustedKey
	Tags    int // annotated tags, which the clone has fetched
	Exports int // files of reviews
}

// TrustedKey is a key of the tree that was read, with the landing since which it is trusted; nil where it has not landed.
type TrustedKey struct {
	keys.Key
	Since *history.Commit
}

// EvidenceOf looks for the evidence of approvals in a project. The main line is gone through once; files are read where they changed.
func EvidenceOf(p *Project) (Evidence, error) {
	var out Evidence
	now, err := keys.List(p.Source, p.Config.Approval)
	if err != nil {
		return out, err
	}
	out.Exports = countFiles(p.Source, p.Config.Approval.Exports)
	since := map[keys.Key]*history.Commit{}
	if p.Dossier.History.Reliable() {
		archive, err := history.OpenArchive(p.Dir, p.Config.Zone())
		if err != nil {
			return out, fmt.Errorf("open the history: %w", err)
		}
		defer archive.Close()
		tags, err := archive.Tags()
		if err != nil {
			return out, fmt.Errorf("read the tags: %w", err)
		}
		out.Tags = len(tags)
		if len(now) > 0 {
			if since, err = keysSince(archive, p); err != nil {
				return out, err
			}
		}
	}
	for _, k := range now {
		out.Keys = append(out.Keys, TrustedKey{k, since[k]})
	}
	return out, nil
}

// keysSince gives the commit of the main line since which each key of its head has been listed without a break.
func keysSince(archive *history.Archive, p *Project) (map[keys.Key]*history.Commit, error) {
	since := map[keys.Key]*history.Commit{}
	state := ""
	for c := range p.Dossier.History.MainLine() { // the first commit first
		tree, err := archive.At(c.Hash)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		files := keys.Files(tree, p.Config.Approval)
		if files == state {
			continue
		}
		state = files
		listed, err := keys.List(tree, p.Config.Approval)
		if err != nil {
			return nil, err
		}
		next := map[keys.Key]*history.Commit{}
		for _, k := range listed {
			if next[k] = since[k]; next[k] == nil {
				next[k] = c
			}
		}
		since = next
	}
	return since, nil
}

// countFiles counts the files below a folder; none if there is no such folder.
func countFiles(tree fs.FS, folder string) int {
	n := 0
	if folder == "" {
		return 0
	}
	_ = fs.WalkDir(tree, path.Clean(folder), func(name string, e fs.DirEntry, err error) error { // what cannot be read has its finding
		if err == nil && e.Type().IsRegular() && !strings.HasPrefix(path.Base(name), ".") {
			n++
		}
		return nil
	})
	return n
}
