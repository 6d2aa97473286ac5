package check

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
)

var su001 = Rule{
	ID:       "SU001",
	Title:    "a document that this one relies on has changed",
	Why:      "The document was approved when the other text was different, and nobody has checked since whether it still fits.",
	Fix:      "Check it against the new text and record the review: `clausebook review ID --outcome no-change`.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Info,
	Run:      suspects,
}

// suspects reports each document once, at its first link to something it relies on that has changed in substance, under
// a new approval, after the day on which the document itself was last approved or reviewed. Records speak of their
// time: neither they nor what they say can become suspect.
func suspects(in *Input) []diag.Finding {
	changed := map[doc.ID]date.Date{} // -> the day on which another text came into force
	for _, d := range in.Docs.Documents {
		if day := changedOn(in.Approvals.Versions(d.ID)); d.Status.Current() && !d.IsRecord() && !day.IsZero() {
			changed[d.ID] = day
		}
	}
	var out []diag.Finding
	for i := 0; i < len(in.links); {
		from, first := in.links[i].from, i
		for i < len(in.links) && in.links[i].from == from {
			i++
		}
		if f, ok := suspect(in, from, in.links[first:i], changed); ok {
			out = append(out, f)
		}
	}
	return out
}

// changedOn gives the day of the newest approval of a text that differs from the one approved before; zero if no
// text was ever replaced.
func changedOn(versions []ledger.Version) date.Date {
	for i := 0; i+1 < len(versions); i++ {
		if versions[i].Content != versions[i+1].Content {
			return versions[i].On
		}
	}
	return date.Date{}
}

// suspect looks at the links of one document.
func suspect(in *Input, d *doc.Document, links []link, changed map[doc.ID]date.Date) (diag.Finding, bool) {
	looked := in.lastLook(d)
	if !d.Status.Current() || d.IsRecord() || looked.IsZero() {
		return diag.Finding{}, false
	}
	var f diag.Finding
	var names []string
	told := map[doc.ID]bool{}
	for _, l := range links {
		to := l.to.Document
		if to == nil || told[to.ID] || !reliesOn(d, to) || !changed[to.ID].After(looked) {
			continue
		}
		told[to.ID] = true
		if names == nil {
			f = l.finding("SU001", "", fmt.Sprintf("if it still fits, record a review: `clausebook review %s --outcome no-change`", d.ID))
		}
		names = append(names, fmt.Sprintf("`%s` on %s", to.ID, changed[to.ID]))
	}
	f.Message = fmt.Sprintf(
		"documents that it relies on have changed in substance since its last review or approval on %s: %s",
		looked,
		strings.Join(names, ", "),
	)
	return f, names != nil
}

// authority ranks types of documents: what stands lower follows what stands higher. Registers, catalogues and guides
// describe what others lay down; records are evidence of it.
var authority = map[string]int{
	"policy":    4,
	"agreement": 3,
	"contract":  3,
	"plan":      2,
	"programme": 2,
	"process":   2,
	"procedure": 1,
	"service":   1,
}

// reliesOn tells whether a link from one document to another says that the first follows the second. Most links only
// say where to read on, and a set in which each change made half of it suspect would teach people not to look.
func reliesOn(d, to *doc.Document) bool {
	return d.TranslationOf == to.ID || slices.Contains(d.Front.Get("depends_on").Texts(), string(to.ID)) ||
		authority[d.Type] > 0 && authority[to.Type] > authority[d.Type]
}

// lastLook is the day on which somebody last approved or reviewed the document.
func (in *Input) lastLook(d *doc.Document) date.Date {
	last := in.Acts.Held(d, doc.ApprovalAct)
	if all := in.Acts.Reviews(d); len(all) > 0 && all[len(all)-1].After(last) {
		last = all[len(all)-1]
	}
	return last
}
