package keys

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"
)

// publicKey gives a public key without a private one that anybody needs.
func publicKey(t testing.TB) string {
	t.Helper()
	key, err := ssh.NewPublicKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public())
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

func TestParseSigners(t *testing.T) {
	t.Parallel()
	key := publicKey(t)
	day := func(y, m, d, h, min, s int) time.Time { return time.Date(y, time.Month(m), d, h, min, s, 0, time.UTC) }
	for name, c := range map[string]struct {
		line    string
		want    Signer
		problem string
	}{
		"plain":              {"a@x " + key, Signer{Principals: []string{"a@x"}}, ""},
		"comment after":      {"a@x " + key + " of Ada's laptop", Signer{Principals: []string{"a@x"}}, ""},
		"several principals": {"a@x,*@y,!b@y\t" + key, Signer{Principals: []string{"a@x", "*@y", "!b@y"}}, ""},
		"quoted principals":  {`"Ada Author,a@x" ` + key, Signer{Principals: []string{"Ada Author", "a@x"}}, ""},
		"all options": {`a@x namespaces="git,file",valid-after="20240101",valid-before="202412312359" ` + key,
			Signer{Principals: []string{"a@x"}, namespaces: []string{"git", "file"}, after: day(2024, 1, 1, 0, 0, 0), before: day(2024, 12, 31, 23,
				59, 0)}, ""},
		"upper case and seconds": {`a@x Valid-After="20240101010203Z" ` + key, Signer{Principals: []string{"a@x"}, after: day(2024, 1, 1, 1, 2,
			3)}, ""},
		"authority": {"a@x cert-authority,namespaces=\"git\" " + key, Signer{Principals: []string{"a@x"},
			namespaces: []string{"git"}, authority: true}, "certificates are not supported, so the line with cert-authority allows nobody"},
		"blank in an option": {`a@x namespaces="git, file" ` + key, Signer{Principals: []string{"a@x"}, namespaces: []string{"git",
			" file"}}, ""},
		"quotes in a value": {`a@x namespaces="a\" b",valid-after="20240101" ` + key,
			Signer{Principals: []string{"a@x"}, namespaces: []string{`a" b`}, after: day(2024, 1, 1, 0, 0, 0)}, ""},
		"a backslash in a value":  {`a@x namespaces="a\b" ` + key, Signer{Principals: []string{"a@x"}, namespaces: []string{`a\b`}}, ""},
		"a backslash at the end":  {`a@x namespaces="\`, Signer{}, "the line has no key"},
		"a comma at the end":      {`a@x namespaces="git", ` + key, Signer{}, `option "namespaces": something follows the value`},
		"something after a value": {`a@x namespaces="git"x ` + key, Signer{}, `option "namespaces": something follows the value`},
		"a comma at the start":    {`a@x ,namespaces="git" ` + key, Signer{}, `the option "" is not known`},
		"ends as it begins": {`a@x valid-after="20240102",valid-before="20240102" ` + key,
			Signer{}, "valid-before is not after valid-after"},
		"a time too short": {`a@x valid-after="2024010101" ` + key,
			Signer{}, `"2024010101" is not a time in the form YYYYMMDD or YYYYMMDDHHMMSS`},
		"principals not closed": {`"a@x ` + key, Signer{}, "the principals have an opening quote and no closing one"},
		"principals empty":      {`"" ` + key, Signer{}, "the line names principals and no key"},
		"key of another type":   {"a@x ssh-rsa " + strings.Fields(key)[1], Signer{}, "the key cannot be read"},
		"key without a type":    {"a@x " + strings.Fields(key)[1], Signer{}, "the line has no key"},
		"key with tabs":         {"a@x\t\t" + strings.Replace(key, " ", "\t ", 1), Signer{Principals: []string{"a@x"}}, ""},
		"options and tabs":      {"a@x\tnamespaces=\"git\"\t" + key, Signer{Principals: []string{"a@x"}, namespaces: []string{"git"}}, ""},
		"unknown option":        {"a@x no-touch-required " + key, Signer{}, `the option "no-touch-required" is not known`},
		"option twice":          {`a@x namespaces="git",namespaces="file" ` + key, Signer{}, `the option "namespaces" is given twice`},
		"no quotes":             {"a@x namespaces=git " + key, Signer{}, `option "namespaces": the value has no quotes`},
		"open quotes":           {`a@x namespaces="git ` + key, Signer{}, "the line has no key"},
		"no date":               {`a@x valid-before="soon" ` + key, Signer{}, `"soon" is not a time in the form YYYYMMDD or YYYYMMDDHHMMSS`},
		"no day": {`a@x valid-before="20240230" ` + key,
			Signer{}, `"20240230" is not a time in the form YYYYMMDD or YYYYMMDDHHMMSS`},
		"ends before it begins": {`a@x valid-after="20240102",valid-before="20240101" ` + key,
			Signer{}, "valid-before is not after valid-after"},
		"no key":        {"a@x", Signer{}, "the line names principals and no key"},
		"half a key":    {"a@x ssh-ed25519", Signer{}, "the line has no key"},
		"broken key":    {"a@x ssh-ed25519 AAAA", Signer{}, "the key cannot be read"},
		"no principals": {key, Signer{}, "the line has no key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			signers, problems := parseSigners([]byte("# a comment\n\n" + c.line + "\r\n"))
			problem := ""
			for _, p := range problems {
				problem = p.what
				if p.line != 3 {
					t.Errorf("the problem is said of line %d", p.line)
				}
			}
			if problem != c.problem {
				t.Errorf("problem %q, want %q", problem, c.problem)
			}
			if len(c.want.Principals) == 0 {
				if len(signers) > 0 {
					t.Errorf("a line that cannot be read allows %v", signers)
				}
				return
			}
			if len(signers) != 1 {
				t.Fatalf("got %d signers", len(signers))
			}
			got := signers[0]
			if text := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(got.Key))); text != key {
				t.Errorf("key %s", text)
			}
			got.Key, got.line = nil, 0
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(Signer{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCutValue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`"a"`: "a||", `"a",b`: "a|b|",
		`"\""`: `"||`, `"\"",x="y"`: `"|x="y"|`, `"a\b"`: `a\b||`, `""`: "||", `"\`: "the value has no closing quote",
		`"\"`: "the value has no closing quote",
		`"`:   "the value has no closing quote", ``: "the value has no quotes", `a"b"`: "the value has no quotes",
		`"a"b`: "something follows the value", `"a",`: "something follows the value",
	} {
		value, rest, err := cutValue(text)
		got := value + "|" + rest + "|"
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s gives %s, want %s", text, got, want)
		}
	}
}

// A key may sign from one second to another, both included, and only for what its line says.
func TestSignerRefuses(t *testing.T) {
	t.Parallel()
	from, to := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 6, 30, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		line   Signer
		at     time.Time
		refuse string
	}{
		"no bounds":               {Signer{}, from, ""},
		"the first moment":        {Signer{after: from}, from, ""},
		"a second before":         {Signer{after: from}, from.Add(-time.Second), "the key was not valid before 2024-01-01"},
		"the last moment":         {Signer{before: to}, to, ""},
		"a second after":          {Signer{before: to}, to.Add(time.Second), "the key expired on 2024-06-30"},
		"between":                 {Signer{after: from, before: to}, from.AddDate(0, 1, 0), ""},
		"for git":                 {Signer{namespaces: []string{"file", "git"}}, from, ""},
		"for files":               {Signer{namespaces: []string{"file"}}, from, "the key is not allowed to sign for git"},
		"for nothing":             {Signer{namespaces: []string{""}}, from, "the key is not allowed to sign for git"},
		"an authority":            {Signer{authority: true}, from, "certificates are not supported"},
		"an authority for files":  {Signer{authority: true, namespaces: []string{"file"}}, from, "certificates are not supported"},
		"for files, and too late": {Signer{namespaces: []string{"file"}, before: from}, to, "the key is not allowed to sign for git"},
	} {
		if got := c.line.refuses("git", c.at).String(); got != c.refuse {
			t.Errorf("%s: %q, want %q", name, got, c.refuse)
		}
	}
	got := Signer{Principals: []string{"a@x", "", "*@y", "b?@y", "!c@y", "d@y"}}.addresses()
	if diff := cmp.Diff([]string{"a@x", "d@y"}, got); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

func TestMatchPatterns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		patterns, name string
		want           bool
	}{
		{"git", "git", true}, {"git", "gita", false}, {"g?t", "git", true}, {"g?t", "gt", false},
		{"*", "", true}, {"*", "git", true}, {"git*", "git", true}, {"g**t", "git", true},
		{"?", "", false}, {"git?", "git", false}, {"*t", "gtit", true}, {"file,!git,git", "git", false}, {"file,git", "git", true},
		{"*@x", "a@x", true}, {"*@x", "a@xy", false}, {"a*b*c", "aXbYbZc", true}, {"a*b*c", "aXbYbZ", false}, {"", "", true}, {"", "a", false},
		{"*,!git", "git", false}, {"!git", "file", false}, {"!file,git", "git", true},
		{strings.Repeat("a*", 30) + "b", strings.Repeat("a", 200), false},
	} {
		if got := matchPatterns(strings.Split(c.patterns, ","), c.name); got != c.want {
			t.Errorf("%q matches %q: %v", c.patterns, c.name, got)
		}
	}
}

func FuzzParseSigners(f *testing.F) {
	key := publicKey(f)
	for _, line := range []string{"a@x " + key, `"a b" namespaces="git",valid-after="20240101Z" ` + key, "a@x cert-authority " + key,
		`a namespaces="\"",x="`, "a\tb\n#\n"} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		signers, problems := parseSigners(text)
		if lines := strings.Count(string(text), "\n") + 1; len(signers)+len(problems) > 2*lines {
			t.Errorf("%d lines give %d signers and %d problems", lines, len(signers), len(problems))
		}
		for _, s := range signers {
			if s.Key == nil || len(s.Principals) == 0 {
				t.Errorf("line %d has no key or nobody: %+v", s.line, s)
			}
			_ = s.refuses("git", time.Unix(0, 0)).String()
		}
	})
}
