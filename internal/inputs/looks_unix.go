//go:build linux || darwin

package inputs

import (
	"io/fs"
	"syscall"
	"time"
)

// looks is what tells one state of a file from another without reading it.
type looks struct {
	mode          fs.FileMode
	size          int64
	time, changed int64 // of its content, and of the file as such, which no program can set
	inode         uint64
}

func (l looks) changedAt() time.Time { return time.Unix(0, l.changed) }

func looksOf(info fs.FileInfo) looks {
	l := looks{mode: info.Mode(), size: info.Size(), time: info.ModTime().UnixNano()}
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		l.inode, l.changed = s.Ino, changeTime(s)
	}
	return l
}
