package example_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	example "clausebook"

	"clausebook/internal/doc"
	"clausebook/internal/people"
	"clausebook/internal/witness"
)

// matrix is the table of priorities of PRC-INC.
var matrix = map[string]string{
	"high high": "1", "high medium": "2", "high low": "3",
	"medium high": "2", "medium medium": "3", "medium low": "4",
	"low high": "3", "low medium": "4", "low low": "4",
}

// TestIncidentRecordsAgreeWithTheirRows counts the rows of the data file and the lines of the text.
func TestIncidentRecordsAgreeWithTheirRows(t *testing.T) {
	t.Parallel()
	for _, id := range []doc.ID{"REC-INC-2026-09", "REC-INC-2026-10"} {
		d := document(t, id)
		rows := data(t, d)
		count := map[string]int{}
		met := map[string]int{}
		byID := map[string]map[string]string{}
		for _, r := range rows {
			byID[r["identifier"]] = r
			equal(t, d, "priority of "+r["identifier"], r["priority"], matrix[r["impact"]+" "+r["urgency"]])
			equal(t, d, "target of "+r["identifier"], r["in_target"], map[bool]string{true: "yes", false: "no"}[inTime(t, r)])
			count[r["priority"]]++
			if r["in_target"] == "yes" {
				met[r["priority"]]++
			}
		}
		volume := tableWith(t, d, "Priority", "Incidents", "Resolved in target")
		all, resolved := 0, 0
		for _, p := range []string{"1", "2", "3", "4"} {
			r := volume.row(p)
			all, resolved = all+whole(r["Incidents"]), resolved+whole(r["Resolved in target"])
			if p == "1" || p == "2" { // the data file holds all of these
				equal(t, d, "incidents of priority "+p, whole(r["Incidents"]), count[p])
				equal(t, d, "of them in target", whole(r["Resolved in target"]), met[p])
			}
		}
		total := volume.row("All")
		percent := share(float64(resolved), float64(all), 1) + " %"
		equal(t, d, "all", total["Incidents"]+" "+total["Resolved in target"]+" "+total["Target"],
			fmt.Sprint(all, " ", resolved, " ", percent))
		ids := matches(t, d, `numbers HB-2026-(\d+) to HB-2026-(\d+) without a gap`)
		equal(t, d, "numbers", whole(ids[2])-whole(ids[1])+1, all)
		says(t, d, "%d incidents were recorded", all)
		says(t, d, "%s were resolved within the target", percent)
		says(t, d, "The data file holds %d of them", len(rows))
		says(t, d, "%d incidents missed their target", all-resolved)
		categories := 0
		for _, r := range tableWith(t, d, "Category", "Incidents").rows {
			categories += whole(r["Incidents"])
		}
		equal(t, d, "sum of the categories", categories, all)
		for _, r := range tableWith(t, d, "Identifier", "Impact, urgency, priority").rows {
			name, opened, _ := strings.Cut(strings.TrimSuffix(r["Identifier"], ")"), " (")
			row := byID[name]
			got := []string{opened, r["Service"], r["Classification"], r["Impact, urgency, priority"], r["Resolution"], r["Closure"]}
			want := []string{row["opened"], row["service"] + ", " + row["customer"], row["category"],
				row["impact"] + ", " + row["urgency"] + ", " + row["priority"], row["resolved"], row["closure"]}
			equal(t, d, name, got, want)
		}
		report := document(t, doc.ID(strings.Replace(string(id), "REC-INC", "REP-SVC", 1)))
		says(t, report, "%s of %d |", percent, all)
		lossesAreOwnIncidents(t, report, byID)
	}
}

// lossesAreOwnIncidents: an incident that a service report names for a loss is about that service.
func lossesAreOwnIncidents(t *testing.T, report *doc.Document, byID map[string]map[string]string) {
	t.Helper()
	for _, r := range tableWith(t, report, "Service", "Lost", "Investigation").rows {
		name := strings.SplitN(r["Investigation"], ",", 2)[0]
		if row, ok := byID[name]; ok {
			equal(t, report, name, r["Service"]+" "+r["Date"], row["service"]+" "+row["opened"][:10])
			if row["priority"] == "4" {
				t.Errorf("%s: %s cost %s and has the lowest priority", report.Path, name, r["Lost"])
			}
		}
	}
}

