package build_test

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"clausebook/internal/demo/demotest"
	"clausebook/internal/longtest"
)

// TestNumbersAreWhole builds the demonstration and reads it as an auditor would who trusts no number: each is held against the
// list that it leads to, and each list against what the site says elsewhere.
func TestNumbersAreWhole(t *testing.T) {
	longtest.Skip(t, "the whole demonstration")
	t.Parallel()
	dir := demotest.Read(t).Dir
	p := projectOf(t, dir)
	s := siteFrom(t, p)
	t.Run("every requirement has its rows", func(t *testing.T) { everyItemHasItsRows(t, s) })
	t.Run("nothing stands twice in a list", func(t *testing.T) { nothingTwice(t, s) })
	t.Run("places agree", func(t *testing.T) {
		told := placesAgree(t, s, p, true)
		for kind, least := range map[string]int{"state": 400, "status": 180, "version": 180, "approved": 150, "in force": 90, "count": 20} {
			if n := told[kind]; n < least {
				t.Errorf("only %d things of the kind %q were said in two places, want %d", n, kind, least)
			}
		}
	})
	numbersOpen(t, s)
	t.Run("pages, calendar and feed hold the same", func(t *testing.T) { sameIsDue(t, s) })
	t.Run("every date was said by somebody", func(t *testing.T) { everyDateWasSaid(t, s, dir) })
	t.Run("a script counts the same", func(t *testing.T) { sameAsRecounted(t, s, dir) })
	t.Run("a script counts the same of the past", func(t *testing.T) { pastIsRecounted(t, s, dir) })
	t.Run("words stay whole", func(t *testing.T) { wordsStayWhole(t, s) })
	t.Run("each verdict is there", func(t *testing.T) { eachVerdict(t, s) })
	t.Run("no status is better than judged", func(t *testing.T) { noBetterStatus(t, s) })
}

// cellsOf reads the items of the matrix that programs get.
func cellsOf(t *testing.T, s *built) []item {
	t.Helper()
	var out []item
	for _, std := range matricesOf[item](t, s.files) {
		out = append(out, std.Cells...)
	}
	return out
}

// matrixOf is the matrix of a standard as programs get it.
type matrixOf[C any] struct {
	Standard string
	Cells    []C
}

// matricesOf reads the matrices that matrix.json leads to, in its order.
func matricesOf[C any](t *testing.T, files map[string][]byte) []matrixOf[C] {
	t.Helper()
	var index struct {
		Standards []struct {
			Standard, File string
			Cells          int
		}
	}
	read(t, files["matrix.json"], &index)
	var out []matrixOf[C]
	for _, at := range index.Standards {
		var m matrixOf[C]
		read(t, files[at.File], &m)
		if m.Standard != at.Standard || len(m.Cells) != at.Cells || at.Cells == 0 {
			t.Fatalf("matrix.json says %+v, and the file has %d cells of %s", at, len(m.Cells), m.Standard)
		}
		out = append(out, m)
	}
	return out
}

type item struct {
	Item, Kind, State, Page string
	Evidence                []struct{ Path, Section string }
}

// eachVerdict holds that the demonstration shows one of each thing that can become of an approval, on the page of its document.
func eachVerdict(t *testing.T, s *built) {
	var m struct {
		Documents []struct {
			ID, Status, State  string
			InForce, Scheduled *statedForce
		}
	}
	read(t, bytes.ReplaceAll(s.files["documents.json"], []byte(`"in_force"`), []byte(`"inforce"`)), &m)
	stands := map[string]string{}
	for _, d := range m.Documents {
		for _, v := range []*statedForce{d.InForce, d.Scheduled} {
			if v != nil {
				d.State += " " + v.Version + " from " + v.From
			}
		}
		stands[d.ID] = d.Status + ", " + d.State
	}
	for id, want := range map[string]string{
		"GDE-RACK":    "approved, scheduled 1.1 from 2026-09-21 2.0 from 2027-01-11",
		"GDE-PARKING": "withdrawn, withdrawn",
		"GDE-LOAN":    "in-use, in-use-not-evidenced",
		"GDE-LABELS":  "in-review, proposed 1.0 from 2026-05-18",
	} {
		if stands[id] != want {
			t.Errorf("%s is %q, want %q", id, stands[id], want)
		}
	}
	for at, want := range map[string]string{
		"documents/gde-parking.html":    "the approval of version 1.0 was withdrawn from 2026-10-06 on by Tobias Renn",
		"documents/min-press-2026.html": "confirmed by 1 of the 4 people who attended the meeting; it takes the chair or 3 of them",
		"versions/gde-rack/1.0.html":    "Maud Ashgrove as deputy of Tobias Renn",
		"versions/gde-rack/1.1.html":    "minor correction, approved by the owner",
	} {
		if s.pages[at] == nil || !strings.Contains(text(s.main(at)), want) {
			t.Errorf("%s does not say %q", at, want)
		}
	}
}

