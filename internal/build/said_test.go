package build_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// This file asks of every date of an act on the pages "who said so, and when". It reads the pages as they are and the
// repository with git itself; it knows nothing of how the site finds them.

// said is what the main line of a repository holds.
type said struct {
	claims  map[string][]string // path and claim, such as "content/a.md approved_on 2026-01-10" -> days on which it landed
	changes map[string][]string // path -> days on which it changed
	trailed map[string]bool     // path and day of commits whose message names an approver
	commits map[string]string   // the first seven digits of a hash -> day
	former  map[string][]string // path -> the paths that it had before
	days    map[string]bool     // days that stand in any file, and those of commits
	outside map[string]bool     // days of tags
}

var (
	saidLine      = regexp.MustCompile(`\b(approved_on|reviewed_on|closed_on|seen_on|raised_on|date|on|to): "?(\d{4}-\d\d-\d\d)`)
	commitLine    = regexp.MustCompile(`^commit ([0-9a-f]{40}) (\S+)$`)
	namesApprover = regexp.MustCompile(`^(Approved|Reviewed)-by: `)
	decidedLine   = regexp.MustCompile(`decided_on: (\d{4})(-\d\d-\d\d)`)
	dayWord       = regexp.MustCompile(`\d{4}-\d\d-\d\d`)
)

func readSaid(t *testing.T, dir string) *said {
	t.Helper()
	s := &said{map[string][]string{}, map[string][]string{}, map[string]bool{}, map[string]string{}, map[string][]string{},
		map[string]bool{}, map[string]bool{}}
	day, path, approved := "", "", false
	for line := range strings.SplitSeq(gitOutput(t, dir, "log", "--first-parent", "-m", "--reverse", "--no-renames", "-p", "--unified=0",
		"--format=commit %H %cs%n%B"), "\n") {
		switch m := commitLine.FindStringSubmatch(line); {
		case m != nil:
			day, path, approved = m[2], "", false
		case path == "" && namesApprover.MatchString(line):
			approved = true
		case strings.HasPrefix(line, "+++ b/"):
			path = strings.TrimPrefix(line, "+++ b/")
			s.changes[path] = append(s.changes[path], day)
			if approved {
				s.trailed[path+" "+day] = true
			}
		case path != "" && strings.HasPrefix(line, "+"):
			for _, written := range dayWord.FindAllString(line, -1) {
				s.days[written] = true
			}
			for _, m := range saidLine.FindAllStringSubmatch(line, -1) {
				key := path + " " + m[1] + " " + m[2]
				s.claims[key] = append(s.claims[key], day)
			}
		}
	}
	for line := range strings.SplitSeq(gitOutput(t, dir, "log", "--all", "--format=%H %cs %as"), "\n") {
		if words := strings.Fields(line); len(words) == 3 {
			s.commits[words[0][:7]] = words[1]
			s.days[words[1]], s.days[words[2]] = true, true
		}
	}
	moves := gitOutput(t, dir, "log", "--first-parent", "-m", "--diff-filter=R", "-M50%", "--name-status", "--format=")
	for line := range strings.SplitSeq(moves, "\n") {
		if words := strings.Split(line, "\t"); len(words) == 3 {
			s.former[words[2]] = append(s.former[words[2]], words[1])
		}
	}
	for day := range strings.FieldsSeq(gitOutput(t, dir, "for-each-ref", "--format=%(creatordate:short)", "refs/tags", "refs/notes")) {
		s.outside[day] = true
	}
	for _, m := range decidedLine.FindAllStringSubmatch(gitOutput(t, dir, "grep", "-h", "^decided_on: ", "HEAD", "--", "content"), -1) {
		year, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		s.outside[fmt.Sprint(year+1, m[2])] = true // by when the first surveillance is due, by the scheme
	}
	for _, day := range dayWord.FindAllString(standardsText(t), -1) { // what the data of the standards say of themselves
		s.days[day] = true
	}
	return s
}

