package approval

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clausebook/internal/history"
	"clausebook/internal/ledger"
)

// asked records people and a draft, a branch of two commits of which the first asks for an approval of version 1.0, and goes back to
// the main line.
func asked(t *testing.T, lines ...string) (r *testRepo, head history.Hash) {
	t.Helper()
	t.Parallel()
	r = newRepo(t)
	r.policy.Exports, r.policy.AllowedSigners = "trust/reviews", signersFile
	keys := "noreply@github.com " + newSSHKey(t, 43).public + "\nnoreply@git.example " + newSSHKey(t, 46).public + "\n" +
		"robot@example.org " + newSSHKey(t, 47).public + "\n"
	robot := strings.Replace(forgePeople, "roles:", "  - {id: robot, name: Robot, emails: [robot@example.org], bot: true}\nroles:", 1)
	robot = strings.Replace(robot, "emails: [ada@example.org,", "keys: ["+newSSHKey(t, 44).public+"], emails: [ada@example.org,", 1)
	r.commit(ada, "Start", with(with(page("1.0", "draft", "Text."), "content/people.yaml", robot), signersFile, keys))
	r.git(ada, "checkout", "-q", "-b", "change")
	r.commit(ada, "Write", page("1.0", "approved", "Better text.", append([]string{byChangeManager}, lines...)...))
	head = r.commit(ada, "Something else", map[string]string{"README.md": "Read me.\n"})
	r.git(ada, "checkout", "-q", "main")
	return r, head
}

// An export is as good as the signature of the commit that brought it: without one that counts, anybody could have written it.
func TestWhoBroughtTheExport(t *testing.T) {
	t.Parallel()
	forged, trailed := ruling{"1.0", "bea", "change-manager", "forge", "", true}, ruling{"1.0", "bea", "change-manager", "trailer", "", true}
	sign := func(seed byte) func(*testRepo) {
		return func(r *testRepo) { r.signing(newSSHKey(r.t, seed)) }
	}
	plain := func(*testRepo) {}
	listed := func(who string) func(*testRepo) {
		return func(r *testRepo) {
			line := "robot@example.org " + newSSHKey(r.t, 47).public + "\ndan@example.org " + newSSHKey(r.t, 45).public + "\n"
			r.commit(who, "Add a key", map[string]string{signersFile: line})
			sign(45)(r)
		}
	}
	today := func(r *testRepo) { r.clock = parseDay(r.day.Format(time.DateOnly)) }
	for name, c := range map[string]struct {
		who  string
		key  func(*testRepo)
		also map[string]string
		args []string
		then func(*testRepo)
		want ruling
	}{
		"signed by somebody else":                {dan, sign(42), nil, []string{"-S"}, nil, forged},
		"not signed":                             {dan, plain, nil, nil, nil, trailed},
		"not signed, by the author":              {ada, plain, nil, nil, nil, trailed},
		"signed by the author":                   {ada, sign(44), nil, []string{"-S"}, nil, trailed},
		"the author under another name":          {dan, sign(44), nil, []string{"-S"}, nil, trailed},
		"signed by nobody who is known":          {dan, sign(45), nil, []string{"-S"}, nil, trailed},
		"signed by the forge, by a bot":          {"Robot <robot@example.org>|" + github, sign(43), nil, []string{"-S"}, nil, forged},
		"signed by the forge, not a bot":         {ada + "|" + github, sign(43), nil, []string{"-S"}, nil, trailed},
		"signed by the forge, any bot":           {"Else[bot] <else[bot]@example.org>|" + github, sign(43), nil, []string{"-S"}, nil, trailed},
		"signed by a forge of one's own":         {"Robot <robot@example.org>", sign(46), nil, []string{"-S"}, nil, forged},
		"signed by the bot itself":               {"Robot <robot@example.org>", sign(47), nil, []string{"-S"}, nil, trailed},
		"a bot without the forge":                {"Robot <robot@example.org>", plain, nil, nil, nil, trailed},
		"by a key of the same commit":            {dan, sign(45), map[string]string{signersFile: "dan@example.org " + newSSHKey(t, 45).public + "\n"}, []string{"-S"}, nil, trailed},
		"by a key that the author listed":        {dan, listed(ada), nil, []string{"-S"}, today, trailed},
		"by a key that another listed":           {dan, listed(cy), nil, []string{"-S"}, today, forged},
		"signed, then another file written over": {dan, sign(42), nil, []string{"-S"}, func(r *testRepo) { r.commit(dan, "Tidy", map[string]string{"trust/reviews/pull.json": "[ ]"}) }, forged},
		"signed, then written over without": {dan, sign(42), nil, []string{"-S"}, func(r *testRepo) {
			at := filepath.Join(r.dir, "trust/reviews/view.json")
			text, err := os.ReadFile(at)
			r.must(err)
			r.must(os.WriteFile(at, append(text, '\n'), 0o600))
			r.commit(dan, "Tidy", nil)
		}, trailed},
		"not signed, then moved and signed": {dan, plain, nil, nil, func(r *testRepo) {
			r.git(dan, "mv", "trust/reviews", "trust/old")
			r.policy.Exports = "trust/old"
			r.signing(newSSHKey(r.t, 42)).commit(dan, "Move", nil, "-S")
		}, forged},
		"merged, signed on its branch": {dan, func(r *testRepo) { r.git(dan, "checkout", "-q", "-b", "exports"); sign(42)(r) }, nil, []string{"-S"},
			func(r *testRepo) {
				r.config = nil
				r.git(ada, "checkout", "-q", "main")
				r.merge(ada, "exports", "Bring the exports")
			}, forged},
	} {
		t.Run(name, func(t *testing.T) {
			r, head := asked(t)
			merge := r.merge(dan, "change", "Merge the change")
			view := fmt.Sprintf(`{"number": 12, "url": "https://github.com/org/sms/pull/12", "headRefOid": %q, "state": "MERGED",
				"author": {"login": "ada-gh"}, "mergeCommit": {"oid": %q}, "reviews": [{"author": {"login": "bea-gh"},
				"state": "APPROVED", "submittedAt": %q, "commit": {"oid": %q}}]}`, head, merge, r.day.Format(time.RFC3339), head)
			c.key(r)
			files := map[string]string{"trust/reviews/view.json": view, "trust/reviews/pull.json": "[]"}
			for at, text := range c.also {
				files[at] = text
			}
			r.commit(c.who, "Keep the reviews", files, c.args...)
			if c.then != nil {
				c.then(r)
			}
			r.want(c.want)
		})
	}
}

