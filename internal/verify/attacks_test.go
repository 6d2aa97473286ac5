package verify_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	intoto "github.com/in-toto/attestation/go/v1"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"google.golang.org/protobuf/encoding/protojson"

	"clausebook/internal/bag"
	"clausebook/internal/build"
	"clausebook/internal/gittest"
	"clausebook/internal/heads"
	"clausebook/internal/keys"
	"clausebook/internal/pack"
	"clausebook/internal/verify"
)

var update = flag.Bool("update", false, "write the table of attacks anew")

// files are the files of a pack in memory.
type files map[string][]byte

func (f files) Put(path string, content []byte) error {
	f[path] = bytes.Clone(content)
	return nil
}

// fixture is two packs of one repository, the later of which is attacked, with keys from outside.
type fixture struct {
	repo              gittest.Repo
	earlier, later    files
	commit            string
	signer, stranger  keys.Signing
	signers, expired  string // files of keys
	roots             string // file of certificates; empty without openssl
	token, otherToken []byte
	options           build.Options
	plan              *pack.Plan
	shells            []shell
	log               *heads.Log
	kept              *heads.Checkpoint // of the log, with the earlier pack
	keptFile          string
	secret, public    string // keys of the log
}

const document = "---\nid: POL-1\ntitle: Policy\ntype: policy\nversion: \"%s\"\nstatus: approved\nowner: planner\napproved_by: ada\n" +
	"approved_on: %s\n---\n# Policy\n\nWe %s.\n"

// lasting is a test whose folders last as long as all of them: what is made for the first is there for the others.
type lasting struct{ *testing.T }

func (l lasting) TempDir() string {
	dir, err := os.MkdirTemp(folder, "")
	if err != nil {
		l.Fatal(err)
	}
	return dir
}

var (
	folder string // of what lasts
	made   *fixture
)

func TestMain(m *testing.M) {
	flag.Parse()
	if from := os.Getenv(packsOf); from != "" {
		if err := packAgain(from, flag.Arg(0)); err != nil {
			panic(err)
		}
		return
	}
	var err error
	if folder, err = os.MkdirTemp("", "verify-test-*"); err != nil {
		panic(err)
	}
	code := m.Run()
	if err := os.RemoveAll(folder); err != nil {
		panic(err)
	}
	os.Exit(code)
}

// theFixture gives what all tests share, which none of them changes: it is made once. No test that uses it is parallel.
func theFixture(t *testing.T) *fixture {
	t.Helper()
	if made == nil {
		made = newFixture(t)
	}
	x := *made
	x.repo.TB = t
	return &x
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{repo: gittest.New(lasting{t})}
	run := func(day string) gittest.Run {
		return gittest.Run{Author: "Bea Writer <bea@example.org>", When: day + "T12:00:00Z"}
	}
	f.repo.Write(map[string]string{"clausebook.yaml": "title: Set\n",
		"content/people.yaml": "roles:\n  - {id: planner, name: Planner}\npeople:\n" +
			"  - {id: ada, name: Ada Lind, emails: [ada@example.org], roles: [{role: planner, from: 2020-01-01}]}\n",
		"content/policy.md": fmt.Sprintf(document, "1.0", "2026-01-02", "mean it")})
	f.repo.Commit(run("2026-01-02"), "begin")
	var err error
	if f.secret, f.public, err = heads.GenerateKey(rand.Reader, "sms.example.org/heads"); err != nil {
		t.Fatal(err)
	}
	logs := lasting{t}.TempDir()
	f.options = build.Options{Dir: f.repo.Dir, Tool: "test", Program: "test", Now: time.Now}
	f.earlier = f.pack(t, logs)
	f.kept = f.log.Checkpoint
	f.keptFile = write(t, lasting{t}.TempDir(), "kept", f.kept.String())
	f.repo.Write(map[string]string{"content/policy.md": fmt.Sprintf(document, "1.1", "2026-02-02", "mean it still")})
	f.repo.Commit(run("2026-02-02"), "second")
	f.commit = f.repo.Head()
	f.keys(t)
	f.later = f.pack(t, logs)
	f.stamps(t)
	f.shells = shells(t)
	return f
}

