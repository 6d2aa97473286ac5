// Package lsp answers editors in the Language Server Protocol. It holds the texts that an editor has open, has the project judged with
// them as the next commit, and turns places and answers into messages; what the answers are, package language knows.
//
// One goroutine judges, whenever something has changed; what it makes is never changed afterwards. A request is answered from what was
// judged of the newest text.
package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"sync"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"
	"github.com/creachadair/jrpc2/handler"

	"clausebook/internal/build"
	"clausebook/internal/language"
	"clausebook/internal/plain"
)

// Options are what the command decides.
type Options struct {
	Dir     string // where a client that names no folder works
	Version string
	// Gather judges the project of a folder with texts that are not saved. Previous is what was judged before; it may be nil.
	Gather func(ctx context.Context, dir string, unsaved map[string][]byte, previous *build.Project) (*build.Project, error)
}

// Run answers until the client says goodbye or its messages end. It fails where the client leaves without a goodbye.
func Run(ctx context.Context, in io.Reader, out io.WriteCloser, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{o: o, ctx: ctx, open: map[string]*document{}, told: map[string]string{}, wake: make(chan struct{}, 1),
		turned: make(chan struct{})}
	s.rpc = jrpc2.NewServer(s.methods(), &jrpc2.ServerOptions{AllowPush: true, DisableBuiltin: true})
	s.rpc.Start(channel.LSP(in, out))
	judged := make(chan struct{})
	go func() {
		defer close(judged)
		s.judge()
	}()
	stop := context.AfterFunc(ctx, s.rpc.Stop)
	err := s.rpc.Wait()
	stop()
	cancel()
	<-judged
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil && s.left && !s.shut {
		err = errors.New("the editor ended the connection without saying so first")
	}
	return err
}

// document is a text that the editor has open.
type document struct {
	*text
	path    string // from the project root, with slashes; empty outside the project
	version int
}

// judgement is a project as it was judged.
type judgement struct {
	*language.Answers // nil where the project cannot be judged
	project           *build.Project
	failure           string
	edits             int // how many edits it has seen
}

type server struct {
	o   Options
	ctx context.Context //nolint:containedctx // of the connection, for what goes on beside requests
	rpc *jrpc2.Server

	mu     sync.Mutex // of what follows
	root   string     // the project
	open   map[string]*document
	edits  int
	now    *judgement
	turned chan struct{} // closed when the judgement is replaced
	shut   bool          // the client has said that it will leave
	left   bool

	wake chan struct{}
	told map[string]string // what was published last of a file, for whoever judges alone
}

// methods are the answers by the name of their request. What needs no parameters takes whatever comes with it.
func (s *server) methods() handler.Map {
	return handler.Map{
		"initialize":                       handler.New(s.initialize),
		"initialized":                      ignored,
		"shutdown":                         s.shutdown,
		"exit":                             s.exit,
		"$/cancelRequest":                  handler.New(s.cancel),
		"$/setTrace":                       ignored,
		"textDocument/didOpen":             handler.New(s.didOpen),
		"textDocument/didChange":           handler.New(s.didChange),
		"textDocument/didSave":             handler.New(s.didSave),
		"textDocument/didClose":            handler.New(s.didClose),
		"textDocument/hover":               handler.New(s.hover),
		"textDocument/definition":          handler.New(s.definition),
		"textDocument/references":          handler.New(s.references),
		"textDocument/documentSymbol":      handler.New(s.documentSymbols),
		"textDocument/completion":          handler.New(s.complete),
		"textDocument/prepareRename":       handler.New(s.prepareRename),
		"textDocument/rename":              handler.New(s.rename),
		"textDocument/codeAction":          handler.New(s.actions),
		"textDocument/codeLens":            handler.New(s.lenses),
		"codeLens/resolve":                 handler.New(s.resolveLens),
		"workspace/symbol":                 handler.New(s.workspaceSymbols),
		"workspace/didChangeWatchedFiles":  s.didChangeElsewhere,
		"workspace/didChangeConfiguration": ignored,
	}
}

// ignored takes a message that changes nothing here.
func ignored(context.Context, *jrpc2.Request) (any, error) { return nil, nil }

