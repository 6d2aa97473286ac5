package doc

import (
	"crypto/sha256"
	"encoding/hex"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"clausebook/internal/date"
	"clausebook/internal/diag"
)

const everything = `---
id: REP-1
title: Report
type: report
version: 1.10a
status: approved
owner: quality
approver: director
approved_by: ines.halloran
approved_on: 2026-01-31
effective_from: 2026-02-01
reviewed_on: 2026-03-01
review_every: P1Y6M
classification: internal
language: en
translation_of: REP-0
fulfils: [service-report]
covers: [8.5.1.3, "iso20000-4:change-management"]
supersedes: [OLD-1, OLD-2]
related: [POL-CHG]
services: [SVC-1]
supplier: gullstone
customers: [halden]
tags: [x, "y z"]
aliases: [old/report]
retention: ten years
data: rows.csv
location: ticket tool
seen_on: 2026-03-02
seen_by: tomas.reyes
reviews:
  - {on: 2026-03-01, by: ines.halloran, outcome: no-change}
date: 2026-03-31
period: {from: 2026-01-01, to: 2026-03-31}
---
# Service report

<!-- covers: 9.4 -->
`

func TestTypedFieldsAreWhatTheBlockSays(t *testing.T) {
	t.Parallel()
	day := func(y, m, d int) date.Date { return date.New(y, 1, d).Add(date.Period{Months: m - 1}) }
	pos := func(line, col, end int) diag.Pos {
		return diag.Pos{File: "content/a.md", Line: line, Col: col, EndCol: end}
	}
	want := &Document{
		ID: "REP-1", Path: "content/a.md", Title: "Report", Type: "report", Version: "1.10a", Status: Approved,
		Owner: "quality", Approver: "director", ApprovedBy: "ines.halloran", ApprovedOn: date.New(2026, 1, 31),
		EffectiveFrom: day(2026, 2, 1), ReviewedOn: day(2026, 3, 1), ReviewEvery: date.Period{Years: 1, Months: 6},
		Classification: "internal", Language: "en", TranslationOf: "REP-0", Retention: "ten years",
		Fulfils: []string{"service-report"},
		Covers: []Coverage{
			{Target: "8.5.1.3", Section: -1, Pos: pos(18, 10, 17)},
			{Target: "iso20000-4:change-management", Section: -1, Pos: pos(18, 19, 49)},
			{Target: "9.4", Section: 0, Pos: pos(38, 14, 17)},
		},
		Supersedes: []ID{"OLD-1", "OLD-2"}, Related: []ID{"POL-CHG"}, Services: []ID{"SVC-1"}, Supplier: "gullstone",
		Customers: []string{"halden"}, Tags: []string{"x", "y z"}, Aliases: []string{"old/report"},
		Date: day(2026, 3, 31), Period: Span{day(2026, 1, 1), day(2026, 3, 31)},
		Location: "ticket tool", SeenOn: day(2026, 3, 2), SeenBy: "tomas.reyes",
	}
	got := reader(t).Parse("content/a.md", []byte(everything))
	ignore := cmpopts.IgnoreFields(Document{}, "Front", "Body", "Source", "BodyAt", "BodyLine", "SHA256", "Blob")
	if diff := cmp.Diff(want, got, ignore, cmpopts.EquateComparable(date.Date{})); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	if got.Day("seen_on") != day(2026, 3, 2) || !got.Day("nothing").IsZero() {
		t.Error("Day gives another day than the block")
	}
	if !got.IsRecord() {
		t.Error("a report is no record")
	}
}

