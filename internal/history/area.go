package history

import (
	"strings"

	"clausebook/internal/content"
)

// area is where the documents are, in a repository of which the project may be a folder.
type area struct {
	prefix string // of the project root in the repository
	name   string // tells it from others in the names of caches
	files  *content.Files
	parts  []string // from the top of the repository; one that is empty stands for all of it
}

// area gives a place of documents as seen from the top of the repository. An empty one is all of the project.
func (r *repository) area(at content.Place) area {
	a := area{prefix: r.prefix, name: r.absolute(at.Folder())}
	if at == "" {
		a.parts = []string{r.absolute("")}
		return a
	}
	if _, more, cut := strings.Cut(string(at), "\n"); cut {
		a.name += "\n" + more
	}
	for _, part := range at.Parts() {
		a.parts = append(a.parts, r.absolute(part))
	}
	if files := at.Files(); !files.Simple() {
		a.files = files
	}
	return a
}

// holds tells whether a path of the repository is of the place.
func (a area) holds(file string) bool {
	if a.files == nil {
		return a.parts[0] == "" || strings.HasPrefix(file, a.parts[0]+"/")
	}
	if a.prefix != "" {
		below, ok := strings.CutPrefix(file, a.prefix+"/")
		return ok && a.files.Holds(below)
	}
	return a.files.Holds(file)
}

// scope gives the trees that hold files of the place.
func (a area) scope() *scope {
	s := &scope{}
	for _, part := range a.parts {
		if part == "" {
			s.all = true
			break
		}
		s.add(part + "/")
		if a.files != nil {
			s.add(part) // it may be a file
		}
	}
	if a.files != nil {
		s.holds = a.holds
	}
	return s
}
