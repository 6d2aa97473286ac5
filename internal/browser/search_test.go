package browser

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/markdown"
	"clausebook/internal/output"
	sitepages "clausebook/internal/site"
	"clausebook/themes"
)

const shards = "assets/search/" // the index; search.js beside it is the program

// first is the title of the best result.
const first = "(document.querySelector('#results li a') || {}).textContent"

func TestSearchFinds(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	places := s.places(t)
	queries := []struct{ how, query, want string }{
		{"id", "POL-CHG", "Change management policy"},
		{"id in lower case", "svc-web", "Managed web hosting"},
		{"id that other texts name often", "PRC-CHG", "Change management process"},
		{"clause number", "8.5.1.3", "8.5.1.3 "},
		{"word", "problem management", "Problem management"},
		{"beginning of a word", "configurat", "onfiguration"},
		{"slip of the pen", "continiuty", "ontinuity"},
		{"letter left out", "avalability", "vailability"},
		{"slip at the start", "hcange management", "Change"},
		{"number of a requirement", "8.5.1.3-c", "8.5.1.3 "},
		{"words that texts write apart", "problem-management-process", "Problem management"},
		{"words in quotes", `"change management policy"`, "Change management policy"},
	}
	for _, place := range slices.Sorted(maps.Keys(places)) {
		t.Run(place, func(t *testing.T) {
			b := newTab(t, places[place])
			for _, q := range queries {
				b.open("about.html")
				b.loaded("")
				b.open("search.html")
				if early := b.loaded(shards); len(early) > 0 {
					t.Errorf("before the first key the page loads %q", early)
				}
				b.press(q.query)
				b.wait(fmt.Sprintf("a first result %q for %s %q", q.want, q.how, q.query), fmt.Sprintf("(%s || '').includes(%q)", first, q.want))
				b.quietly(q.query)
				if len(b.loaded(shards)) == 0 {
					t.Error("no part of the index was loaded: the test looks for the wrong files")
				}
			}
			at := value[string](b, "document.querySelector('#results li a').href")
			b.do(chromedp.Navigate(at))
			b.quietly("the first result")
			if _, ok := s.files[strings.TrimPrefix(at, b.base)]; !ok {
				t.Errorf("the first result leads to %s", at)
			}
		})
	}
}

// TestSearchFromEveryPage holds that the box in the header leads to results and that the address keeps the question.
func TestSearchFromEveryPage(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	for place, base := range s.places(t) {
		t.Run(place, func(t *testing.T) {
			b := newTab(t, base)
			b.open("documents/pol-chg.html")
			b.press("/incident\r")
			b.wait("a result", "location.pathname.endsWith('/search.html') && "+first)
			b.do(chromedp.Reload())
			b.wait("the question after a reload", "document.getElementById('query').value === 'incident' && "+first)
			b.quietly("search")
		})
	}
}

// answered is true once the page shows what it found; told is how it says so.
const (
	answered = "document.querySelector('#results[aria-busy=false]') && document.getElementById('found').textContent"
	told     = "document.querySelector('[role=status]#found').textContent"
)

// choice is the box of a value of a facet.
func choice(facet, value string) string {
	return fmt.Sprintf("document.querySelector('.facets input[name=%s][value=%q]')", facet, value)
}

// offered is the number that stands beside a value.
func (b *tab) offered(facet, of string) int {
	b.t.Helper()
	return value[int](b, "Number("+choice(facet, of)+".closest('label').querySelector('small').textContent)")
}

// check presses the box of a value by keyboard alone, starting from the question.
func (b *tab) check(facet, of string) {
	b.t.Helper()
	b.do(chromedp.Focus(chromedp.CSS("#query")))
	at := choice(facet, of)
	for range 60 {
		b.press(kb.Tab)
		if value[bool](b, "document.activeElement === "+at) {
			b.press(" ")
			if !value[bool](b, "document.activeElement === "+at+" && "+at+".checked") {
				b.t.Fatalf("the space bar does not choose %s, or the focus is lost", at)
			}
			return
		}
	}
	b.t.Fatalf("no Tab leads to %s", at)
}

