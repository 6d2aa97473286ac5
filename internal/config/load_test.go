package config

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/schemacheck"
	"clausebook/schemas"
)

func schema(t testing.TB) *schemacheck.Schema {
	t.Helper()
	s, err := schemacheck.New(schemas.FS).Compile("config.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// load reads a configuration with this text. Findings that make it unusable come back in the error.
func load(t testing.TB, text string) (Config, []diag.Finding, error) {
	t.Helper()
	return Load(fstest.MapFS{FileName: {Data: []byte(text)}}, FileName, schema(t))
}

// lines writes findings as place, rule, message and hint.
func lines(fs []diag.Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, strings.TrimPrefix(f.Pos.String(), FileName+":")+" "+string(f.Rule)+" "+f.Message+" | "+f.Hint)
	}
	return out
}

func broken(t testing.TB, err error) []diag.Finding {
	t.Helper()
	var invalid *InvalidError
	if err != nil && !errors.As(err, &invalid) {
		t.Fatalf("not an invalid configuration: %v", err)
	}
	if invalid == nil {
		return nil
	}
	return invalid.Findings
}

func day(t testing.TB, s string) date.Date {
	t.Helper()
	d, err := date.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// everything uses each key of the schema; TestEveryKeyIsRead holds the two together.
const everything = `title: Brackwater SMS
organization: Brackwater Hosting
base_url: https://sms.brackwater.example/
language: de
content: docs/sms/
output: ./site
theme: look
as_of: 2026-11-30
standards: [iso20000-1-2018, standards/own.yaml]
defaults:
  - path: policies/**
    front_matter: {type: policy, owner: quality, version: 1.10, tags: true}
  - path: "*.md"
    front_matter: {review_every: P1Y, fulfils: [policy-a, "policy-b"], covers: []}
fields:
  Name: title
  "doc no": id
values:
  status: {Final: in-use}
conditions:
  external_suppliers: true
  internal_suppliers: {holds: false, reason: everything is bought}
waivers:
  - target: service-continuity-plan
    reason: test in May
    approved_by: ines.halloran
    expires: 2027-01-31
approval:
  least_grade: merge
  trailers: [Signed-by]
  separation_of_duties: false
  roles:
    policy: [director, quality]
  quorum: {policy: 2, agreement: parties}
  policy_owner: director
  minor: {words: 8, roles: [quality]}
  allowed_signers: keys/signers
  openpgp_keys: keys/pgp
  exports: reviews
  settle: P2W
  late_after: P2M
  applies_from: all
  adopted: {until: 2026-01-31, least_grade: paper, reason: taken over}
periods:
  - {id: y2026, name: Year 2026, from: 2026-01-01, to: 2026-12-31}
forge:
  kind: gitlab
  url: https://git.brackwater.example/sms/
  branch: trunk
severity:
  FM007: warning
  RV001: {level: "off", reason: reviews are tracked elsewhere}
  LK001: {level: info}
pseudonyms:
  key: a-long-text-that-is-kept
look:
  accent: "#ffcc00"
  accent_dark: "#1c2c3a"
  link: "#0b5394"
  link_dark: "#8ec5ff"
  logo: brand/logo.svg
timezone: Europe/Berlin
history:
  protected: [main, release]
  acknowledged:
    - {lost: 0123456789ab, reason: a secret was committed, by: ines.halloran}
  moved: {at: 0123456789abcdef0123456789abcdef01234567, reason: brought over, map: trust/commit-map}
exclude: [drafts]
log: ../heads
site_urls: ["https://www.brackwater.example/sms/"]
scheme: schemes/own.yaml
`

func TestLoadReadsEveryKey(t *testing.T) {
	t.Parallel()
	at := func(line, col, end int) diag.Pos { return diag.Pos{File: FileName, Line: line, Col: col, EndCol: end} }
	want := Config{
		Title: "Brackwater SMS", Organization: "Brackwater Hosting", BaseURL: "https://sms.brackwater.example", Language: "de",
		Content: "docs/sms\n-drafts", SiteURLs: []string{"www.brackwater.example/sms"}, Output: "site", Theme: "look", AsOf: day(t, "2026-11-30"), Timezone: "Europe/Berlin", Log: "../heads",
		Standards: []string{"iso20000-1-2018", "standards/own.yaml"}, Scheme: "schemes/own.yaml",
		Defaults: []Default{
			{Pattern: "policies/**", FrontMatter: map[string]string{"type": "policy", "owner": "quality", "version": "1.10", "tags": "true"}},
			{Pattern: "*.md", FrontMatter: map[string]string{"review_every": "P1Y"},
				Lists: map[string][]string{"fulfils": {"policy-a", "policy-b"}, "covers": nil}},
		},
		Fields: map[string]string{"Name": "title", "doc no": "id"}, Values: map[string]map[string]string{"status": {"Final": "in-use"}},
		Conditions: map[string]Condition{
			"external_suppliers": {Holds: true, Pos: at(21, 3, 21)},
			"internal_suppliers": {Reason: "everything is bought", Pos: at(22, 3, 21)},
		},
		Waivers: []Waiver{{Target: "service-continuity-plan", Reason: "test in May", ApprovedBy: "ines.halloran", Expires: day(t, "2027-01-31"),
			Pos: at(24, 5, 0)}},
		Approval: Approval{LeastGrade: "merge", Trailers: []string{"Signed-by"}, Roles: map[string][]string{"policy": {"director", "quality"}},
			Quorum: map[string]Quorum{"policy": {Approvers: 2}, "agreement": {Parties: true}}, PolicyOwner: "director",
			Minor:          Minor{Words: 8, Roles: []string{"quality"}},
			AllowedSigners: "keys/signers", OpenPGPKeys: "keys/pgp", Exports: "reviews", Settle: date.Period{Days: 14}, LateAfter: date.Period{Months: 2}, AppliesToAll: true,
			Adopted: Adopted{Day: day(t, "2026-01-31"), LeastGrade: "paper", Reason: "taken over", Pos: at(43, 20, 30)}},
		Periods:    []Period{{ID: "y2026", Name: "Year 2026", From: day(t, "2026-01-01"), To: day(t, "2026-12-31"), Pos: at(45, 5, 0)}},
		Forge:      Forge{Kind: "gitlab", URL: "https://git.brackwater.example/sms", Branch: "trunk"},
		Pseudonyms: Pseudonyms{On: true, Key: "a-long-text-that-is-kept"},
		Look: Look{Accent: "#ffcc00", OnAccent: "#000000", AccentDark: "#1c2c3a", OnAccentDark: "#ffffff", Link: "#0b5394",
			LinkDark: "#8ec5ff", Logo: "brand/logo.svg"},
		Severity: map[diag.RuleID]Severity{
			"FM007": {Level: diag.Warning, Pos: at(51, 3, 8)},
			"RV001": {Level: diag.Off, Reason: "reviews are tracked elsewhere", Pos: at(52, 3, 8)},
			"LK001": {Level: diag.Info, Pos: at(53, 3, 8)},
		},
		History: History{Protected: []string{"main", "release"}, Acknowledged: []Acknowledged{{Lost: "0123456789ab",
			Reason: "a secret was committed", By: "ines.halloran", Pos: at(66, 7, 0)}},
			Moved: Moved{Commit: "0123456789abcdef0123456789abcdef01234567", Reason: "brought over", Map: "trust/commit-map", Pos: at(67, 84, 100)}},
		Path: FileName,
	}
	got, findings, err := load(t, everything)
	if err != nil || len(findings) > 0 {
		t.Fatalf("findings %q, error %v", lines(findings), err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(date.Date{})); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"external_suppliers", "internal_suppliers"}, slices.Sorted(maps.Keys(got.Conditions))); diff != "" {
		t.Errorf("conditions (-want +got):\n%s", diff)
	}
}