// pack makes the pack of the head, signed where there is a key, and writes the head into a log first.
func (f *fixture) pack(t *testing.T, logs string) files {
	t.Helper()
	o := f.options
	o.AsOf, o.NoCache = "HEAD", true
	p, err := build.Gather(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	head, err := p.Stands()
	if err != nil {
		t.Fatal(err)
	}
	head.Day, head.Ref = "2026-02-02", "refs/heads/main"
	f.log = record(t, logs, f.secret, head)
	if f.plan, err = pack.Of(p, pack.Options{History: true}); err != nil {
		t.Fatal(err)
	}
	out, seal := files{}, pack.Seal{Log: f.log}
	if f.signer != (keys.Signing{}) {
		seal.Signer = f.signer
	}
	if err := f.plan.Write(t.Context(), out, seal, nil); err != nil {
		t.Fatal(err)
	}
	return out
}

// record adds an entry to the log of a folder.
func record(t *testing.T, dir, secret string, e heads.Entry) *heads.Log {
	t.Helper()
	l, err := heads.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(e); err != nil {
		t.Fatal(err)
	}
	if err := l.Sign(secret); err != nil {
		t.Fatal(err)
	}
	return l
}

// keys makes two keys with ssh-keygen and files that trust the first.
func (f *fixture) keys(t *testing.T) {
	t.Helper()
	dir := lasting{t}.TempDir()
	for i, to := range []*keys.Signing{&f.signer, &f.stranger} {
		name := filepath.Join(dir, fmt.Sprint(i))
		command(t, dir, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", name)
		private, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if *to, err = keys.ReadSigning(private); err != nil {
			t.Fatal(err)
		}
	}
	f.signers = write(t, dir, "signers", "evidence@example.org namespaces=\""+bag.Namespace+"\" "+f.signer.Public()+"\n")
	f.expired = write(t, dir, "expired", "evidence@example.org valid-before=\"20200101\" "+f.signer.Public()+"\n")
}

// stamps makes an authority with openssl and lets it stamp both packs.
func (f *fixture) stamps(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		return
	}
	dir := lasting{t}.TempDir()
	write(t, dir, "ext", "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:FALSE\n")
	write(t, dir, "serial", "01\n")
	write(t, dir, "tsa.cnf", "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=tsa.crt\nsigner_key=tsa.key\nsigner_digest=sha256\n"+
		"certs=ca.crt\ndefault_policy=1.3.6.1.4.1.99999.1\ndigests=sha256\naccuracy=secs:1\ness_cert_id_alg=sha256\n")
	command(t, dir, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=CA")
	command(t, dir, "openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=TSA")
	command(t, dir, "openssl", "x509", "-req", "-in", "tsa.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "ext",
		"-out", "tsa.crt")
	f.roots = filepath.Join(dir, "ca.crt")
	stamp := func(of files) []byte {
		der, err := bag.TokenRequest(of[bag.TagManifest])
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, "q", string(der))
		command(t, dir, "openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q", "-out", "r")
		token, err := os.ReadFile(filepath.Join(dir, "r"))
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	f.token, f.otherToken = stamp(f.later), stamp(f.earlier)
	f.later[bag.Token] = f.token
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

// relist makes lists and statements anew after evidence was changed, as somebody would who has this program and no key.
func (f files) relist(t *testing.T) {
	t.Helper()
	var lines []bag.Line
	size := 0
	for _, path := range slices.Sorted(maps.Keys(f)) {
		if strings.HasPrefix(path, bag.Data) {
			lines = append(lines, bag.Line{Sum: bag.Sum(f[path]), Path: path})
			size += len(f[path])
		}
	}
	manifest := bag.Write(lines)
	var summary bag.Summary
	s, err := bag.ReadStatement(f[bag.Statement], &summary)
	if err != nil {
		t.Fatal(err)
	}
	s.Subject = s.Subject[:2:2]
	s.Subject[0].Digest.SHA256 = bag.Sum(manifest)
	for _, l := range lines {
		s.Subject = append(s.Subject, bag.Resource{Name: l.Path, Digest: bag.Digest{SHA256: l.Sum}})
	}
	s.Predicate = summary
	if f[bag.Statement], err = bag.WriteStatement(s); err != nil {
		t.Fatal(err)
	}
	f[bag.Manifest] = manifest
	info := strings.Split(string(f[bag.Info]), "\n")
	for i, line := range info {
		if strings.HasPrefix(line, bag.FieldOxum) {
			info[i] = fmt.Sprintf("%s: %d.%d", bag.FieldOxum, size, len(lines))
		}
	}
	f[bag.Info] = []byte(strings.Join(info, "\n"))
	f.retag()
}

func (f files) retag() {
	var tags []bag.Line
	for _, path := range bag.Summed() {
		tags = append(tags, bag.Line{Sum: bag.Sum(f[path]), Path: path})
	}
	f[bag.TagManifest] = bag.Write(tags)
}

// unsign takes away all that needs a key.
func (f files) unsign() {
	for _, path := range []string{bag.Signature, bag.StatementEnvelope, bag.CheckEnvelope, bag.Token} {
		delete(f, path)
	}
}

func (f files) sign(t *testing.T, by keys.Signing, namespace string) {
	t.Helper()
	sig, err := by.Sign(namespace, f[bag.TagManifest])
	if err != nil {
		t.Fatal(err)
	}
	f[bag.Signature] = sig
}

// edit writes something else in a file.
func (f files) edit(t *testing.T, path, from, to string) {
	t.Helper()
	if !bytes.Contains(f[path], []byte(from)) {
		t.Fatalf("%s has no %s", path, from)
	}
	f[path] = bytes.Replace(f[path], []byte(from), []byte(to), 1)
}

// find gives the first file of a folder.
func (f files) find(prefix string) string {
	for _, path := range slices.Sorted(maps.Keys(f)) {
		if strings.HasPrefix(path, bag.Data+prefix) {
			return path
		}
	}
	return ""
}

func flip(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 1
	return b
}

// attack is one way to deceive. Given says what the reader of the pack has besides it.
type attack struct {
	name    string
	do      func(t *testing.T, x *fixture, f files)
	disk    func(dir string) error // what it does to the folder of the pack; verify is to refuse that
	given   func(x *fixture) given
	noShell bool // only this program can notice
}

func nothing(*fixture) given   { return given{} }
func known(x *fixture) given   { return given{signers: x.signers} }
func stamped(x *fixture) given { return given{roots: x.roots} }

var attacks = []attack{
	{name: "a byte of the evidence altered", do: func(_ *testing.T, _ *fixture, f files) {
		at := f.find("documents/")
		f[at] = flip(f[at], 40)
	}, given: nothing},
	{name: "a file of evidence removed", do: func(_ *testing.T, _ *fixture, f files) { delete(f, f.find("documents/")) }, given: nothing},
	{name: "a file added to the evidence", do: func(_ *testing.T, _ *fixture, f files) {
		f["data/documents/extra.md"] = []byte("x")
	}, given: nothing},
	{name: "a file added beside it", do: func(_ *testing.T, _ *fixture, f files) { f["notes.txt"] = []byte("x") }, given: nothing},
	{name: "a file of evidence renamed", do: func(_ *testing.T, _ *fixture, f files) {
		at := f.find("documents/")
		f["data/documents/other.md"] = f[at]
		delete(f, at)
	}, given: nothing},
	{name: "a line of a list damaged, so that sha256sum passes over it", do: func(_ *testing.T, _ *fixture, f files) {
		f[bag.Manifest] = bytes.Replace(f[bag.Manifest], []byte("  data/matrix.csv"), []byte(" ?data/matrix.csv"), 1)
		f["data/matrix.csv"] = []byte("forged")
		f.retag()
		f.unsign()
	}, given: nothing},
	{name: "a line of a list twice", do: func(_ *testing.T, _ *fixture, f files) {
		first, _, _ := bytes.Cut(f[bag.Manifest], []byte("\n"))
		f[bag.Manifest] = append(append(bytes.Clone(first), '\n'), f[bag.Manifest]...)
		f.retag()
		f.unsign()
	}, given: nothing},
	{name: "the instructions altered", do: func(_ *testing.T, _ *fixture, f files) { f[bag.ReadMe] = flip(f[bag.ReadMe], 9) }, given: nothing},
	{name: "the statement of another pack", do: func(_ *testing.T, x *fixture, f files) {
		f[bag.Statement] = x.earlier[bag.Statement]
		f.retag()
		f.unsign()
	}, given: nothing},
	{name: "the result of the check of another commit", do: func(_ *testing.T, x *fixture, f files) {
		f[bag.Check] = x.earlier[bag.Check]
		f.retag()
		f.unsign()
	}, given: nothing},
	{name: "evidence and lists of another pack", do: func(_ *testing.T, x *fixture, f files) {
		for path, content := range x.earlier {
			if strings.HasPrefix(path, bag.Data) || path == bag.Manifest {
				f[path] = content
			}
		}
		f.retag()
		f.unsign()
	}, given: nothing},
	{name: "a commit forged, all lists made anew", do: func(t *testing.T, _ *fixture, f files) {
		at := f.find("history/")
		f[at] = bytes.Replace(f[at], []byte("Bea"), []byte("Ada"), 1)
		f.unsign()
		f.relist(t)
	}, given: nothing},
	{name: "a text forged, all lists made anew", do: func(t *testing.T, _ *fixture, f files) {
		at := f.find("documents/")
		f[at] = bytes.Replace(f[at], []byte("We mean"), []byte("We hope"), 1)
		f.unsign()
		f.relist(t)
	}, given: nothing},
	{name: "a text left out, all lists made anew", do: func(t *testing.T, _ *fixture, f files) {
		delete(f, f.find("documents/"))
		f.unsign()
		f.relist(t)
	}, given: nothing, noShell: true},
	{name: "an approval invented, all lists made anew", do: func(t *testing.T, _ *fixture, f files) {
		at := bag.Data + "approvals.json"
		f[at] = bytes.Replace(f[at], []byte(`"Ada Lind"`), []byte(`"Eve Null"`), 1)
		f.unsign()
		f.relist(t)
	}, given: nothing, noShell: true},
	{name: "the history in the bundle cut", do: func(t *testing.T, _ *fixture, f files) {
		at := bag.Data + "repo.bundle"
		f[at] = f[at][:len(f[at])-200]
		f.unsign()
		f.relist(t)
	}, given: nothing, noShell: true},
	{name: "the bundle of another commit", do: func(t *testing.T, x *fixture, f files) {
		f[bag.Data+"repo.bundle"] = x.earlier[bag.Data+"repo.bundle"]
		f.unsign()
		f.relist(t)
	}, given: nothing, noShell: true},
	{name: "a commit that is not part of the history is the last known one", do: func(*testing.T, *fixture, files) {},
		given: func(*fixture) given { return given{since: strings.Repeat("ab", 20)} }, noShell: true},
	{name: "an older pack in place of this one", do: func(_ *testing.T, x *fixture, f files) {
		clear(f)
		maps.Copy(f, x.earlier)
	}, given: func(x *fixture) given { return given{since: x.commit} }, noShell: true},
	{name: "evidence forged, all lists made anew, not signed", do: func(t *testing.T, _ *fixture, f files) {
		f["data/matrix.csv"] = []byte("forged")
		f.unsign()
		f.relist(t)
	}, given: known},
	{name: "signed by a key that nobody knows", do: func(t *testing.T, x *fixture, f files) {
		f.unsign()
		f.sign(t, x.stranger, bag.Namespace)
	}, given: known},
	{name: "signed for another purpose", do: func(t *testing.T, x *fixture, f files) {
		f.unsign()
		f.sign(t, x.signer, "git")
	}, given: known},
	{name: "signed by a key that has expired", do: func(*testing.T, *fixture, files) {},
		given: func(x *fixture) given { return given{signers: x.expired} }},
	{name: "an old signature on a new pack", do: func(t *testing.T, x *fixture, f files) {
		old := maps.Clone(x.earlier)
		old.sign(t, x.signer, bag.Namespace)
		f.unsign()
		f[bag.Signature] = old[bag.Signature]
	}, given: nothing},
	{name: "a signature damaged", do: func(_ *testing.T, _ *fixture, f files) {
		f[bag.Signature] = flip(f[bag.Signature], len(f[bag.Signature])/2)
	}, given: nothing},
	{name: "a signature with words after it", do: func(_ *testing.T, _ *fixture, f files) {
		f[bag.Signature] = append(bytes.Clone(f[bag.Signature]), "Approved by the auditor.\n"...)
	}, given: nothing},
	{name: "a signature with words before it", do: func(_ *testing.T, _ *fixture, f files) {
		f[bag.Signature] = append([]byte("Approved by the auditor.\n"), f[bag.Signature]...)
	}, given: nothing},
	{name: "a signature with a second one after it", do: func(t *testing.T, x *fixture, f files) {
		by, err := x.stranger.Sign(bag.Namespace, f[bag.TagManifest])
		if err != nil {
			t.Fatal(err)
		}
		f[bag.Signature] = append(bytes.Clone(f[bag.Signature]), by...)
	}, given: known},
	{name: "a signature with a comment", do: func(t *testing.T, _ *fixture, f files) {
		f.edit(t, bag.Signature, "SIGNATURE-----\n", "SIGNATURE-----\nComment: approved\n\n")
	}, given: known},
	{name: "a signature with words in the field that is kept free", do: func(t *testing.T, _ *fixture, f files) {
		block, _ := pem.Decode(f[bag.Signature])
		free := []byte(bag.Namespace + "\x00\x00\x00\x00")
		if !bytes.Contains(block.Bytes, free) {
			t.Fatal("the free field is not where it is expected")
		}
		block.Bytes = bytes.Replace(block.Bytes, free, []byte(bag.Namespace+"\x00\x00\x00\x08approved"), 1)
		f[bag.Signature] = pem.EncodeToMemory(block)
	}, given: known},
	{name: "an envelope with the statement of another pack", do: func(t *testing.T, x *fixture, f files) {
		sig, err := x.signer.Sign(bag.Namespace, bag.Signable(x.earlier[bag.Statement]))
		if err == nil {
			f[bag.StatementEnvelope], err = bag.Seal(x.earlier[bag.Statement], x.signer.ID(), sig)
		}
		if err != nil {
			t.Fatal(err)
		}
	}, given: nothing},
	{name: "an envelope that says it is of another kind", do: func(t *testing.T, _ *fixture, f files) {
		f.edit(t, bag.StatementEnvelope, "application/vnd.in-toto+json", "text/plain")
	}, given: known},
	{name: "an envelope that names another key", do: func(t *testing.T, _ *fixture, f files) {
		f.edit(t, bag.CheckEnvelope, `"keyid":"SHA256:`, `"keyid":"SHA256:A`)
	}, given: nothing},
	{name: "an envelope with a second signature", do: func(t *testing.T, _ *fixture, f files) {
		f.edit(t, bag.StatementEnvelope, `"signatures":[`, `"signatures":[{"keyid":"x","sig":"AAAA"},`)
	}, given: known},
	{name: "an envelope with a word more", do: func(t *testing.T, _ *fixture, f files) {
		f.edit(t, bag.StatementEnvelope, `{"payloadType"`, `{"note":"approved","payloadType"`)
	}, given: known},
	{name: "statements signed and the pack not", do: func(_ *testing.T, _ *fixture, f files) { delete(f, bag.Signature) }, given: nothing},
	{name: "the time stamp of another pack", do: func(_ *testing.T, x *fixture, f files) { f[bag.Token] = x.otherToken }, given: stamped},
	{name: "a time stamp with words after it", do: func(_ *testing.T, _ *fixture, f files) {
		f[bag.Token] = append(bytes.Clone(f[bag.Token]), "approved"...)
	}, given: stamped},
	{name: "a time stamp damaged", do: func(_ *testing.T, x *fixture, f files) {
		f[bag.Token] = flip(x.token, len(x.token)-1)
	}, given: stamped},
	{name: "the time stamp taken away", do: func(_ *testing.T, _ *fixture, f files) { delete(f, bag.Token) }, given: stamped},
	{name: "a list of lists that leaves one out", do: func(_ *testing.T, _ *fixture, f files) {
		_, rest, _ := bytes.Cut(f[bag.TagManifest], []byte("\n"))
		f[bag.TagManifest] = bytes.Clone(rest)
		f.unsign()
	}, given: nothing},
	{name: "a list that names what is no evidence", do: func(_ *testing.T, _ *fixture, f files) {
		f["notes.txt"] = []byte("x")
		f[bag.Manifest] = append(bytes.Clone(f[bag.Manifest]), bag.Sum([]byte("x"))+"  notes.txt\n"...)
		f.retag()
		f.unsign()
	}, given: nothing},
	{name: "a link in place of evidence", disk: func(dir string) error {
		name := filepath.Join(dir, "data", "matrix.csv")
		return errors.Join(os.Remove(name), os.Symlink(filepath.Join(dir, "data", "gaps.csv"), name))
	}, given: nothing},
	{name: "a link to a folder outside", disk: func(dir string) error {
		return os.Symlink("/", filepath.Join(dir, "data", "more"))
	}, given: nothing},
	{name: "two names that differ in capitals alone", disk: func(dir string) error {
		return os.WriteFile(filepath.Join(dir, "data", "Matrix.csv"), nil, 0o600)
	}, given: nothing},
	{name: "an entry of the log altered", do: func(_ *testing.T, _ *fixture, f files) {
		f[bag.LogEntries] = bytes.Replace(f[bag.LogEntries], []byte("2026-02-02"), []byte("2025-02-02"), 1)
	}, given: nothing},
	{name: "an entry of the log twice", do: func(_ *testing.T, _ *fixture, f files) {
		first, _, _ := bytes.Cut(f[bag.LogEntries], []byte("\n"))
		f[bag.LogEntries] = slices.Concat(first, []byte("\n"), f[bag.LogEntries])
	}, given: nothing},
	{name: "an entry of the log taken out, the others counted anew", do: func(_ *testing.T, _ *fixture, f files) {
		_, rest, _ := bytes.Cut(f[bag.LogEntries], []byte("\n"))
		f[bag.LogEntries] = bytes.Replace(rest, []byte(`"seq":1`), []byte(`"seq":0`), 1)
	}, given: nothing},
	{name: "the log cut at its end", do: func(_ *testing.T, _ *fixture, f files) {
		first, _, _ := bytes.Cut(f[bag.LogEntries], []byte("\n"))
		f[bag.LogEntries] = append(bytes.Clone(first), '\n')
	}, given: nothing},
	{name: "the log of before the commit", do: func(_ *testing.T, x *fixture, f files) {
		for _, path := range []string{bag.LogEntries, bag.LogCheckpoint} {
			f[path] = x.earlier[path]
		}
		delete(f, bag.LogProof)
	}, given: nothing},
	{name: "the log taken away", do: func(_ *testing.T, _ *fixture, f files) { f.unlog() }, given: nothing},
	{name: "the entries of the log taken away", do: func(_ *testing.T, _ *fixture, f files) { delete(f, bag.LogEntries) }, given: nothing},
	{name: "the log rolled back and continued, with its key", do: func(t *testing.T, x *fixture, f files) {
		f.relog(t, x.secret, x.log.Entries[1])
	}, given: nothing},
	{name: "the log forked, with its key", do: func(t *testing.T, x *fixture, f files) {
		other := x.log.Entries[0]
		other.Head = strings.Repeat("ab", 20)
		f.relog(t, x.secret, other, x.log.Entries[1])
	}, given: nothing},
	{name: "the log made anew, with another key", do: func(t *testing.T, x *fixture, f files) {
		secret, _, err := heads.GenerateKey(rand.Reader, "sms.example.org/heads")
		if err != nil {
			t.Fatal(err)
		}
		f.relog(t, secret, x.log.Entries...)
	}, given: nothing},
	{name: "the log of another organization", do: func(t *testing.T, x *fixture, f files) {
		secret, _, err := heads.GenerateKey(rand.Reader, "other.example.org/heads")
		if err != nil {
			t.Fatal(err)
		}
		f.relog(t, secret, x.log.Entries...)
	}, given: nothing},
	{name: "an entry with another tree, signed", do: func(t *testing.T, x *fixture, f files) {
		e := x.log.Entries[1]
		e.Tree = strings.Repeat("ab", 20)
		f.relog(t, x.secret, x.log.Entries[0], e)
	}, given: nothing},
	{name: "an entry with another number of commits, signed", do: func(t *testing.T, x *fixture, f files) {
		e := x.log.Entries[1]
		e.Commits++
		f.relog(t, x.secret, x.log.Entries[0], e)
	}, given: nothing, noShell: true},
	{name: "an entry with other documents, signed", do: func(t *testing.T, x *fixture, f files) {
		e := x.log.Entries[1]
		e.Documents = x.log.Entries[0].Documents
		f.relog(t, x.secret, x.log.Entries[0], e)
	}, given: nothing, noShell: true},
	{name: "history rewritten since the last head of the log", do: func(t *testing.T, x *fixture, f files) {
		lost := x.log.Entries[0]
		lost.Head = strings.Repeat("ab", 20)
		f.relog(t, x.secret, x.log.Entries[0], lost, x.log.Entries[1])
	}, given: nothing, noShell: true},
	{name: "the checkpoint of the log not signed", do: func(_ *testing.T, _ *fixture, f files) {
		head, _, _ := bytes.Cut(f[bag.LogCheckpoint], []byte("\n\n"))
		f[bag.LogCheckpoint] = append(bytes.Clone(head), "\n\n"...)
	}, given: nothing},
	{name: "an earlier checkpoint in place of the last one", do: func(_ *testing.T, x *fixture, f files) {
		f[bag.LogCheckpoint] = x.earlier[bag.LogCheckpoint]
		delete(f, bag.LogProof)
	}, given: nothing},
	{name: "the checkpoint taken away", do: func(_ *testing.T, _ *fixture, f files) { delete(f, bag.LogCheckpoint) }, given: nothing},
	{name: "checkpoint and proof taken away", do: func(_ *testing.T, _ *fixture, f files) {
		delete(f, bag.LogCheckpoint)
		delete(f, bag.LogProof)
	}, given: nothing},
	{name: "the proof of another entry", do: func(t *testing.T, x *fixture, f files) {
		var err error
		if f[bag.LogProof], err = x.log.Prove(0); err != nil {
			t.Fatal(err)
		}
	}, given: nothing},
	{name: "a proof damaged", do: func(_ *testing.T, _ *fixture, f files) {
		f[bag.LogProof] = flip(f[bag.LogProof], bytes.Index(f[bag.LogProof], []byte("index"))+12)
	}, given: nothing},
	{name: "a proof with words after a hash", do: func(t *testing.T, _ *fixture, f files) {
		f.edit(t, bag.LogProof, "=\n", "= approved\n")
	}, given: nothing},
	{name: "a proof with something more to tell", do: func(t *testing.T, _ *fixture, f files) {
		f.edit(t, bag.LogProof, "index ", "extra YXBwcm92ZWQ=\nindex ")
	}, given: nothing},
	{name: "a checkpoint with words among its signatures", do: func(t *testing.T, _ *fixture, f files) {
		for _, path := range []string{bag.LogCheckpoint, bag.LogProof} {
			f[path] = append(bytes.Clone(f[path]), "Approved by the auditor.\n"...)
		}
	}, given: nothing},
	{name: "a checkpoint that says more than a size and a hash", do: func(t *testing.T, _ *fixture, f files) {
		for _, path := range []string{bag.LogCheckpoint, bag.LogProof} {
			f[path] = bytes.Replace(f[path], []byte("=\n\n\u2014"), []byte("=\napproved\n\n\u2014"), 1)
		}
	}, given: nothing},
	{name: "the proof taken away", do: func(_ *testing.T, _ *fixture, f files) { delete(f, bag.LogProof) }, given: nothing},
}

func (f files) sameLog(as files) bool {
	return bytes.Equal(f[bag.LogEntries], as[bag.LogEntries]) && bytes.Equal(f[bag.LogCheckpoint], as[bag.LogCheckpoint]) &&
		bytes.Equal(f[bag.LogProof], as[bag.LogProof])
}

func (f files) unlog() {
	for _, path := range []string{bag.LogEntries, bag.LogCheckpoint, bag.LogProof} {
		delete(f, path)
	}
}

// relog lays in another log, the last entry of which is of the commit.
func (f files) relog(t *testing.T, secret string, entries ...heads.Entry) {
	t.Helper()
	l, dir := (*heads.Log)(nil), t.TempDir()
	for _, e := range entries {
		l = record(t, dir, secret, e)
	}
	proof, err := l.Prove(len(entries) - 1)
	if err != nil {
		t.Fatal(err)
	}
	f[bag.LogEntries], f[bag.LogCheckpoint], f[bag.LogProof] = l.Lines(), []byte(l.Checkpoint.String()), proof
}

func (f files) save(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pack")
	err := pack.InFolder(dir, func(to pack.Sink) error {
		for _, path := range slices.Sorted(maps.Keys(f)) {
			if err := to.Put(path, f[path]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// given is what the reader of a pack has besides it: files of signers and of roots, and a commit of before. Any may be empty.
type given struct {
	signers, roots, since string
	log                   bool // the script is given key and checkpoint of the log of heads; our program always is
}

// checking gives the options of our program.
func (f *fixture) checking(t *testing.T, again bool, g given) verify.Options {
	t.Helper()
	o := verify.Options{SinceCheckpoint: f.kept, LogKey: f.public, SinceHead: g.since, Now: time.Now(), Tool: "test"}
	if again {
		o.Rebuild = f.again
	}
	for file, into := range map[string]*[]byte{g.signers: &o.Signers, g.roots: &o.Roots} {
		if file == "" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		*into = text
	}
	return o
}

// ours runs our program and gives the checks that fail.
func (f *fixture) ours(t *testing.T, these files, again bool, g given) (found []string) {
	t.Helper()
	results, err := verify.RunFiles(t.Context(), these, f.checking(t, again, g))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Outcome == verify.Failed {
			found = append(found, r.Name)
			t.Log(r.Name, r.Detail)
		}
	}
	return found
}

// remade are the packs that were made again, by what they are made of: the objects of a repository, each named by its bytes, and a scope.
var remade = map[string]func() ([]byte, heads.Entry, error){}

// again makes a pack again, once from the same.
func (f *fixture) again(ctx context.Context, dir string, info map[string]string) ([]byte, heads.Entry, error) {
	key := fmt.Sprint(info)
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		key += strings.TrimPrefix(path, dir) + "\n"
		return err
	})
	if err != nil {
		return nil, heads.Entry{}, err
	}
	if remade[key] == nil {
		there := f.options
		there.Dir = dir
		manifest, head, err := pack.Again(ctx, there, info)
		remade[key] = func() ([]byte, heads.Entry, error) { return manifest, head, err }
	}
	return remade[key]()
}

// shell is a shell with a folder of the tools that it may use, in which neither git nor clausebook is.
type shell struct {
	name string
	args []string
	path string
}

// shells are dash with the tools of this system, and busybox with its own.
func shells(t *testing.T) (out []shell) {
	t.Helper()
	tools := toolsOf(t)
	for _, name := range []string{"dash", "busybox"} {
		program, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		s := shell{name, []string{program}, lasting{t}.TempDir()}
		links := map[string]string{}
		for _, tool := range tools {
			links[tool] = program
			if name == "dash" {
				if links[tool], err = exec.LookPath(tool); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, tool := range []string{"ssh-keygen", "openssl"} {
			if there, err := exec.LookPath(tool); err == nil {
				links[tool] = there
			}
		}
		if name == "busybox" {
			s.args = append(s.args, "sh")
		}
		for tool, to := range links {
			if err := os.Symlink(to, filepath.Join(s.path, tool)); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, s)
	}
	return out
}

// toolsOf lists the tools that the script asks for before it begins. It has no others here, so that one which it does not ask for, and
// whose absence it would take for a fault of the pack, is found.
func toolsOf(t *testing.T) []string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("..", "pack", bag.Script))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(script), "\nfor tool in ")
	tools, _, ok := strings.Cut(rest, ";")
	if !ok {
		t.Fatal("the script does not say which tools it needs")
	}
	return strings.Fields(tools)
}

// script runs the script on a pack in a folder and gives the checks that fail. That of the pack may be altered; ours is run.
func (f *fixture) script(t *testing.T, sh shell, dir string, g given) []string {
	t.Helper()
	args := append(slices.Clone(sh.args), write(t, dir, bag.Script, string(f.later[bag.Script])))
	if g.signers != "" {
		args = append(args, "-s", g.signers)
	}
	if g.roots != "" {
		args = append(args, "-r", g.roots)
	}
	if g.log {
		args = append(args, "-c", f.keptFile, "-k", f.public)
	}
	c := exec.Command(args[0], args[1:]...)
	c.Env = []string{"PATH=" + sh.path}
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	found := []string{}
	for line := range strings.Lines(string(out)) {
		if what, ok := strings.CutPrefix(strings.TrimSpace(line), "FAILED  "); ok {
			what, _, _ = strings.Cut(what, " (")
			found = append(found, what)
		}
	}
	if (err != nil) != (len(found) > 0) || err != nil && exit.ExitCode() != 1 {
		t.Errorf("%s: exit %v with %q\n%s", sh.name, err, found, out)
	}
	return found
}

// TestAMissingToolIsNamed takes away one tool after the other: what cannot be checked is no fault of the pack.
func TestAMissingToolIsNamed(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("dash")
	if err != nil {
		t.Skip("dash is not installed")
	}
	all := toolsOf(t)
	for _, missing := range all {
		path := t.TempDir()
		for _, tool := range all {
			if tool != missing {
				write(t, path, tool, "")
				if err := os.Chmod(filepath.Join(path, tool), 0o755); err != nil {
					t.Fatal(err)
				}
			}
		}
		c := exec.Command(program, filepath.Join("..", "pack", bag.Script))
		c.Env = []string{"PATH=" + path}
		out, err := c.CombinedOutput()
		var exit *exec.ExitError
		if want := "verify.sh: " + missing + " is not installed\n"; !errors.As(err, &exit) || exit.ExitCode() != 2 || string(out) != want {
			t.Errorf("%v %q, want %q", err, out, want)
		}
	}
}

var everyShell = flag.Bool("every-shell", false, "try each attack in each shell, and not in one after the other")

// TestAttacks tries every attack against both programs, and holds the table of docs/pack.md. The script is run by the shells in turn; each
// of them has to see each of its checks fail.
func TestAttacks(t *testing.T) {
	x := theFixture(t)
	if ours := x.ours(t, x.later, true, given{signers: x.signers, roots: x.roots, log: true}); len(ours) > 0 {
		t.Fatalf("a whole pack fails: %q", ours)
	}
	seen, by := map[string]map[string]bool{}, map[string]attack{}
	for _, sh := range x.shells {
		seen[sh.name] = map[string]bool{}
		if found := x.script(t, sh, x.later.save(t), given{signers: x.signers, roots: x.roots, log: true}); len(found) > 0 {
			t.Fatalf("a whole pack fails in %s: %q", sh.name, found)
		}
	}
	var table strings.Builder
	table.WriteString("| Attack | `clausebook verify` | `verify.sh` |\n|---|---|---|\n")
	for i, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			g := a.given(x)
			if strings.Contains(a.name, "time stamp") && x.roots == "" {
				t.Skip("openssl is not installed")
			}
			ours, dirs := a.try(t, x, &g)
			if len(ours) == 0 {
				t.Error("verify does not notice")
			}
			words := "cannot see it"
			for j, sh := range x.shells {
				if j != i%len(x.shells) && a.disk == nil && !*everyShell {
					continue
				}
				found := x.script(t, sh, dirs(t), g)
				if a.noShell != (len(found) == 0) {
					t.Errorf("verify.sh finds %q, in %s", found, sh.name)
				}
				for _, what := range found {
					seen[sh.name][what], by[what] = true, a
					words = strings.Join(found, "; ")
				}
			}
			fmt.Fprintf(&table, "| %s | %s | %s |\n", a.name, strings.Join(ours, ", "), words)
		})
	}
	if len(x.shells) < 2 || x.roots == "" || t.Failed() {
		t.Log("the table is not compared: it needs dash, busybox and openssl")
		return
	}
	for _, sh := range x.shells {
		for _, what := range checksOf(string(x.later[bag.Script])) {
			if seen[sh.name][what] {
				continue
			}
			a, known := by[what]
			if !known {
				t.Errorf("no attack lets %q fail", what)
				continue
			}
			g := a.given(x)
			_, dirs := a.try(t, x, &g)
			if found := x.script(t, sh, dirs(t), g); !slices.Contains(found, what) {
				t.Errorf("%s: %q does not fail in %s, but %q", a.name, what, sh.name, found)
			}
		}
	}
	compareTable(t, "attacks", table.String())
}

// try does what an attack does, gives what our program finds, and folders with such a pack.
func (a attack) try(t *testing.T, x *fixture, g *given) (ours []string, dirs func(*testing.T) string) {
	t.Helper()
	f := maps.Clone(x.later)
	if a.disk == nil {
		a.do(t, x, f)
		ours = x.ours(t, f, a.noShell, *g)
	}
	if f.sameLog(x.later) { // the script need not look at it each time
		f.unlog()
	} else {
		g.log = true
	}
	if a.disk == nil {
		return ours, f.save
	}
	dirs = func(t *testing.T) string {
		dir := f.save(t)
		if err := a.disk(dir); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	_, err := verify.Run(t.Context(), dirs(t), verify.Options{Now: time.Now()})
	var refused *verify.RefusedError
	if errors.As(err, &refused) {
		ours = []string{"refused"}
	}
	return ours, dirs
}

// checksOf gives what the script calls its checks, without those that stand for a tool that is missing.
func checksOf(script string) (out []string) {
	for _, m := range regexp.MustCompile(`(?:try|fail) "([^"$(]*[^"$( ])"`).FindAllStringSubmatch(script, -1) {
		if !strings.HasSuffix(m[1], "is not installed") {
			out = append(out, m[1])
		}
	}
	return out
}

// docs is taken by who reads or writes the page of the tables.
var docs sync.Mutex

// compareTable holds a table of docs/pack.md, which stands between two comments. Run with -update to write it anew.
func compareTable(t *testing.T, name, table string) {
	t.Helper()
	docs.Lock()
	defer docs.Unlock()
	const page = "../../docs/pack.md"
	from, to := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(text), from)
	_, tail, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the table", page)
	}
	want := head + from + "\n" + table + "\n" + to + tail
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil { //nolint:gosec // documentation
			t.Fatal(err)
		}
	} else if want != string(text) {
		t.Errorf("%s has another table; run this test with -update and read what changed", page)
	}
}

