package cli

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// jobOf gives what a job of docs/approvals.md runs, as one script.
func jobOf(t *testing.T, forge string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "approvals.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), "\n**"+forge+".**")
	block, _, ok := strings.Cut(after, "```\n\n")
	if !ok {
		t.Fatalf("docs/approvals.md has no job for %s", forge)
	}
	if _, script, ok := strings.Cut(block, "- run: |\n"); ok {
		script, _, _ = strings.Cut(script, "        shell: bash")
		return script
	}
	_, script, _ := strings.Cut(block, "  script:\n")
	return regexp.MustCompile(`(?m)^ +- (?:\|$)?`).ReplaceAllString(script, "")
}

// The jobs of the page hand the forge one new and one changed file, and nothing where nothing changed. The forge is a program that
// writes down what it is sent; what the real Gitea makes of its job is seen in internal/forge.
func TestJobsOfThePage(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"bash", "jq", "git", "base64"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	type change struct {
		Path, FilePath         string
		Contents, Content, Sha string
		Action, Operation      string
	}
	for forge, read := range map[string]func(sent []byte) (out []change, branch string){
		"GitHub": func(sent []byte) ([]change, string) {
			var x struct {
				Query     string
				Variables struct {
					Input struct {
						Branch      struct{ BranchName, RepositoryNameWithOwner string }
						FileChanges struct{ Additions []change }
						Message     struct{ Headline string }
					}
				}
			}
			if err := json.Unmarshal(sent, &x); err != nil || !strings.Contains(x.Query, "createCommitOnBranch") || x.Variables.Input.Message.Headline == "" {
				t.Errorf("GitHub is sent %s: %v", sent, err)
			}
			return x.Variables.Input.FileChanges.Additions, x.Variables.Input.Branch.RepositoryNameWithOwner + " " + x.Variables.Input.Branch.BranchName
		},
		"GitLab": func(sent []byte) ([]change, string) {
			var x struct {
				Branch  string
				Actions []struct {
					change
					FilePath string `json:"file_path"`
					Encoding string
				}
			}
			if err := json.Unmarshal(sent, &x); err != nil {
				t.Errorf("GitLab is sent %s: %v", sent, err)
			}
			var out []change
			for _, a := range x.Actions {
				if a.Encoding != "base64" {
					t.Errorf("GitLab is sent %s as %q", a.FilePath, a.Encoding)
				}
				a.change.Path = a.FilePath
				out = append(out, a.change)
			}
			return out, x.Branch
		},
		"Gitea and Forgejo": func(sent []byte) ([]change, string) {
			var x struct {
				Branch string
				Files  []change
			}
			if err := json.Unmarshal(sent, &x); err != nil {
				t.Errorf("Gitea is sent %s: %v", sent, err)
			}
			return x.Files, x.Branch
		},
	} {
		t.Run(forge, func(t *testing.T) {
			t.Parallel()
			dir, temp := t.TempDir(), t.TempDir()
			script := jobOf(t, forge)
			do := func(text string) {
				t.Helper()
				cmd := exec.Command("bash", "-euo", "pipefail", "-c", text)
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "RUNNER_TEMP="+temp, "GITHUB_REPOSITORY=org/sms", "CI_DEFAULT_BRANCH=main", "CI_PROJECT_ID=3",
					"CI_SERVER_HOST=git.example", "GITHUB_API_URL=https://git.example/api/v1", "GITEA_TOKEN=T", "SENT="+temp+"/sent",
					"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@x", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@x", "GIT_CONFIG_GLOBAL=/dev/null")
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("%s\n%s\n%s", err, out, text)
				}
			}
			do("git init -q -b main; mkdir -p trust/reviews; echo old > trust/reviews/7.json; echo same > trust/reviews/6.json; git add .; git commit -q -m x")
			stubs := `keep() { for a; do case "$a" in @*) cat "${a#@}" >"$SENT" ;; *.json) test -f "$a" && cat "$a" >"$SENT" ;; esac; done; }
gh() { keep "$@"; }; glab() { keep "$@"; }; curl() { keep "$@"; }
`
			do(stubs + "clausebook() { :; }\n" + strings.ReplaceAll(script, "/tmp/commit.json", temp+"/commit.json"))
			if _, err := os.Stat(filepath.Join(temp, "sent")); err == nil {
				t.Error("something is sent where nothing changed")
			}
			do(stubs + "clausebook() { echo 'echo new > trust/reviews/7.json; mkdir -p \"trust/reviews/a b\"; echo more > \"trust/reviews/a b/8.json\"; echo x > other'; }\n" +
				strings.ReplaceAll(script, "/tmp/commit.json", temp+"/commit.json"))
			sent, err := os.ReadFile(filepath.Join(temp, "sent"))
			if err != nil {
				t.Fatal(err)
			}
			changes, branch := read(sent)
			if !strings.HasSuffix(branch, "main") {
				t.Errorf("it goes to %q", branch)
			}
			got := map[string]string{}
			for _, c := range changes {
				text, err := base64.StdEncoding.DecodeString(c.Contents + c.Content)
				if err != nil {
					t.Error(err)
				}
				got[c.Path] = string(text) + c.Action + c.Operation
			}
			create, update := "create", "update"
			if forge == "GitHub" {
				create, update = "", ""
			}
			if len(got) != 2 || got["trust/reviews/7.json"] != "new\n"+update || got["trust/reviews/a b/8.json"] != "more\n"+create {
				t.Errorf("the forge is sent %q", got)
			}
		})
	}
}
