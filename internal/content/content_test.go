package content_test

import (
	"testing"

	"clausebook/internal/content"
)

// TestHolds tells files of a place from others, by the forms in which a configuration names one.
func TestHolds(t *testing.T) {
	t.Parallel()
	one := func(folder string, exclude ...string) content.Place {
		return content.Of([]string{folder}, false, exclude, nil)
	}
	whole := content.Of([]string{"."}, false, []string{"drafts", "old/**/*.md"}, []string{"public", "look"})
	for name, c := range map[string]struct {
		place content.Place
		in    []string
		out   map[string]content.Omission
	}{
		"a folder": {one("docs"), []string{"docs/a.md", "docs/README.md", "docs/node_modules/x.md", "docs/a/b.png"},
			map[string]content.Omission{"docs": content.Elsewhere, "docs2/a.md": content.Elsewhere, "a.md": content.Elsewhere}},
		"a folder without some": {one("docs", "drafts", "archive/*.md"), []string{"docs/archive/2020/a.md", "docs/draft.md"},
			map[string]content.Omission{"docs/drafts/a.md": content.Excluded, "docs/x/drafts/y/a.md": content.Excluded,
				"docs/archive/a.md": content.Excluded}},
		"a list": {content.Of([]string{"policies", "hand/book", "scope.md", "policies/it"}, true, []string{"policies/README.md"}, nil),
			[]string{"policies/a.md", "policies/it/a.md", "hand/book/a.png", "scope.md"},
			map[string]content.Omission{"policies/README.md": content.Excluded, "hand/a.md": content.Elsewhere, "README.md": content.Elsewhere,
				"scope.md.bak": content.Elsewhere}},
		"a list of one folder": {content.Of([]string{"docs"}, true, nil, nil), []string{"docs/a.md"},
			map[string]content.Omission{"a.md": content.Elsewhere}},
		"the project": {whole, []string{"a.md", "records/2025-01-05 log.md", "records/README.md", "Security.md", "vendor/index.md",
			"vendor/acme/contract.md", "assets/d.png", "History of the firm.md"},
			map[string]content.Omission{"README.md": content.Project, "Readme.de.markdown": content.Project, "LICENSE": content.Project,
				"LICENSE-MIT.md": content.Project, "SECURITY.md": content.Project, "CHANGELOG.md": content.Project,
				".github/x.md": content.Hidden, "a/.b/x.md": content.Hidden, "public/index.html": content.Own, "look/a.css": content.Own,
				"web/node_modules/x/README.md": content.Foreign, "vendor/github.com/x/y/README.md": content.Foreign,
				"vendor/bundle/x.md": content.Foreign, "x/drafts/a.md": content.Excluded, "old/2001/a.md": content.Excluded}},
		"the project and more": {content.Of([]string{".", "README.md", "vendor/github.com"}, true, nil, []string{"public"}),
			[]string{"README.md", "a.md", "vendor/github.com/x/README.md"},
			map[string]content.Omission{"LICENSE.md": content.Project, "public/a.md": content.Own}},
	} {
		for _, p := range c.in {
			if why := c.place.Files().Omitted(p); why != "" {
				t.Errorf("%s: %s is left out: %s", name, p, why)
			}
		}
		for p, want := range c.out {
			if why := c.place.Files().Omitted(p); why != want || c.place.Holds(p) {
				t.Errorf("%s: %s: %q, want %q", name, p, why, want)
			}
		}
	}
}

