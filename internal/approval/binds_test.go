package approval

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/ledger"
)

const longText = `Text of the *policy*, which goes
over two lines, with [a link](../guides/how.md#use), with ` + "`code`" + `.

1. One
2. Two
   - Deep

> A quotation.

| a | b | c |
|---|---|---|
| 1 |   | 3 |

![Plan](img/plan.png)

[In short](../old/how). ![[seal.png|80]]

    indented: code
`

// boundFront is what the policy of these tests says of itself beside its approval.
var boundFront = append(byBea("2024-05-04"), "owner: change-manager", "retention: 5 years", "classification: internal",
	"effective_from: 2024-05-10", "review_every: P1Y", "fulfils: [x]")

// boundTo gives the policy with one text in place of another, in front matter or body.
func boundTo(old, with string) map[string]string {
	files := page("1.0", "approved", longText, boundFront...)
	for name, text := range files {
		if !strings.Contains(text, old) {
			panic(fmt.Sprintf("%q is not in the text", old))
		}
		files[name] = strings.Replace(text, old, with, 1)
	}
	return files
}

// startBound records what the policy links to and its approval.
func startBound(t *testing.T) *testRepo {
	t.Helper()
	r := start(t)
	other := func(id string) string {
		return "---\nid: " + id + "\ntitle: X\ntype: guide\nversion: \"1\"\nstatus: draft\nowner: x\n---\n# X\n\n## Use\n"
	}
	r.commit(ada, "Guides", map[string]string{"content/guides/how.md": other("GDE-1"), "content/old/how.md": other("GDE-2"),
		"content/policies/img/plan.png": "first picture", "content/policies/form.pdf": "form",
		"content/media/seal.png": "first seal"})
	r.commit(ada, "Approve", boundTo("", ""))
	return r
}

// TestWhatAnApprovalBinds: what readers get is bound, with its structure, and so is the control data that a document gives
// itself; how it is written is not.
func TestWhatAnApprovalBinds(t *testing.T) {
	t.Parallel()
	const structure, text = "the structure of the text changed", ""
	for name, c := range map[string]struct {
		old, with string
		binds     bool
		how       string // the end of the message
	}{
		"a word":                   {"Text of", "Text about", true, text},
		"empty cell moved":         {"| 1 |   | 3 |", "| 1 | 3 |   |", true, "a table changed"},
		"cell":                     {"| 1 |   | 3 |", "| 1 |   | 4 |", true, "a table changed"},
		"row added":                {"| 1 |   | 3 |", "| 1 |   | 3 |\n|||4|", true, "a table changed"},
		"column empty":             {"| a | b | c |", "| a | b |   |", true, text},
		"quotation taken away":     {"> A quotation", "A quotation", true, structure},
		"code into text":           {"    indented: code", "indented: code", true, structure},
		"code in a line into text": {"`code`", "code", true, structure},
		"nesting":                  {"   - Deep", "   text\n3. Deep", true, text},
		"item of the outer list":   {"   - Deep", "3. Deep", true, structure},
		"numbers into marks":       {"1. One\n2. Two", "- One\n- Two", true, structure},
		"link into text":           {"[a link](../guides/how.md#use)", "a link", true, text},
		"fragment of a link":       {"how.md#use", "how.md#other", true, text},
		"retention":                {"retention: 5 years", "retention: 1 year", true, "`retention` changed"},
		"classification":           {"classification: internal", "classification: public", true, "`classification` changed"},
		"day of coming into force": {"effective_from: 2024-05-10", "effective_from: 2024-06-10", true, "`effective_from` changed"},
		"review interval":          {"review_every: P1Y", "review_every: P5Y", true, "`review_every` changed"},
		"owner":                    {"owner: change-manager", "owner: other", true, "`owner` changed"},
		"approver":                 {"approver: change-manager", "approver: dan", true, "`approver` changed"},
		"title":                    {"title: Change policy", "title: Another policy", true, "`title` changed"},
		"type":                     {"type: policy", "type: plan", true, "`type` changed"},
		"two keys": {"retention: 5 years\nclassification: internal", "retention: 1 year\nclassification: public", true,
			"`classification`, `retention` changed"},
		"key taken away":              {"retention: 5 years\n", "", true, "`retention` changed"},
		"wrapped anew":                {"goes\nover two", "goes over\ntwo", false, ""},
		"emphasis":                    {"*policy*", "policy", false, ""},
		"numbers written otherwise":   {"2. Two", "1. Two", false, ""},
		"link without its definition": {"[a link](../guides/how.md#use)", "[a link][x]", true, text},
		"link by a definition": {"[a link](../guides/how.md#use), with `code`.", "[a link][x], with `code`.\n\n[x]: ../guides/how.md#use",
			false, ""},
		"path with a dot":            {"(img/plan.png)", "(./img/plan.png)", false, ""},
		"table laid out otherwise":   {"| 1 |   | 3 |", "|1||3|", false, ""},
		"comment":                    {"> A quotation", "<!-- covers: 8.5.1 -->\n\n> A quotation", false, ""},
		"coverage":                   {"fulfils: [x]", "fulfils: [y]\ncovers: [z]", false, ""},
		"quotes in the front matter": {"retention: 5 years", "retention: \"5 years\"", false, ""},
		"review": {"fulfils: [x]", "fulfils: [x]\nreviewed_on: 2024-05-04\nreviews: [{on: 2024-05-04, outcome: no-change}]",
			false, ""},
		"order of keys": {"retention: 5 years\nclassification: internal", "classification: internal\nretention: 5 years", false, ""},
		"link to another document": {"../guides/how.md#use", "../old/how.md#use", true,
			"the link to `../old/how.md` leads to another document"},
		"picture of another folder":  {"img/plan.png", "form.pdf", true, "`form.pdf` is another file"},
		"nothing":                    {"", "", false, ""},
		"link to a file that is not": {"../guides/how.md#use", "../guides/none.md#use", true, "the link to `../guides/none.md` leads nowhere"},
		"link out of the folder":     {"../guides/how.md#use", "../../how.md#use", true, "the link to `../../how.md` leads nowhere"},
	} {
		for _, committed := range []bool{true, false} {
			t.Run(fmt.Sprint(name, " ", committed), func(t *testing.T) {
				r := startBound(t)
				if r.write(boundTo(c.old, c.with)); committed {
					r.commit(dan, "Edit", nil)
				}
				want := ruling{"1.0", "bea", "change-manager", "declared", "", true}
				if c.binds {
					want.Rules, want.Counts = "AP003!", false
				}
				v := r.want(want)[0]
				if !c.binds || len(v.Verdicts) == 0 {
					return
				}
				message := v.Verdicts[0].Message.String()
				if c.how == "" && strings.Contains(message, ": ") || !strings.Contains(message, c.how) {
					t.Errorf("message %q, want %q", message, c.how)
				}
			})
		}
	}
}

