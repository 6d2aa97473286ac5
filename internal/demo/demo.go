// Package demo writes a git repository whose history is worth looking at: the example documents, as an organization
// would have brought them in over two years.
//
// The history is invented and says so in its first commit. It is deterministic: the same documents give the same
// commits, keys included. No commit states an act that lies after it. It holds what an auditor should see caught: an
// approval by the author, a change after the approval, and one scene for each other thing that can become of a claim.
// Nothing of it enters any other repository.
package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/people"
	"clausebook/internal/schemacheck"
	"clausebook/schemas"
)

// Summary says what was written.
type Summary struct {
	Commits, Documents, Requests int
	From, To                     date.Date
	Notable                      []string // what is worth looking at, one line each
}

// The days of the first commit, of the import of what was in force by then, of the draft that nobody approved, and of the
// new name of a policy.
var (
	begin     = date.New(2024, 12, 2)
	imported  = date.New(2024, 12, 9)
	draftedOn = date.New(2026, 11, 10)
	renamedOn = date.New(2026, 3, 31)
)

const (
	signersPath = "trust/allowed_signers"
	peoplePath  = "content/people.yaml"
	renamedFrom = "content/policies/release-management.md"

	// changedLine is what the instructions for requests got after their approval.
	changedLine = "5. If the instruction was wrong or a step missing, press \"Instruction wrong\"; " +
		"the service request manager corrects it within five working days.\n"
)

// The documents that tell a story of their own: three that an approval ledger must catch, and one that a certification body awaited.
const (
	selfApproved  doc.ID = "GDE-WRITING"
	changedLater  doc.ID = "PRO-REQ"
	renamedPolicy doc.ID = "POL-REL"
	closedLate    doc.ID = "NC-2025-02"
)

// Write makes a repository in dir, which must not exist or be empty, from the documents of example, a tree that holds
// clausebook.yaml and content/.
func Write(ctx context.Context, dir string, example fs.FS) (Summary, error) {
	if err := checkEmpty(dir); err != nil {
		return Summary{}, err
	}
	s, err := load(ctx, example)
	if err != nil {
		return Summary{}, err
	}
	changes, err := s.changes()
	if err != nil {
		return Summary{}, err
	}
	w, err := newWriter(dir)
	if err != nil {
		return Summary{}, err
	}
	if err := s.tell(w, changes); err != nil {
		return Summary{}, err
	}
	if err := w.checkout(dir); err != nil {
		return Summary{}, err
	}
	return Summary{Commits: w.commits, Documents: s.documents, Requests: s.requests, From: begin, To: s.last,
		Notable: s.notable}, nil
}

func checkEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", dir, err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty: give a folder that does not exist yet", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("create %s: %w", dir, err)
	}
	return nil
}

// story is the invented history while it is told.
type story struct {
	set                 *doc.Set
	people              *people.Register
	former              map[doc.ID][]former
	since               map[doc.ID]date.Date // when each document landed first
	tickets             map[string]date.Date // when each ticket was opened
	files               map[string][]byte    // everything else, by path
	brought             []change             // scenes that came with the import
	requests, documents int
	last                date.Date
	notable             []string
}

func load(ctx context.Context, example fs.FS) (*story, error) {
	shapes := schemacheck.New(schemas.FS)
	shape, err := shapes.Compile("people.schema.json")
	if err != nil {
		return nil, err
	}
	s := &story{files: map[string][]byte{}, since: map[doc.ID]date.Date{}}
	if s.people, err = people.Load(example, peoplePath, shape); err != nil {
		return nil, err
	}
	reader := &doc.Reader{Folder: "content"}
	if s.set, err = reader.Load(ctx, example, 1); err != nil {
		return nil, err
	}
	if s.former, err = readFormer(); err != nil {
		return nil, err
	}
	for _, p := range append(paths(s.set.Assets), config.FileName, peoplePath) {
		if s.files[p], err = fs.ReadFile(example, p); err != nil {
			return nil, fmt.Errorf("read the example: %w", err)
		}
	}
	var texts []string
	for _, d := range s.set.Documents {
		s.since[d.ID] = s.landed(d)
		texts = append(texts, string(d.Source), s.dataOf(d))
	}
	s.tickets = openedOn(texts)
	return s, nil
}

