package approval

import (
	"bytes"
	"compress/zlib"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"clausebook/internal/date"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
)

// put records files on a reference beside the branches, on a day. A text of nothing removes a file.
func (r *testRepo) put(ref, message string, day time.Time, files map[string]string) history.Hash {
	r.t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "commit %s\ncommitter Tool <tool@example.org> %d +0000\ndata %d\n%s\n", ref, day.Unix(), len(message), message)
	if _, err := os.Stat(filepath.Join(r.dir, ".git", ref)); err == nil {
		fmt.Fprintf(&b, "from %s^0\n", ref)
	}
	for name, text := range files {
		if text == "" {
			fmt.Fprintf(&b, "D %s\n", name)
			continue
		}
		fmt.Fprintf(&b, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text)
	}
	cmd := exec.Command("git", "fast-import", "--quiet", "--force")
	cmd.Dir, cmd.Stdin = r.dir, strings.NewReader(b.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("git fast-import: %v\n%s", err, out)
	}
	name, err := os.ReadFile(filepath.Join(r.dir, ".git", ref))
	r.must(err)
	return history.Hash(strings.TrimSpace(string(name)))
}

// tree gives the tree of a commit.
func (r *testRepo) tree(rev string) string { return r.git(ada, "rev-parse", rev+"^{tree}") }