// TestEveryFileIsGuarded alters one byte in every file of a pack.
func TestEveryFileIsGuarded(t *testing.T) {
	x := theFixture(t)
	o := x.checking(t, false, given{signers: x.signers, roots: x.roots, log: true})
	for path, content := range x.later {
		for _, at := range []int{0, len(content) / 2, len(content) - 1} {
			if path == bag.Token && at == len(content)/2 {
				continue // a certificate that it carries besides that of the signer, which nobody needs
			}
			f := maps.Clone(x.later)
			f[path] = flip(content, at)
			if found, err := verify.FirstFailed(t.Context(), f, o); found == "" || err != nil {
				t.Errorf("byte %d of %s altered, and nothing fails (%v)", at, path, err)
			}
		}
	}
}

// TestArchivesThatAreNoPacks wants ZIPs that do harm refused before anything of them is believed, and holds the table of docs/pack.md.
func TestArchivesThatAreNoPacks(t *testing.T) {
	t.Parallel()
	plain := func(names ...string) func(*zip.Writer) error {
		return func(z *zip.Writer) error {
			for _, name := range append(names, "p/bagit.txt", "p/manifest-sha256.txt") {
				if _, err := z.Create(name); err != nil {
					return err
				}
			}
			return nil
		}
	}
	cases := []struct {
		name string
		fill func(*zip.Writer) error
		want string
	}{
		{"a name that leads out of the folder", plain("p/../../etc/passwd"), "leads elsewhere"},
		{"a name that begins with `..`", plain("../x"), "leads elsewhere"},
		{"an absolute name", plain("/etc/passwd"), "absolute"},
		{"a name with a drive", plain("p/C:x"), "control character or one of"},
		{"a name with a backslash", plain(`p\x`), "control character or one of"},
		{"one name twice", plain("p/a", "p/a"), "twice"},
		{"two names that differ in capitals alone", plain("p/data/A", "p/data/a"), "capitals"},
		{"a file where a folder has to be", plain("p/data/a", "p/data/a/b"), "a file and a folder"},
		{"a name that is too long", plain("p/" + strings.Repeat("a", 300)), "too long"},
		{"a name that Windows keeps for itself", plain("p/data/nul.txt"), "Windows"},
		{"two folders at the top", plain("q/x"), "one folder"},
		{"a folder in place of a file", plain("p/data/"), "no regular file"},
		{"a link", func(z *zip.Writer) error {
			h := &zip.FileHeader{Name: "p/data/link"}
			h.SetMode(os.ModeSymlink | 0o777)
			_, err := z.CreateHeader(h)
			return err
		}, "link"},
		{"more bytes than are read", func(z *zip.Writer) error {
			w, err := z.Create("p/data/zeros")
			if err == nil {
				_, err = io.CopyN(w, io.MultiReader(io.LimitReader(zeros{}, 3<<20), rand.Reader), 3<<20+1<<16)
			}
			return err
		}, "more than 1 MiB"},
		{"a few bytes that unpack to a great many", func(z *zip.Writer) error {
			w, err := z.Create("p/data/zeros")
			if err == nil {
				_, err = io.CopyN(w, zeros{}, 1<<19)
			}
			return err
		}, "more than 100 times its size"},
		{"more files than are read", func(z *zip.Writer) error {
			for i := range 3000 {
				if _, err := z.Create(fmt.Sprintf("p/data/%d", i)); err != nil {
					return err
				}
			}
			return nil
		}, "more than 2000 are not read"},
	}
	said := make([]string, len(cases))
	t.Run("each", func(t *testing.T) {
		for i, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				said[i] = refusalOf(t, c.fill)
				if !strings.Contains(said[i], c.want) {
					t.Errorf("%q, want %q", said[i], c.want)
				}
			})
		}
	})
	var table strings.Builder
	table.WriteString("| In the ZIP | What `clausebook verify` says |\n|---|---|\n")
	for i, c := range cases {
		fmt.Fprintf(&table, "| %s | %s |\n", c.name, strings.ReplaceAll(said[i], "|", `\|`))
	}
	compareTable(t, "archives", table.String())
}

