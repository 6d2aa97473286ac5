package check_test

// family is a group of rules whose ids share a prefix.
type family struct{ Prefix, Title, About string }

// families lists the families in the order in which docs/rules.md documents their rules.
func families() []family {
	return []family{
		{"FS", "Files", "Files that cannot be read, or not on every system."},
		{"FM", "Front matter", "The control data at the top of a document: its form and its values."},
		{"ID", "Identity", "An id stands for one document, for ever."},
		{"MD", "Content that is not shown", "What the site leaves out of a page."},
		{"LK", "Links", "Whether links work, and lead to documents in force."},
		{"DA", "Data files", "The rows of a register or record."},
		{"RL", "Relations", "Documents that refer to each other in the front matter."},
		{
			"RQ",
			"Required documents",
			"What the standard requires, as judged in the matrix. Severity depends on strength: a gap in an implied item is a warning, in a " +
				"recommended one an information.",
		},
		{"CV", "Coverage", "What documents claim to cover, and what none covers."},
		{"RV", "Reviews and dates", "Whether documents were reviewed when the organization said they would be."},
		{
			"AP",
			"Approvals",
			"Doubts about the approval of documents in force. Records are confirmed instead; what is said here of approvals holds for both.",
		},
		{"HI", "History", "Whether the history is reliable."},
		{"PE", "People", "Who owns, approves and is responsible."},
		{"SV", "Services", "Services, agreements, suppliers and reports, checked against each other."},
		{"MN", "Minutes and audits", "Management reviews, actions, nonconformities and internal audits."},
		{"IM", "Improvement", "Objectives, benefits and what was measured of them; cases of improvement, and where they do not go on."},
		{"TX", "Wording", "What the text itself shows."},
		{"SU", "Suspect documents", "Documents that rely on a document that has changed since."},
		{"EX", "Exceptions", "Exceptions from rules for single documents."},
		{"CE", "Certificates", "What certificates and audits of certification bodies say, by the scheme."},
		{"CF", "Configuration", "clausebook.yaml."},
		{"ST", "Standards", "The files that define the standards."},
	}
}
