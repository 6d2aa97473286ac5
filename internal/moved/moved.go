// Package moved reads the file that `history.moved` names: which commit goes under which name since the history was rewritten or brought
// over from another system.
//
// It has the form that git-filter-repo writes as `.git/filter-repo/commit-map`: a line for each commit, its former name and its
// present one, and zeros for one that was left out. A name that leads nowhere is no reason to guess: it counts as unknown, as before.
package moved

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
)

// Rule is the rule whose findings say what is wrong with the move of a history.
const Rule diag.RuleID = "HI007"

// The bounds of the file: a line for each of half a million commits, each as long as it has to be.
const (
	maxFile = 48 << 20
	maxLine = 512
)

// shownLines is how many malformed lines are told one by one.
const shownLines = 3

// Read reads the moves that a configuration names, from the tree that it stands in; nil where it names none or they cannot be read.
func Read(tree fs.FS, c config.Moved) (*history.Moves, []diag.Finding) {
	if c.IsZero() {
		return nil, nil
	}
	raw, err := plain.Read(tree, path.Clean(c.Map), maxFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, problem(c.Pos, "`history.moved.map: %s` is not there", c.Map)
	case err != nil:
		return nil, problem(c.Pos, "`history.moved.map: %s` cannot be read: it %s", c.Map, plain.Reason(err))
	}
	r := reader{file: path.Clean(c.Map), moves: &history.Moves{To: map[history.Hash]history.Hash{}, At: history.Hash(c.Commit), Day: c.Day}}
	for i, line := range bytes.Split(raw, []byte("\n")) {
		r.line(i+1, strings.TrimSpace(string(line[:min(len(line), maxLine)])))
	}
	return r.moves, r.findings()
}

func problem(pos diag.Pos, format string, args ...any) []diag.Finding {
	return []diag.Finding{{Rule: Rule, Pos: pos, Message: fmt.Sprintf(format, args...),
		Hint: "commit the file `.git/filter-repo/commit-map` that git-filter-repo wrote, or lines `OLD NEW` with both full names"}}
}

// reader takes a file in, line by line.
type reader struct {
	file  string
	moves *history.Moves
	bad   []diag.Finding
}

// line takes one line in. The first one may be the heading that git-filter-repo writes.
func (r *reader) line(n int, text string) {
	fields := strings.Fields(text)
	if len(fields) == 0 || strings.HasPrefix(text, "#") || n == 1 && strings.EqualFold(strings.Join(fields, " "), "old new") {
		return
	}
	if len(fields) != 2 || !fullName(fields[0]) || !fullName(fields[1]) {
		r.wrong(n, fmt.Sprintf("“%s” is not two full names of commits", cut(text)))
		return
	}
	from, to := history.Hash(strings.ToLower(fields[0])), history.Hash(strings.ToLower(fields[1]))
	if strings.Trim(string(to), "0") == "" {
		to = ""
	}
	if before, known := r.moves.To[from]; known && before != to {
		r.wrong(n, fmt.Sprintf("%s is given a second time, with another name", from.Short()))
		return
	}
	if from != to {
		r.moves.To[from] = to
	}
}

func (r *reader) wrong(n int, message string) {
	r.bad = append(r.bad, diag.Finding{Rule: Rule, Pos: diag.Pos{File: r.file, Line: n}, Message: message,
		Hint: "write the former and the present name with 40 digits each; the line is left out until then"})
}

// findings tells the first malformed lines, and how many more there are.
func (r *reader) findings() []diag.Finding {
	out := r.bad[:min(len(r.bad), shownLines)]
	if more := len(r.bad) - len(out); more > 0 {
		out[shownLines-1].Message += fmt.Sprintf("; and %s more", phrase.Plural(more, "line", "lines"))
	}
	return out
}

// fullName tells whether a word is the whole name of a commit.
func fullName(word string) bool {
	return len(word) == 40 && strings.Trim(word, "0123456789abcdefABCDEF") == ""
}

// cut shortens what a message quotes.
func cut(text string) string {
	return phrase.Short(strings.ToValidUTF8(text, "\ufffd"), 60)
}
