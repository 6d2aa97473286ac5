package build_test

import (
	"fmt"
	"index/suffixarray"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// census goes through every number on the pages and asks who has counted it besides the pages themselves.
type census struct {
	*built
	today   time.Time
	sources *suffixarray.Index  // all that people wrote: documents, standards, subjects of commits
	counts  map[string][]string // what was counted, by the name of its list
	titles  []string            // of documents, with digits in them, the longest first
	said    map[string]bool     // texts that stand in sources
	lists   map[string]bool     // addresses of lists that were counted again
	unknown map[string][]string // where nobody has, by kind of page and words
	known   map[string]int
}

// noNumbers are words with digits that count nothing: days, ids, versions, clauses, commits, durations, editions.
var noNumbers = regexp.MustCompile(`\d{4}-\d\d-\d\d(?:T[\d:]+Z?)?|\b\d{4}-\d\d\b|\bISO(?:/IEC)?(?: TS| TR)?[\s\x{a0}]*\d[\d:-]*|` +
	`\b[A-Z][A-Z0-9]*(?:-[A-Za-z0-9]+)+|\bP\d+[DWMY]\b|\b[A-Z]{2}\d{3}\b|[Vv]ersions? \d[\d.]*(?: to \d[\d.]*)?|\b[0-9a-f]{7,64}\b|` +
	`\b\d+(?:\.\d+)+(?:-[a-z])?\b|\b\d\d:\d\d\b|\b(?:GR|PR)\d+(?:\.\d+)?\b|\bA(?:\.\d+)+\b|SHA-?256\S*|\S+\.(?:md|yaml|csv):\d+(?::\d+)?|#\d+|\b[a-z]+\d\w*`)

var (
	aNumber  = regexp.MustCompile(`\d[\d\x{202f}]*`)
	monthsOf = regexp.MustCompile(`(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}`)
	ageOf    = regexp.MustCompile(`(?:in |^|\(| )(\d[\d\x{202f}]*) days?\b`)
	dayIn    = regexp.MustCompile(`\d{4}-\d\d-\d\d`)
)

// everyNumberIsKnown lists what numbers nobody has counted again.
func everyNumberIsKnown(t *testing.T, s *built, dir string, lists map[string]string, counted map[string][]string) {
	c := &census{built: s, counts: counted, lists: map[string]bool{}, unknown: map[string][]string{}, known: map[string]int{},
		said: map[string]bool{}}
	c.today, _ = time.Parse(time.DateOnly, "2026-11-22")
	for _, at := range lists {
		c.lists[at] = true
	}
	c.readSources(t, dir)
	for at := range s.pages {
		for n := range s.main(at).Descendants() {
			if n.Type == html.TextNode && !theirs(n) && !noText(n) {
				c.look(at, n)
			}
		}
	}
	for _, where := range slices.Sorted(maps.Keys(c.unknown)) {
		t.Errorf("%d times nobody counts %s, as at %s", len(c.unknown[where]), where, slices.Min(c.unknown[where]))
	}
	for how, least := range map[string]int{"lines": 400, "revisions": 350, "share of a clause": 500, "requirements of a clause": 200,
		"list": 170, "age": 1900, "months": 80} {
		if c.known[how] < least {
			t.Errorf("only %d numbers were counted as %q, want %d", c.known[how], how, least)
		}
	}
}

func (c *census) readSources(t *testing.T, dir string) {
	var b strings.Builder
	for _, pattern := range []string{dir + "/content/*/*", dir + "/content/*.yaml", dir + "/clausebook.yaml", "../../schemas/standards/*.yaml",
		"../../schemas/schemes/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range files {
			src, _ := os.ReadFile(at)
			b.Write(src)
		}
	}
	b.WriteString(gitOutput(t, dir, "log", "--format=%s"))
	for _, m := range regexp.MustCompile(`(?m)^title: "?(.*?)"?$`).FindAllStringSubmatch(b.String(), -1) {
		if aNumber.MatchString(m[1]) {
			c.titles = append(c.titles, m[1])
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^title: '(.*)'$`).FindAllStringSubmatch(b.String(), -1) {
		c.titles = append(c.titles, m[1])
	}
	slices.SortFunc(c.titles, func(a, b string) int { return len(b) - len(a) })
	c.sources = suffixarray.New([]byte(squeezed(b.String())))
}

func squeezed(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(`\"`, `"`, "\u00a0", " ", "\u202f", "").Replace(text)), " ")
}

// noText tells whether a text is no running one: code, ways through parts, scripts.
func noText(n *html.Node) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		switch up.Data {
		case "code", "pre", "script", "style", "time", "option", "nav":
			return true
		}
		if hasClass(up, "date") || hasClass(up, "id") || hasClass(up, "ref") || hasClass(up, "commit") || hasClass(up, "axis") {
			return true
		}
		if hasClass(up, "pager") && n.Parent.Data == "a" {
			return true
		}
	}
	return false
}

func (c *census) look(at string, n *html.Node) {
	whole := squeezed(n.Data)
	if !aNumber.MatchString(whole) {
		return
	}
	known, seen := c.said[whole]
	if !seen {
		known = len(whole) > 8 && len(c.sources.Lookup([]byte(strings.TrimRight(whole, "…")), 1)) > 0
		c.said[whole] = known
	}
	if known {
		c.known["written"]++
		return
	}
	words := whole
	for _, title := range c.titles {
		words = strings.ReplaceAll(words, title, "T")
	}
	words = monthsOf.ReplaceAllString(noNumbers.ReplaceAllString(words, "X"), "M")
	if !aNumber.MatchString(words) {
		return
	}
	if how := c.counted(at, n, words); how != "" {
		c.known[how]++
		return
	}
	block := n.Parent
	for block.Data == "span" || block.Data == "a" && block.Parent.Data == "span" {
		block = block.Parent
	}
	key := fmt.Sprintf("%s %s.%s %q", c.kind(at), block.Data, attr(block, "class"), aNumber.ReplaceAllString(words, "N"))
	if tableOf(block) != nil {
		key += " " + headOf(block)
	}
	if block.Data == "a" {
		key += " -> " + regexp.MustCompile(`[^/]*\.html`).ReplaceAllString(to(at, block), "X.html")
	}
	c.unknown[key] = append(c.unknown[key], at+": "+whole)
}

// counted says who has counted a number; nothing where nobody has.
func (c *census) counted(at string, n *html.Node, words string) string {
	for up := n.Parent; up != nil && up.Data != "main"; up = up.Parent {
		if up.Data == "a" && c.lists[to(at, up)] {
			return "list"
		}
		if up.Data == "h2" || up.Data == "h3" || up.Data == "caption" {
			if id := attr(up, "id"); id != "" && c.lists[at+"#"+id] {
				return "heading"
			}
		}
	}
	if kind := c.kind(at); kind == "brief" || kind == "states" {
		if base := partOf.ReplaceAllString(at, ".html"); within(n, "lead") && (c.lists[base] || gapsOfRole.MatchString(base)) {
			return "list of its own"
		}
	}
	if c.agesAre(n, words) {
		return "age"
	}
	for _, r := range c.rules() {
		if m := r.words.FindStringSubmatch(words); m != nil && r.is(at, n, m) {
			return r.name
		}
	}
	if further.MatchString(at) && (stands.MatchString(words) || sources.MatchString(words)) {
		return "left: clauses of further standards, met by what is carried over, which the script does not judge"
	}
	for _, l := range leftAlone {
		if l.kinds.MatchString(c.kind(at)) && l.words.MatchString(words) {
			return "left: " + l.why
		}
	}
	return ""
}

var (
	partOf     = regexp.MustCompile(`~\d+\.html$`)
	further    = regexp.MustCompile(`^standards/(?:iso27001-2022|fitsm1-v3)/`)
	stands     = regexp.MustCompile(`^\d+ of \d+ (?:requirements?|sub-clauses?) (?:not )?met\b`)
	sources    = regexp.MustCompile(`^\d+ items?$`)
	gapsOfRole = regexp.MustCompile(`^roles/.*-gaps\.html$`)
)

type tallyRule struct {
	name  string
	words *regexp.Regexp
	is    func(at string, n *html.Node, m []string) bool
}

var (
	metOf      = regexp.MustCompile(`^(\d+) of (\d+) requirements? met(?:, (\d+) not applicable)?$`)
	notMetOf   = regexp.MustCompile(`^(\d+) of (\d+) requirements? not met(?: \(([^)]*)\))?(?:, (\d+) not applicable)?;`)
	subOf      = regexp.MustCompile(`^(\d+) of (\d+) sub-clauses met(?:, (\d+) not applicable)?$`)
	subNotOf   = regexp.MustCompile(`^(\d+) of (\d+) sub-clauses not met(?: \(([^)]*)\))?(?:, (\d+) not applicable)?;`)
	shareOf    = regexp.MustCompile(`^(\d+) of (\d+)(?: requirements evidenced.*)?$`)
	monthsIn   = regexp.MustCompile(`records cover (\d+) of (\d+) months since$`)
	fulfilIt   = regexp.MustCompile(`^(\d+) documents? fulfil`)
	revised    = regexp.MustCompile(`^(\d+) revisions? (?:from|on)$`)
	linesAre   = regexp.MustCompile(`^lines: (\d+) added, (\d+) removed$`)
	dueThen    = regexp.MustCompile(`^(\d+) due$`)
	unmetAre   = regexp.MustCompile(`^(\d+) (?:required documents and records are not evidenced\.|requirements are open:)$`)
	evidenced  = regexp.MustCompile(`^(\d+) of (\d+) (?:required documents and records|requirements) are evidenced\.$`)
	thingsDue  = regexp.MustCompile(`^(\d+) things are overdue\.$`)
	loopOf     = regexp.MustCompile(`^(\d+) (?:objectives? or benefits? (not met)|cases? of improvement (stuck))$`)
	bare       = regexp.MustCompile(`^(\d+)$`)
	itemsOf    = regexp.MustCompile(`^(\d+) items?$`)
	findingsAt = regexp.MustCompile(`^documents/(.*)\.html#findings-(.*)$`)
	clauseNo   = regexp.MustCompile(`^\d+(?:\.\d+)*\b`)
	clausePg   = regexp.MustCompile(`(?:/|-2018-)(\d+(?:\.\d+)*)(?:-[a-z]+)?(?:~\d+)?\.html$`)
	ofADoc     = regexp.MustCompile(`^(?:documents|history)/([^/~]+)(?:~\d+)?\.html$`)
	stateWord  = map[string]string{"partly": "partly", "overdue": "overdue", "missing": "missing", "draft": "draft", "waived": "waived",
		"unapproved": "unapproved", "not approved": "unapproved"}
)

