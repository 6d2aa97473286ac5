package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"clausebook/internal/diag"
)

// TestShort wants that the short form fits on a screen of eighty columns however much is found and however long names are, that it
// accounts for every finding, and that the gravest come first.
func TestShort(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		r := randomReport(seed, 1+int(seed*seed)) // from one finding to more than a thousand
		got := written(t, "short", r)
		lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
		if n := screenRows(lines); n > shortRows {
			t.Fatalf("seed %d: %d rows for %d findings:\n%s", seed, n, len(r.Findings), got)
		}
		if n := accounted(t, lines); n != len(r.Findings) {
			t.Fatalf("seed %d: accounts for %d of %d findings:\n%s", seed, n, len(r.Findings), got)
		}
	}
}

var (
	shortHead = regexp.MustCompile(`^(error|warning|info)\[[A-Z]{2}\d{3}\]: (?:(\d+)×: )?`)
	shortRest = regexp.MustCompile(`^and (\d+) findings? of \d+ other rules?: `)
)

// accounted counts the findings that the lines speak of, and wants falling severities.
func accounted(t *testing.T, lines []string) int {
	t.Helper()
	n, last := 0, diag.Error
	for _, line := range lines {
		if m := shortHead.FindStringSubmatch(line); m != nil {
			severity, _ := diag.ParseSeverity(m[1])
			if severity > last {
				t.Fatalf("%s after %s: %q", severity, last, line)
			}
			last = severity
			many, err := strconv.Atoi(m[2])
			if err != nil {
				many = 1
			}
			n += many
		}
		if m := shortRest.FindStringSubmatch(line); m != nil {
			rest, _ := strconv.Atoi(m[1])
			n += rest
		}
	}
	return n
}

// TestShortSaysAtOnceWhatIsAlike wants one entry for what differs in names and numbers alone, and several for what does not.
func TestShortSaysAtOnceWhatIsAlike(t *testing.T) {
	t.Parallel()
	var fs []diag.Finding
	for i := range 300 {
		place := diag.Pos{File: fmt.Sprintf("docs/%03d.md", i), Line: 1, Col: 1}
		fs = append(fs, diag.Finding{Rule: "FM001", Severity: diag.Error, Pos: place, Message: "no front matter"},
			diag.Finding{Rule: "LK003", Severity: diag.Warning, Pos: place, Message: fmt.Sprintf("no document has the id `P-%d`", i)},
			diag.Finding{Rule: "LK003", Severity: diag.Warning, Pos: place, Message: "an id must not be empty"},
			diag.Finding{Rule: "TX007", Severity: diag.Info, Pos: place, Message: fmt.Sprintf("`{{%d}}` is a placeholder, and %d more in this file", i, i)})
	}
	diag.Sort(fs)
	got := written(t, "short", Report{Findings: fingerprinted(fs), Rules: hostileReport().Rules})
	for _, want := range []string{
		"error[FM001]: 300×: no front matter\n  --> docs/000.md:1:1, docs/001.md:1:1, docs/002.md:1:1 and 297 more\n   = help: ",
		"warning[LK003]: 300×: no document has the id …\n", "warning[LK003]: 300×: an id must not be empty\n",
		"info[TX007]: 300×: placeholder not filled in\n", "\nall 1200 findings: clausebook check --all; ",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q:\n%s", want, got)
		}
	}
}

// TestShortIsTheTextWhereThatFits wants no less than the text of a few findings, colours included.
func TestShortIsTheTextWhereThatFits(t *testing.T) {
	t.Parallel()
	r := randomReport(3, 4)
	r.Colors = true
	if short, text := written(t, "short", r), written(t, "text", r); short != text {
		t.Errorf("short of four findings:\n%s\ntext:\n%s", short, text)
	}
}

// TestShortFirstLeavesOutWhy wants lines at fault and how to fix them of some findings more than the whole text has room for.
func TestShortFirstLeavesOutWhy(t *testing.T) {
	t.Parallel()
	var fs []diag.Finding
	for i := range 4 {
		fs = append(fs, diag.Finding{Rule: "TX008", Severity: diag.Error, Pos: diag.Pos{File: "a.md", Line: i + 1, Col: 1}, Message: "a conflict", Hint: "resolve it"})
	}
	r := Report{Findings: fingerprinted(fs), Rules: hostileReport().Rules, Sources: func(string) []byte { return []byte("one\ntwo\nthree\nfour\n") }}
	if text := written(t, "text", r); screenRows(strings.Split(text, "\n")) <= shortRows {
		t.Fatalf("the text fits, so this shows nothing:\n%s", text)
	}
	got := written(t, "short", r)
	if strings.Count(got, "help: resolve it") != 4 || !strings.Contains(got, "| three\n") || strings.Contains(got, "why:") {
		t.Errorf("short:\n%s", got)
	}
}
