package pack

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/export"
	"clausebook/internal/form"
	"clausebook/internal/phrase"
	"clausebook/internal/report"
)

// addIndex adds the lists of what the pack has and has not.
func (p *Plan) addIndex(texts []Text, approvals []Approval) {
	p.addWriter("documents.json", func(w io.Writer) error { return form.Encode(w, texts) })
	p.addWriter("documents.csv", func(w io.Writer) error { return form.WriteCSV(w, textTable(texts)) })
	p.addWriter("approvals.json", func(w io.Writer) error { return form.Encode(w, approvals) })
	missing := slices.Clone(p.NotFound)
	if missing == nil {
		missing = []Missing{}
	}
	p.addWriter("not-found.json", func(w io.Writer) error { return form.Encode(w, missing) })
	p.addWriter("not-found.csv", func(w io.Writer) error { return form.WriteCSV(w, missingTable(missing)) })
	if p.people.hidden() {
		p.addWithheld()
	}
	p.add("README.md", p.readMe())
}

// addTables adds the matrix, the findings and the gaps of the whole set, whatever the scope.
func (p *Plan) addTables() {
	d := p.project.Dossier
	for _, format := range export.Formats() {
		if format == "xlsx" && p.people.hidden() {
			continue // what is compressed cannot be looked through at the end
		}
		p.addWriter("matrix."+format, func(w io.Writer) error { return export.WriteExport(w, export.Of(d), format) })
	}
	findings := report.New(d)
	for _, f := range report.Formats() {
		if f.Name == "json" || f.Name == "sarif" {
			p.addWriter("findings."+f.Name, func(w io.Writer) error { return f.Write(w, findings) })
		}
	}
	gaps := report.GapsOf(d, report.Filter{})
	for _, f := range report.GapFormats() {
		if f.Name == "json" || f.Name == "csv" {
			p.addWriter("gaps."+f.Name, func(w io.Writer) error { return f.Write(w, gaps) })
		}
	}
}

// columns gives columns by their titles.
func columns(titles ...string) []form.Column {
	out := make([]form.Column, len(titles))
	for i, t := range titles {
		out[i] = form.Column{Key: strings.ReplaceAll(t, " ", "_"), Title: t}
	}
	return out
}

func textTable(texts []Text) form.Table {
	t := form.Table{Name: "documents", Columns: columns("document", "title", "type", "version", "state", "in force from", "in force to",
		"said on", "blob", "source", "commit", "file", "page", "copy")}
	for _, x := range texts {
		t.Rows = append(t.Rows, []form.Cell{form.Text(x.Document), form.Text(x.Title), form.Text(x.Type), form.Text(x.Version),
			form.Text(x.State), form.Day(x.From), form.Day(x.To), form.Day(x.Said), form.Text(x.Blob), form.Text(x.Source), form.Text(x.Commit),
			form.Text(x.File), form.Text(x.Page), form.Text(x.Copy)})
	}
	return t
}

func missingTable(missing []Missing) form.Table {
	t := form.Table{Name: "not found", Columns: columns("what", "name", "reason", "document")}
	for _, m := range missing {
		t.Rows = append(t.Rows, []form.Cell{form.Text(m.What), form.Text(m.Name), form.Text(m.Reason), form.Text(m.Document)})
	}
	return t
}

// readMe tells a reader what lies where.
func (p *Plan) readMe() []byte {
	d := p.project.Dossier
	var b strings.Builder
	fmt.Fprintf(&b, "# Evidence pack: %s\n\n", form.Inert(d.Site.Title))
	fmt.Fprintf(&b, "Made by clausebook %s of commit `%s`. Dates are judged as of %s.\nScope: %s.\n\n", d.Tool, p.commit.Hash, d.AsOf.Day,
		form.Inert(p.scope.String()))
	b.WriteString("It shows what is evidenced and what is not known. It certifies nothing. How to check it: `../VERIFY.md`.\n\n")
	b.WriteString("| File | What it is |\n|---|---|\n")
	for _, row := range p.contents() {
		fmt.Fprintf(&b, "| %s | %s |\n", row[0], row[1])
	}
	b.WriteString("\nMatrix, findings, gaps and the site are of the whole set of documents, whatever the scope. Texts and approvals are " +
		"of the scope. Drafts and proposed texts are no evidence: their bytes are left out, and the site marks them.\n\n")
	fmt.Fprintf(&b, "## Not found\n\n%s in `not-found.csv`. ", phrase.Plural(len(p.NotFound), "thing is listed", "things are listed"))
	b.WriteString("What a pack does not show is as much a result as what it shows.\n")
	return []byte(b.String())
}

// contents lists what lies in the pack.
func (p *Plan) contents() [][2]string {
	if p.people.hidden() {
		return p.contentsHidden()
	}
	rows := [][2]string{
		{"`documents.csv`, `documents.json`", phrase.Plural(p.Versions, "version that was", "versions that were") + " in force and " +
			phrase.Plural(p.Records, "record", "records") + ", with days, commit and file"},
		{"`documents/`", "those texts, byte by byte; each is named by what git calls it"},
		{"`approvals.json`", "who approved which text, on what evidence, with doubts, and which files show it"},
		{"`history/`", "the commits and tags that bear the evidence, as git stores them: their names and signatures can be checked"},
		{"`evidence/`", "exports of reviews and scans"},
		{"`trust/`", "keys, people and rules as of before each approved change"},
		{"`matrix.csv`, `.xlsx`, `.json`", "each item of the standards with its state, reason and evidence"},
		{"`findings.json`, `.sarif`", "what is wrong in the documents, as known on that commit"},
		{"`gaps.csv`, `.json`", "what is required and not there yet"},
		{"`not-found.csv`, `.json`", "what a reader might look for and the pack does not have"},
	}
	if p.options.Site {
		rows = append(rows, [2]string{"`site/index.html`", "the site; open it from the disk"})
	}
	if p.options.History {
		rows = append(rows, [2]string{"`repo.bundle`", "the repository: `git clone repo.bundle`"})
	}
	return rows
}
