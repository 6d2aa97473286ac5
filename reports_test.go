package example_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"clausebook/internal/doc"
)

const (
	minutesOfADay = 24 * 60
	availability  = 99.90 // percent per month, in all agreements
	yearlyBudget  = 6200  // thousand pounds, of 2026
)

// monthlyReports gives the service reports, the oldest first.
func monthlyReports(t *testing.T) []*doc.Document {
	t.Helper()
	var out []*doc.Document
	for _, d := range documents(t).Documents {
		if strings.HasPrefix(string(d.ID), "REP-SVC-") {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b *doc.Document) int { return strings.Compare(string(a.ID), string(b.ID)) })
	if len(out) < 12 {
		t.Fatalf("only %d service reports", len(out))
	}
	return out
}

func minutesOf(d *doc.Document) float64 {
	return float64((d.Period.From.DaysUntil(d.Period.To) + 1) * minutesOfADay)
}

func month(d *doc.Document) string { return d.Period.From.Time().Format("January 2006") }

// TestAvailabilityFollowsFromTheMinutesLost recomputes the first table of every service report from its second.
func TestAvailabilityFollowsFromTheMinutesLost(t *testing.T) {
	t.Parallel()
	for _, d := range monthlyReports(t) {
		lost := map[string]float64{}
		for _, r := range tableWith(t, d, "Service", "Lost", "Investigation").rows {
			lost[r["Service"]] += num(r["Lost"])
		}
		all, closest, lowest := 0.0, "", 101.0
		for _, r := range tableWith(t, d, "Service", "Result", "Judgement").rows {
			service := strings.Trim(r["Service"], "[]")
			equal(t, d, "minutes lost of "+service, num(r["Non-availability"]), lost[service])
			result := share(minutesOf(d)-lost[service], minutesOf(d), 3)
			equal(t, d, service, r["Result"], result+" %")
			equal(t, d, "judgement of "+service, r["Judgement"], map[bool]string{true: "met", false: "missed"}[num(result) >= availability])
			all += lost[service]
			if num(result) < lowest {
				closest, lowest = service, num(result)
			}
		}
		if lowest >= availability {
			says(t, d, "The closest was %s availability with %.3f %%.", strings.TrimPrefix(closest, "SVC-"), lowest)
		}
		history := tableWith(t, d, "Month", "Minutes lost, all services")
		equal(t, d, "minutes lost in the month", history.row(month(d))["Minutes lost, all services"], fmt.Sprintf("%.0f min", all))
	}
}

// TestMonthsAreToldAsTheyWere compares the months before with what their own reports said, and the words of praise with
// the column that they speak of.
func TestMonthsAreToldAsTheyWere(t *testing.T) {
	t.Parallel()
	first := map[string]string{}
	columns := map[string]int{"incidents in target": 2, "requests in target": 4, "calls answered": 6}
	for _, d := range monthlyReports(t) {
		history := tableWith(t, d, "Month", "Incidents", "Calls in 60 s")
		measures := tableWith(t, d, "Measure", "Target", "Result")
		own := history.row(month(d))
		says(t, d, "| Incidents resolved in target | 92 %% | %s of %s |", monthCells(d)[2], own["Incidents"])
		equal(t, d, "calls answered", measures.row("Calls answered in 60 s (SVC-DESK)")["Result"], own["Calls in 60 s"])
		for line := range strings.Lines(bodyOf(d)) {
			for _, r := range history.rows {
				if strings.HasPrefix(line, "| "+r["Month"]+" |") {
					if told, ok := first[r["Month"]]; ok && told != line {
						t.Errorf("%s tells %s otherwise than its own report:\n%s%s", d.Path, r["Month"], line, told)
					}
					first[r["Month"]] = line
				}
			}
		}
		_, praise, _ := strings.Cut(bodyOf(d), "Best month of the period for ")
		praise, _, _ = strings.Cut(praise, ";")
		praise, _, _ = strings.Cut(praise, ". ")
		for what, column := range columns {
			if !strings.Contains(praise, what) {
				continue
			}
			for _, line := range first {
				if c := cells(strings.TrimSpace(line)); num(c[column]) > num(monthCells(d)[column]) {
					t.Errorf("%s calls its month the best for %s, but %s had %s", d.Path, what, c[0], c[column])
				}
			}
		}
	}
}

// monthCells reads the line of the own month: the table of months has the column "In target" twice.
func monthCells(d *doc.Document) []string {
	for line := range strings.Lines(bodyOf(d)) {
		if strings.HasPrefix(line, "| "+month(d)+" |") {
			return cells(strings.TrimSpace(line))
		}
	}
	return nil
}

