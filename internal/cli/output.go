package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"clausebook/internal/form"
	"clausebook/internal/nearest"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
)

// target is where one form of a result goes: to a file, or to stdout if there is none.
type target struct{ format, file string }

// csvFormat is the format that begins, in a file, with a mark by which spreadsheets know its letters.
const csvFormat = "csv"

// sheet is the format that is no text and does not belong on a terminal.
const sheet = "xlsx"

// parseTargets reads the values of --format: FORMAT for stdout, FORMAT=FILE for a file. Only one can have stdout.
func (a *app) parseTargets(words, known []string) ([]target, error) {
	var out []target
	for _, word := range words {
		format, file, named := strings.Cut(word, "=")
		t := target{format, file}
		if err := a.checkTarget(t, named, known); err != nil {
			return nil, usageError{fmt.Errorf("--format %s: %w", word, err)}
		}
		if i := slices.IndexFunc(out, func(o target) bool { return o.file == t.file }); i >= 0 {
			if t.file == "" {
				return nil, usageError{
					fmt.Errorf("--format %s: stdout is already used for %s; give a file: --format %s=FILE", word, out[i].format, format),
				}
			}
			return nil, usageError{fmt.Errorf("--format %s: the file is already used for %s", word, out[i].format)}
		}
		out = append(out, t)
	}
	return out, nil
}

// oneOf says which words are known where another was given, and which of them was most likely meant.
func oneOf(word string, known []string) string {
	if near, ok := nearest.Name(word, known); ok {
		return fmt.Sprintf("did you mean %s? It must be %s", near, phrase.Or(known))
	}
	return "must be " + phrase.Or(known)
}

// badWord is the mistake of giving a flag a word that it does not know.
func badWord(flag, word string, known []string) error {
	return usageError{fmt.Errorf("--%s %s: %s", flag, word, oneOf(word, known))}
}

func (a *app) checkTarget(t target, named bool, known []string) error {
	switch {
	case !slices.Contains(known, t.format):
		return errors.New(oneOf(t.format, known))
	case named && t.file == "":
		return errors.New("no file is given after the equals sign")
	case t.format == sheet && t.file == "" && terminal(a.out):
		return errors.New("a workbook cannot be shown on a terminal; give a file: --format xlsx=FILE")
	}
	return nil
}

// emit writes a result to each target. write is told whether colours are wanted.
func (a *app) emit(targets []target, write func(w io.Writer, format string, colors bool) error) error {
	for _, t := range targets {
		var err error
		if t.file == "" {
			err = buffered(a.out, func(w io.Writer) error { return write(w, t.format, a.colors(a.out)) })
		} else {
			err = save(t.file, func(w io.Writer) error {
				if t.format == csvFormat {
					if _, err := io.WriteString(w, form.ByteOrderMark); err != nil {
						return err
					}
				}
				return write(w, t.format, false)
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 64<<10)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

// save writes a file beside the old one and puts it in its place when it is whole. What is no regular file, such as
// /dev/stderr or a pipe, is written as it stands.
func save(path string, write func(io.Writer) error) error {
	if plain.Stream(path) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("open %s: %w", path, err)
		}
		return errors.Join(buffered(f, write), f.Close())
	}
	if err := plain.Replace(path, 0o644, func(w io.Writer) error { return buffered(w, write) }); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
