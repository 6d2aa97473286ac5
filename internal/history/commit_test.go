package history

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// messages are commit messages whose trailers are easily misread.
var messages = []string{
	"subject\n",
	"subject\n\nbody\n",
	"subject\n\nSigned-off-by: A <a@x>\n",
	"subject\n\nbody\n\nApproved-by: A <a@x>\nReviewed-by: B <b@x>\n",
	"subject\n\nApproved-by: A <a@x>\n\nbody\n",
	"subject\n\nbody\nApproved-by: A <a@x>\n",
	"Approved-by: A <a@x>\n",
	"Approved-by: A\n\nReviewed-by: B\n",
	"subject\n\nsome text\nSigned-off-by: A <a@x>\n",
	"subject\n\none\ntwo\nthree\nSigned-off-by: A <a@x>\n",
	"subject\n\none\ntwo\nthree\nfour\nSigned-off-by: A <a@x>\n",
	"subject\n\nApproved-by: A\n  and more\n\tand more\nX: y\n",
	"subject\n\n  indented: no\nX: y\n",
	"subject\n\n(cherry picked from commit abc)\nX: y\nno trailer\n",
	"subject\n\nKey : value\nOther\t: value\nTwo words: value\n",
	"subject\n\nKey:\nX:y\nX:   y   \n",
	"subject\n\nhttps://example.org: no\n",
	"subject\n\nX: y\n\n\n\n",
	"subject\n\nX: y\n# comment\n",
	"subject\n\nX: y\n# comment\nZ: a\n",
	"subject\n\n# comment\nX: y\n",
	"# comment\n\nX: y\n",
	"subject\n\nX: y\n\nConflicts:\n\tfile\n\tother\n",
	"subject\n\nX: y\n# ------------------------ >8 ------------------------\nZ: w\n",
	"subject\n\nX: y\r\nZ: w\r\n",
	"subject\r\n\r\nX: y\r\n",
	"subject\n\nÜ: y\n",
	"subject\n\nX: y\n---\nZ: w\n",
	"subject\n \t\nX: y\n",
	"\n\nsubject\n\nX: y\n",
	"subject\n\n: no key\nX: y\n",
	"subject\n\n-: hyphen\nX: y\n",
	"subject\n\n a\n b\nX: y\n c\n",
	"subject\n\nK : v\n",
	"subject\n\nX: y\n : no key\n",
	"subject\n\nX: y\nZ\tand more: no\n",
	"s\n\nX: y\n\nConflicts:\n\tfile\n",
	"s\n\nX: y\nConflicts:\n\tfile\n\nmore\n",
	"s\n\nX: y\n\nConflicts:\n\tfile\nnot a file\n",
	"s\n\nX: y\n\nConflicts:\n\tfile\n# comment\n\n",
	"s\n\nX: y\n\nConflicts: z\n\tfile\n",
	"\nX: y\n",
	"#\n#\n\nX: y\n",
	"s\n\nX: y\n# one\n\n# two\n",
	"s\n\nX: y\n# one\nZ: w\n# two\n",
	"# ------------------------ >8 ------------------------\ns\n\nX: y\n",
	"s\n\nX: y\n\n# ------------------------ >8 ------------------------\nConflicts:\n\tfile\n",
	"s\n\n# ------------------------ >8 ------------------------\n\nX: y\n",
	"s\n\nSigned-off-by: A\none\ntwo\nthree\n",
	"s\n\nSigned-off-by: A\none\ntwo\nthree\nfour\n",
	"s\n\nSigned-off-by: A\nX: y\none\ntwo\nthree\nfour\nfive\nsix\n",
	"s\n\nSigned-off-by: A\nX: y\none\ntwo\nthree\nfour\nfive\nsix\nseven\n",
	"s\n\nSigned-off-by: A\n folded\n folded\none\ntwo\nthree\n",
	"s\n\n folded\nSigned-off-by: A\none\ntwo\nthree\n",
	"s\n\n# comment\n folded\nX: y\n",
	"s\n\nX: y\n# comment\n folded\n",
	"s\n\nX: y\n\n \n\t\n",
	"s\n\nX: a\n\n\n  b\n",
	"s\n\nX:  a \n   b  \n\tc\n",
	"s\n\nX:\n  a\n",
	"s\n\nsigned-off-by: a\nno trailer\n",
	"s\n\n(cherry picked from commit abc\nno trailer\n",
	"s\n\n[X]: y\nZ: w\n",
	"s\n\n0: digit\n9a-Z: w\n_: v\n",
	"s\n\nA@: y\n",
	"s\n\nX y z : w\n",
	"s\n\nX -y: w\n",
}

