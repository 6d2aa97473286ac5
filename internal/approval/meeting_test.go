package approval

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/trust"
)

// minutesOf writes minutes of a meeting that Bea chaired and that Ada, Bea and Cy attended. Each of more is a line of front matter.
func minutesOf(status string, more ...string) map[string]string {
	front := "id: POL-CHG\ntitle: Minutes\ntype: minutes\nversion: \"1.0\"\nstatus: " + status + "\ndate: 2024-05-01\n"
	if !strings.Contains(strings.Join(more, "\n"), "chair:") {
		front += "chair: bea\n"
	}
	if !strings.Contains(strings.Join(more, "\n"), "attendees:") {
		front += "attendees: [ada, bea, cy]\n"
	}
	for _, line := range more {
		front += line + "\n"
	}
	return map[string]string{"content/minutes.md": "---\n" + front + "---\n# Minutes\n\nWhat was said.\n"}
}

// beginning gives the people and a document, so that what comes later came in no import.
func beginning() map[string]string {
	return map[string]string{"content/people.yaml": peopleFile,
		"content/other.md": "---\nid: OTHER\ntitle: Other\ntype: guide\nversion: \"0.1\"\nstatus: draft\n---\nText.\n"}
}

func TestMinutesAreConfirmed(t *testing.T) {
	t.Parallel()
	lines := func(who string) []string { return []string{"approved_by: " + who, "approved_on: 2024-05-02"} }
	for name, c := range map[string]struct {
		who, message string
		more         []string
		want         ruling
	}{
		"by the chair":                 {ada, "Confirm", lines("bea"), ruling{"1.0", "bea", "", "declared", "", true}},
		"by the chair, who wrote them": {bea, "Confirm", lines("bea"), ruling{"1.0", "bea", "", "own-hand", "", true}},
		"by one of three":              {ada, "Confirm", lines("cy"), ruling{"1.0", "cy", "", "declared", "AP007!", false}},
		"by two of three":              {ada, "Confirm\n\nApproved-by: " + ada, lines("cy"), ruling{"1.0", "ada", "", "trailer", "", true}},
		"by one of three, twice": {cy, "Confirm\n\nApproved-by: " + cy, lines("cy"),
			ruling{"1.0", "cy", "", "trailer", "AP007!", false}},
		"by two, one of them absent": {ada, "Confirm\n\nApproved-by: " + dan, lines("cy"), ruling{"1.0", "cy", "", "declared", "AP007!", false}},
		"by somebody absent":         {ada, "Confirm", lines("dan"), ruling{"1.0", "dan", "", "declared", "AP018!", false}},
		"by the approver, who was absent": {ada, "Confirm", append(lines("dan"), "approver: dan"),
			ruling{"1.0", "dan", "", "declared", "AP018!", false}},
		"by the role, which was absent": {ada, "Confirm", append(lines("bea"), byChangeManager, "chair: ada", "attendees: [ada, cy, dan]"),
			ruling{"1.0", "bea", "", "declared", "AP018!", false}},
		"by somebody who is not listed": {ada, "Confirm\n\nApproved-by: Eve Else <eve@elsewhere.example>", []string{"chair: Eve Else"},
			ruling{"1.0", "Eve Else", "", "trailer", "AP002!", false}},
		"a chair nobody named": {ada, "Confirm", append(lines("cy"), "chair: _tbd_"), ruling{"1.0", "cy", "", "declared", "AP007!", false}},
		"a majority of one":    {ada, "Confirm", append(lines("ada"), "attendees: [ada]"), ruling{"1.0", "ada", "", "own-hand", "", true}},
		"by half of four": {ada, "Confirm\n\nApproved-by: " + ada, append(lines("cy"), "attendees: [ada, cy, bea, dan]"),
			ruling{"1.0", "ada", "", "trailer", "AP007!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.commit(ada, "Start", beginning())
			r.commit(c.who, c.message, minutesOf("approved", c.more...))
			r.want(c.want)
		})
	}
}

// Nobody makes himself the chair in confirming, nor changes what was decided after it.
func TestMinutesBindWhoWasThere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		more []string
		want ruling
	}{
		"another chair":     {[]string{"chair: dan"}, ruling{"1.0", "dan", "", "own-hand", "AP018!", false}},
		"another attendant": {[]string{"attendees: [ada, bea, dan]"}, ruling{"1.0", "dan", "", "own-hand", "AP007!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.commit(ada, "Start", beginning())
			r.commit(ada, "Write", minutesOf("draft"))
			r.commit(dan, "Confirm", minutesOf("approved", append(c.more, "approved_by: dan", "approved_on: 2024-05-04")...))
			r.want(c.want)
		})
	}
	for i, line := range []string{"decisions: [{text: Buy it.}]", "attendees: [bea]", "chair: cy"} {
		t.Run(fmt.Sprint("changed after ", i), func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.commit(ada, "Start", beginning())
			lines := []string{"approved_by: bea", "approved_on: 2024-05-02"}
			r.commit(ada, "Confirm", minutesOf("approved", lines...))
			r.commit(ada, "Change", minutesOf("approved", append(lines, line)...))
			r.want(ruling{"1.0", "bea", "", "declared", "AP003!", false})
		})
	}
}

// Other records are confirmed by whoever has the authority, whoever wrote them; separated duties say otherwise type by type.
func TestSeparationByType(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind  string
		types []string
		rules string
		want  bool
	}{
		"a policy":                     {"policy", nil, "AP001!", false},
		"a report":                     {"report", nil, "", true},
		"a report that is separated":   {"report", []string{"policy", "report"}, "AP001!", false},
		"a policy that is separated":   {"policy", []string{"policy"}, "AP001!", false},
		"a policy that is not":         {"policy", []string{"procedure"}, "AP001", true},
		"a report where policies are":  {"report", []string{"policy"}, "", true},
		"a register, which has no day": {"register", nil, "AP001!", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.policy.SeparatedTypes = c.types
			files := page("1.0", "approved", "Text.", byChangeManager, "approved_by: bea", "approved_on: 2024-05-03", "date: 2024-05-01")
			for name, text := range files {
				files[name] = strings.Replace(text, "type: policy", "type: "+c.kind, 1)
			}
			r.commit(ada, "Start", beginning())
			r.commit(bea, "Write", files)
			l := r.judge()
			got := l.Versions("POL-CHG")[0]
			if v := rulingOf(got, l.Least); v.Rules != c.rules || v.Counts != c.want {
				t.Errorf("%+v, want %q, %v", v, c.rules, c.want)
			}
		})
	}
}

func TestSeparationIsLowered(t *testing.T) {
	t.Parallel()
	on, policies, both := &trust.Policy{}, &trust.Policy{}, &trust.Policy{}
	for _, p := range []*trust.Policy{on, policies, both} {
		p.SeparationOfDuties = true
	}
	policies.SeparatedTypes, both.SeparatedTypes = []string{"policy"}, []string{"policy", "minutes"}
	for name, c := range map[string]struct {
		was, now *trust.Policy
		lower    bool
	}{
		"as it was": {on, on, false}, "some types alone": {on, policies, true}, "fewer types": {both, policies, true},
		"more types": {policies, both, false}, "all that are maintained": {policies, on, false}, "records no more": {both, on, true},
	} {
		if got := c.now.FreesOf(c.was); got != c.lower {
			t.Errorf("%s: lowered %v", name, got)
		}
	}
}
