package slug

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Fold makes alike what differs in case, spaces and the form of its characters alone.
func Fold(s string) string {
	return strings.ToLower(norm.NFC.String(strings.Join(strings.Fields(s), " ")))
}

// Squeeze makes alike the ids that several programs give to one heading: runs of hyphens and underscores are one hyphen.
func Squeeze(id string) string {
	parts := strings.FieldsFunc(Fold(id), func(r rune) bool { return r == '-' || r == '_' })
	return strings.Join(parts, "-")
}
