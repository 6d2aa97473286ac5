package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"clausebook/internal/doc"
	"clausebook/internal/fingerprint"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/markdown"
	"clausebook/internal/redline"
	"clausebook/internal/theme"
)

// RedlineView is a redline as pages show it.
type RedlineView struct {
	Older, Newer EditionView
	Texts        []Link // the full texts
	Compared     fingerprint.Lazy[Comparison]
}

// Comparison is what differs between two versions.
type Comparison struct {
	Summary string
	Moved   string // the sentence that says that the file was moved, if so
	Notes   []string
	Fields  []FieldView
	Parts   []RedlinePart
	Rest    int  // changed blocks that the page has no room for
	Folded  bool // unchanged text is left out
}

// Summary says in a sentence what differs.
func (v RedlineView) Summary() string { return v.Compared.Get().Summary }

// Moved says that the file was moved, if so.
func (v RedlineView) Moved() string { return v.Compared.Get().Moved }

// Notes say what could not be compared.
func (v RedlineView) Notes() []string { return v.Compared.Get().Notes }

// Fields are the values of the front matter that differ.
func (v RedlineView) Fields() []FieldView { return v.Compared.Get().Fields }

// Parts are the stretches of the text.
func (v RedlineView) Parts() []RedlinePart { return v.Compared.Get().Parts }

// Rest counts the changed blocks that the page has no room for.
func (v RedlineView) Rest() int { return v.Compared.Get().Rest }

// Whole leads to the full texts, where unchanged text is left out.
func (v RedlineView) Whole() []Link {
	if !v.Compared.Get().Folded {
		return nil
	}
	return v.Texts
}

// EditionView is one side of a redline.
type EditionView struct {
	Version, Status string
	Text            string // address of the page with the whole text
	Approved        string // by whom and when, if the version was approved
	Commit          Link
	Day             string
	Path            string
}

// FieldView is a value of the front matter that differs.
type FieldView struct {
	Key    string
	Change redline.Change
	Sign   string
	Label  string
	Lang   string // of the runs, where it is not that of the page
	Runs   []RunView
}

// RedlinePart is a stretch of the text. One with Fold is unchanged; without groups it is left out.
type RedlinePart struct {
	Fold   string
	Groups []RedlineGroup
}

// RedlineGroup is a table, a list or a single block.
type RedlineGroup struct {
	Table, List bool
	Columns     int
	Blocks      []RedlineBlock
}

// RedlineBlock is a block of either version or of both.
type RedlineBlock struct {
	Change    redline.Change
	Kind      markdown.BlockKind
	Sign      string // at the margin
	Label     string // what became of it, for those who do not see the margin
	Note      string // where it came from or went to
	ID, Peer  string // anchors of the two places of a moved block
	Level     int    // of a heading on the page
	Depth     int
	Quoted    bool
	Marker    string
	Head      bool
	Rewritten bool // only written otherwise
	Cells     []CellView
}

// CellView is a cell of a row, or the text of another block.
type CellView struct {
	Change redline.Change
	Lang   string // of the runs, where it is not that of the page
	Runs   []RunView
}

// RunView is a run of words. Word says what became of it, for those who do not see the marks; WordLang is its language
// where the run is in another.
type RunView struct {
	Change                         redline.Change
	Text, Word, WordLang           string
	Code, Strong, Emphasis, Struck bool
}

// RedlineStep leads from an approved version to the next one.
type RedlineStep struct {
	At           string // address of the page
	Older, Newer ledger.Version
}

// PlainVersion names a version that may have no number.
func PlainVersion(v string) string { return cmp.Or(v, "unnumbered") }

// RedlineTo gives the step to a version from the one approved before it, if a page shows it.
func (s *View) RedlineTo(d *doc.Document, v ledger.Version) (RedlineStep, bool) {
	for _, step := range s.Addr.Redlines[d] {
		if step.Newer.Revision == v.Revision && step.Newer.Version == v.Version {
			return step, true
		}
	}
	return RedlineStep{}, false
}

const (
	redlineRoom = 70_000 // bytes that the text of a redline may take on a page of the site
	around      = 3      // unchanged blocks shown on either side of a change there
)

