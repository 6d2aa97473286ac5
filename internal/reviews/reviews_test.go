package reviews

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/history"
)

// The exports of GitHub and GitLab in these tests are written by hand in the documented form; those of Gitea were recorded from a server.

var (
	a, b, c = strings.Repeat("a1", 20), strings.Repeat("b2", 20), strings.Repeat("c3", 20)
	noon    = time.Date(2024, 5, 3, 12, 0, 0, 0, time.UTC)
	fill    = strings.NewReplacer("AAA", a, "BBB", b, "CCC", c)
)

const (
	hubReview = `{"id": 80, "node_id": "PRR_1", "user": {"login": "bea", "id": 22, "type": "User"}, "body": "", "state": "APPROVED",
		"html_url": "https://github.com/Org/SMS/pull/12#pullrequestreview-80",
		"pull_request_url": "https://api.github.com/repos/Org/SMS/pulls/12", "submitted_at": "2024-05-03T12:00:00Z", "commit_id": "AAA"}`
	hubPull = `{"id": 1, "node_id": "PR_1", "number": 12, "html_url": "https://github.com/Org/SMS/pull/12", "state": "closed",
		"user": {"login": "ada", "id": 11, "type": "User"}, "head": {"ref": "change", "sha": "AAA"}, "base": {"sha": "CCC"},
		"merge_commit_sha": "BBB", "merged_at": "2024-05-03T12:00:00Z", "commits": 3}`
	hubView = `{"number": 12, "url": "https://github.com/org/sms/pull/12", "headRefOid": "AAA", "state": "MERGED",
		"author": {"login": "ada", "id": "MDQ6VXNlcjE=", "is_bot": false, "name": "Ada"}, "mergeCommit": {"oid": "BBB"},
		"mergedAt": "2024-05-03T12:00:00Z", "commits": [{"oid": "CCC"}, {"oid": "AAA"}],
		"reviews": [{"author": {"login": "bea"}, "state": "APPROVED", "submittedAt": "2024-05-03T12:00:00Z", "commit": {"oid": "AAA"}}]}`
	labRequest = `{"id": 1, "iid": 12, "project_id": 3, "state": "merged", "sha": "AAA", "merge_commit_sha": "BBB",
		"squash_commit_sha": null, "merged_at": "2024-05-03T12:00:00Z", "web_url": "https://gitlab.example/org/sms/-/merge_requests/12",
		"author": {"id": 6, "username": "ada", "name": "Ada", "web_url": "https://GitLab.example/ada"}}`
	labApprovals = `{"id": 1, "iid": 12, "project_id": 3, "approvals_required": 1, "approvals_left": 0, "approved_by": [
		{"user": {"id": 5, "username": "bea", "name": "Bea", "web_url": "https://gitlab.example/bea"}, "approved_at": "2024-05-03T12:00:00Z"}]}`
	labNote = `{"id": 9, "body": "approved this merge request", "system": true, "noteable_type": "MergeRequest", "noteable_iid": 12,
		"project_id": 3, "created_at": "2024-05-03T12:00:00Z",
		"author": {"id": 5, "username": "bea", "name": "Bea", "web_url": "https://gitlab.example/bea"}}`
)

// swapped replaces some texts of an export.
func swapped(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }

