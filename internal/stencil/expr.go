package stencil

import (
	"fmt"
	"reflect"
	"strconv"
	"text/template/parse"
)

// expr is a value of a known type.
type expr struct {
	typ   reflect.Type
	get   func(r *run, dot reflect.Value) reflect.Value
	text  func(r *run, dot reflect.Value) string // of what asText gave
	fixed reflect.Value                          // where it is the same whatever the data
}

func constant(v any) expr { return fixed(reflect.ValueOf(v)) }

func fixed(v reflect.Value) expr {
	return expr{typ: v.Type(), get: func(*run, reflect.Value) reflect.Value { return v }, fixed: v}
}

// once gives an expression its value now, where all that it is made of is fixed.
func (e expr) once(of ...expr) expr {
	for _, o := range of {
		if !o.fixed.IsValid() {
			return e
		}
	}
	return fixed(e.get(&run{}, reflect.Value{}))
}

// asText gives what html/template prints of a value.
func (e expr) asText() expr {
	get := e.get
	switch t := e.typ; {
	case t.Implements(reflect.TypeFor[fmt.Formatter]()) || t.Implements(reflect.TypeFor[error]()) ||
		t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface || t == reflect.TypeFor[nothing]():
		leave("a value of type %s is printed", t)
	case t == reflect.TypeFor[string]():
		e.text = func(r *run, dot reflect.Value) string { return get(r, dot).String() }
	case t.Implements(reflect.TypeFor[fmt.Stringer]()):
		e.text = func(r *run, dot reflect.Value) string { return get(r, dot).Interface().(fmt.Stringer).String() }
	case t.Kind() == reflect.String:
		e.text = func(r *run, dot reflect.Value) string { return get(r, dot).String() }
	case reflect.Int <= t.Kind() && t.Kind() <= reflect.Int64:
		e.text = func(r *run, dot reflect.Value) string { return strconv.FormatInt(get(r, dot).Int(), 10) }
	default:
		e.text = func(r *run, dot reflect.Value) string { return fmt.Sprint(get(r, dot).Interface()) }
	}
	return e
}

// through gives the text after a filter.
func (e expr) through(filter func(string) string) expr {
	text := e.text
	e.text = func(r *run, dot reflect.Value) string { return filter(text(r, dot)) }
	return e
}

func (b *body) pipe(p *parse.PipeNode, dot reflect.Type) expr { return b.commands(p.Cmds, dot) }

func (b *body) commands(cmds []*parse.CommandNode, dot reflect.Type) expr {
	var value *expr
	for _, cmd := range cmds {
		v := b.command(cmd, dot, value)
		value = &v
	}
	return *value
}

// command gives the value of a command; before is what a pipeline hands on to it.
func (b *body) command(cmd *parse.CommandNode, dot reflect.Type, before *expr) expr {
	var args []expr
	for _, n := range cmd.Args[1:] {
		args = append(args, b.operand(n, dot))
	}
	if before != nil {
		args = append(args, *before)
	}
	switch n := cmd.Args[0].(type) {
	case *parse.IdentifierNode:
		return b.function(n.Ident, args)
	case *parse.FieldNode:
		return fields(dotOf(dot), n.Ident, args)
	case *parse.VariableNode:
		return fields(b.valueOf(n.Ident[0]), n.Ident[1:], args)
	}
	if len(args) > 0 {
		leave("%s has arguments", cmd)
	}
	return b.operand(cmd.Args[0], dot)
}

// operand gives the value of an argument.
func (b *body) operand(n parse.Node, dot reflect.Type) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return dotOf(dot)
	case *parse.FieldNode:
		return fields(dotOf(dot), n.Ident, nil)
	case *parse.VariableNode:
		return fields(b.valueOf(n.Ident[0]), n.Ident[1:], nil)
	case *parse.ChainNode:
		return fields(b.operand(n.Node, dot), n.Field, nil)
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			leave("a variable within %s", n)
		}
		return b.pipe(n, dot)
	case *parse.IdentifierNode:
		return b.function(n.Ident, nil)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if n.IsInt && int64(int(n.Int64)) == n.Int64 {
			return constant(int(n.Int64))
		}
	}
	leave("the value %s", n)
	panic("not reached")
}