func (c *census) rules() []tallyRule {
	return []tallyRule{
		{"requirements of a clause", metOf, c.clauseMet},
		{"requirements of a clause", notMetOf, c.clauseNotMet},
		{"parts of a clause", subOf, c.partsMet},
		{"parts of a clause", subNotOf, c.partsNotMet},
		{"share of a clause", shareOf, c.shareIs},
		{"months", monthsIn, func(_ string, n *html.Node, m []string) bool { return c.ofItem(n, "months ", m[1]+" of "+m[2]) }},
		{"documents that fulfil", fulfilIt, func(_ string, n *html.Node, m []string) bool { return c.ofItem(n, "fulfils ", m[1]) }},
		{"revisions", revised, func(at string, _ *html.Node, m []string) bool {
			d := ofADoc.FindStringSubmatch(at)
			return d != nil && fmt.Sprint(len(c.counts["revisions "+strings.ToUpper(d[1])])) == m[1]
		}},
		{"due on a day", dueThen, func(at string, n *html.Node, m []string) bool {
			day := strings.TrimSuffix(strings.TrimPrefix(at, "reviews/"), ".html")
			cell := n.Parent
			for cell.Data != "td" {
				cell = cell.Parent
			}
			of, _ := strconv.Atoi(strings.Fields(text(cell))[0])
			return m[1] == fmt.Sprint(countOf(c.counts["due in "+day], func(e string) bool {
				return strings.HasPrefix(e, fmt.Sprintf("%s-%02d ", day, of))
			}))
		}},
		{"due in a month", bare, func(at string, n *html.Node, m []string) bool {
			row := n.Parent
			for row.Data != "tr" && row.Data != "h3" && row.Data != "main" {
				row = row.Parent
			}
			link := first(row, func(n *html.Node) bool { return n.Data == "a" })
			return c.kind(at) == "reviews" && row.Data != "main" && link != nil &&
				m[1] == fmt.Sprint(len(c.counts["due in "+strings.TrimSuffix(path.Base(strings.Split(to(at, link), "#")[0]), ".html")]))
		}},
		{"findings of an audit", bare, func(at string, n *html.Node, m []string) bool {
			of := findingsAt.FindStringSubmatch(to(at, n.Parent))
			return of != nil && m[1] == fmt.Sprint(len(c.counts["findings "+of[2]+" of "+strings.ToUpper(of[1])]))
		}},
		{"required documents of a source", itemsOf, func(_ string, n *html.Node, m []string) bool {
			row := n.Parent
			for row.Data != "tr" {
				row = row.Parent
			}
			return m[1] == fmt.Sprint(len(c.counts["source "+strings.TrimPrefix(attr(row, "id"), "source-")]))
		}},
		{"requirements of a clause", bare, func(at string, n *html.Node, m []string) bool {
			by, _ := c.tally(clauseAt(at, n), "requirement")
			return c.kind(at) == "clause" && within(n, "group") && slices.ContainsFunc([]int{by["met"] + by["not-applicable"],
				by["partly"], by["overdue"], by["missing"], by["draft"], by["waived"],
				by["unapproved"]}, func(k int) bool { return fmt.Sprint(k) == m[1] })
		}},
		{"gaps of a clause", bare, func(at string, n *html.Node, m []string) bool {
			by, total := c.tally(clauseAt(at, n), "required")
			link := n.Parent
			return m[1] == fmt.Sprint(total-by["met"]) &&
				(cellOf(n).Data != "main" && headOf(cellOf(n)) == "Gaps" || strings.HasSuffix(to(at, link), "#required-gaps"))
		}},
		{"gaps in a state", bare, func(at string, n *html.Node, m []string) bool {
			state, ok := strings.CutPrefix(attr(cellOf(n).Parent, "id"), "state-")
			return ok && c.kind(at) == "gaps" && m[1] == fmt.Sprint(len(c.counts["required "+state]))
		}},
		{"gaps", unmetAre, func(_ string, _ *html.Node, m []string) bool {
			by, total := c.tally("", "requirement")
			return m[1] == fmt.Sprint(len(c.counts["gaps"])) || m[1] == fmt.Sprint(total-by["met"])
		}},
		{"shares", evidenced, c.shareIs},
		{"overdue", thingsDue, func(_ string, _ *html.Node, m []string) bool { return m[1] == fmt.Sprint(len(c.counts["overdue"])) }},
		{"improvement, on the page that it leads to", loopOf, func(at string, n *html.Node, m []string) bool {
			page, of := to(at, n.Parent), 0
			for part := 2; c.pages[page] != nil; part++ {
				for d := range c.main(page).Descendants() {
					if d.Data == "p" && hasClass(d, "meta") && strings.HasPrefix(strings.ToLower(text(d)), m[2]+m[3]) {
						of++
					}
				}
				page = fmt.Sprintf("%s~%d.html", strings.TrimSuffix(to(at, n.Parent), ".html"), part)
			}
			return m[1] == fmt.Sprint(of)
		}},
		{"of a role", bare, func(at string, n *html.Node, m []string) bool {
			cell := cellOf(n)
			if cell.Data == "main" {
				return false
			}
			list := map[string]string{"Documents owned": "owner ", "Gaps": "gaps of ", "Overdue": "overdue of ",
				"Due within 30 days": "soon of "}[headOf(cell)]
			role := attr(first(cell.Parent, func(n *html.Node) bool { return n.Data == "a" }), "title")
			return c.kind(at) == "people" && list != "" && role != "" && m[1] == fmt.Sprint(len(c.counts[list+role]))
		}},
		{"lines", linesAre, func(at string, n *html.Node, m []string) bool {
			d, row := ofADoc.FindStringSubmatch(at), n.Parent
			for row.Data != "tr" {
				row = row.Parent
			}
			return slices.Contains(c.counts["revisions "+strings.ToUpper(d[1])], dayIn.FindString(text(row))+" "+m[1]+" "+m[2])
		}},
	}
}

