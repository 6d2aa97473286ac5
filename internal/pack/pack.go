// Package pack makes an evidence pack of a Dossier: a folder or ZIP that an auditor can believe because of tools that
// everybody has, and not because of this program.
//
// What a pack holds follows from commit, scope and version of the program alone, byte by byte. Signatures and time stamps are
// laid beside it. What is not there is listed in it: a pack that only showed what was found could hide the rest.
package pack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"clausebook/internal/bag"
	"clausebook/internal/build"
	"clausebook/internal/diag"
	"clausebook/internal/heads"
	"clausebook/internal/history"
	"clausebook/internal/output"
	"clausebook/internal/report"
	"clausebook/internal/site"
)

// Options say what is packed.
type Options struct {
	Scope   string
	Site    bool // with the site as it was on that commit
	History bool // with the repository as a bundle

	// Pseudonyms is the key of pseudonyms in place of people; empty where people are named. The project has to be gathered with it.
	Pseudonyms string
}

// Plan is what a pack will hold.
type Plan struct {
	Name     string        // of the folder in a ZIP
	Files    []output.File // the evidence, sorted by path, each below bag.Data
	NotFound []Missing
	Versions int // texts that were in force
	Records  int

	project *build.Project
	options Options
	commit  *history.Commit
	scope   Scope
	people  pseudonyms
}

// ErrHistory says that the history cannot carry a pack.
var ErrHistory = errors.New("an evidence pack needs the whole history of the repository")

// Of plans the pack of a project, which was gathered from a commit and not from a work tree.
func Of(p *build.Project, o Options) (*Plan, error) {
	d := p.Dossier
	if d.AsOf.Revision == "" {
		return nil, errors.New("an evidence pack is made of a commit, and not of a work tree")
	}
	if !d.History.Reliable() {
		return nil, fmt.Errorf("%w: %s\n%s", ErrHistory, d.History.Reason, d.History.Fix)
	}
	scope, err := ParseScope(cmp.Or(o.Scope, "all"), d)
	if err != nil {
		return nil, err
	}
	plan := &Plan{project: p, options: o, scope: scope, commit: d.History.Commit(history.Hash(d.AsOf.Revision))}
	if plan.commit == nil {
		return nil, fmt.Errorf("%w: commit %s is not part of it", ErrHistory, d.AsOf.Revision)
	}
	if err := plan.hidePeople(); err != nil {
		return nil, err
	}
	plan.Name = "pack-" + portable(scope.String()) + "-" + plan.commit.Hash.Short()
	return plan, plan.list()
}

// list lists the evidence.
func (p *Plan) list() error {
	var pages *site.Site
	if p.options.Site {
		var err error
		if pages, err = p.pages(); err != nil {
			return err
		}
		for _, f := range pages.Files {
			f.Path = bag.Data + "site/" + f.Path
			p.Files = append(p.Files, f)
		}
	}
	if err := p.addRepository(pages); err != nil {
		return err
	}
	p.addTables()
	slices.SortFunc(p.Files, func(a, b output.File) int { return cmp.Compare(a.Path, b.Path) })
	for i, f := range p.Files {
		if err := bag.Portable(f.Path); err != nil {
			return fmt.Errorf("a pack has to be readable on every system: %w\nrename the file, or leave the site out with --no-site", err)
		}
		if i > 0 && f.Path == p.Files[i-1].Path {
			return fmt.Errorf("two files of the pack would be called %s", f.Path)
		}
	}
	return nil
}

// addRepository adds what is read from the repository: the evidence, and where it is asked for the repository itself.
func (p *Plan) addRepository(pages *site.Site) error {
	archive, err := history.OpenArchive(p.project.Dir, p.project.Config.Zone())
	if err != nil {
		return fmt.Errorf("read the repository: %w", err)
	}
	defer archive.Close()
	tags, err := archive.Tags()
	if err != nil {
		return fmt.Errorf("read the tags: %w", err)
	}
	// A tag of a commit that the history does not have is evidence of nothing here.
	tags = slices.DeleteFunc(tags, func(t history.Tag) bool { return p.project.Dossier.History.Commit(t.Commit) == nil })
	if err := p.addEvidence(archive, tags, pages); err != nil || !p.options.History {
		return err
	}
	return p.addBundle(archive, tags)
}

