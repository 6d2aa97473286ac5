package fetch

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"clausebook/internal/shell"
)

// Want is a commit of the main line whose request is to be fetched.
type Want struct {
	About  string // what awaits evidence, for a reader
	Number string // of the request, as digits; empty where nothing tells it
	Known  string // what exports tell of it already, for a reader

	// Commits are the full names of the commit and of those after it that may be of the same request: Gitea knows a request only
	// by the last of its commits.
	Commits []string
}

// Plan is what a script is made of.
type Plan struct {
	Forge  Forge
	Folder string // of the exports, from the root of the project
	Root   string // the root of the project from where the reader is; "." there
	Commit bool   // the script commits what it fetched
	Signed bool   // the commit has to be signed to count
	Wants  []Want
}

// saving is what the script says of how files come about: one that cannot be fetched is named and leaves what there was, and the others,
// for a number may be that of no request.
const saving = `# save FILE COMMAND: what the command prints becomes the file, if it succeeds.
save() {
  file=$1; shift
  if "$@" > "$file.part"; then mv "$file.part" "$file"; fetched=yes
  else rm -f "$file.part"; echo "not fetched: $file" >&2; fi
}`

// paging fetches up to two hundred reviews from Gitea, which names no next page.
const paging = `# pages ADDRESS: asks for four pages of fifty, one after the other.
pages() {
  for page in 1 2 3 4; do curl -fsS -H "Authorization: token $GITEA_TOKEN" "$1&page=$page" || return; done
}`

// Script gives the script, which fails where nothing could be fetched.
func Script(p Plan) string {
	at := p.exports()
	lines := []string{"# Fetches the requests and reviews of what awaits evidence. Read it, then run it with sh.", "set -e"}
	if p.Root != "." {
		lines = append(lines, "cd "+shell.Quote(p.Root))
	}
	lines = append(lines, "mkdir -p "+shell.Quote(at), "fetched=")
	if variable := p.hostVariable(); variable != "" {
		lines = append(lines, "export "+variable+"="+shell.Quote(p.Forge.Host))
	}
	lines = append(lines, saving)
	if p.Forge.Kind == "gitea" {
		lines = append(lines, paging)
	}
	for _, w := range p.Wants {
		lines = append(lines, "", comment(w.About))
		if w.Known != "" {
			lines = append(lines, comment(w.Known))
		}
		lines = append(lines, p.fetch(at, w)...)
	}
	lines = append(lines, "", `test -n "$fetched" || { echo 'nothing was fetched' >&2; exit 1; }`)
	if p.Commit {
		lines = append(lines, p.commit()...)
	}
	return strings.Join(lines, "\n")
}

// commit gives the commands that record what was fetched, if it is anything new.
func (p Plan) commit() []string {
	sign, folder := "", shell.Quote(p.Folder)
	if p.Signed {
		sign = "-S "
	}
	return []string{"git add -- " + folder,
		"git diff --cached --quiet -- " + folder + " || git commit " + sign + "-m " + shell.Quote(p.subject()) + " -- " + folder}
}

// exports gives the folder into which the files of the project go, so that those of two projects never meet.
func (p Plan) exports() string {
	return path.Join(p.Folder, strings.NewReplacer(":", "-", "[", "", "]", "").Replace(p.Forge.Host), p.Forge.Base, p.Forge.Project)
}

// comment makes lines of a text that a shell passes over.
func comment(text string) string {
	return "# " + strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
}

// shownNumbers is how many requests the subject of the commit names.
const shownNumbers = 5

func (p Plan) subject() string {
	var names []string
	for _, w := range p.Wants {
		if w.Number == "" || len(names) == shownNumbers {
			return "Keep reviews of requests"
		}
		names = append(names, p.mark()+w.Number)
	}
	return "Keep the reviews of " + strings.Join(names, ", ")
}

func (p Plan) mark() string {
	if p.Forge.Kind == "gitlab" {
		return "!"
	}
	return "#"
}

