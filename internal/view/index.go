package view

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/standard"
	"clausebook/internal/thread"
	"clausebook/internal/trace"
)

// Index holds what pages look up and the Dossier does not keep. Each part is made once, when first asked for.
type Index struct {
	ByType    func() map[string][]*doc.Document
	Owned     func() map[string][]*doc.Document // by role id
	With      func() map[string][]*doc.Document // by id of a customer or supplier
	Backlinks func() map[doc.ID][]thread.Backlink
	Required  func() map[standard.Ref][]string  // clause -> ids of required documents, those of its sub-clauses too
	Stood     func() map[string][]*doc.Document // path -> documents that ever had it
	attached  func() map[doc.ID][]doc.Asset
	Given     func() map[string][]ledger.Version    // person id -> approvals given, newest first
	Findings  func() map[string][]diag.Finding      // by file
	Graded    func() []diag.Finding                 // the gravest first
	ByRule    func() map[diag.RuleID][]diag.Finding // gaps as well
	Caused    func() []Caused                       // consequences of findings, where they are many
	causes    func() map[findingKey]int
	Titles    func() []*doc.Document
	due       func() []DueDay
	Actions   func() []OpenAction
	Activity  func() activity
	thread    func() thread.Index
	dataAt    func() map[*doc.Document][]Pager // of its rows, those that have pages of their own
}

func newIndex(s *View) Index {
	return Index{
		ByType:    sync.OnceValue(func() map[string][]*doc.Document { return groupBy(s.Docs.Documents, byType) }),
		Owned:     sync.OnceValue(func() map[string][]*doc.Document { return groupBy(s.Docs.Documents, byOwner) }),
		With:      sync.OnceValue(func() map[string][]*doc.Document { return byParty(s.Docs) }),
		Backlinks: sync.OnceValue(func() map[doc.ID][]thread.Backlink { return thread.Backlinks(s.Docs) }),
		Required:  sync.OnceValue(func() map[standard.Ref][]string { return requiredByClause(s.Standards) }),
		Stood:     sync.OnceValue(func() map[string][]*doc.Document { return findStood(s.Docs, s.History) }),
		attached:  sync.OnceValue(func() map[doc.ID][]doc.Asset { return thread.Attachments(s.Docs) }),
		Given:     sync.OnceValue(func() map[string][]ledger.Version { return findGiven(s.Docs, s.Approvals) }),
		Findings:  sync.OnceValue(func() map[string][]diag.Finding { return findingsByFile(s.Findings) }),
		Graded:    sync.OnceValue(s.bySeverity),
		ByRule:    sync.OnceValue(func() map[diag.RuleID][]diag.Finding { return findingsByRule(slices.Concat(s.Index.Graded(), s.Gaps)) }),
		Caused:    sync.OnceValue(func() []Caused { return findCaused(slices.Concat(s.Index.Graded(), s.Gaps)) }),
		causes:    sync.OnceValue(func() map[findingKey]int { return findCauses(s.Index.Caused()) }),
		Titles:    sync.OnceValue(s.findTitles),
		due:       sync.OnceValue(func() []DueDay { return findDue(s) }),
		Actions:   sync.OnceValue(func() []OpenAction { return findActions(s.Acts, s.Docs.Documents) }),
		thread:    sync.OnceValue(func() thread.Index { return thread.Of(s.Docs) }),
		dataAt:    sync.OnceValue(s.findDataPages),
		Activity:  sync.OnceValue(func() activity { return activityOf(s.Docs.Documents, s.History.Revisions, s.Approvals, s.AsOf.Day) }),
	}
}

// findGiven lists the approvals that each person gave.
func findGiven(set *doc.Set, l *ledger.Ledger) map[string][]ledger.Version {
	out := map[string][]ledger.Version{}
	seen := map[doc.ID]bool{}
	for _, d := range set.Documents {
		if seen[d.ID] {
			continue
		}
		seen[d.ID] = true
		for _, v := range l.Versions(d.ID) {
			for _, id := range approverIDs(v) {
				out[id] = append(out[id], v)
			}
		}
	}
	for _, given := range out {
		slices.SortStableFunc(given, func(a, b ledger.Version) int {
			return cmp.Or(b.On.Compare(a.On), cmp.Compare(a.Document, b.Document))
		})
	}
	return out
}

