package author_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"clausebook/internal/author"
)

// TestAdoptsADrive proposes for a folder of files as people keep them: versions in names, folders of what was replaced, German words.
func TestAdoptsADrive(t *testing.T) {
	t.Parallel()
	d := project(t, map[string]string{
		"01 Policies/OLD/Policy v1.md": "# Information Security Policy\n\nOld.\n",
		"01 Policies/Policy FINAL v3 (2).md": "Information Security Policy\n===========================\n\nStatus: Entwurf\n\nApproved: 12.03.2024\n\n" +
			"Policy no: POL-7\n\nEverybody protects information.\n",
		"02 Archiv/Change Management Policy.md": "# Change Management Policy\n\nGone.\n",
		"03 Runbooks/Goldmine.md":               "# Goldmine\n\nStatus: Freigegeben\n\nPolicy no: POL-8\n\nNo archive.\n",
	})
	d.Standards.Standards = d.Standards.Standards[:1]
	config := string(author.Adopt(author.Foreign{Dossier: d, Standards: []string{"iso20000-1-2018"}, Tree: fstest.MapFS{
		"mkdocs.yml": {Data: []byte("site_name: The drive\nsite_url: https://drive.example/docs/\n")}}}).Config())
	for _, want := range []string{`title: "The drive"`, `site_urls: ["https://drive.example/docs"]`, `"Approved": approved_on`, `"Policy no": id`,
		`"Entwurf": draft`, `"Freigegeben": approved`, `Policy FINAL v3 (2).md", front_matter: {fulfils: [information-security-policy]}}`} {
		if !strings.Contains(config, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, not := range []string{"v1.md", "change-management-policy"} {
		if strings.Contains(config, not) {
			t.Errorf("it has %s", not)
		}
	}
	if t.Failed() {
		t.Log(config)
	}
}
