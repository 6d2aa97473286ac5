package trust

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/date"
	"clausebook/internal/keys"
	"clausebook/internal/people"
)

// publicKey is a public key whose private one has a seed of zeros.
const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"

// Two who may be one person are not told apart; two who are listed apart are.
func TestSamePerson(t *testing.T) {
	t.Parallel()
	ada, bea := Person{ID: "ada", Name: "Ada", Email: "ada@x"}, Person{ID: "bea", Name: "Bea", Email: "bea@x"}
	for name, c := range map[string]struct {
		a, b Person
		want bool
	}{
		"the same entry":               {ada, ada, true},
		"two entries":                  {ada, bea, false},
		"two entries of one name":      {ada, Person{ID: "ada2", Name: "Ada", Email: "b@x"}, false},
		"two entries of one address":   {ada, Person{ID: "ada2", Name: "B", Email: "ada@x"}, false},
		"one entry, other addresses":   {ada, Person{ID: "ada", Name: "Ada Later", Email: "later@x"}, true},
		"unlisted, the same address":   {ada, Person{Name: "Somebody", Email: " ADA@x"}, true},
		"unlisted, the same name":      {ada, Person{Name: "ada", Email: "other@y"}, true},
		"unlisted, name with blanks":   {Person{Name: "Ada  von Ou", Email: "1@y"}, Person{Name: "ada von ou ", Email: "2@y"}, true},
		"unlisted, nothing in common":  {ada, Person{Name: "Eve", Email: "eve@y"}, false},
		"both without a name":          {Person{Email: "1@y"}, Person{Email: "2@y"}, false},
		"one without a name":           {Person{Name: "Eve", Email: "1@y"}, Person{Email: "2@y"}, false},
		"both without an address":      {Person{Name: "Eve"}, Person{Name: "Mallory"}, false},
		"nobody and nobody":            {Person{}, Person{}, false},
		"unlisted both, one address":   {Person{Name: "E", Email: "1@y"}, Person{Name: "F", Email: "1@Y"}, true},
		"listed without name, address": {Person{ID: "ada"}, Person{Name: "Ada"}, false},
	} {
		if Same(c.a, c.b) != c.want || Same(c.b, c.a) != c.want {
			t.Errorf("%s: %v and %v, want %v", name, Same(c.a, c.b), Same(c.b, c.a), c.want)
		}
	}
}

// listed gives keys as people.yaml lists them.
func listed(texts ...string) []people.Key {
	var out []people.Key
	for _, k := range texts {
		out = append(out, people.Key{Text: k})
	}
	return out
}

// register lists three people, of whom two share an address and a key, and a machine.
func register(keys ...string) *people.Register {
	shared := append([]string{"SHA256:shared"}, keys...)
	return &people.Register{
		People: []people.Person{
			{ID: "ada", Name: "Ada Author", Emails: []string{"Ada@Example.org", "team@example.org",
				"11+ada-gh@users.noreply.github.com"}, Keys: listed(shared...)},
			{ID: "bea", Name: "Bea Boss", Emails: []string{"bea@example.org", "team@example.org",
				"22+bea+x@mail.example"}, Keys: listed("SHA256:shared", "SHA256:hers", "ab cd")},
			{ID: "bot", Name: "Robot", Emails: []string{"bot@example.org"}, Keys: listed("SHA256:bots"), Bot: true},
			{ID: "ada", Name: "Twice", Emails: []string{"twice@example.org"}},
			{ID: "mute", Name: "Mute"},
		},
		Roles: []people.Role{
			{ID: "owner", Holders: []people.Holding{{Person: "bea", From: mustDay("2024-02-01"), To: mustDay("2024-02-29")}, {Person: "mute"}}},
			{ID: "owner", Holders: []people.Holding{{Person: "ada"}}},
		},
	}
}