// inTime compares how long an incident took with the target of its priority.
func inTime(t *testing.T, r map[string]string) bool {
	t.Helper()
	opened, resolved := instant(t, r["opened"]), instant(t, r["resolved"])
	switch r["priority"] {
	case "1":
		return resolved.Sub(opened) <= 4*time.Hour
	case "2":
		return resolved.Sub(opened) <= 8*time.Hour
	case "3":
		return serviceHours(opened, resolved) <= 20*time.Hour
	}
	return serviceHours(opened, resolved) <= 50*time.Hour
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// serviceHours counts Monday to Friday 08:00 to 18:00 between two instants.
func serviceHours(from, to time.Time) time.Duration {
	sum := time.Duration(0)
	for day := from.Truncate(24 * time.Hour); day.Before(to); day = day.Add(24 * time.Hour) {
		if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
			continue
		}
		opens, closes := day.Add(8*time.Hour), day.Add(18*time.Hour)
		if from.After(opens) {
			opens = from
		}
		if to.Before(closes) {
			closes = to
		}
		if closes.After(opens) {
			sum += closes.Sub(opens)
		}
	}
	return sum
}

// TestRequestRecordsAgreeWithTheirRows counts the service requests.
func TestRequestRecordsAgreeWithTheirRows(t *testing.T) {
	t.Parallel()
	d := document(t, "REC-REQ-2026-10")
	rows := data(t, d)
	byID, late := map[string]map[string]string{}, map[string]int{}
	for _, r := range rows {
		byID[r["identifier"]] = r
		if r["in_target"] == "no" {
			late[r["classification"]]++
		}
	}
	volume := tableWith(t, d, "Type", "Requests", "In target", "Automatic")
	var sums [3]int
	var words []string
	for _, r := range volume.rows {
		if r["Type"] == "All" {
			equal(t, d, "all", fmt.Sprint(whole(r["Requests"]), whole(r["In target"]), whole(r["Automatic"])),
				fmt.Sprint(sums[0], sums[1], sums[2]))
			continue
		}
		missed := whole(r["Requests"]) - whole(r["In target"])
		if of := late[strings.SplitN(r["Type"], " ", 2)[0]]; of > missed {
			t.Errorf("%s: %d rows of %s are late, the table knows of %d", d.Path, of, r["Type"], missed)
		}
		for i, c := range []string{"Requests", "In target", "Automatic"} {
			sums[i] += whole(r[c])
		}
		words = append(words, strconv.Itoa(missed))
	}
	says(t, d, "In October 2026 %d service requests were received", sums[0])
	says(t, d, "%d (%s %%) were fulfilled within the target", sums[1], share(float64(sums[1]), float64(sums[0]), 1))
	says(t, d, "The data file holds %d requests", len(rows))
	ids := matches(t, d, `numbers REQ-2026-(\d+) to REQ-2026-(\d+),?;?`)
	equal(t, d, "numbers", whole(ids[2])-whole(ids[1])+1, sums[0])
	equal(t, d, "late ones of R12", words[11], 9)
	equal(t, d, "late ones", sums[0]-sums[1], 19)
	says(t, d, "Nine of the nineteen late requests are of type R12")
	for _, r := range tableWith(t, d, "Identifier", "Fulfilment", "Closure").rows {
		name := strings.SplitN(r["Identifier"], " ", 2)[0]
		row := byID[name]
		equal(t, d, name, r["Fulfilment"], row["fulfilled"]+", "+map[string]string{"yes": "in target", "no": "late"}[row["in_target"]])
	}
	says(t, document(t, "REP-SVC-2026-10"), "%s %% of %d |", share(float64(sums[1]), float64(sums[0]), 1), sums[0])
}

// grid are the products of two figures from 1 to n.
func grid(n int) map[int]bool {
	out := map[int]bool{}
	for a := 1; a <= n; a++ {
		for b := 1; b <= n; b++ {
			out[a*b] = true
		}
	}
	return out
}

