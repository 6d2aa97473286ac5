package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/report"
)

type remindOptions struct {
	owners          []string
	asOf, dir, from string
}

func (a *app) remindCommand() *cobra.Command {
	o := remindOptions{}
	c := &cobra.Command{
		Use:   "remind",
		Short: "Write a mail to each person with what is due, overdue or waiting for approval",
		Long: `Remind writes one mail for each person as a file (.eml) that programs for mail open as a
draft: what of theirs is overdue, what is due within 30 days, and which texts wait for
their approval. A role is whoever holds it on that day. It sends nothing.

What waits for nobody who can be written to is listed on stderr: a role that nobody
holds, or a person without an address in people.yaml.`,
		Example: `  clausebook remind
  clausebook remind --owner change-manager -o mails
  clausebook remind --as-of 2026-06-01 --from 'Quality Office <sms@example.org>'`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runRemind(c.Context(), o) },
	}
	f := c.Flags()
	f.StringSliceVar(&o.owners, "owner", nil, "only what waits for this owner: a role or person by id, title or name")
	f.StringVar(&o.asOf, "as-of", "", "use everything as of this day or revision")
	f.StringVarP(&o.dir, "output", "o", "reminders", "write the mails into this `DIR`")
	f.StringVar(&o.from, "from", "", "who writes, as `'NAME <ADDRESS>'`; by default who git says you are")
	a.completeFlag(c, "owner", report.OwnerNames)
	return c
}

func (a *app) runRemind(ctx context.Context, o remindOptions) error {
	p, err := a.gatherQuietly(ctx, o.asOf)
	if err != nil {
		return err
	}
	if err := known(p.Dossier, gapsOptions{owners: o.owners}); err != nil {
		return err
	}
	from, err := sender(p.Dir, o.from)
	if err != nil {
		return err
	}
	asks := func(owner report.Owner) bool { return len(o.owners) == 0 || slices.ContainsFunc(o.owners, owner.Is) }
	mails, unsaid, err := build.Reminders(p, asks, from)
	if err != nil {
		return err
	}
	if len(mails) > 0 {
		if err := os.MkdirAll(o.dir, 0o755); err != nil {
			return fmt.Errorf("create the folder %s: %w", o.dir, err)
		}
	}
	for _, m := range mails {
		name := filepath.Join(o.dir, m.Name)
		if err := save(name, func(w io.Writer) error { _, err := w.Write(m.Text); return err }); err != nil {
			return err
		}
		fmt.Fprintln(a.out, name)
	}
	a.note("%s as of %s; nothing was sent", phrase.Plural(len(mails), "mail", "mails"), p.Dossier.AsOf.Day)
	for _, line := range unsaid {
		a.note("for nobody who can be written to: %s", line)
	}
	return nil
}

// sender gives who writes the mails: who is named, else who git says works here.
func sender(dir, named string) (mail.Address, error) {
	if named != "" {
		from, err := mail.ParseAddress(named)
		if err != nil {
			return mail.Address{}, usageError{fmt.Errorf("--from %q is no address: write NAME <ADDRESS>", named)}
		}
		return *from, nil
	}
	me, err := history.Self(dir, os.Getenv)
	if err != nil {
		return mail.Address{}, err
	}
	if me.Email == "" {
		return mail.Address{}, usageError{errors.New("git knows no address of yours here: use --from 'NAME <ADDRESS>'")}
	}
	return mail.Address{Name: me.Name, Address: me.Email}, nil
}
