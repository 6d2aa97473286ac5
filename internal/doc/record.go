package doc

import (
	"path"
	"regexp"
	"strings"

	"clausebook/internal/content"
	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
)

// RecordKey names what shows an approval on paper.
const RecordKey = "approval_record"

// ApprovalRecord is what shows an approval on paper: a file of the set, such as a scan, or a version of a document, such as minutes.
type ApprovalRecord struct {
	File     string // as written: relative to the document
	Document ID
	Version  string
}

// IsZero tells whether nothing is named.
func (r ApprovalRecord) IsZero() bool { return r == ApprovalRecord{} }

// String names the record in a sentence.
func (r ApprovalRecord) String() string {
	if r.Document != "" {
		return strings.TrimSpace(string(r.Document) + " " + r.Version)
	}
	return r.File
}

// Record gives what the document names as the record of its approval.
func (d *Document) Record() ApprovalRecord { return recordOf(d.Front) }

// recordOf reads `scans/a.pdf`, or an id and a version, as in `MIN-2026-03 1.0`. A name with an ending or a folder is one of a file.
func recordOf(front *strictyaml.Node) ApprovalRecord {
	text := oneLine(front.Get(RecordKey))
	id, version, _ := strings.Cut(text, " ")
	if strings.ContainsAny(text, "/\\") || fileEnding.MatchString(text) || !ValidID(id) || strings.Contains(version, " ") {
		return ApprovalRecord{File: text}
	}
	return ApprovalRecord{Document: ID(id), Version: strings.TrimPrefix(version, "v")}
}

// fileEnding is what the name of a file ends in and a version does not.
var fileEnding = regexp.MustCompile(`\.[A-Za-z][A-Za-z0-9]*$`)

// packRecord writes a record into one text, for the facts of a revision.
func packRecord(r ApprovalRecord) string {
	if r.Document != "" {
		return "document\t" + string(r.Document) + "\t" + r.Version
	}
	return r.File
}

// UnpackRecord reads what the facts of a revision hold of it.
func UnpackRecord(facts string) ApprovalRecord {
	if rest, ok := strings.CutPrefix(facts, "document\t"); ok {
		id, version, _ := strings.Cut(rest, "\t")
		return ApprovalRecord{Document: ID(id), Version: version}
	}
	return ApprovalRecord{File: facts}
}

// RecordPath gives the path of a record that a document at a path names as a file; why says why it cannot be one.
func (s *Set) RecordPath(from, file string) (at string, why phrase.Phrase) {
	at = path.Join(path.Dir(from), strings.TrimPrefix(file, "./"))
	switch {
	case strings.Contains(file, "://") || strings.HasPrefix(file, "mailto:"):
		return at, phrase.Of("it is an address elsewhere, and nothing of it can be kept here")
	case strings.HasPrefix(file, "/") || strings.ContainsAny(file, `\:`) || !s.Holds(at):
		return at, phrase.Of("it leads out of the folder of documents")
	case content.IsMarkdown(at):
		return at, phrase.Of("it is a document, which has to be named by its id and version, as in `MIN-1 1.0`")
	}
	return at, phrase.Phrase{}
}
