package stencil

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"text/template/parse"
)

// Trees are templates as html/template has escaped them, each under the name by which it is called.
type Trees map[string]*parse.Tree

// derived stands in the name that html/template gives to the copy of a template that is called in another context than text.
const derived = "$htmltemplate_"

// Escape lets html/template escape the templates of these names, with all that they call. The set must not have been executed; it
// stays as it is.
//
// The copies that html/template makes for other contexts are within it alone, unless a template of such a name is there: so those that
// are missing are put into a second set, before it is escaped as well.
func Escape(set *template.Template, roots []string) (Trees, error) {
	first, err := escaped(set, roots, nil)
	if err != nil {
		return nil, err
	}
	for {
		missing := first.missing(roots)
		if len(missing) == 0 {
			return first, nil
		}
		second, err := escaped(set, rootsOf(first, roots, missing), slices.Concat(first.copies(), missing))
		if err != nil {
			return nil, err
		}
		for _, name := range missing {
			first[name] = second[name]
		}
	}
}

// escaped gives the trees of a copy of a set in which these templates are escaped.
func escaped(set *template.Template, roots, copies []string) (Trees, error) {
	set, err := set.Clone()
	if err != nil {
		return nil, fmt.Errorf("copy the templates: %w", err)
	}
	for _, name := range copies {
		of, _, _ := strings.Cut(name, derived)
		if _, err := set.AddParseTree(name, set.Lookup(of).Tree.Copy()); err != nil {
			return nil, fmt.Errorf("copy template %s: %w", of, err)
		}
	}
	out := Trees{}
	for _, t := range set.Templates() {
		if t.Tree != nil && t.Tree.Root != nil {
			out[t.Name()] = t.Tree
		}
	}
	for _, name := range roots {
		// A template is escaped before it writes. One that cannot be is left out, and says so when html/template is asked for it.
		if wrong := (*template.Error)(nil); errors.As(set.ExecuteTemplate(refuse{}, name, nil), &wrong) {
			delete(out, name)
		}
	}
	return out, nil
}

// refuse ends the writing of a template with its first letter.
type refuse struct{}

func (refuse) Write([]byte) (int, error) { return 0, errRefused }

var (
	errRefused           = errors.New("nothing is to be written")
	_          io.Writer = refuse{}
)

// copies lists the trees that are copies for another context.
func (t Trees) copies() []string {
	var out []string
	for name := range t {
		if strings.Contains(name, derived) {
			out = append(out, name)
		}
	}
	return out
}

// missing lists the copies that are called and not there.
func (t Trees) missing(roots []string) []string {
	var out []string
	for _, root := range roots {
		t.walk(root, map[string]bool{}, func(name string) {
			if t[name] == nil && strings.Contains(name, derived) {
				out = append(out, name)
			}
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// rootsOf gives templates by which each of these names is called.
func rootsOf(t Trees, roots, names []string) []string {
	var out []string
	wanted := map[string]bool{}
	for _, name := range names {
		wanted[name] = true
	}
	for _, root := range roots {
		found := false
		t.walk(root, map[string]bool{}, func(name string) {
			found = found || wanted[name]
			delete(wanted, name)
		})
		if found {
			out = append(out, root)
		}
	}
	return out
}

// walk tells of a template and of all that it calls, each once.
func (t Trees) walk(name string, seen map[string]bool, tell func(string)) {
	if seen[name] {
		return
	}
	seen[name] = true
	tell(name)
	if tree := t[name]; tree != nil {
		for _, called := range calls(tree.Root) {
			t.walk(called, seen, tell)
		}
	}
}

// calls lists the templates that are called below a node.
func calls(n parse.Node) []string {
	switch n := n.(type) {
	case *parse.ListNode:
		var out []string
		if n != nil {
			for _, one := range n.Nodes {
				out = append(out, calls(one)...)
			}
		}
		return out
	case *parse.IfNode:
		return append(calls(n.List), calls(n.ElseList)...)
	case *parse.WithNode:
		return append(calls(n.List), calls(n.ElseList)...)
	case *parse.RangeNode:
		return append(calls(n.List), calls(n.ElseList)...)
	case *parse.TemplateNode:
		return []string{n.Name}
	}
	return nil
}
