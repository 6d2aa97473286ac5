package verify_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
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
	shells            []string
	log               *heads.Log
	kept              *heads.Checkpoint // of the log, with the earlier pack
	secret, public    string            // keys of the log
}

const document = "---\nid: POL-1\ntitle: Policy\ntype: policy\nversion: \"%s\"\nstatus: approved\nowner: planner\napproved_by: ada\n" +
	"approved_on: %s\n---\n# Policy\n\nWe %s.\n"

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{repo: gittest.New(t)}
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
	logs := t.TempDir()
	f.log = f.record(t, logs, f.secret)
	f.kept = f.log.Checkpoint
	f.options = build.Options{Dir: f.repo.Dir, Tool: "test", Program: "test", Now: time.Now}
	f.earlier = f.pack(t)
	f.repo.Write(map[string]string{"content/policy.md": fmt.Sprintf(document, "1.1", "2026-02-02", "mean it still")})
	f.repo.Commit(run("2026-02-02"), "second")
	f.commit = f.repo.Head()
	f.log = f.record(t, logs, f.secret)
	f.keys(t)
	f.later = f.pack(t)
	f.stamps(t)
	for _, sh := range []string{"dash", "busybox"} {
		if _, err := exec.LookPath(sh); err == nil {
			f.shells = append(f.shells, sh)
		}
	}
	return f
}

