package reviews

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"clausebook/internal/longtest"
)

// What exports hold is anybody's text. It is bounded, and what no forge would give is refused by name.
func TestHostileExports(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20)
	for name, c := range map[string]struct{ text, err string }{
		"a login of a megabyte":         {swapped(hubReview, "bea", long), "is no name of a user"},
		"a login with a line break":     {swapped(hubReview, `"bea"`, `"be\na"`), `"be\na" is no name of a user`},
		"a login written backwards":     {swapped(hubReview, `"bea"`, `"b\u202eea"`), "is no name of a user"},
		"a login of invisible letters":  {swapped(labNote, `"bea"`, `"b\u200bea"`), "is no name of a user"},
		"a login with a command":        {swapped(hubReview, `"bea"`, `"bea\u001b[31m"`), "is no name of a user"},
		"a login with a space":          {swapped(labApprovals, `"bea"`, `"bea boss"`), "is no name of a user"},
		"a host of a megabyte":          {swapped(labNote, "gitlab.example/bea", long+".example/bea"), "is no host of a forge"},
		"a host written backwards":      {swapped(labNote, "gitlab.example/bea", "g\u202eitlab.example/bea"), "is no host of a forge"},
		"a key written backwards":       {`{"\u001b\u202e": [` + hubPull + `], "x": ` + hubPull + `, "y": ` + hubPull + `, "z": ` + hubPull + `}`, `stands under "\x1b\u202e", "x", "y"; keep`},
		"a key of a megabyte":           {`{"` + long + `": ` + hubPull + `}`, `stands under "xxx`},
		"a state of a megabyte":         {swapped(hubReview, "APPROVED", long), "`state` is \"xxx"},
		"a number of a megabyte":        {swapped(hubReview, "/pulls/12\"", "/pulls/"+strings.Repeat("1", 1<<20)+"\""), "is not the address of a request"},
		"a project of a megabyte":       {swapped(hubPull, "Org/SMS", long+"/SMS"), "is not the address of a request"},
		"a project with a line break":   {swapped(hubPull, "Org/SMS", "Org/S%0aMS"), "is not the address of a request"},
		"a project written backwards":   {swapped(hubPull, "Org/SMS", "Org/S%e2%80%aeMS"), "is not the address of a request"},
		"a project that is no text":     {swapped(hubPull, "Org/SMS", "Org/S%ffMS"), "is not the address of a request"},
		"a script as address":           {swapped(hubPull, "https://github.com/Org/SMS/pull/12", "javascript:alert(1)//pull/12"), "is not the address of a request"},
		"a number beyond all numbers":   {swapped(labRequest, `"iid": 12`, `"iid": 99999999999999999999`), "`iid` is a JSON number"},
		"a negative number":             {swapped(labRequest, `"iid": 12`, `"iid": -12`), "is no number of a merge request"},
		"a time that is none":           {swapped(hubReview, "2024-05-03T12:00:00Z", "yesterday"), "it looks like reviews of a GitHub pull request, but"},
		"a time of a megabyte":          {swapped(hubReview, "2024-05-03T12:00:00Z", long), "it looks like reviews of a GitHub pull request, but"},
		"a list of lists of lists":      {"[[[" + hubReview + "]]]", "it is not an object"},
		"UTF-16 that was cut off":       {"\xff\xfe[\x00{", "is not JSON, or was cut off"},
		"UTF-16 and nothing else":       {"\xff\xfe", "is empty"},
		"an answer of a megabyte":       {`{"message": "` + long + `"}`, "it is the answer \"xxx"},
		"wrapped a hundred times":       {strings.Repeat(`{"data": `, 100) + hubPull + strings.Repeat("}", 100), "it has an unknown form"},
		"very deep":                     {strings.Repeat("[", 100_000), "is not JSON, or was cut off"},
		"cut off within a name":         {hubReview[:len(hubReview)/2], "is not JSON, or was cut off"},
		"cut off after a whole request": {hubPull + ",", "is not JSON, or was cut off"},
		"two texts as one":              {hubPull + " <html>", "is not JSON, or was cut off"},
	} {
		began := time.Now()
		found, _, err := Parse([]byte(fill.Replace(c.text)))
		if err == nil || !strings.Contains(err.Error(), c.err) || len(err.Error()) > 1500 {
			t.Errorf("%s: %.300v, %d requests", name, err, len(found))
		}
		if took := time.Since(began); took > time.Minute { // what goes wrong does not end
			t.Errorf("%s took %s", name, took)
		}
	}
}

