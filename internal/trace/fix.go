package trace

import (
	"fmt"

	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
)

// Fix is how to fix what an item lacks: the command that does it or, where none does, what to do. Both are empty
// for what needs no fixing.
type Fix struct {
	Command string        // "clausebook new demand-report"
	Each    []string      // where several are missing: the command for each of them, of which Command is the first
	Do      phrase.Phrase // "set approved_by and approved_on in content/a.md:7"
}

// IsZero tells that there is nothing to fix.
func (m Fix) IsZero() bool { return m.Command == "" && m.Do.IsZero() }

// String gives the command or else what to do, in English.
func (m Fix) String() string {
	if m.Command != "" {
		return m.Command
	}
	return m.Do.String()
}

// MarshalText gives what String gives.
func (m Fix) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

func run(command string, id any) Fix {
	return Fix{Command: fmt.Sprintf("clausebook %s %s", command, id)}
}

// write says how to write a required document that is missing.
func (j *joiner) write(r *requirer) Fix { return run("new", j.named(r.cell.Ref)) }

// writeEach says how to write one for each of the services, suppliers or customers that have none.
func (j *joiner) writeEach(r *requirer, about string, missing []string) Fix {
	if len(missing) == 0 {
		return j.write(r)
	}
	f := Fix{Each: make([]string, len(missing))}
	for i, id := range missing {
		f.Each[i] = j.write(r).Command + " --" + about + " " + id
	}
	f.Command = f.Each[0]
	return f
}

func do(format phrase.Phrase) Fix { return Fix{Do: format} }

// placeOf words where a key of the front matter stands, or where it is to stand: a file and a line of it.
func placeOf(d *doc.Document, key string) string {
	return fmt.Sprintf("%s:%d", d.Path, max(d.Pos(key).Line, 1))
}

// finish says how a document that is no approved one becomes one.
func finish(d *doc.Document) Fix {
	return do(phrase.Of("have %s approved, then set status, approved_by and approved_on in %s", d.ID, placeOf(d, "status")))
}

// reapprove says how the approval of a document comes to count, by the doubt for which it does not, if there is one.
func reapprove(d *doc.Document, doubt ledger.Verdict, least ledger.Grade) Fix {
	switch doubt.Rule {
	case ledger.RuleChangedAfter:
		return do(phrase.Of("raise version in %s and have the new text approved", placeOf(d, "version")))
	case ledger.RuleSelfApproval, ledger.RuleAmongAuthors:
		return do(phrase.Of("have %s approved by somebody who did not write it", d.ID))
	case ledger.RuleWithdrawn:
		return do(phrase.Of("bring a new version of %s, or have the text approved again", d.ID))
	case ledger.RuleAbsent:
		return do(phrase.Of("have %s confirmed by the chair of the meeting, or by a majority of those who attended", d.ID))
	case ledger.RuleNoRole:
		return do(phrase.Of("have %s approved by somebody who holds the role on that day; later entries do not apply retroactively", d.ID))
	case ledger.RuleSelfAuthorized:
		return do(phrase.Of("grant the role or key in a change that others approve, then have %s approved again", d.ID))
	case ledger.RuleRecord:
		return do(phrase.Of("put the record of the approval of %s back as it was, or have the text approved again", d.ID))
	case ledger.RuleStaleHead:
		return do(phrase.Of("have %s approved as it was merged", d.ID))
	case ledger.RuleBadSignature:
		return do(phrase.Of("have the approval of %s signed with a key from the allowed-signers file", d.ID))
	}
	return approve(d, least)
}

// approve says what shows an approval of the grade that is asked for.
func approve(d *doc.Document, least ledger.Grade) Fix {
	switch least {
	case ledger.PaperGrade:
		return do(phrase.Of("name the scan or the minutes that show the approval as approval_record in %s", placeOf(d, "approved_by")))
	case ledger.Trailer:
		return do(
			phrase.Of(
				"set approved_by and approved_on in %s, and commit it with the line “Approved-by: NAME <ADDRESS>” in the message",
				placeOf(d, "approved_by"),
			),
		)
	case ledger.Merge:
		return do(
			phrase.Of(
				"set approved_by and approved_on in %s, and have somebody else merge it with the line “Approved-by: NAME <ADDRESS>” in the message",
				placeOf(d, "approved_by"),
			),
		)
	case ledger.Forge:
		return do(
			phrase.Of(
				"set approved_by and approved_on in %s, have it reviewed on the forge and commit the export of the review",
				placeOf(d, "approved_by"),
			),
		)
	case ledger.Signed:
		return do(phrase.Of("set approved_by and approved_on in %s, and have the approver sign the commit or a tag", placeOf(d, "approved_by")))
	}
	return do(phrase.Of("set approved_by and approved_on in %s", placeOf(d, "approved_by")))
}