// everyItemHasItsRows counts the rows of each requirement and required document in the chains of evidence.
func everyItemHasItsRows(t *testing.T, s *built) {
	chains := map[string]map[string]int{} // page of the clause or process -> page of the item -> rows
	for at := range s.pages {
		if k := s.kind(at); k != "clause" && k != "process" || s.id(at, "chain") == nil {
			continue
		}
		chains[at] = map[string]int{}
		for _, r := range s.list(t, at+"#chain") {
			chains[at][to(r.at, first(r.Node, func(n *html.Node) bool { return n.Data == "a" }))]++
		}
	}
	requirements := 0
	for _, c := range cellsOf(t, s) {
		want := max(len(c.Evidence), 1)
		clause, _, _ := strings.Cut(c.Page, "#")
		switch c.Kind {
		case "requirement":
			requirements++
			if got := chains[clause][c.Page]; got != want {
				t.Errorf("%s has %d rows in the chain of its clause, want %d", c.Item, got, want)
			}
		case "required-document":
			found := 0
			for at, rows := range chains {
				if n := rows[c.Page]; n > 0 {
					found++
					if n != want {
						t.Errorf("%s has %d rows at %s, want %d", c.Item, n, at, want)
					}
				}
			}
			if found == 0 {
				t.Errorf("%s stands in no chain of evidence", c.Item)
			}
		}
	}
	if requirements < 280 {
		t.Errorf("only %d requirements were looked at", requirements)
	}
}

// nothingTwice holds that no list has two rows with the same words that lead to the same places. Texts of documents and the
// rows of their data are their authors'.
func nothingTwice(t *testing.T, s *built) {
	lists := 0
	for at := range s.pages {
		for n := range s.main(at).Descendants() {
			if n.Data != "tbody" && n.Data != "ul" && n.Data != "ol" || theirs(n) {
				continue
			}
			lists++
			seen := map[string]bool{}
			for c := range n.ChildNodes() {
				if c.Type != html.ElementNode {
					continue
				}
				key := text(c)
				for a := range c.Descendants() {
					key += "\n" + attr(a, "href")
				}
				if seen[key] {
					t.Errorf("%s: twice in one list: %s", at, key)
				}
				seen[key] = true
			}
		}
	}
	if lists < 3000 {
		t.Errorf("only %d lists were looked at", lists)
	}
}

// theirs tells whether an element holds what authors have written: the text of a document, the rows of its data, or the
// difference of two texts.
func theirs(n *html.Node) bool {
	for up := n; up != nil; up = up.Parent {
		if hasClass(up, "body") || hasClass(up, "redline") || hasClass(up, "packed") || attr(up, "aria-labelledby") == "entries" ||
			attr(up, "aria-label") == "Entries" {
			return true
		}
	}
	return false
}

// followNumbers follows each number that leads somewhere, and counts the rows there. It gives how many it followed, and how many
// totals it added up.
func followNumbers(t *testing.T, s *built) (followed, totals int) {
	t.Helper()
	for at := range s.pages {
		for n := range s.main(at).Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch count := first(n, func(n *html.Node) bool { return hasClass(n, "count") }); {
			case hasClass(n, "tile"):
				followed++
				s.leadsToSoMany(t, at, n, number(text(count)))
			case n.Data == "summary" && startsWithNumber(n) && s.kind(at) == "sources":
				followed++
				if got, want := foldsOut(n), number(leading.FindString(text(n))); got != want {
					t.Errorf("%s: %q folds out to %d", at, text(n), got)
				}
			case n.Data == "a" && hasClass(n.Parent, "number"):
				followed++
				s.leadsToSoMany(t, at, n, number(text(n)))
			case n.Data == "dd" && number(text(n)) > 0 && !aloneIn[s.kind(at)] && !alone[text(n.Parent.FirstChild)] &&
				first(n, func(n *html.Node) bool { return hasClass(n, "commit") }) == nil:
				followed++
				s.leadsToSoMany(t, at, first(n, func(n *html.Node) bool { return n.Data == "a" }), number(text(n)))
			case n.Data == "a" && (n.Parent.Data == "dd" || n.Parent.Data == "td" || s.kind(at) == "person") && startsWithNumber(n):
				followed++
				s.leadsToSoMany(t, at, n, number(leading.FindString(text(n))))
			case n.Data == "td" && number(text(n)) > 0 && !theirs(n) && !measures[headOf(n)]:
				link := first(n, func(n *html.Node) bool { return n.Data == "a" })
				if within(n, "chart") && headOf(n) == "Due" { // the month beside it leads there
					link = first(n.Parent, func(n *html.Node) bool { return n.Data == "a" })
				}
				if !ofPastDays(n) {
					followed++
					s.leadsToSoMany(t, at, link, number(text(n)))
				}
			case hasClass(n, "tiles"):
				totals += sumOfTiles(t, at, n)
			case (n.Data == "h2" || n.Data == "h3" || hasClass(n, "group")) && n.Parent.Data != "tr":
				followed += s.headsSoMany(t, at, n)
			}
		}
	}
	return followed, totals
}

// alone are numbers that lead to no list, by what they are called: no page has the files and commits of a repository.
var alone = map[string]bool{"Attachments": true, "Commits": true, "Last commit": true, "Commit": true}

// aloneIn are kinds of pages whose facts have numbers of their own: the values of a document, what was measured, and how large a pack is.
var aloneIn = map[string]bool{"document": true, "version": true, "history": true, "redline": true, "objectives": true, "pack": true}

// measures are the columns whose numbers are no sizes of lists: days and names.
var measures = map[string]bool{"Days without approval": true, "Days overdue": true, "Days late": true, "Days without": true,
	"Days not known": true, "Complete intervals": true, "Row": true, "Commit": true, "Clause": true, "For": true,
	"Edition": true,                                 // a year
	"Value":   true, "Target": true, "Before": true, // of objectives and benefits
	"": true, // days of a calendar
}

// ofPastDays tells whether a number stands in the drawing of readiness over time: sums of days that are over, which were judged and
// not kept.
func ofPastDays(n *html.Node) bool {
	head := first(tableOf(n), func(n *html.Node) bool { return n.Data == "th" })
	return within(n, "chart") && text(head) == "Day"
}

// within tells whether an element stands in one of a class.
func within(n *html.Node, class string) bool {
	for up := n; up != nil; up = up.Parent {
		if hasClass(up, class) {
			return true
		}
	}
	return false
}

// leading is the number that a text begins with, its digits in groups.
var leading = regexp.MustCompile(`^[1-9]\d*(?:\s\d{3}\b)*`)

// startsWithNumber tells whether a link is a number and what it counts: "12 approvals".
func startsWithNumber(a *html.Node) bool {
	rest := leading.ReplaceAllString(text(a), "")
	return rest != text(a) && strings.HasPrefix(rest, " ")
}

// headOf gives the heading of the column in which a cell stands.
func headOf(cell *html.Node) string {
	at := 0
	for c := cell.PrevSibling; c != nil; c = c.PrevSibling {
		if c.Type == html.ElementNode {
			at++
		}
	}
	table := tableOf(cell)
	if hasClass(table, "month") { // days
		return ""
	}
	for n := range table.Descendants() {
		if n.Data == "th" && attr(n, "scope") == "col" {
			if at--; at < 0 {
				return text(n)
			}
		}
	}
	return ""
}

func tableOf(n *html.Node) *html.Node {
	for n != nil && n.Data != "table" {
		n = n.Parent
	}
	return n
}

func (s *built) leadsToSoMany(t *testing.T, at string, n *html.Node, want int) {
	t.Helper()
	if n == nil || n.Data != "a" {
		if want != 0 {
			t.Errorf("%s: %d %s leads nowhere", at, want, text(n))
		}
		return
	}
	if got := len(s.list(t, to(at, n))); got != want {
		t.Errorf("%s: %q leads to %s, where %d stand", at, text(n), to(at, n), got)
	}
}

// sumOfTiles holds that tiles of states add up to the total above them.
func sumOfTiles(t *testing.T, at string, tiles *html.Node) int {
	t.Helper()
	above := tiles.PrevSibling
	for above != nil && above.Type != html.ElementNode {
		above = above.PrevSibling
	}
	if above == nil || !hasClass(above, "group") {
		return 0
	}
	total, sum := number(text(first(above, func(n *html.Node) bool { return n.Data == "small" }))), 0
	for n := range tiles.Descendants() {
		if hasClass(n, "count") {
			sum += number(text(n))
		}
	}
	if sum != total {
		t.Errorf("%s: the tiles of %q add up to %d", at, text(above), sum)
	}
	return 1
}

