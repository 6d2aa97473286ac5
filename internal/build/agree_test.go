package build_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"clausebook/internal/build"
	"clausebook/internal/export"
	"clausebook/internal/longtest"
	"clausebook/internal/report"
	"clausebook/internal/report/reporttest"
)

// This file holds that all that is said of one day and one state of knowledge agrees, wherever it is said: on the home page, the
// pages of items, clauses, documents and periods, in the files beside the pages, and in exports. It reads what a reader has, and
// joins it by what it speaks of; it knows nothing of how any of it is found.

// agreement is what places say of things: thing -> what is said -> where.
type agreement struct {
	said map[string]map[string][]string
	page map[string]string // the item whose page an address is
	docs map[string]string // the document whose page an address is

	status map[string]string // of documents, as programs are told
	states map[string]int    // how many required documents of the first standard are in each state

	cases []struct{ id, due string } // nonconformities and improvements with a due day, as calendars word them
}

// say notes what a place says of a thing. Nothing is said by an empty word where others may have something to say: that a
// day is missing is said as "none".
func (a *agreement) say(thing, what, where string) {
	if a.said[thing] == nil {
		a.said[thing] = map[string][]string{}
	}
	what = cmp.Or(what, "none")
	a.said[thing][what] = append(a.said[thing][what], where)
}

// TestPlacesAgree draws small systems and compares all places in each; the numbers of each site are held against its lists.
func TestPlacesAgree(t *testing.T) {
	t.Parallel()
	told := map[string]int{}
	results := make([]map[string]int, longtest.Rounds(12, 24))
	t.Run("drawn", func(t *testing.T) {
		for seed := range results {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				p := draw(t, uint64(seed), 5+seed%7).judged()
				s := siteFrom(t, p)
				results[seed] = placesAgree(t, s, p, seed%3 == 0)
				followNumbers(t, s)
				followRest(t, s)
				countDue(t, s)
			})
		}
	})
	for _, r := range results {
		for kind, n := range r {
			told[kind] += n
		}
	}
	for kind, least := range map[string]int{"state": 400, "due": 400, "since": 400, "status": 200, "version": 200, "review": 200,
		"in force": 100, "in force from": 50, "approved": 200, "approval": 150, "life": 50, "coming": 1, "act": 250,
		"count": 250, "case": 30, "found": 200, "trend": 24,
		"closed": 30, "action": 30, "bar": 36} {
		if least = longtest.Rounds(least/3, least); told[kind] < least {
			t.Errorf("only %d things of the kind %q were said in two places, want %d", told[kind], kind, least)
		}
	}
}

// placesAgree reads all places and gives how many things of each kind were said in two places or more. A workbook is slow to write.
func placesAgree(t *testing.T, s *built, p *build.Project, workbook bool) map[string]int {
	t.Helper()
	a := &agreement{said: map[string]map[string][]string{}, page: map[string]string{}, docs: map[string]string{},
		status: map[string]string{}, states: map[string]int{}}
	a.matrixFile(t, s)
	a.registerFile(t, s)
	a.exports(t, p, workbook)
	a.gapReports(t, p)
	a.forceReports(t, p)
	for at := range s.pages {
		a.readPage(s, at)
	}
	a.open(t, s)
	a.search(t, s)
	out := map[string]int{}
	for _, thing := range slices.Sorted(maps.Keys(a.said)) {
		all, places := a.said[thing], 0
		for _, where := range all {
			places += len(where)
		}
		if len(all) > 1 {
			t.Errorf("%s: %s", thing, disagreement(all))
		}
		if kind, _, _ := strings.Cut(thing, " of "); places > 1 {
			out[kind]++
		}
	}
	return out
}

// disagreement names what is said and up to three places of each.
func disagreement(all map[string][]string) string {
	var parts []string
	for _, what := range slices.Sorted(maps.Keys(all)) {
		where := all[what]
		parts = append(parts, fmt.Sprintf("%q in %s", what, strings.Join(where[:min(3, len(where))], ", ")))
	}
	return strings.Join(parts, "; ")
}

