package aside

import (
	"strings"

	"clausebook/internal/gerrit"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// Place is where on the main line the change is that an attestation allows.
type Place struct {
	Start   *history.Commit // from which the change goes out; nil where there was nothing before
	By      *history.Commit // that brought the state; nil where none did
	Nowhere phrase.Phrase   // why none did
}

// mainLine joins attestations to the main line.
type mainLine struct {
	log    *history.Log
	states map[history.Hash][]*history.Commit // its commits by their trees
	shared map[string]int                     // by the name of a branch: the place of the last commit that it has too
	latest int                                // of these
}

// mainLine reads how far each branch and the main line are one. What lies beyond the end of all branches, as on a branch of somebody's
// own, belongs to those that it continues.
func (r *Reader) mainLine() *mainLine {
	m := &mainLine{log: r.Log, states: map[history.Hash][]*history.Commit{}, shared: map[string]int{}, latest: -1}
	for c := range r.Log.MainLine() {
		m.states[c.Tree] = append(m.states[c.Tree], c)
	}
	for _, branch := range r.Main {
		at := -1
		if l := r.line(branch.Ref); l != nil {
			at = m.end(l)
		}
		m.shared[branch.Name] = at
		m.latest = max(m.latest, at)
	}
	return m
}

// end gives the place of the last commit that a branch and the main line have both.
func (m *mainLine) end(l *history.Line) int {
	for i := 0; ; i++ {
		c, ok := l.At(i)
		if !ok {
			return -1
		}
		if known := m.log.Commit(c.Hash); known != nil && known.Mainline {
			return known.Place
		}
	}
}

// place finds the commit of the main line that brought the state which an attestation allows.
func (m *mainLine) place(a *Attestation) Place {
	var p Place
	if a.From != "" {
		if p.Start = m.log.Commit(a.From); p.Start == nil || !p.Start.Mainline {
			return Place{Nowhere: phrase.Of("commit %s, from which it goes out, is not on the main line", a.From.Short())}
		}
	}
	var by *history.Commit
	if strings.HasPrefix(a.Ref, "refs/tags/") {
		by, p.Nowhere = m.landing(a)
	} else if by, p.Nowhere = m.branch(a, p.Start); by != nil {
		p.Nowhere = m.beyond(a.Ref, by)
	}
	if p.Nowhere.IsZero() {
		p.By = by
	}
	return p
}

// branch finds the commit that brought the state of a branch.
func (m *mainLine) branch(a *Attestation, start *history.Commit) (*history.Commit, phrase.Phrase) {
	if _, known := m.shared[a.Ref]; !known {
		return nil, phrase.Of("%s is not the main line", gerrit.Clean(a.Ref))
	}
	if a.Commit != "" {
		return m.landing(a)
	}
	for _, c := range m.states[a.Tree] {
		if start == nil || c.Place > start.Place {
			return c, phrase.Phrase{}
		}
	}
	if there := m.states[a.Tree]; len(there) > 0 {
		return nil, phrase.Of("the main line had that state at commit %s, before the change that it allows", there[len(there)-1].Hash.Short())
	}
	return nil, phrase.Of("the main line never had that state")
}

// landing finds the commit of the main line that brought the commit which is allowed.
func (m *mainLine) landing(a *Attestation) (*history.Commit, phrase.Phrase) {
	if c := m.log.Commit(a.Commit); c != nil {
		return m.log.LandedBy(c), phrase.Phrase{}
	}
	return nil, phrase.Of("the history does not have what it allows")
}

// beyond tells of a commit of the main line that a branch does not have, though another branch goes on from it.
func (m *mainLine) beyond(ref string, by *history.Commit) phrase.Phrase {
	if at := m.shared[ref]; at == m.latest || by.Place <= at {
		return phrase.Phrase{}
	}
	return phrase.Of("commit %s is not of the branch %s", by.Hash.Short(), gerrit.Clean(ref))
}
