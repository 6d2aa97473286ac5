// Package stencil writes what a template says of data whose type is known, without looking anything up by name while it writes.
//
// html/template decides alone how a value has to be escaped: what is read here are its trees after it has put its escapers into them. A
// tree and the type of its data become functions that know where each field lies. Nothing is printed unless html/template has put one of
// the escapers of this package behind it, and each of these is held to be the same as the one that it stands for. What this package does
// not know (a key of an interface, a range over a map, another escaper) is no error: the caller lets html/template write the page.
package stencil

import (
	"fmt"
	"reflect"
	"sync"
	"text/template/parse"
)

// Set is templates ready to be written, each for every type of data that it is given.
type Set struct {
	trees Trees
	funcs map[string]Func

	mu   sync.Mutex // while a template is made
	made sync.Map   // of use -> *program
}

// Func is a function that templates call. It gives the same for the same, and is asked for constants once.
type Func struct {
	Plain any                                      // as html/template takes it
	quick func(args []reflect.Value) reflect.Value // the same without reflected calls; nil for none
}

// OfText makes a function of one text.
func OfText[T any](f func(string) T) Func {
	return Func{f, func(args []reflect.Value) reflect.Value { return reflect.ValueOf(f(args[0].String())) }}
}

// OfFormat makes a function of a text and what is filled into it.
func OfFormat(f func(string, ...any) string) Func {
	return Func{f, func(args []reflect.Value) reflect.Value {
		if len(args) == 1 {
			return reflect.ValueOf(f(args[0].String()))
		}
		filled := make([]any, len(args)-1)
		for i, a := range args[1:] {
			filled[i] = a.Interface()
		}
		return reflect.ValueOf(f(args[0].String(), filled...))
	}}
}

// Other makes a function of any kind.
func Other(f any) Func { return Func{Plain: f} }

// New makes a set of trees that are escaped.
func New(trees Trees, funcs map[string]Func) *Set { return &Set{trees: trees, funcs: funcs} }

// use is a template with the type of its data.
type use struct {
	name string
	data reflect.Type
}

// program writes a template for one type of data.
type program struct {
	body  writer
	slots int   // of its variables
	err   error // why it cannot be written here
}

// writer writes a part of a template.
type writer func(r *run, dot reflect.Value)

// run is one page being written.
type run struct {
	out   []byte
	vars  []reflect.Value // of all templates that are being written
	base  int             // where those of the innermost begin
	depth int
}

// deepest is how far templates may stand within each other; what goes further is for html/template to judge.
const deepest = 1000

// Append writes a template to the end of a page. Where ok is false, nothing is written, and html/template has to do it: it knows what
// this package does not, and says what is wrong.
func (s *Set) Append(page []byte, name string, data any) (out []byte, ok bool) {
	value := reflect.ValueOf(data)
	if !value.IsValid() {
		return page, false
	}
	p := s.program(use{name, value.Type()})
	if p.err != nil {
		return page, false
	}
	r := runs.Get().(*run)
	defer func() {
		clear(r.vars[:cap(r.vars)])
		*r = run{vars: r.vars[:0]}
		runs.Put(r)
		if recover() != nil {
			out, ok = page, false
		}
	}()
	r.out = page
	r.call(p, value)
	return r.out, true
}

// runs are used by one page after the other.
var runs = sync.Pool{New: func() any { return new(run) }}

// call writes a template with variables of its own.
func (r *run) call(p *program, dot reflect.Value) {
	if r.depth++; r.depth > deepest {
		panic("templates stand too deep within each other")
	}
	base := r.base
	r.base = len(r.vars)
	for range p.slots {
		r.vars = append(r.vars, reflect.Value{})
	}
	r.vars[r.base] = dot
	p.body(r, dot)
	r.vars, r.base = r.vars[:r.base], base
	r.depth--
}

// Why says why a template with such data is left to html/template; nil where it is not.
func (s *Set) Why(name string, data any) error { return s.program(use{name, reflect.TypeOf(data)}).err }

