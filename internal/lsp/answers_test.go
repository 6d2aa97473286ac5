package lsp_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"

	"clausebook/internal/lsp"
)

// process leads to policy in every way.
const process = `---
id: PRC-A
title: Access process
type: process
version: "1.0"
status: draft
owner: security-manager
related: [POL-A]
covers: ["8.5.1.3"]
---
## Steps

See [[POL-A]], [[POL-A#purpose|why]], [by path](a.md#purpose) and [[§8.5.1.3]].
`

func project() map[string]string {
	return map[string]string{"content/a.md": policy, "content/p.md": process, "content/people.yaml": people}
}

// here gives the parameters of a request at the place of a text in a file, moved by so many characters.
func (e *editor) here(name, text, at string, by int) map[string]any {
	e.Helper()
	i := strings.Index(text, at)
	if i < 0 {
		e.Fatalf("%s has no %q", name, at)
	}
	line := strings.Count(text[:i], "\n")
	col := len([]rune(text[strings.LastIndexByte(text[:i], '\n')+1:i])) + by
	return map[string]any{"textDocument": map[string]string{"uri": e.uri(name)}, "position": pos{line, col}.json()}
}

type place struct {
	URI   string
	Range rng
}

func TestHover(t *testing.T) {
	t.Parallel()
	e := start(t, project())
	e.opens("content/p.md", process)
	for at, want := range map[string][]string{
		"[[POL-A]]":        {"Access policy", "no approved version is in force", "Security manager (Ada Lind)"},
		"[[POL-A#purpose|": {"**Purpose** in Access policy"},
		"[[§8.5.1.3]]":     {"8.5.1.3", "State: ", "Evidence: `PRC-A`"},
		"security-manager": {"role `security-manager`", "Ada Lind"},
		`8.5.1.3"]`:        {"8.5.1.3", "State: "},
	} {
		var got struct{ Contents struct{ Kind, Value string } }
		e.call("textDocument/hover", e.here("content/p.md", process, at, 2), &got)
		for _, w := range want {
			if got.Contents.Kind != "markdown" || !strings.Contains(got.Contents.Value, w) {
				t.Errorf("over %s stands %q, want %q", at, got.Contents.Value, w)
			}
		}
	}
	var nothing any
	e.call("textDocument/hover", e.here("content/p.md", process, "and [[", 1), &nothing)
	if nothing != nil {
		t.Errorf("over a word stands %v", nothing)
	}
}

func TestDefinitionAndReferences(t *testing.T) {
	t.Parallel()
	e := start(t, project())
	e.opens("content/p.md", process)
	for at, want := range map[string]place{
		"[[POL-A]]":  {e.uri("content/a.md"), rng{pos{1, 4}, pos{1, 9}}},
		"[by path]":  {e.uri("content/a.md"), rng{pos{8, 0}, pos{8, 10}}},
		"POL-A]\nco": {e.uri("content/a.md"), rng{pos{1, 4}, pos{1, 9}}},
	} {
		var got []place
		e.call("textDocument/definition", e.here("content/p.md", process, at, 2), &got)
		if len(got) != 1 || got[0].URI != want.URI || got[0].Range.Start.Line != want.Range.Start.Line {
			t.Errorf("%s leads to %+v, want %+v", at, got, want)
		}
	}
	params := e.here("content/p.md", process, "[[POL-A]]", 3)
	params["context"] = map[string]bool{"includeDeclaration": true}
	var got []place
	e.call("textDocument/references", params, &got)
	var lines []string
	for _, p := range got {
		lines = append(lines, fmt.Sprintf("%s:%d", p.URI[strings.LastIndexByte(p.URI, '/')+1:], p.Range.Start.Line+1))
	}
	if want := []string{"a.md:2", "p.md:8", "p.md:13", "p.md:13", "p.md:13"}; !slices.Equal(lines, want) {
		t.Errorf("POL-A is named in %v, want %v", lines, want)
	}
}