func mustDay(text string) date.Date {
	d, err := date.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestNamedInText(t *testing.T) {
	t.Parallel()
	d := NewDirectory(register())
	for text, want := range map[string]struct {
		p   Person
		bot bool
	}{
		"ada":                                    {Person{"ada", "Ada Author", "Ada@Example.org"}, false},
		" bea ":                                  {Person{"bea", "Bea Boss", "bea@example.org"}, false},
		"mute":                                   {Person{"mute", "Mute", ""}, false},
		"bot":                                    {Person{"bot", "Robot", "bot@example.org"}, true},
		"Anybody <BEA@example.org>":              {Person{"bea", "Bea Boss", "BEA@example.org"}, false},
		"bea@example.org":                        {Person{"bea", "Bea Boss", "bea@example.org"}, false},
		"bea@example.org is her":                 {Person{"", "bea@example.org is her", ""}, false},
		"Team <team@example.org>":                {Person{"", "Team", "team@example.org"}, false},
		"Bea Boss":                               {Person{"", "Bea Boss", ""}, false},
		"Bea Boss <>":                            {Person{"", "Bea Boss", ""}, false},
		"Eve < eve@x > and more":                 {Person{"", "Eve", "eve@x"}, false},
		"x[bot] <x@y>":                           {Person{"", "x[bot]", "x@y"}, true},
		"X <x[bot]@users.noreply.y>":             {Person{"", "X", "x[bot]@users.noreply.y"}, true},
		"x[bot] of ours <x@y>":                   {Person{"", "x[bot] of ours", "x@y"}, false},
		"R <+ada-gh@users.noreply.github.com>":   {Person{"ada", "Ada Author", "+ada-gh@users.noreply.github.com"}, false},
		"R <ada-gh@users.noreply.github.com>":    {Person{"", "R", "ada-gh@users.noreply.github.com"}, false},
		"R <12+ada-gh@users.noreply.github.com>": {Person{"", "R", "12+ada-gh@users.noreply.github.com"}, false},
		"R <+bea+x@mail.example>":                {Person{"", "R", "+bea+x@mail.example"}, false},
	} {
		p, bot := d.Named(text)
		if diff := cmp.Diff(want.p, p); diff != "" || bot != want.bot {
			t.Errorf("%q: a machine: %v (-want +got):\n%s", text, bot, diff)
		}
	}
}

// A key of two persons, or of a machine, identifies nobody, and neither do addresses of two.
func TestSignatory(t *testing.T) {
	t.Parallel()
	own := publicKey
	d := NewDirectory(register(own + " of a laptop"))
	for name, c := range map[string]struct {
		key       string
		addresses []string
		want      string
	}{
		"a listed key":                        {"SHA256:hers", nil, "bea"},
		"a key that two list":                 {"SHA256:shared", nil, ""},
		"a key that two list, and an address": {"SHA256:shared", []string{"bea@example.org"}, "bea"},
		"a key that nobody lists":             {"SHA256:none", nil, ""},
		"a public key in full":                {keys.Fingerprint(own), nil, "ada"},
		"a fingerprint of OpenPGP":            {"ABCD", nil, "bea"},
		"a machine's key":                     {"SHA256:bots", nil, ""},
		"an address":                          {"SHA256:none", []string{"BEA@example.org"}, "bea"},
		"two addresses of one person":         {"SHA256:none", []string{"ada@example.org", "11+ada-gh@users.noreply.github.com"}, "ada"},
		"addresses of two persons":            {"SHA256:none", []string{"ada@example.org", "bea@example.org"}, ""},
		"an unlisted address, then one":       {"SHA256:none", []string{"eve@x", "bea@example.org"}, "bea"},
		"an address of two, then one":         {"SHA256:none", []string{"team@example.org", "bea@example.org"}, "bea"},
		"a listed key beats an address":       {"SHA256:hers", []string{"ada@example.org"}, "bea"},
		"a machine's address":                 {"SHA256:none", []string{"bot@example.org"}, ""},
	} {
		if got := d.Signatory(keys.Checked{Key: c.key, Addresses: c.addresses}); got.ID != c.want || (c.want == "") != got.IsZero() {
			t.Errorf("%s: %+v, want %q", name, got, c.want)
		}
	}
}

func TestHoldsARoleOnADay(t *testing.T) {
	t.Parallel()
	d := NewDirectory(register())
	for _, c := range []struct {
		person, role, day string
		want              bool
	}{
		{"bea", "owner", "2024-01-20", false}, {"bea", "owner", "2024-02-01", true}, {"bea", "owner", "2024-02-29", true},
		{"bea", "owner", "2024-03-20", false}, {"mute", "owner", "1999-01-01", true}, {"mute", "owner", "2099-01-01", true},
		{"ada", "owner", "2024-02-10", false}, {"bea", "other", "2024-02-10", false},
	} {
		if got := d.Holds(c.person, c.role, mustDay(c.day)); got != c.want {
			t.Errorf("%s holds %s on %s: %v", c.person, c.role, c.day, got)
		}
	}
}

// The forge itself commits for whoever pressed the button, so it shows nobody.
func TestForgeItself(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"GitHub <noreply@github.com>": true, "x <NoReply@GitLab.com>": true, "x <noreply@bitbucket.org>": true,
		"x <noreply@dev.azure.com>": true,
		"x <noreply@codeberg.org>":  true, "github <me@x>": true, "GitLab <me@x>": true, "Ada <noreply@x>": false,
		"GitHub Enterprise <me@x>": false,
	} {
		if got := IsForge(ParseIdentity(text)); got != want {
			t.Errorf("%s is the forge: %v", text, got)
		}
	}
}

func TestFingerprintOfAKey(t *testing.T) {
	t.Parallel()
	key := publicKey
	inFull := keys.Fingerprint(key)
	if !strings.HasPrefix(inFull, "SHA256:") || keys.Fingerprint(" "+key+" comment ") != inFull || keys.Fingerprint(inFull) != inFull {
		t.Errorf("a public key has the fingerprint %q", inFull)
	}
	if got := keys.Fingerprint(" ab12 CD34\t ef "); got != "AB12CD34EF" {
		t.Errorf("a fingerprint of OpenPGP is %q", got)
	}
}
