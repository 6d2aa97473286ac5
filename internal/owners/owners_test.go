package owners

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestOf(t *testing.T) {
	t.Parallel()
	prow := map[string]string{
		"OWNERS":             "# See docs.\napprovers:\n  - ann\n  - sig-docs-leads\nreviewers: [bob]\nlabels: [kind/docs]\n",
		"OWNERS_ALIASES":     "aliases:\n  SIG-Docs-Leads:\n    - ann\n    - cid\n",
		"a/OWNERS":           "reviewers:\n- dan\n",
		"a/closed/OWNERS":    "options:\n  no_parent_owners: true\n",
		"b/OWNERS":           "filters:\n  \"\\\\.md$\":\n    approvers: [eve]\n  \".*\":\n    reviewers: [fay]\nemeritus_approvers: [gus]\n",
		"broken/OWNERS":      "approvers: [ann\n",
		"nobody/OWNERS":      "approvers: []\n",
		"folder/OWNERS/x.md": "",
	}
	gerrit := map[string]string{
		"OWNERS":     "set noparent\n# people\nann@example.org\nbob@example.org # since 2020\nper-file *.gn = cid@example.org\n*\n",
		"a/OWNERS":   "per-file policy.md,*.txt=dan@example.org,eve@example.org\nper-file BUILD=*\n",
		"b/OWNERS":   "file://a/b/PEOPLE\n",
		"a/b/PEOPLE": "fay@example.org\ninclude ../b/PEOPLE\n",
		"c/OWNERS":   "include /b/OWNERS\n",
		"d/OWNERS":   "file:../../../etc/passwd\nset noparent\n",
		"e/OWNERS":   "include platform/other:/OWNERS\n",
	}
	for _, c := range []struct {
		files      map[string]string
		path, want string
	}{
		{prow, "x.md", "sig-docs-leads ann"},
		{prow, "a/x.md", "dan"},
		{prow, "a/deep/er/x.md", "dan"},
		{prow, "a/closed/x.md", ""},
		{prow, "b/x.md", "fay"},
		{prow, "c/x.md", "sig-docs-leads ann"},
		{prow, "broken/x.md", "sig-docs-leads ann"},
		{prow, "nobody/x.md", "sig-docs-leads ann"},
		{prow, "folder/x.md", "sig-docs-leads ann"},
		{gerrit, "x.md", "ann@example.org bob@example.org"},
		{gerrit, "x.gn", "cid@example.org"},
		{gerrit, "a/policy.md", "dan@example.org eve@example.org"},
		{gerrit, "a/x.md", "ann@example.org bob@example.org"},
		{gerrit, "b/x.md", "fay@example.org"},
		{gerrit, "c/x.md", "fay@example.org"},
		{gerrit, "d/x.md", ""},
		{gerrit, "e/x.md", "ann@example.org bob@example.org"},
		{nil, "x.md", ""},
	} {
		tree := fstest.MapFS{}
		for name, text := range c.files {
			tree[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if got := strings.Join(New(tree).Of(c.path), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.path, got, c.want)
		}
	}
	if got := New(nil).Of("x.md"); got != nil {
		t.Errorf("without a tree: %q", got)
	}
}
