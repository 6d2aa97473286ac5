// Package gittuf reads what gittuf keeps in a repository below refs/gittuf: authorizations and approvals as signed attestations, the
// log of references and the policy.
//
// It turns bytes into values and knows no repository. A newcomer must know that nothing here is checked by keys: an attestation is
// given with what its signatures have to cover, and package approval decides whose keys they are and what they show.
package gittuf

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"clausebook/internal/history"
)

// Where gittuf keeps its state.
const (
	Attestations = history.GittufAttestations
	Log          = history.GittufLog
	Policies     = history.GittufPolicy
)

// Folders of attestations that somebody allowed a change. Others hold what is no approval.
const (
	Authorizations = "reference-authorizations"
	Approvals      = "code-review-approvals"
)

// Index is the file that says which review each approval is of.
const Index = Approvals + "/review-index.json"

// RootFile is the file of a policy that says which apps are trusted.
const RootFile = "metadata/root.json"

// What is read of one attestation.
const (
	MaxEnvelope   = 1 << 20
	maxSignatures = 64
	maxReviewers  = 1_000
	maxName       = 255 // bytes of a reference, an app or a reviewer
)

// Attestation says that somebody allowed a reference to move from one commit to another state.
type Attestation struct {
	Kind       string       // with its version, such as "reference-authorization/v0.2"
	App        string       // that attests the reviews of others; empty for an authorization, by whoever signed it
	System     string       // where these were given, such as github
	Ref        string       // such as refs/heads/main
	From       history.Hash // empty where the reference did not exist
	Tree       history.Hash // of the state; empty where Commit is not
	Commit     history.Hash
	Approvers  []Reviewer
	Dismissed  []Reviewer
	Signatures []Signature
	Signed     []byte // what each signature has to cover
}

// Reviewer is a user of a forge, by whatever the app knows: login and number, or a key or address.
type Reviewer struct{ Login, ID, Key, Email string }

// String gives the name by which messages call a reviewer.
func (r Reviewer) String() string {
	for _, s := range [...]string{r.Login, r.Email, r.Key} {
		if s != "" {
			return s
		}
	}
	return "somebody"
}

// Same tells whether two descriptions are of one user.
func (r Reviewer) Same(o Reviewer) bool {
	if r.ID != "" && o.ID != "" {
		return r.ID == o.ID
	}
	return r.Login == o.Login && r.Key == o.Key && r.Email == o.Email
}

// Signature is a signature of an attestation.
type Signature struct {
	KeyID    string // as the file says; it proves nothing
	Armored  []byte // of SSH or OpenPGP; empty where it is of a kind that cannot be checked
	Sigstore bool   // such a kind: KeyID names an address and who vouches for it
}

// envelope is a DSSE envelope.
type envelope struct {
	PayloadType string `json:"payloadType"`
	Payload     string `json:"payload"`
	Signatures  []struct {
		KeyID string `json:"keyid"`
		Sig   string `json:"sig"`

		Extension struct {
			Kind string `json:"kind"`
		} `json:"extension"`
	} `json:"signatures"`
}

// statement is an in-toto statement. gittuf writes the names of its library's fields, the standard has others.
type statement struct {
	Type            string `json:"type"`
	StandardType    string `json:"_type"`
	PredicateType   string `json:"predicate_type"`
	StandardPredict string `json:"predicateType"`
	Subject         []struct {
		Digest map[string]string `json:"digest"`
	} `json:"subject"`
	Predicate json.RawMessage `json:"predicate"`
}

// predicate has the fields of all versions of both kinds: which ones are there tells what they mean.
type predicate struct {
	TargetRef          string            `json:"targetRef"`
	FromRevisionID     string            `json:"fromRevisionID"`
	TargetTreeID       string            `json:"targetTreeID"`
	FromID             string            `json:"fromID"`
	TargetID           string            `json:"targetID"`
	FromTargetID       string            `json:"fromTargetID"`
	ToTargetID         string            `json:"toTargetID"`
	Approvers          []json.RawMessage `json:"approvers"`
	DismissedApprovers []json.RawMessage `json:"dismissedApprovers"`
}

const (
	payloadType = "application/vnd.gittuf+json"
	typePrefix  = "https://gittuf.dev/"
)

// statementTypes are the versions of statements.
var statementTypes = []string{"https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1"}

// kinds are the attestations that are read, and in which folder each stands.
var kinds = map[string]string{
	"reference-authorization/v0.1":      Authorizations,
	"reference-authorization/v0.2":      Authorizations,
	"github-pull-request-approval/v0.1": Approvals,
}

