package check_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"clausebook/internal/build"
	"clausebook/internal/check"
	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
)

// fault is one thing done wrong to a set in which nothing is wrong.
type fault struct {
	name string
	do   func(*tree)
	want []string // what is reported: rule, severity and file; "(RULE xN)" after it counts what follows from it
}

const (
	policy = "content/policy.md"
	work   = "content/work.md"

	service = "content/service.md"
	roster  = "content/people.yaml"
	setup   = "clausebook.yaml"
)

const draft = "---\nid: NEW\ntitle: New programme\ntype: programme\nversion: \"0.1\"\nstatus: draft\nowner: boss\nfulfils: " +
	"[internal-audit-programme]\nclauses: [\"1\"]\n---\n## Audits\n\nEverything.\n"

// policyToo is a second document that fulfils what the policy does.
const policyToo = "---\nid: ALSO\ntitle: Policy, too\ntype: policy\nversion: \"1.0\"\nstatus: approved\nowner: keeper\napprover: " +
	"boss\napproved_by: bea\napproved_on: 2026-03-03\n" +
	"reviewed_on: 2026-03-03\nreview_every: P1Y\nfulfils: [the-policy]\n---\n## Purpose\n\nSee [[POL]].\n"

// faults holds that one fault is one finding. Where several are wanted, each tells the reader another thing to do.
var faults = []fault{
	{"nothing", func(*tree) {}, nil},

	// The required set.
	{"required document removed", remove("content/programme.md"), []string{"RQ001 info -"}},
	{"required document removed that others name", remove(policy), []string{ // write it anew, or edit the link
		"RQ001 error -", "LK003 error content/work.md", "LK001 error content/work.md"}},
	{"status draft", change(policy, "status: approved", "status: draft"), []string{"RQ002 error content/policy.md"}},
	{"status misspelt", change(policy, "status: approved", "status: aproved"), []string{"FM013 error content/policy.md (RQ002 x1)"}},
	{"status left out", change(policy, "status: approved\n", ""), []string{"FM008 error content/policy.md (RQ002 x1)"}},
	{"expected section left out", change(policy, "## Purpose", "## Aims"), []string{ // name the section, approve anew, fix the link
		"AP003 error content/policy.md", "RQ004 error content/policy.md", "LK002 warning content/work.md"}},
	{"fulfils misspelt", change(policy, "[the-policy]", "[th-policy]"), []string{"CV002 error content/policy.md (RQ001 x1)"}},
	{"key fulfils misspelt", change(policy, "fulfils:", "fulfills:"), []string{"FM007 error content/policy.md (RQ001 x1)"}},
	{
		"waiver expired",
		all(
			remove("content/programme.md"),
			add(setup, "waivers: [{target: internal-audit-programme, reason: Later, approved_by: bea, expires: 2026-04-01}]\n"),
		),
		[]string{"RQ006 error clausebook.yaml (RQ001 x1)"},
	},
	{
		"waiver misspelt",
		all(
			remove("content/programme.md"),
			add(setup, "waivers: [{target: internal-audit-programe, reason: Later, approved_by: bea, expires: 2026-09-01}]\n"),
		),
		[]string{"RQ007 error clausebook.yaml (RQ001 x1)"},
	},
	{
		"condition undecided",
		all(
			remove("content/contract.md"),
			change("content/agreement.md", "related: [CON]\n", ""),
			change(service, "suppliers: [supply]\n", ""),
			change(setup, "  outside: true\n", "  {}\n"),
		),
		[]string{"RQ009 warning - (RQ001 x1)"},
	},

	{
		"written anew and linked to before it is approved",
		all(remove("content/programme.md"), add(work, "\nSee [[NEW]].\n"), write("content/new.md", draft)),
		[]string{"RQ002 warning content/new.md (LK009 x1)", "AP003 error content/work.md"},
	},

	// Approvals and dates.
	{"changed after approval", add(policy, "\nMore is to be done.\n"), []string{"AP003 error content/policy.md (RQ005 x1)"}},
	{"approved_on left out", change(policy, "approved_on: 2026-03-02\n", ""), []string{"AP013 warning content/policy.md"}},
	{
		"approved_on no date",
		change(policy, "approved_on: 2026-03-02", "approved_on: 02.03.2026"),
		[]string{"FM010 error content/policy.md (AP013 x1)"},
	},
	{"approved_on misspelt", change(policy, "approved_on:", "aproved_on:"), []string{"FM007 error content/policy.md (AP013 x1)"}},
	// What an approval binds is changed as well here: the version is to be raised, and the text to be approved.
	{"approved_on in the future", change(policy, "approved_on: 2026-03-02", "approved_on: 2027-03-02\neffective_from: 2026-03-03"),
		[]string{"FM017 error content/policy.md", "RV004 error content/policy.md (AP013 x1, RV005 x1)"}},
	{"version left out", change(policy, "version: \"1.0\"\n", ""), []string{"FM008 error content/policy.md (AP013 x1)"}},
	{"version lowered", change(policy, "version: \"1.0\"", "version: \"0.9\""), []string{"FM017 error content/policy.md (AP013 x1)"}},
	{"review overdue", change(policy, "review_every: P1Y", "review_every: P1M"),
		[]string{"AP003 error content/policy.md", "RQ003 error content/policy.md (RV001 x1)"}},
	{"interval no period", change(policy, "review_every: P1Y", "review_every: yearly"),
		[]string{"AP003 error content/policy.md (RQ005 x1)", "FM011 error content/policy.md"}},

	// Where several faults lie under one gap, it is told with the first of them in the file, and only if all of it follows.
	{
		"approval given in two wrong ways, the later rule first",
		all(change(policy, "approved_by: bea\n", ""), change(policy, "approved_on: 2026-03-02", "approved_on: soon\naproved_by: bea")),
		[]string{"FM010 error content/policy.md (AP013 x1)", "FM007 error content/policy.md"},
	},
	{
		"approval given in two wrong ways, the earlier rule first",
		change(policy, "approved_by: bea\napproved_on: 2026-03-02", "aproved_by: bea\napproved_on: soon"),
		[]string{"FM007 error content/policy.md (AP013 x1)", "FM010 error content/policy.md"},
	},
	{"approval and version left out", all(change(policy, "approved_on: 2026-03-02\n", ""), change(policy, "version: \"1.0\"\n", "")),
		[]string{"FM008 error content/policy.md (AP013 x1)"}},
	{
		"changed after approval, beside one that is sound",
		all(write("content/also.md", policyToo), record, add("content/also.md", "\nMore is to be done.\n")),
		[]string{"AP003 error content/also.md (RQ005 x1)", "RV008 info -", "RV008 info -"}, // what it claims was long ago
	},
	{
		"both changed after approval",
		all(write("content/also.md", policyToo), record, add("content/also.md", "\nMore.\n"), add(policy, "\nMore.\n")),
		[]string{"AP003 error content/also.md (RQ005 x1)", "AP003 error content/policy.md", "RV008 info -", "RV008 info -"},
	},
	{
		"one changed after approval, of the other no doubt is told",
		all(add(setup, "severity: {AP006: {level: off, reason: Not yet}}\n"), write("content/also.md", policyToo),
			func(w *tree) { w.commit("2026-06-01 Ada Author <ada@example.org>", "Write down more") }, add(policy, "\nMore.\n")),
		[]string{"AP003 error content/policy.md", "AP013 warning content/also.md", "CF006 info -", "RV008 info -", "RV008 info -"},
	},
	{
		"review overdue and a section missing",
		all(change(policy, "review_every: P1Y", "review_every: P1M"), change(policy, "## Purpose", "## Aims")),
		[]string{
			"AP003 error content/policy.md",
			"LK002 warning content/work.md",
			"RQ003 error content/policy.md",
			"RV001 error content/policy.md",
		},
	},

	// Identity, front matter and links.
	{"id changed", change(policy, "id: POL", "id: POLICY"), []string{"ID004 error content/policy.md (LK003 x1)"}},
	{"id left out", change(policy, "id: POL\n", ""), []string{"ID002 error content/policy.md (LK003 x1)"}},
	{"id of another document", change("content/programme.md", "id: PRG", "id: CAT"), []string{"ID001 error content/programme.md (ID004 x1)"}},
	{
		"front matter never closed",
		change(policy, "related: [PRC]\n---", "related: [PRC]\n"),
		[]string{"FM001 error content/policy.md (LK003 x1, RQ001 x1, TX004 x1)"},
	},
	{
		"front matter no YAML",
		change(policy, "title: Policy", "title: \"Policy"),
		[]string{"FM003 error content/policy.md (LK003 x1, RQ001 x1)"},
	},
	{"link broken", change(policy, "[[PRC]]", "[[PRX]]"),
		[]string{"AP003 error content/policy.md (RQ005 x1)", "LK003 error content/policy.md"}},
	{"relation broken", change(policy, "related: [PRC]", "related: [PRX]"), []string{"RL002 error content/policy.md"}},
	{"coverage misspelt", change(work, "covers: [1.3-a]", "covers: [1.3-x]"), []string{"CV001 error content/work.md (CV003 x1)"}},

	// People, services and text.
	{"owner unknown", change(policy, "owner: keeper", "owner: keper"),
		[]string{"AP003 error content/policy.md (RQ005 x1)", "PE005 error content/policy.md"}},
	{"owner not yet named in a draft", all(change(policy, "owner: keeper", "owner: to-be-named"), change(policy, "status: approved", "status: draft")),
		[]string{"FM017 warning content/policy.md", "RQ002 error content/policy.md", "TX007 info content/policy.md (PE005 x1)"}},
	{"owner not yet named", change(policy, "owner: keeper", "owner: to-be-named"),
		[]string{"AP003 error content/policy.md (RQ005 x1)", "TX007 error content/policy.md (PE005 x1)"}},
	{"approver not yet named", change(policy, "approver: boss", "approver: to-be-named"),
		[]string{"AP003 error content/policy.md (RQ005 x1)", "TX007 error content/policy.md (PE011 x1)"}},
	{"approved_by unknown", change(policy, "approved_by: bea", "approved_by: bee"), []string{"PE007 error content/policy.md (AP002 x1, AP006 x1, RQ005 x1)"}},
	{
		"person removed",
		change(roster, "  - {id: bea, name: Bea Boss, emails: [bea@example.org]}\n", ""),
		[]string{"PE003 error content/people.yaml (PE007 x9)"},
	},
	{
		"people.yaml not readable",
		add(roster, "more: [\n"),
		[]string{"PE001 error content/people.yaml (HI004 x1, PE005 x9, PE007 x9, PE011 x9, SV006 x4)"},
	},
	{"roles misspelt", change(roster, "roles:", "rolls:"), []string{"PE001 error content/people.yaml (PE005 x9, PE009 x3, PE011 x9)"}},
	{"supplier misspelt", change(service, "suppliers: [supply]", "suppliers: [suply]"), []string{"SV006 error content/service.md (SV005 x1)"}},
	{"note left", add(policy, "\nTODO say more.\n"), []string{"AP003 error content/policy.md (RQ005 x1)", "TX005 warning content/policy.md"}},
}

