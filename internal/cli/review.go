package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"clausebook/internal/author"
	"clausebook/internal/build"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/form"
	"clausebook/internal/phrase"
)

type reviewOptions struct{ outcome, by, on, note string }

func (a *app) reviewCommand() *cobra.Command {
	o := reviewOptions{}
	c := &cobra.Command{
		Use:   "review ID",
		Short: "Record that a document was reviewed, even if nothing changed",
		Long: `Review records a review in the front matter of a document: it sets 'reviewed_on' to the
day and adds an entry to 'reviews'. The rest of the file does not change by a byte.
Commit the file: the commit is the evidence.

A file is not changed if its front matter cannot be read reliably, or if another
document has the same id.`,
		Example: `  clausebook review POL-CHG --outcome no-change --by ines.halloran
  clausebook review POL-CHG --outcome changed --note "Freeze periods added" --on 2026-05-20`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeNames(func(d *dossier.Dossier) []string { return idsOf(d, func(*doc.Document) bool { return true }) }),
		RunE:              func(c *cobra.Command, args []string) error { return a.runReview(c.Context(), args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.outcome, "outcome", "", "result of the review: no-change or changed")
	f.StringVar(&o.by, "by", "", "`PERSON` in people.yaml who reviewed it")
	f.StringVar(&o.on, "on", "", "day of the review, as `YYYY-MM-DD` (default: today)")
	f.StringVar(&o.note, "note", "", "what was checked or found, in one sentence")
	completeWords(c, "outcome", author.Outcomes())
	a.completeFlag(c, "by", personIDs)
	return c
}

func (a *app) runReview(ctx context.Context, id string, o reviewOptions) error {
	if o.outcome == "" {
		return usageError{fmt.Errorf("--outcome is missing: give %s", phrase.Or(author.Outcomes()))}
	}
	if !slices.Contains(author.Outcomes(), o.outcome) {
		return badWord("outcome", o.outcome, author.Outcomes())
	}
	on, err := parseDay("on", o.on)
	if err != nil {
		return err
	}
	p, err := a.gatherQuietly(ctx, "")
	if err != nil {
		return err
	}
	d, err := onlyDocument(p.Dossier, id)
	if err != nil {
		return err
	}
	r := author.Review{On: on, By: o.by, Outcome: o.outcome, Note: o.note}
	if err := settleReview(p.Dossier, d, &r); err != nil {
		return err
	}
	change := func(old []byte) ([]byte, error) { return author.Reviewed(old, r, p.Config.Fields) }
	if err := replace(p.Dir, d.Path, d.SHA256, change); err != nil {
		return err
	}
	a.tellReview(p, d, r)
	return nil
}

// onlyDocument gives the document with the id. An id that two documents have names neither.
func onlyDocument(d *dossier.Dossier, id string) (*doc.Document, error) {
	var found []*doc.Document
	for _, other := range d.Docs.Documents {
		if string(other.ID) == id {
			found = append(found, other)
		}
	}
	switch len(found) {
	case 0:
		return nil, unknownName("no document", id, idsOf(d, func(*doc.Document) bool { return true }))
	case 1:
		return found[0], nil
	}
	return nil, usageError{
		fmt.Errorf(
			"%d documents have the id %s, including %s and %s; give each document its own id",
			len(found),
			id,
			found[0].Path,
			found[1].Path,
		),
	}
}

// settleReview fills in what is left open and refuses what cannot have happened.
func settleReview(d *dossier.Dossier, reviewed *doc.Document, r *author.Review) error {
	if r.On.IsZero() {
		r.On = d.AsOf.Day
	}
	switch {
	case r.On.After(d.AsOf.Day):
		return usageError{fmt.Errorf("%s is in the future: dates are judged as of %s", r.On, d.AsOf.Day)}
	case r.On.Before(reviewed.ReviewedOn):
		return usageError{
			fmt.Errorf("%s was already reviewed on %s, after %s; reviews must be recorded in order", reviewed.ID, reviewed.ReviewedOn, r.On),
		}
	case r.By != "":
		return unknownPerson(d.People, r.By)
	}
	return nil
}

// tellReview says what was written and what follows from it.
func (a *app) tellReview(p *build.Project, d *doc.Document, r author.Review) {
	by := ""
	if r.By != "" {
		by = " by " + r.By
	}
	fmt.Fprintf(a.out, "%s: reviewed on %s%s: %s\n", form.Clean(d.Path), r.On, form.Clean(by), r.Outcome)
	if !d.ReviewEvery.IsZero() {
		a.note("the next review is due by %s", r.On.Add(d.ReviewEvery))
	}
	if r.Outcome == author.Changed && d.Status == doc.Approved {
		a.note("if the text changed in substance, raise `version` and have it approved")
	}
	if p.Dossier.AsOf.Pinned && !p.Config.AsOf.IsZero() {
		a.note("note: the configuration sets the as-of day to %s", p.Config.AsOf)
	}
	a.note("next: commit the file; the commit is the evidence")
}
