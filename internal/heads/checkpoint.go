package heads

import (
	"bytes"
	"clausebook/internal/plain"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/transparency-dev/formats/log"
	cosignature "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is a signed statement of a log: so many entries, with this hash. Who keeps one can tell whether the log was changed since.
type Checkpoint struct {
	Origin string // the name of the log
	Size   int
	Root   tlog.Hash

	signed []byte // as it was read
	text   string // what is signed
}

// signatures are the lines below the text of a signed note, of whoever they are: a name, and in base64 a key's id and what it signed.
var signatures = regexp.MustCompile(`^(— [^ +\n]+ [0-9A-Za-z+/]+=*\n)*$`)

// ParseCheckpoint reads a checkpoint (C2SP tlog-checkpoint). Whether its signatures hold is another question: see Checkpoint.By.
func ParseCheckpoint(signed []byte) (*Checkpoint, error) {
	end := bytes.Index(signed, []byte("\n\n"))
	if end < 0 || len(signed) > 1<<20 {
		return nil, errors.New("it is no signed note")
	}
	text := signed[:end+1]
	var c log.Checkpoint
	rest, err := c.Unmarshal(text)
	switch {
	case err != nil:
		return nil, err
	case len(rest) > 0:
		return nil, errors.New("it says more than a name, a size and a hash")
	case c.Size > math.MaxInt32 || len(c.Hash) != tlog.HashSize:
		return nil, errors.New("its size or its hash cannot be of a log of heads")
	case !signatures.Match(signed[end+2:]):
		return nil, errors.New("below its text there is something that is no signature")
	}
	return &Checkpoint{c.Origin, int(c.Size), tlog.Hash(c.Hash), signed, string(text)}, nil
}

// String gives the checkpoint with its signatures, as it was read.
func (c *Checkpoint) String() string { return string(c.signed) }

// By tells whether the checkpoint carries a good signature of a verifier, which is given as its public key: that of the log, or of
// somebody who has cosigned it.
func (c *Checkpoint) By(key string) error {
	var verifiers []note.Verifier
	if v, err := note.NewVerifier(key); err == nil {
		verifiers = append(verifiers, v)
	}
	if v, err := cosignature.NewVerifierForCosignatureV1(key); err == nil {
		verifiers = append(verifiers, v)
	}
	if len(verifiers) == 0 {
		return errors.New("this is no public key of a log or of a witness")
	}
	return c.by(verifiers...)
}

func (c *Checkpoint) by(verifiers ...note.Verifier) error {
	if _, err := note.Open(c.signed, note.VerifierList(verifiers...)); err != nil {
		return fmt.Errorf("no signature of %s on it holds", verifiers[0].Name())
	}
	return nil
}

// GenerateKey makes a key for a log or a witness of that name: what is kept secret, and what others verify by.
func GenerateKey(random io.Reader, name string) (secret, public string, err error) {
	return note.GenerateKey(random, name)
}

// Sign writes the checkpoint of the log as it stands, signed with a secret key, whose name is that of the log. One of a log of another
// name is not written over.
func (l *Log) Sign(secret string) error {
	signer, verifier, err := cosignature.NewEd25519SignerVerifier(strings.TrimSpace(secret))
	if err != nil {
		return errors.New("sign the log of heads: this is no secret key as 'clausebook log key' makes it")
	}
	if l.Checkpoint != nil && l.Checkpoint.Origin != signer.Name() {
		return fmt.Errorf("sign the log of heads: its checkpoint is of %s, the key of %s", l.Checkpoint.Origin, signer.Name())
	}
	if len(l.Entries) == 0 || l.Checkpoint != nil && l.Checkpoint.Size == len(l.Entries) && l.Checkpoint.by(verifier) == nil {
		return nil
	}
	root, err := l.root(len(l.Entries))
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: checkpointText(signer.Name(), len(l.Entries), root)}, signer)
	if err != nil {
		return fmt.Errorf("sign the log of heads: %w", err)
	}
	if l.Checkpoint, err = ParseCheckpoint(signed); err != nil {
		return fmt.Errorf("sign the log of heads: %w", err)
	}
	err = plain.Replace(filepath.Join(l.dir, CheckpointFile), 0o644, func(w io.Writer) error {
		_, err := w.Write(signed)
		return err
	})
	if err != nil {
		return fmt.Errorf("write the checkpoint: %w", err)
	}
	return nil
}

