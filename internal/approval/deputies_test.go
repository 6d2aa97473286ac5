package approval

import (
	"strings"
	"testing"
)

// staffed gives people.yaml with more entries for one of its people.
func staffed(id, more string) string {
	return strings.Replace(peopleFile, "{id: "+id+",", "{"+more+", id: "+id+",", 1)
}

// TestDeputies: a deputy approves in the place of a person within the days of the deputyship, and in no other case.
func TestDeputies(t *testing.T) {
	t.Parallel()
	const asDan, message = "deputy_of: [{person: bea, from: 2024-05-02, to: 2024-05-20}]", "Approve\n\nApproved-by: "
	none := func(who, rules string) ruling { return ruling{"1.0", who, "", "trailer", rules, false} }
	for name, c := range map[string]struct {
		people  string
		who     string // approves
		day     int    // of May, on which the approval is given
		by      string // writes the text
		want    ruling
		says    string
		evident string // what the evidence says as well
	}{
		"within the days": {staffed("dan", asDan), dan, 10, ada, ruling{"1.0", "dan", "change-manager", "trailer", "", true}, "",
			"acted as deputy of Bea Boss"},
		"a day of grace before":   {staffed("dan", asDan), dan, 1, ada, ruling{"1.0", "dan", "change-manager", "trailer", "", true}, "", ""},
		"a day of grace after":    {staffed("dan", asDan), dan, 21, ada, ruling{"1.0", "dan", "change-manager", "trailer", "", true}, "", ""},
		"two days after":          {staffed("dan", asDan), dan, 22, ada, none("dan", "AP002!"), "was deputy of Bea Boss only from 2024-05-02 to 2024-05-20", ""},
		"no end":                  {staffed("dan", "deputy_of: [{person: bea}]"), dan, 22, ada, ruling{"1.0", "dan", "change-manager", "trailer", "", true}, "", ""},
		"begun later, no end":     {staffed("dan", "deputy_of: [{person: bea, from: 2024-06-01}]"), dan, 22, ada, none("dan", "AP002!"), "only from 2024-06-01 on", ""},
		"of somebody without":     {staffed("dan", "deputy_of: [{person: cy}]"), dan, 10, ada, none("dan", "AP002!"), "as deputy of Cy Coauthor, who did not have the role `change-manager`", ""},
		"of oneself":              {staffed("dan", "deputy_of: [{person: dan}]"), dan, 10, ada, none("dan", "AP002!"), "did not have the role", ""},
		"of a deputy":             {strings.Replace(staffed("dan", "deputy_of: [{person: cy}]"), "{id: cy,", "{deputy_of: [{person: bea}], id: cy,", 1), dan, 10, ada, none("dan", "AP002!"), "a deputyship cannot be passed on", ""},
		"in a circle":             {strings.Replace(staffed("dan", "deputy_of: [{person: cy}]"), "{id: cy,", "{deputy_of: [{person: dan}], id: cy,", 1), dan, 10, ada, none("dan", "AP002!"), "cannot be passed on", ""},
		"each of the other":       {strings.Replace(staffed("dan", asDan), "{id: bea,", "{deputy_of: [{person: dan}], id: bea,", 1), dan, 10, ada, ruling{"1.0", "dan", "change-manager", "trailer", "", true}, "", ""},
		"of a stranger":           {staffed("dan", "deputy_of: [{person: eve}]"), dan, 10, ada, none("dan", "AP002!"), "did not have the role", ""},
		"of one who left":         {strings.Replace(staffed("dan", asDan), "{id: bea,", "{to: 2024-05-05, id: bea,", 1), dan, 10, ada, none("dan", "AP002!"), "as deputy of Bea Boss, who did not have", ""},
		"a machine":               {staffed("dan", "bot: true, "+asDan), dan, 10, ada, ruling{"1.0", "", "", "none", "AP007!", false}, "", ""},
		"wrote the text":          {staffed("dan", asDan), dan, 10, dan, ruling{"1.0", "dan", "change-manager", "trailer", "AP001!", false}, "is also its only author", ""},
		"of whom wrote the text":  {staffed("dan", asDan), dan, 10, bea, ruling{"1.0", "dan", "change-manager", "trailer", "AP001!", false}, "as deputy of Bea Boss, who wrote it", ""},
		"of two, one wrote it":    {strings.Replace(staffed("dan", "deputy_of: [{person: bea}, {person: cy}]"), "holders: [", "holders: [{person: cy}, ", 1), dan, 10, bea, ruling{"1.0", "dan", "change-manager", "trailer", "", true}, "", "acted as deputy of Cy Coauthor"},
		"holds the role as well":  {strings.Replace(staffed("dan", asDan), "holders: [", "holders: [{person: dan}, ", 1), dan, 10, bea, ruling{"1.0", "dan", "change-manager", "trailer", "", true}, "", ""},
		"role of the person only": {staffed("cy", asDan), dan, 10, ada, none("dan", "AP002!"), "did not have the role", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.day = r.day.AddDate(0, -1, 0)
			r.commit(cy, "Start", map[string]string{"content/people.yaml": c.people})
			r.commit(c.by, "Write", page("1.0", "draft", "Text.", byChangeManager))
			r.day = r.day.AddDate(0, 1, c.day-r.day.Day()-1)
			r.commit(ada, message+c.who, page("1.0", "approved", "Text.", byChangeManager))
			v := r.wantSaying(c.says, c.want)
			var evidence strings.Builder
			for _, e := range v.Evidence {
				evidence.WriteString(e.What.String() + "\n")
			}
			if !strings.Contains(evidence.String(), c.evident) {
				t.Errorf("evidence %q, want %q in it", evidence.String(), c.evident)
			}
		})
	}
}

