package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestRowsAreCards reads a wide table on a telephone: each cell is named as its column is, nothing is to the side, and a reader who
// hears the page still hears a table. A wider window has the table again.
func TestRowsAreCards(t *testing.T) {
	t.Parallel()
	b := newTab(t, theSite(t).onDisk())
	b.window(390, 800)
	for _, at := range []string{"data/rec-rfc-2026.html", "gaps.html", "documents.html", "documents/rec-rfc-2026.html"} {
		b.open(at)
		if fault := value[string](b, `(() => {
			const table = document.querySelector('table.cards');
			if (!table) return 'no table is of cards';
			const heads = [...table.tHead.rows[0].cells].map(c => c.textContent.trim()), row = table.querySelector('tbody tr:not(.group)');
			if (table.getAttribute('role') !== 'table' || row.getAttribute('role') !== 'row') return 'the roles of a table are lost';
			for (const [i, c] of [...row.cells].entries()) {
				if (c.tagName === 'TD' && (c.dataset.label !== heads[i] || !getComputedStyle(c, '::before').content.includes(heads[i]))) return 'a cell of ' + heads[i] + ' is not named so';
			}
			const wide = [...document.querySelectorAll('.scroll, .table-scroll')].filter(e => e.querySelector('.cards') && e.scrollWidth > e.clientWidth + 1);
			return wide.length ? 'a table of cards scrolls sideways' : '';
		})()`); fault != "" {
			t.Errorf("%s: %s", at, fault)
		}
	}
	b.window(1280, 800)
	b.open("gaps.html")
	if got := value[int](b, "document.querySelectorAll('.cards').length"); got != 0 {
		t.Errorf("%d tables are of cards in a wide window", got)
	}
}

// TestHeadsStayInSight scrolls down long tables: the head is still at the top of the window, or of the box that scrolls, and in the box
// the first column stays at its side.
func TestHeadsStayInSight(t *testing.T) {
	t.Parallel()
	b := newTab(t, theSite(t).onDisk())
	b.window(1280, 700)
	for at, box := range map[string]string{"matrix/iso20000-1-2018-8.5.html": "", "documents.html": "", "data/rec-rfc-2026.html": ".wide",
		"matrix/iso20000-1-2018-8.5-grid.html": ".wide"} {
		b.open(at)
		b.do(chromedp.Evaluate[chromedp.Void](`(() => {
			const table = document.querySelector('table'), box = document.querySelector('` + box + `' || 'no-box');
			table.scrollIntoView();
			(box || document.scrollingElement).scrollBy(box ? 300 : 0, 400);
		})()`))
		if fault := value[string](b, `(() => {
			const table = document.querySelector('table'), box = document.querySelector('`+box+`' || 'no-box');
			const top = box ? box.getBoundingClientRect().top : 0, head = table.tHead.rows[0].cells[0].getBoundingClientRect();
			const first = table.tBodies[0].querySelector('tr:not(.group)').cells[0].getBoundingClientRect();
			if (table.getBoundingClientRect().top > top - 100) return 'nothing is scrolled';
			if (Math.abs(head.top - top) > 2) return 'the head stands at ' + head.top + ', want ' + top;
			if (box && Math.abs(first.left - box.getBoundingClientRect().left) > 2) return 'the first column stands at ' + first.left;
			return '';
		})()`); fault != "" {
			t.Errorf("%s: %s", at, fault)
		}
	}
}

// TestCellsStayWhole measures days, ids and versions in the cells of tables: each is on one line.
func TestCellsStayWhole(t *testing.T) {
	t.Parallel()
	b := newTab(t, theSite(t).onDisk())
	for _, size := range [][2]int64{{1280, 800}, {390, 800}} {
		b.window(size[0], size[1])
		for _, at := range []string{"data/rec-rfc-2026.html", "documents/rec-rfc-2026.html", "documents/min-mr-2026.html", "history/prc-chg.html", "reviews.html"} {
			b.open(at)
			if broken := value[string](b, brokenWords); broken != "" {
				t.Errorf("%s in %d px: %s", at, size[0], broken)
			}
		}
	}
}

// brokenWords lists the days and short ids in cells that begin on one line and end on another.
const brokenWords = `(() => {
	const out = [], walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), range = document.createRange();
	for (let n; n = walk.nextNode();) {
		if (!n.parentElement.closest('td, th') || n.parentElement.closest('code') || !n.parentElement.checkVisibility()) continue;
		for (const m of n.data.matchAll(/(?<![\w-])(?:[A-Z]+|\d{4})(?:-[A-Z0-9]+)*-[A-Z0-9]*\d+(?![\w-])/g)) {
			range.setStart(n, m.index); range.setEnd(n, m.index + m[0].length);
			const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
			if (m[0].length <= 24 && lines.size > 1) out.push(m[0]);
		}
	}
	return out.slice(0, 8).join(' ');
})()`

// TestMatrixOpensByChapter finds the chapters of the matrix folded, opens one without scripts, and all that a filter finds with them.
func TestMatrixOpensByChapter(t *testing.T) {
	t.Parallel()
	b := newTab(t, theSite(t).onDisk())
	b.open("matrix.html")
	const open = "document.querySelectorAll('.chapter[open]').length"
	if all, got := value[int](b, "document.querySelectorAll('.chapter').length"), value[int](b, open); all != 7 || got != 0 {
		t.Errorf("%d of %d chapters are open, want none of 7", got, all)
	}
	b.do(chromedp.Click(chromedp.CSS(".chapter summary")))
	if value[int](b, open) != 1 || !value[bool](b, "document.querySelector('.chapter tbody tr:not(.group)').checkVisibility()") {
		t.Error("the first chapter does not open")
	}
	b.open("matrix.html?filter=emergency")
	if fault := value[string](b, `(() => {
		const rows = [...document.querySelectorAll('.chapter tbody tr:not(.group):not([hidden])')];
		if (!rows.length) return 'no row is found';
		if (rows.some(r => !r.checkVisibility())) return 'a row that is found is folded away';
		return [...document.querySelectorAll('.chapter:not([hidden])')].some(c => !c.open) ? 'a chapter without rows is shown' : '';
	})()`); fault != "" {
		t.Error(fault)
	}
}