// headsSoMany counts the rows below a heading that gives their number, or at the end of the links of its numbers.
func (s *built) headsSoMany(t *testing.T, at string, heading *html.Node) int {
	t.Helper()
	small := first(heading, func(n *html.Node) bool { return n.Data == "small" })
	if linked := linkedNumbers(small); len(linked) > 0 {
		for _, a := range linked {
			s.leadsToSoMany(t, at, a, number(text(a)))
		}
		return len(linked)
	}
	want := number(text(small))
	if small == nil || want < 0 {
		return 0
	}
	id := attr(heading, "id")
	if id == "" {
		if id = attr(heading.Parent, "id"); id == "" {
			return 0
		}
	}
	if heading.Data == "h2" && s.kind(at) == "gaps" { // a group goes on where the list does
		return 0
	}
	if got := len(s.list(t, at+"#"+id)); got != want {
		t.Errorf("%s: below %q stand %d", at, text(heading), got)
	}
	return 1
}

// linkedNumbers gives the links within an element that are numbers.
func linkedNumbers(in *html.Node) []*html.Node {
	var out []*html.Node
	if in != nil {
		for n := range in.Descendants() {
			if n.Data == "a" && number(text(n)) > 0 {
				out = append(out, n)
			}
		}
	}
	return out
}

var leftOut = regexp.MustCompile(`\band (\d[\d\x{202f}]*) more\b`)

// followRest holds that whatever says how many more there are opens: it folds them out, or leads to a list of at least so many.
func followRest(t *testing.T, s *built) (links, folds int) {
	t.Helper()
	for at := range s.pages {
		for n := range s.main(at).Descendants() {
			if n.Type != html.TextNode || theirs(n) {
				continue
			}
			m := leftOut.FindStringSubmatch(n.Data)
			if m == nil {
				continue
			}
			switch want := number(m[1]); n.Parent.Data {
			case "a":
				links++
				s.opens(t, at, n.Parent, want)
			case "summary":
				folds++
				if got := foldsOut(n.Parent); got != want {
					t.Errorf("%s: %q folds out to %d", at, n.Data, got)
				}
			default:
				t.Errorf("%s: %q does not open", at, strings.TrimSpace(n.Data))
			}
		}
	}
	return links, folds
}

// foldsOut counts what stands behind a summary.
func foldsOut(summary *html.Node) int {
	n := 0
	for c := range summary.Parent.ChildNodes() {
		if c.Data == "span" {
			n++
		}
	}
	return n
}

// opens holds that a link to what is left out leads to a list that has it all: what is shown beside the link and so many more.
func (s *built) opens(t *testing.T, at string, link *html.Node, more int) {
	t.Helper()
	target := to(at, link)
	if target == "" || s.pages[path.Clean(strings.Split(target, "#")[0])] == nil {
		t.Errorf("%s: %q leads to %q", at, text(link), target)
		return
	}
	all := s.list(t, target)
	switch shown := shownBeside(link); {
	case shown > 0 && s.kind(strings.Split(target, "#")[0]) == "references": // it has what refers to the document in other ways, too
		if len(all) < shown+more {
			t.Errorf("%s: %q leads to %s, where there are %d", at, text(link), target, len(all))
		}
	case shown > 0 && len(all) != shown+more:
		t.Errorf("%s: %d are shown, %q more are to stand at %s, where there are %d", at, shown, text(link), target, len(all))
	case shown == 0 && len(all) < more && countLinks(all) < more:
		t.Errorf("%s: %q leads to %s, where there are %d", at, text(link), target, len(all))
	}
}

// shownBeside counts the rows of the table or list that stands before a paragraph with a link to the rest.
func shownBeside(link *html.Node) int {
	if !hasClass(link.Parent, "more") {
		return 0
	}
	before := link.Parent.PrevSibling
	for before != nil && before.Type != html.ElementNode {
		before = before.PrevSibling
	}
	if before == nil {
		return 0
	}
	n := 0
	for ; before != nil; before = before.PrevSibling { // articles stand beside each other
		for _, r := range rowsIn("", before) {
			n += max(1, placesIn(r.Node))
		}
		if before.Data != "article" && before.Type == html.ElementNode {
			break
		}
	}
	return n
}

// placesIn counts the places in a document that answer a requirement, and the gaps of an owner: a row has all of them.
func placesIn(row *html.Node) int {
	n := 0
	if hasClass(row.Parent, "todo") {
		for c := range row.ChildNodes() {
			if c.Data == "span" {
				n++
			}
		}
	}
	if hasClass(row, "answer") {
		for c := range row.Descendants() {
			if c.Data == "li" {
				n++
			}
		}
	}
	return n
}

// countLinks counts what rows lead to, where a number counts documents and a row has several.
func countLinks(rows []row) int {
	n := 0
	for _, r := range rows {
		for c := range r.Descendants() {
			if c.Data == "a" || c.Data == "summary" {
				n++
			}
		}
		n += strings.Count(text(r.Node), ",")
	}
	return n
}

