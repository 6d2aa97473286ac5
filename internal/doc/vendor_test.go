package doc

import (
	"testing"
	"testing/fstest"
)

// TestVendored tells packages that were committed from documents about suppliers, by what a folder holds.
func TestVendored(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files []string
		want  bool
	}{
		"composer":               {[]string{"vendor/autoload.php", "vendor/acme/lib/README.md"}, true},
		"composer without a map": {[]string{"vendor/composer/installed.json", "vendor/acme/lib/README.md"}, true},
		"Go":                     {[]string{"vendor/modules.txt", "vendor/example.org/x/README.md"}, true},
		"Ruby":                   {[]string{"vendor/rake/rake.gemspec", "vendor/rake/README.md"}, true},
		"JavaScript":             {[]string{"vendor/jquery/package.json", "vendor/jquery/README.md"}, true},
		"of an organization":     {[]string{"vendor/acme/lib/composer.json", "vendor/acme/lib/README.md"}, true},
		"by another name":        {[]string{"third_party/zlib/CMakeLists.txt", "third_party/zlib/README.md"}, true},
		"a policy":               {[]string{"vendor/vendor-management-policy.md", "vendor/assessments/acme.md"}, false},
		"a policy with data":     {[]string{"vendor/list.csv", "vendor/acme/contract.pdf", "vendor/acme/review.md"}, false},
		"a folder called so":     {[]string{"vendor/autoload.php/x.md"}, false},
		"an odd name":            {[]string{"vendor/[a]/x.md"}, false},
	} {
		tree := fstest.MapFS{}
		folder := "vendor"
		for _, f := range c.files {
			tree[f] = &fstest.MapFile{}
			if f[0] == 't' {
				folder = "third_party"
			}
		}
		if got := Vendored(tree, folder); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if Vendored(fstest.MapFS{"docs/package.json": {}, "docs/a/package.json": {}}, "docs") {
		t.Error("a folder of another name")
	}
}