func checkpointText(origin string, size int, root tlog.Hash) string {
	return string(log.Checkpoint{Origin: origin, Size: uint64(size), Hash: root[:]}.Marshal())
}

// Cosign gives the line by which a witness confirms a checkpoint (C2SP tlog-cosignature, Ed25519): that it saw the log, and that the log
// still begins with all that it saw before. Before is the checkpoint that the witness kept, nil for the first.
func (l *Log) Cosign(c, before *Checkpoint, secret string) (string, error) {
	if len(l.Faults) > 0 {
		return "", fmt.Errorf("%w: %s", errFaulty, l.Faults[0].What)
	}
	if before != nil && before.Origin != c.Origin {
		return "", fmt.Errorf("the checkpoints are of two logs, %s and %s", before.Origin, c.Origin)
	}
	if before != nil && before.Size > c.Size {
		return "", fmt.Errorf("the checkpoint has %d entries, the one kept before %d: the log was rolled back", c.Size, before.Size)
	}
	for _, each := range []*Checkpoint{before, c} {
		if each == nil {
			continue
		}
		if err := l.Extends(each); err != nil {
			return "", fmt.Errorf("the log contradicts the checkpoint of %d entries: %w", each.Size, err)
		}
	}
	signer, err := cosignature.NewSignerForCosignatureV1(strings.TrimSpace(secret))
	if err != nil {
		return "", errors.New("this is no secret key as 'clausebook log key' makes it")
	}
	signed, err := note.Sign(&note.Note{Text: c.text}, signer)
	if err != nil {
		return "", fmt.Errorf("cosign the checkpoint: %w", err)
	}
	_, line, _ := strings.Cut(string(signed), "\n\n")
	return line, nil
}

// Proves tells whether a proof, as Prove gives it, shows by the checkpoint of the log that an entry is in it.
func (l *Log) Proves(text []byte, e Entry) error {
	var p proof.TLogProof
	if err := p.Unmarshal(text); err != nil {
		return fmt.Errorf("the proof cannot be read: %w", err)
	}
	if p.ExtraData != nil || !bytes.Equal(p.Marshal(), text) {
		return errors.New("the proof holds something beside number, hashes and checkpoint")
	}
	c := l.Checkpoint
	if c == nil || !bytes.Equal(p.Checkpoint, c.signed) {
		return errors.New("the proof is not by the checkpoint of the log")
	}
	path := make(tlog.RecordProof, len(p.Hashes))
	for i, h := range p.Hashes {
		if len(h) != tlog.HashSize {
			return errors.New("a hash of the proof has another length")
		}
		path[i] = tlog.Hash(h)
	}
	if p.Index != uint64(e.Seq) {
		return fmt.Errorf("the proof is of entry %d, not %d", p.Index, e.Seq)
	}
	if err := tlog.CheckRecord(path, int64(c.Size), c.Root, int64(e.Seq), tlog.RecordHash(e.line())); err != nil {
		return errors.New("the proof does not hold")
	}
	return nil
}

// Prove gives the proof that an entry is in the log of the last checkpoint (C2SP tlog-proof).
func (l *Log) Prove(seq int) ([]byte, error) {
	switch {
	case len(l.Faults) > 0:
		return nil, fmt.Errorf("%w: %s", errFaulty, l.Faults[0].What)
	case l.Checkpoint == nil:
		return nil, errors.New("the log has no checkpoint: build with --log-key")
	case seq < 0 || seq >= l.Checkpoint.Size:
		return nil, fmt.Errorf("the checkpoint is of the entries 0 to %d", l.Checkpoint.Size-1)
	}
	hashes, err := tlog.ProveRecord(int64(l.Checkpoint.Size), int64(seq), l.reader())
	if err != nil {
		return nil, fmt.Errorf("prove entry %d: %w", seq, err)
	}
	out := proof.TLogProof{Index: uint64(seq), Checkpoint: slices.Clone(l.Checkpoint.signed)}
	for _, h := range hashes {
		out.Hashes = append(out.Hashes, h)
	}
	return out.Marshal(), nil
}
