package history

import "path/filepath"

// Folders are the places on the disk where git keeps what says which commit is read and which references there are.
type Folders struct {
	Top    string // of the work tree
	Own    string // with HEAD: that of this work tree
	Common string // with the references and packed-refs: the same, except in a linked work tree
}

// Refs gives the folder with references that stand in files of their own.
func (f Folders) Refs() string { return filepath.Join(f.Common, "refs") }

// FoldersOf finds them for the repository that holds dir; false where there is none.
func FoldersOf(dir string) (Folders, bool) {
	real, err := realPath(dir)
	if err != nil {
		return Folders{}, false
	}
	top, own, err := discover(real)
	if err != nil {
		return Folders{}, false
	}
	return Folders{top, own, commonDir(own)}, true
}
