package trust

import (
	"slices"
	"strings"

	"clausebook/internal/history"
	"clausebook/internal/people"
)

// Meeting is who took part in what minutes tell of. Minutes are confirmed by those who know how it was: the chair, or a
// majority of those who attended.
type Meeting struct {
	Chair     string
	Attendees []string // the chair among them or not
}

// MeetingOf gives who took part by the words of minutes; nobody for other documents.
func MeetingOf(f history.Facts) Meeting {
	if f.Type != "minutes" || f.Meeting == "" {
		return Meeting{}
	}
	chair, rest, _ := strings.Cut(f.Meeting, "\n")
	m := Meeting{Chair: nameIn(chair)}
	for name := range strings.SplitSeq(rest, "\n") {
		if name = nameIn(name); name != "" && !slices.Contains(m.Attendees, name) {
			m.Attendees = append(m.Attendees, name)
		}
	}
	return m
}

// nameIn gives a text that names somebody; nothing for a placeholder.
func nameIn(text string) string {
	if people.Placeholder(text) {
		return ""
	}
	return text
}

// Held tells whether the document says who took part, so that those confirm it.
func (m Meeting) Held() bool { return m.Chair != "" || len(m.Attendees) > 0 }

// Majority is how many of those who attended can confirm minutes without the chair.
func (m Meeting) Majority() int { return len(m.Attendees)/2 + 1 }

// Part is what somebody had in a meeting.
type Part uint8

// The parts in a meeting.
const (
	Absent Part = iota
	Attended
	Chaired
)

// PartOf tells what part somebody had, by the people of some time.
func (m Meeting) PartOf(d *Directory, who Person) Part {
	is := func(name string) bool {
		p, _ := d.Named(name)
		return name != "" && (p.ID != "" && p.ID == who.ID || p.ID == "" && who.ID == "" && Same(p, who))
	}
	switch {
	case is(m.Chair):
		return Chaired
	case slices.ContainsFunc(m.Attendees, is):
		return Attended
	}
	return Absent
}
