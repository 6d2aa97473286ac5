package standard

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"clausebook/internal/conflict"
	"clausebook/internal/diag"
	"clausebook/internal/nearest"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
	"clausebook/internal/schemacheck"
	"clausebook/internal/strictyaml"
)

// The rules whose findings come out of reading standards.
const (
	RuleUnreadable      diag.RuleID = "ST001" // a standard cannot be read or parsed
	RuleSchema          diag.RuleID = "ST002" // a standard does not fit the schema of standards
	RuleReference       diag.RuleID = "ST003" // a standard refers to something that it does not hold, or names two things alike
	RuleUnknownStandard diag.RuleID = "ST004" // the configuration names a standard that does not exist
	RuleMapping         diag.RuleID = "ST005" // a mapping leads to what another standard does not hold, or contradicts another one
)

const (
	folder        = "standards"
	crosswalkFile = folder + "/crosswalk.yaml"
)

// MaxFile is the largest file of a standard, in bytes. The largest that clausebook brings along has 140 KB.
const MaxFile = 4 << 20

// limits bound a standard's file.
var limits = strictyaml.Limits{Bytes: MaxFile, Depth: 16}

// Load reads the standards with these names, the first of which becomes the primary one, and the crosswalk.
//
// A name is the id of a standard in builtin, which holds standards/*.yaml and the schemas, or a path in user, which is
// rooted at the user's repository and may be nil. What is wrong with a file becomes findings of the Library, positioned
// in that file; the file is then used as far as it can be understood. References that lead nowhere are reported and
// left out, so that every reference that remains resolves within its own standard. An error means that no standard
// could be read at all, or that builtin is not whole.
func Load(builtin, user fs.FS, names []string) (*Library, error) {
	return NewShelf(builtin).Load(user, names, "")
}

// Shelf holds the standards that are brought along, so that each is read once however often it is loaded. It is safe for concurrent use.
// A test holds their files against the schemas; files of a user are held against them whenever they are read.
type Shelf struct {
	builtin fs.FS
	schemas *schemacheck.Set
	mu      sync.Mutex
	read    map[string]func() file // by path
}

// NewShelf makes a shelf of what is in builtin. Nothing is read yet.
func NewShelf(builtin fs.FS) *Shelf {
	return &Shelf{builtin: builtin, schemas: schemacheck.New(builtin), read: map[string]func() file{}}
}

// take gives a file of the shelf. What is reported of it later is not kept.
func (s *Shelf) take(path string) file {
	s.mu.Lock()
	once, known := s.read[path]
	if !known {
		once = sync.OnceValue(func() file { return read(s.builtin, file{path: path, builtin: true}, nil) })
		s.read[path] = once
	}
	s.mu.Unlock()
	f := once()
	f.findings = slices.Clone(f.findings)
	return f
}

// Load reads standards, as the function does, and shows them in a language, a tag such as de, as far as their texts are known in it.
func (s *Shelf) Load(user fs.FS, names []string, language string) (*Library, error) {
	schema, err := s.schemaFor(names)
	if err != nil {
		return nil, err
	}
	ids, err := Builtin(s.builtin)
	if err != nil {
		return nil, err
	}
	files := make([]file, len(names)+1) // the last is the crosswalk
	var work sync.WaitGroup
	for i, name := range names {
		work.Go(func() { files[i] = s.readNamed(user, ids, name, schema) })
	}
	work.Go(func() { files[len(names)] = s.readCrosswalk() })
	work.Wait()

	lib := &Library{}
	used, mappings := map[string]*file{}, map[string][]mapped{}
	for i := range files[:len(names)] {
		if d, s := lib.add(&files[i]); s != nil {
			used[s.ID], mappings[s.ID] = &files[i], d.mapped
		}
	}
	lib.holdMappings(used, mappings)
	for i := range files[:len(names)] {
		lib.Findings = append(lib.Findings, files[i].findings...)
	}
	if len(lib.Standards) == 0 && len(names) > 0 { // documents, history and approvals need none
		return nil, nothing(names, lib.Findings)
	}
	lib.addCrosswalk(files[len(names)])
	diag.Sort(lib.Findings)
	if base, _, _ := strings.Cut(strings.ToLower(language), "-"); base != "" && base != phrase.Source {
		return lib, lib.speak(s.builtin, base, used, &files[len(names)])
	}
	return lib, nil
}

// schemaFor gives the schema of standards; nothing where none of these is a file of the user.
func (s *Shelf) schemaFor(names []string) (*schemacheck.Schema, error) {
	if !slices.ContainsFunc(names, IsPath) {
		return nil, nil //nolint:nilnil // nothing is to be held against it
	}
	return s.schemas.Compile("standard.schema.json")
}

// file is a YAML file as read: root is nil where there is nothing to use.
type file struct {
	path     string
	builtin  bool
	root     *strictyaml.Node
	findings []diag.Finding
}

// nothing says why no standard is left.
func nothing(names []string, findings []diag.Finding) error {
	err := fmt.Errorf("none of the standards can be used: %s", strings.Join(names, ", "))
	for _, f := range findings {
		err = errors.Join(err, fmt.Errorf("%s: %s", f.Pos, f.Message))
	}
	return err
}

