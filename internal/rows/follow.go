package rows

import (
	"cmp"
	"math"
	"path"
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/fingerprint"
	"clausebook/internal/history"
	"clausebook/internal/kept"
)

const (
	maxBytes  = 256 << 20 // of the versions of one document that are read
	maxEvents = 2000      // that are kept of one document
)

// state is a version of a document's rows as a commit of the main line left it: its text and its data file.
type state struct {
	by    *history.Commit
	place int
	text  *history.Revision // nil before the document was there
	data  history.Hash      // empty where there is no data file
	file  string            // path of the data file
	who   []history.Identity
}

// known gives what is remembered of a document, or else goes through its versions.
func (b *Book) known(d *doc.Document) *Log {
	states := b.statesOf(d)
	if b.memory == nil {
		log, _ := b.follow(d, states)
		return log
	}
	return kept.Value(b.memory(), b.nameOf(d, states), func() (*Log, bool) { return b.follow(d, states) })
}

// nameOf names all that the log of a document follows from: its own rows, and those of each version that landed.
func (b *Book) nameOf(d *doc.Document, states []state) fingerprint.Digest {
	from := []any{"rows", d.Path, d.SHA256, d.BodyAt, d.BodyLine, d.Type, d.Front}
	if d.Data != nil {
		from = append(from, d.Data.Path, d.Data.Sheet, d.Data.SHA256, d.Data.Blob, d.Data.Partial, len(d.Data.Rows))
	}
	for _, s := range states {
		day, _ := b.clock.Landed(s.by.Committer.Day())
		from = append(from, day, s.by.Hash, s.place, s.who, s.text.Path, s.text.Blob, s.text.Facts, s.text.Unread, s.data, s.file)
	}
	if n := len(states); n == 0 || !b.isPresent(d, states[n-1]) { // the rows of today land today
		from = append(from, b.clock.Day)
	}
	return fingerprint.Of(from...)
}

// follow goes through the versions of a document, the oldest first. Whole tells whether each of them could be read.
func (b *Book) follow(d *doc.Document, states []state) (log *Log, whole bool) {
	w := &follower{book: b, doc: d, gone: map[uint64][]int{}, log: &Log{}}
	whole = true
	size := len(d.Source) + dataSize(d.Data) + 1
	if most := max(maxBytes/size, 2); len(states) > most {
		w.log.Unread, states = len(states)-most, states[len(states)-most:]
	}
	for i, s := range states {
		at := Landing{Commit: s.by.Hash, By: s.who, Place: s.place}
		at.Day, _ = b.clock.Landed(s.by.Committer.Day())
		if i == len(states)-1 && b.isPresent(d, s) { // nothing has to be read
			w.step(present(d), d.Data, s.text.Facts, at)
			return w.finish(), whole
		}
		t, err := b.textOf(d, s.text)
		if err != nil {
			w.log.Unread++
			whole = false
			continue
		}
		data, err := b.dataOf(s)
		whole = whole && err == nil
		w.step(t, data, s.text.Facts, at)
	}
	w.step(present(d), d.Data, history.Facts{}, Landing{Day: b.clock.Day, Place: math.MaxInt})
	return w.finish(), whole
}

// AppendOnly tells whether any version of a document said that rows are only added.
func (b *Book) AppendOnly(d *doc.Document) bool {
	if b == nil || b.log == nil {
		return false
	}
	return slices.ContainsFunc(b.log.Landings(d.Path), func(l history.Landing) bool { return doc.AppendOnly(l.Last().Facts) })
}

// After tells whether a file with rows of a document may have changed after a place of the main line.
func (b *Book) After(d *doc.Document, place int) bool {
	if b == nil || b.log == nil {
		return false
	}
	later := func(name, blob string) bool {
		l := b.log.Landings(name)
		return len(l) == 0 || l[len(l)-1].By.Place > place || string(b.log.HeadBlob(name)) != blob
	}
	return later(d.Path, d.Blob) || d.Data != nil && later(d.Data.Path, d.Data.Blob)
}

func dataSize(data *doc.Data) int {
	n := 0
	if data != nil {
		for _, r := range data.Rows {
			for _, c := range r {
				n += len(c) + 1
			}
		}
	}
	return n
}

// isPresent tells whether the last version that landed is the document as it is now.
func (b *Book) isPresent(d *doc.Document, s state) bool {
	data := ""
	if d.Data != nil {
		data = d.Data.Blob
	}
	return string(s.text.Blob) == d.Blob && string(s.data) == data
}

