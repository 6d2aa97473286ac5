package check

import (
	"slices"
	"strings"

	"clausebook/internal/doc"
)

// services gives the services in force whose state is one of those named, such as "live".
func services(in *Input, states ...string) []*doc.Document {
	var out []*doc.Document
	for _, d := range in.Docs.Documents {
		if d.Type == "service" && d.Status.Current() && slices.Contains(states, d.Front.Get("state").Text()) {
			out = append(out, d)
		}
	}
	return out
}

// ofType gives the documents of a type that are in force.
func ofType(in *Input, kind string) []*doc.Document {
	var out []*doc.Document
	for _, d := range in.Docs.Documents {
		if d.Type == kind && d.Status.Current() {
			out = append(out, d)
		}
	}
	return out
}

// fulfils tells whether the document is the required document of this id in any standard: `service-catalogue`, with
// or without the prefix of its standard.
func fulfils(d *doc.Document, item string) bool {
	return slices.ContainsFunc(d.Fulfils, func(name string) bool {
		_, bare, qualified := strings.Cut(name, ":")
		return name == item || qualified && bare == item
	})
}

// lacks tells whether the matrix already reports that a required document of this type is missing for the thing that
// has this id, such as a service or a supplier. One fault is one finding.
func lacks(in *Input, documentType, id string) bool {
	for _, s := range in.Standards.Standards {
		m := in.Matrix.Standard(s.ID)
		for i := range s.Required {
			if m != nil && s.Required[i].Type == documentType && m.Required[i].State.Gap() && slices.Contains(m.Required[i].Missing, id) {
				return true
			}
		}
	}
	return false
}
