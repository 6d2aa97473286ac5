package demo

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/strictyaml"
)

//go:embed former/former.yaml
var formerFiles embed.FS

// former is a version of a document before its present one, told by what the text after it changed.
type former struct {
	version  string
	on, from date.Date // approved, in force
	draft    bool
	edits    []edit
	open     []string // sections that nobody could write yet
	without  []string // keys of the front matter that nobody could give yet
}

// edit is one change by hand: now stands in the version after, then stood in its place.
type edit struct{ now, then string }

// readFormer gives the former versions by document, the newest first.
func readFormer() (map[doc.ID][]former, error) {
	raw, err := formerFiles.ReadFile("former/former.yaml")
	if err != nil {
		return nil, fmt.Errorf("read the former versions: %w", err)
	}
	root, problems := strictyaml.Parse(raw, 1, strictyaml.Limits{Bytes: 1 << 20})
	if len(problems) > 0 {
		return nil, fmt.Errorf("read the former versions: line %d: %s", problems[0].Line, problems[0].Message)
	}
	out := map[doc.ID][]former{}
	for _, n := range root.Items() {
		f := former{version: n.Get("version").Text(), draft: n.Get("draft").Text() == "true",
			open: n.Get("open").Texts(), without: n.Get("without").Texts()}
		if f.on, err = date.Parse(n.Get("on").Text()); err != nil {
			return nil, fmt.Errorf("read the former versions: %s %s: %w", n.Get("id").Text(), f.version, err)
		}
		f.from, _ = date.Parse(n.Get("from").Text()) // none: in force from the day of the approval
		for _, e := range n.Get("edits").Items() {
			f.edits = append(f.edits, edit{e.Get("now").Text(), e.Get("then").Text()})
		}
		id := doc.ID(n.Get("id").Text())
		out[id] = append(out[id], f)
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b former) int { return b.on.Compare(a.on) })
	}
	return out, nil
}

// unwrite takes the edits of a version back. An edit that does not fit is a mistake in the file.
func (f former) unwrite(id doc.ID, text string) (string, error) {
	for _, e := range f.edits {
		if n := strings.Count(text, e.now); n != 1 {
			return "", fmt.Errorf("%s %s: the text after it holds %q %d times, not once", id, f.version, e.now, n)
		}
		text = strings.Replace(text, e.now, e.then, 1)
	}
	for _, key := range f.without {
		text = dropKey(text, key)
	}
	return text, nil
}