func TestSymbols(t *testing.T) {
	t.Parallel()
	e := start(t, project())
	text := strings.Replace(process, "## Steps", "# Process\n\n## Steps\n\n### First\n\n## End", 1)
	e.opens("content/p.md", text)
	type symbol struct {
		Name     string
		Range    rng
		Children []symbol
	}
	var tree []symbol
	e.call("textDocument/documentSymbol", map[string]any{"textDocument": map[string]string{"uri": e.uri("content/p.md")}}, &tree)
	if len(tree) != 1 || len(tree[0].Children) != 2 || tree[0].Children[0].Children[0].Name != "First" ||
		tree[0].Children[0].Range.End.Line != 15 {
		t.Errorf("the outline is %+v", tree)
	}
	var found []struct {
		Name     string
		Location place
	}
	e.call("workspace/symbol", map[string]string{"query": "access P"}, &found)
	if len(found) != 2 || found[0].Name != "POL-A Access policy" {
		t.Errorf("found %+v", found)
	}
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	e := start(t, project())
	e.opens("content/p.md", process)
	e.call("textDocument/hover", e.here("content/p.md", process, "Steps", 0), nil) // which waits until the project is judged
	body, front := "See [[POL-A]]", "owner: security-manager\n"
	for _, c := range []struct{ old, typed, want, text string }{
		{body, "See [[po", "POL-A", "POL-A]]"},
		{body, "See [[POL-A#", "purpose", "purpose]]"},
		{body, "See [[§8.5.1.", "8.5.1.3", "8.5.1.3]]"},
		{body, "See [x](#st", "steps", "steps"},
		{body, "<!-- covers: 8.5.1.1, 8.5.1.3-", "8.5.1.3-a", "8.5.1.3-a"},
		{front, "owner: sec", "security-manager", "security-manager"},
		{front, "approved_by: ", "ada", "ada"},
		{front, "fulfils: [change-management-p", "change-management-policy", "change-management-policy"},
		{front, "classification: con", "confidential", "confidential"},
		{front, "review", "review_every", "review_every: "},
		{front, "supersedes:\n  - po", "POL-A", "POL-A"},
	} {
		text := strings.Replace(process, c.old, c.typed+"\n", 1)
		e.rewrites("content/p.md", 2, text)
		var got []struct {
			Label    string
			TextEdit struct {
				Range   rng
				NewText string
			}
		}
		last := c.typed[strings.LastIndexByte(c.typed, '\n')+1:]
		at := e.here("content/p.md", text, last+"\n", len([]rune(last)))
		e.call("textDocument/completion", at, &got)
		i := -1
		for n, x := range got {
			if x.Label == c.want {
				i = n
			}
		}
		if i < 0 || got[i].TextEdit.NewText != c.text {
			t.Errorf("%q offers %d choices, %s not as %q: %+v", c.typed, len(got), c.want, c.text, got[:min(3, len(got))])
		}
	}
}

// renames asks for a renaming, and gives the texts of files with it made, or the reason why it was refused.
func (e *editor) renames(at map[string]any, name string, texts map[string]string) (out map[string]string, refused string) {
	e.Helper()
	at["newName"] = name
	ctx, done := context.WithTimeout(context.Background(), 30*time.Second)
	defer done()
	r, err := e.cli.Call(ctx, "textDocument/rename", at)
	if err != nil {
		return nil, err.Error()
	}
	var edit struct {
		Changes map[string][]struct {
			Range   rng
			NewText string
		}
	}
	if err := r.UnmarshalResult(&edit); err != nil {
		e.Fatal(err)
	}
	out = map[string]string{}
	for file, text := range texts {
		lines := strings.Split(text, "\n")
		changes := edit.Changes[e.uri(file)]
		slices.SortFunc(changes, func(a, b struct {
			Range   rng
			NewText string
		}) int {
			return (b.Range.Start.Line-a.Range.Start.Line)*10000 + b.Range.Start.Character - a.Range.Start.Character
		})
		for _, c := range changes {
			l := []rune(lines[c.Range.Start.Line])
			lines[c.Range.Start.Line] = string(l[:c.Range.Start.Character]) + c.NewText + string(l[c.Range.End.Character:])
		}
		out[file] = strings.Join(lines, "\n")
	}
	return out, ""
}

