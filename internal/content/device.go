package content

import "strings"

// Device tells whether Windows keeps a name for a device, whatever its ending: con, NUL.md, com1.
func Device(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch stem {
	case "con", "prn", "aux", "nul":
		return true
	}
	rest, found := strings.CutPrefix(stem, "com")
	if !found {
		rest, found = strings.CutPrefix(stem, "lpt")
	}
	return found && len([]rune(rest)) == 1 && strings.ContainsAny(rest, "0123456789¹²³")
}
