package check_test

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"

	"clausebook/internal/check"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// madeCase is a fixture that a text file cannot hold.
type madeCase struct {
	name  string
	fires bool
	run   func(t *testing.T, base *txtar.Archive)
}

// generated holds the fixtures that code makes, by rule.
var generated = map[diag.RuleID][]madeCase{
	"FS001": made("FS001", symlink, `content/link.md "symbolic link"`),
	"FS002": made("FS002", file("content/a.md", guide+strings.Repeat("word\n", doc.MaxFile/5)), `content/a.md "bytes"`),
	"FS003": made("FS003", file("content/a.md", guide+"\nbad \xff byte\n"), `content/a.md:6 "UTF-8"`),
	"FS004": made("FS004", socket, `content/s.sock "not a regular file"`),
	"FM002": made("FM002", file("content/a.md", "\ufeff"+guide+"Text.\n"), `content/a.md:1 "byte order mark"`),
	"FM006": made("FM006", file("content/a.md", "---\nid: A\ntype: guide\ntitle: "+strings.Repeat("x", 70_000)+"\n---\n"),
		`content/a.md:2 "bytes of YAML"`),
	"MD002": made("MD002", file("content/a.md", guide+strings.Repeat("> ", 40)+"deep\n"), `content/a.md:5 ""`),
	"CF003": made("CF003", file("clausebook.yaml", "title: \"never closed\n"), `clausebook.yaml:1 ""`),

	"DA007": made("DA007", workbook("Risks"), `content/rows.xlsx "1 cell holds a formula, first in B3"`),
	"DA008": made("DA008", workbook("Risks", "Notes", "Old"), "content/rows.xlsx \"only the first sheet, `Risks`, is read; not read: `Notes`, `Old`\""),

	"ID006": direct("ID006", func(in *check.Input) { in.Gained = map[doc.ID]string{"A": "content/other.md"} },
		`content/a.md:2 "was added to the base branch"`),
	"HI011": made("HI011", file("clausebook.yaml", "log: ../nowhere\n"), `- "there is no folder here: every entry is lost"`),
	"HI002": direct("HI002", func(in *check.Input) {
		in.History = &history.Log{State: history.Complete, Memory: history.Memory{Lost: []history.Lost{{Line: "main", Head: "0123456789abcdef"}}}}
	}, `- "commit 0123456789ab was the head of main at an earlier run"`),

	"MD003": direct("MD003", func(in *check.Input) {
		d := in.Docs.Documents[0]
		d.Findings = append(d.Findings, diag.Finding{Rule: "MD003", Pos: diag.Pos{File: d.Path, Line: 7}, Message: "cannot be drawn"})
	}, `content/a.md:7 "cannot be drawn"`),
	"AP005": direct("AP005", doubt(ledger.RuleSelfAuthorized), `content/a.md:4 "in doubt"`),
	"AP012": direct("AP012", func(in *check.Input) {
		doubt(ledger.RuleUnapproved)(in)
		in.Approvals = ledger.NewLedger(ledger.Trailer, map[doc.ID][]ledger.Version{"A": in.Approvals.Versions("A")})
		in.Touched = map[doc.ID]bool{"A": true}
	}, `content/a.md:5 "version 1.0 is waiting for approval by somebody who did not write it"`),
	"AP008": direct("AP008", doubt(ledger.RuleStaleHead), `content/a.md:4 "in doubt"`),
	"AP009": direct("AP009", doubt(ledger.RuleBadSignature), `content/a.md:4 "in doubt"`),
	"AP016": direct("AP016", doubt(ledger.RuleCompromised), `content/a.md:4 "in doubt"`),
	"AP010": direct("AP010", func(in *check.Input) {
		in.Approvals = ledger.NewLedger(ledger.Declared, nil)
		in.Approvals.Findings = []diag.Finding{{Rule: trust.RuleEvidence, Pos: diag.Pos{File: "content/a.md", Line: 4}, Message: "not a key"}}
	}, `content/a.md:4 "not a key"`),
	"AP022": direct("AP022", doubt(ledger.RuleReview), `content/a.md:4 "in doubt"`),
	"AP023": direct("AP023", func(in *check.Input) {
		in.Approvals = ledger.NewLedger(ledger.Declared, nil)
		in.Approvals.Findings = []diag.Finding{{Rule: ledger.RuleUnmatched, Pos: diag.Pos{File: "content/a.md", Line: 4}, Message: "no commit"}}
	}, `content/a.md:4 "no commit"`),
	"AP027": direct("AP027", func(in *check.Input) {
		in.Approvals = ledger.NewLedger(ledger.Declared, nil)
		in.Approvals.Findings = []diag.Finding{{Rule: ledger.RuleAside, Message: "the note on commit 0123 is not used"}}
	}, `- "the note on commit 0123 is not used"`),
	"AP028": direct("AP028", doubt(ledger.RuleVote), `content/a.md:4 "in doubt"`),
	"HI010": direct("HI010", func(in *check.Input) {
		in.History = &history.Log{State: history.Shallow, Unfetched: []history.Unfetched{{Ref: "refs/notes/review",
			Because: "commit 0123456789ab has the footer Change-Id", Fetch: "git fetch origin refs/notes/review:refs/notes/review"}}}
	}, `- "refs/notes/review is not in this clone, though commit 0123456789ab has the footer Change-Id"`),
	"AP024": direct("AP024", doubt(ledger.RuleLate), `content/a.md:4 "in doubt"`),
	"TX001": codePoints(),
	"HI006": foxtrots(),
}

