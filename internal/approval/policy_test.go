package approval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clausebook/internal/config"
)

// rules writes a configuration with a section `approval:`.
func rules(section string) map[string]string {
	return map[string]string{"clausebook.yaml": "title: Test\napproval: " + section + "\n"}
}

// both joins files to be written.
func both(a, b map[string]string) map[string]string {
	for name, text := range b {
		a[name] = text
	}
	return a
}

// TestPolicyOfBefore: the rules that decide on an approval are those of before the change that brings the approved text.
func TestPolicyOfBefore(t *testing.T) {
	t.Parallel()
	const strict = "{least_grade: trailer}"
	declared := []string{byChangeManager, "approved_by: bea", "approved_on: 2024-05-03"}
	byTrailer := "Approve\n\nApproved-by: "
	for name, c := range map[string]struct {
		first string // the section with which the repository starts; none for no configuration
		do    func(*testRepo)
		want  ruling
	}{
		"lowers the grade": {strict, func(r *testRepo) {
			r.commit(ada, "Approve", both(page("1.0", "approved", "Text.", declared...), rules("{least_grade: declared}")))
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}},
		"lowers the grade by leaving the section out": {strict, func(r *testRepo) {
			r.commit(ada, "Approve", with(page("1.0", "approved", "Text.", declared...), "clausebook.yaml", "title: Test\n"))
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}},
		"removes the configuration": {strict, func(r *testRepo) {
			r.must(os.Remove(filepath.Join(r.dir, "clausebook.yaml")))
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", declared...))
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}},
		"breaks the configuration and corrects it in its own change": {strict, func(r *testRepo) {
			r.commit(ada, "Break", map[string]string{"clausebook.yaml": "approval: [\n"})
			r.commit(ada, "Approve", both(page("1.0", "approved", "Text.", declared...), rules("{least_grade: declared}")))
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}},
		"switches separation of duties off": {"{}", func(r *testRepo) {
			r.commit(ada, byTrailer+ada, both(page("1.0", "approved", "Text."), rules("{separation_of_duties: false}")))
		}, ruling{"1.0", "ada", "", "trailer", "AP001!", false}},
		"adds a trailer": {"{}", func(r *testRepo) {
			r.commit(ada, "Approve\n\nCc: "+bea, both(page("1.0", "approved", "Text.", byChangeManager), rules("{trailers: [Cc]}")))
		}, ruling{"1.0", "", "", "none", "AP007!", false}},
		"gives another role the type": {"{roles: {policy: [change-manager]}}", func(r *testRepo) {
			r.commit(ada, byTrailer+dan, both(page("1.0", "approved", "Text."), rules("{roles: {policy: [writer]}}")))
		}, ruling{"1.0", "dan", "", "trailer", "AP002!", false}},
		"asks no role of the type any more": {"{roles: {policy: [change-manager]}}", func(r *testRepo) {
			r.commit(ada, byTrailer+dan, both(page("1.0", "approved", "Text."), rules("{}")))
		}, ruling{"1.0", "dan", "", "trailer", "AP005!", false}},
		"lowers it within a request": {strict, func(r *testRepo) {
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, "Lower", rules("{least_grade: declared}"))
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", declared...))
			r.git(ada, "checkout", "-q", "main")
			r.merge(cy, "change", "Merge pull request #4 from org/change")
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}},
		"lowers it in the work tree": {strict, func(r *testRepo) {
			r.write(both(page("1.0", "approved", "Text.", declared...), rules("{separation_of_duties: false, least_grade: declared}")))
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}},
		"lowered before": {strict, func(r *testRepo) {
			r.commit(ada, "Lower", rules("{least_grade: declared}"))
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", declared...))
		}, ruling{"1.0", "bea", "change-manager", "declared", "", true}},
		"raised later": {"{}", func(r *testRepo) {
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", declared...))
			r.commit(ada, "Raise", rules("{least_grade: signed}"))
		}, ruling{"1.0", "bea", "change-manager", "declared", "", true}},
		"raised later for all": {"{}", func(r *testRepo) {
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", declared...))
			r.commit(ada, "Raise", rules("{least_grade: signed, applies_from: all}"))
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}},
		"lowered for all": {strict, func(r *testRepo) {
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", declared...))
			r.commit(ada, "Lower", rules("{least_grade: declared, applies_from: all}"))
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}},
		"the first configuration speaks for what is older": {"", func(r *testRepo) {
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", declared...))
			r.commit(ada, "Configure", rules(strict))
			r.commit(ada, "Lower", rules("{least_grade: declared}"))
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}},
		"removed before": {strict, func(r *testRepo) {
			r.must(os.Remove(filepath.Join(r.dir, "clausebook.yaml")))
			r.commit(ada, "Remove", nil)
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", declared...))
		}, ruling{"1.0", "bea", "change-manager", "declared", "", true}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.policy = config.New().Approval
			if c.first != "" {
				r.commit(ada, "Configure", rules(c.first))
			}
			r.day = parseDay("2024-05-03").Time().Add(12 * 3600e9)
			c.do(r)
			r.want(c.want)
		})
	}
}

