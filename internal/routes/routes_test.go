package routes

import (
	"slices"
	"strings"
	"testing"
)

// TestRooted finds, among what a link from the root of a site may mean, what is meant in the sites that people have.
func TestRooted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		site               Site
		file, target, want string
	}{
		"the documents":             {Site{Root: "docs"}, "docs/a/b.md", "/c", "docs/c"},
		"the project":               {Site{Root: "docs"}, "docs/a.md", "/other/c.md", "other/c.md"},
		"a book below a folder":     {Site{Root: "."}, "book/src/x/a.md", "/policies/data.md", "book/src/policies/data.md"},
		"a language of Hugo":        {Site{Root: "content"}, "content/en/docs/a.md", "/docs/b", "content/en/docs/b"},
		"a language in the address": {Site{Root: "."}, "wiki/home.md", "/en/policies/access", "wiki/policies/access"},
		"the path of the site":      {Site{Root: "docs", Below: []string{"handbook"}}, "docs/a.md", "/handbook/files/f.pdf", "static/files/f.pdf"},
		"the home of the site":      {Site{Root: "docs", Below: []string{"handbook"}}, "docs/a.md", "/handbook", "docs/index"},
		"a site of its own":         {Site{Root: "site/content"}, "site/content/a.md", "/img/x.png", "site/static/img/x.png"},
		"a page of a wiki":          {Site{Root: "."}, "Home.md", "/Policies/Password Policy", "Policies/Password-Policy"},
		"beside the project":        {Site{Root: "docs", Prefix: "a/b"}, "docs/a.md", "/x.md", "../../x.md"},
		"the repository":            {Site{Root: "docs", Prefix: "a/b"}, "docs/a.md", "/a/b/docs/x.md", "docs/x.md"},
	} {
		if got := c.site.Paths(c.file, c.target); !slices.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := (Site{Root: "docs"}).Paths("docs/a.md", "b c.md"); !slices.Equal(got, []string{"docs/b c.md", "docs/b-c.md"}) {
		t.Errorf("beside the document: %q", got)
	}
}

// TestNumberless takes off what orders files, and leaves days, versions and numbers alone.
func TestNumberless(t *testing.T) {
	t.Parallel()
	for file, c := range map[string]struct {
		own  Own
		want []string
	}{
		"docs/02-policies/010-access.mdx":   {Own{}, []string{"docs/policies/access", "docs/02-policies/access"}},
		"docs/02-policies/access.md":        {Own{ID: "acc"}, []string{"docs/policies/access", "docs/policies/acc", "docs/02-policies/acc"}},
		"docs/01_ intro.md":                 {Own{Slug: "/"}, []string{"docs/intro", "docs"}},
		"docs/a.md":                         {Own{Slug: "/x/y"}, []string{"docs/x/y"}},
		"docs/b/a.md":                       {Own{Slug: "z"}, []string{"docs/b/z"}},
		"docs/2025-01-04-board.md":          {Own{}, []string{"docs/board"}},
		"docs/2025-01 review.md":            {Own{}, nil},
		"docs/7.0 release.md":               {Own{}, nil},
		"docs/27001.md":                     {Own{}, nil},
		"docs/10-2-x.md":                    {Own{Slug: "{{ title }}"}, nil},
		"docs/01 Policies/POL-001 Scope.md": {Own{}, nil},
	} {
		if got := Numberless(file, "docs", c.own); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", file, got, c.want)
		}
	}
}

// TestAddresses reads what addresses of other programs say of a page.
func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"/doc/offboarding-procedure-x7Yz1AbCdE":              "offboarding-procedure",
		"https://wiki.x.example/books/desk/page/Desk-rules":  "desk-rules",
		"/books/desk/page/desk-rules/":                       "desk-rules",
		"/doc/short":                                         "",
		"/docs/offboarding":                                  "",
		"/books/desk":                                        "",
		"https://app.getoutline.com/doc/a-plan-AbCdEfGhIj":   "a-plan",
		"https://app.getoutline.com/doc/a-plan-AbCdEfGhIj#b": "",
	} {
		if got := LinkedTitle(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	if Number("x/Access_98765433.md") != "98765433" || LinkedNumber("98765433.html") != "98765433" || LinkedNumber("a.html") != "" {
		t.Error("the number of a page of Confluence")
	}
	if Address("/a/b/index.html") != "a/b" || Posted("/x/2024/05/06/a.html") != "2024/05/06/a" || Posted("/a") != "" {
		t.Error("the address of a page")
	}
	for rel, want := range map[string]string{
		"_posts/2024-05-06-rules.md |":               "2024/05/06/rules",
		"_posts/rules.md | 2024-02-03 10:00:00":      "2024/02/03/rules",
		"_posts/it/rules.md | 2024/02/03":            "2024/02/03/rules",
		"_posts/2024-05-06-rules.md | 2024-06-01":    "2024/06/01/rules 2024/05/06/rules",
		"_posts/rules.md | 3 February 2024":          "",
		"_posts/rules.md | 2024-02-034":              "",
		"posts/rules.md | 2024-02-03":                "",
		"_policies/rules.md | 2024-02-03T10:00:00Z ": "policies/rules",
	} {
		file, date, _ := strings.Cut(rel, "|")
		got := slices.DeleteFunc(Addresses(strings.TrimSpace(file), strings.TrimSpace(date)), func(at string) bool { return strings.HasPrefix(at, "posts") })
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", rel, got, want)
		}
	}
	if !InJoplin(":/0123456789abcdef0123456789abcdef") || InJoplin(":/0123") || InJoplin("/0123456789abcdef0123456789abcdef") {
		t.Error("an address of Joplin")
	}
	for file, want := range map[string]string{"p/change.md": "p/incident", "p/_index.md": "", "p/README.md": ""} {
		if got := FromPage(file, "../incident/"); got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
	if !IsAttached(".attachments/a.docx") || !IsAttached("x/Static/a.pdf") || IsAttached("src/a.pdf") {
		t.Error("a folder of attachments")
	}
}
