package heads

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func entry(n int) Entry {
	sum := sha256.Sum256(fmt.Append(nil, n))
	hex := fmt.Sprintf("%x", sum)
	return Entry{Day: "2026-03-02", Ref: "refs/heads/main", Head: hex[:40], Tree: hex[20:60], Commits: n + 1, Documents: "sha256:" + hex}
}

// written makes a log of n entries in a new folder, and gives the folder and the log as it is read.
func written(t *testing.T, n int) (string, *Log) {
	t.Helper()
	dir := t.TempDir()
	l := reread(t, dir)
	for i := range n {
		if added, err := l.Append(entry(i)); err != nil || !added {
			t.Fatalf("entry %d: added %v, %v", i, added, err)
		}
	}
	return dir, reread(t, dir)
}

func reread(t *testing.T, dir string) *Log {
	t.Helper()
	l, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func keyOf(t *testing.T, name string) (secret, public string) {
	t.Helper()
	secret, public, err := GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	return secret, public
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	_, l := written(t, 37)
	if len(l.Entries) != 37 || len(l.Faults) > 0 || l.Checkpoint != nil {
		t.Fatalf("%d entries, faults %v", len(l.Entries), l.Faults)
	}
	if added, err := l.Append(entry(36)); added || err != nil {
		t.Errorf("the same head is written twice: %v, %v", added, err)
	}
}

// TestRootInAShell has the root of logs of many sizes computed by a script, as docs/heads.md gives it.
func TestRootInAShell(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../docs/heads.md")
	if err != nil {
		t.Fatal(err)
	}
	_, script, found := strings.Cut(string(doc), "```sh root.sh\n")
	script, _, closed := strings.Cut(script, "```\n")
	if !found || !closed {
		t.Fatal("docs/heads.md has no root.sh")
	}
	shells := 0
	for _, shell := range [][]string{{"dash"}, {"busybox", "sh"}, {"sh"}} {
		if _, err := exec.LookPath(shell[0]); err != nil {
			continue
		}
		shells++
		for _, n := range []int{1, 2, 3, 7, 8} {
			dir, l := written(t, n)
			c := exec.Command(shell[0], append(shell[1:], "-c", script, "root.sh", filepath.Join(dir, EntriesFile))...)
			out, err := c.CombinedOutput()
			if err != nil || strings.TrimSpace(string(out)) != l.Root() {
				t.Errorf("%v: %d entries: %q, expected %q (%v)", shell, n, out, l.Root(), err)
			}
		}
	}
	if shells == 0 {
		t.Skip("there is no shell here")
	}
}

// TestEveryByteCounts changes a signed log in each place, and cuts it at each line.
func TestEveryByteCounts(t *testing.T) {
	t.Parallel()
	dir, l := written(t, 5)
	secret, _ := keyOf(t, "sms.example.org/heads")
	if err := l.Sign(secret); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, EntriesFile)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, with []byte) {
		t.Helper()
		if err := os.WriteFile(file, with, 0o644); err != nil {
			t.Fatal(err)
		}
		l := reread(t, dir)
		if len(l.Faults) == 0 {
			t.Errorf("%s is not noticed", what)
		}
		if added, err := l.Append(entry(99)); added || err == nil {
			t.Errorf("%s: an entry is added all the same", what)
		}
	}
	for i := range text {
		with := slices.Clone(text)
		with[i] ^= 1
		try(fmt.Sprintf("byte %d", i), with)
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	try("an empty log", nil)
	for i := 1; i < 5; i++ {
		try("a shorter log", bytes.Join(lines[:i], nil))
		try("one entry twice", bytes.Join(slices.Insert(slices.Clone(lines), i, lines[i]), nil))
		try("an entry that is gone", bytes.Join(slices.Delete(slices.Clone(lines), i-1, i), nil))
	}
	try("a last line that is cut", text[:len(text)-9])
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if l := reread(t, dir); len(l.Faults) != 1 {
		t.Errorf("a folder that is gone: %v", l.Faults)
	}
}

