package build

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/fingerprint"
	"clausebook/internal/heads"
	"clausebook/internal/history"
	"clausebook/internal/inputs"
	"clausebook/internal/phrase"
)

// logFolder gives the folder of the log of heads, empty where none is kept. A folder that was named on the command line comes before the
// one of the configuration, so that nothing in the repository decides which log is asked.
func (o Options) logFolder(cfg config.Config) string {
	switch {
	case o.NoLog:
		return ""
	case o.Log != "":
		return o.Log
	case cfg.Log == "" || filepath.IsAbs(cfg.Log):
		return cfg.Log
	}
	return filepath.Join(o.Dir, filepath.FromSlash(cfg.Log))
}

// LogFolder gives the folder of the log of heads of a project, empty where none is kept.
func LogFolder(ctx context.Context, o Options) (string, error) {
	if o.Log != "" {
		return o.Log, nil
	}
	cfg, err := Settings(ctx, o)
	if err != nil {
		return "", err
	}
	return o.logFolder(cfg), nil
}

// logLooks names the log of heads as it stands, and the checkpoint that was kept outside.
func (o Options) logLooks(cfg config.Config) fingerprint.Digest {
	dir := o.logFolder(cfg)
	if dir == "" {
		return fingerprint.Digest{}
	}
	files := []string{filepath.Join(dir, heads.EntriesFile), filepath.Join(dir, heads.CheckpointFile)}
	if o.SinceCheckpoint != "" {
		files = append(files, o.SinceCheckpoint)
	}
	_, err := os.Stat(dir) // a log that is empty is another thing than one that is gone
	return fingerprint.Of(err == nil, inputs.Named(files...))
}

// readHeads reads the log of heads, and finds what it and the history say against each other.
func (p *Project) readHeads(ctx context.Context, o Options) ([]diag.Finding, error) {
	dir := o.logFolder(p.Config)
	if dir == "" {
		if o.SinceCheckpoint != "" {
			return nil, errors.New("a checkpoint that was kept can be compared only with a log: name its folder with --log")
		}
		return nil, nil
	}
	var err error
	if p.Heads, err = heads.Read(dir); err != nil {
		return nil, err
	}
	var out []diag.Finding
	if git, ok := history.FoldersOf(p.Dir); ok && within(git.Top, dir) {
		return []diag.Finding{{Rule: heads.Rule, Message: fmt.Sprintf("the log of heads in `%s` lies in the repository that it tells of", dir),
			Hint: "keep it elsewhere: who rewrites the repository would rewrite the log with it"}}, nil
	}
	for _, f := range p.Heads.Faults {
		out = append(out, diag.Finding{Rule: heads.Rule, Message: "the log of heads is not as it was written: " + f.What, Hint: f.Hint})
	}
	if len(out) > 0 {
		return out, nil
	}
	if f, err := sinceCheckpoint(p.Heads, o.SinceCheckpoint); err != nil || f != nil {
		return f, err
	}
	if !p.Dossier.History.Reliable() {
		return nil, nil // its state is told as it is
	}
	return p.lostHeads(ctx)
}

// within tells whether a folder is another one or lies in it.
func within(top, dir string) bool {
	at := inputs.Resolved(top, dir)
	rel, err := filepath.Rel(at[0], at[len(at)-1])
	return err == nil && filepath.IsLocal(rel)
}

// sinceCheckpoint compares the log with a checkpoint that was kept outside.
func sinceCheckpoint(l *heads.Log, file string) ([]diag.Finding, error) {
	if file == "" {
		return nil, nil
	}
	c, err := heads.ReadCheckpoint(file)
	if err != nil {
		return nil, err
	}
	if err := l.Extends(c); err != nil {
		return []diag.Finding{{Rule: heads.Rule, Message: fmt.Sprintf("the log of heads contradicts the checkpoint that was kept: %v", err),
			Hint: "the log was cut, rewritten or exchanged since; ask who can write to its folder"}}, nil
	}
	return nil, nil
}

// maxSought bounds the heads of a line that are sought elsewhere than before HEAD: a branch that left the line long ago has few of them.
const maxSought = 16

// lostHeads finds the heads that lines have lost since they were written down.
func (p *Project) lostHeads(ctx context.Context) ([]diag.Finding, error) {
	type loss struct {
		first heads.Entry
		n     int
		why   string
	}
	lost, sought := map[string]*loss{}, map[string]int{}
	for _, e := range slices.Backward(p.Heads.Entries) {
		if p.Dossier.History.Commit(history.Hash(e.Head)) != nil {
			continue
		}
		if sought[e.Ref]++; sought[e.Ref] > maxSought {
			continue
		}
		why, err := p.lost(ctx, e)
		if err != nil {
			return nil, err
		}
		if why == "" {
			continue
		}
		if lost[e.Ref] == nil {
			lost[e.Ref] = &loss{}
		}
		lost[e.Ref].first, lost[e.Ref].why = e, why
		lost[e.Ref].n++
	}
	var out []diag.Finding
	for ref, l := range lost {
		more := ""
		if l.n > 1 {
			more = fmt.Sprintf("; so %s of later", phrase.Plural(l.n-1, "head", "heads"))
		}
		branch := strings.TrimPrefix(ref, "refs/heads/")
		out = append(out, diag.Finding{Rule: heads.Rule, Subject: branch, Commit: l.first.Head,
			Message: fmt.Sprintf("commit %s was the head of %s on %s, as entry %d of the log of heads says, and %s%s",
				history.Hash(l.first.Head).Short(), branch, l.first.Day, l.first.Seq, l.why, more),
			Hint: "if the clone is behind, fetch; else the branch was rewritten or rolled back: put back what it lost"})
	}
	return out, nil
}

