package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"clausebook/internal/build"
)

// again runs a command that only prints, or says again what it said when everything was as it is now. Asked is all that it was asked.
// What writes files, or reads some that a user names, is always run.
func (a *app) again(ctx context.Context, options build.Options, targets []target, asked string, run func(*app) error) error {
	here, err := os.Getwd()
	if err != nil || slices.ContainsFunc(targets, func(t target) bool { return t.file != "" }) {
		return run(a)
	}
	answer := build.AnswerTo(ctx, options, asked, here, strconv.FormatBool(a.quiet), strconv.FormatBool(a.colors(a.out)))
	said, known := answer.Last()
	if known {
		return a.repeat(said)
	}
	var out, errOut bytes.Buffer
	loud := *a
	loud.out, loud.err = heard{a.out, &out}, heard{a.err, &errOut}
	err = run(&loud)
	if err == nil || errors.Is(err, errFindings) {
		answer.Keep(build.Said{Out: out.String(), Err: errOut.String(), Findings: err != nil, Whole: true})
	}
	return err
}

// repeat prints what was said.
func (a *app) repeat(said build.Said) error {
	if _, err := io.WriteString(a.out, said.Out); err != nil {
		return fmt.Errorf("print what was found: %w", err)
	}
	_, _ = io.WriteString(a.err, said.Err) // as notes are printed
	if said.Findings {
		return errFindings
	}
	return nil
}

// heard is a writer whose words are kept as well.
type heard struct {
	io.Writer
	words *bytes.Buffer
}

func (h heard) Write(p []byte) (int, error) {
	n, err := h.Writer.Write(p)
	h.words.Write(p[:n])
	return n, err
}

// bare gives the writer itself, for what is drawn on a terminal and is no part of what is said.
func bare(w io.Writer) io.Writer {
	if h, ok := w.(heard); ok {
		return h.Writer
	}
	return w
}
