// Package doctor looks at a project and its repository and says what clausebook found there: what it can rely on, what would
// count as an approval, which evidence this clone has, and how to fix what is in the way.
package doctor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"clausebook/internal/build"
	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/phrase"
	"clausebook/internal/report"
)

// patient is what the doctor looks at. What could not be read is nil, and the error says why.
type patient struct {
	options  build.Options
	config   config.Config
	badConf  error
	project  *build.Project
	unread   error // why there is no project, unless the configuration is why
	log      *history.Log
	cached   bool // there was a cache before this run
	cacheDir string
}

// Examine looks at the project that options name, with the program of a version. Only what makes looking impossible is an error.
func Examine(ctx context.Context, o build.Options, version string) (report.Diagnosis, error) {
	p := patient{options: o, cacheDir: filepath.Join(o.Dir, ".clausebook", "cache")}
	p.cached = len(p.cacheFiles()) > 0
	if p.config, p.badConf = build.Settings(ctx, o); p.badConf == nil {
		p.project, p.unread = build.Gather(ctx, o)
	}
	if p.project != nil {
		p.log = p.project.Dossier.History
	} else {
		var err error
		where := history.Options{Dir: o.Dir, Folder: cmp.Or(p.config.Content, config.New().Content)}
		if p.log, err = history.Read(ctx, where); err != nil {
			return report.Diagnosis{}, err
		}
	}
	if ctx.Err() != nil {
		return report.Diagnosis{}, ctx.Err()
	}
	return report.Diagnosis{Tool: version, Areas: []report.Checkup{
		{Area: "Project", Signs: p.projectSigns(cmp.Or(o.Config, config.FileName))}, {Area: "Repository", Signs: p.repositorySigns()},
		{Area: "Evidence of approvals", Signs: p.evidenceSigns()}, {Area: "Environment", Signs: environmentSigns(version)},
	}}, nil
}

func sign(h report.Health, what, fix, format string, args ...any) report.HealthSign {
	return report.HealthSign{Health: h, What: what, Says: fmt.Sprintf(format, args...), Fix: fix}
}

// projectSigns tells of the configuration and what it names.
func (p *patient) projectSigns(configName string) []report.HealthSign {
	out := []report.HealthSign{sign(report.Healthy, "root", "", "%s", p.options.Dir)}
	var invalid *config.InvalidError
	switch {
	case errors.As(p.badConf, &invalid):
		for _, f := range invalid.Findings {
			out = append(out, sign(report.Problem, "configuration", f.Hint, "%s: %s", f.Pos, f.Message))
		}
		return out
	case p.badConf != nil:
		return append(out, sign(report.Problem, "configuration", "", "%s", p.badConf))
	case p.config.Path == "":
		out = append(out, sign(report.Noted, "configuration", "clausebook init", "no %s; using the defaults", configName))
	default:
		out = append(out, sign(report.Healthy, "configuration", "", "%s", p.config.Path))
	}
	if p.unread != nil {
		fix := ""
		if errors.Is(p.unread, fs.ErrNotExist) {
			fix = "create the folder, or set another as `content:` in " + configName
		}
		return append(out, sign(report.Problem, "documents", fix, "%s", p.unread))
	}
	return append(out, gatheredSigns(p.config, p.project.Dossier)...)
}

// gatheredSigns tells of what was read.
func gatheredSigns(c config.Config, d *dossier.Dossier) []report.HealthSign {
	out := []report.HealthSign{
		sign(
			report.Healthy,
			"documents",
			"",
			"%s and %s in %s",
			phrase.Plural(len(d.Docs.Documents), "document", "documents"),
			phrase.Plural(len(d.Docs.Assets), "attachment", "attachments"),
			c.Content,
		),
	}
	for _, left := range d.Docs.LeftOut {
		out = append(out, sign(report.Noted, "left out", leftOutFix(c, left), "%s", leftOutWords(left)))
	}
	if len(d.Docs.Documents) == 0 {
		out[0] = sign(report.Noted, "documents", "run clausebook new, or set another folder as `content:`", "none in %s", c.Content)
	}
	var names []string
	for _, s := range d.Standards.Standards {
		names = append(names, s.ID)
	}
	out = append(out, sign(report.Healthy, "standards", "", "%s", strings.Join(names, ", ")))
	for _, f := range d.Standards.Findings {
		out = append(out, sign(report.Problem, "standards", f.Hint, "%s: %s", f.Pos, f.Message))
	}
	switch {
	case d.People.Path == "":
		out = append(
			out,
			sign(
				report.Noted,
				"people",
				"list people and roles in "+c.Content.In("people.yaml"),
				"no people.yaml, so nobody's authority can be checked",
			),
		)
	case len(d.People.Findings) > 0:
		out = append(
			out,
			sign(
				report.Noted,
				"people",
				"clausebook check",
				"%s has %s",
				d.People.Path,
				phrase.Plural(len(d.People.Findings), "finding", "findings"),
			),
		)
	default:
		out = append(
			out,
			sign(
				report.Healthy,
				"people",
				"",
				"%s: %s, %s",
				d.People.Path,
				phrase.Plural(len(d.People.People), "person", "people"),
				phrase.Plural(len(d.People.Roles), "role", "roles"),
			),
		)
	}
	how := "today"
	if d.AsOf.Pinned {
		how = "set in the configuration"
	}
	found := sign(report.Healthy, "findings", "", "%s", report.Tally(diag.Count(d.Findings)))
	if len(d.Findings) > 0 {
		found.Health, found.Fix = report.Noted, "clausebook check"
	}
	out = append(out, sign(report.Healthy, "as-of day", "", "%s, %s", d.AsOf.Day, how), found)
	if words := report.GapsOf(d, report.Filter{}).Words(); words != "" {
		out = append(out, sign(report.Noted, "gaps", "clausebook gaps", "%s", words))
	}
	return out
}