// dsse signs a payload as gittuf does, with the keys of some seeds.
func dsse(t testing.TB, payload string, seeds ...byte) string {
	t.Helper()
	const kind = "application/vnd.gittuf+json"
	pae := fmt.Sprintf("DSSEv1 %d %s %d %s", len(kind), kind, len(payload), payload)
	var signatures []map[string]string
	for _, seed := range seeds {
		signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
		if err != nil {
			t.Fatal(err)
		}
		sig, err := sshsig.Sign(strings.NewReader(pae), signer, sshsig.HashSHA512, "git")
		if err != nil {
			t.Fatal(err)
		}
		signatures = append(signatures, map[string]string{"keyid": ssh.FingerprintSHA256(signer.PublicKey()),
			"sig": base64.StdEncoding.EncodeToString(sshsig.Armor(sig))})
	}
	out, err := json.Marshal(map[string]any{"payloadType": kind, "payload": base64.StdEncoding.EncodeToString([]byte(payload)), "signatures": signatures})
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// authorization writes what gittuf signs to let a reference move, in the words of v0.2.
func authorization(ref, from, tree string) string {
	return fmt.Sprintf(`{"type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"gitTree":%q}}],"predicate_type":`+
		`"https://gittuf.dev/reference-authorization/v0.2","predicate":{"fromID":%q,"targetID":%q,"targetRef":%q}}`, tree, from, tree, ref)
}

// appApproval writes what gittuf's app signs of reviews.
func appApproval(from, tree, approvers, dismissed string) string {
	return fmt.Sprintf(`{"type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"gitTree":%q}}],"predicate_type":`+
		`"https://gittuf.dev/github-pull-request-approval/v0.1","predicate":{"approvers":%s,"dismissedApprovers":%s,"fromRevisionID":%q,`+
		`"targetRef":"refs/heads/main","targetTreeID":%q}}`, tree, approvers, dismissed, from, tree)
}

const (
	attestationsRef = "refs/gittuf/attestations"
	logRef          = "refs/gittuf/reference-state-log"
	mainRef         = "refs/heads/main"
)

// at gives where an authorization stands.
func at(ref, from, tree string) string {
	return "reference-authorizations/" + ref + "/" + from + "-" + tree
}

// appAt gives where an app's approval stands.
func appAt(from, tree string) string {
	return "code-review-approvals/" + mainRef + "/" + from + "-" + tree + "/github/" + base64.URLEncoding.EncodeToString([]byte("https://gittuf.dev/github-app"))
}

// wantAside compares the newest ruling, and what is said of reviews in git that cannot be used.
func (r *testRepo) wantAside(want ruling, fault string) {
	r.t.Helper()
	compareAside(r.t, r.judge(), want, fault)
}

// compareAside compares that of a ledger.
func compareAside(t testing.TB, l *ledger.Ledger, want ruling, fault string) ledger.Version {
	t.Helper()
	v := l.Versions("POL-CHG")[0]
	if got := rulingOf(v, l.Least); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := faults(l); (fault == "") != (got == "") || !strings.Contains(got, fault) {
		t.Errorf("faults are %q, want %q", got, fault)
	}
	return v
}

// batch judges one repository with the references of several cases, so that it is read once.
type batch struct {
	r          *testRepo
	from, tree string
	cases      []batchCase
}

type batchCase struct {
	name, fault string
	want        ruling
	check       func(*testing.T, ledger.Version)
}

// ref gives the name under which the case that comes next has a reference.
func (b *batch) ref(ref string) string {
	return fmt.Sprintf("refs/cases/%d/%s", len(b.cases), strings.TrimPrefix(ref, "refs/"))
}

// wants ends a case.
func (b *batch) wants(name string, want ruling, fault string) {
	b.cases = append(b.cases, batchCase{name: name, want: want, fault: fault})
}

// run judges each case.
func (b *batch) run(t *testing.T) {
	t.Helper()
	in := b.r.input()
	for i, c := range b.cases {
		t.Run(c.name, func(t *testing.T) {
			own := in
			own.Line = func(ref string) (*history.Line, error) {
				return in.Line(fmt.Sprintf("refs/cases/%d/%s", i, strings.TrimPrefix(ref, "refs/")))
			}
			l := Judge(own)
			v := compareAside(t, l, c.want, c.fault)
			if c.check != nil {
				c.check(t, v)
			}
		})
	}
}

// made is a repository that is made once and copied for each test, which starts no program.
type made struct {
	once  sync.Once
	like  testRepo
	files fstest.MapFS
}

// copy gives a copy of the repository that a function makes.
func (m *made) copy(t *testing.T, build func(*testRepo)) *testRepo {
	t.Helper()
	m.once.Do(func() {
		r := newRepo(t)
		build(r)
		files := fstest.MapFS{}
		r.must(fs.WalkDir(os.DirFS(r.dir), ".", func(name string, e fs.DirEntry, err error) error {
			if e.IsDir() && e.Name() == "hooks" {
				return fs.SkipDir
			}
			if err != nil || e.IsDir() {
				return err
			}
			data, err := os.ReadFile(filepath.Join(r.dir, name))
			files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
			return err
		}))
		m.like, m.files = *r, files
	})
	if m.files == nil {
		t.Skip("the repository could not be made")
	}
	out := m.like
	out.t, out.dir = t, filepath.Join(t.TempDir(), "repo")
	out.must(os.CopyFS(out.dir, m.files))
	out.must(os.MkdirAll(filepath.Join(out.dir, ".git", "refs"), 0o755))
	return &out
}

// faults gives the messages on reviews in git that cannot be used.
func faults(l *ledger.Ledger) string {
	var out []string
	for _, f := range l.Findings {
		if f.Rule == ledger.RuleAside {
			out = append(out, f.Message)
		}
	}
	return strings.Join(out, "\n")
}

// attested is a repository whose second commit brings version 1.0 of the policy, which asks for an approval: Bea's key 41, Dan's 42 and
// that of an app, 43, are trusted since the first; Ada, who writes, has 44.
func attestedRepo(t *testing.T) (r *testRepo, from, tree string) {
	t.Helper()
	t.Parallel()
	r = attestedBase.copy(t, func(r *testRepo) {
		r.policy.AllowedSigners = signersFile
		keys := ""
		for who, seed := range map[string]byte{"bea@example.org": 41, "dan@example.org": 42, "robot@example.org": 43, "ada@example.org": 44} {
			keys += who + " " + newSSHKey(t, seed).public + "\n"
		}
		robot := strings.Replace(forgePeople, "roles:", "  - {id: robot, name: Robot, emails: [robot@example.org], bot: true}\nroles:", 1)
		r.commit(ada, "Start", with(with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", robot), signersFile, keys))
		r.commit(ada, "Write", page("1.0", "approved", "Better text.", byChangeManager))
		attestedNames = strings.Fields(r.git(ada, "rev-parse", "HEAD~1", "HEAD^{tree}"))
	})
	return r, attestedNames[0], attestedNames[1]
}

// attestedBatch begins a batch with that repository.
func attestedBatch(t *testing.T) *batch {
	t.Helper()
	r, from, tree := attestedRepo(t)
	return &batch{r: r, from: from, tree: tree}
}

var (
	attestedBase, notedBase   made
	attestedNames, notedNames []string
)

var (
	signedByBea = ruling{"1.0", "bea", "change-manager", "signed", "", true}
	forgedByBea = ruling{"1.0", "bea", "change-manager", "forge", "", true}
	nobody      = ruling{"1.0", "", "", "none", "AP007!", false}
)

func TestAuthorizations(t *testing.T) {
	b := attestedBatch(t)
	r, from, tree := b.r, b.from, b.tree
	none := strings.Repeat("0", 40)
	for name, c := range map[string]struct {
		put   func(r *testRepo, from, tree string) map[string]string
		want  ruling
		fault string
	}{
		"of what landed": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization(mainRef, from, tree), 41)}
		}, signedByBea, ""},
		"by two, of whom one may": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization(mainRef, from, tree), 42, 41)}
		}, signedByBea, ""},
		"in the words of v0.1": {func(r *testRepo, from, tree string) map[string]string {
			text := strings.NewReplacer("v0.2", "v0.1", "fromID", "fromRevisionID", "targetID", "targetTreeID").Replace(authorization(mainRef, from, tree))
			return map[string]string{at(mainRef, from, tree): dsse(r.t, text, 41)}
		}, signedByBea, ""},
		"from nothing": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, none, tree): dsse(r.t, authorization(mainRef, none, tree), 41)}
		}, signedByBea, ""},
		"by the author": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization(mainRef, from, tree), 44)}
		}, nobody, ""},
		"by somebody without the role": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization(mainRef, from, tree), 42)}
		}, nobody, ""},
		"by a key that nobody lists": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization(mainRef, from, tree), 49)}
		}, nobody, "does not count: the key SHA256:"},
		"by a machine": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization(mainRef, from, tree), 43)}
		}, nobody, "is not of a person in people.yaml"},
		"changed after it was signed": {func(r *testRepo, from, tree string) map[string]string {
			good, other := dsse(r.t, authorization(mainRef, from, tree), 41), dsse(r.t, authorization("refs/heads/other", from, tree), 41)
			sig := strings.SplitAfter(other, `"signatures":`)[1]
			return map[string]string{at(mainRef, from, tree): strings.SplitAfter(good, `"signatures":`)[0] + sig}
		}, nobody, "the signature does not match the content"},
		"of another branch": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at("refs/heads/try", from, tree): dsse(r.t, authorization("refs/heads/try", from, tree), 41)}
		}, nobody, ""},
		"of another branch, moved": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization("refs/heads/try", from, tree), 41)}
		}, nobody, "stands where one about something else has to"},
		"of another repository": {func(r *testRepo, _, tree string) map[string]string {
			from := strings.Repeat("ab", 20)
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization(mainRef, from, tree), 41)}
		}, nobody, ""},
		"of another text": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, r.tree(from)): dsse(r.t, authorization(mainRef, from, r.tree(from)), 41)}
		}, nobody, ""},
		"for another namespace": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): strings.Replace(dsse(r.t, authorization(mainRef, from, tree), 41), "vnd.gittuf", "vnd.in-toto", 1)}
		}, nobody, `its payload type is "application/vnd.in-toto+json"`},
		"of a tag that names the document": {func(r *testRepo, from, tree string) map[string]string {
			ref, head := "refs/tags/POL-CHG-1.0", string(r.head())
			text := strings.Replace(authorization(ref, none, head), "gitTree", "gitCommit", 1)
			return map[string]string{at(ref, none, head): dsse(r.t, text, 41)}
		}, signedByBea, ""},
		"of a tag that names no document": {func(r *testRepo, from, tree string) map[string]string {
			ref, head := "refs/tags/v1.0", string(r.head())
			text := strings.Replace(authorization(ref, none, head), "gitTree", "gitCommit", 1)
			return map[string]string{at(ref, none, head): dsse(r.t, text, 41)}
		}, nobody, ""},
		"of a tag that names another version": {func(r *testRepo, from, tree string) map[string]string {
			ref, head := "refs/tags/POL-CHG-2.0", string(r.head())
			text := strings.Replace(authorization(ref, none, head), "gitTree", "gitCommit", 1)
			return map[string]string{at(ref, none, head): dsse(r.t, text, 41)}
		}, nobody, ""},
		"beside files that are none": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization(mainRef, from, tree), 41),
				"reference-authorizations/x": "hello", "hats/x": "hello"}
		}, signedByBea, "the attestation reference-authorizations/x is not used: it is not a DSSE envelope"},
		"in a folder that is too deep": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization(mainRef, from, tree), 41),
				"reference-authorizations/" + strings.Repeat("d/", 60) + "x": "hello"}
		}, signedByBea, "folders are nested more than 32 deep"},
		"of many megabytes": {func(r *testRepo, from, tree string) map[string]string {
			return map[string]string{at(mainRef, from, tree): dsse(r.t, authorization(mainRef, from, tree), 41) + strings.Repeat(" ", 2<<20)}
		}, nobody, "bytes"},
	} {
		r.put(b.ref(attestationsRef), "Add", r.day.Add(time.Hour), c.put(r, from, tree))
		b.wants(name, c.want, c.fault)
	}
	b.run(t)
}