// matrixFile reads matrix.json, and counts its states.
func (a *agreement) matrixFile(t *testing.T, s *built) {
	t.Helper()
	gaps := 0
	for i, std := range matricesOf[struct{ Item, Kind, State, Due, Since, Owner, Page string }](t, s.files) {
		count := map[string]int{}
		for _, c := range std.Cells {
			ref := std.Standard + ":" + c.Item
			a.page[c.Page] = ref
			a.say("state of "+ref, c.State, "matrix.json")
			a.say("due of "+ref, c.Due, "matrix.json")
			a.say("since of "+ref, c.Since, "matrix.json")
			a.say("owner of "+ref, c.Owner, "matrix.json")
			count[c.Kind+" "+c.State]++
			top, _, _ := strings.Cut(c.Item, ".")
			if c.State != "not-applicable" {
				count[c.Kind+" applicable"]++
				count[top+" "+c.Kind+" applicable"]++
			}
			if c.State == "met" {
				count[top+" "+c.Kind+" met"]++
			}
			if c.Kind == "requirement" && c.State != "met" && c.State != "not-applicable" {
				count["requirement open"]++
			}
			if c.Kind == "required-document" && c.State != "met" && c.State != "not-applicable" {
				gaps++
			}
		}
		if i > 0 {
			continue // the home page tells of the first standard
		}
		for _, state := range stateWords {
			a.say("count of required documents "+state, fmt.Sprint(count["required-document "+state]), "matrix.json")
			a.states[state] = count["required-document "+state]
		}
		a.say("count of open requirements", fmt.Sprint(count["requirement open"]), "matrix.json")
		for _, kind := range []string{"requirement", "required-document"} {
			a.say("count of evidenced "+kind, fmt.Sprintf("%d of %d", count[kind+" met"], count[kind+" applicable"]), "matrix.json")
		}
		for top := range topClauses(std.Cells, func(c struct{ Item, Kind, State, Due, Since, Owner, Page string }) (string, string) {
			return c.Kind, c.Item
		}) {
			a.say("bar of requirements under "+std.Standard+":"+top, fmt.Sprintf("%d of %d", count[top+" requirement met"],
				count[top+" requirement applicable"]), "matrix.json")
		}
	}
	a.say("count of gaps", fmt.Sprint(gaps), "matrix.json")
}

// topClauses gives the clauses that lie in no other.
func topClauses[C any](cells []C, is func(C) (kind, item string)) map[string]bool {
	out := map[string]bool{}
	for _, c := range cells {
		if kind, item := is(c); kind == "clause" && !strings.Contains(item, ".") {
			out[item] = true
		}
	}
	return out
}

var stateWords = []string{"missing", "draft", "overdue", "partly", "unapproved", "waived", "not-applicable", "met"}

func read(t *testing.T, src []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(src, into); err != nil {
		t.Fatal(err)
	}
}

// registerFile reads documents.json and documents.jsonld.
func (a *agreement) registerFile(t *testing.T, s *built) {
	t.Helper()
	var m struct {
		Documents []struct {
			ID, Version, Status, State, Page string
			Approved                         string `json:"approved_on"`
			ReviewDue                        string `json:"review_due"`
			Acts                             statedActs
			InForce                          *statedForce `json:"in_force"`
			Scheduled                        *statedForce
		}
	}
	read(t, s.files["documents.json"], &m)
	for _, d := range m.Documents {
		const where = "documents.json"
		a.docs[d.Page] = d.ID
		a.say("version of "+d.ID, d.Version, where)
		a.say("status of "+d.ID, d.Status, where)
		a.status[d.ID] = d.Status
		a.say("life of "+d.ID+" "+d.Version, d.State, where)
		if d.Scheduled != nil && d.InForce == nil {
			a.say("coming of "+d.ID, d.Scheduled.Version+" "+d.Scheduled.From, where)
		}
		a.say("approved of "+d.ID, d.Approved, where)
		a.say("review of "+d.ID, d.ReviewDue, where)
		d.Acts.tell(a, d.ID, where)
		if d.InForce != nil {
			a.say("in force of "+d.ID, d.InForce.Version, where)
			a.say("in force from of "+d.ID, d.InForce.From+" "+d.InForce.Said, where)
		} else {
			a.say("in force of "+d.ID, "", where)
		}
	}
	var linked struct {
		Graph []struct {
			Identifier, Version string
			Status              string `json:"creativeWorkStatus"`
			Published           string `json:"datePublished"`
		} `json:"@graph"`
	}
	read(t, s.files["documents.jsonld"], &linked)
	for _, d := range linked.Graph {
		a.say("version of "+d.Identifier, d.Version, "documents.jsonld")
		a.say("status of "+d.Identifier, d.Status, "documents.jsonld")
		a.say("approved of "+d.Identifier, d.Published, "documents.jsonld")
	}
}

