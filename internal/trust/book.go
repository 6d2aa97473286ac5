// Package trust gives people, rules of approval and keys as they stood at any place of the main line, and tells which changes of
// them let more count than before, and who agreed to that.
//
// Who has authority is read from before the change that is judged, so that no change can give it to itself. The first list of
// people, rules and keys that there was speaks for all that is older.
package trust

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"sort"
	"strings"
	"time"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/keys"
	"clausebook/internal/people"
	"clausebook/internal/witness"
)

// Book gives people and keys as they stood at any place of the main line. Who has authority is read from before the
// change that is judged, so that no change can give it to itself.
type Book struct {
	In       Source
	Log      *history.Log
	Now      *Directory      // as the judged tree has them
	Present  *Policy         // likewise
	States   []registerState // of people.yaml, in the order in which they landed
	rings    map[history.Hash]*keys.Ring
	mailmaps map[history.Hash]history.Mailmap
	loaded   map[string]*keys.Ring // by the names of the blobs that it was read from
	none     *keys.Ring            // no keys
	Reports  []diag.Finding        // evidence files that cannot be read or used

	Next       *history.Commit          // the one to come, with what the work tree holds; nil where no history tells
	fork       *history.Commit          // where a change that has not landed left the main line; nil if there is none
	policies   map[history.Hash]*Policy // of commits of the main line
	configured *history.Commit          // that brought the first configuration
	searched   bool                     // for it
	latest     []date.Date              // the latest day of the main line up to each place
}

// Source is what trust is read from. All but Folder and Config is optional.
type Source struct {
	Folder string           // of the documents
	People *people.Register // as the tree that is judged has it
	Config config.Config    // likewise

	// At gives the files of a commit, rooted at the project root. Without it nobody can look into the past: the present
	// people stand for those of then, and no signature or review export is read.
	At func(history.Hash) (fs.FS, error)
	// ConfigOf reads the configuration of such a tree. A tree without one gives fs.ErrNotExist.
	ConfigOf func(fs.FS) (config.Config, error)
	// Severity gives how severe what a rule finds is where the configuration says nothing. Without it no severity is lower.
	Severity func(diag.RuleID) diag.Severity
	// Elsewhere is what came from elsewhere; nil where nothing did.
	Elsewhere *imported.Scope
	// Mailmap gives the .mailmap of a commit.
	Mailmap func(history.Hash) (history.Mailmap, error)
	// Register reads people.yaml at a path of such a tree.
	Register func(tree fs.FS, path string) (*people.Register, error)
	// Base is where a change that has not landed left the main line; empty where there is none. What came after it is one change,
	// however many commits it has.
	Base  history.Hash
	Next  *Next         // who makes the commit that the work tree would become; nil where what is read is committed
	Tags  []history.Tag // annotated tags, signed or not
	Clock witness.Clock // tags and declarations of a later day do not count yet
}

// registerState is people.yaml as one commit of the main line left it.
type registerState struct {
	Place     int
	Landing   history.Landing
	directory *Directory // nil until it is asked for
}

// New finds the states of people.yaml in history, without reading them yet.
func New(in Source, log *history.Log) *Book {
	t := &Book{In: in, Log: log, Now: NewDirectory(in.People), Present: newPolicy(in.Config), policies: map[history.Hash]*Policy{},
		mailmaps: map[history.Hash]history.Mailmap{}, rings: map[history.Hash]*keys.Ring{}, loaded: map[string]*keys.Ring{}, none: &keys.Ring{}}
	if t.Now.unusable {
		t.Now = t.Now.without()
	}
	t.Next = nextCommit(in, log)
	if in.At == nil || in.Register == nil || !log.Reliable() {
		return t
	}
	t.fork = log.Fork(in.Base)
	file := path.Join(in.Folder, "people.yaml")
	if in.People != nil && in.People.Path != "" {
		file = in.People.Path
	}
	for _, l := range log.Landings(file) {
		t.States = append(t.States, registerState{Place: l.By.Place, Landing: l})
	}
	if t.Now.Empty && t.listedBy(len(t.States)) {
		t.Now = t.Now.without()
	}
	if t.restates(file) {
		r := &history.Revision{Commit: t.Next, Path: file}
		t.States = append(t.States, registerState{Place: t.Next.Place, Landing: history.Landing{By: t.Next, Revisions: []*history.Revision{r}},
			directory: t.Now})
	}
	return t
}