func (b *Book) dataOf(s state) (*doc.Data, error) {
	if s.data == "" {
		return nil, nil
	}
	raw, err := b.read(s.data)
	if err != nil {
		return nil, err
	}
	_, sheet, _ := doc.DataIn(s.text.Facts)
	return doc.RowsOf(s.file, sheet, raw), nil
}

// statesOf gives the versions of the rows of a document in the order in which they landed, each once.
func (b *Book) statesOf(d *doc.Document) []state {
	var all []state
	texts := b.log.Landings(d.Path)
	files := b.filesOf(d, texts)
	for _, l := range texts {
		all = append(all, state{by: l.By, place: l.By.Place, who: authors(nil, l.Revisions)})
	}
	for _, f := range files {
		for _, l := range f {
			all = append(all, state{by: l.By, place: l.By.Place, who: authors(nil, l.Revisions)})
		}
	}
	slices.SortStableFunc(all, func(x, y state) int { return cmp.Compare(x.place, y.place) })
	var out []state
	for i := 0; i < len(all); i++ {
		s := all[i]
		for i+1 < len(all) && all[i+1].place == s.place {
			i++
			s.who = merge(s.who, all[i].who)
		}
		s.text = standing(texts, s.place, "")
		if s.text == nil {
			continue
		}
		s.file = dataPath(s.text, d)
		for _, f := range files {
			if r := standing(f, s.place, s.file); r != nil && s.file != "" {
				s.data = r.Blob
			}
		}
		if n := len(out); n > 0 && out[n-1].data == s.data && sameRows(out[n-1].text, s.text) {
			out[n-1].text = s.text // no row changed
			continue
		}
		out = append(out, s)
	}
	return out
}

// sameRows tells whether two versions of a text keep the same rows in the same way.
func sameRows(a, b *history.Revision) bool {
	f, g := a.Facts, b.Facts
	return a.Blob == b.Blob || !a.Unread && !b.Unread && f.Rows == g.Rows && f.Links == g.Links && f.Type == g.Type &&
		f.Control == g.Control && f.Status == g.Status
}

// standing gives a file as the main line held it at a place; nil where it was not there, or not under the name.
func standing(landings []history.Landing, place int, name string) *history.Revision {
	var last *history.Revision
	for _, l := range landings {
		if l.By.Place > place {
			break
		}
		last = l.Last()
	}
	if last == nil || last.Deleted() || name != "" && last.Path != name {
		return nil
	}
	return last
}

// dataPath gives the path of the data file that a version names.
func dataPath(r *history.Revision, d *doc.Document) string {
	name, _, whole := doc.DataIn(r.Facts)
	if !whole { // too long to stand in the facts
		name = ""
		if d.Data != nil {
			name = path.Base(d.Data.Path)
		}
	}
	if name == "" {
		return ""
	}
	return path.Join(path.Dir(r.Path), name)
}

// filesOf gives the histories of the data files that versions of a document named: of those that are there, through their
// moves, and of those that are gone.
func (b *Book) filesOf(d *doc.Document, texts []history.Landing) [][]history.Landing {
	var names []string
	if d.Data != nil {
		names = append(names, d.Data.Path)
	}
	for _, l := range texts {
		if p := dataPath(l.Last(), d); p != "" && !slices.Contains(names, p) {
			names = append(names, p)
		}
	}
	var out [][]history.Landing
	for _, name := range names {
		if l := b.log.Landings(name); len(l) > 0 {
			out = append(out, l)
		}
		if gone := b.former()[name]; len(gone) > 0 {
			out = append(out, b.landingsOf(gone))
		}
	}
	return out
}

// landingsOf puts the revisions of a file that is gone in the order in which they landed. They stand newest first.
func (b *Book) landingsOf(revisions []history.Revision) []history.Landing {
	var out []history.Landing
	for i := range slices.Backward(revisions) {
		r := &revisions[i]
		by := b.log.LandedBy(r.Commit)
		if n := len(out); n > 0 && out[n-1].By.Hash == by.Hash {
			out[n-1].Revisions = append(out[n-1].Revisions, r)
			continue
		}
		out = append(out, history.Landing{By: by, Revisions: []*history.Revision{r}})
	}
	slices.SortStableFunc(out, func(x, y history.Landing) int { return cmp.Compare(x.By.Place, y.By.Place) })
	return out
}

func authors(to []history.Identity, revisions []*history.Revision) []history.Identity {
	for _, r := range revisions {
		to = merge(to, []history.Identity{r.Commit.Author.Identity})
	}
	return to
}

