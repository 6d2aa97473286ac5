package doc

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/config"
)

func TestDefaultsMayBeLists(t *testing.T) {
	t.Parallel()
	r := reader(t)
	r.Defaults = []config.Default{
		{Pattern: "**", FrontMatter: map[string]string{"type": "policy", "owner": "quality", "version": "1", "status": "draft", "covers": "9.9"}},
		{Pattern: "policies/access [[]2].md", Lists: map[string][]string{"tags": {"escaped"}}},
		{Pattern: "policies/access.md", FrontMatter: map[string]string{"id": "POL-7"},
			Lists: map[string][]string{"fulfils": {"information-security-policy"}, "covers": {"8.7.3.1", "8.7.3.2"}}},
	}
	d := r.Parse("content/policies/access.md", []byte("# Access\n"))
	if diff := cmp.Diff([]string{"information-security-policy"}, d.Fulfils); diff != "" {
		t.Errorf("fulfils (-want +got):\n%s", diff)
	}
	var covers []string
	for _, c := range d.Covers {
		covers = append(covers, fmt.Sprintf("%s section %d at %s", c.Target, c.Section, c.Pos))
	}
	if diff := cmp.Diff([]string{"8.7.3.1 section -1 at content/policies/access.md:1:1",
		"8.7.3.2 section -1 at content/policies/access.md:1:1"}, covers); diff != "" {
		t.Errorf("covers (-want +got):\n%s", diff)
	}
	if d.ID != "POL-7" || d.DerivedID || len(d.Findings) > 0 {
		t.Errorf("id %q, derived %v, findings %q", d.ID, d.DerivedID, lines(d.Findings))
	}
	if d := r.Parse("content/policies/access [2].md", nil); len(d.Tags) != 1 {
		t.Errorf("a path with a bracket has the tags %q", d.Tags)
	}
	own := r.Parse("content/policies/access.md", []byte("---\nfulfils: [release-policy]\n---\n"))
	if diff := cmp.Diff([]string{"release-policy"}, own.Fulfils); diff != "" {
		t.Errorf("the document's own list (-want +got):\n%s", diff)
	}
}

// TestDefaultsKeepTheirOrder holds what later lines win over, whether they name one file or many.
func TestDefaultsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	one := config.Default{Pattern: "a.md", FrontMatter: map[string]string{"owner": "one"}}
	list := config.Default{Pattern: "a.md", Lists: map[string][]string{"owner": {"list"}}}
	many := config.Default{Pattern: "*.md", FrontMatter: map[string]string{"owner": "many"}}
	for _, c := range []struct {
		defaults []config.Default
		want     string
	}{
		{[]config.Default{one, many}, "many"},
		{[]config.Default{many, one}, "one"},
		{[]config.Default{one, list, many, one}, "one"},
		{[]config.Default{many, one, list}, "[list]"},
	} {
		owner := newGivens(c.defaults).at("a.md")["owner"]
		got := owner.Text()
		if list := owner.Texts(); got == "" {
			got = fmt.Sprint(list)
		}
		if got != c.want {
			t.Errorf("owner %q, want %q", got, c.want)
		}
	}
}

func TestForeignPeriodsAreReadInWords(t *testing.T) {
	t.Parallel()
	r := reader(t)
	r.Fields = map[string]string{"review_in": "review_every"}
	for value, want := range map[string]string{"6 months": "P6M", "P2Y": "P2Y", "annually": "P1Y", "now and then": ""} {
		d := r.Parse("content/a.md", []byte("---\n"+sound+"review_in: "+value+"\n---\n"))
		if got := d.ReviewEvery.String(); got != want || (want == "") != (len(d.Findings) > 0) {
			t.Errorf("%q is read as %q, want %q; findings %q", value, got, want, lines(d.Findings))
		}
	}
	if d := r.Parse("content/a.md", []byte("---\n"+sound+"review_every: 6 months\n---\n")); len(d.Findings) != 1 {
		t.Errorf("our own key in words has the findings %q", lines(d.Findings))
	}
}

// BenchmarkDefaultsOfEveryFile gives each of so many files a line of its own: the cost of one look-up must not grow.
func BenchmarkDefaultsOfEveryFile(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		defaults := []config.Default{{Pattern: "**", FrontMatter: map[string]string{"owner": "o"}}}
		for i := range n {
			defaults = append(defaults, config.Default{Pattern: strings.Repeat("f/", 3) + fmt.Sprint(i) + ".md",
				FrontMatter: map[string]string{"id": fmt.Sprint(i)}})
		}
		given := newGivens(defaults)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				given.at("f/f/f/77.md")
			}
		})
	}
}
