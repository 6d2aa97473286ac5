package approval

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/google/go-cmp/cmp"

	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
)

// A reviewed commit that the repository has and that lacks the document is no review of it, also where it is the last
// commit of the request: whoever merged has slipped the document in.
func TestReviewedCommitWithoutTheDocument(t *testing.T) {
	t.Parallel()
	for _, squash := range []bool{false, true} {
		t.Run(fmt.Sprint("squash ", squash), func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.policy.Exports = "trust/reviews"
			r.commit(ada, "Start", map[string]string{"content/people.yaml": forgePeople})
			r.git(ada, "checkout", "-q", "-b", "change")
			head := r.commit(ada, "Something else", map[string]string{"README.md": "Read me.\n"})
			r.git(ada, "checkout", "-q", "main")
			args := []string{"merge", "-q", "--no-ff", "--no-commit", "change"}
			if squash {
				args = []string{"merge", "-q", "--squash", "change"}
			}
			r.git(dan, args...)
			merge := r.commit(ada+"|"+dan, "Merge pull request #12 from org/change", page("1.0", "approved", "Slipped in.", byChangeManager))
			r.exports(map[string]string{"reviews.json": githubReviews(r.day, "bea-gh:22:APPROVED:"+string(head)),
				"pull.json": githubPull("ada-gh", "11", head, merge)})
			r.wantApproval(false)
		})
	}
}

// A signature under a text that changed before it landed approves nothing of what landed.
func TestSignatureOnAnOlderHead(t *testing.T) {
	t.Parallel()
	key := newSSHKey(t, 1)
	for name, then := range map[string]struct {
		text   string
		counts bool
	}{"changed": {"Everybody may do anything.", false}, "only formatted": {"*Harmless* text.", true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startSignedSerial(t, "bea@example.org "+key.public)
			r.git(ada, "checkout", "-q", "-b", "change")
			r.commit(ada, "Write", page("1.0", "draft", "Harmless text.", byChangeManager))
			r.signing(key).commit(ada+"|"+bea, "Ask for POL-CHG 1.0", page("1.0", "approved", "Harmless text.", byChangeManager), "-S")
			r.config = nil
			r.commit(ada, "Write on", page("1.0", "approved", then.text, byChangeManager))
			r.git(ada, "checkout", "-q", "main")
			r.merge(dan, "change", "Merge branch 'change'")
			r.wantApproval(then.counts)
		})
	}
}

// A tag that names the document and shows nothing is mentioned, also beside one that approves.
func TestTagThatShowsNothingBesideOneThatApproves(t *testing.T) {
	t.Parallel()
	key, unknown := newSSHKey(t, 1), newSSHKey(t, 2)
	r := startSignedSerial(t, "bea@example.org "+key.public)
	r.commit(ada, "Publish", page("1.0", "approved", "Better text.", byChangeManager))
	r.signing(key).git(bea, "tag", "-s", "-m", "Approved", "pol-chg-a")
	r.signing(unknown).git(bea, "tag", "-s", "-m", "Approved", "pol-chg-b")
	r.signing(unknown).git(bea, "tag", "-s", "-m", "Released", "a1")
	r.wantApproval(true)
	l := r.judge()
	if len(l.Findings) > 0 {
		t.Errorf("findings: %v", l.Findings)
	}
	var about []string
	for _, v := range l.Versions("POL-CHG")[0].Verdicts {
		about = append(about, fmt.Sprint(v.Rule, " ", v.Voids, " ", strings.Contains(v.Message.String(), "pol-chg-b")))
	}
	if diff := cmp.Diff([]string{"AP009 false true"}, about); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
}