// program gives the program of a template, made once.
func (s *Set) program(u use) *program {
	if p, ok := s.made.Load(u); ok {
		return p.(*program)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.made.Load(u); ok {
		return p.(*program)
	}
	m := maker{set: s, open: map[use]*program{}}
	p, err := m.whole(u)
	if err != nil {
		p = &program{err: err}
		s.made.Store(u, p)
		return p
	}
	for u, p := range m.open {
		s.made.LoadOrStore(u, p)
	}
	return p
}

// unknown is what this package leaves to html/template.
type unknown struct{ error }

func leave(format string, args ...any) { panic(unknown{fmt.Errorf(format, args...)}) }

// maker makes a template and those that it calls.
type maker struct {
	set  *Set
	open map[use]*program // those that are being made, for templates that hold themselves
}

func (m *maker) whole(u use) (p *program, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case unknown:
			p, err = nil, fmt.Errorf("template %s of %s: %w", u.name, u.data, r.error)
		default:
			panic(r)
		}
	}()
	return m.template(u), nil
}

func (m *maker) template(u use) *program {
	if p, ok := m.open[u]; ok {
		return p
	}
	if p, ok := m.set.made.Load(u); ok && p.(*program).err == nil {
		return p.(*program)
	}
	tree := m.set.trees[u.name]
	if tree == nil {
		leave("there is no template %s", u.name)
	}
	p := &program{}
	m.open[u] = p
	b := body{maker: m, program: p}
	b.declare("$", u.data)
	if p.body = b.list(tree.Root, u.data); p.body == nil {
		p.body = literal("")
	}
	return p
}

// body is a template being made.
type body struct {
	*maker
	program *program
	seen    []variable
}

// variable is one that can be seen at a place of a template.
type variable struct {
	name string
	slot int
	typ  reflect.Type
}

func (b *body) declare(name string, typ reflect.Type) int {
	slot := b.program.slots
	b.program.slots++
	b.seen = append(b.seen, variable{name, slot, typ})
	return slot
}

func (b *body) variable(name string) variable {
	for i := len(b.seen) - 1; i >= 0; i-- {
		if b.seen[i].name == name {
			return b.seen[i]
		}
	}
	leave("no variable %s", name)
	panic("not reached")
}

// list makes one writer of what stands after another; texts that follow each other become one.
func (b *body) list(l *parse.ListNode, dot reflect.Type) writer {
	if l == nil {
		return nil
	}
	defer func(n int) { b.seen = b.seen[:n] }(len(b.seen))
	var parts []writer
	var text []byte
	flush := func() {
		if len(text) > 0 {
			parts, text = append(parts, literal(string(text))), nil
		}
	}
	for _, n := range l.Nodes {
		if fixed, ok := b.fixed(n, dot); ok {
			text = append(text, fixed...)
			continue
		}
		flush()
		if w := b.node(n, dot); w != nil {
			parts = append(parts, w)
		}
	}
	flush()
	return inTurn(parts)
}

func literal(text string) writer {
	return func(r *run, _ reflect.Value) { r.out = append(r.out, text...) }
}

func inTurn(parts []writer) writer {
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0]
	case 2:
		one, two := parts[0], parts[1]
		return func(r *run, dot reflect.Value) { one(r, dot); two(r, dot) }
	}
	return func(r *run, dot reflect.Value) {
		for _, w := range parts {
			w(r, dot)
		}
	}
}

// fixed gives what a node says whatever the data.
func (b *body) fixed(n parse.Node, dot reflect.Type) ([]byte, bool) {
	switch n := n.(type) {
	case *parse.TextNode:
		return n.Text, true
	case *parse.CommentNode:
		return nil, true
	case *parse.ActionNode:
		if len(n.Pipe.Decl) > 0 {
			return nil, false
		}
		said, escape := b.printed(n.Pipe, dot)
		if said.fixed.IsValid() {
			r := &run{}
			return escape(nil, said.text(r, reflect.Value{})), true
		}
	}
	return nil, false
}

func (b *body) node(n parse.Node, dot reflect.Type) writer {
	switch n := n.(type) {
	case *parse.ActionNode:
		if len(n.Pipe.Decl) > 0 {
			return b.assign(n.Pipe, dot)
		}
		said, escape := b.printed(n.Pipe, dot)
		return func(r *run, dot reflect.Value) { r.out = escape(r.out, said.text(r, dot)) }
	case *parse.IfNode:
		return b.ifNode(n, dot)
	case *parse.WithNode:
		return b.with(n, dot)
	case *parse.RangeNode:
		return b.each(n, dot)
	case *parse.TemplateNode:
		return b.called(n, dot)
	}
	leave("%s is not known here", n)
	panic("not reached")
}

