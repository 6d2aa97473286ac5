package plain

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
)

// Words gives an error in words. Where a file could not be used it says of the file why, and not by which call to the system that showed.
func Words(err error) string {
	text := err.Error()
	var at *fs.PathError
	if !errors.As(err, &at) {
		return text
	}
	why := ""
	switch {
	case errors.Is(at.Err, fs.ErrNotExist):
		why = "there is no such file or folder"
	case errors.Is(at.Err, fs.ErrPermission):
		why = "this account may not read or write it"
	default:
		why = at.Err.Error()
	}
	before, after, ok := strings.Cut(text, at.Error())
	if !ok {
		return text
	}
	if name := filepath.Base(at.Path); at.Path != "" && !strings.Contains(before, name) {
		why = at.Path + ": " + why
	}
	return before + why + after
}