// repositorySigns tells of the repository and how far its history can be relied on.
func (p *patient) repositorySigns() []report.HealthSign {
	l := p.log
	var out []report.HealthSign
	if l.Reliable() {
		out = append(out, sign(report.Healthy, "history", "", "%s", l.State))
	} else {
		out = append(out, sign(report.Problem, "history", l.Fix, "%s: %s", l.State, l.Reason))
	}
	if l.Head != "" {
		out = append(out, sign(report.Healthy, "HEAD", "", "%s on %s", l.Head.Short(), cmp.Or(l.Branch, "no branch (detached)")))
	}
	if l.Commits > 0 {
		out = append(out, sign(report.Healthy, "commits", "", "%d", l.Commits))
	}
	out = append(out, lineSigns(l)...)
	out = append(out, p.movedSigns()...)
	x, err := history.Inspect(p.options.Dir)
	out = append(out, inspectionSigns(x)...)
	var state *history.StateError
	if err != nil && !errors.As(err, &state) { // a state is what the history has said above
		out = append(out, sign(report.Problem, "repository", "", "%s", err))
	}
	for _, n := range l.Notes {
		out = append(out, sign(report.Noted, "note", "", "%s", n))
	}
	for _, u := range l.Unfetched {
		out = append(out, sign(report.Noted, "not fetched", u.Fetch, "%s is not in this clone, though %s", u.Ref, u.Because))
	}
	return append(out, p.cacheSign())
}

// movedSigns tells what became of the names that commits had before the history was moved.
func (p *patient) movedSigns() []report.HealthSign {
	m := p.config.History.Moved
	if m.IsZero() || p.badConf != nil {
		return nil
	}
	if known := p.log.Moved.Known; known > 0 {
		return []report.HealthSign{sign(report.Healthy, "moved", "", "%d of %d former names in %s are understood: %s",
			known, p.log.Moved.Named, m.Map, m.Reason)}
	}
	return []report.HealthSign{sign(report.Problem, "moved", "clausebook check", "no former name in %s is understood", m.Map)}
}

// lineSigns tells which lines must not lose commits, and what is remembered of them.
func lineSigns(l *history.Log) []report.HealthSign {
	m := l.Memory
	if !l.Reliable() {
		return nil // nothing is remembered of what is not whole
	}
	if len(m.Lines) == 0 {
		return []report.HealthSign{sign(report.Noted, "protected line", "name it as `history: {protected: [BRANCH]}`",
			"none: the repository has no default branch of a remote, no main and no master, so no rewriting is noticed")}
	}
	out := []report.HealthSign{sign(report.Healthy, "protected line", "", "%s", strings.Join(m.Lines, ", "))}
	switch {
	case !m.Kept:
		out = append(out, sign(report.Noted, "earlier heads", "keep .clausebook/cache between runs",
			"not remembered here, so no rewriting is noticed"))
	case !m.Known:
		out = append(out, sign(report.Noted, "earlier heads", "",
			"none are known yet; a rewriting is noticed from the next run on, while .clausebook/cache is kept"))
	default:
		out = append(out, sign(report.Healthy, "earlier heads", "", "remembered in .clausebook/cache"))
	}
	for _, lost := range m.Lost {
		out = append(out, sign(report.Noted, "rewritten", "clausebook check",
			"commit %s was the head of %s at an earlier run and is no longer part of it", lost.Head.Short(), lost.Line))
	}
	return out
}

