package report

import (
	"fmt"
	"io"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/form"
)

var githubCommands = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "notice"}

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// writeGitHub writes workflow commands, which GitHub shows beside the lines of a pull request. Each is one line,
// whatever the documents say: what a command could be made of is escaped before it is put together.
func writeGitHub(w io.Writer, r Report) error {
	out := form.Writer{W: w}
	for _, f := range r.placed() {
		message := form.Clean(f.Message)
		if f.Hint != "" {
			message += "\n" + form.Clean(f.Hint)
		}
		out.Printf("::%s %s::%s\n", githubCommands[f.Severity], githubProperties(r, f), githubData.Replace(message))
	}
	if out.Err != nil {
		return fmt.Errorf("write the workflow commands: %w", out.Err)
	}
	return nil
}

func githubProperties(r Report, f Finding) string {
	title := string(f.Rule)
	if t := r.ruleOf(f.Rule, f).Title; t != "" {
		title += ": " + t
	}
	var props []string
	if f.Pos.File != "" {
		// The name itself, and not its cleaned form, or GitHub would not find the file.
		props = append(props, "file="+form.Clean(githubProperty.Replace(f.Pos.File)))
		for _, n := range []struct {
			name  string
			value int
		}{{"line", f.Pos.Line}, {"col", f.Pos.Col}, {"endColumn", f.Pos.EndCol}} {
			if n.value > 0 {
				props = append(props, fmt.Sprintf("%s=%d", n.name, n.value))
			}
		}
	}
	return strings.Join(append(props, "title="+githubProperty.Replace(form.Clean(title))), ",")
}