// tally counts the requirements or required documents of a clause, or all, by their states.
func (c *census) tally(clause, what string) (by map[string]int, total int) {
	by = map[string]int{}
	prefix := what + " "
	if clause != "" {
		prefix = "of " + clause + " " + prefix
	}
	for name, in := range c.counts {
		if state, ok := strings.CutPrefix(name, prefix); ok && !strings.Contains(state, " ") {
			by[state] = len(in)
			if state != "not-applicable" {
				total += len(in)
			}
		}
	}
	return by, total
}

// clauseAt gives the clause of which a row, a heading or else the page is.
func clauseAt(at string, n *html.Node) string {
	for up := n.Parent; up != nil && up.Data != "main"; up = up.Parent {
		if up.Data == "tr" || up.Data == "summary" || up.Data == "th" {
			if m := clauseNo.FindString(text(up)); m != "" {
				return m
			}
		}
	}
	if m := clausePg.FindStringSubmatch(at); m != nil {
		return m[1]
	}
	return ""
}

func (c *census) clauseMet(at string, n *html.Node, m []string) bool {
	by, total := c.tally(clauseAt(at, n), "requirement")
	return m[1] == fmt.Sprint(by["met"]) && m[2] == fmt.Sprint(total) && (m[3] == "" || m[3] == fmt.Sprint(by["not-applicable"]))
}

func (c *census) clauseNotMet(at string, n *html.Node, m []string) bool {
	by, total := c.tally(clauseAt(at, n), "requirement")
	return isSpread(by, total, m)
}

// isSpread holds a sentence on what is not met against a count: how many of how many, and of these how many in which state.
func isSpread(by map[string]int, total int, m []string) bool {
	if m[1] != fmt.Sprint(total-by["met"]) || m[2] != fmt.Sprint(total) || m[4] != "" && m[4] != fmt.Sprint(by["not-applicable"]) {
		return false
	}
	for _, part := range strings.Split(m[3], ", ") {
		if n, state, ok := strings.Cut(part, " "); ok && n != fmt.Sprint(by[stateWord[state]]) {
			return false
		}
	}
	return true
}

// parts counts the parts of a clause by the worst state of what they ask for.
func (c *census) parts(clause string) (by map[string]int, total int) {
	by = map[string]int{}
	worst := map[string]int{}
	order := strings.Fields("missing draft overdue partly unapproved waived met not-applicable")
	for name := range c.counts {
		of, state, ok := strings.Cut(strings.TrimPrefix(name, "of "), " requirement ")
		if ok && strings.HasPrefix(of, clause+".") && !strings.Contains(of[len(clause)+1:], ".") {
			at := slices.Index(order, state)
			if was, known := worst[of]; !known || at < was {
				worst[of] = at
			}
		}
	}
	for _, at := range worst {
		by[order[at]]++
		if order[at] != "not-applicable" {
			total++
		}
	}
	return by, total
}

