package people

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Alike tells whether two names may be meant to be one: the same letters whatever their case, accents and spaces, and
// letters of other scripts that look the same.
func Alike(a, b string) bool {
	x := foldName(a)
	return x != "" && x == foldName(b)
}

// foldName gives a name in a form in which names that look alike are equal.
func foldName(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), unicode.IsSpace(r):
			continue
		}
		r = unicode.ToLower(r)
		if latin, ok := lookAlikes[r]; ok {
			r = latin
		}
		b.WriteRune(r)
	}
	return b.String()
}

// lookAlikes are small letters of Greek and Cyrillic that look like Latin ones, or whose capitals do.
var lookAlikes = map[rune]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'е': 'e', 'н': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'м': 'm', 'о': 'o', 'р': 'p', 'ѕ': 's', 'т': 't',
	'у': 'y', 'х': 'x',
	'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'h', 'ι': 'i', 'κ': 'k', 'μ': 'm', 'ν': 'n', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'y', 'χ': 'x',
	'ζ': 'z', 'ı': 'i', 'ł': 'l', 'ø': 'o', 'ß': 's',
}

// shortLocal is the fewest letters of the part before the @ that say anything about who somebody is.
const shortLocal = 5

// functions are local parts that name a function and no person.
var functions = map[string]bool{
	"admin":        true,
	"noreply":      true,
	"no-reply":     true,
	"quality":      true,
	"support":      true,
	"office":       true,
	"contact":      true,
	"hello":        true,
	"service":      true,
	"services":     true,
	"security":     true,
	"compliance":   true,
	"webmaster":    true,
	"postmaster":   true,
	"hostmaster":   true,
	"helpdesk":     true,
	"sales":        true,
	"management":   true,
	"operations":   true,
	"servicedesk":  true,
	"service-desk": true,
	"users":        true,
	"github":       true,
	"gitlab":       true,
	"gitea":        true,
}

// LocalPart gives the part of an address before the @ where it may tell who somebody is; nothing where it is short or
// names a function.
func LocalPart(address string) string {
	local, host, ok := strings.Cut(FoldAddress(address), "@")
	if !ok || strings.Contains(host, "users.noreply.") || len([]rune(local)) < shortLocal || functions[local] {
		return ""
	}
	return local
}
