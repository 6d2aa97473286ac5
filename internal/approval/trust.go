package approval

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"

	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/plain"
)

// trust gives people and keys as they stood at any place of the main line. Who has authority is read from before the
// change that is judged, so that no change can give it to itself.
type trust struct {
	in      Input
	log     *history.Log
	now     *directory      // as the judged tree has them
	states  []registerState // of people.yaml, in the order in which they landed
	rings   map[history.Hash]*keyring
	loaded  map[string]*keyring // by the names of the blobs that it was read from
	none    *keyring            // no keys
	reports []diag.Finding      // evidence files that cannot be read or used
}

// registerState is people.yaml as one commit of the main line left it.
type registerState struct {
	place     int
	commit    history.Hash
	path      string
	directory *directory // nil until it is asked for
}

// newTrust finds the states of people.yaml in history, without reading them yet.
func newTrust(in Input, log *history.Log) *trust {
	t := &trust{in: in, log: log, now: newDirectory(in.People), rings: map[history.Hash]*keyring{}, loaded: map[string]*keyring{}, none: &keyring{}}
	if in.At == nil || in.Register == nil || !log.Reliable() {
		return t
	}
	file := path.Join(in.Docs.Folder, "people.yaml")
	if in.People != nil && in.People.Path != "" {
		file = in.People.Path
	}
	for _, l := range log.Landings(file) {
		if last := l.Last(); !last.Deleted() {
			t.states = append(t.states, registerState{place: l.By.Place, commit: l.By.Hash, path: last.Path})
		}
	}
	return t
}

// before gives the people as they stood before a change of the main line; nil stands for what is not committed yet.
// Trust has to begin somewhere: for changes older than people.yaml it is the first people.yaml that there was.
func (t *trust) before(change *history.Commit) *directory {
	n := len(t.states)
	if change != nil {
		n = sort.Search(n, func(i int) bool { return t.states[i].place >= change.Place })
	}
	return t.state(max(n-1, 0))
}

// after gives the people as a change of the main line left them.
func (t *trust) after(change *history.Commit) *directory {
	if change == nil {
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
	s := &t.states[i]
	if s.directory == nil {
		s.directory = t.now
		if r, err := t.register(s.commit, s.path); err != nil {
			t.report(s.path, fmt.Sprintf("people cannot be read as of commit %s, so that the present ones are taken: %v", s.commit.Short(), err))
		} else {
			s.directory = newDirectory(r)
		}
	}
	return s.directory
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
	if len(change.Parents) == 0 {
		return t.none
	}
	return t.keysAt(change.Parents[0])
}

// keysAt gives the keys that a commit lists, each state of the files being read once.
func (t *trust) keysAt(commit history.Hash) *keyring {
	if k, ok := t.rings[commit]; ok {
		return k
	}
	k := t.none
	if t.in.At != nil {
		var err error
		if k, err = t.loadKeys(commit); err != nil {
			t.report(cmp.Or(t.in.Policy.AllowedSigners, t.in.Policy.OpenPGPKeys), fmt.Sprintf("keys cannot be read as of commit %s: %v", commit.Short(), err))
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
	key := objectName(tree, t.in.Policy.AllowedSigners) + " " + objectName(tree, t.in.Policy.OpenPGPKeys)
	if k, ok := t.loaded[key]; ok {
		return k, nil
	}
	k := &keyring{}
	if err := k.readSigners(tree, t.in.Policy.AllowedSigners); err != nil {
		return nil, err
	}
	if err := k.readOpenPGP(tree, t.in.Policy.OpenPGPKeys); err != nil {
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
