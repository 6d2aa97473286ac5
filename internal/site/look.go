package site

import (
	"fmt"
	"io"
	"path"
	"strings"

	"clausebook/internal/dossier"
)

// lookPath is the style sheet that holds the colours of the configuration.
const lookPath = "assets/look.css"

// logoPath is where the logo of the configuration is copied to.
func (s *site) logoPath() string {
	return "assets/own-logo" + strings.ToLower(path.Ext(s.Site.Look.Logo))
}

func (s *site) planLook() {
	if s.Site.Look.Coloured() {
		s.copied(lookPath, "asset", func(w io.Writer) error { return writeLook(w, s.Site.Look) })
	}
	if logo := s.Site.Look.Logo; logo != "" && s.tree != nil {
		s.copied(s.logoPath(), "asset", func(w io.Writer) error { return s.copyFile(w, logo) })
	}
}

// writeLook sets the colours of the configuration over those of the theme, for light and for dark as the theme does.
func writeLook(w io.Writer, l dossier.Look) error {
	light, dark := colours(l.Accent, l.OnAccent, l.Link), colours(l.AccentDark, l.OnAccentDark, l.LinkDark)
	_, err := fmt.Fprintf(w, "@media screen {\n:root { %s }\n@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { %s } }\n:root[data-theme=dark] { %s }\n}\n",
		light, dark, dark)
	return err
}

func colours(accent, ink, link string) string {
	var out []string
	if accent != "" {
		out = append(out, "--accent: "+accent+"; --on-accent: "+ink+";")
	}
	if link != "" {
		out = append(out, "--link: "+link+";")
	}
	return strings.Join(out, " ")
}
