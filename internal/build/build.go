// Package build is the sentence of the program: source -> documents -> history -> approvals -> matrix -> findings,
// gathered into one Dossier, and the plan of files that shows it.
//
// check needs Gather alone, build writes the plan, serve renders the pages that are asked for. A newcomer reads this
// package first: every stage is one call here, and takes only what it needs.
package build

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"clausebook/internal/aims"
	"clausebook/internal/certification"
	"clausebook/internal/check"
	"clausebook/internal/config"
	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/heads"
	"clausebook/internal/history"
	"clausebook/internal/inforce"
	"clausebook/internal/kept"
	"clausebook/internal/loop"
	"clausebook/internal/moved"
	"clausebook/internal/output"
	"clausebook/internal/page"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
	"clausebook/internal/rows"
	"clausebook/internal/site"
	"clausebook/internal/trace"
	"clausebook/internal/trust"
	"clausebook/internal/unsaved"
	"clausebook/internal/view"
	"clausebook/internal/why"
	"clausebook/internal/witness"
	"clausebook/schemas"
	"clausebook/themes"
)

// Options are what flags decide.
type Options struct {
	Dir     string              // the project root; see FindRoot
	Config  string              // name of the configuration file in it, default config.FileName
	Cache   string              // folder of what follows from commits, default .clausebook/cache in the project
	NoCache bool                // nothing is taken from the cache or kept there
	AsOf    string              // a day or a revision, overriding the configuration; empty for neither
	BaseURL string              // overriding the configuration
	Masked  bool                // people are shown by pseudonym, whatever the configuration says
	MaskKey string              // makes the pseudonyms, in place of the key of the configuration
	Tool    string              // version of the program
	Program string              // what tells one build of the program from another, for the cache; default Tool
	Now     func() time.Time    // the clock; only its day matters
	Env     func(string) string // the environment, for the name that git writes into commits; nil where nobody is to be asked
	Stage   func(what string)   // told what is being done; may be nil

	// Day, unless zero, is the day on which dates are judged, whatever AsOf or the configuration say: two trees can only
	// be compared as of one day.
	Day date.Date
	// Previous, unless nil, is the same project as it was gathered a moment ago: documents whose files have not changed
	// are taken from it, and what was judged of them.
	Previous *Project
	// Instead are texts that stand in place of files of the work tree, by path from the project root: what is not saved yet.
	Instead map[string][]byte
	// Recall, unless nil, is what the files of the work tree held when they were gathered before.
	Recall *unsaved.Recall
	// Base, unless nil, is what a change is held against; its severities count, for a change must not switch off its own
	// checks.
	Base *Base
	// Trend asks for the ends of the last months too. Each costs about what has changed since, unless the cache has it.
	Trend bool
	// Log names the folder of the log of heads, whatever the configuration says. SinceCheckpoint is the file of a checkpoint that was
	// kept outside.
	Log, SinceCheckpoint string
	NoLog                bool // what a pack holds follows from the commit, and not from a log that has grown since
	// Timings, unless nil, is told how long each phase took.
	Timings *Timings

	texts *kept.Store // what earlier runs read of documents alone; see keptTexts
}

// Project is a Dossier with what is needed to render it.
type Project struct {
	Config  config.Config
	Dossier *dossier.Dossier
	Source  fs.FS // the tree that was read, rooted at the project root
	Dir     string
	Program string     // what tells one build of the program from another
	Cache   string     // folder of what follows from commits
	Packs   view.Packs // which packs of documents the plan has
	Heads   *heads.Log // the log of heads; nil where none is kept

	main   []history.MainRef  // the branches that the main line may be of
	top    fs.FS              // the tree that was read, rooted at the top of the repository
	unread atomic.Bool        // something of the history could not be read while pages were made
	trend  judged             // what the trend was made of
	notes  *why.Book          // what each page was made of, once it was prepared
	made   func() *kept.Store // what was made for the project before, opened when it is asked for
	known  memory             // what the next gathering may take over
}

// FindRoot gives the project root for a folder: the closest folder upwards that holds the configuration file, else
// the folder itself.
func FindRoot(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the project folder: %w", err)
	}
	for at := start; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, config.FileName)); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return start, nil
		}
	}
}

