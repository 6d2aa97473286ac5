package site

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/people"
)

func TestGlossary(t *testing.T) {
	t.Parallel()
	documents := []*doc.Document{write(t, "content/a.md", `{id: A, title: One, status: approved}`,
		"## Aims\n\nProof of concept (PoC)\n\nPoint of contact (POC)\n"),
		write(t, "content/b.md", `{id: B, title: Two, status: approved}`,
			"A point of contact (POC) and a <b>plan</b> (XX), "+hostileAbbreviation)}
	pages := render(t, planOf(t, &dossier.Dossier{Docs: doc.NewSet("content", documents, nil, nil)}, Options{}))
	crawl(t, pages)
	src := pages["glossary.html"]
	for _, want := range []string{
		`<tr id="abbr-poc"><th scope="row">POC</th><td>point of contact</td><td><a href="documents/a.html#s-aims" title="A">One</a>, ` +
			`<a href="documents/b.html" title="B">Two</a></td></tr>`,
		`<tr id="abbr-poc-2"><th scope="row">PoC</th><td>Proof of concept</td>`,
		`<th scope="row">EV</th><td>&lt;script&gt;alert(1)&lt;/script&gt;</td>`,
	} {
		if !strings.Contains(src, want) {
			t.Errorf("the glossary lacks %s", want)
		}
	}
	if page := pages["documents/b.html"]; strings.Contains(page, "<script>alert") ||
		!strings.Contains(page, `<abbr class="first" title="&lt;script&gt;alert(1)&lt;/script&gt;">EV</abbr>`) {
		t.Error("documents/b.html does not explain EV as text")
	}
}

const hostileAbbreviation = "as EV says.\n\n| Term | Meaning |\n|---|---|\n| EV | `<script>alert(1)</script>` |\n"

// TestInitialsOfPeople holds that initials do not give away who is shown by pseudonym.
func TestInitialsOfPeople(t *testing.T) {
	t.Parallel()
	d := &dossier.Dossier{Docs: doc.NewSet("content",
		[]*doc.Document{write(t, "content/a.md", `{id: A, title: One, status: approved}`, "Minutes by Ann Author (AA).\n"),
			write(t, "content/b.md", `{id: B, title: Two, status: approved}`, "AA agreed.\n")}, nil, nil),
		People: &people.Register{People: []people.Person{{ID: "ann", Name: "Ann Author"}}}}
	d.Site.Pseudonyms = dossier.Pseudonyms{On: true, Key: strings.Repeat("k", 32)}
	pages := render(t, planOf(t, d, Options{}))
	for _, at := range []string{"documents/b.html", "glossary.html"} {
		if strings.Contains(pages[at], "Ann Author") || !strings.Contains(pages[at], "AA</") {
			t.Errorf("%s names Ann Author", at)
		}
	}
}

// TestEveryMeaningIsFound: the glossary has room for twelve meanings of a short form, says how many there are beside them, and leads
// to all of them, with every document that uses each.
func TestEveryMeaningIsFound(t *testing.T) {
	t.Parallel()
	for n, left := range map[int]string{12: "", 13: "and 1 more", 30: "and 18 more"} {
		var documents []*doc.Document
		for i := range n {
			documents = append(documents, write(t, fmt.Sprintf("content/m%d.md", i),
				fmt.Sprintf(`{id: M-%d, title: M %d, type: guide, version: "1", status: approved, owner: manager}`, i, i),
				fmt.Sprintf("| Abbreviation | Meaning |\n|---|---|\n| BT | big thing of kind %c%c |\n", 'a'+i/26, 'a'+i%26)))
		}
		pages := render(t, planOf(t, with(t, documents...), Options{}))
		_, whole := pages["glossary/bt-meanings.html"]
		if whole != (left != "") || left != "" && !strings.Contains(pages["glossary.html"], `href="glossary/bt-meanings.html">`+left) {
			t.Errorf("of %d meanings there is a page of all: %v; the glossary does not say %q", n, whole, left)
		}
		if rows := strings.Count(pages["glossary/bt-meanings.html"], `<th scope="row">BT</th>`); whole && rows != n {
			t.Errorf("the page of all %d meanings has %d", n, rows)
		}
	}
}
