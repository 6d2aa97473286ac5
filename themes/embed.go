// Package themes holds the built-in theme: templates, styles, scripts and the words of each language.
//
// A user's own theme is a folder of the same shape; whatever file it has is taken in place of the file here. What
// templates may use is laid down by the page types of package site, which checks them against each other.
package themes

import (
	"embed"
	"io/fs"
)

//go:embed default
var files embed.FS

// Default gives the built-in theme: templates/, assets/ and words/.
func Default() fs.FS {
	sub, err := fs.Sub(files, "default")
	if err != nil { // cannot happen: the name is valid, and Sub looks no further
		return files
	}
	return sub
}
