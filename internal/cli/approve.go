package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/approval"
	"clausebook/internal/author"
	"clausebook/internal/build"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
)

type approveOptions struct {
	all, tag bool
	by, on   string
}

func (a *app) approveCommand() *cobra.Command {
	o := approveOptions{}
	c := &cobra.Command{
		Use:   "approve ID…",
		Short: "Approve the text of documents, and print the commit that shows it",
		Long: `Approve writes into the front matter of documents that you approve their text:
'status: approved', 'approved_by' and 'approved_on'. Everything else in the files stays
as it is, byte for byte. It prints the 'git commit' that makes the approval yours, with a
signature and a trailer where the configured least_grade asks for them; nothing is
committed for you.

You are the person in people.yaml with the address that git writes into your commits;
--by names another one. While separation of duties is on, an author of the text cannot
approve it. Nor can somebody without the role. If one document is refused, none is
written.

With --tag, nothing is written. Instead, the command is printed that makes a signed tag,
which approves the documents as they are committed. For this, their author leaves out
'approved_by' and 'approved_on'.`,
		Example: `  clausebook approve POL-CHG PRC-CHG
  clausebook approve --all-awaiting
  clausebook approve POL-CHG --on 2026-05-20 --by ines.halloran
  clausebook approve --all-awaiting --tag`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeAwaiting,
		RunE:              func(c *cobra.Command, args []string) error { return a.runApprove(c.Context(), args, o) },
	}
	f := c.Flags()
	f.BoolVar(&o.all, "all-awaiting", false, "approve all documents that await an approval you may give")
	f.BoolVar(&o.tag, "tag", false, "write nothing; print the command of a signed tag that approves the documents")
	f.StringVar(&o.by, "by", "", "`PERSON` in people.yaml who approves (default: the one with your git address)")
	f.StringVar(&o.on, "on", "", "day of the approval, as `YYYY-MM-DD` (default: today)")
	a.completeFlag(c, "by", personIDs)
	return c
}

// completeAwaiting completes each argument by the documents that await an approval.
func (a *app) completeAwaiting(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	names := a.completeNames(func(d *dossier.Dossier) []string {
		return idsOf(d, func(one *doc.Document) bool { return awaits(d, one) })
	})
	return names(c, nil, typed)
}

func (a *app) runApprove(ctx context.Context, ids []string, o approveOptions) error {
	if err := o.check(ids); err != nil {
		return err
	}
	on, err := parseDay("on", o.on)
	if err != nil {
		return err
	}
	p, err := a.gatherQuietly(ctx, "")
	if err != nil {
		return err
	}
	s := session{project: p, tag: o.tag, on: on, beside: map[doc.ID][]string{}}
	if on.IsZero() {
		s.on = p.Dossier.AsOf.Day
	}
	if err := s.possible(); err != nil {
		return err
	}
	wanted, err := s.wanted(ids) // a wrong id is said before anything about persons
	if err != nil {
		return err
	}
	if s.by, err = s.approver(o.by); err != nil {
		return err
	}
	chosen, err := a.choose(s, wanted, o.all)
	if err != nil || len(chosen) == 0 {
		return err
	}
	if o.tag {
		fmt.Fprintln(a.out, s.tagCommand(chosen))
		a.note("next: run it, then send the tag: git push --tags (a plain `git push` does not)")
		return nil
	}
	if err := s.write(chosen); err != nil {
		return err
	}
	a.tellApproved(s, chosen)
	return nil
}

// check finds what was asked for in a way that means nothing.
func (o approveOptions) check(ids []string) error {
	switch {
	case len(ids) == 0 && !o.all:
		return usageError{errors.New("no documents are given: name their ids, or use --all-awaiting")}
	case len(ids) > 0 && o.all:
		return usageError{errors.New("name documents or use --all-awaiting, not both")}
	case o.tag && o.on != "":
		return usageError{errors.New("--on cannot be used with --tag: a tag has the day on which it is made")}
	case o.tag && o.by != "":
		return usageError{errors.New("--by cannot be used with --tag: a tag belongs to whoever signs it")}
	}
	return nil
}

// session is one run of the command: who approves, on which day, in which way.
type session struct {
	project *build.Project
	by      people.Person
	on      date.Date
	tag     bool
	beside  map[doc.ID][]string // who approved the texts of documents before, where several have to
}