// RedlineView compares the two versions of a step.
func (p Page) RedlineView(d *doc.Document, step RedlineStep) RedlineView {
	was, is := step.Older.Revision, step.Newer.Revision
	key := fingerprint.Of(was.Blob, was.Path, is.Blob, is.Path, d.Language, p.Language(), redlineRoom)
	older, newer := p.editionView(step.Older), p.editionView(step.Newer)
	return RedlineView{Older: older, Newer: newer, Texts: p.wholes(older, newer),
		Compared: fingerprint.Later(key, func() Comparison { return p.compare(d, step) })}
}

// compare tells what differs between the versions of a step. Contents that the repository does not have are named, and nothing
// is compared then.
func (p Page) compare(d *doc.Document, step RedlineStep) Comparison {
	was, err := p.content(step.Older)
	var is *redline.Version
	if err == nil {
		is, err = p.content(step.Newer)
	}
	if err != nil {
		return Comparison{Notes: []string{p.T("The versions cannot be compared: %s", err)}}
	}
	r := redline.Changes(was, is, around)
	r.Old.Path, r.New.Path = step.Older.Revision.Path, step.Newer.Revision.Path
	other := p.Other(d.Language)
	l := redliner{p.Theme.Words, other, p.besides(other)}
	out := l.compared(r)
	parts := r.Parts(around)
	out.Parts, out.Rest = l.changes(parts, redlineRoom)
	out.Folded = slices.ContainsFunc(parts, func(p redline.Part) bool { return p.Folded })
	return out
}

// wholes leads to the full texts of versions.
func (p Page) wholes(editions ...EditionView) []Link {
	var out []Link
	for _, e := range editions {
		if e.Text != "" {
			out = append(out, Link{Text: p.T("version %s", e.Version), Href: e.Text})
		}
	}
	return out
}

// content reads what a version said.
func (p Page) content(v ledger.Version) (*redline.Version, error) {
	return p.contents.of(v.Revision.Blob, func() (*redline.Version, error) {
		raw, err := p.Blob(v.Revision.Blob)
		if err != nil {
			return nil, err
		}
		t := doc.Take(raw)
		if p.Masks != nil {
			front := raw[:len(raw)-len(t.Body)]
			t = doc.Take([]byte(p.Masks.Mask(string(front)) + p.Masks.Shield(string(t.Body))))
		}
		return redline.Read(redline.Text{Front: t.Front, Block: t.Block, Body: t.Body, BodyLine: t.BodyLine}), nil
	})
}

// keptContents is how many versions are kept read. Pages are mostly written in the order of their addresses, in which a version is
// the newer one of a redline and then the older one of the next.
const keptContents = 8

// contents are the versions that were read last.
type contents struct {
	mu   sync.Mutex
	read map[history.Hash]func() (*redline.Version, error)
	last []history.Hash // the oldest first
}

// of gives a version, read once as long as it is kept.
func (c *contents) of(blob history.Hash, read func() (*redline.Version, error)) (*redline.Version, error) {
	c.mu.Lock()
	once := c.read[blob]
	if once == nil {
		if once = sync.OnceValues(read); c.read == nil {
			c.read = map[history.Hash]func() (*redline.Version, error){}
		}
		c.read[blob] = once
		if c.last = append(c.last, blob); len(c.last) > keptContents {
			delete(c.read, c.last[0])
			c.last = c.last[1:]
		}
	}
	c.mu.Unlock()
	return once()
}

func (p Page) editionView(v ledger.Version) EditionView {
	e := EditionView{Version: PlainVersion(v.Version), Text: p.EditionOf(v).Href,
		Status: p.Status(doc.Status(v.Revision.Facts.Status)).Text, Path: v.Revision.Path}
	if c := v.Revision.Commit; c != nil {
		e.Commit, e.Day = p.Commit(string(c.Hash)), DayOf(c)
	}
	switch who := p.Approver(v).Text; {
	case who != "" && !v.On.IsZero():
		e.Approved = p.T("approved by %s on %s", who, v.On)
	case !v.On.IsZero():
		e.Approved = p.T("approved on %s", v.On)
	}
	return e
}

