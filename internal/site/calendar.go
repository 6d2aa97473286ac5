package site

import (
	"cmp"
	"slices"
	"time"

	"clausebook/internal/address"
	"clausebook/internal/date"
)

// Calendar is what falls due, for programs that keep calendars.
type Calendar struct {
	Title  string
	AsOf   date.Date
	Events []Event
}

// Event is one thing that falls due. Several may have one ID.
type Event struct {
	ID, Summary, Description, URL string
	Day                           date.Date
}

// calendar lists everything that falls due, the earliest first.
func (s *site) calendar() Calendar {
	out := Calendar{Title: s.title(), AsOf: s.AsOf.Day}
	for _, e := range s.due() {
		event := Event{ID: e.id() + "-" + e.what, Day: e.day, Summary: s.masks.Mask(s.t(e.what) + ": " + e.title()),
			Description: s.masks.Mask(e.id() + ", " + cmp.Or(e.owner, s.t("nobody named")))}
		if s.Site.BaseURL != "" && e.document != nil {
			event.URL = s.absolute(s.addr.documents[e.document])
		}
		out.Events = append(out.Events, event)
	}
	return out
}

// Feed is the newest changes of documents that may be relied on, for programs that follow them. Name tells this feed from
// others wherever the site stands; Self is its own address, where that is known.
type Feed struct {
	Title, Subtitle, Author, Name, Self string
	Updated                             time.Time
	Entries                             []FeedEntry
}

// FeedEntry is one change.
type FeedEntry struct {
	ID, Title, Href, Summary, Author string
	When                             time.Time
}

const (
	feedPath    = "changes.atom"
	feedEntries = 50
)

func (s *site) feed() Feed {
	out := Feed{Title: s.t("Changes of %s", s.title()), Subtitle: s.asOf(), Author: cmp.Or(s.Site.Organization, s.title()),
		Name: cmp.Or(s.Site.BaseURL, s.Site.Organization, s.title()), Updated: s.AsOf.Day.Time()}
	if s.Site.BaseURL != "" {
		out.Self = s.absolute(feedPath)
	}
	for _, c := range s.newest(s.index.titles(), feedEntries) {
		out.Entries = append(out.Entries, s.feedEntry(c))
	}
	if len(out.Entries) > 0 {
		out.Updated = out.Entries[0].When
	}
	return out
}

func (s *site) feedEntry(c change) FeedEntry {
	d, commit := c.document, c.revision.Commit
	href := s.addr.documents[d]
	if s.Site.BaseURL != "" {
		href = s.absolute(href)
	}
	return FeedEntry{ID: string(commit.Hash) + "/" + address.Slug(string(d.ID)), Title: string(d.ID) + ": " + titleOf(d), Href: href,
		Summary: commit.Subject + " (" + s.what(c.revision) + ", " + commit.Hash.Short() + ")", Author: s.author(commit.Author.Identity),
		When: commit.Committer.When}
}

// findable lists the addresses of the pages that may be found. The home page and the clauses are listed, drafts are not.
func (s *site) findable() []string {
	at := []string{"index.html", "standards.html", "matrix.html", "documents.html", "services.html"}
	for _, std := range s.standardsOnce() {
		at = append(at, s.addr.standards[std.ID])
	}
	for _, d := range s.index.titles() {
		at = append(at, s.addr.documents[d])
	}
	slices.Sort(at)
	for i := range at {
		at[i] = s.absolute(at[i])
	}
	return at
}
