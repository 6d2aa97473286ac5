package history

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestRevisionErrors says what is wrong with a revision, and names a commit where nothing is.
func TestRevisionErrors(t *testing.T) {
	t.Parallel()
	r := grown(t) // three commits
	blob := strings.TrimSpace(r.git("rev-parse", "HEAD:content/a.md"))
	tree := strings.TrimSpace(r.git("rev-parse", "HEAD^{tree}"))
	r.git("tag", "-a", "-m", "of a file", "file", blob)
	tag := func(levels int) string {
		name := "HEAD"
		for i := range levels {
			next := fmt.Sprintf("deep%d-%d", levels, i)
			r.git("tag", "-a", "-m", "again", next, name)
			name = next
		}
		return name
	}
	for rev, want := range map[string]string{
		"HEAD~2": "", "HEAD^^": "", "HEAD~1^1": "", "HEAD^0": "", "HEAD~0": "", "@~1": "", "main~": "", tag(9): "",
		"HEAD~3": "has no parent 1", "HEAD^2": "has no parent 2", "HEAD~1^2": "has no parent 2",
		"HEAD~99999999999999999999": "unknown revision", "HEAD^99999999999999999999": "unknown revision",
		"HEAD~1x": "only ~n and ^n may follow", "HEAD^{tree}": "only ~n and ^n may follow", "HEAD~-1": "only ~n and ^n may follow",
		"no~1": `unknown revision "no"`, "abc": `unknown revision "abc"`, "abcg": `unknown revision "abcg"`, "ABCD": `unknown revision "ABCD"`,
		"HEAD:content": `unknown revision "HEAD:content"`, "refs/heads/none": "unknown revision", "heads/": "unknown revision",
		blob: "is a blob, not a commit", tree: "is a tree, not a commit", blob[:12]: "unknown revision", "file": "is a blob, not a commit",
		tag(11): "tags name tags ten times over", strings.Repeat("0", 39) + "1": "not in the repository",
		"1999-01-01": "no commit is as old as 1999-01-01", "2023-11-14": "",
	} {
		repo, err := open(r.dir)
		r.must(err)
		id, err := repo.resolve(rev, nil)
		repo.close()
		if want == "" && (err != nil || id.IsZero()) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q is %s, error %v, want %q", rev, id, err, want)
		}
	}
}

// TestAbbreviatedRevision is ambiguous where two commits begin so, and not where a file does.
func TestAbbreviatedRevision(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.gitIn(manyCommits(400), "fast-import", "--quiet")
	first := map[string][]string{}
	for _, id := range strings.Fields(r.git("rev-list", "refs/heads/many")) {
		first[id[:4]] = append(first[id[:4]], id)
	}
	repo, err := open(r.dir)
	r.must(err)
	defer repo.close()
	ambiguous := 0
	for digits, ids := range first {
		id, err := repo.resolve(digits, nil)
		switch {
		case len(ids) > 1:
			ambiguous++
			if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("ambiguous: %d commits begin so", len(ids))) {
				t.Errorf("%s is %s, error %v, want %d commits", digits, id, err, len(ids))
			}
		case err != nil || id.String() != ids[0]:
			t.Errorf("%s is %s, want %s; error %v", digits, id, ids[0], err)
		}
	}
	if ambiguous == 0 {
		t.Error("no two commits begin with the same four digits: make more of them")
	}
	r.git("tag", "-a", "-m", "released", "v1", "refs/heads/many")
	object := strings.TrimSpace(r.git("rev-parse", "v1"))
	again, err := open(r.dir)
	r.must(err)
	defer again.close()
	if id, err := again.resolve(object[:12], nil); err != nil || id.String() != strings.TrimSpace(r.git("rev-parse", "v1^{commit}")) {
		t.Errorf("the digits of a tag are %s, error %v", id, err)
	}
}

// manyCommits writes commits without files.
func manyCommits(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "commit refs/heads/many\ncommitter C <c@example.org> %d +0000\ndata 1\nx\n", 1_700_000_000+i)
	}
	return b.String()
}

// TestHeadOfARepository names branch and commit, or why there is none.
func TestHeadOfARepository(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	expect := func(what, branch string, commit Hash, state State) {
		t.Helper()
		repo, err := open(r.dir)
		r.must(err)
		defer repo.close()
		id, got, err := repo.head()
		var s *StateError
		if got != branch || hashOf(id) != commit || (state == "") != (err == nil) || err != nil && (!errors.As(err, &s) || s.State != state) {
			t.Errorf("%s: %s on %q, error %v, want %s on %q", what, id, got, err, commit, branch)
		}
	}
	expect("no commits", "main", "", NoCommits)
	one := r.commit("one", map[string]string{"a.md": "1\n"})
	expect("a branch", "main", one, "")
	r.git("checkout", "-q", "-b", "a/b")
	expect("another branch", "a/b", one, "")
	r.git("pack-refs", "--all")
	expect("packed refs", "a/b", one, "")
	r.git("checkout", "-q", "--detach")
	expect("no branch", "", one, "")
	r.git("checkout", "-q", "--orphan", "new")
	expect("a branch without commits", "new", "", NoCommits)
}

// TestDayOfAShallowClone is known as far back as the clone goes.
func TestDayOfAShallowClone(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	for i := range 4 {
		r.now = time.Date(2024, 3, 1+i, 12, 0, 0, 0, time.UTC).Unix() - 60
		r.commit(fmt.Sprint(i), map[string]string{"a.md": fmt.Sprint(i, "\n")})
	}
	to := t.TempDir() + "/clone"
	r.git("clone", "-q", "--depth=2", "file://"+r.dir, to)
	repo, err := open(to)
	r.must(err)
	defer repo.close()
	for rev, want := range map[string]string{"2024-03-04": "HEAD", "2024-03-09": "HEAD", "2024-03-03": "HEAD~1", "HEAD~1": "HEAD~1",
		"2024-03-02": "", "2024-02-01": "", "HEAD~2": "", "HEAD~1^1": ""} {
		id, err := repo.resolve(rev, nil)
		var s *StateError
		switch {
		case want == "" && (!errors.As(err, &s) || s.State != Shallow):
			t.Errorf("%s: error %v, want a shallow state", rev, err)
		case want != "" && (err != nil || id.String() != strings.TrimSpace(r.git("rev-parse", want))):
			t.Errorf("%s is %s, want %s; error %v", rev, id, want, err)
		}
	}
}
