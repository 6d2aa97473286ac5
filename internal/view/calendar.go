package view

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

// CalendarOf lists everything that falls due, the earliest first.
func CalendarOf(s *View) Calendar {
	out := Calendar{Title: s.Title(), AsOf: s.AsOf.Day}
	for _, e := range s.Due() {
		event := Event{ID: e.ID() + "-" + e.What, Day: e.Day, Summary: s.Masks.Mask(s.T(e.What) + ": " + e.Title()),
			Description: s.Masks.Mask(e.ID() + ", " + cmp.Or(e.Owner, s.T("nobody named")))}
		if s.Site.BaseURL != "" && e.Document != nil {
			event.URL = s.Absolute(s.Addr.Documents[e.Document])
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

// FeedPath is where the feed stands.
const FeedPath = "changes.atom"

const feedEntries = 50

// FeedOf lists the newest changes.
func FeedOf(s *View) Feed {
	out := Feed{Title: s.T("Changes of %s", s.Title()), Subtitle: s.JudgedOn(), Author: cmp.Or(s.Site.Organization, s.Title()),
		Name: cmp.Or(s.Site.BaseURL, s.Site.Organization, s.Title()), Updated: s.AsOf.Day.Time()}
	if s.Site.BaseURL != "" {
		out.Self = s.Absolute(FeedPath)
	}
	for _, c := range s.Newest(s.Index.Titles(), feedEntries) {
		out.Entries = append(out.Entries, feedEntry(s, c))
	}
	if len(out.Entries) > 0 {
		out.Updated = out.Entries[0].When
	}
	return out
}

func feedEntry(s *View, c Change) FeedEntry {
	d, commit := c.Document, c.Revision.Commit
	href := s.Addr.Documents[d]
	if s.Site.BaseURL != "" {
		href = s.Absolute(href)
	}
	return FeedEntry{ID: string(commit.Hash) + "/" + address.Slug(string(d.ID)), Title: string(d.ID) + ": " + TitleOf(d), Href: href,
		Summary: commit.Subject + " (" + s.What(c.Revision) + ", " + commit.Hash.Short() + ")", Author: s.Author(commit.Author.Identity),
		When: commit.Committer.When}
}

// Findable lists the addresses of the pages that may be found. The home page and the clauses are listed, drafts are not.
func Findable(s *View) []string {
	at := []string{"index.html", "standards.html", "matrix.html", "documents.html", "services.html"}
	for _, std := range s.StandardsOnce() {
		at = append(at, s.Addr.Standards[std.ID])
	}
	for _, d := range s.Index.Titles() {
		at = append(at, s.Addr.Documents[d])
	}
	slices.Sort(at)
	for i := range at {
		at[i] = s.Absolute(at[i])
	}
	return at
}
