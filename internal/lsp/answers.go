package lsp

import (
	"context"
	"strings"

	"github.com/creachadair/jrpc2"

	"clausebook/internal/diag"
	"clausebook/internal/language"
	"clausebook/internal/phrase"
)

// locate gives a place of ours as one of the protocol. What is open has the address by which the editor knows it.
func (s *server) locate(p diag.Pos, read func(string) *text, texts map[string]*document) location {
	return location{s.address(p.File, texts), read(p.File).span(p)}
}

// asked is a request about a text that is open, with what was judged of it.
type asked struct {
	*judgement
	*document
	texts map[string]*document
	read  func(string) *text
}

// ask gives what a request is answered from; nil where there is nothing to answer from.
func (s *server) ask(ctx context.Context, uri string) (*asked, error) {
	j, d, err := s.settled(ctx, uri)
	if err != nil || j == nil || j.Answers == nil {
		return nil, err
	}
	s.mu.Lock()
	texts, _ := s.snapshot()
	if d == nil {
		d = &document{path: s.within(uri)}
	}
	s.mu.Unlock()
	read := j.reader(texts)
	if d.text == nil {
		d.text = read(d.path)
	}
	return &asked{j, d, texts, read}, nil
}

// meant gives what stands at a position; nil where nothing does.
func (s *server) meant(ctx context.Context, p positionParams) (*asked, *language.Mention, error) {
	q, err := s.ask(ctx, p.TextDocument.URI)
	if q == nil {
		return nil, nil, err
	}
	m, ok := q.At(q.place(q.path, p.Position))
	if !ok {
		return q, nil, nil
	}
	return q, &m, nil
}

func (s *server) hover(ctx context.Context, p positionParams) (*hover, error) {
	q, m, err := s.meant(ctx, p)
	if m == nil {
		return nil, err
	}
	words := q.Hover(m.Thing)
	if words == "" {
		return nil, nil
	}
	return &hover{markup{"markdown", words}, q.span(m.Pos)}, nil
}

func (s *server) definition(ctx context.Context, p positionParams) ([]location, error) {
	q, m, err := s.meant(ctx, p)
	if m == nil {
		return nil, err
	}
	at, ok := q.Definition(m.Thing)
	if !ok || at.File == "" {
		return nil, nil
	}
	return []location{s.locate(at, q.read, q.texts)}, nil
}

func (s *server) references(ctx context.Context, p referenceParams) ([]location, error) {
	q, m, err := s.meant(ctx, p.positionParams)
	if m == nil {
		return nil, err
	}
	var out []location
	for _, r := range q.References(m.Thing, p.Context.IncludeDeclaration) {
		out = append(out, s.locate(r.Pos, q.read, q.texts))
	}
	return out, nil
}

func (s *server) documentSymbols(ctx context.Context, p documentParams) ([]symbol, error) {
	q, err := s.ask(ctx, p.TextDocument.URI)
	if q == nil {
		return nil, err
	}
	return q.symbols(q.Outline(q.path)), nil
}

// kindString is the kind of symbol that editors show for headings of Markdown.
const (
	kindString = 15
	kindFile   = 1
)

func (q *asked) symbols(all []language.Symbol) []symbol {
	out := []symbol{}
	for _, x := range all {
		own := q.span(x.Pos)
		end := position{x.Last - 1, units(q.line(x.Last-1), len(q.line(x.Last-1)))}
		out = append(out, symbol{x.Name, x.Detail, kindString, span{position{own.Start.Line, 0}, end}, own, q.symbols(x.Below)})
	}
	return out
}

func (s *server) workspaceSymbols(ctx context.Context, p queryParams) ([]workspaceSymbol, error) {
	q, err := s.ask(ctx, "")
	if q == nil {
		return nil, err
	}
	out := []workspaceSymbol{}
	for _, x := range q.Find(p.Query) {
		out = append(out, workspaceSymbol{x.Name, kindFile, s.locate(x.Pos, q.read, q.texts), x.Detail})
	}
	return out, nil
}

// complete does not wait for the newest text to be judged: names change less often than letters are typed.
func (s *server) complete(_ context.Context, p positionParams) ([]completion, error) {
	s.mu.Lock()
	now, d := s.now, s.open[p.TextDocument.URI]
	s.mu.Unlock()
	out := []completion{}
	if now == nil || now.Answers == nil || d == nil || d.path == "" || p.Position.Line < 0 || p.Position.Line >= len(d.lines) {
		return out, nil
	}
	before := d.before(p.Position)
	lines := append(append([]string{}, d.lines[:p.Position.Line]...), before)
	here := d.place(d.path, p.Position)
	for _, c := range now.Complete(d.path, lines, strings.TrimPrefix(d.line(p.Position.Line), before)) {
		at := here
		at.Col, at.EndCol = here.Col-c.Back, here.Col
		where := d.span(at)
		if c.Back == 0 {
			where = span{where.Start, where.Start}
		}
		out = append(out, completion{c.Label, kindReference, c.Detail, c.Label + " " + c.Detail, textEdit{where, c.Text}})
	}
	return out, nil
}

