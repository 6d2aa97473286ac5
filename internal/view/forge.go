package view

import (
	"net/url"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// forge addresses of one kind of host. %h is the hash, %b the branch, %p the path, %n the number of a request, %t the
// title and %d the text of a new issue.
type forgeForm struct{ commit, edit, file, request, issue string }

var forgeForms = map[string]forgeForm{
	"github": {"/commit/%h", "/edit/%b/%p", "/blob/%h/%p", "/pull/%n", "/issues/new?title=%t&body=%d"},
	"gitlab": {"/-/commit/%h", "/-/edit/%b/%p", "/-/blob/%h/%p", "/-/merge_requests/%n",
		"/-/issues/new?issue[title]=%t&issue[description]=%d"},
	"gitea":     {"/commit/%h", "/_edit/%b/%p", "/src/commit/%h/%p", "/pulls/%n", "/issues/new?title=%t&body=%d"},
	"bitbucket": {"/commits/%h", "/src/%b/%p?mode=edit", "/src/%h/%p", "/pull-requests/%n", "/issues/new?title=%t&content=%d"},
	"azure":     {"/commit/%h", "?path=/%p&version=GB%b", "?path=/%p&version=GC%h", "/pullrequest/%n", ""},
	"gerrit":    {"/+/%h", "", "/+/%h/%p", "", ""},
}

func (s *View) forge(pick func(forgeForm) string, values ...string) string {
	form := pick(forgeForms[s.Site.Forge.Kind])
	if form == "" || s.Site.Forge.URL == "" {
		return ""
	}
	return strings.TrimSuffix(s.Site.Forge.URL, "/") + strings.NewReplacer(values...).Replace(form)
}

// Commit gives the short hash of a commit, linked where the forge is known.
func (s *View) Commit(hash string) Link {
	if hash == "" {
		return Link{}
	}
	href := s.forge(func(f forgeForm) string { return f.commit }, "%h", hash)
	return Link{Text: history.Hash(hash).Short(), Href: href, Title: hash}
}

// Edit gives the address at which a file can be edited, or nothing.
func (s *View) Edit(path string) string {
	return s.forge(func(f forgeForm) string { return f.edit }, "%b", url.PathEscape(s.Site.Forge.Branch),
		"%p", escapePath(s.History.InRepository(path)))
}

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
	return s.forge(func(f forgeForm) string { return f.file }, "%h", string(s.lastCommit(path)), "%p",
		escapePath(s.History.InRepository(path)))
}

// Report gives the address at which a problem with a document can be told, which file, version and commit it is about
// being filled in; nothing where the forge has no such page.
func (s *View) Report(d *doc.Document) string {
	about := s.History.InRepository(d.Path)
	if last := string(s.lastCommit(d.Path)); last != "" {
		about += "\n" + last
	}
	return s.forge(func(f forgeForm) string { return f.issue }, "%t", url.QueryEscape(string(d.ID)+" "+d.Version+": "), "%d",
		url.QueryEscape(about))
}

// request gives a pull or merge request as the commit names it, linked where the forge is known.
func (s *View) request(name string) Link {
	number := strings.TrimLeft(name, "#!")
	if strings.Trim(number, "0123456789") != "" || number == "" {
		return Link{Text: name}
	}
	return Link{Text: name, Href: s.forge(func(f forgeForm) string { return f.request }, "%n", number)}
}

func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }
