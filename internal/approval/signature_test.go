package approval

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/google/go-cmp/cmp"
	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/ledger"
	"clausebook/internal/naming"
	"clausebook/internal/trust"
)

// sshKey is a key pair on disk, as git and ssh-keygen want it.
type sshKey struct{ file, public string }

// newSSHKey makes a key. The seed names it, so that tests can be repeated.
func newSSHKey(t testing.TB, seed byte) sshKey {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("no ssh-keygen to sign with")
	}
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	public, err := ssh.NewPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return sshKey{file, strings.TrimSpace(string(ssh.MarshalAuthorizedKey(public)))}
}

// signing makes git sign with a key.
func (r *testRepo) signing(k sshKey) *testRepo {
	r.config = []string{"gpg.format=ssh", "user.signingkey=" + k.file}
	return r
}

const signersFile = "trust/allowed_signers"

// startSigned records people, a draft and the keys that are trusted.
func startSigned(t *testing.T, lines ...string) *testRepo {
	t.Helper()
	t.Parallel()
	r := newRepo(t)
	r.policy.AllowedSigners = signersFile
	files := with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", peopleFile)
	r.commit(ada, "Start", with(files, signersFile, strings.Join(lines, "\n")+"\n"))
	return r
}

// gitVerifies tells what git says of the signature of a commit, by the trusted keys of the work tree.
func (r *testRepo) gitVerifies(commit history.Hash) bool {
	r.t.Helper()
	_, err := r.tryGit(ada, "-c", "gpg.ssh.allowedSignersFile="+filepath.Join(r.dir, signersFile), "verify-commit", string(commit))
	return err == nil
}

func TestSignedCommits(t *testing.T) {
	t.Parallel()
	beaKey, danKey, adaKey := newSSHKey(t, 1), newSSHKey(t, 2), newSSHKey(t, 3)
	trusted := []string{
		"bea@example.org namespaces=\"git\" " + beaKey.public,
		"dan@example.org " + danKey.public,
		"ada@example.org " + adaKey.public,
	}
	approved := page("1.0", "approved", "Text.", byChangeManager)
	for name, c := range map[string]struct {
		lines []string
		key   sshKey
		who   string
		git   bool // what git says of the signature
		want  ruling
	}{
		"by the approver":         {trusted, beaKey, bea, true, ruling{"1.0", "bea", "change-manager", "signed", "", true}},
		"on behalf of the author": {trusted, beaKey, ada + "|" + bea, true, ruling{"1.0", "bea", "change-manager", "signed", "", true}},
		"by the author":           {trusted, adaKey, ada, true, ruling{"1.0", "", "", "none", "AP007!", false}},
		"without the role":        {trusted, danKey, dan, true, ruling{"1.0", "", "", "none", "AP007!", false}},
		"by a key of nobody":      {trusted[1:], beaKey, bea, false, ruling{"1.0", "", "", "none", "AP007!", false}},
		"by an expired key": {[]string{"bea@example.org valid-before=\"20240501\" " + beaKey.public}, beaKey, bea, false,
			ruling{"1.0", "", "", "none", "AP009 AP007!", false}},
		"by a key of later": {[]string{"bea@example.org valid-after=\"20250101\" " + beaKey.public}, beaKey, bea, false,
			ruling{"1.0", "", "", "none", "AP009 AP007!", false}},
		"by a key of that time": {[]string{"bea@example.org valid-after=\"20240502\",valid-before=\"202405032359Z\" " + beaKey.public}, beaKey,
			bea, true,
			ruling{"1.0", "bea", "change-manager", "signed", "", true}},
		"by a key for other things": {[]string{"bea@example.org namespaces=\"file,mail\" " + beaKey.public}, beaKey, bea, false,
			ruling{"1.0", "", "", "none", "AP009 AP007!", false}},
		"by an authority": {[]string{"bea@example.org cert-authority " + beaKey.public}, beaKey, bea, false,
			ruling{"1.0", "", "", "none", "AP009 AP007!", false}},
		"by a key of a pattern": {[]string{"*@example.org " + beaKey.public}, beaKey, bea, true, ruling{"1.0", "", "", "none", "AP007!", false}},
		"by a key of two people": {[]string{"bea@example.org,dan@example.org " + beaKey.public}, beaKey, bea, true, ruling{"1.0", "", "", "none",
			"AP007!", false}},
		"by a key listed again": {[]string{"bea@example.org valid-before=\"20200101\" " + beaKey.public, "bea@example.org " + beaKey.public},
			beaKey, bea, true,
			ruling{"1.0", "bea", "change-manager", "signed", "", true}},
	} {
		t.Run(name, func(t *testing.T) {
			r := startSigned(t, c.lines...)
			commit := r.signing(c.key).commit(c.who, "Approve POL-CHG 1.0", approved, "-S")
			if got := r.gitVerifies(commit); got != c.git {
				t.Errorf("git verify-commit says %v, want %v", got, c.git)
			}
			r.want(c.want)
		})
	}
}

