// Package browser holds no code: its tests look at the example site as a reader does, in a real browser, from a server
// and from a disk, with scripts and without.
//
// They run where Chromium is installed and are skipped with a message elsewhere. CLAUSEBOOK_BROWSER_TESTS=required,
// which .ci/run sets, makes a missing browser a failure. The accessibility checker axe-core comes by
// `npm ci --prefix internal/browser`. Tests of weight and links read the files alone and need neither.
package browser
