package reviews

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"
)

// One target for the forms of each interface, so that what is tried stays near to them, and one for files of any form.

func FuzzGitHub(f *testing.F) {
	fuzzForms(f, fill.Replace(hubReview), fill.Replace(hubPull))
}

func FuzzGitHubView(f *testing.F) {
	fuzzForms(f, fill.Replace(hubView))
}

func FuzzGitLab(f *testing.F) {
	fuzzForms(f, fill.Replace(labRequest), fill.Replace(labApprovals), fill.Replace(labNote), `{"approval_rules_overwritten": false, "rules": []}`)
}

func FuzzGitea(f *testing.F) {
	fuzzForms(f, recorded(f, "changed-reviews.json"), recorded(f, "two-reviews.json"), recorded(f, "approved-pull.json"))
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{hubReview, hubPull, hubView, labRequest, labApprovals, labNote} {
		f.Add([]byte("[" + fill.Replace(text) + "]\n[" + fill.Replace(text) + "]"))
	}
	f.Add([]byte(recorded(f, "list.json")))
	f.Add([]byte("[null, [], {}]"))
	f.Add([]byte(inUTF16("[["+fill.Replace(hubPull)+"]]", binary.LittleEndian)))
	f.Add([]byte(`{"data": {"pull": [` + fill.Replace(hubPull) + `]}, "message": 3}`))
	f.Add([]byte("\xef\xbb\xbf[]"))
	f.Fuzz(look)
}

func fuzzForms(f *testing.F, texts ...string) {
	f.Helper()
	for _, text := range texts {
		f.Add([]byte(text))
	}
	f.Fuzz(look)
}

// look reads a text and holds what has to be true of whatever was found.
func look(t *testing.T, text []byte) {
	found, form, err := Parse(text)
	if err != nil && (err.Error() == "" || !utf8.ValidString(err.Error())) {
		t.Errorf("an error without words: %q", err)
	}
	if len(found) > 0 && form == "" {
		t.Error("requests of no form")
	}
	for _, q := range found {
		if q.Key.Number == "" || q.Key.Project == "" || !plainName(q.Key.Number) {
			t.Errorf("a request without a name: %+v", q.Key)
		}
		for _, v := range q.given {
			if v.State == "" || v.Head != "" && len(v.Head) != 40 || !plainName(v.By.Login) || !plainName(v.By.Email) || len([]rune(v.By.Name)) > maxName+1 {
				t.Errorf("a review that is none: %+v", v)
			}
		}
	}
	once, twice := of(found, form, 1), of(found, form, 2)
	if !slices.Equal(once, twice) {
		t.Errorf("said twice, it is something else: %q, %q", once, twice)
	}
}

// of says what files with these requests come to, where the same is said several times.
func of(found []Request, form Form, times int) []string {
	var s Set
	for i := range times {
		s.Add(fmt.Sprint("file ", i), form, found)
	}
	var out []string
	for _, q := range s.Requests() {
		line := fmt.Sprint(q.Key, q.Head, q.Landed, q.Merged, q.Count, q.Closed, q.Opener)
		for _, v := range q.Standing() {
			line += fmt.Sprint(v.By, v.State, v.Head, v.When)
		}
		out = append(out, line)
	}
	return out
}

func plainName(text string) bool {
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) {
			return false
		}
	}
	return true
}
