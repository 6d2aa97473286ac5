package example_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/people"
)

const months = `January|February|March|April|May|June|July|August|September|October|November|December`

var (
	isoDay  = regexp.MustCompile(`\b20\d\d-\d\d-\d\d\b`)
	longDay = regexp.MustCompile(`\b\d{1,2} (?:` + months + `) 20\d\d\b`)
	stop    = regexp.MustCompile(`[.!?;]\s`)

	// ahead are columns and headings under which days to come stand.
	ahead = regexp.MustCompile(`^(?:Due|Due date|By|To|From|When|On|Next review|Target date|Ends|Planned|Dates|Review schedule|Need|` +
		`Obligation \(.*|Period)$`)
	// toCome are words before a day that speak of a day to come: some at a distance, some only right before it.
	toCome = regexp.MustCompile(`(?i)\b(?:due|by|until|till|planned|starts?|ends?|ending|runs?|running|next|set for|booked for|` +
		`confirmed for|to be|will|` +
		`goes live|live service|agenda|meeting|again|wait for|workshop|second Tideway route|within due dates|` +
		`open, CHG-\d+-\d+)\b[^;]{0,80}$|` +
		`\b(?:to|from|after|live(?: on)?|leaves on|(?:test|repeat|decision|effect check|T-\d\d) on) $`)
	wasDone = regexp.MustCompile(`(?i)\b(?:done|decided|closed|removed|held|presented at the [a-z ]+)(?: on| of)? $`)
	// assigned is a person with a day in brackets: who does it by when, in the lists of actions of reports and records.
	assigned = regexp.MustCompile(`\([^()]*[A-Z][a-z]+ [A-Z][a-z]+, (?:order )?(20\d\d-\d\d-\d\d)(?:, 60 TB per hall)?\)`)
	isDone   = regexp.MustCompile(`(?i)^(?:, done|[^|]*, done \d|\)?, done)`)
)

// statement is a piece of text that stands for itself: a sentence under its heading, or a cell under its column.
type statement struct {
	column, text string
	planned      bool // the row says in words that it is a plan
}

func statements(d *doc.Document) []statement {
	var out []statement
	var head []string
	heading, prose := "", ""
	flush := func() {
		for _, s := range stop.Split(prose+" ", -1) {
			out = append(out, statement{column: heading, text: s})
		}
		prose = ""
	}
	for line := range strings.Lines(bodyOf(d)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "|"):
			flush()
			if head == nil {
				head = cells(line)
			}
			for i, c := range cells(line) {
				s := statement{text: c, planned: strings.Contains(line, "planned")}
				if i < len(head) {
					s.column = head[i]
				}
				out = append(out, s)
			}
			continue
		case line == "", strings.HasPrefix(line, "#"), strings.HasPrefix(line, "- "):
			flush()
		}
		head = nil
		if h := strings.TrimLeft(line, "# "); strings.HasPrefix(line, "#") {
			heading = h
		}
		prose = strings.TrimSpace(prose + " " + line)
	}
	flush()
	return out
}

// mention is a day with the words before and after it.
type mention struct {
	day           date.Date
	before, after string
}

// daysIn gives the days that a text names in full.
func daysIn(text string) []mention {
	var out []mention
	for form, layout := range map[*regexp.Regexp]string{isoDay: "2006-01-02", longDay: "2 January 2006"} {
		for _, at := range form.FindAllStringIndex(text, -1) {
			if day, err := time.Parse(layout, text[at[0]:at[1]]); err == nil {
				out = append(out, mention{day: date.Of(day), before: text[:at[0]], after: text[at[1]:]})
			}
		}
	}
	return out
}

// told reports whether a statement tells of a day as of something that has happened.
func told(s statement, m mention, typ string) bool {
	switch {
	case isDone.MatchString(m.after), wasDone.MatchString(m.before) && !strings.Contains(m.before, "o be "):
		return true
	case ahead.MatchString(s.column), s.planned, toCome.MatchString(m.before):
		return false
	case assigned.MatchString(s.text):
		return false
	}
	return typ != "plan" && s.column != "Date" // a plan and a schedule name the days that they plan
}

// TestNoTextTellsOfLaterDays reads every approved text with its day of approval in hand: it may plan, but not tell.
func TestNoTextTellsOfLaterDays(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, d := range documents(t).Documents {
		if d.ApprovedOn.IsZero() {
			continue
		}
		for _, s := range statements(d) {
			for _, m := range daysIn(s.text) {
				seen++
				if m.day.After(d.ApprovedOn) && told(s, m, d.Type) {
					t.Errorf("%s %s of %s tells of %s: %q", d.ID, d.Version, d.ApprovedOn, m.day, s.text)
				}
			}
		}
	}
	if seen < 1500 {
		t.Errorf("only %d days were read", seen)
	}
}

