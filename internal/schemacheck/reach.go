package schemacheck

import (
	"maps"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemasAt gives the schemas that speak of the value at the path, the ones behind references included.
func schemasAt(root *jsonschema.Schema, path []string) []*jsonschema.Schema {
	at := inPlace([]*jsonschema.Schema{root})
	for _, token := range path {
		var next []*jsonschema.Schema
		for _, s := range at {
			next = append(next, below(s, token)...)
		}
		at = inPlace(next)
	}
	return at
}

// inPlace gives the schemas and all others that they apply to the same value, whichever of them would be chosen.
func inPlace(schemas []*jsonschema.Schema) []*jsonschema.Schema {
	var out []*jsonschema.Schema
	seen := map[*jsonschema.Schema]bool{}
	for len(schemas) > 0 {
		s := schemas[0]
		schemas = schemas[1:]
		if s == nil || seen[s] {
			continue
		}
		seen[s] = true
		out = append(out, s)
		schemas = slices.Concat(schemas, []*jsonschema.Schema{s.Ref, s.If, s.Then, s.Else}, s.AllOf, s.AnyOf, s.OneOf)
		for _, name := range slices.Sorted(maps.Keys(s.DependentSchemas)) {
			schemas = append(schemas, s.DependentSchemas[name])
		}
	}
	return out
}

// below gives the schemas that s applies to the value under the key or index.
func below(s *jsonschema.Schema, token string) []*jsonschema.Schema {
	out := append([]*jsonschema.Schema{s.Items2020}, s.PrefixItems...)
	if p, ok := s.Properties[token]; ok {
		return append(out, p)
	}
	for re, p := range s.PatternProperties {
		if re.MatchString(token) {
			out = append(out, p)
		}
	}
	if a, ok := s.AdditionalProperties.(*jsonschema.Schema); ok {
		out = append(out, a)
	}
	return out
}

// knownKeys gives the names of all keys that the map at the path may have, sorted.
func knownKeys(root *jsonschema.Schema, path []string) []string {
	known := map[string]bool{}
	for _, s := range schemasAt(root, path) {
		for name := range s.Properties {
			known[name] = true
		}
	}
	return slices.Sorted(maps.Keys(known))
}

// requiredKeys gives the names of the keys that the map at the path must have, sorted.
func requiredKeys(root *jsonschema.Schema, path []string) []string {
	required := map[string]bool{}
	for _, s := range schemasAt(root, path) {
		for _, name := range s.Required {
			required[name] = true
		}
	}
	return slices.Sorted(maps.Keys(required))
}

// describe gives what the schemas say of the value at the path: its description and an example, where they have any.
func describe(root *jsonschema.Schema, path []string) (description string, example any) {
	for _, s := range schemasAt(root, path) {
		if description == "" {
			description = s.Description
		}
		if example == nil && len(s.Examples) > 0 {
			example = s.Examples[0]
		}
	}
	return description, example
}

// formatOf gives the format that the schemas ask of the text at the path, if any.
func formatOf(root *jsonschema.Schema, path []string) string {
	for _, s := range schemasAt(root, path) {
		if s.Format != nil {
			return s.Format.Name
		}
	}
	return ""
}
