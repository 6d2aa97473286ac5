package diagram

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the golden files")

// TestSamples compares whole drawings. Look at them in a browser before updating them.
func TestSamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.mmd")
	if err != nil || len(files) < 4 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		svg, err := Draw("mermaid", string(source))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		golden := strings.TrimSuffix(file, ".mmd") + ".svg"
		if *update {
			if err := os.WriteFile(golden, svg, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(svg)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", golden, diff)
		}
		if bad := faults(string(svg)); len(bad) > 0 {
			t.Errorf("%s: %q", file, bad)
		}
	}
}

// summary writes a graph as one line for each thing that it says.
func summary(g *graph) []string {
	var out []string
	for _, group := range g.groups[1:] {
		out = append(out, fmt.Sprintf("group %s %q in %d %v", group.id, group.label.text(), group.parent, group.direction.words()))
	}
	for _, n := range g.nodes {
		out = append(out, fmt.Sprintf("node %s %q %d in %d", n.id, n.label.text(), n.shape, n.parent))
	}
	for _, e := range g.edges {
		out = append(out, fmt.Sprintf("edge %s>%s %q %d%d %d %d", g.words(e.from), g.words(e.to), e.label.text(), e.first, e.last, e.stroke,
			e.length))
	}
	return out
}

func TestGraphs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source string
		want         []string
	}{
		{"shapes", "graph TD\na[A]\nb(B)\nc([C])\nd[[D]]\ne[(E)]\nf((F))\ng(((G)))\nh>H]\ni{I}\nj{{J}}\nk[/K/]\nl[\\L\\]\nm[/M\\]\nn[\\N/]\no",
			[]string{
				`node a "A" 0 in 0`, `node b "B" 1 in 0`, `node c "C" 2 in 0`, `node d "D" 3 in 0`, `node e "E" 4 in 0`, `node f "F" 5 in 0`,
				`node g "G" 6 in 0`, `node h "H" 7 in 0`, `node i "I" 8 in 0`, `node j "J" 9 in 0`, `node k "K" 10 in 0`, `node l "L" 11 in 0`,
				`node m "M" 12 in 0`, `node n "N" 13 in 0`, `node o "o" 0 in 0`,
			}},
		{"two slanted shapes", "graph TD\na[/A\\] --> b[/B/]", []string{`node a "A" 12 in 0`, `node b "B" 10 in 0`, `edge A>B "" 01 0 1`}},
		{"labels", "graph TD\na[\"(x) ] #quot;y#quot; #35;\"]\nb[x<br/>y & z]\nc[`**x**`]", []string{
			`node a "(x) ] \"y\" #" 0 in 0`, `node b "x y & z" 0 in 0`, `node c "x" 0 in 0`,
		}},
		{"edges", "graph TD\na --> b\na --- b\na -.-> b\na -.- b\na ==> b\na === b\na ~~~ b\na --x b\na --o b\na <--> b\na x--x b\na ----> " +
			"b\na -..-> b\na-->b", []string{
			`node a "a" 0 in 0`, `node b "b" 0 in 0`, `edge a>b "" 01 0 1`, `edge a>b "" 00 0 1`, `edge a>b "" 01 1 1`, `edge a>b "" 00 1 1`,
			`edge a>b "" 01 2 1`, `edge a>b "" 00 2 1`, `edge a>b "" 00 3 1`, `edge a>b "" 03 0 1`, `edge a>b "" 02 0 1`, `edge a>b "" 11 0 1`,
			`edge a>b "" 33 0 1`, `edge a>b "" 01 0 3`, `edge a>b "" 01 1 2`, `edge a>b "" 01 0 1`,
		}},
		{"words", "graph TD\na -->|x y| b\na -- x y --> b\na -. x .-> b\na == x ==> b\na -- x-y --- b", []string{
			`node a "a" 0 in 0`, `node b "b" 0 in 0`, `edge a>b "x y" 01 0 1`, `edge a>b "x y" 01 0 1`, `edge a>b "x" 01 1 1`, `edge a>b "x" 01 2 1`,
			`edge a>b "x-y" 00 0 1`,
		}},
		{"chains", "graph TD; a & b --> c --> d & e; d-->e", []string{
			`node a "a" 0 in 0`, `node b "b" 0 in 0`, `node c "c" 0 in 0`, `node d "d" 0 in 0`, `node e "e" 0 in 0`,
			`edge a>c "" 01 0 1`, `edge b>c "" 01 0 1`, `edge c>d "" 01 0 1`, `edge c>e "" 01 0 1`, `edge d>e "" 01 0 1`,
		}},
		{"ids", "graph TD\na-b.c_d --> é1:::red", []string{`node a-b.c_d "a-b.c_d" 0 in 0`, `node é1 "é1" 0 in 0`, `edge a-b.c_d>é1 "" 01 0 1`}},
		{"groups", "flowchart LR\nsubgraph x [The X]\ndirection TB\na --> b\nsubgraph y\nc\nend\nend\nsubgraph Some words\nd\nend\nx --> d\ne " +
			"--> y", []string{
			`group x "The X" in 0 from top to bottom`, `group y "y" in 1 from top to bottom`,
			`group Some words "Some words" in 0 from left to right`,
			`node a "a" 0 in 1`, `node b "b" 0 in 1`, `node c "c" 0 in 2`, `node d "d" 0 in 3`, `node e "e" 0 in 0`,
			`edge a>b "" 01 0 1`, `edge The X>d "" 01 0 1`, `edge e>y "" 01 0 1`,
		}},
		{"a group named by an edge first", "graph TD\na --> x --> b\nsubgraph x\nc\nend", []string{
			`group x "x" in 0 from top to bottom`, `node a "a" 0 in 0`, `node b "b" 0 in 0`, `node c "c" 0 in 1`, `edge a>x "" 01 0 1`,
			`edge x>b "" 01 0 1`,
		}},
		{"what only changes the looks",
			"---\ntitle: T\n---\n%%{init: {}}%%\ngraph TD\n%% note\na\nclassDef x fill:red\nclass a x\nstyle a fill:red\nlinkStyle 0 x",
			[]string{`node a "a" 0 in 0`}},
		{"states", "stateDiagram-v2\n[*] --> A\nA : Words of A\nstate \"B's words\" as B\nA --> B : go: now\nstate c <<choice>>\nB --> " +
			"c\nstate G {\n[*] --> D\nD --> [*]\n}\nc --> G\nG --> [*]", []string{
			`group G "G" in 0 from top to bottom`, `node start of 0 "" 14 in 0`, `node A "Words of A" 1 in 0`, `node B "B's words" 1 in 0`,
			`node c "" 8 in 0`,
			`node start of 1 "" 14 in 1`, `node D "D" 1 in 1`, `node end of 1 "" 15 in 1`, `node end of 0 "" 15 in 0`,
			`edge start>Words of A "" 01 0 1`, `edge Words of A>B's words "go: now" 01 0 1`, `edge B's words>c "" 01 0 1`,
			`edge start>D "" 01 0 1`, `edge D>end "" 01 0 1`, `edge c>G "" 01 0 1`, `edge G>end "" 01 0 1`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, err := read("mermaid", tt.source)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, summary(d.(*graph))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			check(t, tt.source)
		})
	}
}