// leaves waits until so many of all results are left.
func (b *tab) leaves(some, all int) {
	b.t.Helper()
	b.wait(fmt.Sprintf("%d of %d results", some, all), fmt.Sprintf("%s === '%d of %d results'", told, some, all))
}

// TestSearchFacets narrows by keyboard: values of one facet widen, those of several narrow, the numbers are true, and
// the address brings everything back.
func TestSearchFacets(t *testing.T) {
	t.Parallel()
	for place, base := range theSite(t).places(t) {
		t.Run(place, func(t *testing.T) {
			b := newTab(t, base)
			b.open("search.html?q=incident")
			b.wait("an answer", answered)
			all := value[int](b, "parseInt("+told+")")
			reports, processes := b.offered("type", "report"), b.offered("type", "process")
			b.check("type", "report")
			b.leaves(reports, all)
			if groups := value[string](b, "[...document.querySelectorAll('#results h2')].map(h => "+
				"h.firstChild.data.trim()).join()"); groups != "Reports" {
				t.Errorf("the groups of reports are %q", groups)
			}
			if got := b.offered("type", "process"); got != processes {
				t.Errorf("beside the reports %d processes are offered, want %d", got, processes)
			}
			b.check("type", "process")
			b.leaves(reports+processes, all)
			standards := b.offered("standard", "iso20000-4")
			b.check("standard", "iso20000-4")
			b.leaves(standards, all)
			if standards == 0 || standards >= reports+processes {
				t.Fatalf("the standard leaves %d of %d: it does not narrow", standards, reports+processes)
			}
			b.everyNumberIsTrue("owner", all)
			address := value[string](b, "location.href")
			if want := "?q=incident&type=report&type=process&standard=iso20000-4"; !strings.HasSuffix(address, want) {
				t.Errorf("the address is %s, want %s", address, want)
			}
			b.open("index.html")
			b.do(chromedp.Navigate(address))
			b.leaves(standards, all)
			if got := value[int](b, "document.querySelectorAll('.facets :checked').length"); got != 3 {
				t.Errorf("the address brings back %d values, want 3", got)
			}
			b.do(chromedp.Focus(chromedp.CSS(".facets :checked")))
			b.press(kb.Escape)
			b.wait(
				"everything after Esc",
				fmt.Sprintf(
					"%s === '%d results' && location.search === '?q=incident' && document.activeElement.matches('.facets > summary')",
					told,
					all,
				),
			)
			b.quietly("facets")
		})
	}
}

// everyNumberIsTrue chooses the values of a facet one after the other, and finds as many results as each promises.
func (b *tab) everyNumberIsTrue(facet string, all int) {
	b.t.Helper()
	keys := value[[]string](
		b,
		fmt.Sprintf("[...document.querySelectorAll('.facets input[name=%s]')].filter(i => !i.disabled).map(i => i.value)", facet),
	)
	if len(keys) < 2 {
		b.t.Fatalf("%s has %d values to choose from", facet, len(keys))
	}
	for _, key := range keys {
		want := b.offered(facet, key)
		b.do(chromedp.Evaluate[chromedp.Void](choice(facet, key) + ".click()"))
		b.leaves(want, all)
		b.do(chromedp.Evaluate[chromedp.Void](choice(facet, key) + ".click()"))
	}
	if fault := value[string](b, `[...document.querySelectorAll('.facets input')].filter(i => i.disabled !== (!i.checked && i.closest('label').querySelector('small').textContent === '0')).map(i => i.value).join()`); fault != "" {
		b.t.Errorf("whether they can be chosen does not go with their numbers: %s", fault)
	}
}

