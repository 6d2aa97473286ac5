// Package keys reads files of keys, and tells whether the signature of a commit or tag is sound and whose it is.
//
// A key is trusted as far as its file says: for whom, for what and how long. What a signature approves is not asked here.
package keys

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// Soundness tells what is known of a signature.
type Soundness uint8

// What a signature may be.
const (
	Unchecked  Soundness = iota // of a kind that cannot be checked
	UnknownKey                  // sound in itself if that can be told, by a key that nobody has listed
	Outdated                    // by a listed key that was not valid then, or not for this
	Broken                      // it does not fit what it signs, or cannot be read
	Good                        // by a listed key that was valid then
)

// Signed is an object with its signature cut off.
type Signed struct {
	Payload   []byte
	Signature []byte // armored
	Kind      history.SignatureKind
	When      time.Time // the committer's or tagger's claim
}

// Checked is what came out of checking a signature.
type Checked struct {
	Soundness
	Reason    phrase.Phrase // why it is not good, a few words
	Key       string        // fingerprint, as ssh-keygen or gpg writes it
	Addresses []string      // whose the key is, by the file of keys
}

// SplitCommit cuts the signature out of a commit object as git does. No tool writes two signatures, so that a commit with
// two of them is an error.
func SplitCommit(raw []byte) (payload, signature []byte, err error) {
	payload = make([]byte, 0, len(raw))
	seen, inside, other := 0, false, false
	for rest := raw; len(rest) > 0; {
		line := rest
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			line = rest[:i+1]
		}
		switch value, ok := bytes.CutPrefix(line, []byte("gpgsig ")); {
		case line[0] == '\n':
			return append(payload, rest...), signature, signatureCount(seen)
		case line[0] == ' ' && inside:
			signature = append(signature, line[1:]...)
		case line[0] == ' ' && other:
		case ok:
			signature = append(signature, value...)
			seen, inside, other = seen+1, true, false
		case bytes.HasPrefix(line, []byte("gpgsig")):
			inside, other = false, true
		default:
			inside, other = false, false
			payload = append(payload, line...)
		}
		rest = rest[len(line):]
	}
	return payload, signature, signatureCount(seen)
}

// signatureCount refuses more than one signature.
func signatureCount(n int) error {
	if n > 1 {
		return errors.New("the commit has two signatures")
	}
	return nil
}

// SplitTag cuts the signature off the end of a tag object.
func SplitTag(raw []byte) (payload, signature []byte, kind history.SignatureKind) {
	for at := 0; at < len(raw); {
		line := raw[at:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		if kind := ArmorKind(line); kind != history.Unsigned {
			return raw[:at], raw[at:], kind
		}
		at += len(line)
	}
	return raw, nil, history.Unsigned
}

// ArmorKind tells what kind of signature begins with a line.
func ArmorKind(line []byte) history.SignatureKind {
	switch strings.TrimRight(string(line), "\r\n") {
	case "-----BEGIN SSH SIGNATURE-----":
		return history.SSH
	case "-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP MESSAGE-----":
		return history.OpenPGP
	case "-----BEGIN SIGNED MESSAGE-----":
		return history.X509
	}
	return history.Unsigned
}

// Check checks a signature by the keys that are trusted.
func (k *Ring) Check(s Signed) Checked {
	switch s.Kind {
	case history.SSH:
		return k.checkSSH(GitNamespace, s)
	case history.OpenPGP:
		return k.checkOpenPGP(s)
	}
	return Checked{Soundness: Unchecked, Reason: phrase.Of("X.509 signatures are not supported")}
}

// checkSSH checks a signature by a key that it carries itself, and then whose that key is.
func (k *Ring) checkSSH(namespace string, s Signed) Checked {
	sig, err := sshsig.Unarmor(s.Signature)
	if err != nil {
		return Checked{Soundness: Broken, Reason: phrase.Of("the signature cannot be read")}
	}
	c := Checked{Key: ssh.FingerprintSHA256(sig.PublicKey)}
	if _, ok := sig.PublicKey.(*ssh.Certificate); ok {
		c.Soundness, c.Reason = Unchecked, phrase.Of("signatures by certificates are not supported")
		return c
	}
	if err := sshsig.Verify(bytes.NewReader(s.Payload), sig, sig.PublicKey, sig.HashAlgorithm, namespace); err != nil {
		c.Soundness, c.Reason = Broken, phrase.Of("the signature does not match the content")
		return c
	}
	c.Soundness, c.Reason = UnknownKey, phrase.Of("the key %s is not listed", c.Key)
	for _, line := range k.Signers {
		if !bytes.Equal(line.Key.Marshal(), sig.PublicKey.Marshal()) {
			continue
		}
		if reason := line.refuses(namespace, s.When); !reason.IsZero() {
			if c.Soundness != Good {
				c.Soundness, c.Reason = Outdated, reason
				c.Addresses = append(c.Addresses, line.addresses()...)
			}
			continue
		}
		if c.Soundness != Good {
			c.Soundness, c.Reason, c.Addresses = Good, phrase.Phrase{}, nil
		}
		c.Addresses = append(c.Addresses, line.addresses()...)
	}
	return c
}

// checkOpenPGP checks a signature by the listed keys. Whether a key had expired is judged at the later of the
// commit's time and the signature's own, never by the clock.
func (k *Ring) checkOpenPGP(s Signed) Checked {
	if len(k.entities) == 0 {
		return Checked{Soundness: UnknownKey, Reason: phrase.Of("the key is not listed")}
	}
	sig, entity, err := k.verifyOpenPGP(s, s.When)
	if sig != nil && entity != nil && sig.CreationTime.After(s.When) {
		sig, entity, err = k.verifyOpenPGP(s, sig.CreationTime)
	}
	c := Checked{}
	if entity != nil {
		c.Key = strings.ToUpper(fmt.Sprintf("%x", entity.PrimaryKey.Fingerprint))
		c.Addresses = append(c.Addresses, SortedIdentities(entity)...)
	}
	switch {
	case err == nil && sig.SigType != packet.SigTypeBinary && sig.SigType != packet.SigTypeText:
		c.Soundness, c.Reason = Broken, phrase.Of("the signature is not a document signature")
	case err == nil:
		c.Soundness = Good
	case errors.Is(err, pgperrors.ErrUnknownIssuer):
		c.Soundness, c.Reason = UnknownKey, phrase.Of("the key is not listed")
	case errors.Is(err, pgperrors.ErrKeyExpired):
		c.Soundness, c.Reason = Outdated, phrase.Of("the key was not valid at that time")
	case errors.Is(err, pgperrors.ErrSignatureExpired):
		c.Soundness, c.Reason = Outdated, phrase.Of("the signature had expired")
	case errors.Is(err, pgperrors.ErrKeyRevoked):
		c.Soundness, c.Reason = Outdated, phrase.Of("the key was revoked")
	default:
		c.Soundness, c.Reason = Broken, phrase.Of("the signature does not match the content")
	}
	return c
}

// verifyOpenPGP asks the library, at a time.
func (k *Ring) verifyOpenPGP(s Signed, at time.Time) (sig *packet.Signature, entity *openpgp.Entity, err error) {
	defer func() {
		if p := recover(); p != nil { // the library has met data that it does not expect
			sig, entity, err = nil, nil, fmt.Errorf("malformed signature: %v", p)
		}
	}()
	block, err := armor.Decode(bytes.NewReader(s.Signature))
	if err != nil {
		return nil, nil, fmt.Errorf("read armor: %w", err)
	}
	return openpgp.VerifyDetachedSignature(
		k.entities,
		bytes.NewReader(s.Payload),
		block.Body,
		&packet.Config{Time: func() time.Time { return at }},
	)
}
