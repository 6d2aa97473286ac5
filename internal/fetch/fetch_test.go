package fetch

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ address, kind, want, err string }{
		{"https://github.com/Org/sms.git", "", "github https github.com  Org/sms", ""},
		{"git@github.com:org/sms.git", "", "github https github.com  org/sms", ""},
		{"ssh://git@ssh.github.com:443/org/sms.git", "", "github https github.com  org/sms", ""},
		{"https://anna:secret@github.com/org/sms", "", "github https github.com  org/sms", ""},
		{"https://github.firm.example:8443/org/sms/", "", "github https github.firm.example:8443  org/sms", ""},
		{"git@gitlab.com:group/sub/deep/sms.git", "", "gitlab https gitlab.com  group/sub/deep/sms", ""},
		{"ssh://git@altssh.gitlab.com:443/group/sms.git", "", "gitlab https gitlab.com  group/sms", ""},
		{"https://codeberg.org/org/sms", "", "gitea https codeberg.org  org/sms", ""},
		{"ssh://git@Gitea.Firm.example:2222/org/sms.git", "", "gitea https gitea.firm.example  org/sms", ""},
		{"http://127.0.0.1:3000/git/anna/sms.git", "gitea", "gitea http 127.0.0.1:3000 /git anna/sms", ""},
		{"https://forge.example/org/sms", "gitlab", "gitlab https forge.example  org/sms", ""},
		{"org@vs-ssh.example:v3/org/sms", "azure", "", "and this is azure"},
		{"https://forge.example/org/sms", "", "", "does not tell what kind of forge"},
		{"https://notgithub.example/org/sms", "", "", "does not tell what kind of forge"},
		{"https://[::1]:3000/org/sms", "gitea", "gitea https [::1]:3000  org/sms", ""},
		{"https://../org/sms", "gitea", "", `".." is no host of a forge`},
		{"..:org/sms", "gitea", "", `".." is no host of a forge`},
		{"https://github.com/sms", "", "", `"sms" is no project on a forge`},
		{"https://github.com/org/$(id)", "", "", "is no project on a forge"},
		{"https://github.com/org/../sms", "", "", "is no project on a forge"},
		{"https://github.com/org/-sms", "", "", "is no project on a forge"},
		{"/srv/git/sms.git", "", "", `"/srv/git/sms.git" is no address on a forge`},
		{"file:///srv/git/sms.git", "", "", "is no address on a forge"},
		{"https://x:s3cret@/", "", "", `"https:///" is no address on a forge`},
		{"", "", "", "is no address on a forge"},
	} {
		f, err := Parse(c.address, c.kind)
		got := strings.Join([]string{f.Kind, f.Scheme, f.Host, f.Base, f.Project}, " ")
		if err != nil {
			got = ""
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("%s: the password is told: %s", c.address, err)
			}
		}
		if got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s (%s): got %q, %v; want %q, %s", c.address, c.kind, got, err, c.want, c.err)
		}
	}
	if _, err := Parse("https://forge.example/org/sms", ""); !errors.Is(err, ErrUnknown) {
		t.Errorf("a forge that is not known is %v", err)
	}
}

