// Package handover is what lies between the commands about evidence packs and what makes and checks them: their help, the keys and time
// stamps that users name by files, and how a pack is made again.
package handover

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"clausebook/internal/bag"
	"clausebook/internal/build"
	"clausebook/internal/heads"
	"clausebook/internal/keys"
	"clausebook/internal/pack"
	"clausebook/internal/verify"
)

// The help of the commands.
const (
	PackLong = `Pack writes an evidence pack of a commit: the texts that were in force, byte by byte,
their approvals with the commits, tags, exports and keys that show them, the matrix, the
findings, the site, and a list of what was not found. It can be checked with sha256sum,
ssh-keygen and openssl; VERIFY.md and verify.sh in it say how.

What is not committed is not packed. Two packs of one commit, scope and version of
clausebook are the same byte by byte, but for signature, time stamp and log of heads.

Scopes: ` + pack.ScopeHelp + `. Texts and approvals are of the scope,
everything else is of the whole set.

--pseudonyms FILE shows people by role and a token that is made with the secret text in the
file. Commits, tags, keys, exports and original texts name people and are left out; the
list withheld.csv has the sum of each, so that single ones can be handed over later. Names
within the text of documents and in their files stay.

--key takes a private key without a passphrase, or the public half of one that the
ssh-agent keeps, also on a token. Without an agent, sign afterwards, in the folder:
  ssh-keygen -Y sign -f KEY -n ` + bag.Namespace + ` ` + bag.TagManifest + `

Where a log of heads is kept and the commit is the head of a protected branch, an entry of
it is added first, as a build does; --log-key signs the checkpoint that proves the entry.`
	PackExample = `  clausebook pack --zip evidence.zip --key ~/.ssh/evidence
  clausebook pack --zip evidence.zip --key ~/.ssh/evidence.pub
  clausebook pack --scope period:2026 --with-history -o evidence
  clausebook pack --scope clauses:8.5,8.6 --zip changes.zip
  clausebook pack --zip evidence.zip --pseudonyms ~/pseudonyms.secret
  clausebook pack --zip evidence.zip --tsa-request evidence.tsq
  clausebook pack --zip evidence.zip --tsa-response evidence.tsr`
	VerifyLong = `Verify checks an evidence pack in place: nothing of it is unpacked beside you. Each check
is done, skipped or failed, with what it shows.

Whom to believe comes from you: --signers is an allowed-signers file (ssh-keygen(1)) with
the keys that you trust, --tsa-roots has the certificates of time stamping authorities,
--since-head is the commit of an earlier pack, --since-checkpoint a checkpoint of the log
of heads that you kept. What is asked for and cannot be checked has failed.

Where the pack has a bundle, the pack is made again from it and compared byte by byte.
verify.sh in the pack does most of this without clausebook.

A site, in its folder or as a ZIP of it, is checked against its SHA256SUMS alone. That finds
what was altered, lost or added; it does not tell who built it, or that it follows from
the history. Only a pack is evidence of these.

Exit codes: 0 no check failed, 1 a check failed, 2 it is neither a pack nor a site, or could not be read.`
	VerifyExample = `  clausebook verify evidence.zip --signers allowed_signers
  clausebook verify evidence --tsa-roots tsa.pem
  clausebook verify evidence.zip --since-head 4c0c8d2b1f0a4b8f6d1c3e5a7b9d0f2e4a6c8e0b
  clausebook verify evidence.zip --format json
  clausebook verify public`
)

// Save writes a file that a user named.
type Save func(path string, write func(io.Writer) error) error

// Seal reads what is to be laid beside a pack, before anything takes time: the file of a key, of the request for a time stamp that is to
// be written, and of the answer. Any of them may be empty.
func Seal(key, request, response string, save Save) (pack.Seal, error) {
	var s pack.Seal
	if key != "" {
		signer, err := signing(key)
		if err != nil {
			return s, err
		}
		s.Signer = signer
	}
	if request != "" {
		s.Request = func(manifest []byte) error {
			der, err := bag.TokenRequest(manifest)
			if err != nil {
				return err
			}
			return save(request, func(w io.Writer) error {
				_, err := w.Write(der)
				return err
			})
		}
	}
	if response != "" {
		token, err := os.ReadFile(response)
		if err != nil {
			return s, fmt.Errorf("read the time stamp: %w", err)
		}
		s.Token = func(manifest []byte) ([]byte, error) {
			if err := verify.Fits(token, sha256.Sum256(manifest)); err != nil {
				return nil, fmt.Errorf("%s: %w", response, err)
			}
			return token, nil
		}
	}
	return s, nil
}