// approverIDs gives the listed people who approved a version, each once.
func approverIDs(v ledger.Version) []string {
	ids := []string{v.Approver.ID}
	for _, g := range v.Given {
		ids = append(ids, g.ID)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

func findingsByFile(findings []diag.Finding) map[string][]diag.Finding {
	out := map[string][]diag.Finding{}
	for _, f := range findings {
		out[f.Pos.File] = append(out[f.Pos.File], f)
	}
	return out
}

func findingsByRule(findings []diag.Finding) map[diag.RuleID][]diag.Finding {
	out := map[diag.RuleID][]diag.Finding{}
	for _, f := range findings {
		out[f.Rule] = append(out[f.Rule], f)
	}
	return out
}

// byParty lists the documents that name a customer or supplier in their front matter.
func byParty(set *doc.Set) map[string][]*doc.Document {
	out := map[string][]*doc.Document{}
	for _, d := range set.Documents {
		for _, key := range []string{"supplier", "customers", "suppliers", "internal_suppliers", "parties"} {
			for _, id := range d.Front.Get(key).Texts() {
				if !slices.Contains(out[id], d) {
					out[id] = append(out[id], d)
				}
			}
		}
	}
	return out
}

func byType(d *doc.Document) string  { return d.Type }
func byOwner(d *doc.Document) string { return d.Owner }

// groupBy sorts documents into groups, each in the order of ids.
func groupBy(documents []*doc.Document, key func(*doc.Document) string) map[string][]*doc.Document {
	out := map[string][]*doc.Document{}
	for _, d := range documents {
		out[key(d)] = append(out[key(d)], d)
	}
	for _, group := range out {
		slices.SortStableFunc(group, CompareDocuments)
	}
	return out
}

// CompareDocuments orders documents by id and, of those with one id, by path.
func CompareDocuments(a, b *doc.Document) int {
	return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Path, b.Path))
}

// requiredByClause lists the required documents of every clause and of the clauses below it, in the standard's order.
func requiredByClause(l *standard.Library) map[standard.Ref][]string {
	out := map[standard.Ref][]string{}
	for _, std := range l.Standards {
		for _, r := range std.Required {
			seen := map[string]bool{}
			for _, id := range r.Clauses {
				for c := std.Clause(id); c != nil && !seen[c.ID]; c = std.Clause(c.Parent) {
					seen[c.ID] = true
					ref := standard.Ref{Standard: std.ID, Item: c.ID}
					out[ref] = append(out[ref], r.ID)
				}
			}
		}
	}
	return out
}

// Cell gives the cell of an item; where the matrix has none, an empty one that says so.
func (s *View) Cell(std, item string) trace.Cell {
	ref := standard.Ref{Standard: std, Item: item}
	if c := s.Matrix.Cell(ref); c != nil {
		return *c
	}
	return trace.Cell{Ref: ref}
}

// SortedKeys lists the keys of a map in order.
func SortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// findTitles lists the documents that may be relied on or were, sorted by title. Drafts are not offered to a search.
func (s *View) findTitles() []*doc.Document {
	var out []*doc.Document
	for _, d := range s.Docs.Documents {
		if Public(d) {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b *doc.Document) int {
		return cmp.Or(cmp.Compare(strings.ToLower(TitleOf(a)), strings.ToLower(TitleOf(b))), CompareDocuments(a, b))
	})
	return out
}

// Public tells whether a document may be found by search, feeds and the site map. What was never approved is not
// offered to a reader who may take it for valid; it stands in the register and among the gaps, with its status.
func Public(d *doc.Document) bool {
	return d.Status.Current() || d.Status == doc.Superseded || d.Status == doc.Withdrawn
}

// NameOf gives a standard's name with its edition.
func NameOf(std *standard.Standard) string {
	if std.Edition == "" {
		return std.Name
	}
	return std.Name + ":" + std.Edition
}

// DayOf gives the day of a commit in the zone of judgement: the day on which it reached the history. It is empty where the
// commit's time cannot be read.
func DayOf(c *history.Commit) string { return c.Committer.Day().String() }

// StandardsOnce gives each standard once, should two files share an id.
func (s *View) StandardsOnce() []*standard.Standard {
	var out []*standard.Standard
	seen := map[string]bool{}
	for _, std := range s.Standards.Standards {
		if !seen[std.ID] {
			seen[std.ID] = true
			out = append(out, std)
		}
	}
	return out
}
