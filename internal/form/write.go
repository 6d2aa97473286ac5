package form

import (
	"fmt"
	"io"
)

// Writer remembers the first error, so that a run of prints has one check at its end.
type Writer struct {
	W   io.Writer
	Err error
}

// Printf writes, unless an earlier write failed.
func (e *Writer) Printf(format string, a ...any) {
	if e.Err == nil {
		_, e.Err = fmt.Fprintf(e.W, format, a...)
	}
}
