package report

import (
	"slices"
	"strings"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/loop"
	"clausebook/internal/phrase"
	"clausebook/internal/trace"
)

// What does not go on of improvement is a point too: of no standard, and with somebody who can act.
const (
	kindImprovement             = "improvement"
	stuck           trace.State = "stuck"
)

// stuckTitle heads the list of these.
const stuckTitle = "Improvement, objectives and benefits that are stuck"

// stuckPoint gives the point of a finding of improvement, with who answers for it and since when it stands.
func (s gapSeeker) stuckPoint(f diag.Finding, g Gap) (Gap, bool) {
	if !strings.HasPrefix(string(f.Rule), "IM") {
		return g, false
	}
	g.Standard, g.Item, g.Kind, g.State = "", f.Subject, kindImprovement, stuck
	if r, ok := check.Find(string(f.Rule)); ok {
		g.Clauses = slices.Clone(r.Clauses)
	}
	owner := ""
	if d := s.Docs.ByID(doc.ID(f.Document)); d != nil {
		owner = d.Owner
	}
	isCase := func(c *loop.Case) bool { return c.State == loop.Stuck && c.Name() == f.Subject }
	if i := slices.IndexFunc(s.Loop.All(), isCase); i >= 0 {
		c := s.Loop.All()[i]
		owner = c.Owner
		if g.Since = c.Since; !g.Since.IsZero() {
			age := g.Since.DaysUntil(s.AsOf.Day)
			g.Age = &age
		}
	} else if a, _ := s.Aims.Find(f.Subject, nil); a != nil {
		owner = a.Owner
	}
	g.Owner = OwnerOf(s.Dossier, owner, "")
	return g, true
}

// name gives what a point is called: the name of an item with its standard, or that of a case.
func (g Gap) name() string {
	if g.Standard == "" {
		return g.Item
	}
	return g.ref()
}

// stuckWords counts what does not go on; nothing where all does.
func (g Gaps) stuckWords() []string {
	if n := g.countPoints(stuck); n > 0 {
		return []string{phrase.Plural(n, "case of improvement stuck", "cases of improvement stuck")}
	}
	return nil
}
