package handover

import (
	"fmt"
	"io"
	"strings"

	"clausebook/internal/form"
	"clausebook/internal/heads"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// TellLog says how a log of heads stands, and whether it is sound: as it was written, and beginning with what a checkpoint says that was
// kept in a file; empty for none.
func TellLog(w io.Writer, l *heads.Log, since string) (sound bool, err error) {
	out := form.Writer{W: w}
	for _, f := range l.Faults {
		out.Printf("not as it was written: %s\n  %s\n", form.Clean(f.What), f.Hint)
	}
	if len(l.Faults) > 0 {
		return false, out.Err
	}
	if since != "" {
		c, err := heads.ReadCheckpoint(since)
		if err != nil {
			return false, err
		}
		if err := l.Extends(c); err != nil {
			out.Printf("the log contradicts the checkpoint that was kept: %v\n", err)
			return false, out.Err
		}
		out.Printf("the log begins with the %s that the checkpoint was made of\n", phrase.Plural(c.Size, "entry", "entries"))
	}
	tellEntries(&out, l)
	return true, out.Err
}

// tellEntries says how many entries there are, what the last says, and what of them is signed.
func tellEntries(out *form.Writer, l *heads.Log) {
	out.Printf("%s\n", phrase.Plural(len(l.Entries), "entry", "entries"))
	if n := len(l.Entries); n > 0 {
		e := l.Entries[n-1]
		out.Printf("last     %s at %s on %s, %s\n", form.Clean(e.Ref), form.Clean(history.Hash(e.Head).Short()), form.Clean(e.Day),
			phrase.Plural(e.Commits, "commit", "commits"))
		out.Printf("root     %s\n", l.Root())
	}
	switch c := l.Checkpoint; {
	case c == nil:
		out.Printf("no checkpoint was signed; build with --log-key to make one\n")
	case c.Size < len(l.Entries):
		out.Printf("signed   the first %d, by %s; build with --log-key to sign all\n", c.Size, form.Clean(c.Origin))
	default:
		out.Printf("signed   by %s; keep a copy of this:\n\n", form.Clean(c.Origin))
		for line := range strings.Lines(c.String()) {
			out.Printf("%s\n", form.Clean(strings.TrimSuffix(line, "\n")))
		}
	}
}

// Witness is what a witness confirms a checkpoint by: files of the checkpoint that was kept before, empty for none, and of a secret
// key; and the public key of the log, empty where its signature is not asked for.
type Witness struct{ Since, Key, By string }

// Confirm gives the line by which the witness confirms the checkpoint in a file.
func (o Witness) Confirm(l *heads.Log, file string) (string, error) {
	point, err := o.read(file)
	if err != nil {
		return "", err
	}
	before, err := o.read(o.Since)
	if err != nil {
		return "", err
	}
	key, err := heads.ReadKey(o.Key)
	if err != nil {
		return "", err
	}
	return l.Cosign(point, before, key)
}

// read reads a checkpoint, nil where no file is named. The log must have signed it, where its key is given.
func (o Witness) read(file string) (*heads.Checkpoint, error) {
	if file == "" {
		return nil, nil
	}
	c, err := heads.ReadCheckpoint(file)
	if err != nil || o.By == "" {
		return c, err
	}
	if err := c.By(o.By); err != nil {
		return nil, fmt.Errorf("the checkpoint of %s: %w", phrase.Plural(c.Size, "entry", "entries"), err)
	}
	return c, nil
}
