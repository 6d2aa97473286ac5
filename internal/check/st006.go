package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/trace"
)

var st006 = Rule{
	ID:       "ST006",
	Title:    "evidence for another standard is only a part",
	Why:      "A document for another standard deals with a part of what is asked for here, or nobody has shown that it does.",
	Fix:      "Let the document fulfil this item as well, once it deals with all of it, or write one for the rest.",
	Severity: diag.Error, // by the strength of the requirement: implied ones warn, recommended ones inform
	Gap:      true,
	Run: func(in *Input) []diag.Finding {
		return requiredIn(in, "ST006", trace.Partly, trace.Cell.CarriedInPart)
	},
}
