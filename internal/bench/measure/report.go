package main

import (
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// measures of a run, in the units of the tables.
func wall(s sample) float64 { return s.wall.Seconds() }
func user(s sample) float64 { return s.user.Seconds() }
func cpu(s sample) float64  { return (s.user + s.system).Seconds() }
func mebibytes(s sample) float64 {
	return float64(s.peak) / (1 << 20)
}

// spread is the median of a measure and its bounds.
type spread struct{ median, least, most float64 }

func spreadOf(values []float64) spread {
	sorted := slices.Sorted(slices.Values(values))
	return spread{(sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2, sorted[0], sorted[len(sorted)-1]}
}

// of gives the spread of a measure over the runs of a row.
func (r *row) of(measure func(sample) float64) spread {
	var values []float64
	for _, s := range r.runs {
		values = append(values, measure(s))
	}
	return spreadOf(values)
}

// against gives the spread of the ratios of two rows, run by run: runs of one round stand side by side.
func (r *row) against(base *row, measure func(sample) float64) spread {
	var values []float64
	for i, s := range r.runs {
		values = append(values, measure(s)/measure(base.runs[i]))
	}
	return spreadOf(values)
}

// String gives the median and, where there is more than one run, the bounds in brackets.
func (s spread) String() string {
	if !(s.least < s.most) { // or no numbers
		return number(s.median)
	}
	return fmt.Sprintf("%s (%s–%s)", number(s.median), number(s.least), number(s.most))
}

// number writes three digits that count; what cannot be told is a dash.
func number(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	switch a := math.Abs(v); {
	case a >= 100:
		return fmt.Sprintf("%.0f", v)
	case a >= 10:
		return fmt.Sprintf("%.1f", v)
	case a >= 1 || a == 0:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

// tables are the tables of a size: what everybody took, and how clausebook compares.
func (r *result) tables(machine string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d documents in %s MB of Markdown, %d commits; runs: %d; %s. %s.\n", r.size.Documents, number(float64(r.markdown)/1e6),
		r.size.Commits, r.runs, r.day.Format(time.DateOnly), machine)
	if r.noisy > 0 {
		fmt.Fprintf(&b, "\n**Measured on a noisy machine**: beside %d of %d runs, fixed work took more than %.2f times its best.\n",
			r.noisy, r.all(), noisiest)
	}
	b.WriteString("\n| what | tool | wall s | user CPU s | system CPU s | peak MiB | written: files | MB | site: pages | MB of HTML |" +
		" CPU ms a page | CPU s a MB |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, row := range r.rows {
		row.write(&b)
	}
	fmt.Fprintf(&b, "\nA peak of about %s is a bound only: so much the measuring process had, and a child begins with.\n", r.floor)
	b.WriteString("\nclausebook divided by the other, run by run:\n\n" +
		"| what | other | wall | CPU | peak | CPU a page | CPU a MB of HTML |\n|---|---|--:|--:|--:|--:|--:|\n")
	for _, row := range r.rows {
		if row.tool == ours {
			r.compare(&b, row)
		}
	}
	fmt.Fprintf(&b, "\nWhere the last cold build of clausebook spent its time, as `--timings` prints it:\n\n```\n%s```\n", r.timings)
	return b.String()
}

// all is the number of runs of all rows.
func (r *result) all() (n int) {
	for _, row := range r.rows {
		n += len(row.runs)
	}
	return n
}

func (r *row) write(b *strings.Builder) {
	system := func(s sample) float64 { return s.system.Seconds() }
	fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s |", r.what, r.tool, r.of(wall), r.of(user), r.of(system), r.of(mebibytes))
	last := r.runs[len(r.runs)-1]
	if last.site.pages == 0 {
		b.WriteString(" | | | | | |\n")
		return
	}
	fmt.Fprintf(b, " %d | %s | %d | %s | %s | %s |\n", last.written.files, number(float64(last.written.bytes)/1e6), last.site.pages,
		number(float64(last.site.html)/1e6), r.of(perPage), r.of(perMegabyte))
}

// perPage is the processor's time for each page of the site in milliseconds, perMegabyte that for each MB of its HTML.
func perPage(s sample) float64     { return 1000 * cpu(s) / float64(s.site.pages) }
func perMegabyte(s sample) float64 { return 1e6 * cpu(s) / float64(s.site.html) }

// compare writes the ratios of a row of clausebook's, if another tool did the same.
func (r *result) compare(b *strings.Builder, us *row) {
	for _, other := range r.rows {
		if other.what != us.what || other.tool == ours {
			continue
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |", us.what, other.tool,
			us.against(other, wall), us.against(other, cpu), us.against(other, mebibytes))
		if us.runs[0].site.pages == 0 {
			b.WriteString(" | |\n")
			continue
		}
		fmt.Fprintf(b, " %s | %s |\n", us.against(other, perPage), us.against(other, perMegabyte))
	}
}

// bars are the figures that the project holds itself to. One that is missed is said, and stops nothing: the table is
// there to be looked at.
func bars(all []*result) string {
	var b strings.Builder
	b.WriteString("| bar | documents | measured | at most | |\n|---|--:|--:|--:|---|\n")
	line := func(what string, documents int, got, most float64) {
		verdict := "met"
		if !(got <= most) { // which is so for what is no number, too
			verdict = "**missed**"
		}
		fmt.Fprintf(&b, "| %s | %d | %s | %s | %s |\n", what, documents, number(got), number(most), verdict)
	}
	for i, r := range all {
		n, cold := r.size.Documents, r.row(coldBuild, ours)
		line("cold build, CPU against Hugo's", n, cold.against(r.row(coldBuild, theirs), cpu).median, 4)
		line("cold build, peak MiB", n, cold.of(mebibytes).median, 300)
		for _, what := range []string{unchanged, oneEdit, committed} {
			line(what+", CPU against the cold one", n, r.row(what, ours).against(cold, cpu).median, 0.3)
		}
		line("check from the cache, CPU against a cold build", n, r.row(warmCheck, ours).against(cold, cpu).median, 0.25)
		line("serve, ms from save to reload event", n, 1000*r.row(reload, ours).of(wall).median, 100)
		git := func(what string) float64 { return r.row(what, ours).against(r.row(what, gitsOwn), wall).median }
		line("history without a cache, the index alone, wall against git's", n, git(indexAlone), 0.6)
		line("history without a cache, with the facts of every version, wall against git's", n, git(coldFacts), 3)
		line("history from the cache, wall against git's", n, git(warmFacts), 0.03)
		line("history with 50 new commits, wall against git's", n, git(newCommits), 0.05)
		if i > 0 {
			few := all[i-1]
			what := fmt.Sprintf("cold build, CPU against that of %d documents", few.size.Documents)
			growth := cold.of(cpu).median / few.row(coldBuild, ours).of(cpu).median
			line(what, n, growth, 1.1*float64(n)/float64(few.size.Documents))
		}
	}
	return b.String()
}

// publish prints a table and puts it into its section of a Markdown file. A size that the file has no section for is
// printed alone.
func publish(out io.Writer, file, name, table string) error {
	if _, err := fmt.Fprintf(out, "\n%s\n\n%s", name, table); err != nil || file == "" {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	first, last := fmt.Sprintf("<!-- %s -->\n", name), fmt.Sprintf("<!-- end of %s -->\n", name)
	before, rest, ok := strings.Cut(string(text), first)
	_, after, closed := strings.Cut(rest, last)
	if !ok || !closed {
		return nil
	}
	return os.WriteFile(file, []byte(before+first+"\n"+table+"\n"+last+after), 0o644)
}

// markdownIn gives the bytes of all documents of a repository.
func markdownIn(dir string) (total int64, err error) {
	err = filepath.WalkDir(filepath.Join(dir, "content"), func(p string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(p) != ".md" {
			return err
		}
		info, err := e.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}
