package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"

	"clausebook/internal/gittest"
	"clausebook/internal/strictyaml"
)

// blocks gives the fenced blocks of docs/ci.md in a language.
func blocks(t *testing.T, language string) []string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "ci.md"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range regexp.MustCompile("(?s)\n```"+language+"\n(.*?)```\n").FindAllStringSubmatch(string(page), -1) {
		out = append(out, m[1])
	}
	if len(out) == 0 {
		t.Fatalf("docs/ci.md has no block of %s", language)
	}
	return out
}

// ciCommands gives the arguments of each clausebook command of the page, as the pipeline of a change into main would run
// it, without what the shell does with the output.
func ciCommands(t *testing.T) [][]string {
	t.Helper()
	command := regexp.MustCompile(`^\s*(?:- )?(?:run: |entry: )?(clausebook .*)$`)
	variables := strings.NewReplacer("$GITHUB_BASE_REF", "main", "$TARGET", "main", "$RUNNER_TEMP", ".", `"`, "")
	var out [][]string
	for _, block := range slices.Concat(blocks(t, "yaml"), blocks(t, "sh")) {
		for line := range strings.Lines(block) {
			m := command.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
			if m == nil {
				continue
			}
			text, _, _ := strings.Cut(m[1], ">")
			text = variables.Replace(text)
			if strings.ContainsAny(text, "$`|&\\") {
				t.Fatalf("the test cannot read %q", line)
			}
			out = append(out, strings.Fields(text)[1:])
		}
	}
	return out
}

// TestPipelinesOfThePageRun runs every command of docs/ci.md on a change of a new project. An exit code of 1 speaks of the
// documents; 2 or 3 would mean that the page is wrong.
func TestPipelinesOfThePageRun(t *testing.T) {
	commands := ciCommands(t)
	if len(commands) < 12 {
		t.Fatalf("only %d commands were found: %q", len(commands), commands)
	}
	dir := filepath.Join(t.TempDir(), "d")
	t.Setenv("SOURCE_DATE_EPOCH", "1780272000")
	var out, errOut bytes.Buffer
	if code := Main([]string{"init", dir, "--minimal"}, nil, &out, &errOut); code != exitClean {
		t.Fatalf("init: %s", errOut.String())
	}
	commit := func(message string, names ...plumbing.ReferenceName) {
		who := gittest.By("Ada Author", "ada@example.org", time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
		at, err := gittest.Snapshot(dir, message, who)
		if err != nil {
			t.Fatal(err)
		}
		repo, err := git.PlainOpen(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if err := repo.Storer.SetReference(plumbing.NewHashReference(name, at)); err != nil {
				t.Fatal(err)
			}
		}
	}
	commit("Begin", "refs/heads/main", "refs/remotes/origin/main")
	if err := os.WriteFile(filepath.Join(dir, "content", "new.md"), []byte("---\nid: NEW\ntitle: New\n---\nSee [[LOST]].\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	commit("Change")
	t.Chdir(dir)
	if code := Main([]string{"check", "-q", "--write-baseline", "baseline.json"}, nil, &out, &errOut); code != exitClean {
		t.Fatalf("write a baseline: %d, %s", code, errOut.String())
	}
	slices.SortFunc(commands, slices.Compare)
	for _, args := range slices.CompactFunc(commands, slices.Equal) {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			var out, errOut bytes.Buffer
			if code := Main(args, nil, &out, &errOut); code > exitFindings {
				t.Errorf("exit code %d: %s", code, errOut.String())
			}
		})
	}
}

// TestPipelinesOfThePageAskForAllOfHistory holds what the pieces promise: they are YAML, fetch the whole history, and
// take no rights and no code that nobody looked at.
func TestPipelinesOfThePageAskForAllOfHistory(t *testing.T) {
	t.Parallel()
	all := blocks(t, "yaml")
	for _, block := range all {
		if _, problems := strictyaml.Parse([]byte(block), 1, strictyaml.Limits{Bytes: 1 << 20}); len(problems) > 0 {
			t.Errorf("a block is not the YAML that it seems to be: %v", problems)
		}
	}
	for n, wants := range [][]string{
		{"\npermissions:\n  contents: read\n", "fetch-depth: 0", "pull_request:\n", "persist-credentials: false"},
		{`GIT_DEPTH: "0"`, "codequality: gl-code-quality-report.json", "junit: junit.xml", "--format gitlab=gl-code-quality-report.json", "--format junit=junit.xml"},
		{"pass_filenames: false", "repo: local"},
	} {
		for _, want := range wants {
			if !strings.Contains(all[n], want) {
				t.Errorf("block %d lacks %q", n+1, want)
			}
		}
	}
	if strings.Contains(all[0], "pull_request_target") || strings.Contains(all[0], ": write") {
		t.Error("the piece for GitHub asks for more than it needs")
	}
	for _, m := range regexp.MustCompile(`uses: (\S+)`).FindAllStringSubmatch(all[0], -1) {
		if !regexp.MustCompile(`@COMMIT_OF_[A-Z_]+$`).MatchString(m[1]) {
			t.Errorf("%s is pinned by no commit", m[1])
		}
	}
}
