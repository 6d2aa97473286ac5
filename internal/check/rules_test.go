package check_test

import (
	"cmp"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"clausebook/internal/build"
	"clausebook/internal/check"
	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/dossier"
	"clausebook/internal/gittest"
)

// TestRules holds every rule against its fixtures, testdata/rules/<ID>/fire*.txtar and quiet*.txtar, and against those
// that code makes because a text file cannot hold them. A fixture is a tree on top of base.txtar that goes through the
// whole program. It states its findings on the line above the fault,
//
//	<!-- want LK001 "does not exist" -->      in Markdown
//	# want FM010 "not a date"                 in YAML and front matter
//
// or, where no comment can stand, in a file `want` with lines `content/a.md:3 "part of the message"`; a finding without
// a line or a file is written `content/a.md "…"` or `- "…"`. Only the rule under test is compared, and that exactly.
//
// Where the configuration says in a comment that documents are approved, documents are written with the lines of front
// matter that say so, unless they have their own. A `want` that gives a line counts without them.
//
// Further entries act instead of being files: `commit DATE Name <address>` commits what is there, with the entry as
// message; `delete PATH`; `move FROM TO`.
func TestRules(t *testing.T) {
	t.Parallel()
	base := readArchive(t, "testdata/rules/base.txtar")
	for _, r := range check.Rules() {
		kinds := map[bool]int{}
		for _, name := range fixtures(t, r.ID) {
			fires := strings.HasPrefix(filepath.Base(name), "fire")
			kinds[fires]++
			t.Run(string(r.ID)+"/"+strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
				t.Parallel()
				tree := newTree(t)
				tree.env = func(string) string { return "" } // in which git knows nobody
				tree.play(base)
				tree.play(readArchive(t, name))
				tree.compare(r.ID, fires)
			})
		}
		for _, c := range generated[r.ID] {
			kinds[c.fires]++
			t.Run(string(r.ID)+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				c.run(t, base)
			})
		}
		if kinds[true] == 0 || kinds[false] == 0 {
			t.Errorf("%s has %d fixtures that fire and %d that are quiet: each rule needs both", r.ID, kinds[true], kinds[false])
		}
	}
}

