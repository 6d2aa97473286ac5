package lsp_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const extension = "../../editors/vscode"

// installed gives the folder of the extension, as it was compiled with the libraries that it needs; where it was not, the test is skipped.
func installed(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(extension)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "out", "extension.js")); err == nil {
		return dir
	}
	if os.Getenv("CLAUSEBOOK_EDITOR_TESTS") == "required" {
		t.Fatal("the extension is not compiled (npm ci && npm run compile in editors/vscode), and these tests are required")
	}
	t.Skip("the extension is not compiled here: npm ci && npm run compile in editors/vscode")
	return ""
}

// TestTheExtensionStarts starts what was compiled, with the real library of the client and the real server, and a stand-in for VS Code.
func TestTheExtensionStarts(t *testing.T) {
	t.Parallel()
	dir := installed(t)
	w := &editor{TB: t, dir: t.TempDir()}
	w.write("content/a.md", strings.ReplaceAll(policy, "Who may", "See [[GONE]]. Who may"))
	w.write("content/people.yaml", people)
	w.write("clausebook.yaml", "title: T\n")
	cmd := exec.CommandContext(t.Context(), "node", "testdata/vscode.cjs", dir, w.dir, os.Args[0])
	cmd.Env = append(os.Environ(), asServer+"=1")
	end, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said = append(said, lines.Text())
		if strings.HasPrefix(lines.Text(), "shows a.md") {
			_ = end.Close() // that is enough: it ends the server
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the extension ended with %v", err)
	}
	all := "\n" + strings.Join(said, "\n") + "\n"
	for _, want := range []string{"registers clausebook.restart", "registers registerHoverProvider", "registers registerRenameProvider",
		"registers registerCompletionItemProvider", "registers registerCodeActionsProvider", "registers registerCodeLensProvider", "started",
		"shows a.md LK003", "stopped"} {
		if !strings.Contains(all, "\n"+want+"\n") {
			t.Errorf("the extension never %s; it says %s", want, all)
		}
	}
	if strings.Contains(all, "\nerror") || strings.Contains(all, "\noutput") {
		t.Errorf("the extension complains: %s", all)
	}
}

// TestTypesOfTheProtocol has the compiler of TypeScript hold every kind of message that the server sends against the types of the
// protocol as VS Code's own package has them. What has a key too many, one too few or a value of another kind does not compile.
func TestTypesOfTheProtocol(t *testing.T) {
	t.Parallel()
	modules := filepath.Join(installed(t), "node_modules")
	dir := t.TempDir()
	if err := os.Symlink(modules, filepath.Join(dir, "node_modules")); err != nil {
		t.Skip(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "said.ts"), []byte(recorded(t)), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(modules, ".bin", "tsc"), "--noEmit", "--strict", "--skipLibCheck", "--module",
		"node20", "said.ts")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the server says what the protocol does not have: %v\n%s", err, out)
	}
}