// TestErrors names what is not drawn, and where it stands.
func TestErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		source string
		want   Error
	}{
		{"", Error{1, 1, 1, "", "the diagram is empty"}},
		{"gantt\ntitle x", Error{1, 1, 6, "gantt", "this kind of diagram is not drawn; flowchart, stateDiagram-v2 and sequenceDiagram are"}},
		{"graph XX", Error{1, 7, 9, "XX", "not a direction; TD, LR, BT and RL are"}},
		{"graph TD\n  é --> b\n  click a href \"https://x.example\"",
			Error{3, 3, 8, "click", "links in diagrams are not followed; write the link below the diagram"}},
		{"graph TD\na[x", Error{2, 2, 3, "[", "the bracket is not closed on this line"}},
		{"graph TD\na -> b", Error{2, 3, 5, "->", "an edge such as --> was expected here"}},
		{"graph TD\na -- x", Error{2, 3, 5, "--", "the edge has no end on this line"}},
		{"graph TD\na -->|x b", Error{2, 6, 8, "|x", "the words of the edge have no second bar"}},
		{"graph TD\na -->", Error{2, 6, 6, "", "a box was expected here"}},
		{"graph TD\né; x@{ shape: doc }", Error{2, 5, 7, "@{", "shapes by name are not drawn; use brackets"}},
		{"graph TD\nend", Error{2, 1, 4, "end", "there is nothing to end here"}},
		{"graph TD\nsubgraph x\na", Error{3, 2, 2, "", `the group "x" is not closed`}},
		{"graph TD\nsubgraph x\na --> x\nend", Error{4, 4, 4, "", `an edge between the group "a" and what it holds`}},
		{"graph TD\nsubgraph x\na\nend\nsubgraph x\nb\nend", Error{5, 10, 11, "x", "a group with this name exists already"}},
		{"graph TD", Error{1, 9, 9, "", "the diagram has no boxes"}},
		{"stateDiagram-v2\nA -> B", Error{2, 3, 5, "->", "a transition such as --> was expected here"}},
		{"stateDiagram-v2\nnote left of A : x", Error{2, 1, 5, "note", "notes and concurrent states are not drawn"}},
		{"sequenceDiagram\nA B", Error{2, 1, 2, "A", "a message such as A->>B: words was expected here"}},
		{"sequenceDiagram\nloop x\nA->>B: y", Error{3, 9, 9, "", `"loop" is not closed by end`}},
		{"sequenceDiagram\nalt x\nA->>B: y\nand z\nend", Error{4, 1, 4, "and", `this divides "par", which is not open here`}},
		{"sequenceDiagram\nrect rgb(0,0,0)\nend", Error{2, 1, 5, "rect", "this is not drawn"}},
		{"graph TD\na[" + strings.Repeat("x", 301) + "]", Error{2, 3, 3, "", "a label of more than 300 characters"}},
		{"graph TD\n" + strings.Repeat("subgraph\n", 1), Error{2, 9, 17, "subgraph", "a subgraph needs a name"}},
	}
	for _, tt := range tests {
		err := Check("mermaid", tt.source)
		var got *Error
		if !errors.As(err, &got) {
			t.Errorf("%q: %v", tt.source, err)
			continue
		}
		if diff := cmp.Diff(tt.want, *got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.source, diff)
		}
	}
	if err := Check("dot", "graph {}"); err == nil {
		t.Error("another language is drawn")
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	var nodes, edges, far strings.Builder
	for i := range 200 {
		fmt.Fprintf(&nodes, "n%d\n", i)
	}
	for i := range 400 {
		fmt.Fprintf(&edges, "n%d --> n%d\n", i%20, i%19)
	}
	for i := range 149 {
		fmt.Fprintf(&far, "n%d ------> n%d\nn0 --> n%d\n", i, i+1, i+1)
	}
	deep := strings.Repeat("subgraph x\n", 9)
	for i := range 9 {
		deep = strings.Replace(deep, "x\n", fmt.Sprintf("y%d\n", i), 1)
	}
	for name, source := range map[string]string{"nodes": nodes.String(), "edges": edges.String(), "bends": far.String(), "depth": deep,
		"bytes": strings.Repeat("%% x\n", 5000)} {
		start := time.Now()
		if err := Check("mermaid", "graph TD\n"+source); err == nil {
			t.Errorf("%s: no bound", name)
		}
		if took := time.Since(start); took > time.Minute { // what goes wrong does not end
			t.Errorf("%s: %v", name, took)
		}
	}
}

