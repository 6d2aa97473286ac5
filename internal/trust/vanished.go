package trust

import (
	"fmt"

	"clausebook/internal/diag"
)

// RuleVanished is the rule whose finding Vanished makes.
const RuleVanished diag.RuleID = "CF012" // people.yaml was removed, or lists nobody any more

// Vanished says which commit took the list of people away, or all that it held. Where the file cannot be read, its reader says so.
func (t *Book) Vanished() []diag.Finding {
	last := len(t.States) - 1
	if last < 0 || !t.State(last).Gone || t.State(last).unusable {
		return nil
	}
	for last > 0 && t.State(last-1).Gone {
		last--
	}
	by := t.States[last].Landing.By
	f := diag.Finding{Rule: RuleVanished, Commit: string(by.Hash), Hint: "put the list of people back"}
	who := fmt.Sprintf("commit %s of %s by %s", by.Hash.Short(), by.Committer.Day(), by.Author.Name)
	if by == t.Next {
		f.Commit = ""
		who = fmt.Sprintf("the change of %s by %s, which is not committed,", by.Committer.Day(), AuthorOf(by))
	}
	f.Message = fmt.Sprintf("%s removed or emptied %s: from then on nobody has authority, and no approval counts",
		who, t.States[last].Landing.Last().Path)
	return []diag.Finding{f}
}