// What a review binds, from when it counts, and what it contradicts.
func TestWhatAReviewBinds(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * time.Hour
	gone := history.Hash(strings.Repeat("ab", 20))
	declared := []string{"approved_by: bea", "approved_on: 2024-05-03"}
	review := func(r *testRepo, state string, head history.Hash, after time.Duration) string {
		return githubReviews(r.day.Add(after), "bea-gh:22:"+state+":"+string(head))
	}
	for name, c := range map[string]struct {
		lines []string
		land  func(r *testRepo, head history.Hash) (merged history.Hash)
		files func(r *testRepo, head, merged history.Hash) map[string]string
		want  ruling
		on    string
	}{
		"half a year after the merge": {nil, merged, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "APPROVED", head, year/2)}
		}, ruling{"1.0", "bea", "change-manager", "forge", "", true}, "2024-11-04"},
		"half a year after the merge, the document says earlier": {declared, merged, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "APPROVED", head, year/2)}
		}, ruling{"1.0", "bea", "change-manager", "forge", "AP024", true}, "2024-11-04"},
		"after the merge, of a head that is gone": {nil, squashed, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "APPROVED", gone, year), "p.json": githubPull("ada-gh", "11", gone, merge)}
		}, ruling{"1.0", "bea", "change-manager", "forge", "AP008!", false}, ""},
		"of the squash": {nil, squashed, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "APPROVED", gone, 0), "p.json": githubPull("ada-gh", "11", gone, merge)}
		}, ruling{"1.0", "bea", "change-manager", "forge", "", true}, ""},
		"a number in a later subject": {nil, func(r *testRepo, head history.Hash) history.Hash {
			merge := squashed(r, head)
			r.commit(ada, "More of the same (#12)", page("2.0", "approved", "Other text.", byChangeManager))
			return merge
		}, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "APPROVED", gone, -48*time.Hour), "p.json": githubPull("ada-gh", "11", gone, merge)}
		}, ruling{"2.0", "", "", "none", "AP007!", false}, ""},
		"dismissed, but declared": {declared, merged, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "DISMISSED", head, 0)}
		}, ruling{"1.0", "bea", "change-manager", "declared", "AP022!", false}, ""},
		"changes requested, but merged with a trailer": {nil, func(r *testRepo, head history.Hash) history.Hash {
			return r.merge(dan, "change", "Merge it\n\nApproved-by: "+bea)
		}, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "CHANGES_REQUESTED", head, 0)}
		}, ruling{"1.0", "bea", "change-manager", "trailer", "AP022!", false}, ""},
		"changes requested, then approved by own hand": {nil, func(r *testRepo, head history.Hash) history.Hash {
			merge := r.merge(dan, "change", "Merge it")
			r.commit(bea, "Approve", page("1.0", "approved", "Better text.", byChangeManager, "approved_by: bea", "approved_on: 2024-05-06"))
			return merge
		}, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "CHANGES_REQUESTED", head, -72*time.Hour)}
		}, ruling{"1.0", "bea", "change-manager", "own-hand", "", true}, ""},
		"a rebase, the document in the first of two commits": {nil, rebased, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "APPROVED", gone, 0),
				"p.json": strings.Replace(githubPull("ada-gh", "11", gone, merge), `"merged": true`, `"merged": true, "commits": 2`, 1)}
		}, ruling{"1.0", "bea", "change-manager", "forge", "", true}, ""},
		"a rebase of one commit, after another": {nil, rebased, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "APPROVED", gone, 0),
				"p.json": strings.Replace(githubPull("ada-gh", "11", gone, merge), `"merged": true`, `"merged": true, "commits": 1`, 1)}
		}, ruling{"1.0", "", "", "none", "AP007!", false}, ""},
		"two files that contradict each other": {nil, merged, func(r *testRepo, head, merge history.Hash) map[string]string {
			return map[string]string{"r.json": review(r, "APPROVED", head, 0), "p.json": githubPull("ada-gh", "11", head, merge),
				"q.json": githubPull("ada-gh", "11", head, gone)}
		}, ruling{"1.0", "", "", "none", "AP007!", false}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, head := asked(t, c.lines...)
			r.policy.LeastGrade = "declared"
			merge := c.land(r, head)
			r.exports(c.files(r, head, merge))
			l := r.judge()
			v := l.Versions("POL-CHG")[0]
			if got := rulingOf(v, l.Least); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
				for _, d := range v.Verdicts {
					t.Logf("%s %s", d.Rule, d.Message)
				}
				for _, f := range l.Findings {
					t.Logf("%s %s", f.Rule, f.Message)
				}
			}
			if c.on != "" && v.On.String() != c.on {
				t.Errorf("approved on %s, want %s", v.On, c.on)
			}
		})
	}
}

