package bag_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	testresult "github.com/in-toto/attestation/go/predicates/test_result/v0"
	intoto "github.com/in-toto/attestation/go/v1"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"google.golang.org/protobuf/encoding/protojson"

	"clausebook/internal/bag"
)

// paths gives paths of signs that files have somewhere, each of which every system has.
func paths(r *rand.Rand) []string {
	signs := []rune("abcXYZ019 -_.,;'()[]{}&#$äß日 ")
	out := map[string]bool{}
	for range 1 + r.IntN(20) {
		var parts []string
		for range 1 + r.IntN(4) {
			part := make([]rune, 1+r.IntN(12))
			for i := range part {
				part[i] = signs[r.IntN(len(signs))]
			}
			parts = append(parts, string(part))
		}
		if p := strings.Join(parts, "/"); bag.Portable(p) == nil {
			out[p] = true
		}
	}
	return slices.Sorted(maps.Keys(out))
}

// A manifest that was written is read again, and sha256sum checks by it whatever the files are called.
func TestManifestReadAgain(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 200 {
		var lines []bag.Line
		for _, p := range paths(r) {
			lines = append(lines, bag.Line{Sum: bag.Sum([]byte(p)), Path: p})
		}
		shuffled := slices.Clone(lines)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		text := bag.Write(shuffled)
		got, err := bag.Read(text)
		if err != nil || !slices.Equal(got, lines) {
			t.Fatalf("wrote %v, read %v, error %v", lines, got, err)
		}
		if round < 3 {
			sha256sum(t, lines, text)
		}
	}
}

func sha256sum(t *testing.T, lines []bag.Line, manifest []byte) {
	t.Helper()
	if _, err := exec.LookPath("sha256sum"); err != nil {
		t.Skip("sha256sum is not installed")
	}
	dir := t.TempDir()
	for _, l := range lines {
		name := filepath.Join(dir, filepath.FromSlash("d/"+l.Path))
		if os.MkdirAll(filepath.Dir(name), 0o700) != nil || os.WriteFile(name, []byte(l.Path), 0o600) != nil {
			return // a file and a folder of one name
		}
	}
	c := exec.Command("sha256sum", "--check", "--strict", "--quiet")
	c.Dir, c.Stdin = filepath.Join(dir, "d"), bytes.NewReader(manifest)
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("sha256sum: %v\n%s", err, out)
	}
}

func TestNamesThatAreRefused(t *testing.T) {
	for _, p := range []string{"", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", `a\b`, "a%0Ab", "a\nb", "C:x", "con", "a/NUL.txt",
		"lpt1.md", "a.", "a ", " a", "a\x7f", "a\xff", strings.Repeat("a", 256), strings.Repeat("a/", 501) + "a"} {
		if err := bag.Portable(p); !errors.Is(err, bag.ErrName) {
			t.Errorf("%q is taken: %v", p, err)
		}
	}
	for _, p := range []string{"a", "a/b.md", "...a", "console/com10", "com.pany", "lpt", "日本/ä.md", "a b"} {
		if err := bag.Portable(p); err != nil {
			t.Errorf("%q is refused: %v", p, err)
		}
	}
}

// FuzzManifest reads anything as a manifest. What is taken is what would have been written, byte by byte.
func FuzzManifest(f *testing.F) {
	good := bag.Write([]bag.Line{{Sum: bag.Sum(nil), Path: "data/a.md"}, {Sum: bag.Sum([]byte("b")), Path: "data/b/ä.md"}})
	f.Add(good)
	f.Add(bytes.ToUpper(good))
	f.Add(bytes.ReplaceAll(good, []byte("\n"), []byte("\r\n")))
	f.Add(append(bytes.Clone(good), good...))
	f.Add([]byte(bag.Sum(nil) + " *data/a.md\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		lines, err := bag.Read(text)
		if err != nil {
			return
		}
		if again := bag.Write(lines); !bytes.Equal(again, text) {
			t.Errorf("%q is read as %v, which is written %q", text, lines, again)
		}
		for _, l := range lines {
			if bag.Portable(l.Path) != nil || strings.HasPrefix(l.Path, "/") {
				t.Errorf("path %q is taken", l.Path)
			}
		}
	})
}

