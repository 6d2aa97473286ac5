package rawhtml

import (
	"cmp"
	"html"
	"slices"
	"strings"
)

// Node is an element, a text, a comment, or what the caller put between the tags.
type Node struct {
	Name string // of an element, as it is to be written; empty for all else
	Attributes
	Given      any    // what the caller put here
	Block      bool   // Given stands between paragraphs
	Text       string // words, entities resolved
	Comment    bool
	Shown      bool // HTML that is shown as it is written
	Start, End int  // where it stands; of an element, its opening tag
	Children   []*Node
}

// The bounds of a tree.
const (
	maxOpen = 48 // blocks in one another
	maxSet  = 8  // settings of words in one another
)

// Builder puts pieces of HTML, and what stands between them, into a tree.
type Builder struct {
	root    *Node
	stack   []level
	active  []*Node // elements that set words and are open
	chain   []*Node // those of them that were written into the block that is open
	told    map[string]bool
	Refused []Piece // tags that are not taken over, each with its end once
	IDs     []Place // names of places
	where   func(int) int
}

// Place is a name that a tag gives the place where it stands.
type Place struct {
	Name       string
	Start, End int
}

// level is an element that is open. What stands in it goes into its node, which may be that of an element around it.
type level struct {
	name string
	node *Node
	base int // how many settings of words were open before it
}

// NewBuilder makes a Builder for a tree.
func NewBuilder() *Builder {
	root := &Node{Name: "root"}
	return &Builder{root: root, stack: []level{{"root", root, 0}}, told: map[string]bool{}}
}

// Finish gives the tree. Every element is closed with it.
func (b *Builder) Finish() *Node { return b.root }

func (b *Builder) top() level { return b.stack[len(b.stack)-1] }

// form tells what the element holds into which the next piece goes.
func (b *Builder) form() form { return elements[b.top().node.Name] }

// Give puts something of the caller's into the tree.
func (b *Builder) Give(value any, isBlock bool) {
	if !isBlock {
		if b.top().node.Name == "pre" { // it holds text alone
			b.pop()
		}
		b.inline(&Node{Given: value})
		return
	}
	for at := b.top().node.Name; at == "pre" || at == "dt"; at = b.top().node.Name {
		b.pop()
	}
	b.holder()
	b.append(&Node{Given: value, Block: true})
}

// HTML puts HTML into the tree. Where tells at which offset of the whole text a byte of it stands.
func (b *Builder) HTML(text []byte, where func(int) int) {
	b.where = where
	for _, p := range Split(text) {
		switch p.Kind {
		case Text:
			b.text(p, text)
		case Comment:
			b.append(&Node{Comment: true, Start: where(p.Start), End: where(p.Stop)})
		case OpenComment, Whole:
			b.show(p, text)
		case Tag:
			b.tag(p, text)
		}
	}
}

// text adds words. In code they stay as they are, elsewhere runs of spaces are one.
func (b *Builder) text(p Piece, source []byte) {
	raw := html.UnescapeString(string(source[p.Start:p.Stop]))
	if b.top().node.Name == "pre" {
		b.top().node.Text += raw
		return
	}
	blank := strings.TrimSpace(raw) == ""
	if blank && !b.afterWords() {
		return
	}
	b.inline(&Node{Text: foldSpaces(raw), Start: b.where(p.Start), End: b.where(p.Stop)})
}

// foldSpaces makes one of every run of spaces, but leaves those that do not break.
func foldSpaces(s string) string {
	var out strings.Builder
	space := false
	for _, r := range s {
		isSpace := strings.ContainsRune(" \t\r\n\f", r)
		if !isSpace {
			out.WriteRune(r)
		} else if !space {
			out.WriteByte(' ')
		}
		space = isSpace
	}
	return out.String()
}

// afterWords tells whether spaces here part words.
func (b *Builder) afterWords() bool {
	children := b.top().node.Children
	if len(children) == 0 || b.form() == parts {
		return false
	}
	return !children[len(children)-1].IsBlock()
}

// IsBlock tells whether a node stands between paragraphs and not in one.
func (n *Node) IsBlock() bool {
	if n.Given != nil {
		return n.Block
	}
	return n.Shown || n.Name == "pre" || Block(n.Name) || elements[n.Name] == words
}

// Trimmed gives nodes without the spaces at the beginning and the end of a block of words.
func Trimmed(nodes []*Node) []*Node {
	if len(nodes) > 0 {
		nodes[0].Text = strings.TrimLeft(nodes[0].Text, " ")
		last := nodes[len(nodes)-1]
		last.Text = strings.TrimRight(last.Text, " ")
	}
	return nodes
}

// Say tells whether nodes among words have something to show.
func Say(nodes []*Node) bool {
	for _, n := range nodes {
		if n.Given != nil || n.Name == "img" || n.Name == "input" || strings.TrimSpace(n.Text) != "" || Say(n.Children) {
			return true
		}
	}
	return false
}