// TestSearchGroups looks at how results are shown: by type, with the section that speaks of the question, what was
// asked for marked, and the state as elsewhere.
func TestSearchGroups(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	b := newTab(t, s.onDisk())
	b.open("search.html?q=emergency+change")
	b.wait("an answer", answered)
	if groups := value[int](b, "new Set([...document.querySelectorAll('#results section > h2')].map(h => "+
		"h.firstChild.data)).size"); groups < 3 {
		t.Errorf("%d groups", groups)
	}
	b.wait("marks in the texts", "document.querySelector('#results li p:last-child mark')")
	if plain := value[string](b, `[...new Set([...document.querySelectorAll('#results mark')].map(m => m.textContent.toLowerCase()))].filter(w => !/change|emergency/.test(w)).join()`); plain != "" {
		t.Errorf("these words are marked, too: %s", plain)
	}
	if bare := value[int](b, "[...document.querySelectorAll('#results li')].filter(li => !li.querySelector('.tag') || getComputedStyle(li.querySelector('.tag'), '::before').maskImage === 'none' || "+
		"!li.querySelector('.tag').textContent).length"); bare > 0 {
		t.Errorf("%d results have no state with icon and word", bare)
	}
	section := value[string](b, "document.querySelector('#results li p > a[href*=\"#\"]').href")
	b.do(chromedp.Evaluate[chromedp.Void]("document.querySelector('#results section > button').click()"))
	b.wait("more results with the focus on the first of them", "document.activeElement.matches('#results li:nth-child(6) > a')")
	b.do(chromedp.Navigate(section))
	if !value[bool](b, "document.querySelector(':target') !== null") {
		t.Errorf("there is no section at %s", section)
	}
	b.quietly("results")
}

// TestSearchFacetsFitTheWindow holds that they stand open beside the results, and on a phone closed above them.
func TestSearchFacetsFitTheWindow(t *testing.T) {
	t.Parallel()
	const beside = "document.querySelector('#results > div').getBoundingClientRect().right <= " +
		"document.querySelector('.facets').getBoundingClientRect().left"
	b := newTab(t, theSite(t).onDisk())
	b.open("search.html?q=incident")
	b.wait("an answer", answered)
	if !value[bool](b, "document.querySelector('.facets').open && "+beside) {
		t.Error("in a wide window the facets do not stand open beside the results")
	}
	b.window(390, 800)
	b.wait("closed facets above the results", "!document.querySelector('.facets').open && !("+beside+")")
	b.do(chromedp.Focus(chromedp.CSS(".facets > summary")))
	b.press(kb.Enter)
	b.wait("facets that a key opens", "document.querySelector('.facets').open && "+choice("type", "report")+".checkVisibility()")
	b.window(320, 640)
	if fault := value[string](b, tooWide); fault != "" {
		t.Error(fault)
	}
}

func TestSearchInGerman(t *testing.T) {
	t.Parallel()
	s := searchSite(t, &dossier.Dossier{Docs: manyDocuments(60), Site: dossier.Site{Language: "de"}})
	for place, base := range s.places(t) {
		t.Run(place, func(t *testing.T) {
			b := newTab(t, base)
			b.open("search.html")
			b.press("anderungen")
			b.wait("an answer", answered)
			if got := value[string](b, told); got != "60 Treffer" {
				t.Errorf("the page says %q", got)
			}
			b.wait("a mark", "(document.querySelector('#results mark') || {}).textContent === 'Änderungen'")
			b.check("type", "policy")
			b.wait("20 policies", told+" === '20 von 60 Treffern'")
			b.check("status", "withdrawn")
			b.wait("withdrawn policies", told+" === '2 von 60 Treffern'")
			for what, want := range map[string]string{
				"[...document.querySelectorAll('.facets legend')].map(e => e.textContent).join()": "Art,Status,Verantwortlich",
				"document.querySelector('#results h2').firstChild.data":                           "Leitlinien ",
				"document.querySelector('.facets > summary').textContent":                         "Eingrenzen: Leitlinien, Zurückgezogen",
				"document.querySelector('.facets > button').textContent":                          "Alle Filter aufheben",
				"document.querySelector('#results .tag').textContent":                             "Zurückgezogen",
			} {
				if got := value[string](b, what); got != want {
					t.Errorf("%s is %q, want %q", what, got, want)
				}
			}
			b.do(chromedp.Click(chromedp.CSS(".facets > button")))
			b.wait("everything", told+" === '60 Treffer' && location.search === '?q=anderungen'")
			b.quietly("the search in German")
		})
	}
}

