//go:build bench

package history

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime/pprof"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The benchmark of history runs native git and this package in turn, each in a process of its own, on a repository
// that it makes. Run it with
//
//	go test -tags bench -run TestBenchHistory -timeout 30m -v ./internal/history
//
// CLAUSEBOOK_BENCH_OUT=FILE writes the table into the section History of a Markdown file.

// The sizes of the repository: commits, documents and the commits that are new in the last rows.
const (
	benchCommits   = 20_000
	benchDocuments = 2_000
	benchNew       = 50
	benchRuns      = 5
)

// syntheticRepo makes a packed repository: documents in nested folders, edits, merges of branches, renames, and
// commits that touch no document. The branch "before" ends some commits earlier.
func syntheticRepo(t testing.TB, commits, documents int) *testRepo {
	t.Helper()
	r := newRepo(t)
	in, out := io.Pipe()
	go func() {
		w := bufio.NewWriterSize(out, 1<<20)
		s := synthesizer{out: w, rnd: rand.New(rand.NewPCG(1, 2))}
		s.run(commits, documents)
		w.Flush()
		out.Close()
	}()
	cmd := exec.Command("git", "-C", r.dir, "fast-import", "--quiet")
	cmd.Stdin = in
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git fast-import: %v\n%s", err, text)
	}
	r.git("-c", "pack.threads=2", "repack", "-adfq", "--depth=50", "--window=10")
	return r
}

// synthesizer writes a stream for fast-import.
type synthesizer struct {
	out  *bufio.Writer
	rnd  *rand.Rand
	docs []synthetic
	mark int
}

// synthetic is a document of the synthetic repository.
type synthetic struct {
	id, path string
	version  int
	lines    []string
}

// run writes all commits.
func (s *synthesizer) run(commits, documents int) {
	perCommit := max(1, documents*10/commits)
	tip := 0
	for s.mark < commits {
		if s.mark == commits-benchNew {
			fmt.Fprintf(s.out, "reset refs/heads/before\nfrom :%d\n\n", tip)
		}
		switch n := s.rnd.IntN(100); {
		case len(s.docs) < documents:
			var fresh []int
			for range min(perCommit, documents-len(s.docs)) {
				fresh = append(fresh, s.create())
			}
			tip = s.commit("Add documents", []int{tip}, s.modify(fresh...))
		case n < 4 && s.mark < commits-benchNew-20:
			tip = s.branch(tip)
		case n < 7:
			tip = s.commit("Move a document", []int{tip}, s.rename(s.rnd.IntN(documents)))
		case n < 30:
			tip = s.commit("Change the code", []int{tip}, fmt.Sprintf("M 100644 inline src/d%d/f%d.go\ndata 10\n%010d\n", s.rnd.IntN(40), s.rnd.IntN(60), s.mark))
		default:
			tip = s.commit("Revise documents", []int{tip}, s.modify(s.edit(0, documents), s.edit(0, documents)))
		}
	}
	fmt.Fprintf(s.out, "reset refs/heads/main\nfrom :%d\n\n", tip)
}

// branch writes a branch of some commits beside the mainline, and the merge.
func (s *synthesizer) branch(from int) int {
	half := len(s.docs) / 2
	side, main := from, from
	var touched []int
	for range 2 + s.rnd.IntN(4) {
		i := s.edit(half, len(s.docs))
		touched = append(touched, i)
		side = s.commit("Work on a branch", []int{side}, s.modify(i))
		main = s.commit("Go on meanwhile", []int{main}, s.modify(s.edit(0, half)))
	}
	slices.Sort(touched)
	return s.commit(fmt.Sprintf("Merge pull request #%d from a/b", s.mark), []int{main, side}, s.modify(slices.Compact(touched)...))
}

// create makes a document and gives its number.
func (s *synthesizer) create() int {
	n := len(s.docs)
	d := synthetic{id: fmt.Sprintf("DOC-%05d", n), path: fmt.Sprintf("content/area%02d/topic%02d/doc%05d.md", n%20, n/20%10, n), version: 1}
	for range 30 {
		d.lines = append(d.lines, s.line())
	}
	s.docs = append(s.docs, d)
	return n
}

// line makes a line of prose.
func (s *synthesizer) line() string {
	words := strings.Fields("the process owner reviews every change with care before service level plan records show risk supplier demand capacity")
	var b strings.Builder
	for range 12 {
		b.WriteString(words[s.rnd.IntN(len(words))] + " ")
	}
	return b.String()
}

