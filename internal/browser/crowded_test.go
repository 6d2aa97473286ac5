package browser

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// crowded are the kinds of page that only a set has in which much stands in one place.
var crowded = strings.Fields("actions chain references versions")

// crowdedSite is built from a small project in which everybody speaks of one document, which has many versions.
func crowdedSite(t *testing.T) *site {
	t.Helper()
	const others, versions = 45, 30
	hub := func(v int) map[string]string {
		return map[string]string{
			"content/hub.md": fmt.Sprintf(
				"---\nid: HUB\ntitle: The hub\ntype: process\nversion: \"%d.0\"\nstatus: approved\nowner: boss\napprover: boss\napproved_by: "+
					"ann\napproved_on: 2026-04-%02d\nfulfils: [process-change-management]\ncovers: ['8.5.1.3']\n---\n\n# The hub\n\nSaid for the %d. "+
					"time.\n",
				v,
				v,
				v,
			),
		}
	}
	files := hub(1)
	files["clausebook.yaml"] = "title: A crowd\norganization: Crowd Ltd (invented)\nas_of: 2026-06-30\n"
	files["content/people.yaml"] = "people:\n- {id: ann, name: Ann Author, emails: [ann@example.invalid], from: 2020-01-01}\nroles:\n- {id: " +
		"boss, title: Boss, holders: [{person: ann, from: 2020-01-01}]}\n"
	for i := range others {
		files[fmt.Sprintf("content/minutes/%02d.md", i)] = fmt.Sprintf(
			"---\nid: MIN-%02d\ntitle: Meeting %d\ntype: minutes\nversion: \"1.0\"\nstatus: approved\nowner: boss\napproved_by: ann\napproved_on: "+
				"2026-04-01\ndate: 2026-04-01\nchair: ann\nattendees: [ann]\nrelated: [HUB]\ncovers: ['8.5.1.3']\nactions:\n- {id: A-%d, text: Do "+
				"it, owner: boss, due: 2026-05-01}\n- {id: B-%d, text: Do it again, owner: boss, due: 2026-08-01}\n---\n\n# Meeting %d\n\nOf "+
				"[[HUB]].\n",
			i,
			i,
			i,
			i,
			i,
		)
	}
	states := []map[string]string{files}
	for v := 2; v <= versions; v++ {
		states = append(states, hub(v))
	}
	dir := filepath.Join(workshop, "crowd")
	if err := commitAll(dir, person{"Ann Author", "ann@example.invalid"}, "Write", states...); err != nil {
		t.Fatal(err)
	}
	s, err := buildSite(dir, filepath.Join(workshop, "crowd-site"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestCrowdedPages looks at the pages that long lists get: no complaint, accessible, and no page that scrolls sideways.
func TestCrowdedPages(t *testing.T) {
	wantBrowser(t)
	t.Parallel()
	s := crowdedSite(t)
	b := newTab(t, s.places(t)["http"]) // the checker complains of a disk
	var seen []string
	for _, at := range s.sample(heaviestPage) {
		kind, _, _ := strings.Cut(kindOf(s.files[at]), " ")
		if !slices.Contains(crowded, kind) || slices.Contains(seen, kind) {
			continue
		}
		seen = append(seen, kind)
		b.open(at)
		b.quietly(at)
		b.accessible(at)
		b.window(320, 640)
		if fault := value[string](b, tooWide); fault != "" {
			t.Errorf("%s in a window of 320 px: %s", at, fault)
		}
		b.window(1280, 900)
	}
	if slices.Sort(seen); !slices.Equal(seen, crowded) {
		t.Errorf("the site has pages of the kinds %q, and not all of %q", seen, crowded)
	}
}
