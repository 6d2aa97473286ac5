package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/generator"
	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/plain"
	"clausebook/schemas"
)

// SurveyOptions say what to look at in a folder that is no project yet, or is to become more of one.
type SurveyOptions struct {
	Options
	Content   content.Place // where the documents are, overriding the configuration
	Standards []string      // overriding the configuration
	Foreign   bool          // read the documents as they are, without the names and defaults of a configuration
}

// Survey reads configuration, documents, people and standards as far as they are there, without history and without
// judging anything. A folder of documents that does not exist is an empty one.
func Survey(ctx context.Context, o SurveyOptions) (*Project, error) {
	src, err := openSource(ctx, o.Options)
	if err != nil {
		return nil, err
	}
	cfg, _, err := loadConfig(src.tree, o.Options)
	if err != nil {
		return nil, err
	}
	if o.Content != "" {
		cfg.Content = o.Content
	}
	if len(o.Standards) > 0 {
		cfg.Standards = o.Standards
	}
	now, err := clock(o.Now)
	if err != nil {
		return nil, err
	}
	types, err := doc.Schemas(shapes, schemas.FS)
	if err != nil {
		return nil, err
	}
	reader := &doc.Reader{Folder: cfg.Content, Schemas: types}
	if !o.Foreign {
		reader.Fields, reader.Values, reader.Defaults = cfg.Fields, cfg.Values, cfg.Defaults
	}
	d := &dossier.Dossier{Site: siteOf(cfg), Tool: o.Tool, AsOf: dossier.AsOf{Day: date.Of(now.UTC())}}
	if d.Docs, err = readIfThere(ctx, reader, src.tree); err != nil {
		return nil, err
	}
	if d.People, err = readPeople(src.tree, cfg.Content); err != nil {
		return nil, err
	}
	if d.Standards, err = shelf.Load(src.tree, cfg.Standards, cfg.Language); err != nil {
		return nil, err
	}
	return &Project{Config: cfg, Dossier: d, Source: src.tree, Dir: o.Dir, top: src.tree}, nil
}

// Past reads the history of the documents of a project that was surveyed: which commits changed them and whom these name, not what the
// documents said then. From then on the project knows where in its repository it is.
func (p *Project) Past(ctx context.Context) (*history.Log, error) {
	log, err := history.Read(ctx, history.Options{Dir: p.Dir, Folder: p.Config.Content, Zone: p.Config.Zone()})
	if err != nil {
		return nil, err
	}
	p.Dossier.History = log
	p.top, err = source{tree: p.Source}.top(ctx, Options{Dir: p.Dir}, log.Prefix)
	return log, err
}

func readIfThere(ctx context.Context, r *doc.Reader, tree fs.FS) (*doc.Set, error) {
	docs, err := r.Load(ctx, tree, runtime.GOMAXPROCS(0))
	if errors.Is(err, doc.ErrNoFolder) {
		return doc.NewSet(r.Folder, nil, nil, nil), nil
	}
	return docs, err
}

func readPeople(tree fs.FS, at content.Place) (*people.Register, error) {
	schema, err := shapes.Compile("people.schema.json")
	if err != nil {
		return nil, err
	}
	return people.Load(tree, at.In("people.yaml"), schema)
}

// Sighting is what a first look at a project finds.
type Sighting struct {
	// Counts are the Markdown files by the folder directly below the root in which they stand, at any depth; Root stands for those in the
	// root itself. Files about the repository, hidden ones, what git ignores and the packages of tools are left out, and so are inputs of
	// tests and folders that hold a README alone, as folders of code do.
	Counts map[string]int

	dir      string
	markdown []string // all but those called README
	named    []string // folders that configurations of other programs name
}

// testFolders hold what the tests of a program read.
var testFolders = map[string]bool{"testdata": true, "fixtures": true, "__fixtures__": true, "__tests__": true}

// Sight looks at a project once.
func Sight(dir string) (*Sighting, error) {
	s := &Sighting{Counts: map[string]int{}, dir: dir}
	readmes, inputs := map[string]int{}, map[string]int{} // which do not count where there is more
	err := visit(dir, func(tree fs.FS, p string) {
		if generator.Sets(p) {
			s.named = append(s.named, generator.FolderIn(tree, p))
		}
		if !content.IsMarkdown(p) {
			return
		}
		top, _, below := strings.Cut(p, "/")
		if !below {
			top = content.Root
		}
		s.Counts[top]++
		switch {
		case slices.ContainsFunc(strings.Split(path.Dir(p), "/"), func(folder string) bool { return testFolders[folder] }):
			inputs[top]++
		case strings.EqualFold(content.Stem(p), "readme"):
			readmes[top]++
		default:
			s.markdown = append(s.markdown, p)
		}
	})
	with := maps.Clone(s.Counts)
	for top, n := range inputs {
		s.Counts[top] -= n
	}
	maps.DeleteFunc(s.Counts, func(top string, n int) bool { return n == 0 || n == readmes[top] && n < 2 })
	if len(s.Counts) == 0 {
		s.Counts = with
	}
	return s, err
}

