package approval

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/ledger"

	"github.com/google/go-cmp/cmp"
)

// ruling is what a test wants to be said of a version. A rule with an exclamation mark voids.
type ruling struct {
	Version, Approver, Role string
	Grade                   string
	Rules                   string // of the verdicts, in order
	Counts                  bool
}

// rulingOf shortens a version to what tests compare.
func rulingOf(v ledger.Version, least ledger.Grade) ruling {
	var rules []string
	for _, d := range v.Verdicts {
		r := string(d.Rule)
		if d.Voids {
			r += "!"
		}
		rules = append(rules, r)
	}
	approver := v.Approver.ID
	if approver == "" {
		approver = v.Approver.Name
	}
	return ruling{v.Version, approver, v.Role, v.Grade.String(), strings.Join(rules, " "), v.Counts(least)}
}

// want compares the rulings on the policy, newest first.
func (r *testRepo) want(want ...ruling) []ledger.Version {
	r.t.Helper()
	l := r.judge()
	versions := l.Versions("POL-CHG")
	var got []ruling
	for _, v := range versions {
		got = append(got, rulingOf(v, l.Least))
		for _, d := range v.Verdicts {
			r.t.Logf("%s %s", d.Rule, d.Message)
		}
		for _, e := range v.Evidence {
			r.t.Logf("%s %s %s", e.Grade, e.What, e.Pos)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		r.t.Errorf("rulings (-want +got):\n%s", diff)
	}
	for _, f := range l.Findings {
		r.t.Logf("finding %s: %s", f.Pos, f.Message)
	}
	return versions
}

// start records the people and a draft by Ada.
func start(t *testing.T) *testRepo {
	t.Helper()
	t.Parallel()
	r := newRepo(t)
	r.commit(ada, "Start", with(page("1.0", "draft", "Text."), "content/people.yaml", peopleFile))
	return r
}

const byChangeManager = "approver: change-manager"

func TestDirectApprovals(t *testing.T) {
	t.Parallel()
	declared := []string{byChangeManager, "approved_by: bea", "approved_on: 2024-05-02"}
	for name, c := range map[string]struct {
		who, message string
		more         []string
		want         ruling
	}{
		"declared": {ada, "Approve", declared, ruling{"1.0", "bea", "change-manager", "declared", "", true}},
		"declared by its author": {ada, "Approve", []string{"approved_by: ada", "approved_on: 2024-05-02"}, ruling{"1.0", "ada", "",
			"own-hand", "AP001!", false}},
		"declared without the role": {ada, "Approve", []string{byChangeManager, "approved_by: dan", "approved_on: 2024-05-02"}, ruling{"1.0",
			"dan", "", "declared", "AP002!", false}},
		"declared before the role": {ada, "Approve", []string{byChangeManager, "approved_by: bea", "approved_on: 2023-12-30"}, ruling{"1.0",
			"bea", "", "declared", "AP002!", false}},
		"declared a day before the role": {ada, "Approve", []string{byChangeManager, "approved_by: bea", "approved_on: 2023-12-31"}, ruling{"1.0",
			"bea", "change-manager", "declared", "", true}},
		"declared without a name":  {ada, "Approve", []string{"approved_on: 2024-05-02"}, ruling{"1.0", "", "", "none", "AP007!", false}},
		"declared without a day":   {ada, "Approve", []string{"approved_by: bea"}, ruling{"1.0", "", "", "none", "AP007!", false}},
		"status alone":             {ada, "Approve", nil, ruling{"1.0", "", "", "none", "AP007!", false}},
		"committer is no approver": {ada + "|" + bea, "Approve", nil, ruling{"1.0", "", "", "none", "AP007!", false}},
		"trailer": {ada, "Approve\n\nApproved-by: " + bea, []string{byChangeManager}, ruling{"1.0", "bea", "change-manager",
			"trailer", "", true}},
		"trailer by id": {ada, "Approve\n\nApproved-by: bea", []string{byChangeManager}, ruling{"1.0", "bea", "change-manager",
			"trailer", "", true}},
		"trailer of another kind": {ada, "Approve\n\nAcked-by: " + bea, nil, ruling{"1.0", "", "", "none", "AP007!", false}},
		"trailer in mid-body": {ada, "Approve\n\nApproved-by: " + bea + "\n\nIt was discussed at length.", nil, ruling{"1.0", "", "",
			"none", "AP007!", false}},
		"trailer of the author": {ada, "Approve\n\nApproved-by: " + ada, nil, ruling{"1.0", "ada", "", "trailer", "AP001!", false}},
		"trailer without the role": {ada, "Approve\n\nReviewed-by: " + dan, []string{byChangeManager}, ruling{"1.0", "dan", "", "trailer",
			"AP002!", false}},
		"trailer of an unlisted one": {ada, "Approve\n\nReviewed-by: Eve Else <eve@elsewhere.example>", nil, ruling{"1.0", "Eve Else", "",
			"trailer", "AP002!", false}},
		"trailer of a namesake": {ada, "Approve\n\nReviewed-by: ada  author <ada@elsewhere.example>", nil, ruling{"1.0", "ada  author",
			"", "trailer", "AP002! AP001!", false}},
		"trailer of a machine": {ada, "Approve\n\nReviewed-by: robot[bot] <1+robot[bot]@users.noreply.github.com>", nil, ruling{"1.0",
			"", "", "none", "AP007!", false}},
		"sound one before stronger": {ada, "Approve\n\nReviewed-by: " + dan, declared, ruling{"1.0", "bea", "change-manager", "declared", "",
			true}},
		"squash by a forge": {ada + "|" + github, "Approve (#7)\n\nApproved-by: " + bea, []string{byChangeManager}, ruling{"1.0",
			"bea", "change-manager", "trailer", "", true}},
		"squash by another person": {ada + "|" + dan, "Approve (#7)\n\nApproved-by: " + bea, []string{byChangeManager}, ruling{"1.0", "bea",
			"change-manager", "trailer", "", true}},
		"squash by its author": {ada, "Approve (#7)\n\nApproved-by: " + bea, []string{byChangeManager}, ruling{"1.0", "bea",
			"change-manager", "trailer", "", true}},
		"squash by an unlisted one": {ada + "|Eve <eve@elsewhere.example>", "Approve (#7)\n\nApproved-by: " + bea, nil, ruling{"1.0", "bea",
			"", "trailer", "", true}},
		"person as approver": {ada, "Approve\n\nApproved-by: " + dan, []string{"approver: dan"}, ruling{"1.0", "dan", "", "trailer",
			"", true}},
		"another person than approver": {ada, "Approve\n\nApproved-by: " + bea, []string{"approver: dan"}, ruling{"1.0", "bea", "", "trailer",
			"AP002!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(c.who, c.message, page("1.0", "approved", "Text.", c.more...))
			r.want(c.want)
		})
	}
}

func TestLeastGradeVoidsWhatIsBelow(t *testing.T) {
	r := start(t)
	r.policy.LeastGrade = "merge"
	r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.0", "approved", "Text.", byChangeManager))
	versions := r.want(ruling{"1.0", "bea", "change-manager", "trailer", "AP006!", false})
	if got := versions[0].Verdicts[0].Message.String(); !strings.Contains(got, "Bea Boss") || !strings.Contains(got, "version 1.0") ||
		!strings.Contains(got, "2024-05-03") {
		t.Errorf("the message names too little: %s", got)
	}
}

func TestSeparationOfDutiesMayBeWaived(t *testing.T) {
	r := start(t)
	r.policy.SeparationOfDuties = false
	r.commit(ada, "Approve\n\nApproved-by: "+ada, page("1.0", "approved", "Text."))
	r.want(ruling{"1.0", "ada", "", "trailer", "AP001", true})
}

func TestRolesByType(t *testing.T) {
	r := start(t)
	r.policy.Roles = map[string][]string{"policy": {"managing-director", "change-manager"}}
	r.commit(ada, "Approve\n\nApproved-by: "+dan, page("1.0", "approved", "Text."))
	r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.1", "approved", "Text."))
	r.want(ruling{"1.1", "bea", "change-manager", "trailer", "", true}, ruling{"1.0", "dan", "", "trailer", "AP002!", false})
}

func TestMergeOfARequest(t *testing.T) {
	t.Parallel()
	const subject = "Merge pull request #12 from org/change\n\nChange the policy\n\n"
	for name, c := range map[string]struct {
		merger, message string
		want            ruling
	}{
		"by another person": {dan, subject + "Reviewed-by: " + bea, ruling{"1.0", "bea", "change-manager", "trailer", "", true}},
		"by the approver":   {bea, subject + "Reviewed-by: " + bea, ruling{"1.0", "bea", "change-manager", "trailer", "", true}},
		"by the author":     {ada, subject + "Reviewed-by: " + bea, ruling{"1.0", "bea", "change-manager", "trailer", "", true}},
		"by the forge":      {github, subject + "Reviewed-by: " + bea, ruling{"1.0", "bea", "change-manager", "trailer", "", true}},
		"in the forge, by a person": {dan + "|" + github, subject + "Reviewed-by: " + bea, ruling{"1.0", "bea", "change-manager", "trailer",
			"", true}},
		"of no request": {dan, "Merge branch 'change'\n\nReviewed-by: " + bea, ruling{"1.0", "bea", "change-manager", "trailer",
			"", true}},
		"without a review": {bea, "Merge pull request #12 from org/change\n\nChange the policy", ruling{"1.0", "", "", "none",
			"AP007!", false}},
		"GitLab": {dan, "Merge branch 'change' into 'main'\n\nChange the policy\n\nSee merge request " +
			"org/sms!12\n\nApproved-by: " + bea, ruling{"1.0", "bea", "change-manager", "trailer", "", true}},
		"reviewed by one who co-wrote": {dan, subject + "Reviewed-by: " + cy, ruling{"1.0", "cy", "", "trailer", "AP002! AP004!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, "First try\n\nCo-authored-by: "+cy, page("1.0", "approved", "Text that has a tpyo.", byChangeManager))
			r.commit(ada, "Fix it", page("1.0", "approved", "Text that has no typo.", byChangeManager))
			r.git(ada, "checkout", "-q", "main")
			merge := r.merge(c.merger, "change", c.message)
			versions := r.want(c.want)
			if c.want.Grade != "none" && versions[0].Evidence[0].Commit != merge {
				t.Errorf("evidence in %s, want the merge %s", versions[0].Evidence[0].Commit, merge)
			}
		})
	}
}

func TestTrailerOnAnOlderHeadIsStale(t *testing.T) {
	r := start(t)
	r.git(ada, "checkout", "-q", "-b", "change")
	older := r.commit(ada, "First try\n\nApproved-by: "+bea, page("1.0", "approved", "Harmless text.", byChangeManager))
	r.commit(ada, "And now", page("1.0", "approved", "Everybody may do anything.", byChangeManager))
	r.git(ada, "checkout", "-q", "main")
	r.merge(dan, "change", "Merge pull request #12 from org/change")
	versions := r.want(ruling{"1.0", "bea", "change-manager", "trailer", "AP008!", false})
	if versions[0].Verdicts[0].Commit != older {
		t.Errorf("the verdict names %s, want %s", versions[0].Verdicts[0].Commit, older)
	}
}

func TestChangedAfterApproval(t *testing.T) {
	t.Parallel()
	approval := []string{byChangeManager, "approved_by: bea", "approved_on: 2024-05-02"}
	sound := ruling{"1.0", "bea", "change-manager", "declared", "", true}
	voided := ruling{"1.0", "bea", "change-manager", "declared", "AP003!", false}
	for name, c := range map[string]struct {
		then func(*testRepo)
		want ruling
	}{
		"metadata": {func(r *testRepo) {
			r.commit(ada, "Tag it", page("1.0", "approved", "Text.", append(approval, "tags: [x]")...))
		}, sound},
		"formatting": {func(r *testRepo) { r.commit(ada, "Stress it", page("1.0", "approved", "*Text*.", approval...)) }, sound},
		"substance": {func(r *testRepo) { r.commit(ada, "Slip it in", page("1.0", "approved", "Another text.", approval...)) },
			voided},
		"uncommitted":            {func(r *testRepo) { r.write(page("1.0", "approved", "Another text.", approval...)) }, voided},
		"uncommitted formatting": {func(r *testRepo) { r.write(page("1.0", "approved", "**Text.**", approval...)) }, sound},
		"and changed back": {func(r *testRepo) {
			r.commit(ada, "Slip it in", page("1.0", "approved", "Another text.", approval...))
			r.commit(ada, "Take it back", page("1.0", "approved", "Text.", approval...))
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP003", true}},
		"on a branch that became a new version": {func(r *testRepo) {
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, "Write", page("1.0", "approved", "Another text.", approval...))
			r.commit(ada, "Back to draft", page("1.1", "draft", "Another text."))
			r.git(ada, "checkout", "-q", "main")
			r.merge(dan, "change", "Merge branch 'change'")
		}, sound},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", approval...))
			c.then(r)
			r.want(c.want)
		})
	}
}