// Extent gives where nodes stand in the source, from the first that has a place to the last; nothing where none has.
func Extent(nodes []*Node) (start, stop int) {
	start, stop = -1, -1
	for _, n := range nodes {
		from, to := Extent(n.Children)
		if n.End > n.Start {
			from, to = n.Start, max(n.End, to)
		}
		if to > from {
			if start < 0 {
				start = from
			}
			stop = max(stop, to)
		}
	}
	return start, stop
}

// show adds HTML that is shown as it is written.
func (b *Builder) show(p Piece, text []byte) {
	n := &Node{Shown: true, Start: b.where(p.Start), End: b.where(p.Stop)}
	b.closeParagraph()
	if b.form() == words {
		n.Shown, n.Text = false, string(text[p.Start:p.Stop])
		if b.top().node.Name == "pre" {
			b.top().node.Text += n.Text
			return
		}
		b.refuse(p)
		b.inline(n)
		return
	}
	b.holder()
	b.append(n)
}

// refuse keeps a tag that is not taken over. Its end is not told of again.
func (b *Builder) refuse(p Piece) {
	if name, closes := p.Closes(); closes && b.told[name] {
		return
	}
	b.told[p.Name] = true
	b.Refused = append(b.Refused, Piece{p.Kind, b.where(p.Start), b.where(p.Stop), p.Name})
}

// tag reads a tag.
func (b *Builder) tag(p Piece, text []byte) {
	name, closes := p.Closes()
	if elements[name] == unknown {
		b.refuse(p)
		if label := Read(text[p.Start:p.Stop]).Label; label != "" && !closes {
			b.inline(&Node{Name: "strong", Children: []*Node{{Text: label}}})
			b.inline(&Node{Text: " "})
		}
		return
	}
	if closes {
		b.close(name)
		return
	}
	n := &Node{Name: written(name), Attributes: Read(text[p.Start:p.Stop]), Start: b.where(p.Start), End: b.where(p.Stop)}
	if n.ID != "" {
		b.IDs = append(b.IDs, Place{n.ID, n.Start, n.End})
	}
	switch elements[name] {
	case set:
		b.open(n, p)
	case through: // its words say all
	case single:
		b.single(n, p)
	default:
		b.block(name, n, p)
	}
}

// open starts an element that sets words. A link ends with the next one.
func (b *Builder) open(n *Node, p Piece) {
	if n.Name == "a" {
		b.close("a")
		if !n.Linked {
			return
		}
	}
	if len(b.active) >= maxSet {
		b.refuse(p)
		return
	}
	b.active = append(b.active, n)
}

// single adds an element that holds nothing.
func (b *Builder) single(n *Node, p Piece) {
	switch n.Name {
	case "wbr", "col", "source":
	case "hr":
		b.closeParagraph()
		for b.form() == words {
			b.pop()
		}
		b.holder()
		b.append(n)
	case "input":
		if !n.Checkbox {
			b.refuse(p)
			return
		}
		b.inline(n)
	case "br":
		if b.top().node.Name == "pre" {
			b.top().node.Text += "\n"
			return
		}
		b.inline(n)
	default:
		b.inline(n)
	}
}

// block opens an element that stands between paragraphs, where it may.
func (b *Builder) block(name string, n *Node, p Piece) {
	if len(b.stack) >= maxOpen {
		b.refuse(p)
		return
	}
	b.fit(name)
	if b.form() == words && !isHeading(name) { // of a block within words the words remain
		b.push(name, b.top().node)
		return
	}
	if within := owner[name]; within != "" && !b.isOpen(within) {
		b.holder()
		switch name {
		case "li":
			b.push("ul", b.append(&Node{Name: "ul", Start: n.Start, End: n.Start}))
		case "dt", "dd":
			b.push("dl", b.append(&Node{Name: "dl", Start: n.Start, End: n.Start}))
		default: // a row without a table
			b.push(name, b.append(&Node{Name: "div", Start: n.Start, End: n.End}))
			return
		}
	}
	if name == "td" || name == "th" {
		b.inRow(n)
	} else if owner[name] == "" {
		b.holder()
	}
	b.push(name, b.append(n))
}

// owner is the element within which another one stands.
var owner = map[string]string{"li": "list", "dt": "dl", "dd": "dl", "tr": "table", "td": "table", "th": "table", "thead": "table",
	"tbody": "table", "tfoot": "table", "caption": "table", "colgroup": "table"}

// fit closes what ends where an element begins.
func (b *Builder) fit(name string) {
	switch name {
	case "li":
		b.closeWithin([]string{"li"}, "ul", "ol", "menu", "td", "th", "blockquote", "dd")
	case "dt", "dd":
		b.closeWithin([]string{"dt", "dd"}, "dl", "td", "th", "li", "blockquote")
	case "td", "th":
		b.closeWithin([]string{"td", "th", "caption"}, "table")
	case "tr":
		b.closeWithin([]string{"tr", "caption", "colgroup"}, "table")
	case "thead", "tbody", "tfoot", "caption", "colgroup":
		b.closeWithin([]string{"thead", "tbody", "tfoot", "caption", "colgroup", "tr"}, "table")
	}
	b.closeParagraph()
	for b.form() == words && !fitsInto(name, b.top().node.Name) {
		b.pop()
	}
}

