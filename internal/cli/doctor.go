package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/config"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/report"
)

func (a *app) doctorCommand() *cobra.Command {
	o := viewOptions{formats: []string{"text"}}
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Show how the project and its repository stand, and what mends what is wrong",
		Long: `Doctor shows on one screen what clausebook found: the project and its configuration,
documents, standards and people; the repository, how far its history can be relied
on, and the command that mends it if not; the cache; files of keys and reviews; the
environment.

What is wrong with the documents themselves, check tells. Doctor exits with 1 if
there is trouble: something that cannot be told or done until it is mended.`,
		Example: `  clausebook doctor
  clausebook doctor --format json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runDoctor(c.Context(), o) },
	}
	c.Flags().StringArrayVar(&o.formats, "format", []string{"text"}, "`FORMAT[=FILE]`: text or json, and where if not to stdout; repeatable")
	completeWords(c, "format", viewFormats)
	return c
}

func (a *app) runDoctor(ctx context.Context, o viewOptions) error {
	targets, err := a.parseTargets(o.formats, viewFormats)
	if err != nil {
		return err
	}
	d, err := a.examine(ctx)
	if err != nil {
		return err
	}
	err = a.emit(targets, func(w io.Writer, format string, colors bool) error {
		if format == "json" {
			return report.WriteDiagnosisJSON(w, d)
		}
		return report.WriteDiagnosisText(w, d, colors)
	})
	if err != nil {
		return err
	}
	a.note("%s", d.Summary())
	if d.Troubled() {
		return errFindings
	}
	return nil
}

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

// examine looks at everything. Only what makes looking impossible is an error.
func (a *app) examine(ctx context.Context) (report.Diagnosis, error) {
	bar := a.progress()
	defer bar.done()
	o, err := a.options("", "", bar.stage)
	if err != nil {
		return report.Diagnosis{}, err
	}
	p := patient{options: o, cacheDir: filepath.Join(o.Dir, ".clausebook", "cache")}
	p.cached = len(p.cacheFiles()) > 0
	if p.config, p.badConf = build.Settings(ctx, o); p.badConf == nil {
		p.project, p.unread = build.Gather(ctx, o)
	}
	if p.project != nil {
		p.log = p.project.Dossier.History
	} else if p.log, err = history.Read(ctx, history.Options{Dir: o.Dir, Folder: cmp.Or(p.config.Content, config.New().Content)}); err != nil {
		return report.Diagnosis{}, err
	}
	if ctx.Err() != nil {
		return report.Diagnosis{}, ctx.Err()
	}
	return report.Diagnosis{Tool: Version(), Areas: []report.Checkup{
		{Area: "Project", Signs: p.projectSigns(a.config)}, {Area: "Repository", Signs: p.repositorySigns()},
		{Area: "Evidence of approvals", Signs: p.evidenceSigns()}, {Area: "Environment", Signs: environmentSigns()},
	}}, nil
}

func sign(h report.Health, what, mend, format string, args ...any) report.HealthSign {
	return report.HealthSign{Health: h, What: what, Says: fmt.Sprintf(format, args...), Mend: mend}
}

// projectSigns tells of the configuration and what it names.
func (p *patient) projectSigns(configName string) []report.HealthSign {
	out := []report.HealthSign{sign(report.Healthy, "root", "", "%s", p.options.Dir)}
	var invalid *config.InvalidError
	switch {
	case errors.As(p.badConf, &invalid):
		for _, f := range invalid.Findings {
			out = append(out, sign(report.Trouble, "configuration", f.Hint, "%s: %s", f.Pos, f.Message))
		}
		return out
	case p.badConf != nil:
		return append(out, sign(report.Trouble, "configuration", "", "%s", p.badConf))
	case p.config.Path == "":
		out = append(out, sign(report.Noted, "configuration", "clausebook init", "there is no %s; the defaults hold", configName))
	default:
		out = append(out, sign(report.Healthy, "configuration", "", "%s", p.config.Path))
	}
	if p.unread != nil {
		mend := ""
		if errors.Is(p.unread, fs.ErrNotExist) {
			mend = "make the folder, or name another as `content:` in " + configName
		}
		return append(out, sign(report.Trouble, "documents", mend, "%s", p.unread))
	}
	return append(out, gatheredSigns(p.config, p.project.Dossier)...)
}

// gatheredSigns tells of what was read.
func gatheredSigns(c config.Config, d *dossier.Dossier) []report.HealthSign {
	out := []report.HealthSign{sign(report.Healthy, "documents", "", "%s and %s in %s/", plural(len(d.Docs.Documents), "document"), plural(len(d.Docs.Assets), "attachment"), c.Content)}
	if len(d.Docs.Documents) == 0 {
		out[0] = sign(report.Noted, "documents", "clausebook new, or name another folder as `content:`", "there are none in %s/", c.Content)
	}
	var names []string
	for _, s := range d.Standards.Standards {
		names = append(names, s.ID)
	}
	out = append(out, sign(report.Healthy, "standards", "", "%s", strings.Join(names, ", ")))
	for _, f := range d.Standards.Findings {
		out = append(out, sign(report.Trouble, "standards", f.Hint, "%s: %s", f.Pos, f.Message))
	}
	switch {
	case d.People.Path == "":
		out = append(out, sign(report.Noted, "people", "list people and roles in "+c.Content+"/people.yaml", "there is no people.yaml, so that nobody's authority can be judged"))
	case len(d.People.Findings) > 0:
		out = append(out, sign(report.Noted, "people", "clausebook check", "%s has %s", d.People.Path, plural(len(d.People.Findings), "finding")))
	default:
		out = append(out, sign(report.Healthy, "people", "", "%s: %s, %s", d.People.Path, plural(len(d.People.People), "person"), plural(len(d.People.Roles), "role")))
	}
	how := "today"
	if d.AsOf.Pinned {
		how = "pinned by the configuration"
	}
	found := sign(report.Healthy, "findings", "", "%s", tally(d.Findings))
	if len(d.Findings) > 0 {
		found.Health, found.Mend = report.Noted, "clausebook check"
	}
	return append(out, sign(report.Healthy, "as-of day", "", "%s, %s", d.AsOf.Day, how), found)
}

// repositorySigns tells of the repository and how far its history can be relied on.
func (p *patient) repositorySigns() []report.HealthSign {
	l := p.log
	var out []report.HealthSign
	if l.Reliable() {
		out = append(out, sign(report.Healthy, "history", "", "%s", l.State))
	} else {
		out = append(out, sign(report.Trouble, "history", l.Mend, "%s: %s", l.State, l.Reason))
	}
	if l.Head != "" {
		out = append(out, sign(report.Healthy, "HEAD", "", "%s on %s", l.Head.Short(), cmp.Or(l.Branch, "no branch: it is detached")))
	}
	if l.Commits > 0 {
		out = append(out, sign(report.Healthy, "commits", "", "%d", l.Commits))
	}
	if l.Rewritten != nil {
		out = append(out, sign(report.Trouble, "rewritten", "git reflog, to find out who did so and why",
			"commit %s, seen at the last run, is no longer part of %s", l.Rewritten.Old.Short(), l.Rewritten.New.Short()))
	}
	x, err := history.Inspect(p.options.Dir)
	out = append(out, inspectionSigns(x)...)
	var state *history.StateError
	if err != nil && !errors.As(err, &state) { // a state is what the history has said above
		out = append(out, sign(report.Trouble, "repository", "", "%s", err))
	}
	for _, n := range l.Notes {
		out = append(out, sign(report.Noted, "note", "", "%s", n))
	}
	return append(out, p.cacheSign())
}

// inspectionSigns tells how the repository is kept. Replace refs and grafts are among the notes of the history.
func inspectionSigns(x history.Inspection) []report.HealthSign {
	var out []report.HealthSign
	if x.Root != "" {
		out = append(out, sign(report.Healthy, "work tree", "", "%s", x.Root))
	}
	if x.Linked {
		out = append(out, sign(report.Noted, "git folder", "", "%s: a linked work tree or a submodule", x.GitDir))
	}
	if x.Partial {
		out = append(out, sign(report.Noted, "partial clone", "git fetch --refetch --no-filter", "objects may be missing, and nothing is fetched by clausebook"))
	}
	for _, d := range x.Alternates {
		out = append(out, sign(report.Noted, "alternate", "", "objects are read from %s as well", d))
	}
	for _, d := range x.Lost {
		out = append(out, sign(report.Trouble, "alternate", "put it back, or git repack -a -d in a copy that has all objects", "%s is named in objects/info/alternates and is not there", d))
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
		return sign(report.Noted, "cache", "", "there is none in .clausebook/cache; every run reads the whole history")
	case !p.cached:
		return sign(report.Healthy, "cache", "", ".clausebook/cache, %d KiB, made by this run", (size+1023)/1024)
	}
	return sign(report.Healthy, "cache", "", ".clausebook/cache, %d KiB", (size+1023)/1024)
}

// evidenceSigns tells of the files on which the approvals of higher grades rest.
func (p *patient) evidenceSigns() []report.HealthSign {
	if p.badConf != nil {
		return []report.HealthSign{sign(report.Noted, "files", "", "not known without the configuration")}
	}
	c := p.config.Approval
	out := []report.HealthSign{sign(report.Healthy, "least grade", "", "%s", c.LeastGrade)}
	for _, f := range []struct{ what, key, path, none string }{
		{"SSH keys", "allowed_signers", c.AllowedSigners, "no SSH signature can be verified"},
		{"OpenPGP keys", "openpgp_keys", c.OpenPGPKeys, "no OpenPGP signature can be verified"},
		{"review exports", "exports", c.Exports, "no review of a forge can be taken into account"},
	} {
		if f.path == "" {
			out = append(out, sign(report.Noted, f.what, "", "`approval.%s` names none; %s", f.key, f.none))
			continue
		}
		if _, err := os.Stat(filepath.Join(p.options.Dir, filepath.FromSlash(f.path))); err != nil {
			out = append(out, sign(report.Trouble, f.what, "commit it, or correct `approval."+f.key+"`", "%s cannot be read: %s", f.path, reasonOf(err)))
			continue
		}
		out = append(out, sign(report.Healthy, f.what, "", "%s", f.path))
	}
	return out
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
func environmentSigns() []report.HealthSign {
	out := []report.HealthSign{sign(report.Healthy, "clausebook", "", "%s", Version())}
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		if _, err := strconv.ParseInt(epoch, 10, 64); err != nil {
			out = append(out, sign(report.Trouble, "SOURCE_DATE_EPOCH", "unset SOURCE_DATE_EPOCH", "%s is no number of seconds", epoch))
		} else {
			out = append(out, sign(report.Noted, "SOURCE_DATE_EPOCH", "", "%s stands for the time of day", epoch))
		}
	}
	if os.Getenv("NO_COLOR") != "" {
		out = append(out, sign(report.Noted, "NO_COLOR", "", "is set; --color always overrides it"))
	}
	return out
}
