package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/form"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/shell"
)

// tellApproved says what was written and prints the commit that makes it evidence.
func (a *app) tellApproved(s session, chosen []*doc.Document) {
	for _, d := range chosen {
		a.note("%s: %s %s approved by %s on %s", d.Path, d.ID, d.Version, nameOf(s.by), s.on)
	}
	if me, err := history.Self(s.project.Dir, os.Getenv); err == nil {
		if p, ok := s.mine(me); !ok || p.ID != s.by.ID {
			a.note("note: git writes %s into commits here; an approval entered by somebody else has only the grade declared", me.Email)
		}
	}
	least := s.project.Dossier.Approvals.Least
	if least == ledger.Merge || least == ledger.Forge {
		a.note("note: the required grade is %s, which no commit of your own can give; it comes from the request on the forge", least)
	}
	if s.project.Dossier.AsOf.Pinned && !s.project.Config.AsOf.IsZero() {
		a.note("note: the configuration pins the day to %s", s.project.Config.AsOf)
	}
	a.note("next: commit it; the commit is the evidence:")
	fmt.Fprintln(a.out, form.Clean(s.commitCommand(chosen)))
}

// commitCommand gives the line that commits an approval as the grade that is asked for wants it.
func (s session) commitCommand(chosen []*doc.Document) string {
	words := append(s.git(), "commit")
	least := s.project.Dossier.Approvals.Least
	if least == ledger.Signed {
		words = append(words, "-S")
	}
	words = append(words, "-m", shell.Quote(subjectOf(chosen)))
	if least >= ledger.Trailer {
		words = append(words, "--trailer", shell.Quote(trailerOf(s.by, s.project.Config.Approval)))
	}
	words = append(words, "--")
	for _, d := range chosen {
		words = append(words, shell.Quote(d.Path))
	}
	return strings.Join(words, " ")
}

// git gives the beginning of a command that acts on the project from the folder in which the user is.
func (s session) git() []string {
	at := rootFromHere(s.project.Dir)
	if at == "." {
		return []string{"git"}
	}
	return []string{"git", "-C", shell.Quote(at)}
}

// rootFromHere gives the folder of the project as seen from the one in which the user is.
func rootFromHere(dir string) string {
	here, err := os.Getwd()
	if err != nil {
		return dir
	}
	at, err := filepath.Rel(here, dir)
	if err != nil {
		return dir
	}
	return filepath.ToSlash(at)
}

// plainID is an id that a reader of commit messages takes for one word.
var plainID = regexp.MustCompile(`^[A-Za-z0-9-]+$`)

// namedInSubject is how many documents the subject of a commit names.
const namedInSubject = 3

// subjectOf gives the subject of the commit. A trailer speaks for the documents that the subject names; one that names none
// speaks for all that the commit carries.
func subjectOf(chosen []*doc.Document) string {
	var ids []string
	for _, d := range chosen {
		ids = append(ids, string(d.ID))
	}
	if len(ids) > namedInSubject || slices.ContainsFunc(ids, func(id string) bool { return !plainID.MatchString(id) }) {
		return "Approve " + phrase.Plural(len(ids), "document", "documents")
	}
	return "Approve " + strings.Join(ids, ", ")
}

// trailerOf gives the trailer that names the approver, by the first key that the configuration reads.
func trailerOf(p people.Person, policy config.Approval) string {
	key := "Approved-by"
	if len(policy.Trailers) > 0 {
		key = policy.Trailers[0]
	}
	if len(p.Emails) == 0 {
		return key + ": " + p.ID
	}
	return fmt.Sprintf("%s: %s <%s>", key, nameOf(p), p.Emails[0])
}

// blobDigits is how many digits of a file's name in git a tag gives.
const blobDigits = 12

// tagCommand gives the command of a signed tag that approves the documents as they are committed. A line of a manifest says
// what is approved; the rest of the text names nothing, for whatever it names is approved as well.
func (s session) tagCommand(chosen []*doc.Document) string {
	head := s.project.Dossier.History.Head.Short()
	words := append(s.git(), "tag", "-s", "approval-"+s.on.String()+"-"+head, head, "-F", "-", "<<'END'")
	lines := []string{strings.Join(words, " "), "Approved:", ""}
	for _, d := range chosen {
		lines = append(lines, form.Clean(fmt.Sprintf("%s %s %s", d.ID, d.Version, d.Blob[:min(blobDigits, len(d.Blob))])))
	}
	return strings.Join(append(lines, "END"), "\n")
}

// nameOf gives what a person is called.
func nameOf(p people.Person) string {
	if p.Name != "" {
		return p.Name
	}
	return p.ID
}