// TestChangesAgreeWithTheirRows: scores lie in the grid of the policy and give the category, and the counts are those of
// the rows, in the record and in the quarterly reviews.
func TestChangesAgreeWithTheirRows(t *testing.T) {
	t.Parallel()
	d := document(t, "REC-RFC-2026")
	scores := grid(4)
	rows := data(t, d)
	failed, kinds, named := map[string]int{}, map[string]int{}, map[string]bool{}
	for _, r := range rows {
		named[r["identifier"]] = true
		score := whole(r["risk_and_impact"])
		if !scores[score] {
			t.Errorf("%s: %s has the score %d, which no impact of 1 to 4 times a likelihood of 1 to 4 gives",
				d.Path, r["identifier"], score)
		}
		kind, want := r["classification"], categoryOf(score)
		if kind != want && kind != "Emergency" && kind != "Standard" {
			t.Errorf("%s: %s has the score %d and is %s, not %s", d.Path, r["identifier"], score, kind, want)
		}
		if len(r["deployment_date"]) < 10 || r["result"] == "open" {
			continue
		}
		q := quarterOf(r["deployment_date"][len(r["deployment_date"])-10:])
		kinds[q+r["classification"]]++
		if r["result"] == "F" || r["result"] == "B" {
			failed[q]++
		}
	}
	says(t, d, "The extract holds %d of them", len(rows))
	says(t, d, "The data file has all %d lines", len(rows))
	for _, id := range regexp.MustCompile(`CHG-2026-\d+`).FindAllString(bodyOf(document(t, "REC-PRB-2026")), -1) {
		if !named[id] {
			t.Errorf("%s lacks %s, which a problem record names", d.Path, id)
		}
	}
	counts := tableWith(t, d, "Period", "Raised", "Closed", "Failed or backed out")
	var sums [4]int
	for i, r := range counts.rows {
		q := fmt.Sprintf("Q%d", i+1)
		closed, bad := whole(r["Closed"]), whole(r["Failed or backed out"])
		equal(t, d, "share of "+r["Period"], r["Share"], share(float64(bad), float64(closed), 1)+" %")
		if r["Period"] == "Year to date" {
			equal(t, d, "year to date", []int{whole(r["Raised"]), closed, bad, whole(r["Emergency"])}, sums[:])
			continue
		}
		equal(t, d, "failed in "+r["Period"], bad, failed[q])
		equal(t, d, "emergency in "+r["Period"], whole(r["Emergency"]), kinds[q+"Emergency"])
		for k, c := range []string{"Raised", "Closed", "Failed or backed out", "Emergency"} {
			sums[k] += whole(r[c])
		}
		if i < 3 {
			reviewAgrees(t, document(t, doc.ID("REP-CHG-2026"+q)), r, kinds, q)
		}
	}
	says(t, d, "%d requests were raised, %d deployed and closed", sums[0], sums[1])
}

func categoryOf(score int) string {
	switch {
	case score <= 4:
		return "Minor"
	case score <= 9:
		return "Significant"
	}
	return "Major"
}

func quarterOf(day string) string { return fmt.Sprintf("Q%d", (whole(day[5:7])-1)/3+1) }

// reviewAgrees compares a quarterly change review with the line of the record.
func reviewAgrees(t *testing.T, d *doc.Document, r map[string]string, kinds map[string]int, quarter string) {
	t.Helper()
	closed := whole(r["Closed"])
	says(t, d, "%s requests were raised, %d were deployed and closed", r["Raised"], closed)
	for _, first := range []string{"Category", "Service"} {
		sum := 0
		for _, row := range tableWith(t, d, first, "Closed").rows {
			sum += whole(row["Closed"])
			if k := row["Category"]; k == "Major" || k == "Emergency" { // the extract holds all of these
				equal(t, d, k, whole(row["Closed"]), kinds[quarter+k])
			}
		}
		equal(t, d, "sum by "+first, sum, closed)
	}
	says(t, d, "%s of %d changes failed or were backed out (%s; limit 3 %%)", r["Failed or backed out"], closed, r["Share"])
	equal(t, d, "changes that failed", len(tableWith(t, d, "Change", "What happened").rows), whole(r["Failed or backed out"]))
}

