package browser

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// sampled are clauses as an auditor picks them: from every chapter, with records, plans, suppliers and people among them.
var sampled = strings.Fields("4.3 5.2.1 5.3 6.3 7.2 7.5.4 8.2.2 8.2.6 8.3.3 8.3.4.1 8.5.1.3 8.6.1 8.7.2 9.2.2 10.1.1")

// auditor is somebody who walks the site by its links alone, and counts the clicks since the home page.
type auditor struct {
	*tab
	clicks int
}

func (a *auditor) home() {
	a.t.Helper()
	a.clicks = 0
	a.open("index.html")
}

// follow clicks a link that can be seen, by its text within an element.
func (a *auditor) follow(within, words string) {
	a.t.Helper()
	a.clicks++
	const find = `[...document.querySelectorAll(%q)].flatMap(e => [...e.querySelectorAll('a')]).find(a => a.textContent.trim() === %q && a.checkVisibility())`
	link := fmt.Sprintf(find, within, words)
	to := value[string](a.tab, "("+link+" || {href: ''}).href")
	if to == "" {
		a.t.Fatalf("%s has no link %q in %s", value[string](a.tab, "location.pathname"), words, within)
	}
	value[bool](a.tab, "("+link+".click(), true)")
	at, _, _ := strings.Cut(to, "#")
	a.wait(words, fmt.Sprintf("location.href.split('#')[0] === %q && document.readyState === 'complete' && document.querySelector('main')", at))
}

// within holds that an answer was found in so many clicks.
func (a *auditor) within(most int, what string) {
	a.t.Helper()
	if a.clicks > most {
		a.t.Errorf("%s took %d clicks, want at most %d", what, a.clicks, most)
	}
}

// unanswered lists what the page of a clause leaves open of each of its requirements: a document, who approved it and on what basis, or
// else that there is none. What stands in a closed fold does not count.
const unanswered = `[...document.querySelectorAll('#requirements ~ article')].flatMap(r => {
	const id = r.querySelector('.id').textContent, said = r.querySelector('.meta .tag').textContent, answers = [...r.querySelectorAll('.answer')];
	if (!said) return [id + ' has no state'];
	if (answers.length === 0) return ['Evidenced', 'Overdue'].includes(said) ? [id + ' is ' + said + ' by nothing'] : [];
	return answers.flatMap(a => {
		const title = a.querySelector('strong a'), facts = [...a.querySelectorAll('.secondary > span')].map(s => s.innerText);
		const approved = facts.findIndex(f => /^(approved|confirmed) by \S.* on \d{4}-\d\d-\d\d$/.test(f));
		const none = facts.some(f => /^no (approved|confirmed) version$/.test(f));
		if (!title || !title.href) return [id + ' names no document'];
		if (!none && (approved < 0 || !facts[approved + 1])) return [id + ': ' + title.textContent + ' says neither who approved it nor on what basis: ' + facts.join(' | ')];
		return [];
	});
}).join('\n')`

// documents are those that answer the requirements of the page: the ids of maintained ones, which have a version in force.
const documents = `[...new Set([...document.querySelectorAll('.answer')].filter(a => /^Version/.test(a.querySelector('.secondary').innerText))
	.map(a => a.querySelector('.id').textContent))].join(' ')`

// TestAnAuditIsWalked answers six questions about fifteen clauses, from a folder, with scripts and without: what is the evidence, who
// approved it, on what basis, what was in force on a day, what has changed since the last audit, and is anything overdue.
func TestAnAuditIsWalked(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"scripts": true, "no scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &auditor{tab: newTab(t, theSite(t).onDisk())}
			call(a.tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
			a.reader("prefers-reduced-motion", "reduce")
			asked := map[string]string{}
			for _, clause := range sampled {
				a.home()
				a.follow(".sections", "Clauses")
				a.follow("main th", clause)
				a.within(3, "the evidence of "+clause)
				if n := value[int](a.tab, "document.querySelectorAll('#requirements ~ article').length"); n == 0 {
					t.Errorf("%s has no requirements", clause)
				}
				if open := value[string](a.tab, unanswered); open != "" {
					t.Errorf("%s: %s", clause, open)
				}
				since := value[string](a.tab, "(document.querySelector('#since')?.parentNode.querySelector('p') || {innerText: ''}).innerText")
				if !strings.Contains(since, "since") || !strings.Contains(since, "2026-") {
					t.Errorf("%s does not say what has changed since the last audit: %q", clause, since)
				}
				if state := value[string](a.tab, "document.querySelector('.title .tag').textContent"); state == "" {
					t.Errorf("%s does not say whether anything is overdue", clause)
				}
				for _, id := range strings.Fields(value[string](a.tab, documents)) {
					asked[id] = clause
				}
			}
			if len(asked) < 5 {
				t.Errorf("only %d documents answer the clauses", len(asked))
			}
			a.home()
			a.follow(".sections", "Reviews")
			a.follow(".local", "In force")
			a.follow("main", "2026-03-31")
			a.within(3, "what was in force on 2026-03-31")
			compared := 0
			for id, clause := range asked {
				const row = `((r, v) => r && v >= 0 ? r.children[v].innerText.trim() : '')([...document.querySelectorAll('main tr')].find(r =>
					[...r.children].some(c => c.innerText.trim() === %q)), [...document.querySelector('main thead tr').children].findIndex(h => h.innerText === 'Version'))`
				said := value[string](a.tab, fmt.Sprintf(row, id))
				if wrote := versionOn(t, id, "2026-03-31"); said != "" && wrote != "" {
					compared++
					if said != wrote {
						t.Errorf("%s, for %s: the site says that version %q was in force, the file of then says %q", id, clause, said, wrote)
					}
				}
			}
			if compared < 3 {
				t.Errorf("only %d versions were compared", compared)
			}
			a.quietly("an audit")
		})
	}
}

// versionOn asks git for the version that a document gave itself at the end of a day, where it said that it was approved by then.
func versionOn(t *testing.T, id, day string) string {
	t.Helper()
	repo := filepath.Join(workshop, "demo")
	git := func(args ...string) string {
		out, err := exec.Command("git", append([]string{"-C", repo}, args...)...).Output()
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(out))
	}
	commit := git("rev-list", "-1", "--first-parent", "--before="+day+"T23:59:59Z", "HEAD")
	file := git("grep", "-l", "^id: "+id+"$", commit, "--", "content")
	if commit == "" || file == "" {
		return ""
	}
	front, _, _ := strings.Cut(strings.TrimPrefix(git("show", file), "---\n"), "\n---")
	said := map[string]string{}
	for line := range strings.Lines(front) {
		key, of, _ := strings.Cut(strings.TrimSpace(line), ": ")
		said[key] = strings.Trim(of, `"`)
	}
	if said["status"] != "approved" || said["approved_on"] > day || said["effective_from"] > day {
		return ""
	}
	return said["version"]
}

// TestAChangeIsSampled goes from the home page to who approved a change, as the register of changes has it.
func TestAChangeIsSampled(t *testing.T) {
	t.Parallel()
	a := &auditor{tab: newTab(t, theSite(t).onDisk())}
	call(a.tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	a.home()
	a.follow(".sections", "Records")
	a.follow("main", "Requests for change January to October 2026")
	a.within(4, "the approval of a change")
	const row = `([...document.querySelectorAll('main tr')].find(r => r.firstElementChild.innerText.trim() === 'CHG-2026-0002') || {innerText: ''}).innerText`
	if said := value[string](a.tab, row); !strings.Contains(said, "Tobias Renn 2026-01-07") {
		t.Errorf("the change says %q", said)
	}
}
