package machine

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"clausebook/internal/address"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/view"
)

// Calendar is what falls due, for programs that keep calendars.
type Calendar struct {
	Title  string
	AsOf   date.Date
	Events []Event
}

// Event is one thing that falls due. No two have one ID, and it stays the same while the thing does, whatever else comes and
// goes. When is the last time at which something about it changed: a revision, or that it came near or is over.
type Event struct {
	ID, Summary, Description, URL, Owner string
	Day                                  date.Date
	When                                 time.Time
	State                                string // overdue or due soon, on the day of judgement; empty where it is neither
}

// CalendarOf lists everything that falls due, the earliest first.
func CalendarOf(s *view.View) Calendar {
	out := Calendar{Title: s.Title(), AsOf: s.AsOf.Day}
	seen := map[string]int{}
	for _, e := range s.Due() {
		key := strings.Join([]string{e.ID(), e.What, e.Entry}, "\x00")
		if seen[key]++; seen[key] > 1 {
			key += fmt.Sprint("\x00", seen[key])
		}
		out.Events = append(out.Events, event(s, e, key))
	}
	return out
}

// event tells of one thing that falls due, as text alone.
func event(s *view.View, e view.DueDay, key string) Event {
	sum := sha256.Sum256([]byte(feedName(s) + "\x00" + key))
	owner := s.T("nobody named")
	if e.Owner != "" {
		owner = s.At("", CalendarPath).Whoever(e.Owner).Text
	}
	about := []string{e.ID()}
	if n := e.Number(); n != "" {
		about = append(about, n)
	}
	if !e.Detail.IsZero() {
		about = append(about, s.Plain(e.Detail))
	}
	out := Event{ID: hex.EncodeToString(sum[:16]), Day: e.Day, Owner: owner, Summary: s.Masks.Mask(s.T(e.What) + ": " + e.Title()),
		Description: s.Masks.Mask(strings.Join(append(about, s.T("Owner")+": "+owner), "; ")), URL: s.DueAt(e), When: changed(s, e),
		State: s.DueTag(e.Day).Text}
	if s.Site.BaseURL != "" {
		out.URL = s.Absolute(out.URL)
	}
	return out
}

// changed gives the last time at which something about a thing that falls due changed, so that who follows the feed hears of
// it when it is written, when it comes near and when it is over, and not at every build.
func changed(s *view.View, e view.DueDay) time.Time {
	var last time.Time
	if e.Document != nil {
		for _, c := range s.Newest([]*doc.Document{e.Document}, 1) {
			last = c.Revision.Commit.Committer.When
		}
	}
	for _, day := range []date.Date{e.Day.AddDays(-view.DueSoon), e.Day.AddDays(1)} {
		if !day.After(s.AsOf.Day) && day.Time().After(last) {
			last = day.Time()
		}
	}
	if last.IsZero() || last.After(s.AsOf.Day.AddDays(1).Time()) {
		return s.AsOf.Day.Time()
	}
	return last
}

// CalendarPath is where the calendar stands, DueFeedPath where the same stands as a feed.
const (
	CalendarPath = "reviews.ics"
	DueFeedPath  = "due.atom"
)

// DueFeedOf lists the same as the calendar, for programs that follow feeds.
func DueFeedOf(s *view.View) Feed {
	out := newFeed(s, s.T("What is due: %s", s.Title()), DueFeedPath)
	for _, e := range CalendarOf(s).Events {
		summary := e.Description
		if e.State != "" {
			summary = e.State + "; " + summary
		}
		out.Entries = append(out.Entries, FeedEntry{ID: "due/" + e.ID, Title: e.Day.String() + " " + e.Summary, Href: e.URL,
			Summary: summary, Author: e.Owner, When: e.When})
		if e.When.After(out.Updated) {
			out.Updated = e.When
		}
	}
	return out
}

// Feed is what programs can follow: the newest changes of documents that may be relied on, or what is due. Name tells the
// feeds of this site from those of others wherever the site stands, At one from the other; Self is its own address, where
// that is known.
type Feed struct {
	Title, Subtitle, Author, Name, At, Self string
	Updated                                 time.Time
	Entries                                 []FeedEntry
}

// FeedEntry is one change, or one thing that is due.
type FeedEntry struct {
	ID, Title, Href, Summary, Author string
	When                             time.Time
}

// FeedPath is where the feed of changes stands.
const FeedPath = "changes.atom"

const feedEntries = 50

// FeedOf lists the newest changes.
func FeedOf(s *view.View) Feed {
	out := newFeed(s, s.T("Changes of %s", s.Title()), FeedPath)
	for _, c := range s.Newest(s.Index.Titles(), feedEntries) {
		out.Entries = append(out.Entries, feedEntry(s, c))
	}
	if len(out.Entries) > 0 {
		out.Updated = out.Entries[0].When
	}
	return out
}

// newFeed is a feed without entries.
func newFeed(s *view.View, title, at string) Feed {
	out := Feed{Title: title, Subtitle: s.JudgedOn(), Author: cmp.Or(s.Site.Organization, s.Title()), Name: feedName(s), At: at,
		Updated: s.AsOf.Day.Time()}
	if s.Site.BaseURL != "" {
		out.Self = s.Absolute(at)
	}
	return out
}

// feedName tells the feeds and the calendar of this site from those of others.
func feedName(s *view.View) string { return cmp.Or(s.Site.BaseURL, s.Site.Organization, s.Title()) }

func feedEntry(s *view.View, c view.Change) FeedEntry {
	d, commit := c.Document, c.Revision.Commit
	href := s.Addr.Documents[d]
	if s.Site.BaseURL != "" {
		href = s.Absolute(href)
	}
	return FeedEntry{ID: string(commit.Hash) + "/" + address.Slug(string(d.ID)), Title: string(d.ID) + ": " + view.TitleOf(d), Href: href,
		Summary: commit.Subject + " (" + s.What(c.Revision) + ", " + commit.Hash.Short() + ")", Author: s.Author(commit.Author.Identity),
		When: commit.Committer.When}
}

// Findable lists the addresses of the pages that may be found. The home page and the clauses are listed, drafts are not.
func Findable(s *view.View) []string {
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
