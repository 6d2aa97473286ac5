//go:build linux || darwin

package output

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// lockFile takes a lock that ends with the program. Some network file systems have none; builds at once are then the
// user's own care.
func lockFile(f *os.File) bool {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	return !errors.Is(err, unix.EWOULDBLOCK)
}

// sameDevice tells whether two folders are on one file system.
func sameDevice(a, b string) bool {
	x, errA := os.Stat(a)
	y, errB := os.Stat(b)
	if errA != nil || errB != nil {
		return false
	}
	s, okA := x.Sys().(*syscall.Stat_t)
	t, okB := y.Sys().(*syscall.Stat_t)
	return okA && okB && s.Dev == t.Dev
}

// exchanged gives the error of an exchange; errors.ErrUnsupported where kernel or file system have none.
func exchanged(err error) error {
	for _, without := range []error{unix.ENOSYS, unix.EINVAL, unix.ENOTSUP, unix.EOPNOTSUPP} {
		if errors.Is(err, without) {
			return errors.ErrUnsupported
		}
	}
	return err
}
