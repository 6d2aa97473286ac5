package internal_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/check"
	"clausebook/internal/cli"
	"clausebook/themes"
)

var update = flag.Bool("update", false, "write the lists of words anew")

// TestWords compares what users read with the lists in testdata/words, so that a pass over the wording is one diff.
// The lists do not say which package a text is in: a text that only moves changes nothing.
func TestWords(t *testing.T) {
	t.Parallel()
	phrases, messages := sourceTexts(t)
	for name, got := range map[string]string{
		"help.txt":      helpTexts(),
		"rules.txt":     ruleTexts(),
		"templates.txt": templateTexts(t),
		"phrases.txt":   lines(phrases),
		"messages.txt":  lines(messages),
	} {
		file := filepath.Join("testdata", "words", name)
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(got), 0o644)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s differs; `go test ./internal -run TestWords -update` writes it anew (-want +got):\n%s", name, diff)
		}
	}
}

// helpTexts gives the help of every command, in the order in which the commands are listed.
func helpTexts() string {
	var b strings.Builder
	var walk func(command ...string)
	walk = func(command ...string) {
		var out bytes.Buffer
		cli.Main(append([]string{"help"}, command...), strings.NewReader(""), &out, &out)
		fmt.Fprintf(&b, "=== %s\n%s\n", strings.Join(append([]string{"clausebook"}, command...), " "), out.String())
		for _, sub := range subcommands(out.String()) {
			if sub != "completion" && sub != "help" { // cobra words these
				walk(append(slices.Clone(command), sub)...)
			}
		}
	}
	walk()
	return b.String()
}

var commandLine = regexp.MustCompile(`(?m)^  (\w+) `)

func subcommands(help string) []string {
	_, list, _ := strings.Cut(help, "Available Commands:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	var out []string
	for _, m := range commandLine.FindAllStringSubmatch(list, -1) {
		out = append(out, m[1])
	}
	return out
}

func ruleTexts() string {
	var b strings.Builder
	for _, r := range check.Rules() {
		fmt.Fprintf(&b, "%s %s\n  why: %s\n  fix: %s\n", r.ID, r.Title, r.Why, r.Fix)
	}
	return b.String()
}

// templateTexts gives the texts of each template of the default theme, in the order of the page.
func templateTexts(t *testing.T) string {
	files := themes.Default()
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil || len(names) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	var b strings.Builder
	for _, name := range names {
		src, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		tree := parse.New(name)
		tree.Mode = parse.SkipFuncCheck
		set := map[string]*parse.Tree{}
		if _, err := tree.Parse(string(src), "", "", set); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "=== %s\n", path.Base(name))
		for _, define := range slices.Sorted(maps.Keys(set)) {
			for _, text := range nodeTexts(set[define].Root) {
				fmt.Fprintln(&b, text)
			}
		}
	}
	return b.String()
}

var (
	tag     = regexp.MustCompile(`<[^>]*>?|[^<]*>`)
	letters = regexp.MustCompile(`\pL{2}`)
)

// nodeTexts gives the texts in a part of a template: what stands between tags, and the strings handed to functions.
func nodeTexts(n parse.Node) []string {
	var out []string
	all := func(nodes ...parse.Node) {
		for _, sub := range nodes {
			out = append(out, nodeTexts(sub)...)
		}
	}
	branch := func(b *parse.BranchNode) {
		all(b.Pipe, b.List)
		if b.ElseList != nil {
			all(b.ElseList)
		}
	}
	switch n := n.(type) {
	case *parse.TextNode:
		if text := strings.Join(strings.Fields(tag.ReplaceAllString(n.String(), " ")), " "); letters.MatchString(text) {
			return []string{text}
		}
	case *parse.StringNode:
		if isProse(n.Text) {
			return []string{n.Text}
		}
	case *parse.ListNode:
		all(n.Nodes...)
	case *parse.ActionNode:
		all(n.Pipe)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			all(n.Pipe)
		}
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			all(c.Args...)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	}
	return out
}

// sourceTexts gives the formats of phrases in all packages, and all other strings of more than one word.
func sourceTexts(t *testing.T) (phrases, messages []string) {
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "reporttest") {
			return err
		}
		if strings.HasSuffix(filepath.Dir(name), "test") {
			return nil // what tests share is read by nobody else
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		isPhrase := map[ast.Node]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && fmt.Sprint(f.X) == "phrase" && (f.Sel.Name == "Of" || f.Sel.Name == "Count") {
					for _, arg := range n.Args {
						isPhrase[arg] = true
					}
				}
			case *ast.BinaryExpr, *ast.BasicLit:
				text, ok := literal(n.(ast.Expr))
				switch {
				case !ok:
					return true
				case isPhrase[n]:
					phrases = append(phrases, text)
				case isProse(text):
					messages = append(messages, text)
				}
				return false
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return phrases, messages
}

// literal gives a string constant, also one that is written over several lines.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		x, okX := literal(e.X)
		y, okY := literal(e.Y)
		return x + y, okX && okY && e.Op == token.ADD
	}
	return "", false
}

var twoWords = regexp.MustCompile(`\pL.*\s.*\pL{2}|^\p{Lu}\p{Ll}+$`)

// isProse tells a text that somebody reads from a key, a path or a bit of markup.
func isProse(s string) bool { return twoWords.MatchString(s) && !strings.HasPrefix(s, "<") }

// lines gives the texts in order, each once and on a line of its own.
func lines(texts []string) string {
	slices.Sort(texts)
	var b strings.Builder
	for _, text := range slices.Compact(texts) {
		fmt.Fprintln(&b, strings.ReplaceAll(text, "\n", "\\n"))
	}
	return b.String()
}