// TestSignedAsSSHKeygenVerifies holds the envelopes of these tests against ssh-keygen, which gittuf signs with.
func TestSignedAsSSHKeygenVerifies(t *testing.T) {
	t.Parallel()
	key := newSSHKey(t, 41)
	payload := authorization("refs/heads/grün", strings.Repeat("1", 40), strings.Repeat("2", 40))
	var e struct{ Signatures []struct{ Sig string } }
	if err := json.Unmarshal([]byte(dsse(t, payload, 41)), &e); err != nil {
		t.Fatal(err)
	}
	sig, err := base64.StdEncoding.DecodeString(e.Signatures[0].Sig)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	signers, file := filepath.Join(dir, "signers"), filepath.Join(dir, "sig")
	for name, text := range map[string]string{signers: "bea " + key.public + "\n", file: string(sig)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("ssh-keygen", "-Y", "verify", "-n", "git", "-f", signers, "-I", "bea", "-s", file)
	cmd.Stdin = strings.NewReader(fmt.Sprintf("DSSEv1 27 application/vnd.gittuf+json %d %s", len(payload), payload))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// An authorization lets a reference move once: a later landing of the same state, or of what came before or after it, is not meant.
func TestWhatAnAuthorizationCovers(t *testing.T) {
	t.Parallel()
	t.Run("several commits at once", func(t *testing.T) {
		r, from, _ := attestedRepo(t)
		r.commit(ada, "Something else", map[string]string{"README.md": "x\n"})
		tree := r.tree("HEAD")
		r.put(attestationsRef, "Add", r.day, map[string]string{at(mainRef, from, tree): dsse(t, authorization(mainRef, from, tree), 41)})
		r.want(signedByBea)
	})
	t.Run("the text was changed before the state", func(t *testing.T) {
		r, from, _ := attestedRepo(t)
		r.commit(ada, "Change", page("1.1", "approved", "Other text.", byChangeManager))
		tree := r.tree("HEAD")
		r.put(attestationsRef, "Add", r.day, map[string]string{at(mainRef, from, tree): dsse(t, authorization(mainRef, from, tree), 41)})
		r.want(ruling{"1.1", "bea", "change-manager", "signed", "", true}, nobody)
	})
	t.Run("the text came before the change", func(t *testing.T) {
		r, _, _ := attestedRepo(t)
		from := string(r.head())
		r.commit(ada, "Something else", map[string]string{"README.md": "x\n"})
		tree := r.tree("HEAD")
		r.put(attestationsRef, "Add", r.day, map[string]string{at(mainRef, from, tree): dsse(t, authorization(mainRef, from, tree), 41)})
		r.want(nobody)
	})
	t.Run("the state came again", func(t *testing.T) {
		r, from, tree := attestedRepo(t)
		r.put(attestationsRef, "Add", r.day, map[string]string{at(mainRef, from, tree): dsse(t, authorization(mainRef, from, tree), 41)})
		r.commit(ada, "Change", page("2.0", "approved", "Other text.", byChangeManager))
		r.commit(ada, "Back", page("1.0", "approved", "Better text.", byChangeManager))
		r.want(ruling{"2.0", "", "", "none", "AP007!", false}, signedByBea)
	})
	t.Run("merged", func(t *testing.T) {
		r, _, _ := attestedRepo(t)
		r.git(ada, "checkout", "-q", "-b", "change")
		r.commit(ada, "Write on", page("1.1", "approved", "Still better.", byChangeManager))
		r.git(ada, "checkout", "-q", "main")
		from := string(r.head())
		tree := r.tree("change")
		r.put(attestationsRef, "Add", r.day, map[string]string{at(mainRef, from, tree): dsse(t, authorization(mainRef, from, tree), 41)})
		r.merge(dan, "change", "Merge")
		r.want(ruling{"1.1", "bea", "change-manager", "signed", "", true}, nobody)
	})
}

// Reviews that an app attests are as good as an export that somebody brought with a signature.
func TestAppApprovals(t *testing.T) {
	b := attestedBatch(t)
	r, from, tree := b.r, b.from, b.tree
	for name, c := range map[string]struct {
		approvers, dismissed string
		seeds                []byte
		also                 map[string]string
		want                 ruling
		fault                string
	}{
		"by the app":                        {`["bea-gh+22"]`, `[]`, []byte{43}, nil, forgedByBea, ""},
		"by the app and a stranger":         {`["bea-gh+22"]`, `[]`, []byte{49, 43}, nil, forgedByBea, "does not count: the key"},
		"by somebody who wrote none of it":  {`["bea-gh+22"]`, `[]`, []byte{42}, nil, forgedByBea, ""},
		"by the author":                     {`["bea-gh+22"]`, `[]`, []byte{44}, nil, nobody, "Ada Author wrote the text"},
		"by nobody who is known":            {`["bea-gh+22"]`, `[]`, []byte{49}, nil, nobody, "does not count: the key"},
		"a number of somebody else":         {`["bea-gh+23"]`, `[]`, []byte{43}, nil, ruling{"1.0", "bea-gh", "", "forge", "AP002!", false}, ""},
		"the author's own review":           {`["ada-gh+11"]`, `[]`, []byte{43}, nil, ruling{"1.0", "ada", "", "forge", "AP002! AP001!", false}, ""},
		"dismissed":                         {`[]`, `["bea-gh+22"]`, []byte{43}, nil, nobody, ""},
		"given and dismissed at once":       {`["bea-gh+22"]`, `["bea-gh+22"]`, []byte{43}, nil, nobody, "both that the review approves and that it was dismissed"},
		"a key, as earlier versions had it": {`[{"keyid":"b","keytype":"sigstore-oidc","keyval":{"identity":"bea@example.org","issuer":"x"}}]`, `null`, []byte{43}, nil, forgedByBea, ""},
		"on another host": {`["bea-gh+22"]`, `[]`, []byte{43}, map[string]string{"code-review-approvals/review-index.json": `{"git.example.org::1": "PATH"}`},
			ruling{"1.0", "bea-gh", "", "forge", "AP002!", false}, ""},
		"on the host of the index": {`["bea-gh+22"]`, `[]`, []byte{43}, map[string]string{"code-review-approvals/review-index.json": `{"github.com::1": "PATH"}`}, forgedByBea, ""},
		"an index that is none": {`["bea-gh+22"]`, `[]`, []byte{43}, map[string]string{"code-review-approvals/review-index.json": `[]`}, forgedByBea,
			"code-review-approvals/review-index.json is not used"},
	} {
		files := map[string]string{appAt(from, tree): dsse(t, appApproval(from, tree, c.approvers, c.dismissed), c.seeds...)}
		for name, text := range c.also {
			files[name] = strings.ReplaceAll(text, "PATH", mainRef+"/"+from+"-"+tree+"/github")
		}
		r.put(b.ref(attestationsRef), "Add", r.day.Add(time.Hour), files)
		b.wants(name, c.want, c.fault)
	}
	b.run(t)
}

// A dismissal that came later takes the approval away, and contradicts the document that claims it; before it came, it was there.
func TestDismissedLater(t *testing.T) {
	r, from, tree := attestedRepo(t)
	where := appAt(from, tree)
	r.put(attestationsRef, "Approve", r.day, map[string]string{where: dsse(t, appApproval(from, tree, `["bea-gh+22"]`, `[]`), 43)})
	approvedOn := date.Of(r.day)
	r.want(forgedByBea)
	r.day = r.day.AddDate(0, 0, 9)
	r.put(attestationsRef, "Dismiss", r.day, map[string]string{where: dsse(t, appApproval(from, tree, `[]`, `["bea-gh+22"]`), 43)})
	r.want(nobody)
	r.clock = approvedOn.AddDays(8)
	r.want(forgedByBea)
	r.clock = date.Date{}
	r.commit(bea, "Say so all the same", page("1.0", "approved", "Better text.", byChangeManager, "approved_by: bea", "approved_on: "+approvedOn.String()))
	if v := r.judge().Versions("POL-CHG")[0]; v.VoidedBy() == nil || v.VoidedBy().Rule != ledger.RuleReview {
		t.Errorf("the claim stands: %+v", v.Verdicts)
	}
}

// The log of references says which state of the attestations counts.
func TestReferenceStateLog(t *testing.T) {
	b := attestedBatch(t)
	r, from, tree := b.r, b.from, b.tree
	r.git(ada, "remote", "add", "upstream", "https://git.example.org/sms")
	entry := func(h history.Hash) string {
		return "RSL Reference Entry\n\nref: " + attestationsRef + "\ntargetID: " + string(h) + "\nnumber: 1"
	}
	for name, c := range map[string]struct {
		log   func(r *testRepo, first, second history.Hash)
		want  ruling
		fault string
	}{
		"records the last": {func(r *testRepo, first, second history.Hash) { r.put(b.ref(logRef), entry(second), r.day, nil) }, signedByBea, ""},
		"records an earlier one": {func(r *testRepo, first, second history.Hash) { r.put(b.ref(logRef), entry(first), r.day, nil) }, nobody,
			"is the last that the log of references records; what came later does not count"},
		"records it below others": {func(r *testRepo, first, second history.Hash) {
			r.put(b.ref(logRef), entry(second), r.day, nil)
			r.put(b.ref(logRef), "RSL Reference Entry\n\nref: refs/heads/main\ntargetID: "+string(r.head())+"\nnumber: 2", r.day, nil)
		}, signedByBea, ""},
		"skips it": {func(r *testRepo, first, second history.Hash) {
			r.put(b.ref(logRef), entry(first), r.day, nil)
			skipped := r.put(b.ref(logRef), entry(second), r.day, nil)
			r.put(b.ref(logRef), "RSL Annotation Entry\n\nentryID: "+string(skipped)+"\nskip: true\nnumber: 3", r.day, nil)
		}, nobody, "what came later does not count"},
		"notes something on it": {func(r *testRepo, first, second history.Hash) {
			e := r.put(b.ref(logRef), entry(second), r.day, nil)
			r.put(b.ref(logRef), "RSL Annotation Entry\n\nentryID: "+string(e)+"\nskip: false\nnumber: 3", r.day, nil)
		}, signedByBea, ""},
		"records one that is not here": {func(r *testRepo, first, second history.Hash) { r.put(b.ref(logRef), entry(r.head()), r.day, nil) }, nobody,
			"which is not here; fetch it with: git fetch upstream 'refs/gittuf/*:refs/gittuf/*'"},
		"records nothing of it": {func(r *testRepo, first, second history.Hash) { r.put(b.ref(logRef), "RSL Reference Entry", r.day, nil) }, signedByBea, ""},
	} {
		first := r.put(b.ref(attestationsRef), "Begin", r.day, map[string]string{"hats/x": "x"})
		second := r.put(b.ref(attestationsRef), "Add", r.day, map[string]string{at(mainRef, from, tree): dsse(t, authorization(mainRef, from, tree), 41)})
		c.log(r, first, second)
		b.wants(name, c.want, c.fault)
	}
	b.run(t)
}

// gittuf's policy can take trust away and gives none.
func TestGittufPolicyGivesNoTrust(t *testing.T) {
	b := attestedBatch(t)
	r, from, tree := b.r, b.from, b.tree
	for name, c := range map[string]struct {
		root  string
		seed  byte
		want  ruling
		fault string
	}{
		"trusts the app":                     {`{"type":"root","githubApps":{"https://gittuf.dev/github-app":{"trusted":true}}}`, 43, forgedByBea, ""},
		"does not":                           {`{"type":"root","githubApps":{"https://gittuf.dev/github-app":{"trusted":false}}}`, 43, nobody, "do not count"},
		"trusts a key that nobody lists":     {`{"type":"root","githubApps":{"https://gittuf.dev/github-app":{"trusted":true,"principalIDs":["SHA256:x"]}}}`, 49, nobody, "the key"},
		"is none, so the key alone decides":  {`{"type":"targets"}`, 43, forgedByBea, "metadata/root.json is not used: it is not a root of trust"},
		"knows nothing of apps, nor did ask": {`{"type":"root"}`, 43, forgedByBea, ""},
	} {
		r.put(b.ref(attestationsRef), "Add", r.day, map[string]string{appAt(from, tree): dsse(t, appApproval(from, tree, `["bea-gh+22"]`, `[]`), c.seed)})
		r.put(b.ref("refs/gittuf/policy"), "Policy", r.day, map[string]string{"metadata/root.json": dsse(t, c.root, 49)})
		b.wants(name, c.want, c.fault)
	}
	b.run(t)
}

// noted puts a note of Gerrit on the commit that brought version 1.0.
func noted(t *testing.T, text string) (r *testRepo, about history.Hash) {
	t.Helper()
	t.Parallel()
	r, about = notedRepo(t)
	r.put("refs/notes/review", "Note", r.day.Add(time.Hour), map[string]string{string(about): text})
	return r, about
}

// notedRepo is that repository without a note.
func notedRepo(t *testing.T) (r *testRepo, about history.Hash) {
	t.Helper()
	r = notedBase.copy(t, func(r *testRepo) {
		r.commit(ada, "Start", with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", peopleFile))
		notedNames = []string{string(r.commit(ada, "Write", page("1.0", "approved", "Better text.", byChangeManager)))}
	})
	return r, history.Hash(notedNames[0])
}

func TestGerritNotes(t *testing.T) {
	t.Parallel()
	r, about := notedRepo(t)
	b := &batch{r: r}
	trailed := ruling{"1.0", "bea", "change-manager", "trailer", "", true}
	for name, c := range map[string]struct {
		text  string
		want  ruling
		fault string
	}{
		"the highest vote":             {"Code-Review+2: " + bea + "\nSubmitted-at: Fri, 03 May 2024 12:00:00 +0000\n", trailed, ""},
		"by address alone":             {"Code-Review+2: <bea@example.org>\n", trailed, ""},
		"one less":                     {"Code-Review+1: " + bea + "\n", nobody, ""},
		"of another label":             {"Verified+2: " + bea + "\n", nobody, ""},
		"by somebody without the role": {"Code-Review+2: " + dan + "\n", ruling{"1.0", "dan", "", "trailer", "AP002!", false}, ""},
		"by the author":                {"Code-Review+2: " + ada + "\n", ruling{"1.0", "ada", "", "trailer", "AP002! AP001!", false}, ""},
		"by nobody":                    {"Code-Review+2: Anonymous Coward #1000007\n", ruling{"1.0", "Anonymous Coward #1000007", "", "trailer", "AP002!", false}, ""},
		"for and against, by one":      {"Code-Review+2: " + bea + "\nCode-Review-1: " + bea + "\n", ruling{"1.0", "bea", "change-manager", "trailer", "AP022!", false}, ""},
		"against, by somebody else":    {"Code-Review+2: " + bea + "\nCode-Review-2: " + dan + "\n", ruling{"1.0", "bea", "change-manager", "trailer", "AP028", true}, ""},
		"against, by a stranger":       {"Code-Review+2: " + bea + "\nCode-Review-2: Eve <eve@example.net>\n", trailed, ""},
		"a build that failed":          {"Code-Review+2: " + bea + "\nVerified-1: " + dan + "\n", trailed, ""},
		"submitted in 1970":            {"Code-Review+2: " + bea + "\nSubmitted-at: Thu, 01 Jan 1970 00:00:00 +0000\n", trailed, ""},
		"submitted some day":           {"Code-Review+2: " + bea + "\nSubmitted-at: some day\n", nobody, `line 2: Submitted-at is "some day"`},
		"ten megabytes":                {"Code-Review+2: " + bea + "\n" + strings.Repeat("x", 10<<20), nobody, "is not used: it cannot be read"},
		"bytes that are no text":       {"\xff\xfe\nCode-Review+2: B\xff <bea@example.org>\n", trailed, ""},
	} {
		r.put(b.ref("refs/notes/review"), "Note", r.day.Add(time.Hour), map[string]string{string(about): c.text})
		b.wants(name, c.want, c.fault)
		b.cases[len(b.cases)-1].check = func(t *testing.T, v ledger.Version) {
			if c.want == trailed && (v.Evidence[0].Commit != about || !strings.Contains(v.Evidence[0].What.String(), "known since 2024-05-03")) {
				t.Errorf("the evidence is %+v", v.Evidence)
			}
		}
	}
	b.run(t)
}

// A note on another commit, or on a file, says nothing of the text; one on a commit of the branch speaks for what it carried.
func TestWhatANoteIsAbout(t *testing.T) {
	t.Parallel()
	vote := "Code-Review+2: " + bea + "\n"
	t.Run("another commit", func(t *testing.T) {
		r, _ := noted(t, "nothing\n")
		r.put("refs/notes/review", "Note", r.day, map[string]string{r.git(ada, "rev-parse", "HEAD~1"): vote})
		r.want(nobody)
	})
	t.Run("the file", func(t *testing.T) {
		r, _ := noted(t, "nothing\n")
		r.put("refs/notes/review", "Note", r.day, map[string]string{r.git(ada, "rev-parse", "HEAD:content/policies/change.md"): vote, r.tree("HEAD"): vote})
		r.want(nobody)
	})
	t.Run("a commit of the branch with another text", func(t *testing.T) {
		r, older, _, _ := requested(t, dan, false)
		r.put("refs/notes/review", "Note", r.day, map[string]string{string(older): vote})
		r.want(ruling{"1.0", "bea", "change-manager", "trailer", "AP008!", false})
	})
	t.Run("the last commit of the branch", func(t *testing.T) {
		r, _, head, _ := requested(t, dan, false)
		r.put("refs/notes/review", "Note", r.day, map[string]string{string(head): vote})
		r.want(ruling{"1.0", "bea", "change-manager", "trailer", "", true})
	})
	t.Run("a note that was removed", func(t *testing.T) {
		r, about := noted(t, vote)
		r.put("refs/notes/review", "Remove", r.day, map[string]string{string(about): ""})
		r.want(nobody)
	})
	t.Run("before the note", func(t *testing.T) {
		r, about := noted(t, "nothing\n")
		r.put("refs/notes/review", "Note", r.day.AddDate(0, 0, 9), map[string]string{string(about): vote})
		r.clock = date.Of(r.day).AddDays(8)
		r.want(nobody)
		r.clock = date.Of(r.day).AddDays(9)
		r.want(ruling{"1.0", "bea", "change-manager", "trailer", "", true})
	})
}

// Trees of notes that cannot be read are named and stop nothing.
func TestBrokenNotes(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]func(r *testRepo){
		"a tree that is missing": func(r *testRepo) {
			name := r.tree("refs/notes/review")
			r.must(os.Remove(filepath.Join(r.dir, ".git/objects", name[:2], name[2:])))
		},
		"a tree of other bytes": func(r *testRepo) {
			name := r.tree("refs/notes/review")
			file := filepath.Join(r.dir, ".git/objects", name[:2], name[2:])
			r.must(os.Chmod(file, 0o644))
			r.must(os.WriteFile(file, []byte("x"), 0o644))
		},
		"a note that is missing": func(r *testRepo) {
			name := strings.Fields(r.git(ada, "ls-tree", "refs/notes/review"))[2]
			r.must(os.Remove(filepath.Join(r.dir, ".git/objects", name[:2], name[2:])))
		},
		"a reference to nothing": func(r *testRepo) {
			r.must(os.WriteFile(filepath.Join(r.dir, ".git/refs/notes/review"), []byte(strings.Repeat("ab", 20)+"\n"), 0o644))
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := noted(t, "Code-Review+2: "+bea+"\n")
			if loose, err := os.ReadDir(filepath.Join(r.dir, ".git/objects/pack")); err == nil && len(loose) > 0 {
				r.unpack()
			}
			breaks(r)
			r.wantAside(nobody, "is not used: ")
		})
	}
}

// unpack makes a file of every object.
func (r *testRepo) unpack() {
	r.t.Helper()
	packs, err := filepath.Glob(filepath.Join(r.dir, ".git/objects/pack/*.pack"))
	r.must(err)
	for _, p := range packs {
		moved := filepath.Join(r.t.TempDir(), filepath.Base(p))
		r.must(os.Rename(p, moved))
		r.must(os.Remove(strings.TrimSuffix(p, ".pack") + ".idx"))
		in, err := os.Open(moved)
		r.must(err)
		cmd := exec.Command("git", "unpack-objects", "-q")
		cmd.Dir, cmd.Stdin = r.dir, in
		out, err := cmd.CombinedOutput()
		_ = in.Close()
		if err != nil {
			r.t.Fatalf("git unpack-objects: %v\n%s", err, out)
		}
	}
}

// Trees that hold themselves, which only a damaged or hostile repository has, end somewhere.
func TestTreesThatHoldThemselves(t *testing.T) {
	r, from, tree := attestedRepo(t)
	self := strings.Repeat("5e", 20)
	name, err := hex.DecodeString(self)
	r.must(err)
	var entries strings.Builder
	for _, n := range []string{"01", "02", "23", "refs"} {
		fmt.Fprintf(&entries, "40000 %s\x00%s", n, name)
	}
	var object bytes.Buffer
	z := zlib.NewWriter(&object)
	fmt.Fprintf(z, "tree %d\x00%s", entries.Len(), entries.String())
	r.must(z.Close())
	r.must(os.MkdirAll(filepath.Join(r.dir, ".git/objects/5e"), 0o755))
	r.must(os.WriteFile(filepath.Join(r.dir, ".git/objects/5e", self[2:]), object.Bytes(), 0o644))
	r.put(attestationsRef, "Add", r.day, map[string]string{at(mainRef, from, tree): dsse(t, authorization(mainRef, from, tree), 41)})
	hold := func(ref, folder string) {
		root := r.gitIn("040000 tree "+self+"\t"+folder+"\n", "mktree", "--missing")
		r.must(os.MkdirAll(filepath.Join(r.dir, ".git", filepath.Dir(ref)), 0o755))
		commit := r.gitIn(fmt.Sprintf("tree %s\nauthor T <t@example.org> %d +0000\ncommitter T <t@example.org> %d +0000\n\nx\n", root, r.day.Unix(), r.day.Unix()),
			"hash-object", "-t", "commit", "-w", "--stdin", "--literally")
		r.must(os.WriteFile(filepath.Join(r.dir, ".git", ref), []byte(commit+"\n"), 0o644))
	}
	hold("refs/notes/review", string(r.head())[:2])
	hold("refs/gittuf/policy", "metadata")
	r.wantAside(signedByBea, "metadata/root.json is not used")
	hold(attestationsRef, "reference-authorizations")
	r.wantAside(nobody, "folders are nested more than 32 deep")
}

// gitIn runs native git with some standard input.
func (r *testRepo) gitIn(stdin string, args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = r.dir, strings.NewReader(stdin)
	out, err := cmd.Output()
	if err != nil {
		r.t.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out))
}

