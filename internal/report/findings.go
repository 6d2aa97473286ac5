package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"clausebook/internal/check"
	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/form"
	"clausebook/internal/phrase"
)

// Report is the findings of one run, with all that the formats need to show them. Formats only read it.
type Report struct {
	Tool      string    // version of clausebook
	AsOf      date.Date // the day on which dates were judged
	Commit    string    // HEAD, full hash; empty where there is no history
	Prefix    string    // the project root in its repository; empty if they are the same
	Documents int
	Findings  []Finding        // sorted, with severity, without those that a baseline accepts
	Gaps      []Finding        // what is not there yet, which the list of gaps tells
	Open      Gaps             // that list, of which findings give the numbers alone
	Accepted  []Finding        // those that a baseline accepts
	Stale     []Entry          // entries of the baseline that fit no finding any more
	Excepted  []check.Excepted // what documents except, with a reason and an end; never among the findings
	Rules     []check.Rule
	Records   map[string]bool // the paths of records, which are confirmed and not approved

	Base    string    // what the findings are compared with, as it was asked for; empty for nothing
	Older   []Finding // those that stood at the base as well; never among the findings
	ShowAll bool      // the older ones are shown, too, after the findings

	OlderGaps []Finding // gaps that were open at the base as well; never among the gaps

	FailOn  diag.Severity // findings of this severity or worse fail the run; Unset for never
	Sources Sources       // for excerpts; may be nil
	Colors  bool          // for the text on a terminal
}

// Finding is a finding with a fingerprint that stays the same while lines move.
type Finding struct {
	diag.Finding
	Fingerprint string    // 32 hexadecimal digits
	Older       bool      // it stood at the base that the run compares with
	Follow      []Finding // the consequences, with their fingerprints
}

// Format is a form in which findings can be written.
type Format struct {
	Name  string
	About string // a few words for the help
	Write func(io.Writer, Report) error
}

// Formats gives every format, in the order of the help. All of them tell of the same findings.
func Formats() []Format {
	return []Format{
		{"short", "text, or where that is longer than a screen what is alike in one entry; the default", writeShort},
		{"text", "like a compiler, every finding with the line at fault and how to fix it", writeText},
		{"concise", "one line each: file:line:col: severity: RULE: message", writeConcise},
		{"json", "one object, described in schemas/findings.schema.json", writeJSON},
		{"jsonl", "one JSON object per line, for jq and log systems", writeJSONLines},
		{"sarif", "SARIF 2.1.0, for code scanning", writeSARIF},
		{"junit", "JUnit XML, for test reports", writeJUnit},
		{"github", "workflow commands, shown by GitHub as annotations", writeGitHub},
		{"gitlab", "Code Quality JSON, shown by GitLab in merge requests", writeGitLab},
		{"markdown", "a table for a pull request comment", writeMarkdown},
	}
}

// New makes the report on a dossier's findings.
func New(d *dossier.Dossier) Report {
	found := fingerprintedAll(d)
	r := Report{Tool: d.Tool, AsOf: d.AsOf.Day, Findings: found.findings, Gaps: found.gaps, Open: openOf(d), Excepted: d.Excepted,
		Rules: d.Rules}
	if d.Docs != nil {
		r.Documents, r.Records = len(d.Docs.Documents), recordsOf(d.Docs)
	}
	if d.History != nil {
		r.Commit, r.Prefix = string(d.History.Head), d.History.Prefix
	}
	return r
}

// openOf gives all gaps of a dossier; none where no standard is known, or nothing was traced.
func openOf(d *dossier.Dossier) Gaps {
	if d.Matrix == nil || d.Standards == nil {
		return Gaps{}
	}
	return GapsOf(d, Filter{})
}

// Since gives the report on what a change brings: what stood at its base already is set apart.
func (r Report) Since(base string, before *dossier.Dossier) Report {
	known := knownAt(before)
	out := r.without(known)
	out.Open = r.Open.Against(openOf(before), base)
	out.Base, out.Older, out.OlderGaps = base, olderOf(r.Findings, known), olderOf(r.Gaps, known)
	return out
}

// shown gives the findings that a format is to show: those of the change first, and of both the gravest first, for some
// readers show no more than the first few.
func (r Report) shown() []Finding {
	if !r.ShowAll {
		return graded(r.Findings)
	}
	return slices.Concat(graded(r.Findings), graded(r.Older))
}

