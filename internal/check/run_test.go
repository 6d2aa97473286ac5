package check_test

import (
	"fmt"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"clausebook/internal/approval"
	"clausebook/internal/check"
	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/trust"
)

// TestExcepted wants that a finding that its document excepts is given apart, with its severity and the reason, and
// that only the findings of that rule in that file are.
func TestExcepted(t *testing.T) {
	t.Parallel()
	a := parse(
		"a.md",
		"---\nid: A\nversion: \"1\"\nstatus: approved\nexceptions:\n  - {rule: TX005, reason: Agreed with the keeper, until: "+
			"2026-12-31}\n---\nTODO one.\n\nTBD two.\n\n{{x}}\n",
	)
	b := parse("b.md", "---\nid: B\nstatus: approved\n---\nTODO\n")
	in := &check.Input{AsOf: date.New(2026, 6, 1), Docs: doc.NewSet(".", []*doc.Document{a, b}, nil, nil)}
	result := check.Run(in, nil, nil)
	var got []string
	for _, f := range result.Findings {
		if strings.HasPrefix(string(f.Rule), "TX") || strings.HasPrefix(string(f.Rule), "EX") {
			got = append(got, fmt.Sprintf("%s %s %s", f.Pos, f.Rule, f.Severity))
		}
	}
	for _, x := range result.Excepted {
		got = append(
			got,
			fmt.Sprintf("excepted %s %s %s: %s until %s, said at %s", x.Finding.Pos, x.Finding.Rule, x.Finding.Severity, x.Reason, x.Until, x.Pos),
		)
	}
	want := []string{
		"a.md:12:1 TX007 warning",
		"b.md:5:1 TX005 warning",
		"excepted a.md:8:1 TX005 warning: Agreed with the keeper until 2026-12-31, said at a.md:6:5",
		"excepted a.md:10:1 TX005 warning: Agreed with the keeper until 2026-12-31, said at a.md:6:5",
	}
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestSeverity wants the configuration's word first, then the rule's for the case, then its default; and that what is
// off is gone, among the excepted too.
func TestSeverity(t *testing.T) {
	t.Parallel()
	text := "---\nid: A\nversion: \"1\"\nstatus: %s\nexceptions: [{rule: TX007, reason: R, until: 2026-12-31}]\n---\nTODO {{x}}\n"
	for name, c := range map[string]struct {
		status string
		level  diag.Severity
		want   string
	}{
		"default":       {"approved", diag.Unset, "warning"},
		"for the case":  {"draft", diag.Unset, "info"},
		"configuration": {"draft", diag.Error, "error"},
		"off":           {"approved", diag.Off, ""},
	} {
		in := &check.Input{
			AsOf: date.New(2026, 6, 1),
			Docs: doc.NewSet(".", []*doc.Document{parse("a.md", fmt.Sprintf(text, c.status))}, nil, nil),
		}
		result := check.Run(in, nil, map[diag.RuleID]config.Severity{"TX005": {Level: c.level}, "TX007": {Level: diag.Off}})
		got := ""
		for _, f := range result.Findings {
			if f.Rule == "TX005" {
				got += f.Severity.String()
			}
		}
		if got != c.want || len(result.Excepted) > 0 {
			t.Errorf("%s: got %q and %d excepted, want %q and none", name, got, len(result.Excepted), c.want)
		}
	}
}

// TestUnknownRule wants that a severity for a rule that does not exist is said, with the nearest.
func TestUnknownRule(t *testing.T) {
	t.Parallel()
	found := check.Run(
		&check.Input{},
		nil,
		map[diag.RuleID]config.Severity{"LK0007": {Level: diag.Info, Pos: diag.Pos{File: "clausebook.yaml", Line: 3}}},
	).Findings
	if len(found) != 1 || found[0].Rule != config.RuleUnknownKey || !strings.Contains(found[0].Hint, "`LK007`") {
		t.Errorf("got %+v", found)
	}
}

// TestSaidTwice wants that what is said twice of one place is reported once, and what differs in anything is not.
func TestSaidTwice(t *testing.T) {
	t.Parallel()
	one := diag.Finding{Rule: "FS001", Pos: diag.Pos{File: "a.md", Line: 3}, Message: "one", Subject: "s:1"}
	read := []diag.Finding{one, one}
	for _, change := range []func(*diag.Finding){
		func(f *diag.Finding) { f.Rule = "FS002" }, func(f *diag.Finding) { f.Pos.Line = 4 },
		func(f *diag.Finding) { f.Message = "two" }, func(f *diag.Finding) { f.Subject = "s:2" },
	} {
		other := one
		change(&other)
		read = append(read, other)
	}
	if found := check.Run(&check.Input{}, read, nil).Findings; len(found) != 5 {
		t.Errorf("%d findings, want 5: %+v", len(found), found)
	}
}

// TestInputOrder wants that neither the order of the documents nor that of the findings from elsewhere shows.
func TestInputOrder(t *testing.T) {
	t.Parallel()
	run := func(reverse bool) []diag.Finding {
		docs := synthetic(40, 3)
		read := []diag.Finding{{Rule: "FS001", Message: "one"}, {Rule: "FS001", Message: "two"}}
		if reverse {
			for i, j := 0, len(docs)-1; i < j; i, j = i+1, j-1 {
				docs[i], docs[j] = docs[j], docs[i]
			}
			read[0], read[1] = read[1], read[0]
		}
		found := check.Run(input(docs), read, nil).Findings
		return found
	}
	if d := gocmp.Diff(run(false), run(true)); d != "" {
		t.Error(d)
	}
}

func parse(path, src string) *doc.Document { return new(doc.Reader).Parse(path, []byte(src)) }

// synthetic makes n documents of all kinds that link to each other; every so many of them has faults, none for 0.
func synthetic(n, every int) []*doc.Document {
	kinds := []string{"policy", "process", "procedure", "service", "agreement", "register", "record", "minutes", "audit-report", "guide"}
	docs := make([]*doc.Document, n)
	for i := range docs {
		var b strings.Builder
		fmt.Fprintf(
			&b,
			"---\nid: DOC-%d\ntitle: Document %d\ntype: %s\nversion: \"1.%d\"\nstatus: approved\nowner: role-%d\napproved_by: "+
				"person-%d\napproved_on: 2026-01-%02d\ndate: 2026-02-01\n",
			i,
			i,
			kinds[i%len(kinds)],
			i%7,
			i%300,
			i%300,
			1+i%28,
		)
		fmt.Fprintf(
			&b,
			"related: [DOC-%d, DOC-%d]\nservices: [DOC-%d]\nsupplier: party-%d\nstate: live\ndepends_on: [DOC-%d]\ncovers: [%q]\n---\n",
			(i+1)%n,
			(i+2)%n,
			(i*10+3)%n,
			i%50,
			(i*10+13)%n,
			"1.3",
		)
		for s := range 8 {
			fmt.Fprintf(&b, "## Section %d\n\n<!-- covers: 1.3-a -->\n\n", s)
			fmt.Fprintf(
				&b,
				"The keeper must check the QRX of document %d every week, see [[DOC-%d]] and [the other](doc-%d.md#section-1). %s\n\n",
				i,
				(i+s)%n,
				(i*3+s)%n,
				strings.Repeat("It says what is done, by whom and when, and what is kept of it. ", 5),
			)
		}
		if every > 0 && i%every == 0 {
			fmt.Fprintf(&b, "TODO [[DOC-X%d]] and [gone](gone-%d.md)\n", i, i)
		}
		docs[i] = parse(fmt.Sprintf("content/doc-%d.md", i), b.String())
	}
	return docs
}

// input joins documents with people, a standard and a CODEOWNERS file of as many lines as there are documents.
func input(docs []*doc.Document) *check.Input {
	set := doc.NewSet("content", docs, nil, nil)
	reg := &people.Register{Path: "content/people.yaml"}
	var owners strings.Builder
	owners.WriteString("* @org/role-1\n*.txt @org/role-2\n")
	for i := range 300 {
		reg.People = append(reg.People, people.Person{ID: fmt.Sprintf("person-%d", i), Emails: []string{fmt.Sprintf("p%d@example.org", i)}})
		reg.Roles = append(
			reg.Roles,
			people.Role{ID: fmt.Sprintf("role-%d", i), Holders: []people.Holding{{Person: fmt.Sprintf("person-%d", i)}}},
		)
	}
	for _, d := range set.Documents {
		fmt.Fprintf(&owners, "/%s @org/%s\n", d.Path, d.Owner)
	}
	s := &standard.Standard{
		ID: "base",
		Clauses: []standard.Clause{
			{ID: "1.3", Title: "Work", Requirements: []standard.Requirement{{ID: "1.3-a", Clause: "1.3", Kind: "activity"}}},
		},
	}
	s.Index()
	lib := &standard.Library{Standards: []*standard.Standard{s}}
	log := &history.Log{State: history.NoRepository}
	in := &check.Input{AsOf: date.New(2026, 6, 1), Docs: set, People: reg, Standards: lib, History: log, CodeOwners: []byte(owners.String())}
	in.Approvals = approval.Judge(approval.Input{Docs: set, History: log, Source: trust.Source{People: reg}})
	in.Matrix = trace.Join(trace.Input{AsOf: in.AsOf, Docs: set, Standards: lib, Approvals: in.Approvals, History: log, People: reg})
	return in
}

// BenchmarkRun shows that the cost grows with the documents and not with their square.
func BenchmarkRun(b *testing.B) {
	for _, n := range []int{2000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := input(synthetic(n, 0))
			b.ReportAllocs()
			for b.Loop() {
				check.Run(in, nil, nil)
			}
		})
	}
}

