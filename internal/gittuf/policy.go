package gittuf

import (
	"encoding/json"
	"fmt"
	"strings"

	"clausebook/internal/history"
)

// Policy is what the root of trust says of apps. It may take trust away and gives none: whose a key is, the repository's own files
// of people and keys say.
type Policy struct {
	trusted map[string]bool // by the name of the app; what is not there is not known
	any     *bool           // of all apps, as earlier versions have it
}

// Distrusts tells whether the policy says that reviews that an app attests do not count.
func (p *Policy) Distrusts(app string) bool {
	if p == nil {
		return false
	}
	if trusted, known := p.trusted[app]; known {
		return !trusted
	}
	return p.any != nil && !*p.any
}

// ParsePolicy reads the root of trust, of any version of its schema.
func ParsePolicy(text []byte) (*Policy, error) {
	var e envelope
	if err := json.Unmarshal(text, &e); err != nil {
		return nil, fmt.Errorf("it is not a DSSE envelope: %w", err)
	}
	if e.PayloadType != payloadType {
		return nil, fmt.Errorf("its payload type is %q, and %q is read", cut(e.PayloadType), payloadType)
	}
	payload, err := decode(e.Payload)
	if err != nil {
		return nil, fmt.Errorf("its payload is not base64: %w", err)
	}
	var root struct {
		Type                   string `json:"type"`
		GitHubApprovalsTrusted *bool  `json:"githubApprovalsTrusted"`
		GitHubApps             map[string]struct {
			Trusted bool `json:"trusted"`
		} `json:"githubApps"`
	}
	if err := json.Unmarshal(payload, &root); err != nil || root.Type != "root" {
		return nil, fmt.Errorf("it is not a root of trust")
	}
	p := &Policy{trusted: map[string]bool{}, any: root.GitHubApprovalsTrusted}
	for name, app := range root.GitHubApps {
		p.trusted[name] = app.Trusted
	}
	return p, nil
}

// Entry is a commit of the reference state log: that a reference got another target, or that earlier entries do not count.
type Entry struct {
	Ref     string
	Target  history.Hash
	Skipped []history.Hash
}

// ParseEntry reads the message of a commit of the log; false for what says nothing of the kind.
func ParseEntry(message string) (Entry, bool) {
	header, rest, _ := strings.Cut(message, "\n")
	var e Entry
	var entries []history.Hash
	skip := false
	for line := range strings.Lines(rest) {
		if strings.HasPrefix(line, "-----BEGIN") {
			break // what somebody wrote follows
		}
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		switch key {
		case "ref":
			e.Ref = value
		case "targetID":
			if isHash(value) {
				e.Target = history.Hash(value)
			}
		case "entryID":
			if isHash(value) {
				entries = append(entries, history.Hash(value))
			}
		case "skip":
			skip = value == "true"
		}
	}
	switch strings.TrimSpace(header) {
	case "RSL Reference Entry", "RSL Propagation Entry":
		return Entry{Ref: e.Ref, Target: e.Target}, e.Ref != "" && e.Target != ""
	case "RSL Annotation Entry":
		if skip {
			return Entry{Skipped: entries}, len(entries) > 0
		}
	}
	return Entry{}, false
}
