package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/markdown"
)

// faultyLinks walks all links and reports those whose fault is the given one and that the filter accepts.
func faultyLinks(in *Input, rule diag.RuleID, fault doc.Fault, accept func(markdown.Link) bool) []diag.Finding {
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		for _, l := range d.Body.Links {
			if !accept(l) {
				continue
			}
			if t := in.Docs.Resolve(d, l); t.Fault == fault {
				out = append(out, diag.Finding{Rule: rule, Pos: place(d, l.Place), Document: string(d.ID), Message: t.Message, Hint: t.Hint})
			}
		}
	}
	return out
}

func place(d *doc.Document, p markdown.Place) diag.Pos {
	return diag.Pos{File: d.Path, Line: p.Line, Col: p.Col, EndCol: p.EndCol}
}

func byPath(l markdown.Link) bool { return l.Kind == markdown.LinkRelative }
func byID(l markdown.Link) bool   { return l.Kind == markdown.LinkDocument }
func any(markdown.Link) bool      { return true }
