package keys

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"

	"clausebook/internal/diag"
	"clausebook/internal/plain"
)

// Ring is the keys that were trusted at one commit.
type Ring struct {
	Signers  []Signer
	entities openpgp.EntityList
	Problems []diag.Finding
}

// ReadSigners reads the allowed-signers file.
func (k *Ring) ReadSigners(tree fs.FS, name string) error {
	if name == "" {
		return nil
	}
	text, err := readEvidence(tree, path.Clean(name))
	if err != nil {
		return fmt.Errorf("read allowed signers: %w", err)
	}
	k.addSigners(name, text)
	return nil
}

// addSigners reads the text of an allowed-signers file.
func (k *Ring) addSigners(name string, text []byte) {
	signers, problems := parseSigners(text)
	k.Signers = signers
	for _, p := range problems {
		k.problem(diag.Pos{File: name, Line: p.line}, p.what)
	}
}

// ReadOpenPGP reads a file of armored keys, or all such files of a folder.
func (k *Ring) ReadOpenPGP(tree fs.FS, name string) error {
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
func (k *Ring) problem(pos diag.Pos, message string) {
	k.Problems = append(k.Problems, diag.Finding{Pos: pos, Message: message})
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

// SortedIdentities gives the addresses of a key's user ids, in order.
func SortedIdentities(e *openpgp.Entity) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(e.Identities)) {
		if id := e.Identities[name]; id.UserId != nil && id.UserId.Email != "" {
			out = append(out, id.UserId.Email)
		}
	}
	return out
}

// readEvidence reads a file of bounded size; nothing if it is not there.
func readEvidence(tree fs.FS, name string) ([]byte, error) {
	data, err := plain.Read(tree, name, maxKeyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// maxKeyFile bounds a file of keys, in bytes.
const maxKeyFile = 4 << 20

// None tells whether there is no key.
func (k *Ring) None() bool { return len(k.Signers) == 0 && len(k.entities) == 0 }
