// Package compress adds to a plan copies of its files that a web server can send as they are (page.html.gz, page.html.br).
//
// A copy is a function of the file, so that two builds make the same bytes: no name and no time is kept in it.
package compress

import (
	"compress/gzip"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/andybalholm/brotli"

	"clausebook/internal/fingerprint"
	"clausebook/internal/output"
)

// Encoding is a way to compress, by the name that HTTP has for it.
type Encoding struct {
	Name   string
	ending string
	level  int
	open   func(io.Writer, int) (io.WriteCloser, error)
}

// encodings are those that servers send from files. The levels are those beyond which time grows faster than files shrink.
var encodings = []Encoding{
	{"gzip", ".gz", gzip.BestCompression, func(w io.Writer, level int) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, level) }},
	{"br", ".br", 6, func(w io.Writer, level int) (io.WriteCloser, error) { return brotli.NewWriterLevel(w, level), nil }},
}

// Named gives encodings by their names, each once.
func Named(names []string) ([]Encoding, error) {
	var out []Encoding
	asked := map[string]bool{}
	for _, name := range names {
		asked[strings.TrimSpace(name)] = true
	}
	for _, e := range encodings {
		if asked[e.Name] {
			out = append(out, e)
			delete(asked, e.Name)
		}
	}
	for _, name := range names {
		if name = strings.TrimSpace(name); asked[name] {
			return nil, fmt.Errorf("unknown compression %q: must be gzip or br", name)
		}
	}
	return out, nil
}

// texts are the endings of files that shrink.
var texts = map[string]bool{".html": true, ".css": true, ".js": true, ".json": true, ".jsonld": true, ".svg": true, ".xml": true,
	".atom": true,
	".ics":  true, ".txt": true, ".csv": true, ".md": true}

// Copies gives the files of a plan with a compressed copy of each text behind it. What has the name of a copy already stays.
func Copies(files []output.File, with []Encoding) []output.File {
	taken := map[string]bool{}
	for _, f := range files {
		taken[strings.ToLower(f.Path)] = true
	}
	var out []output.File
	for _, f := range files {
		out = append(out, f)
		if !texts[strings.ToLower(path.Ext(f.Path))] {
			continue
		}
		for _, e := range with {
			if at := f.Path + e.ending; !taken[strings.ToLower(at)] {
				out = append(out, e.copyOf(f, at))
			}
		}
	}
	return out
}

func (e Encoding) copyOf(f output.File, at string) output.File {
	c := output.File{Path: at, Kind: e.Name, Write: e.over(f.Write)}
	if f.Prepare != nil {
		c.Prepare = func() (fingerprint.Digest, func(io.Writer) error, error) {
			key, write, err := f.Prepare()
			if err != nil {
				return key, nil, err
			}
			return fingerprint.Of(e.Name, e.level, key), e.over(write), nil
		}
	}
	return c
}

// over compresses what is written.
func (e Encoding) over(write func(io.Writer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		z, err := e.open(w, e.level)
		if err != nil {
			return fmt.Errorf("compress by %s: %w", e.Name, err)
		}
		if err := write(z); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return fmt.Errorf("compress by %s: %w", e.Name, err)
		}
		return nil
	}
}