// restates tells whether the commit to come says something else of people than the head.
func (t *Book) restates(file string) bool {
	if t.In.Next == nil || t.Next == nil || t.In.People == nil {
		return false
	}
	was, err := t.register(t.Log.Head, file)
	return err == nil && !(reflect.DeepEqual(was.People, t.In.People.People) && reflect.DeepEqual(was.Roles, t.In.People.Roles))
}

// Before gives the people as they stood before a change of the main line; nil stands for what is not committed yet.
// Trust has to begin somewhere: for changes older than people.yaml it is the first people.yaml that there was.
func (t *Book) Before(change *history.Commit) *Directory { return t.State(t.IndexBefore(change)) }

// IndexBefore gives the place of that state.
func (t *Book) IndexBefore(change *history.Commit) int {
	n := len(t.States)
	change = cmp.Or(change, t.Next)
	switch {
	case t.unlanded(change):
		n = sort.Search(n, func(i int) bool { return t.States[i].Place > t.fork.Place })
		if i := t.joined(); i >= n {
			n = i + 1
		}
	case change != nil:
		n = sort.Search(n, func(i int) bool { return t.States[i].Place >= change.Place })
	}
	return max(n-1, 0)
}

// joined gives the place of the state of people.yaml that came in with the base of a change, by a merge of the main line into the
// change; -1 where there is none that is equal to that of the base.
func (t *Book) joined() int {
	base := t.Log.Commit(t.In.Base)
	by := t.Log.LandedBy(base)
	i := sort.Search(len(t.States), func(i int) bool { return t.States[i].Place > by.Place }) - 1
	if base.Mainline || i < 0 {
		return -1
	}
	file := t.States[i].Landing.Last().Path
	if was, now := t.NameAt(base.Hash, file), t.NameAt(by.Hash, file); was == "" || was != now {
		return -1
	}
	return i
}

// NameAt gives what git calls a file of a commit; nothing if it is not there.
func (t *Book) NameAt(commit history.Hash, file string) string {
	tree, err := t.In.At(commit)
	if err != nil {
		return ""
	}
	return history.ObjectName(tree, file)
}

// unlanded tells whether a commit is of a change that has not landed: it came after the base.
func (t *Book) unlanded(change *history.Commit) bool {
	return t.fork != nil && (change == nil || change.Place > t.fork.Place)
}

// eve gives the commit before a change of the main line: its first parent, or the base of what has not landed. A first commit
// has none.
func (t *Book) eve(change *history.Commit) history.Hash {
	switch {
	case t.unlanded(change):
		return t.In.Base
	case change == nil:
		return t.Log.Head
	case len(change.Parents) == 0:
		return ""
	}
	return change.Parents[0]
}

// After gives the people as a change of the main line left them.
func (t *Book) After(change *history.Commit) *Directory {
	if change == nil || change == t.Next {
		return t.Now
	}
	n := sort.Search(len(t.States), func(i int) bool { return t.States[i].Place > change.Place })
	return t.State(max(n-1, 0))
}

// State reads one state of people.yaml, once. Where there is none, the present one is all there is.
func (t *Book) State(i int) *Directory {
	if i >= len(t.States) {
		return t.Now
	}
	if s := &t.States[i]; s.directory == nil {
		s.directory = t.read(s.Landing)
		if d := s.directory; d.Empty && (d.unusable || t.listedBy(i)) {
			s.directory = d.without()
		}
	}
	return t.States[i].directory
}