// redliner turns redlines into views, in the words of a language. Text is the language of the documents where it is
// another, and page then that of the words.
type redliner struct {
	*theme.Words
	text, page string
}

// RedlineOf shows the whole of a redline, in words that stand alone. What is unchanged is folded.
func RedlineOf(w *theme.Words, r redline.Redline) RedlineView {
	l := redliner{Words: w}
	return RedlineView{Older: l.edition(r.Old), Newer: l.edition(r.New),
		Compared: fingerprint.Later(fingerprint.Digest{}, func() Comparison {
			out, at := l.compared(r), 0
			for _, p := range r.Parts(1) {
				part := RedlinePart{Groups: l.groups(p.Blocks, at)}
				if p.Folded {
					part.Fold = l.fold(p)
				}
				out.Parts, at = append(out.Parts, part), at+len(p.Blocks)
			}
			return out
		})}
}

// compared gives what differs as pages show it, but for the text.
func (l redliner) compared(r redline.Redline) Comparison {
	v := Comparison{Summary: l.summary(r)}
	if r.Old.Path != r.New.Path && r.Old.Path != "" && r.New.Path != "" {
		v.Moved = l.T("The file was moved from %s to %s.", r.Old.Path, r.New.Path)
	}
	for _, n := range r.Notes {
		v.Notes = append(v.Notes, l.T(n))
	}
	for _, f := range r.Fields {
		v.Fields = append(v.Fields, FieldView{Key: f.Key, Change: f.Change, Sign: redlineSigns[f.Change], Label: l.label(f.Change),
			Lang: l.text, Runs: l.runs(f.Segments, f.Change == redline.Changed)})
	}
	return v
}

func (l redliner) edition(e redline.Edition) EditionView {
	v := EditionView{Version: PlainVersion(e.Version), Status: e.Status, Day: e.Day, Path: e.Path,
		Commit: Link{Text: e.Commit[:min(len(e.Commit), 12)], Title: e.Commit}}
	if e.Commit == "" {
		v.Day = l.T("not committed")
	}
	return v
}

// summary says in a sentence what differs.
func (l redliner) summary(r redline.Redline) string {
	var out []string
	add := func(n int, words string) {
		if n > 0 {
			out = append(out, words)
		}
	}
	if c := r.Counts; r.Empty() {
		out = append(out, l.T("The versions have the same content"))
	} else {
		add(len(r.Fields), l.N(len(r.Fields), "front matter value changed", "front matter values changed"))
		add(c.Changed, l.N(c.Changed, "block changed", "blocks changed"))
		add(c.Inserted, l.N(c.Inserted, "block inserted", "blocks inserted"))
		add(c.Deleted, l.N(c.Deleted, "block deleted", "blocks deleted"))
		add(c.Moved, l.N(c.Moved, "block moved", "blocks moved"))
	}
	add(r.Counts.Reformatted, l.N(r.Counts.Reformatted, "block with formatting changes only", "blocks with formatting changes only"))
	return strings.Join(out, ", ") + "."
}

// redlineSigns stand at the margin.
var redlineSigns = map[redline.Change]string{redline.Changed: "~", redline.Inserted: "+", redline.Deleted: "−", redline.Moved: "↳",
	redline.Left: "↱"}

// label says what became of a block.
func (l redliner) label(c redline.Change) string {
	switch c {
	case redline.Changed:
		return l.T("Changed")
	case redline.Inserted:
		return l.T("Inserted")
	case redline.Deleted:
		return l.T("Deleted")
	case redline.Moved:
		return l.T("Moved here")
	case redline.Left:
		return l.T("Moved away")
	}
	return ""
}

// changes gives what changed with its surroundings, as far as there is room. What lies between is only counted: the full
// texts have it. It tells how many changed blocks are left out.
func (l redliner) changes(parts []redline.Part, room int) (out []RedlinePart, rest int) {
	at := 0
	for n, p := range parts {
		var part RedlinePart
		if p.Folded {
			part.Fold = l.fold(p)
		} else {
			shown := slices.IndexFunc(p.Blocks, func(b redline.Block) bool { room -= weight(b); return room < 0 })
			if shown >= 0 {
				part.Groups = l.groups(p.Blocks[:shown], at)
				return append(out, part), left(parts[n:], shown)
			}
			part.Groups = l.groups(p.Blocks, at)
		}
		at += len(p.Blocks)
		out = append(out, part)
	}
	return out, 0
}

