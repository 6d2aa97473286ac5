// Package output writes a plan of files beside the old output and swaps it in when it is whole.
//
// A File renders itself when asked, so that a plan of ten thousand pages is cheap to list: build writes all of
// them, serve only the one that a browser asks for, and tests compare the same bytes. A site lists its own files, and
// whatever else stands in its folder is kept.
package output

import (
	"io"

	"clausebook/internal/fingerprint"
)

// File is one file of a plan. Path is relative to the output folder, with slashes, and local. Kind says what kind of
// page or file it is, for those who count or time them.
type File struct {
	Path  string
	Kind  string
	With  string // files are written in the order of this, where it is not empty in place of Path: what is made of the same lies together
	Write func(io.Writer) error
	// Prepare, unless nil, names all that the file is made of, and gives what writes it: the same bytes as Write. A file without it is
	// named by its own bytes.
	Prepare func() (key fingerprint.Digest, write func(io.Writer) error, err error)
}

// Target says where a site is written.
type Target struct {
	Dir    string // the output folder; where it is a symbolic link, the folder that the link names
	Within string // the folder that no link may lead out of; empty for anywhere
	Temp   string // folder for the site until it is whole, used if it is on the file system of Dir; empty for beside Dir
	// Record is the file in which is kept what the files of the site were made of, so that the next time those which would be made of the
	// same are taken over; empty where nothing is kept. Whether it can be trusted is for the caller to know.
	Record string
	// Note is kept there too, for whoever asks whether the site still stands: one line.
	Note string
	// Doubtful, unless nil, tells after all is written that something could not be read: then nothing is kept.
	Doubtful func() bool
}

// Done says how many files of a site were written, and how many of them were taken over from the site before.
type Done struct{ Files, Kept int }
