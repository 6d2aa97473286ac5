package bench

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// ForClausebook gives the form that clausebook reads: the documents as they are, and the settings of the example, which
// asks for approvals by a merge, as the history has them.
func ForClausebook(example fs.FS) (Form, error) {
	settings, err := fs.ReadFile(example, "clausebook.yaml")
	if err != nil {
		return Form{}, fmt.Errorf("read the example: %w", err)
	}
	people, err := fs.ReadFile(example, "content/people.yaml")
	if err != nil {
		return Form{}, fmt.Errorf("read the example: %w", err)
	}
	return Form{
		Files: map[string]string{
			"clausebook.yaml":     strings.Replace(string(settings), "least_grade: declared", "least_grade: merge", 1),
			"content/people.yaml": string(people),
			".gitignore":          "/public/\n/.clausebook/\n",
		},
		Document: func(text string) string { return text },
	}, nil
}

//go:embed all:hugo
var hugoSite embed.FS

// ForHugo gives the form that Hugo reads: its settings and templates, the front matter as parameters, the address made
// from the id as clausebook makes it, and links between documents as links that a render hook resolves.
func ForHugo() (Form, error) {
	f := Form{Files: map[string]string{".gitignore": "/public/\n/resources/\n/.hugo_build.lock\n"}, Document: hugoDocument}
	err := fs.WalkDir(hugoSite, "hugo", func(p string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := hugoSite.ReadFile(p)
		f.Files[strings.TrimPrefix(p, "hugo/")] = string(text)
		return err
	})
	return f, err
}

var (
	titleLine = regexp.MustCompile(`(?m)^title: .*\n`)
	goesOn    = regexp.MustCompile(`\n +[^- \n].*`)  // a value in the line below, where Hugo's reader would not look for it
	ownKey    = regexp.MustCompile(`^[a-z_]+:( |$)`) // a line that is another key, and goes on with nothing
	wikiLink  = regexp.MustCompile(`\[\[([^\]|#]+)(#[^\]|]*)?(?:\|([^\]]*))?\]\]`)
)

func hugoDocument(text string) string {
	front, body, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !ok {
		return text
	}
	front = goesOn.ReplaceAllStringFunc(front, func(line string) string {
		if value := strings.TrimSpace(line); !ownKey.MatchString(value) {
			return " " + value
		}
		return line
	}) + "\n"
	var b strings.Builder
	id := strings.ToLower(idLine.FindStringSubmatch(front)[1])
	fmt.Fprintf(&b, "---\n%surl: /documents/%s.html\nparams:\n", titleLine.FindString(front), id)
	for line := range strings.Lines(titleLine.ReplaceAllString(front, "")) {
		b.WriteString("  " + line)
	}
	b.WriteString("---\n")
	b.WriteString(wikiLink.ReplaceAllStringFunc(body, hugoLink))
	return b.String()
}

// hugoLink writes a link to a document as one of Markdown, for the render hook. A clause stays text: Hugo has none.
func hugoLink(link string) string {
	m := wikiLink.FindStringSubmatch(link)
	if strings.HasPrefix(m[1], "§") {
		return m[1]
	}
	return fmt.Sprintf("[%s](doc:%s%s)", m[3], m[1], m[2])
}
