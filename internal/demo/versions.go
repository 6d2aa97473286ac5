package demo

import (
	"cmp"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
)

// version is one text of a document and the day on which it was approved, or written if nobody approved it.
type version struct {
	number string
	day    date.Date
	text   string // what the file held on that day
	data   string // what the data file beside it held
	draft  bool
	older  bool // before the repository: it came with the import
}

// versionsOf gives the versions of a document, the oldest first: those written down as former ones, else those of its own
// table of versions, else one before it.
func (s *story) versionsOf(d *doc.Document) ([]version, error) {
	last := version{number: d.Version, day: d.ApprovedOn, text: string(d.Source), data: s.dataOf(d)}
	if last.day.IsZero() { // the draft: committed, never approved
		last.draft, last.day = true, draftedOn
	}
	formers := s.formersOf(d)
	out := []version{last}
	text := last.text
	for _, f := range formers {
		var err error
		if text, err = f.unwrite(d.ID, text); err != nil {
			return nil, err
		}
		out = append(out, s.asItWas(d, f, text))
	}
	slices.Reverse(out)
	for len(out) > 1 && out[1].day.Before(imported) { // the import brings what was in force, not what was before it
		out = out[1:]
	}
	out[0].older = out[0].day.Before(imported)
	return out, nil
}

func (s *story) formersOf(d *doc.Document) []former {
	own := s.former[d.ID]
	if len(own) == 0 {
		own = fromTable(d)
	}
	if len(own) == 0 {
		own = oneBefore(d)
	}
	if n := len(own); n > 0 && (d.Type == "process" || d.Type == "policy") && !own[n-1].on.Before(imported) {
		if number := before(own[n-1].version); number != "" { // these are what an organization brings along
			own = append(slices.Clip(own), former{version: number, on: yearBefore(own[n-1].on)})
		}
	}
	return own
}

// asItWas gives a former version the front matter of its day and takes from its text what nobody could know yet.
func (s *story) asItWas(d *doc.Document, f former, text string) version {
	from := f.from
	if from.IsZero() {
		from = f.on
	}
	k := knowledge{day: f.on, since: s.since, tickets: s.tickets}
	head, body := split(redate(text, f.version, f.on, from))
	head = strings.Replace(head, "approved_by: "+d.ApprovedBy+"\n", "approved_by: "+s.holder(d.Approver, f.on).ID+"\n", 1)
	out := version{number: f.version, day: f.on, draft: f.draft,
		text: k.recallRelated(head + k.recall(body, f.open)), data: s.rowsOn(d, k)}
	if f.draft {
		out.text = setKey(out.text, "status", "draft")
		for _, key := range []string{"approved_by", "approved_on", "effective_from", "reviewed_on"} {
			out.text = dropKey(out.text, key)
		}
	}
	return out
}

var versionTable = regexp.MustCompile(`(?m)^\| Version \| (?:Date|Approved) \|.*\n\|[-|]+\n((?:\|.*\n?)+)`)

// fromTable reads the versions before the present one from the document's own table.
func fromTable(d *doc.Document) []former {
	m := versionTable.FindStringSubmatch(string(d.Source))
	if m == nil {
		return nil
	}
	var out []former
	for line := range strings.Lines(m[1]) {
		c := cellsOf(strings.TrimSpace(line))
		if day, err := date.Parse(c[1]); err == nil && c[0] != d.Version {
			out = append(out, former{version: c[0], on: day})
		}
	}
	slices.SortFunc(out, func(a, b former) int { return cmp.Or(b.on.Compare(a.on), strings.Compare(b.version, a.version)) })
	return out
}

// oneBefore invents the version before, a year older, for what is reviewed at intervals.
func oneBefore(d *doc.Document) []former {
	number := before(d.Version)
	if d.IsRecord() || d.ReviewEvery.IsZero() || number == "" || d.ApprovedOn.IsZero() || d.Version == "1.0" {
		return nil
	}
	return []former{{version: number, on: yearBefore(d.ApprovedOn)}}
}

func yearBefore(day date.Date) date.Date {
	return date.New(day.Year()-1, day.Month(), min(day.Day(), 28))
}

// actsOf gives the days after an approval on which the front matter claims something: a review, the closing of an action.
func actsOf(d *doc.Document) map[date.Date]string {
	out := map[date.Date]string{}
	head, _ := split(string(d.Source))
	for _, m := range actionClosed.FindAllStringSubmatch(head, -1) {
		if day, err := date.Parse(m[1]); err == nil {
			out[day] = "close"
		}
	}
	if d.ReviewedOn.After(d.ApprovedOn) {
		out[d.ReviewedOn] = "review"
	}
	return out
}

// rowsOn gives the rows beside a document as they stood on a day: the master list lists what was in force, other files
// leave out what was entered later.
func (s *story) rowsOn(d *doc.Document, k knowledge) string {
	if !slices.Contains(d.Fulfils, "documented-information-register") {
		return k.recallRows(s.dataOf(d))
	}
	rows, err := csv.NewReader(strings.NewReader(s.dataOf(d))).ReadAll()
	if err != nil {
		return s.dataOf(d) // the reader of documents has said so
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	for i, row := range rows {
		if i > 0 && !s.listOn(row, k.day) {
			continue
		}
		_ = w.Write(row) // a strings.Builder takes everything
	}
	w.Flush()
	return b.String()
}

// listOn turns a line of the master list into that of a day, or says that the document was not there yet.
func (s *story) listOn(row []string, day date.Date) bool {
	d := s.set.ByID(doc.ID(row[0]))
	if d == nil {
		return false
	}
	if !d.ApprovedOn.IsZero() && !d.ApprovedOn.After(day) {
		return true
	}
	for _, f := range s.formersOf(d) {
		if f.on.After(day) || f.draft {
			continue
		}
		row[2] = f.version + " approved"
		row[5] = fullDay.ReplaceAllLiteralString(row[5], f.on.String())
		if row[6] != "" {
			row[6] = f.on.Add(d.ReviewEvery).String()
		}
		return true
	}
	return false
}
