package verify

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"clausebook/internal/bag"
	"clausebook/internal/heads"
	"clausebook/internal/phrase"
)

// log holds the log of heads of a pack against its own checkpoint, against one that was kept, and against the commit of the pack.
func (p *pack) log() (Outcome, string) {
	asked := p.o.SinceCheckpoint != nil || p.o.LogKey != ""
	if !p.has(bag.LogEntries) {
		if p.has(bag.LogCheckpoint) || p.has(bag.LogProof) {
			return failed("%s is missing", bag.LogEntries)
		}
		return unlessAsked(asked, "the pack has no log of heads")
	}
	l, err := p.readLog()
	if err != nil {
		return failed("%s", err)
	}
	if p.o.LogKey != "" && l.Checkpoint != nil {
		if err := l.Checkpoint.By(p.o.LogKey); err != nil {
			return failed("the checkpoint: %s", err)
		}
	}
	if p.o.SinceCheckpoint != nil {
		if err := l.Extends(p.o.SinceCheckpoint); err != nil {
			return failed("the log contradicts the checkpoint that was kept: %s", err)
		}
		if l.Checkpoint != nil && l.Checkpoint.Origin != p.o.SinceCheckpoint.Origin {
			return failed("the log is that of %s, and the checkpoint that was kept is of %s", l.Checkpoint.Origin, p.o.SinceCheckpoint.Origin)
		}
	}
	return p.inLog(l, asked)
}

// inLog looks for the commit of the pack.
func (p *pack) inLog(l *heads.Log, asked bool) (Outcome, string) {
	info, err := p.info()
	if err != nil {
		return failed("%s", err)
	}
	e, known := l.Of(info[bag.FieldCommit])
	proven := p.has(bag.LogProof)
	switch {
	case !known && proven:
		return failed("%s is there, and the log has no entry of commit %s", bag.LogProof, info[bag.FieldCommit])
	case !known:
		return unlessAsked(asked, fmt.Sprintf("the log has no entry of commit %s", info[bag.FieldCommit]))
	case l.Checkpoint == nil:
		return unlessAsked(asked, "the log has no checkpoint, so that nobody vouches for its entries")
	case e.Seq >= l.Checkpoint.Size:
		return unlessAsked(asked, fmt.Sprintf("the checkpoint does not speak of entry %d, which is of the commit", e.Seq))
	case !proven:
		return failed("%s is missing", bag.LogProof)
	}
	proof, err := p.read(bag.LogProof)
	if err == nil {
		err = l.Proves(proof, e)
	}
	if err != nil {
		return failed("%s", err)
	}
	missing, err := p.entryHolds(l, e)
	if err != nil {
		return failed("%s", err)
	}
	return Done, fmt.Sprintf("entry %d of %s, written on %s%s", e.Seq, phrase.Plural(len(l.Entries), "entry", "entries"), e.Day, missing)
}

// entryHolds holds the entry of the commit against the pack: its tree against the commit, and with a bundle the number of commits and the
// documents as well, and every earlier head of the branch against the history. What cannot be compared is said.
func (p *pack) entryHolds(l *heads.Log, e heads.Entry) (missing string, err error) {
	if name := bag.Data + "history/" + e.Head + ".commit"; p.has(name) {
		raw, err := p.read(name)
		if err != nil {
			return "", err
		}
		if tree, _, _ := bytes.Cut(raw, []byte("\n")); string(tree) != "tree "+e.Tree {
			return "", fmt.Errorf("entry %d has another tree than the commit", e.Seq)
		}
	}
	if !p.has(bundlePath) {
		return "; without a bundle its commits and documents are not compared", nil
	}
	if err := p.headsKept(l, e); err != nil {
		return "", err
	}
	again, err := p.again()
	var other otherTool
	switch {
	case errors.As(err, &other):
		return "; its commits and documents are not compared: " + err.Error(), nil
	case err != nil:
		return "", fmt.Errorf("entry %d cannot be compared with the history: %w", e.Seq, err)
	}
	is := again.head
	for _, x := range [][3]string{{"tree", e.Tree, is.Tree}, {"number of commits", strconv.Itoa(e.Commits), strconv.Itoa(is.Commits)},
		{"digest of the documents", e.Documents, is.Documents}} {
		if x[1] != x[2] {
			return "", fmt.Errorf("entry %d says that the %s is %s, and by the history it is %s", e.Seq, x[0], x[1], x[2])
		}
	}
	return "", nil
}

// headsKept wants each head of the branch before the next one, up to that of the commit: what a log of old says was there must be there.
func (p *pack) headsKept(l *heads.Log, e heads.Entry) error {
	dir, err := p.unpacked()
	if err != nil {
		return err
	}
	last := e
	for _, before := range slices.Backward(l.Entries[:e.Seq]) {
		if before.Ref != e.Ref || before.Head == last.Head {
			continue
		}
		if err := p.ctx.Err(); err != nil {
			return err
		}
		if !p.comesBefore(dir, before.Head, last.Head) {
			return fmt.Errorf("entry %d says that %s stood at %s, and that is no longer part of the history", before.Seq, before.Ref, before.Head)
		}
		last = before
	}
	return nil
}

// readLog reads the log, which has to be as it was written.
func (p *pack) readLog() (*heads.Log, error) {
	entries, err := p.read(bag.LogEntries)
	if err != nil {
		return nil, err
	}
	var point []byte
	if p.has(bag.LogCheckpoint) {
		if point, err = p.read(bag.LogCheckpoint); err != nil {
			return nil, err
		}
		if len(point) == 0 {
			return nil, fmt.Errorf("%s is empty", bag.LogCheckpoint)
		}
	}
	l := heads.Parse(entries, point)
	if len(l.Faults) > 0 {
		return nil, fmt.Errorf("the log is not as it was written: %s", l.Faults[0].What)
	}
	return l, nil
}
