// The search page. Nothing is loaded before something is asked for; the index comes as scripts, because a page that
// was opened from a disk can load nothing else. All text is set as text, never as markup.
(function () {
  'use strict';
  var base, meta, itemShards = {}, wordShards = {}, waiting = {};
  window.clausebookSearch = {
    meta: function (m) { meta = m; },
    items: function (n, rows) { itemShards[n] = rows; },
    words: function (n, words, posts) { wordShards[n] = { words: words, posts: posts }; }
  };
  function load(name) {
    if (!waiting[name]) {
      waiting[name] = new Promise(function (done) {
        var s = document.createElement('script');
        s.src = base + name + '.js';
        s.onload = s.onerror = done;
        document.head.appendChild(s);
      });
    }
    return waiting[name];
  }
  function fold(text) { return text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase(); }
  function wordsOf(text) {
    return fold(text).split(/[^\p{L}\p{Nd}.\-]+/u).map(function (w) { return w.replace(/^[.\-]+|[.\-]+$/g, ''); }).filter(Boolean);
  }
  function before(a, b) { // the order of Go: by code point
    var x = Array.from(a), y = Array.from(b);
    for (var i = 0; i < Math.min(x.length, y.length); i++) {
      if (x[i] !== y[i]) return x[i].codePointAt(0) < y[i].codePointAt(0);
    }
    return x.length < y.length;
  }
  function place(list, word) { // the number of entries before word
    var lo = 0, hi = list.length;
    while (lo < hi) {
      var mid = (lo + hi) >> 1;
      if (before(list[mid], word)) lo = mid + 1; else hi = mid;
    }
    return lo;
  }
  function shardsFrom(word, most) { // the shards in which words with this beginning stand
    var first = place(meta.starts, word);
    if (meta.starts[first] !== word) first--;
    var out = [Math.max(0, first)];
    for (var i = out[0] + 1; i < meta.starts.length && meta.starts[i].indexOf(word) === 0 && out.length < most; i++) out.push(i);
    return out;
  }
  function near(a, b, limit) { // edit distance, with swapped neighbours, up to limit
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    var rows = [[]];
    for (var j = 0; j <= b.length; j++) rows[0][j] = j;
    for (var i = 1; i <= a.length; i++) {
      rows[i] = [i];
      var least = i;
      for (j = 1; j <= b.length; j++) {
        var cost = a[i - 1] === b[j - 1] ? 0 : 1;
        rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        least = Math.min(least, rows[i][j]);
      }
      if (least > limit) return limit + 1;
    }
    return rows[a.length][b.length];
  }
  function collect(hits, posts, factor) {
    for (var i = 0; i < posts.length; i += 2) {
      var score = posts[i + 1] * factor;
      if (!(hits[posts[i]] >= score)) hits[posts[i]] = score;
    }
  }
  function rarity(n) { return Math.log(1 + (meta.types.length - n + 0.5) / (n + 0.5)); } // as the index weighs words
  // match gives for one word the items that hold it: exactly, as a beginning, or else with a slip of the pen.
  function match(word) {
    var hits = {}, names = shardsFrom(word, 4);
    return Promise.all(names.map(function (n) { return load('words-' + n); })).then(function () {
      var ends = [], common = 0;
      names.forEach(function (n) {
        var s = wordShards[n];
        if (!s) return;
        for (var i = place(s.words, word); i < s.words.length && s.words[i].indexOf(word) === 0 && ends.length < 400; i++) {
          ends.push({ word: s.words[i], posts: s.posts[i] });
          if (s.words[i] !== word) common = Math.max(common, s.posts[i].length / 2);
        }
      });
      ends.forEach(function (e) { // of the words with this beginning a rare one says no more than a common one
        collect(hits, e.posts, e.word === word ? 1 : 0.5 * word.length / e.word.length * rarity(common) / rarity(e.posts.length / 2));
      });
      if (ends.length || word.length < 4) return hits;
      var limit = word.length >= 8 ? 2 : 1, wide = shardsFrom(Array.from(word)[0], 40);
      return Promise.all(wide.map(function (n) { return load('words-' + n); })).then(function () {
        wide.forEach(function (n) {
          var s = wordShards[n];
          if (!s) return;
          s.words.forEach(function (w, i) {
            var d = near(word, w, limit);
            if (d <= limit) collect(hits, s.posts[i], 0.4 / d);
          });
        });
        return hits;
      });
    });
  }
  function rank(words) {
    return Promise.all(words.map(match)).then(function (all) {
      var sum = {}, held = {};
      all.forEach(function (hits) {
        Object.keys(hits).forEach(function (i) { sum[i] = (sum[i] || 0) + hits[i]; held[i] = (held[i] || 0) + 1; });
      });
      var ids = Object.keys(sum);
      var every = ids.filter(function (i) { return held[i] === words.length; });
      if (every.length) ids = every;
      return ids.sort(function (a, b) { return held[b] - held[a] || sum[b] - sum[a] || a - b; });
    });
  }

  var most = 30, asked = 0;
  function mark(parent, text, words) {
    var rest = text, low = fold(text);
    if (low.length !== text.length) { parent.textContent = text; return; }
    var at = 0;
    while (at < text.length) {
      var best = -1, size = 0;
      words.forEach(function (w) {
        var i = low.indexOf(w, at);
        if (w.length > 1 && i >= 0 && (best < 0 || i < best)) { best = i; size = w.length; }
      });
      if (best < 0) break;
      parent.appendChild(document.createTextNode(rest.slice(at, best)));
      var m = document.createElement('mark');
      m.textContent = rest.slice(best, best + size);
      parent.appendChild(m);
      at = best + size;
    }
    parent.appendChild(document.createTextNode(rest.slice(at)));
  }
  function show(ids, words, kind) {
    var box = document.getElementById('results'), turn = ++asked;
    var kinds = {};
    ids.forEach(function (i) { var k = meta.types[i]; kinds[k] = (kinds[k] || 0) + 1; });
    if (kind !== '') ids = ids.filter(function (i) { return String(meta.types[i]) === kind; });
    var top = ids.slice(0, most), need = {};
    top.forEach(function (i) { need[Math.floor(i / meta.perShard)] = true; });
    return Promise.all(Object.keys(need).map(function (n) { return load('items-' + n); })).then(function () {
      if (turn !== asked) return;
      box.textContent = '';
      var count = document.createElement('p');
      count.textContent = ids.length ? ids.length + ' ' + box.dataset.some : box.dataset.none;
      box.appendChild(count);
      if (Object.keys(kinds).length > 1) box.appendChild(facets(kinds, kind));
      var list = document.createElement('ol');
      top.forEach(function (i) {
        var row = (itemShards[Math.floor(i / meta.perShard)] || [])[i % meta.perShard];
        if (row) list.appendChild(result(row, words));
      });
      box.appendChild(list);
    });
  }
  function result(row, words) {
    var li = document.createElement('li'), a = document.createElement('a'), p = document.createElement('p'), info = document.createElement('small');
    a.href = row[1];
    if (row[6]) a.lang = p.lang = row[6];
    mark(a, row[0], words);
    info.textContent = row[2] + ' · ' + row[3] + ' · ' + row[4];
    li.appendChild(a);
    li.appendChild(document.createTextNode(' '));
    li.appendChild(info);
    if (row[5]) { mark(p, row[5], words); li.appendChild(p); }
    return li;
  }
  function facets(kinds, kind) {
    var s = document.createElement('select');
    s.setAttribute('aria-label', box().dataset.kind);
    [['', box().dataset.all]].concat(Object.keys(kinds).map(function (k) { return [k, meta.kinds[k] + ' (' + kinds[k] + ')']; })).forEach(function (o) {
      var e = document.createElement('option');
      e.value = o[0]; e.textContent = o[1];
      s.appendChild(e);
    });
    s.value = kind;
    s.addEventListener('change', function () { ask(s.value); });
    var d = document.createElement('p');
    d.className = 'sift';
    d.appendChild(s);
    return d;
  }
  function box() { return document.getElementById('results'); }
  function ask(kind) {
    var input = document.getElementById('query'), words = wordsOf(input.value);
    var q = new URLSearchParams(location.search);
    if (input.value) q.set('q', input.value); else q.delete('q');
    try { history.replaceState(null, '', location.pathname + (q.toString() ? '?' + q : '')); } catch (e) { /* opaque origin */ }
    if (!words.length) { asked++; box().textContent = ''; return Promise.resolve(); }
    if (!meta) box().textContent = box().dataset.wait;
    var text = input.value;
    return load('meta').then(function () {
      return meta ? rank(words) : [];
    }).then(function (ids) {
      if (meta && text === input.value) return show(ids, words, kind || '');
    });
  }
  document.addEventListener('DOMContentLoaded', function () {
    var input = document.getElementById('query');
    if (!input) return;
    base = input.dataset.index;
    input.value = new URLSearchParams(location.search).get('q') || '';
    input.addEventListener('input', function () { ask(''); });
    input.form.addEventListener('submit', function (e) { e.preventDefault(); ask(''); });
    if (input.value) ask(''); else input.focus();
  });
})();