// The script is run by a shell in which the programs that it calls write down their arguments: what a name holds stays one argument.
func TestScriptInAShell(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell")
	}
	hostile := "trust/it's $(touch hacked) `touch hacked`; touch hacked"
	for name, c := range map[string]struct {
		forge string
		kind  string
		want  []string // what is called, in order
	}{
		"github": {"https://github.com/org/sms", "", []string{
			"gh|api|repos/org/sms/pulls/7",
			"gh|api|--paginate|repos/org/sms/pulls/7/reviews?per_page=100",
			"gh|api|--jq|.[].number|repos/org/sms/commits/abc/pulls",
			"gh|api|repos/org/sms/pulls/81", "gh|api|--paginate|repos/org/sms/pulls/81/reviews?per_page=100",
			"gh|api|repos/org/sms/pulls/82", "gh|api|--paginate|repos/org/sms/pulls/82/reviews?per_page=100",
			"git|add|--|" + hostile, "git|diff|--cached|--quiet|--|" + hostile}},
		"a server of one's own": {"https://github.firm.example/org/sms", "", []string{
			"gh|api|--hostname|github.firm.example|repos/org/sms/pulls/7",
			"gh|api|--hostname|github.firm.example|--paginate|repos/org/sms/pulls/7/reviews?per_page=100",
			"gh|api|--hostname|github.firm.example|--jq|.[].number|repos/org/sms/commits/abc/pulls",
			"gh|api|--hostname|github.firm.example|repos/org/sms/pulls/81",
			"gh|api|--hostname|github.firm.example|--paginate|repos/org/sms/pulls/81/reviews?per_page=100",
			"gh|api|--hostname|github.firm.example|repos/org/sms/pulls/82",
			"gh|api|--hostname|github.firm.example|--paginate|repos/org/sms/pulls/82/reviews?per_page=100",
			"git|add|--|" + hostile, "git|diff|--cached|--quiet|--|" + hostile}},
		"a server with a port": {"https://github.firm.example:8443/org/sms", "", []string{
			"gh@github.firm.example:8443|api|repos/org/sms/pulls/7",
			"gh@github.firm.example:8443|api|--paginate|repos/org/sms/pulls/7/reviews?per_page=100",
			"gh@github.firm.example:8443|api|--jq|.[].number|repos/org/sms/commits/abc/pulls",
			"gh@github.firm.example:8443|api|repos/org/sms/pulls/81",
			"gh@github.firm.example:8443|api|--paginate|repos/org/sms/pulls/81/reviews?per_page=100",
			"gh@github.firm.example:8443|api|repos/org/sms/pulls/82",
			"gh@github.firm.example:8443|api|--paginate|repos/org/sms/pulls/82/reviews?per_page=100",
			"git|add|--|" + hostile, "git|diff|--cached|--quiet|--|" + hostile}},
		"gitlab": {"https://gitlab.com/group/sub/sms", "", []string{
			"glab|api|--hostname|gitlab.com|projects/group%2Fsub%2Fsms/merge_requests/7",
			"glab|api|--hostname|gitlab.com|projects/group%2Fsub%2Fsms/merge_requests/7/approvals",
			"glab|api|--hostname|gitlab.com|--paginate|projects/group%2Fsub%2Fsms/merge_requests/7/notes?per_page=100",
			"glab|api|--hostname|gitlab.com|projects/group%2Fsub%2Fsms/repository/commits/abc/merge_requests",
			"jq|-r|.[].iid",
			"glab|api|--hostname|gitlab.com|projects/group%2Fsub%2Fsms/merge_requests/81",
			"glab|api|--hostname|gitlab.com|projects/group%2Fsub%2Fsms/merge_requests/81/approvals",
			"glab|api|--hostname|gitlab.com|--paginate|projects/group%2Fsub%2Fsms/merge_requests/81/notes?per_page=100",
			"glab|api|--hostname|gitlab.com|projects/group%2Fsub%2Fsms/merge_requests/82",
			"glab|api|--hostname|gitlab.com|projects/group%2Fsub%2Fsms/merge_requests/82/approvals",
			"glab|api|--hostname|gitlab.com|--paginate|projects/group%2Fsub%2Fsms/merge_requests/82/notes?per_page=100",
			"git|add|--|" + hostile, "git|diff|--cached|--quiet|--|" + hostile}},
		"gitea": {"http://127.0.0.1:3000/git/anna/sms", "gitea", []string{
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/7",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/7/reviews?limit=50&page=1",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/7/reviews?limit=50&page=2",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/7/reviews?limit=50&page=3",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/7/reviews?limit=50&page=4",
			"curl|-sS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/commits/abc/pull",
			"curl|-sS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/commits/def/pull",
			"jq|-r|.number // empty",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/81",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/81/reviews?limit=50&page=1",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/81/reviews?limit=50&page=2",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/81/reviews?limit=50&page=3",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/81/reviews?limit=50&page=4",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/82",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/82/reviews?limit=50&page=1",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/82/reviews?limit=50&page=2",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/82/reviews?limit=50&page=3",
			"curl|-fsS|-H|Authorization: token T|http://127.0.0.1:3000/git/api/v1/repos/anna/sms/pulls/82/reviews?limit=50&page=4",
			"git|add|--|" + hostile, "git|diff|--cached|--quiet|--|" + hostile}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := Parse(c.forge, c.kind)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			script := Script(Plan{Forge: f, Folder: hostile, Root: ".", Commit: true, Signed: true, Wants: []Want{
				{About: "POL-A 1.0\ntouch hacked", Commits: []string{"abc"}, Number: "7", Known: "known\r\ntouch hacked"},
				{About: "POL-B 1.0", Commits: []string{"abc", "def"}},
			}})
			log := filepath.Join(dir, "log")
			// Each program writes one line; those that are asked for numbers give two.
			stub := `say() { l="$1"; case $1 in gh) l="$1${GH_HOST:+@$GH_HOST}";; esac; shift; for a; do l="$l|$a"; done; printf '%s\n' "$l" >>'` + log + "'; }\n"
			for _, program := range []string{"gh", "glab", "curl", "jq", "git"} {
				answer := ""
				if program == "jq" {
					answer = "cat >/dev/null; echo 81 82; "
				}
				if program == "gh" {
					answer = `case "$*" in *--jq*) echo 81; echo 82;; esac; `
				}
				stub += program + "() { say " + program + ` "$@"; ` + answer + "}\n"
			}
			cmd := exec.Command(sh, "-c", stub+script)
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "GITEA_TOKEN=T")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s\n%s\n%s", err, out, script)
			}
			said, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Split(strings.TrimSpace(string(said)), "\n")
			if !samePipes(got, c.want) {
				t.Errorf("called\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			if _, err := os.Stat(filepath.Join(dir, "hacked")); err == nil {
				t.Error("a text of the script was run")
			}
			host := strings.ReplaceAll(f.Host, ":", "-")
			for _, n := range []string{"7", "81", "82"} {
				if _, err := os.Stat(filepath.Join(dir, hostile, host, filepath.FromSlash(f.Base), filepath.FromSlash(f.Project), n+".json")); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// samePipes compares what was called. The parts of a pipe run at once, so that jq may be noted before what it reads.
func samePipes(got, want []string) bool {
	withoutJQ := func(lines []string) (rest, jq []string) {
		for _, line := range lines {
			if strings.HasPrefix(line, "jq|") {
				jq = append(jq, line)
			} else {
				rest = append(rest, line)
			}
		}
		return rest, jq
	}
	a, jqs := withoutJQ(got)
	b, wanted := withoutJQ(want)
	return slices.Equal(a, b) && slices.Equal(jqs, wanted)
}

// TestWhatCannotBeFetched wants a script to go on where the forge refuses a request, to leave what there was, and to fail where it
// refuses all.
func TestWhatCannotBeFetched(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell")
	}
	hub := Forge{Kind: "github", Scheme: "https", Host: "github.com", Project: "org/sms"}
	tea := Forge{Kind: "gitea", Scheme: "https", Host: "git.example", Project: "org/sms"}
	const was = `{"was": "there"}`
	for name, c := range map[string]struct {
		forge  Forge
		refuse string // a pattern of the shell
		want   map[string]string
		fails  bool
	}{
		"one request":      {hub, "*/7*", map[string]string{"7.json": was, "8.json": "{}", "8-reviews.json": "{}"}, false},
		"its reviews":      {hub, "*/7/reviews*", map[string]string{"7.json": "{}", "8.json": "{}", "8-reviews.json": "{}"}, false},
		"all":              {hub, "*", map[string]string{"7.json": was}, true},
		"a page of Gitea":  {tea, "*/8/reviews*page=3", map[string]string{"7.json": "{}", "7-reviews.json": "{}{}{}{}", "8.json": "{}"}, false},
		"nothing of Gitea": {tea, "", map[string]string{"7.json": "{}", "7-reviews.json": "{}{}{}{}", "8.json": "{}", "8-reviews.json": "{}{}{}{}"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := Plan{Forge: c.forge, Folder: "trust", Root: ".", Commit: true, Wants: []Want{{About: "A", Number: "7"}, {About: "B", Number: "8"}}}
			dir := t.TempDir()
			at := filepath.Join(dir, filepath.FromSlash(p.exports()))
			if err := os.MkdirAll(at, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(at, "7.json"), []byte(was), 0o644); err != nil {
				t.Fatal(err)
			}
			stubs := `answer() { for last; do :; done; case $last in ` + c.refuse + `) printf '{"message": "Not Found"}'; return 22;; esac; printf '{}'; }
				gh() { answer "$@"; }; curl() { answer "$@"; }; git() { echo git >> git-ran; }
				`
			if c.refuse == "" {
				stubs = strings.Replace(stubs, "case $last in )", "case $last in none)", 1)
			}
			cmd := exec.Command(sh, "-c", stubs+Script(p))
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			if (err != nil) != c.fails {
				t.Errorf("%v\n%s", err, out)
			}
			if _, err := os.Stat(filepath.Join(dir, "git-ran")); (err == nil) == c.fails {
				t.Errorf("git ran: %v", err == nil)
			}
			if refused := c.refuse != ""; refused != strings.Contains(string(out), "not fetched: trust/") {
				t.Errorf("it says %q", out)
			}
			got := map[string]string{}
			files, err := os.ReadDir(at)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				text, err := os.ReadFile(filepath.Join(at, f.Name()))
				if err != nil {
					t.Fatal(err)
				}
				got[f.Name()] = string(text)
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("files are %v, want %v", got, c.want)
			}
		})
	}
}

