package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"clausebook/internal/phrase"
)

// This file reads the boxes that other programs know: alerts of forges (> [!NOTE]), admonitions and tabs of MkDocs
// (!!! note, ??? note, === "Tab") and containers of Docusaurus, VitePress and Pandoc (::: note). All of them become one
// kind of block, whose first child is its title.

// callout is a box. Kind is the word that was written, in lower case; empty for a container that only groups.
type callout struct {
	ast.BaseBlock
	kind  string
	fence int // number of colons that opened it, 0 for one that is indented
}

// calloutTitle is the title of a callout: the words that were written, none where its kind says enough.
type calloutTitle struct {
	ast.BaseBlock
	kind string
}

var kindCallout, kindCalloutTitle = ast.NewNodeKind("Callout"), ast.NewNodeKind("CalloutTitle")

// Kind tells the tree what the node is.
func (n *callout) Kind() ast.NodeKind { return kindCallout }

// Dump prints the node for debugging; the interface asks for it.
func (n *callout) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Kind": n.kind}, nil)
}

// Kind tells the tree what the node is.
func (n *calloutTitle) Kind() ast.NodeKind { return kindCalloutTitle }

// Dump prints the node for debugging; the interface asks for it.
func (n *calloutTitle) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// kindTab is the kind of a tab, which has a title of its own and no colour.
const kindTab = "tab"

// calloutKind says how a kind looks and what it is called.
type calloutKind struct {
	class string // note, tip, important, warning or caution
	word  phrase.Phrase
}

// calloutKinds are the kinds with a name that pages know.
var calloutKinds = map[string]calloutKind{
	"note": {"note", phrase.Of("Note")}, "info": {"note", phrase.Of("Information")}, "abstract": {"note", phrase.Of("Summary")},
	"summary": {"note", phrase.Of("Summary")}, "tldr": {"note", phrase.Of("Summary")}, "todo": {"note", phrase.Of("To do")},
	"example": {"note", phrase.Of("Example")}, "question": {"note", phrase.Of("Question")}, "help": {"note", phrase.Of("Question")},
	"faq": {"note", phrase.Of("Question")}, "quote": {"note", phrase.Of("Quotation")}, "cite": {"note", phrase.Of("Quotation")},
	"seealso": {"note", phrase.Of("See also")}, "details": {"note", phrase.Of("Details")},
	"tip": {"tip", phrase.Of("Tip")}, "hint": {"tip", phrase.Of("Tip")}, "success": {"tip", phrase.Of("Success")},
	"check": {"tip", phrase.Of("Success")}, "done": {"tip", phrase.Of("Success")},
	"important": {"important", phrase.Of("Important")}, "attention": {"important", phrase.Of("Attention")},
	"warning": {"warning", phrase.Of("Warning")}, "caution": {"caution", phrase.Of("Caution")}, "danger": {"caution", phrase.Of("Danger")},
	"error": {"caution", phrase.Of("Error")}, "failure": {"caution", phrase.Of("Failure")}, "fail": {"caution", phrase.Of("Failure")},
	"missing": {"caution", phrase.Of("Failure")}, "bug": {"caution", phrase.Of("Fault")},
}

// newCallout makes a box of a kind. Title are the bytes of its title; without one only a kind that has a name gets a title.
func newCallout(kind string, at int, title span) *callout {
	n := &callout{kind: strings.ToLower(kind)}
	n.SetPos(at)
	if n.kind != "" || title.stop > title.start {
		n.AppendChild(n, newCalloutTitle(n.kind, at, title))
	}
	return n
}

func newCalloutTitle(kind string, at int, title span) *calloutTitle {
	n := &calloutTitle{kind: kind}
	n.SetPos(at)
	if title.stop > title.start {
		n.Lines().Append(text.NewSegment(title.start, title.stop))
	}
	return n
}

// mark is how a comparison of texts tells the kind, which readers see as a word and a colour.
func (n *calloutTitle) mark() string {
	if n.kind == "" || n.kind == kindTab {
		return ""
	}
	return "[!" + n.kind + "] "
}

// indentedCallout reads admonitions and tabs of MkDocs, whose text is indented by four.
type indentedCallout struct{}

