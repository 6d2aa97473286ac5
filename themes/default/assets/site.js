// Nothing here is needed to read a page. It adds: a theme that is remembered, filters for long tables with their
// state in the address, keys, and a search box that a key leads to. All text is set as text, never as markup.
(() => {
  'use strict';
  var root = document.documentElement;
  function stored(value) {
    try {
      if (value !== undefined) localStorage.setItem('theme', value);
      return localStorage.getItem('theme');
    } catch (e) { return null; } // a browser may forbid storage on a disk
  }
  if (/^(light|dark)$/.test(stored() || '')) root.dataset.theme = stored();

  var german = /^de/.test(root.lang);
  function word(en, de) { return german ? de : en; }
  function make(name, attributes, text) {
    var e = document.createElement(name);
    Object.keys(attributes || {}).forEach(k => { e.setAttribute(k, attributes[k]); });
    if (text) e.textContent = text;
    return e;
  }

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  }
  function addToggle(header) {
    var b = make('button', { type: 'button', 'class': 'toggle' });
    function label() {
      b.textContent = isDark() ? word('Light', 'Hell') : word('Dark', 'Dunkel');
      b.title = word('Change between light and dark', 'Zwischen hell und dunkel wechseln');
    }
    b.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      stored(root.dataset.theme);
      label();
    });
    label();
    header.appendChild(b);
  }

  // Filters: words and states over the rows of a table. One table a page keeps its state in the address.
  function query() { return new URLSearchParams(location.search); }
  function keep(name, value) {
    var q = query();
    if (value) q.set(name, value); else q.delete(name);
    var s = q.toString();
    try { history.replaceState(null, '', location.pathname + (s ? '?' + s : '') + location.hash); } catch (e) { /* opaque origin */ }
  }
  function addFilter(tables, first) {
    var table = tables[0], rows = tables.flatMap(t => Array.from(t.querySelectorAll('tbody tr:not(.group)')));
    if (rows.length < 8) return;
    var box = make('div', { 'class': 'sift', role: 'group', 'aria-label': word('Filter the table', 'Tabelle filtern') });
    var hint = word('Filter these rows', 'Diese Zeilen filtern'), input = make('input', { type: 'search', placeholder: hint, 'aria-label': hint });
    var status = make('span', { role: 'status' }), facets = [];
    box.appendChild(input);
    // A facet is a list of what stands in a column, or in the states of a row; the rows with one of them can be picked.
    function facet(name, label, values) {
      var seen = {}, select = make('select', { 'aria-label': label });
      rows.forEach(r => { values(r).forEach(v => { if (v && v !== '–') seen[v] = true; }); });
      select.appendChild(make('option', { value: '' }, label + ': ' + word('all', 'alle')));
      Object.keys(seen).sort().forEach(v => { select.appendChild(make('option', { value: v }, v)); });
      if (select.length < 3) return;
      if (first) select.value = query().get(name) || '';
      if (select.selectedIndex < 0) select.value = '';
      facets.push({ name: name, select: select, hit: r => !select.value || values(r).indexOf(select.value) >= 0 });
      select.addEventListener('change', apply);
      box.appendChild(select);
    }
    function texts(list) { return Array.from(list, e => e.textContent.trim()); }
    function apply() {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(r => {
        var text = r.textContent.toLowerCase();
        var hit = words.every(w => text.indexOf(w) >= 0) && facets.every(f => f.hit(r));
        r.hidden = !hit;
        if (hit) shown++;
      });
      tables.forEach(t => {
        var chapter = t.closest('.chapter');
        t.querySelectorAll('tr.group').forEach(g => { g.hidden = !g.parentNode.querySelector('tr:not(.group):not([hidden])'); });
        if (!chapter) return;
        chapter.hidden = !t.querySelector('tbody tr:not([hidden])');
        if (shown < rows.length) chapter.open = true;
      });
      status.textContent = shown === rows.length ? '' : word(shown + ' of ' + rows.length + ' rows', shown + ' von ' + rows.length + ' Zeilen');
      if (first) { keep('filter', input.value); facets.forEach(f => { keep(f.name, f.select.value); }); }
    }
    facet('state', word('State', 'Zustand'), r => texts(r.querySelectorAll('td .tag')));
    table.querySelectorAll('thead [data-facet]').forEach(th => {
      facet(th.dataset.facet, th.dataset.label || th.textContent, r => {
        var cell = r.cells[th.cellIndex], links = cell.querySelectorAll('a');
        return cell.dataset.values ? cell.dataset.values.split('|') : links.length ? texts(links) : [cell.textContent.trim()];
      });
    });
    if (first) input.value = query().get('filter') || '';
    input.addEventListener('input', apply);
    box.addEventListener('keydown', e => {
      if (e.key === 'Escape') { input.value = ''; facets.forEach(f => { f.select.value = ''; }); apply(); }
    });
    if (table.classList.contains('matrix')) addFolding(tables, box);
    box.appendChild(status);
    var region = table.closest('.chapter') || table.closest('.scroll') || table;
    region.parentNode.insertBefore(box, region);
    if (input.value || facets.some(f => f.select.value)) apply();
  }
  // Of the matrix, rows fold away under their clauses and columns can be left out.
  function addFolding(tables, box) {
    var fold = make('button', { type: 'button', 'aria-pressed': 'false' }, word('Clauses only', 'Nur Abschnitte'));
    var menu = make('details'), hidden = (query().get('hide') || '').split(',').filter(Boolean);
    function show() {
      tables.flatMap(t => Array.from(t.rows)).forEach(r => {
        if (r.cells.length > 1) Array.from(r.cells, (c, i) => { c.hidden = hidden.indexOf(String(i)) >= 0; });
      });
      keep('hide', hidden.join(','));
    }
    function folded(on) { fold.setAttribute('aria-pressed', on); tables.forEach(t => { t.classList.toggle('folded', on); }); keep('fold', on ? '1' : ''); }
    fold.addEventListener('click', () => { folded(!tables[0].classList.contains('folded')); });
    menu.appendChild(make('summary', {}, word('Columns', 'Spalten')));
    Array.from(tables[0].tHead.rows[0].cells, (th, i) => {
      var label = make('label'), tick = make('input', { type: 'checkbox' });
      if (!i) return;
      tick.checked = hidden.indexOf(String(i)) < 0;
      tick.addEventListener('change', () => {
        hidden = hidden.filter(h => h !== String(i)).concat(tick.checked ? [] : String(i));
        show();
      });
      label.append(tick, ' ' + th.textContent);
      menu.append(label);
    });
    box.append(fold, menu);
    if (hidden.length) show();
    if (query().get('fold')) folded(true);
  }

  // On a telephone a row of a table reads as a card: each cell is named as its column is, and what is long has a line of its own.
  // Roles say again what the table was, because some browsers forget it of cells that are no longer laid out as such.
  var carded = ':is(.scroll, .table-scroll) > table:not(.grid, .month, .trend, .cards)';
  function makeCards(table) {
    var head = table.tHead && table.tHead.rows.length === 1 ? Array.from(table.tHead.rows[0].cells, th => th.textContent.trim()) : [];
    var rows = Array.from(table.tBodies).flatMap(b => Array.from(b.rows));
    if (table.classList.contains('narrow') && table.parentNode.scrollWidth <= table.parentNode.clientWidth) return;
    if (head.length < 3 || rows.some(r => r.cells.length !== head.length && !r.classList.contains('group'))) return;
    table.classList.add('cards');
    table.setAttribute('role', 'table');
    rows.forEach(r => {
      r.setAttribute('role', 'row');
      if (r.cells.length !== head.length) return;
      Array.from(r.cells, (c, i) => {
        c.setAttribute('role', c.tagName === 'TH' ? 'rowheader' : 'cell');
        if (c.tagName !== 'TH') c.dataset.label = head[i];
        if (c.textContent.trim().length > 36 || /[^\s]{20}/.test(c.textContent)) c.classList.add('long');
      });
    });
  }

  // The head of a table stays at the top of the window where the whole width of the table is in sight.
  function fit() {
    document.querySelectorAll('.scroll:not(.wide, .tall)').forEach(box => {
      box.classList.remove('fits');
      if (box.clientWidth && box.scrollWidth <= box.clientWidth) box.classList.add('fits');
    });
  }

  // The contents beside a text say where the reader is: the last heading that has passed the top of the window.
  function here(toc) {
    var links = Array.from(toc.querySelectorAll('a[href^="#"]'), a => ({ a: a, to: document.getElementById(decodeURIComponent(a.hash.slice(1))) })).filter(l => l.to);
    function mark() {
      var at = links.findLast(l => l.to.getBoundingClientRect().top < 120);
      links.forEach(l => { if (l === at) l.a.setAttribute('aria-current', 'true'); else l.a.removeAttribute('aria-current'); });
    }
    addEventListener('scroll', mark, { passive: true });
    mark();
  }

  // What falls due was labelled on the day of the build; on a later day it is labelled anew.
  function relabel(mark) {
    var now = new Date(), asOf = Date.parse(mark.dataset.asOf), today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    if (!(today > asOf)) return;
    document.querySelectorAll('.dues tbody tr').forEach(r => {
      var time = r.querySelector('time'), cell = r.lastElementChild;
      var days = Math.round((Date.parse(time.dateTime) - today) / 864e5), kind = days < 0 ? 'overdue' : days <= 30 ? 'soon' : '';
      time.parentNode.querySelector('small').textContent = new Intl.RelativeTimeFormat(root.lang, { numeric: 'auto' }).format(days, 'day');
      cell.replaceChildren(kind ? mark.querySelector('.tag-' + kind).cloneNode(true) : '');
    });
    var day = new Date(today).toISOString().slice(0, 10);
    mark.append(make('strong', { role: 'status' }, word(' Labelled anew for today, ' + day + '.', ' Neu beschriftet für heute, ' + day + '.')));
  }

  // Copying: code, commands, hashes and the document's id. Where a browser refuses, the text is selected instead.
  function addCopy(source) {
    if (source.tagName === 'DD') {
      var text = make('span', {}, source.textContent.trim());
      source.replaceChildren(text);
      source = text;
    }
    var b = make('button', { type: 'button', 'class': 'copy' }, word('Copy', 'Kopieren')), label = b.firstChild, plain = label.data;
    b.append(make('span', { 'class': 'visually-hidden' }, ' ' + source.textContent.trim().slice(0, 40)));
    function say(done) {
      label.data = done;
      setTimeout(() => { label.data = plain; }, 2000);
    }
    function select() {
      getSelection().selectAllChildren(source);
      say(word('Selected', 'Markiert'));
    }
    b.addEventListener('click', () => {
      if (!navigator.clipboard) { select(); return; }
      navigator.clipboard.writeText(source.textContent.trim()).then(() => say(word('Copied', 'Kopiert')), select);
    });
    source.after(b);
  }

  var keys = [['/', word('search; filter the matrix', 'suchen; Matrix filtern')], ['[', word('page before', 'Seite davor')], [']', word('next page', 'nächste Seite')],
    ['g', word('home', 'Startseite')], ['?', word('this help', 'diese Hilfe')], ['Esc', word('clear a filter', 'Filter leeren')]];
  function showKeys() {
    var d = document.querySelector('dialog.keys');
    if (!d) {
      d = make('dialog', { 'class': 'keys', 'aria-label': word('Keys', 'Tasten') });
      d.appendChild(make('h2', {}, word('Keys', 'Tasten')));
      var list = make('dl', { 'class': 'facts' });
      keys.forEach(k => {
        var row = make('div');
        row.appendChild(make('dt')).appendChild(make('kbd', {}, k[0]));
        row.appendChild(make('dd', {}, k[1]));
        list.appendChild(row);
      });
      d.appendChild(list);
      var close = make('button', { type: 'button' }, word('Close', 'Schließen'));
      close.addEventListener('click', () => { d.close(); });
      d.appendChild(close);
      document.body.appendChild(d);
    }
    d.showModal();
  }
  function follow(rel) {
    var a = document.querySelector('.steps a[rel=' + rel + ']');
    if (a) location.href = a.href;
  }
  document.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) return;
    var box = document.querySelector('.kind-matrix .sift input') || document.getElementById('query') || document.getElementById('find');
    switch (e.key) {
      case '/': if (box) { e.preventDefault(); box.focus(); box.select(); } break;
      case '[': follow('prev'); break;
      case ']': follow('next'); break;
      case 'g': var home = document.querySelector('.brand'); if (home) location.href = home.href; break;
      case '?': showKeys(); break;
    }
  });

  document.addEventListener('DOMContentLoaded', () => {
    var header = document.querySelector('.top');
    if (header) addToggle(header);
    document.querySelectorAll('.body pre:not(.diagram pre), .fix code, code.hash, .kind-document .control dl > :first-child dd').forEach(addCopy);
    var chapters = Array.from(document.querySelectorAll('.chapter table'));
    if (chapters.length) addFilter(chapters, true);
    document.querySelectorAll('table.filter').forEach((t, i) => { if (chapters.indexOf(t) < 0) addFilter([t], i === 0); });
    var narrow = matchMedia('(max-width: 37.5rem)'), cards = () => { if (narrow.matches) document.querySelectorAll(carded).forEach(makeCards); };
    narrow.addEventListener('change', cards);
    cards();
    addEventListener('resize', fit);
    document.addEventListener('toggle', fit, true);
    fit();
    document.querySelectorAll('.sections [aria-current], .local [aria-current=page]').forEach(tab => {
      var list = tab.closest('ul');
      list.scrollLeft = tab.offsetLeft - list.offsetLeft - 24;
    });
    document.querySelectorAll('[data-as-of]').forEach(relabel);
    var toc = document.querySelector('details.toc');
    if (toc && !matchMedia('(min-width: 80rem)').matches) toc.open = false;
    else if (toc) here(toc);
  });
})();
