// Package gerrit reads the notes that Gerrit writes below refs/notes/review: who voted what on a commit, and when it was submitted.
//
// A note is lines of a name, a colon and a value, as the documentation of Gerrit's plugin reviewnotes gives them. A newcomer must know
// that a note is free text: whoever may push it can write any vote, so that what it shows is decided by package approval.
package gerrit

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"clausebook/internal/history"
)

// Ref is where Gerrit keeps the notes.
const Ref = history.ReviewNotes

// Label is the label whose highest vote approves a change and whose negative votes speak against it.
const Label = "Code-Review"

// Approving is the vote by which a change may be submitted. One less means that somebody else has to approve it.
const Approving = 2

// What is read of a note, in bytes, lines and bytes of a line.
const (
	MaxNote = 256 << 10
	maxRows = 2_000
	maxRow  = 1_000
)

// Note is what a note says of a commit.
type Note struct {
	Votes     []Vote
	Submitted time.Time // zero where it is not said
	Change    string    // the address of the change, as it is written
}

// Vote is what somebody said of a change under a label.
type Vote struct {
	Label string
	Value int
	Who   string // "Name <address>", either of which may be missing
}

// approves tells whether the vote approves the change.
func (v Vote) approves() bool { return v.Label == Label && v.Value == Approving }

// objects tells whether the vote speaks against the change.
func (v Vote) objects() bool { return v.Label == Label && v.Value < 0 }

// Approvals gives the votes that approve the change.
func (n Note) Approvals() []Vote { return n.only(Vote.approves) }

// Objections gives the votes that speak against the change.
func (n Note) Objections() []Vote { return n.only(Vote.objects) }

func (n Note) only(is func(Vote) bool) []Vote {
	var out []Vote
	for _, v := range n.Votes {
		if is(v) {
			out = append(out, v)
		}
	}
	return out
}

// vote is the name of a label with its value, as in Code-Review+2.
var vote = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9-]*)([+-][0-9]{1,2})$`)

// sent is the form of times in notes.
const sent = "Mon, 2 Jan 2006 15:04:05 -0700"

// Parse reads a note. Lines of other kinds are passed over, for labels and plugins may add any. What was read before a fault is given
// with it.
func Parse(text []byte) (Note, error) {
	var n Note
	if len(text) > MaxNote {
		return n, fmt.Errorf("it has %d bytes, and no more than %d are read", len(text), MaxNote)
	}
	rows := 0
	for line := range strings.Lines(Clean(string(text))) {
		line = strings.TrimRight(line, "\r\n")
		if rows++; rows > maxRows {
			return n, fmt.Errorf("it has more than %d lines", maxRows)
		}
		if len(line) > maxRow {
			return n, fmt.Errorf("line %d has more than %d bytes", rows, maxRow)
		}
		name, value, ok := strings.Cut(line, ": ")
		if value = strings.TrimSpace(value); !ok || value == "" {
			continue
		}
		if err := n.take(name, value); err != nil {
			return n, fmt.Errorf("line %d: %w", rows, err)
		}
	}
	return n, nil
}

// take takes in one line.
func (n *Note) take(name, value string) error {
	switch name {
	case "Submitted-at":
		when, err := time.Parse(sent, value)
		if err != nil {
			//nolint:staticcheck // the message begins with a name of Gerrit's
			return fmt.Errorf("Submitted-at is %q, not a time such as “Mon, 25 Jun 2012 16:15:57 +0200”", value)
		}
		if n.Submitted.IsZero() || when.Before(n.Submitted) {
			n.Submitted = when // a commit that was submitted to several branches was approved with the first
		}
	case "Reviewed-on":
		n.Change = value
	default:
		if m := vote.FindStringSubmatch(name); m != nil {
			points, _ := strconv.Atoi(m[2]) // two digits at most
			n.Votes = append(n.Votes, Vote{m[1], points, value})
		}
	}
	return nil
}

// Clean puts the mark of an unknown character where a text is not valid or has characters that nobody sees or that turn what stands
// beside them.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\r' && r != '\t' && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r)) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, string(unicode.ReplacementChar)))
}
