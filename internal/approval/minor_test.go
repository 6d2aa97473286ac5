package approval

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/config"
	"clausebook/internal/ledger"
	"clausebook/internal/trust"
)

// TestMinorCorrections: an owner approves what raises only the last number and touches few words, and nothing else.
func TestMinorCorrections(t *testing.T) {
	t.Parallel()
	staff := strings.Replace(peopleFile, "roles:", "roles:\n  - {id: keeper, title: Keeper, holders: [{person: cy}]}", 1)
	const text = "The change manager shall assess each request for change within five days."
	front := []string{byChangeManager, "owner: keeper", "retention: 3 years"}
	lines := func(by, on string, more ...string) []string {
		return append([]string{"approved_by: " + by, "approved_on: " + on}, more...)
	}
	minor := func(r ruling) ruling {
		r.Approver, r.Role, r.Grade, r.Counts = "cy", "keeper", "own-hand", true
		return r
	}
	void := func(version, rules string) ruling { return ruling{version, "cy", "", "own-hand", rules, false} }
	for name, c := range map[string]struct {
		minor   config.Minor
		who     string // writes it
		version string
		text    string
		front   []string
		want    ruling
		says    string
	}{
		"a word, by another author":  {config.Minor{Words: 3}, ada, "1.1", strings.Replace(text, "five", "ten", 1), front, minor(ruling{Version: "1.1"}), ""},
		"a word, by the owner":       {config.Minor{Words: 3}, cy, "1.1", strings.Replace(text, "five", "ten", 1), front, minor(ruling{Version: "1.1"}), ""},
		"one number more":            {config.Minor{Words: 3}, cy, "1.0.1", strings.Replace(text, "five", "ten", 1), front, minor(ruling{Version: "1.0.1"}), ""},
		"of these owners":            {config.Minor{Words: 3, Roles: []string{"keeper"}}, cy, "1.1", strings.Replace(text, "five", "ten", 1), front, minor(ruling{Version: "1.1"}), ""},
		"not of these owners":        {config.Minor{Words: 3, Roles: []string{"other"}}, ada, "1.1", strings.Replace(text, "five", "ten", 1), front, void("1.1", "AP002!"), "did not have the role"},
		"off":                        {config.Minor{}, ada, "1.1", strings.Replace(text, "five", "ten", 1), front, void("1.1", "AP002!"), "did not have the role"},
		"off, by the owner":          {config.Minor{}, cy, "1.1", strings.Replace(text, "five", "ten", 1), front, void("1.1", "AP002! AP001!"), ""},
		"too large":                  {config.Minor{Words: 3}, ada, "1.1", "Requests are assessed by whoever has time for that.", front, void("1.1", "AP017!"), "and at most 3 may be touched"},
		"another number":             {config.Minor{Words: 3}, ada, "2.0", strings.Replace(text, "five", "ten", 1), front, void("2.0", "AP017!"), "it raises more than the last number"},
		"a number in the middle":     {config.Minor{Words: 3}, ada, "1.10.1", strings.Replace(text, "five", "ten", 1), front, void("1.10.1", "AP017!"), "raises more than"},
		"a lower number":             {config.Minor{Words: 3}, ada, "0.9", strings.Replace(text, "five", "ten", 1), front, void("0.9", "AP017!"), "raises more than"},
		"no number":                  {config.Minor{Words: 3}, ada, "May", strings.Replace(text, "five", "ten", 1), front, void("May", "AP017!"), "raises more than"},
		"control data":               {config.Minor{Words: 3}, ada, "1.1", text, []string{byChangeManager, "owner: keeper", "retention: 1 year"}, void("1.1", "AP017!"), "`retention` changed"},
		"another owner":              {config.Minor{Words: 3}, ada, "1.1", text, []string{byChangeManager, "owner: other", "retention: 3 years"}, void("1.1", "AP017!"), "`owner` changed"},
		"another approver":           {config.Minor{Words: 3}, cy, "1.1", text, []string{"approver: bea", "owner: keeper", "retention: 3 years"}, void("1.1", "AP017!"), "`approver` changed"},
		"small steps, one too many":  {config.Minor{Words: 1}, ada, "1.3", strings.Replace(strings.Replace(text, "five", "ten", 1), "each", "every", 1), front, void("1.3", "AP017!"), "of version 1.0: it touches 2 words"},
		"a word in a quorum of two":  {config.Minor{Words: 4}, ada, "1.1", strings.Replace(text, "five", "ten", 1), front, minor(ruling{Version: "1.1"}), ""},
		"passages change places":     {config.Minor{Words: 3}, ada, "1.1", "", front, void("1.1", "AP017!"), ""},
		"links and how it is said":   {config.Minor{Words: 3}, ada, "1.1", strings.Replace(text, "request for change", "*request* for change", 1), front, minor(ruling{Version: "1.1"}), ""},
		"another word in a heading":  {config.Minor{Words: 3}, ada, "1.1", text + "\n\n## More", front, minor(ruling{Version: "1.1"}), ""},
		"many words in a long table": {config.Minor{Words: 3}, ada, "1.1", text + "\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |", front, void("1.1", "AP017!"), "it touches 6 words"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.policy.Minor = c.minor
			first, second := text, c.text
			if second == "" {
				first, second = text+"\n\nWho asks is told.\n\nNothing else is done.", "Nothing else is done.\n\n"+text+"\n\nWho asks is told."
			}
			r.commit(ada, "Start", with(page("1.0", "draft", first, front...), "content/people.yaml", staff))
			r.commit(bea, "Approve", page("1.0", "approved", first, append(front, lines("bea", "2024-05-03")...)...))
			if strings.HasPrefix(name, "small steps") {
				r.commit(ada, "Step", page("1.2", "in-review", strings.Replace(text, "five", "ten", 1), front...))
				r.commit(cy, "Approve", page("1.2", "approved", strings.Replace(text, "five", "ten", 1), append(front, lines("cy", "2024-05-05")...)...))
			}
			r.commit(c.who, "Write", page(c.version, "in-review", second, c.front...))
			day := r.day.AddDate(0, 0, 1).Format("2006-01-02")
			r.commit(cy, "Approve", page(c.version, "approved", second, append(c.front, lines("cy", day)...)...))
			v := r.wantSaying(c.says, c.want)
			if v.Minor != c.want.Counts || v.Minor && !strings.Contains(evidenceText(v), "approved by the owner") {
				t.Errorf("minor %v, evidence %q", v.Minor, evidenceText(v))
			}
		})
	}
}

