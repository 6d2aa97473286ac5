package check_test

// family is a group of rules whose ids share a prefix.
type family struct{ Prefix, Title, About string }

// families lists the families in the order in which docs/rules.md documents their rules.
func families() []family {
	return []family{
		{"FS", "Files", "What cannot be read, or not everywhere."},
		{"FM", "Front matter", "The control data at the top of a document: its form and its values."},
		{"ID", "Identity", "An id names one document, for ever."},
		{"MD", "Text that is not shown", "What the site leaves out of a page."},
		{"LK", "Links", "Whether a link leads where it says, and to something that is in force."},
		{"DA", "Rows beside a document", "The data file of a register or record."},
		{"RL", "Relations", "Documents that name each other in the front matter."},
		{"RQ", "Required documents", "What the standard asks for, as the matrix judges it. The severity follows from how firmly it asks: what is implied warns, what is recommended informs."},
		{"CV", "Coverage", "What documents say they answer, and what nobody answers."},
		{"RV", "Reviews and dates", "Whether documents were looked at when the organization said they would be."},
		{"AP", "Approvals", "Doubts about the approval of what is in force."},
		{"HI", "History", "Whether the history can be relied on."},
		{"PE", "People", "Who owns, approves and answers."},
		{"SV", "Services", "Services, agreements, suppliers and reports, held against each other."},
		{"MN", "Minutes and audits", "Management reviews, actions, nonconformities and internal audits."},
		{"TX", "Wording", "What the text itself shows."},
		{"SU", "Suspects", "Documents that rely on something that has changed since."},
		{"EX", "Exceptions", "Exceptions of single documents from rules."},
		{"CF", "Configuration", "clausebook.yaml."},
		{"ST", "Standards", "The files that hold the standards."},
	}
}
