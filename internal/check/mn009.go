package check

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/standard"
)

var mn009 = Rule{
	ID:       "MN009",
	Title:    "auditors audited their own area",
	Why:      "Auditors have to be impartial, so nobody can audit their own work.",
	Fix:      "Have the clause audited again by somebody who does not own its documents, and name that person in the report.",
	Clauses:  []string{"9.2.2"},
	Severity: diag.Error,
	Run:      partialAudits,
}

// partialAudits looks for clauses of an audit of which every auditor owned a document: then nobody was left who could
// audit them impartially. Who of several auditors looked at which clause is not told by the front matter.
func partialAudits(in *Input) []diag.Finding {
	owners := clauseOwners(in)
	var out []diag.Finding
	for _, d := range ofType(in, "audit-report") {
		auditors := d.Front.Get("auditors").Texts()
		if len(auditors) == 0 || d.Date.IsZero() {
			continue
		}
		held := make([][]string, len(auditors))
		for i, a := range auditors {
			held[i] = in.People.RolesOf(a, d.Date)
		}
		for i, n := range d.Front.Get("clauses").Items() {
			ref, _, ok := in.Standards.Resolve(n.Text())
			if ok && allOwn(held, owners[ref]) {
				out = append(out, diag.Finding{Rule: "MN009", Pos: d.Pos("clauses", fmt.Sprint(i)), Document: string(d.ID), Subject: ref.String(),
					Message: fmt.Sprintf(
						"%s audited %s while owning documents that answer it",
						strings.Join(auditors, " and "),
						n.Text(),
					), Hint: "have somebody else audit it"})
			}
		}
	}
	return out
}

// clauseOwners gives the roles that own what answers each clause: processes, policies and the like. Audit reports
// answer clauses too, but are what the auditor writes.
func clauseOwners(in *Input) map[standard.Ref][]string {
	out := map[standard.Ref][]string{}
	for _, d := range in.Docs.Documents {
		if !d.Status.Current() || d.IsRecord() || d.Type == "programme" || d.Owner == "" {
			continue
		}
		for _, ref := range answeredClauses(in, d) {
			if !slices.Contains(out[ref], d.Owner) {
				out[ref] = append(out[ref], d.Owner)
			}
		}
	}
	return out
}

// answeredClauses gives the clauses that a document covers, as such or by one of their requirements, each once.
func answeredClauses(in *Input, d *doc.Document) []standard.Ref {
	seen := map[standard.Ref]bool{}
	var out []standard.Ref
	for _, c := range d.Covers {
		ref, kind, ok := in.Standards.Resolve(c.Target)
		if ok && kind == standard.KindRequirement {
			ref.Item = in.Standards.Standard(ref.Standard).Requirement(ref.Item).Clause
		}
		if ok && (kind == standard.KindRequirement || kind == standard.KindClause) && !seen[ref] {
			seen[ref] = true
			out = append(out, ref)
		}
	}
	return out
}

// allOwn tells whether each auditor held one of the roles.
func allOwn(held [][]string, owners []string) bool {
	for _, roles := range held {
		if !slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(owners, r) }) {
			return false
		}
	}
	return true
}