// TestRenaming renames an id and a heading over fifty files, and wants the same findings afterwards as before.
func TestRenaming(t *testing.T) {
	t.Parallel()
	files := project()
	for i := range 50 {
		files[fmt.Sprintf("content/p%02d.md", i)] = strings.ReplaceAll(process, "PRC-A", fmt.Sprintf("PRC-%02d", i))
	}
	e := start(t, files)
	e.opens("content/a.md", policy)
	now, refused := e.renames(e.here("content/a.md", policy, "POL-A", 2), "POL-ACCESS", files)
	if refused != "" {
		t.Fatal(refused)
	}
	now = e.renamed(now, files)
	for file, text := range now {
		if strings.Contains(text, "POL-A]") || strings.Contains(text, "POL-A#") || strings.Contains(text, "POL-A\n") ||
			strings.HasPrefix(file, "content/p0") && strings.Count(text, "POL-ACCESS") != 3 {
			t.Errorf("%s reads\n%s", file, text)
		}
	}
	heading := e.here("content/a.md", now["content/a.md"], "## Purpose", 5)
	now, refused = e.renames(heading, "Why we have it", now)
	if refused != "" {
		t.Fatal(refused)
	}
	now = e.renamed(now, files)
	if text := now["content/p07.md"]; !strings.Contains(text, "[[POL-ACCESS#why-we-have-it|why]], [by path](a.md#why-we-have-it)") {
		t.Errorf("the links read\n%s", text)
	}
	if !strings.Contains(now["content/a.md"], "## Why we have it\n") {
		t.Errorf("the heading reads\n%s", now["content/a.md"])
	}
}

// renamed writes the texts of a renaming and wants no link to be broken by it.
func (e *editor) renamed(now, files map[string]string) map[string]string {
	e.Helper()
	for name, text := range now {
		if text != files[name] {
			e.write(name, text)
		}
	}
	p, err := gatherer()(context.Background(), e.dir, nil, nil)
	if err != nil {
		e.Fatal(err)
	}
	for _, f := range p.Dossier.Findings {
		if strings.HasPrefix(string(f.Rule), "LK00") && f.Rule != "LK007" && f.Rule != "LK008" {
			e.Errorf("%s: %s: %s", f.Pos, f.Rule, f.Message)
		}
	}
	e.rewrites("content/a.md", 3, now["content/a.md"])
	return now
}

// TestRenamingIsRefusedWithTheReason wants words where a new name would not do, or would break what no edit can keep.
func TestRenamingIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	files := project()
	approved := strings.NewReplacer("POL-A", "POL-OLD",
		"draft", "approved\napprover: ada\napproved_by: ada\napproved_on: 2026-01-02").Replace(policy)
	files["content/old.md"] = approved
	files["content/reg.md"] = strings.NewReplacer("POL-A", "REG-A", "policy\nv", "register\ndata: rows.csv\nv").Replace(policy)
	files["content/rows.csv"] = "id,what\n1,POL-A is late\n"
	derived := strings.Replace(policy, "id: POL-A\n", "", 1)
	files["content/bare.md"] = derived
	e := start(t, files)
	for name, c := range map[string]struct{ file, text, at, name, want string }{
		"taken":          {"content/p.md", process, "PRC-A", "POL-A", "`POL-A` is the id of content/a.md"},
		"no id":          {"content/p.md", process, "PRC-A", "a b", "cannot be an id"},
		"former version": {"content/old.md", approved, "POL-OLD", "POL-NEW", "version 1.0 was approved as `POL-OLD`"},
		"in data":        {"content/a.md", policy, "POL-A", "POL-B", "content/rows.csv:2 names `POL-A` in its rows"},
		"nothing there":  {"content/a.md", policy, "Who may", "POL-B", "no id and no heading here"},
		"a role":         {"content/a.md", policy, "security-manager", "x", "only ids of documents and headings"},
		"empty heading":  {"content/a.md", policy, "Purpose", " ", "has to be one line of words"},
	} {
		if _, refused := e.renames(e.here(c.file, c.text, c.at, 1), c.name, files); !strings.Contains(refused, c.want) {
			t.Errorf("%s: refused with %q, want %q", name, refused, c.want)
		}
	}
}

