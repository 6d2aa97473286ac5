package history

import (
	"errors"
	"io/fs"

	"clausebook/internal/plain"
)

// said gives what the work tree says of people and of commits; what is committed where it cannot be read.
func (r *repository) said(committed said) said {
	out := said{r.written(".mailmap", committed.mailmap), r.written(".git-blame-ignore-revs", committed.ignored)}
	if r.prefix != "" {
		out.ignored += "\n" + r.written(r.absolute(".git-blame-ignore-revs"), committed.ignored)
	}
	return out
}

// written gives a file in the root of the work tree, as `git add` would commit it; what is committed where it cannot be read.
func (r *repository) written(name, committed string) string {
	tree, err := plain.Open(r.root)
	if err != nil {
		return committed
	}
	text, err := plain.Read(tree, name, maxControl)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ""
	case err != nil:
		return committed
	}
	return string(text)
}