// statedForce is a version that is in force or will be.
type statedForce struct {
	Version, From string
	Said          string `json:"said_on"`
}

// exports reads the export of the matrix in its three formats.
func (a *agreement) exports(t *testing.T, p *build.Project, workbook bool) {
	t.Helper()
	e := export.Of(p.Dossier)
	type item struct{ Standard, Item, State, Due, Since string }
	var m struct {
		Required, Requirements, Clauses, Processes []item
		Documents                                  []struct {
			ID, Version, Status string
			ReviewDue           string `json:"review_due"`
			Acts                statedActs
			Approval            *struct {
				On, State, Version, Grade string
				From                      string `json:"in_force_from"`
				To                        string `json:"in_force_to"`
				Said                      string `json:"said_on"`
			}
		}
	}
	read(t, written(t, e, "json"), &m)
	for _, i := range slices.Concat(m.Required, m.Requirements, m.Clauses, m.Processes) {
		a.item(i.Standard+":"+i.Item, i.State, i.Due, i.Since, "export.json")
	}
	for _, d := range m.Documents {
		a.say("version of "+d.ID, d.Version, "export.json")
		a.say("status of "+d.ID, d.Status, "export.json")
		a.say("review of "+d.ID, d.ReviewDue, "export.json")
		d.Acts.tell(a, d.ID, "export.json")
		if v := d.Approval; v != nil {
			a.say("approved of "+d.ID, v.On, "export.json")
			a.say("approval of "+d.ID, strings.Join([]string{v.On, v.Grade, v.State, v.From, v.To, v.Said}, " "), "export.json")
		} else {
			a.say("approved of "+d.ID, "", "export.json")
		}
		if d.Approval != nil && d.Approval.State == "in-force" {
			a.say("in force of "+d.ID, d.Approval.Version, "export.json")
			a.say("in force from of "+d.ID, d.Approval.From+" "+d.Approval.Said, "export.json")
		}
	}
	for _, row := range reporttest.CSVRows(t, written(t, e, "csv")) {
		if row["kind"] == "document" {
			a.exportedDocument(row["item"], row["state"], row["due"], row, "export.csv")
		} else {
			a.item(row["standard"]+":"+row["item"], row["state"], row["due"], row["since"], "export.csv")
		}
	}
	if workbook {
		a.workbook(t, written(t, e, "xlsx"))
	}
}

func (a *agreement) item(ref, state, due, since, where string) {
	a.say("state of "+ref, state, where)
	a.say("due of "+ref, due, where)
	a.say("since of "+ref, since, where)
}

// exportedDocument reads the row of a document in a table.
func (a *agreement) exportedDocument(id, status, review string, row map[string]string, where string) {
	a.say("status of "+id, status, where)
	a.say("review of "+id, review, where)
	a.say("approved of "+id, row["approved_on"], where)
	if row["grade"] != "" {
		a.say("approval of "+id, strings.Join([]string{row["approved_on"], row["grade"], row["in_force_state"], row["in_force_from"],
			row["in_force_to"], row["said_on"]}, " "), where)
	}
	if row["in_force_state"] == "in-force" {
		a.say("in force of "+id, row["version"], where)
		a.say("in force from of "+id, row["in_force_from"]+" "+row["said_on"], where)
	}
}