// evidenceText joins what an approval rests on.
func evidenceText(v ledger.Version) string {
	var b strings.Builder
	for _, e := range v.Evidence {
		fmt.Fprintln(&b, e.What)
	}
	return b.String()
}

func TestRaisesLast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		was, is string
		want    bool
	}{
		{"1.0", "1.1", true}, {"1.9", "1.10", true}, {"1.2.3", "1.2.4", true}, {"1.2", "1.2.1", true}, {"v1.2", "1.3", true},
		{"1.0", "1.0", false}, {"1.1", "1.0", false}, {"1.0", "2.0", false}, {"1.0", "2.1", false}, {"1", "2", false}, {"1", "1.1", false},
		{"1.2", "1.2.0", false}, {"1.2.3", "1.3", false}, {"1.2", "1.2.1.1", false}, {"", "1.0", false}, {"1.x", "1.y", false}, {"1.0", "1.-1", false},
	} {
		if got := raisesLast(c.was, c.is); got != c.want {
			t.Errorf("%s after %s: %v", c.is, c.was, got)
		}
	}
}

// TestPolicyOwner: who agrees to a lowering of the rules holds the role that decides on them, and where nobody was named that
// is only a note.
func TestPolicyOwner(t *testing.T) {
	t.Parallel()
	const owned, lower = "{policy_owner: change-manager}", "{policy_owner: change-manager, separation_of_duties: false}"
	for name, c := range map[string]struct {
		first, then string
		agree       string // who, in a later commit
		people      string
		found       string // severity and a part of message or hint; empty for none
	}{
		"nobody":                       {owned, lower, "", "", "default: somebody else with the role `change-manager`"},
		"the owner of the rules":       {owned, lower, bea, "", ""},
		"somebody else":                {owned, lower, dan, "", "default: somebody else with the role `change-manager`"},
		"its author":                   {owned, lower, ada, "", "default: "},
		"roles that approve policies":  {"{roles: {policy: [change-manager]}}", "{roles: {policy: [change-manager]}, settle: P1D}", dan, "", "default: `settle` is shorter"},
		"they agree":                   {"{roles: {policy: [change-manager]}}", "{roles: {policy: [change-manager]}, settle: P1D}", bea, "", ""},
		"nobody is named for it":       {"{}", "{settle: P1D}", "", "", "info: another person"},
		"anybody else agrees":          {"{}", "{settle: P1D}", dan, "", ""},
		"one person, silent":           {owned, lower, "", "people:\n  - {id: ada, name: Ada Author, emails: [ada@example.org]}\n", "default: its author"},
		"one person agrees":            {owned, lower, ada, "people:\n  - {id: ada, name: Ada Author, emails: [ada@example.org]}\n", ""},
		"quorum":                       {"{quorum: {policy: 2}}", "{}", "", "", "info: the quorum of the type `policy` is 1 instead of 2"},
		"quorum of parties":            {"{quorum: {agreement: parties}}", "{quorum: {agreement: 2}}", "", "", "info: is 2 instead of parties"},
		"corrections":                  {"{}", "{minor: {words: 5}}", "", "", "info: owners may approve corrections of up to 5 words"},
		"more owners":                  {"{minor: {words: 5, roles: [a]}}", "{minor: {words: 5}}", "", "", "info: more owners may approve"},
		"fewer types separated":        {"{}", "{separation_of_duties: {types: [policy]}}", "", "", "info: `separation_of_duties` holds for fewer types"},
		"a type less":                  {"{separation_of_duties: {types: [policy, plan]}}", "{separation_of_duties: {types: [policy]}}", "", "", "info: `separation_of_duties` holds for fewer types"},
		"the owner of the rules gone":  {owned, "{}", dan, "", "default: `policy_owner` is not named any more"},
		"raised: quorum and corrected": {"{minor: {words: 5}}", "{quorum: {policy: 3}, minor: {words: 4, roles: [a]}, policy_owner: x}", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.commit(ada, "Start", with(rules(c.first), "content/people.yaml", staffOr(c.people)))
			h := r.commit(ada, "Change", rules(c.then))
			if c.agree != "" {
				r.commit(c.agree, "Agree\n\nApproves: "+string(h), nil)
			}
			r.wantLowered(c.found)
		})
	}
}

