package demo_test

import (
	"bufio"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

// This file knows nothing of clausebook: it reads the demonstration with git itself, as an auditor would who asks of
// every date "who said so, when".

var (
	actLine  = regexp.MustCompile(`\b(approved_on|reviewed_on|closed_on|verified_on|issued_on|decided_on|seen_on|raised_on|date): (\d{4}-\d\d-\d\d)`)
	oneLine  = regexp.MustCompile(`^\+version: "?([^"]+?)"?$`)
	headLine = regexp.MustCompile(`^commit [0-9a-f]{40} (\d{4}-\d\d-\d\d) (.*)$`)
)

// landing is a line of a file at the commit of the main line that brought it.
type landing struct{ day, subject, path, line string }

// landings gives every line that the main line gained, in order, with the day of the commit that brought it.
func landings(t *testing.T, dir string) []landing {
	t.Helper()
	log := git(t, dir, "-c", "core.quotepath=off", "log", "--first-parent", "-m", "--reverse", "--no-renames", "-p", "--unified=0",
		"--date=short", "--format=commit %H %cs %s")
	var out []landing
	day, subject, path := "", "", ""
	lines := bufio.NewScanner(strings.NewReader(log))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		switch m := headLine.FindStringSubmatch(line); {
		case m != nil:
			day, subject = m[1], m[2]
		case strings.HasPrefix(line, "+++ "):
			path = strings.TrimPrefix(line, "+++ b/")
		case strings.HasPrefix(line, "+"):
			out = append(out, landing{day, subject, path, line})
		}
	}
	return out
}

func dayAfter(t *testing.T, day string) string {
	t.Helper()
	at, err := time.Parse("2006-01-02", day)
	if err != nil {
		t.Fatal(err)
	}
	return at.AddDate(0, 0, 1).Format("2006-01-02")
}

// ahead are the scenes that state an act before its day, on purpose: a review, and what is announced.
var ahead = map[string]string{
	"content/guides/drill.md":                              "reviewed_on: 2026-10-26",
	"content/minutes/coordination-2026-12.md":              "date: 2026-12-10",
	"content/audits/certification-2027-recertification.md": "date: 2027-02-18",
}

// TestNoActIsStatedBeforeItsDay asks git for the commit that brought each act: it may not lie before the act.
func TestNoActIsStatedBeforeItsDay(t *testing.T) {
	t.Parallel()
	dir, _ := shared(t)
	n, exceptions := 0, map[string]bool{}
	for _, l := range landings(t, dir) {
		if !strings.HasPrefix(l.path, "content/") || !strings.HasSuffix(l.path, ".md") {
			continue
		}
		for _, m := range actLine.FindAllStringSubmatch(l.line, -1) {
			n++
			if m[2] <= dayAfter(t, l.day) {
				continue
			}
			if ahead[l.path] == m[0] {
				exceptions[l.path] = true
				continue
			}
			t.Errorf("%s was stated on %s, in %q: %s", m[0], l.day, l.subject, l.path)
		}
	}
	if n < 850 {
		t.Errorf("only %d acts were found", n)
	}
	if len(exceptions) != len(ahead) {
		t.Errorf("the scenes that state an act ahead of its day are %v", exceptions)
	}
}

