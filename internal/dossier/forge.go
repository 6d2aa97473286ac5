package dossier

import (
	"net/url"
	"strings"
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

// at fills in an address; it is empty where the host has no such page, or none is configured.
func (f Forge) at(form string, values ...string) string {
	if form == "" || f.URL == "" {
		return ""
	}
	return strings.TrimSuffix(f.URL, "/") + strings.NewReplacer(values...).Replace(form)
}

// Commit gives the address of a commit.
func (f Forge) Commit(hash string) string { return f.at(forgeForms[f.Kind].commit, "%h", hash) }

// Edit gives the address at which a file of the repository can be edited.
func (f Forge) Edit(path string) string {
	return f.at(forgeForms[f.Kind].edit, "%b", url.PathEscape(f.Branch), "%p", escapePath(path))
}

// File gives the address of a file or folder as a commit has it. The top of the repository is the address of that.
func (f Forge) File(path, commit string) string {
	if path == "." {
		return strings.TrimSuffix(f.URL, "/")
	}
	return f.at(forgeForms[f.Kind].file, "%h", commit, "%p", escapePath(path))
}

// Request gives the address of a pull or merge request.
func (f Forge) Request(number string) string { return f.at(forgeForms[f.Kind].request, "%n", number) }

// Issue gives the address at which an issue can be opened, its title and text being filled in.
func (f Forge) Issue(title, text string) string {
	return f.at(forgeForms[f.Kind].issue, "%t", url.QueryEscape(title), "%d", url.QueryEscape(text))
}

func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }
