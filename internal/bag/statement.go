package bag

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// PayloadType is what an envelope says that it holds.
const PayloadType = "application/vnd.in-toto+json"

// The types of what is stated.
const (
	StatementType  = "https://in-toto.io/Statement/v1"
	SummaryType    = "https://in-toto.io/attestation/svr/v0.1"
	TestResultType = "https://in-toto.io/attestation/test-result/v0.1"
)

// Digest is the sums of something by the name of what makes them.
type Digest struct {
	SHA256    string `json:"sha256,omitempty"`
	GitCommit string `json:"gitCommit,omitempty"`
}

// Resource is something that a statement is about.
type Resource struct {
	Name   string `json:"name"`
	Digest Digest `json:"digest"`
}

// Stated is an in-toto statement.
type Stated struct {
	Type          string     `json:"_type"`
	Subject       []Resource `json:"subject"`
	PredicateType string     `json:"predicateType"`
	Predicate     any        `json:"predicate"`
}

// Verifier says who came to a result.
type Verifier struct {
	ID string `json:"id"`
}

// Summary is the predicate of the statement about a pack: what it holds, and what was not found. The first three members are
// those of svr/v0.1; readers pass over the others.
type Summary struct {
	Verifier    Verifier       `json:"verifier"`
	TimeCreated string         `json:"timeCreated"` // of the commit: a pack bears no time of its own
	Properties  []string       `json:"properties"`
	Commit      string         `json:"commit"`
	AsOf        string         `json:"asOf"`
	Scope       string         `json:"scope"`
	Tool        string         `json:"tool"`
	Counts      map[string]int `json:"counts"`
	NotFound    int            `json:"notFound"`
}

// Tests is the predicate of the statement about the check, as test-result/v0.1 has it.
type Tests struct {
	Result        string     `json:"result"` // PASSED, WARNED or FAILED
	Configuration []Resource `json:"configuration"`
	Passed        []string   `json:"passedTests"`
	Warned        []string   `json:"warnedTests"`
	Failed        []string   `json:"failedTests"`
}

// WriteStatement gives the text of a statement, with one subject on a line, so that a shell can read them.
func WriteStatement(s Stated) ([]byte, error) {
	var b bytes.Buffer
	kind, err := plainJSON(s.Type)
	if err != nil {
		return nil, err
	}
	of, err := plainJSON(s.PredicateType)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, "{\"_type\":%s,\n\"predicateType\":%s,\n\"subject\":[\n", kind, of)
	for i, r := range s.Subject {
		line, err := plainJSON(r)
		if err != nil {
			return nil, err
		}
		b.Write(line)
		if i < len(s.Subject)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	predicate, err := plainJSON(s.Predicate)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, "],\n\"predicate\":%s}\n", predicate)
	return b.Bytes(), nil
}

// plainJSON is JSON in one line, in which signs stand as themselves.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write statement: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// ReadStatement reads a statement and its predicate.
func ReadStatement(text []byte, predicate any) (Stated, error) {
	s := Stated{Predicate: predicate}
	d := json.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&s); err != nil {
		return s, fmt.Errorf("read statement: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return s, errors.New("read statement: something follows it")
	}
	return s, nil
}

// Envelope is a DSSE envelope.
type Envelope struct {
	PayloadType string              `json:"payloadType"`
	Payload     string              `json:"payload"`
	Signatures  []EnvelopeSignature `json:"signatures"`
}

// EnvelopeSignature is a signature of an envelope.
type EnvelopeSignature struct {
	KeyID string `json:"keyid"`
	Sig   string `json:"sig"`
}

// Signable is what a signature of an envelope signs: its type and payload, each with its length.
func Signable(payload []byte) []byte {
	return append(fmt.Appendf(nil, "DSSEv1 %d %s %d ", len(PayloadType), PayloadType, len(payload)), payload...)
}

// Seal puts a payload and its signature into an envelope, in one line.
func Seal(payload []byte, key string, signature []byte) ([]byte, error) {
	e := Envelope{PayloadType, base64.StdEncoding.EncodeToString(payload),
		[]EnvelopeSignature{{key, base64.StdEncoding.EncodeToString(signature)}}}
	text, err := plainJSON(e)
	return append(text, '\n'), err
}

// Open gives payload, key and signature of an envelope as Seal makes it.
func Open(text []byte) (payload []byte, key string, signature []byte, err error) {
	var e Envelope
	if err := json.Unmarshal(text, &e); err != nil {
		return nil, "", nil, fmt.Errorf("read envelope: %w", err)
	}
	if e.PayloadType != PayloadType || len(e.Signatures) != 1 {
		return nil, "", nil, fmt.Errorf("the envelope holds %q with %d signatures, and not one statement with one signature",
			e.PayloadType, len(e.Signatures))
	}
	if payload, err = base64.StdEncoding.DecodeString(e.Payload); err == nil {
		signature, err = base64.StdEncoding.DecodeString(e.Signatures[0].Sig)
	}
	if err != nil {
		return nil, "", nil, fmt.Errorf("read envelope: %w", err)
	}
	return payload, e.Signatures[0].KeyID, signature, nil
}
