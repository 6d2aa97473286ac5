package approval

import (
	"strings"
	"testing"

	"clausebook/internal/trust"
)

// TestLoweredRules: who lets more count as an approval needs somebody else's agreement on record.
func TestLoweredRules(t *testing.T) {
	t.Parallel()
	const strict = "{least_grade: merge, roles: {policy: [change-manager]}, allowed_signers: keys, settle: P14D, applies_from: all}"
	for name, c := range map[string]struct {
		first, then string
		more        func(*testRepo, string) // given the lowering commit
		want        string                  // a part of the only finding; empty for none
	}{
		"grade": {strict, "{least_grade: trailer, roles: {policy: [change-manager]}, allowed_signers: keys, settle: P14D, " +
			"applies_from: all}", nil, "rules of approval: `least_grade` from merge to trailer"},
		"section left out": {strict, "{}", nil,
			"`least_grade` from merge to declared, no role is required to approve the type `policy`, `settle` is shorter, `applies_from` is no longer all"},
		"another role": {strict, strings.Replace(strict, "[change-manager]", "[change-manager, writer]", 1), nil,
			"`writer` may approve the type `policy`"},
		"another file of keys":  {strict, strings.Replace(strict, "keys", "other", 1), nil, "`allowed_signers` is `other` instead of `keys`"},
		"separation of duties":  {"{}", "{separation_of_duties: false}", nil, "`separation_of_duties` is off"},
		"trailer":               {"{}", "{trailers: [Approved-by, Cc]}", nil, "the trailer `Cc` approves"},
		"raised":                {"{}", strict, nil, ""},
		"fewer trailers":        {"{}", "{trailers: [Approved-by]}", nil, ""},
		"lowered again, raised": {"{least_grade: merge}", "{least_grade: signed}", nil, ""},
		"approved later": {"{}", "{separation_of_duties: false}", func(r *testRepo, h string) {
			r.commit(bea, "Agree\n\nApproves: "+h, nil)
		}, ""},
		"approved later by a trailer": {"{}", "{separation_of_duties: false}", func(r *testRepo, h string) {
			r.commit(ada, "Agree\n\nApproves: "+h+"\nApproved-by: "+bea, nil)
		}, ""},
		"approved by a tag": {"{}", "{separation_of_duties: false}", func(r *testRepo, h string) {
			r.git(bea, "tag", "-a", "-m", "Agree\n\nApproves: "+h, "agreed")
		}, ""},
		"approved by its author": {"{}", "{separation_of_duties: false}", func(r *testRepo, h string) {
			r.commit(ada, "Agree\n\nApproves: "+h+"\nApproved-by: "+ada, nil)
		}, "`separation_of_duties` is off"},
		"approved by a stranger": {"{}", "{separation_of_duties: false}", func(r *testRepo, h string) {
			r.commit("Eve <eve@else.example>", "Agree\n\nApproves: "+h, nil)
		}, "`separation_of_duties` is off"},
		"approved by its author, separation of duties being off": {"{separation_of_duties: false, least_grade: merge}",
			"{separation_of_duties: false}",
			func(r *testRepo, h string) { r.commit(ada, "Agree\n\nApproves: "+h, nil) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(ada, "Configure", rules(c.first))
			h := r.commit(ada, "Change", rules(c.then))
			r.commit(ada, "Go on", map[string]string{"notes.txt": "x"})
			if c.more != nil {
				c.more(r, string(h))
			}
			var found []string
			for _, f := range r.judge().Findings {
				if f.Rule == trust.RuleLowered {
					found = append(found, f.Message)
				}
			}
			switch text := strings.Join(found, "; "); {
			case c.want == "" && text != "", len(found) > 1:
				t.Errorf("unexpected: %s", text)
			case !strings.Contains(text, c.want):
				t.Errorf("got %q, want %q", text, c.want)
			}
		})
	}
}
