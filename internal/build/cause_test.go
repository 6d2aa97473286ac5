package build_test

import (
	"bytes"
	"context"
	"encoding/json"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/date"
	"clausebook/internal/demo/demotest"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/export"
	"clausebook/internal/longtest"
	"clausebook/internal/period"
	"clausebook/internal/report"
	"clausebook/internal/trace"
)

// TestOneAgeEverywhere follows the instructions whose text was changed after their approval through the demonstration: they have
// the age of that change wherever one is told, and were in order the week before, on every page that speaks of that day.
func TestOneAgeEverywhere(t *testing.T) {
	longtest.Skip(t, "the whole demonstration")
	t.Parallel()
	dir := demotest.Read(t).Dir
	gather := func(asOf string) *build.Project {
		t.Helper()
		p, err := build.Gather(context.Background(), build.Options{Dir: dir, Cache: t.TempDir(), AsOf: asOf, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	now := gather("")
	d := now.Dossier
	const since, item = "2026-05-16", "service-request-fulfilment-instructions"
	ref, _, _ := d.Standards.Resolve(item)
	if cell := d.Matrix.Cell(ref); cell.State != trace.Unapproved || cell.Since.String() != since {
		t.Errorf("the matrix has it %s since %s", cell.State, cell.Since)
	}
	for _, g := range report.GapsOf(d, report.Filter{}).Open {
		if g.Item == item && (g.Since.String() != since || *g.Age != 190) {
			t.Errorf("gaps have it since %s, %d days", g.Since, *g.Age)
		}
	}
	for _, part := range export.Of(d).Parts {
		for _, i := range part.Items {
			if i.Item == item && i.Since.String() != since {
				t.Errorf("the export has it since %s", i.Since)
			}
		}
	}
	files := planned(t, now, "matrix/iso20000-1-2018.json", "documents.json", "documents/pro-req.html", "gaps.html")
	if !strings.Contains(files["gaps.html"], `since <time>`+since+"</time> (190 days)") {
		t.Error("the page of gaps does not tell the age of the change")
	}
	if !strings.Contains(files["documents/pro-req.html"], "Not approved") {
		t.Error("the page of the document calls it approved")
	}
	var matrix matrixOf[struct{ Item, State, Since string }]
	read(t, []byte(files["matrix/iso20000-1-2018.json"]), &matrix)
	for _, c := range matrix.Cells {
		if c.Item == item && (c.Since != since || c.State != "unapproved") {
			t.Errorf("the matrix has it %s since %s", c.State, c.Since)
		}
	}
	then := gather("2026-05-10").Dossier
	if cell := then.Matrix.Cell(ref); cell.State != trace.Met {
		t.Errorf("on 2026-05-10 it is %s: %s", cell.State, cell.Reason)
	}
	inForce(t, d)
}

// inForce wants the period to have the approval as one that counted, and the version in force before the change and after.
func inForce(t *testing.T, d *dossier.Dossier) {
	t.Helper()
	p := d.Site.Periods[0]
	r := period.Of(period.Period{ID: p.ID, From: p.From, To: p.To},
		period.Input{AsOf: d.AsOf.Day, Docs: d.Docs, Standards: d.Standards, Approvals: d.Approvals, Acts: d.Acts, InForce: d.InForce})
	found := false
	for _, a := range r.Approvals {
		if a.Document.ID == "PRO-REQ" && a.Number() == "6.2" {
			found = true
			if !a.Counts {
				t.Error("the period says that the approval of PRO-REQ 6.2 never counted")
			}
		}
	}
	if !found {
		t.Error("the period knows no approval of PRO-REQ 6.2")
	}
	if v := d.InForce.Of(d.Docs.ByID(doc.ID("PRO-REQ"))).On(date.New(2026, 5, 12)); v == nil || v.Number() != "6.2" {
		t.Errorf("on 2026-05-12 %+v was in force", v)
	}
}

// planned renders some files of the plan.
func planned(t *testing.T, p *build.Project, paths ...string) map[string]string {
	t.Helper()
	files, err := build.Plan(p)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range files {
		for _, want := range paths {
			if f.Path == want {
				var b bytes.Buffer
				if err := f.Write(&b); err != nil {
					t.Fatal(err)
				}
				out[want] = b.String()
			}
		}
	}
	for _, want := range paths {
		if out[want] == "" {
			t.Fatalf("there is no %s", want)
		}
	}
	return out
}

// noBetterStatus wants no row of the site to call a document approved that the register for programs does not.
func noBetterStatus(t *testing.T, s *built) {
	t.Helper()
	var register struct {
		Documents []struct{ ID, Status, Page string }
	}
	if err := json.Unmarshal(s.files["documents.json"], &register); err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`<tr><t[hd][^>]*>(?:<span class="id">[^<]*</span>)?<a href="([^"#]+)"[^\n]*`)
	worse := map[string]string{}
	for _, d := range register.Documents {
		if d.Status != "approved" {
			worse[d.Page] = d.ID + " is " + d.Status
		}
	}
	if len(worse) < 3 {
		t.Fatalf("only %v are not approved: the demonstration shows nothing", worse)
	}
	seen := 0
	for at, text := range s.files {
		if path.Ext(at) != ".html" {
			continue
		}
		for _, m := range row.FindAllStringSubmatch(string(text), -1) {
			what, ok := worse[path.Join(path.Dir(at), m[1])]
			if !ok {
				continue
			}
			seen++
			if strings.Contains(m[0], ">Approved</span>") {
				t.Errorf("%s calls approved what is not: %s", at, what)
			}
		}
	}
	if seen < 3 {
		t.Errorf("only %d rows of these documents were found", seen)
	}
}
