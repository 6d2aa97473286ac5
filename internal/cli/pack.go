package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"clausebook/internal/bag"
	"clausebook/internal/build"
	"clausebook/internal/form"
	"clausebook/internal/keys"
	"clausebook/internal/pack"
	"clausebook/internal/phrase"
	"clausebook/internal/verify"
)

type packOptions struct {
	scope, asOf, key, dir, zip, request, response string
	noSite, history                               bool
}

func (a *app) packCommand() *cobra.Command {
	o := packOptions{}
	c := &cobra.Command{
		Use:   "pack (--output DIR | --zip FILE)",
		Short: "Pack the evidence for an auditor, who needs no clausebook to check it",
		Long: `Pack writes an evidence pack of a commit: the texts that were in force, byte by byte,
their approvals with the commits, tags, exports and keys that show them, the matrix, the
findings, the site, and a list of what was not found. It can be checked with sha256sum,
ssh-keygen and openssl; VERIFY.md and verify.sh in it say how.

What is not committed is not packed. Two packs of one commit, scope and version of
clausebook are the same byte by byte, but for signature and time stamp.

Scopes: ` + pack.ScopeHelp + `. Texts and approvals are of the scope,
everything else is of the whole set.

A key that needs a passphrase, or lies on a token, signs afterwards, in the folder:
  ssh-keygen -Y sign -f KEY.pub -n ` + bag.Namespace + ` ` + bag.TagManifest,
		Example: `  clausebook pack --zip evidence.zip --key ~/.ssh/evidence
  clausebook pack --scope period:2026 --with-history -o evidence
  clausebook pack --scope clauses:8.5,8.6 --zip changes.zip
  clausebook pack --zip evidence.zip --tsa-request evidence.tsq
  clausebook pack --zip evidence.zip --tsa-response evidence.tsr`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runPack(c.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.scope, "scope", "all", "whose texts and approvals: "+pack.ScopeHelp)
	f.StringVar(&o.asOf, "as-of", "HEAD", "the commit, or the day whose last commit is packed")
	f.StringVarP(&o.dir, "output", "o", "", "write the pack into this `folder`, which must not exist or be empty")
	f.StringVar(&o.zip, "zip", "", "write the pack as this ZIP `file`")
	f.StringVar(&o.key, "key", "", "sign with the SSH private key in this `file`, which has no passphrase")
	f.BoolVar(&o.noSite, "no-site", false, "leave out the site")
	f.BoolVar(&o.history, "with-history", false, "add the repository as a git bundle, from which the pack can be made again")
	f.StringVar(&o.request, "tsa-request", "", "write the request for a time stamp (RFC 3161) into this `file`; nothing is sent")
	f.StringVar(&o.response, "tsa-response", "", "lay the answer to that request, from this `file`, into the pack")
	return c
}

func (a *app) runPack(ctx context.Context, o packOptions) error {
	if (o.dir == "") == (o.zip == "") {
		return usageError{errors.New("give either --output or --zip")}
	}
	seal, err := sealOf(o)
	if err != nil {
		return err
	}
	start := time.Now()
	bar := a.progress()
	defer bar.done()
	options, err := a.options(o.asOf, "", bar.stage)
	if err != nil {
		return err
	}
	options.Trend, options.NoCache = !o.noSite, true // what is remembered on one machine must not tell in a pack
	p, err := a.gathered(build.Gather(ctx, options))
	if err != nil {
		return err
	}
	plan, err := pack.Of(p, pack.Options{Scope: o.scope, Site: !o.noSite, History: o.history})
	var scope *pack.ScopeError
	if errors.As(err, &scope) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	write := func(to pack.Sink) error { return plan.Write(ctx, to, seal, bar.count("packing", len(plan.Files))) }
	to := o.dir
	if o.zip != "" {
		to = o.zip
		err = plan.InZip(o.zip, write)
	} else {
		err = pack.InFolder(filepath.Clean(o.dir), write)
	}
	if err != nil {
		return err
	}
	bar.done()
	a.printPacked(plan, seal, to, time.Since(start))
	return nil
}

func (a *app) printPacked(plan *pack.Plan, seal pack.Seal, to string, took time.Duration) {
	if a.quiet {
		return
	}
	fmt.Fprintf(a.out, "%s in force, %s, %s not found, %s in %s\n", phrase.Plural(plan.Versions, "version", "versions"),
		phrase.Plural(plan.Records, "record", "records"), phrase.Plural(len(plan.NotFound), "thing", "things"),
		phrase.Plural(len(plan.Files), "file", "files"), took.Round(time.Millisecond))
	fmt.Fprintf(a.out, "pack: %s\n", form.Clean(shorten(to)))
	if seal.Signer != nil {
		fmt.Fprintf(a.out, "signed by %s; give the auditor this fingerprint by another way\n", seal.Signer.ID())
	} else {
		a.note("note: the pack is not signed; --key signs it")
	}
}

// sealOf reads what is to be laid beside a pack, before anything takes time.
func sealOf(o packOptions) (pack.Seal, error) {
	var s pack.Seal
	if o.key != "" {
		private, err := os.ReadFile(o.key)
		if err != nil {
			return s, fmt.Errorf("read the key: %w", err)
		}
		signer, err := keys.ReadSigning(private)
		if errors.Is(err, keys.ErrLocked) {
			return s, fmt.Errorf("%s: %w\nsign in the folder of the pack: ssh-keygen -Y sign -f %s -n %s %s", o.key, err, o.key, bag.Namespace,
				bag.TagManifest)
		}
		if err != nil {
			return s, fmt.Errorf("%s: %w", o.key, err)
		}
		s.Signer = signer
	}
	if o.request != "" {
		s.Request = func(manifest []byte) error {
			der, err := bag.TokenRequest(manifest)
			if err != nil {
				return err
			}
			return save(o.request, func(w io.Writer) error {
				_, err := w.Write(der)
				return err
			})
		}
	}
	if o.response != "" {
		token, err := os.ReadFile(o.response)
		if err != nil {
			return s, fmt.Errorf("read the time stamp: %w", err)
		}
		s.Token = func(manifest []byte) ([]byte, error) {
			if err := verify.Fits(token, sha256.Sum256(manifest)); err != nil {
				return nil, fmt.Errorf("%s: %w", o.response, err)
			}
			return token, nil
		}
	}
	return s, nil
}