// TestEveryKeyIsRead takes each key of the schema out of a configuration that uses all, and sees that it is missed.
// A key that the schema allows and nothing reads would be a setting without effect.
func TestEveryKeyIsRead(t *testing.T) {
	t.Parallel()
	full, _, err := load(t, everything)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range schemaKeys(t) {
		without := remove(everything, path)
		if without == everything {
			t.Errorf("the configuration that uses everything lacks %s", strings.Join(path, "."))
			continue
		}
		got, _, err := Load(fstest.MapFS{FileName: {Data: []byte(without)}}, FileName, schema(t))
		if err == nil && reflect.DeepEqual(withoutPlaces(full), withoutPlaces(got)) {
			t.Errorf("%s can be left out without any effect", strings.Join(path, "."))
		}
	}
	for key := range topLevel(everything) {
		if !slices.ContainsFunc(schemaKeys(t), func(p []string) bool { return p[0] == key }) {
			t.Errorf("the schema does not know %s", key)
		}
	}
}

func topLevel(text string) map[string]bool {
	keys := map[string]bool{}
	for _, line := range strings.Split(text, "\n") {
		if key, _, ok := strings.Cut(line, ":"); ok && line[0] != ' ' {
			keys[key] = true
		}
	}
	return keys
}

// schemaKeys gives the path of every key that the schema names: top-level keys, and those one map further down.
func schemaKeys(t *testing.T) [][]string {
	t.Helper()
	raw, err := fs.ReadFile(schemas.FS, "config.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	type shape struct {
		Properties map[string]*json.RawMessage
		Items      struct{ Properties map[string]*json.RawMessage }
	}
	var root struct{ Properties map[string]shape }
	if err := json.Unmarshal(raw, &root); err != nil {
		t.Fatal(err)
	}
	var paths [][]string
	for _, key := range slices.Sorted(maps.Keys(root.Properties)) {
		paths = append(paths, []string{key})
		for _, sub := range slices.Sorted(maps.Keys(root.Properties[key].Properties)) {
			paths = append(paths, []string{key, sub})
		}
		for _, sub := range slices.Sorted(maps.Keys(root.Properties[key].Items.Properties)) {
			paths = append(paths, []string{key, sub})
		}
	}
	if len(paths) < 30 {
		t.Fatalf("only %d keys found in the schema", len(paths))
	}
	return paths
}

