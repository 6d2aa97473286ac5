package author

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"clausebook/internal/check"
	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/nearest"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// Wish is what somebody says about a document that is to be written. Everything may be left open.
type Wish struct {
	ID       doc.ID
	Title    string
	Owner    string    // role id
	Service  doc.ID    // the service it is about
	Supplier string    // party id
	Customer string    // party id
	Date     date.Date // of records and the like; default the day on which dates are judged
	Path     string    // relative to the project root
}

// Draft is a document that was written but not yet put anywhere.
type Draft struct {
	File
	Rows   *File // what stands beside it; nil where it holds all itself
	ID     doc.ID
	Blanks int           // placeholders that are left in it, guidance not counted
	Beside *doc.Document // says that it fulfils the same, where one document is enough
}

// Files gives the files of a draft, the document last.
func (d Draft) Files() []File {
	if d.Rows == nil {
		return []File{d.File}
	}
	return []File{*d.Rows, d.File}
}

// Words says what a draft is and what is to be noted of it, a line each.
func (d Draft) Words() []string {
	wrote := fmt.Sprintf("wrote %s, a draft with %s", d.ID, phrase.Plural(d.Blanks, "placeholder", "placeholders"))
	if d.Rows != nil {
		wrote += ", and its rows in " + d.Rows.Path
	}
	if d.Beside == nil {
		return []string{wrote}
	}
	return []string{wrote, fmt.Sprintf("note: %s in %s fulfils the same already, and one document is enough", d.Beside.ID, d.Beside.Path)}
}

// Document writes a new document. An error always speaks of the wish: something in it that does not exist, or that is
// taken.
func Document(d *dossier.Dossier, s Subject, w Wish, taken Taken) (Draft, error) {
	n := &newDocument{dossier: d, subject: s, wish: w, custom: customOf(s.Type), taken: taken}
	if err := n.settle(); err != nil {
		return Draft{}, err
	}
	n.rows = n.rowsBeside()
	text := n.front() + n.body()
	draft := Draft{
		File:   File{Path: n.path, Bytes: []byte(text)},
		Rows:   n.rows,
		ID:     n.id,
		Blanks: strings.Count(text, check.BlankOpen) + strings.Count(text, check.Unnamed),
	}
	if r := s.Required; r != nil && r.Cardinality == "one" {
		draft.Beside = serving(d)[standard.Ref{Standard: s.Standard.ID, Item: r.ID}]
	}
	return draft, nil
}

// newDocument is a document being written.
type newDocument struct {
	dossier *dossier.Dossier
	subject Subject
	wish    Wish
	custom  custom
	taken   Taken

	id      doc.ID
	title   string
	path    string
	owner   string
	day     date.Date
	service *doc.Document // nil where it is about none
	rows    *File         // nil where it holds all itself
}

// settle holds the wish against what there is and decides what it leaves open.
func (n *newDocument) settle() error {
	for _, step := range []func() error{n.settleDay, n.settleService, n.settleSupplier, n.settleCustomer, n.settleOwner, n.settleID} {
		if err := step(); err != nil {
			return err
		}
	}
	n.title = n.wish.Title
	if n.title == "" {
		n.title = n.ownTitle()
	}
	return n.settlePath()
}

func (n *newDocument) settleDay() error {
	n.day = n.wish.Date
	if n.day.IsZero() {
		n.day = n.dossier.AsOf.Day
	} else if !dated(n.subject.Type) {
		return fmt.Errorf("a document of type %s does not have a date; leave out --date", n.subject.Type)
	}
	return nil
}

func (n *newDocument) settleService() error {
	if n.wish.Service == "" {
		return nil
	}
	var names []string
	for _, d := range n.dossier.Docs.Documents {
		if d.Type == "service" {
			names = append(names, string(d.ID))
		}
	}
	if !slices.Contains(names, string(n.wish.Service)) {
		return fmt.Errorf("no service has the id %q%s", n.wish.Service, near(string(n.wish.Service), names))
	}
	n.service = n.dossier.Docs.ByID(n.wish.Service)
	return nil
}

