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
	"clausebook/internal/trace"
)

// backlink is one way in which a document speaks of another. Relation is a key of relationWords.
type backlink struct {
	Relation string
	From     *doc.Document
}

// Index holds what pages look up and the Dossier does not keep. Each part is made once, when first asked for.
type Index struct {
	ByType    func() map[string][]*doc.Document
	Owned     func() map[string][]*doc.Document // by role id
	With      func() map[string][]*doc.Document // by id of a customer or supplier
	Backlinks func() map[doc.ID][]backlink
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
}

func newIndex(s *View) Index {
	return Index{
		ByType:    sync.OnceValue(func() map[string][]*doc.Document { return groupBy(s.Docs.Documents, byType) }),
		Owned:     sync.OnceValue(func() map[string][]*doc.Document { return groupBy(s.Docs.Documents, byOwner) }),
		With:      sync.OnceValue(func() map[string][]*doc.Document { return byParty(s.Docs) }),
		Backlinks: sync.OnceValue(func() map[doc.ID][]backlink { return findBacklinks(s.Docs) }),
		Required:  sync.OnceValue(func() map[standard.Ref][]string { return requiredByClause(s.Standards) }),
		Stood:     sync.OnceValue(func() map[string][]*doc.Document { return findStood(s.Docs, s.History) }),
		attached:  sync.OnceValue(func() map[doc.ID][]doc.Asset { return findAttachments(s.Docs) }),
		Given:     sync.OnceValue(func() map[string][]ledger.Version { return findGiven(s.Docs, s.Approvals) }),
		Findings:  sync.OnceValue(func() map[string][]diag.Finding { return findingsByFile(s.Findings) }),
		Graded:    sync.OnceValue(s.bySeverity),
		ByRule:    sync.OnceValue(func() map[diag.RuleID][]diag.Finding { return findingsByRule(slices.Concat(s.Index.Graded(), s.Gaps)) }),
		Caused:    sync.OnceValue(func() []Caused { return findCaused(slices.Concat(s.Index.Graded(), s.Gaps)) }),
		causes:    sync.OnceValue(func() map[findingKey]int { return findCauses(s.Index.Caused()) }),
		Titles:    sync.OnceValue(s.findTitles),
		due:       sync.OnceValue(func() []DueDay { return findDue(s) }),
		Actions:   sync.OnceValue(func() []OpenAction { return findActions(s.Acts, s.Index.ByType()["minutes"]) }),
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

// relations gives what a document says of others in its front matter, by key of relationWords.
func relations(d *doc.Document) map[string][]doc.ID {
	out := map[string][]doc.ID{"supersedes": d.Supersedes, "related": d.Related, "services": d.Services}
	if d.TranslationOf != "" {
		out["translation"] = []doc.ID{d.TranslationOf}
	}
	out["depends"] = IDs(d.Front.Get("depends_on").Texts())
	out["raised"] = IDs(d.Front.Get("raised_by").Texts())
	for _, f := range d.Front.Get("audit_findings").Items() {
		out["finding"] = append(out["finding"], IDs(f.Get("nonconformity").Texts())...)
	}
	return out
}

// IDs reads texts as ids of documents.
func IDs(texts []string) []doc.ID {
	out := make([]doc.ID, len(texts))
	for i, t := range texts {
		out[i] = doc.ID(t)
	}
	return out
}

// findBacklinks turns all references of all documents round, each once. A document that names another both in its front
// matter and in its text is listed under the relation of the front matter alone. A contract speaks of the services that its
// supplier is named for.
func findBacklinks(set *doc.Set) map[doc.ID][]backlink {
	out := map[doc.ID][]backlink{}
	supplied := servicesBySupplier(set)
	for _, d := range set.Documents {
		seen := map[doc.ID]bool{d.ID: true}
		named := relations(d)
		if d.Type == "contract" {
			named["supplies"] = without(supplied[d.Supplier], d.Services)
		}
		for _, relation := range SortedKeys(named) {
			for _, id := range slices.Compact(slices.Sorted(slices.Values(named[relation]))) {
				if set.ByID(id) != nil && id != d.ID {
					seen[id] = true
					out[id] = append(out[id], backlink{relation, d})
				}
			}
		}
		for _, l := range d.Body.Links {
			if target := set.Resolve(d, l).Document; target != nil && !seen[target.ID] {
				seen[target.ID] = true
				out[target.ID] = append(out[target.ID], backlink{"mentions", d})
			}
		}
	}
	for _, links := range out {
		slices.SortFunc(links, func(a, b backlink) int {
			return cmp.Or(cmp.Compare(a.Relation, b.Relation), CompareDocuments(a.From, b.From))
		})
	}
	return out
}

// servicesBySupplier lists the services for which each supplier is named.
func servicesBySupplier(set *doc.Set) map[string][]doc.ID {
	out := map[string][]doc.ID{}
	for _, d := range set.Documents {
		if d.Type == "service" {
			for _, id := range d.Front.Get("suppliers").Texts() {
				out[id] = append(out[id], d.ID)
			}
		}
	}
	return out
}

// without leaves out some of the ids.
func without(ids, some []doc.ID) []doc.ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id doc.ID) bool { return slices.Contains(some, id) })
}

// findAttachments lists for each document the files that it links, each once.
func findAttachments(set *doc.Set) map[doc.ID][]doc.Asset {
	out := map[doc.ID][]doc.Asset{}
	for _, d := range set.Documents {
		for _, l := range d.Body.Links {
			if a := set.Asset(set.Resolve(d, l).Asset); a != nil && !slices.Contains(out[d.ID], *a) {
				out[d.ID] = append(out[d.ID], *a)
			}
		}
	}
	return out
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

// Below lists a clause and everything under it, in the standard's order.
func Below(std *standard.Standard, id string) []*standard.Clause {
	var out []*standard.Clause
	inside := map[string]bool{id: true}
	for i := range std.Clauses {
		c := &std.Clauses[i]
		if inside[c.ID] || inside[c.Parent] && c.Parent != "" {
			inside[c.ID] = true
			out = append(out, c)
		}
	}
	return out
}

// Children lists the clauses directly under one; with an empty id the top level.
func Children(std *standard.Standard, id string) []*standard.Clause {
	var out []*standard.Clause
	for i := range std.Clauses {
		if std.Clauses[i].Parent == id {
			out = append(out, &std.Clauses[i])
		}
	}
	return out
}

// Top gives the top-level clause above this one. A chain of parents that never ends is cut at the clause itself.
func Top(std *standard.Standard, c *standard.Clause) *standard.Clause {
	at := c
	for range std.Clauses {
		parent := std.Clause(at.Parent)
		if at.Parent == "" || parent == nil {
			return at
		}
		at = parent
	}
	return c
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
