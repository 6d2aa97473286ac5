//go:build unix

package build_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// BenchmarkHistory reads histories of several lengths: the commits alone, then with the reader of documents that the
// program uses, without a cache, with a full one, and with one that lacks the last commit. ADR 34 rests on its figures.
// Time of the processor is given beside the clock's, for both cores read documents.
func BenchmarkHistory(b *testing.B) {
	for _, commits := range []int{100, 300, 1_000, 2_000, 10_000} {
		dir := longHistory(b, commits)
		for _, state := range []string{"commits-alone", "without", "full", "one-behind"} {
			b.Run(fmt.Sprintf("%d-commits/%s", commits, state), func(b *testing.B) { benchmarkHistory(b, dir, state) })
		}
	}
}

func benchmarkHistory(b *testing.B, dir, state string) {
	before := b.TempDir()
	read := func(rev, cache string) {
		r := &doc.Reader{Folder: "content"}
		o := history.Options{Dir: dir, Folder: "content", Rev: rev, Reader: r.Facts, CacheDir: cache, Version: "bench"}
		if state == "commits-alone" {
			o.Reader = nil
		}
		if log, err := history.Read(context.Background(), o); err != nil || !log.Reliable() {
			b.Fatalf("%+v, error %v", log, err)
		}
	}
	rev := map[string]string{"full": "HEAD", "one-behind": "HEAD~1"}[state]
	if rev != "" {
		read(rev, before)
	}
	spent := time.Duration(0)
	for b.Loop() {
		b.StopTimer()
		cache := ""
		if rev != "" {
			cache = b.TempDir()
			if err := os.CopyFS(cache, os.DirFS(before)); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		start := processorTime(b)
		b.StartTimer()
		read("", cache)
		spent += processorTime(b) - start
	}
	b.ReportMetric(float64(spent.Milliseconds())/float64(b.N), "cpu-ms/op")
}

// processorTime is what this process has used so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// longHistory makes a repository of the example's documents: five commits for each document, each revising one or two,
// one in ten on a branch that is merged. The same length gives the same commits.
func longHistory(b *testing.B, commits int) string {
	b.Helper()
	dir := b.TempDir()
	if text, err := exec.Command("git", "init", "-q", "-b", "main", dir).CombinedOutput(); err != nil {
		b.Skipf("git is needed to write the history: %v %s", err, text)
	}
	w := &longWriter{rnd: rand.New(rand.NewPCG(1, 2))}
	w.documents(b, max(commits/5, 60))
	w.commits(commits)
	for _, args := range []string{"fast-import --quiet", "repack -adfq --depth=50 --window=10", "reset -q --hard main"} {
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "pack.threads=2"}, strings.Fields(args)...)...)
		cmd.Stdin = &w.out
		if text, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("git %s: %v\n%s", args, err, text)
		}
	}
	return dir
}

// longWriter writes a stream for git fast-import.
type longWriter struct {
	rnd   *rand.Rand
	out   bytes.Buffer
	paths []string
	texts [][]string // by document, its lines
	mark  int
}

// documents copies the example's documents under one folder after another until there are n.
func (w *longWriter) documents(b *testing.B, n int) {
	b.Helper()
	names, err := filepath.Glob("../../content/*/*.md")
	if err != nil || len(names) == 0 {
		b.Fatalf("no example documents: %v", err)
	}
	for i := range n {
		text, err := os.ReadFile(names[i%len(names)])
		if err != nil {
			b.Fatal(err)
		}
		w.paths = append(w.paths, fmt.Sprintf("content/unit%d/%03d-%s", i/len(names), i%len(names), filepath.Base(names[i%len(names)])))
		id := fmt.Sprintf("id: D-%d\n", i)
		w.texts = append(w.texts, strings.SplitAfter(strings.Replace(string(text), "id: ", id+"former_", 1), "\n"))
	}
}

// commits writes the first commit, which brings all documents, and those that revise them.
func (w *longWriter) commits(n int) {
	w.commit(nil, w.all())
	for w.mark < n {
		if tip := w.mark; w.rnd.IntN(10) == 0 && w.mark < n-1 {
			revised := w.revise()
			w.commit([]int{tip}, []int{revised})
			w.commit([]int{tip, w.mark}, []int{revised})
			continue
		}
		w.commit([]int{w.mark}, []int{w.revise(), w.revise()})
	}
	fmt.Fprintf(&w.out, "reset refs/heads/main\nfrom :%d\n\n", w.mark)
}

func (w *longWriter) all() (numbers []int) {
	for i := range w.paths {
		numbers = append(numbers, i)
	}
	return numbers
}

// revise changes the last lines of a document and gives its number.
func (w *longWriter) revise() int {
	i := w.rnd.IntN(len(w.texts))
	at := len(w.texts[i]) - 1 - w.rnd.IntN(min(len(w.texts[i])/3, 8))
	w.texts[i][at] = fmt.Sprintf("What was decided on day %d holds for all of unit %d.\n", w.mark, i)
	return i
}

// commit writes one commit with documents as they are now.
func (w *longWriter) commit(parents, numbers []int) {
	w.mark++
	who := fmt.Sprintf("Person %d <p%d@example.org> %d +0000", w.mark%13, w.mark%13, 1_600_000_000+w.mark*600)
	message := fmt.Sprintf("Revise documents %d\n\nReviewed-by: Person 1 <p1@example.org>\n", w.mark)
	fmt.Fprintf(&w.out, "commit refs/heads/work\nmark :%d\nauthor %s\ncommitter %s\ndata %d\n%s\n", w.mark, who, who, len(message), message)
	for i, p := range parents {
		fmt.Fprintf(&w.out, "%s :%d\n", []string{"from", "merge"}[i], p)
	}
	for _, i := range numbers {
		text := strings.Join(w.texts[i], "")
		fmt.Fprintf(&w.out, "M 100644 inline %s\ndata %d\n%s\n", w.paths[i], len(text), text)
	}
	fmt.Fprintln(&w.out)
}
