package build_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"clausebook/internal/build"
	"clausebook/internal/longtest"
	"clausebook/internal/output"
	"clausebook/internal/standard"
	"clausebook/schemas"
)

// The bounds of design §7: what a page may weigh, in bytes of HTML. Packs are paper, and the whole matrix is a table of
// every requirement; both are bounded all the same.
const (
	heavyPage   = 100_000
	heavyMatrix = 600_000
	heavyPack   = 1_600_000
	heavyShard  = 256 << 10
)

// TestPagesStayLight builds an invented set in which everything crowds: half of all documents have one owner, all speak
// of one document, one person gave every approval, a quarter covers one clause, and one document has a thousand
// approved versions. CLAUSEBOOK_TIMED makes it 10,000 documents.
func TestPagesStayLight(t *testing.T) {
	longtest.Skip(t, "900 documents")
	t.Parallel()
	n, revisions := 900, 150
	if os.Getenv("CLAUSEBOOK_TIMED") != "" {
		n, revisions = 10_000, 1000
	}
	dir := crowd(t, n, revisions)
	p, err := build.Gather(
		context.Background(),
		build.Options{Dir: dir, AsOf: "main", Now: func() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) }},
	)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(p.Dossier.Docs.Documents); got != n {
		t.Fatalf("%d documents instead of %d", got, n)
	}
	files, err := build.Plan(p)
	if err != nil {
		t.Fatal(err)
	}
	heaviest := map[string]weighed{}
	var s *built
	var all []weighed
	if n > 900 { // too many to keep
		all = weigh(t, files)
	} else {
		s = siteFrom(t, p)
		all = s.weigh()
	}
	for _, w := range all {
		if limit := allowed(w.path); limit > 0 && w.bytes > limit {
			t.Errorf("%s has %d bytes, more than %d", w.path, w.bytes, limit)
		}
		if w.bytes > heaviest[w.kind].bytes {
			heaviest[w.kind] = w
		}
	}
	for _, kind := range sortedKinds(heaviest) {
		t.Logf("%-12s %8d %s", kind, heaviest[kind].bytes, heaviest[kind].path)
	}
	t.Logf("%d files", len(files))
	if s == nil {
		return
	}
	numbersOpen(t, s)
}

func allowed(at string) int {
	switch {
	case strings.HasPrefix(at, "assets/search/"):
		return heavyShard
	case path.Ext(at) != ".html":
		return 0
	case strings.HasPrefix(at, "packs/"):
		return heavyPack
	case strings.HasPrefix(at, "matrix.html"):
		return heavyMatrix
	}
	return heavyPage
}

type weighed struct {
	path, kind string
	bytes      int
}

func weighing(at string, src []byte) weighed {
	_, rest, _ := bytes.Cut(src, []byte(`<body class="kind-`))
	kind, _, _ := bytes.Cut(rest, []byte(`"`))
	return weighed{at, cmp.Or(string(kind), path.Ext(at)), len(src)}
}

// weigh gives the size and kind of each file.
func (s *built) weigh() []weighed {
	var out []weighed
	for at, src := range s.files {
		out = append(out, weighing(at, src))
	}
	return out
}

