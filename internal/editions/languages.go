package editions

import (
	"cmp"
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/theme"
	"clausebook/internal/view"
	"clausebook/internal/worded"
)

// LanguageRow is a document in one of its languages, as the switch between them shows it.
type LanguageRow struct {
	Name, Lang string // of the language, in itself
	Link       view.Link
	Current    bool
	Note       string   // of a translation: from which version it is
	Behind     view.Tag // where the original has gone on
}

// Languages lists a document and its translations, the original first; nothing where there is one language alone.
func Languages(p view.Page, d *doc.Document) []LanguageRow {
	original := originalOf(p, d)
	all := []*doc.Document{original}
	for _, b := range p.Index.Backlinks()[original.ID] {
		if b.Relation == "translation" && originalOf(p, b.From) == original && b.From != original {
			all = append(all, b.From)
		}
	}
	if len(all) == 1 {
		return nil
	}
	slices.SortStableFunc(all[1:], func(a, b *doc.Document) int {
		return cmp.Or(cmp.Compare(language(p, a), language(p, b)), view.CompareDocuments(a, b))
	})
	var out []LanguageRow
	for _, x := range all {
		row := LanguageRow{Name: worded.Language(language(p, x)), Lang: language(p, x), Link: p.DocumentLink(x), Current: x == d,
			Note: p.T("original")}
		if x != original {
			row.Note, row.Behind = translated(p, x, original)
		}
		out = append(out, row)
	}
	return out
}

// originalOf gives what a document is a translation of; the document itself where it is none.
func originalOf(p view.Page, d *doc.Document) *doc.Document {
	if d.TranslationOf != "" && d.TranslationOf != d.ID {
		if original := p.Docs.ByID(d.TranslationOf); original != nil {
			return original
		}
	}
	return d
}

func language(p view.Page, d *doc.Document) string { return cmp.Or(d.Language, p.Language()) }

// translated says from which version of the original a translation is, and how many have followed.
func translated(p view.Page, d, original *doc.Document) (string, view.Tag) {
	from := d.Front.Get("translated_version").Text()
	if from == "" {
		return p.T("does not say of which version it is a translation"), view.Tag{}
	}
	n, known := followed(p, original, from)
	switch {
	case !known:
		return p.T("of version %s, which is not known", from), view.Tag{}
	case n == 0:
		return p.T("of version %s, the latest", from), view.Tag{}
	}
	return p.T("of version %s", from), view.Tag{Kind: "warning", Text: p.N(n, "version behind", "versions behind")}
}

// followed counts the approved versions of a document after one of them. Where nothing counts as approved, the version of its text is the
// only one.
func followed(p view.Page, d *doc.Document, version string) (n int, known bool) {
	all := slices.DeleteFunc(slices.Clone(p.Approvals.Versions(d.ID)), func(v ledger.Version) bool { return !v.Counted(p.Approvals.Least) })
	i := slices.IndexFunc(all, func(v ledger.Version) bool { return v.Version == version }) // the newest first
	if i < 0 {
		return 0, len(all) == 0 && version == d.Version
	}
	return i, true
}

// StaleTranslation warns above a translation that its original has gone on; nil where it has not.
func StaleTranslation(p view.Page, d *doc.Document) []view.Banner {
	original, from := originalOf(p, d), d.Front.Get("translated_version").Text()
	n, known := followed(p, original, from)
	if original == d || from == "" || !known || n == 0 {
		return nil
	}
	text := p.T("This is a translation of version %s. %s been approved since, and what it says may no longer hold.", from,
		p.N(n, "newer version of the original has", "newer versions of the original have"))
	return []view.Banner{{Kind: "warning", Text: theme.Own(text), Links: []view.Link{p.Named(original)}}}
}