// A declaration that came late is one of the text beside which it was written, whatever day it gives.
func TestLateDeclaration(t *testing.T) {
	r := start(t)
	r.commit(ada, "Write", page("1.1", "draft", "Much more text."))
	r.commit(ada, "Approve", page("1.1", "approved", "Much more text.", byChangeManager, "approved_by: bea", "approved_on: 2024-05-02"))
	r.want(ruling{"1.1", "bea", "change-manager", "declared", "", true})
}

func TestAdoptedDocumentsMayBeOlderThanTheRepository(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(
		ada,
		"Import",
		with(page("3.2", "approved", "Text.", byChangeManager, "approved_by: bea", "approved_on: 2024-02-01"), "content/people.yaml", peopleFile),
	)
	r.want(ruling{"3.2", "bea", "change-manager", "declared", "", true})
}

func TestAuthorsSinceTheLastApprovedVersion(t *testing.T) {
	r := start(t)
	r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.0", "approved", "Text.", byChangeManager))
	r.commit(bea, "Write", page("1.1", "draft", "Text by Bea.", byChangeManager))
	r.commit(cy, "Write on\n\nCo-authored-by: "+dan, page("1.1", "draft", "Text by Bea and Cy.", byChangeManager))
	r.commit(
		"robot[bot] <robot[bot]@users.noreply.github.com>",
		"Format",
		page("1.1", "draft", "Text by Bea, Cy and a robot.", byChangeManager),
	)
	r.commit(dan, "Approve\n\nApproved-by: "+bea, page("1.1", "approved", "Text by Bea, Cy and a robot.", byChangeManager))
	versions := r.want(
		ruling{"1.1", "bea", "change-manager", "trailer", "AP004!", false},
		ruling{"1.0", "bea", "change-manager", "trailer", "", true})
	var authors []string
	for _, a := range versions[0].Authors {
		authors = append(authors, a.ID)
	}
	if diff := cmp.Diff([]string{"bea", "cy", "dan"}, authors); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
}

