package approval

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// policy is the section `approval:` of the configuration as it stood at one place.
type policy struct {
	config.Approval
	least Grade
}

// defaultTrailers are those that name an approver unless the configuration says otherwise.
var defaultTrailers = []string{"Approved-by", "Reviewed-by"}

func newPolicy(a config.Approval) *policy {
	p := &policy{Approval: a}
	if p.Trailers == nil {
		p.Trailers = defaultTrailers
	}
	var ok bool
	if p.least, ok = ParseGrade(a.LeastGrade); !ok {
		p.least = Declared
	}
	return p
}

// reviews tells whether a trailer of this key names an approver.
func (p *policy) reviews(key string) bool {
	return slices.ContainsFunc(p.Trailers, func(known string) bool { return strings.EqualFold(known, key) })
}

// separates tells whether authors may not approve documents of a type. Unless it is said otherwise, that holds for what is
// maintained: records are confirmed by those who know that it was so.
func (p *policy) separates(kind string) bool {
	if p.SeparatedTypes != nil {
		return p.SeparationOfDuties && slices.Contains(p.SeparatedTypes, kind)
	}
	return p.SeparationOfDuties && !doc.RecordType(kind)
}

// confirms tells whether documents of a type are confirmed, so that it does not matter who wrote them.
func (p *policy) confirms(kind string) bool { return doc.RecordType(kind) && !p.separates(kind) }

// quorum gives how many have to approve a document of some type.
func (p *policy) quorum(kind string) config.Quorum {
	q := p.Quorum[kind]
	q.Approvers = max(q.Approvers, 1)
	return q
}

// keyFiles tells whether files of keys are named.
func (p *policy) keyFiles() bool { return p.AllowedSigners != "" || p.OpenPGPKeys != "" }

// policyBefore gives the rules of approval as they stood before a change of the main line, so that no change can lower
// them for itself; nil stands for what is not committed yet. Trust has to begin somewhere: the first configuration speaks
// for all that is older.
func (t *trust) policyBefore(change *history.Commit) *policy {
	if eve := t.eve(change); eve != "" {
		return t.policyAt(eve)
	}
	return t.firstPolicy()
}

// policyAfter gives the rules of approval as a change of the main line left them.
func (t *trust) policyAfter(change *history.Commit) *policy {
	if change == nil {
		return t.present
	}
	return t.policyAt(change.Hash)
}

// policyAt gives the rules of approval as a commit states them.
func (t *trust) policyAt(commit history.Hash) *policy {
	if commit == "" || t.in.At == nil || t.in.PolicyOf == nil {
		return t.present
	}
	p, ok := t.policies[commit]
	if !ok {
		p = t.readPolicy(commit)
		t.policies[commit] = p
	}
	return p
}

// asked gives the grade that is asked of what a change brings: that of before, and of now as well where the configuration
// wants old approvals judged by it.
func (t *trust) asked(change *history.Commit) Grade {
	least := t.policyBefore(change).least
	if t.present.AppliesToAll {
		least = max(least, t.present.least)
	}
	return least
}

// quorumAsked gives how many have to approve what a change brings, by the same rules.
func (s *timeline) quorumAsked(change *history.Commit) config.Quorum {
	q := s.policyBefore(change).quorum(s.doc.Type)
	if s.judge.present.AppliesToAll {
		now := s.judge.present.quorum(s.doc.Type)
		q = config.Quorum{Approvers: max(q.Approvers, now.Approvers), Parties: q.Parties || now.Parties}
	}
	return q
}

// readPolicy reads the rules of a commit. A configuration that cannot be used leaves those before it in force: else
// breaking it would lower them. Where there is none, the defaults hold if there was one before.
func (t *trust) readPolicy(commit history.Hash) *policy {
	tree, err := t.in.At(commit)
	if err == nil {
		found, err := t.in.PolicyOf(tree)
		switch {
		case err == nil:
			return newPolicy(found)
		case !errors.Is(err, fs.ErrNotExist):
			if c := t.log.Commit(commit); c != nil {
				return t.policyBefore(c)
			}
			return t.present
		}
	}
	if c, first := t.log.Commit(commit), t.firstConfigured(); c == nil || first == nil || t.log.LandedBy(c).Place < first.Place {
		return t.firstPolicy()
	}
	return newPolicy(config.New().Approval)
}

// firstPolicy gives the rules of the first configuration that there was, else those of the tree that is judged.
func (t *trust) firstPolicy() *policy {
	if first := t.firstConfigured(); first != nil {
		return t.policyAt(first.Hash)
	}
	return t.present
}

// firstConfigured gives the commit of the main line that brought the first usable configuration; nil if none did.
func (t *trust) firstConfigured() *history.Commit {
	if !t.searched {
		t.searched = true
		t.configured = t.findConfigured()
	}
	return t.configured
}

func (t *trust) findConfigured() *history.Commit {
	if t.in.At == nil || t.in.PolicyOf == nil {
		return nil
	}
	for c := range t.log.MainLine() {
		tree, err := t.in.At(c.Hash)
		if err != nil {
			continue // the project did not exist yet
		}
		if _, err := t.in.PolicyOf(tree); err == nil {
			return c
		}
	}
	return nil
}
