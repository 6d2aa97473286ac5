package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/form"
	"clausebook/internal/pack"
	"clausebook/internal/phrase"
	"clausebook/internal/verify"
)

type verifyOptions struct {
	signers, roots, since string
	formats               []string
}

func (a *app) verifyCommand() *cobra.Command {
	o := verifyOptions{}
	c := &cobra.Command{
		Use:   "verify PACK",
		Short: "Check an evidence pack, in a folder or a ZIP",
		Long: `Verify checks an evidence pack in place: nothing of it is unpacked beside you. Each check
is done, skipped or failed, with what it shows.

Whom to believe comes from you: --signers is an allowed-signers file (ssh-keygen(1)) with
the keys that you trust, --tsa-roots has the certificates of time stamping authorities,
--since-head is the commit of an earlier pack. What is asked for and cannot be checked
has failed.

Where the pack has a bundle, the pack is made again from it and compared byte by byte.
verify.sh in the pack does most of this without clausebook.

Exit codes: 0 no check failed, 1 a check failed, 2 it is no pack or could not be read.`,
		Example: `  clausebook verify evidence.zip --signers allowed_signers
  clausebook verify evidence --tsa-roots tsa.pem
  clausebook verify evidence.zip --since-head 4c0c8d2b1f0a4b8f6d1c3e5a7b9d0f2e4a6c8e0b
  clausebook verify evidence.zip --format json`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.runVerify(c.Context(), args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.signers, "signers", "", "`file` of SSH keys whose signatures you accept")
	f.StringVar(&o.roots, "tsa-roots", "", "`file` of certificates in PEM, of authorities whose time stamps you accept")
	f.StringVar(&o.since, "since-head", "", "full name of a `commit` that has to be part of the history")
	f.StringArrayVar(&o.formats, "format", []string{"text"}, "output `FORMAT[=FILE]` (text or json), to stdout if no file is given; repeatable")
	completeWords(c, "format", verifyFormats)
	return c
}

var verifyFormats = []string{"text", "json"}

func (a *app) runVerify(ctx context.Context, name string, o verifyOptions) error {
	targets, err := a.parseTargets(o.formats, verifyFormats)
	if err != nil {
		return err
	}
	options := verify.Options{SinceHead: strings.ToLower(o.since), Now: a.now(), Tool: Version(), Rebuild: a.makeAgain}
	if o.since != "" && (len(o.since) != 40 || strings.Trim(options.SinceHead, "0123456789abcdef") != "") {
		return usageError{fmt.Errorf("--since-head %s: give the forty digits of the commit", o.since)}
	}
	for _, f := range []struct {
		name string
		into *[]byte
	}{{o.signers, &options.Signers}, {o.roots, &options.Roots}} {
		if f.name == "" {
			continue
		}
		text, err := os.ReadFile(f.name)
		if err != nil {
			return fmt.Errorf("read %s: %w", f.name, err)
		}
		*f.into = append([]byte{}, text...)
	}
	results, err := verify.Run(ctx, name, options)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	err = a.emit(targets, func(w io.Writer, format string, colors bool) error {
		if format == "json" {
			return form.Encode(w, results)
		}
		return verify.WriteText(w, results, colors)
	})
	if err != nil {
		return err
	}
	n := 0
	for _, r := range results {
		if r.Outcome == verify.Failed {
			n++
		}
	}
	if n > 0 {
		a.note("%s failed", phrase.Plural(n, "check", "checks"))
		return errFindings
	}
	return nil
}

// makeAgain makes a pack again from a repository, and gives its manifest.
func (a *app) makeAgain(ctx context.Context, dir string, info map[string]string) ([]byte, error) {
	return pack.Again(ctx, build.Options{Dir: dir, Config: a.config, Tool: Version(), Program: program(), Now: a.now, Env: os.Getenv}, info)
}
