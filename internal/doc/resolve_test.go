package doc

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/markdown"
)

// show writes a target as document#heading or asset, or as fault, message and hint.
func show(t Target) string {
	if t.Fault != NoFault {
		return fmt.Sprintf("%s: %s | %s", t.Fault, t.Message, t.Hint)
	}
	s := t.Asset
	if t.Document != nil {
		s = string(t.Document.ID)
	}
	if t.Heading != nil {
		s += "#" + t.Heading.ID
	}
	return s
}

func TestResolve(t *testing.T) {
	t.Parallel()
	s := load(t, fstest.MapFS{
		"content/policies/change.md": file(policy("POL-CHG") +
			"## Emergency changes\n\n## Größe & Maß\n\n## Emergency changes\n\n## 1. Numbered: it\n"),
		"content/policies/from.md":             file(policy("FROM") + "## Here\n"),
		"content/policies/dia gram.png":        file("x"),
		"content/policies/100%.png":            file("x"),
		"content/policies/a%41.png":            file("x"),
		"content/processes/incident.md":        file(policy("PRO-INC")),
		"content/processes/deep/x.md":          file(policy("X")),
		"content/top.md":                       file(policy("TOP")),
		"content/guides/README.md":             file(strings.Replace(policy("GUIDES"), "Change policy", "Overview of all guides", 1)),
		"content/policies/big.png":             file("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
		"content/people.yaml":                  file("people: []\n"),
		"content/policies/U\u0308bersicht.gif": file("x"),
		"content/policies/caf\u00e9.md":        file(policy("CAFE")),
		"content/one/twin.md":                  file(policy("TWIN-1")),
		"content/two/twin.md":                  file(policy("TWIN-2")),
	})
	s.Place(Around{Sites: []string{"docs.example/sms"}, Prefix: "docs/sms", Base: "handbook",
		Tracked: map[string]bool{"src/app.go": true, "src/app.png": true, "content/people.yaml": true},
		Folders: map[string]bool{"src": true}})
	const (
		outside = "only files in the content folder become part of the site"
		index   = "link to a document in it, or add an `index.md`"
		form    = "rename the file so that its letters are composed (NFC), as keyboards write them, and write the link in the same way"
		forge   = "set `forge:` in clausebook.yaml, so that the page links to the file there"
		kase    = "write it exactly as the file name; many systems distinguish upper and lower case"
	)
	for _, c := range []struct{ written, want string }{
		{"[[POL-CHG]]", "POL-CHG"},
		{"[[POL-CHG|words]]", "POL-CHG"},
		{"[[POL-CHG#emergency-changes]]", "POL-CHG#emergency-changes"},
		{"[[POL-CHG#emergency-changes-1]]", "POL-CHG#emergency-changes-1"},
		{"[[POL-CHG#Emergency Changes|words]]", "POL-CHG#emergency-changes"},
		{"[[POL-CHG#größe--maß]]", "POL-CHG#größe--maß"},
		{"[[#here]]", "FROM#here"},
		{"[[POL-CGH]]", "target: no document has the id `POL-CGH` | did you mean `POL-CHG`?"},
		{"[[pol-chg]]", "target: no document has the id `pol-chg` | did you mean `POL-CHG`?"},
		{"[[WOMBAT-77]]", "target: no document has the id `WOMBAT-77` | "},
		{"[[POL-CHG#emergencychanges]]", "heading: `POL-CHG` has no heading `#emergencychanges` | did you mean `emergency-changes`?"},
		{"[[POL-CHG#nothing-like-it-at-all]]",
			"heading: `POL-CHG` has no heading `#nothing-like-it-at-all` | " +
				"its headings are `#policy`, `#emergency-changes`, `#größe--maß`, `#emergency-changes-1`, `#1-numbered-it`"},
		{"[x](#here)", "FROM#here"},
		{"[x](#Here)", "FROM#here"},
		{"[x](#hre)", "heading: `FROM` has no heading `#hre` | did you mean `here`?"},
		{"[x](change.md)", "POL-CHG"},
		{"[x](./change.md)", "POL-CHG"},
		{"[x](../policies/change.md)", "POL-CHG"},
		{"[x](change.md#emergency-changes)", "POL-CHG#emergency-changes"},
		{"[x](change.md#gr%C3%B6%C3%9Fe--ma%C3%9F)", "POL-CHG#größe--maß"},
		{"[x](change.md#no)",
			"heading: `POL-CHG` has no heading `#no` | " +
				"its headings are `#policy`, `#emergency-changes`, `#größe--maß`, `#emergency-changes-1`, `#1-numbered-it`"},
		{"[x](../processes/incident.md)", "PRO-INC"},
		{"[x](/processes/incident.md)", "PRO-INC"},
		{"[x](/top.md)", "TOP"},
		{"[x](dia%20gram.png)", "content/policies/dia gram.png"},
		{"![x](<dia gram.png>)", "content/policies/dia gram.png"},
		{"[x](100%25.png)", "content/policies/100%.png"},
		{"[x](a%2541.png)", "content/policies/a%41.png"}, // read once: a%41, not aA
		{"[x](chnge.md)", "target: the link target `chnge.md` does not exist | did you mean `change.md`?"},
		{"[x](chang)", "target: the link target `chang` does not exist | did you mean `change.md`?"},
		{"[x](change)", "POL-CHG"}, // without ending, as sites have it
		{"[x](change/#Emergency%20changes)", "POL-CHG#emergency-changes"},
		{"[x](change.html#emergency-changes)", "POL-CHG#emergency-changes"},
		{"[x](change.md?plain=1)", "POL-CHG"},
		{"[x](dia%20gram.png?raw=true)", "content/policies/dia gram.png"},
		{"[x](../guides)", "GUIDES"},
		{"[x](../guides/)", "GUIDES"},
		{"[x](/guides/index.html)", "GUIDES"},
		{"[x](/handbook/guides/)", "GUIDES"}, // as the published site has it
		{"[x](/handbook/policies/change.html)", "POL-CHG"},
		{"[x](/content/policies/change.md)", "POL-CHG"}, // from the project root
		{"[x](/docs/sms/content/top.md)", "TOP"},        // from the root of the repository
		{"[x](/docs/other/content/top.md)", "target: the link target `/docs/other/content/top.md` does not exist | did you mean `../top.md`?"},
		{"[x](#top)", "FROM"},
		{"[x](#)", "FROM"},
		{"[x](#TOP)", "FROM"},
		{"[x](change.md#top)", "POL-CHG"},
		{"[[POL-CHG#top]]", "POL-CHG"},
		{"[[POL-CHG#1. Numbered: it]]", "POL-CHG#1-numbered-it"},
		{"[x](change.md#1.%20Numbered:%20it)", "POL-CHG#1-numbered-it"},
		{"[x](change.md#user-content-1-numbered-it)", "POL-CHG#1-numbered-it"},
		{"[x](change.md#gr%C3%B6%C3%9Fe-ma%C3%9F)", "POL-CHG#größe--maß"},
		{"[[Overview of all guides]]", "GUIDES"}, // by title
		{"[[overview of ALL guides#top]]", "GUIDES"},
		{"[[incident]]", "PRO-INC"}, // by the name of the file
		{"[[twin]]", "title: `twin` is the name of several documents | use an id: `TWIN-1` or `TWIN-2`"},
		{"![x](change.md)", "target: the image `change.md` is the document `POL-CHG` | write it as a link, without the exclamation mark"},
		{"![x](big.png)", "stored: the file `big.png` was not fetched: here is only the pointer that Git LFS keeps in its place | " +
			"run `git lfs pull`; in a pipeline, check out with LFS"},
		{"![x](\u00dcbersicht.gif)", "form: `\u00dcbersicht.gif` looks like the name of the file, but has other characters: " +
			"the link has composed letters (NFC), the file name has letters and accents apart (NFD) | " + form},
		{"[x](cafe\u0301.md)", "form: `cafe\u0301.md` looks like the name of the file, but has other characters: " +
			"the link has letters and accents apart (NFD), the file name has composed letters (NFC) | " + form},
		{"[x](\u00fcbersicht.gif)", "case: `\u00fcbersicht.gif` differs from `U\u0308bersicht.gif` in upper and lower case | " + kase},
		{"[x](/people.yaml)", "beyond: `/people.yaml` is no part of the site, so the page cannot link to it | " + forge},
		{"[x](../../src/)", "beyond: `../../src/` is no part of the site, so the page cannot link to it | " + forge},
		{"[x](../../lib/)",
			"target: the link target `../../lib/` is outside the content folder | only files in the content folder become part of the site"},
		{"[x](../../src/app.go)", "beyond: `../../src/app.go` is no part of the site, so the page cannot link to it | " + forge},
		{"![x](../../src/app.png)",
			"beyond: the image `../../src/app.png` is outside the project, so the page cannot show it | put it into the content folder"},
		{"[x](incident.md)", "target: the link target `incident.md` does not exist | did you mean `../processes/incident.md`?"},
		{"[x](../policies/x.md)", "target: the link target `../policies/x.md` does not exist | did you mean `../processes/deep/x.md`?"},
		{"[x](twin.md)", "target: the link target `twin.md` does not exist | "}, // it could be either
		{"[x](wombat-77.pdf)", "target: the link target `wombat-77.pdf` does not exist | "},
		{"[x](Change.md)", "case: `Change.md` differs from `change.md` in upper and lower case | " + kase},
		{"[x](../Processes/incident.md)", "case: `../Processes/incident.md` differs from `../processes/incident.md` in upper and lower case | " +
			kase},
		{"[x](../processes)", "target: the link target `../processes` is a folder without an index, so it has no page | " + index},
		{"[x](../processes/)", "target: the link target `../processes/` is a folder without an index, so it has no page | " + index},
		{"[x](../../README.md)", "target: the link target `../../README.md` is outside the content folder | " + outside},
		{"[x](../../../etc/passwd)", "target: the link target `../../../etc/passwd` is outside the content folder | " + outside},
		{"[x](..%2f..%2f..%2fetc/passwd)", "target: the link target `../../../etc/passwd` is outside the content folder | " + outside},
		{"[x](/../secret.md)", "target: the link target `/../secret.md` is outside the content folder | " + outside},
		{"[x](../../content-other/x.md)", "target: the link target `../../content-other/x.md` is outside the content folder | " + outside},
		{"[x]()", "target: the link has no target | link to a file, a heading or a document"},
		{"[x](/billing/x)", "rooted: nothing here has the address `/billing/x` from the root of a site, so it cannot be judged | " +
			"link to a document by its id or by a relative path; set `site_urls:` if the documents stand below a path of a site"},
		{"[x](/billing/x.md)", "target: the link target `/billing/x.md` does not exist | did you mean `../processes/deep/x.md`?"},
		{"[x](https://docs.example/sms/policies/change.html#emergency-changes)", "POL-CHG#emergency-changes"},
		{"[x](HTTPS://Docs.Example/sms/policies/change?a=b)", "POL-CHG"},
		{"[x](https://docs.example/sms/policies/change#gone)", "heading: `POL-CHG` has no heading `#gone` | "},
		{"[x](https://docs.example/sms/policies/100%25.png)", "content/policies/100%.png"},
		{"[x](https://docs.example/sms/gone)", ""},
		{"[x](https://docs.example/smsx/policies/change)", ""},
		{"[x](https://other.example/sms/policies/change)", ""},
		{"[x](mailto:a@docs.example/sms/policies/change)", ""},
		{"[[§8.5.1.3]]", ""},
		{"[x](https://elsewhere.example/a.md)", ""},
		{"[x](mailto:a@b.example)", ""},
	} {
		t.Run(c.written, func(t *testing.T) {
			t.Parallel()
			links := markdown.Parse([]byte(c.written+"\n"), 1).Links
			if len(links) != 1 {
				t.Fatalf("%d links", len(links))
			}
			got := s.Resolve(s.ByID("FROM"), links[0])
			if got.Fault != NoFault && got.Hint == "" {
				got.Hint = s.Nearest(s.ByID("FROM"), links[0])
			}
			if diff := cmp.Diff(c.want, show(got)); diff != "" {
				t.Errorf("target (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRelative(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, want string }{
		{"content/a.md", "content/b.md", "b.md"},
		{"content/a.md", "content/x/b.md", "x/b.md"},
		{"content/x/a.md", "content/b.md", "../b.md"},
		{"content/x/y/a.md", "content/x/z/b.md", "../z/b.md"},
		{"content/x/a.md", "content/x", "../x"},
	} {
		if got := relative(c.from, c.to); got != c.want {
			t.Errorf("from %s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

// TestBeyond lists what links mean outside the content folder, so that git can be asked for it, and leads there where the
// forge shows it.
func TestBeyond(t *testing.T) {
	t.Parallel()
	s := load(t, fstest.MapFS{
		"content/from.md": file(policy("FROM") +
			"[a](../src/a.go) [b](/src/b.go#L3) [c](../src/a.go) [d](gone.md) [e](people.yaml) [f](../../x.md)\n"),
		"content/people.yaml": file("people: []\n"),
	})
	if got, want := s.Beyond(), []string{"src/a.go", "src/b.go", "static/src/b.go", "public/src/b.go", "content/people.yaml",
		"../x.md"}; !slices.Equal(got, want) {
		t.Errorf("beyond: %q, want %q", got, want)
	}
	s.Place(Around{Shown: true, Tracked: map[string]bool{"src/b.go": true, "../x.md": true}})
	var led []string
	for _, l := range s.ByID("FROM").Body.Links {
		to := s.Resolve(s.ByID("FROM"), l)
		led = append(led, string(to.Fault)+to.Beyond)
	}
	if want := []string{"target", "src/b.go", "target", "target", "target", "../x.md"}; !slices.Equal(led, want) {
		t.Errorf("led to %q, want %q", led, want)
	}
}

// TestAddressesOfADocumentsOwnSite follows links to the addresses that front matter gives documents on another site.
func TestAddressesOfADocumentsOwnSite(t *testing.T) {
	t.Parallel()
	set := NewSet("content", []*Document{
		(&Reader{Folder: "content"}).Parse("content/a.md", []byte("---\npermalink: /policies/access/\n---\n# A\n\n## Who\n")),
		(&Reader{Folder: "content"}).Parse("content/b.md", []byte("---\naliases: [old/b.html]\n---\n# B\n")),
		(&Reader{Folder: "content"}).Parse("content/c.md", []byte("# C\n")),
		(&Reader{Folder: "content"}).Parse("content/index.md", []byte("# Home\n")),
		(&Reader{Folder: "content"}).Parse("content/_rules/leave.md", []byte("# Leave\n")),
		(&Reader{Folder: "content"}).Parse("content/_posts/2024-01-02-laptops.md", []byte("# Laptops\n")),
	}, nil, nil)
	set.Place(Around{Sites: []string{"town.example/ict"}})
	for target, want := range map[string]string{"/policies/access/": "content/a.md", "/policies/access": "content/a.md",
		"/policies/access/index.html": "content/a.md", "/old/b.html": "content/b.md", "/old/b": "content/b.md", "policies/access/": "",
		"/policies/":    "",
		"/rules/leave/": "content/_rules/leave.md", "/ict/rules/leave.html": "content/_rules/leave.md", "/ict/": "content/index.md",
		"/ict/policies/access/": "content/a.md", "/news/2024/01/02/laptops.html": "content/_posts/2024-01-02-laptops.md",
		"/2024/01/02/laptops/": "content/_posts/2024-01-02-laptops.md", "/news/2024/01/03/laptops.html": "", "/ict/none": "", "rules/leave": ""} {
		got := ""
		if d := set.Resolve(set.Documents[2], markdown.Link{Kind: markdown.LinkRelative, Target: target}).Document; d != nil {
			got = d.Path
		}
		if got != want {
			t.Errorf("%s leads to %q, want %q", target, got, want)
		}
	}
}

// TestNamesOfOtherPrograms finds documents by the names that programs for notes, wikis and exports give them, and not by those of others.
func TestNamesOfOtherPrograms(t *testing.T) {
	t.Parallel()
	read := func(p, text string) *Document { return (&Reader{Folder: "content"}).Parse("content/"+p, []byte(text)) }
	set := NewSet("content", []*Document{
		read("Access-policy_98765432.md",
			"---\naliases: [ACP, Access control policy, /old/access]\n---\n# Operations : Access policy\n\n## Who decides?\n"),
		read("ops/change.md", "# Change\n"), read("ops/incident.md", "# Incident\n"), read("ops/index.md", "# Ops\n"),
		read("twin_11111.md", "# One\n"), read("ops/twin_11111.md", "# Two\n"), read("b.qmd", "# B\n"),
	}, nil, nil)
	for _, c := range []struct{ from, kind, target, text, want string }{
		{"ops/change.md", "id", "ACP", "", "Access-policy_98765432.md"},
		{"ops/change.md", "id", "access CONTROL-policy", "", "Access-policy_98765432.md"},
		{"ops/change.md", "id", "the words", "ACP", "Access-policy_98765432.md"},
		{"ops/change.md", "id", "the words", "ACP#who-decides", "Access-policy_98765432.md#Who decides?"},
		{"ops/change.md", "id", "the words", "nobody", ""},
		{"ops/change.md", "id", "the words", "", ""},
		{"ops/change.md", "path", "98765432.html", "", "Access-policy_98765432.md"},
		{"ops/change.md", "path", "/wiki/spaces/OPS/pages/98765432/Access+policy", "", "Access-policy_98765432.md"},
		{"ops/change.md", "path", "/wiki/spaces/OPS/pages/98765432", "", "Access-policy_98765432.md"},
		{"ops/change.md", "path", "11111.html", "", ""},
		{"ops/change.md", "path", "98765431.html", "", ""},
		{"ops/change.md", "path", "2024/98765432.pdf", "", ""},
		{"ops/change.md", "path", "../incident/", "", "ops/incident.md"},
		{"ops/change.md", "path", "../../b", "", "b.qmd"},
		{"ops/change.md", "path", "../incident.md", "", ""},
		{"ops/index.md", "path", "../incident/", "", ""},
		{"ops/change.md", "path", "incident/", "", "ops/incident.md"},
	} {
		l := markdown.Link{Kind: markdown.LinkDocument, Target: c.target, Text: c.text}
		if c.kind == "path" {
			l.Kind = markdown.LinkRelative
		}
		got := ""
		to := set.Resolve(set.ByPath("content/"+c.from), l)
		if to.Document != nil {
			got = strings.TrimPrefix(to.Document.Path, "content/")
		}
		if to.Heading != nil {
			got += "#" + to.Heading.Text
		}
		if got != c.want {
			t.Errorf("%s to %s|%s leads to %q, want %q", c.from, c.target, c.text, got, c.want)
		}
	}
}
