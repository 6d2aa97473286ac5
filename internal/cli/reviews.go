package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/fetch"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/requested"
)

func (a *app) reviewsCommand() *cobra.Command {
	noCommit := false
	c := &cobra.Command{
		Use:   "reviews [ID…]",
		Short: "Print the commands that fetch missing reviews from the forge",
		Long: `Reviews prints a shell script that fetches from the forge the pull or merge requests of
documents that await an approval, with their reviews, and commits them. clausebook
opens no connection itself: read the script, then run it. It uses 'gh' for GitHub,
'glab' for GitLab, and 'curl' for Gitea and Forgejo, with a token in GITEA_TOKEN;
'glab' and 'curl' need 'jq' as well where the message of a commit names no request.

The forge is the one of 'forge:' in the configuration, else the remote 'origin'. Files
go below the folder of 'approval.exports'. The commit has to be signed by somebody who
wrote none of the texts, with a key that was trusted before; otherwise the reviews are
worth no more than a trailer. docs/approvals.md shows jobs that do all this.`,
		Example: `  clausebook reviews
  clausebook reviews POL-CHG
  clausebook reviews | sh
  clausebook reviews --no-commit`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeAwaiting,
		RunE:              func(c *cobra.Command, args []string) error { return a.runReviews(c.Context(), args, noCommit) },
	}
	c.Flags().BoolVar(&noCommit, "no-commit", false, "leave out the commands that commit the files")
	return c
}

func (a *app) runReviews(ctx context.Context, ids []string, noCommit bool) error {
	p, err := a.gatherQuietly(ctx, "")
	if err != nil {
		return err
	}
	if err := reliable(p.Dossier.History); err != nil {
		return err
	}
	documents, err := session{project: p}.wanted(ids)
	if err != nil {
		return err
	}
	found := requested.Of(p.Dossier, documents)
	for _, line := range found.Left {
		a.note("left out: %s", line)
	}
	if len(found.Wants) == 0 {
		a.note("no review is missing that a forge could show")
		return nil
	}
	forge, err := forgeOf(p)
	if err != nil {
		return err
	}
	plan := fetch.Plan{Forge: forge, Folder: cmp.Or(filepath.ToSlash(p.Config.Approval.Exports), "trust/reviews"), Root: rootFromHere(p.Dir),
		Commit: !noCommit, Signed: found.Least > ledger.Trailer, Wants: found.Wants}
	fmt.Fprintln(a.out, fetch.Script(plan))
	a.tellReviews(p, plan, found.Least)
	return nil
}

// tellReviews says what else is needed for the reviews to count.
func (a *app) tellReviews(p *build.Project, plan fetch.Plan, least ledger.Grade) {
	if p.Config.Approval.Exports == "" {
		a.note("note: no folder of exports is configured; add `exports: %s` to `approval:`, or the files count for nothing", plan.Folder)
	}
	if plan.Signed && !keyed(p) {
		a.note("note: no key is known here, so no signature counts; name a file of keys as `approval.allowed_signers` first")
	}
	if least > ledger.Forge {
		a.note("note: `approval.least_grade` asks for a signature of the approver, which is more than a review on a forge")
	}
	who := "run it as somebody who wrote none of these texts"
	if plan.Signed {
		who += ", with a key that is trusted already"
	}
	a.note("next: read the script and run it, for instance: clausebook reviews | sh; %s", who)
}

// forgeOf tells where the repository is hosted: as the configuration says, else by the remote that it was cloned from.
func forgeOf(p *build.Project) (fetch.Forge, error) {
	const fix = "name it in the configuration, as `forge: {kind: gitea, url: https://git.example/org/sms}`"
	if f := p.Config.Forge; f.URL != "" {
		return fetch.Parse(f.URL, f.Kind)
	}
	remotes, err := history.Remotes(p.Dir, os.Getenv)
	if err != nil {
		return fetch.Forge{}, err
	}
	at := slices.IndexFunc(remotes, func(r history.Remote) bool { return r.Name == "origin" })
	switch {
	case at < 0 && len(remotes) == 1:
		at = 0
	case at < 0:
		return fetch.Forge{}, usageError{errors.New("it is not known where the repository is hosted: there is no remote `origin`; " + fix)}
	}
	f, err := fetch.Parse(remotes[at].URL, "")
	if err != nil {
		return f, usageError{fmt.Errorf("the remote `%s` does not tell where requests are: %w; %s", remotes[at].Name, err, fix)}
	}
	return f, nil
}