// An approval that does not count does not end the time over which authors are gathered: else a first, worthless one
// would hide its author from the second.
func TestWorthlessApprovalHidesNoAuthor(t *testing.T) {
	r := start(t)
	r.commit(ada, "Approve", page("1.0", "approved", "Text."))
	r.commit(ada, "Say who", page("1.0", "approved", "Text.", "approved_by: ada", "approved_on: 2024-05-03"))
	r.want(ruling{"1.0", "ada", "", "own-hand", "AP001!", false}, ruling{"1.0", "", "", "none", "AP007!", false})
}

// A branch that is older than the last approved version but lands after it brings its authors along.
func TestBranchMergedLateBringsItsAuthors(t *testing.T) {
	r := start(t)
	r.git(ada, "checkout", "-q", "-b", "late")
	r.commit(
		bea,
		"Write",
		map[string]string{
			"content/policies/change.md": strings.Replace(
				page("1.0", "draft", "Text.")["content/policies/change.md"],
				"# Change",
				"Preface by Bea.\n\n# Change",
				1,
			),
		},
	)
	r.git(ada, "checkout", "-q", "main")
	r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.0", "approved", "Text.", byChangeManager))
	r.git(ada, "checkout", "-q", "late")
	r.merge(ada, "main", "Merge main", "-X", "ours")
	text := strings.Replace(
		page("1.1", "approved", "Text.", byChangeManager)["content/policies/change.md"],
		"# Change",
		"Preface by Bea.\n\n# Change",
		1,
	)
	r.commit(ada, "Ask for approval", map[string]string{"content/policies/change.md": text})
	r.git(ada, "checkout", "-q", "main")
	r.merge(dan, "late", "Merge pull request #3 from org/late\n\nApproved-by: "+bea)
	versions := r.judge().Versions("POL-CHG")
	got := rulingOf(versions[0], ledger.Declared)
	if got.Version != "1.1" || got.Rules != "AP001!" || got.Counts {
		t.Errorf("the late branch: %+v", got)
	}
}