// TestMessageNamesTheGradeOfThen: what was asked for when it landed is what the doubt names.
func TestMessageNamesTheGradeOfThen(t *testing.T) {
	r := start(t)
	r.commit(ada, "Configure", rules("{least_grade: merge}"))
	r.commit(ada, "Approve\n\nApproved-by: "+bea, both(page("1.0", "approved", "Text.", byChangeManager), rules("{least_grade: declared}")))
	if got := r.judge().Versions("POL-CHG")[0].Verdicts[0].Message.String(); !strings.HasSuffix(
		got,
		"at least a merge by somebody else is required",
	) {
		t.Errorf("got %q", got)
	}
}

// TestChangeIsJudgedByItsBase: what has not landed is one change, however many commits it has.
func TestChangeIsJudgedByItsBase(t *testing.T) {
	t.Parallel()
	grant := strings.Replace(peopleFile, "holders: [{person: bea", "holders: [{person: dan, from: 2024-01-01}, {person: bea", 1)
	people := map[string]string{"content/people.yaml": grant}
	declared := []string{byChangeManager, "approved_by: bea", "approved_on: 2024-05-04"}
	const byDan = "Approve\n\nApproved-by: " + dan
	for name, c := range map[string]struct {
		do            func(*testRepo)
		alone, onBase ruling
	}{
		"lowers, then approves": {func(r *testRepo) {
			r.commit(ada, "Lower", rules("{least_grade: declared}"))
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", declared...))
		}, ruling{"1.0", "bea", "change-manager", "declared", "", true}, ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}},
		"grants, then approves": {func(r *testRepo) {
			r.commit(cy, "Grant", people)
			r.commit(ada, byDan, page("1.0", "approved", "Text.", byChangeManager))
		}, ruling{"1.0", "dan", "change-manager", "trailer", "", true}, ruling{"1.0", "dan", "", "trailer", "AP005!", false}},
		"grants, joins the main line, then approves": {func(r *testRepo) {
			r.commit(cy, "Grant", people)
			r.git(ada, "checkout", "-q", "main")
			r.base = r.commit(cy, "Elsewhere", map[string]string{"notes.txt": "x"})
			r.git(ada, "checkout", "-q", "change")
			r.merge(ada, "main", "Merge branch 'main' into change")
			r.commit(ada, byDan, page("1.0", "approved", "Text.", byChangeManager))
		}, ruling{"1.0", "dan", "change-manager", "trailer", "", true}, ruling{"1.0", "dan", "", "trailer", "AP005!", false}},
		"joins a main line that grants": {func(r *testRepo) {
			r.commit(cy, "Begin", map[string]string{"notes.txt": "x"})
			r.git(ada, "checkout", "-q", "main")
			r.base = r.commit(cy, "Grant", people)
			r.git(ada, "checkout", "-q", "change")
			r.merge(ada, "main", "Merge branch 'main' into change")
			r.commit(ada, byDan, page("1.0", "approved", "Text.", byChangeManager))
		}, ruling{"1.0", "dan", "change-manager", "trailer", "", true}, ruling{"1.0", "dan", "change-manager", "trailer", "", true}},
		"grants and approves in the work tree": {func(r *testRepo) {
			r.commit(cy, "Grant", people)
			r.write(page("1.0", "approved", "Text.", byChangeManager, "approved_by: dan", "approved_on: 2024-05-04"))
		}, ruling{"1.0", "dan", "change-manager", "declared", "AP006!", false}, ruling{"1.0", "dan", "", "declared", "AP005! AP006!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			base := r.commit(ada, "Configure", rules("{least_grade: trailer}"))
			r.git(ada, "checkout", "-q", "-b", "change")
			c.do(r)
			if r.base != "" {
				base = r.base
			}
			r.base = ""
			r.wantSaying("", c.alone)
			r.base = base
			r.wantSaying("", c.onBase)
		})
	}
}
