package build

import "io/fs"

// CodeOwners gives the forge's file of owners from the first place where forges look for one in a project; nothing if
// there is none.
func CodeOwners(tree fs.FS) []byte {
	file, _ := codeOwners(tree) // check reports what cannot be read
	return file
}