func (s *server) initialize(_ context.Context, p initializeParams) (*initializeResult, error) {
	root := s.o.Dir
	if len(p.WorkspaceFolders) > 0 {
		p.RootURI = p.WorkspaceFolders[0].URI
	}
	if folder, ok := pathOf(p.RootURI); ok {
		root = folder
	}
	root, err := build.FindRoot(root)
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	s.mu.Lock()
	again := s.root != ""
	if !again {
		s.root = root // for good: who answers reads it without the lock
	}
	s.mu.Unlock()
	if again {
		return nil, jrpc2.Errorf(jrpc2.InvalidRequest, "the connection is initialized already")
	}
	s.changed(func() {})
	return &initializeResult{Capabilities: map[string]any{
		"positionEncoding": "utf-16",
		"hoverProvider":    true, "definitionProvider": true, "referencesProvider": true, "documentSymbolProvider": true,
		"workspaceSymbolProvider": true, "renameProvider": map[string]any{"prepareProvider": true},
		"completionProvider": map[string]any{"triggerCharacters": []string{"[", "#", "§", ":", " "}},
		"codeActionProvider": map[string]any{"codeActionKinds": []string{"quickfix"}},
		"codeLensProvider":   map[string]any{"resolveProvider": true},
		"textDocumentSync":   map[string]any{"openClose": true, "change": 2, "save": true},
	}, ServerInfo: map[string]string{"name": "clausebook", "version": s.o.Version}}, nil
}

func (s *server) shutdown(context.Context, *jrpc2.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shut = true
	return nil, nil
}

func (s *server) exit(context.Context, *jrpc2.Request) (any, error) {
	s.mu.Lock()
	s.left = true
	s.mu.Unlock()
	go s.rpc.Stop() // which waits for this answer
	return nil, nil
}

func (s *server) cancel(_ context.Context, p cancelParams) error {
	id, err := json.Marshal(p.ID)
	if err == nil {
		s.rpc.CancelRequest(string(id))
	}
	return err
}

// changed makes an edit known, and has it judged.
func (s *server) changed(edit func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	edit()
	s.edits++
	select {
	case s.wake <- struct{}{}:
	default: // it is awake already, and finds this as well
	}
}

func (s *server) didOpen(_ context.Context, p openParams) error {
	d := p.TextDocument
	s.changed(func() { s.open[d.URI] = &document{newText(d.Text), s.within(d.URI), d.Version} })
	return nil
}

func (s *server) didChange(_ context.Context, p changeParams) error {
	s.changed(func() {
		was := s.open[p.TextDocument.URI]
		if was == nil {
			was = &document{text: newText(""), path: s.within(p.TextDocument.URI)}
		}
		next := *was
		for _, c := range p.ContentChanges {
			next.text = next.changed(c)
		}
		if v := p.TextDocument.Version; v != nil {
			next.version = *v
		}
		s.open[p.TextDocument.URI] = &next
	})
	return nil
}

func (s *server) didSave(context.Context, documentParams) error {
	s.changed(func() {}) // what is on the disk may be another text than before
	return nil
}

func (s *server) didClose(_ context.Context, p documentParams) error {
	s.changed(func() { delete(s.open, p.TextDocument.URI) })
	return nil
}

func (s *server) didChangeElsewhere(context.Context, *jrpc2.Request) (any, error) {
	s.changed(func() {})
	return nil, nil
}

// within gives the path of a file from the project root, with slashes; nothing outside the project. The lock is held.
func (s *server) within(uri string) string {
	file, ok := pathOf(uri)
	if !ok || s.root == "" {
		return ""
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(file)); err == nil {
		file = filepath.Join(folder, filepath.Base(file))
	}
	below, err := filepath.Rel(s.root, file)
	if err != nil || !filepath.IsLocal(below) || below == "." {
		return ""
	}
	return filepath.ToSlash(below)
}

// snapshot gives the texts that are open, by path, and how many edits led to them. The lock is held.
func (s *server) snapshot() (texts map[string]*document, edits int) {
	texts = map[string]*document{}
	for _, d := range s.open {
		if d.path != "" {
			texts[d.path] = d
		}
	}
	return texts, s.edits
}

// judge judges the project whenever something has changed, until the connection ends.
func (s *server) judge() {
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.wake:
		}
		s.mu.Lock()
		root, was := s.root, s.now
		texts, edits := s.snapshot()
		s.mu.Unlock()
		if root == "" {
			continue
		}
		next := s.judged(root, texts, was)
		if s.ctx.Err() != nil {
			return
		}
		next.edits = edits
		s.publish(next, texts, was)
		s.mu.Lock()
		s.now = next
		close(s.turned)
		s.turned = make(chan struct{})
		s.mu.Unlock()
	}
}

// judged judges a project with the texts that are open. Where it cannot be judged, the words of the failure are kept with what was
// judged last.
func (s *server) judged(root string, texts map[string]*document, was *judgement) *judgement {
	unsaved := map[string][]byte{}
	for path, d := range texts {
		unsaved[path] = []byte(d.whole)
	}
	var last *build.Project
	if was != nil {
		last = was.project
	}
	p, err := s.o.Gather(s.ctx, root, unsaved, last)
	switch {
	case err == nil:
		return &judgement{Answers: language.Of(p.Dossier, p.Config), project: p}
	case was != nil:
		return &judgement{Answers: was.Answers, project: was.project, failure: err.Error()}
	}
	return &judgement{failure: err.Error()}
}

