package approval

import (
	"strings"
	"testing"

	"clausebook/internal/ledger"
	"clausebook/internal/trust"
)

// byBea makes front matter lines that declare an approval by Bea.
func byBea(day string) []string {
	return []string{byChangeManager, "approved_by: bea", "approved_on: " + day}
}

// TestLinesDeclareTheirOwnText: approved_by and approved_on declare an approval of the text beside which they were written.
func TestLinesDeclareTheirOwnText(t *testing.T) {
	t.Parallel()
	first := ruling{"1.0", "bea", "change-manager", "declared", "", true}
	for name, c := range map[string]struct {
		then func(*testRepo)
		want []ruling
	}{
		"raised beside the old lines": {func(r *testRepo) {
			r.commit(ada, "Raise", page("1.1", "approved", "Better text.", byBea("2024-05-02")...))
		}, []ruling{{"1.1", "", "", "none", "AP007!", false}, first}},
		"raised with the same text": {func(r *testRepo) {
			r.commit(ada, "Raise", page("2.0", "approved", "Text.", byBea("2024-05-02")...))
		}, []ruling{{"2.0", "", "", "none", "AP007!", false}, first}},
		"raised by way of a draft": {func(r *testRepo) {
			r.commit(ada, "Begin", page("1.1", "draft", "Better text.", byBea("2024-05-02")...))
			r.commit(ada, "Raise", page("1.1", "approved", "Better text.", byBea("2024-05-02")...))
		}, []ruling{{"1.1", "", "", "none", "AP007!", false}, first}},
		"raised in the work tree": {func(r *testRepo) {
			r.write(page("1.1", "approved", "Better text.", byBea("2024-05-02")...))
		}, []ruling{{"1.1", "", "", "none", "AP007!", false}, first}},
		"with lines of its own": {func(r *testRepo) {
			r.commit(ada, "Raise", page("1.1", "approved", "Better text.", byBea("2024-05-04")...))
		}, []ruling{{"1.1", "bea", "change-manager", "declared", "", true}, first}},
		"old lines, then lines of its own": {func(r *testRepo) {
			r.commit(ada, "Raise", page("1.1", "approved", "Better text.", byBea("2024-05-02")...))
			r.commit(bea, "Approve", page("1.1", "approved", "Better text.", byBea("2024-05-05")...))
		}, []ruling{{"1.1", "bea", "change-manager", "own-hand", "", true}, {"1.1", "", "", "none", "AP007!", false}, first}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", byBea("2024-05-02")...))
			c.then(r)
			r.want(c.want...)
		})
	}
}

// TestOwnHand: lines in a commit of the approver's own are worth more than lines that somebody else entered.
func TestOwnHand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		who  string
		want ruling
		what string
	}{
		"the approver":  {bea, ruling{"1.0", "bea", "change-manager", "own-hand", "", true}, "personally"},
		"the author":    {ada, ruling{"1.0", "bea", "change-manager", "declared", "", true}, "entered by Ada Author"},
		"somebody else": {dan, ruling{"1.0", "bea", "change-manager", "declared", "", true}, "entered by Dan Nobody"},
		"a namesake": {"Bea Boss <bea@elsewhere.example>", ruling{"1.0", "bea", "change-manager", "declared", "", true},
			"entered by Bea Boss"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(c.who, "Approve", page("1.0", "approved", "Text.", byBea("2024-05-03")...))
			if got := r.want(c.want)[0].Evidence[0].What.String(); !strings.Contains(got, c.what) {
				t.Errorf("evidence: %s", got)
			}
		})
	}
}

