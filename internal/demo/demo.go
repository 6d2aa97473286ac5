// Package demo writes a git repository whose history is worth looking at: the example documents, as an organization
// would have brought them in over two years.
//
// The history is invented and says so in its first commit. It is deterministic: the same documents give the same
// commits, keys included. It holds what an auditor should see caught: an approval by the author, a change after the
// approval, and a renamed file. Nothing of it enters any other repository.
package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
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

// begin is the day of the first commit.
var begin = date.New(2024, 12, 2)

const (
	signersPath = "trust/allowed_signers"
	renamedFrom = "content/policies/release-management.md"
)

// The documents of the three cases that an approval ledger must catch.
const (
	selfApproved  doc.ID = "GDE-WRITING"
	changedLater  doc.ID = "PRO-REQ"
	renamedPolicy doc.ID = "POL-REL"
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
	w, err := newWriter(dir)
	if err != nil {
		return Summary{}, err
	}
	if err := s.write(w); err != nil {
		return Summary{}, err
	}
	if err := w.checkout(dir); err != nil {
		return Summary{}, err
	}
	return Summary{Commits: w.commits, Documents: len(s.set.Documents), Requests: s.requests, From: begin, To: s.last, Notable: s.notable}, nil
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

// scenario is the invented history while it is written.
type scenario struct {
	set      *doc.Set
	people   *people.Register
	files    map[string][]byte // everything else, by path
	requests int
	last     date.Date
	notable  []string
}

func load(ctx context.Context, example fs.FS) (*scenario, error) {
	shapes := schemacheck.New(schemas.FS)
	shape, err := shapes.Compile("people.schema.json")
	if err != nil {
		return nil, err
	}
	s := &scenario{files: map[string][]byte{}}
	if s.people, err = people.Load(example, "content/people.yaml", shape); err != nil {
		return nil, err
	}
	reader := &doc.Reader{Folder: "content"}
	if s.set, err = reader.Load(ctx, example, 1); err != nil {
		return nil, err
	}
	for _, a := range s.set.Assets {
		if s.files[a.Path], err = fs.ReadFile(example, a.Path); err != nil {
			return nil, fmt.Errorf("read the example: %w", err)
		}
	}
	raw, err := fs.ReadFile(example, config.FileName)
	if err != nil {
		return nil, fmt.Errorf("read the example: %w", err)
	}
	s.files[config.FileName] = []byte(strings.Replace(string(raw), "least_grade: declared",
		"least_grade: trailer\n  allowed_signers: "+signersPath, 1))
	return s, nil
}

// change is one document at one time: what its author wrote and who approved it.
type change struct {
	day      date.Date
	doc      *doc.Document
	source   []byte
	path     string
	version  string
	author   people.Person
	approver people.Person
	first    bool
}

// write writes the whole history, day by day.
func (s *scenario) write(w *writer) error {
	starter := s.holder("sms-manager", begin)
	chief := s.holder("managing-director", begin)
	w.put(config.FileName, s.files[config.FileName])
	w.put("content/people.yaml", s.files["content/people.yaml"])
	w.put(signersPath, allowedSigners(chief, starter))
	w.put(".gitignore", []byte("/public/\n/.clausebook/\n"))
	w.put("README.md", []byte("# Demonstration\n\nMade by `clausebook demo`. The company, the people and every approval in this history "+
		"are invented.\n"))
	if err := w.commit(commit{day: begin, hour: 9, author: starter,
		message: "sms: begin the repository\n\nThe company, the people and every approval in this history are invented."}); err != nil {
		return err
	}
	for _, group := range requests(s.changes()) {
		if err := s.request(w, group); err != nil {
			return err
		}
	}
	return nil
}

// changes lists what happens to every document, in the order of time.
func (s *scenario) changes() []change {
	var out []change
	for _, d := range s.set.Documents {
		out = append(out, s.changesOf(d)...)
	}
	slices.SortFunc(out, func(a, b change) int {
		return cmp.Or(a.day.Compare(b.day), cmp.Compare(a.author.ID, b.author.ID), cmp.Compare(a.approver.ID, b.approver.ID),
			cmp.Compare(a.path, b.path))
	})
	return out
}

func (s *scenario) changesOf(d *doc.Document) []change {
	final := change{day: d.ApprovedOn, doc: d, source: d.Source, path: d.Path, version: d.Version}
	if final.day.IsZero() { // the draft: committed, never approved
		final.day = date.New(2026, 10, 20)
	}
	if final.day.Before(begin.AddDays(7)) {
		final.day = begin.AddDays(7)
	}
	if s.last.Before(final.day) {
		s.last = final.day
	}
	final.author = s.holder(d.Owner, final.day)
	if d.ApprovedBy != "" {
		final.approver, _ = s.people.Person(d.ApprovedBy)
	}
	out := []change{final}
	if earlier, ok := s.earlier(final); ok {
		out = []change{earlier, final}
	}
	out[0].first = true
	return s.special(d, out)
}

// special gives the documents of a case their history.
func (s *scenario) special(d *doc.Document, changes []change) []change {
	last := &changes[len(changes)-1]
	switch d.ID {
	case selfApproved:
		last.approver = last.author
		last.source = []byte(strings.Replace(string(last.source), "approved_by: "+d.ApprovedBy, "approved_by: "+last.author.ID, 1))
		s.notable = append(s.notable, fmt.Sprintf("%s %s was approved by its own author", d.ID, d.Version))
	case changedLater:
		after := *last
		after.day, after.approver = last.day.AddDays(11), people.Person{}
		last.source = shorten(last.source)
		after.first = false
		if s.last.Before(after.day) {
			s.last = after.day
		}
		s.notable = append(s.notable, fmt.Sprintf("%s %s was changed after its approval", d.ID, d.Version))
		return append(changes, after)
	case renamedPolicy:
		for i := range changes[:len(changes)-1] {
			changes[i].path = renamedFrom
		}
		s.notable = append(s.notable, fmt.Sprintf("%s was moved from %s to %s", d.ID, renamedFrom, d.Path))
	}
	return changes
}

// earlier invents the version before: a year older, with its last paragraph not yet written.
func (s *scenario) earlier(final change) (change, bool) {
	d := final.doc
	if d.IsRecord() || d.ReviewEvery.IsZero() || d.Version == "1.0" || d.ApprovedOn.IsZero() {
		return change{}, false
	}
	out := final
	out.day = date.New(d.ApprovedOn.Year()-1, d.ApprovedOn.Month(), min(d.ApprovedOn.Day(), 28))
	if out.day.Before(begin.AddDays(7)) {
		out.day = begin.AddDays(7)
	}
	out.version = before(d.Version)
	if !out.day.Before(final.day) || out.version == "" {
		return change{}, false
	}
	out.source = shorten(redate(d.Source, d, out.version, out.day))
	out.author = s.holder(d.Owner, out.day)
	if holders := s.people.Holders(d.Approver, out.day); len(holders) > 0 {
		out.approver, _ = s.people.Person(holders[0])
	}
	out.source = []byte(strings.Replace(string(out.source), "approved_by: "+d.ApprovedBy, "approved_by: "+out.approver.ID, 1))
	return out, out.approver.ID != "" && out.author.ID != out.approver.ID
}

func (s *scenario) holder(role string, on date.Date) people.Person {
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
func (s *scenario) request(w *writer, group []change) error {
	first := group[0]
	if first.approver.ID == "" {
		return s.direct(w, group, "")
	}
	s.requests++
	trailer := "Approved-by: " + mailbox(first.approver)
	records := !slices.ContainsFunc(group, func(c change) bool { return !c.doc.IsRecord() })
	if records || first.approver.ID == first.author.ID {
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
func (s *scenario) direct(w *writer, group []change, trailer string) error {
	for i, c := range group {
		s.apply(w, c)
		message := subjectOf(c)
		if trailer != "" {
			message += fmt.Sprintf(" (#%d)", s.requests)
		}
		if trailer != "" {
			message += "\n\n" + trailer
		}
		if err := w.commit(commit{day: c.day, hour: 10, minute: i % 60, author: c.author, message: message}); err != nil {
			return err
		}
	}
	return nil
}

func (s *scenario) apply(w *writer, c change) {
	w.put(c.path, c.source)
	if c.doc.ID == renamedPolicy && c.path != renamedFrom {
		w.remove(renamedFrom)
	}
	if c.doc.Data != nil && string(c.source) == string(c.doc.Source) {
		w.put(c.doc.Data.Path, s.files[c.doc.Data.Path])
	}
	if name := c.doc.Front.Get("data").Text(); name != "" {
		p := path.Join(path.Dir(c.doc.Path), name)
		w.put(p, s.files[p])
	}
}

func subjectOf(c change) string {
	folder := path.Base(path.Dir(c.path))
	if c.first {
		return fmt.Sprintf("%s: add %s %s", folder, c.doc.ID, c.version)
	}
	if c.approver.ID == "" {
		return fmt.Sprintf("%s: correct %s", folder, c.doc.ID)
	}
	return fmt.Sprintf("%s: revise %s to %s", folder, c.doc.ID, c.version)
}

func titleOf(group []change) string {
	if len(group) == 1 {
		return subjectOf(group[0])
	}
	return fmt.Sprintf("%d documents of %s", len(group), group[0].author.Name)
}

func branchName(group []change) string {
	return strings.ToLower(string(group[0].doc.ID)) + "-" + group[0].version
}

func mailbox(p people.Person) string { return fmt.Sprintf("%s <%s>", p.Name, p.Emails[0]) }

// local gives the path on this system below dir.
func local(dir, p string) string { return filepath.Join(dir, filepath.FromSlash(p)) }
