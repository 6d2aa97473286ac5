package check

// Rules gives every rule, family by family, in the order in which they are documented.
func Rules() []Rule {
	return []Rule{
		fs001, fs002, fs003, fs004, fs005, fm001, fm002, fm003,
		fm004, fm005, fm006, fm007, fm008, fm009, fm010, fm011,
		fm012, fm013, fm014, fm015, fm016, id001, id002, md001,
		md002, md003, md004, md005, lk001, lk002, lk003, lk004, lk005, lk006,
		da001, da002, rl001, rl002, rq001, rq002, rq003, rq004,
		rq005, rq006, rq007, rq008, cv001, cv002, rv001, rv002,
		rv003, rv004, rv005, ap001, ap002, ap003, ap004, ap005,
		ap006, ap007, ap008, ap009, hi001, pe001, pe002, pe003,
		pe004, pe005, pe006, cf001, cf002, cf003, cf004, st001,
		st002, st003, st004,
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
