package report

import (
	"io"

	"clausebook/internal/diag"
	"clausebook/internal/form"
)

var gitlabSeverities = map[diag.Severity]string{diag.Error: "major", diag.Warning: "minor", diag.Info: "info"}

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

// writeGitLab writes a Code Quality report. GitLab shows only what has a file, so a finding without one stands at the
// configuration.
func writeGitLab(w io.Writer, r Report) error {
	shown := r.placed()
	out := make([]gitlabIssue, len(shown))
	for i, f := range shown {
		out[i] = gitlabIssue{
			Description: form.Clean(f.Message),
			CheckName:   string(f.Rule),
			Fingerprint: f.Fingerprint,
			Severity:    gitlabSeverities[f.Severity],
		}
		out[i].Location.Path, out[i].Location.Lines.Begin = r.placeOf(f)
	}
	return form.Encode(w, out)
}
