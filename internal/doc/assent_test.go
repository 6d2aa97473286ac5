package doc

import (
	"testing"

	"clausebook/internal/phrase"
)

func TestRecordsAreConfirmed(t *testing.T) {
	t.Parallel()
	for of, want := range map[string]string{
		"%s approved %s on %s, but is also its only author": "%s confirmed %s on %s, but is also its only author",
		"the approval of %s does not count: %s":             "the confirmation of %s does not count: %s",
		"version 1 is an approved one with an approval":     "version 1 is a confirmed one with a confirmation",
		"An approval": "A confirmation",
		"Approvals that several approve, approving what A approves": "Confirmations that several confirm, confirming what A confirms",
		"`approval.adopted` covers the approval":                    "`approval.adopted` covers the confirmation",
		// names keep
		"%s has the status approved, but %s":                        "%s has the status approved, but %s",
		"approved_by and approved_on were written for another text": "approved_by and approved_on were written for another text",
		"the line “Approved-by: NAME <ADDRESS>” in the message":     "the line “Approved-by: NAME <ADDRESS>” in the message",
		"the approver runs `clausebook approve REC-1`":              "the approver runs `clausebook approve REC-1`",
		"unapproved, disapproval":                                   "unapproved, disapproval",
	} {
		if got := Confirming(of); got != want {
			t.Errorf("Confirming(%q) = %q, want %q", of, got, want)
		}
		if again := Confirming(want); again != want {
			t.Errorf("Confirming(%q) = %q: it changes what it has said", want, again)
		}
	}
}

// TestOnlyWordsOfOursAreConfirmed holds that names and quotations in a sentence stay as they are.
func TestOnlyWordsOfOursAreConfirmed(t *testing.T) {
	t.Parallel()
	said := phrase.Of("%s approved %s: %s", "approval board", phrase.Of("the approval of %s", "REC-1"), phrase.In("en", "approved as it is"))
	for kind, want := range map[string]string{
		"record": "approval board confirmed the confirmation of REC-1: approved as it is",
		"policy": "approval board approved the approval of REC-1: approved as it is",
	} {
		d := &Document{Type: kind}
		if got := d.Assent(said).String(); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}

// TestEitherAssentNamesBoth holds what is said of documents and records alike.
func TestEitherAssentNamesBoth(t *testing.T) {
	t.Parallel()
	for of, want := range map[string]string{
		"approval pending":                    "approval or confirmation pending",
		"approved by its own author":          "approved or confirmed by its own author",
		"An approval by somebody":             "An approval or confirmation by somebody",
		"Approve it with `approval.settle`":   "Approve or confirm it with `approval.settle`",
		"status approved without an approval": "status approved without an approval or confirmation",
		"approver is among the authors":       "approver is among the authors",
	} {
		if got := EitherAssent(of); got != want {
			t.Errorf("EitherAssent(%q) = %q, want %q", of, got, want)
		}
	}
}
