package history

import "maps"

// Standing gives the log of a work tree in which files stand elsewhere than at the head: by the path of each in the work tree, the one
// that the head has it at. Its history is told by either.
func (l *Log) Standing(at map[string]string) *Log {
	out := *l
	out.stood = at
	return &out
}

// Without gives the log without some files, which were no documents: it tells of them neither at the head nor before.
func (l *Log) Without(files map[string]bool) *Log {
	out := *l
	out.foreign = files
	return &out
}

// Alike tells whether two logs tell the same of the same head, as it stands in the work tree: what one says of a commit or a file is the
// very same value as what the other one says.
func (l *Log) Alike(other *Log) bool {
	return other != nil && l.view != nil && l.view == other.view && l.State == other.State && l.Head == other.Head &&
		maps.Equal(l.stood, other.stood) && maps.Equal(l.foreign, other.foreign)
}

// StoodAt gives the path at which the head has a file of the work tree.
func (l *Log) StoodAt(path string) string {
	if old, moved := l.stood[path]; moved {
		return old
	}
	return path
}
