// The search page. Nothing is loaded before something is asked for; the index comes as scripts, because a page that
// was opened from a disk can load nothing else. All text is set as text, never as markup.
(() => {
  'use strict';
  let base, box, meta, begun;
  const shards = {}, waiting = {};
  const api = window.clausebookSearch = { meta: m => { meta = m; } };
  for (const kind of ['facets', 'items', 'words', 'texts']) {
    api[kind] = (n, rows, posts) => { shards[kind + '-' + n] = posts ? { words: rows, posts } : rows; };
  }
  function load(name) { // gives a shard, or nothing where it cannot be loaded
    waiting[name] = waiting[name] || new Promise(done => {
      const s = document.createElement('script');
      s.src = base + name + '.js';
      s.onload = s.onerror = done;
      document.head.appendChild(s);
    });
    return waiting[name].then(() => shards[name]);
  }
  const loadAll = (kind, numbers) => Promise.all(numbers.map(n => load(kind + '-' + n)));
  async function begin() {
    await load('meta');
    if (!meta) return;
    const all = await loadAll('facets', [...Array(Math.ceil(meta.items / meta.perFacets)).keys()]);
    if (!all.every(Boolean)) return (meta = null);
    meta.facets.forEach((f, n) => { f.of = all.flatMap(rows => rows[n]); });
    build();
  }

  // Words, as the index takes them apart.
  const alike = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ς: 'σ' };
  const fold = text => text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase().replace(/[ßæœøłđðþıς]/g, c => alike[c]).normalize('NFC');
  const trim = word => word.replace(/^[.\-]+|[.\-]+$/g, '');
  // Of scripts without spaces each two letters side by side are a word; of a long word the beginning is.
  const scripts = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar'].map(s => `\\p{Script=${s}}`).join('') + 'ー';
  const run = new RegExp(`([${scripts}]+)`, 'u'), letter = new RegExp(`[${scripts}]`, 'u');
  const pairs = all => all.length < 2 ? all : all.slice(1).map((c, i) => all[i] + c);
  const wordsOf = text => fold(text).split(/[^\p{L}\p{Nd}.\-]+/u).flatMap(w => w.split(run))
    .flatMap(w => letter.test(w) ? pairs([...w]) : [...trim(w)].slice(0, 40).join('')).filter(Boolean);
  function place(list, word) { // the number of entries before word
    let lo = 0, hi = list.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (list[mid] < word) lo = mid + 1; else hi = mid;
    }
    return lo;
  }
  function shardsFrom(word, most) { // the shards in which words with this beginning stand
    const at = place(meta.starts, word), out = [Math.max(0, meta.starts[at] === word ? at : at - 1)];
    for (let i = out[0] + 1; i < meta.starts.length && meta.starts[i].startsWith(word) && out.length < most; i++) out.push(i);
    return out;
  }
  function near(a, b, limit) { // edit distance, with swapped neighbours, up to limit
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    const rows = [[...Array(b.length + 1).keys()]];
    for (let i = 1; i <= a.length; i++) {
      const row = rows[i] = [i], last = rows[i - 1];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > limit) return limit + 1;
    }
    return rows[a.length][b.length];
  }

  // Ranking. Postings are unpacked into items and scores in turn; the highest score is kept for ids of the item.
  const digit = new Uint8Array(128), own = 63;
  [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'].forEach((c, i) => { digit[c.charCodeAt(0)] = i; });
  function unpack(posts) {
    const out = new Int32Array(posts.length); // a posting has two digits at least
    let n = 0;
    for (let i = 0, item = 0; i < posts.length;) {
      let c, shift = 0;
      do {
        c = digit[posts.charCodeAt(i++)];
        item += (c & 31) << shift;
        shift += 5;
      } while (c > 31);
      out[n++] = item;
      out[n++] = digit[posts.charCodeAt(i++)];
    }
    return out.subarray(0, n);
  }
  const rarity = n => Math.log(1 + (meta.items - n + 0.5) / (n + 0.5));
  function collect(hits, posts, weight, whole) { // an id that is asked for as a whole comes before everything else
    for (let i = 0; i < posts.length; i += 2) {
      hits[posts[i]] = Math.max(hits[posts[i]], posts[i + 1] === own && whole ? 1000 : weight * posts[i + 1]);
    }
  }
  // match gives for one word the items that hold it, exactly, as a beginning or else with a slip of the pen, and the
  // words of the text that are meant.
  async function match(word) {
    const hits = new Float32Array(meta.items), ends = [];
    let common = 0;
    for (const s of await loadAll('words', shardsFrom(word, 4))) {
      for (let i = s ? place(s.words, word) : 0; s && i < s.words.length && s.words[i].startsWith(word) && ends.length < 400; i++) {
        const posts = unpack(s.posts[i]), whole = s.words[i] === word;
        ends.push({ posts, whole, share: word.length / s.words[i].length });
        if (!whole) common = Math.max(common, posts.length / 2);
      }
    }
    for (const e of ends) { // of the words with this beginning a rare one says no more than a common one
      collect(hits, e.posts, e.whole ? rarity(e.posts.length / 2) : 0.5 * e.share * rarity(common), e.whole);
    }
    if (ends.length || word.length < 4 || /[.\-]/.test(word)) return { hits, terms: [word] }; // an id has no slips
    const [first, second] = word;
    let slips = await nearest(word, first);
    if (!slips.length) slips = await nearest(word, second);
    if (!slips.length && meta.starts.length <= 40) slips = await nearest(word, '');
    for (const e of slips) {
      const posts = unpack(e.posts);
      collect(hits, posts, 0.4 * rarity(posts.length / 2));
    }
    return { hits, terms: slips.map(e => e.word) };
  }
  const digits = text => text.replace(/\D/g, '');
  async function nearest(word, start) { // of the words with this beginning those that differ least
    let limit = word.length >= 8 ? 2 : 1, found = [];
    for (const s of await loadAll('words', shardsFrom(start, 40))) {
      if (s) s.words.forEach((w, i) => {
        const d = digits(w) === digits(word) ? near(word, w, limit) : limit + 1; // nor has a number
        if (d < limit) found = [];
        if (d <= limit) { limit = d; found.push({ word: w, posts: s.posts[i] }); }
      });
    }
    return found;
  }
  async function matchId(whole) { // an id of several words
    const hits = new Float32Array(meta.items), [s] = await loadAll('words', shardsFrom(whole, 1));
    const i = s ? place(s.words, whole) : 0;
    if (s && s.words[i] === whole) collect(hits, unpack(s.posts[i]), 0, true);
    return hits;
  }
  // Words in quotes have to stand side by side, as they are written. Of more than a thousand results only the best are looked at.
  const flat = text => ` ${fold(text).replace(/[^\p{L}\p{Nd}]+/gu, ' ').trim()} `;
  const phrasesOf = text => [...text.matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]/g)].map(m => flat(m[1])).filter(p => p.trim());
  const says = (text, phrase) => flat(text).includes(letter.test(phrase) ? phrase.trim() : phrase);
  const textsOf = i => meta.texts.filter(start => start <= i).length - 1;
  const rowsOf = i => Math.floor(i / meta.perItems);
  async function saying(ids, phrases) {
    const some = ids.slice(0, 1000);
    await Promise.all([loadAll('texts', [...new Set(some.map(textsOf))]), loadAll('items', [...new Set(some.map(rowsOf))])]);
    return some.filter(i => {
      const [title, , id] = (shards['items-' + rowsOf(i)] || [])[i % meta.perItems] || ['', '', ''];
      const n = textsOf(i), parts = (shards['texts-' + n] || [])[i - meta.texts[n]] || [];
      return phrases.every(p => [title, id, ...parts.flatMap(t => [t[0], t[2]])].some(text => says(text, p)));
    });
  }
  async function rank(words, whole) {
    const all = await Promise.all(words.map(match)), sum = await matchId(whole);
    const held = new Uint8Array(meta.items), keys = [], span = 2 ** 20;
    for (const { hits } of all) hits.forEach((score, i) => { if (score) { sum[i] += score; held[i]++; } });
    const most = held.reduce((a, b) => Math.max(a, b), 0);
    held.forEach((n, i) => { // numbers sort faster than items: words held, then score, then the order of items
      if (n && (n === most || most < words.length)) keys.push(Math.round((n * 1e4 + sum[i]) * 1e3) * span + span - 1 - i);
    });
    return { ids: Array.from(Float64Array.from(keys).sort().reverse(), k => span - 1 - k % span), terms: all.flatMap(m => m.terms) };
  }

  // Facets: several values of one widen, values of several narrow.
  const query = () => new URLSearchParams(location.search);
  function remember(q) {
    try { history.replaceState(null, '', location.pathname + (q.toString() ? '?' + q : '')); } catch (e) { /* opaque origin */ }
  }
  let found = { ids: [], terms: [] }, choices = [], panel, list;
  const narrowed = () => meta.facets.some(f => f.chosen.length);
  function choose() {
    const q = query();
    for (const f of meta.facets) {
      q.delete(f.name);
      f.chosen.forEach(v => q.append(f.name, f.values[v][0]));
    }
    remember(q);
    show();
  }
  function clearAll() {
    meta.facets.forEach(f => { f.chosen = []; });
    choose();
    panel.firstChild.focus(); // the button is about to go
  }
  // tally gives what the choice leaves, and for each value how many results it has beside the choice in other facets.
  function tally(free) {
    const kept = [], all = meta.facets.map(f => ({
      of: f.of, sets: new Uint32Array(f.sets.length), fits: f.sets.map(set => free || !f.chosen.length || set.some(v => f.chosen.includes(v)))
    }));
    for (const i of found.ids) {
      let misses = 0, at;
      for (const a of all) if (!a.fits[a.of[i]]) { misses++; at = a; }
      if (misses === 1) at.sets[at.of[i]]++;
      if (misses) continue;
      kept.push(i);
      for (const a of all) a.sets[a.of[i]]++;
    }
    const counts = meta.facets.map((f, n) => {
      const out = f.values.map(() => 0);
      f.sets.forEach((set, k) => set.forEach(v => { out[v] += all[n].sets[k]; }));
      return out;
    });
    return { kept, counts };
  }
  function make(name, parent, text, kind) {
    const e = document.createElement(name);
    if (text) e.textContent = text;
    if (kind) e.className = kind;
    parent.appendChild(e);
    return e;
  }
  function button(parent, text, press) {
    const b = make('button', parent, text);
    b.onclick = press;
    return b;
  }
  const say = (key, ...numbers) => numbers.reduce((text, n) => text.replace('%d', n), box.dataset[key]);
  function listFacets() { // those values that results have, the commonest first
    const { counts } = found.all = tally(true), seen = 8;
    panel.textContent = '';
    choices = [];
    make('summary', panel);
    meta.facets.forEach((f, n) => {
      const values = [...f.values.keys()].filter(v => counts[n][v] || f.chosen.includes(v)).sort((a, b) => counts[n][b] - counts[n][a] || a - b);
      if (!f.chosen.length && values.every(v => counts[n][v] === found.ids.length)) return; // nothing to choose from
      const set = make('fieldset', panel);
      make('legend', set, f.label);
      values.slice(0, seen).forEach(v => addChoice(set, f, n, v));
      if (values.length <= seen) return;
      const rest = make('details', set);
      make('summary', rest, say('more', values.length - seen));
      values.slice(seen).forEach(v => addChoice(rest, f, n, v));
      rest.open = values.slice(seen).some(v => f.chosen.includes(v));
    });
    button(panel, box.dataset.clear, clearAll);
  }
  function addChoice(parent, f, n, v) {
    const label = make('label', parent), input = make('input', label);
    Object.assign(input, { type: 'checkbox', name: f.name, value: f.values[v][0] });
    make('span', label, f.values[v][1]);
    choices.push({ f, n, v, input, label, count: make('small', label) });
    input.onchange = () => {
      f.chosen = f.chosen.filter(x => x !== v).concat(input.checked ? [v] : []);
      choose();
    };
  }
  function showFacets(counts) { // in place, so that the focus stays; what would leave nothing cannot be chosen
    const names = [];
    for (const { f, n, v, input, label, count } of choices) {
      input.checked = f.chosen.includes(v);
      input.disabled = !counts[n][v] && !input.checked;
      label.className = input.disabled ? 'none' : '';
      count.textContent = counts[n][v];
      if (input.checked) names.push(f.values[v][1]);
    }
    panel.firstChild.textContent = box.dataset.narrow;
    if (names.length) make('small', panel.firstChild, ': ' + names.join(', '));
    panel.lastChild.hidden = !names.length;
    panel.hidden = !choices.length;
  }

  // Results.
  const token = new RegExp(`[${scripts}]|(?:(?![${scripts}])[\\p{L}\\p{Nd}\\p{Mn}.\\-])+`, 'gu');
  function meant(word, terms) { // tells whether a word of a text is one that was asked for
    if (letter.test(word)) return terms.some(w => w.includes(fold(word)));
    const t = trim(fold(word)), parts = t.split(/[.\-]/).concat(t);
    return terms.some(w => parts.some(p => p.startsWith(w)));
  }
  function mark(parent, text, terms) {
    let at = 0;
    for (const m of text.matchAll(token)) {
      if (!meant(m[0], terms)) continue;
      parent.append(text.slice(at, m.index));
      make('mark', parent, m[0]);
      at = m.index + m[0].length;
    }
    parent.append(text.slice(at));
  }
  function excerpt(text, terms) { // some 200 characters around the first word that is meant
    const first = [...text.matchAll(token)].find(m => meant(m[0], terms)), at = first ? first.index : 0;
    let from = text.lastIndexOf('\n', at) + 1;
    const cut = at - from > 90;
    if (cut) from = text.indexOf(' ', at - 80) + 1 || at - 20;
    if (from > at) from = Math.max(at - 20, 0);
    const to = text.length - from > 230 ? Math.max(text.lastIndexOf(' ', from + 220), at + 60) : text.length;
    return (cut ? '… ' : '') + text.slice(from, to).replace(/\n/g, ' · ') + (to < text.length ? ' …' : '');
  }
  function bestPart(parts, terms) { // the section that speaks most of what was asked for; headings and clauses count more
    let best, most = 0;
    for (const p of parts) {
      const heading = fold(p[0] + ' ' + p[3]), text = fold(p[2]);
      const score = terms.reduce((sum, w) => sum + 3 * heading.includes(w) + text.includes(w), 0);
      if (score > most) { most = score; best = p; }
    }
    return best || ['', '', (parts.find(p => p[2]) || ['', '', ''])[2], '']; // found by its title or in part: how it begins
  }
  async function addExcerpt(li, i, href, terms) {
    const n = textsOf(i), all = await load('texts-' + n);
    if (!all) return;
    const [heading, fragment, text, covered] = bestPart(all[i - meta.texts[n]], terms);
    if (fragment) {
      const p = make('p', li), a = make('a', p);
      a.href = fragment.includes('#') ? fragment : href + '#' + fragment; // a row may stand on a page of its own
      mark(a, heading, terms);
      for (const id of covered.split(' ')) if (id && meant(id, terms)) mark(make('small', p, ' '), id, terms);
    }
    mark(make('p', li), excerpt(text, terms), terms);
  }
  const valuesOf = (i, n) => meta.facets[n].sets[meta.facets[n].of[i]].map(v => meta.facets[n].values[v]); // 1 state, 2 owner
  function result(ol, i, [title, href, id, note, lang], terms) {
    const li = make('li', ol), a = make('a', li), info = make('p', li, '', 'meta');
    a.href = href;
    if (lang) { li.lang = lang; info.lang = document.documentElement.lang; }
    mark(a, title, terms);
    if (!title.startsWith(id)) mark(make('span', info, '', 'id'), id, terms);
    valuesOf(i, 1).forEach(([, text, kind]) => make('span', info, text, 'tag tag-' + kind));
    valuesOf(i, 2).forEach(v => make('span', info, v[1]));
    if (note) make('span', info, note);
    addExcerpt(li, i, href, terms);
  }
  async function fill(ol, ids, terms) {
    await loadAll('items', [...new Set(ids.map(rowsOf))]);
    for (const i of ids) {
      const row = (shards['items-' + rowsOf(i)] || [])[i % meta.perItems];
      if (row) result(ol, i, row, terms);
    }
  }
  function group(parent, title, ids, shown) {
    const part = make('section', parent), { terms } = found;
    make('small', make('h2', part, title + ' '), ids.length);
    const ol = make('ol', part);
    const next = n => {
      const some = ids.splice(0, n);
      if (ids.length) {
        button(part, say('more', ids.length), async e => {
          const last = ol.lastChild;
          e.target.remove();
          await next(25);
          last.nextSibling.querySelector('a').focus();
        });
      }
      return fill(ol, some, terms);
    };
    return next(shown);
  }
  let turn = 0;
  async function show() { // in groups by type, that of the best result first
    const { kept, counts } = narrowed() ? tally() : found.all, mine = ++turn, groups = new Map(), [types] = meta.facets, page = document.createDocumentFragment();
    showFacets(counts);
    for (const i of kept) {
      const [type] = types.sets[types.of[i]];
      if (!groups.has(type)) groups.set(type, []);
      groups.get(type).push(i);
    }
    const some = kept.length, all = found.ids.length, d = box.dataset;
    await Promise.all([...groups].map(([type, ids]) => group(page, (types.values[type] || ['', '–'])[1], ids, groups.size > 1 ? 5 : 25)));
    if (mine !== turn) return;
    list.replaceChildren(page);
    tell(!all ? d.none : some < all ? say('part', some, all) : all + ' ' + (all === 1 ? d.single : d.some));
  }
  function tell(text) {
    document.getElementById('found').textContent = text;
    box.setAttribute('aria-busy', false);
  }
  function build() {
    const wide = matchMedia('(min-width: 72rem)');
    panel = make('details', box, '', 'facets');
    list = make('div', box);
    (wide.onchange = () => { panel.open = wide.matches; })();
    panel.onkeydown = e => { if (e.key === 'Escape' && narrowed()) clearAll(); };
    for (const f of meta.facets) {
      const keys = query().getAll(f.name);
      f.chosen = [...f.values.keys()].filter(v => keys.includes(f.values[v][0]));
    }
  }
  async function ask() {
    const input = document.getElementById('query'), text = input.value, words = wordsOf(text), q = query();
    if (text) q.set('q', text); else q.delete('q');
    remember(q);
    if (words.length) {
      if (!meta) tell(box.dataset.wait);
      box.setAttribute('aria-busy', true);
      await (begun = begun || begin());
    }
    if (!meta) return tell(words.length ? box.dataset.fail : text && box.dataset.none);
    let hits = { ids: [], terms: [] };
    if (words.length) {
      hits = await rank(words, fold(text).trim());
      const parts = words.flatMap(w => w.split(/[.\-]+/)), phrases = phrasesOf(text); // "change-record" where texts say "change record"
      if (phrases.length) hits.ids = await saying(hits.ids, phrases);
      else if (!hits.ids.length && parts.length > words.length) hits = await rank(parts, '');
    }
    if (text !== input.value) return;
    found = hits;
    listFacets();
    await show();
    if (!text) tell('');
  }
  document.addEventListener('DOMContentLoaded', () => {
    const input = document.getElementById('query');
    box = document.getElementById('results');
    if (!input) return;
    base = input.dataset.index;
    input.value = query().get('q') || '';
    input.oninput = ask;
    input.form.onsubmit = e => { e.preventDefault(); ask(); };
    if (input.value) ask(); else input.focus();
  });
})();
