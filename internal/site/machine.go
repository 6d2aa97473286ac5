package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/gorilla/feeds"

	"clausebook/internal/address"
	"clausebook/internal/machine"
	"clausebook/internal/search"
	"clausebook/internal/view"
)

// machineFile is a file that machines read.
type machineFile struct {
	kind, at string
	write    func(io.Writer, *view.View) error
}

// machineFiles are the list of matrices, the register, the calendar and the feeds. The site map and the index of the search come in
// parts and are listed by functions of their own; only the address of the site map is kept here.
var machineFiles = []machineFile{
	{"matrix-json", machine.MatrixPath, func(w io.Writer, s *view.View) error { return writeJSON(w, machine.MatrixJSON(s)) }},
	{"improvement-json", machine.ImprovementPath, func(w io.Writer, s *view.View) error { return writeJSON(w, machine.ImprovementJSON(s)) }},
	{"documents-json", "documents.json", func(w io.Writer, s *view.View) error { return writeJSON(w, machine.DocumentsJSON(s)) }},
	{"linked-data", machine.LinkedData, func(w io.Writer, s *view.View) error { return writeJSON(w, machine.LinkedJSON(s)) }},
	{"calendar", machine.CalendarPath, func(w io.Writer, s *view.View) error { return writeCalendar(w, machine.CalendarOf(s)) }},
	{"feed", machine.FeedPath, func(w io.Writer, s *view.View) error { return writeFeed(w, machine.FeedOf(s)) }},
	{"due", machine.DueFeedPath, func(w io.Writer, s *view.View) error { return writeFeed(w, machine.DueFeedOf(s)) }},
	{"sitemap", sitemapPath, nil},
}

func (p *plan) addMachineFiles() {
	for _, f := range machineFiles {
		if f.write != nil {
			p.file(f.at, f.kind, func(w io.Writer) error { return f.write(w, p.View) })
		}
	}
	for _, m := range p.Matrix.Standards {
		at := machine.MatrixOf(p.View, m.Standard)
		p.Addr.Take(at) // no page can have it: its name has another ending
		p.file(at, "matrix-json", func(w io.Writer) error {
			return writeJSON(w, machine.MatrixOfJSON(p.View, m))
		})
	}
	if p.Site.BaseURL != "" {
		p.addSitemap()
	}
	texts, words := search.Files(machine.SearchItems(p.View), machine.SearchLabels(p.View), search.Before{By: p.look, Memory: p.Memory})
	for _, f := range texts {
		if p.Masks != nil {
			f.Write, f.Prepare = p.Masks.Over(f.Write), nil
		}
		p.files = append(p.files, f)
	}
	p.files = append(p.files, words...)
}

