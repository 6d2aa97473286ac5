package history

import (
	"fmt"
	"strings"
)

// maxNamed bounds the versions that are named one by one.
const maxNamed = 20

// overlong names what was not read for its length: versions of documents, and files by which git is steered.
func (x *index) overlong(repo *repository) []string {
	var notes []string
	for _, file := range []string{x.mailmap, x.ignored} {
		for line := range strings.Lines(file) {
			if what, ok := strings.CutPrefix(strings.TrimSpace(line), overlong); ok {
				notes = append(notes, what)
			}
		}
	}
	count := 0
	for _, v := range x.revisions {
		if v.new.mode == 0 || x.facts[v.new.blob] != tooLarge {
			continue
		}
		if count++; count <= maxNamed {
			notes = append(notes, fmt.Sprintf("%s as of commit %s has more than %d bytes and was not read: what that version says is not known",
				repo.relative(x.paths[v.to]), hashOf(x.graph.vertices[v.commit].id).Short(), MaxDocument))
		}
	}
	notes = append(notes, x.unfinished()...)
	if count > maxNamed {
		notes = append(notes, fmt.Sprintf("%d more versions of documents have more than %d bytes and were not read", count-maxNamed, MaxDocument))
	}
	return notes
}

// unfinished names the commits in which the search for moved documents was given up.
func (x *index) unfinished() []string {
	var notes []string
	count := 0
	for i, d := range x.changesets {
		if d == nil || !d.gaveUp {
			continue
		}
		if count++; count <= maxNamed {
			notes = append(notes, fmt.Sprintf("so many files came and went in commit %s that the search for moved documents was given up: "+
				"the history of some may begin there", hashOf(x.graph.vertices[i].id).Short()))
		}
	}
	if count > maxNamed {
		notes = append(notes, fmt.Sprintf("the search for moved documents was given up in %d more commits", count-maxNamed))
	}
	return notes
}
