// Package doc turns Markdown files with front matter into Documents, and a folder of them into a Set.
//
// A Document keeps where everything stands: each value of its front matter has a line and a column, and each
// finding of its own parsing stays with it, so that an unchanged file can be reused together with them. A bad file
// never stops the rest: it becomes a Document as far as it can be understood, with findings.
package doc

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/fingerprint"
	"clausebook/internal/markdown"
	"clausebook/internal/strictyaml"
)

// ID is the stable name of a document, such as "POL-CHG".
type ID string

// Status is the state that the owner declares.
type Status string

// The states of a document.
const (
	Draft      Status = "draft"
	InReview   Status = "in-review"
	Approved   Status = "approved"
	Superseded Status = "superseded"
	Withdrawn  Status = "withdrawn"

	// InUse is what adoption gives texts whose status nothing shows: people work by them, and whether they were approved is not known.
	InUse Status = "in-use"

	// Unapproved is declared by nobody: it is what a document is whose approval does not count.
	Unapproved Status = "unapproved"
)

// Current tells whether people work by a document in this state, so that its reviews and links matter.
func (s Status) Current() bool { return s == Approved || s == InUse }

// Retired tells whether a document in this state is no longer in use.
func (s Status) Retired() bool { return s == Superseded || s == Withdrawn }

// Asks tells whether a document in this state says nothing of its approval, so that evidence from elsewhere may show one.
func (s Status) Asks() bool { return s == InReview || s == InUse }

// Document is one Markdown file of the set at one moment.
type Document struct {
	ID        ID
	DerivedID bool   // the front matter gives no usable id, so it comes from the path
	Path      string // relative to the repository root, with slashes
	Title     string
	Type      string

	Version    string
	Status     Status
	Adopted    bool   // not written for clausebook: the configuration says that it is in use, and it gives not all control data
	Owner      string // role id
	Approver   string // role id or person id with the authority to approve
	ApprovedBy string // person ids, as declared, parted by semicolons
	ApprovedOn date.Date

	EffectiveFrom date.Date
	ReviewedOn    date.Date
	ReviewEvery   date.Period

	Classification string
	Language       string
	TranslationOf  ID
	Retention      string

	Fulfils    []string
	Covers     []Coverage // front matter and section comments together
	Supersedes []ID
	Related    []ID
	Services   []ID
	Customers  []string
	Supplier   string
	Tags       []string
	Aliases    []string

	Date   date.Date // of records, reports, minutes: the day it is evidence of
	Period Span      // of reports

	Location string // of a record kept in another system
	SeenOn   date.Date
	SeenBy   string

	// Front is the front matter after `fields:` renaming and `defaults:`. Nodes that come from defaults have Line 0.
	Front *strictyaml.Node
	Body  markdown.Body
	Data  *Data // the rows beside the document, or nil

	Source   []byte // the file as read, without a byte order mark
	BodyAt   int    // offset of the body in Source
	Filled   []byte // the body of a template, without its tags; nil for other documents
	BodyLine int    // line of the file at which the body starts, 1-based
	Beside   []Said // what the front matter has and neither the file nor a default says
	SHA256   string // hex, of the file as read
	Blob     string // git's SHA-1 name for the file as read, hex

	Findings []diag.Finding // of this file alone, without severity

	// From names all that the document follows from; zero where that is more than its own file and the way in which files are read.
	From fingerprint.Digest
}

// Said is a key of the front matter whose value stands elsewhere.
type Said struct {
	Key string
	In  Source
}

// Source tells where a value stands that is said of a document.
type Source uint8

// The sources beside the configuration, whose defaults nobody states.
const (
	InText   Source = iota // in its front matter or its first lines
	InName                 // in the name of its file
	InBeside               // in a file beside it
)

// Span is a range of days, both inclusive. A zero end is open.
type Span struct{ From, To date.Date }

// IsZero tells whether no span is given.
func (s Span) IsZero() bool { return s == Span{} }

// Contains tells whether the day lies within the span.
func (s Span) Contains(d date.Date) bool {
	return (s.From.IsZero() || !d.Before(s.From)) && (s.To.IsZero() || !d.After(s.To))
}

// Coverage says that a document, or one section of it, covers a clause, requirement or process.
type Coverage struct {
	Target  string // as written, perhaps with a standard's prefix
	Section int    // index into Body.Headings; -1 for the document as a whole
	Pos     diag.Pos
}

