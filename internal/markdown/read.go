package markdown

import (
	"slices"
	"sync"
)

// Text is a text that is read once for all that is made of it.
type Text struct {
	mu   sync.Mutex // a tree remembers things while somebody walks through it
	src  []byte
	line int
	grow func() (*tree, error)
}

// Read gives a text whose first line has the given number in its file. It is read when it is first asked for something.
func Read(src []byte, firstLine int) *Text {
	return &Text{src: src, line: firstLine, grow: sync.OnceValues(func() (*tree, error) { return grow(src, firstLine) })}
}

// begin gives the tree for one walk through it, at the end of which done is to be called. What a walk counts and lists is its own.
func (text *Text) begin() (walk *tree, done func(), err error) {
	text.mu.Lock()
	grown, err := text.grow()
	if err != nil {
		return nil, text.mu.Unlock, err
	}
	own := *grown
	own.outline, own.problems = slices.Clone(own.outline), slices.Clip(own.problems)
	return &own, text.mu.Unlock, nil
}
