package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/form"
	"clausebook/internal/phrase"
)

// The short form is for the eyes of a person who runs a check without asking for a format: what is to be done must fit on a
// screen, however much is found. As long as the text fits, if need be without why each rule matters, it is the text. Otherwise
// findings of one rule and kind become one entry with their number and a few examples; the more kinds there are, the less is said of
// each.

const (
	shortRows    = 36 // of a screen of 40; the rest is for what stands on stderr
	shortColumns = 80 // in which a row is counted
	shortShown   = 3  // examples of an entry
)

// leastTextRows is how many rows a finding takes in the text at least.
const leastTextRows = 4

func writeShort(w io.Writer, r Report) error {
	for _, why := range [...]Rules{r.why, func(diag.RuleID) string { return "" }} {
		if len(r.shown())*leastTextRows > shortRows {
			break
		}
		var whole bytes.Buffer
		if err := writeTextWith(&whole, r, why); err != nil {
			return err
		}
		if screenRows(strings.Split(strings.TrimSuffix(whole.String(), "\n"), "\n")) > shortRows {
			continue
		}
		if _, err := w.Write(whole.Bytes()); err != nil {
			return fmt.Errorf("write the findings: %w", err)
		}
		return nil
	}
	out := form.Writer{W: w}
	for _, line := range r.short() {
		out.Printf("%s\n", line)
	}
	if out.Err != nil {
		return fmt.Errorf("write the findings: %w", out.Err)
	}
	return nil
}

// short gives the lines of the short form, with as much detail as fits.
func (r Report) short() []string {
	found := r.shown()
	closing := fmt.Sprintf("all %s: clausebook check --all; those of one rule: --select RULE; what a rule means: clausebook explain RULE",
		phrase.Plural(len(found), "finding", "findings"))
	budget := shortRows - screenRows([]string{closing}) - 1
	byKind, byRule := entriesOf(found, kindOf), entriesOf(found, func(Finding) string { return "" })
	for _, way := range []struct {
		entries []entry
		write   func(entry, form.Painter) []string
	}{{byKind, r.withFix}, {byKind, r.withPlaces}, {byRule, r.withPlaces}} {
		if lines := linesOf(way.entries, way.write, form.NewPainter(false)); screenRows(lines) <= budget {
			return append(linesOf(way.entries, way.write, form.NewPainter(r.Colors)), "", closing)
		}
	}
	return append(r.asFits(byRule, budget), "", closing)
}

// asFits gives every entry its line, the gravest with examples, as far as there is room; where there is none for all of them, the
// number of the others.
func (r Report) asFits(entries []entry, budget int) []string {
	head := func(e entry) int { return screenRows(r.headAlone(e, form.NewPainter(false))) }
	shown, room := 0, budget-1
	for shown < len(entries) && head(entries[shown]) <= room {
		room -= head(entries[shown])
		shown++
	}
	var out []string
	for _, e := range entries[:shown] {
		more := screenRows(r.withPlaces(e, form.NewPainter(false))) - head(e)
		if more > room {
			out = append(out, r.headAlone(e, form.NewPainter(r.Colors))...)
			continue
		}
		room -= more
		out = append(out, r.withPlaces(e, form.NewPainter(r.Colors))...)
	}
	left := 0
	for _, e := range entries[shown:] {
		left += len(e.found)
	}
	if left > 0 {
		out = append(out, fmt.Sprintf("and %s of %s: clausebook check --statistics", phrase.Plural(left, "finding", "findings"),
			phrase.Plural(len(entries)-shown, "other rule", "other rules")))
	}
	return out
}

// entry is what the short form says at once: findings of one severity, rule and kind.
type entry struct {
	kind  string
	found []Finding
}

// entriesOf groups findings, in the order in which the first of each stands.
func entriesOf(found []Finding, kind func(Finding) string) []entry {
	type key struct {
		severity diag.Severity
		rule     diag.RuleID
		kind     string
		older    bool
	}
	at := map[key]int{}
	var out []entry
	for _, f := range found {
		k := key{f.Severity, f.Rule, kind(f), f.Older}
		i, met := at[k]
		if !met {
			i = len(out)
			at[k], out = i, append(out, entry{kind: k.kind})
		}
		out[i].found = append(out[i].found, f)
	}
	return out
}

// particular is what differs between messages that say the same: names, numbers and days.
var particular = regexp.MustCompile("`[^`]*`|“[^”]*”|[A-Za-z]*[0-9][0-9A-Za-z.-]*")

// kindOf gives the message of a finding without what is particular to it.
func kindOf(f Finding) string {
	if check.IsPerFile(f.Rule) {
		return "" // each tells of the first of several
	}
	return particular.ReplaceAllString(f.Message, "…")
}

func linesOf(entries []entry, write func(entry, form.Painter) []string, p form.Painter) []string {
	var out []string
	for _, e := range entries {
		out = append(out, write(e, p)...)
	}
	return out
}

// headAlone says in one line what an entry is about: a single finding with its place, many with their number.
func (r Report) headAlone(e entry, p form.Painter) []string {
	if place := linePlace(e.found[0].Finding); len(e.found) == 1 && place != nowhere {
		return []string{r.head(e, p) + " (" + place + ")"}
	}
	return []string{r.head(e, p)}
}

func (r Report) head(e entry, p form.Painter) string {
	f := e.found[0]
	what := form.Clean(f.Message)
	if len(e.found) > 1 {
		what = form.Clean(e.kind)
		if strings.Trim(what, "… ") == "" {
			what = r.ruleOf(f.Rule, e.found...).Title
		}
		what = fmt.Sprintf("%d×: %s", len(e.found), what)
	}
	line := p.Head[f.Severity](f.Severity, "[", f.Rule, "]") + p.Bold(": "+what)
	if f.Older {
		line = "older " + line
	}
	return line
}

// withPlaces says where the first few findings of an entry are.
func (r Report) withPlaces(e entry, p form.Painter) []string {
	var places []string
	for _, f := range e.found[:min(len(e.found), shortShown)] {
		places = append(places, linePlace(f.Finding))
	}
	if len(e.found) == 1 && places[0] == nowhere {
		return []string{r.head(e, p)}
	}
	line := "  " + p.Dim("-->") + " " + strings.Join(places, ", ")
	if more := len(e.found) - len(places); more > 0 {
		line += fmt.Sprintf(" and %d more", more)
	}
	return []string{r.head(e, p), line}
}

// withFix says how to fix them, too.
func (r Report) withFix(e entry, p form.Painter) []string {
	fix := r.ruleOf(e.found[0].Rule, e.found...).Fix
	if hint := e.found[0].Hint; !slices.ContainsFunc(e.found, func(f Finding) bool { return f.Hint != hint }) {
		fix = cmp.Or(hint, fix)
	}
	if fix == "" {
		return r.withPlaces(e, p)
	}
	return append(r.withPlaces(e, p), "   "+p.Dim("=")+" help: "+form.Clean(fix))
}

// screenRows counts the rows that lines take on a screen.
func screenRows(lines []string) int {
	n := 0
	for _, line := range lines {
		n += max(1, (utf8.RuneCountInString(line)+shortColumns-1)/shortColumns)
	}
	return n
}
