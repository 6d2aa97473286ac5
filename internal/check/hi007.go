package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/moved"
	"clausebook/internal/phrase"
)

var hi007 = Rule{
	ID:    moved.Rule,
	Title: "former names of commits lead nowhere",
	Why: "Exports, approvals and acknowledgements from before the history was moved name commits as they were called then. Without the file " +
		"of former and present names they speak for nothing.",
	Fix: "Commit the file that the tool of the migration wrote, and name it as `history.moved.map`; `at` is the last commit that was moved, " +
		"or its day.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run:      strayMoves,
}

// strayMoves tells what is wrong with the file of names, and which of them cannot be used.
func strayMoves(in *Input) []diag.Finding {
	out := in.Strays
	if in.Moved.IsZero() || in.History == nil || !in.History.Reliable() || in.History.Moved.Named == 0 {
		return out
	}
	say := func(severity diag.Severity, hint, message string) {
		out = append(out, diag.Finding{Rule: moved.Rule, Pos: in.Moved.Pos, Severity: severity, Message: message, Hint: hint})
	}
	switch m := in.History.Moved; {
	case !m.Ends || in.Moved.Commit == "" && in.Moved.Day.After(in.AsOf):
		say(0, "write the full name of a commit of this history, or a day that is over",
			fmt.Sprintf("`history.moved.at: %s` is no commit of this history and no day of it", in.Moved.At()))
	case m.Known == 0:
		say(0, "it may be the file of another repository, or have its columns the other way round: the former name comes first",
			fmt.Sprintf("in `%s`, none of %s leads to a commit of this history", in.Moved.Map, phrase.Plural(m.Named, "name", "names")))
	case m.Later > 0:
		say(diag.Warning, "a commit of later cannot have been moved; correct `at`, or the file",
			fmt.Sprintf("in `%s`, %s to commits later than `history.moved.at`, which counts for nothing",
				in.Moved.Map, phrase.Plural(m.Later, "name leads", "names lead")))
	}
	return out
}