// TestOneFaultOneFinding does one thing wrong at a time to a sound set and compares everything that is found.
func TestOneFaultOneFinding(t *testing.T) {
	t.Parallel()
	base, sound := readArchive(t, "testdata/rules/base.txtar"), readArchive(t, "testdata/faults/sound.txtar")
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			w := newTree(t)
			w.play(base)
			w.play(sound)
			f.do(w)
			var got []string
			for _, found := range w.findings() {
				got = append(got, told(found))
			}
			want := slices.Clone(f.want)
			slices.Sort(want)
			slices.Sort(got)
			if d := gocmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestFollowingCountsNoLess wants that what follows from a finding can never make a run look better: the finding is as
// grave, and where it cannot be, because it is off, excepted or set lower by the configuration, both stand.
func TestFollowingCountsNoLess(t *testing.T) {
	t.Parallel()
	base, sound := readArchive(t, "testdata/rules/base.txtar"), readArchive(t, "testdata/faults/sound.txtar")
	// The owner is bound by the approval, so that changing it is a fault of its own.
	unnamed := change(policy, "owner: keeper", "owner: to-be-named")
	excepted := func(rule string) func(*tree) {
		return change(policy, "related:", "exceptions: [{rule: "+rule+", reason: Elected in July, until: 2026-07-31}]\nrelated:")
	}
	for _, c := range []struct {
		name string
		do   func(*tree)
		want []string
	}{
		{"cause is graver by default", add(policy, "\nMore.\n"), []string{"AP003 error content/policy.md (RQ005 x1)"}},
		{"cause becomes as grave", unnamed, []string{"AP003 error content/policy.md (RQ005 x1)", "TX007 error content/policy.md (PE005 x1)"}},
		{"cause is off", all(unnamed, add(setup, "severity: {TX007: {level: off, reason: Not yet}}\n")),
			[]string{"AP003 error content/policy.md (RQ005 x1)", "PE005 error content/policy.md"}},
		{"cause is set lower", all(unnamed, add(setup, "severity: {TX007: info}\n")),
			[]string{"AP003 error content/policy.md (RQ005 x1)", "PE005 error content/policy.md", "TX007 info content/policy.md"}},
		{"cause is set as high", all(unnamed, add(setup, "severity: {TX007: error}\n")),
			[]string{"AP003 error content/policy.md (RQ005 x1)", "TX007 error content/policy.md (PE005 x1)"}},
		{"what follows is set lower", all(unnamed, add(setup, "severity: {PE005: info}\n")),
			[]string{"AP003 error content/policy.md (RQ005 x1)", "TX007 warning content/policy.md (PE005 x1)"}},
		{"what follows is off", all(unnamed, add(setup, "severity: {PE005: {level: off, reason: Not yet}}\n")),
			[]string{"AP003 error content/policy.md (RQ005 x1)", "TX007 warning content/policy.md"}},
		{"cause is excepted", all(unnamed, excepted("TX007")),
			[]string{"AP003 error content/policy.md (RQ005 x1)", "PE005 error content/policy.md"}},
		{"what follows is excepted", all(unnamed, excepted("PE005")),
			[]string{"AP003 error content/policy.md (RQ005 x1)", "TX007 warning content/policy.md"}},
		{"cause in the middle is set lower", all(change(policy, "approved_on: 2026-03-02", "approved_on: soon"), add(setup,
			"severity: {AP007: info}\n")), []string{"FM010 error content/policy.md (AP013 x1)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newTree(t)
			w.play(base)
			w.play(sound)
			c.do(w)
			var got []string
			for _, f := range w.findings() {
				got = append(got, told(f))
				for _, follows := range f.Consequences {
					if r, _ := check.Find(string(follows.Rule)); follows.Severity > f.Severity && !r.Gap {
						t.Errorf("%s is %s, and %s that follows from it %s", f.Rule, f.Severity, follows.Rule, follows.Severity)
					}
				}
			}
			slices.Sort(got)
			if d := gocmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestWordsTieNothing wants that a cause keeps what follows from it whatever the messages say: of all faults and of the
// fixtures of all rules that are cause or effect, told backwards and told in cipher, which also puts them into another order.
func TestWordsTieNothing(t *testing.T) {
	t.Parallel()
	base, sound := readArchive(t, "testdata/rules/base.txtar"), readArchive(t, "testdata/faults/sound.txtar")
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			w := newTree(t)
			w.play(base)
			w.play(sound)
			f.do(w)
			w.compareInOtherWords()
		})
	}
	names, err := filepath.Glob("testdata/rules/*/fire*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d fixtures, error %v", len(names), err)
	}
	tied := map[diag.RuleID]bool{}
	for _, r := range check.Rules() {
		for _, cause := range check.FollowsFrom(r.ID) {
			tied[cause], tied[r.ID] = true, true
		}
	}
	for _, name := range names {
		rule := filepath.Base(filepath.Dir(name))
		if !tied[diag.RuleID(rule)] {
			continue
		}
		t.Run(rule+"/"+filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			w := newTree(t)
			w.play(base)
			w.play(readArchive(t, name))
			w.compareInOtherWords()
		})
	}
}

