package build

import "io/fs"

// Top gives the files of the repository of a project, from its top.
func (p *Project) Top() fs.FS { return p.top }

// CodeOwners gives the forge's file of owners from the first place where forges look for one in the repository of a project;
// nothing if there is none.
func (p *Project) CodeOwners() []byte {
	file, _, _ := codeOwners(p.top, "") // check reports what cannot be read
	return file
}