func TestKeysOfTheSameChangeDoNotCount(t *testing.T) {
	t.Parallel()
	key := newSSHKey(t, 9)
	line := "bea@example.org " + key.public + "\n"
	declared := []string{byChangeManager, "approved_by: bea", "approved_on: 2024-05-02"}
	for name, c := range map[string]struct {
		do   func(r *testRepo)
		want ruling
	}{
		"key in the commit itself": {func(r *testRepo) {
			r.commit(dan, "Approve POL-CHG 1.0", with(page("1.0", "approved", "Text.", byChangeManager), signersFile, line), "-S")
		}, ruling{"1.0", "bea", "change-manager", "signed", "AP005!", false}},
		"key in the same request": {func(r *testRepo) {
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, "Add a key", map[string]string{signersFile: line})
			r.commit(dan, "Approve POL-CHG 1.0", page("1.0", "approved", "Text.", byChangeManager), "-S")
			r.git(ada, "checkout", "-q", "main")
			r.merge(cy, "change", "Merge pull request #5 from org/change")
		}, ruling{"1.0", "bea", "change-manager", "signed", "AP005!", false}},
		"beside a declaration": {func(r *testRepo) {
			r.commit(dan, "Approve POL-CHG 1.0", with(page("1.0", "approved", "Text.", declared...), signersFile, line), "-S")
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP005", true}},
		"key in people.yaml in the commit itself": {func(r *testRepo) {
			r.commit(dan, "Approve POL-CHG 1.0", with(page("1.0", "approved", "Text.", byChangeManager), "content/people.yaml",
				strings.Replace(peopleFile, "[bea@example.org]", "[bea@example.org], keys: [\""+key.public+"\"]", 1)), "-S")
		}, ruling{"1.0", "bea", "change-manager", "signed", "AP005!", false}},
		"key in people.yaml before": {func(r *testRepo) {
			r.commit(ada, "Add a key", map[string]string{"content/people.yaml": strings.Replace(peopleFile, "[bea@example.org]",
				"[bea@example.org], keys: [\""+key.public+"\"]", 1)})
			r.commit(bea, "Approve POL-CHG 1.0", page("1.0", "approved", "Text.", byChangeManager), "-S")
		}, ruling{"1.0", "bea", "change-manager", "signed", "", true}},
		"key taken away later": {func(r *testRepo) {
			r.commit(ada, "Add a key", map[string]string{signersFile: line})
			r.commit(bea, "Approve POL-CHG 1.0", page("1.0", "approved", "Text.", byChangeManager), "-S")
			r.commit(ada, "Remove the key", map[string]string{signersFile: "# none\n"})
		}, ruling{"1.0", "bea", "change-manager", "signed", "", true}},
		"key added later": {func(r *testRepo) {
			r.commit(bea, "Approve POL-CHG 1.0", page("1.0", "approved", "Text.", byChangeManager), "-S")
			r.commit(ada, "Add a key", map[string]string{signersFile: line})
		}, ruling{"1.0", "", "", "none", "AP007!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			r := startSigned(t, "# none").signing(key)
			c.do(r)
			r.want(c.want)
		})
	}
}

func TestSignedMergeApproves(t *testing.T) {
	key := newSSHKey(t, 1)
	r := startSigned(t, "bea@example.org "+key.public)
	r.git(ada, "checkout", "-q", "-b", "change")
	r.commit(ada, "Write", page("1.0", "approved", "Better text.", byChangeManager))
	r.git(ada, "checkout", "-q", "main")
	merge := r.signing(key).merge(bea, "change", "Merge pull request #5 from org/change\n\nApproved-by: "+bea, "-S")
	versions := r.want(ruling{"1.0", "bea", "change-manager", "signed", "", true})
	if versions[0].Evidence[0].Commit != merge {
		t.Errorf("the evidence is %s, want the merge %s", versions[0].Evidence[0].Commit, merge)
	}
}

// Where nobody has said who may approve, a signature alone is only that of somebody who commits.
func TestSignatureWithoutARoleNeedsANamedApprover(t *testing.T) {
	t.Parallel()
	key := newSSHKey(t, 1)
	for name, c := range map[string]struct {
		message string
		more    []string
		want    ruling
	}{
		"named nowhere": {"Publish", nil, ruling{"1.0", "", "", "none", "AP007!", false}},
		"named as approved_by": {"Publish", []string{"approved_by: bea", "approved_on: 2024-05-03"}, ruling{"1.0", "bea", "", "signed", "",
			true}},
		"named in a trailer": {"Publish\n\nApproved-by: " + bea, nil, ruling{"1.0", "bea", "", "signed", "", true}},
		"another is approved_by": {"Publish", []string{"approved_by: dan", "approved_on: 2024-05-03"}, ruling{"1.0", "dan", "", "declared", "",
			true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.policy.AllowedSigners = signersFile
			r.commit(
				ada,
				"Start",
				with(with(page("1.0", "draft", "Text."), "content/people.yaml", peopleFile), signersFile, "bea@example.org "+key.public),
			)
			r.signing(key).commit(bea, c.message, page("1.0", "approved", "Text.", c.more...), "-S")
			r.want(c.want)
		})
	}
}

// forge writes a commit object with its bytes changed, and makes it the head of main.
func (r *testRepo) forge(commit history.Hash, change func(string) string) history.Hash {
	r.t.Helper()
	raw, err := r.tryGit(ada, "cat-file", "commit", string(commit))
	r.must(err)
	file := filepath.Join(r.t.TempDir(), "commit")
	r.must(os.WriteFile(file, []byte(change(raw)), 0o600))
	forged := r.git(ada, "hash-object", "-t", "commit", "-w", file)
	r.git(ada, "update-ref", "refs/heads/main", forged)
	return history.Hash(forged)
}

func TestBrokenSignaturesVoid(t *testing.T) {
	t.Parallel()
	key := newSSHKey(t, 1)
	for name, change := range map[string]func(string) string{
		"message changed": func(raw string) string { return strings.Replace(raw, "Approve", "Approved", 1) },
		"armor changed": func(raw string) string {
			return strings.Replace(raw, "SSH SIGNATURE-----\n ", "SSH SIGNATURE-----\n A", 1)
		},
		"signed two times": func(raw string) string {
			i := strings.Index(raw, "gpgsig")
			return raw[:i] + raw[i:strings.Index(raw, "\n\n")] + "\n" + raw[i:]
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := startSigned(t, "bea@example.org "+key.public)
			commit := r.signing(key).
				commit(bea, "Approve", page("1.0", "approved", "Text.", byChangeManager, "approved_by: bea", "approved_on: 2024-05-03"), "-S")
			forged := r.forge(commit, change)
			// Of two signatures git checks the first. No tool writes two, so here they are a sign of tampering.
			if name != "signed two times" && r.gitVerifies(forged) {
				t.Error("git takes the signature for good")
			}
			r.want(ruling{"1.0", "bea", "change-manager", "own-hand", "AP009!", false})
		})
	}
}

