package doctor

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"clausebook/internal/aside"
	"clausebook/internal/build"
	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/report"
	"clausebook/internal/trust"
)

// countsAs says what counts as an approval by the least grade that is asked for.
func countsAs(c config.Approval) string {
	grade, _ := ledger.ParseGrade(c.LeastGrade)
	trailers := "a trailer " + phrase.Or(quotedTrailers(c.Trailers)) + " of the approver in the commit or merge that brings the text"
	switch grade {
	case ledger.Declared:
		return "`approved_by` and `approved_on` beside the text, whoever wrote them, " +
			"or anything stronger: " + trailers + ", a review, a signature"
	case ledger.PaperGrade:
		return "`approved_by` and `approved_on` with a scan or minutes as `approval_record`, or committed by the approver, or anything " +
			"stronger, such as " + trailers
	case ledger.OwnHand:
		return "`approved_by` and `approved_on`, committed by the approver, or anything stronger, such as " + trailers
	case ledger.Trailer:
		return trailers + ", or a review or signature"
	case ledger.Merge:
		return "a merge on the forge, signed by the forge, with " + trailers + "; or a review export or signature"
	case ledger.Forge:
		return "a review on the forge, exported and committed under a signature of somebody who did not write the text; or a signature"
	}
	return "a tag or commit that the approver signed and that names the document and its version"
}

func quotedTrailers(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "`" + w + ":`"
	}
	return out
}

// countingSigns tells what would count as an approval here.
func countingSigns(c config.Approval) []report.HealthSign {
	out := []report.HealthSign{
		sign(report.Healthy, "least grade", "", "%s", c.LeastGrade),
		sign(report.Healthy, "what counts", "", "%s", countsAs(c)),
	}
	duties := sign(report.Healthy, "duties", "", "an author of a text cannot approve it")
	if !c.SeparationOfDuties {
		duties = sign(report.Noted, "duties", "", "not separated: authors may approve their own texts")
	}
	return append(out, duties)
}

// adoptedSigns tells up to where texts are taken as an import.
func adoptedSigns(c config.Approval, s *imported.Scope) []report.HealthSign {
	switch {
	case c.Adopted.IsZero():
		return nil
	case len(s.Findings) > 0:
		return []report.HealthSign{sign(report.Problem, "adopted", s.Findings[0].Hint, "%s", s.Findings[0].Message)}
	case s.Until == nil:
		return []report.HealthSign{sign(report.Noted, "adopted", "", "nothing: `approval.adopted` adopts only what landed before it was stated")}
	}
	return []report.HealthSign{sign(report.Healthy, "adopted", "", "%s", s.Said())}
}

// shownApprovers is how many roles and people are named.
const shownApprovers = 12

// approverSigns tells which roles and people are to approve documents, and who holds the roles today.
func approverSigns(c config.Approval, d *dossier.Dossier) []report.HealthSign {
	asked := map[string]int{}
	for _, doc := range d.Docs.Documents {
		if doc.Approver != "" {
			asked[doc.Approver]++
		}
	}
	for _, roles := range c.Roles {
		for _, role := range roles {
			asked[role] += 0
		}
	}
	names := slices.SortedFunc(maps.Keys(asked), func(a, b string) int { return cmp.Or(cmp.Compare(asked[b], asked[a]), cmp.Compare(a, b)) })
	var out []report.HealthSign
	for _, name := range names[:min(len(names), shownApprovers)] {
		out = append(out, approverSign(d, name, asked[name]))
	}
	if more := len(names) - len(out); more > 0 {
		out = append(out, sign(report.Healthy, "approver", "", "and %d more: people.html of the site lists them", more))
	}
	if len(names) == 0 && len(d.Docs.Documents) > 0 {
		out = append(out, sign(report.Noted, "approver", "add `approver: ROLE` to the documents", "no document says who approves it"))
	}
	return out
}

func approverSign(d *dossier.Dossier, name string, documents int) report.HealthSign {
	of := "of " + phrase.Plural(documents, "document", "documents")
	if p, ok := d.People.Person(name); ok {
		return sign(report.Healthy, "approver", "", "%s, %s", cmp.Or(p.Name, p.ID), of)
	}
	r, ok := d.People.Role(name)
	if !ok {
		return sign(report.Noted, "approver", "clausebook check", "`%s`, %s: no role and no person in people.yaml", name, of)
	}
	var holders []string
	for _, id := range d.People.Holders(r.ID, d.AsOf.Day) {
		p, _ := d.People.Person(id)
		holders = append(holders, cmp.Or(p.Name, id))
	}
	if len(holders) == 0 {
		return sign(report.Noted, "approver", "add a holder in "+d.People.Path, "%s, %s: nobody holds the role today", cmp.Or(r.Title, r.ID), of)
	}
	return sign(report.Healthy, "approver", "", "%s, %s: %s", cmp.Or(r.Title, r.ID), of, strings.Join(holders, ", "))
}