// The name of a person is free text: what cannot be seen is left out, and so is what is too long. An address that is none is left out.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		`Bert Boss`:                     "Bert Boss",
		`Bert\n\t Boss`:                 "Bert Boss",
		`Bert\u202e ssoB`:               "Bert ssoB",
		`\u001b[31mBert\u0007`:          "[31mBert",
		`<script>alert(1)</script>`:     "<script>alert(1)</script>", // pages escape it
		strings.Repeat("x", 1<<20):      strings.Repeat("x", maxName) + "…",
		strings.Repeat(`\u200b`, 1<<10): "",
	} {
		found, _, err := Parse([]byte(swapped(recorded(t, "approved-reviews.json"), `"Bert Boss"`, `"`+given+`"`, `"bert@example.org"`, `"bert\u0000@example.org"`)))
		if err != nil {
			t.Fatal(err)
		}
		by := found[0].Standing()[0].By
		if by.Name != want || by.Email != "" {
			t.Errorf("%.60q is %q with %q, want %q", given, by.Name, by.Email, want)
		}
		if strings.ContainsFunc(by.Name, unicode.IsControl) {
			t.Errorf("%q holds what acts on a terminal", by.Name)
		}
	}
}

// A thousand requests of one file are a thousand, bodies of ten megabytes are passed over, and very many reviews of one request are
// gone through once.
func TestLargeExports(t *testing.T) {
	t.Parallel()
	var pulls, reviews []string
	for i := range 1000 {
		pulls = append(pulls, swapped(hubPull, "/pull/12", fmt.Sprint("/pull/", i+1), `"number": 12`, fmt.Sprint(`"number": `, i+1)))
		reviews = append(reviews, swapped(hubReview, "/pulls/12", fmt.Sprint("/pulls/", i+1), `"body": ""`, `"body": "`+strings.Repeat("x", 10_000)+`"`))
	}
	var s Set
	for name, list := range map[string][]string{"pulls": pulls, "reviews": reviews} {
		found, form, err := Parse([]byte(fill.Replace("[" + strings.Join(list, ",") + "]")))
		if err != nil || len(found) != 1000 {
			t.Fatalf("%d %s: %v", len(found), name, err)
		}
		if said := s.Add(name, form, found); len(said) > 0 {
			t.Errorf("%d requests contradict others", len(said))
		}
	}
	all := s.Requests()
	if len(all) != 1000 || all[8].Key.Number != "#9" || all[9].Key.Number != "#10" || len(all[999].Standing()) != 1 || all[999].Crowded() {
		t.Errorf("%d requests", len(all))
	}

	longtest.Linear(t, "many reviews of one request", 100_000, func(n int) {
		var crowd Set
		var many []Request
		for i := range n {
			many = append(many, Request{Key: Key{"p", "#1"}, given: []Review{{By: Account{Host: "h", ID: fmt.Sprint(i % (n / 2)),
				Login: fmt.Sprint("u", i%1000)}, State: Approved, When: noon.Add(time.Duration(i) * time.Second)}}})
		}
		crowd.Add("many", "form", many)
		if q := crowd.Requests()[0]; !q.Crowded() || len(q.Standing()) != n/2 {
			t.Errorf("%d reviewers", len(q.Standing()))
		}
	})
	longtest.Linear(t, "a request that was merged as many commits", 50_000, func(n int) {
		var quarrel Set
		var merged []Request
		for i := range n {
			merged = append(merged, Request{Key: Key{"p", "#1"}, Landed: hashes(fmt.Sprintf("%040x", i))})
		}
		if said := quarrel.Add("quarrel", "form", merged); len(said) != 1 || len(quarrel.Requests()[0].Landed) != 2 {
			t.Errorf("a request that was merged as %d commits is told of %d times and keeps %d", n, len(said),
				len(quarrel.Requests()[0].Landed))
		}
	})
}
