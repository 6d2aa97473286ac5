// Package schemacheck holds YAML nodes against JSON Schemas and words what is wrong for people who know neither.
//
// Every problem points at a node, so that it can be shown with file, line and column, and there is one problem for
// each cause: a key in the wrong place does not also report all that follows from it. It is the only package that
// knows the JSON Schema library. Schemas are read from one file system and refer to nothing outside of it.
package schemacheck

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"clausebook/internal/date"
	"clausebook/internal/strictyaml"
)

// Kind tells what is wrong with a value.
type Kind string

// The kinds of problems.
const (
	UnknownKey Kind = "unknown-key"
	Missing    Kind = "missing"
	Type       Kind = "type"
	Enum       Kind = "enum"
	Pattern    Kind = "pattern"
	Format     Kind = "format"
	Other      Kind = "other"
)

// Problem is one thing that is wrong.
type Problem struct {
	Node    *strictyaml.Node // the place to point at: the key or value that is wrong, or what lacks a key
	Path    []string         // keys and 0-based indices from the root to the value; ends in the key that is missing or unknown
	Kind    Kind
	Message string // one sentence, lower case, identifiers in backticks
	Hint    string // how to fix it, may be empty
	Meant   string // for an unknown key: the known key that it most likely stands for
	Put     string // what to write instead of the key or value, as it stands in YAML, where that needs no judgement; else empty
}

// base is the address of the root of the file system that schemas are read from. Nothing answers there.
const base = "clausebook:///"

// Set compiles the schemas of one file system. It is safe for concurrent use.
type Set struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*Schema
}

// New makes a set of the schemas in fsys. They are compiled when asked for.
func New(fsys fs.FS) *Set {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	c.RegisterFormat(&jsonschema.Format{Name: "date", Validate: textual(func(s string) error { _, err := date.Parse(s); return err })})
	c.RegisterFormat(&jsonschema.Format{Name: "period", Validate: textual(func(s string) error { _, err := date.ParsePeriod(s); return err })})
	c.UseLoader(loader{fsys})
	return &Set{compiler: c, compiled: map[string]*Schema{}}
}

// textual makes a format that speaks of texts only; other values are the type keyword's matter.
func textual(parse func(string) error) func(any) error {
	return func(v any) error {
		if s, ok := v.(string); ok {
			return parse(s)
		}
		return nil
	}
}

// Schema is a compiled schema. It is safe for concurrent use.
type Schema struct{ root *jsonschema.Schema }

// Compile gives the schema in the file with this name, compiling it at the first call.
func (s *Set) Compile(name string) (*Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if done, ok := s.compiled[name]; ok {
		return done, nil
	}
	root, err := s.compiler.Compile(base + name)
	if err != nil {
		return nil, fmt.Errorf("compile schema %s: %w", name, err)
	}
	s.compiled[name] = &Schema{root}
	return s.compiled[name], nil
}

// loader reads schemas from a file system and refuses every address outside of it.
type loader struct{ fsys fs.FS }

// Load gives the parsed JSON of the schema at the address.
func (l loader) Load(address string) (any, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("read address of schema: %w", err)
	}
	name := strings.TrimPrefix(u.Path, "/")
	if !strings.HasPrefix(address, base) || u.RawQuery != "" || !fs.ValidPath(name) || path.Ext(name) != ".json" {
		return nil, errors.New("not among the schemas that may be read")
	}
	f, err := l.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	doc, err := jsonschema.UnmarshalJSON(f)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return nil, fmt.Errorf("byte %d: %w", syntax.Offset, err)
	}
	return doc, err
}

// Check gives what is wrong with the node, in the order of the file; nothing where it fits the schema.
func (s *Schema) Check(n *strictyaml.Node) []Problem {
	err := s.root.Validate(n.Value())
	if err == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return []Problem{{Node: n, Kind: Other, Message: err.Error()}}
	}
	c := checker{root: n, schema: s.root, places: map[string]*place{}, named: map[string][]*place{}}
	return c.problems(leaves(invalid))
}
