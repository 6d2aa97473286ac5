// Nothing here is needed to read a page. It adds: a theme that is remembered, filters for long tables with their
// state in the address, keys, and a search box that a key leads to. All text is set as text, never as markup.
(function () {
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
    Object.keys(attributes || {}).forEach(function (k) { e.setAttribute(k, attributes[k]); });
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
    b.addEventListener('click', function () {
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
  function addFilter(table, first) {
    var rows = Array.prototype.filter.call(table.querySelectorAll('tbody tr'), function (r) { return !r.classList.contains('group'); });
    if (rows.length < 8) return;
    var box = make('div', { 'class': 'sift', role: 'group', 'aria-label': word('Filter the table', 'Tabelle filtern') });
    var input = make('input', { type: 'search', placeholder: word('Filter these rows', 'Diese Zeilen filtern'), 'aria-label': word('Filter these rows', 'Diese Zeilen filtern') });
    var select = make('select', { 'aria-label': word('State', 'Zustand') });
    var status = make('span', { role: 'status' });
    var states = {};
    rows.forEach(function (r) {
      r.querySelectorAll('td .tag').forEach(function (t) { states[t.textContent.trim()] = true; });
    });
    select.appendChild(make('option', { value: '' }, word('Every state', 'Jeder Zustand')));
    Object.keys(states).sort().forEach(function (s) { select.appendChild(make('option', { value: s }, s)); });
    if (first) {
      input.value = query().get('filter') || '';
      select.value = query().get('state') || '';
      if (select.selectedIndex < 0) select.value = '';
    }
    function apply() {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(function (r) {
        var text = r.textContent.toLowerCase();
        var hit = words.every(function (w) { return text.indexOf(w) >= 0; }) &&
          (!select.value || Array.prototype.some.call(r.querySelectorAll('td .tag'), function (t) { return t.textContent.trim() === select.value; }));
        r.hidden = !hit;
        if (hit) shown++;
      });
      table.querySelectorAll('tr.group').forEach(function (g) {
        g.hidden = !g.parentNode.querySelector('tr:not(.group):not([hidden])');
      });
      status.textContent = shown === rows.length ? '' : word(shown + ' of ' + rows.length + ' rows', shown + ' von ' + rows.length + ' Zeilen');
      if (first) { keep('filter', input.value); keep('state', select.value); }
    }
    input.addEventListener('input', apply);
    select.addEventListener('change', apply);
    box.addEventListener('keydown', function (e) {
      if (e.key === 'Escape') { input.value = ''; select.value = ''; apply(); }
    });
    box.appendChild(input);
    if (Object.keys(states).length > 1) box.appendChild(select);
    box.appendChild(status);
    var region = table.closest('.scroll') || table;
    region.parentNode.insertBefore(box, region);
    if (input.value || select.value) apply();
  }

  // Copying: code, commands, hashes and the document's id. Where a browser refuses, the text is selected instead.
  function addCopy(source) {
    if (source.tagName === 'DD') {
      var text = make('span', {}, source.textContent.trim());
      source.replaceChildren(text);
      source = text;
    }
    var b = make('button', { type: 'button', 'class': 'copy' }, word('Copy', 'Kopieren')), label = b.firstChild, plain = label.data;
    b.appendChild(make('span', { 'class': 'visually-hidden' }, ' ' + source.textContent.trim().slice(0, 40)));
    function say(done) {
      label.data = done;
      setTimeout(function () { label.data = plain; }, 2000);
    }
    function select() {
      getSelection().selectAllChildren(source);
      say(word('Selected', 'Markiert'));
    }
    b.addEventListener('click', function () {
      if (!navigator.clipboard) { select(); return; }
      navigator.clipboard.writeText(source.textContent.trim()).then(function () { say(word('Copied', 'Kopiert')); }, select);
    });
    source.after(b);
  }

  var keys = [['/', word('search', 'suchen')], ['[', word('page before', 'Seite davor')], [']', word('next page', 'nächste Seite')],
    ['g', word('home', 'Startseite')], ['?', word('this help', 'diese Hilfe')], ['Esc', word('clear a filter', 'Filter leeren')]];
  function showKeys() {
    var d = document.querySelector('dialog.keys');
    if (!d) {
      d = make('dialog', { 'class': 'keys', 'aria-label': word('Keys', 'Tasten') });
      d.appendChild(make('h2', {}, word('Keys', 'Tasten')));
      var list = make('dl', { 'class': 'facts' });
      keys.forEach(function (k) {
        var row = make('div');
        row.appendChild(make('dt')).appendChild(make('kbd', {}, k[0]));
        row.appendChild(make('dd', {}, k[1]));
        list.appendChild(row);
      });
      d.appendChild(list);
      var close = make('button', { type: 'button' }, word('Close', 'Schließen'));
      close.addEventListener('click', function () { d.close(); });
      d.appendChild(close);
      document.body.appendChild(d);
    }
    d.showModal();
  }
  function follow(rel) {
    var a = document.querySelector('.steps a[rel=' + rel + ']');
    if (a) location.href = a.href;
  }
  document.addEventListener('keydown', function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) return;
    var box = document.getElementById('query') || document.getElementById('find');
    switch (e.key) {
      case '/': if (box) { e.preventDefault(); box.focus(); box.select(); } break;
      case '[': follow('prev'); break;
      case ']': follow('next'); break;
      case 'g': var home = document.querySelector('.brand'); if (home) location.href = home.href; break;
      case '?': showKeys(); break;
    }
  });

  document.addEventListener('DOMContentLoaded', function () {
    var header = document.querySelector('.top');
    if (header) addToggle(header);
    document.querySelectorAll('.body pre:not(.diagram pre), .mend code, code.hash, .kind-document .control dl > :first-child dd').forEach(addCopy);
    Array.prototype.forEach.call(document.querySelectorAll('table.filter'), function (t, i) { addFilter(t, i === 0); });
    document.querySelectorAll('.sections [aria-current], .local [aria-current=page]').forEach(function (tab) {
      var list = tab.closest('ul');
      list.scrollLeft = tab.offsetLeft - list.offsetLeft - 24;
    });
    var toc = document.querySelector('details.toc');
    if (toc && !matchMedia('(min-width: 80rem)').matches) toc.open = false;
  });
})();