func TestParse(t *testing.T) {
	t.Parallel()
	hub, lab := Key{"github.com/org/sms", "#12"}, Key{"project 3", "!12"}
	bea := Account{Host: "github.com", ID: "22", Login: "bea"}
	ada := Account{Host: "github.com", ID: "11", Login: "ada"}
	labAda := Account{Host: "gitlab.example", ID: "6", Login: "ada", Name: "Ada"}
	labBea := Account{Host: "gitlab.example", ID: "5", Login: "bea", Name: "Bea"}
	review := func(by Account, state State, head string) []Review {
		return []Review{{By: by, State: state, Head: history.Hash(head), When: noon}}
	}
	landed := func(names ...history.Hash) []history.Hash { return names }
	for name, x := range map[string]struct {
		text string
		want []Request
		err  string
	}{
		"GitHub, a review":            {hubReview, []Request{{Key: hub, given: review(bea, Approved, a)}}, ""},
		"GitHub, a list":              {"[" + hubReview + "]", []Request{{Key: hub, given: review(bea, Approved, a)}}, ""},
		"GitHub, pages of lists":      {"[" + hubReview + "][]", []Request{{Key: hub, given: review(bea, Approved, a)}}, ""},
		"GitHub, changes":             {swapped(hubReview, "APPROVED", "CHANGES_REQUESTED"), []Request{{Key: hub, given: review(bea, Changes, a)}}, ""},
		"GitHub, dismissed":           {swapped(hubReview, "APPROVED", "DISMISSED"), []Request{{Key: hub, given: review(bea, Dismissed, a)}}, ""},
		"GitHub, a comment":           {swapped(hubReview, "APPROVED", "COMMENTED"), []Request{{Key: hub}}, ""},
		"GitHub, pending":             {swapped(hubReview, "APPROVED", "PENDING", `"2024-05-03T12:00:00Z"`, "null"), []Request{{Key: hub}}, ""},
		"GitHub, no commit":           {swapped(hubReview, `"AAA"`, "null"), []Request{{Key: hub, given: review(bea, Approved, "")}}, ""},
		"GitHub, a deleted account":   {swapped(hubReview, `{"login": "bea", "id": 22, "type": "User"}`, "null"), []Request{{Key: hub, given: review(Account{}, Approved, a)}}, ""},
		"GitHub, a machine":           {swapped(hubReview, `"User"`, `"Bot"`), []Request{{Key: hub, given: review(Account{Host: "github.com", ID: "22", Login: "bea", Bot: true}, Approved, a)}}, ""},
		"GitHub, an enterprise":       {swapped(hubReview, "api.github.com/repos", "git.example/api/v3/repos"), []Request{{Key: Key{"git.example/org/sms", "#12"}, given: review(Account{Host: "git.example", ID: "22", Login: "bea"}, Approved, a)}}, ""},
		"GitHub, an unknown state":    {swapped(hubReview, "APPROVED", "WAVED_THROUGH"), nil, "`state` is \"WAVED_THROUGH\"; known are APPROVED, CHANGES_REQUESTED"},
		"GitHub, no request":          {swapped(hubReview, "/pulls/12\"", "/issues/12\""), nil, "is not the address of a request"},
		"GitHub, another type":        {swapped(hubReview, `"id": 22`, `"id": "22"`), nil, "`user.id` is a JSON string"},
		"GitHub, a field is left out": {swapped(hubReview, `"node_id": "PRR_1", `, ""), nil, "looks like reviews of a GitHub pull request, but has no `node_id`"},
		"GitHub, a pull request":      {hubPull, []Request{{Key: hub, Opener: ada, Head: history.Hash(a), Landed: landed(history.Hash(b)), Merged: noon, Count: 3}}, ""},
		"GitHub, open":                {swapped(hubPull, `"merged_at": "2024-05-03T12:00:00Z"`, `"merged_at": null`), []Request{{Key: hub, Opener: ada, Head: history.Hash(a), Count: 3, Closed: true}}, ""},
		"GitHub, no head":             {swapped(hubPull, `{"ref": "change", "sha": "AAA"}`, "null"), nil, "`head` is null"},
		"gh":                          {hubView, []Request{{Key: hub, Opener: Account{Host: "github.com", Login: "ada", Name: "Ada"}, Head: history.Hash(a), Landed: landed(history.Hash(b)), Merged: noon, Count: 2, given: review(Account{Host: "github.com", Login: "bea"}, Approved, a)}}, ""},
		"gh, without the reviews":     {swapped(hubView, `"reviews"`, `"others"`), []Request{{Key: hub, Opener: Account{Host: "github.com", Login: "ada", Name: "Ada"}, Head: history.Hash(a), Landed: landed(history.Hash(b)), Merged: noon, Count: 2}}, ""},
		"gh, without the head":        {swapped(hubView, `"headRefOid"`, `"other"`), nil, "looks like the output of `gh pr view --json`, but has no `headRefOid`"},
		"GitLab, a request":           {labRequest, []Request{{Key: lab, Opener: labAda, Head: history.Hash(a), Landed: landed(history.Hash(b)), Merged: noon}}, ""},
		"GitLab, squashed and merged": {swapped(labRequest, `"squash_commit_sha": null`, `"squash_commit_sha": "CCC"`), []Request{{Key: lab, Opener: labAda, Head: history.Hash(a), Landed: landed(history.Hash(b), history.Hash(c)), Merged: noon}}, ""},
		"GitLab, fast-forward":        {swapped(labRequest, `"BBB"`, "null"), []Request{{Key: lab, Opener: labAda, Head: history.Hash(a), Landed: landed(history.Hash(a)), Merged: noon}}, ""},
		"GitLab, open":                {swapped(labRequest, `"merged", "sha"`, `"opened", "sha"`, `"2024-05-03T12:00:00Z"`, "null"), []Request{{Key: lab, Opener: labAda, Head: history.Hash(a), Closed: true}}, ""},
		"GitLab, approvals":           {labApprovals, []Request{{Key: lab, given: review(labBea, Approved, "")}}, ""},
		"GitLab, approvals of nobody": {swapped(labApprovals, `"user": {"id": 5, "username": "bea", "name": "Bea", "web_url": "https://gitlab.example/bea"}`, `"user": null`), []Request{{Key: lab, given: review(Account{}, Approved, "")}}, ""},
		"GitLab, a token's user":      {swapped(labApprovals, `"bea"`, `"project_3_bot_x1"`), []Request{{Key: lab, given: review(Account{Host: "gitlab.example", ID: "5", Login: "project_3_bot_x1", Name: "Bea", Bot: true}, Approved, "")}}, ""},
		"GitLab, a note":              {labNote, []Request{{Key: lab, given: review(labBea, Approved, "")}}, ""},
		"GitLab, taken back":          {swapped(labNote, "approved this", "unapproved this"), []Request{{Key: lab, given: review(labBea, Dismissed, "")}}, ""},
		"GitLab, a push":              {swapped(labNote, "approved this merge request", "added 2 commits\\n\\n<ul><li>x</li></ul>"), []Request{{Key: lab, Pushed: noon}}, ""},
		"GitLab, what people write":   {swapped(labNote, `"system": true`, `"system": false`), []Request{{Key: lab}}, ""},
		"GitLab, a note on an issue":  {swapped(labNote, "MergeRequest", "Issue"), nil, "a note on something else than a merge request"},
		"GitLab, the approval state":  {`{"approval_rules_overwritten": false, "rules": []}`, nil, "does not name its merge request"},
		"two forms in one file":       {"[" + hubReview + "," + hubPull + "]", []Request{{Key: hub, given: review(bea, Approved, a)}}, "entry 2 of the review export cannot be used: it is a GitHub pull request among reviews"},
		"a list with something else":  {"[" + labRequest + `, {"a": 1}]`, []Request{{Key: lab, Opener: labAda, Head: history.Hash(a), Landed: landed(history.Hash(b)), Merged: noon}}, "entry 2 of the review export cannot be used: it has an unknown form"},
		"a mark of order":             {"\xef\xbb\xbf\n" + labNote, []Request{{Key: lab, given: review(labBea, Approved, "")}}, ""},
		"a list of none":              {"[]", nil, ""},
		"half a list":                 {"[" + hubReview, nil, "was cut off"},
		"a text":                      {`"12"`, nil, "it is not an object"},
		"null":                        {"null", nil, "it is not an object"},
		"nothing":                     {" \n", nil, "is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _, err := Parse([]byte(fill.Replace(x.text)))
			if x.err == "" && err != nil || x.err != "" && (err == nil || !strings.Contains(err.Error(), x.err)) {
				t.Errorf("error %v, want %q", err, x.err)
			}
			if diff := cmp.Diff(x.want, got, cmp.AllowUnexported(Request{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestParseAsTheyAreSaved reads what the tools of forges and shells make of the same forms, and names what they leave out.
func TestParseAsTheyAreSaved(t *testing.T) {
	t.Parallel()
	const wrapped = `stands under "`
	for name, x := range map[string]struct {
		text string
		want int // requests
		err  string
	}{
		"pages one after the other":       {"[" + hubReview + "]\n[" + hubReview + "]", 2, ""},
		"pages in a list (--slurp)":       {"[[" + hubReview + "," + hubReview + "],[],[" + hubReview + "]]", 3, ""},
		"a line each":                     {oneLine(hubReview) + "\n" + oneLine(hubReview) + "\n", 2, ""},
		"a line each, of Windows":         {oneLine(labNote) + "\r\n" + oneLine(labNote) + "\r\n", 2, ""},
		"UTF-16 of PowerShell":            {inUTF16("["+hubPull+"]", binary.LittleEndian), 1, ""},
		"UTF-16 the other way round":      {inUTF16(hubView, binary.BigEndian), 1, ""},
		"a list of gh":                    {"[" + hubView + "," + hubView + "]", 2, ""},
		"only reviews of gh":              {`{"reviews": [], "mergeCommit": {"oid": "BBB"}}`, 0, "but has no `number`, `url`, `headRefOid`"},
		"the list of reviews of gh alone": {`[{"author": {"login": "bea"}, "authorAssociation": "MEMBER", "state": "APPROVED", "submittedAt": "2024-05-03T12:00:00Z"}]`, 0, "looks like the output of `gh pr view --json`"},
		"GitHub refuses":                  {`{"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}`, 0, `the answer "Not Found" of the forge`},
		"GitLab refuses":                  {`{"message": "401 Unauthorized"}`, 0, `the answer "401 Unauthorized" of the forge`},
		"GitLab's token is old":           {`{"error": "invalid_token", "error_description": "Token was revoked."}`, 0, `the answer "invalid_token" of the forge`},
		"Gitea refuses":                   {`{"message": "The target couldn't be found.", "url": "https://git.example/api/swagger", "errors": []}`, 0, "couldn't be found.\" of the forge"},
		"GraphQL refuses":                 {`{"data": null, "errors": [{"type": "NOT_FOUND", "message": "Could not resolve to a PullRequest"}]}`, 0, `the answer "Could not resolve to a PullRequest"`},
		"a commit of GitLab":              {`{"id": "AAA", "short_id": "a1", "title": "x", "message": "x", "author_name": "Ada", "status": "success"}`, 0, "it has an unknown form"},
		"a page for a browser":            {"<!DOCTYPE html><title>Sign in</title>", 0, "is a page for a browser"},
		"a pull and its reviews wrapped":  {`{"pull": ` + hubPull + `, "reviews": [` + hubReview + `]}`, 0, wrapped + `pull", "reviews"; keep each in a file of its own`},
		"wrapped as data":                 {`{"data": [` + labApprovals + `]}`, 0, wrapped + `data"`},
		"wrapped by GraphQL":              {`{"data": {"repository": {"pullRequest": ` + hubView + `}}}`, 0, wrapped + `data.repository.pullRequest"`},
		"wrapped with a field too few":    {`{"pull": ` + swapped(hubView, `"number"`, `"no"`) + `}`, 0, wrapped + `pull"`},
		"what is of none":                 {`{"data": [1, 2], "next": {"page": 2}}`, 0, "it has an unknown form"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _, err := Parse([]byte(fill.Replace(x.text)))
			if (err == nil) != (x.err == "") || err != nil && !strings.Contains(err.Error(), x.err) || len(got) != x.want {
				t.Errorf("%d requests, error %v; want %d, %q", len(got), err, x.want, x.err)
			}
		})
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// inUTF16 writes a text as UTF-16 with its mark of order.
func inUTF16(text string, order binary.ByteOrder) string {
	out := make([]byte, 2)
	order.PutUint16(out, 0xfeff)
	for _, unit := range utf16.Encode([]rune(fill.Replace(text))) {
		two := make([]byte, 2)
		order.PutUint16(two, unit)
		out = append(out, two...)
	}
	return string(out)
}

// TestLastWords reads what the same people say one after the other, in the words of each forge.
func TestLastWords(t *testing.T) {
	t.Parallel()
	review := func(state, at string) string {
		return swapped(hubReview, "APPROVED", state, "2024-05-03T12:00:00Z", "2024-05-03T"+at+":00Z")
	}
	note := func(body, at string) string {
		return swapped(labNote, "approved this merge request", body, "2024-05-03T12:00:00Z", "2024-05-03T"+at+":00Z")
	}
	reset := func(names, at string) string {
		return swapped(note("reset approvals from "+names+" by pushing to the branch", at), `"bea"`, `"ada"`, "Bea", "Ada", `"id": 5`, `"id": 6`)
	}
	for name, x := range map[string]struct {
		files []string
		want  string
	}{
		"GitHub, a comment after":           {[]string{review("APPROVED", "10:00") + review("COMMENTED", "11:00")}, "bea approved"},
		"GitHub, one that is not sent":      {[]string{review("APPROVED", "10:00") + swapped(review("PENDING", "11:00"), `"2024-05-03T11:00:00Z"`, "null")}, "bea approved"},
		"GitHub, dismissed, given again":    {[]string{review("DISMISSED", "10:00") + review("APPROVED", "11:00")}, "bea approved"},
		"GitHub, given, changes dismissed":  {[]string{review("APPROVED", "10:00") + review("DISMISSED", "11:00")}, "bea dismissed"},
		"GitHub, newest first":              {[]string{review("CHANGES_REQUESTED", "11:00") + review("APPROVED", "10:00")}, "bea changes requested"},
		"GitHub, of deleted accounts":       {[]string{swapped(review("APPROVED", "10:00"), `"bea"`, `"ghost"`, `"id": 22`, `"id": 10137`) + swapped(review("CHANGES_REQUESTED", "09:00"), `{"login": "bea", "id": 22, "type": "User"}`, "null")}, ""},
		"gh, of a deleted account":          {[]string{swapped(hubView, `"login": "bea"`, `"login": ""`), swapped(hubView, `"author": {"login": "bea"}`, `"author": null`), swapped(hubView, `"login": "bea"`, `"login": "ghost"`)}, ""},
		"GitLab, of a deleted account":      {[]string{swapped(labApprovals, `"bea"`, `"ghost"`)}, ""},
		"GitLab, reset by a push":           {[]string{note("approved this merge request", "10:00") + reset("@bea and @dan", "11:00")}, "bea dismissed, dan dismissed"},
		"GitLab, reset, one of three":       {[]string{note("approved this merge request", "10:00") + reset("@dan, @eve.x, and @bea", "11:00")}, "bea dismissed, dan dismissed, eve.x dismissed"},
		"GitLab, reset, of somebody else":   {[]string{note("approved this merge request", "10:00") + reset("@dan", "11:00")}, "bea approved, dan dismissed"},
		"GitLab, reset, then given again":   {[]string{note("approved this merge request", "10:00") + reset("@bea", "11:00") + note("approved this merge request", "12:00")}, "bea approved"},
		"GitLab, reset, said by somebody":   {[]string{note("approved this merge request", "10:00") + swapped(reset("@bea", "11:00"), `"system": true`, `"system": false`)}, "bea approved"},
		"GitLab, approved by nobody":        {[]string{swapped(labApprovals, `"approved_by": [`, `"approved": true, "approved_by": [], "others": [`)}, ""},
		"GitLab, approved but more needed":  {[]string{swapped(labApprovals, `"approvals_left": 0`, `"approved": false, "approvals_left": 1`)}, "bea approved"},
		"GitLab, without the time of it":    {[]string{swapped(labApprovals, `, "approved_at": "2024-05-03T12:00:00Z"`, ""), reset("@bea", "11:00")}, "bea dismissed"},
		"GitLab, changes, then an approval": {[]string{note("requested changes", "10:00") + note("approved this merge request", "11:00")}, "bea approved"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s Set
			for i, text := range x.files {
				found, form, err := Parse([]byte(fill.Replace(text)))
				if err != nil {
					t.Fatal(err)
				}
				s.Add(fmt.Sprint(i), form, found)
			}
			var got []string
			for _, q := range s.Requests() {
				for _, v := range q.Standing() {
					got = append(got, v.By.Login+" "+string(v.State))
				}
			}
			slices.Sort(got)
			if strings.Join(got, ", ") != x.want {
				t.Errorf("got %q, want %q", got, x.want)
			}
		})
	}
}

// The last word of each reviewer counts, in the order of time and not of the file. Two accounts have two words.
func TestStanding(t *testing.T) {
	t.Parallel()
	say := func(who string, state State, minute int) Review {
		host, rest, _ := strings.Cut(who, "/")
		login, id, _ := strings.Cut(rest, ":")
		return Review{By: Account{Host: host, Login: login, ID: id}, State: state, When: noon.Add(time.Duration(minute) * time.Minute)}
	}
	const bea, dan = "github.com/bea:1", "github.com/dan:2"
	for name, x := range map[string]struct {
		given []Review
		want  string
	}{
		"none":                         {nil, ""},
		"taken back":                   {[]Review{say(bea, Approved, 1), say(bea, Changes, 2)}, "bea changes requested"},
		"taken back, newest first":     {[]Review{say(bea, Changes, 2), say(bea, Approved, 1)}, "bea changes requested"},
		"given after all":              {[]Review{say(bea, Changes, 1), say(bea, Approved, 2)}, "bea approved"},
		"three words":                  {[]Review{say(bea, Approved, 1), say(bea, Dismissed, 2), say(bea, Approved, 3)}, "bea approved"},
		"at once: the later entry":     {[]Review{say(bea, Approved, 1), say(bea, Changes, 1)}, "bea changes requested"},
		"each their own":               {[]Review{say(dan, Changes, 2), say(bea, Approved, 1)}, "bea approved, dan changes requested"},
		"the login at another forge":   {[]Review{say(bea, Approved, 1), say("gitlab.example/bea:1", Changes, 2)}, "bea approved, bea changes requested"},
		"the login with another id":    {[]Review{say(bea, Approved, 1), say("github.com/bea:3", Changes, 2)}, "bea approved, bea changes requested"},
		"another login with that id":   {[]Review{say(bea, Approved, 1), say("github.com/boss:1", Changes, 2)}, "boss changes requested"},
		"with and without an id":       {[]Review{say(bea, Approved, 1), say("github.com/Bea:", Changes, 2)}, "Bea changes requested"},
		"nobody, and somebody":         {[]Review{say("github.com/:", Approved, 1), say(bea, Approved, 2)}, "bea approved"},
		"no time counts as the oldest": {[]Review{say(bea, Changes, 1), {By: Account{Host: "github.com", Login: "bea"}, State: Approved}}, "bea changes requested"},
	} {
		var got []string
		for _, v := range (&Request{given: x.given}).Standing() {
			got = append(got, v.By.Login+" "+string(v.State))
		}
		if diff := cmp.Diff(x.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What several files say of one request comes together, whichever is read first; where they contradict each other, that is known.
func TestFilesOfOneRequest(t *testing.T) {
	t.Parallel()
	other := strings.Repeat("d4", 20)
	for name, x := range map[string]struct {
		files        []string
		landed, head string
		reviews      int
		contradicted bool
	}{
		"a request and its reviews":    {[]string{hubPull, hubReview}, b, a, 1, false},
		"the same twice":               {[]string{hubPull, hubPull}, b, a, 0, false},
		"open, then merged":            {[]string{swapped(hubPull, `"merged_at": "2024-05-03T12:00:00Z"`, `"merged_at": null`, "AAA", other), hubPull}, b, a, 0, false},
		"merged as two commits":        {[]string{hubPull, swapped(hubPull, "BBB", other)}, b + " " + other, a, 0, true},
		"merged from two heads":        {[]string{hubPull, hubReview, swapped(hubPull, "AAA", other)}, b, a, 1, true},
		"GitHub's two forms":           {[]string{hubPull, hubView}, b, a, 1, false},
		"of a merge and of its squash": {[]string{labRequest, swapped(labRequest, `"squash_commit_sha": null`, `"squash_commit_sha": "CCC"`)}, b + " " + c, a, 0, false},
	} {
		for range 2 {
			var s Set
			said := false
			for i, text := range x.files {
				found, form, err := Parse([]byte(fill.Replace(text)))
				if err != nil {
					t.Fatal(err)
				}
				said = len(s.Add(fmt.Sprint(i), form, found)) > 0 || said
			}
			q := s.Requests()[0]
			var landed []string
			for _, h := range q.Landed {
				landed = append(landed, string(h))
			}
			slices.Sort(landed)
			if len(s.Requests()) != 1 || strings.Join(landed, " ") != x.landed || len(q.Standing()) != x.reviews || said != x.contradicted ||
				q.Unsure != x.contradicted {
				t.Errorf("%s: %+v, contradicted %v", name, q, said)
			}
			if !x.contradicted && string(q.Head) != x.head {
				t.Errorf("%s: head %s", name, q.Head)
			}
			slices.Reverse(x.files)
		}
	}
}

// TestForms wants every form to be told from all others: the sample of one is read by no other.
func TestForms(t *testing.T) {
	t.Parallel()
	samples := []string{recorded(t, "approved-reviews.json"), hubReview, recorded(t, "approved-pull.json"), hubPull, hubView, labApprovals, labRequest, labNote}
	for i, text := range samples {
		_, form, err := Parse([]byte(fill.Replace(text)))
		if err != nil || form != forms[i].name {
			t.Errorf("sample %d is read as %q (%v), want %q", i, form, err, forms[i].name)
		}
	}
}
