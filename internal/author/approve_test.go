package author_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/author"
	"clausebook/internal/date"
	"clausebook/internal/doc"
)

var approved = author.Approval{By: []string{"ada"}, On: date.New(2026, 5, 28)}

func TestApproved(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ raw, want string }{
		"all three there, with quotes and comments": {
			"---\nid: A\nstatus: 'in-review' # asked\napproved_on: \"2025-01-01\"\napproved_by:   bea   # the boss\n---\nText\n",
			"---\nid: A\nstatus: 'approved' # asked\napproved_on: \"2026-05-28\"\napproved_by:   ada   # the boss\n---\nText\n"},
		"both lines missing": {
			"---\nid: A\nversion: \"1.0\"\nstatus: in-review\nowner: o\n# the end\n---\nText\n",
			"---\nid: A\nversion: \"1.0\"\nstatus: approved\nowner: o\napproved_by: ada\napproved_on: 2026-05-28\n# the end\n---\nText\n"},
		"the day missing": {
			"---\napproved_by: ada\nid: A\nstatus: approved\n---\n",
			"---\napproved_by: ada\napproved_on: 2026-05-28\nid: A\nstatus: approved\n---\n"},
		"the name missing": {
			"---\nid: A\nstatus: approved\napprover: boss\nowner: o\napproved_on: 2026-05-28\n---\n",
			"---\nid: A\nstatus: approved\napprover: boss\napproved_by: ada\nowner: o\napproved_on: 2026-05-28\n---\n"},
		"empty values": {
			"---\nid: A\nstatus:\napproved_by: # who?\napproved_on: ~\n---\n",
			"---\nid: A\nstatus: approved\napproved_by: ada # who?\napproved_on: 2026-05-28\n---\n"},
		"a status from the defaults": {
			"---\nid: A\nversion: \"1.0\"\n---\n",
			"---\nid: A\nversion: \"1.0\"\nstatus: approved\napproved_by: ada\napproved_on: 2026-05-28\n---\n"},
		"other line ends, a byte order mark": {
			"\ufeff---\r\nid: A\r\nstatus: draft\r\n---\r\nText\r\nmore",
			"\ufeff---\r\nid: A\r\nstatus: approved\r\napproved_by: ada\r\napproved_on: 2026-05-28\r\n---\r\nText\r\nmore"},
		"names that the documents use": {
			"---\nid: A\nStand: draft\nfreigegeben_von: bea\n---\n",
			"---\nid: A\nStand: approved\nfreigegeben_von: ada\napproved_on: 2026-05-28\n---\n"},
		"keys that are indented": {
			"---\n  id: A\n  status: draft\n---\n",
			"---\n  id: A\n  status: approved\n  approved_by: ada\n  approved_on: 2026-05-28\n---\n"},
	} {
		got, err := author.Approved([]byte(c.raw), approved, map[string]string{"Stand": "status", "freigegeben_von": "approved_by"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Whoever approves beside others is written behind them.
func TestApprovedBesideOthers(t *testing.T) {
	t.Parallel()
	for was, want := range map[string]string{
		"bea": "[bea, ada]", "'bea'": "[bea, ada]", "[bea]": "[bea, ada]", "[ bea , ]  # first": "[bea, ada]  # first", `["bea", cy]`: "[bea, ada]",
	} {
		raw := "---\nid: A\nstatus: approved\napproved_by: " + was + "\napproved_on: 2026-05-01\n---\nText\n"
		got, err := author.Approved([]byte(raw), author.Approval{By: []string{"bea", "ada"}, On: date.New(2026, 5, 28)}, nil)
		if err != nil || string(got) != "---\nid: A\nstatus: approved\napproved_by: "+want+"\napproved_on: 2026-05-28\n---\nText\n" {
			t.Errorf("%s: %v\n%s", was, err, got)
		}
	}
	for _, was := range []string{"\n  - bea\n  - cy", "[bea,\n  cy]", "{a: b}"} {
		raw := "---\nid: A\nstatus: approved\napproved_by: " + was + "\napproved_on: 2026-05-01\n---\nText\n"
		if got, err := author.Approved([]byte(raw), author.Approval{By: []string{"bea", "ada"}, On: date.New(2026, 5, 28)}, nil); err == nil {
			t.Errorf("%s: written as %s", was, got)
		}
	}
}

// An id that only quotes keep from being a number or a truth value is written whatever stood there.
func TestApprovedByAnOddID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"007", "on", "a: b", `x"y`} {
		for _, there := range []string{"", "approved_by: bea\n", "approved_by: 'bea'\n", "approved_by: \"bea\" # she\n"} {
			raw := "---\nid: A\nstatus: draft\n" + there + "---\n"
			out, err := author.Approved([]byte(raw), author.Approval{By: []string{id}, On: approved.On}, nil)
			if err != nil {
				t.Errorf("%q over %q: %v", id, there, err)
			} else if got := (&doc.Reader{}).Parse("a.md", out).Front.Get("approved_by").Text(); got != id {
				t.Errorf("%q over %q reads back as %q", id, there, got)
			}
		}
	}
}

func TestApprovedRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ raw, want string }{
		"no front matter":  {"# T\n", "the file has no front matter to write into"},
		"duplicate key":    {"---\nstatus: draft\nstatus: approved\n---\n", "line 3: `status` is set twice"},
		"braces":           {"---\n{id: A}\n---\n", "written between braces"},
		"status is a list": {"---\nstatus: [draft]\n---\n", "the value of `status` is not written on one line"},
		"name on two":      {"---\nstatus: draft\napproved_by: >-\n  bea\n---\n", "the value of `approved_by` is not written on one line"},
		"an odd key":       {"---\n? status\n: \n---\n", "`status` is not written plainly enough"},
	} {
		out, err := author.Approved([]byte(c.raw), approved, nil)
		if err == nil {
			t.Errorf("%s: written as\n%s", name, out)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, want %q", name, err, c.want)
		}
	}
}

