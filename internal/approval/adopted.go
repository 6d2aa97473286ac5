package approval

import (
	"io/fs"

	"clausebook/internal/config"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
)

// This file judges what `approval.adopted` adds to the import. What landed up to there needs no more than the grade that the
// adoption asks for; that a later adoption reaches further is a lowering.

// imports says what the import follows from, where the caller has not looked for it.
func (in Input) imports(log *history.Log) imported.Input {
	out := imported.Input{Docs: in.Docs, History: log, Adopted: in.Config.Approval.Adopted, Day: in.Clock.Day, Base: in.Base}
	if in.ConfigOf != nil {
		out.At = in.At
		out.AdoptedOf = func(tree fs.FS) (config.Adopted, error) {
			c, err := in.ConfigOf(tree)
			return c.Approval.Adopted, err
		}
	}
	return out
}

// adoptedGrade gives the least grade of what is adopted.
func adoptedGrade(a config.Adopted) ledger.Grade {
	if g, ok := ledger.ParseGrade(a.LeastGrade); ok {
		return g
	}
	return ledger.Declared
}

// adopt notes that a version counts only for the adoption: of a grade that would not have been enough, or claimed on an earlier day by
// an author whom nobody knows.
func (s *timeline) adopt(e *entry, v *ledger.Version, best candidate) {
	if !s.In.Elsewhere.Adopts(e.landing) || !best.sound() || v.Grade < e.least || v.Grade >= s.usual(e.landing) && !best.brought {
		return
	}
	v.Adopted = true
	v.Evidence = append(v.Evidence, ledger.Evidence{Commit: e.commitOf(),
		What: phrase.Of("taken as imported, as `approval.adopted` reaches up to %s: %s", s.In.Elsewhere.Words(), s.In.Elsewhere.Adopted.Reason)})
}
