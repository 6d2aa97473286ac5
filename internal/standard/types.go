// Package standard reads standards: their clauses, requirements, processes and the documentation they require.
//
// A standard is data, one YAML file; adding one changes no code. The texts are our own wording: clause numbers and
// short titles are facts, ISO's sentences are never reproduced. Only an interval whose basis is
// standard-planned-intervals may be called "required by the standard"; every other cadence is common practice.
package standard

import (
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/phrase"
)

// Ref names a clause, requirement, required document or process of one standard, written "standard:item".
type Ref struct {
	Standard string // id of the standard
	Item     string // "8.5.1.3", "8.5.1.3-a", "change-management-policy"
}

// String gives the qualified form standard:item.
func (r Ref) String() string { return r.Standard + ":" + r.Item }

// Kind tells what an item of a standard is.
type Kind string

// The kinds of items.
const (
	KindClause      Kind = "clause"
	KindRequirement Kind = "requirement"
	KindRequired    Kind = "required-document"
	KindProcess     Kind = "process"
	KindOutcome     Kind = "outcome"
)

// Strength tells how firmly a standard asks for something.
type Strength string

// The strengths, firmest first.
const (
	Explicit    Strength = "explicit"
	Implied     Strength = "implied"
	Recommended Strength = "recommended"
)

// Standard is one standard in one edition.
type Standard struct {
	Tongue             // of all texts
	ID          string // "iso20000-1-2018"
	Name        string // "ISO/IEC 20000-1"
	Edition     string // "2018"
	Title       string
	System      string // the kind of management system, as a project that begins with the standard is called; may be empty
	Status      string // in words: current, superseded, withdrawn and since when
	Published   string // a year, month or day as its file says it
	Certifiable bool   // whether certification is against this document

	Supersedes   string // id of the edition before, if any
	SupersededBy string // id of the edition after, if any

	Licence    string   // under which the texts stand and whom to name; empty where they are in own words
	Notes      []string // what a reader must know, such as that part 4 is a process reference model
	Amendments []Amendment
	Sources    []Source // what the required documents rest on

	Clauses    []Clause // in document order; Parent and Level give the tree
	Required   []RequiredDocument
	Conditions []Condition
	Processes  []Process
	Areas      []Subject // groups of processes that users start from
	Stages     []Subject // of the life cycle of a service management system
	Mappings   []Mapping // to other standards
	Unreviewed bool      // nobody has compared the file with the text of the standard

	Path    string // the file it was read from, within the user's repository or the files that clausebook brings along
	Builtin bool   // clausebook brings it along
	index   map[string]item
	under   map[string][]int // the clauses directly under each clause, "" for the top level
	called  map[string][]int // the clauses of each id; a file of a user may name one twice
}

// Amendment is a published change to an edition.
type Amendment struct{ ID, Year, Effect string }

// Source is something that required documents rest on.
type Source struct {
	ID, Text string
	Kind     SourceKind // empty where the file names none
	Edition  string     // of the standard, that it speaks of
	URL      string
	Seen     date.Date // when it was last read there
}

// SourceKind tells what a source is.
type SourceKind string

// The kinds of sources.
const (
	NationalAdoption  SourceKind = "national-adoption"
	CertificationBody SourceKind = "certification-body"
	Toolkit           SourceKind = "toolkit"
	Exam              SourceKind = "exam"
	Blog              SourceKind = "blog"
	DataSet           SourceKind = "data-set"
	OwnKnowledge      SourceKind = "own-knowledge"
)

// Words names the kind.
func (k SourceKind) Words() phrase.Phrase {
	switch k {
	case NationalAdoption:
		return phrase.Of("national adoption")
	case CertificationBody:
		return phrase.Of("certification body")
	case Toolkit:
		return phrase.Of("toolkit")
	case Exam:
		return phrase.Of("course or exam")
	case Blog:
		return phrase.Of("article")
	case DataSet:
		return phrase.Of("data set")
	case OwnKnowledge:
		return phrase.Of("own knowledge")
	}
	return phrase.Of("kind not stated")
}

// Speaks tells whether a source can be looked up and speaks of this edition of the standard.
func (s *Standard) Speaks(src Source) bool {
	return src.Kind != OwnKnowledge && src.Edition != "" && src.Edition == s.Edition
}

// Sourced counts the required documents that rest on at least one source which speaks of this edition.
func (s *Standard) Sourced() int {
	n := 0
	for _, r := range s.Required {
		if slices.ContainsFunc(r.Sources, func(id string) bool { return s.Speaks(s.Source(id)) }) {
			n++
		}
	}
	return n
}

