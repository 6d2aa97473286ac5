package browser

import (
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"
	"golang.org/x/net/html"
)

// hostile is text that would run if any of it reached a page as markup.
const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)>'-alert(4)-'{{.}}</title></textarea><!--`

func escape(query string) string { return url.QueryEscape(query) }

// quoted is hostile text as a value in YAML.
func quoted(also string) string { return "'" + strings.ReplaceAll(also+hostile, "'", "''") + "'" }

// head is the front matter that all types have, hostile wherever a text may stand.
func head(id, kind, more string) string {
	return fmt.Sprintf(
		"---\nid: %s\ntitle: %s\ntype: %s\nversion: %s\nstatus: approved\nowner: boss\napprover: boss\napproved_by: ann\napproved_on: "+
			"2026-01-05\nclassification: internal\nretention: %s\ntags: [%s]\naliases: [%s, 'old/%s.html']\nrelated: [POL-X, %s]\ncovers: "+
			"['8.5.1.3', %s]\n%s---\n",
		id,
		quoted(kind),
		kind,
		quoted("1.0"),
		quoted(""),
		quoted(""),
		quoted(""),
		kind,
		quoted(""),
		quoted(""),
		more,
	)
}

// hostileBody is hostile text in every construct of Markdown that carries text, a target or a language.
var hostileBody = strings.Join([]string{
	"# " + hostile, hostile, "## " + hostile + " {#" + hostile + "}",
	"[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](&#106;avascript:alert(1)) [x](java\tscript:alert(1)) [x](vbscript:x) " +
		"[x](data:text/html,<script>alert(1)</script>) [x](//evil.invalid/x)",
	"[x](<" + hostile + ">) [x](x.md '" + hostile + "') ![" + hostile + "](javascript:alert(1)) " +
		"![x](data:image/svg+xml,<svg/onload=alert(1)>)",
	"<javascript:alert(1)> <img src=x onerror=alert(1)> <details open ontoggle=alert(1)>",
	"<script>alert(1)</script>\n\n<svg><script>alert(1)</script></svg>\n\n<math><mtext></mtext><style><img src=x " +
		"onerror=alert(1)></style></math>",
	"[[POL-X|" + hostile + "]] [[" + hostile + "]] [[§8.5.1.3|" + hostile + "]] [ref][" + hostile + "]\n\n[" + hostile + "]: " +
		"javascript:alert(1) \"" + hostile + "\"",
	"| " + hostile + " |\n|---|\n| " + hostile + " |", "> " + hostile, "- [ ] " + hostile, "Note[^1]\n\n[^1]: " + hostile,
	"`" + hostile + "` **" + hostile + "** ~~" + hostile + "~~",
	"```" + hostile + "\n" + hostile + "\n```", "```go " + hostile + "\n// " + hostile + "\n```",
	"```mermaid\nflowchart TD\n  a[\"<img src=x onerror=alert(1)>\"] -->|\"<script>alert(2)</script>\"| b\n  click a " +
		"\"javascript:alert(3)\"\n```",
	"```mermaid\nsequenceDiagram\n  participant A as <img src=x onerror=alert(1)>\n  A->>B: " + hostile + "\n```",
	"```mermaid\nstateDiagram-v2\n  [*] --> " + hostile + "\n```", "<!-- covers: " + hostile + " -->",
}, "\n\n") + "\n"

