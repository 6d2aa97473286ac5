package trust

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"clausebook/internal/config"
	"clausebook/internal/history"
	"clausebook/internal/keys"
)

// Keys of two commits are never mixed up where the files of a commit do not say how git calls them.
func TestKeysOfTreesWithoutNames(t *testing.T) {
	t.Parallel()
	key := publicKey
	trees := map[history.Hash]fstest.MapFS{
		"a": {"keys": {Data: []byte("# none\n")}},
		"b": {"keys": {Data: []byte("bea@example.org " + key + "\n")}},
		"c": {},
	}
	tr := &Book{
		Present: newPolicy(config.Config{Approval: config.Approval{AllowedSigners: "keys"}}),
		rings:   map[history.Hash]*keys.Ring{},
		loaded:  map[string]*keys.Ring{},
		none:    &keys.Ring{},
		In: Source{Config: config.Config{Approval: config.Approval{AllowedSigners: "keys"}}, At: func(h history.Hash) (fs.FS, error) {
			if h == "damaged" {
				return nil, errors.New("the tree is damaged")
			}
			if trees[h] == nil {
				return nil, fs.ErrNotExist
			}
			return trees[h], nil
		}},
	}
	for _, commit := range []history.Hash{"a", "b", "c", "none", "a", "b"} {
		want := 0
		if commit == "b" {
			want = 1
		}
		if got := len(tr.KeysAt(commit).Signers); got != want {
			t.Errorf("commit %s lists %d keys, want %d", commit, got, want)
		}
	}
	if len(tr.Reports) > 0 {
		t.Errorf("reported: %v", tr.Reports)
	}
	for range 2 {
		if got := tr.KeysAt("damaged"); got != tr.none {
			t.Errorf("a commit that cannot be read lists %v", got)
		}
	}
	if len(tr.Reports) != 1 || tr.Reports[0].Pos.File != "keys" || !strings.Contains(tr.Reports[0].Message, "the tree is damaged") {
		t.Errorf("a commit that cannot be read is reported as %v", tr.Reports)
	}
}
