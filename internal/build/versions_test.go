package build_test

import (
	"bytes"
	"context"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/date"
	"clausebook/internal/demo/demotest"
	"clausebook/internal/doc"
	"clausebook/internal/export"
	"clausebook/internal/inforce"
	"clausebook/internal/longtest"
	"clausebook/internal/output"
	"clausebook/internal/site"
)

// TestVersionsOfTheDemonstration reads the pages of former versions and of days as a reader does, and holds them against the
// blobs of the repository and against what the command says.
func TestVersionsOfTheDemonstration(t *testing.T) {
	longtest.Skip(t, "the whole demonstration")
	t.Parallel()
	dir := demotest.Read(t).Dir
	p, err := build.Gather(context.Background(), build.Options{Dir: dir, Tool: "devel", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	o, err := build.SiteOptions(p)
	if err != nil {
		t.Fatal(err)
	}
	files, err := site.Plan(p.Dossier, o)
	if err != nil {
		t.Fatal(err)
	}
	s := plannedSite{t, files}
	versions := 0
	for _, d := range p.Dossier.Docs.Documents {
		for _, v := range p.Dossier.InForce.Of(d).Versions {
			at := "versions/" + strings.ToLower(string(d.ID)) + "/" + v.Number() + ".html"
			if _, there := site.Find(files, at); !there {
				if v.Blob() != d.Blob && v != p.Dossier.InForce.Of(d).Present {
					t.Errorf("%s %s has no page", d.ID, v.Number())
				}
				continue
			}
			versions++
			raw, err := o.Blob(v.Revision.Blob)
			if err != nil {
				t.Fatal(err)
			}
			s.holds(at, raw)
		}
	}
	if versions < 150 {
		t.Errorf("%d pages of former versions, want at least 150", versions)
	}
	for _, day := range []date.Date{date.New(2026, 3, 31), date.New(2026, 8, 31), p.Dossier.AsOf.Day} {
		s.agrees(day, p)
	}
}

// plannedSite reads pages of a plan.
type plannedSite struct {
	*testing.T
	files []output.File
}

func (s plannedSite) read(at string) string {
	s.Helper()
	f, ok := site.Find(s.files, at)
	if !ok {
		s.Fatalf("there is no %s", at)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		s.Fatalf("%s: %v", at, err)
	}
	return b.String()
}

var (
	bodyOf   = regexp.MustCompile(`(?s)<div class="body"[^>]*>\n(.*)</div>\n(?:<p class="more">|<p class="source">)`)
	factsOf  = regexp.MustCompile(`(?s)<section aria-label="Facts">.*?</section>|<div class="scroll" tabindex="0" role="region".*?</table></div>`)
	tagsOf   = regexp.MustCompile(`<[^>]*>`)
	wordsOf  = regexp.MustCompile(`\pL{3,}`)
	rowOf    = regexp.MustCompile(`<tr><td><a [^>]*>.*?</a></td><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>`)
	maxFrame = 4 << 10
	// What is written and not shown: comments, diagrams as text, the targets of links, ids in place of which titles stand.
	notShown = []*regexp.Regexp{regexp.MustCompile(`(?s)<!--.*?-->`), regexp.MustCompile("(?s)```mermaid.*?```"), regexp.MustCompile("```\\w*"),
		regexp.MustCompile(`\[\[[^\]|]*\]\]`), regexp.MustCompile(`\]\([^)]*\)`)}
	worded = regexp.MustCompile(`\[\[[^\]|]*\|([^\]]*)\]\]`) // a link with words of its own
)

// holds wants every word of a file on its page, as often as it is written, in a frame of at most 4 KB.
func (s plannedSite) holds(at string, raw []byte) {
	s.Helper()
	page := s.read(at)
	m := bodyOf.FindStringSubmatch(page)
	if m == nil {
		s.Errorf("%s has no body", at)
		return
	}
	head, _, _ := strings.Cut(page, `<div class="body"`)
	frame := len(page) - len(m[1])
	for _, part := range factsOf.FindAllString(head, -1) {
		frame -= len(part)
	}
	if frame > maxFrame {
		s.Errorf("%s: the frame has %d bytes, more than %d", at, frame, maxFrame)
	}
	left := map[string]int{}
	for _, word := range wordsOf.FindAllString(html.UnescapeString(tagsOf.ReplaceAllString(m[1], " ")), -1) {
		left[word]++
	}
	prose := string(doc.Take(raw).Body)
	for _, no := range notShown {
		prose = no.ReplaceAllString(prose, " ")
	}
	for _, word := range wordsOf.FindAllString(worded.ReplaceAllString(prose, " $1 "), -1) {
		if left[word]--; left[word] < 0 {
			s.Errorf("%s lacks %q", at, word)
			return
		}
	}
}

// agrees holds the list of a day against what the command says.
func (s plannedSite) agrees(day date.Date, p *build.Project) {
	s.Helper()
	r, _ := export.InForceOn(p.Dossier, day, nil)
	var want []string
	for _, d := range r.Documents {
		if d.State == inforce.InForce.String() {
			row := d.Document + " " + d.Version + " " + d.From.String()
			if !d.Said.IsZero() {
				row += ", said on " + d.Said.String()
			}
			want = append(want, row)
		}
	}
	var got []string
	for _, f := range s.files {
		if strings.HasPrefix(f.Path, "in-force/"+day.String()) {
			list, _, _ := strings.Cut(s.read(f.Path), `<caption id="others">`)
			for _, m := range rowOf.FindAllStringSubmatch(list, -1) {
				got = append(got, tagsOf.ReplaceAllString(m[1]+" "+m[2]+" "+m[3], ""))
			}
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if len(want) < 40 || !slices.Equal(want, got) {
		s.Errorf("%s: the command lists %d, the pages %d:\n%s\n\n%s", day, len(want), len(got), strings.Join(want, "\n"), strings.Join(got, "\n"))
	}
}
