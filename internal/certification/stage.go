// Package certification turns certificates and the audits of certification bodies into what was held, what comes next, by when,
// and what is late.
//
// It knows no rule of its own: how often surveillance is due, and how long a body gives for a corrective action, stands in a
// Scheme, which is data with its source. A certificate is what a document states: nothing here says that an organization is
// certified.
package certification

import (
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

// Stage is which step of a certification an audit is, as its report says.
type Stage string

// The stages of audits.
const (
	Stage1          Stage = "stage-1"
	Stage2          Stage = "stage-2"
	Surveillance    Stage = "surveillance"
	Recertification Stage = "recertification"
	FollowUp        Stage = "follow-up"
)

// StageOf gives the stage of an audit; empty where its report does not say one.
func StageOf(d *doc.Document) Stage { return Stage(d.Front.Get("stage").Text()) }

// Words names the stage; one that is not known as it is written.
func (s Stage) Words() phrase.Phrase {
	switch s {
	case Stage1:
		return phrase.Of("stage 1")
	case Stage2:
		return phrase.Of("stage 2")
	case Surveillance:
		return phrase.Of("surveillance")
	case Recertification:
		return phrase.Of("recertification")
	case FollowUp:
		return phrase.Of("follow-up audit")
	}
	return phrase.Text(string(s))
}
