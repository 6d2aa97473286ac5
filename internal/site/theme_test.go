package site

import (
	"bytes"
	"flag"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"text/template/parse"

	"github.com/google/go-cmp/cmp"
	"github.com/jba/templatecheck"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/ledger"
	"clausebook/internal/machine"
	"clausebook/internal/markdown"
	"clausebook/internal/page"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/trust"
	"clausebook/internal/view"
	"clausebook/themes"
)

var update = flag.Bool("update", false, "write the golden files anew")

// otherGoldens are golden files beside the one page of each kind that its value names.
var otherGoldens = map[string]string{"service": "documents/svc-web.html", "minutes": "documents/min-1.html", "calendar": "reviews.ics",
	"feed": "changes.atom", "matrix-json": "matrix.json", "matrix-of-json": "matrix/one-2018.json",
	"improvement-json": "improvement.json", "documents-json": "documents.json", "documents-jsonld": "documents.jsonld"}

func TestGolden(t *testing.T) {
	usual, long := maps.Clone(otherGoldens), map[string]string{}
	for _, k := range page.Kinds {
		switch {
		case k.Golden == "":
			t.Errorf("the kind %s names no golden page", k.Name)
		case k.Crowded:
			long[k.Name] = k.Golden
		default:
			usual[k.Name] = k.Golden
		}
	}
	o := Options{Source: sampleTree(), Blob: sampleBlob}
	pages, many := planOf(t, sample(t), o), planOf(t, crowded(t), o)
	compareGoldens(t, render(t, pages), usual)
	compareGoldens(t, render(t, many), long)
	files, err := filepath.Glob("testdata/golden/*")
	if err != nil || len(files) != len(usual)+len(long) {
		t.Errorf("%d golden files, want %d (%v)", len(files), len(usual)+len(long), err)
	}
	for _, k := range page.Kinds {
		from := pages
		if k.Crowded {
			from = many
		}
		if f, _ := Find(from, k.Golden); f.Kind != k.Name {
			t.Errorf("the golden page of %s is of kind %q", k.Name, f.Kind)
		}
	}
}

func compareGoldens(t *testing.T, pages, golden map[string]string) {
	t.Helper()
	for kind, at := range golden {
		got, ok := pages[at]
		if !ok {
			t.Errorf("no %s", at)
			continue
		}
		file := filepath.Join("testdata", "golden", kind+filepath.Ext(at))
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s differs; if that is meant, run go test -update\n%s", at, diff)
		}
	}
}

// TestTemplatesHaveKinds holds that every template is that of a kind, but for those that only define parts of others.
func TestTemplatesHaveKinds(t *testing.T) {
	for _, name := range templateFiles(t) {
		src, err := fs.ReadFile(themes.Default(), name)
		if err != nil {
			t.Fatal(err)
		}
		kind := strings.TrimSuffix(path.Base(name), ".html")
		main := parse.New(name)
		main.Mode = parse.SkipFuncCheck
		if main, err = main.Parse(string(src), "", "", map[string]*parse.Tree{}); err != nil {
			t.Fatal(err)
		}
		_, known := page.Empty()[kind]
		if parts := parse.IsEmptyTree(main.Root); known == parts {
			t.Errorf("%s: belongs to a kind: %v, defines parts alone: %v", name, known, parts)
		}
	}
}

// TestPagesAreOfTheirType holds that each page is given data of the type that its template is checked with.
func TestPagesAreOfTheirType(t *testing.T) {
	for _, d := range samples(t) {
		p, err := newPlan(d, Options{Source: sampleTree(), Blob: sampleBlob})
		if err != nil {
			t.Fatal(err)
		}
		page.Claim(p.View)
		for _, k := range page.Kinds {
			for _, sheet := range k.Pages(p.View) {
				if got, want := reflect.TypeOf(sheet.Data(p.At(k.Name, sheet.At))), reflect.TypeOf(k.Empty); got != want {
					t.Errorf("%s is given a %v, its kind %s says %v", sheet.At, got, k.Name, want)
				}
			}
		}
	}
}

