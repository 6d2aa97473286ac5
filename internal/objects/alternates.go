package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Dirs gives the object folder and those of its alternates, nearest first. Alternates that are not there are
// left out: what they held shows as missing objects.
func Dirs(dir string) ([]string, error) {
	seen := map[string]bool{}
	var dirs []string
	var visit func(dir string, depth int) error
	visit = func(dir string, depth int) error {
		dir = filepath.Clean(dir)
		if seen[dir] || depth > 5 {
			return nil
		}
		seen[dir] = true
		dirs = append(dirs, dir)
		text, err := os.ReadFile(filepath.Join(dir, "info", "alternates"))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read alternates: %w", err)
		}
		for line := range strings.Lines(string(text)) {
			if other := alternate(dir, strings.TrimRight(line, "\r\n")); other != "" {
				if err := visit(other, depth+1); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if err := visit(dir, 0); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(dirs, func(d string) bool {
		info, err := os.Stat(d)
		return err != nil || !info.IsDir()
	}), nil
}

// alternate gives the object folder that a line of info/alternates names; relative ones start at the folder itself.
func alternate(dir, line string) string {
	if line == "" || line[0] == '#' {
		return ""
	}
	if line[0] == '"' {
		plain, err := strconv.Unquote(line)
		if err != nil {
			return ""
		}
		line = plain
	}
	if filepath.IsAbs(line) {
		return line
	}
	return filepath.Join(dir, filepath.FromSlash(line))
}

// LostAlternates gives the folders that info/alternates names and that are not there.
func LostAlternates(objects string) []string {
	text, err := os.ReadFile(filepath.Join(objects, "info", "alternates"))
	if err != nil {
		return nil // none, or open has complained
	}
	var lost []string
	for line := range strings.Lines(string(text)) {
		other := alternate(objects, strings.TrimRight(line, "\r\n"))
		if other == "" {
			continue
		}
		if _, err := os.Stat(other); errors.Is(err, os.ErrNotExist) {
			lost = append(lost, other)
		}
	}
	return lost
}