// fitsInto tells whether a block may begin within an element that holds words: a heading in the summary of details, and blocks
// that stand for their words.
func fitsInto(name, top string) bool {
	return elements[name] == group || name == "p" || top == "summary" && isHeading(name)
}

func isHeading(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'
}

// closeParagraph closes a paragraph that is open.
func (b *Builder) closeParagraph() {
	if top := b.top(); top.name == "p" && top.node.Name == "p" {
		b.pop()
	}
}

// inRow opens a row for a cell that stands in none.
func (b *Builder) inRow(n *Node) {
	if b.form() == parts && b.top().node.Name != "tr" {
		b.push("tr", b.append(&Node{Name: "tr", Start: n.Start, End: n.Start}))
	}
}

// holder opens what holds blocks and words where the element that is open holds its own parts alone.
func (b *Builder) holder() {
	for b.form() == parts {
		within := b.top().node
		if within.Name == "colgroup" {
			b.pop()
			continue
		}
		name := cmp.Or(map[string]string{"ul": "li", "ol": "li", "dl": "dd", "tr": "td"}[within.Name], "tr")
		b.push(name, b.append(&Node{Name: name, Start: within.Start, End: within.Start}))
	}
}

// inline adds what stands among words, within the settings that are open.
func (b *Builder) inline(n *Node) {
	if b.top().node.Name == "pre" {
		return
	}
	b.holder()
	parent := b.top().node
	for i, a := range b.active[b.cellBase():] {
		if i < len(b.chain) {
			parent = b.chain[i]
			continue
		}
		again := &Node{Name: a.Name, Attributes: a.Attributes, Start: a.Start, End: a.End}
		parent.Children = append(parent.Children, again)
		b.chain = append(b.chain, again)
		parent = again
	}
	parent.Children = append(parent.Children, n)
}

// append adds a node to the element that is open.
func (b *Builder) append(n *Node) *Node {
	b.chain = nil
	at := b.top().node
	at.Children = append(at.Children, n)
	return n
}

func (b *Builder) push(name string, n *Node) {
	b.chain = nil
	b.stack = append(b.stack, level{name, n, len(b.active)})
}

// pop closes the innermost element, with the settings of words that it began.
func (b *Builder) pop() {
	top := b.top()
	b.stack = b.stack[:len(b.stack)-1]
	b.active = b.active[:min(len(b.active), top.base)]
	b.chain = nil
}

// isOpen tells whether an element is open that another one has to stand in.
func (b *Builder) isOpen(name string) bool {
	for i := len(b.stack) - 1; i >= 0; i-- {
		at := b.stack[i].name
		if at == name || name == "list" && (at == "ul" || at == "ol" || at == "menu") {
			return true
		}
		if name != "table" && (at == "td" || at == "th" || at == "table") {
			return false
		}
	}
	return false
}

// closeWithin closes the outermost of the named elements that is open within the innermost of those that bound the search.
func (b *Builder) closeWithin(names []string, bounds ...string) {
	to := 0
	for i := len(b.stack) - 1; i > 0 && !slices.Contains(bounds, b.stack[i].name); i-- {
		if slices.Contains(names, b.stack[i].name) {
			to = i
		}
	}
	for to > 0 && len(b.stack) > to {
		b.pop()
	}
}

// close ends an element. An end without a beginning ends nothing.
func (b *Builder) close(name string) {
	switch elements[name] {
	case set:
		b.closeSetting(written(name))
		return
	case through:
		return
	}
	for i := len(b.stack) - 1; i > 0; i-- {
		at := b.stack[i].name
		if at == name || isHeading(at) && isHeading(name) {
			for len(b.stack) > i {
				b.pop()
			}
			return
		}
		if at == "table" || owner[name] != "table" && name != "table" && (at == "td" || at == "th") {
			return
		}
	}
}

// closeSetting ends an element that sets words. Those that were opened after it go on.
func (b *Builder) closeSetting(name string) {
	base := b.cellBase()
	for i := len(b.active) - 1; i >= base; i-- {
		if b.active[i].Name == name {
			b.active = append(b.active[:i:i], b.active[i+1:]...)
			b.chain = b.chain[:min(len(b.chain), i-base)]
			return
		}
	}
}

// cellBase tells how many settings were open before the cell that is open: they have nothing to do with it.
func (b *Builder) cellBase() int {
	for i := len(b.stack) - 1; i > 0; i-- {
		if name := b.stack[i].name; name == "td" || name == "th" {
			return b.stack[i].base
		}
	}
	return 0
}
