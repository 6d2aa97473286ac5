package approval

import (
	"testing"

	"clausebook/internal/date"
	"clausebook/internal/history"
)

// adopting writes rules that ask for an own hand and adopt up to a commit or day.
func adopting(until string) map[string]string {
	return rules("{least_grade: own-hand, adopted: {until: \"" + until + "\", reason: taken over}}")
}

// TestAdopted: what landed up to the end of an adoption counts at its grade, of an author whom nobody knows. It reaches no further than to
// before the change that states it.
func TestAdopted(t *testing.T) {
	t.Parallel()
	old := func(by string) map[string]string {
		return page("1.0", "approved", "Text.", byChangeManager, "approved_by: "+by, "approved_on: 2024-01-04")
	}
	weak := ruling{"1.0", "bea", "change-manager", "declared", "AP006!", false}
	counts := ruling{"1.0", "bea", "change-manager", "declared", "", true}
	for name, c := range map[string]struct {
		do   func(*testRepo)
		want ruling
	}{
		"nothing is adopted": {func(r *testRepo) { r.commit(ada, "Bring", old("bea")) }, weak},
		"up to a commit": {func(r *testRepo) {
			r.commit(ada, "Adopt", adopting(string(r.commit(ada, "Bring", old("bea")))))
		}, counts},
		"up to the one before": {func(r *testRepo) {
			before := r.head()
			r.commit(ada, "Bring", old("bea"))
			r.commit(ada, "Adopt", adopting(string(before)))
		}, weak},
		"up to a commit of the branch that brought it": {func(r *testRepo) {
			r.git(ada, "checkout", "-q", "-b", "texts")
			on := r.commit(ada, "Bring", old("bea"))
			r.git(ada, "checkout", "-q", "main")
			r.merge(dan, "texts", "Bring the texts")
			r.commit(ada, "Adopt", adopting(string(on)))
		}, counts},
		"up to its day": {func(r *testRepo) {
			r.commit(ada, "Bring", old("bea"))
			r.commit(ada, "Adopt", adopting(date.Of(r.day).String()))
		}, counts},
		"in the same change, by the day": {func(r *testRepo) {
			r.commit(ada, "Bring and adopt", both(old("bea"), adopting(date.Of(r.day.AddDate(0, 0, 1)).String())))
		}, weak},
		"moved on in the change that brings the text": {func(r *testRepo) {
			r.commit(ada, "Adopt", adopting(date.Of(r.day).String()))
			r.commit(ada, "Bring and adopt", both(old("bea"), adopting(date.Of(r.day.AddDate(0, 0, 1)).String())))
		}, weak},
		"what is not committed yet": {func(r *testRepo) {
			r.commit(ada, "Bring", old("bea"))
			r.write(adopting(string(r.head())))
		}, counts},
		"stated by a configuration that was broken for a while": {func(r *testRepo) {
			r.commit(ada, "Bring", old("bea"))
			r.commit(ada, "Adopt", adopting(string(r.head())))
			r.commit(ada, "Break", map[string]string{"clausebook.yaml": "approval: [\n"})
			r.commit(ada, "Correct", adopting(r.git(ada, "rev-parse", "HEAD~2")))
		}, counts},
		"a request brings the text and adopts it": {func(r *testRepo) {
			r.base = r.head()
			r.commit(ada, "Bring", old("bea"))
			r.commit(ada, "Adopt", adopting(string(r.head())))
		}, weak},
		"a request adopts what its base has": {func(r *testRepo) {
			r.base = r.commit(ada, "Bring", old("bea"))
			r.commit(ada, "Adopt", adopting(string(r.base)))
		}, counts},
		"the importer names herself, without the role": {func(r *testRepo) {
			r.commit(ada, "Adopt", adopting(string(r.commit(ada, "Bring", old("ada")))))
		}, ruling{"1.0", "ada", "", "declared", "AP002!", false}},
		"the importer holds the role": {func(r *testRepo) {
			r.commit(bea, "Adopt", adopting(string(r.commit(bea, "Bring", old("bea")))))
		}, counts},
		"written and approved here, on one day, by the author": {func(r *testRepo) {
			on := r.commit(bea, "Write", page("1.0", "approved", "Another text.", byChangeManager, "approved_by: bea",
				"approved_on: "+date.Of(r.day.AddDate(0, 0, 1)).String()))
			r.commit(bea, "Adopt", adopting(string(on)))
		}, ruling{"1.0", "bea", "change-manager", "own-hand", "AP004!", false}},
		"changed after the adoption": {func(r *testRepo) {
			r.commit(ada, "Adopt", adopting(string(r.commit(ada, "Bring", old("bea")))))
			r.commit(ada, "Change", page("1.0", "approved", "Other text.", byChangeManager, "approved_by: bea", "approved_on: 2024-01-04"))
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP003!", false}},
		"an unknown end": {func(r *testRepo) {
			r.commit(ada, "Bring", old("bea"))
			r.commit(ada, "Adopt", adopting("0123456789abcdef0123456789abcdef01234567"))
		}, weak},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(ada, "Configure", rules("{least_grade: own-hand}"))
			c.do(r)
			r.clock = date.Of(r.day).AddDays(2)
			r.wantSaying("", c.want)
		})
	}
}

