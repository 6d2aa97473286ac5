package approval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGrants: authority counts from the landing of its grant, and one that its own writer gains by only after a while.
func TestGrants(t *testing.T) {
	t.Parallel()
	grant := strings.Replace(peopleFile, "holders: [{person: bea", "holders: [{person: dan, from: 2024-01-01}, {person: bea", 1)
	people := func(text string) map[string]string { return map[string]string{"content/people.yaml": text} }
	approved := page("1.0", "approved", "Text.", byChangeManager)
	const message = "Approve\n\nApproved-by: " + dan
	counts, granted := ruling{
		"1.0",
		"dan",
		"change-manager",
		"trailer",
		"",
		true,
	}, ruling{
		"1.0",
		"dan",
		"change-manager",
		"trailer",
		"AP005!",
		false,
	}
	for name, c := range map[string]struct {
		do   func(*testRepo)
		day  string // of judgement; the day of the last commit where none is given
		want ruling
		says string
	}{
		"by an author of the text": {func(r *testRepo) {
			r.commit(ada, "Grant", people(grant))
			r.commit(ada, message, approved)
		}, "", granted, "Ada Author granted"},
		"by whom it favours": {func(r *testRepo) {
			r.commit(dan, "Grant", people(grant))
			r.commit(ada, message, approved)
		}, "", granted, "Dan Nobody granted"},
		"by whom it favours, under another address": {func(r *testRepo) {
			r.commit("dan  NOBODY <d@else.example>", "Grant", people(grant))
			r.commit(ada, message, approved)
		}, "", granted, "or from 2024-05-10 on"},
		"by a co-author": {func(r *testRepo) {
			r.commit(cy, "Grant\n\nCo-authored-by: "+dan, people(grant))
			r.commit(ada, message, approved)
		}, "", granted, "Dan Nobody granted"},
		"by an author, touched again by somebody else": {func(r *testRepo) {
			r.commit(ada, "Grant", people(grant))
			r.commit(cy, "Comment", people(grant+"# comment\n"))
			r.commit(ada, message, approved)
		}, "", granted, "Ada Author granted"},
		"dated back": {func(r *testRepo) {
			day := r.day
			r.day = r.day.AddDate(-1, 0, 0)
			r.commit(ada, "Grant", people(grant))
			r.day = day
			r.commit(ada, message, approved)
		}, "", granted, "Ada Author granted"},
		"within a request": {func(r *testRepo) {
			r.git(ada, "checkout", "-q", "-b", "grant")
			r.commit(ada, "Grant", people(grant))
			r.git(ada, "checkout", "-q", "main")
			r.merge(cy, "grant", "Merge pull request #4 from org/grant")
			r.commit(ada, message, approved)
		}, "", granted, "Ada Author granted"},
		"the author approves the grant as well": {func(r *testRepo) {
			r.commit(dan, "Grant\n\nApproved-by: "+ada, people(grant))
			r.commit(ada, message, approved)
		}, "", granted, "Dan Nobody granted"},
		"approved by somebody who is not listed": {func(r *testRepo) {
			r.commit(ada, "Grant\n\nApproved-by: Eve Else <eve@else.example>", people(grant))
			r.commit(ada, message, approved)
		}, "", granted, ""},
		"approved by a placeholder": {func(r *testRepo) {
			r.commit(ada, "Grant\n\nApproved-by: none", people(grant))
			r.commit(ada, message, approved)
		}, "", granted, ""},
		"by somebody else": {func(r *testRepo) {
			r.commit(cy, "Grant", people(grant))
			r.commit(ada, message, approved)
		}, "", counts, ""},
		"settled": {func(r *testRepo) {
			r.commit(ada, "Grant", people(grant))
			r.commit(ada, message, approved)
		}, "2024-05-10", counts, ""},
		"a day too early": {func(r *testRepo) {
			r.commit(ada, "Grant", people(grant))
			r.commit(ada, message, approved)
		}, "2024-05-09", granted, ""},
		"approved by somebody else": {func(r *testRepo) {
			r.commit(ada, "Grant\n\nApproved-by: "+bea, people(grant))
			r.commit(ada, message, approved)
		}, "", counts, ""},
		"approved by a later commit": {func(r *testRepo) {
			h := r.commit(ada, "Grant", people(grant))
			r.commit(ada, message, approved)
			r.commit(bea, "Agree\n\nApproves: "+string(h.Short()), nil)
		}, "", counts, ""},
		"a later commit names another one": {func(r *testRepo) {
			h := r.head()
			r.commit(ada, "Grant", people(grant))
			r.commit(ada, message, approved)
			r.commit(bea, "Agree\n\nApproves: "+string(h), nil)
		}, "", granted, ""},
		"a later commit of the author": {func(r *testRepo) {
			h := r.commit(ada, "Grant", people(grant))
			r.commit(ada, message, approved)
			r.commit(ada, "Agree\n\nApproves: "+string(h), nil)
		}, "", granted, ""},
		"separation of duties is off": {func(r *testRepo) {
			r.policy.SeparationOfDuties = false
			r.commit(ada, "Grant", people(grant))
			r.commit(ada, message, approved)
		}, "", counts, ""},
		"reaches back": {func(r *testRepo) {
			r.commit(ada, "Approve", page("1.0", "approved", "Text.", byChangeManager))
			r.day = r.day.AddDate(0, 1, 0)
			r.commit(cy, "Grant", people(grant))
			r.commit(ada, "Enter", page("1.0", "approved", "Text.", byChangeManager, "approved_by: dan", "approved_on: 2024-05-10"))
		}, "", ruling{"1.0", "dan", "", "declared", "AP002!", false}, "was granted on 2024-06-04"},
		"later than the approval": {func(r *testRepo) {
			r.commit(ada, message, approved)
			r.commit(cy, "Grant", people(grant))
		}, "", ruling{"1.0", "dan", "", "trailer", "AP002!", false}, "was granted later and counts from then on"},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			c.do(r)
			day := parseDay(c.day)
			if day.IsZero() {
				day = parseDay(r.day.Format("2006-01-02"))
			}
			r.clock = day
			r.wantSaying(c.says, c.want)
		})
	}
}

