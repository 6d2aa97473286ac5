package approval

import (
	"io/fs"
	"strings"

	"golang.org/x/crypto/ssh"

	"clausebook/internal/config"
)

// Key is a key that a tree lists for the signatures of commits and tags.
type Key struct {
	Kind string // SSH or OpenPGP
	ID   string // its fingerprint
	Who  string // whose it is, as the file says
}

// Keys gives the keys that a tree lists. Lines that cannot be used list none; the findings of an approval tell them.
func Keys(tree fs.FS, c config.Approval) ([]Key, error) {
	k := &keyring{}
	if err := k.readSigners(tree, c.AllowedSigners); err != nil {
		return nil, err
	}
	if err := k.readOpenPGP(tree, c.OpenPGPKeys); err != nil {
		return nil, err
	}
	var out []Key
	for _, s := range k.signers {
		if !s.authority {
			out = append(out, Key{"SSH", ssh.FingerprintSHA256(s.key), strings.Join(s.principals, ", ")})
		}
	}
	for _, e := range k.entities {
		out = append(out, Key{"OpenPGP", strings.ToUpper(e.PrimaryKey.KeyIdString()), strings.Join(sortedIdentities(e), ", ")})
	}
	return out, nil
}

// KeyFiles names the state of the files of keys in a tree of a commit: as long as it is the same, so are the keys.
func KeyFiles(tree fs.FS, c config.Approval) string {
	return objectName(tree, c.AllowedSigners) + " " + objectName(tree, c.OpenPGPKeys)
}
