package site

import (
	"io"

	"clausebook/internal/theme"
)

// lookPath is the style sheet that holds the colours of the configuration.
const lookPath = "assets/look.css"

// addLook adds what the configuration says of colours and a logo.
func (p *plan) addLook() {
	if look := p.Site.Look; look.Coloured() {
		light := theme.Colours{Accent: look.Accent, OnAccent: look.OnAccent, Link: look.Link}
		dark := theme.Colours{Accent: look.AccentDark, OnAccent: look.OnAccentDark, Link: look.LinkDark}
		p.copied(lookPath, "asset", func(w io.Writer) error { return theme.WriteColours(w, light, dark) })
	}
	if logo := p.logo(); logo != "" {
		p.copied(p.LogoPath(), "asset", func(w io.Writer) error { return copyFile(w, p.tree, logo) })
	}
}

// logo gives the path of the configuration's logo, if it is copied.
func (p *plan) logo() string {
	if p.tree == nil {
		return ""
	}
	return p.Site.Look.Logo
}
