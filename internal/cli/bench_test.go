//go:build bench

package cli_test

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The benchmark of the program as a whole: its commands, each in a process of its own, on repositories made for it,
// taking turns. Run it with
//
//	make bench-build
//
// CLAUSEBOOK_BENCH_OUT=FILE writes the table into the section Check and build of a Markdown file, CLAUSEBOOK_BENCH_RUNS
// says how often each command runs in place of five times.

// The sizes of the repositories. The larger is five times the smaller.
const (
	fewDocuments, fewCommits   = 2_000, 5_000
	manyDocuments, manyCommits = 10_000, 25_000
	benchRuns                  = 5
)

// spent is what one process took.
type spent struct {
	wall, cpu time.Duration
	peak      int // MiB
}

func (s spent) String() string {
	return fmt.Sprintf("%s, %s of the processor, %d MiB", s.wall.Round(time.Millisecond), s.cpu.Round(time.Millisecond), s.peak)
}

// project is a repository and what commands need there.
type project struct{ binary, dir, out string }

// run runs a command and measures it. A command that reports findings has done its work.
func (p project) run(t *testing.T, args ...string) spent {
	t.Helper()
	cmd := exec.Command(p.binary, append([]string{"-C", p.dir, "--quiet"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil && cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("%s: %v\n%s", cmd, err, &stderr)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return spent{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), int(usage.Maxrss >> 10)}
}

// forget removes the cache and the site.
func (p project) forget(t *testing.T) {
	t.Helper()
	for _, dir := range []string{filepath.Join(p.dir, ".clausebook"), p.out} {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
}

// measured is a command with what it took on the two repositories, run by run.
type measured struct {
	what      string
	args      []string
	cold      bool
	few, many []spent
}

// TestBenchBuild measures and holds the result against the bars.
func TestBenchBuild(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "clausebook")
	if text, err := exec.Command("go", "build", "-o", binary, "../../cmd/clausebook").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, text)
	}
	few := project{binary, corpus(t, fewDocuments, fewCommits), filepath.Join(t.TempDir(), "few")}
	many := project{binary, corpus(t, manyDocuments, manyCommits), filepath.Join(t.TempDir(), "many")}
	check := []string{"check", "--format", "concise"}
	rows := []*measured{
		{what: "`check`, no cache", args: check, cold: true},
		{what: "`check`, warm cache", args: check},
		{what: "`gaps`, warm cache", args: []string{"gaps"}},
		{what: "`impact` of the last ten requests, warm cache", args: []string{"impact", "--base", "HEAD~10"}},
		{what: "`build`, no cache", args: []string{"build"}, cold: true},
		{what: "`build`, warm cache", args: []string{"build"}},
	}
	runs, err := strconv.Atoi(cmp.Or(os.Getenv("CLAUSEBOOK_BENCH_RUNS"), strconv.Itoa(benchRuns)))
	if err != nil || runs < 1 {
		t.Fatalf("CLAUSEBOOK_BENCH_RUNS is no number of runs: %v", err)
	}
	for range runs {
		for _, r := range rows {
			r.few, r.many = append(r.few, r.turn(t, few)), append(r.many, r.turn(t, many))
			t.Logf("%s: %v, at %d documents %v", r.what, r.few[len(r.few)-1], manyDocuments, r.many[len(r.many)-1])
		}
	}
	report(t, rows)
}

// turn runs the command once.
func (r *measured) turn(t *testing.T, p project) spent {
	t.Helper()
	if r.cold {
		p.forget(t)
	}
	args := r.args
	if args[0] == "build" {
		args = append(slices.Clone(args), "--output", p.out)
	}
	return p.run(t, args...)
}

// ratio is the median of the ratios of two series, run by run.
func ratio(a, b []spent, of func(spent) float64) float64 {
	var all []float64
	for i := range a {
		all = append(all, of(a[i])/of(b[i]))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

func median(runs []spent, of func(spent) float64) float64 {
	var all []float64
	for _, r := range runs {
		all = append(all, of(r))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

func wall(s spent) float64 { return s.wall.Seconds() * 1000 }
func cpu(s spent) float64  { return s.cpu.Seconds() * 1000 }
func peak(s spent) float64 { return float64(s.peak) }

// The bars: five times the documents and commits may take this many times the processor and memory, and a check with
// a warm cache this part of a build without one.
const (
	mostGrowth = 5.5
	mostCheck  = 0.25
)

// report writes the table and fails where a bar is missed.
func report(t *testing.T, rows []*measured) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "Runs: %d, of which medians; %d processors, %s.\n\n", len(rows[0].few), runtime.NumCPU(), runtime.Version())
	b.WriteString("| what | wall ms | CPU ms | peak MiB | at 10,000: wall ms | CPU ms | peak MiB | CPU grows | at most |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, r := range rows {
		growth := ratio(r.many, r.few, cpu)
		fmt.Fprintf(&b, "| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.2f | %.1f |\n", r.what, median(r.few, wall), median(r.few, cpu),
			median(r.few, peak), median(r.many, wall), median(r.many, cpu), median(r.many, peak), growth, mostGrowth)
		if growth > mostGrowth {
			t.Errorf("%s: %.2f times the CPU for five times the documents, at most %.1f", r.what, growth, mostGrowth)
		}
	}
	b.WriteString("\n| `check` with a warm cache against `build` without one | wall | CPU | at most |\n|---|--:|--:|--:|\n")
	warm, cold := rows[1], rows[4]
	for _, size := range []struct {
		documents   int
		check, full []spent
	}{{fewDocuments, warm.few, cold.few}, {manyDocuments, warm.many, cold.many}} {
		fmt.Fprintf(&b, "| %d documents | %.2f | %.2f | %.2f |\n", size.documents, ratio(size.check, size.full, wall), ratio(size.check, size.full, cpu), mostCheck)
		if got := ratio(size.check, size.full, cpu); got > mostCheck {
			t.Errorf("check of %d documents: %.2f of the CPU of a build, at most %.2f", size.documents, got, mostCheck)
		}
	}
	t.Logf("\n%s", &b)
	if file := os.Getenv("CLAUSEBOOK_BENCH_OUT"); file != "" {
		if err := writeSection(file, b.String()); err != nil {
			t.Error(err)
		}
	}
}

// The marks between which the table stands in the Markdown file.
const (
	tableStart = "<!-- build table -->\n"
	tableEnd   = "<!-- end of build table -->\n"
)

// writeSection puts the table between its marks.
func writeSection(file, table string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(text), tableStart)
	_, after, closed := strings.Cut(rest, tableEnd)
	if !ok || !closed {
		return fmt.Errorf("%s has no marks for the table of builds", file)
	}
	return os.WriteFile(file, []byte(before+tableStart+"\n"+table+"\n"+tableEnd+after), 0o644)
}
