package form

import "strings"

// Clean makes a text safe for a terminal and for the log of a build: control characters, line breaks and marks that
// turn the writing direction become visible signs, and commands to a build server lose their meaning.
func Clean(s string) string {
	return logCommands.Replace(strings.Map(func(r rune) rune {
		switch {
		case !Acting(r):
			return r
		case r < 0x20:
			return 0x2400 + r // the control pictures
		case r == 0x7f:
			return '␡'
		}
		return '\ufffd'
	}, s))
}
