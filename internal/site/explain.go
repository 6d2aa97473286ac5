package site

import (
	"bytes"
	"fmt"
	"html"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/nearest"
	"clausebook/internal/output"
	"clausebook/internal/why"
)

// NoPageError says that the site has no page or file of this name.
type NoPageError struct{ Name, Near string }

func (e *NoPageError) Error() string {
	if e.Near != "" {
		return fmt.Sprintf("the site has no page %q: did you mean %q?", e.Name, e.Near)
	}
	return fmt.Sprintf("the site has no page %q", e.Name)
}

// Explain tells what a page or file stands on. It is named by its address in the site or by the id of the document whose page it is. Notes
// are taken of it alone.
func Explain(d *dossier.Dossier, o Options, name string) (why.Story, error) {
	p, err := newPlan(d, o)
	if err != nil {
		return why.Story{}, err
	}
	p.list()
	f, err := p.named(name)
	if err != nil {
		return why.Story{}, err
	}
	s := why.Story{Path: f.Path, Day: d.AsOf.Day.String()}
	if f.Prepare == nil || !strings.HasSuffix(f.Path, ".html") {
		return s, nil
	}
	_, write, err := f.Prepare()
	if err != nil {
		return s, fmt.Errorf("prepare %s: %w", f.Path, err)
	}
	template := "templates/" + f.Kind + ".html"
	s.Template, s.Words = template+" of the built-in theme", p.Language()
	if p.Theme.Overrides(template) {
		s.Template = template + " of your theme"
	}
	var page bytes.Buffer
	if err := write(&page); err != nil {
		return s, fmt.Errorf("render %s: %w", f.Path, err)
	}
	s.Document, s.Names = p.documentOf(f.Path), p.namesOn(f.Path, page.String())
	return s, nil
}

// named finds a file of the plan.
func (p *plan) named(name string) (output.File, error) {
	at := strings.TrimPrefix(path.Clean("/"+name), "/")
	if d := p.Docs.ByID(doc.ID(name)); d != nil {
		at = p.Addr.Documents[d]
	}
	paths := make([]string, len(p.files))
	for i, f := range p.files {
		if f.Path == at || f.Path == at+".html" {
			return f, nil
		}
		paths[i] = f.Path
	}
	near, _ := nearest.Name(at, paths)
	return output.File{}, &NoPageError{name, near}
}

// documentOf says whose page it is: the document with its file and the commit that changed it last, or the version with its blob.
func (p *plan) documentOf(at string) string {
	for _, d := range p.Docs.Documents {
		if at != p.Addr.Documents[d] && at != p.Addr.Histories[d] {
			continue
		}
		text := strings.TrimSpace(string(d.ID)+" "+d.Version) + ", " + d.Path
		switch commit := p.At("", at).LastChange(d).Text; {
		case p.Uncommitted(d):
			text += ", not committed"
		case commit != "":
			text += ", last changed in commit " + commit
		}
		return text
	}
	for v, text := range p.Addr.Texts {
		if text == at && v.Revision != nil {
			return fmt.Sprintf("%s %s, %s, blob %s", v.Document.ID, v.Number(), v.Revision.Path, v.Revision.Blob.Short())
		}
	}
	return ""
}

var linkIn = regexp.MustCompile(` href="([^"]*)"`)

// namesOn gives what a finished page links to, by sort.
func (p *plan) namesOn(at, page string) []why.Group {
	things, found := p.things(), map[string]map[string]bool{}
	for _, m := range linkIn.FindAllStringSubmatch(page, -1) {
		u, err := url.Parse(html.UnescapeString(m[1]))
		if err != nil || u.IsAbs() || u.Path == "" {
			continue
		}
		to := path.Join(path.Dir(at), u.Path)
		what, known := things[to+"#"+u.Fragment]
		if !known {
			what, known = things[to]
		}
		if !known || to == at {
			continue
		}
		if found[what.sort] == nil {
			found[what.sort] = map[string]bool{}
		}
		found[what.sort][what.name] = true
	}
	var out []why.Group
	for _, sort := range []string{"documents", "versions", "clauses", "people", "roles", "parties"} {
		if names := slices.Sorted(maps.Keys(found[sort])); len(names) > 0 {
			out = append(out, why.Group{Sort: sort, Names: names})
		}
	}
	return out
}

// thing is something that has a page.
type thing struct{ sort, name string }

// things gives what stands at each address.
func (p *plan) things() map[string]thing {
	out := map[string]thing{}
	for v, at := range p.Addr.Texts {
		out[at] = thing{"versions", string(v.Document.ID) + " " + v.Number()}
	}
	for d, at := range p.Addr.Documents {
		out[at] = thing{"documents", string(d.ID)}
	}
	for ref, at := range p.Addr.Items {
		out[at] = thing{"clauses", ref.Standard + " " + ref.Item}
	}
	for id, at := range p.Addr.People {
		out[at] = thing{"people", id}
	}
	for id, at := range p.Addr.Roles {
		out[at] = thing{"roles", id}
	}
	for id, at := range p.Addr.Parties {
		out[at] = thing{"parties", id}
	}
	return out
}
