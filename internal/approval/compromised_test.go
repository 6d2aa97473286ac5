package approval

import (
	"strings"
	"testing"

	"clausebook/internal/trust"
)

// TestCompromisedKeys: what was signed from the day on counts no more, nor what only the key says was signed before.
func TestCompromisedKeys(t *testing.T) {
	t.Parallel()
	key, other := newSSHKey(t, 1), newSSHKey(t, 2)
	list := func(since string) map[string]string {
		entry := "\"" + key.public + "\""
		if since != "" {
			entry = "{key: " + entry + ", compromised_from: " + since + "}"
		}
		return map[string]string{"content/people.yaml": strings.Replace(peopleFile, "[bea@example.org]",
			"[bea@example.org], keys: ["+entry+", \""+other.public+"\"]", 1)}
	}
	approved := page("1.0", "approved", "Text.", byChangeManager)
	sign := func(with sshKey) func(*testRepo) { // on 2024-05-03
		return func(r *testRepo) { r.signing(with).commit(bea, "Approve POL-CHG 1.0", approved, "-S") }
	}
	tag := func(r *testRepo) {
		r.commit(ada, "Publish", approved)
		r.signing(key).git(bea, "tag", "-s", "-m", "Approved", "pol-chg-1.0")
	}
	goOn := func(r *testRepo) { r.commit(ada, "Go on", map[string]string{"notes.txt": r.day.String()}) } // on the day after
	counts := ruling{"1.0", "bea", "change-manager", "signed", "", true}
	void := ruling{"1.0", "bea", "change-manager", "signed", "AP016!", false}
	for name, c := range map[string]struct {
		do    []func(*testRepo)
		since string
		want  ruling
		says  string
	}{
		"none is":                          {[]func(*testRepo){sign(key), goOn}, "", counts, ""},
		"from the day":                     {[]func(*testRepo){sign(key), goOn}, "2024-05-03", void, "was signed on 2024-05-03 with key SHA256:"},
		"from long before":                 {[]func(*testRepo){sign(key), goOn}, "2023-01-01", void, "compromised from 2023-01-01 on"},
		"from later":                       {[]func(*testRepo){sign(key), goOn}, "2024-05-05", counts, ""},
		"from later, nothing shows it":     {[]func(*testRepo){sign(key)}, "2024-05-04", void, "nothing but the key shows that it was signed before"},
		"from later, others too late":      {[]func(*testRepo){sign(key), goOn}, "2024-05-04", void, "nothing but the key shows"},
		"another key":                      {[]func(*testRepo){sign(other), goOn}, "2023-01-01", counts, ""},
		"a tag, from the day":              {[]func(*testRepo){tag, goOn}, "2024-05-03", void, "compromised from 2024-05-03 on"},
		"a tag of before shows no day":     {[]func(*testRepo){tag, goOn}, "2024-12-01", void, "nothing but the key shows"},
		"only the same key shows a day":    {[]func(*testRepo){sign(key), func(r *testRepo) { r.commit(bea, "On", map[string]string{"a.txt": "a"}, "-S") }}, "2024-05-05", void, "nothing but the key shows"},
		"approved again, by another key":   {[]func(*testRepo){sign(key), goOn, func(r *testRepo) { r.signing(other).git(bea, "tag", "-s", "-m", "Approved", "pol-chg-1.0") }}, "2024-05-03", ruling{"1.0", "bea", "change-manager", "signed", "AP016", true}, ""},
		"dated back, after what is later":  {[]func(*testRepo){goOn, goOn, func(r *testRepo) { r.day = r.day.AddDate(0, 0, -3); sign(key)(r); r.day = r.day.AddDate(0, 0, 5) }, goOn}, "2024-05-04", void, "nothing but the key shows"},
		"known only since, speaks of then": {[]func(*testRepo){sign(key), goOn, goOn, goOn}, "2024-05-03", void, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.commit(ada, "Start", both(page("1.0", "draft", "Text.", byChangeManager), list("")))
			for _, do := range c.do {
				do(r)
			}
			r.config = nil
			if c.since != "" {
				r.commit(cy, "Say so", list(c.since))
			}
			r.wantSaying(c.says, c.want)
		})
	}
}

// TestCompromiseTakenBack: who says no more that a key was compromised needs somebody else's agreement on record.
func TestCompromiseTakenBack(t *testing.T) {
	t.Parallel()
	list := func(entry string) map[string]string {
		return map[string]string{"content/people.yaml": strings.Replace(peopleFile, "[bea@example.org]", "[bea@example.org], keys: ["+entry+"]", 1)}
	}
	const said = `{key: "SHA256:abc", compromised_from: 2024-03-01}`
	for name, c := range map[string]struct {
		then, message string
		found         bool
	}{
		"left out":            {`"SHA256:abc"`, "Change", true},
		"the key removed":     {``, "Change", true},
		"from later":          {`{key: "SHA256:abc", compromised_from: 2024-04-01}`, "Change", true},
		"from before":         {`{key: "SHA256:abc", compromised_from: 2024-02-01}`, "Change", false},
		"left out, agreed":    {`"SHA256:abc"`, "Change\n\nApproved-by: " + bea, false},
		"left out, by itself": {`"SHA256:abc"`, "Change\n\nApproved-by: " + ada, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(ada, "Configure", rules("{}"))
			r.commit(ada, "Say so", list(said))
			r.commit(ada, c.message, list(c.then))
			found := false
			for _, f := range r.judge().Findings {
				t.Logf("%s %s", f.Rule, f.Message)
				found = found || f.Rule == trust.RuleLowered && strings.Contains(f.Message, "the key SHA256:abc was compromised from 2024-03-01 on")
			}
			if found != c.found {
				t.Errorf("found %v, want %v", found, c.found)
			}
		})
	}
}