// assign puts a value into a variable of this template.
func (b *body) assign(pipe *parse.PipeNode, dot reflect.Type) writer {
	if len(pipe.Decl) != 1 {
		leave("%d variables at once", len(pipe.Decl))
	}
	value := b.pipe(pipe, dot)
	name := pipe.Decl[0].Ident[0]
	var slot int
	if pipe.IsAssign {
		v := b.variable(name)
		if v.typ != value.typ {
			leave("%s changes its type", name)
		}
		slot = v.slot
	} else {
		slot = b.declare(name, value.typ)
	}
	return func(r *run, dot reflect.Value) { r.vars[r.base+slot] = value.get(r, dot) }
}

func (b *body) ifNode(n *parse.IfNode, dot reflect.Type) writer {
	defer func(n int) { b.seen = b.seen[:n] }(len(b.seen))
	before := b.declared(n.Pipe, dot)
	holds := b.truth(n.Pipe, dot)
	then, other := b.list(n.List, dot), b.list(n.ElseList, dot)
	return func(r *run, dot reflect.Value) {
		if before != nil {
			before(r, dot)
		}
		if holds(r, dot) {
			if then != nil {
				then(r, dot)
			}
		} else if other != nil {
			other(r, dot)
		}
	}
}

// declared gives what sets the variable of a condition, which can be seen in all of its branches.
func (b *body) declared(pipe *parse.PipeNode, dot reflect.Type) writer {
	if len(pipe.Decl) == 0 {
		return nil
	}
	return b.assign(pipe, dot)
}

func (b *body) with(n *parse.WithNode, dot reflect.Type) writer {
	defer func(n int) { b.seen = b.seen[:n] }(len(b.seen))
	before := b.declared(n.Pipe, dot)
	value := b.pipe(n.Pipe, dot)
	holds := truthOf(value.typ)
	then, other := b.list(n.List, value.typ), b.list(n.ElseList, dot)
	return func(r *run, dot reflect.Value) {
		if before != nil {
			before(r, dot)
		}
		if v := value.get(r, dot); holds(v) {
			if then != nil {
				then(r, v)
			}
		} else if other != nil {
			other(r, dot)
		}
	}
}

func (b *body) each(n *parse.RangeNode, dot reflect.Type) writer {
	defer func(n int) { b.seen = b.seen[:n] }(len(b.seen))
	if n.Pipe.IsAssign {
		leave("a range over a variable that is there")
	}
	list := b.pipe(n.Pipe, dot)
	if k := list.typ.Kind(); k != reflect.Slice && k != reflect.Array {
		leave("a range over %s", list.typ)
	}
	item := list.typ.Elem()
	at, element := -1, -1
	for i, v := range n.Pipe.Decl {
		if i == 0 && len(n.Pipe.Decl) == 2 {
			at = b.declare(v.Ident[0], reflect.TypeFor[int]())
		} else {
			element = b.declare(v.Ident[0], item)
		}
	}
	inner, other := b.list(n.List, item), b.list(n.ElseList, dot)
	return func(r *run, dot reflect.Value) {
		all := list.get(r, dot)
		count := all.Len()
		if count == 0 && other != nil {
			other(r, dot)
		}
		for i := range count {
			one := all.Index(i)
			if at >= 0 {
				r.vars[r.base+at] = reflect.ValueOf(i)
			}
			if element >= 0 {
				r.vars[r.base+element] = one
			}
			if inner != nil {
				inner(r, one)
			}
		}
	}
}

// nothing is the data of a template that is called without any.
type nothing struct{}

func (b *body) called(n *parse.TemplateNode, dot reflect.Type) writer {
	if n.Pipe == nil {
		p, none := b.template(use{n.Name, reflect.TypeFor[nothing]()}), reflect.ValueOf(nothing{})
		return func(r *run, _ reflect.Value) { r.call(p, none) }
	}
	if len(n.Pipe.Decl) > 0 {
		leave("a variable in a call of template %s", n.Name)
	}
	value := b.pipe(n.Pipe, dot)
	p := b.template(use{n.Name, value.typ})
	return func(r *run, dot reflect.Value) { r.call(p, value.get(r, dot)) }
}
