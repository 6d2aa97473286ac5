package history

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// matched tells which files of a commit on others were taken for moved ones, in order.
func matched(t *testing.T, before, after map[string]string) (moves []string) {
	t.Helper()
	r := newRepo(t)
	r.commit("before", before)
	gone := map[string]string{}
	for p := range before {
		gone[p] = after[p] // empty for what is no more
	}
	for p, text := range after {
		gone[p] = text
	}
	r.commit("after", gone)
	repo, err := open(r.dir)
	r.must(err)
	defer repo.close()
	w := newWalker(repo, Options{Dir: r.dir, Reader: toyFacts})
	head, _, err := repo.head()
	r.must(err)
	w.index.graph, err = readGraph(context.Background(), repo, head, nil, nil)
	r.must(err)
	v := &w.index.graph.vertices[0]
	changes, err := w.differ.diffCommit(v.tree, w.index.graph.trees(v), v.cut, w.scope())
	r.must(err)
	for _, m := range matchChanges(changes, w.facts) {
		moves = append(moves, m.from+" -> "+m.to)
	}
	slices.Sort(moves)
	return moves
}

// lines gives so many numbered lines that no other word shares.
func lines(word string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s %03d and the rest of the line\n", word, i)
	}
	return b.String()
}

// TestMatchChanges finds at most one origin for a file and one destination, the likeliest ones.
func TestMatchChanges(t *testing.T) {
	t.Parallel()
	doc := func(id, body string) string { return "id: " + id + "\n---\n" + body }
	files := func(list ...string) map[string]string {
		out := map[string]string{}
		for i := 0; i < len(list); i += 2 {
			out[list[i]] = list[i+1]
		}
		return out
	}
	for name, c := range map[string]struct {
		before, after map[string]string
		want          []string
	}{
		"half is enough": {files("a.md", lines("x", 10)), files("b.md", lines("x", 5)+lines("y", 5)),
			[]string{"a.md -> b.md"}},
		"less than half is not":  {files("a.md", lines("x", 10)), files("b.md", lines("x", 4)+lines("y", 6)), nil},
		"half as long is enough": {files("a.md", lines("x", 10)), files("b.md", lines("x", 5)), []string{"a.md -> b.md"}},
		"twice as long also":     {files("a.md", lines("x", 5)), files("b.md", lines("x", 10)), []string{"a.md -> b.md"}},
		"shorter is not":         {files("a.md", lines("x", 11)), files("b.md", lines("x", 5)), nil},
		"one origin, the likelier target": {files("a.md", lines("x", 10)),
			files("b.md", lines("x", 7)+lines("y", 3), "c.md", lines("x", 9)), []string{"a.md -> c.md"}},
		"one target, the likelier origin": {files("a.md", lines("x", 7)+lines("y", 3), "b.md", lines("x", 9)),
			files("c.md", lines("x", 10)), []string{"b.md -> c.md"}},
		"two pairs": {files("a.md", lines("x", 10), "b.md", lines("y", 10)),
			files("c.md", lines("y", 9), "d.md", lines("x", 9)), []string{"a.md -> d.md", "b.md -> c.md"}},
		"equal bytes, the same name": {files("u/a.md", "same\n", "u/b.md", "same\n"),
			files("v/b.md", "same\n", "v/c.md", "same\n"), []string{"u/a.md -> v/c.md", "u/b.md -> v/b.md"}},
		"equal likeness, the same name": {files("u/a.md", lines("x", 10)+"1\n", "u/b.md", lines("x", 10)+"2\n"),
			files("v/b.md", lines("x", 10)+"3\n"), []string{"u/b.md -> v/b.md"}},
		"equal bytes before likeness": {files("a.md", lines("x", 10), "b.md", lines("x", 9)),
			files("c.md", lines("x", 9)), []string{"b.md -> c.md"}},
		"the id before equal bytes": {files("a.md", doc("A", "text\n"), "b.md", "text\n"),
			files("c.md", doc("A", "other\n"), "d.md", "text\n"), []string{"a.md -> c.md", "b.md -> d.md"}},
		"one id twice, equal bytes": {files("a.md", doc("A", "one\n"), "b.md", doc("A", "two\n")),
			files("c.md", doc("A", "two\n")), []string{"b.md -> c.md"}},
		"an id against none": {files("a.md", doc("A", lines("x", 10))), files("b.md", lines("x", 10)), []string{"a.md -> b.md"}},
		"a copy is no move":  {files("a.md", lines("x", 10)), files("a.md", lines("x", 10), "b.md", lines("x", 10)), nil},
		"an edit is no move": {files("a.md", lines("x", 10)), files("a.md", lines("x", 9), "b.md", lines("x", 10)), nil},
		"the id changed in its place": {files("a.md", doc("A", lines("x", 10))), files("a.md", doc("B", lines("x", 10)), "b.md",
			lines("x", 10)), nil},
		"the id left, another came": {files("a.md", doc("A", "a\n")), files("a.md", doc("B", "b\n"), "c.md", doc("A", "a\n")),
			[]string{"a.md -> c.md"}},
		"the id came from elsewhere": {files("a.md", doc("A", "a\n"), "b.md", doc("B", "b\n")), files("a.md", doc("B", "b\n")),
			[]string{"b.md -> a.md"}},
		"the id left, the text came": {files("a.md", doc("A", "a\n"), "b.md", lines("x", 10)),
			files("a.md", doc("B", lines("x", 10)), "c.md", doc("A", "a\n")), []string{"a.md -> c.md", "b.md -> a.md"}},
		"the id came, the text left": {files("a.md", doc("A", lines("x", 10)), "b.md", doc("B", "b\n")),
			files("a.md", doc("B", "b\n"), "c.md", lines("x", 10)), []string{"a.md -> c.md", "b.md -> a.md"}},
		"an id given to a text": {files("a.md", lines("x", 10)), files("a.md", doc("A", lines("x", 10)), "b.md", lines("x", 10)), nil},
		"empty files":           {files("a.md", "\n"), files("b.md", "\n"), []string{"a.md -> b.md"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, matched(t, c.before, c.after)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSimilarity counts common bytes of the larger file, in whole lines or pieces of 64 bytes.
func TestSimilarity(t *testing.T) {
	t.Parallel()
	piece := func(c string) string { return strings.Repeat(c, 64) }
	for name, c := range map[string]struct {
		a, b string
		want int
	}{
		"equal":                     {"one\ntwo\n", "one\ntwo\n", maxScore},
		"another order":             {"one\ntwo\n", "two\none\n", maxScore},
		"line ends of Windows":      {"1234\r\n", "1234\n", maxScore * 5 / 6},
		"a carriage return inside":  {"12\r4\n", "1234\n", 0},
		"a carriage return last":    {"one\r", "one\r", maxScore},
		"half":                      {"one\ntwo\n", "one\nsix\n", maxScore / 2},
		"twice against once":        {"one\none\n", "one\nsix\n", maxScore / 2},
		"once against twice":        {"one\nsix\n", "one\none\n", maxScore / 2},
		"of half the size":          {"one\n", "one\nsix\n", maxScore / 2},
		"of less than half":         {"one\n", "one\nsix\n1", 0},
		"no end of line":            {"one\ntwo", "one\ntwo\n", maxScore / 2},
		"nothing in common":         {"one\n", "six\n", 0},
		"empty":                     {"", "", 0},
		"empty against text":        {"", "one\n", 0},
		"long lines, first piece":   {piece("a") + piece("b"), piece("a") + piece("c"), maxScore / 2},
		"long lines, second piece":  {piece("a") + piece("b"), piece("c") + piece("b"), maxScore / 2},
		"long lines, off by one":    {piece("a") + piece("b"), "x" + piece("a")[1:] + piece("b"), maxScore / 2},
		"a line of 64 with its end": {piece("a")[1:] + "\n" + "b\n", piece("a")[1:] + "\n" + "c\n", maxScore * 64 / 66},
	} {
		a, b := newFingerprint([]byte(c.a)), newFingerprint([]byte(c.b))
		if got, back := similarity(a, b), similarity(b, a); got != c.want || back != got {
			t.Errorf("%s: %d and %d, want %d", name, got, back, c.want)
		}
		if similarity(nil, b) != 0 || similarity(a, nil) != 0 {
			t.Errorf("%s: a file that cannot be read is like another", name)
		}
	}
}

// TestTooMuchToCompare leaves out what would take too long, and no more than that.
func TestTooMuchToCompare(t *testing.T) {
	t.Parallel()
	big := lines("x", 20_000)
	pad := strings.Repeat("p", maxCompare-len(big)-1) + "\n"
	files := func(text string) map[string]string { return map[string]string{"b.md": text} }
	if got := matched(t, map[string]string{"a.md": big + pad}, files(big+pad[1:])); len(got) != 1 {
		t.Errorf("a file of %d bytes is not compared", maxCompare)
	}
	if got := matched(t, map[string]string{"a.md": big + pad + "p"}, files(big+pad)); got != nil {
		t.Errorf("a file of more than %d bytes is compared: %v", maxCompare, got)
	}
	before, after := map[string]string{}, map[string]string{}
	for i := range 200 { // 200 x 200 is what is allowed
		before[fmt.Sprintf("a/%03d.md", i)] = lines(fmt.Sprint("w", i), 3)
		after[fmt.Sprintf("b/%03d.md", i)] = lines(fmt.Sprint("w", i), 3) + "more\n"
	}
	if got := matched(t, before, after); len(got) != 200 {
		t.Errorf("%d of 200 files were matched", len(got))
	}
}

// TestManyMoves finds the moves of a commit that moves and edits hundreds of documents: by equal names first, and those with
// other names by size. Git says the same with its own limits lifted.
func TestManyMoves(t *testing.T) {
	t.Parallel()
	before, after := map[string]string{}, map[string]string{}
	var want []string
	for i := range 520 {
		from, to := fmt.Sprintf("a/%03d.md", i), fmt.Sprintf("b/%03d.md", i)
		switch {
		case i%10 == 0:
			to = fmt.Sprintf("b/renamed-%d.md", i*7%521)
		case i%10 == 1: // a name that stays and a text that goes elsewhere
			before[from], after[to] = lines(fmt.Sprint("gone", i), 4), lines(fmt.Sprint("new", i), 4)
			continue
		}
		before[from] = lines(fmt.Sprint("w", i), 3+i%17)
		after[to] = before[from] + "more\n"
		want = append(want, from+" -> "+to)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, matched(t, before, after)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSearchGivenUp says in which commit not all moves were looked for, and says so from the cache as well.
func TestSearchGivenUp(t *testing.T) {
	t.Parallel()
	m := &matcher{facts: &factBook{}, work: 10}
	prints := map[oid]*fingerprint{}
	for i := range 8 {
		c := candidate{path: fmt.Sprint("a", i), side: side{mode: 0o100644, blob: oid{1, byte(i)}}}
		d := candidate{path: fmt.Sprint("b", i), side: side{mode: 0o100644, blob: oid{2, byte(i)}}}
		prints[c.blob], prints[d.blob] = newFingerprint([]byte(lines("x", 9))), newFingerprint([]byte(lines("y", 9)))
		m.sources, m.targets = append(m.sources, c), append(m.targets, d)
	}
	m.settle(m.alike(prints, free(m.targets), func(*candidate) []*candidate { return free(m.sources) }))
	if !m.facts.gaveUp || len(m.moves) != 0 {
		t.Errorf("gave up: %v, moves %v", m.facts.gaveUp, m.moves)
	}
	x := newIndex()
	x.graph = &graph{vertices: []vertex{{id: oid{0xab}}, {id: oid{0xcd}}}}
	x.changesets = []*changeset{{gaveUp: true}, {}}
	if got := x.unfinished(); len(got) != 1 || !strings.Contains(got[0], "in commit ab00000") {
		t.Errorf("notes %q", got)
	}
}

// TestPackedID gives the id of packed facts without the rest, also where it looks like a hash.
func TestPackedID(t *testing.T) {
	t.Parallel()
	hash := strings.Repeat("0a", 32)
	for _, id := range []string{"", "A", hash, strings.ToUpper(hash), hash[1:], hash + "a", strings.Repeat("zz", 32),
		strings.Repeat("x", 63),
		strings.Repeat("x", 64), strings.Repeat("x", 8192), strings.Repeat("x", 20000)} {
		packed := packFacts(Facts{ID: id, Title: hash, Prose: hash, Body: "b"})
		if got := packedID(packed); got != id {
			t.Errorf("%.70q is given as %.70q", id, got)
		}
		if got := unpackFacts(packed); got.ID != id || got.Title != hash || got.Prose != hash || got.Body != "b" {
			t.Errorf("%.70q: facts %.300v", id, got)
		}
		for i := range packed[:min(len(packed), 200)] {
			if got := unpackFacts(packed[:i]); got != (Facts{}) {
				t.Errorf("cut at %d: %v", i, got)
			}
		}
	}
	for _, s := range []string{"", unread, "+", "+\x05ab", "+\xff\xff\xff\xff\xff\x01", "x\x02a",
		"+" + string(bytes.Repeat([]byte{0x80}, 9))} {
		if got := packedID(s); got != "" {
			t.Errorf("%q gives %q", s, got)
		}
	}
}

// TestMissingOrigin notes a file that had to be read to find out where another came from, and is not there.
func TestMissingOrigin(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("elsewhere", map[string]string{"docs/x.txt": lines("x", 10), "content/a.md": "text\n"})
	lost := r.objectFile(Hash(strings.TrimSpace(r.git("rev-parse", "HEAD:docs/x.txt"))))
	r.commit("move", map[string]string{"docs/x.txt": "", "content/b.md": lines("x", 9)})
	if got := summaries(r.read(Options{}).Revisions("content/b.md")); len(got) != 2 {
		t.Errorf("with all objects: %q", got)
	}
	r.must(os.Remove(lost))
	log := r.read(Options{})
	if log.State != Partial || !strings.Contains(log.Reason, "1 versions of documents are not in the repository") {
		t.Errorf("state %s: %s", log.State, log.Reason)
	}
	if diff := cmp.Diff([]string{"move: content/b.md added"}, summaries(log.Revisions("content/b.md"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
