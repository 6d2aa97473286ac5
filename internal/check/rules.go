package check

import (
	"sync"

	"clausebook/internal/diag"
)

// Rules gives every rule, family by family, in the order in which they are documented.
func Rules() []Rule {
	return []Rule{
		fs001, fs002, fs003, fs004, fs005, fs006, fs007, fs008, fs009,
		fm001, fm002, fm003, fm004, fm005, fm006, fm007, fm008, fm009, fm010,
		fm011, fm012, fm013, fm014, fm015, fm016, fm017, fm018, fm019, fm020,
		id001, id002, id003, id004, id005, id006,
		md001, md002, md003, md004, md005, md006, md007, md008, md009,
		lk001, lk002, lk003, lk004, lk005, lk006, lk007, lk008, lk009, lk010, lk011, lk012, lk013, lk014, lk015, lk016,
		da001, da002, da003, da004, da006, da007, da008,
		rl001, rl002,
		rq001, rq002, rq003, rq004, rq005, rq006, rq007, rq008, rq009, rq010,
		cv001, cv002, cv003, cv004, cv005, cv006,
		rv001, rv002, rv003, rv004, rv005, rv006, rv007, rv008, rv009,
		ap001, ap002, ap003, ap004, ap005, ap006, ap007, ap008, ap009, ap010, ap011, ap012, ap013, ap014, ap015,
		ap016, ap017, ap018, ap019, ap020,
		ap021, ap022, ap023, ap024, ap025, ap026, ap027, ap028, ap029, ap030,
		hi001, hi002, hi003, hi004, hi005, hi006, hi007, hi008, hi010, hi011,
		pe001, pe002, pe003, pe004, pe005, pe006, pe007, pe008, pe009, pe010,
		pe011, pe012, pe013, pe014, pe015,
		sv001, sv002, sv003, sv004, sv005, sv006, sv007, sv008,
		mn001, mn002, mn003, mn004, mn005, mn006, mn007, mn008, mn009,
		im001, im002, im003, im004, im005,
		ce001, ce002, ce003, ce004, ce005, ce006,
		tx001, tx002, tx003, tx004, tx005, tx006, tx007, tx008,
		su001,
		ex001, ex002, ex003, ex004,
		cf001, cf002, cf003, cf004, cf005, cf006, cf007, cf008, cf009, cf010, cf011, cf012,
		st001, st002, st003, st004, st005, st006, st007, st008, st009, st010,
	}
}

// Find gives the rule with this id.
func Find(id string) (Rule, bool) {
	for _, r := range Rules() {
		if string(r.ID) == id {
			return r, true
		}
	}
	return Rule{}, false
}

// ruleByID gives every rule by its id.
var ruleByID = sync.OnceValue(func() map[diag.RuleID]Rule {
	out := map[diag.RuleID]Rule{}
	for _, r := range Rules() {
		out[r.ID] = r
	}
	return out
})

// DefaultSeverity gives how severe what a rule finds is where the configuration says nothing.
func DefaultSeverity(id diag.RuleID) diag.Severity { return ruleByID()[id].Severity }

// IsGap tells whether findings of a rule are told by the list of gaps, and not among the findings.
func IsGap(id diag.RuleID) bool { return ruleByID()[id].Gap }

// IsFirm tells whether what a rule finds counts whatever the repository says of it.
func IsFirm(id diag.RuleID) bool { return ruleByID()[id].Firm }

// IsPerFile tells whether all that a rule finds in one file is one finding.
func IsPerFile(id diag.RuleID) bool { return ruleByID()[id].PerFile }
