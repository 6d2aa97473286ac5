package doc

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/markdown"
)

// show writes a target as document#heading or asset, or as fault, message and hint.
func show(t Target) string {
	if t.Fault != NoFault {
		return fmt.Sprintf("%s: %s | %s", t.Fault, t.Message, t.Hint)
	}
	s := t.Asset
	if t.Document != nil {
		s = string(t.Document.ID)
	}
	if t.Heading != nil {
		s += "#" + t.Heading.ID
	}
	return s
}

func TestResolve(t *testing.T) {
	t.Parallel()
	s := load(t, fstest.MapFS{
		"content/policies/change.md":    file(policy("POL-CHG") + "## Emergency changes\n\n## Größe & Maß\n\n## Emergency changes\n"),
		"content/policies/from.md":      file(policy("FROM") + "## Here\n"),
		"content/policies/dia gram.png": file("x"),
		"content/policies/100%.png":     file("x"),
		"content/policies/a%41.png":     file("x"),
		"content/processes/incident.md": file(policy("PRO-INC")),
		"content/processes/deep/x.md":   file(policy("X")),
		"content/top.md":                file(policy("TOP")),
		"content/one/twin.md":           file(policy("TWIN-1")),
		"content/two/twin.md":           file(policy("TWIN-2")),
	})
	const (
		outside = "only files in the content folder become part of the site"
		kase    = "write it exactly as the file name; many systems distinguish upper and lower case"
	)
	for _, c := range []struct{ written, want string }{
		{"[[POL-CHG]]", "POL-CHG"},
		{"[[POL-CHG|words]]", "POL-CHG"},
		{"[[POL-CHG#emergency-changes]]", "POL-CHG#emergency-changes"},
		{"[[POL-CHG#emergency-changes-1]]", "POL-CHG#emergency-changes-1"},
		{"[[POL-CHG#Emergency Changes|words]]", "POL-CHG#emergency-changes"},
		{"[[POL-CHG#größe--maß]]", "POL-CHG#größe--maß"},
		{"[[#here]]", "FROM#here"},
		{"[[POL-CGH]]", "target: no document has the id `POL-CGH` | did you mean `POL-CHG`?"},
		{"[[pol-chg]]", "target: no document has the id `pol-chg` | did you mean `POL-CHG`?"},
		{"[[WOMBAT-77]]", "target: no document has the id `WOMBAT-77` | "},
		{"[[POL-CHG#emergencychanges]]", "heading: `POL-CHG` has no heading `#emergencychanges` | did you mean `emergency-changes`?"},
		{"[[POL-CHG#nothing-like-it-at-all]]", "heading: `POL-CHG` has no heading `#nothing-like-it-at-all` | "},
		{"[x](#here)", "FROM#here"},
		{"[x](#Here)", "FROM#here"},
		{"[x](#hre)", "heading: `FROM` has no heading `#hre` | did you mean `here`?"},
		{"[x](change.md)", "POL-CHG"},
		{"[x](./change.md)", "POL-CHG"},
		{"[x](../policies/change.md)", "POL-CHG"},
		{"[x](change.md#emergency-changes)", "POL-CHG#emergency-changes"},
		{"[x](change.md#gr%C3%B6%C3%9Fe--ma%C3%9F)", "POL-CHG#größe--maß"},
		{"[x](change.md#no)", "heading: `POL-CHG` has no heading `#no` | "},
		{"[x](../processes/incident.md)", "PRO-INC"},
		{"[x](/processes/incident.md)", "PRO-INC"},
		{"[x](/top.md)", "TOP"},
		{"[x](dia%20gram.png)", "content/policies/dia gram.png"},
		{"![x](<dia gram.png>)", "content/policies/dia gram.png"},
		{"[x](100%25.png)", "content/policies/100%.png"},
		{"[x](a%2541.png)", "content/policies/a%41.png"}, // read once: a%41, not aA
		{"[x](chnge.md)", "target: the link target `chnge.md` does not exist | did you mean `change.md`?"},
		{"[x](change)", "target: the link target `change` does not exist | did you mean `change.md`?"},
		{"[x](incident.md)", "target: the link target `incident.md` does not exist | did you mean `../processes/incident.md`?"},
		{"[x](../policies/x.md)", "target: the link target `../policies/x.md` does not exist | did you mean `../processes/deep/x.md`?"},
		{"[x](twin.md)", "target: the link target `twin.md` does not exist | "}, // it could be either
		{"[x](wombat-77.pdf)", "target: the link target `wombat-77.pdf` does not exist | "},
		{"[x](Change.md)", "case: `Change.md` differs from `change.md` in upper and lower case | " + kase},
		{"[x](../Processes/incident.md)", "case: `../Processes/incident.md` differs from `../processes/incident.md` in upper and lower case | " +
			kase},
		{"[x](../processes)", "target: the link target `../processes` is a folder, and folders have no page | link to a document in it"},
		{"[x](../processes/)", "target: the link target `../processes/` is a folder, and folders have no page | link to a document in it"},
		{"[x](../../README.md)", "target: the link target `../../README.md` is outside the content folder | " + outside},
		{"[x](../../../etc/passwd)", "target: the link target `../../../etc/passwd` is outside the content folder | " + outside},
		{"[x](..%2f..%2f..%2fetc/passwd)", "target: the link target `../../../etc/passwd` is outside the content folder | " + outside},
		{"[x](/../secret.md)", "target: the link target `/../secret.md` is outside the content folder | " + outside},
		{"[x](../../content-other/x.md)", "target: the link target `../../content-other/x.md` is outside the content folder | " + outside},
		{"[x]()", "target: the link has no target | link to a file, a heading or a document"},
		{"[[§8.5.1.3]]", ""},
		{"[x](https://elsewhere.example/a.md)", ""},
		{"[x](mailto:a@b.example)", ""},
	} {
		t.Run(c.written, func(t *testing.T) {
			t.Parallel()
			links := markdown.Parse([]byte(c.written+"\n"), 1).Links
			if len(links) != 1 {
				t.Fatalf("%d links", len(links))
			}
			got := s.Resolve(s.ByID("FROM"), links[0])
			if got.Fault != NoFault && got.Hint == "" {
				got.Hint = s.Nearest(s.ByID("FROM"), links[0])
			}
			if diff := cmp.Diff(c.want, show(got)); diff != "" {
				t.Errorf("target (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRelative(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, want string }{
		{"content/a.md", "content/b.md", "b.md"},
		{"content/a.md", "content/x/b.md", "x/b.md"},
		{"content/x/a.md", "content/b.md", "../b.md"},
		{"content/x/y/a.md", "content/x/z/b.md", "../z/b.md"},
		{"content/x/a.md", "content/x", "../x"},
	} {
		if got := relative(c.from, c.to); got != c.want {
			t.Errorf("from %s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}
