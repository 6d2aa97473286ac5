package verify

import (
	"errors"
	"fmt"
	"os"

	"clausebook/internal/bag"
	"clausebook/internal/bundle"
	"clausebook/internal/heads"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// bundlePath is where a pack has the repository.
const bundlePath = bag.Data + "repo.bundle"

// errNoBundle says that a pack has no history.
var errNoBundle = errors.New("the pack has no bundle; it was made without --with-history")

// unpacked gives the repository of the bundle, in a folder of our own that is removed at the end.
func (p *pack) unpacked() (string, error) {
	if p.repo == "" && p.repoErr == nil {
		p.repo, p.repoErr = p.unpack()
	}
	return p.repo, p.repoErr
}

func (p *pack) unpack() (string, error) {
	if !p.has(bundlePath) {
		return "", errNoBundle
	}
	info, err := p.info()
	if err != nil {
		return "", err
	}
	r, err := p.open(bundlePath)
	if err != nil {
		return "", err
	}
	defer r.Close() //nolint:errcheck // read only
	dir, err := os.MkdirTemp("", "clausebook-verify-*")
	if err != nil {
		return "", fmt.Errorf("unpack the bundle: %w", err)
	}
	refs, err := bundle.Unpack(r, dir, bundle.Limits{Objects: 5_000_000, Bytes: p.limits.Bytes})
	if err == nil && refs[0].Hash != info[bag.FieldCommit] {
		err = fmt.Errorf("the bundle is of commit %s and the pack of %s", refs[0].Hash, info[bag.FieldCommit])
	}
	if err == nil {
		err = bundle.Whole(dir, refs)
	}
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	return dir, nil
}

// clean removes what was unpacked.
func (p *pack) clean() {
	if p.repo != "" {
		_ = os.RemoveAll(p.repo) // a folder for temporary files, which the system clears too
	}
}

func (p *pack) history() (Outcome, string) {
	_, err := p.unpacked()
	switch {
	case errors.Is(err, errNoBundle):
		return Skipped, err.Error()
	case err != nil:
		return failed("%s", err)
	}
	return Done, ""
}

func (p *pack) sinceHead() (Outcome, string) {
	if p.o.SinceHead == "" {
		return Skipped, "no earlier commit was given; --since-head names one"
	}
	info, err := p.info()
	if err != nil {
		return failed("%s", err)
	}
	commit := info[bag.FieldCommit]
	if commit == p.o.SinceHead {
		return Done, "it is the very same commit"
	}
	dir, err := p.unpacked()
	if err != nil {
		return failed("%s", err)
	}
	base, _, known, err := history.MergeBase(p.ctx, dir, p.o.SinceHead, commit)
	switch {
	case p.ctx.Err() != nil:
		return failed("interrupted")
	case err != nil: // the bundle is whole, so what is not there is not part of it
		return failed("commit %s is no longer part of the history: it was rewritten, or the pack is of another repository", p.o.SinceHead)
	case !known || string(base) != p.o.SinceHead:
		return failed("commit %s is in the bundle and not before the commit of the pack", p.o.SinceHead)
	}
	return Done, "commit " + p.o.SinceHead + " comes before it"
}

func (p *pack) madeAgain() (Outcome, string) {
	if !p.has(bundlePath) {
		return Skipped, errNoBundle.Error()
	}
	again, err := p.again()
	var other otherTool
	switch {
	case errors.As(err, &other):
		return Skipped, err.Error()
	case err != nil:
		return failed("it cannot be made again: %s", err)
	}
	was, err := p.lines(bag.Manifest)
	if err != nil {
		return failed("%s", err)
	}
	is, err := bag.Read(again.manifest)
	if err != nil {
		return failed("%s", err)
	}
	return compare(was, is)
}

// remade is a pack that was made again.
type remade struct {
	manifest []byte
	head     heads.Entry // of its commit, as the log should have it
	err      error
}

// otherTool says that another version made the pack.
type otherTool string

func (o otherTool) Error() string {
	return fmt.Sprintf("it was made by %s, and another version may make it otherwise", string(o))
}

// again makes the pack again from its bundle, once.
func (p *pack) again() (*remade, error) {
	if p.remade != nil {
		return p.remade, p.remade.err
	}
	info, err := p.info()
	if err != nil {
		return nil, err
	}
	dir, err := p.unpacked()
	if err != nil {
		return nil, err
	}
	if tool := info[bag.FieldTool]; p.o.Rebuild == nil || tool != "clausebook "+p.o.Tool {
		return nil, otherTool(tool)
	}
	p.remade = &remade{}
	p.remade.manifest, p.remade.head, p.remade.err = p.o.Rebuild(p.ctx, dir, info)
	return p.remade, p.remade.err
}

// comesBefore tells whether a commit of the bundle comes before another one; not where it is not there.
func (p *pack) comesBefore(dir, commit, other string) bool {
	base, _, known, err := history.MergeBase(p.ctx, dir, commit, other)
	return err == nil && known && string(base) == commit
}

// compare names the first file that differs.
func compare(was, is []bag.Line) (Outcome, string) {
	sums := map[string]string{}
	for _, l := range is {
		sums[l.Path] = l.Sum
	}
	for _, l := range was {
		switch sum, there := sums[l.Path]; {
		case !there:
			return failed("%s does not follow from the history", l.Path)
		case sum != l.Sum:
			return failed("%s comes out otherwise", l.Path)
		}
		delete(sums, l.Path)
	}
	for path := range sums {
		return failed("%s follows from the history and is not in the pack", path)
	}
	return Done, phrase.Plural(len(was), "file", "files")
}
