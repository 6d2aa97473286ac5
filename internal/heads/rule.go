package heads

import "clausebook/internal/diag"

// Rule is the rule of what a log of heads and a history say against each other, and of a log that is not as it was written. Nothing in
// the repository switches it off.
const Rule diag.RuleID = "HI011"
