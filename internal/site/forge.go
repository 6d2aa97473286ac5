package site

import (
	"net/url"
	"strings"

	"clausebook/internal/history"
)

// forge addresses of one kind of host. %h is the hash, %b the branch, %p the path, %n the number of a request.
type forgeForm struct{ commit, edit, file, request string }

var forgeForms = map[string]forgeForm{
	"github":    {"/commit/%h", "/edit/%b/%p", "/blob/%h/%p", "/pull/%n"},
	"gitlab":    {"/-/commit/%h", "/-/edit/%b/%p", "/-/blob/%h/%p", "/-/merge_requests/%n"},
	"gitea":     {"/commit/%h", "/_edit/%b/%p", "/src/commit/%h/%p", "/pulls/%n"},
	"bitbucket": {"/commits/%h", "/src/%b/%p?mode=edit", "/src/%h/%p", "/pull-requests/%n"},
	"azure":     {"/commit/%h", "?path=/%p&version=GB%b", "?path=/%p&version=GC%h", "/pullrequest/%n"},
	"gerrit":    {"/+/%h", "", "/+/%h/%p", ""},
}

func (s *site) forge(pick func(forgeForm) string, values ...string) string {
	form := pick(forgeForms[s.Site.Forge.Kind])
	if form == "" || s.Site.Forge.URL == "" {
		return ""
	}
	return strings.TrimSuffix(s.Site.Forge.URL, "/") + strings.NewReplacer(values...).Replace(form)
}

// commit gives the short hash of a commit, linked where the forge is known.
func (s *site) commit(hash string) Link {
	if hash == "" {
		return Link{}
	}
	href := s.forge(func(f forgeForm) string { return f.commit }, "%h", hash)
	return Link{Text: history.Hash(hash).Short(), Href: href, Title: hash}
}

// edit gives the address at which a file can be edited, or nothing.
func (s *site) edit(path string) string {
	return s.forge(func(f forgeForm) string { return f.edit }, "%b", url.PathEscape(s.Site.Forge.Branch), "%p", escapePath(path))
}

// source gives the address of a file at the commit that was read, or nothing.
func (s *site) sourceFile(path string) string {
	if s.History.Head == "" {
		return ""
	}
	return s.forge(func(f forgeForm) string { return f.file }, "%h", string(s.History.Head), "%p", escapePath(path))
}

// request gives a pull or merge request as the commit names it, linked where the forge is known.
func (s *site) request(name string) Link {
	number := strings.TrimLeft(name, "#!")
	if strings.Trim(number, "0123456789") != "" || number == "" {
		return Link{Text: name}
	}
	return Link{Text: name, Href: s.forge(func(f forgeForm) string { return f.request }, "%n", number)}
}

func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }
