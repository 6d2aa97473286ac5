package approval

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

// soundness tells what is known of a signature.
type soundness uint8

// What a signature may be.
const (
	unchecked  soundness = iota // of a kind that cannot be checked
	unknownKey                  // sound in itself if that can be told, by a key that nobody has listed
	outdated                    // by a listed key that was not valid then, or not for this
	broken                      // it does not fit what it signs, or cannot be read
	good                        // by a listed key that was valid then
)

// signed is an object with its signature cut off.
type signed struct {
	payload   []byte
	signature []byte // armored
	kind      history.SignatureKind
	when      time.Time // the committer's or tagger's claim
}

// checked is what came out of checking a signature.
type checked struct {
	soundness
	reason    phrase.Phrase // why it is not good, a few words
	key       string        // fingerprint, as ssh-keygen or gpg writes it
	addresses []string      // whose the key is, by the file of keys
}

// splitCommit cuts the signature out of a commit object as git does. No tool writes two signatures, so that a commit with
// two of them is an error.
func splitCommit(raw []byte) (payload, signature []byte, err error) {
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

// splitTag cuts the signature off the end of a tag object.
func splitTag(raw []byte) (payload, signature []byte, kind history.SignatureKind) {
	for at := 0; at < len(raw); {
		line := raw[at:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		if kind := armorKind(line); kind != history.Unsigned {
			return raw[:at], raw[at:], kind
		}
		at += len(line)
	}
	return raw, nil, history.Unsigned
}

// armorKind tells what kind of signature begins with a line.
func armorKind(line []byte) history.SignatureKind {
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

// check checks a signature by the keys that are trusted.
func (k *keyring) check(s signed) checked {
	switch s.kind {
	case history.SSH:
		return k.checkSSH(s)
	case history.OpenPGP:
		return k.checkOpenPGP(s)
	}
	return checked{soundness: unchecked, reason: phrase.Of("X.509 signatures are not supported")}
}

// checkSSH checks a signature by a key that it carries itself, and then whose that key is.
func (k *keyring) checkSSH(s signed) checked {
	sig, err := sshsig.Unarmor(s.signature)
	if err != nil {
		return checked{soundness: broken, reason: phrase.Of("the signature cannot be read")}
	}
	c := checked{key: ssh.FingerprintSHA256(sig.PublicKey)}
	if _, ok := sig.PublicKey.(*ssh.Certificate); ok {
		c.soundness, c.reason = unchecked, phrase.Of("signatures by certificates are not supported")
		return c
	}
	if err := sshsig.Verify(bytes.NewReader(s.payload), sig, sig.PublicKey, sig.HashAlgorithm, gitNamespace); err != nil {
		c.soundness, c.reason = broken, phrase.Of("the signature does not match the content")
		return c
	}
	c.soundness, c.reason = unknownKey, phrase.Of("the key %s is not listed", c.key)
	for _, line := range k.signers {
		if !bytes.Equal(line.key.Marshal(), sig.PublicKey.Marshal()) {
			continue
		}
		if reason := line.refuses(gitNamespace, s.when); !reason.IsZero() {
			if c.soundness != good {
				c.soundness, c.reason = outdated, reason
				c.addresses = append(c.addresses, line.addresses()...)
			}
			continue
		}
		if c.soundness != good {
			c.soundness, c.reason, c.addresses = good, phrase.Phrase{}, nil
		}
		c.addresses = append(c.addresses, line.addresses()...)
	}
	return c
}

// checkOpenPGP checks a signature by the listed keys. Whether a key had expired is judged at the later of the
// commit's time and the signature's own, never by the clock.
func (k *keyring) checkOpenPGP(s signed) checked {
	if len(k.entities) == 0 {
		return checked{soundness: unknownKey, reason: phrase.Of("the key is not listed")}
	}
	sig, entity, err := k.verifyOpenPGP(s, s.when)
	if sig != nil && entity != nil && sig.CreationTime.After(s.when) {
		sig, entity, err = k.verifyOpenPGP(s, sig.CreationTime)
	}
	c := checked{}
	if entity != nil {
		c.key = strings.ToUpper(fmt.Sprintf("%x", entity.PrimaryKey.Fingerprint))
		c.addresses = append(c.addresses, sortedIdentities(entity)...)
	}
	switch {
	case err == nil && sig.SigType != packet.SigTypeBinary && sig.SigType != packet.SigTypeText:
		c.soundness, c.reason = broken, phrase.Of("the signature is not a document signature")
	case err == nil:
		c.soundness = good
	case errors.Is(err, pgperrors.ErrUnknownIssuer):
		c.soundness, c.reason = unknownKey, phrase.Of("the key is not listed")
	case errors.Is(err, pgperrors.ErrKeyExpired):
		c.soundness, c.reason = outdated, phrase.Of("the key was not valid at that time")
	case errors.Is(err, pgperrors.ErrSignatureExpired):
		c.soundness, c.reason = outdated, phrase.Of("the signature had expired")
	case errors.Is(err, pgperrors.ErrKeyRevoked):
		c.soundness, c.reason = outdated, phrase.Of("the key was revoked")
	default:
		c.soundness, c.reason = broken, phrase.Of("the signature does not match the content")
	}
	return c
}

// verifyOpenPGP asks the library, at a time.
func (k *keyring) verifyOpenPGP(s signed, at time.Time) (sig *packet.Signature, entity *openpgp.Entity, err error) {
	defer func() {
		if p := recover(); p != nil { // the library has met data that it does not expect
			sig, entity, err = nil, nil, fmt.Errorf("malformed signature: %v", p)
		}
	}()
	block, err := armor.Decode(bytes.NewReader(s.signature))
	if err != nil {
		return nil, nil, fmt.Errorf("read armor: %w", err)
	}
	return openpgp.VerifyDetachedSignature(
		k.entities,
		bytes.NewReader(s.payload),
		block.Body,
		&packet.Config{Time: func() time.Time { return at }},
	)
}
