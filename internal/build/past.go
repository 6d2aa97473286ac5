package build

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"

	"clausebook/internal/approval"
	"clausebook/internal/check"
	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/ledger"
	"clausebook/internal/memo"
	"clausebook/internal/people"
	"clausebook/internal/schemacheck"
	"clausebook/internal/trust"
)

// past is what the repository holds of earlier commits. nil stands for a history that cannot be relied on.
type past struct {
	*history.Archive
	tags   []history.Tag
	main   []history.MainRef // the full names of the main line as a branch
	people *schemacheck.Schema
	config *schemacheck.Schema
	name   string                     // of the configuration
	base   history.Hash               // of a change; empty where there is none
	next   *trust.Next                // what the work tree would become; nil where what is read is committed
	rules  map[history.Hash]pastRules // by the blob of the configuration
}

// pastRules is a configuration of then, or why it cannot be used.
type pastRules struct {
	config.Config
	err error
}

// openPast opens the history of a project, if it can be relied on. It is to be closed.
func openPast(o Options, c config.Config, log *history.Log) (*past, error) {
	if !log.Reliable() {
		return nil, nil
	}
	schema, err := shapes.Compile("people.schema.json")
	if err != nil {
		return nil, err
	}
	settings, err := shapes.Compile("config.schema.json")
	if err != nil {
		return nil, err
	}
	archive, err := history.OpenArchive(o.Dir, c.Zone())
	if err != nil {
		return nil, fmt.Errorf("open the history: %w", err)
	}
	tags, err := archive.Tags()
	if err != nil {
		archive.Close()
		return nil, fmt.Errorf("read the tags: %w", err)
	}
	var base history.Hash
	if o.Base != nil {
		base = o.Base.Commit
	}
	return &past{Archive: archive, base: base, tags: tags, main: archive.MainRefs(c.History.Protected), people: schema, config: settings,
		name: cmp.Or(o.Config, config.FileName), rules: map[history.Hash]pastRules{}}, nil
}

// nextOf tells in whose name git would commit the work tree now, and what a merge in progress brings in.
func nextOf(ctx context.Context, o Options, cfg config.Config) (*trust.Next, error) {
	me, err := history.Self(o.Dir, o.Env)
	if err != nil {
		me = history.Identity{} // a configuration that cannot be read names nobody, which is said where it matters
	}
	next := &trust.Next{Author: me}
	merged, err := history.Merging(o.Dir)
	if err != nil {
		return nil, err
	}
	for _, commit := range merged {
		past := o.historyOptions(&doc.Reader{Folder: cfg.Content, Fields: cfg.Fields, Values: cfg.Values}, cfg)
		past.Rev, past.CacheDir = string(commit), ""
		log, err := history.Read(ctx, past)
		if err != nil {
			return nil, fmt.Errorf("read what is being merged: %w", err)
		}
		next.Merged = append(next.Merged, log)
	}
	return next, nil
}

// close lets go of the repository; nothing happens where there is none.
func (p *past) close() {
	if p != nil {
		p.Close()
	}
}

// approvals reads what the past says of people, keys and reviews, and judges the approvals by it. Without a past, only
// what the documents declare is known. A full reading finds as well where the rules themselves were lowered. Memory is what was
// judged before by the same; it may be nil.
func (p *past) approvals(d *dossier.Dossier, cfg config.Config, full bool,
	memory *memo.Parts[*doc.Document, *approval.Judgement]) *ledger.Ledger {
	in := p.evidence(d, cfg)
	in.Lowered, in.Memory = full, memory
	return approval.Judge(in)
}

// Foresee tells of each document what an approval by a person on a day would be, if it were given in the next commit.
func (p *Project) Foresee(docs []*doc.Document, by people.Person, on date.Date) ([]approval.Prospect, error) {
	past, err := openPast(Options{Dir: p.Dir}, p.Config, p.Dossier.History)
	if err != nil {
		return nil, err
	}
	defer past.close()
	return approval.Foresee(past.evidence(p.Dossier, p.Config), docs, by, on), nil
}

// mainRefs gives the branches that the main line may be of; none where there is no history.
func (p *past) mainRefs() []history.MainRef {
	if p == nil {
		return nil
	}
	return p.main
}

// evidence gives all that approvals are judged by.
func (p *past) evidence(d *dossier.Dossier, cfg config.Config) approval.Input {
	in := approval.Input{Docs: d.Docs, History: d.History,
		Source: trust.Source{Clock: d.AsOf.Clock(), People: d.People, Config: cfg, Elsewhere: d.Elsewhere, Severity: check.DefaultSeverity}}
	if p != nil {
		in.At, in.Tags, in.Mailmap, in.ConfigOf, in.Base, in.Next = p.At, p.tags, p.Mailmap, p.configOf, p.base, p.next
		in.Main, in.Line = p.main, func(ref string) (*history.Line, error) { return p.Line(ref, in.Clock.Came) }
		in.Register = func(tree fs.FS, at string) (*people.Register, error) { return people.Load(tree, at, p.people) }
	}
	return in
}

// elsewhere finds what came into the repository from elsewhere.
func (p *past) elsewhere(d *dossier.Dossier, cfg config.Config) *imported.Scope {
	in := imported.Input{Docs: d.Docs, History: d.History, Adopted: cfg.Approval.Adopted, Day: d.AsOf.Day, Configured: p.configured(cfg.Path)}
	if p != nil {
		in.At, in.Base = p.At, p.base
		in.AdoptedOf = func(tree fs.FS) (config.Adopted, error) {
			rules, err := p.configOf(tree)
			return rules.Approval.Adopted, err
		}
	}
	return imported.Read(in)
}

// configOf reads the configuration of an earlier tree, each state of it once.
func (p *past) configOf(tree fs.FS) (config.Config, error) {
	info, err := fs.Stat(tree, p.name)
	if err != nil {
		return config.Config{}, fmt.Errorf("find the configuration: %w", err)
	}
	blob, ok := info.Sys().(history.Hash)
	if found, known := p.rules[blob]; ok && known {
		return found.Config, found.err
	}
	var found pastRules
	found.Config, found.err = config.LoadThere(tree, p.name, p.config)
	if ok {
		p.rules[blob] = found
	}
	return found.Config, found.err
}

// configured gives the way to tell whether a commit has the configuration file; nil where there is none, or no past.
func (p *past) configured(file string) func(history.Hash) bool {
	if p == nil || file == "" {
		return nil
	}
	return func(commit history.Hash) bool {
		tree, err := p.At(commit)
		if err != nil {
			return false
		}
		_, err = fs.Stat(tree, file)
		return err == nil
	}
}
