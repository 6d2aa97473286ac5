package browser

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// twoVersions is a policy of which every kind of block was changed, and one paragraph was moved.
func twoVersions() []map[string]string {
	const head = "---\nid: POL-X\ntitle: A policy\ntype: policy\nversion: \"%v\"\nstatus: approved\nowner: boss\napprover: " +
		"boss\napproved_by: bob\napproved_on: %d\nclassification: internal\n---\n"
	moved := "The scope takes in every service that we run for customers, and each place from which we run it.\n\n"
	same := strings.Repeat("One paragraph stays as it is.\n\n", 12)
	older := moved + "## Rules\n\n- one **thing**\n- another\n\n| Place | Since |\n|---|---|\n| Kiel | 2019 |\n\n```\nif x " +
		"{\n}\n```\n\n" + same + "Gone with it.\n"
	newer := "## Rules\n\n- one small **thing**\n- another\n  - below it\n\n| Place | Since |\n|---|---|\n| Kiel | 2021 |\n| Mainz | 2026 " +
		"|\n\n```\nif y {\n}\n```\n\n" + same + moved
	front := func(version, day string) string { return strings.NewReplacer("%v", version, "%d", day).Replace(head) }
	return []map[string]string{
		{"clausebook.yaml": "title: Two versions\nas_of: 2026-06-30\nstandards: [iso20000-1-2018]\n",
			"content/people.yaml": "people:\n- {id: ann, name: Ann, emails: [ann@example.invalid], from: 2020-01-01}\n- {id: bob, name: Bob, " +
				"from: 2020-01-01}\nroles:\n- {id: boss, title: Boss, holders: [{person: bob, from: 2020-01-01}]}\n",
			"content/x.md": front("1.0", "2026-05-01") + older},
		{"content/x.md": front("2.0", "2026-05-02") + newer},
	}
}

var redlineSite = sync.OnceValues(func() (*site, error) {
	dir := filepath.Join(workshop, "redline")
	if err := commitAll(dir, person{"Ann", "ann@example.invalid"}, "Approve it", twoVersions()...); err != nil {
		return nil, err
	}
	return buildSite(dir, filepath.Join(workshop, "redline-site"))
})

const (
	sided   = "document.querySelector('#text ~ .redline-sided')"
	visible = "(e => !!e && e.checkVisibility())"
)

// TestRedlineSideBySide changes between the views, by mouse and keys, and holds what either column may say.
func TestRedlineSideBySide(t *testing.T) {
	t.Parallel()
	s, err := redlineSite()
	if err != nil {
		t.Fatal(err)
	}
	for place, base := range s.places(t) {
		t.Run(place, func(t *testing.T) {
			b := newTab(t, base)
			const at = "history/pol-x/1.0-2.0.html"
			b.open(at)
			b.shows(false, "at first")
			b.do(chromedp.Click(chromedp.CSS(".redline-views [value=side]")))
			b.shows(true, "after a click")
			b.columns()
			if got := value[string](b, sided+".querySelector('.fold').textContent"); got != "10 blocks unchanged" {
				t.Errorf("what is left out is named %q", got)
			}
			if got := value[string](b, "[...document.querySelectorAll('.redline-legend + p a')].map(a => a.pathname.split('/').pop()).join()"); got !=
				"1.0.html,pol-x.html" {
				t.Errorf("the full texts are %q", got)
			}
			b.window(1000, 800)
			b.shows(false, "in a narrow window")
			b.window(1280, 900)
			call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
			b.shows(false, "in print")
			call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
			b.do(chromedp.Reload())
			b.shows(true, "after a reload")
			b.do(chromedp.Focus(chromedp.CSS(".redline-views [value=one]")))
			b.press(" ")
			b.shows(false, "switched back")
			b.do(chromedp.Reload())
			b.shows(false, "switched back and reloaded")
			b.quietly("redline")
			b.do(chromedp.Click(chromedp.CSS(".redline-views [value=side]")))
			b.accessible("side by side")
		})
	}
}

