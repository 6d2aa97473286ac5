package doc

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/adrg/frontmatter"
)

// TestCutIsWhatTheLibraryFinds compares with the library, which is given all of the file and all languages.
func TestCutIsWhatTheLibraryFinds(t *testing.T) {
	t.Parallel()
	whole := func(src []byte) (found, rest []byte, err error) {
		var formats []*frontmatter.Format
		for open := range languages {
			braces := open == "{"
			formats = append(formats, &frontmatter.Format{Start: open, End: closing(open), UnmarshalDelims: braces, RequiresNewLine: braces,
				Unmarshal: func(data []byte, _ any) error { found = append([]byte{}, data...); return nil }})
		}
		rest, err = frontmatter.Parse(bytes.NewReader(src), nil, formats...)
		return found, rest, err
	}
	chance := rand.New(rand.NewPCG(1, 2))
	lines := []string{"---\n", "---", "--- \r\n", "---yaml\n", "+++\n", " +++\n", ";;;\n", "{\n", "}\n", "}", "\n", " \n", "\r\n", "a: b\n",
		"text", "\u00a0---\n"}
	blocks := 0
	for range 20_000 {
		var src []byte
		for range chance.IntN(8) {
			src = append(src, lines[chance.IntN(len(lines))]...)
		}
		found, rest, err := cut(src)
		wantFound, wantRest, wantErr := whole(src)
		same := (err == nil) == (wantErr == nil) && (found == nil) == (wantFound == nil)
		if !same || !bytes.Equal(found, wantFound) || !bytes.Equal(rest, wantRest) {
			t.Fatalf("%q is cut into %q and %q (%v), want %q and %q (%v)", src, found, rest, err, wantFound, wantRest, wantErr)
		}
		if found != nil {
			blocks++
		}
	}
	if blocks < 1000 {
		t.Errorf("%d blocks", blocks)
	}
}
