package build

import (
	"context"

	"clausebook/internal/fingerprint"
	"clausebook/internal/history"
	"clausebook/internal/kept"
)

// Answer is what a command printed of a project, so that it can say it again as long as nothing has changed that it follows from. The
// zero value remembers nothing.
type Answer struct {
	look  Look
	store *kept.Store
}

// Said is what was printed, and whether the exit code was that of findings. Whole is true of all but the zero value.
type Said struct {
	Out, Err        string
	Findings, Whole bool
}

// maxSaid is the longest answer that is kept, in bytes.
const maxSaid = 4 << 20

// AnswerTo looks at all that a command would look at. Flags are all that it was asked and that its words follow from, beside the options.
func AnswerTo(ctx context.Context, o Options, flags ...string) Answer {
	l := lookAt(ctx, o, "", flags...)
	file := history.KeptFile(history.Options{Dir: o.Dir, Folder: l.content, CacheDir: o.cache()}, "said", "")
	if !l.known || file == "" {
		return Answer{}
	}
	return Answer{l, kept.Open(file, o.Program)}
}

// Last gives what was said when everything was as it is.
func (a Answer) Last() (said Said, ok bool) {
	if !a.look.known {
		return said, false
	}
	said = kept.Value(a.store, a.look.all(), func() (Said, bool) { return Said{}, false })
	return said, said.Whole
}

// Keep keeps what was said, if everything is still as it was looked at. What cannot be kept is found out again.
func (a Answer) Keep(said Said) {
	if !a.look.known || len(said.Out)+len(said.Err) > maxSaid || !a.look.still() {
		return
	}
	kept.Value(a.store, a.look.all(), func() (Said, bool) { return said, true })
	_ = a.store.Save()
}

// all names what was looked at and what runs remember. They remember the heads of branches at their end, as they found them.
func (l Look) all() fingerprint.Digest { return fingerprint.Of(l.name, l.memory()) }

// still tells whether what was looked at is as it was: what changes while it is read belongs to no name.
func (l Look) still() bool {
	name, err := l.again()
	return err == nil && name == l.name
}
