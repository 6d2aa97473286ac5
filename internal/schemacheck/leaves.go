package schemacheck

import (
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// leaves gives the errors that stand for a cause of their own, out of the library's tree of errors.
func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	switch e.ErrorKind.(type) {
	case *kind.AnyOf, *kind.OneOf:
		if len(e.Causes) > 0 {
			return nearestBranch(e)
		}
	case *kind.PropertyNames, *kind.Contains, *kind.MinContains, *kind.ContentSchema:
		return []*jsonschema.ValidationError{e} // what it contains speaks of the schema's parts, not of the file's
	}
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	var out []*jsonschema.ValidationError
	for _, cause := range e.Causes {
		out = append(out, leaves(cause)...)
	}
	return out
}

// nearestBranch gives the errors of the alternative that the writer most likely meant: one whose type is right, and
// of these the one with the fewest errors. Where no type is right, it says which types would be.
func nearestBranch(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	var best, other []*jsonschema.ValidationError
	var want []string
	for _, branch := range e.Causes {
		errs := leaves(branch)
		types, wrong := wrongType(errs, e.InstanceLocation)
		want = append(want, types...)
		switch {
		case wrong:
			other = append(other, errs...)
		case best == nil || len(errs) < len(best):
			best = errs
		}
	}
	if best != nil {
		return best
	}
	for _, o := range other {
		if t, ok := o.ErrorKind.(*kind.Type); ok {
			merged := *o
			slices.Sort(want)
			merged.ErrorKind = &kind.Type{Got: t.Got, Want: slices.Compact(want)}
			return []*jsonschema.ValidationError{&merged}
		}
	}
	return other[:1]
}

// wrongType tells whether the value at this very place has the wrong type, and which types would do. A map or list
// where one of some words is asked for has the wrong type, too.
func wrongType(errs []*jsonschema.ValidationError, at []string) (want []string, wrong bool) {
	if !slices.Equal(errs[0].InstanceLocation, at) {
		return nil, false
	}
	switch k := errs[0].ErrorKind.(type) {
	case *kind.Type:
		return k.Want, true
	case *kind.Enum:
		return wordWanted(k.Got)
	case *kind.Const:
		return wordWanted(k.Got)
	}
	return nil, false
}

func wordWanted(got any) (want []string, wrong bool) {
	if composite(got) {
		return []string{"string"}, true
	}
	return nil, false
}

func composite(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}