func paths(assets []doc.Asset) []string {
	var out []string
	for _, a := range assets {
		out = append(out, a.Path)
	}
	return out
}

// landed gives the day on which a document came into the repository.
func (s *story) landed(d *doc.Document) date.Date {
	first := d.ApprovedOn
	if first.IsZero() {
		first = draftedOn
	}
	for _, f := range s.formersOf(d) {
		if f.on.Before(first) {
			first = f.on
		}
	}
	if first.Before(imported) {
		return imported
	}
	return first
}

// dataOf gives the file of rows beside a document.
func (s *story) dataOf(d *doc.Document) string {
	if p := dataPath(d); p != "" {
		return string(s.files[p])
	}
	return ""
}

func dataPath(d *doc.Document) string {
	name := d.Front.Get("data").Text()
	if name == "" {
		return ""
	}
	return path.Join(path.Dir(d.Path), name)
}

// change is one file at one time: what its author wrote and who approved it.
type change struct {
	day      date.Date
	path     string
	source   string
	dataPath string // of the rows beside it, if it has any
	data     string
	gone     string // the path that the file had before
	message  string
	author   people.Person
	approver people.Person // nobody: the commit states what needs no approval, or has none
	squash   bool          // landed as one commit with a trailer, without a merge
}

// tell writes the whole history, day by day.
func (s *story) tell(w *writer, changes []change) error {
	starter := s.holder("sms-manager", begin)
	rules := s.rules()
	w.put(config.FileName, []byte(rules[0].source))
	w.put(peoplePath, []byte(rules[1].source))
	w.put(signersPath, allowedSigners(s.holder("managing-director", begin), starter))
	w.put(".gitignore", []byte("/public/\n/.clausebook/\n"))
	const invented = "The company, the people and every approval in this history are invented."
	w.put("README.md", []byte("# Demonstration\n\nMade by `clausebook demo`. "+invented+"\n"))
	if err := w.commit(commit{day: begin, hour: 9, author: starter, message: "sms: begin the repository\n\n" + invented}); err != nil {
		return err
	}
	if err := s.adopt(w, s.holder("knowledge-manager", imported)); err != nil {
		return err
	}
	for _, group := range requests(changes) {
		if err := s.request(w, group); err != nil {
			return err
		}
	}
	return nil
}

// adopt brings in one commit what was in force before the repository began. Its approvals are older than it is.
func (s *story) adopt(w *writer, by people.Person) error {
	n := 0
	for _, d := range s.set.Documents {
		versions, err := s.versionsOf(d)
		if err != nil {
			return err
		}
		if v := versions[0]; v.older {
			w.put(s.pathOf(d, v), []byte(claimed(v.text, imported)))
			if p := dataPath(d); p != "" {
				w.put(p, []byte(v.data))
			}
			n++
		}
	}
	s.notable = append(s.notable, fmt.Sprintf("%d documents came with the import of %s and were approved before it", n, imported))
	for _, c := range s.brought {
		w.put(c.path, []byte(c.source))
	}
	n += len(s.brought)
	return w.commit(commit{day: imported, hour: 9, author: by, message: fmt.Sprintf("sms: import %d documents that were in force", n)})
}

// changes lists what happens to every file after the import, in the order of time.
func (s *story) changes() ([]change, error) {
	out, err := s.staged()
	if err != nil {
		return nil, err
	}
	staged := map[string]bool{}
	for _, c := range out {
		staged[c.path] = true
	}
	s.documents = len(s.set.Documents) + len(staged)
	isBrought := func(c change) bool { return c.day == imported }
	s.brought = slices.DeleteFunc(slices.Clone(out), func(c change) bool { return !isBrought(c) })
	out = append(slices.DeleteFunc(out, isBrought), s.rules()[2:]...)
	for _, d := range s.set.Documents {
		own, err := s.changesOf(d)
		if err != nil {
			return nil, err
		}
		out = append(out, own...)
	}
	slices.SortStableFunc(out, func(a, b change) int {
		return cmp.Or(a.day.Compare(b.day), cmp.Compare(a.author.ID, b.author.ID), cmp.Compare(a.approver.ID, b.approver.ID),
			cmp.Compare(a.path, b.path))
	})
	s.last = out[len(out)-1].day
	return out, nil
}