// recorded asks the server for one of everything, and gives its answers as constants of the types that the protocol has for them. What
// must not compile stands among them: it shows that the types hold something.
func recorded(t *testing.T) string {
	t.Helper()
	e := start(t, map[string]string{"content/a.md": policy, "content/p.md": process, "content/people.yaml": people,
		"content/c.md": policy, "clausebook.yaml": "base_url: https://sms.example.org\n"})
	faulty := strings.Replace(policy, `version: "1.0"`, "version: 1.0", 1) + "\nSee [[GONE]].\n"
	e.opens("content/p.md", process)
	e.opens("content/a.md", faulty)
	e.with("content/a.md", "LK003")
	var b strings.Builder
	b.WriteString("import type * as lsp from 'vscode-languageserver-protocol';\n")
	say := func(kind string, raw json.RawMessage) {
		if len(raw) < 5 { // null, [] and {} have no keys that could be wrong
			t.Errorf("nothing was recorded for %s: %s", kind, raw)
		}
		fmt.Fprintf(&b, "export const said%d: lsp.%s = %s;\n", b.Len(), kind, raw)
	}
	answer := func(kind, method string, params any) json.RawMessage {
		var raw json.RawMessage
		e.call(method, params, &raw)
		say(kind, raw)
		return raw
	}
	at := func(more map[string]any) map[string]any {
		params := e.here("content/p.md", process, "[[POL-A]]", 3)
		for k, v := range more {
			params[k] = v
		}
		return params
	}
	file := func(name string, more map[string]any) map[string]any {
		params := map[string]any{"textDocument": map[string]string{"uri": e.uri(name)}}
		for k, v := range more {
			params[k] = v
		}
		return params
	}
	whole := map[string]any{"start": pos{}.json(), "end": pos{20, 0}.json()}
	say("InitializeResult", e.hello)
	e.heard.Range(func(_, raw any) bool {
		say("PublishDiagnosticsParams", raw.(json.RawMessage)) //nolint:forcetypeassert // nothing else is kept there
		return true
	})
	answer("Hover", "textDocument/hover", at(nil))
	answer("Location[]", "textDocument/definition", at(nil))
	answer("Location[]", "textDocument/references", at(map[string]any{"context": map[string]bool{"includeDeclaration": true}}))
	answer("DocumentSymbol[]", "textDocument/documentSymbol", file("content/p.md", nil))
	answer("SymbolInformation[]", "workspace/symbol", map[string]string{"query": "access"})
	answer("CompletionItem[]", "textDocument/completion", at(nil))
	answer("PrepareRenameResult", "textDocument/prepareRename", at(nil))
	answer("WorkspaceEdit", "textDocument/rename", at(map[string]any{"newName": "POL-NEW"}))
	answer("CodeAction[]", "textDocument/codeAction", file("content/a.md", map[string]any{"range": whole,
		"context": map[string]any{"diagnostics": []any{}}}))
	var lenses []json.RawMessage
	if err := json.Unmarshal(answer("CodeLens[]", "textDocument/codeLens", file("content/p.md", nil)), &lenses); err != nil {
		t.Fatal(err)
	}
	answer("CodeLens", "codeLens/resolve", lenses[len(lenses)-1])
	e.rewrites("content/a.md", 2, policy)
	e.without("LK003")
	e.write("clausebook.yaml", "content: [\n")
	e.tell("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{}})
	select {
	case <-e.said:
		failure, _ := e.heard.Load("window/showMessage")
		say("ShowMessageParams", failure.(json.RawMessage)) //nolint:forcetypeassert // nothing else is kept there
	case <-time.After(patience):
		t.Error("nothing was said of a configuration that cannot be read")
	}
	b.WriteString(`// @ts-expect-error: what the protocol has is a range
export const wrong: lsp.Hover = { contents: { kind: "markdown", value: "" }, span: 1 };
`)
	return b.String()
}

// manifest is what VS Code reads of the extension.
type manifest struct {
	Main        string
	Contributes struct {
		ProblemMatchers []struct {
			Name    string
			Pattern struct {
				Regexp                                      string
				File, Line, Column, Code, Severity, Message int
			}
		}
		Snippets       []struct{ Language, Path string }
		YAMLValidation []struct{ FileMatch, URL string }
	}
}

func readJSON(t *testing.T, file string, into any) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// TestProblemMatchers holds the expressions of the extension against the lines that `check --format concise` writes.
func TestProblemMatchers(t *testing.T) {
	t.Parallel()
	var m manifest
	readJSON(t, filepath.Join(extension, "package.json"), &m)
	lines, err := os.ReadFile("../report/testdata/findings.concise")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range strings.Split(strings.TrimSpace(string(lines)), "\n") {
		for _, matcher := range m.Contributes.ProblemMatchers {
			p := matcher.Pattern
			part := regexp.MustCompile(p.Regexp).FindStringSubmatch(line)
			if part == nil {
				continue
			}
			part[0] = ""
			got = append(got, strings.Join([]string{matcher.Name, part[p.File], part[p.Line], part[p.Column], part[p.Severity], part[p.Code],
				part[p.Message]}, "|"))
		}
	}
	want := "clausebook|content/policies/change.md|3|9|error|FM006|`aproved` is no status\n" +
		"clausebook|content/policies/change.md|7|5|warning|LK001|no file `content/services/emial.md`\n" +
		"clausebook-file|content/policies/change.md|||info|RV002|the review is due in 12 days"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("the matchers find\n%s\nwant\n%s", s, want)
	}
}

