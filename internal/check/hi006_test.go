package check_test

import (
	"testing"

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
			first := w.commit("2026-02-01 Ada Author <ada@example.org>", "Start")
			w.write("notes.txt", []byte("x"))
			second := w.commit("2026-02-02 Ada Author <ada@example.org>", "Go on")
			w.commit("2026-02-03 Ada Author <ada@example.org>", subject, first, second)
			if fires {
				w.write("want", []byte("- \"the second parent\"\n"))
			}
			w.compare("HI006", fires)
		}})
	}
	return out
}
