package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/form"
	"clausebook/internal/handover"
	"clausebook/internal/heads"
	"clausebook/internal/pack"
	"clausebook/internal/phrase"
)

type packOptions struct {
	scope, asOf, key, dir, zip, request, response, people string
	noSite, history                                       bool
}

func (a *app) packCommand() *cobra.Command {
	o := packOptions{}
	c := &cobra.Command{
		Use:     "pack (--output DIR | --zip FILE)",
		Short:   "Pack the evidence for an auditor, who needs no clausebook to check it",
		Long:    handover.PackLong,
		Example: handover.PackExample,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.runPack(c.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.scope, "scope", "all", "whose texts and approvals: "+pack.ScopeHelp)
	f.StringVar(&o.asOf, "as-of", "HEAD", "the commit, or the day whose last commit is packed")
	f.StringVarP(&o.dir, "output", "o", "", "write the pack into this `folder`, which must not exist or be empty")
	f.StringVar(&o.zip, "zip", "", "write the pack as this ZIP `file`")
	f.StringVar(&o.key, "key", "", "sign with the SSH private key in this `file`, or with that of the ssh-agent to this public key")
	f.BoolVar(&o.noSite, "no-site", false, "leave out the site")
	f.BoolVar(&o.history, "with-history", false, "add the repository as a git bundle, from which the pack can be made again")
	f.StringVar(&o.people, "pseudonyms", "", "show people by role and token, made with the secret in this `file`; what names them is left out")
	f.StringVar(&o.request, "tsa-request", "", "write the request for a time stamp (RFC 3161) into this `file`; nothing is sent")
	f.StringVar(&o.response, "tsa-response", "", "lay the answer to that request, from this `file`, into the pack")
	f.StringVar(&a.heads.key, "log-key", "", "`file` of the secret key that signs a checkpoint of the log of heads")
	f.StringVar(&a.heads.folder, "log", "", "`folder` of the log of heads, which is laid into the pack (default: log: in the configuration)")
	return c
}

func (a *app) runPack(ctx context.Context, o packOptions) error {
	if (o.dir == "") == (o.zip == "") {
		return usageError{errors.New("give either --output or --zip")}
	}
	if o.people != "" && o.history {
		return usageError{errors.New("--pseudonyms and --with-history exclude each other: the commits of the repository name their authors")}
	}
	secret, err := handover.Secret(o.people)
	if err != nil {
		return err
	}
	seal, err := handover.Seal(o.key, o.request, o.response, save)
	if err != nil {
		return err
	}
	start := time.Now()
	bar := a.progress()
	defer bar.Done()
	options, err := a.options(o.asOf, "", bar.Stage)
	if err != nil {
		return err
	}
	dir, err := build.LogFolder(ctx, options)
	if err != nil {
		return err
	}
	if seal.Log, err = handover.Log(dir); err != nil {
		return err
	}
	options.Masked, options.MaskKey = secret != "", secret
	options.Trend, options.NoCache, options.NoLog = !o.noSite, true, true // what is remembered on one machine must not tell in a pack
	p, err := a.gathered(build.Gather(ctx, options))
	if err != nil {
		return err
	}
	plan, err := pack.Of(p, pack.Options{Scope: o.scope, Site: !o.noSite, History: o.history, Pseudonyms: secret})
	if err == nil && seal.Log != nil {
		var e *heads.Entry
		e, err = handover.Record(ctx, p, seal.Log, dir, a.heads.key, a.now())
		a.noteEntry(e)
	}
	var scope *pack.ScopeError
	if errors.As(err, &scope) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	write := func(to pack.Sink) error { return plan.Write(ctx, to, seal, bar.Count("packing", len(plan.Files))) }
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
	bar.Done()
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