func (c *census) partsMet(at string, n *html.Node, m []string) bool {
	by, total := c.parts(clauseAt(at, n))
	return m[1] == fmt.Sprint(by["met"]) && m[2] == fmt.Sprint(total)
}

func (c *census) partsNotMet(at string, n *html.Node, m []string) bool {
	by, total := c.parts(clauseAt(at, n))
	m[4] = "" // parts without requirements do not apply either
	return isSpread(by, total, m)
}

// shareIs holds a share against the requirements or the required documents of a clause.
func (c *census) shareIs(at string, n *html.Node, m []string) bool {
	for _, what := range []string{"requirement", "required"} {
		if by, total := c.tally(clauseAt(at, n), what); m[1] == fmt.Sprint(by["met"]) && m[2] == fmt.Sprint(total) && total > 0 {
			return true
		}
	}
	return c.ofItem(n, "months ", m[1]+" of "+m[2])
}

// ofItem tells whether something was counted of a required document that is named beside a number: so many, or these words.
func (c *census) ofItem(n *html.Node, list, want string) bool {
	box := n.Parent
	for !slices.Contains([]string{"tr", "article", "main"}, box.Data) && !(box.Data == "li" && within(box, "todo")) {
		box = box.Parent
	}
	words := saysOf(box)
	for name, counted := range c.counts {
		id, ok := strings.CutPrefix(name, list)
		if ok && (slices.Contains(counted, want) || fmt.Sprint(len(counted)) == want) &&
			(strings.Contains(words, " "+id+" ") ||
				slices.ContainsFunc(c.counts["title "+id], func(t string) bool { return strings.Contains(words, t) })) {
			return true
		}
	}
	return false
}