// read reads the people as a landing left them.
func (t *Book) read(l history.Landing) *Directory {
	last := l.Last()
	if last.Deleted() {
		return NewDirectory(nil)
	}
	r, err := t.register(l.By.Hash, last.Path)
	if err != nil {
		t.Report(last.Path, fmt.Sprintf("the list of people cannot be read as of commit %s, so the present one is used: %v",
			l.By.Hash.Short(), err))
		return t.Now
	}
	return NewDirectory(r)
}

// listedBy tells whether a state before the given one lists anybody: then one that lists nobody takes all authority away.
func (t *Book) listedBy(end int) bool {
	for i := range end {
		if d := t.State(i); !d.Empty {
			return true
		}
	}
	return false
}

// Landed gives the day on which a state of people.yaml landed, as far as its commit can be believed: it cannot be older
// than what it stands on.
func (t *Book) Landed(i int) date.Date {
	by := t.States[i].Landing.By
	day := by.Committer.Day()
	if newest := t.NewestParent(by); newest != nil && day.AddDays(witness.Grace).Before(newest.Committer.Day()) {
		day = newest.Committer.Day()
	}
	landed, _ := t.In.Clock.Landed(day)
	return landed
}

// register reads people.yaml of a commit.
func (t *Book) register(commit history.Hash, file string) (*people.Register, error) {
	tree, err := t.In.At(commit)
	if err != nil {
		return nil, err
	}
	return t.In.Register(tree, file)
}

// RuleEvidence is the rule whose findings tell of files of keys or reviews that cannot be read or used.
const RuleEvidence diag.RuleID = "AP010"

// Report notes that evidence cannot be read or used.
func (t *Book) Report(file, message string) {
	t.Reports = append(t.Reports, diag.Finding{Rule: RuleEvidence, Pos: diag.Pos{File: file}, Message: message})
}

// KeysBefore gives the keys that were trusted before a change of the main line. A first commit has none before it.
func (t *Book) KeysBefore(change *history.Commit) *keys.Ring {
	if eve := t.eve(change); eve != "" {
		return t.KeysAt(eve)
	}
	return t.none
}

// KeysAt gives the keys that a commit lists, each state of the files being read once.
func (t *Book) KeysAt(commit history.Hash) *keys.Ring {
	if k, ok := t.rings[commit]; ok {
		return k
	}
	k := t.none
	if t.In.At != nil && commit != "" {
		var err error
		if k, err = t.loadKeys(commit); err != nil {
			p := t.policyAt(commit)
			t.Report(cmp.Or(p.AllowedSigners, p.OpenPGPKeys), fmt.Sprintf("keys cannot be read as of commit %s: %v", commit.Short(), err))
			k = t.none
		}
	}
	t.rings[commit] = k
	return k
}

// loadKeys reads the keys of a commit, or finds that they were read before.
func (t *Book) loadKeys(commit history.Hash) (*keys.Ring, error) {
	tree, err := t.In.At(commit)
	if errors.Is(err, fs.ErrNotExist) {
		return t.none, nil // the project did not exist yet
	}
	if err != nil {
		return nil, err
	}
	p := t.policyAt(commit)
	key := history.ObjectName(tree, p.AllowedSigners) + " " + history.ObjectName(tree, p.OpenPGPKeys)
	if k, ok := t.loaded[key]; ok {
		return k, nil
	}
	k := &keys.Ring{}
	if err := k.ReadSigners(tree, p.AllowedSigners); err != nil {
		return nil, err
	}
	if err := k.ReadOpenPGP(tree, p.OpenPGPKeys); err != nil {
		return nil, err
	}
	if !strings.Contains(key, "?") {
		t.loaded[key] = k
	}
	return k, nil
}

// IsParty tells whether a name is the id or the name of a party.
func (t *Book) IsParty(name string) bool {
	return t.In.People != nil && slices.ContainsFunc(t.In.People.Parties, func(p people.Party) bool {
		return p.ID == name || strings.EqualFold(p.Name, name)
	})
}

// PartyName gives what a party is called.
func (t *Book) PartyName(id string) string {
	if t.In.People != nil {
		if p, ok := t.In.People.Party(id); ok {
			return p.Name
		}
	}
	return id
}