// TestActionsMakeTheChangesOfFindings applies a change to a text with ends of lines of Windows, and wants the finding gone.
func TestActionsMakeTheChangesOfFindings(t *testing.T) {
	t.Parallel()
	e := start(t, project())
	text := strings.ReplaceAll(strings.Replace(policy, `version: "1.0"`, "version: 1.0", 1), "\n", "\r\n")
	e.opens("content/a.md", text)
	d := e.with("content/a.md", "FM012").Diagnostics[0]
	var actions []struct {
		Title, Kind string
		Edit        struct {
			Changes map[string][]struct {
				Range   rng
				NewText string
			}
		}
	}
	e.call("textDocument/codeAction", map[string]any{"textDocument": map[string]string{"uri": e.uri("content/a.md")},
		"range":   map[string]any{"start": d.Range.Start.json(), "end": d.Range.End.json()},
		"context": map[string]any{"diagnostics": []any{}}}, &actions)
	if len(actions) != 1 || actions[0].Kind != "quickfix" {
		t.Fatalf("the actions are %+v", actions)
	}
	change := actions[0].Edit.Changes[e.uri("content/a.md")][0]
	e.types("content/a.md", 2, change.Range, change.NewText)
	e.without("FM012")
}

func TestLenses(t *testing.T) {
	t.Parallel()
	files := project()
	files["content/a.md"] = strings.Replace(policy, "owner:", "fulfils: [change-management-policy]\nowner:", 1)
	e := start(t, files)
	e.opens("content/a.md", files["content/a.md"])
	type lens struct {
		Range   rng      `json:"range"`
		Command *command `json:"command,omitempty"`
		Data    string   `json:"data,omitempty"`
	}
	var got []lens
	e.call("textDocument/codeLens", map[string]any{"textDocument": map[string]string{"uri": e.uri("content/a.md")}}, &got)
	if len(got) != 2 || got[0].Command.Title != "Draft: no approved version is in force" {
		t.Fatalf("the lenses are %+v", got)
	}
	var resolved lens
	e.call("codeLens/resolve", got[1], &resolved)
	if resolved.Command == nil || resolved.Command.Title != "No requirement loses evidence if you change this" {
		t.Errorf("the lens says %+v", resolved.Command)
	}
}

type command struct{ Title, Command string }

