package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryCommandHasAPage writes the pages, and has man read one where it is installed.
func TestEveryCommandHasAPage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"clausebook", "clausebook-check", "clausebook-approve", "clausebook-in-force"} {
		page, err := os.ReadFile(filepath.Join(dir, name+".1"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{".SH NAME", ".SH EXAMPLE", ".SH OPTIONS"} {
			if !strings.Contains(string(page), want) {
				t.Errorf("%s has no %s", name, want)
			}
		}
	}
	man, err := exec.LookPath("man")
	if err != nil {
		return // the pages were looked at above
	}
	cmd := exec.Command(man, "-l", "-P", "cat", filepath.Join(dir, "clausebook-check.1"))
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "MANWIDTH=100")
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "clausebook-check") {
		t.Errorf("man cannot read the page: %v\n%s", err, out)
	}
}