// TestWorstCase draws as much as the bounds allow.
func TestWorstCase(t *testing.T) {
	t.Parallel()
	for _, step := range []int{1, 7, 31, 73} {
		var b strings.Builder
		b.WriteString("graph TD\n")
		for i := range 290 {
			fmt.Fprintf(&b, "n%d -- w%d --> n%d\n", i%140, i, (i*step+step)%141)
		}
		start := time.Now()
		err := Check("mermaid", b.String())
		t.Logf("%d: %v, %v", step, time.Since(start), err)
		if took := time.Since(start); took > time.Minute { // what goes wrong does not end
			t.Errorf("%d: %v", step, took)
		}
	}
}

var (
	allowedElements   = strings.Fields("svg title desc rect circle polygon path text")
	allowedAttributes = strings.Fields(`xmlns class role viewBox width height font-size font-family fill stroke stroke-dasharray stroke-width
		x y cx cy r rx points d text-anchor`)
	geometry = regexp.MustCompile(`^[-0-9 ,.MLHVCAZ]*$`)
)

// faults lists what a drawing must not hold. It is read as part of an HTML page, where it will stand.
func faults(svg string) []string {
	var out []string
	doc, err := html.Parse(strings.NewReader("<!DOCTYPE html><title>x</title><main>" + svg + "</main>"))
	if err != nil {
		return []string{err.Error()}
	}
	var visit func(*html.Node, bool)
	visit = func(n *html.Node, inside bool) {
		if inside && n.Type == html.ElementNode {
			if !slices.Contains(allowedElements, n.Data) || n.Namespace != "svg" {
				out = append(out, "element "+n.Namespace+" "+n.Data)
			}
			for _, a := range n.Attr {
				if !slices.Contains(allowedAttributes, a.Key) {
					out = append(out, "attribute "+a.Key)
				}
				if (a.Key == "d" || a.Key == "points") && !geometry.MatchString(a.Val) {
					out = append(out, a.Key+" "+a.Val)
				}
			}
		}
		if n.Type == html.CommentNode {
			out = append(out, "comment")
		}
		if n.Data == "body" && n.FirstChild != n.LastChild {
			out = append(out, "the drawing leaves its place")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c, inside || n.Data == "main")
		}
	}
	visit(doc, false)
	if !strings.HasPrefix(svg, "<svg ") || !strings.Contains(svg, "<title>") || !strings.Contains(svg, "<desc>") {
		out = append(out, "no picture with words")
	}
	return out
}