// IsPath tells whether the name of a standard, or of other data that is brought along, is the path of
// a user's file rather than the id of a built-in one.
func IsPath(name string) bool {
	return strings.Contains(name, "/") || slices.Contains([]string{".yaml", ".yml"}, path.Ext(name))
}

// Builtin lists the ids of the standards in builtin, sorted.
func Builtin(builtin fs.FS) ([]string, error) {
	files, err := fs.Glob(builtin, folder+"/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the built-in standards: %w", err)
	}
	var ids []string
	for _, f := range files {
		if f != crosswalkFile {
			ids = append(ids, strings.TrimSuffix(path.Base(f), ".yaml"))
		}
	}
	return ids, nil
}

// readNamed reads the file of the standard with this name.
func (s *Shelf) readNamed(user fs.FS, ids []string, name string, schema *schemacheck.Schema) file {
	if IsPath(name) {
		return read(user, file{path: name}, schema)
	}
	if !slices.Contains(ids, name) {
		f := file{}
		f.report(RuleUnknownStandard, nil, fmt.Sprintf("unknown standard `%s`", name), unknownHint(name, ids))
		return f
	}
	return s.take(folder + "/" + name + ".yaml")
}

func unknownHint(name string, ids []string) string {
	if near, ok := nearest.Name(name, ids); ok {
		return didYouMean(near)
	}
	return "known standards: " + strings.Join(ids, ", ") + "; give your own file by its path"
}

// readCrosswalk reads the crosswalk of the shelf; a set of standards need not have one.
func (s *Shelf) readCrosswalk() file {
	if _, err := fs.Stat(s.builtin, crosswalkFile); errors.Is(err, fs.ErrNotExist) {
		return file{}
	}
	return s.take(crosswalkFile)
}

// read fills in the root of a file that parses, and what is wrong with it. Without a schema it is taken to be as a schema wants it.
func read(fsys fs.FS, f file, schema *schemacheck.Schema) file {
	if !fs.ValidPath(f.path) {
		name := f.path
		f.path = "" // it is no place that could be shown
		f.report(RuleUnreadable, nil, fmt.Sprintf("`%s` is not a path in the repository", name),
			"write it relative to the root of the repository, with forward slashes")
		return f
	}
	if fsys == nil {
		fsys = nothingFS{}
	}
	src, err := plain.Read(fsys, f.path, int64(limits.Bytes))
	if err != nil {
		f.report(RuleUnreadable, nil, "cannot be read: "+reason(err), "")
		return f
	}
	if conflicts := conflict.In(src); len(conflicts) > 0 {
		for _, c := range conflicts {
			f.findings = append(f.findings, c.Finding(f.path))
		}
		return f
	}
	var problems []strictyaml.Problem
	f.root, problems = strictyaml.Parse(src, 1, limits)
	for _, p := range problems {
		f.report(RuleUnreadable, &strictyaml.Node{Line: p.Line, Col: p.Col}, p.Message, p.Hint)
	}
	if f.root == nil {
		if len(problems) == 0 {
			f.report(RuleUnreadable, nil, "the file is empty", "")
		}
		return f
	}
	if schema == nil {
		return f
	}
	for _, p := range schema.Check(f.root) {
		f.report(RuleSchema, p.Node, p.Message, p.Hint)
	}
	return f
}

// add decodes the standard in a file and takes it into the library; it gives nothing where there is none to take.
func (l *Library) add(f *file) (*decoder, *Standard) {
	if f.root == nil {
		return nil, nil
	}
	d := &decoder{file: f}
	s := d.standard(f.root)
	s.Path, s.Builtin = f.path, f.builtin
	twice := s.ID != "" && l.Standard(s.ID) != nil
	if twice {
		f.report(RuleReference, f.root.Get("id"), fmt.Sprintf("standard `%s` is loaded twice", s.ID), "give it its own id, or list it once")
	}
	if s.ID == "" || twice {
		return nil, nil
	}
	l.Standards = append(l.Standards, s)
	return d, s
}

// nothingFS stands for a user's repository where there is none.
type nothingFS struct{}

// Open finds nothing.
func (nothingFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// reason gives what went wrong without the path, which the position already tells.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// report adds a finding about a node of the file, or about the file as a whole where there is none.
func (f *file) report(rule diag.RuleID, at *strictyaml.Node, message, hint string) {
	f.findings = append(f.findings, diag.Finding{Rule: rule, Pos: pos(f.path, at), Message: message, Hint: hint})
}

// pos gives the place of a node in a file; of no node, the file.
func pos(path string, n *strictyaml.Node) diag.Pos {
	if n == nil {
		return diag.Pos{File: path}
	}
	return diag.Pos{File: path, Line: n.Line, Col: n.Col, EndCol: n.EndCol}
}

func didYouMean(name string) string { return "did you mean `" + name + "`?" }

// suggestion words the known name nearest to the id, if one is near.
func suggestion(id string, known names) string {
	if near, ok := nearest.Name(id, slices.Sorted(maps.Keys(known))); ok {
		return didYouMean(near)
	}
	return ""
}