// pack makes the pack of the head, signed where there is a key.
func (f *fixture) pack(t *testing.T) files {
	t.Helper()
	o := f.options
	o.AsOf, o.NoCache = "HEAD", true
	p, err := build.Gather(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
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

// record adds the head to the log of a folder.
func (f *fixture) record(t *testing.T, dir, secret string) *heads.Log {
	t.Helper()
	l, err := heads.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(heads.Entry{Day: "2026-02-02", Ref: "refs/heads/main", Head: f.repo.Head()}); err != nil {
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
	dir := t.TempDir()
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
	dir := t.TempDir()
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
	given   func(x *fixture) (signers, roots, since string)
	noShell bool // only this program can notice
}

func nothing(*fixture) (signers, roots, since string)   { return "", "", "" }
func known(x *fixture) (signers, roots, since string)   { return x.signers, "", "" }
func stamped(x *fixture) (signers, roots, since string) { return "", x.roots, "" }

var attacks = []attack{
	{"a byte of the evidence altered", func(_ *testing.T, _ *fixture, f files) {
		at := f.find("documents/")
		f[at] = flip(f[at], 40)
	}, nothing, false},
	{"a file of evidence removed", func(_ *testing.T, _ *fixture, f files) { delete(f, f.find("documents/")) }, nothing, false},
	{"a file added to the evidence", func(_ *testing.T, _ *fixture, f files) { f["data/documents/extra.md"] = []byte("x") }, nothing, false},
	{"a file added beside it", func(_ *testing.T, _ *fixture, f files) { f["notes.txt"] = []byte("x") }, nothing, false},
	{"a file of evidence renamed", func(_ *testing.T, _ *fixture, f files) {
		at := f.find("documents/")
		f["data/documents/other.md"] = f[at]
		delete(f, at)
	}, nothing, false},
	{"a line of a list damaged, so that sha256sum passes over it", func(_ *testing.T, _ *fixture, f files) {
		f[bag.Manifest] = bytes.Replace(f[bag.Manifest], []byte("  data/matrix.csv"), []byte(" ?data/matrix.csv"), 1)
		f["data/matrix.csv"] = []byte("forged")
		f.retag()
		f.unsign()
	}, nothing, false},
	{"a line of a list twice", func(_ *testing.T, _ *fixture, f files) {
		first, _, _ := bytes.Cut(f[bag.Manifest], []byte("\n"))
		f[bag.Manifest] = append(append(bytes.Clone(first), '\n'), f[bag.Manifest]...)
		f.retag()
		f.unsign()
	}, nothing, false},
	{"the instructions altered", func(_ *testing.T, _ *fixture, f files) { f[bag.ReadMe] = flip(f[bag.ReadMe], 9) }, nothing, false},
	{"the statement of another pack", func(_ *testing.T, x *fixture, f files) {
		f[bag.Statement] = x.earlier[bag.Statement]
		f.retag()
		f.unsign()
	}, nothing, false},
	{"the result of the check of another commit", func(_ *testing.T, x *fixture, f files) {
		f[bag.Check] = x.earlier[bag.Check]
		f.retag()
		f.unsign()
	}, nothing, false},
	{"evidence and lists of another pack", func(_ *testing.T, x *fixture, f files) {
		for path, content := range x.earlier {
			if strings.HasPrefix(path, bag.Data) || path == bag.Manifest {
				f[path] = content
			}
		}
		f.retag()
		f.unsign()
	}, nothing, false},
	{"a commit forged, all lists made anew", func(t *testing.T, _ *fixture, f files) {
		at := f.find("history/")
		f[at] = bytes.Replace(f[at], []byte("Bea"), []byte("Ada"), 1)
		f.unsign()
		f.relist(t)
	}, nothing, false},
	{"a text forged, all lists made anew", func(t *testing.T, _ *fixture, f files) {
		at := f.find("documents/")
		f[at] = bytes.Replace(f[at], []byte("We mean"), []byte("We hope"), 1)
		f.unsign()
		f.relist(t)
	}, nothing, false},
	{"a text left out, all lists made anew", func(t *testing.T, _ *fixture, f files) {
		delete(f, f.find("documents/"))
		f.unsign()
		f.relist(t)
	}, nothing, true},
	{"an approval invented, all lists made anew", func(t *testing.T, _ *fixture, f files) {
		at := bag.Data + "approvals.json"
		f[at] = bytes.Replace(f[at], []byte(`"Ada Lind"`), []byte(`"Eve Null"`), 1)
		f.unsign()
		f.relist(t)
	}, nothing, true},
	{"the history in the bundle cut", func(t *testing.T, _ *fixture, f files) {
		at := bag.Data + "repo.bundle"
		f[at] = f[at][:len(f[at])-200]
		f.unsign()
		f.relist(t)
	}, nothing, true},
	{"the bundle of another commit", func(t *testing.T, x *fixture, f files) {
		f[bag.Data+"repo.bundle"] = x.earlier[bag.Data+"repo.bundle"]
		f.unsign()
		f.relist(t)
	}, nothing, true},
	{"a commit that is not part of the history is the last known one", func(*testing.T, *fixture, files) {},
		func(*fixture) (string, string, string) { return "", "", strings.Repeat("ab", 20) }, true},
	{"an older pack in place of this one", func(_ *testing.T, x *fixture, f files) {
		clear(f)
		maps.Copy(f, x.earlier)
	}, func(x *fixture) (string, string, string) { return "", "", x.commit }, true},
	{"evidence forged, all lists made anew, not signed", func(t *testing.T, _ *fixture, f files) {
		f["data/matrix.csv"] = []byte("forged")
		f.unsign()
		f.relist(t)
	}, known, false},
	{"signed by a key that nobody knows", func(t *testing.T, x *fixture, f files) {
		f.unsign()
		f.sign(t, x.stranger, bag.Namespace)
	}, known, false},
	{"signed for another purpose", func(t *testing.T, x *fixture, f files) {
		f.unsign()
		f.sign(t, x.signer, "git")
	}, known, false},
	{"signed by a key that has expired", func(*testing.T, *fixture, files) {},
		func(x *fixture) (string, string, string) { return x.expired, "", "" }, false},
	{"an old signature on a new pack", func(t *testing.T, x *fixture, f files) {
		old := maps.Clone(x.earlier)
		old.sign(t, x.signer, bag.Namespace)
		f.unsign()
		f[bag.Signature] = old[bag.Signature]
	}, nothing, false},
	{"a signature damaged", func(_ *testing.T, _ *fixture, f files) {
		f[bag.Signature] = flip(f[bag.Signature], len(f[bag.Signature])/2)
	}, nothing, false},
	{"an envelope with the statement of another pack", func(t *testing.T, x *fixture, f files) {
		sig, err := x.signer.Sign(bag.Namespace, bag.Signable(x.earlier[bag.Statement]))
		if err == nil {
			f[bag.StatementEnvelope], err = bag.Seal(x.earlier[bag.Statement], x.signer.ID(), sig)
		}
		if err != nil {
			t.Fatal(err)
		}
	}, nothing, false},
	{"statements signed and the pack not", func(_ *testing.T, _ *fixture, f files) { delete(f, bag.Signature) }, nothing, false},
	{"the time stamp of another pack", func(_ *testing.T, x *fixture, f files) { f[bag.Token] = x.otherToken }, stamped, false},
	{"a time stamp damaged", func(_ *testing.T, x *fixture, f files) { f[bag.Token] = flip(x.token, len(x.token)-1) }, stamped, false},
	{"the time stamp taken away", func(_ *testing.T, _ *fixture, f files) { delete(f, bag.Token) }, stamped, false},
	{"an entry of the log altered", func(_ *testing.T, _ *fixture, f files) {
		f[bag.LogEntries] = bytes.Replace(f[bag.LogEntries], []byte("2026-02-02"), []byte("2025-02-02"), 1)
	}, nothing, true},
	{"the log cut at its end", func(_ *testing.T, _ *fixture, f files) {
		first, _, _ := bytes.Cut(f[bag.LogEntries], []byte("\n"))
		f[bag.LogEntries] = append(bytes.Clone(first), '\n')
	}, nothing, true},
	{"the log of before the commit", func(_ *testing.T, x *fixture, f files) {
		for _, path := range []string{bag.LogEntries, bag.LogCheckpoint} {
			f[path] = x.earlier[path]
		}
		delete(f, bag.LogProof)
	}, nothing, true},
	{"the log taken away", func(_ *testing.T, _ *fixture, f files) { f.unlog() }, nothing, true},
	{"the log made anew, with its key", func(t *testing.T, x *fixture, f files) { f.relog(t, x, x.secret) }, nothing, true},
	{"the log made anew, with another key", func(t *testing.T, x *fixture, f files) {
		secret, _, err := heads.GenerateKey(rand.Reader, "sms.example.org/heads")
		if err != nil {
			t.Fatal(err)
		}
		f.relog(t, x, secret)
	}, nothing, true},
	{"the checkpoint of the log not signed", func(_ *testing.T, _ *fixture, f files) {
		head, _, _ := bytes.Cut(f[bag.LogCheckpoint], []byte("\n\n"))
		f[bag.LogCheckpoint] = append(bytes.Clone(head), "\n\n"...)
	}, nothing, true},
	{"the proof of another entry", func(t *testing.T, x *fixture, f files) {
		var err error
		if f[bag.LogProof], err = x.log.Prove(0); err != nil {
			t.Fatal(err)
		}
	}, nothing, true},
	{"the proof taken away", func(_ *testing.T, _ *fixture, f files) { delete(f, bag.LogProof) }, nothing, true},
}

func (f files) unlog() {
	for _, path := range []string{bag.LogEntries, bag.LogCheckpoint, bag.LogProof} {
		delete(f, path)
	}
}

// relog lays in another log, which knows the head alone.
func (f files) relog(t *testing.T, x *fixture, secret string) {
	t.Helper()
	l := x.record(t, t.TempDir(), secret)
	proof, err := l.Prove(0)
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

// checked runs both programs and gives what each of them found. Making the pack again takes longest, and is left out where a sum tells.
func (f *fixture) checked(t *testing.T, these files, again bool, signers, roots, since string) (ours []string, shells map[string][]string) {
	t.Helper()
	dir := these.save(t)
	o := verify.Options{SinceCheckpoint: f.kept, LogKey: f.public, SinceHead: since, Now: time.Now(), Tool: "test"}
	if again {
		o.Rebuild = func(ctx context.Context, dir string, info map[string]string) ([]byte, error) {
			there := f.options
			there.Dir = dir
			return pack.Again(ctx, there, info)
		}
	}
	args := []string{filepath.Join(dir, bag.Script)}
	for _, g := range []struct {
		flag, file string
		into       *[]byte
	}{{"-s", signers, &o.Signers}, {"-r", roots, &o.Roots}} {
		if g.file == "" {
			continue
		}
		text, err := os.ReadFile(g.file)
		if err != nil {
			t.Fatal(err)
		}
		*g.into = text
		args = append(args, g.flag, g.file)
	}
	results, err := verify.Run(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Outcome == verify.Failed {
			ours = append(ours, r.Name)
			t.Log(r.Name, r.Detail)
		}
	}
	// The script of the pack may be altered as well; the one that is run is ours.
	script := write(t, dir, bag.Script, string(f.later[bag.Script]))
	shells = map[string][]string{}
	for _, sh := range f.shells {
		c := exec.Command(sh, append([]string{script}, args[1:]...)...)
		if sh == "busybox" {
			c = exec.Command(sh, append([]string{"sh", script}, args[1:]...)...)
		}
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
		if (err != nil) != (len(found) > 0) {
			t.Errorf("%s: exit %v with %q\n%s", sh, err, found, out)
		}
		shells[sh] = found
	}
	return ours, shells
}

// TestAttacks tries every attack against both programs, and holds the table of docs/pack.md.
func TestAttacks(t *testing.T) {
	x := newFixture(t)
	if ours, shells := x.checked(t, x.later, true, x.signers, x.roots, ""); len(ours) > 0 || len(shells["dash"])+len(shells["busybox"]) > 0 {
		t.Fatalf("a whole pack fails: %q, %q", ours, shells)
	}
	var table strings.Builder
	table.WriteString("| Attack | `clausebook verify` | `verify.sh` |\n|---|---|---|\n")
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			signers, roots, since := a.given(x)
			if strings.Contains(a.name, "time stamp") && x.roots == "" {
				t.Skip("openssl is not installed")
			}
			f := maps.Clone(x.later)
			a.do(t, x, f)
			ours, shells := x.checked(t, f, a.noShell, signers, roots, since)
			if len(ours) == 0 {
				t.Error("verify does not notice")
			}
			words := "cannot see it"
			for sh, found := range shells {
				if !a.noShell && len(found) == 0 {
					t.Errorf("verify.sh does not notice, in %s", sh)
				}
				if a.noShell && len(found) > 0 {
					t.Errorf("verify.sh notices, in %s: %q", sh, found)
				}
				if len(found) > 0 {
					words = strings.Join(found, "; ")
				}
			}
			fmt.Fprintf(&table, "| %s | %s | %s |\n", a.name, strings.Join(ours, ", "), words)
		})
	}
	if len(x.shells) == 0 || x.roots == "" || t.Failed() {
		t.Log("the table is not compared: it needs dash or busybox, and openssl")
		return
	}
	compareTable(t, table.String())
}

func compareTable(t *testing.T, table string) {
	t.Helper()
	const page, from, to = "../../docs/pack.md", "<!-- attacks -->\n", "<!-- end of attacks -->"
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
	x := newFixture(t)
	x.shells = nil // they would take long; TestAttacks runs them
	for path, content := range x.later {
		for _, at := range []int{0, len(content) / 2, len(content) - 1} {
			if path == bag.Token && at == len(content)/2 {
				continue // a certificate that it carries besides that of the signer, which nobody needs
			}
			f := maps.Clone(x.later)
			f[path] = flip(content, at)
			if ours, _ := x.checked(t, f, false, x.signers, x.roots, ""); len(ours) == 0 {
				t.Errorf("byte %d of %s altered, and nothing fails", at, path)
			}
		}
	}
}

// TestArchivesThatAreNoPacks wants ZIPs that do harm refused before anything of them is believed.
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
	for name, c := range map[string]struct {
		fill func(*zip.Writer) error
		want string
	}{
		"leads out":       {plain("p/../../etc/passwd"), "leads elsewhere"},
		"leads out first": {plain("../x"), "leads elsewhere"},
		"absolute":        {plain("/etc/passwd"), "absolute"},
		"drive":           {plain("p/C:x"), "control character or one of"},
		"backslash":       {plain(`p\x`), "control character or one of"},
		"twice":           {plain("p/a", "p/a"), "twice"},
		"case":            {plain("p/data/A", "p/data/a"), "capitals"},
		"file and folder": {plain("p/data/a", "p/data/a/b"), "a file and a folder"},
		"too long":        {plain("p/" + strings.Repeat("a", 300)), "too long"},
		"device":          {plain("p/data/nul.txt"), "Windows"},
		"two folders":     {plain("q/x"), "one folder"},
		"a folder":        {plain("p/data/"), "no regular file"},
		"link": {func(z *zip.Writer) error {
			h := &zip.FileHeader{Name: "p/data/link"}
			h.SetMode(os.ModeSymlink | 0o777)
			_, err := z.CreateHeader(h)
			return err
		}, "link"},
		"zeros": {func(z *zip.Writer) error {
			w, err := z.Create("p/data/zeros")
			if err == nil {
				_, err = io.CopyN(w, zeros{}, 3<<20)
			}
			return err
		}, "more than 1048576 bytes"},
		"many files": {func(z *zip.Writer) error {
			for i := range 3000 {
				if _, err := z.Create(fmt.Sprintf("p/data/%d", i)); err != nil {
					return err
				}
			}
			return nil
		}, "more than 2000 are not read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			if err := errors.Join(c.fill(z), z.Close()); err != nil {
				t.Fatal(err)
			}
			file := write(t, t.TempDir(), "x.zip", b.String())
			_, err := verify.Run(t.Context(), file, verify.Options{Limits: verify.Limits{Files: 2000, Bytes: 1 << 20, Directory: 1 << 20,
				Small: 1 << 20}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
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

// TestSamePackTwice packs one commit under other settings of the machine and wants the same bytes, also as a ZIP.
func TestSamePackTwice(t *testing.T) {
	x := newFixture(t)
	clone := filepath.Join(t.TempDir(), "elsewhere", "clone")
	command(t, t.TempDir(), "git", "clone", "-q", x.repo.Dir, clone)
	first := x.pack(t)
	t.Setenv("TZ", "Pacific/Kiritimati")
	t.Setenv("LC_ALL", "tr_TR.UTF-8")
	was := x.plan
	x.options.Dir = clone
	second := x.pack(t)
	for path := range first {
		if !bytes.Equal(first[path], second[path]) {
			t.Errorf("%s differs", path)
		}
	}
	sum := func(p *pack.Plan) [32]byte {
		var b bytes.Buffer
		z := p.NewZip(&b)
		if err := errors.Join(p.Write(t.Context(), z, pack.Seal{}, nil), z.Close()); err != nil {
			t.Fatal(err)
		}
		return sha256.Sum256(b.Bytes())
	}
	if sum(was) != sum(x.plan) {
		t.Error("the ZIPs differ")
	}
}

// TestStatementsAreOfInToto lets the library of in-toto read the statements of a pack, and that of DSSE open their envelopes.
func TestStatementsAreOfInToto(t *testing.T) {
	x := newFixture(t)
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
	x := newFixture(t)
	dir := t.TempDir()
	write(t, dir, "repo.bundle", string(x.later[bag.Data+"repo.bundle"]))
	command(t, dir, "git", "clone", "-q", "repo.bundle", "clone")
	command(t, filepath.Join(dir, "clone"), "git", "fsck", "--strict")
	command(t, filepath.Join(dir, "clone"), "git", "merge-base", "--is-ancestor", x.commit, "HEAD")
}