// TestWorkloadsAreComparedWithTheirLimits recomputes the use and asks which ones reached the warning level.
func TestWorkloadsAreComparedWithTheirLimits(t *testing.T) {
	t.Parallel()
	limits := workloadLimits(t)
	for _, d := range monthlyReports(t) {
		var reached []string
		exact := false
		for _, r := range tableWith(t, d, "Workload", "Result", "Limit", "Use").rows {
			result, limit := num(r["Result"]), num(r["Limit"])
			if use := result / limit * 100; math.Abs(use-num(r["Use"])) > 0.5+1e-9 {
				t.Errorf("%s: the use of %s is %.1f %%, not %s", d.Path, r["Workload"], use, r["Use"])
			}
			if result >= 0.8*limit {
				reached, exact = append(reached, r["Workload"]), exact || result == 0.8*limit
			}
			if strings.Contains(r["Limit"], "doubled") {
				limit /= 2
			}
			if !slices.Contains(limits, strconv.FormatFloat(limit, 'f', -1, 64)) {
				t.Errorf("%s: no agreement has the limit %v of %s", d.Path, limit, r["Workload"])
			}
		}
		word := map[bool]string{false: "Above", true: "At or above"}[exact]
		says(t, d, "%s the warning level of 80 %%: %s.", word, strings.Join(reached, "; "))
	}
}

func workloadLimits(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, id := range []doc.ID{"SLA-WEXCOMBE", "SLA-HALDEN", "SLA-QUILLFEATHER"} {
		for _, r := range tableWith(t, document(t, id), "Service", "Limit").rows {
			for _, f := range figure.FindAllString(r["Limit"], -1) {
				out = append(out, strings.ReplaceAll(f, ",", ""))
			}
		}
	}
	return out
}

// TestReviewsWithCustomersTellTheReports compares the ranges in the minutes with the months of their period.
func TestReviewsWithCustomersTellTheReports(t *testing.T) {
	t.Parallel()
	spans := map[string][2]string{"1": {"2025-10", "2026-03"}, "2": {"2026-04", "2026-09"}}
	names := map[string]int{"Incidents resolved in target": 2, "Requests in target": 4, "Calls in 60 s": 6}
	n := 0
	for _, d := range documents(t).Documents {
		if !strings.HasPrefix(string(d.ID), "MIN-SR-") {
			continue
		}
		span := spans[string(d.ID[len(d.ID)-1])]
		for _, r := range tableWith(t, d, "Measure", "Result in the period").rows {
			column, ok := names[r["Measure"]]
			if !ok {
				continue
			}
			n++
			low, high := 200.0, 0.0
			for _, rep := range monthlyReports(t) {
				if m := rep.Period.From.String()[:7]; m >= span[0] && m <= span[1] {
					low, high = min(low, num(monthCells(rep)[column])), max(high, num(monthCells(rep)[column]))
				}
			}
			equal(t, d, r["Measure"], r["Result in the period"], fmt.Sprintf("%.1f to %.1f %%", low, high))
		}
	}
	if n < 10 {
		t.Errorf("only %d ranges were compared", n)
	}
	for id, want := range map[doc.ID][3]string{
		"MIN-SR-WEXCOMBE-2026-1":     {"Web requests a second, peak", "REP-SVC-2025-12", "Wexcombe, web requests a second"},
		"MIN-SR-WEXCOMBE-2026-2":     {"Web requests a second, September", "REP-SVC-2026-09", "Wexcombe, web requests a second"},
		"MIN-SR-QUILLFEATHER-2026-1": {"Web requests a second, peak", "REP-SVC-2026-03", "Quillfeather, web requests a second"},
		"MIN-SR-QUILLFEATHER-2026-2": {"Web requests a second, September", "REP-SVC-2026-09", "Quillfeather, web requests a second"},
		"MIN-SR-HALDEN-2026-1":       {"Virtual servers, March", "REP-SVC-2026-03", "Halden, virtual servers"},
		"MIN-SR-HALDEN-2026-2":       {"Virtual servers", "REP-SVC-2026-09", "Halden, virtual servers"},
	} {
		d := document(t, id)
		told := tableWith(t, d, "Measure", "Result in the period").row(want[0])["Result in the period"]
		equal(t, d, want[0], num(told), num(tableWith(t, document(t, doc.ID(want[1])), "Workload").row(want[2])["Result"]))
	}
}