// refusalOf gives why a ZIP is refused, limits being small.
func refusalOf(t *testing.T, fill func(*zip.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if err := errors.Join(fill(z), z.Close()); err != nil {
		t.Fatal(err)
	}
	file := write(t, t.TempDir(), "x.zip", b.String())
	_, err := verify.Run(t.Context(), file, verify.Options{Limits: verify.Limits{Files: 2000, Bytes: 1 << 20, Directory: 1 << 20, Small: 1 << 20}})
	if err == nil {
		return ""
	}
	return strings.ReplaceAll(err.Error(), file, "x.zip")
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestFoldersWithLinks wants a link refused, which would show what the pack does not hold.
func TestFoldersWithLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, bag.Declaration, bag.DeclarationText)
	write(t, dir, bag.Manifest, "")
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "data")); err != nil {
		t.Skip(err)
	}
	if _, err := verify.Run(t.Context(), dir, verify.Options{}); err == nil || !strings.Contains(err.Error(), "link") {
		t.Errorf("%v, want that the link is refused", err)
	}
}

// packsOf names a repository, and where this program, run again, lays packs of it: as a folder and as a ZIP.
const packsOf = "CLAUSEBOOK_TEST_PACKS_OF"

// packAgain is this program run again, on a machine with other settings.
func packAgain(from, to string) error {
	ctx := context.Background()
	p, err := build.Gather(ctx, build.Options{Dir: from, Tool: "test", Program: "test", Now: time.Now, AsOf: "HEAD", NoCache: true,
		Trend: true})
	if err != nil {
		return err
	}
	plan, err := pack.Of(p, pack.Options{Site: true, History: true})
	if err != nil {
		return err
	}
	write := func(s pack.Sink) error { return plan.Write(ctx, s, pack.Seal{}, nil) }
	return errors.Join(pack.InFolder(filepath.Join(to, "pack"), write), plan.InZip(filepath.Join(to, "pack.zip"), write))
}

