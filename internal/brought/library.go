package brought

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/strictyaml"
)

// This file reads libraries of CISO Assistant: the nodes of their framework become clauses and requirements.

// What is taken of a library, its framework and its nodes, and what says nothing about the standard.
var (
	libraryKeys = []string{"urn", "builtin", "locale", "ref_id", "name", "description", "copyright", "version", "publication_date",
		"provider", "packager", "objects", "dependencies"}
	frameworkKeys = []string{"urn", "ref_id", "name", "description", "requirement_nodes"}
	nodeKeys      = []string{"urn", "assessable", "depth", "parent_urn", "ref_id", "name", "description", "order_id", "weight"}
)

func readLibrary(raw []byte) (*source, error) {
	root, problems := strictyaml.Parse(raw, 1, strictyaml.Limits{Bytes: MaxFile, Values: 4_000_000})
	if len(problems) > 0 {
		return nil, fmt.Errorf("it cannot be read as YAML: line %d: %s", problems[0].Line, problems[0].Message)
	}
	if root == nil {
		return nil, errors.New("it is empty")
	}
	objects := root.Get("objects")
	if objects == nil {
		return nil, noLibrary(root)
	}
	framework, err := theFramework(objects)
	if err != nil {
		return nil, err
	}
	s := &source{form: "a library of CISO Assistant", left: leftOut{}, language: root.Get("locale").Text(),
		id: first(framework, root, "ref_id"), name: first(framework, root, "name"), title: first(framework, root, "name"),
		published: day(root.Get("publication_date").Text()), publisher: oneLine(root.Get("provider").Text()),
		licence: oneLine(root.Get("copyright").Text())}
	s.edition = root.Get("version").Text()
	s.leave(root, "", libraryKeys)
	for key := range objects.Pairs() {
		if key.Raw != "framework" && key.Raw != "frameworks" {
			s.left["objects."+key.Raw]++
		}
	}
	s.leave(framework, "framework.", frameworkKeys)
	return s, s.nodes(framework.Get("requirement_nodes").Items())
}

// noLibrary says what a YAML file is that is no library.
func noLibrary(root *strictyaml.Node) error {
	if root.Get("clauses") != nil || root.Get("certifiable") != nil {
		return errors.New("it is in the form of clausebook already; copy it into the project and name it by its path under `standards:`")
	}
	return errors.New("it is YAML and no library of CISO Assistant, whose outermost keys include `objects`")
}

// theFramework gives the one framework of a library.
func theFramework(objects *strictyaml.Node) (*strictyaml.Node, error) {
	if f := objects.Get("framework"); f != nil {
		return f, nil
	}
	all := objects.Get("frameworks").Items()
	switch len(all) {
	case 1:
		return all[0], nil
	case 0:
		var holds []string
		for key := range objects.Pairs() {
			holds = append(holds, "`"+key.Raw+"`")
		}
		return nil, fmt.Errorf("the library holds no framework, and so no requirements; it holds %s", strings.Join(holds, ", "))
	}
	return nil, fmt.Errorf("the library holds %d frameworks; leave one of them in a file of its own", len(all))
}

// first gives a text of the framework, or of the library where that has none.
func first(framework, root *strictyaml.Node, key string) string {
	if t := oneLine(framework.Get(key).Text()); t != "" {
		return t
	}
	return oneLine(root.Get(key).Text())
}

// leave counts the keys that are not taken.
func (s *source) leave(n *strictyaml.Node, prefix string, taken []string) {
	for key, value := range n.Pairs() {
		if !slices.Contains(taken, key.Raw) && !value.IsNull() {
			s.left[prefix+key.Raw]++
		}
	}
}

func (s *source) nodes(list []*strictyaml.Node) error {
	nodes, names := make([]*node, len(list)), make([]string, len(list))
	for i, n := range list {
		s.leave(n, "requirement_nodes.", nodeKeys)
		urn := n.Get("urn").Text()
		x := &node{number: n.Get("ref_id").Text(), place: fmt.Sprintf("line %d", n.Line), title: oneLine(n.Get("name").Text()),
			asks: n.Get("assessable").Text() == "true"}
		if tail := urn[strings.LastIndexByte(urn, ':')+1:]; !strings.HasPrefix(tail, "node") {
			x.spare = tail
		}
		if text := oneLine(n.Get("description").Text()); x.asks && text != "" {
			x.texts = []string{text}
		} else {
			x.about = text
		}
		nodes[i], names[i] = x, urn
	}
	var err error
	s.roots, err = tree(nodes, names, func(i int) string { return list[i].Get("parent_urn").Text() })
	return err
}
