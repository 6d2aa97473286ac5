package language

import (
	"slices"
	"testing"
)

// TestKeysAreThoseOfTheSchemas wants every key with words for a reader, and some whose values name things to name them.
func TestKeysAreThoseOfTheSchemas(t *testing.T) {
	t.Parallel()
	all := keys()
	if len(all) < 15 {
		t.Fatalf("%d types of documents", len(all))
	}
	for kind, list := range all {
		for _, k := range list {
			if k.about == "" {
				t.Errorf("%s: the key %s has no words", kind, k.name)
			}
		}
	}
	for name, want := range map[string]meaning{"owner": meansRole, "approver": meansAuthority, "approved_by": meansPerson, "related": meansDocument,
		"fulfils": meansRequired, "covers": meansItem, "supplier": meansParty, "depends_on": meansDocument, "service_owner": meansRole, "title": ""} {
		if got := keyOf(name).means; got != want {
			t.Errorf("%s names a %q, want %q", name, got, want)
		}
	}
	if k := keyOf("status"); !slices.Contains(k.values, "in-review") {
		t.Errorf("status may be %v", k.values)
	}
	if k := keyOf("type"); !slices.Contains(k.values, "policy") || slices.Contains(k.values, "common") {
		t.Errorf("type may be %v", k.values)
	}
}