// compareInOtherWords judges the tree in plain words and in others, and wants the same ties.
func (w *tree) compareInOtherWords() {
	w.t.Helper()
	p, err := build.Gather(w.t.Context(), build.Options{Dir: w.dir, Now: time.Now})
	var invalid *config.InvalidError
	if errors.As(err, &invalid) {
		return // nothing was judged
	}
	w.must(err)
	want := ties(check.RunInOtherWords(inOtherWords(p, plainly), p.Config.Severity, plainly))
	for name, reword := range map[string]func(string) string{"backwards": backwards, "in cipher": inCipher} {
		got := ties(check.RunInOtherWords(inOtherWords(p, reword), p.Config.Severity, reword))
		if d := gocmp.Diff(want, got); d != "" {
			w.t.Errorf("%s (-plain +%s):\n%s", name, name, d)
		}
	}
}

// inOtherWords gives what rules look at, with every reason and doubt that was worded before them reworded.
func inOtherWords(p *build.Project, reword func(string) string) *check.Input {
	d := p.Dossier
	versions := map[doc.ID][]ledger.Version{}
	for _, one := range d.Docs.Documents {
		list := slices.Clone(d.Approvals.Versions(one.ID))
		for i, v := range list {
			list[i].Verdicts = slices.Clone(v.Verdicts)
			for n, doubt := range v.Verdicts {
				list[i].Verdicts[n].Message = phrase.Text(reword(doubt.Message.String()))
			}
		}
		versions[one.ID] = list
	}
	ledger := ledger.NewLedger(d.Approvals.Least, versions)
	ledger.Findings = d.Approvals.Findings
	return &check.Input{AsOf: d.AsOf.Day, Docs: d.Docs, People: d.People, Standards: d.Standards, History: d.History, Approvals: ledger,
		Matrix: d.Matrix, Conditions: p.Config.Conditions, Waivers: p.Config.Waivers, Periods: p.Config.Periods, BaseURL: p.Config.BaseURL}
}

