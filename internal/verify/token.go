package verify

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/digitorus/timestamp"

	"clausebook/internal/bag"
)

// Fits tells whether a time stamp (RFC 3161) is about a sum. Whose it is, is not asked.
func Fits(token []byte, sum [32]byte) error {
	_, err := fitting(token, sum)
	return err
}

// fitting reads an answer of a time stamping authority. The library checks its signature by the certificate that it carries.
func fitting(token []byte, sum [32]byte) (t *timestamp.Timestamp, err error) {
	defer func() {
		if p := recover(); p != nil { // the library has met data that it does not expect
			t, err = nil, fmt.Errorf("malformed time stamp: %v", p)
		}
	}()
	t, err = timestamp.ParseResponse(token)
	if err != nil {
		return nil, fmt.Errorf("the time stamp cannot be read: %w", err)
	}
	if t.HashAlgorithm != crypto.SHA256 || !bytes.Equal(t.HashedMessage, sum[:]) {
		return nil, errors.New("the time stamp is of another file")
	}
	return t, nil
}

func (p *pack) token() (Outcome, string) {
	if !p.has(bag.Token) {
		return unlessAsked(p.o.Roots != nil, "there is no time stamp")
	}
	token, err := p.read(bag.Token)
	if err != nil {
		return failed("%s", err)
	}
	manifest, err := p.read(bag.TagManifest)
	if err != nil {
		return failed("%s", err)
	}
	t, err := fitting(token, sha256.Sum256(manifest))
	if err != nil {
		return failed("%s", err)
	}
	when := t.Time.UTC().Format(time.RFC3339)
	if p.o.Roots == nil {
		return Skipped, "it says " + when + "; --tsa-roots says whose stamps you trust"
	}
	if err := trusted(t, p.o.Roots); err != nil {
		return failed("the stamp says %s, and is not from an authority that you trust: %s", when, err)
	}
	return Done, when
}

// trusted tells whether the signer of a stamp goes back to a root, and may stamp.
func trusted(t *timestamp.Timestamp, roots []byte) error {
	pool, between := x509.NewCertPool(), x509.NewCertPool()
	if !pool.AppendCertsFromPEM(roots) {
		return errors.New("the file of roots has no certificate")
	}
	if len(t.Certificates) == 0 {
		return errors.New("it carries no certificate")
	}
	for _, c := range t.Certificates {
		between.AddCert(c)
	}
	var err error
	for _, c := range t.Certificates {
		if c.IsCA {
			continue
		}
		_, err = c.Verify(x509.VerifyOptions{Roots: pool, Intermediates: between, CurrentTime: t.Time,
			KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}})
		if err == nil {
			return nil
		}
	}
	if err == nil {
		err = errors.New("it carries no certificate of a signer")
	}
	return err
}
