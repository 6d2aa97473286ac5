package doc

import (
	"fmt"
	"html"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/markdown"
	"clausebook/internal/strictyaml"
)

// TestNoWordOfAFileIsLost holds that every word of a file is on its page, among its control data, or in the block of which a finding
// speaks: of templates without their tags, and of front matter in each language, whole and broken.
func TestNoWordOfAFileIsLost(t *testing.T) {
	t.Parallel()
	fronts := []string{"", "---\ntitle: W\ntags: [W, W]\nx:\n  y: W\n---\n", "---\ntitle: \"W\"\nz: >\n  W\n  W\n---\n", "---\ntitle: [W\n---\n",
		"+++\ntitle = \"W\"\ntags = [\"W\", 'W']\n[x]\ny = \"W\"\n+++\n", "+++\ntitle = W\nz = \"W\"\n+++\n", "+++\ntitle = \"W\"\n",
		"{\n \"title\": \"W\",\n \"tags\": [\"W\"],\n \"x\": {\"y\": \"W\"}\n}\n", "{\n \"title\": W\n}\n", "title: W\nowner: W\n---\n"}
	bodies := []string{"# W\n", "W <% T %> W\n", "W{{ T }}W\n", "<%= T\nT -%>\nW\n", "{{ if T }}\n\nW\n\n{{ end }}\n", "- W <%# T %>\n- {{ T }}\n", "| W |\n|---|\n| <%= T %>W |\n",
		"```\nW <% T %>\n```\n", "<div>W <% T %></div>\n", "<% T W\n", "{{ W\n", "W %> W }}\n", "[W](<%= T %>)\n", "W <% T %><% T %> {{T}}{{T}} W\n"}
	random := rand.New(rand.NewPCG(7, 8))
	for i := range 1500 {
		name := []string{"a.md", "a.html.md.erb", "a.md.tmpl", "a.markdown"}[random.IntN(4)]
		var src strings.Builder
		src.WriteString(fronts[random.IntN(len(fronts))])
		for range 1 + random.IntN(3) {
			src.WriteString("\n" + bodies[random.IntN(len(bodies))])
		}
		number := 0
		text := regexp.MustCompile(`\b[WT]\b`).ReplaceAllStringFunc(src.String(), func(kind string) string {
			number++
			return map[string]string{"W": "word", "T": "tagged"}[kind] + fmt.Sprintf("%dq%d", i, number)
		})
		if lost := wordsLost(t, name, text); len(lost) > 0 {
			t.Fatalf("%s: lost %q of\n%s", name, lost, text)
		}
	}
}

// wordsLost gives the words of a file that are nowhere.
func wordsLost(t *testing.T, name, text string) []string {
	t.Helper()
	d := reader(t).Parse("content/"+name, []byte(text))
	page, err := markdown.Render(d.Text(), d.BodyLine, nil, markdown.Options{})
	if err != nil {
		t.Fatal(err)
	}
	known := html.UnescapeString(string(page)) + strings.Join(scalars(d.Front), " ")
	unread := slices.ContainsFunc(lines(d.Findings), func(f string) bool { return regexp.MustCompile(` FM0(01|03|04|05|06|15) `).MatchString(f) })
	front := text[:len(text)-len(d.Source[min(d.BodyAt, len(d.Source)):])]
	var lost []string
	for _, word := range regexp.MustCompile(`word\d+q\d+`).FindAllString(text, -1) {
		if !strings.Contains(known, word) && !(unread && strings.Contains(front, word)) && !inTag(name, text, word) {
			lost = append(lost, word)
		}
	}
	return lost
}

// inTag tells whether a word stands within a tag of a template, which ends later on.
func inTag(name, text, word string) bool {
	tags := map[string]string{"a.html.md.erb": `(?s)<%.*?%>`, "a.md.tmpl": `(?s)\{\{.*?\}\}`}[name]
	if tags == "" {
		return false
	}
	return slices.ContainsFunc(regexp.MustCompile(tags).FindAllString(text, -1), func(tag string) bool { return strings.Contains(tag, word) })
}

// scalars gives every text in a node.
func scalars(n *strictyaml.Node) []string {
	if n == nil {
		return nil
	}
	out := []string{n.Raw}
	for _, v := range n.Values {
		out = append(out, scalars(v)...)
	}
	return out
}