// TestPlace keeps what a configuration says, tells paths from the right folder, and stays the bare name of a single folder, of
// which caches are named.
func TestPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		place                  content.Place
		text, folder, rel, say string
	}{
		{content.Of([]string{"docs/sms"}, false, nil, []string{"public"}), "docs/sms", "docs/sms", "it/a.md", "docs/sms/"},
		{content.Of([]string{"docs/sms"}, true, nil, nil), ".\n+docs/sms", ".", "docs/sms/it/a.md", "docs/sms/"},
		{content.Of([]string{"b.md", "docs/sms"}, true, nil, nil), ".\n+b.md\n+docs/sms", ".", "docs/sms/it/a.md", "b.md, docs/sms/"},
		{content.Of([]string{"."}, false, []string{"x", "x"}, []string{"public"}), ".\n-x\n~public", ".", "docs/sms/it/a.md", "the project folder"},
	} {
		if string(c.place) != c.text || c.place.Folder() != c.folder || c.place.Rel("docs/sms/it/a.md") != c.rel || c.place.String() != c.say {
			t.Errorf("%q: folder %q, path %q, in words %q", c.place, c.place.Folder(), c.place.Rel("docs/sms/it/a.md"), c.place)
		}
	}
	if content.Of([]string{"a", "b"}, true, nil, nil) != content.Of([]string{"b", "a"}, true, nil, nil) {
		t.Error("the order of a list makes another place")
	}
}

// TestMarkdown tells Markdown by its name, and names pages after it.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	for p, stem := range map[string]string{"a/change.md": "change", "x.MD": "x", "x.markdown": "x", "x.mdown": "x", "x.mkd": "x", "x.mdx": "x",
		"x.html.md": "x", "source/change.html.md.erb": "change", "x.md.tmpl": "x", "1.2 Change.md": "1.2 Change", "index.html.markdown": "index"} {
		if !content.IsMarkdown(p) || content.Stem(p) != stem {
			t.Errorf("%s: Markdown %v, page %q", p, content.IsMarkdown(p), content.Stem(p))
		}
	}
	for p, stem := range map[string]string{"a.txt": "a", "x.html.erb": "x.html", ".md": "", "md": "md", "x.mdc": "x", "x.tmpl": "x", "x.md.bak": "x.md"} {
		if content.IsMarkdown(p) || content.Stem(p) != stem {
			t.Errorf("%s: Markdown %v, stem %q", p, content.IsMarkdown(p), content.Stem(p))
		}
	}
	for _, ending := range content.Endings() {
		if !content.IsMarkdown("a" + ending) {
			t.Errorf("%s is listed and is no Markdown", ending)
		}
	}
}

// TestMatch matches paths with patterns.
func TestMatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern string
		yes, no []string
	}{
		{"*.md", []string{"a.md", ".md"}, []string{"a/b.md", "a.txt", ""}},
		{"policies/*", []string{"policies/a.md"}, []string{"policies", "policies/a/b.md", "Policies/a.md"}},
		{"policies/**", []string{"policies/a.md", "policies/a/b/c.md", "policies"}, []string{"policies2/a.md", "x/policies/a.md"}},
		{"**", []string{"a.md", "a/b/c.md", ""}, nil},
		{"**/*.md", []string{"a.md", "a/b.md", "a/b/c.md"}, []string{"a/b.txt"}},
		{"**/minutes/**/2026-*.md", []string{"minutes/2026-01.md", "x/minutes/y/z/2026-02.md"}, []string{"minutes/2025-01.md", "2026-01.md"}},
		{"a/**/b", []string{"a/b", "a/x/b", "a/x/y/b"}, []string{"a/b/c", "b"}},
		{"a?.md", []string{"ab.md", "aé.md"}, []string{"a.md", "abc.md"}},
		{"[ab].md", []string{"a.md", "b.md"}, []string{"c.md"}},
		{"a**b.md", []string{"axxb.md", "ab.md"}, []string{"a/b.md"}},
		{"[a", nil, []string{"a", "[a"}},
		{"", []string{""}, []string{"a"}},
	} {
		for _, p := range c.yes {
			if !content.Match(c.pattern, p) {
				t.Errorf("%q does not match %q", c.pattern, p)
			}
		}
		for _, p := range c.no {
			if content.Match(c.pattern, p) {
				t.Errorf("%q matches %q", c.pattern, p)
			}
		}
	}
}
