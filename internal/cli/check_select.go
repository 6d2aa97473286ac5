package cli

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"clausebook/internal/build"
	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

// selection is what of the findings is asked for; what is empty asks for all.
type selection struct {
	rules  []string // ids, or the letters of a family
	places []place
}

// place is a document or a part of the tree.
type place struct {
	id   string
	path string // of a file or folder, relative to the project
}

// asks tells whether a finding is asked for.
func (s selection) asks(f diag.Finding) bool {
	byRule := len(s.rules) == 0 || slices.Contains(s.rules, string(f.Rule)) || slices.Contains(s.rules, familyOf(string(f.Rule)))
	return byRule && (len(s.places) == 0 || slices.ContainsFunc(s.places, func(p place) bool { return p.holds(f) }))
}

func (p place) holds(f diag.Finding) bool {
	if p.id != "" {
		return f.Document == p.id
	}
	return p.path == "." || f.Pos.File == p.path || strings.HasPrefix(f.Pos.File, p.path+"/")
}

// familyOf gives the letters with which the id of a rule begins.
func familyOf(rule string) string { return strings.TrimRight(rule, "0123456789") }

// rulesAndFamilies gives the ids of all rules and their families.
func rulesAndFamilies() []string {
	var out []string
	for _, r := range check.Rules() {
		if family := familyOf(string(r.ID)); !slices.Contains(out, family) {
			out = append(out, family)
		}
		out = append(out, string(r.ID))
	}
	return out
}

// selectRules reads the rules that are asked for, whatever their case; several may stand in one word, parted by commas.
func selectRules(words []string) ([]string, error) {
	known := rulesAndFamilies()
	var out []string
	for _, word := range words {
		for part := range strings.SplitSeq(word, ",") {
			part = strings.ToUpper(strings.TrimSpace(part))
			if !slices.Contains(known, part) {
				return nil, unknownName("no rule and no family of rules", part, known)
			}
			if check.IsGap(diag.RuleID(part)) {
				return nil, usageError{fmt.Errorf("--select %s: a gap is no finding; to list it: clausebook gaps", part)}
			}
			out = append(out, part)
		}
	}
	return out, nil
}

// selectPlaces reads the documents and paths that are asked for: an id, else a path from the folder that -C names.
func (a *app) selectPlaces(p *build.Project, words []string) ([]place, error) {
	var out []place
	for _, word := range words {
		if p.Dossier.Docs.ByID(doc.ID(word)) != nil {
			out = append(out, place{id: word})
			continue
		}
		at, err := a.placeIn(p.Dir, word)
		if err != nil || !stands(p, at) {
			return nil, unknownName("no document, file or folder of the project", word, idsOf(p.Dossier, func(*doc.Document) bool { return true }))
		}
		out = append(out, place{path: at})
	}
	return out, nil
}

// placeIn gives a path from the folder that -C names relative to the project, with slashes.
func (a *app) placeIn(dir, word string) (string, error) {
	if !filepath.IsAbs(word) {
		word = filepath.Join(a.dir, word)
	}
	abs, err := filepath.Abs(word)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", word, err)
	}
	rel, err := filepath.Rel(dir, abs)
	if err != nil {
		return "", fmt.Errorf("place %s in the project: %w", word, err)
	}
	return filepath.ToSlash(rel), nil
}

// stands tells whether a path is there in the tree that was read.
func stands(p *build.Project, at string) bool {
	_, err := fs.Stat(p.Source, at)
	return fs.ValidPath(at) && err == nil
}
