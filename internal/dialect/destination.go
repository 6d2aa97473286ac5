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
	Named            bool // the name of a page, wherever that stands
	Target, Fragment string
	Refused          string
}

// Longest bounds a destination, in bytes. A reference definition is written once and used often, so that its
// length multiplies.
const Longest = 2048

// TooLong says so of a destination.
const TooLong = "an address over 2048 bytes"

// inProject gives an address as Markdown has it where Docusaurus writes it from the folder of the site: @site/docs/a.md, or
// pathname:///file.pdf, which it does not follow itself; as MyST does, project:a.md; as Zola does from the folder of all documents, @/a.md,
// and Astro from that of its sources, ~/assets/a.png. What lies in static/ is found from the root.
func inProject(dest string) string {
	if at, ok := strings.CutPrefix(dest, "pathname://"); ok && strings.HasPrefix(at, "/") {
		return at
	}
	if at, ok := strings.CutPrefix(dest, "project:"); ok { // of MyST
		return at
	}
	for _, top := range []string{"@site/", "@/", "~/"} {
		if at, ok := strings.CutPrefix(dest, top); ok {
			return "/" + strings.TrimPrefix(at, "static/")
		}
	}
	return dest
}

// ReadDestination takes apart a destination in which escapes and entities are resolved. The percent signs of relative
// paths are resolved once, here; an external URL stays as it was written.
func ReadDestination(dest string) Destination {
	dest = inProject(dest)
	scheme, ok := href.Scheme(dest)
	switch {
	case strings.HasPrefix(dest, `\`):
		return Destination{Refused: "a path in a Windows network, which browsers do not open"}
	case ok && len(scheme) == 1:
		return Destination{Refused: "a path on a Windows drive, which no other computer has"}
	case len(dest) > Longest:
		return Destination{Refused: TooLong}
	case strings.ContainsFunc(dest, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return Destination{Refused: "a control character in the address"}
	case ok && !href.Allowed[scheme] && scheme+":" != byName:
		return Destination{Refused: scheme}
	case ok && scheme+":" != byName:
		if !href.Whole(scheme, dest) {
			return Destination{Refused: scheme + " without a host that can be read"}
		}
		return Destination{External: true, Target: dest}
	case href.IsNetworkPath(dest):
		return Destination{Refused: "//"}
	}
	dest, named := strings.CutPrefix(dest, byName)
	path, fragment, found := strings.Cut(dest, "#")
	path, _, _ = strings.Cut(path, "?") // a question to a server, such as ?plain=1 of forges: a file is the same without
	a := Destination{Named: named, Target: characters.Unescape(path), Fragment: characters.Unescape(fragment)}
	if path == "" && found {
		a.Within = true
	}
	if found && fragment == "" {
		a.Fragment = "top" // as in HTML
	}
	return a
}