func standardsText(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	files, err := filepath.Glob("../../schemas/standards/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("the files of the standards are not there: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

func gitOutput(t *testing.T, dir string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed: nobody to ask")
	}
	cmd := exec.Command("git", append([]string{"-C", dir, "-c", "safe.directory=*", "-c", "core.quotepath=off"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "TZ=UTC")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}

// by tells whether a commit of the main line says one of these things of a document, on or after the day that it speaks of: it
// was written then, or carried on by a later change of the document.
func (s *said) by(path, day string, keys []string) bool {
	for _, at := range append([]string{path}, s.former[path]...) {
		if slices.Contains(keys, "approved_on") && s.trailed[at+" "+day] {
			return true
		}
		for _, key := range keys {
			for _, landed := range s.claims[at+" "+key+" "+day] {
				if landed >= before(day) || slices.ContainsFunc(s.changes[path], func(later string) bool { return later >= before(day) }) {
					return true
				}
			}
		}
	}
	return false
}

// before gives the day before one, by which clocks may differ.
func before(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return at.AddDate(0, 0, -1).Format(time.DateOnly)
}

// acts are the labels and headings under which pages state acts, with the keys by which a document may say so.
var acts = map[string][]string{
	"Approved on": {"approved_on"}, "Confirmed on": {"approved_on"}, "Last review": {"reviewed_on", "on"}, "Raised on": {"raised_on"},
	"Closed on": {"closed_on"}, "Seen on": {"seen_on"}, "Date": {"date", "approved_on"}, "Held": {"reviewed_on", "on", "approved_on"},
	"Approval": {"approved_on"},
}

// everyDateWasSaid finds the commit behind each act that pages state, and the day of each commit that they name.
func everyDateWasSaid(t *testing.T, s *built, dir string) {
	git := readSaid(t, dir)
	asOf := regexp.MustCompile(`as of (\d{4}-\d\d-\d\d)`).FindStringSubmatch(text(s.pages["about.html"]))[1]
	q := &inquiry{t: t, site: s, git: git, asOf: asOf, asked: map[string]int{}}
	for _, at := range slices.Sorted(maps.Keys(s.pages)) {
		if !strings.HasPrefix(at, "packs/") { // packs repeat the pages of documents
			q.page(at)
			q.sentences(at, q.documentOf(at))
		}
	}
	for label, least := range map[string]int{"Approved on": 400, "Approval": 300, "Date": 100, "Raised on": 10, "Closed on": 30,
		"Last review": 20, "Held": 100, "commit": 1500, "approved by … on": 300, "matter names … on": 100, "last review on": 50,
		"the newest of": 30, "commit in a sentence": 300, "any day": 5000, "last day": 50} {
		if q.asked[label] < least {
			t.Errorf("only %d days of the kind %q were asked, want %d", q.asked[label], label, least)
		}
	}
}

// inquiry carries what all questions share.
type inquiry struct {
	t     *testing.T
	site  *built
	git   *said
	asOf  string
	asked map[string]int
}

// page asks all dates of acts on a page.
func (q *inquiry) page(at string) {
	own := q.documentOf(at)
	for n := range q.site.main(at).Descendants() {
		if n.Type != html.ElementNode || theirs(n) {
			continue
		}
		switch {
		case n.Data == "dt":
			q.ask(at, text(n), own, text(sibling(n)))
		case n.Data == "tbody":
			q.table(at, n, own)
		case hasClass(n, "commit"):
			q.commit(at, n)
		}
	}
}

func sibling(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; n = n.NextSibling {
	}
	return n
}

// table asks the dates of a table of the columns that state acts, each of the document that its row leads to.
func (q *inquiry) table(at string, body *html.Node, own string) {
	var heads []string
	for n := range tableOf(body).Descendants() {
		if n.Data == "th" && attr(n, "scope") == "col" {
			heads = append(heads, text(n))
		}
	}
	for r := range body.ChildNodes() {
		path := own
		if to := q.rowOf(at, r); to != "" {
			path = q.documentOf(strings.Split(to, "#")[0])
		}
		i := 0
		for cell := range r.ChildNodes() {
			if cell.Data != "td" && cell.Data != "th" {
				continue
			}
			if i < len(heads) {
				q.ask(at, heads[i], path, text(cell))
			}
			i++
		}
	}
}

// rowOf gives the address of the document that a row is about: of the one that heads it, else of the first that it lists, else of the
// first that it names. Sentences in a row, such as the reason of a state, name others.
func (q *inquiry) rowOf(at string, row *html.Node) string {
	var heads, lists, names string
	for cell := range row.ChildNodes() {
		for n := range cell.Descendants() {
			to := to(at, n)
			if q.site.kind2(to) != "document" {
				continue
			}
			names = cmp.Or(names, to)
			if hasClass(n, "ref") {
				lists = cmp.Or(lists, to)
			}
			if cell.Data == "th" {
				heads = cmp.Or(heads, to)
			}
		}
	}
	return cmp.Or(heads, lists, names)
}

// kind2 gives the kind of the page at an address, which may be none of this site.
func (s *built) kind2(address string) string {
	at, _, _ := strings.Cut(address, "#")
	if s.pages[at] == nil {
		return ""
	}
	return s.kind(at)
}

// documentOf gives the path of the document that a page is of: its own, or that of the document above it.
func (q *inquiry) documentOf(at string) string {
	main := q.site.main(at)
	if source := first(main, func(n *html.Node) bool { return hasClass(n, "source") }); q.site.kind(at) == "document" {
		return text(first(source, func(n *html.Node) bool { return n.Data == "code" }))
	}
	crumbs := first(main, func(n *html.Node) bool { return hasClass(n, "crumbs") })
	link := first(crumbs, func(n *html.Node) bool { return q.site.kind2(to(at, n)) == "document" })
	if link == nil {
		return ""
	}
	return q.documentOf(strings.Split(to(at, link), "#")[0])
}

// ask asks of a date who said so.
func (q *inquiry) ask(at, label, path, words string) {
	keys, day := acts[label], dayWord.FindString(words)
	if keys == nil || day == "" || path == "" || day > q.asOf { // what is to come is a plan
		return
	}
	if q.asked[label]++; !q.git.by(path, day, keys) {
		q.t.Errorf("%s: nobody said %q of %s that it was on %s", at, label, path, day)
	}
}

// saysIn gives the words of a text, or the day of an element for days.
func saysIn(n *html.Node) string {
	switch {
	case n == nil:
	case n.Type == html.TextNode:
		return strings.TrimSpace(n.Data)
	case hasClass(n, "day"):
		return text(n)
	}
	return ""
}

// commit asks git of the day that stands before the name of a commit.
func (q *inquiry) commit(at string, name *html.Node) {
	day := ""
	prev := name.PrevSibling
	for prev != nil && prev.Type == html.TextNode && strings.TrimSpace(prev.Data) == "" {
		prev = prev.PrevSibling
	}
	if words := saysIn(prev); words != "" && dayWord.FindString(words) == words {
		day = words
	} else if r := lineOf(name); r != nil {
		if first := first(r, func(n *html.Node) bool { return n.Data == "time" && attr(n, "datetime") != "" }); first != nil {
			day = text(first)
		}
	}
	short := text(name)
	if day == "" || len(short) < 7 {
		return
	}
	q.asked["commit"]++
	if known := q.git.commits[short[:7]]; known != day {
		q.t.Errorf("%s: commit %s is said to be of %q and is of %q", at, short, day, known)
	}
}

func lineOf(n *html.Node) *html.Node {
	for n != nil && n.Data != "tr" && n.Data != "li" {
		n = n.Parent
	}
	return n
}