// workbook puts a document with a workbook beside it, whose first sheet has a formula.
func workbook(sheets ...string) func(*tree) {
	return func(w *tree) {
		book := excelize.NewFile()
		w.must(book.SetSheetName("Sheet1", sheets[0]))
		for _, name := range sheets[1:] {
			_, err := book.NewSheet(name)
			w.must(err)
		}
		w.must(book.SetSheetRow(sheets[0], "A1", &[]any{"id", "name"}))
		w.must(book.SetSheetRow(sheets[0], "A2", &[]any{"R1", "Fire"}))
		w.must(book.SetCellValue(sheets[0], "A3", "R2"))
		w.must(book.SetCellFormula(sheets[0], "B3", "A2"))
		var packed bytes.Buffer
		w.must(book.Write(&packed))
		file("content/a.md", "---\nid: A\ntitle: A\ntype: register\ndata: rows.xlsx\n---\nRows.\n")(w)
		file("content/rows.xlsx", packed.String())(w)
	}
}

const guide = "---\nid: A\ntype: guide\n---\n"

// made gives a case that fires, made by prepare, and the tree without it, which is quiet.
func made(rule diag.RuleID, prepare func(*tree), want string) []madeCase {
	run := func(fires bool) func(*testing.T, *txtar.Archive) {
		return func(t *testing.T, base *txtar.Archive) {
			w := newTree(t)
			w.play(base)
			w.write("content/sound.md", []byte("---\nid: SOUND\ntype: guide\n---\nText.\n"))
			if fires {
				prepare(w)
				w.write("want", []byte(want+"\n"))
			}
			w.compare(rule, fires)
		}
	}
	return []madeCase{{"fire_made", true, run(true)}, {"quiet_made", false, run(false)}}
}

func file(name, text string) func(*tree) {
	return func(w *tree) { w.write(name, []byte(text)) }
}

func symlink(w *tree) {
	if err := os.Symlink("sound.md", w.path("content/link.md")); err != nil {
		w.t.Skip("no symbolic links here")
	}
}