// TestRuleWords wants the words that explain, the rules page and docs/rules.md are made of.
func TestRuleWords(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[A-Z]{2}[0-9]{3}$`)
	seen := map[diag.RuleID]bool{}
	for _, r := range check.Rules() {
		if !form.MatchString(string(r.ID)) || seen[r.ID] {
			t.Errorf("%s: the id is not of its form, or given twice", r.ID)
		}
		seen[r.ID] = true
		if r.Title == "" || r.Why == "" || r.Fix == "" || r.Severity <= diag.Off {
			t.Errorf("%s lacks a title, a why, a fix or a severity", r.ID)
		}
		if strings.HasSuffix(r.Title, ".") || !strings.HasSuffix(r.Why, ".") || !strings.HasSuffix(r.Fix, ".") {
			t.Errorf("%s: a title ends without a full stop, why and fix end with one", r.ID)
		}
		if r.Run != nil && r.Text != nil {
			t.Errorf("%s looks at the set and at texts: one of both", r.ID)
		}
	}
}

// TestFixturesBelongToRules finds fixtures of rules that are gone or misspelt.
func TestFixturesBelongToRules(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("testdata/rules")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := check.Find(e.Name()); e.IsDir() && !ok {
			t.Errorf("testdata/rules/%s belongs to no rule", e.Name())
		}
	}
	for id := range generated {
		if _, ok := check.Find(string(id)); !ok {
			t.Errorf("the generated fixtures of %s belong to no rule", id)
		}
	}
}

// TestExample holds the example documents: `check` reports the gaps that the example is made to show, and nothing else.
func TestExample(t *testing.T) {
	t.Parallel()
	p, err := build.Gather(t.Context(), build.Options{Dir: "../..", Cache: t.TempDir(), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range slices.Concat(p.Dossier.Findings, p.Dossier.Gaps) {
		if f.Rule != "HI001" { // a shallow clone says so, as it should
			got = append(got, fmt.Sprintf("%s %s", f.Rule, cmp.Or(f.Subject, f.Pos.String())))
		}
	}
	slices.Sort(got)
	const s, s27 = "iso20000-1-2018:", "iso27001-2022:"
	want := []string{
		"CV003 fitsm1-v3:GR5", "CV003 fitsm1-v3:PR1", "CV003 fitsm1-v3:PR8",
		"CV003 " + s27 + "4.4", "CV003 " + s27 + "6.1.1", "CV003 " + s27 + "6.3",
		"CV003 " + s27 + "A.5.6", "CV003 " + s27 + "A.6.1", "CV003 " + s27 + "A.6.2", "CV003 " + s27 + "A.6.4",
		"CV003 " + s27 + "A.6.5", "CV003 " + s27 + "A.8.17", "CV003 " + s27 + "A.8.23",
		"IM004 AUD-KMC-2025#F-KMC-2025-2",
		"RQ001 " + s + "demand-report",
		"RQ001 " + s27 + "information-security-objectives", "RQ001 " + s27 + "isms-scope",
		"RQ001 " + s27 + "risk-assessment-process", "RQ001 " + s27 + "risk-treatment-plan",
		"RQ001 " + s27 + "risk-treatment-process", "RQ001 " + s27 + "risk-treatment-results",
		"RQ002 " + s + "capacity-plan",
		"RQ003 " + s + "service-continuity-plan",
		"RQ004 " + s + "service-requirements",
		"RQ010 " + s + "incident-records",
		"RQ010 " + s + "problem-records",
		"RQ010 " + s + "request-for-change-records",
		"RQ010 " + s + "service-request-records",
		"RV007 content/audits/certification-2027-recertification.md:13:7",
		"ST006 " + s27 + "information-security-policy", "ST006 " + s27 + "monitoring-results",
		"ST006 " + s27 + "operational-control-records", "ST006 " + s27 + "risk-assessment-results",
	}
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
}

func fixtures(t *testing.T, id diag.RuleID) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "rules", string(id), "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if b := filepath.Base(n); !strings.HasPrefix(b, "fire") && !strings.HasPrefix(b, "quiet") {
			t.Errorf("%s is called neither fire nor quiet", n)
		}
	}
	return names
}

func readArchive(t *testing.T, name string) *txtar.Archive {
	t.Helper()
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// tree is a project folder of a test, with the findings that it states.
type tree struct {
	t     *testing.T
	dir   string
	added map[string]lines // to documents
	env   func(string) string
}

// lines are a number of lines that were added to a file, before a line.
type lines struct{ before, number int }

func newTree(t *testing.T) *tree { return &tree{t: t, dir: t.TempDir(), added: map[string]lines{}} }

func (w *tree) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// play does what the entries of an archive say, in order.
func (w *tree) play(a *txtar.Archive) {
	w.t.Helper()
	for _, f := range a.Files {
		verb, rest, _ := strings.Cut(f.Name, " ")
		switch verb {
		case "commit":
			w.commit(rest, string(f.Data))
		case "delete":
			w.must(os.Remove(w.path(rest)))
		case "move":
			from, to, _ := strings.Cut(rest, " ")
			w.must(os.MkdirAll(filepath.Dir(w.path(to)), 0o755))
			w.must(os.Rename(w.path(from), w.path(to)))
			w.added[to] = w.added[from]
		default:
			w.write(f.Name, f.Data)
		}
	}
}

func (w *tree) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *tree) write(name string, data []byte) {
	w.t.Helper()
	w.must(os.MkdirAll(filepath.Dir(w.path(name)), 0o755))
	w.must(os.WriteFile(w.path(name), w.approved(name, data), 0o644))
}

// approvedByDefault is the comment by which a configuration has documents approved.
const approvedByDefault = "# documents are approved by bea on 2026-01-10"

// approved adds to a document what it lacks to be approved, where the configuration has it so.
func (w *tree) approved(name string, data []byte) []byte {
	settings, err := os.ReadFile(w.path("clausebook.yaml"))
	text := string(data)
	end := strings.Index(text, "\n---\n")
	if err != nil || !strings.Contains(string(settings), approvedByDefault) || path.Ext(name) != ".md" || !strings.HasPrefix(text, "---\n") ||
		end < 0 {
		return data
	}
	front, rest := text[:end+1], text[end+1:]
	at := lines{before: strings.Count(front, "\n") + 1}
	for _, line := range []string{"status: approved", "approved_by: bea", "approved_on: 2026-01-10"} {
		if key, _, _ := strings.Cut(line, ":"); !strings.Contains(front, "\n"+key+":") {
			front += line + "\n"
			at.number++
		}
	}
	w.added[name] = at
	return []byte(front + rest)
}

// shifted gives a place of a fixture as it is after lines were added.
func (w *tree) shifted(at string) string {
	name, digits, _ := strings.Cut(at, ":")
	n, err := strconv.Atoi(digits)
	if add := w.added[name]; err == nil && n >= add.before {
		return fmt.Sprintf("%s:%d", name, n+add.number)
	}
	return at
}

// commit records everything, by one person on one day, and gives the commit.
func (w *tree) commit(who, message string, parents ...plumbing.Hash) plumbing.Hash {
	w.t.Helper()
	day, address, _ := strings.Cut(who, " ")
	person, err := mail.ParseAddress(address)
	w.must(err)
	when, err := time.Parse(time.DateOnly, day)
	w.must(err)
	at, err := gittest.Snapshot(w.dir, message, gittest.By(person.Name, person.Address, when.Add(12*time.Hour)), parents...)
	w.must(err)
	return at
}

// stated is a finding as a fixture states it: where, and a part of the message.
type stated struct{ at, part string }

var (
	wantComment = regexp.MustCompile(`^\s*(?:<!--|#) want ([A-Z]{2}\d{3}) "(.*)"(?: -->)?\s*$`)
	wantLine    = regexp.MustCompile(`^(\S+) "(.*)"$`)
)

// wants gathers the findings of a rule that the files state.
func (w *tree) wants(rule diag.RuleID) []stated {
	w.t.Helper()
	var out []stated
	w.must(filepath.WalkDir(w.dir, func(p string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(w.dir, p)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(raw), "\n") {
			if m := wantComment.FindStringSubmatch(line); m != nil && m[1] == string(rule) {
				out = append(out, stated{fmt.Sprintf("%s:%d", filepath.ToSlash(rel), i+2), m[2]})
			}
			if m := wantLine.FindStringSubmatch(line); m != nil && rel == "want" {
				out = append(out, stated{w.shifted(m[1]), m[2]})
			}
		}
		return nil
	}))
	return out
}