// left counts the changed blocks of parts, so many of the first one not.
func left(parts []redline.Part, shown int) int {
	n := 0
	for i, p := range parts {
		for j, b := range p.Blocks {
			if b.Change != redline.Same && (i > 0 || j >= shown) {
				n++
			}
		}
	}
	return n
}

// weight is about how many bytes a block takes on a page.
func weight(b redline.Block) int {
	n := 180
	for _, c := range b.Cells {
		n += 20
		for _, s := range c.Segments {
			n += 20 + len(s.Text) + len(s.Text)/8
			if s.Change != redline.Same {
				n += 80
			}
		}
	}
	return n
}

func (l redliner) fold(p redline.Part) string {
	s := l.N(len(p.Blocks), "block unchanged", "blocks unchanged")
	if p.Reformatted > 0 {
		s += ", " + l.N(p.Reformatted, "of them in formatting only", "of them in formatting only")
	}
	return s
}

// groups puts the rows of a table and the items of a list together. The first block has the given number.
func (l redliner) groups(blocks []redline.Block, first int) []RedlineGroup {
	var out []RedlineGroup
	for i, b := range blocks {
		table, list := b.Kind == markdown.BlockRow, b.Kind != markdown.BlockRow && b.Depth > 0
		last := len(out) - 1
		head := b.Head && last >= 0 && len(out[last].Blocks) > 0 && !out[last].Blocks[len(out[last].Blocks)-1].Head
		if last < 0 || !table && !list || out[last].Table != table || out[last].List != list || head {
			out = append(out, RedlineGroup{Table: table, List: list})
			last++
		}
		out[last].Blocks = append(out[last].Blocks, l.block(b, first+i))
		out[last].Columns = max(out[last].Columns, len(b.Cells), 1)
	}
	return out
}

func (l redliner) block(b redline.Block, number int) RedlineBlock {
	v := RedlineBlock{Change: b.Change, Kind: b.Kind, Sign: redlineSigns[b.Change], Label: l.label(b.Change),
		Level: min(max(b.Level+1, 3), 6), Depth: min(b.Depth, 6),
		Quoted: b.Quote > 0, Marker: b.Marker, Head: b.Head, Rewritten: b.Reformatted}
	switch b.Change {
	case redline.Moved:
		v.Note = l.T("moved here from line %d", b.OldLine)
	case redline.Left:
		v.Note = l.T("moved to line %d", b.NewLine)
	}
	if b.Peer >= 0 {
		v.ID, v.Peer = fmt.Sprintf("block-%d", number), fmt.Sprintf("block-%d", b.Peer)
	}
	for _, c := range b.Cells {
		v.Cells = append(v.Cells, CellView{c.Change, l.text, l.runs(c.Segments, c.Change == redline.Changed)})
	}
	return v
}

// runs gives the words of segments. Where a link points is shown only where it changed.
func (l redliner) runs(segments []redline.Segment, mixed bool) []RunView {
	var out []RunView
	for _, s := range segments {
		v := RunView{Change: s.Change, Text: s.Text, Code: s.Style&markdown.Code != 0, Strong: s.Style&markdown.Strong != 0,
			Emphasis: s.Style&markdown.Emphasis != 0, Struck: s.Style&markdown.Struck != 0}
		if s.Style&markdown.Target != 0 {
			if s.Change == redline.Same {
				continue
			}
			target := strings.TrimSpace(s.Text)
			v.Text = strings.Replace(s.Text, target, "→ "+target, 1)
		}
		if mixed && s.Change == redline.Inserted {
			v.Word = l.T("inserted:")
		} else if mixed && s.Change == redline.Deleted {
			v.Word = l.T("deleted:")
		}
		if v.Word != "" {
			v.WordLang = l.page
		}
		out = append(out, v)
	}
	return out
}