// TestRisksAreTheProductOfLikelihoodAndImpact works out every score in the scales of PRO-RSK.
func TestRisksAreTheProductOfLikelihoodAndImpact(t *testing.T) {
	t.Parallel()
	scales := 0
	for _, r := range tableWith(t, document(t, "PRO-RSK"), "Value", "Likelihood").rows {
		scales = max(scales, whole(r["Value"]))
	}
	product := regexp.MustCompile(`(\d+) x (\d+) = (\d+)`)
	n := 0
	check := func(d *doc.Document, what string, likelihood, impact, value int) {
		n++
		equal(t, d, what, value, likelihood*impact)
		if likelihood < 1 || likelihood > scales || impact < 1 || impact > scales {
			t.Errorf("%s: %s has %d x %d, the scales end at %d", d.Path, what, likelihood, impact, scales)
		}
	}
	reg := document(t, "REG-RSK")
	for _, m := range product.FindAllStringSubmatch(bodyOf(reg), -1) {
		check(reg, m[0], whole(m[1]), whole(m[2]), whole(m[3]))
	}
	for _, id := range []doc.ID{"REP-AVA-RA", "REP-IS-RA"} {
		d := document(t, id)
		for _, r := range tableWith(t, d, "No.", "Likelihood", "Impact", "Value", "Decision").rows {
			check(d, r["No."], whole(r["Likelihood"]), whole(r["Impact"]), whole(r["Value"]))
			equal(t, d, "decision on "+r["No."], strings.HasPrefix(r["Decision"], "Treat"), whole(r["Value"]) >= 10)
		}
	}
	d := document(t, "REP-SCM-RA")
	likelihood := tableWith(t, d, "No.", "Risk", "Likelihood")
	for _, r := range tableWith(t, d, "No.", "Impact 1 to 5", "Value").rows {
		check(d, r["No."], whole(likelihood.row(r["No."])["Likelihood"]), whole(r["Impact 1 to 5"]), whole(r["Value"]))
	}
	if n < 45 {
		t.Errorf("only %d scores were worked out", n)
	}
}

// TestImprovementsAreScoredByTheirCriteria adds the points up and compares them with the most that a criterion gives.
func TestImprovementsAreScoredByTheirCriteria(t *testing.T) {
	t.Parallel()
	d := document(t, "REG-IMP")
	var most []int
	for _, r := range tableWith(t, d, "Criterion", "Most points").rows {
		most = append(most, whole(r["Most points"]))
	}
	for _, r := range tableWith(t, d, "No.", "Evaluation criteria and result", "State").rows {
		points, total, _ := strings.Cut(r["Evaluation criteria and result"], " = ")
		sum := 0
		for i, p := range strings.Split(points, "+") {
			sum += whole(p)
			if whole(p) > most[i] {
				t.Errorf("%s: %s has %s points where %d are the most", d.Path, r["No."], p, most[i])
			}
		}
		equal(t, d, r["No."], whole(total), sum)
		approved := !strings.HasPrefix(r["Approval"], "Rejected") && !strings.HasPrefix(r["Approval"], "Parked")
		equal(t, d, "approval of "+r["No."], approved, sum >= 60)
		if own := documents(t).ByID(doc.ID(strings.Trim(r["No."], "[]"))); own != nil {
			says(t, own, "Total %d", sum)
			equal(t, own, "closed", strings.HasPrefix(r["State"], "Closed"), !own.Day("closed_on").IsZero())
		}
	}
}

