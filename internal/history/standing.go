package history

// Standing gives the log of a work tree in which files stand elsewhere than at the head: by the path of each in the work tree, the one
// that the head has it at. Its history is told by either.
func (l *Log) Standing(at map[string]string) *Log {
	out := *l
	out.stood = at
	return &out
}

// StoodAt gives the path at which the head has a file of the work tree.
func (l *Log) StoodAt(path string) string {
	if old, moved := l.stood[path]; moved {
		return old
	}
	return path
}