// TestTheReaderOfDaysSeesWhatItShould holds the net's meshes: what it must catch and what it must let through.
func TestTheReaderOfDaysSeesWhatItShould(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Taken up by the SMS manager, done 2026-05-14": true,
		"2026-10-30, done":                                                 true,
		"2026-10-30, done 2026-10-28":                                      true,
		"Presented at the management review of 2026-06-17":                 true,
		"The review of 8 September 2026 looked at 13 releases":             true,
		"Removed 2026-10-15 with release 2026.10":                          true,
		"the storage controller failure of 14 May 2026":                    true,
		"2026-10-20: 14 alarms in the quarter":                             true,
		"Closed on 2026-07-24 by the SMS manager":                          true,
		"Keep the two added web nodes (Leonie Fairbarn, 2026-01-15, done)": true,
		"Halden Valley Health (Agnes Thornley, 8 September 2026)":          true,
		"Hardware keys for all staff (Kwame Hollis, 2026-04-17)":           false,
		"This agreement ends on 2028-03-31 unless the parties renew it":    false,
		"To be presented at the management review of 2026-12-09":           false,
		"agreed with both customers by 2026-12-18":                         false,
		"Done, effect check on 2026-07-24":                                 false,
		"accepted by the managing director until 2026-12-16":               false,
	} {
		for _, m := range daysIn(text) {
			if got := told(statement{text: text}, m, "report"); got != want {
				t.Errorf("told(%q, %s) = %v", text, m.day, got)
			}
		}
	}
}

// TestVersionTablesAgreeWithTheFrontMatter: the last line of a table of versions is the version and the day of the head.
func TestVersionTablesAgreeWithTheFrontMatter(t *testing.T) {
	t.Parallel()
	n := 0
	for _, d := range documents(t).Documents {
		for _, tb := range tables(d) {
			if tb.head[0] != "Version" || len(tb.head) != 3 {
				continue
			}
			n++
			newest := tb.rows[0]
			for _, r := range tb.rows {
				if r[tb.head[1]] > newest[tb.head[1]] {
					newest = r
				}
			}
			equal(t, d, "newest version", newest["Version"]+" of "+newest[tb.head[1]], d.Version+" of "+d.ApprovedOn.String())
		}
	}
	if n < 15 {
		t.Errorf("only %d tables of versions were found", n)
	}
}

// TestApproversHoldTheirRoles compares the front matter with people.yaml on the day of each approval. Minutes are confirmed by the
// chair.
func TestApproversHoldTheirRoles(t *testing.T) {
	t.Parallel()
	r := register(t)
	for _, d := range documents(t).Documents {
		if d.ApprovedBy == "" {
			continue
		}
		holders := strings.Join(r.Holders(d.Approver, d.ApprovedOn), " ")
		if !confirmedByChair(d) && !strings.Contains(" "+holders+" ", " "+d.ApprovedBy+" ") {
			t.Errorf("%s: %s did not hold %s on %s", d.Path, d.ApprovedBy, d.Approver, d.ApprovedOn)
		}
		if d.EffectiveFrom.Before(d.ApprovedOn) {
			t.Errorf("%s is in force from %s, before its approval on %s", d.Path, d.EffectiveFrom, d.ApprovedOn)
		}
	}
	roles := document(t, "REG-ROL")
	for _, tb := range tables(roles) {
		if !tb.has([]string{"Role", "Holder"}) {
			continue
		}
		for _, row := range tb.rows {
			equal(t, roles, row["Role"], strings.SplitN(row["Holder"], " (", 2)[0], holderOf(r, row["Role"], roles.ApprovedOn))
		}
	}
}

func holderOf(r *people.Register, title string, on date.Date) string {
	for _, role := range r.Roles {
		if role.Title != title {
			continue
		}
		for _, id := range r.Holders(role.ID, on) {
			if p, ok := r.Person(id); ok {
				return p.Name
			}
		}
	}
	return "nobody"
}

// TestPeopleAreNamedWithTheirRoles: who is called by a role in a text held it by the day of its approval.
func TestPeopleAreNamedWithTheirRoles(t *testing.T) {
	t.Parallel()
	r := register(t)
	var names, titles []string
	holds := map[string]string{}
	for _, p := range r.People {
		names = append(names, p.Name)
	}
	for _, role := range r.Roles {
		title := strings.ToLower(strings.SplitN(role.Title, " (", 2)[0])
		titles = append(titles, title)
		holds[title] = role.ID
	}
	slices.SortFunc(titles, func(a, b string) int { return len(b) - len(a) }) // the longest first: one begins like another
	said := regexp.MustCompile(`(?i)\b(` + strings.Join(names, "|") + `),? (?:is |as )?(?:the )?(` + strings.Join(titles, "|") + `)\b`)
	n := 0
	for _, d := range documents(t).Documents {
		for _, m := range said.FindAllStringSubmatch(bodyOf(d), -1) {
			n++
			var until []string
			role, _ := r.Role(holds[strings.ToLower(m[2])])
			for _, h := range role.Holders {
				if !h.From.After(d.ApprovedOn) {
					p, _ := r.Person(h.Person)
					until = append(until, p.Name)
				}
			}
			if !slices.Contains(until, m[1]) {
				t.Errorf("%s: %q, but %s was held by %q", d.Path, m[0], role.ID, until)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d people are named with a role", n)
	}
}
