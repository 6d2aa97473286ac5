package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/form"
)

// findingsVersion is the version of the JSON form. It grows when a reader of the former one would go wrong.
const findingsVersion = 1

type jsonReport struct {
	Version   int            `json:"version"`
	Tool      JSONTool       `json:"tool"`
	AsOf      string         `json:"as_of"`
	Commit    string         `json:"commit,omitempty"`
	Base      string         `json:"base,omitempty"`
	Documents int            `json:"documents"`
	Summary   jsonSummary    `json:"summary"`
	Findings  []jsonFinding  `json:"findings"`
	Accepted  []jsonFinding  `json:"accepted"`
	Older     []jsonFinding  `json:"older,omitempty"`
	Stale     []Entry        `json:"stale"`
	Excepted  []jsonExcepted `json:"excepted"`
	Rules     []jsonRule     `json:"rules"`
}

// JSONTool is what wrote a file.
type JSONTool struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

type jsonSummary struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
	Accepted int `json:"accepted"`
	Stale    int `json:"stale"`
	Excepted int `json:"excepted"`
	Gaps     int `json:"gaps"` // which the list of gaps tells; with a base, those that the change opens
	Older    int `json:"older,omitempty"`

	OlderGaps int `json:"older_gaps,omitempty"`
}

type jsonFinding struct {
	Rule        string `json:"rule"`
	Severity    string `json:"severity"`
	diag.Pos           // file, line, col, end_col
	Message     string `json:"message"`
	Hint        string `json:"hint,omitempty"`
	Document    string `json:"document,omitempty"`
	Subject     string `json:"subject,omitempty"`
	Commit      string `json:"commit,omitempty"`
	Fingerprint string `json:"fingerprint"`
	Older       bool   `json:"older,omitempty"`

	Related      []jsonNote    `json:"related,omitempty"`
	Consequences []jsonFinding `json:"consequences,omitempty"`
}

type jsonExcepted struct {
	Finding jsonFinding `json:"finding"`
	Reason  string      `json:"reason"`
	Until   string      `json:"until"`
	By      diag.Pos    `json:"by"` // where the document says so
}

type jsonNote struct {
	diag.Pos
	Message string `json:"message"`
}

type jsonRule struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Why      string   `json:"why"`
	Fix      string   `json:"fix"`
	Clauses  []string `json:"clauses"`
	Severity string   `json:"severity"`
}

func writeJSON(w io.Writer, r Report) error {
	c := r.Counts()
	out := jsonReport{
		Version:   findingsVersion,
		Tool:      JSONTool{"clausebook", r.Tool},
		AsOf:      r.AsOf.String(),
		Commit:    r.Commit,
		Documents: r.Documents,
		Summary: jsonSummary{c.Errors, c.Warnings, c.Infos, len(r.Accepted), len(r.Stale), len(r.Excepted), len(r.Gaps),
			len(r.Older), len(r.OlderGaps)},
		Findings: jsonFindings(r.Findings),
		Accepted: jsonFindings(r.Accepted),
		Stale:    append([]Entry{}, r.Stale...),
		Excepted: jsonExceptions(r.Excepted),
		Rules:    []jsonRule{},
	}
	out.Base = r.Base
	if r.ShowAll {
		out.Older = jsonFindings(r.Older)
	}
	for _, rule := range r.used() {
		out.Rules = append(out.Rules, jsonRule{ID: string(rule.ID), Title: rule.Title, Why: rule.Why, Fix: rule.Fix,
			Clauses: append([]string{}, rule.Clauses...), Severity: rule.Severity.String()})
	}
	return form.Encode(w, out)
}

func writeJSONLines(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	for _, f := range jsonFindings(r.shown()) {
		line, err := json.Marshal(f)
		if err != nil {
			return fmt.Errorf("write a finding as JSON: %w", err)
		}
		if _, err := out.Write(append(form.Visible(line), '\n')); err != nil {
			return fmt.Errorf("write the findings: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	return nil
}

func jsonFindings(fs []Finding) []jsonFinding {
	out := make([]jsonFinding, len(fs))
	for i, f := range fs {
		out[i] = jsonFinding{Rule: string(f.Rule), Severity: f.Severity.String(), Pos: f.Pos, Message: f.Message, Hint: f.Hint,
			Document: f.Document, Subject: f.Subject, Commit: f.Commit, Fingerprint: f.Fingerprint, Older: f.Older}
		for _, n := range f.Related {
			out[i].Related = append(out[i].Related, jsonNote{n.Pos, n.Message})
		}
		out[i].Consequences = jsonFindings(f.Follow)
	}
	return out
}

func jsonExceptions(list []check.Excepted) []jsonExcepted {
	plain := make([]diag.Finding, len(list))
	for i, x := range list {
		plain[i] = x.Finding
	}
	out := make([]jsonExcepted, len(list))
	for i, f := range jsonFindings(fingerprinted(plain)) {
		out[i] = jsonExcepted{Finding: f, Reason: list[i].Reason, Until: list[i].Until.String(), By: list[i].Pos}
	}
	return out
}
