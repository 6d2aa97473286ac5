package check

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

// theirWays are the rules that adopted documents break by being written for something else. Only an edit of each could satisfy them, so
// that they are told once for each name.
var theirWays = map[diag.RuleID]diag.RuleID{
	doc.RuleUnknownKey: "FM019", doc.RuleFieldType: "FM019", doc.RuleVersion: "FM019", doc.RuleDate: "FM019", doc.RulePeriod: "FM019",
	doc.RuleValue: "FM019", doc.RuleType: "FM019",
	doc.RuleSpacedLink: doc.RuleSpacedLink, doc.RuleScheme: doc.RuleScheme, doc.RuleImage: doc.RuleImage,
	doc.RuleMissing: "FM020", doc.RuleDerivedID: "FM020",
}

// way is one name that adopted documents have, or lack.
type way struct {
	rule diag.RuleID
	key  string
	all  []diag.Finding
}

// shared makes one note of each name that adopted documents have or lack, and gives the rest of what their parsing found.
func shared(documents []*doc.Document) []diag.Finding {
	var out []diag.Finding
	ways := map[string]*way{}
	var order []*way
	for _, d := range documents {
		for _, f := range d.Findings {
			switch {
			case d.Adopted && f.Rule == doc.RuleRawHTML:
				f.Severity = diag.Info // the words are on the page; only an edit could give them back their form
			case d.Adopted && f.Rule == doc.RuleTooLarge:
				f.Severity = diag.Info // what it holds was never counted on
			case d.Adopted && (f.Rule == doc.RuleNotUTF8 || f.Rule == doc.RuleCells):
				f.Severity = diag.Warning
			}
			if !d.Adopted || theirWays[f.Rule] == "" {
				out = append(out, f)
				continue
			}
			if f.Rule == doc.RuleUnknownKey && strings.Contains(f.Message, "`date`") && !d.IsRecord() {
				continue // when a page was published: its name is known, and its day is evidence of nothing
			}
			name := string(f.Rule) + " " + f.About
			if f.Rule == doc.RuleScheme {
				name = f.Message
			}
			if ways[name] == nil {
				ways[name] = &way{rule: f.Rule, key: f.About}
				order = append(order, ways[name])
			}
			if w := ways[name]; len(w.all) == 0 || w.all[len(w.all)-1].Pos.File != f.Pos.File {
				w.all = append(w.all, f)
			}
		}
	}
	for _, w := range order {
		out = append(out, w.finding())
	}
	return out
}

// askedOfText are the rules by which a document of some type has to say something. Of an adopted one the type is supposed, and only an
// edit could add what it does not say: it informs.
var askedOfText = map[diag.RuleID]bool{"SV001": true, "SV002": true, "SV003": true, "SV005": true, "MN001": true, "MN002": true}

// ofAdopted makes notes of what rules ask of the texts of adopted documents.
func ofAdopted(docs *doc.Set, found []diag.Finding) {
	for i, f := range found {
		if d := docs.ByPath(f.Pos.File); askedOfText[f.Rule] && d != nil && d.Adopted {
			found[i].Severity = diag.Info
		}
	}
}

// nextReviews are the names under which documents tell when they are to be reviewed next.
var nextReviews = map[string]bool{"next_review": true, "next_review_date": true, "next_review_on": true, "nextreview": true,
	"review_due": true, "review_due_date": true, "review_date": true, "review_by": true, "due_for_review": true, "review_on": true,
	"nächste_prüfung": true, "nächste_überprüfung": true}

// shownWays is how many documents are named as examples.
const shownWays = 3

func (w *way) finding() diag.Finding {
	first := w.all[0]
	words, hint := w.words()
	names := make([]string, 0, shownWays)
	for _, f := range w.all[:min(len(w.all), shownWays)] {
		names = append(names, path.Base(f.Pos.File))
	}
	some := strings.Join(names, ", ")
	if len(w.all) > shownWays {
		some = "such as " + some
	}
	var severity diag.Severity
	if w.rule == doc.RuleScheme || w.rule == doc.RuleImage {
		severity = diag.Warning // the page says in words what is not there
	}
	return diag.Finding{Rule: theirWays[w.rule], Severity: severity, Pos: first.Pos, Document: first.Document, About: w.key, Hint: hint,
		Message: fmt.Sprintf("%s: %s (%s)", words, phrase.Plural(len(w.all), "adopted document", "adopted documents"), some)}
}

// words says what documents have or lack, and how to do without an edit of each.
func (w *way) words() (message, hint string) {
	key := cmp.Or(w.key, "type")
	switch w.rule {
	case doc.RuleUnknownKey:
		if nextReviews[doc.FoldName(w.unknown())] {
			return fmt.Sprintf("`%s` tells the day of a review to come, which clausebook works out itself", w.unknown()),
				fmt.Sprintf("say when the last review was, `reviewed_on`, and how often there is one, `review_every: P1Y`, which `defaults:` can do "+
					"for all; then ignore the key: `fields: {%s: ignore}`", w.unknown())
		}
		return fmt.Sprintf("`%s` is not a key of clausebook", w.unknown()),
			fmt.Sprintf("map it to one, or ignore it: `fields: {%s: ignore}`", w.unknown())
	case doc.RuleMissing:
		return fmt.Sprintf("`%s` is missing", key),
			"take it from a label or the name of the file with `fields:`, set it in `defaults:`, or add it when the document is next changed"
	case doc.RuleSpacedLink:
		return "the path of a link has a bare space, so the page shows the brackets",
			"put such paths into angle brackets when the document is next changed: `[plan](<my plan.md>)`"
	case doc.RuleScheme:
		return w.all[0].Message, "link to a copy of it in the repository, or to an address in the web, when the document is next changed"
	case doc.RuleImage:
		return "an image is on another server, so the page does not show it", "put it beside the document when that is next changed"
	case doc.RuleDerivedID:
		return "there is no `id`, so the address of the page comes from the path",
			"take ids from a label or the name of the file with `fields:`, or add an `id` before a file is moved"
	}
	if strings.Contains(w.all[0].Message, "curly quotes") {
		return "values are in curly quotes, which are part of them", "use straight quotes, or none, when the document is next changed"
	}
	return fmt.Sprintf("`%s` has a value that clausebook does not know", key),
		fmt.Sprintf("translate it with `values: {%s: {…}}`, or ignore it: `fields: {%s: ignore}`", key, key)
}

// unknown gives the key as it is written; About names the one that it is like.
func (w *way) unknown() string {
	if _, rest, ok := strings.Cut(w.all[0].Message, "`"); ok {
		if name, _, ok := strings.Cut(rest, "`"); ok {
			return name
		}
	}
	return w.key
}
