package pack

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/bag"
	"clausebook/internal/doc"
	"clausebook/internal/form"
	"clausebook/internal/masks"
	"clausebook/internal/phrase"
)

// pseudonyms puts pseudonyms in place of people. Nothing is hidden by its zero value.
//
// A commit without its author is no longer the commit that git named, so that what names people by its nature is left out as a whole:
// commits, tags, keys, rules, exports and papers, and the texts with their front matter. It is listed with its sum, by which each of them
// can be handed over alone and believed. A copy of each text stands in the pack, with pseudonyms in its front matter.
type pseudonyms struct {
	masks    *masks.Masks
	withheld []Withheld
}

// Withheld is a file that a pack leaves out, since it names people.
type Withheld struct {
	File   string `json:"file"` // its place in a pack that names people
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

func (p *pseudonyms) hidden() bool { return p.masks != nil }

func (p *pseudonyms) over(write func(io.Writer) error) func(io.Writer) error {
	if !p.hidden() {
		return write
	}
	return p.masks.Over(write)
}

func (p *pseudonyms) withhold(file string, content []byte) {
	p.withheld = append(p.withheld, Withheld{file, bag.Sum(content), len(content)})
}

// hidePeople learns who is to be hidden.
func (p *Plan) hidePeople() error {
	if p.options.Pseudonyms == "" {
		return nil
	}
	if p.options.History {
		return errors.New("a pack with pseudonyms cannot have the repository, whose commits name their authors")
	}
	d := p.project.Dossier
	if !d.Site.Pseudonyms.On || d.Site.Pseudonyms.Key != p.options.Pseudonyms {
		return errors.New("the project was not gathered with these pseudonyms")
	}
	p.people.masks = masks.New(masks.Sources{Key: p.options.Pseudonyms, Day: d.AsOf.Day, People: d.People, Docs: d.Docs, History: d.History,
		Approvals: d.Approvals, T: fmt.Sprintf})
	return nil
}

// copyOf adds a text with pseudonyms in its front matter, where the text itself is withheld, and gives its place. The body is evidence and
// passes as it is.
func (g *gatherer) copyOf(name string, content []byte) string {
	if !g.people.hidden() {
		return ""
	}
	name = "texts/" + strings.TrimPrefix(name, "documents/")
	if !g.have[name] {
		g.have[name] = true
		front := len(content) - len(doc.Take(content).Body)
		g.add(name, []byte(g.people.masks.Mask(string(content[:front]))+g.people.masks.Shield(string(content[front:]))))
	}
	return bag.Data + name
}

// addWithheld lists what is left out.
func (p *Plan) addWithheld() {
	list := slices.Clone(p.people.withheld)
	p.addWriter(strings.TrimPrefix(bag.Withheld, bag.Data), func(w io.Writer) error { return form.Encode(w, list) })
	t := form.Table{Name: "withheld", Columns: columns("file", "sha256", "bytes")}
	for _, x := range list {
		t.Rows = append(t.Rows, []form.Cell{form.Text(x.File), form.Text(x.SHA256), form.Number(x.Bytes)})
	}
	p.addWriter("withheld.csv", func(w io.Writer) error { return form.WriteCSV(w, t) })
}

// contentsHidden lists what lies in a pack with pseudonyms.
func (p *Plan) contentsHidden() [][2]string {
	rows := [][2]string{
		{"`documents.csv`, `documents.json`", phrase.Plural(p.Versions, "version that was", "versions that were") + " in force and " +
			phrase.Plural(p.Records, "record", "records") + ", with days, commit and file"},
		{"`texts/`", "those texts, with pseudonyms in the front matter; names in the text itself are as they are"},
		{"`approvals.json`", "who approved which text by role and token, on what evidence, with doubts"},
		{"`withheld.csv`, `.json`", phrase.Plural(len(p.people.withheld), "file that names", "files that name") +
			" people and can be asked for one by one: commits, texts, keys, exports, each with its sum"},
		{"`matrix.csv`, `.json`", "each item of the standards with its state, reason and evidence"},
		{"`findings.json`, `.sarif`", "what is wrong in the documents, as known on that commit"},
		{"`gaps.csv`, `.json`", "what is required and not there yet"},
		{"`not-found.csv`, `.json`", "what a reader might look for and the pack does not have"},
	}
	if p.options.Site {
		rows = append(rows, [2]string{"`site/index.html`", "the site; open it from the disk"})
	}
	return rows
}
