package markdown

import (
	"strings"

	"clausebook/internal/characters"
	"clausebook/internal/href"
)

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
	scheme, ok := href.Scheme(dest)
	switch {
	case len(dest) > maxAddress:
		return address{refused: "an address over 2048 bytes"}
	case strings.ContainsFunc(dest, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return address{refused: "a control character in the address"}
	case ok && !href.Allowed[scheme]:
		return address{refused: scheme}
	case ok:
		if !href.Whole(scheme, dest) {
			return address{refused: scheme + " without a host that can be read"}
		}
		return address{kind: LinkExternal, target: dest}
	case href.IsNetworkPath(dest):
		return address{refused: "//"}
	}
	path, fragment, found := strings.Cut(dest, "#")
	path, _, _ = strings.Cut(path, "?") // a question to a server, such as ?plain=1 of forges: a file is the same without
	a := address{kind: LinkRelative, target: characters.Unescape(path), fragment: characters.Unescape(fragment)}
	if path == "" && found {
		a.kind = LinkFragment
	}
	if found && fragment == "" {
		a.fragment = "top" // as in HTML
	}
	return a
}
