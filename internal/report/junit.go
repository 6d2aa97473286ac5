package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/form"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`

	names map[string]int
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitFailure `xml:"failure"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes a suite for each file and a case for each finding. A finding below the severity at which the run
// fails is a case that passes and says so in its output, so that the test report and the exit code agree.
func writeJUnit(w io.Writer, r Report) error {
	out := junitSuites{Name: "clausebook", Suites: []junitSuite{}}
	shown := r.placed()
	slices.SortStableFunc(shown, func(a, b Finding) int { return strings.Compare(a.Pos.File, b.Pos.File) }) // each file is one suite
	for _, f := range shown {
		name := form.Clean(f.Pos.File)
		if name == "" {
			name = "no file"
		}
		if n := len(out.Suites); n == 0 || out.Suites[n-1].Name != name {
			out.Suites = append(out.Suites, junitSuite{Name: name})
		}
		out.Suites[len(out.Suites)-1].add(r, f)
	}
	if len(shown) == 0 {
		out.Suites = []junitSuite{{Name: "clausebook", Tests: 1, Cases: []junitCase{{Name: "no findings", Class: "clausebook"}}}}
	}
	for _, s := range out.Suites {
		out.Tests += s.Tests
		out.Failures += s.Failures
	}
	return writeXML(w, out)
}

func (s *junitSuite) add(r Report, f Finding) {
	c := junitCase{Name: s.unused(fmt.Sprintf("%s %s", f.Rule, form.Clean(f.Message))), Class: s.Name, File: form.Clean(f.Pos.File),
		Line: f.Pos.Line}
	s.Tests++
	if r.fails(f) {
		s.Failures++
		c.Failure = &junitFailure{Type: f.Severity.String(), Message: form.Clean(f.Message), Text: r.words(f)}
	} else {
		c.Out = r.words(f)
	}
	s.Cases = append(s.Cases, c)
}

// unused numbers the second and later cases of one name: build servers show one case of each.
func (s *junitSuite) unused(name string) string {
	if s.names == nil {
		s.names = map[string]int{}
	}
	s.names[name]++
	if n := s.names[name]; n > 1 {
		return fmt.Sprintf("%s (%d)", name, n)
	}
	return name
}

// words tells all of a finding in a few plain lines.
func (r Report) words(f Finding) string {
	lines := []string{fmt.Sprintf("%s: %s: %s: %s", linePlace(f.Finding), f.Severity, f.Rule, form.Clean(f.Message))}
	for _, n := range f.Related {
		lines = append(lines, fmt.Sprintf("note: %s: %s", form.Clean(n.Message), form.Clean(n.Pos.String())))
	}
	if follow := consequenceWords(f.Finding); follow != "" {
		lines = append(lines, "hence: "+follow)
	}
	if f.Hint != "" {
		lines = append(lines, "help: "+form.Clean(f.Hint))
	}
	if why := r.ruleOf(f.Rule, f).Why; why != "" {
		lines = append(lines, "why: "+why)
	}
	return strings.Join(lines, "\n")
}

func writeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write XML: %w", err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write XML: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("write XML: %w", err)
	}
	return nil
}