// Gather reads documents, standards, people and history, judges them and gives the result. Wrong documents are
// findings in the Dossier; a configuration that cannot be used is a *config.InvalidError.
func Gather(ctx context.Context, o Options) (*Project, error) {
	src, err := openSource(ctx, o)
	if err != nil {
		return nil, err
	}
	cfg, read, borrowed, err := src.settings(o)
	if err != nil {
		return nil, err
	}
	asOf, err := src.asOf(o, cfg)
	if err != nil {
		return nil, err
	}
	asOf.Borrowed = borrowed
	p := &Project{Config: cfg, Source: src.tree, Dir: o.Dir, Program: cmp.Or(o.Program, o.Tool), Cache: o.cache(), notes: why.NewBook()}
	if p.made = sync.OnceValue(p.open); o.Previous != nil {
		p.made = o.Previous.made
	}
	o.texts = keptTexts(o, cfg, src)
	d, err := gather(ctx, o, cfg, src)
	if err != nil {
		return nil, err
	}
	d.AsOf, p.Dossier = asOf, d
	if p.top, err = src.top(ctx, o, d.History.Prefix); err != nil {
		return nil, err
	}
	past, err := openPast(o, cfg, d.History)
	if err != nil {
		return nil, err
	}
	defer past.close()
	if past != nil {
		d.History = d.History.Without(d.Docs.Foreign(d.History, past.At))
	}
	var next *trust.Next
	if past != nil && src.commit == "" && o.Env != nil {
		if next, err = nextOf(ctx, o, cfg); err != nil {
			return nil, err
		}
		past.next = next
	}
	o.stage("judging")
	done := o.Timings.Begin(PhaseApprovals)
	d.Elsewhere = past.elsewhere(d, cfg)
	p.known = remember(o, d, cfg, next)
	d.Acts = witness.Read(d.Docs, d.History, d.Elsewhere, d.AsOf.Clock())
	d.Approvals = past.approvals(d, cfg, true, p.known.judged)
	d.Acts = d.Acts.Approved(d.Approvals.Day)
	d.Rows = rows.NewBook(d.History, d.AsOf.Clock(), history.NewBlobs(o.Dir).Read, p.made)
	d.InForce = inforce.Read(inforce.Input{Docs: d.Docs, History: d.History, Approvals: d.Approvals, Elsewhere: d.Elsewhere,
		Clock: d.AsOf.Clock()})
	done()
	p.main = past.mainRefs()
	logged, err := p.readHeads(ctx, o)
	if err != nil {
		return nil, err
	}
	judge(p, slices.Concat(read, logged), o)
	_ = o.texts.SaveMuch(textsPart) // what cannot be kept is read again
	o.texts.Close()
	if o.Trend {
		defer o.Timings.Begin(PhaseTrend)()
		err = trend(ctx, o, p, past)
	}
	return p, err
}

// Settings reads the configuration alone, of the work tree or of the revision that AsOf names. One that cannot be used
// is a *config.InvalidError.
func Settings(ctx context.Context, o Options) (config.Config, error) {
	src, err := openSource(ctx, o)
	if err != nil {
		return config.Config{}, err
	}
	cfg, _, err := loadConfig(src.tree, o)
	return cfg, err
}

func (o Options) stage(what string) {
	if o.Stage != nil {
		o.Stage(what)
	}
}

func loadConfig(tree fs.FS, o Options) (config.Config, []diag.Finding, error) {
	schema, err := shapes.Compile("config.schema.json")
	if err != nil {
		return config.Config{}, nil, err
	}
	name := cmp.Or(o.Config, config.FileName)
	cfg, findings, err := config.Load(tree, name, schema)
	if o.BaseURL != "" {
		cfg.BaseURL = o.BaseURL
	}
	cfg.Pseudonyms.On = cfg.Pseudonyms.On || o.Masked
	cfg.Pseudonyms.Key = cmp.Or(o.MaskKey, cfg.Pseudonyms.Key)
	return cfg, findings, err
}