// Source gives the source with this id, or an empty one.
func (s *Standard) Source(id string) Source {
	if i := slices.IndexFunc(s.Sources, func(x Source) bool { return x.ID == id }); i >= 0 {
		return s.Sources[i]
	}
	return Source{}
}

// Clause is a numbered part of a standard.
type Clause struct {
	ID           string
	Parent       string // empty at the top
	Level        int
	Title        string
	Untitled     bool // a numbered paragraph without heading in the standard: the title is ours
	Informative  bool
	Selectable   bool // the clauses below it apply as a statement of applicability says
	Summary      string
	Note         string
	Requirements []Requirement
	Required     []string // ids of required documents that serve as evidence here
	Pos          diag.Pos
}

// Requirement is one thing that can be checked.
type Requirement struct {
	ID        string
	Clause    string
	Text      string
	Kind      string // document | record | activity
	Required  []string
	Condition string // id of a Condition, empty if it always applies
	Planned   bool   // the standard itself asks for planned intervals
	Since     string // amendment that brought it
	Pos       diag.Pos
}

// RequiredDocument is an entry of the standard's documentation set.
type RequiredDocument struct {
	ID           string
	Title        string
	Kind         string // document = maintained | record = retained evidence
	Type         string // the front matter type that fits
	Clauses      []string
	Strength     Strength
	Cardinality  string // one | one-or-more | many | per-service | per-service-or-customer | per-supplier | per-event
	Condition    string
	Owner        string // role in words, common practice
	Approver     string
	Cadence      date.Period
	CadenceBasis string // standard-planned-intervals | custom | event | continuous
	Operational  bool   // of an activity that never rests: records are to cover each month of the audit period
	CadenceNote  string
	Retention    string
	Sections     []string // headings or columns that an auditor expects
	Note         string
	Sources      []string
	Pos          diag.Pos
}

// CadenceWords says whose interval it is: only planned intervals are the standard's own, and even then the number is ours.
func (d RequiredDocument) CadenceWords() phrase.Phrase {
	switch {
	case d.Operational:
		return phrase.Of("every month of the audit period, our practice")
	case d.Cadence.IsZero():
		return phrase.Of("no fixed interval")
	case d.CadenceBasis == "standard-planned-intervals":
		return phrase.Of("planned intervals are required by the standard; %s is our practice", d.Cadence.Every())
	}
	return phrase.Of("%s, our practice", d.Cadence.Every())
}

// Condition is a fact about the organization on which a requirement depends.
type Condition struct {
	ID   string // "external-suppliers"
	Text string // the question in words
}

// Process is a process of a process reference model.
type Process struct {
	ID       string
	Name     string
	Group    string
	Purpose  string
	Outcomes []Outcome
	Clauses  map[string][]string // standard id -> clauses with the same subject
	Area     string              // id of the area that names it, or empty
	Pos      diag.Pos
}

// Outcome is an observable result of a process.
type Outcome struct{ ID, Text string }

// Subject is a way into standards for readers who do not think in clauses: an area of service management or a stage of its life cycle.
type Subject struct {
	Kind      string // AreaKind or StageKind
	ID, Title string
	Summary   string
	Questions []string // that are commonly asked about it
	Processes []string // that make it up
	Related   []string
	Clauses   map[string][]string // standard id -> clauses about it
}

// The kinds of subjects.
const (
	AreaKind  = "area"
	StageKind = "stage"
)

// Item names a subject apart from all other items of its standard.
func (s *Subject) Item() string { return s.Kind + "-" + s.ID }

// Subjects lists areas and stages, each once: a file of the user's may name one twice.
func (s *Standard) Subjects() []*Subject {
	var out []*Subject
	seen := map[string]bool{}
	for _, all := range [][]Subject{s.Areas, s.Stages} {
		for i := range all {
			if x := &all[i]; !seen[x.Item()] {
				seen[x.Item()] = true
				out = append(out, x)
			}
		}
	}
	return out
}

// Library holds the standards in use and how they map to each other. The first is the primary one: a name without
// prefix is of it.
type Library struct {
	Standards []*Standard
	Crosswalk Crosswalk
	Findings  []diag.Finding
}

// Crosswalk maps clauses of one edition to others and to other standards. It holds ids only.
type Crosswalk struct {
	Tongue
	From, To  string            // ids of the older and the newer edition
	Notes     []string          // what the mapping rests on
	Relations []Nearness        // the words that rows use, with their meaning
	Columns   []Column          // the other standards and practices, in the order in which they are shown
	Moves     []Move            // from an older edition to a newer
	Rows      []CrosswalkRow    // by lowest-level clause of the newer edition
	New       map[string]string // clause -> note, new in the newer edition
}

