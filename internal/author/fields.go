package author

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/labels"
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
	own     bool   // it is a name of ours, whose values are not
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
		"kep_number",
		"document_code",
		"dokumentnr",
		"dokumentnummer",
		"dokumentennummer",
		"dokument_nr",
		"dokumenten_nr",
		"policy_no", "policy_number", "policy_id", "procedure_no", "procedure_number", "procedure_id", "process_id", "sop_no", "sop_number",
		"record_no", "form_no",
	},
	"title":   {"name", "heading", "doc_title", "document_title", "subject", "feature_name"},
	"type":    {"doc_type", "document_type", "kind", "category", "layout"},
	"version": {"revision", "rev", "doc_version", "document_version", "edition", "release"},
	"status":  {"state", "doc_status", "document_status", "lifecycle", "draft"},
	"owner": {
		"document_owner",
		"doc_owner",
		"process_owner",
		"policy_owner",
		"responsible",
		"maintainer",
		"author",
		"authors",
		"owner_slack",
		"owners",
		"owner_name",
		"owning_sig",
		"team",
		"custodian",
		"created_by",
		"ersteller",
		"verfasser",
		"autor", //nolint:misspell // German
		"verantwortlich",
		"verantwortlicher",
		"eigentümer",
		"dokumenteneigner",
		"prozesseigner",
	},
	"approver": {"approving_role", "approval_role", "authorized_by"},
	"approved_by": {"approver_name", "signed_off_by", "approvedby", "freigabe", "freigegeben_von", "freigegeben_durch", "genehmigt_von",
		"geprüft_und_freigegeben"},
	"approved_on": {"approved", "approved_date", "approval_date", "date_approved", "approved_at", "signed_off_on", "freigabedatum",
		"freigegeben_am", "genehmigt_am"},
	"effective_from": {"effective", "effective_date", "valid_from", "in_force_from", "effective_on", "start_date",
		"gültig_ab", "in_kraft_ab", "inkrafttreten"},
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
		"letzte_prüfung",
		"letzte_überprüfung",
		"geprüft_am",
	},
	"review_every": {"review_in", "review_cycle", "review_interval", "review_period", "review_frequency", "reviewcycle", "periodicity",
		"prüfintervall", "überprüfungsintervall"},
	"classification": {"confidentiality", "security_classification", "sensitivity", "data_classification", "klassifizierung",
		"vertraulichkeit"},
	"language":   {"lang", "locale"},
	"tags":       {"keywords", "labels", "topics"},
	"aliases":    {"redirect_from", "old_urls"},
	"date":       {"record_date", "meeting_date", "report_date", "day", "held_on", "datum", "sitzungsdatum"},
	"covers":     {"clauses", "clause", "iso_clauses", "iso_clause", "requirements", "controls"},
	"supersedes": {"replaces", "superseded_documents"},
	"related":    {"see_also", "related_documents", "references"},
	"retention":  {"retention_period", "keep_for"},
}

// documentWords are what foreign names begin with that speak of the document they stand in: `sop_version` is its version, `qms_version`
// that of something else.
var documentWords = []string{"doc_", "document_", "sop_", "policy_", "procedure_", "process_", "kep_", "record_"}

// oursFor gives the name of ours that a foreign one means.
func oursFor(foreign string) string {
	folded := doc.FoldName(foreign)
	if ours := meaning[folded]; ours != "" {
		return ours
	}
	for _, word := range documentWords {
		if rest, ok := strings.CutPrefix(folded, word); ok {
			if ours := meaning[rest]; ours != "" {
				return ours
			}
		}
	}
	return ""
}

// meaning gives what each name means, of ours and of those met in the wild.
var meaning = func() map[string]string {
	out := map[string]string{}
	for ours, names := range translations {
		out[ours], out[strings.ReplaceAll(ours, "_", "")] = ours, ours
		for _, n := range names {
			out[n] = ours
		}
	}
	return out
}()