// Who merges two changes of a document wrote nothing, unless the merge slips something in.
func TestMergerIsAnAuthorOnlyOfWhatTheMergeItselfWrote(t *testing.T) {
	t.Parallel()
	text := func(first, last string) map[string]string {
		return page("1.1", "approved", first+"\n\nBetween.\n\nAnd between.\n\n"+last, byChangeManager)
	}
	const message = "Merge pull request #5 from org/change\n\nApproved-by: " + bea
	for name, c := range map[string]struct {
		merge func(*testRepo)
		want  ruling
	}{
		"clean": {func(r *testRepo) { r.merge(bea, "change", message) }, ruling{"1.1", "bea", "change-manager", "trailer", "", true}},
		"with words of its own": {func(r *testRepo) {
			r.git(bea, "merge", "-q", "--no-ff", "--no-commit", "change")
			r.commit(bea, message, text("First, by Cy.", "Last, by Bea."))
		}, ruling{"1.1", "bea", "change-manager", "trailer", "AP004!", false}},
		"with words left out": {func(r *testRepo) {
			r.git(bea, "merge", "-q", "--no-ff", "--no-commit", "change")
			r.commit(bea, message, page("1.1", "approved", "First, by Cy.\n\nBetween.\n\nLast, by Ada.", byChangeManager))
		}, ruling{"1.1", "bea", "change-manager", "trailer", "AP004!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(ada, "Write", page("1.1", "draft", "First.\n\nBetween.\n\nAnd between.\n\nLast.", byChangeManager))
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, "Ask", text("First.", "Last, by Ada."))
			r.git(ada, "checkout", "-q", "main")
			r.commit(cy, "Write on", page("1.1", "draft", "First, by Cy.\n\nBetween.\n\nAnd between.\n\nLast.", byChangeManager))
			c.merge(r)
			r.want(c.want)
		})
	}
}