// Nearness is a word for how near two standards are in a row, with its meaning.
type Nearness struct{ ID, Text string }

// Column is another standard or practice of a crosswalk. ID is the id of a standard where it is one of ours.
type Column struct{ ID, Name string }

// Move is one row from an older edition to a newer one.
type Move struct {
	From string
	To   []string
	Note string
}

// CrosswalkRow maps one clause to other standards and practices; Others is keyed by the name of the other standard.
type CrosswalkRow struct {
	Clause   string
	Relation string
	Others   map[string][]string
	Note     string
}

type item struct {
	kind Kind
	at   int // index in the list of its kind; for requirements and outcomes of their parent
	sub  int
}

// Primary gives the first standard, or nil.
func (l *Library) Primary() *Standard {
	if len(l.Standards) == 0 {
		return nil
	}
	return l.Standards[0]
}

// Standard gives the standard with this id, or nil.
func (l *Library) Standard(id string) *Standard {
	for _, s := range l.Standards {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Resolve reads a name as a document writes it, "8.5.1.3" or "iso20000-4:change-management", and tells what it is.
// A name without prefix is looked up in the primary standard.
func (l *Library) Resolve(name string) (Ref, Kind, bool) {
	std, it, qualified := strings.Cut(strings.TrimSpace(name), ":")
	s := l.Standard(std)
	if !qualified {
		s, it = l.Primary(), strings.TrimSpace(name)
	}
	if s == nil {
		return Ref{}, "", false
	}
	found, ok := s.index[it]
	return Ref{s.ID, it}, found.kind, ok
}

// Label gives the name with the edition, as readers know the standard: "ISO/IEC 20000-1:2018".
func (s *Standard) Label() string {
	if s.Edition == "" {
		return s.Name
	}
	return s.Name + ":" + s.Edition
}

// Ref names an item of the standard.
func (s *Standard) Ref(item string) Ref { return Ref{Standard: s.ID, Item: item} }

// Kind tells what the item is.
func (s *Standard) Kind(it string) (Kind, bool) {
	found, ok := s.index[it]
	return found.kind, ok
}

// Clause gives the clause with this id, or nil.
func (s *Standard) Clause(id string) *Clause {
	if it, ok := s.index[id]; ok && it.kind == KindClause {
		return &s.Clauses[it.at]
	}
	return nil
}

// Requirement gives the requirement with this id, or nil.
func (s *Standard) Requirement(id string) *Requirement {
	if it, ok := s.index[id]; ok && it.kind == KindRequirement {
		return &s.Clauses[it.at].Requirements[it.sub]
	}
	return nil
}

// RequiredDocument gives the required document with this id, or nil.
func (s *Standard) RequiredDocument(id string) *RequiredDocument {
	if it, ok := s.index[id]; ok && it.kind == KindRequired {
		return &s.Required[it.at]
	}
	return nil
}

// Process gives the process with this id, or nil.
func (s *Standard) Process(id string) *Process {
	if it, ok := s.index[id]; ok && it.kind == KindProcess {
		return &s.Processes[it.at]
	}
	return nil
}

// Condition gives the condition with this id, or nil.
func (s *Standard) Condition(id string) *Condition {
	for i := range s.Conditions {
		if s.Conditions[i].ID == id {
			return &s.Conditions[i]
		}
	}
	return nil
}

// Index builds the look-ups; Load calls it once. Where two items share an id the first keeps it.
func (s *Standard) Index() {
	s.index = map[string]item{}
	add := func(id string, it item) {
		if _, dup := s.index[id]; !dup {
			s.index[id] = it
		}
	}
	s.under, s.called = map[string][]int{}, map[string][]int{}
	for i, c := range s.Clauses {
		s.under[c.Parent], s.called[c.ID] = append(s.under[c.Parent], i), append(s.called[c.ID], i)
		add(c.ID, item{KindClause, i, 0})
		for j, r := range c.Requirements {
			add(r.ID, item{KindRequirement, i, j})
		}
	}
	for i, d := range s.Required {
		add(d.ID, item{KindRequired, i, 0})
	}
	for i, p := range s.Processes {
		add(p.ID, item{KindProcess, i, 0})
		for j, o := range p.Outcomes {
			add(o.ID, item{KindOutcome, i, j})
		}
	}
}
