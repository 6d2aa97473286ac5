package keys

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"clausebook/internal/history"
)

// ErrLocked says that a private key needs a passphrase.
var ErrLocked = errors.New("the key is protected by a passphrase")

// Signing is a private key, which signs for somebody: of a file, or one that an agent keeps.
type Signing struct{ signer ssh.Signer }

// ReadSigning reads a private key as ssh-keygen writes it.
func ReadSigning(private []byte) (Signing, error) {
	signer, err := ssh.ParsePrivateKey(private)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		return Signing{}, ErrLocked
	}
	if err != nil {
		return Signing{}, fmt.Errorf("read the private key: %w", err)
	}
	return Signing{signer}, nil
}

// ErrNoAgentKey says that an agent does not have a key.
var ErrNoAgentKey = errors.New("the ssh-agent does not have this key; ssh-add -l lists those that it has")

// IsPublic tells whether a text is a public key as ssh-keygen writes it.
func IsPublic(text []byte) bool {
	_, _, _, _, err := ssh.ParseAuthorizedKey(text)
	return err == nil
}

// AgentSigning lets the agent at the other end of a connection sign with the key of which the public half is given.
func AgentSigning(to io.ReadWriter, public []byte) (Signing, error) {
	key, _, _, _, err := ssh.ParseAuthorizedKey(public)
	if err != nil {
		return Signing{}, fmt.Errorf("read the public key: %w", err)
	}
	signers, err := agent.NewClient(to).Signers()
	if err != nil {
		return Signing{}, fmt.Errorf("ask the ssh-agent: %w", err)
	}
	for _, s := range signers {
		if bytes.Equal(s.PublicKey().Marshal(), key.Marshal()) {
			return Signing{s}, nil
		}
	}
	return Signing{}, ErrNoAgentKey
}

// ID is the fingerprint of the key.
func (s Signing) ID() string { return ssh.FingerprintSHA256(s.signer.PublicKey()) }

// Public is the public key, as a line of an allowed-signers file ends.
func (s Signing) Public() string {
	return string(bytes.TrimSpace(ssh.MarshalAuthorizedKey(s.signer.PublicKey())))
}

// Sign gives the signature of a message for a namespace, armored as ssh-keygen does.
func (s Signing) Sign(namespace string, message []byte) ([]byte, error) {
	sig, err := sshsig.Sign(bytes.NewReader(message), s.signer, sshsig.HashSHA512, namespace)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return sshsig.Armor(sig), nil
}

// Alone tells whether a text is an SSH signature and nothing else: no words around it, no second one, none in the field that its form keeps
// free. A verifier reads over all of these. Where its lines break does not matter.
func Alone(armored []byte) bool {
	sig, err := sshsig.Unarmor(armored)
	return err == nil && bytes.Equal(unbroken(sshsig.Armor(sig)), unbroken(armored))
}

func unbroken(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\n"), nil) }

// RingOf reads the text of an allowed-signers file. Lines that cannot be used are its Problems, each with its line.
func RingOf(name string, text []byte) *Ring {
	k := &Ring{}
	k.addSigners(name, text)
	return k
}

// CheckFor checks a signature with SSH that was made for a namespace, by the keys that are trusted.
func (k *Ring) CheckFor(namespace string, s Signed) Checked {
	s.Kind = history.SSH
	return k.checkSSH(namespace, s)
}
