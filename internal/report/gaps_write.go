package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/phrase"
	"clausebook/internal/trace"
)

// GapFormat is a form in which gaps can be written.
type GapFormat struct {
	Name  string
	About string
	Write func(io.Writer, Gaps) error
}

// GapFormats gives every format of gaps, in the order of the help.
func GapFormats() []GapFormat {
	return []GapFormat{
		{"table", "for the terminal", writeGapTable},
		{"csv", "one line per gap; every field is quoted, none is read as a formula", writeGapCSV},
		{"json", "one object", writeGapJSON},
		{"markdown", "tables for a page or a comment", writeGapMarkdown},
		{"xlsx", "a workbook with gaps, waivers and their source", writeGapXLSX},
	}
}

// summary tells what the report is of: "3 missing, 1 draft; 1 waived; of 108 required".
func (g Gaps) summary() string {
	var parts []string
	for _, state := range trace.States {
		if n := g.countOpen(state); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, string(state)))
		}
	}
	s := "no gaps"
	if len(parts) > 0 {
		s = phrase.Plural(len(g.Open), "gap", "gaps") + " (" + strings.Join(parts, ", ") + ")"
	}
	if n := len(g.Waived); n > 0 {
		s += fmt.Sprintf(", %d waived", n)
	}
	s = fmt.Sprintf("%s, out of %d required documents and records", s, g.Required)
	if points := pointWords(g.countPoints); points != "" {
		s += "; also " + points
	}
	return s
}

// Words says how many gaps and other open points there are; nothing where there are none.
func (g Gaps) Words() string {
	if len(g.Open)+len(g.Points) == 0 {
		return ""
	}
	return g.summary()
}

func (g Gaps) countPoints(state trace.State) int {
	n := 0
	for _, p := range g.Points {
		if p.State == state {
			n++
		}
	}
	return n
}

// pointWords counts what stands open beside the required documents, in words: "2 conditions undecided, 1 clause not covered".
func pointWords(count func(trace.State) int) string {
	var parts []string
	if n := count(undecided); n > 0 {
		parts = append(parts, phrase.Plural(n, "condition undecided", "conditions undecided"))
	}
	if n := count(uncovered); n > 0 {
		parts = append(parts, phrase.Plural(n, "clause not covered", "clauses not covered"))
	}
	return strings.Join(parts, ", ")
}

func (g Gaps) countOpen(state trace.State) int {
	n := 0
	for _, gap := range g.Open {
		if gap.State == state {
			n++
		}
	}
	return n
}

// Summary tells in one line, or two with a trend, what was found and what it was judged by.
func (g Gaps) Summary() []string {
	lines := []string{fmt.Sprintf("%s, dates judged as of %s%s", g.summary(), g.AsOf, atCommit(g.Commit))}
	if g.Trend != nil {
		lines = append(lines, g.Trend.words())
	}
	return lines
}

func (t Trend) words() string {
	s := fmt.Sprintf("since %s (%s%s): %s then, %d now", t.Since, t.AsOf, atCommit(t.Commit), phrase.Plural(t.Before, "gap", "gaps"), t.Now)
	if len(t.Closed) > 0 {
		s += "; closed: " + strings.Join(t.Closed, ", ")
	}
	if len(t.New) > 0 {
		s += "; new: " + strings.Join(t.New, ", ")
	}
	return s
}

// all gives open gaps, what else stands open, and then the waived gaps.
func (g Gaps) all() []Gap { return slices.Concat(g.Open, g.Points, g.Waived) }

func writeGapTable(w io.Writer, g Gaps) error {
	out := errWriter{w: w}
	gapBlock(&out, "", g.Open)
	pointBlock(&out, "Conditions that nobody has decided", g.pointsIn(undecided))
	pointBlock(&out, "Clauses that no document covers", g.pointsIn(uncovered))
	if len(g.Waived) > 0 {
		gapBlock(&out, "Waived", g.Waived)
	}
	if out.err != nil {
		return fmt.Errorf("write the gaps: %w", out.err)
	}
	return nil
}