// TestAddressesAreKept holds that no page stands at an address that nothing has taken: an alias could have it too.
func TestAddressesAreKept(t *testing.T) {
	for _, d := range samples(t) {
		p, err := newPlan(d, Options{Source: sampleTree(), Blob: sampleBlob})
		if err != nil {
			t.Fatal(err)
		}
		p.list()
		for _, f := range p.files {
			part := regexp.MustCompile(`~\d+\.`).MatchString(f.Path)
			if !part && !strings.HasPrefix(f.Path, "assets/") && p.Addr.Take(f.Path) {
				t.Errorf("%s, of kind %s, is kept from nobody", f.Path, f.Kind)
			}
		}
	}
}

// TestFixedAddressesAreKept lets documents ask for every address that no id decides: as an alias, as the id by which they
// were known, and as their type. Each keeps what belongs there, and nothing is in the plan twice.
func TestFixedAddressesAreKept(t *testing.T) {
	var fixed []string
	kindAt := map[string]string{}
	for _, k := range page.Kinds {
		for _, at := range k.Fixed {
			fixed = append(fixed, at)
			kindAt[at] = k.Name
		}
	}
	for _, f := range machineFiles {
		fixed = append(fixed, f.at)
		kindAt[f.at] = f.kind
	}
	if len(fixed) < 30 {
		t.Fatalf("%d fixed addresses only", len(fixed))
	}
	for _, d := range samples(t) {
		d.Site.BaseURL = "https://sms.example.org/"
		var documents []*doc.Document
		var assets []doc.Asset
		if d.Docs != nil {
			documents, assets = slices.Clone(d.Docs.Documents), d.Docs.Assets
		}
		for i, at := range fixed {
			name := strings.TrimSuffix(at, ".html")
			greedy := write(t, fmt.Sprintf("content/greedy/%d.md", i),
				fmt.Sprintf(`{id: "%s", title: Greedy, type: "%s", status: approved, aliases: ["%s", "%s", "/%s"]}`,
					name, name, at, name, strings.ToUpper(at)), "Text.\n")
			documents = append(documents, greedy)
		}
		d.Docs = doc.NewSet("content", documents, assets, nil)
		files := planOf(t, d, Options{Source: sampleTree(), Blob: sampleBlob})
		seen := map[string]bool{}
		for _, f := range files {
			if low := strings.ToLower(f.Path); seen[low] {
				t.Errorf("%s is in the plan twice", f.Path)
			} else {
				seen[low] = true
			}
			if want := kindAt[f.Path]; want != "" && f.Kind != want {
				t.Errorf("at %s stands a page of kind %s, not %s", f.Path, f.Kind, want)
			}
		}
	}
}

