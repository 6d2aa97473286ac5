package browser

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// written is what the front matter of every document of the demonstration says, read line by line: no code of ours takes part.
func written(t *testing.T) []map[string]string {
	t.Helper()
	var out []map[string]string
	root := filepath.Join(workshop, "demo", "content")
	err := filepath.WalkDir(root, func(at string, e os.DirEntry, err error) error {
		if err != nil || path.Ext(at) != ".md" {
			return err
		}
		src, err := os.ReadFile(at)
		if err != nil {
			return err
		}
		front, _, _ := strings.Cut(strings.TrimPrefix(string(src), "---\n"), "\n---\n")
		said := map[string]string{}
		for line := range strings.Lines(front) {
			if key, of, ok := strings.Cut(strings.TrimRight(line, "\n"), ": "); ok && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "-") {
				said[key] = strings.Trim(of, `"`)
			}
		}
		if said["id"] != "" {
			out = append(out, said)
		}
		return nil
	})
	if err != nil || len(out) < 100 {
		t.Fatalf("%d documents: %v", len(out), err)
	}
	return out
}

// tally counts what documents say for a key.
func tally(all []map[string]string, key string) map[string]int {
	out := map[string]int{}
	for _, said := range all {
		out[said[key]]++
	}
	return out
}

// TestCountsAreThoseOfTheFiles holds numbers of documents on the site against the files: of each type in the menus, of each owner on
// the page of the role, and of audits and cases.
func TestCountsAreThoseOfTheFiles(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	all := written(t)
	types := tally(all, "type")
	seen := map[string]string{}
	for _, at := range []string{"documents.html", "records.html", "audits.html", "services.html"} {
		for _, m := range regexp.MustCompile(`href="documents-([a-z-]+)\.html"[^>]*>[^<]*<small>(\d+)</small>`).FindAllStringSubmatch(s.files[at], -1) {
			seen[m[1]] = m[2]
		}
	}
	for kind, n := range types {
		if kind != "service" && seen[kind] != fmt.Sprint(n) {
			t.Errorf("%d files are of the type %s, the menus say %q", n, kind, seen[kind])
		}
	}
	for owner, n := range tally(all, "owner") {
		rows := strings.Count(s.files["roles/"+owner+".html"], `<td class="id">`)
		for part := 2; s.files[fmt.Sprintf("roles/%s~%d.html", owner, part)] != ""; part++ {
			rows += strings.Count(s.files[fmt.Sprintf("roles/%s~%d.html", owner, part)], `<td class="id">`)
		}
		if owner != "" && rows != n {
			t.Errorf("%s owns %d files, the page of the role has %d", owner, n, rows)
		}
	}
}

// TestCasesAreInTimeAsTheirFilesSay works out from two days of a file what the site says of a closed case.
func TestCasesAreInTimeAsTheirFilesSay(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	compared := 0
	for _, said := range written(t) {
		due, err := time.Parse(time.DateOnly, said["due"])
		closed, open := time.Parse(time.DateOnly, said["closed_on"])
		if err != nil || open != nil || said["closed_on"] > "2026-11-22" {
			continue
		}
		want := "closed in time"
		switch late := int(closed.Sub(due).Hours() / 24); {
		case late == 1:
			want = "closed 1 day late"
		case late > 1:
			want = fmt.Sprintf("closed %d days late", late)
		}
		compared++
		if page := s.files["documents/"+strings.ToLower(said["id"])+".html"]; !strings.Contains(page, want) {
			t.Errorf("%s was due on %s and closed on %s, and its page does not say %q", said["id"], said["due"], said["closed_on"], want)
		}
	}
	if compared < 3 {
		t.Errorf("only %d cases were compared", compared)
	}
}