// edit changes a line of a document in a range, and gives its number.
func (s *synthesizer) edit(from, to int) int {
	i := from + s.rnd.IntN(to-from)
	s.docs[i].version++
	s.docs[i].lines[s.rnd.IntN(30)] = s.line()
	return i
}

// modify writes documents as they are now.
func (s *synthesizer) modify(numbers ...int) string {
	var b strings.Builder
	for _, i := range numbers {
		d := s.docs[i]
		text := fmt.Sprintf("id: %s\nversion: %d\nstatus: draft\n---\n# %s\n\n%s\n", d.id, d.version, d.id, strings.Join(d.lines, "\n"))
		fmt.Fprintf(&b, "M 100644 inline %s\ndata %d\n%s\n", d.path, len(text), text)
	}
	return b.String()
}

// rename writes the move of a document to another folder.
func (s *synthesizer) rename(i int) string {
	from := s.docs[i].path
	s.docs[i].path = fmt.Sprintf("content/area%02d/topic%02d/doc%05d.md", s.rnd.IntN(20), s.rnd.IntN(10), i)
	if from == s.docs[i].path {
		return s.modify(s.edit(i, i+1))
	}
	return fmt.Sprintf("D %s\n%s", from, s.modify(i))
}

// commit writes one commit and gives its mark.
func (s *synthesizer) commit(subject string, parents []int, changes string) int {
	s.mark++
	message := fmt.Sprintf("%s %d\n\nWhy this was done.\n\nReviewed-by: Person %d <p%d@example.org>\n", subject, s.mark, s.mark%17, s.mark%17)
	who := fmt.Sprintf("Person %d <p%d@example.org> %d +0100", s.mark%13, s.mark%13, 1_500_000_000+s.mark*600)
	fmt.Fprintf(s.out, "commit refs/heads/work\nmark :%d\nauthor %s\ncommitter %s\ndata %d\n%s\n", s.mark, who, who, len(message), message)
	for i, p := range parents {
		if p > 0 {
			fmt.Fprintf(s.out, "%s :%d\n", []string{"from", "merge"}[min(i, 1)], p)
		}
	}
	fmt.Fprintf(s.out, "%s\n", changes)
	return s.mark
}

// run is what one process took.
type run struct {
	Wall, CPU time.Duration
	Peak      int // MiB
}

// measure runs a command and takes its time.
func measure(t *testing.T, cmd *exec.Cmd) run {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, &stderr)
	}
	wall := time.Since(start)
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return run{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), int(usage.Maxrss >> 10)}
}

// native is the command that everything is measured against.
func native(r *testRepo, rev string) *exec.Cmd {
	return exec.Command("git", "-C", r.dir, "log", "--raw", "--no-renames", rev, "--", "content")
}

// ours reads the history in a process of its own: this test binary.
func ours(r *testRepo, o benchOptions) *exec.Cmd {
	o.Dir = r.dir
	text, _ := json.Marshal(o) // a struct of strings and flags
	cmd := exec.Command(os.Args[0], "-test.run", "^TestReadOnce$")
	cmd.Env = append(os.Environ(), "CLAUSEBOOK_BENCH_READ="+string(text))
	return cmd
}

// benchOptions are the Options that another process can be told.
type benchOptions struct {
	Dir, Rev, CacheDir string
	Facts, Touch       bool
}

// TestReadOnce is the process that ours starts.
func TestReadOnce(t *testing.T) {
	text := os.Getenv("CLAUSEBOOK_BENCH_READ")
	if text == "" {
		t.Skip("is started by TestBenchHistory")
	}
	var o benchOptions
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	if file := os.Getenv("CLAUSEBOOK_BENCH_PROFILE"); file != "" {
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			t.Fatal(err)
		}
		defer pprof.StopCPUProfile()
	}
	opts := Options{Dir: o.Dir, Folder: "content", Rev: o.Rev, CacheDir: o.CacheDir, Version: "bench"}
	if o.Facts {
		opts.Reader = hashedFacts
	}
	log, err := Read(context.Background(), opts)
	if err != nil || log.State != Complete {
		t.Fatalf("%v, error %v", log, err)
	}
	if !o.Touch {
		return
	}
	for _, p := range log.Paths() {
		if strings.HasPrefix(p, "content/") && len(log.Revisions(p)) == 0 {
			t.Errorf("%s has no revisions", p)
		}
	}
	log.Former()
}

