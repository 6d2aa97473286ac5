package history

import (
	"strings"
	"testing"

	"clausebook/internal/date"
)

// TestMoves: a former name leads to the commit of now, but never to one that was made after the move, and never takes the name of
// another commit of the history.
func TestMoves(t *testing.T) {
	t.Parallel()
	r := grown(t) // three commits
	ids := strings.Fields(r.git("rev-list", "--reverse", "HEAD"))
	first, second, third := Hash(ids[0]), Hash(ids[1]), Hash(ids[2])
	old := func(c string) Hash { return Hash(strings.Repeat(c, 40)) }
	day := func(h Hash) date.Date {
		log, err := Read(t.Context(), Options{Dir: r.dir, Folder: "content"})
		if err != nil {
			t.Fatal(err)
		}
		return log.Commit(h).Committer.Day()
	}
	for name, c := range map[string]struct {
		moves Moves
		ask   Hash
		want  Hash // the commit that is found; none where it is not
		moved Moved
	}{
		"one":                 {Moves{To: map[Hash]Hash{old("a"): first}, At: third}, old("a"), first, Moved{Named: 1, Known: 1, Ends: true}},
		"through two moves":   {Moves{To: map[Hash]Hash{old("a"): old("b"), old("b"): second}, At: third}, old("a"), second, Moved{Named: 2, Known: 2, Ends: true}},
		"in a ring":           {Moves{To: map[Hash]Hash{old("a"): old("b"), old("b"): old("a")}, At: third}, old("a"), "", Moved{Named: 2, Ends: true}},
		"left out":            {Moves{To: map[Hash]Hash{old("a"): ""}, At: third}, old("a"), "", Moved{Named: 1, Ends: true}},
		"to one of later":     {Moves{To: map[Hash]Hash{old("a"): third}, At: second}, old("a"), "", Moved{Named: 1, Later: 1, Ends: true}},
		"its own name stays":  {Moves{To: map[Hash]Hash{first: second}, At: third}, first, first, Moved{Named: 1, Taken: 1, Ends: true}},
		"to a stranger":       {Moves{To: map[Hash]Hash{old("a"): old("c")}, At: third}, old("a"), "", Moved{Named: 1, Ends: true}},
		"without an end":      {Moves{To: map[Hash]Hash{old("a"): first}, At: old("d")}, old("a"), "", Moved{Named: 1}},
		"by the day":          {Moves{To: map[Hash]Hash{old("a"): first}, Day: day(third)}, old("a"), first, Moved{Named: 1, Known: 1, Ends: true}},
		"by a day before all": {Moves{To: map[Hash]Hash{old("a"): first}, Day: day(first).AddDays(-1)}, old("a"), "", Moved{Named: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log, err := Read(t.Context(), Options{Dir: r.dir, Folder: "content", Moves: &c.moves})
			if err != nil {
				t.Fatal(err)
			}
			var got Hash
			if found := log.Commit(c.ask); found != nil {
				got = found.Hash
			}
			if got != c.want {
				t.Errorf("%s leads to %s, want %s", c.ask.Short(), got.Short(), c.want.Short())
			}
			known := log.Moved
			if known.now = nil; known.Named != c.moved.Named || known.Known != c.moved.Known || known.Later != c.moved.Later ||
				known.Taken != c.moved.Taken || known.Ends != c.moved.Ends {
				t.Errorf("got %+v, want %+v", known, c.moved)
			}
			former := ""
			if c.want != "" && c.want != c.ask {
				former = string(c.want)
			}
			if found := log.Formerly(string(c.ask)[:8]); string(found) != former {
				t.Errorf("the first digits lead to %q, want %q", found, former)
			}
		})
	}
}

// TestFormerlyOfTwo: digits with which the former names of two commits begin name none.
func TestFormerlyOfTwo(t *testing.T) {
	t.Parallel()
	r := grown(t)
	ids := strings.Fields(r.git("rev-list", "--reverse", "HEAD"))
	one, two := Hash("abcdef0"+strings.Repeat("1", 33)), Hash("abcdef0"+strings.Repeat("2", 33))
	log, err := Read(t.Context(), Options{Dir: r.dir, Folder: "content",
		Moves: &Moves{To: map[Hash]Hash{one: Hash(ids[0]), two: Hash(ids[1])}, At: Hash(ids[2])}})
	if err != nil {
		t.Fatal(err)
	}
	if got := log.Formerly("abcdef0"); got != "" {
		t.Errorf("got %s", got)
	}
	if got := log.Formerly("abcdef01"); got != Hash(ids[0]) {
		t.Errorf("got %s, want %s", got, ids[0])
	}
}

// TestIgnoredByFormerName: .git-blame-ignore-revs names commits as they were called before the move.
func TestIgnoredByFormerName(t *testing.T) {
	t.Parallel()
	r := grown(t)
	old := Hash(strings.Repeat("e", 40))
	r.write(map[string]string{".git-blame-ignore-revs": string(old) + "\n"})
	r.git("add", "-A")
	r.git("commit", "-q", "-m", "Ignore")
	ids := strings.Fields(r.git("rev-list", "--reverse", "HEAD"))
	log, err := Read(t.Context(), Options{Dir: r.dir, Folder: "content", Moves: &Moves{To: map[Hash]Hash{old: Hash(ids[1])}, At: Hash(ids[3])}})
	if err != nil {
		t.Fatal(err)
	}
	ignored := 0
	for _, p := range log.Paths() {
		for _, rev := range log.Revisions(p) {
			if rev.Ignored {
				ignored++
				if rev.Commit.Hash != Hash(ids[1]) {
					t.Errorf("%s is ignored", rev.Commit.Hash)
				}
			}
		}
	}
	if ignored == 0 {
		t.Error("nothing is ignored")
	}
}