// TestSchemasOfTheExtension wants every schema that the extension names to be one of ours.
func TestSchemasOfTheExtension(t *testing.T) {
	t.Parallel()
	var m manifest
	readJSON(t, filepath.Join(extension, "package.json"), &m)
	for _, v := range m.Contributes.YAMLValidation {
		var schema struct{ Title string }
		readJSON(t, filepath.Join("../../schemas", filepath.Base(v.URL)), &schema)
		if schema.Title != v.FileMatch {
			t.Errorf("%s is checked as %s", v.FileMatch, schema.Title)
		}
	}
}

// placeholder is a place of a snippet that is to be filled in: with words, with a choice, or by VS Code.
var (
	choice   = regexp.MustCompile(`\$\{\d+\|([^,|]+)[^}]*\}`)
	words    = regexp.MustCompile(`\$\{\d+:([^}]*)\}`)
	variable = strings.NewReplacer("${CURRENT_YEAR}", "2026", "${CURRENT_MONTH}", "01", "${CURRENT_DATE}", "02", "$0", "Some words.")
)

// snippet gives a snippet as it stands in a text before anybody fills it in.
func snippet(t *testing.T, file, prefix string) string {
	t.Helper()
	var all map[string]struct {
		Prefix string
		Body   any
	}
	readJSON(t, filepath.Join(extension, "snippets", file), &all)
	for _, s := range all {
		if s.Prefix != prefix {
			continue
		}
		text := fmt.Sprint(s.Body)
		if lines, ok := s.Body.([]any); ok {
			var b strings.Builder
			for _, line := range lines {
				fmt.Fprintln(&b, line)
			}
			text = b.String()
		}
		return variable.Replace(words.ReplaceAllString(choice.ReplaceAllString(text, "$1"), "$1"))
	}
	t.Fatalf("%s has no snippet %s", file, prefix)
	return ""
}

// TestSnippetsPass puts the snippets into a project as they are, and wants no finding of them.
func TestSnippetsPass(t *testing.T) {
	t.Parallel()
	md := func(prefix string) string { return snippet(t, "markdown.json", prefix) }
	yaml := func(prefix string) string { return snippet(t, "yaml.json", prefix) }
	document := strings.Replace(md("cb-document"), "Some words.",
		md("cb-covers")+"\n\nSee "+md("cb-link")+", "+md("cb-heading")+" and "+md("cb-clause")+".", 1)
	e := start(t, map[string]string{
		"content/people.yaml": "people:\n  " + yaml("cb-person") + "\nroles:\n  " + yaml("cb-role") + "\n",
		"clausebook.yaml":     "periods:\n  " + yaml("cb-period") + "\n",
		"content/a.md":        document + "\nSee [[GONE]].\n", "content/m.md": md("cb-minutes"),
	})
	e.opens("content/a.md", document+"\nSee [[GONE]].\n")
	e.with("content/a.md", "LK003") // so that everything has been judged
	e.heard.Range(func(uri, raw any) bool {
		var p published
		if err := json.Unmarshal(raw.(json.RawMessage), &p); err != nil { //nolint:forcetypeassert // nothing else is kept there
			t.Fatal(err)
		}
		for _, d := range p.Diagnostics {
			if d.Severity < 3 && d.Code != "HI001" && !strings.Contains(d.Message, "GONE") { // no repository is needed to see the rest
				t.Errorf("%v: %s: %s", uri, d.Code, d.Message)
			}
		}
		return true
	})
}
