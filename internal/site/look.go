package site

import (
	"io"
	"path"
	"strings"

	"clausebook/internal/dossier"
	"clausebook/internal/theme"
)

// lookPath is the style sheet that holds the colours of the configuration.
const lookPath = "assets/look.css"

// logoPath is where the logo of the configuration is copied to.
func (s *site) logoPath() string {
	return "assets/own-logo" + strings.ToLower(path.Ext(s.Site.Look.Logo))
}

func (s *site) planLook() {
	if s.Site.Look.Coloured() {
		s.copied(lookPath, "asset", func(w io.Writer) error {
			light, dark := coloursOf(s.Site.Look)
			return theme.WriteColours(w, light, dark)
		})
	}
	if logo := s.Site.Look.Logo; logo != "" && s.tree != nil {
		s.copied(s.logoPath(), "asset", func(w io.Writer) error { return s.copyFile(w, logo) })
	}
}

func coloursOf(l dossier.Look) (light, dark theme.Colours) {
	return theme.Colours{Accent: l.Accent, OnAccent: l.OnAccent, Link: l.Link}, theme.Colours{Accent: l.AccentDark, OnAccent: l.OnAccentDark, Link: l.LinkDark}
}