// inspectionSigns tells how the repository is kept. Replace refs and grafts are among the notes of the history.
func inspectionSigns(x history.Inspection) []report.HealthSign {
	var out []report.HealthSign
	if x.Root != "" {
		out = append(out, sign(report.Healthy, "work tree", "", "%s", x.Root))
	}
	if x.Doing != "" {
		out = append(out, sign(report.Noted, "in progress", x.DoingNext,
			"%s is not finished, so that documents and history are those of halfway through it", x.Doing))
	}
	if x.Linked {
		out = append(out, sign(report.Noted, "git folder", "", "%s: a linked work tree or a submodule", x.GitDir))
	}
	if x.Partial {
		out = append(
			out,
			sign(report.Noted, "partial clone", "git fetch --refetch --no-filter", "objects may be missing; clausebook does not fetch any"),
		)
	}
	for _, d := range x.Alternates {
		out = append(out, sign(report.Noted, "alternate", "", "objects are also read from %s", d))
	}
	for _, d := range x.Lost {
		out = append(
			out,
			sign(
				report.Problem,
				"alternate",
				"restore it, or run git repack -a -d in a copy that has all objects",
				"%s is listed in objects/info/alternates but does not exist",
				d,
			),
		)
	}
	return out
}

func (p *patient) cacheFiles() []string {
	entries, err := os.ReadDir(p.cacheDir)
	if err != nil {
		return nil // there is none, or none that can be used: the notes of the history say why
	}
	var out []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "history-") {
			out = append(out, e.Name())
		}
	}
	return out
}

func (p *patient) cacheSign() report.HealthSign {
	files := p.cacheFiles()
	size := int64(0)
	for _, name := range files {
		if info, err := os.Stat(filepath.Join(p.cacheDir, name)); err == nil {
			size += info.Size()
		}
	}
	switch {
	case len(files) == 0 && p.log.Reliable() && p.log.Commits < history.CacheFrom:
		return sign(report.Healthy, "cache", "", "not needed for fewer than %d commits", history.CacheFrom)
	case len(files) == 0:
		return sign(report.Noted, "cache", "", "no cache in .clausebook/cache, so every run reads the whole history")
	case !p.cached:
		return sign(report.Healthy, "cache", "", ".clausebook/cache, %d KiB, created by this run", (size+1023)/1024)
	}
	return sign(report.Healthy, "cache", "", ".clausebook/cache, %d KiB", (size+1023)/1024)
}

// evidenceSigns tells of the files on which the approvals of higher grades rest.
func (p *patient) evidenceSigns() []report.HealthSign {
	if p.badConf != nil {
		return []report.HealthSign{sign(report.Noted, "files", "", "not known without a valid configuration")}
	}
	c := p.config.Approval
	out := countingSigns(c)
	for _, f := range []struct{ what, key, path, none string }{
		{"SSH keys", "allowed_signers", c.AllowedSigners, "no SSH signature can be verified"},
		{"OpenPGP keys", "openpgp_keys", c.OpenPGPKeys, "no OpenPGP signature can be verified"},
		{"review exports", "exports", c.Exports, "no review on a forge can be counted"},
	} {
		if f.path == "" && f.key == "allowed_signers" && p.listsKeys("SSH") {
			out = append(out, sign(report.Healthy, f.what, "", "`approval.%s` is not set; the keys that people.yaml lists are trusted", f.key))
			continue
		}
		if f.path == "" {
			out = append(out, sign(report.Noted, f.what, "", "`approval.%s` is not set, so %s", f.key, f.none))
			continue
		}
		if _, err := os.Stat(filepath.Join(p.options.Dir, filepath.FromSlash(f.path))); err != nil {
			out = append(
				out,
				sign(report.Problem, f.what, "commit it, or correct `approval."+f.key+"`", "%s cannot be read: %s", f.path, reasonOf(err)),
			)
			continue
		}
		out = append(out, sign(report.Healthy, f.what, "", "%s", f.path))
	}
	return append(out, p.projectEvidence()...)
}

// listsKeys tells whether people.yaml lists keys of a kind.
func (p *patient) listsKeys(kind string) bool {
	return p.project != nil && slices.ContainsFunc(keys.OfPeople(p.project.Dossier.People), func(k keys.Key) bool { return k.Kind == kind })
}

// reasonOf gives what is wrong with a file without its path, which is absolute.
func reasonOf(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

// environmentSigns tells of the variables that change what clausebook does.
func environmentSigns(version string) []report.HealthSign {
	out := []report.HealthSign{sign(report.Healthy, "clausebook", "", "%s", version)}
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		if _, err := strconv.ParseInt(epoch, 10, 64); err != nil {
			out = append(out, sign(report.Problem, "SOURCE_DATE_EPOCH", "unset SOURCE_DATE_EPOCH", "%s is not a number of seconds", epoch))
		} else {
			out = append(out, sign(report.Noted, "SOURCE_DATE_EPOCH", "", "%s is used as the current time", epoch))
		}
	}
	if os.Getenv("NO_COLOR") != "" {
		out = append(out, sign(report.Noted, "NO_COLOR", "", "is set; --color always overrides it"))
	}
	return out
}
