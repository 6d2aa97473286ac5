package pack

import (
	"clausebook/internal/bag"
	"clausebook/internal/heads"
)

// putLog lays the log of heads beside a pack, with the proof of the entry of its commit where there is one.
func putLog(to Sink, l *heads.Log, commit string) error {
	if err := to.Put(bag.LogEntries, l.Lines()); err != nil || l.Checkpoint == nil {
		return err
	}
	if err := to.Put(bag.LogCheckpoint, []byte(l.Checkpoint.String())); err != nil {
		return err
	}
	e, ok := l.Of(commit)
	if !ok || e.Seq >= l.Checkpoint.Size {
		return nil
	}
	proof, err := l.Prove(e.Seq)
	if err != nil {
		return err
	}
	return to.Put(bag.LogProof, proof)
}