func staffOr(people string) string {
	if people == "" {
		return peopleFile
	}
	return people
}

// wantLowered wants one finding on lowered rules, "severity: words in message or hint", or none.
func (r *testRepo) wantLowered(want string) {
	r.t.Helper()
	var found []string
	for _, f := range r.judge().Findings {
		if f.Rule == trust.RuleLowered {
			severity := "default"
			if f.Severity != 0 {
				severity = f.Severity.String()
			}
			found = append(found, severity+": "+f.Message+" | "+f.Hint)
		}
	}
	severity, words, _ := strings.Cut(want, ": ")
	switch {
	case want == "" && len(found) == 0:
	case want == "" || len(found) != 1 || !strings.HasPrefix(found[0], severity+": ") || !strings.Contains(found[0], words):
		r.t.Errorf("got %q, want %q", found, want)
	}
}

// TestWhoComesLaterMayAgree: a role that was granted long after counts for agreeing, and one that was granted for it does not.
func TestWhoComesLaterMayAgree(t *testing.T) {
	t.Parallel()
	later := strings.Replace(peopleFile, "holders: [", "holders: [{person: dan}, ", 1)
	for days, want := range map[int]string{30: "", 2: "default: "} {
		r := newRepo(t)
		r.commit(ada, "Start", with(rules("{policy_owner: change-manager}"), "content/people.yaml", peopleFile))
		h := r.commit(ada, "Change", rules("{policy_owner: change-manager, settle: P1D}"))
		r.commit(ada, "Grant", map[string]string{"content/people.yaml": later})
		r.day = r.day.AddDate(0, 0, days)
		r.commit(dan, "Agree\n\nApproves: "+string(h), nil)
		r.wantLowered(want)
	}
}

// TestLoweredInAChange: in the request that lowers the rules that is a note.
func TestLoweredInAChange(t *testing.T) {
	r := start(t)
	r.base = r.commit(ada, "Configure", rules("{policy_owner: change-manager}"))
	r.commit(ada, "Change", rules("{policy_owner: change-manager, settle: P1D}"))
	r.wantLowered("info: it is waiting for approval")
	r.base = ""
	r.wantLowered("default: `settle` is shorter")
}

// TestSeparatedTypes: duties are separated for the types that are named.
func TestSeparatedTypes(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]ruling{
		"policy": {"1.0", "ada", "", "declared", "AP001!", false}, "guide": {"1.0", "ada", "", "declared", "AP001", true},
	} {
		r := newRepo(t)
		r.policy.SeparatedTypes = []string{kind}
		r.commit(bea, "Start", map[string]string{"content/people.yaml": peopleFile})
		r.commit(ada, "Write", page("1.0", "approved", "Text.", "approved_by: ada", "approved_on: 2024-05-03"))
		r.want(want)
	}
}