// fetch gives the commands for one request. Where its number is not known, the forge is asked for it.
func (p Plan) fetch(at string, w Want) []string {
	if w.Number != "" {
		return p.files(at, w.Number)
	}
	none := "no request was found that brought " + strings.Join(w.Commits[:1], "")
	out := []string{"numbers=$(" + p.numbers(w.Commits) + ") || numbers=", `test -n "$numbers" || echo ` + shell.Quote(none) + " >&2",
		"for n in $numbers; do"}
	for _, line := range p.files(at, fromLoop) {
		out = append(out, "  "+line)
	}
	return append(out, "done")
}

// files gives the commands that write the files of one request.
func (p Plan) files(at, number string) []string {
	pulls := "repos/" + p.Forge.Project + "/pulls/" + number
	requests := "projects/" + url.PathEscape(p.Forge.Project) + "/merge_requests/" + number
	save := func(ending, command string) string {
		return "save " + word(at+"/"+number+ending+".json") + " " + command
	}
	switch p.Forge.Kind {
	case "github":
		return []string{save("", p.gh(pulls)), save("-reviews", p.gh(pulls+"/reviews?per_page=100", "--paginate"))}
	case "gitlab":
		return []string{save("", p.glab(requests)), save("-approvals", p.glab(requests+"/approvals")),
			save("-notes", p.glab(requests+"/notes?per_page=100", "--paginate"))}
	}
	return []string{save("", p.curl("-fsS", pulls)), save("-reviews", "pages "+word(p.gitea(pulls+"/reviews?limit=50")))}
}

// numbers gives the command that prints the numbers of the requests that brought a commit.
func (p Plan) numbers(commits []string) string {
	switch p.Forge.Kind {
	case "github":
		return p.gh("repos/"+p.Forge.Project+"/commits/"+commits[0]+"/pulls", "--jq", "'.[].number'")
	case "gitlab":
		return p.glab("projects/"+url.PathEscape(p.Forge.Project)+"/repository/commits/"+commits[0]+"/merge_requests") + " | jq -r '.[].iid'"
	}
	var asked []string
	for _, commit := range commits {
		asked = append(asked, p.curl("-sS", "repos/"+p.Forge.Project+"/commits/"+commit+"/pull")+";")
	}
	return "{ " + strings.Join(asked, " ") + " } | jq -r '.number // empty' | head -n 1"
}

func (p Plan) gh(path string, flags ...string) string { return p.api("gh", path, flags) }

func (p Plan) glab(path string, flags ...string) string { return p.api("glab", path, flags) }

// api gives a request of a forge's own program.
func (p Plan) api(program, path string, flags []string) string {
	words := []string{program, "api"}
	if p.Forge.Host != "github.com" && p.hostVariable() == "" {
		words = append(words, "--hostname", shell.Quote(p.Forge.Host))
	}
	return strings.Join(append(append(words, flags...), word(path)), " ")
}

// hostVariable names the variable by which the forge's own program is told of a host with a port, which it does not take as a flag.
func (p Plan) hostVariable() string {
	if !strings.Contains(p.Forge.Host, ":") {
		return ""
	}
	return map[string]string{"github": "GH_HOST", "gitlab": "GITLAB_HOST"}[p.Forge.Kind]
}

// curl reads a token from the environment; public projects need none, for which an empty one will do.
func (p Plan) curl(flags, path string) string {
	return fmt.Sprintf(`curl %s -H "Authorization: token $GITEA_TOKEN" %s`, flags, word(p.gitea(path)))
}

// gitea gives an address of Gitea's interface.
func (p Plan) gitea(path string) string {
	return p.Forge.Scheme + "://" + p.Forge.Host + p.Forge.Base + "/api/v1/" + path
}

// fromLoop stands for the number that the loop of the script goes through.
const fromLoop = "\x00"

// word writes a text as one word, in which a number may come from the loop of the script.
func word(text string) string {
	before, after, ok := strings.Cut(text, fromLoop)
	if !ok {
		return shell.Quote(text)
	}
	if after != "" {
		after = shell.Quote(after)
	}
	return shell.Quote(before) + `"$n"` + after
}
