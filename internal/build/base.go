package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"

	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/schemas"
)

// Base is what a change is held against: the branch that it is to go into.
type Base struct {
	Rev    string                // as it was asked for
	Tip    history.Hash          // the commit that Rev names
	Commit history.Hash          // the commit to compare with: where the change left the base, or Tip where that cannot be told
	Parted bool                  // that could be told
	Config config.Config         // the configuration at Tip, whose severities count: a change must not switch off its own checks
	Blobs  map[history.Hash]bool // the files that the folder of documents had at Commit
	Gained map[doc.ID]string     // ids that Rev has gained since Commit -> path of the document there
}

// FindBase finds what a change is held against: rev is the base's branch, and head the change's revision, empty for
// HEAD, on which the work tree builds. A configuration there that cannot be used is an error: nobody could say which
// checks count.
func FindBase(ctx context.Context, o Options, rev, head string) (*Base, error) {
	commit, tip, parted, err := history.MergeBase(ctx, o.Dir, rev, head)
	if err != nil {
		return nil, o.cutOff(err, rev)
	}
	b := &Base{Rev: rev, Tip: tip, Commit: commit, Parted: parted}
	if !parted {
		b.Commit = tip
	}
	at := o
	at.AsOf = string(tip)
	if b.Config, err = Settings(ctx, at); err != nil {
		// Not wrapped: its findings are places in the base, and nobody must look for them in the work tree.
		return nil, fmt.Errorf("read the configuration of the base %s: %s", rev, err.Error())
	}
	if b.Blobs, err = blobsAt(ctx, o, b.Commit); err != nil {
		return nil, fmt.Errorf("read commit %s, where the change left %s: %w", b.Commit.Short(), rev, err)
	}
	if b.Commit == tip {
		return b, nil
	}
	docs, err := documentsAt(ctx, o, tip)
	if err != nil {
		return nil, fmt.Errorf("read the base %s: %w", rev, err)
	}
	former, err := documentsAt(ctx, o, b.Commit)
	if err != nil {
		return nil, fmt.Errorf("read commit %s, where the change left %s: %w", b.Commit.Short(), rev, err)
	}
	b.Gained = gained(docs, former)
	return b, nil
}

// touched gives the documents that a change brings or changes; nil where nothing is compared with a base.
func (b *Base) touched(docs *doc.Set) map[doc.ID]bool {
	if b == nil {
		return nil
	}
	out := map[doc.ID]bool{}
	for _, d := range docs.Documents {
		if !b.Blobs[history.Hash(d.Blob)] {
			out[d.ID] = true
		}
	}
	return out
}

// cutOff adds to an error that the clone does not hold the whole history, or not the branch, if so: that is why a revision is not
// known.
func (o Options) cutOff(err error, rev string) error {
	x, unseen := history.Inspect(o.Dir)
	if unseen != nil {
		return err // without a repository the error says so itself
	}
	if how := history.HowToFetch(o.Dir, rev); x.Shallow == 0 && errors.Is(err, history.ErrUnknownRevision) && how != "" {
		return fmt.Errorf("%w\n%s", err, how)
	}
	if x.Shallow == 0 {
		return err
	}
	return fmt.Errorf("%w\nthe clone is shallow, so older commits are missing; fix it with: git fetch --unshallow", err)
}

// blobsAt gives the files in the folder of documents of a commit, without reading them.
func blobsAt(ctx context.Context, o Options, at history.Hash) (map[history.Hash]bool, error) {
	tree, _, err := history.Snapshot(ctx, o.Dir, string(at), nil)
	if err != nil {
		return nil, err
	}
	cfg, _, _, err := loadThen(tree, o)
	if err != nil {
		return nil, err
	}
	return history.BlobsOf(tree, cfg.Content)
}

// documentsAt reads the documents of a commit. There may be no folder of documents yet.
func documentsAt(ctx context.Context, o Options, at history.Hash) (*doc.Set, error) {
	o.stage("reading " + at.Short())
	tree, _, err := history.Snapshot(ctx, o.Dir, string(at), nil)
	if err != nil {
		return nil, err
	}
	cfg, _, _, err := loadThen(tree, o)
	if err != nil {
		return nil, err
	}
	types, err := doc.Schemas(shapes, schemas.FS)
	if err != nil {
		return nil, err
	}
	reader := &doc.Reader{Folder: cfg.Content, Fields: cfg.Fields, Values: cfg.Values, Defaults: cfg.Defaults, Schemas: types}
	docs, err := reader.Load(ctx, tree, runtime.GOMAXPROCS(0))
	if errors.Is(err, fs.ErrNotExist) {
		return doc.NewSet(cfg.Content, nil, nil, nil), nil
	}
	return docs, err
}

// gained gives the ids that a set has and a former one had not. Ids made from paths are none that anybody chose.
func gained(docs, former *doc.Set) map[doc.ID]string {
	out := map[doc.ID]string{}
	for _, d := range docs.Documents {
		if !d.DerivedID && former.ByID(d.ID) == nil {
			out[d.ID] = d.Path
		}
	}
	return out
}
