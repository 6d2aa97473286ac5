package bench

import (
	"bufio"
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

// chronicler writes the stream for fast-import.
type chronicler struct {
	out       *bufio.Writer
	rnd       *rand.Rand
	model     *model
	form      Form
	documents []*written
	taken     map[string]bool // paths of documents
	commits   int             // to be written in all
	mark      int             // of the last commit
}

func newChronicler(out *bufio.Writer, m *model, s Size, form Form) *chronicler {
	c := &chronicler{out: out, rnd: rand.New(rand.NewPCG(1, 2)), model: m, form: form, taken: map[string]bool{}, commits: s.Commits}
	for i := range s.Documents {
		w := m.write(i%len(m.paths), 1+i/len(m.paths), s.Documents)
		c.documents, c.taken[w.path] = append(c.documents, w), true
	}
	return c
}

// The first commit's time in seconds, and the time over which all are spread.
const (
	begin = 1_733_130_000 // 2024-12-02
	span  = 62_000_000    // to 2026-11-19
)

// run writes all commits: documents come in by tens, each ten by a request; then they are revised. Of a hundred changes
// some sixty are requests, of which a third are longer branches; a few move a document, and some touch none.
func (c *chronicler) run() {
	var settings strings.Builder
	for _, name := range slices.Sorted(maps.Keys(c.form.Files)) {
		settings.WriteString(file(name, c.form.Files[name]))
	}
	tip := c.commit("sms: begin", nil, 0, "", settings.String())
	for ten := range slices.Chunk(c.documents, 10) {
		tip = c.request(tip, ten)
	}
	for c.mark < c.commits {
		switch n := c.rnd.IntN(100); {
		case n < 20 && c.mark+8 <= c.commits:
			tip = c.branch(tip)
		case n < 60 && c.mark+2 <= c.commits:
			tip = c.request(tip, c.pick(1+c.rnd.IntN(3)))
		case n < 64:
			tip = c.commit("Move", []int{tip}, c.rnd.IntN(99), "", c.move(c.pick(1)[0]))
		case n < 85:
			tip = c.commit("Revise", []int{tip}, c.rnd.IntN(99), "", c.revise(c.pick(1)))
		default:
			script := file(fmt.Sprintf("tools/t%d.sh", c.rnd.IntN(40)), fmt.Sprintln(c.mark))
			tip = c.commit("Change a script", []int{tip}, c.rnd.IntN(99), "", script)
		}
	}
	fmt.Fprintf(c.out, "reset refs/heads/main\nfrom :%d\n\n", tip)
}

// pick draws some documents, none of them twice.
func (c *chronicler) pick(n int) []*written {
	var out []*written
	for len(out) < min(n, len(c.documents)) {
		if w := c.documents[c.rnd.IntN(len(c.documents))]; !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// request writes a branch of one commit by its author, and the merge by an approver with a trailer.
func (c *chronicler) request(tip int, documents []*written) int {
	author := c.rnd.IntN(99)
	side := c.commit("Write", []int{tip}, author, "", c.revise(documents))
	return c.merge(tip, side, author+1, c.show(documents))
}

// branch writes some commits beside the main line, which goes on meanwhile with other documents, and the merge.
func (c *chronicler) branch(tip int) int {
	picked, author := c.pick(6), c.rnd.IntN(99)
	theirs, ours := picked[:len(picked)/2], picked[len(picked)/2:]
	side := tip
	for _, w := range theirs {
		side = c.commit("Work on a branch", []int{side}, author, "", c.revise([]*written{w}))
		tip = c.commit("Go on meanwhile", []int{tip}, c.rnd.IntN(99), "", c.revise(ours[:1+c.rnd.IntN(len(ours))]))
	}
	return c.merge(tip, side, author+1, c.show(theirs))
}

func (c *chronicler) merge(tip, side, approver int, changes string) int {
	trailer := fmt.Sprintf("\nReviewed-by: %s\n", c.person(approver))
	return c.commit(fmt.Sprintf("Merge pull request #%d from unit/topic", side), []int{tip, side}, approver, trailer, changes)
}

// move puts a document into another folder of its unit. One that has a table beside it stays, and is revised.
func (c *chronicler) move(w *written) string {
	to := path.Join(path.Dir(path.Dir(w.path)), fmt.Sprintf("area%d", c.rnd.IntN(9)), path.Base(w.path))
	if w.data != "" || c.taken[to] {
		return c.revise([]*written{w})
	}
	from := w.path
	delete(c.taken, from)
	w.path, c.taken[to] = to, true
	return "D " + from + "\n" + c.show([]*written{w})
}

// revise raises the version of documents, makes one line of prose of each plainer or takes that back, and writes them.
func (c *chronicler) revise(documents []*written) string {
	const plainer = " This was made plainer."
	for _, w := range documents {
		if w.minor == 0 {
			c.admit(w)
		}
		if w.minor++; w.minor > 1 && len(w.prose) > 0 {
			at := w.prose[c.rnd.IntN(len(w.prose))]
			if text, was := strings.CutSuffix(w.lines[at], plainer); was {
				w.lines[at] = text
			} else {
				w.lines[at] += plainer
			}
		}
		w.lines[w.version] = fmt.Sprintf("version: \"1.%d\"", w.minor)
	}
	return c.show(documents)
}

// show writes documents as they stand, and with the first version of each the table beside it.
func (c *chronicler) show(documents []*written) string {
	var b strings.Builder
	for _, w := range documents {
		b.WriteString(file(w.path, c.form.Document(strings.Join(w.lines, "\n"))))
		if w.rows != "" && w.minor == 1 {
			b.WriteString(file(w.data, w.rows))
		}
	}
	return b.String()
}

// acts finds the days on which a document says that something was done.
var acts = regexp.MustCompile(`\b(approved_on|reviewed_on|closed_on|seen_on|raised_on|decided_on|verified_on|on|date): ` +
	`([0-9]{4}-[0-9]{2}-[0-9]{2})`)

// admit makes the days of a new document possible: nothing in its front matter was done later than the day of the next
// commit.
func (c *chronicler) admit(w *written) {
	today := time.Unix(c.time(c.mark+1), 0).UTC().Format(time.DateOnly)
	for i, line := range w.lines {
		if i > 0 && line == "---" {
			break
		}
		w.lines[i] = acts.ReplaceAllStringFunc(line, func(act string) string {
			key, day, _ := strings.Cut(act, ": ")
			return key + ": " + min(day, today)
		})
	}
}

// time gives the time of a commit in seconds.
func (c *chronicler) time(mark int) int64 { return int64(begin + span/c.commits*mark) }

func file(name, text string) string { return fmt.Sprintf("M 100644 inline %s\n%s", name, data(text)) }

func data(text string) string { return fmt.Sprintf("data %d\n%s\n", len(text), text) }

func (c *chronicler) person(i int) string { return c.model.people[i%len(c.model.people)] }

// commit writes one commit and gives its mark. What cannot be written is said by the flush at the end.
func (c *chronicler) commit(subject string, parents []int, author int, trailer, changes string) int {
	c.mark++
	who := fmt.Sprintf("%s %d +0100", c.person(author), c.time(c.mark))
	message := fmt.Sprintf("%s %d\n\nWhy this was done.\n%s", subject, c.mark, trailer)
	fmt.Fprintf(c.out, "commit refs/heads/work\nmark :%d\nauthor %s\ncommitter %s\n%s", c.mark, who, who, data(message))
	for i, p := range parents {
		fmt.Fprintf(c.out, "%s :%d\n", []string{"from", "merge"}[min(i, 1)], p)
	}
	fmt.Fprintf(c.out, "%s\n", changes)
	return c.mark
}
