package bench

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// model is the example as the pattern of all units.
type model struct {
	files  map[string]string // path below content/ -> text
	paths  []string          // of the documents, sorted
	ids    *regexp.Regexp    // any id of a document
	rank   map[string]int    // id -> number of documents before it in a unit
	ranked []string          // the other way round
	people []string          // "Name <address>" of everybody
}

var (
	idLine     = regexp.MustCompile(`(?m)^id: (\S+)$`)
	dataLine   = regexp.MustCompile(`(?m)^data: (\S+)$`)
	personLine = regexp.MustCompile(`name: ([^,]+), emails: \[([^]]+)\]`)
)

func readExample(example fs.FS) (*model, error) {
	m := &model{files: map[string]string{}, rank: map[string]int{}}
	err := fs.WalkDir(example, "content", func(p string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(example, p)
		m.files[strings.TrimPrefix(p, "content/")] = string(text)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the example: %w", err)
	}
	for _, person := range personLine.FindAllStringSubmatch(m.files["people.yaml"], -1) {
		m.people = append(m.people, fmt.Sprintf("%s <%s>", person[1], person[2]))
	}
	for p, text := range m.files {
		if path.Ext(p) == ".md" && idLine.MatchString(text) {
			m.paths = append(m.paths, p)
		}
	}
	if len(m.paths) == 0 || len(m.people) < 2 {
		return nil, errors.New("the example has no documents, or no two people to write and approve them")
	}
	slices.Sort(m.paths)
	var ids []string
	for i, p := range m.paths {
		id := idLine.FindStringSubmatch(m.files[p])[1]
		m.rank[id], m.ranked, ids = i, append(m.ranked, id), append(ids, regexp.QuoteMeta(id))
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }) // the longest first
	m.ids = regexp.MustCompile(`\b(` + strings.Join(ids, "|") + `)\b`)
	return m, nil
}

// unitID gives the id that a document of the example has in a unit. What the last unit lacks is that of the first.
func (m *model) unitID(id string, unit, documents int) string {
	if (unit-1)*len(m.paths)+m.rank[id] >= documents {
		unit = 1
	}
	return fmt.Sprintf("%s-U%02d", id, unit)
}

// written is a document as it stands at the time of the story.
type written struct {
	path       string
	lines      []string
	prose      []int  // indices of lines that can be revised
	version    int    // of the front matter, the line
	minor      int    // the version is 1.minor
	data, rows string // the path and the text of the table that lies beside it, or empty
}

// write copies the document of a rank for a unit.
func (m *model) write(rank, unit, documents int) *written {
	p := m.paths[rank]
	text := m.files[p] + m.appendix(rank, unit)
	text = m.ids.ReplaceAllStringFunc(text, func(id string) string { return m.unitID(id, unit, documents) })
	folder := fmt.Sprintf("content/unit%02d/", unit)
	w := &written{path: folder + p, lines: strings.Split(text, "\n")}
	if match := dataLine.FindStringSubmatch(text); match != nil {
		at := path.Join(path.Dir(p), match[1])
		w.data, w.rows = folder+at, m.files[at]
	}
	fences, code := 0, false
	for i, line := range w.lines {
		switch {
		case line == "---":
			fences++
		case fences < 2 && strings.HasPrefix(line, "version: "):
			w.version = i
		case strings.HasPrefix(line, "```"):
			code = !code
		case fences >= 2 && !code && len(line) > 40 && !strings.ContainsAny(line[:1], "|#-<>`* 0123456789"):
			w.prose = append(w.prose, i)
		}
	}
	return w
}

// appendix gives what the example has too little of for a benchmark: code in every third document, in turn in four
// languages, and a table of numbers and links in every fourth.
func (m *model) appendix(rank, unit int) string {
	var b strings.Builder
	if rank%3 == 0 {
		fmt.Fprintf(&b, "\n## Worked example\n\nAs it stands in the tools of unit %d:\n\n%s", unit, snippets[rank/3%len(snippets)])
	}
	if rank%4 == 0 {
		b.WriteString("\n## Figures\n\n| Month | Requests | In time | Source |\n|---|--:|--:|---|\n")
		for i := range 8 {
			fmt.Fprintf(&b, "| 2026-%02d | %d | %d.%d %% | [[%s]] |\n", i+1, 40+(rank*7+unit*13+i*29)%200, 90+(rank+i)%10, (unit+i)%10, m.ranked[(rank+i*11)%len(m.ranked)])
		}
	}
	return b.String()
}

var snippets = [...]string{
	"```yaml\nservice: hosting\nchecks:\n  - name: front door\n    every: 60s\n    expect: {status: 200, within: 1.5s}\n  - name: restore\n    every: 720h\n    owner: \"platform\" # who is called\nwindow:\n  day: Thursday\n  from: \"22:00\"\n```\n",
	"```sh\n#!/bin/sh\n# Takes a snapshot before the change and keeps the last seven.\nset -eu\nname=\"before-$(date +%F)\"\nsnapshot create \"$name\"\nsnapshot list | sort | head -n -7 | while read -r old; do\n  snapshot remove \"$old\"\ndone\n```\n",
	"```json\n{\n  \"request\": \"CHG-2026-0412\",\n  \"category\": \"minor\",\n  \"impact\": 2,\n  \"items\": [\"db-07\", \"db-08\"],\n  \"decided\": {\"by\": \"change board\", \"approved\": true, \"note\": null}\n}\n```\n",
	"```sql\n-- What was resolved in time, by priority.\nSELECT priority, count(*) AS resolved,\n       100.0 * sum(CASE WHEN closed_at <= due_at THEN 1 ELSE 0 END) / count(*) AS in_time\nFROM incidents\nWHERE closed_at >= DATE '2026-01-01'\nGROUP BY priority\nORDER BY priority;\n```\n",
}