// TestSamePackTwice packs one commit on machines with other time zones, languages, processors, folders and permissions of new files, and
// wants the same bytes.
func TestSamePackTwice(t *testing.T) {
	x := theFixture(t)
	clone := filepath.Join(t.TempDir(), "elsewhere ä", "clone")
	command(t, t.TempDir(), "git", "clone", "-q", x.repo.Dir, clone)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var made [2]string
	for i, m := range []struct {
		from, umask string
		env         []string
	}{{x.repo.Dir, "022", []string{"TZ=UTC", "LC_ALL=C", "GOMAXPROCS=1"}},
		{clone, "077", []string{"TZ=Pacific/Kiritimati", "LC_ALL=tr_TR.UTF-8", "LANG=de", "GOMAXPROCS=3"}}} {
		made[i] = t.TempDir()
		c := exec.Command("sh", "-c", "umask "+m.umask+`; exec "$0" "$1"`, program, made[i])
		c.Env = append(append(os.Environ(), m.env...), packsOf+"="+m.from)
		c.Dir = made[i]
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	same := func(name string) []byte {
		one, err := os.ReadFile(filepath.Join(made[0], name))
		two, err2 := os.ReadFile(filepath.Join(made[1], name))
		if err != nil || err2 != nil || !bytes.Equal(one, two) {
			t.Errorf("%s differs, or cannot be read: %v, %v", name, err, err2)
		}
		return one
	}
	same("pack.zip")
	lines, err := bag.Read(same(filepath.Join("pack", bag.Manifest)))
	if err != nil || len(lines) < 30 {
		t.Errorf("%d files, error %v", len(lines), err)
	}
	same(filepath.Join("pack", bag.TagManifest)) // the sums of all else
	for i, mode := range []fs.FileMode{0o644, 0o600} {
		if info, err := os.Stat(filepath.Join(made[i], "pack", bag.Info)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("the umask was not in force: %v, %v", info.Mode(), err)
		}
	}
}

// TestStatementsAreOfInToto lets the library of in-toto read the statements of a pack, and that of DSSE open their envelopes.
func TestStatementsAreOfInToto(t *testing.T) {
	x := theFixture(t)
	for plain, sealed := range map[string]string{bag.Statement: bag.StatementEnvelope, bag.Check: bag.CheckEnvelope} {
		var s intoto.Statement
		if err := protojson.Unmarshal(x.later[plain], &s); err != nil {
			t.Fatalf("%s: %v", plain, err)
		}
		if err := s.Validate(); err != nil {
			t.Errorf("%s: %v", plain, err)
		}
		found := false
		for _, r := range s.GetSubject() {
			found = found || r.GetDigest()["gitCommit"] == x.commit
		}
		if !found {
			t.Errorf("%s is not about commit %s", plain, x.commit)
		}
		var e dsse.Envelope
		if err := json.Unmarshal(x.later[sealed], &e); err != nil {
			t.Fatalf("%s: %v", sealed, err)
		}
		if payload, err := e.DecodeB64Payload(); err != nil || !bytes.Equal(payload, x.later[plain]) || len(e.Signatures) != 1 {
			t.Errorf("%s: DSSE opens %q, error %v", sealed, payload, err)
		}
	}
}

// TestBundleIsGits lets git clone the bundle and look at every object.
func TestBundleIsGits(t *testing.T) {
	x := theFixture(t)
	dir := t.TempDir()
	write(t, dir, "repo.bundle", string(x.later[bag.Data+"repo.bundle"]))
	command(t, dir, "git", "clone", "-q", "repo.bundle", "clone")
	command(t, filepath.Join(dir, "clone"), "git", "fsck", "--strict")
	command(t, filepath.Join(dir, "clone"), "git", "merge-base", "--is-ancestor", x.commit, "HEAD")
}
