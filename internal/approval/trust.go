package approval

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"sort"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/plain"
	"clausebook/internal/witness"
)

// trust gives people and keys as they stood at any place of the main line. Who has authority is read from before the
// change that is judged, so that no change can give it to itself.
type trust struct {
	in      Input
	log     *history.Log
	now     *directory      // as the judged tree has them
	present *policy         // likewise
	states  []registerState // of people.yaml, in the order in which they landed
	rings   map[history.Hash]*keyring
	loaded  map[string]*keyring // by the names of the blobs that it was read from
	none    *keyring            // no keys
	reports []diag.Finding      // evidence files that cannot be read or used

	next       *history.Commit          // the one to come, with what the work tree holds; nil where no history tells
	fork       *history.Commit          // where a change that has not landed left the main line; nil if there is none
	policies   map[history.Hash]*policy // of commits of the main line
	configured *history.Commit          // that brought the first configuration
	searched   bool                     // for it
	latest     []date.Date              // the latest day of the main line up to each place
	claimed    map[string]string        // whom a line names, as claimants gives it; many documents and revisions have the same
}

// registerState is people.yaml as one commit of the main line left it.
type registerState struct {
	place     int
	landing   history.Landing
	directory *directory // nil until it is asked for
}

// newTrust finds the states of people.yaml in history, without reading them yet.
func newTrust(in Input, log *history.Log) *trust {
	t := &trust{in: in, log: log, now: newDirectory(in.People), present: newPolicy(in.Policy), policies: map[history.Hash]*policy{},
		rings: map[history.Hash]*keyring{}, loaded: map[string]*keyring{}, none: &keyring{}, claimed: map[string]string{}}
	if t.now.unusable {
		t.now = t.now.without()
	}
	t.next = nextCommit(in, log)
	if in.At == nil || in.Register == nil || !log.Reliable() {
		return t
	}
	t.fork = t.forkOf(in.Base)
	file := path.Join(in.Docs.Folder, "people.yaml")
	if in.People != nil && in.People.Path != "" {
		file = in.People.Path
	}
	for _, l := range log.Landings(file) {
		t.states = append(t.states, registerState{place: l.By.Place, landing: l})
	}
	if t.now.empty && t.listedBy(len(t.states)) {
		t.now = t.now.without()
	}
	if t.restates(file) {
		r := &history.Revision{Commit: t.next, Path: file}
		t.states = append(t.states, registerState{place: t.next.Place, landing: history.Landing{By: t.next, Revisions: []*history.Revision{r}},
			directory: t.now})
	}
	return t
}

// restates tells whether the commit to come says something else of people than the head.
func (t *trust) restates(file string) bool {
	if t.in.Next == nil || t.next == nil || t.in.People == nil {
		return false
	}
	was, err := t.register(t.log.Head, file)
	return err == nil && !(reflect.DeepEqual(was.People, t.in.People.People) && reflect.DeepEqual(was.Roles, t.in.People.Roles))
}

// before gives the people as they stood before a change of the main line; nil stands for what is not committed yet.
// Trust has to begin somewhere: for changes older than people.yaml it is the first people.yaml that there was.
func (t *trust) before(change *history.Commit) *directory { return t.state(t.indexBefore(change)) }

// indexBefore gives the place of that state.
func (t *trust) indexBefore(change *history.Commit) int {
	n := len(t.states)
	change = cmp.Or(change, t.next)
	switch {
	case t.unlanded(change):
		n = sort.Search(n, func(i int) bool { return t.states[i].place > t.fork.Place })
		if i := t.joined(); i >= n {
			n = i + 1
		}
	case change != nil:
		n = sort.Search(n, func(i int) bool { return t.states[i].place >= change.Place })
	}
	return max(n-1, 0)
}

// joined gives the place of the state of people.yaml that came in with the base of a change, by a merge of the main line into the
// change; -1 where there is none that is equal to that of the base.
func (t *trust) joined() int {
	base := t.log.Commit(t.in.Base)
	by := t.log.LandedBy(base)
	i := sort.Search(len(t.states), func(i int) bool { return t.states[i].place > by.Place }) - 1
	if base.Mainline || i < 0 {
		return -1
	}
	file := t.states[i].landing.Last().Path
	if was, now := t.nameAt(base.Hash, file), t.nameAt(by.Hash, file); was == "" || was != now {
		return -1
	}
	return i
}