// TestTemplatesFitTheirData checks every template against the type of its page, branches that no test takes included.
func TestTemplatesFitTheirData(t *testing.T) {
	theme, err := theme.Load(nil, nil, "en", page.Empty())
	if err != nil {
		t.Fatal(err)
	}
	for kind, data := range page.Empty() {
		if err := templatecheck.CheckHTML(theme.Template(kind), data); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// TestEmptyPagesRender holds what a user's theme is tried with: every page with nothing on it.
func TestEmptyPagesRender(t *testing.T) {
	if _, err := theme.Load(nil, fstest.MapFS{}, "en", page.Empty()); err != nil {
		t.Error(err)
	}
}

func TestOverride(t *testing.T) {
	theirs := fstest.MapFS{
		"templates/missing.html": {Data: []byte(`{{template "head" .}}<p>ours</p>{{template "foot" .}}`)},
		"assets/custom.css":      {Data: []byte("a{color:red}")},
		"assets/logo.png":        {Data: []byte("png")},
	}
	pages := render(t, planOf(t, sample(t), Options{Override: theirs, Source: sampleTree()}))
	if !strings.Contains(pages["404.html"], "<p>ours</p>") || strings.Contains(pages["404.html"], "There is no page") {
		t.Error("the user's template was not taken")
	}
	if !strings.Contains(pages["documents/pol-sco.html"], `href="../assets/custom.css"`) ||
		!strings.Contains(pages["index.html"], `src="assets/logo.png"`) {
		t.Error("the user's style or logo is not used")
	}
	crawl(t, pages)
}

func TestBadOverride(t *testing.T) {
	for name, tc := range map[string]struct{ file, src, want string }{
		"syntax":       {"templates/gaps.html", "{{if .Total}}", "templates/gaps.html"},
		"field":        {"templates/gaps.html", "{{.NoSuchField}}", "NoSuchField"},
		"template":     {"templates/about.html", `{{template "no such" .}}`, "no such"},
		"context":      {"templates/about.html", `<a href='{{if .Tool}}'{{end}}>`, "templates/about.html"},
		"not utf-8":    {"templates/about.html", "\xff\xfe", "templates/about.html"},
		"words":        {"words/de.yaml", "a: [", "words/de.yaml"},
		"percent sign": {"words/de.yaml", `"in %s": "bald"`, "words/de.yaml:1"},
	} {
		t.Run(name, func(t *testing.T) {
			d := sample(t)
			d.Site.Language = "de"
			_, err := Plan(d, Options{Override: fstest.MapFS{tc.file: {Data: []byte(tc.src)}}})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error that names %s", err, tc.want)
			}
		})
	}
}

func TestThemeWithoutTemplates(t *testing.T) {
	if _, err := Plan(sample(t), Options{Theme: fstest.MapFS{}}); err == nil || !strings.Contains(err.Error(), "templates/") {
		t.Errorf("got %v, want an error that names what is missing", err)
	}
}

func TestSameBytes(t *testing.T) {
	first := render(t, planOf(t, sample(t), Options{Source: sampleTree()}))
	second := render(t, planOf(t, sample(t), Options{Source: sampleTree()}))
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
}

// TestAtTheSameTime renders one plan from many goroutines; with -race it shows that nothing is shared and changed.
func TestAtTheSameTime(t *testing.T) {
	files := planOf(t, sample(t), Options{Source: sampleTree()})
	want := render(t, planOf(t, sample(t), Options{Source: sampleTree()}))
	var group sync.WaitGroup
	for range 4 {
		for _, f := range files {
			group.Go(func() {
				var b bytes.Buffer
				if err := f.Write(&b); err != nil {
					t.Errorf("%s: %v", f.Path, err)
				} else if b.String() != want[f.Path] {
					t.Errorf("%s differs", f.Path)
				}
			})
		}
	}
	group.Wait()
}

func TestGapsPageListsExactlyTheGaps(t *testing.T) {
	d := sample(t)
	page := render(t, planOf(t, d, Options{}))["gaps.html"]
	page, exempt, _ := strings.Cut(page, `id="exempt"`)
	for _, c := range d.Matrix.Standards[0].Required {
		link := "standards/one-2018/documentation.html#doc-" + c.Ref.Item
		if got := strings.Count(page, link); got > 1 || (got == 1) != c.State.Gap() {
			t.Errorf("%s (%s) stands %d times among the gaps", c.Ref.Item, c.State, got)
		}
		if c.Fix.Command != "" && !strings.Contains(page, "<code>"+c.Fix.Command+"</code>") ||
			!strings.Contains(page, template.HTMLEscapeString(c.Fix.Do.String())) {
			t.Errorf("%s does not say how to fix it", c.Ref.Item)
		}
	}
	if !strings.Contains(exempt, "doc-site-plan") {
		t.Error("what does not apply is not explained")
	}
	for _, want := range []string{"no demand yet", "Bob Boss", "2026-12-31"} {
		if _, waived, _ := strings.Cut(page, `id="state-waived"`); !strings.Contains(waived, want) {
			t.Errorf("the waiver does not say %q", want)
		}
	}
}

func TestManyGaps(t *testing.T) {
	d := sample(t)
	std := d.Standards.Standards[0]
	one := d.Matrix.Standards[0]
	for i := range 200 {
		r := std.Required[2]
		r.ID = fmt.Sprintf("extra-%d", i)
		std.Required = append(std.Required, r)
		cell := one.Required[2]
		cell.Ref.Item = r.ID
		if i%2 == 0 {
			cell.State = trace.Draft
		}
		one.Required = append(one.Required, cell)
	}
	std.Index()
	d.Matrix = trace.NewMatrix(d.AsOf.Day, []trace.StandardMatrix{one}, nil)
	pages := render(t, planOf(t, d, Options{}))
	crawl(t, pages)
	rows := 0
	for at, src := range pages {
		if strings.HasPrefix(at, "gaps") {
			body, _, _ := strings.Cut(src, `id="exempt"`)
			rows += strings.Count(body, `<th scope="row">`)
		}
	}
	if want := len(d.Matrix.Gaps()); rows != want {
		t.Errorf("%d rows, want %d", rows, want)
	}
}

// TestDraftsStayIn holds that what was never approved is offered neither to a search nor to a feed.
func TestDraftsStayIn(t *testing.T) {
	d := sample(t)
	d.Site.BaseURL = "https://sms.example.org/site/"
	pages := render(t, planOf(t, d, Options{}))
	for at, src := range pages {
		if !strings.HasPrefix(at, "assets/search/") &&
			!slices.Contains([]string{"changes.atom", machine.LinkedData, "sitemap.xml", "reviews.ics", "titles.html"}, at) {
			continue
		}
		for _, word := range []string{"PLN-X", "pln-x", "in the making", "canary", "PRC-CHG"} {
			if strings.Contains(src, word) {
				t.Errorf("%s tells of a draft: %s", at, word)
			}
		}
	}
	if !strings.Contains(pages["documents.html"], "PLN-X") {
		t.Error("the register does not hold the draft")
	}
	if !strings.Contains(pages["sitemap.xml"], "<loc>https://sms.example.org/site/documents/pol-sco.html</loc>") {
		t.Error("the site map does not hold an approved document")
	}
	if !strings.Contains(pages["404.html"], `href="https://sms.example.org/site/assets/site.css"`) {
		t.Error("the page for missing addresses does not start at the site's root")
	}
}

// TestEveryPageTellsItsDay holds that each page says on which day dates were judged, and that nothing promises more
// than the documents show.
func TestEveryPageTellsItsDay(t *testing.T) {
	promise := regexp.MustCompile(`(?i)\b(certified|conforms|compliant)\b`)
	for at, src := range render(t, planOf(t, sample(t), Options{})) {
		if !strings.HasSuffix(at, ".html") || kindOf(src) == "redirect" {
			continue
		}
		if !strings.Contains(src, "Dates judged as of 2026-06-30 (set in the configuration or by a flag)") {
			t.Errorf("%s does not tell its day", at)
		}
		if promise.MatchString(src) {
			t.Errorf("%s promises too much: %s", at, promise.FindString(src))
		}
	}
}

func TestBanners(t *testing.T) {
	pages := render(t, planOf(t, sample(t), Options{}))
	for at, want := range map[string]string{
		"documents/pln-x.html":   "Draft: this document has not been approved",
		"documents/prc-chg.html": "In review:",
		"documents/pol-old.html": "Superseded:",
		"documents/gde-1.html":   "Withdrawn:",
		"documents/pol-chg.html": "Changed after approval: changed in substance after the approval",
		"documents/svc-web.html": "Approval not evidenced",
	} {
		if !strings.Contains(pages[at], want) {
			t.Errorf("%s does not warn: %s", at, want)
		}
	}
	if !strings.Contains(pages["documents/pol-chg.html"], `Overdue: this document was due for review by`+
		` <time>2026-01-10</time> (171 days ago)`) {
		t.Error("a review that is overdue is not told")
	}
	if strings.Contains(pages["documents/pol-sco.html"], `class="banner`) {
		t.Error("a document in good order carries a warning")
	}
}

// hostile is text that would run if any of it reached a page as markup.
const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>'-alert(3)-'{{.}}</title></textarea><!--`

// TestHostileText puts text that would run into every field that comes from a document, a commit or a file name.
func TestHostileText(t *testing.T) {
	d := poisoned(t)
	pages := render(t, planOf(t, d, Options{Source: anyTree{}}))
	crawl(t, pages)
	seen := 0
	for at, src := range pages {
		if strings.HasSuffix(at, ".html") {
			if strings.Contains(src, "<img src=x") || strings.Contains(src, "<script>") {
				t.Errorf("%s: hostile text came through as markup", at)
			}
			seen += strings.Count(src, "&lt;img src=x")
		}
		if strings.HasPrefix(at, "assets/search/") && strings.Contains(src, "<") {
			t.Errorf("%s: markup in a script", at)
		}
	}
	if seen < 200 {
		t.Errorf("hostile text was shown only %d times: the test does not reach the pages", seen)
	}
}

// anyTree holds every file, whatever its name.
type anyTree struct{}

func (anyTree) Open(string) (fs.File, error) {
	return fstest.MapFS{"x": {Data: []byte(hostile)}}.Open("x")
}

// poisoned is the sample with hostile text in every field of text.
func poisoned(t testing.TB) *dossier.Dossier {
	d := sample(t)
	d.Site.Title, d.Site.Organization = hostile, hostile
	d.Site.Periods[0].Name = hostile
	d.Tool, d.AsOf.Revision = hostile, hostile
	d.History.Branch, d.History.Reason, d.History.Notes = hostile, hostile, []string{hostile}
	var documents []*doc.Document
	for i, old := range d.Docs.Documents {
		front := old.Front
		for k, v := range front.Pairs() {
			if k.Raw == "targets" || k.Raw == "actions" || k.Raw == "audit_findings" || k.Raw == "measures" {
				for _, item := range v.Items() {
					for _, value := range item.Pairs() {
						value.Raw += hostile
					}
				}
			} else if k.Raw != "due" && k.Raw != "closed_on" && k.Raw != "services" && k.Raw != "depends_on" {
				for _, item := range v.Items() {
					item.Raw += hostile
				}
			}
		}
		n := *old
		if i%2 == 0 {
			n.ID += hostile
		}
		n.Title, n.Version, n.Owner, n.Approver, n.Classification, n.Retention = hostile, hostile, hostile, hostile, hostile, hostile
		n.Tags, n.Aliases, n.Path = []string{hostile}, []string{hostile, "../../" + hostile, "javascript:alert(1)"}, old.Path+hostile
		n.Covers = append(n.Covers, doc.Coverage{Target: hostile, Section: -1})
		if i == 3 {
			n.Type, n.Status, n.Language = hostile, hostile, hostile
		}
		n.Source = []byte("# " + hostile + "\n\n" + hostile + "\n\n[x](javascript:alert(1)) [[" + hostile + "]]\n\n```" + hostile + "\n" +
			hostile + "\n```\n")
		n.Body = markdown.Parse(n.Source, 1)
		documents = append(documents, &n)
	}
	documents[0].Data = &doc.Data{Path: "content/" + hostile, Header: []string{hostile}, Rows: [][]string{{hostile}}}
	d.Docs = doc.NewSet("content", documents, []doc.Asset{{Path: "content/" + hostile + ".html"}}, nil)
	poisonPeople(d)
	poisonMatrix(d)
	for i := range d.Findings {
		f := &d.Findings[i]
		f.Message, f.Hint, f.Document, f.Subject, f.Pos.File = hostile, hostile, hostile, hostile, hostile
		f.Related[0].Message = hostile
	}
	d.Findings = append(d.Findings, diag.Finding{Rule: diag.RuleID(hostile), Message: hostile})
	d.Rules[0].Title, d.Rules[0].Why, d.Rules[0].Fix, d.Rules[0].Clauses = hostile, hostile, hostile, []string{hostile}
	return d
}