// Parse reads the attestation at a path of the tree of attestations. It has to say the same as the path: else it was moved there
// from what it is about.
func Parse(at string, text []byte) (Attestation, error) {
	var e envelope
	if err := json.Unmarshal(text, &e); err != nil {
		return Attestation{}, fmt.Errorf("it is not a DSSE envelope: %w", err)
	}
	if e.PayloadType != payloadType {
		return Attestation{}, fmt.Errorf("its payload type is %q, and %q is read", cut(e.PayloadType), payloadType)
	}
	payload, err := decode(e.Payload)
	if err != nil {
		return Attestation{}, fmt.Errorf("its payload is not base64: %w", err)
	}
	a, err := parseStatement(payload)
	if err != nil {
		return Attestation{}, err
	}
	if err := a.readSignatures(e); err != nil {
		return Attestation{}, err
	}
	a.Signed = PAE(e.PayloadType, payload)
	return a, a.standsAt(at)
}

// readSignatures takes the signatures of an envelope. One that is no armored signature, as sigstore's, is kept without its bytes.
func (a *Attestation) readSignatures(e envelope) error {
	switch n := len(e.Signatures); {
	case n == 0:
		return errors.New("it has no signature")
	case n > maxSignatures:
		return fmt.Errorf("it has %d signatures, and no more than %d are read", n, maxSignatures)
	}
	for _, s := range e.Signatures {
		out := Signature{KeyID: cut(s.KeyID)}
		if raw, err := decode(s.Sig); err == nil && strings.HasPrefix(string(raw), "-----BEGIN ") {
			out.Armored = raw
		} else {
			out.Sigstore = strings.Contains(s.Extension.Kind, ".sigstore.")
		}
		a.Signatures = append(a.Signatures, out)
	}
	return nil
}

// parseStatement reads what was signed.
func parseStatement(payload []byte) (Attestation, error) {
	var s statement
	if err := json.Unmarshal(payload, &s); err != nil {
		return Attestation{}, fmt.Errorf("its payload is not an in-toto statement: %w", err)
	}
	if kind := first(s.Type, s.StandardType); kind != statementTypes[0] && kind != statementTypes[1] {
		return Attestation{}, fmt.Errorf("its payload is of type %q, not an in-toto statement", cut(kind))
	}
	a := Attestation{Kind: strings.TrimPrefix(first(s.PredicateType, s.StandardPredict), typePrefix)}
	if kinds[a.Kind] == "" || !strings.HasPrefix(first(s.PredicateType, s.StandardPredict), typePrefix) {
		return Attestation{}, fmt.Errorf("its predicate type is %q; reference-authorization v0.1 and v0.2 and "+
			"github-pull-request-approval v0.1 are read", cut(first(s.PredicateType, s.StandardPredict)))
	}
	var p predicate
	if err := json.Unmarshal(s.Predicate, &p); err != nil {
		return Attestation{}, fmt.Errorf("its predicate is not that of %s: %w", a.Kind, err)
	}
	if err := a.readMove(p, s); err != nil {
		return Attestation{}, err
	}
	var err error
	if a.Approvers, err = reviewers(p.Approvers); err == nil {
		a.Dismissed, err = reviewers(p.DismissedApprovers)
	}
	return a, err
}

// readMove takes in which reference may move from where to where. The fields have had three sets of names.
func (a *Attestation) readMove(p predicate, s statement) error {
	var from, to string
	switch {
	case p.TargetTreeID != "" && p.TargetID == "" && p.ToTargetID == "":
		from, to = p.FromRevisionID, p.TargetTreeID
	case p.TargetID != "" && p.TargetTreeID == "" && p.ToTargetID == "":
		from, to = p.FromID, p.TargetID
	case p.ToTargetID != "" && p.TargetTreeID == "" && p.TargetID == "":
		from, to = p.FromTargetID, p.ToTargetID
	default:
		return fmt.Errorf("its predicate does not say in the words of %s what the reference may move to", a.Kind)
	}
	if !isHash(from) || !isHash(to) || strings.Trim(to, "0") == "" {
		return errors.New("its predicate does not name objects of SHA-1")
	}
	if len(s.Subject) != 1 || len(p.TargetRef) > maxName || !strings.HasPrefix(p.TargetRef,
		"refs/") || path.Clean(p.TargetRef) != p.TargetRef {
		return errors.New("it is not about one reference")
	}
	a.Ref = p.TargetRef
	if strings.Trim(from, "0") != "" {
		a.From = history.Hash(from)
	}
	tree, commit := s.Subject[0].Digest["gitTree"], s.Subject[0].Digest["gitCommit"]
	switch {
	case tree == to && commit == "":
		a.Tree = history.Hash(to)
	case commit == to && tree == "":
		a.Commit = history.Hash(to)
	default:
		return errors.New("its subject is not what its predicate names")
	}
	return nil
}