// What nobody has to sign is not signed, requests are named as the forge does, and a subject stays short.
func TestCommitOfTheScript(t *testing.T) {
	t.Parallel()
	hub, lab := Forge{Kind: "github", Host: "github.com", Project: "org/sms"}, Forge{Kind: "gitlab", Host: "gitlab.com", Project: "org/sms"}
	many := make([]Want, 6)
	for i := range many {
		many[i].Number = "7"
	}
	for want, p := range map[string]Plan{
		"git commit -S -m 'Keep the reviews of #7, #8' -- trust":            {Forge: hub, Folder: "trust", Root: ".", Commit: true, Signed: true, Wants: []Want{{Number: "7"}, {Number: "8"}}},
		"git commit -m 'Keep the reviews of !7' -- trust":                   {Forge: lab, Folder: "trust", Root: ".", Commit: true, Wants: []Want{{Number: "7"}}},
		"git commit -m 'Keep reviews of requests' -- trust":                 {Forge: lab, Folder: "trust", Root: ".", Commit: true, Wants: []Want{{Number: "7"}, {Commits: []string{"a"}}}},
		"git commit -m 'Keep reviews of requests' -- trust/a":               {Forge: lab, Folder: "trust/a", Root: ".", Commit: true, Wants: many},
		"set -e\ncd ../..\nmkdir -p trust/github.com/org/sms\nfetched=\n# ": {Forge: hub, Folder: "trust", Root: "../..", Wants: []Want{{Number: "7"}}},
	} {
		if got := Script(p); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
		p.Commit = false
		if got := Script(p); strings.Contains(got, "git ") || !strings.Contains(got, " api ") {
			t.Errorf("who commits in another way is given\n%s", got)
		}
	}
}

