package serve

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"clausebook/internal/diag"
	"clausebook/internal/site"
)

// A gathering takes as long as the set is large. Until it is done, a document that was saved is shown as its text alone, on a page that
// says so and claims nothing that is judged, and every other page says that it is of before the edit.

// worthwhile is how long a gathering has to take for a page of its own until it is done.
const worthwhile = 150 * time.Millisecond

// changed takes in what changed: it shows what can be shown at once, and wakes whoever gathers.
func (s *server) changed(names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.began.IsZero() {
		s.began = now()
	}
	for _, name := range names {
		s.fresh[name] = true
	}
	s.show(*s.current.Load())
	select {
	case s.wake <- struct{}{}:
	default: // it is awake already, and finds this as well
	}
}

// show puts a state before browsers. What changed since it was gathered is pending, and where that is one document, its text is shown.
// The lock is held.
func (s *server) show(next state) (browsers int) {
	was := s.current.Load()
	next.number = was.number + 1
	next.pending = len(s.running)+len(s.fresh) > 0
	next.draft = nil
	if next.pending {
		next.draft = s.draftOf(&next)
	}
	s.current.Store(&next)
	switch {
	case !next.pending || next.site != was.site:
		return s.hub.tell()
	case next.draft != nil:
		return s.hub.tellPage("/" + next.draft.At)
	}
	return 0
}

// draftOf gives the text of the one document that changed since a site was gathered; nil where more or something else changed, or where
// the file cannot be understood.
func (s *server) draftOf(st *state) *site.Draft {
	edited := map[string]bool{}
	maps.Copy(edited, s.running)
	maps.Copy(edited, s.fresh)
	names := slices.Collect(maps.Keys(edited))
	stale := st.failure != "" || len(st.broken) > 0 // the site lacks an earlier edit as well
	if st.site == nil || stale || len(names) != 1 || s.took < worthwhile {
		return nil
	}
	d, err := st.project.Reread(names[0])
	if err != nil || d == nil || slices.ContainsFunc(d.Findings, func(f diag.Finding) bool { return slices.Contains(unreadable, f.Rule) }) {
		return nil
	}
	if draft, ok := st.site.Draft(d); ok {
		return &draft
	}
	return nil
}

// drafted answers with the text of a document that has not been judged yet.
func (s *server) drafted(w http.ResponseWriter, st *state) {
	var b bytes.Buffer
	if err := problemsPage.ExecuteTemplate(&b, "draft", st.draft); err != nil {
		http.Error(w, fmt.Sprintf("show %s: %v", st.draft.At, err), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(st.decorate(b.Bytes(), "drafted")) // a browser that has gone away needs no answer
}

// list gives names for the terminal.
func list(names map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(names)), ", ") }