func TestSignedTags(t *testing.T) {
	t.Parallel()
	beaKey, newKey, adaKey := newSSHKey(t, 1), newSSHKey(t, 2), newSSHKey(t, 3)
	trusted := []string{"bea@example.org " + beaKey.public, "ada@example.org " + adaKey.public}
	tagged := func(name string, key sshKey, args ...string) func(*testRepo) {
		return func(r *testRepo) {
			r.signing(key).git(bea, append([]string{"tag", "-s", "-m", "Released", name}, args...)...)
		}
	}
	manifest := func(line string) func(*testRepo) {
		return func(r *testRepo) {
			blob := r.git(ada, "rev-parse", "HEAD:content/policies/change.md")
			r.signing(beaKey).git(bea, "tag", "-s", "-m", "Approved\n\n"+strings.Replace(line, "@", blob[:12], 1), "approved-in-may")
		}
	}
	renamed := func(r *testRepo) { // the tag object for one document, under a ref that names another
		tagged("pol-acc-1.0", beaKey)(r)
		r.git(ada, "update-ref", "refs/tags/pol-chg-1.0", r.git(ada, "rev-parse", "refs/tags/pol-acc-1.0"))
	}
	signed := ruling{"1.0", "bea", "change-manager", "signed", "", true}
	none := ruling{"1.0", "", "", "none", "AP007!", false}
	for name, c := range map[string]struct {
		do   func(r *testRepo)
		want ruling
	}{
		"of a release":                        {tagged("v1", beaKey), none}, // it names no document, so nobody looked at one
		"of the document":                     {tagged("pol-chg-1.0", beaKey), signed},
		"of another version":                  {tagged("pol-chg-1.1", beaKey), none},
		"of the document and any version":     {tagged("pol-chg-approved", beaKey), signed},
		"by a line of its text":               {manifest("POL-CHG 1.0 @"), signed},
		"by a line with another version":      {manifest("POL-CHG 2.0 @"), none},
		"by a line with another file":         {manifest("POL-CHG 1.0 0123456789ab"), none},
		"under another name":                  {renamed, none},
		"of another document":                 {tagged("pol-acc-1.0", beaKey), none},
		"of the text before":                  {tagged("pol-chg-1.0", beaKey, "HEAD~1"), none},
		"by the author":                       {tagged("pol-chg-1.0", adaKey), none},
		"of the document, by a key of nobody": {tagged("pol-chg-1.0", newKey), ruling{"1.0", "", "", "none", "AP009 AP007!", false}},
		"not signed":                          {func(r *testRepo) { r.git(bea, "tag", "-a", "-m", "Released", "pol-chg-1.0") }, none},
		"one by the author, one by a key of nobody, one that counts": {func(r *testRepo) {
			tagged("pol-chg-a", adaKey)(r)
			tagged("b1", newKey)(r)
			tagged("pol-acc-1", beaKey)(r)
			tagged("pol-chg-z", beaKey)(r)
		}, signed},
		"of the document and of another one": {func(r *testRepo) {
			r.signing(beaKey).git(bea, "tag", "-s", "-m", "Approve POL-ACC and pol-chg", "v1")
		}, signed},
		"by a key of later": {func(r *testRepo) {
			r.commit(ada, "Add a key", map[string]string{signersFile: "bea@example.org " + newKey.public + "\n"})
			tagged("pol-chg-1.0", newKey, "HEAD~1")(r)
		}, signed},
	} {
		t.Run(name, func(t *testing.T) {
			r := startSigned(t, trusted...)
			other := strings.Replace(page("1.0", "draft", "Other.")["content/policies/change.md"], "POL-CHG", "POL-ACC", 1)
			r.commit(ada, "Publish", with(page("1.0", "approved", "Better text.", byChangeManager), "content/policies/access.md", other))
			c.do(r)
			r.want(c.want)
		})
	}
}

