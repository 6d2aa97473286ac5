// Redlines side by side: what the page shows in one column, with each version in a column of its own. It is made from
// what stands on the page when it is first asked for. The one column stays beneath, for narrow windows and for print.
(function () {
  'use strict';
  var made = false, box, sections;
  function stored(value) {
    try {
      if (value !== undefined) localStorage.setItem('redline', value);
      return localStorage.getItem('redline');
    } catch (e) { return null; } // a browser may forbid storage on a disk
  }
  function make(name, attributes, parent) {
    var e = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (k) { e.setAttribute(k, attributes[k]); });
    if (parent) parent.appendChild(e);
    return e;
  }
  function pour(from, into) { into.lang = from.lang; while (from.firstChild) into.appendChild(from.firstChild); }
  function without(block, marks) {
    var copy = block.cloneNode(true);
    copy.querySelectorAll(marks).forEach(function (m) { m.remove(); });
    copy.querySelectorAll('.went').forEach(function (a) { a.setAttribute('href', a.getAttribute('href').replace('#', '#side-')); });
    return copy;
  }

  // A row of a table becomes a line of cells, a value of the front matter its name with its value below.
  function fill(cell, copy) {
    if (copy.tagName === 'TR') {
      pour(copy.firstElementChild, cell);
      copy.firstElementChild.remove();
      var line = make('div', { 'class': 'line' }, cell);
      Array.prototype.forEach.call(copy.children, function (c) { pour(c, make('div', { 'class': c.tagName === 'TH' ? 'head' : '' }, line)); });
    } else if (copy.querySelector('dt')) {
      pour(copy.querySelector('dt'), make('div', { 'class': 'key' }, cell));
      pour(copy.querySelector('dd'), make('div', { 'class': 'value' }, cell));
    } else pour(copy, cell);
  }
  function side(row, block, absent, marks) {
    var td = make('td', {}, row);
    if (absent) {
      td.className = 'absent';
      make('span', { 'class': 'visually-hidden' }, td).textContent = box.dataset.absent;
      return;
    }
    var list = block.tagName === 'LI' ? make('div', { 'class': 'redline-list' }, td) : td;
    var cell = make('div', { 'class': block.className }, list);
    if (block.id) cell.id = 'side-' + block.id;
    var copy = without(block, marks), went = copy.querySelector('.went');
    fill(cell, copy);
    var peer = block.classList.contains('left') && document.getElementById(went.hash.slice('#side-'.length));
    if (peer) fill(cell, without(peer, 'ins, .sign, .went, .rl > .visually-hidden, .margin > .visually-hidden'));
  }
  function add(body, e) {
    if (e.matches('.rl')) {
      var row = make('tr', {}, body), is = function (list) { return list.some(function (c) { return e.classList.contains(c); }); };
      side(row, e, is(['inserted', 'moved']), 'ins');
      side(row, e, is(['deleted', 'left']), 'del');
    } else if (e.matches('.fold, .notice')) {
      make('td', { colspan: '2', 'class': 'fold' }, make('tr', {}, body)).textContent = e.textContent;
    } else Array.prototype.forEach.call(e.children, function (c) { add(body, c); });
  }
  function build() {
    made = true;
    sections.forEach(function (s) {
      var parts = Array.prototype.slice.call(s.children, 1), table = make('table', { 'class': 'redline-sided' });
      var head = make('tr', {}, make('thead', {}, table));
      document.querySelectorAll('.redline-sides > div').forEach(function (d) {
        make('th', { scope: 'col' }, head).textContent = d.querySelector('dt').textContent + ': ' + d.querySelector('strong').textContent;
      });
      var body = make('tbody', {}, table);
      parts.forEach(function (p) { add(body, p); });
      s.appendChild(table);
    });
  }
  function show(view) {
    if (view === 'side' && !made) build();
    sections.forEach(function (s) { s.classList.toggle('sided', view === 'side'); });
    box.querySelectorAll('button').forEach(function (b) { b.setAttribute('aria-pressed', String(b.value === view)); });
  }

  document.addEventListener('DOMContentLoaded', function () {
    box = document.querySelector('.redline-views');
    sections = document.querySelectorAll('section.redline');
    if (!box || !sections.length) return;
    box.addEventListener('click', function (e) {
      if (e.target.value) { stored(e.target.value); show(e.target.value); }
    });
    box.hidden = false;
    if (stored() === 'side') show('side');
  });
})();