// standsAt tells whether an attestation stands where one that says this has to, and takes the app from there.
func (a *Attestation) standsAt(at string) error {
	from := string(a.From)
	if from == "" {
		from = strings.Repeat("0", 40)
	}
	want := kinds[a.Kind] + "/" + a.Ref + "/" + from + "-" + string(a.Tree) + string(a.Commit)
	rest, ok := strings.CutPrefix(at, want)
	switch {
	case ok && rest == "" && kinds[a.Kind] == Authorizations:
		return nil
	case ok && kinds[a.Kind] == Approvals:
		system, app, parted := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
		name, err := decode(app)
		if rest[:min(1, len(rest))] == "/" && parted && err == nil && len(name) > 0 && len(name) <= maxName && system != "" {
			a.System, a.App = system, string(name)
			return nil
		}
	}
	return fmt.Errorf("it is about %s from %s to %s%s, and stands where one about something else has to", a.Ref, history.Hash(from).Short(),
		a.Tree.Short(), a.Commit.Short())
}

// IndexPath gives how the index of reviews names the change of an approval.
func (a *Attestation) IndexPath() string {
	from := string(a.From)
	if from == "" {
		from = strings.Repeat("0", 40)
	}
	return a.Ref + "/" + from + "-" + string(a.Tree) + string(a.Commit) + "/" + a.System
}

// ParseIndex reads the index of reviews: the host of each change's reviews, by its IndexPath.
func ParseIndex(text []byte) (map[string]string, error) {
	var reviews map[string]string
	if err := json.Unmarshal(text, &reviews); err != nil {
		return nil, fmt.Errorf("it is not a JSON object of texts: %w", err)
	}
	hosts := map[string]string{}
	for review, change := range reviews {
		host, _, ok := strings.Cut(review, "::")
		if known, taken := hosts[change]; ok && taken && known != host {
			host = "" // of two hosts, so that a login is nobody's
		}
		if ok {
			hosts[change] = host
		}
	}
	return hosts, nil
}

// reviewers reads the users that an app names: as login and number with a plus between, or as keys, as earlier versions did.
func reviewers(items []json.RawMessage) ([]Reviewer, error) {
	if len(items) > maxReviewers {
		return nil, fmt.Errorf("it names %d reviewers, and no more than %d are read", len(items), maxReviewers)
	}
	var out []Reviewer
	for _, item := range items {
		var name string
		if json.Unmarshal(item, &name) == nil {
			out = append(out, reviewerNamed(name))
			continue
		}
		var key struct {
			KeyID  string `json:"keyid"`
			KeyVal struct {
				Identity string `json:"identity"`
			} `json:"keyval"`
		}
		if err := json.Unmarshal(item, &key); err != nil || key.KeyID == "" {
			return nil, errors.New("a reviewer is neither a login nor a key")
		}
		if key.KeyVal.Identity != "" {
			out = append(out, Reviewer{Email: key.KeyVal.Identity})
		} else {
			out = append(out, Reviewer{Key: key.KeyID})
		}
	}
	for _, r := range out {
		if len(r.Login) > maxName || len(r.Email) > maxName || len(r.Key) > maxName {
			return nil, fmt.Errorf("the name of a reviewer has more than %d bytes", maxName)
		}
	}
	return out, nil
}

// reviewerNamed reads "login+number", or a login alone.
func reviewerNamed(name string) Reviewer {
	at := strings.LastIndexByte(name, '+')
	if at > 0 && at < len(name)-1 && strings.Trim(name[at+1:], "0123456789") == "" {
		return Reviewer{Login: name[:at], ID: name[at+1:]}
	}
	return Reviewer{Login: name}
}

// PAE gives what the signatures of an envelope cover. Lengths are those in bytes.
func PAE(kind string, payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(kind), kind, len(payload), payload)
}

// decode reads base64 of either alphabet, with or without the padding, as readers of DSSE have to.
func decode(text string) ([]byte, error) {
	text = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "=\r\n")
	return base64.RawStdEncoding.DecodeString(text)
}

// isHash tells whether a text is the name of an object.
func isHash(text string) bool { return len(text) == 40 && strings.Trim(text, "0123456789abcdef") == "" }

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// cut shortens a text that a message repeats.
func cut(text string) string {
	const most = 100
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
