// Package author writes documents: new ones from the standard's documentation set, the first ones of a repository,
// the record of a review in one that exists, and the configuration by which a foreign repository is taken up.
//
// It only makes bytes. What it returns names paths relative to the project root, and the command line decides
// whether and how they reach the disk. Whatever it cannot know it writes as a placeholder that `check` finds again:
// the marks are the constants of package check.
package author

import (
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/standard"
)

// File is something to be written.
type File struct {
	Path  string // relative to the project root, with slashes
	Bytes []byte
	Rows  bool // it holds the rows of the document that is written next
}

// custom is what is customary for documents of one type.
type custom struct {
	kind     string
	folder   string
	prefix   string
	usual    string   // id of the required document that one of this type usually is, whatever type the standard's data says
	sections []string // headings where no required document gives any
}

var customs = []custom{
	{"policy", "policies", "POL", "", []string{"Purpose", "Scope", "Policy", "Responsibilities", "Review"}},
	{"plan", "plans", "PLN", "", []string{"Purpose", "Objectives", "Activities and dates", "Responsibilities", "Resources", "Measures"}},
	{
		"process",
		"processes",
		"PRC",
		"",
		[]string{
			"Purpose",
			"Scope",
			"Roles and responsibilities",
			"Inputs and outputs",
			"Activities",
			"Measures",
			"Records kept",
			"Interfaces with other processes",
		},
	},
	{"procedure", "procedures", "PRO", "", []string{"Purpose", "When it is used", "Steps", "Roles", "Records kept"}},
	{"catalogue", "catalogue", "CAT", "", []string{"Entries"}},
	{
		"service",
		"services",
		"SVC",
		"service-description",
		[]string{"Description", "Customers and users", "Dependencies", "Service hours", "Targets"},
	},
	{
		"agreement",
		"agreements",
		"AGR",
		"",
		[]string{"Parties", "Services and scope", "Targets", "Responsibilities", "Reporting and review", "Term and change"},
	},
	{
		"contract",
		"contracts",
		"CON",
		"external-supplier-contract",
		[]string{"Parties", "Scope", "Requirements", "Targets", "Performance review and disputes", "Term and exit"},
	},
	{"register", "registers", "REG", "", []string{"Entry", "Owner", "State", "Last change"}},
	{"programme", "programmes", "PRG", "internal-audit-programme", []string{"Period", "Scope", "Schedule", "Responsibilities"}},
	{"report", "reports", "REP", "", []string{"Summary", "Results", "Analysis", "Actions"}},
	{"minutes", "minutes", "MIN", "", []string{"Attendees", "Topics", "Decisions", "Actions and owners"}},
	{"record", "records", "REC", "", []string{"Subject", "Date", "Result"}},
	{
		"audit-report",
		"audits",
		"AUD",
		"internal-audit-report",
		[]string{"Criteria and scope", "Auditors", "Evidence and samples", "Findings and grades", "Conclusion"},
	},
	{
		"nonconformity",
		"nonconformities",
		"NC",
		"corrective-action-records",
		[]string{"Nonconformity", "Correction", "Cause", "Action", "Effectiveness review"},
	},
	{"certificate", "certificates", "CERT", "", []string{"Scope", "Use of the mark", "What the body is told", "Where the original is kept"}},
	{"improvement", "improvements", "IMP", "", []string{"Opportunity", "Expected benefit", "Approval", "Plan", "Result"}},
	{"applicability", "registers", "SOA", "", []string{"How controls were chosen"}},
	{"guide", "guides", "GDE", "", []string{"Purpose", "How it is done"}},
}

// Types lists the document types that can be written.
func Types() []string {
	out := make([]string, len(customs))
	for i, f := range customs {
		out[i] = f.kind
	}
	return out
}

// customOf gives what is customary for a type; for an unknown one a plain guide.
func customOf(kind string) custom {
	if i := slices.IndexFunc(customs, func(f custom) bool { return f.kind == kind }); i >= 0 {
		return customs[i]
	}
	return customs[len(customs)-1]
}

// dated tells whether documents of a type are of one day or begin on one, so that the front matter has to say which.
func dated(kind string) bool { return dayKey(kind) != "" }

// dayKey is the key under which a type keeps its day, empty for types that are maintained.
func dayKey(kind string) string {
	switch kind {
	case "report", "minutes", "record", "audit-report":
		return "date"
	case "nonconformity", "improvement":
		return "raised_on"
	case "certificate":
		return "issued_on"
	}
	return ""
}

// Subject is what a new document is to be: an entry of a standard's documentation set, or just of a type.
type Subject struct {
	Type     string
	Standard *standard.Standard         // nil where only a type is named
	Required *standard.RequiredDocument // nil likewise
	Primary  bool                       // the standard is the first, whose names need no prefix
}

// name gives the name by which front matter refers to an item of the subject's standard.
func (s Subject) name(item string) string {
	if s.Primary {
		return item
	}
	return s.Standard.ID + ":" + item
}

// Find reads the name of a required document, with or without its standard's prefix, or of a document type.
func Find(d *dossier.Dossier, name string) (Subject, bool) {
	if ref, kind, ok := d.Standards.Resolve(name); ok && kind == standard.KindRequired {
		return subjectOf(d.Standards, ref), true
	}
	if !slices.Contains(Types(), name) {
		return Subject{}, false
	}
	if primary := d.Standards.Primary(); primary != nil {
		if usual := customOf(name).usual; usual != "" && primary.RequiredDocument(usual) != nil {
			return subjectOf(d.Standards, standard.Ref{Standard: primary.ID, Item: usual}), true
		}
	}
	return Subject{Type: name}, true
}

func subjectOf(l *standard.Library, ref standard.Ref) Subject {
	std := l.Standard(ref.Standard)
	s := Subject{Standard: std, Required: std.RequiredDocument(ref.Item), Primary: std == l.Primary()}
	s.Type = s.Required.Type
	if i := slices.IndexFunc(customs, func(f custom) bool { return f.usual == ref.Item }); i >= 0 {
		s.Type = customs[i].kind
	}
	return s
}

// Names lists what Find knows, for completion and suggestions: required documents and types.
func Names(d *dossier.Dossier) []string {
	var out []string
	for i, s := range d.Standards.Standards {
		for _, r := range s.Required {
			name := r.ID
			if i > 0 {
				name = s.ID + ":" + r.ID
			}
			out = append(out, name)
		}
	}
	return append(out, Types()...)
}

// key makes ids comparable as the addresses of their pages are: without regard to case.
func key(id doc.ID) string { return strings.ToLower(string(id)) }
