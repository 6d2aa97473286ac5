// Package href tells which addresses may be put into a page, reading them as browsers do.
package href

import (
	"net/url"
	"strings"
)

// Allowed are the schemes of links that are passed on. Everything else a browser or an operating system might
// act upon, and new ones are invented every year: hence a list of what is known to be harmless.
var Allowed = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true}

// Scheme gives the scheme of a destination in lower case. Browsers pass over spaces and control characters before
// and within it, so that these are passed over here as well.
func Scheme(dest string) (string, bool) {
	var b strings.Builder
	for _, r := range dest {
		switch {
		case r == ':':
			return strings.ToLower(b.String()), b.Len() > 0
		case r <= ' ' || r == 0x7f || r == 0xa0 || r == 0xad || r == 0xfeff || (r >= 0x2000 && r <= 0x200f):
			continue
		case isSchemeRune(r, b.Len() == 0):
			b.WriteRune(r)
		default:
			return "", false
		}
	}
	return "", false
}

func isSchemeRune(r rune, first bool) bool {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
		return true
	}
	return !first && (r >= '0' && r <= '9' || r == '+' || r == '-' || r == '.')
}

// IsNetworkPath tells whether a browser would read the destination as //host: it takes a backslash for a slash.
func IsNetworkPath(dest string) bool {
	dest = strings.TrimLeft(dest, " ")
	return len(dest) > 1 && strings.ContainsRune(`/\`, rune(dest[0])) && strings.ContainsRune(`/\`, rune(dest[1]))
}

// Escape percent-encodes the bytes that may not stand in a URL and leaves all others, percent signs too.
func Escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c > ' ' && c < 0x7f && !strings.ContainsRune("\"<>\\^`{|}", rune(c)) {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

// Safe tells whether an address that a Resolver gave may be put into the page. Resolvers are our own code, but
// they build addresses from what documents say.
func Safe(href string) bool {
	if href == "" || IsNetworkPath(href) || strings.ContainsFunc(href, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return false
	}
	scheme, ok := Scheme(href)
	return !ok || Allowed[scheme]
}

// Whole tells whether an address with a scheme can be read, and one of the web names a host.
func Whole(scheme, address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Host != "" || !strings.HasPrefix(scheme, "http"))
}
