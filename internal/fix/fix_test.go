package fix_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/diag"
	"clausebook/internal/fix"
)

func finding(line, col int, was, text string) diag.Finding {
	return diag.Finding{Pos: diag.Pos{File: "a.md", Line: line, Col: col}, Edit: &diag.Edit{Line: line, Col: col, Was: was, Text: text}}
}

func TestApply(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		found      []diag.Finding
		want       string
		made       int
	}{
		{"two on one line, in any order", "a b\n", []diag.Finding{finding(1, 3, "b", "B"), finding(1, 1, "a", "AA")}, "AA B\n", 2},
		{"of two for one text the first", "abc\n", []diag.Finding{finding(1, 1, "ab", "x"), finding(1, 2, "bc", "y")}, "xc\n", 1},
		{"of two additions at one place the first", "a\n", []diag.Finding{finding(1, 1, "", "x\n"), finding(1, 1, "", "y\n")}, "x\na\n", 1},
		{"columns are characters", "äöü x\n", []diag.Finding{finding(1, 5, "x", "y")}, "äöü y\n", 1},
		{"the file reads otherwise by now", "abd\n", []diag.Finding{finding(1, 1, "abc", "x")}, "abd\n", 0},
		{"the line is not there", "abc\n", []diag.Finding{finding(3, 1, "abc", "x")}, "abc\n", 0},
		{"the column is not there", "ab\ncd\n", []diag.Finding{finding(1, 5, "cd", "x")}, "ab\ncd\n", 0},
		{"behind a mark", "\ufeffabc\n", []diag.Finding{finding(1, 1, "abc", "x")}, "\ufeffx\n", 1},
		{"the mark itself and what follows", "\ufeffabc\n",
			[]diag.Finding{finding(1, 1, "\ufeff", ""), finding(1, 1, "abc", "x")}, "x\n", 2},
		{"line ends of Windows", "a\r\nb\r\nc\r\n", []diag.Finding{finding(1, 1, "a\nb", "x\ny\nz")}, "x\r\ny\r\nz\r\nc\r\n", 1},
		{"at the end without a line end", "a\nb", []diag.Finding{finding(2, 1, "b", "c")}, "a\nc", 1},
		{"without an edit", "a\n", []diag.Finding{{Pos: diag.Pos{File: "a.md", Line: 1}}}, "a\n", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, made := fix.Apply([]byte(c.file), c.found)
			if string(got) != c.want || len(made) != c.made {
				t.Errorf("%q with %d changes made, want %q with %d", got, len(made), c.want, c.made)
			}
		})
	}
}

func TestFilesGoOnUntilNothingIsLeft(t *testing.T) {
	t.Parallel()
	disk := map[string]string{"a.md": "1", "b.md": "b"}
	read := func(path string) ([]byte, error) { return []byte(disk[path]), nil }
	step := func(instead map[string][]byte) ([]diag.Finding, error) { // each judgement brings the next fault to light
		text := disk["a.md"]
		if now, ok := instead["a.md"]; ok {
			text = string(now)
		}
		if len(text) == 3 {
			return nil, nil
		}
		return []diag.Finding{finding(1, 1, text, text+"1")}, nil
	}
	files, err := fix.Files(step, read, func(diag.Finding) bool { return true })
	if err != nil || len(files) != 1 || string(files[0].After) != "111" || string(files[0].Before) != "1" || len(files[0].Made) != 2 {
		t.Errorf("%+v, %v", files, err)
	}
	if files, err := fix.Files(step, read, func(diag.Finding) bool { return false }); err != nil || len(files) > 0 {
		t.Errorf("what is not asked for is changed: %+v, %v", files, err)
	}
	broken := errors.New("no disk")
	unread := func(string) ([]byte, error) { return nil, broken }
	if _, err := fix.Files(step, unread, func(diag.Finding) bool { return true }); !errors.Is(err, broken) {
		t.Errorf("a file that cannot be read gives %v", err)
	}
	endless := func(map[string][]byte) ([]diag.Finding, error) { return []diag.Finding{finding(1, 1, "", "x")}, nil }
	if _, err := fix.Files(endless, read, func(diag.Finding) bool { return true }); err != nil {
		t.Error(err)
	}
}

// TestGitTakesTheDiff changes texts at random and has git apply what is written of them.
func TestGitTakesTheDiff(t *testing.T) {
	t.Parallel()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	random := rand.New(rand.NewPCG(3, 7))
	dir := t.TempDir()
	var files []fix.File
	for i := range 150 {
		before := randomLines(random, random.IntN(30))
		after := slices.Clone(before)
		for range 1 + random.IntN(4) {
			at := random.IntN(len(after) + 1)
			to := min(at+random.IntN(3), len(after))
			after = slices.Replace(after, at, to, randomLines(random, random.IntN(3))...)
		}
		f := fix.File{Path: fmt.Sprintf("a %d-ä.md", i), Before: joined(random, before), After: joined(random, after)}
		if bytes.Equal(f.Before, f.After) || len(f.Before) == 0 || len(f.After) == 0 {
			continue // a file that appears or is gone is no matter of findings
		}
		files = append(files, f)
		if err := os.WriteFile(filepath.Join(dir, f.Path), f.Before, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var diff bytes.Buffer
	if err := fix.WriteDiff(&diff, "", files); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(git, "apply", "--whitespace=nowarn", "-")
	cmd.Dir, cmd.Stdin = dir, &diff
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir), "GIT_CONFIG_GLOBAL="+os.DevNull)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, f := range files {
		if got, err := os.ReadFile(filepath.Join(dir, f.Path)); err != nil || !bytes.Equal(got, f.After) {
			t.Errorf("%s: git makes %q of %q, want %q (%v)", f.Path, got, f.Before, f.After, err)
		}
	}
}

func randomLines(random *rand.Rand, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = []string{"", "a", "b", "c", "---", "+x"}[random.IntN(6)]
	}
	return out
}

func joined(random *rand.Rand, lines []string) []byte {
	text := strings.Join(lines, "\n")
	if random.IntN(3) > 0 && text != "" {
		text += "\n"
	}
	return []byte(text)
}
