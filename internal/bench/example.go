package bench

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed snippets
var snippetFiles embed.FS

// model is the example as the pattern of all units.
type model struct {
	files  map[string]string // path below content/ -> text
	paths  []string          // of the documents, sorted
	ids    *regexp.Regexp    // any id of a document
	rank   map[string]int    // id -> number of documents before it in a unit
	ranked []string          // the other way round
	people []string          // "Name <address>" of everybody
	code   []string          // fenced, in several languages
}

var (
	idLine     = regexp.MustCompile(`(?m)^id: (\S+)$`)
	dataLine   = regexp.MustCompile(`(?m)^data: (\S+)$`)
	personLine = regexp.MustCompile(`name: ([^,]+), emails: \[([^]]+)\]`)
)

func readExample(example fs.FS) (*model, error) {
	m := &model{files: map[string]string{}, rank: map[string]int{}}
	var err error
	if m.code, err = snippets(); err != nil {
		return nil, err
	}
	err = fs.WalkDir(example, "content", func(p string, entry fs.DirEntry, err error) error {
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
		w.data = folder + at
		w.rows = m.ids.ReplaceAllStringFunc(m.files[at], func(id string) string { return m.unitID(id, unit, documents) })
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
		fmt.Fprintf(&b, "\n## Worked example\n\nAs it stands in the tools of unit %d:\n\n%s", unit, m.code[rank/3%len(m.code)])
	}
	if rank%4 == 0 {
		b.WriteString("\n## Figures\n\n| Month | Requests | In time | Source |\n|---|--:|--:|---|\n")
		for i := range 8 {
			source := m.ranked[(rank+i*11)%len(m.ranked)]
			fmt.Fprintf(&b, "| 2026-%02d | %d | %d.%d %% | [[%s]] |\n", i+1, 40+(rank*7+unit*13+i*29)%200,
				90+(rank+i)%10, (unit+i)%10, source)
		}
	}
	return b.String()
}

// snippets gives each file of code in a fence that names its language.
func snippets() ([]string, error) {
	names, err := fs.Glob(snippetFiles, "snippets/*")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range names {
		text, err := snippetFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		out = append(out, fmt.Sprintf("```%s\n%s```\n", strings.TrimPrefix(path.Ext(name), "."), text))
	}
	return out, nil
}