// gather reads everything that does not depend on anything else: documents and history side by side, for both are
// bound by different things.
func gather(ctx context.Context, o Options, cfg config.Config, src source) (*dossier.Dossier, error) {
	d := &dossier.Dossier{Site: siteOf(cfg), Tool: o.Tool, Rules: check.Rules()}
	reader, err := readerOf(cfg)
	if err != nil {
		return nil, err
	}
	reader.Kept = o.texts
	if was := o.Previous; was != nil && readAlike(was.Config, cfg) {
		reader.Previous = was.Dossier.Docs
	}
	moves, strays := moved.Read(src.tree, cfg.History.Moved)
	d.Strays = strays
	o.stage("reading documents and history")
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		defer o.Timings.Begin(PhaseRead)()
		d.Docs, err = reader.Load(gctx, src.tree, runtime.GOMAXPROCS(0))
		if o.Base != nil && src.commit == o.Base.Commit && errors.Is(err, fs.ErrNotExist) {
			d.Docs, err = doc.NewSet(cfg.Content, nil, nil, nil), nil // the change brings the first documents
		}
		return err
	})
	group.Go(func() (err error) {
		defer o.Timings.Begin(PhaseHistory)()
		past := o.historyOptions(reader, cfg)
		past.Rev, past.Moves, past.WorkTree = string(src.commit), moves, src.commit == ""
		if o.Previous != nil {
			past.Known = o.Previous.Dossier.History
		}
		d.History, err = history.Read(gctx, past)
		return err
	})
	group.Go(func() error { return loadReference(d, cfg, src) })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if src.commit == "" {
		d.Docs.Findings = append(d.Docs.Findings, leftBehind(o.Dir, cfg)...)
		d.History = d.History.Standing(d.Docs.Stood(d.History))
	}
	return d, around(o, cfg, src.tree, d)
}

// readerOf gives what reads the documents of a project.
func readerOf(cfg config.Config) (*doc.Reader, error) {
	types, err := doc.Schemas(shapes, schemas.FS)
	if err != nil {
		return nil, err
	}
	return &doc.Reader{Folder: cfg.Content, Fields: cfg.Fields, Values: cfg.Values, Defaults: cfg.Defaults, Schemas: types}, nil
}

// leftBehind names the documents that a sparse checkout does not have: without them much looks as if it were missing.
func leftBehind(dir string, cfg config.Config) []diag.Finding {
	files, partial := history.LeftBehind(dir, cfg.Content)
	files = slices.DeleteFunc(files, func(p string) bool { return !content.IsMarkdown(p) })
	f := diag.Finding{Rule: doc.RuleUnreadable,
		Hint: "check out the whole: git sparse-checkout disable; in a pipeline, without a sparse checkout"}
	switch {
	case len(files) > 0:
		f.Message = fmt.Sprintf("%s not checked out, because the checkout is sparse: %s",
			phrase.Plural(len(files), "document is", "documents are"), phrase.Some(files, shownBehind, "git ls-files -t"))
	case partial:
		f.Message = "the checkout is sparse, so documents may be missing"
	default:
		return nil
	}
	return []diag.Finding{f}
}

// shownBehind is how many of them are named.
const shownBehind = 3

// around tells the documents of the repository around them, so that their links can be followed out of the content folder.
func around(o Options, cfg config.Config, tree fs.FS, d *dossier.Dossier) error {
	a := doc.Around{Prefix: d.History.Prefix, Sites: cfg.SiteURLs, Shown: cfg.Forge.Kind != "" && cfg.Forge.URL != "" && d.History.Head != ""}
	if site, err := url.Parse(cfg.BaseURL); err == nil {
		a.Base = strings.Trim(site.Path, "/")
	}
	d.Docs.Place(a)
	files, folders, err := history.Tracked(o.Dir, d.History.Head, d.Docs.Beyond())
	var state *history.StateError
	if err != nil && !errors.As(err, &state) {
		return fmt.Errorf("look for the files that links mean: %w", err)
	}
	a.Tracked, a.Folders = files, folders
	d.Docs.Place(a)
	d.Docs.Borrow(tree, files)
	return nil
}

// historyOptions say how the history of the documents that a reader reads is read.
func (o Options) historyOptions(r *doc.Reader, cfg config.Config) history.Options {
	return history.Options{
		Dir:       o.Dir,
		Folder:    r.Folder,
		Protected: cfg.History.Protected,
		Zone:      cfg.Zone(),
		Reader:    r.Facts,
		CacheDir:  o.cache(),
		Version:   cmp.Or(o.Program, o.Tool) + " " + r.FactsVersion(),
	}
}

// cache gives the folder in which is kept what follows from commits.
func (o Options) cache() string {
	if o.NoCache {
		return ""
	}
	return cmp.Or(o.Cache, filepath.Join(o.Dir, ".clausebook", "cache"))
}