// statusWords are words for the state of a document, and ours. What is called final or published is in use; whether somebody approved it,
// no such word shows.
var statusWords = map[string]doc.Status{"final": doc.InUse, "active": doc.InUse, "published": doc.InUse, "living": doc.InUse,
	"implemented": doc.InUse, "current": doc.InUse, "effective": doc.InUse, "in force": doc.InUse, "released": doc.InUse, "valid": doc.InUse,
	"stable": doc.InUse, "live": doc.InUse, "accepted": doc.InUse, "adopted": doc.InUse, "in use": doc.InUse, "complete": doc.InUse,
	"done": doc.InUse, "issued": doc.InUse, "false": doc.InUse, "approved": doc.Approved, "draft": doc.Draft, "wip": doc.Draft,
	"provisional": doc.Draft, "proposed": doc.Draft, "work in progress": doc.Draft, "in progress": doc.Draft, "deferred": doc.Draft,
	"placeholder": doc.Draft, "stagnant": doc.Draft, "true": doc.Draft, "review": doc.InReview, "in review": doc.InReview,
	"for review": doc.InReview, "under review": doc.InReview, "last call": doc.InReview, "implementable": doc.InReview,
	"deprecated": doc.Superseded, "obsolete": doc.Superseded, "superseded": doc.Superseded, "replaced": doc.Superseded,
	"entwurf": doc.Draft, "in arbeit": doc.Draft, "in bearbeitung": doc.Draft, "in prüfung": doc.InReview, "zur prüfung": doc.InReview,
	"freigegeben": doc.Approved, "genehmigt": doc.Approved, "gültig": doc.InUse, "in kraft": doc.InUse, "veröffentlicht": doc.InUse,
	"aktuell": doc.InUse, "ersetzt": doc.Superseded, "ungültig": doc.Withdrawn, "zurückgezogen": doc.Withdrawn, "archiviert": doc.Withdrawn,
	"außer kraft": doc.Withdrawn,
	"retired":     doc.Withdrawn, "withdrawn": doc.Withdrawn, "rejected": doc.Withdrawn, "cancelled": doc.Withdrawn, "archived": doc.Withdrawn}

// statusIn gives the state that a text names: as a whole, by what stands before a comma or bracket, or by its first word where that is
// one of ours: "Approved v2", "Draft for consultation", "superseded by …". All is the text for `values:`, which says only how it begins
// where the rest tells nothing.
func statusIn(text string) (word doc.Status, all string, ok bool) {
	folded := strings.ToLower(strings.ReplaceAll(text, "-", " "))
	if word, ok := statusWords[folded]; ok {
		return word, text, true
	}
	before, _, _ := strings.Cut(strings.NewReplacer(";", ",", "(", ",", ":", ",").Replace(folded), ",")
	if word, ok := statusWords[strings.TrimSpace(before)]; ok {
		return word, text, true
	}
	if n := strings.IndexAny(text, " -"); n > 0 && firstWords[strings.ToLower(text[:n])] {
		return statusWords[strings.ToLower(text[:n])], text[:n+1] + "*", true
	}
	return "", "", false
}

// firstWords are the words that tell a state whatever follows them.
var firstWords = map[string]bool{"draft": true, "approved": true, "final": true, "published": true, "superseded": true, "withdrawn": true,
	"retired": true, "archived": true, "obsolete": true, "deprecated": true, "rejected": true, "active": true, "complete": true}

// sidecars are names of files beside documents that hold what front matter would.
var sidecars = []string{"kep.yaml", "meta.yaml", "meta.yml", "metadata.yaml", "metadata.yml", "document.yaml"}

// dataFolders hold one file for each key, with a value for each document by its name.
var dataFolders = []string{"_data", "data"}

// finder gathers the names that documents use.
type finder struct {
	library *standard.Library
	today   date.Date
	found   map[string]*Field
	values  map[string]map[string]string
	ids     map[string]map[string]int // foreign name -> id -> documents that have it
	ownID   map[string]bool           // what documents give as `id`
	ownIDs  int                       // how many do
}

// findFields looks at every name of the documents' front matter, and at what their first lines and the files beside them say under a name
// that is known. It translates a name if nine in ten of its values have the form that ours wants, or can be brought into it. The result is
// sorted by name.
//
// A day to come is that of no review or approval.
func findFields(documents []*doc.Document, tree fs.FS, library *standard.Library, today date.Date) ([]Field, map[string]map[string]string) {
	f := &finder{library: library, today: today, found: map[string]*Field{}, values: map[string]map[string]string{},
		ids: map[string]map[string]int{}, ownID: map[string]bool{}}
	spelt := map[string]string{} // folded -> as most write it, the first
	for _, d := range documents {
		for k, v := range d.Front.Pairs() {
			if !v.IsNull() {
				f.look(k.Raw, v)
			}
		}
		for _, l := range labels.Of(d.Text(), d.BodyLine) {
			folded := doc.FoldName(l.Name)
			ours := oursFor(folded)
			if ours == "" || d.Front.Key(l.Name) != nil || ours == "title" && !titleLabels[folded] {
				continue
			}
			if spelt[folded] == "" {
				spelt[folded] = l.Name
			}
			f.take(spelt[folded], ours, false, &strictyaml.Node{Raw: l.Value, Quoted: true})
		}
	}
	if tree != nil {
		f.lookBeside(documents, tree)
	}
	return f.settle(), f.values
}

