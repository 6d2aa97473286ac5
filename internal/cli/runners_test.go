package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"clausebook/internal/strictyaml"
)

// runner is a machine of a forge: a clone with a change on a branch, the program in its PATH, and the variables that it sets.
type runner struct {
	clone, temp string
	env         []string
}

// newRunner gives a clone of a project whose branch `change` breaks a link.
func newRunner(t *testing.T) runner {
	t.Helper()
	r := runner{clone: filepath.Join(t.TempDir(), "clone"), temp: t.TempDir()}
	origin := filepath.Join(t.TempDir(), "origin")
	r.env = []string{"HOME=" + r.temp, "PATH=" + os.Getenv("PATH"), "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org",
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org"}
	r.sh(t, ".", `git init -q -b main '`+origin+`' && cd '`+origin+`' && mkdir content &&
printf 'standards: []\n' > clausebook.yaml &&
printf -- '---\nid: A\ntitle: A\ntype: guide\nversion: "1"\nstatus: draft\nowner: ada\n---\nSee [b](b.md).\n' > content/a.md &&
printf -- '---\nid: B\ntitle: B\ntype: guide\nversion: "1"\nstatus: draft\nowner: ada\n---\nSee [a](a.md).\n' > content/b.md &&
git add -A && git commit -q -m first && git checkout -q -b change && sed -i.bak 's/a.md/gone.md/' content/b.md && rm content/b.md.bak &&
git commit -q -a -m second && git clone -q '`+origin+`' '`+r.clone+`'`)
	return r
}

// run runs commands as a runner does, and gives what they print and their exit code.
func (r runner) run(t *testing.T, dir, commands string, env ...string) (out string, code int) {
	t.Helper()
	cmd := exec.Command("bash", "-eo", "pipefail", "-c", commands)
	cmd.Dir, cmd.Env = dir, append(append([]string{}, r.env...), env...)
	text, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(text), cmd.ProcessState.ExitCode()
}

func (r runner) sh(t *testing.T, dir, commands string) {
	t.Helper()
	if out, code := r.run(t, dir, commands); code != 0 {
		t.Fatalf("exit code %d\n%s\n%s", code, commands, out)
	}
}

func needed(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("%s is not installed", p)
		}
	}
}

func parsed(t *testing.T, name string) *strictyaml.Node {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	_, last, two := strings.Cut(string(raw), "\n---\n")
	if !two {
		last = string(raw)
	}
	root, problems := strictyaml.Parse([]byte(last), 1, strictyaml.Limits{Bytes: 1 << 20})
	if len(problems) > 0 {
		t.Fatalf("%s: %v", name, problems)
	}
	return root
}

// TestAction runs the steps of action.yml on a pull request and on a push, as GitHub does; the program is there already.
func TestAction(t *testing.T) {
	t.Parallel()
	needed(t, "git", "bash")
	steps := parsed(t, "../../action.yml").Get("runs").Get("steps").Items()
	if len(steps) != 4 || !strings.Contains(steps[0].Get("run").Text(), "go build -trimpath -o \"$RUNNER_TEMP/clausebook/clausebook\" ./cmd/clausebook") {
		t.Fatalf("the action has %d steps", len(steps))
	}
	for _, c := range []struct {
		name, base string
		codes      []int
	}{{"pull request", "origin/main", []int{0, 1, 0}}, {"push", "", []int{0, 1, 0}}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRunner(t)
			r.sh(t, r.temp, `mkdir clausebook && ln -s "$(command -v clausebook)" clausebook/clausebook`)
			summary := filepath.Join(r.temp, "summary.md")
			for i, step := range steps[1:] {
				env := []string{"RUNNER_TEMP=" + r.temp, "GITHUB_WORKSPACE=" + r.clone, "GITHUB_STEP_SUMMARY=" + summary}
				for key, value := range step.Get("env").Pairs() {
					env = append(env, key.Raw+"="+expression(t, value.Text(), c.base))
				}
				if out, code := r.run(t, r.clone, step.Get("run").Text(), env...); code != c.codes[i] {
					t.Errorf("%s: exit code %d, want %d\n%s", step.Get("name").Text(), code, c.codes[i], out)
				} else if i == 1 && !strings.Contains(out, "::error file=content/b.md,line=9") {
					t.Errorf("no annotation at the line:\n%s", out)
				}
			}
			told, err := os.ReadFile(summary)
			if (err == nil && strings.Contains(string(told), "Documents touched")) != (c.base != "") {
				t.Errorf("the summary of a %s is %q", c.name, told)
			}
			if _, err := os.Stat(filepath.Join(r.clone, "public", "index.html")); err != nil {
				t.Error(err)
			}
		})
	}
}

// expression gives the value of an expression of the action, with the inputs that nobody set.
func expression(t *testing.T, text, base string) string {
	t.Helper()
	inputs := parsed(t, "../../action.yml").Get("inputs")
	inner := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(text, "${{"), "}}"))
	if strings.Contains(inner, "github.base_ref") {
		return base
	}
	name, ok := strings.CutPrefix(inner, "inputs.")
	if !ok || inputs.Get(name) == nil {
		t.Fatalf("the test cannot read %q", text)
	}
	return inputs.Get(name).Get("default").Text()
}

// TestComponent runs the script of templates/check.yml on a merge request and on the default branch, as a runner of GitLab does.
func TestComponent(t *testing.T) {
	t.Parallel()
	needed(t, "git", "bash")
	job := parsed(t, "../../templates/check.yml").Get("clausebook")
	script := strings.Join(job.Get("script").Texts(), "\n")
	for name, env := range map[string][]string{
		"merge request": {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main"},
		"push":          nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRunner(t)
			env := append(env, "DIRECTORY=.", "FAIL_ON=error", "CI_PROJECT_DIR="+r.clone)
			out, code := r.run(t, r.clone, script, env...)
			if code != 1 || !strings.Contains(out, "gone.md") {
				t.Errorf("exit code %d, want 1 for the broken link\n%s", code, out)
			}
			if out, code := r.run(t, r.clone, strings.Join(job.Get("after_script").Texts(), "\n"), env...); code != 0 {
				t.Errorf("the site: exit code %d\n%s", code, out)
			}
			for _, report := range []string{"gl-code-quality-report.json", "junit.xml", "public/index.html"} {
				if _, err := os.Stat(filepath.Join(r.clone, report)); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestHooks runs the hooks of .pre-commit-hooks.yaml as pre-commit does once it has built them.
func TestHooks(t *testing.T) {
	t.Parallel()
	needed(t, "git", "bash")
	hooks := parsed(t, "../../.pre-commit-hooks.yaml").Items()
	if len(hooks) != 2 {
		t.Fatalf("%d hooks", len(hooks))
	}
	r := newRunner(t)
	for i, want := range []int{1, 0} {
		command := strings.Join(append([]string{hooks[i].Get("entry").Text()}, hooks[i].Get("args").Texts()...), " ")
		r.sh(t, r.clone, "git branch -f main origin/main")
		if out, code := r.run(t, r.clone, command); code != want {
			t.Errorf("%s: exit code %d, want %d\n%s", command, code, want, out)
		}
	}
}
