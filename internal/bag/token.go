package bag

import (
	"crypto/sha256"
	"encoding/asn1"
	"fmt"
)

// sha256OID is what a request for a time stamp calls SHA-256.
var sha256OID = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}

type tokenRequest struct {
	Version int
	Imprint tokenImprint
	CertReq bool
}

type tokenImprint struct {
	Algorithm tokenAlgorithm
	Hash      []byte
}

type tokenAlgorithm struct {
	OID        asn1.ObjectIdentifier
	Parameters asn1.RawValue
}

// TokenRequest is the request (RFC 3161) for a time stamp over a tag manifest, in DER. It has no nonce: the stamp is kept with
// what it is about, so that an old answer could only be an earlier stamp of the very same pack.
func TokenRequest(tagManifest []byte) ([]byte, error) {
	sum := sha256.Sum256(tagManifest)
	der, err := asn1.Marshal(tokenRequest{1, tokenImprint{tokenAlgorithm{sha256OID, asn1.NullRawValue}, sum[:]}, true})
	if err != nil {
		return nil, fmt.Errorf("write the request for a time stamp: %w", err)
	}
	return der, nil
}
