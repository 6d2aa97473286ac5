package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/author"
	"clausebook/internal/build"
	"clausebook/internal/config"
	"clausebook/internal/content"
	"clausebook/internal/form"
	"clausebook/internal/plain"
	"clausebook/internal/standard"
	"clausebook/schemas"
)

type initOptions struct {
	standards    []string
	minimal      bool
	adopt, write bool
	content      []string
	exclude      []string // of documents, as adopting finds them
}

func (a *app) initCommand() *cobra.Command {
	o := initOptions{}
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Start a service management system, or import existing Markdown",
		Long: `Init writes a configuration, a people.yaml to fill in, and first documents for the
chosen standards, each with the headings an auditor expects and guidance as comments.

With --adopt, it reads existing Markdown and proposes a configuration: which of your
front matter keys match which of clausebook's, which folder holds which document type,
who owns what according to CODEOWNERS, and which document matches which required
document, with a score. The proposal is printed; --write saves it as clausebook.yaml.
Documents are never changed.

Existing files are skipped and listed. Missing lines are added at the end of an
existing .gitignore.`,
		Example: `  clausebook init sms --minimal
  clausebook init --standard iso20000-1-2018
  clausebook init --adopt --content docs
  clausebook init --adopt --write && clausebook gaps`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir := a.dir
			if len(args) > 0 {
				dir = filepath.Join(a.dir, args[0])
				if filepath.IsAbs(args[0]) {
					dir = args[0]
				}
			}
			return a.runInit(c.Context(), dir, o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.standards, "standard", nil, "`ID` or path of a standard; repeatable, the first is the primary one")
	f.BoolVar(&o.minimal, "minimal", false, "only the documents that top management approves: scope, policies, plans")
	f.BoolVar(&o.adopt, "adopt", false, "propose a configuration for existing Markdown")
	f.BoolVar(&o.write, "write", false, "with --adopt, write the proposal to clausebook.yaml")
	f.StringArrayVar(&o.content, "content", nil, "`FOLDER` or file of documents, or . for the whole project; repeatable "+
		"(default: content, or with --adopt the folder that holds Markdown)")
	completeWords(c, "standard", builtinStandards())
	return c
}

func (a *app) runInit(ctx context.Context, dir string, o initOptions) error {
	if o.write && !o.adopt {
		return usageError{errors.New("--write needs --adopt; without --adopt, init always writes")}
	}
	for _, folder := range o.content {
		if err := checkFolder(folder); err != nil {
			return err
		}
	}
	if o.adopt {
		return a.runAdopt(ctx, dir, o)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("create the folder %s: %w", dir, err)
	}
	p, err := a.survey(ctx, dir, o)
	if err != nil {
		return err
	}
	files, err := author.Begin(p.Dossier, p.Config.Standards, o.minimal)
	if err != nil {
		return usageError{err}
	}
	if err := a.putAll(dir, files); err != nil {
		return err
	}
	if err := a.ignore(dir); err != nil {
		return err
	}
	a.note(
		"next: add people to %s, fill in the documents, and run 'clausebook check' and 'clausebook gaps'",
		p.Config.Content.In("people.yaml"),
	)
	return nil
}

// checkFolder refuses a content folder that a configuration could not name.
func checkFolder(folder string) error {
	if !fs.ValidPath(cleanFolder(folder)) || strings.HasPrefix(folder, "/") || strings.ContainsAny(folder, "\\:\n") {
		return usageError{fmt.Errorf("--content %s: must be a folder inside the project", folder)}
	}
	return nil
}

// cleanFolder gives a folder as the configuration names it.
func cleanFolder(folder string) string {
	return cmp.Or(strings.Trim(strings.TrimPrefix(folder, "./"), "/"), content.Root)
}

func (a *app) survey(ctx context.Context, dir string, o initOptions) (*build.Project, error) {
	for _, name := range o.standards {
		if ids := builtinStandards(); !slices.Contains(ids, name) && path.Ext(name) == "" {
			return nil, unknownName("no standard", name, ids)
		}
	}
	var at content.Place
	if len(o.content) > 0 {
		parts := make([]string, len(o.content))
		for i, folder := range o.content {
			parts[i] = cleanFolder(folder)
		}
		at = content.Of(parts, len(parts) > 1, o.exclude, []string{config.New().Output})
	}
	p, err := build.Survey(ctx, build.SurveyOptions{Options: build.Options{Dir: dir, Tool: Version(), Now: a.now},
		Content: at, Standards: o.standards, Foreign: o.adopt})
	if err != nil {
		return nil, err
	}
	if found := p.Dossier.Standards.Findings; len(p.Dossier.Standards.Standards) < len(p.Config.Standards) && len(found) > 0 {
		return nil, usageError{errors.New(found[0].Message)} // one of them could not be read at all
	}
	return p, nil
}