// Supplies tells whether parties of a kind can be the supplier of a document.
func Supplies(kind string) bool { return kind != "customer" }

// Buys tells whether parties of a kind can be its customer.
func Buys(kind string) bool { return kind == "customer" }

func (n *newDocument) settleSupplier() error {
	return n.settleParty("supplier", n.wish.Supplier, Supplies)
}

func (n *newDocument) settleCustomer() error { return n.settleParty("customer", n.wish.Customer, Buys) }

// settleParty holds the party that a document is about against those of people.yaml that are of its kind.
func (n *newDocument) settleParty(what, id string, is func(kind string) bool) error {
	if names := n.register().PartyIDs(is); id != "" && !slices.Contains(names, id) {
		return fmt.Errorf("no %s in people.yaml has the id %q%s", what, id, near(id, names))
	}
	return nil
}

func (n *newDocument) settleOwner() error {
	n.owner = n.wish.Owner
	if n.owner == "" {
		n.owner = n.likelyOwner()
		return nil
	}
	if n.register().Path == "" {
		return nil // nothing says which roles there are
	}
	if _, ok := n.register().Role(n.owner); !ok {
		var names []string
		for _, r := range n.register().Roles {
			names = append(names, r.ID)
		}
		return fmt.Errorf("no role in people.yaml has the id %q%s", n.owner, near(n.owner, names))
	}
	return nil
}

// likelyOwner gives the role that the standard's data has in mind, else a placeholder.
func (n *newDocument) likelyOwner() string {
	words := ""
	if n.subject.Required != nil {
		words = n.subject.Required.Owner
	}
	if strings.EqualFold(words, "service owner") && n.service != nil {
		if owner := n.service.Front.Get("service_owner").Text(); owner != "" {
			return owner
		}
	}
	if role := roleFor(words, n.register()); role != "" {
		return role
	}
	return check.Unnamed
}

func (n *newDocument) settleID() error {
	if n.wish.ID == "" {
		n.id = nextID(n.dossier, n.subject.Type, n.day, n.taken)
		return nil
	}
	n.id = n.wish.ID
	if !doc.ValidID(string(n.id)) {
		return fmt.Errorf(
			"%q is not a valid id: use up to 64 letters, digits, dots, hyphens and underscores, starting with a letter or digit",
			n.id,
		)
	}
	if where := n.taken[key(n.id)]; where != "" {
		return fmt.Errorf("the id %s is already used by %s", n.id, where)
	}
	return nil
}

// ownTitle makes a title out of the required document, what it is about, and its day.
func (n *newDocument) ownTitle() string {
	title := "New " + strings.ReplaceAll(n.subject.Type, "-", " ")
	if n.subject.Required != nil {
		title, _, _ = strings.Cut(n.subject.Required.Title, " (")
	}
	switch about := n.about(); {
	case about != "":
		title += ": " + about
	case n.recurs():
		title += " " + n.span()
	}
	return title
}

// about names the service, supplier or customer that the document is about.
func (n *newDocument) about() string {
	if n.service != nil {
		return n.service.Title
	}
	if p, ok := n.register().Party(n.party()); ok && n.party() != "" {
		return p.Name
	}
	return ""
}

// party gives the supplier, or else the customer, that the document is about.
func (n *newDocument) party() string { return cmp.Or(n.wish.Supplier, n.wish.Customer) }

// recurs tells whether there will be more than one of the document, told apart by their days.
func (n *newDocument) recurs() bool {
	r := n.subject.Required
	return dated(n.subject.Type) && (r == nil || r.Cardinality == "many" || r.Cardinality == "per-event")
}

