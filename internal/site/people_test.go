package site

import (
	"strings"
	"testing"

	"clausebook/internal/diag"
)

// TestPeoplePages shows whose commits belong to nobody, and on a person's page what the roles held now answer for.
func TestPeoplePages(t *testing.T) {
	d := sample(t)
	d.Findings = append(d.Findings, diag.Finding{Rule: "HI004", Severity: diag.Warning, Message: "Olaf wrote 3 commits",
		Hint: "add the address"})
	pages := render(t, planOf(t, d, Options{}))
	if !strings.Contains(pages["people.html"], `id="unresolved"`) || !strings.Contains(pages["people.html"], "Olaf wrote 3 commits") {
		t.Error("the unknown identity is not on the page of people")
	}
	const owned = `href="../roles/manager.html" title="manager">Manager</a>: <a href="../roles/manager.html#owned">14 documents</a>`
	if !strings.Contains(pages["people/ann.html"], owned) ||
		!strings.Contains(pages["people/ann.html"], `<h2 id="overdue">Overdue <small>3</small>`) {
		t.Errorf("the page of ann lacks what she answers for: %s",
			pages["people/ann.html"][strings.Index(pages["people/ann.html"], `id="held"`):])
	}
	if strings.Contains(pages["people/bob.html"], `id="overdue"`) || strings.Contains(pages["people/bob.html"], `id="soon"`) {
		t.Error("bob answers for what is due without a role that owns it")
	}
}
