package report

import (
	"cmp"
	"slices"

	"clausebook/internal/check"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/dossier"
	"clausebook/internal/impact"
)

// Impact is what a change does, with its findings and with names for those who have to approve.
type Impact struct {
	impact.Impact
	Tool string
	AsOf date.Date // the day by which both sides were judged
	Base ImpactBase
	Head string // commit of the change; empty where there is none
	Work bool   // the change is the work tree on that commit, committed or not

	New      []Finding        // findings that the change brings
	Fixed    []Finding        // findings that it fixes
	Excepted []check.Excepted // findings that its documents now except; they are not fixed
	Needs    []ImpactNeed     // as Needed, with the approvers by name
}

// ImpactBase is what a change is compared with.
type ImpactBase struct {
	Rev    string // as it was asked for
	Commit string // the commit compared with
	Parted bool   // it is where the change left Rev; otherwise that could not be told, and it is Rev itself
}

// ImpactNeed is a need with those who can meet it.
type ImpactNeed struct {
	impact.Need
	Who []Owner
}

// ruleSuspect is the rule whose new findings are the suspects that a change creates.
const ruleSuspect diag.RuleID = "SU001"

// ImpactOf tells what a change does. Both sides must be judged as of one day and by the same severities.
func ImpactOf(before, after impact.Side, base ImpactBase) Impact {
	i := Impact{
		Impact: impact.Compare(before, after),
		Tool:   after.Tool,
		AsOf:   after.AsOf.Day,
		Base:   base,
		Head:   Head(after.Dossier),
		Work:   after.AsOf.Revision == "",
	}
	i.compareFindings(before.Dossier, after.Dossier)
	for _, n := range i.Needed {
		need := ImpactNeed{Need: n}
		for _, role := range n.Approvers {
			need.Who = append(need.Who, OwnerOf(knowing(role, before.Dossier, after.Dossier), role, ""))
		}
		i.Needs = append(i.Needs, need)
	}
	return i
}

// knowing gives the dossier whose people.yaml tells who holds a role: the one before, for nobody can give himself a
// role by the change itself, unless only the one after knows it.
func knowing(role string, before, after *dossier.Dossier) *dossier.Dossier {
	if before.People != nil {
		_, isRole := before.People.Role(role)
		_, isPerson := before.People.Person(role)
		if isRole || isPerson {
			return before
		}
	}
	return after
}

// compareFindings tells findings apart by what does not change while lines move.
func (i *Impact) compareFindings(before, after *dossier.Dossier) {
	was, now := fingerprintedAll(before), fingerprintedAll(after)
	excused := fingerprints(was.excepted)
	i.New = New(after).Since(i.Base.Rev, before).Findings
	for k, f := range now.excepted {
		if !excused[f.Fingerprint] {
			i.Excepted = append(i.Excepted, after.Excepted[k])
		}
	}
	left := fingerprints(now.findings, now.excepted, now.gaps)
	for _, f := range was.findings {
		if !left[f.Fingerprint] {
			i.Fixed = append(i.Fixed, f)
		}
	}
}

// knownAt tells what stood at a base already, excepted or not.
func knownAt(before *dossier.Dossier) func(Finding) bool {
	was := fingerprintedAll(before)
	known := fingerprints(was.findings, was.excepted, was.gaps)
	return func(f Finding) bool { return known[f.Fingerprint] && !check.IsFirm(f.Rule) }
}

// olderOf gives what stood before a change already.
func olderOf(now []Finding, known func(Finding) bool) []Finding {
	var older []Finding
	for _, f := range now {
		if known(f) {
			f.Older = true
			older = append(older, f)
		}
	}
	return older
}

// marked is everything that was found, with fingerprints that are comparable: an exception that goes or comes changes none.
type marked struct{ findings, excepted, gaps []Finding }

func fingerprintedAll(d *dossier.Dossier) marked {
	all := slices.Clone(d.Findings)
	for _, x := range d.Excepted {
		all = append(all, x.Finding)
	}
	list := fingerprinted(append(all, d.Gaps...))
	n := len(d.Findings)
	return marked{list[:n], list[n : n+len(d.Excepted)], list[n+len(d.Excepted):]}
}

func fingerprints(lists ...[]Finding) map[string]bool {
	out := map[string]bool{}
	for _, f := range withFollowing(slices.Concat(lists...)) {
		out[f.Fingerprint] = true
	}
	return out
}

// Suspects gives the documents that the change makes suspect: what they rely on changed in substance.
func (i Impact) Suspects() []Finding {
	return slices.DeleteFunc(slices.Clone(i.New), func(f Finding) bool { return f.Rule != ruleSuspect })
}

// Others gives the new findings that are no suspects.
func (i Impact) Others() []Finding {
	return slices.DeleteFunc(slices.Clone(i.New), func(f Finding) bool { return f.Rule == ruleSuspect })
}

// Fails tells whether the change brings a finding of this severity or worse; Unset for never.
func (i Impact) Fails(least diag.Severity) bool {
	return least != diag.Unset && slices.ContainsFunc(i.New, func(f Finding) bool { return f.Severity >= least })
}

// against says what the change is compared with.
func (i Impact) against() string {
	c := i.Base.Commit[:min(len(i.Base.Commit), 12)]
	if i.Base.Parted {
		return "commit " + c + ", at which the change left " + i.Base.Rev
	}
	return "commit " + c + " of " + i.Base.Rev + " itself, because the commit at which the change left it is not known"
}

// of says what is compared: a commit or the files as they stand.
func (i Impact) of() string {
	commit := cmp.Or(i.Head[:min(len(i.Head), 12)], "no commit")
	if i.Work {
		return "the work tree on " + commit
	}
	return "commit " + commit
}