// pages plans the site, with the theme as the commit has it.
func (p *Plan) pages() (*site.Site, error) {
	o, err := build.SiteOptions(p.project)
	if err != nil {
		return nil, err
	}
	if o.Override, err = p.theme(); err != nil {
		return nil, err
	}
	s, err := site.New(p.project.Dossier, o)
	if err != nil {
		return nil, fmt.Errorf("plan the site: %w", err)
	}
	return s, nil
}

// add plans a file whose bytes are known.
func (p *Plan) add(path string, content []byte) {
	p.addWriter(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

func (p *Plan) addWriter(path string, write func(io.Writer) error) {
	p.Files = append(p.Files, output.File{Path: bag.Data + path, Kind: "evidence", Write: p.people.over(write)})
}

// Sink takes the files of a pack, one after the other.
type Sink interface {
	Put(path string, content []byte) error
}

// Signer signs what it is given for a namespace.
type Signer interface {
	ID() string
	Sign(namespace string, message []byte) ([]byte, error)
}

// Seal is what is laid beside a pack. All of it may be missing.
type Seal struct {
	Signer  Signer
	Request func(tagManifest []byte) error                   // told what a time stamp is to be asked for
	Token   func(tagManifest []byte) (token []byte, _ error) // gives the answer to such a request
	Log     *heads.Log                                       // where protected branches stood, as kept outside; nil for none
}

// Write writes a pack, the evidence first. Progress is told how many files of evidence are written; it may be nil.
func (p *Plan) Write(ctx context.Context, to Sink, seal Seal, progress func(int)) error {
	lines, size, err := p.writeEvidence(ctx, to, progress)
	if err != nil {
		return err
	}
	tags, err := p.tags(lines, size)
	if err != nil {
		return err
	}
	var sums []bag.Line
	for _, path := range bag.Summed() {
		sums = append(sums, bag.Line{Sum: bag.Sum(tags[path]), Path: path})
		if err := to.Put(path, tags[path]); err != nil {
			return err
		}
	}
	manifest := bag.Write(sums)
	if err := to.Put(bag.TagManifest, manifest); err != nil {
		return err
	}
	if seal.Log != nil {
		if err := putLog(to, seal.Log, string(p.commit.Hash)); err != nil {
			return err
		}
	}
	return seal.write(to, manifest, tags)
}

// write lays signatures and a time stamp beside a pack.
func (s Seal) write(to Sink, manifest []byte, tags map[string][]byte) error {
	if s.Signer != nil {
		sig, err := s.Signer.Sign(bag.Namespace, manifest)
		if err != nil {
			return err
		}
		if err := to.Put(bag.Signature, sig); err != nil {
			return err
		}
		for _, e := range [][2]string{{bag.Statement, bag.StatementEnvelope}, {bag.Check, bag.CheckEnvelope}} {
			sig, err := s.Signer.Sign(bag.Namespace, bag.Signable(tags[e[0]]))
			if err != nil {
				return err
			}
			envelope, err := bag.Seal(tags[e[0]], s.Signer.ID(), sig)
			if err != nil {
				return err
			}
			if err := to.Put(e[1], envelope); err != nil {
				return err
			}
		}
	}
	if s.Request != nil {
		if err := s.Request(manifest); err != nil {
			return err
		}
	}
	if s.Token == nil {
		return nil
	}
	token, err := s.Token(manifest)
	if err != nil {
		return err
	}
	return to.Put(bag.Token, token)
}

// tags makes all that stands beside the evidence and follows from it.
func (p *Plan) tags(lines []bag.Line, size int64) (map[string][]byte, error) {
	manifest := bag.Write(lines)
	statement, err := p.statement(lines, manifest)
	if err != nil {
		return nil, err
	}
	tests, err := p.tests()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		bag.Declaration: []byte(bag.DeclarationText),
		bag.Info:        p.info(len(lines), size),
		bag.Manifest:    manifest,
		bag.Statement:   statement,
		bag.Check:       tests,
		bag.ReadMe:      readMe,
		bag.Script:      script,
	}, nil
}

func (p *Plan) info(files int, size int64) []byte {
	yesNo := map[bool]string{true: "yes", false: "no"}
	d := p.project.Dossier
	fields := []bag.Field{
		{Name: "Source-Organization", Value: cmp.Or(d.Site.Organization, "not stated")},
		{Name: "External-Description", Value: "Evidence pack: " + cmp.Or(d.Site.Title, "documents")},
		{Name: bag.FieldCommit, Value: string(p.commit.Hash)},
		{Name: bag.FieldDay, Value: d.AsOf.Day.String()},
		{Name: bag.FieldOxum, Value: fmt.Sprintf("%d.%d", size, files)},
		{Name: bag.FieldTool, Value: "clausebook " + d.Tool},
		{Name: bag.FieldScope, Value: p.scope.String()},
		{Name: bag.FieldSite, Value: yesNo[p.options.Site]},
		{Name: bag.FieldHistory, Value: yesNo[p.options.History]},
		{Name: bag.FieldProject, Value: cmp.Or(d.History.Prefix, ".")},
	}
	if p.people.hidden() {
		fields = append(fields, bag.Field{Name: bag.FieldPeople, Value: bag.Pseudonyms})
	}
	return bag.WriteInfo(fields)
}

// verifierID names this program in statements, by what it is and not by where it can be had.
const verifierID = "urn:clausebook:pack:v1"

func (p *Plan) statement(lines []bag.Line, manifest []byte) ([]byte, error) {
	d := p.project.Dossier
	subjects := []bag.Resource{
		{Name: bag.Manifest, Digest: bag.Digest{SHA256: bag.Sum(manifest)}},
		{Name: "git commit", Digest: bag.Digest{GitCommit: string(p.commit.Hash)}},
	}
	for _, l := range lines {
		subjects = append(subjects, bag.Resource{Name: l.Path, Digest: bag.Digest{SHA256: l.Sum}})
	}
	properties := []string{"CLAUSEBOOK_WHOLE_HISTORY"}
	if len(p.NotFound) == 0 {
		properties = append(properties, "CLAUSEBOOK_NOTHING_MISSING")
	}
	if p.people.hidden() {
		properties = append(properties, "CLAUSEBOOK_PSEUDONYMS")
	}
	counts := diag.Count(d.Findings)
	return bag.WriteStatement(bag.Stated{Type: bag.StatementType, Subject: subjects, PredicateType: bag.SummaryType,
		Predicate: bag.Summary{
			Verifier: bag.Verifier{ID: verifierID}, TimeCreated: p.commit.Committer.When.UTC().Format(time.RFC3339), Properties: properties,
			Commit: string(p.commit.Hash), AsOf: d.AsOf.Day.String(), Scope: p.scope.String(), Tool: d.Tool,
			Counts: map[string]int{"documents": len(p.scope.documents), "versions": p.Versions, "records": p.Records, "files": len(lines),
				"errors": counts.Errors, "warnings": counts.Warnings, "notes": counts.Infos, "gaps": len(report.GapsOf(d, report.Filter{}).Open)},
			NotFound: len(p.NotFound)}})
}

// tests states what the check of the documents came to, rule by rule.
func (p *Plan) tests() ([]byte, error) {
	d := p.project.Dossier
	worst := map[diag.RuleID]diag.Severity{}
	for _, f := range d.Findings {
		if f.Severity > worst[f.Rule] {
			worst[f.Rule] = f.Severity
		}
	}
	t := bag.Tests{Result: "PASSED", Configuration: []bag.Resource{}, Passed: []string{}, Warned: []string{}, Failed: []string{}}
	for _, r := range d.Rules {
		switch worst[r.ID] {
		case diag.Error:
			t.Failed = append(t.Failed, string(r.ID))
		case diag.Warning:
			t.Warned = append(t.Warned, string(r.ID))
		default:
			t.Passed = append(t.Passed, string(r.ID))
		}
	}
	if len(t.Failed) > 0 {
		t.Result = "FAILED"
	} else if len(t.Warned) > 0 {
		t.Result = "WARNED"
	}
	if text, err := p.read(p.project.Config.Path); err == nil {
		t.Configuration = append(t.Configuration, bag.Resource{Name: p.project.Config.Path, Digest: bag.Digest{SHA256: bag.Sum(text)}})
	}
	subject := bag.Resource{Name: "git commit", Digest: bag.Digest{GitCommit: string(p.commit.Hash)}}
	return bag.WriteStatement(bag.Stated{Type: bag.StatementType, Subject: []bag.Resource{subject}, PredicateType: bag.TestResultType,
		Predicate: t})
}