var (
	admonitionMark = regexp.MustCompile(`^(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z][\w-]*)` +
		`(?:(?:[ \t]+[\w-]+)*[ \t]+"(.*)"|(?:[ \t]+(?:inline|end|annotate))*(?:[ \t]+([^" \t\r\n].*?))?)[ \t\r\n]*$`)
	tabMark = regexp.MustCompile(`^===[!+]?[ \t]+"(.+)"[ \t\r\n]*$`)
)

// Trigger names the characters with which such a block begins.
func (indentedCallout) Trigger() []byte { return []byte{'!', '?', '='} }

// Open starts a box at the reader's position.
func (indentedCallout) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	start := segment.Start + at - segment.Padding
	kind, title := "", span{}
	if m := admonitionMark.FindSubmatchIndex(line[at:]); m != nil {
		kind = string(line[at+m[2] : at+m[3]])
		switch {
		case m[4] >= 0:
			title = span{start + m[4], start + m[5]}
		case m[6] >= 0 && calloutKinds[strings.ToLower(kind)].class == "":
			kind = "" // three exclamation marks and some words
		case m[6] >= 0: // the quotes were forgotten
			title = span{start + m[6], start + m[7]}
		}
	} else if m := tabMark.FindSubmatchIndex(line[at:]); m != nil {
		kind, title = kindTab, span{start + m[2], start + m[3]}
	}
	if kind == "" || tooDeep(reader, pc, maxDepth) {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return newCallout(kind, start, title), parser.HasChildren
}

// Continue tells whether a line belongs to the box.
func (indentedCallout) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	at, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if at < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(at, padding)
	return parser.Continue | parser.HasChildren
}

// Close has nothing to do.
func (indentedCallout) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph is true, as for MkDocs.
func (indentedCallout) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine is false: such a line is code.
func (indentedCallout) CanAcceptIndentedLine() bool { return false }

// fencedCallout reads containers between lines of colons.
type fencedCallout struct{}

var (
	containerMark = regexp.MustCompile(`^(:{3,})[ \t]*(?:\{([^{}\n]*)\}|([A-Za-z][\w-]*))[ \t]*` +
		`(?:\[(.*)\][ \t]*(?:\{([^{}\n]*)\})?|(?:\{([^{}\n]*)\})?[ \t]*(.*?))[ \t]*:*[ \t\r\n]*$`)
	containerTitle = regexp.MustCompile(`title="([^"]*)"`)
	containerName  = regexp.MustCompile(`(?:^|\s)\.?([A-Za-z][\w-]*)(?:\s|$)`)
	containerEnd   = regexp.MustCompile(`^(:{3,})[ \t\r\n]*$`)
)

// Trigger names the character with which such a block begins.
func (fencedCallout) Trigger() []byte { return []byte{':'} }

// Open starts a container at the reader's position.
func (fencedCallout) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	m := containerMark.FindSubmatchIndex(line[at:])
	if m == nil || tooDeep(reader, pc, maxDepth) {
		return nil, parser.NoChildren
	}
	start := segment.Start + at - segment.Padding
	kind, title := containerWords(line[at:], m)
	if calloutKinds[strings.ToLower(kind)].class == "" {
		kind = "" // a name that only groups, such as "columns"
	}
	if title.stop > title.start {
		title = span{title.start + start, title.stop + start}
	}
	n := newCallout(kind, start, title)
	n.fence = m[3] - m[2]
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

// containerWords takes the kind and the place of the title from a line that opens a container.
func containerWords(line []byte, m []int) (kind string, title span) {
	group := func(i int) []byte {
		if m[2*i] < 0 {
			return nil
		}
		return line[m[2*i]:m[2*i+1]]
	}
	kind = string(group(3))
	if name := containerName.FindSubmatch(group(2)); name != nil {
		kind = string(name[1])
	}
	for _, i := range [...]int{2, 5, 6} {
		if t := containerTitle.FindSubmatchIndex(group(i)); t != nil {
			title = span{m[2*i] + t[2], m[2*i] + t[3]}
		}
	}
	switch {
	case len(group(4)) > 0:
		title = span{m[8], m[9]}
	case len(group(7)) > 0:
		title = span{m[14], m[15]}
		if inner := group(7); len(inner) > 2 && inner[0] == '"' && inner[len(inner)-1] == '"' {
			title = span{m[14] + 1, m[15] - 1}
		}
	}
	return kind, title
}

