package export

import (
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/report"
	"clausebook/internal/trace"
	"clausebook/internal/trust"
)

// History is what became of one document: its approved versions and its revisions, both newest first.
type History struct {
	Tool        string            `json:"tool,omitempty"`
	AsOf        date.Date         `json:"as_of"`
	Commit      string            `json:"commit,omitempty"`
	Document    string            `json:"document"`
	Title       string            `json:"title"`
	Path        string            `json:"path"` // the last one, where it was deleted
	Version     string            `json:"version,omitempty"`
	Status      string            `json:"status,omitempty"`
	Owner       report.Owner      `json:"owner"`
	Former      bool              `json:"former"`      // HEAD has it no more
	Uncommitted bool              `json:"uncommitted"` // the file differs from HEAD
	Versions    []report.Approval `json:"versions"`
	Revisions   []Revision        `json:"revisions"`
}

// Revision is a document as one commit left it.
type Revision struct {
	Commit    string          `json:"commit"`
	Day       date.Date       `json:"day"` // of the commit, in UTC
	Author    report.Person   `json:"author"`
	CoAuthors []report.Person `json:"co_authors,omitempty"`
	Committer report.Person   `json:"committer"`
	Subject   string          `json:"subject"`
	Request   string          `json:"request,omitempty"` // of the pull or merge request that the message names
	Signature string          `json:"signature,omitempty"`
	Trailers  [][2]string     `json:"trailers,omitempty"`
	Path      string          `json:"path"`
	From      string          `json:"from,omitempty"` // the path before a move
	Class     string          `json:"class"`
	Version   string          `json:"version,omitempty"`
	Status    string          `json:"status,omitempty"`
	Blob      string          `json:"blob,omitempty"`
	Added     bool            `json:"added,omitempty"`
	Deleted   bool            `json:"deleted,omitempty"`
	Unread    bool            `json:"unread,omitempty"`  // the content is not in the repository
	Ignored   bool            `json:"ignored,omitempty"` // listed in .git-blame-ignore-revs
}

// HistoryOf gives the history of a document by id or path, also of one that HEAD has no more. Nothing has that name where
// it is not ok.
func HistoryOf(d *dossier.Dossier, name string) (h History, ok bool) {
	h = History{Tool: d.Tool, AsOf: d.AsOf.Day, Commit: report.Head(d), Versions: []report.Approval{}, Revisions: []Revision{}}
	if found := FindDocument(d, name); found != nil {
		h.fill(d, found)
		return h, true
	}
	for _, trail := range d.History.Former() {
		if len(trail.Revisions) > 0 && (trail.Path == name || trail.Revisions[0].Facts.ID == name) {
			h.fillFormer(d, trail)
			return h, true
		}
	}
	return h, false
}

func (h *History) fill(d *dossier.Dossier, found *doc.Document) {
	h.Document, h.Title, h.Path, h.Version, h.Status = string(found.ID), found.Title, found.Path, found.Version,
		string(trace.Status(found, d.Approvals, d.Acts))
	h.Owner = report.OwnerOf(d, found.Owner, "")
	h.Uncommitted = string(d.History.HeadBlob(found.Path)) != found.Blob && !d.Docs.Apart(found.Path)
	h.versions(d, found.ID)
	h.revisions(d.History.Revisions(found.Path))
}

func (h *History) fillFormer(d *dossier.Dossier, trail history.Trail) {
	last := trail.Revisions[0].Facts
	h.Document, h.Title, h.Path, h.Version, h.Status, h.Former = last.ID, last.Title, trail.Path, last.Version, last.Status, true
	h.versions(d, doc.ID(last.ID))
	h.revisions(trail.Revisions)
}

func (h *History) versions(d *dossier.Dossier, id doc.ID) {
	if d.Approvals == nil {
		return
	}
	for _, v := range d.Approvals.Versions(id) {
		h.Versions = append(h.Versions, report.ApprovalOf(d, v))
	}
}

func (h *History) revisions(all []history.Revision) {
	for _, r := range all {
		h.Revisions = append(h.Revisions, revisionOf(r))
	}
}

func revisionOf(r history.Revision) Revision {
	c := r.Commit
	if c == nil {
		c = &history.Commit{}
	}
	out := Revision{
		Commit:    string(c.Hash),
		Day:       report.DayOf(c),
		Author:    identity(c.Author.Identity),
		Committer: identity(c.Committer.Identity),
		Subject:   c.Subject,
		Request:   c.Request,
		Signature: string(c.Signature),
		Path:      r.Path,
		From:      r.From,
		Class:     string(r.Class),
		Version:   r.Facts.Version,
		Status:    r.Facts.Status,
		Blob:      string(r.Blob),
		Added:     r.Added(),
		Deleted:   r.Deleted(),
		Unread:    r.Unread,
		Ignored:   r.Ignored,
	}
	for _, who := range c.CoAuthors {
		out.CoAuthors = append(out.CoAuthors, identity(who))
	}
	for _, t := range c.Trailers {
		out.Trailers = append(out.Trailers, [2]string{t.Key, t.Value})
	}
	return out
}

func identity(i history.Identity) report.Person {
	return report.PersonOf(trust.Person{Name: i.Name, Email: i.Email})
}

// FormerNames gives the ids of the documents that HEAD has no more.
func FormerNames(d *dossier.Dossier) []string {
	var out []string
	for _, trail := range d.History.Former() {
		if len(trail.Revisions) > 0 && trail.Revisions[0].Facts.ID != "" {
			out = append(out, trail.Revisions[0].Facts.ID)
		}
	}
	return out
}
