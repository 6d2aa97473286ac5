package report

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"clausebook/internal/check"
	"clausebook/internal/form"
)

// Baseline is the findings that a repository had when it took up clausebook. They are accepted until they are gone;
// whatever is found beyond them counts. Who may change the baseline decides what fails: take it from the base branch
// when a change is checked.
type Baseline struct{ Entries []Entry }

// Entry is one accepted finding. It is known by rule and fingerprint; file and message are for the reader.
type Entry struct {
	Rule        string `json:"rule"`
	File        string `json:"file,omitempty"`
	Message     string `json:"message"`
	Fingerprint string `json:"fingerprint"`
}

const (
	baselineVersion = 1
	baselineLimit   = 64 << 20 // bytes; some 200,000 entries
)

type baselineFile struct {
	Version  int     `json:"version"`
	Findings []Entry `json:"findings"`
}

// BaselineOf makes a baseline of all findings of the report, accepted before or not.
func BaselineOf(r Report) Baseline {
	var b Baseline
	for _, f := range withFollowing(slices.Concat(r.Findings, r.Accepted, r.Gaps)) {
		if check.IsGap(f.Rule) || check.IsFirm(f.Rule) {
			continue // nothing fails by the one, and nothing accepts the other
		}
		b.Entries = append(b.Entries, Entry{Rule: string(f.Rule), File: f.Pos.File, Message: f.Message, Fingerprint: f.Fingerprint})
	}
	slices.SortStableFunc(b.Entries, compareEntries)
	return b
}

// ReadBaseline reads what Write wrote. It refuses what it does not understand, for an entry that is passed over would
// hide or show the wrong finding.
func ReadBaseline(r io.Reader) (Baseline, error) {
	limited := &io.LimitedReader{R: r, N: baselineLimit + 1}
	d := json.NewDecoder(limited)
	d.DisallowUnknownFields()
	var file baselineFile
	err := d.Decode(&file)
	switch {
	case limited.N == 0:
		return Baseline{}, errors.New("the baseline is too large")
	case err != nil:
		return Baseline{}, fmt.Errorf("read the baseline: %w", err)
	case file.Version != baselineVersion:
		return Baseline{}, fmt.Errorf("the baseline has version %d, expected %d", file.Version, baselineVersion)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Baseline{}, errors.New("unexpected content after the end of the baseline")
	}
	for i, e := range file.Findings {
		if e.Rule == "" || e.Fingerprint == "" {
			return Baseline{}, fmt.Errorf("entry %d of the baseline has no rule or fingerprint", i+1)
		}
	}
	return Baseline{Entries: file.Findings}, nil
}

// Write writes the baseline, an entry a line, so that a merge of two branches has little to quarrel about.
func (b Baseline) Write(w io.Writer) error {
	var out form.Writer
	out.W = w
	out.Printf("{\"version\": %d, \"findings\": [", baselineVersion)
	for i, e := range b.Entries {
		line, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("write the baseline: %w", err)
		}
		separator := ","
		if i == 0 {
			separator = ""
		}
		out.Printf("%s\n  %s", separator, form.Visible(line))
	}
	out.Printf("\n]}\n")
	if out.Err != nil {
		return fmt.Errorf("write the baseline: %w", out.Err)
	}
	return nil
}

// Against gives the report with the findings that the baseline accepts set apart, and the entries that fit nothing.
func (r Report) Against(b Baseline) Report {
	type key struct{ rule, fingerprint string }
	known := make(map[key]bool, len(b.Entries))
	for _, e := range b.Entries {
		known[key{e.Rule, e.Fingerprint}] = true
	}
	isKnown := func(f Finding) bool { return !check.IsFirm(f.Rule) && known[key{string(f.Rule), f.Fingerprint}] }
	out := r.without(isKnown)
	out.Gaps, out.Accepted, out.Stale = r.Gaps, slices.Clone(r.Accepted), nil
	met := map[key]bool{}
	for _, f := range r.Findings {
		if isKnown(f) {
			out.Accepted = append(out.Accepted, f)
		}
	}
	for _, f := range withFollowing(slices.Concat(r.Findings, r.Gaps)) {
		met[key{string(f.Rule), f.Fingerprint}] = true
	}
	for _, e := range b.Entries {
		if !met[key{e.Rule, e.Fingerprint}] {
			out.Stale = append(out.Stale, e)
		}
	}
	return out
}

func compareEntries(a, b Entry) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.Fingerprint, b.Fingerprint),
	)
}