// shows holds which of the two views is to be seen, and that the buttons say so.
func (b *tab) shows(side bool, when string) {
	b.t.Helper()
	if value[bool](b, visible+"("+sided+")") != side || value[bool](b, visible+"(document.querySelector('#text ~ .rl, #text ~ ul'))") == side {
		b.t.Errorf("%s the columns are shown: %v, want %v", when, !side, side)
	}
	if !value[bool](b, visible+"(document.querySelector('.redline-views'))") {
		return
	}
	if got := value[string](b, "[...document.querySelectorAll('.redline-views [aria-pressed=true]')].map(e => "+
		"e.value).join()"); (got == "side") != side {
		b.t.Errorf("%s the button pressed is %q", when, got)
	}
}

// columns holds that either column is one version, block by block.
func (b *tab) columns() {
	b.t.Helper()
	const plain = `(side => [...document.querySelectorAll('#text ~ .redline-sided tbody tr')].filter(r => r.children.length > 1).map(r => {
		const c = r.children[side].cloneNode(true);
		c.querySelectorAll('.visually-hidden, .sign, .went, .marker').forEach(e => e.remove());
		return c.textContent.trim().replace(/\s+/g, ' ');
	}).join('|'))`
	const moved = "The scope takes in every service that we run for customers, and each place from which we run it."
	same := strings.Repeat("|One paragraph stays as it is.", 2) // of twelve, one beside each change
	for side, want := range []string{
		moved + "|Rules|one thing|another||PlaceSince|Kiel2019||if x { }" + same + "|Gone with it.|",
		"|Rules|one small thing|another|below it|PlaceSince|Kiel2021|Mainz2026|if y { }" + same + "||" + moved,
	} {
		if got := value[string](b, plain+"("+[]string{"0", "1"}[side]+")"); got != want {
			b.t.Errorf("column %d:\ngot  %s\nwant %s", side, got, want)
		}
	}
	for expression, want := range map[string]string{
		"document.querySelectorAll('.redline-sided td:first-child ins, .redline-sided td + td del').length + " +
			"''": "0",
		"[..." + sided + ".querySelectorAll('thead th')].map(e => " +
			"e.textContent).join('|')": "Older: version 1.0|Newer: version 2.0",
		"[..." + sided + ".querySelectorAll('.went')].map(a => " +
			"document.getElementById(a.hash.slice(1)).className).join('|')": "rl moved|rl left",
		"[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== " +
			"i).join('|')": "",
		"[...document.querySelectorAll('#front-matter ~ .redline-sided tr:first-child td')].map(e => " +
			"e.querySelector('.value').textContent).join('|') + ''": "[deleted: 1.0]|[inserted: 2.0]",
	} {
		if got := value[string](b, expression); got != want {
			b.t.Errorf("%s is %q, want %q", expression, got, want)
		}
	}
}

// TestRedlineWithoutScript holds that a page offers nothing that does not work.
func TestRedlineWithoutScript(t *testing.T) {
	t.Parallel()
	s, err := redlineSite()
	if err != nil {
		t.Fatal(err)
	}
	b := newTab(t, s.onDisk())
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.open("history/pol-x/1.0-2.0.html")
	b.shows(false, "without scripts")
	if value[bool](b, visible+"(document.querySelector('.redline-views'))") {
		t.Error("the page offers a choice that does nothing")
	}
}

// TestHistoryTable holds what the table of revisions says of a version: who approved it, how much it changed, and what.
func TestHistoryTable(t *testing.T) {
	t.Parallel()
	s, err := redlineSite()
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(s.files["history/pol-x.html"], `<table class="revisions">`)
	rows := strings.Split(table, "<tr>")
	if len(rows) != 4 {
		t.Fatalf("the table has %d rows:\n%s", len(rows)-1, table)
	}
	for i, wants := range [][]string{
		2: {"2026-05-02", `<td><a class="ref" href="../documents/pol-x.html">2.0</a> `, "change of substance", "lines: 7 added, 6 removed",
			`<a href="pol-x/1.0-2.0.html">compare with 1.0</a>`, "Approve it", "<td>Ann</td>", `<a href="../people/bob.html">Bob</a>`},
		3: {"2026-05-01", `">1.0</a> `, "first version", "lines: 36 added, 0 removed", "Approve it", "<td>Ann</td>"},
	} {
		for _, want := range wants {
			if !strings.Contains(rows[i], want) {
				t.Errorf("row %d lacks %s:\n%s", i, want, rows[i])
			}
		}
	}
}