// lost says in which way a line has lost a head that does not come before HEAD; empty if it has not.
func (p *Project) lost(ctx context.Context, e heads.Entry) (string, error) {
	at := slices.IndexFunc(p.main, func(r history.MainRef) bool { return r.Name == e.Ref })
	if at < 0 {
		return "this clone has no such branch, and HEAD does not come after the commit", nil
	}
	base, _, known, err := history.MergeBase(ctx, p.Dir, e.Head, p.main[at].Ref)
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return "", err
	case err != nil:
		return "is not in this repository", nil
	case !known || string(base) != e.Head:
		return "is no longer part of it", nil
	}
	return "", nil
}

// Record adds where the line stands to the log of heads, and signs a checkpoint where a secret key is given. It does so for a commit of a
// protected line alone, and only where the log and the history agree. It tells what was added, nil where nothing was.
func (p *Project) Record(ctx context.Context, day, key string) (*heads.Entry, error) {
	d := p.Dossier
	disputed := slices.ContainsFunc(d.Findings, func(f diag.Finding) bool { return f.Rule == heads.Rule })
	if p.Heads == nil || disputed || d.AsOf.Revision != "" {
		return nil, nil
	}
	return p.record(ctx, day, key)
}

// RecordIn does so with a log that lies in a folder and was not asked when the project was gathered, for a commit that may be named. It has
// to be the newest one of a protected branch.
func (p *Project) RecordIn(ctx context.Context, l *heads.Log, dir, day, key string) (*heads.Entry, error) {
	if git, ok := history.FoldersOf(p.Dir); len(l.Faults) > 0 || ok && within(git.Top, dir) || !p.Dossier.History.Reliable() {
		return nil, nil
	}
	p.Heads = l
	if lost, err := p.lostHeads(ctx); err != nil || len(lost) > 0 {
		return nil, err
	}
	return p.record(ctx, day, key)
}

func (p *Project) record(ctx context.Context, day, key string) (*heads.Entry, error) {
	d := p.Dossier
	if !d.History.Reliable() {
		return nil, nil
	}
	ref, err := p.protectedRef(ctx)
	if err != nil || ref == "" {
		return nil, err
	}
	if last, ok := p.Heads.Last(ref); ok && d.History.Commit(history.Hash(last.Head)) == nil {
		return nil, nil // an earlier commit was checked out
	}
	e, err := p.Stands()
	if err != nil {
		return nil, err
	}
	e.Day, e.Ref = day, ref
	added, err := p.Heads.Append(e)
	if err != nil {
		return nil, err
	}
	if key != "" {
		if err := p.Heads.Sign(key); err != nil {
			return nil, err
		}
	}
	if !added {
		return nil, nil
	}
	return &p.Heads.Entries[len(p.Heads.Entries)-1], nil
}

// Stands gives what an entry of the log says of the commit that was read, without its day and branch.
func (p *Project) Stands() (heads.Entry, error) {
	digest, err := p.documentsDigest()
	if err != nil {
		return heads.Entry{}, err
	}
	h := p.Dossier.History
	head := h.Commit(h.Head)
	return heads.Entry{Head: string(head.Hash), Tree: string(head.Tree), Commits: h.Commits, Documents: digest}, nil
}

// protectedRef gives the protected branch that HEAD stands on: the one that is checked out, or that ends where HEAD is. What the remote
// does not have yet is not written down, since it may still be amended.
func (p *Project) protectedRef(ctx context.Context) (string, error) {
	h := p.Dossier.History
	for _, r := range p.main {
		base, tip, known, err := history.MergeBase(ctx, p.Dir, r.Ref, string(h.Head))
		if err != nil {
			return "", fmt.Errorf("look for the protected line: %w", err)
		}
		on := tip == h.Head
		if p.Dossier.AsOf.Revision == "" && h.Branch != "" {
			on = "refs/heads/"+h.Branch == r.Name
		}
		if on && known && base == h.Head {
			return r.Name, nil
		}
	}
	return "", nil
}

// documentsDigest gives the digest of all documents of HEAD and of what stands beside them: of the list of their digests and paths, as
// sha256sum prints it, in the order of the bytes of the paths.
func (p *Project) documentsDigest() (string, error) {
	h, blobs, files := p.Dossier.History, history.NewBlobs(p.Dir), p.Config.Content.Files()
	var list []string
	for _, path := range h.Paths() {
		if !files.Holds(path) {
			continue
		}
		text, err := blobs.Read(h.HeadBlob(path))
		if err != nil {
			return "", fmt.Errorf("read what is committed: %w", err)
		}
		list = append(list, fmt.Sprintf("%s\x00%x", h.InRepository(path), sha256.Sum256(text)))
	}
	slices.Sort(list)
	sum := sha256.New()
	for _, line := range list {
		path, digest, _ := strings.Cut(line, "\x00")
		fmt.Fprintf(sum, "%s  %s\n", digest, path)
	}
	return fmt.Sprintf("sha256:%x", sum.Sum(nil)), nil
}