// hashedFacts is toyFacts with hashes in place of texts, as a real reader has them.
func hashedFacts(blob []byte) Facts {
	front, body, _ := bytes.Cut(blob, []byte("---\n"))
	f := toyFacts(append(slices.Clip(front), "---\n"...))
	sum := func(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b)) }
	f.Metadata, f.Prose, f.Body = sum(front), sum(bytes.Join(bytes.Fields(body), []byte(" "))), sum(body)
	return f
}

// row is a line of the table.
type row struct {
	what  string
	bar   string
	limit float64 // of the ratio; 0 where there is no bar
	runs  []run
	pair  []run // what the runs are compared with, measured right before each
}

// ratio is the median of the ratios of wall times, pair by pair.
func (r *row) ratio() float64 {
	var ratios []float64
	for i := range r.runs {
		ratios = append(ratios, float64(r.runs[i].Wall)/float64(r.pair[i].Wall))
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// median is the median of one measure of some runs.
func median(runs []run, of func(run) float64) float64 {
	var all []float64
	for _, r := range runs {
		all = append(all, of(r))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// TestBenchHistory measures and holds the result against the bars.
func TestBenchHistory(t *testing.T) {
	big := syntheticRepo(t, benchCommits, benchDocuments)
	small := syntheticRepo(t, benchCommits/5, benchDocuments)
	warm, before, fresh := t.TempDir(), t.TempDir(), t.TempDir()
	measure(t, ours(big, benchOptions{CacheDir: warm, Facts: true}))
	measure(t, ours(big, benchOptions{CacheDir: before, Facts: true, Rev: "before"}))
	kept, err := os.ReadFile(cacheFile(t, before))
	big.must(err)
	rows := []*row{
		{what: "cold, the index alone", bar: "3.0", limit: 3},
		{what: "cold, with the facts of every version, cache written", bar: "3.0", limit: 3},
		{what: "warm, same HEAD", bar: "0.10", limit: 0.1},
		{what: "warm, same HEAD, every revision of every document looked at", bar: "-"},
		{what: fmt.Sprintf("warm, %d new commits, cache written", benchNew), bar: "0.15", limit: 0.15},
		{what: "cold with facts, against the same with a fifth of the commits", bar: "5.5", limit: 5.5},
	}
	var git []run
	for range benchRuns {
		for i, o := range []benchOptions{
			{}, {CacheDir: fresh, Facts: true}, {CacheDir: warm, Facts: true}, {CacheDir: warm, Facts: true, Touch: true},
			{CacheDir: before, Facts: true}, {Facts: true},
		} {
			base := native(big, "main")
			switch i {
			case 1:
				big.must(os.RemoveAll(fresh))
			case 4:
				big.must(os.WriteFile(cacheFile(t, before), kept, 0o644))
			case 5:
				base = ours(small, benchOptions{Facts: true})
			}
			pair := measure(t, base)
			if i != 5 {
				git = append(git, pair)
			}
			rows[i].pair = append(rows[i].pair, pair)
			rows[i].runs = append(rows[i].runs, measure(t, ours(big, o)))
		}
	}
	report(t, rows, git)
}

// report writes the table and fails where a bar is missed.
func report(t *testing.T, rows []*row, git []run) {
	var b strings.Builder
	line := func(what string, runs []run, ratio, bar string) {
		fmt.Fprintf(&b, "| %s | %.0f | %.0f | %.0f | %s | %s |\n", what,
			median(runs, func(r run) float64 { return float64(r.Wall.Milliseconds()) }),
			median(runs, func(r run) float64 { return float64(r.CPU.Milliseconds()) }),
			median(runs, func(r run) float64 { return float64(r.Peak) }), ratio, bar)
	}
	fmt.Fprintf(&b, "| what | wall ms | CPU ms | peak MiB | ratio | at most |\n|---|--:|--:|--:|--:|--:|\n")
	line("`git log --raw --no-renames -- content`", git, "1", "")
	for _, r := range rows {
		line(r.what, r.runs, fmt.Sprintf("%.2f", r.ratio()), r.bar)
		if got := r.ratio(); r.limit > 0 && got > r.limit {
			t.Errorf("%s: ratio %.3f, at most %.2f", r.what, got, r.limit)
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
	tableStart = "<!-- history table -->\n"
	tableEnd   = "<!-- end of history table -->\n"
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
		return fmt.Errorf("%s has no marks for the table of history", file)
	}
	out := before + tableStart + "\n" + table + "\n" + tableEnd + after
	return os.WriteFile(file, []byte(out), 0o644)
}
