package history

import (
	"io/fs"
	"path"
)

// ObjectName gives what git calls a file or folder of a tree; nothing if it is not there, and a question mark where
// the tree does not say.
func ObjectName(tree fs.FS, name string) string {
	if name == "" {
		return ""
	}
	info, err := fs.Stat(tree, path.Clean(name))
	if err != nil {
		return ""
	}
	if h, ok := info.Sys().(Hash); ok {
		return string(h)
	}
	return "?"
}
