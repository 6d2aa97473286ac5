package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/form"
	"clausebook/internal/impact"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// ImpactFormat is a form in which the impact of a change can be written.
type ImpactFormat struct {
	Name  string
	About string
	Write func(io.Writer, Impact, bool) error // with colours or without
}

// ImpactFormats gives every format of an impact, in the order of the help.
func ImpactFormats() []ImpactFormat {
	return []ImpactFormat{
		{"text", "for the terminal", writeImpactText},
		{"markdown", "for a pull request comment", writeImpactMarkdown},
		{"json", "one object", writeImpactJSON},
	}
}

// Summary tells in one line what the change does.
func (i Impact) Summary() string {
	worse := 0
	for _, c := range i.visibleCells() {
		if c.Worse {
			worse++
		}
	}
	return fmt.Sprintf(
		"%s touched, %s of clauses and required documents changed (%d for the worse), %s lost, %s, %d fixed",
		phrase.Plural(
			len(i.Documents),
			"document",
			"documents",
		),
		phrase.Plural(len(i.visibleCells()), "state", "states"),
		worse,
		phrase.Plural(len(i.Lost), "approval", "approvals"),
		phrase.Plural(len(i.New), "new finding", "new findings"),
		len(i.Fixed),
	)
}

// visibleCells gives what a reader is shown: required documents, clauses and processes. Requirements follow from them and
// stand in the JSON.
func (i Impact) visibleCells() []impact.Cell {
	var out []impact.Cell
	for _, kind := range []standard.Kind{standard.KindRequired, standard.KindClause, standard.KindProcess} {
		out = append(out, i.Of(kind)...)
	}
	return out
}

// section is a part of the report in both forms for readers: a heading, what it means, a table for Markdown and, for the
// terminal, the form of a line made of the cells of a row.
type section struct {
	title, about string
	columns      []string
	line         string
	rows         [][]string
}

// sections gives all parts that have something to say, in the order in which a reviewer wants them.
func (i Impact) sections() []section {
	finding := []string{"severity", "rule", "where", "what"}
	all := []section{
		{"Approvals that no longer count", "They counted before the change.", []string{"document", "version", "why"}, "%s %s: %s", i.lostRows()},
		{"Approvals needed", "The current text has no approval that counts.",
			[]string{"document", "version", "status", "who may approve", "at least"}, "%s %s (%s): %s; grade at least %s", i.needRows()},
		{"For the certification body", "Its scheme wants to hear of such changes; agree with the body when.",
			[]string{"certificate", "body", "what changes", "by"}, "%s: tell %s that %s; %s", i.tellRows()},
		{"States that change", "", []string{"item", "before", "after", "why"}, "%s: %s -> %s: %s", i.cellRows()},
		{"Documents touched", "", []string{"document", "change", "version", "status"}, "%s: %s; version %s, %s", i.documentRows()},
		{
			"Approvals given",
			"They count after the change.",
			[]string{"document", "version", "by", "grade"},
			"%s %s: by %s, grade %s",
			i.givenRows(),
		},
		{
			"Suspect documents",
			"A document that they rely on changes in substance, so somebody has to check whether they still fit.",
			finding,
			"%s %s %s: %s",
			findingRows(i.Suspects()),
		},
		{"New findings", "", finding, "%s %s %s: %s", findingRows(i.Others())},
		{"Newly excepted findings", "Their documents give the reasons; the findings are not fixed.",
			[]string{"rule", "where", "what", "why", "until"}, "%s %s: %s; excepted for %s until %s", i.exceptedRows()},
		{"Fixed findings", "", finding, "%s %s %s: %s", findingRows(i.Fixed)},
		{"Configuration", "The severities of the base still apply.", []string{"what", "before", "after"}, "%s: %s -> %s", i.settingRows()},
	}
	return slices.DeleteFunc(all, func(s section) bool { return len(s.rows) == 0 })
}

func (i Impact) lostRows() (rows [][]string) {
	for _, a := range i.Lost {
		rows = append(rows, []string{named(string(a.Document), a.Title), a.Version.Version, a.Reason})
	}
	return rows
}

func (i Impact) givenRows() (rows [][]string) {
	for _, a := range i.Given {
		by := cmp.Or(PersonOf(a.Version.Approver).Words(), "nobody named")
		if !a.Version.On.IsZero() {
			by += " on " + a.Version.On.String()
		}
		rows = append(rows, []string{named(string(a.Document), a.Title), a.Version.Version, by, a.Version.Grade.String()})
	}
	return rows
}

func (i Impact) needRows() (rows [][]string) {
	for _, n := range i.Needs {
		rows = append(rows, []string{named(string(n.Document), n.Title), cmp.Or(n.Version, "none"), string(n.Status), n.who(), n.Least.String()})
	}
	return rows
}

// who names those who may approve.
func (n ImpactNeed) who() string {
	var words []string
	for _, o := range n.Who {
		words = append(words, o.Words())
	}
	return cmp.Or(strings.Join(words, ", or "), "anybody in people.yaml, because no approver is set")
}

func (i Impact) cellRows() (rows [][]string) {
	for _, c := range i.visibleCells() {
		rows = append(rows, []string{named(c.Ref.String(), c.Title), stateWord(c.Before), stateWord(c.After), c.Reason})
	}
	return rows
}

func stateWord(s trace.State) string { return cmp.Or(string(s), "not in use") }

