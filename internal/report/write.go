package report

import (
	"fmt"
	"io"
)

// errWriter remembers the first error, so that a run of prints has one check at its end.
type errWriter struct {
	w   io.Writer
	err error
}

func (e *errWriter) printf(format string, a ...any) {
	if e.err == nil {
		_, e.err = fmt.Fprintf(e.w, format, a...)
	}
}
