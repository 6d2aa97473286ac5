package browser

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tool gives the path of a program that npm brought, or ends the test.
func tool(t *testing.T, name string) string {
	t.Helper()
	at, err := filepath.Abs(filepath.Join("node_modules", name))
	if err == nil {
		_, err = os.Stat(at)
	}
	if err != nil {
		t.Fatal(name + " is not installed (npm ci --prefix internal/browser)")
	}
	return at
}

// TestFirefox opens one page of each kind in Firefox, from a disk: no error, nothing to the side, and states with their signs.
func TestFirefox(t *testing.T) {
	t.Parallel()
	wantBrowser(t)
	browser, err := exec.LookPath("firefox-esr")
	if err != nil {
		if browser, err = exec.LookPath("firefox"); err != nil {
			t.Fatal("no Firefox is installed")
		}
	}
	tool(t, "puppeteer-core")
	s := theSite(t)
	pages := slices.DeleteFunc(s.sample(heaviestPage), func(at string) bool { return strings.HasPrefix(kindOf(s.files[at]), "redirect") })
	out, err := exec.CommandContext(t.Context(), "node", append([]string{"firefox.mjs", browser, s.dir}, pages...)...).CombinedOutput()
	if err != nil || len(bytes.TrimSpace(out)) > 0 {
		t.Errorf("Firefox: %v\n%s", err, out)
	}
	t.Logf("%d pages", len(pages))
}

// TestValidHTML lets html-validate look at one page of each kind: by the standard, and for readers who hear a page.
func TestValidHTML(t *testing.T) {
	t.Parallel()
	wantBrowser(t)
	checker := tool(t, ".bin/html-validate")
	s := theSite(t)
	dir := t.TempDir()
	config := filepath.Join(dir, "rules.json")
	// Names of landmarks and native elements are matters of style that axe judges by what a reader hears.
	rules := `{"root": true, "extends": ["html-validate:standard", "html-validate:a11y"],
		"rules": {"prefer-native-element": "off", "unique-landmark": "off", "no-implicit-button-type": "off"}}`
	if err := os.WriteFile(config, []byte(rules), 0o644); err != nil {
		t.Fatal(err)
	}
	if found := validate(t, checker, config, writeBad(t, dir)); len(found) == 0 {
		t.Error("html-validate finds nothing in a page with faults")
	}
	var files []string
	for _, at := range s.sample(heaviestPage) {
		files = append(files, filepath.Join(s.dir, filepath.FromSlash(at)))
	}
	for _, fault := range validate(t, checker, config, files...) {
		t.Error(fault)
	}
}

func writeBad(t *testing.T, dir string) string {
	t.Helper()
	at := filepath.Join(dir, "bad.html")
	const bad = `<!doctype html><html lang="en"><head><title>x</title></head><body><p id="a"></p><p id="a"><div>a</div></p></body></html>`
	if err := os.WriteFile(at, []byte(bad), 0o644); err != nil {
		t.Fatal(err)
	}
	return at
}

// validate gives what the checker says of files, a line each.
func validate(t *testing.T, checker, config string, files ...string) []string {
	t.Helper()
	report := filepath.Join(filepath.Dir(config), "report.json") // a pipe is cut off where the checker ends
	args := append([]string{"--formatter", "json=" + report, "--config", config}, files...)
	said, err := exec.CommandContext(t.Context(), checker, args...).CombinedOutput() // it fails where it finds something
	out, missing := os.ReadFile(report)
	if missing != nil {
		t.Fatalf("html-validate: %v\n%s", err, said)
	}
	var found []struct {
		FilePath string
		Messages []struct {
			RuleID, Message string
			Line            int
		}
	}
	if decode := json.Unmarshal(out, &found); decode != nil {
		t.Fatalf("html-validate: %v, %v", err, decode)
	}
	var faults []string
	for _, file := range found {
		for _, m := range file.Messages {
			faults = append(faults, file.FilePath+": "+m.RuleID+": "+m.Message)
		}
	}
	return faults
}