// nameAt gives what git calls a file of a commit; nothing if it is not there.
func (t *trust) nameAt(commit history.Hash, file string) string {
	tree, err := t.in.At(commit)
	if err != nil {
		return ""
	}
	return objectName(tree, file)
}

// unlanded tells whether a commit is of a change that has not landed: it came after the base.
func (t *trust) unlanded(change *history.Commit) bool {
	return t.fork != nil && (change == nil || change.Place > t.fork.Place)
}

// eve gives the commit before a change of the main line: its first parent, or the base of what has not landed. A first commit
// has none.
func (t *trust) eve(change *history.Commit) history.Hash {
	switch {
	case t.unlanded(change):
		return t.in.Base
	case change == nil:
		return t.log.Head
	case len(change.Parents) == 0:
		return ""
	}
	return change.Parents[0]
}

// forkOf gives the last commit of the first-parent line that the base has as well; nil where there is no base.
func (t *trust) forkOf(base history.Hash) *history.Commit {
	c := t.log.Commit(base)
	for c != nil && !c.Mainline {
		if len(c.Parents) == 0 {
			return nil
		}
		c = t.log.Commit(c.Parents[0])
	}
	return c
}

// after gives the people as a change of the main line left them.
func (t *trust) after(change *history.Commit) *directory {
	if change == nil || change == t.next {
		return t.now
	}
	n := sort.Search(len(t.states), func(i int) bool { return t.states[i].place > change.Place })
	return t.state(max(n-1, 0))
}

// state reads one state of people.yaml, once. Where there is none, the present one is all there is.
func (t *trust) state(i int) *directory {
	if i >= len(t.states) {
		return t.now
	}
	if s := &t.states[i]; s.directory == nil {
		s.directory = t.read(s.landing)
		if d := s.directory; d.empty && (d.unusable || t.listedBy(i)) {
			s.directory = d.without()
		}
	}
	return t.states[i].directory
}

// read reads the people as a landing left them.
func (t *trust) read(l history.Landing) *directory {
	last := l.Last()
	if last.Deleted() {
		return newDirectory(nil)
	}
	r, err := t.register(l.By.Hash, last.Path)
	if err != nil {
		t.report(last.Path, fmt.Sprintf("the list of people cannot be read as of commit %s, so the present one is used: %v",
			l.By.Hash.Short(), err))
		return t.now
	}
	return newDirectory(r)
}

// listedBy tells whether a state before the given one lists anybody: then one that lists nobody takes all authority away.
func (t *trust) listedBy(end int) bool {
	for i := range end {
		if d := t.state(i); !d.empty {
			return true
		}
	}
	return false
}

// landed gives the day on which a state of people.yaml landed, as far as its commit can be believed: it cannot be older
// than what it stands on.
func (t *trust) landed(i int) date.Date {
	by := t.states[i].landing.By
	day := dayOf(by)
	if newest := t.newestParent(by); newest != nil && day.AddDays(witness.Grace).Before(dayOf(newest)) {
		day = dayOf(newest)
	}
	landed, _ := t.in.Clock.Landed(day)
	return landed
}

// register reads people.yaml of a commit.
func (t *trust) register(commit history.Hash, file string) (*people.Register, error) {
	tree, err := t.in.At(commit)
	if err != nil {
		return nil, err
	}
	return t.in.Register(tree, file)
}

// report notes that evidence cannot be read or used.
func (t *trust) report(file, message string) {
	t.reports = append(t.reports, diag.Finding{Rule: RuleEvidence, Pos: diag.Pos{File: file}, Message: message})
}

// keyring is the keys that were trusted at one commit.
type keyring struct {
	signers  []signer
	entities openpgp.EntityList
	problems []diag.Finding
}

// keysBefore gives the keys that were trusted before a change of the main line. A first commit has none before it.
func (t *trust) keysBefore(change *history.Commit) *keyring {
	if eve := t.eve(change); eve != "" {
		return t.keysAt(eve)
	}
	return t.none
}

// keysAt gives the keys that a commit lists, each state of the files being read once.
func (t *trust) keysAt(commit history.Hash) *keyring {
	if k, ok := t.rings[commit]; ok {
		return k
	}
	k := t.none
	if t.in.At != nil && commit != "" {
		var err error
		if k, err = t.loadKeys(commit); err != nil {
			p := t.policyAt(commit)
			t.report(cmp.Or(p.AllowedSigners, p.OpenPGPKeys), fmt.Sprintf("keys cannot be read as of commit %s: %v", commit.Short(), err))
			k = t.none
		}
	}
	t.rings[commit] = k
	return k
}

