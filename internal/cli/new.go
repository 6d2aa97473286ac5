package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/author"
	"clausebook/internal/build"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/report"
	"clausebook/internal/trace"
)

type newOptions struct {
	id, title, owner, service, supplier, customer, date, path string
	stdout                                                    bool
}

func (a *app) newCommand() *cobra.Command {
	o := newOptions{}
	c := &cobra.Command{
		Use:   "new [ID|TYPE]",
		Short: "Create a document with front matter, expected headings and guidance as comments",
		Long: `New creates a document: either one that the standard requires, by its id in
'clausebook gaps', or any document of a type. It gets the next free id, the front
matter that its type needs, the headings that an auditor expects, and comments that
say what each section has to answer.

What clausebook cannot know is left as a placeholder ({{…}} or to-be-named), and
guidance is written as comments; 'clausebook check' reports what remains of both.
Existing files are never changed.

Without an argument it lists what is missing, each with the command that creates it.

Ids are checked against existing documents, removed documents, and the other branches
of this repository, local and as last fetched.`,
		Example: `  clausebook new
  clausebook new change-management-policy
  clausebook new service-level-agreement --service SVC-MAIL
  clausebook new capacity-monitoring-records --date 2026-05-31
  clausebook new policy --title "Remote work policy" --owner security-manager --stdout`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completeNames(author.Names),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.runMissing(c.Context())
			}
			return a.runNew(c.Context(), args[0], o)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.stdout, "stdout", false, "write the document to stdout instead of a file")
	f.StringVar(&o.id, "id", "", "`ID` of the document (default: the next free one)")
	f.StringVar(&o.title, "title", "", "title (default: that of the required document)")
	f.StringVar(&o.owner, "owner", "", "`ROLE` that owns it (default: the role in people.yaml that the standard's data suggests)")
	f.StringVar(&o.service, "service", "", "`ID` of the service it is about")
	f.StringVar(&o.supplier, "supplier", "", "`PARTY` it is about or agreed with, as a supplier")
	f.StringVar(&o.customer, "customer", "", "`PARTY` it is about or agreed with, as a customer")
	f.StringVar(&o.date, "date", "", "day that a record or report is evidence of, as `YYYY-MM-DD` (default: today)")
	f.StringVar(&o.path, "path", "",
		"`FILE` to write, relative to the project folder, such as content/policies/remote-work.md (default: from type and title)")
	a.completeFlag(c, "owner", roleIDs)
	a.completeFlag(c, "service", serviceIDs)
	a.completeFlag(c, "supplier", supplierIDs)
	a.completeFlag(c, "customer", customerIDs)
	return c
}

func (a *app) runNew(ctx context.Context, name string, o newOptions) error {
	w := author.Wish{ID: doc.ID(o.id), Title: o.title, Owner: o.owner, Service: doc.ID(o.service), Supplier: o.supplier, Customer: o.customer,
		Path: o.path}
	var err error
	if w.Date, err = parseDay("date", o.date); err != nil {
		return err
	}
	p, err := a.gatherQuietly(ctx, "")
	if err != nil {
		return err
	}
	subject, ok := author.Find(p.Dossier, name)
	if !ok {
		return unknownName("no required document or type", name, author.Names(p.Dossier))
	}
	draft, err := author.Document(p.Dossier, subject, w, a.taken(p))
	if err != nil {
		return usageError{err}
	}
	if o.stdout {
		_, err := a.out.Write(draft.Bytes)
		if draft.Rows != nil {
			a.note("its rows, which are not printed, would stand in %s", draft.Rows.Path)
		}
		return err
	}
	return a.put(p.Dir, draft)
}

