package demo

import (
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/date"
)

// rules gives the configuration and the people file as they began, and then each change of them. What was decided later
// enters when it was decided: the period, the change of the problem manager, the standards beside the first, the conditions, the waiver.
func (s *story) rules() []change {
	final := strings.Replace(string(s.files[config.FileName]),
		"least_grade: declared", "least_grade: trailer\n  allowed_signers: "+signersPath+
			"\n  minor: {words: 12, roles: [service-owner-platform]}", 1)
	withoutDay := cut(final, "\n# Reviews fall due", "\n# One set of documents")
	withoutWaiver := cut(withoutDay, "\nwaivers:", "\napproval:")
	withoutConditions := cut(withoutWaiver, "\n  dispute-arose:", "\n\napproval:")
	forOne := strings.Replace(cut(withoutConditions, "\n# One set of documents", "\nstandards:"), ", iso27001-2022, fitsm1-v3]", "]", 1)
	withoutPeriod := cut(forOne, "\nperiods:", "\nseverity:")
	people := string(s.files[peoplePath])
	withoutDeputy := strings.Replace(people, deputyship, "", 1)
	before := strings.NewReplacer(
		", from: 2019-04-01, to: 2026-02-28}", ", from: 2019-04-01}",
		"{person: emil.castaway, from: 2020-01-01, to: 2026-02-28}, {person: kwame.hollis, from: 2026-03-01}",
		"{person: emil.castaway, from: 2020-01-01}",
	).Replace(withoutDeputy)
	keeper, chief := s.holder("sms-manager", begin), s.holder("managing-director", begin)
	settings := func(day date.Date, source, message string) change {
		return change{day: day, path: config.FileName, source: source, message: message,
			author: keeper, approver: chief, squash: true}
	}
	handover := change{day: date.New(2026, 2, 26), path: peoplePath, source: withoutDeputy,
		message: "people: Kwame Hollis takes over problem management on 1 March",
		author:  s.holder("people-manager", begin), approver: keeper, squash: true}
	leave := change{day: date.New(2026, 7, 20), path: peoplePath, source: people,
		message: "people: Maud Ashgrove stands in for Tobias Renn from 27 July to 7 August",
		author:  s.holder("people-manager", begin), approver: keeper, squash: true}
	return []change{
		{path: config.FileName, source: withoutPeriod}, {path: peoplePath, source: before},
		settings(date.New(2025, 12, 1), forOne, "config: name the audit period 2026"),
		handover, leave,
		settings(date.New(2026, 10, 28), withoutConditions, "config: serve ISO/IEC 27001 and FitSM-1 with the same documents"),
		settings(date.New(2026, 11, 12), withoutWaiver, "config: decide the conditions on disputes and invocations"),
		settings(date.New(2026, 11, 16), withoutDay, "config: waive the satisfaction report until its survey has closed"),
		settings(date.New(2026, 11, 21), final, "config: judge dates as of 22 November"),
	}
}

// deputyship is what the people file says from some day on only.
const deputyship = ", deputy_of: [{person: tobias.renn, from: 2026-07-27, to: 2026-08-07}]"

// cut leaves out what stands from one mark up to another.
func cut(text, from, to string) string {
	start := strings.Index(text, from)
	if start < 0 {
		return text
	}
	end := strings.Index(text[start:], to)
	if end < 0 {
		return text
	}
	return text[:start] + text[start+end:]
}