// kindReference is the kind under which editors show what is completed.
const kindReference = 18

func (s *server) prepareRename(ctx context.Context, p positionParams) (*placeholder, error) {
	q, m, err := s.meant(ctx, p)
	if m == nil {
		return nil, err
	}
	at, words, err := q.Renamed(*m)
	if err != nil {
		return nil, refused(err)
	}
	return &placeholder{q.span(at), words}, nil
}

// refused is the answer to what cannot be done, with the reason for the reader.
func refused(err error) error { return jrpc2.Errorf(requestFailed, "%s", err) }

// requestFailed is the code of the protocol for a request that was understood and cannot be met.
const requestFailed jrpc2.Code = -32803

func (s *server) rename(ctx context.Context, p renameParams) (*workspaceEdit, error) {
	q, m, err := s.meant(ctx, p.positionParams)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, jrpc2.Errorf(requestFailed, "there is no id and no heading here")
	}
	changes, err := q.Rename(*m, p.NewName, q.project.Source)
	if err != nil {
		return nil, refused(err)
	}
	out := &workspaceEdit{Changes: map[string][]textEdit{}}
	for _, c := range changes {
		at := s.locate(c.Pos, q.read, q.texts)
		out.Changes[at.URI] = append(out.Changes[at.URI], textEdit{at.Range, c.Text})
	}
	return out, nil
}

// actions gives the changes that findings in a range bring along.
func (s *server) actions(ctx context.Context, p actionParams) ([]action, error) {
	q, err := s.ask(ctx, p.TextDocument.URI)
	if q == nil {
		return nil, err
	}
	out := []action{}
	for _, problem := range q.Problems()[q.path] {
		e := problem.Edit
		said := s.diagnostic(problem, q.read)
		if e == nil || said.Range.Start.Line > p.Range.End.Line || said.Range.End.Line < p.Range.Start.Line {
			continue
		}
		from, to, ok := e.Span([]byte(q.whole))
		if !ok {
			continue
		}
		edit := textEdit{span{q.position(from), q.position(to)}, e.Text}
		title := "Write `" + short(e.Text) + "`"
		if e.Text == "" {
			title = "Remove `" + short(e.Was) + "`"
		}
		out = append(out, action{title, "quickfix", []diagnostic{said}, true,
			workspaceEdit{map[string][]textEdit{p.TextDocument.URI: {edit}}}})
	}
	return out, nil
}

// short gives the first line of a text, and of that what fits into a menu.
func short(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	return phrase.Short(first, 60)
}

// lenses stand over the front matter: how the document stands, and what a change of it would do, which is worked out when it is shown.
func (s *server) lenses(ctx context.Context, p documentParams) ([]lens, error) {
	q, err := s.ask(ctx, p.TextDocument.URI)
	if q == nil {
		return nil, err
	}
	d := q.Dossier.Docs.ByPath(q.path)
	if d == nil {
		return []lens{}, nil
	}
	return []lens{{Command: &command{Title: q.Standing(d)}}, {Data: p.TextDocument.URI}}, nil
}

func (s *server) resolveLens(ctx context.Context, l lens) (*lens, error) {
	q, err := s.ask(ctx, l.Data)
	if err != nil {
		return nil, err
	}
	l.Command = &command{Title: "What a change would do is not known"}
	if q == nil {
		return &l, nil
	}
	d := q.Dossier.Docs.ByPath(q.path)
	if d == nil {
		return &l, nil
	}
	unsaved := map[string][]byte{}
	for path, open := range q.texts {
		unsaved[path] = []byte(open.whole)
	}
	unsaved[q.path] = language.Touched(d)
	then, err := s.o.Gather(ctx, q.project.Dir, unsaved, q.project)
	if err != nil {
		return nil, err
	}
	l.Command.Title = q.Loss(language.Of(then.Dossier, then.Config))
	return &l, nil
}

// position turns a byte of the text into a position.
func (t *text) position(offset int) position {
	before := t.whole[:offset]
	line := strings.Count(before, "\n")
	before = before[strings.LastIndexByte(before, '\n')+1:]
	return position{line, units(before, len(before))}
}
