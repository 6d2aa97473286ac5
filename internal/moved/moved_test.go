package moved

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/config"
	"clausebook/internal/history"
)

const a, b, c = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccccccccccccccccccccccc"

// TestRead takes in what tools write, and tells each line that nobody can have meant.
func TestRead(t *testing.T) {
	t.Parallel()
	none := strings.Repeat("0", 40)
	for name, x := range map[string]struct {
		text string
		want map[history.Hash]history.Hash
		told []string
	}{
		"as git-filter-repo writes it":         {"old                                      new\n" + a + " " + b + "\n", map[history.Hash]history.Hash{a: b}, nil},
		"no heading":                           {a + " " + b + "\n" + b + " " + c, map[history.Hash]history.Hash{a: b, b: c}, nil},
		"left out by the move":                 {a + " " + none + "\n", map[history.Hash]history.Hash{a: ""}, nil},
		"not renamed":                          {a + " " + a + "\n", map[history.Hash]history.Hash{}, nil},
		"line ends of Windows, capitals, tabs": {strings.ToUpper(a) + "\t" + b + "\r\n\r\n", map[history.Hash]history.Hash{a: b}, nil},
		"said twice in the same way":           {a + " " + b + "\n" + a + " " + b + "\n", map[history.Hash]history.Hash{a: b}, nil},
		"remarks":                              {"# moved in May\n" + a + " " + b + "\n", map[history.Hash]history.Hash{a: b}, nil},
		"empty":                                {"", map[history.Hash]history.Hash{}, nil},
		"given twice": {a + " " + b + "\n" + a + " " + c + "\n", map[history.Hash]history.Hash{a: b},
			[]string{"map:2: aaaaaaaaaaaa is given a second time, with another name"}},
		"abbreviated": {a[:12] + " " + b + "\n", map[history.Hash]history.Hash{}, []string{"map:1: “aaaaaaaaaaaa " + b + "” is not two full names of commits"}},
		"three names": {a + " " + b + " " + c + "\n", map[history.Hash]history.Hash{},
			[]string{"map:1: “" + a + " " + b[:19] + "…” is not two full names of commits"}},
		"something else": {"{\n  1: 2\n}\nx\ny\n", map[history.Hash]history.Hash{}, []string{"map:1: “{” is not two full names of commits",
			"map:2: “1: 2” is not two full names of commits", "map:3: “}” is not two full names of commits; and 2 lines more"}},
		"bytes that are no text": {"\xff\xfe\x00 " + b + "\n", map[history.Hash]history.Hash{},
			[]string{"map:1: “\ufffd\x00 " + b + "” is not two full names of commits"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			moves, found := Read(fstest.MapFS{"map": {Data: []byte(x.text)}}, config.Moved{Map: "map"})
			var told []string
			for _, f := range found {
				told = append(told, f.Pos.String()+": "+f.Message)
			}
			if diff := cmp.Diff(x.told, told); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(x.want, moves.To); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoFile: nothing is moved where nothing is named, and a file that cannot be read is told.
func TestNoFile(t *testing.T) {
	t.Parallel()
	if moves, found := Read(fstest.MapFS{}, config.Moved{}); moves != nil || found != nil {
		t.Errorf("moves %v, findings %v", moves, found)
	}
	large := fstest.MapFS{"map": {Data: make([]byte, maxFile+1)}}
	for want, tree := range map[string]fstest.MapFS{"`history.moved.map: map` is not there": {}, "`history.moved.map: map` cannot be read: it": large} {
		moves, found := Read(tree, config.Moved{Map: "map"})
		if moves != nil || len(found) != 1 || !strings.HasPrefix(found[0].Message, want) {
			t.Errorf("moves %v, findings %v, want %s", moves, found, want)
		}
	}
}

// FuzzRead: whatever a file holds, every name that is taken over is a whole one.
func FuzzRead(f *testing.F) {
	f.Add("old new\n" + a + " " + b + "\n")
	f.Add(a + " " + a + "\x00" + b)
	f.Fuzz(func(t *testing.T, text string) {
		moves, _ := Read(fstest.MapFS{"map": {Data: []byte(text)}}, config.Moved{Map: "map"})
		for from, to := range moves.To {
			if !fullName(string(from)) || to != "" && !fullName(string(to)) || from == to {
				t.Errorf("%q leads to %q", from, to)
			}
		}
	})
}