// Continue tells whether a line belongs to the container. Its end closes the innermost container that it can close.
func (fencedCallout) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	width, at := util.IndentWidth(line, reader.LineOffset())
	if width > 3 || at >= len(line) {
		return parser.Continue | parser.HasChildren
	}
	if m := containerEnd.FindSubmatch(line[at:]); m == nil || innermost(pc, len(m[1])) != node {
		return parser.Continue | parser.HasChildren
	}
	reader.AdvanceToEOL()
	return parser.Close
}

// innermost gives the container that a line of so many colons closes; nil where the line stands in code.
func innermost(pc parser.Context, colons int) ast.Node {
	open := pc.OpenedBlocks()
	if _, code := pc.LastOpenedBlock().Node.(*ast.FencedCodeBlock); code {
		return nil
	}
	for i := len(open) - 1; i >= 0; i-- {
		if n, ok := open[i].Node.(*callout); ok && n.fence > 0 && n.fence <= colons {
			return n
		}
	}
	return nil
}

// Close has nothing to do.
func (fencedCallout) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph is true, as for those who made the form.
func (fencedCallout) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine is false: such a line is code.
func (fencedCallout) CanAcceptIndentedLine() bool { return false }

// alerts finds the alerts of forges: quotations that begin with a line of a kind in brackets. A word after it is its title.
type alerts struct{}

var alertMark = regexp.MustCompile(`^[ \t]*\[!([A-Za-z]+)\][+-]?(?:[ \t]+(.*?))?[ \t\r\n]*$`)

// calloutAttribute marks a quotation that is an alert.
const calloutAttribute = "callout"

// Transform takes the line that says the kind out of the first paragraph of a quotation.
func (alerts) Transform(n *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, ok := n.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != ast.Node(n) || n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	line := first.Value(reader.Source())
	m := alertMark.FindSubmatchIndex(line)
	if m == nil {
		return
	}
	kind := string(bytes.ToLower(line[m[2]:m[3]]))
	if calloutKinds[kind].class == "" {
		return
	}
	start, title := first.Start-first.Padding, span{}
	if m[4] >= 0 {
		title = span{start + m[4], start + m[5]}
	}
	quote.SetAttributeString(calloutAttribute, kind)
	quote.InsertBefore(quote, n, newCalloutTitle(kind, first.Start, title))
	n.Lines().SetSliced(1, n.Lines().Len())
	if n.Lines().Len() == 0 {
		quote.RemoveChild(quote, n)
	}
}

// alertBoxes makes boxes of the quotations that are alerts, once the parser has let go of them.
type alertBoxes struct{}

// Transform goes through the tree.
func (alertBoxes) Transform(root *ast.Document, _ text.Reader, _ parser.Context) {
	var found []*ast.Blockquote
	eachBlock(root, func(n ast.Node) {
		if quote, ok := n.(*ast.Blockquote); ok {
			if _, alert := quote.AttributeString(calloutAttribute); alert {
				found = append(found, quote)
			}
		}
	})
	for _, quote := range found {
		kind, _ := quote.AttributeString(calloutAttribute)
		box := &callout{kind: kind.(string)}
		box.SetPos(quote.Pos())
		quote.Parent().ReplaceChild(quote.Parent(), quote, box)
		for child := quote.FirstChild(); child != nil; {
			next := child.NextSibling()
			box.AppendChild(box, child)
			child = next
		}
	}
}

// callout writes a box. It is open whatever the text asks for, so that nothing on a page is hidden from print or search.
func (p *page) callout(n *callout) {
	class := calloutKinds[n.kind].class
	switch {
	case n.kind == kindTab:
		class = kindTab
	case n.kind == "":
		class = "plain"
	case class == "":
		class = "note"
	}
	p.raw(`<div class="callout callout-` + class + `">` + "\n")
	p.blocks(n)
	p.raw("</div>\n")
}

// calloutTitle writes the title of a box. The kind is always there in words, if only for those who do not see.
func (p *page) calloutTitle(n *calloutTitle) {
	p.raw(`<p class="callout-title">`)
	known, isKnown := calloutKinds[n.kind]
	switch {
	case !n.HasChildren() && isKnown:
		p.text(p.options.say(known.word))
	case !n.HasChildren():
		p.text(capital(n.kind))
	default:
		if isKnown {
			p.raw(`<span class="visually-hidden">`)
			p.text(p.options.say(known.word) + ": ")
			p.raw("</span>")
		}
		p.inlines(n)
	}
	p.raw("</p>\n")
}

func capital(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return strings.ToUpper(word[:size]) + word[size:]
}
