package labels

import (
	"slices"
	"testing"
)

// TestProperties reads the properties of a page of Logseq and the fields of Dataview, and not those of a block within the page.
func TestProperties(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]Label{
		"type:: policy\nversion:: 1.1\n\n- Text\n":                    {{"type", "policy", 1, 8}, {"version", "1.1", 2, 11}},
		"- owner:: [[Ada]]\n- Text\n  id:: 64b1\n\t- id:: 64b1\n":     {{"owner", "[[Ada]]", 1, 11}},
		"# A\n\n**Owner**:: Ann\n":                                    {{"Owner", "Ann", 3, 13}},
		"std::vector\n\n::note[Text]\n\nowner::Ann\n":                 nil,
		"Owner: Ann\n\n```\nversion:: 2\n```\n\n    version:: 3\n":    {{"Owner", "Ann", 1, 8}},
		"| version | 2.1 |\n|---|---|\n| owner | quality-manager |\n": {{"version", "2.1", 1, 13}, {"owner", "quality-manager", 3, 11}},
	} {
		if got := Of([]byte(body), 1); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", body, got, want)
		}
	}
}
