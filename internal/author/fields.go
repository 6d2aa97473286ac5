package author

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/strictyaml"
)

// Field is a name that foreign front matter uses.
type Field struct {
	Foreign string
	Ours    string // empty where it means nothing of ours, or its values have another form
	Like    string // the name of ours that it would be if its values fitted
	Fit, Of int    // how many of its values have the form that ours has
	Example string // a value that does not, or any
}

// translations are names met in the wild, by the name that we use.
var translations = map[string][]string{
	"id": {
		"doc_id",
		"document_id",
		"identifier",
		"ref",
		"reference",
		"doc_no",
		"doc_number",
		"document_number",
		"document_no",
		"number",
		"uid",
		"code",
	},
	"title":   {"name", "heading", "doc_title", "document_title", "subject"},
	"type":    {"doc_type", "document_type", "kind", "category", "layout"},
	"version": {"revision", "rev", "doc_version", "document_version", "edition", "release"},
	"status":  {"state", "doc_status", "document_status", "lifecycle"},
	"owner": {
		"document_owner",
		"doc_owner",
		"process_owner",
		"policy_owner",
		"responsible",
		"maintainer",
		"author",
		"owner_slack",
		"custodian",
	},
	"approver":       {"approving_role", "approval_role", "authorized_by"},
	"approved_by":    {"approver_name", "signed_off_by", "approvedby"},
	"approved_on":    {"approved", "approval_date", "date_approved", "approved_at", "approved_date", "signed_off_on"},
	"effective_from": {"effective", "effective_date", "valid_from", "in_force_from", "effective_on", "start_date"},
	"reviewed_on": {
		"last_reviewed_on",
		"last_reviewed",
		"last_review",
		"last_review_date",
		"reviewed",
		"review_date",
		"reviewed_at",
		"date_reviewed",
		"lastreviewed",
		"last_review_on",
	},
	"review_every":   {"review_in", "review_cycle", "review_interval", "review_period", "review_frequency", "reviewcycle", "periodicity"},
	"classification": {"confidentiality", "security_classification", "sensitivity", "data_classification"},
	"language":       {"lang", "locale"},
	"tags":           {"keywords", "labels", "topics"},
	"aliases":        {"redirect_from", "old_urls"},
	"date":           {"record_date", "meeting_date", "report_date", "day", "held_on"},
	"covers":         {"clauses", "clause", "iso_clauses", "iso_clause", "requirements", "controls"},
	"supersedes":     {"replaces", "superseded_documents"},
	"related":        {"see_also", "related_documents", "references"},
	"retention":      {"retention_period", "keep_for"},
}

// oursFor gives the name of ours that a foreign one means.
func oursFor(foreign string) string {
	folded := strings.ToLower(strings.NewReplacer("-", "_", " ", "_").Replace(strings.TrimSpace(foreign)))
	for ours, names := range translations {
		if slices.Contains(names, folded) || ours == folded || strings.ReplaceAll(ours, "_", "") == folded {
			return ours
		}
	}
	return ""
}

// findFields looks at every name of the documents' front matter that is none of ours, and translates it if it is known
// and nine in ten of its values have the form that ours wants. The result is sorted by name.
func findFields(documents []*doc.Document, library *standard.Library) []Field {
	found := map[string]*Field{}
	for _, d := range documents {
		for k, v := range d.Front.Pairs() {
			if _, ours := translations[k.Raw]; ours || ownKeys[k.Raw] || v.IsNull() {
				continue
			}
			f := found[k.Raw]
			if f == nil {
				f = &Field{Foreign: k.Raw, Like: oursFor(k.Raw)}
				found[k.Raw] = f
			}
			f.count(v, library)
		}
	}
	out := make([]Field, 0, len(found))
	for _, f := range found {
		if f.Like != "" && 10*f.Fit >= 9*f.Of {
			f.Ours = f.Like
		}
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b Field) int { return strings.Compare(a.Foreign, b.Foreign) })
	return out
}

// ownKeys are names of ours that have no foreign ones.
var ownKeys = map[string]bool{
	"fulfils": true, "services": true, "supplier": true, "customers": true, "data": true, "reviews": true, "exceptions": true,
	"withdrawn": true, "location": true, "seen_on": true, "seen_by": true,
	"rows": true, "rows_append_only": true, "translation_of": true,
	"period": true, "parties": true, "targets": true, "purpose": true, "inputs": true, "outputs": true, "roles": true, "measures": true,
	"service_owner": true,
	"hours":         true, "depends_on": true, "criticality": true, "chair": true, "attendees": true, "quorum": true, "decisions": true,
	"actions": true, "auditors": true, "scope": true,
	"audit_findings": true, "grade": true, "raised_on": true, "raised_by": true, "due": true, "closed_on": true, "root_cause": true,
	"correction": true, "corrective_action": true,
	"effectiveness": true, "benefit": true, "result": true, "cycle": true, "ends_on": true, "suppliers": true, "internal_suppliers": true,
}

func (f *Field) count(v *strictyaml.Node, library *standard.Library) {
	fits := fits(f.Like, v, library)
	if f.Of == 0 || !fits && f.Fit == f.Of {
		f.Example = example(v)
	}
	f.Of++
	if fits {
		f.Fit++
	}
}

func example(v *strictyaml.Node) string {
	text := v.Text()
	if text == "" {
		text = strings.Join(v.Texts(), ", ")
	}
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40]) + "…"
	}
	return text
}

// fits tells whether a value has the form that a key of ours wants.
func fits(ours string, v *strictyaml.Node, library *standard.Library) bool {
	text := v.Text()
	switch ours {
	case "id":
		return doc.ValidID(text)
	case "type":
		return slices.Contains(Types(), text)
	case "status":
		return slices.Contains([]doc.Status{doc.Draft, doc.InReview, doc.Approved, doc.Superseded, doc.Withdrawn}, doc.Status(text))
	case "owner":
		return roleForm.MatchString(text)
	case "approved_on", "effective_from", "reviewed_on", "date":
		_, err := date.Parse(text)
		return err == nil
	case "review_every":
		_, words := date.PeriodInWords(text)
		_, err := date.ParsePeriod(text)
		return words || err == nil
	case "classification":
		return slices.Contains([]string{"public", "internal", "confidential"}, text)
	case "tags", "aliases":
		return v.Kind == strictyaml.List
	case "supersedes", "related":
		return v.Kind == strictyaml.List && !slices.ContainsFunc(v.Texts(), func(s string) bool { return !doc.ValidID(s) })
	case "covers":
		return v.Kind == strictyaml.List && !slices.ContainsFunc(v.Texts(), func(s string) bool { _, _, ok := library.Resolve(s); return !ok })
	}
	return text != "" && (ours != "version" || v.Quoted || v.Tag == "!!str")
}

// mapped are the fields that are translated.
func mapped(fields []Field) []Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return f.Ours == "" })
}

// words says why a field is translated, or why not.
func (f Field) words() string {
	switch {
	case f.Ours != "" && f.Fit == f.Of:
		return fmt.Sprintf("%d of %d values fit, such as %s", f.Fit, f.Of, remark(f.Example))
	case f.Ours != "":
		return fmt.Sprintf("%d of %d values fit, but not %s", f.Fit, f.Of, remark(f.Example))
	case f.Like != "":
		return fmt.Sprintf("similar to %s, but %d of %d values do not fit, such as %s", f.Like, f.Of-f.Fit, f.Of, remark(f.Example))
	}
	return fmt.Sprintf("no similar key; %s, such as %s", phrase.Plural(f.Of, "value", "values"), remark(f.Example))
}
