package report

import (
	"fmt"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/trace"
)

// Place is where something stands: the file from the top of the repository, the line and the commit that last changed it, so
// that git show COMMIT:FILE gives it.
type Place struct {
	Document string    `json:"document,omitempty"`
	File     string    `json:"file,omitempty"`
	Line     int       `json:"line,omitempty"`
	Commit   string    `json:"commit,omitempty"` // full hash, empty where it is not known
	Day      date.Date `json:"day,omitzero"`     // of the commit, in UTC
}

// String gives file:line@commit, leaving out what is not known.
func (p Place) String() string {
	s := diag.Pos{File: p.File, Line: p.Line}.String()
	if p.Commit != "" {
		s += "@" + history.Hash(p.Commit).Short()
	}
	return s
}

// Words gives the place with the day of its commit, or says that there is none.
func (p Place) Words() string {
	if p.Day.IsZero() {
		return p.String()
	}
	return fmt.Sprintf("%s of %s", p, p.Day)
}

// PlaceOfEvidence gives where evidence stands.
func PlaceOfEvidence(d *dossier.Dossier, e trace.Evidence) Place {
	return Place{Document: string(e.Document), File: InRepository(d, e.Path), Line: e.Line, Commit: string(e.Commit), Day: e.Revised}
}

// InRepository gives a path of the project from the top of its repository.
func InRepository(d *dossier.Dossier, file string) string { return d.History.InRepository(file) }
