package approval

import (
	"fmt"
	"io/fs"
	"strings"

	"clausebook/internal/history"
	"clausebook/internal/ledger"
)

// overlay is a tree in which some files hold another text than was committed. Git's name for them stays, so that the commit which
// brought them is the same: one history serves many exports.
type overlay struct {
	fs.FS
	files map[string]string
}

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.FS.Open(name)
	text, ok := o.files[name]
	if err != nil || !ok {
		return f, err
	}
	return &swapped{File: f, text: strings.NewReader(text), size: int64(len(text))}, nil
}

// swapped is a file with another text.
type swapped struct {
	fs.File
	text *strings.Reader
	size int64
}

func (f *swapped) Read(to []byte) (int, error) { return f.text.Read(to) }

func (f *swapped) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return sized{info, f.size}, err
}

type sized struct {
	fs.FileInfo
	size int64
}

func (s sized) Size() int64 { return s.size }

// slots is how many exports a project holds that are to be judged with several.
const slots = 3

// slot names the file of an export.
func slot(i int) string { return fmt.Sprintf("trust/reviews/%d.json", i) }

// makeSlots records files of exports that hold nothing, in a commit signed by Dan, and gives what judges the project with others.
func (r *testRepo) makeSlots() func(texts ...string) *ledger.Ledger {
	r.t.Helper()
	files := map[string]string{}
	for i := range slots {
		files[fmt.Sprintf("%d.json", i)] = "[" + strings.Repeat(" ", i) + "]"
	}
	r.exports(files)
	in := r.input()
	at := in.At
	return func(texts ...string) *ledger.Ledger {
		r.t.Helper()
		if len(texts) > slots {
			r.t.Fatalf("%d exports for %d files", len(texts), slots)
		}
		files := map[string]string{}
		for i := range slots {
			files[slot(i)] = "[]"
			if i < len(texts) {
				files[slot(i)] = texts[i]
			}
		}
		in.At = func(h history.Hash) (fs.FS, error) {
			tree, err := at(h)
			if err != nil {
				return nil, err
			}
			return overlay{tree, files}, nil
		}
		return Judge(in)
	}
}
