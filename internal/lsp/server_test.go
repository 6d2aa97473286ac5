package lsp_test

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"

	"clausebook/internal/build"
	"clausebook/internal/lsp"
	"clausebook/internal/unsaved"
)

// policy is a document that has no finding of its own in the projects of these tests.
const policy = `---
id: POL-A
title: Access policy
type: policy
version: "1.0"
status: draft
owner: security-manager
---
## Purpose

Who may enter.
`

const people = `people:
  - {id: ada, name: Ada Lind, emails: [ada@example.org]}
roles:
  - {id: security-manager, title: Security manager, holders: [{person: ada}]}
`

// editor is a client on the other end of a pipe.
type editor struct {
	testing.TB
	dir   string
	cli   *jrpc2.Client
	found chan published
	said  chan string
	ended chan error
	hello json.RawMessage
	heard sync.Map // what came last without being asked for: findings by their file, else by the method
}

type published struct {
	URI         string
	Version     *int
	Diagnostics []struct {
		Range              rng
		Severity           int
		Code               string
		CodeDescription    struct{ Href string }
		Message            string
		RelatedInformation []struct {
			Location struct {
				URI   string
				Range rng
			}
			Message string
		}
	}
}

const patience = 20 * time.Second

type pos struct{ Line, Character int }
type rng struct{ Start, End pos }

// start begins a server on a project of these files, and says hello.
func start(t testing.TB, files map[string]string) *editor {
	t.Helper()
	dir := t.TempDir()
	w := &editor{TB: t, dir: dir}
	for name, text := range files {
		w.write(name, text)
	}
	return startIn(t, dir)
}

// startIn begins a server on the project of a folder, and says hello.
func startIn(t testing.TB, dir string) *editor {
	t.Helper()
	e := &editor{TB: t, dir: dir, found: make(chan published, 10_000), said: make(chan string, 100), ended: make(chan error, 1)}
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	go func() {
		err := lsp.Run(context.Background(), toServer, fromServer, lsp.Options{Dir: e.dir, Version: "test", Gather: gatherer()})
		_ = fromServer.Close()
		e.ended <- err
	}()
	e.cli = jrpc2.NewClient(channel.LSP(toClient, fromClient), &jrpc2.ClientOptions{OnNotify: e.take})
	t.Cleanup(func() {
		e.call("shutdown", nil, nil)
		e.tell("exit", nil)
		select {
		case err := <-e.ended:
			if err != nil {
				t.Errorf("the server ended with %v", err)
			}
		case <-time.After(20 * time.Second):
			t.Error("the server does not end")
		}
	})
	var hello struct {
		Capabilities map[string]any
	}
	e.call("initialize", map[string]any{"processId": nil, "rootUri": e.uri(""), "capabilities": map[string]any{}}, &e.hello)
	if err := json.Unmarshal(e.hello, &hello); err != nil {
		t.Fatal(err)
	}
	e.tell("initialized", map[string]any{})
	if hello.Capabilities["textDocumentSync"] == nil {
		t.Fatalf("the server says it can %v", hello.Capabilities)
	}
	return e
}

// gatherer gathers as the command does.
func gatherer() func(context.Context, string, map[string][]byte, *build.Project) (*build.Project, error) {
	recall := unsaved.NewRecall()
	return func(ctx context.Context, dir string, texts map[string][]byte, previous *build.Project) (*build.Project, error) {
		return build.Gather(ctx, build.Options{Dir: dir, NoCache: true, Now: time.Now, Env: func(string) string { return "" }, Instead: texts,
			Previous: previous, Recall: recall})
	}
}

func (e *editor) write(name, text string) {
	e.Helper()
	file := filepath.Join(e.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		e.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		e.Fatal(err)
	}
}

func (e *editor) uri(name string) string {
	real, err := filepath.EvalSymlinks(e.dir)
	if err != nil {
		e.Fatal(err)
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(real, name))}).String()
}

func (e *editor) take(r *jrpc2.Request) {
	switch r.Method() {
	case "textDocument/publishDiagnostics":
		var p published
		if err := r.UnmarshalParams(&p); err != nil {
			e.Error(err)
		}
		e.heard.Store(p.URI, json.RawMessage(r.ParamString()))
		e.found <- p
	case "window/showMessage":
		var p struct{ Message string }
		if err := r.UnmarshalParams(&p); err != nil {
			e.Error(err)
		}
		e.heard.Store(r.Method(), json.RawMessage(r.ParamString()))
		e.said <- p.Message
	}
}

func (e *editor) call(method string, params, result any) {
	e.Helper()
	ctx, done := context.WithTimeout(context.Background(), 30*time.Second)
	defer done()
	r, err := e.cli.Call(ctx, method, params)
	if err != nil {
		e.Fatalf("%s: %v", method, err)
	}
	if result != nil {
		if err := r.UnmarshalResult(result); err != nil {
			e.Fatalf("%s: %v", method, err)
		}
	}
}

func (e *editor) tell(method string, params any) {
	e.Helper()
	if err := e.cli.Notify(context.Background(), method, params); err != nil {
		e.Fatalf("%s: %v", method, err)
	}
}

func (e *editor) opens(name, text string) {
	e.Helper()
	e.tell("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": e.uri(name), "languageId": "markdown", "version": 1,
		"text": text}})
}

// types replaces a range of an open text.
func (e *editor) types(name string, version int, at rng, text string) {
	e.Helper()
	e.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": e.uri(name), "version": version},
		"contentChanges": []any{map[string]any{"range": map[string]any{"start": at.Start.json(), "end": at.End.json()}, "text": text}}})
}

func (p pos) json() map[string]int { return map[string]int{"line": p.Line, "character": p.Character} }