// TestVersionsLandWhenTheirTablesSay compares each table of versions with the commits that brought the versions.
func TestVersionsLandWhenTheirTablesSay(t *testing.T) {
	t.Parallel()
	dir, s := shared(t)
	landed := map[string]string{} // path and version -> day
	for _, l := range landings(t, dir) {
		if m := oneLine.FindStringSubmatch(l.line); m != nil {
			if _, known := landed[l.path+" "+m[1]]; !known {
				landed[l.path+" "+m[1]] = l.day
			}
		}
	}
	row := regexp.MustCompile(`^\| ([0-9.]+) \| (\d{4}-\d\d-\d\d) \|`)
	n := 0
	for path := range strings.Lines(git(t, dir, "ls-files", "content/*.md")) {
		path = strings.TrimSpace(path)
		inside := false
		for line := range strings.Lines(git(t, dir, "show", "HEAD:"+path)) {
			inside = strings.HasPrefix(line, "| Version | ") || inside && strings.HasPrefix(line, "|")
			m := row.FindStringSubmatch(line)
			if !inside || m == nil || m[2] < s.From.String() {
				continue
			}
			n++
			if got := landed[path+" "+m[1]]; got != m[2] {
				t.Errorf("%s %s is of %s in its table and landed on %q", path, m[1], m[2], got)
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d lines of tables were compared", n)
	}
}

// TestNonconformitiesEnterWhenRaisedAndChangeUntilClosed follows the files through the main line.
func TestNonconformitiesEnterWhenRaisedAndChangeUntilClosed(t *testing.T) {
	t.Parallel()
	dir, _ := shared(t)
	for path, want := range map[string]struct {
		raised, closed string
		states         int
	}{
		"content/nonconformities/nc-2025-02.md": {"2025-04-09", "2025-08-19", 4},
		"content/nonconformities/nc-2026-01.md": {"2026-03-26", "2026-07-24", 6},
		"content/nonconformities/nc-2026-02.md": {"2026-03-26", "2026-08-27", 4},
		"content/nonconformities/nc-2026-03.md": {"2026-09-17", "", 3},
		"content/nonconformities/nc-2026-04.md": {"2026-09-17", "", 3},
		"content/nonconformities/nc-2026-05.md": {"2026-11-04", "", 2},
	} {
		commits := strings.Fields(git(t, dir, "log", "--first-parent", "--reverse", "--format=%H", "--", path))
		days := strings.Fields(git(t, dir, "log", "--first-parent", "--reverse", "--format=%cs", "--", path))
		if len(commits) != want.states {
			t.Errorf("%s has %d states, want %d", path, len(commits), want.states)
		}
		if days[0] != dayAfter(t, want.raised) {
			t.Errorf("%s entered on %s, raised on %s", path, days[0], want.raised)
		}
		for i, c := range commits {
			text := git(t, dir, "show", c+":"+path)
			closed := strings.Contains(text, "\nclosed_on: ")
			if closed != (want.closed != "" && days[i] >= want.closed) {
				t.Errorf("%s says on %s that it is closed: %v", path, days[i], closed)
			}
			if strings.Contains(text, "\nroot_cause: ") == (i == 0) {
				t.Errorf("%s gives a cause on %s: %v", path, days[i], i != 0)
			}
		}
	}
}

// TestFormerVersionsWereWrittenOtherwise looks at what changed between two versions of ten documents.
func TestFormerVersionsWereWrittenOtherwise(t *testing.T) {
	t.Parallel()
	dir, _ := shared(t)
	text := func(path, version string) string {
		line := fmt.Sprintf("version: %q", version)
		commits := strings.Fields(git(t, dir, "log", "--first-parent", "-m", "--reverse", "--format=%H", "-S", line, "--", path))
		if len(commits) == 0 {
			t.Fatalf("%s never had version %s", path, version)
		}
		return git(t, dir, "show", commits[0]+":"+path)
	}
	for _, c := range []struct{ path, from, to, only, instead string }{
		{"content/processes/change-management.md", "4.1", "4.2",
			"Harbour refuses to close an emergency change without the board's decision", "keeps the list of open reviews"},
		{"content/policies/change-management-policy.md", "3.4", "4.0",
			"authorized by two people before work begins", "authorized by the duty manager before work begins"},
		{"content/policies/change-management-policy.md", "4.0", "4.1", "15 November to 31 December", "15 November to 2 January"},
		{"content/policies/information-security-policy.md", "3.1", "3.2",
			"Sign in with the hardware key", "Sign in with password and one-time code"},
		{"content/procedures/major-incident-procedure.md", "4.0", "4.1", "with the fixed text", "within 30 minutes of the flag"},
		{"content/agreements/sla-wexcombe.md", "3.0", "3.1", "450 mailboxes", "400 mailboxes"},
		{"content/agreements/agr-facilities.md", "2.0", "2.1", ">= 98.0 % of items", ">= 97.0 % of items"},
		{"content/contracts/con-tideway.md", "2.2", "2.3", "| <= 3 min |", "| <= 10 min |"},
		{"content/contracts/con-larkfield.md", "3.4", "4.0", "within 24 hours after Larkfield", "within 72 hours after Larkfield"},
		{"content/contracts/con-gullstone.md", "3.0", "3.1", "98 % of visits", "without delay"},
		{"content/plans/measurement-plan.md", "3.1", "3.2", "Sample of 200 items", "Sample of 150 items"},
		{"content/registers/interested-parties.md", "2026.2", "2026.3", "99.90 % for the shop", "99.95 % for the shop"},
	} {
		old, now := text(c.path, c.from), text(c.path, c.to)
		if strings.Contains(old, c.only) || !strings.Contains(old, c.instead) {
			t.Errorf("%s %s should say %q and not %q", c.path, c.from, c.instead, c.only)
		}
		if !strings.Contains(now, c.only) || strings.Contains(now, "\n"+c.instead) {
			t.Errorf("%s %s should say %q", c.path, c.to, c.only)
		}
	}
	if old := text("content/policies/release-management.md", "2.2"); strings.Contains(old, "2026") {
		t.Errorf("POL-REL 2.2 knows of 2026:\n%s", old)
	}
}

// TestEveryScenePlays asks git for what each scene promises.
func TestEveryScenePlays(t *testing.T) {
	t.Parallel()
	dir, s := shared(t)
	last := func(path, format string) string { return git(t, dir, "log", "-1", "--format="+format, "--", path) }
	for _, c := range []struct{ what, got, want string }{
		{"own commit", last("content/guides/on-call.md", "%an%(trailers:key=Approved-by)"), "Tobias Renn"},
		{"declared by somebody else", last("content/guides/shift.md", "%an%(trailers:key=Approved-by)"), "Serafina Okoye"},
		{"late claim", last("content/guides/names.md", "%cs"), "2026-06-22"},
		{"awaiting evidence", last("content/guides/visitors.md", "%cs"), "2026-11-18"},
		{"waiver", last("clausebook.yaml", "%an"), "Tobias Renn"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
	for path, want := range map[string]string{
		"content/guides/shift.md":  "approved_by: tobias.renn",
		"content/guides/labels.md": "version: \"1.1\"\nstatus: in-review",
		"content/guides/visitors.md": "status: approved\nowner: information-security-manager\n" +
			"approver: sms-manager\nclassification",
		"content/guides/shared-file-transfer.md":  "status: withdrawn",
		"content/minutes/coordination-2026-12.md": "date: 2026-12-10",
	} {
		if text := git(t, dir, "show", "HEAD:"+path); !strings.Contains(text, want) {
			t.Errorf("%s lacks %q", path, want)
		}
	}
	first := git(t, dir, "log", "--reverse", "--format=%H %cs", "--", "content/policies")
	imported := strings.Fields(first)
	files := strings.Fields(git(t, dir, "show", "--name-only", "--format=", imported[0]))
	if len(files) < 25 || imported[1] != "2024-12-09" {
		t.Errorf("the import of %s brings %d files", imported[1], len(files))
	}
	policy := git(t, dir, "show", imported[0]+":content/policies/service-management-policy.md")
	for _, day := range regexp.MustCompile(`(?m)^approved_on: (\S+)$`).FindAllStringSubmatch(policy, -1) {
		if day[1] >= imported[1] {
			t.Errorf("the import brings an approval of %s", day[1])
		}
	}
	notable := strings.Join(s.Notable, "\n")
	for _, want := range []string{
		"proposed", "awaits", "own commit", "in the name of another", "weeks ahead", "months before",
		"announced", "withdrawn", "import", "deputy", "minor correction",
		"takes effect", "lost its approval", "nothing shows", "one of the four", "own author", "moved from", "after its approval",
		"42 days after the day",
	} {
		if !strings.Contains(notable, want) {
			t.Errorf("nothing notable is %q", want)
		}
	}
}

// TestTheCycleOfTheCertificate follows a certificate with git alone: two audits before it, surveillance within the days that the
// import could know, a nonconformity that was closed after the day of the body, and what is announced.
func TestTheCycleOfTheCertificate(t *testing.T) {
	t.Parallel()
	dir, _ := shared(t)
	key := func(path, name string) string {
		m := regexp.MustCompile(`(?m)\b` + name + `: ([^\n,}]+)`).FindStringSubmatch(git(t, dir, "show", "HEAD:content/"+path))
		if m == nil {
			t.Fatalf("%s says nothing of %s", path, name)
		}
		return m[1]
	}
	first := func(path string) string {
		return strings.Fields(git(t, dir, "log", "--first-parent", "--reverse", "--format=%cs", "--", "content/"+path))[0]
	}
	certificate := "certificates/iso20000-1.md"
	decided, expires := key(certificate, "decided_on"), key(certificate, "expires_on")
	last := ""
	for _, c := range []struct{ path, stage, landed string }{
		{"audits/certification-2024-stage-1.md", "stage-1", "2024-12-09"},
		{"audits/certification-2024-stage-2.md", "stage-2", "2024-12-09"},
		{"audits/certification-2025-surveillance.md", "surveillance", "2025-04-23"},
		{"audits/certification-2026-surveillance.md", "surveillance", "2026-05-04"},
		{"audits/certification-2027-recertification.md", "recertification", "2026-11-10"},
	} {
		day := key(c.path, "date")
		if got := key(c.path, "stage"); got != c.stage || first(c.path) != c.landed || day <= last {
			t.Errorf("%s is %s of %s, landed on %s", c.path, got, day, first(c.path))
		}
		if (c.stage == "stage-1" || c.stage == "stage-2") != (day < decided) || day > expires {
			t.Errorf("%s is of %s, decided on %s, up to %s", c.path, day, decided, expires)
		}
		last = day
	}
	if first(certificate) != "2024-12-09" || decided > expires {
		t.Errorf("the certificate landed on %s, decided on %s, up to %s", first(certificate), decided, expires)
	}
	const late = "nonconformities/nc-2025-02.md"
	if due := key("audits/certification-2025-surveillance.md", "due"); due != key(late, "due") || key(late, "closed_on") <= due {
		t.Errorf("%s was closed on %s, due %s", late, key(late, "closed_on"), due)
	}
}
