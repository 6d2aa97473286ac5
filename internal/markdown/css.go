package markdown

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// ink is a kind of word in code, its colour on light and on dark ground, and the token types that it colours. A
// token type stands for those below it that no other ink names.
type ink struct {
	name, light, dark string
	types             []chroma.TokenType
}

// The grounds on which code stands. Every ink has a contrast of at least 4.5:1 with its ground.
const (
	lightGround, lightText = "#f5f7f9", "#1b1f24"
	darkGround, darkText   = "#161b22", "#e6edf3"
)

var inks = []ink{
	{"comment", "#57606a", "#a3adb8", []chroma.TokenType{chroma.Comment, chroma.GenericOutput}},
	{"keyword", "#9a1558", "#ff9ec6", []chroma.TokenType{chroma.Keyword, chroma.OperatorWord, chroma.CommentPreproc}},
	{"type", "#7a4100", "#ffc680", []chroma.TokenType{chroma.KeywordType, chroma.NameClass, chroma.NameException, chroma.NameNamespace}},
	{"name", "#5a32a3", "#d2b3ff", []chroma.TokenType{chroma.NameFunction, chroma.NameFunctionMagic, chroma.NameBuiltin, chroma.NameDecorator, chroma.NameAttribute, chroma.NameLabel, chroma.NameProperty}},
	{"tag", "#0b5394", "#8cc8ff", []chroma.TokenType{chroma.NameTag, chroma.NameVariable, chroma.NameConstant, chroma.NameEntity, chroma.GenericHeading, chroma.GenericSubheading, chroma.GenericPrompt}},
	{"string", "#0a5c36", "#9be8a8", []chroma.TokenType{chroma.String, chroma.LiteralDate, chroma.GenericInserted}},
	{"number", "#0b5394", "#8cc8ff", []chroma.TokenType{chroma.Number, chroma.KeywordConstant}},
	{"operator", "#8a2a0a", "#ff9c7a", []chroma.TokenType{chroma.Operator, chroma.StringEscape, chroma.StringInterpol}},
	{"deleted", "#a40e26", "#ffa198", []chroma.TokenType{chroma.GenericDeleted, chroma.GenericError, chroma.GenericTraceback}},
}

// CSS writes the style sheet for code: light by default and on paper, dark where the reader's system or the page's
// data-theme attribute asks for it.
func CSS(w io.Writer) error {
	var b strings.Builder
	writeColours(&b, ":root", lightGround, lightText, func(i ink) string { return i.light })
	dark := func(selector string) {
		writeColours(&b, selector, darkGround, darkText, func(i ink) string { return i.dark })
	}
	b.WriteString("@media screen and (prefers-color-scheme: dark) {\n")
	dark(`:root:not([data-theme="light"])`)
	b.WriteString("}\n@media screen {\n")
	dark(`:root[data-theme="dark"]`)
	b.WriteString("}\npre.chroma { color: var(--code-text); background: var(--code-ground); }\n")
	for _, i := range inks {
		if classes := inkClasses(i.name); len(classes) > 0 {
			fmt.Fprintf(&b, ".chroma .%s { color: var(--code-%s); }\n", strings.Join(classes, ", .chroma ."), i.name)
		}
	}
	b.WriteString(".chroma .ge { font-style: italic; }\n.chroma .gs { font-weight: bold; }\n.chroma .gl { text-decoration: underline; }\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write style sheet for code: %w", err)
	}
	return nil
}

// writeColours writes one rule that sets the colours.
func writeColours(b *strings.Builder, selector, ground, text string, colour func(ink) string) {
	fmt.Fprintf(b, "%s { --code-ground: %s; --code-text: %s;", selector, ground, text)
	for _, i := range inks {
		fmt.Fprintf(b, " --code-%s: %s;", i.name, colour(i))
	}
	b.WriteString(" }\n")
}

// inkClasses gives the classes of the tokens that an ink colours, sorted.
func inkClasses(name string) []string {
	var out []string
	for t, class := range chroma.StandardTypes {
		if !plainTokens[class] && inkOf(t) == name {
			out = append(out, class)
		}
	}
	slices.Sort(out)
	return out
}

// inkOf gives the name of the ink of a token type: that which names it, else its sub-category or category.
func inkOf(t chroma.TokenType) string {
	for _, t := range []chroma.TokenType{t, t.SubCategory(), t.Category()} {
		for _, i := range inks {
			if slices.Contains(i.types, t) {
				return i.name
			}
		}
	}
	return ""
}