// loadKeys reads the keys of a commit, or finds that they were read before.
func (t *trust) loadKeys(commit history.Hash) (*keyring, error) {
	tree, err := t.in.At(commit)
	if errors.Is(err, fs.ErrNotExist) {
		return t.none, nil // the project did not exist yet
	}
	if err != nil {
		return nil, err
	}
	p := t.policyAt(commit)
	key := objectName(tree, p.AllowedSigners) + " " + objectName(tree, p.OpenPGPKeys)
	if k, ok := t.loaded[key]; ok {
		return k, nil
	}
	k := &keyring{}
	if err := k.readSigners(tree, p.AllowedSigners); err != nil {
		return nil, err
	}
	if err := k.readOpenPGP(tree, p.OpenPGPKeys); err != nil {
		return nil, err
	}
	if !strings.Contains(key, "?") {
		t.loaded[key] = k
	}
	return k, nil
}

// objectName gives what git calls a file or folder of a tree; nothing if it is not there, and a question mark where
// the tree does not say.
func objectName(tree fs.FS, name string) string {
	if name == "" {
		return ""
	}
	info, err := fs.Stat(tree, path.Clean(name))
	if err != nil {
		return ""
	}
	if h, ok := info.Sys().(history.Hash); ok {
		return string(h)
	}
	return "?"
}

// maxKeyFile bounds a file of keys, in bytes.
const maxKeyFile = 4 << 20

// readEvidence reads a file of bounded size; nothing if it is not there.
func readEvidence(tree fs.FS, name string) ([]byte, error) {
	data, err := plain.Read(tree, name, maxKeyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// readSigners reads the allowed-signers file.
func (k *keyring) readSigners(tree fs.FS, name string) error {
	if name == "" {
		return nil
	}
	text, err := readEvidence(tree, path.Clean(name))
	if err != nil {
		return fmt.Errorf("read allowed signers: %w", err)
	}
	signers, problems := parseSigners(text)
	k.signers = signers
	for _, p := range problems {
		k.problem(diag.Pos{File: name, Line: p.line}, p.what)
	}
	return nil
}

// readOpenPGP reads a file of armored keys, or all such files of a folder.
func (k *keyring) readOpenPGP(tree fs.FS, name string) error {
	if name == "" {
		return nil
	}
	name = path.Clean(name)
	info, err := fs.Stat(tree, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read OpenPGP keys: %w", err)
	}
	files := []string{name}
	if info.IsDir() {
		entries, err := fs.ReadDir(tree, name)
		if err != nil {
			return fmt.Errorf("read OpenPGP keys: %w", err)
		}
		files = nil
		for _, e := range entries {
			if e.Type().IsRegular() {
				files = append(files, path.Join(name, e.Name()))
			}
		}
	}
	for _, file := range files {
		text, err := readEvidence(tree, file)
		if err != nil {
			return fmt.Errorf("read OpenPGP keys: %w", err)
		}
		entities, err := parseOpenPGP(text)
		if err != nil {
			k.problem(diag.Pos{File: file}, "the OpenPGP keys cannot be read: "+err.Error())
		}
		k.entities = append(k.entities, entities...)
	}
	return nil
}

// problem notes what cannot be used in a file of keys.
func (k *keyring) problem(pos diag.Pos, message string) {
	k.problems = append(k.problems, diag.Finding{Rule: RuleEvidence, Pos: pos, Message: message})
}

// parseOpenPGP reads all armored public keys of a text, however many blocks they come in.
func parseOpenPGP(text []byte) (found openpgp.EntityList, err error) {
	defer func() {
		if p := recover(); p != nil { // the library has met data that it does not expect
			found, err = nil, fmt.Errorf("malformed key: %v", p)
		}
	}()
	const begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
	for _, block := range bytes.Split(text, []byte(begin))[1:] {
		decoded, err := armor.Decode(bytes.NewReader(append([]byte(begin), block...)))
		if err != nil {
			return found, err
		}
		entities, err := openpgp.ReadKeyRing(decoded.Body)
		if err != nil {
			return found, err
		}
		found = append(found, entities...)
	}
	if len(found) == 0 {
		return nil, errors.New("there is no armored public key")
	}
	return found, nil
}

// sortedIdentities gives the addresses of a key's user ids, in order.
func sortedIdentities(e *openpgp.Entity) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(e.Identities)) {
		if id := e.Identities[name]; id.UserId != nil && id.UserId.Email != "" {
			out = append(out, id.UserId.Email)
		}
	}
	return out
}
