package doc

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"clausebook/internal/markdown"
)

// Fault tells why a link leads nowhere.
type Fault string

// The faults of links.
const (
	NoFault     Fault = ""
	FaultTarget Fault = "target"  // no such file or document
	FaultCase   Fault = "case"    // a file whose name differs in upper and lower case
	FaultHead   Fault = "heading" // the document has no such heading
)

// Target is what a link leads to.
type Target struct {
	Document *Document         // nil for an attachment
	Heading  *markdown.Heading // nil for the document as a whole
	Asset    string            // path of an attachment relative to the repository root
	Fault    Fault
	Message  string // what is wrong, where Fault is set
	Hint     string
}

// Resolve follows a relative link, a fragment or a document reference that stands in the document from. Clause
// references and external links are not the set's to resolve: their target is zero.
func (s *Set) Resolve(from *Document, l markdown.Link) Target {
	switch l.Kind {
	case markdown.LinkDocument:
		return s.resolveID(l)
	case markdown.LinkFragment:
		return withHeading(from, l.Fragment)
	case markdown.LinkRelative:
		return s.resolvePath(from, l)
	}
	return Target{}
}

func (s *Set) resolveID(l markdown.Link) Target {
	d := s.byID[ID(l.Target)]
	if d == nil {
		return Target{Fault: FaultTarget, Message: fmt.Sprintf("no document has the id `%s`", l.Target), Hint: suggestNear(l.Target, s.ids())}
	}
	return withHeading(d, l.Fragment)
}

func (s *Set) resolvePath(from *Document, l markdown.Link) Target {
	name, err := url.PathUnescape(l.Target)
	if err != nil {
		return Target{Fault: FaultTarget, Message: fmt.Sprintf("the link target `%s` is not a valid path", l.Target), Hint: "write a percent sign as %25"}
	}
	p := path.Join(path.Dir(from.Path), name)
	if strings.HasPrefix(name, "/") {
		p = path.Join(s.Folder, name)
	}
	if d := s.byPath[p]; d != nil {
		return withHeading(d, l.Fragment)
	}
	if s.isAsset(p) {
		return Target{Asset: p}
	}
	return s.missingPath(p, l)
}

func (s *Set) isAsset(p string) bool {
	_, ok := slices.BinarySearchFunc(s.Assets, p, func(a Asset, p string) int { return strings.Compare(a.Path, p) })
	return ok
}

func (s *Set) missingPath(p string, l markdown.Link) Target {
	if p != s.Folder && !strings.HasPrefix(p, s.Folder+"/") {
		return Target{Fault: FaultTarget, Message: fmt.Sprintf("the link target `%s` lies outside the content folder", l.Target), Hint: "only what stands in the content folder becomes part of the site"}
	}
	paths := make([]string, 0, len(s.Documents)+len(s.Assets))
	for _, d := range s.Documents {
		paths = append(paths, d.Path)
	}
	for _, a := range s.Assets {
		paths = append(paths, a.Path)
	}
	for _, q := range paths {
		if strings.EqualFold(p, q) {
			return Target{Fault: FaultCase, Message: fmt.Sprintf("`%s` differs from `%s` in upper and lower case", l.Target, path.Base(q)), Hint: "write it as the file is called; many systems tell the two apart"}
		}
	}
	return Target{Fault: FaultTarget, Message: fmt.Sprintf("the link target `%s` does not exist", l.Target), Hint: suggestNear(p, paths)}
}

func withHeading(d *Document, fragment string) Target {
	t := Target{Document: d}
	if fragment == "" {
		return t
	}
	ids := make([]string, len(d.Body.Headings))
	for i := range d.Body.Headings {
		h := &d.Body.Headings[i]
		if h.ID == fragment || strings.EqualFold(h.Text, fragment) {
			t.Heading = h
			return t
		}
		ids[i] = h.ID
	}
	t.Fault, t.Message = FaultHead, fmt.Sprintf("`%s` has no heading `#%s`", d.ID, fragment)
	t.Hint = suggestNear(fragment, ids)
	return t
}

func (s *Set) ids() []string {
	out := make([]string, len(s.Documents))
	for i, d := range s.Documents {
		out[i] = string(d.ID)
	}
	return out
}
