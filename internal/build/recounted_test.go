package build_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"clausebook/internal/recount"
)

const (
	standardFile = "../../schemas/standards/iso20000-1-2018.yaml"
	standardPage = "standards/iso20000-1-2018/"
)

// sameAsRecounted holds the lists of the pages, to which their numbers lead, against a count that starts from front matter and git alone.
func sameAsRecounted(t *testing.T, s *built, dir string) {
	counted, err := recount.Read(dir, standardFile, "2026-11-22")
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string]string{"gaps": "gaps.html#list", "overdue": "reviews.html#overdue", "soon": "reviews.html#soon",
		"approvals": "standing/approvals.html", "actions": "records.html#actions"}
	for name, all := range counted {
		kind, of, _ := strings.Cut(name, " ")
		switch kind {
		case "required":
			lists[name] = standardPage + "required-" + of + ".html"
		case "requirement":
			lists[name] = standardPage + "requirements-" + of + ".html"
		case "type":
			lists[name] = "documents-" + of + ".html"
		case "no":
			if at := standardPage + strings.TrimPrefix(of, "gaps under ") + "-required.html"; s.pages[at] != nil {
				lists[name] = at
			}
		case "asked":
			if at := "roles/" + strings.TrimPrefix(of, "of ") + "-required.html"; s.pages[at] != nil {
				lists[name] = at
			}
		case "of":
			chapter, state, _ := strings.Cut(of, " required ")
			if at := standardPage + chapter + "-" + state + ".html"; s.pages[at] != nil {
				lists[name] = at
			}
		case "owner":
			lists[name] = "roles/" + of + ".html#owned"
		case "party":
			if of != "" {
				lists[name] = "parties/" + of + ".html#documents"
			}
		case "due":
			if month := strings.TrimPrefix(of, "in "); month >= "2026-11" && month <= "2027-10" {
				lists[name] = "reviews.html#month-" + month
			}
		case "gaps", "overdue", "soon":
			if role, ok := strings.CutPrefix(of, "of "); ok {
				lists[name] = "roles/" + role + ".html#" + kind
				if at := "roles/" + role + "-" + kind + ".html"; s.pages[at] != nil {
					s.listsJust(t, at, all)
				}
			}
		}
		if len(all) == 0 {
			t.Errorf("nothing is counted as %q", name)
		}
	}
	for name, address := range lists {
		s.listsJust(t, address, counted[name])
	}
	if len(lists) < 100 {
		t.Errorf("only %d lists were counted again", len(lists))
	}
	s.sharesAre(t, counted)
	s.openAre(t, counted)
	t.Run("no number is left out", func(t *testing.T) { everyNumberIsKnown(t, s, dir, lists, counted) })
}

// listsJust holds that a list has a row for each name, and no other rows.
func (s *built) listsJust(t *testing.T, address string, names []string) {
	t.Helper()
	rows := s.list(t, address)
	left := slices.Clone(names)
	for _, r := range rows {
		words := saysOf(r.Node)
		if strings.Contains(words, " ISO/IEC 27001 ") {
			continue // a gap of another standard than the one that is counted again
		}
		i := slices.IndexFunc(left, func(name string) bool { return rowNames(words, name) })
		if i < 0 {
			t.Errorf("%s has a row that is not counted: %s", address, text(r.Node))
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, name := range left {
		t.Errorf("%s lacks %s", address, name)
	}
}

// saysOf gives what a row says, with what its links are called besides.
func saysOf(row *html.Node) string {
	words := text(row)
	for n := range row.Descendants() {
		if title := attr(n, "title"); title != "" {
			words += " " + title
		}
	}
	return " " + words + " "
}

// rowNames tells whether a row says a name: an id, or a day, what is due then, and the id of whose it is.
func rowNames(words, name string) bool {
	parts := strings.Fields(name)
	id := parts[len(parts)-1]
	what := strings.Join(parts[min(1, len(parts)-1):max(1, len(parts)-1)], " ")
	return strings.Contains(words, " "+id+" ") && strings.Contains(words, parts[0]) && (what == id || strings.Contains(words, what))
}

// sharesAre holds the shares of the home page, and of its table of clauses, against what is counted.
func (s *built) sharesAre(t *testing.T, counted map[string][]string) {
	t.Helper()
	share := func(list string) string {
		all := 0
		for name, in := range counted {
			if strings.HasPrefix(name, list+" ") && !strings.HasSuffix(name, " not-applicable") {
				all += len(in)
			}
		}
		return fmt.Sprintf("%d of %d", len(counted[list+" met"]), all)
	}
	lead := text(first(s.main("index.html"), func(n *html.Node) bool { return hasClass(n, "lead") }))
	if want := share("required") + " required documents and records are evidenced. " + share("requirement") +
		" requirements are evidenced."; lead != want {
		t.Errorf("the home page says %q, want %q", lead, want)
	}
	rows := s.list(t, "index.html#clauses")
	for _, r := range rows {
		chapter, _, _ := strings.Cut(text(r.Node), " ")
		if words := text(r.Node); !strings.Contains(words, " "+share("of "+chapter+" requirement")+" "+share("of "+chapter+" required")+" ") {
			t.Errorf("the home page says %q, and counted are %s requirements and %s documents", words,
				share("of "+chapter+" requirement"), share("of "+chapter+" required"))
		}
	}
	if len(rows) != 7 {
		t.Errorf("the home page has %d clauses", len(rows))
	}
}

// openAre holds which nonconformities and improvements the page of audits calls open.
func (s *built) openAre(t *testing.T, counted map[string][]string) {
	t.Helper()
	for anchor, name := range map[string]string{"nonconformities": "nonconformity", "improvements": "improvement"} {
		rows := s.list(t, "audits.html#"+anchor)
		if len(rows) != len(counted["type "+name]) {
			t.Errorf("audits.html has %d %s", len(rows), anchor)
		}
		for _, r := range rows {
			words := saysOf(r.Node)
			want := slices.ContainsFunc(counted["open "+name], func(id string) bool { return rowNames(words, id) })
			if got := strings.Contains(words, " Open "); got != want {
				t.Errorf("audits.html says that %s is open: %v, want %v", text(r.Node), got, want)
			}
		}
	}
}

// pastIsRecounted counts a past month anew in a copy of the repository as it was.
func pastIsRecounted(t *testing.T, s *built, dir string) {
	const day = "2026-09-30"
	then := filepath.Join(t.TempDir(), "then")
	commit := strings.TrimSpace(gitOutput(t, dir, "rev-list", "-1", "--first-parent", "--before="+day+"T23:59:59Z", "HEAD"))
	for _, args := range [][]string{{"clone", "-q", "--shared", "--no-checkout", dir, then}, {"-C", then, "checkout", "-q", commit}} {
		if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	counted, err := recount.Read(then, standardFile, day)
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range []string{"missing", "draft", "overdue", "partly", "unapproved", "waived", "met"} {
		page, anchor := "trend/"+day+".html", "state-iso20000-1-2018-"+state
		if all := counted["required "+state]; len(all) > 0 || s.id(page, anchor) != nil {
			s.listsJust(t, page+"#"+anchor, all)
		}
	}
}
