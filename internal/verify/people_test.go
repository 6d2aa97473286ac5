package verify_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"clausebook/internal/bag"
	"clausebook/internal/build"
	"clausebook/internal/pack"
	"clausebook/internal/verify"
)

// hidden makes a pack with pseudonyms.
func hidden(t *testing.T, dir, secret string) files {
	t.Helper()
	p, err := build.Gather(t.Context(), build.Options{Dir: dir, Tool: "test", Program: "test", Now: time.Now, AsOf: "HEAD", NoCache: true,
		Masked: true, MaskKey: secret})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pack.Of(p, pack.Options{History: true, Pseudonyms: secret}); err == nil {
		t.Error("a pack with pseudonyms takes the repository, which names people")
	}
	if _, err := pack.Of(p, pack.Options{Pseudonyms: "another"}); err == nil {
		t.Error("pages and lists may have other pseudonyms")
	}
	plan, err := pack.Of(p, pack.Options{Site: true, Pseudonyms: secret})
	if err != nil {
		t.Fatal(err)
	}
	out := files{}
	if err := plan.Write(t.Context(), out, pack.Seal{}, nil); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPseudonyms looks for all who are named in every file of a pack that names nobody, but in what the text of a document says.
func TestPseudonyms(t *testing.T) {
	x := theFixture(t)
	const secret = "a secret of sixteen letters"
	f := hidden(t, x.repo.Dir, secret)
	for path, content := range f {
		for _, name := range []string{"Ada Lind", "ada@example.org", "Bea Writer", "bea@example.org", "approved_by: ada", `"ada"`, ",ada,",
			">ada<", secret} {
			if strings.Contains(string(content), name) || strings.Contains(path, name) {
				t.Errorf("%s has %q", path, name)
			}
		}
		for _, left := range []string{"history/", "documents/", "evidence/", "trust/", "repo.bundle", "matrix.xlsx"} {
			if strings.HasPrefix(path, bag.Data+left) {
				t.Errorf("%s is in the pack", path)
			}
		}
	}
	for path, content := range x.earlier { // the text of the first version
		copied := f[strings.Replace(path, "data/documents/", "data/texts/", 1)]
		_, body, _ := strings.Cut(string(content), "\n---\n")
		if strings.HasPrefix(path, "data/documents/") && (!regexp.MustCompile(`\napproved_by: \w+ [a-z2-7]{6}\n`).Match(copied) ||
			body == "" || !strings.HasSuffix(string(copied), body)) {
			t.Errorf("the copy of %s is %q", path, copied)
		}
	}
	results, err := verify.RunFiles(t.Context(), f, verify.Options{Now: time.Now(), Tool: "test"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Outcome == verify.Failed || r.Name == "approvals" && !strings.Contains(r.Detail, "withheld") {
			t.Errorf("%s %s: %s", r.Name, r.Outcome, r.Detail)
		}
	}
	for _, sh := range x.shells {
		if found := x.script(t, sh, f.save(t), given{}); len(found) > 0 {
			t.Errorf("verify.sh finds %q, in %s", found, sh.name)
		}
	}
	withheldAreThose(t, f, x)
	other := hidden(t, x.repo.Dir, "another secret of letters")
	if string(other[bag.Data+"approvals.json"]) == string(f[bag.Data+"approvals.json"]) {
		t.Error("another secret makes the same pseudonyms")
	}
}

// withheldAreThose wants the sums of all that is withheld to be those of the same files of a pack that names people.
func withheldAreThose(t *testing.T, f files, x *fixture) {
	t.Helper()
	var list []pack.Withheld
	if err := json.Unmarshal(f[bag.Withheld], &list); err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for path := range x.later {
		for _, folder := range []string{"documents/", "history/", "evidence/", "trust/"} {
			if strings.HasPrefix(path, bag.Data+folder) {
				named[path] = true
			}
		}
	}
	for _, w := range list {
		sum := sha256.Sum256(x.later[w.File])
		if !named[w.File] || w.SHA256 != hex.EncodeToString(sum[:]) || w.Bytes != len(x.later[w.File]) {
			t.Errorf("%v is no file of the pack that names people", w)
		}
		delete(named, w.File)
	}
	if len(named) > 0 || len(list) < 4 {
		t.Errorf("%d are withheld, and these are not: %v", len(list), named)
	}
}

// A pack that names people cannot leave out files by listing them as withheld.
func TestWithheldOnlyWithPseudonyms(t *testing.T) {
	x := theFixture(t)
	f := files{}
	for path, content := range x.later {
		f[path] = content
	}
	at := f.find("documents/")
	text, err := json.Marshal([]pack.Withheld{{File: at, SHA256: bag.Sum(f[at]), Bytes: len(f[at])}})
	if err != nil {
		t.Fatal(err)
	}
	f[bag.Withheld] = text
	delete(f, at)
	f.unsign()
	f.relist(t)
	if found := x.ours(t, f, false, given{}); !strings.Contains(strings.Join(found, " "), "approvals") {
		t.Errorf("%q", found)
	}
}
