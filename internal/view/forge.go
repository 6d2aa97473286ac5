package view

import (
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// Commit gives the short hash of a commit, linked where the forge is known.
func (s *View) Commit(hash string) Link {
	if hash == "" {
		return Link{}
	}
	return Link{Text: history.Hash(hash).Short(), Href: s.Site.Forge.Commit(hash), Title: hash}
}

// Edit gives the address at which a file can be edited, or nothing.
func (s *View) Edit(path string) string { return s.Site.Forge.Edit(s.History.InRepository(path)) }

// lastCommit gives the last commit that changed a file; the one that was read where that is not known. The commit that was read is
// not told of every file, for with each new one every page would change.
func (s *View) lastCommit(path string) history.Hash {
	all := s.History.Revisions(path)
	if len(all) > 0 && all[0].Commit != nil && all[0].Path == path && all[0].Blob == s.History.HeadBlob(path) {
		return all[0].Commit.Hash
	}
	return s.History.Head
}

// SourceFile gives the address of a file as the commit that was read has it, or nothing.
func (s *View) SourceFile(path string) string {
	if s.History.Head == "" {
		return ""
	}
	return s.Site.Forge.File(s.History.InRepository(path), string(s.lastCommit(path)))
}

// Report gives the address at which a problem with a document can be told, which file, version and commit it is about
// being filled in; nothing where the forge has no such page.
func (s *View) Report(d *doc.Document) string {
	about := s.History.InRepository(d.Path)
	if last := string(s.lastCommit(d.Path)); last != "" {
		about += "\n" + last
	}
	return s.Site.Forge.Issue(string(d.ID)+" "+d.Version+": ", about)
}

// request gives a pull or merge request as the commit names it, linked where the forge is known.
func (s *View) request(name string) Link {
	number := strings.TrimLeft(name, "#!")
	if strings.Trim(number, "0123456789") != "" || number == "" {
		return Link{Text: name}
	}
	return Link{Text: name, Href: s.Site.Forge.Request(number)}
}
