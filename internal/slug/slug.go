// Package slug makes the ids of headings as GitHub makes them, no two of a text the same.
package slug

import (
	"strconv"
	"strings"
	"unicode"
)

// Names gives headings their ids as GitHub does, so that a link written for a forge works here. An id that a heading
// gives itself goes before.
type Names struct {
	taken map[string]int  // how often a slug was given a number
	own   map[string]bool // ids that headings give themselves and that none of them has yet
}

// Keep sees that no slug takes an id that a heading gives itself.
func (s *Names) Keep(id string) {
	if id == "" {
		return
	}
	if s.own == nil {
		s.own, s.taken = map[string]bool{}, map[string]int{}
	}
	s.own[id], s.taken[id] = true, 0
}

// For gives the id of a heading: its own if it is the first that has it, else its slug.
func (s *Names) For(own, text string) string {
	if s.own[own] {
		delete(s.own, own)
		return own
	}
	return s.ID(text)
}

// ID gives the slug of a heading's text, with a number where it was given before.
func (s *Names) ID(text string) string {
	if s.taken == nil {
		s.taken = map[string]int{}
	}
	base := Of(text)
	id := base
	for {
		if _, ok := s.taken[id]; !ok {
			break
		}
		s.taken[base]++
		id = base + "-" + strconv.Itoa(s.taken[base])
	}
	s.taken[id] = 0
	return id
}

// Of lowers the text, drops what is neither letter, digit, mark, hyphen nor underscore, and puts hyphens for spaces.
// A text without any of these becomes "section", because an empty id could not be linked to.
func Of(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-', r == '_', unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), unicode.Is(unicode.Pc, r):
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}
