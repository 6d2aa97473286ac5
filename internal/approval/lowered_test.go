package approval

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/ledger"
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
			found := loweredIn(r)
			switch text := strings.Join(found, "; "); {
			case c.want == "" && text != "", len(found) > 1:
				t.Errorf("unexpected: %s", text)
			case !strings.Contains(text, c.want):
				t.Errorf("got %q, want %q", text, c.want)
			}
		})
	}
}

// TestLoweredMailmap: whose commits become somebody else's, or are no longer taken for those of who wrote them, is a matter of who
// may approve, and needs somebody else's agreement as well.
func TestLoweredMailmap(t *testing.T) {
	t.Parallel()
	const (
		eve      = "Eve <eve@else.example>"
		takesEve = "Bea Boss <bea@example.org> <eve@else.example>\n"
		atHome   = "Ada Author <ada@example.org> <aa@home.example>\n"
	)
	mailmap := func(text string) map[string]string { return map[string]string{".mailmap": text} }
	for name, c := range map[string]struct {
		before, after string
		more          func(*testRepo, string) // given the commit
		want          string                  // the only finding's way; empty for none
	}{
		"a stranger becomes an approver": {"", takesEve, nil, ".mailmap takes `eve@else.example` for Bea Boss"},
		"an author becomes the approver": {"", "<bea@example.org> <ada@example.org>\n", nil,
			".mailmap takes `ada@example.org` for Bea Boss"},
		"the approver becomes an author": {"", "<ada@example.org> <bea@example.org>\n", nil,
			".mailmap takes `bea@example.org` for Ada Author"},
		"under one name alone": {"", "<bea@example.org> Eve <e@else.example>\n", nil,
			".mailmap takes `eve <e@else.example>` for Bea Boss"},
		"another person than before": {takesEve, "<dan@example.org> <eve@else.example>\n", nil,
			".mailmap takes `eve@else.example` for Dan Nobody and no longer for Bea Boss"},
		"an author becomes nobody": {atHome, "", nil, ".mailmap no longer takes `aa@home.example` for Ada Author"},
		"an author becomes a stranger": {atHome, "Zoe <zoe@else.example> <aa@home.example>\n", nil,
			".mailmap no longer takes `aa@home.example` for Ada Author"},
		"a name alone":                      {"", "Adele Author <ada@example.org>\n", nil, ""},
		"strangers":                         {"", "<eve@else.example> <fay@else.example>\n", nil, ""},
		"their own address given back":      {"<bea@example.org> <ada@example.org>\n", "", nil, ""},
		"away from their own address":       {"", "Zoe <zoe@else.example> <ada@example.org>\n", nil, ""},
		"the same said otherwise":           {takesEve, "# Bea\n<BEA@example.org>   <EVE@else.example>\n", nil, ""},
		"an address that looks like theirs": {"Johnson <johnson@example.org> <johnson@home.example>\n", "", nil, ""},
		"approved by another": {"", takesEve, func(r *testRepo, h string) {
			r.commit(cy, "Agree\n\nApproves: "+h, nil)
		}, ""},
		"approved by whom it makes": {"", takesEve, func(r *testRepo, h string) {
			r.commit(eve, "Agree\n\nApproves: "+h, nil)
		}, ".mailmap takes `eve@else.example` for Bea Boss"},
		"approved in its trailer by whom it makes": {"", takesEve, func(r *testRepo, h string) {
			r.commit(ada, "Agree\n\nApproves: "+h+"\nApproved-by: "+eve, nil)
		}, ".mailmap takes `eve@else.example` for Bea Boss"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			if c.before != "" {
				r.commit(bea, "Map\n\nApproved-by: "+cy, mailmap(c.before))
			}
			h := r.commit(ada, "Change", with(mailmap(c.after), "notes.txt", "x"))
			if c.more != nil {
				c.more(r, string(h))
			}
			want := c.want
			if want != "" {
				want = "lowered the rules of approval: " + want
			}
			if got := loweredIn(r); len(got) > 1 || !strings.HasSuffix(strings.Join(got, ""), want) || want == "" && len(got) > 0 {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	t.Run("together with people.yaml", func(t *testing.T) { // the first of both speak for all that is older
		r := newRepo(t)
		r.commit(ada, "Start", with(page("1.0", "draft", "Text."), ".mailmap", takesEve))
		r.commit(ada, "People", map[string]string{"content/people.yaml": peopleFile, ".mailmap": atHome})
		if got := loweredIn(r); len(got) > 0 {
			t.Errorf("got %q", got)
		}
	})
	t.Run("many", func(t *testing.T) {
		r := start(t)
		var text strings.Builder
		for i := range 9 {
			fmt.Fprintf(&text, "<bea@example.org> <e%d@else.example>\n", i)
		}
		h := r.commit(ada, "Change", mailmap(text.String()))
		want := "`e4@else.example` for Bea Boss and 4 more (`git show " + h.Short() + "` lists all)"
		if got := loweredIn(r); len(got) != 1 || !strings.HasSuffix(got[0], want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// loweredIn gives the messages of all commits that lowered the rules.
func loweredIn(r *testRepo) []string {
	r.t.Helper()
	var found []string
	for _, f := range r.judge().Findings {
		if f.Rule == trust.RuleLowered {
			found = append(found, f.Message)
		}
	}
	return found
}

// TestMailmapTakesNothingBack: whoever stops .mailmap from telling that two addresses are one person's changes nothing of what was
// approved before.
func TestMailmapTakesNothingBack(t *testing.T) {
	r := start(t)
	r.commit(ada, "Map", map[string]string{".mailmap": "Bea Boss <bea@example.org> <bb@home.example>\n"})
	r.commit("B. <bb@home.example>", "Approve\n\nApproved-by: "+bea, page("1.0", "approved", "Better text.", byChangeManager))
	r.commit(ada, "Take away", map[string]string{".mailmap": ""})
	if got := r.judge().Versions("POL-CHG")[0]; got.Counts(ledger.Declared) {
		t.Errorf("the author's own approval counts: %+v", got)
	}
}