func poisonPeople(d *dossier.Dossier) {
	r := d.People
	for i := range r.People {
		r.People[i].Name = hostile
	}
	for i := range r.Roles {
		r.Roles[i].Title = hostile
	}
	for i := range r.Parties {
		r.Parties[i].Name = hostile
	}
	r.People = append(r.People, people.Person{ID: hostile, Name: hostile, From: date.New(2020, 1, 1)})
	r.Roles = append(r.Roles, people.Role{ID: hostile, Title: hostile, Holders: []people.Holding{{Person: hostile}}})
	r.Parties = append(r.Parties, people.Party{ID: hostile, Name: hostile, Kind: "supplier"})
}

func poisonMatrix(d *dossier.Dossier) {
	var all []trace.StandardMatrix
	for _, m := range d.Matrix.Standards {
		for _, cells := range [][]trace.Cell{m.Required, m.Requirements, m.Clauses, m.Processes} {
			for i := range cells {
				c := &cells[i]
				c.Reason, c.Owner, c.Fix, c.Missing, c.Title = phrase.Of(hostile+" %s and %s", hostile, phrase.In(hostile, hostile)), hostile,
					trace.Fix{Do: phrase.Of(hostile+" %s", hostile)}, []string{hostile}, hostile
				if i%2 == 0 {
					c.Fix = trace.Fix{Command: hostile}
				}
				if c.Waiver != nil {
					c.Waiver = &trace.Waiver{Reason: hostile, ApprovedBy: hostile}
				}
				c.Evidence = append(slices.Clone(c.Evidence), trace.Evidence{Document: hostile, Path: hostile, Section: hostile, How: hostile,
					Reason: phrase.Text(hostile), Commit: hostile})
			}
		}
		all = append(all, m)
	}
	uses := map[doc.ID][]trace.Use{}
	versions := map[doc.ID][]ledger.Version{}
	for _, x := range d.Docs.Documents {
		uses[x.ID] = []trace.Use{{Ref: all[0].Required[0].Ref, Kind: hostile, Title: hostile, How: hostile, Section: hostile}}
		versions[x.ID] = []ledger.Version{{Document: x.ID, Version: x.Version, Content: hostile, Role: hostile,
			Approver: trust.Person{ID: hostile, Name: hostile}, Grade: ledger.Trailer,
			Authors:  []trust.Person{{Name: hostile}},
			Evidence: []ledger.Evidence{{Grade: ledger.Trailer, What: phrase.Text(hostile), Commit: hostile, Pos: diag.Pos{File: hostile}}},
			Verdicts: []ledger.Verdict{{Rule: hostile, Message: phrase.Text(hostile), Commit: hostile, Voids: true}}}}
	}
	d.Matrix = trace.NewMatrix(d.AsOf.Day, all, uses)
	d.Approvals = ledger.NewLedger(ledger.Signed, versions)
}