// anyID is what ids of people are made of.
var anyID = regexp.MustCompile(`^[A-Za-z0-9._@ -]*$`)

// FuzzApproved holds for any file: where an approval is written at all, the file reads back with the three values and says
// the same but for them, and its text is kept. A second time nothing changes.
func FuzzApproved(f *testing.F) {
	for _, s := range []string{
		"---\nid: A\nstatus: draft\n---\nText\n", "---\r\nid: A\r\napproved_on: '2026-01-01'\r\nstatus: x\r\n---\r\n",
		"---\napproved_by:\n  bea\n---\n",
		"---\nowner: a\n  b\nstatus: \"dr\\x61ft\"\n---\n", "\ufeff---\nid: \"Ü\"\nstatus:\n---\n", "---\n? id\n: A\n---\n",
		"---\nretention: |\n  x\n---", "---\n---\n",
	} {
		f.Add([]byte(s), "ada")
		f.Add([]byte(s), "0")
	}
	f.Fuzz(func(t *testing.T, raw []byte, by string) {
		a := author.Approval{By: []string{strings.ToValidUTF8(by, "")}, On: today}
		out, err := author.Approved(raw, a, nil)
		if err != nil {
			return
		}
		before, after := (&doc.Reader{}).Parse("a.md", raw), (&doc.Reader{}).Parse("a.md", out)
		if !bytes.Equal(before.Source[before.BodyAt:], after.Source[after.BodyAt:]) || after.ApprovedOn != today ||
			after.Status != doc.Approved || after.Front.Get("approved_by").Text() != a.By[0] {
			t.Fatalf("body or values differ:\n%q\n%q", raw, out)
		}
		for k, v := range before.Front.Pairs() {
			if k.Raw != "status" && k.Raw != "approved_by" && k.Raw != "approved_on" && !cmp.Equal(v.Value(), after.Front.Get(k.Raw).Value()) {
				t.Fatalf("`%s` changed:\n%q\n%q", k.Raw, raw, out)
			}
		}
		again, err := author.Approved(out, a, nil)
		if err != nil && !anyID.MatchString(by) {
			return // a value with escapes in it is left alone
		}
		if err != nil || !bytes.Equal(again, out) {
			t.Fatalf("a second time: %v\n%q\n%q", err, out, again)
		}
	})
}
