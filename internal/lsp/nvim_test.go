package lsp_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clausebook/internal/lsp"
)

// asServer makes this program the server that an editor starts.
const asServer = "CLAUSEBOOK_TEST_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) == "" {
		os.Exit(m.Run())
	}
	if err := lsp.Run(context.Background(), os.Stdin, os.Stdout, lsp.Options{Dir: ".", Version: "test", Gather: gatherer()}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// TestARealEditor lets Neovim, with the settings that we give to users, drive the server: findings, completion, hover, definition, a
// quick fix, and a new name in fifty files.
func TestARealEditor(t *testing.T) {
	t.Parallel()
	nvim, err := exec.LookPath("nvim")
	if err != nil && os.Getenv("CLAUSEBOOK_EDITOR_TESTS") == "required" {
		t.Fatal("there is no Neovim, and these tests are required")
	}
	if err != nil {
		t.Skip("no Neovim here to drive the server with")
	}
	dir := t.TempDir()
	files := project()
	files["clausebook.yaml"] = "title: T\n"
	for i := range 50 {
		files[fmt.Sprintf("content/p%02d.md", i)] = strings.ReplaceAll(process, "PRC-A", fmt.Sprintf("PRC-%02d", i))
	}
	w := &editor{TB: t, dir: dir}
	for name, text := range files {
		w.write(name, text)
	}
	plugin, err := filepath.Abs("../../editors/nvim/clausebook.lua")
	if err != nil {
		t.Fatal(err)
	}
	ctx, done := context.WithTimeout(t.Context(), 2*time.Minute)
	defer done()
	cmd := exec.CommandContext(ctx, nvim, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile testdata/drive.lua")
	home := t.TempDir()
	cmd.Env = append(os.Environ(), "DRIVE_DIR="+dir, "DRIVE_PLUGIN="+plugin, "DRIVE_SERVER="+os.Args[0], "HOME="+home, "XDG_CONFIG_HOME="+home,
		"XDG_STATE_HOME="+home, "XDG_CACHE_HOME="+home, "XDG_DATA_HOME="+home)
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "FAILED") || !strings.Contains(string(out), "ok no error") {
		t.Fatalf("the editor ended with %v:\n%s", err, out)
	}
	for name := range files {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "POL-A") || strings.HasPrefix(name, "content/p0") && strings.Count(string(text), "POL-NEW") != 3 {
			t.Errorf("after the renaming %s reads\n%s", name, text)
		}
	}
}
