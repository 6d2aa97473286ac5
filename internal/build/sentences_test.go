package build_test

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// This file asks the same of days within sentences. A sentence that tells of an act has to be true of the document that it speaks of; every
// other day that is over has to be one that somebody wrote into a file, or on which something reached the repository, unless the
// sentence says that it was reckoned: a day on which something was due, or the day of judgement.

// telling is a form of words that tells of an act on a day, with the keys by which a document may say so.
type telling struct {
	label string
	words *regexp.Regexp // its group is the day
	keys  []string
}

const aDay = `(\d{4}-\d\d-\d\d)`

var tellings = []telling{
	{"approved by … on", regexp.MustCompile(`\b(?:[Aa]pproved|[Cc]onfirmed)(?: as version [\d.]+)? by [^;:()]{3,60}? on ` + aDay),
		[]string{"approved_on"}},
	{"matter names … on", regexp.MustCompile(`front matter names [^;:()]{3,60}? on ` + aDay), []string{"approved_on"}},
	{"last review on", regexp.MustCompile(`last review on ` + aDay), []string{"reviewed_on", "on"}},
	{"closed on", regexp.MustCompile(`\b[Cc]losed on ` + aDay), []string{"closed_on"}},
	{"raised on", regexp.MustCompile(`\b[Rr]aised on ` + aDay), []string{"raised_on"}},
	// Of reports and logs, it is the end of what they tell of.
	{"the newest of", regexp.MustCompile(`the newest of ` + aDay), []string{"date", "to"}},
}

var (
	// atCommit is the day of a commit beside its name, on either side.
	atCommit = regexp.MustCompile(`@ ([0-9a-f]{7,12}), changed ` + aDay + `|\bof ` + aDay + ` ([0-9a-f]{7,12})\b|` +
		`\bCommit ([0-9a-f]{7,12}) ` + aDay)
	// reckoned are words before a day that say that it was reckoned.
	reckoned = regexp.MustCompile(`(?i)\b(?:as of|due|until|by|up to|next|ended|expired?|ran out|was to be|months since|to)(?: on)?:? $`)
)

// sentences asks all days within the running text of a page that templates make.
func (q *inquiry) sentences(at, own string) {
	for n := range q.site.main(at).Descendants() {
		if n.Type != html.ElementNode || theirs(n) || !slices.Contains([]string{"p", "li", "small", "td", "th", "dd", "summary"}, n.Data) {
			continue
		}
		words := textWithin(n)
		if dayWord.FindString(words) == "" {
			continue
		}
		path := q.about(at, n, own)
		for _, form := range tellings {
			for _, m := range form.words.FindAllStringSubmatch(words, -1) {
				q.told(at, form, path, m[1], words)
			}
		}
		for _, m := range atCommit.FindAllStringSubmatch(words, -1) {
			q.madeOn(at, m[1]+m[4]+m[5], m[2]+m[3]+m[6])
		}
		if n.Data == "td" && (headOf(n) == "To" || headOf(n) == "Until") {
			q.ended(at, words)
			continue
		}
		for _, m := range dayWord.FindAllStringIndex(words, -1) {
			if n.Data == "td" && strings.HasPrefix(headOf(n), "Due") {
				break
			}
			q.known(at, words[:m[0]], words[m[0]:m[1]], words)
		}
	}
}

// textWithin gives the text of an element without that of blocks within it, which are asked by themselves.
func textWithin(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := range n.ChildNodes() {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
			case slices.Contains([]string{"p", "li", "ul", "ol", "small", "table", "details", "dl", "script", "style"}, c.Data):
				b.WriteString(" ")
			default:
				walk(c)
			}
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// about gives the path of the document that an element speaks of: that of the nearest line around it that leads to one, else of the page.
func (q *inquiry) about(at string, n *html.Node, own string) string {
	for up := n; up != nil && up.Data != "main"; up = up.Parent {
		if up.Data != "li" && up.Data != "tr" && up.Data != "p" && up.Data != "article" {
			continue
		}
		for in := range up.Descendants() {
			if to := to(at, in); q.site.kind2(to) == "document" {
				return q.documentOf(strings.Split(to, "#")[0])
			}
		}
	}
	return own
}

func (q *inquiry) told(at string, form telling, path, day, words string) {
	if path == "" || day > q.asOf {
		return
	}
	if q.asked[form.label]++; !q.git.by(path, day, form.keys) && !q.git.outside[day] {
		q.t.Errorf("%s: nobody said of %s what stands here of %s: %q", at, path, day, words)
	}
}

func (q *inquiry) madeOn(at, commit, day string) {
	q.asked["commit in a sentence"]++
	if known := q.git.commits[commit[:7]]; known != day {
		q.t.Errorf("%s: commit %s is said to be of %s and is of %q", at, commit, day, known)
	}
}

// known asks of any other day whether somebody wrote it down, or something happened on it.
func (q *inquiry) known(at, before, day, words string) {
	if day > q.asOf || reckoned.MatchString(before) {
		return
	}
	if q.asked["any day"]++; !q.git.days[day] && !q.git.outside[day] {
		q.t.Errorf("%s: nobody wrote down %s, nor happened anything on it: %q", at, day, words)
	}
}

// ended asks of the last day of a version in force whether something happened on the next one.
func (q *inquiry) ended(at, words string) {
	last, err := time.Parse(time.DateOnly, dayWord.FindString(words))
	next := last.AddDate(0, 0, 1).Format(time.DateOnly)
	if err != nil || next > q.asOf {
		return
	}
	if q.asked["last day"]++; !q.git.days[next] && !q.git.days[dayWord.FindString(words)] {
		q.t.Errorf("%s: nothing happened on the day after %q", at, words)
	}
}
