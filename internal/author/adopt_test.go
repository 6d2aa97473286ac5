package author_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/author"
	"clausebook/internal/config"
	"clausebook/internal/doc"
)

func adopt(t testing.TB, files map[string]string, owners string) *author.Adoption {
	t.Helper()
	d := project(t, files)
	d.Standards.Standards = d.Standards.Standards[:1]
	p := author.Adopt(author.Foreign{Dossier: d, Standards: []string{"iso20000-1-2018"}, Owners: []byte(owners)})
	if len(p.Notes) > 0 {
		t.Error(p.Notes)
	}
	return p
}

// loaded reads a proposal as the program would.
func loaded(t testing.TB, p *author.Adoption) config.Config {
	t.Helper()
	_, schema := compiled()
	cfg, findings, err := config.Load(fstest.MapFS{config.FileName: {Data: p.Config()}}, config.FileName, schema)
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v, %v in\n%s", err, findings, p.Config())
	}
	return cfg
}

// adopted reads the files with the configuration that is proposed for them.
func adopted(t testing.TB, files map[string]string, owners string) *doc.Set {
	t.Helper()
	cfg := loaded(t, adopt(t, files, owners))
	tree := fstest.MapFS{}
	for name, text := range files {
		tree["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	r := &doc.Reader{Folder: "content", Fields: cfg.Fields, Values: cfg.Values, Defaults: cfg.Defaults, Schemas: reader().Schemas}
	set, err := r.Load(t.Context(), tree, 2)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestAdoptedDocuments reads foreign documents by the configuration that is proposed for them.
func TestAdoptedDocuments(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"policies/a.md":                      "# Backups\n",
		"policies/b.md":                      "# Restores\n",
		"policies/old/c.md":                  "# Tapes\n",
		"policies/d.md":                      "---\ntype: guide\nowner: own-owner\n---\n# How to\n",
		"team meetings/2026-02-03 weekly.md": "# Weekly\n",
		"Incident runbook.md":                "Steps\n",
		"SMS-PRC-07 Problem management process.md": "# SMS-PRC-07 – Problem management process\n\n<!-- ISO 20000-1: 8.6.3, 8.6.3-a and 9.9.9 " +
			"-->\n<!-- v8.2.4 -->\n<!-- ISO 27001 8.2 -->\n<!-- covers: 8.5 -->\n",
		"x/what [is] this.md":                        "<!-- 8.7.1; 8.7.2 -->\n",
		"suppliers/acme.md":                          "# Acme\n",
		"AUD-1.md":                                   "# One\n",
		"sub/AUD-1 again.md":                         "# Two\n",
		"records/REC-9 restore test 2026-13-45.md":   "# Restore test\n",
		"processes/config/Configuration baseline.md": "# Configuration management\n",
	}
	set := adopted(t, files, "* @org/Quality-Team\n/content/policies/old/ jane.doe@example.org\n/content/x/ a.b@x.org\n")
	var got []string
	for _, d := range set.Documents {
		var covers []string
		for _, c := range d.Covers {
			covers = append(covers, c.Target)
		}
		got = append(
			got,
			fmt.Sprintf("%s: %s %s %s %s %v %v", strings.TrimPrefix(d.Path, "content/"), d.Type, d.Owner, d.ID, d.Date, d.Fulfils, covers),
		)
	}
	want := []string{
		"AUD-1.md: guide quality-team aud-1  [] []",
		"Incident runbook.md: procedure quality-team incident-runbook  [] []",
		"SMS-PRC-07 Problem management process.md: process quality-team SMS-PRC-07  [process-problem-management] [8.6.3 8.6.3-a 8.5]",
		"policies/a.md: policy quality-team policies-a  [] []",
		"policies/b.md: policy quality-team policies-b  [] []",
		"policies/d.md: guide own-owner policies-d  [] []",
		"policies/old/c.md: policy jane.doe policies-old-c  [] []",
		"processes/config/Configuration baseline.md: process quality-team processes-config-configuration-baseline  " +
			"[process-configuration-management] []",
		"records/REC-9 restore test 2026-13-45.md: record quality-team REC-9  [test-results] []",
		"sub/AUD-1 again.md: guide quality-team sub-aud-1-again  [] []",
		"suppliers/acme.md: contract quality-team suppliers-acme  [] []",
		"team meetings/2026-02-03 weekly.md: minutes quality-team team-meetings-2026-02-03-weekly 2026-02-03 [] []",
		"x/what [is] this.md: guide a.b x-what-is-this  [] [8.7.1 8.7.2]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
}

func TestFieldsAreFoundByNameAndForm(t *testing.T) {
	t.Parallel()
	p := adopt(t, map[string]string{
		"a.md": "---\nDoc-No: A-1\nrevision: 1.0\nLast Reviewed: 2026-01-01\nauthor: quality-team\nkeywords: a, b\nclauses: [8.5.1, " +
			"4.1]\nstatus: Published\nfulfils: [sms-scope]\nempty:\n---\n",
		"b.md": "---\nDoc-No: B-1\nrevision: '2'\nLast Reviewed: yesterday\nauthor: it\nkeywords: [c]\nclauses: [99.1]\ndoc_status: " +
			"approved\n---\n",
	}, "")
	var got []string
	for _, f := range p.Fields {
		got = append(got, fmt.Sprintf("%s = %s (like %s, %d of %d, %s)", f.Foreign, f.Ours, f.Like, f.Fit, f.Of, f.Example))
	}
	want := []string{
		"Doc-No = id (like id, 2 of 2, A-1)",
		"Last Reviewed =  (like reviewed_on, 1 of 2, yesterday)",
		"author = owner (like owner, 2 of 2, quality-team)",
		"clauses =  (like covers, 1 of 2, 99.1)",
		"doc_status = status (like status, 1 of 1, approved)",
		"keywords = tags (like tags, 2 of 2, a, b)",
		"revision = version (like version, 2 of 2, 1.0)",
		"status = status (like status, 1 of 1, Published)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	cfg := loaded(t, p)
	if diff := cmp.Diff(map[string]string{"Doc-No": "id", "author": "owner", "doc_status": "status", "keywords": "tags",
		"revision": "version", "status": "status"}, cfg.Fields); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
}

// TestLinesUnderOurOwnNamesAreTranslated reads what texts say in our own words, which is read only where the configuration says so. In front
// matter the same names need no word.
func TestLinesUnderOurOwnNamesAreTranslated(t *testing.T) {
	t.Parallel()
	cfg := loaded(t, adopt(t, map[string]string{
		"a.md": "type:: policy\nowner:: quality-manager\nversion:: 1.1\n\n- Text\n",
		"b.md": "# B\n\n| version | 2.1 |\n|---|---|\n| status | approved |\n",
		"c.md": "---\nreview_every: P1Y\n---\n# C\n\nreviewed_on: 2025-02-03\n",
	}, ""))
	want := map[string]string{"type": "type", "owner": "owner", "version": "version", "status": "status", "reviewed_on": "reviewed_on"}
	if diff := cmp.Diff(want, cfg.Fields); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
}

// TestAnEntryThatExistsOnceHasOneDocument gives two documents that are like one entry: the more alike is proposed.
func TestAnEntryThatExistsOnceHasOneDocument(t *testing.T) {
	t.Parallel()
	p := adopt(
		t,
		map[string]string{
			"a.md": "# Change management policy for Acme\n",
			"b.md": "# Change management policy\n",
			"c.md": "# Change management policy\n",
		},
		"",
	)
	cfg := loaded(t, p)
	var fulfils, unsure []string
	for _, d := range cfg.Defaults {
		for _, f := range d.Lists["fulfils"] {
			fulfils = append(fulfils, d.Pattern+" "+f)
		}
	}
	for _, m := range p.Unsure {
		unsure = append(unsure, m.Path+" "+m.Name)
	}
	if diff := cmp.Diff([]string{"b.md change-management-policy"}, fulfils); diff != "" {
		t.Errorf("proposed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a.md change-management-policy", "c.md change-management-policy"}, unsure); diff != "" {
		t.Errorf("possible (-want +got):\n%s", diff)
	}
}

// FuzzProposal holds for any name and text of a document: the proposal can be loaded without a finding, and its lines
// apply to the document.
func FuzzProposal(f *testing.F) {
	for _, s := range [][2]string{
		{"a.md", "---\ntitle: \"x\\n- path: y\"\nauthor: [a]\nstate: {b: c}\n---\n"}, {"x: y # [z]*?.md", "# T\u2028\x00\u0085 <!-- 8.1 -->"},
		{"POL-1 \"q\" 'r'.md", "<!-- §8.5.1 -->"},
		{"policies/Change management policy.md", "---\nlast reviewed: 2026-01-01\n\"k\\te\\x01y: #\": v\n---\n"}, {"minutes/2026-02-03.md", ""},
		{"\\back.md", "---\n? [a]\n: b\n---\n"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		if name == "" || !fstestPath(name) {
			t.Skip()
		}
		files := map[string]string{name: text}
		again := adopt(t, files, "")
		if diff := cmp.Diff(string(adopt(t, files, "").Config()), string(again.Config())); diff != "" {
			t.Fatalf("two proposals differ:\n%s", diff)
		}
		set := adopted(t, files, "")
		for _, d := range set.Documents {
			if d.Type == "" || d.Version == "" || d.Status == "" || d.Owner == "" {
				if len(d.Findings) == 0 {
					t.Fatalf("%q is not reached by\n%s", d.Path, again.Config())
				}
			}
		}
	})
}

// fstestPath tells whether a file of that name can be made in a test, and is read as a document.
func fstestPath(name string) bool {
	return strings.HasSuffix(name, ".md") &&
		!slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return part == "" || part[0] == '.' }) &&
		!strings.ContainsAny(name, "\x00")
}