func written(t *testing.T, e export.Export, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := export.WriteExport(&b, e, format); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// workbook reads the sheets by the titles of their columns.
func (a *agreement) workbook(t *testing.T, src []byte) {
	t.Helper()
	book := reporttest.OpenXLSX(t, src)
	for _, sheet := range book.GetSheetList() {
		for _, row := range reporttest.SheetRows(t, book, sheet) {
			if sheet == "Acts" {
				a.act(row["Document"], row["Act"], row["Item"], row["On"], row["State"]+" "+row["Written down by"], "export.xlsx")
				continue
			}
			if sheet != "Documents" {
				a.item(row["Standard"]+":"+row["Item"], row["State"], row["Due"], row["Since"], "export.xlsx "+sheet)
				continue
			}
			a.say("version of "+row["Document"], row["Version"], "export.xlsx")
			a.exportedDocument(row["Document"], row["Status"], row["Review due"], map[string]string{"approved_on": row["Approved"],
				"in_force_state": row["State of the version"], "in_force_from": row["In force from"], "in_force_to": row["In force to"],
				"said_on": row["Said on"], "grade": row["Grade"], "version": row["Version"]}, "export.xlsx")
		}
	}
}

// act reads what a file says of something that was done.
func (a *agreement) act(id, act, item, on, what, where string) {
	a.say("act of "+strings.Join([]string{id, act, item, on}, " "), what, where)
}

// acts are what a document says was done, as JSON has it.
type statedActs []struct {
	Act, Item, On, State string
	WrittenBy            string `json:"written_by"`
}

func (all statedActs) tell(a *agreement, id, where string) {
	for _, x := range all {
		a.act(id, x.Act, x.Item, x.On, x.State+" "+x.WrittenBy, where)
	}
}

// gapReports reads the report on gaps as JSON and CSV.
func (a *agreement) gapReports(t *testing.T, p *build.Project) {
	t.Helper()
	gaps := report.GapsOf(p.Dossier, report.Filter{})
	listed := map[string]int{}
	for _, f := range report.GapFormats() {
		var b bytes.Buffer
		if err := f.Write(&b, gaps); err != nil {
			t.Fatal(err)
		}
		switch f.Name {
		case "json":
			var m struct {
				Gaps, Waived []struct{ Standard, Item, State, Due, Since string }
			}
			read(t, b.Bytes(), &m)
			for _, g := range slices.Concat(m.Gaps, m.Waived) {
				a.item(g.Standard+":"+g.Item, g.State, g.Due, g.Since, "gaps.json")
				listed["gaps.json"]++
			}
		case "csv":
			for _, row := range reporttest.CSVRows(t, b.Bytes()) {
				if row["kind"] == "document" || row["kind"] == "record" {
					a.item(row["standard"]+":"+row["item"], row["state"], row["due"], row["since"], "gaps.csv")
					listed["gaps.csv"]++
				}
			}
		}
	}
	for _, where := range []string{"gaps.json", "gaps.csv"} {
		a.say("count of gaps", fmt.Sprint(listed[where]), where)
	}
}

// forceReports reads what was in force on the day of judgement.
func (a *agreement) forceReports(t *testing.T, p *build.Project) {
	t.Helper()
	force, _ := export.InForceOn(p.Dossier, p.Dossier.AsOf.Day, nil)
	var b bytes.Buffer
	if err := export.WriteInForce(&b, force, "csv"); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, row := range reporttest.CSVRows(t, b.Bytes()) {
		id, where := row["document"], "in-force.csv"
		if row["state"] == "in-force" {
			n++
			a.say("in force of "+id, row["version"], where)
			a.say("in force from of "+id, row["from"]+" "+row["said_on"], where)
		} else {
			a.say("in force of "+id, "", where)
			a.say("life of "+id+" "+row["version"], row["state"], where)
			if row["state"] == "scheduled" {
				a.say("coming of "+id, row["version"]+" "+row["from"], where)
			}
		}
	}
	a.say("count of documents in force", fmt.Sprint(n), "in-force.csv")
}

// readPage reads all that a page says of items and documents.
func (a *agreement) readPage(s *built, at string) {
	main := s.main(at)
	if main == nil || s.kind(at) == "redirect" {
		return
	}
	if ref := a.page[at]; ref != "" {
		if tag := tagIn(first(main, func(n *html.Node) bool { return hasClass(n, "tags") })); tag != nil {
			a.say("state of "+ref, stateOf(tag), at)
		}
	}
	for n := range main.Descendants() {
		switch {
		case n.Type != html.ElementNode || theirs(n):
		case hasClass(n, "item") && n.Data == "article":
			a.article(at, n)
		case n.Data == "tbody":
			a.table(at, n)
		}
	}
	switch s.kind(at) {
	case "document":
		a.document(s, at)
	case "home":
		a.home(s, at)
	case "gaps":
		a.gapsPage(s, at)
	case "in-force-day":
		a.forcePage(s, at)
	case "audits":
		a.audits(s, at)
	case "trend":
		a.trend(s, at)
	}
}

// trend reads the present, the last day of the table of the first standard. Without it, the site was built without a trend.
func (a *agreement) trend(s *built, at string) {
	table := first(s.main(at), func(n *html.Node) bool { return hasClass(n, "trend") })
	if table == nil {
		return
	}
	rows := rowsIn(at, table)
	last := cellsIn(rows[len(rows)-1].Node)
	i := 0
	for n := range table.Descendants() {
		if n.Data != "th" || attr(n, "scope") != "col" {
			continue
		}
		if state := stateOf(tagIn(n)); state != "" {
			a.say("count of required documents "+state, text(last[i]), at)
			a.say("trend of "+state, text(last[i]), at)
			a.say("trend of "+state, fmt.Sprint(a.states[state]), "matrix.json")
		}
		i++
	}
}

// search reads the index of the search: under which state and owner each document and item is found.
func (a *agreement) search(t *testing.T, s *built) {
	t.Helper()
	var meta struct {
		Facets []struct {
			Name   string
			Values [][]string
			Sets   [][]int
		}
	}
	read(t, argument(s, "meta", ""), &meta)
	at := 0 // of the items of all scripts
	var sets [][]int
	for i := 0; s.files[fmt.Sprintf("assets/search/facets-%d.js", i)] != nil; i++ {
		var more [][]int
		read(t, argument(s, fmt.Sprintf("facets-%d", i), fmt.Sprintf("%d,", i)), &more)
		if sets = slices.Grow(sets, len(more)); len(sets) == 0 {
			sets = make([][]int, len(more))
		}
		for k := range more {
			sets[k] = append(sets[k], more[k]...)
		}
	}
	for i := 0; s.files[fmt.Sprintf("assets/search/items-%d.js", i)] != nil; i++ {
		var items [][]string
		read(t, argument(s, fmt.Sprintf("items-%d", i), fmt.Sprintf("%d,", i)), &items)
		for _, it := range items {
			for k, f := range meta.Facets {
				key := ""
				if set := f.Sets[sets[k][at]]; len(set) > 0 {
					key = f.Values[set[0]][0]
				}
				ref, page := a.page[it[1]], it[1]
				switch {
				case f.Name == "status" && a.docs[page] != "":
					a.say("status of "+a.docs[page], key, "search")
					a.say("found of "+a.docs[page], key, "search")
					a.say("found of "+a.docs[page], a.status[a.docs[page]], "documents.json")
				case f.Name == "status" && ref != "":
					a.say("state of "+ref, key, "search")
				case f.Name == "owner" && ref != "":
					a.say("owner of "+ref, key, "search")
				}
			}
			at++
		}
	}
}

// argument gives what a script of the search hands on, after a prefix.
func argument(s *built, name, before string) []byte {
	_, call, _ := bytes.Cut(s.files["assets/search/"+name+".js"], []byte("("))
	return bytes.TrimPrefix(call[:max(bytes.LastIndexByte(call, ')'), 0)], []byte(before))
}

// tagIn gives the first state in a part of a page.
func tagIn(n *html.Node) *html.Node {
	return first(n, func(n *html.Node) bool { return hasClass(n, "tag") })
}

// stateOf reads a state off the class of its tag, which has the style and the icon.
func stateOf(tag *html.Node) string {
	for c := range strings.FieldsSeq(attr(tag, "class")) {
		if state, ok := strings.CutPrefix(c, "tag-"); ok {
			if state == "na" {
				return "not-applicable"
			}
			return state
		}
	}
	return ""
}

// article reads an item that stands by itself: a requirement or required document.
func (a *agreement) article(at string, n *html.Node) {
	ref := a.page[at+"#"+attr(n, "id")]
	if ref == "" {
		return
	}
	a.say("state of "+ref, stateOf(tagIn(n)), at)
	due := ""
	for span := range n.Descendants() {
		if span.Data == "span" && strings.HasPrefix(text(span), "Due:") {
			due = dayWord.FindString(text(span))
		}
	}
	a.say("due of "+ref, due, at)
}

// column is what a column of a table says of the document that its row is of.
var columns = map[string]struct {
	thing string
	read  func(*html.Node) string
}{
	"Status":      {"status", func(n *html.Node) string { return statusOf(tagIn(n)) }},
	"Version":     {"version", func(n *html.Node) string { return strings.TrimSuffix(text(n), "–") }},
	"Next review": {"review", func(n *html.Node) string { return dayWord.FindString(text(n)) }},
}

// statusOf gives the word of a document's status as files have it.
func statusOf(tag *html.Node) string {
	return strings.ReplaceAll(strings.ToLower(strings.NewReplacer("Not approved", "unapproved", "Not confirmed", "unapproved",
		"Confirmed", "approved", "In use, not evidenced", "in-use").Replace(text(tag))), " ", "-")
}

// table reads the rows of a table: of items where they lead to items, of documents where they are a list of documents.
func (a *agreement) table(at string, body *html.Node) {
	table := tableOf(body)
	if hasClass(table, "dues") || hasClass(table, "chain") || hasClass(table, "grid") {
		return
	}
	var heads []string
	for n := range table.Descendants() {
		if n.Data == "th" && attr(n, "scope") == "col" {
			heads = append(heads, text(n))
		}
	}
	for r := range body.ChildNodes() {
		head := first(r, func(n *html.Node) bool { return n.Data == "th" && attr(n, "scope") == "row" })
		link := first(head, func(n *html.Node) bool { return n.Data == "a" })
		if link == nil {
			continue
		}
		target := to(at, link)
		if ref := a.page[target]; ref != "" {
			a.itemRow(at, ref, r, heads)
		}
		if id := a.docs[target]; id != "" && slices.Contains(heads, "Status") {
			a.documentRow(at, id, r, heads)
		}
	}
}

// itemRow reads the row of an item.
func (a *agreement) itemRow(at, ref string, r *html.Node, heads []string) {
	tag := tagIn(r)
	if i := slices.Index(heads, "State"); i >= 0 && i < len(cellsIn(r)) {
		tag = tagIn(cellsIn(r)[i])
	}
	if tag != nil && !slices.Contains(heads, "State there") { // which is that of an item of another standard
		a.say("state of "+ref, stateOf(tag), at)
	}
	for i, cell := range cellsIn(r) {
		if i >= len(heads) {
			break
		}
		switch heads[i] {
		case "Due":
			a.say("due of "+ref, dayWord.FindString(text(cell)), at)
		case "Why":
			for n := range cell.Descendants() {
				if m := sinceWord.FindStringSubmatch(text(n)); n.Data == "small" && m != nil {
					a.say("since of "+ref, m[1], at)
				}
			}
		}
	}
}

var sinceWord = regexp.MustCompile(`^(?:missing )?since (\d{4}-\d\d-\d\d) \(`)

func (a *agreement) documentRow(at, id string, r *html.Node, heads []string) {
	for i, cell := range cellsIn(r) {
		if i < len(heads) && columns[heads[i]].read != nil {
			a.say(columns[heads[i]].thing+" of "+id, columns[heads[i]].read(cell), at)
		}
	}
}

func cellsIn(r *html.Node) []*html.Node {
	var out []*html.Node
	for c := range r.ChildNodes() {
		if c.Data == "td" || c.Data == "th" {
			out = append(out, c)
		}
	}
	return out
}

// facts gives the values of the labels on a page, as text.
func facts(main *html.Node) map[string]*html.Node {
	out := map[string]*html.Node{}
	for n := range main.Descendants() {
		if n.Data == "dt" && !theirs(n) && out[text(n)] == nil {
			out[text(n)] = sibling(n)
		}
	}
	return out
}

// document reads the page of a document.
func (a *agreement) document(s *built, at string) {
	id, main := a.docs[at], s.main(at)
	a.say("status of "+id, statusOf(tagIn(first(main, func(n *html.Node) bool { return hasClass(n, "tags") }))), at)
	known := facts(first(main, func(n *html.Node) bool { return hasClass(n, "control") }))
	a.say("version of "+id, strings.TrimPrefix(text(known["Version"]), "not given"), at)
	if review := known["Next review"]; review != nil {
		a.say("review of "+id, dayWord.FindString(text(review)), at)
	}
	for _, label := range []string{"Approved on", "Confirmed on"} {
		if on := known[label]; on != nil {
			a.say("approved of "+id, dayWord.FindString(text(on)), at)
		}
	}
	a.say("closed of "+id, held(text(facts(main)["Closed on"])), at)
	a.actions(s, at, id)
	if box := s.id(at, "table-audit-findings"); box != nil {
		count := map[string]int{}
		for _, r := range rowsIn(at, tableOf(box)) {
			count[text(cellsIn(r.Node)[0])]++
		}
		for grade, n := range count {
			a.say("count of findings "+grade+" in "+id, fmt.Sprint(n), at)
		}
	}
}

// held gives the day of an act, if the page does not say that it counts for nothing.
func held(words string) string {
	if strings.Contains(words, "does not count") {
		return ""
	}
	return dayWord.FindString(words)
}

// actions reads the actions of minutes, of which the last column has the state.
func (a *agreement) actions(s *built, at, id string) {
	box := s.id(at, "table-actions")
	if box == nil {
		return
	}
	open := 0
	for _, r := range rowsIn(at, tableOf(box)) {
		cells := cellsIn(r.Node)
		state := text(cells[len(cells)-1])
		name, words := "action of "+id+" "+text(cells[0]), map[bool]string{true: "closed", false: "open"}
		a.say(name, words[state == "Closed"], at)
		a.say(name, words[held(text(cells[4])) != "" || strings.Trim(text(cells[5]), "–") != ""], at+" by its day")
		if state != "Closed" {
			open++
		}
	}
	a.say("count of open actions in "+id, fmt.Sprint(open), at)
}

// open compares the actions and cases that are open with those that other places name: the list of open actions, and the calendar.
func (a *agreement) open(t *testing.T, s *built) {
	t.Helper()
	actions := map[string]int{}
	for at := range s.pages {
		box := s.id(at, "actions")
		if kind := s.kind(at); box == nil || kind != "records" && kind != "actions" {
			continue
		}
		for _, r := range rowsIn(at, boxOf(box)) {
			actions[a.docs[to(at, first(cellsIn(r.Node)[5], func(n *html.Node) bool { return n.Data == "a" }))]]++
		}
	}
	for thing := range a.said {
		if id, is := strings.CutPrefix(thing, "count of open actions in "); is {
			a.say(thing, fmt.Sprint(actions[id]), "records.html")
		}
	}
	due := dueInCalendar(t, s)
	for _, c := range a.cases {
		what := "closed"
		if due[c.due] > 0 {
			what = "open"
		}
		a.say("case of "+c.id, what, "reviews.ics")
	}
}

// home reads the counts of the home page.
func (a *agreement) home(s *built, at string) {
	main := s.main(at)
	tiles := first(main, func(n *html.Node) bool { return hasClass(n, "tiles") })
	for n := range tiles.Descendants() {
		if hasClass(n, "tile") {
			a.say("count of required documents "+stateOf(tagIn(n)), text(first(n, func(n *html.Node) bool { return hasClass(n, "count") })), at)
		}
	}
	for words := range strings.SplitSeq(text(first(main, func(n *html.Node) bool { return hasClass(n, "lead") })), ". ") {
		if m := regexp.MustCompile(`^(\d+ of \d+) (required documents|requirements)`).FindStringSubmatch(words); m != nil {
			a.say("count of evidenced "+map[string]string{"required documents": "required-document", "requirements": "requirement"}[m[2]], m[1], at)
		}
	}
	for _, r := range rowsIn(at, boxOf(s.id(at, "clauses"))) {
		ref := a.page[to(at, first(r.Node, func(n *html.Node) bool { return n.Data == "a" }))]
		bar := text(first(r.Node, func(n *html.Node) bool { return hasClass(n, "share-text") }))
		if m := regexp.MustCompile(`^\d+ of \d+`).FindString(bar); m != "" {
			a.say("bar of requirements under "+ref, m, at)
		}
	}
}

// gapsPage reads how many gaps there are.
func (a *agreement) gapsPage(s *built, at string) {
	lead := text(first(s.main(at), func(n *html.Node) bool { return hasClass(n, "lead") }))
	m := regexp.MustCompile(`^(?:(\d+) required|Every)`).FindStringSubmatch(lead)
	if m != nil {
		a.say("count of gaps", cmp.Or(m[1], "0"), at)
	}
	open := "0"
	if m := regexp.MustCompile(`(\d+) requirements? (?:is|are) open`).FindStringSubmatch(lead); m != nil {
		open = m[1]
	}
	a.say("count of open requirements", open, at)
}

// forcePage reads what was in force on the day of judgement.
func (a *agreement) forcePage(s *built, at string) {
	asOf := dayWord.FindString(text(first(s.pages[at], func(n *html.Node) bool { return hasClass(n, "bottom") })))
	if strings.TrimSuffix(path.Base(at), ".html") != asOf {
		return
	}
	a.say("count of documents in force", strings.Fields(text(facts(s.main(at))["In force"]))[0], at)
	for _, list := range []string{"in-force", "others"} {
		box := s.id(at, list)
		if box == nil {
			continue
		}
		for _, r := range rowsIn(at, tableOf(box)) {
			cells := cellsIn(r.Node)
			id := text(cells[1])
			if list == "others" {
				a.say("in force of "+id, "", at)
				version, day, scheduled := strings.Cut(text(cells[2]), " from ")
				a.say("life of "+id+" "+version, strings.ReplaceAll(strings.ToLower(strings.ReplaceAll(text(cells[3]), ",", "")), " ", "-"), at)
				if scheduled {
					a.say("coming of "+id, version+" "+dayWord.FindString(day), at)
				}
				continue
			}
			days := dayWord.FindAllString(text(cells[3]), -1)
			a.say("in force of "+id, text(cells[2]), at)
			a.say("in force from of "+id, days[0]+" "+strings.Join(days[1:], ""), at)
		}
	}
}

// audits reads the cases: what is closed or no longer pursued owes nothing.
func (a *agreement) audits(s *built, at string) {
	for list, what := range map[string]string{"nonconformities": "Corrective action", "improvements": "Improvement"} {
		for _, r := range rowsIn(at, boxOf(s.id(at, list))) {
			cells := cellsIn(r.Node)
			id, state := text(cells[0]), stateOf(tagIn(cells[5]))
			a.say("closed of "+id, held(text(cells[6])), at)
			a.say("case of "+id, map[bool]string{true: "open", false: "closed"}[state == "soon" || state == "overdue"], at)
			if due := dayWord.FindString(text(cells[4])); due != "" {
				a.cases = append(a.cases, struct{ id, due string }{id, due + " " + what + ": " + text(first(cells[1], func(n *html.Node) bool {
					return n.Data == "a"
				}))})
			}
		}
	}
}

// countDue compares the pages of what is due with the calendar and the feed, and cases and actions with both.
func countDue(t *testing.T, s *built) {
	t.Helper()
	pages, calendar, feed := dueOnPages(s), dueInCalendar(t, s), dueInFeed(t, s)
	for what, n := range pages {
		if calendar[what] != n || feed[what] != n {
			t.Errorf("%q stands %d times on the pages, %d in the calendar, %d in the feed", what, n, calendar[what], feed[what])
		}
	}
	if len(calendar) != len(pages) || len(feed) != len(pages) {
		t.Errorf("%d things are due on pages, %d in the calendar, %d in the feed", len(pages), len(calendar), len(feed))
	}
}

func dueInCalendar(t *testing.T, s *built) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, e := range events(t, s.files["reviews.ics"]) {
		out[e["DTSTART"][:4]+"-"+e["DTSTART"][4:6]+"-"+e["DTSTART"][6:]+" "+e["SUMMARY"]]++
	}
	return out
}

func dueInFeed(t *testing.T, s *built) map[string]int {
	t.Helper()
	var feed struct {
		Entries []struct {
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(s.files["due.atom"], &feed); err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, e := range feed.Entries {
		out[e.Title]++
	}
	return out
}

// dueOnPages gathers what the review calendar shows, each thing once, as the calendar for programs words it.
func dueOnPages(s *built) map[string]int {
	out, seen := map[string]int{}, map[string]bool{}
	for at := range s.pages {
		if k := s.kind(at); k != "reviews" && k != "month" || strings.HasPrefix(at, "people/") || strings.HasPrefix(at, "roles/") {
			continue
		}
		for _, r := range rowsIn(at, s.main(at)) {
			if !hasClass(tableOf(r.Node), "dues") {
				continue
			}
			cells := cellsIn(r.Node)
			link := first(r.Node, func(n *html.Node) bool { return n.Data == "a" })
			key := fmt.Sprint(text(cells[0])[:10], " ", text(cells[1]), ": ", text(link))
			if whole := key + text(cells[2]) + to(at, link); !seen[whole] { // it stands on several pages
				seen[whole] = true
				out[key]++
			}
		}
	}
	return out
}