// weigh renders every file and keeps of each its size and kind.
func weigh(t *testing.T, files []output.File) []weighed {
	t.Helper()
	out := make([]weighed, len(files))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	buffers := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	for i, f := range files {
		group.Go(func() error {
			b := buffers.Get().(*bytes.Buffer)
			defer buffers.Put(b)
			b.Reset()
			if err := f.Write(b); err != nil {
				return fmt.Errorf("%s: %w", f.Path, err)
			}
			out[i] = weighing(f.Path, b.Bytes())
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	return out
}

func sortedKinds(m map[string]weighed) []string {
	var out []string
	for kind := range m {
		out = append(out, kind)
	}
	slices.Sort(out)
	return out
}

// crowd makes a bare repository of n documents, of which the first has so many versions.
func crowd(t *testing.T, n, versions int) string {
	t.Helper()
	dir := t.TempDir()
	if text, err := exec.Command("git", "init", "-q", "-b", "main", dir).CombinedOutput(); err != nil {
		t.Skipf("git is needed to write the history: %v %s", err, text)
	}
	var in bytes.Buffer
	when := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	commit := func(subject string, files map[string]string) {
		when = when.Add(crowdPace)
		fmt.Fprintf(
			&in,
			"commit refs/heads/main\nauthor Ann Author <ann@example.org> %d +0000\ncommitter Ann Author <ann@example.org> %d +0000\ndata %d\n%s\n",
			when.Unix(),
			when.Unix(),
			len(subject),
			subject,
		)
		for _, name := range sortedNames(files) {
			fmt.Fprintf(&in, "M 644 inline %s\ndata %d\n%s\n", name, len(files[name]), files[name])
		}
	}
	files := map[string]string{"content/people.yaml": crowdPeople(n), "clausebook.yaml": crowdSettings()}
	items := crowdItems(t)
	for i := 1; i < n; i++ {
		files[fmt.Sprintf("content/%s/%05d.md", crowdTypes[i%len(crowdTypes)], i)] = crowdDocument(i, n, items)
	}
	commit("Begin", files)
	for v := 1; v <= versions; v++ {
		commit(
			"Revise the hub once more, for a reason that takes a whole line to tell (#"+fmt.Sprint(v)+")",
			map[string]string{"content/hub.md": crowdHub(v, when.Add(crowdPace))},
		)
	}
	cmd := exec.Command("git", "-C", dir, "fast-import", "--quiet")
	cmd.Stdin = &in
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git fast-import: %v\n%s", err, text)
	}
	return dir
}

func sortedNames(m map[string]string) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

var crowdTypes = strings.Fields(
	"policy plan process procedure catalogue service agreement contract register programme report minutes record record record audit-report " +
		"nonconformity improvement guide",
)

// crowdItems lists what documents may name in fulfils and covers.
func crowdItems(t *testing.T) (items [2][]string) {
	t.Helper()
	lib, err := standard.Load(schemas.FS, os.DirFS("."), []string{"iso20000-1-2018", "iso20000-4"})
	if err != nil {
		t.Fatal(err)
	}
	for _, std := range lib.Standards {
		for _, r := range std.Required {
			items[0] = append(items[0], r.ID)
		}
		for _, c := range std.Clauses {
			items[1] = append(items[1], c.ID)
			for _, r := range c.Requirements {
				items[1] = append(items[1], r.ID)
			}
		}
		for _, p := range std.Processes {
			items[1] = append(items[1], std.ID+":"+p.ID)
			for _, o := range p.Outcomes {
				items[1] = append(items[1], std.ID+":"+o.ID)
			}
		}
	}
	return items
}

func crowdSettings() string {
	var b strings.Builder
	b.WriteString("title: A large system\norganization: Crowd Ltd\nperiods:\n")
	for year := 2010; year < 2027; year++ {
		fmt.Fprintf(&b, "  - {id: \"%d\", name: Year %d, from: %d-01-01, to: %d-12-31}\n", year, year, year, year)
	}
	return b.String()
}

func crowdPeople(n int) string {
	var b strings.Builder
	b.WriteString(
		"people:\n  - {id: ann, name: Ann Author, emails: [ann@example.org]}\n  - {id: bob, name: Bob Boss, emails: [bob@example.org]}\n",
	)
	for i := range n / 5 {
		fmt.Fprintf(&b, "  - {id: person-%d, name: Person %d of the staff, emails: [p%d@example.org], from: 2019-01-01}\n", i, i, i)
	}
	b.WriteString(
		"roles:\n  - {id: manager, title: Manager, holders: [{person: ann, from: 2019-01-01}]}\n  - {id: boss, title: Boss, holders: [{person: " +
			"bob, from: 2019-01-01}]}\n",
	)
	for i := range n / 20 {
		fmt.Fprintf(&b, "  - {id: role-%d, title: Role %d of many, holders: [{person: person-%d, from: 2019-01-01}]}\n", i, i, i)
	}
	b.WriteString("parties:\n  - {id: acme, name: Acme, kind: customer}\n  - {id: cables, name: Cables, kind: supplier}\n")
	for i := range n / 20 {
		fmt.Fprintf(&b, "  - {id: party-%d, name: Party %d, kind: customer}\n", i, i)
	}
	return b.String()
}

// crowdPace is the time between two commits.
const crowdPace = 36 * time.Hour

// crowdHub writes a version of the hub that is approved on the day of its commit.
func crowdHub(v int, on time.Time) string {
	return fmt.Sprintf(
		"---\nid: HUB\ntitle: The hub of everything\ntype: policy\nversion: \"%d.0\"\nstatus: approved\nowner: manager\napprover: "+
			"boss\napproved_by: bob\napproved_on: %s\nreview_every: P1Y\nfulfils: [service-management-policy]\ncovers: [8.5.1.3]\n---\n\n# The "+
			"hub of everything\n\nText of version %d, which [[SVC-00005]] needs.\n",
		v,
		on.Format(time.DateOnly),
		v,
	)
}

// crowdDocument writes the i-th document.
func crowdDocument(i, n int, items [2][]string) string {
	kind := crowdTypes[i%len(crowdTypes)]
	owner := "manager"
	if i%2 == 0 {
		owner = fmt.Sprintf("role-%d", i%max(1, n/20))
	}
	var b strings.Builder
	fmt.Fprintf(
		&b,
		"---\nid: %s\ntitle: Document number %d of a kind that has a rather long title\ntype: %s\nversion: \"1.%d\"\nowner: %s\nlanguage: "+
			"en\nclassification: internal\n",
		crowdID(i),
		i,
		kind,
		i%7,
		owner,
	)
	if i%23 == 0 {
		b.WriteString("status: draft\n")
	} else {
		fmt.Fprintf(&b, "status: approved\napprover: boss\napproved_by: bob\napproved_on: 2019-%02d-%02d\n", 1+i%12, 1+i%28)
	}
	fmt.Fprintf(&b, "review_every: P%dM\ndate: 2025-%02d-%02d\n", 6+i%18, 1+i%12, 1+i%28)
	fmt.Fprintf(
		&b,
		"fulfils: [%s]\ncovers: [%s, %s]\n",
		items[0][i%len(items[0])],
		items[1][i%len(items[1])],
		[]string{"8.5.1.3", "7.5.4-a", "iso20000-4:change-management", items[1][(i*7)%len(items[1])]}[i%4],
	)
	fmt.Fprintf(&b, "related: [HUB]\ntags: [tag-%d, everything]\naliases: [old/%d.html]\nservices: [SVC-00005]\n", i%50, i)
	switch kind {
	case "service":
		fmt.Fprintf(
			&b,
			"service_owner: manager\nstate: live\ncriticality: high\ncustomers: [acme, party-%d]\nsuppliers: [cables]\ndepends_on: [SVC-00005]\n",
			i%max(1, n/20),
		)
	case "agreement":
		b.WriteString("parties: [acme]\nends_on: 2026-09-30\n")
	case "contract":
		b.WriteString("supplier: cables\nends_on: 2027-09-30\n")
	case "minutes":
		b.WriteString("chair: ann\nattendees: [ann, bob]\nactions:\n")
		for j := range 6 {
			fmt.Fprintf(
				&b,
				"- {id: A-%d-%d, text: Do the %d. thing that was decided on and see that it stays done, owner: manager, due: 2026-0%d-01}\n",
				i,
				j,
				j,
				2+j,
			)
		}
	case "audit-report":
		b.WriteString("auditors: [ann, Somebody Else]\nscope: All of it\naudit_findings:\n")
		for j := range 6 {
			fmt.Fprintf(&b, "- {id: F-%d-%d, grade: minor, clause: \"8.5\", text: A slip of the %d. kind}\n", i, j, j)
		}
	case "nonconformity", "improvement":
		fmt.Fprintf(&b, "grade: minor\nraised_on: 2025-%02d-01\ndue: 2026-%02d-01\n", 1+i%12, 1+i%12)
	}
	fmt.Fprintf(
		&b,
		"---\n\n# Document number %d of a kind that has a rather long title\n\nSee [[HUB]] and [[%s]].\n\n## Part\n\n<!-- covers: %s "+
			"-->\n\nText with word%d in it.\n\n## Other part\n\nMore of [[§8.5]].\n",
		i,
		crowdID(1+(i*31)%(n-1)),
		items[1][(i*3)%len(items[1])],
		i,
	)
	return b.String()
}

func crowdID(i int) string {
	prefix := "DOC"
	if crowdTypes[i%len(crowdTypes)] == "service" {
		prefix = "SVC"
	}
	return fmt.Sprintf("%s-%05d", prefix, i)
}