// TestCapacityRecordsFollowEachOther recomputes the change against the month before and the state against the threshold.
func TestCapacityRecordsFollowEachOther(t *testing.T) {
	t.Parallel()
	var records []*doc.Document
	for _, d := range documents(t).Documents {
		if strings.HasPrefix(string(d.ID), "REC-CAPMON-") {
			records = append(records, d)
		}
	}
	slices.SortFunc(records, func(a, b *doc.Document) int { return strings.Compare(string(a.ID), string(b.ID)) })
	above, before, times := 0, map[string]float64{}, map[string]string{}
	for i, d := range records {
		for _, r := range tableWith(t, d, "Resource", "Utilization", "Threshold").rows {
			use := num(r["Utilization"])
			change := "-"
			if was, ok := before[r["Resource"]]; ok {
				change = strings.Replace(fmt.Sprintf("%+.0f", use-was), "+0", "0", 1)
			}
			equal(t, d, "change of "+r["Resource"], r["Change in points"], change)
			state := map[bool]string{true: "above", false: "below"}[use > num(r["Threshold"])]
			equal(t, d, "state of "+r["Resource"], r["State"], state)
			before[r["Resource"]] = use
			if state == "above" {
				above++
			}
		}
		for _, r := range tableWith(t, d, "Measure", "Month before").rows {
			if i > 0 {
				equal(t, d, "month before of "+r["Measure"], r["Month before"], times[r["Measure"]])
			}
			if num(r["Result"]) > num(r["Limit"]) {
				t.Errorf("%s: %s passed its limit in silence", d.Path, r["Measure"])
			}
			times[r["Measure"]] = r["Result"]
		}
	}
	control := document(t, "REC-OPC-2026")
	told := tableWith(t, control, "Process", "Result").row("[[PRC-CAP]]")["Result"]
	equal(t, control, "resources above their threshold", told, fmt.Sprintf("%d of %d", above, above))
	for id, last := range map[doc.ID]string{"MIN-MR-2025": "REC-CAPMON-2025-11", "MIN-MR-2026": "REC-CAPMON-2026-05"} {
		power := tableWith(t, document(t, doc.ID(last)), "Resource", "Utilization").row("Power, Marlhaven")
		kilowatts := num(power["Utilization"]) / 100 * num(power["Capacity"])
		says(t, document(t, id), "%.0f of %.0f kW", kilowatts, num(power["Capacity"]))
	}
}

// TestCostReportsAddUp recomputes variances, totals and the use of the yearly budget.
func TestCostReportsAddUp(t *testing.T) {
	t.Parallel()
	spent := 0.0
	for _, id := range []doc.ID{"REP-BUD-2025Q4", "REP-BUD-2026Q1", "REP-BUD-2026Q2", "REP-BUD-2026Q3"} {
		d := document(t, id)
		budget, actual := 0.0, 0.0
		var explained []string
		for _, r := range tableWith(t, d, "Service", "Budget", "Actual cost", "Variance").rows {
			b, a := num(r["Budget"]), num(r["Actual cost"])
			equal(t, d, "variance of "+r["Service"], r["Variance"], variance(b, a))
			if r["Service"] == "All" {
				equal(t, d, "sum", fmt.Sprint(b, " ", a), fmt.Sprint(budget, " ", actual))
				break
			}
			budget, actual = budget+b, actual+a
			if over := (a - b) / b; over > 0.05 || over < -0.05 {
				explained = append(explained, r["Service"]+" "+variance(b, a))
			}
			if (a-b)/b > 0.03 && strings.HasPrefix(r["Reason"], "Within 3 %") {
				t.Errorf("%s: %s is not within 3 %%", d.Path, r["Service"])
			}
		}
		if len(explained) == 0 {
			says(t, d, "No service deviates by more than 5 %%.")
		} else {
			says(t, d, "The deviations above 5 %% were explained to the managing director: %s.", strings.Join(explained, "; "))
		}
		shares := 0.0
		for _, r := range tableWith(t, d, "Type", "Share of the quarter").rows {
			shares += num(r["Share of the quarter"])
		}
		equal(t, d, "shares of the quarter", shares, 100)
		if id != "REP-BUD-2025Q4" {
			spent += actual
			says(t, d, "%s %% of the yearly budget is used", share(spent, yearlyBudget, 1))
		}
	}
}

func variance(budget, actual float64) string {
	if budget == actual {
		return "0"
	}
	return fmt.Sprintf("%+.0f (%+.1f %%)", actual-budget, (actual-budget)/budget*100)
}