// writeJSON writes a value without white space but for a line for each entry of a list, so that two builds can be compared.
func writeJSON(w io.Writer, v any) error {
	src, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	out := make([]byte, 0, len(src)+len(src)/64)
	depth, quoted := 0, false
	for i, c := range src {
		switch {
		case c == '"' && !escaped(src[:i]):
			quoted = !quoted
		case quoted:
		case c == '{' && depth <= entryDepth && i > 0 && (src[i-1] == '[' || src[i-1] == ','):
			out = append(out, '\n')
			depth++
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		out = append(out, c)
	}
	_, err = w.Write(append(out, '\n'))
	return err
}

// entryDepth is how deep in objects and lists an entry with a line of its own may stand.
const entryDepth = 4

// escaped tells whether what follows a text within quotes is escaped.
func escaped(before []byte) bool {
	n := len(before) - len(bytes.TrimRight(before, "\\"))
	return n%2 == 1
}

// writeCalendar writes what falls due as all-day events. The time stamp is the as-of day, so that two builds agree.
func writeCalendar(w io.Writer, c machine.Calendar) error {
	cal := ics.NewCalendar()
	cal.SetProductId("-//clausebook//due//EN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(plain(c.Title))
	for _, e := range c.Events {
		event := cal.AddEvent(e.ID + "@clausebook")
		event.SetDtStampTime(c.AsOf.Time())
		event.SetAllDayStartAt(e.Day.Time())
		event.SetAllDayEndAt(e.Day.AddDays(1).Time())
		event.SetSummary(plain(e.Summary))
		event.SetDescription(plain(e.Description))
		if absolute, err := url.Parse(e.URL); err == nil && absolute.IsAbs() {
			event.SetURL(e.URL)
		}
	}
	return cal.SerializeTo(w, ics.WithNewLineWindows)
}

// plain keeps control characters out of formats that are made of lines.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
}

// writeFeed writes a feed. Its own name is that of the site, and for all but the feed of changes its address.
func writeFeed(w io.Writer, f machine.Feed) error {
	feed := &feeds.AtomFeed{Xmlns: "http://www.w3.org/2005/Atom", Title: f.Title, Id: feedID(f.Name, ownName(f)), Updated: stamp(f.Updated),
		Subtitle: f.Subtitle, Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: f.Author}}}
	if f.Self != "" {
		feed.Link = &feeds.AtomLink{Href: f.Self, Rel: "self"}
	}
	for _, e := range f.Entries {
		feed.Entries = append(feed.Entries, &feeds.AtomEntry{Title: plain(e.Title), Updated: stamp(e.When), Id: feedID(f.Name, e.ID),
			Links:   []feeds.AtomLink{{Href: e.Href, Rel: "alternate"}},
			Summary: &feeds.AtomSummary{Type: "text", Content: plain(e.Summary)},
			Author:  &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: plain(e.Author)}}})
	}
	text, err := feeds.ToXML(feed)
	if err != nil {
		return fmt.Errorf("write the feed: %w", err)
	}
	_, err = io.WriteString(w, text)
	return err
}

// ownName tells the feeds of one site apart. The feed of changes was the first and has none.
func ownName(f machine.Feed) string {
	if f.At == machine.FeedPath {
		return ""
	}
	return f.At
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// feedID gives a name that stays the same wherever the site stands.
func feedID(name, part string) string {
	return "tag:clausebook,2026:" + address.Slug(name) + "/" + part
}

const (
	sitemapPath = "sitemap.xml"
	sitemapSize = 40_000 // addresses in one file; the format allows 50,000
)

// addSitemap adds the list of pages that may be found, in parts where it is long.
func (p *plan) addSitemap() {
	at := machine.Findable(p.View)
	if len(at) <= sitemapSize {
		p.file(sitemapPath, "sitemap", func(w io.Writer) error { return writeSitemap(w, at) })
		return
	}
	var parts []string
	for i := 0; i < len(at); i += sitemapSize {
		name := fmt.Sprintf("sitemap~%d.xml", len(parts)+1)
		part := at[i:min(i+sitemapSize, len(at))]
		p.file(name, "sitemap", func(w io.Writer) error { return writeSitemap(w, part) })
		parts = append(parts, p.Absolute(name))
	}
	p.file(sitemapPath, "sitemap", func(w io.Writer) error { return writeSitemapIndex(w, parts) })
}

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

type sitemapEntry struct {
	Loc string `xml:"loc"`
}

func writeSitemap(w io.Writer, at []string) error {
	return writeXML(w, struct {
		XMLName xml.Name       `xml:"urlset"`
		Space   string         `xml:"xmlns,attr"`
		URLs    []sitemapEntry `xml:"url"`
	}{Space: sitemapSpace, URLs: sitemapEntries(at)})
}

func writeSitemapIndex(w io.Writer, at []string) error {
	return writeXML(w, struct {
		XMLName xml.Name       `xml:"sitemapindex"`
		Space   string         `xml:"xmlns,attr"`
		Maps    []sitemapEntry `xml:"sitemap"`
	}{Space: sitemapSpace, Maps: sitemapEntries(at)})
}

func sitemapEntries(at []string) []sitemapEntry {
	out := make([]sitemapEntry, len(at))
	for i := range at {
		out[i].Loc = at[i]
	}
	return out
}

func writeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	if err := xml.NewEncoder(w).Encode(v); err != nil {
		return fmt.Errorf("write XML: %w", err)
	}
	return nil
}
