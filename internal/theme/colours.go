package theme

import (
	"fmt"
	"io"
	"strings"
)

// Colours are what the configuration sets over those of the theme, each as #rrggbb or empty.
type Colours struct{ Accent, OnAccent, Link string }

// WriteColours writes the style sheet of the colours, for light and for dark as the theme does.
func WriteColours(w io.Writer, light, dark Colours) error {
	const sheet = "@media screen {\n:root { %s }\n@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { %[2]s } }\n" +
		":root[data-theme=dark] { %[2]s }\n}\n"
	_, err := fmt.Fprintf(w, sheet, light.rules(), dark.rules())
	return err
}

func (c Colours) rules() string {
	var out []string
	if c.Accent != "" {
		out = append(out, "--accent: "+c.Accent+"; --on-accent: "+c.OnAccent+";")
	}
	if c.Link != "" {
		out = append(out, "--link: "+c.Link+";")
	}
	return strings.Join(out, " ")
}
