// Package fetch writes the shell script that fetches reviews from a forge: from where the repository is hosted and which commits await
// evidence, the commands that export the requests and their reviews, in forms that package reviews reads. It fetches nothing itself.
package fetch

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Forge is where a repository is hosted.
type Forge struct {
	Kind    string // github, gitlab or gitea, which stands for Forgejo too
	Scheme  string // https, unless the address says http
	Host    string // with its port, if it has one
	Base    string // the path below which the forge lives, with a slash before it; empty for most
	Project string // its path on the forge
}

// kinds are the forges whose exports package reviews reads.
var kinds = []string{"github", "gitlab", "gitea"}

// ErrUnknown says that an address does not tell what kind of forge stands there.
var ErrUnknown = errors.New("the address does not tell what kind of forge it is")

// scp is the short form of addresses of SSH.
var scp = regexp.MustCompile(`^(?:[^@/:\s]+@)?([^@/:\s]+):([^\s]+)$`)

// Parse reads the address of a repository, as git or a browser uses it. Names and passwords in it are left out. The kind is told by
// the host where none is given.
func Parse(address, kind string) (Forge, error) {
	f, err := located(address)
	if err != nil {
		return Forge{}, err
	}
	if !host.MatchString(f.Host) {
		return Forge{}, fmt.Errorf("%q is no host of a forge", f.Host)
	}
	if f.Kind = kind; kind == "" {
		f.Kind = kindOf(f.Host)
	}
	switch {
	case f.Kind == "":
		return Forge{}, fmt.Errorf("%s: %w", f.Host, ErrUnknown)
	case !slices.Contains(kinds, f.Kind):
		return Forge{}, fmt.Errorf("exports of reviews are read from GitHub, GitLab, Gitea and Forgejo, and this is %s", f.Kind)
	}
	return f.rooted()
}

// located finds scheme, host and path of an address.
func located(address string) (Forge, error) {
	unusable := fmt.Errorf("%q is no address on a forge", withoutSecrets(address))
	if m := scp.FindStringSubmatch(address); m != nil && !strings.Contains(address, "://") {
		return Forge{Scheme: "https", Host: webHost(m[1]), Project: trimmed(m[2])}, nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return Forge{}, unusable
	}
	f := Forge{Scheme: "https", Host: webHost(u.Hostname()), Project: trimmed(u.Path)} // the port of SSH is none of the web's
	switch u.Scheme {
	case "http", "https":
		f.Scheme, f.Host = u.Scheme, strings.ToLower(u.Host)
	case "ssh", "git", "git+ssh":
	default:
		return Forge{}, unusable
	}
	return f, nil
}

// withoutSecrets leaves out what stands before the host.
func withoutSecrets(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	authority, _, _ := strings.Cut(rest, "/")
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		return scheme + "://" + rest[at+1:]
	}
	return address
}

// webHost gives the host of the pages of a forge, of the one that it has for SSH.
func webHost(name string) string {
	name = strings.ToLower(name)
	switch name {
	case "ssh.github.com", "altssh.gitlab.com":
		_, name, _ = strings.Cut(name, ".")
	}
	return name
}

func trimmed(path string) string {
	return strings.TrimSuffix(strings.Trim(path, "/"), ".git")
}

// kindOf tells a forge by its host, where that says so.
func kindOf(at string) string {
	name, _, _ := strings.Cut(at, ":")
	labels := strings.Split(name, ".")
	for kind, words := range map[string][]string{"github": {"github"}, "gitlab": {"gitlab"}, "gitea": {"gitea", "forgejo", "codeberg"}} {
		if slices.ContainsFunc(labels, func(label string) bool { return slices.Contains(words, label) }) {
			return kind
		}
	}
	return ""
}

// host is a name or address on the network, with or without a port.
var host = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]+)?$`)

// segment is a part of a path that a shell and a file system take as it stands.
var segment = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._+-]*$`)

// rooted parts the path of the forge from that of the project, which has two parts at GitHub and Gitea, and at GitLab any number.
func (f Forge) rooted() (Forge, error) {
	parts := strings.Split(f.Project, "/")
	if len(parts) < 2 || slices.ContainsFunc(parts, func(p string) bool { return !segment.MatchString(p) }) {
		return Forge{}, fmt.Errorf("%q is no project on a forge", f.Project)
	}
	if f.Kind == "gitlab" {
		return f, nil
	}
	cut := len(parts) - 2
	if cut > 0 {
		f.Base = "/" + strings.Join(parts[:cut], "/")
	}
	f.Project = strings.Join(parts[cut:], "/")
	return f, nil
}