// possible refuses where nobody could approve anything.
func (s session) possible() error {
	d := s.project.Dossier
	switch {
	case s.on.After(d.AsOf.Day):
		return usageError{fmt.Errorf("%s is in the future: dates are judged as of %s", s.on, d.AsOf.Day)}
	case !d.History.Reliable():
		return fmt.Errorf("it is not known who wrote the text, so anybody could be its author: %w", reliable(d.History))
	case len(d.People.People) == 0:
		return usageError{fmt.Errorf("nobody is listed in %s, so nobody has the authority to approve; "+
			"list yourself and your role there",
			s.project.Config.Content.In("people.yaml"))}
	case s.tag && !keyed(s.project):
		return usageError{errors.New("no key is known here, so a signed tag would count for nothing; " +
			"name a file of keys as `approval.allowed_signers` in the configuration")}
	}
	return nil
}

// keyed tells whether keys are known by which a signature could count.
func keyed(p *build.Project) bool {
	policy := p.Config.Approval
	return policy.AllowedSigners != "" || policy.OpenPGPKeys != "" ||
		slices.ContainsFunc(p.Dossier.People.People, func(one people.Person) bool { return len(one.Keys) > 0 })
}

// approver finds the person who approves: the one who is named, else the one whose address git writes into commits here.
func (s session) approver(named string) (people.Person, error) {
	r := s.project.Dossier.People
	if named != "" {
		p, ok := r.Person(named)
		switch {
		case !ok:
			return p, unknownPerson(r, named)
		case p.Bot:
			return p, usageError{fmt.Errorf("%s is listed as a bot; approvals are given by people", named)}
		}
		return p, nil
	}
	me, err := history.Self(s.project.Dir, os.Getenv)
	if err != nil {
		return people.Person{}, err
	}
	if me.Email == "" {
		return people.Person{}, usageError{errors.New("git knows no address of yours here; " +
			"set it with `git config user.email`, or use --by PERSON")}
	}
	p, ok := s.mine(me)
	switch {
	case !ok:
		return p, usageError{fmt.Errorf("nobody in %s has the address %s, which git writes into your commits here; "+
			"list it there, or use --by PERSON",
			r.Path, me.Email)}
	case p.Bot:
		return p, usageError{fmt.Errorf("%s, whose address git writes into commits here, is listed as a bot; approvals are given by people",
			p.ID)}
	}
	return p, nil
}

// mine joins an identity to a person, by its address or by what .mailmap makes of it.
func (s session) mine(me history.Identity) (people.Person, bool) {
	r := s.project.Dossier.People
	if p, ok := r.ByEmail(me.Email); ok {
		return p, true
	}
	return r.ByEmail(s.project.Dossier.History.Proper(me).Email)
}

// awaits tells whether a document awaits an approval: its author has asked for one, and none counts.
func awaits(d *dossier.Dossier, one *doc.Document) bool {
	if one.Status == doc.InReview {
		return true
	}
	v, claimed := d.Approvals.Current(one)
	return claimed && !v.Counts(d.Approvals.Least)
}

// choose gives the documents that are to be approved. Of those that are named each must be fit for it; of those that await
// an approval the unfit are told of and left out.
func (a *app) choose(s session, wanted []*doc.Document, all bool) ([]*doc.Document, error) {
	prospects, err := s.project.Foresee(wanted, s.by, s.on)
	if err != nil {
		return nil, err
	}
	var chosen []*doc.Document
	var refused []string
	for i, d := range wanted {
		if reason := s.refusal(d, prospects[i]); reason != "" {
			refused = append(refused, fmt.Sprintf("%s: %s", d.ID, reason))
			continue
		}
		s.beside[d.ID] = prospects[i].Beside
		chosen = append(chosen, d)
	}
	switch {
	case len(refused) > 0 && !all:
		return nil, usageError{errors.New("not approved, and nothing is written:\n" + strings.Join(refused, "\n"))}
	case len(refused) > 0:
		a.note("%s left out:", phrase.Plural(len(refused), "document", "documents"))
		for _, r := range refused {
			a.note("  %s", r)
		}
	}
	if len(chosen) == 0 {
		a.note("nothing awaits an approval that %s may give", nameOf(s.by))
	}
	return chosen, nil
}

