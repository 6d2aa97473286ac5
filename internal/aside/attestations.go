package aside

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/gerrit"
	"clausebook/internal/gittuf"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
)

// Attestation is one of gittuf, with where it stands.
type Attestation struct {
	gittuf.Attestation
	Place
	Path   string
	Host   string // of the forge whose users it names
	Line   *history.Line
	State  int // the place on its line of the commit that is read
	effort *effort
}

// MayCheck tells whether another signature may be checked.
func (a *Attestation) MayCheck() bool {
	a.effort.signatures--
	return a.effort.signatures >= 0
}

// What is read of the attestations: files, and names in a path.
const (
	maxAttestations = 50_000
	maxNames        = 32
	maxIndex        = 16 << 20 // bytes
)

// effort is what may still be spent on attestations: whoever can push the reference can write any number of them.
type effort struct{ bytes, signatures int }

// newEffort allows for some thousand attestations that are about documents here, with all that it takes to date them.
func newEffort() *effort { return &effort{bytes: 256 << 20, signatures: 10_000} }

// ErrTooMany says that attestations are passed over for there are too many.
var ErrTooMany = errors.New("there are too many attestations, or too large ones, to read all")

// read reads an attestation as a tree of the line has it.
func (f *effort) read(tree fs.FS, path string) (gittuf.Attestation, error) {
	if f.bytes <= 0 {
		return gittuf.Attestation{}, ErrTooMany
	}
	text, err := plain.Read(tree, path, gittuf.MaxEnvelope)
	if err != nil {
		return gittuf.Attestation{}, err
	}
	f.bytes -= len(text)
	return gittuf.Parse(path, text)
}

// Attestations reads the attestations that gittuf's log records, or all where there is no log.
func (r *Reader) Attestations() []*Attestation {
	line := r.line(gittuf.Attestations)
	if line == nil {
		return nil
	}
	at, ok := r.recorded(line)
	if !ok {
		return nil
	}
	commit, _ := line.At(at)
	tree := line.Tree(commit)
	hosts, policy, left, main := r.hosts(tree), r.policy(), newEffort(), r.mainLine()
	var out []*Attestation
	for _, p := range r.files(tree) {
		a := &Attestation{Path: p, Line: line, State: at, Host: "github.com", effort: left}
		var err error
		if a.Attestation, err = left.read(tree, p); errors.Is(err, ErrTooMany) {
			r.Report(phrase.Of("the attestation %s and those that follow it", shortened(gerrit.Clean(p))), gittuf.Attestations, Fault(err))
			break
		}
		switch {
		case err != nil:
			r.Report(phrase.Of("the attestation %s", shortened(gerrit.Clean(p))), gittuf.Attestations, Fault(err))
		case a.App != "" && policy.Distrusts(a.App):
			r.Report(a.What(), gittuf.Attestations,
				phrase.Of("gittuf's policy says that reviews which the app %s attests do not count", gerrit.Clean(a.App)))
		default:
			if len(hosts) > 0 && a.App != "" {
				a.Host = hosts[a.IndexPath()]
			}
			a.Place = main.place(a)
			out = append(out, a)
		}
	}
	return out
}

// recorded finds the state of the attestations that the log of references records last. What it does not record, or marks as to
// be skipped, counts for nothing; what it records and is not here may say anything, so that nothing is read then.
func (r *Reader) recorded(line *history.Line) (at int, ok bool) {
	log := r.line(gittuf.Log)
	if log == nil {
		return 0, true
	}
	skipped := map[history.Hash]bool{}
	for i := 0; ; i++ {
		c, more := log.At(i)
		if !more {
			if cut, err := log.Cut(); cut {
				r.Report(phrase.Text(gittuf.Attestations), gittuf.Attestations,
					phrase.Of("the log of references is cut off before it records a state (%s)", reasonFor(err)))
				return 0, false
			}
			return 0, true
		}
		e, _ := gittuf.ParseEntry(c.Message)
		for _, h := range e.Skipped {
			skipped[h] = true
		}
		if e.Ref != gittuf.Attestations || skipped[c.Hash] {
			continue
		}
		if at = line.Find(e.Target); at < 0 {
			r.Report(phrase.Text(gittuf.Attestations), gittuf.Attestations,
				phrase.Of("the log of references records its commit %s, which is not here; fetch it with: %s",
					e.Target.Short(), line.FetchGittuf()))
			return 0, false
		}
		if at > 0 {
			r.Report(phrase.Text(gittuf.Attestations), gittuf.Attestations,
				phrase.Of("commit %s is the last that the log of references records; what came later does not count", e.Target.Short()))
		}
		return at, true
	}
}