// linked makes n documents with ten links each, of which every tenth leads nowhere, each to another target, once by id
// and once by path.
func linked(n int) *check.Input {
	docs := make([]*doc.Document, n)
	for i := range docs {
		var b strings.Builder
		fmt.Fprintf(&b, "---\nid: DOC-%d\ntitle: Document %d\ntype: guide\nversion: \"1\"\nstatus: approved\nowner: keeper\n---\n", i, i)
		for l := range 9 {
			fmt.Fprintf(&b, "See [[DOC-%d]].\n", (i+l+1)%n)
		}
		if i%2 == 0 {
			fmt.Fprintf(&b, "See [[DOC-X%d]].\n", i)
		} else {
			fmt.Fprintf(&b, "See [it](dox-%d.md).\n", i)
		}
		docs[i] = parse(fmt.Sprintf("content/doc-%d.md", i), b.String())
	}
	return &check.Input{AsOf: date.New(2026, 6, 1), Docs: doc.NewSet("content", docs, nil, nil)}
}

// TestManyBrokenLinks wants hints for the first of very many broken links, and for the others a word of why there is
// none.
func TestManyBrokenLinks(t *testing.T) {
	t.Parallel()
	found := check.Run(linked(1000), nil, nil).Findings
	near, told := 0, 0
	for _, f := range found {
		switch {
		case f.Rule != "LK001" && f.Rule != "LK003":
		case strings.HasPrefix(f.Hint, "did you mean"):
			near++
		case strings.Contains(f.Hint, "1000 different links are broken, and only the first 200 have a suggestion"):
			told++
		default:
			t.Errorf("%s: hint %q", f.Pos, f.Hint)
		}
	}
	if near != 200 || told != 800 {
		t.Errorf("%d hints and %d words of why not, want 200 and 800", near, told)
	}
}

// BenchmarkBrokenLinks shows that a tenth of all links may be broken without the cost growing with the square of the
// documents: compare ns/document.
func BenchmarkBrokenLinks(b *testing.B) {
	for _, n := range []int{2000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := linked(n)
			for b.Loop() {
				check.Run(in, nil, nil)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/document")
		})
	}
}
