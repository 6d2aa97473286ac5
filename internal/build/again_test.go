package build_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/fingerprint"
	"clausebook/internal/output"
)

// rebuilt is a project whose site is built again and again.
type rebuilt struct {
	*life
	trend            bool // past months are judged too, which takes most of a build
	written, changed int  // files, over all builds
	nothing          int  // builds that had nothing to do

	gathered *build.Project // by the last build
	live     *build.Project // gathered again and again as by the preview, with the memory of the gathering before
	lived    int            // gatherings of that kind
}

// options say as whom and when the project is built.
func (r *rebuilt) options() build.Options {
	env := map[string]string{"GIT_AUTHOR_NAME": "Ada Boss", "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_COMMITTER_NAME": "Ada Boss",
		"GIT_COMMITTER_EMAIL": "ada@example.org"}
	return build.Options{Dir: r.dir, Tool: "test", Now: func() time.Time { return r.when }, Env: func(name string) string { return env[name] },
		Trend: r.trend}
}

// build builds the site into a folder as the command does, and says whether anything was done. A project that cannot be read has no site.
func (r *rebuilt) build(o build.Options, dir string) (done output.Done, did bool, err error) {
	r.t.Helper()
	look := build.LookAt(r.t.Context(), o, dir)
	if _, _, unchanged := look.Last(); unchanged {
		return output.Done{}, false, nil
	}
	p, err := build.Gather(r.t.Context(), o)
	if err != nil {
		return output.Done{}, false, err
	}
	r.gathered = p
	files, err := build.Plan(p)
	if err != nil {
		return output.Done{}, false, err
	}
	to := p.Target(dir)
	to.Note, err = look.Note(build.Built{Pages: len(files)})
	r.must(err)
	done, err = output.Write(r.t.Context(), to, files, nil)
	r.must(err)
	p.Keep(to)
	return done, true, nil
}

// step does anything that can change a site, and more than one thing at times.
func (r *rebuilt) step() {
	switch r.chance.IntN(13) {
	case 0, 1:
		r.life.step()
	case 2:
		r.keep(r.one("ada", "bea"), "Keep what was edited", nil)
	case 3:
		r.when = r.when.AddDate(0, 0, 1+r.chance.IntN(40))
	case 4:
		r.tag(fmt.Sprintf("t%d", r.chance.IntN(1<<30)), "PLAN 1.0")
	case 5:
		r.write(map[string]string{"theme/templates/missing.html": `{{template "head" .}}<p>` + r.one("a", "b") + `</p>{{template "foot" .}}`,
			"theme/words/en.yaml": r.one("{}\n", "Documents: Papers\n"), "clausebook.yaml": r.rules() + "theme: theme\n"})
	case 6:
		r.write(map[string]string{"clausebook.yaml": r.rules() + "title: " + r.one("One", "Another") + "\n" +
			r.one("", "language: de\n", "look: {accent: \"#123456\"}\n", "as_of: 2026-03-01\n")})
	case 7:
		r.write(map[string]string{"mini.yaml": strings.Replace(trendStandard, "title: ", "title: "+r.one("", "The ", "Our "), 1)})
	case 8: // what somebody does to the finished site
		if name := r.anyFile("public"); name != "" {
			r.must(os.WriteFile(name, []byte("not ours"), 0o644))
		}
	case 9:
		r.write(map[string]string{"content/words.md": "---\nid: WRD\ntitle: Words\ntype: guide\nversion: \"1.0\"\nstatus: draft\nowner: boss\n---\n" +
			"The service desk (SD) and the " + r.one("change board (CAB)", "chief auditor of the board (CAB)") + ". SD and CAB meet.\n\n# " +
			r.one("First", "Second") + "\n\nSee [[PLAN#first]] and [[" + r.one("POLICY", "GONE") + "]], §4.1.\n"})
	case 10: // ids of which rows and documents elsewhere come and go
		row := func(n string) string { return r.one("", "| CHG-"+n+" | "+r.one("fire", "water")+" after CHG-3 |\n") }
		r.write(map[string]string{"content/changes.md": "---\nid: REG-CHG\ntitle: " + r.one("Changes", "Of changes") +
			"\ntype: register\nversion: \"1.0\"\nstatus: draft\nowner: boss\n---\n" +
			"| No. | What |\n|---|---|\n" + row("1") + row("2") + row("3"),
			"content/chg.md": "---\nid: CHG-2\ntitle: A change\ntype: guide\nversion: \"1.0\"\nstatus: draft\nowner: boss\n---\n" +
				"After CHG-1 and CHG-3, see REG-CHG and PLAN.\n"})
	default:
		r.edit()
	}
}

// anyFile gives a page of a finished site.
func (r *rebuilt) anyFile(folder string) string {
	names, err := filepath.Glob(filepath.Join(r.dir, folder, "*.html"))
	r.must(err)
	if len(names) == 0 {
		return ""
	}
	return r.one(names...)
}