// remove takes a key with its block, or one key within the block, out of the text; sub-keys in flow maps as well.
func remove(text string, path []string) string {
	var out []string
	inside, drop := false, -1
	for _, line := range strings.Split(text, "\n") {
		indent := len(line) - len(strings.TrimLeft(line, " -"))
		if indent == 0 {
			inside = strings.HasPrefix(line, path[0]+":")
			drop = -1
			if inside && len(path) == 1 {
				drop = 0
			}
		}
		if drop >= 0 && (indent > drop || indent == 0 && inside) {
			continue
		}
		drop = -1
		if inside && len(path) == 2 && indent > 0 {
			body := strings.TrimLeft(line, " -")
			if strings.HasPrefix(body, path[1]+":") {
				if strings.Contains(line, "- ") {
					out = append(out, strings.Repeat(" ", indent-2)+"- x: 1")
				}
				drop = indent
				continue
			}
			line = strings.Replace(line, "{"+path[1]+":", "{x:", 1)
			line = strings.Replace(line, ", "+path[1]+":", ", x:", 1)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// withoutPlaces drops what changes whenever a line is taken out.
func withoutPlaces(c Config) Config {
	c.Waivers, c.Periods = slices.Clone(c.Waivers), slices.Clone(c.Periods)
	for i := range c.Waivers {
		c.Waivers[i].Pos = diag.Pos{}
	}
	for i := range c.Periods {
		c.Periods[i].Pos = diag.Pos{}
	}
	c.Conditions, c.Severity = maps.Clone(c.Conditions), maps.Clone(c.Severity)
	for k, v := range c.Conditions {
		v.Pos = diag.Pos{}
		c.Conditions[k] = v
	}
	for k, v := range c.Severity {
		v.Pos = diag.Pos{}
		c.Severity[k] = v
	}
	return c
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	want := Config{
		Title: "Service management system", Language: "en", Content: "content", Output: "public",
		Standards: []string{"iso20000-1-2018", "iso20000-4"}, Scheme: "iso17021-1-2015",
		Approval: Approval{
			LeastGrade:         "declared",
			Trailers:           []string{"Approved-by", "Reviewed-by"},
			SeparationOfDuties: true,
			Settle:             date.Period{Days: 7},
			LateAfter:          date.Period{Days: 31},
		},
		Forge: Forge{Branch: "main"},
	}
	got, findings, err := Load(fstest.MapFS{}, FileName, schema(t))
	if err != nil || len(findings) > 0 {
		t.Fatalf("findings %q, error %v", lines(findings), err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(date.Date{})); diff != "" {
		t.Errorf("without a file (-want +got):\n%s", diff)
	}
	want.Path = FileName
	for name, text := range map[string]string{"empty": "", "comments": "# later\n", "null": "~\n",
		"one comment key": "title: Service management system\n"} {
		got, findings, err := load(t, text)
		if err != nil || len(findings) > 0 {
			t.Errorf("%s: findings %q, error %v", name, lines(findings), err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateComparable(date.Date{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	var invalid *InvalidError
	if _, _, err := Load(fstest.MapFS{}, "other.yaml", schema(t)); !errors.Is(err, fs.ErrNotExist) || errors.As(err, &invalid) {
		t.Errorf("a file that was asked for and does not exist gives %v", err)
	}
	for what, file := range map[string]*fstest.MapFile{
		"a folder": {Mode: fs.ModeDir}, "a pipe": {Mode: fs.ModeNamedPipe}, "a file without bound": {Data: make([]byte, maxFile+1)},
	} {
		_, _, err := Load(fstest.MapFS{FileName: file}, FileName, schema(t))
		if !errors.As(err, &invalid) || invalid.Findings[0].Pos.File != FileName {
			t.Errorf("%s in place of the file gives %v", what, err)
		}
	}
}

func TestFindings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		text string
		want []string
	}{
		{"misspelt key", "titel: X\n", []string{"1:1 CF001 unknown key `titel` | did you mean `title`?"}},
		{"key far from all", "title: X\nwombat: 1\n", []string{"2:1 CF001 unknown key `wombat` | remove it"}},
		{"misspelt key further down", "approval:\n  least_grad: merge\n",
			[]string{"2:3 CF001 unknown key `least_grad` in `approval` | did you mean `least_grade`?"}},
		{"off for a blank reason", "severity:\n  FM007: {level: off, reason: \" \"}\n", []string{
			"2:3 CF004 `FM007` stays on, because it is switched off without a reason | write `FM007: {level: off, reason: \"…\"}`"}},
		{"off without a reason", "severity:\n  FM007: off\n  RV001: {level: off}\n", []string{
			"2:3 CF004 `FM007` stays on, because it is switched off without a reason | write `FM007: {level: off, reason: \"…\"}`",
			"3:3 CF004 `RV001` stays on, because it is switched off without a reason | write `RV001: {level: off, reason: \"…\"}`"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cfg, findings, err := load(t, c.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, lines(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if len(cfg.Severity) > 0 {
				t.Errorf("a rule is switched off all the same: %v", cfg.Severity)
			}
		})
	}
}

func TestValuesThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	const inside = "give a relative path without `..`"
	for _, c := range []struct {
		name string
		text string
		want []string
	}{
		{"no YAML", "title: [\n", []string{"1:9 CF003 the bracket is never closed | close it, or write one item per line"}},
		{"a list", "- title: X\n", []string{"1:1 CF003 the configuration must be a list of `key: value` lines | "}},
		{"text", "just text\n", []string{"1:1 CF003 the configuration must be a list of `key: value` lines | "}},
		{"duplicate key", "title: X\ntitle: Y\n", []string{"2:1 CF003 `title` is set twice, first in line 1 | remove one of them"}},
		{"alias", "title: &a X\norganization: *a\n", []string{
			"1:8 CF003 anchors and aliases are not supported | write the value out",
			"2:15 CF003 anchors and aliases are not supported | write the value out"}},
		{"empty value", "title:\n", []string{"1:1 CF002 `title` is empty | give it a value or remove it"}},
		{"number for text", "title: 20000\n",
			[]string{"1:8 CF002 `title` must be text, but `20000` without quotes is a number | write it in quotes: \"20000\""}},
		{"language", "language: fr\n", []string{"1:11 CF002 `language` is `fr`, which is not an allowed value | one of `en`, `de`"}},
		{"date", "as_of: 31.12.2026\n",
			[]string{"1:8 CF002 `as_of` is `31.12.2026`, which is not a date | write it as `2026-12-31`"}},
		{"log within", "log: heads\n", []string{"1:6 CF002 `log: heads` is a folder within the project, where the log would be rewritten " +
			"together with the history | name a folder outside of the repository, such as `../heads`: a mounted share, or the work tree of " +
			"another repository"}},
		{"time zone", "timezone: Berlin\n", []string{"1:11 CF002 `timezone: Berlin` is not a known time zone | " +
			"use a name from the IANA time zone database, such as `Europe/Berlin`, or remove the key for UTC"}},
		{"date that does not exist", "as_of: 2026-02-30\n",
			[]string{"1:8 CF002 `as_of` is `2026-02-30`, which is not a date | February 2026 has 28 days: write the day that is meant"}},
		{"grade", "approval: {least_grade: mergd}\n",
			[]string{"1:25 CF002 `least_grade` in `approval` is `mergd`, which is not an allowed value | did you mean `merge`?"}},
		{"truth value", "approval: {separation_of_duties: no}\n",
			[]string{"1:34 CF002 `separation_of_duties` in `approval` must be true or false or a block of keys and values, not `no` | write false"}},
		{"quorum of nobody", "approval: {quorum: {policy: 0}}\n",
			[]string{"1:29 CF002 `policy` in `quorum` in `approval` is `0`; the minimum is 1 | "}},
		{"quorum of a word", "approval: {quorum: {policy: both}}\n",
			[]string{
				"1:29 CF002 the quorum of `policy` is `both`, which is neither a number of people nor `parties` | " +
					"write how many people have to approve, or `parties` for one of ours and one of each party"}},
		{"corrections of no size", "approval: {minor: {roles: [quality]}}\n",
			[]string{"1:19 CF002 `words` in `minor` in `approval` is missing | add `words`: how many words such a correction may change"}},
		{"separation of no type", "approval: {separation_of_duties: {types: []}}\n",
			[]string{"1:42 CF002 `types` in `separation_of_duties` in `approval` has 0 items; at least 1 required | "}},
		{"waiver for a blank reason", "waivers:\n  - {target: x, reason: ' ', approved_by: p, expires: 2030-01-01}\n", []string{
			"2:25 CF002 the waiver for `x` has no reason | say why the gap is accepted"}},
		{"lost commit for a blank reason", "history:\n  acknowledged:\n    - {lost: abc1234, reason: ' ', by: p}\n", []string{
			"3:31 CF002 a lost commit is acknowledged without a reason | say why the history was rewritten, and who agreed to it"}},
		{"adopted up to an abbreviated commit", "approval: {adopted: {until: 0123abc, reason: r}}\n", []string{
			"1:29 CF002 `approval.adopted.until: 0123abc` is an abbreviated commit, which may mean another one tomorrow | " +
				"write all 40 digits, as `git rev-parse 0123abc` gives them"}},
		{"adopted up to what moves", "approval: {adopted: {until: HEAD~2, reason: r}}\n", []string{
			"1:29 CF002 `approval.adopted.until: HEAD~2` is neither the full name of a commit nor a day | " +
				"branches, tags and words such as `today` move; write the 40 digits of a commit, or a day as YYYY-MM-DD"}},
		{"adopted for a blank reason", "approval: {adopted: {until: 2026-01-31, reason: ' '}}\n", []string{
			"1:49 CF002 `approval.adopted` has no reason | say where the texts came from, and why their approvals are taken as they are"}},
		{"adopted without an end", "approval: {adopted: {reason: r}}\n", []string{
			"1:21 CF002 `until` in `adopted` in `approval` is missing | add `until`: the full name of the last imported commit, or the last " +
				"day of the import"}},
		{"moved at a branch", "history: {moved: {at: main, reason: r, map: m}}\n", []string{
			"1:23 CF002 `history.moved.at: main` is neither the full name of a commit nor a day | " +
				"branches, tags and words such as `today` move; write the 40 digits of a commit, or a day as YYYY-MM-DD"}},
		{"moved by a map elsewhere", "history: {moved: {at: 2026-01-31, reason: r, map: ../m}}\n", []string{
			"1:51 CF002 `history.moved.map: ../m` is not a file in the repository | give a relative path without `..`"}},
		{"waiver without end", "waivers:\n  - {target: x, reason: r, approved_by: p}\n",
			[]string{"2:5 CF002 `expires` in item 1 of `waivers` is missing | add `expires`: the last day on which it is accepted"}},
		{"period backwards", "periods:\n  - id: a\n    name: A\n    from: 2026-02-01\n    to: 2026-01-31\n",
			[]string{"5:9 CF002 the period `a` ends before it begins | "}},
		{"period without date", "periods:\n  - {id: a, name: A, from: 2026-02-01, to: soon}\n", []string{
			"2:44 CF002 `to` in item 1 of `periods` is `soon`, which is not a date | write a day as YYYY-MM-DD, such as 2026-03-31"}},
		{"period twice", "periods:\n  - {id: a, name: A, from: 2026-01-01, to: 2026-01-31}\n  - {id: a, name: B, from: 2026-02-01, to: " +
			"2026-02-28}\n", []string{
			"3:10 CF002 the period id `a` is used twice | give each period its own id"}},
		{"severity", "severity: {FM001: fatal}\n",
			[]string{"1:19 CF002 `FM001` in `severity` is `fatal`, which is not an allowed value | one of `error`, `warning`, `info`, `off`"}},
		{"pattern", "defaults:\n  - path: \"[a\"\n    front_matter: {type: policy}\n",
			[]string{"2:11 CF002 `path: [a` is not a valid pattern | close the bracket, or write `\\[` for the character itself"}},
		{"content above the repository", "content: ../other\n", []string{"1:10 CF002 `content: ../other` is not a folder in the repository | " +
			inside}},
		{"output above the repository", "output: a/../../b\n", []string{"1:9 CF002 `output: a/../../b` is not a folder in the repository | " +
			inside}},
		{"theme above the repository", "theme: ..\n", []string{"1:8 CF002 `theme: ..` is not a folder in the repository | " + inside}},
		{"absolute path", "output: /var/www\n", []string{"1:9 CF002 `output: /var/www` is not a folder in the repository | " + inside}},
		{"path of Windows", "output: ..\\www\n", []string{"1:9 CF002 `output: ..\\www` is not a folder in the repository | " + inside}},
		{"drive", "theme: C:/look\n", []string{"1:8 CF002 `theme: C:/look` is not a folder in the repository | " + inside}},
		{"content at the root of the disk", "content: /\n", []string{"1:10 CF002 `content: /` is not a folder in the repository | " + inside}},
		{"one of a list above the repository", "content: [a, ../b]\n", []string{"1:14 CF002 `content: ../b` is not a folder in the repository | " +
			inside}},
		{"a name over two lines", "content: [\"a\\nb\"]\n", []string{"1:11 CF002 a name of a folder or file has a line break | " +
			"write each name on a line of its own"}},
		{"output in a folder of the list", "output: b/site\ncontent: [a, b]\n", []string{
			"1:9 CF002 `output: b/site` and `content: b` overlap | keep the site and the documents in separate folders"}},
		{"a pattern that is none", "exclude: [\"a[\"]\n", []string{"1:11 CF002 `exclude: a[` is not a valid pattern | " +
			"write a name, or a path with `*` and `**` from the folder of documents"}},
		{"doubled slash", "content: a//b\n", []string{"1:10 CF002 `content: a//b` is not a folder in the repository | " + inside}},
		{"output in content", "output: content/site\n",
			[]string{"1:9 CF002 `output: content/site` and `content: content` overlap | keep the site and the documents in separate folders"}},
		{"content in output", "content: public/docs\n",
			[]string{"1:10 CF002 `output: public` and `content: public/docs` overlap | keep the site and the documents in separate folders"}},
		{"the same folder", "content: docs\noutput: ./docs/\n",
			[]string{"2:9 CF002 `output: docs` and `content: docs` overlap | keep the site and the documents in separate folders"}},
		{"theme in output", "theme: public/theme\n",
			[]string{"1:8 CF002 `output: public` and `theme: public/theme` overlap | keep the site and the theme in separate folders"}},
		{"output in git's folder", "output: .git/site\n",
			[]string{"1:9 CF002 `output: .git/site` is inside the folder of git | choose another folder"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := load(t, c.text)
			if diff := cmp.Diff(c.want, lines(broken(t, err))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFoldersThatOnlyLookAlike(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"content: docs\noutput: docs-site\n", "content: a/docs\noutput: a/site\n", "content: ./content/\n",
		"output: .github\n"} {
		if _, _, err := load(t, text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestInvalidErrorNamesTheFirstAndCountsTheRest(t *testing.T) {
	t.Parallel()
	want := "clausebook.yaml:1:8: `theme: /x` is not a folder in the repository (give a relative path without `..`), and 3 more"
	for range 20 { // always the same one
		_, _, err := load(t, "theme: /x\noutput: ..\ncontent: /y\nas_of: soon\n")
		if err == nil || err.Error() != want {
			t.Fatalf("error %q, want %q", err, want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(everything)
	f.Add("severity: x\ndefaults: {a: b}\nwaivers: [1, ~, [x]]\nperiods: ~\nforge: []\n")
	f.Add("content: \"\"\noutput: [a]\n")
	shape := schema(f)
	f.Fuzz(func(t *testing.T, text string) {
		c, findings, err := Load(fstest.MapFS{FileName: {Data: []byte(text)}}, FileName, shape)
		rows := strings.Count(text, "\n") + 1
		for _, f := range append(findings, broken(t, err)...) {
			if f.Pos.File != FileName || f.Pos.Line < 0 || f.Pos.Line > rows || f.Message == "" {
				t.Errorf("finding outside of the file: %+v", f)
			}
		}
		if err != nil {
			return
		}
		for _, folder := range append(c.Content.Parts(), c.Output) {
			if !fs.ValidPath(folder) || folder == "." && folder == c.Output || strings.Contains(folder, "\n") {
				t.Errorf("the folder %q is accepted", folder)
			}
		}
		for rule, s := range c.Severity {
			if s.Level == diag.Off && s.Reason == "" {
				t.Errorf("%s is off without a reason", rule)
			}
		}
	})
}

func TestLook(t *testing.T) {
	if c, _, err := load(t, "pseudonyms: true\n"); err != nil || !c.Pseudonyms.On {
		t.Error("true switches no pseudonyms on", err)
	}
	for text, want := range map[string]string{
		"look: {link: \"#ffcc00\"}\n":      "has a contrast of only 1.4 on the background #f5f7f9",
		"look: {link_dark: \"#333333\"}\n": "has a contrast of only",
		"look: {accent: red}\n":            "accent",
		"look: {logo: ../logo.svg}\n":      "is not an SVG or PNG file in the repository",
		"look: {logo: logo.html}\n":        "is not an SVG or PNG file in the repository",
		"pseudonyms: {key: short}\n":       "key",
	} {
		_, _, err := load(t, text)
		if got := lines(broken(t, err)); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%s: %q", text, got)
		}
	}
}
