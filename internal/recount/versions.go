package recount

import (
	"fmt"
	"os/exec"
	"strings"
)

// revisions notes what each commit of the main line did to the file of a document, and how many lines that say something came and went.
func (c *Count) revisions(d *document) {
	texts := c.texts(d)
	for i, at := range texts {
		lines := map[string]int{}
		for line := range strings.Lines(at.text) {
			lines[strings.TrimSpace(line)]++
		}
		if i+1 < len(texts) {
			for line := range strings.Lines(texts[i+1].text) {
				lines[strings.TrimSpace(line)]--
			}
		}
		came, went := 0, 0
		for line, n := range lines {
			if line != "" {
				came, went = came+max(n, 0), went+max(-n, 0)
			}
		}
		c.add(fmt.Sprintf("%s %d %d", at.day, came, went), "revisions "+d.ID)
	}
}

// revision is the text of a document at a commit.
type revision struct{ day, text string }

// texts gives what a file was at each commit of the main line that changed it, the newest first, through its moves.
func (c *Count) texts(d *document) []revision {
	var out []revision
	ask, path := "", d.path
	for _, at := range c.logged {
		if before, changed := at.paths[path]; changed {
			out = append(out, revision{day: at.day})
			ask += at.hash + ":" + path + "\n"
			path = before
		}
	}
	git := exec.Command("git", "-C", c.dir, "-c", "safe.directory=*", "cat-file", "--batch")
	git.Stdin = strings.NewReader(ask)
	answer, err := git.Output()
	for i := range out {
		head, rest, found := strings.Cut(string(answer), "\n")
		size := 0
		if _, failed := fmt.Sscanf(head, "%s blob %d", new(string), &size); err != nil || failed != nil || !found {
			return nil
		}
		out[i].text, answer = rest[:size], []byte(rest[size+1:])
	}
	return out
}

// covers tells how many of the months of the audit period whose record would have to be there are covered, and how many there are.
func (c *Count) covers(r item, covered map[string]bool) {
	have, asked := 0, 0
	for _, p := range c.Periods {
		for n := 0; p.holds(c.today) && end(p.From, n) < c.today; n++ {
			is := covered[end(p.From, n)]
			have, asked = have+b(is), asked+b(is || after(end(p.From, n), 0, 31) < c.today)
		}
	}
	c.add(fmt.Sprintf("%d of %d", have, asked), "months "+r.ID)
	c.add(r.Title, "title "+r.ID)
	for _, id := range r.Sources {
		c.add(r.ID, "source "+id)
	}
}

// above gives a clause and those that it is a part of: 8.2.1, 8.2 and 8.
func above(clause string) []string {
	out := []string{clause}
	for at := strings.LastIndexByte(clause, '.'); at > 0; at = strings.LastIndexByte(clause[:at], '.') {
		out = append(out, clause[:at])
	}
	return out
}