// span words the part of the calendar that a recurring document is for.
func (n *newDocument) span() string {
	if r := n.subject.Required; r != nil {
		switch r.Cadence {
		case date.Period{Months: 1}:
			return n.day.String()[:len("2026-01")]
		case date.Period{Months: 3}:
			return fmt.Sprintf("%04d Q%d", n.day.Year(), (int(n.day.Month())+2)/3)
		case date.Period{Years: 1}:
			return fmt.Sprintf("%04d", n.day.Year())
		}
	}
	return n.day.String()
}

func (n *newDocument) settlePath() error {
	if n.wish.Path != "" {
		return n.checkPath()
	}
	base := n.fileName()
	n.path = path.Join(n.folder(), base+".md")
	for i := 2; n.exists(n.path); i++ {
		n.path = path.Join(n.folder(), fmt.Sprintf("%s-%d.md", base, i))
	}
	return nil
}

func (n *newDocument) checkPath() error {
	at := n.dossier.Docs.Folder
	n.path = strings.TrimPrefix(n.wish.Path, "./")
	switch {
	case !fs.ValidPath(n.path) || strings.ContainsAny(n.path, `\:`) || !at.Holds(n.path):
		return fmt.Errorf("%q must be a path %s", n.wish.Path, whereOf(at))
	case !content.IsMarkdown(n.path):
		return fmt.Errorf("%q does not end in .md", n.wish.Path)
	case n.exists(n.path):
		return fmt.Errorf("%s already exists", n.path)
	}
	return nil
}

// whereOf says which paths a new document may have.
func whereOf(at content.Place) string {
	if parts := at.Parts(); len(parts) == 1 && parts[0] != content.Root {
		return "that starts with " + at.String() + ", the folder of documents"
	}
	return "within " + at.String() + " that the configuration does not leave out"
}

// exists tells whether a document stands at the path, whatever the case of its letters.
func (n *newDocument) exists(p string) bool {
	return slices.ContainsFunc(n.dossier.Docs.Documents, func(d *doc.Document) bool { return strings.EqualFold(d.Path, p) })
}

// fileName gives the name of the file without its ending: the required document's id, as the title may be anything.
func (n *newDocument) fileName() string {
	name := slug(n.title)
	if n.wish.Title == "" && n.subject.Required != nil {
		name = strings.TrimPrefix(n.subject.Required.ID, n.subject.Type+"-")
		switch about := n.about(); {
		case about != "":
			name += "-" + slug(about)
		case n.recurs():
			name += "-" + slug(n.span())
		}
	}
	if name == "" {
		name = slug(string(n.id))
	}
	return name
}

// folder gives the folder in which most documents of the type lie, else the customary one.
func (n *newDocument) folder() string {
	best, most, seen := firstFolder(n.dossier.Docs.Folder, n.custom.folder), 0, map[string]int{}
	for _, d := range n.dossier.Docs.Documents {
		if d.Type != n.subject.Type {
			continue
		}
		at := path.Dir(d.Path)
		if seen[at]++; seen[at] > most {
			best, most = at, seen[at]
		}
	}
	return best
}

// firstFolder gives the folder of the first document of a type: in the folder of documents; of a list the folder of that name in
// it, else the first folder.
func firstFolder(at content.Place, name string) string {
	if !at.Listed() {
		return at.In(name)
	}
	parts := at.Parts()
	for _, part := range parts {
		if path.Base(part) == name {
			return part
		}
	}
	for _, part := range parts {
		if !content.IsMarkdown(part) {
			return path.Join(part, name)
		}
	}
	return path.Join(path.Dir(parts[0]), name)
}

func (n *newDocument) register() *people.Register {
	if n.dossier.People == nil {
		return &people.Register{}
	}
	return n.dossier.People
}

// near suggests the name that was most likely meant, or lists a few.
func near(word string, names []string) string {
	if name, ok := nearest.Name(word, names); ok {
		return fmt.Sprintf(": did you mean %q?", name)
	}
	if len(names) == 0 {
		return " (there are none yet)"
	}
	return ""
}
