package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/google/go-cmp/cmp"

	"clausebook/internal/cli"
	"clausebook/internal/gittest"
)

// found is a finding as both commands write it.
type found struct{ Rule, Severity, File, Fingerprint string }

// TestCheckAndImpactAgreeOnAChange wants `check --base` and `impact --base` to tell of the same findings, whatever makes it hard to
// say which are of the change, and says which those are.
func TestCheckAndImpactAgreeOnAChange(t *testing.T) {
	t.Parallel()
	base := map[string]string{
		"clausebook.yaml": "standards: [mini.yaml]\n",
		"mini.yaml": "id: mini\nname: Mini\nedition: \"1\"\ntitle: One clause\nstatus: current\ncertifiable: false\nclauses:\n" +
			"  - {id: \"1\", title: One, summary: The only clause., required: [plan]}\nrequired:\n" +
			"  - {id: plan, title: Plan, kind: document, type: plan, clauses: [\"1\"], strength: explicit, cardinality: one}\n",
		"content/people.yaml": "people:\n  - {id: ada, name: Ada, emails: [ada@example.org]}\nroles:\n  - {id: clerk, title: Clerk, holders: [{person: ada}]}\n",
		"content/plan.md":     "---\nid: PLN\ntitle: Plan\ntype: plan\nversion: \"0.1\"\nstatus: draft\nowner: clerk\nfulfils: [plan]\n---\nSee [[OLD]].\n",
		"content/text.md": "---\nid: TXT\ntitle: Text\ntype: guide\nversion: \"1.0\"\nstatus: approved\nowner: clerk\n" +
			"exceptions:\n  - {rule: TX005, reason: Agreed, until: 2026-12-31}\n---\nTODO: say more, see [[GONE]].\n",
	}
	for name, c := range map[string]struct {
		change map[string]string // what the change writes; an empty text removes the file
		want   []string
	}{
		"nothing": {nil, nil},
		"a link to what was a gap before": {
			map[string]string{"content/text.md": strings.Replace(base["content/text.md"], "[[GONE]]", "[[GONE]] and [[PLN]]", 1)},
			[]string{"LK009 warning content/text.md"}, // it follows from the gap, and the gap is no news
		},
		"moved with its fault, and another": {
			map[string]string{"content/text.md": "", "content/sub/text.md": base["content/text.md"] + "\nAnd [[LOST]].\n"},
			[]string{"LK003 error content/sub/text.md"},
		},
		"an exception taken back": {
			map[string]string{"content/text.md": strings.Replace(base["content/text.md"], "exceptions:\n  - {rule: TX005, reason: Agreed, until: 2026-12-31}\n", "", 1)},
			nil, // the finding was there before, excepted
		},
		"a fault, and its rule switched off": {
			map[string]string{"clausebook.yaml": base["clausebook.yaml"] + "severity: {LK003: {level: \"off\", reason: It is in the way}}\n",
				"content/new.md": "---\nid: NEW\ntitle: New\ntype: guide\nversion: \"0.1\"\nstatus: draft\nowner: clerk\n---\nSee [[LOST]] and [[TXT]].\n"},
			[]string{"LK003 error content/new.md"},
		},
		"a gap opened": {map[string]string{"content/plan.md": ""}, nil},
		"a conflict in place of an older fault": {
			map[string]string{"content/plan.md": strings.Replace(base["content/plan.md"], "See [[OLD]].", "<<<<<<< HEAD\nSee [[OLD]].\n=======\nSee.\n>>>>>>> x", 1)},
			[]string{"TX008 error content/plan.md"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			put(t, dir, base)
			commitAll(t, dir)
			put(t, dir, c.change)
			checked := read(t, "findings", "-C", dir, "check", "--base", "HEAD", "--format", "json", "--fail-on", "never", "-q")
			compared := read(t, "new", "-C", dir, "impact", "--base", "HEAD", "--format", "json", "-q")
			if d := cmp.Diff(checked, compared); d != "" {
				t.Errorf("(-check +impact):\n%s", d)
			}
			var got []string
			for _, f := range checked {
				if !strings.HasPrefix(f.Rule, "AP") { // of approvals other tests tell
					got = append(got, f.Rule+" "+f.Severity+" "+f.File)
				}
			}
			slices.Sort(got)
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("of the change (-want +got):\n%s", d)
			}
		})
	}
}

// put writes files, and removes those whose text is empty.
func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		var err error
		if text == "" {
			err = os.Remove(name)
		} else if err = os.MkdirAll(filepath.Dir(name), 0o755); err == nil {
			err = os.WriteFile(name, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func commitAll(t *testing.T, dir string) {
	t.Helper()
	repo, err := git.PlainInit(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	settings, err := repo.Config() // of its own, whatever this machine has
	if err != nil {
		t.Fatal(err)
	}
	settings.User.Name, settings.User.Email = "Ada", "ada@example.org"
	if err := repo.SetConfig(settings); err != nil {
		t.Fatal(err)
	}
	if _, err := gittest.Snapshot(dir, "Begin", gittest.By("Ada", "ada@example.org", time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))); err != nil {
		t.Fatal(err)
	}
}

// read runs a command and gives the findings of a list of its JSON, sorted.
func read(t *testing.T, list string, args ...string) []found {
	t.Helper()
	var out, errs bytes.Buffer
	if code := cli.Main(args, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("%v ended with %d: %s", args, code, &errs)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(out.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	var fs []found
	if err := json.Unmarshal(all[list], &fs); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(fs, func(a, b found) int { return strings.Compare(a.Fingerprint, b.Fingerprint) })
	return fs
}
