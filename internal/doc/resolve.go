package doc

import (
	"fmt"
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
	Hint     string // how to fix it, where that can be told without looking for what was meant; see Nearest
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
		return Target{Fault: FaultTarget, Message: fmt.Sprintf("no document has the id `%s`", l.Target)}
	}
	return withHeading(d, l.Fragment)
}

// resolvePath follows a path, whose percent signs the Markdown reader has resolved: once, or %2541 would be read twice.
func (s *Set) resolvePath(from *Document, l markdown.Link) Target {
	p := s.pathOf(from, l)
	if d := s.byPath[p]; d != nil {
		return withHeading(d, l.Fragment)
	}
	if s.isAsset(p) {
		return Target{Asset: p}
	}
	return s.missingPath(from, p, l)
}

// pathOf gives the path that a relative link means, from the repository root; a leading slash stands for the folder.
func (s *Set) pathOf(from *Document, l markdown.Link) string {
	if strings.HasPrefix(l.Target, "/") {
		return path.Join(s.Folder, l.Target)
	}
	return path.Join(path.Dir(from.Path), l.Target)
}

func (s *Set) isAsset(p string) bool {
	_, ok := slices.BinarySearchFunc(s.Assets, p, func(a Asset, p string) int { return strings.Compare(a.Path, p) })
	return ok
}

func (s *Set) missingPath(from *Document, p string, l markdown.Link) Target {
	t := Target{Fault: FaultTarget, Message: fmt.Sprintf("the link target `%s` does not exist", l.Target)}
	folded := s.names.folded[strings.ToLower(p)]
	switch {
	case l.Target == "":
		t.Message, t.Hint = "the link has no target", "link to a file, a heading or a document"
	case s.names.folders[p] != nil:
		t.Message, t.Hint = fmt.Sprintf("the link target `%s` is a folder, and folders have no page", l.Target), "link to a document in it"
	case p != s.Folder && !strings.HasPrefix(p, s.Folder+"/"):
		t.Message, t.Hint = fmt.Sprintf("the link target `%s` is outside the content folder", l.Target),
			"only files in the content folder become part of the site"
	case folded != "":
		t.Fault, t.Message = FaultCase, fmt.Sprintf("`%s` differs from `%s` in upper and lower case", l.Target, relative(from.Path, folded))
		t.Hint = "write it exactly as the file name; many systems distinguish upper and lower case"
	}
	return t
}

func withHeading(d *Document, fragment string) Target {
	t := Target{Document: d}
	if fragment == "" {
		return t
	}
	for i := range d.Body.Headings {
		h := &d.Body.Headings[i]
		if h.ID == fragment || strings.EqualFold(h.Text, fragment) {
			t.Heading = h
			return t
		}
	}
	t.Fault, t.Message = FaultHead, fmt.Sprintf("`%s` has no heading `#%s`", d.ID, fragment)
	return t
}

// Nearest words what a link that leads nowhere most likely means, or nothing. It compares the link with every id, file
// or heading that could be meant: who asks for each of many broken links pays with the square of their number.
func (s *Set) Nearest(from *Document, l markdown.Link) string {
	switch l.Kind {
	case markdown.LinkDocument:
		if d := s.byID[ID(l.Target)]; d != nil {
			return nearestHeading(d, l.Fragment)
		}
		return suggestNear(l.Target, s.names.ids)
	case markdown.LinkFragment:
		return nearestHeading(from, l.Fragment)
	case markdown.LinkRelative:
		p := s.pathOf(from, l)
		if d := s.byPath[p]; d != nil {
			return nearestHeading(d, l.Fragment)
		}
		if near := s.names.near(p); near != "" {
			return fmt.Sprintf("did you mean `%s`?", relative(from.Path, near))
		}
	}
	return ""
}

func nearestHeading(d *Document, fragment string) string {
	ids := make([]string, len(d.Body.Headings))
	for i := range d.Body.Headings {
		ids[i] = d.Body.Headings[i].ID
	}
	return suggestNear(fragment, ids)
}