func TestTagByAKeyOfTheSameChange(t *testing.T) {
	key := newSSHKey(t, 1)
	r := startSigned(t, "# none")
	r.commit(ada, "Publish", with(page("1.0", "approved", "Better text.", byChangeManager), signersFile, "bea@example.org "+key.public+"\n"))
	r.signing(key).git(ada, "tag", "-s", "-m", "Approved", "pol-chg-1.0")
	r.want(ruling{"1.0", "bea", "change-manager", "signed", "AP005!", false})
}

func TestTagsOfLaterDoNotExistYet(t *testing.T) {
	key := newSSHKey(t, 1)
	r := startSigned(t, "bea@example.org "+key.public)
	r.commit(ada, "Publish", page("1.0", "approved", "Better text.", byChangeManager))
	r.day = r.day.AddDate(0, 0, 7)
	r.signing(key).git(bea, "tag", "-s", "-m", "Approved", "pol-chg-1.0")
	in := r.input()
	for day, want := range map[int]ledger.Grade{-1: ledger.None, 0: ledger.Signed} {
		in.Clock.Day = date.Of(r.day).AddDays(day)
		if v := Judge(in).Versions("POL-CHG"); v[0].Grade != want {
			t.Errorf("as of %s the grade is %s, want %s", in.Clock.Day, v[0].Grade, want)
		}
	}
}