// FuzzInfo reads anything as bag-info.txt. No line is passed over.
func FuzzInfo(f *testing.F) {
	f.Add(bag.WriteInfo([]bag.Field{{Name: bag.FieldCommit, Value: "abc"}, {Name: bag.FieldTool, Value: "two\n words"}}))
	f.Add([]byte("A: 1\nA: 2\n"))
	f.Add([]byte("A: 1\n folded\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		fields, err := bag.ReadInfo(text)
		if err != nil {
			return
		}
		for line := range strings.Lines(string(text)) {
			name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
			if got, ok := fields[name]; !ok || got != value {
				t.Errorf("%q is read as %q", line, got)
			}
		}
	})
}

// tests is a statement with signs that JSON has to escape.
func tests() bag.Stated {
	return bag.Stated{Type: bag.StatementType, PredicateType: bag.TestResultType,
		Subject: []bag.Resource{{Name: "git commit", Digest: bag.Digest{GitCommit: strings.Repeat("ab", 20)}},
			{Name: `data/<ä> & "b"`, Digest: bag.Digest{SHA256: bag.Sum(nil)}}},
		Predicate: bag.Tests{Result: "WARNED", Passed: []string{"MD001"}, Warned: []string{"HI003"}, Failed: []string{},
			Configuration: []bag.Resource{{Name: "clausebook.yaml", Digest: bag.Digest{SHA256: bag.Sum([]byte("x"))}}}}}
}

// The library of in-toto reads our statements and finds them valid, the result of a check down to its last member.
func TestStatementReadByInToto(t *testing.T) {
	text, err := bag.WriteStatement(tests())
	if err != nil {
		t.Fatal(err)
	}
	var s intoto.Statement
	if err := protojson.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(); err != nil {
		t.Errorf("in-toto: %v", err)
	}
	sameSubjects(t, tests(), &s)
	predicate, err := protojson.Marshal(s.GetPredicate())
	if err != nil {
		t.Fatal(err)
	}
	var result testresult.TestResult
	if err := protojson.Unmarshal(predicate, &result); err != nil {
		t.Fatal(err)
	}
	if result.GetResult() != "WARNED" || !slices.Equal(result.GetWarnedTests(), []string{"HI003"}) || len(result.GetConfiguration()) != 1 {
		t.Errorf("in-toto reads %v", &result)
	}
}

func sameSubjects(t *testing.T, ours bag.Stated, theirs *intoto.Statement) {
	t.Helper()
	if ours.Type != theirs.GetType() || ours.PredicateType != theirs.GetPredicateType() || len(ours.Subject) != len(theirs.GetSubject()) {
		t.Fatalf("we read %v, in-toto %v", ours, theirs)
	}
	for i, r := range theirs.GetSubject() {
		o := ours.Subject[i]
		if o.Name != r.GetName() || o.Digest.SHA256 != r.GetDigest()["sha256"] || o.Digest.GitCommit != r.GetDigest()["gitCommit"] {
			t.Errorf("we read %v, in-toto %v", o, r)
		}
	}
}

