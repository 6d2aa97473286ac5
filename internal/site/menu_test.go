package site

import (
	"path"
	"regexp"
	"strings"
	"testing"

	"clausebook/internal/view"
)

// menu is the words of the menu of a page, and those of them that are marked.
func menu(src string) (words, marked []string) {
	_, nav, _ := strings.Cut(src, `<nav class="sections"`)
	nav, _, _ = strings.Cut(nav, "</nav>")
	for _, entry := range regexp.MustCompile(`<a href="[^"]*"( aria-current="[^"]*")?>([^<]*)</a>`).FindAllStringSubmatch(nav, -1) {
		words = append(words, entry[2])
		if entry[1] != "" {
			marked = append(marked, entry[2])
		}
	}
	return words, marked
}

// TestMenu holds which entry of the menu each kind of page belongs to: one at most, and none for what is about no section.
func TestMenu(t *testing.T) {
	t.Parallel()
	pages := render(t, planOf(t, sample(t), Options{}))
	const whole = "Readiness Clauses Documents Records Audits Services Reviews People"
	for at, src := range pages {
		if path.Ext(at) != ".html" || !strings.Contains(src, `<nav class="sections"`) {
			continue
		}
		words, marked := menu(src)
		if got := strings.Join(words, " "); got != whole {
			t.Fatalf("%s: the menu is %s", at, got)
		}
		if len(marked) > 1 {
			t.Errorf("%s is in %s", at, marked)
		}
		for _, to := range []string{"processes.html", "parties.html", "matrix.html", "gaps.html"} {
			if !strings.Contains(src, to+`"`) {
				t.Errorf("%s has no way to %s", at, to)
			}
		}
	}
	for at, section := range map[string]string{"index.html": "Readiness", "gaps.html": "Readiness", "trend.html": "Readiness",
		"standards.html": "Clauses", "standards/one-2018/index.html": "Clauses", "standards/one-2018/8.5.html": "Clauses",
		"matrix.html": "Clauses", "matrix-documents.html": "Clauses", "matrix/one-2018-4-grid.html": "Clauses",
		"documents/pol-sco.html": "Documents", "documents-policy.html": "Documents", "processes.html": "Documents",
		"records.html": "Records", "documents/rec-1.html": "Records", "data/rec-1.html": "Records", "documents-minutes.html": "Records",
		"audits.html": "Audits", "documents/aud-1.html": "Audits", "audits/aud-1-changes.html": "Audits", "history/aud-1.html": "Audits",
		"services.html": "Services", "reviews.html": "Reviews", "people.html": "People", "parties.html": "People",
		"search.html": "", "findings.html": "", "rules.html": "", "about.html": "", "titles.html": "", "404.html": ""} {
		if pages[at] == "" {
			t.Errorf("there is no page %s", at)
		} else if _, marked := menu(pages[at]); strings.Join(marked, " ") != section {
			t.Errorf("%s is in %q, want %q", at, marked, section)
		}
	}
}

// TestTypesHaveASection holds that documents of any type stand somewhere, also of one that nobody foresaw.
func TestTypesHaveASection(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{"audit-report": "audits.html", "nonconformity": "audits.html", "report": "records.html",
		"record": "records.html", "service": "services.html", "register": "documents.html", "recipe": "documents.html", "": "documents.html"} {
		if got := view.SectionOfType(kind); got != want {
			t.Errorf("%q stands in %s, want %s", kind, got, want)
		}
	}
}
