package doc

import (
	"fmt"
	"io/fs"
	"strings"

	"clausebook/internal/nearest"
	"clausebook/internal/schemacheck"
)

// Schemas compiles the schema of every document type from the files types/*.schema.json of fsys.
func Schemas(set *schemacheck.Set, fsys fs.FS) (map[string]*schemacheck.Schema, error) {
	names, err := fs.Glob(fsys, "types/*.schema.json")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("find the schemas of document types: %d files: %w", len(names), err)
	}
	schemas := make(map[string]*schemacheck.Schema, len(names))
	for _, name := range names {
		kind := strings.TrimSuffix(strings.TrimPrefix(name, "types/"), ".schema.json")
		if kind == "common" {
			continue
		}
		if schemas[kind], err = set.Compile(name); err != nil {
			return nil, fmt.Errorf("compile %s: %w", name, err)
		}
	}
	return schemas, nil
}

// suggest words the nearest of the candidates, or lists them where none is near.
func suggest(word string, candidates []string) string {
	if hint := suggestNear(word, candidates); hint != "" {
		return hint
	}
	return "one of " + strings.Join(candidates, ", ")
}

// suggestNear words the nearest of many candidates, or nothing where none is near.
func suggestNear(word string, candidates []string) string {
	if near, ok := nearest.Name(word, candidates); ok {
		return fmt.Sprintf("did you mean `%s`?", near)
	}
	return ""
}
