package keys

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"clausebook/internal/history"
)

// ErrLocked says that a private key needs a passphrase.
var ErrLocked = errors.New("the key is protected by a passphrase")

// Signing is a private key, which signs for somebody.
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