// changesOf tells the life of one document: its versions, and between them the acts that change nothing but its front matter.
func (s *story) changesOf(d *doc.Document) ([]change, error) {
	versions, err := s.versionsOf(d)
	if err != nil {
		return nil, err
	}
	var out []change
	acts := actsOf(d)
	for i, v := range versions {
		if !v.older {
			out = append(out, s.publish(d, v, i == 0))
		}
		delete(acts, v.day)
		until := date.New(9999, 1, 1)
		if i+1 < len(versions) {
			until = versions[i+1].day
		}
		for _, day := range slices.SortedFunc(maps.Keys(acts), date.Date.Compare) {
			if day.After(v.day) && day.Before(until) {
				out = append(out, s.note(d, v, day, acts[day]))
			}
		}
	}
	return s.twist(d, out), nil
}

// publish is the change that brings a version of a document.
func (s *story) publish(d *doc.Document, v version, first bool) change {
	c := s.changeOf(d, v, v.day)
	folder := path.Base(path.Dir(c.path))
	switch {
	case v.draft && first && d.Type == "nonconformity":
		c.message = fmt.Sprintf("%s: raise %s", folder, d.ID)
	case v.draft:
		c.message = fmt.Sprintf("%s: draft %s %s", folder, d.ID, v.number)
	case first:
		c.message = fmt.Sprintf("%s: add %s %s", folder, d.ID, v.number)
	default:
		c.message = fmt.Sprintf("%s: revise %s to %s", folder, d.ID, v.number)
	}
	if !v.draft {
		c.approver, _ = s.people.Person(d.ApprovedBy)
		if holders := s.people.Holders(d.Approver, v.day); len(holders) > 0 && v.number != d.Version {
			c.approver, _ = s.people.Person(holders[0])
		}
		c.squash = d.IsRecord()
	}
	return c
}

// note is the change by which the front matter states an act: a review without change, the closing of an action.
func (s *story) note(d *doc.Document, v version, day date.Date, kind string) change {
	c := s.changeOf(d, v, day)
	folder := path.Base(path.Dir(c.path))
	c.message = fmt.Sprintf("%s: enter the review of %s, no change", folder, d.ID)
	if kind == "close" {
		c.message = fmt.Sprintf("%s: close actions of %s", folder, d.ID)
		c.author = s.holder("sms-manager", day)
	}
	return c
}

func (s *story) changeOf(d *doc.Document, v version, day date.Date) change {
	return change{day: day, path: s.pathOf(d, v), source: claimed(v.text, day), dataPath: dataPath(d), data: v.data,
		author: s.holder(d.Owner, day)}
}

// pathOf gives the path of a version: one policy had another name first.
func (s *story) pathOf(d *doc.Document, v version) string {
	if d.ID == renamedPolicy && v.day.Before(renamedOn) {
		return renamedFrom
	}
	return d.Path
}

// twist gives the documents that tell a story of their own their story.
func (s *story) twist(d *doc.Document, changes []change) []change {
	i := slices.IndexFunc(changes, func(c change) bool { return c.day == d.ApprovedOn && c.approver.ID != "" })
	if i < 0 {
		return changes
	}
	last := &changes[i]
	switch d.ID {
	case selfApproved:
		last.approver = last.author
		last.source = strings.Replace(last.source, "approved_by: "+d.ApprovedBy, "approved_by: "+last.author.ID, 1)
		s.notable = append(s.notable, fmt.Sprintf("%s %s was approved by its own author", d.ID, d.Version))
	case changedLater:
		after := *last
		after.day, after.approver = last.day.AddDays(11), people.Person{}
		after.message = fmt.Sprintf("%s: correct %s", path.Base(path.Dir(after.path)), d.ID)
		last.source = strings.Replace(last.source, changedLine, "", 1)
		s.notable = append(s.notable, fmt.Sprintf("%s %s was changed after its approval", d.ID, d.Version))
		return slices.Insert(changes, i+1, after)
	case closedLate:
		s.notable = append(s.notable, fmt.Sprintf("%s was closed %d days after the day that the certification body had set", d.ID,
			d.Day("due").DaysUntil(d.Day("closed_on"))))
	case renamedPolicy:
		for k := range changes {
			if k > 0 && changes[k-1].path != changes[k].path {
				changes[k].gone = changes[k-1].path
			}
		}
		s.notable = append(s.notable, fmt.Sprintf("%s was moved from %s to %s", d.ID, renamedFrom, d.Path))
	}
	return changes
}