// TestSupplierResultsAreCounted counts the months that missed their target.
func TestSupplierResultsAreCounted(t *testing.T) {
	t.Parallel()
	for quarter, id := range map[string]doc.ID{"Q1": "REP-SUP-2026Q1", "Q2": "REP-SUP-2026Q2", "Q3": "REP-SUP-2026Q3"} {
		d := document(t, id)
		checks, met := 0, 0
		tb := tableWith(t, d, "Supplier", "Measure", "Target")
		for _, r := range tb.rows {
			for _, result := range strings.Split(r[tb.head[3]], " / ") {
				checks++
				missed := missedBy(strings.Trim(result, "*"), r["Target"])
				equal(t, d, fmt.Sprintf("%s %s in bold", r["Measure"], result), strings.HasPrefix(result, "**"), missed)
				if !missed {
					met++
				}
			}
		}
		says(t, d, "Of %d monthly checks %d met the target, which is %s %% against", checks, met, share(float64(met), float64(checks), 1))
		monitoring := document(t, doc.ID("REP-MON-2026"+quarter))
		told := tableWith(t, monitoring, "Measure", "Result").row("M14 Supplier targets met")["Result"]
		equal(t, monitoring, "supplier targets met", told, share(float64(met), float64(checks), 1)+" %")
	}
}

// missedBy compares a result with a target of one of the forms of the scorecard.
func missedBy(result, target string) bool {
	if part, of, ok := strings.Cut(result, " of "); ok {
		return part != of
	}
	switch limit := num(target); {
	case strings.HasPrefix(target, "<="):
		return num(result) > limit
	case strings.HasPrefix(target, ">="), strings.HasPrefix(target, "97.0 %"):
		return num(result) < limit
	}
	return false
}

// TestMonitoringResultsComeFromTheReports works the measures out again that have their rows in the example.
func TestMonitoringResultsComeFromTheReports(t *testing.T) {
	t.Parallel()
	lost := map[string]float64{}
	var minutes, incidents, inTarget, requests, done float64
	months := monthlyReports(t)[2:] // of 2026
	for i, d := range months {
		minutes += minutesOf(d)
		for _, r := range tableWith(t, d, "Service", "Lost", "Investigation").rows {
			lost[r["Service"]] += num(r["Lost"])
		}
		row := monthCells(d)
		incidents, inTarget = incidents+num(row[1]), inTarget+num(row[1])*num(row[2])/100
		requests, done = requests+num(row[3]), done+num(row[3])*num(row[4])/100
		if i%3 != 2 {
			continue
		}
		q := document(t, doc.ID(fmt.Sprintf("REP-MON-2026Q%d", i/3+1)))
		results := tableWith(t, q, "Measure", "Criteria", "Result", "Judgement")
		worst, most := "", -1.0
		for service, n := range lost {
			if n > most || n == most && service < worst {
				worst, most = service, n
			}
		}
		lowest := results.row("M01 Availability, year to date, lowest service")["Result"]
		equal(t, q, "M01", lowest, fmt.Sprintf("%s %% (%s)", share(minutes-most, minutes, 3), worst))
		equal(t, q, "M02", results.row("M02 Incidents resolved in target, year to date")["Result"], share(inTarget, incidents, 1)+" %")
		quarterly := results.row("M07 Requests in target")["Result"]
		equal(t, q, "M07", quarterly, share(done, requests, 1)+" %")
		requests, done = 0, 0
		judgedByItsCriteria(t, q, results)
	}
}

// judgedByItsCriteria compares the word of judgement with criterion and result, where both are figures.
func judgedByItsCriteria(t *testing.T, d *doc.Document, results table) {
	t.Helper()
	for _, r := range results.rows {
		limit, result := num(r["Criteria"]), num(r["Result"])
		if part, of, ok := strings.Cut(r["Result"], " of "); ok {
			result = num(part) / num(of) * 100
		}
		var inside bool
		switch c := r["Criteria"]; {
		case !strings.ContainsAny(r["Result"], "0123456789"):
			continue
		case strings.HasPrefix(c, ">="), c == "100 %":
			inside = result >= limit
		case strings.HasPrefix(c, "<="), c == "0":
			inside = result <= limit
		case strings.HasPrefix(c, "within"):
			inside = result <= limit && result >= -limit
		default:
			t.Errorf("%s: the criterion %q of %s cannot be read", d.Path, c, r["Measure"])
		}
		equal(t, d, "judgement of "+r["Measure"], r["Judgement"], map[bool]string{true: "inside", false: "outside"}[inside])
	}
}