// compare runs the program over the tree and compares the findings of one rule with those that the tree states.
func (w *tree) compare(rule diag.RuleID, fires bool) {
	w.t.Helper()
	want := w.wants(rule)
	if fires != (len(want) > 0) {
		w.t.Fatalf("the fixture states %d findings of %s", len(want), rule)
	}
	w.must(os.RemoveAll(w.path("want")))
	found := w.findings()
	for _, f := range found {
		if fires { // told with its cause, it is found all the same
			found = append(found, f.Consequences...)
		}
	}
	matches(w.t, rule, want, found)
}

// findings runs the program. A configuration that cannot be used gives its findings as an error.
func (w *tree) findings() []diag.Finding {
	w.t.Helper()
	p, err := build.Gather(w.t.Context(), build.Options{Dir: w.dir, Now: time.Now, Env: w.env})
	var invalid *config.InvalidError
	if errors.As(err, &invalid) {
		return invalid.Findings
	}
	w.must(err)
	all := slices.Concat(p.Dossier.Findings, slices.DeleteFunc(slices.Clone(p.Dossier.Gaps), tied(p.Dossier)))
	for _, f := range all {
		if _, known := check.Find(string(f.Rule)); !known || f.Message == "" {
			w.t.Errorf("a finding of no rule, or one that says nothing: %+v", f)
		}
	}
	return all
}

// tied tells which gaps are named with the finding that causes them.
func tied(d *dossier.Dossier) func(diag.Finding) bool {
	named := map[string]bool{}
	for _, f := range slices.Concat(d.Findings, d.Gaps) {
		for _, c := range f.Consequences {
			named[string(c.Rule)+c.Subject] = true
		}
	}
	return func(f diag.Finding) bool { return named[string(f.Rule)+f.Subject] }
}

// matches wants each stated finding once and no other of the rule.
func matches(t *testing.T, rule diag.RuleID, want []stated, found []diag.Finding) {
	t.Helper()
	for _, f := range found {
		if f.Rule != rule {
			continue
		}
		at := diag.Pos{File: f.Pos.File, Line: f.Pos.Line}.String()
		i := slices.IndexFunc(want, func(s stated) bool { return s.at == at && strings.Contains(f.Message, s.part) })
		if i < 0 {
			t.Errorf("unexpected finding %s: %s", at, f.Message)
			continue
		}
		if f.Hint == "" && f.Rule != "HI001" {
			t.Logf("no hint: %s", f.Message)
		}
		want = slices.Delete(want, i, i+1)
	}
	for _, s := range want {
		t.Errorf("no finding of %s at %s with %q", rule, s.at, s.part)
	}
}
