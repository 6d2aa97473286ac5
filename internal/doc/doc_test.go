package doc

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/schemacheck"
	"clausebook/schemas"
)

// compiled gives the schemas of all types, compiled once for all tests.
var compiled = sync.OnceValues(func() (map[string]*schemacheck.Schema, error) {
	return Schemas(schemacheck.New(schemas.FS), schemas.FS)
})

func reader(t testing.TB) *Reader {
	t.Helper()
	types, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return &Reader{Folder: "content", Schemas: types}
}

// lines writes findings as place, rule, message and hint; the file only where it is not the document of the test.
func lines(fs []diag.Finding) []string {
	fs = slices.Clone(fs)
	diag.Sort(fs)
	var out []string
	for _, f := range fs {
		out = append(out, strings.TrimPrefix(f.Pos.String(), "content/a.md:")+" "+string(f.Rule)+" "+f.Message+" | "+f.Hint)
	}
	return out
}

// sound is front matter in order, without its fences.
const sound = `id: POL-CHG
title: Change policy
type: policy
version: "1.0"
status: draft
owner: quality
`

// defaults are what an adopted folder gets.
var defaults = []config.Default{{Pattern: "**", FrontMatter: map[string]string{"type": "policy", "owner": "quality", "version": "1.0",
	"status": "draft"}}}