func plainly(s string) string { return s }

func backwards(s string) string {
	runes := []rune(s)
	slices.Reverse(runes)
	return string(runes)
}

func inCipher(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }

// ties tells what stands and what follows from it, by everything but words.
func ties(found []diag.Finding) []string {
	name := func(f diag.Finding) string {
		return fmt.Sprintf("%s %s %s %s %s %.7s", f.Rule, f.Severity, f.Pos, f.Document, f.Subject, f.Commit)
	}
	var out []string
	for _, f := range found {
		var follow []string
		for _, c := range f.Consequences {
			follow = append(follow, name(c))
		}
		slices.Sort(follow)
		out = append(out, name(f)+" <- "+strings.Join(follow, ", "))
	}
	slices.Sort(out)
	return out
}

// TestFollowsFormNoCircle wants that causes lead up to something that has no cause, and that all of them are rules.
func TestFollowsFormNoCircle(t *testing.T) {
	t.Parallel()
	var climb func(id diag.RuleID, path []diag.RuleID)
	climb = func(id diag.RuleID, path []diag.RuleID) {
		if _, ok := check.Find(string(id)); !ok {
			t.Errorf("%s is no rule", id)
		}
		if slices.Contains(path, id) {
			t.Fatalf("a circle: %v, %s", path, id)
		}
		for _, cause := range check.FollowsFrom(id) {
			climb(cause, append(slices.Clone(path), id))
		}
	}
	for _, r := range check.Rules() {
		climb(r.ID, nil)
	}
}