// readAlike tells whether documents are read in the same way with both configurations.
func readAlike(a, b config.Config) bool {
	return a.Content == b.Content && reflect.DeepEqual(a.Fields, b.Fields) && reflect.DeepEqual(a.Values, b.Values) &&
		reflect.DeepEqual(a.Defaults, b.Defaults)
}

func loadReference(d *dossier.Dossier, cfg config.Config, src source) error {
	schema, err := shapes.Compile("people.schema.json")
	if err != nil {
		return err
	}
	if d.People, err = people.Load(src.tree, cfg.Content.In("people.yaml"), schema); err != nil {
		return err
	}
	if d.Standards, err = shelf.Load(src.tree, cfg.Standards, cfg.Language); err != nil {
		return err
	}
	if d.Spoken, err = spoken(cfg.Language); err != nil {
		return err
	}
	d.Certified, err = loadScheme(cfg, src.tree)
	return err
}

// loadScheme reads the certification scheme. One that cannot be used is a finding, and it is not known what comes next.
func loadScheme(cfg config.Config, tree fs.FS) (*certification.Book, error) {
	schema, err := shapes.Compile("scheme.schema.json")
	if err != nil {
		return nil, err
	}
	scheme, findings, err := certification.Load(schemas.FS, tree, cfg.Scheme, schema)
	return &certification.Book{Scheme: scheme, Findings: findings}, err
}

// judge derives matrix and findings from what was read, by the severities and acknowledgements of the base where there is one.
func judge(p *Project, read []diag.Finding, o Options) {
	d, cfg := p.Dossier, p.Config
	severity, gained, acknowledged := cfg.Severity, map[doc.ID]string(nil), cfg.History.Acknowledged
	if o.Base != nil {
		severity, gained, acknowledged = o.Base.Config.Severity, o.Base.Gained, o.Base.Config.History.Acknowledged
	}
	owners, ownersPath, unread := codeOwners(p.top, d.History.Prefix)
	done := o.Timings.Begin(PhaseTrace)
	d.Matrix = join(d, cfg)
	done()
	defer o.Timings.Begin(PhaseCheck)()
	d.Certified = d.Certified.Read(d.AsOf.Day, d.Docs, d.Acts)
	d.Aims = aims.Read(d.AsOf.Day, d.Docs, d.Acts)
	d.Loop = loop.Read(loop.Source{Day: d.AsOf.Day, Docs: d.Docs, Acts: d.Acts, Aims: d.Aims, Due: d.Certified.CaseDue})
	in := &check.Input{AsOf: d.AsOf.Day, Docs: d.Docs, People: d.People, Standards: d.Standards, History: d.History,
		Approvals: d.Approvals, Elsewhere: d.Elsewhere, Acts: d.Acts, Rows: d.Rows, Matrix: d.Matrix, Certified: d.Certified,
		Aims: d.Aims, Loop: d.Loop,
		Conditions: cfg.Conditions, Waivers: cfg.Waivers, Periods: cfg.Periods, Policy: cfg.Approval, Config: cfg.Path,
		BaseURL: cfg.BaseURL, CodeOwners: owners, CodeOwnersPath: ownersPath, Reserved: page.Reserved(),
		Gained: gained, Touched: o.Base.touched(d.Docs),
		Settle: cfg.Approval.Settle, LateAfter: cfg.Approval.LateAfter, Acknowledged: acknowledged, Moved: cfg.History.Moved, Strays: d.Strays,
		Memory: p.known.texts, Kept: o.texts}
	result := check.Run(in, slices.Concat(read, unread), severity)
	d.Findings, d.Gaps, d.Excepted = result.Findings, result.Gaps, result.Excepted
	d.Awaited = check.AwaitedApprovals(in)
	tell(d, cfg)
}

// join traces the standards through what was read and judged.
func join(d *dossier.Dossier, cfg config.Config) *trace.Matrix {
	return trace.Join(
		trace.Input{AsOf: d.AsOf.Day, Docs: d.Docs, Standards: d.Standards, History: d.History, Approvals: d.Approvals, Acts: d.Acts,
			People: d.People, Conditions: cfg.Conditions, Waivers: cfg.Waivers, Periods: spansOf(cfg.Periods)},
	)
}

