package view

import (
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
		return markdown.Reference{Href: l.Target}
	case markdown.LinkDocument:
		d := r.Docs.ByID(doc.ID(l.Target))
		if d == nil {
			return markdown.Reference{Text: l.Target, Missing: r.T("no document has the id %s", l.Target)}
		}
		return r.to(d, l.Fragment)
	case markdown.LinkClause:
		return r.clauseReference(l.Target)
	case markdown.LinkFragment:
		return r.to(r.from, l.Fragment)
	}
	return r.relativeLink(l)
}

// to leads to a document, and to one of its headings where there is one of that name.
func (r resolver) to(d *doc.Document, fragment string) markdown.Reference {
	ref := markdown.Reference{Href: r.Href(r.Addr.Documents[d]), Text: TitleOf(d), Title: string(d.ID)}
	if fragment == "" {
		return ref
	}
	for _, h := range d.Body.Headings {
		if h.ID == fragment {
			ref.Href += "#" + markdown.Anchor(h.ID)
			return ref
		}
	}
	ref.Title = r.T("%s has no heading “%s”", d.ID, fragment)
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

// relativeLink leads to a document or a copied file. What else a repository holds is no part of the site: the forge
// shows it, if there is one.
func (r resolver) relativeLink(l markdown.Link) markdown.Reference {
	file := beside(r.from.Path, l.Target)
	if d := r.Docs.ByPath(file); d != nil {
		return r.to(d, l.Fragment)
	}
	if at := r.Addr.Files[file]; at != "" {
		return markdown.Reference{Href: r.Href(at), Text: l.Target}
	}
	if r.History.HeadBlob(file) != "" {
		if href := r.SourceFile(file); href != "" {
			return markdown.Reference{Href: href, Text: l.Target}
		}
	}
	return markdown.Reference{Text: l.Target, Missing: r.T("%s is not a document of this site", file)}
}