// told writes a finding and how many of which rule follow from it.
func told(f diag.Finding) string {
	file := f.Pos.File
	if file == "" {
		file = "-"
	}
	out := fmt.Sprintf("%s %s %s", f.Rule, f.Severity, file)
	count := map[diag.RuleID]int{}
	for _, c := range f.Consequences {
		count[c.Rule]++
	}
	var words []string
	for rule, n := range count {
		words = append(words, fmt.Sprintf("%s x%d", rule, n))
	}
	if slices.Sort(words); len(words) > 0 {
		out += " (" + strings.Join(words, ", ") + ")"
	}
	return out
}

func change(name, old, with string) func(*tree) {
	return func(w *tree) {
		raw, err := os.ReadFile(w.path(name))
		w.must(err)
		if !strings.Contains(string(raw), old) {
			w.t.Fatalf("%s does not hold %q", name, old)
		}
		w.write(name, []byte(strings.Replace(string(raw), old, with, 1)))
	}
}

func add(name, text string) func(*tree) {
	return func(w *tree) {
		raw, err := os.ReadFile(w.path(name))
		w.must(err)
		w.write(name, append(raw, text...))
	}
}

func write(name, text string) func(*tree) {
	return func(w *tree) { w.write(name, []byte(text)) }
}

// record commits what is there, approved by Bea.
func record(w *tree) {
	w.commit("2026-06-01 Ada Author <ada@example.org>", "Write down more\n\nApproved-by: Bea Boss <bea@example.org>\n")
}

func remove(name string) func(*tree) {
	return func(w *tree) { w.must(os.Remove(w.path(name))) }
}

func all(steps ...func(*tree)) func(*tree) {
	return func(w *tree) {
		for _, do := range steps {
			do(w)
		}
	}
}