func (s *story) holder(role string, on date.Date) people.Person {
	if holders := s.people.Holders(role, on); len(holders) > 0 {
		p, _ := s.people.Person(holders[0])
		return p
	}
	return people.Person{ID: role, Name: role, Emails: []string{role + "@brackwater.example"}}
}

// requests groups changes that one person asks another to approve on one day.
func requests(changes []change) [][]change {
	var out [][]change
	for _, c := range changes {
		if n := len(out); n > 0 {
			last := out[n-1][0]
			if last.day == c.day && last.author.ID == c.author.ID && last.approver.ID == c.approver.ID {
				out[n-1] = append(out[n-1], c)
				continue
			}
		}
		out = append(out, []change{c})
	}
	return out
}

// request writes one group: a direct commit where nobody approves, a squashed one for records, else a branch that the
// approver merges, signed where the managing director approves.
func (s *story) request(w *writer, group []change) error {
	first := group[0]
	if first.approver.ID == "" {
		return s.direct(w, group, "")
	}
	s.requests++
	trailer := "Approved-by: " + mailbox(first.approver)
	squash := !slices.ContainsFunc(group, func(c change) bool { return !c.squash })
	if squash || first.approver.ID == first.author.ID {
		return s.direct(w, group, trailer)
	}
	w.branch()
	if err := s.direct(w, group, ""); err != nil {
		return err
	}
	message := fmt.Sprintf("Merge pull request #%d from brackwater/%s\n\n%s\n\n%s", s.requests, branchName(group), titleOf(group), trailer)
	if first.approver.ID != "tobias.renn" {
		message += "\nReviewed-by: " + mailbox(s.holder("compliance-officer", first.day))
	}
	return w.merge(commit{day: first.day, hour: 15, author: first.approver, message: message, sign: first.approver.ID == "ines.halloran"})
}

// direct commits the changes of a group one by one; with a trailer, as squashed requests.
func (s *story) direct(w *writer, group []change, trailer string) error {
	for i, c := range group {
		w.put(c.path, []byte(c.source))
		if c.gone != "" {
			w.remove(c.gone)
		}
		if c.dataPath != "" {
			w.put(c.dataPath, []byte(c.data))
		}
		message := c.message
		if trailer != "" {
			subject, rest, _ := strings.Cut(c.message, "\n")
			message = fmt.Sprintf("%s (#%d)\n%s\n\n%s", subject, s.requests, rest, trailer)
			message = strings.Replace(message, "\n\n\n", "\n\n", 1)
		}
		if err := w.commit(commit{day: c.day, hour: 10, minute: i % 60, author: c.author, message: message}); err != nil {
			return err
		}
	}
	return nil
}

func titleOf(group []change) string {
	if len(group) == 1 {
		subject, _, _ := strings.Cut(group[0].message, "\n")
		return subject
	}
	return fmt.Sprintf("%d documents of %s", len(group), group[0].author.Name)
}

func branchName(group []change) string {
	name := path.Base(group[0].path)
	return strings.TrimSuffix(name, path.Ext(name)) + "-" + group[0].day.String()
}

func mailbox(p people.Person) string { return fmt.Sprintf("%s <%s>", p.Name, p.Emails[0]) }

// local gives the path on this system below dir.
func local(dir, p string) string { return filepath.Join(dir, filepath.FromSlash(p)) }
