package site

import (
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/markdown"
	"clausebook/internal/people"
	"clausebook/internal/strictyaml"
)

func TestExpansions(t *testing.T) {
	t.Parallel()
	texts := []struct{ front, body string }{
		{`{id: A, status: approved}`, "A service level agreement (SLA), a configuration item (CI)."},
		{`{id: B, status: approved}`, "Service level agreements (SLAs), a continuous integration (CI) and an operational level agreement (OLA)."},
		{`{id: C, status: draft}`, "A configuration item (CI) of the service level agreement (SLA)."},
		{`{id: D, status: approved, language: de}`, "Die Dienstgütevereinbarung und der Änderungsbeirat Service (AS), die RFC (Request for Comments)."},
		{`{id: E, status: withdrawn}`, "An old term (OT), a service layer architecture (SLA)."},
		{`{id: F, status: approved}`, "Nothing."},
		{`{id: G, status: approved, language: de}`, "Nichts."},
	}
	d := &dossier.Dossier{}
	var documents []*doc.Document
	for _, x := range texts {
		id := string(x.front[5])
		front, problems := strictyaml.Parse([]byte(x.front), 1, strictyaml.Limits{})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		documents = append(documents, &doc.Document{ID: doc.ID(id), Path: "content/" + id + ".md", Status: doc.Status(front.Get("status").Text()),
			Language: front.Get("language").Text(), Front: front, Body: markdown.Parse([]byte(x.body), 1)})
	}
	d.Docs = doc.NewSet("content", documents, nil, nil)
	p := newSite(d, settings{}).at("document", "documents/x.html")
	for _, tt := range []struct {
		on    int
		short string
		want  markdown.Expansion
	}{
		{5, "SLA", markdown.Expansion{Title: "service level agreement", Href: "../glossary.html#abbr-sla"}},
		{5, "CI", markdown.Expansion{Title: "configuration item / continuous integration", Href: "../glossary.html#abbr-ci"}},
		{1, "CI", markdown.Expansion{Title: "continuous integration", Href: "../glossary.html#abbr-ci"}},
		{4, "SLA", markdown.Expansion{Title: "service layer architecture", Href: "../glossary.html#abbr-sla"}},
		{4, "OT", markdown.Expansion{Title: "old term"}},
		{5, "OT", markdown.Expansion{}},
		{6, "OLA", markdown.Expansion{Title: "operational level agreement", Href: "../glossary.html#abbr-ola", Lang: "en"}},
		{6, "RFC", markdown.Expansion{Title: "Request for Comments", Href: "../glossary.html#abbr-rfc"}},
		{5, "RFC", markdown.Expansion{Title: "Request for Comments", Href: "../glossary.html#abbr-rfc", Lang: "de"}},
		{5, "XYZ", markdown.Expansion{}},
	} {
		got, ok := p.expansions(documents[tt.on])(tt.short)
		if got != tt.want || ok != (got.Title != "") {
			t.Errorf("%s on %s: %+v, %v, want %+v", tt.short, documents[tt.on].ID, got, ok, tt.want)
		}
	}
}

func TestGlossary(t *testing.T) {
	t.Parallel()
	documents := []*doc.Document{write(t, "content/a.md", `{id: A, title: One, status: approved}`, "## Aims\n\nProof of concept (PoC)\n\nPoint of contact (POC)\n"),
		write(t, "content/b.md", `{id: B, title: Two, status: approved}`, "A point of contact (POC) and a <b>plan</b> (XX), "+hostileAbbreviation)}
	pages := render(t, planOf(t, &dossier.Dossier{Docs: doc.NewSet("content", documents, nil, nil)}, Options{}))
	crawl(t, pages)
	src := pages["glossary.html"]
	for _, want := range []string{
		`<tr id="abbr-poc"><th scope="row">POC</th><td>point of contact</td><td><a href="documents/a.html#s-aims" title="A">One</a>, <a href="documents/b.html" title="B">Two</a></td></tr>`,
		`<tr id="abbr-poc-2"><th scope="row">PoC</th><td>Proof of concept</td>`,
		`<th scope="row">EV</th><td>&lt;script&gt;alert(1)&lt;/script&gt;</td>`,
	} {
		if !strings.Contains(src, want) {
			t.Errorf("the glossary lacks %s", want)
		}
	}
	if page := pages["documents/b.html"]; strings.Contains(page, "<script>alert") || !strings.Contains(page, `<abbr class="first" title="&lt;script&gt;alert(1)&lt;/script&gt;">EV</abbr>`) {
		t.Error("documents/b.html does not explain EV as text")
	}
}

const hostileAbbreviation = "as EV says.\n\n| Term | Meaning |\n|---|---|\n| EV | `<script>alert(1)</script>` |\n"

// TestInitialsOfPeople holds that initials do not give away who is shown by pseudonym.
func TestInitialsOfPeople(t *testing.T) {
	t.Parallel()
	d := &dossier.Dossier{Docs: doc.NewSet("content", []*doc.Document{write(t, "content/a.md", `{id: A, title: One, status: approved}`, "Minutes by Ann Author (AA).\n"),
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