// TestTrailersEqualNative compares with git interpret-trailers.
func TestTrailersEqualNative(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	for _, m := range messages {
		if got, want := written(m), r.nativeTrailers(m); got != want {
			t.Errorf("trailers of %q:\n%swant:\n%s", m, got, want)
		}
	}
}

// written gives trailers as git interpret-trailers --parse writes them.
func written(message string) string {
	var b strings.Builder
	start, end := trailerBlock(message)
	for _, x := range parseTrailers(message[start:end]) {
		fmt.Fprintf(&b, "%s: %s\n", x.Key, x.Value)
	}
	return b.String()
}

// nativeTrailers asks git for the trailers of a message. It prints none whose key is empty.
func (r *testRepo) nativeTrailers(message string) string {
	r.t.Helper()
	return r.gitIn(message, "interpret-trailers", "--parse", "--no-divider")
}

// FuzzTrailers compares with git interpret-trailers on anything.
func FuzzTrailers(f *testing.F) {
	r := newRepo(f)
	for _, m := range messages {
		f.Add(m)
	}
	f.Fuzz(func(t *testing.T, m string) {
		if strings.Contains(m, "\x00") || len(m) > 4096 {
			return
		}
		if !strings.HasSuffix(m, "\n") {
			m += "\n"
		}
		here := &testRepo{t: t, dir: r.dir}
		if got, want := written(m), here.nativeTrailers(m); got != want {
			t.Errorf("trailers of %q:\n%swant:\n%s", m, got, want)
		}
	})
}

const mailmapText = `# people
Proper One <one@example.org>
<two@example.org> <2@old.example.org>
Proper Three <three@example.org> <3@OLD.example.org>
Proper Four <four@example.org> Old Four <shared@example.org>
Proper Five <five@example.org> old five <shared@example.org>
  Spaced Name   <spaced@example.org>   <s@x>  
Broken <
No address
<empty@example.org> <>
Later <one@example.org>
`

// TestMailmapEqualNative compares with git check-mailmap.
func TestMailmapEqualNative(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.must(os.WriteFile(filepath.Join(r.dir, ".mailmap"), []byte(mailmapText), 0o644))
	m := parseMailmap(mailmapText)
	for _, who := range []Identity{
		{"one", "one@example.org"}, {"one", "ONE@Example.org"}, {"X", "2@old.example.org"}, {"X", "3@old.example.org"},
		{"Old Four", "shared@example.org"}, {"OLD FIVE", "shared@example.org"}, {"Someone", "shared@example.org"},
		{"S", "s@x"}, {"N", "unknown@example.org"}, {"E", ""},
	} {
		got := m.proper(who)
		line := strings.TrimSpace(r.git("check-mailmap", fmt.Sprintf("%s <%s>", who.Name, who.Email)))
		if want := fmt.Sprintf("%s <%s>", got.Name, got.Email); line != want {
			t.Errorf("%v became %q, want %q", who, want, line)
		}
	}
}

// FuzzMailmap reads anything; mapping twice must not panic and a map of nothing changes nothing.
func FuzzMailmap(f *testing.F) {
	f.Add(mailmapText, "Old Four", "shared@example.org")
	f.Add("<a> <b>\n", "", "b")
	f.Fuzz(func(t *testing.T, text, name, email string) {
		who := Identity{name, email}
		got := parseMailmap(text).proper(who)
		if !strings.Contains(text, "<") && got != who {
			t.Errorf("%q maps %v to %v", text, who, got)
		}
	})
}

