package theme

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPieces(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]Piece{
		"":                      nil,
		"plain":                 {{Text: "plain"}},
		"run `git lfs pull`":    {{Text: "run "}, {Text: "git lfs pull", Code: true}},
		"`a`, `b`":              {{Text: "a", Code: true}, {Text: ", "}, {Text: "b", Code: true}},
		"a ` alone":             {{Text: "a ` alone"}},
		"`a` and ` alone":       {{Text: "a", Code: true}, {Text: " and ` alone"}},
		"``":                    nil,
		"`<script>` is no code": {{Text: "<script>", Code: true}, {Text: " is no code"}},
	} {
		if diff := cmp.Diff(want, Pieces(text)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
}