// rewrites replaces an open text as a whole.
func (e *editor) rewrites(name string, version int, text string) {
	e.Helper()
	e.tell("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": e.uri(name), "version": version},
		"contentChanges": []any{map[string]any{"text": text}}})
}

// sees waits until what is said of a file is as wanted.
func (e *editor) sees(name, what string, wanted func(published) bool) published {
	e.Helper()
	timeout := time.After(patience)
	var last published
	for {
		select {
		case p := <-e.found:
			if p.URI == e.uri(name) {
				if last = p; wanted(p) {
					return p
				}
			}
		case <-timeout:
			got, _ := json.MarshalIndent(last, "", "  ")
			said := ""
			select {
			case said = <-e.said:
			default:
			}
			e.Fatalf("%s never has %s; the last that was said of it: %s %s", name, what, got, said)
		}
	}
}

// with waits for a finding of a rule, and gives it as the only one of what was said.
func (e *editor) with(name, rule string) published {
	e.Helper()
	at := -1
	p := e.sees(name, rule, func(p published) bool {
		for i, d := range p.Diagnostics {
			if d.Code == rule {
				at = i
				return true
			}
		}
		return false
	})
	p.Diagnostics = p.Diagnostics[at : at+1]
	return p
}

// without waits until no finding of a rule is left in the first document.
func (e *editor) without(rule string) {
	e.Helper()
	e.sees("content/a.md", "no "+rule, func(p published) bool {
		for _, d := range p.Diagnostics {
			if d.Code == rule {
				return false
			}
		}
		return true
	})
}

// TestFindingsFollowTheText types a dangling link into a text that is not saved, mends it, and wants findings of that text alone.
func TestFindingsFollowTheText(t *testing.T) {
	t.Parallel()
	e := start(t, map[string]string{"content/a.md": policy, "content/people.yaml": people,
		"clausebook.yaml": "base_url: https://sms.example.org\n"})
	e.opens("content/a.md", policy)
	line := pos{10, 14}
	e.types("content/a.md", 2, rng{line, line}, " See [[POL-B]].")
	d := e.with("content/a.md", "LK003").Diagnostics[0]
	if want := (rng{pos{10, 19}, pos{10, 28}}); d.Range != want {
		t.Errorf("the finding stands at %v, want %v", d.Range, want)
	}
	if d.Severity != 1 || !strings.Contains(d.Message, "no document has the id `POL-B`\nfix: ") {
		t.Errorf("the finding is %+v", d)
	}
	if page := d.CodeDescription.Href; !strings.HasPrefix(page, "https://sms.example.org/rules") || !strings.HasSuffix(page, "#rule-lk003") {
		t.Errorf("its rule is at %q", page)
	}
	e.opens("content/b.md", strings.ReplaceAll(policy, "POL-A", "POL-B")) // a new document, never saved
	e.without("LK003")
	e.tell("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": e.uri("content/b.md")}})
	e.with("content/a.md", "LK003")
	if raw, err := os.ReadFile(filepath.Join(e.dir, "content/a.md")); err != nil || string(raw) != policy {
		t.Errorf("the server wrote %q, %v", raw, err)
	}
}

// TestPlacesCountAsEditorsDo puts letters outside ASCII, pairs of UTF-16 units and ends of lines of Windows before a fault.
func TestPlacesCountAsEditorsDo(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]struct {
		text  string
		start int
	}{
		"plain":       {"See [[POL-X]].", 4},
		"umlauts":     {"Für Größe [[POL-X]].", 10},
		"emoji":       {"🔒🔑 [[POL-X]].", 5},
		"combining":   {"e\u0301 [[POL-X]].", 3},
		"after a tab": {"a\t[[POL-X]].", 2},
	} {
		for _, end := range []string{"\n", "\r\n"} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				e := start(t, map[string]string{"content/a.md": policy, "content/people.yaml": people})
				e.opens("content/a.md", strings.ReplaceAll(strings.Replace(policy, "Who may enter.", line.text, 1), "\n", end))
				want := rng{pos{10, line.start}, pos{10, line.start + 9}}
				if d := e.with("content/a.md", "LK003").Diagnostics[0]; d.Range != want {
					t.Errorf("the finding stands at %v, want %v", d.Range, want)
				}
				// An edit behind such characters goes where the editor means it.
				e.types("content/a.md", 2, rng{pos{10, line.start + 2}, pos{10, line.start + 7}}, "POL-A")
				e.without("LK003")
			})
		}
	}
}

// TestAFindingShowsItsOtherPlaces gives two documents one id.
func TestAFindingShowsItsOtherPlaces(t *testing.T) {
	t.Parallel()
	e := start(t, map[string]string{"content/a.md": policy, "content/b.md": policy, "content/people.yaml": people})
	d := e.with("content/b.md", "ID001").Diagnostics[0]
	if len(d.RelatedInformation) != 1 || d.RelatedInformation[0].Location.URI != e.uri("content/a.md") ||
		d.RelatedInformation[0].Location.Range.Start != (pos{1, 4}) {
		t.Errorf("the other place is %+v", d.RelatedInformation)
	}
}

// TestFilesThatOthersChange saves a document beside the editor, which then says so as VS Code does, with the list of what has changed.
func TestFilesThatOthersChange(t *testing.T) {
	t.Parallel()
	e := start(t, map[string]string{"content/a.md": policy + "\nSee [[POL-B]].\n", "content/people.yaml": people})
	e.with("content/a.md", "LK003")
	e.write("content/b.md", strings.ReplaceAll(policy, "POL-A", "POL-B"))
	e.tell("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": e.uri("content/b.md"), "type": 1}}})
	e.without("LK003")
}
