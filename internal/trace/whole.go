package trace

import (
	"strings"

	"clausebook/internal/standard"
)

// Whole is a list of which a reason gives the beginning only, as its phrases name it.
type Whole struct {
	Of   standard.Ref
	List string
}

// The lists that an item has.
const (
	EvidenceList = "evidence" // all pieces of evidence
	MissingList  = "missing"  // all that is missing: sections, services, suppliers, months
	RequiredList = "required" // the required documents that it follows from
)

func (w Whole) name() string { return w.List + " " + w.Of.String() }

// WholeNamed reads the name of a list, as phrase.Run has it.
func WholeNamed(name string) Whole {
	list, item, _ := strings.Cut(name, " ")
	std, id, _ := strings.Cut(item, ":")
	return Whole{standard.Ref{Standard: std, Item: id}, list}
}

func allEvidence(of standard.Ref) string { return Whole{of, EvidenceList}.name() }
func allMissing(of standard.Ref) string  { return Whole{of, MissingList}.name() }
func allRequired(of standard.Ref) string { return Whole{of, RequiredList}.name() }
