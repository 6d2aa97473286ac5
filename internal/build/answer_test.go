package build_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"clausebook/internal/build"
)

// answered is a small project with a history, in which a command is asked.
func answered(t *testing.T) *rebuilt {
	t.Helper()
	r := &rebuilt{life: lived(t, 11, 4)}
	r.write(map[string]string{".gitignore": "/public/\n/.clausebook/\n"})
	r.keep("ada", "Ignore what is built", map[string]string{".gitignore": "/public/\n/.clausebook/\n"})
	return r
}

func (r *rebuilt) asked(flags ...string) build.Answer {
	return build.AnswerTo(r.t.Context(), r.options(), flags...)
}

var saidOnce = build.Said{Out: "one finding\n", Err: "1 finding\n", Findings: true, Whole: true}

// TestAnAnswerIsGivenAgainWhileNothingChanges holds that every change of anything that a command looks at makes it look again, and that
// what was said comes back when all is as it was.
func TestAnAnswerIsGivenAgainWhileNothingChanges(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*rebuilt){
		"a document":                  func(r *rebuilt) { r.write(map[string]string{"content/x.md": "# X\n"}) },
		"a file beside the documents": func(r *rebuilt) { r.write(map[string]string{"CODEOWNERS": "* @ada\n"}) },
		"the configuration":           func(r *rebuilt) { r.write(map[string]string{"clausebook.yaml": r.rules() + "title: X\n"}) },
		"people":                      func(r *rebuilt) { r.write(map[string]string{"content/people.yaml": "people: []\n"}) },
		"a commit":                    func(r *rebuilt) { r.keep("bea", "Nothing", nil) },
		"a tag":                       func(r *rebuilt) { r.tag("t0", "PLAN 1.0") },
		"the day":                     func(r *rebuilt) { r.when = r.when.AddDate(0, 0, 1) },
		"a branch":                    func(r *rebuilt) { r.branch("other") },
		"git's configuration":         func(r *rebuilt) { r.write(map[string]string{".git/config.worktree": "[user]\n\tname = X\n"}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := answered(t)
			if _, ok := r.asked("check").Last(); ok {
				t.Fatal("something is said that nobody found")
			}
			r.asked("check").Keep(saidOnce)
			if said, ok := r.asked("check").Last(); !ok || said != saidOnce {
				t.Fatalf("said %+v, %v", said, ok)
			}
			if _, ok := r.asked("gaps").Last(); ok {
				t.Error("another question has the same answer")
			}
			change(r)
			if said, ok := r.asked("check").Last(); ok {
				t.Errorf("nothing of the change is seen: %+v", said)
			}
		})
	}
}

// TestWhatChangesMeanwhileIsNotAnswered edits a document after a command has looked and before it keeps what it said, which may be of
// either text, and takes the edit back.
func TestWhatChangesMeanwhileIsNotAnswered(t *testing.T) {
	t.Parallel()
	r := answered(t)
	r.write(map[string]string{"content/x.md": "# X\n"})
	answer := r.asked("check")
	r.write(map[string]string{"content/x.md": "# Y\n"})
	answer.Keep(saidOnce)
	r.write(map[string]string{"content/x.md": "# X\n"})
	if said, ok := r.asked("check").Last(); ok {
		t.Errorf("said of another text: %+v", said)
	}
}

// TestADamagedAnswerIsNone changes each part of the file in which answers are kept, cuts it short, and puts that of another project in
// its place.
func TestADamagedAnswerIsNone(t *testing.T) {
	t.Parallel()
	r, other := answered(t), answered(t)
	r.asked("check").Keep(saidOnce)
	other.asked("check").Keep(build.Said{Out: "of another project\n", Whole: true})
	file, of := r.keptAnswers(), other.keptAnswers()
	whole, err := os.ReadFile(file)
	r.must(err)
	foreign, err := os.ReadFile(of)
	r.must(err)
	bad := [][]byte{nil, whole[:len(whole)/2], whole[:len(whole)-1], foreign}
	for at := range whole {
		if at%7 == 0 {
			broken := append([]byte(nil), whole...)
			broken[at] ^= 0x20
			bad = append(bad, broken)
		}
	}
	for i, text := range bad {
		r.must(os.WriteFile(file, text, 0o644))
		if said, ok := r.asked("check").Last(); ok {
			t.Fatalf("damage %d: said %+v", i, said)
		}
	}
	r.must(os.WriteFile(file, whole, 0o644))
	if _, ok := r.asked("check").Last(); !ok {
		t.Error("the whole file is not read")
	}
}

func (r *rebuilt) keptAnswers() string {
	r.t.Helper()
	names, err := filepath.Glob(filepath.Join(r.dir, ".clausebook/cache/said-*"))
	r.must(err)
	if len(names) != 1 {
		r.t.Fatalf("answers are kept in %v", names)
	}
	return names[0]
}

// TestNothingIsKeptWhereItIsNotWanted asks without a cache, and in a folder whose cache came with a commit.
func TestNothingIsKeptWhereItIsNotWanted(t *testing.T) {
	t.Parallel()
	r := answered(t)
	o := r.options()
	o.NoCache = true
	build.AnswerTo(t.Context(), o, "check").Keep(saidOnce)
	if _, ok := build.AnswerTo(t.Context(), o, "check").Last(); ok {
		t.Error("something is said without a cache")
	}
	if _, err := os.Stat(filepath.Join(r.dir, ".clausebook")); err == nil {
		t.Error("something is kept without a cache")
	}
	r.keep("eve", "Bring a cache", map[string]string{".gitignore": "/public/\n", ".clausebook/cache/said-0": "anything"})
	r.when = r.when.Add(time.Minute)
	r.asked("check").Keep(saidOnce)
	if _, ok := r.asked("check").Last(); ok {
		t.Error("a cache that a commit brought is used")
	}
}