// newOpenPGPKey makes a key of a person, valid for a time from a day on; zero for ever.
func newOpenPGPKey(t testing.TB, who string, made time.Time, life time.Duration) (*openpgp.Entity, string) {
	t.Helper()
	id := trust.ParseIdentity(who)
	config := &packet.Config{
		Algorithm:       packet.PubKeyAlgoEdDSA,
		KeyLifetimeSecs: uint32(life.Seconds()),
		Time:            func() time.Time { return made },
	}
	e, err := openpgp.NewEntity(id.Name, "", id.Email, config)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	w, err := armor.Encode(&text, openpgp.PublicKeyType, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Serialize(w); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return e, text.String() + "\n"
}

// signOpenPGP signs the head anew with an OpenPGP key, at the time of the commit.
func (r *testRepo) signOpenPGP(e *openpgp.Entity, made time.Time) history.Hash {
	return r.forge(r.head(), func(raw string) string {
		var sig bytes.Buffer
		r.must(openpgp.ArmoredDetachSign(&sig, e, strings.NewReader(raw), &packet.Config{Time: func() time.Time { return made }}))
		head, message, _ := strings.Cut(raw, "\n\n")
		return head + "\ngpgsig " + strings.ReplaceAll(strings.TrimRight(sig.String(), "\n"), "\n", "\n ") + "\n\n" + message
	})
}

func TestOpenPGPSignatures(t *testing.T) {
	t.Parallel()
	made := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	beaKey, beaPublic := newOpenPGPKey(t, bea, made, 0)
	oldKey, oldPublic := newOpenPGPKey(t, bea, made, 30*24*time.Hour)
	otherKey, _ := newOpenPGPKey(t, bea, made, 0)
	signed := ruling{"1.0", "bea", "change-manager", "signed", "", true}
	for name, c := range map[string]struct {
		key    *openpgp.Entity
		public string
		made   time.Duration // of the signature, after the commit
		spoil  func(string) string
		git    bool
		want   ruling
	}{
		"by the approver":        {beaKey, beaPublic, 0, nil, true, signed},
		"a second late":          {beaKey, beaPublic, time.Second, nil, true, signed},
		"several keys in a file": {beaKey, oldPublic + beaPublic, 0, nil, true, signed},
		"by a key of nobody":     {otherKey, beaPublic, 0, nil, false, ruling{"1.0", "", "", "none", "AP007!", false}},
		"by an expired key":      {oldKey, oldPublic, -100 * 24 * time.Hour, nil, false, ruling{"1.0", "", "", "none", "AP009 AP007!", false}},
		"of another text": {beaKey, beaPublic, 0, func(raw string) string { return strings.Replace(raw, "Approve", "Approved", 1) }, false,
			ruling{"1.0", "", "", "none", "AP009! AP007!", false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.policy.OpenPGPKeys = "trust/keys"
			r.commit(ada, "Start", with(with(page("1.0", "draft", "Text."), "content/people.yaml", peopleFile), "trust/keys/bea.asc", c.public))
			r.commit(bea, "Approve POL-CHG 1.0", page("1.0", "approved", "Text.", byChangeManager))
			commit := r.signOpenPGP(c.key, r.day.Add(c.made))
			if c.spoil != nil {
				commit = r.forge(commit, c.spoil)
			}
			if got, ok := r.gpgVerifies(c.public, commit); ok && got != c.git {
				t.Errorf("git verify-commit says %v, want %v", got, c.git)
			}
			r.want(c.want)
		})
	}
}

// gpgVerifies tells what git says of an OpenPGP signature, by some keys. There is no telling without gpg.
func (r *testRepo) gpgVerifies(keys string, commit history.Hash) (verifies, ok bool) {
	r.t.Helper()
	gpg, err := exec.LookPath("gpg")
	if err != nil {
		r.t.Log("no gpg to compare with")
		return false, false
	}
	home, err := os.MkdirTemp("", "gnupg") // a socket's path may not be long
	r.must(err)
	r.t.Cleanup(func() {
		if err := os.RemoveAll(home); err != nil {
			r.t.Error(err)
		}
	})
	r.must(os.Chmod(home, 0o700))
	run := func(name string, stdin string, args ...string) (string, error) {
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Stdin = r.dir, strings.NewReader(stdin)
		cmd.Env = append(os.Environ(), "GNUPGHOME="+home, "GIT_CONFIG_GLOBAL=/dev/null", "LC_ALL=C")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := run(gpg, keys, "--batch", "--no-autostart", "--import"); err != nil {
		r.t.Logf("gpg cannot import the keys, nothing to compare with: %v\n%s", err, out)
		return false, false
	}
	out, err := run("git", "", "verify-commit", "--raw", string(commit))
	// git takes a good signature by an expired key for good; what it prints tells them apart.
	return err == nil && !strings.Contains(out, "EXPKEYSIG"), true
}

func TestSplitCommitCutsTheSignatureAsGitDoes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ raw, payload, signature string }{
		"unsigned": {"tree a\nauthor b\n\nmessage\n", "tree a\nauthor b\n\nmessage\n", ""},
		"signed": {"tree a\ngpgsig one\n two\n \n three\nencoding x\n\nmessage\n",
			"tree a\nencoding x\n\nmessage\n", "one\ntwo\n\nthree\n"},
		"of two kinds":          {"tree a\ngpgsig one\n two\ngpgsig-sha256 other\n more\n\nmessage\n", "tree a\n\nmessage\n", "one\ntwo\n"},
		"in the text":           {"tree a\n\ngpgsig one\n two\n", "tree a\n\ngpgsig one\n two\n", ""},
		"with a tag":            {"tree a\nmergetag object\n type\ngpgsig one\n\nm", "tree a\nmergetag object\n type\n\nm", "one\n"},
		"starts with a blank":   {" x\ntree a\n\nm", " x\ntree a\n\nm", ""},
		"goes on after another": {"tree a\n b\ngpgsig one\nencoding x\n y\n\nm", "tree a\n b\nencoding x\n y\n\nm", "one\n"},
		"without an end":        {"tree a\ngpgsig one", "tree a\n", "one"},
	} {
		payload, signature, err := keys.SplitCommit([]byte(c.raw))
		if err != nil || string(payload) != c.payload || string(signature) != c.signature {
			t.Errorf("%s: %q, %q, %v", name, payload, signature, err)
		}
	}
}

