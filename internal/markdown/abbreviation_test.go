package markdown

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAbbreviations(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, want string }{
		{"after its words", "We agree a service level agreement (SLA).", "SLA=service level agreement"},
		{"only the words that it stands for", "About our service management system (SMS) here", "SMS=service management system"},
		{"several", "Three service level agreements (SLAs)", "SLA=service level agreement"},
		{"before its words", "The CAB (change advisory board) meets.", "CAB=change advisory board"},
		{"further words in the brackets", "a configuration item (CI, see below)", "CI=configuration item"},
		{"a colon", "- RPO: recovery point objective, in hours", "RPO=recovery point objective"},
		{"a dash, in bold", "**RTO** – recovery time objective of a service", "RTO=recovery time objective"},
		{"small words", "a request for change (RFC) and mean time to repair (MTTR)", "RFC=request for change MTTR=mean time to repair"},
		{"letters from inside", "the configuration management database (CMDB)", "CMDB=configuration management database"},
		{"hyphen", "a post-implementation review (PIR)", "PIR=post-implementation review"},
		{"German", "die Vereinbarung über Dienstgüte, das Service-Level-Agreement (SLA), gilt; „Notfallmanagementbeauftragter“ (NMB)",
			"SLA=Service-Level-Agreement NMB=Notfallmanagementbeauftragter"},
		{"emphasis", "a *service level agreement* (**SLA**)", "SLA=service level agreement"},
		{"heading", "## Recovery time objective (RTO)\n\ntext", "RTO=Recovery time objective"},
		{"mixed case", "software as a service (SaaS)", "SaaS=software as a service"},
		{"table", "| Abbreviation | Meaning |\n|---|---|\n| MIM | who leads a *major* incident |", "MIM=who leads a major incident"},
		{"definition list", "MIM\n: who leads a major incident", "MIM=who leads a major incident"},
		{"the first counts", "a change item (CI), a configuration item (CI)", "CI=change item"},
		{"other brackets", "the people manager (HR), FTP (retired), the provider (Tideway), one system (SM)", ""},
		{"a word between", "the service management system itself (SMS)", ""},
		{"another sentence", "We have a service level. Agreement (SLA)", ""},
		{"other table", "| Service | State |\n|---|---|\n| DNS | runs |", ""},
		{"code", "```\na service level agreement (SLA)\n```", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, a := range Parse([]byte(tt.src), 1).Abbreviations {
				got = append(got, a.Short+"="+a.Long)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// known explains what a small set spells out.
func known(short string) (Expansion, bool) {
	x, ok := map[string]Expansion{
		"SLA":  {Title: "service level agreement", Href: "glossary.html#abbr-sla"},
		"SMS":  {Title: "service management system"},
		"KPI":  {Title: "Kennzahl", Lang: "de"},
		"EVIL": {Title: `"><script>alert(1)</script>`, Href: "javascript:alert(1)"},
	}[short]
	return x, ok
}

func TestExplain(t *testing.T) {
	t.Parallel()
	// In what is wanted, <SLA> is the first on the page and [SLA] another one that is explained.
	tests := []struct{ name, src, want string }{
		{"the first", "An SLA and an SLA.", "<p>An <SLA> and an SLA.</p>"},
		{"in each section of the highest level", "SLA\n\n## A\n\nSLA\n\n### B\n\nSLA\n\n## C\n\nSLA",
			"<p><SLA></p> <h2 id=\"s-a\">A</h2> <p>[SLA]</p> <h3 id=\"s-b\">B</h3> <p>SLA</p> <h2 id=\"s-c\">C</h2> <p>[SLA]</p>"},
		{"several", "Our SLAs, the SLA's end", "<p>Our <SLA>s, the SLA&#39;s end</p>"},
		{"longer words", "SLA-HALDEN, SLAB, _SLA_x, sla, Sla, POL-SLA", "<p>SLA-HALDEN, SLAB, _SLA_x, sla, Sla, POL-SLA</p>"},
		{"paths and numbers", "SLA/1 SLA.md a/SLA x@SLA #SLA \\SLA", "<p>SLA/1 SLA.md a/SLA x@SLA #SLA \\SLA</p>"},
		{"beside marks", "(an SLA), “SLA/OLA”.", "<p>(an <SLA>), “SLA/OLA”.</p>"},
		{"at the end of a sentence", "We keep the SLA.", "<p>We keep the <SLA>.</p>"},
		{"emphasis", "**SLA** *SLA*", "<p><strong><SLA></strong> <em>SLA</em></p>"},
		{"not in code", "`SLA`\n\n    SLA\n", "<p><code>SLA</code></p> <pre class=\"chroma\" tabindex=\"0\"><code>SLA </code></pre>"},
		{"not in links", "[SLA](https://a.example/SLA), SLA",
			`<p><a class="external" href="https://a.example/SLA" rel="noopener noreferrer">SLA</a>, <SLA></p>`},
		{"not in references, images and comments", "[[POL-1|SLA]] ![SLA](flow.png) <!-- SLA -->",
			`<p><a href="../pol-1.html" title="POL-1, version 2.1">SLA</a> <img src="../assets/flow.png" alt="SLA" ` +
				`loading="lazy"> </p>`},
		{"not in headings", "## SLA\n\nSLA", "<h2 id=\"s-sla\">SLA</h2> <p><SLA></p>"},
		{"spelled out before", "a service level agreement (SLA) and the SLA", "<p>a service level agreement (SLA) and the SLA</p>"},
		{"spelled out before, another section", "a service level agreement (SLA)\n\n## A\n\nSLA",
			"<p>a service level agreement (SLA)</p> <h2 id=\"s-a\">A</h2> <p>[SLA]</p>"},
		{"spelled out afterwards", "the SLA (service level agreement), SLA (service level agreement)",
			"<p>the SLA (service level agreement), SLA (service level agreement)</p>"},
		{"spelled out by the heading", "## Service level agreement (SLA)\n\nSLA",
			"<h2 id=\"s-service-level-agreement-sla\">Service level agreement (SLA)</h2> <p>SLA</p>"},
		{"alone in brackets", "the agreement itself (SLA), SLA", "<p>the agreement itself (SLA), <SLA></p>"},
		{"glossary", "SLA\n: what was agreed; the SLA", "<dl> <dt>SLA</dt> <dd>what was agreed; the SLA</dd> </dl>"},
		{"after an entity and an escape", "&lt;&amp; \\* SLA&nbsp;SLA", "<p>&lt;&amp; * <SLA>\u00a0SLA</p>"},
		{"without an address", "SMS", `<p><abbr class="first" title="service management system">SMS</abbr></p>`},
		{"language", "KPI", `<p><abbr class="first" lang="de" title="Kennzahl">KPI</abbr></p>`},
		{"hostile", "EVIL", `<p><abbr class="first" title="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">EVIL</abbr></p>`},
		{"unknown", "ABC DEF", "<p>ABC DEF</p>"},
		{"footnote", "a SLA[^1]\n\n[^1]: SLA",
			`<p>a <SLA><sup id="fnref-1" class="footnote-mention"><a href="#fn-1" aria-label="Footnote 1">1</a></sup></p> ` +
				`<section class="footnotes" aria-label="Footnotes"> <ol> <li id="fn-1"> <p>[SLA] <a class="footnote-back" href="#fnref-1" ` +
				`aria-label="Back to the text">↩</a></p> </li> </ol> </section>`},
	}
	marked := strings.NewReplacer(`<a class="abbr" href="glossary.html#abbr-sla"><abbr class="first" title="service level `+
		`agreement">SLA</abbr></a>`, "<SLA>",
		`<a class="abbr" href="glossary.html#abbr-sla"><abbr title="service level agreement">SLA</abbr></a>`, "[SLA]")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			page, err := Render([]byte(tt.src), 1, smallSite, Options{Abbreviation: known})
			if err != nil {
				t.Fatal(err)
			}
			got := strings.TrimSpace(strings.ReplaceAll(marked.Replace(string(page)), "\n", " "))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestExplainAddsOnly holds that pages say the same with and without explanations.
func TestExplainAddsOnly(t *testing.T) {
	t.Parallel()
	src := everything + "\n\nThe service management system (SMS) has SLAs, *SLA* and an SMS.\n"
	plain, err := Render([]byte(src), 1, smallSite, Options{})
	if err != nil {
		t.Fatal(err)
	}
	explained, err := Render([]byte(src), 1, smallSite, Options{Abbreviation: known})
	if err != nil {
		t.Fatal(err)
	}
	if plain == explained {
		t.Error("nothing is explained")
	}
	without := strings.NewReplacer(`<a class="abbr" href="glossary.html#abbr-sla"><abbr class="first" title="service level `+
		`agreement">SLA</abbr></a>`, "SLA").Replace(string(explained))
	if diff := cmp.Diff(string(plain), without); diff != "" {
		t.Errorf("(-plain +explained, marks taken out):\n%s", diff)
	}
}

// TestExplainLinear holds that twice the text costs about twice the time, whatever the brackets in it.
func TestExplainLinear(t *testing.T) {
	if os.Getenv("CLAUSEBOOK_TIMED") == "" {
		t.Skip("timed; `make timed` runs it")
	}
	for name, piece := range map[string]string{
		"opening brackets": "((((((((((", "words": "a b c d (ABCD) ", "colons": "AB: ", "sections": "# a\n\nSLA\n\n", "short forms": "SLA ",
		"nested": "(SLA (service level agreement ",
	} {
		took := func(n int) time.Duration {
			src := []byte(strings.Repeat(piece, n))
			best := time.Hour
			for range 3 {
				start := time.Now()
				Parse(src, 1)
				if _, err := Render(src, 1, smallSite, Options{Abbreviation: known}); err != nil {
					t.Fatal(err)
				}
				best = min(best, time.Since(start))
			}
			return best
		}
		small, large := took(2000), took(16000)
		if large > 40*small+200*time.Millisecond {
			t.Errorf("%s: %v for a text, %v for one of eight times its size", name, small, large)
		}
	}
}

// TestAbbreviationsBounded holds that no text makes a page list without end.
func TestAbbreviationsBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 500 {
		short := fmt.Sprintf("A%c%c", 'A'+i/26%26, 'A'+i%26)
		fmt.Fprintf(&b, "%s: %s\n\n", short, strings.ToLower(short[:1]+"x "+short[1:2]+"y "+short[2:]+"z"))
	}
	if n := len(Parse([]byte(b.String()), 1).Abbreviations); n != maxAbbreviations {
		t.Errorf("%d are kept", n)
	}
}