// TestDescribe reads commits as forges and people write them.
func TestDescribe(t *testing.T) {
	t.Parallel()
	const head = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor Ada <ada@old> 1700000000 +0130\ncommitter Bo <bo@x> 1700000060 -0500\n"
	people := parseMailmap("Ada Author <ada@x> <ada@old>\n")
	tests := map[string]struct {
		header, message string
		want            Commit
	}{
		"plain": {"", "one\ntwo\n\nbody\nmore\n\nApproved-by: Cy <cy@x>\n", Commit{
			Subject: "one two", Body: "body\nmore", Trailers: []Trailer{{"Approved-by", "Cy <cy@x>"}}}},
		"co-authors": {"", "s\n\nCo-authored-by: Old Ada <ada@old>\nco-authored-by: Di <di@x>\n", Commit{
			Subject: "s", CoAuthors: []Identity{{"Ada Author", "ada@x"}, {"Di", "di@x"}}, CoWritten: []Identity{{"Old Ada", "ada@old"}, {"Di",
				"di@x"}},
			Trailers: []Trailer{{"Co-authored-by", "Old Ada <ada@old>"}, {"co-authored-by", "Di <di@x>"}}}},
		"GitHub merge": {
			"",
			"Merge pull request #12 from o/b\n\nTitle\n",
			Commit{Subject: "Merge pull request #12 from o/b", Body: "Title", Request: "#12"},
		},
		"GitHub squash": {"", "Title (#12)\n", Commit{Subject: "Title (#12)", Request: "#12"}},
		"Gitea merge": {
			"",
			"Merge pull request 'Say (#9) from it's' (#12) from change into main\n\nReviewed-on: https://git.example/o/r/pulls/12\n",
			Commit{Subject: "Merge pull request 'Say (#9) from it's' (#12) from change into main", Request: "#12",
				Trailers: []Trailer{{"Reviewed-on", "https://git.example/o/r/pulls/12"}}},
		},
		"Gitea, of a fork": {
			"",
			"Merge pull request 'Title' (!7) from cleo/fork:change into main\n",
			Commit{Subject: "Merge pull request 'Title' (!7) from cleo/fork:change into main", Request: "#7"},
		},
		"GitLab merge": {
			"",
			"Merge branch 'a' into 'main'\n\nTitle\n\nSee merge request group/sub/p!7\n",
			Commit{Subject: "Merge branch 'a' into 'main'", Body: "Title\n\nSee merge request group/sub/p!7", Request: "!7"},
		},
		"GitLab approved": {
			"",
			"Merge branch 'a'\n\nSee merge request p!7\n\nApproved-by: Cy <cy@x>\n",
			Commit{Subject: "Merge branch 'a'", Body: "See merge request p!7", Request: "!7", Trailers: []Trailer{{"Approved-by", "Cy <cy@x>"}}},
		},
		"Bitbucket cloud": {
			"",
			"Merged in feature/x (pull request #3)\n",
			Commit{Subject: "Merged in feature/x (pull request #3)", Request: "#3"},
		},
		"Bitbucket server": {
			"",
			"Merge pull request #3 in PRJ/repo from a to b\n",
			Commit{Subject: "Merge pull request #3 in PRJ/repo from a to b", Request: "#3"},
		},
		"Azure": {"", "Merged PR 42: Title\n", Commit{Subject: "Merged PR 42: Title", Request: "!42"}},
		"Gerrit": {
			"",
			"s\n\nChange-Id: I0123456789012345678901234567890123456789\n",
			Commit{Subject: "s", Request: "I0123456789012345678901234567890123456789",
				Trailers: []Trailer{{"Change-Id", "I0123456789012345678901234567890123456789"}}},
		},
		"no request": {"", "see (#12) later\n", Commit{Subject: "see (#12) later"}},
		"ssh": {
			"gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n -----END SSH SIGNATURE-----\n",
			"s\n",
			Commit{Subject: "s", Signature: SSH},
		},
		"pgp":         {"gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n", "s\n", Commit{Subject: "s", Signature: OpenPGP}},
		"x509":        {"gpgsig -----BEGIN SIGNED MESSAGE-----\n abc\n", "s\n", Commit{Subject: "s", Signature: X509}},
		"latin-1":     {"encoding ISO-8859-1\n", "Pr\xfcfung\n", Commit{Subject: "Prüfung"}},
		"no encoding": {"", "Pr\xfcfung\n", Commit{Subject: "Pr\uFFFDfung"}},
		"zero byte":   {"", "s\n\nbody\x00\nX: y\n", Commit{Subject: "s", Body: "body"}},
		"empty":       {"", "", Commit{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := describe(oid{1}, []byte(head+test.header+"\n"+test.message), people)
			if err != nil {
				t.Fatal(err)
			}
			if got.Author.Identity != (Identity{"Ada Author", "ada@x"}) || got.Author.When.Format(time.RFC3339) != "2023-11-14T23:43:20+01:30" {
				t.Errorf("author %v", got.Author)
			}
			if got.Committer.Identity != (Identity{"Bo", "bo@x"}) || got.Committer.When.Format(time.RFC3339) != "2023-11-14T17:14:20-05:00" {
				t.Errorf("committer %v", got.Committer)
			}
			test.want.Hash, test.want.Tree, test.want.Raw = got.Hash, got.Tree, got.Raw
			test.want.Author, test.want.Committer = got.Author, got.Committer
			if diff := cmp.Diff(&test.want, got); diff != "" {
				t.Errorf("commit (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCommitsEqualNative compares authors, times, subjects and trailers with git log on real commit objects.
func TestCommitsEqualNative(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.write(map[string]string{".mailmap": "Ada Lovelace <lovelace@example.org> <ada@example.org>\n"})
	for i, m := range messages {
		r.commit(m, map[string]string{"content/a.md": fmt.Sprint(i)})
	}
	log := r.read(Options{})
	for _, v := range log.Revisions("content/a.md") {
		c := v.Commit
		got := fmt.Sprintf("%s <%s> %s|%s <%s> %s|%s|", c.Author.Name, c.Author.Email, c.Author.When.Format(time.RFC3339),
			c.Committer.Name, c.Committer.Email, c.Committer.When.Format(time.RFC3339), c.Subject)
		for _, x := range c.Trailers {
			got += x.Key + ": " + x.Value + "\n"
		}
		want := r.git(
			"log",
			"-1",
			"--date=format-local:%Y-%m-%dT%H:%M:%SZ",
			"--format=%aN <%aE> %ad|%cN <%cE> %cd|%s|%(trailers:only,unfold)",
			string(c.Hash),
		)
		if strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("commit of %q:\n%s\nwant:\n%s", r.git("log", "-1", "--format=%B", string(c.Hash)), got, want)
		}
	}
}

// TestDoubledHeaders keeps the first of a header that comes twice and notes it.
func TestDoubledHeaders(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("add", map[string]string{"content/a.md": "a\n"})
	raw := strings.Replace(r.git("cat-file", "commit", "HEAD"), "\ncommitter ", "\nauthor Eve <eve@x> 1 +0000\ncommitter ", 1)
	id := strings.TrimSpace(r.gitIn(raw, "hash-object", "-t", "commit", "--literally", "-w", "--stdin"))
	r.git("update-ref", "HEAD", id)
	log := r.read(Options{})
	if diff := cmp.Diff([]string{"commit " + id + " has the header author more than once; the first counts"}, log.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if got := log.Commit(log.Head).Author.Name; got != "Ada Author" {
		t.Errorf("author %q", got)
	}
}

// FuzzCommit takes anything apart. What is accepted has the parts that the rest relies on.
func FuzzCommit(f *testing.F) {
	f.Add(
		[]byte(
			"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nparent 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a> 1 +0000\ncommitter C " +
				"<c> 3 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\nencoding latin1\n\ns\n\nX: y\n",
		),
	)
	f.Add([]byte("tree x\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := describe(oid{1}, data, nil)
		if err != nil {
			return
		}
		if c.Tree == "" || strings.Contains(c.Subject, "\n") || c.Author.When.Year() > 9999 {
			t.Errorf("commit %+v", c)
		}
	})
}

// FuzzTree reads anything. What is accepted is in order and holds only names of files.
func FuzzTree(f *testing.F) {
	f.Add([]byte("100644 a\x0001234567890123456789" + "40000 b\x0001234567890123456789"))
	f.Add([]byte("100644 ..\x0001234567890123456789"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := parseTree(data)
		if err != nil {
			return
		}
		for i, e := range entries {
			name := strings.TrimSuffix(e.name, "/")
			if name == "" || name == ".." || name == "." || strings.Contains(name, "/") || e.absent() {
				t.Errorf("entry %q with mode %o", e.name, e.mode)
			}
			if i > 0 && entries[i-1].name > e.name {
				t.Errorf("entry %q after %q", e.name, entries[i-1].name)
			}
		}
	})
}

// parseTree reads a tree object, put in order.
func parseTree(data []byte) ([]entry, error) {
	raw, err := checkTree(data)
	if err != nil {
		return nil, err
	}
	return listTree(raw), nil
}
