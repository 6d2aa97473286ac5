package export

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/form"
	"clausebook/internal/gittest"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/report"
	"clausebook/internal/report/reporttest"
	"clausebook/internal/trust"
)

// document writes a document with this much front matter.
func document(status, version, body string) string {
	return "---\nid: POL-SMS\ntitle: Service management policy\ntype: policy\nversion: \"" + version + "\"\nstatus: " + status + "\nowner: " +
		"owner\n---\n# Policy\n\n" + body + "\n"
}

// lived is the sample with a repository: a policy that was drafted, approved, moved, and a plan that was deleted.
func lived(t *testing.T) *dossier.Dossier {
	t.Helper()
	dir := t.TempDir()
	write := func(path, content string) {
		t.Helper()
		full := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	commit := func(day, message string) {
		t.Helper()
		when, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := gittest.Snapshot(dir, message, gittest.By("Ada", "ada@example.org", when)); err != nil {
			t.Fatal(err)
		}
	}
	write("content/old.md", document("draft", "1.0", "We serve."))
	write("content/gone.md", strings.ReplaceAll(document("draft", "0.1", "A plan."), "POL-SMS", "PLN-OLD"))
	commit("2026-01-10", "policy: draft it")
	write("content/old.md", document("approved", "1.0", "We serve."))
	commit("2026-02-10", "policy: approve it\n\nApproved-by: Ines <ines@example.org>")
	if err := os.Rename(filepath.Join(dir, "content/old.md"), filepath.Join(dir, "content/policy.md")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "content/gone.md")); err != nil {
		t.Fatal(err)
	}
	commit("2026-03-10", "policy: move it, drop the plan")
	return gathered(t, dir)
}

func gathered(t *testing.T, dir string) *dossier.Dossier {
	t.Helper()
	reader := &doc.Reader{Folder: "content"}
	set, err := reader.Load(context.Background(), os.DirFS(dir), 1)
	if err != nil {
		t.Fatal(err)
	}
	log, err := history.Read(context.Background(), history.Options{Dir: dir, Folder: "content", Reader: reader.Facts})
	if err != nil {
		t.Fatal(err)
	}
	d := reporttest.Sample()
	d.Docs, d.History = set, log
	revisions := log.Revisions("content/policy.md")
	if len(revisions) != 3 {
		t.Fatalf("%d revisions, want 3", len(revisions))
	}
	d.Approvals = ledger.NewLedger(
		ledger.Declared,
		map[doc.ID][]ledger.Version{"POL-SMS": {{Document: "POL-SMS", Version: "1.0", Revision: &revisions[1],
			On: reporttest.On("2026-02-10"), Grade: ledger.Trailer, Approver: trust.Person{Name: "Ines"}, Authors: []trust.Person{{Name: "Ada"}},
			Evidence: []ledger.Evidence{{Grade: ledger.Trailer, What: phrase.Text("trailer Approved-by"), Commit: revisions[1].Commit.Hash}},
			Verdicts: []ledger.Verdict{{Rule: "AP001", Message: phrase.Text("the approver is the author"), Voids: true}}}}},
	)
	return d
}

