package gittuf

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/history"
)

var (
	from, to = strings.Repeat("1a", 20), strings.Repeat("2b", 20)
	none     = strings.Repeat("0", 40)
)

const armored = "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"

// sealed wraps a payload as gittuf does.
func sealed(payload string) string {
	return fmt.Sprintf(`{"payloadType": %q, "payload": %q, "signatures": [{"keyid": "SHA256:k", "sig": %q}]}`, payloadType,
		base64.StdEncoding.EncodeToString([]byte(payload)), base64.StdEncoding.EncodeToString([]byte(armored)))
}

// statementOf writes a statement with the names of fields that gittuf's library gives.
func statementOf(kind, digest, predicate string) string {
	return fmt.Sprintf(`{"type": "https://in-toto.io/Statement/v1", "subject": [{"digest": {%q: %q}}], "predicate_type": "https://gittuf.dev/%s",
		"predicate": %s}`, digest, to, kind, predicate)
}

func authorized(version, fromKey, toKey, ref string) string {
	return statementOf("reference-authorization/"+version, "gitTree", fmt.Sprintf(`{"targetRef": %q, %q: %q, %q: %q}`, ref, fromKey, from, toKey, to))
}

func approved(approvers, dismissed string) string {
	return statementOf("github-pull-request-approval/v0.1", "gitTree", fmt.Sprintf(`{"approvers": %s, "dismissedApprovers": %s,
		"fromRevisionID": %q, "targetRef": "refs/heads/main", "targetTreeID": %q}`, approvers, dismissed, from, to))
}

