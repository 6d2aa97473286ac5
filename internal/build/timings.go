package build

import (
	"cmp"
	"io"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"clausebook/internal/fingerprint"
	"clausebook/internal/output"
)

// Phase is a part of a build whose time is taken.
type Phase int

// The phases in their order. Documents and history are read side by side.
const (
	PhaseRead Phase = iota
	PhaseHistory
	PhaseApprovals
	PhaseTrace
	PhaseCheck
	PhaseTrend
	PhasePlan
	PhaseWrite
)

// PhaseNames are the phases in their order, as they are printed.
var PhaseNames = [...]string{"read", "history", "approvals", "trace", "check", "trend", "plan", "write"}

// Timings collects how long the phases of a build took and what each kind of file cost. The zero value is ready for
// use; nil collects nothing.
type Timings struct {
	mu     sync.Mutex
	phases [len(PhaseNames)]time.Duration
	kinds  map[string]*KindTime
}

// KindTime is what the files of one kind took, all of them together, and how many of them were written, with how many bytes.
type KindTime struct {
	Kind         string
	Files, Bytes int
	Took         time.Duration
}

// Begin starts the clock of a phase and gives the function that stops it.
func (t *Timings) Begin(p Phase) func() {
	if t == nil {
		return func() {}
	}
	start := time.Now()
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.phases[p] += time.Since(start)
	}
}

// Phase gives how long a phase took.
func (t *Timings) Phase(p Phase) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.phases[p]
}

// Watch gives the same files, whose rendering is timed.
func (t *Timings) Watch(files []output.File) []output.File {
	if t == nil {
		return files
	}
	out := slices.Clone(files)
	for i, f := range files {
		out[i].Write = t.timed(f, f.Write)
		if f.Prepare != nil {
			out[i].Prepare = func() (fingerprint.Digest, func(io.Writer) error, error) {
				start := time.Now()
				key, write, err := f.Prepare()
				t.add(kindOf(f), KindTime{Took: time.Since(start)})
				return key, t.timed(f, write), err
			}
		}
	}
	return out
}

// timed gives what writes a file, which is timed.
func (t *Timings) timed(f output.File, write func(io.Writer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		counted := &countingWriter{Writer: w}
		start := time.Now()
		err := write(counted)
		t.add(kindOf(f), KindTime{Files: 1, Bytes: counted.bytes, Took: time.Since(start)})
		return err
	}
}

// Kinds gives what each kind of file cost, the dearest first.
func (t *Timings) Kinds() []KindTime {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []KindTime
	for _, k := range t.kinds {
		out = append(out, *k)
	}
	slices.SortFunc(out, func(a, b KindTime) int { return cmp.Or(cmp.Compare(b.Took, a.Took), strings.Compare(a.Kind, b.Kind)) })
	return out
}

func (t *Timings) add(kind string, more KindTime) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kinds == nil {
		t.kinds = map[string]*KindTime{}
	}
	k := t.kinds[kind]
	if k == nil {
		k = &KindTime{Kind: kind}
		t.kinds[kind] = k
	}
	k.Files, k.Bytes, k.Took = k.Files+more.Files, k.Bytes+more.Bytes, k.Took+more.Took
}

// kindOf names the kind of a file: what the plan says, else its top folder and the ending of its name.
func kindOf(f output.File) string {
	if f.Kind != "" {
		return f.Kind
	}
	kind := "*" + path.Ext(f.Path)
	if folder, _, nested := strings.Cut(f.Path, "/"); nested {
		kind = folder + "/" + kind
	}
	return kind
}

// countingWriter counts what is written through it.
type countingWriter struct {
	io.Writer
	bytes int
}

func (w *countingWriter) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	w.bytes += n
	return n, err
}