// TestSearchWithoutScripts holds that the page then leads to the indexes of titles and clauses.
func TestSearchWithoutScripts(t *testing.T) {
	t.Parallel()
	b := newTab(t, theSite(t).onDisk())
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.open("search.html?q=incident")
	for _, link := range []string{`main a[href^="titles"]`, `main a[href="standards/iso20000-1-2018/8.html"]`} {
		if !value[bool](b, fmt.Sprintf("Boolean(document.querySelector(%q))", link)) {
			t.Errorf("no %s", link)
		}
	}
	if !value[bool](
		b,
		"document.querySelector('main .notice').checkVisibility() && document.querySelector('#results').childElementCount === 0",
	) {
		t.Error("the page does not say that searching needs scripts")
	}
}

func TestSearchShowsHostileQueriesAsText(t *testing.T) {
	t.Parallel()
	b := newTab(t, theSite(t).places(t)["file"])
	for _, query := range []string{hostile, "change " + hostile, "<mark>change</mark>", "javascript:alert(1)", "%3Cscript%3E",
		"\u202echange\u0000"} {
		b.open("search.html?q=" + escape(query))
		b.wait("an answer", answered)
		b.quietly(query)
		if got := value[string](b, "document.getElementById('query').value"); got != strings.ReplaceAll(query, "\x00", "\uFFFD") && got != query {
			t.Errorf("%q became %q", query, got)
		}
		if value[bool](b, "document.querySelector('main img, main script, #results svg') !== null") {
			t.Errorf("%q became markup", query)
		}
	}
}

func TestSearchShardsAreSmall(t *testing.T) {
	t.Parallel()
	for at, src := range theSite(t).files {
		if strings.HasPrefix(at, shards) && len(src) > 256<<10 {
			t.Errorf("%s has %d bytes", at, len(src))
		}
	}
}

// manyDocuments makes a set of n documents of some 500 words.
func manyDocuments(n int) *doc.Set {
	words := strings.Fields(
		"service change incident problem capacity continuity supplier customer report review approval plan policy process record audit risk " +
			"objective measure target",
	)
	var documents []*doc.Document
	for i := range n {
		var body strings.Builder
		for j := range 10 {
			fmt.Fprintf(&body, "## Section %d\n\n", j)
			for k := range 50 {
				fmt.Fprintf(&body, "%s%d ", words[(i*7+j*3+k)%len(words)], (i*k)%97)
			}
			body.WriteString("\n\n")
		}
		body.WriteString("## Änderungen\n\nZu **Änderungen** siehe oben.\n")
		src := []byte(body.String())
		documents = append(
			documents,
			&doc.Document{
				ID:         doc.ID(fmt.Sprintf("DOC-%05d", i)),
				Path:       fmt.Sprintf("content/d/%05d.md", i),
				Title:      fmt.Sprintf("Document %d on %s", i, words[i%len(words)]),
				Type:       []string{"policy", "plan", "record"}[i%3],
				Status:     []doc.Status{doc.Approved, doc.Withdrawn}[i%10/9],
				Version:    "1.0",
				Owner:      fmt.Sprintf("role-%02d", i%23),
				ApprovedOn: date.New(2026, 1, 1),
				Source:     src,
				BodyLine:   1,
				Body:       markdown.Parse(src, 1),
			},
		)
	}
	return doc.NewSet("content", documents, nil, nil)
}

