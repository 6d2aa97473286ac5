// Package handover is what lies between the commands about evidence packs and what makes and checks them: their help, the keys and time
// stamps that users name by files, and how a pack is made again.
package handover

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

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

A key that needs a passphrase, or lies on a token, signs afterwards, in the folder:
  ssh-keygen -Y sign -f KEY.pub -n ` + bag.Namespace + ` ` + bag.TagManifest
	PackExample = `  clausebook pack --zip evidence.zip --key ~/.ssh/evidence
  clausebook pack --scope period:2026 --with-history -o evidence
  clausebook pack --scope clauses:8.5,8.6 --zip changes.zip
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

Exit codes: 0 no check failed, 1 a check failed, 2 it is no pack or could not be read.`
	VerifyExample = `  clausebook verify evidence.zip --signers allowed_signers
  clausebook verify evidence --tsa-roots tsa.pem
  clausebook verify evidence.zip --since-head 4c0c8d2b1f0a4b8f6d1c3e5a7b9d0f2e4a6c8e0b
  clausebook verify evidence.zip --format json`
)

// Save writes a file that a user named.
type Save func(path string, write func(io.Writer) error) error

// Seal reads what is to be laid beside a pack, before anything takes time: the file of a key, of the request for a time stamp that is to
// be written, and of the answer. Any of them may be empty.
func Seal(key, request, response string, save Save) (pack.Seal, error) {
	var s pack.Seal
	if key != "" {
		private, err := os.ReadFile(key)
		if err != nil {
			return s, fmt.Errorf("read the key: %w", err)
		}
		signer, err := keys.ReadSigning(private)
		if errors.Is(err, keys.ErrLocked) {
			return s, fmt.Errorf("%s: %w\nsign in the folder of the pack: ssh-keygen -Y sign -f %s -n %s %s", key, err, key, bag.Namespace,
				bag.TagManifest)
		}
		if err != nil {
			return s, fmt.Errorf("%s: %w", key, err)
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

// Trust reads whom a user believes: a file of keys and one of certificates. Either may be empty.
func Trust(o *verify.Options, signers, roots string) error {
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