// check holds a drawing against what must be so of every drawing.
func check(t *testing.T, source string) {
	t.Helper()
	svg, err := Draw("mermaid", source)
	if err != nil {
		var e *Error
		if !errors.As(err, &e) {
			t.Fatalf("%q: the error has no place: %v", source, err)
		}
		lines := strings.Split(source, "\n")
		if e.Line < 1 || e.Line > len(lines) || e.Col < 1 || e.EndCol < e.Col || e.Col > utf8.RuneCountInString(lines[e.Line-1])+1 {
			t.Fatalf("%q: the error stands outside: %+v", source, e)
		}
		return
	}
	if bad := faults(string(svg)); len(bad) > 0 {
		t.Fatalf("%q: %q\n%s", source, bad, svg)
	}
	again, err := Draw("mermaid", source)
	if err != nil || string(again) != string(svg) {
		t.Fatalf("%q: drawn twice it differs: %v", source, err)
	}
	d, err := read("mermaid", source)
	if err != nil {
		t.Fatal(err)
	}
	if g, ok := d.(*graph); ok {
		overlaps(t, source, g)
	}
}

// overlaps asks that boxes do not touch, unless one is a group that holds the other, and that all lie in the picture.
func overlaps(t *testing.T, source string, g *graph) {
	t.Helper()
	w, h, err := g.place()
	if err != nil {
		t.Fatal(err)
	}
	var ends []end
	for i := range g.nodes {
		ends = append(ends, end{index: i})
	}
	for i := range g.groups[1:] {
		ends = append(ends, end{i + 1, true})
	}
	for i, a := range ends {
		p := g.part(a)
		if p.x-p.w/2 < 0 || p.y-p.h/2 < 0 || p.x+p.w/2 > w || p.y+p.h/2 > h {
			t.Fatalf("%q: %s at %+v leaves the picture of %d by %d", source, g.words(a), p, w, h)
		}
		for _, b := range ends[i+1:] {
			q := g.part(b)
			apart := p.x+p.w/2 <= q.x-q.w/2 || q.x+q.w/2 <= p.x-p.w/2 || p.y+p.h/2 <= q.y-q.h/2 || q.y+q.h/2 <= p.y-p.h/2
			if !apart && !g.holds(a, b) && !g.holds(b, a) {
				t.Fatalf("%q: %s %+v and %s %+v overlap", source, g.words(a), p, g.words(b), q)
			}
		}
	}
	for _, e := range g.edges {
		for _, p := range e.route {
			if p.x < 0 || p.y < 0 || p.x > w || p.y > h {
				t.Fatalf("%q: an edge leaves the picture of %d by %d at %v", source, w, h, p)
			}
		}
	}
}