// graded gives findings by severity, the gravest first, and else in their order.
func graded(fs []Finding) []Finding {
	out := slices.Clone(fs)
	slices.SortStableFunc(out, func(a, b Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return out
}

// placed is shown with paths from the top of the repository, as forges and build servers name files.
func (r Report) placed() []Finding {
	out := slices.Clone(r.shown())
	for i := range out {
		out[i].Pos = r.inRepository(out[i].Pos)
	}
	return out
}

func (r Report) inRepository(pos diag.Pos) diag.Pos {
	if r.Prefix != "" && pos.File != "" {
		pos.File = path.Join(r.Prefix, pos.File)
	}
	return pos
}

// Counts counts the findings that are not accepted.
func (r Report) Counts() diag.Counts { return diag.Count(plainFindings(r.Findings)) }

// Fails tells whether a finding reaches the severity at which the run fails.
func (r Report) Fails() bool { return slices.ContainsFunc(r.Findings, r.fails) }

func (r Report) fails(f Finding) bool {
	return !f.Older && r.FailOn != diag.Unset && f.Severity >= r.FailOn
}

// rule gives the words of a rule; an unknown one has its id and nothing else.
func (r Report) rule(id diag.RuleID) check.Rule {
	for _, rule := range r.Rules {
		if rule.ID == id {
			return rule
		}
	}
	return check.Rule{ID: id}
}

// ruleOf gives the words of a rule as they read of what some findings of it speak of: documents are approved, records confirmed.
func (r Report) ruleOf(id diag.RuleID, found ...Finding) check.Rule {
	rule, records, others := r.rule(id), 0, 0
	for _, f := range found {
		if r.Records[f.Pos.File] {
			records++
		} else {
			others++
		}
	}
	say := doc.EitherAssent
	switch {
	case records == 0:
		return rule
	case others == 0:
		say = doc.Confirming
	}
	rule.Title, rule.Why, rule.Fix = say(rule.Title), say(rule.Why), say(rule.Fix)
	return rule
}

// why says why a rule matters, of all that is shown.
func (r Report) why(id diag.RuleID) string {
	found := slices.DeleteFunc(slices.Concat(r.Findings, r.Older), func(f Finding) bool { return f.Rule != id })
	return r.ruleOf(id, found...).Why
}

func recordsOf(docs *doc.Set) map[string]bool {
	out := map[string]bool{}
	for _, d := range docs.Documents {
		if d.IsRecord() {
			out[d.Path] = true
		}
	}
	return out
}

// used gives the rules that have findings, in the order in which rules are documented, then unknown ones.
func (r Report) used() []check.Rule {
	left := map[diag.RuleID][]Finding{}
	for _, f := range slices.Concat(r.shown(), r.Accepted) {
		left[f.Rule] = append(left[f.Rule], f)
	}
	for _, x := range r.Excepted {
		left[x.Finding.Rule] = append(left[x.Finding.Rule], Finding{Finding: x.Finding})
	}
	var out []check.Rule
	for _, rule := range r.Rules {
		if found := left[rule.ID]; found != nil {
			out = append(out, r.ruleOf(rule.ID, found...))
			delete(left, rule.ID)
		}
	}
	var unknown []check.Rule
	for id := range left {
		unknown = append(unknown, check.Rule{ID: id})
	}
	slices.SortFunc(unknown, func(a, b check.Rule) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return append(out, unknown...)
}

// summary gives the counts in words: "2 errors, 1 warning, 0 info".
func (r Report) summary() string {
	c := r.Counts()
	s := fmt.Sprintf("%s, %s, %d info", phrase.Plural(c.Errors, "error", "errors"), phrase.Plural(c.Warnings, "warning", "warnings"), c.Infos)
	if n := len(r.Accepted); n > 0 {
		s += fmt.Sprintf(", %d accepted by the baseline", n)
	}
	if n := len(r.Excepted); n > 0 {
		s += fmt.Sprintf(", %d excepted by their documents", n)
	}
	if n := len(r.Older); n > 0 {
		s += fmt.Sprintf(", %d older", n)
	}
	return s
}

func plainFindings(fs []Finding) []diag.Finding {
	out := make([]diag.Finding, len(fs))
	for i, f := range fs {
		out[i] = f.Finding
	}
	return out
}

func writeText(w io.Writer, r Report) error { return writeTextWith(w, r, r.why) }

// writeTextWith writes the text with the words that explain each rule; they may be none.
func writeTextWith(w io.Writer, r Report, why Rules) error {
	sources := r.Sources
	if sources == nil {
		sources = func(string) []byte { return nil }
	}
	if err := Text(w, plainFindings(graded(r.Findings)), sources, why, r.Colors); err != nil {
		return err
	}
	if err := writeOlder(w, r, sources, why); err != nil {
		return err
	}
	return writeExcepted(w, r.Excepted)
}

// writeOlder shows what stood before a change, below what the change brings.
func writeOlder(w io.Writer, r Report, sources Sources, why Rules) error {
	if !r.ShowAll || len(r.Older) == 0 {
		return nil
	}
	if _, err := fmt.Fprintf(w, "older than the change, not counted:\n\n"); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	return Text(w, plainFindings(graded(r.Older)), sources, why, r.Colors)
}

// writeExcepted lists what documents except, below the findings, among which it does not count.
func writeExcepted(w io.Writer, list []check.Excepted) error {
	out := form.Writer{W: w}
	if len(list) > 0 {
		out.Printf("excepted by their documents, not counted:\n")
	}
	for _, x := range list {
		out.Printf(
			"  %s: %s: %s\n    until %s: %s (%s)\n",
			linePlace(x.Finding),
			x.Finding.Rule,
			form.Clean(x.Finding.Message),
			x.Until,
			form.Clean(x.Reason),
			form.Clean(x.Pos.String()),
		)
	}
	if out.Err != nil {
		return fmt.Errorf("write the exceptions: %w", out.Err)
	}
	return nil
}

func writeConcise(w io.Writer, r Report) error { return Concise(w, plainFindings(r.shown())) }

// home is the file at which a format that cannot do without a place shows a finding that speaks of no file, such as
// a document that is missing: the configuration, where a waiver or a condition would stand.
func (r Report) home() string { return path.Join(r.Prefix, config.FileName) }

// placeOf gives file and line of a finding for formats that ask for both.
func (r Report) placeOf(f Finding) (file string, line int) {
	if f.Pos.File == "" {
		return r.home(), 1
	}
	return f.Pos.File, max(f.Pos.Line, 1)
}

// fingerprinted gives each finding, and each of its consequences, a fingerprint. It is made of the rule, the document,
// what the finding speaks of and what its message names, and not of the line nor of the words, so that neither an edit
// above nor another wording makes it a new one. Findings that agree in all of that are told apart by their order.
func fingerprinted(fs []diag.Finding) []Finding {
	seen := map[string]int{}
	out := make([]Finding, len(fs))
	for i, f := range fs {
		out[i] = Finding{Finding: f, Fingerprint: fingerprint(f, seen)}
	}
	for i, f := range fs {
		for _, c := range f.Consequences {
			out[i].Follow = append(out[i].Follow, Finding{Finding: c, Fingerprint: fingerprint(c, seen)})
		}
	}
	return out
}

// fingerprint counts in seen how often it has met the same.
func fingerprint(f diag.Finding, seen map[string]int) string {
	at := f.Document
	if at == "" {
		at = f.Pos.File
	}
	key := strings.Join([]string{string(f.Rule), at, f.Subject, f.About, identifiers(f.Message)}, "\x00")
	if check.IsPerFile(f.Rule) {
		key = string(f.Rule) + "\x00" + at // which of them is the first changes while they are fixed
	}
	sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(seen[key])))
	seen[key]++
	return hex.EncodeToString(sum[:16])
}

// withFollowing gives findings and what follows from them in one list.
func withFollowing(fs []Finding) []Finding {
	out := slices.Clone(fs)
	for _, f := range fs {
		out = append(out, f.Follow...)
	}
	return out
}

// beyond gives the findings that are not known, sorted. A consequence that is not known stands on its own where its
// cause is known: what is accepted or was there before must not hide what is new.
func beyond(fs []Finding, known func(Finding) bool) []Finding {
	var out []Finding
	for _, f := range fs {
		if !known(f) {
			out = append(out, f)
			continue
		}
		for _, c := range f.Follow {
			if !known(c) {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return a.Compare(b.Finding) })
	return out
}

// identifier is a name in backticks or quotation marks, or else a word with letters and digits, such as a commit.
var identifier = regexp.MustCompile("`[^`]*`|“[^”]*”|[A-Za-z][A-Za-z-]*[0-9][0-9A-Za-z-]*|[0-9][0-9-]*[A-Za-z][0-9A-Za-z-]*")

// identifiers gives what a message names, sorted. Words may be changed from version to version, and numbers grow: "due
// 12 days ago" is the same finding tomorrow.
func identifiers(message string) string {
	names := identifier.FindAllString(message, -1)
	slices.Sort(names)
	return strings.Join(names, " ")
}

// sentence makes the message of a finding one for a reader who sees nothing but it.
func sentence(f Finding) string {
	r, size := utf8.DecodeRuneInString(f.Message)
	if r >= 'a' && r <= 'z' {
		return strings.ToUpper(string(r)) + f.Message[size:]
	}
	return f.Message
}