// gapBlock writes one aligned line for each gap, and below it why, what is wrong and the command that fixes it.
func gapBlock(out *errWriter, title string, gaps []Gap) {
	if len(gaps) == 0 {
		return
	}
	if title != "" {
		out.printf("%s\n\n", title)
	}
	rows := [][]string{{"STATE", "REQUIRED", "CLAUSES", "STRENGTH", "OWNER", "DUE", "AGE"}}
	for _, g := range gaps {
		rows = append(
			rows,
			[]string{
				string(g.State),
				Clean(g.Item),
				Clean(strings.Join(g.Clauses, " ")),
				string(g.Strength),
				Clean(g.Owner.Words()),
				cmp.Or(g.Due.String(), "-"),
				g.ageWords(),
			},
		)
	}
	widths := widthsOf(rows)
	out.printf("%s\n", aligned(rows[0], widths))
	for i, g := range gaps {
		out.printf("%s\n", aligned(rows[i+1], widths))
		for _, line := range g.notes() {
			out.printf("    %s\n", line)
		}
		out.printf("\n")
	}
}

// pointsIn gives the points in one state.
func (g Gaps) pointsIn(state trace.State) []Gap {
	return slices.DeleteFunc(slices.Clone(g.Points), func(p Gap) bool { return p.State != state })
}

// pointBlock writes what stands open beside the required documents.
func pointBlock(out *errWriter, title string, points []Gap) {
	if len(points) == 0 {
		return
	}
	out.printf("%s\n\n", title)
	for _, p := range points {
		out.printf("%s  %s\n    what:  %s\n", p.State, Clean(p.Item), Clean(p.Reason))
		for _, line := range p.asides() {
			out.printf("    %s\n", line)
		}
		out.printf("    fix:   %s\n\n", Clean(p.Fix))
	}
}

// asides gives what is to be said of a gap or point only sometimes.
func (g Gap) asides() []string {
	var out []string
	if g.Change != "" {
		out = append(out, "trend: "+g.Change)
	}
	if g.Cause != "" {
		out = append(out, "cause: "+Clean(g.Cause))
	}
	if g.Strength != "" && g.Severity != check.Weight(g.Strength).String() || g.Strength == "" && g.Severity != diag.Warning.String() {
		out = append(out, "counts as "+g.Severity+", as the configuration sets it under `severity`")
	}
	return out
}

// ageWords gives the age in days, or a dash where it is not known.
func (g Gap) ageWords() string {
	if g.Since.IsZero() {
		return "-"
	}
	return phrase.Plural(*g.Age, "day", "days")
}

// notesShown is how many reasons and pieces of evidence the table shows of each gap.
const notesShown = 3

// notes gives the lines below a gap in the table.
func (g Gap) notes() []string {
	out := []string{"what:  " + Clean(g.Title+": "+g.Reason)}
	if g.SinceBy != "" && g.SinceBy != "due" {
		out = append(out, "since: "+Clean(cmp.Or(g.Since.String(), "unknown")+", "+g.SinceBy))
	}
	out = append(out, g.asides()...)
	if len(g.Missing) > 0 {
		out = append(out, "missing: "+Clean(strings.Join(g.Missing, "; ")))
	}
	for _, why := range g.Why[:min(len(g.Why), notesShown)] {
		out = append(out, "why:   "+Clean(g.Standard+":"+why.Item+": "+why.Text))
	}
	for _, e := range g.Evidence[:min(len(g.Evidence), notesShown)] {
		out = append(out, "at:    "+Clean(e.Words()))
	}
	if len(g.Why) > notesShown || len(g.Evidence) > notesShown {
		out = append(out, "more:  clausebook trace "+Clean(g.Item))
	}
	if g.Waiver != nil {
		out = append(out, "waived "+Clean(g.Waiver.words()))
	}
	if g.Fix != "" {
		out = append(out, "fix:   "+Clean(g.Fix))
	}
	return out
}

