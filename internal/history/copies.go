package history

import (
	"bytes"
	"regexp"
	"slices"
)

// copyOf is the line by which git cherry-pick -x names the commit that was copied.
var copyOf = regexp.MustCompile(`(?m)^\(cherry picked from commit ([0-9a-f]{40}|[0-9a-f]{64})\)$`)

// CopiedFrom gives the commits from which the message says that the commit was copied, as git cherry-pick -x writes it.
func (c *Commit) CopiedFrom() []Hash {
	var out []Hash
	if !bytes.Contains(c.Raw, []byte("(cherry picked from commit ")) {
		return nil
	}
	for _, m := range copyOf.FindAllSubmatch(c.Raw, -1) {
		out = append(out, Hash(m[1]))
	}
	return out
}

// SameWords tells whether two commits are of one author and time and have the same message, as a commit and its copy have.
func (c *Commit) SameWords(other *Commit) bool {
	return c.Author.Written == other.Author.Written && c.Author.When.Equal(other.Author.When) && c.Subject == other.Subject &&
		c.Body == other.Body && slices.Equal(c.Trailers, other.Trailers)
}