func TestParse(t *testing.T) {
	t.Parallel()
	main := "refs/heads/main/" + from + "-" + to
	app := "/github/" + base64.URLEncoding.EncodeToString([]byte("https://gittuf.dev/github-app"))
	for name, c := range map[string]struct {
		at, text string
		want     Attestation
	}{
		"v0.1": {Authorizations + "/" + main, sealed(authorized("v0.1", "fromRevisionID", "targetTreeID", "refs/heads/main")),
			Attestation{Kind: "reference-authorization/v0.1"}},
		"v0.2": {Authorizations + "/" + main, sealed(authorized("v0.2", "fromID", "targetID", "refs/heads/main")),
			Attestation{Kind: "reference-authorization/v0.2"}},
		"v0.1 as it was first": {Authorizations + "/" + main, sealed(strings.Replace(authorized("v0.1", "fromTargetID", "toTargetID", "refs/heads/main"),
			"gitTree", "gitCommit", 1)), Attestation{Kind: "reference-authorization/v0.1"}},
		"v0.2 in the standard's names": {Authorizations + "/" + main, sealed(strings.NewReplacer(`"type"`, `"_type"`, "predicate_type", "predicateType").
			Replace(authorized("v0.2", "fromID", "targetID", "refs/heads/main"))), Attestation{Kind: "reference-authorization/v0.2"}},
		"of a branch with slashes": {Authorizations + "/" + strings.Replace(main, "main", "ada/main", 1),
			sealed(authorized("v0.2", "fromID", "targetID", "refs/heads/ada/main")), Attestation{Kind: "reference-authorization/v0.2"}},
		"base64 for addresses": {Authorizations + "/" + main, strings.Replace(sealed(authorized("v0.2", "fromID", "targetID", "refs/heads/main")), "=", "", -1),
			Attestation{Kind: "reference-authorization/v0.2"}},
		"an approval": {Approvals + "/" + main + app, sealed(approved(`["bea-gh+22", "cy"]`, `["dan+x+9"]`)),
			Attestation{Kind: "github-pull-request-approval/v0.1", App: "https://gittuf.dev/github-app", System: "github",
				Approvers: []Reviewer{{Login: "bea-gh", ID: "22"}, {Login: "cy"}}, Dismissed: []Reviewer{{Login: "dan+x", ID: "9"}}}},
		"an approval by keys": {Approvals + "/" + main + app, sealed(approved(`[{"keyid": "SHA256:b", "keytype": "ssh", "keyval": {"public": "AAAA+b=="}},
			{"keyid": "b@example.org::https://login", "keytype": "sigstore-oidc", "keyval": {"identity": "b@example.org", "issuer": "https://login"}}]`, "null")),
			Attestation{Kind: "github-pull-request-approval/v0.1", App: "https://gittuf.dev/github-app", System: "github",
				Approvers: []Reviewer{{Key: "SHA256:b"}, {Email: "b@example.org"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse(c.at, []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if got.Ref != "refs/heads/main" && got.Ref != "refs/heads/ada/main" || string(got.From) != from || string(got.Tree+got.Commit) != to {
				t.Errorf("it is about %s from %s to %s%s", got.Ref, got.From, got.Tree, got.Commit)
			}
			if len(got.Signatures) != 1 || string(got.Signatures[0].Armored) != armored || got.Signatures[0].KeyID != "SHA256:k" {
				t.Errorf("signatures are %v", got.Signatures)
			}
			got.Ref, got.From, got.Tree, got.Commit, got.Signatures, got.Signed = "", "", "", "", nil, nil
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What is of another form is refused by name.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	main := Authorizations + "/refs/heads/main/" + from + "-" + to
	good := authorized("v0.2", "fromID", "targetID", "refs/heads/main")
	change := func(old, now string) string { return sealed(strings.Replace(good, old, now, 1)) }
	many := strings.TrimSuffix(strings.Repeat(`"x",`, maxReviewers+1), ",")
	for name, c := range map[string]struct{ at, text, want string }{
		"no JSON":                  {main, "hello", "it is not a DSSE envelope"},
		"cut off":                  {main, sealed(good)[:200], "it is not a DSSE envelope"},
		"an array":                 {main, "[]", "it is not a DSSE envelope"},
		"another payload type":     {main, strings.Replace(sealed(good), "vnd.gittuf", "vnd.in-toto", 1), `its payload type is "application/vnd.in-toto+json", and "application/vnd.gittuf+json" is read`},
		"no base64":                {main, `{"payloadType": "application/vnd.gittuf+json", "payload": "???", "signatures": [{}]}`, "its payload is not base64"},
		"no signature":             {main, strings.Replace(sealed(good), `"signatures": [`, `"signatures": [], "more": [`, 1), "it has no signature"},
		"many signatures":          {main, strings.Replace(sealed(good), `"signatures": [`, `"signatures": [`+strings.Repeat("{},", 100), 1), "it has 101 signatures, and no more than 64 are read"},
		"no statement":             {main, change("in-toto.io/Statement/v1", "in-toto.io/Link"), `its payload is of type "https://in-toto.io/Link", not an in-toto statement`},
		"a newer predicate":        {main, change("v0.2", "v0.3"), `its predicate type is "https://gittuf.dev/reference-authorization/v0.3"; reference-authorization v0.1 and v0.2`},
		"a predicate of others":    {main, change("https://gittuf.dev/", "https://evil.example/"), `its predicate type is "https://evil.example/reference-authorization/v0.2"`},
		"a predicate of no host":   {main, change("https://gittuf.dev/", ""), `its predicate type is "reference-authorization/v0.2"`},
		"two targets":              {main, change(`"targetID"`, fmt.Sprintf(`"targetTreeID": %q, "targetID"`, to)), "its predicate does not say in the words of reference-authorization/v0.2"},
		"no target":                {main, change(`"targetID"`, `"target"`), "its predicate does not say in the words of"},
		"another subject":          {main, change(fmt.Sprintf(`"gitTree": %q`, to), fmt.Sprintf(`"gitTree": %q`, from)), "its subject is not what its predicate names"},
		"two subjects":             {main, change(`"subject": [`, `"subject": [{},`), "it is not about one reference"},
		"names of SHA-256":         {main, sealed(strings.ReplaceAll(good, to, to+to[:24])), "its predicate does not name objects of SHA-1"},
		"nothing at all":           {main, sealed(strings.ReplaceAll(good, to, none)), "its predicate does not name objects of SHA-1"},
		"a reference with dots":    {main, change("refs/heads/main", "refs/heads/../main"), "it is not about one reference"},
		"moved to another branch":  {strings.Replace(main, "main", "release", 1), sealed(good), "stands where one about something else has to"},
		"moved to another start":   {strings.Replace(main, from, none, 1), sealed(good), "stands where one about something else has to"},
		"moved to another state":   {strings.Replace(main, "-"+to, "-"+from, 1), sealed(good), "stands where one about something else has to"},
		"moved to approvals":       {strings.Replace(main, Authorizations, Approvals, 1) + "/github/eA==", sealed(good), "stands where one about something else has to"},
		"an approval of no app":    {Approvals + "/refs/heads/main/" + from + "-" + to, sealed(approved(`["b"]`, `[]`)), "stands where one about something else has to"},
		"an approval of an app ??": {Approvals + "/refs/heads/main/" + from + "-" + to + "/github/??", sealed(approved(`["b"]`, `[]`)), "stands where one about something else has to"},
		"an approver that is 3":    {Approvals + "/refs/heads/main/" + from + "-" + to + "/github/eA==", sealed(approved(`[3]`, `[]`)), "a reviewer is neither a login nor a key"},
		"a long name":              {Approvals + "/refs/heads/main/" + from + "-" + to + "/github/eA==", sealed(approved(`["`+strings.Repeat("x", 300)+`"]`, `[]`)), "the name of a reviewer has more than 255 bytes"},
		"a long reference":         {main, change("refs/heads/main", "refs/heads/"+strings.Repeat("x", 300)), "it is not about one reference"},
		"many approvers":           {Approvals + "/refs/heads/main/" + from + "-" + to + "/github/eA==", sealed(approved("["+many+"]", `[]`)), "it names 1001 reviewers"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := Parse(c.at, []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// The lengths in what is signed are those in bytes. The example is that of the protocol's own document.
func TestPAE(t *testing.T) {
	t.Parallel()
	if got := string(PAE("http://example.com/HelloWorld", []byte("hello world"))); got != "DSSEv1 29 http://example.com/HelloWorld 11 hello world" {
		t.Errorf("got %s", got)
	}
	if got := string(PAE("ä", []byte("grün"))); got != "DSSEv1 2 ä 5 grün" {
		t.Errorf("got %s", got)
	}
}

func TestParseEntry(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		message string
		want    Entry
		ok      bool
	}{
		"a reference":          {"RSL Reference Entry\n\nref: refs/gittuf/attestations\ntargetID: " + to + "\nnumber: 7\n", Entry{Ref: Attestations, Target: "2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"}, true},
		"without a number":     {"RSL Reference Entry\n\nref: refs/heads/main\ntargetID: " + to, Entry{Ref: "refs/heads/main", Target: "2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"}, true},
		"skipped":              {"RSL Annotation Entry\n\nentryID: " + from + "\nentryID: " + to + "\nskip: true\n-----BEGIN MESSAGE-----\nc2tpcDogZmFsc2U=\n-----END MESSAGE-----", Entry{Skipped: []history.Hash{history.Hash(from), history.Hash(to)}}, true},
		"only annotated":       {"RSL Annotation Entry\n\nentryID: " + from + "\nskip: false", Entry{}, false},
		"skipped in a message": {"RSL Annotation Entry\n\nentryID: " + from + "\nskip: false\n-----BEGIN MESSAGE-----\nskip: true\n", Entry{}, false},
		"propagated":           {"RSL Propagation Entry\n\nref: refs/heads/main\ntargetID: " + to + "\nupstreamRepository: x\nupstreamEntryID: " + from, Entry{Ref: "refs/heads/main", Target: "2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"}, true},
		"no target":            {"RSL Reference Entry\n\nref: refs/heads/main\ntargetID: 12", Entry{Ref: "refs/heads/main"}, false},
		"a usual commit":       {"Write\n\nref: refs/heads/main\ntargetID: " + to, Entry{}, false},
		"nothing":              {"", Entry{}, false},
	} {
		got, ok := ParseEntry(c.message)
		if ok != c.ok || !cmp.Equal(got, c.want) {
			t.Errorf("%s: got %v %v, want %v %v", name, got, ok, c.want, c.ok)
		}
	}
}

func TestParsePolicy(t *testing.T) {
	t.Parallel()
	const app = "https://gittuf.dev/github-app"
	for name, c := range map[string]struct {
		root      string
		distrusts bool
	}{
		"an app that is trusted":      {`{"type": "root", "githubApps": {"` + app + `": {"trusted": true}}}`, false},
		"an app that is not":          {`{"type": "root", "githubApps": {"` + app + `": {"trusted": false}}}`, true},
		"another app":                 {`{"type": "root", "githubApps": {"x": {"trusted": false}}}`, false},
		"no app, as earlier versions": {`{"type": "root", "githubApprovalsTrusted": false}`, true},
		"all apps":                    {`{"type": "root", "githubApprovalsTrusted": true}`, false},
		"nothing of apps":             {`{"type": "root"}`, false},
	} {
		p, err := ParsePolicy([]byte(sealed(c.root)))
		if err != nil || p.Distrusts(app) != c.distrusts {
			t.Errorf("%s: %v, %v", name, p.Distrusts(app), err)
		}
	}
	for _, bad := range []string{"", "{}", sealed(`{"type": "targets"}`), sealed(`[]`), strings.Replace(sealed(`{"type": "root"}`), "gittuf", "else", 1)} {
		if _, err := ParsePolicy([]byte(bad)); err == nil {
			t.Errorf("%s is read as a policy", bad)
		}
	}
}

func TestParseIndex(t *testing.T) {
	t.Parallel()
	got, err := ParseIndex([]byte(`{"github.com::1": "a/github", "git.example.org::2": "b/github", "github.com::3": "c/github", "other::4": "c/github", "odd": "d"}`))
	if diff := cmp.Diff(map[string]string{"a/github": "github.com", "b/github": "git.example.org", "c/github": ""}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := ParseIndex([]byte(`{"x": 3}`)); err == nil {
		t.Error("a number is read as a path")
	}
}

// FuzzParse wants that an attestation that is read stands where it says and is signed as it was sent: what comes out, written anew,
// gives the same.
func FuzzParse(f *testing.F) {
	main := "refs/heads/main/" + from + "-" + to
	f.Add(Authorizations+"/"+main, []byte(sealed(authorized("v0.1", "fromRevisionID", "targetTreeID", "refs/heads/main"))))
	f.Add(Authorizations+"/"+main, []byte(sealed(authorized("v0.2", "fromID", "targetID", "refs/heads/main"))))
	f.Add(Approvals+"/"+main+"/github/eA==", []byte(sealed(approved(`["bea+22", {"keyid": "k"}]`, `["cy+1"]`))))
	f.Add("", []byte(`{"payload": "e30="}`))
	f.Fuzz(func(t *testing.T, at string, text []byte) {
		a, err := Parse(at, text)
		if err != nil {
			return
		}
		if !strings.HasPrefix(at, kinds[a.Kind]+"/"+a.Ref+"/") || (a.Tree == "") == (a.Commit == "") || len(a.Signatures) == 0 {
			t.Errorf("%q stands at %q: %+v", text, at, a)
		}
		var e envelope
		if err := json.Unmarshal(text, &e); err != nil {
			t.Fatal(err)
		}
		payload, err := decode(e.Payload)
		if err != nil || string(a.Signed) != string(PAE(payloadType, payload)) {
			t.Errorf("what is signed is %q", a.Signed)
		}
		again, err := Parse(at, []byte(sealed(string(payload))))
		again.Signatures, a.Signatures = nil, nil
		if err != nil || !cmp.Equal(again, a) {
			t.Errorf("written anew it is %+v (%v)", again, err)
		}
	})
}

// FuzzPolicy wants that no bytes make the readers of policies, indexes and entries fail otherwise than by an error.
func FuzzPolicy(f *testing.F) {
	f.Add([]byte(sealed(`{"type": "root", "githubApps": {"a": {"trusted": false}}, "githubApprovalsTrusted": true}`)))
	f.Add([]byte(`{"github.com::1": "a/github"}`))
	f.Add([]byte("RSL Reference Entry\n\nref: refs/heads/main\ntargetID: " + to))
	f.Fuzz(func(t *testing.T, text []byte) {
		if p, err := ParsePolicy(text); err == nil && p == nil {
			t.Error("neither a policy nor an error")
		}
		_, _ = ParseIndex(text)
		if e, ok := ParseEntry(string(text)); ok && (e.Ref == "") == (len(e.Skipped) == 0) {
			t.Errorf("%+v", e)
		}
	})
}
