package author_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"clausebook/internal/author"
)

// TestForeignSets proposes types, words and names for sets in the styles of others: what a line says must be right for all that it names.
func TestForeignSets(t *testing.T) {
	t.Parallel()
	minutes := "# Board 2025\n\n## Present\n\n- Ann\n"
	for name, c := range map[string]struct {
		files        map[string]string
		wants, never []string
	}{
		"one policy among the pages of a folder": {map[string]string{"people/leave-policy/_index.md": "# Leave policy\n", "people/_index.md": "# People\n",
			"people/onboarding/_index.md": "# Onboarding\n", "people/hiring/_index.md": "# Hiring\n"},
			[]string{`type: guide`, `{path: "people/leave-policy/**", front_matter: {type: policy}}`}, []string{`"people/**"`}},
		"one decision with a word of the trade": {map[string]string{"adr/1-retry-policy.md": "# 1. Retry policy\n", "adr/2-bus.md": "# 2. Event bus\n",
			"adr/3-vault.md": "# 3. Secrets\n"}, []string{`type: record`}, []string{`type: policy`, `type: guide`}},
		"proposals of what others require": {map[string]string{"rfcs/0001-change-calendar.md": "# Change calendar\n", "rfcs/0002-incident-policy.md": "# Incident policy\n",
			"enhancements/3/README.md":   "# Service catalogue\n",
			"decision-records/README.md": "# Decisions\n", "decision_log/4.md": "# Capacity plan\n"}, []string{`type: guide`, `"decision_log/**", front_matter: {type: record`},
			[]string{`type: policy`, `fulfils`, `type: catalogue`, `type: plan`}},
		"one list among the texts of a language": {map[string]string{"de/a.md": "# Zugriff\n", "de/b.md": "# Lieferantenverzeichnis\n", "de/c.md": "# Notizen\n"},
			[]string{`"de/b.md", front_matter: {type: register`}, []string{`"de/**"`}},
		"procedures and plans among the policies": {map[string]string{"policies/a.md": "# Backup procedure\n", "policies/b.md": "# Continuity plan\n",
			"policies/c.md": "# Access policy\n", "policies/d.md": "# Asset register\n", "policies/e.md": "# Mobile devices\n"},
			[]string{`"policies/a.md", front_matter: {type: procedure`, `"policies/b.md", front_matter: {type: plan`, `"policies/d.md", front_matter: {type: register`},
			nil},
		"words that only modify": {map[string]string{"a.md": "# Database outage\n", "b.md": "# Log management\n", "c.md": "# Contract negotiation\n"},
			[]string{`type: guide`}, []string{"type: register", "type: record", "type: contract"}},
		"German words": {map[string]string{"a.md": "# Qualitätspolitik\n", "b.md": "# Notfallplan\n", "c.md": "# Verfahrensanweisung Wareneingang\n",
			"d.md": "# Lieferantenvertrag\n", "e.md": "# Schulungsnachweise 2024\n", "f.md": "# Vorlage Auditbericht\n", "04 Formblätter/g.md": "# Auditbericht\n",
			"h.md": "# Katalog\n", "i.md": "# Besprechungsprotokoll\n"},
			[]string{`"a.md", front_matter: {type: policy`, `"b.md", front_matter: {type: plan`, `"c.md", front_matter: {type: procedure`,
				`"d.md", front_matter: {type: contract`, `"e.md", front_matter: {type: record`, `"h.md", front_matter: {type: catalogue`,
				`"i.md", front_matter: {type: minutes`}, []string{"type: report"}},
		"English words that end like German ones": {map[string]string{"a.md": "# Listen first\n", "b.md": "# The explan of masters\n", "c.md": "# Airplane mode\n"},
			[]string{`type: guide`}, []string{"type: register"}},
		"German labels": {map[string]string{"a.md": "# A\n\n| Dokument-Nr. | VA-1 |\n|---|---|\n| Ersteller | Jörg Groß |\n| Gültig ab | 2024-04-01 |\n",
			"b.md": "# B\n\n**Dokument-Nr.:** VA-2\n**Ersteller:** Jörg Groß\n**Gültig ab:** 2024-04-02\n"},
			[]string{`"Dokument-Nr.": id`, `"Ersteller": owner`, `"Gültig ab": effective_from`}, nil},
		"states in several words": {map[string]string{"a.md": "# A\n\nStatus: Draft for consultation\n", "b.md": "# B\n\nStatus: Approved (v2)\n",
			"c.md": "# C\n\nStatus: Complete, actions open\n", "d.md": "# D\n\nStatus: Somewhere\n"},
			[]string{`"Status": status # 3 of 4`, `"Draft *": draft`, `"Approved (v2)": approved`, `"Complete, actions open": in-use`}, []string{`"Somewhere":`}},
		"decisions that others replace": {map[string]string{"adr/1.md": "# Use one\n\n- Status: superseded by [2](2.md)\n- Date: 2024-03-05\n",
			"adr/2.md": "# Use two\n\n- Status: superseded by [3](3.md)\n- Date: 2024-03-06\n", "adr/3.md": "# Use a database\n\n- Status: accepted\n- Date: 2024-03-07\n",
			"adr/template.md": "# [title]\n\n- Status: [draft | accepted] <!-- one -->\n- Date: [YYYY-MM-DD when]\n"},
			[]string{`"superseded *": superseded}`, `"Date": date # 3 of 3`, `"Status": status # 3 of 3`, "type: record"}, []string{"type: register"}},
		"what was put away": {map[string]string{"policies/a.md": "# Access policy\n", "99_Archive/old/b.md": "# Backup policy\n", "99_Archive/c.md": "# C\n",
			"minutes/archive/2024-05-05.md": minutes, "Obsolete SOPs/d.md": "# D\n\n## Steps\n"},
			[]string{`{path: "99_Archive/**", front_matter: {status: withdrawn}}`, `"Obsolete SOPs/**", front_matter: {type: procedure, status: superseded}`},
			[]string{`"minutes/archive/**", front_matter: {status`, `"99_Archive/old/**", front_matter: {status`}},
		"minutes by the lines at their top": {map[string]string{"records/a.md": "# Steering Committee\n\nChair: A. Smith\nPresent: A. Smith, B. Jones\n\n## Actions\n",
			"records/b.md": "# Steering Committee\n\nChair: A. Smith\nPresent: A. Smith, B. Jones\n", "records/2025/Minutes 2025-05-05.md": "# Steering – 5 May\n\nPresent: A. Smith, B. Jones\nApologies: C. Brown\nChair: A. Smith\n\nText.\n"},
			[]string{`type: minutes, owner`}, []string{`type: record`}},
		"states of nothing": {map[string]string{"a.md": "# A\n\nStatus: Green\n", "b.md": "# B\n\nStatus: Draft\n"}, nil, []string{`"Status": status`}},
		"ids within a folder": {map[string]string{"v1/a.md": "---\nid: intro\n---\n# A\n", "v2/a.md": "---\nid: intro\n---\n# A\n"},
			[]string{`"id": ignore`}, nil},
		"one id given twice": {map[string]string{"a.md": "---\nid: A\n---\n", "b.md": "---\nid: A\n---\n", "c.md": "---\nid: C\n---\n", "d.md": "---\nid: D\n---\n",
			"e.md": "---\nid: E\n---\n", "f.md": "---\nid: F\n---\n", "g.md": "---\nid: G\n---\n", "h.md": "---\nid: H\n---\n", "i.md": "---\nid: I\n---\n",
			"j.md": "---\nid: J\n---\n"}, nil, []string{`"id": ignore`}},
		"a template in a folder of its name": {map[string]string{"NNN-policy-template/README.md": "# Short title\n", "2-access-policy/README.md": "# Access policy\n",
			"3-x/README.md": "# X\n"}, []string{`"2-access-policy/**", front_matter: {type: policy`}, []string{`"NNN-policy-template/**", front_matter: {type: policy`}},
		"post-mortems": {map[string]string{"postmortems/a.md": "# Outage\n", "postmortems/b.md": "# Slow API\n", "m.md": minutes, "n.md": minutes, "o.md": minutes},
			[]string{`{path: "postmortems/**", front_matter: {type: report}}`}, nil},
		"a runbook": {map[string]string{"a.md": "# Reports runbook\n", "b.md": "# Incident runbook\n"}, []string{`type: procedure`}, []string{"fulfils: [process-"}},
	} {
		d := project(t, c.files)
		d.Standards.Standards = d.Standards.Standards[:1]
		config := string(author.Adopt(author.Foreign{Dossier: d, Standards: []string{"iso20000-1-2018"}, Tree: fstest.MapFS{}}).Config())
		active := ""
		for line := range strings.Lines(config) {
			if !strings.HasPrefix(strings.TrimSpace(line), "#") {
				active += line
			}
		}
		for _, want := range c.wants {
			if !strings.Contains(active, want) {
				t.Errorf("%s: no %s in\n%s", name, want, active)
			}
		}
		for _, never := range c.never {
			if strings.Contains(active, never) {
				t.Errorf("%s: %s in\n%s", name, never, active)
			}
		}
	}
}