// visit tells of the regular files of a project that may have to do with documents. What sets up a program may
// be hidden.
func visit(dir string, tell func(tree fs.FS, file string)) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close() //nolint:errcheck // read only
	ignored, err := ignoredBy(dir)
	if err != nil {
		return err
	}
	files := content.Of([]string{content.Root}, false, nil, []string{config.New().Output}).Files()
	return fs.WalkDir(root.FS(), content.Root, func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && p == content.Root:
			return fmt.Errorf("read the folder: %w", err)
		case err != nil: // reading the documents will say so
			return skipDir(e)
		case p != content.Root && (!generator.Sets(p) && !files.Holds(p) || ignored(p, e.IsDir()) || e.IsDir() && doc.Vendored(root.FS(), p)):
			return skipDir(e)
		case e.Type().IsRegular():
			tell(root.FS(), p)
		}
		return nil
	})
}

// vaultMarks are files and folders at the top of a folder all of which is documents: of programs for notes, of wikis and of books.
var vaultMarks = []string{".obsidian", ".foam", "logseq", ".order", "_Sidebar.md", "SUMMARY.md", "_quarto.yml"}

// Told gives the folders of documents where files for other programs tell them, and says why where there are documents elsewhere; none
// where they do not tell.
func (s *Sighting) Told() (folders []string, why string) {
	if all := allDocuments(s.dir, s.Counts); all != nil {
		return all, ""
	}
	return generator.Folders(s.named, s.markdown)
}

// allDocuments gives the folder as a whole where all of it is documents: it says so, or its one document and a folder beside it have one
// name, as in exports of Notion. In a book of GitBook the README is one, too.
func allDocuments(dir string, counts map[string]int) []string {
	has := func(name string) bool { _, err := os.Lstat(filepath.Join(dir, name)); return err == nil }
	if book := bookSource(dir, counts); book != "" {
		return []string{book}
	}
	switch files, err := os.ReadDir(dir); {
	case has("SUMMARY.md") && has("README.md"):
		return []string{content.Root, "README.md"}
	case slices.ContainsFunc(vaultMarks, has), counts[content.Root] > 0 && inOrder(counts):
		return []string{content.Root}
	case err == nil && counts[content.Root] == 1 && slices.ContainsFunc(files, func(f fs.DirEntry) bool {
		return content.IsMarkdown(f.Name()) && counts[content.Stem(f.Name())] > 0
	}):
		return []string{content.Root}
	}
	return nil
}

// bookSource gives the folder with the chapters of a book of mdBook, where nearly all documents are in it; empty where there is none.
func bookSource(dir string, counts map[string]int) string {
	all := 0
	for _, n := range counts {
		all += n
	}
	for folder, n := range counts {
		raw, err := os.ReadFile(filepath.Join(dir, folder, "book.toml"))
		if err != nil || 5*n < 4*all {
			continue
		}
		source := "src"
		if m := sourceLine.FindSubmatch(raw); m != nil {
			source = string(m[1])
		}
		at := path.Join(folder, source)
		if _, err := os.Lstat(filepath.Join(dir, at, "SUMMARY.md")); err == nil && fs.ValidPath(at) {
			return at
		}
	}
	return ""
}

var (
	sourceLine = regexp.MustCompile(`(?m)^src[ \t]*=[ \t]*["']([^"'\n]+)["']`)
	ordered    = regexp.MustCompile(`^\d{1,3}[ ._-]`)
)

// inOrder tells whether all folders with documents have a number before their name, as the parts of one set.
func inOrder(counts map[string]int) bool {
	for folder := range counts {
		if folder != content.Root && !ordered.MatchString(folder) {
			return false
		}
	}
	return len(counts) > 2
}

// NotFollowed tells of folders directly below a folder that may hold documents and are not looked into: symbolic links, and submodules
// that were not fetched. It is empty where there are none.
func NotFollowed(dir string) string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	modules, _ := os.ReadFile(filepath.Join(dir, ".gitmodules")) // most have none
	var out []string
	for _, e := range entries {
		at := filepath.Join(dir, e.Name())
		switch info, err := os.Stat(at); {
		case err != nil || !info.IsDir():
		case e.Type()&fs.ModeSymlink != 0:
			out = append(out, fmt.Sprintf("%s is a symbolic link, which is not followed", e.Name()))
		case slices.ContainsFunc(strings.Fields(string(modules)), func(word string) bool { return word == e.Name() }):
			if inside, err := os.ReadDir(at); err == nil && len(inside) == 0 {
				out = append(out, fmt.Sprintf("%s is a submodule that was not fetched (`git submodule update --init`)", e.Name()))
			}
		}
	}
	return strings.Join(out, "; ")
}

// ignoredBy gives what git ignores in a folder; nothing where there is no repository.
func ignoredBy(dir string) (func(name string, folder bool) bool, error) {
	tree, err := plain.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder: %w", err)
	}
	stored, err := history.WorkTree(dir, tree, os.Getenv)
	if err != nil {
		return nil, err
	}
	if git, ok := stored.(interface {
		Ignored(name string, folder bool) bool
	}); ok {
		return git.Ignored, nil
	}
	return func(string, bool) bool { return false }, nil
}

func skipDir(e fs.DirEntry) error {
	if e != nil && e.IsDir() {
		return fs.SkipDir
	}
	return nil
}
