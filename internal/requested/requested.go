// Package requested tells which pull and merge requests of a forge could show the reviews of documents that await an approval: from a
// dossier, the landings about which a script of package fetch asks the forge.
package requested

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/fetch"
	"clausebook/internal/form"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
)

// Missing is what a forge could show of the documents that await an approval.
type Missing struct {
	Wants []fetch.Want
	Least ledger.Grade // the highest that one of them needs
	Left  []string     // documents that are left out, with the reason
}

// Of gives the landings of what awaits an approval among these documents, each once.
func Of(all *dossier.Dossier, documents []*doc.Document) Missing {
	var out Missing
	var order []*history.Commit
	about := map[history.Hash][]string{}
	for _, d := range documents {
		by, reason := landingOf(all, d)
		if by == nil {
			out.Left = append(out.Left, fmt.Sprintf("%s: %s", d.ID, reason))
			continue
		}
		v, _ := all.Approvals.Current(d)
		out.Least = max(out.Least, cmp.Or(v.Asked, all.Approvals.Least))
		if about[by.Hash] == nil {
			order = append(order, by)
		}
		about[by.Hash] = append(about[by.Hash], strings.TrimSpace(fmt.Sprintf("%s %s", d.ID, d.Version)))
	}
	line := slices.Collect(all.History.MainLine())
	for _, by := range order {
		out.Wants = join(out.Wants, fetch.Want{Commits: after(line, by), Number: numberOf(by),
			Known: knownOf(all.Approvals.Exports, by.Hash),
			About: form.Clean(strings.Join(about[by.Hash], ", ") + ", landed as " + by.Hash.Short())})
	}
	return out
}

// maxAfter is how many commits of the main line are asked about for one request.
const maxAfter = 10

// after gives the names of a commit of the main line and of those after it that may be of the same request.
func after(line []*history.Commit, by *history.Commit) []string {
	out := []string{string(by.Hash)}
	at := slices.IndexFunc(line, func(c *history.Commit) bool { return c.Hash == by.Hash })
	for _, c := range line[at+1:] {
		if by.Merge() || c.Merge() || c.Request != "" || len(out) == maxAfter {
			break
		}
		out = append(out, string(c.Hash))
	}
	return out
}

// landingOf gives the commit of the main line that brought the text of a document which awaits an approval, or why there is none.
func landingOf(all *dossier.Dossier, d *doc.Document) (by *history.Commit, reason string) {
	v, claimed := all.Approvals.Current(d)
	switch {
	case claimed && v.Counts(all.Approvals.Least):
		return nil, fmt.Sprintf("version %s is approved already", d.Version)
	case d.Status != doc.Approved && d.Status != doc.InReview:
		return nil, fmt.Sprintf("its status is %s, and only texts that are approved or in review await an approval", d.Status)
	case all.History.HeadBlob(d.Path) != history.Hash(d.Blob), len(all.History.Revisions(d.Path)) == 0:
		return nil, "it has changes that are not committed"
	case claimed && v.Revision != nil:
		return all.History.LandedBy(v.Revision.Commit), ""
	}
	revisions := all.History.Revisions(d.Path) // in review, and nothing speaks for it yet
	return all.History.LandedBy(revisions[0].Commit), ""
}

// numberOf gives the digits of the request that a commit names; nothing for the change ids of Gerrit.
func numberOf(c *history.Commit) string {
	number := strings.TrimLeft(c.Request, "#!")
	if strings.Trim(number, "0123456789") != "" {
		return ""
	}
	return number
}

// shownOfRequest is how many documents or files of a request are named.
const shownOfRequest = 5

// knownOf says what exports tell already of the request that landed as a commit.
func knownOf(exports []ledger.Export, landed history.Hash) string {
	var out []string
	for _, x := range exports {
		if x.Landed == landed {
			says := x.Problem.String()
			if says == "" {
				says = "it speaks for " + phrase.First(x.Documents, shownOfRequest, func(id doc.ID) string { return string(id) })
			}
			out = append(out, fmt.Sprintf("%s is there in %s: %s", x.Request, phrase.First(x.Files, shownOfRequest, strings.TrimSpace), says))
		}
	}
	return strings.Join(out, "; ")
}

// join adds a landing. Those that name one request are fetched once.
func join(wants []fetch.Want, w fetch.Want) []fetch.Want {
	at := slices.IndexFunc(wants, func(known fetch.Want) bool { return w.Number != "" && known.Number == w.Number })
	if at < 0 {
		return append(wants, w)
	}
	wants[at].About += "; " + w.About
	wants[at].Known = strings.Trim(wants[at].Known+"; "+w.Known, "; ")
	return wants
}
