package handover_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"clausebook/internal/bag"
	"clausebook/internal/handover"
	"clausebook/internal/verify"
)

func save(file string, write func(io.Writer) error) error {
	var b bytes.Buffer
	return errors.Join(write(&b), os.WriteFile(file, b.Bytes(), 0o600))
}

// keyFile writes a private key as ssh-keygen does, with a passphrase if there is one, and its public half.
func keyFile(t *testing.T, key any, passphrase string) (private, public string) {
	t.Helper()
	block, err := ssh.MarshalPrivateKey(key, "test")
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(key, "test", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	private = filepath.Join(t.TempDir(), "key")
	public = private + ".pub"
	err = errors.Join(os.WriteFile(private, pem.EncodeToMemory(block), 0o600),
		os.WriteFile(public, ssh.MarshalAuthorizedKey(signer.PublicKey()), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

// serve has an agent with some keys, as SSH_AUTH_SOCK names it.
func serve(t *testing.T, keys ...any) {
	t.Helper()
	ring := agent.NewKeyring()
	for _, k := range keys {
		if err := ring.Add(agent.AddedKey{PrivateKey: k}); err != nil {
			t.Fatal(err)
		}
	}
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(ring, c) }()
		}
	}()
	t.Setenv("SSH_AUTH_SOCK", socket)
}

// TestKeys signs with a key of a file and with those that an agent keeps, and lets ssh-keygen verify.
func TestKeys(t *testing.T) {
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rs, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	private, public := keyFile(t, &ed, "")
	locked, publicOfLocked := keyFile(t, rs, "secret")
	serve(t, &ed, rs)
	for _, file := range []string{private, public, publicOfLocked} {
		s, err := handover.Seal(file, "", "", save)
		if err != nil {
			t.Fatal(err)
		}
		message := []byte("what is signed\n")
		sig, err := s.Signer.Sign(bag.Namespace, message)
		if err != nil {
			t.Fatal(err)
		}
		checkedByKeygen(t, strings.TrimSuffix(file, ".pub")+".pub", message, sig)
	}
	if _, err := handover.Seal(locked, "", "", save); err == nil || !strings.Contains(err.Error(), "--key "+locked+".pub") {
		t.Errorf("a locked key: %v", err)
	}
	_, other, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, stranger := keyFile(t, &other, "")
	if _, err := handover.Seal(stranger, "", "", save); err == nil || !strings.Contains(err.Error(), "does not have this key") {
		t.Errorf("a key that the agent does not have: %v", err)
	}
	t.Setenv("SSH_AUTH_SOCK", "")
	if _, err := handover.Seal(public, "", "", save); err == nil || !strings.Contains(err.Error(), "SSH_AUTH_SOCK") {
		t.Errorf("no agent: %v", err)
	}
}

func checkedByKeygen(t *testing.T, public string, message, sig []byte) {
	t.Helper()
	keygen, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	key, err := os.ReadFile(public)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	signers, file := filepath.Join(dir, "signers"), filepath.Join(dir, "sig")
	if err := errors.Join(os.WriteFile(signers, append([]byte("a@example.org "), key...), 0o600), os.WriteFile(file, sig, 0o600)); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(keygen, "-Y", "verify", "-f", signers, "-I", "a@example.org", "-n", bag.Namespace, "-s", file)
	c.Stdin = bytes.NewReader(message)
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("ssh-keygen: %v\n%s", err, out)
	}
}

// The request for a time stamp is written where it was asked for, and is that of the manifest.
func TestRequest(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "q")
	s, err := handover.Seal("", file, "", save)
	if err == nil {
		err = s.Request([]byte("manifest"))
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	want, err2 := bag.TokenRequest([]byte("manifest"))
	if err := errors.Join(err, err2); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%x, want %x (%v)", got, want, err)
	}
	if _, err := handover.Seal("", "", file+".none", save); err == nil {
		t.Error("an answer that is not there is taken")
	}
}

// A file of keys that was named and is empty trusts nobody, which is another thing than none that was named.
func TestTrust(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "signers")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var o verify.Options
	if err := handover.Trust(&o, empty, "", ""); err != nil || o.Signers == nil || o.Roots != nil {
		t.Errorf("signers %v, roots %v, %v", o.Signers, o.Roots, err)
	}
	if err := handover.Trust(&o, "", empty+".none", ""); err == nil {
		t.Error("roots that are not there are taken")
	}
	if err := handover.Trust(&o, "", "", empty); err == nil || o.SinceCheckpoint != nil {
		t.Errorf("an empty file is taken for a checkpoint: %v", err)
	}
}

// A log that is not as it was written is not handed over.
func TestLog(t *testing.T) {
	t.Parallel()
	if l, err := handover.Log(""); l != nil || err != nil {
		t.Errorf("%v, %v", l, err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"a line of another form": "{}\n", "cut short": `{"seq":0`} {
		if err := os.WriteFile(filepath.Join(dir, "entries.jsonl"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := handover.Log(dir); err == nil || !strings.Contains(err.Error(), "not as it was written") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := handover.Log(filepath.Join(dir, "none")); err == nil {
		t.Error("a folder that is not there is taken")
	}
}

func TestFailed(t *testing.T) {
	t.Parallel()
	if n := handover.Failed([]verify.Result{{Outcome: verify.Done}, {Outcome: verify.Failed}, {Outcome: verify.Skipped}}); n != 1 {
		t.Errorf("%d", n)
	}
}
