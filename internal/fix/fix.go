// Package fix makes the changes that findings bring along: a project and its findings -> the files as they read with all of them made.
//
// A change that needs no judgement stands beside its finding, made by the rule that found it (diag.Edit). Here they are only put
// together: those of a file at once, from its bytes on the disk, and again as long as what can be read now brings others to light.
// Nothing is written.
package fix

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"

	"clausebook/internal/diag"
)

// rounds is how often a project is judged anew: behind front matter that could not be read there may be other faults, and so on.
const rounds = 6

// File is a file that changes.
type File struct {
	Path          string
	Before, After []byte
	Made          []diag.Finding // what is fixed, in the order of the file and of the rounds
}

// Files makes the changes of all findings that are asked for. Judge gives the findings of the project with some texts in place of
// files, and read a file as it is on the disk.
func Files(judge func(instead map[string][]byte) ([]diag.Finding, error), read func(path string) ([]byte, error),
	asks func(diag.Finding) bool) ([]File, error) {
	files := map[string]*File{}
	for range rounds {
		instead := map[string][]byte{}
		for _, f := range files {
			instead[f.Path] = f.After
		}
		findings, err := judge(instead)
		if err != nil {
			return nil, err
		}
		changed, err := round(files, editable(findings, asks), read)
		if err != nil || !changed {
			return sorted(files), err
		}
	}
	return sorted(files), nil
}

// editable gives the findings that bring a change, by file.
func editable(findings []diag.Finding, asks func(diag.Finding) bool) map[string][]diag.Finding {
	out := map[string][]diag.Finding{}
	for _, f := range findings {
		if f.Edit != nil && asks(f) {
			out[f.Pos.File] = append(out[f.Pos.File], f)
		}
	}
	return out
}

// round makes the changes of one judgement.
func round(files map[string]*File, found map[string][]diag.Finding, read func(string) ([]byte, error)) (changed bool, err error) {
	for _, path := range slices.Sorted(maps.Keys(found)) {
		f := files[path]
		if f == nil {
			raw, err := read(path)
			if err != nil {
				return false, fmt.Errorf("read %s: %w", path, err)
			}
			f = &File{Path: path, Before: raw, After: raw}
		}
		text, made := Apply(f.After, found[path])
		if len(made) == 0 {
			continue
		}
		f.After, f.Made = text, append(f.Made, made...)
		files[path], changed = f, true
	}
	return changed, nil
}

func sorted(files map[string]*File) []File {
	var out []File
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if f := files[path]; !bytes.Equal(f.Before, f.After) {
			out = append(out, *f)
		}
	}
	return out
}

// span is the change of one finding in the bytes of its file.
type span struct {
	from, to int
	text     string
	finding  diag.Finding
}

// Apply makes the changes of the findings of one file. Of two that touch the same text the first is made, and where the file does not
// read as a change expects, that one is left out.
func Apply(file []byte, findings []diag.Finding) (text []byte, made []diag.Finding) {
	var spans []span
	for _, f := range findings {
		if f.Edit == nil {
			continue
		}
		if from, to, ok := f.Edit.Span(file); ok {
			spans = append(spans, span{from, to, asIn(file, f.Edit.Text), f})
		}
	}
	slices.SortStableFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	at, last := 0, -1
	for _, s := range spans {
		if s.from < at || s.from == last {
			continue
		}
		text = append(append(text, file[at:s.from]...), s.text...)
		at, last, made = s.to, s.from, append(made, s.finding)
	}
	return append(text, file[at:]...), made
}

// asIn gives a text with the line ends of a file.
func asIn(file []byte, text string) string {
	if first, _, found := bytes.Cut(file, []byte("\n")); found && bytes.HasSuffix(first, []byte("\r")) {
		return string(bytes.ReplaceAll([]byte(text), []byte("\n"), []byte("\r\n")))
	}
	return text
}

// WriteDiff writes what changes in the form that `git apply` and `patch -p1` take. Prefix is where the project stands in its repository.
func WriteDiff(w io.Writer, prefix string, files []File) error {
	for _, f := range files {
		name := prefix + f.Path
		head := header("--- ", "a/"+name) + "\n" + header("+++ ", "b/"+name) + "\n"
		if _, err := io.WriteString(w, head+hunks(f.Before, f.After)); err != nil {
			return err
		}
	}
	return nil
}

// Sum gives the SHA-256 of a text in hex, by which is told that nobody saved its file in the meantime.
func Sum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