// fetchedSigns tells which keys are trusted and since when, and what evidence outside of documents and commits is here.
func fetchedSigns(p *build.Project) []report.HealthSign {
	e, err := build.EvidenceOf(p)
	if err != nil {
		return []report.HealthSign{sign(report.Problem, "evidence", "", "%s", err)}
	}
	var out []report.HealthSign
	for _, k := range e.Keys {
		out = append(out, keySign(k, ""))
	}
	for _, k := range e.Persons {
		out = append(out, personKeySign(p, e.Keys, k))
	}
	tags := sign(report.Healthy, "tags", "", "%s", phrase.Plural(e.Tags, "annotated tag", "annotated tags"))
	if e.Tags == 0 && p.Dossier.History.Reliable() {
		tags = sign(report.Noted, "tags", "git fetch --tags", "no annotated tag is in this clone, so none can approve anything")
	}
	out = append(out, tags, notesSign(e))
	if p.Config.Approval.Exports != "" {
		out = append(out, sign(report.Healthy, "reviews", "", "%s in %s",
			phrase.Plural(e.Exports, "export", "exports"), p.Config.Approval.Exports))
		out = append(out, requestSigns(p.Dossier.Approvals.Exports)...)
	}
	if kept := p.Dossier.Approvals.Aside; len(kept.Reviews) > 0 || len(kept.Others) > 0 {
		out = append(out, sign(report.Healthy, "reviews in git", "", "%s", keptWords(kept)))
		for _, x := range kept.Others[:min(len(kept.Others), shownOfRequest)] {
			out = append(out, sign(report.Noted, "review in git", "", "%s, in %s of %s, shows nothing here: %s", x.What, x.Brought, x.Ref,
				x.Problem))
		}
	}
	return out
}

// keptWords counts the reviews that tools keep in git.
func keptWords(kept aside.Summary) string {
	speak := 0
	for _, x := range kept.Reviews {
		if len(x.Documents) > 0 {
			speak++
		}
	}
	return fmt.Sprintf("%s for documents here, %d cannot be used, %d about nothing here", phrase.Plural(speak, "speaks", "speak"),
		len(kept.Reviews)-speak+kept.More, len(kept.Others)+kept.Rest)
}

// shownRequests is how many requests of a forge are named, and shownOfRequest how many commits or documents of each.
const shownRequests, shownOfRequest = 12, 5

// requestSigns tells what exports matched: how many in all, and each of the first, those that show nothing before the others.
func requestSigns(all []ledger.Export) []report.HealthSign {
	n := ledger.CountExports(all)
	if n.Requests == 0 {
		return nil
	}
	out := []report.HealthSign{sign(report.Healthy, "requests", "", "%s; %d %s a commit, %d %s for a document",
		phrase.Plural(n.Requests, "request", "requests"), n.Matched, verb(n.Matched, "matches", "match"), n.Speaking,
		verb(n.Speaking, "speaks", "speak"))}
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b ledger.Export) int {
		return cmp.Compare(min(len(a.Documents), 1), min(len(b.Documents), 1))
	})
	for _, x := range order[:min(len(order), shownRequests)] {
		out = append(out, requestSign(x))
	}
	if more := len(order) - shownRequests; more > 0 {
		out = append(out, sign(report.Healthy, "request", "", "and %d more: exports.html of the site lists them", more))
	}
	return out
}

func requestSign(x ledger.Export) report.HealthSign {
	matched := "matches no commit"
	if len(x.Commits) > 0 {
		matched = "is commit " + phrase.First(x.Commits, shownOfRequest, history.Hash.Short)
	}
	if len(x.Documents) == 0 {
		return sign(report.Noted, "request", "", "%s %s: %s", x.Request, matched, x.Problem)
	}
	return sign(report.Healthy, "request", "", "%s %s, and speaks for %s", x.Request, matched,
		phrase.First(x.Documents, shownOfRequest, func(id doc.ID) string { return string(id) }))
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// keySign tells of a key that is listed in a place, after "of somebody".
func keySign(k build.TrustedKey, in string) report.HealthSign {
	who := cmp.Or(k.Who, "nobody") + in
	if k.Since == nil {
		return sign(report.Noted, "key", "commit the file; it counts for what lands after it",
			"%s %s of %s, not on the main line yet", k.Kind, k.ID, who)
	}
	return sign(report.Healthy, "key", "", "%s %s of %s, trusted for what landed after %s (commit %s)",
		k.Kind, k.ID, who, k.Since.Committer.Day(), k.Since.Hash.Short())
}

// personKeySign tells of a key that people.yaml lists. An OpenPGP key that stands in no file of keys checks nothing.
func personKeySign(p *build.Project, inFiles []build.TrustedKey, k build.TrustedKey) report.HealthSign {
	if since, ok := trust.Compromised(p.Dossier.People)[k.ID]; ok {
		return sign(report.Noted, "key", "", "%s %s of %s in %s, compromised from %s on: nothing of later counts, nor what only it dates",
			k.Kind, k.ID, k.Who, p.Dossier.People.Path, since)
	}
	held := slices.ContainsFunc(inFiles, func(f build.TrustedKey) bool { return f.Kind == k.Kind && strings.HasSuffix(k.ID, f.ID) })
	if k.Kind == "OpenPGP" && !held {
		return sign(report.Noted, "key", "commit the armored public key, and name its file or folder as `approval.openpgp_keys`",
			"%s %s of %s in %s, of which no file holds the key itself, so that its signatures cannot be verified",
			k.Kind, k.ID, k.Who, p.Dossier.People.Path)
	}
	return keySign(k, " in "+p.Dossier.People.Path)
}

// notesSign tells which notes this clone has fetched. No clone has them by itself.
func notesSign(e build.Evidence) report.HealthSign {
	switch {
	case len(e.Notes) > 0:
		return sign(report.Healthy, "notes", "", "%s", strings.Join(e.Notes, ", "))
	case e.FetchNotes == "":
		return sign(report.Noted, "notes", "", "not looked for, since the history cannot be relied on")
	}
	return sign(report.Healthy, "notes", "", "none in this clone; where a tool keeps reviews in notes, `%s`", e.FetchNotes)
}

// projectEvidence tells what can be told of a project that was read.
func (p *patient) projectEvidence() []report.HealthSign {
	if p.project == nil {
		return nil
	}
	d := p.project.Dossier
	return slices.Concat(adoptedSigns(p.config.Approval, d.Elsewhere), approverSigns(p.config.Approval, d), fetchedSigns(p.project))
}