func merged(r *testRepo, _ history.Hash) history.Hash {
	return r.merge(dan, "change", "Merge the change")
}

func squashed(r *testRepo, _ history.Hash) history.Hash {
	r.git(dan, "merge", "-q", "--squash", "change")
	return r.commit(ada+"|"+github, "The change", nil)
}

// rebased lands the two commits of the branch again, one after the other.
func rebased(r *testRepo, _ history.Hash) history.Hash {
	r.commit(dan, "Something in between", map[string]string{"b.txt": "B"})
	r.day = r.day.AddDate(0, 0, 1)
	r.git(ada+"|"+github, "cherry-pick", "change~1", "change")
	return r.head()
}

// What becomes of each request is told, with why it shows nothing.
func TestWhatBecameOfExports(t *testing.T) {
	r, head := asked(t)
	merge := r.merge(dan, "change", "Merge the change")
	gone := history.Hash(strings.Repeat("ab", 20))
	at := func(number string, text string) string {
		return strings.NewReplacer(`"number": 12`, `"number": `+number, "/pull/12", "/pull/"+number).Replace(text)
	}
	r.exports(map[string]string{
		"1.json": githubReviews(r.day, "bea-gh:22:APPROVED:"+string(head)),
		"2.json": at("13", githubPull("ada-gh", "11", head, gone)),
		"3.json": strings.Replace(at("14", githubPull("ada-gh", "11", gone, gone)), `"merged_at": "2024-06-30T12:00:00Z"`, `"merged_at": null`, 1),
		"4.json": at("15", githubPull("ada-gh", "11", head, merge)),
		"5.json": `{"id": 1, "iid": 7, "project_id": 3, "approved_by": []}`,
	})
	l := r.judge()
	var got []string
	for _, x := range l.Exports {
		got = append(got, fmt.Sprintf("%s: %s %v %s", x.Request, x.Landed.Short(), x.Documents, x.Problem))
	}
	want := []string{
		"#12 of github.com/org/sms: " + merge.Short() + " [POL-CHG] ",
		"#13 of github.com/org/sms:  [] it was merged as commit abababababab, which is not in this history",
		"#14 of github.com/org/sms:  [] it had not been merged when it was exported",
		"#15 of github.com/org/sms: " + merge.Short() + " [] it holds no review by a user; export the reviews of the request too",
		"!7 of project 3:  [] nothing says which commit it was merged as; export the request itself too, not only its reviews",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	unmatched := 0
	for _, f := range l.Findings {
		if f.Rule == ledger.RuleUnmatched {
			unmatched++
		}
	}
	if unmatched != 3 {
		t.Errorf("%d requests are reported as matching nothing, want 3", unmatched)
	}
}

// TestTheWeakestFileCounts wants a review to be worth no more than the files that say what was merged, from where and by whom: who
// writes one of them, without a signature, could lay a review of one text at the door of another. The request is squashed, so that its
// head is not in the history.
func TestTheWeakestFileCounts(t *testing.T) {
	t.Parallel()
	forged, trailed := ruling{"1.0", "bea", "change-manager", "forge", "", true}, ruling{"1.0", "bea", "change-manager", "trailer", "", true}
	type brought struct {
		signed bool
		files  map[string]string
	}
	for name, c := range map[string]struct {
		bring func(pull, reviews string) []brought
		want  ruling
	}{
		"both signed": {func(p, v string) []brought { return []brought{{true, map[string]string{"12": p, "12-r": v}}} }, forged},
		"signed in turns": {func(p, v string) []brought {
			return []brought{{true, map[string]string{"12-r": v}}, {true, map[string]string{"12": p}}}
		}, forged},
		"the request without": {func(p, v string) []brought {
			return []brought{{true, map[string]string{"12-r": v}}, {false, map[string]string{"12": p}}}
		}, trailed},
		"the reviews without": {func(p, v string) []brought {
			return []brought{{false, map[string]string{"12-r": v}}, {true, map[string]string{"12": p}}}
		}, trailed},
		"the request once more, without": {func(p, v string) []brought {
			return []brought{{true, map[string]string{"12": p, "12-r": v}}, {false, map[string]string{"13": p}}}
		}, trailed},
		"the request written over, without": {func(p, v string) []brought {
			return []brought{{true, map[string]string{"12": strings.Replace(p, "ada-gh", "dan-gh", 1), "12-r": v}}, {false, map[string]string{"12": p}}}
		}, trailed},
		"reviews by others, without": {func(p, v string) []brought {
			return []brought{{true, map[string]string{"12": p, "12-r": v}}, {false, map[string]string{"14": strings.NewReplacer("bea-gh", "eve", ": 22,", ": 99,").Replace(v)}}}
		}, forged},
		"another request, without": {func(p, v string) []brought {
			return []brought{{true, map[string]string{"12": p, "12-r": v}}, {false, map[string]string{"14": strings.NewReplacer("/12", "/14", ": 12,", ": 14,").Replace(p)}}}
		}, forged},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := asked(t)
			r.git(ada, "merge", "-q", "--squash", "change")
			merge := r.commit(ada+"|"+github, "Change the policy (#12)", nil)
			r.git(ada, "branch", "-q", "-D", "change")
			gone := history.Hash(strings.Repeat("ab", 20))
			pull := strings.Replace(githubPull("ada-gh", "11", gone, merge), "2024-06-30T12:00:00Z", r.day.Add(time.Hour).Format(time.RFC3339), 1)
			reviews := githubReviews(r.day, "bea-gh:22:APPROVED:"+string(gone))
			for _, b := range c.bring(pull, reviews) {
				files := map[string]string{}
				for name, text := range b.files {
					files["trust/reviews/"+name+".json"] = text
				}
				if b.signed {
					r.signing(newSSHKey(t, 42)).commit(dan, "Keep the reviews", files, "-S")
				} else {
					r.commit(ada, "Keep the reviews", files)
				}
			}
			r.want(c.want)
		})
	}
}