// FuzzStatement reads anything as a statement. What is taken can be written and read again, and what the library of in-toto takes as
// well it reads as we do.
func FuzzStatement(f *testing.F) {
	text, err := bag.WriteStatement(tests())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(append(bytes.Clone(text), '}'))
	f.Add([]byte(`{"_type":"\u0007\u0000","subject":null}`))
	f.Add([]byte(`{"subject":[{"name":"a"}],"subject":[{"digest":{"sha256":"0"}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := bag.ReadStatement(text, new(bag.Tests))
		if err != nil {
			return
		}
		again, err := bag.WriteStatement(s)
		if err != nil {
			t.Fatal(err)
		}
		back, err := bag.ReadStatement(again, new(bag.Tests))
		if err != nil || back.Type != s.Type || back.PredicateType != s.PredicateType || len(back.Subject) != len(s.Subject) ||
			!reflect.DeepEqual(back.Predicate, s.Predicate) {
			t.Errorf("%q is read as %v, and again as %v, error %v", text, s, back, err)
		}
		var theirs intoto.Statement
		if protojson.Unmarshal(text, &theirs) == nil && !ownSpelling.Match(text) {
			sameSubjects(t, s, &theirs)
		}
	})
}

// ownSpelling finds names that the library takes beside those of in-toto: as its own language writes them.
var ownSpelling = regexp.MustCompile(`"(?:type|predicate_type|\\u)`)

// raw signs and verifies as libraries of DSSE ask for it.
type raw struct{ key ed25519.PrivateKey }

func (r raw) public() ed25519.PublicKey                        { return r.key.Public().(ed25519.PublicKey) }
func (r raw) KeyID() (string, error)                           { return "key", nil }
func (r raw) Public() crypto.PublicKey                         { return r.key.Public() }
func (r raw) Sign(_ context.Context, b []byte) ([]byte, error) { return ed25519.Sign(r.key, b), nil }
func (r raw) Verify(_ context.Context, b, sig []byte) error {
	if !ed25519.Verify(r.public(), b, sig) {
		return errors.New("no good signature")
	}
	return nil
}

// The library of DSSE verifies what we seal, and we open and verify what it seals.
func TestEnvelopeOfBoth(t *testing.T) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	both := raw{key}
	verifier, err := dsse.NewEnvelopeVerifier(both)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := dsse.NewEnvelopeSigner(both)
	if err != nil {
		t.Fatal(err)
	}
	for _, payload := range []string{"{}\n", "ä", strings.Repeat("x", 1000)} {
		text, err := bag.Seal([]byte(payload), "key", ed25519.Sign(key, bag.Signable([]byte(payload))))
		if err != nil {
			t.Fatal(err)
		}
		var e dsse.Envelope
		if err := json.Unmarshal(text, &e); err != nil {
			t.Fatal(err)
		}
		if _, err := verifier.Verify(t.Context(), &e); err != nil {
			t.Errorf("DSSE does not verify %q: %v", payload, err)
		}
		e.Payload = "eHl6"
		if _, err := verifier.Verify(t.Context(), &e); err == nil {
			t.Error("DSSE verifies another payload")
		}
		theirs, err := signer.SignPayload(t.Context(), bag.PayloadType, []byte(payload))
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := json.Marshal(theirs)
		if err != nil {
			t.Fatal(err)
		}
		got, _, sig, err := bag.Open(sealed)
		if err != nil || string(got) != payload || !ed25519.Verify(both.public(), bag.Signable(got), sig) {
			t.Errorf("of %q by DSSE we read %q, error %v", payload, got, err)
		}
	}
}

// FuzzEnvelope opens anything. What is taken is what the library of DSSE reads.
func FuzzEnvelope(f *testing.F) {
	text, err := bag.Seal([]byte("{}"), "SHA256:x", []byte("sig"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(bytes.Replace(text, []byte(`"signatures":[`), []byte(`"signatures":[{},`), 1))
	f.Add(bytes.Replace(text, []byte("e30="), []byte(`e3\n0=`), 1))
	f.Add(fmt.Appendf(nil, `{"payloadType":%q,"payload":"e30","signatures":[null]}`, bag.PayloadType))
	f.Fuzz(func(t *testing.T, text []byte) {
		payload, _, _, err := bag.Open(text)
		if err != nil {
			return
		}
		var e dsse.Envelope
		if err := json.Unmarshal(text, &e); err != nil {
			t.Fatalf("DSSE does not read it: %v", err)
		}
		if got, err := e.DecodeB64Payload(); err != nil || !bytes.Equal(got, payload) {
			t.Errorf("we read %q, DSSE %q, error %v", payload, got, err)
		}
		if string(bag.Signable(payload)) != string(dsse.PAE(e.PayloadType, payload)) {
			t.Error("DSSE signs something else")
		}
	})
}

// TestQuote shows of a name no more than fits a line, and never half a character.
func TestQuote(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"data/a":                         `"data/a"`,
		"a\x00\n":                        `"a\x00\n"`,
		strings.Repeat("a", 120):         `"` + strings.Repeat("a", 120) + `"`,
		strings.Repeat("a", 1<<16):       `"` + strings.Repeat("a", 120) + `…"`,
		strings.Repeat("ä", 61) + "/b/c": `"` + strings.Repeat("ä", 60) + `…"`,
		"a" + strings.Repeat("ä", 100):   `"a` + strings.Repeat("ä", 59) + `…"`,
	} {
		if got := bag.Quote(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
