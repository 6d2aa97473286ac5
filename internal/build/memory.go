package build

import (
	"cmp"
	"reflect"
	"slices"

	"clausebook/internal/approval"
	"clausebook/internal/check"
	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/fingerprint"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/inputs"
	"clausebook/internal/kept"
	"clausebook/internal/memo"
	"clausebook/internal/people"
	"clausebook/internal/trust"
	"clausebook/internal/witness"
)

// memory is what one gathering leaves to the next: parts of its results, each under what it is made of (ADR 60). A document is its own
// name in it: one whose file has changed was read anew and has another address, see doc.Reader.
type memory struct {
	texts  *check.Memory                                   // what rules take from a document alone
	judged *memo.Parts[*doc.Document, *approval.Judgement] // its approvals, by what all documents share
	shared *shared
}

// textsPart says how much of the documents of a work tree may be read anew in each run before they are all kept anew: one in so many.
const textsPart = 50

// keptTexts opens what earlier runs read of documents alone, by the same trust as what a site was made of. Of a work tree alone: an earlier
// tree is read once, and what follows a gathering of this run takes over what that has.
func keptTexts(o Options, cfg config.Config, src source) *kept.Store {
	program := cmp.Or(o.Program, o.Tool)
	if program == "" || src.commit != "" || o.Previous != nil {
		return nil
	}
	file := history.KeptFile(history.Options{Dir: o.Dir, Folder: cfg.Content, CacheDir: o.cache()}, "texts", "")
	if file == "" {
		return nil
	}
	return kept.Open(file, program)
}

// shared is all that approvals are judged by but the texts of the documents.
type shared struct {
	repository fingerprint.Digest // what is committed, and how git reads it
	names      fingerprint.Digest // what documents and attachments are called, by which links and texts name them
	log        *history.Log
	config     config.Config
	people     *people.Register
	elsewhere  imported.Scope
	clock      witness.Clock
	author     history.Identity // of the commit to come
}

// equal tells whether two gatherings judge by the same.
func (s *shared) equal(other *shared) bool {
	return s != nil && other != nil && s.repository == other.repository && s.names == other.names && s.clock == other.clock &&
		s.author == other.author && s.log.Alike(other.log) && reflect.DeepEqual(s.config, other.config) &&
		reflect.DeepEqual(s.people, other.people) && reflect.DeepEqual(s.elsewhere, other.elsewhere)
}

// remember gives the memory of a gathering: of the one before it keeps what still holds.
func remember(o Options, d *dossier.Dossier, cfg config.Config, next *trust.Next) memory {
	var last memory
	if o.Previous != nil {
		last = o.Previous.known
	}
	m := memory{texts: memo.After(last.texts), shared: sharedBy(o, d, cfg, next)}
	if !m.shared.equal(last.shared) {
		last.judged = nil
	}
	m.judged = memo.After(last.judged)
	return m
}

// sharedBy gives what approvals are judged by; nil where that cannot be told, or where it is not worth it: for a change that is held
// against its base, in the middle of a merge, and where an earlier tree is read.
func sharedBy(o Options, d *dossier.Dossier, cfg config.Config, next *trust.Next) *shared {
	git, found := history.FoldersOf(o.Dir)
	if !found || next == nil || len(next.Merged) > 0 || o.Base != nil || d.Elsewhere == nil {
		return nil
	}
	repository, err := inputs.Repository(inputs.Place{Git: slices.Compact([]string{git.Own, git.Common}), Env: o.Env})
	if err != nil {
		return nil
	}
	return &shared{repository: repository, names: namesOf(d.Docs), log: d.History, config: cfg, people: d.People, elsewhere: *d.Elsewhere,
		clock: d.AsOf.Clock(), author: next.Author}
}

// namesOf names what documents and attachments are called.
func namesOf(docs *doc.Set) fingerprint.Digest {
	type name struct {
		Path, ID, Title string
		Aliases, Others []string
	}
	var names []name
	for _, d := range docs.Documents {
		var others []string
		for _, key := range []string{"permalink", "id", "slug", "date"} {
			others = append(others, d.Front.Get(key).Text())
		}
		names = append(names, name{d.Path, string(d.ID), d.Title, d.Aliases, others})
	}
	return fingerprint.Of(names, docs.Assets)
}
