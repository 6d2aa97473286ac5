package approval

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"clausebook/internal/history"
	"clausebook/internal/ledger"
)

// What a folder of exports holds can be much, wrong or made to keep readers busy. Each case is judged in a moment, says what is wrong, and
// nothing of it approves a text that it does not bind.
func TestHostileExports(t *testing.T) {
	t.Parallel()
	r, _, head := branched(t)
	merge := r.merge(dan, "change", "Merge the change")
	when := r.day.Add(-time.Hour)
	judge := r.makeSlots()
	gone := history.Hash(strings.Repeat("ab", 20))
	review := githubReviews(when, "bea-gh:22:APPROVED:"+string(head))
	number := func(text string, n int) string {
		return strings.NewReplacer(`"number": 12`, fmt.Sprint(`"number": `, n), "/pull/12", fmt.Sprint("/pull/", n), "/pulls/12",
			fmt.Sprint("/pulls/", n)).Replace(text)
	}
	thousand := func(text string) string {
		var all []string
		for i := range 1000 {
			all = append(all, number(text, 100+i))
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	body := func(size int) string {
		return strings.Replace(review, `"body": ""`, `"body": "`+strings.Repeat("x", size)+`"`, 1)
	}
	var crowd []string
	for i := range 300 {
		crowd = append(crowd, fmt.Sprintf("u%d:%d:APPROVED:%s", i, 1000+i, head))
	}
	fork := strings.NewReplacer("org/sms", "eve/fork")
	for name, c := range map[string]struct {
		files    []string
		counts   bool
		requests int
		problem  string // of the last request
		findings string // rules and what they say
	}{
		"a thousand requests of elsewhere": {[]string{thousand(githubPull("ada-gh", "11", gone, gone)), review}, true, 1001,
			"it was merged as commit abababababab, which is not in this history", "AP023 1000 requests match no commit here"},
		"a thousand requests of one commit": {[]string{thousand(githubPull("ada-gh", "11", head, merge))}, false, 1000,
			"more than 10 requests are said to have been merged as commit " + merge.Short(), "AP023 990 requests match no commit here"},
		"a thousand requests that were never merged": {[]string{thousand(strings.Replace(githubPull("ada-gh", "11", gone, gone),
			`"merged_at": "2024-06-30T12:00:00Z"`, `"merged_at": null`, 1)), review}, true, 1001, "it had not been merged", "AP023 1000 requests"},
		"ten megabytes of what was said":    {[]string{body(10 << 20)}, true, 1, "", ""},
		"more than is read":                 {[]string{body(17 << 20)}, false, 0, "", "AP010 the review export cannot be read"},
		"cut off":                           {[]string{review[:len(review)-20]}, false, 0, "", "AP010 the review export is not JSON, or was cut off"},
		"three hundred reviewers":           {[]string{githubReviews(when, append(crowd, "bea-gh:22:APPROVED:"+string(head))...)}, false, 1, "more than 200 people", "AP023 request #12"},
		"the number of another repository":  {[]string{strings.ReplaceAll(githubReviews(when, "bea-gh:22:APPROVED:"+string(gone)), "org/sms", "org/web"), strings.ReplaceAll(githubPull("ada-gh", "11", gone, gone), "org/sms", "org/web")}, false, 1, "it was merged as commit", "AP023 request #12 of github.com/org/web"},
		"a fork's head that is not here":    {[]string{fork.Replace(githubReviews(when, "bea-gh:22:APPROVED:"+string(gone)))}, false, 1, "nothing says which commit it was merged as", "AP023 request #12 of github.com/eve/fork"},
		"a fork's head that came here":      {[]string{fork.Replace(review)}, true, 1, "", ""}, // she reviewed this very commit
		"a fork's request of another merge": {[]string{fork.Replace(githubReviews(when, "bea-gh:22:APPROVED:"+string(gone))), fork.Replace(githubPull("ada-gh", "11", gone, merge))}, true, 1, "", ""},
		"a login that is nobody":            {[]string{githubReviews(when, "nobody:99:APPROVED:"+string(head))}, false, 1, "none of its reviews approves a text", ""},
		"a login that is empty": {[]string{strings.Replace(review, `"bea-gh"`, `""`, 1)}, false, 1, "nothing says which commit it was merged as",
			"AP023 request #12"},
		"a review of a year long ago": {[]string{githubReviews(time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), "bea-gh:22:APPROVED:"+string(head))}, true, 1, "",
			"RV009 a time is 1970-01-01, which lies outside the years 1990 to 2100"},
		"two files that contradict": {[]string{review, githubPull("ada-gh", "11", head, merge), githubPull("ada-gh", "11", head, gone)}, false, 1, "its exports contradict each other", "AP010 request #12 of github.com/org/sms was merged as another commit"},
	} {
		began := time.Now()
		l := judge(c.files...)
		v := l.Versions("POL-CHG")[0]
		if got := v.Counts(l.Least) && v.Grade >= ledger.Forge; got != c.counts {
			t.Errorf("%s: counts %v, want %v: %+v %v", name, got, c.counts, rulingOf(v, l.Least), v.Verdicts)
		}
		if len(l.Exports) != c.requests || c.requests > 0 && !strings.Contains(l.Exports[len(l.Exports)-1].Problem.String(), c.problem) {
			t.Errorf("%s: %d requests, want %d", name, len(l.Exports), c.requests)
			if len(l.Exports) > 0 {
				t.Logf("the last one: %s", l.Exports[len(l.Exports)-1].Problem)
			}
		}
		said := ""
		for _, f := range l.Findings {
			said += string(f.Rule) + " " + f.Message + "\n"
		}
		if !strings.Contains(said, c.findings) || c.findings == "" && said != "" || len(l.Findings) > 3 {
			t.Errorf("%s: the findings are\n%.2000s", name, said)
		}
		if took := time.Since(began); took > time.Minute { // what goes wrong does not end
			t.Errorf("%s took %s", name, took)
		}
		if len(v.Evidence) > 20 {
			t.Errorf("%s: %d pieces of evidence", name, len(v.Evidence))
		}
	}
}
