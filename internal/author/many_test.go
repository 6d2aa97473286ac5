package author_test

import (
	"bytes"
	"fmt"
	"testing"
	"testing/fstest"

	"clausebook/internal/author"
	"clausebook/internal/dossier"
)

// manyFiles makes foreign documents without front matter, of many kinds, owners and folders, so that little of what is said of one holds
// for its neighbours.
func manyFiles(n int) map[string]string {
	kinds := []string{"policy", "procedure", "checklist", "process", "minutes", "report", "plan", "notes", "register", "guide"}
	topics := []string{"Access", "Backup", "Change", "Incident", "Supplier", "Capacity", "Release", "Asset", "Budget", "Patch", "Audit", "Risk", "Logging"}
	files := make(map[string]string, n)
	for i := range n {
		kind, topic := kinds[i*7%len(kinds)], topics[i*11%len(topics)]
		name := fmt.Sprintf("%s-%d/%s %d.md", topic, i%13, topic, i) // no word of it tells the kind
		files[name] = fmt.Sprintf("# %s %s %d\n\nOwner: team-%d\n\nText [on](other-%d.md).\n\n## Scope\n\n- a\n", topic, kind, i, i%211, i)
	}
	return files
}

// TestProposalForManyFilesIsShort holds that nobody has to read more than 200 lines, however many documents there are and however little
// they have in common, and that the reader of configurations takes what is written.
func TestProposalForManyFilesIsShort(t *testing.T) {
	t.Parallel()
	d := project(t, manyFiles(10_000))
	d.Standards.Standards = d.Standards.Standards[:1]
	p := adoptMany(d)
	if lines := bytes.Count(p.Config(), []byte("\n")); lines > author.MostLines || lines < 30 {
		t.Errorf("%d lines", lines)
	}
	if p.Documents != 10_000 || p.Left == 0 {
		t.Errorf("%d documents, %d lines left out", p.Documents, p.Left)
	}
	loaded(t, p)
}

func adoptMany(d *dossier.Dossier) *author.Adoption {
	owners := []byte("* @org/docs\n/content/Change-1/ @ann\n/content/Risk-5/ @org/risk\n")
	return author.Adopt(author.Foreign{Dossier: d, Standards: []string{"iso20000-1-2018"}, Owners: owners, Tree: fstest.MapFS{}})
}

// BenchmarkProposal proposes a configuration for 10,000 documents that are read already.
func BenchmarkProposal(b *testing.B) {
	d := project(b, manyFiles(10_000))
	d.Standards.Standards = d.Standards.Standards[:1]
	for b.Loop() {
		adoptMany(d)
	}
}