// TestImpossibleDeclarations: a day written ahead counts from the first later revision that carries it.
func TestImpossibleDeclarations(t *testing.T) {
	t.Parallel()
	ahead := byBea("2024-05-10")
	for name, c := range map[string]struct {
		then func(*testRepo)
		want ruling
	}{
		"written ahead": {func(*testRepo) {}, ruling{"1.0", "", "", "none", "AP007!", false}},
		"carried on too early": {func(r *testRepo) {
			r.commit(ada, "Tag it", page("1.0", "approved", "Text.", append(ahead, "tags: [x]")...))
		}, ruling{"1.0", "", "", "none", "AP007!", false}},
		"carried on after the day": {func(r *testRepo) {
			r.day = r.day.AddDate(0, 0, 20)
			r.commit(ada, "Tag it", page("1.0", "approved", "Text.", append(ahead, "tags: [x]")...))
		}, ruling{"1.0", "bea", "change-manager", "declared", "", true}},
		"carried on in the work tree": {func(r *testRepo) {
			r.write(page("1.0", "approved", "Text.", append(ahead, "tags: [x]")...))
		}, ruling{"1.0", "bea", "change-manager", "declared", "", true}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", ahead...))
			c.then(r)
			in := r.input()
			in.Clock.Day = parseDay("2024-08-01")
			if got := rulingOf(Judge(in).Versions("POL-CHG")[0], ledger.Declared); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// TestMailmapHidesNobody: separation of duties looks at identities as committed and as mapped.
func TestMailmapHidesNobody(t *testing.T) {
	t.Parallel()
	approve := "Approve\n\nApproved-by: " + bea
	for name, c := range map[string]struct {
		author, mailmap string
		counts          bool
	}{
		"the approver's text, mapped to another person": {bea, "Dan Nobody <dan@example.org> <bea@example.org>\n", false},
		"another address, mapped to the approver":       {"B <b@else.example>", "Bea Boss <bea@example.org> <b@else.example>\n", false},
		"an unlisted namesake":                          {"bea  BOSS <b@else.example>", "", false},
		"letters that look alike":                       {"Веа Воss <b@else.example>", "", false}, // Cyrillic capitals
		"an accent more":                                {"Béa Boss <b@else.example>", "", false},
		"somebody else":                                 {ada, "", true},
		"a stranger":                                    {"Eve Else <eve@else.example>", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			files := page("1.0", "approved", "Better text.", byChangeManager)
			if c.mailmap != "" {
				files[".mailmap"] = c.mailmap
			}
			r.commit(c.author, approve, files)
			if got := rulingOf(r.judge().Versions("POL-CHG")[0], ledger.Declared); got.Counts != c.counts {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestLocalParts: a local part tells who somebody is if it has five letters and names no function.
func TestLocalParts(t *testing.T) {
	t.Parallel()
	listed := trust.Person{ID: "x", Name: "X", Email: "johnson@example.org"}
	for address, want := range map[string]bool{"johnson@home.example": true, "JOHNSON@home.example": true, "john@home.example": false,
		"noreply@home.example":                false,
		"12+johnson@users.noreply.github.com": false, "johnson": false, "": false} {
		if got := trust.Same(listed, trust.Person{Name: "Y", Email: address}); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
	if trust.Same(trust.Person{ID: "x", Email: "quality@a.example"}, trust.Person{Email: "quality@b.example"}) {
		t.Error("a function is taken for a person")
	}
}

// TestTrailersNameDocuments: a trailer speaks for what its commit carries, or for what it names alone.
func TestTrailersNameDocuments(t *testing.T) {
	t.Parallel()
	trailer := "\n\nApproved-by: " + bea
	none, sound := ruling{"1.0", "", "", "none", "AP007!", false}, ruling{"1.0", "bea", "change-manager", "trailer", "", true}
	for name, c := range map[string]struct {
		do   func(*testRepo, map[string]string)
		want ruling
	}{
		"of the commit": {func(r *testRepo, files map[string]string) { r.commit(ada, "Approve"+trailer, files) }, sound},
		"named": {func(r *testRepo, files map[string]string) {
			r.commit(ada, "Approve"+trailer+"\nDocument: POL-CHG 1.0", files)
		}, sound},
		"another named": {func(r *testRepo, files map[string]string) {
			r.commit(ada, "Approve"+trailer+"\nDocument: POL-ACC", files)
		}, none},
		"another version": {func(r *testRepo, files map[string]string) {
			r.commit(ada, "Approve"+trailer+"\nDocument: POL-CHG 2.0", files)
		}, none},
		"subject":         {func(r *testRepo, files map[string]string) { r.commit(ada, "Approve POL-CHG"+trailer, files) }, sound},
		"another subject": {func(r *testRepo, files map[string]string) { r.commit(ada, "Approve POL-ACC"+trailer, files) }, none},
		"both in subject": {func(r *testRepo, files map[string]string) {
			r.commit(ada, "Approve POL-ACC and POL-CHG"+trailer, files)
		}, sound},
		"words of subject": {func(r *testRepo, files map[string]string) { r.commit(ada, "Approve pol-acc"+trailer, files) }, sound},
		"commit of its own": {func(r *testRepo, files map[string]string) {
			r.commit(ada, "Publish", files)
			r.commit(dan, "Approve"+trailer+"\nDocument: POL-CHG 1.0", nil)
		}, sound},
		"commit of its own that names nothing": {func(r *testRepo, files map[string]string) {
			r.commit(ada, "Publish", files)
			r.commit(dan, "Approve"+trailer, nil)
		}, none},
		"commit of its own before the text": {func(r *testRepo, files map[string]string) {
			r.commit(dan, "Approve"+trailer+"\nDocument: POL-CHG 1.0", nil)
			r.commit(ada, "Publish", files)
		}, none},
		"not in the last paragraph": {func(r *testRepo, files map[string]string) {
			r.commit(ada, "Approve"+trailer+"\n\nCloses #12, see the ticket.", files)
		}, none},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			other := strings.Replace(page("1.0", "draft", "Other.")["content/policies/change.md"], "POL-CHG", "POL-ACC", 1)
			r.commit(ada, "Start", map[string]string{"content/policies/access.md": other})
			c.do(
				r,
				with(
					page("1.0", "approved", "Better text.", byChangeManager),
					"content/policies/access.md",
					strings.Replace(other, "Other", "Changed", 1),
				),
			)
			v := r.want(c.want)
			if name == "not in the last paragraph" && !strings.Contains(v[0].Verdicts[0].Message.String(), "is not in its last paragraph") {
				t.Errorf("the message does not say where the line stands: %s", v[0].Verdicts[0].Message)
			}
		})
	}
}

// TestForgeSignedMerge: names in commits are free text, so a merge is worth more than a trailer only if the forge signed it.
func TestForgeSignedMerge(t *testing.T) {
	t.Parallel()
	forgeKey, otherKey := newSSHKey(t, 7), newSSHKey(t, 8)
	subject := "Merge pull request #12 from org/change\n\nChange it\n\nReviewed-by: " + bea
	for name, c := range map[string]struct {
		key    sshKey
		merger string
		trust  string
		grade  string
	}{
		"signed by the forge, merged by a person": {forgeKey, dan + "|" + github, "noreply@github.com " + forgeKey.public, "merge"},
		"merged by the author":                    {forgeKey, ada + "|" + github, "noreply@github.com " + forgeKey.public, "trailer"},
		"merged by a stranger": {forgeKey, "Eve <eve@else.example>|" + github, "noreply@github.com " + forgeKey.public,
			"trailer"},
		"signed by another key":         {otherKey, dan + "|" + github, "noreply@github.com " + forgeKey.public, "trailer"},
		"a key that is not the forge's": {otherKey, dan + "|" + github, "cy@example.org " + otherKey.public, "trailer"},
		"a key that expired before": {forgeKey, dan + "|" + github,
			"noreply@github.com valid-before=\"20240101\" " + forgeKey.public, "trailer"},
	} {
		t.Run(name, func(t *testing.T) {
			r := startSigned(t, c.trust)
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, "Write", page("1.0", "approved", "Better text.", byChangeManager))
			r.git(ada, "checkout", "-q", "main")
			r.signing(c.key).merge(c.merger, "change", subject, "-S")
			if v := r.judge().Versions("POL-CHG")[0]; v.Grade.String() != c.grade || !v.Counts(ledger.Declared) {
				t.Errorf("%+v", rulingOf(v, ledger.Declared))
			}
		})
	}
}

// TestOwnForgeKey: whoever lists a key for the forge could be the one who has it.
func TestOwnForgeKey(t *testing.T) {
	t.Parallel()
	forgeKey, old := newSSHKey(t, 7), "cy@example.org "+newSSHKey(t, 8).public
	line := map[string]string{signersFile: old + "\nnoreply@github.com " + forgeKey.public + "\n"}
	for name, c := range map[string]struct {
		add   func(*testRepo)
		day   string
		grade string
	}{
		"listed by the author":           {func(r *testRepo) { r.commit(ada, "Add a key", line) }, "", "trailer"},
		"listed by the author long ago":  {func(r *testRepo) { r.commit(ada, "Add a key", line) }, "2024-06-01", "merge"},
		"listed by somebody else":        {func(r *testRepo) { r.commit(cy, "Add a key", line) }, "", "merge"},
		"listed with another's approval": {func(r *testRepo) { r.commit(ada, "Add a key\n\nApproved-by: "+cy, line) }, "", "merge"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startSignedSerial(t, old)
			c.add(r)
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, "Write", page("1.0", "approved", "Better text.", byChangeManager))
			r.git(ada, "checkout", "-q", "main")
			r.signing(forgeKey).merge(dan+"|"+github, "change", "Merge pull request #12 from org/change\n\nChange it\n\nReviewed-by: "+bea, "-S")
			r.clock = parseDay(r.day.Format("2006-01-02"))
			if c.day != "" {
				r.clock = parseDay(c.day)
			}
			if v := r.judge().Versions("POL-CHG")[0]; v.Grade.String() != c.grade || !v.Counts(ledger.Declared) {
				t.Errorf("%+v", rulingOf(v, ledger.Declared))
			}
		})
	}
}