func TestClockOfTheMergeDoesNotChangeTheOrder(t *testing.T) {
	r := start(t)
	r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.0", "approved", "Text.", byChangeManager))
	r.day = r.day.AddDate(-3, 0, 0)
	r.commit(bea, "Write", page("1.1", "draft", "Text by Bea.", byChangeManager))
	r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.1", "approved", "Text by Bea.", byChangeManager))
	versions := r.judge().Versions("POL-CHG")
	if got := rulingOf(versions[0], ledger.Declared); got.Version != "1.1" || !strings.Contains(got.Rules, "AP001!") {
		t.Errorf("the version with a date before the first: %+v", got)
	}
}

func TestAuthorityGrantedInTheSameChange(t *testing.T) {
	t.Parallel()
	grant := strings.Replace(peopleFile, "holders: [{person: bea", "holders: [{person: dan, from: 2024-01-01}, {person: bea", 1)
	alias := strings.Replace(peopleFile, "bea@example.org", "bea@example.org, dan@example.org", 1)
	alias = strings.Replace(alias, "[dan@example.org]", "[daniel@example.org]", 1)
	approve := func() map[string]string { return page("1.0", "approved", "Text.", byChangeManager) }
	const message = "Approve\n\nApproved-by: " + dan
	for name, c := range map[string]struct {
		do   func(*testRepo)
		want ruling
	}{
		"role": {func(r *testRepo) { r.commit(ada, message, with(approve(), "content/people.yaml", grant)) },
			ruling{"1.0", "dan", "", "trailer", "AP005!", false}},
		"role in the same request": {func(r *testRepo) {
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, "Grant", map[string]string{"content/people.yaml": grant})
			r.commit(ada, message, approve())
			r.git(ada, "checkout", "-q", "main")
			r.merge(cy, "change", "Merge pull request #4 from org/change")
		}, ruling{"1.0", "dan", "", "trailer", "AP005!", false}},
		"address of somebody with the role": {func(r *testRepo) { r.commit(ada, message, with(approve(), "content/people.yaml", alias)) },
			ruling{"1.0", "bea", "", "trailer", "AP005!", false}},
		"another approver in the document": {func(r *testRepo) {
			r.commit(ada, "Ask", page("1.0", "in-review", "Text.", byChangeManager))
			r.commit(ada, message, page("1.0", "approved", "Text.", "approver: dan"))
		}, ruling{"1.0", "dan", "", "trailer", "AP005!", false}},
		"role granted before": {func(r *testRepo) {
			r.commit(ada, "Grant", map[string]string{"content/people.yaml": grant})
			r.commit(ada, message, approve())
		}, ruling{"1.0", "dan", "change-manager", "trailer", "", true}},
		"role entered later": {func(r *testRepo) {
			r.commit(ada, message, approve())
			r.commit(ada, "Correct people", map[string]string{"content/people.yaml": grant})
		}, ruling{"1.0", "dan", "", "trailer", "AP002!", false}},
		"role taken away later": {func(r *testRepo) {
			r.commit(ada, "Approve\n\nApproved-by: "+bea, approve())
			r.commit(ada, "Bea leaves", map[string]string{"content/people.yaml": strings.Replace(peopleFile, "from: 2024-01-01}",
				"from: 2024-01-01, to: 2024-01-31}", 1)})
		}, ruling{"1.0", "bea", "change-manager", "trailer", "", true}},
		"uncommitted": {func(r *testRepo) {
			r.write(with(page("1.0", "approved", "Text.", byChangeManager, "approved_by: dan", "approved_on: 2024-05-03"), "content/people.yaml",
				grant))
		}, ruling{"1.0", "dan", "", "declared", "AP005!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			c.do(r)
			r.want(c.want)
		})
	}
}

