package view

import (
	"cmp"
	"path"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/markdown"
)

// resolver gives the addresses of links in the text of a document, as seen from its page.
type resolver struct {
	Page
	from *doc.Document
}

// Resolve implements markdown.Resolver.
func (r resolver) Resolve(l markdown.Link) markdown.Reference {
	switch l.Kind {
	case markdown.LinkExternal:
		return r.web(l)
	case markdown.LinkClause:
		return r.clauseReference(l.Target)
	}
	switch to := r.Docs.Resolve(r.from, l); {
	case to.Document != nil:
		ref := r.to(to, l.Fragment)
		if to.Swapped {
			ref.Words = l.Target
		}
		return ref
	case to.Asset != "" && r.Addr.Files[to.Asset] != "":
		return markdown.Reference{Href: r.Href(r.Addr.Files[to.Asset]), Text: l.Target}
	case to.Asset != "" && r.History.HeadBlob(to.Asset) != "", to.Beyond != "":
		return r.onForge(l, cmp.Or(to.Asset, to.Beyond))
	case l.Kind == markdown.LinkDocument:
		return markdown.Reference{Text: l.Target, Missing: r.T("no document has the id %s", l.Target)}
	case to.Fault == doc.FaultStored:
		return markdown.Reference{Text: l.Target, Missing: r.T("the file was not fetched from Git LFS")}
	}
	return markdown.Reference{Text: l.Target, Missing: r.T("%s is not a document of this site", beside(r.from.Path, l.Target))}
}

// web leads to an address in the web, or to what the site has at it where the address is its own.
func (r resolver) web(l markdown.Link) markdown.Reference {
	switch to := r.Docs.Resolve(r.from, l); {
	case to.Document != nil:
		_, fragment, _ := strings.Cut(l.Target, "#")
		return r.to(to, fragment)
	case to.Asset != "" && r.Addr.Files[to.Asset] != "":
		return markdown.Reference{Href: r.Href(r.Addr.Files[to.Asset]), Text: l.Target}
	}
	return markdown.Reference{Href: l.Target}
}

// beside gives the path that a link in a file means, for words.
func beside(file, target string) string {
	if rooted, ok := strings.CutPrefix(target, "/"); ok {
		return path.Clean(rooted)
	}
	return path.Join(path.Dir(file), target)
}

// onForge leads to a file that is no part of the site, where the forge shows it.
func (r resolver) onForge(l markdown.Link, file string) markdown.Reference {
	if href := r.SourceFile(file); href != "" {
		return markdown.Reference{Href: href, Text: l.Target}
	}
	return markdown.Reference{Text: l.Target, Missing: r.T("%s is not a document of this site", file)}
}

// to leads to a document, and to one of its headings where there is one of that name.
func (r resolver) to(t doc.Target, fragment string) markdown.Reference {
	d := t.Document
	ref := markdown.Reference{Href: r.Href(cmp.Or(r.Addr.Documents[d], r.Path)), // one that has no address yet is the page itself
		Text: TitleOf(d), Title: string(d.ID)}
	switch {
	case t.Heading != nil:
		ref.Href += "#" + markdown.Anchor(t.Heading.ID)
	case t.Fault == doc.FaultHead:
		ref.Title = r.T("%s has no heading “%s”", d.ID, fragment)
	}
	return ref
}

func (r resolver) clauseReference(target string) markdown.Reference {
	found, _, ok := r.Standards.Resolve(target)
	if !ok {
		return markdown.Reference{Text: "§" + target, Missing: r.T("no standard in use has %s", target)}
	}
	l := r.Item(found)
	return markdown.Reference{Href: l.Href, Text: "§" + target, Title: l.Title}
}