// hostileFiles is a project in which every field that reaches a page is hostile.
func hostileFiles() map[string]string {
	target := fmt.Sprintf("targets:\n- {name: %[1]s, target: %[1]s, measured_by: %[1]s}\n", quoted(""))
	files := map[string]string{
		"clausebook.yaml": fmt.Sprintf(
			"title: %[1]s\norganization: %[1]s\nas_of: 2026-06-30\nstandards: [iso20000-1-2018, iso20000-4]\nconditions:\n  dispute-arose: "+
				"{holds: false, reason: %[1]s}\nwaivers:\n- {target: demand-report, reason: %[1]s, approved_by: %[1]s, expires: "+
				"2027-01-01}\nperiods:\n- {id: p1, name: %[1]s, from: 2026-01-01, to: 2026-12-31}\nforge: {kind: github, url: "+
				"'https://forge.invalid/\"><script>alert(1)</script>', branch: %[1]s}\nseverity:\n  HI004: {level: off, reason: %[1]s}\n",
			quoted(""),
		),
		"content/people.yaml": fmt.Sprintf(
			"people:\n- {id: ann, name: %[1]s, emails: [ann@example.invalid, %[1]s], from: 2020-01-01}\n- {id: %[1]s, name: %[1]s, from: "+
				"2020-01-01}\nroles:\n- {id: boss, title: %[1]s, holders: [{person: ann, from: 2020-01-01}]}\n- {id: %[1]s, title: %[1]s, holders: "+
				"[{person: %[1]s, from: 2020-01-01}]}\nparties:\n- {id: acme, name: %[1]s, kind: customer}\n- {id: sup, name: %[1]s, kind: supplier}\n",
			quoted(""),
		),
		"content/pol.md": head(
			"POL-X",
			"policy",
			"fulfils: [service-management-policy, "+quoted(
				"",
			)+"]\nsupersedes: ["+quoted(
				"",
			)+"]\nreviews:\n- {on: 2026-02-02, by: ann, outcome: no-change, note: "+quoted(
				"",
			)+"}\nexceptions:\n- {rule: TX001, reason: "+quoted(
				"",
			)+", until: 2027-01-01}\n",
		) + hostileBody,
		"content/id.md": head(quoted("X"), "plan", "") + hostileBody,
		"content/prc.md": head(
			"PRC-X",
			"process",
			"purpose: "+quoted(
				"",
			)+"\ninputs: ["+quoted(
				"",
			)+"]\noutputs: ["+quoted(
				"",
			)+"]\nroles: [boss]\nmeasures:\n- {name: "+quoted(
				"",
			)+", target: "+quoted(
				"",
			)+"}\n",
		) + hostileBody,
		"content/svc.md": head(
			"SVC-X",
			"service",
			"service_owner: boss\nstate: live\ncustomers: [acme]\nhours: "+quoted(
				"",
			)+"\nsuppliers: [sup]\ndepends_on: [SVC-Y]\ncriticality: high\n"+target,
		) + hostileBody,
		"content/svc2.md": head("SVC-Y", "service", "service_owner: boss\nstate: pipeline\n") + hostileBody,
		"content/sla.md":  head("SLA-X", "agreement", "parties: [acme]\nservices: [SVC-X]\n"+target) + hostileBody,
		"content/min.md": head(
			"MIN-X",
			"minutes",
			"date: 2026-03-03\nchair: ann\nattendees: [ann, "+quoted(
				"",
			)+"]\ndecisions:\n- {id: "+quoted(
				"",
			)+", text: "+quoted(
				"",
			)+"}\nactions:\n- {id: "+quoted(
				"",
			)+", text: "+quoted(
				"",
			)+", owner: boss, due: 2026-07-01}\n",
		) + hostileBody,
		"content/aud.md": head(
			"AUD-X",
			"audit-report",
			"date: 2026-03-03\nauditors: ["+quoted(
				"",
			)+"]\nscope: "+quoted(
				"",
			)+"\nclauses: ['8.5', "+quoted(
				"",
			)+"]\naudit_findings:\n- {id: "+quoted(
				"",
			)+", grade: minor, clause: '8.5', text: "+quoted(
				"",
			)+", nonconformity: NC-X}\n",
		) + hostileBody,
		"content/nc.md": head(
			"NC-X",
			"nonconformity",
			"grade: minor\nraised_on: 2026-03-04\nclause: '8.5'\nroot_cause: "+quoted(
				"",
			)+"\ncorrection: "+quoted(
				"",
			)+"\ncorrective_action: "+quoted(
				"",
			)+"\neffectiveness: "+quoted(
				"",
			)+"\n",
		) + hostileBody,
		"content/imp.md": head(
			"IMP-X",
			"improvement",
			"raised_on: 2026-03-04\nbenefit: "+quoted("")+"\nresult: "+quoted("")+"\n",
		) + hostileBody,
		"content/rec.md": head(
			"REC-X",
			"record",
			"date: 2026-03-03\ndata: rows.csv\nlocation: "+quoted("")+"\nseen_on: 2026-03-03\nseen_by: ann\n",
		) + hostileBody,
		"content/rows.csv": strings.Repeat(`"`+strings.ReplaceAll(hostile, `"`, `""`)+`",=cmd|' /C calc'!A0`+"\n", 80),
		"content/wrong.md": "---\n" + hostile + ": [" + hostile + "\n---\n" + hostileBody,
		"content/untyped.md": fmt.Sprintf(
			"---\nid: UNT\ntitle: t\ntype: %[1]s\nstatus: %[1]s\nversion: 1\nowner: %[1]s\nlanguage: %[1]s\napproved_on: %[1]s\n%[1]s: %[1]s\n---\n",
			quoted(""),
		) + hostileBody,
		"content/pic.svg":   `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>`,
		"content/page.html": `<script>alert(1)</script>`,
	}
	if runtime.GOOS != "windows" { // whose file names hold none of these characters
		files[`content/"><img src=x onerror=alert(1)>.md`] = head("NAM-X", "guide", "") + hostileBody
		files[`content/"><img src=x onerror=alert(1)>.txt`] = hostile
	}
	return files
}