// TestPeopleWhoAreGone: where people were listed and are not any more, nobody has authority.
func TestPeopleWhoAreGone(t *testing.T) {
	t.Parallel()
	const file = "content/people.yaml"
	approve := func(r *testRepo) { r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.0", "approved", "Text.")) }
	gone := ruling{"1.0", "Bea Boss", "", "trailer", "AP002!", false}
	for name, c := range map[string]struct {
		do   func(*testRepo)
		want ruling
	}{
		"removed": {func(r *testRepo) {
			r.must(os.Remove(filepath.Join(r.dir, file)))
			r.commit(ada, "Remove", nil)
			approve(r)
		}, gone},
		"emptied":        {func(r *testRepo) { r.commit(ada, "Empty", map[string]string{file: ""}); approve(r) }, gone},
		"without people": {func(r *testRepo) { r.commit(ada, "Empty", map[string]string{file: "people: []\n"}); approve(r) }, gone},
		"without form":   {func(r *testRepo) { r.commit(ada, "Break", map[string]string{file: "people: [\n"}); approve(r) }, gone},
		"a list":         {func(r *testRepo) { r.commit(ada, "Break", map[string]string{file: "- bea\n"}); approve(r) }, gone},
		"huge": {func(r *testRepo) {
			r.commit(ada, "Fill", map[string]string{file: peopleFile + strings.Repeat("#\n", 3<<20)})
			approve(r)
		}, gone},
		"removed afterward": {func(r *testRepo) {
			approve(r)
			r.must(os.Remove(filepath.Join(r.dir, file)))
			r.commit(ada, "Remove", nil)
		}, ruling{"1.0", "Bea Boss", "", "trailer", "", true}},
		"put back": {func(r *testRepo) {
			r.must(os.Remove(filepath.Join(r.dir, file)))
			r.commit(ada, "Remove", nil)
			r.commit(ada, "Restore", map[string]string{file: peopleFile})
			approve(r)
		}, ruling{"1.0", "bea", "", "trailer", "", true}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			c.do(r)
			says := ""
			if !c.want.Counts {
				says = "nobody has authority"
			}
			r.wantSaying(says, c.want)
		})
	}
}

