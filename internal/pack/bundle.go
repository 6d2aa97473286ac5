package pack

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"clausebook/internal/bag"
	"clausebook/internal/bundle"
	"clausebook/internal/date"
	"clausebook/internal/history"
)

// branch is what the line that was read is called in a bundle: how a clone calls it must not change the pack.
const branch = "refs/heads/main"

// addBundle adds the repository: the commit with all before it, annotated tags on these, and what tools keep of reviews beside the
// branches. Other branches may hold what nobody has published.
func (p *Plan) addBundle(archive *history.Archive, tags []history.Tag) error {
	folders, ok := history.FoldersOf(p.project.Dir)
	if !ok {
		return ErrHistory
	}
	refs := []bundle.Ref{{Name: branch, Hash: string(p.commit.Hash)}}
	for _, t := range tags {
		refs = append(refs, bundle.Ref{Name: "refs/tags/" + t.Name, Hash: bag.GitName("tag", t.Raw)})
	}
	notes, err := archive.Notes()
	if err != nil {
		return fmt.Errorf("read the notes: %w", err)
	}
	came := func(day date.Date) bool { return !day.After(p.project.Dossier.AsOf.Day) }
	for _, name := range slices.Concat(notes, []string{history.GittufAttestations, history.GittufLog, history.GittufPolicy}) {
		line, err := archive.Line(name, came)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		if line == nil {
			continue
		}
		if c, ok := line.At(0); ok {
			refs = append(refs, bundle.Ref{Name: name, Hash: string(c.Hash)})
		}
	}
	objects := filepath.Join(folders.Common, "objects")
	p.addWriter("repo.bundle", func(w io.Writer) error { return bundle.Write(w, objects, refs) })
	return nil
}
