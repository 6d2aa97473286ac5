package language

import (
	"encoding/json"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"clausebook/schemas"
)

// meaning tells what the values of a key of the front matter name.
type meaning string

const (
	meansDocument  meaning = "document"
	meansRole      meaning = "role"
	meansPerson    meaning = "person"
	meansAuthority meaning = "authority" // a role or a person
	meansParty     meaning = "party"
	meansItem      meaning = "item"
	meansRequired  meaning = "required"
)

// key is a key of the front matter, as the schemas describe it.
type key struct {
	name, about string
	values      []string // where only some words are allowed
	means       meaning
}

// property is what is read of a schema.
type property struct {
	Ref         string              `json:"$ref"`
	Description string              `json:"description"`
	Enum        []string            `json:"enum"`
	Const       string              `json:"const"`
	Type        string              `json:"type"`
	Properties  map[string]property `json:"properties"`
	Defs        map[string]property `json:"$defs"`
}

// meanings are those of forms that several keys share, by their name in the schemas, and of keys that the form does not tell.
var meanings = map[string]meaning{"id": meansDocument, "ids": meansDocument, "role": meansRole, "roles": meansRole, "person": meansPerson,
	"persons": meansPerson, "party": meansParty, "parties": meansParty, "approver": meansAuthority, "approved_by": meansPerson,
	"fulfils": meansRequired, "covers": meansItem, "clauses": meansItem}

// keys gives the keys of each type of document; those of the empty type are of every type.
var keys = sync.OnceValue(func() map[string][]key {
	out := map[string][]key{}
	common := readSchema("types/common.schema.json")
	files, _ := fs.Glob(schemas.FS, "types/*.schema.json") // a pattern of ours
	types := key{name: "type", about: "Type of the document; it decides which keys there are."}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".schema.json")
		if name == "common" {
			continue
		}
		types.values = append(types.values, name)
		out[name] = keysIn(readSchema(file), common)
	}
	out[""] = append(keysIn(common, common), types)
	return out
})

func readSchema(file string) (p property) {
	raw, err := schemas.FS.ReadFile(file)
	if err == nil {
		_ = json.Unmarshal(raw, &p) // what another form has stays empty: the schemas are ours, and a test reads them
	}
	return p
}

func keysIn(schema, common property) []key {
	var out []key
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		p := schema.Properties[name]
		form := p.Ref[strings.LastIndexByte(p.Ref, '/')+1:]
		if name == "type" {
			continue
		}
		k := key{name: name, about: p.Description, values: p.Enum, means: meanings[name]}
		if shared, ok := common.Defs[form]; ok {
			if k.about == "" {
				k.about = shared.Description
			}
			if len(k.values) == 0 {
				k.values = shared.Enum
			}
			if k.means == "" {
				k.means = meanings[form]
			}
		}
		if p.Type == "boolean" {
			k.values = []string{"true", "false"}
		}
		out = append(out, k)
	}
	return out
}

// byName is every key by its name, of the first type that has it.
var byName = sync.OnceValue(func() map[string]key {
	out, all := map[string]key{}, keys()
	for _, kind := range slices.Sorted(maps.Keys(all)) {
		for _, k := range all[kind] {
			if _, known := out[k.name]; !known {
				out[k.name] = k
			}
		}
	}
	return out
})

// keyOf gives a key, of whatever type.
func keyOf(name string) key {
	if k, known := byName()[name]; known {
		return k
	}
	return key{name: name}
}