// Named gives the way to a person whom a text names in a change. An address that nobody is listed with is looked up in the
// .mailmap of before the change.
func (t *Book) Named(text string, change *history.Commit) func(*Directory) (Person, bool) {
	return func(d *Directory) (Person, bool) {
		p, bot := d.Named(text)
		if who := ParseIdentity(text); p.ID == "" && !bot && who.Email != "" {
			if proper := t.MailmapBefore(change).Proper(who); proper != who {
				return d.Join(proper)
			}
		}
		return p, bot
	}
}

// MailmapBefore gives the .mailmap of before a change. For changes that are not later than the first people.yaml it is the one
// that came with that.
func (t *Book) MailmapBefore(change *history.Commit) history.Mailmap {
	commit := t.eve(change)
	if len(t.States) > 0 && change != nil && change.Place <= t.States[0].Place {
		commit = t.States[0].Landing.By.Hash
	}
	if commit == "" || t.In.Mailmap == nil {
		return history.Mailmap{}
	}
	return t.mailmapAt(commit)
}

// ToCome tells whether a day lies after the one on which is judged.
func (t *Book) ToCome(day date.Date) bool { return !t.In.Clock.Came(day) }

// NewestParent gives the parent that is dated latest; nil where there is none.
func (t *Book) NewestParent(c *history.Commit) *history.Commit {
	var newest *history.Commit
	for _, h := range c.Parents {
		if p := t.Log.Commit(h); p != nil && (newest == nil || p.Committer.When.After(newest.Committer.When)) {
			newest = p
		}
	}
	return newest
}

// SignedAt gives the time by which the key of a signature is judged: the one that the object says, unless it is older
// than what it stands on, which nobody can have signed before it was there.
func SignedAt(claimed time.Time, on *history.Commit) time.Time {
	if on != nil && on.Committer.When.After(claimed.AddDate(0, 0, witness.Grace)) {
		return on.Committer.When
	}
	return claimed
}

// KnownSince gives the day on which a commit landed.
func (t *Book) KnownSince(c *history.Commit) date.Date {
	if c == nil {
		return date.Date{}
	}
	day, _ := t.In.Clock.Landed(c.Committer.Day())
	return day
}

// LandedAtLast gives the day on which a state of people.yaml landed, as the latest of the commits up to it says.
func (t *Book) LandedAtLast(i int) date.Date {
	if day := t.LatestAt(t.States[i].Place); day.After(t.Landed(i)) {
		return day
	}
	return t.Landed(i)
}

// LatestAt gives the latest day of the main line up to a place: what is dated back is no older than what it stands on.
func (t *Book) LatestAt(place int) date.Date {
	if t.latest == nil {
		var day date.Date
		for c := range t.Log.MainLine() {
			if d, right := t.In.Clock.Landed(c.Committer.Day()); right && d.After(day) {
				day = d
			}
			t.latest = append(t.latest, day)
		}
		if to := t.KnownSince(t.Next); to.After(day) {
			day = to
		}
		t.latest = append(t.latest, day)
	}
	if place >= len(t.latest) {
		return date.Date{}
	}
	return t.latest[place]
}

// Later tells whether evidence of a day was given after a change had landed, by more than clocks explain.
func (t *Book) Later(day date.Date, change *history.Commit) bool {
	return day.After(change.Committer.Day().AddDays(witness.Grace))
}

// landedWith gives the commits that a commit of the main line brought in, itself only where it is no merge.
func (t *Book) landedWith(by *history.Commit) []*history.Commit {
	if !by.Merge() {
		return []*history.Commit{by}
	}
	var out []*history.Commit
	seen := map[history.Hash]bool{}
	for open := slices.Clone(by.Parents[1:]); len(open) > 0; {
		c := t.Log.Commit(open[0])
		open = open[1:]
		if c == nil || seen[c.Hash] || c.Landed != by.Hash {
			continue
		}
		seen[c.Hash] = true
		out = append(out, c)
		open = append(open, c.Parents...)
	}
	return out
}
