// Package browser holds no code: its tests look at the example site as a reader does, in a real browser, from a server
// and from a disk, with scripts and without.
//
// They run where Chromium is installed and are skipped with a message elsewhere. CLAUSEBOOK_BROWSER_TESTS=required,
// which .ci/run and `make browser` set, makes a missing browser a failure and goes through every kind of page, in light through
// every page; without it each test looks at a few pages, from a disk alone, and what takes long is skipped with a message. The
// accessibility checker axe-core, html-validate and what drives Firefox come by `npm ci --prefix internal/browser`. Tests of weight
// and links read the files alone and need none of them.
package browser
