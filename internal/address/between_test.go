package address

import (
	"math/rand/v2"
	"net/url"
	"path"
	"strings"
	"testing"
)

// TestBetween: the way from one page to another is as short as it can be, and leads there as a browser follows it.
func TestBetween(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, want string }{
		{"index.html", "documents.html", "documents.html"},
		{"index.html", "index.html", "index.html"},
		{"documents/a.html", "documents/b.html#s-1", "b.html#s-1"},
		{"documents/a.html", "documents/a.html#s-1", "#s-1"},
		{"documents/a.html", "documents/a.html", "a.html"},
		{"documents/a.html", "documents.html", "../documents.html"},
		{"documents/a.html", "documentation/a.html", "../documentation/a.html"},
		{"history/a/1.0-1.1.html", "history/a/1.1-1.2.html", "1.1-1.2.html"},
		{"history/a/1.0-1.1.html", "history/a.html", "../a.html"},
		{"history/a.html", "history/a/1.0-1.1.html", "a/1.0-1.1.html"},
		{"history/a/1.html", "history/b/1.html", "../b/1.html"},
		{"files/a.html", "files/b:c.html", "./b:c.html"},
		{"files/a.html", "x:y/c.html", "../x:y/c.html"},
		{"index.html", "x:y/c.html", "./x:y/c.html"},
		{"documents/ä.html", "documents/ä ö.html#s-ü", "%C3%A4%20%C3%B6.html#s-ü"},
	} {
		if got := Between(c.from, c.to); got != c.want {
			t.Errorf("from %s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

// TestBetweenLeadsThere resolves ways between random places with package net/url.
func TestBetweenLeadsThere(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	place := func() string {
		var parts []string
		for range 1 + random.IntN(4) {
			parts = append(parts, []string{"a", "ab", "b", "ä", "a:b", "a b", "a?b", "a%20b"}[random.IntN(8)])
		}
		return strings.Join(parts, "/") + ".html"
	}
	for range 2000 {
		from, to := place(), place()
		way := Between(from, to)
		at, err := url.Parse("https://site.example/" + (&url.URL{Path: from}).EscapedPath())
		if err != nil {
			t.Fatal(err)
		}
		then, err := at.Parse(way)
		if err != nil || then.Path != "/"+to || then.Host != at.Host {
			t.Fatalf("from %s to %s by %q: %v, %v", from, to, way, then, err)
		}
		if long := Relative(strings.Repeat("../", strings.Count(from, "/")), to); len(way) > len(long)+len("./") {
			t.Fatalf("%q is longer than %q", way, long)
		}
		if path.Dir(from) == path.Dir(to) && strings.Contains(way, "../") {
			t.Fatalf("from %s to %s by %q", from, to, way)
		}
	}
}
