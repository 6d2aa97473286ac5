// Package output writes a plan of files beside the old output and swaps it in when it is whole.
//
// A File renders itself when asked, so that a plan of ten thousand pages is cheap to list: build writes all of
// them, serve only the one that a browser asks for, and tests compare the same bytes.
package output

import "io"

// File is one file of a plan. Path is relative to the output folder, with slashes, and local. Kind says what kind of
// page or file it is, for those who count or time them.
type File struct {
	Path  string
	Kind  string
	Write func(io.Writer) error
}