// TestBadMessages sends what no good editor would, and wants answers in words or empty ones, and a server that goes on.
func TestBadMessages(t *testing.T) {
	t.Parallel()
	e := start(t, project())
	e.opens("content/a.md", policy)
	for method, params := range map[string]any{
		"textDocument/unheardOf":   map[string]any{},
		"textDocument/hover":       map[string]any{"textDocument": 7},
		"textDocument/rename":      map[string]any{"textDocument": map[string]string{"uri": "file:///etc/passwd"}, "newName": "x"},
		"textDocument/definition":  []int{1, 2},
		"codeLens/resolve":         map[string]any{"data": []int{}},
		"textDocument/codeAction":  "text",
		"textDocument/completions": nil,
	} {
		ctx, done := context.WithTimeout(context.Background(), 20*time.Second)
		_, err := e.cli.Call(ctx, method, params)
		done()
		if _, answered := err.(*jrpc2.Error); !answered { //nolint:errorlint // that very type is the answer
			t.Errorf("%s: the answer is %v", method, err)
		}
	}
	beyond := map[string]any{"textDocument": map[string]string{"uri": e.uri("content/a.md")}, "position": pos{9999, 9999}.json(),
		"range": map[string]any{"start": pos{9999, 0}.json(), "end": pos{-3, -3}.json()}}
	outside := map[string]any{"textDocument": map[string]string{"uri": "file:///nowhere/at/all.md"}, "position": pos{0, 0}.json()}
	untitled := map[string]any{"textDocument": map[string]string{"uri": "untitled:Untitled-1"}, "position": pos{0, 0}.json()}
	for _, params := range []any{beyond, outside, untitled} {
		for _, method := range []string{"hover", "definition", "references", "completion", "documentSymbol", "codeLens", "codeAction",
			"prepareRename"} {
			e.call("textDocument/"+method, params, nil)
		}
	}
	e.types("content/a.md", 2, rng{pos{9999, 0}, pos{-5, 0}}, "\nbeyond the end")
	e.types("content/gone.md", 2, rng{pos{0, 0}, pos{0, 0}}, "never opened")
	e.tell("textDocument/didClose", outside)
	var got any
	e.call("textDocument/hover", e.here("content/a.md", policy, "security-manager", 2), &got)
	if got == nil {
		t.Error("the server does not go on")
	}
}

// TestAConnectionOutOfOrder asks before it says hello, says hello twice, and leaves without a goodbye.
func TestAConnectionOutOfOrder(t *testing.T) {
	t.Parallel()
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	ended := make(chan error, 1)
	dir := t.TempDir()
	go func() {
		ended <- lsp.Run(context.Background(), toServer, fromServer, lsp.Options{Dir: dir, Gather: gatherer()})
		_ = fromServer.Close()
	}()
	cli := jrpc2.NewClient(channel.LSP(toClient, fromClient), nil)
	ctx, done := context.WithTimeout(t.Context(), 20*time.Second)
	defer done()
	hello := map[string]any{"rootUri": nil}
	for _, c := range []struct {
		method string
		params any
		want   string
	}{
		{"textDocument/hover", map[string]any{}, "the first request has to be initialize"},
		{"initialize", hello, ""},
		{"initialize", hello, "initialized already"},
	} {
		if _, err := cli.Call(ctx, c.method, c.params); err == nil != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the answer is %v, want %q", c.method, err, c.want)
		}
	}
	if err := cli.Notify(ctx, "exit", nil); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err == nil {
			t.Error("who leaves without a goodbye is not told of")
		}
	case <-ctx.Done():
		t.Error("the server does not end")
	}
}

// TestManyEdits types ten thousand letters as fast as they can be sent: the last text is what is judged.
func TestManyEdits(t *testing.T) {
	t.Parallel()
	e := start(t, project())
	e.opens("content/a.md", policy)
	for i := range 10_000 {
		e.types("content/a.md", i+2, rng{pos{10, 0}, pos{10, 0}}, "x")
	}
	e.types("content/a.md", 10_002, rng{pos{10, 0}, pos{10, 10_000}}, "[[POL-LAST]] ")
	if d := e.with("content/a.md", "LK003").Diagnostics[0]; !strings.Contains(d.Message, "POL-LAST") {
		t.Errorf("found %+v", d)
	}
}

// TestAProjectThatCannotBeJudged says why in words, and judges it once it can be.
func TestAProjectThatCannotBeJudged(t *testing.T) {
	t.Parallel()
	e := start(t, map[string]string{"readme.txt": "no documents"})
	select {
	case said := <-e.said:
		if !strings.Contains(said, "content") {
			t.Errorf("said %q", said)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("nothing is said")
	}
	e.opens("content/a.md", strings.Replace(policy, "Who may", "[[GONE]] Who may", 1))
	e.with("content/a.md", "LK003")
	e.opens("clausebook.yaml", "unheard_of: [")
	select {
	case <-e.said:
	case <-time.After(20 * time.Second):
		t.Error("nothing is said of a broken configuration")
	}
}
