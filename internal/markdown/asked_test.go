package markdown

import (
	"github.com/google/go-cmp/cmp"
	"testing"
)

// asked remembers what a page asks about links.
type asked struct{ questions []Link }

func (a *asked) Resolve(l Link) Reference {
	a.questions = append(a.questions, l)
	return Reference{Href: "x.html", Text: "x"}
}

// question is what an answer can follow from.
func question(l Link) Link {
	return Link{Kind: l.Kind, Target: l.Target, Fragment: l.Fragment}
}

// Pages are taken over while the answers about the links that the outline lists are the same, so a page may ask about no other one.
func checkAsked(t *testing.T, src string) {
	t.Helper()
	known := map[Link]bool{}
	for _, l := range Parse([]byte(src), 1).Links {
		known[question(l)] = true
	}
	a := &asked{}
	if _, err := Render([]byte(src), 1, a, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, l := range a.questions {
		if !known[question(l)] {
			t.Errorf("the page asks about %+v, which the outline does not have\n%s", l, src)
		}
	}
}

func TestPagesAskAboutNoOtherLinks(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		"[a](b.md) ![c](d.png) [[POL-1]] [[POL-1#x]] §8.5.1 <https://a.example> https://b.example [e][f]\n\n[f]: g.md#h\n",
		"| a | [b](c.md) |\n|---|---|\n| ![d](e.png) | [[X-1]] |\n",
		"[![a](b.png)](c.md) ![a [b](c.md)](d.png) *[a](e.md)* ~~[a](f.md)~~ `[a](g.md)`\n",
		"text[^1]\n\n[^1]: note with [a](b.md) and [[POL-2]]\n",
		"# [a](b.md)\n\n> [c](d.md)\n\n- [ ] [e](f.md)\n\n1. ![g](<h i.png> \"t\")\n",
		"[a](#b) [c](#top) [d](?e=f) [g](/h) [i](mailto:a@b.example) <a href=\"x.md\">y</a> <a name=\"z\"></a>\n",
		"Term\n: [a](b.md)\n\n!!! note\n    [c](d.md)\n\n> [!NOTE]\n> [e](f.md)\n",
		"<details>\n<summary>s</summary>\n\n[a](b.md)\n\n</details>\n\n<table><tr><td><a href=\"c.md\">d</a></td></tr></table>\n",
	} {
		checkAsked(t, src)
	}
	for _, src := range append(commonMark(t), exampleBodies(t)...) {
		checkAsked(t, src)
	}
}

func FuzzPagesAskAboutNoOtherLinks(f *testing.F) {
	f.Add("[a](b.md) [[X-1]] §4.1 ![c](d.png)")
	f.Fuzz(func(t *testing.T, src string) { checkAsked(t, src) })
}

// TestATextIsReadOnceForAll makes everything of one reading, in turn and again, and wants what readings of their own give.
func TestATextIsReadOnceForAll(t *testing.T) {
	t.Parallel()
	for _, src := range append(commonMark(t), exampleBodies(t)...) {
		text := Read([]byte(src), 3)
		body := Parse([]byte(src), 3)
		html, err := Render([]byte(src), 3, &asked{}, Options{BaseLevel: 2})
		blocks, problem := Blocks([]byte(src), 3)
		for range 2 {
			if diff := cmp.Diff(body, text.Body()); diff != "" {
				t.Fatalf("%s: %s", src, diff)
			}
			got, gotErr := text.Render(&asked{}, Options{BaseLevel: 2})
			if got != html || (err == nil) != (gotErr == nil) {
				t.Fatalf("%s is rendered as\n%s\nwant\n%s", src, got, html)
			}
			taken, gotErr := text.Blocks()
			if diff := cmp.Diff(blocks, taken); diff != "" || (problem == nil) != (gotErr == nil) {
				t.Fatalf("%s: %s", src, diff)
			}
		}
	}
}