// Whatever stands in the configuration of git as an address: it is refused, or what a script takes from it is harmless to a shell and
// stays below the folder of exports.
func FuzzParse(f *testing.F) {
	for _, address := range []string{"https://a:b@github.com/org/sms.git", "git@gitlab.com:group/sub/sms", "ssh://git@gitea.example:22/o/r",
		"http://127.0.0.1:3000/git/anna/sms", "https://github.com/org/$(id)", "https://github.com/org/..", "C:\\sms", "a:b/c\nd/e"} {
		for _, kind := range []string{"", "github", "gitlab", "gitea"} {
			f.Add(address, kind)
		}
	}
	f.Fuzz(func(t *testing.T, address, kind string) {
		forge, err := Parse(address, kind)
		if err != nil {
			return
		}
		p := Plan{Forge: forge, Folder: "trust", Root: ".", Wants: []Want{{Number: "7", Commits: []string{"abc"}}}}
		if at := p.exports(); !strings.HasPrefix(at, "trust/") || strings.Contains(at, "..") && strings.Contains("/"+at+"/", "/../") {
			t.Errorf("%q: files go to %q", address, at)
		}
		for _, part := range strings.Split(forge.Project, "/") {
			if !segment.MatchString(part) {
				t.Errorf("%q: project %q", address, forge.Project)
			}
		}
		plain := p
		plain.Forge.Host, plain.Forge.Base, plain.Forge.Project = "git.example", "", "org/sms"
		if strings.Contains(forge.Host, ":") {
			plain.Forge.Host += ":1"
		}
		if n, want := strings.Count(Script(p), "\n"), strings.Count(Script(plain), "\n"); n != want {
			t.Errorf("%q makes a script of %d lines, want %d", address, n, want)
		}
	})
}
