// Package output writes a plan of files beside the old output and swaps it in when it is whole.
//
// A File renders itself when asked, so that a plan of ten thousand pages is cheap to list: build writes all of
// them, serve only the one that a browser asks for, and tests compare the same bytes. A site lists its own files, and
// whatever else stands in its folder is kept.
package output

import "io"

// File is one file of a plan. Path is relative to the output folder, with slashes, and local. Kind says what kind of
// page or file it is, for those who count or time them.
type File struct {
	Path  string
	Kind  string
	Write func(io.Writer) error
}

// Target says where a site is written.
type Target struct {
	Dir    string // the output folder; where it is a symbolic link, the folder that the link names
	Within string // the folder that no link may lead out of; empty for anywhere
	Temp   string // folder for the site until it is whole, used if it is on the file system of Dir; empty for beside Dir
}