// TestAnchor: the first people.yaml speaks for what is older, and the evidence says who stated it when.
func TestAnchor(t *testing.T) {
	r := newRepo(t)
	r.commit(ada, "Start", page("1.0", "draft", "Text."))
	r.commit(ada, "Approve\n\nApproved-by: "+bea, page("1.0", "approved", "Text.", byChangeManager))
	r.day = r.day.AddDate(0, 1, 0)
	r.commit(cy, "People", map[string]string{"content/people.yaml": peopleFile})
	versions := r.want(ruling{"1.0", "bea", "change-manager", "trailer", "", true})
	var said []string
	for _, e := range versions[0].Evidence {
		said = append(said, e.What.String())
	}
	if text := strings.Join(said, "; "); !strings.Contains(
		text,
		"authority of Bea Boss on 2024-05-03 was stated on 2024-06-04 by Cy Coauthor",
	) {
		t.Errorf("got %q", text)
	}
}

// TestMailmapOfBefore: a .mailmap makes nobody an approver in its own change or for what landed before it.
func TestMailmapOfBefore(t *testing.T) {
	t.Parallel()
	const eve = "Eve Else <eve@else.example>"
	const message = "Approve\n\nApproved-by: " + eve
	mailmap := func() map[string]string {
		return map[string]string{".mailmap": "Bea Boss <bea@example.org> <eve@else.example>\n"}
	}
	approved := func() map[string]string { return page("1.0", "approved", "Text.", byChangeManager) }
	byHand := func() map[string]string {
		return page("1.0", "approved", "Text.", byChangeManager, "approved_by: bea", "approved_on: 2024-05-03")
	}
	stranger, counts := ruling{"1.0", "Eve Else", "", "trailer", "AP002!", false}, ruling{"1.0", "bea", "change-manager", "trailer", "", true}
	for name, c := range map[string]struct {
		do   func(*testRepo)
		want ruling
	}{
		"none":               {func(r *testRepo) { r.commit(ada, message, approved()) }, stranger},
		"of the same change": {func(r *testRepo) { r.commit(ada, message, both(approved(), mailmap())) }, stranger},
		"of a later change":  {func(r *testRepo) { r.commit(ada, message, approved()); r.commit(ada, "Map", mailmap()) }, stranger},
		"of before":          {func(r *testRepo) { r.commit(cy, "Map", mailmap()); r.commit(ada, message, approved()) }, counts},
		"of before, taken away": {func(r *testRepo) {
			r.commit(cy, "Map", mailmap())
			r.commit(ada, message, approved())
			r.commit(ada, "Take away", map[string]string{".mailmap": ""})
		}, counts},
		"own hand by the same change": {func(r *testRepo) { r.commit(eve, "Approve", both(byHand(), mailmap())) }, ruling{"1.0", "bea",
			"change-manager", "declared", "", true}},
		"own hand by a later change": {func(r *testRepo) { r.commit(eve, "Approve", byHand()); r.commit(ada, "Map", mailmap()) }, ruling{"1.0",
			"bea", "change-manager", "declared", "", true}},
		"own hand by one of before": {func(r *testRepo) { r.commit(cy, "Map", mailmap()); r.commit(eve, "Approve", byHand()) }, ruling{"1.0",
			"bea", "change-manager", "own-hand", "", true}},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			c.do(r)
			r.wantSaying("", c.want)
		})
	}
	t.Run("of the first people.yaml", func(t *testing.T) {
		r := newRepo(t)
		r.commit(ada, "Start", page("1.0", "draft", "Text."))
		r.commit(ada, message, approved())
		r.commit(cy, "People", with(mailmap(), "content/people.yaml", peopleFile))
		r.wantSaying("", counts)
	})
}

