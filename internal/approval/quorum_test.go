package approval

import (
	"slices"
	"strings"
	"testing"

	"clausebook/internal/config"
	"clausebook/internal/ledger"
)

// bosses gives people.yaml with more holders of the role, and a customer's person.
func bosses(ids ...string) string {
	var holders []string
	for _, id := range ids {
		holders = append(holders, "{person: "+id+"}")
	}
	out := strings.Replace(peopleFile, "holders: [", "holders: ["+strings.Join(append(holders, ""), ", "), 1)
	return out
}

// TestQuorum: a version that several people have to approve counts from the day on which they all have, each of them once.
func TestQuorum(t *testing.T) {
	t.Parallel()
	lines := func(by, on string) []string {
		return []string{byChangeManager, "approved_by: " + by, "approved_on: " + on}
	}
	approve := func(who string, lines []string) func(*testRepo) {
		return func(r *testRepo) { r.commit(who, "Approve", page("1.0", "approved", "Text.", lines...)) }
	}
	trailer := func(names ...string) func(*testRepo) {
		return func(r *testRepo) {
			r.commit(ada, "Publish\n\nApproved-by: "+strings.Join(names, "\nApproved-by: "), page("1.0", "approved", "Text.", byChangeManager))
		}
	}
	later := func(name string) func(*testRepo) {
		return func(r *testRepo) { r.commit(dan, "Agree\n\nDocument: POL-CHG 1.0\nApproved-by: "+name, nil) }
	}
	for name, c := range map[string]struct {
		people string
		do     []func(*testRepo)
		day    string // of the approval; empty where it does not count
		says   string // in the doubt of AP015
		grade  string
	}{
		"none but one": {bosses("cy"), []func(*testRepo){approve(bea, lines("bea", "2024-05-03"))}, "",
			"version 1.0 has 1 of 2 approvals; missing: Cy Coauthor", ""},
		"one after the other, each by own hand": {bosses("cy"), []func(*testRepo){approve(bea, lines("bea", "2024-05-03")),
			approve(cy, lines("[bea, cy]", "2024-05-04"))}, "2024-05-04", "", "own-hand"},
		"one after the other on one day": {bosses("cy"), []func(*testRepo){approve(bea, lines("bea", "2024-05-03")),
			approve(cy, lines("[bea, cy]", "2024-05-03"))}, "2024-05-03", "", "own-hand"},
		"the second instead of the first": {bosses("cy"), []func(*testRepo){approve(bea, lines("bea", "2024-05-03")),
			approve(cy, lines("cy", "2024-05-04"))}, "2024-05-04", "", "own-hand"},
		"both entered by somebody else": {bosses("cy"), []func(*testRepo){approve(ada, lines("bea and cy", "2024-05-03"))}, "2024-05-03", "",
			"declared"},
		"by two trailers":        {bosses("cy"), []func(*testRepo){trailer(bea, cy)}, "2024-05-03", "", "trailer"},
		"by a trailer of later":  {bosses("cy"), []func(*testRepo){trailer(bea), later(cy)}, "2024-05-04", "", "trailer"},
		"by a trailer and lines": {bosses("cy"), []func(*testRepo){trailer(bea), approve(cy, lines("cy", "2024-05-04"))}, "2024-05-04", "", "own-hand"},
		"the same person twice": {bosses("cy"), []func(*testRepo){approve(bea, lines("[bea, bea@example.org]", "2024-05-03"))}, "",
			"1 of 2 approvals", ""},
		"the same person twice, by lines and trailer": {bosses("cy"), []func(*testRepo){trailer(bea), approve(bea, lines("bea", "2024-05-04"))}, "",
			"1 of 2 approvals", ""},
		"the same person under another address": {bosses("cy", "bea2") + "", []func(*testRepo){trailer(bea, "Bea BOSS <b.boss@else.example>")}, "",
			"1 of 2 approvals", ""},
		"a person and her deputy": {strings.Replace(bosses("cy"), "{id: dan,", "{deputy_of: [{person: bea}], id: dan,", 1),
			[]func(*testRepo){trailer(bea, dan)}, "", "1 of 2 approvals", ""},
		"a deputy and another": {strings.Replace(bosses("cy"), "{id: dan,", "{deputy_of: [{person: bea}], id: dan,", 1),
			[]func(*testRepo){trailer(cy, dan)}, "2024-05-03", "", "trailer"},
		"an author":            {bosses("ada"), []func(*testRepo){trailer(bea, ada)}, "", "nobody else in people.yaml may approve it", ""},
		"one without the role": {bosses("cy"), []func(*testRepo){trailer(bea, dan)}, "", "1 of 2 approvals; missing: Cy Coauthor", ""},
		"of another text": {bosses("cy"), []func(*testRepo){approve(bea, lines("bea", "2024-05-03")), func(r *testRepo) {
			r.commit(cy, "Approve", page("1.0", "approved", "Other text.", lines("[bea, cy]", "2024-05-04")...))
		}}, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.policy.Quorum = map[string]config.Quorum{"policy": {Approvers: 2}}
			r.commit(ada, "Start", with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", c.people))
			for _, do := range c.do {
				do(r)
			}
			l := r.judge()
			v := l.Versions("POL-CHG")[0]
			for _, d := range v.Verdicts {
				t.Logf("%s %s", d.Rule, d.Message)
			}
			if got := v.Counts(l.Least); got != (c.day != "") || got && (v.On.String() != c.day || v.Grade.String() != c.grade || len(v.Given) != 2) {
				t.Errorf("counts %v on %s as %s by %v; want %q as %s", got, v.On, v.Grade, v.Given, c.day, c.grade)
			}
			i := slices.IndexFunc(v.Verdicts, func(d ledger.Verdict) bool { return d.Rule == ledger.RuleQuorum })
			if c.says != "" && (i < 0 || !strings.Contains(v.Verdicts[i].Message.String(), c.says)) {
				t.Errorf("no doubt says %q", c.says)
			}
		})
	}
}