// runMissing lists the required documents that are missing, with the command that creates each: one for each service, supplier or
// customer where each is to have its own.
func (a *app) runMissing(ctx context.Context) error {
	p, err := a.gatherQuietly(ctx, "")
	if err != nil {
		return err
	}
	type missing struct{ command, what string }
	var all []missing
	width := 0
	for _, g := range report.GapsOf(p.Dossier, report.Filter{States: []trace.State{trace.Missing, trace.Partly}}).Open {
		commands := g.Each
		if g.State == trace.Missing && len(commands) == 0 {
			commands = []string{g.Fix}
		}
		for _, c := range commands {
			all = append(all, missing{c, fmt.Sprintf("%s (%s)", g.Title, strings.Join(g.Clauses, ", "))})
			width = max(width, len(c))
		}
	}
	for _, m := range all {
		fmt.Fprintf(a.out, "%-*s  %s\n", width, m.command, m.what)
	}
	if len(all) == 0 {
		a.note("no required document is missing; 'clausebook new TYPE' creates any other: %s", strings.Join(author.Types(), ", "))
		return nil
	}
	a.note("%s; a document of any type: clausebook new TYPE", phrase.Plural(len(all), "required document is missing",
		"required documents are missing"))
	return nil
}

// put writes a draft, and the file of its rows, and says what to do next.
func (a *app) put(dir string, draft author.Draft) error {
	if err := createAll(dir, draft.Files()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s\n", draft.Path)
	for _, line := range draft.Words() {
		a.note("%s", line)
	}
	a.note("next: fill it in and delete the guidance; 'clausebook check' reports what is left")
	return nil
}

// taken gathers the ids that a new document must not have. Branches that cannot be read are named, for their ids are
// not known.
func (a *app) taken(p *build.Project) author.Taken {
	taken := author.NewTaken(p.Dossier)
	if p.Dossier.History.State == history.NoRepository {
		return taken
	}
	seen := map[history.Hash]bool{}
	for _, d := range p.Dossier.Docs.Documents {
		seen[history.Hash(d.Blob)] = true
	}
	archive, err := history.OpenArchive(p.Dir, p.Config.Zone())
	if err != nil {
		a.note("note: cannot read the ids used on other branches: %s", err)
		return taken
	}
	defer archive.Close()
	reader := &doc.Reader{Folder: p.Config.Content, Fields: p.Config.Fields, Values: p.Config.Values}
	unread, err := taken.AddBranches(archive, p.Config.Content, reader.Facts, seen)
	if err != nil {
		a.note("note: cannot read the ids used on other branches: %s", err)
	}
	if len(unread) > 0 {
		a.note("note: cannot read all ids used on these branches: %s", strings.Join(unread, ", "))
	}
	return taken
}

// parseDay reads a day that a flag gives; nothing is the zero day.
func parseDay(flag, value string) (date.Date, error) {
	if value == "" {
		return date.Date{}, nil
	}
	day, err := date.Parse(value)
	if err != nil {
		return day, usageError{fmt.Errorf("--%s %s: not a day; %s", flag, value, date.Advice(value))}
	}
	return day, nil
}

// completeFlag lets a shell complete a flag from what the project holds.
func (a *app) completeFlag(c *cobra.Command, flag string, names func(*dossier.Dossier) []string) {
	complete := a.completeNames(names)
	err := c.RegisterFlagCompletionFunc(flag, func(c *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
		return complete(c, nil, prefix)
	})
	if err != nil {
		panic(err) // a flag of this program that does not exist
	}
}

func roleIDs(d *dossier.Dossier) []string {
	var out []string
	for _, r := range d.People.Roles {
		out = append(out, r.ID)
	}
	return out
}

func personIDs(d *dossier.Dossier) []string {
	var out []string
	for _, p := range d.People.People {
		out = append(out, p.ID)
	}
	return out
}

func supplierIDs(d *dossier.Dossier) []string { return d.People.PartyIDs(author.Supplies) }

func customerIDs(d *dossier.Dossier) []string { return d.People.PartyIDs(author.Buys) }

func serviceIDs(d *dossier.Dossier) []string {
	return idsOf(d, func(d *doc.Document) bool { return d.Type == "service" })
}

// idsOf gives the ids of the documents that are accepted.
func idsOf(d *dossier.Dossier, accept func(*doc.Document) bool) []string {
	var out []string
	for _, other := range d.Docs.Documents {
		if accept(other) {
			out = append(out, string(other.ID))
		}
	}
	return out
}

// unknownPerson complains that people.yaml has no such person; without the file nobody can be unknown.
func unknownPerson(r *people.Register, id string) error {
	if _, ok := r.Person(id); ok || r.Path == "" {
		return nil
	}
	names := make([]string, len(r.People))
	for i, p := range r.People {
		names[i] = p.ID
	}
	return unknownName("nobody in "+r.Path, id, names)
}