// An author whose other address is made somebody else in the same change stays the author.
func TestAuthorSplitInTwoInTheSameChange(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	both := strings.Replace(peopleFile, "[bea@example.org]", "[bea@example.org, boss@example.org]", 1)
	r.commit(bea, "Start", with(page("1.0", "draft", "Text."), "content/people.yaml", both))
	split := strings.Replace(both, ", boss@example.org]}", "]}\n  - {id: boss, name: The Boss, emails: [boss@example.org]}", 1)
	r.commit(bea, "Approve\n\nApproved-by: The Boss <boss@example.org>", with(page("1.0", "approved", "Text."), "content/people.yaml", split))
	versions := r.judge().Versions("POL-CHG")
	if got := rulingOf(versions[0], ledger.Declared); got.Counts {
		t.Errorf("an author approved under another name: %+v", got)
	}
}

func TestDeclarationOfADayToComeDoesNotCount(t *testing.T) {
	t.Parallel()
	for name, store := range map[string]func(*testRepo, map[string]string){
		"committed": func(r *testRepo, files map[string]string) { r.commit(ada, "Approve", files) },
		"work tree": func(r *testRepo, files map[string]string) { r.write(files) },
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			store(r, page("1.0", "approved", "Text.", byChangeManager, "approved_by: bea", "approved_on: 2030-05-02"))
			in := r.input()
			for day, want := range map[string]ruling{
				"2030-05-01": {"1.0", "", "", "none", "AP007!", false},
				"2030-05-02": {"1.0", "bea", "change-manager", "declared", "", true},
			} {
				if name == "committed" && want.Counts {
					want = ruling{"1.0", "", "", "none", "AP007!", false} // the commit was made before that day
				}
				in.Clock.Day = parseDay(day)
				v := Judge(in).Versions("POL-CHG")
				if got := rulingOf(v[0], ledger.Declared); got != want {
					t.Errorf("as of %s: got %+v, want %+v", day, got, want)
				}
				if day == "2030-05-01" && !strings.Contains(v[0].Verdicts[0].Message.String(), "its approval date, 2030-05-02, is in the future") {
					t.Errorf("got %q", v[0].Verdicts[0].Message)
				}
			}
		})
	}
}

