package pack

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"clausebook/internal/bag"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/inforce"
	"clausebook/internal/ledger"
	"clausebook/internal/plain"
	"clausebook/internal/report"
	"clausebook/internal/site"
)

// maxFile bounds a file of the repository that is put into a pack, in bytes.
const maxFile = 256 << 20

// Text is one text of a pack: a version that was in force, or a record.
type Text struct {
	Document string    `json:"document"`
	Title    string    `json:"title"`
	Type     string    `json:"type,omitempty"`
	Version  string    `json:"version,omitempty"`
	State    string    `json:"state"` // on the day of judgement; "record" for a record
	From     date.Date `json:"in_force_from,omitzero"`
	To       date.Date `json:"in_force_to,omitzero"`
	Said     date.Date `json:"said_on,omitzero"` // since when the repository says so, where that is later
	Blob     string    `json:"blob"`
	Source   string    `json:"source"` // path in the project at that commit
	Commit   string    `json:"commit,omitempty"`
	File     string    `json:"file,omitempty"` // in the pack, with exactly the bytes of the blob
	Page     string    `json:"page,omitempty"` // in the pack
	Copy     string    `json:"copy,omitempty"` // in the pack, with pseudonyms in the front matter, where File is withheld
}

// Approval is the approval of a version with all that it can be judged by again.
type Approval struct {
	Document string `json:"document"`
	report.Approval
	Blob    string   `json:"blob,omitempty"`
	Commits []string `json:"commits"` // files of the pack: what brought the text, and what shows the approval
	Exports []File   `json:"exports,omitempty"`
	Record  *File    `json:"record_file,omitempty"`
	Before  string   `json:"rules_of,omitempty"` // the commit whose keys, people and rules decided
	Trust   []File   `json:"trust,omitempty"`    // those
}

// File is a file of the repository with its place in the pack.
type File struct {
	Path string `json:"path"`
	File string `json:"file"`
}

// Missing is something that a reader might look for and that the pack does not have.
type Missing struct {
	What     string `json:"what"` // document | text | commit | file | gap
	Name     string `json:"name"`
	Reason   string `json:"reason"`
	Document string `json:"document,omitempty"`
}

// gatherer collects evidence, each file once.
type gatherer struct {
	*Plan
	blobs   *history.Blobs
	archive *history.Archive
	pages   *site.Site
	have    map[string]bool
	trust   map[history.Hash][]File

	texts     []Text
	approvals []Approval
}

// addEvidence adds texts, approvals and what these rest on.
func (p *Plan) addEvidence(archive *history.Archive, tags []history.Tag, pages *site.Site) error {
	g := gatherer{Plan: p, blobs: history.NewBlobs(p.project.Dir), archive: archive, pages: pages, have: map[string]bool{},
		trust: map[history.Hash][]File{}, texts: []Text{}, approvals: []Approval{}}
	for _, d := range p.scope.documents {
		if err := g.document(d); err != nil {
			return err
		}
	}
	g.commitFile(p.commit.Hash, "") // its tree is what the log of heads tells of it
	for _, t := range tags {        // what a signed tag says is in no commit
		g.once("history/"+bag.GitName("tag", t.Raw)+".tag", t.Raw)
	}
	for _, gap := range report.GapsOf(p.project.Dossier, report.Filter{}).Open {
		p.miss("gap", gap.Standard+":"+gap.Item, gap.Reason, "")
	}
	p.addIndex(g.texts, g.approvals)
	return nil
}

// document adds all of one document that is in the scope.
func (g *gatherer) document(d *doc.Document) error {
	dossier := g.project.Dossier
	versions := g.scope.versions(dossier, d)
	for _, v := range versions {
		if err := g.version(d, v); err != nil {
			return err
		}
	}
	switch {
	case inforce.Maintained(d) && len(versions) == 0:
		g.miss("document", string(d.ID), "no version of it was in force in the scope (its text: "+
			dossier.InForce.Of(d).Text().String()+")", string(d.ID))
	case g.scope.record(dossier, d):
		return g.record(d)
	}
	return nil
}