// TestWords holds that a language has a word for whatever templates and code say, and for nothing else.
func TestWords(t *testing.T) {
	asked := askedWords(t)
	for _, language := range []string{"de"} {
		src, err := fs.ReadFile(themes.Default(), "words/"+language+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		root, problems := strictyaml.Parse(src, 1, strictyaml.Limits{Bytes: 1 << 20})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for _, text := range asked {
			if root.Get(text).Text() == "" {
				t.Errorf("%s has no words for %q", language, text)
			}
		}
		for text := range root.Pairs() {
			if !slices.Contains(asked, text.Raw) {
				t.Errorf("%s translates %q, which nothing says", language, text.Raw)
			}
		}
	}
}

var (
	inTemplate = regexp.MustCompile(`\bt ("(?:[^"\\]|\\.)*")`)
	inPlural   = regexp.MustCompile(`\bn (?:(?:\.\w+)+|\(len \.\w+\)) "([^"]*)" "([^"]*)"`)
)

// askedWords collects every text that templates and code ask for.
func askedWords(t testing.TB) []string {
	set := map[string]bool{}
	for _, file := range templateFiles(t) {
		src, err := themes.Default().Open(file)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(src); err != nil {
			t.Fatal(err)
		}
		for _, m := range inTemplate.FindAllStringSubmatch(b.String(), -1) {
			set[unquote(t, m[1])] = true
		}
		for _, m := range inPlural.FindAllStringSubmatch(b.String(), -1) {
			set[m[1]], set[m[2]] = true, true
		}
	}
	for _, text := range codeWords(t) {
		set[text] = true
	}
	return view.SortedKeys(set)
}

func TestOwnAssetsStayAsTheyAre(t *testing.T) {
	own := "/* mine */\na { b: c; }\n"
	pages := render(t, planOf(t, sample(t), Options{Override: fstest.MapFS{"assets/site.css": {Data: []byte(own)}}}))
	if pages["assets/site.css"] != own {
		t.Errorf("the user's file becomes %q", pages["assets/site.css"])
	}
	if strings.Contains(pages["assets/search.js"], "\n//") {
		t.Error("the built-in script keeps its comments")
	}
}