// TestAuthorizationsOfSeveralBranches wants that an authorization of one protected branch speaks for what that branch has, and for
// what continues it. Version 1.0 lands with the second commit of main.
func TestAuthorizationsOfSeveralBranches(t *testing.T) {
	t.Parallel()
	const releaseRef = "refs/heads/release"
	newer := ruling{"1.1", "bea", "change-manager", "signed", "", true}
	unapproved := ruling{"1.1", "", "", "none", "AP007!", false}
	more := func(r *testRepo) {
		r.commit(ada, "Write on", page("1.1", "approved", "Still better.", byChangeManager))
	}
	for name, c := range map[string]struct {
		do   func(r *testRepo) // before it is authorized to move from the last commit but one to the last
		ref  string
		want ruling
		says string // of what shows nothing
	}{
		"of the one that is read": {func(r *testRepo) { r.git(ada, "branch", "release"); more(r) }, mainRef, newer, ""},
		"of one that began before": {func(r *testRepo) { r.git(ada, "branch", "release"); more(r) }, releaseRef, unapproved,
			"is not of the branch refs/heads/release"},
		"of one that began before and went on": {func(r *testRepo) {
			r.git(ada, "checkout", "-q", "-b", "release")
			r.commit(ada, "Apart", map[string]string{"README.md": "x\n"})
			r.git(ada, "checkout", "-q", "main")
			more(r)
		}, releaseRef, unapproved, "is not of the branch refs/heads/release"},
		"of one that took it over": {func(r *testRepo) {
			more(r)
			r.git(ada, "branch", "release")
		}, releaseRef, newer, ""},
		"of main, read on the release": {func(r *testRepo) { r.git(ada, "checkout", "-q", "-b", "release"); more(r) }, mainRef, unapproved,
			"is not of the branch refs/heads/main"},
		"of the release, read there": {func(r *testRepo) { r.git(ada, "checkout", "-q", "-b", "release"); more(r) }, releaseRef, newer, ""},
		"of main, on a branch of somebody's own": {func(r *testRepo) {
			r.git(ada, "branch", "release", "HEAD~1")
			r.git(ada, "checkout", "-q", "-b", "ada/change")
			more(r)
		}, mainRef, newer, ""},
		"of the release, on a branch off main": {func(r *testRepo) {
			r.git(ada, "branch", "release", "HEAD~1")
			r.git(ada, "checkout", "-q", "-b", "ada/change")
			more(r)
		}, releaseRef, unapproved, "is not of the branch refs/heads/release"},
		"of one that is not here": {more, releaseRef, unapproved, "refs/heads/release is not the main line"},
	} {
		t.Run(name, func(t *testing.T) {
			r, _, _ := attestedRepo(t)
			c.do(r)
			from, tree := r.git(ada, "rev-parse", "HEAD~1"), r.tree("HEAD")
			r.put(attestationsRef, "Add", r.day, map[string]string{at(c.ref, from, tree): dsse(t, authorization(c.ref, from, tree), 41)})
			in := r.input()
			archive, err := history.OpenArchive(r.dir, nil)
			r.must(err)
			t.Cleanup(archive.Close)
			in.Main = archive.MainRefs([]string{"main", "release"})
			wantOthers(t, Judge(in), c.want, c.says)
		})
	}
}

