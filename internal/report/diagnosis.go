package report

import (
	"fmt"
	"io"
	"slices"

	"clausebook/internal/form"
	"clausebook/internal/phrase"
)

// Health tells how something stands with a project or repository.
type Health string

// The states of health, best first.
const (
	Healthy Health = "ok"
	Noted   Health = "note"    // works, and somebody may wonder
	Problem Health = "problem" // clausebook cannot do or judge something until it is fixed
)

// Diagnosis is everything about a project and its repository on one screen.
type Diagnosis struct {
	Tool  string    `json:"tool,omitempty"`
	Areas []Checkup `json:"areas"`
}

// Checkup is what was looked at in one area.
type Checkup struct {
	Area  string       `json:"area"`
	Signs []HealthSign `json:"signs"`
}

// HealthSign is one thing that was looked at.
type HealthSign struct {
	Health Health `json:"health"`
	What   string `json:"what"`
	Says   string `json:"says"`
	Fix    string `json:"fix,omitempty"` // the command or the edit that fixes it
}

// HasProblems tells whether something has to be fixed.
func (d Diagnosis) HasProblems() bool { return d.count(Problem) > 0 }

func (d Diagnosis) count(h Health) int {
	n := 0
	for _, c := range d.Areas {
		for _, s := range c.Signs {
			if s.Health == h {
				n++
			}
		}
	}
	return n
}

// Summary tells in one line how things stand.
func (d Diagnosis) Summary() string {
	if n := d.count(Problem); n > 0 {
		return phrase.Plural(n, "problem", "problems") + ", " + phrase.Plural(d.count(Noted), "note", "notes")
	}
	return "no problems, " + phrase.Plural(d.count(Noted), "note", "notes")
}

// Every state has a sign and a word, so that neither colour nor the sign has to be made out.
var healthSigns = map[Health]string{Healthy: "✓ ok", Noted: "• note", Problem: "✗ problem"}

// healthWidth is that of the widest of the signs with their words, in runes.
const healthWidth = 9

// WriteDiagnosisText writes a diagnosis for the terminal.
func WriteDiagnosisText(w io.Writer, d Diagnosis, colors bool) error {
	out, p, paint := form.Writer{W: w}, form.NewPainter(colors), healthPaint(colors)
	width := 0
	for _, c := range d.Areas {
		for _, s := range c.Signs {
			width = max(width, len([]rune(s.What)))
		}
	}
	for i, c := range d.Areas {
		if i > 0 {
			out.Printf("\n")
		}
		out.Printf("%s\n", p.Bold(c.Area))
		for _, s := range c.Signs {
			out.Printf(
				"  %s  %-*s  %s\n",
				paint[s.Health](fmt.Sprintf("%-*s", healthWidth, healthSigns[s.Health])),
				width,
				form.Clean(s.What),
				form.Clean(s.Says),
			)
			if s.Fix != "" {
				out.Printf("  %*s  %-*s  fix: %s\n", healthWidth, "", width, "", form.Clean(s.Fix))
			}
		}
	}
	if out.Err != nil {
		return fmt.Errorf("write the diagnosis: %w", out.Err)
	}
	return nil
}

func healthPaint(colors bool) map[Health]func(a ...any) string {
	out := map[Health]func(a ...any) string{}
	for h, c := range map[Health]form.Colour{Healthy: form.Green, Noted: form.Cyan, Problem: form.Red} {
		out[h] = form.Paint(colors, c)
	}
	return out
}

// WriteDiagnosisJSON writes a diagnosis as one object.
func WriteDiagnosisJSON(w io.Writer, d Diagnosis) error {
	d.Areas = append([]Checkup{}, d.Areas...)
	for i := range d.Areas {
		d.Areas[i].Signs = append([]HealthSign{}, slices.Clone(d.Areas[i].Signs)...)
	}
	return form.Encode(w, struct {
		Version int `json:"version"`
		Diagnosis
		HasProblems bool `json:"has_problems"`
	}{1, d, d.HasProblems()})
}