func FuzzSplitCommit(f *testing.F) {
	f.Add([]byte("tree a\ngpgsig one\n two\n\nmessage\n"))
	f.Add([]byte("gpgsig\n \n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		payload, signature, _ := keys.SplitCommit(raw)
		if len(payload)+len(signature) > len(raw) {
			t.Errorf("%d bytes became %d and %d", len(raw), len(payload), len(signature))
		}
		if again, none, err := keys.SplitCommit(payload); err != nil || len(none) > 0 || !bytes.Equal(again, payload) {
			t.Errorf("cutting twice: %q, %q, %v", again, none, err)
		}
	})
}

// A key that people.yaml lists needs no file of keys, for commits and for tags.
func TestKeysOfPeopleAlone(t *testing.T) {
	t.Parallel()
	key := newSSHKey(t, 1)
	listed := strings.Replace(peopleFile, "[bea@example.org]", "[bea@example.org], keys: [\""+key.public+"\"]", 1)
	for name, sign := range map[string]func(*testRepo){
		"commit": func(r *testRepo) {
			r.commit(bea, "Approve POL-CHG 1.0", page("1.0", "approved", "Text.", byChangeManager), "-S")
		},
		"tag": func(r *testRepo) {
			r.commit(ada, "Publish", page("1.0", "approved", "Text.", byChangeManager))
			r.git(bea, "tag", "-s", "-m", "Released", "pol-chg-1.0")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t).signing(key)
			r.commit(ada, "Start", with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", listed))
			sign(r)
			r.want(ruling{"1.0", "bea", "change-manager", "signed", "", true})
		})
	}
}