// TestQuorumOfParties: an agreement takes one of ours and one of each party that it names.
func TestQuorumOfParties(t *testing.T) {
	t.Parallel()
	const parties = "parties:\n  - {id: acme, name: Acme, kind: customer}\n  - {id: supply, name: Supply, kind: supplier}\n"
	const eve, sam = "Eve Else <eve@acme.example>", "Sam Supply <sam@supply.example>"
	staff := strings.Replace(peopleFile, "roles:", "  - {id: eve, name: Eve Else, emails: [eve@acme.example], party: acme}\n"+
		"  - {id: sam, name: Sam Supply, emails: [sam@supply.example], party: supply}\nroles:", 1) + parties
	for name, c := range map[string]struct {
		named  string
		by     []string
		want   string // rules of the doubts
		says   string
		counts bool
	}{
		"both":                  {"[acme]", []string{bea, eve}, "", "", true},
		"ours alone":            {"[acme]", []string{bea}, "AP015!", "1 of 2 approvals; missing for Acme: Eve Else", false},
		"theirs alone":          {"[acme]", []string{eve}, "AP015!", "1 of 2 approvals; missing: Bea Boss", false},
		"two of ours":           {"[acme]", []string{bea, dan}, "AP015!", "missing for Acme", false},
		"of another party":      {"[acme]", []string{bea, sam}, "AP015!", "missing for Acme: Eve Else", false},
		"three":                 {"[acme, supply]", []string{sam, bea, eve}, "", "", true},
		"two of three":          {"[acme, supply]", []string{sam, bea}, "AP015!", "2 of 3 approvals; missing for Acme", false},
		"no party named":        {"[]", []string{bea}, "", "", true},
		"theirs, no party":      {"[]", []string{eve}, "AP002!", "did not have the role", false},
		"a party with nobody":   {"[gone]", []string{bea}, "AP015!", "nobody who acts for gone is in people.yaml", false},
		"the name of the party": {"[acme]", []string{"Acme"}, "AP002!", "is a party, not a person", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.policy.Quorum = map[string]config.Quorum{"policy": {Parties: true}}
			front := []string{byChangeManager, "parties: " + c.named}
			r.commit(ada, "Start", with(page("1.0", "draft", "Text.", front...), "content/people.yaml", staff))
			r.commit(ada, "Publish\n\nApproved-by: "+strings.Join(c.by, "\nApproved-by: "), page("1.0", "approved", "Text.", front...))
			l := r.judge()
			v := l.Versions("POL-CHG")[0]
			if got := rulingOf(v, l.Least); got.Rules != c.want || got.Counts != c.counts {
				t.Errorf("got %+v, want %q, %v", got, c.want, c.counts)
			}
			if c.says != "" && !strings.Contains(v.Verdicts[0].Message.String(), c.says) {
				t.Errorf("got %s, want %q in it", v.Verdicts[0].Message, c.says)
			}
		})
	}
}

