package approval

import (
	"testing"

	"clausebook/internal/date"
	"clausebook/internal/doc"
)

// What is foreseen of an approval is what is judged once it is committed.
func TestForesee(t *testing.T) {
	t.Parallel()
	for name, who := range map[string]struct{ id, identity string }{
		"author": {"ada", ada}, "approver": {"bea", bea}, "co-author": {"cy", cy}, "without the role": {"dan", dan},
	} {
		for _, approver := range []string{byChangeManager, "approver: cy", "owner: nobody"} {
			t.Run(name+", "+approver, func(t *testing.T) {
				t.Parallel()
				r := newRepo(t)
				r.commit(ada, "Start", with(page("1.0", "draft", "Text.", approver), "content/people.yaml", peopleFile))
				r.commit(ada, "Write on\n\nCo-authored-by: "+cy, page("1.0", "in-review", "Other text.", approver))
				in := r.input()
				by, _ := in.People.Person(who.id)
				on := date.Of(r.day).AddDays(1)
				got := Foresee(in, []*doc.Document{in.Docs.ByID("POL-CHG")}, by, on)[0]
				if want := date.Of(r.day); got.Changed != want || got.Unsaved {
					t.Errorf("changed on %s, unsaved %v; want %s and saved", got.Changed, got.Unsaved, want)
				}
				r.commit(who.identity, "Approve", page("1.0", "approved", "Other text.", approver, "approved_by: "+who.id, "approved_on: "+on.String()))
				l := r.judge()
				v, _ := l.Current(r.input().Docs.ByID("POL-CHG"))
				if foreseen := got.Allowed && !got.Author; foreseen != v.Counts(l.Least) || got.Role != v.Role {
					t.Errorf("foreseen %+v, judged %+v", got, rulingOf(v, l.Least))
				}
			})
		}
	}
}

// A text that is not committed has no author yet.
func TestForeseeUnsaved(t *testing.T) {
	r := start(t)
	for _, c := range []struct {
		text, status string
		unsaved      bool
	}{{"Text.", "in-review", false}, {"*Text.*", "draft", false}, {"Other text.", "draft", true}} {
		r.write(page("1.0", c.status, c.text))
		in := r.input()
		by, _ := in.People.Person("bea")
		if got := Foresee(in, in.Docs.Documents, by, date.Of(r.day)); got[0].Unsaved != c.unsaved {
			t.Errorf("%+v: unsaved %v", c, got[0].Unsaved)
		}
	}
}

// Documents that first land by a merge bring along who wrote what on the branch. Only what was there when a document was
// added came from elsewhere.
func TestFirstDocumentsByMerge(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first []string // beside the text when it is added
		who   string
		lines []string // entered afterwards; none for nothing
		want  ruling
	}{
		"own hand": {nil, bea, []string{"approved_by: bea", "approved_on: 2024-05-04"},
			ruling{"1.0", "bea", "change-manager", "own-hand", "", true}},
		"by the author": {nil, ada, []string{"approved_by: ada", "approved_on: 2024-05-04"},
			ruling{"1.0", "ada", "", "own-hand", "AP002! AP001!", false}},
		"by the author for the approver": {nil, ada, []string{"approved_by: bea", "approved_on: 2024-05-04"},
			ruling{"1.0", "bea", "change-manager", "declared", "", true}},
		"brought along": {[]string{"approved_by: bea", "approved_on: 2024-01-04"}, "", nil,
			ruling{"1.0", "bea", "change-manager", "declared", "", true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.commit(dan, "Start", map[string]string{"content/people.yaml": peopleFile})
			r.git(ada, "checkout", "-q", "-b", "texts")
			status := "draft"
			if c.first != nil {
				status = "approved"
			}
			r.commit(ada, "Write", page("1.0", status, "Text.", append([]string{byChangeManager}, c.first...)...))
			if c.lines != nil {
				r.commit(c.who, "Approve", page("1.0", "approved", "Text.", append([]string{byChangeManager}, c.lines...)...))
			}
			r.git(ada, "checkout", "-q", "main")
			r.day = r.day.AddDate(0, 0, 10)
			r.merge(dan, "texts", "Bring the texts")
			r.want(c.want)
		})
	}
}
