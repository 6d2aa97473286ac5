package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTutorial does what docs/tutorial.md says in an empty folder, as somebody who has only git and the program.
func TestTutorial(t *testing.T) {
	t.Parallel()
	followPage(t, "../../docs/tutorial.md", 15)
}

// TestRecipes does what docs/how-to.md says, one recipe after the other.
func TestRecipes(t *testing.T) {
	t.Parallel()
	followPage(t, "../../docs/how-to.md", 20)
}

// followPage plays a page from its first line to its last: a fence `sh` is typed, one that names a file is written there, and
// the lines of a fence `text` must have been printed by the commands before it, in that order. The page has steps of them at least.
func followPage(t *testing.T, page string, steps int) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	r := reader{home: t.TempDir()}
	r.dir = r.home
	done := 0
	for _, f := range fences(string(raw)) {
		done++
		switch kind, file, _ := strings.Cut(f.info, " "); {
		case kind == "sh":
			r.types(t, f)
		case kind == "text":
			r.sees(t, f)
		case file != "":
			r.writes(t, file, f)
		default:
			done--
		}
	}
	if done < steps {
		t.Errorf("%s has %d steps, want %d at least", page, done, steps)
	}
}

// fence is a block of code of a page: what stands behind the back-ticks, and its lines.
type fence struct {
	info, text string
	line       int
}

func fences(page string) []fence {
	var out []fence
	var open *fence
	for i, line := range strings.SplitAfter(page, "\n") {
		switch mark, ok := strings.CutPrefix(line, "```"); {
		case ok && open == nil:
			open = &fence{info: strings.TrimSpace(mark), line: i + 1}
		case ok:
			out, open = append(out, *open), nil
		case open != nil:
			open.text += line
		}
	}
	return out
}

// reader is somebody who follows a page: where they stand, and what they saw last.
type reader struct{ home, dir, seen string }

// types runs commands in one shell, and stays in the folder in which they end.
func (r *reader) types(t *testing.T, f fence) {
	t.Helper()
	where := filepath.Join(r.home, ".where")
	cmd := exec.Command("sh", "-eu", "-c", f.text+"\npwd > '"+where+"'")
	cmd.Dir = r.dir
	cmd.Env = []string{"HOME=" + r.home, "PATH=" + os.Getenv("PATH"), "GIT_CONFIG_NOSYSTEM=1", "LANG=C.UTF-8", "TMPDIR=" + r.home}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("line %d: %v\n%s\n%s", f.line, err, f.text, out)
	}
	to, err := os.ReadFile(where)
	if err != nil {
		t.Fatal(err)
	}
	r.dir, r.seen = strings.TrimSpace(string(to)), string(out)
}

// days and commits differ from run to run.
var days = regexp.MustCompile(`\d{4}-\d\d-\d\d`)

// sees looks for lines in what was printed last.
func (r *reader) sees(t *testing.T, f fence) {
	t.Helper()
	rest := days.ReplaceAllString(r.seen, "DAY")
	for _, line := range strings.Split(strings.TrimSpace(f.text), "\n") {
		line = days.ReplaceAllString(line, "DAY")
		_, after, ok := strings.Cut(rest, line)
		if !ok {
			t.Errorf("line %d: the page shows\n%s\nwhich is not (or not in this order) in\n%s", f.line, line, r.seen)
			return
		}
		rest = after
	}
}

func (r *reader) writes(t *testing.T, file string, f fence) {
	t.Helper()
	name := filepath.Join(r.dir, filepath.FromSlash(file))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(f.text), 0o644); err != nil {
		t.Fatal(err)
	}
}
