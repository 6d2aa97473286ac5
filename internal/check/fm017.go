package check

import (
	"fmt"
	"strconv"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
)

var fm017 = Rule{
	ID:       "FM017",
	Title:    "version not raised after a change of substance",
	Why:      "Two different texts have the same version, so a reference to that version is ambiguous.",
	Fix:      "Raise `version` whenever the text changes in substance.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error, // a draft that still bears the approved version only warns
	Run:      versionsNotRaised,
}

// versionsNotRaised compares each document with the versions of it that were approved before. A text that was changed
// under an approval that still stands is the approval's own finding, and not repeated here.
func versionsNotRaised(in *Input) []diag.Finding {
	if in.History == nil || !in.History.Reliable() {
		return nil
	}
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		versions := in.Approvals.Versions(d.ID)
		if d.Version == "" || len(versions) == 0 {
			continue
		}
		if f, ok := notRaised(in, d, versions); ok {
			out = append(out, f)
		}
	}
	return out
}

func notRaised(in *Input, d *doc.Document, versions []ledger.Version) (diag.Finding, bool) {
	now := boundOf(in, d)
	f := diag.Finding{Rule: "FM017", Pos: d.Pos("version"), Document: string(d.ID), Hint: "raise `version`"}
	if d.Status != doc.Approved {
		f.Severity = diag.Warning
	} else if versions[0].Version == d.Version {
		versions = versions[1:] // the version in force is itself one of them
	}
	for _, v := range versions {
		if v.On.IsZero() {
			continue // nobody has approved it
		}
		if v.Revision != nil {
			f.Commit = string(v.Revision.Commit.Hash)
		}
		switch {
		case v.Version == d.Version && v.Bound != now:
			f.Message = fmt.Sprintf(d.AssentWords("the text is not the one that was approved as version %s on %s"), v.Version, v.On)
			return f, true
		case older(d.Version, v.Version) && d.Status == doc.Approved:
			f.Message = fmt.Sprintf(d.AssentWords("version %s is lower than version %s, which was approved on %s"), d.Version, v.Version, v.On)
			return f, true
		}
	}
	return f, false
}

// boundOf gives what an approval of the document as it is now would bind. Its present revision is not parsed again.
func boundOf(in *Input, d *doc.Document) string {
	if r := in.History.Revisions(d.Path); len(r) > 0 && r[0].Blob == history.Hash(d.Blob) {
		f := r[0].Facts
		f.Type = d.Type
		return doc.Binds(f)
	}
	return doc.Binds(d.Facts())
}

// older tells whether version a certainly comes before version b: both are numbers with dots.
func older(a, b string) bool {
	p, q := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(p), len(q)) {
		m, n := 0, 0
		var err, fail error
		if i < len(p) {
			m, err = strconv.Atoi(p[i])
		}
		if i < len(q) {
			n, fail = strconv.Atoi(q[i])
		}
		if err != nil || fail != nil {
			return false
		}
		if m != n {
			return m < n
		}
	}
	return false
}
