package content

import (
	"path"
	"slices"
	"strings"
)

// The endings of Markdown files, and those of templates that stand behind them.
var (
	endings   = []string{".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"}
	templates = []string{".erb", ".tmpl"}
)

// IsMarkdown tells whether a file is Markdown, by its name.
func IsMarkdown(p string) bool {
	name, _ := cutEnding(strings.ToLower(path.Base(p)), templates)
	stem, ok := cutEnding(name, endings)
	return ok && stem != ""
}

// IsTemplate tells whether a Markdown file is one that a program fills in before it is read.
func IsTemplate(p string) bool {
	return IsMarkdown(p) && slices.Contains(templates, strings.ToLower(path.Ext(p)))
}

// Stem gives the name of a file without its ending, as a page is named after it: `change` of change.html.md.erb. What is no
// Markdown loses its last ending only.
func Stem(p string) string {
	base := path.Base(p)
	if !IsMarkdown(base) {
		return strings.TrimSuffix(base, path.Ext(base))
	}
	base, _ = cutEnding(base, templates)
	base, _ = cutEnding(base, endings)
	if stem, ok := cutEnding(base, []string{".html"}); ok && stem != "" {
		return stem
	}
	return base
}

// cutEnding cuts one of some endings off, in whatever case it is written.
func cutEnding(name string, endings []string) (string, bool) {
	ext := path.Ext(name)
	if ext == "" || !slices.Contains(endings, strings.ToLower(ext)) {
		return name, false
	}
	return strings.TrimSuffix(name, ext), true
}

// Endings lists the usual endings of Markdown files, the commonest first.
func Endings() []string {
	return []string{".md", ".markdown", ".mdown", ".mkd", ".mdx", ".html.md", ".html.md.erb", ".md.erb", ".md.tmpl"}
}