func TestWithoutHistoryOnlyTheDeclarationSpeaks(t *testing.T) {
	t.Parallel()
	declared := []string{byChangeManager, "approved_by: bea", "approved_on: 2024-05-02"}
	t.Run("new file", func(t *testing.T) {
		r := newRepo(t)
		r.commit(ada, "Start", map[string]string{"content/people.yaml": peopleFile})
		r.write(page("1.0", "approved", "Text.", declared...))
		versions := r.want(ruling{"1.0", "bea", "change-manager", "declared", "", true})
		if versions[0].Revision != nil || len(versions[0].Authors) > 0 {
			t.Errorf("got %+v", versions[0])
		}
	})
	t.Run("shallow clone", func(t *testing.T) {
		r := newRepo(t)
		r.commit(ada, "Start", map[string]string{"content/people.yaml": peopleFile})
		r.commit(bea, "Approve\n\nApproved-by: "+dan, page("1.0", "approved", "Text.", declared...))
		clone := r.dir + "-shallow"
		r.git(ada, "clone", "-q", "--depth=1", "file://"+r.dir, clone)
		r.dir = clone
		r.policy.LeastGrade = "trailer"
		versions := r.want(ruling{"1.0", "bea", "change-manager", "declared", "", false})
		if versions[0].Revision != nil {
			t.Errorf("got %+v", versions[0])
		}
	})
	t.Run("new version of a committed file", func(t *testing.T) {
		r := newRepo(t)
		r.commit(ada, "Start\n\nApproved-by: "+bea, with(page("1.0", "approved", "Text.", byChangeManager), "content/people.yaml", peopleFile))
		r.write(page("1.1", "approved", "More text.", declared...))
		r.want(ruling{"1.1", "bea", "change-manager", "declared", "", true}, ruling{"1.0", "bea", "change-manager", "trailer", "", true})
	})
}

func TestLedgerKnowsTheCurrentVersion(t *testing.T) {
	r := start(t)
	r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.0", "approved", "Text.", byChangeManager))
	r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.1", "approved", "More.", byChangeManager))
	in := r.input()
	v, ok := Judge(in).Current(in.Docs.ByID("POL-CHG"))
	if !ok || v.Version != "1.1" || v.On.String() != "2024-05-04" {
		t.Errorf("current: %+v, %v", v, ok)
	}
}

// The result may depend on nothing but its input: judging twice says the same, in the same words.
func TestJudgingTwiceSaysTheSame(t *testing.T) {
	r := start(t)
	r.commit(ada, "Approve\n\nApproved-by: "+dan+"\nReviewed-by: "+bea+"\nReviewed-by: "+cy, page("1.0", "approved", "Text.", byChangeManager))
	a, b := r.judge().Versions("POL-CHG"), r.judge().Versions("POL-CHG")
	a[0].Revision, b[0].Revision = nil, nil
	if diff := cmp.Diff(fmt.Sprintf("%+v", a), fmt.Sprintf("%+v", b)); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
	if len(a[0].Verdicts) != 1 || a[0].Verdicts[0].Rule != ledger.RuleBeside { // dan is named beside bea, and cy reviewed it
		t.Errorf("verdicts on a sound approval: %v", a[0].Verdicts)
	}
}

