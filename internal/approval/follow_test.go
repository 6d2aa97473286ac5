package approval

import (
	"testing"
)

// A text that only asks for an approval may still be worked on: what awaits the approval is the text of now. Once something
// approves a text, a change under the same version is a change after the approval.
func TestTextsThatAskMayChange(t *testing.T) {
	t.Parallel()
	asks := func(text string) map[string]string { return page("1.0", "approved", text, byChangeManager) }
	approved := "\n\nApproved-by: " + bea
	for name, c := range map[string]struct {
		do   func(r *testRepo)
		want ruling
	}{
		"worked on, never approved": {func(r *testRepo) {
			r.commit(ada, "Write", asks("One."))
			r.commit(ada, "Write on", asks("Two."))
		}, ruling{"1.0", "", "", "none", "AP007!", false}},
		"worked on, then approved": {func(r *testRepo) {
			r.commit(ada, "Write", asks("One."))
			r.commit(cy, "Write on", asks("Two."))
			r.commit(dan, "Something about the text\n\nDocument: POL-CHG 1.0"+approved[1:], map[string]string{"a.txt": "A"})
		}, ruling{"1.0", "bea", "change-manager", "trailer", "", true}},
		"worked on twice, approved with the last change": {func(r *testRepo) {
			r.commit(ada, "Write", asks("One."))
			r.commit(ada, "Write on", asks("Two."))
			r.commit(cy, "Write on"+approved, asks("Three."))
		}, ruling{"1.0", "bea", "change-manager", "trailer", "", true}},
		"approved, then worked on": {func(r *testRepo) {
			r.commit(ada, "Write"+approved, asks("One."))
			r.commit(ada, "Write on", asks("Two."))
		}, ruling{"1.0", "bea", "change-manager", "trailer", "AP003!", false}},
		"worked on, approved by who wrote the second half": {func(r *testRepo) {
			r.commit(ada, "Write", asks("One."))
			r.commit(bea, "Write on"+approved, asks("Two."))
		}, ruling{"1.0", "bea", "change-manager", "trailer", "AP004!", false}},
		"changed and changed back, then approved": {func(r *testRepo) {
			r.commit(ada, "Write", asks("One."))
			r.commit(cy, "Write on", asks("Two."))
			r.commit(cy, "Back"+approved, asks("One."))
		}, ruling{"1.0", "bea", "change-manager", "trailer", "AP003", true}},
		"worked on in the work tree": {func(r *testRepo) {
			r.commit(ada, "Write", asks("One."))
			r.write(asks("Two."))
		}, ruling{"1.0", "", "", "none", "AP007!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.commit(ada, "Start", map[string]string{"content/people.yaml": peopleFile})
			c.do(r)
			r.want(c.want)
		})
	}
}
