package author

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/check"
	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/people"
	"clausebook/internal/standard"
)

// Ignored are the lines that a project's .gitignore needs: the site and the cache are made anew from what is committed.
func Ignored() []string { return []string{"/public/", "/.clausebook/"} }

// Begin writes what a project starts from: its configuration, people.yaml, and first documents for the standards in
// use. Of the documents, all that a standard asks for by name and that exist once; minimal gives only those of them
// that top management approves. What a document fulfils already is not written again. A standard that lists no documents begins with
// none.
func Begin(d *dossier.Dossier, standards []string, minimal bool) ([]File, error) {
	subjects := first(d, minimal)
	register := rolesOf(subjects)
	register.Path = d.Docs.Folder.In("people.yaml")
	files := []File{{Path: config.FileName, Bytes: beginConfig(d, standards)}, {Path: register.Path, Bytes: peopleFile(register)}}
	if d.People == nil || d.People.Path == "" { // else the file is there, and its roles count
		copied := *d
		copied.People = register
		d = &copied
	}
	taken := NewTaken(d)
	for _, s := range subjects {
		draft, err := Document(d, s, Wish{}, taken)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", s.Required.ID, err)
		}
		taken.add(draft.ID, draft.Path)
		files = append(files, draft.Files()...)
	}
	return files, nil
}

// serving gives for each required document the first that says that it fulfils it.
func serving(d *dossier.Dossier) map[standard.Ref]*doc.Document {
	out := map[standard.Ref]*doc.Document{}
	for _, other := range d.Docs.Documents {
		for _, name := range other.Fulfils {
			if ref, _, ok := d.Standards.Resolve(name); ok && out[ref] == nil {
				out[ref] = other
			}
		}
	}
	return out
}

// first gives the required documents to begin with, in the order of the standards.
func first(d *dossier.Dossier, minimal bool) []Subject {
	done, titles := serving(d), map[string]bool{}
	var out []Subject
	for _, std := range d.Standards.Standards {
		for i := range std.Required {
			r := &std.Required[i]
			ref := standard.Ref{Standard: std.ID, Item: r.ID}
			if !begins(r, minimal) || done[ref] != nil || titles[r.Title] {
				continue
			}
			titles[r.Title] = true // of two editions one document is enough to begin with
			out = append(out, subjectOf(d.Standards, ref))
		}
	}
	return out
}

// begins tells whether a document is one to begin with.
func begins(r *standard.RequiredDocument, minimal bool) bool {
	if r.Kind != "document" || r.Strength != standard.Explicit || r.Cardinality != "one" || r.Condition != "" {
		return false
	}
	return !minimal || r.Approver != "" && (r.Type == "policy" || r.Type == "plan")
}

// rolesOf gives a register of the roles that own and approve the documents, each held by somebody to be named.
func rolesOf(subjects []Subject) *people.Register {
	r := &people.Register{}
	for _, s := range subjects {
		for _, words := range []string{s.Required.Owner, s.Required.Approver} {
			title, _, _ := strings.Cut(words, " or ")
			if title == "" || len(strings.Fields(title)) > 3 {
				continue
			}
			if _, known := r.Role(slug(title)); !known {
				r.Roles = append(r.Roles, people.Role{ID: slug(title), Title: title})
			}
		}
	}
	return r
}

func peopleFile(r *people.Register) []byte {
	l := &lines{}
	l.line("# Who works on the management system, in which role, and from when to when.")
	l.line("# Git identities are matched to people by e-mail address. Replace ", check.Unnamed, " with real people.")
	l.line("people:")
	l.line("  - {id: ", check.Unnamed, ", name: ", scalar(blank("name of a person")), ", emails: []}")
	l.line("")
	l.line("# Documents are owned by roles, because roles outlast the people who hold them.")
	l.line("roles:")
	for _, role := range r.Roles {
		l.line("  - {id: ", role.ID, ", title: ", flowScalar(role.Title), ", holders: [{person: ", check.Unnamed, "}]}")
	}
	if len(r.Roles) == 0 {
		l.line("  []")
	}
	l.line("")
	l.line("# Customers, suppliers and internal suppliers:")
	l.line("# parties:")
	l.line("#   - {id: example-supplier, name: Example Supplier Ltd, kind: supplier}")
	return l.Bytes()
}

// beginConfig writes a configuration that explains itself.
func beginConfig(d *dossier.Dossier, standards []string) []byte {
	l := &lines{}
	l.line("# The configuration of clausebook. Settings that are left out have defaults.")
	l.text("title", systemOf(d.Standards))
	l.line("# organization: the name as written in the scope")
	l.place(d.Docs.Folder)
	l.line("")
	l.line("# The standards that the documents are checked against. The first is the primary one: its ids need no prefix.")
	l.list("standards", standards)
	l.line("")
	conditionLines(l, d.Standards)
	l.line("# Gaps that are accepted for a time:")
	l.line("# waivers:")
	l.line("#   - {target: ", excusable(d.Standards), ", reason: why it can wait, approved_by: a person, expires: 2030-12-31}")
	l.line("")
	l.line("# The weakest approval that counts: declared, trailer, merge, forge or signed.")
	l.line("# approval: {least_grade: merge}")
	l.line("")
	l.line("# Where the repository is hosted, so that pages can link to it:")
	l.line("# forge: {kind: github, url: https://github.com/example/sms}")
	return l.Bytes()
}

// systemOf names the management system that a project keeps, by its primary standard.
func systemOf(library *standard.Library) string {
	if primary := library.Primary(); primary != nil && primary.System != "" {
		return primary.System
	}
	return "Management system"
}

// excusable gives something that a waiver can name, as an example: the last plan that the primary standard asks for by name, else its last
// requirement.
func excusable(library *standard.Library) string {
	if primary := library.Primary(); primary != nil {
		for _, r := range slices.Backward(primary.Required) {
			if r.Type == "plan" && r.Strength == standard.Explicit {
				return r.ID
			}
		}
		for _, c := range slices.Backward(primary.Clauses) {
			if n := len(c.Requirements); n > 0 {
				return c.Requirements[n-1].ID
			}
		}
	}
	return "capacity-plan"
}

// conditionLines lists the facts that the standards ask about, for somebody to decide.
func conditionLines(l *lines, library *standard.Library) {
	seen := map[string]bool{}
	for _, s := range library.Standards {
		for _, c := range s.Conditions {
			if seen[c.ID] {
				continue
			}
			if len(seen) == 0 {
				l.line("# Facts on which requirements depend. Until a fact is stated, the requirement applies.")
				l.line("# A condition that does not hold needs a reason: {holds: false, reason: …}")
				l.line("# conditions:")
			}
			seen[c.ID] = true
			l.line("#   ", c.ID, ": true # ", remark(c.Text))
		}
	}
	if len(seen) > 0 {
		l.line("")
	}
}