// wantOthers compares the newest ruling, and what is said of the one attestation that shows nothing, if there has to be one.
func wantOthers(t *testing.T, l *ledger.Ledger, want ruling, says string) {
	t.Helper()
	compareAside(t, l, want, "")
	got := ""
	for _, x := range l.Aside.Others {
		got += x.Problem.String()
	}
	if (says == "") != (got == "") || !strings.Contains(got, says) {
		t.Errorf("of others it is said %q, want %q", got, says)
	}
}

// TestWhereReplayedAttestationsStand wants the reason for each attestation that is about nothing here.
func TestWhereReplayedAttestationsStand(t *testing.T) {
	t.Parallel()
	elsewhere := strings.Repeat("ab", 20)
	for name, c := range map[string]struct {
		put  func(r *testRepo, from, tree string) (string, string, string) // reference, from and state
		says string
	}{
		"of another branch": {func(r *testRepo, from, tree string) (string, string, string) { return "refs/heads/try", from, tree },
			"refs/heads/try is not the main line"},
		"of another repository": {func(r *testRepo, _, tree string) (string, string, string) { return mainRef, elsewhere, tree },
			"commit abababababab, from which it goes out, is not on the main line"},
		"of what did not land": {func(r *testRepo, from, _ string) (string, string, string) { return mainRef, from, elsewhere },
			"the main line never had that state"},
		"of a state from before": {func(r *testRepo, from, _ string) (string, string, string) {
			return mainRef, string(r.head()), r.tree(from)
		},
			"the main line had that state at commit "},
		"of the state that is there": {func(r *testRepo, _, tree string) (string, string, string) { return mainRef, string(r.head()), tree },
			"before the change that it allows"},
		"of a text of before the change": {func(r *testRepo, _, _ string) (string, string, string) {
			from := string(r.head())
			r.commit(ada, "Something else", map[string]string{"README.md": "x\n"})
			return mainRef, from, r.tree("HEAD")
		}, "it approves no text that commit "},
		"of a tag": {func(r *testRepo, _, _ string) (string, string, string) {
			return "refs/tags/POL-CHG-1.0", strings.Repeat("0", 40), elsewhere
		}, "the history does not have what it allows"},
	} {
		t.Run(name, func(t *testing.T) {
			r, from, tree := attestedRepo(t)
			ref, from, tree := c.put(r, from, tree)
			r.put(attestationsRef, "Add", r.day, map[string]string{at(ref, from, tree): dsse(t, authorization(ref, from, tree), 41)})
			wantOthers(t, r.judge(), nobody, c.says)
		})
	}
}

