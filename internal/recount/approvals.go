package recount

import (
	"cmp"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

var mail = regexp.MustCompile(`<([^>]+)>`)

func (c *Count) git(args ...string) ([]string, error) {
	out, err := exec.Command("git", append([]string{"-C", c.dir, "-c", "safe.directory=*", "-c", "core.quotepath=off"}, args...)...).Output()
	return strings.Split(string(out), "\n"), err
}

func (c *Count) readLog() error {
	authors := map[string]string{}
	all, failed := c.git("log", "--format=%H %ae")
	for _, line := range all {
		hash, author, _ := strings.Cut(line, " ")
		authors[hash] = author
	}
	lines, err := c.git("log", "--first-parent", "-m", "-M50%", "--name-status",
		"--format=commit %H %cs %P %(trailers:key=Approved-by,separator=;)%(trailers:key=Reviewed-by,separator=;)")
	for _, line := range lines {
		switch words := strings.Fields(line); {
		case strings.HasPrefix(line, "commit "):
			at := commit{hash: words[1], day: words[2], author: authors[words[1]], paths: map[string]string{}}
			if len(words) > 4 && authors[words[4]] != "" { // who wrote what a merge brought
				at.author = authors[words[4]]
			}
			for _, m := range mail.FindAllStringSubmatch(line, -1) {
				at.approvers = append(at.approvers, m[1])
			}
			c.logged = append(c.logged, at)
		case len(words) > 1:
			c.logged[len(c.logged)-1].paths[words[len(words)-1]] = words[1]
		}
	}
	return cmp.Or(failed, err)
}

// approved tells whether somebody with the authority approved the text of a document as it stands, and else by when that can be shown.
func (c *Count) approved(d *document) (approved bool, late string) {
	newest, path := "", d.path
	for _, at := range c.logged {
		before, changed := at.paths[path]
		if !changed {
			continue
		}
		if newest == "" && (at.approvers == nil || d.Attendees != nil) && d.Status == "approved" { // nobody without the authority is named
			late = after(at.day, 0, 7)
		}
		if newest = cmp.Or(newest, at.hash); c.counts(d, at) {
			return d.Status == "approved" && c.text(newest, d.path) == c.text(at.hash, path), ""
		}
		path = before
	}
	return false, late
}

// text gives what stands below the front matter of a document at a commit.
func (c *Count) text(hash, path string) string {
	lines, _ := c.git("show", hash+":"+path)
	return strings.SplitN(strings.Join(lines, "\n"), "\n---\n", 2)[1]
}

// counts tells whether one of those whom a commit names may approve a document: who has the role on that day, or is the deputy of
// somebody who has, and is no author of a text that is kept; of minutes the chair or most of who attended; of small corrections the owner.
func (c *Count) counts(d *document, at commit) bool {
	votes := 0
	for _, p := range c.People {
		if !slices.Contains(at.approvers, p.Emails[0]) || at.author == p.Emails[0] && d.Date == "" {
			continue
		}
		who := []string{p.ID}
		for _, of := range p.Deputy {
			if of.holds(at.day) {
				who = append(who, of.Person)
			}
		}
		if votes++; d.Attendees != nil && (slices.Contains(who, d.Chair) || 2*votes > len(d.Attendees)) {
			return true
		}
		for _, r := range c.Roles {
			mayApprove := r.ID == d.Approver || r.ID == d.Owner && slices.Contains(c.Approval.Minor.Roles, r.ID)
			has := slices.ContainsFunc(r.Holders, func(h span) bool { return h.holds(at.day) && slices.Contains(who, h.Person) })
			if mayApprove && has && d.Attendees == nil {
				return true
			}
		}
	}
	return false
}