// agesAre tells whether a number of days lies between a day beside it and today, or between two such days.
func (c *census) agesAre(n *html.Node, words string) bool {
	all := ageOf.FindAllStringSubmatch(words, -1)
	if len(all) == 0 {
		return false
	}
	box := n.Parent
	for !slices.Contains([]string{"tr", "li", "dd", "p", "article", "main"}, box.Data) {
		box = box.Parent
	}
	days := []time.Time{c.today}
	for _, d := range dayIn.FindAllString(text(box), -1) {
		at, err := time.Parse(time.DateOnly, d)
		if err == nil {
			days = append(days, at)
		}
	}
	for _, m := range all {
		want, _ := strconv.Atoi(strings.ReplaceAll(m[1], "\u202f", ""))
		if !slices.ContainsFunc(days, func(a time.Time) bool {
			return slices.ContainsFunc(days, func(b time.Time) bool { return int(b.Sub(a).Hours()/24+0.5) == want })
		}) {
			return false
		}
	}
	return true
}

// leftAlone are the numbers that nobody counts again, by kinds of pages and words, each with the reason.
var leftAlone = []struct {
	kinds, words *regexp.Regexp
	why          string
}{
	left(`.`, `^\d+ to \d+ of \d+$`, "parts of lists are followed by another test"),
	left(`.`, `^(?:, )?and \d+ more\b|^All \d+ rows$`, "what is left out opens, as another test holds"),
	left(`.`, `^:\d{4}[.,;:”]?$|^\d+-\d+$|^ITIL 4$|\b[Cc]lause \d+\b|^(?:Grid: |Traceability matrix: |in )?\d+ [A-Z][a-z]+|`+
		`^[PQ]\d+$|to Q\d \(|\bAmd \d|Code-Review|^:\d{4}\. |^:\d{4}(?:\):?| on$|, requirements for )|\bFitSM-\d+:\d+|^A\.\d+$|`+
		`^(?:Grid: |Traceability matrix: |Evidence for |in )?(?:A\.|GR|PR)\d+ [A-Z]`, "names of standards, clauses and questions"),
	left(`.`, `^:\d{4} .*\b(?:same|narrower|broader|related)[:,]`,
		"what evidence of another standard comes to, which is counted where it stands"),
	left(`^audits$`, `^stage \d|^surveillance in \d{4}$|^closed \d+ days after the day of the body$`,
		"steps of a certificate, which another test reads with git alone"),
	left(`^(?:objectives|improvement)$`, `.`,
		"what documents state and measured, which tests of the example work out again; trends are held by those of package aims"),
	left(`^rules$`, `-Q\d$`, "a quarter, as an example"),
	left(`^applicability$`, `^\d+ controls apply`, "controls of the statement, which another test counts by its rows"),
	left(`^(?:brief|states|gaps)$`, `^\d+ (?:required documents and records(?: are not evidenced\.)?|(?:open )?requirements)$`,
		"made of the states of requirements, which are counted"),
	left(`.`, `every \d+ months|^\d+ (?:years?|months?)\b|then \d+ years|[Dd]ue (?:with)?in \d+ (?:to \d+ )?days|years \d{4} to \d{4}|`+
		`^The latest \d+$`, "spans that were set, not counted"),
	left(`.`, `import \d+ documents|Contract review \d{4}|was confirmed by \d+ of the \d+|minor correction of \d+ words`,
		"words of people, and of approvals, which the script judges and does not word"),
	left(`^(?:document|version|data)$`, `.`, "values of documents"),
	left(`^redline$`, `front matter values? changed|blocks? (?:changed|inserted|deleted|moved)`,
		"what a block is tells only who reads Markdown"),
	left(`^(?:rules|found|findings)$|^home$`, `finding|gap|^\d+$`, "rules are held by tests of their own; numbers of findings by their lists"),
	left(`^month$`, `^\d+$|in \d+ days`, "days of a calendar"),
	left(`^sources$`, `^\d{1,4}$`, "editions"),
	left(`^(?:logbook|period|periods)$`, `.`, "periods: versions, reviews and days without are held by the tests of package period"),
	left(`^(?:in-force|in-force-day|since|activity)$|^clause$`, `^\d+(?: documents)?$|changes? to these documents`,
		"versions in effect: held against git by the audit that is walked in a browser"),
	left(`^(?:people|person)$`, `^:? ?\d+(?: documents)?$`, "approvals given, and what a person's roles add up to"),
	left(`^(?:trend|readiness)$`, `.`, "past months, one of which is counted anew"),
	left(`^(?:evidence|subject|pack|matrix|standard|standards|about|services|role)$`, `.`,
		"made of the states of requirements, which are counted"),
	left(`^(?:home|reviews|documents|gaps|brief|clause|required|party|people)$`,
		`^\d+$|^\d+ of \d+$|^\(?in \d+ days\)?$|owners without gaps|changes to|required documents? or records?$`,
		"drawn of, or added up from, lists that are counted or followed"),
}

func left(kinds, words, why string) struct {
	kinds, words *regexp.Regexp
	why          string
} {
	return struct {
		kinds, words *regexp.Regexp
		why          string
	}{regexp.MustCompile(kinds), regexp.MustCompile(words), why}
}

func countOf(all []string, is func(string) bool) int {
	n := 0
	for _, e := range all {
		if is(e) {
			n++
		}
	}
	return n
}

// cellOf gives the cell of a table in which a text stands, and else the whole.
func cellOf(n *html.Node) *html.Node {
	cell := n.Parent
	for cell.Data != "td" && cell.Data != "th" && cell.Data != "main" {
		cell = cell.Parent
	}
	return cell
}