func TestHistoryOf(t *testing.T) {
	t.Parallel()
	d := lived(t)
	h, ok := HistoryOf(d, "POL-SMS")
	if !ok {
		t.Fatal("the document has no history")
	}
	type line struct{ day, class, version, status, from, path, subject string }
	var got []line
	for _, r := range h.Revisions {
		got = append(got, line{r.Day.String(), r.Class, r.Version, r.Status, r.From, r.Path, r.Subject})
	}
	want := []line{
		{"2026-03-10", "move", "1.0", "approved", "content/old.md", "content/policy.md", "policy: move it, drop the plan"},
		{"2026-02-10", "metadata", "1.0", "approved", "", "content/old.md", "policy: approve it"},
		{"2026-01-10", "substance", "1.0", "draft", "", "content/old.md", "policy: draft it"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if h.Uncommitted || h.Former || h.Path != "content/policy.md" {
		t.Errorf("%+v", h)
	}
	v := h.Versions[0]
	if v.Counts || v.Commit != h.Revisions[1].Commit || len(v.Verdicts) != 1 || v.Approver.Name != "Ines" {
		t.Errorf("version: %+v", v)
	}
	if !h.Revisions[2].Added || h.Revisions[1].Trailers[0] != [2]string{"Approved-by", "Ines <ines@example.org>"} {
		t.Errorf("revisions: %+v", h.Revisions)
	}
}

func TestHistoryOfFormerAndUnknown(t *testing.T) {
	t.Parallel()
	d := lived(t)
	if diff := cmp.Diff([]string{"PLN-OLD"}, FormerNames(d)); diff != "" {
		t.Errorf("former (-want +got):\n%s", diff)
	}
	h, ok := HistoryOf(d, "PLN-OLD")
	if !ok || !h.Former || h.Path != "content/gone.md" || len(h.Revisions) != 2 || !h.Revisions[0].Deleted {
		t.Errorf("%v %+v", ok, h)
	}
	if _, ok := HistoryOf(d, "POL-NONE"); ok {
		t.Error("an unknown document has a history")
	}
}

func TestHistoryText(t *testing.T) {
	t.Parallel()
	h, _ := HistoryOf(lived(t), "POL-SMS")
	var b bytes.Buffer
	if err := WriteHistoryText(&b, h, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"POL-SMS  Service management policy\ncontent/policy.md, version 1.0, unapproved, owner Service owner: Ines Halloran\n",
		"  version 1.0 approved by Ines on 2026-02-10, grade trailer, does not count\n      commit:   " + h.Revisions[1].Commit[:12] + "\n     " +
			" authors:  Ada\n",
		"      evidence: trailer Approved-by, commit " + h.Revisions[1].Commit[:12] + "\n      voided:   AP001: the approver is the author\n",
		"  2026-03-10  " + h.Revisions[0].Commit[:12] + "  move      1.0      approved  Ada     policy: move it, drop the plan\n      moved " +
			"from content/old.md\n",
		"  2026-01-10  " + h.Revisions[2].Commit[:12] + "  added     1.0      draft     Ada     policy: draft it\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("lacks %q:\n%s", want, b.String())
		}
	}
}

func TestHistoryTellsUncommittedWork(t *testing.T) {
	t.Parallel()
	d := lived(t)
	d.Docs.ByID("POL-SMS").Blob = strings.Repeat("0", 40)
	if h, _ := HistoryOf(d, "POL-SMS"); !h.Uncommitted || !strings.Contains(h.now(), "differs from the last commit") {
		t.Errorf("%+v", h)
	}
}

func TestHostileHistoryIsClean(t *testing.T) {
	t.Parallel()
	h := History{Document: reporttest.Hostile[0], Title: reporttest.Hostile[0], Path: reporttest.Hostile[0]}
	for _, s := range reporttest.Hostile {
		p := report.Person{Name: s, Email: s}
		h.Versions = append(
			h.Versions,
			report.Approval{Version: s, Approver: &p, Role: s, Grade: "trailer", Authors: []report.Person{p}, Evidence: []report.ApprovalEvidence{{What: s}},
				Verdicts: []report.Verdict{{Rule: "AP001", Message: s}}},
		)
		h.Revisions = append(h.Revisions, Revision{Commit: "abc", Author: p, Subject: s, From: s, Version: s, Status: s, Class: "move"})
	}
	var b bytes.Buffer
	if err := WriteHistoryText(&b, h, false); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if text := strings.TrimSuffix(line, "\n"); strings.ContainsFunc(text, form.Acting) || strings.HasPrefix(strings.TrimSpace(text), "::") ||
			strings.Contains(text, "##[") {
			t.Errorf("%q", line)
		}
	}
}