// wanted gives the documents that are named, each once, else all that await an approval.
func (s session) wanted(ids []string) ([]*doc.Document, error) {
	d := s.project.Dossier
	var out []*doc.Document
	for _, id := range ids {
		one, err := onlyDocument(d, id)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	for _, one := range d.Docs.Documents {
		if len(ids) == 0 && d.Docs.ByID(one.ID) == one && awaits(d, one) {
			out = append(out, one)
		}
	}
	return out, nil
}

// refusal says why a document cannot be approved by this person now, and what to do; nothing if it can be.
func (s session) refusal(d *doc.Document, p approval.Prospect) string {
	v, claimed := s.project.Dossier.Approvals.Current(d)
	head := s.project.Dossier.History.HeadBlob(d.Path)
	switch {
	case d.Status == doc.Withdrawn || d.Status == doc.Superseded:
		return fmt.Sprintf("its status is %s; only texts in use, or about to be, can be approved", d.Status)
	case d.Version == "":
		return "it has no version, so nobody could say what was approved; its author gives it one, such as `version: \"1.0\"`"
	case claimed && v.Counts(s.project.Dossier.Approvals.Least):
		return fmt.Sprintf("version %s is approved already, by %s on %s", d.Version, v.Approver, v.On)
	case p.Unsaved || s.tag && history.Hash(d.Blob) != head:
		return "its text has uncommitted changes; its author has to commit it first, because uncommitted text has no author"
	case p.Given:
		return fmt.Sprintf("%s has approved version %s already, and it takes somebody else as well; %s", nameOf(s.by), d.Version, whoElse(p))
	case p.Barred && !p.Author:
		return fmt.Sprintf("%s stands in for %s, who wrote the text, and an author cannot approve it (`approval.separation_of_duties`); %s",
			nameOf(s.by), p.As, whoElse(p))
	case p.Barred:
		return fmt.Sprintf("%s wrote the text, and an author cannot approve it (`approval.separation_of_duties`); %s",
			nameOf(s.by), whoElse(p))
	case !p.Allowed && p.Meeting:
		return fmt.Sprintf("%s neither chaired the meeting nor attended it; minutes are confirmed by the chair or by a majority of those who "+
			"attended; %s", nameOf(s.by), whoElse(p))
	case !p.Allowed && p.Wanted.IsZero():
		return fmt.Sprintf("%s did not belong to the organization on %s; %s", nameOf(s.by), s.on, whoElse(p))
	case !p.Allowed:
		return fmt.Sprintf("%s does not have the authority of %s on %s; %s", nameOf(s.by), p.Wanted, s.on, whoElse(p))
	case s.on.Before(p.Changed):
		return fmt.Sprintf("its text was changed on %s, after %s; give the day on which this text was approved", p.Changed, s.on)
	case s.tag && d.Status != doc.Approved:
		return fmt.Sprintf("its status is %s; for an approval by a tag, "+
			"its author sets `status: approved` and leaves out approved_by and approved_on", d.Status)
	}
	return ""
}

// shownOthers is how many of those who could approve instead are named.
const shownOthers = 3

// whoElse says who could approve instead.
func whoElse(p approval.Prospect) string {
	if len(p.Others) == 0 {
		return "nobody else in people.yaml can"
	}
	var names []string
	for _, o := range p.Others[:min(shownOthers, len(p.Others))] {
		names = append(names, o.String())
	}
	if len(p.Others) > shownOthers {
		return strings.Join(names, ", ") + " and others can"
	}
	return phrase.Or(names) + " can"
}

// write declares the approval in all files, or in none if one of them cannot be changed with certainty.
func (s session) write(chosen []*doc.Document) error {
	change := func(d *doc.Document) func([]byte) ([]byte, error) {
		by := append(slices.Clone(s.beside[d.ID]), s.by.ID)
		return func(old []byte) ([]byte, error) {
			return author.Approved(old, author.Approval{By: by, On: s.on}, s.project.Config.Fields)
		}
	}
	for _, d := range chosen {
		if _, err := change(d)(d.Source); err != nil {
			return fmt.Errorf("%s: %w; nothing is written", d.Path, err)
		}
	}
	for _, d := range chosen {
		if err := replace(s.project.Dir, d.Path, d.SHA256, change(d)); err != nil {
			return err
		}
	}
	return nil
}
