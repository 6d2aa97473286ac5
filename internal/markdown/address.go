package markdown

import (
	"net/url"
	"strings"
)

// allowedSchemes are the schemes of links that are passed on. Everything else a browser or an operating system might
// act upon, and new ones are invented every year: hence a list of what is known to be harmless.
var allowedSchemes = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true}

// address is the destination of a link, taken apart. Refused says why it will not be passed on, empty if it will.
type address struct {
	kind             LinkKind
	target, fragment string
	refused          string
}

// maxAddress bounds a destination, in bytes. A reference definition is written once and used often, so that its
// length multiplies.
const maxAddress = 2048

// newAddress takes apart a destination in which escapes and entities are resolved. The percent signs of relative
// paths are resolved once, here; an external URL stays as it was written.
func newAddress(dest string) address {
	scheme, ok := schemeOf(dest)
	switch {
	case len(dest) > maxAddress:
		return address{refused: "an address over 2048 bytes"}
	case strings.ContainsFunc(dest, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return address{refused: "a control character in the address"}
	case ok && !allowedSchemes[scheme]:
		return address{refused: scheme}
	case ok:
		return externalAddress(scheme, dest)
	case isNetworkPath(dest):
		return address{refused: "//"}
	}
	path, fragment, found := strings.Cut(dest, "#")
	path, _, _ = strings.Cut(path, "?") // a question to a server, such as ?plain=1 of forges: a file is the same without
	a := address{kind: LinkRelative, target: unescape(path), fragment: unescape(fragment)}
	if path == "" && found {
		a.kind = LinkFragment
	}
	if found && fragment == "" {
		a.fragment = "top" // as in HTML
	}
	return a
}

// externalAddress checks a URL with an allowed scheme.
func externalAddress(scheme, dest string) address {
	u, err := url.Parse(dest)
	if err != nil || (strings.HasPrefix(scheme, "http") && u.Host == "") {
		return address{refused: scheme + " without a host that can be read"}
	}
	return address{kind: LinkExternal, target: dest}
}

// schemeOf gives the scheme of a destination in lower case. Browsers pass over spaces and control characters before
// and within it, so that these are passed over here as well.
func schemeOf(dest string) (string, bool) {
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

// isNetworkPath tells whether a browser would read the destination as //host: it takes a backslash for a slash.
func isNetworkPath(dest string) bool {
	dest = strings.TrimLeft(dest, " ")
	return len(dest) > 1 && strings.ContainsRune(`/\`, rune(dest[0])) && strings.ContainsRune(`/\`, rune(dest[1]))
}

// unescape resolves percent signs once; what cannot be resolved stays as it is.
func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return clean(u)
	}
	return s
}

// escapeURL percent-encodes the bytes that may not stand in a URL and leaves all others, percent signs too.
func escapeURL(s string) string {
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

// safeHref tells whether an address that a Resolver gave may be put into the page. Resolvers are our own code, but
// they build addresses from what documents say.
func safeHref(href string) bool {
	if href == "" || isNetworkPath(href) || strings.ContainsFunc(href, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return false
	}
	scheme, ok := schemeOf(href)
	return !ok || allowedSchemes[scheme]
}
