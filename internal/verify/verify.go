// Package verify checks an evidence pack, or the sums of a site, each check with a name and with what it shows.
//
// A pack is untrusted: it is read in place and never unpacked to a disk, and what is read is bounded. Whom to believe comes from outside;
// what a pack says of its own keys shows nothing. A check that was asked for and cannot be done has failed.
package verify

import (
	"context"
	"fmt"
	"time"

	"clausebook/internal/bag"
	"clausebook/internal/heads"
)

// Outcome is what became of a check.
type Outcome string

// The outcomes.
const (
	Done    Outcome = "done"
	Skipped Outcome = "skipped"
	Failed  Outcome = "failed"
)

// Result is one check.
type Result struct {
	Name    string  `json:"check"`
	Outcome Outcome `json:"outcome"`
	Shows   string  `json:"shows"`            // what it shows when it is done
	Detail  string  `json:"detail,omitempty"` // what was found, or why it was skipped or failed
}

// Options are what comes from outside of the pack.
type Options struct {
	Signers   []byte // an allowed-signers file; nil where none was given
	Roots     []byte // certificates in PEM; nil where none were given
	SinceHead string // a commit that an earlier pack was of; empty for none
	Now       time.Time

	SinceCheckpoint *heads.Checkpoint // of the log of heads, as it was kept; nil for none
	LogKey          string            // public key of the log of heads; empty where none was given

	Tool   string // version of this program: only the same one makes the same pack
	Limits Limits

	Rebuild Rebuild // may be nil
}

// Rebuild makes a pack again from a repository. It gives its manifest, and what the log of heads should say of its commit.
type Rebuild func(ctx context.Context, dir string, info map[string]string) (manifest []byte, head heads.Entry, err error)

// check is a check before it is done.
type check struct {
	name, shows string
	run         func(*pack) (Outcome, string)
}

// checks are all of them, in the order in which they are done.
var checks = []check{
	{"tag-files", "the lists, the statements and the instructions are those that belong to this pack", (*pack).tagFiles},
	{"evidence", "no file of evidence was altered or lost", (*pack).evidence},
	{"nothing-added", "there is no file beside those that the lists name", (*pack).nothingAdded},
	{"count", "the number of files and bytes is the one that was packed", (*pack).count},
	{"statement", "what is stated is about exactly these files and this commit, and not about another pack", (*pack).statement},
	{"git-names", "commits, tags and texts are those that git knows by the names given here", (*pack).gitNames},
	{"approvals", "every text and every approval in the lists names files that are there", (*pack).approvals},
	{"signature", "the pack is from one of the people whom you named, as it is now", (*pack).signature},
	{"statement-signature", "the statements are from one of them as well, also without the rest of the pack", (*pack).envelopes},
	{"time-stamp", "the pack existed at the time of the stamp", (*pack).token},
	{"history", "the bundle holds the whole history of the commit, object by object", (*pack).history},
	{"since-head", "the history that an earlier pack was made of is part of this one: nothing was rewritten since", (*pack).sinceHead},
	{"log", "the commit stands in the log of heads as it is, the log has lost nothing, and the history no head of it", (*pack).log},
	{"made-again", "documents, approvals, matrix and pages follow from the history in the bundle, byte by byte", (*pack).madeAgain},
}

// Run checks the pack or the site in a folder or ZIP. An error says that it is neither, or one that is not read for what it is.
func Run(ctx context.Context, name string, o Options) ([]Result, error) {
	if o.Limits == (Limits{}) {
		o.Limits = Usual
	}
	src, err := openSource(name, o.Limits)
	if err != nil {
		return nil, err
	}
	defer src.close() //nolint:errcheck // read only
	return run(ctx, src, o)
}

func run(ctx context.Context, src *source, o Options) ([]Result, error) {
	todo := checks
	switch {
	case src.site:
		todo = siteChecks
	case !src.has(bag.Declaration) || !src.has(bag.Manifest):
		return nil, refused("it is no evidence pack, for which %s or %s is missing, and no site, for which %s is",
			bag.Declaration, bag.Manifest, siteSums)
	}
	p := &pack{ctx: ctx, source: src, o: o}
	defer p.clean()
	var out []Result
	for _, c := range todo {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		outcome, detail := c.run(p)
		out = append(out, Result{c.name, outcome, c.shows, detail})
	}
	return out, nil
}

func failed(format string, args ...any) (Outcome, string) {
	return Failed, fmt.Sprintf(format, args...)
}

// unlessAsked skips what cannot be done, unless somebody asked for it.
func unlessAsked(asked bool, why string) (Outcome, string) {
	if asked {
		return Failed, why
	}
	return Skipped, why
}
