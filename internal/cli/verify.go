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
	"clausebook/internal/handover"
	"clausebook/internal/phrase"
	"clausebook/internal/verify"
)

type verifyOptions struct {
	signers, roots, since, checkpoint, logKey string
	formats                                   []string
}

func (a *app) verifyCommand() *cobra.Command {
	o := verifyOptions{}
	c := &cobra.Command{
		Use:     "verify PACK|SITE",
		Short:   "Check an evidence pack, or the sums of a site, in a folder or a ZIP",
		Long:    handover.VerifyLong,
		Example: handover.VerifyExample,
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.runVerify(c.Context(), args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.signers, "signers", "", "`file` of SSH keys whose signatures you accept")
	f.StringVar(&o.roots, "tsa-roots", "", "`file` of certificates in PEM, of authorities whose time stamps you accept")
	f.StringVar(&o.since, "since-head", "", "full name of a `commit` that has to be part of the history")
	f.StringVar(&o.checkpoint, "since-checkpoint", "", "`file` of a checkpoint that was kept: the log must begin with what it says")
	f.StringVar(&o.logKey, "by", "", "public `KEY` of the log of heads, which must have signed the checkpoint in the pack")
	f.StringArrayVar(&o.formats, "format", []string{"text"}, "output `FORMAT[=FILE]`, text or json, to stdout if no file is given; repeatable")
	completeWords(c, "format", verifyFormats)
	return c
}

var verifyFormats = []string{"text", "json"}

func (a *app) runVerify(ctx context.Context, name string, o verifyOptions) error {
	targets, err := a.parseTargets(o.formats, verifyFormats)
	if err != nil {
		return err
	}
	options := verify.Options{LogKey: o.logKey, SinceHead: strings.ToLower(o.since), Now: a.now(), Tool: Version(), Rebuild: handover.Rebuild(
		build.Options{Config: a.config, Tool: Version(), Program: program(), Now: a.now, Env: os.Getenv})}
	if o.since != "" && (len(o.since) != 40 || strings.Trim(options.SinceHead, "0123456789abcdef") != "") {
		return usageError{fmt.Errorf("--since-head %s: give the forty digits of the commit", o.since)}
	}
	if err := handover.Trust(&options, o.signers, o.roots, o.checkpoint); err != nil {
		return err
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
	if n := handover.Failed(results); n > 0 {
		a.note("%s failed", phrase.Plural(n, "check", "checks"))
		return errFindings
	}
	return nil
}
