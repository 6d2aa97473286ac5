package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/handover"
	"clausebook/internal/heads"
	"clausebook/internal/history"
)

// headsFlags says which log of heads is asked, and what was kept of it.
type headsFlags struct{ folder, since, key string }

// logFlags gives a command the flags by which the log is named from outside the repository.
func (a *app) logFlags(c *cobra.Command) {
	c.Flags().StringVar(&a.heads.folder, "log", "", "folder of the log of heads (default: log: in the configuration)")
	c.Flags().StringVar(&a.heads.since, "since-checkpoint", "", "`FILE` of a checkpoint that was kept: the log must begin with what it says")
}

func (a *app) logCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "log",
		Short: "Show the log of heads: where the protected branch stood at each build",
		Long: `The log of heads lies in a folder outside the repository. Each build on a protected
branch adds where the branch stands; nothing is ever removed. A branch that was
rewritten or rolled back contradicts the log, which 'clausebook check' then says, and a
log that was changed contradicts each checkpoint of it that somebody kept.

Without more, log reads the log, says whether it is as it was written, and prints what
is to be kept of it. docs/heads.md shows how to set one up.`,
		Example: `  clausebook log
  clausebook log --log /mnt/heads --since-checkpoint last-audit.checkpoint
  clausebook log key sms.example.org/heads ~/heads.key
  clausebook log prove 11 > entry-11.tlog-proof`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			l, err := a.openLog()
			if err != nil {
				return err
			}
			sound, err := handover.TellLog(a.out, l, a.heads.since)
			if err == nil && !sound {
				return errFindings
			}
			return err
		},
	}
	a.logFlags(c)
	c.AddCommand(a.logKeyCommand(), a.logProveCommand())
	return c
}

func (a *app) logKeyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "key NAME FILE",
		Short: "Make a key for a log or for a witness",
		Long: `Key writes a new secret key into FILE, which must not be there yet, and prints the public
key that belongs to it. NAME names the log, or the witness, for good: a host and a path
of yours without spaces and plus signs. Keep the file outside the repository and outside
the folder of the log; give the public key to whoever is to verify.`,
		Example: "  clausebook log key sms.example.org/heads ~/heads.key",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			public, err := heads.MakeKey(args[0], args[1])
			if errors.Is(err, heads.ErrName) {
				return usageError{err}
			}
			if err == nil {
				fmt.Fprintln(a.out, public)
			}
			return err
		},
	}
}

func (a *app) logProveCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "prove ENTRY",
		Short: "Print the proof that an entry is in the log of the last checkpoint",
		Long: `Prove prints a proof in the form of C2SP (tlog-proof), which other tools verify with the
line of the entry and the public key of the log.`,
		Example: "  clausebook log prove 11 > entry-11.tlog-proof",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			seq, err := strconv.Atoi(args[0])
			if err != nil {
				return usageError{fmt.Errorf("%q is not the number of an entry", args[0])}
			}
			l, err := a.openLog()
			if err != nil {
				return err
			}
			proof, err := l.Prove(seq)
			if err != nil {
				return err
			}
			_, err = a.out.Write(proof)
			return err
		},
	}
	c.Flags().StringVar(&a.heads.folder, "log", "", "folder of the log of heads (default: log: in the configuration)")
	return c
}

// openLog reads the log that is named, or that of the configuration.
func (a *app) openLog() (*heads.Log, error) {
	options, err := a.options("", "", nil)
	if err != nil {
		return nil, err
	}
	dir, err := build.LogFolder(context.Background(), options)
	if err != nil {
		return nil, err
	}
	if dir == "" {
		return nil, usageError{errors.New("no log of heads is kept: name its folder with --log, or as log: in the configuration")}
	}
	return heads.Read(dir)
}

// recordHead adds where the line stands to the log of heads.
func (a *app) recordHead(ctx context.Context, p *build.Project) error {
	key, err := heads.ReadKey(a.heads.key)
	if err != nil {
		return err
	}
	e, err := p.Record(ctx, a.now().UTC().Format("2006-01-02"), key)
	a.noteEntry(e)
	return err
}

// noteEntry says what was added to the log of heads, if anything was.
func (a *app) noteEntry(e *heads.Entry) {
	if e != nil {
		a.note("log of heads: entry %d says that %s stands at %s", e.Seq, strings.TrimPrefix(e.Ref, "refs/heads/"), history.Hash(e.Head).Short())
	}
}

func (a *app) witnessCommand() *cobra.Command {
	o, first := handover.Witness{}, false
	c := &cobra.Command{
		Use:   "witness CHECKPOINT",
		Short: "Confirm a checkpoint of the log of heads, as an auditor who kept an earlier one",
		Long: `Witness compares the log with a checkpoint of it and with the one that you kept before:
the log must begin with what each of them says. It then prints one line, your signature
with the time (C2SP tlog-cosignature). Added at the end of the checkpoint, it lets
anybody see that you saw the log in this state and that it had lost nothing by then.

Keep the checkpoint for the next time. With --by it must carry a good signature of the
public key that the organization gave you.`,
		Example: `  clausebook log key auditor.example.org ~/witness.key
  clausebook witness heads/checkpoint --first --key ~/witness.key --log heads
  clausebook witness heads/checkpoint --since last.checkpoint --key ~/witness.key --log heads >> heads/checkpoint`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.runWitness(args[0], o, first) },
	}
	f := c.Flags()
	f.StringVar(&o.Since, "since", "", "`FILE` of the checkpoint that you kept")
	f.BoolVar(&first, "first", false, "none was kept before")
	f.StringVar(&o.Key, "key", "", "`FILE` of your secret key, as 'clausebook log key' makes it")
	f.StringVar(&o.By, "by", "", "public `KEY` of the log")
	f.StringVar(&a.heads.folder, "log", "", "folder of the log of heads (default: log: in the configuration)")
	return c
}

func (a *app) runWitness(file string, o handover.Witness, first bool) error {
	if (o.Since == "") != first {
		return usageError{errors.New("give the checkpoint that you kept with --since, or say --first")}
	}
	if o.Key == "" {
		return usageError{errors.New("give the file of your secret key with --key")}
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	line, err := o.Confirm(l, file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(a.out, line)
	return err
}