// spansOf gives the days of audit periods.
func spansOf(periods []config.Period) []doc.Span {
	out := make([]doc.Span, len(periods))
	for i, p := range periods {
		out[i] = doc.Span{From: p.From, To: p.To}
	}
	return out
}

// maxOwners is the largest file of owners that is read, in bytes; GitHub reads three mebibytes.
const maxOwners = 4 << 20

// codeOwners gives the forge's file of owners from the first place where forges look for one, from the root of a repository
// whose project root has the given prefix, with its path relative to the project root; nothing if there is none. One that
// cannot be read is a finding.
func codeOwners(tree fs.FS, prefix string) (file []byte, at string, unread []diag.Finding) {
	up := ""
	if prefix != "" {
		up = strings.Repeat("../", strings.Count(prefix, "/")+1)
	}
	for _, p := range [...]string{".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"} {
		b, err := plain.Read(tree, p, maxOwners)
		switch {
		case err == nil:
			return b, up + p, nil
		case errors.Is(err, fs.ErrNotExist) || errors.Is(err, plain.ErrLink) && isLink(tree, strings.TrimSuffix(p, "/CODEOWNERS")):
		default:
			why := "the file of code owners cannot be read: it " + plain.Reason(err)
			return nil, "", []diag.Finding{{Rule: "PE010", Pos: diag.Pos{File: up + p}, Message: why}}
		}
	}
	return nil, "", nil
}

// isLink tells whether a folder is a link: a forge looks into none for owners.
func isLink(tree fs.FS, folder string) bool {
	info, err := fs.Lstat(tree, folder)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

func siteOf(cfg config.Config) dossier.Site {
	s := dossier.Site{Title: cfg.Title, Organization: cfg.Organization, BaseURL: cfg.BaseURL, Language: cfg.Language,
		Forge: dossier.Forge{
			Kind:   cfg.Forge.Kind,
			URL:    cfg.Forge.URL,
			Branch: cfg.Forge.Branch,
		}, Pseudonyms: dossier.Pseudonyms(cfg.Pseudonyms), Look: dossier.Look(cfg.Look),
		LateAfter: cfg.Approval.LateAfter}
	for _, p := range cfg.Periods {
		s.Periods = append(s.Periods, dossier.Period{ID: p.ID, Name: p.Name, From: p.From, To: p.To})
	}
	return s
}

// Plan lists the files of the site of a project.
func Plan(p *Project) ([]output.File, error) {
	o, err := SiteOptions(p)
	if err != nil {
		return nil, err
	}
	return site.Plan(p.Dossier, o)
}

// Between gives the page that compares two versions of a document when somebody asks for it, by the address of its history.
func Between(p *Project) (func(history, from, to string) (output.File, bool), error) {
	o, err := SiteOptions(p)
	if err != nil {
		return nil, err
	}
	return site.Between(p.Dossier, o)
}

// PlanSite plans the site of a project that stays, as a preview does.
func PlanSite(p *Project) (*site.Site, error) {
	o, err := SiteOptions(p)
	if err != nil {
		return nil, err
	}
	return site.New(p.Dossier, o)
}

// Reread reads a document of the project again, as its file is now; nil where there is no document at that path, or where it cannot
// be told from its file alone what it says.
func (p *Project) Reread(path string) (*doc.Document, error) {
	if p.Dossier.Docs.ByPath(path) == nil || p.Dossier.AsOf.Revision != "" {
		return nil, nil
	}
	reader, err := readerOf(p.Config)
	if err != nil {
		return nil, err
	}
	return reader.One(p.Source, path), nil
}

// SiteOptions gives what the configuration says about the look of a project's site, and where its pages read from.
func SiteOptions(p *Project) (site.Options, error) {
	o := site.Options{Theme: themes.Default(), Source: p.Source, Fields: p.Config.Fields, Values: p.Config.Values, Program: p.Program,
		Packs: p.Packs, Memory: p.made(), Notes: p.notes}
	if p.Config.Theme != "" {
		tree, err := plain.Open(p.Dir)
		if err == nil {
			o.Override, err = fs.Sub(tree, p.Config.Theme)
		}
		if err != nil {
			return o, fmt.Errorf("open the theme: %w", err)
		}
	}
	if p.Dossier.History.Reliable() {
		read := history.NewBlobs(p.Dir).Read
		o.Blob = func(blob history.Hash) ([]byte, error) {
			b, err := read(blob)
			if err != nil {
				p.unread.Store(true)
			}
			return b, err
		}
	}
	return o, nil
}

// source is where the documents are read from.
type source struct {
	tree   fs.FS
	commit history.Hash // the revision read, empty for the work tree
	day    date.Date    // the day that --as-of names or that its revision has
}

// openSource opens the work tree, confined to the project root and without following links, or the tree of the
// revision that --as-of names.
func openSource(ctx context.Context, o Options) (source, error) {
	if o.AsOf == "" {
		tree, err := plain.Open(o.Dir)
		if err != nil {
			return source{}, fmt.Errorf("open the project folder: %w", err)
		}
		stored, err := history.WorkTree(o.Dir, o.edited(tree), os.Getenv)
		return source{tree: stored}, err
	}
	o.stage("reading " + o.AsOf)
	tree, snapshot, err := history.Snapshot(ctx, o.Dir, o.AsOf, o.zone())
	if err != nil {
		return source{}, fmt.Errorf("read the documents as of %s: %w", o.AsOf, err)
	}
	day, err := date.Parse(o.AsOf)
	if err != nil { // a revision: dates are judged as of its own day
		day = date.Of(snapshot.Time)
	}
	return source{tree: tree, commit: snapshot.Commit, day: day}, nil
}

// edited gives the work tree as editors show it.
func (o Options) edited(tree fs.FS) fs.FS {
	if o.Recall != nil {
		tree = o.Recall.Over(tree, o.Now())
	}
	if len(o.Instead) == 0 {
		return tree
	}
	return unsaved.Over(tree, o.Instead)
}

// settings reads the configuration: that of the tree, else, for an earlier one, the present.
func (s source) settings(o Options) (cfg config.Config, read []diag.Finding, borrowed bool, err error) {
	if s.commit != "" {
		return loadThen(s.tree, o)
	}
	cfg, read, err = loadConfig(s.tree, o)
	return cfg, read, false, err
}

// top opens the tree that was read at the top of the repository, for a project root with the given prefix in it.
func (s source) top(ctx context.Context, o Options, prefix string) (fs.FS, error) {
	if prefix == "" {
		return s.tree, nil
	}
	dir, err := filepath.EvalSymlinks(o.Dir)
	if err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("find the top of the repository: %w", err)
	}
	for range strings.Count(prefix, "/") + 1 {
		dir = filepath.Dir(dir)
	}
	if s.commit == "" {
		tree, err := plain.Open(dir)
		if err != nil {
			return nil, fmt.Errorf("open the top of the repository: %w", err)
		}
		return tree, nil
	}
	tree, _, err := history.Snapshot(ctx, dir, string(s.commit), nil)
	if err != nil {
		return nil, fmt.Errorf("read the top of the repository: %w", err)
	}
	return tree, nil
}

