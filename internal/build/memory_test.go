package build_test

import (
	"strings"
	"testing"
	"time"

	"clausebook/internal/build"
)

// TestMemoryEndsWithWhatItFollowsFrom changes one thing at a time that a judgement of a document follows from while the document itself
// stays as it is. Each changes what is judged, and a gathering with a memory says so as one without does.
func TestMemoryEndsWithWhatItFollowsFrom(t *testing.T) {
	t.Parallel()
	const trailer = "\n\nApproved-by: Ada Boss <ada@example.org>"
	policy := func(front string) string {
		return "---\nid: POLICY\ntitle: The policy\ntype: policy\nversion: \"1.0\"\nstatus: approved\nowner: boss\napprover: boss\n" + front +
			"---\nThis is how we do it.\n"
	}
	signed := func(l *life) string {
		return policy("approved_by: ada\napproved_on: " + l.when.Format(time.DateOnly) + "\n")
	}
	for name, c := range map[string]struct {
		begin, change func(*life)
		days          int // that pass before the second gathering
	}{
		"the rules": {
			begin: func(l *life) { l.keep("bea", "Write it", map[string]string{"content/policy.md": signed(l)}) },
			change: func(l *life) {
				l.least = "trailer, applies_from: all"
				l.write(map[string]string{"clausebook.yaml": l.rules()})
			},
		},
		"the people": {
			begin: func(l *life) { l.keep("bea", "Write it", map[string]string{"content/policy.md": signed(l)}) },
			change: func(l *life) {
				l.bosses = []string{"cy"}
				l.write(map[string]string{"content/people.yaml": l.people()})
			},
		},
		"the names of commits": {
			begin: func(l *life) { l.keep("bea", "Write it", map[string]string{"content/policy.md": signed(l)}) },
			change: func(l *life) {
				l.write(map[string]string{".mailmap": "Ada Boss <ada@example.org> <bea@example.org>\n"})
			},
		},
		"the day": {
			begin: func(l *life) {
				l.keep("bea", "Write it", map[string]string{"content/policy.md": policy("approved_by: ada\napproved_on: " +
					l.when.AddDate(0, 0, 9).Format(time.DateOnly) + "\n")})
			},
			change: func(*life) {}, days: 20,
		},
		"a commit that names it": {
			begin:  func(l *life) { l.keep("bea", "Write it", map[string]string{"content/policy.md": policy("")}) },
			change: func(l *life) { l.keep("ada", "Agree"+trailer+"\nDocument: POLICY 1.0", nil) },
		},
		"a document with a name that a commit has": {
			begin: func(l *life) {
				l.keep("bea", "Write it"+trailer+"\nDocument: EXTRA", map[string]string{"content/policy.md": policy("")})
			},
			change: func(l *life) {
				l.write(map[string]string{"content/extra.md": strings.Replace(policy(""), "POLICY", "EXTRA", 1)})
			},
		},
		"a file that it names": {
			begin: func(l *life) {
				l.keep("bea", "Write it", map[string]string{"content/policy.md": signed(l) + "See [the scan](scan.pdf).\n", "content/scan.pdf": "one"})
			},
			change: func(l *life) { l.write(map[string]string{"content/scan.pdf": "another"}) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &rebuilt{life: lived(t, 3, 0)}
			c.begin(r.life)
			gather := func(previous *build.Project) *build.Project {
				o := r.options()
				o.Previous, o.NoCache = previous, true
				p, err := build.Gather(t.Context(), o)
				r.must(err)
				return p
			}
			first := gather(nil)
			if again := judgements(gather(first)); again != judgements(first) {
				t.Errorf("the same is judged otherwise:\n%s", firstDifference(judgements(first), again))
			}
			c.change(r.life)
			r.when = r.when.AddDate(0, 0, c.days)
			second, anew := judgements(gather(first)), judgements(gather(nil))
			if second != anew {
				t.Errorf("a memory outlived what it follows from:\n%s", firstDifference(anew, second))
			}
			if anew == judgements(first) {
				t.Error("the change makes no difference, so it shows nothing")
			}
		})
	}
}
