package dialect

import (
	"strings"

	"clausebook/internal/characters"
	"clausebook/internal/href"
)

// Destination is where a link leads, taken apart. Refused says why it will not be passed on, empty if it will.
type Destination struct {
	External         bool // a URL with an allowed scheme
	Within           bool // a fragment of the same text
	Target, Fragment string
	Refused          string
}

// Longest bounds a destination, in bytes. A reference definition is written once and used often, so that its
// length multiplies.
const Longest = 2048

// TooLong says so of a destination.
const TooLong = "an address over 2048 bytes"

// ReadDestination takes apart a destination in which escapes and entities are resolved. The percent signs of relative
// paths are resolved once, here; an external URL stays as it was written.
func ReadDestination(dest string) Destination {
	scheme, ok := href.Scheme(dest)
	switch {
	case len(dest) > Longest:
		return Destination{Refused: TooLong}
	case strings.ContainsFunc(dest, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return Destination{Refused: "a control character in the address"}
	case ok && !href.Allowed[scheme]:
		return Destination{Refused: scheme}
	case ok:
		if !href.Whole(scheme, dest) {
			return Destination{Refused: scheme + " without a host that can be read"}
		}
		return Destination{External: true, Target: dest}
	case href.IsNetworkPath(dest):
		return Destination{Refused: "//"}
	}
	path, fragment, found := strings.Cut(dest, "#")
	path, _, _ = strings.Cut(path, "?") // a question to a server, such as ?plain=1 of forges: a file is the same without
	a := Destination{Target: characters.Unescape(path), Fragment: characters.Unescape(fragment)}
	if path == "" && found {
		a.Within = true
	}
	if found && fragment == "" {
		a.Fragment = "top" // as in HTML
	}
	return a
}