// reasonFor says why a line ends before its first commit.
func reasonFor(err error) phrase.Phrase {
	if err != nil {
		return Fault(err)
	}
	return phrase.Of("the clone is shallow")
}

// files lists the files of authorizations and approvals.
func (r *Reader) files(tree fs.FS) []string {
	var out []string
	visited := 0
	for _, folder := range [...]string{gittuf.Authorizations, gittuf.Approvals} {
		_ = fs.WalkDir(tree, folder, func(p string, e fs.DirEntry, err error) error { // what is wrong is reported where it is
			switch visited++; {
			case p == folder && errors.Is(err, fs.ErrNotExist):
				return fs.SkipAll
			case visited > maxAttestations:
				r.notListed(folder, fmt.Errorf("more than %d files and folders are not read", maxAttestations))
				return fs.SkipAll
			case err == nil && strings.Count(p, "/") > maxNames:
				err = fmt.Errorf("folders are nested more than %d deep", maxNames)
			}
			switch {
			case err != nil:
				r.notListed(p, err)
				return fs.SkipDir
			case e.Type().IsRegular() && p != gittuf.Index:
				out = append(out, p)
			}
			return nil
		})
	}
	return out
}

// notListed reports a folder of attestations that cannot be read.
func (r *Reader) notListed(folder string, err error) {
	r.Report(phrase.Of("the folder %s in %s", shortened(gerrit.Clean(folder)), gittuf.Attestations), gittuf.Attestations, Fault(err))
}

// shortened cuts a path that a message repeats.
func shortened(p string) string { return phrase.Short(p, 200) }

// hosts reads on which hosts the reviews were given.
func (r *Reader) hosts(tree fs.FS) map[string]string {
	text, err := plain.Read(tree, gittuf.Index, maxIndex)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var hosts map[string]string
	if err == nil {
		hosts, err = gittuf.ParseIndex(text)
	}
	if err != nil {
		r.Report(phrase.Text(gittuf.Index), gittuf.Attestations, Fault(err))
	}
	return hosts
}

// policy reads what gittuf's policy says of apps; nil where it is not here.
func (r *Reader) policy() *gittuf.Policy {
	line := r.line(gittuf.Policies)
	if line == nil {
		return nil
	}
	tip, _ := line.At(0)
	text, err := plain.Read(line.Tree(tip), gittuf.RootFile, gittuf.MaxEnvelope)
	var p *gittuf.Policy
	if err == nil {
		p, err = gittuf.ParsePolicy(text)
	}
	if err != nil {
		r.Report(phrase.Text(gittuf.RootFile), gittuf.Policies, Fault(err))
	}
	return p
}

// Since gives the commit of the attestations' line since which one has said something; a later one where looking would cost too much.
func (a *Attestation) Since(says func(gittuf.Attestation) bool) history.LineCommit {
	return a.Line.Since(a.State, func(tree fs.FS) bool {
		then, err := a.effort.read(tree, a.Path)
		return err == nil && says(then)
	})
}

// Row begins what is told of the attestation, which speaks for some documents.
func (a *Attestation) Row(documents []doc.ID) Kept {
	out := Kept{What: a.What(), Ref: gittuf.Attestations, Documents: documents, Problem: a.Nowhere}
	if a.By != nil {
		out.Landed = a.By.Hash
		if len(documents) == 0 {
			out.Problem = phrase.Of("it approves no text that commit %s brought", a.By.Hash.Short())
		}
	}
	return out
}

// What names an attestation by what it allows.
func (a *Attestation) What() phrase.Phrase {
	ref, to := gerrit.Clean(a.Ref), a.Tree.Short()+a.Commit.Short()
	switch {
	case a.App != "" && a.From == "":
		return phrase.Of("gittuf's approval of %s at %s, attested by %s", ref, to, gerrit.Clean(a.App))
	case a.App != "":
		return phrase.Of("gittuf's approval of %s from %s to %s, attested by %s", ref, a.From.Short(), to, gerrit.Clean(a.App))
	case a.From == "":
		return phrase.Of("gittuf's authorization of %s at %s", ref, to)
	}
	return phrase.Of("gittuf's authorization of %s from %s to %s", ref, a.From.Short(), to)
}
