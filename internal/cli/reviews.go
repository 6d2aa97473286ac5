package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/doc"
	"clausebook/internal/fetch"
	"clausebook/internal/form"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
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
	found, err := missingReviews(p, ids)
	if err != nil {
		return err
	}
	for _, line := range found.left {
		a.note("left out: %s", line)
	}
	if len(found.wants) == 0 {
		a.note("no review is missing that a forge could show")
		return nil
	}
	forge, err := forgeOf(p)
	if err != nil {
		return err
	}
	plan := fetch.Plan{Forge: forge, Folder: cmp.Or(filepath.ToSlash(p.Config.Approval.Exports), "trust/reviews"), Root: rootFromHere(p.Dir),
		Commit: !noCommit, Signed: found.least > ledger.Trailer, Wants: found.wants}
	fmt.Fprintln(a.out, fetch.Script(plan))
	a.tellReviews(p, plan, found.least)
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

// missing is what a forge could show of the documents that await an approval.
type missing struct {
	wants []fetch.Want
	least ledger.Grade // the highest that one of them needs
	left  []string     // documents that are left out, with the reason
}

// missingReviews gives the landings of what awaits an approval, each once.
func missingReviews(p *build.Project, ids []string) (missing, error) {
	documents, err := session{project: p}.wanted(ids)
	if err != nil {
		return missing{}, err
	}
	var out missing
	var order []*history.Commit
	about := map[history.Hash][]string{}
	for _, d := range documents {
		by, reason := landingOf(p, d)
		if by == nil {
			out.left = append(out.left, fmt.Sprintf("%s: %s", d.ID, reason))
			continue
		}
		v, _ := p.Dossier.Approvals.Current(d)
		out.least = max(out.least, cmp.Or(v.Asked, p.Dossier.Approvals.Least))
		if about[by.Hash] == nil {
			order = append(order, by)
		}
		about[by.Hash] = append(about[by.Hash], strings.TrimSpace(fmt.Sprintf("%s %s", d.ID, d.Version)))
	}
	line := slices.Collect(p.Dossier.History.MainLine())
	for _, by := range order {
		out.wants = join(out.wants, fetch.Want{Commits: after(line, by), Number: numberOf(by),
			Known: knownOf(p.Dossier.Approvals.Exports, by.Hash),
			About: form.Clean(strings.Join(about[by.Hash], ", ") + ", landed as " + by.Hash.Short())})
	}
	return out, nil
}

// maxAfter is how many commits of the main line are asked about for one request.
const maxAfter = 10

// after gives the names of a commit of the main line and of those after it that may be of the same request.
func after(line []*history.Commit, by *history.Commit) []string {
	out := []string{string(by.Hash)}
	at := slices.IndexFunc(line, func(c *history.Commit) bool { return c.Hash == by.Hash })
	for _, c := range line[at+1:] {
		if by.Merge() || c.Merge() || c.Request != "" || len(out) == maxAfter {
			break
		}
		out = append(out, string(c.Hash))
	}
	return out
}

// landingOf gives the commit of the main line that brought the text of a document which awaits an approval, or why there is none.
func landingOf(p *build.Project, d *doc.Document) (by *history.Commit, reason string) {
	v, claimed := p.Dossier.Approvals.Current(d)
	switch {
	case claimed && v.Counts(p.Dossier.Approvals.Least):
		return nil, fmt.Sprintf("version %s is approved already", d.Version)
	case d.Status != doc.Approved && d.Status != doc.InReview:
		return nil, fmt.Sprintf("its status is %s, and only texts that are approved or in review await an approval", d.Status)
	case p.Dossier.History.HeadBlob(d.Path) != history.Hash(d.Blob), len(p.Dossier.History.Revisions(d.Path)) == 0:
		return nil, "it has changes that are not committed"
	case claimed && v.Revision != nil:
		return p.Dossier.History.LandedBy(v.Revision.Commit), ""
	}
	revisions := p.Dossier.History.Revisions(d.Path) // in review, and nothing speaks for it yet
	return p.Dossier.History.LandedBy(revisions[0].Commit), ""
}

// numberOf gives the digits of the request that a commit names; nothing for the change ids of Gerrit.
func numberOf(c *history.Commit) string {
	number := strings.TrimLeft(c.Request, "#!")
	if strings.Trim(number, "0123456789") != "" {
		return ""
	}
	return number
}

// shownOfRequest is how many documents or files of a request are named.
const shownOfRequest = 5

// knownOf says what exports tell already of the request that landed as a commit.
func knownOf(all []ledger.Export, landed history.Hash) string {
	var out []string
	for _, x := range all {
		if x.Landed == landed {
			says := x.Problem.String()
			if says == "" {
				says = "it speaks for " + phrase.First(x.Documents, shownOfRequest, func(id doc.ID) string { return string(id) })
			}
			out = append(out, fmt.Sprintf("%s is there in %s: %s", x.Request, phrase.First(x.Files, shownOfRequest, strings.TrimSpace), says))
		}
	}
	return strings.Join(out, "; ")
}

// join adds a landing. Those that name one request are fetched once.
func join(wants []fetch.Want, w fetch.Want) []fetch.Want {
	at := slices.IndexFunc(wants, func(known fetch.Want) bool { return w.Number != "" && known.Number == w.Number })
	if at < 0 {
		return append(wants, w)
	}
	wants[at].About += "; " + w.About
	wants[at].Known = strings.Trim(wants[at].Known+"; "+w.Known, "; ")
	return wants
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
