package verify

import (
	"fmt"

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
	return Done, fmt.Sprintf("entry %d of %s, written on %s", e.Seq, phrase.Plural(len(l.Entries), "entry", "entries"), e.Day)
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
