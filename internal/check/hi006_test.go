package check_test

import (
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/rogpeppe/go-internal/txtar"
)

// foxtrots gives cases of a merge commit with each subject.
func foxtrots() []madeCase {
	var out []madeCase
	for subject, fires := range map[string]bool{
		"Merge branch 'main' of https://git.example/org/sms":           true,
		"Merge branch 'master' of git.example:org/sms into master":     true,
		"Merge remote-tracking branch 'origin/main'":                   true,
		"Merge remote-tracking branch 'origin/main' into main":         true,
		"Merge branch 'main' into change":                              false,
		"Merge branch 'main' of https://git.example/org/sms into work": false,
		"Merge remote-tracking branch 'origin/main' into change":       false,
		"Merge branch 'change'":                                        false,
		"Merge branch 'change' of https://git.example/org/sms":         false,
		"Merge branch 'change' into 'main'":                            false,
		"Merge pull request #4 from org/change":                        false,
	} {
		name := map[bool]string{true: "fire ", false: "quiet "}[fires] + subject
		out = append(out, madeCase{name, fires, func(t *testing.T, base *txtar.Archive) {
			w := newTree(t)
			w.play(base)
			w.commit("2026-02-01 Ada Author <ada@example.org>", "Start")
			first, err := w.repo.Head()
			w.must(err)
			w.write("notes.txt", []byte("x"))
			w.commit("2026-02-02 Ada Author <ada@example.org>", "Go on")
			second, err := w.repo.Head()
			w.must(err)
			files, err := w.repo.Worktree()
			w.must(err)
			sign := &object.Signature{Name: "Ada Author", Email: "ada@example.org", When: time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)}
			_, err = files.Commit(subject, &git.CommitOptions{Author: sign, Committer: sign, AllowEmptyCommits: true,
				Parents: []plumbing.Hash{first.Hash(), second.Hash()}})
			w.must(err)
			if fires {
				w.write("want", []byte("- \"the second parent\"\n"))
			}
			w.compare("HI006", fires)
		}})
	}
	return out
}