// TestLinkedFilesAreBound: images and attachments by their bytes, links by the document that they lead to, whoever changed
// what without touching the text.
func TestLinkedFilesAreBound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		then      func(*testRepo)
		how       string // nothing where the approval stands
		committed string // who, as the message names them
	}{
		"image changed": {func(r *testRepo) {
			r.commit(dan, "Draw", map[string]string{"content/policies/img/plan.png": "second picture"})
		}, "`img/plan.png` is another file", "by Dan Nobody"},
		"embedded image changed": {func(r *testRepo) {
			r.commit(dan, "Draw", map[string]string{"content/media/seal.png": "second seal"})
		}, "`seal.png` is another file", "by Dan Nobody"},
		"embedded image moved": {func(r *testRepo) {
			r.git(ada, "mv", "content/media/seal.png", "content/policies/seal.png")
			r.commit(dan, "Move", map[string]string{"content/policies/form.txt": "form"})
		}, "", ""},
		"image changed in the work tree": {func(r *testRepo) {
			r.write(map[string]string{"content/policies/img/plan.png": "second picture"})
		}, "`img/plan.png` is another file", "is not committed"},
		"image changed and changed back": {func(r *testRepo) {
			r.commit(dan, "Draw", map[string]string{"content/policies/img/plan.png": "second picture"})
			r.commit(dan, "Back", map[string]string{"content/policies/img/plan.png": "first picture"})
		}, "", ""},
		"another image under its name": {func(r *testRepo) {
			r.git(ada, "mv", "content/policies/img/plan.png", "content/policies/img/old.png")
			r.commit(dan, "Draw", map[string]string{"content/policies/img/plan.png": "another thing altogether"})
		}, "`img/plan.png` is another file", "by Dan Nobody"},
		"image renamed with its link": {func(r *testRepo) {
			r.git(ada, "mv", "content/policies/img/plan.png", "content/policies/img/new.png")
			r.commit(dan, "Rename", boundTo("img/plan.png", "img/new.png"))
		}, "", ""},
		"linked document renamed with the link": {func(r *testRepo) {
			r.git(ada, "mv", "content/guides/how.md", "content/guides/howto.md")
			r.commit(dan, "Rename", boundTo("guides/how.md", "guides/howto.md"))
		}, "", ""},
		"linked document changed": {func(r *testRepo) {
			r.commit(dan, "Edit", map[string]string{"content/guides/how.md": "---\nid: GDE-1\ntype: guide\n---\n# Other\n"})
		}, "", ""},
		"document moved": {func(r *testRepo) {
			r.git(ada, "rm", "-q", "content/policies/change.md")
			moved := boundTo("", "")["content/policies/change.md"]
			moved = strings.NewReplacer("../guides", "../../guides", "img/", "../../policies/img/").Replace(moved)
			r.commit(dan, "Move", map[string]string{"content/all/deep/change.md": moved})
		}, "", ""},
		"document moved and its link left": {func(r *testRepo) {
			r.git(ada, "rm", "-q", "content/policies/change.md")
			moved := boundTo("", "")["content/policies/change.md"]
			r.commit(dan, "Move", map[string]string{"content/policies/change2.md": moved})
		}, "", ""},
		"another document under a path without ending": {func(r *testRepo) {
			r.git(ada, "mv", "content/old/how.md", "content/old/gone.md")
			r.commit(dan, "Move in", map[string]string{"content/old/how/README.md": "---\nid: GDE-3\ntype: guide\n---\n# Other\n"})
		}, "the link to `../old/how` leads to another document", "by Dan Nobody"},
		"document under a path without ending changed": {func(r *testRepo) {
			r.commit(dan, "Edit", map[string]string{"content/old/how.md": "---\nid: GDE-2\ntype: guide\n---\n# Other\n"})
		}, "", ""},
		"another document under the path": {func(r *testRepo) {
			r.git(ada, "mv", "content/guides/how.md", "content/guides/gone.md")
			r.commit(dan, "Move away", nil)
			r.git(ada, "mv", "content/old/how.md", "content/guides/how.md")
			r.commit(dan, "Move in", nil)
		}, "the link to `../guides/how.md` leads to another document", "by Dan Nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			r := startBound(t)
			c.then(r)
			want := ruling{"1.0", "bea", "change-manager", "declared", "", true}
			if c.how != "" {
				want.Rules, want.Counts = "AP003!", false
			}
			v := r.want(want)[0]
			if c.how != "" && len(v.Verdicts) > 0 {
				if m := v.Verdicts[0].Message.String(); !strings.Contains(m, c.how) || !strings.Contains(m, c.committed) {
					t.Errorf("message %q", m)
				}
			}
		})
	}
}