func dotOf(typ reflect.Type) expr {
	return expr{typ: typ, get: func(_ *run, dot reflect.Value) reflect.Value { return dot }}
}

func (b *body) valueOf(name string) expr {
	v := b.variable(name)
	return expr{typ: v.typ, get: func(r *run, _ reflect.Value) reflect.Value { return r.vars[r.base+v.slot] }}
}

// fields follows names from a value; the last one may be a method with arguments.
func fields(e expr, names []string, args []expr) expr {
	for i, name := range names {
		if i == len(names)-1 {
			return field(e, name, args)
		}
		e = field(e, name, nil)
	}
	if len(args) > 0 {
		leave("a value has arguments")
	}
	return e
}

// field gives a field, a method or a key of a value.
func field(of expr, name string, args []expr) expr {
	for of.typ.Kind() == reflect.Pointer {
		pointer := of.get
		of = expr{typ: of.typ.Elem(), get: func(r *run, dot reflect.Value) reflect.Value { return pointer(r, dot).Elem() }}
	}
	if m, ok := of.typ.MethodByName(name); ok && of.typ.Kind() != reflect.Interface {
		return method(of, m, args)
	}
	if _, ok := reflect.PointerTo(of.typ).MethodByName(name); ok || len(args) > 0 {
		leave("%s of %s", name, of.typ)
	}
	get := of.get
	switch of.typ.Kind() {
	case reflect.Struct:
		f, ok := of.typ.FieldByName(name)
		if !ok || !f.IsExported() {
			leave("no field %s in %s", name, of.typ)
		}
		if len(f.Index) == 1 {
			i := f.Index[0]
			return expr{typ: f.Type, get: func(r *run, dot reflect.Value) reflect.Value { return get(r, dot).Field(i) }}
		}
		return expr{typ: f.Type, get: func(r *run, dot reflect.Value) reflect.Value { return get(r, dot).FieldByIndex(f.Index) }}
	case reflect.Map:
		return key(of, constant(name))
	}
	leave("%s of %s", name, of.typ)
	panic("not reached")
}

// key gives what a map holds under a key.
func key(of, at expr) expr {
	if at.typ != of.typ.Key() {
		leave("a key of type %s of %s", at.typ, of.typ)
	}
	item := of.typ.Elem()
	return expr{typ: item, get: func(r *run, dot reflect.Value) reflect.Value {
		if v := of.get(r, dot).MapIndex(at.get(r, dot)); v.IsValid() {
			return v
		}
		return reflect.Zero(item)
	}}
}

func method(of expr, m reflect.Method, args []expr) expr {
	sign := m.Type // with the receiver first
	values := fit(sign, 1, args)
	return expr{typ: result(sign), get: func(r *run, dot reflect.Value) reflect.Value {
		in := make([]reflect.Value, len(values))
		for i, v := range values {
			in[i] = v.get(r, dot)
		}
		return settle(of.get(r, dot).Method(m.Index).Call(in))
	}}
}

// result gives the type of what a function gives beside an error.
func result(sign reflect.Type) reflect.Type {
	if n := sign.NumOut(); n == 1 || n == 2 && sign.Out(1) == reflect.TypeFor[error]() {
		if t := sign.Out(0); t.Kind() != reflect.Interface {
			return t
		}
	}
	leave("the results of %s", sign)
	panic("not reached")
}

// settle gives the first result of a function that went well.
func settle(out []reflect.Value) reflect.Value {
	if len(out) == 2 && !out[1].IsNil() {
		panic(out[1].Interface())
	}
	return out[0]
}

// fit holds that arguments are of the types that a function takes, from its parameter of this number on.
func fit(sign reflect.Type, from int, args []expr) []expr {
	want := sign.NumIn() - from
	if sign.IsVariadic() && len(args) < want-1 || !sign.IsVariadic() && len(args) != want {
		leave("%d arguments for %s", len(args), sign)
	}
	for i, a := range args {
		if in := parameter(sign, from+i); !a.typ.AssignableTo(in) || a.typ.Kind() == reflect.Interface {
			leave("a %s in place of a %s", a.typ, in)
		}
	}
	return args
}

func parameter(sign reflect.Type, i int) reflect.Type {
	if sign.IsVariadic() && i >= sign.NumIn()-1 {
		return sign.In(sign.NumIn() - 1).Elem()
	}
	return sign.In(i)
}
