package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/markdown"
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
			if l.Kind != markdown.LinkExternal && l.Kind != markdown.LinkClause {
				out = append(out, link{d, l, set.Resolve(d, l)})
			}
		}
	}
	return out
}

// faultyLinks reports the links whose fault is the given one and that the filter accepts.
func faultyLinks(in *Input, rule diag.RuleID, fault doc.Fault, accept func(markdown.Link) bool) []diag.Finding {
	var out []diag.Finding
	for _, l := range in.links {
		if l.to.Fault == fault && accept(l.Link) {
			out = append(out, l.finding(rule, l.to.Message, l.to.Hint))
		}
	}
	return out
}

// finding gives a finding at the link.
func (l link) finding(rule diag.RuleID, message, hint string) diag.Finding {
	return diag.Finding{Rule: rule, Pos: place(l.from, l.Place), Document: string(l.from.ID), Message: message, Hint: hint}
}

func place(d *doc.Document, p markdown.Place) diag.Pos {
	return diag.Pos{File: d.Path, Line: p.Line, Col: p.Col, EndCol: p.EndCol}
}

func byPath(l markdown.Link) bool { return l.Kind == markdown.LinkRelative }
func byID(l markdown.Link) bool   { return l.Kind == markdown.LinkDocument }
func any(markdown.Link) bool      { return true }