func TestHostileWords(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `</text></svg><script>alert(1)</script>`, `</title><script>x</script>`,
		`</desc>`,
		`" onload="alert(1)`, `' onload='x`, `<a href="javascript:alert(1)">x</a>`, `<style>*{}</style>`, `<!-- x -->`, `<![CDATA[x]]>`,
		`&lt;script&gt;`, `#lt;script#gt;`,
		`#60;script#62;`, `<foreignObject><p>x</p></foreignObject>`, "\x00<b>", "\u202e", `javascript:alert(1)`,
	} {
		for _, form := range []string{
			"graph TD\na[\"%s\"]", "graph TD\na[%s]", "graph TD\na -- %s --> b", "graph TD\na -->|%s| b", "graph TD\nsubgraph %s\na\nend",
			"graph TD\nsubgraph x [%s]\na\nend",
			"graph TD\n%s", "graph TD\naccTitle: %s\naccDescr: %[1]s\na", "---\ntitle: %s\n---\ngraph TD\na", "graph TD\na:::%s",
			"graph TD\nclick a \"%s\"",
			"stateDiagram-v2\nA --> B : %s", "stateDiagram-v2\nstate \"%s\" as A", "stateDiagram-v2\nA : %s", "stateDiagram-v2\nstate %s {\nA\n}",
			"sequenceDiagram\nA->>B: %s", "sequenceDiagram\nparticipant A as %s", "sequenceDiagram\n%s->>B: x", "sequenceDiagram\nNote over A: %s",
			"sequenceDiagram\nloop %s\nA->>B: x\nend", "sequenceDiagram\nalt %s\nA->>B: x\nelse %[1]s\nend", "sequenceDiagram\ntitle %s\nA->>B: x",
		} {
			check(t, fmt.Sprintf(form, s))
		}
	}
}

// TestDescription: the picture in words.
func TestDescription(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"graph LR\na[Ask] -- yes --> b": "<title>Flowchart, from left to right</title>\n<desc>2 boxes: " +
			"Ask, b. Connections: Ask to b (yes).</desc>",
		"graph LR\naccTitle: T\naccDescr {\n  one\n  two }\na": "<title>T</title>\n<desc>one two</desc>",
		"stateDiagram-v2\n[*] --> A": "<title>State diagram, from top to bottom</title>\n<desc>2 " +
			"boxes: start, A. Connections: start to A.</desc>",
		"sequenceDiagram\nA->>B: hi\nloop x\nB-->>A: ho\nend\nNote over A: n": "<title>Sequence diagram</title>\n<desc>Participants: A, B. A " +
			"to B: hi. loop x. B to A: ho. End. Note: n.</desc>",
	} {
		svg, err := Draw("mermaid", source)
		if err != nil || !strings.Contains(string(svg), want) {
			t.Errorf("%q: want %s\n%v\n%s", source, want, err, svg)
		}
	}
}

// FuzzDraw holds every drawing against what must be so of all.
func FuzzDraw(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.mmd")
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(source))
	}
	for _, s := range []string{"graph TD\na-->b & c-- x -->d;d-.->a", "stateDiagram-v2\n[*]-->A\nstate B {\n[*]-->C\n}\nA-->B:x",
		"sequenceDiagram\nA-->>B:x\nalt y\nB-)A:z\nelse\nend"} {
		f.Add(s)
	}
	f.Fuzz(check)
}

func BenchmarkDraw(b *testing.B) {
	source, err := os.ReadFile("testdata/change.mmd")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Draw("mermaid", string(source)); err != nil {
			b.Fatal(err)
		}
	}
}
