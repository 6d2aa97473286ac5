package build_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"clausebook/internal/build"
)

// TestTold reads the folders of documents out of the configurations of MkDocs, wherever these are.
func TestTold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
		why   string
	}{
		"a folder of its own": {map[string]string{"mkdocs.yml": "site_name: A\ndocs_dir: 'manual' # ours\n", "manual/a.md": "# A\n"},
			[]string{"manual"}, ""},
		"with ends of lines of Windows": {map[string]string{"mkdocs.yml": "site_name: A\r\ndocs_dir: manual\r\nnav: []\r\n", "manual/a.md": "# A\n"},
			[]string{"manual"}, ""},
		"the usual one": {map[string]string{"it/mkdocs.yaml": "site_name: A\n", "it/docs/a.md": "# A\n", "it/docs/b.md": "# B\n", "it/notes.md": "# N\n"},
			[]string{"it/docs"}, "mkdocs.yml tells of it/docs, with 2 of 3 Markdown files; choose others with --content"},
		"one within another": {map[string]string{"mkdocs.yml": "docs_dir: docs\n", "docs/a.md": "# A\n", "docs/b/mkdocs.yml": "docs_dir: c\n",
			"docs/b/c/d.md": "# D\n"}, []string{"docs"}, ""},
		"above the project":       {map[string]string{"mkdocs.yml": "docs_dir: ../other\n", "docs/a.md": "# A\n"}, nil, ""},
		"an absolute one":         {map[string]string{"mkdocs.yml": "docs_dir: /etc\n", "docs/a.md": "# A\n"}, nil, ""},
		"the root":                {map[string]string{"mkdocs.yml": "docs_dir: .\n", "docs/a.md": "# A\n"}, nil, ""},
		"one that is not there":   {map[string]string{"mkdocs.yml": "docs_dir: gone\n", "docs/a.md": "# A\n"}, nil, ""},
		"a small part of a whole": {map[string]string{"tools/x/mkdocs.yml": "", "tools/x/docs/a.md": "# A\n", "b/b.md": "# B\n", "b/c.md": "# C\n"}, nil, ""},
		"of a package":            {map[string]string{"node_modules/x/mkdocs.yml": "", "node_modules/x/docs/a.md": "# A\n", "b/b.md": "# B\n"}, nil, ""},
	} {
		dir := t.TempDir()
		for file, text := range test.files {
			at := filepath.Join(dir, filepath.FromSlash(file))
			if err := os.MkdirAll(filepath.Dir(at), 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		seen, err := build.Sight(dir)
		if err != nil {
			t.Fatal(err)
		}
		got, why := seen.Told()
		if !slices.Equal(got, test.want) || why != test.why {
			t.Errorf("%s: %q, %q, want %q, %q", name, got, why, test.want, test.why)
		}
	}
}

// TestSight counts documents and neither inputs of tests nor the README of a folder of code, unless there is nothing else.
func TestSight(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		files []string
		want  map[string]int
	}{
		{[]string{"docs/a.md", "docs/b.md", "scripts/testdata/err/1.md", "scripts/testdata/2.md", "scripts/README.md", "src/fixtures/c.md"},
			map[string]int{"docs": 2}},
		{[]string{"a.md", "docs/README.md", "docs/b.md"}, map[string]int{".": 1, "docs": 2}},
		{[]string{"x/testdata/a.md", "x/testdata/b.md"}, map[string]int{"x": 2}},
		{[]string{"x/README.md"}, map[string]int{"x": 1}},
		{[]string{"x/README.md", "x/testdata/a.md", "y/b.md"}, map[string]int{"y": 1}},
	} {
		dir := t.TempDir()
		for _, file := range test.files {
			at := filepath.Join(dir, filepath.FromSlash(file))
			if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o750), os.WriteFile(at, []byte("# A\n"), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		if seen, err := build.Sight(dir); err != nil || !maps.Equal(seen.Counts, test.want) {
			t.Errorf("%v: %v, %v, want %v", test.files, seen.Counts, err, test.want)
		}
	}
}