// An approval that counts ends the time over which authors are gathered, also after one that did not.
func TestApprovalThatCountsEndsTheTimeOfAuthors(t *testing.T) {
	r := start(t)
	r.commit(bea, "Write", page("1.0", "approved", "Text by Bea.", "approver: dan"))
	r.commit(ada, "Approve\n\nApproved-by: "+dan, page("1.1", "approved", "Text by Bea and Ada.", "approver: dan"))
	r.commit(ada, "Ask for Bea", page("1.2", "draft", "Text by Bea and Ada.", byChangeManager))
	r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.2", "approved", "Text by Ada alone.", byChangeManager))
	var got []string
	for _, v := range r.judge().Versions("POL-CHG") {
		var authors []string
		for _, a := range v.Authors {
			authors = append(authors, a.ID)
		}
		slices.Sort(authors)
		got = append(got, fmt.Sprint(v.Version, " ", v.Counts(ledger.Declared), " ", authors))
	}
	if diff := cmp.Diff([]string{"1.2 true [ada]", "1.1 true [ada bea]", "1.0 false [ada bea]"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Where the configuration says nothing, both usual trailers name an approver; where it names some, only these do.
func TestTrailersThatApprove(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		trailers []string
		key      string
		counts   bool
	}{
		"by default":         {nil, "Approved-by", true},
		"by default, review": {nil, "reviewed-BY", true},
		"by default, other":  {nil, "Acked-by", false},
		"as configured":      {[]string{"Acked-by"}, "Acked-by", true},
		"not configured":     {[]string{"Acked-by"}, "Approved-by", false},
		"none":               {[]string{}, "Approved-by", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.policy.Trailers = c.trailers
			r.commit(ada, "Approve\n\n"+c.key+": "+bea, page("1.0", "approved", "Text.", byChangeManager))
			r.wantApproval(c.counts)
		})
	}
}

// An approver who is no role is a person; where both have the id it is the role; what nobody knows gives nobody authority.
func TestApproverIsARoleOrAPerson(t *testing.T) {
	t.Parallel()
	const role = "roles:\n  - {id: dan, title: Like the person, holders: [{person: bea, from: 2024-01-01}]}\n"
	both := strings.Replace(peopleFile, "roles:\n", role, 1)
	for name, c := range map[string]struct {
		people, approver, by string
		counts               bool
	}{
		"the role of a person's name, its holder": {both, "dan", bea, true},
		"the role of a person's name, the person": {both, "dan", dan, false},
		"a person":              {peopleFile, "bea", bea, true},
		"another person":        {peopleFile, "dan", bea, false},
		"what nobody knows":     {peopleFile, "nobody", bea, false},
		"nobody said who may":   {peopleFile, "", bea, true},
		"nobody, by a stranger": {peopleFile, "", "Eve <eve@elsewhere.example>", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			var more []string
			if c.approver != "" {
				more = []string{"approver: " + c.approver}
			}
			r.commit(ada, "Start", with(page("1.0", "draft", "Text.", more...), "content/people.yaml", c.people))
			r.commit(ada, "Approve\n\nApproved-by: "+c.by, page("1.0", "approved", "Text.", more...))
			r.wantApproval(c.counts)
		})
	}
}

// wantSaying compares the ruling on the newest version, and looks for words in its first doubt.
func (r *testRepo) wantSaying(words string, want ruling) ledger.Version {
	r.t.Helper()
	l := r.judge()
	v := l.Versions("POL-CHG")[0]
	if got := rulingOf(v, l.Least); got != want {
		r.t.Errorf("got %+v, want %+v", got, want)
	}
	for _, d := range v.Verdicts {
		r.t.Logf("%s %s", d.Rule, d.Message)
	}
	if words != "" && (len(v.Verdicts) == 0 || !strings.Contains(v.Verdicts[0].Message.String(), words)) {
		r.t.Errorf("the first doubt does not say %q", words)
	}
	return v
}
