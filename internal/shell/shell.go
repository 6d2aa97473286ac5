// Package shell writes texts into commands that are printed for a reader to run: a name is one word, whatever it holds.
package shell

import (
	"regexp"
	"strings"
)

// safe is what a shell takes as one word, as it stands.
var safe = regexp.MustCompile(`^[A-Za-z0-9_./@:=+,-]+$`)

// Quote writes a text as one word of a POSIX shell.
func Quote(text string) string {
	if safe.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
