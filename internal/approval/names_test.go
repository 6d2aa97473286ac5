package approval

import "testing"

// TestWhoATextNames: roles, lists, machines and placeholders in trailers and front matter have their verdict.
func TestWhoATextNames(t *testing.T) {
	t.Parallel()
	robot := peopleFile[:len("people:\n")] + "  - {id: robot, name: Robot, emails: [robot@example.org], bot: " +
		"true}\n" + peopleFile[len("people:\n"):]
	by := func(name string) []string {
		return []string{byChangeManager, "approved_by: '" + name + "'", "approved_on: 2024-05-02"}
	}
	for name, c := range map[string]struct {
		trailer string
		lines   []string
		want    ruling
		says    string
	}{
		"list in a trailer": {ada + ", " + bea, []string{byChangeManager}, ruling{"1.0", "bea", "change-manager", "trailer", "AP029",
			true}, "the approval of Bea Boss counts without it"},
		"two addresses in one name": {"Ada Author <ada@example.org> <bea@example.org>", []string{byChangeManager}, ruling{"1.0", "bea",
			"change-manager", "trailer", "AP029", true}, "Ada Author approved version 1.0"},
		"two addresses of one person": {bea + " <BEA@example.org>", []string{byChangeManager}, ruling{"1.0", "bea", "change-manager",
			"trailer", "", true}, ""},
		"second address of a stranger": {bea + " <eve@example.org>", []string{byChangeManager}, ruling{"1.0", "bea", "change-manager",
			"trailer", "AP029", true}, "eve@example.org, who approved version 1.0"},
		"list of ids":                  {"ada, bea", []string{byChangeManager}, ruling{"1.0", "bea", "change-manager", "trailer", "AP029", true}, "Ada"},
		"list without the one who may": {ada + ", " + dan, []string{byChangeManager}, ruling{"1.0", "dan", "", "trailer", "AP002!", false}, ""},
		"role": {"change-manager", []string{byChangeManager}, ruling{"1.0", "change-manager", "", "trailer", "AP002!",
			false}, "is a role, not a person"},
		"machine": {"robot", []string{byChangeManager}, ruling{"1.0", "", "", "none", "AP007!", false},
			"the trailer Approved-by is “robot”, which does not name a person"},
		"machine of a forge": {"renovate[bot] <29+renovate[bot]@users.noreply.github.com>", []string{byChangeManager},
			ruling{"1.0", "", "", "none", "AP007!", false}, "users.noreply.github.com>”, which does not name a person"},
		"machine and nobody": {"robot, none", []string{byChangeManager}, ruling{"1.0", "", "", "none", "AP007!", false},
			"which does not name a person"},
		"machine in the front matter": {"", by("robot"), ruling{"1.0", "", "", "none", "AP007!", false},
			"approved_by is “robot”, which does not name a person"},
		"placeholder": {"_tbd_", []string{byChangeManager}, ruling{"1.0", "", "", "none", "AP007!", false},
			"the trailer Approved-by is “_tbd_”, which does not name a person"},
		"not applicable":           {"n/a", nil, ruling{"1.0", "", "", "none", "AP007!", false}, "does not name a person"},
		"list in the front matter": {"", by("ada, bea"), ruling{"1.0", "bea", "change-manager", "declared", "AP029", true}, "Ada"},
		"none in the front matter": {"", by("none"), ruling{"1.0", "", "", "none", "AP007!", false},
			"approved_by is “none”, which does not name a person"},
		"_tbd_ in the front matter": {"", by("_tbd_"), ruling{"1.0", "", "", "none", "AP007!", false},
			"approved_by is “_tbd_”, which does not name a person"},
		"role in the front matter": {"", by("change-manager"), ruling{"1.0", "change-manager", "", "declared", "AP002!", false},
			"is a role, not a person"},
		"placeholder beside a trailer": {bea, by("tbd"), ruling{"1.0", "bea", "change-manager", "trailer", "", true}, ""},
		"placeholder and a person": {"none, bea", []string{byChangeManager}, ruling{"1.0", "bea", "change-manager", "trailer", "", true},
			""},
		"the same person twice in one": {"bea, " + "bea@example.org", []string{byChangeManager}, ruling{"1.0", "bea", "change-manager",
			"trailer", "", true}, ""},
		"several, one of them a author": {"ada and bea", by("ada and bea"), ruling{"1.0", "bea", "change-manager", "trailer", "AP029", true}, "Ada"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(ada, "Robot", map[string]string{"content/people.yaml": robot})
			message := "Approve"
			if c.trailer != "" {
				message += "\n\nApproved-by: " + c.trailer
			}
			r.commit(ada, message, page("1.0", "approved", "Text.", c.lines...))
			r.wantSaying(c.says, c.want)
		})
	}
}

// TestPlaceholdersWithoutPeople: where nobody is listed anybody may approve, but not nobody.
func TestPlaceholdersWithoutPeople(t *testing.T) {
	t.Parallel()
	for _, who := range []string{"_tbd_", "n/a", "none", "?"} {
		r := newRepo(t)
		r.commit(ada, "Start\n\nApproved-by: "+who, page("1.0", "approved", "Text.", "approved_by: '"+who+"'", "approved_on: 2024-05-02"))
		r.want(ruling{"1.0", "", "", "none", "AP007!", false})
	}
}