// TestSigstoreIsNamed wants a signature of a kind that is not checked called by its name, as gittuf writes it, and to show nothing.
func TestSigstoreIsNamed(t *testing.T) {
	b := attestedBatch(t)
	at, text := at(mainRef, b.from, b.tree), dsse(t, authorization(mainRef, b.from, b.tree), 41)
	_, armored, _ := strings.Cut(text, `"sig":"`)
	armored, _, _ = strings.Cut(armored, `"`)
	bundle := base64.StdEncoding.EncodeToString([]byte(`{"messageDigest":{"algorithm":"SHA2_256","digest":"eA=="}, "signature":"MEUC"}`))
	sigstore := `{"keyid":"bea@example.org::https://github.com/login/oauth","sig":"` + bundle + `","extension":{"kind":` +
		`"application/vnd.dev.sigstore.verificationmaterial;version=0.3","ext":{"certificate":{"rawBytes":"MIIC"},"tlogEntries":[{"logIndex":"2"}]}}}`
	head, rest, _ := strings.Cut(text, `"signatures":[`)
	for name, c := range map[string]struct {
		signatures, fault string
		want              ruling
	}{
		"alone":                   {`"signatures":[` + sigstore + `]}`, "signed as bea@example.org::https://github.com/login/oauth with Sigstore", nobody},
		"beside one of SSH":       {`"signatures":[` + sigstore + "," + rest, "with Sigstore", signedByBea},
		"with one of SSH in it":   {`"signatures":[` + strings.Replace(sigstore, bundle, armored, 1) + `]}`, "", signedByBea},
		"of bare bytes, no armor": {`"signatures":[{"keyid":"x","sig":"AAEC"}]}`, "the signature with key id x is not of SSH or OpenPGP", nobody},
	} {
		b.r.put(b.ref(attestationsRef), "Add", b.r.day, map[string]string{at: head + c.signatures})
		b.wants(name, c.want, c.fault)
	}
	b.run(t)
}