func (w GapWaiver) words() string {
	return fmt.Sprintf("by %s until %s: %s", cmp.Or(w.ApprovedBy, "nobody named"), cmp.Or(w.Expires.String(), "no end date"), w.Reason)
}

func widthsOf(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

// aligned pads every cell but the last.
func aligned(row []string, widths []int) string {
	var b strings.Builder
	for i, cell := range row {
		b.WriteString(cell)
		if i+1 < len(row) {
			b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
	}
	return b.String()
}

type jsonGaps struct {
	Version int       `json:"version"`
	Tool    jsonTool  `json:"tool"`
	AsOf    string    `json:"as_of"`
	Commit  string    `json:"commit,omitempty"`
	Summary jsonTally `json:"summary"`
	Trend   *Trend    `json:"trend,omitempty"`
	Gaps    []Gap     `json:"gaps"`
	Points  []Gap     `json:"points"`
	Waived  []Gap     `json:"waived"`
}

type jsonTally struct {
	Required int                 `json:"required"`
	States   map[trace.State]int `json:"states"`
	Gaps     int                 `json:"gaps"`
	Waived   int                 `json:"waived"`
	Points   int                 `json:"points"`
}

func writeGapJSON(w io.Writer, g Gaps) error {
	return encode(w, jsonGaps{Version: 1, Tool: jsonTool{"clausebook", g.Tool}, AsOf: g.AsOf.String(), Commit: g.Commit,
		Trend: g.Trend, Summary: jsonTally{g.Required, g.States, len(g.Open), len(g.Waived), len(g.Points)}, Gaps: append([]Gap{}, g.Open...),
		Points: append([]Gap{}, g.Points...), Waived: append([]Gap{}, g.Waived...)})
}

func writeGapMarkdown(w io.Writer, g Gaps) error {
	out := errWriter{w: w}
	out.printf("### %s\n\n", inert(sentenceCase(g.summary())))
	for _, state := range trace.States {
		if state != trace.Waived {
			markdownGaps(&out, string(state), slices.DeleteFunc(slices.Clone(g.Open), func(gap Gap) bool { return gap.State != state }))
		}
	}
	for _, state := range PointStates() {
		markdownPoints(&out, g.pointsIn(state))
	}
	markdownGaps(&out, string(trace.Waived), g.Waived)
	if g.Trend != nil {
		out.printf("%s\n\n", inert(sentenceCase(g.Trend.words())))
	}
	out.printf("Dates judged as of %s%s.\n", g.AsOf, atCommit(g.Commit))
	if out.err != nil {
		return fmt.Errorf("write Markdown: %w", out.err)
	}
	return nil
}

func markdownGaps(out *errWriter, state string, gaps []Gap) {
	if len(gaps) == 0 {
		return
	}
	out.printf("#### %s (%d)\n\n| required | clauses | strength | why | state | owner | due | age | how to fix |\n"+
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n", sentenceCase(state), len(gaps))
	for _, g := range gaps {
		reason := prose(g.Reason)
		if g.Waiver != nil {
			reason += "; waived " + prose(g.Waiver.words())
		}
		out.printf("| <code>%s</code> %s | %s | %s | %s | %s | %s | %s | %s | <code>%s</code> |\n", inert(g.Standard+":"+g.Item), prose(g.Title),
			inert(strings.Join(g.Clauses, ", ")), g.Strength, prose(g.whyWords()), reason, inert(g.Owner.Words()), cmp.Or(g.Due.String(), "none"),
			g.ageWords(), inert(cmp.Or(g.Fix, "no command")))
	}
	out.printf("\n")
}

// markdownPoints writes a table of what stands open beside the required documents.
func markdownPoints(out *errWriter, points []Gap) {
	if len(points) == 0 {
		return
	}
	out.printf("#### %s (%d)\n\n| %s | clauses | what | how to fix |\n| --- | --- | --- | --- |\n", sentenceCase(string(points[0].State)),
		len(points), points[0].Kind)
	for _, p := range points {
		out.printf("| <code>%s</code> | %s | %s | %s |\n", inert(p.Standard+":"+p.Item), inert(strings.Join(p.Clauses, ", ")), prose(p.Reason),
			prose(p.Fix))
	}
	out.printf("\n")
}

func sentenceCase(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (g Gap) whyWords() string {
	parts := make([]string, len(g.Why))
	for i, why := range g.Why {
		parts[i] = why.Item + ": " + why.Text
	}
	return strings.Join(parts, "; ")
}

func writeGapCSV(w io.Writer, g Gaps) error { return WriteCSV(w, gapTable("Gaps", g.all())) }

func writeGapXLSX(w io.Writer, g Gaps) error {
	about := Table{Name: "About", Columns: []Column{{Key: "what", Title: "What", Width: 24}, {Key: "value", Title: "Value", Width: 80}}}
	for _, row := range [][2]string{{"Service management system", g.Title}, {"Gaps", g.summary()}, {"Dates judged as of", g.AsOf.String()},
		{"Commit", g.Commit}, {"Built by", strings.TrimSpace("clausebook " + g.Tool)}} {
		about.Rows = append(about.Rows, []Cell{text(row[0]), text(row[1])})
	}
	return WriteXLSX(
		w,
		About{Title: strings.TrimSpace(g.Title + " gaps"), AsOf: g.AsOf},
		[]Table{gapTable("Gaps", slices.Concat(g.Open, g.Points)), gapTable("Waived", g.Waived), about},
	)
}

func gapTable(name string, gaps []Gap) Table {
	t := Table{Name: name, Columns: []Column{
		{"standard", "Standard", 18, false}, {"item", "Required", 30, false}, {"title", "Title", 34, false}, {"kind", "Kind", 11, false},
		{"clauses", "Clauses", 14, false}, {"why", "Why", 60, false}, {"strength", "Strength", 13, false}, {"state", "State", 14, true},
		{
			"change",
			"Change",
			14,
			false,
		}, {"reason", "Reason", 50, false}, {"missing", "Missing", 30, false}, {"owner", "Owner (role id)", 22, false}, {"owner_title", "Owner",
			26, false},
		{
			"holders",
			"Held by",
			26,
			false,
		}, {"due", "Due", 12, false}, {"since", "Since", 12, false}, {"since_by", "Since by", 34, true}, {"age_days", "Age in days", 10, false},
		{
			"evidence",
			"Evidence",
			44,
			false,
		}, {"waiver_reason", "Waiver: reason", 40, false}, {"waiver_approved_by", "Waiver: approved by", 22, false},
		{"waiver_expires", "Waiver: expires", 14, false}, {"fix", "Command to fix it", 44, false}, {"severity", "Counts as", 10, true},
		{"cause", "Cause", 40, false},
	}}
	for _, g := range gaps {
		t.Rows = append(t.Rows, g.row())
	}
	return t
}

func (g Gap) row() []Cell {
	waiver := GapWaiver{}
	if g.Waiver != nil {
		waiver = *g.Waiver
	}
	age := Cell{}
	if g.Age != nil {
		age = number(*g.Age)
	}
	evidence := make([]string, len(g.Evidence))
	for i, e := range g.Evidence {
		evidence[i] = e.String()
	}
	return []Cell{text(g.Standard), text(g.Item), text(g.Title), text(g.Kind), texts(g.Clauses), text(g.whyWords()), text(string(g.Strength)),
		text(
			string(g.State),
		), text(g.Change), text(g.Reason), texts(g.Missing), text(g.Owner.Role), text(cmp.Or(g.Owner.Title, g.Owner.Usual)),
		texts(g.Owner.Holders),
		day(g.Due), day(g.Since), text(g.SinceBy), age, texts(evidence), text(waiver.Reason), text(waiver.ApprovedBy), day(waiver.Expires),
		text(g.Fix), text(g.Severity), text(g.Cause)}
}
