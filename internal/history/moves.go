package history

import (
	"maps"
	"strings"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/objects"
	"clausebook/internal/phrase"
)

// Moves tell under which names commits go since the history was moved: rewritten by a tool, or brought over from another system. What
// was written down before the move names commits as they were called then.
type Moves struct {
	To  map[Hash]Hash // former name -> name after the move; empty for a commit that was left out
	At  Hash          // the last commit that was moved; empty where a day tells it
	Day date.Date     // the last day of what was moved
}

// Moved is what became of moves in a history.
type Moved struct {
	Named int  // former names that the moves give
	Known int  // of which the commit is in the history
	Later int  // of which it is not, as it is later than the end of the move
	Taken int  // that are names of commits of the history already, and stay theirs
	Ends  bool // the end of the move is in the history

	now map[oid]oid // former name -> commit of the history
}

// moveChain bounds how often a history is followed through moves.
const moveChain = 16

// resolve finds the commits of a history that moves name.
func (m *Moves) resolve(g *graph, zone *time.Location) (out Moved) {
	if m == nil || g == nil {
		return out
	}
	end, ok := m.end(g, zone)
	out.Named, out.Ends = len(m.To), ok
	if !ok {
		return out
	}
	out.now = make(map[oid]oid, len(m.To))
	for old := range m.To {
		id, valid := objects.ParseID(string(old))
		if _, taken := g.find(id); taken || !valid {
			out.Taken++
			continue
		}
		i, known := m.follow(g, old)
		switch {
		case !known:
		case g.vertices[g.vertices[i].landed].place > end:
			out.Later++
		default:
			out.Known++
			out.now[id] = g.vertices[i].id
		}
	}
	return out
}

// follow gives the commit of the history that a former name leads to.
func (m *Moves) follow(g *graph, name Hash) (int32, bool) {
	for range moveChain {
		next, moved := m.To[name]
		if !moved {
			return 0, false
		}
		name = next
		id, ok := objects.ParseID(string(name))
		if i, known := g.find(id); ok && known {
			return i, true
		}
	}
	return 0, false
}

// end gives the place on the main line of the last commit that was moved.
func (m *Moves) end(g *graph, zone *time.Location) (int32, bool) {
	if id, ok := objects.ParseID(string(m.At)); ok {
		i, known := g.find(id)
		if !known {
			return 0, false
		}
		return g.vertices[g.vertices[i].landed].place, true
	}
	i, ok := g.until(m.Day, zone)
	if !ok {
		return 0, false
	}
	return g.vertices[i].place, true
}

// until gives the newest commit of the main line whose committer's time is not after a day.
func (g *graph) until(day date.Date, zone *time.Location) (int32, bool) {
	if zone == nil {
		zone = time.UTC
	}
	end := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone).Unix()
	for i := int32(0); len(g.vertices) > 0; i = g.vertices[i].parents[0] {
		switch {
		case g.vertices[i].when < end:
			return i, true
		case len(g.vertices[i].parents) == 0:
			return 0, false
		}
	}
	return 0, false
}

// alike tells whether two moves lead to the same commits.
func (m Moved) alike(other Moved) bool { return maps.Equal(m.now, other.now) }

// Words says how many former names are understood, as a sentence; nothing where none are given.
func (m Moved) Words() phrase.Phrase {
	if m.Named == 0 {
		return phrase.Phrase{}
	}
	return phrase.Of("The history was moved: %d of %d former names of commits are understood.", m.Known, m.Named)
}

// ignore takes the former names of .git-blame-ignore-revs over.
func (m Moved) ignore(ignored map[oid]struct{}) {
	for old, now := range m.now {
		if _, ok := ignored[old]; ok {
			ignored[now] = struct{}{}
		}
	}
}

// Now gives the present name of a commit that goes under another one since the history was moved; the name itself where it does not.
func (l *Log) Now(name Hash) Hash {
	id, ok := objects.ParseID(string(name))
	if now, moved := l.Moved.now[id]; ok && moved {
		return hashOf(now)
	}
	return name
}

// Formerly gives the commit that went under a name that begins with some digits before the history was moved; nothing where none
// did, or several.
func (l *Log) Formerly(digits string) Hash {
	if len(digits) == 40 {
		if now := l.Now(Hash(digits)); now != Hash(digits) {
			return now
		}
		return ""
	}
	found := map[oid]bool{}
	for old, now := range l.Moved.now {
		if strings.HasPrefix(old.String(), digits) {
			found[now] = true
		}
	}
	if len(found) != 1 {
		return ""
	}
	for now := range found {
		return hashOf(now)
	}
	return ""
}
