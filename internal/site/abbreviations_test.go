package site

import (
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