// TestPartiesAreBound: who takes a party out of an agreement changes what was approved, and where nobody has said who may
// approve, the people of parties may not.
func TestPartiesAreBound(t *testing.T) {
	r := start(t)
	eve := strings.Replace(peopleFile, "{id: dan,", "{party: acme, id: dan,", 1) + "parties: [{id: acme, name: Acme, kind: customer}]\n"
	r.commit(cy, "List", map[string]string{"content/people.yaml": eve})
	r.commit(ada, "Publish\n\nApproved-by: "+dan, page("1.0", "approved", "Text.", "parties: [acme]"))
	r.wantSaying("acts for Acme and not for us", ruling{"1.0", "dan", "", "trailer", "AP002!", false})
	r.commit(ada, "Publish\n\nApproved-by: "+bea, page("1.1", "approved", "Text.", "parties: [acme]"))
	r.commit(ada, "Take out", page("1.1", "approved", "Text.", "parties: []"))
	v := r.wantSaying("`parties` changed", ruling{"1.1", "bea", "", "trailer", "AP003!", false})
	if len(v.Given) != 1 || v.Needed != 1 {
		t.Errorf("given %v of %d", v.Given, v.Needed)
	}
}

// TestSecondApproval: another approval of a text that is approved already is one of its own, and its authors stay its authors.
func TestSecondApproval(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		by, on string
		who    string
		want   ruling
	}{
		"of another person on the same day":    {"cy", "2024-05-03", cy, ruling{"1.0", "cy", "", "own-hand", "", true}},
		"of another person on another day":     {"cy", "2024-05-04", cy, ruling{"1.0", "cy", "", "own-hand", "", true}},
		"of the author on the same day":        {"ada", "2024-05-03", ada, ruling{"1.0", "ada", "", "own-hand", "AP001!", false}},
		"of the author on another day":         {"ada", "2024-05-04", ada, ruling{"1.0", "ada", "", "own-hand", "AP001!", false}},
		"of a stranger on the same day":        {"eve", "2024-05-03", ada, ruling{"1.0", "eve", "", "declared", "AP002!", false}},
		"of the same, written in another way":  {"Bea Boss <bea@example.org>", "2024-05-03", bea, ruling{"1.0", "bea", "", "own-hand", "", true}},
		"of the same and another, on one line": {"bea; cy", "2024-05-03", cy, ruling{"1.0", "bea", "", "own-hand", "", true}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(bea, "Approve", page("1.0", "approved", "Text.", "approved_by: bea", "approved_on: 2024-05-03"))
			r.commit(c.who, "Approve too", page("1.0", "approved", "Text.", "approved_by: "+c.by, "approved_on: "+c.on))
			r.wantSaying("", c.want)
		})
	}
}
