package thread

import (
	"cmp"
	"maps"
	"slices"

	"clausebook/internal/doc"
)

// Backlink is one way in which a document speaks of another.
type Backlink struct {
	Relation string
	From     *doc.Document
}

// relations gives what a document says of others in its front matter, by relation.
func relations(d *doc.Document) map[string][]doc.ID {
	out := map[string][]doc.ID{"supersedes": d.Supersedes, "related": d.Related, "services": d.Services}
	if d.TranslationOf != "" {
		out["translation"] = []doc.ID{d.TranslationOf}
	}
	out["depends"] = IDs(d.Front.Get("depends_on").Texts())
	out["raised"] = IDs(d.Front.Get("raised_by").Texts())
	out["audited"], out["proven"] = IDs(d.Front.Get("certificates").Texts()), IDs(d.Front.Get("evidence").Texts())
	for _, f := range d.Front.Get("audit_findings").Items() {
		out["finding"] = append(out["finding"], IDs(f.Get("nonconformity").Texts())...)
	}
	return out
}

// Backlinks turns all references of all documents round, each once. A document that names another both in its front
// matter and in its text is listed under the relation of the front matter alone. A contract speaks of the services that its
// supplier is named for.
func Backlinks(set *doc.Set) map[doc.ID][]Backlink {
	out := map[doc.ID][]Backlink{}
	supplied := servicesBySupplier(set)
	for _, d := range set.Documents {
		seen := map[doc.ID]bool{d.ID: true}
		named := relations(d)
		if d.Type == "contract" {
			named["supplies"] = without(supplied[d.Supplier], d.Services)
		}
		for _, relation := range slices.Sorted(maps.Keys(named)) {
			for _, id := range slices.Compact(slices.Sorted(slices.Values(named[relation]))) {
				if set.ByID(id) != nil && id != d.ID {
					seen[id] = true
					out[id] = append(out[id], Backlink{relation, d})
				}
			}
		}
		for _, l := range d.Body.Links {
			if target := set.Resolve(d, l).Document; target != nil && !seen[target.ID] {
				seen[target.ID] = true
				out[target.ID] = append(out[target.ID], Backlink{"mentions", d})
			}
		}
	}
	for _, links := range out {
		slices.SortFunc(links, func(a, b Backlink) int {
			return cmp.Or(cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.From.ID, b.From.ID), cmp.Compare(a.From.Path, b.From.Path))
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

// IDs reads texts as ids of documents.
func IDs(texts []string) []doc.ID {
	out := make([]doc.ID, len(texts))
	for i, t := range texts {
		out[i] = doc.ID(t)
	}
	return out
}

// Attachments lists for each document the files that it links, each once.
func Attachments(set *doc.Set) map[doc.ID][]doc.Asset {
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