// An OpenPGP key is joined by the fingerprint in people.yaml where its address is nobody's.
func TestOpenPGPKeyByItsFingerprint(t *testing.T) {
	t.Parallel()
	made := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	key, public := newOpenPGPKey(t, "Private <private@elsewhere.example>", made, 0)
	other, _ := newOpenPGPKey(t, "Private <private@elsewhere.example>", made, 0)
	for name, c := range map[string]struct {
		listed *openpgp.Entity
		counts bool
	}{"hers": {key, true}, "another": {other, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.policy.OpenPGPKeys = "trust/keys"
			listed := fmt.Sprintf("[bea@example.org], keys: [%q]", fmt.Sprintf("%x", c.listed.PrimaryKey.Fingerprint))
			files := with(page("1.0", "draft", "Text.", byChangeManager), "content/people.yaml", strings.Replace(peopleFile,
				"[bea@example.org]", listed, 1))
			r.commit(ada, "Start", with(files, "trust/keys/bea.asc", public))
			r.commit(bea, "Approve POL-CHG 1.0", page("1.0", "approved", "Text.", byChangeManager))
			r.signOpenPGP(key, r.day)
			r.wantApproval(c.counts)
		})
	}
}

// Where there has never been a list of people and no approver is asked for, anybody but an author may approve.
func TestApprovalWithoutAListOfPeople(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		by     string
		more   []string
		counts bool
	}{
		"somebody":                {bea, nil, true},
		"the author":              {ada, nil, false},
		"somebody without a role": {bea, []string{byChangeManager}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.commit(ada, "Start", page("1.0", "draft", "Text.", c.more...))
			r.commit(ada, "Approve\n\nApproved-by: "+c.by, page("1.0", "approved", "Text.", c.more...))
			l := r.judge()
			if v := l.Versions("POL-CHG")[0]; v.Counts(l.Least) != c.counts {
				t.Errorf("%+v counts: %v, want %v", rulingOf(v, l.Least), !c.counts, c.counts)
			}
			told := slices.ContainsFunc(l.Versions("POL-CHG")[0].Evidence, func(e ledger.Evidence) bool {
				return strings.HasPrefix(e.What.String(), "authority not judged")
			})
			if told != (c.more == nil) {
				t.Errorf("it is told that authority is not judged: %v", told)
			}
		})
	}
}

// The roles of which one is needed are named together.
func TestRolesInWords(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.policy.Roles = map[string][]string{"policy": {"managing-director", "change-manager", "owner"}}
	r.commit(ada, "Start", with(page("1.0", "draft", "Text."), "content/people.yaml", peopleFile))
	r.commit(ada, "Approve\n\nApproved-by: "+dan, page("1.0", "approved", "Text."))
	v := r.judge().Versions("POL-CHG")[0]
	if got := v.Verdicts[0].Message.String(); !strings.Contains(got, "`managing-director` or `change-manager` or `owner`") {
		t.Errorf("the message names other roles: %s", got)
	}
}

// What is known of an authority stands beside the evidence; evidence that fails is left out unless it is all there is.
func TestEvidenceOf(t *testing.T) {
	t.Parallel()
	weak := candidate{evidence: ledger.Evidence{Grade: ledger.Trailer, What: phrase.Text("trailer"), Commit: "c1"}, notes: []phrase.Phrase{phrase.Text("note")}}
	strong := candidate{evidence: ledger.Evidence{Grade: ledger.Signed, What: phrase.Text("signature")}}
	failed := candidate{evidence: ledger.Evidence{Grade: ledger.Forge, What: phrase.Text("review")}, doubts: []ledger.Verdict{{}}}
	for name, c := range map[string]struct {
		found []candidate
		want  string
	}{
		"none":              {nil, ""},
		"with a note":       {[]candidate{weak}, "trailer, note c1"},
		"by grade":          {[]candidate{weak, strong}, "signature, trailer, note c1"},
		"failed and alone":  {[]candidate{failed}, "review"},
		"failed beside one": {[]candidate{strong, failed}, "signature"},
		"the best failed":   {[]candidate{failed, strong}, "signature, review"},
	} {
		var got []string
		for _, e := range evidenceOf(c.found) {
			text := e.What.String()
			if text == "note" {
				text += " " + string(e.Commit)
			}
			got = append(got, text)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
