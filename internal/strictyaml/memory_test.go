package strictyaml

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// withoutLines gives a node as it is but for its lines.
func withoutLines(n *Node) *Node {
	if n == nil {
		return nil
	}
	out := *n
	out.Line, out.Keys, out.Values = 0, nil, nil
	for _, k := range n.Keys {
		out.Keys = append(out.Keys, withoutLines(k))
	}
	for _, v := range n.Values {
		out.Values = append(out.Values, withoutLines(v))
	}
	return &out
}

// compareMemory compares what a memory reads with what Parse does.
func compareMemory(t *testing.T, m *Memory, src string) {
	t.Helper()
	want, problems := Parse([]byte(src), 3, Limits{})
	got, gotProblems := m.Parse([]byte(src), 3)
	if diff := cmp.Diff(problems, gotProblems); diff != "" {
		t.Fatalf("problems of %q (-Parse +Memory):\n%s", src, diff)
	}
	if diff := cmp.Diff(withoutLines(want), withoutLines(got)); diff != "" {
		t.Fatalf("of %q (-Parse +Memory):\n%s", src, diff)
	}
}

// parts are lines that reach into others, or may seem to.
var parts = []string{"a: b", "b: [x, y]", "c: [x,", "  y]", "y]", "d: |", "  text", "text", "e: >-", "f: |+", "", "# comment", "  # comment", "g:", "- x",
	"  - x", "-", "--- ", "---", "...", "%YAML 1.1", "h: \"x", "x\"", "  x\"", "i: 'x''", "j: &x 1", "k: *x", "l: !!str x", "? m", ": n", "o:p", "a: again",
	"\ta: b", "q: {a: b,", "c: d}", "r: x: y", "s: x # y", "\"t\": x", "u : x", "<<: x", "v: \t", "w: -", "x: - y", "\r", "z: a\r", "1: x", "ü: x", "\ufeff", "~: x",
	"null: x", "A-b_1: |2", "    deep", " shallow"}

// TestMemory reads front matter of the example documents, and lines that reach into others, as Parse does.
func TestMemory(t *testing.T) {
	t.Parallel()
	var m Memory
	fronts, cut := 0, 0
	err := filepath.WalkDir(filepath.Join("..", "..", "content"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" {
			return err
		}
		data, err := os.ReadFile(name)
		if front, _, ok := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---\n"); ok {
			fronts++
			if len(entriesOf([]byte(front))) > 3 {
				cut++
			}
			compareMemory(t, &m, front)
			compareMemory(t, &m, strings.Replace(front, "version: ", "version: 1", 1)+"\nmore: x\n")
		}
		return err
	})
	if err != nil || fronts < 100 || cut < fronts*9/10 {
		t.Errorf("%d fronts, of which %d are read by entries; error %v", fronts, cut, err)
	}
	rnd := rand.New(rand.NewPCG(9, 10))
	for range 6000 {
		var lines []string
		for range 1 + rnd.IntN(7) {
			lines = append(lines, parts[rnd.IntN(len(parts))])
		}
		compareMemory(t, &m, strings.Join(lines, "\n")+strings.Repeat("\n", rnd.IntN(3)))
	}
	for i := range 1000 {
		m.Parse(fmt.Appendf(nil, "key%d: %s\n", i, strings.Repeat("x", 400)), 1)
	}
	kept := 0
	for _, g := range []map[string]*Node{m.young, m.old} {
		for text := range g {
			kept += len(text)
		}
	}
	if kept > 2*memorySize {
		t.Errorf("%d bytes are kept", kept)
	}
}

// FuzzMemory reads anything as Parse does.
func FuzzMemory(f *testing.F) {
	for i := range parts {
		f.Add(strings.Join(parts[:i], "\n"))
		f.Add("a: b\n" + parts[i] + "\nzz: y")
	}
	var m Memory
	f.Fuzz(func(t *testing.T, src string) { compareMemory(t, &m, src) })
}