// leastSecret is how long the text has to be by which pseudonyms are made: with a shorter one, trying all would tell who is who.
const leastSecret = 16

// Secret reads the text by which pseudonyms are made; none where no file is named.
func Secret(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read the secret of the pseudonyms: %w", err)
	}
	secret := strings.TrimSpace(string(text))
	if len(secret) < leastSecret {
		return "", fmt.Errorf("%s: the secret of the pseudonyms needs at least %d characters; make one with openssl rand -hex 32", file,
			leastSecret)
	}
	return secret, nil
}

// signing reads a private key, or the public half of one that the ssh-agent keeps.
func signing(file string) (keys.Signing, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return keys.Signing{}, fmt.Errorf("read the key: %w", err)
	}
	if keys.IsPublic(text) {
		return fromAgent(file, text, os.Getenv("SSH_AUTH_SOCK"))
	}
	signer, err := keys.ReadSigning(text)
	switch {
	case errors.Is(err, keys.ErrLocked):
		return keys.Signing{}, fmt.Errorf("%s: %w\nadd it to the ssh-agent with ssh-add, and give the public key: --key %s.pub", file, err, file)
	case err != nil:
		return keys.Signing{}, fmt.Errorf("%s: %w", file, err)
	}
	return signer, nil
}

// fromAgent lets the agent sign: a socket of this machine, and the end of the process ends the connection.
func fromAgent(file string, public []byte, socket string) (keys.Signing, error) {
	if socket == "" {
		return keys.Signing{}, fmt.Errorf("%s is a public key, and SSH_AUTH_SOCK names no ssh-agent that could sign with it", file)
	}
	to, err := net.Dial("unix", socket)
	if err != nil {
		return keys.Signing{}, fmt.Errorf("ask the ssh-agent: %w", err)
	}
	signer, err := keys.AgentSigning(to, public)
	if err != nil {
		return keys.Signing{}, errors.Join(fmt.Errorf("%s: %w", file, err), to.Close())
	}
	return signer, nil
}

// Log reads the log of heads of a folder, to be laid into a pack; nil where none is named. One that is not as it was written is not
// handed over.
func Log(dir string) (*heads.Log, error) {
	if dir == "" {
		return nil, nil
	}
	l, err := heads.Read(dir)
	if err != nil {
		return nil, err
	}
	if len(l.Faults) > 0 {
		return nil, fmt.Errorf("the log of heads in %s is not as it was written: %s\n%s", dir, l.Faults[0].What, l.Faults[0].Hint)
	}
	return l, nil
}

// Record writes the commit that is packed into the log of heads in a folder, if it is the newest of a protected branch, and signs it where
// the file of a key is named. It gives the entry, nil where none was added.
func Record(ctx context.Context, p *build.Project, l *heads.Log, dir, key string, now time.Time) (*heads.Entry, error) {
	secret, err := heads.ReadKey(key)
	if err != nil {
		return nil, err
	}
	return p.RecordIn(ctx, l, dir, now.UTC().Format(time.DateOnly), secret)
}

// Trust reads what a user believes: a file of keys, one of certificates and one of a checkpoint that was kept. Any may be empty.
func Trust(o *verify.Options, signers, roots, checkpoint string) (err error) {
	if checkpoint != "" {
		if o.SinceCheckpoint, err = heads.ReadCheckpoint(checkpoint); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		name string
		into *[]byte
	}{{signers, &o.Signers}, {roots, &o.Roots}} {
		if f.name == "" {
			continue
		}
		text, err := os.ReadFile(f.name)
		if err != nil {
			return fmt.Errorf("read %s: %w", f.name, err)
		}
		*f.into = text
	}
	return nil
}

// Failed counts the checks that failed.
func Failed(results []verify.Result) (n int) {
	for _, r := range results {
		if r.Outcome == verify.Failed {
			n++
		}
	}
	return n
}

// Rebuild gives what makes a pack again from a repository.
func Rebuild(o build.Options) verify.Rebuild {
	return func(ctx context.Context, dir string, info map[string]string) ([]byte, heads.Entry, error) {
		o := o
		o.Dir = dir
		return pack.Again(ctx, o, info)
	}
}