// socket puts something into the folder that is neither a file nor a folder. Addresses of sockets must be short.
func socket(w *tree) {
	dir, err := os.MkdirTemp("", "cb")
	w.must(err)
	w.t.Cleanup(func() { w.must(os.RemoveAll(dir)) })
	short := filepath.Join(dir, "t")
	w.must(os.CopyFS(short, os.DirFS(w.dir)))
	w.dir = short
	l, err := net.Listen("unix", w.path("content/s.sock"))
	if err != nil {
		w.t.Skip("no sockets here")
	}
	w.t.Cleanup(func() { w.must(l.Close()) })
}

// direct gives a case whose input no tree can show: what change makes of it fires, the same without is quiet.
func direct(rule diag.RuleID, change func(*check.Input), want string) []madeCase {
	run := func(fires bool) func(*testing.T, *txtar.Archive) {
		return func(t *testing.T, _ *txtar.Archive) {
			d := new(doc.Reader).Parse("content/a.md", []byte("---\nid: A\nversion: \"1.0\"\napproved_by: bea\nstatus: approved\n---\nText.\n"))
			in := check.Input{AsOf: date.New(2026, 6, 1), Docs: doc.NewSet("content", []*doc.Document{d}, nil, nil)}
			var wants []stated
			if fires {
				change(&in)
				m := wantLine.FindStringSubmatch(want)
				wants = []stated{{m[1], m[2]}}
			}
			found := check.Run(&in, nil, nil).Findings
			matches(t, rule, wants, found)
		}
	}
	return []madeCase{{"fire_direct", true, run(true)}, {"quiet_direct", false, run(false)}}
}

// doubt puts a verdict into the ledger.
func doubt(rule diag.RuleID) func(*check.Input) {
	return func(in *check.Input) {
		v := ledger.Version{Document: "A", Version: "1.0", Verdicts: []ledger.Verdict{{Rule: rule, Voids: true,
			Message: phrase.Text("in doubt")}}}
		in.Approvals = ledger.NewLedger(ledger.Declared, map[doc.ID][]ledger.Version{"A": {v}})
	}
}

// codePoints gives one case for each character that must be found, in front matter, prose, code and comments, and one
// for each text that needs such characters and must pass.
func codePoints() []madeCase {
	var out []madeCase
	for _, r := range []rune{
		0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c, 0x200b, 0x200c, 0x200d, 0x2060, 0x2061,
		0x2064,
		0x206a, 0x206f, 0xfeff, 0x034f, 0x115f, 0x180e, 0x3164, 0xffa0, 0xfff9, 0xfe0f, 0xe0001, 0xe0041, 0xe007f, 0xe0100,
	} {
		out = append(out, madeCase{fmt.Sprintf("fire_U+%04X", r), true, func(t *testing.T, _ *txtar.Archive) {
			src := "---\nid: A\ntitle: a" + string(r) + "b\n---\nwörd a" + string(r) + "b\n\n`code " + string(r) + "`\n\n<!-- note " +
				"" + string(r) + "-->\n"
			want := []diag.Pos{{File: "a.md", Line: 3, Col: 9, EndCol: 10}, {File: "a.md", Line: 5, Col: 7, EndCol: 8}, {File: "a.md", Line: 7,
				Col: 7, EndCol: 8}, {File: "a.md", Line: 9, Col: 11, EndCol: 12}}
			var got []diag.Pos
			for _, f := range hiddenIn(src) {
				got = append(got, f.Pos)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("U+%04X found at %v, want %v", r, got, want)
			}
		}})
	}
	for name, text := range map[string]string{
		"arabic":    "سياسة\u200f إدارة الخدمات (SMS)\u061c و\u2067ISO\u2069",
		"hebrew":    "מדיניות\u200e ניהול \u2066ISO 20000\u2069",
		"persian":   "می\u200cخواهم",
		"hindi":     "क्\u200dष",
		"thai":      "ระบบ\u200bจัดการ",
		"family":    "👨\u200d👩\u200d👧 and ❤\ufe0f",
		"keycap":    "1\ufe0f\u20e3",
		"flag":      "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
		"han":       "葛\U000e0100",
		"mongolian": "ᠮᠣᠩᠭᠣᠯ\u180eᠠ",
		"latin":     "naïve café – “quotes” … €",
	} {
		out = append(out, madeCase{"quiet_" + name, false, func(t *testing.T, _ *txtar.Archive) {
			for _, f := range hiddenIn(guide + text + "\n") {
				t.Errorf("%s: %s", f.Pos, f.Message)
			}
		}})
	}
	return append(out, madeCase{"fire_unbalanced", true, func(t *testing.T, _ *txtar.Archive) {
		if n := len(hiddenIn(guide + "מדיניות \u2066ISO\n")); n != 1 {
			t.Errorf("%d findings for an isolate that reaches beyond its line, want 1", n)
		}
	}}, madeCase{"fire_override_in_arabic", true, func(t *testing.T, _ *txtar.Archive) {
		if n := len(hiddenIn(guide + "سياسة \u202eabc\u202c\n")); n == 0 {
			t.Error("an override passes where Arabic stands")
		}
	}}, madeCase{"fire_name_of_a_file", true, func(t *testing.T, _ *txtar.Archive) {
		if n := len(hiddenInNames("a\u202egnp.md", "b\u200b.png")); n != 2 {
			t.Errorf("%d findings for the names of a document and of an attachment, want 2", n)
		}
	}}, madeCase{"quiet_name_of_a_file", true, func(t *testing.T, _ *txtar.Archive) {
		if n := len(hiddenInNames("größe-日本.md", "می\u200cخواهم.png")); n != 0 {
			t.Errorf("%d findings for names in other scripts", n)
		}
	}}, madeCase{"fire_flood", true, func(t *testing.T, _ *txtar.Archive) {
		if n := len(hiddenIn(guide + strings.Repeat("\u200b\n", 5000))); n != 20 {
			t.Errorf("%d findings for a flood, want 20", n)
		}
	}})
}

