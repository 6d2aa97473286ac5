package build

import "io/fs"

// CodeOwners gives the forge's file of owners from the first place where forges look for one in a project; nothing if
// there is none.
func CodeOwners(tree fs.FS) []byte { return codeOwners(tree) }
