package approval

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// importedHistory makes a repository of many documents, each written and approved in turn, through git fast-import.
func importedHistory(b *testing.B, documents, commits int) *testRepo {
	b.Helper()
	r := newRepo(b)
	r.policy.AllowedSigners = signersFile
	var s strings.Builder
	data := func(text string) { fmt.Fprintf(&s, "data %d\n%s\n", len(text), text) }
	file := func(name, text string) {
		fmt.Fprintf(&s, "M 100644 inline %s\n", name)
		data(text)
	}
	for n := range commits {
		when := 1_600_000_000 + 3600*n
		fmt.Fprintf(&s, "commit refs/heads/main\nauthor %s %d +0000\ncommitter %s %d +0000\n", ada, when, ada, when)
		i, round := n%documents, n/documents
		status, message := "draft", "Write"
		if round%2 == 1 {
			status, message = "approved", "Approve (#12)\n\nApproved-by: "+bea
		}
		data(message)
		text := page(fmt.Sprint(round/2+1, ".0"), status, fmt.Sprintf("Text %d of document %d.", round/2, i),
			byChangeManager)["content/policies/change.md"]
		file(fmt.Sprintf("content/%02d/doc-%d.md", i%100, i), strings.Replace(text, "POL-CHG", fmt.Sprintf("POL-%d", i), 1))
		if n == 0 {
			file("content/people.yaml", peopleFile)
		}
	}
	cmd := exec.Command("git", "fast-import", "--quiet")
	cmd.Dir, cmd.Stdin = r.dir, strings.NewReader(s.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("git fast-import: %v\n%s", err, out)
	}
	r.git(ada, "checkout", "-q", "-f", "main")
	return r
}

func BenchmarkJudge(b *testing.B) {
	for _, size := range []struct{ documents, commits int }{{400, 2_000}, {2_000, 10_000}, {10_000, 50_000}} {
		b.Run(fmt.Sprintf("%d-documents-%d-commits", size.documents, size.commits), func(b *testing.B) {
			if testing.Short() && size.commits > 10_000 {
				b.Skip("takes minutes to set up")
			}
			in := importedHistory(b, size.documents, size.commits).input()
			for b.Loop() {
				if l := Judge(in); l.Documents() != size.documents {
					b.Fatalf("%d documents have versions", l.Documents())
				}
			}
		})
	}
}