// An address that the same change gives to somebody else's person makes no signature theirs.
func TestAddressOfAKeyGrantedInTheSameChange(t *testing.T) {
	t.Parallel()
	key := newSSHKey(t, 1)
	r := newRepo(t).signing(key)
	r.policy.AllowedSigners = signersFile
	files := with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", peopleFile)
	r.commit(ada, "Start", with(files, signersFile, "boss@example.org "+key.public+"\n"))
	grant := strings.Replace(peopleFile, "[bea@example.org]", "[bea@example.org, boss@example.org]", 1)
	r.commit(dan, "Approve POL-CHG 1.0", with(page("1.0", "approved", "Text.", byChangeManager), "content/people.yaml", grant), "-S")
	r.want(ruling{"1.0", "bea", "change-manager", "signed", "AP005!", false})
}

// A line of the present file of keys that cannot be read is reported, once, and where no keys are asked for nothing is.
func TestUnusableKeysAreReported(t *testing.T) {
	t.Parallel()
	key := newSSHKey(t, 1)
	r := startSignedSerial(t, "bea@example.org "+key.public, "bea@example.org nothing")
	r.policy.OpenPGPKeys = "trust/keys"
	r.commit(ada, "Add keys", map[string]string{
		"trust/keys/bad.asc": "no key\n", "trust/keys/also.asc": "no key\n",
		"trust/keys/cut.asc": "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n",
	})
	report := func() (got []string) {
		for _, f := range r.judge().Findings {
			got = append(got, string(f.Rule)+" "+f.Pos.String())
		}
		return got
	}
	want := []string{"AP010 trust/allowed_signers:2", "AP010 trust/keys/also.asc", "AP010 trust/keys/bad.asc", "AP010 trust/keys/cut.asc"}
	if diff := cmp.Diff(want, report()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	r.policy.AllowedSigners, r.policy.OpenPGPKeys = "", ""
	if got := report(); got != nil {
		t.Errorf("without keys to look for: %v", got)
	}
}

// startSignedSerial is startSigned for a test that is parallel already.
func startSignedSerial(t *testing.T, lines ...string) *testRepo {
	t.Helper()
	r := newRepo(t)
	r.policy.AllowedSigners = signersFile
	files := with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", peopleFile)
	r.commit(ada, "Start", with(files, signersFile, strings.Join(lines, "\n")+"\n"))
	return r
}

// A certificate's signature cannot be judged, which is not the same as being wrong.
func TestSignatureByACertificate(t *testing.T) {
	t.Parallel()
	sign := func(seed byte) ssh.Signer {
		s, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	authority, own := sign(1), sign(2)
	certificate := &ssh.Certificate{Key: own.PublicKey(), CertType: ssh.UserCert, ValidPrincipals: []string{"bea"},
		ValidBefore: ssh.CertTimeInfinity}
	if err := certificate.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	byCertificate, err := ssh.NewCertSigner(certificate, own)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		by   ssh.Signer
		want keys.Soundness
	}{"certificate": {byCertificate, keys.Unchecked}, "key": {own, keys.Good}, "authority": {authority, keys.UnknownKey}} {
		sig, err := sshsig.Sign(strings.NewReader("text"), c.by, sshsig.HashSHA512, keys.GitNamespace)
		if err != nil {
			t.Fatal(err)
		}
		k := &keys.Ring{Signers: []keys.Signer{{Key: own.PublicKey(), Principals: []string{"bea@x"}}}}
		got := k.Check(keys.Signed{Payload: []byte("text"), Signature: sshsig.Armor(sig), Kind: history.SSH})
		if got.Soundness != c.want || (got.Soundness == keys.Good) != got.Reason.IsZero() {
			t.Errorf("%s: %v, %s", name, got.Soundness, got.Reason)
		}
	}
	if got := (&keys.Ring{}).Check(keys.Signed{Kind: history.X509}); got.Soundness != keys.Unchecked || got.Reason.IsZero() {
		t.Errorf("X.509: %+v", got)
	}
}

// User ids without an address give none; the others come in order.
func TestAddressesOfAnOpenPGPKey(t *testing.T) {
	t.Parallel()
	e, _ := newOpenPGPKey(t, "Bea <bea@x>", time.Unix(1_700_000_000, 0), 0)
	for _, id := range []string{"Ada <ada@x>", "No address"} {
		name, address, _ := strings.Cut(strings.TrimSuffix(id, ">"), " <")
		if id == "No address" {
			name, address = id, ""
		}
		if err := e.AddUserId(name, "", address, &packet.Config{Time: func() time.Time { return time.Unix(1_700_000_000, 0) }}); err != nil {
			t.Fatal(err)
		}
	}
	e.Identities["none"] = &openpgp.Identity{Name: "none"}
	if diff := cmp.Diff([]string{"ada@x", "bea@x"}, keys.SortedIdentities(e)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The name or message of a tag gives documents by id, whatever the case and whatever follows behind a hyphen.
func TestMentionedDocuments(t *testing.T) {
	t.Parallel()
	var documents []*doc.Document
	for _, id := range []doc.ID{"POL-A0", "POL-Z9", "POL"} {
		documents = append(documents, &doc.Document{ID: id, Path: "content/" + string(id) + ".md"})
	}
	set := doc.NewSet("content", documents, nil, nil)
	for text, want := range map[string]string{
		"pol-a0-1.1": "POL-A0", "POL-Z9": "POL-Z9", "v1: POL-Z9, pol-a0.": "POL-A0 POL-Z9", "polz9": "", "xpol-z9": "", "pol-z99": "POL",
		"pol/z9": "POL", "": "", "-": "", "release-2": "", "POL-Z9-POL-A0": "POL-Z9", "pol_a0": "POL",
	} {
		var got []string
		found := naming.Scope{}
		found.Read(text, set)
		for id := range found {
			got = append(got, string(id))
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%q mentions %q, want %q", text, got, want)
		}
	}
}
