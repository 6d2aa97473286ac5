package report

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/form"
)

// sourceRoot is the name that code scanning gives to the root of the repository.
const sourceRoot = "%SRCROOT%"

var sarifLevels = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "note"}

// writeSARIF writes SARIF 2.1.0. What a baseline accepts is left out: not every reader knows suppressions.
func writeSARIF(w io.Writer, r Report) error {
	run := sarif.NewRun().WithColumnKind("unicodeCodePoints")
	driver := sarif.NewToolComponent().WithName("clausebook")
	if r.Tool != "" {
		driver.WithVersion(r.Tool)
	}
	rules := r.used()
	at := map[diag.RuleID]int{}
	for i, rule := range rules {
		driver.AddRule(sarifRule(rule))
		at[rule.ID] = i
	}
	run.WithTool(sarif.NewTool().WithDriver(driver))
	for _, f := range r.placed() {
		result := r.sarifResult(f).WithRuleIndex(at[f.Rule])
		switch {
		case f.Older:
			result.WithBaselineState("unchanged")
		case r.Base != "":
			result.WithBaselineState("new")
		}
		run.AddResult(result)
	}
	if err := form.Encode(w, sarif.NewReport().AddRun(run)); err != nil {
		return fmt.Errorf("write SARIF: %w", err)
	}
	return nil
}

func sarifRule(rule check.Rule) *sarif.ReportingDescriptor {
	text := func(s string) *sarif.MultiformatMessageString { return sarif.NewMultiformatMessageString().WithText(s) }
	d := sarif.NewReportingDescriptor().WithID(string(rule.ID))
	if rule.Title != "" {
		d.WithShortDescription(text(rule.Title)).WithFullDescription(text(rule.Why)).WithHelp(text(rule.Why + "\n\n" + rule.Fix))
	}
	if level, ok := sarifLevels[rule.Severity]; ok {
		d.WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(level))
	}
	return d
}

func (r Report) sarifResult(f Finding) *sarif.Result {
	message := sentence(f) + "."
	if follow := consequenceWords(f.Finding); follow != "" {
		message += " Also causes " + follow + "."
	}
	if f.Hint != "" {
		message += " " + f.Hint
	}
	out := sarif.NewResult().WithRuleID(string(f.Rule)).WithLevel(sarifLevels[f.Severity]).
		WithMessage(sarif.NewTextMessage(sarifText(message))).
		WithPartialFingerprints(map[string]string{"clausebook/v1": f.Fingerprint})
	location := r.sarifLocation(f)
	if f.Subject != "" {
		location.AddLogicalLocation(sarif.NewLogicalLocation().WithFullyQualifiedName(form.Clean(f.Subject)))
	}
	out.AddLocation(location)
	for i, n := range f.Related {
		related := sarif.NewLocationWithPhysicalLocation(physical(r.inRepository(n.Pos))).WithID(i + 1).
			WithMessage(sarif.NewTextMessage(sarifText(n.Message)))
		out.AddRelatedLocation(related)
	}
	bag := sarif.NewPropertyBag()
	for key, value := range map[string]string{"document": f.Document, "subject": f.Subject, "commit": f.Commit} {
		if value != "" {
			bag.Add(key, value)
		}
	}
	return out.WithProperties(bag)
}

func (r Report) sarifLocation(f Finding) *sarif.Location {
	pos := f.Pos
	if pos.File == "" {
		pos = diag.Pos{File: r.home()}
	}
	return sarif.NewLocationWithPhysicalLocation(physical(pos))
}

// physical gives a place as SARIF has it. Code scanning shows nothing without a line, so the whole of a file is its
// first line.
func physical(pos diag.Pos) *sarif.PhysicalLocation {
	region := sarif.NewRegion().WithStartLine(max(pos.Line, 1))
	if pos.Line > 0 && pos.Col > 0 {
		region.WithStartColumn(pos.Col)
		if pos.EndCol > pos.Col {
			region.WithEndColumn(pos.EndCol)
		}
	}
	uri := (&url.URL{Path: pos.File}).String() // also escapes what would read as a scheme
	return sarif.NewPhysicalLocation().
		WithRegion(region).
		WithArtifactLocation(sarif.NewArtifactLocation().WithURI(uri).WithURIBaseID(sourceRoot))
}

// sarifText keeps a message from being read as one with links or placeholders in it.
func sarifText(s string) string {
	return strings.NewReplacer("](", `\](`, "{", "{{", "}", "}}").Replace(form.Clean(s))
}