// publish sends the findings of every file of which something else is to be said than before.
func (s *server) publish(j *judgement, texts map[string]*document, was *judgement) {
	if j.failure != "" && (was == nil || was.failure != j.failure) {
		s.notify("window/showMessage", messageParams{Type: 1, Message: "clausebook cannot judge the project: " + j.failure})
	}
	if j.Answers == nil || j.failure != "" {
		return // the findings of before stand
	}
	of := map[string][]diagnostic{}
	read := j.reader(texts)
	for file, problems := range j.Problems() {
		for _, p := range problems {
			of[file] = append(of[file], s.diagnostic(p, read))
		}
	}
	for file := range s.told {
		if _, still := of[file]; !still {
			of[file] = []diagnostic{}
		}
	}
	for file, list := range of {
		message := publishParams{URI: s.address(file, texts), Diagnostics: list}
		said, _ := json.Marshal(message.Diagnostics) // of plain values
		if s.told[file] == string(said) {
			continue
		}
		if d := texts[file]; d != nil {
			message.Version = &d.version
		}
		s.notify("textDocument/publishDiagnostics", message)
		if s.told[file] = string(said); len(list) == 0 {
			delete(s.told, file)
		}
	}
}

// address gives the address of a file as the editor writes it, if it is open there.
func (s *server) address(file string, texts map[string]*document) string {
	if d := texts[file]; d != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		for uri, open := range s.open {
			if open.path == d.path {
				return uri
			}
		}
	}
	return uriOf(filepath.Join(s.root, filepath.FromSlash(file)))
}

func (s *server) notify(method string, params any) {
	_ = s.rpc.Notify(s.ctx, method, params) // a client that has gone away needs no message
}

// reader gives the lines of files as they were judged.
func (j *judgement) reader(texts map[string]*document) func(file string) *text {
	known := map[string]*text{}
	for path, d := range texts {
		known[path] = d.text
	}
	return func(file string) *text {
		if known[file] == nil {
			known[file] = newText("")
			if file == "" || j.project == nil {
				return known[file]
			}
			if d := j.project.Dossier.Docs.ByPath(file); d != nil && len(d.Source) > 0 {
				known[file] = newText(string(d.Source))
			} else if raw, err := plain.Read(j.project.Source, file, maxText); err == nil || errors.Is(err, fs.ErrNotExist) {
				known[file] = newText(string(raw))
			}
		}
		return known[file]
	}
}

// maxText is the largest file that is read for the sake of places in it, in bytes.
const maxText = 16 << 20

// severities are those of the protocol by ours.
var severities = map[string]int{"error": 1, "warning": 2, "info": 3}

func (s *server) diagnostic(p language.Problem, read func(string) *text) diagnostic {
	d := diagnostic{Range: read(p.Pos.File).span(p.Pos), Severity: severities[p.Severity.String()], Code: string(p.Rule), Source: "clausebook",
		Message: p.Message}
	if p.Fix != "" {
		d.Message += "\nfix: " + p.Fix
	}
	if p.Page != "" {
		d.About = &href{p.Page}
	}
	for _, n := range p.Related {
		if n.Pos.File != "" {
			where := location{uriOf(filepath.Join(s.root, filepath.FromSlash(n.Pos.File))), read(n.Pos.File).span(n.Pos)}
			d.Related = append(d.Related, related{where, n.Message})
		}
	}
	return d
}

// notInitialized is the code of the protocol for a request that comes too early.
const notInitialized jrpc2.Code = -32002

// settled gives what was judged of the newest text, which it waits for, with the text itself. It is nil where there is no such text in
// the project, or nothing could be judged.
func (s *server) settled(ctx context.Context, uri string) (*judgement, *document, error) {
	for {
		s.mu.Lock()
		now, edits, turned, d, begun := s.now, s.edits, s.turned, s.open[uri], s.root != ""
		s.mu.Unlock()
		switch {
		case !begun:
			return nil, nil, jrpc2.Errorf(notInitialized, "the first request has to be initialize")
		case now != nil && now.edits >= edits && (now.Answers == nil || d != nil && d.path == ""):
			return nil, nil, nil
		case now != nil && now.edits >= edits:
			return now, d, nil
		}
		select {
		case <-ctx.Done():
			return nil, nil, fmt.Errorf("the request was taken back: %w", ctx.Err())
		case <-turned:
		}
	}
}
