// Package owners reads OWNERS files, which stand in folders and name who answers for what is in them: who answers for a path.
//
// Two programs gave them two forms. Prow's, of Kubernetes, is YAML with approvers and reviewers, whose groups stand in OWNERS_ALIASES at
// the root; Gerrit's, as in Chromium and Android, has an address a line. What cannot be read names nobody: nobody wrote it for us.
package owners

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/plain"
	"clausebook/internal/strictyaml"
)

const (
	maxFile     = 1 << 20 // bytes of a file that is read
	maxIncludes = 5       // files that include one another
)

// Files are the OWNERS files of a tree, each read when it is first asked for.
type Files struct {
	tree    fs.FS
	aliases map[string]bool
	read    map[string]*file
}

// file is what one OWNERS file says. No names: nobody, or anybody.
type file struct {
	names    []string
	filters  []filter
	noParent bool
}

// filter names who answers for the files of a folder that match a pattern.
type filter struct {
	matches func(name string) bool
	names   []string
}

// New makes Files of a tree; nil of none.
func New(tree fs.FS) *Files {
	if tree == nil {
		return nil
	}
	f := &Files{tree: tree, aliases: map[string]bool{}, read: map[string]*file{}}
	for _, k := range keysOf(f.yaml("OWNERS_ALIASES").Get("aliases")) {
		f.aliases[strings.ToLower(k)] = true
	}
	return f
}

// Of gives who answers for a file: the groups first, then people, in the order in which the nearest OWNERS file that names somebody
// names them.
func (f *Files) Of(p string) []string {
	if f == nil {
		return nil
	}
	for at := path.Dir(p); ; at = path.Dir(at) {
		o := f.in(at)
		names := o.names
		for _, rule := range o.filters {
			if rule.matches(path.Base(p)) {
				names = rule.names
			}
		}
		if len(names) > 0 {
			return f.groupsFirst(names)
		}
		if at == "." || o.noParent {
			return nil
		}
	}
}

// groupsFirst puts the names of groups before those of people.
func (f *Files) groupsFirst(names []string) []string {
	out := slices.Clone(names)
	slices.SortStableFunc(out, func(a, b string) int {
		switch x, y := f.aliases[strings.ToLower(a)], f.aliases[strings.ToLower(b)]; {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	})
	return out
}

// in gives the OWNERS file of a folder; an empty one where there is none.
func (f *Files) in(folder string) *file {
	if o, ok := f.read[folder]; ok {
		return o
	}
	o := &file{}
	if raw, err := plain.Read(f.tree, path.Join(folder, "OWNERS"), maxFile); err == nil {
		if node := yamlOf(raw); node != nil {
			o = ofProw(node)
		} else {
			o = f.ofGerrit(string(raw), folder, 0)
		}
	}
	f.read[folder] = o
	return o
}

func (f *Files) yaml(name string) *strictyaml.Node {
	raw, err := plain.Read(f.tree, name, maxFile)
	if err != nil {
		return nil
	}
	return yamlOf(raw)
}

// yamlOf reads a map; nil where the text is none.
func yamlOf(raw []byte) *strictyaml.Node {
	node, _ := strictyaml.Parse(raw, 1, strictyaml.Limits{})
	if node == nil || node.Kind != strictyaml.Map {
		return nil
	}
	return node
}

func keysOf(n *strictyaml.Node) []string {
	var out []string
	for k := range n.Pairs() {
		out = append(out, k.Raw)
	}
	return out
}

// ofProw reads the form of Prow.
func ofProw(n *strictyaml.Node) *file {
	o := &file{names: named(n), noParent: n.Get("options").Get("no_parent_owners").Text() == "true"}
	for k, v := range n.Get("filters").Pairs() {
		if pattern, err := regexp.Compile(k.Text()); err == nil {
			o.filters = append(o.filters, filter{pattern.MatchString, named(v)})
		}
	}
	return o
}

// named gives the approvers, or where there are none the reviewers.
func named(n *strictyaml.Node) []string {
	if names := n.Get("approvers").Texts(); len(names) > 0 {
		return names
	}
	return n.Get("reviewers").Texts()
}

// ofGerrit reads the form of Gerrit.
func (f *Files) ofGerrit(text, folder string, depth int) *file {
	o := &file{}
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == "set":
			o.noParent = o.noParent || len(words) > 1 && words[1] == "noparent"
		case words[0] == "per-file":
			o.perFile(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "per-file")))
		case words[0] == "include" && len(words) == 2:
			o.include(f.other(words[1], folder, depth))
		case strings.HasPrefix(words[0], "file:"):
			o.include(f.other(strings.TrimPrefix(words[0], "file:"), folder, depth))
		case len(words) == 1 && strings.Contains(words[0], "@"):
			o.names = append(o.names, words[0])
		}
	}
	return o
}

// perFile takes in who answers for some files of the folder: "*.md,*.txt = ann@example.org".
func (o *file) perFile(rule string) {
	patterns, who, ok := strings.Cut(rule, "=")
	if !ok {
		return
	}
	var names []string
	for name := range strings.SplitSeq(who, ",") {
		if name = strings.TrimSpace(name); strings.Contains(name, "@") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return
	}
	globs := strings.Split(patterns, ",")
	o.filters = append(o.filters, filter{func(base string) bool {
		return slices.ContainsFunc(globs, func(glob string) bool {
			ok, err := path.Match(strings.TrimSpace(glob), base)
			return ok && err == nil
		})
	}, names})
}

func (o *file) include(other *file) {
	if other == nil {
		return
	}
	for _, name := range other.names {
		if !slices.Contains(o.names, name) {
			o.names = append(o.names, name)
		}
	}
}

// other reads a file that another one includes, told from the root or from the folder; nil where that is not there, or of another project.
func (f *Files) other(name, folder string, depth int) *file {
	at := strings.TrimLeft(name, "/")
	if !strings.HasPrefix(name, "/") {
		at = path.Join(folder, name)
	}
	if depth >= maxIncludes || !fs.ValidPath(at) {
		return nil
	}
	raw, err := plain.Read(f.tree, at, maxFile)
	if err != nil {
		return nil
	}
	return f.ofGerrit(string(raw), path.Dir(at), depth+1)
}
