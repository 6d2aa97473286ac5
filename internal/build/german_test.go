package build_test

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"clausebook/internal/build"
	"clausebook/internal/demo/demotest"
	"clausebook/internal/longtest"
)

// TestGermanPagesAreGerman builds the demonstration in German and reads every page as a screen reader would: what no
// attribute marks as another language must be German, but for what the organization itself has written into its
// configuration, its people and its commits.
func TestGermanPagesAreGerman(t *testing.T) {
	longtest.Skip(t, "the whole demonstration in German")
	t.Parallel()
	dir := t.TempDir()
	if err := demotest.Copy(dir); err != nil {
		t.Fatal(err)
	}
	inGerman(t, dir)
	p, err := build.Gather(context.Background(), build.Options{Dir: dir, Tool: "devel", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	files, err := build.Plan(p)
	if err != nil {
		t.Fatal(err)
	}
	r := reader{t: t, theirs: ownWords(p), told: map[string]bool{}}
	for _, f := range files {
		if !strings.HasSuffix(f.Path, ".html") || strings.HasPrefix(f.Path, "packs/") && f.Path != "packs/4.html" {
			continue // packs repeat the pages of documents
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		root, err := html.Parse(bytes.NewReader(keptWords.ReplaceAll(b.Bytes(), []byte("$1"))))
		if err != nil {
			t.Fatal(err)
		}
		r.read(f.Path, root, "")
	}
	if r.german < 100_000 || r.other < 50_000 {
		t.Errorf("%d words are German and %d in another language: the test does not reach the pages", r.german, r.other)
	}
}

// keptWords are ids and versions that stay on one line: a sentence goes on around them.
var keptWords = regexp.MustCompile(`<bdi>([^<]*)</bdi>`)

// inGerman turns the site of a repository to German.
func inGerman(t *testing.T, dir string) {
	t.Helper()
	at := filepath.Join(dir, "clausebook.yaml")
	src, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	src = bytes.Replace(src, []byte("\nlanguage: en"), []byte("\nlanguage: de"), 1)
	if !bytes.Contains(src, []byte("\nlanguage: de")) {
		t.Fatal("the example's configuration names no language")
	}
	if err := os.WriteFile(at, src, 0o600); err != nil {
		t.Fatal(err)
	}
}

// ownWords gives what the organization says in words of its own that no language is known of, the longest first.
func ownWords(p *build.Project) []string {
	d := p.Dossier
	out := []string{d.Site.Title, d.Site.Organization}
	for _, c := range p.Config.Conditions {
		out = append(out, strings.TrimSuffix(c.Reason, "."))
	}
	for _, w := range p.Config.Waivers {
		out = append(out, strings.TrimSuffix(w.Reason, "."))
	}
	for _, x := range d.Site.Periods {
		out = append(out, x.Name)
	}
	for _, r := range d.People.Roles {
		out = append(out, r.Title)
	}
	for _, x := range d.People.Parties {
		out = append(out, x.Name)
	}
	for _, x := range d.Docs.Documents {
		for _, r := range d.History.Revisions(x.Path) {
			out = append(out, r.Commit.Subject)
		}
	}
	for _, text := range slices.Clone(out) { // an id in it is a link, so that it stands in pieces
		out = append(out, idInText.Split(text, -1)...)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return len(strings.TrimSpace(s)) < 4 })
}

// idInText is an id as the example has them.
var idInText = regexp.MustCompile(`\b[A-Z]+(?:-[A-Z0-9]+)+\b`)

// reader reads pages and tells of English that is not marked, each text once.
type reader struct {
	t             *testing.T
	theirs        []string
	told          map[string]bool
	german, other int // words
}

// spoken are attributes that are read out.
var spoken = []string{"title", "aria-label", "alt", "placeholder", "data-none", "data-some", "data-wait", "data-kind", "data-all"}

// silent are elements that hold no sentences of ours: names of files and commands, titles of the window, which cannot
// mark a part of their text, and drawings, whose words stand beside them.
var silent = map[string]bool{"code": true, "pre": true, "script": true, "style": true, "title": true, "svg": true}

func (r *reader) read(page string, n *html.Node, language string) {
	if n.Type == html.TextNode {
		r.hear(page, n.Data, language)
	}
	if n.Type == html.ElementNode {
		for _, a := range n.Attr {
			if a.Key == "lang" {
				language = a.Val
			}
		}
		for _, a := range n.Attr {
			if slices.Contains(spoken, a.Key) || n.Data == "meta" && a.Key == "content" && n.Attr[0].Val == "description" {
				r.hear(page, a.Val, language)
			}
		}
		if silent[n.Data] {
			return
		}
	}
	for c := range n.ChildNodes() {
		r.read(page, c, language)
	}
}

// english holds small words that no English sentence does without and no German one has.
var english = func() map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq("the of and with without by for from this that these has have been its to which who whose than " +
		"there no not is are were does what when where why how if as but every each or yes only") {
		out[word] = true
	}
	return out
}()

// token is a word, with what hyphens tie to it: names such as roles-and-responsibilities are no sentences.
var token = regexp.MustCompile(`[\p{L}\p{N}._/'’-]+`)

func (r *reader) hear(page, text, language string) {
	words := token.FindAllString(text, -1)
	if language != "de" {
		r.other += len(words)
		return
	}
	r.german += len(words)
	if !slices.ContainsFunc(words, isEnglish) {
		return
	}
	for _, own := range r.theirs {
		text = strings.ReplaceAll(text, own, "")
	}
	if slices.ContainsFunc(token.FindAllString(text, -1), isEnglish) && !r.told[text] && len(r.told) < 40 {
		r.told[text] = true
		r.t.Errorf("%s: English that is not marked: %q", page, strings.TrimSpace(text))
	}
}

func isEnglish(word string) bool { return english[word] || english[strings.ToLower(word[:1])+word[1:]] }
