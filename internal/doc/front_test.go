package doc

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/config"
)

const noID = "1:1 ID002 the document has no `id`, so the address of its page comes from its path: `a` | " +
	"add an `id`, so that moving the file does not break links"

// TestNothingIsLostInSilence lists what front matter libraries pass over. Each row must give its finding, at its place.
func TestNothingIsLostInSilence(t *testing.T) {
	t.Parallel()
	const (
		noFront = "1:1 FM016 the document has no front matter | start it with a block between two lines `---`, or set `defaults:` in " +
			"clausebook.yaml"
		empty  = "1:1 FM016 the front matter is empty | add at least `id`, `title`, `type`, `version`, `status` and `owner`"
		closes = " FM015 an indented line `---` ends the front matter here | use another line in the text, or move the closing `---` to the " +
			"start of its line"
		missing = " FM008 "
	)
	for _, c := range []struct {
		name     string
		raw      string
		id       string // of the document
		bodyLine int
		body     string
		want     []string
	}{
		{"in order", "---\n" + sound + "---\n# Change\n", "POL-CHG", 9, "# Change\n", nil},
		{"lines of Windows", strings.ReplaceAll("---\n"+sound+"---\n# Change\n", "\n", "\r\n"), "POL-CHG", 9, "# Change\r\n", nil},
		{"spaces behind the fences", "---  \n" + sound + "---\t \n# Change\n", "POL-CHG", 9, "# Change\n", nil},
		{"nothing after the block", "---\n" + sound + "---\n", "POL-CHG", 9, "", nil},
		{"not even a line break after the block", "---\n" + sound + "---", "POL-CHG", 8, "", nil},
		{"a line of dashes in the body", "---\n" + sound + "---\ntext\n\n---\n\nmore\n", "POL-CHG", 9, "text\n\n---\n\nmore\n", nil},
		{"byte order mark", "\ufeff---\n" + sound + "---\n# Change\n", "POL-CHG", 9, "# Change\n", []string{
			"1:1 FM002 the file starts with a byte order mark | save it as UTF-8 without BOM"}},
		{"TOML", "+++\nid = \"T\"\n+++\n# T\n", "T", 4, "# T\n", []string{"2:1" + missing + "`type` is missing | "}},
		{"TOML of another name", "---toml\nid = \"T\"\n---\n# T\n", "T", 4, "# T\n", []string{"2:1" + missing + "`type` is missing | "}},
		{"JSON", "{\n\"id\": \"J\"\n}\n\nText.\n", "J", 5, "Text.\n", []string{"1:1" + missing + "`type` is missing | "}},
		{"JSON between semicolons", "\n;;;\n{\"id\": \"J\"}\n;;;\n", "J", 5, "", []string{"3:1" + missing + "`type` is missing | "}},
		{"JSON without an empty line", "{\n\"id\": \"J\"\n}\n# J\n", "J", 4, "# J\n", []string{"1:1" + missing + "`type` is missing | "}},
		{"JSON in one line", "{\"id\": \"J\"}\r\nText.\n", "J", 2, "Text.\n", []string{"1:1" + missing + "`type` is missing | "}},
		{"a text in braces", "{\"id\": \"J\"} is JSON.\n", "a", 1, "{\"id\": \"J\"} is JSON.\n", []string{noFront, noID}},
		{"JSON that is none", "{\nid: J\n}\n\nText.\n", "a", 5, "Text.\n", []string{
			"2:1 FM003 invalid character 'i' looking for beginning of object key string | "}},
		{"TOML never closed", "+++\na = 1\n", "a", 1, "+++\na = 1\n", []string{
			"1:1 FM001 the front matter has no closing line | add a line `+++` between the front matter and the text"}},
		{"headless", sound + "---\n# Change\n", "POL-CHG", 8, "# Change\n", []string{"1:1 FM015 the line `---` above the front matter is missing; " +
			"the lines up to line 7 are read as front matter | start the file with the line `---`, or other tools read it as text"}},
		{"a heading above hyphens", "Note: this\n---\ntext\n", "a", 1, "Note: this\n---\ntext\n", []string{noFront, noID}},
		{"two lines of a heading", "Note: this\nThat thing: too\n---\n", "a", 1, "Note: this\nThat thing: too\n---\n", []string{noFront, noID}},
		{"never closed", "---\n" + sound + "# Change\n", "a", 1, "---\n" + sound + "# Change\n", []string{
			"1:1 FM001 the front matter has no closing line | add a line `---` between the front matter and the text"}},
		{"opened and nothing else", "---", "a", 1, "---", []string{
			"1:1 FM001 the front matter has no closing line | add a line `---` between the front matter and the text"}},
		{"closed by four dashes", "---\n" + sound + "----\n", "a", 1, "---\n" + sound + "----\n", []string{
			"1:1 FM001 the front matter has no closing line | add a line `---` between the front matter and the text"}},
		{"never closed, below blank lines", "\n\n---\n" + sound, "a", 1, "\n\n---\n" + sound, []string{
			"3:1 FM001 the front matter has no closing line | add a line `---` between the front matter and the text"}},
		{"opening fence indented", "  ---\n" + sound + "---\n", "POL-CHG", 9, "", []string{
			"1:1 FM015 the line `---` that opens the front matter is indented | move it to the start of the line"}},
		{"opening fence behind a hard space", "\u00a0---\n" + sound + "---\n", "POL-CHG", 9, "", []string{
			"1:1 FM015 the line `---` that opens the front matter is indented | move it to the start of the line"}},
		{"closing fence indented", "---\n" + sound + "\t---\ntext\n", "POL-CHG", 9, "text\n", []string{"8:1" + closes}},
		{"fence in a block of text", "---\n" + sound + "retention: |\n  ---\n  more\n---\n", "POL-CHG", 10, "  more\n---\n", []string{
			"8:12 FM013 `retention` is empty | give it a value or remove it", "9:1" + closes}},
		{"blank lines above", "\n \n---\n" + sound + "---\ntext\n", "POL-CHG", 11, "text\n", []string{
			"3:1 FM015 there are blank lines above the front matter, so other tools may read it as text | start the file with the line `---`"}},
		{"six thousand blank lines above", strings.Repeat("\n", 6000) + "---\n" + sound + "---\n", "POL-CHG", 6009, "", []string{
			"6001:1 FM015 there are blank lines above the front matter, so other tools may read it as text | start the file with the line `---`"}},
		{"no block", "# Change\n\ntext\n", "a", 1, "# Change\n\ntext\n", []string{noFront, noID}},
		{"empty file", "", "a", 1, "", []string{noFront, noID}},
		{"blank file", "\n\n", "a", 1, "\n\n", []string{noFront, noID}},
		{"empty block", "---\n---\ntext\n", "a", 3, "text\n", []string{empty, noID}},
		{"block of comments", "---\n# later\n---\ntext\n", "a", 4, "text\n", []string{empty, noID}},
		{"block that is a list", "---\n- id: x\n---\n", "a", 4, "", []string{
			"2:1 FM003 the front matter must be a list of `key: value` lines | write one `key: value` per line"}},
		{"block that is text", "---\njust text\n---\n", "a", 4, "", []string{
			"2:1 FM003 the front matter must be a list of `key: value` lines | write one `key: value` per line"}},
		{"duplicate key", "---\n" + sound + "status: approved\n---\n", "POL-CHG", 10, "", []string{
			"8:1 FM004 `status` is set twice, first in line 6 | remove one of them"}},
		{"duplicate id: the first counts", "---\n" + sound + "id: OTHER\n---\n", "POL-CHG", 10, "", []string{
			"8:1 FM004 `id` is set twice, first in line 2 | remove one of them"}},
		{"alias", "---\n" + sound + "tags: &t [a]\naliases: *t\n---\n", "POL-CHG", 11, "", []string{
			"8:7 FM005 anchors and aliases are not supported | write the value out",
			"9:10 FM005 anchors and aliases are not supported | write the value out"}},
		{"merge key", "---\n" + sound + "<<: {tags: [a]}\n---\n", "POL-CHG", 10, "", []string{
			"8:1 FM005 merge keys are not supported | write the values out"}},
		{"tag", "---\n" + sound + "retention: !!str 5\n---\n", "POL-CHG", 10, "", []string{
			"8:12 FM005 the tag `!!str` is not supported | remove the tag"}},
		{"syntax", "---\nid: POL-CHG\ntitle: Change: policy\n---\n", "a", 5, "", []string{
			"3:14 FM003 unexpected `: ` | quote a value that holds `: `, and check the indentation"}},
		{"bytes that are no UTF-8", "---\n" + sound + "---\n# Ch\xe4nge \xff\n", "POL-CHG", 9, "# Ch\ufffdnge \ufffd\n", []string{
			"9:5 FS003 the file is not valid UTF-8: it seems to be Windows-1252 | " +
				"save it as UTF-8, or run `iconv -f WINDOWS-1252 -t UTF-8` on it; unreadable bytes are shown as \ufffd"}},
		{"bytes that are no UTF-8, behind wide characters", "---\nid: A\ntitle: größer\xff\n---\n", "A", 5, "", []string{
			"2:1" + missing + "`type` is missing | ",
			"3:14 FS003 the file is not valid UTF-8 | save it as UTF-8; unreadable bytes are shown as \ufffd"}},
		{"UTF-16", "\xff\xfe#\x00 \x00\xc4\x00", "a", 1, "# Ä", []string{
			noFront, "1:1 FS003 the file is UTF-16, which not every program reads, and git shows no differences of | save it as UTF-8", noID}},
		{"UTF-16 of the other order, with front matter", "\xfe\xff\x00-\x00-\x00-\x00\n\x00i\x00d\x00:\x00 \x00B\x00\n\x00-\x00-\x00-\x00\n\x00#", "B", 4, "#",
			[]string{"1:1 FS003 the file is UTF-16, which not every program reads, and git shows no differences of | save it as UTF-8",
				"2:1" + missing + "`type` is missing | "}},
		{"too long", "---\n" + sound + "# " + strings.Repeat("x", 64<<10) + "\n---\n", "a", 10, "", []string{
			"2:1 FM006 65629 bytes of YAML, more than the limit of 65536 | move long text into the body"}},
		{"too deep", "---\n" + sound + "tags: " + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "\n---\n", "POL-CHG", 10, "", []string{
			"8:8 FM009 item 1 of `tags` must be text | give one value, without brackets or hyphens", "8:38 FM006 nested deeper than 32 levels | flatten the structure"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := reader(t).Parse("content/a.md", []byte(c.raw))
			got := lines(d.Findings)
			for i, g := range got {
				if cut, ok := strings.CutSuffix(g, g[strings.LastIndex(g, "|")+2:]); ok && strings.Contains(g, "`type` is missing") {
					got[i] = cut // the list of types is another test's matter
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if string(d.ID) != c.id || d.DerivedID != (c.id == "a") {
				t.Errorf("id %q, derived %v, want %q", d.ID, d.DerivedID, c.id)
			}
			if body := string(d.Source[d.BodyAt:]); d.BodyLine != c.bodyLine || body != c.body {
				t.Errorf("body from line %d: %q, want line %d: %q", d.BodyLine, body, c.bodyLine, c.body)
			}
			for _, f := range d.Findings {
				if f.Document != c.id {
					t.Errorf("finding of document %q, want %q", f.Document, c.id)
				}
			}
		})
	}
}

func TestAFolderIsAdoptedAsItIs(t *testing.T) {
	t.Parallel()
	r := reader(t)
	r.Defaults = defaults
	for name, c := range map[string]struct {
		raw  string
		want []string
	}{
		"no block":    {"# Change\n", []string{noID}},
		"empty block": {"---\n---\n# Change\n", []string{noID}},
		"own values":  {"---\nid: X\nstatus: approved\n---\n# Change\n", nil},
		"never closed": {"---\nid: X\n", []string{"1:1 FM001 the front matter has no closing line | add a line `---` between the front matter " +
			"and the text"}},
	} {
		d := r.Parse("content/a.md", []byte(c.raw))
		if diff := cmp.Diff(c.want, lines(d.Findings)); diff != "" {
			t.Errorf("%s: findings (-want +got):\n%s", name, diff)
		}
		if d.Type != "policy" || d.Owner != "quality" {
			t.Errorf("%s: type %q, owner %q", name, d.Type, d.Owner)
		}
	}
	if d := r.Parse("content/a.md", []byte("---\nid: X\nstatus: approved\n---\n")); d.Status != Approved {
		t.Errorf("the default wins over the document: %s", d.Status)
	}
}

func TestFindingsAboutDefaultsSaySo(t *testing.T) {
	t.Parallel()
	r := reader(t)
	r.Defaults = []config.Default{
		{Pattern: "**", FrontMatter: map[string]string{"type": "policy", "owner": "quality", "version": "1.0", "status": "drafty"}},
	}
	d := r.Parse("content/a.md", []byte("---\nid: X\n---\n"))
	want := []string{"1:1 FM013 `status` is `drafty`, which is not an allowed value (from `defaults:` in the configuration) | did you " +
		"mean `draft`?"}
	if diff := cmp.Diff(want, lines(d.Findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestDefaultsByPattern(t *testing.T) {
	t.Parallel()
	r := reader(t)
	r.Defaults = []config.Default{
		{Pattern: "**", FrontMatter: map[string]string{"owner": "everyone", "status": "draft"}},
		{Pattern: "policies/**", FrontMatter: map[string]string{"type": "policy", "owner": "director"}},
		{Pattern: "policies/*.md", FrontMatter: map[string]string{"review_every": "P1Y"}},
	}
	for p, want := range map[string][3]string{
		"content/x.md":                {"", "everyone", ""},
		"content/policies/x.md":       {"policy", "director", "P1Y"},
		"content/policies/deep/x.md":  {"policy", "director", ""},
		"content/other/policies/x.md": {"", "everyone", ""},
	} {
		d := r.Parse(p, []byte("# X\n"))
		if got := [3]string{d.Type, d.Owner, d.ReviewEvery.String()}; got != want {
			t.Errorf("%s: type, owner, review %q, want %q", p, got, want)
		}
		if n := d.Front.Get("owner"); n.Line != 0 {
			t.Errorf("%s: the default has a line", p)
		}
	}
}

func TestFieldsAreRenamed(t *testing.T) {
	t.Parallel()
	r := reader(t)
	r.Fields = map[string]string{"Name": "title", "Heading": "title", "doc no": "id", "state": "status"}
	d := r.Parse("content/a.md", []byte("---\ndoc no: X-1\nName: First\ntype: policy\nversion: 'a'\nstate: approved\nowner: o\n---\n"))
	if d.ID != "X-1" || d.Title != "First" || d.Status != Approved || len(d.Findings) > 0 {
		t.Errorf("id %q, title %q, status %q, findings %q", d.ID, d.Title, d.Status, lines(d.Findings))
	}
	if pos := d.Pos("title"); pos.Line != 3 || pos.Col != 7 {
		t.Errorf("the title stands at %s", pos)
	}

	// Our own name wins, and of two foreign ones the first: the other is reported, never dropped.
	d = r.Parse("content/a.md", []byte("---\ntype: policy\nversion: 'a'\nstatus: draft\nstate: approved\nowner: o\nHeading: Second\nName: "+
		"First\nid: X\n---\n"))
	if d.Status != Draft || d.Title != "Second" {
		t.Errorf("status %q, title %q", d.Status, d.Title)
	}
	want := []string{"5:1 FM007", "8:1 FM007"}
	var got []string
	for _, l := range lines(d.Findings) {
		got = append(got, strings.Join(strings.Fields(l)[:2], " "))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if n := len(d.Front.Value().(map[string]any)); n != len(d.Front.Keys) {
		t.Errorf("%d keys, %d of them distinct", len(d.Front.Keys), n)
	}
}
