package phrase

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// plainly says a phrase in the plainest way: each piece is a run, and those in one language are put together afterwards.
func plainly(p Phrase, language string, table func(string) (string, bool)) []Run {
	var out []Run
	add := func(more ...Run) {
		for _, r := range more {
			last := len(out) - 1
			switch {
			case r.Text == "":
			case last >= 0 && out[last].Lang == r.Lang && out[last].Whole == "" && r.Whole == "":
				out[last].Text += r.Text
			default:
				out = append(out, r)
			}
		}
	}
	part := func(i int, language string) {
		if inner, is := p.parts[i].(Phrase); is {
			add(plainly(inner, language, table)...)
		} else {
			add(Run{Text: fmt.Sprint(p.parts[i]), Lang: language})
		}
	}
	if p.whole != "" {
		inner := p
		inner.whole = ""
		for _, r := range plainly(inner, language, table) {
			out = append(out, Run{r.Text, r.Lang, p.whole})
		}
		return out
	}
	if p.language != "" {
		language = p.language
	}
	if p.format == "" {
		for i := range p.parts {
			part(i, language)
		}
		return out
	}
	format, ok := table(p.format)
	language = ""
	if !ok {
		language = Source
	}
	for i := 0; format != ""; {
		switch {
		case strings.HasPrefix(format, "%s") && i < len(p.parts):
			part(i, language)
			i, format = i+1, format[2:]
		case strings.HasPrefix(format, "%%"):
			add(Run{Text: "%", Lang: language})
			format = format[2:]
		default:
			add(Run{Text: format[:1], Lang: language})
			format = format[1:]
		}
	}
	return out
}

// TestRunsAreThePiecesPutTogether says phrases of all forms, within each other and in several languages.
func TestRunsAreThePiecesPutTogether(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	formats := []string{"%s", "a", "%s and %s", "100 %% of %s", "%s%s", "", "%s is left", "known %s", "known"}
	texts := []any{"", "x", "two words", 7, -1, 0, "%s", "ü"}
	var make func(depth int) Phrase
	make = func(depth int) Phrase {
		var parts []any
		for range random.IntN(4) {
			if depth > 0 && random.IntN(2) == 0 {
				parts = append(parts, make(depth-1))
			} else {
				parts = append(parts, texts[random.IntN(len(texts))])
			}
		}
		return Phrase{format: formats[random.IntN(len(formats))], language: []string{"", "", "de", "en"}[random.IntN(4)],
			whole: []string{"", "", "", "list"}[random.IntN(4)], parts: parts}
	}
	table := func(format string) (string, bool) {
		if after, known := strings.CutPrefix(format, "known"); known {
			return "bekannt" + after, true
		}
		return format, false
	}
	for range 5000 {
		p := make(3)
		if got, want := p.Runs(table), plainly(p, "", table); !reflect.DeepEqual(got, want) {
			t.Fatalf("%#v\n got %q\nwant %q", p, got, want)
		}
	}
}