func merge(a, b []history.Identity) []history.Identity {
	for _, who := range b {
		if !slices.Contains(a, who) {
			a = append(a, who)
		}
	}
	return a
}

// follower carries what is known from one version to the next.
type follower struct {
	book   *Book
	doc    *doc.Document
	begun  bool
	now    []*table
	holder holder
	facts  history.Facts
	gone   map[uint64][]int // what rows said that are gone or changed -> their events
	log    *Log
}

// step takes the next version. What a version of before called records is looked for in the next one by the same headings, so
// that one that names others hides nothing.
func (w *follower) step(t text, data *doc.Data, facts history.Facts, at Landing) {
	next := tablesIn(t.holder, t, data)
	switch {
	case !w.begun:
		w.enter(rowsOf(next), at)
	case w.holder.equal(t.holder):
		w.take(compare(w.now, next), at)
	default:
		likewise := tablesIn(w.holder, t, data)
		w.take(compare(w.now, likewise), at)
		c := compare(likewise, next)
		w.enter(c.added, at)
		for _, p := range slices.Concat(c.moved, c.changed) {
			p[0].handOn(p[1])
		}
	}
	w.begun, w.now, w.holder, w.facts = true, next, t.holder, facts
}

func tablesIn(h holder, t text, data *doc.Data) []*table {
	out := h.tablesOf(t.file, t.body, t.line)
	if data != nil && len(data.Header) > 0 {
		out = append(out, dataTable(data))
	}
	return out
}

func rowsOf(tables []*table) []*row {
	var out []*row
	for _, t := range tables {
		out = append(out, t.rows...)
	}
	return out
}

// enter notes rows that are new. One that says what a row did that is gone stands again.
func (w *follower) enter(rows []*row, at Landing) {
	for _, r := range rows {
		r.first, r.since = at, at
		if e := w.restored(r); e != nil {
			r.first = e.First
		}
	}
}

// restored finds the event by which a row went that says the same as a new one, and notes that nothing is left of it.
func (w *follower) restored(r *row) *Event {
	events := w.gone[r.own]
	if len(events) == 0 {
		return nil
	}
	last := events[len(events)-1]
	w.gone[r.own] = events[:len(events)-1]
	w.log.Events[last].Undone = true
	return &w.log.Events[last]
}

// take notes what became of the rows. What stands again as it was is known before what goes now.
func (w *follower) take(c comparison, at Landing) {
	again := map[*row]bool{}
	for _, p := range slices.Concat(c.changed, c.moved) {
		p[0].handOn(p[1])
		p[1].since = at
		again[p[1]] = p[0].own != p[1].own && w.restored(p[1]) != nil
	}
	w.enter(c.added, at)
	for _, p := range c.moved {
		w.event(Moved, p[0], p[1], at, false)
	}
	for _, p := range c.changed {
		w.event(Changed, p[0], p[1], at, again[p[1]])
	}
	for _, r := range c.removed {
		w.event(Removed, r, nil, at, false)
	}
}

// event notes that a row was changed, moved or removed. A change that only puts back what stood is itself undone.
func (w *follower) event(kind Kind, was, is *row, at Landing, again bool) {
	e := Event{Kind: kind, Table: was.in.title, Key: was.cell(0), At: at, First: was.first, File: was.in.file, Undone: again,
		AppendOnly: doc.AppendOnly(w.facts), Draft: w.facts.Status == string(doc.Draft)}
	if is != nil {
		e.File, e.Key, is.events = is.in.file, is.cell(0), append(is.events, len(w.log.Events))
	}
	if kind == Moved {
		e.Cells = []Difference{{"", was.in.title, is.in.title}}
	} else {
		e.Cells = differences(was, is)
	}
	if !again {
		w.gone[was.own] = append(w.gone[was.own], len(w.log.Events))
	}
	w.log.Events = append(w.log.Events, e)
}

// finish gives what is known, the newest events first.
func (w *follower) finish() *Log {
	for _, t := range w.now {
		for _, r := range t.rows {
			w.log.Rows = append(w.log.Rows, Row{t.title, r.cell(0), t.file, r.line, r.first, r.since})
			for _, i := range r.events {
				w.log.Events[i].File, w.log.Events[i].Line = t.file, r.line
			}
		}
	}
	slices.Reverse(w.log.Events)
	if more := len(w.log.Events) - maxEvents; more > 0 {
		w.log.Events, w.log.More = w.log.Events[:maxEvents], more
	}
	return w.log
}