// hiddenIn gives the findings of TX001 in one file.
func hiddenIn(src string) []diag.Finding {
	return hiddenAmong(doc.NewSet(".", []*doc.Document{new(doc.Reader).Parse("a.md", []byte(src))}, nil, nil))
}

// hiddenInNames gives those of a document and an attachment with some names.
func hiddenInNames(document, attachment string) []diag.Finding {
	return hiddenAmong(doc.NewSet(".", []*doc.Document{new(doc.Reader).Parse(document, []byte(guide+"Text.\n"))}, []doc.Asset{{Path: attachment}}, nil))
}

func hiddenAmong(set *doc.Set) []diag.Finding {
	found := check.Run(&check.Input{Docs: set}, nil, nil).Findings
	var out []diag.Finding
	for _, f := range found {
		if f.Rule == "TX001" {
			out = append(out, f)
		}
	}
	return out
}

// FuzzText wants that no text makes the rules fail, that every place lies in the file, and that two runs agree.
func FuzzText(f *testing.F) {
	for _, s := range []string{"# H\n\nYou must do it regularly. TODO\n", "```\nTODO\n", "<!-- open", "`a\n\n`b` [insert x] {{y}}",
		"~~~\n> ~~~\n~~~\nSLA (x)\n", "a\u202eb\r\n\x00\xff(", "](\n)[a](b"} {
		f.Add(guide + s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		run := func() []diag.Finding {
			d := new(doc.Reader).Parse("a.md", []byte(src))
			found := check.Run(&check.Input{AsOf: date.New(2026, 6, 1), Docs: doc.NewSet(".", []*doc.Document{d}, nil, nil)}, nil, nil).Findings
			return found
		}
		first := run()
		lines := bytes.Count([]byte(src), []byte("\n")) + 1
		for _, x := range first {
			if x.Pos.Line < 0 || x.Pos.Line > lines || x.Pos.EndCol != 0 && x.Pos.EndCol < x.Pos.Col {
				t.Errorf("%+v lies outside of %d lines", x.Pos, lines)
			}
		}
		if !reflect.DeepEqual(first, run()) {
			t.Error("two runs over one text differ")
		}
	})
}
