package gerrit

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

const full = `Code-Review+2: A. N. Other <another@developer.example.org>
Verified+1: CI <ci@example.org>
Code-Review-1: Anonymous Coward #1000007
Submitted-by: Random J Developer <random@developer.example.org>
Submitted-at: Mon, 25 Jun 2012 16:15:57 +0200
Reviewed-on: http://path.to.gerrit/12345
Comments-Total: 5
Comments-Unresolved: 1
Project: kernel/common
Branch: refs/heads/master
`

func TestParse(t *testing.T) {
	t.Parallel()
	when := time.Date(2012, 6, 25, 14, 15, 57, 0, time.UTC)
	other := Vote{"Code-Review", 2, "A. N. Other <another@developer.example.org>"}
	for name, c := range map[string]struct {
		text string
		want Note
		err  string
	}{
		"all of it": {full, Note{[]Vote{other, {"Verified", 1, "CI <ci@example.org>"}, {"Code-Review", -1, "Anonymous Coward #1000007"}},
			when, "http://path.to.gerrit/12345"}, ""},
		"two notes in one, of two submissions": {"Code-Review+2: A. N. Other <another@developer.example.org>\nSubmitted-at: Tue, 26 Jun 2012 16:15:57 +0200\n\n" + full,
			Note{[]Vote{other, other, {"Verified", 1, "CI <ci@example.org>"}, {"Code-Review", -1, "Anonymous Coward #1000007"}}, when,
				"http://path.to.gerrit/12345"}, ""},
		"carriage returns":        {"Code-Review+2: Bea <b@example.org>\r\n", Note{Votes: []Vote{{"Code-Review", 2, "Bea <b@example.org>"}}}, ""},
		"a day of one digit":      {"Submitted-at: Mon, 4 Jun 2012 16:15:57 +0000\n", Note{Submitted: time.Date(2012, 6, 4, 16, 15, 57, 0, time.UTC)}, ""},
		"nothing":                 {"", Note{}, ""},
		"somebody's own words":    {"I looked at this.\nCode-Review: fine\nCode-Review+2:\nCode-Review+2 : X\n +2: X\n", Note{}, ""},
		"a vote of three digits":  {"Code-Review+200: Bea\n", Note{}, ""},
		"bytes that are no text":  {"Code-Review+2: B\xffa <b@example.org>\n", Note{Votes: []Vote{{"Code-Review", 2, "B\ufffda <b@example.org>"}}}, ""},
		"letters that turn words": {"Code-Review+2: B\u202ea\x1b[31m <b@example.org>\n", Note{Votes: []Vote{{"Code-Review", 2, "B\ufffda\ufffd[31m <b@example.org>"}}}, ""},
		"no time":                 {"Submitted-at: yesterday\n", Note{}, `line 1: Submitted-at is "yesterday"`},
		"a time of another form":  {"Submitted-at: 2012-06-25T16:15:57Z\n", Note{}, `line 1: Submitted-at is "2012-06-25T16:15:57Z"`},
		"a long line":             {"Code-Review+2: " + strings.Repeat("x", 2000), Note{}, "line 1 has more than 1000 bytes"},
		"many lines":              {strings.Repeat("x\n", 3000), Note{}, "it has more than 2000 lines"},
		"too many bytes":          {strings.Repeat("x\n", MaxNote), Note{}, "bytes, and no more than 262144 are read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse([]byte(c.text))
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Fatalf("got error %v, want %q", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got.Submitted, c.want.Submitted = got.Submitted.UTC(), c.want.Submitted.UTC()
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Only the highest vote approves, and every negative one objects.
func TestVotes(t *testing.T) {
	t.Parallel()
	n, err := Parse([]byte("Code-Review+1: A\nCode-Review+2: B\nCode-Review-1: C\nCode-Review-2: D\nVerified+2: E\nVerified-1: F\nMy-Code-Review+2: G\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got string
	for _, v := range n.Approvals() {
		got += "+" + v.Who
	}
	for _, v := range n.Objections() {
		got += "-" + v.Who
	}
	if got != "+B-C-D" {
		t.Errorf("got %s, want +B-C-D", got)
	}
}

// FuzzParse wants that whatever a note holds, it is read without harm: what comes out is valid, visible text of bounded size, and
// a note of the votes that were read gives them again.
func FuzzParse(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("Code-Review+2: \xff\u202e\nSubmitted-at: x"))
	f.Add([]byte("Code-Review-2: a\r\n\r\nCode-Review+2: b"))
	f.Fuzz(func(t *testing.T, text []byte) {
		n, err := Parse(text)
		again := ""
		for _, v := range n.Votes {
			if !utf8.ValidString(v.Who) || strings.ContainsAny(v.Who, "\x00\x1b\u202e") || len(v.Who) > maxRow {
				t.Errorf("vote of %q", v.Who)
			}
			sign := ""
			if v.Value >= 0 {
				sign = "+"
			}
			again += v.Label + sign + itoa(v.Value) + ": " + v.Who + "\n"
		}
		if err != nil {
			return
		}
		twice, err := Parse([]byte(again))
		if err != nil || !cmp.Equal(twice.Votes, n.Votes) {
			t.Errorf("%q gives %v, then %v (%v)", text, n.Votes, twice.Votes, err)
		}
	})
}

func itoa(n int) string {
	if n < 0 {
		return "-" + itoa(-n)
	}
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}