// TestOthersReadIt has checkpoints and proofs read by the libraries of others alone.
func TestOthersReadIt(t *testing.T) {
	t.Parallel()
	_, l := written(t, 11)
	const name = "sms.example.org/heads"
	secret, public := keyOf(t, name)
	if err := l.Sign(secret); err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	c, rest, _, err := log.ParseCheckpoint([]byte(l.Checkpoint.String()), name, verifier)
	if err != nil || c.Size != 11 || len(rest) > 0 {
		t.Fatalf("checkpoint %+v, rest %q: %v", c, rest, err)
	}
	for i := range 11 {
		text, err := l.Prove(i)
		if err != nil {
			t.Fatal(err)
		}
		var p proof.TLogProof
		if err := p.Unmarshal(text); err != nil {
			t.Fatal(err)
		}
		var hashes tlog.RecordProof
		for _, h := range p.Hashes {
			hashes = append(hashes, h)
		}
		if err := tlog.CheckRecord(hashes, 11, tlog.Hash(c.Hash), int64(i), tlog.RecordHash(l.Entries[i].line())); err != nil {
			t.Errorf("entry %d: %v", i, err)
		}
		if tlog.CheckRecord(hashes, 11, tlog.Hash(c.Hash), int64(i), tlog.RecordHash([]byte("another"))) == nil {
			t.Errorf("the proof of entry %d holds for another", i)
		}
	}
}

func TestWitness(t *testing.T) {
	t.Parallel()
	dir, l := written(t, 4)
	secret, public := keyOf(t, "sms.example.org/heads")
	if err := l.Sign(secret); err != nil {
		t.Fatal(err)
	}
	before := l.Checkpoint
	for i := range 5 {
		if _, err := l.Append(entry(10 + i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Sign(secret); err != nil {
		t.Fatal(err)
	}
	theirs, shown := keyOf(t, "auditor.example.org")
	line, err := l.Cosign(l.Checkpoint, before, theirs)
	if err != nil || !strings.HasPrefix(line, "— auditor.example.org ") {
		t.Fatalf("%q, %v", line, err)
	}
	signed, err := ParseCheckpoint([]byte(l.Checkpoint.String() + line))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{public, shown} {
		if err := signed.By(key); err != nil {
			t.Errorf("%v", err)
		}
	}
	_, stranger := keyOf(t, "auditor.example.org")
	if signed.By(stranger) == nil || before.By(shown) == nil {
		t.Error("a signature of another key holds")
	}

	_, fork := written(t, 3)
	if _, err := fork.Append(entry(50)); err != nil {
		t.Fatal(err)
	}
	if err := fork.Sign(secret); err != nil {
		t.Fatal(err)
	}
	if _, err := fork.Cosign(fork.Checkpoint, before, theirs); err == nil {
		t.Error("a log that forked is confirmed")
	}
	if _, err := l.Cosign(before, l.Checkpoint, theirs); err == nil || !strings.Contains(err.Error(), "rolled back") {
		t.Errorf("a log that was rolled back: %v", err)
	}
	other, _ := keyOf(t, "another.example.org")
	if err := reread(t, dir).Sign(other); err == nil {
		t.Error("a checkpoint of another log is written over")
	}
}

// TestTwoBuildsAtOnce has one of two readers of a log add to it before the other does.
func TestTwoBuildsAtOnce(t *testing.T) {
	t.Parallel()
	dir, l := written(t, 2)
	other := reread(t, dir)
	if _, err := l.Append(entry(2)); err != nil {
		t.Fatal(err)
	}
	if added, err := other.Append(entry(3)); added || err == nil {
		t.Errorf("an entry is written over: %v, %v", added, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "lock"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := reread(t, dir).Append(entry(4)); err == nil || !strings.Contains(err.Error(), "another build") {
		t.Errorf("the lock is passed over: %v", err)
	}
}

func FuzzCheckpoint(f *testing.F) {
	f.Add([]byte("sms.example.org/heads\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— sms.example.org/heads AAAA\n"))
	f.Add([]byte("a\n-1\n\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if c, err := ParseCheckpoint(text); err == nil && (c.Size < 0 || c.Origin == "" || c.String() != string(text)) {
			t.Errorf("%+v", c)
		}
	})
}