// TestRegistersCountTheirOwnRows compares totals in the text of registers with the rows.
func TestRegistersCountTheirOwnRows(t *testing.T) {
	t.Parallel()
	says(t, document(t, "REG-AST"), "The full list of %d lines is in the data file", len(data(t, document(t, "REG-AST"))))
	says(t, document(t, "REG-CFG"), "The data file holds all %d lines", len(data(t, document(t, "REG-CFG"))))
	for _, d := range documents(t).Documents {
		if !strings.HasPrefix(string(d.ID), "REG-SRQ-") {
			continue
		}
		rows, must := tableWith(t, d, "No.", "Priority", "Status").rows, 0
		for _, r := range rows {
			if r["Priority"] == "Must" {
				must++
			}
		}
		says(t, d, `%d of %d requirements are "Must"`, must, len(rows))
	}
	items := 0
	cfg := document(t, "REG-CFG")
	for _, r := range tableWith(t, cfg, "Status", "Items in Keel").rows {
		items += whole(r["Items in Keel"])
	}
	says(t, cfg, "Keel itself held %s items", thousands(items))
	assets := map[string]map[string]string{}
	for _, r := range data(t, document(t, "REG-AST")) {
		assets[r["asset_id"]] = r
	}
	for _, r := range tableWith(t, document(t, "REG-AST"), "No.", "Obligation (licence, contract, law)").rows {
		row := assets[r["No."]]
		equal(t, document(t, "REG-AST"), r["No."], r["Asset"]+"; "+r["Obligation (licence, contract, law)"],
			row["asset"]+"; "+row["obligation"])
	}
}

func thousands(n int) string { return fmt.Sprintf("%d,%03d", n/1000, n%1000) }

// TestTheRegisterOfDocumentsIsTheirFrontMatter compares the master list with what it lists.
func TestTheRegisterOfDocumentsIsTheirFrontMatter(t *testing.T) {
	t.Parallel()
	reg, r := document(t, "REG-DOC"), register(t)
	rows := data(t, reg)
	if len(rows) != len(documents(t).Documents) {
		t.Errorf("%d rows for %d documents", len(rows), len(documents(t).Documents))
	}
	for _, row := range rows {
		d := document(t, doc.ID(row["Identifier"]))
		equal(t, reg, "version of "+string(d.ID), row["Version and status"], d.Version+" "+string(d.Status))
		equal(t, reg, "approval of "+string(d.ID), row["Approver and approval date"], approvalOf(r, d))
		due := ""
		if day := (*witness.Book)(nil).ReviewDue(d); !day.IsZero() {
			due = day.String()
		}
		equal(t, reg, "next review of "+string(d.ID), row["Next review"], due)
	}
}

func approvalOf(r *people.Register, d *doc.Document) string {
	role, _ := r.Role(d.Approver)
	if d.ApprovedBy == "" {
		return role.Title + ": not approved"
	}
	person, _ := r.Person(d.ApprovedBy)
	if confirmedByChair(d) {
		role.Title = "Chair"
	}
	return fmt.Sprintf("%s: %s %s", role.Title, person.Name, d.ApprovedOn)
}

// confirmedByChair tells whether a document is minutes that the chair confirmed, whatever role that person holds.
func confirmedByChair(d *doc.Document) bool {
	return d.ApprovedBy != "" && d.Front.Get("chair").Text() == d.ApprovedBy
}

// TestAgreementsAreToldAsTheyAre: what other documents say of an agreement is what the agreement says.
func TestAgreementsAreToldAsTheyAre(t *testing.T) {
	t.Parallel()
	freeze := regexp.MustCompile(`15 November(?: 2026)? to (\d+ \w+)`)
	agreed := matches(t, document(t, "SLA-WEXCOMBE"), `\*\*Sale period\*\*, 15 November to (\d+ \w+):`)[1]
	told := 0
	for _, d := range documents(t).Documents {
		for line := range strings.Lines(bodyOf(d)) {
			for _, m := range freeze.FindAllStringSubmatch(line, -1) {
				if strings.Contains(line, "Burst") || strings.Contains(line, "burst") {
					continue // the line is rented for longer than the freeze lasts
				}
				told++
				equal(t, d, "end of the freeze of Wexcombe", m[1], agreed)
			}
		}
	}
	if told < 8 {
		t.Errorf("the freeze is told %d times only", told)
	}
	says(t, document(t, "REC-SCH-2026-11"),
		"| 2026-11-15 | SVC-WEB, SVC-CDN, SVC-DB for Wexcombe | Wexcombe, all staff | Freeze to 2026-12-31 |")
	parties := document(t, "REG-IP")
	for _, r := range tableWith(t, parties, "No.", "Requirements", "How met").rows {
		sla := regexp.MustCompile(`\[\[(SLA-\w+)\]\]`).FindStringSubmatch(r["How met"])
		for _, percent := range regexp.MustCompile(`99\.\d+ %`).FindAllString(r["Requirements"], -1) {
			if sla == nil || !strings.Contains(bodyOf(document(t, doc.ID(sla[1]))), ">= "+percent) {
				t.Errorf("%s: %s is told %s, which its agreement does not promise", parties.Path, r["Interested party"], percent)
			}
		}
	}
	contract := tableWith(t, document(t, "CON-LARKFIELD"), "Item", "Included")
	says(t, document(t, "REG-AST"), "| Backup (Larkfield) | %d systems", whole(contract.row("Backup software")["Included"]))
	power := matches(t, document(t, "CON-GULLSTONE"), `(\d+) kW at Marlhaven until \S+ with an option for 80 kW more; (\d+) kW at Fennwick`)
	for _, r := range data(t, document(t, "REG-AST")) {
		switch r["asset_id"] {
		case "AS-0019":
			equal(t, document(t, "REG-AST"), "power at Marlhaven", r["obligation"], "CON-GULLSTONE, "+power[1]+" kW")
		case "AS-0020":
			equal(t, document(t, "REG-AST"), "power at Fennwick", r["obligation"], "CON-GULLSTONE, "+power[2]+" kW")
		}
	}
}

