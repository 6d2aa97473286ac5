package demo

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/doc"
)

var versionForm = regexp.MustCompile(`^(\d+)\.(\d+)$`)

// before gives the version before: 2.3 after 2.2, 3.9 after 4.0; nothing for a version of another form.
func before(version string) string {
	m := versionForm.FindStringSubmatch(version)
	if m == nil {
		return ""
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	switch {
	case minor > 0:
		return fmt.Sprintf("%d.%d", major, minor-1)
	case major > 1:
		return fmt.Sprintf("%d.9", major-1)
	}
	return ""
}

const months = `January|February|March|April|May|June|July|August|September|October|November|December`

// split parts a file into front matter, with its fences, and body.
func split(text string) (head, body string) {
	end := strings.Index(text, "\n---\n")
	return text[:end+5], text[end+5:]
}

// setKey gives a key of the front matter, written on one line, another value.
func setKey(text, key, value string) string {
	head, body := split(text)
	return regexp.MustCompile(`(?m)^`+key+`: .*$`).ReplaceAllLiteralString(head, key+": "+value) + body
}

// dropKey leaves a key of the front matter out, with the lines that continue it.
func dropKey(text, key string) string {
	head, body := split(text)
	return regexp.MustCompile(`(?m)^`+key+`:.*\n(?:(?: |- ).*\n)*`).ReplaceAllLiteralString(head, "") + body
}

// redate gives the front matter the version and the days of an earlier approval.
func redate(text, version string, on, from date.Date) string {
	text = setKey(text, "version", strconv.Quote(version))
	for key, day := range map[string]date.Date{"approved_on": on, "effective_from": from, "reviewed_on": on} {
		text = setKey(text, key, day.String())
	}
	return text
}

var (
	actionClosed = regexp.MustCompile(`,\s*closed_on: (\d{4}-\d\d-\d\d),\s*closed_by: [\w.]+`)
	lineClosed   = regexp.MustCompile(`(?m)^closed_on: (\d{4}-\d\d-\d\d)\n`)
	lineReviewed = regexp.MustCompile(`(?m)^reviewed_on: (\d{4}-\d\d-\d\d)$`)
	lineApproved = regexp.MustCompile(`(?m)^approved_on: (\d{4}-\d\d-\d\d)$`)
)

// claimed leaves out of the front matter what nobody could claim on a day: closures and reviews still to come.
func claimed(text string, on date.Date) string {
	head, body := split(text)
	later := func(s string) bool { d, err := date.Parse(s); return err == nil && d.After(on) }
	head = actionClosed.ReplaceAllStringFunc(head, func(m string) string {
		if later(actionClosed.FindStringSubmatch(m)[1]) {
			return ""
		}
		return m
	})
	if m := lineReviewed.FindStringSubmatch(head); m != nil && later(m[1]) {
		if a := lineApproved.FindStringSubmatch(head); a != nil {
			head = strings.Replace(head, m[0], "reviewed_on: "+a[1], 1)
		}
	}
	text = head + body
	if m := lineClosed.FindStringSubmatch(head); m != nil && later(m[1]) {
		for _, key := range []string{"closed_on", "result", "effectiveness"} {
			text = dropKey(text, key)
		}
	}
	return text
}

var (
	fullDay   = regexp.MustCompile(`\b(20\d\d)-(\d\d)-(\d\d)\b`)
	wordDay   = regexp.MustCompile(`\b(?:(\d{1,2}) )?(` + months + `) (20\d\d)\b`)
	numbered  = regexp.MustCompile(`\b(?:HB|CHG|PRB|KE|REQ|NC|IMP|BL)-(20\d\d)-\d+`)
	separator = regexp.MustCompile(`^\|[-:| ]+\|$`)
	sentence  = regexp.MustCompile(`[.!?:;](?:\s+|$)`)
	links     = regexp.MustCompile(`\[\[([A-Z0-9-]+)[^\]]*\]\]`)
	bracketed = regexp.MustCompile(` \((?:\[\[[^\]]+\]\](?:, | and | to |)(?:and others|and following|and earlier)?)+\)`)
	// planned are words before a day that speak of it as of one to come, and columns that hold such days.
	planned       = regexp.MustCompile(`(?i)\b(?:due|by|until|next|planned|ends?|runs?|starts?|from|live)\b[^.;|]{0,50}$`)
	happened      = regexp.MustCompile(`(?i)\b(?:done|decided|closed|removed|followed up until)(?: on)? $`)
	appointment   = regexp.MustCompile(`^, \d\d:\d\d\.?(?:\s|$)`)
	plannedColumn = regexp.MustCompile(`^(?:Due|Due date|By|To|From|When|On|Next review|Target date|Ends|Planned|Review schedule|` +
		`Dates|Obligation.*)$`)
	stateColumn = regexp.MustCompile(`^(?:Done|Closed|Closure|State.*|Status|Result|Follow-up|Effect.*|Implementation state|` +
		`Measured result|Review|Latest issue)$`)
)

// knowledge is what could be known on a day: which documents existed, and which tickets.
type knowledge struct {
	day     date.Date
	since   map[doc.ID]date.Date // when each document first landed
	tickets map[string]date.Date // when each ticket was opened, as far as the example says so
}

// The places where the example says when a ticket was opened: behind its number, before it, and in the rows of data files.
var ticketForms = []*regexp.Regexp{
	regexp.MustCompile(`\b((?:HB|PRB)-\d{4}-\d+) \((\d{4}-\d\d-\d\d)`),
	regexp.MustCompile(`(?m)^((?:HB|CHG)-\d{4}-\d+),(\d{4}-\d\d-\d\d)`),
	regexp.MustCompile(`\| (\d{4}-\d\d-\d\d) \| \d+ min \| (HB-\d{4}-\d+),`),
}

// openedOn reads from all texts when tickets were opened.
func openedOn(texts []string) map[string]date.Date {
	out := map[string]date.Date{}
	for _, text := range texts {
		for _, form := range ticketForms {
			for _, m := range form.FindAllStringSubmatch(text, -1) {
				ticket, day := m[1], m[2]
				if fullDay.MatchString(ticket) {
					ticket, day = day, ticket
				}
				if d, err := date.Parse(day); err == nil {
					out[ticket] = d
				}
			}
		}
	}
	return out
}

// later reports whether a text speaks of a day, a month, a number or a document that was still to come.
func (k knowledge) later(text string) bool {
	for _, at := range fullDay.FindAllStringIndex(text, -1) {
		if d, err := date.Parse(text[at[0]:at[1]]); err == nil && d.After(k.day) && !toCome(text[:at[0]], text[at[1]:]) {
			return true
		}
	}
	for _, at := range wordDay.FindAllStringSubmatchIndex(text, -1) {
		layout := "January 2006"
		if at[2] >= 0 {
			layout = "2 January 2006"
		}
		if d, err := time.Parse(layout, text[at[0]:at[1]]); err == nil && date.Of(d).After(k.day) && !toCome(text[:at[0]], text[at[1]:]) {
			return true
		}
	}
	for _, m := range numbered.FindAllStringSubmatch(text, -1) {
		if year, _ := strconv.Atoi(m[1]); year > k.day.Year() || k.tickets[m[0]].After(k.day) {
			return true
		}
	}
	return false
}

// toCome reports whether the words around a day speak of it as of one to come.
func toCome(before, after string) bool {
	if happened.MatchString(before) {
		return false
	}
	return planned.MatchString(before) || appointment.MatchString(after)
}

func (k knowledge) exists(id string) bool {
	since, known := k.since[doc.ID(id)]
	return !known || !since.After(k.day)
}

// recall gives a body as it could be written on the day: what tells of later things is left out, sentence by sentence and
// row by row, and states that came later are open.
func (k knowledge) recall(body string, open []string) string {
	var out []string
	for _, block := range strings.Split(body, "\n\n") {
		lines := strings.Split(block, "\n")
		if strings.HasPrefix(lines[0], "```") || strings.Contains(block, "```mermaid") {
			out = append(out, block)
			continue
		}
		if kept := k.recallBlock(lines); kept != "" {
			out = append(out, kept)
		}
	}
	text := strings.Trim(strings.Join(out, "\n\n"), "\n") + "\n"
	if strings.HasPrefix(body, "\n") {
		text = "\n" + text
	}
	return leaveOpen(text, open)
}

// recallBlock goes through the lines between two blank ones: tables row by row, lists item by item, the rest as prose.
func (k knowledge) recallBlock(lines []string) string {
	var out, head, prose []string
	rows := 0
	flush := func() {
		if text := k.recallProse(strings.Join(prose, "\n")); strings.TrimSpace(text) != "" {
			out = append(out, text)
		}
		prose = nil
	}
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line, "|") && head == nil:
			flush()
			head = cellsOf(line)
			out = append(out, line)
		case strings.HasPrefix(line, "|") && separator.MatchString(line):
			out = append(out, line)
		case strings.HasPrefix(line, "|"):
			if row, ok := k.recallRow(head, line); ok {
				rows++
				out = append(out, row)
			}
		case strings.HasPrefix(line, "#"), strings.HasPrefix(line, "<!--"), strings.HasPrefix(line, "- "):
			flush()
			prose = []string{line}
		default:
			prose = append(prose, line)
		}
	}
	flush()
	if head != nil && rows == 0 { // a table without rows is none
		out = slices.DeleteFunc(out, func(l string) bool { return strings.HasPrefix(l, "|") })
	}
	return strings.Join(out, "\n")
}