// TestSitesBuiltAgainEqualNewOnes holds that what is taken over is what would be written: after any change to documents, history, people,
// rules, theme, standard, day or the finished site, a site that is built again equals one that is built anew, byte for byte. CLAUSEBOOK_SOAK
// is the number of changes; make soak sets it.
func TestSitesBuiltAgainEqualNewOnes(t *testing.T) {
	t.Parallel()
	steps := 60
	if raced {
		steps = 15
	}
	if n, err := strconv.Atoi(os.Getenv("CLAUSEBOOK_SOAK")); err == nil {
		steps = n
	}
	const life = 20 // of one project
	for seed := range uint64((steps + life - 1) / life) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := &rebuilt{life: lived(t, 700+seed, 6), trend: seed%3 == 0}
			r.write(map[string]string{".gitignore": "/public/\n/.clausebook/\n"})
			public, clean := filepath.Join(r.dir, "public"), filepath.Join(t.TempDir(), "clean")
			for range life {
				for range 1 + r.chance.IntN(2) {
					r.step()
				}
				r.again(public, clean)
			}
			t.Logf("%d files written, %d of them changed; nothing to do %d times", r.written, r.changed, r.nothing)
			if r.written > r.changed {
				t.Errorf("%d files were written, of which %d changed", r.written, r.changed)
			}
		})
	}
}

// again builds the site into the folder of before and into an empty one, and compares.
func (r *rebuilt) again(public, clean string) {
	r.t.Helper()
	before := readAll(r.t, public)
	done, did, err := r.build(r.options(), public)
	anew := r.options()
	anew.NoCache = true
	r.must(os.RemoveAll(clean))
	_, _, want := r.build(anew, clean)
	if fmt.Sprint(err) != fmt.Sprint(want) {
		r.t.Fatalf("built again: %v\nbuilt anew: %v", err, want)
	}
	r.remember(want)
	if err != nil {
		return
	}
	after, fresh := readAll(r.t, public), readAll(r.t, clean)
	for name := range fresh {
		if !bytes.Equal(after[name], fresh[name]) {
			r.t.Fatalf("%s differs from a site built anew:\n%s", name, firstDifference(string(fresh[name]), string(after[name])))
		}
	}
	if len(after) != len(fresh) {
		r.t.Fatalf("%d files, built anew %d", len(after), len(fresh))
	}
	if !did {
		r.nothing++
		return
	}
	if len(before) == 0 {
		return
	}
	r.written += done.Files - done.Kept
	for name, text := range after {
		if !bytes.Equal(before[name], text) {
			r.changed++
		}
	}
}

// remember gathers with the memory of the gathering before, and holds that against the project that was gathered anew: in what was judged,
// and every now and then on all pages. Want is why nothing can be gathered.
func (r *rebuilt) remember(want error) {
	r.t.Helper()
	o := r.options()
	o.NoCache, o.Previous = true, r.live
	p, err := build.Gather(r.t.Context(), o)
	if fmt.Sprint(err) != fmt.Sprint(want) {
		r.t.Fatalf("gathered with a memory: %v\ngathered anew: %v", err, want)
	}
	if err != nil {
		return
	}
	r.live = p
	if want, got := judgements(r.gathered), judgements(p); want != got {
		r.t.Fatalf("a memory makes a difference:\n%s", firstDifference(want, got))
	}
	if r.lived++; r.lived%5 != 0 {
		return
	}
	wanted, err := build.Plan(r.gathered)
	r.must(err)
	got, err := build.Plan(p)
	r.must(err)
	if len(wanted) != len(got) {
		r.t.Fatalf("%d files with a memory, %d without", len(got), len(wanted))
	}
	for i, f := range wanted {
		var a, b bytes.Buffer
		r.must(f.Write(&a))
		r.must(got[i].Write(&b))
		if f.Path != got[i].Path || a.String() != b.String() {
			r.t.Fatalf("%s differs with a memory:\n%s", f.Path, firstDifference(a.String(), b.String()))
		}
	}
}

// judgements gives all that was judged in a project, in a form that shows where two of them differ.
func judgements(p *build.Project) string {
	d := p.Dossier
	var b strings.Builder
	for _, doc := range d.Docs.Documents {
		for _, v := range d.Approvals.Versions(doc.ID) {
			fmt.Fprintf(&b, "%s %s %v %v %v %x\n", doc.ID, v.Version, v.On, v.Grade, v.Verdicts, fingerprint.Of(v))
		}
	}
	text, err := json.MarshalIndent([]any{d.Approvals.Findings, d.Findings, d.Gaps, d.Excepted, d.Matrix.Standards}, "", " ")
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(&b, "%s\nasking %x awaited %d\n", text, fingerprint.Of(d.Approvals.Asking), len(d.Awaited))
	return b.String()
}

// readAll gives all files below a folder.
func readAll(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err == nil {
			files[filepath.ToSlash(rel)], err = os.ReadFile(p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// firstDifference shows where two texts part.
func firstDifference(want, got string) string {
	at := 0
	for at < len(want) && at < len(got) && want[at] == got[at] {
		at++
	}
	cut := func(s string) string { return s[max(0, min(at-100, len(s))):min(at+200, len(s))] }
	return "want …" + cut(want) + "…\ngot  …" + cut(got) + "…"
}