// TestDeputyshipsAreGrants: a deputyship counts by the rules for any grant of authority.
func TestDeputyshipsAreGrants(t *testing.T) {
	t.Parallel()
	people := map[string]string{"content/people.yaml": staffed("dan", "deputy_of: [{person: bea}]")}
	const message = "Approve\n\nApproved-by: " + dan
	approved := page("1.0", "approved", "Text.", byChangeManager)
	counts := ruling{"1.0", "dan", "change-manager", "trailer", "", true}
	for name, c := range map[string]struct {
		do   func(*testRepo)
		want ruling
		says string
	}{
		"by its principal": {func(r *testRepo) {
			r.commit(bea, "Leave", people)
			r.commit(ada, message, approved)
		}, counts, ""},
		"by its beneficiary": {func(r *testRepo) {
			r.commit(dan, "Stand in", people)
			r.commit(ada, message, approved)
		}, ruling{"1.0", "dan", "change-manager", "trailer", "AP005!", false}, "Dan Nobody granted"},
		"by the author of the text": {func(r *testRepo) {
			r.commit(ada, "Stand in", people)
			r.commit(ada, message, approved)
		}, ruling{"1.0", "dan", "change-manager", "trailer", "AP005!", false}, "Ada Author granted"},
		"by its beneficiary, approved": {func(r *testRepo) {
			r.commit(dan, "Stand in\n\nApproved-by: "+bea, people)
			r.commit(ada, message, approved)
		}, counts, ""},
		"in the same change": {func(r *testRepo) {
			r.commit(bea, message, with(page("1.0", "approved", "Text.", byChangeManager), "content/people.yaml", people["content/people.yaml"]))
		}, ruling{"1.0", "dan", "", "trailer", "AP005!", false}, "only in the same change"},
		"after the approval": {func(r *testRepo) {
			r.commit(ada, message, approved)
			r.commit(bea, "Stand in", people)
		}, ruling{"1.0", "dan", "", "trailer", "AP002!", false}, "granted later"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			c.do(r)
			r.clock = parseDay(r.day.Format("2006-01-02"))
			r.wantSaying(c.says, c.want)
		})
	}
}
