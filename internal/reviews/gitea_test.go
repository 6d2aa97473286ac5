package reviews

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recorded gives what Gitea 1.26.0 said of a request, byte for byte. `go test -record` in internal/forge writes these files.
func recorded(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "gitea-1.26.0", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// recordedPull is what a test needs to know of a recorded request, read apart from what is tested.
type recordedPull struct {
	Number int
	Head   struct{ SHA string }
	Merge  string `json:"merge_commit_sha"`
	Base   string `json:"merge_base"`
}

func pullOf(t testing.TB, story string) recordedPull {
	t.Helper()
	var out recordedPull
	if err := json.Unmarshal([]byte(recorded(t, story+"-pull.json")), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// What a real server says of each request is read as what happened to it.
func TestGiteaAsRecorded(t *testing.T) {
	t.Parallel()
	for story, want := range map[string]string{
		"approved":   "bert approved the head",
		"pushed":     "bert stale an older commit",
		"dismissed":  "bert dismissed the head",
		"overruled":  "bert changes requested the head",
		"own":        "",
		"squashed":   "bert approved the head",
		"rebased":    "bert approved the head",
		"another":    "bert approved the head",
		"unentitled": "cleo approved the head",
		"two":        "bert approved the head, dora approved the head",
		"half":       "dora approved the head",
		"changed":    "bert changes requested the head",
		"convinced":  "bert approved the head",
	} {
		var s Set
		for _, file := range []string{story + "-pull.json", story + "-reviews.json"} {
			found, form, err := Parse([]byte(recorded(t, file)))
			if err != nil {
				t.Fatal(err)
			}
			s.Add(file, form, found)
		}
		all, pull := s.Requests(), pullOf(t, story)
		if len(all) != 1 {
			t.Errorf("%s: %d requests", story, len(all))
			continue
		}
		q := all[0]
		if q.Key != (Key{"git.example/anna/sms", fmt.Sprint("#", pull.Number)}) || q.Opener.Login != "anna" || q.Opener.Email != "anna@example.org" {
			t.Errorf("%s is %v by %v", story, q.Key, q.Opener)
		}
		if string(q.Head) != pull.Head.SHA || string(q.Base) != pull.Base || fmt.Sprint(q.Landed) != "["+pull.Merge+"]" || q.Merged.IsZero() || q.Closed {
			t.Errorf("%s: %+v, want %+v", story, q, pull)
		}
		var got []string
		for _, v := range q.Standing() {
			of := "an older commit"
			if v.Head == q.Head {
				of = "the head"
			}
			got = append(got, v.By.Login+" "+string(v.State)+" "+of)
			if v.When.IsZero() || v.When.After(q.Merged) || v.By.Host != "git.example" || v.By.Bot || v.By.Name == "" || v.By.Email == "" {
				t.Errorf("%s: %+v", story, v)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %s, want %s", story, strings.Join(got, ", "), want)
		}
	}
	found, form, err := Parse([]byte(recorded(t, "list.json")))
	if err != nil || form != "a Gitea or Forgejo pull request" || len(found) != 13 {
		t.Errorf("the list is %d times %s: %v", len(found), form, err)
	}
}

// What did not happen while the server was recorded is made of what did.
func TestGiteaOtherwise(t *testing.T) {
	t.Parallel()
	review, pull := recorded(t, "approved-reviews.json"), recorded(t, "approved-pull.json")
	for name, c := range map[string]struct {
		text string
		want string
	}{
		"stale":             {swapped(review, `"stale":false`, `"stale":true`), "[bert stale]"},
		"unofficial":        {swapped(review, `"official":true`, `"official":false`), "[bert unofficial]"},
		"dismissed":         {swapped(review, `"dismissed":false`, `"dismissed":true`), "[bert dismissed]"},
		"stale changes":     {swapped(review, "APPROVED", "REQUEST_CHANGES", `"stale":false`, `"stale":true`), "[bert changes requested]"},
		"asked for":         {swapped(review, "APPROVED", "REQUEST_REVIEW"), "[]"},
		"not submitted":     {swapped(review, "APPROVED", "PENDING"), "[]"},
		"by a team":         {swapped(review, `"user":{`, `"user":null,"other":{`), "[]"},
		"by a ghost":        {swapped(review, `"user":{"id":2,`, `"user":{"id":-1,`), "[]"},
		"by a program":      {swapped(review, `"user":{"id":2,`, `"user":{"id":-2,`), "[bert approved, a bot]"},
		"of no known state": {swapped(review, "APPROVED", "LGTM"), "`state` is \"LGTM\""},
		"not merged":        {swapped(pull, `"merged":true`, `"merged":false`), "closed [] []"},
		"at a port":         {swapped(review, "https://git.example/anna/sms/pulls", "http://127.0.0.1:3000/git/anna/sms/pulls"), "127.0.0.1:3000/git/anna/sms [bert approved]"},
		"no request":        {swapped(review, "/anna/sms/pulls/1\"", "/anna/sms/issues/1\""), "is not the address of a request"},
	} {
		found, _, err := Parse([]byte(c.text))
		var got string
		switch {
		case err != nil:
			got = err.Error()
		default:
			q := found[0]
			if q.Key.Project != "git.example/anna/sms" {
				got = q.Key.Project + " "
			}
			if q.Closed {
				got += "closed " + fmt.Sprint(q.Landed) + " "
			}
			var all []string
			for _, v := range q.Standing() {
				said := v.By.Login + " " + string(v.State)
				if v.By.Bot {
					said += ", a bot"
				}
				all = append(all, said)
			}
			got += "[" + strings.Join(all, "; ") + "]"
		}
		if got != c.want && (err == nil || !strings.Contains(got, c.want)) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