// titleLabels are the labels that give a title. Others that mean one in front matter, such as "Name", mean somebody in a text.
var titleLabels = map[string]bool{"title": true, "document_title": true, "doc_title": true, "feature_name": true}

// look takes one value in.
func (f *finder) look(name string, v *strictyaml.Node) {
	like := oursFor(name)
	_, _, beside := doc.IsSidecar(name)
	if beside {
		_, k, _ := doc.IsSidecar(name)
		like = oursFor(cmp.Or(k, strings.TrimSuffix(path.Base(name), path.Ext(name))))
	}
	own := translations[name] != nil || ownKeys[name]
	if name == "id" {
		f.ownIDs++
		f.ownID[strings.ToLower(v.Text())] = true
	}
	if own && (ownKeys[name] || fits(name, v, f.library) && (name != "id" || isText(v))) {
		return // front matter that is read as it is
	}
	f.take(name, like, own, v)
}

// take takes in a value of what may mean a name of ours. A line of a text is read under a name of ours only where that is said.
func (f *finder) take(name, like string, own bool, v *strictyaml.Node) {
	if labels.Blank(v.Text()) {
		return // what a template holds tells nothing of what others hold
	}
	field := f.found[name]
	if field == nil {
		field = &Field{Foreign: name, Like: like, own: own}
		f.found[name] = field
	}
	said, ok := f.inOurs(like, v)
	field.count(v, ok)
	if like == "id" && ok {
		if f.ids[name] == nil {
			f.ids[name] = map[string]int{}
		}
		f.ids[name][strings.ToLower(said)]++
	}
}

// isText tells whether a value is text to every reader of YAML: 7 is a number.
func isText(v *strictyaml.Node) bool { return v.Quoted || v.Tag == "!!str" }

// inOurs gives a value in our words, and whether it has the form that ours has then.
func (f *finder) inOurs(ours string, v *strictyaml.Node) (string, bool) {
	text := strings.TrimSpace(v.Text())
	switch ours {
	case "":
		return "", false
	case "approved_by": // a day beside it is no name
		if strings.ContainsAny(text, "0123456789") {
			return text, false
		}
	case "status":
		if fits(ours, v, f.library) {
			return text, true
		}
		word, all, ok := statusIn(text)
		if ok {
			f.word("status", all, string(word))
		}
		return string(word), ok
	case "type":
		if fits(ours, v, f.library) {
			return text, true
		}
		kind := cmp.Or(kindWords[strings.ToLower(text)], aidWords[strings.ToLower(text)])
		if kind != "" {
			f.word("type", text, kind)
		}
		return kind, kind != ""
	}
	if list := doc.InList(ours, v); list != nil {
		return text, fits(ours, list, f.library)
	}
	if said, ok := doc.InOurForm(ours, v); ok {
		if day, err := date.Parse(said); err == nil && f.toCome(ours, day) {
			return said, false
		}
		return said, fits(ours, &strictyaml.Node{Raw: said, Quoted: true}, f.library)
	}
	return text, fits(ours, v, f.library)
}

// toCome tells whether a day is one on which nothing can have been done yet.
func (f *finder) toCome(ours string, day date.Date) bool {
	return (ours == "reviewed_on" || ours == "approved_on") && !f.today.IsZero() && day.After(f.today)
}

// mostValues bounds the words of one key: a key with more is free text.
const mostValues = 20

func (f *finder) word(key, theirs, ours string) {
	if f.values[key] == nil {
		f.values[key] = map[string]string{}
	}
	if len(f.values[key]) < mostValues {
		f.values[key][theirs] = ours
	}
}

