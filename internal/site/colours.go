package site

import (
	"fmt"
	"io"
	"strings"
)

// colours are what the configuration sets over those of the theme, each as #rrggbb or empty.
type colours struct{ accent, onAccent, link string }

// writeColours writes the style sheet of the colours, for light and for dark as the theme does.
func writeColours(w io.Writer, light, dark colours) error {
	const sheet = "@media screen {\n:root { %s }\n@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { %[2]s } }\n" +
		":root[data-theme=dark] { %[2]s }\n}\n"
	_, err := fmt.Fprintf(w, sheet, light.rules(), dark.rules())
	return err
}

func (c colours) rules() string {
	var out []string
	if c.accent != "" {
		out = append(out, "--accent: "+c.accent+"; --on-accent: "+c.onAccent+";")
	}
	if c.link != "" {
		out = append(out, "--link: "+c.link+";")
	}
	return strings.Join(out, " ")
}