// zone gives the zone of judgement as the work tree has it: a day must be told before the revision that it means can be
// read. A configuration that cannot be used is reported where it is read for good.
func (o Options) zone() *time.Location {
	root, err := os.OpenRoot(o.Dir)
	if err != nil {
		return time.UTC
	}
	defer root.Close() //nolint:errcheck // read only
	cfg, _, err := loadConfig(root.FS(), o)
	if err != nil {
		return time.UTC
	}
	return cfg.Zone()
}

// asOf gives the day on which dates are judged: the one that is forced, that of the flag, that of the configuration,
// else today.
func (s source) asOf(o Options, cfg config.Config) (dossier.AsOf, error) {
	switch {
	case !o.Day.IsZero():
		return dossier.AsOf{Day: o.Day, Pinned: true, Revision: string(s.commit)}, nil
	case o.AsOf != "":
		return dossier.AsOf{Day: s.day, Pinned: true, Revision: string(s.commit)}, nil
	case !cfg.AsOf.IsZero():
		return dossier.AsOf{Day: cfg.AsOf, Pinned: true}, nil
	}
	now, err := clock(o.Now)
	return dossier.AsOf{Day: date.Of(now.In(cfg.Zone()))}, err
}

// clock gives the time, which SOURCE_DATE_EPOCH fixes where a build has to be repeated byte by byte.
func clock(now func() time.Time) (time.Time, error) {
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return now(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, errors.New("SOURCE_DATE_EPOCH is not a number of seconds")
	}
	return time.Unix(seconds, 0), nil
}
