package stencil

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// function gives the value of a call, of a function of the theme or of one that templates have by themselves.
func (b *body) function(name string, args []expr) expr {
	if f, ok := b.set.funcs[name]; ok {
		return call(f, args).once(args...)
	}
	switch name {
	case "and", "or":
		return firstOf(args, name == "or")
	case "not":
		return ofBool(one(name, args).truth(), false)
	case "eq", "ne":
		return ofBool(equal(name, args), name == "eq")
	case "gt":
		return ofBool(greater(args), true)
	case "len":
		return length(one(name, args))
	case "index":
		return index(args)
	case "print":
		return printedTogether(args)
	}
	leave("the function %s", name)
	panic("not reached")
}

func one(name string, args []expr) expr {
	if len(args) != 1 {
		leave("%s of %d values", name, len(args))
	}
	return args[0]
}

func call(f Func, args []expr) expr {
	plain := reflect.ValueOf(f.Plain)
	values := fit(plain.Type(), 0, args)
	quick := f.quick
	if quick == nil {
		quick = func(in []reflect.Value) reflect.Value { return settle(plain.Call(in)) }
	}
	return expr{typ: result(plain.Type()), get: func(r *run, dot reflect.Value) reflect.Value {
		var room [4]reflect.Value
		in := room[:0]
		for _, v := range values {
			in = append(in, v.get(r, dot))
		}
		return quick(in)
	}}
}

// condition tells whether something holds.
type condition func(r *run, dot reflect.Value) bool

// truth gives whether a pipeline holds. Other than as a value, what "and" and "or" give may be of any type there.
func (b *body) truth(pipe *parse.PipeNode, dot reflect.Type) condition {
	if len(pipe.Cmds) == 1 {
		return b.commandTruth(pipe.Cmds[0], dot)
	}
	return b.pipe(pipe, dot).truth()
}

func (b *body) commandTruth(cmd *parse.CommandNode, dot reflect.Type) condition {
	id, ok := cmd.Args[0].(*parse.IdentifierNode)
	if _, own := b.set.funcs[name(id)]; !ok || own || len(cmd.Args) < 2 {
		return b.command(cmd, dot, nil).truth()
	}
	switch id.Ident {
	case "not":
		if len(cmd.Args) == 2 {
			holds := b.operandTruth(cmd.Args[1], dot)
			return func(r *run, dot reflect.Value) bool { return !holds(r, dot) }
		}
	case "and", "or":
		all := make([]condition, len(cmd.Args)-1)
		for i, n := range cmd.Args[1:] {
			all[i] = b.operandTruth(n, dot)
		}
		enough := id.Ident == "or"
		return func(r *run, dot reflect.Value) bool {
			for _, holds := range all {
				if holds(r, dot) == enough {
					return enough
				}
			}
			return !enough
		}
	}
	return b.command(cmd, dot, nil).truth()
}

func name(id *parse.IdentifierNode) string {
	if id == nil {
		return ""
	}
	return id.Ident
}

func (b *body) operandTruth(n parse.Node, dot reflect.Type) condition {
	if p, ok := n.(*parse.PipeNode); ok && len(p.Decl) == 0 {
		return b.truth(p, dot)
	}
	return b.operand(n, dot).truth()
}

func (e expr) truth() condition {
	holds := truthOf(e.typ)
	return func(r *run, dot reflect.Value) bool { return holds(e.get(r, dot)) }
}

// truthOf tells what counts as true of a type: what is not empty, not nil, not zero; of structures all.
func truthOf(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Pointer, reflect.Func:
		return func(v reflect.Value) bool { return !v.IsNil() }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) bool { return v.Int() != 0 }
	case reflect.Float32, reflect.Float64:
		return func(v reflect.Value) bool { return v.Float() != 0 }
	case reflect.Struct:
		if t != reflect.TypeFor[nothing]() {
			return func(reflect.Value) bool { return true }
		}
	}
	leave("whether a %s holds", t)
	panic("not reached")
}

// firstOf gives the first value that decides, and else the last one.
func firstOf(args []expr, enough bool) expr {
	if len(args) == 0 {
		leave("no values")
	}
	for _, a := range args {
		if a.typ != args[0].typ {
			leave("values of types %s and %s", args[0].typ, a.typ)
		}
	}
	holds := truthOf(args[0].typ)
	return expr{typ: args[0].typ, get: func(r *run, dot reflect.Value) (v reflect.Value) {
		for _, a := range args {
			if v = a.get(r, dot); holds(v) == enough {
				return v
			}
		}
		return v
	}}
}

func ofBool(holds condition, as bool) expr {
	return expr{typ: reflect.TypeFor[bool](), get: func(r *run, dot reflect.Value) reflect.Value {
		return reflect.ValueOf(holds(r, dot) == as)
	}}
}

// equal tells whether two values of one kind are the same.
func equal(name string, args []expr) condition {
	if len(args) != 2 || args[0].typ.Kind() != args[1].typ.Kind() {
		leave("%s of values of several kinds", name)
	}
	a, b := args[0].get, args[1].get
	switch args[0].typ.Kind() {
	case reflect.String:
		return func(r *run, dot reflect.Value) bool { return a(r, dot).String() == b(r, dot).String() }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(r *run, dot reflect.Value) bool { return a(r, dot).Int() == b(r, dot).Int() }
	case reflect.Bool:
		return func(r *run, dot reflect.Value) bool { return a(r, dot).Bool() == b(r, dot).Bool() }
	}
	leave("%s of %s", name, args[0].typ)
	panic("not reached")
}

func greater(args []expr) condition {
	if len(args) != 2 || args[0].typ.Kind() != reflect.Int || args[1].typ.Kind() != reflect.Int {
		leave("gt of other than two numbers")
	}
	a, b := args[0].get, args[1].get
	return func(r *run, dot reflect.Value) bool { return a(r, dot).Int() > b(r, dot).Int() }
}

func length(of expr) expr {
	switch of.typ.Kind() {
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
	default:
		leave("the length of %s", of.typ)
	}
	return expr{typ: reflect.TypeFor[int](), get: func(r *run, dot reflect.Value) reflect.Value {
		return reflect.ValueOf(of.get(r, dot).Len())
	}}
}

func index(args []expr) expr {
	if len(args) != 2 {
		leave("index of %d values", len(args))
	}
	of, at := args[0], args[1]
	switch {
	case of.typ.Kind() == reflect.Map:
		return key(of, at)
	case of.typ.Kind() == reflect.Slice && at.typ.Kind() == reflect.Int:
		return expr{typ: of.typ.Elem(), get: func(r *run, dot reflect.Value) reflect.Value {
			return of.get(r, dot).Index(int(at.get(r, dot).Int()))
		}}
	}
	leave("index of %s by %s", of.typ, at.typ)
	panic("not reached")
}

// printedTogether puts values into one text, as fmt does.
func printedTogether(args []expr) expr {
	for _, a := range args {
		if a.typ.Kind() == reflect.Interface {
			leave("print of %s", a.typ)
		}
	}
	return expr{typ: reflect.TypeFor[string](), get: func(r *run, dot reflect.Value) reflect.Value {
		values := make([]any, len(args))
		for i, a := range args {
			values[i] = a.get(r, dot).Interface()
		}
		return reflect.ValueOf(fmt.Sprint(values...))
	}}
}
