package gittest

import "syscall"

// roomy tells whether a folder is there with room for the files of all tests, and some more.
func roomy(dir string) bool {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return false
	}
	return s.Bavail*uint64(s.Bsize) >= 4<<30
}