// hostileSite is built from a repository whose authors, messages and branch are hostile too.
var hostileSite = sync.OnceValues(func() (*site, error) {
	dir := filepath.Join(workshop, "hostile")
	first, second := hostileFiles(), hostileFiles()
	for name := range second {
		if strings.HasSuffix(name, ".md") {
			second[name] += "\nOne more paragraph.\n\n" + hostile + "\n"
		}
	}
	who := person{`"'-alert(1)-'{{.}} &lt;img src=x onerror=alert(1)&gt;`, `"onerror=alert(1)`}
	message := hostile + "\n\n" + hostile + "\n\nApproved-by: " + hostile + " <ann@example.invalid>\n"
	if err := commitAll(dir, who, message, first, second); err != nil {
		return nil, err
	}
	return buildSite(dir, filepath.Join(workshop, "hostile-site"))
})

func theHostileSite(t *testing.T) *site {
	t.Helper()
	s, err := hostileSite()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestHostileTextIsText parses every page made of hostile fields: nothing of it became markup, and no link leads where
// a script could stand.
func TestHostileTextIsText(t *testing.T) {
	t.Parallel()
	s := theHostileSite(t)
	all := s.dissected(t)
	for at, p := range all {
		for _, fault := range p.faults {
			t.Errorf("%s: %s", at, fault)
		}
		for _, link := range slices.Concat(p.links, p.loads) {
			if u, err := url.Parse(link); err != nil || u.IsAbs() && !allowed[u.Scheme] {
				t.Errorf("%s leads to %q", at, link)
			}
		}
		if src := strings.ToLower(s.files[at]); strings.Contains(src, "<img src=x") || strings.Contains(src, "<svg onload") {
			t.Errorf("%s: hostile text came through as markup", at)
		}
	}
	for at, src := range s.files {
		if ext := path.Ext(at); (ext == ".js" || ext == ".json") && strings.HasPrefix(at, shards) && strings.Contains(src, "<") {
			t.Errorf("%s: markup in a script", at)
		} else if ext == ".svg" && strings.Contains(strings.ToLower(src), "<script") {
			t.Errorf("%s: a picture with a script", at)
		}
	}
}

// reaching gives the pages on which the text is seen, and the attachments.
func (s *site) reaching() []string {
	var out []string
	for at, src := range s.files {
		if strings.HasPrefix(at, "files/") ||
			path.Ext(at) == ".html" && strings.Contains(html.UnescapeString(src), "<img src=x onerror=alert(1)>") {
			out = append(out, at)
		}
	}
	slices.Sort(out)
	return out
}

// TestHostileTextRunsNowhere opens the pages with the content security policy taken away: escaping alone must hold.
func TestHostileTextRunsNowhere(t *testing.T) {
	wantBrowser(t)
	t.Parallel()
	s := theHostileSite(t)
	b := newTab(t, s.onDisk())
	call(b, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true})
	pages := s.sample(heaviestPage)
	for _, at := range s.reaching() { // one clause is like the other; documents, their history and attachments are not
		if folder, _, _ := strings.Cut(at, "/"); slices.Contains([]string{"documents", "history", "files", "people", "roles", "data"}, folder) {
			pages = append(pages, at)
		}
	}
	slices.Sort(pages)
	pages = slices.Compact(pages)
	if len(pages) < 60 {
		t.Errorf("hostile text is on %d pages only: the test does not reach them", len(pages))
	}
	for _, at := range pages {
		if slices.Contains([]string{".html", ".svg", ".txt"}, path.Ext(at)) { // others a browser stores and does not show
			b.open(at)
			b.quietly(at)
		}
	}
	for _, query := range []string{"policy", "onerror", hostile} {
		b.open("search.html?q=" + escape(query))
		b.wait("an answer", answered)
		b.quietly("the search for " + query)
	}
	t.Logf("%d pages", len(pages))
}

// TestPolicyHolds opens the documents with the policy in force, where nothing may even be tried.
func TestPolicyHolds(t *testing.T) {
	wantBrowser(t)
	t.Parallel()
	s := theHostileSite(t)
	b := newTab(t, s.onDisk())
	for _, at := range s.reaching() {
		if strings.HasPrefix(at, "documents/") {
			b.open(at)
			b.quietly(at)
		}
	}
}