func cellsOf(line string) []string {
	parts := strings.Split(strings.Trim(line, "|"), "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// recallRow opens the states of a row that came later, and leaves it out where anything else in it did.
func (k knowledge) recallRow(head []string, line string) (string, bool) {
	values := cellsOf(line)
	for i, v := range values {
		column := ""
		if i < len(head) {
			column = head[i]
		}
		switch {
		case plannedColumn.MatchString(column) || !k.later(v) && k.knows(v):
		case stateColumn.MatchString(column):
			values[i] = "open"
		case k.later(v):
			return "", false
		}
	}
	return "| " + strings.Join(values, " | ") + " |", true
}

// knows reports whether every document that a text refers to existed.
func (k knowledge) knows(text string) bool {
	for _, m := range links.FindAllStringSubmatch(text, -1) {
		if !k.exists(m[1]) {
			return false
		}
	}
	return true
}

// recallProse leaves out the sentences that tell of later things, references in brackets to what did not exist, and a list
// item that is such a reference.
func (k knowledge) recallProse(text string) string {
	if strings.HasPrefix(text, "#") || strings.HasPrefix(text, "<!--") {
		if i := strings.LastIndex(text, " of "); i > 0 && k.later(text) {
			return text[:i]
		}
		return text
	}
	if strings.HasPrefix(text, "- [[") && !k.knows(text[:strings.Index(text, "]]")+2]) {
		return ""
	}
	text = bracketed.ReplaceAllStringFunc(text, func(m string) string {
		if k.knows(m) {
			return m
		}
		return ""
	})
	if !k.later(text) {
		return text
	}
	var out strings.Builder
	for at := 0; at < len(text); {
		end := len(text)
		if m := sentence.FindStringIndex(text[at:]); m != nil {
			end = at + m[1]
		}
		if s := text[at:end]; !k.later(s) {
			out.WriteString(s)
		} else if strings.HasPrefix(s, "- ") {
			return ""
		}
		at = end
	}
	return strings.TrimRight(out.String(), " \n")
}

// leaveOpen empties sections down to the next heading of the same depth.
func leaveOpen(body string, sections []string) string {
	for _, s := range sections {
		start := strings.Index(body, "## "+s+"\n")
		if start < 0 {
			continue
		}
		start += len("## " + s + "\n")
		end := strings.Index(body[start:], "\n## ")
		if end < 0 {
			end = len(body) - start
		}
		comment := ""
		if c := regexp.MustCompile(`^<!--[^>]*-->\n`).FindString(body[start:]); c != "" {
			comment = c
		}
		body = body[:start] + comment + "\nOpen.\n" + body[start+end:]
	}
	return body
}

// recallRelated leaves out of the front matter the references to documents that did not exist yet.
func (k knowledge) recallRelated(text string) string {
	head, body := split(text)
	head = regexp.MustCompile(`(?s)\nrelated: \[.*?\]`).ReplaceAllStringFunc(head, func(m string) string {
		var kept []string
		for _, id := range regexp.MustCompile(`[A-Z0-9][A-Z0-9-]+`).FindAllString(m, -1) {
			if k.exists(id) {
				kept = append(kept, id)
			}
		}
		if len(kept) == 0 {
			return ""
		}
		return "\nrelated: [" + strings.Join(kept, ", ") + "]"
	})
	return head + body
}

// recallRows leaves out of a data file what was entered later: the first columns that hold a day decide.
func (k knowledge) recallRows(csv string) string {
	var out []string
	lines := strings.Split(csv, "\n")
	column := -1
	for i, name := range strings.Split(lines[0], ",") {
		if slices.Contains([]string{"in_use_since", "raised_on", "opened", "received"}, name) {
			column = i
		}
	}
	for i, line := range lines {
		if i > 0 && column >= 0 {
			days := fullDay.FindAllString(line, -1)
			day := ""
			switch {
			case len(days) == 0:
			case strings.HasSuffix(lines[0], "in_use_since"):
				day = days[len(days)-1]
			default:
				day = days[0]
			}
			if d, err := date.Parse(day); err == nil && d.After(k.day) {
				continue
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}
