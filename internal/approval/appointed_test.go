package approval

import (
	"testing"

	"clausebook/internal/date"
)

// Who approves a document is said in it, so whoever changes that must not use it for themselves.
func TestWhoMakesThemselvesTheApprover(t *testing.T) {
	t.Parallel()
	asks := func(version, approver string) map[string]string {
		return page(version, "approved", "Text.", "approver: "+approver)
	}
	approved := "\n\nApproved-by: "
	for name, c := range map[string]struct {
		do   func(r *testRepo)
		day  date.Date
		want ruling
	}{
		"by oneself, the day after": {func(r *testRepo) {
			r.commit(dan, "Name another approver", page("1.0", "draft", "Text.", "approver: dan"))
			r.commit(ada, "Ask"+approved+dan, asks("1.0", "dan"))
		}, date.New(2024, 5, 6), ruling{"1.0", "dan", "", "trailer", "AP005!", false}},
		"by an author of the text": {func(r *testRepo) {
			r.commit(ada, "Name another approver", page("1.0", "draft", "Text.", "approver: dan"))
			r.commit(ada, "Ask"+approved+dan, asks("1.0", "dan"))
		}, date.New(2024, 5, 6), ruling{"1.0", "dan", "", "trailer", "AP005!", false}},
		"by somebody else": {func(r *testRepo) {
			r.commit(cy, "Name another approver", page("1.0", "draft", "Text.", "approver: dan"))
			r.commit(ada, "Ask"+approved+dan, asks("1.0", "dan"))
		}, date.New(2024, 5, 6), ruling{"1.0", "dan", "", "trailer", "", true}},
		"by oneself, approved by another": {func(r *testRepo) {
			r.commit(dan, "Name another approver"+approved+bea, page("1.0", "draft", "Text.", "approver: dan"))
			r.commit(ada, "Ask"+approved+dan, asks("1.0", "dan"))
		}, date.New(2024, 5, 6), ruling{"1.0", "dan", "", "trailer", "", true}},
		"by oneself, a month ago": {func(r *testRepo) {
			r.commit(dan, "Name another approver", page("1.0", "draft", "Text.", "approver: dan"))
			r.day = r.day.AddDate(0, 1, 0)
			r.commit(ada, "Ask"+approved+dan, asks("1.0", "dan"))
		}, date.New(2024, 7, 6), ruling{"1.0", "dan", "", "trailer", "", true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.clock = c.day
			r.commit(ada, "Start", with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", peopleFile))
			c.do(r)
			r.want(c.want)
		})
	}
}
