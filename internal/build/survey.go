package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"

	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/people"
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
		reader.Fields, reader.Defaults = cfg.Fields, cfg.Defaults
	}
	d := &dossier.Dossier{Site: siteOf(cfg), Tool: o.Tool, AsOf: dossier.AsOf{Day: date.Of(now.UTC())}}
	if d.Docs, err = readIfThere(ctx, reader, src.tree); err != nil {
		return nil, err
	}
	if d.People, err = readPeople(src.tree, cfg.Content); err != nil {
		return nil, err
	}
	if d.Standards, err = shelf.Load(src.tree, cfg.Standards); err != nil {
		return nil, err
	}
	return &Project{Config: cfg, Dossier: d, Source: src.tree, Dir: o.Dir, top: src.tree}, nil
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

// DocumentFolders gives the folders directly below dir that hold Markdown, at any depth, by name. Hidden ones and
// those of tools are left out.
func DocumentFolders(dir string) ([]string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close() //nolint:errcheck // read only
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("read the folder: %w", err)
	}
	var out []string
	for _, e := range entries {
		if name := e.Name(); e.IsDir() && name[0] != '.' && name != "node_modules" && name != "vendor" && holdsMarkdown(root.FS(), name) {
			out = append(out, name)
		}
	}
	return out, nil
}

var errFound = errors.New("found")

func holdsMarkdown(tree fs.FS, folder string) bool {
	err := fs.WalkDir(tree, folder, func(p string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && content.IsMarkdown(p) {
			return errFound
		}
		return nil
	})
	return errors.Is(err, errFound)
}
