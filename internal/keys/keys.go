package keys

import (
	"cmp"
	"io/fs"
	"strings"

	"golang.org/x/crypto/ssh"

	"clausebook/internal/config"
	"clausebook/internal/history"
	"clausebook/internal/people"
)

// Key is a key that a tree lists for the signatures of commits and tags.
type Key struct {
	Kind string // SSH or OpenPGP
	ID   string // its fingerprint
	Who  string // whose it is, as the file says
}

// List gives the keys that a tree lists. Lines that cannot be used list none; the findings of an approval tell them.
func List(tree fs.FS, c config.Approval) ([]Key, error) {
	k := &Ring{}
	if err := k.ReadSigners(tree, c.AllowedSigners); err != nil {
		return nil, err
	}
	if err := k.ReadOpenPGP(tree, c.OpenPGPKeys); err != nil {
		return nil, err
	}
	var out []Key
	for _, s := range k.Signers {
		if !s.authority {
			out = append(out, Key{"SSH", ssh.FingerprintSHA256(s.Key), strings.Join(s.Principals, ", ")})
		}
	}
	for _, e := range k.entities {
		out = append(out, Key{"OpenPGP", strings.ToUpper(e.PrimaryKey.KeyIdString()), strings.Join(SortedIdentities(e), ", ")})
	}
	return out, nil
}

// OfPeople gives the keys that people.yaml lists. A signature with SSH carries its key, so that the fingerprint is enough to check it by;
// of an OpenPGP key, a file has to hold the key itself.
func OfPeople(r *people.Register) []Key {
	var out []Key
	for _, p := range r.People {
		for _, k := range p.Keys {
			id := Fingerprint(k.Text)
			kind := "OpenPGP"
			if strings.HasPrefix(id, "SHA256:") {
				kind = "SSH"
			}
			out = append(out, Key{kind, id, cmp.Or(p.Name, p.ID)})
		}
	}
	return out
}

// Files names the state of the files of keys in a tree of a commit: as long as it is the same, so are the keys.
func Files(tree fs.FS, c config.Approval) string {
	return history.ObjectName(tree, c.AllowedSigners) + " " + history.ObjectName(tree, c.OpenPGPKeys)
}

// Fingerprint gives the fingerprint of a key that people.yaml lists: an SSH public key, or a fingerprint of either
// kind as ssh-keygen and gpg print them.
func Fingerprint(key string) string {
	key = strings.TrimSpace(key)
	if pub, err := parseKey(key); err == nil {
		return ssh.FingerprintSHA256(pub)
	}
	if strings.HasPrefix(key, "SHA256:") {
		return key
	}
	return strings.ToUpper(strings.Join(strings.Fields(key), ""))
}
