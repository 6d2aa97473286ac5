package author_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"clausebook/internal/author"
)

// TestOwnersFilesNameOwners holds that owners come from OWNERS files where CODEOWNERS names none, and that the proposal says from where.
func TestOwnersFilesNameOwners(t *testing.T) {
	t.Parallel()
	d := project(t, map[string]string{"a/one.md": "# One\n", "a/two.md": "# Two\n", "a/three.md": "# Three\n", "b/four.md": "# Four\n",
		"b/five.md": "# Five\n"})
	d.Standards.Standards = d.Standards.Standards[:1]
	tree := fstest.MapFS{}
	for name, text := range map[string]string{"OWNERS": "approvers: [k8s-bot, docs-leads]\n",
		"OWNERS_ALIASES": "aliases:\n  docs-leads: [ann]\n", "content/b/OWNERS": "bob@example.org\n"} {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	in := author.Foreign{Dossier: d, Standards: []string{"iso20000-1-2018"}, Tree: tree}
	config := string(author.Adopt(in).Config())
	for _, want := range []string{`type: guide, owner: docs-leads}}`, `{path: "b/**", front_matter: {owner: bob}} # owner: 2 of 2 documents, by OWNERS`} {
		if !strings.Contains(config, want) {
			t.Errorf("no line %s in\n%s", want, config)
		}
	}
	in.Owners = []byte("* @org/quality\n")
	if config = string(author.Adopt(in).Config()); !strings.Contains(config, "owner: quality") || strings.Contains(config, "owner: bob") {
		t.Errorf("CODEOWNERS does not come first:\n%s", config)
	}
}
