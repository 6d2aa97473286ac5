package build

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/people"
	"clausebook/internal/schemacheck"
	"clausebook/schemas"
)

// Evidence is what there is in a project that an approval can be shown by, apart from documents and commits.
type Evidence struct {
	Keys    []TrustedKey // of files of keys
	Persons []TrustedKey // of people.yaml
	Tags    int          // annotated tags, which the clone has fetched
	Notes   []string     // references to notes, likewise
	Exports int          // files of reviews

	FetchNotes string // the command that fetches notes; empty where the history cannot be relied on
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
	listed := keys.OfPeople(p.Dossier.People)
	var since, stated map[keys.Key]*history.Commit
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
		out.FetchNotes = archive.FetchNotes()
		if out.Notes, err = archive.Notes(); err != nil {
			return out, err
		}
		if since, err = keysSince(archive, p, now, inFiles(p.Config.Approval)); err != nil {
			return out, err
		}
		if stated, err = keysSince(archive, p, listed, inPeople(p.Dossier.People.Path)); err != nil {
			return out, err
		}
	}
	for _, k := range now {
		out.Keys = append(out.Keys, TrustedKey{k, since[k]})
	}
	for _, k := range listed {
		out.Persons = append(out.Persons, TrustedKey{k, stated[k]})
	}
	return out, nil
}

// place is where keys are listed: what names its state in a tree, and the keys of it.
type place struct {
	state func(fs.FS) string
	keys  func(fs.FS) ([]keys.Key, error)
}

func inFiles(c config.Approval) place {
	return place{func(tree fs.FS) string { return keys.Files(tree, c) },
		func(tree fs.FS) ([]keys.Key, error) { return keys.List(tree, c) }}
}

func inPeople(file string) place {
	return place{func(tree fs.FS) string { return history.ObjectName(tree, file) },
		func(tree fs.FS) ([]keys.Key, error) {
			schema, err := schemacheck.New(schemas.FS).Compile("people.schema.json")
			if err != nil {
				return nil, err
			}
			r, err := people.Load(tree, file, schema)
			if err != nil {
				return nil, fmt.Errorf("read the keys of people: %w", err)
			}
			return keys.OfPeople(r), nil
		}}
}

// keysSince gives the commit of the main line since which each key of its head has been listed in a place without a break.
func keysSince(archive *history.Archive, p *Project, now []keys.Key, at place) (map[keys.Key]*history.Commit, error) {
	since := map[keys.Key]*history.Commit{}
	if len(now) == 0 {
		return since, nil
	}
	state := ""
	for c := range p.Dossier.History.MainLine() { // the first commit first
		tree, err := archive.At(c.Hash)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		files := at.state(tree)
		if files == state {
			continue
		}
		state = files
		listed, err := at.keys(tree)
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
