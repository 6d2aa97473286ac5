package view

import (
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/markdown"
	"clausebook/internal/strictyaml"
)

func TestExpansions(t *testing.T) {
	t.Parallel()
	texts := []struct{ front, body string }{
		{`{id: A, status: approved}`, "A service level agreement (SLA), a configuration item (CI)."},
		{`{id: B, status: approved}`, "Service level agreements (SLAs), a continuous integration (CI) and an operational level agreement (OLA)."},
		{`{id: C, status: draft}`, "A configuration item (CI) of the service level agreement (SLA)."},
		{`{id: D, status: approved, language: de}`,
			"Die Dienstgütevereinbarung und der Änderungsbeirat Service (AS), die RFC (Request for Comments)."},
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
	p := New(d, Options{}).At("document", "documents/x.html")
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
