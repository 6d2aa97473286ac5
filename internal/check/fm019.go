package check

import "clausebook/internal/diag"

var fm019 = Rule{
	ID:    "FM019",
	Title: "adopted documents have a key or a value of their own",
	Why: "They were written for something else, so a name or a word that clausebook does not know is no mistake. It is told once, " +
		"for it may " +
		"mean something that clausebook could use.",
	Fix: "Map the key in `fields:` or the word in `values:` of clausebook.yaml, or pass over the key: `fields: {layout: ignore}`. " +
		"A document that " +
		"gives type, version, status and owner itself is held to the keys in docs/front-matter.md.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
}