// Data is the file of rows beside a register or record.
type Data struct {
	Path   string
	Sheet  string // of a workbook, if the document names one
	Header []string
	Rows   [][]string
	Lines  []int // of the file, at which the rows begin
	SHA256 string
	Blob   string // git's name for the file as read, hex

	Partial bool // the file could not be read to its end, so that nobody knows how many rows it has
}

// path gives the file of the rows; empty where there are none.
func (data *Data) path() string {
	if data == nil {
		return ""
	}
	return data.Path
}

// Asset is an attachment: a file of the content folder that is no document.
type Asset struct {
	Path   string // relative to the repository root
	Size   int64
	SHA256 string
	Blob   string // git's name for the file as read, hex

	Pointer bool // it is what Git LFS keeps in place of the file
}

// Pos gives the place of a front matter value, such as Pos("fulfils", "0"); of the closest part that exists where
// the value does not; of the file as a whole where nothing does.
func (d *Document) Pos(path ...string) diag.Pos {
	pos := diag.Pos{File: d.Path}
	if d.Front == nil {
		return pos
	}
	n := d.Front.At(path)
	if n == nil || n.Line == 0 {
		pos.Line, pos.Col = 1, 1
		return pos
	}
	pos.Line, pos.Col, pos.EndCol = n.Line, n.Col, n.EndCol
	return pos
}

// Section gives the heading with this index, or nil for the document as a whole.
func (d *Document) Section(i int) *markdown.Heading {
	if i < 0 || i >= len(d.Body.Headings) {
		return nil
	}
	return &d.Body.Headings[i]
}

// IsRecord tells whether the document is evidence of something done on a date, rather than something maintained.
func (d *Document) IsRecord() bool { return RecordType(d.Type) }

// RecordType tells whether documents of a type are such evidence.
func RecordType(kind string) bool {
	return slices.Contains([]string{"record", "report", "minutes", "audit-report"}, kind)
}

// Set is all documents of a folder. It is not changed after Load.
type Set struct {
	Folder    content.Place  // where the documents are, relative to the project root
	Documents []*Document    // sorted by path
	Assets    []Asset        // sorted by path
	Findings  []diag.Finding // of files that became no document
	LeftOut   []LeftOut      // by reason
	Texts     []string       // files of word processors among the documents
	Idle      []string       // parts and exclusions of the place that mean no file, as the configuration writes them
	byID      map[ID]*Document
	byPath    map[string]*Document
	assets    map[string]*Asset
	bare      bool // read without the attachments
	names     *names
	around    Around
	apart     []string        // folders that are repositories of their own
	large     map[string]bool // attachments that are left out for their size
	heads     sync.Map        // of a document: its anchors.Names
}

// NewSet makes a set of documents. Of two documents with one id the first by path keeps it in look-ups.
func NewSet(folder content.Place, documents []*Document, assets []Asset, findings []diag.Finding) *Set {
	s := &Set{Folder: folder, Documents: documents, Assets: assets, Findings: findings,
		byID: make(map[ID]*Document, len(documents)), byPath: make(map[string]*Document, len(documents)),
		assets: make(map[string]*Asset, len(assets))}
	slices.SortFunc(s.Documents, func(a, b *Document) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortFunc(s.Assets, func(a, b Asset) int { return cmp.Compare(a.Path, b.Path) })
	for _, d := range s.Documents {
		if _, dup := s.byID[d.ID]; !dup {
			s.byID[d.ID] = d
		}
		s.byPath[d.Path] = d
	}
	for i := range s.Assets {
		s.assets[s.Assets[i].Path] = &s.Assets[i]
	}
	s.names = newNames(s)
	return s
}

// Holds tells whether a file is of the place of documents, by its path alone.
func (s *Set) Holds(file string) bool { return s.Folder.Holds(file) }

// ByID gives the document with this id, or nil.
func (s *Set) ByID(id ID) *Document { return s.byID[id] }

// Asset gives the attachment at this path relative to the repository root, or nil.
func (s *Set) Asset(path string) *Asset { return s.assets[path] }

// Bare tells whether the set was read without its attachments, so that nothing is known of them.
func (s *Set) Bare() bool { return s.bare }

// ByPath gives the document at this path relative to the repository root, or nil.
func (s *Set) ByPath(path string) *Document { return s.byPath[path] }

// Day gives the date under a key of the front matter; zero where there is none.
func (d *Document) Day(key string) date.Date { return dateOf(d.Front.Get(key)) }

// Apart tells whether a file stands in a repository of its own, such as a submodule, of whose history nothing is known here.
func (s *Set) Apart(file string) bool {
	return slices.ContainsFunc(s.apart, func(folder string) bool { return strings.HasPrefix(file, folder+"/") })
}