// TestTheWaiverKnowsTheSurveys: the reason of the waiver names no other months than the process does.
func TestTheWaiverKnowsTheSurveys(t *testing.T) {
	t.Parallel()
	raw, err := fs.ReadFile(example.FS, "clausebook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, waiver, _ := strings.Cut(string(raw), "target: customer-satisfaction-report")
	waiver, _, _ = strings.Cut(waiver, "approved_by")
	surveys := matches(t, document(t, "PRC-BRM"), `The survey in (\w+) and (\w+) asks`)
	for _, m := range regexp.MustCompile(`(?:`+months+`)\b`).FindAllString(waiver, -1) {
		if !slices.Contains(surveys[1:], m) {
			t.Errorf("the waiver speaks of %s, the surveys are in %s and %s:\n%s", m, surveys[1], surveys[2], waiver)
		}
	}
}

// TestTheYearInSumsIsTheSumOfItsParts compares the record of operational control with the records that it sums up.
func TestTheYearInSumsIsTheSumOfItsParts(t *testing.T) {
	t.Parallel()
	d := document(t, "REC-OPC-2026")
	results := tableWith(t, d, "Process", "Criteria", "Result")
	var requests, done float64
	long := 0
	for _, rep := range monthlyReports(t) {
		row := monthCells(rep)
		requests, done = requests+num(row[3]), done+num(row[3])*num(row[4])/100
		for _, r := range tableWith(t, rep, "Service", "Lost", "Investigation").rows {
			if num(r["Lost"]) > 10 {
				long++
			}
		}
	}
	equal(t, d, "requests in target", results.row("[[PRC-REQ]]")["Result"], share(done, requests, 1)+" %")
	equal(t, d, "losses above 10 min", results.row("[[PRC-AVA]]")["Result"], fmt.Sprintf("%d of %d", long, long))
	security, contained := 0, 0
	for _, r := range tableWith(t, document(t, "REC-ISI-2026"), "Identifier", "Priority by security risk").rows {
		if security++; !strings.Contains(r["Resolution"], "Corrected in 5 h") {
			contained++
		}
	}
	equal(t, d, "security incidents", results.row("[[PRC-IS]]")["Result"], fmt.Sprintf("%d of %d", contained, security))
	urgent := 0
	for _, r := range tableWith(t, document(t, "REC-PRB-2026"), "Identifier", "Priority", "Root cause").rows {
		if r["Priority"] == "1" || r["Priority"] == "2" {
			urgent++
		}
	}
	equal(t, d, "problems of priority 1 and 2", results.row("[[PRC-PRB]]")["Result"], fmt.Sprintf("%d of %d", urgent, urgent))
	says(t, d, "calculated the result again from Harbour and Lantern: %s, %s and %s, the same as reported",
		results.row("[[PRC-REQ]]")["Result"], results.row("[[PRC-CHG]]")["Result"], results.row("[[PRC-CAP]]")["Result"])
}