func TestShapeOfTheFrontMatter(t *testing.T) {
	t.Parallel()
	with := func(line string) string { return "---\n" + sound + line + "\n---\n" }
	without := func(line string) string { return "---\n" + strings.Replace(sound, line, "", 1) + "---\n" }
	const day = "write a day as YYYY-MM-DD, such as 2026-03-31"
	for _, c := range []struct {
		name string
		raw  string
		want []string
	}{
		{"misspelt key", with("reviewd_on: 2026-01-01"), []string{"8:1 FM007 unknown key `reviewd_on` | did you mean `reviewed_on`?"}},
		{"key in another case", with("Approver: x"), []string{"8:1 FM007 unknown key `Approver` | did you mean `approver`?"}},
		{"key of another type", with("quorum: 3"), []string{"8:1 FM007 unknown key `quorum` | remove it"}},
		{"missing owner", without("owner: quality\n"),
			[]string{"2:1 FM008 `owner` is missing | add `owner`: role that keeps the document right"}},
		{"missing key that is misspelt", "---\n" + strings.Replace(sound, "owner:", "ownr:", 1) + "---\n",
			[]string{"7:1 FM007 unknown key `ownr` | did you mean `owner`?"}},
		{"empty key", with("approver:"), []string{"8:1 FM009 `approver` is empty | give it a value or remove it"}},
		{"empty text", with("approver: ''"), []string{"8:11 FM013 `approver` is empty | give it a value or remove it"}},
		{"status", "---\n" + strings.Replace(sound, "draft", "aproved", 1) + "---\n", []string{
			"6:9 FM013 `status` is `aproved`, which is not an allowed value | did you mean `approved`?"}},
		{"classification", with("classification: secret"), []string{
			"8:17 FM013 `classification` is `secret`, which is not an allowed value | one of `public`, `internal`, `confidential`"}},
		{"date in another order", with("approved_on: 31.01.2026"),
			[]string{"8:14 FM010 `approved_on` is `31.01.2026`, which is not a date | write it as `2026-01-31`"}},
		{"date that does not exist", with("approved_on: 2026-02-29"),
			[]string{"8:14 FM010 `approved_on` is `2026-02-29`, which is not a date | February 2026 has 28 days: write the day that is meant"}},
		{"year for a date", with("approved_on: 2026"), []string{"8:14 FM009 `approved_on` is `2026`, which is not a date | " + day}},
		{"duration in words", with("review_every: yearly"),
			[]string{"8:15 FM011 `review_every` is `yearly`, which is not a duration | write it as `P1Y`"}},
		{"duration in hours", with("review_every: PT24H"),
			[]string{"8:15 FM011 `review_every` is `PT24H`, which is not a duration | write P1Y for a year, P6M for six months, P2W for two weeks"}},
		{"version without quotes", "---\n" + strings.Replace(sound, `"1.0"`, "1.10", 1) + "---\n", []string{
			"5:10 FM012 `version` must be text, but `1.10` without quotes is a number | write it in quotes: \"1.10\""}},
		{"version that is text anyway", "---\n" + strings.Replace(sound, `"1.0"`, "1.10.2", 1) + "---\n", nil},
		{"no for text", with("retention: no"), nil},
		{"text for a list", with("covers: 8.5"), []string{"8:9 FM009 `covers` must be a list, not `8.5` | write it as a list: [8.5]"}},
		{"map for text", with("retention: {years: 5}"), []string{"8:12 FM009 `retention` must be text | quote a value that holds `: `"}},
		{"number in a list of texts", with("covers: [8.5]"),
			[]string{"8:10 FM009 item 1 of `covers` must be text, but `8.5` without quotes is a number | write it in quotes: \"8.5\""}},
		{"unknown type", "---\n" + strings.Replace(sound, "type: policy", "type: polcy", 1) + "---\n",
			[]string{"4:7 FM014 unknown type `polcy` | did you mean `policy`?"}},
		{"type far from all", "---\n" + strings.Replace(sound, "type: policy", "type: wombat", 1) + "---\n", []string{
			"4:7 FM014 unknown type `wombat` | one of agreement, applicability, audit-report, catalogue, certificate, contract, guide, improvement, minutes, " +
				"nonconformity, plan, policy, procedure, process, programme, record, register, report, service"}},
		{"no type", without("type: policy\n"), []string{
			"2:1 FM008 `type` is missing | one of agreement, applicability, audit-report, catalogue, certificate, contract, guide, improvement, minutes, " +
				"nonconformity, plan, policy, procedure, process, programme, record, register, report, service"}},
		{"id with a slash", "---\n" + strings.Replace(sound, "POL-CHG", "../POL", 1) + "---\n", []string{
			"2:5 FM013 `id` is `../POL`, but must be letters, digits, dots, hyphens and underscores, at most 64, " +
				"starting with a letter or digit | expected: stable name of the document: unique, never reused. Gives the page its address"}},
		{"minutes without what they need", "---\nid: M\ntype: minutes\nversion: 'a'\nstatus: draft\nowner: q\n---\n", []string{
			"2:1 FM008 `attendees` is missing | add `attendees`: ids of persons in people.yaml",
			"2:1 FM008 `chair` is missing | add `chair`: id of a person in people.yaml",
			"2:1 FM008 `date` is missing | add `date`: the day of the meeting"}},
		{"fault deep down", "---\nid: M\ntype: minutes\nversion: 'a'\nstatus: draft\nowner: q\ndate: 2026-01-01\nchair: c\nattendees: " +
			"[c]\nactions:\n  - text: do it\n    due: soon\n---\n", []string{
			"12:10 FM010 `due` in item 1 of `actions` is `soon`, which is not a date | " + day}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := reader(t).Parse("content/a.md", []byte(c.raw))
			if diff := cmp.Diff(c.want, lines(d.Findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if c.name == "version without quotes" && d.Version != "1.10" {
				t.Errorf("version %q", d.Version)
			}
		})
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	for id, ok := range map[string]bool{
		"POL-CHG": true, "a": true, "2026.01_x-y": true, strings.Repeat("a", 64): true, strings.Repeat("a", 65): false,
		"": false, "-a": false, ".a": false, "_a": false, "a b": false, "a/b": false, "é": false, "a\n": false, "..": false, "a:b": false,
	} {
		if ValidID(id) != ok {
			t.Errorf("ValidID(%q) = %v", id, !ok)
		}
	}
	for p, want := range map[string]ID{
		"content/policies/Change mgmt.md":                 "policies-change-mgmt",
		"content/A.MD":                                    "a",
		"content/a/index.md":                              "a-index",
		"content/a--b__c.md":                              "a-b-c",
		"content/v1.10.md":                                "v1-10",
		"content/方針.md":                                   "document-88fa6f221f20",
		"content/" + strings.Repeat("long/", 20) + "x.md": "document-6ee790578728",
	} {
		if got := DerivedID("content", p); got != want || !ValidID(string(got)) {
			t.Errorf("%s: %q, want %q", p, got, want)
		}
	}
	if DerivedID("content", "content/方針.md") == DerivedID("content", "content/計画.md") {
		t.Error("two paths without a letter of ours share an id")
	}
}

func TestTitles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ raw, want string }{
		"front matter first":              {"---\ntitle: From the block\n---\n# From the text\n", "From the block"},
		"first heading":                   {"---\nid: x\n---\n# From *the* text\n", "From the text"},
		"heading of the second level":     {"---\nid: x\n---\n## Section\n", "change-mgmt"},
		"first heading is no first level": {"---\nid: x\n---\n## Section\n# Title\n", "change-mgmt"},
		"empty heading":                   {"---\nid: x\n---\n#\n", "change-mgmt"},
		"nothing":                         {"", "change-mgmt"},
	} {
		if got := reader(t).Parse("content/change-mgmt.md", []byte(c.raw)).Title; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestCoverageComments(t *testing.T) {
	t.Parallel()
	at := func(target string, section, line, col, end int) Coverage {
		return Coverage{target, section, diag.Pos{File: "content/a.md", Line: line, Col: col, EndCol: end}}
	}
	for _, c := range []struct {
		name string
		body string // starts in line 9
		want []Coverage
		find []string
	}{
		{"one", "# A\n\n<!-- covers: 8.5.1.3 -->\n", []Coverage{at("8.5.1.3", 0, 11, 14, 21)}, nil},
		{"several", "# A\n## B\n<!--covers:8.2,  iso20000-4:change-management ,8.5.1.3-a-->\n", []Coverage{
			at("8.2", 1, 11, 12, 15), at("iso20000-4:change-management", 1, 11, 18, 46), at("8.5.1.3-a", 1, 11, 48, 57)}, nil},
		{"before any heading", "<!-- covers: 4.1 -->\n\n# A\n", []Coverage{at("4.1", -1, 9, 14, 17)}, nil},
		{"behind wide characters", "# A\n\nGröße 😀 <!-- covers: 8.2 --> text\n", []Coverage{at("8.2", 0, 11, 22, 25)}, nil},
		{"over several lines", "# A\n\n<!--\n  covers: 8.2,\n    8.3 ,\n8.4\n-->\n", []Coverage{
			at("8.2", 0, 12, 11, 14), at("8.3", 0, 13, 5, 8), at("8.4", 0, 14, 1, 4)}, nil},
		{"comma at the end", "# A\n\n<!-- covers: 8.2, -->\n", []Coverage{at("8.2", 0, 11, 14, 17)}, nil},
		{"a comma forgotten", "# A\n\n<!-- covers: 8.2 8.3 -->\n", []Coverage{at("8.2 8.3", 0, 11, 14, 21)}, nil},
		{"nothing", "# A\n\n<!-- covers: , -->\n", nil, []string{
			"11:1 FM013 the comment `covers:` is empty | name clauses, requirements or processes: `<!-- covers: 8.5.1.3 -->`"}},
		{"another comment", "# A\n\n<!-- this covers: 8.2 -->\n", nil, nil},
		{"in code", "# A\n\n`<!-- covers: 8.2 -->`\n\n    <!-- covers: 8.3 -->\n\n```\n<!-- covers: 8.4 -->\n```\n", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := reader(t).Parse("content/a.md", []byte("---\n"+sound+"---\n"+c.body))
			if diff := cmp.Diff(c.want, d.Covers); diff != "" {
				t.Errorf("coverage (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.find, lines(d.Findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBodyFindings(t *testing.T) {
	t.Parallel()
	d := reader(t).Parse("content/a.md",
		[]byte("---\n"+sound+"---\n# A\n\n<script>x</script>\n\n[x](javascript:alert(1))\n\n![x](https://elsewhere.example/x.png)\n\n[^n]: "+
			"lost\n"))
	want := []string{
		"11:1 MD001 raw HTML `<script>` is shown as it is written | write it as Markdown",
		"13:1 LK005 the link is not allowed: javascript | link to http, https, mailto, tel or a relative path",
		"15:1 MD004 the image `https://elsewhere.example/x.png` is not a file in the content folder | " +
			"put the file next to the document and use a relative path",
		"17:1 MD005 nothing refers to the footnote `n`, so the page does not show it | refer to it in the text as `[^name]`, or remove it",
	}
	if diff := cmp.Diff(want, lines(d.Findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestHashes(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"", "---\nid: X\n---\n", "\ufeffwith a mark", "not \xff UTF-8", strings.Repeat("é\r\n", 5000)} {
		d := reader(t).Parse("content/a.md", []byte(raw))
		sum := sha256.Sum256([]byte(raw))
		if want := hex.EncodeToString(sum[:]); d.SHA256 != want {
			t.Errorf("SHA256 %s, want %s", d.SHA256, want)
		}
		if want, ok := gitName(t, raw); ok && d.Blob != want {
			t.Errorf("blob %s, want %s", d.Blob, want)
		}
	}
	if got := reader(t).Parse("content/a.md", nil).Blob; got != "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" {
		t.Errorf("the empty blob is %s", got)
	}
}

// gitName asks git for the name of the content, where git is installed.
func gitName(t *testing.T, raw string) (string, bool) {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Log("git is not installed: the names of blobs are not compared")
		return "", false
	}
	cmd := exec.CommandContext(t.Context(), git, "hash-object", "--no-filters", "--stdin")
	cmd.Stdin = strings.NewReader(raw)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out)), true
}

func TestPos(t *testing.T) {
	t.Parallel()
	d := reader(t).Parse("content/a.md", []byte(everything))
	for want, path := range map[string][]string{
		"content/a.md:2:5":   {"id"},
		"content/a.md:19:21": {"supersedes", "1"},
		"content/a.md:19:13": {"supersedes", "7"},
		"content/a.md:32:10": {"reviews", "0", "on"},
		"content/a.md:2:1":   {"nothing"},
	} {
		if got := d.Pos(path...).String(); got != want {
			t.Errorf("Pos(%q) = %s, want %s", path, got, want)
		}
	}
	if got := (&Document{Path: "content/b.md"}).Pos("id").String(); got != "content/b.md" {
		t.Errorf("Pos of a document that was not read = %s", got)
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	a, b := date.New(2026, 1, 1), date.New(2026, 3, 31)
	for _, c := range []struct {
		s    Span
		on   date.Date
		want bool
	}{
		{Span{a, b}, a, true}, {Span{a, b}, b, true}, {Span{a, b}, a.AddDays(-1), false}, {Span{a, b}, b.AddDays(1), false},
		{Span{From: a}, b.AddDays(9999), true}, {Span{To: b}, a.AddDays(-9999), true}, {Span{}, a, true},
	} {
		if got := c.s.Contains(c.on); got != c.want {
			t.Errorf("%v contains %s: %v", c.s, c.on, got)
		}
	}
}

func TestFacts(t *testing.T) {
	t.Parallel()
	r := reader(t)
	r.Fields = map[string]string{"doc no": "id"}
	base := "---\ndoc no: X-1\ntitle: T\nversion: 1.10\nstatus: approved\napprover: boss\napproved_by: ines\napproved_on: " +
		"2026-01-31\n---\n# T\n\nSome text.\n"
	f := r.Facts([]byte(base))
	if f.ID != "X-1" || f.Version != "1.10" || f.Status != "approved" || f.Title != "T" || f.Approver != "boss" || f.ApprovedBy != "ines" ||
		f.ApprovedOn != "2026-01-31" {
		t.Errorf("facts %+v", f)
	}
	for name, c := range map[string]struct {
		raw         string
		prose, meta bool // stays the same
	}{
		"another word":         {strings.Replace(base, "Some", "Other", 1), false, true},
		"wrapped differently":  {strings.Replace(base, "Some text", "Some\ntext", 1), true, true},
		"another status":       {strings.Replace(base, "approved\n", "draft\n", 1), true, false},
		"a line break is lost": {strings.TrimSuffix(base, "\n"), true, true},
	} {
		g := r.Facts([]byte(c.raw))
		if (g.Prose == f.Prose) != c.prose || (g.Metadata == f.Metadata) != c.meta {
			t.Errorf("%s: prose the same %v, metadata the same %v", name, g.Prose == f.Prose, g.Metadata == f.Metadata)
		}
	}
	for name, raw := range map[string]string{
		"too long": base + strings.Repeat("x", MaxFile), "broken": "---\nid: [\n---\n", "bad id": "---\nid: ../x\n---\n", "empty": "",
	} {
		if got := r.Facts([]byte(raw)); got.ID != "" {
			t.Errorf("%s: id %q", name, got.ID)
		}
	}
}
