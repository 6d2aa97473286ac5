package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/labels"
	"clausebook/internal/markdown"
	"clausebook/internal/nearest"
)

// link is a link of a document with what it leads to.
type link struct {
	from *doc.Document
	markdown.Link
	to doc.Target
}

// resolveLinks resolves every link that leads to a heading, document or file of the set.
func resolveLinks(set *doc.Set) []link {
	var out []link
	for _, d := range set.Documents {
		for _, l := range d.Body.Links {
			if l.Kind != markdown.LinkClause && (l.Kind != markdown.LinkExternal || set.Own(l)) {
				out = append(out, link{d, l, set.Resolve(d, l)})
			}
		}
	}
	suggestTargets(set, out)
	return out
}

// meant is what tells apart the broken links for which different hints may be given.
type meant struct {
	kind             markdown.LinkKind
	from             string // the folder of the document, to which a path is relative; the document itself for its headings
	target, fragment string
}

func meantBy(l link) meant {
	from := path.Dir(l.from.Path)
	if l.Target == "" {
		from = l.from.Path
	}
	return meant{l.Kind, from, l.Target, l.Fragment}
}

// suggestTargets says what broken links most likely mean, for the first mostHints different ones, as hints does for
// words. The others say that nobody looked.
func suggestTargets(set *doc.Set, links []link) {
	known := map[meant]string{}
	var left []int
	for i, l := range links {
		if l.to.Fault == doc.NoFault || l.to.Hint != "" {
			continue
		}
		m := meantBy(l)
		hint, ok := known[m]
		switch {
		case !ok && len(known) < mostHints:
			hint = set.Nearest(l.from, l.Link)
			known[m] = hint
		case !ok:
			left = append(left, i)
		}
		links[i].to.Hint = hint
	}
	others := map[meant]bool{}
	for _, i := range left {
		others[meantBy(links[i])] = true
	}
	for _, i := range left {
		links[i].to.Hint = fmt.Sprintf(
			"%d different links are broken, and only the first %d have a suggestion: fix those first",
			len(known)+len(others),
			mostHints,
		)
	}
}

// faultyLinks reports the links whose fault is the given one and that the filter accepts.
func faultyLinks(in *Input, rule diag.RuleID, fault doc.Fault, accept func(markdown.Link) bool) []diag.Finding {
	var out []diag.Finding
	for _, l := range in.links {
		if l.to.Fault == fault && accept(l.Link) {
			f := l.finding(rule, l.to.Message, l.to.Hint)
			f.Edit = l.edit(in)
			if l.from.Adopted && labels.BlankName(l.Target) {
				f.Hint = "replace it as other placeholders of the template, or take the link out"
				f.Severity = diag.Info
			}
			out = append(out, f)
		}
	}
	return out
}

// finding gives a finding at the link.
func (l link) finding(rule diag.RuleID, message, hint string) diag.Finding {
	return diag.Finding{Rule: rule, Pos: place(l.from, l.Place), Document: string(l.from.ID), Message: message, Hint: hint}
}

// edit gives the edit that leads a link to where the file is that it means: it was moved, or is written in other letters.
func (l link) edit(in *Input) *diag.Edit {
	switch l.Kind {
	case markdown.LinkDocument:
		id, ok := nearest.Same(l.Target, in.ids())
		if !ok {
			return nil
		}
		return l.from.Instead(place(l.from, l.Place), "[["+l.Target, "[["+id)
	case markdown.LinkRelative:
		to := in.Docs.Elsewhere(l.from, l.Link, in.now)
		if to == "" || strings.ContainsAny(to, " ()<>%") {
			return nil
		}
		return l.from.Instead(place(l.from, l.Place), "]("+l.Target, "]("+to)
	}
	return nil
}

// ids gives the ids of all documents.
func (in *Input) ids() []string {
	out := make([]string, len(in.Docs.Documents))
	for i, d := range in.Docs.Documents {
		out[i] = string(d.ID)
	}
	return out
}

// now gives the path at which the document is that was at another one earlier; nothing where none was, or two.
func (in *Input) now(earlier string) string {
	found := ""
	for _, d := range in.Docs.Documents {
		was := slices.Contains(d.Aliases, earlier)
		if in.History != nil {
			was = was || slices.ContainsFunc(in.History.Revisions(d.Path), func(r history.Revision) bool { return r.From == earlier })
		}
		if was && found != "" {
			return ""
		}
		if was {
			found = d.Path
		}
	}
	return found
}

func place(d *doc.Document, p markdown.Place) diag.Pos {
	return diag.Pos{File: d.Path, Line: p.Line, Col: p.Col, EndCol: p.EndCol}
}

func byPath(l markdown.Link) bool { return l.Kind == markdown.LinkRelative }
func byID(l markdown.Link) bool   { return l.Kind == markdown.LinkDocument }
func any(markdown.Link) bool      { return true }
