// Package theme turns a folder of templates, words and assets into pages, styles and scripts.
//
// A file of the user's own stands before that of the theme. Templates get data whose type the caller names for each kind of
// page, so that a slip in a template is an error when the theme is loaded and not when some page is asked for.
package theme

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"clausebook/internal/fingerprint"
	"clausebook/internal/stencil"
	"clausebook/internal/whole"
	"clausebook/themes"
)

// Theme is a set of templates and assets, ready to render. It is not changed once loaded.
type Theme struct {
	templates *template.Template
	stencils  func() *stencil.Set // the same, written faster
	Words     *Words
	files     layers
	own       bool     // not the built-in one as it is
	Assets    []string // paths below assets/, sorted
}

// layers looks a file up in the user's folder first and then in the theme.
type layers []fs.FS

func layersOf(base, override fs.FS) layers {
	if base == nil {
		base = themes.Default()
	}
	if override == nil {
		return layers{base}
	}
	return layers{override, base}
}

func (l layers) read(name string) ([]byte, error) {
	for _, f := range l {
		src, err := fs.ReadFile(f, name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return src, err
		}
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

// overrides tells whether the user's folder has this file.
func (l layers) overrides(name string) bool {
	if len(l) < 2 {
		return false
	}
	_, err := fs.Stat(l[0], name)
	return err == nil
}

// names lists the files below a folder in any layer, sorted, each once.
func (l layers) names(folder string) ([]string, error) {
	var all []string
	for _, f := range l {
		err := fs.WalkDir(f, folder, func(name string, e fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err == nil && !e.IsDir() && !strings.HasPrefix(path.Base(name), ".") {
				all = append(all, name)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("list the theme's %s: %w", folder, err)
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Load reads a theme, the built-in one where base is nil. A file of override, which may be nil, stands before the
// theme's. Kinds holds an empty value of what the template of each kind of page is given.
func Load(base, override fs.FS, language string, kinds map[string]any) (*Theme, error) {
	t := &Theme{files: layersOf(base, override), own: base != nil || override != nil}
	var err error
	if t.Words, err = loadWords(t.files, language); err != nil {
		return nil, err
	}
	if t.Assets, err = t.files.names("assets"); err != nil {
		return nil, err
	}
	if t.templates, err = parseTemplates(t.files, t.Words, kinds); err != nil {
		return nil, err
	}
	t.stencils = sync.OnceValue(func() *stencil.Set { return stencil.New(t.trees(kinds), functions(t.Words)) })
	if override != nil {
		err = t.try(kinds)
	}
	return t, err
}

// parseTemplates reads every templates/*.html into one set. A page of kind "gaps" is the template "gaps.html".
func parseTemplates(files layers, w *Words, kinds map[string]any) (*template.Template, error) {
	names, err := files.names("templates")
	if err != nil {
		return nil, err
	}
	plain := template.FuncMap{}
	for name, f := range functions(w) {
		plain[name] = f.Plain
	}
	set := template.New("").Funcs(plain).Option("missingkey=zero")
	for _, name := range names {
		if path.Ext(name) != ".html" {
			continue
		}
		src, err := files.read(name)
		if err != nil {
			return nil, fmt.Errorf("read the theme's %s: %w", name, err)
		}
		if !utf8.Valid(src) {
			return nil, fmt.Errorf("the theme's %s is not UTF-8", name)
		}
		if _, err := set.New(path.Base(name)).Parse(string(src)); err != nil {
			return nil, fmt.Errorf("the theme's %s is not valid: %w", name, err)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		if set.Lookup(kind+".html") == nil {
			return nil, fmt.Errorf("the theme has no templates/%s.html", kind)
		}
	}
	return set, nil
}

// functions are those that templates call.
func functions(w *Words) map[string]stencil.Func {
	return map[string]stencil.Func{"t": stencil.OfFormat(w.T), "n": stencil.Other(w.N), "stretches": stencil.OfText(whole.Stretches),
		"folders": stencil.OfText(whole.Folders), "pieces": stencil.OfText(Pieces)}
}

// fragments are the templates of pieces of pages.
var fragments = []string{"coverage", "problem"}

// trees gives the templates as html/template escapes them. Those of the built-in theme are the same whatever the words.
func (t *Theme) trees(kinds map[string]any) stencil.Trees {
	roots := slices.Clone(fragments)
	for kind := range kinds {
		roots = append(roots, kind+".html")
	}
	slices.Sort(roots)
	own := func() stencil.Trees {
		trees, err := stencil.Escape(t.templates, roots)
		if err != nil {
			return nil // html/template writes the pages, and says what is wrong
		}
		return trees
	}
	if t.own {
		return own()
	}
	builtIn.Lock()
	defer builtIn.Unlock()
	key := strings.Join(roots, " ")
	if builtIn.trees[key] == nil {
		builtIn.trees[key] = own()
	}
	return builtIn.trees[key]
}

// builtIn holds the trees of the built-in theme, by what is made of them.
var builtIn = struct {
	sync.Mutex
	trees map[string]stencil.Trees
}{trees: map[string]stencil.Trees{}}

// try renders each page kind with nothing on it, so that a slip in a user's template is an error at once and not
// when some page happens to be asked for.
func (t *Theme) try(kinds map[string]any) error {
	var errs []error
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		errs = append(errs, t.Render(io.Discard, kind, kinds[kind]))
	}
	return errors.Join(errs...)
}

// Render writes a page. Nothing is written where the template fails, so that no page is ever cut short.
func (t *Theme) Render(w io.Writer, kind string, data any) error {
	page := pages.Get().(*[]byte)
	defer pages.Put(page)
	out, ok := t.stencils().Append((*page)[:0], kind+".html", data)
	if !ok {
		return t.render(w, kind, data)
	}
	*page = out
	_, err := w.Write(out)
	return err
}

// pages are written into by one page after the other: growing one for each is a tenth of all memory that a build asks for.
var pages = sync.Pool{New: func() any { return new([]byte) }}

// render lets html/template write a page that the faster way does not know how to write.
func (t *Theme) render(w io.Writer, kind string, data any) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := t.templates.ExecuteTemplate(b, kind+".html", data); err != nil {
		return fmt.Errorf("the theme's templates/%s.html is not valid: %w", kind, err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Template gives the template of a kind of page, for those who check it against its data.
func (t *Theme) Template(kind string) *template.Template {
	t.stencils() // a set that has written can no longer be copied
	return t.templates.Lookup(kind + ".html")
}

// Slow says why html/template has to write a kind of page with such data; nil where it has not.
func (t *Theme) Slow(kind string, data any) error { return t.stencils().Why(kind+".html", data) }

// Key names all that pages take from the theme beside their data: its templates and words.
func (t *Theme) Key() ([]fingerprint.Field, error) {
	var out []fingerprint.Field
	for _, of := range [...]struct{ part, folder string }{{"Templates", "templates"}, {"Words", "words"}} {
		names, err := t.files.names(of.folder)
		if err != nil {
			return nil, err
		}
		var all []string
		for _, name := range names {
			src, err := t.Source(name)
			if err != nil {
				return nil, err
			}
			all = append(all, name, string(src))
		}
		out = append(out, fingerprint.Field{Name: of.part, Sum: fingerprint.Of(all)})
	}
	return out, nil
}

// Overrides tells whether a file of the theme is of the user's own.
func (t *Theme) Overrides(name string) bool { return t.files.overrides(name) }

// Has tells whether the theme brings this asset.
func (t *Theme) Has(asset string) bool {
	_, found := slices.BinarySearch(t.Assets, "assets/"+asset)
	return found
}

// Source reads a file of the theme as it stands.
func (t *Theme) Source(name string) ([]byte, error) {
	src, err := t.files.read(name)
	if err != nil {
		return nil, fmt.Errorf("read the theme's %s: %w", name, err)
	}
	return src, nil
}

// Asset reads a file of the theme as a browser is to get it: without comments, but for a file of the user's own.
func (t *Theme) Asset(name string) ([]byte, error) {
	src, err := t.Source(name)
	if err == nil && !t.files.overrides(name) {
		src = squeeze(name, src)
	}
	return src, err
}

// Fragment gives a piece of a page as the template of this name writes it. This is the only place outside package
// markdown that makes template.HTML: what html/template has written, escaped for the same context.
func (t *Theme) Fragment(name string, data any) template.HTML {
	if out, ok := t.stencils().Append(nil, name, data); ok {
		return template.HTML(out)
	}
	var b bytes.Buffer
	if err := t.templates.ExecuteTemplate(&b, name, data); err != nil {
		return template.HTML(template.HTMLEscapeString(err.Error()))
	}
	return template.HTML(b.String())
}
