package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/form"
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
	s := cmp.Or(g.stateWords(), "no gaps")
	if n := len(g.Waived); n > 0 {
		s += fmt.Sprintf(", %d waived", n)
	}
	s = fmt.Sprintf("%s, out of %d required documents and records", s, g.Required)
	if points := g.pointWords(); points != "" {
		s += "; also " + points
	}
	return s
}

// stateWords counts the gaps by their states: "3 gaps (2 missing, 1 draft)"; nothing where there are none.
func (g Gaps) stateWords() string {
	var parts []string
	for _, state := range trace.States {
		if n := g.countOpen(state); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, string(state)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return phrase.Plural(len(g.Open), "gap", "gaps") + " (" + strings.Join(parts, ", ") + ")"
}

// openWords counts all that stands open: "3 gaps (2 missing, 1 draft), 1 condition undecided"; nothing where nothing does.
func (g Gaps) openWords() string {
	return strings.Join(slices.DeleteFunc([]string{g.stateWords(), g.pointWords()}, func(s string) bool { return s == "" }), ", ")
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
func (g Gaps) pointWords() string {
	var parts []string
	if n := g.countPoints(undecided); n > 0 {
		parts = append(parts, phrase.Plural(n, "condition undecided", "conditions undecided"))
	}
	if n := g.countPoints(uncovered); n > 0 {
		parts = append(parts, phrase.Plural(n, "clause not covered", "clauses not covered"))
	}
	return strings.Join(append(parts, g.stuckWords()...), ", ")
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
	if g.All > len(g.Open) {
		return []string{fmt.Sprintf("the first %d of %s, dates judged as of %s%s", len(g.Open), phrase.Plural(g.All, "gap", "gaps"), g.AsOf,
			form.AtCommit(g.Commit))}
	}
	lines := []string{fmt.Sprintf("%s, dates judged as of %s%s", g.summary(), g.AsOf, form.AtCommit(g.Commit))}
	if g.Trend != nil {
		lines = append(lines, g.Trend.words())
	}
	return lines
}

func (t Trend) words() string {
	s := fmt.Sprintf("since %s (%s%s): %s then, %d now", t.Since, t.AsOf, form.AtCommit(t.Commit), phrase.Plural(t.Before, "gap", "gaps"),
		t.Now)
	if len(t.Closed) > 0 {
		s += "; closed: " + strings.Join(t.Closed, ", ")
	}
	if len(t.New) > 0 {
		s += "; new: " + strings.Join(t.New, ", ")
	}
	return s
}

// Listed gives open gaps, what else stands open, and then the waived gaps.
func (g Gaps) Listed() []Gap { return slices.Concat(g.Open, g.Points, g.Waived) }

func writeGapTable(w io.Writer, g Gaps) error {
	out := form.Writer{W: w}
	gapBlock(&out, "", g.Open)
	pointBlock(&out, "Conditions that nobody has decided", g.pointsIn(undecided))
	pointBlock(&out, "Clauses that no document covers", g.pointsIn(uncovered))
	pointBlock(&out, stuckTitle, g.pointsIn(stuck))
	if len(g.Waived) > 0 {
		gapBlock(&out, "Waived", g.Waived)
	}
	aheadBlock(&out, g.Ahead)
	if out.Err != nil {
		return fmt.Errorf("write the gaps: %w", out.Err)
	}
	return nil
}

// aheadBlock writes what comes next of certificates.
func aheadBlock(out *form.Writer, steps []Ahead) {
	if len(steps) == 0 {
		return
	}
	out.Printf("%s\n\n", aheadTitle)
	for _, a := range steps {
		out.Printf("%s\n", form.Clean(a.words()))
	}
}

const aheadTitle = "What comes next of certificates"

func (a Ahead) words() string {
	return fmt.Sprintf("%s  %s: %s; %s", a.Certificate, a.Step, a.Reason, a.Owner.Words())
}

// gapBlock writes one aligned line for each gap, and below it why, what is wrong and the command that fixes it.
func gapBlock(out *form.Writer, title string, gaps []Gap) {
	if len(gaps) == 0 {
		return
	}
	if title != "" {
		out.Printf("%s\n\n", title)
	}
	rows := [][]string{{"STATE", "REQUIRED", "CLAUSES", "STRENGTH", "OWNER", "DUE", "AGE"}}
	for _, g := range gaps {
		rows = append(
			rows,
			[]string{
				string(g.State),
				form.Clean(g.Item),
				form.Clean(strings.Join(g.Clauses, " ")),
				string(g.Strength),
				form.Clean(g.Owner.Words()),
				cmp.Or(g.Due.String(), "-"),
				g.ageWords(),
			},
		)
	}
	widths := form.WidthsOf(rows)
	out.Printf("%s\n", form.Aligned(rows[0], widths))
	for i, g := range gaps {
		out.Printf("%s\n", form.Aligned(rows[i+1], widths))
		for _, line := range g.notes() {
			out.Printf("    %s\n", line)
		}
		out.Printf("\n")
	}
}

// pointsIn gives the points in one state.
func (g Gaps) pointsIn(state trace.State) []Gap {
	return slices.DeleteFunc(slices.Clone(g.Points), func(p Gap) bool { return p.State != state })
}

// pointBlock writes what stands open beside the required documents.
func pointBlock(out *form.Writer, title string, points []Gap) {
	if len(points) == 0 {
		return
	}
	out.Printf("%s\n\n", title)
	for _, p := range points {
		out.Printf("%s  %s\n    what:  %s\n", p.State, form.Clean(p.name()), form.Clean(p.Reason))
		if p.Kind == kindImprovement {
			out.Printf("    owner: %s\n", form.Clean(p.Owner.Words()))
		}
		for _, line := range p.asides() {
			out.Printf("    %s\n", line)
		}
		out.Printf("    fix:   %s\n\n", form.Clean(p.Fix))
	}
}

// asides gives what is to be said of a gap or point only sometimes.
func (g Gap) asides() []string {
	var out []string
	if g.Change != "" {
		out = append(out, "trend: "+g.Change)
	}
	if g.Cause != "" {
		out = append(out, "cause: "+form.Clean(g.Cause))
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
	out := []string{"what:  " + form.Clean(g.Title+": "+g.Reason)}
	if g.SinceBy != "" && g.SinceBy != "due" {
		out = append(out, "since: "+form.Clean(cmp.Or(g.Since.String(), "unknown")+", "+g.SinceBy))
	}
	out = append(out, g.asides()...)
	if len(g.Missing) > 0 {
		out = append(out, "missing: "+form.Clean(strings.Join(g.Missing, "; ")))
	}
	for _, why := range g.Why[:min(len(g.Why), notesShown)] {
		out = append(out, "why:   "+form.Clean(g.Standard+":"+why.Item+": "+why.Text))
	}
	for _, e := range g.Evidence[:min(len(g.Evidence), notesShown)] {
		out = append(out, "at:    "+form.Clean(e.Words()))
	}
	if len(g.Why) > notesShown || len(g.Evidence) > notesShown {
		out = append(out, "more:  clausebook trace "+form.Clean(g.Item))
	}
	if g.Waiver != nil {
		out = append(out, "waived "+form.Clean(g.Waiver.words()))
	}
	if g.Fix != "" {
		out = append(out, "fix:   "+form.Clean(g.Fix))
	}
	return out
}

func (w GapWaiver) words() string {
	return fmt.Sprintf("by %s until %s: %s", cmp.Or(w.ApprovedBy, "nobody named"), cmp.Or(w.Expires.String(), "no end date"), w.Reason)
}

type jsonGaps struct {
	Version int       `json:"version"`
	Tool    JSONTool  `json:"tool"`
	AsOf    string    `json:"as_of"`
	Commit  string    `json:"commit,omitempty"`
	Summary jsonTally `json:"summary"`
	Trend   *Trend    `json:"trend,omitempty"`
	Gaps    []Gap     `json:"gaps"`
	Points  []Gap     `json:"points"`
	Waived  []Gap     `json:"waived"`
	Ahead   []Ahead   `json:"ahead,omitempty"` // with --next: what comes next of certificates
}

type jsonTally struct {
	Required int                 `json:"required"`
	States   map[trace.State]int `json:"states"`
	Gaps     int                 `json:"gaps"`
	Waived   int                 `json:"waived"`
	Points   int                 `json:"points"`
}

func writeGapJSON(w io.Writer, g Gaps) error {
	return form.Encode(w, jsonGaps{Version: 1, Tool: JSONTool{"clausebook", g.Tool}, AsOf: g.AsOf.String(), Commit: g.Commit,
		Trend: g.Trend, Summary: jsonTally{g.Required, g.States, len(g.Open), len(g.Waived), len(g.Points)}, Gaps: append([]Gap{}, g.Open...),
		Points: append([]Gap{}, g.Points...), Waived: append([]Gap{}, g.Waived...), Ahead: g.Ahead})
}

func writeGapMarkdown(w io.Writer, g Gaps) error {
	out := form.Writer{W: w}
	out.Printf("### %s\n\n", form.Inert(form.SentenceCase(g.summary())))
	for _, state := range trace.States {
		if state != trace.Waived {
			markdownGaps(&out, string(state), slices.DeleteFunc(slices.Clone(g.Open), func(gap Gap) bool { return gap.State != state }))
		}
	}
	for _, state := range PointStates() {
		markdownPoints(&out, g.pointsIn(state))
	}
	markdownGaps(&out, string(trace.Waived), g.Waived)
	if len(g.Ahead) > 0 {
		out.Printf("#### %s\n\n", aheadTitle)
		for _, a := range g.Ahead {
			out.Printf("- %s\n", form.Prose(a.words()))
		}
		out.Printf("\n")
	}
	if g.Trend != nil {
		out.Printf("%s\n\n", form.Inert(form.SentenceCase(g.Trend.words())))
	}
	out.Printf("Dates judged as of %s%s.\n", g.AsOf, form.AtCommit(g.Commit))
	if out.Err != nil {
		return fmt.Errorf("write Markdown: %w", out.Err)
	}
	return nil
}

func markdownGaps(out *form.Writer, state string, gaps []Gap) {
	if len(gaps) == 0 {
		return
	}
	out.Printf("#### %s (%d)\n\n| required | clauses | strength | why | state | owner | due | age | how to fix |\n"+
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n", form.SentenceCase(state), len(gaps))
	for _, g := range gaps {
		reason := form.Prose(g.Reason)
		if g.Waiver != nil {
			reason += "; waived " + form.Prose(g.Waiver.words())
		}
		out.Printf("| <code>%s</code> %s | %s | %s | %s | %s | %s | %s | %s | <code>%s</code> |\n", form.Inert(g.Standard+":"+g.Item),
			form.Prose(g.Title),
			form.Inert(strings.Join(g.Clauses, ", ")), g.Strength, form.Prose(g.whyWords()), reason, form.Inert(g.Owner.Words()),
			cmp.Or(g.Due.String(), "none"),
			g.ageWords(), form.Inert(cmp.Or(g.Fix, "no command")))
	}
	out.Printf("\n")
}

// markdownPoints writes a table of what stands open beside the required documents.
func markdownPoints(out *form.Writer, points []Gap) {
	if len(points) == 0 {
		return
	}
	out.Printf("#### %s (%d)\n\n| %s | clauses | what | how to fix |\n| --- | --- | --- | --- |\n", form.SentenceCase(string(points[0].State)),
		len(points), points[0].Kind)
	for _, p := range points {
		out.Printf("| <code>%s</code> | %s | %s | %s |\n", form.Inert(p.name()), form.Inert(strings.Join(p.Clauses, ", ")),
			form.Prose(p.Reason),
			form.Prose(p.Fix))
	}
	out.Printf("\n")
}

func (g Gap) whyWords() string {
	parts := make([]string, len(g.Why))
	for i, why := range g.Why {
		parts[i] = why.Item + ": " + why.Text
	}
	return strings.Join(parts, "; ")
}

func writeGapCSV(w io.Writer, g Gaps) error {
	return form.WriteCSV(w, GapTable("Gaps", append(g.Listed(), g.stepRows()...)))
}

func writeGapXLSX(w io.Writer, g Gaps) error {
	about := form.Table{Name: "About", Columns: []form.Column{{Key: "what", Title: "What", Width: 24},
		{Key: "value", Title: "Value", Width: 80}}}
	for _, row := range [][2]string{{"Management system", g.Title}, {"Gaps", g.summary()}, {"Dates judged as of", g.AsOf.String()},
		{"Commit", g.Commit}, {"Built by", strings.TrimSpace("clausebook " + g.Tool)}} {
		about.Rows = append(about.Rows, []form.Cell{form.Text(row[0]), form.Text(row[1])})
	}
	tables := []form.Table{about, GapTable("Gaps", slices.Concat(g.Open, g.Points)), GapTable("Waived", g.Waived)}
	if steps := g.stepRows(); len(steps) > 0 {
		tables = append(tables, GapTable("Certificates", steps))
	}
	return form.WriteXLSX(w, form.About{Title: strings.TrimSpace(g.Title + " gaps"), AsOf: g.AsOf}, tables)
}

// GapTable gives gaps as a table.
func GapTable(name string, gaps []Gap) form.Table {
	t := form.Table{Name: name, Columns: slices.Concat([]form.Column{
		{Key: "standard", Title: "Standard", Width: 18},
		{Key: "item", Title: "Required", Width: 30},
		{Key: "title", Title: "Title", Width: 34},
		{Key: "kind", Title: "Kind", Width: 11},
		{Key: "clauses", Title: "Clauses", Width: 14},
		{Key: "why", Title: "Why", Width: 60},
		{Key: "strength", Title: "Strength", Width: 13},
		{Key: "state", Title: "State", Width: 14, State: true},
		{Key: "change", Title: "Change", Width: 14},
		{Key: "reason", Title: "Reason", Width: 50},
		{Key: "missing", Title: "Missing", Width: 30},
	}, OwnerColumns, []form.Column{
		{Key: "due", Title: "Due", Width: 12},
		{Key: "since", Title: "Since", Width: 12},
		{Key: "since_by", Title: "Since by", Width: 34, State: true},
		{Key: "age_days", Title: "Age in days", Width: 10},
		{Key: "evidence", Title: "Evidence", Width: 44},
		{Key: "waiver_reason", Title: "Waiver: reason", Width: 40},
		{Key: "waiver_approved_by", Title: "Waiver: approved by", Width: 22},
		{Key: "waiver_expires", Title: "Waiver: expires", Width: 14},
		{Key: "fix", Title: "Command to fix it", Width: 44},
		{Key: "severity", Title: "Counts as", Width: 10, State: true},
		{Key: "cause", Title: "Cause", Width: 40},
	})}
	for _, g := range gaps {
		t.Rows = append(t.Rows, g.row())
	}
	return t
}

func (g Gap) row() []form.Cell {
	waiver := GapWaiver{}
	if g.Waiver != nil {
		waiver = *g.Waiver
	}
	age := form.Cell{}
	if g.Age != nil {
		age = form.Number(*g.Age)
	}
	evidence := make([]string, len(g.Evidence))
	for i, e := range g.Evidence {
		evidence[i] = e.String()
	}
	return []form.Cell{form.Text(g.Standard), form.Text(g.Item), form.Text(g.Title), form.Text(g.Kind), form.Texts(g.Clauses),
		form.Text(g.whyWords()), form.Text(string(g.Strength)),
		form.Text(
			string(g.State),
		), form.Text(g.Change), form.Text(g.Reason), form.Texts(g.Missing), form.Text(g.Owner.Role), form.Text(cmp.Or(g.Owner.Title,
			g.Owner.Usual)),
		form.Texts(g.Owner.Holders),
		form.Day(g.Due), form.Day(g.Since), form.Text(g.SinceBy), age, form.Texts(evidence), form.Text(waiver.Reason),
		form.Text(waiver.ApprovedBy), form.Day(waiver.Expires),
		form.Text(g.Fix), form.Text(g.Severity), form.Text(g.Cause)}
}