func (i Impact) documentRows() (rows [][]string) {
	for _, d := range i.Documents {
		rows = append(
			rows,
			[]string{
				named(string(d.ID), d.Title),
				changeWords(d),
				fromTo(d.Before.Version, d.After.Version, d.Kind),
				fromTo(string(d.Before.Status), string(d.After.Status), d.Kind),
			},
		)
	}
	return rows
}

// changeWords says what happened to a document: "substance, moved from `old.md`".
func changeWords(d impact.Document) string {
	words := []string{string(d.Kind)}
	if d.Kind == impact.Changed {
		words[0] = string(d.Class)
		if d.Rows {
			words[0] = "rows"
		}
	}
	if d.Kind == impact.Changed && d.From != "" {
		words = append(words, "moved")
	}
	if d.From != "" {
		words = append(words, "from `"+d.From+"`")
	}
	if d.WasID != "" {
		words = append(words, "was `"+string(d.WasID)+"`")
	}
	return strings.Join(words, ", ")
}

func fromTo(before, after string, kind impact.Kind) string {
	switch {
	case kind == impact.Added || before == after:
		return cmp.Or(after, "none")
	case kind == impact.Removed:
		return cmp.Or(before, "none")
	}
	return cmp.Or(before, "none") + " -> " + cmp.Or(after, "none")
}

func findingRows(fs []Finding) (rows [][]string) {
	for _, f := range fs {
		rows = append(rows, []string{f.Severity.String(), string(f.Rule), "`" + whereOf(f.Finding) + "`", f.Message})
	}
	return rows
}

func (i Impact) exceptedRows() (rows [][]string) {
	for _, x := range i.Excepted {
		rows = append(rows, []string{string(x.Finding.Rule), "`" + whereOf(x.Finding) + "`", x.Finding.Message, x.Reason, x.Until.String()})
	}
	return rows
}

func (i Impact) tellRows() (rows [][]string) {
	for _, t := range i.Tell {
		rows = append(rows, []string{named(string(t.Certificate), t.Title), cmp.Or(t.Body, "its body"),
			t.What + " may change: " + strings.Join(t.Changes, ", "), t.Says})
	}
	return rows
}

func (i Impact) settingRows() (rows [][]string) {
	for _, s := range i.Settings {
		rows = append(rows, []string{s.What, cmp.Or(s.Before, "not set"), cmp.Or(s.After, "not set")})
	}
	return rows
}

func whereOf(f diag.Finding) string {
	if f.Pos.File == "" {
		return cmp.Or(f.Subject, "-")
	}
	return f.Pos.String()
}

// named gives an id as code and its title. A backtick in either would turn the code inside out.
func named(id, title string) string {
	return strings.TrimSpace("`" + strings.ReplaceAll(id, "`", "'") + "` " + strings.ReplaceAll(title, "`", "'"))
}

func writeImpactText(w io.Writer, i Impact, colors bool) error {
	out, p := form.Writer{W: w}, form.NewPainter(colors)
	for _, s := range i.sections() {
		out.Printf("%s\n", p.Bold(fmt.Sprintf("%s (%d)", s.title, len(s.rows))))
		for _, row := range s.rows {
			out.Printf("  %s\n", form.Clean(s.text(row)))
		}
		out.Printf("\n")
	}
	out.Printf("%s compared with %s; dates judged as of %s\n", form.Clean(form.SentenceCase(i.of())), form.Clean(i.against()), i.AsOf)
	if out.Err != nil {
		return fmt.Errorf("write the impact: %w", out.Err)
	}
	return nil
}

// text gives a row as a line for the terminal.
func (s section) text(row []string) string {
	cells := make([]any, len(row))
	for i, cell := range row {
		cells[i] = cell
	}
	return fmt.Sprintf(s.line, cells...)
}

// rowsShown is how many rows of one table a comment shows.
const rowsShown = 100

func writeImpactMarkdown(w io.Writer, i Impact, _ bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "### clausebook: impact of the change\n\n%s.\n", form.Prose(form.SentenceCase(i.Summary())))
	foot := fmt.Sprintf("\n%s compared with %s; dates judged as of %s.\n", form.Inert(form.SentenceCase(i.of())), form.Inert(i.against()),
		i.AsOf)
	for _, s := range i.sections() {
		b.WriteString(s.markdown(commentLimit - b.Len() - len(foot)))
	}
	if _, err := io.WriteString(w, b.String()+foot); err != nil {
		return fmt.Errorf("write Markdown: %w", err)
	}
	return nil
}

// markdown writes a section as a table in so many bytes. What does not fit is counted.
func (s section) markdown(limit int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n#### %s (%d)\n\n", s.title, len(s.rows))
	if s.about != "" {
		fmt.Fprintf(&b, "%s\n\n", s.about)
	}
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(s.columns, " | "), strings.Repeat(" --- |", len(s.columns)))
	for n, row := range s.rows {
		cells := make([]string, len(row))
		for k, cell := range row {
			cells[k] = form.Prose(cell)
		}
		line := "| " + strings.Join(cells, " | ") + " |\n"
		if n == rowsShown || b.Len()+len(line)+len(moreRows) > limit {
			fmt.Fprintf(&b, moreRows, len(s.rows)-n)
			break
		}
		b.WriteString(line)
	}
	if b.Len() > limit {
		return fmt.Sprintf("\n%s: %d, see `clausebook impact`.\n", s.title, len(s.rows))
	}
	return b.String()
}

const moreRows = "\nAnd %d more: run `clausebook impact`.\n"