// version adds a version that was in force.
func (g *gatherer) version(d *doc.Document, v *inforce.Tenure) error {
	t := Text{Document: string(d.ID), Title: d.Title, Type: d.Type, Version: v.Number(), State: v.State(g.project.Dossier.AsOf.Day).String(),
		From: v.From, To: v.To(), Said: v.Said, Blob: v.Blob()}
	if v.Revision != nil {
		t.Source = v.Revision.Path
		if v.Revision.Commit != nil {
			t.Commit = string(v.Revision.Commit.Hash)
		}
	}
	if g.pages != nil {
		t.Page = pagePath(g.pages.PageOf(v))
	}
	g.text(&t)
	g.Versions++
	a, err := g.approval(d, v)
	g.approvals = append(g.approvals, a)
	return err
}

// record adds a record as the commit has it.
func (g *gatherer) record(d *doc.Document) error {
	t := Text{Document: string(d.ID), Title: d.Title, Type: d.Type, Version: d.Version, State: "record",
		Blob: string(g.project.Dossier.History.HeadBlob(d.Path)), Source: d.Path}
	if g.pages != nil {
		t.Page = pagePath(g.pages.PageOfDocument(d))
	}
	g.text(&t)
	g.Records++
	v, ok := g.project.Dossier.Approvals.Current(d)
	if !ok {
		return nil
	}
	a := Approval{Document: string(d.ID), Approval: report.ApprovalOf(g.project.Dossier, v), Blob: t.Blob}
	err := g.restsOn(&a, v, nil)
	g.approvals = append(g.approvals, a)
	return err
}

func pagePath(address string) string {
	if address == "" {
		return ""
	}
	return bag.Data + "site/" + address
}

// text adds the bytes of a text.
func (g *gatherer) text(t *Text) {
	name := "documents/" + portable(t.Document) + "/" + portable(cmp.Or(t.Version, "text")) + "-" + t.Blob + ".md"
	content, err := g.blobs.Read(history.Hash(t.Blob))
	if t.Blob == "" || err != nil {
		g.miss("text", strings.TrimSpace(t.Document+" "+t.Version), "its file cannot be read from the repository", t.Document)
	} else {
		t.File = g.once(name, content)
		t.Copy = g.copyOf(name, content)
	}
	g.texts = append(g.texts, *t)
}

// approval adds the approval of a version.
func (g *gatherer) approval(d *doc.Document, v *inforce.Tenure) (Approval, error) {
	a := Approval{Document: string(d.ID), Approval: report.ApprovalOf(g.project.Dossier, v.Version), Blob: v.Blob()}
	return a, g.restsOn(&a, v.Version, v.Landed)
}

// restsOn adds what an approval can be judged by again: raw commits, exports, the paper, and keys, people and rules of before.
func (g *gatherer) restsOn(a *Approval, v ledger.Version, landed *history.Commit) error {
	a.Commits = []string{}
	hashes := []history.Hash{}
	if v.Revision != nil && v.Revision.Commit != nil {
		hashes = append(hashes, v.Revision.Commit.Hash)
		if landed == nil {
			landed = g.project.Dossier.History.LandedBy(v.Revision.Commit)
		}
	}
	if landed != nil {
		hashes = append(hashes, landed.Hash)
	}
	for _, e := range v.Evidence {
		if e.Commit != "" {
			hashes = append(hashes, e.Commit)
		}
	}
	for i, h := range hashes {
		if slices.Contains(hashes[:i], h) {
			continue
		}
		if file := g.commitFile(h, a.Document); file != "" {
			a.Commits = append(a.Commits, file)
		}
	}
	g.exports(a, v)
	if v.Record.Path != "" && v.Record.Blob != "" {
		if f, ok := g.blobFile("evidence", v.Record.Path, v.Record.Blob, a.Document); ok {
			a.Record = &f
		}
	}
	if landed == nil || len(landed.Parents) == 0 {
		return nil // the first commit: the first keys, people and rules speak for it, which it brought itself
	}
	a.Before = string(landed.Parents[0])
	var err error
	a.Trust, err = g.trustOf(landed.Parents[0])
	return err
}