// TestAdoptedEvidence: who relies on an adopted approval is told so.
func TestAdoptedEvidence(t *testing.T) {
	r := start(t)
	r.commit(ada, "Configure", rules("{least_grade: own-hand}"))
	on := r.commit(ada, "Bring", page("1.0", "approved", "Text.", byChangeManager, "approved_by: bea", "approved_on: 2024-01-04"))
	r.commit(ada, "Adopt", adopting(string(on)))
	v := r.judge().Versions("POL-CHG")[0]
	last := v.Evidence[len(v.Evidence)-1]
	want := "taken as imported, as `approval.adopted` reaches up to commit " + on.Short() + " of 2024-05-04: taken over"
	if got := last.What.String(); got != want || !v.Adopted || last.Commit != history.Hash(on) {
		t.Errorf("%v, %s, %s", v.Adopted, got, last.Commit)
	}
}

// TestWeakerElsewhere: what lets more count outside the section on approvals is a lowering as well.
func TestWeakerElsewhere(t *testing.T) {
	t.Parallel()
	conf := func(text string) map[string]string {
		return map[string]string{"clausebook.yaml": "title: Test\n" + text}
	}
	for name, c := range map[string]struct{ first, then, want string }{
		"a field of theirs is a status":    {"", "fields: {state: status}\n", "the field `state` is read as `status`"},
		"a field of theirs is an approver": {"fields: {state: title}\n", "fields: {state: approved_by}\n", "the field `state` is read as `approved_by`"},
		"a field of theirs is a title":     {"", "fields: {name: title}\n", ""},
		"a word of theirs is a status":     {"", "values: {status: {Final: approved}}\n", "the word `Final` of `status` is read as `approved`"},
		"a word of theirs is another": {"values: {status: {Final: draft}}\n", "values: {status: {Final: approved}}\n",
			"the word `Final` of `status` is read as `approved`"},
		"a word of theirs is a class":       {"", "values: {classification: {Open: public}}\n", ""},
		"a word of theirs is no more":       {"values: {status: {Final: approved}}\n", "", ""},
		"a branch is free":                  {"history: {protected: [main, release]}\n", "history: {protected: [main]}\n", "the branch `release` is no longer protected"},
		"the main line is free":             {"", "history: {protected: [release]}\n", "the main line is no longer among the protected branches"},
		"one more is protected":             {"history: {protected: [main]}\n", "history: {protected: [main, release]}\n", ""},
		"a loss is accepted":                {"", "history: {acknowledged: [{lost: abcdef0, reason: r, by: ada}]}\n", "the loss of commit abcdef0 is accepted"},
		"the history was moved":             {"", "history: {moved: {at: 2024-05-01, reason: r, map: m}}\n", "commits up to 2024-05-01 are understood by their former names"},
		"it was moved for longer":           {"history: {moved: {at: 2024-05-01, reason: r, map: m}}\n", "history: {moved: {at: 2024-05-03, reason: r, map: m}}\n", "`history.moved.at` is 2024-05-03 instead of 2024-05-01"},
		"it was not moved after all":        {"history: {moved: {at: 2024-05-01, reason: r, map: m}}\n", "", ""},
		"a reason is given in other words":  {"approval: {adopted: {until: 2024-05-01, reason: r}}\n", "approval: {adopted: {until: 2024-05-01, reason: other}}\n", ""},
		"adopted by the commit of that day": {"approval: {adopted: {until: 2024-05-02, reason: r}}\n", "approval: {adopted: {until: 2024-05-01, reason: r}}\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(ada, "Configure", conf(c.first))
			r.commit(ada, "Change", conf(c.then))
			want := ""
			if c.want != "" {
				want = "info: rules of approval: " + c.want
			}
			r.wantLowered(want)
		})
	}
}