// builtinStandards lists the standards that clausebook brings along, for completion.
func builtinStandards() []string {
	ids, err := standard.Builtin(schemas.FS)
	if err != nil {
		return nil // there is nothing to suggest; reading them will say why
	}
	return ids
}

// putAll writes the files that are not there yet and tells of each what became of it.
func (a *app) putAll(dir string, files []author.File) error {
	rows := "" // of the document that comes next
	for _, f := range files {
		err := create(dir, f)
		switch {
		case errors.Is(err, fs.ErrExist):
			fmt.Fprintf(a.out, "skipped     %s (already exists)\n", form.Clean(f.Path))
		case err != nil:
			return err
		case f.Rows:
			rows = ", " + path.Ext(f.Path)
			continue
		default:
			fmt.Fprintf(a.out, "wrote       %s%s\n", form.Clean(f.Path), rows)
		}
		rows = ""
	}
	return nil
}

// ignore sees that git does not take up the site and the cache: it makes a .gitignore, or adds the lines that one
// lacks.
func (a *app) ignore(dir string) error {
	const name = ".gitignore"
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the project folder: %w", err)
	}
	defer root.Close() //nolint:errcheck // nothing is written through it
	tree, err := plain.Open(dir)
	if err != nil {
		return fmt.Errorf("open the project folder: %w", err)
	}
	old, err := plain.Read(tree, name, maxRead)
	if errors.Is(err, fs.ErrNotExist) {
		return a.putAll(dir, []author.File{{Path: name, Bytes: []byte(strings.Join(author.Ignored(), "\n") + "\n")}})
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	have := strings.Fields(string(old))
	missing := slices.DeleteFunc(author.Ignored(), func(line string) bool {
		return slices.ContainsFunc(have, func(h string) bool { return strings.Trim(h, "/") == strings.Trim(line, "/") })
	})
	if len(missing) == 0 {
		fmt.Fprintf(a.out, "skipped     %s (nothing to add)\n", name)
		return nil
	}
	text := strings.Join(missing, "\n") + "\n"
	if len(old) > 0 && old[len(old)-1] != '\n' {
		text = "\n" + text
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("add to %s: %w", name, err)
	}
	fmt.Fprintf(a.out, "added to    %s: %s\n", name, strings.Join(missing, " "))
	return nil
}

// runAdopt proposes a configuration for documents that are there, and writes it where that is asked for.
func (a *app) runAdopt(ctx context.Context, dir string, o initOptions) error {
	if len(o.content) == 0 {
		seen, err := build.Sight(dir)
		if err != nil {
			return err
		}
		folders, why := seen.Told()
		if folders == nil {
			folders, why = author.LikelyFolders(seen.Counts)
		}
		if why := build.NotFollowed(dir); len(folders) == 0 && why != "" {
			return usageError{fmt.Errorf("no folder here contains Markdown: %s", why)}
		}
		if len(folders) == 0 {
			return usageError{errors.New("no folder here contains Markdown; give one with --content")}
		}
		if why != "" {
			a.note("%s", why)
		}
		o.content = folders
	}
	p, err := a.survey(ctx, dir, o)
	if err != nil {
		return err
	}
	if len(p.Dossier.Docs.Documents) == 0 {
		return usageError{fmt.Errorf("no Markdown in %s; give the folder with --content", p.Config.Content)}
	}
	if o.exclude = author.Parts(p.Dossier.Docs.Documents, p.Config.Content); len(o.exclude) > 0 {
		if p, err = a.survey(ctx, dir, o); err != nil {
			return err
		}
	}
	past, err := p.Past(ctx)
	if err != nil {
		return err
	}
	proposal := author.Adopt(author.Foreign{Dossier: p.Dossier, Standards: p.Config.Standards, Owners: p.CodeOwners(),
		Tree: p.Source, Top: p.Top(), People: author.SeenIn(past)})
	for _, note := range proposal.Notes {
		a.note("note: %s", note)
	}
	if !o.write {
		if _, err := a.out.Write(proposal.Config()); err != nil {
			return err
		}
		a.note("%s", proposal.Summary())
		a.note("nothing was written; use --write to save this as %s", config.FileName)
		return nil
	}
	if err := create(dir, author.File{Path: config.FileName, Bytes: proposal.Config()}); errors.Is(err, fs.ErrExist) {
		return usageError{fmt.Errorf("%s already exists and was not changed; without --write the proposal is printed", config.FileName)}
	} else if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "wrote       %s\n", config.FileName)
	a.note("%s", proposal.Summary())
	a.note("next: check and correct the proposal, then run 'clausebook gaps' to see what is missing")
	return nil
}
