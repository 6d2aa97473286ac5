package build

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/content"
	"clausebook/internal/diag"
	"clausebook/internal/fingerprint"
	"clausebook/internal/history"
	"clausebook/internal/inputs"
	"clausebook/internal/kept"
	"clausebook/internal/output"
	"clausebook/internal/site"
	"clausebook/internal/why"
)

// Target gives where the site of a project is written: the folder that a user named, else the one of the configuration,
// which is as little trusted as the rest of the repository, so that no link may lead out of it.
func (p *Project) Target(named string) output.Target {
	t := target(p.Dir, p.Config, named)
	t.Doubtful = p.unread.Load
	if p.Program != "" && p.Dossier.History.Reliable() {
		t.Record = recordOf(p.Dir, p.Cache, p.Config, t)
	}
	return t
}

// open opens what was made for the project before: in memory where projects follow each other, else in the cache, by the same trust as what
// a site was made of.
func (p *Project) open() *kept.Store {
	if p.Program == "" {
		return nil
	}
	file := ""
	if p.Dossier.History.Reliable() {
		file = history.KeptFile(history.Options{Dir: p.Dir, Folder: p.Config.Content, CacheDir: p.Cache}, "made", "")
	}
	return kept.Open(file, p.Program)
}

// Keep keeps for the next build what was made for this one, and what each page of its site was made of, once it is written. What cannot
// be kept is made again, and not told of.
func (p *Project) Keep(t output.Target) {
	_ = p.made().Save()
	if file := p.partsOf(t); file != "" && t.Record != "" {
		_ = p.notes.Write(file)
	}
}

// partsOf gives the file of the cache in which is kept what each page of a site was made of, for whoever asks why one has changed.
func (p *Project) partsOf(t output.Target) string {
	return history.KeptFile(history.Options{Dir: p.Dir, Folder: p.Config.Content, CacheDir: p.Cache}, "parts", t.Dir)
}

// Why tells what a page or file of the site stands on, and what of it has changed since the site of a target was built. A page may be named
// by its address or by the id of its document.
func (p *Project) Why(t output.Target, name string) (why.Story, error) {
	o, err := SiteOptions(p)
	if err != nil {
		return why.Story{}, err
	}
	story, err := site.Explain(p.Dossier, o, name)
	if err != nil {
		return why.Story{}, err
	}
	story.Program, story.Site = p.Dossier.Tool, t.Dir
	if rel, err := filepath.Rel(p.Dir, t.Dir); err == nil && filepath.IsLocal(rel) {
		story.Site = filepath.ToSlash(rel)
	}
	story.Site = strings.TrimSuffix(story.Site, "/") + "/"
	if was := why.Read(p.partsOf(t)); was != nil {
		story.Known = true
		story.Changed, story.Same, story.Compare = p.notes.Since(was, story.Path)
	}
	return story, nil
}

func target(dir string, cfg config.Config, named string) output.Target {
	t := output.Target{Dir: named, Temp: filepath.Join(dir, ".clausebook")}
	if named == "" {
		t.Dir, t.Within = filepath.Join(dir, cfg.Output), dir
	}
	return t
}

// recordOf gives the file of the cache in which is kept what a site was made of.
func recordOf(dir, cache string, cfg config.Config, t output.Target) string {
	return history.KeptFile(history.Options{Dir: dir, Folder: cfg.Content, CacheDir: cache}, "site", t.Dir)
}

// Built is what there is to say of a site that was built.
type Built struct {
	Documents int
	Commits   string // in words
	Tally     string // of findings and gaps, in words
	Pages     int
	AsOf      string // in words
	Findings  diag.Counts
}

// Look is what a build would look at, before it reads anything.
type Look struct {
	target  output.Target
	content content.Place
	name    fingerprint.Digest
	again   func() (fingerprint.Digest, error) // looks once more
	memory  func() fingerprint.Digest          // of what builds remember of the repository
	known   bool
}

// note is what is kept with a site: the name of all that it was built from, and what there was to say.
type note struct {
	Inputs string
	Built  Built
}

// LookAt names all that a build of the site into a folder would follow from; see package inputs. Flags are what was said of it that the
// options do not hold. Where it cannot be told, nothing is known of the last build.
func LookAt(ctx context.Context, o Options, named string, flags ...string) Look {
	l := lookAt(ctx, o, named, flags...)
	l.known = l.known && l.target.Record != ""
	return l
}

func lookAt(ctx context.Context, o Options, named string, flags ...string) Look {
	src, err := openSource(ctx, o)
	if err != nil {
		return Look{}
	}
	cfg, _, borrowed, err := src.settings(o)
	if err != nil || borrowed || cmp.Or(o.Program, o.Tool) == "" || o.Env == nil {
		return Look{}
	}
	asOf, err := src.asOf(o, cfg)
	if err != nil {
		return Look{}
	}
	t := target(o.Dir, cfg, named)
	t.Record = recordOf(o.Dir, o.cache(), cfg, t)
	git, found := history.FoldersOf(o.Dir)
	if !found {
		return Look{}
	}
	values := []string{o.Program, o.Tool, o.Config, o.AsOf, o.BaseURL, strconv.FormatBool(o.Masked), strconv.FormatBool(o.Trend),
		asOf.Day.String(), asOf.Revision, o.cache(), named, o.Log, o.SinceCheckpoint}
	place := inputs.Place{Dir: o.Dir, Top: git.Top, Git: slices.Compact([]string{git.Own, git.Common}), Env: o.Env,
		Values: append(values, flags...), Without: inputs.Resolved(t.Dir, t.Temp, o.cache())}
	again := func() (fingerprint.Digest, error) { return inputs.Name(place) }
	memory := func() fingerprint.Digest { return fingerprint.Of(inputs.Files(o.cache(), "heads-*"), o.logLooks(cfg)) }
	name, err := again()
	return Look{t, cfg.Content, name, again, memory, err == nil}
}

// Last gives what was said of the site when it was last built, and its files, if nothing that it follows from has changed since and it
// stands as it was left.
func (l Look) Last() (Built, []output.File, bool) {
	if !l.known {
		return Built{}, nil, false
	}
	text, files, ok := l.target.Standing()
	var was note
	if !ok || json.Unmarshal([]byte(text), &was) != nil || was.Inputs != l.text() {
		return Built{}, nil, false
	}
	return was.Built, files, true
}

// Note gives what is to be kept with the site that is built after looking.
func (l Look) Note(b Built) (string, error) {
	if !l.known || !l.still() {
		return "", nil
	}
	text, err := json.Marshal(note{l.text(), b})
	if err != nil {
		return "", fmt.Errorf("keep what was built: %w", err)
	}
	return string(text), nil
}

func (l Look) text() string {
	name := l.all()
	return hex.EncodeToString(name[:])
}

// Dir is the folder of the site.
func (l Look) Dir() string { return l.target.Dir }
