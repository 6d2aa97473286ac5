package browse

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestOnlyThePreviewIsOpened(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://example.org/", "http://example.org/", "file:///etc/passwd", "http://192.168.0.1:4000/",
		"--help", ""} {
		if err := Open(t.Context(), address); err == nil {
			t.Errorf("%q is opened", address)
		}
	}
	for _, address := range []string{"http://127.0.0.1:4000/", "http://[::1]:4000/", "http://localhost:1/"} {
		if err := local(address); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestOpenStartsTheProgramOfTheSystem puts a program of that name into the path and sees what it was given.
func TestOpenStartsTheProgramOfTheSystem(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a part of Windows")
	}
	dir := t.TempDir()
	script := "#!/bin/sh\necho \"$@\" > \"" + dir + "/given.part\"\nmv \"" + dir + "/given.part\" \"" + dir + "/given\"\n"
	if err := os.WriteFile(filepath.Join(dir, opener(runtime.GOOS)[0]), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":/bin:/usr/bin")
	if err := Open(t.Context(), "http://127.0.0.1:4000/"); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if given, err := os.ReadFile(filepath.Join(dir, "given")); err == nil {
			if strings.TrimSpace(string(given)) != "http://127.0.0.1:4000/" {
				t.Errorf("it was given %q", given)
			}
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the program was not started")
}

func TestOpenSaysThatThereIsNoProgram(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if err := Open(t.Context(), "http://127.0.0.1:4000/"); err == nil || !strings.Contains(err.Error(), "there is no program") {
		t.Errorf("without a program it gives %v", err)
	}
}
