package trust

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// Policy is the section `approval:` of the configuration as it stood at one place.
type Policy struct {
	config.Approval
	whole config.Config // of which it is the section
}

// defaultTrailers are those that name an approver unless the configuration says otherwise.
var defaultTrailers = []string{"Approved-by", "Reviewed-by"}

func newPolicy(c config.Config) *Policy {
	p := &Policy{Approval: c.Approval, whole: c}
	if p.Trailers == nil {
		p.Trailers = defaultTrailers
	}
	return p
}

// bar gives the place of the least grade among those that there are, the weakest first.
func (p *Policy) bar() int { return max(slices.Index(config.Grades, p.LeastGrade), 0) }

// Reviews tells whether a trailer of this key names an approver.
func (p *Policy) Reviews(key string) bool {
	return slices.ContainsFunc(p.Trailers, func(known string) bool { return strings.EqualFold(known, key) })
}

// Separates tells whether authors may not approve documents of a type. Unless it is said otherwise, that holds for what is
// maintained: records are confirmed by those who know that it was so.
func (p *Policy) Separates(kind string) bool {
	if p.SeparatedTypes != nil {
		return p.SeparationOfDuties && slices.Contains(p.SeparatedTypes, kind)
	}
	return p.SeparationOfDuties && !doc.RecordType(kind)
}

// Confirms tells whether documents of a type are confirmed, so that it does not matter who wrote them.
func (p *Policy) Confirms(kind string) bool { return doc.RecordType(kind) && !p.Separates(kind) }

// QuorumOf gives how many have to approve a document of some type.
func (p *Policy) QuorumOf(kind string) config.Quorum {
	q := p.Quorum[kind]
	q.Approvers = max(q.Approvers, 1)
	return q
}

// KeyFiles tells whether files of keys are named.
func (p *Policy) KeyFiles() bool { return p.AllowedSigners != "" || p.OpenPGPKeys != "" }

// PolicyBefore gives the rules of approval as they stood before a change of the main line, so that no change can lower
// them for itself; nil stands for what is not committed yet. Trust has to begin somewhere: the first configuration speaks
// for all that is older.
func (t *Book) PolicyBefore(change *history.Commit) *Policy {
	if eve := t.eve(change); eve != "" {
		return t.policyAt(eve)
	}
	return t.firstPolicy()
}

// PolicyAfter gives the rules of approval as a change of the main line left them.
func (t *Book) PolicyAfter(change *history.Commit) *Policy {
	if change == nil {
		return t.Present
	}
	return t.policyAt(change.Hash)
}

// policyAt gives the rules of approval as a commit states them.
func (t *Book) policyAt(commit history.Hash) *Policy {
	if commit == "" || t.In.At == nil || t.In.ConfigOf == nil {
		return t.Present
	}
	p, ok := t.policies[commit]
	if !ok {
		p = t.readPolicy(commit)
		t.policies[commit] = p
	}
	return p
}

// readPolicy reads the rules of a commit. A configuration that cannot be used leaves those before it in force: else
// breaking it would lower them. Where there is none, the defaults hold if there was one before.
func (t *Book) readPolicy(commit history.Hash) *Policy {
	tree, err := t.In.At(commit)
	if err == nil {
		found, err := t.In.ConfigOf(tree)
		switch {
		case err == nil:
			return newPolicy(found)
		case !errors.Is(err, fs.ErrNotExist):
			if c := t.Log.Commit(commit); c != nil {
				return t.PolicyBefore(c)
			}
			return t.Present
		}
	}
	if c, first := t.Log.Commit(commit), t.firstConfigured(); c == nil || first == nil || t.Log.LandedBy(c).Place < first.Place {
		return t.firstPolicy()
	}
	return newPolicy(config.New())
}

// firstPolicy gives the rules of the first configuration that there was, else those of the tree that is judged.
func (t *Book) firstPolicy() *Policy {
	if first := t.firstConfigured(); first != nil {
		return t.policyAt(first.Hash)
	}
	return t.Present
}

// firstConfigured gives the commit of the main line that brought the first usable configuration; nil if none did.
func (t *Book) firstConfigured() *history.Commit {
	if !t.searched {
		t.searched = true
		t.configured = t.findConfigured()
	}
	return t.configured
}

func (t *Book) findConfigured() *history.Commit {
	if t.In.At == nil || t.In.ConfigOf == nil {
		return nil
	}
	for c := range t.Log.MainLine() {
		tree, err := t.In.At(c.Hash)
		if err != nil {
			continue // the project did not exist yet
		}
		if _, err := t.In.ConfigOf(tree); err == nil {
			return c
		}
	}
	return nil
}

// Alone says as a fact that whoever writes a text approves it as well, or that there is nobody else to approve it.
func (t *Book) Alone() phrase.Phrase {
	switch one := t.Now.Persons() == 1; {
	case one && !t.Present.SeparationOfDuties:
		return phrase.Of("One person, no separation of duties: who writes a text approves it as well.")
	case one:
		return phrase.Of("One person is listed, so nobody else can approve what that person writes.")
	case !t.Present.SeparationOfDuties:
		return phrase.Of("No separation of duties: who writes a text may approve it as well.")
	}
	return phrase.Phrase{}
}