// TestGrantsOfKeys: a key that its holder or an author of the text made trusted counts only after a while.
func TestGrantsOfKeys(t *testing.T) {
	t.Parallel()
	key, other := newSSHKey(t, 9), newSSHKey(t, 8)
	old := "cy@example.org " + other.public + "\n"
	line := map[string]string{signersFile: old + "bea@example.org " + key.public + "\n"}
	inPeople := map[string]string{
		"content/people.yaml": strings.Replace(peopleFile, "[bea@example.org]", "[bea@example.org], keys: [\""+key.public+"\"]", 1),
	}
	approve := func(r *testRepo) {
		r.commit(bea, "Approve POL-CHG 1.0", page("1.0", "approved", "Text.", byChangeManager), "-S")
	}
	counts, granted := ruling{
		"1.0",
		"bea",
		"change-manager",
		"signed",
		"",
		true,
	}, ruling{
		"1.0",
		"bea",
		"change-manager",
		"signed",
		"AP005!",
		false,
	}
	for name, c := range map[string]struct {
		first string // the file of keys with which the repository starts
		do    func(*testRepo)
		day   string
		want  ruling
	}{
		"by an author of the text":  {old, func(r *testRepo) { r.commit(ada, "Add a key", line); approve(r) }, "", granted},
		"by its holder":             {old, func(r *testRepo) { r.commit(bea, "Add a key", line); approve(r) }, "", granted},
		"in people.yaml":            {old, func(r *testRepo) { r.commit(ada, "Add a key", inPeople); approve(r) }, "", granted},
		"by somebody else":          {old, func(r *testRepo) { r.commit(cy, "Add a key", line); approve(r) }, "", counts},
		"approved by somebody else": {old, func(r *testRepo) { r.commit(bea, "Add a key\n\nApproved-by: "+cy, line); approve(r) }, "", counts},
		"settled":                   {old, func(r *testRepo) { r.commit(ada, "Add a key", line); approve(r) }, "2024-05-10", counts},
		"the first keys":            {"# none\n", func(r *testRepo) { r.commit(ada, "Add a key", line); approve(r) }, "", counts},
		"of the start": {line[signersFile], func(r *testRepo) { r.commit(ada, "Note", map[string]string{"x": "y"}); approve(r) },
			"", counts},
		"then another commit": {old, func(r *testRepo) {
			r.commit(ada, "Add a key", line)
			r.commit(cy, "Note", map[string]string{"x": "y"})
			approve(r)
		}, "", granted},
		"of a tag, before the text":           {old, func(r *testRepo) { r.commit(ada, "Add a key", line); tagged(r) }, "", granted},
		"of a tag, after the text":            {old, func(r *testRepo) { tagged(r, func() { r.commit(ada, "Add a key", line) }) }, "", granted},
		"of a tag, after it by somebody else": {old, func(r *testRepo) { tagged(r, func() { r.commit(cy, "Add a key", line) }) }, "", counts},
		"within a request": {old, func(r *testRepo) {
			r.git(ada, "checkout", "-q", "-b", "keys")
			r.commit(ada, "Add a key", line)
			r.git(ada, "checkout", "-q", "main")
			r.merge(cy, "keys", "Merge pull request #4 from org/keys")
			approve(r)
		}, "", granted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t).signing(key)
			r.policy.AllowedSigners = signersFile
			files := with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", peopleFile)
			r.commit(ada, "Start", with(files, signersFile, c.first))
			c.do(r)
			r.clock = parseDay(r.day.Format("2006-01-02"))
			if c.day != "" {
				r.clock = parseDay(c.day)
			}
			r.wantSaying("", c.want)
		})
	}
}

// tagged records the text, does something, and has Bea sign a tag of the text.
func tagged(r *testRepo, between ...func()) {
	text := r.commit(ada, "Publish", page("1.0", "approved", "Text.", byChangeManager))
	for _, do := range between {
		do()
	}
	r.git(bea, "tag", "-s", "-m", "Released", "pol-chg-1.0", string(text))
}
