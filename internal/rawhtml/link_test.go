package rawhtml

import "testing"

// TestLinkOfMDXIsALink reads the links of Docusaurus, and leaves the element of HTML with a like name alone.
func TestLinkOfMDXIsALink(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]struct {
		name, href string
		linked     bool
	}{
		`<Link to="/docs/a">`:            {"a", "/docs/a", true},
		`<Link className="x" to='b.md'>`: {"a", "b.md", true},
		`<Link href="b.md">`:             {"a", "b.md", true},
		`<Link to={useBaseUrl('/a')}>`:   {"a", "/a", true},
		`<Link to={"b.md"}>`:             {"a", "b.md", true},
		"<Link to={`b.md`}>":             {"a", "b.md", true},
		"<Link to={`/docs/${id}`}>":      {"a", "", false},
		`<Link to={page}>`:               {"a", "", false},
		`<a href={require('./b.pdf')}>`:  {"a", "./b.pdf", true},
		`<Link>`:                         {"a", "", false},
		`<link to="a">`:                  {"link", "", false},
		`<LINK href="a">`:                {"link", "a", true},
		`<a to="b">`:                     {"a", "", false},
	} {
		pieces := Split([]byte(tag))
		if len(pieces) != 1 || pieces[0].Name != want.name {
			t.Errorf("%s: %v", tag, pieces)
		}
		if got := Read([]byte(tag)); got.Href != want.href || got.Linked != want.linked {
			t.Errorf("%s: %q, %v", tag, got.Href, got.Linked)
		}
	}
}