// TestRowsAreRecords: rows of registers are appended and updated freely, columns and text are approved.
func TestRowsAreRecords(t *testing.T) {
	t.Parallel()
	const table = "| a | b |\n|---|---|\n| 1 |   |\n\n## Version history\n\n| v |\n|---|\n| 1.0 |\n"
	for name, c := range map[string]struct {
		kind, old, with string
		stands          bool
	}{
		"row of a register":      {"register", "| 1 |   |", "| 1 |   |\n| 2 | 3 |", true},
		"row of a report":        {"report", "| 1 |   |", "|   | 1 |", true},
		"row of a record":        {"record", "| 1 |   |", "| 2 |   |", true},
		"row of a policy":        {"policy", "| 1 |   |", "| 2 |   |", false},
		"row of minutes":         {"minutes", "| 1 |   |", "| 2 |   |", false},
		"column of a register":   {"register", "| a | b |", "| a | c |", false},
		"text of a register":     {"register", "Text", "Words", false},
		"versions of a register": {"register", "| 1.0 |", "| 1.1 |", false},
		"kind, so that rows go":  {"policy", "type: policy", "type: register", false},
		"file of rows":           {"register", "d,e\n1,2\n", "d,e\n1,2\n3,4\n", true},
		"columns of a file":      {"register", "d,e\n1,2\n", "d,f\n1,2\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			files := page("1.0", "approved", "Text.\n\n"+table, append(byBea("2024-05-03"), "data: rows.csv")...)
			files["content/policies/rows.csv"] = "d,e\n1,2\n"
			for name, text := range files {
				files[name] = strings.Replace(text, "type: policy", "type: "+c.kind, 1)
			}
			r.commit(ada, "Approve", files)
			for name, text := range files {
				files[name] = strings.Replace(text, c.old, c.with, 1)
			}
			r.commit(bea, "Edit", files)
			want := ruling{"1.0", "bea", "change-manager", "declared", "", true}
			if !c.stands {
				want.Rules, want.Counts = "AP003!", false
			}
			r.want(want)
		})
	}
}

// TestAuthorsOfWhatIsBound: who changes bound control data or structure is an author of the next version, who changes rows
// of a register or what comes with an approval is not.
func TestAuthorsOfWhatIsBound(t *testing.T) {
	t.Parallel()
	raised := func(status, day, old, with string) map[string]string {
		files := boundTo(old, with)
		edit := strings.NewReplacer("1.0", "1.1", "2024-05-04", day, "status: approved", "status: "+status, "Text of", "Words of")
		for name, text := range files {
			files[name] = edit.Replace(text)
		}
		return files
	}
	for name, c := range map[string]struct {
		old, with string
		author    bool
	}{
		"retention":                {"5 years", "1 year", true},
		"cell":                     {"| 1 |   | 3 |", "|   | 1 | 3 |", true},
		"quotation":                {"> A", "A", true},
		"day of coming into force": {"effective_from: 2024-05-10", "effective_from: 2024-05-12", false},
		"wrapping":                 {"goes\nover", "goes over", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := startBound(t)
			r.commit(ada, "Raise", raised("draft", "2024-05-04", "", ""))
			r.commit(bea, "Approve", raised("approved", "2024-05-06", c.old, c.with))
			v := r.judge().Versions("POL-CHG")[0]
			self := strings.Contains(rulingOf(v, ledger.Declared).Rules, "AP004!")
			if self != c.author || v.Counts(ledger.Declared) == c.author {
				t.Errorf("%+v, authors %v", rulingOf(v, ledger.Declared), v.Authors)
			}
		})
	}
}