// exports adds the exports of forges that speak for a version.
func (g *gatherer) exports(a *Approval, v ledger.Version) {
	if !slices.ContainsFunc(v.Evidence, func(e ledger.Evidence) bool { return e.Export }) {
		return
	}
	for _, x := range g.project.Dossier.Approvals.Exports {
		if !slices.Contains(x.Documents, v.Document) {
			continue
		}
		for _, file := range x.Files {
			content, err := g.read(file)
			if err != nil {
				g.miss("file", file, "it cannot be read: "+plain.Reason(err), a.Document)
				continue
			}
			a.Exports = append(a.Exports, File{file, g.once("evidence/"+bag.GitName("blob", content)+"-"+portable(path.Base(file)), content)})
		}
	}
}

// trustOf adds keys, people and rules as a commit has them.
func (g *gatherer) trustOf(commit history.Hash) ([]File, error) {
	if files, known := g.trust[commit]; known {
		return files, nil
	}
	tree, err := g.archive.At(commit)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the rules of commit %s: %w", commit.Short(), err)
	}
	c := g.project.Config
	var files []File
	for _, name := range slices.Concat([]string{c.Path, c.Content.In("people.yaml"), c.Approval.AllowedSigners},
		keyFiles(tree, c.Approval.OpenPGPKeys)) {
		if content, err := plain.Read(tree, path.Clean(name), maxFile); name != "" && err == nil {
			files = append(files, File{name, g.once("trust/"+bag.GitName("blob", content)+"-"+portable(path.Base(name)), content)})
		}
	}
	g.trust[commit] = files
	return files, nil
}

// keyFiles gives the files of a file or folder of keys.
func keyFiles(tree fs.FS, name string) []string {
	if name == "" {
		return nil
	}
	entries, err := fs.ReadDir(tree, path.Clean(name))
	if err != nil {
		return []string{name}
	}
	var out []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			out = append(out, path.Join(name, e.Name()))
		}
	}
	return out
}

// commitFile adds a commit as git stores it, so that its name and signature can be checked without a repository.
func (g *gatherer) commitFile(h history.Hash, document string) string {
	c := g.project.Dossier.History.Commit(h)
	if c == nil || len(c.Raw) == 0 {
		g.miss("commit", string(h), "it lies beside the branch that was read; --with-history has it", document)
		return ""
	}
	return g.once("history/"+string(c.Hash)+".commit", c.Raw)
}

// blobFile adds a file of the repository by its git name.
func (g *gatherer) blobFile(folder, source string, blob history.Hash, document string) (File, bool) {
	content, err := g.blobs.Read(blob)
	if err != nil {
		g.miss("file", source, "it cannot be read from the repository", document)
		return File{}, false
	}
	return File{source, g.once(folder+"/"+string(blob)+"-"+portable(path.Base(source)), content)}, true
}

// once adds a file unless the pack has it, and gives its path in the pack.
func (g *gatherer) once(name string, content []byte) string {
	if !g.have[name] {
		g.have[name] = true
		if g.people.hidden() {
			g.people.withhold(bag.Data+name, content)
		} else {
			g.add(name, content)
		}
	}
	return bag.Data + name
}

func (p *Plan) miss(what, name, reason, document string) {
	m := Missing{what, name, reason, document}
	if !slices.Contains(p.NotFound, m) {
		p.NotFound = append(p.NotFound, m)
	}
}

// read reads a file of the commit.
func (p *Plan) read(name string) ([]byte, error) {
	return plain.Read(p.project.Source, path.Clean(name), maxFile)
}

// theme gives the user's theme as the commit has it; nil where there is none.
func (p *Plan) theme() (fs.FS, error) {
	if p.project.Config.Theme == "" {
		return nil, nil
	}
	theme, err := fs.Sub(p.project.Source, path.Clean(p.project.Config.Theme))
	if err != nil {
		return nil, fmt.Errorf("open the theme of the commit: %w", err)
	}
	return theme, nil
}

// portable makes of a text a name that every system has, and that looks like it.
func portable(text string) string {
	mapped := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, text)
	mapped = strings.Trim(mapped[:min(len(mapped), 60)], "-.")
	if mapped == "" || bag.Portable(mapped) != nil {
		return "x-" + mapped
	}
	return mapped
}
