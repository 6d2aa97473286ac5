package build_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/gittest"
)

// named are all names, addresses and handles of the people and the commits of the test. The text of one document names
// one of them.
var named = []string{
	"Ann Author",
	"ann@staff.example",
	"ann.author",
	"Bob O'Boss & Sons",
	"bob+work@staff.example",
	"bobboss",
	"Wanda Intext",
	"wanda@staff.example",
	"Olaf Outside",
	"olaf@elsewhere.example",
	"Cora Coauthor",
	"cora@elsewhere.example",
	"12345+handyhandle@users.noreply.github.com",
	"handyhandle",
	"Rita Reviewer",
	"rita@elsewhere.example",
	"Somebody Unlisted",
	"Jürgen Müßig",
}

const maskedPeople = `people:
  - {id: ann.author, name: Ann Author, emails: [ann@staff.example], from: 2019-01-01}
  - {id: bobboss, name: "Bob O'Boss & Sons", emails: [bob+work@staff.example]}
  - {id: wanda, name: Wanda Intext, emails: [wanda@staff.example]}
  - {id: juergen, name: Jürgen Müßig, emails: [jm@staff.example]}
roles:
  - {id: manager, title: Manager, holders: [{person: ann.author, from: 2019-01-01}, {person: juergen, to: 2018-12-31}]}
  - {id: boss, title: Boss, holders: [{person: bobboss}]}
`

// TestPseudonyms greps everything that a build with pseudonyms writes.
func TestPseudonyms(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	policy := func(version, approver string) string {
		return "---\nid: POL\ntitle: The policy\ntype: policy\nversion: \"" + version + "\"\nstatus: approved\nowner: manager\napprover: " +
			"boss\napproved_by: " + approver +
			"\napproved_on: 2026-05-01\n---\nText of " + version + ".\n"
	}
	minutes := "---\nid: MIN\ntitle: Minutes taken by Ann Author\ntype: minutes\nversion: \"1\"\nstatus: approved\nowner: " +
		"ann.author\napprover: bobboss\napproved_by: ann.author\napproved_on: 2026-05-02\n" +
		"date: 2026-05-02\nchair: wanda\nattendees: [juergen, Somebody Unlisted, bob+work@staff.example]\nactions:\n- {id: A1, text: Ask Ann " +
		"Author for it, owner: ann.author, due: 2026-05-03}\n" +
		"tags: [Ann Author]\n---\n\n## Held\n\nWanda Intext spoke.\n"
	r.commitAs(
		"Olaf Outside <olaf@elsewhere.example>",
		"Begin, says Olaf Outside",
		map[string]string{"content/people.yaml": maskedPeople, "content/policy.md": policy("1.0", "bobboss"),
			"content/minutes.md": minutes, "clausebook.yaml": "waivers:\n  - {target: demand-report, reason: Ann Author said so, approved_by: " +
				"ann.author, expires: 2026-12-31}\n"},
	)
	r.commitAs(
		"Handy <12345+handyhandle@users.noreply.github.com>",
		"Revise for @handyhandle (#3)\n\nCo-authored-by: Cora Coauthor <cora@elsewhere.example>\nReviewed-by: Rita Reviewer "+
			"<rita@elsewhere.example>",
		map[string]string{"content/policy.md": policy("2.0", "ann.author")},
	)
	r.commitAs(
		"Ann Author <ann@staff.example>",
		"Revise, asked by bob+work@staff.example\n\nApproved-by: Bob O'Boss & Sons <bob+work@staff.example>",
		map[string]string{"content/policy.md": policy("3.0", "bobboss")},
	)
	files := r.built(build.Options{Masked: true})
	for _, who := range named {
		for at, text := range files {
			inText := who == "Wanda Intext" && (at == "documents/min.html" || strings.HasPrefix(at, "packs/"))
			if n := strings.Count(strings.ToLower(plainText(text)), strings.ToLower(who)); n > 0 && !inText || n > 1 {
				t.Errorf("%s names %s %d times: …%s…", at, who, n, around(plainText(text), who))
			}
		}
	}
	if !strings.Contains(files["documents/min.html"], "<p>Wanda Intext spoke.</p>") {
		t.Error("the text of a document was changed")
	}
	for _, want := range []string{"Names in the text of documents are not changed", "Manager ", "chair"} {
		if !strings.Contains(strings.ToLower(files["documents/min.html"]), strings.ToLower(want)) {
			t.Errorf("the minutes lack %q", want)
		}
	}
	open := r.built(build.Options{})
	if !strings.Contains(open["documents/min.html"], "Wanda Intext</a>") || !strings.Contains(open["history/pol.html"], "Olaf Outside") {
		t.Error("without pseudonyms people have no names")
	}
	again := r.built(build.Options{Masked: true})
	for at := range files {
		if files[at] != again[at] {
			t.Errorf("%s differs from build to build", at)
		}
	}
}

// plainText undoes what HTML and data do to the signs in a name.
func plainText(s string) string {
	return strings.NewReplacer("&#39;", "'", "&amp;", "&", "&#43;", "+", `\u0026`, "&", "%40", "@", "\r\n ", "").Replace(s)
}

func around(text, who string) string {
	i := strings.Index(strings.ToLower(text), strings.ToLower(who))
	return text[max(0, i-80):min(len(text), i+80)]
}

// commitAs commits as somebody, given as "Name <address>".
func (r *repo) commitAs(who, message string, files map[string]string) {
	r.t.Helper()
	r.write(files)
	r.when = r.when.Add(time.Hour)
	name, email, _ := strings.Cut(strings.TrimSuffix(who, ">"), " <")
	_, err := gittest.Snapshot(r.dir, message, gittest.By(name, email, r.when))
	r.must(err)
}

// built gives every file of the site.
func (r *repo) built(o build.Options) map[string]string {
	r.t.Helper()
	o.Dir, o.Now = r.dir, r.options().Now
	p, err := build.Gather(context.Background(), o)
	r.must(err)
	plan, err := build.Plan(p)
	r.must(err)
	files := map[string]string{}
	for _, f := range plan {
		var b bytes.Buffer
		r.must(f.Write(&b))
		files[f.Path] = b.String()
	}
	return files
}