// sameIsDue holds that pages, calendar and feed have the same, and that the demonstration has something of every kind.
func sameIsDue(t *testing.T, s *built) {
	countDue(t, s)
	pages := dueOnPages(s)
	if len(pages) < 60 {
		t.Errorf("only %d things are due", len(pages))
	}
	kinds := map[string]bool{}
	for what := range pages {
		kind, _, _ := strings.Cut(what[11:], ":")
		kinds[kind] = true
	}
	for _, kind := range []string{"Review", "Next record", "Action", "Corrective action", "Improvement", "Approval", "End of the term",
		"Gap accepted by management until this day", "Announced record"} {
		if !kinds[kind] {
			t.Errorf("nothing of the kind %q is due", kind)
		}
	}
}

// events reads a calendar as RFC 5545 has it: lines of at most 75 octets that end with CR LF and go on after a space.
func events(t *testing.T, src []byte) []map[string]string {
	t.Helper()
	var out []map[string]string
	var event map[string]string
	ids := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSuffix(string(src), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("the calendar has a line of %d octets: %q", len(line), line)
		}
	}
	unfolded := strings.ReplaceAll(string(src), "\r\n ", "")
	for _, line := range strings.Split(strings.TrimSuffix(unfolded, "\r\n"), "\r\n") {
		name, value, ok := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		switch {
		case !ok:
			t.Errorf("the calendar has the line %q", line)
		case line == "BEGIN:VEVENT":
			event = map[string]string{}
		case line == "END:VEVENT":
			for _, key := range []string{"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} {
				if event[key] == "" {
					t.Errorf("an event has no %s: %v", key, event)
				}
			}
			if ids[event["UID"]] {
				t.Errorf("two events have the UID %s", event["UID"])
			}
			ids[event["UID"]] = true
			out, event = append(out, event), nil
		case event != nil && event[name] != "":
			t.Errorf("an event has two of %s", name)
		case event != nil:
			event[name] = unescape(value)
		}
	}
	return out
}

// unescape reads a text of a calendar.
func unescape(value string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n", `\N`, "\n").Replace(value)
}

// numbersOpen holds that numbers lead to lists that have as many rows, and that what a list leaves out opens.
func numbersOpen(t *testing.T, s *built) {
	t.Helper()
	t.Run("numbers count their lists", func(t *testing.T) {
		if followed, totals := followNumbers(t, s); followed < 150 || totals < 4 {
			t.Errorf("only %d numbers and %d totals were looked at", followed, totals)
		}
	})
	t.Run("what is left out opens", func(t *testing.T) {
		if links, folds := followRest(t, s); links < 100 {
			t.Errorf("only %d links and %d folds were looked at", links, folds)
		}
	})
}

// aWord is what a reader takes as one word although it has hyphens or a space: a day, a month, an id, a version.
var aWord = regexp.MustCompile(`(?:^|[^\w-])(\d{4}-\d\d(?:-\d\d)?|[A-Z]{2,}(?:-[A-Z0-9]+)+|\d{4,}-\d+|[Vv]ersion \d[\d.]*\d)(?:$|[^\w-])`)

// wordsStayWhole holds that no day, id or version can break over lines, as browsers break them, but in what authors have written.
func wordsStayWhole(t *testing.T, s *built) {
	broken, whole := map[string]string{}, 0
	for at := range s.pages {
		for n := range s.main(at).Descendants() {
			if n.Type != html.TextNode || !aWord.MatchString(n.Data) || theirs(n) {
				continue
			}
			if word := aWord.FindStringSubmatch(n.Data)[1]; holds(n) || len(word) > 24 { // what is longer has to break on a telephone
				whole++
				continue
			}
			broken[s.kind(at)+": "+path.Base(n.Parent.Data)+" in "+n.Parent.Parent.Data] = at + ": " + strings.TrimSpace(n.Data)
		}
	}
	for where, example := range broken {
		t.Errorf("words break in %s, as at %s", where, example)
	}
	if whole < 30000 {
		t.Errorf("only %d words were looked at", whole)
	}
}

// holds tells whether a text stands in an element that does not break, or in one that is no running text.
func holds(n *html.Node) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		switch up.Data {
		case "time", "bdi", "svg", "option", "script", "pre", "code", "nav":
			return true
		}
		if hasClass(up, "long") {
			return false
		}
		for _, class := range []string{"day", "commit", "id", "ref", "tag", "share-text", "visually-hidden"} {
			if hasClass(up, class) {
				return true
			}
		}
	}
	return false
}