// lookBeside reads the files that stand beside documents, and those of a data folder.
func (f *finder) lookBeside(documents []*doc.Document, tree fs.FS) {
	read := map[string]bool{}
	for _, d := range documents {
		at := path.Dir(d.Path)
		if read[at] {
			continue
		}
		read[at] = true
		for _, name := range sidecars {
			for k, v := range doc.Sidecar(tree, path.Join(at, name)).Pairs() {
				if oursFor(k.Raw) != "" && oursFor(k.Raw) != "title" && !v.IsNull() {
					f.look(name+":"+k.Raw, v)
				}
			}
		}
	}
	for _, folder := range dataFolders {
		entries, err := fs.ReadDir(tree, folder)
		if err != nil {
			continue // there is none
		}
		for _, e := range entries {
			f.lookInData(documents, tree, folder+"/"+e.Name())
		}
	}
}

// lookInData takes in a file of values by the names of documents.
func (f *finder) lookInData(documents []*doc.Document, tree fs.FS, file string) {
	if _, _, ok := doc.IsSidecar(file); !ok || oursFor(strings.TrimSuffix(path.Base(file), path.Ext(file))) == "" {
		return
	}
	data := doc.Sidecar(tree, file)
	for _, d := range documents {
		if v := data.Get(stemOf(d.Path)); v != nil && !v.IsNull() {
			f.look(file, v)
		}
	}
}

// tellsApart tells whether hardly two documents give the same `id`. A few that do are a mistake, which check names.
func (f *finder) tellsApart() bool { return 10*len(f.ownID) >= 9*f.ownIDs }

// settle decides which names are translated.
func (f *finder) settle() []Field {
	if f.found["id"] == nil && !f.tellsApart() {
		f.found["id"] = &Field{Foreign: "id", Like: "id", own: true, Of: f.ownIDs}
	}
	out := make([]Field, 0, len(f.found))
	for _, field := range f.found {
		unique := !slices.ContainsFunc(slices.Collect(maps.Values(f.ids[field.Foreign])), func(n int) bool { return n > 1 })
		switch {
		case field.Like == "status" && 4*field.Fit >= 3*field.Of:
			field.Ours = field.Like // a word that means nothing here is told, and stays what it is
		case field.Foreign == "id" && field.own && !f.tellsApart():
			field.Ours = doc.Ignore // it is a name within a folder, as Docusaurus has it
		case field.Like != "" && 10*field.Fit >= 9*field.Of && unique:
			field.Ours = field.Like
		case field.own && field.Foreign != "title":
			field.Ours = doc.Ignore // a key of ours that means something else here
		}
		out = append(out, *field)
	}
	slices.SortFunc(out, func(a, b Field) int { return strings.Compare(a.Foreign, b.Foreign) })
	used := map[string]bool{}
	for _, field := range out {
		used[field.Ours] = true
	}
	for _, key := range []string{"status", "type"} {
		if !used[key] {
			delete(f.values, key)
		}
	}
	return out
}

// ownKeys are names of ours that have no foreign ones.
var ownKeys = map[string]bool{
	"fulfils": true, "services": true, "supplier": true, "customers": true, "data": true, "reviews": true, "exceptions": true,
	"withdrawn": true, "approval_record": true, "location": true, "seen_on": true, "seen_by": true,
	"data_labels": true, "rows": true, "rows_append_only": true, "translation_of": true, "translated_version": true,
	"period": true, "parties": true, "targets": true, "purpose": true, "inputs": true, "outputs": true, "roles": true, "measures": true,
	"service_owner": true,
	"hours":         true, "depends_on": true, "criticality": true, "chair": true, "attendees": true, "quorum": true, "decisions": true,
	"actions": true, "auditors": true, "scope": true,
	"audit_findings": true, "grade": true, "raised_on": true, "raised_by": true, "due": true, "closed_on": true, "root_cause": true,
	"correction": true, "corrective_action": true,
	"effectiveness": true, "benefit": true, "result": true, "objectives": true, "benefits": true, "measured": true,
	"answers": true, "decision": true, "decided_by": true, "decided_in": true,
	"cycle": true, "ends_on": true, "suppliers": true, "internal_suppliers": true,
	"certificate_number": true, "scope_statement": true, "decided_on": true, "issued_on": true, "expires_on": true, "certificates": true,
	"verified_on": true, "verified_by": true, "body": true, "standard": true, "locations": true, "mark": true, "stage": true, "evidence": true,
}

func (f *Field) count(v *strictyaml.Node, fits bool) {
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
	return phrase.Short(text, 40)
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
		return doc.Status(text).Known()
	case "owner":
		return doc.ValidRole(text)
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
	return text != "" && (ours != "version" || isText(v))
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
