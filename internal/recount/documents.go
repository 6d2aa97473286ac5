// Package recount counts a set of documents once more, from front matter, configuration, the standard's file and git alone, in three
// scripts of which each can be read at one sitting. Tests hold the pages against it. It imports nothing of ours and is no part of the
// product. What it leaves out the demonstration does not have: sections that lack, holes between records, files of reviews, tags.
package recount

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

type span struct{ Person, From, To string }

func (s span) holds(day string) bool { return s.From <= day && (s.To == "" || day <= s.To) }

type document struct {
	ID, Type, Status, Owner, Approver, Chair, Supplier, Date, Due, State string
	Attendees, Parties, Customers, Suppliers, Services, Fulfils, Covers  []string
	Period                                                               span
	Internal                                                             []string                 `yaml:"internal_suppliers"`
	ReviewEvery                                                          string                   `yaml:"review_every"`
	ReviewedOn                                                           string                   `yaml:"reviewed_on"`
	ApprovedOn                                                           string                   `yaml:"approved_on"`
	ClosedOn                                                             string                   `yaml:"closed_on"`
	EndsOn                                                               string                   `yaml:"ends_on"`
	Findings                                                             []struct{ Grade string } `yaml:"audit_findings"`
	ExpiresOn                                                            string                   `yaml:"expires_on"`
	Actions                                                              []document
	path, stands, next                                                   string
}

// item is a requirement or a required document.
type item struct {
	ID, Title, Kind, Type, Strength, Cardinality, Condition, Cadence, Owner string
	Operational                                                             bool
	Clauses, Required, Sources                                              []string
}

// commit is one of the main line. Each path that it changed leads to the one before.
type commit struct {
	hash, day, author string
	approvers         []string
	paths             map[string]string
}

// Count is what was read of a project, and the lists of what stands in it by their names: "required missing", "overdue".
type Count struct {
	Lists             map[string][]string
	dir, today        string
	docs              []*document
	logged            []commit
	stands, strengths map[string]string // of required documents
	Conditions        any
	Periods           []span
	Waivers           []struct{ Target, Expires string }
	Approval          struct{ Minor struct{ Roles []string } }
	Parties, Services []struct{ ID, Kind string }
	Required          []item
	Roles             []struct {
		ID      string
		Holders []span
	}
	People []struct {
		ID     string
		Emails []string
		Deputy []span `yaml:"deputy_of"`
	}
	Clauses []struct {
		ID           string
		Requirements []item
	}
}

// Read counts a project as of a day, against the file of a standard.
func Read(dir, standard, today string) (map[string][]string, error) {
	c := &Count{Lists: map[string][]string{}, dir: dir, today: today, stands: map[string]string{}, strengths: map[string]string{}}
	for _, file := range []string{standard, filepath.Join(dir, "content/people.yaml"), filepath.Join(dir, "clausebook.yaml")} {
		src, err := os.ReadFile(file)
		if err = cmp.Or(err, yaml.Unmarshal(src, c)); err != nil {
			return nil, err
		}
	}
	err := filepath.WalkDir(filepath.Join(dir, "content"), func(at string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(at) != ".md" {
			return err
		}
		src, err := os.ReadFile(at)
		d := &document{path: filepath.ToSlash(strings.TrimPrefix(at, dir+string(filepath.Separator)))}
		c.docs = append(c.docs, d)
		return cmp.Or(err, yaml.Unmarshal([]byte(strings.Split(string(src), "---\n")[1]), d))
	})
	if err = cmp.Or(err, c.readLog()); err != nil {
		return nil, err
	}
	for _, d := range c.docs {
		c.document(d)
		c.revisions(d)
	}
	for _, r := range c.Required {
		c.required(r)
	}
	for _, clause := range c.Clauses {
		for _, r := range clause.Requirements {
			list := "requirement " + c.requirement(r, clause.ID)
			c.add(r.ID, list)
			for _, up := range above(clause.ID) {
				c.add(r.ID, "of "+up+" "+list)
			}
		}
	}
	return c.Lists, nil
}

func (c *Count) add(name string, lists ...string) {
	for _, list := range lists {
		if !slices.Contains(c.Lists[list], name) || strings.Contains(name, " ") { // an action stands for each
			c.Lists[list] = append(c.Lists[list], name)
		}
	}
}

// due notes what is to be done by a day, and whose it is.
func (c *Count) due(day, what, of, owner string) {
	if list := map[int]string{0: "later", 1: "soon", 2: "overdue"}[b(day <= after(c.today, 0, 30))+b(day < c.today)]; day != "" {
		c.add(day+" "+what+" "+of, list, list+" of "+owner, "due in "+day[:7])
	}
}

func b(yes bool) int { return map[bool]int{true: 1}[yes] }

// after gives the day so many months and days after one. No month has a day after its last.
func after(day string, months, days int) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	last := time.Date(at.Year(), at.Month()+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, min(0, at.Day()-last.Day())+days).Format(time.DateOnly)
}

// end gives the last day of the month so many months after the one of a day.
func end(day string, months int) string {
	return after(day[:7]+"-01", months+1, -1)
}

var months = map[string]int{"P1M": 1, "P3M": 3, "P6M": 6, "P1Y": 12, "P2Y": 24, "P3Y": 36}

// document tells how a document stands, and notes what is due in it.
func (c *Count) document(d *document) {
	c.add(d.ID, "documents", "type "+d.Type, "owner "+d.Owner)
	for _, party := range slices.Concat(d.Parties, d.Customers, d.Suppliers, d.Internal, []string{d.Supplier}) {
		c.add(d.ID, "party "+party)
	}
	for i, f := range d.Findings {
		c.add(fmt.Sprint(i), "findings "+f.Grade+" of "+d.ID)
	}
	what := map[string]string{"nonconformity": "Corrective action", "improvement": "Improvement"}[d.Type]
	if d.ClosedOn == "" && what != "" {
		c.add(d.ID, "open "+d.Type)
		c.due(d.Due, what, d.ID, d.Owner)
	}
	c.due(d.EndsOn, "End of the term", d.ID, d.Owner)
	c.due(d.ExpiresOn, "Audit of the certification body", d.ID, d.Owner)
	for _, a := range d.Actions {
		if a.ClosedOn == "" {
			c.add(a.Due+" "+d.ID, "actions")
			c.due(a.Due, "Action", d.ID, a.Owner)
		}
	}
	switch approved, late := c.approved(d); {
	case d.Status == "withdrawn":
		return
	case d.Date > c.today:
		d.stands = "draft"
		c.due(d.Date, "Announced record", d.ID, d.Owner)
	case d.Status == "draft" || approved:
		d.stands = map[bool]string{true: "draft", false: "met"}[d.Status == "draft"]
	default:
		if d.stands = "unapproved"; d.Status != "in-use" {
			c.add(d.ID, "approvals")
			c.due(late, "Approval", d.ID, d.Approver)
		}
	}
	if d.Status == "approved" && d.ReviewEvery != "" {
		d.next = after(cmp.Or(d.ReviewedOn, d.ApprovedOn), months[d.ReviewEvery], 0)
		if c.due(d.next, "Review", d.ID, d.Owner); d.next < c.today {
			d.stands = "overdue"
		}
	}
}
