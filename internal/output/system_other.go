//go:build !linux && !darwin && !windows

package output

import (
	"errors"
	"os"
)

// lockFile takes no lock here: builds at once are the user's own care.
func lockFile(*os.File) bool { return true }

// sameDevice cannot be told here.
func sameDevice(string, string) bool { return false }

// exchange is not to be had.
var exchange = func(string, string) error { return errors.ErrUnsupported }