// searchSite is the search page of a site with its index, on a disk, and nothing else of that site.
func searchSite(t *testing.T, d *dossier.Dossier) *site {
	t.Helper()
	wantBrowser(t)
	plan, err := sitepages.Plan(d, sitepages.Options{Theme: themes.Default()})
	if err != nil {
		t.Fatal(err)
	}
	plan = slices.DeleteFunc(plan, func(f output.File) bool { return f.Path != "search.html" && !strings.HasPrefix(f.Path, "assets/") })
	s := &site{dir: t.TempDir(), files: map[string]string{}}
	if _, err := output.Write(t.Context(), output.Target{Dir: s.dir}, plan, nil); err != nil {
		t.Fatal(err)
	}
	for _, f := range plan {
		src, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(f.Path)))
		if err != nil {
			t.Fatal(err)
		}
		s.files[f.Path] = string(src)
		if path.Dir(f.Path)+"/" == shards && len(src) > 256<<10 {
			t.Errorf("%s has %d bytes", f.Path, len(src))
		}
	}
	return s
}

// answer gives the milliseconds from a change of the question to the first result on the page. Only what the reader
// waits for is timed, so that a busy machine does not count twice.
const answer = `new Promise(done => {
	const input = document.getElementById('query'), box = document.getElementById('results');
	box.querySelectorAll('li').forEach(li => li.remove());
	input.value = %q;
	const begin = performance.now();
	new MutationObserver((_, o) => { if (box.querySelector('li')) { o.disconnect(); done(performance.now() - begin); } }).observe(box, {childList: true, subtree: true});
	input.dispatchEvent(new Event('input'));
})`

// narrow gives the milliseconds from a change of a facet to the first result.
const narrow = `new Promise(done => {
	const box = document.getElementById('results');
	box.querySelectorAll('li').forEach(li => li.remove());
	const begin = performance.now();
	new MutationObserver((_, o) => { if (box.querySelector('li')) { o.disconnect(); done(performance.now() - begin); } }).observe(box, {childList: true, subtree: true});
	document.querySelector('.facets input').click();
})`

// TestSearchOfTenThousand wants the first result within 50 ms once the index's parts are loaded (make timed), and on any machine in no
// more than eight times what a quarter of the documents takes.
func TestSearchOfTenThousand(t *testing.T) {
	wantBrowser(t)
	whole, part := firstResults(t, 10_000), firstResults(t, 2_500)
	for question, took := range whole {
		t.Logf("%s: first result after %.0f ms, of a quarter %.0f ms", question, took, part[question])
		if took > 8*max(part[question], 5) {
			t.Errorf("%s: first result after %.0f ms, of a quarter of the documents %.0f ms", question, took, part[question])
		}
		if took > 50 && os.Getenv("CLAUSEBOOK_TIMED") != "" {
			t.Errorf("%s: first result after %.0f ms, want 50", question, took)
		}
	}
}

// firstResults gives the milliseconds to the first result of several questions in so many documents: of each the quickest of a few tries,
// for the machine may be busy with other tests.
func firstResults(t *testing.T, documents int) map[string]float64 {
	t.Helper()
	b := newTab(t, searchSite(t, &dossier.Dossier{Docs: manyDocuments(documents)}).places(t)["http"])
	b.open("search.html")
	took := map[string]float64{}
	ask := func(question, script string) {
		took[question] = value[float64](b, script) // loads the parts
		for range 3 {
			took[question] = min(took[question], value[float64](b, script))
		}
	}
	for _, query := range []string{"DOC-00711", "document 77 on policy", "continuity9", "supplier change review", "contniuity12"} {
		ask(query, fmt.Sprintf(answer, query))
	}
	ask("a value of a facet", narrow)
	return took
}
